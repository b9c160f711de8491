"""A caller asks a database more for each of its own requests: a loop of queries, a cache that is gone from its code.

Predicts: statements run many times as often, each as cheap as before, while those who call the caller ask as much as
ever; mostly since a release of the caller. Contradicted by: more demand, or statements that cost more.
"""

import re
from collections.abc import Iterator

from commander.evidence import moments
from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.aws.databases import Database, databases
from commander.evidence.mechanisms.aws.demand import asked_as_ever
from commander.evidence.mechanisms.aws.expensive_query import dominant
from commander.evidence.mechanisms.aws.growth import grown
from commander.evidence.mechanisms.aws.insights import told
from commander.evidence.mechanisms.aws.levels import fact_of, fell, late, rose
from commander.evidence.mechanisms.aws.pressure import pressure_of, relate
from commander.evidence.mechanisms.aws.statements import shown
from commander.evidence.mechanisms.proximity import newest_before, proximity
from commander.evidence.releases import Release
from commander.evidence.sentences import number, short
from commander.evidence.series import median
from commander.evidence.spelling import plain

_COUNTS = ("queries", "selectthroughput", "dmlthroughput", "dbsqlqueries", "dbsqlqueriesstarted", "questions")
_SHARE, _CHEAP_S, _MANY_CALLS = 0.4, 0.005, 100.0
_TIMES, _LEAST_QUERIES = 4.0, 20
_CACHES = frozenset({"elasticache", "memorydb", "redis", "valkey", "memcached", "cache", "dax"})
_HELD, _LOST = frozenset({"curritems", "bytesusedforcache"}), frozenset({"evictions", "reclaimed"})
_FOLLOWS = ("db.expensive_query", "compute.cpu_saturation", "traffic.surge")
_QUERIES = re.compile(
    r"\b(?:sql_|db_|n_|num_)?(?:queries|query_count|sql_count|db_calls|statements)\"?\s*[=:]\s*(\d{1,6})\b|"
    r"\b(\d{1,6}) (?:sql |db |jdbc |database )?(?:queries|statements)\b",
    re.IGNORECASE,
)


def argue(case: Case) -> Iterator[Argument]:
    """One argument per database that is called more often for the same demand, about the caller."""
    everything = databases(case)
    for database in everything.values():
        if not pressure_of(case, database).there:
            continue
        asked = asked_as_ever(case, database.entity)
        seen = _more_calls(case, database)
        caller = _caller(case, database.entity, everything)
        if not asked or seen is None or caller is None:
            continue
        entity, release = caller
        fact, weight, sure = seen
        switch = _switched(case, entity, release)
        if switch is not None:
            yield _by_switch(case, switch, fact, weight, fact_of(case, asked[0]))
            continue
        cause = "deployment.bad_release" if release is not None else "code.slow_path"
        since = f" since {release.version or 'its newest release'}" if release is not None else ""
        said = f"{short(entity)} asks {short(database.entity)} more for each of its own requests{since}."
        argument = Argument(cause, entity, said)
        argument.back(fact, weight)
        argument.back(fact_of(case, asked[0]), 1.5)
        per_request = _queries_a_request(case, entity)
        if per_request is not None:
            argument.back(per_request, 1.5)
        near = proximity(case, release) if release is not None else None
        if near is not None:
            near.weigh(argument)
        argument.direct = sure or per_request is not None
        for missed in _unanswered(case, entity)[:1]:
            argument.oppose(fact_of(case, missed), 3.0)  # what a cache does not answer is asked of the database
            argument.direct = False
        relate(case, database, argument, everything)
        yield argument
        for effect in _FOLLOWS if argument.logit > 0 else ():
            other = Argument(effect, database.entity, f"{short(database.entity)} is called more often.")
            other.oppose(fact, 3.0 if argument.direct else 1.0)
            yield other


def _switched(case: Case, caller: str, release: Release | None) -> Release | None:
    """A flag or a setting that the caller reads and that was switched later than its release, before the trouble."""
    onset = case.onset
    needed = {caller, *case.topology.needs(caller)}
    found = [
        one
        for one in case.releases
        if one.kind == "flag"
        and one.entity in needed
        and onset is not None
        and one.start <= onset.end
        and (release is None or one.start > release.start)
        and proximity(case, one).weight > 1
    ]
    return found[-1] if found else None


def _by_switch(case: Case, switch: Release, more: Fact, weight: float, asked: Fact) -> Argument:
    said = f"Since {short(switch.entity)} was switched, the database is asked more for each request."
    argument = Argument("deployment.feature_flag", switch.entity, said, direct=True)
    proximity(case, switch).weigh(argument)
    argument.back(more, weight)
    argument.back(asked, 1.5)
    return argument


def _unanswered(case: Case, caller: str) -> list[Behaviour]:
    """What shows that a cache which the caller asks as well has lost what it held."""
    needed = [one for one in case.topology.needs(caller) if one.partition("/")[0] in _CACHES]
    return [
        one
        for cache in needed
        for one in case.of_any(cache)
        if one.series.values
        and not late(case, one)
        and (
            (plain(one.series.name) in _HELD and fell(one, 0.6))
            or (plain(one.series.name) in _LOST and rose(one, 2.0, 1.0))
        )
    ]


def _more_calls(case: Case, database: Database) -> tuple[Fact, float, bool] | None:
    """What shows that it is called more often, how much that says, and whether two readings show it."""
    load = database.load
    top = dominant(load) if load is not None else None
    more = grown(database, top) if top is not None else None
    if top is not None and more is not None:
        return (more.told(case, database, top), 3.0, True) if more.often else None
    for one in database.metrics(*_COUNTS):
        if rose(one, 2.0) and not late(case, one):
            return fact_of(case, one), 2.2, False
    if load is None or top is None or load.share(top.load) < _SHARE:
        return None
    cost, calls = top.seconds_a_call, top.calls or 0.0
    if cost is None or cost > _CHEAP_S or calls < _MANY_CALLS:
        return None
    said = f'{short(database.entity)} runs "{shown(top.text)}" {number(round(calls, 3))} times a second.'
    return told(case, load, said), 1.0, False


def _caller(case: Case, entity: str, everything: dict[str, Database]) -> tuple[str, Release | None] | None:
    """Who calls the database and was released shortly before; else the one that calls it."""
    near = [one for one in case.topology.direct_dependents_of(entity) if one not in everything]
    callers = sorted({case.workload(one) for one in near})
    released = []
    for caller in callers:
        made = [one for one in case.releases_of(caller) if one.kind == "deployment"]
        newest = newest_before(case, made)
        if newest is not None and proximity(case, newest).weight > 0:
            released.append((caller, newest))
    if len(released) == 1:
        return released[0]
    return (callers[0], None) if len(callers) == 1 and not released else None


def _queries_a_request(case: Case, entity: str) -> Fact | None:
    """How many statements a request takes, as the caller's own lines tell, before and since the trouble."""
    onset = case.onset
    if onset is None:
        return None
    before: list[tuple[float, str]] = []
    since: list[tuple[float, str]] = []
    for line in case.bundle.logs:
        found = _QUERIES.search(line.message) if case.kin(line.entity or "") == case.kin(entity) else None
        at = moments.parse_maybe(line.t)
        if found is not None and at is not None:
            (before if at < onset.start else since).append((float(found[1] or found[2]), line.id))
    if not before or not since:
        return None
    was, now = median([one for one, _ in before]), median([one for one, _ in since])
    if now < _LEAST_QUERIES or now < _TIMES * max(1.0, was):
        return None
    said = f"A request of {short(entity)} took {number(was)} statements before and takes {number(now)} now."
    return case.stated("log", entity, said, sorted({item for _, item in (*before, *since)}))
