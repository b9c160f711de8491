"""A run of an application: load enters, calls spread along the graph, and waiting and failures come back along it.

Kinds of effects: hog (share of cores taken by something else), throttle and scale (capacity removed), burn (more CPU a
request), slow (seconds a request waits), some_slow (share of requests that take long), error and reject (shares), leak
(share of the memory limit a minute), mem (share held), disk (busy share), fill (share of the disk a minute), delay
(seconds on every exchange), loss (share of packets), down and flap (share of replicas away), pool (share of workers
held), scan (a costly query: CPU, reads), stuck (share of the consumer standing still), miss (cache hits lost), traffic
(more requests), bytes (transfer beside the requests), restart (one replica, at the moment it starts).
"""

import math
import random
from collections.abc import Sequence

from scenarios.cases.gauges.effects import Effect, Load
from scenarios.cases.gauges.plant import App, Call
from scenarios.cases.gauges.station import RETRANSMIT_S, Station, late

LATENCY = ("mean", "var", "tail_p", "tail_x", "link_s", "link_p", "link_x", "fail", "fail_inside")
WARM_STEPS = 40


class Run:
    """One application under one load with its effects, step by step."""

    def __init__(self, app: App, load: Load, effects: Sequence[Effect], seconds: float, seed: int) -> None:
        self.app, self.load, self.effects, self.seconds = app, load, effects, seconds
        self.rng = random.Random(seed)
        self.stations = {s.name: Station(app, s, self.rng) for s in app.services}
        self.swing = 0.0

    def _acts(self, second: float, dt: float) -> dict[str, dict[str, float]]:
        acts: dict[str, dict[str, float]] = {name: {} for name in self.stations}
        share = second / self.seconds
        for effect in self.effects:
            level = effect.level(share, self.seconds)
            if effect.kind == "restart":
                if 0.0 <= second - effect.start * self.seconds < dt:
                    self.stations[effect.service].restart()
                    self.stations[effect.service].down_s = effect.size
            elif level > 0.0:
                mine = acts[effect.service]
                mine[effect.kind] = mine.get(effect.kind, 0.0) + level
        return acts

    def _enter(self, second: float, acts: dict[str, dict[str, float]]) -> None:
        self.swing = 0.9 * self.swing + self.rng.gauss(0.0, self.load.noise * 0.4)
        level = self.load.at(second / self.seconds, second) * math.exp(self.swing)
        for name, station in self.stations.items():
            base = self.app.entries.get(name, 0.0) * level * math.exp(self.rng.gauss(0.0, self.load.noise * 0.5))
            station.incoming = base * (1.0 + acts[name].get("traffic", 0.0))

    def _spread(self, dt: float, acts: dict[str, dict[str, float]]) -> None:
        for name in self.app.order:
            station = self.stations[name]
            service = station.service
            if service.consumes is not None:
                queue = self.stations[service.consumes]
                able = station.cap * 0.9 * (1.0 - acts[name].get("stuck", 0.0))
                queue.taken = min(able, queue.arriving + queue.depth / max(dt, 2.0))
                queue.depth = max(0.0, queue.depth + (queue.arriving - queue.taken) * dt)
                station.incoming += queue.taken
            station.arriving = station.incoming
            lost = acts[name].get("down", 0.0)
            passed = min(station.arriving, station.cap) * (0.0 if lost > 0.99 else 1.0)
            for index, call in enumerate(service.calls):
                self.stations[call.to].incoming += (
                    passed * self._each(call) * station.reach[index] * station.attempts[index]
                )

    def _each(self, call: Call) -> float:
        if call.behind is None:
            return call.each
        return call.each * (1.0 - self.stations[call.behind].hit) / (1.0 - self.app.hit_ratio)

    def _call(
        self, station: Station, acts: dict[str, dict[str, float]], wrong: float
    ) -> tuple[float, float, float, float, float]:
        """Time and failures of the calls of one request, one after the other; a failed one ends it."""
        mean = var = tail = tail_x = 0.0
        reach = 1.0 - wrong
        mine = acts[station.service.name]
        for index, call in enumerate(station.service.calls):
            target = self.stations[call.to]
            link_s, link_p, link_x = _link(mine, acts[call.to])
            each_mean = target.mean + link_s
            each_var = target.var + (0.25 * link_s) ** 2
            p = 1.0 - (1.0 - target.tail_p) * (1.0 - link_p)
            x = (target.tail_p * target.tail_x + link_p * link_x) / max(1e-12, target.tail_p + link_p)
            over = late(each_mean, each_var, call.timeout_s)
            tail_over = late(each_mean + x, each_var + (0.4 * x) ** 2, call.timeout_s) if p > 0.0 else 0.0
            x = min(x, call.timeout_s)
            if over > 0.0:
                each_mean = min(each_mean * (1.0 - over) + call.timeout_s * over, call.timeout_s)
                each_var = min(each_var, (0.5 * call.timeout_s) ** 2)
            failed = 1.0 - (1.0 - target.fail) * (1.0 - over * (1.0 - p) - tail_over * p)
            attempts = sum(failed**k for k in range(call.retries + 1))
            each = self._each(call) * reach
            station.reach[index], station.attempts[index] = reach, attempts
            mean += each * attempts * each_mean
            var += each * attempts * each_var + min(each, 1.0) * max(0.0, 1.0 - each) * each_mean**2
            any_tail = _any(min(p, 0.95), each * attempts)
            if any_tail > 0.0:
                tail_x = (tail * tail_x + any_tail * x) / max(1e-12, tail + any_tail)
                tail = 1.0 - (1.0 - tail) * (1.0 - any_tail)
            final = _any(failed ** (call.retries + 1), self._each(call))
            reach *= 1.0 - final * (1.0 - call.soft)
        return mean, var, tail, tail_x, 1.0 - reach / max(1e-9, 1.0 - wrong)

    def step(self, second: float, dt: float) -> None:
        """Advance by dt seconds."""
        acts = self._acts(second, dt)
        self._enter(second, acts)
        self._spread(dt, acts)
        for name in reversed(self.app.order):
            station, mine = self.stations[name], acts[name]
            if station.service.role == "cache":
                lost = min(
                    0.95, mine.get("miss", 0.0) + 0.45 * station.cold + (1.0 if mine.get("down", 0) > 0.99 else 0.0)
                )
                station.hit = self.app.hit_ratio * (1.0 - lost) + self.rng.gauss(0.0, 0.003)
            station.filled = min(0.59, station.filled + mine.get("fill", 0.0) * dt / 60.0)
            if station.filled >= 0.585 and "fill" in mine:
                mine["full"] = min(0.9, 0.15 + 0.3 * station.service.write_kb / (1.0 + station.service.write_kb))
            station.link_s, station.link_p, station.link_x = _link({}, mine)
            wrong = 1.0 - (1.0 - mine.get("error", 0.0)) * (1.0 - mine.get("reject", 0.0))
            station.serve(dt, mine, self._call(station, acts, wrong))


def _any(share: float, each: float) -> float:
    """Share of requests with at least one such call, where a request makes `each` calls on the average."""
    whole = int(each)
    return 1.0 - (1.0 - share) ** whole * (1.0 - (each - whole) * share)


def _link(caller: dict[str, float], callee: dict[str, float]) -> tuple[float, float, float]:
    """Delay, share of lengthened exchanges and their extra length between two services."""
    loss = 1.0 - (1.0 - caller.get("loss", 0.0)) * (1.0 - callee.get("loss", 0.0))
    share = 1.0 - (1.0 - loss) ** 3
    return caller.get("delay", 0.0) + callee.get("delay", 0.0), share, RETRANSMIT_S * (1.0 + 4.0 * loss)


def record(
    app: App, load: Load, effects: Sequence[Effect], minutes: float, period_s: int, seed: int
) -> dict[str, dict[str, list[float]]]:
    """Per service and quantity the mean over every period of the recording."""
    seconds = minutes * 60.0
    run = Run(app, load, effects, seconds, seed)
    per_sample = max(1, round(period_s / 5))
    dt = period_s / per_sample
    for step in range(WARM_STEPS):
        run.step((step - WARM_STEPS) * dt, dt)
    taken: dict[str, dict[str, list[float]]] = {name: {} for name in run.stations}
    for sample in range(int(seconds // period_s)):
        sums: dict[str, dict[str, float]] = {name: {} for name in run.stations}
        for part in range(per_sample):
            run.step((sample * per_sample + part) * dt, dt)
            for name, station in run.stations.items():
                total = sums[name]
                for key, value in station.gauges.items():
                    total[key] = total.get(key, 0.0) + value / per_sample
                for key in LATENCY:
                    total[key] = total.get(key, 0.0) + getattr(station, key) / per_sample
        for name, total in sums.items():
            for key, value in total.items():
                taken[name].setdefault(key, []).append(value)
            taken[name]["restarts"][-1] = float(run.stations[name].restarts)
    return taken
