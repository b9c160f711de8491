"""How a text may hide what it says, and what it says then: letters apart, signs for letters, encodings."""

import re
from collections.abc import Iterator
from functools import cache

from commander.domain.injection.characters import carried, look_alikes
from commander.domain.injection.classes import BITS
from commander.domain.injection.encodings import blobs_in, deciphered, unescaped
from commander.domain.injection.lexicon import ciphers, english, unleeted
from commander.domain.injection.words import first_look, mask_of

_CIPHER = BITS["CIPHER"]


def foreign_letters(text: str) -> bool:
    return _cyrillic_and_greek().search(text) is not None


@cache
def _cyrillic_and_greek() -> re.Pattern[str]:
    return re.compile(
        r"[a-zA-Z][\u0370-\u058f\u0250-\u02af\u1d00-\u1d7f]|[\u0370-\u058f\u0250-\u02af\u1d00-\u1d7f][a-zA-Z]|[\u0430-\u0455]"
    )


@cache
def _set_apart() -> re.Pattern[str]:
    """Many pieces of one to three characters: letters that stand apart, or codes."""
    return re.compile(r"(?<![a-zA-Z0-9])(?:[a-zA-Z0-9]{1,3}[^a-zA-Z0-9\n]{1,3}){8}")


@cache
def _signs_for_letters() -> re.Pattern[str]:
    return re.compile(r"[a-z][@$!|][a-z]|(?<![\w.])[@$!|][a-z]{3}")


@cache
def _lines_of_pieces() -> re.Pattern[str]:
    return re.compile(r"(?:^|\n)[^\n]{0,40}[a-zA-Z]-?\n[a-zA-Z][^\n]{0,40}(?:\n|$)")


def hides(text: str) -> bool:
    if text.count("%") > 2 or "&#" in text or "\\" in text or "U+" in text or text.count("=") > 8:
        return unescaped(text) != text
    if "&" in text and ";" in text and unescaped(text) != text:
        return True
    if ("@" in text or "$" in text or "!" in text or "|" in text) and _signs_for_letters().search(text):
        return True
    return _set_apart().search(text) is not None or ("\n" in text and _lines_of_pieces().search(text) is not None)


def is_borrowed(word: str) -> bool:
    """A word of four letters or more that mixes alphabets and would be a plain word if it did not."""
    turned = word.translate(look_alikes())
    if not turned.isascii() or not turned.isalpha() or len(word) < 4:
        return False
    return any(one.isascii() for one in word) or turned in english()


@cache
def _styled_letters() -> re.Pattern[str]:
    return re.compile(
        r"[\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff\u24b6-\u24e9\u249c-\u24b5\U0001f130-\U0001f189\U0001f1e6-\U0001f1ff\u1d00-\u1d22\u0300-\u0338]"
    )


def styled(text: str) -> bool:
    return _styled_letters().search(text) is not None


@cache
def _apart() -> re.Pattern[str]:
    """Letters that stand apart. What has begun never fails at its end, so no letter is tried twice."""
    return re.compile(r"(?<![a-z0-9])(?:[a-z0-9@$!][^a-z0-9\n@$!]{1,3}){5,}(?:[a-z0-9](?![a-z0-9]))?")


@cache
def _leet() -> re.Pattern[str]:
    return re.compile(r"[a-z0-9@$!|+]{3,24}")


@cache
def _within() -> re.Pattern[str]:
    return re.compile(r"(?<=[a-z])[-*_~^'`|.\u00b7\u2022]{1,2}(?=[a-z])")


def respelled(plain: str) -> Iterator[str]:
    """The text with letters that stand apart joined, and signs that stand for letters replaced, if it has such."""
    joined = _apart().sub(_closed, plain)
    if joined != plain:
        yield joined
    spelled = _leet().sub(_letters, plain)
    if spelled != plain:
        yield spelled
    if len(_within().findall(plain)) > 2:
        yield _within().sub("", plain)


def _closed(found: re.Match[str]) -> str:
    """Letters with one sign between them are a word; more than one sign is a space."""
    words = " ".join(re.sub(r"[^a-z0-9@$!]", "", word) for word in re.split(r"[^a-z0-9@$!]{2,}", found[0]))
    return words if found[0][-1].isalnum() else f"{words} "


def _letters(found: re.Match[str]) -> str:
    word = found[0]
    return word if word.isalpha() else unleeted(word) or unleeted(word.rstrip("!|+")) or word


def layers(text: str, plain: str) -> Iterator[tuple[str, str]]:
    resolved = unescaped(text)
    if resolved != text:
        yield "in escaped characters", resolved
    blobs = blobs_in(text)
    if blobs:
        yield "in an encoding", blobs
    selected = carried(text)
    if selected:
        yield "carried by unseen characters", selected
    if mask_of(plain) & _CIPHER:
        known = ciphers()
        ways = {known[word]: None for word in first_look(plain) if word in known}
        for how in list(ways)[:4]:
            told = "backwards" if how == "back" else "in another order of the alphabet"
            yield told, deciphered(plain, how)
