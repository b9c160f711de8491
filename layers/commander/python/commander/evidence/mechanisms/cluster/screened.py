"""What the listed nodes say about a pod that none of them can take, as a sentence."""

from collections.abc import Sequence

from commander.contract.evidence import State
from commander.evidence.case import Case
from commander.evidence.cluster import refusals as why
from commander.evidence.cluster.nodes import Node, free
from commander.evidence.cluster.placement import Screening
from commander.evidence.cluster.wishes import Wishes
from commander.evidence.facts import Fact
from commander.evidence.sentences import number

_MOST_CITED = 100
_FEW = 4


def about_screening(case: Case, screening: Screening, wanted: Wishes) -> Fact | None:
    """The fact that the nodes fail the test at which none was left; None where state does not tell one."""
    if screening.kind is None or not wanted.items or not screening.nodes:
        return None
    statement = _statement(screening, wanted)
    if statement is None:
        return None
    nodes: Sequence[State] = [node.item for node in screening.nodes[:_MOST_CITED]]
    return case.fact_of_state(wanted.items[0], statement, *wanted.items[1:], *nodes)


def _statement(screening: Screening, wanted: Wishes) -> str | None:
    pod = wanted.items[0].entity.partition("/")[2]
    nodes, many = screening.nodes, len(screening.nodes)
    names = _names(nodes)
    if screening.kind == why.SELECTOR:
        labels = ", ".join(f"{key}={value}" for key, value in sorted(wanted.selector.items()))
        return f"{pod} selects nodes with {labels}, which none of the {many} listed nodes carries."
    if screening.kind == why.AFFINITY:
        terms = " or ".join(
            " and ".join(f"{key} {operator} {' '.join(values)}".strip() for key, operator, values in term)
            for term in wanted.affinity
        )
        return f"The node affinity of {pod} asks for {terms[:160]}, which none of the {many} listed nodes satisfies."
    if screening.kind == why.TAINT:
        return f"The taint {screening.detail}, which {pod} does not tolerate, keeps it off nodes: {names}."
    if screening.kind == why.CORDON:
        return f"The nodes that {pod} could go to are marked unschedulable: {names}."
    if screening.kind == why.ANTI_AFFINITY:
        return f"Every node that {pod} could go to runs a pod that its anti-affinity excludes: {names}."
    if screening.kind in why.ROOM:
        return _of_room(screening, wanted, pod, names)
    return None


def _of_room(screening: Screening, wanted: Wishes, pod: str, names: str) -> str:
    resource = screening.detail
    if resource == "pods":
        return f"The nodes that {pod} could go to run as many pods as they may: {names}."
    asked = {"cpu": wanted.cpu, "memory": wanted.memory}.get(resource, wanted.devices.get(resource, 0.0))
    left = [found for node in screening.nodes if (found := free(node, resource)) is not None]
    unit = {"cpu": "cores", "memory": "bytes of memory"}.get(resource, resource)
    most = f"; at most {number(round(max(left), 3))} are free on one of them" if left else ""
    return f"{pod} asks for {number(asked)} {unit}, more than any node that it could go to has left ({names}){most}."


def _names(nodes: Sequence[Node]) -> str:
    shown = ", ".join(node.name for node in nodes[:_FEW])
    return f"{shown} and {len(nodes) - _FEW} more" if len(nodes) > _FEW else shown
