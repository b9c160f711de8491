"""Something that the symptom's place needs fails or is slow, as its own series show.

Predicts: the needed thing turned bad no later than what needs it. Contradicted by: it turned bad afterwards, or works.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.roles import Role
from commander.evidence.sentences import short

_KINDS_WITH_OWN_MECHANISM = frozenset({Role.THROTTLES, Role.BACKLOG})
_MOST_RIVALS = 2


def argue(case: Case) -> Iterator[Argument]:
    """One argument per failing thing downstream, and one per working one that was looked at."""
    if case.resource is None or case.onset is None:
        return
    needed = {entity: far for entity, far in case.topology.needed_from(case.resource).items() if far > 0}
    fine = 0
    for entity in sorted(needed, key=lambda entity: (needed[entity], entity)):
        looked_at = [one for one in case.of(entity, Role.FAILURES, Role.SUCCESS, Role.LATENCY) if one.series.values]
        bad = [one for one in case.troubled(entity) if one.series.role not in _KINDS_WITH_OWN_MECHANISM]
        if bad:
            yield _failing(case, entity, bad[0])
        elif looked_at and fine < _MOST_RIVALS:
            fine += 1
            yield _working(case, entity, looked_at[0])


def _failing(case: Case, entity: str, bad: Behaviour) -> Argument:
    slow = bad.series.role is Role.LATENCY
    argument = Argument(
        "dependency.slow" if slow else "dependency.errors",
        entity,
        f"{short(entity)}, which {short(case.resource)} needs, {'is slow' if slow else 'fails'}.",
    )
    argument.back(case.fact(bad), 0.9 if bad.slight else 1.8)
    onset = case.onset
    if onset is not None and bad.onset is not None and case.own is not None:
        if bad.onset > onset.end:
            argument.oppose(case.fact(case.own), 2.0)
        elif case.own.bad:
            argument.back(case.fact(case.own), 0.5)
    for deeper in case.topology.needs(entity):
        for one in case.troubled(deeper)[:1]:
            argument.oppose(case.fact(one), 1.5)
    argument.lack(f"why {short(entity)} {'is slow' if slow else 'fails'}", 0.3)
    return argument


def _working(case: Case, entity: str, series: Behaviour) -> Argument:
    slow = series.series.role is Role.LATENCY
    argument = Argument(
        "dependency.slow" if slow else "dependency.errors",
        entity,
        f"{short(entity)}, which {short(case.resource)} needs, {'is slow' if slow else 'fails'}.",
    )
    argument.oppose(case.fact(series), 3.0)
    return argument
