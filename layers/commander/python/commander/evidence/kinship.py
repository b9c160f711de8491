"""Which things of a bundle are one workload: a deployment, its pods, and the Service in front of them.

A fault of a pod is a fault of its workload, and what calls the Service calls the pods. Told from owners, `owns` edges,
the labels that Services select, and the names that controllers give.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from commander.contract.evidence import Edge, State

WORKLOADS = frozenset(
    {
        "pod",
        "container",
        "replicaset",
        "replicationcontroller",
        "deployment",
        "statefulset",
        "daemonset",
        "service",
        "workload",
        "endpoints",
        "rollout",
        "app",
    }
)
"""Kinds whose things are parts of a workload. Jobs are not among them: each of their runs stands for itself."""
_ECS = "ecs-service"
_LETTERS = "bcdfghjklmnpqrstvwxz2456789"
"""Kubernetes draws the random parts of names from these characters."""
_POD_OF_REPLICASET = re.compile(rf"^(?P<base>.+?)-[{_LETTERS}]{{6,10}}-[{_LETTERS}]{{5}}$")
_SET_OF_KNOWN = re.compile(r"^(?P<base>.+?)-(?=[a-z]*\d)[a-z0-9]{6,10}$")
"""Other controllers draw from all letters and digits: such a part is random only after the name of a known workload."""
_POD_OF_SET = re.compile(rf"^(?P<base>.+?)-(?:[{_LETTERS}]{{5}}|\d{{1,4}})$")
_HASHED = re.compile(rf"^(?P<base>.+?)-[{_LETTERS}0-9]{{6,10}}$")
_SHORTLY_HASHED = re.compile(rf"^(?P<base>.+)-[{_LETTERS}0-9]{{4,5}}(?:-[{_LETTERS}]{{5}})?$")
"""A hash may be short, which a word may be too: it counts where there is a workload of the name that is left."""


class Kinship:
    """Groups of things that are one workload. A thing that belongs to none is a group of its own."""

    def __init__(self, entities: Iterable[str], edges: Iterable[Edge], states: Iterable[State]) -> None:
        self._parent: dict[str, str] = {}
        known = sorted(set(entities))
        items = sorted(states, key=lambda item: (item.entity, item.kind, item.id))
        bases = {_name(entity): entity for entity in known if _kind(entity) in WORKLOADS - {"pod", "container"}}
        for entity in known:
            self._join_by_name(entity, bases)
        for name in sorted({_name(one) for one in known if _kind(one) == _ECS} & bases.keys()):
            if bases[name] == f"service/{name}":
                self._join(f"{_ECS}/{name}", bases[name])  # whoever pages by hand names no more than the service
        for edge in edges:
            if edge.kind == "owns" and {_kind(edge.from_), _kind(edge.to)} <= WORKLOADS:
                self._join(edge.from_, edge.to)
        labelled = _Labelled(items)
        for item in items:
            if item.kind == "pod":
                self._join_owner(item, bases)
            elif item.kind == "service" and _kind(item.entity) in WORKLOADS:
                self._join_selected(item, labelled)
        self._of = {entity: self._root(entity) for entity in tuple(self._parent)}
        self._families: dict[str, list[str]] = {}
        for entity in known:
            self._families.setdefault(self.of(entity), []).append(entity)

    def of(self, entity: str) -> str:
        """The thing that stands for the workload: the same for all of its parts."""
        return self._of.get(entity, entity)

    def family(self, entity: str) -> tuple[str, ...]:
        """All parts of the thing's workload that occur in the bundle, itself among them."""
        return tuple(self._families.get(self.of(entity), [entity]))

    def _root(self, entity: str) -> str:
        """As `of`, while things are still being joined."""
        parent = self._parent
        root = entity
        while (above := parent.get(root, root)) != root:
            root = above
        while entity != root:  # the way is made short for the next who asks
            parent[entity], entity = root, parent.get(entity, root)
        return root

    def _join(self, one: str, other: str) -> None:
        first, second = sorted((self._root(one), self._root(other)))
        if first != second:
            self._parent[second] = first

    def _join_by_name(self, entity: str, bases: Mapping[str, str]) -> None:
        kind, name = _kind(entity), _name(entity)
        if kind not in WORKLOADS:
            return
        base = _base(kind, name, bases)
        if base in bases:
            self._join(entity, bases[base])
        elif base != name:
            self._join(entity, f"workload/{base}")

    def _join_owner(self, item: State, bases: Mapping[str, str]) -> None:
        owner = item.attributes.get("owner")
        if not isinstance(owner, str) or "/" not in owner:
            return
        kind, _, name = owner.partition("/")
        if kind.lower() not in WORKLOADS:
            return
        within = _name(item.entity).rpartition("/")[0]
        base = _base(kind.lower(), f"{within}/{name}" if within else name, bases)
        self._join(item.entity, bases.get(base, f"workload/{base}"))

    def _join_selected(self, item: State, labelled: "_Labelled") -> None:
        selector = item.attributes.get("selector")
        if not isinstance(selector, dict) or not selector:
            return
        pods = labelled.selected(selector, item.attributes.get("namespace"))
        group = self._root(pods[0]) if pods else ""
        for place, pod in enumerate(pods):
            if self._root(pod) != group:
                pods[1], pods[place] = pod, pods[1]  # the next who selects the same finds out at once
                return  # a selector that spans several workloads makes them no single one
        if pods:
            del pods[1:]  # things that were joined stay together: one speaks for all
            self._join(item.entity, group)


def _kind(entity: str) -> str:
    return entity.partition("/")[0]


def _name(entity: str) -> str:
    return entity.partition("/")[2]


def _base(kind: str, name: str, bases: Mapping[str, str]) -> str:
    """The workload's name within that of a part; the name itself where none can be told."""
    if kind in ("pod", "container"):
        found = _POD_OF_REPLICASET.match(name)
        if found is not None:
            return found["base"]
        found = _POD_OF_SET.match(name)
        if found is not None and found["base"] in bases:
            return found["base"]
        return _short_base(name, bases)
    if kind == "replicaset":
        found = _SET_OF_KNOWN.match(name)
        if found is not None and found["base"] in bases:
            return found["base"]
        found = _HASHED.match(name)
        return found["base"] if found is not None else _short_base(name, bases)
    return name


def _short_base(name: str, bases: Mapping[str, str]) -> str:
    found = _SHORTLY_HASHED.match(name)
    return found["base"] if found is not None and found["base"] in bases else name


class _Labelled:
    """The pods that tell their labels, found by these."""

    def __init__(self, items: Iterable[State]) -> None:
        self._by_label: dict[tuple[str, str], list[tuple[str, Any, Mapping[str, Any]]]] = {}
        self._selected: dict[tuple[Any, ...], list[str]] = {}
        for item in items:
            labels = item.attributes.get("labels")
            if item.kind == "pod" and isinstance(labels, dict):
                for pair in labels.items():
                    pod = (item.entity, item.attributes.get("namespace"), labels)
                    self._by_label.setdefault(_hashable(pair), []).append(pod)

    def selected(self, selector: Mapping[str, Any], namespace: Any) -> list[str]:
        """The pods of a namespace, and those that tell none, that carry every label."""
        asked = (*sorted(_hashable(pair) for pair in selector.items()), repr(namespace))
        if asked not in self._selected:
            # Each of them carries all the labels: the rarest one leaves the fewest to look at.
            some = min((self._by_label.get(_hashable(pair), []) for pair in selector.items()), key=len)
            self._selected[asked] = [
                pod
                for pod, where, labels in some
                if where in (None, namespace) and all(labels.get(key) == value for key, value in selector.items())
            ]
        return self._selected[asked]


def _hashable(pair: tuple[str, Any]) -> tuple[str, str]:
    """A label by which it is looked up; a number and a truth that are equal are spelled alike."""
    key, value = pair
    if isinstance(value, str):
        return key, value
    whole = isinstance(value, bool) or (isinstance(value, float) and value.is_integer())
    return key, f"\0{int(value) if whole else value!r}"
