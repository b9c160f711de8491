"""The sums of the AI services' calls as items of the metrics table: one for each service and hour, one for each
service and day.

`USE#<day>` holds the hours of a day (`<hour>#<service>`), `USE#<month>` the days of a month (`<day>#<service>`). An
hour's item also counts calls and failures by five-minute slots, by which health is told. Money is counted in
billionths of a dollar, to which costs are kept: whole numbers, which everybody who adds or prints them writes alike.
Items leave the table with the records that they sum up.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from commander.aws.table import Item, Table
from commander.contract.metrics import TimeRange
from commander.contract.services import Provenance, ServiceCall, ServiceKey
from commander.contract.values import iso
from commander.domain.health import SLOT, SLOT_MINUTES, Tried
from commander.domain.usage import Use, use_of

_DAYS: dict[TimeRange, int] = {"7d": 7, "30d": 30}
_HOURS = 24
_ANSWERED: dict[Provenance, str] = {"aws": "by_aws", "local stand-in": "by_standin"}
_LAST = "last_at"
NANOS = "usd_nanos"
"""The attribute that money is counted in, in billionths of a dollar."""


class Sums:
    """Writes and reads the sums. What is read is bounded by services and time, never by how many calls there were."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def changes(self, call: ServiceCall, expires_at: int) -> list[Item]:
        """What a call adds to its hour and its day, and that it was the latest where it may be.

        The changes have to be made anew for another try: somebody may have written a later call meanwhile.
        """
        utc = call.at.astimezone(UTC)
        amounts = _amounts(use_of(call))
        slot = utc.minute // SLOT_MINUTES
        tried = {f"n{slot}": Decimal(1), f"f{slot}": Decimal(call.outcome != "succeeded")}
        return [
            self._change(_hours(utc.date()), f"{utc:%H}#{call.service}", amounts | tried, call, expires_at),
            self._change(_month(utc.date()), f"{utc:%d}#{call.service}", amounts, call, expires_at),
        ]

    def _change(self, pk: str, sk: str, amounts: dict[str, Decimal], call: ServiceCall, expires_at: int) -> Item:
        there = self._table.get(pk, sk)
        latest: Item = {_LAST: {"S": iso(call.at)}}
        grown = latest if there is None or there[_LAST]["S"] < latest[_LAST]["S"] else None
        return self._table.added(pk, sk, amounts, {"expires_at": {"N": str(expires_at)}}, grown)

    def usd_of_day(self, day: date) -> Decimal:
        """US dollars of all services on a day."""
        items = self._table.query(_month(day), f"{day:%d}#", f"{day:%d}#~")
        return sum((_read(item).usd for item in items), Decimal(0))

    def read(
        self, time_range: TimeRange, now: datetime
    ) -> tuple[dict[ServiceKey, Use], dict[ServiceKey, dict[datetime, Tried]]]:
        """Each service's use over the time range that ends now, and its calls of the last 24 hours by slots."""
        hours = list(self._hours_until(now))
        items = self._days(now, _DAYS[time_range]) if time_range in _DAYS else [item for _, item in hours]
        use: dict[ServiceKey, Use] = {}
        for item in items:
            use[_service(item)] = use.get(_service(item), Use()) + _read(item)
        slots: dict[ServiceKey, dict[datetime, Tried]] = {}
        for hour, item in hours:
            slots.setdefault(_service(item), {}).update(_slots(hour, item))
        return use, slots

    def _hours_until(self, now: datetime) -> Iterator[tuple[datetime, Item]]:
        """The items of the present hour and the 23 before it, each with its hour's beginning."""
        last = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        first = last - timedelta(hours=_HOURS - 1)
        for day in sorted({first.date(), last.date()}):
            low = f"{first:%H}#" if day == first.date() else "00#"
            high = f"{last:%H}#~" if day == last.date() else "23#~"
            midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
            for item in self._table.query(_hours(day), low, high):
                yield midnight + timedelta(hours=int(item["sk"]["S"][:2])), item

    def _days(self, now: datetime, count: int) -> list[Item]:
        """The items of the present day and of those before it, so many together."""
        last = now.astimezone(UTC).date()
        days = [last - timedelta(days=before) for before in range(count)]
        found: list[Item] = []
        for month in sorted({_month(day) for day in days}):
            within = [day for day in days if _month(day) == month]
            found += self._table.query(month, f"{min(within):%d}#", f"{max(within):%d}#~")
        return found


def _slots(hour: datetime, item: Item) -> dict[datetime, Tried]:
    return {
        hour + place * SLOT: Tried(_number(item, f"n{place}"), _number(item, f"f{place}"))
        for place in range(60 // SLOT_MINUTES)
        if f"n{place}" in item
    }


def billionths(usd: Decimal) -> Decimal:
    """US dollars in billionths."""
    return usd.scaleb(9)


def dollars(item: Item) -> Decimal:
    """The US dollars that an item has counted."""
    return Decimal(item[NANOS]["N"]).scaleb(-9)


def _hours(day: date) -> str:
    return f"USE#{day.isoformat()}"


def _month(day: date) -> str:
    return f"USE#{day:%Y-%m}"


def _service(item: Item) -> ServiceKey:
    service: ServiceKey = item["sk"]["S"].split("#")[1]
    return service


def _amounts(use: Use) -> dict[str, Decimal]:
    found = {
        "calls": Decimal(use.calls),
        "succeeded": Decimal(use.succeeded),
        "latency_ms": use.latency_ms,
        "input_tokens": Decimal(use.input_tokens),
        "output_tokens": Decimal(use.output_tokens),
        NANOS: billionths(use.usd),
    }
    found |= {_ANSWERED[who]: Decimal(count) for who, count in use.answered.items()}
    return found | {f"b{number}": Decimal(count) for number, count in use.latencies.items()}


def _read(item: Item) -> Use:
    return Use(
        calls=_number(item, "calls"),
        succeeded=_number(item, "succeeded"),
        latency_ms=Decimal(item["latency_ms"]["N"]),
        input_tokens=_number(item, "input_tokens"),
        output_tokens=_number(item, "output_tokens"),
        usd=dollars(item),
        answered={who: _number(item, name) for who, name in _ANSWERED.items() if name in item},
        latencies={int(name[1:]): _number(item, name) for name in item if name[0] == "b" and name[1:].isdigit()},
        last=datetime.fromisoformat(item[_LAST]["S"]),
    )


def _number(item: Item, name: str) -> int:
    return int(item[name]["N"])
