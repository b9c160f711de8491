"""Courses a metric takes over time: functions of minutes after the onset."""

from collections.abc import Callable
from math import pi, sin

Shape = Callable[[float], float]


def flat(value: float) -> Shape:
    """Always the same value."""
    return lambda _minute: value


def step(before: float, after: float, at: float = 0.0, until: float | None = None) -> Shape:
    """`before`, then `after` from minute `at`, back to `before` at `until`."""
    return lambda m: after if m >= at and (until is None or m < until) else before


def ramp(before: float, after: float, start: float, end: float) -> Shape:
    """Linear rise or fall between two minutes, level outside them."""

    def value(minute: float) -> float:
        share = min(1.0, max(0.0, (minute - start) / (end - start)))
        return before + (after - before) * share

    return value


def capped(shape: Shape, limit: float) -> Shape:
    """A course that can not pass a limit."""
    return lambda m: min(limit, shape(m))


def saw(low: float, high: float, period_min: float, phase: float = 0.0) -> Shape:
    """Grows from low to high and falls back, again and again."""
    return lambda m: low + (high - low) * (((m + phase) % period_min) / period_min)


def wave(middle: float, amplitude: float, period_min: float = 1440.0, phase: float = 0.0) -> Shape:
    """A daily or shorter swing."""
    return lambda m: middle + amplitude * sin(2 * pi * (m + phase) / period_min)


def spikes(base: float, peak: float, minutes: tuple[int, ...]) -> Shape:
    """Base with single high samples at the named minutes."""
    return lambda m: peak if round(m) in minutes else base
