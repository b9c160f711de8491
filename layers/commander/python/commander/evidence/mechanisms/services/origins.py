"""A service that got slower or fails by itself: delayed traffic, lost packets, slow code, failing code.

Told apart by the shape of the change. A constant delay moves the median as much as the tail; loss moves the tail far
more, and makes some requests fail; code that slows down takes more CPU and multiplies both.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.explaining import SYMPTOM, level
from commander.evidence.mechanisms.services.panel import Panel, is_service
from commander.evidence.mechanisms.services.places import Place, failure_share
from commander.evidence.mechanisms.services.resources import Suspect, accounts, dearer
from commander.evidence.mechanisms.services.symptoms import Origin, shape
from commander.evidence.mechanisms.services.wording import WORDS, told
from commander.evidence.roles import Role, tokens_of
from commander.evidence.sentences import short

LASTING = 6
"""Fewer points than this may be a passing burst."""
_FEW_PLACES = 3
_ASKED, _REPEATED, _TOGETHER = 0.35, 0.2, 6.0
_COMES_IN = 0.4
_SENT_AGAIN_S = 0.15
"""TCP sends a lost packet again after 200 ms at the least: a tail that grew by less holds no losses."""
_GIVES_UP = 0.1
_TIMES_SENT = 12.0
"""Each time it is lost again the wait doubles. Where half of the requests lose nothing, four in a row are rare."""
_CONSTANT = 1.5
"""A constant delay moves the tail by hardly more than the median."""
_SLIGHT = 0.4
"""A latency that rose by less than half is slight evidence."""


def of_latency(
    case: Case, seen: Panel, origin: Origin, strongest: Suspect | None, failed: list[Origin]
) -> Iterator[Argument]:
    """A service that got slower: its network, or its code."""
    place, entity = origin.place, origin.place.entity
    base = 1.5 + max(-1.5, min(1.5, 1.1 * origin.lead))
    base -= max(0.0, min(1.0, 1.6 - seen.strength(origin.evidence)))
    base -= 0.6 if origin.evidence.log_ratio < _SLIGHT else 0.0
    base -= 1.0 if seen.entities < _FEW_PLACES else 0.0
    form = shape(place)
    cpu = place.worst(Role.CPU)
    network = Argument("network.latency", entity, f"{short(entity)} {WORDS['network.latency']}.")
    code = Argument("code.slow_path", entity, f"{short(entity)} {WORDS['code.slow_path']}.")
    loss = Argument("network.packet_loss", entity, f"{short(entity)} {WORDS['network.packet_loss']}.")
    lost = place.best(Role.PACKET_LOSS)
    network_bonus, code_bonus, loss_bonus = 0.7, 0.0, -1.2
    if form.tail is not None:
        if form.mostly_tail and _SENT_AGAIN_S <= form.grown <= (_SENT_AGAIN_S + form.gained) * _TIMES_SENT:
            lossy = (failure_share(place) or (0.0,))[0] < _GIVES_UP  # else the tail is that of calls given up
            loss_bonus += 2.4 if lossy else 1.0
            network_bonus -= 1.4 if lossy else 0.4
        elif form.mostly_tail:
            code_bonus += 0.4
            network_bonus -= 1.0
        elif form.multiplied:
            code_bonus += 1.0
            network_bonus -= 0.6
        elif form.tail < _CONSTANT:
            network_bonus += 0.8
            code_bonus -= 0.5
    trip = place.best(Role.ROUND_TRIP)
    if trip is not None:  # what is measured need not be told from the shape
        network_bonus, code_bonus = 0.0, max(0.4, code_bonus)
    fails = next((one for one in failed if one.place is place), None)
    if fails is not None:
        base += 0.3 + 0.6 * max(-1.0, min(1.0, fails.lead))
        loss_bonus += 0.8
        network_bonus -= 0.4
    for argument, bonus in ((network, network_bonus), (code, code_bonus), (loss, loss_bonus)):
        argument.back(told(case, origin.evidence), max(0.3, base + bonus))
        if origin.evidence.points < LASTING:
            argument.lack(f"whether {origin.evidence.series.name} of {short(entity)} stays there", 0.6)
        if origin.explained_by is not None:
            argument.oppose(told(case, origin.explained_by), 2.5)
        elif origin.working is not None:
            argument.back(told(case, origin.working), 1.2)
        _weigh_needed(case, entity, argument)
        _weigh_demand(case, origin, argument, bool(failed))
        _weigh_said(case, entity, argument)
        if strongest is not None:
            here = strongest.place is place
            if here and strongest.cause == argument.cause:
                continue
            if here and argument is code and dearer(strongest.place, strongest.evidence):
                code.back(told(case, strongest.evidence), 2.2)
                continue
            argument.oppose(told(case, strongest.evidence), min(3.0, (1.4 if here else 1.0) * (0.4 + strongest.size)))
    idle = place.best(Role.CPU)
    if cpu is not None:
        code.back(told(case, cpu), 0.8)
        network.oppose(told(case, cpu), 0.8)
    elif idle is not None:
        network.back(told(case, idle), 0.6)
        loss.back(told(case, idle), 0.4)
        code.oppose(told(case, idle), 0.4 if form.mostly_tail or trip is not None else 0.9)
    if lost is not None and not any(lost is one for one in place.rose.get(Role.PACKET_LOSS, [])):
        # What is lost on the way shows as packets sent again, not as errors of the interface.
        loss.oppose(told(case, lost), 2.0 if _sent_again(lost.series.name) else 0.4)
        network.back(told(case, lost), 0.2)
    _weigh_round_trip(case, place, (network, code, loss))
    network.lack(f"the time that packets to and from {short(entity)} take")
    code.lack(f"a trace or profile of {short(entity)}")
    if lost is None:
        loss.lack(f"retransmitted or dropped packets of {short(entity)}", 0.3)
    yield network
    yield code
    if loss_bonus > -1.0 or lost is not None:
        yield loss


def _sent_again(name: str) -> bool:
    return any(word.startswith("retrans") for word in tokens_of(name))


def _weigh_round_trip(case: Case, place: Place, causes: tuple[Argument, Argument, Argument]) -> None:
    """A measured round trip tells traffic that is delayed from answers that are. Packets that are sent again are left
    out of it (Karn and Partridge 1987)."""
    network, code, loss = causes
    longer, trip = place.worst(Role.ROUND_TRIP), place.best(Role.ROUND_TRIP)
    if longer is not None and (not accounts(longer, place) or place.rose.get(Role.PACKET_LOSS)):
        return
    if longer is not None:
        network.back(told(case, longer), 2.5)
        network.direct = True
        code.oppose(told(case, longer), 2.5)
        loss.oppose(told(case, longer), 1.0)
    elif trip is not None:
        network.oppose(told(case, trip), 2.5)
        code.back(told(case, trip), 0.8)
        loss.back(told(case, trip), 0.2)


def _weigh_demand(case: Case, origin: Origin, argument: Argument, fails: bool) -> None:
    """More demand at the service, since it got worse, explains it; more that follows failures is repetition, and a slow
    rise before it no reason."""
    place, began = origin.place, origin.evidence.behaviour.onset
    demand = place.best(Role.DEMAND)
    if demand is None or demand.log_ratio < _ASKED or (failure_share(place) or (0.0,))[0] >= _REPEATED:
        return
    if fails and place.overall_demand < _COMES_IN * demand.log_ratio:
        return  # it is asked again for what failed: what comes in is as before
    rose = demand.behaviour.onset
    if began is not None and (rose is None or abs(rose - began) > _TOGETHER * demand.series.period):
        return
    argument.oppose(told(case, demand), 1.5)


def _weigh_said(case: Case, entity: str, argument: Argument) -> None:
    """New lines of its own logs that name a mechanism explain what its series show."""
    for pattern in case.errors(entity):
        signature = pattern.signature
        if signature is None or signature.cause == argument.cause or case.is_new(pattern) is not True:
            continue
        if level(signature.cause) < SYMPTOM and case.stopped(pattern) is None:
            argument.oppose(case.fact_of_pattern(pattern), 1.2)
            return


def _weigh_needed(case: Case, entity: str, argument: Argument) -> None:
    """What the service needs besides services, a database or a queue, and is in trouble itself, explains it better."""
    for needed in case.topology.needs(entity):
        if not is_service(needed):
            for one in case.troubled(needed)[:1]:
                argument.oppose(case.fact(one), 2.0)


def of_failures(case: Case, seen: Panel, origin: Origin, strongest: Suspect | None, late: set[str]) -> Argument:
    """A service whose requests fail: its code, unless something else explains it."""
    place, entity = origin.place, origin.place.entity
    argument = Argument("code.unhandled_error", entity, f"{short(entity)} {WORDS['code.unhandled_error']}.")
    slowed = place.kin in late
    base = 2.2 + max(-1.5, min(1.4, 0.9 * origin.lead)) - (1.0 if slowed else 0.0)
    base -= 1.0 if seen.entities < _FEW_PLACES else 0.0
    argument.back(told(case, origin.evidence), max(0.3, base))
    if origin.explained_by is not None:
        argument.oppose(told(case, origin.explained_by), 2.0)
    elif origin.working is not None:
        argument.back(told(case, origin.working), 1.0)
    latency = place.best(Role.LATENCY)
    if latency is not None and not slowed:
        argument.back(told(case, latency), 0.5)
    if origin.kept_waiting is not None:
        argument.oppose(told(case, origin.kept_waiting), 2.0)
    if strongest is not None:
        here = strongest.place is place
        weight = min(3.0, (1.4 if here else 1.0) * (0.4 + strongest.size))
        argument.oppose(told(case, strongest.evidence), weight)
    _weigh_needed(case, entity, argument)
    _weigh_demand(case, origin, argument, True)
    _weigh_said(case, entity, argument)
    if not case.errors(entity):
        argument.lack(f"error logs of {short(entity)}")
    return argument
