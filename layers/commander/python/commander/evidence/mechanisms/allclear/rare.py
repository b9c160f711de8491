"""Rare failures that gather: none for long, then one after another until now. Their median stays at nothing."""

from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.roles import Role

_LEAST, _CHANCE, _NEWEST = 4, 0.005, 0.2
"""So many failures, which would lie so late by chance this seldom, with the last in the newest part of the series."""


_AS_OFTEN = 0.25
"""A normal time in which they are at least so often what they are now shows that they come by themselves."""


def gathers(case: Case, one: Behaviour) -> bool:
    """Whether a series of failures, mostly nothing, has them only late, and until now."""
    return one.series.id in case.reading(_gathering)


def _gathering(case: Case) -> frozenset[str]:
    """The ids of all such series. Of many that were looked at some gather by chance, so that it takes more."""
    counted = [one for one in case.of_role(Role.FAILURES) if len(one.series.values) >= 2 * _LEAST]
    chance = _CHANCE / max(1, len(counted))
    return frozenset(one.series.id for one in counted if _gathers(one, chance))


def _gathers(one: Behaviour, chance: float) -> bool:
    values, reference = one.series.values, one.series.reference
    count = len(values)
    failed = [place for place, value in enumerate(values) if value > 0]
    if not _LEAST <= len(failed) <= count / 2 or failed[-1] < (1 - _NEWEST) * count:
        return False
    usual = sum(value > 0 for value in reference)
    if usual and usual / len(reference) >= _AS_OFTEN * len(failed) / (count - failed[0]):
        return False
    return ((count - failed[0]) / count) ** _events(one, failed) <= chance


def _events(one: Behaviour, failed: list[int]) -> int:
    """How many failures there were at least: in a rate over a longer window than its period one stays for several."""
    if one.series.counts:
        return len(failed)
    values = one.series.values
    return sum(place == 0 or values[place] != values[place - 1] for place in failed)
