"""The alarm's own series is where it is at such times: every night, at the hour of a batch job.

Predicts: a normal time, or the same hour of an earlier day, shows the series as far out as now, and nothing else that
was looked at is worse than usual. Contradicted by: errors, waits or reports of the platform since then.
"""

from collections.abc import Iterator

from commander.evidence import moments
from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.case import Case
from commander.evidence.mechanisms.aws.databases import databases
from commander.evidence.mechanisms.aws.levels import level, repeated
from commander.evidence.sentences import number, short
from commander.evidence.series import median

_LEAST_POINTS = 10
_WITHIN = 0.15
_RECURS = 5.0
"""What recurs is no trouble, however far beyond a threshold it is."""
_FEW = 2
_NEWEST, _LEAST_SAME, _DAY_S = 5, 4, 86400.0


def argue(case: Case) -> Iterator[Argument]:
    """At most one argument: that the alarm's series recurs, or that a single datapoint of it stood out."""
    own = case.own
    if own is None or case.resource is None or not own.series.values or _else(case, own):
        return
    argument = Argument(
        "healthy.threshold_noise", case.resource, "The alarm fired on what its series does at such times."
    )
    beyond = case.watch is not None and case.watch.threshold is not None and case.watch.at_the_end > 1
    if (beyond or own.course is Course.CHANGED) and _as_then(own):
        if own.series.entity in databases(case) and own.course is Course.CHANGED:
            return  # weighed with all that is known of that database
        said = f"{own.series.name} of {short(own.series.entity)} was as far out in the time known to be normal."
        argument.back(case.stated("metric", own.series.entity, said, (own.series.id,)), _RECURS)
        yield argument
        return
    other = _outlier(case, own)
    if other is not None and case.watch is not None and case.watch.threshold is not None:
        count = sum(_beyond(case, value) for value in other.series.values)
        said = (
            f"{other.series.name} ({other.series.statistic}) of {short(other.series.entity)} was beyond "
            f"{number(case.watch.threshold)} in {count} of {len(other.series.values)} datapoints, and not since."
        )
        argument.back(case.stated("metric", other.series.entity, said, (other.series.id,)), 2.0)
        yield argument


def _as_then(own: Behaviour) -> bool:
    if repeated(own) or _as_at_this_hour(own):
        return True
    values = own.series.reference
    if own.course is not Course.STEADY or len(values) < _LEAST_POINTS:
        return False
    newest, ordered = level(own), sorted(values)
    low, high = ordered[len(ordered) // 20], ordered[-1 - len(ordered) // 20]
    far = _WITHIN * max(abs(low), abs(high))
    # It is not enough that such a value occurred once: the level as a whole is the usual one too.
    return low - far <= newest <= high + far and abs(median(own.series.values) - median(values)) <= 2 * far


def _as_at_this_hour(own: Behaviour) -> bool:
    """Whether the normal time shows about the same level at the same hour."""
    series = own.series
    newest = series.times[-_NEWEST:]
    same = [
        value
        for moment, value in zip(series.reference_times, series.reference, strict=False)
        if any(abs((moment - each + _DAY_S / 2) % _DAY_S - _DAY_S / 2) <= series.period for each in newest)
    ]
    if len(same) < _LEAST_SAME or len(newest) < _LEAST_SAME:
        return False
    usual = median(same)
    return abs(level(own) - usual) <= _WITHIN * max(abs(usual), abs(level(own)))


def _else(case: Case, own: Behaviour) -> bool:
    """Whether anything else that has to do with it is worse than usual."""
    others = [one for one in case.behaviours if one is not own and case.concerns(one.series.entity)]
    if any(one.bad and not repeated(one) for one in others):
        return True
    if any(one.error and not one.ended and case.is_new(one) is not False for one in case.patterns):
        return True
    if any(alert.state == "alarm" and alert is not case.alert for alert in case.bundle.alerts):
        return True
    recent = [event for event in case.bundle.events if not case.is_over(moments.parse_maybe(event.t))]
    return any(event.type not in (None, "normal", "info") for event in recent)


def _outlier(case: Case, own: Behaviour) -> Behaviour | None:
    """The same series in another statistic, one or two datapoints of which are what the alarm fired on."""
    watch = case.watch
    if watch is None or watch.threshold is None or watch.crossings:
        return None
    for one in case.behaviours:
        series = one.series
        same = series.name == own.series.name and series.entity == own.series.entity and one is not own
        if not same or one.bad or len(series.values) < _LEAST_POINTS:
            continue
        beyond = [value for value in series.values if _beyond(case, value)]
        if 0 < len(beyond) <= _FEW and not _beyond(case, series.values[-1]):
            return one
    return None


def _beyond(case: Case, value: float) -> bool:
    watch = case.watch
    if watch is None or watch.threshold is None:
        return False
    return value < watch.threshold if watch.below else value > watch.threshold
