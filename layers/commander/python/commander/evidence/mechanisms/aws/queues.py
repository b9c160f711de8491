"""A queue grows: its consumer fails, is throttled or switched off; one message fails again and again; or more comes in.

A backlog is a symptom. Its consumers are known from the edges that read the queue; what stopped them takes their own
logs, metrics and changes to tell (for one message that fails again and again see `poison`).
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.gaps import grant
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.aws.databases import is_database
from commander.evidence.mechanisms.aws.effects import one_of, series_of
from commander.evidence.mechanisms.aws.flows import incoming, outgoing
from commander.evidence.mechanisms.aws.levels import fact_of, fell, in_percent, in_trouble, late, level, quiet, rose
from commander.evidence.mechanisms.aws.poison import poisoned
from commander.evidence.mechanisms.aws.related import connection, readers_of
from commander.evidence.mechanisms.proximity import proximity
from commander.evidence.roles import Role
from commander.evidence.sentences import short

_FULL, _FEW = 90.0, 3
_STREAMS = frozenset({"kinesis", "stream", "firehose", "dynamodb-stream"})


def argue(case: Case) -> Iterator[Argument]:
    """Arguments about each growing backlog and those who should work it off."""
    argued: set[str] = set()
    for one in case.of_role(Role.BACKLOG):
        entity = one.series.entity
        if entity is None or not one.bad or is_database(entity, one.series.namespace) or entity in argued:
            continue
        if entity.partition("/")[0] in _STREAMS or "iterator" in one.series.name.lower():
            continue
        argued.add(entity)
        argument = Argument("dependency.queue_backlog", entity, f"Messages pile up in {short(entity)}.")
        argument.back(case.fact(one), 1.0)
        consumers = readers_of(case, entity)
        unseen = not_looked_at(case, consumers)
        wanted = f"why {' or '.join(short(other) for other in consumers) or 'its consumer'} does not keep up"
        argument.lack(wanted, 2.5 if unseen else 0.5)
        _weigh_flow(case, entity, argument)
        for below in _held_up(case, one, consumers):
            argument.oppose(fact_of(case, below), 1.5)
        for failing in _failing(case, consumers):
            argument.oppose(case.fact_of_pattern(failing), 2.2)
        argument.direct = argument.direct and not unseen
        connection(case, argument)
        yield argument
        yield from poisoned(case, entity, consumers)
        outpaced = list(_outpaced(case, entity, consumers))
        yield from outpaced
        for consumer in consumers if not outpaced else ():
            yield from _stopped(case, one, consumer)


def _held_up(case: Case, backlog: Behaviour, consumers: list[str]) -> list[Behaviour]:
    """What, from when the backlog grows, shows what holds up those who work it off: they take longer, and something
    that they need takes longer or has no processor left."""
    slower = [one for consumer in consumers for one in case.troubled(consumer, Role.LATENCY) if not late(case, one)]
    if not slower:
        return []
    below = sorted({needed for consumer in consumers for needed in case.topology.needed_from(consumer)})
    below = [needed for needed in below if case.kin(needed) not in {case.kin(one) for one in consumers}]
    found = [
        one
        for needed in below
        if case.kin(needed) != case.kin(backlog.series.entity or "")
        for one in (*case.troubled(needed, Role.LATENCY), *case.of(needed, Role.CPU))
        if not late(case, one) and (one.bad or (in_percent(one, in_trouble(one)) >= _FULL and rose(one, 1.3)))
    ]
    return found[:1]


def _failing(case: Case, consumers: list[str]) -> list[Pattern]:
    """The errors, begun with the trouble, of those who work a queue off: it fills because of what these tell."""
    errors = [one for consumer in consumers for one in case.errors(consumer) if one.count >= _FEW and case.is_new(one)]
    return [one for one in errors if case.stopped(one) is None][:1]


def not_looked_at(case: Case, consumers: list[str]) -> bool:
    """Whether those who should work a queue off are known, and nobody could look at any of them."""
    return bool(consumers) and all(
        not case.looked_at(one) and any(gap.entity == one for gap in case.bundle.gaps or []) for one in consumers
    )


def _weigh_flow(case: Case, entity: str, argument: Argument) -> None:
    """Whether messages still leave the queue."""
    gone = one_of(case, entity, "numberofmessagesdeleted", "numberofmessagesreceived") or outgoing(case, entity)
    sent = one_of(case, entity, "numberofmessagessent") or incoming(case, entity)
    if gone is None or sent is None or late(case, gone):
        return
    if rose(sent, 1.3) and not late(case, sent) and not fell(gone, 0.8) and in_trouble(gone) < in_trouble(sent):
        argument.back(fact_of(case, sent), 1.5)
        argument.back(fact_of(case, gone), 0.7)
        argument.direct = True
        argument.summary = f"Messages pile up in {short(entity)}: more come in than are worked off."
        return
    if level(gone) < 0.7 * level(sent) and quiet(sent):
        argument.back(fact_of(case, gone), 1.5)
        argument.back(fact_of(case, sent), 0.7)
        argument.direct = True
        argument.summary = f"Messages pile up in {short(entity)}: as many as ever come in, fewer are worked off."


def _outpaced(case: Case, entity: str, consumers: list[str]) -> Iterator[Argument]:
    """More comes in than before while as much as ever is worked off: nothing is wrong with those who do it."""
    gone = one_of(case, entity, "numberofmessagesdeleted") or outgoing(case, entity)
    sent = one_of(case, entity, "numberofmessagessent") or incoming(case, entity)
    if gone is None or sent is None or not rose(sent, 1.5) or late(case, sent) or fell(gone, 0.8):
        return
    if any(case.troubled(consumer, Role.FAILURES, Role.THROTTLES) or case.errors(consumer) for consumer in consumers):
        return
    argument = Argument("traffic.surge", entity, f"More messages come to {short(entity)} than are worked off.")
    argument.back(fact_of(case, gone), 1.2)
    argument.back(fact_of(case, sent), 2.5)
    argument.direct = True
    _weigh_writers(case, entity, argument)
    connection(case, argument)
    yield argument
    for consumer in consumers:
        for cause, summary in (
            ("compute.cpu_saturation", "is busy with more messages"),
            ("code.unhandled_error", "fails on what it takes from the queue"),
        ):
            other = Argument(cause, consumer, f"{short(consumer)} {summary}.")
            other.oppose(fact_of(case, sent), 2.0)
            yield other


def _weigh_writers(case: Case, entity: str, argument: Argument) -> None:
    """Something that writes to the queue was started or changed just before: a replay, an import, a new producer."""
    writers = {edge.from_ for edge in case.bundle.topology if edge.to == entity} - set(readers_of(case, entity))
    near = [proximity(case, one) for one in case.releases if one.entity in writers]
    for one in [one for one in near if one.weight > 1][-1:]:
        argument.back(one.fact, 1.2)


def _stopped(case: Case, backlog: Behaviour, consumer: str) -> Iterator[Argument]:
    fact = case.fact(backlog)
    failing = Argument("code.unhandled_error", consumer, f"{short(consumer)} fails on what it takes from the queue.")
    failing.back(fact, 0.9)
    if not case.errors(consumer):
        failing.lack(f"errors and logs of {short(consumer)}{grant(case, 'logs', consumer)}", 0.3)
    quiet_errors = [one for one in case.of(consumer, Role.FAILURES) if one.steady]
    for one in quiet_errors[:1]:
        failing.oppose(case.fact(one), 1.5)
    yield failing
    lost = f"{short(consumer)} lost its concurrency or was switched off."
    scaled = Argument("deployment.scaling_change", consumer, lost)
    scaled.back(fact, 0.7)
    if not any(release.entity == consumer for release in case.releases_of(consumer)):
        scaled.lack(f"changes of {short(consumer)}{grant(case, 'changes', consumer)}", 0.3)
    stopped = [one for one in series_of(case, consumer, "invocations") if level(one) == 0 and one.before > 0]
    for one in stopped[:1]:
        scaled.back(fact_of(case, one), 1.0)
    yield scaled
