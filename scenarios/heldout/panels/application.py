"""Invents an application: a call graph with sized services, endpoints and journeys."""

from __future__ import annotations

import math
import random

from .model import Call, Service, Steps, System
from .names import name_services

RUNTIMES = ["jvm", "jvm", "go", "node", "python"]


def invent_application(rng: random.Random, size: int) -> System:
    """An application of `size` services whose normal utilisation is moderate everywhere."""
    workers = rng.randint(1, max(1, size // 12)) if rng.random() < 0.7 else 0
    brokers = 1 if workers else 0
    mids = max(4, round((size - 1 - workers - brokers) * rng.uniform(0.5, 0.62)))
    stores = size - 1 - mids - workers - brokers
    store_roles = ["cache" if rng.random() < 0.3 else "db" for _ in range(stores)]
    roles = ["entry", *["mid"] * mids, *["broker"] * brokers, *["worker"] * workers, *store_roles]
    first_store = size - stores
    owners: dict[int, int] = {}
    holders = [i for i in range(1, first_store) if roles[i] in ("mid", "worker")]
    rng.shuffle(holders)
    for offset in range(stores):
        owners[first_store + offset] = holders[offset % len(holders)]
    names = name_services(rng, roles, owners)
    services = [
        Service(n, r, "native" if r in ("db", "cache", "broker") else rng.choice(RUNTIMES))
        for n, r in zip(names, roles)
    ]
    callees = _wire(rng, roles, mids, owners)
    for index, service in enumerate(services):
        service.plans = _plan(rng, index, service, callees[index], roles)
    system = System(services, rng.choice([8, 15, 30, 50, 80, 120, 200]))
    system.visits = count_visits(system)
    for index, service in enumerate(services):
        _size(rng, service, system.rate * system.visits[index])
    return system


def _wire(rng: random.Random, roles: list[str], mids: int, owners: dict[int, int]) -> list[list[int]]:
    """Who calls whom: every mid service has a caller before it, every store its owner, some are shared."""
    callees: list[list[int]] = [[] for _ in roles]
    depth = [0] * len(roles)
    for index in range(1, mids + 1):
        for _ in range(1 + (rng.random() < 0.25)):
            choices = [c for c in range(index) if depth[c] < 3 and len(callees[c]) < 6 and index not in callees[c]]
            caller = 0 if index <= 3 or not choices else rng.choice(choices)
            if index not in callees[caller]:
                callees[caller].append(index)
                depth[index] = max(depth[index], depth[caller] + 1)
    for index, role in enumerate(roles):
        if role == "broker":
            for producer in rng.sample(range(1, mids + 1), k=min(2, mids)):
                callees[producer].append(index)
            callees[index].extend(i for i, r in enumerate(roles) if r == "worker")
    for store, owner in owners.items():
        callees[owner].append(store)
        if rng.random() < 0.2:
            other = rng.randint(1, mids)
            if store not in callees[other]:
                callees[other].append(store)
    return callees


def _plan(
    rng: random.Random, index: int, service: Service, callees: list[int], roles: list[str]
) -> list[tuple[float, Steps]]:
    if service.role == "broker":
        return [(1.0, [[Call(c, 1.0 / len(callees), 60, queued=True)] for c in callees])] if callees else [(1.0, [])]
    plans: list[tuple[float, Steps]] = []
    endpoints = max(2, min(5, len(callees))) if index == 0 else rng.choice([1, 1, 2])
    for endpoint in range(endpoints):
        chosen = [
            c for k, c in enumerate(callees) if endpoints == 1 or k % endpoints == endpoint or rng.random() < 0.45
        ]
        plans.append((rng.uniform(0.4, 1.6), _steps(rng, chosen, roles)))
    return plans


def _steps(rng: random.Random, chosen: list[int], roles: list[str]) -> Steps:
    caches = [c for c in chosen if roles[c] == "cache"]
    dbs = [c for c in chosen if roles[c] == "db"]
    brokers = [c for c in chosen if roles[c] == "broker"]
    others = [c for c in chosen if roles[c] == "mid"]
    steps: Steps = [[Call(c, 1.0, 1.0, optional=True)] for c in caches]
    for position, db in enumerate(dbs):
        behind = bool(caches) and position == 0
        steps.append(
            [
                Call(
                    db,
                    rng.uniform(0.08, 0.4) if behind else 1.0,
                    rng.choice([2, 3, 5]),
                    times=rng.choice([1, 1, 2, 3]),
                    fallback=behind,
                )
            ]
        )
    calls = [
        Call(
            o,
            rng.choice([1.0, 1.0, 0.7, 0.4, 0.2]),
            rng.choice([1, 2, 3, 5, 10]),
            rng.choice([0, 0, 1, 2]),
            rng.random() < 0.25,
        )
        for o in others
    ]
    if len(calls) > 1 and rng.random() < 0.4:
        steps.append(calls)
    else:
        steps.extend([c] for c in calls)
    steps.extend([Call(b, rng.uniform(0.2, 1.0), 2.0)] for b in brokers)
    return steps


def count_visits(system: System) -> list[float]:
    """Expected visits of each service for one request at the entry."""
    visits = [0.0] * len(system.services)
    visits[0] = 1.0
    for index, service in enumerate(system.services):
        total = sum(weight for weight, _ in service.plans) or 1.0
        for weight, steps in service.plans:
            for call in (c for step in steps for c in step):
                visits[call.target] += visits[index] * weight / total * call.prob * call.times
    return visits


def _size(rng: random.Random, service: Service, rate: float) -> None:
    """Capacity for `rate` requests a second at 8 to 45 % utilisation, and the rest of its habits."""
    heavy = {"jvm": 1.2, "go": 0.6, "node": 1.0, "python": 2.2, "native": 0.4}[service.runtime]
    service.cpu_per_request = rng.uniform(0.0015, 0.006) * heavy
    service.own_wait = rng.uniform(0.001, 0.012)
    if service.role == "cache":
        service.cpu_per_request, service.own_wait = rng.uniform(0.0001, 0.0004), rng.uniform(0.0002, 0.0008)
    if service.role == "db":
        service.io_wait, service.own_wait = rng.uniform(0.0005, 0.006), rng.uniform(0.0005, 0.003)
        service.read_bytes, service.write_bytes = rng.uniform(500, 20000), rng.uniform(500, 8000)
    if service.role == "broker":
        service.io_wait, service.write_bytes = rng.uniform(0.0002, 0.001), rng.uniform(1000, 4000)
    if service.role == "worker":
        service.own_wait, service.queue_limit = rng.uniform(0.01, 0.06), 200000
    service.sigma = rng.uniform(0.3, 0.75)
    target = rng.uniform(0.08, 0.45)
    demand = rate * service.cpu_per_request
    service.replicas = 1 if service.store and rng.random() < 0.85 else rng.choice([1, 2, 2, 3, 4])
    service.cores = next((c for c in (0.25, 0.5, 1, 2, 4, 8) if c * service.replicas >= demand / target), 8)
    if demand > service.cores * service.replicas * 0.5:
        service.replicas = math.ceil(demand / service.cores / 0.4)
    service.limited = rng.random() < 0.75
    service.workers = max(rng.choice([8, 16, 32, 50]), math.ceil(rate * 0.4 / service.replicas / rng.uniform(2, 4)))
    if service.runtime in ("go", "node"):
        service.workers = max(service.workers * 4, 200)  # bounded by memory and sockets rather than by threads
    if service.role == "entry":
        service.workers = max(service.workers, math.ceil(rate * rng.choice([1.0, 2.0, 6.0]) / service.replicas))
    service.queue_limit = max(service.queue_limit, rng.choice([100, 200, 1000]))
    service.idle_cpu = rng.uniform(0.002, 0.03) * (2 if service.runtime == "jvm" else 1)
    service.memory = {"jvm": 4.5e8, "go": 4e7, "node": 1.1e8, "python": 1.3e8, "native": 3e8}[
        service.runtime
    ] * rng.uniform(0.6, 2)
    service.memory_limit = 2 ** math.ceil(math.log2(service.memory * rng.uniform(1.4, 2.4)))
    service.sawtooth = (
        {"jvm": 0.35, "go": 0.5, "node": 0.3, "python": 0.0, "native": 0.0}[service.runtime]
        * service.memory
        * rng.uniform(0.2, 1)
    )
    # a collection cycle of 20 s to some minutes at normal load
    service.allocation = service.sawtooth / max(rate / service.replicas, 0.05) / rng.uniform(20, 300)
    service.memory_per_request = rng.uniform(5e4, 6e5)
    service.request_bytes, service.response_bytes = rng.uniform(300, 2000), rng.lognormvariate(8, 1)
    service.base_error = (
        0.0
        if service.store or rng.random() < 0.35
        else rng.choice([1e-4, 5e-4, 2e-3, 6e-3, 0.02]) * rng.uniform(0.5, 1.5)
    )
    service.connections = rng.randint(8, 60)
    service.startup = {"jvm": 35, "go": 5, "node": 10, "python": 12, "native": 15}[service.runtime] * rng.uniform(
        0.7, 1.6
    )
