"""A volume or file system by itself, apart from a database, is at the limit of its I/O.

Predicts: its burst credits run out, or its share of the limit is full, while requests queue. Contradicted by: credits
that stay.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Course
from commander.evidence.case import Case
from commander.evidence.mechanisms.aws.databases import is_database
from commander.evidence.mechanisms.aws.effects import series_of, weigh_effect
from commander.evidence.mechanisms.aws.levels import fact_of, fell, in_percent, late, level, rose
from commander.evidence.mechanisms.aws.related import connection
from commander.evidence.sentences import short
from commander.evidence.spelling import plain

_BALANCES = ("burstbalance", "ebsiobalance", "ebsbytebalance")
_SHARES = ("percentiolimit",)
_QUEUES = ("volumequeuelength", "diskqueuelength")
_EMPTY, _FULL = 5.0, 95.0


def argue(case: Case) -> Iterator[Argument]:
    """One argument per thing with I/O credits or a share of its I/O limit."""
    argued: set[str] = set()
    for one in case.behaviours:
        entity, name = one.series.entity, plain(one.series.name)
        if entity is None or not one.series.values or name not in (*_BALANCES, *_SHARES) or entity in argued:
            continue
        if is_database(entity, one.series.namespace) or late(case, one):
            continue
        argued.add(entity)
        argument = Argument("storage.io_saturation", entity, f"The I/O of {short(entity)} is at its limit.")
        now = in_percent(one, level(one))
        spent = now <= _EMPTY if name in _BALANCES else now >= _FULL
        if spent and one.course is not Course.CAME_BACK:
            moved = fell(one, 0.5) if name in _BALANCES else rose(one, 1.2)
            argument.back(fact_of(case, one), 3.3 if moved else 2.0)
            waiting = [other for other in series_of(case, entity, *_QUEUES) if rose(other, 2.0, 1.0)]
            for other in waiting[:1]:
                argument.back(fact_of(case, other), 1.0)
            argument.direct = weigh_effect(case, entity, argument, 0.7) or bool(waiting)
        else:
            argument.oppose(fact_of(case, one), 3.0)
        connection(case, argument)
        yield argument
