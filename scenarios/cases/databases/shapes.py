"""Curves of a metric over minutes from the onset (negative: before it)."""

from __future__ import annotations

import math
from collections.abc import Callable

Shape = Callable[[float], float]


def steady(value: float) -> Shape:
    """The same value at every minute."""
    return lambda _: value


def step(
    low: float, high: float, at: float = 0.0, ramp: float = 2.0, end: float | None = None, tail: float = 2.0
) -> Shape:
    """Low, then over `ramp` minutes to high; back to low over `tail` minutes from `end`."""

    def curve(minute: float) -> float:
        up = min(1.0, max(0.0, (minute - at) / ramp)) if ramp else float(minute >= at)
        if end is not None and minute >= end:
            up = max(0.0, 1.0 - (minute - end) / max(tail, 1e-9))
        return low + (high - low) * up

    return curve


def line(start: float, slope: float, at: float = 0.0, floor: float = 0.0, top: float = math.inf) -> Shape:
    """Start until `at`, then `slope` a minute, held between floor and top."""
    return lambda minute: min(top, max(floor, start + slope * max(0.0, minute - at)))


def hill(low: float, high: float, at: float, width: float) -> Shape:
    """A bump of the given height around `at`."""
    return lambda minute: low + (high - low) * math.exp(-(((minute - at) / width) ** 2))


def saw(low: float, high: float, every: float, width: float, first: float) -> Shape:
    """High for `width` minutes each `every` minutes, from `first` on: a job that comes back."""
    return lambda minute: high if minute >= first and (minute - first) % every < width else low


def joined(*parts: tuple[float, Shape]) -> Shape:
    """Curves one after the other; each part is (valid until minute, curve)."""

    def curve(minute: float) -> float:
        for until, shape in parts:
            if minute < until:
                return shape(minute)
        return parts[-1][1](minute)

    return curve
