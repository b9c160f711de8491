"""More work reaches a database than it was sized for: many cheap calls, not a costly one.

Predicts: connections, network traffic, statements or transactions a second rise together with the load, no later than
it; no statement is costly by itself. Contradicted by: demand as usual while the load rises.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.mechanisms.aws.databases import Database, databases
from commander.evidence.mechanisms.aws.expensive_query import dominant
from commander.evidence.mechanisms.aws.insights import told
from commander.evidence.mechanisms.aws.levels import fact_of, late, quiet, rose
from commander.evidence.mechanisms.aws.pressure import pressure_of, relate
from commander.evidence.mechanisms.aws.waits import Wait
from commander.evidence.roles import Role
from commander.evidence.sentences import number, short

CAUSE = "traffic.surge"
_COUNTS = (
    "queries",
    "selectthroughput",
    "dmlthroughput",
    "committhroughput",
    "transactions",
    "dbtransactionsxactcommit",
    "xactcommit",
    "dbsqlqueriesstarted",
    "loginattempts",
)
_TRAFFIC = ("networkreceivethroughput", "storagenetworkreceivethroughput")
_CONNECTIONS = ("databaseconnections",)
_SURGE = 1.5
_CHEAP_S, _COSTLY_S = 0.02, 0.2
_SPREAD = 0.35


def argue(case: Case) -> Iterator[Argument]:
    """One argument per database under pressure of which something is known about its demand."""
    everything = databases(case)
    for database in everything.values():
        argument = _argument(case, database)
        if argument is not None:
            relate(case, database, argument, everything)
            yield argument


def _argument(case: Case, database: Database) -> Argument | None:
    pressure = pressure_of(case, database)
    if not pressure.there or _asked_by_a_surge(case, database.entity):
        return None
    name = short(database.entity)
    argument = Argument(CAUSE, database.entity, f"More work reaches {name} than it was planned for.")
    risen = 0
    for names, weight in ((_COUNTS, 2.2), (_TRAFFIC, 1.3), (_CONNECTIONS, 1.0)):
        seen = database.metrics(*names)
        rising = [one for one in seen if rose(one, _SURGE) and not late(case, one)]
        for one in rising[:1]:
            argument.back(fact_of(case, one), weight)
            risen += names is not _CONNECTIONS
        for one in [one for one in seen if not rising and quiet(one)][:1]:
            argument.oppose(fact_of(case, one), weight)
    if not argument.supporting and not argument.contradicting:
        return None
    cheap = _weigh_statements(case, database, argument)
    if argument.supporting:
        for one in asked_as_ever(case, database.entity):
            argument.oppose(fact_of(case, one), 2.5)  # its callers ask more of it, and nobody asks more of them
            risen = 0
    if argument.supporting:
        pressure.weigh(argument, 1)
    argument.direct = risen > 0 and cheap is not False
    return argument


def _asked_by_a_surge(case: Case, entity: str) -> bool:
    """Whether demand rose at something that needs the database: then the surge is argued there."""
    above = case.topology.dependents_of(entity)
    return any(
        one.series.entity in above and one.series.entity != entity and _rising(one) for one in case.of_role(Role.DEMAND)
    )


def asked_as_ever(case: Case, entity: str) -> list[Behaviour]:
    """A series of the calls that those who need the database get, as many as ever; none where any of them rose."""
    above = case.topology.dependents_of(entity)
    asked = [
        one
        for one in case.of_role(Role.DEMAND)
        if one.series.entity in above and one.series.entity != entity and one.series.values
    ]
    calm = [one for one in asked if quiet(one)]
    nearest = sorted(calm, key=lambda one: (above.get(one.series.entity or "", 0), one.series.name, one.series.id))
    return nearest[:1] if len(calm) == len(asked) else []


def _rising(one: Behaviour) -> bool:
    return rose(one, _SURGE)


def _weigh_statements(case: Case, database: Database, argument: Argument) -> bool | None:
    """Whether the load is made of cheap calls; None where that is not known."""
    load = database.load
    top = dominant(load) if load is not None else None
    if load is None or top is None:
        return None
    name, cost = short(database.entity), top.seconds_a_call
    if load.share_of(Wait.LOCK) >= 0.3:
        argument.oppose(told(case, load, f"The load of {name} waits for locks."), 2.0)
        return False
    if cost is not None and cost <= _CHEAP_S:
        said = f"The statement of {name} with the most load runs {number(round(top.calls or 0.0, 3))} times a second."
        argument.back(told(case, load, said), 1.3)
        return True
    percent = f"{100 * load.share(top.load):.0f} percent"
    if load.share(top.load) < _SPREAD and (cost is None or cost < _COSTLY_S):
        said = f"No statement of {name} has more than {percent} of the load."
        argument.back(told(case, load, said), 0.8)
        return True
    argument.oppose(told(case, load, f"One statement of {name} has {percent} of the load."), 1.5)
    return False
