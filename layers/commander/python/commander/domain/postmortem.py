"""The postmortem, drafted from the timeline: nothing in it that no event says."""

from collections.abc import Sequence

from commander.contract import events as ev
from commander.contract.values import iso
from commander.domain.frames import statement
from commander.domain.incident import Incident

_TOLD = (
    "incident.opened",
    "signal.received",
    "agent.completed",
    "agent.skipped",
    "agent.failed",
    "action.proposed",
    "action.approved",
    "action.rejected",
    "action.expired",
    "action.started",
    "action.executed",
    "action.verified",
    "action.undone",
    "action.failed",
    "incident.acknowledged",
    "incident.resolved",
    "incident.escalated",
    "incident.failed",
)


def postmortem(incident: Incident, events: Sequence[ev.TimelineEvent]) -> str:
    """Markdown. What is not known yet is said to be unknown."""
    return "\n".join(
        [
            account(incident),
            "",
            "## Timeline",
            "",
            "| seq | time (UTC) | who | what |",
            "|---:|---|---|---|",
            *(
                f"| {event.seq} | {iso(event.at)} | {_cell(event.actor.name)} | {_cell(statement(event))} |"
                for event in events
                if event.type in _TOLD
            ),
            "",
            "## To do",
            "",
            "Nothing was recorded. Add what will keep this from happening again, each with an owner and a date.",
            "",
        ]
    )


def account(incident: Incident) -> str:
    """The postmortem without its timeline: what happened, what was done, how it ended, and the evidence."""
    return "\n".join(
        [
            f"# {_escape(incident.opened.title)}",
            "",
            f"Incident {incident.incident_id}, severity {incident.opened.severity}, {incident.status}"
            + (f" ({incident.resolution_code})" if incident.resolution_code else "")
            + ".",
            f"Opened {iso(incident.opened.at)}" + (f", ended {iso(incident.ended_at)}." if incident.ended_at else "."),
            "",
            "## What happened",
            "",
            _cause(incident),
            "",
            "## What was done",
            "",
            _done(incident),
            "",
            "## How it ended",
            "",
            _escape(incident.ended_because or "It has not ended."),
            "",
            "## Evidence",
            "",
            *_evidence(incident),
        ]
    )


def without_people(events: Sequence[ev.TimelineEvent]) -> list[ev.TimelineEvent]:
    """The timeline with nobody's name in it who acted, for what is kept where more people read."""
    somebody = ev.Actor(kind="person", name="a person")
    return [event.model_copy(update={"actor": somebody}) if event.actor.kind == "person" else event for event in events]


def _cause(incident: Incident) -> str:
    if incident.diagnosis is None:
        return "No diagnosis was reached."
    verdict = incident.diagnosis.verdict
    if verdict.root_cause is None:
        return f"Verdict: {verdict.verdict}. {_escape(verdict.summary or '')}"
    confidence = f", confidence {verdict.confidence:.0%}" if verdict.confidence is not None else ""
    return (
        f"Verdict: {verdict.verdict}{confidence}. {_escape(verdict.root_cause.summary)} "
        f"(`{verdict.root_cause.cause}` on `{verdict.root_cause.entity}`)"
    )


def _done(incident: Incident) -> str:
    action = incident.action
    if action is None:
        return "Nothing was changed."
    lines = [f"{_escape(action.plan.title)}: {action.status}."]
    if action.decided_by:
        lines.append(f"Decided by {_escape(action.decided_by)}.")
    if action.verification:
        lines.append(_escape(action.verification.statement) + ".")
    if action.undo_verified is not None:
        lines.append(
            "The earlier state was restored." if action.undo_verified else "Restoring the earlier state FAILED."
        )
    return " ".join(lines)


def _evidence(incident: Incident) -> list[str]:
    if incident.diagnosis is None or not incident.diagnosis.verdict.evidence:
        return ["None was recorded."]
    return [
        f"- {item.id} ({item.kind}, {', '.join(item.source_ref)}): {_escape(item.statement)}"
        for item in incident.diagnosis.verdict.evidence
    ]


def _escape(text: str) -> str:
    """Text from outside as Markdown text: it may be anything, and must not become markup."""
    for char in "\\`*_[]<>#|":
        text = text.replace(char, "\\" + char)
    return " ".join(text.split())


def _cell(text: str) -> str:
    return _escape(text)[:500]
