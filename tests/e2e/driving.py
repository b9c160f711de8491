"""Driving the deployed application from outside: REST, WebSocket, the workflow's own history."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect

from local.clients import client
from local.endpoints import Endpoints, Role
from local.users import sign_in

Json = dict[str, Any]
PATIENCE_S = 90.0
"""A condition that has not come true by then never will. No test measures time by it."""


@dataclass
class Person:
    """REST calls as a user with a role, or as nobody."""

    endpoints: Endpoints
    role: Role | None = "responder"

    @cached_property
    def _token(self) -> str:
        return sign_in(self.endpoints, self.role) if self.role else ""

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """One call. `headers` names have underscores for dashes."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.role:
            given["Authorization"] = f"Bearer {self._token}"
        url = self.endpoints.rest_url.rstrip("/") + path
        return httpx.request(method, url, headers=given, json=body, timeout=30, trust_env=False)

    def get(self, path: str) -> Json:
        """A GET that has to succeed."""
        answer = self.call("GET", path)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    def open(self, **given: Any) -> str:
        """The id of an incident opened by hand."""
        body = {"type": "errors", "severity": "high", "description": "customers cannot pay", **given}
        answer = self.call("POST", "/incidents", body)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["incident_id"])

    def upload(self, content: bytes, media_type: str, name: str | None = None) -> str:
        """The id of something that was uploaded as a client does: asked for, then put where the answer says."""
        purpose = "evidence" if media_type == "application/json" else "attachment"
        asked = {"purpose": purpose, "media_type": media_type, "size_bytes": len(content), "name": name}
        answer = self.call("POST", "/uploads", asked)
        assert answer.status_code == 201, answer.text
        given = answer.json()
        put = httpx.put(given["url"], content=content, headers=given["headers"], timeout=30, trust_env=False)
        assert put.status_code == 200, put.text
        return str(given["upload_id"])

    def timeline(self, incident_id: str, after: int = 0) -> list[Json]:
        """The incident's events."""
        events: list[Json] = self.get(f"/incidents/{incident_id}/timeline?after={after}")["events"]
        return events

    def wait_for(self, incident_id: str, seen: Callable[[list[Json]], Any]) -> list[Json]:
        """The timeline as soon as `seen` is true of it."""
        events: list[Json] = []

        def look() -> bool:
            nonlocal events
            events = self.timeline(incident_id)
            return bool(seen(events))

        wait_until(look, lambda: f"{incident_id} has only {[event['type'] for event in events]}")
        return events

    def wait_for_end(self, incident_id: str) -> Json:
        """The incident once it has ended."""
        self.wait_for(incident_id, lambda events: ended(events))
        return self.get(f"/incidents/{incident_id}")

    def pending_action(self, incident_id: str) -> Json:
        """The incident's action once it waits for a person."""
        events = self.wait_for(incident_id, lambda events: of_type(events, "action.proposed"))
        return of_type(events, "action.proposed")[-1]

    def decide(self, proposed: Json, decision: str, **changes: Any) -> httpx.Response:
        """Answers a proposed action."""
        body = {"action_id": proposed["action_id"], "plan_hash": proposed["plan_hash"], "decision": decision}
        return self.call("POST", f"/incidents/{proposed['incident_id']}/decision", {**body, **changes})

    def ticket(self) -> str:
        """A one-time WebSocket ticket."""
        answer = self.call("POST", "/sessions")
        assert answer.status_code == 201, answer.text
        return str(answer.json()["ticket"])


@dataclass
class Watcher:
    """A WebSocket client that keeps every frame it got."""

    socket: ClientConnection
    frames: list[Json] = field(default_factory=list)

    def send(self, **frame: Any) -> None:
        """Sends a client frame."""
        self.socket.send(json.dumps(frame))

    def until(self, seen: Callable[[Json], Any]) -> Json:
        """The first frame, from here on, of which `seen` is true."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            message = json.loads(self.socket.recv(timeout=max(0.1, deadline - time.monotonic())))
            for frame in message["events"] if message["type"] == "batch" else [message]:
                self.frames.append(frame)
                if seen(frame):
                    found: Json = frame
                    rest = message["events"][message["events"].index(frame) + 1 :] if message["type"] == "batch" else []
                    self.frames += rest
                    return found
        raise AssertionError(f"no such frame among {[frame['type'] for frame in self.frames]}")

    def until_seq(self, incident_id: str, seq: int) -> None:
        """Waits until every event of the incident up to `seq` has arrived."""
        while seq not in self.seqs(incident_id):
            self.until(lambda frame: frame.get("incident_id") == incident_id and "seq" in frame)

    def seqs(self, incident_id: str) -> list[int]:
        """The seqs of an incident's frames, as they came."""
        return [frame["seq"] for frame in self.frames if frame.get("incident_id") == incident_id and "seq" in frame]


@contextmanager
def watching(person: Person, resume_from: str | None = None, **hello: Any) -> Iterator[Watcher]:
    """A connected and greeted client."""
    with connect(f"{person.endpoints.websocket_url}?ticket={person.ticket()}", proxy=None, max_size=None) as socket:
        watcher = Watcher(socket)
        given = {"dashboard_type": "ops", "client_id": "test", **hello}
        watcher.send(type="connect", **given, **({"resume_from": resume_from} if resume_from else {}))
        watcher.until(lambda frame: frame["type"] in ("connection_established", "error"))
        yield watcher


def wait_until(true: Callable[[], Any], told: Callable[[], str]) -> None:
    """Waits until a condition holds; fails with what `told` says where it never does."""
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline, told()
        time.sleep(0.1)


def of_type(events: list[Json], kind: str) -> list[Json]:
    """The events of a type."""
    return [event for event in events if event["type"] == kind]


def ended(events: list[Json]) -> bool:
    """Whether the incident's timeline has an ending."""
    return any(event["type"] in ("incident.resolved", "incident.escalated", "incident.failed") for event in events)


def assert_sound(events: list[Json]) -> None:
    """No gap, no duplicate, a chain that holds."""
    from commander.contract.events import timeline_event
    from commander.domain.chain import first_break

    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert len({event["event_id"] for event in events}) == len(events)
    assert first_break([timeline_event.validate_python(event) for event in events]) is None


def executions(endpoints: Endpoints, incident_id: str) -> list[str]:
    """The names of the workflow's executions for an incident."""
    found = client("stepfunctions", endpoints.endpoint_url).list_executions(stateMachineArn=endpoints.workflow_arn)
    return [one["name"] for one in found["executions"] if incident_id in one["name"]]
