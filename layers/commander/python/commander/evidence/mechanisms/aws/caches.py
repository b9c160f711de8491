"""A cache fails to keep load away from what is behind it.

Predicts: its hit rate falls, it evicts or loses keys, its memory or connections are used up; then the database behind
it gets more reads. Contradicted by: hits and evictions as ever.
"""

import re
from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.kinds import is_store
from commander.evidence.mechanisms.aws.cache_accounts import begun_anew, overfull
from commander.evidence.mechanisms.aws.databases import databases, is_database
from commander.evidence.mechanisms.aws.effects import series_of
from commander.evidence.mechanisms.aws.expensive_query import dominant
from commander.evidence.mechanisms.aws.levels import fact_of, fell, in_percent, in_trouble, late, level, quiet, rose
from commander.evidence.mechanisms.aws.pressure import pressure_of
from commander.evidence.mechanisms.aws.related import connection
from commander.evidence.roles import Role, tokens_of
from commander.evidence.sentences import short

_KINDS = frozenset({"elasticache", "cache", "redis", "memcached", "valkey", "memorydb", "dax"})
_NAMES = _KINDS | {"memcache", "keydb", "dragonfly", "hazelcast", "varnish", "infinispan", "mcrouter", "twemproxy"}
"""Words that the names of caches have, wherever they run."""
_HITS = (
    "cachehitrate",
    "cachehits",
    "gethits",
    "keyspacehits",
    "itemcachehits",
    "hitratio",
    "hitrate",
    "cachehitratio",
    "hits",
)
_MISSES = ("cachemisses", "getmisses", "keyspacemisses", "itemcachemisses", "misses", "missratio", "missrate")
_LOSSES = ("evictions", "reclaimed")
_FULL = ("databasememoryusagepercentage", "bytesusedforcachepercentage")
_AGES = ("uptimeinseconds", "uptime", "uptimeseconds", "processuptimeseconds")
_ITEMS = ("curritems", "dbsize", "currconnections")
_HIT_WORDS, _MISS_WORDS = ("hit ratio", "hit rate", "hit percent", "hits"), ("miss ratio", "miss rate", "misses")
_LOSS_WORDS, _ITEM_WORDS = ("evicted", "evictions", "reclaimed"), ("keys db", "keys count", "items current", "entries")
_REFUSES = re.compile(r"OOM command not allowed|out of memory storing object", re.IGNORECASE)
_COSTLY_S = 0.1
"""A statement that takes so long a call is costly by itself."""


def argue(case: Case) -> Iterator[Argument]:
    """One argument per cache of which series are known."""
    refuted = 0
    entities = {one.series.entity for one in case.behaviours if one.series.entity is not None and _is_cache(one)}
    for entity in sorted(entity for entity in entities if entity is not None):
        argument = _argument(case, entity)
        if argument is None:
            continue
        refuted += not argument.supporting
        if argument.supporting or refuted <= 1:
            through = _passes_on(case, entity) if argument.direct else None
            if through is None or through[1] != case.resource:
                connection(case, argument)
            else:
                argument.back(_joined(case, entity, *through), 2.5)
            yield argument
            if through is not None:
                yield from _asked_instead(case, argument, through[1])
            if argument.direct and not argument.contradicted:
                yield from _behind(case, argument)
            yield from _full_of_keys(case, argument)


def _joined(case: Case, cache: str, caller: str, database: str) -> Fact:
    said = (
        f"{short(caller)} needs both {short(cache)} and {short(database)}: what the one does not answer it asks of the "
        f"other."
    )
    edges = [case.topology.edge(caller, needed) for needed in (cache, database)]
    return case.stated("topology", cache, said, [edge for edge in edges if edge is not None])


def _passes_on(case: Case, cache: str) -> tuple[str, str] | None:
    """Who asks a database under pressure what the cache does not answer, with that database."""
    for place, database in databases(case).items():
        if place != case.resource and not pressure_of(case, database).there:
            continue
        both = [one for one in sorted(case.topology.dependents_of(place)) if cache in case.topology.needs(one)]
        if both:
            return both[0], place
    return None


def _asked_instead(case: Case, argument: Argument, place: str) -> Iterator[Argument]:
    """More of the same cheap statements: neither do they cost more, nor does anybody ask for more."""
    fact = max(argument.supporting.values(), key=lambda one: (one[0].kind == "metric", one[1], one[0].statement))[0]
    load = databases(case)[place].load
    top = dominant(load) if load is not None else None
    costly = top is not None and top.seconds_a_call is not None and top.seconds_a_call >= _COSTLY_S
    for cause in ("traffic.surge",) if costly else ("db.expensive_query", "traffic.surge"):
        other = Argument(cause, place, f"{short(place)} is asked what {short(argument.entity)} does not answer.")
        other.oppose(fact, 3.0)
        yield other


def _is_cache(one: Behaviour) -> bool:
    if one.series.namespace in ("AWS/ElastiCache", "AWS/MemoryDB", "AWS/DAX"):
        return True
    entity = one.series.entity or ""
    return entity.partition("/")[0] in _KINDS or (not is_database(entity, None) and _bears_name(entity))


def _bears_name(entity: str) -> bool:
    return not _NAMES.isdisjoint(tokens_of(short(entity)))


def _counts(case: Case, entity: str, names: tuple[str, ...], *words: str) -> list[Behaviour]:
    """The series of a cache by their plain names, else by the words that exporters spell such names with."""
    found = series_of(case, entity, *names)
    if found:
        return found
    others = [
        one
        for member in case.family(entity)
        for one in case.of_any(member)
        if one.series.values and any(set(some.split()) <= tokens_of(one.series.name) for some in words)
    ]
    return sorted(others, key=lambda one: (one.series.name, one.series.entity or "", one.series.id))


def _argument(case: Case, entity: str) -> Argument | None:
    argument = Argument("dependency.cache_failure", entity, f"The cache {short(entity)} no longer keeps load away.")
    hits = [one for one in _counts(case, entity, _HITS, *_HIT_WORDS) if fell(one, 0.8) and not late(case, one)]
    misses = [one for one in _counts(case, entity, _MISSES, *_MISS_WORDS) if rose(one, 2.0) and not late(case, one)]
    losses = [
        one for one in _counts(case, entity, _LOSSES, *_LOSS_WORDS) if rose(one, 2.0, 1.0) and not late(case, one)
    ]
    lost = [one for one in _counts(case, entity, _ITEMS, *_ITEM_WORDS) if fell(one, 0.4) and not late(case, one)]
    full = [
        one
        for one in series_of(case, entity, *_FULL)
        if in_percent(one, in_trouble(one)) >= 95 and rose(one, 1.05) and not late(case, one)
    ]
    for group, weight in (
        (hits, 3.2 if any(fell(one, 0.5) for one in hits) else 2.2),
        (misses, 1.3),
        (losses, 1.5),
        (lost, 1.5),
        (full, 1.5),
    ):
        for one in group[:1]:
            argument.back(fact_of(case, one), weight)
    if not argument.supporting:
        calm = [one for one in series_of(case, entity, *_HITS, *_LOSSES, *_MISSES) if quiet(one)]
        for one in calm[:1]:
            argument.oppose(fact_of(case, one), 3.0)
        return argument if calm else None
    behind = case.reading(_load_behind)
    for one in behind[:1]:
        argument.back(fact_of(case, one), 1.0)
    for one in [one for one in series_of(case, entity, *_AGES) if fell(one, 0.5)][:1]:
        argument.back(fact_of(case, one), 1.0)  # it began anew, with nothing in it
    for fact in (begun_anew(case, entity), overfull(case, entity)):
        if fact is not None:
            argument.back(fact, 1.0)
    argument.direct = bool(hits or misses) or (bool(losses or lost) and bool(behind))
    return argument


def _full_of_keys(case: Case, argument: Argument) -> Iterator[Argument]:
    """A cache that refuses or drops keys because its memory is used up: what that does says more than the level."""
    refused = [
        one
        for one in case.patterns
        if one.error and not one.ended and _REFUSES.search(one.text) is not None and case.is_new(one) is not False
    ]
    if argument.direct or (argument.supporting and refused):
        fact = case.fact_of_pattern(refused[0]) if refused else max(argument.supporting.values(), key=_weight)[0]
        used = Argument("compute.memory_saturation", argument.entity, f"{short(argument.entity)} is out of memory.")
        used.oppose(fact, 2.5)
        yield used


def _weight(pair: tuple[Fact, float]) -> tuple[float, str]:
    return pair[1], pair[0].statement


def _behind(case: Case, argument: Argument) -> Iterator[Argument]:
    """What a database is short of, where the cache before it fails, is an effect."""
    fact = max(argument.supporting.values(), key=lambda pair: (pair[1], pair[0].statement))[0]
    for one in case.reading(_load_behind)[:2]:
        for cause in ("compute.cpu_saturation", "db.expensive_query", "storage.io_saturation"):
            rival = Argument(cause, one.series.entity or "", f"{short(one.series.entity)} is used up.")
            rival.oppose(fact, 5.0)
            yield rival


def _load_behind(case: Case) -> list[Behaviour]:
    """What of the databases shows that they get more reads than before."""
    found = [
        one
        for database in databases(case).values()
        for one in database.metrics("readiops", "cpuutilization", "dbload", "databaseconnections")
        if rose(one, 1.4) and not late(case, one) and level(one) > 1
    ]
    return found or [
        one
        for one in case.of_role(Role.CPU, Role.DISK_IO, Role.CONNECTIONS)
        if is_store(one.series.entity or "") and rose(one, 1.4) and not late(case, one)
    ]
