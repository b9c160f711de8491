"""Figures: of the business, of the AWS services, of the system itself."""

from typing import Literal, get_args

from pydantic import Field

from commander.contract.services import Health, Provenance, ServiceKey
from commander.contract.values import ConnectionStatus, Instant, RecoveryAction, Severity, Shape

TimeRange = Literal["24h", "7d", "30d"]
"""What figures are of. Hours and days are those of the clock in UTC, the present one included."""

TIME_RANGES: tuple[TimeRange, ...] = get_args(TimeRange)


class MttrReduction(Shape):
    """Mean time to repair with and without the product; null where no baseline was configured."""

    traditional: float | None
    autonomous: float | None
    improvement_percentage: float | None


class CostSavings(Shape):
    """Money, only from the operator's own figures; null without them."""

    amount: float | None
    percentage: float | None
    from_prevention: float | None
    from_faster_resolution: float | None


class BusinessMetrics(Shape):
    """What the product did for the business, computed from stored events."""

    mttr_reduction: MttrReduction
    cost_savings: CostSavings
    incidents_prevented_today: int | None
    uptime_percentage: float | None
    total_incidents_processed: int
    avg_resolution_time_seconds: float | None
    confidence_interval: tuple[float, float] | None
    efficiency_score: float | None
    success_rate: float | None
    trend: str | None
    sample_size: int
    data_quality: str
    data_source: Literal["real_system_metrics"]
    last_updated: Instant


class AWSServiceMetrics(Shape):
    """How one AI service was used, computed from the metering records of its calls. Every attempt counts as a request;
    without one there is nothing to average."""

    service_name: ServiceKey
    requests_count: int
    avg_latency_ms: float | None
    total_cost_usd: float | None
    success_rate: float | None
    last_request: Instant | None
    p95_latency_ms: float | None = Field(
        default=None, description="exact for one incident; within 5 % where it is told from sums over a time range"
    )
    input_tokens: int = 0
    output_tokens: int = 0
    provenance: list[Provenance] = Field(default=[], description="who answered: AWS itself, a local stand-in, or both")
    health: Health = "unknown"


class SystemHealthMetrics(Shape):
    """How the product itself is doing."""

    connection_status: ConnectionStatus
    active_incidents: int
    agents_online: int | None
    total_agents: int
    avg_response_time_ms: float | None
    error_rate: float | None
    uptime_percentage: float | None
    aws_services_healthy: int | None
    total_aws_services: int
    last_health_check: Instant


class Liveness(Shape):
    """The API answers. Says nothing of what is behind it."""

    status: Literal["ok"]
    environment: str
    version: str
    checked_at: Instant


class SystemError(Shape):
    """Something of the product's own went wrong, and what is being done about it."""

    error_id: str
    severity: Severity
    component: Literal["websocket", "agent", "aws_service", "database"]
    message: str
    details: str | None
    timestamp: Instant
    incident_id: str | None
    recovery_action: RecoveryAction
