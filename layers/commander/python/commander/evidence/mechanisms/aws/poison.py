"""One message fails again and again, and what is behind it waits.

Predicts: the dead-letter queue grows, or the oldest message ages while the others are worked off; the broker hands out
the same again, by its count or its rate of deliveries made again; the consumer's errors are all about one message.
Contradicted by: errors about ever other messages, which is a fault of the consumer or of what it needs.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from commander.contract.evidence import Log, State
from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.logs import Pattern, moment_of, times_of
from commander.evidence.mechanisms.aws.effects import one_of
from commander.evidence.mechanisms.aws.levels import fact_of, in_trouble, late, level, quiet, rose
from commander.evidence.mechanisms.aws.platform_events import wording
from commander.evidence.mechanisms.aws.related import connection
from commander.evidence.mechanisms.aws.values import first_number, first_text, mapping, truth
from commander.evidence.roles import tokens_of
from commander.evidence.sentences import number, short

CAUSE = "sqs.poison_message"
_DEAD = ("dlq", "dead-letter", "dead_letter", "deadletter", "redrive")
_AGE = "approximateageofoldestmessage"
_MESSAGE = r"\bmessage[_ -]?id[\"']?\s*+(?:[=:]\s*+)?[\"']?([0-9a-z][0-9a-z-]{5,60})"
_RECEIVED = (
    r"\b(?:receive[_ -]?count|receives|attempts?|retr(?:y|ies)|tries|x-death|(?:re)?deliver(?:y|ies|ed)"
    r"(?:[_ -]?(?:count|attempts?|no\.?|number))?)[\"']?\s*+(?:[=:#(]\s*+)?[\"']?([0-9]{1,9})\b"
)
_HANDED_BACK = (
    r"re-?queu|re-?deliver|\bnack|\bun-?acked|not ack|negative(?:ly)? ack|message|record\b|offset|deliver(?:y|ies)|"
    r"\bjob\b|\btask\b|\bevent\b|envelope|visibility timeout|will be (?:re-?tried|processed again)|"
    r"seek(?:ing)? (?:back )?to"
)
_WORD = re.compile(r"(?<![\w@#/:.-])(?=[^\s]{0,60}\d)[A-Za-z0-9][\w@#:/-]{3,60}(?:\.\d+)?")
_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[T ]?[\d:.,+Z-]*|\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?|\d+(?:\.\d+)?(?:ms|s|us|ns|m|kb|mb)", re.I
)
"""Words that can be a message's name: a digit within, and more than a small number; and what looks like one and is a
moment or an amount."""
_PLACE = re.compile(r"[A-Za-z][\w.-]*:\d{2,5}|\d{1,3}(?:\.\d{1,3}){1,3}(?::\d+)?")
"""Hosts and addresses."""
_COUNTS = (
    "max_receive_count_seen",
    "receive_count",
    "delivery_count",
    "redelivery_count",
    "deliveries",
    "x_death_count",
    "num_delivered",
)
_MARKED = ("head_message_redelivered", "redelivered", "head_redelivered")
_SINKS = ("dead_letter_exchange", "dead_letter_queue", "dead_letter_topic", "dead_letter_policy", "dlq", "redrive")
_HANDED_OUT_AGAIN = frozenset(
    {"redeliver", "redelivered", "redelivery", "redeliveries", "requeue", "requeued", "nack", "nacks", "nacked"}
)
_AGAIN, _OFTEN, _SEEN = 3, 5, 5
_SHARED = 6


def poisoned(case: Case, entity: str, consumers: list[str]) -> Iterator[Argument]:
    """That a queue holds one message that is received again and again."""
    items = case.items_of(entity)
    argument = Argument(CAUSE, entity, f"A message of {short(entity)} fails again and again.")
    flows = _weigh_series(case, entity, consumers, argument)
    for item in items:
        received = first_number(item.attributes, *_COUNTS)
        if received is not None and received >= _SEEN:
            said = f"A message of {short(entity)} was received {number(received)} times."
            argument.back(case.fact_of_state(item, said), 3.0)
            argument.direct = True
        elif any(truth(item.attributes.get(key)) for key in _MARKED):
            argument.back(case.fact_of_state(item, f"The first message of {short(entity)} was handed out before."), 1.0)
    again = _again(case, consumers)
    if again is not None:
        argument.back(again, 3.2)
        argument.direct = True
    if not argument.supporting:
        return
    for item in items:
        if any(key in item.attributes and not item.attributes[key] for key in _SINKS):
            argument.back(case.fact_of_state(item, f"{short(entity)} has no dead-letter queue."), 0.7)
            break
    poison = [one for one in case.patterns if one.signature and one.signature.cause == CAUSE]
    for pattern in poison[:1]:
        argument.back(case.fact_of_pattern(pattern), 2.0)
    argument.direct = argument.direct or flows
    argument.lack(f"the message of {short(entity)} that fails, with its receive count", 0.0 if again else 0.3)
    connection(case, argument)
    yield argument
    if again is None:
        return
    for consumer in consumers:
        own = Argument("code.unhandled_error", consumer, f"{short(consumer)} fails on one message.")
        own.oppose(again, 2.5)
        yield own


def _weigh_series(case: Case, entity: str, consumers: list[str], argument: Argument) -> bool:
    """What the series of a queue say; whether others are worked off while one ages and dead letters arrive."""
    named = _named_sink(next(iter(case.states(entity, "sqs_queue")), None))
    kind = entity.partition("/")[0]
    wanted = named.rpartition(":")[2].lower() if named is not None else _beginning(entity)
    rising = case.reading(_rising_by_name if named is not None else _dead_letters_by_beginning)
    dead = [one for one in rising.get((kind, wanted), ()) if one.series.entity != entity]
    for one in dead[:1]:
        argument.back(fact_of(case, one), 2.0)
    for one in [one for place in (entity, *consumers) for one in case.of_any(place) if one.series.values]:
        if not _HANDED_OUT_AGAIN.isdisjoint(tokens_of(one.series.name)) and rose(one, 3.0) and not late(case, one):
            argument.back(fact_of(case, one), 1.5)
            break
    age, gone = one_of(case, entity, _AGE), one_of(case, entity, "numberofmessagesdeleted")
    if age is None or gone is None or not rose(age, 3.0, 60.0) or not quiet(gone) or level(gone) <= 0:
        return False
    argument.back(fact_of(case, age), 1.3)
    argument.back(fact_of(case, gone), 1.2)
    return bool(dead)


def _named_sink(item: State | None) -> str | None:
    redrive = mapping(item.attributes.get("redrive")) if item is not None else {}
    return first_text(redrive, "dlq", "dead_letter_target", "deadLetterTargetArn")


def _again(case: Case, consumers: list[str]) -> Fact | None:
    """Lines of a consumer that tell of one and the same message, each time received once more."""
    for pattern in [one for consumer in consumers for one in case.errors(consumer)]:
        name = _by_id(pattern) or _by_name(pattern)
        if name is not None:
            said = f"The errors of {short(pattern.entity)} are about one message again and again, {name[:40]}."
            return case.stated("log", pattern.entity, said, pattern.cited)
    return None


def _by_id(pattern: Pattern) -> str | None:
    """The one message whose id all lines give."""
    seen: dict[str, set[int]] = {}
    for line in pattern.lines:
        message = wording(_MESSAGE).search(line.message)
        if message is not None:
            seen.setdefault(message[1].lower(), set()).add(_count(line) or 0)
    times = sum(map(times_of, pattern.lines))
    if len(seen) == 1 and times >= _AGAIN and max(map(max, seen.values())) >= (2 if times < _OFTEN else 0):
        return next(iter(seen))
    return None


def _by_name(pattern: Pattern) -> str | None:
    """What all lines name alike while the number of deliveries that they give goes up, whatever messages are called."""
    if pattern.signature is not None and pattern.signature.elsewhere:
        return None  # who cannot reach what it needs tries again as well
    lines = [one for one in pattern.lines if wording(_HANDED_BACK).search(one.message)]
    timed = sorted(
        (one for one in lines if moment_of(one) is not None), key=lambda one: (moment_of(one) or 0.0, one.message)
    )
    counts = [count for one in timed if (count := _count(one)) is not None]
    if len(counts) < _AGAIN or counts[-1] < _SEEN or any(later <= earlier for earlier, later in pairwise(counts)):
        return None
    named = [_names(one) for one in pattern.lines]
    alike = set.intersection(*named)
    # Where anything else that can be a name differs, it may be that which names the message.
    return max(alike, key=lambda one: (len(one), one)) if alike and set.union(*named) == alike else None


def _names(line: Log) -> set[str]:
    """What in a line can be the name of a message: words with digits that are no moment, amount or count."""
    count = _count(line)
    return {
        found[0]
        for found in _WORD.finditer(line.message)
        if _MOMENT.fullmatch(found[0]) is None and _PLACE.fullmatch(found[0]) is None and found[0] != str(count)
    }


def _count(line: Log) -> int | None:
    found = wording(_RECEIVED).search(line.message)
    return int(found[1]) if found is not None else None


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
