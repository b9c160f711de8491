"""What somebody planned: work at the time of the alarm, and changes of the alarm itself."""

import re
from collections.abc import Iterator

from commander.evidence import moments
from commander.evidence.behaviour import Course
from commander.evidence.case import Case
from commander.evidence.mechanisms.allclear.account import EXPECTED, NOISE, Account
from commander.evidence.mechanisms.allclear.looked import reported
from commander.evidence.mechanisms.allclear.served import served
from commander.evidence.releases import Release, is_of_alarms
from commander.evidence.sentences import short

_PLANNED = re.compile(
    r"load ?-?test|\bk6\b|\blocust\b|\bgatling\b|\bjmeter\b|chaos|\bdrill\b|game ?day|\bexercise\b|maintenance|"
    r"\bplanned\b|\bscheduled\b|\bdrain\b|\breboot window\b|scale ?-?(?:down|in)\b|\bwarm-?up\b|\bbackfill\b|"
    r"\bcanary\b|\bsnapshot\b|"
    r"\b(?:dr|failover|restart|recovery)[- ]drill\b|\brun (?:planned|scheduled)\b|\bperf(?:ormance)?[- ]test|"
    r"\bsoak test\b|\bcalendar\b|\bcertification run\b|\brun \d\d?:\d\d|"
    r"\bbackup\b|backing up|\betl\b|\bbatch\b|\bexport\b|\brehearsal\b|\bpatching\b|\bupgrade\b|\brotation\b"
)
_LOAD = re.compile(
    r"load ?-?test|\bk6\b|\blocust\b|\bgatling\b|\bjmeter\b|perf(?:ormance)?[- ]test|soak|stress[- ]test|\bvus\b"
)
_MACHINES = frozenset({"node", "host", "instance", "ec2", "vm"})
_OF_MACHINES = frozenset(
    {"nodepool", "nodegroup", "node-group", "asg", "machinepool", "cluster", "eks", "instancegroup"}
)
_PLAN_LASTS_S, _ANEW_S, _SOON_S = 4 * 3600.0, 36 * 3600.0, 600.0
_PLANNED_WORK, _PLANNED_UNFELT = 0.7, 1.5


def accounts_of_plans(case: Case) -> Iterator[Account]:
    """Planned work, and a changed alarm."""
    yield from _planned(case)
    change = watched_anew(case)
    if change is not None:
        yield Account(NOISE, case.fact_of_release(change), 3.0)


def _planned(case: Case) -> Iterator[Account]:
    """Work that somebody planned, or that the platform does routinely, at the time of the alarm. It says more where
    nobody who is served feels it."""
    told = reported(case)
    if told is None:
        return
    weight = _PLANNED_UNFELT if case.reading(served) is not None else _PLANNED_WORK
    for event in case.bundle.events:
        moment = moments.parse_maybe(event.first_t) or moments.parse_maybe(event.t)
        said = f"{event.reason} {event.message}".lower()
        routine = event.type in (None, "normal", "info") and _PLANNED.search(said) is not None
        if routine and moment is not None and -_PLAN_LASTS_S < moment - told < 600 and case.concerns(event.entity):
            yield Account(EXPECTED, case.fact_of_event(event), _PLANNED_WORK)
            break
    release = next(planned_changes(case, told), None)
    if release is not None:
        yield Account(EXPECTED, case.fact_of_release(release), weight)


def meant_demand(case: Case) -> Release | None:
    """The test of load that somebody began at the incident's place, or at who calls it, where it asks so much."""
    told = reported(case)
    changes = {change.id: change for change in case.bundle.changes}
    for release in planned_changes(case, told) if told is not None else ():
        said = " ".join(str(changes[each].action) + str(changes[each].details or "") for each in release.ids)
        if _LOAD.search(said.lower()):
            return release
    return None


def planned_changes(case: Case, told: float) -> Iterator[Release]:
    """Changes by people that were planned work when it was reported: at the incident's place, what it needs, or who
    calls it."""
    for change in case.bundle.changes:
        moment = moments.parse_maybe(change.t)
        said = f"{change.actor or ''} {change.action} {' '.join(map(str, (change.details or {}).values()))}".lower()
        near = moment is not None and -_PLAN_LASTS_S < moment - told < 600
        about = not case.resource or case.concerns(change.entity)
        about = about or change.entity in case.topology.dependents_of(case.resource or "")
        about = about or (_kind(case.resource) in _MACHINES and _kind(change.entity) in _OF_MACHINES)
        if near and about and change.kind != "deployment" and _PLANNED.search(said):
            yield from (one for one in case.releases if change.id in one.ids)


def _kind(entity: str | None) -> str:
    return (entity or "").partition("/")[0]


def watched_anew(case: Case) -> Release | None:
    """The change of an alarm shortly before it fired, while its series does what it did before."""
    told, own = reported(case), case.own
    if told is None or (own is not None and own.course is Course.CHANGED):
        return None
    for release in case.releases:
        about = not case.resource or case.distance(release.entity) in (0, None) or case.concerns(release.entity)
        about = about or short(case.resource or "") in release.entity
        if about and is_of_alarms(release) and -_ANEW_S < release.start - told < _SOON_S:
            return release
    return None
