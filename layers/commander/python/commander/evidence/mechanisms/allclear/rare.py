"""Rare failures that gather: none for long, then one after another until now. Their median stays at nothing."""

from commander.evidence.behaviour import Behaviour
from commander.evidence.roles import Role

_LEAST, _CHANCE, _NEWEST = 4, 0.005, 0.2
"""So many failures, which would lie so late by chance this seldom, with the last in the newest part of the series."""


def gathers(one: Behaviour) -> bool:
    """Whether a series of failures, mostly nothing, has them only late, and until now."""
    if one.series.role is not Role.FAILURES or len(one.series.values) < 2 * _LEAST:
        return False
    count = len(one.series.values)
    failed = [place for place, value in enumerate(one.series.values) if value > 0]
    if not _LEAST <= len(failed) <= count / 2 or failed[-1] < (1 - _NEWEST) * count:
        return False
    return ((count - failed[0]) / count) ** len(failed) <= _CHANCE
