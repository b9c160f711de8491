"""Something that the symptom's place needs fails or is slow, as its own series show.

Predicts: the needed thing turned bad no later than what needs it. Contradicted by: it turned bad afterwards, or works.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.kinds import runs_code
from commander.evidence.roles import Role, tokens_of
from commander.evidence.sentences import short

_KINDS_WITH_OWN_MECHANISM = frozenset({Role.THROTTLES, Role.BACKLOG})
_MOST_RIVALS = 2
_FAR = 5.0
_QUEUES = frozenset({"queue", "topic", "rabbitmq", "kafka", "broker", "amqp", "activemq", "nats", "pulsar", "stream"})
_INTO = frozenset({"publish", "published", "incoming", "in", "enqueue", "enqueued", "produced", "produce", "sent"})
_OUT_OF = frozenset(
    {"deliver", "delivered", "ack", "acked", "consumed", "consume", "consumers", "dequeued", "dequeue", "processed"}
)
_REASONS = (Role.CPU, Role.MEMORY, Role.DISK_IO, Role.CONNECTIONS, Role.THREADS, Role.DEMAND)
"""Series that would show why something is slow."""


def argue(case: Case) -> Iterator[Argument]:
    """One argument per failing thing downstream, and one per working one that was looked at."""
    yield from _filling(case)
    if case.resource is None or case.onset is None:
        return
    needed = {entity: far for entity, far in case.topology.needed_from(case.resource).items() if far > 0}
    fine = 0
    for entity in sorted(needed, key=lambda entity: (needed[entity], entity)):
        looked_at = [one for one in case.of(entity, Role.FAILURES, Role.SUCCESS, Role.LATENCY) if one.series.values]
        bad = [one for one in case.troubled(entity) if one.series.role not in _KINDS_WITH_OWN_MECHANISM]
        if bad:
            yield _failing(case, entity, bad[0])
        elif looked_at and fine < _MOST_RIVALS:
            fine += 1
            yield _working(case, entity, looked_at[0])


def _filling(case: Case) -> Iterator[Argument]:
    """Queues of message brokers that fill although no more is put into them: who takes from them stopped."""
    for one in case.of_role(Role.BACKLOG):
        entity = one.series.entity
        if entity is None or entity.partition("/")[0] not in _QUEUES or not one.bad or not case.concerns(entity):
            continue
        argument = Argument("dependency.queue_backlog", entity, f"Messages pile up in {short(entity)}.")
        argument.back(case.fact(one), 2.2)
        beside = [other for other in case.of_any(entity) if other is not one and other.series.values]
        into = [other for other in beside if not _INTO.isdisjoint(tokens_of(other.series.name))]
        out = [other for other in beside if not _OUT_OF.isdisjoint(tokens_of(other.series.name))]
        more = [other for other in into if other.direction > 0 and (other.ratio or 0.0) >= 1.5]
        less = [other for other in out if other.direction < 0 and (1.0 if other.ratio is None else other.ratio) <= 0.5]
        for other in more[:1]:
            argument.oppose(case.fact(other), 1.5)
        for other in less[:2]:
            argument.back(case.fact(other), 1.2)
        for other in [other for other in into if other.steady][:1]:
            argument.back(case.fact(other), 0.8)
        argument.direct = bool(less) and not more
        argument.lack(f"why less is taken from {short(entity)}", 0.3)
        yield argument


def _failing(case: Case, entity: str, bad: Behaviour) -> Argument:
    slow = bad.series.role is Role.LATENCY
    argument = Argument(
        "dependency.slow" if slow else "dependency.errors",
        entity,
        f"{short(entity)}, which {short(case.resource)} needs, {'is slow' if slow else 'fails'}.",
    )
    far = bad.ratio is not None and bad.ratio >= _FAR and slow
    argument.back(case.fact(bad), 0.9 if bad.slight else 2.4 if far else 1.8)
    onset = case.onset
    if onset is not None and bad.onset is not None and case.own is not None:
        if bad.onset > onset.end:
            argument.oppose(case.fact(case.own), 2.0)
        elif case.own.bad:
            argument.back(case.fact(case.own), 0.5)
    elif case.resource is not None and (waits := case.troubled(case.resource)):
        argument.back(case.fact(waits[0]), 0.5)
    for deeper in case.topology.needs(entity):
        for one in case.troubled(deeper)[:1]:
            argument.oppose(case.fact(one), 1.5)
    if runs_code(entity):
        argument.lack(f"why {short(entity)} {'is slow' if slow else 'fails'}", 0.3)
    else:
        _weigh_bought(case, entity, argument)
    return argument


def _weigh_bought(case: Case, entity: str, argument: Argument) -> None:
    """What runs no code of ours and shows no reason of its own is the place to name, where all else works."""
    own = [one for one in case.of_any(entity) if one.direction > 0 and one.series.role in _REASONS]
    if own:
        argument.lack(f"why {short(entity)} does not do as before", 0.3)
        return
    if case.resource is None:
        return
    for other, fine in case.reading(_fine):
        if other != case.kin(entity):
            argument.back(case.fact(fine), 0.5)
            return


def _fine(case: Case) -> list[tuple[str, Behaviour]]:
    """The first two of the workloads that the incident's place needs and that work as ever, each with what says so."""
    found: dict[str, Behaviour] = {}
    for other in case.topology.needs(case.resource) if case.resource is not None else ():
        steady = [one for one in case.of(other, Role.LATENCY, Role.FAILURES, Role.SUCCESS) if one.steady]
        if steady:
            found.setdefault(case.kin(other), steady[0])
        if len(found) == 2:
            break
    return list(found.items())


def _working(case: Case, entity: str, series: Behaviour) -> Argument:
    slow = series.series.role is Role.LATENCY
    argument = Argument(
        "dependency.slow" if slow else "dependency.errors",
        entity,
        f"{short(entity)}, which {short(case.resource)} needs, {'is slow' if slow else 'fails'}.",
    )
    argument.oppose(case.fact(series), 3.0)
    return argument
