"""Runs an agent on an incident: the only imperative part of an agent's life.

Everything is safe to repeat: event ids are derived from what happens, so a second delivery of the same task finds its
events in the timeline and writes none twice; an agent that has concluded is not run again.
"""

from typing import Any, TypedDict, TypeVar

from commander.agents.agent import Agent, Conclusion
from commander.contract import events as ev
from commander.contract.incidents import AgentUpdate
from commander.contract.values import AgentName
from commander.domain.incident import Incident
from commander.ports import Ports
from commander.ports.consultation import Consultation
from commander.runtime.logging import logger
from commander.runtime.notes import TimelineNotes

Gathered = TypeVar("Gathered")

_SUSPECTED_MOST = 50
"""So many suspicious things are told one by one: a flood of them is one attack, and must not bury the incident."""


class Outcome(TypedDict):
    """What the state machine gets to decide by. Nothing large crosses it."""

    incident_id: str
    open: bool
    verdict: str
    plan: bool


def run(agent: Agent[Gathered], incident_id: str, ports: Ports) -> Outcome:
    """Runs the agent once. Raises what its ports raise: the state machine retries, then records the failure."""
    incident = ports.timelines.incident(incident_id)
    done = incident.agents.get(agent.name)
    if not incident.is_open or (done is not None and done.status == "complete"):
        return outcome(incident)
    actor = ev.Actor(kind="agent", name=agent.name)
    started = ports.timelines.append(
        ev.AgentStarted(
            incident_id=incident_id,
            event_id=f"agent.started/{agent.name}",
            at=ports.clock.now(),
            actor=actor,
            agent=agent.name,
        )
    )
    logger.info("agent started", agent=agent.name)

    def tell(step: str, statement: str, data: dict[str, Any] | None = None) -> None:
        ports.timelines.append(
            ev.AgentReasoned(
                incident_id=incident_id,
                event_id=f"agent.reasoned/{agent.name}/{step}",
                at=ports.clock.now(),
                actor=actor,
                agent=agent.name,
                step=step,
                statement=statement,
                data=data or {},
            )
        )

    notes = TimelineNotes(incident_id, agent.name, ports.clock, ports.timelines)
    consultation = ports.services.consult(incident, agent.name, notes)
    conclusion = agent.conclude(incident, agent.gather(incident, ports, consultation, tell))
    notes.close()
    for place, suspected in enumerate(conclusion.suspected[:_SUSPECTED_MOST]):
        ports.timelines.append(
            ev.SecurityDetected(
                incident_id=incident_id,
                event_id=f"security.detected/{agent.name}/{place + 1}",
                at=ports.clock.now(),
                actor=actor,
                agent=agent.name,
                kind=suspected.kind,
                channel=suspected.channel,
                technique=suspected.technique,
                statement=suspected.statement,
                refs=suspected.refs,
            )
        )
    for step in conclusion.steps:
        tell(step.step, step.statement, step.data)
    now = ports.clock.now()
    took_ms = max(0, round((now - started.at).total_seconds() * 1000))
    ports.timelines.append(
        ev.AgentCompleted(
            incident_id=incident_id,
            event_id=f"agent.completed/{agent.name}",
            at=now,
            actor=actor,
            agent=agent.name,
            update=_update(agent.name, incident_id, conclusion, consultation, took_ms, ports),
            finding=conclusion.finding,
        )
    )
    logger.info("agent completed", agent=agent.name, took_ms=took_ms)
    return outcome(ports.timelines.incident(incident_id))


def outcome(incident: Incident) -> Outcome:
    """What the state machine decides by, from the incident as it stands."""
    verdict = incident.diagnosis.verdict.verdict if incident.diagnosis else "none"
    return Outcome(
        incident_id=incident.incident_id,
        open=incident.is_open,
        verdict=verdict,
        plan=incident.resolution is not None and incident.resolution.plan is not None,
    )


def _update(
    agent: AgentName,
    incident_id: str,
    conclusion: Conclusion,
    consultation: Consultation,
    took_ms: int,
    ports: Ports,
) -> AgentUpdate:
    return AgentUpdate(
        agent_type=agent,
        status="complete",
        confidence=conclusion.confidence,
        reasoning=conclusion.reasoning,
        evidence=conclusion.evidence,
        aws_services_used=sorted({call.service for call in consultation.calls if call.outcome == "succeeded"}),
        processing_time_ms=took_ms,
        timestamp=ports.clock.now(),
        incident_id=incident_id,
    )
