"""Where a series stands now against where it usually stands: rose, fell, or as at the same time before."""

import math
from dataclasses import dataclass

from commander.evidence import moments
from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.moments import spell
from commander.evidence.sentences import amount, short
from commander.evidence.series import Series, median
from commander.evidence.trends import excess

_RECENT = 5
_DAY_S, _WEEK_S = 86400.0, 7 * 86400.0
_AS_HIGH = 0.85
"""A level that a normal time reached to this share is nothing new."""
_LATE_PERIODS = 3
_LEAST_DRIFT, _MOST_PAIRED, _CONCORDANT = 8, 40, 0.75


def level(one: Behaviour) -> float:
    """Where the series stands at its end: the median of its newest points."""
    return median(one.series.values[-_RECENT:]) if one.series.values else 0.0


@dataclass(frozen=True, slots=True)
class Drift:
    """A steady way from one value to another: a volume that fills has no one moment of change."""

    first: float
    last: float
    start: float
    end: float


def drift(one: Behaviour) -> Drift | None:
    """The way of a series that goes steadily one way, where it has no single change; None for all others."""
    if "drift" not in one.known:
        one.known["drift"] = _drift(one)
    found: Drift | None = one.known["drift"]
    return found


def _drift(one: Behaviour) -> Drift | None:
    values, times = one.series.values, one.series.times
    if one.course is not Course.STEADY or len(values) < _LEAST_DRIFT:
        return None
    tail = max(2, len(values) // 10)
    first, last = median(values[:tail]), median(values[-tail:])
    step = max(1, len(values) // _MOST_PAIRED)
    some = values[::step]
    if first == last or abs(excess(some)) < _CONCORDANT * (len(some) * (len(some) - 1) // 2):
        return None
    # The way begins where the values leave the level at which they began.
    far = 0.1 * (last - first)
    start = next((place for place, value in enumerate(values) if (value - first - far) * far > 0), 0)
    return Drift(first, last, times[start], times[-1])


def fact_of(case: Case, one: Behaviour) -> Fact:
    """What a series did, as a fact; the steady way where it went one."""
    way = drift(one)
    if way is None:
        return case.fact(one)
    unit, did = one.series.unit, "rose" if way.last > way.first else "fell"
    said = (
        f"{one.series.name} of {short(one.series.entity)} {did} steadily from {amount(way.first, unit)} "
        f"to {amount(way.last, unit)}, away from its level since {spell(way.start)}."
    )
    return case.ledger.state("metric", one.series.entity, said, (one.series.id,), start=way.start, value=way.last)


def in_trouble(one: Behaviour) -> float:
    """Its level while it was away from its usual one: that at its end where it never left."""
    if one.course is not Course.CHANGED:
        return level(one)
    return max(one.after, level(one)) if one.direction > 0 else min(one.after, level(one))


def in_percent(one: Behaviour, value: float) -> float:
    """A value of the series in percent, whether it is written as a share or as percent."""
    series = one.series
    if series.unit in ("Percent", "%") or "percent" in series.name.lower() or max(series.values, default=0.0) > 1.5:
        return value
    return 100.0 * value


def in_seconds(one: Behaviour, value: float) -> float:
    """A value of the series in seconds."""
    unit = (one.series.unit or "").lower()
    if unit.startswith("milli") or unit == "ms" or one.series.name.lower().endswith(("_ms", "_millis")):
        return value / 1e3
    return value / 1e6 if unit.startswith("micro") else value


def rose(one: Behaviour | None, factor: float, least: float = 0.0) -> bool:
    """Whether it stands at least `factor` times and `least` above its usual level, and not as at other times."""
    if one is None or repeated(one):
        return False
    before, after = _change(one)
    return after > before and after >= factor * before and after - before >= least


def fell(one: Behaviour | None, factor: float) -> bool:
    """Whether it stands at no more than `factor` of its usual level."""
    if one is None or repeated(one):
        return False
    before, after = _change(one)
    return after < before and after <= factor * before


def _change(one: Behaviour) -> tuple[float, float]:
    """The levels before and after the change or the steady way; the same twice where there is none."""
    if one.course is Course.CHANGED:
        return one.before, in_trouble(one)
    way = drift(one)
    return (one.before, one.before) if way is None else (way.first, way.last)


def repeated(one: Behaviour) -> bool:
    """Whether the normal time, or the same hour a day or a week before, was as far out as now."""
    way = drift(one)
    if way is None and (one.course is not Course.CHANGED or not one.direction):
        return False
    before, after = _change(one)
    values = one.series.reference
    if len(values) >= _RECENT and reaches(values, before, after):
        return True
    start = one.onset if way is None else way.start
    return start is not None and any(reaches(values, before, after) for values in earlier(one, start))


def earlier(one: Behaviour, start: float) -> list[list[float]]:
    """The values of the same span of time a day and a week before, where the series goes back so far."""
    found = [_before(one.series, start, back) for back in (_DAY_S, _WEEK_S)]
    return [values for values in found if len(values) >= 2]


def _before(series: Series, start: float, back: float) -> list[float]:
    """The values of the same span of time so long before."""
    end = series.times[-1]
    return [
        value
        for moment, value in zip(series.times, series.values, strict=True)
        if start - series.period <= moment + back <= end + series.period and moment < start
    ]


def reaches(values: list[float], before: float, after: float, share: float = _AS_HIGH) -> bool:
    """Whether values went so far of the way from one level to another, for longer than a moment."""
    if len(values) < 2:
        return False
    ordered = sorted(values, reverse=after > before)
    extreme = ordered[min(len(ordered) - 1, math.ceil(0.05 * len(ordered)))]
    return (extreme - before) / (after - before) >= share if after != before else False


def late(case: Case, one: Behaviour) -> bool:
    """Whether it changed only well after the trouble had been seen: an effect, or something else.

    Not by an onset that rests on a latency which is hardly higher than before, and never what changed before the alarm.
    """
    onset = case.onset
    way = drift(one)
    began = one.onset if way is None else way.start
    if onset is None or not onset.observed or began is None or began <= onset.end + _LATE_PERIODS * one.series.period:
        return False
    told = moments.parse_maybe(case.bundle.incident.started_at)
    if told is not None and began <= told:
        return False
    first = next((other for other in case.behaviours if other.series.id in onset.refs), None)
    return first is None or first is case.own or not first.slight


def quiet(one: Behaviour) -> bool:
    """Whether it was looked at and is where it usually is."""
    return bool(one.series.values) and ((one.course is not Course.CHANGED and drift(one) is None) or repeated(one))
