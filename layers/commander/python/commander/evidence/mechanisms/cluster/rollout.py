"""A rollout makes no progress, for a reason that nothing else tells.

Predicts: the deployment's condition Progressing is False, or fewer pods of the newest template than wanted for long.
Contradicted by: all pods being available.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.workloads import controllers
from commander.evidence.mechanisms.cluster.sayings import Meaning, argued, heard, limited
from commander.evidence.mechanisms.cluster.standing import weigh_standing
from commander.evidence.sentences import short

CAUSE = "deployment.rollout_stuck"
MEANINGS = (
    Meaning(
        CAUSE,
        r"ProgressDeadlineExceeded|exceeded its progress deadline|timed out progressing",
        "is stuck in a rollout.",
        weight=3.0,
    ),
)


def argue(case: Case) -> Iterator[Argument]:
    """One argument for each workload whose rollout is stuck or whose pods are missing."""
    found = {one.entity: argued(case, one) for one in heard(case, MEANINGS)}
    for argument in found.values():
        argument.lack(f"why the new pods of {short(argument.entity)} do not become ready", 0.3)
    for one in controllers(case):
        if one.entity in found or not one.short_of or one.desired == 0:
            continue
        argument = Argument(CAUSE, one.entity, f"{short(one.entity)} does not get the pods that it wants.")
        weigh_standing(case, argument)
        argument.lack(f"why {short(one.entity)} lacks pods", 0.5)
        found[one.entity] = argument
    yield from limited(list(found.values()))
