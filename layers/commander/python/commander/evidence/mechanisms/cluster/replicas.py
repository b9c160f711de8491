"""A workload that others need is scaled to zero.

Predicts: it wants no pods, nothing stands behind its Service, and somebody misses it. Contradicted by: nobody needing
it; what is switched off on purpose is no fault. A scaling to zero among changes or events shows how it came about.
"""

from collections.abc import Iterator

from commander.contract.evidence import Change
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.workloads import Workload, controllers
from commander.evidence.mechanisms.cluster.relevance import missed_by
from commander.evidence.mechanisms.cluster.reports import saying
from commander.evidence.mechanisms.cluster.sayings import limited
from commander.evidence.mechanisms.cluster.standing import weigh_standing, without_endpoints
from commander.evidence.sentences import short

CAUSE = "k8s.workload.zero_replicas"
_SCALED = r"scaled down replica set \S+ (?:from \d+ )?to 0\b|scaled .{1,120} to 0\b|replicas .{0,20}to 0\b"


def argue(case: Case) -> Iterator[Argument]:
    """One argument for each workload without any wanted pod, or that was reported as scaled to none."""
    arguments = [_argument(case, one) for one in controllers(case) if one.desired == 0 and one.kind != "daemonset"]
    told = {one.entity for one in controllers(case)}
    for entity in sorted(case.entities):
        if entity.partition("/")[0] in ("deployment", "statefulset") and entity not in told:
            argument = _from_events(case, entity)
            if argument is not None:
                arguments.append(argument)
    yield from limited(arguments)


def _argument(case: Case, one: Workload) -> Argument:
    argument = Argument(CAUSE, one.entity, f"{short(one.entity)} is scaled to zero: it wants no pods.")
    argument.back(case.fact_of_state(one.item, f"{short(one.entity)} wants 0 pods.", *one.items[1:]), 2.5)
    missed = weigh_standing(case, argument)
    missed |= _back_by_need(case, argument)
    pattern = missed_by(case, one.entity)
    if pattern is not None:
        argument.back(case.fact_of_pattern(pattern), 2.5)
    empty = without_endpoints(case, one.entity)
    scaled = _back_by_scaling(case, argument)
    if empty is None and not missed and not scaled:
        argument.lack(f"whether anything needs {short(one.entity)}", 1.5)
    argument.direct = missed or scaled
    return argument


def _back_by_need(case: Case, argument: Argument) -> bool:
    """Whether it is the reported thing itself, or something that this one needs."""
    distance = case.distance(argument.entity)
    if distance == 0 and case.resource is not None:
        argument.bias += 2.0
        return True
    if distance is not None and distance > 0:
        argument.bias += 1.5
        return True
    needed_by = [one for one in case.topology.dependents_of(argument.entity) if one not in case.family(argument.entity)]
    return bool(needed_by) and case.resource is None


def _back_by_scaling(case: Case, argument: Argument, weight: float = 2.0) -> bool:
    family = frozenset(case.family(argument.entity))
    scalings = [one for one in case.bundle.changes if one.entity in family and one.kind in ("scaling", "config")]
    scalings = [one for one in scalings if _told_replicas(one) is not None]
    changes = [one for one in sorted(scalings, key=lambda one: (one.t, one.id))[-1:] if _told_replicas(one) in (0, "0")]
    for change in changes:
        release = next((one for one in case.releases if change.id in one.ids), None)
        if release is not None:
            argument.back(case.fact_of_release(release), weight)
    said = [one for one in saying(case, argument.entity, _SCALED) if one.source == "event"]
    emptied = [one for one in said if not one.says(r"scaled down replica set") or len(said) == 1]
    for report in emptied[-1:]:
        argument.back(report.fact(), 1.5)
    return bool(changes) or (bool(emptied) and weight < 4.0)


def _told_replicas(change: Change) -> int | str | None:
    """The number of pods after the change, where it tells one."""
    details = change.details or {}
    for key in ("replicas", "desired", "to", "new", "desired_replicas", "desired_count"):
        value = details.get(key)
        value = value[-1] if isinstance(value, list) and value else value
        if isinstance(value, int | str) and not isinstance(value, bool):
            return value
    return None


def _from_events(case: Case, entity: str) -> Argument | None:
    """Where no state tells: the last thing reported is that its only replica set went to zero and none came up."""
    changed = Argument(CAUSE, entity, f"{short(entity)} was scaled to zero.")
    if _back_by_scaling(case, changed, 4.0):
        changed.direct = weigh_standing(case, changed) or case.distance(entity) is not None
        changed.lack(f"how many pods {short(entity)} wants now", 0.3)
        return changed
    said = [one for one in saying(case, entity, r"scaled (?:up|down) replica set") if one.source == "event"]
    if not said or not said[-1].says(_SCALED) or any(one.says(r"scaled up") for one in said):
        return None
    argument = Argument(CAUSE, entity, f"{short(entity)} was scaled to zero.")
    argument.back(said[-1].fact(), 3.0)
    argument.direct = weigh_standing(case, argument, [said[-1].last])
    argument.lack(f"how many pods {short(entity)} wants now", 0.3)
    return argument
