"""The feed and its subscribers: nothing lost, repeated or out of order."""

import json
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from commander.aws.connections import DynamoConnections
from commander.aws.feed import DynamoFeed
from commander.aws.tickets import DynamoTickets
from commander.contract import events as ev
from commander.runtime.live import Live, Sendable, advance, cursor_of, drain, join, messages, number_of
from tests.making import START, MemoryTimelines, opened

_ACTOR = ev.Actor(kind="system", name="test")


@dataclass
class Wire:
    """What each connection got."""

    got: dict[str, list[dict[str, object]]] = field(default_factory=lambda: defaultdict(list))
    gone: set[str] = field(default_factory=set)

    def post(self, connection_id: str, message: bytes) -> bool:
        if connection_id in self.gone:
            return False
        said = json.loads(message)
        self.got[connection_id] += said["events"] if said["type"] == "batch" else [said]
        return True

    def seqs(self, connection_id: str) -> list[tuple[object, object]]:
        return [(frame.get("incident_id"), frame.get("seq")) for frame in self.got[connection_id] if "seq" in frame]


@dataclass
class Push:
    live: Live
    wire: Wire
    timelines: MemoryTimelines

    def open(self, incident_id: str) -> None:
        self.timelines.append(opened(incident_id))

    def say(self, incident_id: str, step: str, statement: str = "s") -> None:
        self.timelines.append(
            ev.AgentReasoned(
                incident_id=incident_id,
                event_id=step,
                at=START,
                actor=_ACTOR,
                agent="detection",
                step=step,
                statement=statement,
            )
        )

    def join(self, connection_id: str, incident_id: str | None = None, resume_from: int | None = None) -> None:
        def greet(tip: int) -> bytes:
            return json.dumps({"type": "connection_established", "cursor": cursor_of(tip)}).encode()

        join(self.live, connection_id, incident_id, resume_from, greet)

    def push(self, incident_id: str, owner: str = "one") -> None:
        advance(self.live, incident_id)
        drain(self.live, owner)


@pytest.fixture
def push(table: str) -> Push:
    wire, timelines = Wire(), MemoryTimelines()
    return Push(Live(DynamoConnections(table), DynamoFeed(table), timelines, wire.post), wire, timelines)


def test_a_subscriber_gets_every_event_once_and_in_order(push: Push) -> None:
    push.join("c1")
    push.open("inc-1")
    push.push("inc-1")
    for step in range(25):
        push.say("inc-1", str(step))
    push.push("inc-1")
    push.push("inc-1")  # delivered again
    assert push.wire.seqs("c1") == [("inc-1", seq) for seq in range(1, 27)]


def test_a_hint_that_comes_before_or_after_the_stream_changes_nothing(push: Push) -> None:
    push.join("c1")
    push.open("inc-1")
    push.say("inc-1", "a")
    push.push("inc-1", "hint")
    push.push("inc-1", "stream")
    push.say("inc-1", "b")
    push.push("inc-1", "stream")
    push.push("inc-1", "hint")
    assert push.wire.seqs("c1") == [("inc-1", 1), ("inc-1", 2), ("inc-1", 3)]


def test_only_the_subscribed_incident_reaches_a_narrow_subscriber(push: Push) -> None:
    push.open("inc-1")
    push.open("inc-2")
    push.join("all")
    push.join("narrow", "inc-2")
    for incident_id in ("inc-1", "inc-2"):
        push.say(incident_id, "a")
        push.push(incident_id)
    assert push.wire.seqs("narrow") == [("inc-2", 1), ("inc-2", 2)]
    assert len(push.wire.seqs("all")) == 4


def test_a_client_that_resumes_gets_exactly_what_it_missed(push: Push) -> None:
    push.join("c1")
    push.open("inc-1")
    push.push("inc-1")
    last = push.wire.got["c1"][-1]["cursor"]
    push.live.connections.close("c1")
    for step in range(700):  # more than a page of the feed
        push.say("inc-1", str(step))
    push.push("inc-1")
    push.join("c2", resume_from=number_of(str(last)))
    push.say("inc-1", "afterwards")
    push.push("inc-1")
    assert push.wire.seqs("c2") == [("inc-1", seq) for seq in range(2, 703)]


def test_a_client_that_joins_while_events_stream_in_misses_and_repeats_nothing(push: Push) -> None:
    push.open("inc-1")
    push.push("inc-1")

    def produce() -> None:
        for step in range(60):
            push.say("inc-1", str(step))
            push.push("inc-1", f"owner-{step % 3}")

    with ThreadPoolExecutor(max_workers=4) as pool:
        producing = pool.submit(produce)
        joining = [pool.submit(push.join, f"c{number}", None, 0) for number in range(12)]
        for one in [*joining, producing]:
            one.result()
    push.push("inc-1")
    for number in range(12):
        assert push.wire.seqs(f"c{number}") == [("inc-1", seq) for seq in range(1, 62)]


def test_two_broadcasters_at_once_neither_repeat_nor_reorder(push: Push) -> None:
    push.join("c1")
    for number in range(6):
        push.open(f"inc-{number}")

    def work(number: int) -> None:
        for step in range(10):
            push.say(f"inc-{number}", str(step))
            push.push(f"inc-{number}", f"owner-{number}")

    with ThreadPoolExecutor(max_workers=6) as pool:
        list(pool.map(work, range(6)))
    seqs = push.wire.seqs("c1")
    for number in range(6):
        assert [seq for incident_id, seq in seqs if incident_id == f"inc-{number}"] == list(range(1, 12))
    numbers = [number_of(str(frame["cursor"])) for frame in push.wire.got["c1"][1:]]
    assert numbers == list(range(1, 67))


def test_a_connection_that_is_gone_is_forgotten_and_the_others_are_served(push: Push) -> None:
    push.join("c1")
    push.join("c2")
    push.wire.gone.add("c1")
    push.open("inc-1")
    push.push("inc-1")
    assert push.wire.seqs("c2") == [("inc-1", 1)]
    assert [one.connection_id for one in push.live.connections.subscribers()] == ["c2"]


def test_a_broadcaster_that_died_with_the_lease_is_replaced(push: Push, monkeypatch: pytest.MonkeyPatch) -> None:
    push.join("c1")
    push.open("inc-1")
    assert push.live.feed.lease("dead", 0.05) == 0
    push.push("inc-1", "alive")
    assert push.wire.seqs("c1") == [("inc-1", 1)]


def test_an_event_too_large_for_a_frame_is_announced_without_its_body(push: Push) -> None:
    push.join("c1")
    push.open("inc-1")
    push.say("inc-1", "big", "x" * 40_000)
    push.push("inc-1")
    big = push.wire.got["c1"][-1]
    assert big["seq"] == 2
    assert big["payload"]["event"] is None  # type: ignore[index]


def test_messages_hold_at_most_ten_frames_and_stay_below_the_limit() -> None:
    frames = [Sendable("inc-1", json.dumps({"type": "pong", "n": number, "x": "y" * 5000})) for number in range(23)]
    packed = list(messages(frames))
    counts = [len(json.loads(one).get("events", [1])) for one in packed]
    assert sum(counts) == 23
    assert max(counts) <= 10
    assert max(len(one) for one in packed) <= 32_000


@pytest.mark.parametrize("cursor", ["", "f", "x12", "fzz", "12", "f-1x"])
def test_what_is_no_cursor_of_ours_is_seen(cursor: str) -> None:
    assert number_of(cursor) is None


def test_a_ticket_works_once_and_only_in_its_time(table: str) -> None:
    tickets = DynamoTickets(table)
    tickets.issue("t1", "ann", "responder", START + timedelta(seconds=60))
    assert tickets.redeem("t1", START) == ("ann", "responder")
    assert tickets.redeem("t1", START) is None
    tickets.issue("t2", "ann", "responder", START + timedelta(seconds=60))
    assert tickets.redeem("t2", START + timedelta(seconds=60)) is None
    assert tickets.redeem("forged", START) is None
