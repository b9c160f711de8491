"""What each word may be: its classes in English and in other languages, written plainly, together or disguised."""

import re
from collections.abc import Iterator
from functools import cache

from commander.domain.injection.alternatives import any_of
from commander.domain.injection.characters import folded, look_alikes
from commander.domain.injection.classes import BITS
from commander.domain.injection.english import PAIRS, TURNS, WORDS
from commander.domain.injection.languages_latin import LANGUAGES
from commander.domain.injection.languages_other import CYRILLIC, RUNS

_FOREIGN, _LONG, _CIPHER, _LEET, _GLUED = (BITS[name] for name in ("FOREIGN", "LONG", "CIPHER", "LEET", "GLUED"))
_NOT = BITS["NOT"]
_CALLED = BITS["VOCATIVE"] | BITS["CALLED"]
ADDRESSED = BITS["AI"] | BITS["AGENT"]
"""Whoever may be called on."""
_LONG_FROM, _GLUED_FROM = 16, 16
_KEPT = 1 << 15
"""So many words are remembered; a text may be made of words that nobody wrote before."""
_KEYS = [
    "ignore",
    "previous",
    "instructions",
    "instruction",
    "disregard",
    "approve",
    "execute",
    "delete",
    "system",
    "prompt",
    "resolved",
    "incident",
    "override",
    "assistant",
    "immediately",
    "healthy",
    "credentials",
    "secret",
    "forget",
    "everything",
    "without",
    "approval",
    "runbook",
    "confidence",
]
"""Words that tell that a text is written backwards or with another alphabet order."""
_LEETS = str.maketrans("01345789@$!|+", "oieastbgasilt")


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
                (stems if word.endswith("*") else exact).setdefault(folded(word.rstrip("*")), []).append(
                    (language, mask)
                )
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
    for word in [word for word, mask in found.items() if mask & ADDRESSED] + [first for first, _ in pairs()]:
        found[word] = found.get(word, 0) | (_CALLED if found.get(word, 0) & ADDRESSED else 0)
    for (first, second), mask in pairs().items():
        mask |= _CALLED if mask & ADDRESSED else 0
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
    return _FOREIGN | (mask | BITS["DONT"] if mask & _NOT else mask)


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
    for mask, _, _ in other(word):
        found |= _with_forbidding(mask)
    return found


def languages_of(word: str) -> list[tuple[str, int]]:
    """The languages in which the word means something, with its classes there."""
    found = list(_exact().get(word, ()))
    for length in range(3, min(len(word), 16) + 1):
        found += _stems().get(word[:length], ())
    return found


def other(word: str) -> list[tuple[int, tuple[str, ...], str]]:
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
