"""Communication: tells responders, executives and customers what is so, and drafts the postmortem.

The product has words of its own for each audience. A model's draft takes their place where nothing speaks against it.
"""

from dataclasses import dataclass

from commander.agents.agent import Agent, Conclusion, Tell, suspicious
from commander.agents.drafting import Drafted, drafted
from commander.agents.repeating import LEFT_OUT, caused, ended, named, repeatable, retold, thing
from commander.agents.suspecting import in_note
from commander.contract.events import TimelineEvent
from commander.contract.findings import AudienceUpdate, CommunicationFinding
from commander.domain.incident import Incident
from commander.domain.lifecycle import Ending, ending
from commander.domain.postmortem import postmortem
from commander.ports import Ports
from commander.ports.consultation import Consultation


@dataclass(frozen=True)
class Gathered:
    """The timeline so far, and what is said to whom."""

    events: list[TimelineEvent]
    drafted: Drafted


def gather(incident: Incident, ports: Ports, services: Consultation, tell: Tell) -> Gathered:
    """Reads the timeline, and has the messages drafted and their tone checked."""
    how = ending(incident)
    said = drafted(incident, how, _own(incident, how), services)
    return Gathered(ports.timelines.read(incident.incident_id), said)


def conclude(incident: Incident, gathered: Gathered) -> Conclusion:
    """Three messages and a draft of the postmortem, all from what the timeline says."""
    updates, refusals = gathered.drafted.updates, gathered.drafted.refusals
    held = [update.audience for update in updates if update.held]
    waits = f" Held for review: {', '.join(held)}." if held else ""
    confidence = incident.diagnosis.verdict.confidence if incident.diagnosis else None
    return Conclusion(
        finding=CommunicationFinding(
            updates=updates, postmortem=postmortem(incident, gathered.events), refusals=refusals
        ),
        reasoning=f"Wrote to {', '.join(update.audience for update in updates)}, and drafted the postmortem.{waits}",
        confidence=confidence or 0.0,
        suspected=[*in_note(incident.action.reason if incident.action else None), *suspicious(refusals)],
    )


def _own(incident: Incident, how: Ending) -> list[AudienceUpdate]:
    """The product's own words for each audience."""
    subject = f"[{how.status}] {named(incident)}"
    return [
        AudienceUpdate(audience="responders", subject=subject, text=_responders(incident, how)),
        AudienceUpdate(audience="executives", subject=_plain_subject(incident, how), text=_executives(incident, how)),
        AudienceUpdate(audience="customers", subject=_customer_subject(how), text=_customers(how)),
    ]


def _responders(incident: Incident, how: Ending) -> str:
    lines = [f"Incident {incident.incident_id}, {incident.opened.severity}: {named(incident)}."]
    if incident.diagnosis is not None:
        verdict = incident.diagnosis.verdict
        root = verdict.root_cause
        cause = f"{root.cause} on {thing(root.entity)}. {caused(root)}" if root else _undecided(verdict.summary)
        lines.append(f"Verdict {verdict.verdict}: {cause}".strip())
    if incident.prediction is not None:
        lines.append(retold(incident.prediction.if_nobody_acts) or "What happens if nobody acts is in the timeline.")
    if incident.action is not None:
        decided = f", decided by {incident.action.decided_by}" if incident.action.decided_by else ""
        lines.append(f"Action: {incident.action.plan.title} ({incident.action.status}{decided}).")
    for agent, error in incident.failures.items():
        lines.append(f"{agent} failed over: {retold(error) or LEFT_OUT}")
    lines.append(f"Now {how.status}: {ended(how, incident.action.reason if incident.action else None)}")
    if how.status != "resolved":
        lines.append("A person has to take over.")
    return "\n".join(lines)


def _undecided(summary: str | None) -> str:
    said = retold(summary) if summary else None
    return f"no cause named. {said or ''}".strip()


def _executives(incident: Incident, how: Ending) -> str:
    services = ", ".join(filter(repeatable, incident.opened.affected_services)) or "a service"
    so_far = {
        "resolved": "It is over.",
        "escalated": "It is with the on-call team: the system could not or was not allowed to fix it by itself.",
        "failed": "It is with the on-call team: the system could not finish its work.",
    }[how.status]
    acted = incident.action is not None and incident.action.status == "verified"
    fixed = (
        " A tested step was approved by a person, carried out, and checked on the signal that raised the alarm."
        if acted
        else ""
    )
    return f"{incident.opened.severity.capitalize()} incident on {services}. {so_far}{fixed}"


def _plain_subject(incident: Incident, how: Ending) -> str:
    """Holds nothing that somebody outside could have chosen."""
    return f"[{how.status}] {incident.opened.severity.capitalize()} incident {incident.incident_id}"


def _customer_subject(how: Ending) -> str:
    return "Resolved" if how.status == "resolved" else "We are looking into a problem"


def _customers(how: Ending) -> str:
    """Names no system, cause or person: nothing that was not meant for customers."""
    if how.resolution_code == "fixed":
        return "Some requests failed for a short time. The cause was removed and requests succeed again."
    if how.status == "resolved":
        return "We looked into a warning from our monitoring. Service was not affected as far as we can see."
    return "Some requests may be failing. Our team is working on it and will write again when we know more."


communication = Agent("communication", gather, conclude)
