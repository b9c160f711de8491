"""How an AI service does, for a screen: by its configuration, its circuit and how its latest calls ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from commander.contract.services import Configuration, Health
from commander.domain.circuit import Circuit

SLOT_MINUTES = 5
SLOT = timedelta(minutes=SLOT_MINUTES)
"""Calls are counted by slots of the clock."""
_WINDOW = 3
"""Health is told by the present slot and those before it, so many together: the last ten to fifteen minutes."""


@dataclass(frozen=True)
class Tried:
    """So many calls, of which so many failed."""

    calls: int
    failures: int


def slot_of(moment: datetime) -> datetime:
    """When the slot of a moment began."""
    utc = moment.astimezone(UTC)
    return utc - timedelta(minutes=utc.minute % SLOT_MINUTES, seconds=utc.second, microseconds=utc.microsecond)


def lately(slots: Mapping[datetime, Tried], now: datetime) -> Tried | None:
    """The calls of the window; where it has none, those of the latest slot that has. None for no slots at all."""
    if not slots:
        return None
    since = min(slot_of(now) - (_WINDOW - 1) * SLOT, max(slots))
    latest = [tried for slot, tried in slots.items() if slot >= since]
    return Tried(sum(one.calls for one in latest), sum(one.failures for one in latest))


def health(configuration: Configuration, circuit: Circuit, latest: Tried | None, now: datetime) -> Health:
    """The service's health. A service that is not used is said to be so, whatever it did before."""
    if configuration != "configured":
        return configuration
    if not circuit.lets_through(now.timestamp()):
        return "unavailable"
    if latest is None:
        return "unknown"
    return "degraded" if latest.failures else "healthy"
