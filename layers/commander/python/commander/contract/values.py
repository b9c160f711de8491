"""Words and values that every other shape uses."""

from collections.abc import Sized
from datetime import UTC, datetime
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, PlainSerializer, StringConstraints


def _to_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def iso(moment: datetime) -> str:
    """The one spelling of a moment on every wire: UTC, milliseconds, `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


Instant = Annotated[AwareDatetime, AfterValidator(_to_utc), PlainSerializer(iso, return_type=str, when_used="json")]
"""A moment. Any zone comes in, UTC goes out."""

Entity = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*/.+$", max_length=512)]
"""A thing, written kind/name: `lambda/pricing`, `rds/orders-db`."""

Severity = Literal["low", "medium", "high", "critical"]
IncidentStatus = Literal["processing", "resolved", "escalated", "failed"]
ResolutionCode = Literal["fixed", "self_recovered", "no_fault", "merged"]
AgentName = Literal["detection", "diagnosis", "prediction", "resolution", "communication"]
AgentStatus = Literal["idle", "processing", "complete", "error"]
Role = Literal["viewer", "responder", "admin"]
RecoveryAction = Literal[
    "automatic_reconnection", "fallback_to_backup_agent", "fallback_service", "manual_intervention"
]
ConnectionStatus = Literal["connected", "disconnected", "connecting", "error"]

AGENTS: tuple[AgentName, ...] = get_args(AgentName)
"""The five agents in the order in which they work."""
ROLES: tuple[Role, ...] = get_args(Role)
"""The roles from the least to the most allowed; each may do what those before it may."""


def is_empty(value: Sized) -> bool:
    """For `exclude_if` of a field that came later: left out where empty, what was hashed before it keeps its hash."""
    return len(value) == 0


class Shape(BaseModel):
    """What every shape shares: frozen, and a field nobody knows is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)
