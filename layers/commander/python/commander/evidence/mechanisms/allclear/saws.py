"""Levels that fill up and are emptied again and again: a disk before its rotation, a queue before its batch."""

from itertools import pairwise

from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.roles import Role
from commander.evidence.sentences import number, short

_LEVELS = frozenset({Role.DISK, Role.BACKLOG, Role.MEMORY})
_FALL, _WITHIN = 0.5, 2
"""A tooth ends where the level falls by half of all that it moves, within so many datapoints."""
_STEP = 0.3
_ABOVE, _SIMILAR, _LEAST_POINTS = 0.05, 0.15, 8


def usual_top(case: Case) -> Fact | None:
    """That the alarm's series was as high before it was emptied the last times, after a whole way up from as low as
    now; None where it reaches further, fills up faster, or no whole way was seen. Use as `case.reading(usual_top)`."""
    own = case.own
    if (
        own is None
        or own.series.role not in _LEVELS
        or case.watch is None
        or case.watch.below
        or not case.watch.at_the_end
    ):
        return None
    values = own.series.values
    reach = max(values) - min(values) if values else 0.0
    falls = _falls(values, reach)
    if not falls or reach <= 0:
        return None
    starts = [0, *(at for at, _ in falls)]
    tops = [top for _, top in falls]
    bottoms = [min(values[at : at + _WITHIN + 1]) for at in starts]
    last = starts[-1]
    whole = abs(bottoms[0] - bottoms[-1]) <= _SIMILAR * reach  # the first way up was seen from its bottom
    lengths = [later - earlier for earlier, later in pairwise(starts)][0 if whole else 1 :]
    tops = tops[0 if whole else 1 :]
    needed = 1 if own.series.role is Role.DISK else 2
    if (
        len(lengths) < needed
        or max(lengths) < _LEAST_POINTS
        or not _ramps(values, last, reach)
        or len(values) - last > 1.1 * max(lengths)
    ):
        return None
    if max(values[last:]) > max(tops) + _ABOVE * reach or _faster(values, last, bottoms[-1], max(tops), max(lengths)):
        return None
    series = own.series
    said = f"{series.name} of {short(series.entity)} reached {number(max(tops))} before it was emptied the last time."
    return case.ledger.state("metric", series.entity, said, (series.id,), value=max(tops))


def _falls(values: list[float], reach: float) -> list[tuple[int, float]]:
    """Where the level was emptied: the index of the first point after it, and how high it was before."""
    found: list[tuple[int, float]] = []
    for at in range(1, len(values)):
        top = max(values[max(0, at - _WITHIN) : at])
        if top - values[at] >= _FALL * reach and (not found or at - found[-1][0] > _WITHIN):
            found.append((at, top))
    return found


def _ramps(values: list[float], last: int, reach: float) -> bool:
    """Whether it went up little by little since it was emptied, and not at once."""
    newer = values[last:]
    return all(later - earlier <= _STEP * reach for earlier, later in pairwise(newer))


def _faster(values: list[float], last: int, bottom: float, top: float, length: int) -> bool:
    """Whether it fills up clearly faster than the last time."""
    way = (values[-1] - bottom) / max(1, len(values) - last)
    return way > 1.3 * (top - bottom) / length
