"""Where the incident's own signal is heading: a robust trend and the time to its threshold, or that there is none.

Where the incident has no series of its own, what is nearing a limit is forecast: free storage or memory to nothing,
use to its limit. See `trends` for the slope and its interval, `waiting` for the cost of waiting.
"""

import math
from dataclasses import dataclass
from typing import Any

from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.moments import iso, spell
from commander.evidence.rates import is_share
from commander.evidence.roles import Role
from commander.evidence.sentences import amount, number, short
from commander.evidence.series import Series, median
from commander.evidence.trends import LEAST_POINTS, MOST_POINTS, growth, theil_sen
from commander.evidence.waiting import cost_of_waiting

_HORIZON_S = 7 * 86400.0
"""Nothing is said about breaches further away than this."""
_STEADY = 0.6
"""A capacity series is forecast only where its blocks rise (or fall) as steadily as this."""
_MOST_CAPACITIES = 200


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """A series with the line it must not cross, if any, and since when it is beyond it."""

    behaviour: Behaviour
    threshold: float | None
    since: float | None
    refs: tuple[str, ...]
    limit: str


def forecast(case: Case) -> dict[str, Any] | None:
    """The trend of the incident's own series, else of the capacity that runs out first; None where there is neither.

    Fields: method, metric, entity, unit, threshold, slope_per_minute with its interval, `no_trend` or breach_at with
    breach_earliest and breach_latest (the later may be null: perhaps never), `breached_since` where it is beyond the
    threshold now, confidence (of the trend), statement, source_ref, and cost_of_waiting: null, or per_minute, unit,
    entity, statement and source_ref (see `waiting.cost_of_waiting`).
    """
    told = _of_own(case) or _of_capacity(case)
    cost = cost_of_waiting(case)
    if told is None:
        if cost is None:
            return None
        said = "No trend can be told from the incident's own signal."
        told = {"method": "none", "no_trend": True, "confidence": 0.0, "statement": said, "source_ref": []}
    return told | {"cost_of_waiting": cost}


def _of_own(case: Case) -> dict[str, Any] | None:
    watch = case.watch
    if watch is None or case.own is None or not watch.series.values:
        return None
    since = watch.series.times[len(watch.series.times) - watch.at_the_end] if watch.at_the_end else None
    return _forecast(_Line(case.own, watch.threshold, since, (watch.series.id,), "its threshold of"))


def _of_capacity(case: Case) -> dict[str, Any] | None:
    """The first capacity to run out, among those that head for their limit steadily."""
    found: list[tuple[float, str, str, dict[str, Any]]] = []
    for one in case.behaviours:
        if len(found) >= _MOST_CAPACITIES or not case.concerns(one.series.entity):
            continue
        line = _capacity(case, one)
        if line is None or abs(growth(_newest(one)[1])) < _STEADY:
            continue
        told = _forecast(line)
        if told.get("breach_at"):
            found.append((_seconds_of(told), one.series.entity or "", one.series.name, told))
    return min(found, key=lambda item: item[:3])[3] if found else None


def _seconds_of(told: dict[str, Any]) -> float:
    return float(told.get("seconds_to_breach", math.inf))


def _capacity(case: Case, one: Behaviour) -> _Line | None:
    series, role = one.series, one.series.role
    if len(series.values) < LEAST_POINTS:
        return None
    if role is Role.HEADROOM:
        return _Line(one, 0.0, None, (series.id,), "")
    if role in (Role.MEMORY, Role.DISK, Role.CPU) and is_share(series):
        full = 100.0 if max(series.values) > 1.5 or (series.unit or "") in ("Percent", "%") else 1.0
        return _Line(one, full, None, (series.id,), "its limit of")
    if role in (Role.MEMORY, Role.CONNECTIONS, Role.THREADS):
        known = _limit_of(case, one)
        if known is not None:
            return _Line(one, known[0], None, (series.id, known[1]), "the limit of")
    return None


def _limit_of(case: Case, one: Behaviour) -> tuple[float, str] | None:
    """The limit of a resource with the id of the item that tells it: a series of limits, or a database's parameters."""
    top = max(one.series.values)
    words = {Role.MEMORY: ("memory", "mem"), Role.CONNECTIONS: ("connection",), Role.THREADS: ("thread", "fd", "file")}
    for limit in case.of(one.series.entity, Role.LIMIT):
        named = any(word in limit.series.name.lower() for word in words[one.series.role])
        if named and limit.series.values and limit.series.values[-1] >= top > 0:
            return limit.series.values[-1], limit.series.id
    if one.series.role is Role.CONNECTIONS and one.series.entity is not None:
        for item in case.states(one.series.entity, "rds_instance"):
            parameters = item.attributes.get("parameters")
            most = parameters.get("max_connections") if isinstance(parameters, dict) else None
            if isinstance(most, int | float) and not isinstance(most, bool) and most >= top:
                return float(most), item.id
    return None


def _newest(one: Behaviour) -> tuple[list[float], list[float]]:
    """The points since the last change, or enough of them to tell a trend."""
    series = one.series
    start = min(one.onset_index or 0, max(0, len(series.values) - LEAST_POINTS))
    return series.times[start:][-MOST_POINTS:], series.values[start:][-MOST_POINTS:]


def _forecast(line: _Line) -> dict[str, Any]:
    series = line.behaviour.series
    times, values = _newest(line.behaviour)
    about: dict[str, Any] = {
        "method": "theil-sen",
        "metric": series.name,
        "entity": series.entity,
        "unit": series.unit,
        "threshold": line.threshold,
        "source_ref": list(line.refs),
    }
    if line.since is not None:
        about["breached_since"] = iso(line.since)
    trend = theil_sen(times, values)
    if trend is None:
        return about | _no_trend(series, line.since)
    slope, low, high = trend
    about |= {
        "slope_per_minute": _rounded(slope * 60),
        "slope_interval_per_minute": [_rounded(low * 60), _rounded(high * 60)],
    }
    if low <= 0 <= high:
        return about | _no_trend(series, line.since)
    return about | _breach(line, times[-1], median(values[-3:]), trend)


def _rounded(value: float) -> float:
    return float(f"{value:.5g}")


def _no_trend(series: Series, since: float | None) -> dict[str, Any]:
    said = f"{series.name} of {short(series.entity)} shows no trend"
    if since is not None:
        said += f"; it is beyond its threshold since {spell(since)}"
    return {"no_trend": True, "confidence": 0.5, "statement": f"{said}."}


def _breach(line: _Line, now: float, level: float, trend: tuple[float, float, float]) -> dict[str, Any]:
    series, (slope, low, high) = line.behaviour.series, trend
    moving = "rises" if slope > 0 else "falls"
    least, most = sorted((abs(low) * 60, abs(high) * 60))
    rate = f"{amount(abs(slope) * 60, series.unit)} a minute (between {number(least)} and {number(most)})"
    said = f"{series.name} of {short(series.entity)} {moving} by {rate}"
    told: dict[str, Any] = {"no_trend": False, "confidence": 0.9}
    if line.since is not None:
        return told | {"statement": f"{said} and is beyond its threshold since {spell(line.since)}."}
    if line.threshold is None:
        return told | {"statement": f"{said}."}
    ahead = sorted(
        (line.threshold - level) / one if one and (line.threshold - level) / one > 0 else math.inf
        for one in (slope, low, high)
    )
    if not 0 < ahead[1] <= _HORIZON_S:
        return told | {
            "statement": f"{said}, away from its threshold of {amount(line.threshold, series.unit)}."
            if ahead[1] == math.inf
            else f"{said}; its threshold is more than a week away."
        }
    latest = iso(now + ahead[2]) if ahead[2] <= _HORIZON_S else None
    reached = f"{line.limit} {amount(line.threshold, series.unit)}".strip()
    return told | {
        "breach_at": iso(now + ahead[1]),
        "breach_earliest": iso(now + ahead[0]),
        "breach_latest": latest,
        "seconds_to_breach": round(ahead[1]),
        "statement": f"{said} and reaches {reached} at about {spell(now + ahead[1])}.",
    }
