"""The panel by service: what moved at each, what each calls, and how its demand changed."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from commander.evidence.behaviour import Course
from commander.evidence.case import Case
from commander.evidence.kinds import is_store
from commander.evidence.mechanisms.services.deviation import Deviation
from commander.evidence.mechanisms.services.panel import Panel
from commander.evidence.mechanisms.services.panel import panel as read_panel
from commander.evidence.roles import Role, tokens_of
from commander.evidence.series import median

_NAMED = ("deployment", "statefulset", "daemonset", "rollout", "service", "ecs-service", "app", "workload")
_MILLISECONDS = 10.0
"""A latency without a unit beyond this is in milliseconds."""


_CACHES = frozenset(["redis", "memcached", "memcache", "valkey", "cache", "elasticache", "keydb", "dragonfly"])


@dataclass(eq=False)
class Place:
    """One service. `rose` holds the series that moved for the worse, the furthest of each role first; `looked_at` every
    series of a role."""

    entity: str
    kin: str
    looked_at: dict[Role, list[Deviation]] = field(default_factory=dict)
    rose: dict[Role, list[Deviation]] = field(default_factory=dict)
    demand: float = 0.0
    """The natural logarithm of demand now by before; of all services together where its own is not known."""
    overall_demand: float = 0.0
    """The same of all services together: what comes in, rather than what is repeated."""
    callees: tuple[str, ...] = ()
    ceilings: dict[Role, float] = field(default_factory=dict)
    """The most that a resource can come to, where a series tells it."""

    def worst(self, *roles: Role) -> Deviation | None:
        """The series of these roles that moved furthest, or None."""
        found = [one for role in roles for one in self.rose.get(role, [])[:1]]
        return max(found, key=lambda one: (abs(one.z), one.log_ratio, one.series.name), default=None)

    def best(self, role: Role) -> Deviation | None:
        """A series of the role, moved or not: the furthest one."""
        return max(self.looked_at.get(role, []), key=lambda one: (one.z, one.series.name, one.series.id), default=None)


def calls_nobody(entity: str) -> bool:
    """Whether it keeps data, by its name: what is wrong with its answers comes from no service below."""
    return is_store(entity) or not _CACHES.isdisjoint(tokens_of(entity))


def panel_places(case: Case) -> list[Place]:
    """The services of the case's panel by name."""
    return places(case, case.reading(read_panel))


def places(case: Case, panel: Panel) -> list[Place]:
    """The services of a panel by name."""
    found: dict[str, Place] = {}
    something = any(panel.strength(one) >= 1.3 and panel.moved(one) for one in panel.deviations)
    moved = panel.followed if something else panel.moved
    for one in panel.deviations:
        kin = case.kin(one.entity)
        place = found.setdefault(kin, Place(_name(case, one.entity), kin))
        place.looked_at.setdefault(one.series.role, []).append(one)
        if moved(one):
            place.rose.setdefault(one.series.role, []).append(one)
    for place in found.values():
        place.ceilings = _ceilings(case, place.entity)
        for rose in place.rose.values():
            rose.sort(key=lambda one: (-abs(one.z), -one.log_ratio, one.series.name, one.series.id))
        place.callees = tuple(
            sorted({case.kin(needed) for needed in case.topology.needs(place.entity)} & found.keys() - {place.kin})
        )
    _measure_demand(case, list(found.values()))
    return sorted(found.values(), key=lambda place: place.entity)


_LIMITED = (
    (Role.THREADS, frozenset({"thread", "threads", "worker", "workers", "pool", "fds"})),
    (Role.CONNECTIONS, frozenset({"connections", "pool"})),
)


def _ceilings(case: Case, entity: str) -> dict[Role, float]:
    told: dict[Role, float] = {}
    for limit in case.of(entity, Role.LIMIT):
        tokens = tokens_of(limit.series.name)
        for role, words in _LIMITED:
            if limit.series.values and limit.series.values[-1] > 0 and not words.isdisjoint(tokens):
                told[role] = max(told.get(role, 0.0), limit.series.values[-1])
    return told


def fill(place: Place, one: Deviation) -> float | None:
    """The share of a resource's ceiling that is used now; None where no ceiling is known."""
    most = place.ceilings.get(one.series.role)
    return one.after / most if most else None


def _name(case: Case, entity: str) -> str:
    """The workload's own name where the bundle has one, else the entity as the series spell it."""
    family = case.family(entity)
    for kind in _NAMED:
        named = sorted(one for one in family if one.partition("/")[0] == kind)
        if named:
            return entity if entity in named else named[0]
    return entity


def _measure_demand(case: Case, found: list[Place]) -> None:
    known = {place.kin: log for place in found if (log := _demand_of(place)) is not None}
    overall = median(list(known.values())) if known else 0.0
    for place in found:
        asked = known.get(place.kin)
        if asked is None:
            asked = _asked_in_front(case, place.entity)
        place.demand, place.overall_demand = (overall if asked is None else asked), overall


def _asked_in_front(case: Case, entity: str) -> float | None:
    """The demand of what stands in front of a service: the balancer counts the requests that the service does not."""
    callers = sorted(case.topology.direct_dependents_of(entity))
    asked = [one for caller in callers for one in case.of(caller, Role.DEMAND) if one.series.values and one.before > 0]
    moved = [math.log(one.after / one.before) for one in asked if one.course is Course.CHANGED and one.after > 0]
    if not asked:
        return None
    return max(-2.0, min(2.0, median(moved))) if moved else 0.0


def _demand_of(place: Place) -> float | None:
    for role in (Role.DEMAND, Role.NETWORK):
        logs = [one.log_ratio for one in place.looked_at.get(role, []) if one.before > 0]
        if logs:
            return max(-2.0, min(2.0, median(logs)))
    return None


def seconds(one: Deviation) -> float:
    """What turns a latency into seconds, as far as name, unit and size tell."""
    unit, name = (one.series.unit or "").lower(), one.series.name.lower()
    if unit.startswith("micro") or unit == "us" or "microsec" in name:
        return 1e-6
    if unit.startswith("milli") or unit == "ms" or "milli" in name or name.endswith("_ms"):
        return 1e-3
    if unit.startswith("s") or "second" in name:
        return 1.0
    return 1e-3 if one.before > _MILLISECONDS else 1.0


def delay(one: Deviation, like: Deviation) -> float:
    """By how many seconds a latency grew; in the units of another series that is spelled the same or must be alike."""
    scale = seconds(one)
    if one.series.name == like.series.name or not scale * one.before / max(1e-12, seconds(like) * like.before) > 1e-2:
        scale = seconds(like)
    return (one.after - one.before) * scale


def is_tail(one: Deviation) -> bool:
    """Whether it is a high percentile or a maximum, rather than a median or mean."""
    said = f"{one.series.name} {one.series.statistic or ''}".lower()
    return any(word in said for word in ("90", "95", "99", "max"))


def failure_share(place: Place) -> tuple[float, Deviation] | None:
    """By how much the share of failed requests grew, between 0 and 1, with the series that says so."""
    found = [(_share(place, one), one) for one in _failures(place)]
    return max(found, key=lambda pair: (pair[0], pair[1].series.name, pair[1].series.id), default=None)


def failures(place: Place, share: float, one: Deviation) -> float | None:
    """How many requests fail in a unit of time, where demand is known or the series counts them."""
    demand = place.best(Role.DEMAND)
    if demand is not None:
        return share * demand.after
    return None if one.after <= 1.0 or one.series.role is Role.SUCCESS else one.after - one.before


def _failures(place: Place) -> Iterator[Deviation]:
    for role in (Role.FAILURES, Role.SUCCESS, Role.THROTTLES):
        yield from place.rose.get(role, [])


def _share(place: Place, one: Deviation) -> float:
    delta = abs(one.after - one.before)
    name, unit = one.series.name.lower(), (one.series.unit or "").lower()
    if unit in ("percent", "%") or "percent" in name or "pct" in name:
        return min(1.0, delta / 100)
    top = max(one.before, one.after)
    if one.series.role is Role.SUCCESS:
        return min(1.0, delta / (100 if top > 1.5 else 1))
    if "ratio" in name or ("rate" in name and top <= 1.0 and not one.series.counts and "requests" not in name):
        return min(1.0, delta)
    for demand in place.looked_at.get(Role.DEMAND, []):
        rate = max(demand.after, demand.before)
        if rate > 0:
            return min(1.0, delta / rate)
    return min(1.0, delta / (delta + 5.0))
