"""Time series as plain lists of numbers, read once from the bundle, and the robust statistics that all parts share."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from operator import le

from commander.contract.evidence import Metric, Points
from commander.evidence import moments
from commander.evidence.roles import FLOWS, Role, role_within, tokens_of

_LONGEST_PERIOD_S = 7 * 86400.0
_COUNTED = 1e6
"""Whole numbers beyond this are bytes or the like, not things that were counted one by one."""
_LEAST_COUNTER = 12
_FAR_ABOVE = 3.0
"""A count that has gone on for long is larger than so many of its steps."""
_COUNTER_WORDS = frozenset({"total", "count", "counter", "sum", "cumulative"})
_COUNT_UNITS = (None, "Count", "None", "count", "1", "")


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One series. `times` are the starts of its periods, in order; `reference` holds values of a normal time.

    `counter`: the source gave an ever growing count, and `values` are its increase per second.
    """

    id: str
    name: str
    namespace: str | None
    entity: str | None
    statistic: str | None
    unit: str | None
    period: float
    times: list[float]
    values: list[float]
    reference: list[float]
    role: Role
    counter: bool = False
    counts: bool = False
    """Whether the values count things, so that their noise is at least Poisson's."""
    reference_times: list[float] = field(default_factory=list)


def read(metric: Metric, now: float | None) -> Series:
    """The series of a metric, in order of time; points without a valid time are left out.

    A sum whose period is not over at `now` is left out too unless it says that something failed: half a period has half
    of the calls, which is no drop in traffic. A counter is turned into its increase per second.
    """
    times, values = _sorted(metric.points)
    role = role_within(metric.name, metric.namespace, metric.dimensions)
    period = _period(metric.period_s, times)
    if now is not None and len(times) > 1 and metric.statistic in ("Sum", "SampleCount"):
        unfinished = times[-1] + period > now and not (role.bad_direction == 1 and values[-1] > 0)
        if unfinished:
            times, values = times[:-1], values[:-1]
    usual, reference = _sorted(metric.baseline.points or []) if metric.baseline else ([], [])
    unit = metric.unit
    counter = _is_counter(metric, role, values if len(values) >= len(reference) else reference)
    if counter and all(_grows(one) for one in (values, reference)):
        times, values = increase(times, values)
        usual, reference = increase(usual, reference)
        unit = "a second" if unit in _COUNT_UNITS else f"{unit} a second"
    else:
        counter = False
    counts = unit in _COUNT_UNITS and role is not Role.MEMORY and all(0 <= v < _COUNTED and v % 1 == 0 for v in values)
    return Series(
        metric.id,
        metric.name,
        metric.namespace,
        metric.entity,
        metric.statistic,
        unit,
        period,
        times,
        values,
        reference,
        role,
        counter,
        counts,
        usual,
    )


def _is_counter(metric: Metric, role: Role, values: Sequence[float]) -> bool:
    """Whether an amount per time is given as a count since some start: named so, or it does nothing but grow."""
    if role not in FLOWS or len(values) < _LEAST_COUNTER or metric.statistic in ("Average", "SampleCount"):
        return False
    tokens = tokens_of(metric.name)
    if values[-1] == values[0]:  # nothing was counted: only a name tells a count from a level
        return values[0] > 0 and "total" in tokens and all(value == values[0] for value in values)
    if values[0] < 0 or (values[1] < values[0] and values[2] < values[1]):
        return False
    rising = sum(later > earlier for earlier, later in pairwise(values))
    always = rising >= 0.8 * len(values) and len(values) >= 2 * _LEAST_COUNTER
    if metric.statistic == "Sum":
        return _sums_up(values, always)
    return always or not _COUNTER_WORDS.isdisjoint(tokens)


def _sums_up(values: Sequence[float], always: bool) -> bool:
    """Whether sums are those of counters, one of each instance, rather than of a period: they never fall, and begin far
    above what one period adds."""
    steps = [later - earlier for earlier, later in pairwise(values)]
    return min(steps) >= 0 and (always or values[0] > _FAR_ABOVE * max(steps))


def _grows(values: Sequence[float]) -> bool:
    """Whether values never fall but to begin anew near zero, which is rare."""
    resets = 0
    for earlier, later in pairwise(values):
        if later < earlier:
            if later > 0.2 * earlier:
                return False
            resets += 1
    return 10 * resets <= len(values)


def increase(times: Sequence[float], values: Sequence[float]) -> tuple[list[float], list[float]]:
    """A counter's increase per second over each of its steps, by the step's start; after a reset it counts from 0."""
    steps = [
        (start, (later if later < earlier else later - earlier) / (end - start))
        for (start, end), (earlier, later) in zip(pairwise(times), pairwise(values), strict=True)
        if end > start
    ]
    return [start for start, _ in steps], [rate for _, rate in steps]


def _sorted(points: Points) -> tuple[list[float], list[float]]:
    read = _moments(tuple([text for text, _ in points]))
    values = [value for _, value in points]
    if read is not None:
        return read, values
    # Equal moments in order of their values, so that the order of the points does not matter.
    pairs = sorted((moment, value) for text, value in points if (moment := moments.parse(text)) is not None)
    return [moment for moment, _ in pairs], [value for _, value in pairs]


@lru_cache(maxsize=2)
def _moments(texts: tuple[str, ...]) -> list[float] | None:
    """The moments of some texts, one list for all series of the same times; None where one is none, or out of order."""
    read = [moment for text in texts if (moment := moments.parse(text)) is not None]
    return read if len(read) == len(texts) and all(map(le, read, read[1:])) else None


def _period(declared: float | None, times: Sequence[float]) -> float:
    """The declared period in seconds where it is believable, else the usual distance of two points."""
    if declared is not None and 0 < declared <= _LONGEST_PERIOD_S:
        return declared
    steps = [later - earlier for earlier, later in pairwise(times) if later > earlier]
    return min(median(steps), _LONGEST_PERIOD_S) if steps else 60.0


def median(values: Sequence[float]) -> float:
    """The median; halves are added rather than a sum halved, so that huge values do not overflow."""
    return middle(sorted(values))


def middle(ordered: Sequence[float]) -> float:
    """The median of values in order."""
    place = len(ordered) // 2
    return ordered[place] if len(ordered) % 2 else ordered[place - 1] / 2 + ordered[place] / 2


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value below which a share of the values lies; of values in order."""
    return ordered[min(len(ordered) - 1, max(0, round(share * (len(ordered) - 1))))]


def noise(values: Sequence[float], counts: bool) -> float:
    """The size of ordinary variation, as a standard deviation, insensitive to outliers.

    1.4826 x MAD estimates sigma of normal noise (Rousseeuw and Croux 1993). Counts vary at least as Poisson's do
    (square root of the mean, the highest tenth left out), where one of anything is little unless there never was any.
    Other values vary by at least 2 percent of their level.
    """
    return noise_of(sorted(values), counts)


def noise_of(ordered: Sequence[float], counts: bool) -> float:
    """As `noise`, of values in order: the median of the deviations is found by merging both sides, without a sort."""
    level = middle(ordered)
    spread = 1.4826 * _mad(ordered, level)
    if not counts:
        return max(spread, 0.02 * abs(level), 1e-9)
    usual = ordered[: max(1, math.ceil(0.9 * len(ordered)))]
    poisson = math.sqrt(max(0.0, sum(usual) / len(usual)))
    return max(spread, poisson, 0.5 if ordered[0] or ordered[-1] else 0.2)


def _mad(ordered: Sequence[float], level: float) -> float:
    """The median absolute deviation: the width of the narrowest window around the middle that holds half the values."""
    n = len(ordered)
    if n < 32:
        return median([abs(value - level) for value in ordered])
    # The k nearest values to the level are a window [low, low + k) of the ordered ones.
    k = n // 2 + 1
    low, high = 0, n - k
    while low < high:
        place = (low + high) // 2
        if level - ordered[place] > ordered[place + k] - level:
            low = place + 1
        else:
            high = place
    return max(abs(level - ordered[low]), abs(ordered[low + k - 1] - level))
