"""A volume is at the limit of its throughput or its operations a second.

Predicts: its I/O credits run out, or its operations stay at the provisioned number while requests queue and latencies
rise. Contradicted by: credits left, operations far below the limit. What issues the I/O is a question of its own.
"""

from collections.abc import Iterator

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.case import Case
from commander.evidence.mechanisms.aws.databases import Database, databases
from commander.evidence.mechanisms.aws.levels import (
    fact_of,
    fell,
    in_percent,
    in_seconds,
    in_trouble,
    late,
    level,
    quiet,
    rose,
)
from commander.evidence.mechanisms.aws.pressure import relate
from commander.evidence.mechanisms.aws.waits import IO
from commander.evidence.sentences import amount, number, short

CAUSE = "storage.io_saturation"
_BALANCES = ("burstbalance", "ebsiobalance", "ebsbytebalance")
_EMPTY, _LOW = 5.0, 20.0
_AT_LIMIT, _FAR_BELOW = 0.9, 0.6
_SLOW_S = 0.01


def argue(case: Case) -> Iterator[Argument]:
    """One argument per database whose I/O is known."""
    everything = databases(case)
    for database in everything.values():
        argument = _argument(case, database)
        if argument is not None and (argument.supporting or argument.contradicting):
            relate(case, database, argument, everything)
            yield argument


def _argument(case: Case, database: Database) -> Argument | None:
    name = short(database.entity)
    argument = Argument(CAUSE, database.entity, f"The volume of {name} takes no more I/O.")
    spent = _weigh_balances(case, database, argument)
    queue, slow = _effects(case, database)
    at_limit = _weigh_operations(case, database, argument, bool(queue or slow))
    for one in [*queue[:1], *slow[:1]]:
        argument.back(fact_of(case, one), 1.2)
    load = database.load
    waiting = sum(load.load_of(kind) for kind in IO) if load is not None else 0.0
    if load is not None and waiting >= 1.0 and load.share(waiting) >= 0.4 and argument.supporting:
        kinds = [one for one in load.waits if one.wait in IO][:2]
        named = " and ".join(f"{one.name} ({one.load:.2f})" for one in kinds)
        said = f"Of the {load.load:.2f} sessions at work on {name} on average, many wait for I/O: {named}."
        argument.back(case.stated("state", database.entity, said, (load.item.id,)), 1.0)
    if not argument.supporting:
        return argument if argument.contradicting else None
    if not spent and not at_limit:
        argument.lack(f"the provisioned I/O of {name}", 0.7)
    argument.lack(f"what issues the I/O of {name}")
    argument.direct = spent or (at_limit and bool(queue or slow))
    return argument


def _weigh_balances(case: Case, database: Database, argument: Argument) -> bool:
    spent = False
    for one in database.metrics(*_BALANCES):
        now = in_percent(one, level(one))
        low = now <= _EMPTY or (now <= _LOW and fell(one, 0.5))
        if low and one.course is not Course.CAME_BACK and not late(case, one):
            argument.back(fact_of(case, one), 3.5 if now <= _EMPTY else 2.0)
            argument.summary = f"The I/O credits of {short(database.entity)} are used up."
            spent = True
        elif now > 50 and not fell(one, 0.7):
            argument.oppose(fact_of(case, one), 1.0)
    return spent


def _effects(case: Case, database: Database) -> tuple[list[Behaviour], list[Behaviour]]:
    """The queue in front of the volume, and its latencies, where they rose."""
    queues = [one for one in database.metrics("diskqueuedepth") if rose(one, 2.0, 3.0) and not late(case, one)]
    slow = [
        one
        for one in database.metrics("readlatency", "writelatency")
        if rose(one, 2.0) and in_seconds(one, in_trouble(one)) >= _SLOW_S and not late(case, one)
    ]
    return queues, slow


def _weigh_operations(case: Case, database: Database, argument: Argument, effects: bool) -> bool:
    """Whether operations stay at what is provisioned; against it where they are far below, or nothing is slow."""
    series = database.metrics("readiops", "writeiops")
    limit = provisioned(database)
    if not series:
        return False
    if limit is None:
        rising = [one for one in series if rose(one, 2.0, 100.0)]
        if effects and rising:
            argument.back(fact_of(case, rising[0]), 0.7)
        elif not effects and all(quiet(one) for one in series):
            argument.oppose(fact_of(case, series[0]), 2.0)
        return False
    item, allowed, why = limit
    total = sum(in_trouble(one) for one in series)
    names = " and ".join(one.series.name for one in series)
    said = (
        f"{names} of {short(database.entity)} come to {amount(total, None)} a second with {number(allowed)} {why}."
        if len(series) > 1
        else f"{names} of {short(database.entity)} is {amount(total, None)} with {number(allowed)} {why}."
    )
    fact = case.stated("metric", database.entity, said, (*(one.series.id for one in series), item.id))
    if total >= _AT_LIMIT * allowed:
        argument.back(fact, 2.5 if effects else 1.0)
        return True
    argument.oppose(fact, 2.0 if total < _FAR_BELOW * allowed else 0.7)
    return False


def provisioned(database: Database) -> tuple[State, float, str] | None:
    """How many operations a second the volume takes: as provisioned, else as its type and size give."""
    told = database.attribute("iops", "provisioned_iops", "storage_iops")
    if told is not None and told[1] > 0:
        return told[0], told[1], "provisioned"
    kind = database.text("storage_type", "volume_type")
    size = database.attribute("allocated_storage_gb", "allocated_storage", "storage_gb")
    if kind is None or size is None or size[0] is not kind[0]:
        return None
    if kind[1].lower() == "gp3":
        return kind[0], 3000.0 if size[1] < 400 else 12000.0, "in the baseline of its gp3 volume"
    if kind[1].lower() == "gp2":
        spent = [one for one in database.metrics("burstbalance") if in_percent(one, level(one)) <= _EMPTY]
        baseline = min(16000.0, max(100.0, 3 * size[1]))
        return kind[0], baseline if spent else max(3000.0, baseline), "at most from its gp2 volume"
    return None
