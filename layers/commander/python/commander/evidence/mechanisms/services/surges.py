"""Demand that rose at the entrance of an application, and with it everywhere behind.

Predicts: the calls that come in multiply, those of most services behind by about as much, CPU in proportion; queues,
full pools and failures follow where the room ends first. Contradicted by: an entrance that is asked as ever (more calls
of one service alone are repetitions of failed ones), and by demand that grew little by little without an effect.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Course
from commander.evidence.case import Case
from commander.evidence.mechanisms.services.deviation import Deviation, deviation
from commander.evidence.mechanisms.services.panel import Panel, panel
from commander.evidence.mechanisms.services.places import Place, panel_places
from commander.evidence.mechanisms.services.symptoms import Origin, is_entrance
from commander.evidence.mechanisms.services.wording import told
from commander.evidence.roles import Role
from commander.evidence.sentences import short

CAUSE = "traffic.surge"
_LEAST, _LEAST_ON_ANOTHER_DAY = math.log(1.7), math.log(2.2)
"""Demand of the same hour of another day differs by more without a reason."""
_ALIKE, _MOST_PLACES = 0.4, 0.5
"""Behind the entrance at least half of the services get more calls, by so much of the entrance's own growth."""


@dataclass(frozen=True, slots=True, eq=False)
class Surge:
    """Demand that rose at the entrance, and the demand of other services that rose with it, the furthest first."""

    place: Place
    evidence: Deviation
    followers: tuple[Deviation, ...]


def surging(case: Case) -> Surge | None:
    """The surge that the case's panel shows, if any."""
    return surge(case, case.reading(panel_places), case.reading(panel))


def surge(case: Case, found: list[Place], seen: Panel) -> Surge | None:
    """The surge that the services of a panel show, if any."""
    demand = {place.kin: one for place in found if (one := _asked(place)) is not None}
    rising = {kin: one for kin, one in demand.items() if one.log_ratio >= _least(one) and _went_up(seen, one)}
    known = {place.kin: place for place in found}
    entrance = _entrance(case, [known[kin] for kin in demand])
    if entrance is None or entrance.kin not in rising:
        return None
    own = rising[entrance.kin]
    others = [one for kin, one in demand.items() if kin != entrance.kin]
    followers = [one for one in others if one.log_ratio >= _ALIKE * own.log_ratio]
    if not others or len(followers) < _MOST_PLACES * len(others):
        return None
    followers.sort(key=lambda one: (-one.z, one.entity, one.series.id))
    return Surge(entrance, own, tuple(followers))


def _least(one: Deviation) -> float:
    rose_in_view = one.behaviour.onset is not None and one.behaviour.direction > 0
    return _LEAST_ON_ANOTHER_DAY if one.against_reference and not rose_in_view else _LEAST


def _went_up(seen: Panel, one: Deviation) -> bool:
    return seen.strength(one) >= 0.8 and one.beyond >= 0.75


def _asked(place: Place) -> Deviation | None:
    """The series of calls that says most about how many are made of a service."""
    every = [_by_itself(one) for one in place.looked_at.get(Role.DEMAND, []) if one.before > 0]
    return max(every, key=lambda one: (one.before, one.series.name, one.series.id), default=None)


def _by_itself(one: Deviation) -> Deviation:
    """Demand before and since its own rise: when the panel changed most, queues may have been filling for a while."""
    behaviour = one.behaviour
    if behaviour.course is not Course.CHANGED or behaviour.direction < 0:
        return one
    own = deviation(behaviour, behaviour.series.times[0] if behaviour.onset is None else behaviour.onset)
    return one if own is None or own.log_ratio < one.log_ratio else own


def _entrance(case: Case, asked: list[Place]) -> Place | None:
    """Where calls come in: what nobody else calls; without edges what is named so, is the incident's, or answers last
    because it waits for all others."""
    if not asked:
        return None
    edges = any(place.callees for place in asked)
    called = {callee for place in asked for callee in place.callees}

    def order(place: Place) -> tuple[bool, bool, bool, float, str]:
        usual = max((one.before for one in place.looked_at.get(Role.LATENCY, [])), default=0.0)
        about = case.resource is not None and case.kin(case.resource) == place.kin
        return edges and place.kin in called, not is_entrance(place.entity), not about, -usual, place.entity

    return min(asked, key=order)


def argue(case: Case, found: Surge, origins: list[Origin]) -> Iterator[Argument]:
    """The surge; whoever else is asked for more only gets it passed on."""
    entity = found.place.entity
    argument = Argument(CAUSE, entity, f"More demand reaches {short(entity)} than it was planned for.")
    argument.back(told(case, found.evidence), 3.5)
    for one in found.followers[:1]:
        argument.back(told(case, one), 1.5)
    for origin in origins[:1]:
        argument.back(told(case, origin.evidence), 0.8)
    argument.direct = True
    yield argument
    for one in found.followers:
        place = Argument(CAUSE, one.entity, f"More demand reaches {short(one.entity)} than it was planned for.")
        place.oppose(told(case, found.evidence), 3.0)
        yield place


def excuse(case: Case, found: Surge, argument: Argument) -> None:
    """What everybody's higher demand explains: a resource used up, a full pool, late answers and failures."""
    argument.oppose(told(case, found.evidence), 3.0)
