"""Where slowness or failure begins: at the service that got worse although nothing it calls did.

Callers wait for those they call, so slowness adds up on the way to the users, often to more in seconds than at its
origin; relative to what was usual it is largest at the origin. With edges the origin is the deepest service that got
worse; without them the relative change says it, and names that mark an entrance say a little.
"""

import math
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable
from dataclasses import dataclass, replace

from commander.evidence.mechanisms.services.deviation import Deviation
from commander.evidence.mechanisms.services.places import (
    Place,
    calls_nobody,
    delay,
    failure_share,
    failures,
    is_tail,
    seconds,
)
from commander.evidence.roles import Role, tokens_of

_ENTRANCES = frozenset(
    [
        "frontend",
        "front",
        "gateway",
        "ingress",
        "edge",
        "web",
        "www",
        "ui",
        "proxy",
        "nginx",
        "dashboard",
        "bff",
        "portal",
        "storefront",
        "webapp",
        "website",
        "site",
        "public",
        "mobile",
        "router",
        "apigw",
        "apigateway",
        "haproxy",
        "traefik",
        "kong",
        "entry",
        "entrypoint",
    ]
)
_LEAST_FAILING = 0.004
_ACCOUNTS, _AS_MANY = 0.4, 1.2
_LONE_LEAD = 2.0
_UPSTREAM = 0.6
_LONGER, _DEEPER, _ALIKE = 1.3, 0.9, 0.35
_MOST_COMPARED = 64
"""Where services fail about as much, the one whose answers take less long is further from the users."""
_MOST_CALLS = 5.0
_GIVEN_UP_S, _FAR_LATER = 0.8, 1.6
_ENTRANCE, _ASKED_AGAIN = 1.2, 0.9
_HARDLY_AGAIN, _CLEARLY_AGAIN = 0.12, 0.3
_KEEPS_DATA, _PRESSED = 0.5, 0.35
"""Where no calls are known: so much further from the users is what calls nobody. The log ratio of more demand."""
_EXPLAINED = 0.35
"""A callee that slowed down by this share of the caller's own delay explains it."""


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """A service that got slower or fails. `lead` is by how much it is ahead of the others; `explained_by` a callee's
    series that accounts for it, `working` one of a callee that stayed as it was."""

    place: Place
    evidence: Deviation
    lead: float
    explained_by: Deviation | None
    working: Deviation | None
    kept_waiting: Deviation | None = None
    """Where it fails: the latency of a callee for which it no longer waits."""
    accounts: bool = False
    """Whether what all others show can be what this one passes on."""


def slow(found: list[Place]) -> list[Origin]:
    """The services that got slower, the likeliest origin first."""
    late = {place.kin: one for place in found if (one := _typical(place)) is not None}
    unknown = not any(place.callees for place in found)
    sizes = {
        place.kin: _slowness(place, late[place.kin])
        - _UPSTREAM * _less_delayed(late[place.kin], late)
        + _asked_again(place)
        - _ENTRANCE * (is_entrance(place.entity) and _beneath(place, late))
        + _KEEPS_DATA * (unknown and _keeps_data(place))
        for place in found
        if place.kin in late
    }
    known = {place.kin: place for place in found}

    def explains(place: Place, callee: str) -> Deviation | None:
        if callee not in late:
            return None
        own, other = late[place.kin], late[callee]
        gained, further = delay(own, own), delay(other, own) * _calls(place, known[callee])
        return other if further >= _EXPLAINED * gained else None

    return _origins(found, late, sizes, known, (Role.LATENCY,), explains)


def _asked_again(place: Place) -> float:
    """A service that is asked more often while no more comes in is asked again for what failed or took too long: it is
    below the place that gives up, not above. How much more says nothing: what it calls in turn gains less."""
    more = place.demand - max(0.0, place.overall_demand)
    return _ASKED_AGAIN * max(0.0, min(1.0, (more - _HARDLY_AGAIN) / (_CLEARLY_AGAIN - _HARDLY_AGAIN)))


def _keeps_data(place: Place) -> bool:
    """Whether it calls nobody, and no more demand comes in than before: that presses on what lies deepest."""
    return calls_nobody(place.entity) and place.overall_demand < _PRESSED


def _beneath(place: Place, late: dict[str, Deviation]) -> bool:
    """Whether another service is late by far as well. Only who calls the origin is kept waiting, and nobody calls an
    entrance, so it would be late alone."""
    return any(one.log_ratio >= _FAR_LATER / 2 and abs(one.z) >= 10.0 for kin, one in late.items() if kin != place.kin)


def _calls(place: Place, callee: Place) -> float:
    """How often one request at a place calls another, at most: by how much more the other is asked."""
    own, other = place.best(Role.DEMAND), callee.best(Role.DEMAND)
    if own is None or other is None or own.before <= 0:
        return 1.0
    return max(1.0, min(_MOST_CALLS, other.before / own.before))


def failing(found: list[Place], slowed: list[Origin]) -> list[Origin]:
    """The services whose requests fail, the likeliest origin first."""
    shares = {place.kin: share for place in found if (share := failure_share(place)) is not None}
    shares = {kin: share for kin, share in shares.items() if share[0] >= _LEAST_FAILING}
    known = {place.kin: place for place in found}
    # A failure that spreads is diluted: callers have other requests too. So share and number are largest at the origin.
    numbers = {kin: failures(known[kin], share, one) or 0.0 for kin, (share, one) in shares.items()}
    most = max(numbers.values(), default=0.0)
    sizes = {
        kin: math.log(share / _LEAST_FAILING) / 2.0
        + (0.45 * math.log(max(numbers[kin] / most, 0.01)) if numbers[kin] > 0 else 0.0)
        - 0.15 * is_entrance(known[kin].entity)
        for kin, (share, _) in shares.items()
    }
    accounting = {kin for kin in sizes if _accounts_for_all(kin, shares, numbers)}
    sizes = {kin: size + _ACCOUNTS * (kin in accounting) for kin, size in sizes.items()}
    if not any(place.callees for place in found):
        scales = _scales(found)
        depths = _depths(sizes, {kin: _usual(known[kin], scales) for kin in sizes})
        sizes = {
            kin: size + _DEEPER * depths[kin] + _KEEPS_DATA * _keeps_data(known[kin]) for kin, size in sizes.items()
        }

    def explains(place: Place, callee: str) -> Deviation | None:
        if callee not in shares:
            return None
        return shares[callee][1] if shares[callee][0] >= _EXPLAINED * 0.3 * shares[place.kin][0] else None

    told = (Role.FAILURES, Role.SUCCESS)
    origins = _origins(found, {kin: one for kin, (_, one) in shares.items()}, sizes, known, told, explains)
    late = {one.place.kin: one.evidence for one in slowed}
    return [
        replace(one, accounts=one.place.kin in accounting, kept_waiting=_timed_out(one.place, late)) for one in origins
    ]


def _timed_out(place: Place, late: dict[str, Deviation]) -> Deviation | None:
    """The series of a callee that takes so long now that callers give up."""
    found = [late[callee] for callee in place.callees if callee in late]
    found = [one for one in found if one.after * seconds(one) >= _GIVEN_UP_S and one.log_ratio >= _FAR_LATER]
    return max(found, key=lambda one: (one.log_ratio, one.entity), default=None)


def _accounts_for_all(kin: str, shares: dict[str, tuple[float, Deviation]], numbers: dict[str, float]) -> bool:
    """Whether the failures of all other services can be those of this one passed on: of no other a larger share fails,
    and of no other more."""
    own, number = shares[kin][0], numbers[kin]
    others = [other for other in shares if other != kin]
    return (
        bool(others)
        and number > 0
        and all(shares[other][0] < own and numbers[other] <= _AS_MANY * number for other in others)
    )


def _depths(sizes: dict[str, float], usual: dict[str, float | None]) -> dict[str, float]:
    """For each place the share of those as affected as it is whose answers usually take clearly longer: who calls waits
    for whom it calls, so the deepest one is the quickest."""
    ordered = sorted(sizes, key=lambda kin: sizes[kin])
    times: list[float] = []  # of those that are as affected, in order
    first = last = 0
    found = {}
    for kin in ordered:
        while last < len(ordered) and sizes[ordered[last]] - sizes[kin] < _ALIKE:
            if (time := usual[ordered[last]]) is not None:
                insort(times, time)
            last += 1
        while sizes[kin] - sizes[ordered[first]] >= _ALIKE:
            if (time := usual[ordered[first]]) is not None:
                times.pop(bisect_left(times, time))
            first += 1
        own = usual[kin]
        others = len(times) - (own is not None)
        longer = 0 if own is None else len(times) - bisect_right(times, _LONGER * own)
        found[kin] = longer / others if own is not None and others else 0.0
    return found


def _scales(found: list[Place]) -> dict[str, float]:
    """What turns the latencies of each name into seconds: the same for all services, whose sizes differ."""
    scales: dict[str, float] = {}
    for place in found:
        for one in place.looked_at.get(Role.LATENCY, []):
            scales[one.series.name] = min(seconds(one), scales.get(one.series.name, 1.0))
    return scales


def _usual(place: Place, scales: dict[str, float]) -> float | None:
    """How long answers usually take in seconds, by the slowest percentile known."""
    every = [one.before * scales[one.series.name] for one in place.looked_at.get(Role.LATENCY, [])]
    return max(every, default=None)


def _origins(
    found: list[Place],
    evidence: dict[str, Deviation],
    sizes: dict[str, float],
    known: dict[str, Place],
    roles: tuple[Role, ...],
    explains: Callable[[Place, str], Deviation | None],
) -> list[Origin]:
    accounted: dict[str, Deviation | None] = {}
    working: dict[str, Deviation | None] = {}
    for place in found:
        if place.kin not in sizes:
            continue
        reasons = [one for callee in place.callees if (one := explains(place, callee)) is not None]
        accounted[place.kin] = max(reasons, key=lambda one: (abs(one.z), one.entity), default=None)
        fine = [
            one
            for callee in place.callees
            for role in roles
            if callee not in evidence and (one := known[callee].best(role)) is not None
        ]
        working[place.kin] = min(fine, key=lambda one: (abs(one.z), one.entity), default=None)
    others_seen = sum(1 for place in found if any(place.looked_at.get(role) for role in roles)) - 1
    alone = min(_LONE_LEAD, 0.5 * max(0, others_seen))  # to stand alone says something among many
    free = {kin: size for kin, size in sizes.items() if accounted[kin] is None} or sizes
    highest = sorted(free.items(), key=lambda pair: -pair[1])[:2]
    origins = []
    for place in found:
        if place.kin not in sizes:
            continue
        other = next((size for kin, size in highest if kin != place.kin), sizes[place.kin] - alone)
        lead = sizes[place.kin] - other
        origins.append(Origin(place, evidence[place.kin], lead, accounted[place.kin], working[place.kin]))
    return sorted(origins, key=lambda one: (one.explained_by is not None, -one.lead, one.place.entity))


def _less_delayed(one: Deviation, late: dict[str, Deviation]) -> float:
    """The share of the other slowed services that lost clearly less time: callers of the origin lose what it does, or
    more, so an origin has few of them."""
    # It is a share: of very many every so-manyth tells it as well.
    others = [other for other in list(late.values())[:: 1 + len(late) // _MOST_COMPARED] if other is not one]
    own = delay(one, one)
    return sum(delay(other, one) < 0.5 * own for other in others) / len(others) if others else 0.0


def _slowness(place: Place, one: Deviation) -> float:
    """The log ratio, less where the relative rise is of next to nothing, and at what looks like an entrance."""
    return min(one.log_ratio, 5.0) + 0.15 * math.log1p(abs(one.z)) - 0.3 * is_entrance(place.entity)


def is_entrance(entity: str) -> bool:
    """Whether the name is one that the entrances of applications have."""
    return not _ENTRANCES.isdisjoint(tokens_of(entity.partition("/")[2]))


def _typical(place: Place) -> Deviation | None:
    """The latency that rose most for what it was."""
    rose = place.rose.get(Role.LATENCY, [])
    return max(rose, key=lambda one: (one.log_ratio, one.z, one.series.name, one.series.id), default=None)


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """How a service's latency changed: `tail` is the growth of a high percentile by that of the median, in seconds;
    None where not both are known. `mostly_tail`: only the high percentiles moved."""

    tail: float | None
    mostly_tail: bool
    multiplied: bool
    grown: float = 0.0
    gained: float = 0.0
    """The growth of the high percentile and of the median in seconds."""


def shape(place: Place) -> Shape:
    """The shape of a service's change of latency."""
    every = place.looked_at.get(Role.LATENCY, [])
    middles, tails = [one for one in every if not is_tail(one)], [one for one in every if is_tail(one)]
    if not middles or not tails:
        return Shape(None, False, False)
    inner = max(middles, key=lambda one: (one.after - one.before, one.series.name))
    outer = max(tails, key=lambda one: (one.after - one.before, one.series.name))
    gained, grown = delay(inner, outer), delay(outer, outer)
    if grown <= 0:
        return Shape(None, False, False)
    ratio = grown / gained if gained > 0.02 * grown else 50.0
    alike = abs(inner.log_ratio - outer.log_ratio) <= 0.35 and ratio >= 1.5
    return Shape(ratio, ratio >= 4.0 and outer.log_ratio > inner.log_ratio + 0.3, alike, grown, max(0.0, gained))
