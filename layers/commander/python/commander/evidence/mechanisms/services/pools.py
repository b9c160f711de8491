"""A pool of workers or connections that is full while its service waits rather than works.

Predicts: what is busy stands at its limit, latency is up, in the tail first, CPU is not up by more than demand, and
memory follows the requests in flight. Contradicted by: a slow thing below that holds the workers, more demand.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.mechanisms.services.places import Place, is_store, seconds
from commander.evidence.mechanisms.services.resources import pool_cause
from commander.evidence.mechanisms.services.specific import Specific
from commander.evidence.mechanisms.services.symptoms import Origin
from commander.evidence.mechanisms.services.wording import told
from commander.evidence.roles import Role, tokens_of
from commander.evidence.sentences import number, short
from commander.evidence.series import median

_FULL, _ROOM = 0.93, 0.8
_USED = frozenset({"busy", "active", "current", "used", "in", "use", "open", "count", "checked", "out"})
_MOST = frozenset({"max", "maximum", "size", "limit", "limits", "total", "capacity", "config", "allowed"})
_BUSIER = 0.3
_ASKED = 0.35
_LEAST = 3


@dataclass(frozen=True, slots=True, eq=False)
class Full:
    """A pool that is full: its use and its limit, as levels of the newest points."""

    busy: Behaviour
    limit: Behaviour
    used: float
    most: float


def full(case: Case, entity: str) -> Full | None:
    """The pool of a service that fills up and was not full before; None where none is known to."""
    limits = [one for one in case.of(entity, Role.LIMIT) if one.series.values]
    for one in case.of(entity, Role.THREADS, Role.CONNECTIONS):
        limit = next((other for other in limits if _of_one_pool(one.series.name, other.series.name)), None)
        values = one.series.values
        if limit is None or len(values) < 2 * _LEAST:
            continue
        newest = max(_LEAST, len(values) // 4)
        most, used = median(limit.series.values[-newest:]), median(values[-newest:])
        levels = [median(part) for part in (one.series.reference, values[: len(values) // 4]) if len(part) >= _LEAST]
        if most > 0 and used >= _FULL * most and levels and min(levels) < _ROOM * most:
            return Full(one, limit, used, most)
    return None


def _of_one_pool(used: str, limit: str) -> bool:
    """Whether the names of a use and a limit speak of the same pool: threads_busy and threads_max."""
    one, other = tokens_of(used) - _USED - _MOST, tokens_of(limit) - _USED - _MOST
    return bool(one) and bool(other) and (one <= other or other <= one)


def _answers_after(place: Place) -> float:
    """How long a typical answer takes now, in seconds. Who calls waits for whom it calls, and its pool fills as well:
    of several full pools the first is that of the service that is the quickest still."""
    later = [one for one in place.looked_at.get(Role.LATENCY, []) if one.log_ratio > 0]
    return min((one.after * seconds(one) for one in later), default=0.0)


def full_pools(case: Case, found: list[Place], origins: list[Origin]) -> Iterator[Specific]:
    """The service whose pool is full and whom nobody below keeps waiting."""
    pools = {place.kin: one for place in found if (one := full(case, place.entity)) is not None}
    first = [origin for origin in origins if origin.explained_by is None]
    leading = first[0].place.kin if first else None
    filled = sorted((one for one in first if one.place.kin in pools), key=lambda one: _answers_after(one.place))
    for origin in filled[:1]:
        place, pool = origin.place, pools[origin.place.kin]
        if any(callee in pools for callee in place.callees):
            continue
        entity = place.entity
        cause = pool_cause(pool.busy.series.name, is_store(entity))
        argument = Argument(cause, entity, f"All of the pool of {short(entity)} is taken.")
        busy = f"{pool.busy.series.name} of {short(pool.busy.series.entity)}"
        said = (
            f"{busy} has a median of {number(pool.used)} in its newest datapoints, "
            f"{pool.limit.series.name} one of {number(pool.most)}."
        )
        refs = (pool.busy.series.id, pool.limit.series.id)
        fact = case.ledger.state("metric", pool.busy.series.entity, said, refs, start=pool.busy.onset, value=pool.used)
        argument.back(fact, 3.4)
        argument.back(told(case, origin.evidence), 1.2)
        working = [one for one in place.rose.get(Role.CPU, []) if one.log_ratio - max(0.0, place.demand) >= _BUSIER]
        idle = place.best(Role.CPU)
        if working:
            argument.oppose(told(case, working[0]), 1.5)
        elif idle is not None:
            argument.back(told(case, idle), 0.6)
        if place.kin != leading and leading not in pools:
            argument.oppose(told(case, first[0].evidence), 1.8)
        if len({one.place.kin for one in filled}) > 1:
            argument.lack("which of the full pools filled first", 1.0)
        argument.direct = not working
        argument.lack(f"what the workers of {short(entity)} wait for")
        yield Specific(place, argument, fact, 0.5 if working else 2.5)
