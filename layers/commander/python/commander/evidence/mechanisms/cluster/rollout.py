"""A rollout makes no progress, for a reason that nothing else tells.

Predicts: the deployment's condition Progressing is False, or fewer pods of the newest template than wanted for long.
Contradicted by: all pods being available.
"""

from collections.abc import Iterator

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.values import mapping, truth
from commander.evidence.cluster.workloads import Workload, controllers
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
        paused = _paused(case, one) if one.entity not in found else None
        if paused is not None:
            found[one.entity] = paused
        if one.entity in found or not one.short_of or one.desired == 0:
            continue
        argument = Argument(CAUSE, one.entity, f"{short(one.entity)} does not get the pods that it wants.")
        weigh_standing(case, argument)
        argument.lack(f"why {short(one.entity)} lacks pods", 0.5)
        found[one.entity] = argument
    yield from limited(list(found.values()))


def _paused(case: Case, one: Workload) -> Argument | None:
    """Somebody paused the rollout, and not all pods are of the newest template."""
    told = one.conditions.get("Progressing")
    said = told is not None and told.reason == "DeploymentPaused"
    marked = [item for item in one.items if _is_marked(item)]
    newest, wanted = one.updated, one.desired
    if not (said or marked) or newest is None or wanted is None or newest >= wanted:
        return None
    argument = Argument(CAUSE, one.entity, f"The rollout of {short(one.entity)} is paused half-way.", direct=True)
    statement = f"{short(one.entity)} is paused, and {newest} of its {wanted} pods are of the newest template."
    argument.back(case.fact_of_state(one.item, statement, *one.items[1:]), 4.0)
    if marked and said and told is not None:
        quoted = f"{short(one.entity)} has Progressing {told.status} ({told.reason}: {told.message or 'no message'})."
        argument.back(case.fact_of_state(one.item, quoted), 0.7)
    family = frozenset(case.family(one.entity))
    for release in [release for release in case.releases if release.entity in family][-1:]:
        argument.back(case.fact_of_release(release), 0.7)
    weigh_standing(case, argument, unready=False)
    return argument


def _is_marked(item: State) -> bool:
    return (
        truth(item.attributes.get("paused")) is True
        or truth(mapping(item.attributes.get("spec")).get("paused")) is True
    )
