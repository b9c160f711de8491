"""A timeline event as the frame that the live view gets."""

from typing import Literal

from commander.contract import events as ev
from commander.contract import messages as ms
from commander.contract.actions import Action
from commander.contract.services import SERVICE_NAMES, FellBack, ServiceCall, Substitute
from commander.contract.values import IncidentStatus, RecoveryAction

MAX_FRAME_BYTES = 28_000
"""API Gateway cuts WebSocket frames at 32 KB; the rest is room for the batch around it."""

_ENDS: dict[str, IncidentStatus] = {
    "incident.resolved": "resolved",
    "incident.escalated": "escalated",
    "incident.failed": "failed",
}


def frame_of(event: ev.TimelineEvent, cursor: str) -> ms.Frame:
    """The frame for an event. An event too large for a frame is left out of it: the timeline has it."""
    whole = _frame(event, event, cursor)
    if len(whole.model_dump_json().encode()) <= MAX_FRAME_BYTES:
        return whole
    return _frame(event, None, cursor)


def _frame(event: ev.TimelineEvent, carried: ev.TimelineEvent | None, cursor: str) -> ms.Frame:
    at, incident_id, seq = event.at, event.incident_id, event.seq
    match event:
        case ev.AgentStarted():
            started = ms.AgentUpdatePayload(
                agent_type=event.agent,
                status="processing",
                confidence=0.0,
                reasoning="working",
                evidence=[],
                aws_services_used=[],
                processing_time_ms=0,
                timestamp=at,
                incident_id=incident_id,
                event=carried,
            )
            return ms.AgentUpdateFrame(timestamp=at, incident_id=incident_id, seq=seq, cursor=cursor, payload=started)
        case ev.AgentCompleted() | ev.AgentSkipped():
            update = ms.AgentUpdatePayload(**event.update.model_dump(), event=carried)
            return ms.AgentUpdateFrame(timestamp=at, incident_id=incident_id, seq=seq, cursor=cursor, payload=update)
        case ev.AgentReasoned():
            reasoning = ms.AgentReasoningPayload(
                agent_type=event.agent,
                step=event.step,
                statement=event.statement,
                data=event.data if carried else {},
                event=carried,
            )
            return ms.AgentReasoningFrame(
                timestamp=at, incident_id=incident_id, seq=seq, cursor=cursor, payload=reasoning
            )
        case ev.AgentFailed():
            error = ms.AgentErrorPayload(
                agent_type=event.agent, message=event.error, recovery_action=event.recovery_action, event=carried
            )
            return ms.AgentErrorFrame(timestamp=at, incident_id=incident_id, seq=seq, cursor=cursor, payload=error)
        case ev.ServiceFellBack():
            taken_over = ms.AgentErrorPayload(
                agent_type=event.agent,
                message=statement(event),
                recovery_action=_recovery(event.fallback),
                event=carried,
            )
            return ms.AgentErrorFrame(timestamp=at, incident_id=incident_id, seq=seq, cursor=cursor, payload=taken_over)
        case ev.ServiceCalled() | ev.GuardrailIntervened() | ev.SecurityDetected():
            # Agents' services are called after the ending too: this must not say that the incident is being worked on.
            aside = ms.AgentReasoningPayload(
                agent_type=event.agent, step=event.type, statement=statement(event), data={}, event=carried
            )
            return ms.AgentReasoningFrame(timestamp=at, incident_id=incident_id, seq=seq, cursor=cursor, payload=aside)
        case ev.ActionProposed():
            pending = ms.ActionPendingPayload(**_pending(event).model_dump(), event=carried)
            return ms.ActionPendingFrame(timestamp=at, incident_id=incident_id, seq=seq, cursor=cursor, payload=pending)
        case _:
            status = ms.IncidentStatusPayload(
                incident_id=incident_id,
                status=event.ended if isinstance(event, ev.IncidentLearned) else _ENDS.get(event.type, "processing"),
                stage=_stage(event),
                message=statement(event),
                event=carried,
            )
            return ms.IncidentStatusFrame(timestamp=at, incident_id=incident_id, seq=seq, cursor=cursor, payload=status)


def _pending(event: ev.ActionProposed) -> Action:
    return Action(
        action_id=event.action_id,
        plan=event.plan,
        plan_hash=event.plan_hash,
        status="pending",
        proposed_at=event.at,
        expires_at=event.expires_at,
    )


def _stage(event: ev.TimelineEvent) -> Literal["started", "progress", "completed", "failed"]:
    if event.type == "incident.opened":
        return "started"
    if event.type == "incident.failed":
        return "failed"
    return "completed" if event.type in _ENDS else "progress"


def statement(event: ev.TimelineEvent) -> str:
    """The event in one sentence, for people."""
    who = event.actor.name
    match event:
        case ev.IncidentOpened():
            return f"opened by {who}: {event.title}"
        case ev.SignalReceived():
            return f"{event.signal.name} is {event.signal.state}"
        case ev.AgentStarted():
            return f"{event.agent} started"
        case ev.AgentReasoned():
            return event.statement
        case ev.AgentCompleted() | ev.AgentSkipped():
            return event.update.reasoning
        case ev.AgentFailed():
            return f"{event.agent} failed: {event.error}"
        case ev.ServiceCalled():
            return _called(event.call)
        case ev.ServiceFellBack():
            return _fell_back(event.fallback)
        case ev.GuardrailIntervened():
            return _intervened(event)
        case ev.SecurityDetected():
            return event.statement
        case ev.ActionProposed():
            return f"proposed: {event.plan.title}"
        case ev.ActionApproved():
            return f"{who} approved the plan"
        case ev.ActionRejected():
            return f"{who} rejected the plan: {event.reason or 'no reason given'}"
        case ev.ActionExpired():
            return "nobody decided in time"
        case ev.ActionStarted():
            return "the state before the action was recorded"
        case ev.ActionExecuted():
            return "executed " + ", ".join(f"{made.call.service}:{made.call.operation}" for made in event.calls)
        case ev.ActionVerified():
            return event.verification.statement
        case ev.ActionUndone():
            return event.statement
        case ev.ActionFailed():
            return f"the action was not carried out: {event.reason}"
        case ev.IncidentAcknowledged():
            return f"{who} acknowledged"
        case ev.IncidentResolved():
            return f"resolved ({event.resolution_code}): {event.reason}"
        case ev.IncidentEscalated():
            return f"escalated: {event.reason}"
        case ev.IncidentFailed():
            return f"failed: {event.reason}"
        case ev.IncidentLearned():
            return _learned(event)
        case ev.UpdateSent():
            return f"{event.audience} update {event.outcome.replace('_', ' ')} through {event.channel}"


_TAKEN_OVER_BY_PEOPLE = frozenset({"person_decides", "held_for_review", "manual_processing"})


def _recovery(fallback: FellBack) -> RecoveryAction:
    return "manual_intervention" if fallback.substitute in _TAKEN_OVER_BY_PEOPLE else "fallback_service"


SUBSTITUTES: dict[Substitute, str] = {
    "bedrock_claude": "Claude takes over",
    "knowledge_base": "the knowledge base takes over",
    "nova_lite": "Nova Lite takes over",
    "evidence_engine": "the evidence engine goes on alone",
    "incident_history": "the history of stored incidents takes over",
    "lexical_retrieval": "a search by words takes over",
    "local_patterns": "local patterns take over",
    "held_for_review": "the message is held for review",
    "person_decides": "a person decides",
    "listed_unread": "the attachment is listed as unread",
    "manual_processing": "people take over",
}
"""What takes over, as people are told."""


def _called(call: ServiceCall) -> str:
    who = call.model.replace("_", " ").title() if call.model else SERVICE_NAMES[call.service]
    source = "" if call.provenance == "aws" else f" ({call.provenance})"
    again = f", attempt {call.attempt}" if call.attempt > 1 else ""
    return f"{who}{source}: {_spaced(call.purpose)}{again}, {_spaced(call.outcome)} in {call.latency_ms:.0f} ms"


def _learned(event: ev.IncidentLearned) -> str:
    kept = ["the memory service" if event.remembered else "", "the knowledge base" if event.ingestion_job else ""]
    also = " and ".join(one for one in kept if one)
    return f"learned: {event.lesson.text}" + (f" Handed to {also}." if also else "")


def _fell_back(fallback: FellBack) -> str:
    degraded = f" ({_spaced(fallback.degraded)})" if fallback.degraded else ""
    reason = f"{SERVICE_NAMES[fallback.service]} for {_spaced(fallback.purpose)}: {_spaced(fallback.reason)}"
    return f"{reason}; {SUBSTITUTES[fallback.substitute]}{degraded}"


def _intervened(event: ev.GuardrailIntervened) -> str:
    what = ", ".join(sorted({f"{one.kind} {one.name}" for one in event.interventions}))
    did = f"the guardrail {'blocked' if event.blocked else 'masked'} a text ({_spaced(event.purpose)})"
    return f"{did}: {what}" if what else did


def _spaced(word: str) -> str:
    return word.replace("_", " ")
