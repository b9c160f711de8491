"""What AWS itself reports as wrong: no capacity, tasks that do not start, a quota, a zone, an instance taken away.

Predicts: an event in the platform's own words, or the newest ones that a service's state keeps, not over, and trouble
at the thing it is about. Contradicted by: the event being long past, or everything at that place working.
"""

from collections.abc import Iterator
from typing import Any

from commander.contract.evidence import PlatformEvent, State
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.aws.effects import weigh_effect
from commander.evidence.mechanisms.aws.platform_events import lately, moment_of, wording
from commander.evidence.mechanisms.aws.related import connection
from commander.evidence.mechanisms.aws.sayings import SAYINGS, Saying, meaning_of
from commander.evidence.mechanisms.aws.values import first_number, objects, texts
from commander.evidence.moments import spell
from commander.evidence.sentences import number, short

_GOOD = r"\b(?:resolved|recovered|has recovered|back to normal|operating normally|succeeded|reached a steady state)\b"
_MOST, _LONGEST = 3, 160
_SUDDEN = frozenset({"compute.instance_lost"})
_LATER_S, _LONG_NAME = 300.0, 8
"""What is reported so long after the trouble was first seen did not begin it."""
_MISSING = frozenset({"ecs.task_start_failure", "ecs.capacity_unavailable", "access.permission_denied"})
_WHERE = ("availability_zone", "availability_zone_id", "az", "az_id", "zone")
_STATES = ("ecs_service", "ecs_task", "asg", "auto_scaling_group", "lambda_function")


def argue(case: Case) -> Iterator[Argument]:
    """One argument per thing and meaning of what is reported of it."""
    reported: dict[tuple[str, str], list[PlatformEvent]] = {}
    kept: dict[tuple[str, str], list[Fact]] = {}
    sayings = {one.cause: one for one in SAYINGS}
    for event in lately(case, case.events()):
        saying = _meaning(event)
        entity = event.entity or case.resource
        if saying is not None and entity is not None:
            reported.setdefault((entity, saying.cause), []).append(event)
    for item in case.items(*_STATES):
        for said in _kept(item):
            saying = meaning_of(_without_name(said, item.entity), item.entity.partition("/")[0])
            if saying is not None:
                fact = case.fact_of_state(item, f'{short(item.entity)} keeps the report "{said[:_LONGEST]}".')
                kept.setdefault((item.entity, saying.cause), []).append(fact)
    for entity, cause in sorted({*reported, *kept}):
        key = (entity, cause)
        argument = _argument(case, entity, sayings[cause], reported.get(key, []), kept.get(key, []))
        if cause == "compute.instance_lost":
            yield from _host(
                case, argument, [one for other in reported if other[1] == cause for one in reported[other]]
            )
        yield argument
        yield from _followed(case, argument)


def _meaning(event: PlatformEvent) -> Saying | None:
    kind = (event.entity or "").partition("/")[0]
    if event.kind.lower() in ("kubernetes", "k8s") or kind in ("pod", "node", "deployment", "replicaset"):
        return None
    return meaning_of(_without_name(f"{event.reason} {event.message}", event.entity), kind)


def _without_name(said: str, entity: str | None) -> str:
    """The words without the name of the thing they are about: what a service is called says nothing of its state."""
    name = short(entity) if entity is not None else ""
    return said.replace(name, "it") if len(name) > 1 else said


def _kept(item: State) -> Iterator[str]:
    """The reports that state keeps, the newest few; none where the newest says that all is well."""
    attributes = item.attributes
    events = texts(attributes.get("events")) + [_text(one) for one in objects(attributes.get("events"))]
    if events and wording(_GOOD).search(events[0]):
        return
    yield from (said for said in events[:_MOST] if said)
    for key in ("stopped_reason", "state_reason", "last_update_status_reason", "status_reason", "stop_code"):
        yield from texts(attributes.get(key))[:_MOST]
    for deployment in objects(attributes.get("deployments"))[:_MOST]:
        yield from texts(deployment.get("rollout_reason"))


def _text(one: Any) -> str:
    return " ".join(texts(one.get("message")) or texts(one.get("text")))


def _weigh_missing(case: Case, entity: str, argument: Argument) -> bool:
    """Fewer tasks or instances at work than wanted, as state says."""
    for item in [one for kind in ("ecs_service", "asg", "auto_scaling_group") for one in case.states(entity, kind)]:
        wanted = first_number(item.attributes, "desired", "desired_count", "desired_capacity")
        running = first_number(item.attributes, "running", "running_count", "in_service")
        if wanted is not None and running is not None and running < wanted:
            said = f"{short(entity)} has {number(running)} of the {number(wanted)} it wants."
            argument.back(case.fact_of_state(item, said), 1.0)
            return True
    return False


def _host(case: Case, argument: Argument, events: list[PlatformEvent]) -> Iterator[Argument]:
    """What others report of an instance that is lost, and those that ran on it: that they find no place now follows."""
    entity, name = argument.entity, short(argument.entity)
    above = [one for one in sorted(case.topology.dependents_of(entity)) if one != entity]
    if not above or not argument.direct or case.distance(entity) in (None, -1):
        return
    fact = max(argument.supporting.values(), key=lambda one: (one[1], one[0].statement))[0]
    for event in [one for one in events if one.entity != entity and len(name) >= _LONG_NAME and name in one.message][
        :1
    ]:
        argument.back(case.fact_of_event(event), 1.5)
        if event.entity is not None:
            group = Argument(argument.cause, event.entity, f"{short(event.entity)} lost {name}.")
            group.oppose(fact, 1.5)
            yield group
    for place in above:
        if _weigh_missing(case, place, argument):
            homeless = Argument("ecs.capacity_unavailable", place, f"{short(place)} gets no place to run.")
            homeless.oppose(fact, 2.0)
            yield homeless


def _followed(case: Case, argument: Argument) -> Iterator[Argument]:
    """What follows from tasks that are missing, and what the same report is mistaken for."""
    if not argument.direct:
        return
    entity, heaviest = argument.entity, max(argument.supporting.values(), key=lambda one: (one[1], one[0].statement))[0]
    if argument.cause in _MISSING and _weigh_missing(case, entity, Argument(argument.cause, entity, "")):
        busy = Argument("compute.cpu_saturation", entity, f"{short(entity)} is out of CPU.")
        busy.oppose(heaviest, 4.0)  # the few that run do the work of all
        yield busy
    if argument.cause == "access.permission_denied":
        for cause, weight in (("k8s.image.pull_unauthorized", 4.0), ("compute.instance_lost", 2.5)):
            other = Argument(cause, entity, f"{short(entity)} may not read what it needs to start.")
            other.oppose(heaviest, weight)
            yield other


def _inside(case: Case, zone: str) -> Fact | None:
    """That something which the symptom needs stands in a zone, as its own state says."""
    for item in case.bundle.state:
        where = next((text for key in _WHERE for text in texts(item.attributes.get(key))), None)
        if where == short(zone) and case.distance(item.entity) not in (None, -1):
            return case.fact_of_state(item, f"{short(item.entity)} is in {where}.")
    return None


def _argument(case: Case, entity: str, saying: Saying, events: list[PlatformEvent], kept: list[Fact]) -> Argument:
    argument = Argument(saying.cause, entity, f"{short(entity)} {saying.summary}")
    inside = _inside(case, entity) if saying.cause == "aws.az_impaired" else None
    if inside is not None:
        argument.back(inside, 1.5)
    else:
        connection(case, argument)
    facts = [*(case.fact_of_event(event) for event in events[-_MOST:]), *kept]
    for place, fact in enumerate(facts[: _MOST + 1]):
        argument.back(fact, 0.7 if place else saying.weight)
    effect = _weigh_missing(case, entity, argument) | weigh_effect(case, entity, argument)
    if not effect:
        argument.lack(f"what suffers from it at {short(entity)}", 0.3)
    good = [one for one in case.events(entity) if wording(_GOOD).search(f"{one.reason} {one.message}")]
    newest = moment_of(events[-1]) if events else None
    later = [one for one in good if newest is not None and (moment_of(one) or 0.0) > newest]
    for event in later[-1:]:
        argument.oppose(case.fact_of_event(event), 2.0)
    first, onset = (moment_of(events[0]) if events else None), case.onset
    observed = argument.cause in _SUDDEN and onset is not None and onset.observed
    if observed and onset is not None and first is not None and first > onset.end + _LATER_S:
        began = f"The trouble began at {spell(onset.start)}, before {short(entity)} reported it."
        argument.oppose(case.stated("event", entity, began, (events[0].id, *onset.refs)), 2.0)
        later = events
    # What state keeps may be old: only together with an effect it is seen at work.
    argument.direct = not later and (bool(events) or effect)
    return argument
