"""Sessions of a database wait for locks that other sessions hold; or for those of a schema change.

Predicts: a good part of the load waits for locks, more sessions are at work while CPU is not, clients time out.
Contradicted by: waits for CPU or storage instead. Where a schema change is among the statements, it is what holds (or
queues for) the lock that everything else waits behind.
"""

import re
from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.mechanisms.aws.databases import Database, databases
from commander.evidence.mechanisms.aws.insights import Insights, Statement, told
from commander.evidence.mechanisms.aws.levels import fact_of, in_percent, late, level, quiet, rose
from commander.evidence.mechanisms.aws.lock_lines import weigh_lines
from commander.evidence.mechanisms.aws.pressure import CPU, LOADS, Pressure, pressure_of, relate
from commander.evidence.mechanisms.aws.row_locks import LOCK_SERIES, row_locks
from commander.evidence.mechanisms.aws.statements import Work, shown, work_of
from commander.evidence.mechanisms.aws.waits import Wait
from commander.evidence.mechanisms.proximity import newest_before, proximity
from commander.evidence.sentences import short

CAUSE, MIGRATION = "db.lock_contention", "deployment.schema_migration"
_SOME, _MUCH, _MOST = 0.12, 0.3, 0.5
_LEAST_LOAD = 0.3
_JUST_BEFORE = 2.0
"""The weight of a change that was made within minutes of the trouble."""
_SCHEMA = re.compile(r"(?i)migrat|alembic|flyway|liquibase|\bddl\b|\balter table\b|schema")
_IDLE_SERIES = ("idleintransaction", "dbstateidleintransactioncount", "dbstateidleintransactionmaxtime")
_NOT_BLOCKING = ("create table", "create view", "create or replace", "truncate")
_EXCLUSIVE = ("vacuum full", "vacuum (full", "cluster ", "reindex", "truncate", "lock ")
"""Statements other than schema changes that shut everybody else out of a table."""


def argue(case: Case) -> Iterator[Argument]:
    """One argument per database about locks, and one about a schema change that holds them."""
    everything = databases(case)
    for database in everything.values():
        for argument in _arguments(case, database):
            relate(case, database, argument, everything)
            yield argument


def _arguments(case: Case, database: Database) -> Iterator[Argument]:
    load, pressure = database.load, pressure_of(case, database)
    share, sessions = _locked(load)
    changing = [one for one in load.statements if _changes_schema(one)] if load is not None else []
    argument = Argument(
        CAUSE, database.entity, f"Sessions of {short(database.entity)} wait for locks of other sessions."
    )
    seen = _weigh_waits(case, database, argument, share, sessions)
    shown_by_series = _weigh_series(case, database, argument)
    told_by_lines = load is None and weigh_lines(case, database, argument)
    if not seen and not shown_by_series and not told_by_lines:
        if load is not None and load.waits and pressure.there:
            yield argument
        return
    if pressure.there or (seen and share < _MOST):
        pressure.weigh(argument, 1)
    _weigh_idle_cpu(case, database, argument)
    strong = seen and share >= _MUCH and sessions >= _LEAST_LOAD
    argument.direct = shown_by_series or told_by_lines or (strong and (pressure.there or sessions >= 1.0))
    blocker = _blocker(load)
    if load is not None and blocker is not None:
        said = f'"{shown(blocker.text)}" on {short(database.entity)} takes locks of its own.'
        argument.back(told(case, load, said), 0.5)
        argument.summary = f'Sessions of {short(database.entity)} wait for locks taken by "{shown(blocker.text)}".'
    argument.lack(
        f"which session of {short(database.entity)} holds the locks (pg_blocking_pids, sys.innodb_lock_waits)"
    )
    if load is not None and changing and strong:
        migration = _migration(case, database, load, changing[0], share, pressure)
        for fact, weight in migration.supporting.values():
            if weight >= 2.5:
                # A table's metadata is only locked against everybody by a change of the table.
                argument.oppose(fact, 4.0 if share >= _MOST else 1.5)
        yield migration
    if load is None and (made := _migrated(case, database, argument)) is not None:
        yield made
    yield argument


def _locked(load: Insights | None) -> tuple[float, float]:
    """The share of the load that waits for locks, and how many sessions that are."""
    if load is None:
        return 0.0, 0.0
    whole = load.share_of(Wait.LOCK), load.load_of(Wait.LOCK)
    sessions = sum(wait.load for one in load.statements for wait in one.waits if wait.wait is Wait.LOCK)
    return max(whole, (load.share(sessions), sessions))


def _weigh_waits(case: Case, database: Database, argument: Argument, share: float, sessions: float) -> bool:
    load = database.load
    if load is None or not load.waits:
        return False
    names = [one.name for one in load.waits if one.wait is Wait.LOCK] or sorted(
        {wait.name for one in load.statements for wait in one.waits if wait.wait is Wait.LOCK}
    )
    if not names or share < 0.05:
        top = load.waits[0]
        hidden = row_locks(case, database)
        if hidden is not None:
            said = f"The load of {short(database.entity)} is in {top.name}, where MySQL counts waits for row locks too."
            argument.back(told(case, load, said), 2.0)
            argument.back(hidden, 2.0)
            return True
        said = (
            f"The load of {short(database.entity)} waits most for {top.name} ({top.load:.2f} sessions), not for locks."
        )
        argument.oppose(told(case, load, said), 3.0)
        return False
    said = (
        f"{sessions:.2f} of the {load.load:.2f} sessions at work on {short(database.entity)} on average "
        f"({100 * share:.0f} percent) wait for locks ({', '.join(names[:3])})."
    )
    fact = told(case, load, said)
    if share < _SOME or sessions < _LEAST_LOAD / 2:
        argument.oppose(fact, 1.0)
        return False
    argument.back(fact, 3.5 if share >= _MOST else 2.7 if share >= _MUCH else 1.2)
    return True


def _weigh_series(case: Case, database: Database, argument: Argument) -> bool:
    found = False
    for one in database.metrics(*LOCK_SERIES):
        if rose(one, 2.0) and not late(case, one):
            argument.back(fact_of(case, one), 2.0)
            found = True
        elif quiet(one):
            argument.oppose(fact_of(case, one), 0.7)
    for one in database.metrics(*_IDLE_SERIES):
        if rose(one, 2.0) and not late(case, one):
            argument.back(fact_of(case, one), 1.0)
    return found


def _weigh_idle_cpu(case: Case, database: Database, argument: Argument) -> None:
    """Sessions that wait for locks use no CPU: more load with CPU as usual fits."""
    cpu, load = database.metric(*CPU), database.metric(*LOADS)
    idle = cpu is not None and not rose(cpu, 1.3) and in_percent(cpu, level(cpu)) < 70
    if cpu is not None and idle and rose(load, 1.5):
        argument.back(fact_of(case, cpu), 0.5)


def _blocker(load: Insights | None) -> Statement | None:
    if load is None:
        return None
    exclusive = [one for one in load.statements if one.text.strip().lower().startswith(_EXCLUSIVE)]
    return next(iter([*exclusive, *load.works(Work.LOCKING)]), None)


def _changes_schema(one: Statement) -> bool:
    text = one.text.strip().lower()
    if text.startswith(("create index", "create unique index")):
        return "concurrently" not in text
    return work_of(one.text) is Work.MIGRATION and not text.startswith(_NOT_BLOCKING)


def _migrated(case: Case, database: Database, argument: Argument) -> Argument | None:
    """Where nobody sees the statements: a migration of the same database just before sessions began to wait for locks
    is what holds them."""
    made = [
        one
        for one in case.releases_of(database.entity)
        if one.kind == "data" or any(_SCHEMA.search(action) for action in one.actions)
    ]
    release = newest_before(case, made)
    if release is None or (near := proximity(case, release)).weight < _JUST_BEFORE:
        return None
    name = short(database.entity)
    migration = Argument(MIGRATION, database.entity, f"The migration of {name} holds the locks that others need.")
    for fact, weight in argument.supporting.values():
        migration.back(fact, max(weight, 3.0) if fact.kind == "log" else weight)
    migration.back(near.fact, near.weight + 1.0)
    migration.direct = argument.direct
    argument.oppose(near.fact, 4.0)
    return migration


def _migration(
    case: Case, database: Database, load: Insights, change: Statement, share: float, pressure: Pressure
) -> Argument:
    name = short(database.entity)
    argument = Argument(
        MIGRATION,
        database.entity,
        f'The schema change "{shown(change.text)}" holds the locks that others on {name} need.',
    )
    waiting = f"{100 * share:.0f} percent of the load waits for locks"
    said = f'The schema change "{shown(change.text)}" runs on {name} while {waiting}.'
    argument.back(told(case, load, said), 3.5)
    pressure.weigh(argument, 1)
    made = [one for one in case.releases if one.kind in ("data", "deployment")]
    release = newest_before(case, [one for one in made if one.kind == "data"] or made)
    if release is not None and (near := proximity(case, release)).weight > 0:
        argument.back(near.fact, 0.4 * near.weight)
    argument.direct = True
    return argument
