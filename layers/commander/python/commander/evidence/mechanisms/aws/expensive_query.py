"""One statement dominates the load of a database: a missing index, a full scan, a huge write.

Predicts: Performance Insights attributes most of the load to one statement, each call of which is costly, while the
load, CPU or I/O of the database is higher than usual. Contradicted by: load as usual, load spread over many statements,
cheap calls in great numbers (which is demand), waits for locks (which others hold), or a vacuum, backup or index build.
"""

import re
from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.aws.databases import Database, databases
from commander.evidence.mechanisms.aws.growth import grown
from commander.evidence.mechanisms.aws.insights import Insights, Statement, told
from commander.evidence.mechanisms.aws.levels import fact_of, in_percent, in_trouble, late, quiet, rose
from commander.evidence.mechanisms.aws.pressure import CPU, LOADS, Pressure, pressure_of, relate
from commander.evidence.mechanisms.aws.row_locks import row_locks
from commander.evidence.mechanisms.aws.statements import Work, shown
from commander.evidence.mechanisms.aws.taken_away import taken_away
from commander.evidence.mechanisms.aws.waits import IO, Wait
from commander.evidence.roles import Role
from commander.evidence.sentences import number, short

CAUSE = "db.expensive_query"
_DOMINANT, _MOST, _LARGE, _WORKS = 0.4, 0.6, 0.25, 0.15
_ASKED = ("networkreceivethroughput", "queries", "committhroughput", "selectthroughput", "dbtransactionsxactcommit")
_COSTLY_S, _CHEAP_S = 0.1, 0.005
_SCANS = re.compile(r"\bCOLLSCAN\b|planSummary: ?COLLSCAN|Full (?:table|collection) scan|type: ?ALL\b", re.IGNORECASE)
_READ = re.compile(r"(?:docsExamined|keysExamined|Rows_examined|rows_examined|rows_read)[\"']?[:=] ?(\d{5,15})")
_MANY_ROWS, _SEVERAL = 100_000, 3
_MANY_CALLS, _VERY_COSTLY_S = 100.0, 1.0
_AS_MUCH, _LEFT_OUT = 0.65, 2.0
_READ_BESIDE, _NO_LARGER = 2, 1.3
_OWN_MECHANISM = frozenset({Work.MAINTENANCE, Work.WRAPAROUND, Work.SLEEP})
"""What these do to a database has causes of its own."""


def argue(case: Case) -> Iterator[Argument]:
    """One argument per database whose load is known, or shows in its series."""
    everything = databases(case)
    for database in everything.values():
        argument = None
        if database.load is not None and database.load.statements:
            argument = _by_statements(case, database, database.load)
        elif database.series:
            for one in _by_series(case, database):
                relate(case, database, one, everything)
                yield one
        if argument is not None:
            relate(case, database, argument, everything)
            yield argument


def dominant(load: Insights) -> Statement | None:
    """The statement with the largest share of the load that is its own work, commits and the like left out."""
    return next(
        (one for one in load.statements if one.work is not Work.COMMIT and one.share_of(Wait.CLIENT) < 0.5), None
    )


def share_said(database: Database, load: Insights, statement: Statement) -> str:
    """How much of the load is a statement's, in words."""
    return (
        f"{statement.load:.2f} of the {load.load:.2f} sessions at work on {short(database.entity)} on average "
        f'({100 * load.share(statement.load):.0f} percent) run "{shown(statement.text)}"'
    )


def _by_statements(case: Case, database: Database, load: Insights) -> Argument | None:
    top = dominant(load)
    if top is None or top.work in _OWN_MECHANISM:
        return None
    pressure = pressure_of(case, database)
    cause = "deployment.schema_migration" if top.work is Work.MIGRATION else CAUSE
    argument = Argument(cause, database.entity, _summary(database, load, top))
    share = min(load.share(top.load), top.load / max(1e-9, _measured(case, database, load)))
    fact = told(case, load, f"{share_said(database, load, top)}{_waiting(top)}.")
    # Where it is not told what each statement waits for, what all of them wait for tells it.
    blocked = top.share_of(Wait.LOCK) if top.waits else load.share_of(Wait.LOCK)
    if blocked >= 0.5 or row_locks(case, database) is not None:
        argument.oppose(fact, 2.0)
        return argument if pressure.there else None
    if share < _LARGE:
        argument.oppose(fact, 1.5)
        return argument if pressure.there else None
    alike = _alike(load, top) if share < _MOST else None
    dominates = share >= _DOMINANT and alike is None
    argument.back(fact, 3.0 if share >= _MOST else 2.2 if dominates else 1.0)
    cheap = _weigh_cost(case, database, load, top, argument)
    _weigh_demand(case, database, top, argument)
    slowed = _weigh_earlier(case, database, top, argument)
    gone = taken_away(case, database)
    if gone is not None and not _is_its_doing(database, top):
        argument.oppose(gone, 3.0)
        slowed = True
    _weigh_maintenance(case, database, load, top, argument)
    # That the database is under pressure says less of a statement that does not dominate it.
    pressure.weigh(argument, 2 if dominates else 1)
    if not pressure.there and not pressure.calm and not pressure.later:
        argument.lack(f"metrics of {short(database.entity)}", 0.5)
    elif not pressure.there:
        return argument
    # Without series it is not known that the load is unusual: enough where the incident is about the database itself.
    known = bool(database.series) or case.resource in (None, database.entity)
    if not known:
        argument.lack(f"whether the load of {short(database.entity)} is unusual", 1.2)
    argument.direct = pressure.there and dominates and known and not cheap and not slowed
    return argument


def _measured(case: Case, database: Database, load: Insights) -> float:
    """The sessions at work: as the lists add up, or as the series says where the lists leave most of it out."""
    one = database.metric("dbload")
    known = in_trouble(one) if one is not None and one.series.values and not late(case, one) else 0.0
    return known if known >= _LEFT_OUT * load.load else load.load


def _alike(load: Insights, top: Statement) -> Statement | None:
    """Another statement with nearly as much load: what slows several down is none of them."""
    cost = top.seconds_a_call
    if cost is not None and cost >= _VERY_COSTLY_S:
        return None
    others = [one for one in load.statements if one is not top and one.work not in _OWN_MECHANISM | {Work.COMMIT}]
    return next((one for one in others if one.load >= _AS_MUCH * top.load), None)


def _weigh_cost(case: Case, database: Database, load: Insights, top: Statement, argument: Argument) -> bool:
    """What a call costs; whether they are many and cheap, so that their number makes the load."""
    cost = top.seconds_a_call
    if cost is None:
        return False
    said = (
        f'{short(database.entity)} runs "{shown(top.text)}" {number(round(top.calls or 0.0, 3))} times a second, '
        f"each call keeps a session busy for {_spell(cost)}."
    )
    if cost >= _COSTLY_S:
        argument.back(told(case, load, said), 0.8)
    elif cost <= _CHEAP_S and (top.calls or 0.0) >= _MANY_CALLS:
        argument.oppose(told(case, load, said), 2.5)
        return True
    return False


def _weigh_demand(case: Case, database: Database, top: Statement, argument: Argument) -> None:
    """Whether more was asked for: then a statement that is not costly by itself has more load for that reason."""
    cost = top.seconds_a_call
    if cost is not None and cost < _COSTLY_S:
        asked = [one for one in database.metrics(*_ASKED) if rose(one, 1.5) and not late(case, one)]
        for one in asked[:1]:
            argument.oppose(fact_of(case, one), 1.5)
    above = case.topology.dependents_of(database.entity)
    for one in case.of_role(Role.DEMAND):
        entity = one.series.entity
        if entity in above and entity != database.entity and rose(one, 1.5) and not late(case, one):
            argument.oppose(fact_of(case, one), 0.9)
            break


def _weigh_earlier(case: Case, database: Database, top: Statement, argument: Argument) -> bool:
    """Whether an earlier reading shows the same statement with as much load, or as costly and only called less; and
    whether it had as large a share of the load then, so that it got slow with all the others."""
    earlier, newest = database.earlier, database.load
    if earlier is None or newest is None:
        return False
    more = grown(database, top)
    if more is not None and more.often:
        argument.oppose(more.told(case, database, top), 3.0)
        return False
    same = earlier.same(top)
    was = f"{same.load:.2f}" if same else "no part of the load that is listed"
    said = f'The load of "{shown(top.text)}" was {was} in an earlier reading and is {top.load:.2f} now.'
    fact = case.stated("state", newest.item.entity, said, (newest.item.id, earlier.item.id))
    slowed = same is not None and _always(newest, top, earlier, same)
    if same is not None and top.load < 1.5 * same.load:
        argument.oppose(fact, 1.5)
    elif same is not None and slowed:
        then, now = earlier.share(same.load), newest.share(top.load)
        said = f'"{shown(top.text)}" had {100 * then:.0f} percent of the load then and has {100 * now:.0f} now.'
        argument.oppose(case.stated("state", newest.item.entity, said, (newest.item.id, earlier.item.id)), 3.0)
    elif more is not None and more.costly:
        argument.back(more.told(case, database, top), 2.0)
    else:
        argument.back(fact, 1.0)
    return slowed


def _always(newest: Insights, top: Statement, earlier: Insights, same: Statement) -> bool:
    """Whether a statement is no larger a part of the load than it was, with others beside it both times."""
    if min(len(newest.statements), len(earlier.statements)) < _READ_BESIDE:
        return False
    then, now = min(0.99, earlier.share(same.load)), min(0.99, newest.share(top.load))
    return now / (1 - now) <= _NO_LARGER * then / (1 - then)


def _is_its_doing(database: Database, top: Statement) -> bool:
    """Whether a statement is so costly, or so new, that it may have used up itself what is gone."""
    earlier, cost = database.earlier, top.seconds_a_call
    if cost is not None and cost >= _VERY_COSTLY_S:
        return True
    return earlier is not None and earlier.same(top) is None


def _weigh_maintenance(case: Case, database: Database, load: Insights, top: Statement, argument: Argument) -> None:
    """Whether a vacuum, backup or index build takes the I/O that a statement waits for: then it suffers from that."""
    works = load.works(Work.MAINTENANCE, Work.WRAPAROUND)
    sessions = sum(one.load for one in works)
    if (
        load.share(sessions) >= _WORKS
        and 2 * sessions >= top.load
        and load.share(top.load) < _MOST
        and top.share_of(*IO) >= 0.5
    ):
        said = f'"{shown(works[0].text)}" is at work on {short(database.entity)}, and the statement waits for I/O.'
        argument.oppose(told(case, load, said), 2.0)


def _by_series(case: Case, database: Database) -> Iterator[Argument]:
    """Without Performance Insights: more work inside the database than its callers ask for."""
    pressure: Pressure = pressure_of(case, database)
    busy = [one for one in database.metrics(*CPU, *LOADS) if rose(one, 1.4) and not late(case, one)]
    reads = [one for one in database.metrics("readiops", "readthroughput", "readlatency") if rose(one, 2.0)]
    if not pressure.there or not (busy or reads):
        return
    name = short(database.entity)
    argument = Argument(CAUSE, database.entity, f"Statements became much more costly on {name}.")
    for one in busy[:1]:
        high = in_percent(one, in_trouble(one)) >= 80 if one.series.role.name == "CPU" else True
        argument.back(fact_of(case, one), 1.2 if high else 0.8)
    for one in reads[:1]:
        argument.back(fact_of(case, one), 0.8)
    demand = database.metrics("networkreceivethroughput", "queries", "databaseconnections")
    for one in [one for one in demand if quiet(one)][:1]:
        argument.back(fact_of(case, one), 0.7)
    for one in [one for one in demand if rose(one, 1.5)][:1]:
        argument.oppose(fact_of(case, one), 0.8)
    costly = _logged(case, database)
    if costly is not None:
        argument.back(costly, 2.5)
        argument.direct = True
        used = Argument("compute.cpu_saturation", database.entity, f"{name} is out of CPU.")
        used.oppose(costly, 2.5)
        yield used
    else:
        argument.lack(f"the statements that the load of {name} consists of (Performance Insights)", 0.5)
    yield argument


def _logged(case: Case, database: Database) -> Fact | None:
    """What a database logs of statements that read far too much, where it did not before."""
    kin = case.kin(database.entity)
    for one in case.patterns:
        if one.entity is None or one.ended or case.kin(one.entity) != kin or not _reads_all(one.text):
            continue
        if case.is_new(one) and one.count >= _SEVERAL and not case.had_before(one):
            return case.fact_of_pattern(one)
    return None


def _reads_all(text: str) -> bool:
    if _SCANS.search(text) is not None:
        return True
    return any(int(number) >= _MANY_ROWS for number in _READ.findall(text))


def _summary(database: Database, load: Insights, top: Statement) -> str:
    what = {
        Wait.READ: ", which reads from storage what an index or more memory would spare it",
        Wait.TEMP: ", which sorts or joins in temporary files",
        Wait.WRITE: ", which writes more than the storage takes",
        Wait.COMMIT: ", which writes more than the log takes",
        Wait.CPU: ", which uses the processors up",
    }
    kinds = sorted(top.waits, key=lambda one: (-one.load, one.name))
    why = what.get(kinds[0].wait, "") if kinds else ""
    percent = 100 * load.share(top.load)
    return f'{percent:.0f} percent of the load of {short(database.entity)} is "{shown(top.text)}"{why}.'


def _waiting(top: Statement) -> str:
    named = [f"{one.name} {one.load:.2f}" for one in top.waits[:2]]
    return f" (most of it in {' and '.join(named)})" if named else ""


def _spell(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 0.1 else f"{1000 * seconds:.2g} ms"
