"""Where the use of the AI services is counted, and what all callers have to know of each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from commander.contract.metrics import TimeRange
from commander.contract.services import ServiceCall, ServiceKey
from commander.domain.circuit import Circuit
from commander.domain.health import Tried
from commander.domain.usage import Use


@dataclass(frozen=True)
class Spent:
    """US dollars so far: for one incident, and on one day for all of them."""

    incident: Decimal
    day: Decimal


class Metering(Protocol):
    """The metering records and what follows from them, shared by all callers."""

    def record(self, call: ServiceCall) -> None:
        """Counts one attempt, exactly once by its `call_id`."""

    def spent(self, incident_id: str | None, day: date) -> Spent:
        """What was spent so far, by the records."""

    def circuit(self, service: ServiceKey) -> Circuit:
        """The service's circuit; a closed one where nobody keeps one."""

    def keep(self, service: ServiceKey, circuit: Circuit) -> None:
        """Keeps the service's circuit for everybody."""


@dataclass(frozen=True)
class Metered:
    """What the records of each service come to; services without any are left out.

    `use` is of the time range asked for, `slots` of the last 24 hours, `circuits` of this moment.
    """

    use: Mapping[ServiceKey, Use]
    slots: Mapping[ServiceKey, Mapping[datetime, Tried]]
    circuits: Mapping[ServiceKey, Circuit]


class MeteredUse(Protocol):
    """What the metering records come to."""

    def metered(self, time_range: TimeRange, now: datetime) -> Metered:
        """Reads sums that were kept with the records: it takes as long for ten records as for ten million."""
