"""What tells more about a service at fault than that a resource moved or that answers got worse.

A release of it just before, calls that fail all and at once, a full pool of workers with requests waiting before it, a
database that reads and computes more for the same demand. Each explains the plainer signs at the same service.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.proximity import newest_before, proximity
from commander.evidence.mechanisms.services.deviation import Deviation
from commander.evidence.mechanisms.services.places import Place, failure_share, fill, is_store
from commander.evidence.mechanisms.services.pools import full_pools
from commander.evidence.mechanisms.services.resources import Suspect
from commander.evidence.mechanisms.services.specific import Specific
from commander.evidence.mechanisms.services.symptoms import Origin
from commander.evidence.mechanisms.services.wording import told
from commander.evidence.roles import Role, tokens_of
from commander.evidence.sentences import number, short
from commander.evidence.series import median

_RELEASED = 1.0
_ALL, _AT_ONCE, _IDLE = 0.9, -0.25, -0.5
_POOLS = frozenset(
    [
        "thread",
        "threads",
        "pool",
        "worker",
        "workers",
        "executor",
        "request",
        "requests",
        "task",
        "tasks",
        "accept",
        "listen",
        "backlog",
    ]
)
_LEAST_QUEUE = 5.0
_FULL, _BUSIER = 0.9, 0.3
_READS, _COMPUTES = 0.25, 0.2
_MORE_DISK = 2.0
_ENDED_PERIODS = 4.0
_HELD, _LEAST_MOST = 5, 16.0
_ASKED = 0.35
"""The log ratio of demand that explains a queue."""


def specifics(case: Case, found: list[Place], suspected: list[Suspect], origins: list[Origin]) -> list[Specific]:
    """The specific explanations that the series allow."""
    told_of = [*_down(case, found, origins), *_released(case, found, suspected, origins)]
    known = {one.place.kin for one in told_of}
    told_of += [one for one in full_pools(case, found, origins) if one.place.kin not in known]
    known |= {one.place.kin for one in told_of}
    return [
        *told_of,
        *(one for one in _queries(case, found, origins) if one.place.kin not in known),
        *(one for one in _at_ceiling(case, found, origins) if one.place.kin not in known),
        *(one for one in _pools(case, found, origins) if one.place.kin not in known),
    ]


def _released(case: Case, found: list[Place], suspected: list[Suspect], origins: list[Origin]) -> Iterator[Specific]:
    """A service that got worse by itself just after a version of it was released."""
    own: dict[str, tuple[Place, list[Deviation]]] = {}
    several = len(found) > 1  # alone a service shows only that it got worse, not that the others did not
    for origin in origins:
        if origin.explained_by is None:
            own.setdefault(origin.place.kin, (origin.place, []))[1].append(origin.evidence)
    for one in suspected:
        if one.size >= 0.4 and one.place.kin in own:
            own[one.place.kin][1].append(one.evidence)
    for kin in sorted(own):
        place, worse = own[kin]
        mine = [one for one in case.releases if one.kind == "deployment" and case.kin(one.entity) == kin]
        release = newest_before(case, mine)
        near = proximity(case, release) if release is not None else None
        if release is None or near is None or near.weight <= _RELEASED:
            continue
        argument = Argument(
            "deployment.bad_release", release.entity, f"The newly released version of {short(release.entity)} fails."
        )
        argument.back(near.fact, near.weight)
        for own_series, weight in zip(worse[:2], (2.2, 0.8), strict=False):
            argument.back(told(case, own_series), weight if several else 0.8)
        beside = [
            one
            for one in case.releases
            if one.kind != "deployment" and case.kin(one.entity) == kin and proximity(case, one).weight > _RELEASED
        ]
        if beside:
            argument.lack(f"which of the changes of {short(place.entity)} did it", 2.0)
        yield Specific(place, argument, near.fact, 2.2)


def _down(case: Case, found: list[Place], origins: list[Origin]) -> Iterator[Specific]:
    """A service that answers nothing any more: all calls fail, and sooner than any were answered before; often its own
    series end as well."""
    for origin in origins:
        place, entity = origin.place, origin.place.entity
        share = failure_share(place)
        if share is None or share[0] < _ALL or origin.explained_by is not None:
            continue
        ended = _ended(case, entity)
        quick = place.best(Role.LATENCY)
        at_once = quick is not None and quick.log_ratio <= _AT_ONCE
        working = place.best(Role.CPU)
        if not ended and working is not None and working.log_ratio > _IDLE:
            continue  # what works as before answers, be it with failures
        if (not ended and not at_once) or any(case.is_new(pattern) for pattern in case.errors(entity)):
            continue
        cause = "db.unreachable" if is_store(entity) else "dependency.unreachable"
        argument = Argument(cause, entity, f"{short(entity)} does not answer: all calls of it fail.")
        argument.back(told(case, share[1]), 3.0)
        if at_once and quick is not None:
            argument.back(told(case, quick), 0.8)
        if ended is not None:
            argument.back(ended, 1.8)
        argument.direct = ended is not None
        yield Specific(place, argument, told(case, share[1]), 2.5)
        return


def _ended(case: Case, entity: str) -> Fact | None:
    """That a service stopped telling about itself although others go on."""
    newest = max((one.series.times[-1] for one in case.behaviours if one.series.times), default=None)
    roles = (Role.CPU, Role.MEMORY, Role.NETWORK, Role.THREADS)
    series = [one.series for one in case.of(entity, *roles) if len(one.series.values) > 2]
    if newest is None or not series or not all(one.times[-1] < newest - _ENDED_PERIODS * one.period for one in series):
        return None
    first = min(series, key=lambda one: (one.name, one.id))
    return case.stated(
        "metric",
        entity,
        f"{first.name} of {short(entity)} has no datapoint after its {len(first.values)} first ones.",
        (first.id,),
    )


def _queries(case: Case, found: list[Place], origins: list[Origin]) -> Iterator[Specific]:
    """A database that reads and computes more for the same demand, and answers later."""
    for place in found:
        if not is_store(place.entity):
            continue
        late = place.worst(Role.LATENCY)
        disk, cpu = _beyond(place, Role.DISK_IO, _READS), _beyond(place, Role.CPU, _COMPUTES)
        said = [one for one in case.patterns if _slow_statement().search(one.text) and case.is_new(one) is not False]
        said = [one for one in said if one.entity is not None and case.kin(one.entity) == place.kin]
        worked = disk is not None and cpu is not None and disk.log_ratio <= _MORE_DISK + _MORE_DISK * cpu.log_ratio
        if late is None or not (worked or said):
            continue  # a disk that does many times more beside a little more CPU is busy with something else
        argument = Argument(
            "db.expensive_query", place.entity, f"{short(place.entity)} does more work for the same demand."
        )
        argument.back(told(case, late), 1.6)
        for one, weight in ((disk, 1.2), (cpu, 1.2)):
            if one is not None:
                argument.back(told(case, one), weight)
        for pattern in said[:1]:
            argument.back(case.fact_of_pattern(pattern), 2.0)
        argument.direct = bool(said)
        argument.lack(f"the statements that the load of {short(place.entity)} consists of")
        carrying = told(case, cpu or disk or late)
        yield Specific(place, argument, carrying, 2.0)


@cache
def _slow_statement() -> re.Pattern[str]:
    return re.compile(r"duration: \S+ ?ms .*statement|query_time|slow (?:query|statement)|rows_examined", re.IGNORECASE)


def _beyond(place: Place, role: Role, least: float) -> Deviation | None:
    """A series of a role that moved by more than demand explains."""
    found = [one for one in place.rose.get(role, []) if one.log_ratio - max(0.0, place.demand) >= least]
    return found[0] if found else None


def _pools(case: Case, found: list[Place], origins: list[Origin]) -> Iterator[Specific]:
    """Requests wait before workers that are all taken, at the service that nobody else keeps waiting."""
    waiting = {place.kin: one for place in found if (one := _queue(place)) is not None}
    first = [origin.place for origin in origins if origin.explained_by is None and origin.place.kin in waiting]
    for place in list(dict.fromkeys(first))[:1]:
        queue = waiting[place.kin]
        if any(callee in waiting for callee in place.callees):
            continue
        busy = next((one for role in (Role.THREADS, Role.CONNECTIONS) if (one := place.best(role)) is not None), None)
        full = busy is not None and (fill(place, busy) or 0.0) >= _FULL
        argument = Argument(
            "compute.thread_pool_exhausted", place.entity, f"All workers of {short(place.entity)} are taken."
        )
        argument.back(told(case, queue), 2.4)
        if full and busy is not None:
            argument.back(told(case, busy), 1.6)
        failing = failure_share(place)
        if failing is not None:
            argument.back(told(case, failing[1]), 0.6)
        if place.demand >= _ASKED and (demand := place.best(Role.DEMAND)) is not None:
            argument.oppose(told(case, demand), 2.5)
        working = _beyond(place, Role.CPU, _BUSIER)
        idle = place.best(Role.CPU)
        if working is not None:
            argument.oppose(told(case, working), 2.0)
        elif idle is not None:
            argument.back(told(case, idle), 0.8)
        argument.direct = full and working is None
        yield Specific(place, argument, told(case, queue), 0.3 if working is not None else 2.0)


def _at_ceiling(case: Case, found: list[Place], origins: list[Origin]) -> Iterator[Specific]:
    """Sockets, files or threads that climbed to one number and stay there, as only a limit makes them."""
    for origin in origins:
        place = origin.place
        if origin.explained_by is not None or place.rose.get(Role.CPU):
            continue
        for one in (one for role in (Role.THREADS, Role.CONNECTIONS) for one in place.looked_at.get(role, [])):
            values = one.series.values
            most, half = max(values), values[: len(values) // 2]
            held = next((at for at, value in enumerate(reversed(values)) if value != most), len(values))
            if held < _HELD or held > 0.7 * len(values) or most < _LEAST_MOST or most < 1.5 * median(half):
                continue
            said = f"{one.series.name} of {short(one.entity)} stays at {number(most)} in its newest {held} datapoints."
            fact = case.stated("metric", one.entity, said, (one.series.id,))
            argument = Argument(
                "compute.thread_pool_exhausted", place.entity, f"{short(place.entity)} has no more of what it needs."
            )
            argument.back(fact, 3.0)
            argument.back(told(case, origin.evidence), 1.2)
            argument.direct = True
            yield Specific(place, argument, fact, 2.0)
            return


def _queue(place: Place) -> Deviation | None:
    """A queue of requests before the service's workers that filled."""
    queues = [
        one
        for one in place.rose.get(Role.BACKLOG, [])
        if not _POOLS.isdisjoint(tokens_of(one.series.name)) and median(_newest(one)) >= _LEAST_QUEUE
    ]
    return queues[0] if queues else None


def _newest(one: Deviation) -> Sequence[float]:
    return one.series.values[-max(3, one.points // 2) :]
