"""What a series did beside the same series of the other services."""

import math

from commander.evidence.mechanisms.services.deviation import Deviation
from commander.evidence.mechanisms.services.places import Place
from commander.evidence.series import quantile

_LEAST_HEFT = 0.02


def log_ratio_beside(one: Deviation, found: list[Place]) -> float:
    """The log ratio of something rare, where what other services usually have counts as little: a few events where
    there were none are many times more, and yet what is found everywhere."""
    usual = sorted(
        other.before
        for place in found
        for other in place.looked_at.get(one.series.role, [])
        if other is not one and other.series.name == one.series.name
    )
    floor = quantile(usual, 0.75) if usual else 0.0
    if floor <= 0:
        return one.log_ratio
    return math.log((max(0.0, one.after) + floor) / (max(0.0, one.before) + floor))


def prominence(one: Deviation, found: list[Place]) -> float:
    """What a fault of one's network also shows at those it talks to, where only a part of the traffic suffers."""
    grown = [
        other.after - other.before
        for place in found
        for other in place.looked_at.get(one.series.role, [])
        if other.series.name == one.series.name and other is not one
    ]
    most = max(grown, default=0.0)
    return min(1.0, (max(0.0, one.after - one.before) / most) ** 0.7) if most > 0 else 1.0


def heft(one: Deviation, found: list[Place]) -> float:
    """How much the growth weighs beside what the same series of the other services measure: from a little it is easy to
    multiply."""
    levels = [
        other.after
        for place in found
        for other in place.looked_at.get(one.series.role, [])
        if other.series.name == one.series.name and other is not one
    ]
    top = max(levels, default=0.0)
    if top <= 0:
        return 1.0
    weight = (one.after - one.before) / top
    return min(1.0, 0.35 + 0.65 * math.sqrt(weight / _LEAST_HEFT / 5)) if weight > 0 else 0.35
