"""Whether a text that a model wrote may be shown: words may explain the facts, and do nothing else.

A model that was led astray by what it read could put a link, a command, a secret or an invented figure into a sentence
that people trust. Such a text is refused as a whole, and what the product itself can say takes its place.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from commander.domain.injection import suspicions
from commander.domain.redaction import redact

_LINK = re.compile(
    r"(?i)\b(?:https?|ftp|wss?|s3|file|javascript|data|mailto):(?=\S)|\bwww\.|\]\(|</?[a-z!]|&lt;|\b[\w.-]+@[\w-]+\."
)
_COMMAND = re.compile(
    r"(?i)`|\$\(|&&|\|\||\brm -|"
    r"\b(?:aws|kubectl|terraform|curl|wget|sudo|psql|mysql|redis-cli|docker|helm|ssh|eval|exec|bash|powershell)"
    r" [a-z./-]"
)
_ORDER = re.compile(
    r"(?i)\b(?:drop|truncate|delete|destroy|terminate|disable|wipe|erase|purge|detach|revoke|grant|stop)"
    r" (?:all |every |the |any |this |your |its ){0,2}(?:\w+[ -]){0,2}"
    r"(?:tables?|databases?|buckets?|clusters?|backups?|volumes?|trails?|guardrails?|alarms?|log groups?|logs|keys?"
    r"|functions?|instances?|queues?|roles?|users?|permissions?|access|data|monitoring|verification|approvals?)\b"
)
_OPAQUE = re.compile(r"[A-Za-z0-9+/=_]{40,}")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_APART = re.compile(r"(?:\\[nrt])?[\W_]+")
_PASSAGE = 56
"""So many bytes of letters and digits in a row are a sentence, and no longer a name or an error."""
_SMALL = 10
"""Counts below this are words as much as numbers: a model may count what it was given."""
_FIELDS = frozenset({"Cc", "Cf", "Co", "Cn", "Cs"})


class Objection(NamedTuple):
    """Why a text may not be shown. `suspicious`: not carelessness, but what an attacker would want it to say."""

    reason: str
    suspicious: bool = True


def objections(text: str, facts: str, most: int, outside: Iterable[str] = ()) -> list[Objection]:
    """Why a text of at most `most` characters may not be shown; empty where it may be. `facts` is all that the model
    was given, `outside` what of it people outside can have written.

    Takes time in proportion to the two texts.
    """
    if not text.strip():
        return [Objection("it is empty", suspicious=False)]
    if len(text) > most:
        return [Objection(f"it has {len(text)} characters where {most} are allowed", suspicious=False)]
    found = []
    if any(unicodedata.category(character) in _FIELDS and character != "\n" for character in text):
        found.append(Objection("it holds characters that cannot be seen"))
    plain = unicodedata.normalize("NFKC", text)
    if _LINK.search(plain):
        found.append(Objection("it holds a link, an address or markup"))
    if _COMMAND.search(plain):
        found.append(Objection("it holds a command"))
    if _ORDER.search(plain):
        found.append(Objection("it orders something to be destroyed or switched off"))
    if redact(plain) != plain or _OPAQUE.search(plain):
        found.append(Objection("it holds what looks like personal data or a secret"))
    if suspicions(plain):
        found.append(Objection("it gives orders to its reader"))
    if repeats(plain, facts, outside):
        found.append(Objection("it repeats at length what somebody else wrote", suspicious=False))
    unknown = sorted(numbers(plain) - numbers(facts))
    if unknown:
        figures = ", ".join(unknown[:3])
        found.append(Objection(f"it names figures that the facts do not have: {figures}", suspicious=False))
    return found


def repeats(text: str, facts: str, outside: Iterable[str]) -> bool:
    """Whether a text holds a passage that stands in the facts because somebody outside wrote it.

    A model explains in its own words, and may quote a name or an error. Letters and digits alone are compared.
    """
    said, known = _letters(text), _letters(facts)
    passages = [said[start : start + _PASSAGE] for start in range(max(0, len(said) - _PASSAGE + 1))]
    given = [passage for passage in passages if passage in known]
    if not given:
        return False
    written = b" ".join(map(_letters, outside))
    return any(passage in written for passage in given)


def _letters(text: str) -> bytes:
    return _APART.sub("", unicodedata.normalize("NFKC", text).casefold()).encode("utf-8", "ignore")


def numbers(text: str) -> set[str]:
    """The figures of a text, written one way; small counts are left out."""
    found = {number.strip(".,:").replace(",", "") for number in _NUMBER.findall(text)}
    return {_shortest(number) for number in found if not (number.isdigit() and int(number) < _SMALL)}


def _shortest(number: str) -> str:
    """12.50 and 12.5 are one figure."""
    whole, point, rest = number.partition(".")
    rest = rest.rstrip("0") if rest.isdigit() else rest
    return f"{whole}{point}{rest}" if rest else whole
