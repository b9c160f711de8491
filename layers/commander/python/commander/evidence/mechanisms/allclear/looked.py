"""Until when was looked: what was seen only before the trouble was reported says nothing about it."""

from commander.evidence import moments
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case

_PERIODS, _LATE_S = 2.0, 60.0
"""A series may be published so many periods, and so much, after the time it is about."""


def reported(case: Case) -> float | None:
    """When the trouble was reported: the alarm's moment, or the incident's; None where neither is told."""
    told = moments.parse_maybe(case.bundle.incident.started_at)
    if told is None and case.alert is not None and case.alert.state in ("alarm", "warning"):
        told = moments.parse_maybe(case.alert.t)
    return told


def reaches(case: Case, one: Behaviour) -> bool:
    """Whether a series was seen until the trouble was reported, so that it can say anything about it."""
    told = reported(case)
    if told is None:
        return True
    return bool(one.series.times) and one.series.times[-1] + _PERIODS * one.series.period + _LATE_S >= told
