"""Reads a text as words of the classes that matter, with their places and whether they may be orders.

The first look (`mask_of`) is one dictionary entry a word; only a text whose words together could be an act is read word
by word.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from commander.domain.injection.classes import BITS, VERBS
from commander.domain.injection.english import BEFORE_TO, LICENCES, TURNS
from commander.domain.injection.lexicon import ADDRESSED, english, languages_of, masks, other, pairs, pieces

_FOREIGN, _GLUED = BITS["FOREIGN"], BITS["GLUED"]
_WITHOUT, _NOT = BITS["WITHOUT"], BITS["NOT"]
_GLUED_FROM = 16


@dataclass(frozen=True, slots=True)
class Word:
    """A word of some class: where it stands (sentence ends count as five words) and in which languages it is one."""

    place: int
    mask: int
    order: bool
    languages: tuple[str, ...]
    text: str


_PLAIN_LOOK = re.compile(r"[a-z0-9]+")
_FIRST_LOOK = re.compile(r"[a-z0-9]+|[^\W_\x00-\x7f][^\W_]*(?:[\u0900-\u097f\u0e00-\u0e7f]+[^\W_]*)*")
_TOKEN = re.compile(
    r"[\u0900-\u097f]+|[\u0e00-\u0e7f]+|[a-z0-9]*[^\W_\x00-\x7f][^\W_]*|[a-z0-9]+|[.!?;\u3002\uff01\uff1f\u0964]+(?=\s|$|[\"'<)])"
    r"|\"\s?[:,]\s?\"?|\n+|[:,()\[\]}\"'>*#{`\u201e\u201c\u00ab\u3001\uff0c\uff1a|\u2014-]"
)
_OPENING = ("[", "<", "*", "#", "(")
_CALLS = frozenset({"for", "to", "dear", "hey", "hi", "hello", "attention"})
_FORBIDDING = frozenset({"never", "dont", "avoid", "refrain"})
_MODAL = frozenset({"must", "should", "shall", "will", "may"})
_WRAPPED = 50
"""A line this long may end within a sentence."""
_LEADING = frozenset({("s", "let"), ("on", "point"), ("on", "now")})
"""`Let's …`, `from now on …`, the nearer word first."""
_METHODS = frozenset({"post", "put", "get", "delete", "patch", "head"})
_ENDS = frozenset(".!?;。！？।")


def first_look(text: str) -> Iterable[str]:
    """The words of a folded text, roughly."""
    return (_PLAIN_LOOK if text.isascii() else _FIRST_LOOK).findall(text)


def mask_of(text: str) -> int:
    """All classes that any word of the folded text may be of."""
    found = BITS["DEST"] if "@" in text or "://" in text else 0
    for mask in map(masks().__getitem__, first_look(text)):
        found |= mask
    return found


def words_of(text: str, start: int = 0) -> list[Word]:
    """The words of some class in a folded text, in order; places count from `start`."""
    found: list[Word] = []
    place, before, earlier, clause, head = start, "", "", True, True
    led_before, line = True, 0
    for token in _TOKEN.finditer(text):
        word = token[0]
        sign = word[0]
        if not sign.isalnum() and not "\u0900" <= sign <= "\u0e7f":
            if sign in _ENDS:
                place += 5
            elif sign == "\n":
                place += 1 if len(word) == 1 else 4
                head = True
                wrapped = len(word) == 1 and token.start() - line > _WRAPPED and text[token.start() - 1] not in ".:;!?"
                line = token.end()
                if wrapped:
                    continue
            elif sign == '"':
                place += 6 if len(word) > 1 else 0
                head = True
            if sign == "|":
                place += 3
            elif sign != "-" or text[token.start() - 1 : token.start()].isspace():
                clause = True
            continue
        place += 1
        for mask, languages, plain in _read(word):
            order = clause or before in LICENCES or (before == "to" and earlier in BEFORE_TO)
            order = (
                order
                or (before, earlier) in _LEADING
                or (before == "t" and earlier == "don")
                or (before == "not" and (earlier == "do" or earlier in LICENCES))
            )
            opens = plain in TURNS and (head or text[token.start() - 1 : token.start()] in _OPENING)
            if opens and _turn().match(text, token.end()):
                mask |= BITS["TURN"]
            if text[token.end() : token.end() + 1] == "@" or text[token.end() : token.end() + 3] == "://":
                mask |= BITS["DEST"]
            joined = pairs().get((before, plain), 0)
            led = clause if not joined else led_before
            called = (mask | joined) & ADDRESSED and text[token.end() : token.end() + 2] in (": ", ", ")
            if called and (led or (earlier if joined else before) in _CALLS):
                mask |= BITS["VOCATIVE"] if (mask | joined) & BITS["AI"] else BITS["CALLED"]
            led_before = clause
            if joined and found and found[-1].place == place - 1:
                last = found.pop()
                found.append(Word(last.place, last.mask | joined, last.order, last.languages, last.text))
            elif joined:
                found.append(Word(place - 1, joined, True, (), before))
            if plain == "do" and text[token.end() : token.end() + 4] == " not":
                mask = 0
            if plain in _METHODS and text[token.end() : token.end() + 6].lstrip().startswith(("/", "http")):
                order = False
            if part_of_name(text, token) and not mask & _FOREIGN:
                order = False
            if not mask & _FOREIGN and not order:
                mask &= ~VERBS
            if mask & _NOT and (
                mask & _FOREIGN or plain in _FORBIDDING or (plain == "not" and (before == "do" or before in _MODAL))
            ):
                mask |= BITS["DONT"]
            if plain == "t" and before == "don":
                mask |= BITS["DONT"]
            if mask & _WITHOUT and any(one.mask & _NOT and place - one.place <= 5 for one in found[-4:]):
                mask &= ~_WITHOUT
            if mask:
                found.append(Word(place, mask, order, languages, plain))
            before, earlier, clause = plain, before, False
            head = False
    return found


@cache
def _turn() -> re.Pattern[str]:
    """What follows the name of who speaks."""
    return re.compile(
        r"(?: (?:notice|message|override|note|alert|update|instructions?|command))?"
        r"\s?(?:[\])>*]{0,3}\s?:|[\]>*])"
    )


def part_of_name(text: str, token: re.Match[str]) -> bool:
    """Whether the word is a piece of an identifier of few pieces, `approve_plan`, or of a path."""
    after, ahead = text[token.end() : token.end() + 1], text[max(token.start() - 1, 0) : token.start()]
    joint = (
        after in ("_", "/", "=")
        or ahead in ("_", "/", ".", ":")
        or (after in (".", ":", "-") and text[token.end() + 1 : token.end() + 2].isalnum())
    )
    if not joint:
        return False
    if ahead == ":" and not text[token.start() - 2 : token.start() - 1].isalnum():
        return False
    around = text[max(token.start() - 40, 0) : token.end() + 60]
    return around.count("_") < 3


def _read(word: str) -> Iterator[tuple[int, tuple[str, ...], str]]:
    if not word.isascii():
        yield from other(word) or [(0, (), word)]
        return
    mask = english().get(word)
    if mask is None and len(word) >= _GLUED_FROM:
        parts = pieces(word) if len(word) < 400 else []
        if len(parts) > 2:
            yield from ((english()[part] | _GLUED, (), part) for part in parts)
            return
    known = languages_of(word)
    if mask is not None:
        yield mask, tuple(dict.fromkeys(name for name, _ in known)), word
        return
    if not known:
        yield 0, (), word
        return
    total = _FOREIGN
    for _, one in known:
        total |= one
    yield total, tuple(dict.fromkeys(name for name, _ in known)), word
