"""The REST API as a table. API Gateway's resources, the dispatcher and the OpenAPI document are all made from it."""

from dataclasses import dataclass
from typing import Literal

from commander.contract.actions import Decision, DecisionAccepted
from commander.contract.events import Timeline
from commander.contract.incidents import (
    Acknowledge,
    Acted,
    IncidentAccepted,
    IncidentPage,
    IncidentProcessingResult,
    NewIncident,
    ResetDone,
    Resolve,
    Session,
    SignalAccepted,
)
from commander.contract.memory import MemoryPage
from commander.contract.metrics import (
    TIME_RANGES,
    AWSServiceMetrics,
    BusinessMetrics,
    Liveness,
    SystemHealthMetrics,
)
from commander.contract.values import Role, Shape

Access = Role | Literal["open", "webhook"]

MAX_BODY_BYTES = 4 * 1024 * 1024
"""A request's body, evidence bundle included. A synchronous Lambda payload ends at 6 MB."""


@dataclass(frozen=True)
class Query:
    """One query parameter."""

    name: str
    description: str
    schema: dict[str, object]


@dataclass(frozen=True)
class Route:
    """One call. `name` is the handler's name; `available` is false for calls answered by a 501 problem; `listed` means
    that the answer is a list of its shape."""

    name: str
    method: Literal["GET", "POST", "DELETE"]
    path: str
    access: Access
    summary: str
    answer: type[Shape] | None = None
    listed: bool = False
    body: type[Shape] | None = None
    status: int = 200
    query: tuple[Query, ...] = ()
    idempotent: bool = False
    available: bool = True
    media_type: str = "application/json"

    @property
    def key(self) -> str:
        """Method and path template, as API Gateway hands them to the function."""
        return f"{self.method} {self.path}"


_TEXT: dict[str, object] = {"type": "string"}
_LIMIT = Query("limit", "how many rows at most", {"type": "integer", "minimum": 1, "maximum": 100, "default": 25})
_TIME_RANGE = Query(
    "time_range",
    "what the figures are of, by hours (24h) or days of the clock in UTC, the present one included",
    {"type": "string", "enum": list(TIME_RANGES), "default": TIME_RANGES[0]},
)
_CURSOR = Query("cursor", "where the page before ended", _TEXT)

ROUTES: tuple[Route, ...] = (
    Route(
        "open_incident",
        "POST",
        "/incidents",
        "responder",
        "Open an incident by hand",
        body=NewIncident,
        answer=IncidentAccepted,
        status=202,
        idempotent=True,
    ),
    Route(
        "list_incidents",
        "GET",
        "/incidents",
        "viewer",
        "Incidents, newest first",
        answer=IncidentPage,
        query=(
            Query(
                "status",
                "only with this status",
                {"type": "string", "enum": ["processing", "resolved", "escalated", "failed"]},
            ),
            Query(
                "severity", "only with this severity", {"type": "string", "enum": ["low", "medium", "high", "critical"]}
            ),
            Query("service", "only those that affect this service", _TEXT),
            _LIMIT,
            _CURSOR,
        ),
    ),
    Route(
        "get_incident",
        "GET",
        "/incidents/{id}",
        "viewer",
        "Everything known about one incident",
        answer=IncidentProcessingResult,
    ),
    Route(
        "get_timeline",
        "GET",
        "/incidents/{id}/timeline",
        "viewer",
        "The incident's events in order",
        answer=Timeline,
        query=(
            Query("after", "only events with a greater seq", {"type": "integer", "minimum": 0}),
            Query("limit", "how many events at most", {"type": "integer", "minimum": 1, "maximum": 1000}),
        ),
    ),
    Route(
        "get_postmortem",
        "GET",
        "/incidents/{id}/postmortem",
        "viewer",
        "The postmortem, Markdown or JSON by Accept",
        media_type="text/markdown",
    ),
    Route(
        "decide",
        "POST",
        "/incidents/{id}/decision",
        "responder",
        "Approve or reject the pending action",
        body=Decision,
        answer=DecisionAccepted,
    ),
    Route(
        "acknowledge",
        "POST",
        "/incidents/{id}/acknowledge",
        "responder",
        "Say that you are on it",
        body=Acknowledge,
        answer=Acted,
        status=202,
    ),
    Route(
        "resolve",
        "POST",
        "/incidents/{id}/resolve",
        "responder",
        "Close it by hand",
        body=Resolve,
        answer=Acted,
        status=202,
    ),
    Route(
        "reinvestigate",
        "POST",
        "/incidents/{id}/reinvestigate",
        "responder",
        "Investigate again",
        status=202,
        available=False,
    ),
    Route(
        "merge",
        "POST",
        "/incidents/{id}/merge",
        "responder",
        "Merge into another incident",
        status=202,
        available=False,
    ),
    Route("split", "POST", "/incidents/{id}/split", "responder", "Split an incident", status=202, available=False),
    Route(
        "stop",
        "POST",
        "/incidents/{id}/stop",
        "responder",
        "Stop the running action between steps",
        status=202,
        available=False,
    ),
    Route(
        "feedback",
        "POST",
        "/incidents/{id}/feedback",
        "responder",
        "Say whether the verdict was right",
        status=202,
        available=False,
    ),
    Route(
        "create_upload",
        "POST",
        "/uploads",
        "responder",
        "A place to upload a large bundle or attachment",
        status=201,
        available=False,
    ),
    Route(
        "receive_signal",
        "POST",
        "/signals/{source}",
        "webhook",
        "An alarm or monitor speaks",
        answer=SignalAccepted,
        status=202,
    ),
    Route(
        "get_business_metrics",
        "GET",
        "/metrics/business",
        "viewer",
        "The business figures",
        answer=BusinessMetrics,
        available=False,
    ),
    Route(
        "get_service_metrics",
        "GET",
        "/metrics/aws-services",
        "viewer",
        "How each AI service was used, and how it does",
        answer=AWSServiceMetrics,
        listed=True,
        query=(_TIME_RANGE,),
    ),
    Route("get_agents_status", "GET", "/agents/status", "viewer", "The latest update of each agent", available=False),
    Route(
        "get_memory", "GET", "/memory", "viewer", "What has been learned", answer=MemoryPage, query=(_LIMIT, _CURSOR)
    ),
    Route("health", "GET", "/health", "open", "The API answers", answer=Liveness),
    Route(
        "health_detailed",
        "GET",
        "/health/detailed",
        "viewer",
        "How the product itself is doing",
        answer=SystemHealthMetrics,
        available=False,
    ),
    Route(
        "list_maintenance_windows", "GET", "/maintenance-windows", "viewer", "Muted services and times", available=False
    ),
    Route(
        "create_maintenance_window",
        "POST",
        "/maintenance-windows",
        "admin",
        "Mute a service for a time",
        status=201,
        available=False,
    ),
    Route("delete_maintenance_window", "DELETE", "/maintenance-windows", "admin", "End a mute", available=False),
    Route("create_session", "POST", "/sessions", "viewer", "A one-time WebSocket ticket", answer=Session, status=201),
    Route("reset", "POST", "/system/reset", "admin", "Remove everything stored; never in prod", answer=ResetDone),
    Route("openapi", "GET", "/openapi.json", "open", "This document"),
)


def route(method: str, path: str) -> Route | None:
    """The row for a method and a path template, or None."""
    return next((row for row in ROUTES if row.method == method and row.path == path), None)
