"""The metering records of the AI services in the metrics table, with what was spent and the services' circuits.

`CALLS#<day>` holds a day's records in order of time; `SPENT` sums up an incident's, `aws.sums` those of services, hours
and days. A record and its sums are one transaction, so that they always agree. Records leave the table after 90 days.
"""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import uniform
from time import sleep

from commander.aws.sums import NANOS, Sums, billionths, dollars
from commander.aws.table import Item, Table
from commander.contract.metrics import TimeRange
from commander.contract.problems import LostRace, ServiceUnavailable
from commander.contract.services import ServiceCall, ServiceKey
from commander.contract.values import iso
from commander.domain.circuit import Circuit
from commander.ports.metering import Metered, Spent

_KEPT = timedelta(days=90)
_TRIES = 6
_FIRST_WAIT_S = 0.01
"""Two writers of the same sums meet; after waits of chance, so many times only where hundreds write at once."""
_CIRCUITS = "CIRCUITS"
"""All circuits are one partition, so that one query has them."""


class DynamoMetering:
    """`ports.metering.Metering`."""

    def __init__(self, table: str) -> None:
        self._table = Table(table)
        self._sums = Sums(self._table)

    def record(self, call: ServiceCall) -> None:
        """See ports.metering.Metering. Raises ServiceUnavailable where the sums stay contended."""
        pk, sk = _record_key(call)
        expires_at = int((call.at + _KEPT).timestamp())
        attributes: Item = {
            "call": {"S": json.dumps(call.model_dump(mode="json"))},
            "expires_at": {"N": str(expires_at)},
        }
        changes = [self._table.new(pk, sk, attributes)]
        if call.incident_id is not None:
            cost = billionths(Decimal(str(call.cost_usd)))
            changes.append(self._table.added(f"INC#{call.incident_id}", "SPENT", {NANOS: cost}))
        for number in range(_TRIES):
            try:
                self._table.write_together([*changes, *self._sums.changes(call, expires_at)])
                return
            except LostRace:
                if self._table.get(pk, sk) is not None:
                    return  # it was counted before
                sleep(uniform(0, _FIRST_WAIT_S * 2**number))
        raise ServiceUnavailable("the sums of the AI services' use stay contended")

    def spent(self, incident_id: str | None, day: date) -> Spent:
        """See ports.metering.Metering."""
        item = self._table.get(f"INC#{incident_id}", "SPENT") if incident_id is not None else None
        return Spent(dollars(item) if item is not None else Decimal(0), self._sums.usd_of_day(day))

    def metered(self, time_range: TimeRange, now: datetime) -> Metered:
        """See ports.metering.MeteredUse."""
        use, slots = self._sums.read(time_range, now)
        return Metered(use, slots, {_service(item): _circuit(item) for item in self._table.query(_CIRCUITS)})

    def calls(self, day: date) -> list[ServiceCall]:
        """A day's records, the oldest first."""
        items = self._table.query(f"CALLS#{day.isoformat()}")
        return [ServiceCall.model_validate_json(item["call"]["S"]) for item in items]

    def circuit(self, service: ServiceKey) -> Circuit:
        """See ports.metering.Metering."""
        item = self._table.get(_CIRCUITS, service)
        return Circuit() if item is None else _circuit(item)

    def keep(self, service: ServiceKey, circuit: Circuit) -> None:
        """See ports.metering.Metering. The last writer wins: a failure not counted delays the opening by one."""
        attributes: Item = {
            "failures": {"N": str(circuit.failures)},
            "since": {"N": repr(circuit.since)},
            "open_until": {"N": repr(circuit.open_until)},
        }
        self._table.put(_CIRCUITS, service, attributes)


def _record_key(call: ServiceCall) -> tuple[str, str]:
    return f"CALLS#{call.at.astimezone(UTC).date().isoformat()}", f"{iso(call.at)}#{call.call_id}"


def _service(item: Item) -> ServiceKey:
    service: ServiceKey = item["sk"]["S"]
    return service


def _circuit(item: Item) -> Circuit:
    return Circuit(
        failures=int(item["failures"]["N"]),
        since=float(item["since"]["N"]),
        open_until=float(item["open_until"]["N"]),
    )
