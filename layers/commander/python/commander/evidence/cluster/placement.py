"""Where a pod may be placed: which nodes stand the scheduler's tests, stage by stage."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from commander.evidence.case import Case
from commander.evidence.cluster import refusals
from commander.evidence.cluster.nodes import CONTROL_PLANE, Node, free
from commander.evidence.cluster.pods import Pod, pods
from commander.evidence.cluster.taints import Taint, tolerates
from commander.evidence.cluster.values import whole
from commander.evidence.cluster.wishes import Expression, Wishes, amount_asked

_STANDARD = ("kubernetes.io/", "beta.kubernetes.io/", "topology.kubernetes.io/", "failure-domain.beta.kubernetes.io/")
"""Labels that every node carries: where none of the listed ones has one, the list is not complete."""
_ASKED = ("selector", "affinity", "apart", "tolerations", "cpu", "memory", "devices")
_MOST_TESTED = 200_000
_Stage = Callable[[list[Node]], list[Node] | None]


@dataclass(frozen=True, slots=True)
class Screening:
    """The first stage at which no node is left: its kind, the nodes that came to it, and what they lack there.

    `kind` is None where a node is left (or that cannot be told). `detail` is the resource or the taint.
    """

    kind: str | None
    nodes: tuple[Node, ...]
    detail: str = ""
    looked: bool = True


def matches_selector(wanted: Wishes, nodes: Iterable[Node]) -> list[Node] | None:
    """The nodes that carry the selected labels; None where labels are not told."""
    known = [node for node in nodes if node.labels is not None]
    if not known or any(_incomplete(key, known) for key in wanted.selector):
        return None
    return [node for node in known if all((node.labels or {}).get(key) == one for key, one in wanted.selector.items())]


def matches_affinity(wanted: Wishes, nodes: Iterable[Node]) -> list[Node] | None:
    """The nodes that satisfy the pod's node affinity; None where that cannot be told."""
    known = [node for node in nodes if node.labels is not None]
    keys = {key for term in wanted.affinity for key, _, _ in term}
    if not known or any(_incomplete(key, known) for key in keys):
        return None
    return [node for node in known if any(all(_holds(one, node) for one in term) for term in wanted.affinity)]


def screen(case: Case, wanted: Wishes, nodes: Sequence[Node]) -> Screening:
    """Goes through the scheduler's tests in the order of what a pod asks for first, once for all that ask the same.

    After very many different ones the others are left out: `Screening.looked` is False, and the argument says so.
    """
    known = case.reading(_screenings)
    asks = repr(tuple(getattr(wanted, part) for part in _ASKED))
    if asks not in known:
        if len(known) * len(nodes) > _MOST_TESTED:
            return Screening(None, (), looked=False)
        known[asks] = _screen(case, wanted, nodes)
    return known[asks]


def _screenings(case: Case) -> dict[str, Screening]:
    return {}


def _screen(case: Case, wanted: Wishes, nodes: Sequence[Node]) -> Screening:
    left = list(nodes)
    for kind, stage in _stages(case, wanted):
        staying = stage(left)
        if staying is None:
            continue
        if not staying:
            return _culprit(case, kind, left, wanted)
        left = staying
    return Screening(None, tuple(left))


def _stages(case: Case, wanted: Wishes) -> Iterator[tuple[str, _Stage]]:
    if wanted.selector:
        yield refusals.SELECTOR, lambda left: matches_selector(wanted, left)
    if wanted.affinity:
        yield refusals.AFFINITY, lambda left: matches_affinity(wanted, left)
    yield refusals.TAINT, lambda left: [one for one in left if not foreign_taints(wanted, one)]
    yield refusals.CORDON, lambda left: [one for one in left if not one.unschedulable]
    yield refusals.NOT_READY, lambda left: [one for one in left if one.ready is not False]
    yield refusals.PRESSURE, lambda left: [one for one in left if not one.pressed]
    yield "room", lambda left: [one for one in left if not lacking(case, wanted, one)]
    if wanted.apart:
        yield refusals.ANTI_AFFINITY, lambda left: [one for one in left if not _neighbours(case, wanted, one)]


def _culprit(case: Case, kind: str, left: list[Node], wanted: Wishes) -> Screening:
    if kind == refusals.TAINT:
        workers = [one for one in left if not one.control_plane] or left
        keys = [str(taint) for one in workers for taint in foreign_taints(wanted, one)]
        return Screening(kind, tuple(workers), _commonest(keys))
    if kind != "room":
        return Screening(kind, tuple(left))
    short = [resource for node in left for resource in lacking(case, wanted, node)]
    resource = _commonest(short)
    if resource in refusals.ROOM:
        return Screening(resource, tuple(left), resource)
    return Screening(refusals.DEVICE, tuple(left), resource)


def _commonest(said: list[str]) -> str:
    return min(Counter(said).items(), key=lambda pair: (-pair[1], pair[0]))[0]


def foreign_taints(wanted: Wishes, node: Node) -> list[Taint]:
    """The taints that keep the pod off a node, those of a node's own trouble left out.

    A node of the control plane has one by default, also where taints are not told.
    """
    if node.taints is None and node.control_plane:
        return [Taint(CONTROL_PLANE[0], "", "NoSchedule")]
    return [
        taint
        for taint in node.taints or ()
        if taint.repels and not taint.key.startswith("node.kubernetes.io/") and not tolerates(wanted.tolerations, taint)
    ]


def lacking(case: Case, wanted: Wishes, node: Node) -> list[str]:
    """What a node certainly has too little of for the pod."""
    found = []
    for resource, amount in (("cpu", wanted.cpu), ("memory", wanted.memory), ("pods", 1.0)):
        left = free(node, resource)
        offered = getattr(node.allocatable, resource)
        if left is None and offered is not None:
            left = offered - _asked(case, node, resource)
        if left is not None and amount > 0 and left < amount - 1e-9:
            found.append(resource)
    for resource, amount in wanted.devices.items():
        told = node.allocatable.cpu is not None or node.allocatable.memory is not None or node.allocatable.devices
        left = (
            free(node, resource) if resource in node.requested.devices else node.allocatable.devices.get(resource, 0.0)
        )
        if told and left is not None and left < amount:
            found.append(resource)
    return found


def _asked(case: Case, node: Node, resource: str) -> float:
    """What the listed pods of a node ask for: at least so much is taken."""
    known = case.reading(_summed)
    if (node.name, resource) not in known:
        there = [pod for pod in case.reading(_placed).get(node.name, ()) if pod.phase != "Failed"]
        known[node.name, resource] = (
            float(len(there)) if resource == "pods" else sum(amount_asked(pod.containers, resource) for pod in there)
        )
    return known[node.name, resource]


def _summed(case: Case) -> dict[tuple[str, str], float]:
    return {}


def _placed(case: Case) -> dict[str, list[Pod]]:
    """The pods that take room on nodes, by the node's name."""
    found: dict[str, list[Pod]] = {}
    for pod in case.reading(pods):
        if pod.node is not None and not pod.completed:
            found.setdefault(pod.node, []).append(pod)
    return found


def _neighbours(case: Case, wanted: Wishes, node: Node) -> list[Pod]:
    """Pods of a node that the pod does not want to share it with."""
    return [
        pod
        for pod in case.reading(_placed).get(node.name, ())
        if any(all(pod.labels.get(key) == one for key, one in apart.items()) for apart in wanted.apart)
    ]


def _incomplete(key: str, nodes: Sequence[Node]) -> bool:
    return key.startswith(_STANDARD) and not any(key in (node.labels or {}) for node in nodes)


def _holds(expression: Expression, node: Node) -> bool:
    key, operator, values = expression
    value = node.name if key == "metadata.name" else (node.labels or {}).get(key)
    if operator == "Exists":
        return value is not None
    if operator == "DoesNotExist":
        return value is None
    if operator == "NotIn":
        return value not in values
    if operator in ("Gt", "Lt"):
        number, limit = whole(value), whole(values[0]) if values else None
        if number is None or limit is None:
            return False
        return number > limit if operator == "Gt" else number < limit
    return value in values
