"""The pods that are meant to answer for a Service, and what their containers listen on."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from commander.contract.evidence import State
from commander.evidence.case import Case
from commander.evidence.cluster.containers import Container, Port
from commander.evidence.cluster.hosts import words_of
from commander.evidence.cluster.pods import Pod, pods, pods_of
from commander.evidence.cluster.services import Service, services
from commander.evidence.cluster.workloads import Workload, workloads
from commander.evidence.logs import Pattern

_LISTEN_WORDS = (
    r"\b(?:listen\w*|serving|serves|started|running|bound|bind|accepting connections|available|ready|server)\b"
    r"[^\n]{0,80}?(?:\bport[\"'=:\s(s)]{1,6}|(?:[\w.*\[\]:-]|//)*?:)\s*(\d{2,5})(?![\d.])"
)
_OWN = frozenset({"listen", "server", "http", "https", "grpc", "app", "bind", "service", "web", "container", "my"})
_PORT_WORDS = (("port",), ("addr",), ("address",))
_PORT_FLAG = (
    r"(?:^|\s)--?(?:[a-z-]*port|listen(?:[._-]?addr(?:ess)?)?|bind(?:[._-]?addr(?:ess)?)?|addr)[=\s]+"
    r"(?:\S{0,40}?:)?(\d{2,5})\b"
)


@dataclass(frozen=True, eq=False)
class Backing:
    """The pods behind a Service. `selected`: its selector says so, else only its name does. `containers` are those of
    the pods that stay, `workloads` the templates that its selector fits. Services that select the same share it."""

    pods: tuple[Pod, ...]
    workloads: tuple[Workload, ...]
    containers: tuple[Container, ...]
    items: tuple[State, ...]
    selected: bool

    @cached_property
    def ports(self) -> tuple[Port, ...]:
        """The ports that the containers declare; declaring them is optional."""
        return tuple(dict.fromkeys(port for one in self.containers for port in one.ports))

    @cached_property
    def owners(self) -> frozenset[str]:
        """The workloads of the pods."""
        return frozenset(one.workload for one in self.pods)

    @cached_property
    def ready(self) -> tuple[Pod, ...]:
        """The pods that take traffic."""
        return tuple(one for one in self.pods if one.is_ready and not one.deleting)


def backing(case: Case, service: Service) -> Backing:
    """Who answers for a Service of the bundle."""
    return case.reading(_all)[service.item.id]


def carried_labels(workload: Workload) -> Mapping[str, str]:
    """The labels that a workload's pods carry for certain: what it selects, else its template's."""
    return {**workload.labels, **workload.selector} if workload.template else workload.selector


def listening(case: Case, one: Backing) -> dict[int, Pattern]:
    """The ports that the pods' own logs say they listen on, with the line that says so."""
    family = {member for pod in one.pods for member in case.family(pod.entity)}
    family |= {member for workload in one.workloads for member in case.family(workload.entity)}
    found: dict[int, Pattern] = {}
    for pattern in case.patterns:
        if pattern.entity in family and not pattern.ended:
            for port in _listen().findall(pattern.text):
                if 0 < int(port) < 65536:
                    found.setdefault(int(port), pattern)
    return found


def configured(one: Backing) -> frozenset[int]:
    """The ports that the containers are told to listen on, or are probed at."""
    found = set()
    for container in one.containers:
        for key, value in container.env.items():
            words = words_of(key)
            if words[-1:] in _PORT_WORDS and _OWN.issuperset(words[:-1]):
                told = re.fullmatch(r"(?:\S{0,40}?:)?(\d{2,5})", value.strip())
                if told is not None:
                    found.add(int(told[1]))
        for probe in (container.readiness, container.liveness, container.startup):
            if probe is not None and isinstance(probe.port, int):
                found.add(probe.port)
        arguments = " ".join((*container.command, *container.args))[:4000]
        found.update(int(port) for port in re.findall(_PORT_FLAG, arguments))
    return frozenset(found)


def spoken_of(one: Backing) -> frozenset[int]:
    """Every number in settings, arguments and probes that may be a port the containers listen on."""
    found = set(configured(one))
    for container in one.containers:
        for text in (*container.env.values(), *container.command, *container.args):
            found.update(int(port) for port in re.findall(r"(?<![\w.])(\d{2,5})(?![\w.])", text[:4000]))
    return frozenset(found)


@cache
def _listen() -> re.Pattern[str]:
    return re.compile(_LISTEN_WORDS, re.IGNORECASE)


def _all(case: Case) -> dict[str, Backing]:
    alike: dict[tuple[str | None, frozenset[tuple[str, str]]], Backing] = {}
    found = {}
    for one in case.reading(services):
        selects = (one.namespace, frozenset(one.selector.items()))
        behind = alike.get(selects) or _backing(case, one)
        if behind.selected:
            alike[selects] = behind
        found[one.item.id] = behind
    return found


def _backing(case: Case, service: Service) -> Backing:
    by_label, by_template = case.reading(_pods_by_label), case.reading(_templates_by_label)
    # Whatever it selects carries each of the labels: the rarest one leaves the fewest to look at.
    pairs = list(service.selector.items())
    chosen = [
        one
        for one in min((by_label.get(pair, []) for pair in pairs), key=len, default=[])
        if service.within(one.namespace) and service.selects(one.labels)
    ]
    templates = [
        one
        for one in min((by_template.get(pair, []) for pair in pairs), key=len, default=[])
        if service.within(one.namespace) and service.selects(carried_labels(one))
    ]
    selected = bool(chosen or templates)
    if not chosen and templates:
        chosen = [pod for one in templates for pod in one.pods if not pod.labels and not pod.completed]
    if not selected:
        # Where no labels are told the names that controllers give are the next best.
        chosen = [
            one
            for one in pods_of(case, service.entity)
            if service.within(one.namespace) and not one.completed and not (one.labels and service.selector)
        ]
        templates = [
            one
            for one in case.reading(_workloads_by_kin).get(case.kin(service.entity), ())
            if service.within(one.namespace) and not (carried_labels(one) and service.selector)
        ]
    containers = [c for pod in chosen for c in pod.containers if not c.init]
    containers = containers or [c for one in templates for c in one.containers if not c.init]
    items = [one.item for one in chosen] + [one.item for one in templates]
    return Backing(tuple(chosen), tuple(templates), tuple(containers), tuple(items), selected)


def _workloads_by_kin(case: Case) -> dict[str, list[Workload]]:
    found: dict[str, list[Workload]] = {}
    for one in case.reading(workloads):
        if one.kind not in ("replicaset", "job", "cronjob"):
            found.setdefault(case.kin(one.entity), []).append(one)
    return found


def _pods_by_label(case: Case) -> dict[tuple[str, str], list[Pod]]:
    found: dict[tuple[str, str], list[Pod]] = {}
    for one in case.reading(pods):
        for pair in one.labels.items() if not one.completed else ():
            found.setdefault(pair, []).append(one)
    return found


def _templates_by_label(case: Case) -> dict[tuple[str, str], list[Workload]]:
    found: dict[tuple[str, str], list[Workload]] = {}
    for one in case.reading(workloads):
        if one.kind not in ("replicaset", "job", "cronjob"):
            for pair in carried_labels(one).items():
                found.setdefault(pair, []).append(one)
    return found
