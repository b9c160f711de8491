"""Robust trends: the Theil-Sen slope with an interval that knows that neighbouring points resemble each other.

The slope is the median of the slopes between all pairs of points (Sen 1968), its interval comes from the order
statistics of these. It assumes that points vary independently; where they do not, a wandering series would seem to
trend, so the interval is widened by the residuals' autocorrelation, as for Mann-Kendall by Hamed and Rao (1998).
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from commander.evidence.changepoints import block_medians
from commander.evidence.series import median

LEAST_POINTS = 6
MOST_POINTS = 60
"""At most so many points are used, so that the number of pairs is bounded."""
_Z = 1.645
"""A 90 percent interval."""


def theil_sen(times: Sequence[float], values: Sequence[float]) -> tuple[float, float, float] | None:
    """Slope per second with its interval; None from too few points, or where numbers overflow."""
    times, values = list(times[-MOST_POINTS:]), list(values[-MOST_POINTS:])
    n = len(values)
    if n < LEAST_POINTS:
        return None
    slopes = sorted(
        (values[later] - values[earlier]) / (times[later] - times[earlier])
        for earlier in range(n)
        for later in range(earlier + 1, n)
        if times[later] > times[earlier]
    )
    if not slopes or not (math.isfinite(slopes[0]) and math.isfinite(slopes[-1])):
        return None
    slope = median(slopes)
    half = _Z * math.sqrt(n * (n - 1) * (2 * n + 5) / 18) / 2  # Kendall's variance without ties
    half *= math.sqrt(_inflation([value - slope * time for time, value in zip(times, values, strict=True)]))
    middle = (len(slopes) - 1) / 2
    low = slopes[max(0, math.floor(middle - half))]
    high = slopes[min(len(slopes) - 1, math.ceil(middle + half))]
    return slope, low, high


def _inflation(residuals: Sequence[float]) -> float:
    """By how much resemblance of neighbours widens the variance: (1 + r) / (1 - r) with r their correlation."""
    level = median(residuals)
    centred = [value - level for value in residuals]
    square = sum(value * value for value in centred)
    if not math.isfinite(square) or square <= 0:
        return 1.0
    r = sum(one * other for one, other in pairwise(centred)) / square
    if r <= 2 / math.sqrt(len(centred)):
        return 1.0
    r = min(r, 0.8)
    return (1 + r) / (1 - r)


def growth(values: Sequence[float]) -> float:
    """How steadily values grow, from -1 to 1: the excess of rising over falling pairs among medians of twelve blocks
    (Kendall's tau). A leak is near 1, a sawtooth near 0."""
    blocks = block_medians(values, max(1, len(values) // 12))
    if len(blocks) < 2:
        return 0.0
    return excess(blocks) / (len(blocks) * (len(blocks) - 1) / 2)


def excess(values: Sequence[float]) -> int:
    """By how many of all pairs of values more rise than fall."""
    found = 0
    seen: list[float] = []
    for earlier, value in enumerate(values):
        place, after = bisect_left(seen, value), bisect_right(seen, value)
        found += place - (earlier - after)
        seen.insert(after, value)
    return found
