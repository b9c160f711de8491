"""Which service's own resource moved: CPU, memory, disk, threads, packets.

A resource that only follows demand is no cause, one that moved everywhere alike neither, and one that another resource
of the same service explains only partly: burning memory takes CPU, disk work fills the page cache.
"""

import math
from dataclasses import dataclass, replace

from commander.evidence.mechanisms.services.beside import Beside
from commander.evidence.mechanisms.services.deviation import Deviation
from commander.evidence.mechanisms.services.holding import held_by_requests, taken_by_waiting
from commander.evidence.mechanisms.services.panel import Panel
from commander.evidence.mechanisms.services.places import Place, delay, failure_share, fill, is_tail, seconds
from commander.evidence.mechanisms.services.symptoms import Origin
from commander.evidence.rates import is_share, share
from commander.evidence.roles import Role, tokens_of

_DOUBLING = {
    Role.CPU: 0.55,
    Role.MEMORY: 0.25,
    Role.DISK_IO: 1.4,
    Role.THREADS: 0.7,
    Role.CONNECTIONS: 0.9,
    Role.PACKET_LOSS: 1.2,
    Role.ROUND_TRIP: 0.9,
    Role.CPU_THROTTLING: 1.4,
}
"""Log ratios that are a clear change of the resource; twice as much is twice as clear."""
_MOST = 6
_HOST = 0.5
_FULL = 0.9
_FEW, _ROOMY = 2.0, 0.8
_LASTING, _MANY = 4, 8.0
_TRIPS = 12.0
"""A request and its calls make at most about so many round trips."""
_PASSED_ON = frozenset({Role.PACKET_LOSS, Role.ROUND_TRIP})
_FAIL_FAST = 0.2
_FOLLOWS, _EFFECT = -0.5, 0.3
_CLEAR = 0.5
"""A suspect of so much size explains what usually comes with it."""


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
    beside = Beside(found)
    for role in _DOUBLING:
        sized = [
            (_size(place, one, beside), place, one)
            for place in found
            for one in place.rose.get(role, [])[:1]
            if not (role is Role.ROUND_TRIP and is_host(place))  # a host's network is not a service's
        ]
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


def is_host(place: Place) -> bool:
    """Whether it is a machine rather than what runs on it."""
    return place.entity.partition("/")[0] in ("node", "host", "instance", "ec2", "vm", "cluster", "namespace")


def _size(place: Place, one: Deviation, beside: Beside) -> float:
    role = one.series.role
    log = beside.log_ratio(one) if role in (Role.PACKET_LOSS, Role.CPU_THROTTLING) else one.log_ratio
    if role in (Role.CPU, Role.DISK_IO, Role.CPU_THROTTLING, Role.PACKET_LOSS):
        log -= max(0.0, place.demand)
    if role in (Role.THREADS, Role.CONNECTIONS):
        if one.series.counts or one.before < _FEW:
            log = math.log(
                (max(0.0, one.after) + _FEW) / (max(0.0, one.before) + _FEW)
            )  # one instead of none is little
        log -= max(0.0, place.demand) + taken_by_waiting(place, one)
        used = fill(place, one)
        if used is not None and used < _ROOMY:
            log *= used
        if _at_ceiling(one):
            return 1.8
    if role is Role.MEMORY:
        log -= held_by_requests(place)
    size = min(3.0, log / _DOUBLING[role]) * (beside.prominence(one) if role in _PASSED_ON else beside.heft(one))
    if role is Role.ROUND_TRIP and not accounts(one, place):
        size *= 0.3
    if role in (Role.CPU, Role.MEMORY) and size > 0 and (full := share_of_limit(one)) is not None:
        filled = full[1] >= _FULL > full[0] + 0.05
        size = max(size, 1.2) if filled else size
    if role is Role.CPU and size > 0 and dearer(place, one):
        size = min(0.5, 0.5 * size)
    return size


def accounts(trip: Deviation, place: Place) -> bool:
    """Whether a longer round trip is a good part of what answers take longer, with some of them in each; of the typical
    answer where that is known, since queues and repetitions lengthen the tail by more."""
    late = place.rose.get(Role.LATENCY, [])
    more = _TRIPS * (trip.after - trip.before) * seconds(trip)
    return not late or any(more >= delay(one, one) for one in late)


def _at_ceiling(one: Deviation) -> bool:
    """Whether a count that went up and down before is at one number now, as only a limit makes it."""
    values = one.series.values
    newer, older = values[-one.points :], values[: -one.points]
    latest = newer[len(newer) // 2 :]
    if len(latest) < _LASTING or not older or latest[-1] < _MANY:
        return False
    most = max(latest)
    return min(latest) == most >= max(older) and sum(value == most for value in older) < 0.3 * len(older)


def dearer(place: Place, one: Deviation) -> bool:
    """Whether a rise of CPU looks like requests that became dearer rather than like CPU that is used up: there is room
    left, or, where no limit is known, answers take longer by more than the CPU rose, and that by little."""
    late = max(place.rose.get(Role.LATENCY, []), key=lambda late: late.log_ratio, default=None)
    if one.series.role is not Role.CPU or late is None or place.rose.get(Role.CPU_THROTTLING):
        return False
    typical = [other for other in place.looked_at.get(Role.LATENCY, []) if not is_tail(other)]
    failing = (failure_share(place) or (0.0,))[0] >= _FAIL_FAST  # then the median is that of failures, which are quick
    if not failing and is_tail(late) and late.log_ratio > 0.7 and any(other.log_ratio < _SAME for other in typical):
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


def pool_cause(name: str, store: bool) -> str:
    """What it is called that a pool is full: of connections to a database, or of workers."""
    if not _OF_DATABASES.isdisjoint(tokens_of(name)) or (store and "connections" in tokens_of(name)):
        return "db.connections_exhausted"
    return "compute.thread_pool_exhausted"


def _cause(place: Place, one: Deviation) -> str:
    role = one.series.role
    if role in (Role.CONNECTIONS, Role.THREADS):
        return pool_cause(one.series.name, False)
    if role is Role.MEMORY:
        return "compute.memory_leak" if one.climbs else "compute.memory_saturation"
    if role is Role.CPU_THROTTLING:
        cpu = place.worst(Role.CPU)
        return "compute.cpu_saturation" if cpu is not None and cpu.log_ratio >= 0.7 else "compute.cpu_throttled"
    return {
        Role.CPU: "compute.cpu_saturation",
        Role.DISK_IO: "storage.io_saturation",
        Role.PACKET_LOSS: "network.packet_loss",
        Role.ROUND_TRIP: "network.latency",
    }[role]


_COMPANIONS = {
    # A resource that moved, with those that move because of it.
    "storage.io_saturation": {Role.CPU: 9.0, Role.MEMORY: 0.4},
    "compute.memory_saturation": {Role.CPU: 9.0, Role.DISK_IO: 1.0, Role.CPU_THROTTLING: 9.0},
    "compute.memory_leak": {Role.CPU: 9.0, Role.CPU_THROTTLING: 9.0},
    "compute.thread_pool_exhausted": {Role.CPU: 0.8, Role.MEMORY: 0.3},
    "network.packet_loss": {Role.THREADS: 9.0, Role.CONNECTIONS: 9.0, Role.ROUND_TRIP: 9.0},
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


_EFFECTS = frozenset({Role.MEMORY, Role.THREADS, Role.CONNECTIONS})
"""Resources that requests hold while they wait."""


def without_effects(suspected: list[Suspect], slowed: list[Origin]) -> list[Suspect]:
    """What requests that wait for another service hold is an effect, and counts less."""
    waiting = {one.place.kin for one in slowed if one.explained_by is not None}
    waiting |= {one.place.kin for one in slowed[1:] if one.lead <= _FOLLOWS}
    kept = [
        replace(one, size=_EFFECT * one.size)
        if one.place.kin in waiting and one.evidence.series.role in _EFFECTS
        else one
        for one in suspected
    ]
    return sorted(kept, key=lambda one: (-one.size, one.cause, one.place.entity))
