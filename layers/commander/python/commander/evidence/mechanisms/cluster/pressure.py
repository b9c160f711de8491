"""A node is out of disk, inodes, memory or process ids, and drives pods away.

Predicts: the node's condition says so, or pods of several workloads there were evicted for the same want. One pod that
exceeded a limit of its own is no fault of its node.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from commander.evidence import moments
from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.cluster.hosts import Host, hosts, last, of_condition, relate, weigh_age
from commander.evidence.roles import Role

_PRESSURES: tuple[tuple[str, str, str, str], ...] = (
    ("DiskPressure", "node.disk_pressure", "disk-pressure", r"ephemeral-storage|inodes|imagefs|nodefs|disk"),
    ("MemoryPressure", "node.memory_pressure", "memory-pressure", r"memory"),
    ("PIDPressure", "compute.thread_pool_exhausted", "pid-pressure", r"\bpids?\b"),
)
_BEGINS = {
    "DiskPressure": ("NodeHasDiskPressure", "FreeDiskSpaceFailed", "ImageGCFailed", "OutOfDisk", "NodeOutOfDisk"),
    "MemoryPressure": ("NodeHasInsufficientMemory", "SystemOOM", "NodeHasMemoryPressure"),
    "PIDPressure": ("NodeHasInsufficientPID", "NodeHasPIDPressure"),
}
_CERTAIN = ("NodeHasDiskPressure", "NodeHasInsufficientMemory", "NodeHasInsufficientPID", "NodeHasMemoryPressure")
_ENDS = {
    "DiskPressure": ("NodeHasNoDiskPressure", "NodeHasSufficientDisk"),
    "MemoryPressure": ("NodeHasSufficientMemory",),
    "PIDPressure": ("NodeHasSufficientPID",),
}
_LOW = re.compile(
    r"node was low on resource:? \[?(?P<what>[\w-]+)|node had condition: \[(?P<condition>\w+)\]", re.IGNORECASE
)
_WORDS = {"DiskPressure": "disk or inodes", "MemoryPressure": "memory", "PIDPressure": "process ids"}
_FULL, _SEVERAL = 85.0, 2


def argue(case: Case) -> Iterator[Argument]:
    """One argument for every want that a node has, and one for each that it says it has not where another is there."""
    for host in case.reading(hosts):
        for kind, cause, taint, resource in _PRESSURES:
            argument = _argument(case, host, kind, cause, taint, resource)
            if argument is not None:
                yield argument


def _argument(case: Case, host: Host, kind: str, cause: str, taint: str, resource: str) -> Argument | None:
    argument = Argument(cause, host.entity, f"Node {host.name} is out of {_WORDS[kind]}.")
    node = host.node
    condition = node.conditions.get(kind) if node is not None else None
    began = host.said(*_BEGINS[kind])
    ended = host.said(*_ENDS[kind])
    over = bool(ended) and bool(began) and host.events.index(ended[0]) > host.events.index(began[0])
    evicted = _evicted(case, host, kind)
    if condition is not None and condition.status == "True" and node is not None:
        fact = of_condition(case, node, kind)
        argument.back(fact, 4.5)
        argument.direct = True
        weigh_age(case, argument, fact, moments.parse_maybe(condition.since))
    elif node is not None and any(one.key == f"node.kubernetes.io/{taint}" for one in node.taints or ()):
        argument.back(
            case.fact_of_state(node.item, f"Node {host.name} carries the taint node.kubernetes.io/{taint}."), 4.0
        )
        argument.direct = True
    elif over or not (began or evicted):
        return None
    for event in began[:2]:
        certain = event.reason in _CERTAIN
        argument.back(case.fact_of_event(event), 1.5 if argument.direct else 4.0 if certain else 2.0)
        argument.direct = argument.direct or certain
    for event in [one for one in host.said("EvictionThresholdMet") if re.search(resource, one.message, re.I)][:1]:
        argument.back(case.fact_of_event(event), 2.0)
    for place, fact in enumerate(evicted[:3]):
        argument.back(fact, 1.5 if place == 0 else 1.0)
    argument.direct = argument.direct or len(evicted) > _SEVERAL
    _weigh_series(case, host, kind, argument)
    if not argument.direct:
        argument.lack(f"the conditions of node {host.name}", 0.3)
    if condition is not None and condition.status == "False" and node is not None:
        lately = case.now is None or any(not case.is_over(fact.start) for fact in evicted if fact.kind == "event")
        argument.oppose(of_condition(case, node, kind), 1.5 if len(evicted) >= _SEVERAL and lately else 4.0)
        argument.direct = False
    relate(case, host, argument)
    return argument


@dataclass(frozen=True, slots=True, eq=False)
class _Eviction:
    """One pod driven away: for which want, from which node where that is told, and what tells it."""

    entity: str
    kind: str
    node: str | None
    make: Callable[[], Fact]


def _evictions(case: Case) -> tuple[_Eviction, ...]:
    """Pods that were evicted because their node wanted something, as state and events tell, each once."""
    found: dict[tuple[str, str], _Eviction] = {}
    names = {host.name: host.entity for host in case.reading(hosts)}
    placed: dict[str, str] = {}
    for host in case.reading(hosts):
        for pod in host.pods:
            placed[pod.entity] = host.entity
            said = f"{pod.reason or pod.status or ''}: {pod.message or ''}"
            kind = _wanted(said) if "evicted" in said.lower() else None
            if kind is not None:
                statement = f'{pod.name} on {host.name} was evicted ("{said[:120]}").'
                make = partial(case.fact_of_state, pod.item, statement)
                found[pod.entity, kind] = _Eviction(pod.entity, kind, host.entity, make)
    for event in case.events(None, "Evicted", "Evicting"):
        kind = _wanted(event.message)
        if event.entity is None or kind is None or case.is_over(last(event)):
            continue
        told = [names[word] for part in re.findall(r"[\w.-]+", event.message) if (word := part.rstrip(".-")) in names]
        node = event.entity if event.entity in names.values() else placed.get(event.entity, next(iter(told), None))
        found.setdefault((event.entity, kind), _Eviction(event.entity, kind, node, partial(case.fact_of_event, event)))
    return tuple(found[key] for key in sorted(found))


def _evicted(case: Case, host: Host, kind: str) -> list[Fact]:
    """The evictions from a node for a want; one pod alone is not the node's fault."""
    of_kind = [one for one in case.reading(_evictions) if one.kind == kind]
    own = [one for one in of_kind if one.node == host.entity or (one.node is None and _alone(case, host, kind))]
    several = len(own) >= _SEVERAL or any(one.entity == host.entity for one in own)
    return [one.make() for one in own] if several else []


def _alone(case: Case, host: Host, kind: str) -> bool:
    """Whether it is the only node, or the only one that reports the want."""
    known = case.reading(hosts)
    wanting = [one for one in known if _reports(one, kind)]
    return wanting == [host] or (not wanting and len(known) == 1)


def _reports(host: Host, kind: str) -> bool:
    return (host.node is not None and kind in host.node.pressed) or bool(host.said(*_BEGINS[kind]))


def _wanted(said: str) -> str | None:
    """The pressure that an eviction's words are about."""
    found = _LOW.search(said)
    if found is None:
        return None
    what = (found["what"] or "").lower()
    for kind, _, _, resource in _PRESSURES:
        if found["condition"] == kind or (what and re.fullmatch(resource, what)):
            return kind
    return None


def _weigh_series(case: Case, host: Host, kind: str, argument: Argument) -> None:
    roles = (Role.DISK,) if kind == "DiskPressure" else (Role.MEMORY,) if kind == "MemoryPressure" else ()
    for one in case.of(host.entity, *roles):
        if _full(one):
            argument.back(case.fact(one), 1.5)
            return


def _full(one: Behaviour) -> bool:
    """Whether a series that is a share ends near its end."""
    values, words = one.series.values, one.series.name.lower()
    if not values:
        return False
    unit = (one.series.unit or "").lower()
    if "percent" in unit or "percent" in words or words.endswith("pct"):
        return values[-1] >= _FULL
    shares = ("util", "ratio", "fraction")
    return any(word in words for word in shares) and max(values) <= 1.0 and values[-1] >= _FULL / 100
