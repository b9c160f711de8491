"""The product from outside: its REST API and its WebSocket, with the sign-in of one user."""

import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import ClientConnection, connect

from local.endpoints import Endpoints, Role
from local.failures import LaunchFailure
from local.users import sign_in

Json = dict[str, Any]
# Id tokens last an hour; a game day that waits for a person may take longer.
TOKEN_SECONDS = 30 * 60
PING_SECONDS = 25.0
RECONNECT_SECONDS = 1.0
CONNECT_SECONDS = 15.0


class Product:
    """REST calls as one user."""

    def __init__(self, endpoints: Endpoints, role: Role = "responder") -> None:
        self._endpoints = endpoints
        self._role = role
        self._http = httpx.Client(base_url=endpoints.rest_url.rstrip("/"), timeout=15, trust_env=False)
        self._token = ""
        self._token_at = float("-inf")

    def incidents_since(self, moment: datetime) -> list[Json]:
        """The incidents opened at or after a moment, oldest first."""
        page = self._call("GET", "/incidents", params={"limit": 25})
        opened = [row for row in page["incidents"] if instant(row["opened_at"]) >= moment]
        return sorted(opened, key=lambda row: str(row["opened_at"]))

    def incident(self, incident_id: str) -> Json:
        """Everything known about one incident."""
        return self._call("GET", f"/incidents/{incident_id}")

    def events_after(self, incident_id: str, seq: int) -> list[Json]:
        """The incident's timeline after event `seq`."""
        events: list[Json] = self._call("GET", f"/incidents/{incident_id}/timeline", params={"after": seq})["events"]
        return events

    def approve(self, incident_id: str, action_id: str, plan_hash: str, reason: str) -> Json:
        """Approve exactly the plan with this hash."""
        body = {"action_id": action_id, "plan_hash": plan_hash, "decision": "approve", "reason": reason}
        return self._call("POST", f"/incidents/{incident_id}/decision", json=body)

    def open_socket(self) -> ClientConnection:
        """A connection of the live view, admitted with a fresh one-time ticket."""
        session = self._call("POST", "/sessions")
        return connect(f"{self._endpoints.websocket_url}?ticket={session['ticket']}", proxy=None, max_size=None)

    def _call(self, method: str, path: str, **request: Any) -> Json:
        try:
            answer = self._http.request(method, path, headers={"Authorization": f"Bearer {self._bearer()}"}, **request)
        except httpx.HTTPError as error:
            raise LaunchFailure(
                f"{method} {path} got no answer: {error}", "Is `make run` still up in its terminal?"
            ) from error
        if answer.is_error:
            raise LaunchFailure(
                f"{method} {path} was answered {answer.status_code}: {answer.text[:500]}",
                "The function's log is in the local cloud's CloudWatch Logs, group /aws/lambda/incident-commander-*.",
            )
        found: Json = answer.json()
        return found

    def _bearer(self) -> str:
        if time.monotonic() - self._token_at > TOKEN_SECONDS:
            self._token = sign_in(self._endpoints, self._role)
            self._token_at = time.monotonic()
        return self._token


@dataclass
class LiveView:
    """What a dashboard would see: the frames of the WebSocket with the time at which each arrived.

    Reconnects with the last cursor, as a dashboard does. `arrived` is set whenever something did.
    """

    product: Product
    frames: list[Json] = field(default_factory=list)
    arrived: threading.Event = field(default_factory=threading.Event)
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> "LiveView":
        """Listen in the background; returns once the connection is served, so that nothing is missed from here on.

        An application without a working live view is still told, by the timeline alone.
        """
        self._thread = threading.Thread(target=self._listen, name="live-view", daemon=True)
        self._thread.start()
        self.arrived.wait(CONNECT_SECONDS)
        return self

    def stop(self) -> None:
        """Disconnect."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def catch_up(self, incident_id: str, seq: int, seconds: float) -> None:
        """Wait until the frame of the incident's event `seq` has arrived, or that long."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and all(frame["frame"].get("seq") != seq for frame in self.of(incident_id)):
            self.arrived.clear()
            self.arrived.wait(timeout=0.2)

    def of(self, incident_id: str) -> list[Json]:
        """The frames about one incident, in the order they arrived."""
        return [frame for frame in list(self.frames) if frame["frame"].get("incident_id") == incident_id]

    def _listen(self) -> None:
        while not self._stop.is_set():
            try:
                with self.product.open_socket() as socket:
                    self._converse(socket)
            except (WebSocketException, OSError, LaunchFailure):
                self._stop.wait(RECONNECT_SECONDS)

    def _converse(self, socket: ClientConnection) -> None:
        hello = {"type": "connect", "dashboard_type": "ops", "client_id": f"gameday-{uuid.uuid4().hex[:12]}"}
        cursors = [frame["frame"]["cursor"] for frame in self.frames if frame["frame"].get("cursor")]
        socket.send(json.dumps(hello | ({"resume_from": cursors[-1]} if cursors else {})))
        pinged = time.monotonic()
        while not self._stop.is_set():
            try:
                message = socket.recv(timeout=0.5)
            except TimeoutError:
                message = None
            except ConnectionClosed:
                return
            if message is not None:
                self._keep(json.loads(message))
            if time.monotonic() - pinged > PING_SECONDS:
                socket.send(json.dumps({"type": "ping"}))
                pinged = time.monotonic()

    def _keep(self, message: Json) -> None:
        arrived_at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        for frame in message["events"] if message.get("type") == "batch" else [message]:
            self.frames.append({"arrived_at": arrived_at, "frame": frame})
        self.arrived.set()


def instant(text: str) -> datetime:
    """A moment as the API writes it."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def follow(product: Product, live: LiveView, incident_id: str, patience: Callable[[], bool]) -> Iterator[Json]:
    """The incident's timeline events as they happen, until `patience` runs out.

    Frames of the live view wake it at once; the timeline is what it reads, because that is complete and in order.
    Should the socket be down, it looks every second all the same.
    """
    seq = 0
    while patience():
        live.arrived.clear()
        for event in product.events_after(incident_id, seq):
            seq = int(event["seq"])
            yield event
        live.arrived.wait(timeout=1.0)
