"""Resources that are busy while everybody is served: a load, and no fault, until somebody feels it."""

from collections.abc import Sequence

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.mechanisms.allclear.accounts import is_accounted_for
from commander.evidence.mechanisms.allclear.complaint import complaint
from commander.evidence.mechanisms.allclear.plans import meant_demand
from commander.evidence.mechanisms.allclear.removals import stopped
from commander.evidence.mechanisms.allclear.served import served
from commander.evidence.mechanisms.meant import is_meant
from commander.evidence.roles import SYMPTOMS, Role
from commander.evidence.sentences import short

_OF_RESOURCES = {
    "compute.cpu_saturation": frozenset({Role.CPU}),
    "compute.memory_saturation": frozenset({Role.MEMORY, Role.HEADROOM}),
    "storage.io_saturation": frozenset({Role.DISK_IO}),
    "compute.thread_pool_exhausted": frozenset({Role.THREADS}),
    "traffic.surge": frozenset({Role.DEMAND}),
}
_ASKED, _UNASKED, _MEANT, _ASKED_FOR = 1.0, 2.0, 2.0, 4.0
"""What the incident complains of itself is somewhat more than a load, even if nobody feels it."""


def excuse(case: Case, arguments: Sequence[Argument]) -> None:
    """Opposes causes that show in the use of a resource alone by the answers of those who would feel it, whatever is
    found beside an exercise by that, and demand by the test of load that makes it."""
    if case.alert is not None and case.reading(is_meant):
        for one in arguments:
            if not one.cause.startswith("healthy.") and case.distance(one.entity) != 0:
                one.oppose(case.fact_of_alert(case.alert), _MEANT)  # an exercise tells of nothing that fails
    stop = stopped(case)
    if stop is not None:
        fact = case.stated("change", stop.entity, f"{short(stop.entity)} was stopped ({stop.action}).", (stop.id,))
        for one in arguments:
            if not one.cause.startswith("healthy.") and case.distance(one.entity) == 0:
                one.oppose(fact, max(_ASKED_FOR, one.logit + _ASKED_FOR))  # what was stopped does not answer
                one.direct = False
    demand = meant_demand(case)
    for one in arguments:
        if demand is not None and one.cause == "traffic.surge":
            one.oppose(case.fact_of_release(demand), _ASKED_FOR)
    calm = case.reading(served)
    if calm is None or not is_accounted_for(case):
        return
    asked = case.reading(complaint).roles
    for one in arguments:
        roles = _OF_RESOURCES.get(one.cause)
        if roles is not None and one.supporting and not _felt(case, one):
            weight = _ASKED if not roles.isdisjoint(asked) and case.distance(one.entity) == 0 else _UNASKED
            for series in calm:
                one.oppose(case.fact(series), weight / 2)


def _felt(case: Case, one: Argument) -> bool:
    """Whether anything but the resource itself speaks for it: a symptom, a report, a line."""
    if any(fact.kind in ("log", "event", "state") and weight > 0 for fact, weight in one.supporting.values()):
        return True
    refs = {ref for fact, _ in one.supporting.values() for ref in fact.source_ref}
    worse = [each for each in case.behaviours if each.series.id in refs and each.series.role in SYMPTOMS]
    return any(case.is_troubled(each) for each in worse)
