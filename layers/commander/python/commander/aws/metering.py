"""The metering records of the AI services in the metrics table, with what was spent and the services' circuits.

`CALLS#<day>` holds a day's records in order of time; `SPENT` of an incident or a day sums them up. A record and its
sums are one transaction, so that they always agree. Records leave the table after 90 days.
"""

import json
from datetime import UTC, date, timedelta
from decimal import Decimal

from commander.aws.table import Item, Table
from commander.contract.problems import LostRace, ServiceUnavailable
from commander.contract.services import ServiceCall, ServiceKey
from commander.contract.values import iso
from commander.domain.circuit import Circuit
from commander.ports.metering import Spent

_KEPT = timedelta(days=90)
_TRIES = 6
"""Two writers of the same sums meet; each of so many meets somebody else only where hundreds write at once."""


class DynamoMetering:
    """`ports.metering.Metering`."""

    def __init__(self, table: str) -> None:
        self._table = Table(table)

    def record(self, call: ServiceCall) -> None:
        """See ports.metering.Metering. Raises ServiceUnavailable where the sums stay contended."""
        pk, sk = _record_key(call)
        attributes: Item = {
            "call": {"S": json.dumps(call.model_dump(mode="json"))},
            "expires_at": {"N": str(int((call.at + _KEPT).timestamp()))},
        }
        changes = [self._table.new(pk, sk, attributes), self._add(f"DAY#{_day(call)}", call)]
        if call.incident_id is not None:
            changes.append(self._add(f"INC#{call.incident_id}", call))
        for _ in range(_TRIES):
            try:
                self._table.write_together(changes)
                return
            except LostRace:
                if self._table.get(pk, sk) is not None:
                    return  # it was counted before
        raise ServiceUnavailable("the sums of the AI services' use stay contended")

    def spent(self, incident_id: str | None, day: date) -> Spent:
        """See ports.metering.Metering."""
        incident = self._sum(f"INC#{incident_id}") if incident_id is not None else Decimal(0)
        return Spent(incident, self._sum(f"DAY#{day.isoformat()}"))

    def calls(self, day: date) -> list[ServiceCall]:
        """A day's records, the oldest first."""
        items = self._table.query(f"CALLS#{day.isoformat()}")
        return [ServiceCall.model_validate_json(item["call"]["S"]) for item in items]

    def circuit(self, service: ServiceKey) -> Circuit:
        """See ports.metering.Metering."""
        item = self._table.get(f"CIRCUIT#{service}", "CIRCUIT")
        if item is None:
            return Circuit()
        return Circuit(
            failures=int(item["failures"]["N"]),
            since=float(item["since"]["N"]),
            open_until=float(item["open_until"]["N"]),
        )

    def keep(self, service: ServiceKey, circuit: Circuit) -> None:
        """See ports.metering.Metering. The last writer wins: a failure not counted delays the opening by one."""
        attributes: Item = {
            "failures": {"N": str(circuit.failures)},
            "since": {"N": repr(circuit.since)},
            "open_until": {"N": repr(circuit.open_until)},
        }
        self._table.put(f"CIRCUIT#{service}", "CIRCUIT", attributes)

    def _sum(self, whose: str) -> Decimal:
        item = self._table.get(whose, "SPENT")
        return Decimal(item["usd"]["N"]) if item is not None else Decimal(0)

    def _add(self, whose: str, call: ServiceCall) -> Item:
        return self._table.added(whose, "SPENT", {"usd": Decimal(str(call.cost_usd)), "calls": Decimal(1)})


def _record_key(call: ServiceCall) -> tuple[str, str]:
    return f"CALLS#{_day(call)}", f"{iso(call.at)}#{call.call_id}"


def _day(call: ServiceCall) -> str:
    return call.at.astimezone(UTC).date().isoformat()
