"""How each AI service was used and how it does: the answer to GET /metrics/aws-services."""

from collections.abc import Mapping
from datetime import datetime

from commander.contract.metrics import AWSServiceMetrics, TimeRange
from commander.contract.services import SERVICES, Configuration, ServiceKey
from commander.domain.circuit import Circuit
from commander.domain.health import health, lately
from commander.domain.usage import Use, figures
from commander.ports.metering import MeteredUse


def standing(
    time_range: TimeRange, configured: Mapping[ServiceKey, Configuration], books: MeteredUse, now: datetime
) -> list[AWSServiceMetrics]:
    """One row for each service, called or not. Raises what the books raise."""
    metered = books.metered(time_range, now)
    return [
        figures(
            service,
            metered.use.get(service, Use()),
            health(
                configured.get(service, "not_configured"),
                metered.circuits.get(service, Circuit()),
                lately(metered.slots.get(service, {}), now),
                now,
            ),
        )
        for service in SERVICES
    ]
