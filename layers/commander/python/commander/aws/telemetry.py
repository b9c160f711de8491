"""What CloudWatch, CloudTrail and the services themselves say about a live incident."""

from datetime import datetime
from typing import Any

from commander.aws import metrics
from commander.aws.collecting.collection import collect, look
from commander.contract.actions import Expectation
from commander.contract.readings import Collector
from commander.domain.incident import Incident


class AwsTelemetry:
    """`ports.Telemetry` over the account's own services."""

    def collect(self, incident: Incident, now: datetime) -> dict[str, Any]:
        """See ports.Telemetry."""
        return collect(incident, now)

    def look(self, incident: Incident, collector: Collector, entity: str, now: datetime) -> dict[str, Any]:
        """See ports.Telemetry."""
        return look(incident, collector, entity, now)

    def watch(
        self, expectation: Expectation, since: datetime, until: datetime
    ) -> dict[str, list[tuple[datetime, float]]]:
        """See ports.Telemetry."""
        return metrics.watch(expectation, since, until)
