"""Communication: tells responders, executives and customers what is so, and drafts the postmortem."""

from dataclasses import dataclass

from commander.agents.agent import Agent, Conclusion, Tell
from commander.contract.events import TimelineEvent
from commander.contract.findings import AudienceUpdate, CommunicationFinding
from commander.domain.incident import Incident
from commander.domain.lifecycle import Ending, ending
from commander.domain.postmortem import postmortem
from commander.ports import Ports
from commander.ports.consultation import Consultation


@dataclass(frozen=True)
class Gathered:
    """The timeline so far, and how it ends."""

    events: list[TimelineEvent]
    ending: Ending


def gather(incident: Incident, ports: Ports, services: Consultation, tell: Tell) -> Gathered:
    """Reads the timeline."""
    return Gathered(ports.timelines.read(incident.incident_id), ending(incident))


def conclude(incident: Incident, gathered: Gathered) -> Conclusion:
    """Three messages and a draft, all from what the timeline says."""
    updates = [
        AudienceUpdate(
            audience="responders", subject=_subject(incident, gathered), text=_responders(incident, gathered)
        ),
        AudienceUpdate(
            audience="executives", subject=_subject(incident, gathered), text=_executives(incident, gathered)
        ),
        AudienceUpdate(audience="customers", subject=_customer_subject(gathered), text=_customers(incident, gathered)),
    ]
    confidence = incident.diagnosis.verdict.confidence if incident.diagnosis else None
    return Conclusion(
        finding=CommunicationFinding(updates=updates, postmortem=postmortem(incident, gathered.events)),
        reasoning=f"Wrote to {', '.join(update.audience for update in updates)}, and drafted the postmortem.",
        confidence=confidence or 0.0,
    )


def _subject(incident: Incident, gathered: Gathered) -> str:
    return f"[{gathered.ending.status}] {incident.opened.title}"


def _responders(incident: Incident, gathered: Gathered) -> str:
    lines = [f"Incident {incident.incident_id}, {incident.opened.severity}: {incident.opened.title}."]
    if incident.diagnosis is not None:
        verdict = incident.diagnosis.verdict
        cause = f"{verdict.root_cause.cause} on {verdict.root_cause.entity}" if verdict.root_cause else "no cause named"
        lines.append(f"Verdict {verdict.verdict}: {cause}. {verdict.summary or ''}".strip())
    if incident.prediction is not None:
        lines.append(incident.prediction.if_nobody_acts)
    if incident.action is not None:
        decided = f", decided by {incident.action.decided_by}" if incident.action.decided_by else ""
        lines.append(f"Action: {incident.action.plan.title} ({incident.action.status}{decided}).")
    for agent, error in incident.failures.items():
        lines.append(f"{agent} failed over: {error}")
    lines.append(f"Now {gathered.ending.status}: {gathered.ending.reason}")
    if gathered.ending.status != "resolved":
        lines.append("A person has to take over.")
    return "\n".join(lines)


def _executives(incident: Incident, gathered: Gathered) -> str:
    services = ", ".join(incident.opened.affected_services) or "a service"
    so_far = {
        "resolved": "It is over.",
        "escalated": "It is with the on-call team: the system could not or was not allowed to fix it by itself.",
        "failed": "It is with the on-call team: the system could not finish its work.",
    }[gathered.ending.status]
    acted = incident.action is not None and incident.action.status == "verified"
    fixed = (
        " A tested step was approved by a person, carried out, and checked on the signal that raised the alarm."
        if acted
        else ""
    )
    return f"{incident.opened.severity.capitalize()} incident on {services}. {so_far}{fixed}"


def _customer_subject(gathered: Gathered) -> str:
    return "Resolved" if gathered.ending.status == "resolved" else "We are looking into a problem"


def _customers(incident: Incident, gathered: Gathered) -> str:
    """Names no system, cause or person: nothing that was not meant for customers."""
    if gathered.ending.resolution_code == "fixed":
        return "Some requests failed for a short time. The cause was removed and requests succeed again."
    if gathered.ending.status == "resolved":
        return "We looked into a warning from our monitoring. Service was not affected as far as we can see."
    return "Some requests may be failing. Our team is working on it and will write again when we know more."


communication = Agent("communication", gather, conclude)
