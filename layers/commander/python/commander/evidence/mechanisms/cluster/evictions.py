"""Pods were evicted or preempted.

Predicts: failed pods with the reason Evicted, or events that say so, and pods missing since. Contradicted by: the
workload being complete again; old evicted pods stay in the list for days.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.mechanisms.cluster.sayings import Meaning, argued, heard, limited

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
    yield from limited([argued(case, one) for one in heard(case, MEANINGS) if not one.entity.startswith("node/")])
