"""A queue grows: its consumer fails, is throttled or switched off; one message fails again and again; or more comes in.

A backlog is a symptom. Its consumers are known from the edges that read the queue; what stopped them takes their own
logs, metrics and changes to tell. A poison message predicts: the dead-letter queue grows, or the oldest message ages
while the others are worked off, and a consumer that fails on few of its batches.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.mechanisms.aws.databases import is_database
from commander.evidence.mechanisms.aws.effects import one_of, series_of
from commander.evidence.mechanisms.aws.levels import fact_of, in_trouble, late, level, quiet, rose
from commander.evidence.mechanisms.aws.values import first_number, first_text, mapping
from commander.evidence.mechanisms.proximity import connection
from commander.evidence.mechanisms.unseen import grant
from commander.evidence.roles import Role
from commander.evidence.sentences import number, short

_DEAD = ("dlq", "dead-letter", "dead_letter", "deadletter", "redrive")
_AGE = "approximateageofoldestmessage"
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
        consumers = [other for other, far in sorted(case.topology.dependents_of(entity).items()) if far == 1]
        argument.lack(f"why {' or '.join(short(other) for other in consumers) or 'its consumer'} does not keep up", 0.5)
        _weigh_flow(case, entity, argument)
        connection(case, argument)
        yield argument
        yield from _poisoned(case, entity)
        for consumer in consumers:
            yield from _stopped(case, one, consumer)


def _weigh_flow(case: Case, entity: str, argument: Argument) -> None:
    """Whether messages still leave the queue."""
    gone = one_of(case, entity, "numberofmessagesdeleted", "numberofmessagesreceived")
    sent = one_of(case, entity, "numberofmessagessent")
    if gone is None or sent is None or late(case, gone):
        return
    if level(gone) < 0.7 * level(sent) and quiet(sent):
        argument.back(fact_of(case, gone), 1.5)
        argument.back(fact_of(case, sent), 0.7)
        argument.direct = True
        argument.summary = f"Messages pile up in {short(entity)}: as many as ever come in, fewer are worked off."


def _poisoned(case: Case, entity: str) -> Iterator[Argument]:
    """One message that is received again and again: it ages while others flow, and ends in the dead-letter queue."""
    item = next(iter(case.states(entity, "sqs_queue")), None)
    redrive = mapping(item.attributes.get("redrive")) if item is not None else {}
    named = first_text(redrive, "dlq", "dead_letter_target", "deadLetterTargetArn")
    dead = [
        one
        for one in case.behaviours
        if one.series.entity not in (None, entity)
        and _is_dead_letter_of(one.series.entity or "", entity, named)
        and one.series.values
        and (rose(one, 1.2, 1.0) or (one.before == 0 < in_trouble(one)))
    ]
    age, gone = one_of(case, entity, _AGE), one_of(case, entity, "numberofmessagesdeleted")
    argument = Argument("sqs.poison_message", entity, f"A message of {short(entity)} fails again and again.")
    for one in dead[:1]:
        argument.back(fact_of(case, one), 2.0)
    flows = age is not None and gone is not None and rose(age, 3.0, 60.0) and quiet(gone) and level(gone) > 0
    if age is not None and gone is not None and flows:
        argument.back(fact_of(case, age), 1.3)
        argument.back(fact_of(case, gone), 1.2)
    if item is not None and argument.supporting and "redrive" in item.attributes and not redrive:
        argument.back(case.fact_of_state(item, f"{short(entity)} has no dead-letter queue."), 0.7)
    received = first_number(item.attributes, "max_receive_count_seen", "receive_count") if item is not None else None
    if item is not None and received is not None and received >= 5:
        said = f"A message of {short(entity)} was received {number(received)} times."
        argument.back(case.fact_of_state(item, said), 3.0)
        argument.direct = True
    if not argument.supporting:
        return
    poison = [one for one in case.patterns if one.signature and one.signature.cause == "sqs.poison_message"]
    for pattern in poison[:1]:
        argument.back(case.fact_of_pattern(pattern), 2.0)
    argument.direct = argument.direct or (bool(dead) and flows)
    argument.lack(f"the message of {short(entity)} that fails, with its receive count", 0.3)
    connection(case, argument)
    yield argument


def _is_dead_letter_of(other: str, entity: str, named: str | None) -> bool:
    if other.partition("/")[0] != entity.partition("/")[0]:
        return False
    name = short(other).lower()
    if named is not None:
        return named.rpartition(":")[2].lower() in (name, other.lower())
    return any(word in name for word in _DEAD) and name.startswith(short(entity).lower().removesuffix(".fifo")[:6])


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
    if not any(release.entity == consumer for release in case.releases):
        scaled.lack(f"changes of {short(consumer)}{grant(case, 'changes', consumer)}", 0.3)
    stopped = [one for one in series_of(case, consumer, "invocations") if level(one) == 0 and one.before > 0]
    for one in stopped[:1]:
        scaled.back(fact_of(case, one), 1.0)
    yield scaled
