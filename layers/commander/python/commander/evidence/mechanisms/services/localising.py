"""One service at fault, told from the metrics of many.

Predicts: the service's own resource moved while the same resource of the others stayed, and no later than the symptoms;
or, where none did, that it got slower or fails although nothing it calls does. Contradicted by: the series of the
resource is as before, the same moved everywhere, or a thing it calls explains it.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.case import Case
from commander.evidence.mechanisms.allclear.looked import reaches
from commander.evidence.mechanisms.blamed import blamed
from commander.evidence.mechanisms.services.origins import LASTING, of_failures, of_latency
from commander.evidence.mechanisms.services.panel import Panel, panel
from commander.evidence.mechanisms.services.places import Place, panel_places
from commander.evidence.mechanisms.services.resources import Suspect, is_host, suspects, without_effects
from commander.evidence.mechanisms.services.rivals import not_demand, refuted
from commander.evidence.mechanisms.services.specifics import specifics
from commander.evidence.mechanisms.services.surges import argue as argue_surge
from commander.evidence.mechanisms.services.surges import excuse, surging
from commander.evidence.mechanisms.services.symptoms import Origin, failing, slow
from commander.evidence.mechanisms.services.wording import WORDS, told
from commander.evidence.roles import Role
from commander.evidence.sentences import short

_CONNECTIONS = "db.connections_exhausted"
_FELT = (Role.LATENCY, Role.FAILURES, Role.SUCCESS)
_MOST_SUSPECTS = 4
_MOST_ORIGINS = 3


def argue(case: Case) -> Iterator[Argument]:
    """The services at fault by their own resources, then those where slowness or failure begins, then a refuted one."""
    seen = case.reading(panel)
    if seen.moment is None:
        return
    found = case.reading(panel_places)
    surge = case.reading(surging)
    slowed = slow(found)
    failed = failing(found, slowed)
    suspected = without_effects(suspects(found, seen), slowed)[:_MOST_SUSPECTS]
    strongest = suspected[0] if suspected else None
    special = specifics(case, found, suspected, [*slowed, *failed])
    for argument in _plain(case, seen, suspected, slowed, failed):
        for specific in special:
            specific.excuses(argument)
        if surge is not None:
            excuse(case, surge, argument)
        yield argument
    for specific in special:
        if surge is not None:
            excuse(case, surge, specific.argument)
        yield specific.argument
    if surge is not None:
        yield from argue_surge(case, surge, [*slowed, *failed])
        return
    if not suspected and (slowed or failed):
        yield from refuted((slowed or failed)[0].place, case)
    yield from not_demand(case, strongest, [*slowed, *failed], found)


def _plain(
    case: Case, seen: Panel, suspected: list[Suspect], slowed: list[Origin], failed: list[Origin]
) -> Iterator[Argument]:
    """What the moved resources, the slower and the failing services say by themselves."""
    strongest = suspected[0] if suspected else None
    for one in suspected:
        yield _of_resource(case, seen, one, suspected, [*slowed, *failed])
    for origin in slowed[:_MOST_ORIGINS]:
        yield from of_latency(case, seen, origin, strongest, failed)
    late = {one.place.kin for one in slowed}
    for origin in failed[:_MOST_ORIGINS]:
        argument = of_failures(case, seen, origin, strongest, late)
        if failed[0].accounts and origin is not failed[0]:
            argument.oppose(told(case, failed[0].evidence), 1.0)
        yield argument


def _of_resource(case: Case, seen: Panel, one: Suspect, every: list[Suspect], origins: list[Origin]) -> Argument:
    entity, own = one.place.entity, one.evidence
    cause, place = _named(case, one)
    argument = Argument(cause, place, f"{short(entity)} {WORDS[cause]}.")
    argument.back(told(case, own), min(3.6, 0.3 + 2.2 * one.size))
    argument.direct = one.size >= 0.8
    if own.points < LASTING:
        argument.lack(f"whether {own.series.name} of {short(entity)} stays there", 1.0)
    _weigh_siblings(case, seen, one, argument)
    _weigh_effect(case, one, argument, origins)
    _weigh_order(case, one, argument, origins)
    for other in every:
        if other is one:
            continue
        if one.cause == other.cause and one.place.entity in case.topology.needed_from(other.place.entity):
            if one.place.entity.startswith("node/"):
                argument.back(told(case, other.evidence), 1.2)  # what runs there is what uses it up
            continue
        if one.cause == other.cause and other.place.entity in case.topology.needed_from(one.place.entity):
            continue
        if other.place is one.place and other.size > one.size:
            argument.oppose(told(case, other.evidence), 1.6)
        elif other.place is not one.place and other.size >= 0.8 * one.size:
            weight = 0.4 + min(1.6, max(0.0, 1.2 * (other.size - 0.8 * one.size)))
            argument.oppose(told(case, other.evidence), weight)
    return argument


def _named(case: Case, one: Suspect) -> tuple[str, str]:
    """The cause and the thing to name: pools of workers and of connections look alike, its logs tell which it is."""
    if one.cause == "compute.thread_pool_exhausted":
        for pattern in case.errors(one.place.entity):
            signature = pattern.signature
            if signature is not None and signature.cause == _CONNECTIONS and pattern.entity is not None:
                return _CONNECTIONS, case.workload(blamed(case, pattern, pattern.entity, signature))
    return one.cause, one.place.entity


def _weigh_siblings(case: Case, seen: Panel, one: Suspect, argument: Argument) -> None:
    """The same resource elsewhere: as before, or moved as well."""
    if not one.rivals:
        return
    calm = [rival for rival in one.rivals if not seen.moved(rival)]
    if len(calm) >= 0.8 * len(one.rivals):
        rival = calm[0]
        argument.back(told(case, rival), min(1.0, one.size / 0.6) * (0.8 if len(one.rivals) >= 3 else 0.5))
    elif len(calm) < 0.5 * len(one.rivals):
        moved = next(rival for rival in one.rivals if seen.moved(rival))
        argument.oppose(told(case, moved), 1.5)


def _weigh_effect(case: Case, one: Suspect, argument: Argument, origins: list[Origin]) -> None:
    """Whether anybody suffers: the service itself best, else one that got slower or fails."""
    own = one.place.worst(Role.LATENCY, Role.FAILURES, Role.SUCCESS)
    if own is not None:
        argument.back(told(case, own), 1.2)
        return
    callers = [origin for origin in origins if one.place.kin in origin.place.callees]
    suffering = (callers or origins)[:1]
    if suffering:
        fits = 0.9 if callers else 0.5
        if Role.LATENCY in one.place.looked_at:
            fits = 0.2  # its own answers are as fast as before
        argument.back(told(case, suffering[0].evidence), fits)
        return
    unhurt = _served_by(case, one.place) if is_host(one.place) else None
    if unhurt is not None:
        argument.oppose(case.fact(unhurt), 2.5)
        return
    quiet = one.place.best(Role.LATENCY) or one.place.best(Role.FAILURES)
    if quiet is not None and one.cause != "compute.memory_leak":
        argument.lack(f"an effect on the answers of {short(one.place.entity)}", 0.6)
    argument.lack("who suffers from it", 0.2)


def _served_by(case: Case, host: Place) -> Behaviour | None:
    """A series of what runs on a machine that would show its being too busy, where each such series is as usual."""
    running = case.topology.dependents_of(host.entity)
    felt = [one for entity in running for one in case.of(entity, *_FELT) if one.series.values]
    if not felt or any(case.is_troubled(one) for one in felt):
        return None
    calm = [one for one in felt if one.course in (Course.STEADY, Course.CAME_BACK) and reaches(case, one)]
    calm.sort(key=lambda one: (one.series.role is not Role.LATENCY, one.series.entity or "", one.series.id))
    return calm[0] if calm else None


def _weigh_order(case: Case, one: Suspect, argument: Argument, origins: list[Origin]) -> None:
    """A cause is not later than its effect."""
    onset = one.evidence.behaviour.onset
    effects = [origin.evidence.behaviour.onset for origin in origins if origin.evidence.behaviour.onset is not None]
    if onset is None or not effects:
        return
    period = one.evidence.series.period
    first = min(effects)
    if onset > first + 4 * period and not one.evidence.climbs:
        earliest = next(origin for origin in origins if origin.evidence.behaviour.onset == first)
        argument.oppose(told(case, earliest.evidence), 0.8)
