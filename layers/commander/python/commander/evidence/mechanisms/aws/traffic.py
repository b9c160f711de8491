"""Demand itself changed.

Predicts: the demand series rose (or fell) clearly, no later than the symptom. Contradicted by: demand as before, or a
rise that followed the trouble (retries). Abuse predicts that requests were blocked as such, or one client sends most.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.aws.clients import one_rose, one_sends_most
from commander.evidence.mechanisms.aws.databases import is_database
from commander.evidence.mechanisms.aws.levels import fact_of, fell, late, level, rose
from commander.evidence.mechanisms.aws.platform_events import wording
from commander.evidence.mechanisms.aws.related import connection, is_queue
from commander.evidence.mechanisms.services.symptoms import is_entrance
from commander.evidence.mechanisms.shifts import fanout_of, move_of
from commander.evidence.rates import is_share, share
from commander.evidence.roles import Role
from commander.evidence.sentences import short
from commander.evidence.spelling import plain

_SURGE = 1.5
_LARGE_SURGE = 2.0
_DROP = 0.5
_SLIGHT, _REPEATED = 1.15, 0.2
"""Demand that rose by less is as before; repetitions of failed calls are felt where so many fail."""
_GIVEN_UP = 3.0
"""Who waits so many times longer than before gives up and asks again."""
_MOST_RIVALS = 2
_PRESSED = 0.9
_MOST_EFFECTS, _TOGETHER_S = 3, 600.0
_ALONG_PERIODS, _ATTEMPTS, _BEYOND = 4, 3.0, 1.5
_BLOCKED = ("blockedrequests", "countedrequests", "captcharequests", "challengerequests", "ddosdetected")
_HANDED_OUT = r"received|deleted|get_?records|outgoing|empty|consumed|read"


def argue(case: Case) -> Iterator[Argument]:
    """The surge where demand rose furthest upstream, or the refuted surge at the symptom's place; drops; abuse."""
    demand = [
        one
        for one in case.of_role(Role.DEMAND)
        if one.series.values
        and one.series.entity is not None
        and not is_database(one.series.entity, one.series.namespace)
        and not (is_queue(one.series.entity) and wording(_HANDED_OUT).search(one.series.name))
    ]
    surging = [one for one in demand if rose(one, _SURGE)]
    entities = {one.series.entity for one in surging}
    upstream = [one for one in surging if not _has_surging_dependent(case, one, entities)]
    yield from _surges(case, _one_per_entity(upstream), demand)
    rising = set(surging)
    calm = [one for one in demand if one not in rising and case.concerns(one.series.entity)]
    if not surging and calm:
        yield _no_surge(case, min(calm, key=lambda one: (case.distance(one.series.entity) or 0, one.series.name)))
    dropped = [one for one in demand if fell(one, _DROP) and not late(case, one)]
    nowhere = case.resource is None and not any(case.is_troubled(one) for one in case.behaviours)
    lost = [one for one in dropped if one is case.own or case.distance(one.series.entity) == 0 or nowhere]
    for one in _one_per_entity(lost)[:1]:
        yield _drop(case, one)
    yield from _abuse(case)


def _has_surging_dependent(case: Case, one: Behaviour, surging: set[str | None]) -> bool:
    entity = one.series.entity or ""
    return any(other != entity and other in surging for other in case.topology.dependents_of(entity))


def _one_per_entity(found: list[Behaviour]) -> list[Behaviour]:
    best: dict[str | None, Behaviour] = {}
    for one in found:
        best.setdefault(one.series.entity, one)
    return list(best.values())


def _surges(case: Case, found: list[Behaviour], demand: list[Behaviour]) -> Iterator[Argument]:
    """The surge where it comes in, and at most two more that it passes on. Where no calls are known several may rise
    together; it came in at the place of the incident, at an entrance, or where most is asked."""

    def place(one: Behaviour) -> tuple[bool, bool, bool, float, float, str]:
        entity = one.series.entity or ""
        called = any(caller != entity for caller in case.topology.dependents_of(entity))
        echo = _echo(case, one, demand) is not None or _made_within(case, one) is not None
        return echo, called, not is_entrance(entity), -_usual_time(case, entity), -round(level(one), 3), entity

    ordered = sorted(found, key=place)
    for at, one in enumerate(ordered[: 1 + _MOST_RIVALS]):
        argument = _surge(case, one)
        echo = _echo(case, one, demand)
        if echo is not None:
            argument.oppose(fact_of(case, echo), 3.0)
            argument.direct = False
        within = _made_within(case, one)
        if within is not None:
            argument.oppose(*within)
            argument.direct = False
        if at and not case.topology.known:
            argument.oppose(fact_of(case, ordered[0]), 2.5)
        for other in ordered[1:2] if not at and echo is None and not case.topology.known else []:
            argument.back(fact_of(case, other), 0.8)  # it is passed on to others
        yield argument


def _made_within(case: Case, one: Behaviour) -> tuple[Fact, float] | None:
    """What shows that nobody outside asks for more: callers are asked as ever, or calls of another were led here."""
    move, fanout = move_of(case, one), fanout_of(case, one)
    if move is not None:
        return fact_of(case, move.lost), 3.5
    if fanout is not None:
        return fact_of(case, fanout.asked), 3.0 if fanout.sure else 1.5
    return None


def _usual_time(case: Case, entity: str) -> float:
    """How long answers take in the series' own unit. Who calls waits, so calls come in where that is longest."""
    return max((one.before for one in case.of(entity, Role.LATENCY) if one.series.values), default=0.0)


def _echo(case: Case, one: Behaviour, demand: list[Behaviour]) -> Behaviour | None:
    """What shows that more calls are repetitions of failed ones: they fail or take too long, and nobody who
    calls, or no entrance, is asked for more than before."""
    entity = one.series.entity or ""
    failing = [
        other
        for other in case.troubled(entity, Role.FAILURES, Role.SUCCESS)
        if failing_share(other) is not None and (failing_share(other) or 0.0) >= _REPEATED
    ]
    failing += [other for other in case.troubled(entity, Role.LATENCY) if (other.ratio or 0.0) >= _GIVEN_UP]
    if not failing:
        return None
    callers = case.topology.dependents_of(entity) if case.topology.known else {}
    others = [
        other
        for other in demand
        if other.series.entity != entity
        and (other.series.entity in callers if callers else is_entrance(other.series.entity or ""))
    ]
    if not others and not callers:
        others = [other for other in demand if other.series.entity != entity]
    calm = [other for other in others if not rose(other, _SLIGHT)]
    return failing[0] if calm and len(calm) == len(others) else None


def failing_share(one: Behaviour) -> float | None:
    """The share of requests that fail now, where the series tells shares; None where it counts."""
    if one.series.role is Role.SUCCESS and is_share(one.series):
        return 1.0 - share(one.series, level(one))
    if is_share(one.series):
        return share(one.series, level(one))
    return 1.0 if level(one) > 0 and one.before < 0.2 * level(one) else None


def _surge(case: Case, one: Behaviour) -> Argument:
    entity = one.series.entity or ""
    argument = Argument("traffic.surge", entity, f"More demand reaches {short(entity)} than it was planned for.")
    onset = case.onset
    if onset is not None and one.onset is not None and one.onset > onset.end and _may_be_repeats(case, one, onset.end):
        argument.oppose(fact_of(case, one), 2.5)  # retries follow failures
        return argument
    argument.back(fact_of(case, one), 3.5 if rose(one, _LARGE_SURGE) else 2.5)
    argument.direct = True
    reached = case.topology.needed_from(entity)
    effects = [
        effect
        for needed in sorted(reached, key=lambda needed: (reached[needed], needed))
        for effect in case.troubled(needed)[:2]
        if effect is not one and _together(one, effect)
    ]
    effects += [
        pressed
        for needed in sorted(reached)
        for pressed in case.of(needed, Role.CPU)
        if is_share(pressed.series) and share(pressed.series, level(pressed)) >= _PRESSED and rose(pressed, 1.3)
    ]
    for effect in effects[:_MOST_EFFECTS]:
        argument.back(fact_of(case, effect), 0.5)
    if not effects:
        argument.lack(f"an effect of the higher demand on {short(entity)}", 1.5)
        argument.direct = False
    return argument


def _may_be_repeats(case: Case, one: Behaviour, began: float) -> bool:
    """Whether more calls may be repetitions of failed ones: of the few that fail not many come, and who waits for an
    answer does not call five times as often. What rose along with the trouble, by more than that, was asked first."""
    along = (one.onset or began) <= began + _ALONG_PERIODS * one.series.period
    if not along or one.ratio is None:
        return True
    known = [
        failed
        for other in case.of(one.series.entity, Role.FAILURES)
        if other.series.values and (failed := _failed(other, one)) is not None
    ]
    failed = max(known, default=None)
    return failed is None or one.ratio <= _BEYOND * (1 + _ATTEMPTS * failed)


def _failed(failing: Behaviour, asked: Behaviour) -> float | None:
    """The share of the calls that fail, where both series count calls in the same time or one tells shares."""
    if is_share(failing.series):
        return share(failing.series, level(failing))
    if failing.series.period != asked.series.period or failing.series.statistic != asked.series.statistic:
        return None
    return level(failing) / max(1.0, level(asked))


def _together(one: Behaviour, effect: Behaviour) -> bool:
    """Whether an effect began about when demand rose: a slow rise long before explains no sudden failure."""
    if one.onset is None or effect.onset is None:
        return True
    return abs(effect.onset - one.onset) <= max(_TOGETHER_S, 5 * max(one.series.period, effect.series.period))


def _no_surge(case: Case, one: Behaviour) -> Argument:
    entity = one.series.entity or ""
    argument = Argument("traffic.surge", entity, f"More demand reaches {short(entity)} than it was planned for.")
    argument.oppose(fact_of(case, one), 4.0)
    return argument


def _drop(case: Case, one: Behaviour) -> Argument:
    """Fewer calls arrive; where calls fail as well, it is they that stay away, and so an effect."""
    entity = one.series.entity or ""
    argument = Argument("traffic.drop", entity, f"Less demand reaches {short(entity)} than before.")
    argument.back(fact_of(case, one), 3.0 if one is case.own else 2.0)
    failing = [other for other in case.troubled(entity, Role.FAILURES, Role.LATENCY, Role.SUCCESS) if other is not one]
    for other in failing[:1]:
        argument.oppose(fact_of(case, other), 2.0)
    fine = [other for other in case.of(entity, Role.FAILURES, Role.LATENCY) if other.steady]
    for other in fine[:1]:
        argument.back(fact_of(case, other), 0.7)
    above = sorted(case.topology.direct_dependents_of(entity))
    for caller in above:
        for other in [other for other in case.of(caller, Role.DEMAND) if fell(other, _DROP)][:1]:
            argument.back(fact_of(case, other), 0.7)
    argument.lack(f"whether the callers of {short(entity)} stopped calling or are cut off")
    return argument


def _abuse(case: Case) -> Iterator[Argument]:
    """Requests that a firewall took for hostile, or one client that sends most of them."""
    found: dict[str, Argument] = {}

    def about(entity: str) -> Argument:
        summary = f"Hostile or runaway clients press on {short(entity)}."
        return found.setdefault(entity, Argument("traffic.abuse", entity, summary))

    for one in case.behaviours:
        entity = one.series.entity
        if entity is not None and plain(one.series.name) in _BLOCKED and rose(one, 3.0, 10.0) and not late(case, one):
            about(entity).back(fact_of(case, one), 3.0)
    for entity, fact in one_sends_most(case):
        about(entity).back(fact, 3.0)
    ran_away: set[str] = set()
    for entity, client, others in one_rose(case):
        about(entity).back(fact_of(case, client), 3.0)
        about(entity).back(others, 1.0)
        ran_away.add(entity)
    for entity, argument in sorted(found.items()):
        rising = [one for one in case.of(entity, Role.DEMAND) if rose(one, _SURGE) and not late(case, one)]
        for one in rising[:1]:
            argument.back(fact_of(case, one), 1.5)
        argument.direct = bool(rising) or entity in ran_away
        connection(case, argument)
        yield argument
        if argument.direct:
            plainly = Argument("traffic.surge", entity, f"More demand reaches {short(entity)} than it was planned for.")
            for fact, _ in list(argument.supporting.values())[:1]:
                plainly.oppose(fact, 2.5)
            yield plainly
