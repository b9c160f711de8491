"""Which instances are members of which database cluster: an alarm names the one, series and calls the other.

Told by what an instance says of its cluster, else by its name: the members of `orders` are `orders-1`, `orders-b`.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from commander.contract.evidence import State

_CLUSTERS = frozenset(
    {
        "rds-cluster",
        "rds_cluster",
        "aurora",
        "aurora-cluster",
        "db-cluster",
        "dbcluster",
        "docdb-cluster",
        "neptune-cluster",
        "replication-group",
        "elasticache-cluster",
        "cache-cluster",
    }
)
_MEMBERS = frozenset({"rds", "db", "aurora", "docdb", "neptune", "elasticache", "redis", "valkey", "cache", "database"})
_NAMED = ("db_cluster", "cluster", "cluster_id", "cluster_identifier", "db_cluster_identifier", "replication_group")


def memberships(entities: Iterable[str], states: Iterable[State]) -> Iterator[tuple[str, str]]:
    """Pairs of a cluster and one of its instances."""
    known = sorted(set(entities))
    clusters = {entity.partition("/")[2]: entity for entity in known if entity.partition("/")[0] in _CLUSTERS}
    if not clusters:
        return
    for entity in known:
        kind, _, name = entity.partition("/")
        base = name.rpartition("-")[0]
        if kind in _MEMBERS and base in clusters and clusters[base] != entity:
            yield clusters[base], entity
    for item in states:
        cluster = next(
            (clusters[name] for key in _NAMED if (name := _name(item.attributes.get(key))) in clusters), None
        )
        if cluster is not None and cluster != item.entity and item.entity.partition("/")[0] in _MEMBERS:
            yield cluster, item.entity


def _name(value: Any) -> str:
    return value.rpartition("/")[2].rpartition(":")[2] if isinstance(value, str) else ""
