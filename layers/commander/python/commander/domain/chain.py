"""The audit chain: every event carries the hash of the one before, so that nothing can be changed unnoticed."""

from collections.abc import Iterable
from typing import TypeVar

from commander.contract.events import Envelope, TimelineEvent
from commander.domain.canonical import sha256_of

E = TypeVar("E", bound=Envelope)

GENESIS = "0" * 64
"""`prev_hash` of an incident's first event."""


def seal(event: E, seq: int, prev_hash: str) -> E:
    """The event as it is stored: with its place in the timeline and its hash."""
    placed = event.model_copy(update={"seq": seq, "prev_hash": prev_hash, "hash": ""})
    return placed.model_copy(update={"hash": event_hash(placed)})


def event_hash(event: Envelope) -> str:
    """Hex SHA-256 over the canonical JSON of the event without its own hash."""
    return sha256_of(event.model_dump(mode="json", exclude={"hash"}))


def first_break(events: Iterable[TimelineEvent]) -> str | None:
    """Why the chain does not hold, at its first break; None where it holds from the first event on."""
    prev_hash, expected_seq = GENESIS, 1
    for event in events:
        if event.seq != expected_seq:
            return f"event {expected_seq} is missing, found {event.seq}"
        if event.prev_hash != prev_hash:
            return f"event {event.seq} does not follow the event before it"
        if event.hash != event_hash(event):
            return f"event {event.seq} was changed after it was written"
        prev_hash, expected_seq = event.hash, expected_seq + 1
    return None
