"""The moment since which most series of the services are different."""

import math
from bisect import bisect_left, bisect_right
from itertools import accumulate

from commander.evidence import moments
from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.case import Case
from commander.evidence.mechanisms.services.deviation import deviation, rises_materially
from commander.evidence.roles import SYMPTOMS, Role
from commander.evidence.series import noise_of, quantile

RESOURCES = (
    Role.CPU,
    Role.MEMORY,
    Role.DISK_IO,
    Role.THREADS,
    Role.PACKET_LOSS,
    Role.ROUND_TRIP,
    Role.CPU_THROTTLING,
    Role.CONNECTIONS,
)
"""Roles that show a mechanism at work, rather than its effect."""
_NEAR_PERIODS = 3.0
_FURTHEST = 30
_OTHER_DAY = 0.7
"""A difference from another day says less than one from an hour ago."""
_MODES, _TELLING, _SUMMED = 3, 80, 12


def changed_since(case: Case, chosen: list[Behaviour]) -> float | None:
    """The moment since which most is different: of the times at which several changes began, the time told, and, where
    normal times are known besides, the start of the series."""
    told = moments.parse_maybe(case.bundle.incident.started_at)
    if told is None and case.alert is not None:
        told = moments.parse_maybe(case.alert.t)
    changed = [(_weight(one), one) for one in chosen if one.course is Course.CHANGED and one.points_changed >= 2]
    if not chosen:
        return None
    first = min(one.series.times[0] for one in chosen)
    changes = sorted(
        (first if one.onset is None else one.onset, weight, one.series.period) for weight, one in changed if weight > 0
    )
    candidates = _modes(changes, told)
    if any(one.series.reference for one in chosen):
        candidates.append(first)
    if told is not None and (not changes or told >= first + 2 * chosen[0].series.period):
        candidates.append(told)
    candidates = sorted(set(candidates))
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    changed.sort(key=lambda pair: (-pair[0], pair[1].series.entity or "", pair[1].series.name, pair[1].series.id))
    telling = [one for _, one in changed[:_TELLING]] or chosen[:_TELLING]
    if told in candidates:
        telling = list(dict.fromkeys([*telling, *_furthest_since(chosen, told)]))
    backing = {moment: _backing(changes, moment) for moment in candidates}
    most = max(backing.values()) or 1.0

    def worth(moment: float) -> tuple[float, float]:
        return round(_difference(telling, moment, told) * (1.0 + backing[moment] / most), 6), -moment

    return max(candidates, key=worth)


def _furthest_since(chosen: list[Behaviour], moment: float | None) -> list[Behaviour]:
    """The series that moved most since a moment, be it too little to show by themselves when."""
    if moment is None:
        return []
    found = [one for one in (deviation(behaviour, moment) for behaviour in chosen) if one is not None]
    found.sort(key=lambda one: (-abs(one.z), one.entity, one.series.name, one.series.id))
    return [one.behaviour for one in found[:_FURTHEST]]


def _backing(changes: list[tuple[float, float, float]], moment: float) -> float:
    """How much began at about a moment."""
    return sum(weight for onset, weight, period in changes if -period <= onset - moment <= _NEAR_PERIODS * period)


def _difference(telling: list[Behaviour], moment: float, told: float | None) -> float:
    """How much is different since a moment, by the series that changed most."""
    found = [one for one in (deviation(behaviour, moment) for behaviour in telling) if one is not None]
    sizes = sorted(
        (
            math.log1p(min(abs(one.z), 30.0))
            * one.beyond
            * min(1.0, 0.2 + one.points / 12)
            * (1.5 if one.series.role in SYMPTOMS else 1.0)
            * (_OTHER_DAY if one.against_reference else 1.0)
            for one in found
            if rises_materially(one) and abs(one.z) >= 3.0
        ),
        reverse=True,
    )
    total = round(sum(sizes[:_SUMMED]), 6)
    period = telling[0].series.period
    near = told is not None and told - max(600.0, 6 * period) <= moment <= told + _NEAR_PERIODS * period
    return total * (1.2 if near else 1.0)


def _weight(one: Behaviour) -> float:
    """How much a change says about when the trouble began: its size by what the series does anyway."""
    series, start = one.series, one.onset_index or 0
    older = sorted(series.values[:start] or series.reference)
    if not older:
        return 0.0
    usual = max(noise_of(older, series.counts), (quantile(older, 0.97) - quantile(older, 0.03)) / 3.3)
    size = abs(one.after - one.before) / usual if usual > 0 else 4.0
    pressure = 1.0 if series.role in RESOURCES and one.direction > 0 else 0.25
    kind = 1.5 if one.bad else pressure
    return kind * math.log1p(min(size, 100.0)) * min(1.0, one.points_changed / 8, 0.3 + len(older) / 20)


def _modes(changes: list[tuple[float, float, float]], told: float | None) -> list[float]:
    """The few onsets about which most changes began, with a preference for the time told."""
    onsets = [onset for onset, _, _ in changes]
    sums = [0.0, *accumulate(weight for _, weight, _ in changes)]
    backed: list[tuple[float, float]] = []
    for onset, own, period in changes:
        near = _NEAR_PERIODS * period
        start, end = bisect_left(onsets, onset - near / 3), bisect_right(onsets, onset + near)
        backing = own + sums[end] - sums[start]
        if told is not None and told - max(600.0, 6 * period) <= onset <= told + near:
            backing *= 1.8
        backed.append((round(-backing, 6), onset))
    backed.sort()
    period = max((one for _, _, one in changes), default=0.0)
    found: list[float] = []
    for _, onset in backed:
        if len(found) < _MODES and all(abs(onset - known) > 2 * period for known in found):
            found.append(onset)
    return found
