"""A replica falls behind its writer.

Predicts: the lag of the replica grows, mostly while the writer writes more than usual, a long statement runs on the
replica, or replication stopped. Contradicted by: a lag of milliseconds as ever.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.case import Case
from commander.evidence.mechanisms.aws.databases import Database, databases
from commander.evidence.mechanisms.aws.insights import told
from commander.evidence.mechanisms.aws.levels import fact_of, in_seconds, in_trouble, late, level, repeated, rose
from commander.evidence.mechanisms.aws.platform_events import lately, saying, wording
from commander.evidence.mechanisms.aws.pressure import akin, busy_cpu, relate
from commander.evidence.mechanisms.aws.statements import Work, shown
from commander.evidence.sentences import amount, short
from commander.evidence.spelling import plain

CAUSE = "db.replication_lag"
_LAGS = (
    "replicalag",
    "aurorareplicalag",
    "aurorareplicalagmaximum",
    "rdstoaurorapostgresqlreplicalag",
    "binlogreplicalag",
)
_GLOBAL = ("auroraglobaldbreplicationlag", "auroraglobaldbrpolag")
_AURORA_S, _PLAIN_S, _LONG_AURORA_S, _LONG_S = 1.0, 10.0, 5.0, 30.0
_STOPPED = (
    r"replication (?:has )?(?:stopped|terminated)|replication .{0,60}\b(?:error|broken|fallen behind|failed)|"
    r"read replica .{0,80}(?:fallen behind|behind its source|stopped|terminated)|replica(?:tion)? lag"
)
_LOGGED = (
    r"canceling statement due to conflict with recovery|replication slot .*(?:lost|invalidated)|requested wal segment"
)
_WRITES = (
    "writeiops",
    "writethroughput",
    "volumewriteiops",
    "transactionlogsgeneration",
    "commitsthroughput",
    "committhroughput",
    "dmlthroughput",
    "insertthroughput",
    "updatethroughput",
    "deletethroughput",
)


def argue(case: Case) -> Iterator[Argument]:
    """One argument per database with a lag, or one of which RDS says that its replication stopped."""
    everything = databases(case)
    refuted = 0
    for database in everything.values():
        argument = _argument(case, database, everything)
        if argument is None:
            continue
        refuted += not argument.supporting
        if argument.supporting or refuted <= 1:
            relate(case, database, argument, everything)
            yield argument
        if argument.direct:
            yield from _triggers(case, database, argument, everything)


def _triggers(
    case: Case, database: Database, argument: Argument, everything: dict[str, Database]
) -> Iterator[Argument]:
    """A writer that writes much does its work; what suffers, and is to be helped, is the replica."""
    for other in _sources(case, database, everything):
        load = other.load
        top = load.statements[0] if load is not None and load.statements else None
        if other is database or other.entity == case.resource or top is None or top.work is not Work.WRITE:
            continue
        trigger = Argument("db.expensive_query", other.entity, f"{short(other.entity)} writes much.")
        for fact, _ in list(argument.supporting.values())[:1]:
            trigger.oppose(fact, 1.5)
        yield trigger


def _sources(case: Case, database: Database, everything: dict[str, Database]) -> list[Database]:
    """The database itself and those that it may replicate: akin, or the only other one."""
    found = [one for one in everything.values() if one is database or akin(case, one, database)]
    return list(everything.values()) if len(found) == 1 and len(everything) == 2 else found


def _argument(case: Case, database: Database, everything: dict[str, Database]) -> Argument | None:
    name = short(database.entity)
    argument = Argument(CAUSE, database.entity, f"{name} falls behind its writer.")
    lags = database.metrics(*_LAGS, *_GLOBAL)
    behind = [one for one in lags if _behind(one)]
    stopped = lately(case, saying(database.events, _STOPPED))
    if not lags and not stopped:
        return None
    if not behind and not stopped:
        argument.oppose(fact_of(case, lags[0]), 3.0)
        return argument
    for one in behind[:1]:
        lag = in_seconds(one, _unit(one, in_trouble(one)))
        long = _LONG_AURORA_S if plain(one.series.name).startswith("aurora") else _LONG_S
        argument.back(fact_of(case, one), (4.0 if lag >= long else 3.3) + 0.7 * (one is case.own))
        argument.summary = f"{name} is behind its writer by {amount(in_trouble(one), one.series.unit)}."
        argument.direct = not late(case, one)
    for event in stopped[:2]:
        argument.back(case.fact_of_event(event), 2.5 if not behind else 1.5)
        argument.direct = True
    _weigh_reasons(case, database, everything, argument)
    for pattern in case.errors(database.entity):
        if saying_conflict(pattern.text):
            argument.back(case.fact_of_pattern(pattern), 1.0)
            break
    return argument


def _unit(one: Behaviour, value: float) -> float:
    """Aurora writes its lag in milliseconds, also where no unit is given."""
    plain_unit = one.series.unit in (None, "None", "Count")
    return value / 1000 if plain_unit and plain(one.series.name).startswith("aurora") else value


def _behind(one: Behaviour) -> bool:
    """Whether the lag is larger than usual now, and more than a moment."""
    if one.course is Course.CAME_BACK or repeated(one):
        return False
    now, newest = in_seconds(one, _unit(one, in_trouble(one))), in_seconds(one, _unit(one, level(one)))
    if one.series.values[-1] == -1 and one.before >= 0:
        return True  # RDS for MySQL reports -1 where replication does not run
    least = _AURORA_S if plain(one.series.name).startswith("aurora") else _PLAIN_S
    if rose(one, 2.0):
        return max(now, newest) >= least
    if one.course is Course.CHANGED:
        return False
    return newest >= 10 * least and not one.series.reference


def _weigh_reasons(case: Case, database: Database, everything: dict[str, Database], argument: Argument) -> None:
    """Why it falls behind: what the writer writes, what the replica itself is busy with."""
    name = short(database.entity)
    reasons = 0
    sources = _sources(case, database, everything)
    others = [one for one in sources if one is not database] or sources
    for other in others:
        for one in other.metrics(*_WRITES):
            if rose(one, 1.5) and not late(case, one) and reasons < 2:
                argument.back(fact_of(case, one), 0.8)
                reasons += 1
    for one in database.metrics("cpuutilization"):
        if busy_cpu(one) and not late(case, one):
            argument.back(fact_of(case, one), 0.5)
            reasons += 1
    for other in sources:
        load = other.load
        for statement in load.statements[:1] if load is not None else ():
            if statement.work in (Work.WRITE, Work.MIGRATION, Work.MAINTENANCE) and load is not None:
                said = f'The statement with the most load on {short(other.entity)} is "{shown(statement.text)}".'
                argument.back(told(case, load, said), 0.5)
                reasons += 1
    if not reasons:
        argument.lack(f"what the writer of {name} writes, and what {name} itself runs", 0.3)


def saying_conflict(text: str) -> bool:
    """Whether a log line tells of replay that conflicts with queries, or of lost log segments."""
    return wording(_LOGGED).search(text) is not None
