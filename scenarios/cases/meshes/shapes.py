"""How a series departs from its normal course: functions of (minute after onset, normal value, random source)."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random

Shape = Callable[[float, float, Random], float | None]
FOREVER = 1e9


def times(factor: float, at: float = 0, until: float = FOREVER, over: float = 0) -> Shape:
    """The normal value multiplied by `factor` from `at` to `until`, reached within `over` minutes."""

    def shape(minute: float, value: float, rng: Random) -> float:
        if minute < at or minute >= until:
            return value
        share = min(1.0, (minute - at + 0.5) / over) if over else 1.0
        return value * (1 + (factor - 1) * share)

    return shape


def level(target: float, at: float = 0, until: float = FOREVER, over: float = 0, noise: float = 0.08) -> Shape:
    """Another level from `at` to `until`, whatever the normal value."""

    def shape(minute: float, value: float, rng: Random) -> float:
        if minute < at or minute >= until:
            return value
        share = min(1.0, (minute - at + 0.5) / over) if over else 1.0
        return (value + (target - value) * share) * math.exp(rng.gauss(0, noise))

    return shape


def saw(low: float, high: float, period: float, phase: float = 0, at: float = -FOREVER, noise: float = 0.01) -> Shape:
    """Climbs from `low` to `high` in `period` minutes, falls back, again and again."""

    def shape(minute: float, value: float, rng: Random) -> float:
        if minute < at:
            return value
        share = ((minute + phase) % period) / period
        return (low + (high - low) * share) * math.exp(rng.gauss(0, noise))

    return shape


def silent(at: float = 0, until: float = FOREVER) -> Shape:
    """No datapoints between `at` and `until`."""

    def shape(minute: float, value: float, rng: Random) -> float | None:
        return None if at <= minute < until else value

    return shape


def both(first: Shape, second: Shape) -> Shape:
    """One after the other."""

    def shape(minute: float, value: float, rng: Random) -> float | None:
        changed = first(minute, value, rng)
        return None if changed is None else second(minute, changed, rng)

    return shape
