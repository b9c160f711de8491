"""A database at rest: all that was measured of it is as usual and far from its limits, so nothing is wrong there.

Only where the incident is about databases and the alarm's own series is not known: then the measurements together have
to say what the one series would. Contradicted by anything that is not as usual, by limits reached, by reports of the
platform, by errors; and nothing is said where little was measured or the newest points are old.
"""

from collections.abc import Iterator

from commander.evidence import moments
from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.case import Case
from commander.evidence.mechanisms.aws.databases import Database, databases
from commander.evidence.mechanisms.aws.levels import drift, fact_of, fell, in_percent, level, repeated, rose
from commander.evidence.mechanisms.aws.pressure import CPU, LATENCIES, LOADS, pressure_of
from commander.evidence.roles import SYMPTOMS
from commander.evidence.sentences import short
from commander.evidence.series import median
from commander.evidence.spelling import plain

_TELLING: tuple[tuple[tuple[str, ...], float], ...] = (
    (CPU, 1.2),
    (LOADS, 1.2),
    (("databaseconnections",), 0.7),
    (LATENCIES, 0.7),
    (("freestoragespace", "freelocalstorage"), 0.5),
    (("freeablememory",), 0.5),
    (("readiops", "writeiops", "diskqueuedepth"), 0.5),
)
_LEAST_GROUPS, _LEAST_POINTS = 4, 10
_MOST_CPU = 80.0
_OLD_S = 1800.0
_ROSE, _FELL = 1.6, 0.6
_NEAR_LIMIT = frozenset({"replicalag", "aurorareplicalag", "swapusage", "maximumusedtransactionids"})
_SAME = 0.25
_HARMLESS = frozenset({"lambda_function", "sqs_queue", "dynamodb_table", "api_stage"})
"""State that says little about whether its thing works; what other kinds say is not looked at here."""
_RECURS = 5.0
"""What recurs is no trouble, however far it is from the level before: it outweighs that it rose."""


def argue(case: Case) -> Iterator[Argument]:
    """At most one argument: that all databases which the incident may be about are at rest."""
    everything = databases(case)
    if not everything or not _only_databases(case, everything):
        return
    about = [everything[case.resource]] if case.resource in everything else list(everything.values())
    if any(_unrest(case, one) for one in everything.values()):
        return
    seen = [(one, weight) for database in about[:1] for one, weight in _calm(case, database)]
    if len(seen) < _LEAST_GROUPS:
        return
    entity = case.resource or about[0].entity
    argument = Argument("healthy.threshold_noise", entity, "Everything measured is as usual; nothing is wrong now.")
    own = case.own
    if own is not None:
        said = f"{own.series.name} of {short(own.series.entity)} was as far out at the same hour of an earlier day."
        argument.back(case.stated("metric", own.series.entity, said, (own.series.id,)), _RECURS)
    for one, weight in seen:
        argument.back(fact_of(case, one), weight)
    for gap in [gap for gap in case.bundle.gaps or [] if gap.section in ("metrics", "state")][:1]:
        argument.lack(f"what could not be looked at: {gap.reason}", 0.7)
    yield argument


def _only_databases(case: Case, everything: dict[str, Database]) -> bool:
    """Whether the incident is about databases, its own series unknown or as every day, and nothing else in trouble."""
    if case.own is not None:
        if case.own.series.entity not in everything or case.own.course is not Course.CHANGED or not repeated(case.own):
            return False
    elif case.alert is not None and case.alert.metric:
        return False
    if case.resource is not None and case.resource not in everything:
        return False
    if any(pattern.error and not pattern.ended for pattern in case.patterns):
        return False
    others = [one for one in case.behaviours if one.series.values and one.series.entity not in everything]
    if any((one.series.role in SYMPTOMS and one.bad) or _moved(one) for one in others):
        return False
    if any(item.entity not in everything and item.kind not in _HARMLESS for item in case.bundle.state):
        return False
    recent = [event for event in case.bundle.events if not case.is_over(moments.parse_maybe(event.t))]
    return all(event.type in (None, "normal", "info") for event in recent) and not any(
        alert.state == "alarm" and alert.metric and alert is not case.alert for alert in case.bundle.alerts
    )


def _unrest(case: Case, database: Database) -> bool:
    """Whether anything of the database is not as usual."""
    if pressure_of(case, database).there:
        return True
    if any(not case.is_over(moments.parse_maybe(event.t)) for event in database.events):
        return True
    if database.load is not None and database.cpus is not None and database.load.load > database.cpus:
        return True
    return any(_moved(one) for several in database.series.values() for one in several[:1])


def _moved(one: Behaviour) -> bool:
    small = max(abs(value) for value in one.series.values) <= 1.0 and plain(one.series.name) not in LATENCIES
    if small and plain(one.series.name) not in _NEAR_LIMIT:
        return False
    if plain(one.series.name) in LATENCIES and max(one.series.values) < 0.005:
        return False
    return (rose(one, _ROSE) or fell(one, _FELL)) and not _home(one)


def _home(one: Behaviour) -> bool:
    """Whether it ends where it began, whatever happened in between."""
    if drift(one) is not None:
        return False
    first = median(one.series.values[: max(2, len(one.series.values) // 5)])
    return abs(level(one) - first) <= _SAME * max(abs(first), 1e-9)


def _calm(case: Case, database: Database) -> Iterator[tuple[Behaviour, float]]:
    """One series of each group that is as usual, with what it is worth."""
    for names, weight in _TELLING:
        for one in database.metrics(*names):
            if len(one.series.values) < _LEAST_POINTS or _stale(case, one):
                continue
            if plain(one.series.name) in CPU and in_percent(one, level(one)) >= _MOST_CPU and not repeated(one):
                continue
            if one.course is Course.CHANGED and not repeated(one) and _moved(one):
                continue
            known = one.series.reference or len(one.series.values) >= 2 * _LEAST_POINTS
            yield one, weight if known else 0.5 * weight
            break


def _stale(case: Case, one: Behaviour) -> bool:
    return case.now is not None and one.series.times[-1] < case.now - max(_OLD_S, 3 * one.series.period)
