"""What people attached to the incident, read and redacted.

Anybody can write anything into a picture, so its text decides nothing: it never enters the evidence bundle, from which
the engine concludes, and stands beside the findings as data for people and models to read.
"""

from dataclasses import dataclass, field
from difflib import SequenceMatcher

from commander.agents.agent import Tell
from commander.contract.findings import AttachedLine, Gap
from commander.contract.services import CallOutcome, SkipReason
from commander.contract.uploads import Attachment as Attached
from commander.domain.incident import Incident
from commander.ports.consultation import Attachment, Consultation
from commander.ports.services import ReadLine

LINES = 200
"""So many lines of all attachments together are kept: a finding has to fit into an event."""
LINE_CHARACTERS = 300
_REASONS: dict[CallOutcome | SkipReason, str] = {
    "not_configured": "no service that reads documents is configured here",
    "switched_off": "the service that reads documents is switched off here",
    "circuit_open": "the service that reads documents kept failing and is left alone for a while",
    "budget_spent": "the budget for AI services is spent",
    "out_of_time": "there was no time left to read it",
    "throttled": "the service that reads documents was throttled",
    "timed_out": "the service that reads documents did not answer in time",
    "unavailable": "the service that reads documents did not answer",
    "denied": "the service that reads documents refused us",
    "missing": "it is not there any more",
    "rejected": "the service that reads documents did not accept it",
    "malformed": "the service that reads documents answered something unusable",
}


@dataclass(frozen=True)
class Attachments:
    """The lines that were read, and a gap for everything that was not."""

    lines: list[AttachedLine] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    def said(self) -> list[str]:
        """The lines as an agent's evidence shows them, each with where it stands."""
        return [f"{line.source_ref[0]}: {line.statement}" for line in self.lines]


def read_attachments(incident: Incident, services: Consultation, tell: Tell) -> Attachments:
    """Reads every attachment of the incident, one after the other."""
    lines: list[AttachedLine] = []
    gaps: list[Gap] = []
    told: list[str] = []
    given = incident.opened.attachments
    for place, attached in enumerate(given):
        found, why = _read(attached, services)
        if why is not None:
            gaps.append(_gap(attached, why))
        share = (LINES - len(lines)) // (len(given) - place)  # what one does not need, the next ones may have
        if len(found) > share:
            gaps.append(_gap(attached, f"its last {len(found) - share} of {len(found)} lines are left out here"))
        shown = redacted(found[:share], services)
        lines += [_line(attached, one, len(lines) + number) for number, one in enumerate(shown, 1)]
        told.append(f"{attached.name} ({len(found)} {'line' if len(found) == 1 else 'lines'})")
    if told:
        data = {"lines": len(lines), "unread": [gap.reason for gap in gaps]}
        tell("attachments", f"read what was attached: {', '.join(told)}", data)
    return Attachments(lines, gaps)


def _read(attached: Attached, services: Consultation) -> tuple[list[ReadLine], str | None]:
    """The lines of an attachment, and what could not be read of it, if anything."""
    calls, fallbacks = len(services.calls), len(services.fell_back)
    lines = services.read(Attachment(attached.name, attached.reference, attached.media_type))
    if lines is None:
        return [], _why(services, calls)
    partly = [one.detail for one in services.fell_back[fallbacks:] if one.purpose == "read_attachment" and one.detail]
    if not lines and not partly:
        return [], "no text was found in it"
    return lines, "; ".join(partly) or None


def _why(services: Consultation, calls_before: int) -> str:
    """Why nothing could be read: by the last attempt at it, or by why there was none."""
    attempts = [call for call in services.calls[calls_before:] if call.purpose == "read_attachment"]
    if attempts and attempts[-1].outcome != "succeeded":
        detail = attempts[-1].detail
        return _REASONS[attempts[-1].outcome] + (f" ({detail})" if detail else "")
    reasons = [one.reason for one in services.fell_back if one.purpose == "read_attachment"]
    return _REASONS[reasons[-1]] if reasons else "the service that reads documents did not answer"


def redacted(lines: list[ReadLine], services: Consultation) -> list[ReadLine]:
    """The lines without personal data and secrets; each keeps its place.

    All of them are redacted as one text, because a secret can go over several lines. Where redaction joins lines, what
    is left of them stands at the first one's place.
    """
    if not lines:
        return []
    before = [" ".join(line.text.split()) for line in lines]
    after = services.redact("\n".join(before)).split("\n")
    kept: list[ReadLine] = []
    for kind, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "delete":
            continue
        for step, text in enumerate(after[first:last]):
            place = lines[min(start + step, max(start, end - 1), len(lines) - 1)]
            if not text:
                continue
            kept.append(ReadLine(place.page, place.line, text, place.confidence))
    return kept


def _line(attached: Attached, line: ReadLine, number: int) -> AttachedLine:
    return AttachedLine(
        id=f"att{number}",
        statement=line.text[:LINE_CHARACTERS],
        source_ref=[f"{attached.name}#page={line.page}&line={line.line}"],
        confidence=line.confidence,
    )


def _gap(attached: Attached, why: str) -> Gap:
    return Gap(section="attachments", entity=None, reason=f"{attached.name}: {why}", permission=None)
