"""Vacuum, checkpoint, backup or index build floods the I/O of a database.

Predicts: such work has a good part of the load while I/O is higher than usual. Contradicted by: I/O as usual, or the
load being that of the application's own statements.
"""

import re
from collections.abc import Iterator
from functools import cache

from commander.contract.evidence import PlatformEvent
from commander.evidence import moments
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.aws.databases import Database, databases
from commander.evidence.mechanisms.aws.insights import Insights, told
from commander.evidence.mechanisms.aws.levels import fact_of, late, quiet, rose
from commander.evidence.mechanisms.aws.pressure import LATENCIES, OPERATIONS, QUEUES, pressure_of, relate
from commander.evidence.mechanisms.aws.statements import Work, shown
from commander.evidence.mechanisms.aws.waits import Wait
from commander.evidence.mechanisms.proximity import proximity
from commander.evidence.sentences import short

CAUSE = "db.maintenance_io_storm"
_SOME, _MUCH, _MOST = 0.15, 0.3, 0.5
_BEGINS_S = 900.0
_BACKUP_STARTS = r"backing up db instance|started? (?:a |the )?(?:backup|snapshot)|creating (?:a )?(?:manual )?snapshot"
_BACKUP_ENDS = r"finished (?:db instance )?backup|backup (?:has )?(?:finished|completed)|snapshot (?:created|complete)"
_LOGGED = (
    r"checkpoints are occurring too frequently|automatic (?:aggressive )?(?:vacuum|analyze)\b|page_cleaner|"
    r"(?:statement|audit|query)\b.{0,60}[:,]\s*[\"']?(?:create (?:unique )?index|reindex|vacuum|cluster|optimize table|"
    r"analyze table|alter index \S+ rebuild)\b"
)
"""What the log of a database says of such work; a logged statement says when it began."""
_STORM = r"checkpoints are occurring too frequently"
_GOVERNED = (
    r"\b(?:vacuum|reindex|pg_repack|optimize table|create (?:unique )?index concurrently)\b|max_wal_size|checkpoint_|"
    r"autovacuum_|maintenance_work_mem|innodb_io_capacity|innodb_(?:redo_)?log_(?:file_size|capacity)|CreateDBSnapshot"
)
_MANY = 5


def argue(case: Case) -> Iterator[Argument]:
    """One argument per database on which such work is seen."""
    everything = databases(case)
    for database in everything.values():
        argument = _argument(case, database)
        if argument is not None:
            relate(case, database, argument, everything)
            yield argument


def _argument(case: Case, database: Database) -> Argument | None:
    name = short(database.entity)
    argument = Argument(CAUSE, database.entity, f"Maintenance floods the I/O of {name}.")
    share = _weigh_load(case, database, argument)
    io = [one for one in database.metrics(*OPERATIONS, *QUEUES, *LATENCIES) if rose(one, 1.8) and not late(case, one)]
    told = _weigh_events(case, database, argument, io[0].onset if io else None)
    storm, logged = _weigh_logs(case, database, argument)
    told = told or logged
    if argument.supporting:
        _weigh_change(case, database, argument)
        told = _weigh_unasked(case, database, argument, bool(io)) or told
    if not argument.supporting:
        return None
    pressure = pressure_of(case, database)
    if io:
        for one in io[:2]:
            argument.back(fact_of(case, one), 1.0)
    elif pressure.there:
        pressure.weigh(argument, 1)
    else:
        for fact in pressure.calm[:2]:
            argument.oppose(fact, 2.0)
    argument.direct = bool(io or pressure.there) and (share >= _MUCH or storm or (share >= _SOME and told))
    if told and not share and database.load is None:
        argument.lack(f"the load of {name} by statement (Performance Insights)", 0.5)
    return argument


def _weigh_load(case: Case, database: Database, argument: Argument) -> float:
    """The share of the load that is maintenance."""
    load = database.load
    if load is None:
        return 0.0
    works = load.works(Work.MAINTENANCE, Work.WRAPAROUND)
    sessions = sum(one.load for one in works)
    share = load.share(sessions)
    waiting = load.share_of(Wait.MAINTENANCE)
    if works and share >= _SOME:
        said = (
            f"{sessions:.2f} of the {load.load:.2f} sessions at work on {short(database.entity)} on average "
            f'({100 * share:.0f} percent) are maintenance such as "{shown(works[0].text)}".'
        )
        argument.back(told(case, load, said), 3.2 if share >= _MOST else 2.5 if share >= _MUCH else 1.0)
        argument.summary = f'Maintenance such as "{shown(works[0].text)}" floods the I/O of {short(database.entity)}.'
        _weigh_io_waits(case, database, load, argument)
    if waiting >= _SOME:
        named = next(one for one in load.waits if one.wait is Wait.MAINTENANCE)
        said = f"{named.load:.2f} sessions at work on {short(database.entity)} on average are in {named.name}."
        argument.back(told(case, load, said), 1.5 if waiting >= _MUCH else 0.8)
    return max(share, waiting)


def _weigh_io_waits(case: Case, database: Database, load: Insights, argument: Argument) -> None:
    io = [one for one in load.waits if one.wait in (Wait.READ, Wait.WRITE, Wait.COMMIT)]
    if io and load.share(sum(one.load for one in io)) >= _MUCH:
        said = f"The load of {short(database.entity)} waits for {io[0].name} with {io[0].load:.2f} sessions on average."
        argument.back(told(case, load, said), 0.5)


@cache
def _wording(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def _weigh_events(case: Case, database: Database, argument: Argument, began: float | None) -> bool:
    """A backup that began when I/O rose and is not over."""
    starts = [one for one in database.events if _wording(_BACKUP_STARTS).search(one.message)]
    ends = [one for one in database.events if _wording(_BACKUP_ENDS).search(one.message)]
    if not starts or began is None:
        return False
    newest, start = starts[-1], _moment(starts[-1])
    over = start is not None and any((end := _moment(one)) is not None and start <= end < began for one in ends)
    if start is None or over or abs(start - began) > _BEGINS_S:
        return False
    fact: Fact = case.fact_of_event(newest)
    argument.back(fact, 2.0)
    argument.summary = f"A backup of {short(database.entity)} floods its I/O."
    return True


def _weigh_logs(case: Case, database: Database, argument: Argument) -> tuple[bool, bool]:
    """Whether the database's own log complains of checkpoints without end, and whether it tells of such work at all."""
    own = [one for one in case.patterns if one.entity == database.entity and not one.ended]
    fresh = [one for one in own if _wording(_LOGGED).search(one.text) and case.is_new(one)]
    storms = [one for one in fresh if _wording(_STORM).search(one.text) and one.count >= _MANY]
    for pattern in (storms or fresh)[:1]:
        argument.back(case.fact_of_pattern(pattern), 3.5 if storms else 1.5)
    return bool(storms), bool(fresh)


def _weigh_change(case: Case, database: Database, argument: Argument) -> None:
    """Such work, or a setting that governs it, that somebody began or changed shortly before."""
    group = database.text("parameter_group", "db_parameter_group")
    names = {short(database.entity), *([group[1].lower()] if group is not None else [])}
    for change in sorted(case.bundle.changes, key=lambda one: (one.t, one.action, one.id)):
        said = f"{change.action} {change.details or ''}"
        if change.entity is None or short(change.entity).lower() not in names or not _wording(_GOVERNED).search(said):
            continue
        release = next((one for one in case.releases if change.id in one.ids), None)
        near = proximity(case, release) if release is not None else None
        if near is not None and near.weight > 1:
            argument.back(near.fact, 1.5)
            return


def _weigh_unasked(case: Case, database: Database, argument: Argument, io: bool) -> bool:
    """More I/O although as much is asked of the database as ever: it comes from inside."""
    asked = database.metrics("networkreceivethroughput", "queries", "databaseconnections")
    calm = [one for one in asked if quiet(one)]
    if not io or not calm or any(rose(one, 1.5) for one in asked):
        return False
    argument.back(fact_of(case, calm[0]), 0.7)
    return True


def _moment(event: PlatformEvent) -> float | None:
    return moments.parse_maybe(event.t) or moments.parse_maybe(event.first_t)
