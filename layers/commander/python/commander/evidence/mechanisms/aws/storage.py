"""The storage of a database is full or about to be.

Predicts: free space near zero, or falling so fast that it is there within hours; RDS says that it is low. A search
engine refuses writes long before its disks are full: at its flood stage. Contradicted by: plenty of free space that
does not fall. That a full store refuses writes is an effect.
"""

import math
from collections.abc import Iterator
from itertools import pairwise

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.aws.databases import Database, databases
from commander.evidence.mechanisms.aws.levels import fact_of, fell, level, rose
from commander.evidence.mechanisms.aws.platform_events import lately, saying
from commander.evidence.mechanisms.aws.pressure import relate
from commander.evidence.moments import span
from commander.evidence.sentences import amount, number, short
from commander.evidence.series import median
from commander.evidence.spelling import plain

CAUSE = "storage.full"
_FREE = ("freestoragespace", "freelocalstorage", "auroravolumebytesleft", "auroravolumebyteslefttotal")
_FULL = (
    r"free storage capacity .{0,80}\blow\b|exhausted .{0,40}storage|storage[- ]full|storage (?:is )?full|"
    r"(?:storage|disk) (?:space )?.{0,40}\b(?:running (?:low|out)|critical(?:ly)?|nearly full)|"
    r"out of (?:storage|disk)|ran out of (?:storage|disk)|insufficient storage|low (?:free )?storage|"
    r"allocated storage has been exhausted|no (?:more )?(?:free )?(?:storage|disk) space|"
    r"disk[- ]full|flood[- ]stage|high disk usage|free storage space .{0,60}\b(?:low|below|less)\b"
)
_GROWN = (
    r"storage (?:size )?(?:has been |was )?increased|finished applying .{0,40}(?:allocated )?storage|"
    r"autoscaling.*storage"
)
_LOGS = (
    ("oldestreplicationslotlag", "a replication slot keeps the transaction log"),
    ("replicationslotdiskusage", "a replication slot keeps the transaction log"),
    ("transactionlogsdiskusage", "the transaction log grows"),
    ("binlogdiskusage", "the binary log grows"),
    ("logdiskusage", "the logs grow"),
    ("tempfilesdiskusage", "temporary files grow"),
    ("volumebytesused", "the data grows"),
)
_SURELY = 2.5
_NONE, _LITTLE, _LOW = 0.02, 0.06, 0.12
_SEARCH = frozenset({"opensearch", "elasticsearch"})
_FLOOD_SHARE, _FLOOD_GIB = 0.2, 20.0
"""A managed search engine blocks writes to a node with less free than a fifth, or than so much, whichever is less."""
_BLOCKED = ("clusterindexwritesblocked", "clusterindexwritesblockedmaximum")
_ALLOCATED = ("allocated_storage_gb", "allocated_storage", "allocated_storage_gib", "storage_gb", "ebs_volume_gb")
_VOLUMES = ("ebs_volume_size", "ebs_volume_size_gb", "volume_size", "volume_size_gb", "volume_gb", "storage_size_gb")
_GIB = 2.0**30
_SOON_S, _HOURS_S = 6 * 3600.0, 24 * 3600.0
_UNITS = {"kilobytes": 1e3, "megabytes": 1e6, "gigabytes": 1e9, "terabytes": 1e12, "kb": 1e3, "mb": 1e6, "gb": 1e9}


def argue(case: Case) -> Iterator[Argument]:
    """One argument per database whose free space is known or spoken of."""
    everything = databases(case)
    for database in everything.values():
        argument = _argument(case, database)
        if argument is not None:
            relate(case, database, argument, everything)
            yield argument
            yield from _followed(database, argument)


def _argument(case: Case, database: Database) -> Argument | None:
    name = short(database.entity)
    argument = Argument(CAUSE, database.entity, f"The storage of {name} is full or about to be.")
    events = lately(case, database.events)
    told, grown = saying(events, _FULL), saying(events, _GROWN)
    free = min(database.metrics(*_FREE), key=_left, default=None)
    full = _weigh_state(case, database, argument)
    if free is not None:
        full = _weigh_free(case, database, free, argument) or full
    if free is not None and _is_search(database, free):
        full = _weigh_flood(case, database, free, argument) or full
    if told and not (grown and grown[-1] is max((*told, *grown), key=events.index)):
        argument.back(case.fact_of_event(told[-1]), 3.0)
        full = True
    elif grown and argument.supporting:
        argument.oppose(case.fact_of_event(grown[-1]), 2.0)
    if not argument.supporting and not argument.contradicting:
        return None
    for key, why in _LOGS:
        one = database.metric(key)
        if one is not None and argument.supporting and rose(one, 1.3):
            argument.back(fact_of(case, one), 1.0)
            argument.summary = f"The storage of {name} is full or about to be: {why}."
            break
    argument.direct = full
    return argument


def _left(free: Behaviour) -> float:
    """What is left of the most that was free: a database has its own storage beside what it keeps its data in."""
    return level(free) / max(1.0, max(free.series.values))


def _followed(database: Database, argument: Argument) -> Iterator[Argument]:
    """A store without space is made to refuse writes: that is what follows, whoever made it so."""
    known = [pair for pair in argument.supporting.values() if pair[1] >= _SURELY]
    if argument.direct and known:
        refusing = Argument("db.read_only", database.entity, f"{short(database.entity)} refuses writes.")
        refusing.oppose(max(known, key=lambda pair: (pair[1], pair[0].statement))[0], 3.0)
        yield refusing


def _is_search(database: Database, free: Behaviour) -> bool:
    return database.entity.partition("/")[0] in _SEARCH or free.series.namespace == "AWS/ES"


def _weigh_flood(case: Case, database: Database, free: Behaviour, argument: Argument) -> bool:
    """Whether a search engine has so little space that it refuses writes."""
    newest = level(free) * _scale(free)
    volume = database.attribute(*_ALLOCATED, *_VOLUMES)
    line = _FLOOD_GIB * _GIB if volume is None else min(_FLOOD_GIB, _FLOOD_SHARE * volume[1]) * _GIB
    blocked = [one for one in database.metrics(*_BLOCKED) if max(one.series.values[-3:]) > 0]
    if newest > line or not (blocked or fell(free, 0.97)):
        return False
    name = short(database.entity)
    said = (
        f"{free.series.name} of {name} is {amount(level(free), free.series.unit)} at its end, less than the "
        f"{line / _GIB:.0f} GiB below which it takes no more writes."
    )
    refs = (free.series.id, *((volume[0].id,) if volume is not None else ()))
    argument.contradicting = {
        key: pair for key, pair in argument.contradicting.items() if free.series.id not in pair[0].source_ref
    }
    argument.back(case.stated("metric", database.entity, said, refs), 3.0)
    for one in blocked[:1]:
        argument.back(fact_of(case, one), 2.5)
    return True


def _weigh_state(case: Case, database: Database, argument: Argument) -> bool:
    told = database.text("status", "db_instance_status", "instance_status")
    if told is None or "storage-full" not in told[1].lower():
        return False
    said = f"The status of {short(database.entity)} is {told[1]}."
    argument.back(case.fact_of_state(told[0], said), 4.0)
    return True


def _weigh_free(case: Case, database: Database, free: Behaviour, argument: Argument) -> bool:
    """Whether the free space itself shows it."""
    values = free.series.values
    newest = median(values[-3:])
    allocated = database.attribute(*_ALLOCATED)
    share, fact = None, fact_of(case, free)
    if allocated is not None and allocated[1] > 0 and plain(free.series.name) == "freestoragespace":
        share = newest * _scale(free) / (allocated[1] * _GIB)
        if share <= 1.2:
            fact = _share_fact(case, database, free, newest, allocated, share)
        else:
            share = None
    ahead = _ahead(free)
    low = share is not None and share <= _LITTLE
    gone = newest <= 0.02 * max(values) or newest * _scale(free) < 0.5 * _GIB
    below = case.own is free and case.watch is not None and case.watch.below and case.watch.at_the_end > 0
    falling = fell(free, 0.97)
    if gone or (share is not None and share <= _NONE):
        argument.back(fact, 3.5)
        _weigh_trend(case, database, free, ahead, argument)
        return True
    if low and not falling and not below:
        argument.back(fact, 1.0)  # so little was left all the time
        return False
    if low or (below and falling):
        argument.back(fact, 2.5)
        soon = _weigh_trend(case, database, free, ahead, argument)
        return soon or low
    if ahead is not None and falling and ahead <= _HOURS_S and not (share is not None and share > 0.5):
        soon = ahead <= _SOON_S or (share is not None and share <= _LOW)
        _weigh_trend(case, database, free, ahead, argument)
        argument.back(fact, 1.0 if soon else 0.3)
        return soon
    argument.oppose(fact, 3.0 if share is None or share > _LOW else 1.5)
    return False


def _share_fact(
    case: Case, database: Database, free: Behaviour, newest: float, allocated: tuple[State, float], share: float
) -> Fact:
    said = (
        f"{free.series.name} of {short(database.entity)} is {amount(newest, free.series.unit)} at its end, "
        f"{100 * share:.1f} percent of the {number(allocated[1])} GiB allocated."
    )
    return case.stated("metric", database.entity, said, (free.series.id, allocated[0].id))


def _scale(free: Behaviour) -> float:
    return _UNITS.get((free.series.unit or "").lower(), 1.0)


def _ahead(free: Behaviour) -> float | None:
    """Seconds until nothing is left at the pace of its newest part; None where it does not fall steadily."""
    start = min(free.onset_index or 0, max(0, len(free.series.values) - 6))
    values, times = free.series.values[start:], free.series.times[start:]
    if len(values) < 6:
        return None
    third = len(values) // 3
    first, last = median(values[:third]), median(values[-third:])
    passed = median(times[-third:]) - median(times[:third])
    falls = sum(later < earlier for earlier, later in pairwise(values))
    rises = sum(later > earlier for earlier, later in pairwise(values))
    if last >= first or passed <= 0 or falls < 2 * rises:
        return None
    ahead = max(0.0, values[-1]) * passed / (first - last)
    return ahead if math.isfinite(ahead) else None


def _weigh_trend(case: Case, database: Database, free: Behaviour, ahead: float | None, argument: Argument) -> bool:
    if ahead is None or ahead > _HOURS_S:
        return False
    said = (
        f"{free.series.name} of {short(database.entity)} fell from {amount(max(free.series.values), free.series.unit)} "
        f"to {amount(free.series.values[-1], free.series.unit)}; at this pace nothing is left in {span(ahead)}."
    )
    argument.back(case.stated("metric", database.entity, said, (free.series.id,)), 2.5 if ahead <= _SOON_S else 1.2)
    return ahead <= _SOON_S
