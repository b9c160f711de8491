"""Tells whether one text gives orders to its reader, and how it hides that."""

import re
from collections.abc import Iterator
from functools import cache

from commander.domain.injection.acts import Act, acts_in, gate
from commander.domain.injection.characters import carried, folded, hiding, look_alikes, unseen
from commander.domain.injection.classes import BITS
from commander.domain.injection.encodings import blobs_in, deciphered, unescaped
from commander.domain.injection.forms import comments_in, forms_in
from commander.domain.injection.suspicion import Suspicion, Technique
from commander.domain.injection.words import Word, ciphers, english, first_look, mask_of, unleeted, words_of

_DEPTH = 3
_CIPHER, _FOREIGN, _LONG = BITS["CIPHER"], BITS["FOREIGN"], BITS["LONG"]
_LOOKED_AT = BITS["CIPHER"] | BITS["LEET"]


def suspicions(text: str) -> list[Suspicion]:
    """What in a text gives orders to its reader, one suspicion for each technique; nothing for an ordinary text."""
    plain = folded(text)
    return read(text, plain, mask_of(plain))


def read(text: str, plain: str, mask: int) -> list[Suspicion]:
    """The same for a text that is folded already, the classes of whose words are known."""
    if not _worth_reading(text, plain, mask):
        return []
    found: dict[Technique, str] = {}
    for technique, says in _found(text, plain, _DEPTH):
        found.setdefault(technique, says)
    return [Suspicion(technique, f"The text holds {says}.") for technique, says in found.items()]


def _worth_reading(text: str, plain: str, mask: int) -> bool:
    """The first look: whether the words together, or signs of something hidden, are worth a second."""
    if mask & _LOOKED_AT or gate[mask]:
        return True
    if not text.isascii() and (unseen().search(text) or _styled(text) or _foreign_letters(text)):
        return True
    if mask & _LONG and blobs_in(text):
        return True
    return _hidden(text) or bool(forms_in(plain)) or "<!--" in text


def _foreign_letters(text: str) -> bool:
    return _cyrillic_and_greek().search(text) is not None


@cache
def _cyrillic_and_greek() -> re.Pattern[str]:
    return re.compile(r"[a-zA-Z][\u0370-\u058f\u0250-\u02af\u1d00-\u1d7f]|[\u0370-\u058f\u0250-\u02af\u1d00-\u1d7f][a-zA-Z]|[\u0430-\u0455]")


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


def _hidden(text: str) -> bool:
    if text.count("%") > 2 or "&#" in text or "\\" in text or "U+" in text or text.count("=") > 8:
        return unescaped(text) != text
    if "&" in text and ";" in text and unescaped(text) != text:
        return True
    if ("@" in text or "$" in text or "!" in text or "|" in text) and _signs_for_letters().search(text):
        return True
    return _set_apart().search(text) is not None or ("\n" in text and _lines_of_pieces().search(text) is not None)


def _found(text: str, plain: str, depth: int) -> Iterator[tuple[Technique, str]]:
    seen = False
    for technique, says in _told(plain):
        seen = True
        yield technique, says
    if not text.isascii():
        yield from _disguised(text, plain)
    for variant in _respelled(plain):
        told = list(_told(variant))
        if told and not seen:
            yield "invisible_characters", f"{told[0][1]}, in letters that are set apart or replaced by signs"
    if depth:
        for how, layer in _layers(text, plain):
            hidden = next(iter(_found(layer, folded(layer), depth - 1)), None)
            if hidden:
                yield ("invisible_characters" if how == "carried by unseen characters" else "encoding"), f"{_bare(hidden[1])}, {how}"
    covered = comments_in(plain)
    if covered:
        told = list(_told(covered)) or ([("markup", "words for an assistant")] if _speaks_to_a_model(covered) else [])
        if told:
            yield "markup", f"{told[0][1]}, in a comment that is not shown"
    if not seen and "\n" in plain:
        told = list(_told(plain.replace("\n", "")))
        if told:
            yield "split_lines", f"{told[0][1]}, cut into lines"


def _bare(says: str) -> str:
    return says.removesuffix(".")


def _told(plain: str) -> Iterator[tuple[Technique, str]]:
    """The acts and the forms of a folded text."""
    if gate[mask_of(plain)]:
        words = words_of(plain)
        for act, used in acts_in(words):
            yield act.technique, act.says
            yield from _how_told(act, used, plain)
    yield from forms_in(plain)


def _how_told(act: Act, used: list[Word], plain: str) -> Iterator[tuple[Technique, str]]:
    foreign = [word for word in used if word.mask & _FOREIGN]
    if foreign:
        names = [name for name in foreign[0].languages if all(name in word.languages for word in foreign)]
        yield "other_language", f"{act.says}, in {(names or ['another language'])[0]}"
    if "\n" in plain and _lines_of(used, plain) > 2:
        yield "split_lines", f"{act.says}, cut into lines"


def _lines_of(used: list[Word], plain: str) -> int:
    """On how many lines the words stand, in a text whose lines are short."""
    lines = plain.splitlines()
    if len(lines) > 200 or len(plain) > 28 * len(lines):
        return 0
    return len({at for word in used for at, line in enumerate(lines) if word.text in line})


def _disguised(text: str, plain: str) -> Iterator[tuple[Technique, str]]:
    """Letters that are not what they look like."""
    if hiding().search(text):
        yield "invisible_characters", "characters that are not seen and hide what it says"
    borrowed = [word for word in first_look(plain) if not word.isascii() and _is_borrowed(word)]
    if len(borrowed) > 1 or any(word.translate(look_alikes()) in english() for word in borrowed if len(word) > 4):
        yield "invisible_characters", "words with letters of another alphabet that look alike"
    elif unseen().search(text) or borrowed or _styled(text):
        told = next(iter(_told(plain)), None)
        if told:
            yield "invisible_characters", f"{told[1]}, in letters that are not what they look like"


def _is_borrowed(word: str) -> bool:
    """A word of four letters or more that mixes alphabets and would be a plain word if it did not."""
    turned = word.translate(look_alikes())
    if not turned.isascii() or not turned.isalpha() or len(word) < 4:
        return False
    return any(one.isascii() for one in word) or turned in english()


@cache
def _styled_letters() -> re.Pattern[str]:
    return re.compile(r"[\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff\u24b6-\u24e9\u249c-\u24b5\U0001f130-\U0001f189\U0001f1e6-\U0001f1ff\u1d00-\u1d22\u0300-\u0338]")


def _styled(text: str) -> bool:
    return _styled_letters().search(text) is not None


@cache
def _apart() -> re.Pattern[str]:
    return re.compile(r"(?<![a-z0-9])(?:[a-z0-9@$!][^a-z0-9\n@$!]{1,3}){5,}[a-z0-9](?![a-z0-9])")


@cache
def _leet() -> re.Pattern[str]:
    return re.compile(r"[a-z0-9@$!|+]{3,24}")


@cache
def _within() -> re.Pattern[str]:
    return re.compile(r"(?<=[a-z])[-*_~^'`|.\u00b7\u2022]{1,2}(?=[a-z])")


def _respelled(plain: str) -> Iterator[str]:
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
    return " ".join(re.sub(r"[^a-z0-9@$!]", "", word) for word in re.split(r"[^a-z0-9@$!]{2,}", found[0]))


def _letters(found: re.Match[str]) -> str:
    word = found[0]
    return word if word.isalpha() else unleeted(word) or unleeted(word.rstrip("!|+")) or word


def _layers(text: str, plain: str) -> Iterator[tuple[str, str]]:
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


def _speaks_to_a_model(covered: str) -> bool:
    wanted = BITS["AI"] | BITS["GUIDE"]
    return any(word.mask & wanted for word in words_of(covered))
