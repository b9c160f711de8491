"""Counts of how often instances were started again: no failing requests, and, once over, no fault.

A rolling restart and a replaced host show as a few steps that end; a crash loop goes on stepping.
"""

from itertools import pairwise

from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.roles import SYMPTOMS, Role, tokens_of

_WORDS = frozenset({"restart", "restarts", "restarted"})
_QUIET_PERIODS, _QUIET_S = 5, 120.0
"""Steps are over when none followed for so many periods and so long."""
_MOST = 12.0


def counts_restarts(one: Behaviour) -> bool:
    """Whether the series counts restarts since some beginning, rather than requests that fail."""
    return one.series.role is Role.FAILURES and not _WORDS.isdisjoint(tokens_of(one.series.name))


def is_over(case: Case, one: Behaviour) -> bool:
    """Whether the restarts ended, were few, and left nothing of the same workload worse."""
    values, series = one.series.values, one.series
    if not counts_restarts(one) or len(values) < 2:
        return False
    if any(later < earlier for earlier, later in pairwise(values)):
        return False
    held = next((at for at, value in enumerate(reversed(values)) if value != values[-1]), len(values))
    since = series.times[-1] - series.times[len(values) - held] + series.period
    usual = max(values[0], max(series.reference, default=values[0]))
    if held < _QUIET_PERIODS or since < _QUIET_S or values[-1] - min(values[0], usual) > _MOST:
        return False
    return not any(other.bad and not counts_restarts(other) for other in case.of(series.entity, *SYMPTOMS))
