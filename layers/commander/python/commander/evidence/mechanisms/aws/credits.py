"""CPU is taken away: burst credits are used up, or a limit throttles the workload.

Predicts: the credit balance at zero and CPU held at the baseline of its class; throttled time rising while usage stands
at its limit. Contradicted by: a balance that does not fall.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.case import Case
from commander.evidence.mechanisms.aws.databases import databases
from commander.evidence.mechanisms.aws.effects import series_of
from commander.evidence.mechanisms.aws.instance_class import InstanceClass, instance_class
from commander.evidence.mechanisms.aws.levels import (
    fact_of,
    fell,
    in_percent,
    in_trouble,
    late,
    level,
    repeated,
    rose,
)
from commander.evidence.mechanisms.aws.pressure import relate
from commander.evidence.mechanisms.aws.values import first_text
from commander.evidence.sentences import short
from commander.evidence.spelling import plain

CAUSE = "compute.cpu_throttled"
_SPENT = 2.0
"""Credits; a handful is earned every few minutes, so a spent balance is not always exactly zero."""
_REST = 0.05
"""What is left of a balance that was used up."""
_NEAR_BASELINE = 1.25


def argue(case: Case) -> Iterator[Argument]:
    """One argument per thing with a balance of CPU credits."""
    everything = databases(case)
    for one in case.behaviours:
        entity = one.series.entity
        if entity is None or not one.series.values or plain(one.series.name) != "cpucreditbalance":
            continue
        argument = _argument(case, one, entity)
        if argument is not None:
            if entity in everything:
                relate(case, everything[entity], argument, everything)
            yield argument


def _argument(case: Case, one: Behaviour, entity: str) -> Argument | None:
    argument = Argument(
        CAUSE, entity, f"{short(entity)} has used its CPU credits up and runs at the baseline of its class."
    )
    if one.course is Course.CAME_BACK or repeated(one) or late(case, one):
        return None
    if level(one) > max(_SPENT, _REST * max(one.series.values)):
        if fell(one, 0.2) and level(one) <= 0.1 * max(one.series.values):
            argument.back(fact_of(case, one), 1.5)
        else:
            argument.oppose(fact_of(case, one), 3.0)
        return argument
    argument.back(fact_of(case, one), 3.0 if fell(one, 0.5) or one.series.values[0] > _SPENT else 1.5)
    cpu = next((other for other in case.of_any(entity) if plain(other.series.name) == "cpuutilization"), None)
    of = _class(case, entity)
    if cpu is not None and cpu.series.values:
        usage = in_percent(cpu, level(cpu))
        held = of is not None and of.baseline is not None and usage <= _NEAR_BASELINE * of.baseline
        if held or usage >= 90.0 or (of is None and in_percent(cpu, in_trouble(cpu)) >= 5.0):
            argument.back(fact_of(case, cpu), 1.0)
            waiting = series_of(case, entity, "dbloadcpu", "dbload", "cpusteal", "loadaverage1m")
            for other in [other for other in waiting if rose(other, 2.0, 1.0)][:1] if held else ():
                argument.back(fact_of(case, other), 1.0)  # more wants to run than the baseline lets run
    for other in case.of_any(entity):
        if plain(other.series.name) == "cpusurpluscreditscharged" and level(other) > 0:
            argument.oppose(fact_of(case, other), 2.0)  # unlimited mode: it pays instead of being slowed
    argument.direct = True
    argument.lack(f"what used the CPU credits of {short(entity)} up")
    return argument


def _class(case: Case, entity: str) -> InstanceClass | None:
    for item in case.bundle.state:
        if item.entity == entity:
            named = first_text(item.attributes, "instance_class", "db_instance_class", "instance_type", "class")
            if (found := instance_class(named)) is not None:
                return found
    return None
