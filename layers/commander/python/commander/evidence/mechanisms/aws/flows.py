"""What goes into a queue or stream and what comes out of it, in whatever names its broker gives these rates."""

from collections.abc import Iterator

from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.roles import Role, tokens_of

_IN = frozenset({"in", "incoming", "published", "publish", "produced", "enqueued", "sent", "received", "added"})
_OUT = frozenset(
    {
        "out",
        "outgoing",
        "ack",
        "acked",
        "acknowledged",
        "acks",
        "delivered",
        "consumed",
        "processed",
        "dequeued",
        "deleted",
    }
)
_MESSAGES = frozenset(
    {"message", "messages", "msg", "msgs", "record", "records", "event", "events", "job", "jobs", "rate"}
)
_NO_FLOW = frozenset({"flight", "bytes", "error", "errors", "failed", "time", "age", "latency", "size", "empty"})


def incoming(case: Case, queue: str) -> Behaviour | None:
    """The rate of what is put into a queue."""
    return next(_flows(case, queue, _IN, _OUT), None)


def outgoing(case: Case, queue: str) -> Behaviour | None:
    """The rate of what is worked off: acknowledged or deleted."""
    return next(_flows(case, queue, _OUT, _IN), None)


def _flows(case: Case, queue: str, words: frozenset[str], others: frozenset[str]) -> Iterator[Behaviour]:
    for one in case.of_any(queue):
        tokens = tokens_of(one.series.name)
        if not one.series.values or one.series.role is Role.BACKLOG or not _NO_FLOW.isdisjoint(tokens):
            continue
        if not words.isdisjoint(tokens) and others.isdisjoint(tokens) and not _MESSAGES.isdisjoint(tokens):
            yield one
