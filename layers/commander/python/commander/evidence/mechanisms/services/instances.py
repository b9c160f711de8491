"""Instances of a service that are gone: fewer are ready than before and stay so, or nothing of it is measured any more.

Predicts: the number of ready instances fell and did not come back, memory fell in proportion, demand did not fall
before; with the last instance calls of it fail and what it called is asked for nothing. Contradicted by: as many are
wished as there are, demand that fell in proportion (it was scaled in), a number that came back (a rolling restart).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.allclear.wished import wished_fewer
from commander.evidence.mechanisms.services.panel import is_service
from commander.evidence.mechanisms.services.places import Place, panel_places
from commander.evidence.mechanisms.services.restarts import counts_restarts
from commander.evidence.mechanisms.services.symptoms import failing, slow
from commander.evidence.mechanisms.services.wording import told
from commander.evidence.moments import spell
from commander.evidence.roles import Role, tokens_of
from commander.evidence.sentences import number, short
from commander.evidence.series import median

CAUSE = "compute.instance_lost"
_PARTS = frozenset({"pod", "container", "node", "host", "instance"})
_WISHED = frozenset({"desired", "spec", "wanted", "target", "requested"})
_OF_INSTANCES = frozenset({"replicas", "replica", "tasks", "task", "instances", "instance", "capacity", "pods"})
_LEAST, _SETTLED = 5, 0.8
"""A number is usual where at least so many points were seen and so large a share of them says it."""
_HELD, _HELD_S = 4, 120.0
_MEASURES = (Role.CPU, Role.MEMORY, Role.NETWORK, Role.THREADS, Role.CONNECTIONS)
_ENDED_PERIODS = 4.0
_AGAIN = 3


@dataclass(frozen=True, slots=True, eq=False)
class Loss:
    """Instances of a service that went: how many there were and are, the fact that says so, and since when."""

    entity: str
    fact: Fact
    before: float
    after: float
    since: float | None
    counted: bool
    """Whether they were counted; else it is known by the silence of everything that was measured there."""


def losses(case: Case) -> tuple[Loss, ...]:
    """The services that lost instances for good, as far as can be seen; none where many did at once."""
    found: dict[str, Loss] = {}
    services = {case.kin(one.series.entity or "") for one in case.behaviours if _counts(one.series.entity)}
    for one in case.of_role(Role.INSTANCES):
        entity = one.series.entity
        if entity is None or not _counts(entity) or not _WISHED.isdisjoint(tokens_of(one.series.name)):
            continue
        loss = _fallen(case, entity, one)
        if loss is not None:
            found.setdefault(case.kin(entity), loss)
    if not found:
        found = {case.kin(loss.entity): loss for loss in _silent(case)}
    return tuple(found.values()) if len(found) <= max(1, len(services) // 5) else ()


def _counts(entity: str | None) -> bool:
    return entity is not None and is_service(entity) and entity.partition("/")[0] not in _PARTS


def _fallen(case: Case, entity: str, one: Behaviour) -> Loss | None:
    """A number of instances that was the same for long, fell, and has been lower since."""
    series = one.series
    values = series.values
    if not values or any(value % 1 for value in values):
        return None
    now = values[-1]
    held = next((at for at, value in enumerate(reversed(values)) if value > now), len(values))
    older = values[: len(values) - held]
    usual = _usual(older) if len(older) >= _LEAST else _usual(series.reference)
    since = series.times[len(values) - held]
    if usual is None or now >= usual or held < _HELD or series.times[-1] - since + series.period < _HELD_S:
        return None
    if _wished_fewer(case, entity, now):
        return None
    ago = f"before {spell(since)}" if len(older) >= _LEAST else "at a normal time"
    said = (
        f"{series.name} of {short(entity)} was {number(usual)} {ago} and is at most {number(max(values[-held:]))} "
        f"in its newest {held} datapoints."
    )
    fact = case.ledger.state("metric", entity, said, (series.id,), start=since, value=now)
    return Loss(entity, fact, usual, now, since, True)


def _usual(values: Sequence[float]) -> float | None:
    if len(values) < _LEAST:
        return None
    value, times = Counter(values).most_common(1)[0]
    return value if times >= _SETTLED * len(values) else None


def _wishes(one: Behaviour) -> bool:
    tokens = tokens_of(one.series.name)
    return not _WISHED.isdisjoint(tokens) and not _OF_INSTANCES.isdisjoint(tokens)


def _wished_fewer(case: Case, entity: str, now: float) -> bool:
    """Whether the number that is wished for was lowered to what there is."""
    return any(
        one.series.values and one.series.values[-1] <= now < max(one.series.values + one.series.reference)
        for one in case.of_any(entity)
        if _wishes(one)
    )


def _silent(case: Case) -> Iterator[Loss]:
    """A service of which everything that processes show ended, while that of others goes on."""
    newest = max((one.series.times[-1] for one in case.behaviours if one.series.times), default=None)
    if newest is None:
        return
    own: dict[str, list[Behaviour]] = {}
    for one in case.of_role(*_MEASURES):
        if _counts(one.series.entity) and (len(one.series.values) >= _LEAST or len(one.series.reference) >= _LEAST):
            own.setdefault(case.kin(one.series.entity or ""), []).append(one)
    for _, series in sorted(own.items()):
        ends = [one.series.times[-1] if one.series.times else None for one in series]
        far = max(one.series.period for one in series) * _ENDED_PERIODS
        if len(series) < 2 or not all(end is None or end < newest - far for end in ends):
            continue
        first = min(series, key=lambda one: (one.series.name, one.series.id)).series
        named, usual = f"{first.name} of {short(first.entity)}", f"against {len(first.reference)} at a normal time"
        said = (
            f"{named} has no datapoint after its {len(first.values)} first ones."
            if first.values
            else f"{named} has no datapoint, {usual}."
        )
        known = [end for end in ends if end is not None]
        fact = case.ledger.state("metric", first.entity, said, (first.id,), start=max(known, default=None))
        yield Loss(first.entity or "", fact, 1.0, 0.0, max(known, default=None), False)


def argue(case: Case) -> Iterator[Argument]:
    """One argument per loss; the failures of others that the loss of everything explains are argued against."""
    wished = case.reading(wished_fewer)
    for loss in case.reading(losses):
        if wished is not None and case.distance(loss.entity) == 0:
            continue
        yield from _argued(case, loss)


def _argued(case: Case, loss: Loss) -> Iterator[Argument]:
    found = case.reading(panel_places)
    entity = case.workload(loss.entity)
    gone = loss.after == 0
    what = "All instances" if gone else "Instances"
    argument = Argument(CAUSE, entity, f"{what} of {short(entity)} are gone.")
    argument.back(loss.fact, 3.6 if loss.counted else 2.2)
    argument.direct = loss.counted
    own = next((place for place in found if place.kin == case.kin(entity)), None)
    if own is not None and not gone:
        _weigh_scaling(case, own, loss, argument)
        _weigh_memory(case, own, loss, argument)
    slowed = slow(found)
    restarting = [one for one in case.of(loss.entity, Role.FAILURES) if _goes_on_restarting(one, loss)]
    if restarting:
        argument.oppose(case.fact(restarting[0]), 2.5)
    suffering = [origin for origin in [*failing(found, slowed), *slowed] if gone or origin.place is own]
    for origin in suffering[:1]:
        argument.back(told(case, origin.evidence), 1.2)
    if not suffering:
        argument.lack(f"an effect on the answers of {short(entity)}", 0.5 if loss.counted else 2.0)
    yield argument
    if not gone:
        return
    for origin in suffering:
        rival = Argument("code.unhandled_error", origin.place.entity, f"{short(origin.place.entity)} fails.")
        rival.oppose(loss.fact, 2.5)
        yield rival


def _goes_on_restarting(one: Behaviour, loss: Loss) -> bool:
    """Whether instances are started again and again since the number fell: they fail rather than being gone."""
    if not counts_restarts(one) or loss.since is None:
        return False
    newer = [value for at, value in zip(one.series.times, one.series.values, strict=True) if at >= loss.since]
    changes = sum(later != earlier for earlier, later in pairwise(newer))
    return max(newer, default=0.0) > 0 and changes >= _AGAIN


def _weigh_scaling(case: Case, own: Place, loss: Loss, argument: Argument) -> None:
    """Demand that fell in proportion means that fewer were needed."""
    demand = own.best(Role.DEMAND)
    if demand is not None and demand.before > 0 and demand.after <= demand.before * (1 + loss.after / loss.before) / 2:
        argument.oppose(told(case, demand), 2.0)


def _weigh_memory(case: Case, own: Place, loss: Loss, argument: Argument) -> None:
    """Memory of all instances together falls by the share that is gone."""
    left = loss.after / loss.before
    for one in own.looked_at.get(Role.MEMORY, []):
        usual = one.before
        newest = median(one.series.values[-_LEAST:])
        if usual > 0 and abs(newest / usual - left) < 0.5 * (1 - left):
            argument.back(told(case, one), 1.0)
            return
