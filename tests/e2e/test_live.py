"""The live view of the deployed application: in order, once, resumable, for those who may."""

import json
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from local.endpoints import Endpoints
from tests.e2e.bundles import empty
from tests.e2e.driving import Person, assert_sound, watching

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("driving")]


def test_every_event_arrives_once_and_in_order(responder: Person) -> None:
    with watching(responder) as watcher:
        incident_id = responder.open(evidence=empty())
        responder.wait_for_end(incident_id)
        last = responder.timeline(incident_id)[-1]["seq"]
        watcher.until_seq(incident_id, last)
        assert watcher.seqs(incident_id) == list(range(1, last + 1))
        cursors = [int(frame["cursor"][1:], 16) for frame in watcher.frames if "cursor" in frame]
        assert all(earlier < later for earlier, later in pairwise(cursors))


def test_an_agent_is_seen_processing_before_it_has_completed(responder: Person) -> None:
    """The frame is there while the work goes on: it arrives before the completion is even appended."""
    with watching(responder) as watcher:
        incident_id = responder.open(affected_services=["no-such-service"])
        watcher.until(lambda frame: frame.get("incident_id") == incident_id and frame["type"] == "agent_update")
        seen_at = datetime.now(UTC)
        events = responder.wait_for(
            incident_id,
            lambda events: any(e["type"] == "agent.completed" and e["agent"] == "communication" for e in events),
        )
    completed = [event for event in events if event["type"] == "agent.completed"]
    assert any(datetime.fromisoformat(event["at"]) > seen_at for event in completed)
    mine = [frame for frame in watcher.frames if frame.get("incident_id") == incident_id]
    update = next(frame for frame in mine if frame["type"] == "agent_update")
    assert (update["payload"]["agent_type"], update["payload"]["status"]) == ("detection", "processing")


def test_a_client_that_comes_back_misses_and_repeats_nothing(responder: Person) -> None:
    with watching(responder) as watcher:
        first = responder.open(evidence=empty())
        watcher.until(lambda frame: frame.get("incident_id") == first and "seq" in frame)
        before = [frame for frame in watcher.frames if "cursor" in frame]
    other = responder.open(evidence=empty())
    for incident_id in (first, other):
        responder.wait_for_end(incident_id)
    with watching(responder, resume_from=before[-1]["cursor"]) as again:
        assert again.frames[0]["payload"]["resumed"] is True
        for incident_id in (first, other):
            again.until_seq(incident_id, responder.timeline(incident_id)[-1]["seq"])
        for incident_id in (first, other):
            earlier = [frame["seq"] for frame in before if frame.get("incident_id") == incident_id and "seq" in frame]
            last = responder.timeline(incident_id)[-1]["seq"]
            assert earlier + again.seqs(incident_id) == list(range(1, last + 1))


def test_the_greeting_says_where_things_stand(responder: Person) -> None:
    incident_id = responder.open(evidence=empty())
    with watching(responder) as watcher:
        greeting = watcher.frames[0]
    assert (greeting["type"], greeting["status"], greeting["v"]) == ("connection_established", "connected", 1)
    assert incident_id in [row["incident_id"] for row in greeting["payload"]["snapshot"]["incidents"]]


def test_a_subscription_narrows_to_one_incident(responder: Person) -> None:
    first, other = responder.open(evidence=empty()), responder.open(evidence=empty())
    for incident_id in (first, other):
        responder.wait_for_end(incident_id)
    with watching(responder) as watcher:
        watcher.send(type="subscribe", incident_id=first)
        watcher.until(lambda frame: frame["type"] == "connection_established")
        for incident_id in (other, first):
            responder.call("POST", f"/incidents/{incident_id}/acknowledge", {})
        watcher.until_seq(first, responder.timeline(first)[-1]["seq"])
        assert watcher.seqs(other) == []


def test_an_incident_is_triggered_over_the_socket(responder: Person) -> None:
    with watching(responder) as watcher:
        data = {"type": "errors", "severity": "low", "description": "by socket", "affected_services": ["no-such"]}
        watcher.send(type="trigger_incident", incident_data=data)
        # Frames of the timeline have a seq; the answer to a call has none.
        answer = watcher.until(lambda frame: frame["type"] == "incident_status" and "seq" not in frame)
    assert answer["payload"]["status"] == "processing"
    assert responder.wait_for_end(answer["incident_id"])["summary"]["source"] == "manual"
    assert_sound(responder.timeline(answer["incident_id"]))


def test_a_viewer_watches_and_may_not_trigger(app: Endpoints) -> None:
    with watching(Person(app, "viewer")) as watcher:
        data = {"type": "errors", "severity": "low", "description": "by socket"}
        watcher.send(type="trigger_incident", incident_data=data)
        assert watcher.until(lambda frame: frame["type"] == "error")["payload"]["code"] == "forbidden"
        watcher.send(type="ping")
        assert watcher.until(lambda frame: frame["type"] == "pong")


@pytest.mark.parametrize("dashboard_type", ["demo", "transparency", "", "OPS"])
def test_another_dashboard_is_refused(responder: Person, dashboard_type: str) -> None:
    with watching(responder, dashboard_type=dashboard_type) as watcher:
        assert (watcher.frames[0]["type"], watcher.frames[0]["payload"]["code"]) == ("error", "forbidden")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"type":"nonsense"}', '{"type":"subscribe","x":1}', '{"type":"connect"}']
)
def test_an_odd_frame_is_refused_and_the_connection_lives(responder: Person, text: str) -> None:
    with watching(responder) as watcher:
        watcher.socket.send(text)
        if text:
            assert watcher.until(lambda frame: frame["type"] == "error")["payload"]["code"] == "invalid_request"
        watcher.send(type="ping")
        assert watcher.until(lambda frame: frame["type"] == "pong")


def test_a_cursor_that_is_not_ours_is_refused(responder: Person) -> None:
    with watching(responder, resume_from="nonsense") as watcher:
        assert watcher.frames[0]["payload"]["code"] == "invalid_request"


@pytest.mark.parametrize("ticket", [None, "", "forged", "a" * 32])
def test_without_a_good_ticket_nobody_connects(app: Endpoints, ticket: str | None) -> None:
    url = app.websocket_url + (f"?ticket={ticket}" if ticket is not None else "")
    with pytest.raises(InvalidStatus) as refused, connect(url, proxy=None):
        raise AssertionError("let in")
    assert refused.value.response.status_code in (401, 403)


def test_a_ticket_works_once(responder: Person) -> None:
    url = f"{responder.endpoints.websocket_url}?ticket={responder.ticket()}"
    with connect(url, proxy=None) as socket:
        socket.send(json.dumps({"type": "connect", "dashboard_type": "ops", "client_id": "one"}))
        assert json.loads(socket.recv(timeout=30))["type"] == "connection_established"
    with pytest.raises(InvalidStatus), connect(url, proxy=None):
        raise AssertionError("let in twice")
