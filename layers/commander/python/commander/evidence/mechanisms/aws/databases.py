"""Each database of a bundle with all that is known of it: its series, class, parameters, load and role."""

from dataclasses import dataclass, field
from typing import Any

from commander.contract.evidence import PlatformEvent, State
from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.case import Case
from commander.evidence.mechanisms.aws.insights import Insights, insights_of, readings
from commander.evidence.mechanisms.aws.instance_class import InstanceClass, instance_class
from commander.evidence.mechanisms.aws.values import first_number, first_text, mapping
from commander.evidence.spelling import plain

KINDS = frozenset(
    {
        "rds",
        "rds-instance",
        "rds_instance",
        "rds-cluster",
        "rds_cluster",
        "aurora",
        "aurora-cluster",
        "db",
        "db-instance",
        "db-cluster",
        "dbinstance",
        "database",
        "docdb",
        "neptune",
        "postgres",
        "postgresql",
        "mysql",
        "mariadb",
        "opensearch",
        "elasticsearch",
        "redshift",
    }
)
NAMESPACES = frozenset({"AWS/RDS", "AWS/DocDB", "AWS/Neptune", "AWS/ES", "AWS/Redshift"})
STATES = (
    "rds_instance",
    "rds_cluster",
    "db_instance",
    "db_cluster",
    "aurora_cluster",
    "docdb_cluster",
    "docdb_instance",
    "neptune_cluster",
    "neptune_instance",
    "opensearch_domain",
    "elasticsearch_domain",
    "redshift_cluster",
)
_ALIASES = {
    "dbloadaverage": "dbload",
    "oscpuutilizationtotal": "cpuutilization",
    "osmemoryfree": "freeablememory",
    "osdiskioavgqueuelen": "diskqueuedepth",
    "dbusernumbackends": "databaseconnections",
    "dbusersthreadsconnected": "databaseconnections",
    "dbtransactionsmaxusedxactids": "maximumusedtransactionids",
    "pgstatactivitycount": "databaseconnections",
    "pgstatdatabasenumbackends": "databaseconnections",
    "pgreplicationlag": "replicalag",
    "pgreplicationlagseconds": "replicalag",
    "mysqlglobalstatusthreadsconnected": "databaseconnections",
    "mysqlslavestatussecondsbehindmaster": "replicalag",
    "secondsbehindmaster": "replicalag",
    "secondsbehindsource": "replicalag",
}
_STATISTICS = ("Average", "Maximum", None, "p99", "Sum", "Minimum", "SampleCount")


@dataclass(eq=False)
class Database:
    """One database instance or cluster. `insights` are by time, the newest last; `normal` is a reading of a time that
    is known to be normal."""

    entity: str
    series: dict[str, list[Behaviour]] = field(default_factory=dict)
    items: list[State] = field(default_factory=list)
    insights: list[Insights] = field(default_factory=list)
    normal: Insights | None = None
    events: list[PlatformEvent] = field(default_factory=list)

    def metric(self, *names: str) -> Behaviour | None:
        """The first of these series that has points, by its plain name; the average where there are several."""
        return next((found[0] for name in names if (found := self.series.get(name))), None)

    def metrics(self, *names: str) -> list[Behaviour]:
        """Those of these series that have points, one of each name."""
        return [found[0] for name in names if (found := self.series.get(name))]

    @property
    def load(self) -> Insights | None:
        """The newest reading of Performance Insights."""
        return self.insights[-1] if self.insights else None

    @property
    def earlier(self) -> Insights | None:
        """A reading to compare the newest with: of a normal time, else the one before it."""
        return self.normal or (self.insights[-2] if len(self.insights) > 1 else None)

    def attribute(self, *keys: str) -> tuple[State, float] | None:
        """A number in the state with the item that holds it, from the parameters where it is not on the outside."""
        for item in self.items:
            for place in (item.attributes, mapping(item.attributes.get("parameters"))):
                if (value := first_number(place, *keys)) is not None:
                    return item, value
        return None

    def text(self, *keys: str) -> tuple[State, str] | None:
        """A text in the state with the item that holds it."""
        for item in self.items:
            for place in (item.attributes, mapping(item.attributes.get("parameters"))):
                if (value := first_text(place, *keys)) is not None:
                    return item, value
        return None

    @property
    def engine(self) -> str:
        """The engine's name in lower case; empty where it is not known."""
        told = self.text("engine", "db_engine")
        return told[1].lower() if told else ""

    @property
    def instance_class(self) -> tuple[State, InstanceClass] | None:
        """The class with the item that names it."""
        told = self.text("instance_class", "db_instance_class", "class", "instance_type")
        found = instance_class(told[1]) if told else None
        return (told[0], found) if told and found else None

    @property
    def cpus(self) -> float | None:
        """How many sessions it can run at once."""
        told = self.attribute("vcpus", "vcpu", "max_vcpus", "cpus")
        if told is not None and told[1] >= 1:
            return told[1]
        known = self.instance_class
        return known[1].cpus if known else None

    @property
    def cluster(self) -> str | None:
        """The name of the cluster it is in."""
        told = self.text("db_cluster", "db_cluster_identifier", "cluster", "cluster_identifier")
        return told[1] if told else None

    @property
    def source(self) -> str | None:
        """The name of the database that it replicates."""
        told = self.text("read_replica_source", "replica_source", "replicates_from", "source_db", "replication_source")
        return told[1] if told else None


def databases(case: Case) -> dict[str, Database]:
    """Every database of the case by entity, in order."""
    return case.reading(_read)


def _read(case: Case) -> dict[str, Database]:
    found: dict[str, Database] = {}
    for one in case.behaviours:
        entity = one.series.entity
        if entity is not None and one.series.values and is_database(entity, one.series.namespace):
            database = found.setdefault(entity, Database(entity))
            database.series.setdefault(_key(one.series.name), []).append(one)
    for item in case.items(*STATES):
        database = found.setdefault(item.entity, Database(item.entity))
        database.items.append(item)
        if (read := insights_of(item)) is not None:
            database.insights.append(read)
    for item, of_normal_time in readings(case):
        database = found.setdefault(item.entity, Database(item.entity))
        if (read := insights_of(item)) is None:
            continue
        if of_normal_time:
            database.normal = database.normal or read
        else:
            database.insights.append(read)
    for event in case.events():
        if event.entity is not None and (event.entity in found or is_database(event.entity, None)):
            found.setdefault(event.entity, Database(event.entity)).events.append(event)
    for database in found.values():
        database.insights.sort(key=lambda one: (one.end or one.start or 0.0, one.load, one.item.id))
        for several in database.series.values():
            several.sort(key=_preference)
    return {entity: found[entity] for entity in sorted(found)}


def _key(name: str) -> str:
    """The plain name of a series; counters of Performance Insights and of exporters by CloudWatch's names."""
    parts = name.split(".")
    if len(parts) > 2 and parts[-1].lower() in ("avg", "max", "min", "sum"):
        name = ".".join(parts[:-1])
    key = plain(name)
    return _ALIASES.get(key, key)


def _preference(one: Behaviour) -> tuple[Any, ...]:
    known = one.series.statistic if one.series.statistic in _STATISTICS else None
    return _STATISTICS.index(known), one.course is Course.EMPTY, -len(one.series.values), one.series.id


def is_database(entity: str, namespace: str | None) -> bool:
    """Whether a thing is a database, by its kind or the namespace of its series."""
    return entity.partition("/")[0] in KINDS or namespace in NAMESPACES
