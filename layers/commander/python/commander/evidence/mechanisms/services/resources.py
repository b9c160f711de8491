"""Which service's own resource moved: CPU, memory, disk, threads, packets.

A resource that only follows demand is no cause, one that moved everywhere alike neither, and one that another resource
of the same service explains only partly: burning memory takes CPU, disk work fills the page cache.
"""

import math
from dataclasses import dataclass

from commander.evidence.mechanisms.services.deviation import Deviation
from commander.evidence.mechanisms.services.panel import Panel
from commander.evidence.mechanisms.services.places import Place, fill, is_tail, seconds
from commander.evidence.rates import is_share, share
from commander.evidence.roles import Role, tokens_of

_DOUBLING = {
    Role.CPU: 0.55,
    Role.MEMORY: 0.25,
    Role.DISK_IO: 1.4,
    Role.THREADS: 0.7,
    Role.CONNECTIONS: 0.9,
    Role.PACKET_LOSS: 1.2,
    Role.CPU_THROTTLING: 1.4,
}
"""Log ratios that are a clear change of the resource; twice as much is twice as clear."""
_MOST = 6
_HOST = 0.5
_LEAST_HEFT = 0.02
_FULL = 0.9
_FEW, _ROOMY = 2.0, 0.8
_LASTING, _MANY = 4, 8.0
_CLEAR = 0.5
"""A suspect of so much size explains what usually comes with it."""


_Tops = dict[tuple[Role, str], list[Deviation]]
"""Of the series of one role and name the two that stand highest."""


@dataclass(frozen=True, slots=True, eq=False)
class Suspect:
    """A resource of a service that moved. `size` is about 1 for a clear change of it alone and at most 3."""

    place: Place
    cause: str
    evidence: Deviation
    size: float
    rivals: tuple[Deviation, ...]
    """The same resource at other services, the one that moved most first."""


def suspects(found: list[Place], panel: Panel) -> list[Suspect]:
    """Every resource that moved more than demand explains, the clearest first."""
    suspected: list[Suspect] = []
    tops = _tops(found)
    for role in _DOUBLING:
        sized = [(_size(place, one, tops), place, one) for place in found for one in place.rose.get(role, [])[:1]]
        sized.sort(key=lambda item: (-item[0], item[1].entity))
        for size, place, one in sized[:_MOST]:
            if size <= 0:
                break
            others = [other for other in found if other is not place]
            rivals = sorted(
                (rival for other in others if (rival := other.best(role)) is not None),
                key=lambda rival: (-rival.z, rival.entity, rival.series.id),
            )
            if is_host(place) and not all(is_host(other) for _, other, _ in sized):
                size *= _HOST  # what runs on it shows there too
            beaten = max((item[0] for item in sized if item[1] is not place), default=0.0)
            size *= min(1.0, max(0.3, 1.0 + 0.5 * (size - beaten - 0.5)))  # several alike: none stands out
            size *= min(1.0, 0.4 + 0.4 * panel.strength(one))
            suspected.append(Suspect(place, _cause(place, one), one, size, tuple(rivals)))
    return sorted(_without_companions(suspected), key=lambda one: (-one.size, one.cause, one.place.entity))


_OF_DATABASES = frozenset(
    ["hikaricp", "hikari", "jdbc", "db", "database", "pgbouncer", "dbcp", "sql", "postgres", "mysql"]
)
_SAME = 0.15
_STORES = frozenset(
    [
        "db",
        "database",
        "postgres",
        "postgresql",
        "pg",
        "mysql",
        "mariadb",
        "mongo",
        "mongodb",
        "mssql",
        "oracle",
        "sql",
        "cassandra",
        "cockroach",
    ]
)


def is_store(entity: str) -> bool:
    """Whether its name or kind is one that databases have."""
    return not _STORES.isdisjoint(tokens_of(entity))


def is_host(place: Place) -> bool:
    """Whether it is a machine rather than what runs on it."""
    return place.entity.partition("/")[0] in ("node", "host", "instance", "ec2", "vm", "cluster", "namespace")


def _size(place: Place, one: Deviation, tops: _Tops) -> float:
    role = one.series.role
    log = one.log_ratio
    if role in (Role.CPU, Role.DISK_IO, Role.CPU_THROTTLING, Role.PACKET_LOSS):
        log -= max(0.0, place.demand)
    if role in (Role.THREADS, Role.CONNECTIONS):
        if one.series.counts or one.before < _FEW:
            log = math.log(
                (max(0.0, one.after) + _FEW) / (max(0.0, one.before) + _FEW)
            )  # one instead of none is little
        log -= max(0.0, place.demand) + _waiting(place, one)
        used = fill(place, one)
        if used is not None and used < _ROOMY:
            log *= used
        if _at_ceiling(one):
            return 1.8
    size = min(3.0, log / _DOUBLING[role]) * _heft(one, tops)
    if role in (Role.CPU, Role.MEMORY) and size > 0 and (full := share_of_limit(one)) is not None:
        filled = full[1] >= _FULL > full[0] + 0.05
        size = max(size, 1.2) if filled else size
    if role is Role.CPU and size > 0 and dearer(place, one):
        size = min(0.5, 0.5 * size)
    return size


def _at_ceiling(one: Deviation) -> bool:
    """Whether a count that went up and down before is at one number now, as only a limit makes it."""
    values = one.series.values
    newer, older = values[-one.points :], values[: -one.points]
    latest = newer[len(newer) // 2 :]
    if len(latest) < _LASTING or not older or latest[-1] < _MANY:
        return False
    most = max(latest)
    return min(latest) == most >= max(older) and sum(value == most for value in older) < 0.3 * len(older)


def _waiting(place: Place, one: Deviation) -> float:
    """The log ratio of threads and connections that waiting requests explain: as many more as answers take longer
    (Little's law), where requests in flight are a good part of them."""
    late = max(place.rose.get(Role.LATENCY, []), key=lambda late: late.log_ratio, default=None)
    if late is None:
        return 0.0
    demand = place.best(Role.DEMAND)
    if demand is not None:
        in_flight = demand.after * late.after * seconds(late)
        if in_flight < 0.3 * (one.after - one.before):
            return 0.2 * max(0.0, late.log_ratio)
    return max(0.0, late.log_ratio)


def dearer(place: Place, one: Deviation) -> bool:
    """Whether a rise of CPU looks like requests that became dearer rather than like CPU that is used up: there is room
    left, or, where no limit is known, answers take longer by more than the CPU rose, and that by little."""
    late = max(place.rose.get(Role.LATENCY, []), key=lambda late: late.log_ratio, default=None)
    if one.series.role is not Role.CPU or late is None or place.rose.get(Role.CPU_THROTTLING):
        return False
    typical = [other for other in place.looked_at.get(Role.LATENCY, []) if not is_tail(other)]
    if is_tail(late) and late.log_ratio > 0.7 and any(other.log_ratio < _SAME for other in typical):
        return True  # where CPU is short, every request waits
    full = share_of_limit(one)
    if full is not None:
        return full[1] < _ROOMY and late.log_ratio > 0.5
    return late.log_ratio > one.log_ratio + 0.5 and one.log_ratio < 1.0


def share_of_limit(one: Deviation) -> tuple[float, float] | None:
    """Before and after as shares of the limit, where the series is of that kind."""
    if not is_share(one.series):
        return None
    return share(one.series, one.before), share(one.series, one.after)


def _heft(one: Deviation, tops: _Tops) -> float:
    """How much the growth weighs beside what the same series of the other services measure: from a little it is easy to
    multiply."""
    top = max((other.after for other in tops[one.series.role, one.series.name] if other is not one), default=0.0)
    if top <= 0:
        return 1.0
    weight = (one.after - one.before) / top
    return min(1.0, 0.35 + 0.65 * math.sqrt(weight / _LEAST_HEFT / 5)) if weight > 0 else 0.35


def _tops(found: list[Place]) -> _Tops:
    tops: _Tops = {}
    for place in found:
        for role, measured in place.looked_at.items():
            for one in measured:
                known = tops.get((role, one.series.name), [])
                tops[role, one.series.name] = sorted([*known, one], key=lambda other: -other.after)[:2]
    return tops


def _cause(place: Place, one: Deviation) -> str:
    role = one.series.role
    if role in (Role.CONNECTIONS, Role.THREADS) and not _OF_DATABASES.isdisjoint(tokens_of(one.series.name)):
        return "db.connections_exhausted"
    if role is Role.MEMORY:
        return "compute.memory_leak" if one.climbs else "compute.memory_saturation"
    if role is Role.CPU_THROTTLING:
        cpu = place.worst(Role.CPU)
        return "compute.cpu_saturation" if cpu is not None and cpu.log_ratio >= 0.7 else "compute.cpu_throttled"
    return {
        Role.CPU: "compute.cpu_saturation",
        Role.DISK_IO: "storage.io_saturation",
        Role.PACKET_LOSS: "network.packet_loss",
    }.get(role, "compute.thread_pool_exhausted")


_COMPANIONS = {
    # A resource that moved, with those that move because of it.
    "storage.io_saturation": {Role.CPU: 9.0, Role.MEMORY: 0.4},
    "compute.memory_saturation": {Role.CPU: 9.0, Role.DISK_IO: 1.0, Role.CPU_THROTTLING: 9.0},
    "compute.memory_leak": {Role.CPU: 9.0, Role.CPU_THROTTLING: 9.0},
    "compute.thread_pool_exhausted": {Role.CPU: 0.8, Role.MEMORY: 0.3},
    "network.packet_loss": {Role.THREADS: 9.0, Role.CONNECTIONS: 9.0},
}


def _without_companions(suspected: list[Suspect]) -> list[Suspect]:
    """What another clear suspect of the same service explains counts less."""
    kept: list[Suspect] = []
    for one in suspected:
        size = one.size
        for other in suspected:
            explained = _COMPANIONS.get(other.cause, {}).get(one.evidence.series.role, 0.0)
            if (
                other is not one
                and other.place is one.place
                and other.size >= 0.8
                and one.evidence.log_ratio < explained
            ):
                size = min(size, 0.35 * one.size)
        kept.append(Suspect(one.place, one.cause, one.evidence, size, one.rivals))
    return kept
