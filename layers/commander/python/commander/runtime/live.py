"""The push: what was committed to a timeline reaches every subscriber, in order, once.

Two steps. `advance` adds an incident's new events to the feed, the one numbered sequence that cursors count; it reads
the timeline, so it does not matter who calls it, how often, or in which order. `drain` posts the feed to the
subscribers; one drainer at a time holds the lease, so frames leave in the feed's order. A connection that joins or
resumes is brought up to date by its own function and handed over by `DynamoConnections.go_live` and `owe`.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol

from commander.aws.connections import DynamoConnections, Subscriber
from commander.aws.feed import MAX_ADVANCE, DynamoFeed, Entry
from commander.contract.problems import CommanderError, LostRace, ServiceUnavailable
from commander.domain.frames import frame_of
from commander.ports import Timelines
from commander.runtime.logging import logger

FRAMES_PER_MESSAGE = 10
MESSAGE_BYTES = 31_000
"""API Gateway delivers messages of up to 32 KB as one frame."""
LEASE_S = 10.0
_LEASE_WAIT_S = 0.02
_PASS = 200
"""Feed numbers per pass: between passes the lease is renewed and the subscribers are read anew."""
_POSTERS = 16


class Post(Protocol):
    """Posts one message to a connection; False where it is gone."""

    def __call__(self, connection_id: str, message: bytes) -> bool:
        """See aws.sockets."""


@dataclass(frozen=True)
class Live:
    """What pushing takes."""

    connections: DynamoConnections
    feed: DynamoFeed
    timelines: Timelines
    post: Post


@dataclass(frozen=True)
class Sendable:
    """A frame, ready: which incident it is about, and its JSON."""

    incident_id: str
    text: str


def cursor_of(number: int) -> str:
    """The opaque cursor of a feed number."""
    return f"f{number:x}"


def number_of(cursor: str) -> int | None:
    """The feed number of a cursor, or None for what is not one of ours."""
    if not cursor.startswith("f"):
        return None
    try:
        return int(cursor[1:], 16)
    except ValueError:
        return None


def advance(live: Live, incident_id: str) -> None:
    """Adds the incident's events that are not in the feed yet."""
    for _ in range(200):
        fed = live.feed.fed(incident_id)
        events = live.timelines.read(incident_id, fed, MAX_ADVANCE)
        if not events:
            return
        try:
            live.feed.advance(incident_id, fed, len(events))
        except LostRace:
            continue  # another broadcaster added to the feed: read where it stands now
    raise ServiceUnavailable(f"the feed is too contended to add {incident_id}")


def drain(live: Live, owner: str) -> None:
    """Posts everything in the feed that was not posted. Returns when nothing is left, whoever posted it."""
    while True:
        tip = live.feed.tip()
        if live.feed.posted() >= tip:
            return
        posted = live.feed.lease(owner, LEASE_S)
        if posted is None:
            time.sleep(_LEASE_WAIT_S)  # somebody else is posting; our events are theirs to post, unless they die
            continue
        try:
            _post_pass(live, owner, posted, min(live.feed.tip(), posted + _PASS))
            live.feed.release(owner)
        except LostRace:
            continue  # we were too slow and somebody took over from where we last said we were


def _post_pass(live: Live, owner: str, posted: int, up_to: int) -> None:
    """Posts (posted, up_to] to everybody. `up_to` was read before the subscribers: see `join`."""
    if up_to <= posted:
        return
    subscribers = live.connections.subscribers()
    frames = render(live.timelines, live.feed.entries(posted, up_to)) if subscribers else {}
    serving = [one for one in (_served(live, one, up_to) for one in subscribers) if one is not None]
    if serving:
        with ThreadPoolExecutor(max_workers=min(_POSTERS, len(serving))) as pool:
            list(pool.map(lambda one: _serve(live, one, frames), serving))
    live.feed.mark_posted(owner, up_to)


def _served(live: Live, subscriber: Subscriber, up_to: int) -> Subscriber | None:
    """The subscriber if this pass serves it. One that is joining is told what it is owed instead."""
    if subscriber.after is not None:
        return subscriber
    after = live.connections.owe(subscriber.connection_id, up_to)
    return None if after is None else Subscriber(subscriber.connection_id, subscriber.incident_id, after)


def _serve(live: Live, subscriber: Subscriber, frames: dict[int, Sendable]) -> None:
    mine = [
        frame
        for number, frame in frames.items()
        if number > (subscriber.after or 0) and subscriber.incident_id in (None, frame.incident_id)
    ]
    try:
        send(live, subscriber.connection_id, mine)
    except CommanderError as error:
        # One connection that cannot be reached is closed; it comes back with its cursor and misses nothing.
        logger.warning("connection dropped", connection_id=subscriber.connection_id, detail=error.detail)
        live.connections.close(subscriber.connection_id)


def send(live: Live, connection_id: str, frames: Sequence[Sendable]) -> None:
    """Sends frames in order, several to a message. A connection that is gone is forgotten."""
    for message in messages(frames):
        if not live.post(connection_id, message):
            live.connections.close(connection_id)
            return


def messages(frames: Sequence[Sendable]) -> Iterator[bytes]:
    """Frames packed into messages: a single frame as it is, several as a batch."""
    batch: list[str] = []
    size = 0
    for frame in frames:
        length = len(frame.text.encode()) + 1
        if batch and (len(batch) >= FRAMES_PER_MESSAGE or size + length > MESSAGE_BYTES):
            yield _message(batch)
            batch, size = [], 0
        batch.append(frame.text)
        size += length
    if batch:
        yield _message(batch)


def _message(batch: list[str]) -> bytes:
    if len(batch) == 1:
        return batch[0].encode()
    return ('{"v":1,"type":"batch","events":[' + ",".join(batch) + "]}").encode()


def render(timelines: Timelines, entries: Sequence[Entry]) -> dict[int, Sendable]:
    """The frame of each entry, by its number and in order."""
    wanted: dict[str, list[int]] = {}
    for entry in entries:
        wanted.setdefault(entry.incident_id, []).append(entry.seq)
    events = {
        (incident_id, event.seq): event
        for incident_id, seqs in wanted.items()
        for event in timelines.read(incident_id, min(seqs) - 1, max(seqs) - min(seqs) + 1)
    }
    rendered = {}
    for entry in entries:
        event = events.get((entry.incident_id, entry.seq))
        if event is None:
            continue  # the system was reset: what the feed points at is gone
        frame = frame_of(event, cursor_of(entry.number))
        rendered[entry.number] = Sendable(entry.incident_id, frame.model_dump_json())
    return rendered


def join(
    live: Live, connection_id: str, incident_id: str | None, resume_from: int | None, greet: Callable[[int], bytes]
) -> None:
    """Makes a connection a subscriber: greets it, sends what it missed since `resume_from`, and hands it to the drain.

    The subscription is written before the tip is read, and every pass reads the tip before the subscribers. So a pass
    that does not know of this connection posts nothing beyond the tip read here, and one that knows of it notes what
    it owes. Nothing is lost, repeated or out of order in between.
    """
    live.connections.join(connection_id, incident_id)
    tip = live.feed.tip()
    if not live.post(connection_id, greet(tip)):
        live.connections.close(connection_id)
        return
    sent = tip if resume_from is None else min(resume_from, tip)
    goal: int | None = tip
    while goal is not None:
        if goal > sent:
            frames = render(live.timelines, live.feed.entries(sent, goal))
            send(live, connection_id, [one for one in frames.values() if incident_id in (None, one.incident_id)])
            sent = goal
        goal = live.connections.go_live(connection_id, sent)


def incident_ids(records: Sequence[dict[str, Any]]) -> list[str]:
    """The incidents that a DynamoDB stream batch added events to, each once, in the order of the batch."""
    found: dict[str, None] = {}
    for record in records:
        keys = record["dynamodb"]["Keys"]
        pk, sk = keys["pk"]["S"], keys["sk"]["S"]
        if pk.startswith("INC#") and sk.startswith("EVT#"):
            found[pk.removeprefix("INC#")] = None
    return list(found)
