"""Explanations that the series of services speak against: more demand, and resources that stayed as they were."""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.mechanisms.aws.levels import rose
from commander.evidence.mechanisms.services.places import Place
from commander.evidence.mechanisms.services.resources import Suspect, share_of_limit
from commander.evidence.mechanisms.services.symptoms import Origin
from commander.evidence.mechanisms.services.wording import WORDS, told
from commander.evidence.roles import Role
from commander.evidence.sentences import short

_SURGE = 1.5
_SOON_PERIODS, _SOON_S = 5.0, 180.0
"""Queues take some time to fill: what shows so soon after demand rose may follow from it."""
_MANIFOLD, _LATE_S = 3.0, 1200.0
_LEAST_ANSWERS = 3
_FOLLOWS, _FULL = 0.3, 0.9
"""The log ratio of demand that a resource follows; the share of its limit at which it is used up."""


def not_demand(case: Case, strongest: Suspect | None, origins: list[Origin], found: list[Place]) -> Iterator[Argument]:
    """Demand that rose long before the trouble, or while all answers stay as they were, is no cause of it."""
    rising = [one for one in case.of_role(Role.DEMAND) if one.series.entity and rose(one, _SURGE)]
    effects = sorted(
        (origin.evidence for origin in origins if origin.evidence.behaviour.onset is not None),
        key=lambda one: (one.behaviour.onset or 0.0, one.series.id),
    )
    answers = [one for place in found for one in place.looked_at.get(Role.LATENCY, [])]
    entities = {one.series.entity or "" for one in rising}
    first = [one for one in rising if _is_first(case, one.series.entity or "", entities)]
    pressed = any(
        (share_of_limit(cpu) or (0, 0))[1] >= _FULL for place in found for cpu in place.rose.get(Role.CPU, [])
    )
    furthest = max(answers, key=lambda one: (one.z, one.entity, one.series.id), default=None)
    for one in first:
        entity = one.series.entity or ""
        argument = Argument("traffic.surge", entity, f"More demand reaches {short(entity)} than it was planned for.")
        lead = max(_SOON_S, _SOON_PERIODS * one.series.period)
        if rose(one, _MANIFOLD):
            lead = max(lead, _LATE_S)  # queues, caches and spare room hold for a while
        began = one.onset if one.onset is not None else one.series.times[0]
        if effects and (effects[0].behaviour.onset or 0.0) > began + lead:
            argument.oppose(told(case, effects[0]), 2.5)
        if strongest is not None and strongest.size >= 0.8 and strongest.place.demand < _FOLLOWS:
            argument.oppose(told(case, strongest.evidence), 1.5)
        if not origins and not pressed and furthest is not None and len(answers) >= _LEAST_ANSWERS:
            argument.oppose(told(case, furthest), 2.5)
        if argument.contradicting:
            yield argument


def _is_first(case: Case, entity: str, rising: set[str]) -> bool:
    """Whether no caller's demand rose: then this is where it comes in."""
    return not any(caller != entity and caller in rising for caller in case.topology.dependents_of(entity))


def refuted(place: Place, case: Case) -> Iterator[Argument]:
    """The resources of the slowest service that were looked at and stayed."""
    for role, cause in ((Role.CPU, "compute.cpu_saturation"), (Role.MEMORY, "compute.memory_saturation")):
        calm = place.best(role)
        if calm is not None:
            argument = Argument(cause, place.entity, f"{short(place.entity)} {WORDS[cause]}.")
            argument.oppose(told(case, calm), 2.5)
            yield argument
