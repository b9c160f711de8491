"""Which workloads are databases, told by their images, their ports and their names."""

import re
from functools import cache

from commander.evidence.case import Case
from commander.evidence.cluster.backing import Backing, backing
from commander.evidence.cluster.services import Service

_NAMES = (
    r"postgres|postgis|pgpool|pgbouncer|timescale|mysql|mariadb|percona|mongo|cockroach|cassandra|scylla|mssql|sqlserver|"
    r"oracle|\bdb2\b|couchdb|neo4j|(?:^|[-_/.])(?:db|database|pg|sql)(?:$|[-_\d.:])"
)
_PORTS = frozenset({1433, 1521, 3306, 5432, 5433, 9042, 26257, 27017, 7687, 5984})
_NO_DATABASE = r"exporter|admin|backup|ui\b"


def is_database(case: Case, service: Service) -> bool:
    """Whether a database answers for a Service."""
    found = backing(case, service)
    known = case.reading(_by_images)
    if found not in known:
        images = {one.image or "" for one in found.containers}
        known[found] = any(_named(one.rpartition("/")[2].partition("@")[0].partition(":")[0]) for one in images)
    if known[found]:
        return True
    ports = {one.port for one in service.ports} | {one.number for one in found.ports}
    return _named(service.name) or not ports.isdisjoint(_PORTS)


def _by_images(case: Case) -> dict[Backing, bool]:
    return {}


def _named(text: str) -> bool:
    return _pattern(_NAMES).search(text) is not None and _pattern(_NO_DATABASE).search(text) is None


@cache
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)
