"""A proxy or pooler in front of a database has no connection left to lend.

Predicts: connections lent come to all that it holds or may hold, and clients wait for one: the time to borrow rises, or
the pooler says that nobody got one in time. Sessions pinned to a connection cannot share it. Contradicted by: spare
connections. Statements that became slow keep connections too; that is for the database's own evidence to say.
"""

from collections.abc import Iterator

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.mechanisms.aws.databases import databases
from commander.evidence.mechanisms.aws.effects import one_of
from commander.evidence.mechanisms.aws.levels import fact_of, in_trouble, level, quiet, rose
from commander.evidence.mechanisms.aws.platform_events import wording
from commander.evidence.mechanisms.aws.related import connection
from commander.evidence.mechanisms.aws.values import first_number, mapping
from commander.evidence.sentences import amount, number, short

CAUSE = "db.connections_exhausted"
KINDS = frozenset({"rds-proxy", "rds_proxy", "db-proxy", "db_proxy", "dbproxy", "pgbouncer", "proxysql", "pgpool"})
_LENT = (
    "databaseconnectionscurrentlyborrowed",
    "pgbouncerpoolsserveractiveconnections",
    "proxysqlconnectionpoolconnused",
)
_HELD = ("databaseconnections", "pgbouncerdatabasescurrentconnections")
_MOST = ("maxdatabaseconnectionsallowed", "pgbouncerdatabasespoolsize")
_WAITS = (
    "databaseconnectionsborrowlatency",
    "pgbouncerpoolsclientwaitingconnections",
    "pgbouncerpoolsclientmaxwaitseconds",
)
_PINNED = ("databaseconnectionscurrentlysessionpinned",)
_TIMED_OUT = (
    r"tim(?:e|ed).?out waiting to acquire|query_wait_timeout|no more connections allowed|max_client_conn|"
    r"max connect timeout reached while reaching hostgroup|connection pool (?:is )?(?:full|exhausted)"
)
_PIN = r"\bpinned\b.{0,60}\bconnection\b"
_FULL, _SLOWER = 0.9, 5.0
_SPARE = 0.6
_FOLLOWS = ("db.unreachable", "network.latency", "code.slow_path", "dependency.slow", "compute.cpu_saturation")


def argue(case: Case) -> Iterator[Argument]:
    """One argument per pooler of which something is known, and against what clients make of it."""
    for entity in sorted(one for one in case.entities if one.partition("/")[0] in KINDS):
        argument = Argument(CAUSE, entity, f"{short(entity)} has no database connection left to lend.")
        connection(case, argument)
        full = _weigh_lent(case, entity, argument)
        waited = _weigh_waits(case, entity, argument)
        argument.direct = waited and full is not False
        if argument.supporting or argument.contradicting:
            yield argument
        if argument.direct and argument.logit >= 1:
            yield from _followed(case, argument)


def _weigh_lent(case: Case, entity: str, argument: Argument) -> bool | None:
    """Whether all connections are lent; None where that is not known."""
    lent = one_of(case, entity, *_LENT)
    if lent is None:
        return None
    now = max(in_trouble(lent), level(lent))
    for allowed, refs in _limits(case, entity):
        used = f"{amount(now, lent.series.unit)} of the {number(allowed)} allowed"
        said = f"{lent.series.name} of {short(entity)} is {used}."
        fact = case.stated("metric", entity, said, (lent.series.id, *refs))
        if now >= _FULL * allowed:
            argument.back(fact, 2.5)
            return True
        if now < _SPARE * allowed:
            argument.oppose(fact, 2.5)
            return False
    held = one_of(case, entity, *_HELD)
    if held is not None and rose(lent, 1.3) and now >= _FULL * max(level(held), in_trouble(held)):
        argument.back(fact_of(case, lent), 1.8)
        return True
    if quiet(lent):
        argument.oppose(fact_of(case, lent), 1.0)
    return None


def _limits(case: Case, entity: str) -> Iterator[tuple[float, tuple[str, ...]]]:
    """How many connections it may hold: as a series says, else its share of what the database behind it allows."""
    most = one_of(case, entity, *_MOST)
    if most is not None and level(most) > 0:
        yield level(most), (most.series.id,)
    everything = databases(case)
    for item in case.items("db_proxy", "rds_proxy", "db_proxy_target_group", "pgbouncer", "proxysql"):
        if item.entity != entity:
            continue
        pool = first_number(item.attributes, "pool_size", "default_pool_size", "max_db_connections")
        if pool is not None and pool > 0:
            yield pool, (item.id,)
        percent = first_number(item.attributes, "max_connections_percent", "MaxConnectionsPercent")
        if percent is None:
            continue
        for needed in case.topology.needs(entity):
            known = everything.get(needed)
            limit = _allowed(known.items) if known is not None else None
            if limit is not None and 0 < percent <= 100:
                yield percent * limit[1] / 100, (item.id, limit[0].id)


def _allowed(items: list[State]) -> tuple[State, float] | None:
    for item in items:
        for place in (mapping(item.attributes.get("parameters")), item.attributes):
            most = first_number(place, "max_connections", "maxConnections")
            if most is not None and most > 0:
                return item, most
    return None


def _weigh_waits(case: Case, entity: str, argument: Argument) -> bool:
    """Whether somebody waits for a connection in vain."""
    waited = False
    slow: Behaviour | None = one_of(case, entity, *_WAITS)
    if slow is not None and rose(slow, _SLOWER):
        argument.back(fact_of(case, slow), 1.8)
        waited = True
    for one in [one for one in case.patterns if case.kin(one.entity or "") == case.kin(entity) and not one.ended]:
        if wording(_TIMED_OUT).search(one.text) and case.is_new(one) is not False:
            argument.back(case.fact_of_pattern(one), 2.5)
            waited = True
        elif wording(_PIN).search(one.text):
            argument.back(case.fact_of_pattern(one), 0.5)
            argument.summary = f"{short(entity)} has no database connection left to lend: sessions keep theirs pinned."
    pinned = one_of(case, entity, *_PINNED)
    if pinned is not None and rose(pinned, 1.5):
        argument.back(fact_of(case, pinned), 0.7)
    return waited


def _followed(case: Case, argument: Argument) -> Iterator[Argument]:
    """What clients and a panel see of it."""
    fact = max(argument.supporting.values(), key=lambda one: (one[1], one[0].statement))[0]
    for cause in _FOLLOWS:
        effect = Argument(cause, argument.entity, f"{short(argument.entity)} answers late or not at all.")
        effect.oppose(fact, 3.0)
        yield effect
    waiting = [one for one in case.patterns if one.signature is not None and one.signature.cause == CAUSE]
    for writer in sorted({one.entity for one in waiting if one.entity is not None}):
        if case.kin(writer) != case.kin(argument.entity):
            code = Argument("code.unhandled_error", writer, f"{short(writer)} fails in its own code.")
            code.oppose(fact, 2.0)
            yield code
