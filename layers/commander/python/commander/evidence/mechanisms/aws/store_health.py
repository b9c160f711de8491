"""What managed stores count of their own health: nodes, partitions, refused work, keys, connections, replication.

Predicts: such a count leaves what it always was with the trouble. Contradicted by: a count as ever, or a change of the
number of nodes that somebody made.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.mechanisms.aws.effects import weigh_effect
from commander.evidence.mechanisms.aws.levels import fact_of, fell, in_seconds, in_trouble, late, rose
from commander.evidence.mechanisms.aws.related import connection
from commander.evidence.sentences import short
from commander.evidence.spelling import plain


@dataclass(frozen=True, slots=True)
class _Count:
    """A count by the namespaces that have it and its plain names: the cause that it shows where it `rises` (or falls)
    at least so far, with the weight of that and a summary that begins with the thing's name."""

    namespaces: tuple[str, ...]
    names: tuple[str, ...]
    cause: str
    weight: float
    summary: str
    rises: bool = True
    least: float = 1.0


_SEARCH, _KAFKA, _CACHE = ("AWS/ES", "AWS/AOSS"), ("AWS/Kafka",), ("AWS/ElastiCache", "AWS/MemoryDB")
_MOST_CONNECTIONS, _AT_MOST = 65000.0, 0.95
"""So many clients one node of a managed cache takes."""
_LAGS_S = 10.0
_SAID = ("dependency.slow", "dependency.errors", "code.unhandled_error")
_COUNTS = (
    _Count(_SEARCH, ("kmskeyinaccessible", "kmskeyerror"), "access.kms_key_unavailable", 4.0, "cannot use its key."),
    _Count(_SEARCH, ("nodes",), "compute.instance_lost", 3.0, "lost a node.", rises=False),
    _Count(_KAFKA, ("offlinepartitionscount", "offlinepartitions"), "compute.instance_lost", 2.5, "lost a broker."),
    _Count(_KAFKA, ("activecontrollercount",), "compute.instance_lost", 2.0, "lost its controller.", rises=False),
    _Count(
        _SEARCH,
        (
            "threadpoolsearchrejected",
            "threadpoolwriterejected",
            "threadpoolbulkrejected",
            "threadpoolindexrejected",
            "coordinatingwriterejected",
            "primarywriterejected",
        ),
        "compute.thread_pool_exhausted",
        3.0,
        "refuses work because its queues are full.",
    ),
    _Count(
        ("AWS/Cassandra",),
        (
            "writethrottleevents",
            "readthrottleevents",
            "storagecapacityexceeded",
            "perconnectionrequestrateexceeded",
        ),
        "dynamodb.throttled",
        3.5,
        "is asked for more than its capacity.",
    ),
)


def argue(case: Case) -> Iterator[Argument]:
    """One argument per store and cause that its counts show."""
    found: dict[tuple[str, str], Argument] = {}
    for one in case.behaviours:
        entity = one.series.entity
        if entity is None or not one.series.values or late(case, one):
            continue
        told = _told(one)
        if told is None:
            continue
        cause, weight, summary = told
        if cause == "compute.instance_lost" and _meant(case, entity):
            continue
        argument = found.setdefault((cause, entity), Argument(cause, entity, f"{short(entity)} {summary}", direct=True))
        argument.back(fact_of(case, one), weight if not argument.supporting else 0.7)
    for _, argument in sorted(found.items()):
        weigh_effect(case, argument.entity, argument)
        connection(case, argument)
        yield argument
        fact = next(iter(argument.supporting.values()))[0]
        for cause in _SAID:
            itself = Argument(cause, argument.entity, f"{short(argument.entity)} does not answer as it should.")
            itself.oppose(fact, 2.5)  # the count says why
            yield itself


def _told(one: Behaviour) -> tuple[str, float, str] | None:
    name = plain(one.series.name)
    if name == "currconnections" and one.series.namespace in _CACHE:
        full = in_trouble(one) >= _AT_MOST * _MOST_CONNECTIONS and rose(one, 1.1)
        return ("db.connections_exhausted", 3.0, "takes no more clients.") if full else None
    if name == "replicationlatency" and one.series.namespace == "AWS/DynamoDB":
        lags = rose(one, 5.0) and in_seconds(one, in_trouble(one)) >= _LAGS_S
        return ("db.replication_lag", 3.5, "is behind in another region.") if lags else None
    for count in _COUNTS:
        if one.series.namespace in count.namespaces and name in count.names:
            moved = rose(one, 2.0, count.least) if count.rises else fell(one, 0.9)
            return (count.cause, count.weight, count.summary) if moved else None
    return None


def _meant(case: Case, entity: str) -> bool:
    """Whether somebody changed how many nodes there are."""
    return any(one.kind == "scaling" for one in case.releases_of(entity))
