"""What a series did beside the same series of the other services."""

import math

from commander.evidence.mechanisms.services.deviation import Deviation
from commander.evidence.mechanisms.services.places import Place
from commander.evidence.roles import Role
from commander.evidence.series import quantile

_LEAST_HEFT = 0.02


class Beside:
    """The series of all services by role and name, so that each is compared with the others at once."""

    def __init__(self, found: list[Place]) -> None:
        self._alike: dict[tuple[Role, str], list[Deviation]] = {}
        for place in found:
            for role, measured in place.looked_at.items():
                for one in measured:
                    self._alike.setdefault((role, one.series.name), []).append(one)
        # Two are enough to know the most of all others.
        self._highest = {
            key: sorted(alike, key=lambda one: one.after, reverse=True)[:2] for key, alike in self._alike.items()
        }
        self._grown = {
            key: sorted(alike, key=lambda one: one.after - one.before, reverse=True)[:2]
            for key, alike in self._alike.items()
        }

    def log_ratio(self, one: Deviation) -> float:
        """The log ratio of something rare, where what other services usually have counts as little: a few events where
        there were none are many times more, and yet what is found everywhere."""
        alike = self._alike.get((one.series.role, one.series.name), [])
        usual = sorted([other.before for other in alike if other is not one])
        floor = quantile(usual, 0.75) if usual else 0.0
        if floor <= 0:
            return one.log_ratio
        return math.log((max(0.0, one.after) + floor) / (max(0.0, one.before) + floor))

    def prominence(self, one: Deviation) -> float:
        """What a fault of one's network also shows at those it talks to, where only a part of the traffic suffers."""
        others = self._grown.get((one.series.role, one.series.name), [])
        most = max((other.after - other.before for other in others if other is not one), default=0.0)
        return min(1.0, (max(0.0, one.after - one.before) / most) ** 0.7) if most > 0 else 1.0

    def heft(self, one: Deviation) -> float:
        """How much the growth weighs beside what the same series of the other services measure: from a little it is
        easy to multiply."""
        others = self._highest.get((one.series.role, one.series.name), [])
        top = max((other.after for other in others if other is not one), default=0.0)
        if top <= 0:
            return 1.0
        weight = (one.after - one.before) / top
        return min(1.0, 0.35 + 0.65 * math.sqrt(weight / _LEAST_HEFT / 5)) if weight > 0 else 0.35
