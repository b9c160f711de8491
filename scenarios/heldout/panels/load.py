"""Open-loop demand: a slope of the day, bursts, Poisson counts."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass


@dataclass
class Load:
    """Multiplier of the system's normal rate over time; slope is the relative change in an hour."""

    level: float = 1.0
    slope: float = 0.0
    burst: float = 0.1
    memory_s: float = 30.0
    surge_at: float = math.inf
    surge_until: float = math.inf
    surge: float = 1.0
    surge_ramp: float = 20.0
    state: float = 0.0

    def step(self, rng: random.Random, t: float, tick: float) -> float:
        """The multiplier at `t`; call once a tick."""
        keep = math.exp(-tick / self.memory_s)
        self.state = self.state * keep + rng.gauss(0, self.burst) * math.sqrt(1 - keep * keep)
        value = self.level * max(0.2, 1 + self.slope * t / 3600) * math.exp(self.state)
        if self.surge_at <= t < self.surge_until:
            value *= 1 + (self.surge - 1) * min(1.0, (t - self.surge_at) / self.surge_ramp)
        return value


def draw_count(rng: random.Random, mean: float) -> int:
    """A Poisson count; normal beyond 40."""
    if mean <= 0:
        return 0
    if mean > 40:
        return max(0, round(rng.gauss(mean, math.sqrt(mean))))
    limit, product, count = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count
