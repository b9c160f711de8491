"""Finds the signs in a folded text, window by window, each word looked at once."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from commander.domain.injection.classes import BITS
from commander.domain.injection.english import BEFORE_TO, LICENCES
from commander.domain.injection.signs.deeds import DEEDS
from commander.domain.injection.signs.outcomes import OUTCOMES
from commander.domain.injection.signs.people import PEOPLE
from commander.domain.injection.signs.translated import TRANSLATED
from commander.domain.injection.words import mask_of, words_of

Phrase = tuple[str, tuple[str, ...]]
"""A sign and the words that have to follow the one under which it is kept."""

_BLOCK = 24
"""Signs within two neighbouring blocks of so many words belong together."""
_GAP = 4
_KEPT = 1 << 15
_FEWEST_FOREIGN = 3
_FEWEST = 2
_LONG_WORD = 5
"""Fewer words of any sign tell nothing."""
_LONGEST_STEM = 14
ORDERS = frozenset({"disregard", "say", "send", "act", "close"})
"""Signs that weigh more as an order, `order_…`: an imperative at the head of a clause or after `must`."""
_NO_IMPERATIVE = ("ed", "ing", "s")
_METHODS = frozenset({"get", "post", "put", "delete", "patch", "head"})
_FOREIGN = BITS["FOREIGN"]


class _Table(dict[str, tuple[Phrase, ...]]):
    """The phrases that may begin with a word; filled as words come, since some are kept by the beginning of a word."""

    def __init__(self) -> None:
        super().__init__()
        self._exact: dict[str, list[Phrase]] = {}
        self._stems: dict[str, list[Phrase]] = {}
        for line in f"{PEOPLE}{OUTCOMES}{DEEDS}".split("\n"):
            name, _, phrases = line.partition(":")
            for phrase in phrases.split("|"):
                first, *rest = phrase.replace("_", " ").split() or [""]
                if first:
                    kept = self._stems if first.endswith("*") else self._exact
                    kept.setdefault(first.rstrip("*"), []).append((name, tuple(rest)))

    def __missing__(self, word: str) -> tuple[Phrase, ...]:
        found = list(self._exact.get(word, ()))
        for length in range(2, min(len(word), _LONGEST_STEM) + 1):
            found += self._stems.get(word[:length], ())
        if len(self) < _KEPT:
            self[word] = tuple(found)
        return tuple(found)


@cache
def _table() -> _Table:
    return _Table()


_WORD = re.compile(r"\d+\.\d+|[^\W_]+")
_COMMIT = re.compile(
    r"(?:feat|fix|docs?|chore|refactor|perf|test|tests|ci|build|style|infra|config|deploy|flags?|schema|security)"
    r"(?:\([\w./-]{1,40}\))?!?: |revert \"|merge (?:branch|pull)|bump |[a-z]+-by: |terraform: |chg-\d"
)
_CHAT = re.compile(r"\[\d\d:\d\d\] [\w.]{1,40}:")
_CLAUSE = frozenset('.!?:;,("\n>[|')
_HELD = frozenset("(=_/:")
_REQUEST = re.compile(r"\\?[\"']?(?:https?:|/)")


def signs_in(text: str) -> list[frozenset[str]]:
    """The signs of each window of a folded text."""
    text = text.replace("'", "").replace("\u2019", "")
    found = list(_WORD.finditer(text))
    words = [one[0] for one in found]
    blocks: list[set[str]] = [set() for _ in range(len(words) // _BLOCK + 1)]
    table = _table()
    foreign = mask_of(text) & _FOREIGN
    if not foreign and sum(1 for word in words if table[word]) < _FEWEST:
        return []
    for at, word in enumerate(words):
        for sign, rest in table[word]:
            if _follows(words, at + 1, rest):
                block = blocks[at // _BLOCK]
                block.add(sign)
                if sign in ORDERS and _is_order(text, found, words, at):
                    block.add(f"order_{sign}")
    whole = _of_the_whole(text)
    for place, sign in _translated(text) if foreign else ():
        blocks[min(place // _BLOCK, len(blocks) - 1)].add(sign)
    return [frozenset(one | other | whole) for one, other in zip(blocks, [*blocks[1:], set()], strict=True)]


def _of_the_whole(text: str) -> set[str]:
    found = set()
    if _CHAT.search(text):
        found |= {"human", "chat"}
    if _COMMIT.match(text):
        found.add("commit")
    if "?" in text and "://" not in text and " /" not in text:
        found.add("question")
    return found


def _follows(words: Sequence[str], at: int, rest: Sequence[str]) -> bool:
    """Whether the words of a phrase stand from there on. A phrase has one gap at most."""
    for place, wanted in enumerate(rest):
        if wanted == "~":
            left = rest[place + 1 :]
            return any(_follows(words, start, left) for start in range(at, min(at + _GAP + 1, len(words))))
        if at >= len(words) or not _is(words[at], wanted):
            return False
        at += 1
    return True


def _is(word: str, wanted: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted


def _is_order(text: str, found: Sequence[re.Match[str]], words: Sequence[str], at: int) -> bool:
    """Whether a verb is an imperative by where it stands, and no name of a field, a file or a method."""
    one, word = found[at], words[at]
    before = text[found[at - 1].end() if at else max(one.start() - 8, 0) : one.start()]
    after = text[one.end() : one.end() + 12]
    if word.endswith(_NO_IMPERATIVE) or after[:1] in _HELD or before[-1:] in ("_", "/", "=", ".", "-"):
        return False
    if word in _METHODS and _REQUEST.match(after.lstrip()):
        return False
    last, earlier = words[at - 1] if at else "", words[at - 2] if at > 1 else ""
    clause = at == 0 or not _CLAUSE.isdisjoint(before) or before.startswith(" -")
    return clause or last in LICENCES or (last == "to" and earlier in BEFORE_TO)


def _translated(text: str) -> Iterator[tuple[int, str]]:
    """The signs of the other language of which the text has most words, if there are enough of them."""
    by_language: dict[str, list[tuple[int, int, str]]] = {}
    for word in words_of(text):
        if word.mask & _FOREIGN:
            for language in word.languages:
                by_language.setdefault(language, []).append((word.place, word.mask, word.text))
    most = max(by_language.values(), key=len, default=[])
    telling = {text for _, _, text in most}
    if len(telling) < _FEWEST_FOREIGN and sum(len(text) >= _LONG_WORD for text in telling) < _FEWEST:
        return
    for place, mask, _ in most:
        yield place, "foreign"
        for bits, sign in _signs_of_classes():
            if mask & bits:
                yield place, sign


@cache
def _signs_of_classes() -> tuple[tuple[int, str], ...]:
    return tuple((BITS[name], sign) for name, signs in TRANSLATED.items() for sign in signs.split())
