"""What was taken from a database, so that each of its statements takes longer: processors, operations, memory.

The statement with the most load was mostly the one with the most load before, too. Where a balance of credits ended,
operations stand at what is provisioned, or memory is gone, that is why its load grew. Contradicted by: operations or
processors that only now are asked for so much.
"""

from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.aws.databases import Database
from commander.evidence.mechanisms.aws.io import provisioned
from commander.evidence.mechanisms.aws.levels import fact_of, fell, in_trouble, late, level, rose
from commander.evidence.sentences import amount, number, short

_BALANCES = ("burstbalance", "ebsiobalance", "ebsbytebalance")
_OPERATIONS = ("readiops", "writeiops", "readthroughput", "writethroughput")
_SPENT, _HELD, _CAP, _NEAR_BEFORE = 0.05, 0.75, 0.9, 0.6
_MEMORY_LEFT, _SWAP = 0.1, 5e8


def taken_away(case: Case, database: Database) -> Fact | None:
    """The fact that shows it; None where nothing was taken away."""
    for credits in database.metrics("cpucreditbalance"):
        cpu = database.metric("cpuutilization")
        if _spent(case, database, "cpucreditbalance") and cpu is not None and fell(cpu, _HELD):
            return fact_of(case, credits)
    for name in _BALANCES:
        asked = database.metrics(*_OPERATIONS)
        if _spent(case, database, name) and asked and not any(rose(one, 1.5) for one in asked):
            return fact_of(case, database.metrics(name)[0])
    return _capped(case, database) or _without_memory(case, database)


def _spent(case: Case, database: Database, name: str) -> bool:
    one = database.metric(name)
    if one is None or late(case, one):
        return False
    most = max(one.series.values)
    return most > 0 and level(one) <= max(_SPENT * most, 1.0) and one.series.values[0] > 2 * level(one)


def _capped(case: Case, database: Database) -> Fact | None:
    """Operations at what is provisioned, where they were near it before."""
    limit, series = provisioned(database), database.metrics("readiops", "writeiops")
    if limit is None or not series:
        return None
    item, allowed, why = limit
    now, before = sum(in_trouble(one) for one in series), sum(one.before for one in series)
    if now < _CAP * allowed or not _NEAR_BEFORE * allowed <= before <= now:
        return None
    said = (
        f"{short(database.entity)} does {amount(now, None)} operations a second, {amount(before, None)} before, with "
        f"{number(allowed)} {why}."
    )
    return case.stated("metric", database.entity, said, (*(one.series.id for one in series), item.id))


def _without_memory(case: Case, database: Database) -> Fact | None:
    free, swap = database.metric("freeablememory"), database.metric("swapusage")
    gone = free is not None and fell(free, _MEMORY_LEFT) and not late(case, free)
    if free is None or not gone or swap is None or not rose(swap, 2.0, _SWAP):
        return None
    return fact_of(case, free)
