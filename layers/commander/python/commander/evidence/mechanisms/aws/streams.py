"""Consumers fall behind a stream.

Predicts: the iterator's age grows; records come in faster than a shard or a consumer takes them, or one record that
fails blocks its shard. Contradicted by: an age as ever.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Course
from commander.evidence.case import Case
from commander.evidence.mechanisms.aws.effects import series_of
from commander.evidence.mechanisms.aws.levels import fact_of, in_seconds, in_trouble, late, rose
from commander.evidence.mechanisms.aws.related import connection, readers_of
from commander.evidence.roles import Role
from commander.evidence.sentences import short
from commander.evidence.spelling import plain

_AGES = frozenset({"getrecordsiteratoragemilliseconds", "iteratorage", "millisbehindlatest", "iteratoragemilliseconds"})
_REFUSED = ("readprovisionedthroughputexceeded", "writeprovisionedthroughputexceeded")
_INCOMING = ("incomingrecords", "incomingbytes", "putrecordssuccess", "putrecordsrecords")
_OFFSETS = frozenset({"sumoffsetlag", "maxoffsetlag", "offsetlag", "consumerlag", "consumergrouplag", "recordslagmax"})
"""Kafka counts the records that its consumers have yet to read."""
_LEAST_S, _LEAST_RECORDS, _TIMES = 30.0, 1000.0, 5.0
_KINDS = frozenset({"kinesis", "stream", "firehose", "dynamodb-stream", "msk", "kafka", "msk-cluster"})


def argue(case: Case) -> Iterator[Argument]:
    """One argument per stream, or per consumer where the stream itself is not in view."""
    argued: set[str] = set()
    for one in case.behaviours:
        entity = one.series.entity
        name = plain(one.series.name)
        if entity is None or not one.series.values or name not in _AGES | _OFFSETS:
            continue
        if name in _OFFSETS and (late(case, one) or not rose(one, _TIMES, _LEAST_RECORDS)):
            continue
        if name in _OFFSETS and entity.partition("/")[0] not in _KINDS:
            continue  # how far one consumer is behind is its own affair
        stream = _stream_of(case, entity)
        if stream in argued:
            continue
        argued.add(stream)
        argument = Argument("kinesis.iterator_lag", stream, f"The consumers of {short(stream)} fall behind.")
        # Lambda and Kinesis give the age in milliseconds, also where no unit is named.
        scale = 0.001 if one.series.unit in (None, "None", "Count") else 1.0
        age = scale * in_seconds(one, in_trouble(one))
        counts = name in _OFFSETS
        if one.course is Course.CAME_BACK or (not counts and (not rose(one, 2.0) or age < _LEAST_S)):
            argument.oppose(fact_of(case, one), 3.0)
        else:
            argument.back(fact_of(case, one), 3.3)
            argument.direct = not late(case, one)
            _weigh_reasons(case, stream, entity, argument)
        connection(case, argument)
        yield argument
        if argument.direct:
            yield from _stuck(case, stream, entity, argument)


def _stream_of(case: Case, entity: str) -> str:
    """The stream that a consumer reads; the consumer itself where no stream of its is known."""
    if entity.partition("/")[0] in _KINDS:
        return entity
    return next((one for one in case.topology.needs(entity) if one.partition("/")[0] in _KINDS), entity)


def _stuck(case: Case, stream: str, reader: str, argument: Argument) -> Iterator[Argument]:
    """A reader that fails on one record without end: its shard waits behind that, whatever comes in."""
    incoming = series_of(case, stream, *_INCOMING)
    readers = [reader] if reader != stream else readers_of(case, stream)
    if any(rose(one, 1.5) for one in incoming) or not incoming:
        return
    for place in readers:
        failing = case.troubled(place, Role.FAILURES)
        for pattern in [one for one in case.errors(place) if case.is_new(one)][:1]:
            cause = pattern.signature.cause if pattern.signature is not None else ""
            if not failing or cause != "data.corrupt_input":
                continue
            fact = case.fact_of_pattern(pattern)
            argument.oppose(fact, 2.0)
            itself = Argument(cause, place, f"{short(place)} fails on one record again and again.")
            itself.back(fact_of(case, incoming[0]), 0.7)
            itself.back(fact_of(case, failing[0]), 0.7)
            yield itself


def _weigh_reasons(case: Case, stream: str, reader: str, argument: Argument) -> None:
    for one in series_of(case, stream, *_REFUSED, *_INCOMING):
        if rose(one, 1.5) and not late(case, one):
            argument.back(fact_of(case, one), 1.0)
            return
    consumers = [reader] if reader != stream else case.topology.direct_dependents_of(stream)
    for consumer in sorted(consumers):
        for one in case.troubled(consumer, Role.LATENCY, Role.FAILURES, Role.THROTTLES)[:1]:
            argument.back(fact_of(case, one), 0.7)
            return
    argument.lack(f"why the consumers of {short(stream)} are slower than what comes in", 0.3)
