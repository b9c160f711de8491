"""Time series as plain lists of numbers, read once from the bundle."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from commander.contract.evidence import Metric, Points
from commander.evidence import moments
from commander.evidence.roles import Role, role_of

_LONGEST_PERIOD_S = 7 * 86400.0


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One series. `times` are the starts of its periods, in order; `reference` holds values of a normal time."""

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

    @property
    def counts(self) -> bool:
        """Whether the values count things, so that their noise is at least Poisson's."""
        return self.unit in (None, "Count", "None") and all(v >= 0 and v.is_integer() for v in self.values)


def read(metric: Metric, now: float | None) -> Series:
    """The series of a metric, in order of time; points without a valid time are left out.

    A sum whose period is not over at `now` is left out too unless it says that something failed: half a period has half
    of the calls, which is no drop in traffic.
    """
    times, values = _sorted(metric.points)
    role = role_of(metric.name, metric.namespace)
    period = _period(metric.period_s, times)
    if now is not None and len(times) > 1 and metric.statistic in ("Sum", "SampleCount"):
        unfinished = times[-1] + period > now and not (role.bad_direction == 1 and values[-1] > 0)
        if unfinished:
            times, values = times[:-1], values[:-1]
    reference = _sorted(metric.baseline.points or [])[1] if metric.baseline else []
    return Series(
        metric.id,
        metric.name,
        metric.namespace,
        metric.entity,
        metric.statistic,
        metric.unit,
        period,
        times,
        values,
        reference,
        role,
    )


def _sorted(points: Points) -> tuple[list[float], list[float]]:
    pairs = [(moment, value) for text, value in points if (moment := moments.parse(text)) is not None]
    if any(pairs[place][0] > pairs[place + 1][0] for place in range(len(pairs) - 1)):
        pairs.sort()
    return [moment for moment, _ in pairs], [value for _, value in pairs]


def _period(declared: float | None, times: Sequence[float]) -> float:
    """The declared period in seconds where it is believable, else the usual distance of two points."""
    if declared is not None and 0 < declared <= _LONGEST_PERIOD_S:
        return declared
    steps = [later - earlier for earlier, later in pairwise(times) if later > earlier]
    return min(median(steps), _LONGEST_PERIOD_S) if steps else 60.0


def median(values: Sequence[float]) -> float:
    """The median; halves are added rather than a sum halved, so that huge values do not overflow."""
    return _middle(sorted(values))


def _middle(ordered: Sequence[float]) -> float:
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else ordered[middle - 1] / 2 + ordered[middle] / 2


def noise(values: Sequence[float], counts: bool) -> float:
    """The size of ordinary variation, as a standard deviation, insensitive to outliers.

    1.4826 x MAD estimates sigma of normal noise (Rousseeuw and Croux 1993). Counts vary at least as Poisson's do
    (square root of the mean, the highest tenth left out), where one of anything is little unless there never was any.
    Other values vary by at least 2 percent of their level.
    """
    ordered = sorted(values)
    level = _middle(ordered)
    spread = 1.4826 * median([abs(value - level) for value in ordered])
    if not counts:
        return max(spread, 0.02 * abs(level), 1e-9)
    usual = ordered[: max(1, math.ceil(0.9 * len(ordered)))]
    return max(spread, math.sqrt(max(0.0, sum(usual) / len(usual))), 0.5 if any(values) else 0.2)
