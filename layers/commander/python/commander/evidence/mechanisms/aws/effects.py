"""What the symptom and the thing itself show of an explanation: shared by the mechanisms of this package."""

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.mechanisms.aws.levels import fact_of
from commander.evidence.spelling import plain


def series_of(case: Case, entity: str, *names: str) -> list[Behaviour]:
    """The series of a thing's family by their plain names, in the order of the names."""
    wanted = {name: place for place, name in enumerate(names)}
    found = [one for one in case.of_any(entity) if one.series.values and plain(one.series.name) in wanted]
    return sorted(found, key=lambda one: (wanted[plain(one.series.name)], one.series.entity or "", one.series.id))


def one_of(case: Case, entity: str, *names: str) -> Behaviour | None:
    """The first of these series."""
    return next(iter(series_of(case, entity, *names)), None)


def weigh_effect(case: Case, entity: str, argument: Argument, weight: float = 1.0) -> bool:
    """Backs an explanation by the trouble seen at the thing or at the symptom's place; whether there is any."""
    places = [entity, *([case.resource] if case.resource is not None and case.concerns(entity) else [])]
    for place in places:
        for one in case.troubled(place)[:1]:
            argument.back(fact_of(case, one), weight)
            return True
    return False
