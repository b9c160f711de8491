"""Messages that a model drafts: which of them may be sent, which wait for a person, and what is sent instead.

A draft is used where it says nothing that the facts do not, and sounds as a message to its audience should. Where its
tone cannot be told although a service is there to tell it, what goes to executives and customers waits for a person.
"""

from dataclasses import dataclass, field

from commander.agents.asking import Question, ask, refused, written
from commander.agents.repeating import repeatable
from commander.contract.findings import AudienceUpdate
from commander.contract.readings import PARAGRAPH, TITLE, Author, Draft, Drafts, Refusal
from commander.domain.incident import Incident
from commander.domain.lifecycle import Ending
from commander.domain.prose import Objection, numbers, objections
from commander.ports.consultation import Consultation
from commander.ports.services import Tone

_ALARMING = 0.7
"""A negative tone this sure is hostile or alarming to people who are not at work on the incident."""
_ABSENT = frozenset({"not_configured", "switched_off"})
_OVER = ("is over", "resolved", "fixed", "all clear", "back to normal", "recovered")


@dataclass(frozen=True)
class Drafted:
    """What is said to whom, and what a model wrote that was not used."""

    updates: list[AudienceUpdate]
    refusals: list[Refusal] = field(default_factory=list)


def drafted(incident: Incident, how: Ending, own: list[AudienceUpdate], services: Consultation) -> Drafted:
    """The messages: a model's where they can be used, the product's own otherwise."""
    facts = _facts(incident, how, own)
    question = Question("communication", "draft", facts, len(own), 1, incident.opened.severity)
    found = ask(services, question, Drafts)
    if found is None:
        return Drafted(own)
    drafts, author = found
    told = written(facts)
    names = _names(incident)
    updates: list[AudienceUpdate] = []
    refusals: list[Refusal] = []
    for update in own:
        draft: Draft = getattr(drafts, update.audience)
        wrong = _objections(draft, update.audience, how, told, names)
        if wrong:
            refusals.append(refused("text", f"the message to {update.audience}", wrong))
            updates.append(update)
        else:
            updates.append(_toned(update, draft, author, services))
    return Drafted(updates, refusals)


def _facts(incident: Incident, how: Ending, own: list[AudienceUpdate]) -> dict[str, object]:
    return {
        "severity": incident.opened.severity,
        "affected_services": [one for one in incident.opened.affected_services if repeatable(one)],
        "status": how.status,
        "messages": {update.audience: {"subject": update.subject, "text": update.text} for update in own},
    }


def _names(incident: Incident) -> set[str]:
    """What customers are not told of: the names of systems, and of the things that may be at fault."""
    verdict = incident.diagnosis.verdict if incident.diagnosis else None
    entities = {one.entity for one in verdict.hypotheses} if verdict else set()
    named = {*incident.opened.affected_services, *(entity.partition("/")[2] for entity in entities)}
    return {name.lower() for name in named if len(name) > 2}


def _objections(draft: Draft, audience: str, how: Ending, facts: str, names: set[str]) -> list[Objection]:
    """Why a draft may not be sent; empty where it may be."""
    wrong = [*objections(draft.subject, facts, TITLE), *objections(draft.text, facts, PARAGRAPH)]
    if wrong:
        return wrong
    said = f"{draft.subject} {draft.text}".lower()
    if how.status != "resolved" and any(phrase in said for phrase in _OVER):
        return [Objection(f"it says that it is over, and the incident is {how.status}")]
    if audience == "customers":
        if any(name in said for name in names):
            return [Objection("it names a system to customers", suspicious=False)]
        if numbers(said):
            return [Objection("it gives figures to customers", suspicious=False)]
    return []


def _toned(update: AudienceUpdate, draft: Draft, author: Author, services: Consultation) -> AudienceUpdate:
    """The draft, held where people should look at it first; the product's own words where no service tells tones."""
    changed = update.model_copy(update={"subject": draft.subject, "text": draft.text, "author": author})
    if update.audience == "responders":
        return changed
    tone = services.tone(draft.text)
    if tone is not None:
        held = f"it sounds {tone.sentiment.lower()} ({tone.score:.2f})" if _alarms(tone) else None
        return changed.model_copy(update={"held": held})
    if any(one.service == "comprehend" and one.reason in _ABSENT for one in services.fell_back):
        return update
    return changed.model_copy(update={"held": "its tone could not be checked"})


def _alarms(tone: Tone) -> bool:
    return tone.sentiment == "NEGATIVE" and tone.score >= _ALARMING
