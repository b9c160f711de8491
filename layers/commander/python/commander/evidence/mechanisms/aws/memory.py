"""A database is short of memory, or its transaction ids run out.

Memory predicts: free memory near nothing and swapping, where there was more before; RDS says that the process was
killed. A small amount of free memory that does not change is a cache doing its work. Transaction ids predict: the
oldest of them far beyond what vacuum normally leaves, warnings in the log.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Course
from commander.evidence.case import Case
from commander.evidence.mechanisms.aws.databases import Database, databases
from commander.evidence.mechanisms.aws.levels import fact_of, fell, in_trouble, late, level, rose
from commander.evidence.mechanisms.aws.platform_events import lately, saying, wording
from commander.evidence.mechanisms.aws.pressure import relate
from commander.evidence.mechanisms.aws.statements import Work, shown
from commander.evidence.sentences import amount, short

_KILLED = (
    r"(?:killed|restarted|terminated|crash\w*)\b.{0,80}\bmemory|out[ -]of[ -]memory|\bmemory\b.{0,40}\b(?:exhaust|low)"
)
_SCARCE, _MEGABYTE = 0.05, 1e6
_LEAST_SWAP = 100 * _MEGABYTE
_OLD_IDS, _VERY_OLD_IDS = 1.0e9, 1.8e9
"""PostgreSQL refuses writes about 2.1 thousand million transactions after the oldest; autovacuum acts at 0.2."""
_WRAPAROUND = (
    r"must be vacuumed within|wraparound data loss|not accepting commands to avoid wraparound|oldest xmin is far in"
)


def argue(case: Case) -> Iterator[Argument]:
    """Arguments about the memory and the transaction ids of every database of which something is known about them."""
    everything = databases(case)
    for database in everything.values():
        for argument in (_memory(case, database), _wraparound(case, database)):
            if argument is not None:
                relate(case, database, argument, everything)
                yield argument


def _memory(case: Case, database: Database) -> Argument | None:
    name = short(database.entity)
    argument = Argument("compute.memory_saturation", database.entity, f"{name} is short of memory.")
    free, swap, known = database.metric("freeablememory"), database.metric("swapusage"), database.instance_class
    killed = lately(case, saying(database.events, _KILLED))
    scarce = False
    if free is not None:
        now = min(level(free), in_trouble(free))
        scarce = fell(free, 0.35) and not late(case, free)
        if known is not None and scarce:
            said = (
                f"{free.series.name} of {name} is {amount(now, free.series.unit)}, {100 * now / known[1].memory:.1f} "
                f"percent of the memory of an instance of class {known[1].name}."
            )
            little = now <= _SCARCE * known[1].memory
            fact = case.stated("metric", database.entity, said, (free.series.id, known[0].id))
            argument.back(fact, 1.5 if little else 0.3)
        if scarce:
            argument.back(fact_of(case, free), 1.5)
        else:
            argument.oppose(fact_of(case, free), 2.0 if free.course is not Course.CHANGED else 1.0)
    swapping = swap is not None and rose(swap, 1.5, _LEAST_SWAP) and not late(case, swap)
    if swap is not None and swapping:
        argument.back(fact_of(case, swap), 1.5)
    for event in killed[:1]:
        argument.back(case.fact_of_event(event), 3.0)
    if not argument.supporting:
        return argument if free is not None and case.own is free else None
    argument.lack(f"what uses the memory of {name}")
    argument.direct = bool(killed) or (scarce and swapping)
    return argument


def _wraparound(case: Case, database: Database) -> Argument | None:
    name = short(database.entity)
    argument = Argument(
        "db.transaction_id_wraparound", database.entity, f"The transaction ids of {name} are nearly used up."
    )
    used = database.metric("maximumusedtransactionids")
    logged = [
        one
        for one in case.patterns
        if one.entity == database.entity and not one.ended and wording(_WRAPAROUND).search(one.text)
    ]
    if used is not None and level(used) >= _OLD_IDS:
        argument.back(fact_of(case, used), 4.0 if level(used) >= _VERY_OLD_IDS else 2.8)
        argument.direct = True
    elif used is not None and level(used) < 0.5 * _OLD_IDS and logged:
        argument.oppose(fact_of(case, used), 2.0)
    for pattern in logged[:1]:
        argument.back(case.fact_of_pattern(pattern), 3.5)
        argument.direct = True
    for event in lately(case, saying(database.events, _WRAPAROUND + r"|wraparound"))[:1]:
        argument.back(case.fact_of_event(event), 2.5)
        argument.direct = True
    if argument.supporting and database.load is not None:
        for statement in database.load.works(Work.WRAPAROUND)[:1]:
            said = f'{name} runs "{shown(statement.text)}".'
            argument.back(case.stated("state", database.entity, said, (database.load.item.id,)), 1.0)
    return argument if argument.supporting else None
