"""Things that happen to one service during a recording: faults and harmless events are made of the same."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Effect:
    """`kind` says what (see simulate.py), `size` how much; `start` and `end` are shares of the recording's length.

    A `ramp` grows from start over `rise`; a `pulse` is on for `duty` of every `every_s` seconds.
    """

    kind: str
    service: str
    size: float
    start: float
    end: float = 9.0
    shape: str = "step"
    rise: float = 0.0
    every_s: float = 0.0
    duty: float = 0.5

    def level(self, share: float, seconds: float) -> float:
        """How much of it acts at this moment."""
        if not self.start <= share < self.end:
            return 0.0
        if self.shape == "pulse":
            on = ((share - self.start) * seconds) % self.every_s < self.duty * self.every_s
            return self.size if on else 0.0
        if self.rise > 0.0:
            return self.size * min(1.0, (share - self.start) / self.rise)
        return self.size


@dataclass(frozen=True)
class Load:
    """The requests that enter, relative to nominal: a level, a slope over the recording, bursts and noise."""

    level: float = 1.0
    slope: float = 0.0
    bursts: float = 0.0
    burst_every_s: float = 240.0
    noise: float = 0.04

    def at(self, share: float, second: float) -> float:
        """Mean load at this moment, without noise."""
        burst = self.bursts * max(0.0, math.sin(2.0 * math.pi * second / self.burst_every_s)) ** 6
        return self.level * (1.0 + self.slope * math.sin(0.5 * math.pi * max(0.0, share))) * (1.0 + burst)
