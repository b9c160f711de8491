"""An incident is the fold of its timeline: `fold(events)` and nothing else decides what its state is."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from commander.contract import events as ev
from commander.contract.actions import Action
from commander.contract.findings import (
    CommunicationFinding,
    DetectionFinding,
    DiagnosisFinding,
    PredictionFinding,
    ResolutionFinding,
)
from commander.contract.incidents import AgentUpdate, IncidentProcessingResult, IncidentSummary, SecurityNotice
from commander.contract.services import ServiceCall
from commander.contract.values import AGENTS, AgentName, IncidentStatus, ResolutionCode
from commander.domain.usage import spent, used


@dataclass(frozen=True)
class Incident:
    """The state of one incident after event `seq`."""

    opened: ev.IncidentOpened
    seq: int
    hash: str
    updated_at: datetime
    status: IncidentStatus = "processing"
    phase: AgentName | None = None
    started: dict[str, datetime] = field(default_factory=dict)
    agents: dict[str, AgentUpdate] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    detection: DetectionFinding | None = None
    diagnosis: DiagnosisFinding | None = None
    prediction: PredictionFinding | None = None
    resolution: ResolutionFinding | None = None
    communication: CommunicationFinding | None = None
    actions: tuple[Action, ...] = ()
    calls: tuple[ServiceCall, ...] = ()
    security: tuple[SecurityNotice, ...] = ()
    acknowledged_by: str | None = None
    resolution_code: ResolutionCode | None = None
    ended_at: datetime | None = None
    ended_because: str | None = None
    closed_by_person: bool = False

    @property
    def incident_id(self) -> str:
        """Its id."""
        return self.opened.incident_id

    @property
    def is_open(self) -> bool:
        """Whether the system is still at work on it."""
        return self.status == "processing"

    @property
    def evidence_ref(self) -> str | None:
        """Where the evidence bundle is that the agents judge: with what further looks found, where there were any."""
        if self.diagnosis is not None and self.diagnosis.evidence_ref is not None:
            return self.diagnosis.evidence_ref
        return self.detection.evidence_ref if self.detection is not None else None

    @property
    def action(self) -> Action | None:
        """The latest action, if any was proposed."""
        return self.actions[-1] if self.actions else None


def fold(events: Iterable[ev.TimelineEvent]) -> Incident:
    """The state after all events, which start at seq 1. Raises ValueError for an empty or headless timeline."""
    incident: Incident | None = None
    for event in events:
        if incident is None:
            if not isinstance(event, ev.IncidentOpened):
                raise ValueError("a timeline begins with incident.opened")
            incident = Incident(event, event.seq, event.hash, event.at)
        else:
            incident = apply(incident, event)
    if incident is None:
        raise ValueError("an empty timeline is no incident")
    return incident


def apply(incident: Incident, event: ev.TimelineEvent) -> Incident:
    """The state after one more event."""
    changes = _changes(incident, event)
    return replace(incident, seq=event.seq, hash=event.hash, updated_at=event.at, **changes)


def _changes(incident: Incident, event: ev.TimelineEvent) -> dict[str, Any]:
    match event:
        case ev.AgentStarted(agent=agent):
            update = AgentUpdate(
                agent_type=agent,
                status="processing",
                confidence=0.0,
                reasoning="working",
                evidence=[],
                aws_services_used=[],
                processing_time_ms=0,
                timestamp=event.at,
                incident_id=event.incident_id,
            )
            return {
                "phase": agent,
                "started": {**incident.started, agent: event.at},
                "agents": {**incident.agents, agent: update},
            }
        case ev.AgentCompleted(agent=agent):
            return {"agents": {**incident.agents, agent: event.update}, agent: event.finding}
        case ev.AgentSkipped(agent=agent):
            return {"agents": {**incident.agents, agent: event.update}}
        case ev.AgentFailed(agent=agent):
            update = AgentUpdate(
                agent_type=agent,
                status="error",
                confidence=0.0,
                reasoning=event.error,
                evidence=[],
                aws_services_used=[],
                processing_time_ms=0,
                timestamp=event.at,
                incident_id=event.incident_id,
            )
            return {
                "agents": {**incident.agents, agent: update},
                "failures": {**incident.failures, agent: event.error},
            }
        case ev.ServiceCalled():
            return {"calls": (*incident.calls, event.call)}
        case ev.SecurityDetected():
            return {"security": (*incident.security, _notice(event))}
        case ev.ActionProposed():
            action = Action(
                action_id=event.action_id,
                plan=event.plan,
                plan_hash=event.plan_hash,
                status="pending",
                proposed_at=event.at,
                expires_at=event.expires_at,
            )
            return {"actions": (*incident.actions, action)}
        case ev.ActionApproved():
            return _act(
                incident,
                event.action_id,
                status="approved",
                decided_by=event.actor.name,
                decided_at=event.at,
                reason=event.reason,
            )
        case ev.ActionRejected():
            return _act(
                incident,
                event.action_id,
                status="rejected",
                decided_by=event.actor.name,
                decided_at=event.at,
                reason=event.reason,
            )
        case ev.ActionExpired():
            return _act(incident, event.action_id, status="expired")
        case ev.ActionStarted():
            return _act(incident, event.action_id, status="running", pre_state=event.pre_state)
        case ev.ActionExecuted():
            return _act(incident, event.action_id, status="executed", calls_made=event.calls)
        case ev.ActionVerified():
            status = "verified" if event.verification.recovered else "executed"
            return _act(incident, event.action_id, status=status, verification=event.verification)
        case ev.ActionUndone():
            return _act(incident, event.action_id, status="undone", undo_verified=event.restored)
        case ev.ActionFailed():
            return _act(incident, event.action_id, status="failed", reason=event.reason)
        case ev.IncidentAcknowledged():
            return {"acknowledged_by": event.actor.name}
        case ev.IncidentResolved():
            return {
                "status": "resolved",
                "resolution_code": event.resolution_code,
                "ended_at": event.at,
                "ended_because": event.reason,
                "closed_by_person": event.actor.kind == "person",
            }
        case ev.IncidentEscalated():
            return {"status": "escalated", "ended_at": event.at, "ended_because": event.reason}
        case ev.IncidentFailed():
            return {"status": "failed", "ended_at": event.at, "ended_because": event.reason}
        case _:
            return {}


def _notice(event: ev.SecurityDetected) -> SecurityNotice:
    return SecurityNotice(
        seq=event.seq,
        at=event.at,
        agent=event.agent,
        kind=event.kind,
        channel=event.channel,
        technique=event.technique,
        statement=event.statement,
        refs=event.refs,
    )


def _act(incident: Incident, action_id: str, **changes: Any) -> dict[str, Any]:
    return {
        "actions": tuple(
            action.model_copy(update=changes) if action.action_id == action_id else action
            for action in incident.actions
        )
    }


def summary(incident: Incident) -> IncidentSummary:
    """The incident as a row of the list."""
    opened = incident.opened
    return IncidentSummary(
        incident_id=opened.incident_id,
        title=opened.title,
        type=opened.incident_type,
        severity=opened.severity,
        status=incident.status,
        affected_services=opened.affected_services,
        opened_at=opened.at,
        updated_at=incident.updated_at,
        source=opened.source,
        phase=incident.phase,
        verdict=incident.diagnosis.verdict.verdict if incident.diagnosis else None,
        resolution_code=incident.resolution_code,
        action_pending=incident.is_open and incident.action is not None and incident.action.status == "pending",
    )


def result(incident: Incident) -> IncidentProcessingResult:
    """The incident as a whole. Its AI cost is that of its calls; other money stays null."""
    verdict = incident.diagnosis.verdict if incident.diagnosis else None
    ended = incident.ended_at
    agents = {f"{agent}_result": incident.agents.get(agent) for agent in AGENTS}
    fixed = incident.status == "resolved" and incident.resolution_code == "fixed"
    return IncidentProcessingResult(
        incident_id=incident.incident_id,
        status=incident.status,
        start_time=incident.opened.at,
        end_time=ended,
        total_processing_time_ms=round((ended - incident.opened.at).total_seconds() * 1000) if ended else None,
        **agents,
        aws_services_metrics=used(incident.calls),
        total_aws_cost=float(spent(incident.calls)) if incident.calls else None,
        estimated_cost_without_automation=None,
        actual_cost_with_automation=None,
        cost_savings=None,
        resolution_success=fixed if ended else None,
        human_intervention_required=incident.status in ("escalated", "failed")
        or (incident.is_open and incident.action is not None and incident.action.status == "pending"),
        confidence_score=verdict.confidence if verdict else None,
        verdict=verdict,
        hypotheses=list(verdict.hypotheses) if verdict else [],
        actions=list(incident.actions),
        summary=summary(incident),
        resolution_code=incident.resolution_code,
        ended_because=incident.ended_because,
        security=list(incident.security),
        seq=incident.seq,
    )
