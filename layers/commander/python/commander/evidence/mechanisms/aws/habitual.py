"""The alarm fired on load that comes again and again: a nightly job, a scheduled test, the morning.

Predicts: a normal time shows the same episode, those who use the database notice nothing; often the same alarm went off
at that hour before, or a schedule says that something runs. Contradicted by: anybody who suffers (see `habits`).
"""

import re
from collections.abc import Iterator

from commander.contract.evidence import Alert
from commander.evidence import moments
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.aws.databases import is_database
from commander.evidence.mechanisms.aws.habits import Habit, habit
from commander.evidence.mechanisms.aws.platform_events import wording
from commander.evidence.mechanisms.services.calm import calm
from commander.evidence.mechanisms.services.panel import panel
from commander.evidence.roles import Role
from commander.evidence.sentences import short

_KNOWN, _UNSEEN = 5.0, 2.5
"""With and without anybody looked at who would suffer."""
_BESIDE, _CLEAR = 1.0, 1.0
"""What a habit says where something else moved clearly that it does not cover: it may have come along with that."""
_SCHEDULED = (
    r"\bcron ?\(|\bschedule[d]?\s*[:=]|\bschedule(?:d|r)\b|\brate\(\d+ (?:minute|hour|day)|\bnightly\b|\bweekly\b|"
    r"eventbridge.{0,20}rule|\bairflow\b|\bcron(?:job)?\b|pg_cron|event_scheduler|sql ?agent|dbms_scheduler"
)
_FIRED = re.compile(r"\bALARM(?:ED)?\b[^,;]{0,12}?(?:\d{4}-)?(\d\d)-(\d\d)[T ](\d\d):(\d\d)", re.IGNORECASE)
_SAME_HOUR_MIN, _DAY_MIN = 30, 1440
_DAYS = 2
_FEW_SERVICES = 3


def argue(case: Case) -> Iterator[Argument]:
    """That the load is a habit, and against what only moved along with it."""
    usual = habit(case)
    if usual is None and case.resource is not None and case.own is None:
        yield from _as_every_day(case, case.resource)
    if usual is None or case.resource is None or not _about(case, usual):
        return
    argument = Argument("healthy.threshold_noise", case.resource, "The alarm fired on load that comes at such times.")
    weight = _KNOWN if usual.witnessed else _UNSEEN
    argument.back(usual.fact, min(weight, _BESIDE) if _beside(case, usual) else weight)
    for fact in (_at_that_hour(case), _scheduled(case)):
        if fact is not None:
            argument.back(fact, 0.7)
    yield argument
    for one in case.of_role(Role.CPU):
        entity = one.series.entity
        if entity is not None and not is_database(entity, one.series.namespace) and usual.covers(case, one):
            busy = Argument("compute.cpu_saturation", entity, f"{short(entity)} uses up its CPU.")
            busy.oppose(usual.fact, 4.0)
            yield busy


def _beside(case: Case, usual: Habit) -> bool:
    """Whether a resource of a service moved clearly in a way that the habit does not cover."""
    view = case.reading(calm)
    pressed = view.pressed if view is not None else ()
    return any(one.size >= _CLEAR and not usual.covers(case, one.evidence.behaviour) for one in pressed)


def _as_every_day(case: Case, resource: str) -> Iterator[Argument]:
    """Where no series was collected: an alarm that goes off at this hour every day says little of what is new today."""
    told = _at_that_hour(case)
    if told is None or not is_database(resource, None):
        return
    argument = Argument("healthy.threshold_noise", resource, "The alarm fired on load that comes at such times.")
    argument.back(told, 1.5)
    argument.lack(f"whether anybody who uses {short(resource)} suffers", 0.5)
    yield argument
    for cause in ("db.expensive_query", "deployment.schema_migration", "compute.cpu_saturation"):
        other = Argument(cause, resource, f"The load of {short(resource)} is unusual.")
        other.oppose(told, 2.0)
        yield other


def _about(case: Case, usual: Habit) -> bool:
    """Whether the incident is about what the habit is of, or about what stands in front of it."""
    entity = usual.series.series.entity
    if entity == case.resource or not case.concerns(entity):
        return entity == case.resource
    # Where no calls are known, one of many services is a stranger.
    return case.topology.known or case.reading(panel).entities <= _FEW_SERVICES


def _at_that_hour(case: Case) -> Fact | None:
    """That the same alarm went off at this hour on earlier days, as alarms or their own history tell."""
    began = moments.parse_maybe(case.bundle.incident.started_at)
    alert = case.alert
    if began is None or alert is None:
        return None
    minute = int(began // 60) % _DAY_MIN
    others = [one for one in case.bundle.alerts if one.name == alert.name and one is not alert]
    fired = [at for one in others if (at := moments.parse_maybe(one.t)) is not None and _near(at, minute)]
    days = {moments.iso(at)[5:10] for at in fired} | _told(alert, minute)
    days.discard(moments.iso(began)[5:10])
    if len(days) < _DAYS:
        return None
    said = f"Alarm {alert.name} went off at this hour on {len(days)} earlier days."
    return case.stated("alert", alert.entity, said, (alert.id, *(one.id for one in others)))


def _told(alert: Alert, minute: int) -> set[str]:
    """The days, as month and day, of which an alarm's reason says that it went off at that minute of the day."""
    return {
        f"{month}-{day}"
        for month, day, hour, clock in _FIRED.findall(alert.reason or "")
        if _apart(60 * int(hour) + int(clock), minute) <= _SAME_HOUR_MIN
    }


def _near(moment: float, minute: int) -> bool:
    return _apart(int(moment // 60) % _DAY_MIN, minute) <= _SAME_HOUR_MIN


def _apart(one: int, other: int) -> int:
    far = abs(one - other)
    return min(far, _DAY_MIN - far)


def _scheduled(case: Case) -> Fact | None:
    """What says that something runs on a schedule: a change, a report of the platform, a job's own line."""
    for release in case.releases:
        said = " ".join((release.actor or "", *release.actions))
        details = [str(one.details or "") for one in case.bundle.changes if one.id in release.ids]
        if wording(_SCHEDULED).search(" ".join((said, *details))) and not case.is_over(release.end):
            return case.fact_of_release(release)
    for event in case.events():
        if wording(_SCHEDULED).search(event.message) and not case.is_over(moments.parse_maybe(event.t)):
            return case.fact_of_event(event)
    lines = [one for one in case.patterns if not one.error and wording(_SCHEDULED).search(one.text)]
    return case.fact_of_pattern(lines[0]) if lines else None
