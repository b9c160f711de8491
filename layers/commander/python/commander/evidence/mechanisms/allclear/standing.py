"""How things outside of clusters stand by their own state: tasks and targets all there, a status that is well."""

from collections.abc import Iterator
from dataclasses import dataclass

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.values import first, text, whole
from commander.evidence.mechanisms.allclear.against import matters
from commander.evidence.mechanisms.allclear.removals import stopped
from commander.evidence.sentences import short

_WELL = frozenset(
    {"available", "active", "running", "in-service", "inservice", "healthy", "ok", "successful", "enabled"}
)
_ILL = frozenset(
    {
        "failed",
        "error",
        "stopped",
        "inaccessible-encryption-credentials",
        "incompatible-network",
        "incompatible-parameters",
        "incompatible-restore",
        "restore-error",
        "storage-full",
        "unhealthy",
        "impaired",
        "deleting",
        "archived",
    }
)
_IN_CLUSTERS = frozenset(
    {"pod", "deployment", "statefulset", "daemonset", "replicaset", "job", "node", "pvc", "pv", "hpa"}
)
_ALL_THERE, _STATUS, _AGAINST = 0.7, 0.3, 2.0
_MOST = 2


@dataclass(frozen=True, slots=True, eq=False)
class _Standing:
    item: State
    well: bool
    statement: str
    weight: float


def weigh_standing(case: Case, argument: Argument) -> None:
    """Puts what the state of things says on both sides, that of the incident's own place first."""
    found = [one for item in case.bundle.state if matters(case, item.entity) for one in _standings(item)]

    def place(one: _Standing) -> tuple[bool, float, str, str]:
        return case.distance(one.item.entity) != 0, -one.weight, one.item.entity, one.statement

    asleep = stopped(case) is not None
    ill = [one for one in found if not one.well and not (asleep and case.distance(one.item.entity) == 0)]
    for one in sorted(ill, key=place)[:_MOST]:
        argument.oppose(case.fact_of_state(one.item, one.statement), one.weight)
    for one in sorted([one for one in found if one.well], key=place)[:_MOST]:
        argument.back(case.fact_of_state(one.item, one.statement), one.weight)


def _standings(item: State) -> Iterator[_Standing]:
    if item.kind in _IN_CLUSTERS:
        return
    raw, name = item.attributes, short(item.entity)
    wanted = whole(first(raw, "desired", "desired_count", "desiredCount"))
    there = whole(first(raw, "running", "running_count", "runningCount", "in_service"))
    if wanted is not None and there is not None and wanted > 0:
        said = f"{name} has {there} of the {wanted} it wants."
        yield _Standing(item, there >= wanted, said, _ALL_THERE if there >= wanted else _AGAINST)
    healthy, unhealthy = whole(raw.get("healthy")), whole(raw.get("unhealthy"))
    if healthy is not None and unhealthy is not None:
        well = unhealthy == 0 and healthy > 0
        said = f"{name} has {healthy} healthy and {unhealthy} unhealthy targets."
        yield _Standing(item, well, said, _ALL_THERE if well else _AGAINST)
    status = text(first(raw, "status", "state", "last_update_status"))
    if status is not None and status.lower() in _WELL | _ILL:
        well = status.lower() in _WELL
        yield _Standing(item, well, f"{name} is {status}.", _STATUS if well else _AGAINST)
