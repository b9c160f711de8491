"""A database is short of processors though no statement is at fault: it is too small for what is asked of it.

Predicts: CPU at its ceiling until now, more sessions at work than there are processors, most of them on or waiting for
CPU, and the load spread over many cheap statements. Contradicted by: one statement with most of the load, waits for
locks or storage, CPU as high in a normal time.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.mechanisms.aws.databases import Database, databases
from commander.evidence.mechanisms.aws.expensive_query import dominant
from commander.evidence.mechanisms.aws.insights import told
from commander.evidence.mechanisms.aws.levels import fact_of, in_percent, level, rose
from commander.evidence.mechanisms.aws.pressure import BUSY_CPU, CPU, relate
from commander.evidence.mechanisms.aws.waits import Wait
from commander.evidence.roles import Role
from commander.evidence.sentences import number, short

CAUSE = "compute.cpu_saturation"
_SPREAD, _ON_CPU, _OVER = 0.4, 0.6, 1.5
_COSTLY_S = 0.1


def argue(case: Case) -> Iterator[Argument]:
    """One argument per database whose processors are all taken by many statements."""
    everything = databases(case)
    for database in everything.values():
        argument = _argument(case, database)
        if argument is not None:
            relate(case, database, argument, everything)
            yield argument


def _argument(case: Case, database: Database) -> Argument | None:
    load, cpus = database.load, database.cpus
    top = dominant(load) if load is not None else None
    busy = next((one for one in database.metrics(*CPU) if in_percent(one, level(one)) >= BUSY_CPU), None)
    if load is None or top is None or cpus is None or busy is None or busy.series.reference:
        return None
    if busy is not case.own and not rose(busy, 1.2):
        return None  # as high all the time, and not what the incident is about
    share, cost = load.share(top.load), top.seconds_a_call
    costly = cost is not None and cost >= _COSTLY_S
    if share >= _SPREAD or costly or load.share_of(Wait.CPU) < _ON_CPU or load.load < _OVER * cpus:
        return None
    name = short(database.entity)
    argument = Argument(CAUSE, database.entity, f"{name} is too small for what is asked of it.", direct=True)
    argument.back(fact_of(case, busy), 1.5)
    items = [known[0] for known in (database.attribute("vcpus", "vcpu", "cpus") or database.instance_class,) if known]
    said = f"On average {load.load:.2f} sessions were at work on {name}, which has {number(cpus)} virtual CPUs."
    argument.back(told(case, load, said, *items), 1.5)
    said = f"The load of {name} is spread: no statement has more than {100 * share:.0f} percent of it."
    argument.back(told(case, load, said), 1.0)
    above = case.topology.dependents_of(database.entity)
    for one in case.behaviours:
        if one.bad and one.series.role is Role.LATENCY and one.series.entity in above:
            argument.back(fact_of(case, one), 0.7)
            break
    return argument
