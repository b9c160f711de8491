"""How far one series is from its normal time since a given moment, in units of what it does by itself.

The scale is the larger of two: how single points vary, and how whole stretches do. The second covers what the first
does not see: slow drift, load that comes and goes, periodic work. A series that wanders has to go further to stand out.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from commander.evidence.behaviour import Behaviour
from commander.evidence.changepoints import block_medians
from commander.evidence.moments import spell
from commander.evidence.roles import Role
from commander.evidence.sentences import amount, short
from commander.evidence.series import Series, median, middle, noise_of, quantile

FURTHEST = 60.0
"""Deviations are not told apart beyond so many standard deviations."""
LEAST_POINTS = 5
_SHORT, _UNDER_WAY = 20, 0.4
"""A past of fewer points that went so much of the way already is no normal time where another one is known."""
_MOST_POINTS = 300
_WANDER = 0.7
_KNOWN = 3.0
"""What has happened before is no further away than this."""
_LEAST_HALF = 4
_STILL = 0.12
_RARE = 0.6
"""A series with at least this share of zeros tells by how often it is not zero, not by how large it is then."""
EVENTFUL = frozenset(
    {Role.FAILURES, Role.PACKET_LOSS, Role.THROTTLES, Role.CPU_THROTTLING, Role.GARBAGE, Role.BACKLOG, Role.SUCCESS}
)
"""Roles whose means say more than their medians: a few percent of errors are a fault."""

MATERIAL = {
    Role.LATENCY: 1.2,
    Role.ROUND_TRIP: 1.5,
    Role.CPU: 1.25,
    Role.MEMORY: 1.07,
    Role.DISK_IO: 1.8,
    Role.THREADS: 1.25,
    Role.CONNECTIONS: 1.25,
    Role.PACKET_LOSS: 1.8,
    Role.CPU_THROTTLING: 1.8,
    Role.FAILURES: 1.5,
    Role.THROTTLES: 1.5,
    Role.BACKLOG: 2.0,
    Role.GARBAGE: 1.5,
}
"""By how much a level has to rise to matter."""

_SECONDS = frozenset({"s", "sec", "second", "seconds"})
_HELD = 0.005
"""Who is held back by a CPU limit for less than this share of the time is not held back."""


@dataclass(frozen=True, slots=True, eq=False)
class Deviation:
    """One series before and since a moment. `z` has the sign of the change; `beyond` is the share of the newer points
    that lie outside of all but the most extreme older ones; `before` and `after` are the levels."""

    behaviour: Behaviour
    moment: float
    before: float
    after: float
    z: float
    beyond: float
    by_mean: bool
    against_reference: bool
    points: int
    """How many points are newer than the moment."""
    latest: int
    """How many of the newest points `after` is the level of."""
    climbs: bool
    """Whether the newer part keeps growing rather than staying at its new level."""

    @property
    def series(self) -> Series:
        """The series itself."""
        return self.behaviour.series

    @property
    def entity(self) -> str:
        """What it measures; deviations are only made of series that say so."""
        return self.series.entity or ""

    @property
    def log_ratio(self) -> float:
        """The natural logarithm of after by before, between -7 and 7; 7 for something from nothing."""
        if self.before <= 0:
            return 7.0 if self.after > 0 else 0.0
        return max(-7.0, min(7.0, math.log(self.after / self.before))) if self.after > 0 else -7.0

    @property
    def since(self) -> float:
        """The first datapoint since the moment: the moment itself is that of all series together."""
        return self.series.times[-self.points]

    def statement(self) -> str:
        """What it did, with numbers that follow from the series alone."""
        one, kind = self.series, "mean" if self.by_mean else "median"
        name = f"{one.name} of {short(one.entity)}"
        after, before = amount(self.after, one.unit), amount(self.before, one.unit)
        since = f"from {spell(self.since)} on"
        if self.latest:
            since = f"in its newest {self.latest} datapoints"
        if self.against_reference:
            return f"{name} had a {kind} of {after} {since}, against {before} at a normal time."
        return f"{name} had a {kind} of {before} before {spell(self.since)} and of {after} {since}."


def deviation(behaviour: Behaviour, moment: float) -> Deviation | None:
    """The series since a moment against its own past and, where there is one, its reference; None from too few points.

    With both, the nearer one counts: what either of two normal times shows too is nothing unusual.
    """
    place = bisect_left(behaviour.series.times, moment - 0.01)
    known: dict[int, Deviation | None] = behaviour.known.setdefault("deviations", {})
    if place not in known:
        known[place] = _deviation(behaviour, place)
    return known[place]


def _deviation(behaviour: Behaviour, place: int) -> Deviation | None:
    series = behaviour.series
    newer, older = series.values[place:], series.values[:place]
    if len(newer) < 2:
        return None
    moment = series.times[place]  # its own: collectors do not look at everything at once
    found: list[Deviation] = []
    known = len(series.reference) >= LEAST_POINTS
    if len(older) >= LEAST_POINTS and not (known and _under_way(series.reference, older, newer)):
        found.append(_against(behaviour, moment, older, newer, reference=False))
    if len(series.reference) >= LEAST_POINTS and (len(older) < 3 * LEAST_POINTS or series.period * len(older) > 60):
        found.append(_against(behaviour, moment, series.reference, newer, reference=True))
    if not found:
        return None
    if len(found) == 2 and found[0].z * found[1].z <= 0:
        return min(found, key=lambda one: abs(one.z))
    return min(found, key=lambda one: (abs(one.z), one.against_reference))


def _under_way(reference: Sequence[float], older: Sequence[float], newer: Sequence[float]) -> bool:
    """Whether a short past ends on the way from a normal level to where the series is now: the trouble began in it."""
    if len(older) >= _SHORT:
        return False
    part = max(2, len(older) // 3)
    first, last, now = median(older[:part]), median(older[-part:]), median(newer)
    if now == first or (now - median(reference)) * (now - first) <= 0:
        return False
    return (last - first) / (now - first) >= _UNDER_WAY


def wander(series: Series, moment: float) -> float | None:
    """How far the series deviates from itself where nothing is known to be wrong: a stretch of its normal time, the
    newest or one half-way, as long as the time since `moment`, against what was before. What many series show so is
    what chance alone does."""
    place = bisect_left(series.times, moment - 0.01)
    older = series.values[:place] if place >= 3 * LEAST_POINTS else series.reference
    length = max(2, min(len(series.values) - place, len(older) // 3))
    if len(older) - length < 2 * LEAST_POINTS:
        return None
    newest = abs(_measure(older[:-length], older[-length:], series)[0])
    middle_start = (len(older) - length) // 2
    rest = older[:middle_start]
    if len(rest) < 2 * LEAST_POINTS:
        return newest
    return max(newest, abs(_measure(rest, older[middle_start : middle_start + length], series)[0]))


def _against(
    behaviour: Behaviour, moment: float, older: Sequence[float], newer: Sequence[float], *, reference: bool
) -> Deviation:
    series = behaviour.series
    z, beyond, before, after, by_mean, latest = _measure(older, newer, series)
    return Deviation(
        behaviour,
        moment,
        before,
        after,
        z,
        beyond,
        by_mean,
        reference,
        len(newer),
        latest,
        _climbs(newer, before),
    )


def _measure(
    older: Sequence[float], newer: Sequence[float], series: Series
) -> tuple[float, float, float, float, bool, int]:
    """z, share beyond, level before, level after, whether these are means, of how many newest points."""
    stride = len(older) // _MOST_POINTS + 1
    thinned = older[::stride] if stride > 1 else older
    ordered = sorted(thinned)
    if not math.isfinite(sum(map(abs, newer)) + sum(map(abs, thinned))):
        return 0.0, 0.0, middle(ordered), median(newer), False, 0
    usual = middle(ordered)
    rare = bisect_right(ordered, usual) - bisect_left(ordered, usual) >= _RARE * len(ordered)
    if series.role in EVENTFUL or (rare and ordered[0] != ordered[-1]):
        z, before, after = _events(thinned, ordered, newer, series)
        latest, by_mean = 0, True
        edge = quantile(ordered, 0.9 if z > 0 else 0.1)
    else:
        before, after, latest, by_mean = middle(ordered), median(newer), 0, False
        half = len(newer) // 2
        late = median(newer[-half:]) if half >= _LEAST_HALF else after
        if abs(late - before) > 1.2 * abs(after - before):
            after, latest = late, half
        stretches = block_medians(thinned, min(max(2, len(newer) // stride), max(2, len(thinned) // 4)))
        low, high = min(stretches), max(stretches)
        spread = (quantile(ordered, 0.95) - quantile(ordered, 0.05)) / 3.3
        scale = max(noise_of(ordered, series.counts), spread, _WANDER * (high - low))
        z = (after - before) / scale if scale > 0 else 0.0
        if abs(z) > _KNOWN and _been_there(older, newer, before, after):
            z = max(-_KNOWN, min(_KNOWN, z))
        edge = quantile(ordered, 0.98 if z > 0 else 0.02)
    recent = newer[-latest:] if latest else newer
    beyond = sum(value > edge if z > 0 else value < edge for value in recent) / len(recent)
    return max(-FURTHEST, min(FURTHEST, z)), beyond, before, after, by_mean, latest


def _been_there(older: Sequence[float], newer: Sequence[float], before: float, after: float) -> bool:
    """Whether the series was that far before, for about as long at a time: a job that runs now and then."""
    line = before + 0.7 * (after - before)
    sign = 1 if after > before else -1
    beyond = sum((value - line) * sign > 0 for value in newer)
    longest = run = 0
    for value in older:
        run = run + 1 if (value - line) * sign > 0 else 0
        longest = max(longest, run)
    return longest > 0 and longest >= 0.5 * beyond


def _events(
    older: Sequence[float], ordered: Sequence[float], newer: Sequence[float], series: Series
) -> tuple[float, float, float]:
    """z and means of a series that is made of events: failures, lost packets."""
    before, after = sum(older) / len(older), sum(newer) / len(newer)
    usual = middle(ordered)
    rare = sum(value == usual for value in older) / len(older)
    if rare >= _RARE:
        expected = (sum(value != usual for value in older) + 0.5) / (len(older) + 1)
        share = sum(value > usual if after > before else value < usual for value in newer) / len(newer)
        z = (share - expected) / math.sqrt(expected * (1 - min(expected, 0.999)) / len(newer))
        if z < 0:
            return 0.0, before, after
        # One blip larger than all before is still one blip; a size like before's blips is nothing new at any share.
        typical = median(newer)
        size = abs(typical - usual) / (max(abs(ordered[-1] - usual), abs(ordered[0] - usual)) or math.inf)
        if size < 0.2 and share < 0.9:
            z = min(z, 6.0)
        return (z if after > before else -z), before, after
    size = min(max(2, len(newer)), max(2, len(older) // 4))
    means = [_trimmed(older[end - size : end]) for end in range(len(older), size - 1, -size)]
    level = median(means)
    floor = math.sqrt(max(level, 0.0) / max(1, size)) if series.counts else 0.02 * abs(level)
    scale = max(
        1.4826 * median([abs(one - level) for one in means]),
        _WANDER * (max(means) - min(means)),
        noise_of(ordered, series.counts) / math.sqrt(size),
        floor,
    )
    return (_trimmed(newer) - level) / scale if scale > 0 else 0.0, before, after


def _trimmed(values: Sequence[float]) -> float:
    """The mean without the most extreme point at either end, where there are enough."""
    if len(values) < 5:
        return median(values)
    return (sum(values) - max(values) - min(values)) / (len(values) - 2)


def _climbs(newer: Sequence[float], before: float) -> bool:
    if len(newer) < 6:
        return False
    quarters = block_medians(newer, max(2, len(newer) // 4))
    rising = sum(later > earlier for earlier, later in pairwise(quarters))
    gained = quarters[-1] - before
    if rising < len(quarters) - 1 or quarters[0] - before >= 0.6 * gained:
        return False
    return quarters[-1] - quarters[-2] >= _STILL * gained


def rises_materially(one: Deviation) -> bool:
    """Whether the change is for the worse (up, for resources) and not a trifle."""
    role = one.series.role
    if role is Role.SUCCESS:
        return one.z < 0 and one.after < 0.995 * one.before
    if role is Role.CPU_THROTTLING and (held := _held_back(one)) is not None and held < _HELD:
        return False
    least = MATERIAL.get(role, 1.25)
    return one.z > 0 and one.log_ratio >= math.log(least)


def _held_back(one: Deviation) -> float | None:
    """The share of the time for which a CPU limit holds it back, where the series measures time in seconds."""
    series = one.series
    unit = (series.unit or "").lower().split(" ")[0]
    if unit not in _SECONDS and "seconds" not in series.name.lower():
        return None
    return one.after / series.period if series.statistic == "Sum" and not series.counter else one.after
