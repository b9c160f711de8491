"""Pods were evicted or preempted.

Predicts: failed pods with the reason Evicted, or events that say so, and pods missing since. Contradicted by: the
workload being complete again; old evicted pods stay in the list for days.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.nodes import named
from commander.evidence.mechanisms.cluster.hosts import hosts, of_condition
from commander.evidence.mechanisms.cluster.sayings import Heard, Meaning, argued, heard, limited

_TAKEN_OFF = r"TaintManagerEviction|marking for deletion pod"

MEANINGS = (
    Meaning(
        "k8s.workload.evicted",
        r"^(?:Evicted|Preempted|Preempting|TaintManagerEviction|EvictionThresholdMet|NodeAffinityViolation)\b|"
        r"the node was low on resource|exceeds the total limit of containers|preempted by|"
        r"pod ephemeral local storage usage exceeds|usage of emptydir volume .{1,80} exceeds the limit|"
        r"preempted in order to admit critical pod",
        "lost pods that were evicted or preempted.",
        weight=4.0,
    ),
)


def argue(case: Case) -> Iterator[Argument]:
    """One argument for each workload whose pods were evicted."""
    arguments = []
    for one in heard(case, MEANINGS):
        if not one.entity.startswith("node/"):
            argument = argued(case, one)
            _weigh_nodes(case, one, argument)
            arguments.append(argument)
    yield from limited(arguments)


def _weigh_nodes(case: Case, one: Heard, argument: Argument) -> None:
    """Pods are taken off a node that is lost: then the node is what is wrong, and not that they were taken off."""
    if not all(report.says(_TAKEN_OFF) for report in one.reports):
        return
    places = {named(case, report.pod.node) for report in one.reports if report.pod is not None}
    lost = [host for host in case.reading(hosts) if host.entity in places and host.ready is False]
    for host in lost[:1]:
        if host.node is not None:
            argument.oppose(of_condition(case, host.node, "Ready"), 3.0)
            argument.direct = False
