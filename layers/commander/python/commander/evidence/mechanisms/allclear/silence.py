"""Alarms that take silence for trouble: whether their series is as silent as at other times."""

import re
from itertools import pairwise

from commander.evidence.behaviour import Course
from commander.evidence.case import Case
from commander.evidence.mechanisms.allclear.looked import reaches
from commander.evidence.roles import SYMPTOMS, Role

_NO_DATA = re.compile(
    r"no data(?:points?)?\b|missing data|insufficient data|unchecked: 1 missing|absent|no longer report"
)
_SPARSE, _LONGER = 0.5, 4.0
"""Of a sparse series at most so much of the datapoints is there; it is silent for at most so many of its silences."""


def unheard(case: Case) -> bool:
    """Whether the alarm complains of missing datapoints."""
    alert = case.alert
    return alert is not None and (
        alert.state == "insufficient_data" or _NO_DATA.search((alert.reason or "").lower()) is not None
    )


def usually_silent(case: Case) -> bool:
    """Whether the series of such an alarm is one of rare events, about which the thing's other series go on."""
    own = case.own
    if own is None or not unheard(case) or own.series.role in (Role.DEMAND, Role.SUCCESS):
        return False
    times, period = own.series.times, own.series.period
    if len(times) < 3 or period <= 0:
        return False
    whole = (times[-1] - times[0]) / period + 1
    longest = max(later - earlier for earlier, later in pairwise(times))
    if len(times) > _SPARSE * whole or (case.now is not None and case.now - times[-1] > _LONGER * longest):
        return False
    others = [one for one in case.of_any(own.series.entity) if one is not own and one.series.values]
    spoken = {one.series.role for one in others if reaches(case, one) and one.course is not Course.CHANGED}
    return Role.DEMAND in spoken and not spoken.isdisjoint(SYMPTOMS) and all(reaches(case, one) for one in others)
