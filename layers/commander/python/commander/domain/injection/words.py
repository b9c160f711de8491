"""Reads a text as words of the classes that matter, with their places and whether they may be orders.

The first look (`mask_of`) is one dictionary entry a word; only a text whose words together could be an act is read word
by word.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from commander.domain.injection.alternatives import any_of
from commander.domain.injection.characters import folded, look_alikes
from commander.domain.injection.classes import BITS, VERBS
from commander.domain.injection.english import BEFORE_TO, LICENCES, PAIRS, TURNS, WORDS
from commander.domain.injection.languages_latin import LANGUAGES
from commander.domain.injection.languages_other import CYRILLIC, RUNS

_FOREIGN, _LONG, _CIPHER, _LEET, _GLUED = (BITS[name] for name in ("FOREIGN", "LONG", "CIPHER", "LEET", "GLUED"))
_WITHOUT, _NOT = BITS["WITHOUT"], BITS["NOT"]
_LONG_FROM, _GLUED_FROM = 16, 16
_KEPT = 1 << 15
"""So many words are remembered; a text may be made of words that nobody wrote before."""
_KEYS = (
    "ignore previous instructions instruction disregard approve execute delete system prompt resolved incident override"
    " assistant immediately healthy credentials secret forget everything without approval runbook confidence"
).split()
"""Words that tell that a text is written backwards or with another alphabet order."""
_LEETS = str.maketrans("01345789@$!|+", "oieastbgasilt")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of some class: where it stands (sentence ends count as five words) and in which languages it is one."""

    place: int
    mask: int
    order: bool
    languages: tuple[str, ...]
    text: str


def _rows(table: str) -> Iterator[tuple[int, list[str]]]:
    for line in table.strip().splitlines():
        name, _, words = line.partition(":")
        yield BITS.get(name.strip(), 0), words.split()


@cache
def english() -> dict[str, int]:
    """The classes of each English word."""
    found: dict[str, int] = {}
    for mask, words in _rows(WORDS):
        for word in words:
            found[word] = found.get(word, 0) | mask
    return found


@cache
def pairs() -> dict[tuple[str, str], int]:
    """The classes of two words that stand together."""
    found: dict[tuple[str, str], int] = {}
    for line in PAIRS.strip().splitlines():
        name, _, phrases = line.partition(":")
        for phrase in phrases.split("|"):
            first, second = phrase.split()
            found[first, second] = found.get((first, second), 0) | BITS[name]
    return found


@cache
def _exact() -> dict[str, list[tuple[str, int]]]:
    return _of_languages()[0]


@cache
def _stems() -> dict[str, list[tuple[str, int]]]:
    return _of_languages()[1]


@cache
def _of_languages() -> tuple[dict[str, list[tuple[str, int]]], dict[str, list[tuple[str, int]]]]:
    exact: dict[str, list[tuple[str, int]]] = {}
    stems: dict[str, list[tuple[str, int]]] = {}
    for language, table in (*LANGUAGES.items(), *CYRILLIC.items()):
        for mask, words in _rows(table):
            for word in words:
                (stems if word.endswith("*") else exact).setdefault(folded(word.rstrip("*")), []).append((language, mask))
    return exact, stems


@cache
def _runs() -> tuple[re.Pattern[str], dict[str, tuple[int, tuple[str, ...]]]]:
    found: dict[str, tuple[int, tuple[str, ...]]] = {}
    for language, table in RUNS.items():
        for mask, words in _rows(table):
            for word in words:
                before, languages = found.get(folded(word), (0, ()))
                found[folded(word)] = before | mask, tuple(dict.fromkeys((*languages, language)))
    return any_of(found), found


@cache
def ciphers() -> dict[str, str]:
    """Key words written backwards or in a shifted or mirrored alphabet, and how: `back`, `mirror`, `shift 13`."""
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    found: dict[str, str] = {}
    for word in _KEYS:
        found[word[::-1]] = "back"
        found[word.translate(str.maketrans(alphabet, alphabet[::-1]))] = "mirror"
        for shift in range(1, 26):
            turned = alphabet[shift:] + alphabet[:shift]
            found[word.translate(str.maketrans(alphabet, turned))] = f"shift {shift}"
    return found


class _Masks(dict[str, int]):
    """The classes a word may be of, any that it is part of included."""

    def __missing__(self, word: str) -> int:
        found = _mask_of_new(word)
        if len(self) < _KEPT and word.isalpha():
            self[word] = found
        return found


@cache
def masks() -> _Masks:
    """The classes of each word, filled as words come."""
    found = _Masks(english())
    for word in [word for word, mask in found.items() if mask & _ADDRESSED] + [first for first, _ in pairs()]:
        found[word] = found.get(word, 0) | (_CALLED if found.get(word, 0) & _ADDRESSED else 0)
    for (first, second), mask in pairs().items():
        mask |= _CALLED if mask & _ADDRESSED else 0
        for word in (first, second):
            found[word] = found.get(word, 0) | mask
    for word in ciphers():
        found[word] = found.get(word, 0) | _CIPHER
    for word in TURNS:
        found[word] = found.get(word, 0) | BITS["TURN"]
    for word in [word for word, mask in found.items() if mask & _NOT]:
        found[word] |= BITS["DONT"]
    for word in list(found):
        for _, mask in languages_of(word):
            found[word] |= _with_forbidding(mask)
    return found


def _with_forbidding(mask: int) -> int:
    return mask | BITS["DONT"] if mask & _NOT else mask


def _mask_of_new(word: str) -> int:
    if not word.isascii():
        return _mask_of_other(word)
    if not word.isalpha():
        if len(word) >= _LONG_FROM or (len(word) == 8 and not word.strip("01")):
            return _LONG
        return _LEET if len(word) >= 4 and not word.isdigit() and unleeted(word) else 0
    found = _LONG if len(word) >= _LONG_FROM and _vowels_are_few(word) else 0
    if len(word) >= _GLUED_FROM and len(word) < 400:
        parts = pieces(word)
        if len(parts) > 2:
            for part in parts:
                found |= english()[part]
    for _, mask in languages_of(word):
        found |= _with_forbidding(mask)
    return found


def _vowels_are_few(word: str) -> bool:
    """Words written together have vowels as words do; what is encoded has fewer, or letters that are rare."""
    return sum(map(word.count, "aeiou")) * 4 < len(word) or sum(map(word.count, "qxzjw")) * 10 > len(word)


def _mask_of_other(word: str) -> int:
    found = 0
    for mask, _, _ in _other(word):
        found |= _with_forbidding(mask)
    return found


def languages_of(word: str) -> list[tuple[str, int]]:
    """The languages in which the word means something, with its classes there."""
    found = list(_exact().get(word, ()))
    for length in range(3, min(len(word), 16) + 1):
        found += _stems().get(word[:length], ())
    return found


def _other(word: str) -> list[tuple[int, tuple[str, ...], str]]:
    """The words in a word that is not all of ASCII letters: Cyrillic, a disguised Latin one, or a run of such."""
    first = next(one for one in word if not one.isascii())
    plain = word.translate(look_alikes())
    if plain.isascii() and (plain in english() or not word.isalpha() or any(one.isascii() for one in word)):
        return [(english().get(plain, 0) | BITS["GLUED"], (), plain)] if plain in english() else []
    if "\u0400" <= first <= "\u04ff":
        known = languages_of(word)
        mask = _FOREIGN if known else 0
        for _, one in known:
            mask |= one
        return [(mask, tuple(dict.fromkeys(name for name, _ in known)), word)] if known else []
    pattern, table = _runs()
    return [(table[found[0]][0] | _FOREIGN, table[found[0]][1], found[0]) for found in pattern.finditer(word)]


@cache
def _pieces() -> re.Pattern[str]:
    short = {"all", "the", "any", "as", "now", "you", "ai", "llm", "is", "run", "do", "not", "set", "to", "and", "api"}
    words = {word for word in english() if len(word) > 3 and word.isalpha()} | (short & set(english()))
    return any_of(words)


def pieces(word: str) -> list[str]:
    """English words of some class in a word that was written together, if they are nearly all of it."""
    found: list[str] = _pieces().findall(word)
    return found if 10 * sum(map(len, found)) >= 8 * len(word) else []


def unleeted(word: str) -> str:
    """The word that is meant where digits and signs stand for letters, or nothing."""
    plain = word.translate(_LEETS)
    if plain in english() and plain.isalpha():
        return plain
    plain = plain.replace("i", "l") if "1" in word else plain
    return plain if plain in english() and plain.isalpha() else ""


_PLAIN_LOOK = re.compile(r"[a-z0-9]+")
_FIRST_LOOK = re.compile(r"[a-z0-9]+|[^\W_\x00-\x7f][^\W_]*(?:[\u0900-\u097f\u0e00-\u0e7f]+[^\W_]*)*")
_TOKEN = re.compile(
    r"[\u0900-\u097f]+|[\u0e00-\u0e7f]+|[a-z0-9]*[^\W_\x00-\x7f][^\W_]*|[a-z0-9]+|[.!?;\u3002\uff01\uff1f\u0964]+(?=\s|$|[\"'<)])"
    r"|\"\s?[:,]\s?\"?|\n+|[:,()\[\]}\"'>*#{`\u201e\u201c\u00ab\u3001\uff0c\uff1a|\u2014-]"
)
_OPENING = ("[", "<", "*", "#", "(")
_CALLED = BITS["VOCATIVE"] | BITS["CALLED"]
_ADDRESSED = BITS["AI"] | BITS["AGENT"]
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
            order = order or (before, earlier) in _LEADING or (before == "t" and earlier == "don") or (before == "not" and (earlier == "do" or earlier in LICENCES))
            if plain in TURNS and (head or text[token.start() - 1 : token.start()] in _OPENING):
                if _turn().match(text, token.end()):
                    mask |= BITS["TURN"]
            if text[token.end() : token.end() + 1] == "@" or text[token.end() : token.end() + 3] == "://":
                mask |= BITS["DEST"]
            joined = pairs().get((before, plain), 0)
            led = clause if not joined else led_before
            if (mask | joined) & _ADDRESSED and text[token.end() : token.end() + 2] in (": ", ", "):
                if led or (earlier if joined else before) in _CALLS:
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
            if mask & _NOT and (mask & _FOREIGN or plain in _FORBIDDING or (plain == "not" and (before == "do" or before in _MODAL))):
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
    return re.compile(r"(?: (?:notice|message|override|note|prompt|alert|update|instructions?|command))?\s?(?:[\])>*]{0,3}\s?:|[\]>*])")


def part_of_name(text: str, token: re.Match[str]) -> bool:
    """Whether the word is a piece of an identifier of few pieces, `approve_plan`, or of a path."""
    after, ahead = text[token.end() : token.end() + 1], text[max(token.start() - 1, 0) : token.start()]
    joint = after in ("_", "/", "=") or ahead in ("_", "/", ".", ":") or (after in (".", ":", "-") and text[token.end() + 1 : token.end() + 2].isalnum())
    if not joint:
        return False
    if ahead == ":" and not text[token.start() - 2 : token.start() - 1].isalnum():
        return False
    around = text[max(token.start() - 40, 0) : token.end() + 60]
    return around.count("_") < 3


def _read(word: str) -> Iterator[tuple[int, tuple[str, ...], str]]:
    if not word.isascii():
        yield from _other(word) or [(0, (), word)]
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
