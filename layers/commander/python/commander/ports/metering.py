"""Where the use of the AI services is counted, and what all callers have to know of each other."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from commander.contract.services import ServiceCall, ServiceKey
from commander.domain.circuit import Circuit


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
