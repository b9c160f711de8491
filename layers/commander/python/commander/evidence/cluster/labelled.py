"""The workloads whose pods tell their labels, found by name and by label."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from commander.contract.evidence import State
from commander.evidence.case import Case
from commander.evidence.cluster.backing import carried_labels
from commander.evidence.cluster.directory import plain
from commander.evidence.cluster.pods import pods
from commander.evidence.cluster.services import Service, name_of
from commander.evidence.cluster.workloads import workloads

_MOST = 60
"""So many workloads are compared with a Service by one kind of likeness, or all where there are no more."""


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """The labels of a workload's pods, with the item that tells them. `ready` is of that pod; None for a template."""

    entity: str
    item: State
    labels: Mapping[str, str]
    namespace: str | None
    ready: bool | None
    plain: str


class Workforce:
    """The labelled workloads of a bundle: pods that stay first, then templates without pods that tell labels."""

    def __init__(self, case: Case) -> None:
        self._every = list(_labelled(case))
        self._by_plain: dict[str, list[int]] = {}
        self._by_pair: dict[tuple[str, str], list[int]] = {}
        self._by_key: dict[str, list[int]] = {}
        # The last by name is taken of several that are equally like, so these are the ones to keep.
        for place, one in sorted(enumerate(self._every), key=lambda pair: pair[1].entity, reverse=True):
            self._by_plain.setdefault(one.plain, []).append(place)
            for pair in one.labels.items():
                self._by_pair.setdefault(pair, []).append(place)
                self._by_key.setdefault(pair[0], []).append(place)

    def near(self, service: Service) -> list[Labelled]:
        """Those that a Service may be meant for, in order."""
        if len(self._every) <= _MOST:
            return self._every
        chosen = set(self._by_plain.get(plain(service.name), [])[:_MOST])
        pairs = sorted((self._by_pair.get(pair, []) for pair in service.selector.items()), key=len)
        keys = sorted((self._by_key.get(key, []) for key in service.selector), key=len)
        for several in (pairs, keys):
            room = _MOST
            for places in several:
                chosen.update(places[:room])
                room -= min(room, len(places))
        return [self._every[place] for place in sorted(chosen)]

    def beyond(self, service: Service) -> int:
        """How many are not among these although they carry one of the keys that the Service selects by."""
        if len(self._every) <= _MOST:
            return 0
        alike = max((len(self._by_key.get(key, ())) for key in service.selector), default=0)
        return max(0, alike - len(self.near(service)))


def _labelled(case: Case) -> Iterator[Labelled]:
    seen: set[tuple[str, str | None, frozenset[tuple[str, str]]]] = set()
    for pod in case.reading(pods):
        alike = (pod.workload, pod.namespace, frozenset(pod.labels.items()))
        if pod.labels and not pod.completed and not pod.deleting and alike not in seen:
            seen.add(alike)
            yield Labelled(
                pod.workload, pod.item, pod.labels, pod.namespace, pod.is_ready, plain(name_of(pod.workload))
            )
    for one in case.reading(workloads):
        labels = carried_labels(one)
        if one.kind in ("replicaset", "job", "cronjob") or not labels or one.desired == 0:
            continue
        if not any(pod.labels for pod in one.pods):
            yield Labelled(one.entity, one.item, labels, one.namespace, None, plain(name_of(one.entity)))
