"""Moments as seconds since 1970 (UTC): what arithmetic needs, and how sentences spell them."""

from datetime import UTC, datetime
from functools import lru_cache

_FIRST, _LAST = 0.0, 250e9
"""1970 to 9892: room on both sides, so that adding a period or a week stays a date."""
_MINUTE = 16
"""The length of 2026-05-12T14:02, the part that the moments of one minute share."""


@lru_cache(maxsize=65536)
def parse(text: str) -> float | None:
    """The moment of an ISO 8601 text, or None for one that names no moment (2026-02-31, month 99, the year 9999).

    Cached: series of one bundle share their timestamps. Within a minute only the seconds are read anew.
    """
    if len(text) == 20 and text[19] == "Z" and text[16] == ":":
        minute, second = _minute(text[:_MINUTE]), text[17:19]
        if second.isascii() and second.isdigit() and second < "60":
            return None if minute is None else minute + int(second)
    return _read(text)


@lru_cache(maxsize=65536)
def _minute(text: str) -> float | None:
    return _read(f"{text}:00Z")


def _read(text: str) -> float | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    seconds = moment.timestamp()
    return seconds if _FIRST <= seconds <= _LAST else None


def parse_maybe(text: str | None) -> float | None:
    """As `parse`; None stays None."""
    return None if text is None else parse(text)


def spell(moment: float) -> str:
    """A moment within a sentence: 14:02:58Z."""
    return datetime.fromtimestamp(int(moment), UTC).strftime("%H:%M:%SZ")


def iso(moment: float) -> str:
    """A moment within a field: 2026-05-12T14:02:58Z."""
    return datetime.fromtimestamp(int(moment), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def span(seconds: float) -> str:
    """A length of time within a sentence, in the unit a person would use."""
    seconds = abs(seconds)
    if seconds < 120:
        return f"{seconds:.0f} s"
    if seconds < 7200:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h" if seconds < 172800 else f"{seconds / 86400:.0f} days"
