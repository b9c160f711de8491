"""Memory of one service's replicas: live set, collection sawtooth, leak, kernel kills and restarts."""

from __future__ import annotations

import random

from .faults import Effects
from .model import Service


class Replicas:
    """The replicas of one service; each has its own heap phase."""

    def __init__(self, rng: random.Random, service: Service, warm: float) -> None:
        """`warm` scales the live set: the same service is never quite the same size on two days."""
        self.service = service
        self.base = [service.memory * rng.uniform(0.96, 1.04) * warm for _ in range(service.replicas)]
        self.heap = [rng.random() * service.sawtooth for _ in range(service.replicas)]
        self.leak = [0.0] * service.replicas
        self.down_until = [-1e9] * service.replicas
        self.grown = 0.0
        self.restarts = 0

    def ready(self, t: float, lost: float) -> int:
        """Replicas answering at `t`, after a share `lost` is gone."""
        alive = len(self.base) - round(lost * len(self.base))
        return sum(1 for until in self.down_until[:alive] if until <= t)

    def restart(self, index: int, t: float) -> None:
        self.down_until[index] = t + self.service.startup
        self.heap[index] = self.leak[index] = 0.0
        self.restarts += 1

    def total(
        self, rng: random.Random, t: float, tick: float, rate: float, in_flight: float, effects: Effects
    ) -> float:
        """Bytes held by all replicas at `t` after one more tick of `rate` requests a second."""
        service, count = self.service, len(self.base)
        alive = max(1, count - round(effects.lost * count))
        held = in_flight / alive * service.memory_per_request
        total = 0.0
        for index in range(count):
            if index >= alive and effects.lost > 0:
                continue
            if service.sawtooth > 0:
                self.heap[index] += rate / alive * service.allocation * tick * rng.uniform(0.8, 1.2)
                if self.heap[index] >= service.sawtooth:
                    self.heap[index] = service.sawtooth * rng.uniform(0.0, 0.15)
            self.leak[index] += effects.leaked * tick * rng.uniform(0.7, 1.3)
            hog = effects.memory / count if effects.share >= 1 else (effects.memory if index == 0 else 0.0)
            starting = self.down_until[index] > t
            size = (0.4 if starting else 1.0) * self.base[index] + self.heap[index] + self.leak[index] + hog + held
            if size > service.memory_limit and (self.leak[index] > 0 or hog > 0):
                self.restart(index, t)
                size = self.base[index] * 0.4
            total += min(size, service.memory_limit)
        if effects.lost >= 1:
            return 0.0
        self.grown += tick * rng.gauss(0.0, 0.00003) * total
        return total + self.grown
