"""Reads a channel in order: every text by itself, and texts that only together give an order."""

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from commander.domain.injection.acts import USED, Act, acts_in, partial_acts
from commander.domain.injection.characters import folded
from commander.domain.injection.reading import read
from commander.domain.injection.suspicion import Suspicion
from commander.domain.injection.words import Word, first_look, mask_of, masks, words_of

_WINDOW = 6
_SHORT = 64
_TELLING = 5
_CODE = 16
_KEPT = 4096
_SELDOM = 2
"""What is said more often in a channel is no part of an order that is said once."""


@dataclass(slots=True)
class _Piece:
    ref: str
    text: str
    plain: str
    mask: int
    words: list[Word] | None = None

    def read(self) -> list[Word]:
        """Its words, read when somebody asks for them."""
        if self.words is None:
            self.words = words_of(_fragment_mark().sub("", self.plain))
        return self.words


def scan(texts: Iterable[tuple[str, str]]) -> list[tuple[list[str], Suspicion]]:
    """What the texts of a channel hold, each suspicion once with the refs of the texts that hold it, in order."""
    found: dict[Suspicion, dict[str, None]] = {}
    known: dict[str, tuple[str, int, list[Suspicion], int]] = {}
    recent: deque[_Piece] = deque(maxlen=_WINDOW)
    for ref, text in texts:
        seen = known.get(text)
        if seen is not None:
            seen = known[text] = *seen[:3], seen[3] + 1
        else:
            if len(known) > _KEPT:
                known.clear()
            plain = folded(text)
            mask = mask_of(plain)
            seen = known[text] = plain, mask, read(text, plain, mask), 1
        plain, mask, told, times = seen
        for one in told:
            found.setdefault(one, {})[ref] = None
        if told:
            recent.clear()
        elif (mask or len(plain) <= _SHORT) and times <= _SELDOM:
            recent.append(_Piece(ref, text, plain, mask))
            for refs, one in _together(recent):
                found.setdefault(one, {}).update(dict.fromkeys(refs))
    return [(list(refs), one) for one, refs in found.items()]


def _together(recent: deque[_Piece]) -> list[tuple[list[str], Suspicion]]:
    if len(recent) < 2:
        return []
    told = _across(recent) or _glued(recent)
    if told:
        recent.clear()
    return [told] if told else []


def _across(recent: deque[_Piece]) -> tuple[list[str], Suspicion] | None:
    """An act whose words stand in several of the pieces, the last among them."""
    last, before = recent[-1], 0
    for piece in recent:
        before |= piece.mask if piece is not last else 0
    possible = _possible(before & USED, last.mask & USED)
    if not possible:
        return None
    words: list[Word] = []
    of: dict[int, _Piece] = {}
    place = 0
    for piece in recent:
        for word in piece.read():
            words.append(replace(word, place=place + word.place))
            of[words[-1].place] = piece
        place = (words[-1].place if words else place) + 2
    for act, used in acts_in(words, possible):
        pieces = {id(of[word.place]): of[word.place] for word in used}
        prose = len(pieces) > 2 or all(" " in piece.plain for piece in pieces.values())
        if len(pieces) > 1 and id(last) in pieces and prose:
            return [piece.ref for piece in pieces.values()], _split(act.says)
    return None


@lru_cache(maxsize=1 << 14)
def _possible(before: int, last: int) -> tuple[Act, ...]:
    """Acts that the last piece may complete and neither makes alone."""
    both = before | last
    return tuple(
        act
        for act in partial_acts()
        if all(both & need for need in act.needs)
        and any(last & need for need in act.needs)
        and not all(last & need for need in act.needs)
    )


@cache
def _fragment_mark() -> re.Pattern[str]:
    return re.compile(r"^\W*(?:(?:part|line|chunk|piece|seg|fragment|msg|note)?\W{0,2}\d{1,3}(?:\W{1,2}(?:of\W)?\d{1,3})?\W+)?|[-.\u2026\\+|>\s]+$")


def _glued(recent: deque[_Piece]) -> tuple[list[str], Suspicion] | None:
    """What short pieces say when they are written as one."""
    pieces = []
    for piece in reversed(recent):
        if len(piece.plain) > _SHORT:
            break
        pieces.append(piece)
    if len(pieces) < 2:
        return None
    pieces.reverse()
    parts = [_fragment_mark().sub("", piece.plain) for piece in pieces]
    whole = "".join(parts)
    if all(map(_is_code, parts)):
        coded = "".join(piece.text.strip() for piece in pieces)
        told = read(coded, folded(coded), mask_of(whole))
        if told:
            return [piece.ref for piece in pieces], _split(told[0].statement.removeprefix("The text holds ").rstrip("."))
    apart = {word for part in parts for word in first_look(part)}
    formed = {word for word in first_look(whole) if len(word) >= _TELLING and word not in apart and masks()[word]}
    if not formed:
        return None
    for act, used in acts_in(words_of(whole), partial_acts()):
        if any(word.text in formed for word in used):
            return [piece.ref for piece in pieces], _split(act.says)
    return None


def _is_code(part: str) -> bool:
    """A piece of something encoded: long and without a space."""
    return len(part) >= _CODE and " " not in part


def _split(says: str) -> Suspicion:
    return Suspicion("split_lines", f"Several texts together hold {says}.")
