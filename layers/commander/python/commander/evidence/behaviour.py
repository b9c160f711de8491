"""What a series did: stayed, changed for good, changed and came back, or stepped out for a moment."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from commander.evidence.changepoints import block_medians, segments
from commander.evidence.roles import Role
from commander.evidence.series import Series, median, middle, noise, noise_of

_FAR = 4.0
"""A point so many standard deviations from its level stands out."""


_LEAST_LEVEL = 5
"""A single point can stand out of a level of at least so many."""
_RETURNED = 0.25
"""A level is back where at most this share of the change is left."""


_MATERIAL_LATENCY = 3.0
_SIMILAR = 0.6
"""An earlier episode is like the present one where it reached at least this share of its size."""
_STAYED = 0.7
"""A series that left its level stays away while it keeps this share of the way."""
_BRIEF, _CALM_POINTS = 3, 4
_FREED = frozenset({Role.MEMORY, Role.DISK})
"""What is emptied now and then: that it fills up again is no return."""
_ANOTHER_DAY = 0.25
"""Another day's level may differ by so much without a reason."""


class Course(Enum):
    """How a series went, as seen at its end."""

    EMPTY = "empty"
    STEADY = "steady"
    CHANGED = "changed"
    CAME_BACK = "came back"


@dataclass(frozen=True, slots=True, eq=False)
class Behaviour:
    """What a series did.

    `before` and `after` are medians of the levels around the change (both the level itself where there was none).
    `onset` is the start of the first period of the changed level and `returned` of the first one back at the old;
    `onset` is None where the change lies before the first point. `excursions` are indices of points that stand out of
    their level in the bad direction; `direction` is that of the change.
    """

    series: Series
    course: Course
    before: float
    after: float
    peak: float
    direction: int
    onset: float | None
    onset_index: int | None
    returned: float | None
    excursions: tuple[int, ...]
    points_changed: int
    known: dict[str, Any] = field(default_factory=dict, repr=False)
    """What others worked out about it, by their own name, so that it is worked out once."""

    @property
    def bad(self) -> bool:
        """Whether it is at a worse level now than before."""
        return self.course is Course.CHANGED and self.direction == self.series.role.bad_direction != 0

    @property
    def fresh(self) -> bool:
        """Whether the change is its newest point only: perhaps the beginning of something, perhaps a single outlier."""
        return self.course is Course.CHANGED and self.points_changed == 1

    @property
    def slight(self) -> bool:
        """Whether it is a latency that rose for a moment or to less than three times: a busy host explains that."""
        if self.series.role is not Role.LATENCY:
            return False
        return self.points_changed < _LEAST_LEVEL or (self.ratio is not None and self.ratio < _MATERIAL_LATENCY)

    @property
    def steady(self) -> bool:
        """Whether it was looked at and stayed where it was."""
        return self.course is Course.STEADY and not self.excursions

    @property
    def ratio(self) -> float | None:
        """After divided by before; None from zero."""
        return self.after / self.before if self.before else None


def behaviour(series: Series, bad_direction: int | None = None) -> Behaviour:
    """What the series did. `bad_direction` overrides the role's where an alarm says which way is bad."""
    values = series.values
    if not values:
        return Behaviour(series, Course.EMPTY, 0.0, 0.0, 0.0, 0, None, None, None, (), 0)
    counts = series.counts
    bad = series.role.bad_direction if bad_direction is None else bad_direction
    ordered = sorted(values)
    cuts = segments(values, counts, ordered)
    stretches = [ordered] if len(cuts) == 1 else [sorted(values[start:end]) for start, end in cuts]
    levels = [middle(stretch) for stretch in stretches]
    out = _excursions(values, cuts, stretches, counts, bad)
    fresh = _steps_out_at_the_end(series, stretches[-1], counts, bad)
    if fresh is not None:
        return fresh
    if len(cuts) == 1:
        return _against_reference(series, levels[0], out, counts)
    first = _chain_start(levels, len(levels) - 1)
    direction = 1 if levels[-1] > levels[first] else -1
    left = _left(levels, first, bad) if bad else None
    if left is not None:
        first, direction = left, bad
    elif bad and direction == -bad:
        normal = _chain_start(levels, first) if first else None
        if normal is None or (levels[-1] - levels[normal]) * bad <= _RETURNED * abs(levels[first] - levels[normal]):
            return _came_back(series, cuts, levels, first, out)
        first, direction = normal, bad  # better than at its worst, yet not back
    if not bad and first and _is_back(levels, first, series.role not in _FREED):
        return _came_back(series, cuts, levels, first, out)
    newest = len(values) - cuts[first + 1][0]
    if _as_usual(series, levels[-1], newest):
        return _plain(series, Course.STEADY, levels[-1], out)
    if _recurs(series, cuts, levels, first):
        return _to_and_fro(series, cuts, levels, first) or _plain(series, Course.STEADY, levels[-1], out)
    start = cuts[first + 1][0]
    calm = _calm_at_the_end(values, start, direction) if bad and direction == bad else 0
    if calm:
        end = len(values) - calm
        return Behaviour(
            series,
            Course.CAME_BACK,
            levels[first],
            median(values[end:]),
            _extreme(values[start:end], direction),
            direction,
            series.times[start],
            start,
            series.times[end],
            out,
            end - start,
        )
    return Behaviour(
        series,
        Course.CHANGED,
        levels[first],
        levels[-1],
        _extreme(values[start:], direction),
        direction,
        series.times[start],
        start,
        None,
        out,
        len(values) - start,
    )


def _steps_out_at_the_end(series: Series, stretch: Sequence[float], counts: bool, bad: int) -> Behaviour | None:
    """A change that is one point old, seen against the level of the newest stretch, whose values come in order."""
    if len(stretch) < _LEAST_LEVEL or not bad:
        return None
    newest = series.values[-1]
    place = bisect_left(stretch, newest)
    before = [*stretch[:place], *stretch[place + 1 :]]
    usual = max(noise_of(before, counts), 0.5) if counts else noise_of(before, counts)
    level = middle(before)
    if (newest - level) * bad <= _FAR * usual or _as_usual(series, newest, 1):
        return None
    if any((value - level) * bad >= _SIMILAR * (newest - level) * bad for value in series.values[:-1]):
        return None  # it has done so before and came back
    last = len(series.values) - 1
    return Behaviour(series, Course.CHANGED, level, newest, newest, bad, series.times[last], last, None, (), 1)


def _calm_at_the_end(values: list[float], start: int, direction: int) -> int:
    """How many of the newest points are no further out than any before a change at `start`: too few for a level of
    their own, yet more than the change ever paused for. 0 where they do not tell that it is over."""
    if start < _LEAST_LEVEL:
        return 0
    usual = _extreme(values[:start], direction)
    runs = [0]
    for value in values[start:]:
        runs.append(runs[-1] + 1 if (value - usual) * direction <= 0 else 0)
    calm = runs[-1]
    pauses = max(runs[: len(runs) - calm])
    return calm if len(values) - start > calm >= _CALM_POINTS and calm > 2 * pauses else 0


def _recurs(series: Series, cuts: list[tuple[int, int]], levels: list[float], first: int) -> bool:
    """Whether the newest level is one that the series went to before, several times, and left again: a batch job, the
    collection of garbage. A short one of a series that never rests needs to
    have happened once only."""
    begin, end = cuts[first + 1][0], cuts[-1][1]
    change = levels[-1] - levels[first]
    if not change:
        return False
    alike = [
        stop - start
        for (start, stop), level, left in zip(cuts[:first], levels[:first], levels[1 : first + 1], strict=True)
        if _SIMILAR <= (level - levels[first]) / change <= 1 / _SIMILAR and (level - left) * change > 0
    ]
    needed = 1 if end - begin <= _BRIEF and levels[first] else 2
    return len(alike) >= needed and end - begin <= 1 + 1.5 * max(alike)


def _left(levels: list[float], first: int, bad: int) -> int | None:
    """The good level that the series left for one around which it goes up and down ever since.

    The last of its little steps is then nothing new. None where it has been far better, or worse, in between.
    """
    for place in range(first - 1, -1, -1):
        ways = [(level - levels[place]) * bad for level in levels[place + 1 :]]
        if min(ways) > 0 and min(ways) >= _STAYED * max(ways) and ways[-1] <= max(ways[:-1]):
            return place
    return None


def _to_and_fro(series: Series, cuts: list[tuple[int, int]], levels: list[float], first: int) -> Behaviour | None:
    """The change to a band within which the newest levels go to and fro (memory at its limit, freed and taken again);
    None where it did so all along."""
    low, high = sorted((levels[first], levels[-1]))
    margin = _SIMILAR * (high - low)
    begin = len(levels) - 1
    while begin > 0 and low - margin <= levels[begin - 1] <= high + margin:
        begin -= 1
    start = cuts[begin][0]
    if begin == 0 or start < _LEAST_LEVEL or len(series.values) - start < _LEAST_LEVEL:
        return None
    before, after = median(series.values[:start]), median(series.values[start:])
    direction = 1 if after > before else -1
    if not all((level - before) * direction > high - low for level in levels[begin:]):
        return None
    if _as_usual(series, after, len(series.values) - start):
        return None
    return Behaviour(
        series,
        Course.CHANGED,
        before,
        after,
        _extreme(series.values[start:], direction),
        direction,
        series.times[start],
        start,
        None,
        (),
        len(series.values) - start,
    )


def _is_back(levels: list[float], worst: int, dips: bool) -> bool:
    """Whether the newest level is again the one from which the series went up, or where it `dips` down, to the level
    at `worst`."""
    normal = _chain_start(levels, worst)
    went = levels[worst] - levels[normal]
    return (went > 0 or (dips and went < 0)) and abs(levels[-1] - levels[normal]) <= _RETURNED * abs(went)


def _chain_start(levels: list[float], last: int) -> int:
    """The level from which an uninterrupted rise (or fall) led to the level at `last`: a ramp is one change."""
    rising = levels[last] > levels[last - 1]
    place = last - 1
    while place > 0 and (levels[place] > levels[place - 1]) == rising:
        place -= 1
    return place


def _came_back(
    series: Series, cuts: list[tuple[int, int]], levels: list[float], worst: int, out: tuple[int, ...]
) -> Behaviour:
    """The last change was for the better: `worst` is the level it came down from; the one before that was normal."""
    end = cuts[worst + 1][0]
    if worst == 0:  # it was bad from the first point on
        return Behaviour(
            series, Course.CAME_BACK, levels[-1], levels[-1], levels[0], 0, None, None, series.times[end], out, end
        )
    normal = _chain_start(levels, worst)
    start = cuts[normal + 1][0]
    direction = 1 if levels[worst] > levels[normal] else -1
    return Behaviour(
        series,
        Course.CAME_BACK,
        levels[normal],
        levels[-1],
        _extreme(series.values[start:end], direction),
        direction,
        series.times[start],
        start,
        series.times[end],
        out,
        end - start,
    )


def _against_reference(series: Series, level: float, out: tuple[int, ...], counts: bool) -> Behaviour:
    """One level throughout: changed nevertheless where a time known to be normal had another."""
    if len(series.reference) < 3 or _as_usual(series, level, len(series.values), counts):
        return _plain(series, Course.STEADY, level, out)
    usual = median(series.reference)
    if not counts and abs(level - usual) <= _ANOTHER_DAY * abs(usual):
        return _plain(series, Course.STEADY, level, out)
    direction = 1 if level > usual else -1
    return Behaviour(
        series,
        Course.CHANGED,
        usual,
        level,
        _extreme(series.values, direction),
        direction,
        None,
        None,
        None,
        out,
        len(series.values),
    )


def _as_usual(series: Series, level: float, length: int, counts: bool | None = None) -> bool:
    """Whether a normal time shows such a level too, be it only for as long as it was seen now."""
    reference = series.reference
    if not reference:
        return False
    far = _FAR * noise(reference, series.counts if counts is None else counts)
    if abs(level - median(reference)) <= far:
        return True
    seen = block_medians(reference, min(length, max(1, len(reference) // 4)))
    return min(seen) - far / 2 <= level <= max(seen) + far / 2


def _plain(series: Series, course: Course, level: float, out: tuple[int, ...]) -> Behaviour:
    return Behaviour(series, course, level, level, max(series.values), 0, None, None, None, out, 0)


def _extreme(values: list[float], direction: int) -> float:
    return max(values) if direction > 0 else min(values)


def _excursions(
    values: list[float], cuts: list[tuple[int, int]], stretches: list[list[float]], counts: bool, bad: int
) -> tuple[int, ...]:
    """Single points that stand out of their level in the bad direction (either one where neither is bad); `stretches`
    are the values of each level in order of size."""
    out: list[int] = []
    for (start, end), ordered in zip(cuts, stretches, strict=True):
        if end - start < _LEAST_LEVEL:
            continue
        level, far = middle(ordered), _FAR * noise_of(ordered, counts)
        if ordered[-1] - level <= far and level - ordered[0] <= far:
            continue
        out += [
            place
            for place, value in enumerate(values[start:end], start)
            if (value - level > far and bad >= 0) or (level - value > far and bad <= 0)
        ]
    return tuple(out)
