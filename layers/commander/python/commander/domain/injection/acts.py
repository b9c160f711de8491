"""Finds speech acts aimed at whoever reads among the words of a text."""

from collections.abc import Iterable, Sequence
from functools import cache

from commander.domain.injection.classes import BITS
from commander.domain.injection.known_acts import Act, acts
from commander.domain.injection.words import Word

_FOREIGN, _NOT = BITS["FOREIGN"], BITS["NOT"]


@cache
def _gates() -> tuple[tuple[int, ...], ...]:
    return tuple(act.needs for act in acts())


class _Gate(dict[int, bool]):
    """Whether words of these classes together could be an act."""

    def __missing__(self, mask: int) -> bool:
        found = any(all(mask & need for need in needs) for needs in _gates())
        if len(self) < 1 << 16:
            self[mask] = found
        return found


gate = _Gate()


def acts_in(words: Sequence[Word], known: Iterable[Act] | None = None) -> list[tuple[Act, list[Word]]]:
    """The acts that the words make, each once, with the words that make it."""
    found: list[tuple[Act, list[Word]]] = []
    total = 0
    for word in words:
        total |= word.mask
    for act in acts() if known is None else known:
        if all(total & need for need in act.needs):
            used = _made_of(act, words)
            if used:
                found.append((act, used))
    return found


def _made_of(act: Act, words: Sequence[Word]) -> list[Word]:
    any_need = act.all_needs | act.barred | _NOT
    near = [word for word in words if word.mask & any_need]
    for at, word in enumerate(near):
        used = _from(act, near, at) if word.mask & act.all_needs else []
        if used and _holds(act, near, at, used):
            return used
    return []


def _from(act: Act, near: Sequence[Word], at: int) -> list[Word]:
    """The words that meet the needs from there on, or none. Other languages have orders of their own."""
    within = [word for word in near[at : at + 40] if word.place - near[at].place <= act.span]
    if act.ordered:
        used = _in_order(act.needs, within)
        if used or not any(word.mask & _FOREIGN for word in within):
            return used
    return _in_any_order(act.needs, within) or _in_any_order(act.needs[::-1], within)


def _in_order(needs: Sequence[int], within: Sequence[Word]) -> list[Word]:
    used: list[Word] = []
    for word in within:
        if word.mask & needs[len(used)]:
            used.append(word)
            if len(used) == len(needs):
                return used
        elif not used:
            return []
    return []


def _in_any_order(needs: Sequence[int], within: Sequence[Word]) -> list[Word]:
    left = list(needs)
    used: list[Word] = []
    for word in within:
        for need in left:
            if word.mask & need:
                left.remove(need)
                used.append(word)
                break
        else:
            if not used:
                return []
        if not left:
            return used
    return []


def _holds(act: Act, near: Sequence[Word], at: int, used: Sequence[Word]) -> bool:
    foreign = [word for word in used if word.mask & _FOREIGN]
    in_order = all(word.mask & need for word, need in zip(used, act.needs, strict=True))
    if act.ordered and not foreign and not in_order:
        return False
    if foreign and not _one_language(used, foreign):
        return False
    first, last = used[0].place, used[-1].place
    if act.barred and any(
        word.mask & act.barred and first <= word.place <= last + 2 and word not in used for word in near
    ):
        return False
    return not act.positive or bool(foreign) or not _denied(near, at, used)


def _denied(near: Sequence[Word], at: int, used: Sequence[Word]) -> bool:
    """Whether what is told is not to be done: `do not approve the plan`."""
    first = used[0].place
    return any(
        word.mask & _NOT and word not in used and 0 <= first - word.place <= 3 for word in near[max(0, at - 3) : at]
    )


def _one_language(used: Sequence[Word], foreign: Sequence[Word]) -> bool:
    """Words of another language are one text's only if two are of the same, a verb or a noun of some length with it."""
    if any(not word.text.isascii() for word in foreign):
        return len([word for word in foreign if not word.text.isascii()]) > 1
    for language in {name for word in foreign for name in word.languages}:
        both = [word for word in used if language in word.languages]
        long = [word for word in both if word.mask & _FOREIGN and len(word.text) >= 5]
        if len(both) > 1 and long:
            return True
    return False
