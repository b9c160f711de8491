"""Where the incident's own signal is heading: a robust trend and the time to its threshold, or that there is none.

Theil-Sen slope (Sen 1968): the median of the slopes between all pairs of points, with Sen's own confidence interval
from the order statistics of these slopes. At most `_POINTS` points are used, so the number of pairs is bounded.
"""

import math
from typing import Any

from commander.evidence.alarms import Watch
from commander.evidence.case import Case
from commander.evidence.moments import iso, spell
from commander.evidence.sentences import amount, number, short
from commander.evidence.series import Series, median

_POINTS = 60
_LEAST_POINTS = 6
_Z = 1.645
"""A 90 percent interval."""
_HORIZON_S = 7 * 86400.0
"""Nothing is said about breaches further away than this."""


def forecast(case: Case) -> dict[str, Any] | None:
    """The trend of the incident's own series; None where that series was not collected.

    Fields: method, metric, entity, unit, threshold, slope_per_minute with its interval, `no_trend` or breach_at with
    breach_earliest and breach_latest (the later may be null: perhaps never), `breached_since` where it is beyond the
    threshold now, confidence (of the trend), statement, source_ref.
    """
    watch = case.watch
    if watch is None or case.own is None or not watch.series.values:
        return None
    series = watch.series
    start = case.own.onset_index or 0
    start = min(start, max(0, len(series.values) - _LEAST_POINTS))
    times, values = series.times[start:][-_POINTS:], series.values[start:][-_POINTS:]
    about: dict[str, Any] = {
        "method": "theil-sen",
        "metric": series.name,
        "entity": series.entity,
        "unit": series.unit,
        "threshold": watch.threshold,
        "source_ref": [series.id],
    }
    since = _breached_since(watch)
    if since is not None:
        about["breached_since"] = iso(since)
    trend = _trend(times, values)
    if trend is None:
        return about | _no_trend(series, since)
    slope, low, high = trend
    about |= {
        "slope_per_minute": _rounded(slope * 60),
        "slope_interval_per_minute": [_rounded(low * 60), _rounded(high * 60)],
    }
    if low <= 0 <= high:
        return about | _no_trend(series, since)
    return about | _breach(watch, times[-1], median(values[-3:]), trend, since)


def _breached_since(watch: Watch) -> float | None:
    if not watch.at_the_end:
        return None
    return watch.series.times[len(watch.series.times) - watch.at_the_end]


def _trend(times: list[float], values: list[float]) -> tuple[float, float, float] | None:
    """Slope per second with its interval; None from too few points, or where numbers overflow."""
    n = len(values)
    if n < _LEAST_POINTS:
        return None
    slopes = sorted(
        (values[later] - values[earlier]) / (times[later] - times[earlier])
        for earlier in range(n)
        for later in range(earlier + 1, n)
        if times[later] > times[earlier]
    )
    if not slopes or not (math.isfinite(slopes[0]) and math.isfinite(slopes[-1])):
        return None
    half = _Z * math.sqrt(n * (n - 1) * (2 * n + 5) / 18) / 2  # Kendall's variance without ties
    middle = (len(slopes) - 1) / 2
    low = slopes[max(0, math.floor(middle - half))]
    high = slopes[min(len(slopes) - 1, math.ceil(middle + half))]
    return median(slopes), low, high


def _rounded(value: float) -> float:
    return float(f"{value:.5g}")


def _no_trend(series: Series, since: float | None) -> dict[str, Any]:
    said = f"{series.name} of {short(series.entity)} shows no trend"
    if since is not None:
        said += f"; it is beyond its threshold since {spell(since)}"
    return {"no_trend": True, "confidence": 0.5, "statement": f"{said}."}


def _breach(
    watch: Watch, now: float, level: float, trend: tuple[float, float, float], since: float | None
) -> dict[str, Any]:
    series, (slope, low, high) = watch.series, trend
    moving = "rises" if slope > 0 else "falls"
    least, most = sorted((abs(low) * 60, abs(high) * 60))
    rate = f"{amount(abs(slope) * 60, series.unit)} a minute (between {number(least)} and {number(most)})"
    said = f"{series.name} of {short(series.entity)} {moving} by {rate}"
    told: dict[str, Any] = {"no_trend": False, "confidence": 0.9}
    if since is not None:
        return told | {"statement": f"{said} and is beyond its threshold since {spell(since)}."}
    if watch.threshold is None:
        return told | {"statement": f"{said}."}
    ahead = sorted(
        (watch.threshold - level) / one if one and (watch.threshold - level) / one > 0 else math.inf
        for one in (slope, low, high)
    )
    if not 0 < ahead[1] <= _HORIZON_S:
        return told | {
            "statement": f"{said}, away from its threshold of {amount(watch.threshold, series.unit)}."
            if ahead[1] == math.inf
            else f"{said}; its threshold is more than a week away."
        }
    latest = iso(now + ahead[2]) if ahead[2] <= _HORIZON_S else None
    return told | {
        "breach_at": iso(now + ahead[1]),
        "breach_earliest": iso(now + ahead[0]),
        "breach_latest": latest,
        "statement": f"{said} and reaches {amount(watch.threshold, series.unit)} at about {spell(now + ahead[1])}.",
    }
