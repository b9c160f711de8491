"""A backend for /ops inside the browser: answers its calls and its socket from a run, and notes what came."""

import base64
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, Route, WebSocketRoute

from commander.contract.services import SERVICES

Json = dict[str, Any]
_THEN = "2026-03-04T10:00:00.000Z"

CONFIG = {
    "rest_url": "/api",
    "websocket_url": "",
    "region": "eu-west-1",
    "user_pool_id": "eu-west-1_test",
    "user_pool_client_id": "client",
    "cognito_url": "/cognito",
    "environment": "local",
    "provenance": "local stand-in",
}


def _body(route: Route) -> Json:
    return json.loads(route.request.post_data or "{}")  # type: ignore[no-any-return]


@dataclass
class Backend:
    """Serves the first `shown` events of a run; `push` lets more happen, live."""

    page: Page
    origin: str
    run: Json
    role: str = "responder"
    shown: int = 0
    down: bool = False
    others: list[Json] = field(default_factory=list)
    decisions: list[Json] = field(default_factory=list)
    sockets: list[WebSocketRoute] = field(default_factory=list)
    greetings: list[Json] = field(default_factory=list)
    services_down: bool = False
    health: dict[str, str] = field(default_factory=dict)
    ranges: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.route(f"{self.origin}/cognito", self._cognito)
        self.page.route(re.compile(re.escape(f"{self.origin}/api/")), self._api)
        self.page.route_web_socket(re.compile("/socket"), self._socket)

    @property
    def incident_id(self) -> str:
        """The incident of the run."""
        return str(self.run["incident"]["incident_id"])

    def push(self, count: int) -> None:
        """Lets the next events happen: they reach the timeline and every open socket, as one batch."""
        frames = self.run["frames"][self.shown : self.shown + count]
        self.shown += count
        for socket in self.sockets:
            socket.send(json.dumps({"v": 1, "type": "batch", "events": frames}))

    def hang_up(self) -> None:
        """Closes the sockets from this side."""
        for socket in self.sockets:
            socket.close(code=1001)
        self.sockets.clear()

    def _cognito(self, route: Route) -> None:
        claims = {"cognito:username": f"{self.role}-user", "cognito:groups": [self.role]}
        body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
        tokens = {"IdToken": f"e30.{body}.x", "RefreshToken": "refresh", "ExpiresIn": 3600}
        given = _body(route)["AuthParameters"]
        if given.get("PASSWORD") == "wrong":
            return route.fulfill(
                status=400, json={"__type": "NotAuthorizedException", "message": "Incorrect username or password."}
            )
        return route.fulfill(json={"AuthenticationResult": tokens})

    def _api(self, route: Route) -> None:
        split = urlsplit(route.request.url)
        path, query = split.path.removeprefix("/api"), parse_qs(split.query)
        if self.down or (self.services_down and path == "/metrics/aws-services"):
            return route.fulfill(
                status=503,
                json={
                    "type": "about:blank",
                    "title": "",
                    "status": 503,
                    "code": "service_unavailable",
                    "detail": "dynamodb did not answer",
                    "errors": [],
                },
            )
        match (route.request.method, path):
            case ("POST", "/sessions"):
                return route.fulfill(
                    status=201,
                    json={
                        "ticket": "t",
                        "expires_at": "2099-01-01T00:00:00.000Z",
                        "websocket_url": self.origin.replace("http", "ws") + "/socket",
                    },
                )
            case ("GET", "/incidents"):
                return route.fulfill(json={"incidents": self._rows(query), "next_cursor": None})
            case ("GET", "/metrics/aws-services"):
                self.ranges.append(query["time_range"][0])
                return route.fulfill(json=self._services())
            case ("POST", decision) if decision.endswith("/decision"):
                self.decisions.append(_body(route))
                return route.fulfill(json={"incident_id": self.incident_id, "action_id": "a", "status": "approved"})
            case ("GET", timeline) if timeline.endswith("/timeline"):
                after = int(query["after"][0])
                events = self.run["events"][after : self.shown] if self.incident_id in timeline else []
                return route.fulfill(
                    json={
                        "incident_id": self.incident_id,
                        "events": events,
                        "last_seq": self.shown,
                    }
                )
        return route.fulfill(status=404, json={"code": "not_found", "detail": path, "errors": []})

    def _services(self) -> list[Json]:
        """The run's own figures; services are healthy where they were called and not configured where not."""
        used = {row["service_name"]: row for row in self.run["incident"]["aws_services_metrics"]}
        idle = {"requests_count": 0, "total_cost_usd": 0.0, "input_tokens": 0, "output_tokens": 0, "provenance": []}
        idle |= dict.fromkeys(("avg_latency_ms", "p95_latency_ms", "success_rate", "last_request"))
        return [
            {"service_name": name}
            | used.get(name, idle)
            | {"health": self.health.get(name, "healthy" if name in used else "not_configured")}
            for name in SERVICES
        ]

    def _rows(self, query: dict[str, list[str]]) -> list[Json]:
        rows = [self._row(), *self.others] if self.shown else list(self.others)
        wanted = {name: query[name][0] for name in ("status", "severity") if name in query}
        return [row for row in rows if all(row[name] == value for name, value in wanted.items())]

    def _row(self) -> Json:
        row: Json = dict(self.run["incident"]["summary"])
        types = [event["type"] for event in self.run["events"][: self.shown]]
        if not any(kind in types for kind in ("incident.resolved", "incident.escalated", "incident.failed")):
            row |= {"status": "processing", "resolution_code": None}
        row["updated_at"] = self.run["events"][self.shown - 1]["at"]
        return row

    def _socket(self, socket: WebSocketRoute) -> None:
        self.sockets.append(socket)

        def heard(message: str | bytes) -> None:
            frame = json.loads(message)
            if frame["type"] == "ping":
                socket.send(json.dumps({"v": 1, "type": "pong", "timestamp": _THEN, "payload": {}}))
            if frame["type"] == "connect":
                self.greetings.append(frame)
                socket.send(
                    json.dumps(
                        {
                            "v": 1,
                            "type": "connection_established",
                            "status": "connected",
                            "timestamp": _THEN,
                            "cursor": "c000000",
                            "payload": {
                                "connection_id": "c1",
                                "role": self.role,
                                "resumed": "resume_from" in frame,
                                "snapshot": {"incidents": self._rows({}), "agents": []},
                            },
                        }
                    )
                )

        socket.on_message(heard)
