"""Load that comes every night, every Monday, with every run of a schedule: an episode that a normal time shows too.

One series whose normal time went the same way tells it of all that moved along: the volume that is read while the
nightly job runs, the tasks that serve the daily peak. It is a habit only while nobody suffers more than then, and while
no series whose normal time is known went another way.
"""

from dataclasses import dataclass

from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.aws.databases import databases, is_database
from commander.evidence.mechanisms.aws.levels import earlier, in_trouble, reaches
from commander.evidence.roles import SYMPTOMS, Role
from commander.evidence.sentences import amount, short
from commander.evidence.series import median

_LOADS = (
    "dbload",
    "dbloadcpu",
    "dbloadnoncpu",
    "cpuutilization",
    "readiops",
    "writeiops",
    "readthroughput",
    "writethroughput",
    "databaseconnections",
    "queries",
    "networkreceivethroughput",
    "networktransmitthroughput",
)
_ROSE = 1.4
_ALIKE, _SURELY = 0.6, 0.85
"""The share of the rise that a normal time has to reach: jobs do not do the same work every night."""
_TOGETHER, _RUN = 3, 3
_LASTS, _TWICE = 5, 2.0
_IN_PROPORTION = 1.6


@dataclass(frozen=True, slots=True, eq=False)
class Habit:
    """The series that shows it best, by how much it rose, since when, and the sentence about it.

    `witnessed`: series of those who would suffer were looked at, and are as usual.
    """

    series: Behaviour
    ratio: float
    start: float
    fact: Fact
    witnessed: bool

    def covers(self, case: Case, one: Behaviour) -> bool:
        """Whether a series moved along with it: not earlier, at a place that has to do with it, and in proportion."""
        entity, mine = one.series.entity, self.series.series.entity
        if entity is None or mine is None or one.series.reference:
            return one.series is self.series.series or rise_is_known(one)
        risen = rise(one)
        if risen is None or began(one, risen) < self.start - _TOGETHER * one.series.period:
            return False
        if entity != mine and not _connected(case, entity, mine):
            return False
        asked = self.series.series.role is Role.DEMAND
        return not asked or (risen[0] > 0 and risen[1] / risen[0] <= _IN_PROPORTION * self.ratio)


def habit(case: Case) -> Habit | None:
    """The habit that explains the load of a case; None where nothing shows one, or somebody suffers."""
    return case.reading(_habit)


def rise(one: Behaviour) -> tuple[float, float] | None:
    """From which level to which a series went up; None where it did not."""
    values = one.series.values
    if len(values) < 2 * _RUN or one.course not in (Course.CHANGED, Course.STEADY):
        return None
    first = median(values[: max(_RUN, len(values) // 5)])
    top = in_trouble(one) if one.course is Course.CHANGED else one.after
    return (first, top) if top > first and top >= _ROSE * first else None


def rise_is_known(one: Behaviour, share: float = _ALIKE) -> bool:
    """Whether the normal time of a series, or the same hour of an earlier day, shows such a rise."""
    risen = rise(one)
    if risen is None:
        return False
    return any(reaches(values, *risen, share) for values in (one.series.reference, *earlier(one, began(one, risen))))


def began(one: Behaviour, risen: tuple[float, float]) -> float:
    """When the rise was half done, for at least a few points."""
    half, values = (risen[0] + risen[1]) / 2, one.series.values
    place = next(
        (at for at in range(len(values) - _RUN + 1) if all(value > half for value in values[at : at + _RUN])),
        len(values) - 1,
    )
    return one.series.times[place]


def _habit(case: Case) -> Habit | None:
    everything = databases(case)
    users = _users(case)
    loads = [one for database in everything.values() for one in database.metrics(*_LOADS)]
    loads += [one for one in case.of_role(Role.DEMAND) if one in users]
    rising = [one for one in loads if rise(one) is not None and (one in users or case.concerns(one.series.entity))]
    known = [one for one in rising if one.series.reference or earlier(one, began(one, rise(one) or (0.0, 0.0)))]
    if not known or any(not rise_is_known(one) for one in known) or any(_suffers(case, one) for one in users):
        return None
    sure = [one for one in known if rise_is_known(one, _SURELY)]
    if not sure:
        return None
    best = min(sure, key=lambda one: (one is not case.own, one.series.name, one.series.id))
    before, after = rise(best) or (0.0, 0.0)
    place, unit = short(best.series.entity or ""), best.series.unit
    said = (
        f"{best.series.name} of {place} rose from {amount(before, unit)} to {amount(after, unit)}, as in the time that "
        "is known to be normal."
    )
    fact = case.stated("metric", best.series.entity, said, (best.series.id,))
    return Habit(
        best, after / before if before else after, began(best, (before, after)), fact, any(_tells(one) for one in users)
    )


def _connected(case: Case, entity: str, other: str) -> bool:
    if not case.topology.known:
        return True
    return other in case.topology.needed_from(entity) or entity in case.topology.needed_from(other)


def _users(case: Case) -> list[Behaviour]:
    """The series of those who use the databases of the incident, and of whoever else it is about."""
    everything = databases(case)
    places = {above for entity in everything for above in case.topology.dependents_of(entity)}
    return [
        one
        for one in case.behaviours
        if one.series.values
        and not is_database(one.series.entity or "", one.series.namespace)
        and (one.series.entity in places or case.concerns(one.series.entity))
    ]


def _suffers(case: Case, one: Behaviour) -> bool:
    """Whether a series says that its thing fails, or waits much more than usual for more than a moment."""
    if one.series.role not in SYMPTOMS or not case.is_troubled(one):
        return False
    return not one.slight or (one.points_changed >= _LASTS and (one.ratio or _TWICE) >= _TWICE)


def _tells(one: Behaviour) -> bool:
    return one.series.role in (Role.FAILURES, Role.SUCCESS, Role.LATENCY)
