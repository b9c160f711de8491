"""A database has no connection left.

Predicts: connections at the configured maximum, clients refused. Contradicted by: connections well below it. Sessions
that wait for locks or run costly statements keep their connections: then the limit is reached as an effect.
"""

from collections.abc import Iterator

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.mechanisms.aws.databases import Database, databases
from commander.evidence.mechanisms.aws.insights import Insights, told
from commander.evidence.mechanisms.aws.instance_class import usual_connections
from commander.evidence.mechanisms.aws.levels import fact_of, fell, in_trouble, late, quiet, repeated, rose
from commander.evidence.mechanisms.aws.platform_events import lately, saying, wording
from commander.evidence.mechanisms.aws.pressure import relate
from commander.evidence.mechanisms.aws.values import first_number, mapping
from commander.evidence.mechanisms.aws.waits import Wait
from commander.evidence.sentences import amount, number, short

CAUSE = "db.connections_exhausted"
_REFUSED = (
    r"too many (?:clients|connections)|remaining connection slots|max_(?:user_)?connections|connection limit exceeded"
)
_SAID = (
    r"max(?:imum)?[_ ](?:number of )?connections|connection (?:limit|slots)|too many connections|"
    r"connections?\b.{0,40}(?:exhaust|reached|limit)"
)
_LOST = 0.7
_FULL, _NEARLY, _FAR = 0.95, 0.85, 0.7
_BY_CLASS = 0.8
"""Measured maxima lie somewhat below the rule for the class, as part of its memory is reserved."""
_BUSY_SHARE = 0.5


def argue(case: Case) -> Iterator[Argument]:
    """One argument per database whose connections are known."""
    everything = databases(case)
    for database in everything.values():
        one = database.metric("databaseconnections", "connections", "numbackends", "threadsconnected")
        argument = _argument(case, database, one) if one is not None else None
        if one is not None and fell(one, _LOST) and not late(case, one):
            yield from _cannot_open(case, database, one)
        if argument is not None:
            relate(case, database, argument, everything)
            refused = list(_weigh_refusals(case, database, argument, everything)) if argument.supporting else []
            yield argument
            yield from refused


def _cannot_open(case: Case, database: Database, one: Behaviour) -> Iterator[Argument]:
    """A pool that waits while the database has ever fewer connections is not full: it cannot open new ones."""
    for caller in sorted({case.workload(place) for place in case.topology.dependents_of(database.entity)}):
        if caller != database.entity:
            pool = Argument(CAUSE, caller, f"The connection pool of {short(caller)} is used up.")
            pool.oppose(fact_of(case, one), 3.5)
            yield pool


def _argument(case: Case, database: Database, one: Behaviour) -> Argument | None:
    name = short(database.entity)
    argument = Argument(CAUSE, database.entity, f"All connections of {name} are in use.")
    most = max(_most(database, one).series.values)
    limit = _limit(database)
    if limit is not None:
        _weigh_limit(case, database, one, most, limit, argument)
    elif not _weigh_class(case, database, one, most, argument) and not _weigh_rise(case, database, one, argument):
        return None
    if argument.supporting:
        _weigh_work(case, database, one, argument)
        argument.lack(f"connections of {name} by client")
    for event in lately(case, saying(database.events, _SAID))[-1:]:
        argument.back(case.fact_of_event(event), 1.5)
        argument.direct = argument.direct or argument.logit > 0.5
    return argument


def _weigh_refusals(
    case: Case, database: Database, argument: Argument, everything: dict[str, Database]
) -> Iterator[Argument]:
    """Clients that were refused: it is this database that refused them, not a limit of their own."""
    for pattern in case.patterns:
        writer = pattern.entity
        if pattern.ended or writer is None or not wording(_REFUSED).search(pattern.text):
            continue
        if pattern.quiet and writer not in everything:
            continue
        needs = [one for one in case.topology.needs(writer) if one in everything]
        if needs != [database.entity] and (needs or len(everything) > 1) and writer != database.entity:
            continue
        fresh = case.is_new(pattern) is not False
        argument.back(case.fact_of_pattern(pattern), 2.5 if fresh else 0.7)
        argument.direct = argument.direct or (fresh and argument.logit > 0)
        if writer not in everything:
            own = Argument(CAUSE, writer, f"The connection pool of {short(writer)} is used up.")
            for fact, _ in list(argument.supporting.values())[:1]:
                own.oppose(fact, 2.5)
            yield own


def _most(database: Database, one: Behaviour) -> Behaviour:
    """The series of maxima where there is one: an average hides the moments at the limit."""
    for several in database.series.values():
        if one in several:
            return next((other for other in several if other.series.statistic == "Maximum"), one)
    return one


def _limit(database: Database) -> tuple[State, float] | None:
    """The configured maximum without what is reserved for administrators."""
    for item in database.items:
        for place in (mapping(item.attributes.get("parameters")), item.attributes):
            limit = first_number(place, "max_connections", "max_user_connections", "maxConnections")
            if limit is None or limit <= 0:
                continue
            reserved = first_number(place, "superuser_reserved_connections") or 0.0
            return item, limit - reserved if 0 <= reserved < limit else limit
    return None


def _weigh_limit(
    case: Case, database: Database, one: Behaviour, most: float, limit: tuple[State, float], argument: Argument
) -> None:
    item, allowed = limit
    name, unit = short(database.entity), one.series.unit
    now = max(in_trouble(one), in_trouble(_most(database, one)))
    said = f"{one.series.name} of {name} reached {amount(most, unit)} of the {number(allowed)} allowed."
    fact = case.stated("metric", database.entity, said, (_most(database, one).series.id, item.id))
    if now >= _FULL * allowed:
        argument.back(fact, 4.0 if rose(one, 1.2) else 3.0)
        argument.back(fact_of(case, one), 1.0 if rose(one, 1.2) else 0.5)
        argument.direct = not repeated(one)
    elif now >= _NEARLY * allowed and rose(one, 1.2):
        argument.back(fact, 2.0)
    else:
        argument.oppose(fact, 3.0 if most < _FAR * allowed else 1.5)


def _weigh_class(case: Case, database: Database, one: Behaviour, most: float, argument: Argument) -> bool:
    """Without the parameter: what RDS allows by default for the class is a hint."""
    known = database.instance_class
    usual = usual_connections(database.engine, known[1]) if known is not None else None
    if known is None or usual is None:
        return False
    name = short(database.entity)
    said = (
        f"{one.series.name} of {name} reached {amount(most, one.series.unit)}; "
        f"an instance of class {known[1].name} allows about {usual:.0f} by default."
    )
    fact = case.stated("metric", database.entity, said, (_most(database, one).series.id, known[0].id))
    now = max(in_trouble(one), in_trouble(_most(database, one)))
    if now >= _BY_CLASS * usual and not repeated(one):
        argument.back(fact, 2.0)
        if rose(one, 1.3):
            argument.back(fact_of(case, one), 1.0)
        argument.lack(f"max_connections of {name}", 0.3)
    else:
        argument.oppose(fact, 1.5 if most < 0.5 * usual else 0.7)
        if rose(one, 3.0, 50.0):
            argument.back(fact_of(case, one), 1.2)
    return True


def _weigh_rise(case: Case, database: Database, one: Behaviour, argument: Argument) -> bool:
    if not rose(one, 2.0, 20.0) or late(case, one):
        return False
    argument.back(fact_of(case, one), (1.8 if rose(one, 4.0) else 1.2) + 0.7 * (one is case.own))
    argument.lack(f"max_connections of {short(database.entity)}", 0.5)
    return True


def _weigh_work(case: Case, database: Database, one: Behaviour, argument: Argument) -> None:
    """Whether the connections are busy (then something keeps them) or idle (then too many were opened)."""
    load: Insights | None = database.load
    name, count = short(database.entity), in_trouble(one)
    if load is not None and load.waits and count > 0:
        blocked = load.load_of(Wait.LOCK)
        if blocked >= _BUSY_SHARE * load.load and blocked >= 0.15 * count:
            said = f"{blocked:.2f} sessions of {name} on average wait for locks, and keep their connections."
            argument.oppose(told(case, load, said), 3.0 if blocked >= 0.4 * count else 1.5)
        elif load.load < 0.25 * count:
            said = f"Of the connections of {name}, {load.load:.2f} on average are at work."
            argument.back(told(case, load, said), 0.7)
        for host, share in load.hosts[:1]:
            if load.share(share) >= 0.6 and len(load.hosts) > 1:
                said = f"{host} has {share:.2f} of the {load.load:.2f} sessions at work on {name}."
                argument.back(told(case, load, said), 0.3)
        return
    activity = database.metric("dbload")
    if activity is not None and quiet(activity):
        argument.back(fact_of(case, activity), 0.5)
