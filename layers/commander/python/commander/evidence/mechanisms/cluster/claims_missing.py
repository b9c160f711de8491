"""A pod refers to a volume claim that does not exist.

Predicts: the scheduler's words about the claim, or the claim not being among those that were listed while its
pod waits.
"""

from collections.abc import Iterator

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster import refusals as why
from commander.evidence.cluster.claim_users import uses
from commander.evidence.cluster.volumes import claims
from commander.evidence.mechanisms.cluster.standing import standing, weigh_standing
from commander.evidence.mechanisms.cluster.unplaced import unplaced, waits
from commander.evidence.sentences import short


def argue(case: Case) -> Iterator[Argument]:
    """One argument for every workload that refers to such a claim."""
    found: dict[tuple[str, str], Argument] = {}
    for one in case.reading(unplaced):
        for report, said in one.said[:3]:
            for reason in said.of(why.CLAIM_MISSING):
                argument = _missing_argument(found, one.workload, reason.about or "")
                argument.direct = True
                argument.back(report.fact(), 4.5)
                for pod in one.pods[:1]:
                    pending = f"{pod.name} is {pod.phase or pod.status or 'waiting'} and has no node."
                    argument.back(case.fact_of_state(pod.item, pending), 0.7)
    listed = case.reading(claims)
    known = {one.name for one in listed}
    for use in case.reading(uses):
        if use.claim in known:
            continue
        near = [one for one in listed if use.namespace is None or one.namespace in (None, use.namespace)]
        if not near:
            continue
        if use.pod is not None and not waits(use.pod):
            continue
        if use.pod is None and standing(case, use.workload).fine is not False:
            continue
        argument = _missing_argument(found, use.workload, use.claim)
        names = ", ".join(one.name for one in near[:5])
        first, *more = use.items
        items: list[State] = [*more, *(one.item for one in near[:5])]
        statement = f"{short(first.entity)} uses the claim {use.claim}; the claims that were listed are {names}"
        statement += f" and {len(near) - 5} more." if len(near) > 5 else "."
        argument.back(case.fact_of_state(first, statement, *items), 2.0 if argument.direct else 4.0)
        argument.direct = True
    for place in sorted(found):
        argument = found[place]
        if argument.supporting:
            weigh_waiting(case, argument)
            weigh_standing(case, argument)
            yield argument


def _missing_argument(found: dict[tuple[str, str], Argument], workload: str, claim: str) -> Argument:
    named = f" {claim}" if claim else ""
    return found.setdefault(
        (workload, ""),
        Argument(
            "k8s.volume.claim_missing", workload, f"{short(workload)} uses the claim{named}, which does not exist."
        ),
    )


def weigh_waiting(case: Case, argument: Argument) -> None:
    """The scheduler's own words that the pods wait for their claims."""
    for one in case.reading(unplaced):
        if one.workload != argument.entity:
            continue
        for report, said in one.said[:1]:
            if said.of(why.UNBOUND, why.NO_VOLUME):
                argument.back(report.fact(), 1.0)
        for pod in one.pods[:1]:
            pending = f"{pod.name} is {pod.phase or pod.status or 'waiting'} and has no node."
            argument.back(case.fact_of_state(pod.item, pending), 0.7)
