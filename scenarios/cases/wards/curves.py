"""Shapes of metric series: functions of the minute since the recording began, with noise."""

import math
import random
from collections.abc import Callable
from itertools import pairwise

Curve = Callable[[float, random.Random], float]


def steady(level: float, spread: float = 0.06) -> Curve:
    """A level with log-normal noise."""
    return lambda minute, rng: level * rng.lognormvariate(0, spread)


def flat(level: float) -> Curve:
    return lambda minute, rng: level


def step(before: float, after: float, at: float, ramp: float = 2, spread: float = 0.06) -> Curve:
    """From one level to another at a minute, within `ramp` minutes."""

    def value(minute: float, rng: random.Random) -> float:
        part = min(1.0, max(0.0, (minute - at) / ramp)) if ramp else float(minute >= at)
        return (before + (after - before) * part) * rng.lognormvariate(0, spread)

    return value


def bump(base: float, peak: float, start: float, end: float, ramp: float = 2, spread: float = 0.06) -> Curve:
    """A level left at `start` for a peak and taken up again at `end`."""

    def value(minute: float, rng: random.Random) -> float:
        part = min(1.0, max(0.0, (minute - start) / ramp)) - min(1.0, max(0.0, (minute - end) / ramp))
        return (base + (peak - base) * part) * rng.lognormvariate(0, spread)

    return value


def line(points: list[tuple[float, float]], spread: float = 0.01) -> Curve:
    """Straight lines between (minute, value) points."""

    def value(minute: float, rng: random.Random) -> float:
        noise = rng.lognormvariate(0, spread)
        if minute <= points[0][0]:
            return points[0][1] * noise
        for (m0, v0), (m1, v1) in pairwise(points):
            if minute <= m1:
                return (v0 + (v1 - v0) * (minute - m0) / (m1 - m0)) * noise
        return points[-1][1] * noise

    return value


def saw(low: float, high: float, every: float, shift: float = 0, spread: float = 0.01) -> Curve:
    """Rises from low to high and falls back, again and again."""
    return lambda minute, rng: (
        (low + (high - low) * (((minute + shift) % every) / every)) * rng.lognormvariate(0, spread)
    )


def wave(level: float, swing: float, every: float, spread: float = 0.05) -> Curve:
    return lambda minute, rng: (level + swing * math.sin(2 * math.pi * minute / every)) * rng.lognormvariate(0, spread)


def sparse(mean: float) -> Curve:
    """Whole counts that are mostly zero."""

    def value(minute: float, rng: random.Random) -> float:
        left, count = math.exp(-mean), 0
        product = rng.random()
        while product > left:
            count += 1
            product *= rng.random()
        return float(count)

    return value


def burst(before: float, after: float, start: float, end: float = math.inf, spread: float = 0.2) -> Curve:
    """Rare counts, except for many between two minutes."""
    quiet = sparse(before)

    def value(minute: float, rng: random.Random) -> float:
        if start <= minute < end:
            return float(round(after * rng.lognormvariate(0, spread)))
        return quiet(minute, rng)

    return value


def capped(curve: Curve, top: float) -> Curve:
    return lambda minute, rng: min(top, curve(minute, rng))
