"""The incidents table keeps a gap-free, hash-chained timeline and the rows of the list."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from commander.aws.claims import DynamoClaims
from commander.aws.listing import DynamoIncidentList
from commander.aws.timelines import DynamoTimelines
from commander.contract import events as ev
from commander.contract.problems import IdempotencyMismatch, InvalidRequest, LostRace, NotFound
from commander.domain.chain import first_break
from tests.making import START, opened

_ACTOR = ev.Actor(kind="system", name="test")


def _opened(incident_id: str, minute: int = 0, **changes: object) -> ev.IncidentOpened:
    return opened(incident_id, START + timedelta(minutes=minute), **changes)


def _reasoned(incident_id: str, step: str) -> ev.AgentReasoned:
    return ev.AgentReasoned(
        incident_id=incident_id,
        event_id=f"agent.reasoned/{step}",
        at=START,
        actor=_ACTOR,
        agent="detection",
        step=step,
        statement=step,
    )


def _escalated(incident_id: str) -> ev.IncidentEscalated:
    return ev.IncidentEscalated(
        incident_id=incident_id, event_id="incident.ended", at=START, actor=_ACTOR, reason="because"
    )


def test_events_are_read_back_in_order_with_a_chain_that_holds(table: str) -> None:
    store = DynamoTimelines(table)
    store.append(_opened("inc-1"))
    for step in ("a", "b", "c"):
        store.append(_reasoned("inc-1", step))
    events = store.read("inc-1")
    assert [event.seq for event in events] == [1, 2, 3, 4]
    assert first_break(events) is None


def test_the_same_event_is_written_once_and_returned_as_stored(table: str) -> None:
    store = DynamoTimelines(table)
    store.append(_opened("inc-1"))
    first = store.append(_reasoned("inc-1", "a"))
    again = store.append(_reasoned("inc-1", "a").model_copy(update={"statement": "told differently"}))
    assert again == first
    assert len(store.read("inc-1")) == 2


def test_appends_at_the_same_time_leave_no_gap_and_lose_nothing(table: str) -> None:
    store = DynamoTimelines(table)
    store.append(_opened("inc-1"))
    with ThreadPoolExecutor(max_workers=8) as pool:
        list(pool.map(lambda step: store.append(_reasoned("inc-1", str(step))), range(24)))
    events = store.read("inc-1")
    assert [event.seq for event in events] == list(range(1, 26))
    assert first_break(events) is None


def test_an_event_for_an_incident_that_is_not_there_is_refused(table: str) -> None:
    with pytest.raises(NotFound):
        DynamoTimelines(table).append(_reasoned("inc-none", "a"))


def test_an_append_in_a_state_that_has_passed_is_refused(table: str) -> None:
    store = DynamoTimelines(table)
    store.append(_opened("inc-1"))
    store.append(_reasoned("inc-1", "a"))
    with pytest.raises(LostRace):
        store.append_in_state(_escalated("inc-1"), 1)
    assert store.append_in_state(_escalated("inc-1"), 2).seq == 3


def test_reading_after_a_seq_and_with_a_limit(table: str) -> None:
    store = DynamoTimelines(table)
    store.append(_opened("inc-1"))
    for step in range(12):
        store.append(_reasoned("inc-1", str(step)))
    assert [event.seq for event in store.read("inc-1", 9)] == [10, 11, 12, 13]
    assert [event.seq for event in store.read("inc-1", 0, 3)] == [1, 2, 3]


def test_the_list_is_newest_first_and_pages_without_gap_or_repeat(table: str) -> None:
    store = DynamoTimelines(table)
    for minute in range(7):
        store.append(_opened(f"inc-{minute}", minute))
    seen: list[str] = []
    cursor = None
    while True:
        page = DynamoIncidentList(table).page(None, None, None, 3, cursor)
        seen += [row.incident_id for row in page.incidents]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == [f"inc-{minute}" for minute in range(6, -1, -1)]


def test_the_list_follows_the_status(table: str) -> None:
    store = DynamoTimelines(table)
    store.append(_opened("inc-1"))
    store.append(_opened("inc-2", 1))
    store.append(_escalated("inc-1"))
    assert [
        row.incident_id for row in DynamoIncidentList(table).page("processing", None, None, 10, None).incidents
    ] == ["inc-2"]
    assert [row.incident_id for row in DynamoIncidentList(table).page("escalated", None, None, 10, None).incidents] == [
        "inc-1"
    ]
    assert len(DynamoIncidentList(table).page(None, None, None, 10, None).incidents) == 2


def test_filters_combine(table: str) -> None:
    store = DynamoTimelines(table)
    store.append(_opened("inc-1", 1, affected_services=["shop", "cart"], severity="low"))
    store.append(_opened("inc-2", 2, affected_services=["cart"], severity="high"))
    store.append(_opened("inc-3", 3, affected_services=["cart"], severity="low"))
    found = DynamoIncidentList(table).page("processing", "low", "cart", 10, None).incidents
    assert [row.incident_id for row in found] == ["inc-3", "inc-1"]
    assert DynamoIncidentList(table).page(None, None, "pay", 10, None).incidents == []


def test_a_cursor_of_another_list_is_refused(table: str) -> None:
    store = DynamoTimelines(table)
    for minute in range(3):
        store.append(_opened(f"inc-{minute}", minute))
    cursor = DynamoIncidentList(table).page(None, None, None, 1, None).next_cursor
    with pytest.raises(InvalidRequest):
        DynamoIncidentList(table).page("processing", None, None, 1, cursor)
    with pytest.raises(InvalidRequest):
        DynamoIncidentList(table).page(None, None, None, 1, "nonsense")


def test_a_claim_is_held_while_its_incident_is_open_and_free_afterwards(table: str) -> None:
    store = DynamoTimelines(table)
    claims = DynamoClaims(table, store)
    assert claims.claim("fp", "inc-1") == "inc-1"
    assert claims.claim("fp", "inc-2") == "inc-1"  # not even opened yet
    store.append(_opened("inc-1"))
    assert claims.claim("fp", "inc-2") == "inc-1"
    store.append(_escalated("inc-1"))
    assert claims.claim("fp", "inc-2") == "inc-2"


def test_one_of_many_claims_at_once_wins(table: str) -> None:
    claims = DynamoClaims(table, DynamoTimelines(table))
    with ThreadPoolExecutor(max_workers=8) as pool:
        owners = set(pool.map(lambda number: claims.claim("fp", f"inc-{number}"), range(16)))
    assert len(owners) == 1


def test_an_idempotency_key_stands_for_one_request(table: str) -> None:
    claims = DynamoClaims(table, DynamoTimelines(table))
    assert claims.remember("k", "hash", "inc-1") == "inc-1"
    assert claims.remember("k", "hash", "inc-2") == "inc-1"
    with pytest.raises(IdempotencyMismatch):
        claims.remember("k", "other", "inc-3")
