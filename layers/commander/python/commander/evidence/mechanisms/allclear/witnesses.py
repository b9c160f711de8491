"""Who says that the thing works: series that are as usual, in proportion to how directly they would show the complaint.

What was not looked at is no witness, and neither is a series that ends before the trouble was reported.
"""

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.case import Case
from commander.evidence.mechanisms.allclear.accounts import nothing_complains
from commander.evidence.mechanisms.allclear.against import matters
from commander.evidence.mechanisms.allclear.complaint import complaint
from commander.evidence.mechanisms.allclear.looked import reaches
from commander.evidence.mechanisms.allclear.rare import gathers
from commander.evidence.mechanisms.aws.levels import drift, quiet, repeated
from commander.evidence.roles import SYMPTOMS, Role, tokens_of

_CALM = (Course.STEADY, Course.CAME_BACK)
_RESOURCES = frozenset({Role.CPU, Role.MEMORY, Role.CONNECTIONS, Role.HEADROOM, Role.DISK_IO, Role.THREADS})
_ORDER = (
    Role.FAILURES,
    Role.SUCCESS,
    Role.THROTTLES,
    Role.LATENCY,
    Role.BACKLOG,
    Role.CPU,
    Role.CONNECTIONS,
    Role.MEMORY,
    Role.HEADROOM,
    Role.DISK_IO,
    Role.THREADS,
)
_LEVELS = frozenset({Role.DISK, Role.HEADROOM, Role.MEMORY, Role.BACKLOG})
_DIRECT, _SYMPTOM, _RESOURCE, _AS_KNOWN = 2.0, 0.7, 0.3, 1.0
_ASKED = 1.8
"""Where nothing is said of what would be wrong, every kind of series of the thing itself is as direct as another."""
_MOST = 4
_LEAST_POINTS = 5


def direct_witness(case: Case) -> Behaviour | None:
    """The series of the incident's place that would show what is complained of, where the alarm's own is not known."""
    said = case.reading(complaint)
    if case.own is not None or not said.roles or case.resource is None:
        return None
    asked = [
        one
        for one in case.behaviours
        if one.series.role in said.roles
        and case.distance(one.series.entity) == 0
        and _is_calm(case, one)
        and not _runs_out(case, one)
    ]
    worse = [
        one
        for one in case.behaviours
        if one.series.role in said.roles and case.distance(one.series.entity) == 0 and one not in asked
    ]
    if worse or not asked:
        return None
    return min(
        asked, key=lambda one: (_ORDER.index(one.series.role) if one.series.role in _ORDER else 99, one.series.id)
    )


def _runs_out(case: Case, one: Behaviour) -> bool:
    """Whether a level goes steadily the bad way, or is beyond the line of the alarm: steady is not well."""
    worse = -1 if one.series.role is Role.HEADROOM else 1
    way = drift(one) if one.series.role in _LEVELS else None
    line = case.alert.threshold if case.alert is not None else None
    beyond = line is not None and one.series.role in _LEVELS and (one.series.values[-1] - line) * worse > 0
    return beyond or (way is not None and (way.last - way.first) * worse > 0)


def weigh_witnesses(case: Case, argument: Argument, covered: frozenset[str]) -> list[Behaviour]:
    """Puts the calm series on the argument's side, one of each role, the nearest first; those that were."""
    direct = direct_witness(case)
    direct = None if direct is not None and direct.series.id in covered else direct
    if direct is not None:
        argument.back(case.fact(direct), _DIRECT)
    calm = [
        one
        for one in case.behaviours
        if one not in (case.own, direct)
        and one.series.id not in covered
        and one.series.role in _ORDER
        and speaks_for(case, one.series.entity)
        and _is_calm(case, one)
    ]

    def place(one: Behaviour) -> tuple[int, int, str, str]:
        distance = case.distance(one.series.entity) or 0
        return abs(distance), _ORDER.index(one.series.role), one.series.name, one.series.id

    for one in [one for one in case.behaviours if one not in (case.own, direct) and _as_known(case, one)][:1]:
        argument.back(case.fact(one), _AS_KNOWN)
    chosen: list[Behaviour] = []
    asked = nothing_complains(case)
    for one in sorted(calm, key=place):
        if all(one.series.role is not other.series.role for other in chosen) and len(chosen) < _MOST:
            chosen.append(one)
            weight = _SYMPTOM if one.series.role in SYMPTOMS else _RESOURCE
            near = case.distance(one.series.entity) == 0 or case.resource is None
            argument.back(case.fact(one), _ASKED * weight if asked and near else weight)
    return [*([] if direct is None else [direct]), *chosen]


def _as_known(case: Case, one: Behaviour) -> bool:
    """Whether a series of the incident's own place, of whatever it measures, goes as at a time known to be normal."""
    mine = case.resource is not None and case.distance(one.series.entity) == 0
    calm = one.course is Course.STEADY and len(one.series.reference) >= _LEAST_POINTS
    return mine and calm and one.series.role not in _RESOURCES and reaches(case, one)


def speaks_for(case: Case, entity: str | None) -> bool:
    """Whether a thing's calm says anything of the incident's place: it is that, or is known to be connected with it."""
    known = case.topology.known or case.resource not in case.entities or entity is None
    return matters(case, entity) if known else case.distance(entity) == 0


def _is_calm(case: Case, one: Behaviour) -> bool:
    """Whether it was seen until now and is where it usually is."""
    if len(one.series.values) < _LEAST_POINTS or not reaches(case, one) or gathers(case, one):
        return False
    if one.series.role in _RESOURCES:
        return quiet(one)
    return one.course in _CALM or repeated(one)


def lacks_percentile(case: Case, one: Behaviour) -> str | None:
    """The percentile that is complained of, where a series is not one: an average says little about the slowest."""
    asked = case.reading(complaint).percentile
    if asked is None or one.series.role is not Role.LATENCY:
        return None
    said = {*tokens_of(one.series.name), *tokens_of(one.series.statistic or "")}
    shown = f"{one.series.name} {one.series.statistic or ''}".lower()
    if asked in said or f"p{asked}" in shown or "max" in shown:
        return None
    others = [other for other in case.of(one.series.entity, Role.LATENCY) if other is not one and _is_calm(case, other)]
    names = [f"{other.series.name} {other.series.statistic or ''}".lower() for other in others]
    return None if any(f"p{asked}" in name for name in names) else f"p{asked}"
