"""Errors that were always there: written well before the trouble was reported, and no more often since."""

from commander.evidence.case import Case
from commander.evidence.logs import Pattern, times_of

_LEAD_S = 900.0
"""An alarm comes some while after the trouble: only what was written longer before it was there before."""
_MANY, _MORE = 5, 3.0
"""So many lines at so many times the rate are more than before."""
_EARLY = 0.4


def usual(case: Case, pattern: Pattern) -> bool:
    """Whether a thing that the incident's place neither is nor needs writes the same errors as before."""
    onset, first = case.onset, pattern.first
    if onset is None or first is None or case.resource is None or pattern.entity is None:
        return False
    if case.concerns(pattern.entity) or first > onset.start - (_LEAD_S if not onset.observed else 60.0):
        return False
    return not grows(case, pattern, onset.start)


def always(case: Case, pattern: Pattern) -> bool:
    """Whether it was written since early in what was collected, and no more often later."""
    alike = _alike(case, pattern)
    logged = _logged(case, alike)
    first = min((one.first for one in alike if one.first is not None), default=None)
    if logged is None or first is None or first > logged[0] + _EARLY * (logged[1] - logged[0]):
        return False
    return not grows(case, pattern, (logged[0] + logged[1]) / 2)


def grows(case: Case, pattern: Pattern, moment: float) -> bool:
    """Whether the same is written far more often after a moment than before it, by all pods of its workload."""
    alike = _alike(case, pattern)
    logged = _logged(case, alike)
    times = [time for one in alike for time in one.moments]
    if logged is None or not times:
        return True
    quiet, loud = moment - min(logged[0], *times), max(logged[1], *times) - moment
    if quiet <= 0 or loud <= 0:
        return True
    # How long an item that stands for several lines goes on is not told: items are compared with items.
    several = any(times_of(line) > 1 for one in alike for line in one.lines)
    before = sum(one.items(end=moment) if several else one.total(end=moment) for one in alike)
    after = sum(one.items(start=moment) if several else one.total(start=moment) for one in alike)
    return after >= _MANY and after / loud >= _MORE * before / quiet


def _alike(case: Case, pattern: Pattern) -> list[Pattern]:
    """The same error, by whichever pod writes it."""
    if pattern.entity is None:
        return [pattern]
    if pattern.entity.startswith("pod/"):
        beside = case.reading(_of_pods).get(pattern.shape, [])
        return list(dict.fromkeys([*case.reading(_of_kin).get((case.kin(pattern.entity), pattern.shape), []), *beside]))
    return case.reading(_of_kin).get((case.kin(pattern.entity), pattern.shape), []) or [pattern]


def _of_kin(case: Case) -> dict[tuple[str, str], list[Pattern]]:
    found: dict[tuple[str, str], list[Pattern]] = {}
    for one in case.patterns:
        if one.entity is not None:
            found.setdefault((case.kin(one.entity), one.shape), []).append(one)
    return found


def _of_pods(case: Case) -> dict[str, list[Pattern]]:
    found: dict[str, list[Pattern]] = {}
    for one in case.patterns:
        if one.entity is not None and one.entity.startswith("pod/"):
            found.setdefault(one.shape, []).append(one)
    return found


def _logged(case: Case, alike: list[Pattern]) -> tuple[float, float] | None:
    """The moments of the first and the last log line of those who write it."""
    known = [logged for one in alike if (logged := case.logged_of(one.entity)) is not None]
    return (min(first for first, _ in known), max(last for _, last in known)) if known else None
