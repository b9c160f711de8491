"""What clients of the WebSocket are answered, whatever they send and whatever breaks."""

import json
from collections import defaultdict
from typing import Any

import pytest

from commander.aws.connections import DynamoConnections
from commander.aws.feed import PAGE, DynamoFeed
from commander.runtime.live import MESSAGE_BYTES, Live, advance, cursor_of
from commander.runtime.socket import Socket
from tests.making import World, opened


class _Client:
    """A connection with a role, and what it got."""

    def __init__(self, table: str, role: str = "responder") -> None:
        self.world, self.got = World(), defaultdict[str, list[dict[str, Any]]](list)
        self.live = Live(DynamoConnections(table), DynamoFeed(table), self.world.timelines, self._post)
        self.socket = Socket(self.live, self.world.intake)
        self.socket.opened("c1", "ann", role)  # type: ignore[arg-type]

    def _post(self, connection_id: str, message: bytes) -> bool:
        assert len(message) <= MESSAGE_BYTES + 1000
        said = json.loads(message)
        self.got[connection_id] += said["events"] if said["type"] == "batch" else [said]
        return True

    def say(self, text: str | dict[str, Any]) -> dict[str, Any]:
        before = len(self.got["c1"])
        self.socket.received("c1", text if isinstance(text, str) else json.dumps(text))
        return self.got["c1"][before]

    def connect(self, **given: Any) -> dict[str, Any]:
        return self.say({"type": "connect", "dashboard_type": "ops", "client_id": "x", **given})


@pytest.fixture
def client(table: str) -> _Client:
    return _Client(table)


def test_a_fault_of_ours_is_told_without_its_details(client: _Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*given: Any) -> Any:
        raise KeyError("secret detail")

    monkeypatch.setattr(client.world.timelines, "page", broken)
    answer = client.connect()
    assert (answer["type"], answer["payload"]["code"]) == ("error", "internal_error")
    assert "secret detail" not in json.dumps(answer)
    assert client.say({"type": "ping"})["type"] == "pong"


def test_a_cursor_that_is_no_longer_kept_gets_a_snapshot_instead_of_a_gap(client: _Client) -> None:
    for number in range(3):
        client.world.timelines.append(opened(f"inc-{number}"))
        advance(client.live, f"inc-{number}")
    table = client.live.feed._table
    table.delete("FEED#0", "000000000001")  # as the table's time to live does
    answer = client.connect(resume_from=cursor_of(0))
    assert answer["payload"]["resumed"] is False
    assert len(answer["payload"]["snapshot"]["incidents"]) == 3
    assert len(client.got["c1"]) == 1


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_cursor_that_is_kept_is_resumed(client: _Client, number: int) -> None:
    for place in range(2):
        client.world.timelines.append(opened(f"inc-{place}"))
        advance(client.live, f"inc-{place}")
    answer = client.connect(resume_from=cursor_of(number))
    assert answer["payload"]["resumed"] is True
    assert [frame["cursor"] for frame in client.got["c1"][1:]] == [cursor_of(n) for n in range(number + 1, 3)]


def test_a_cursor_from_the_future_is_not_resumed(client: _Client) -> None:
    assert client.connect(resume_from=cursor_of(PAGE * 3))["payload"]["resumed"] is False


def test_a_greeting_fits_a_frame_however_long_the_list_is(client: _Client) -> None:
    services = [f"service-{number}-" + "x" * 100 for number in range(20)]
    for number in range(60):
        client.world.timelines.append(opened(f"inc-{number}", affected_services=services, title="t" * 200))
    rows = client.connect()["payload"]["snapshot"]["incidents"]
    assert 0 < len(rows) < 50


def test_a_connection_that_is_not_known_is_told_to_connect_again(client: _Client) -> None:
    client.socket.closed("c1")
    assert client.say({"type": "ping"})["payload"]["code"] == "not_found"


def test_a_subscription_to_an_incident_that_is_not_there_is_refused(client: _Client) -> None:
    assert client.say({"type": "subscribe", "incident_id": "inc-none"})["payload"]["code"] == "not_found"


def test_a_bad_incident_over_the_socket_names_the_field_and_stores_nothing(client: _Client) -> None:
    data = {"type": "errors", "severity": "enormous", "description": "d"}
    answer = client.say({"type": "trigger_incident", "incident_data": data})
    assert "severity" in answer["payload"]["message"]
    assert not client.world.timelines.events


def test_a_viewer_may_not_trigger(table: str) -> None:
    viewer = _Client(table, "viewer")
    data = {"type": "errors", "severity": "low", "description": "d"}
    assert viewer.say({"type": "trigger_incident", "incident_data": data})["payload"]["code"] == "forbidden"


@pytest.mark.parametrize("given", [{"evidence": {"upload_id": "upl-0"}}, {"attachments": [{"upload_id": "upl-0"}]}])
def test_what_was_uploaded_is_not_taken_over_the_socket(client: _Client, given: dict[str, Any]) -> None:
    data = {"type": "errors", "severity": "high", "description": "d", **given}
    answer = client.say({"type": "trigger_incident", "incident_data": data})
    assert (answer["type"], answer["payload"]["code"]) == ("error", "invalid_request")
    assert "POST /incidents" in answer["payload"]["message"]
    assert not client.world.timelines.events
