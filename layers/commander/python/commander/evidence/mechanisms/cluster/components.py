"""One component of the control plane (scheduler, API server, etcd) as everything about it shows: services of hosts,
static pods, the cluster's own health report, and its logs."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.nodes import named, nodes
from commander.evidence.cluster.pods import Pod, pods
from commander.evidence.cluster.units import units
from commander.evidence.cluster.values import first, mapping, text, truth
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.cluster.hosts import last, of_unit
from commander.evidence.sentences import short

_STATIC = ("kube-apiserver", "kube-scheduler", "kube-controller-manager", "etcd")


@dataclass(eq=False)
class Component:
    """What is known of a component. `place` is the node that it belongs on; `failing` are facts that it does not work
    with their weights, `fine` one that it does."""

    place: str | None = None
    failing: list[tuple[Fact, float]] = field(default_factory=list)
    fine: Fact | None = None

    @property
    def direct(self) -> bool:
        """Whether it was seen not working."""
        return any(weight >= 3 for _, weight in self.failing)

    def weigh(self, argument: Argument) -> None:
        """Puts the facts behind an argument, the strongest in full."""
        ordered = sorted(self.failing, key=lambda pair: (-pair[1], pair[0].statement))
        for place, (fact, weight) in enumerate(ordered[:4]):
            argument.back(fact, weight if place == 0 else min(weight, 1.5))
        argument.direct = argument.direct or self.direct


def component(case: Case, *names: str) -> Component:
    """Everything about a component by its names, the first of them that of its static pod."""
    found = Component()
    _of_units(case, names, found)
    _of_pods(case, names, found)
    _of_reports(case, names, found)
    if found.place is None and found.failing:
        listed = [node.entity for node in case.reading(nodes) if node.control_plane]
        placed = [entity for pod in _static(case) if (entity := named(case, pod.node)) is not None]
        found.place = next(iter(sorted({*listed, *placed})), None)
    return found


def _of_units(case: Case, names: tuple[str, ...], found: Component) -> None:
    for entity, many in sorted(case.reading(units).items()):
        for unit in many:
            if unit.name not in names:
                continue
            if unit.up is False:
                found.place = found.place or entity
                found.failing.append((of_unit(case, unit), 4.5))
            elif unit.up and found.fine is None:
                found.fine = of_unit(case, unit)


def _of_pods(case: Case, names: tuple[str, ...], found: Component) -> None:
    own = [pod for pod in _static(case) if pod.name.startswith(names[0])]
    for pod in own:
        if pod.is_ready or (pod.running and pod.is_ready is None):
            found.fine = found.fine or case.fact_of_state(pod.item, f"{pod.name} is running.")
            continue
        waiting = next((one.waiting_reason for one in pod.containers if one.waiting_reason), None)
        state = waiting or pod.status or pod.phase or "not ready"
        found.failing.append((case.fact_of_state(pod.item, f"{pod.name} is not ready ({state})."), 4.5))
        found.place = found.place or _place_of(case, pod)
    others = [pod for pod in _static(case) if pod not in own]
    if not own and len({pod.name.rpartition("-")[0] for pod in others}) > 1 and others:
        items = [pod.item for pod in others[1:6]]
        statement = f"The static pods that were listed are {', '.join(pod.name for pod in others[:6])}, no {names[0]}."
        found.failing.append((case.fact_of_state(others[0].item, statement, *items), 3.0))
        found.place = found.place or _place_of(case, others[0])
    for event in case.events(None, "BackOff", "Killing", "Unhealthy", "Failed", "Stopped", "LeaderElection"):
        about = short(event.entity) if event.entity else ""
        lower = event.message.lower()
        if (
            about.startswith(names[0])
            and event.reason in ("BackOff", "Unhealthy", "Failed")
            and not case.is_over(last(event))
        ):
            if not any(pod.is_ready for pod in own):
                found.failing.append((case.fact_of_event(event), 3.0))
        elif names[0] in lower and "stopped leading" in lower and not case.is_over(last(event)):
            found.failing.append((case.fact_of_event(event), 2.0))


def _of_reports(case: Case, names: tuple[str, ...], found: Component) -> None:
    """The cluster's own report of its components, and checks of their health ports."""
    for item in case.items("componentstatus", "component_status", "control_plane", "control_plane_component"):
        for name, status in _statuses(item):
            if not any(name == one or name.startswith(f"{one}-") for one in names):
                continue
            lower = status.lower()
            bad = any(word in lower for word in ("unhealthy", "false", "refused", "down", "stopped", "not running"))
            if bad:
                found.failing.append((case.fact_of_state(item, f"{name} is reported as {status[:160]}."), 4.0))
                if item.entity.startswith("node/"):
                    found.place = found.place or item.entity
            elif any(word in lower for word in ("healthy", "true", "ok", "running")) and found.fine is None:
                found.fine = case.fact_of_state(item, f"{name} is reported as {status[:160]}.")


def _statuses(item: State) -> Iterator[tuple[str, str]]:
    raw = mapping(item.attributes)
    name = text(first(raw, "name", "component")) or short(item.entity)
    status = first(raw, "status", "healthy", "state", "conditions")
    if isinstance(status, str | bool):
        said = text(first(raw, "message", "error", "reason")) or ""
        word = str(status) if isinstance(status, str) else ("healthy" if status else "unhealthy")
        yield name, f"{word} {said}".strip()
    elif isinstance(status, dict):
        inner = first(mapping(status), "Healthy", "healthy")
        told = mapping(inner)
        healthy = truth(first(told, "status") if told else inner)
        if healthy is not None:
            said = text(first(told, "message", "error")) or ""
            yield name, f"{'healthy' if healthy else 'unhealthy'} {said}".strip()
    for key in (
        "scheduler",
        "kube-scheduler",
        "kube_scheduler",
        "etcd",
        "kube-apiserver",
        "kube_apiserver",
        "apiserver",
    ):
        spelt = text(raw.get(key))
        if spelt is not None:
            yield key.replace("_", "-"), spelt


def _static(case: Case) -> list[Pod]:
    return [pod for pod in case.reading(pods) if pod.name.rpartition("/")[2].startswith(_STATIC)]


def _place_of(case: Case, pod: Pod) -> str | None:
    if pod.node is not None:
        return named(case, pod.node)
    name = pod.name.rpartition("/")[2]
    for one in _STATIC:
        if name.startswith(f"{one}-"):
            return named(case, name.removeprefix(f"{one}-"))
    return None
