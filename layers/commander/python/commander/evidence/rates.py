"""What a series amounts to per minute, and as a share of its limit, as far as its name, unit and statistic tell."""

from commander.evidence.roles import tokens_of
from commander.evidence.series import Series

_SHARES = frozenset({"ratio", "percent", "pct", "percentage", "share", "utilization", "utilisation", "util"})
_PER_SECOND = frozenset({"rate", "rps", "qps", "tps"})
_PERCENT_UNITS = frozenset({"percent", "%"})


def is_share(series: Series) -> bool:
    """Whether values are a share of something, as a ratio or in percent."""
    if (series.unit or "").lower() in _PERCENT_UNITS or not _SHARES.isdisjoint(tokens_of(series.name)):
        return True
    # success_rate and error_rate are shares where they stay within one (or a hundred, for a rate of success).
    if "rate" not in tokens_of(series.name) or not series.values or series.counter:
        return False
    top = max(series.values)
    succeeding = "success" in tokens_of(series.name)
    return 0 < top <= 1.0 or (succeeding and top <= 100.0)


def share(series: Series, value: float) -> float:
    """A value of a series of shares, between 0 and 1."""
    percent = (series.unit or "").lower() in _PERCENT_UNITS or max(series.values, default=0.0) > 1.5
    return value / 100.0 if percent else value


def per_minute(series: Series, value: float) -> float | None:
    """A value of a series of events as events a minute; None where it cannot be told what it counts."""
    if series.counter:
        return value * 60
    unit = (series.unit or "").lower()
    if "second" in unit and "/" in unit:
        return value * 60
    if is_share(series):
        return None
    if series.statistic in ("Sum", "SampleCount") or unit == "count":
        return value * 60 / series.period if series.period > 0 else None
    if not _PER_SECOND.isdisjoint(tokens_of(series.name)):
        return value * 60
    return value * 60 / series.period if series.counts and series.period > 0 else None
