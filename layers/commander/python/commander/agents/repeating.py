"""What other people wrote, where the product says it on to people: only where it is short as a name and orders nothing.

Messages carry the product's authority. Whoever can write a log line or raise an alarm must not be able to speak through
them; who wants to read what was written finds it in the timeline, as the data that it is.
"""

import re
import unicodedata

from commander.contract.causes import causes
from commander.contract.evidence import RootCause
from commander.contract.readings import PARAGRAPH
from commander.domain.incident import Incident
from commander.domain.injection import suspicions
from commander.domain.lessons import safe_name
from commander.domain.lifecycle import Ending
from commander.domain.prose import objections

_LONGEST = 64
"""Names of alarms and of errors are seldom longer, and an order with its reason seldom fits."""
_QUOTED = re.compile(r"[\"“].*[\"”]", re.DOTALL)
"""From the first mark to the last: whoever is quoted can write such marks too."""
LEFT_OUT = "(quoted in the timeline)"


def repeatable(text: str) -> bool:
    """Whether a text that somebody else chose may stand in a message."""
    plain = unicodedata.normalize("NFKC", text) == text  # letters made to look otherwise are no name
    return plain and not objections(text, text, _LONGEST)


def named(incident: Incident) -> str:
    """The incident by its title; by severity and id where the title is more than a name."""
    opened = incident.opened
    title = " ".join(opened.title.split())
    return title if repeatable(title) else f"{opened.severity} incident {incident.incident_id}"


def thing(entity: str) -> str:
    """A thing by its name; by its kind where whoever named it wrote a sentence."""
    if safe_name(entity) is not None and repeatable(entity):
        return entity
    kind = entity.partition("/")[0]
    return f"a {kind}" if kind.isascii() and kind.isidentifier() and len(kind) < 32 else "something"


def caused(cause: RootCause) -> str:
    """What the engine says of the cause; what the cause means wherever its sentence holds more than it quotes."""
    said = retold(cause.summary)
    return said if said is not None else f"{causes()[cause.cause].meaning}." if cause.cause in causes() else ""


def retold(sentence: str) -> str | None:
    """A sentence of the product's own without what it quotes at length; None where more than facts is left in it."""
    said = _unquoted(sentence)
    return None if objections(said, said, PARAGRAPH) else said


def ended(how: Ending, note: str | None) -> str:
    """Why the incident ends. `note` is what a person wrote beside a decision, who may have pasted it from anywhere."""
    said = how.reason.replace(note, LEFT_OUT) if note and not repeatable(note) else how.reason
    said = _unquoted(said)
    return LEFT_OUT if suspicions(said) else said


def _unquoted(sentence: str) -> str:
    return _QUOTED.sub(lambda found: found[0] if repeatable(found[0][1:-1]) else LEFT_OUT, sentence)
