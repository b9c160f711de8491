"""Runs an application tick by tick: demand flows down the call graph, response times are composed on the way up."""

from __future__ import annotations

import math
import random

from .faults import NOTHING, Effects, affect
from .load import Load, draw_count
from .model import Call, Fault, Job, Restart, System
from .replicas import Replicas
from .trace import Sample, ServiceTrace, Trace

RTO = 0.2  # seconds before a lost packet is sent again
TABLE = 2048


class Run:
    """One run of a system; `warm` scales memory, `samples` is how many response times a tick keeps per service."""

    def __init__(
        self,
        rng: random.Random,
        system: System,
        load: Load,
        tick: float,
        samples: int,
        *,
        fault: Fault | None = None,
        jobs: list[Job] | None = None,
        restarts: list[Restart] | None = None,
        warm: float = 1.0,
    ) -> None:
        self.rng, self.system, self.load, self.tick, self.samples = rng, system, load, tick, samples
        self.fault, self.jobs, self.pending = fault, jobs or [], sorted(restarts or [], key=lambda r: r.t)
        count = len(system.services)
        self.replicas = [Replicas(rng, s, warm * rng.uniform(0.97, 1.03)) for s in system.services]
        self.noise = [[math.exp(rng.gauss(0, s.sigma)) for _ in range(TABLE)] for s in system.services]
        self.hold = [s.cpu_per_request + s.own_wait + s.io_wait for s in system.services]
        self.queue = [0.0] * count
        self.pool: list[list[Sample]] = [[(h, True)] for h in self.hold]
        self.failing = [s.base_error for s in system.services]
        self.calls_out = [0.0] * count
        self.called = {
            c.target for s in system.services for _, p in s.plans for step in p for c in step if not c.queued
        }
        self.peers: list[set[int]] = [set() for _ in system.services]
        for index, service in enumerate(system.services):
            for call in (c for _, steps in service.plans for step in steps for c in step):
                self.peers[index].add(call.target)
                self.peers[call.target].add(index)
        self.effects: list[Effects] = [NOTHING] * count
        self.trace = Trace(0.0, tick, [ServiceTrace() for _ in system.services])
        # what a sample of this tick costs, set by _admit
        self.wait_mean = [0.0] * count
        self.wait_queue = [0.0] * count
        self.stretch = [1.0] * count
        self.pause = [0.0] * count
        self.reject = [0.0] * count
        for service in system.services:
            for call in (c for _, steps in service.plans for step in steps for c in step):
                call.failing = 0.0

    def go(self, start: float, end: float, warm_up: float = 60.0) -> Trace:
        """Runs from `start` to `end` after a warm-up that is not kept."""
        self.trace.start = start
        t = start - warm_up
        while t < end - 1e-9:
            self._tick(t, keep=t >= start - 1e-9)
            t += self.tick
        return self.trace

    def _tick(self, t: float, keep: bool) -> None:
        services = self.system.services
        while self.pending and self.pending[0].t <= t:
            due = self.pending.pop(0)
            self.replicas[due.service].restart(
                self.replicas[due.service].restarts % len(self.replicas[due.service].base), t
            )
        arrivals = self._demand(t)
        rows = []
        for index in range(len(services)):
            self.effects[index] = affect(self.fault, index, services[index], t)
            rows.append(self._admit(index, arrivals[index], t))
        seen: list[list[Sample]] = [[] for _ in services]
        kept: list[list[Sample]] = [[] for _ in services]
        for index in reversed(range(len(services))):
            wanted = min(self.samples, arrivals[index]) if self.effects[index].lost < 1 else 0
            drawn = [self._serve(index, seen) for _ in range(max(1, wanted))]
            self.pool[index] = drawn
            kept[index] = drawn[:wanted]
            mean = sum(lat for lat, _ in drawn) / len(drawn)
            self.hold[index] += 0.3 * (mean - self.hold[index])
        self._spread_failures()
        if keep:
            for index, row in enumerate(rows):
                self._record(index, arrivals[index], row, kept[index], seen[index], t)

    def _demand(self, t: float) -> list[int]:
        """Requests that reach each service in this tick."""
        rng, services = self.rng, self.system.services
        arrivals = [0] * len(services)
        self.calls_out = [0.0] * len(services)
        factor = self.load.step(rng, t, self.tick)
        arrivals[0] = draw_count(rng, self.system.rate * factor * self.tick)
        for index, service in enumerate(services):
            for job in self.jobs:
                if job.service == index and job.active(t) and job.queries:
                    arrivals[index] += draw_count(rng, job.queries * self.tick)
            effects = affect(self.fault, index, service, t)
            # a request that fails early or finds no replica calls nobody
            passing = arrivals[index] * (1 - effects.error) * (1 - self.reject[index]) * (0 if effects.lost >= 1 else 1)
            weight = sum(w for w, _ in service.plans) or 1.0
            for share, steps in service.plans:
                before = 0.0
                reached = 1.0
                for step in steps:
                    lost = 0.0
                    for call in step:
                        prob = call.prob + (1 - call.prob) * before if call.fallback else call.prob
                        mean = (
                            passing * share / weight * reached * prob * call.times * (1 + call.retries * call.failing)
                        )
                        count = draw_count(rng, mean)
                        arrivals[call.target] += count
                        self.calls_out[index] += count
                        if not call.optional and not call.queued:
                            lost = max(lost, prob * call.failing)
                    before = step[0].failing if step else 0.0
                    reached *= 1 - lost
        return arrivals

    def _admit(self, index: int, arrived: int, t: float) -> tuple[float, float, int, float]:
        """Queueing at CPU and worker pool; returns cpu used, throttled seconds a second, ready replicas, pool in use."""
        rng, service, effects, tick = self.rng, self.system.services[index], self.effects[index], self.tick
        ready = self.replicas[index].ready(t, effects.lost)
        rate = arrived / tick
        background = sum(j.cores for j in self.jobs if j.service == index and j.active(t))
        if ready == 0:
            self.reject[index], self.queue[index] = 1.0, 0.0
            return 0.0, 0.0, 0, 0.0
        node = service.cores * ready if service.limited else max(4.0, service.cores * ready * 2)
        cost = service.cpu_per_request * (1 + 0.35 * self._pressure(index))
        wanted = rate * cost
        demand = wanted + background + effects.cpu + service.idle_cpu * ready
        left = node - min(background + effects.cpu, node * 0.85)
        # threads of one cgroup share its quota by demand; unlimited ones only feel a busier node
        self.stretch[index] = node / left if demand > node else 1 + 0.2 * (demand - wanted) / node
        used = min(demand, node) * math.exp(rng.gauss(0, 0.05))
        over = max(0.0, 1 - node / demand) if service.limited and demand > 0 else 0.0
        busy = demand / node
        base_throttle = 0.02 * busy * busy * rng.uniform(0.3, 1.7) if service.limited and busy > 0.15 else 0.0
        throttled = (over * 0.9 * ready + base_throttle) * rng.uniform(0.85, 1.15)
        self.pause[index] = min(0.8, over)
        size = max(0.02, service.workers * ready * effects.pool_left)
        cpu_capacity = left / cost
        pool_capacity = size / max(self.hold[index] - self.wait_queue[index], 1e-4)
        capacity = min(cpu_capacity, pool_capacity)
        self.queue[index] = max(0.0, self.queue[index] + arrived - capacity * tick)
        # whoever waits too long has gone; messages stay
        patience = 3600.0 if service.role == "worker" else 8.0
        room = min(service.queue_limit * ready, max(20.0, capacity * patience))
        self.reject[index] = 0.0
        if self.queue[index] > room:
            self.reject[index] = min(1.0, (self.queue[index] - room) / max(arrived, 1))
            self.queue[index] = room
        self.wait_queue[index] = min(self.queue[index] / capacity, 600.0)
        self.wait_mean[index] = _mean_wait(rate / cpu_capacity, max(1.0, left), cost) + _mean_wait(
            rate / pool_capacity, size, self.hold[index]
        )
        taken = service.workers * ready - size
        return used, throttled, ready, min(service.workers * ready, taken + rate * self.hold[index])

    def _pressure(self, index: int) -> float:
        """How much collection and reclaim cost near the memory limit, 0 to 4."""
        memory = self.trace.services[index].memory
        service = self.system.services[index]
        used = memory[-1] / (service.memory_limit * service.replicas) if memory else 0.0
        return min(4.0, max(0.0, used - 0.9) * 40)

    def _serve(self, index: int, seen: list[list[Sample]]) -> Sample:
        """One request at a service, with all it waits for."""
        rng, service, effects = self.rng, self.system.services[index], self.effects[index]
        roll = rng.random
        if effects.lost >= 1 or (self.reject[index] and roll() < self.reject[index]):
            return (0.001 + 0.002 * roll(), False)
        noise = self.noise[index]
        if effects.error and roll() < effects.error:
            return ((service.own_wait * 0.5 + service.cpu_per_request) * noise[int(roll() * TABLE)], False)
        hit = effects.share >= 1 or roll() < effects.share
        lat = service.cpu_per_request * (self.stretch[index] if hit else 1.0) * noise[int(roll() * TABLE)]
        lat += service.own_wait * noise[int(roll() * TABLE)] + self.wait_queue[index]
        if service.io_wait:
            lat += service.io_wait * effects.io_factor * noise[int(roll() * TABLE)]
        elif effects.io_factor > 1 and roll() < 0.3:
            lat += 0.0015 * effects.io_factor * noise[int(roll() * TABLE)]  # log and temp file writes
        if self.wait_mean[index] > 1e-5:
            lat += rng.expovariate(1 / self.wait_mean[index])
        if hit:
            lat += effects.wait * noise[int(roll() * TABLE)] if effects.wait else 0.0
            if self.pause[index] and roll() < self.pause[index]:
                lat += rng.uniform(0.005, 0.09)
        if service.runtime in ("jvm", "python", "node") and roll() < 0.008:
            lat += rng.uniform(0.01, 0.12)
        ok = roll() >= service.base_error
        plans = service.plans
        plan = plans[0][1] if len(plans) == 1 else _choose(plans, roll())
        previous = True
        for step in plan:
            slowest = 0.0
            for call in step:
                if call.queued or (roll() >= call.prob and (previous or not call.fallback)):
                    continue
                spent = 0.0
                for _ in range(call.times):
                    took, fine = self._call(index, call, seen[call.target], hit)
                    spent += took
                    previous = fine
                    if not fine and not call.optional:
                        ok = False
                        break
                slowest = max(slowest, spent)
            lat += slowest
            if not ok:
                break
        return (lat, ok)

    def _call(self, caller: int, call: Call, seen: list[Sample], hit: bool) -> Sample:
        """One call with its network and retries; what the caller saw goes to `seen`."""
        roll = self.rng.random
        pool = self.pool[call.target]
        there, here = self.effects[call.target], self.effects[caller]
        spent = 0.0
        for _ in range(1 + call.retries):
            lat, ok = pool[int(roll() * len(pool))]
            lat += 0.0003 + 0.0004 * roll()
            if there.delay and (there.share >= 1 or roll() < there.share):
                lat += there.delay * (0.9 + 0.2 * roll())
            if here.delay and hit:
                lat += here.delay * (0.9 + 0.2 * roll())
            if there.loss:
                lat += self._resend(there.loss, 3)
            if here.loss:
                lat += self._resend(here.loss, 2)
            if lat > call.timeout:
                lat, ok = call.timeout * (1 + 0.003 * roll()), False
            if len(seen) < self.samples:
                seen.append((lat, ok))
            else:
                place = int(roll() * 3 * self.samples)
                if place < self.samples:
                    seen[place] = (lat, ok)
            spent += lat
            if ok:
                return (spent, True)
        return (spent, False)

    def _resend(self, loss: float, packets: int) -> float:
        """Time lost to retransmission of a message of some packets."""
        lost, wait = 0.0, RTO * (1 + 0.1 * self.rng.random())
        if self.rng.random() < 0.04 and self.rng.random() < loss:
            lost += 1.0  # the first packet of a new connection
        for _ in range(packets):
            while self.rng.random() < loss and lost < 30:
                lost += wait
                wait *= 2
        return lost

    def _spread_failures(self) -> None:
        """Failure shares from callees to callers, leaves first; timeouts estimated from this tick's samples."""
        services = self.system.services
        for index in reversed(range(len(services))):
            service, effects = services[index], self.effects[index]
            fine = (
                (1 - effects.error)
                * (1 - service.base_error)
                * (1 - self.reject[index])
                * (0 if effects.lost >= 1 else 1)
            )
            total = sum(w for w, _ in service.plans) or 1.0
            through = 0.0
            for weight, steps in service.plans:
                passed, before = 1.0, 0.0
                for step in steps:
                    for call in step:
                        if call.queued:
                            continue
                        late = self._late(index, call)
                        once = 1 - (1 - self.failing[call.target]) * (1 - late)
                        call.failing += 0.3 * (once - call.failing)
                        prob = call.prob + (1 - call.prob) * before if call.fallback else call.prob
                        if not call.optional:
                            passed *= 1 - prob * (1 - (1 - call.failing ** (1 + call.retries)) ** call.times)
                    before = step[0].failing if step else 0.0
                through += weight / total * passed
            self.failing[index] = 1 - fine * (through if service.plans else 1.0)

    def _late(self, caller: int | None, call: Call) -> float:
        """Share of calls that outlast their timeout; without a caller only the callee's network counts."""
        pool = self.pool[call.target]
        here = NOTHING if caller is None else self.effects[caller]
        extra = self.effects[call.target].delay * self.effects[call.target].share + here.delay * here.share
        late = sum(1 for lat, _ in pool if lat + extra > call.timeout) / len(pool)
        loss = max(self.effects[call.target].loss, here.loss)
        if loss:
            doublings = math.log2(call.timeout / RTO + 1)
            late = max(late, min(1.0, 3 * loss ** max(1.0, doublings)))
        return late

    def _record(
        self,
        index: int,
        arrived: int,
        row: tuple[float, float, int, float],
        kept: list[Sample],
        seen: list[Sample],
        t: float,
    ) -> None:
        rng, service, effects, tick = self.rng, self.system.services[index], self.effects[index], self.tick
        used, throttled, ready, pool_busy = row
        into = self.trace.services[index]
        rate = arrived / tick
        gone = ready == 0
        out = self.calls_out[index] / tick
        failed = self.failing[index]
        late = self._late_for_callers(index)
        errors = _thin(rng, arrived, failed)
        into.requests.append(0 if gone else arrived)
        into.errors.append(0 if gone else errors)
        into.client_errors.append(_thin(rng, arrived, 1 - (1 - failed) * (1 - late)))
        into.cpu.append(used)
        into.throttled.append(throttled)
        in_flight = min(rate * self.hold[index], service.queue_limit * service.replicas + pool_busy + 50.0)
        into.memory.append(self.replicas[index].total(rng, t, tick, rate, in_flight, effects))
        jobs = sum(j.disk for j in self.jobs if j.service == index and j.active(t))
        answered = 0.0 if gone else rate
        into.disk_read.append(
            (answered * service.read_bytes * rng.lognormvariate(0, 0.3) + jobs * 0.4 + effects.disk * 0.5) * (not gone)
        )
        into.disk_write.append(
            (
                answered * service.write_bytes * rng.lognormvariate(0, 0.25)
                + 300
                + jobs
                + effects.disk * rng.uniform(0.85, 1.1)
            )
            * (not gone)
        )
        size_in = answered * service.request_bytes + out * 3000
        size_out = answered * service.response_bytes + out * 900
        noise = rng.lognormvariate(0, 0.06)
        into.rx_bytes.append((size_in * noise + 400) * (not gone))
        into.tx_bytes.append((size_out * noise + 300) * (not gone))
        into.rx_packets.append((answered * (2 + service.request_bytes / 1400) + out * 4 + 5) * noise * (not gone))
        sent = (answered * (2 + service.response_bytes / 1400) + out * 3 + 4) * noise * (not gone)
        into.tx_packets.append(sent * (1 + effects.loss))
        into.retransmits.append(draw_count(rng, sent * tick * (0.00008 + effects.loss)) / tick)
        added = effects.delay * effects.share + effects.loss * 0.15
        if self.fault and index in self.peers[self.fault.service] and not added:
            # one of several connections runs through the slow place
            there = self.effects[self.fault.service]
            added = (there.delay * there.share + there.loss * 0.15) / (2 + len(self.peers[index]))
        into.round_trip.append((0.0006 + added) * rng.lognormvariate(0, 0.15))
        open_now = (
            service.connections
            + (rate * self.hold[index] + out * 0.05) * 1.3
            + (1 - effects.pool_left) * service.workers * ready
        )
        into.sockets.append(0.0 if gone else round(open_now * rng.uniform(0.98, 1.02)))
        into.in_flight.append(0.0 if gone else round(in_flight * rng.uniform(0.8, 1.2)))
        into.pool_busy.append(round(min(service.workers * max(ready, 0), pool_busy * rng.uniform(0.9, 1.1))))
        into.backlog.append(round(self.queue[index]))
        into.ready.append(ready)
        into.restarts.append(self.replicas[index].restarts)
        into.served.append([] if gone else kept)
        # the entry and queue consumers have no caller in view: their own side is all there is
        into.seen.append(seen if index in self.called else into.served[-1])

    def _late_for_callers(self, index: int) -> float:
        """Share of answers that come after the callers have given up."""
        effects = self.effects[index]
        if not (effects.delay or effects.loss or self.wait_queue[index] > 0.5):
            return 0.0
        callers = [
            c
            for s in self.system.services
            for _, steps in s.plans
            for step in steps
            for c in step
            if c.target == index and not c.queued
        ]
        return sum(self._late(None, c) for c in callers) / len(callers) if callers else 0.0


def _mean_wait(load: float, servers: float, service_time: float) -> float:
    """Mean wait in a queue of several servers (Sakasegawa's approximation), seconds."""
    load = min(max(load, 0.0), 0.97)
    return service_time * load ** math.sqrt(2 * (servers + 1)) / (max(servers, 1.0) * (1 - load))


def _choose(plans: list[tuple[float, list[list[Call]]]], roll: float) -> list[list[Call]]:
    rest = roll * sum(weight for weight, _ in plans)
    for weight, steps in plans:
        rest -= weight
        if rest <= 0:
            return steps
    return plans[-1][1]


def _thin(rng: random.Random, count: int, share: float) -> int:
    return min(count, draw_count(rng, count * min(1.0, max(0.0, share))))
