"""Where the level of a series changes: robust to outliers, with few points as with many.

Most series are quiet, which medians of a few blocks show cheaply; only the others are searched. The split is sought on
ranks (a Mann-Whitney statistic for every split, as in Pettitt 1979), so that an outlier weighs no more than any other
point, and accepted on size: the medians must differ by several times the ordinary variation. Long series are searched
on medians of blocks first and then, where these split, point by point.
"""

import math
from collections.abc import Sequence
from itertools import accumulate, pairwise

from commander.evidence.series import median, middle, noise_of

LEAST_EFFECT = 4.0
"""Medians must differ by so many standard deviations of the noise."""
_LEAST_Z = 2.0
_LEAST_SIZE = 2
_DEEPEST = 5
_STILL = 0.05
"""A point that went at most this share of the way is not part of a change."""
_BLOCKS = 12
_SCREENED = 48
"""Series of at least so many points are screened before they are searched."""
_QUIET = 2.0
"""Block medians within so many standard deviations of single points cannot hide a change of `LEAST_EFFECT`."""
_LONG = 400
_COARSE = 150


def segments(values: Sequence[float], counts: bool, ordered: Sequence[float] = ()) -> list[tuple[int, int]]:
    """The series cut into stretches of one level each: [start, end) index pairs that cover it, in order. `ordered`: the
    values in order of size, where they are at hand."""
    if not values:
        return []
    ordered = ordered or sorted(values)
    if _quiet(values, ordered, counts):
        return [(0, len(values))]
    cuts = sorted({0, len(values), *_cuts(values, ordered, 0, counts, _DEEPEST)})
    return list(pairwise(cuts))


def block_medians(values: Sequence[float], length: int) -> list[float]:
    """Medians of consecutive blocks of `length` points; a shorter rest at the start is left out."""
    length = max(1, length)
    return [median(values[end - length : end]) for end in range(len(values), length - 1, -length)][::-1]


def _quiet(values: Sequence[float], ordered: Sequence[float], counts: bool) -> bool:
    if len(values) < _SCREENED:
        return False
    size = max(8, len(values) // _BLOCKS)
    blocks = [sorted(values[start : start + size]) for start in range(0, len(values), size)]
    if len(blocks[-1]) < 6:
        blocks.pop()
    levels = [middle(block) for block in blocks]
    within = median([noise_of(block, counts) for block in blocks])
    if max(levels) - min(levels) >= _QUIET * within:
        return False
    level, far = median(levels), LEAST_EFFECT * within
    if max(block[-1] for block in blocks) - level <= far and level - min(block[0] for block in blocks) <= far:
        return not _stands_out_at_the_end(values, level, far)
    return not _episodes(values, ordered, counts)


def _stands_out_at_the_end(values: Sequence[float], level: float, far: float) -> bool:
    return all(abs(value - level) > far for value in values[-_LEAST_SIZE:])


def _cuts(values: Sequence[float], ordered: Sequence[float], offset: int, counts: bool, depth: int) -> list[int]:
    if len(values) < 2 * _LEAST_SIZE or depth == 0 or ordered[0] == ordered[-1]:
        return []
    place = _split_of_long(values) if len(values) >= _LONG else _split(values)
    changed = place is not None and _differs(values[:place], values[place:], counts)
    places = [_begins(values, place)] if place is not None and changed else []
    places = places or _episodes(values, ordered, counts)
    edges = sorted({0, *places, len(values)})
    inner = [
        cut
        for start, end in pairwise(edges)
        if places
        for cut in _cuts(values[start:end], sorted(values[start:end]), offset + start, counts, depth - 1)
    ]
    return [*(offset + cut for cut in places), *inner]


def _split_of_long(values: Sequence[float]) -> int | None:
    """The split sought on medians of blocks, then on the points around the edge found."""
    size = math.ceil(len(values) / _COARSE)
    coarse = _split([median(values[start : start + size]) for start in range(0, len(values), size)])
    if coarse is None:
        return None
    start = max(0, (coarse - 3) * size)
    near = values[start : (coarse + 3) * size]
    fine = _split(near)
    return start + fine if fine is not None else coarse * size


def _split(values: Sequence[float]) -> int | None:
    """The split with the largest Mann-Whitney z (ties corrected), or None where no split stands out."""
    n = len(values)
    ranks, ties = _centred_ranks(values)
    spread = math.sqrt((n + 1) / 12 * (1 - ties / (n**3 - n)))  # x sqrt(k (n - k)): sigma of the rank sum
    if spread <= 0:
        return None
    best, best_square = None, (_LEAST_Z * spread) ** 2
    for k, total in enumerate(accumulate(ranks), start=1):
        if k < _LEAST_SIZE or n - k < _LEAST_SIZE:
            continue
        square = total * total / (k * (n - k))
        if square > best_square * (1 + 1e-9):
            best, best_square = k, square
    return best


def _centred_ranks(values: Sequence[float]) -> tuple[list[float], int]:
    """Ranks minus their mean, ties shared, and the tie term sum(t^3 - t)."""
    n = len(values)
    order = sorted(range(n), key=values.__getitem__)
    ranks, ties, start = [0.0] * n, 0, 0
    while start < n:
        end, value = start + 1, values[order[start]]
        while end < n and values[order[end]] == value:
            end += 1
        shared = (start + end - n) / 2
        for place in order[start:end]:
            ranks[place] = shared
        ties += (end - start) ** 3 - (end - start)
        start = end
    return ranks, ties


def _differs(left: Sequence[float], right: Sequence[float], counts: bool) -> bool:
    ordered_left, ordered_right = sorted(left), sorted(right)
    before, after = middle(ordered_left), middle(ordered_right)
    quieter = ordered_left if before <= after else ordered_right
    # The quieter side sets the floor; both sides together say how much single points vary around their level.
    if abs(after - before) <= LEAST_EFFECT * noise_of(quieter, counts):
        return False
    residuals = [abs(value - before) for value in left] + [abs(value - after) for value in right]
    return abs(after - before) > LEAST_EFFECT * (1.4826 * median(residuals))


def _begins(values: Sequence[float], place: int) -> int:
    """The split moved on past points that are still at the old level: by ranks the highest of the ordinary points
    before a rise are as near to the points after it as these are to each other."""
    before, after = median(values[:place]), median(values[place:])
    near, direction, moved = _STILL * abs(after - before), 1 if after > before else -1, place
    while len(values) - moved > _LEAST_SIZE and (values[moved] - before) * direction <= near:
        moved += 1
    return moved


def _episodes(values: Sequence[float], ordered: Sequence[float], counts: bool) -> list[int]:
    """The edges of runs of two or more points far from the usual level: a fault that came and went has no one split."""
    level, far = middle(ordered), LEAST_EFFECT * noise_of(ordered, counts)
    if ordered[-1] - level <= far and level - ordered[0] <= far:
        return []
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
