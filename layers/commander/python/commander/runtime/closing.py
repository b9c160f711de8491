"""The end of an incident: who was skipped, who is told, and how it ends."""

from commander.agents.communication import communication
from commander.contract import events as ev
from commander.contract.incidents import AgentUpdate
from commander.contract.problems import CommanderError
from commander.contract.values import AGENTS
from commander.domain.incident import Incident
from commander.domain.lifecycle import Ending, ending, skip_reason
from commander.ports import Ports
from commander.runtime.learning import learn
from commander.runtime.logging import logger
from commander.runtime.runner import Outcome, outcome, run

_SYSTEM = ev.Actor(kind="system", name="incident-commander")


def close(incident_id: str, ports: Ports) -> Outcome:
    """Marks the agents that were skipped, runs communication, sends what it wrote, appends the ending, and learns.

    An incident that has ended, by a person or by a delivery before this one, is only learned from.
    """
    incident = ports.timelines.incident(incident_id)
    if incident.is_open:
        _mark_skipped(incident, ports)
        run(communication, incident_id, ports)
        incident = ports.timelines.incident(incident_id)
        _send(incident, ports)
        end(incident_id, ending(incident), ports)
    learn(incident_id, ports)
    return outcome(ports.timelines.incident(incident_id))


def end(incident_id: str, how: Ending, ports: Ports) -> None:
    """Appends how the incident ends. One ending only: whoever comes second finds the first."""
    envelope = {
        "incident_id": incident_id,
        "event_id": "incident.ended",
        "at": ports.clock.now(),
        "actor": _SYSTEM,
        "reason": how.reason,
    }
    match how.status:
        case "resolved":
            ports.timelines.append(ev.IncidentResolved(**envelope, resolution_code=how.resolution_code or "no_fault"))
        case "escalated":
            ports.timelines.append(ev.IncidentEscalated(**envelope))
        case "failed":
            ports.timelines.append(ev.IncidentFailed(**envelope))
    logger.info("incident ended", status=how.status, reason=how.reason)


def _mark_skipped(incident: Incident, ports: Ports) -> None:
    """Every agent before communication that did not run says why, with the verdict's confidence."""
    confidence = (incident.diagnosis.verdict.confidence if incident.diagnosis else None) or 0.0
    for agent in AGENTS[:-1]:
        if agent in incident.agents:
            continue
        now = ports.clock.now()
        update = AgentUpdate(
            agent_type=agent,
            status="idle",
            confidence=confidence,
            reasoning=f"skipped: {skip_reason(incident, agent)}",
            evidence=[],
            aws_services_used=[],
            processing_time_ms=0,
            timestamp=now,
            incident_id=incident.incident_id,
        )
        ports.timelines.append(
            ev.AgentSkipped(
                incident_id=incident.incident_id,
                event_id=f"agent.skipped/{agent}",
                at=now,
                actor=_SYSTEM,
                agent=agent,
                update=update,
            )
        )


def _send(incident: Incident, ports: Ports) -> None:
    """Sends each update once. A channel that fails is recorded and keeps nobody else from being told."""
    finding = incident.communication
    sent = {event.audience for event in ports.timelines.read(incident.incident_id) if isinstance(event, ev.UpdateSent)}
    for update in finding.updates if finding else []:
        if update.audience in sent:
            continue
        message_id, detail = None, f"held for review: {update.held}" if update.held else None
        try:
            if update.held is None:
                message_id = ports.notifier.send(update.audience, update.subject, update.text, incident.incident_id)
        except CommanderError as error:
            detail = error.detail
            logger.error("update not sent", audience=update.audience, detail=detail)
        ports.timelines.append(
            ev.UpdateSent(
                incident_id=incident.incident_id,
                event_id=f"update.sent/{update.audience}",
                at=ports.clock.now(),
                actor=_SYSTEM,
                audience=update.audience,
                channel="sns",
                message_id=message_id,
                outcome="not_sent" if detail else "sent",
                detail=detail,
            )
        )
