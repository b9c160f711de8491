"""The service proxy of one node is stopped: what runs on that node does not reach Services, everything else does.

Predicts: kube-proxy of the node is inactive or its pod does not run, while those of other nodes do; checks fail from
this node only. Contradicted by: it is active; checks fail from everywhere.
"""

import re
from collections.abc import Iterator
from functools import cache

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.pods import Pod, pods
from commander.evidence.cluster.reachability import checks, origin_of
from commander.evidence.cluster.values import first, text, texts
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.cluster.complaints import CONNECTING, fact_of_check, weigh_changes
from commander.evidence.mechanisms.proximity import connection
from commander.evidence.sentences import short

_CAUSE = "node.kube_proxy_down"
_PROXY = r"(?:^|/)kube-?proxy"
_STOPPED = r"^(?:inactive|failed|dead|stopped|deactivating|exited|not running|down)\b|\((?:dead|failed|exited)\b"
_STARTING = r"^activating\b|auto-restart"
_ALARM = r"kube-?proxy.{0,20}(?:down|missing|absent|not running|unhealthy|stopped)"
_LINE = (
    r"kube-?proxy.{0,80}(?:stopped|exited|main process exited|failed with result|deactivated|killed|terminated|fatal)"
)

_Weighed = tuple[Fact, float]


def argue(case: Case) -> Iterator[Argument]:
    """One argument for each node whose proxy is seen stopped, or from which alone checks fail."""
    stopped = {one.entity: one for one in _units(case) if _says(_STOPPED, one) or _says(_STARTING, one)}
    running = {one.entity: one for one in _units(case) if one.entity not in stopped}
    broken, fine = _pods(case)
    missing = _missing(case, {*broken, *fine})
    failing = _failing_from(case)
    reported = _reported(case)
    for node in sorted({*stopped, *broken, *failing, *reported, *missing}):
        argument = Argument(_CAUSE, node, f"The service proxy of {short(node)} is stopped.")
        if node in stopped:
            item = stopped[node]
            argument.back(case.fact_of_state(item, f"kube-proxy of {short(node)} is {_active(item)}."), 4.5)
            last = texts(item.attributes.get("log_tail"))[-1:]
            if last:
                argument.back(case.fact_of_state(item, f'Its last line is "{" ".join(last[0].split())[:140]}".'), 0.3)
        elif node in running:
            item = running[node]
            argument.oppose(case.fact_of_state(item, f"kube-proxy of {short(node)} is {_active(item)}."), 3.5)
        if node in broken:
            pod = broken[node]
            argument.back(
                case.fact_of_state(
                    pod.item, f"{pod.name} on {short(node)} is {pod.status or pod.phase or 'not ready'}."
                ),
                3.5,
            )
        elif node in missing and node not in running:
            others = ", ".join(sorted(one.name for one in fine.values())[:3])
            said = f"No kube-proxy pod is on {short(node)}, while others have one ({others})."
            argument.back(case.fact_of_state(missing[node], said, *(one.item for one in list(fine.values())[:3])), 2.2)
        elif node in fine and node not in stopped:
            argument.oppose(case.fact_of_state(fine[node].item, f"{fine[node].name} on {short(node)} is ready."), 3.0)
        active = [item for entity, item in sorted(running.items()) if entity != node]
        if active and node in stopped:
            argument.back(
                case.fact_of_state(active[0], f"kube-proxy of {short(active[0].entity)} is {_active(active[0])}."), 0.5
            )
        for fact, weight in (*failing.get(node, []), *reported.get(node, [])):
            argument.back(fact, weight)
        _weigh_callers(case, node, argument)
        weigh_changes(case, node, argument)
        argument.direct = node in stopped or node in broken
        if not argument.direct:
            argument.lack(f"whether kube-proxy of {short(node)} is active", 0.3)
        connection(case, argument)
        yield argument


def _units(case: Case) -> list[State]:
    found = []
    for item in case.items("systemd_unit", "systemd_units", "service_unit"):
        named = text(first(item.attributes, "unit", "name", "service"))
        if named is not None and _wording(_PROXY).search(named) and _active(item):
            found.append(item)
    return found


def _active(item: State) -> str:
    return " ".join((text(first(item.attributes, "active", "state", "status", "active_state")) or "").split())[:80]


def _says(words: str, item: State) -> bool:
    return _wording(words).search(_active(item)) is not None


def _pods(case: Case) -> tuple[dict[str, Pod], dict[str, Pod]]:
    """The proxies that run as pods, by node: those that do not work, and those that do."""
    broken, fine = {}, {}
    for pod in case.reading(pods):
        if not pod.node or not _wording(_PROXY).search(pod.name) or pod.deleting:
            continue
        node = f"node/{pod.node}"
        if pod.is_ready is False or any(one.waiting_reason == "CrashLoopBackOff" for one in pod.containers):
            broken[node] = pod
        elif pod.is_ready:
            fine[node] = pod
    return broken, fine


def _missing(case: Case, placed: set[str]) -> dict[str, State]:
    """The one node that has no proxy pod where the others have one."""
    nodes = {item.entity: item for item in case.items("node")}
    without = sorted(set(nodes) - placed)
    return {without[0]: nodes[without[0]]} if len(without) == 1 and len(placed & set(nodes)) > 1 else {}


def _failing_from(case: Case) -> dict[str, list[_Weighed]]:
    """The one node from which checks fail while they pass from others."""
    found: dict[str, list[_Weighed]] = {}
    where = {pod.entity: f"node/{pod.node}" for pod in case.reading(pods) if pod.node}
    for check in case.reading(checks):
        bad: set[str] = set()
        good: set[str] = set()
        for who, ok in check.probes:
            origin = origin_of(case, who)
            place = where.get(origin, origin)
            if place.startswith("node/"):
                (good if ok else bad).add(place)
        if len(bad) == 1 and good - bad and check.entity not in bad:
            found.setdefault(bad.pop(), []).append((fact_of_check(case, check), 2.2))
    return {node: facts[:2] for node, facts in found.items()}


def _reported(case: Case) -> dict[str, list[_Weighed]]:
    """What alarms, events and lines of the node say of its proxy."""
    found: dict[str, list[_Weighed]] = {}
    for alert in sorted(case.bundle.alerts, key=lambda alert: (alert.name, alert.entity or "", alert.id)):
        if alert.state == "alarm" and (alert.entity or "").startswith("node/") and _wording(_ALARM).search(alert.name):
            found.setdefault(str(alert.entity), []).append((case.fact_of_alert(alert), 2.0))
    for event in case.events():
        if (event.entity or "").startswith("node/") and _wording(_LINE).search(f"{event.reason} {event.message}"):
            found.setdefault(str(event.entity), []).append((case.fact_of_event(event), 2.5))
    for pattern in case.patterns:
        if (pattern.entity or "").startswith("node/") and not pattern.ended and _wording(_LINE).search(pattern.text):
            found.setdefault(str(pattern.entity), []).append((case.fact_of_pattern(pattern), 2.5))
    return {node: facts[:2] for node, facts in found.items()}


def _weigh_callers(case: Case, node: str, argument: Argument) -> None:
    """Pods on the node that do not get through, while none elsewhere complains."""
    placed = {pod.entity: f"node/{pod.node}" for pod in case.reading(pods) if pod.node}
    lines = [
        one
        for one in case.patterns
        if one.error and not one.ended and one.signature is not None and one.signature.cause in CONNECTING
    ]
    here = [one for one in lines if placed.get(one.entity or "") == node]
    elsewhere = [one for one in lines if placed.get(one.entity or "", node) != node]
    if here:
        argument.back(case.fact_of_pattern(here[0]), 0.7 if elsewhere else 1.5)


@cache
def _wording(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)
