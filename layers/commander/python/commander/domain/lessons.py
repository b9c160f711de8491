"""What a closed incident teaches.

Only an incident that ended with an answer teaches: what was wrong and what came of it; one that was handed over
teaches what did not help, if anything was tried. A lesson comes before the agents of later incidents, so its text is
made of our own codes and words only. Nothing that came in from outside is repeated in it: no log line, no reason, no
title, no name. The entity stands beside it, where it has the form of a name.
"""

import re

from commander.contract import events as ev
from commander.contract.actions import Action
from commander.contract.causes import causes
from commander.contract.memory import LearnedLesson, LessonOutcome
from commander.domain.incident import Incident
from commander.domain.redaction import redact

ANSWERS = ("confirmed", "likely", "healthy")
"""Verdicts that answer what was wrong."""
_TRIED = ("executed", "verified", "undone", "failed")
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}/[A-Za-z0-9][A-Za-z0-9._:/-]{0,159}", re.ASCII)
"""Things have names; whoever can choose one must not be able to write a sentence in it."""
_MOST_WORDS = 12
"""Parts of a name. Real ones have a few, an ARN ten; a text written with hyphens has more."""
_RUNBOOK = re.compile(r"[a-z0-9-]{1,80}", re.ASCII)
_MOST_CITED = 20
"""A diagnosis rests on few lessons; more would be written in one transaction than it has room for."""
_MOST_FOUND_BY = 24


def lesson_of(incident: Incident) -> LearnedLesson | None:
    """What the incident taught; None where it is open or taught nothing."""
    outcome = _outcome(incident)
    if outcome is None or incident.diagnosis is None or incident.ended_at is None:
        return None
    verdict = incident.diagnosis.verdict
    if verdict.root_cause is not None:
        cause, entity = verdict.root_cause.cause, verdict.root_cause.entity
    elif verdict.verdict == "healthy" and verdict.hypotheses:
        cause, entity = verdict.hypotheses[0].cause, verdict.hypotheses[0].entity
    else:
        cause, entity = "", ""
    known, action = cause if cause in causes() else None, _tried(incident)
    return LearnedLesson(
        incident_id=incident.incident_id,
        opened_at=incident.opened.at,
        ended_at=incident.ended_at,
        outcome=outcome,
        cause=known,
        entity=safe_name(entity),
        runbook=_runbook(action),
        text=" ".join([*_sentences(verdict.verdict, known, action), _ending(incident, outcome)]),
        found_by=_found_by(incident),
    )


def safe_name(entity: str) -> str | None:
    """An entity that has the form of a name and holds no personal data; None for every other."""
    if not _NAME.fullmatch(entity) or len(re.findall(r"[A-Za-z]{2,}", entity)) > _MOST_WORDS:
        return None
    name = entity.partition("/")[2]
    return entity if redact(name) == name else None


def lessons_cited(event: ev.Envelope) -> list[str]:
    """The incidents whose lessons an event cites: a diagnosis, as evidence of kind memory, never its own incident's."""
    if not isinstance(event, ev.AgentCompleted) or event.finding.agent != "diagnosis":
        return []
    cited = [
        reference.removeprefix("incident:")
        for item in event.finding.verdict.evidence
        if item.kind == "memory"
        for reference in item.source_ref
        if reference.startswith("incident:")
    ]
    return [one for one in dict.fromkeys(cited) if one and one != event.incident_id][:_MOST_CITED]


def _outcome(incident: Incident) -> LessonOutcome | None:
    if incident.diagnosis is None or incident.diagnosis.verdict.verdict not in ANSWERS:
        return None
    if incident.status == "escalated":
        return "did_not_help" if _tried(incident) else None
    if incident.status == "resolved" and incident.resolution_code in ("fixed", "self_recovered", "no_fault"):
        return incident.resolution_code
    return None


def _tried(incident: Incident) -> Action | None:
    """The latest action that changed anything: one of its calls was made and not refused."""
    return next((one for one in reversed(incident.actions) if one.status in _TRIED and _acted(one)), None)


def _acted(action: Action) -> bool:
    return any(made.outcome == "ok" for made in action.calls_made)


def _sentences(verdict: str, cause: str | None, action: Action | None) -> list[str]:
    told = [f"The verdict was {verdict}" + (f": {cause} ({causes()[cause].meaning})." if cause else ".")]
    if action is None:
        told.append("Nothing was changed by the system.")
    else:
        told += [f"Tried: {_runbook(action) or 'a runbook'}.", _checked(action)]
    return told


def _ending(incident: Incident, outcome: LessonOutcome) -> str:
    if outcome == "did_not_help":
        return "It was handed to a person."
    who = "A person closed it" if incident.closed_by_person else "It ended"
    return f"{who} as {outcome.replace('_', ' ')}."


def _runbook(action: Action | None) -> str | None:
    return action.plan.runbook if action and _RUNBOOK.fullmatch(action.plan.runbook) else None


def _checked(action: Action) -> str:
    recovered = action.verification.recovered if action.verification else None
    checked = {
        True: "The incident's own signal recovered.",
        False: "The incident's own signal did not recover.",
        None: "Whether the incident's own signal recovered could not be told.",
    }[recovered]
    if action.undo_verified is None:
        return checked
    return f"{checked} It was undone" + ("." if action.undo_verified else ", but the earlier state did not come back.")


def _found_by(incident: Incident) -> list[str]:
    """Words from outside that tell one incident from another: type, services, what raised the alarm."""
    opened = incident.opened
    told = [opened.incident_type, *opened.affected_services]
    if opened.signal is not None:
        told += [opened.signal.name, opened.signal.metric.name if opened.signal.metric else ""]
    shortened = (redact(one)[:128] for one in told if one)
    return list(dict.fromkeys(shortened))[:_MOST_FOUND_BY]
