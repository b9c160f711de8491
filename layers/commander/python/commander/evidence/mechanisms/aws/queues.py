"""A queue grows: its consumer fails, is throttled or switched off; one message fails again and again; or more comes in.

A backlog is a symptom. Its consumers are known from the edges that read the queue; what stopped them takes their own
logs, metrics and changes to tell. A poison message predicts: the dead-letter queue grows, or the oldest message ages
while the others are worked off, and a consumer that fails on few of its batches.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.aws.databases import is_database
from commander.evidence.mechanisms.aws.effects import one_of, series_of
from commander.evidence.mechanisms.aws.gaps import grant
from commander.evidence.mechanisms.aws.levels import fact_of, fell, in_trouble, late, level, quiet, rose
from commander.evidence.mechanisms.aws.platform_events import wording
from commander.evidence.mechanisms.aws.related import connection, readers_of
from commander.evidence.mechanisms.aws.values import first_number, first_text, mapping
from commander.evidence.roles import Role
from commander.evidence.sentences import number, short

_DEAD = ("dlq", "dead-letter", "dead_letter", "deadletter", "redrive")
_AGE = "approximateageofoldestmessage"
_MESSAGE = r"\bmessage[_ -]?id[\"']?\s*+(?:[=:]\s*+)?[\"']?([0-9a-z][0-9a-z-]{5,60})"
_RECEIVED = r"(?:receive[_ -]?count|receives|attempt|delivery[_ -]?count)[\"']?\s*+(?:[=:#]\s*+)?[\"']?([0-9]{1,9})"
_AGAIN, _OFTEN = 3, 5
_SHARED = 6
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
        argument.lack(f"why {' or '.join(short(other) for other in consumers) or 'its consumer'} does not keep up", 0.5)
        _weigh_flow(case, entity, argument)
        connection(case, argument)
        yield argument
        yield from _poisoned(case, entity, consumers)
        outpaced = list(_outpaced(case, entity, consumers))
        yield from outpaced
        for consumer in consumers if not outpaced else ():
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


def _outpaced(case: Case, entity: str, consumers: list[str]) -> Iterator[Argument]:
    """More comes in than before while as much as ever is worked off: nothing is wrong with those who do it."""
    gone, sent = one_of(case, entity, "numberofmessagesdeleted"), one_of(case, entity, "numberofmessagessent")
    if gone is None or sent is None or not rose(sent, 1.5) or late(case, sent) or fell(gone, 0.8):
        return
    if any(case.troubled(consumer, Role.FAILURES, Role.THROTTLES) or case.errors(consumer) for consumer in consumers):
        return
    argument = Argument("traffic.surge", entity, f"More messages come to {short(entity)} than are worked off.")
    argument.back(fact_of(case, gone), 1.2)
    yield argument
    for consumer in consumers:
        for cause, summary in (
            ("compute.cpu_saturation", "is busy with more messages"),
            ("code.unhandled_error", "fails on what it takes from the queue"),
        ):
            other = Argument(cause, consumer, f"{short(consumer)} {summary}.")
            other.oppose(fact_of(case, sent), 2.0)
            yield other


def _poisoned(case: Case, entity: str, consumers: list[str]) -> Iterator[Argument]:
    """One message that is received again and again: it ages while others flow, and ends in the dead-letter queue."""
    item = next(iter(case.states(entity, "sqs_queue")), None)
    redrive = mapping(item.attributes.get("redrive")) if item is not None else {}
    named = first_text(redrive, "dlq", "dead_letter_target", "deadLetterTargetArn")
    kind = entity.partition("/")[0]
    wanted = named.rpartition(":")[2].lower() if named is not None else _beginning(entity)
    rising = case.reading(_rising_by_name if named is not None else _dead_letters_by_beginning)
    dead = [one for one in rising.get((kind, wanted), ()) if one.series.entity != entity]
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
    again = _again(case, consumers)
    if again is not None:
        argument.back(again, 2.5)
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
    if again is None:
        return
    for consumer in consumers:
        own = Argument("code.unhandled_error", consumer, f"{short(consumer)} fails on one message.")
        own.oppose(again, 2.5)
        yield own


def _again(case: Case, consumers: list[str]) -> Fact | None:
    """Lines of a consumer that tell of one and the same message, each time received once more."""
    for pattern in [one for consumer in consumers for one in case.errors(consumer)]:
        seen: dict[str, set[int]] = {}
        for line in pattern.lines:
            message, count = wording(_MESSAGE).search(line.message), wording(_RECEIVED).search(line.message)
            if message is not None:
                seen.setdefault(message[1].lower(), set()).add(int(count[1]) if count is not None else 0)
        times = sum(one.times for one in pattern.lines)
        if len(seen) == 1 and times >= _AGAIN and max(map(max, seen.values())) >= (2 if times < _OFTEN else 0):
            name = next(iter(seen))
            said = f"The errors of {short(pattern.entity)} are about one message again and again, {name[:40]}."
            return case.stated("log", pattern.entity, said, pattern.cited)
    return None


def _beginning(entity: str) -> str:
    """What the name of a dead-letter queue shares with that of the queue it belongs to."""
    return short(entity).lower().removesuffix(".fifo")[:_SHARED]


def _rising(case: Case) -> list[Behaviour]:
    return [
        one
        for one in case.behaviours
        if one.series.entity is not None
        and one.series.values
        and (rose(one, 1.2, 1.0) or (one.before == 0 < in_trouble(one)))
    ]


def _rising_by_name(case: Case) -> dict[tuple[str, str], list[Behaviour]]:
    found: dict[tuple[str, str], list[Behaviour]] = {}
    for one in case.reading(_rising):
        entity = one.series.entity or ""
        for name in {short(entity).lower(), entity.lower()}:
            _keep(found, (entity.partition("/")[0], name), one)
    return found


def _dead_letters_by_beginning(case: Case) -> dict[tuple[str, str], list[Behaviour]]:
    found: dict[tuple[str, str], list[Behaviour]] = {}
    for one in case.reading(_rising):
        entity = one.series.entity or ""
        name = short(entity).lower()
        if any(word in name for word in _DEAD):
            for end in range(min(_SHARED, len(name)) + 1):
                _keep(found, (entity.partition("/")[0], name[:end]), one)
    return found


def _keep(found: dict[tuple[str, str], list[Behaviour]], key: tuple[str, str], one: Behaviour) -> None:
    """The first of each name is what is asked for, unless it is the queue itself: two things are enough."""
    known = found.setdefault(key, [])
    if len(known) < 2 and all(other.series.entity != one.series.entity for other in known):
        known.append(one)


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
