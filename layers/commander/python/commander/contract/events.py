"""The timeline: everything that happens to an incident is one of these, appended and never changed.

`seq` counts from 1 without gaps within an incident. `event_id` is derived from what happened, so that a retry writes
the same event again and the store refuses the copy. `hash` covers the whole event and `prev_hash`, which is the
hash of the event before.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from commander.contract.actions import MadeCall, Plan, Verification
from commander.contract.findings import Finding
from commander.contract.incidents import AgentUpdate, Signal
from commander.contract.memory import LearnedLesson
from commander.contract.services import FellBack, Intervention, Purpose, ServiceCall
from commander.contract.values import AgentName, Instant, RecoveryAction, ResolutionCode, Severity, Shape


class Actor(Shape):
    """Who did it. A person's name is their sign-in name."""

    kind: Literal["agent", "person", "system", "signal"]
    name: str


class Envelope(Shape):
    """What every event has. `seq`, `prev_hash` and `hash` are given by the store when it appends."""

    incident_id: str
    event_id: str
    at: Instant
    actor: Actor
    seq: int = 0
    prev_hash: str = ""
    hash: str = ""


class IncidentOpened(Envelope):
    """The incident exists."""

    type: Literal["incident.opened"] = "incident.opened"
    title: str
    incident_type: str
    severity: Severity
    description: str
    affected_services: list[str]
    source: str
    signal: Signal | None
    evidence_ref: str | None


class SignalReceived(Envelope):
    """Another signal joined the incident."""

    type: Literal["signal.received"] = "signal.received"
    signal: Signal


class AgentStarted(Envelope):
    """An agent began to work."""

    type: Literal["agent.started"] = "agent.started"
    agent: AgentName


class AgentReasoned(Envelope):
    """An intermediate step of an agent, with its data."""

    type: Literal["agent.reasoned"] = "agent.reasoned"
    agent: AgentName
    step: str
    statement: str
    data: dict[str, Any] = {}


class AgentCompleted(Envelope):
    """An agent concluded."""

    type: Literal["agent.completed"] = "agent.completed"
    agent: AgentName
    update: AgentUpdate
    finding: Annotated[Finding, Field(discriminator="agent")]


class AgentSkipped(Envelope):
    """An agent had nothing to do."""

    type: Literal["agent.skipped"] = "agent.skipped"
    agent: AgentName
    update: AgentUpdate


class AgentFailed(Envelope):
    """An agent could not finish, after all retries."""

    type: Literal["agent.failed"] = "agent.failed"
    agent: AgentName
    error: str
    recovery_action: RecoveryAction


class ServiceCalled(Envelope):
    """An AI service was called: one attempt, whatever came of it."""

    type: Literal["service.called"] = "service.called"
    agent: AgentName
    call: ServiceCall


class ServiceFellBack(Envelope):
    """An AI service could not do what it was asked for, and something else took over."""

    type: Literal["service.fell_back"] = "service.fell_back"
    agent: AgentName
    fallback: FellBack


class GuardrailIntervened(Envelope):
    """The guardrail objected to a text. `blocked`: it was not used; otherwise parts of it were masked."""

    type: Literal["guardrail.intervened"] = "guardrail.intervened"
    agent: AgentName
    purpose: Purpose
    interventions: list[Intervention]
    blocked: bool


class SecurityDetected(Envelope):
    """Something tried to make the system do what its operators did not ask for. It was treated as data.

    `technique` is how it was told, `channel` where it came in, `refs` the items of the evidence that hold it.
    """

    type: Literal["security.detected"] = "security.detected"
    agent: AgentName
    kind: Literal["prompt_injection", "refused_claim", "secret_withheld"]
    channel: str
    technique: str
    statement: str
    refs: list[str] = []


class ActionProposed(Envelope):
    """A plan waits for a person until `expires_at`."""

    type: Literal["action.proposed"] = "action.proposed"
    action_id: str
    plan: Plan
    plan_hash: str
    expires_at: Instant


class ActionApproved(Envelope):
    """A person approved exactly the plan with this hash."""

    type: Literal["action.approved"] = "action.approved"
    action_id: str
    plan_hash: str
    reason: str | None


class ActionRejected(Envelope):
    """A person said no."""

    type: Literal["action.rejected"] = "action.rejected"
    action_id: str
    plan_hash: str
    reason: str | None


class ActionExpired(Envelope):
    """Nobody decided in time."""

    type: Literal["action.expired"] = "action.expired"
    action_id: str


class ActionStarted(Envelope):
    """Preconditions hold on fresh state; what is about to be changed was recorded."""

    type: Literal["action.started"] = "action.started"
    action_id: str
    pre_state: dict[str, Any]
    checks: list[str]


class ActionExecuted(Envelope):
    """The calls were made."""

    type: Literal["action.executed"] = "action.executed"
    action_id: str
    calls: list[MadeCall]


class ActionVerified(Envelope):
    """The incident's own signal was looked at after the action."""

    type: Literal["action.verified"] = "action.verified"
    action_id: str
    verification: Verification


class ActionUndone(Envelope):
    """The pre-state was restored, and looked at again to be sure."""

    type: Literal["action.undone"] = "action.undone"
    action_id: str
    calls: list[MadeCall]
    restored: bool
    statement: str


class ActionFailed(Envelope):
    """The action could not be carried out; nothing more will be done with it."""

    type: Literal["action.failed"] = "action.failed"
    action_id: str
    reason: str


class IncidentAcknowledged(Envelope):
    """A person has seen it and is on it."""

    type: Literal["incident.acknowledged"] = "incident.acknowledged"
    note: str | None


class IncidentResolved(Envelope):
    """It is over."""

    type: Literal["incident.resolved"] = "incident.resolved"
    resolution_code: ResolutionCode
    reason: str


class IncidentEscalated(Envelope):
    """A person has to take over."""

    type: Literal["incident.escalated"] = "incident.escalated"
    reason: str


class IncidentFailed(Envelope):
    """The system itself could not finish its work."""

    type: Literal["incident.failed"] = "incident.failed"
    reason: str


class IncidentLearned(Envelope):
    """What the closed incident taught was kept. Once for each way in which an incident ended.

    `remembered`: the memory service has it too; `ingestion_job`: the knowledge base is taking in its document.
    """

    type: Literal["incident.learned"] = "incident.learned"
    ended: Literal["resolved", "escalated"]
    lesson: LearnedLesson
    remembered: bool
    ingestion_job: str | None


class UpdateSent(Envelope):
    """A message was handed to its channel. `message_id` is the channel's own."""

    type: Literal["update.sent"] = "update.sent"
    audience: Literal["responders", "executives", "customers"]
    channel: str
    message_id: str | None
    outcome: Literal["sent", "not_sent"]
    detail: str | None = None


TimelineEvent = Annotated[
    IncidentOpened
    | SignalReceived
    | AgentStarted
    | AgentReasoned
    | AgentCompleted
    | AgentSkipped
    | AgentFailed
    | ServiceCalled
    | ServiceFellBack
    | GuardrailIntervened
    | SecurityDetected
    | ActionProposed
    | ActionApproved
    | ActionRejected
    | ActionExpired
    | ActionStarted
    | ActionExecuted
    | ActionVerified
    | ActionUndone
    | ActionFailed
    | IncidentAcknowledged
    | IncidentResolved
    | IncidentEscalated
    | IncidentFailed
    | IncidentLearned
    | UpdateSent,
    Field(discriminator="type"),
]

timeline_event: TypeAdapter[TimelineEvent] = TypeAdapter(TimelineEvent)
"""Reads one event from its stored JSON."""


class Timeline(Shape):
    """A part of an incident's timeline, in order."""

    incident_id: str
    events: list[TimelineEvent]
    last_seq: int
