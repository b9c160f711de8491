"""What RDS, ECS and their kin report in their own words, and when."""

import re
from collections.abc import Iterable
from functools import cache

from commander.contract.evidence import PlatformEvent
from commander.evidence import moments
from commander.evidence.case import Case


@cache
def wording(text: str) -> re.Pattern[str]:
    """A wording to search for, whatever its case."""
    return re.compile(text, re.IGNORECASE)


def moment_of(event: PlatformEvent) -> float | None:
    """When the event was reported last."""
    return moments.parse_maybe(event.t) or moments.parse_maybe(event.first_t)


def saying(events: Iterable[PlatformEvent], text: str) -> list[PlatformEvent]:
    """Those events whose reason or message has the wording, in order of time."""
    return [event for event in events if wording(text).search(f"{event.reason} {event.message}")]


def lately(case: Case, events: Iterable[PlatformEvent]) -> list[PlatformEvent]:
    """Those events that are not over."""
    return [event for event in events if not case.is_over(moment_of(event))]
