"""An incident: how one is asked for, listed and told as a whole."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from commander.contract.actions import Action
from commander.contract.evidence import Hypothesis, Verdict
from commander.contract.metrics import AWSServiceMetrics
from commander.contract.uploads import MAX_ATTACHMENTS, AttachmentRef
from commander.contract.values import (
    AgentName,
    AgentStatus,
    Entity,
    IncidentStatus,
    Instant,
    ResolutionCode,
    Severity,
    Shape,
)

ServiceName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=128)]


class NewIncident(Shape):
    """The body of POST /incidents, and `incident_data` of the socket's trigger_incident.

    `evidence` is an evidence bundle, or `{"upload_id"}` of one that was uploaded; it is checked against the bundle's
    own model where it is taken in, so that an error can name the path inside it.
    """

    type: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
    severity: Severity
    description: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)]
    affected_services: list[ServiceName] = Field(default=[], max_length=20)
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)] | None = None
    evidence: dict[str, Any] | None = None
    attachments: list[AttachmentRef] = Field(default=[], max_length=MAX_ATTACHMENTS)


class IncidentAccepted(Shape):
    """The answer to POST /incidents: stored, and being worked on."""

    incident_id: str
    status: Literal["processing"] = "processing"


class MetricRef(Shape):
    """Names one CloudWatch series."""

    namespace: str
    name: str
    dimensions: dict[str, str] = {}
    statistic: str
    period_s: int = Field(ge=1)
    unit: str | None = None


class Signal(Shape):
    """What an alarm or monitor said, normalised. `signal_id` is the sender's own and makes redelivery harmless."""

    signal_id: str
    source: str
    name: str
    state: Literal["alarm", "ok", "insufficient_data"]
    entity: Entity | None = None
    service: str | None = None
    metric: MetricRef | None = None
    threshold: float | None = None
    comparison: str | None = None
    reason: str | None = None
    severity: Severity = "high"
    region: str | None = None
    account: str | None = None
    arn: str | None = None
    at: Instant
    description: str | None = None


class SignalAccepted(Shape):
    """The answer to POST /signals/{source}: one incident id per signal, the same one for a repeated signal."""

    incident_ids: list[str]


class IncidentSummary(Shape):
    """An incident as a row of the list."""

    incident_id: str
    title: str
    type: str
    severity: Severity
    status: IncidentStatus
    affected_services: list[str]
    opened_at: Instant
    updated_at: Instant
    source: str
    phase: AgentName | None
    verdict: str | None = None
    resolution_code: ResolutionCode | None = None
    action_pending: bool = False


class IncidentPage(Shape):
    """A page of the list, newest first. `next_cursor` is null on the last page."""

    incidents: list[IncidentSummary]
    next_cursor: str | None


class AgentUpdate(Shape):
    """How one agent stands with one incident."""

    agent_type: AgentName
    status: AgentStatus
    confidence: float = Field(ge=0, le=1)
    reasoning: str
    evidence: list[str]
    aws_services_used: list[str]
    processing_time_ms: int = Field(ge=0)
    timestamp: Instant
    incident_id: str


class SecurityNotice(Shape):
    """Something in an incident that tried to make the system do what its operators did not ask for. It changed nothing.

    `channel` is where it came in, `technique` how it was told, `refs` the items of the evidence that hold it.
    """

    seq: int = Field(ge=1)
    at: Instant
    agent: AgentName
    kind: Literal["prompt_injection", "refused_claim", "secret_withheld"]
    channel: str
    technique: str
    statement: str
    refs: list[str]


class IncidentProcessingResult(Shape):
    """Everything known about one incident: the fold of its timeline."""

    incident_id: str
    status: IncidentStatus
    start_time: Instant
    end_time: Instant | None
    total_processing_time_ms: int | None
    detection_result: AgentUpdate | None
    diagnosis_result: AgentUpdate | None
    prediction_result: AgentUpdate | None
    resolution_result: AgentUpdate | None
    communication_result: AgentUpdate | None
    aws_services_metrics: list[AWSServiceMetrics]
    total_aws_cost: float | None
    estimated_cost_without_automation: float | None
    actual_cost_with_automation: float | None
    cost_savings: float | None
    resolution_success: bool | None
    human_intervention_required: bool
    confidence_score: float | None
    verdict: Verdict | None
    hypotheses: list[Hypothesis]
    actions: list[Action]
    summary: IncidentSummary
    resolution_code: ResolutionCode | None
    ended_because: str | None
    security: list[SecurityNotice]
    seq: int = Field(ge=1, description="the last timeline event this was folded from")


class Resolve(Shape):
    """The body of POST /incidents/{id}/resolve: a person closes it."""

    resolution_code: Literal["fixed", "self_recovered", "no_fault"]
    reason: str = Field(min_length=1, max_length=2000)


class Acknowledge(Shape):
    """The body of POST /incidents/{id}/acknowledge."""

    note: str | None = Field(default=None, max_length=2000)


class Acted(Shape):
    """A person's act on an incident was recorded as timeline event `seq`."""

    incident_id: str
    status: IncidentStatus
    seq: int


class Session(Shape):
    """A one-time ticket for the WebSocket: used once, within its time, as `?ticket=`."""

    ticket: str
    expires_at: Instant
    websocket_url: str


class ResetDone(Shape):
    """Everything stored was removed."""

    status: Literal["reset_complete"] = "reset_complete"
