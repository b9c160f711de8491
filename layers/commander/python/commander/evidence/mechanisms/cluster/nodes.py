"""A node is not ready: its kubelet or container runtime is stopped, or nobody knows why; or it is under pressure.

Predicts: the Ready condition is False or Unknown, the service of the host does not run, its pods stop being ready while
those of other nodes do not. Contradicted by: the node being ready now, the service running.
"""

from collections.abc import Iterator, Sequence

from commander.contract.evidence import PlatformEvent
from commander.evidence import moments
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.units import Unit
from commander.evidence.mechanisms.cluster.hosts import (
    Host,
    hosts,
    is_idle,
    of_condition,
    of_unit,
    relate,
    weigh_age,
)
from commander.evidence.mechanisms.cluster.reports import wording

KUBELET = ("kubelet", "k3s", "k3s-agent", "rke2-agent", "snap.kubelet.daemon", "microk8s.daemon-kubelet")
RUNTIME = ("containerd", "docker", "crio", "cri-o", "cri-docker", "dockerd")
_RUNTIME_DOWN = (
    r"container runtime is down|container runtime (?:is )?(?:not running|unavailable|not responding)|"
    r"(?:containerd|crio|docker|dockershim|cri-dockerd)\.sock.{0,120}"
    r"(?:refused|no such file|not exist|unavailable|timeout)|"
    r"cannot connect to the docker daemon|failed to (?:connect to|get) container ?runtime|"
    r"container runtime status check|runtime service failed|containerruntimeunhealthy|containerd is not running"
)
_RUNTIME_SICK = r"pleg is not healthy|pleg was last seen active|pleg not healthy"
_KUBELET_DOWN = (
    r"kubelet (?:is |was )?(?:stopped|not running|unhealthy|dead|down)\b(?! posting)|stopped kubelet|kubeletunhealthy|"
    r"kubelet\.service: (?:main process exited|failed|deactivated|start request repeated)|"
    r"failed to (?:run|start) kubelet|:10248.{0,60}refused|kubelet.{0,40}healthz.{0,40}(?:refused|failed)"
)
_SILENT = r"stopped posting node status|nodestatusunknown|nodestatusneverupdated"
_READY_EVENTS = ("NodeReady", "NodeNotReady")


def argue(case: Case) -> Iterator[Argument]:
    """Arguments about every node that is not ready or has a service that does not run."""
    for host in case.reading(hosts):
        found = [*_kubelet(case, host), *_runtime(case, host)]
        yield from found
        if host.ready is False:
            known = [one for one in found if one.direct and not one.contradicted]
            yield _not_ready(case, host, known[0] if known else None)


def _not_ready(case: Case, host: Host, by: Argument | None) -> Argument:
    """The node is not ready, and `by`, where it is known, is why."""
    argument = Argument("node.not_ready", host.entity, f"Node {host.name} is not ready.", direct=by is None)
    if by is not None:
        argument.oppose(max(by.supporting.values(), key=lambda pair: (pair[1], pair[0].statement))[0], 3.0)
        return argument
    _weigh_readiness(case, host, argument, 4.0)
    relate(case, host, argument)
    argument.lack(f"the state of the kubelet and the container runtime on {host.name}", 0.0)
    return argument


def _kubelet(case: Case, host: Host) -> Iterator[Argument]:
    """The kubelet is known to be stopped, or it fell silent and something else of the host still lives."""
    unit = host.unit(*KUBELET)
    said = _lines(host, _KUBELET_DOWN)
    silent = _words(host, _SILENT)
    lines = [one for one in host.logs if wording(_KUBELET_DOWN).search(one.text) and case.is_new(one) is not False]
    if host.ready is True and not (unit is not None and unit.up is False):
        return
    if not ((unit is not None and unit.up is False) or said or silent or lines):
        return
    argument = Argument("node.kubelet_down", host.entity, f"The kubelet on node {host.name} is stopped.")
    _weigh_unit(case, argument, unit)
    for event in said[:2]:
        argument.back(case.fact_of_event(event), 3.5 if unit is None else 1.0)
        argument.direct = True
    for pattern in lines[:1]:
        argument.back(case.fact_of_pattern(pattern), 1.5 if argument.direct else 3.5)
        argument.direct = True
    _weigh_readiness(case, host, argument, 2.5)
    if unit is None and not argument.direct:
        _weigh_signs_of_life(case, host, argument)
        argument.lack(f"the state of the kubelet service on {host.name}", 0.5)
    relate(case, host, argument)
    yield argument


def _weigh_signs_of_life(case: Case, host: Host, argument: Argument) -> None:
    """Other services of the host that run, so that the host itself is not lost."""
    for one in [one for one in host.units if one.up][:1]:
        argument.back(of_unit(case, one), 1.0)
    for behaviour in case.of_any(host.entity):
        series = behaviour.series
        if series.times and case.now is not None and series.times[-1] >= case.now - 3 * series.period - 60:
            argument.back(case.fact(behaviour), 0.7)
            return


def _runtime(case: Case, host: Host) -> Iterator[Argument]:
    unit = _runtime_unit(host)
    condition = host.node.conditions.get("Ready") if host.node is not None else None
    reason = condition.said if condition is not None and condition.status != "True" else ""
    down, sick = wording(_RUNTIME_DOWN), wording(_RUNTIME_SICK)
    events = _lines(host, _RUNTIME_DOWN)
    logs = [one for one in host.logs if down.search(one.text)]
    of_kubelet = [one for one in host.units if one.name in KUBELET and any(down.search(line) for line in one.tail)]
    stopped = unit is not None and unit.up is False
    if not (stopped or down.search(reason) or sick.search(reason) or events or logs):
        return
    if host.ready is True and not stopped:
        return
    argument = Argument(
        "node.container_runtime_down", host.entity, f"The container runtime on node {host.name} does not run."
    )
    _weigh_unit(case, argument, unit)
    for event in events[:2]:
        argument.back(case.fact_of_event(event), 2.0 if argument.direct else 3.5)
        argument.direct = True
    for pattern in logs[:1]:
        argument.back(case.fact_of_pattern(pattern), 1.0 if argument.direct else 3.0)
        argument.direct = True
    for one in of_kubelet[:1]:
        argument.back(of_unit(case, one), 1.0)
    if host.node is not None and (down.search(reason) or sick.search(reason)):
        certain = down.search(reason) is not None
        argument.direct = argument.direct or certain
        argument.back(of_condition(case, host.node, "Ready"), 4.5 if certain else 3.0)
        if not certain and unit is None:
            argument.lack(f"the state of the container runtime on {host.name}", 0.5)
    _weigh_readiness(case, host, argument, 1.5)
    relate(case, host, argument)
    yield argument


def _runtime_unit(host: Host) -> Unit | None:
    """The runtime's service; one that is stopped beside another that runs is one that is not used."""
    found = [one for one in host.units if one.name in RUNTIME]
    running = [one for one in found if one.up]
    stopped = [one for one in found if one.up is False]
    used = [one for one in stopped if one.name in ("containerd", "crio", "cri-o") or not running]
    if running and not (used and any(one.name == "containerd" for one in used)):
        return running[0]
    return next(iter(used or stopped), None)


def _weigh_unit(case: Case, argument: Argument, unit: Unit | None) -> None:
    if unit is None:
        return
    if unit.up is False:
        argument.back(of_unit(case, unit), 4.5)
        argument.direct = True
    elif unit.up:
        argument.oppose(of_unit(case, unit), 3.0)


def _weigh_readiness(case: Case, host: Host, argument: Argument, weight: float) -> None:
    """The node's own condition and the events about it; a node that was emptied on purpose speaks for less."""
    said: Sequence[PlatformEvent] = host.said(*_READY_EVENTS)
    if host.node is not None and host.node.ready is False:
        fact = of_condition(case, host.node, "Ready")
        argument.back(fact, weight)
        weigh_age(case, argument, fact, moments.parse_maybe(host.node.conditions["Ready"].since))
        weight = 1.0
    for event in [event for event in said if event.reason == "NodeNotReady"][:1]:
        if said[0].reason == "NodeNotReady" or host.node is not None:
            argument.back(case.fact_of_event(event), weight)
    about = case.reading(_of_lost_nodes)
    first = min((about[pod.entity] for pod in host.pods if pod.entity in about), key=lambda one: one[0], default=None)
    if first is not None:
        argument.back(case.fact_of_event(first[1]), 0.7)
    if host.node is not None and host.ready is True and argument.cause == "node.kubelet_down":
        argument.lack(f"whether node {host.name} turns not ready")
    if is_idle(host) and host.node is not None:
        statement = f"Node {host.name} is marked unschedulable, and no pods of workloads are placed on it."
        argument.oppose(case.fact_of_state(host.node.item, statement, *(pod.item for pod in host.pods[:5])), 2.5)


def _of_lost_nodes(case: Case) -> dict[str | None, tuple[int, PlatformEvent]]:
    """Of each pod the first event that says that its node was lost, with its place among them."""
    found: dict[str | None, tuple[int, PlatformEvent]] = {}
    for place, event in enumerate(case.events(None, "NodeNotReady", "TaintManagerEviction")):
        found.setdefault(event.entity, (place, event))
    return found


def _lines(host: Host, words: str) -> list[PlatformEvent]:
    """Events of the host with a wording, the newest first."""
    found = wording(words)
    return [one for one in reversed(host.events) if found.search(f"{one.reason}: {one.message}")]


def _words(host: Host, words: str) -> bool:
    """Whether a condition or an event of the host has a wording."""
    condition = host.node.conditions.get("Ready") if host.node is not None else None
    if condition is None or condition.status == "True":
        return bool(_lines(host, words))
    return condition.status == "Unknown" or wording(words).search(condition.said) is not None
