"""What CloudWatch, CloudTrail and the services themselves say about a live incident."""

from datetime import datetime
from typing import Any

from commander.aws import metrics
from commander.aws.collecting.collection import collect
from commander.contract.actions import Expectation
from commander.domain.incident import Incident


class AwsTelemetry:
    """`ports.Telemetry` over the account's own services."""

    def collect(self, incident: Incident, now: datetime) -> dict[str, Any]:
        """See ports.Telemetry."""
        return collect(incident, now)

    def watch(
        self, expectation: Expectation, since: datetime, until: datetime
    ) -> dict[str, list[tuple[datetime, float]]]:
        """See ports.Telemetry."""
        return metrics.watch(expectation, since, until)
