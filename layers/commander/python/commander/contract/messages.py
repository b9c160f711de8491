"""What travels over the WebSocket, in both directions."""

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from commander.contract.actions import Action
from commander.contract.events import TimelineEvent
from commander.contract.incidents import AgentUpdate, IncidentSummary, NewIncident
from commander.contract.metrics import BusinessMetrics, SystemError, SystemHealthMetrics
from commander.contract.values import AgentName, IncidentStatus, Instant, RecoveryAction, Shape

# --- from the client: flat -------------------------------------------------------------------------------------------


class Connect(Shape):
    """First frame of a client. `resume_from` is the last cursor it saw."""

    type: Literal["connect"]
    dashboard_type: str = Field(max_length=32)
    client_id: str = Field(min_length=1, max_length=128)
    resume_from: str | None = Field(default=None, max_length=64)


class Subscribe(Shape):
    """Narrow to one incident, or (without an id) widen to all of them."""

    type: Literal["subscribe"]
    incident_id: str | None = Field(default=None, max_length=64)


class TriggerIncident(Shape):
    """Open an incident by hand."""

    type: Literal["trigger_incident"]
    incident_data: NewIncident


class GetBusinessMetrics(Shape):
    """Ask for the business figures."""

    type: Literal["get_business_metrics"]


class GetSystemHealth(Shape):
    """Ask for the system's health."""

    type: Literal["get_system_health"]


class Ping(Shape):
    """Are you there?"""

    type: Literal["ping"]


ClientFrame = Annotated[
    Connect | Subscribe | TriggerIncident | GetBusinessMetrics | GetSystemHealth | Ping, Field(discriminator="type")
]
client_frame: TypeAdapter[ClientFrame] = TypeAdapter(ClientFrame)

# --- from the server -------------------------------------------------------------------------------------------------


class Carried(Shape):
    """Payloads that stand for a timeline event carry the event itself, unless it is too large for a frame: then
    `event` is null and the timeline has it under the frame's `seq`."""

    event: TimelineEvent | None = None


class Snapshot(Shape):
    """Where things stand as the connection opens."""

    incidents: list[IncidentSummary]
    agents: list[AgentUpdate]


class ConnectionEstablished(Shape):
    """The connection is served. `resumed` says whether everything since `resume_from` follows."""

    connection_id: str
    role: str
    resumed: bool
    snapshot: Snapshot


class AgentUpdatePayload(AgentUpdate, Carried):
    """An agent's standing."""


class AgentReasoningPayload(Carried):
    """An intermediate step of an agent."""

    agent_type: AgentName
    step: str
    statement: str
    data: dict[str, Any]


class AgentErrorPayload(Carried):
    """An agent could not finish."""

    agent_type: AgentName
    message: str
    recovery_action: RecoveryAction


class IncidentStatusPayload(Carried):
    """The incident moved. `estimated_completion` is null where no honest estimate exists."""

    incident_id: str
    status: IncidentStatus
    stage: Literal["started", "progress", "completed", "failed"]
    message: str
    estimated_completion: Instant | None = None


class ActionPendingPayload(Action, Carried):
    """A plan waits for a person."""


class Failure(Shape):
    """A frame of the client could not be served. `code` is a problem code."""

    code: str
    message: str


def _is_none(value: object) -> bool:
    return value is None


class ServerFrame(Shape):
    """What every frame has; the three optional fields are left out where they have no meaning.

    `status` stands at the top level of connection_established only.
    """

    v: Literal[1] = 1
    timestamp: Instant
    incident_id: Annotated[str | None, Field(exclude_if=_is_none)] = None
    seq: Annotated[int | None, Field(exclude_if=_is_none)] = None
    cursor: Annotated[str | None, Field(exclude_if=_is_none)] = None


class ConnectionEstablishedFrame(ServerFrame):
    """Greets a client."""

    type: Literal["connection_established"] = "connection_established"
    status: Literal["connected"] = "connected"
    payload: ConnectionEstablished


class AgentUpdateFrame(ServerFrame):
    """See AgentUpdatePayload."""

    type: Literal["agent_update"] = "agent_update"
    payload: AgentUpdatePayload


class AgentReasoningFrame(ServerFrame):
    """See AgentReasoningPayload."""

    type: Literal["agent_reasoning"] = "agent_reasoning"
    payload: AgentReasoningPayload


class AgentErrorFrame(ServerFrame):
    """See AgentErrorPayload."""

    type: Literal["agent_error"] = "agent_error"
    payload: AgentErrorPayload


class IncidentStatusFrame(ServerFrame):
    """See IncidentStatusPayload."""

    type: Literal["incident_status"] = "incident_status"
    payload: IncidentStatusPayload


class ActionPendingFrame(ServerFrame):
    """See ActionPendingPayload."""

    type: Literal["action_pending"] = "action_pending"
    payload: ActionPendingPayload


class BusinessMetricsFrame(ServerFrame):
    """The business figures."""

    type: Literal["business_metrics"] = "business_metrics"
    payload: BusinessMetrics


class SystemHealthFrame(ServerFrame):
    """The system's health."""

    type: Literal["system_health"] = "system_health"
    payload: SystemHealthMetrics


class SystemErrorFrame(ServerFrame):
    """Something of the product's own went wrong."""

    type: Literal["system_error"] = "system_error"
    payload: SystemError


class Pong(ServerFrame):
    """Here."""

    type: Literal["pong"] = "pong"
    payload: dict[str, Any] = {}


class ErrorFrame(ServerFrame):
    """The client's frame was refused."""

    type: Literal["error"] = "error"
    payload: Failure


Frame = Annotated[
    ConnectionEstablishedFrame
    | AgentUpdateFrame
    | AgentReasoningFrame
    | AgentErrorFrame
    | IncidentStatusFrame
    | ActionPendingFrame
    | BusinessMetricsFrame
    | SystemHealthFrame
    | SystemErrorFrame
    | Pong
    | ErrorFrame,
    Field(discriminator="type"),
]
frame: TypeAdapter[Frame] = TypeAdapter(Frame)


class Batch(Shape):
    """Several frames in one message, in order."""

    v: Literal[1] = 1
    type: Literal["batch"] = "batch"
    events: list[Frame]
