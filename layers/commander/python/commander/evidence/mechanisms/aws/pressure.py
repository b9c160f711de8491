"""Whether a database is under more load now than it usually is, or than it can carry, and what shows it."""

from collections.abc import Iterator
from dataclasses import dataclass

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.aws.databases import Database, databases
from commander.evidence.mechanisms.aws.habits import habit
from commander.evidence.mechanisms.aws.insights import told
from commander.evidence.mechanisms.aws.levels import (
    fact_of,
    in_percent,
    in_seconds,
    in_trouble,
    late,
    level,
    quiet,
    repeated,
    rose,
)
from commander.evidence.mechanisms.aws.related import connection
from commander.evidence.sentences import number, short
from commander.evidence.spelling import plain

BUSY_CPU = 90.0
"""Percent of CPU from which a database is short of it."""
_LEAST_CPU_RISE = 20.0
_LEAST_SECONDS = 0.005
LOADS = ("dbload", "dbloadcpu", "dbloadnoncpu", "dbloadrelativetonumvcpus")
CPU = ("cpuutilization", "oscpuutilizationtotal")
LATENCIES = (
    "readlatency",
    "writelatency",
    "selectlatency",
    "dmllatency",
    "insertlatency",
    "updatelatency",
    "deletelatency",
    "commitlatency",
    "ddllatency",
    "querylatency",
)
OPERATIONS = ("readiops", "writeiops", "readthroughput", "writethroughput", "volumereadiops", "volumewriteiops")
QUEUES = ("diskqueuedepth",)


@dataclass(frozen=True, slots=True)
class Pressure:
    """What shows that the database is under load: facts with how much each says, the most telling first."""

    signs: tuple[tuple[Fact, float], ...]
    calm: tuple[Fact, ...]
    later: tuple[Fact, ...]
    """What rose only well after the trouble had been seen: an effect of it, or something else."""

    @property
    def there(self) -> bool:
        """Whether anything shows it."""
        return bool(self.signs)

    def weigh(self, argument: Argument, most: int = 2) -> None:
        """Puts it on its side of an argument: load that nobody sees is none."""
        for fact, weight in self.signs[:most]:
            argument.back(fact, weight)
        if not self.signs:
            for fact in self.calm[:2]:
                argument.oppose(fact, 2.5)
        for fact in self.later[:1]:
            argument.oppose(fact, 0.7 if self.signs else 2.5)


def pressure_of(case: Case, database: Database) -> Pressure:
    """What the series and the load of a database say about the pressure it is under."""
    return case.reading(_pressures)[database.entity]


def _pressures(case: Case) -> dict[str, Pressure]:
    return {entity: _pressure(case, database) for entity, database in databases(case).items()}


def _pressure(case: Case, database: Database) -> Pressure:
    signs: list[tuple[Fact, float]] = []
    calm: list[Fact] = []
    later: list[Fact] = []
    usual = habit(case)
    for one in database.metrics(*LOADS, *CPU, *LATENCIES, *QUEUES, *OPERATIONS):
        if usual is not None and usual.covers(case, one):
            calm.append(usual.fact)
            continue
        weight = _weight(database, one)
        if weight and late(case, one):
            later.append(fact_of(case, one))
        elif weight:
            signs.append((fact_of(case, one), weight))
        elif calm_again(one):
            calm.append(fact_of(case, one))
    if signs or not later:
        signs += _overloaded(case, database)
    signs.sort(key=lambda pair: (-pair[1], pair[0].statement))
    return Pressure(tuple(signs), tuple(calm), tuple(later))


def calm_again(one: Behaviour) -> bool:
    """Whether a series says that nothing is unusual."""
    return quiet(one) or one.course is Course.CAME_BACK


def _weight(database: Database, one: Behaviour) -> float:
    """How much a series says that the database is under pressure; 0 where it says nothing of it."""
    name = plain(one.series.name)
    value = in_trouble(one)
    if name in CPU:
        percent, before = in_percent(one, value), in_percent(one, one.before)
        if percent >= BUSY_CPU and not _usual(one):
            return 1.5
        return 1.0 if rose(one, 1.4) and percent - before >= _LEAST_CPU_RISE else 0.0
    if name in LOADS:
        cpus = 1.0 if name.endswith("vcpus") else database.cpus
        if cpus is not None and value >= 1.5 * cpus and not _usual(one):
            return 1.5
        return 1.2 if rose(one, 2.0, max(0.5, 0.25 * (cpus or 2.0))) else 0.0
    if name in LATENCIES:
        unit = in_seconds(one, 1.0)
        return 1.0 if rose(one, 2.0) and value * unit >= _LEAST_SECONDS else 0.0
    if name in QUEUES:
        return 1.0 if rose(one, 2.0, 3.0) else 0.0
    least = 1e6 if "throughput" in name else 50.0
    return 0.7 if rose(one, 2.0, least) else 0.0


def _usual(one: Behaviour) -> bool:
    """Whether a level without a change in view is known to be usual; without a normal time it is not known."""
    return (
        repeated(one) or (one.course is Course.STEADY and bool(one.series.reference)) or one.course is Course.CAME_BACK
    )


def _overloaded(case: Case, database: Database) -> Iterator[tuple[Fact, float]]:
    """More sessions at work than processors, as Performance Insights says, unless the series know better."""
    load, known = database.load, database.instance_class
    if load is None or habit(case) is not None or any(calm_again(one) for one in database.metrics("dbload", *CPU)):
        return
    if database.cpus is not None and load.load >= max(1.5, 1.2 * database.cpus):
        of = f" of class {known[1].name} with {number(known[1].cpus)} virtual CPUs" if known else ""
        items = (known[0],) if known else ()
        said = f"On average {load.load:.2f} sessions were at work on {short(database.entity)}{of}."
        yield told(case, load, said, *items), 1.0
    elif load.load >= 4.0:
        said = f"On average {load.load:.2f} sessions were at work on {short(database.entity)}."
        yield told(case, load, said), 0.7


def busy_cpu(one: Behaviour) -> bool:
    """Whether a CPU series stands at its ceiling, and not as usual."""
    return in_percent(one, max(level(one), in_trouble(one))) >= BUSY_CPU and not _usual(one)


def relate(case: Case, database: Database, argument: Argument, everything: dict[str, Database]) -> None:
    """Weighs whether the database has to do with the symptom: nothing says so of another database's alarm."""
    connection(case, argument)
    resource = case.resource
    if resource is None or resource not in everything or resource == database.entity or case.topology.known:
        return
    if not akin(case, everything[resource], database):
        nothing = f"Nothing collected relates {short(database.entity)} to {short(resource)}."
        argument.oppose(case.absence(database.entity, nothing, "topology", "state"), 2.5)


def akin(case: Case, one: Database, other: Database) -> bool:
    """Whether two databases replicate one another or are of one cluster."""
    names = {one.entity, short(one.entity)}, {other.entity, short(other.entity)}
    if (one.cluster and one.cluster in (other.cluster, *names[1])) or (other.cluster and other.cluster in names[0]):
        return True
    first, second = sorted((short(one.entity), short(other.entity)), key=len)
    if second.startswith(f"{first}-"):
        return True  # shop and shop-replica, shop-cluster and shop-cluster-instance-1
    if (one.source and one.source in names[1]) or (other.source and other.source in names[0]):
        return True
    return any(
        edge.kind in ("replicates_to", "owns") and {edge.from_, edge.to} == {one.entity, other.entity}
        for edge in case.bundle.topology
    )
