"""Where the level of a series changes: robust to outliers, with few points as with many.

The split is sought on ranks (a Mann-Whitney statistic for every split, as in Pettitt 1979), so that an outlier weighs
no more than any other point, and accepted on size: the medians must differ by several times the ordinary variation.
"""

import math
from collections.abc import Sequence
from itertools import accumulate, pairwise

from commander.evidence.series import median, noise

_LEAST_EFFECT = 4.0
"""Medians must differ by so many standard deviations of the noise."""
_LEAST_Z = 2.0
_LEAST_SIZE = 2
_DEEPEST = 5


def segments(values: Sequence[float], counts: bool) -> list[tuple[int, int]]:
    """The series cut into stretches of one level each: [start, end) index pairs that cover it, in order."""
    if not values:
        return []
    cuts = sorted({0, len(values), *_cuts(values, 0, counts, _DEEPEST)})
    return list(pairwise(cuts))


def _cuts(values: Sequence[float], offset: int, counts: bool, depth: int) -> list[int]:
    if len(values) < 2 * _LEAST_SIZE or depth == 0 or min(values) == max(values):
        return []
    place = _split(values)
    if place is None or not _differs(values[:place], values[place:], counts):
        places = _episodes(values, counts)
    else:
        places = [place]
    edges = sorted({0, *places, len(values)})
    inner = [
        cut
        for start, end in pairwise(edges)
        if places
        for cut in _cuts(values[start:end], offset + start, counts, depth - 1)
    ]
    return [*(offset + cut for cut in places), *inner]


def _split(values: Sequence[float]) -> int | None:
    """The split with the largest Mann-Whitney z (ties corrected), or None where no split stands out."""
    n = len(values)
    ranks, ties = _centred_ranks(values)
    spread = math.sqrt((n + 1) / 12 * (1 - ties / (n**3 - n)))  # x sqrt(k (n - k)): sigma of the rank sum
    if spread <= 0:
        return None
    best, best_z = None, _LEAST_Z
    for k, total in enumerate(accumulate(ranks), start=1):
        if k < _LEAST_SIZE or n - k < _LEAST_SIZE:
            continue
        z = abs(total) / (spread * math.sqrt(k * (n - k)))
        if z > best_z + 1e-12:
            best, best_z = k, z
    return best


def _centred_ranks(values: Sequence[float]) -> tuple[list[float], int]:
    """Ranks minus their mean, ties shared, and the tie term sum(t^3 - t)."""
    n = len(values)
    order = sorted(range(n), key=values.__getitem__)
    ranks, ties, start = [0.0] * n, 0, 0
    while start < n:
        end = start
        while end < n and values[order[end]] == values[order[start]]:
            end += 1
        shared = (start + end - n) / 2
        for place in order[start:end]:
            ranks[place] = shared
        ties += (end - start) ** 3 - (end - start)
        start = end
    return ranks, ties


def _differs(left: Sequence[float], right: Sequence[float], counts: bool) -> bool:
    before, after = median(left), median(right)
    quieter = left if before <= after else right
    residuals = [value - before for value in left] + [value - after for value in right]
    # The quieter side sets the floor; both sides together say how much single points vary around their level.
    usual = max(noise(quieter, counts), 1.4826 * median([abs(value) for value in residuals]))
    return abs(after - before) > _LEAST_EFFECT * usual


def _episodes(values: Sequence[float], counts: bool) -> list[int]:
    """The edges of runs of two or more points far from the usual level: a fault that came and went has no one split."""
    level, far = median(values), _LEAST_EFFECT * noise(values, counts)
    edges: list[int] = []
    start = 0
    signs = [(value - level > far) - (level - value > far) for value in values]
    for place in range(1, len(values) + 1):
        if place < len(values) and signs[place] == signs[start]:
            continue
        if signs[start] and place - start >= _LEAST_SIZE:
            edges += [start, place]
        start = place
    return edges
