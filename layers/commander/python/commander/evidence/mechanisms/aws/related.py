"""What has to do with the symptom besides what the symptom needs: those who work a queue off, and what they need.

A queue or a stream needs nothing, so along needs nothing is connected with it. Yet it grows when its readers fail, and
they fail when what they need does.
"""

from commander.contract.evidence import Edge
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.mechanisms import proximity

QUEUES = frozenset(
    {
        "sqs",
        "queue",
        "sqs-queue",
        "sqs_queue",
        "kinesis",
        "stream",
        "firehose",
        "dynamodb-stream",
        "kafka",
        "topic",
        "mq",
    }
)
_WRITES = frozenset({"writes", "publishes", "sends", "produces"})
_HANDS_ON = frozenset({"calls", "triggers", "invokes", "feeds"})


def is_queue(entity: str) -> bool:
    """Whether messages wait in it for a reader."""
    return entity.partition("/")[0] in QUEUES


def readers_of(case: Case, queue: str) -> list[str]:
    """Those who take messages out: whom it is drawn as calling, else who does anything but write to it."""
    away, towards = case.reading(_edges)
    called = {edge.to for edge in away.get(queue, ()) if edge.kind in _HANDS_ON}
    if called:
        return sorted(called)
    kinds: dict[str, set[str]] = {}
    for edge in towards.get(queue, ()):
        kinds.setdefault(edge.from_, set()).add(edge.kind)
    return sorted(entity for entity, said in kinds.items() if not said <= _WRITES)


def _edges(case: Case) -> tuple[dict[str, list[Edge]], dict[str, list[Edge]]]:
    """The edges by where they come from, and by where they lead."""
    away: dict[str, list[Edge]] = {}
    towards: dict[str, list[Edge]] = {}
    for edge in case.bundle.topology:
        away.setdefault(edge.from_, []).append(edge)
        towards.setdefault(edge.to, []).append(edge)
    return away, towards


def beside(case: Case, entity: str) -> bool:
    """Whether the readers of the symptom's queue need the thing, or are it."""
    resource = case.resource
    if resource is None or not is_queue(resource):
        return False
    return any(entity in case.topology.needed_from(reader) for reader in readers_of(case, resource))


def connection(case: Case, argument: Argument) -> None:
    """A thing that nothing connects with the symptom is an unlikely cause of it."""
    if is_queue(argument.entity) and any(case.share_need(reader) for reader in readers_of(case, argument.entity)):
        return  # what its readers write down is what the symptom reads
    if not beside(case, argument.entity):
        proximity.connection(case, argument)
