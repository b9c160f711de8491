"""The REST calls. Each handler takes a request and gives a shape of the contract."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from commander.contract import events as ev
from commander.contract import incidents as inc
from commander.contract.actions import Decision, DecisionAccepted
from commander.contract.memory import LessonInUse, MemoryPage
from commander.contract.metrics import TIME_RANGES, AWSServiceMetrics, Liveness
from commander.contract.openapi import openapi
from commander.contract.problems import (
    Conflict,
    FieldError,
    Forbidden,
    InvalidRequest,
    NotAvailable,
    Unauthenticated,
)
from commander.contract.services import Configuration, ServiceKey
from commander.contract.uploads import NewUpload, Upload
from commander.domain.incident import Incident, result
from commander.domain.postmortem import postmortem
from commander.domain.redaction import redact
from commander.domain.signals import from_cloudwatch
from commander.ports import Approvals, Intake, Lessons, Tickets
from commander.ports.metering import MeteredUse
from commander.runtime.approval import decide
from commander.runtime.http import Answer, Handler, Request
from commander.runtime.intake import open_by_hand, open_by_signal
from commander.runtime.services.standing import standing
from commander.runtime.settings import Settings
from commander.runtime.uploads import offer

TICKET_S = 60
_KEY_LENGTH = 255
_CITING_COUNTED = 1000
"""A lesson that helped so often is known to be good; counting on would only cost."""
_CITING_SHOWN = 20
_SOURCES = (
    "cloudwatch",
    "eventbridge",
    "alertmanager",
    "grafana",
    "datadog",
    "pagerduty",
    "opsgenie",
    "sentry",
    "generic",
)


class Store(Protocol):
    """What a reset empties."""

    def empty(self) -> None:
        """Removes everything stored."""


class Secrets(Protocol):
    """Where the webhook secret is kept."""

    def webhook_secret(self) -> str:
        """The secret that senders of signals have to know."""


@dataclass(frozen=True)
class Api:
    """Everything the calls reach."""

    settings: Settings
    intake: Intake
    approvals: Approvals
    tickets: Tickets
    store: Store
    secrets: Secrets
    lessons: Lessons
    books: MeteredUse
    configured: Mapping[ServiceKey, Configuration]

    def handlers(self) -> dict[str, Handler]:
        """The handler of each route that is served."""
        return {
            "open_incident": self.open_incident,
            "list_incidents": self.list_incidents,
            "get_incident": self.get_incident,
            "get_timeline": self.get_timeline,
            "get_postmortem": self.get_postmortem,
            "decide": self.decide,
            "acknowledge": self.acknowledge,
            "resolve": self.resolve,
            "create_upload": self.create_upload,
            "receive_signal": self.receive_signal,
            "get_memory": self.get_memory,
            "get_service_metrics": self.get_service_metrics,
            "health": self.health,
            "create_session": self.create_session,
            "reset": self.reset,
            "openapi": self.openapi,
        }

    def open_incident(self, request: Request) -> inc.IncidentAccepted:
        """Opens an incident by hand."""
        key = request.headers.get("idempotency-key")
        if key is not None and not 0 < len(key.strip()) <= _KEY_LENGTH:
            reason = f"1 to {_KEY_LENGTH} characters"
            raise InvalidRequest("the key is not valid", [FieldError(field="Idempotency-Key", reason=reason)])
        body = request.body(inc.NewIncident)
        return inc.IncidentAccepted(incident_id=open_by_hand(body, request.person().name, key, self.intake))

    def list_incidents(self, request: Request) -> inc.IncidentPage:
        """A page of incidents."""
        return self.intake.incidents.page(
            request.choice("status", ("processing", "resolved", "escalated", "failed")),
            request.choice("severity", ("low", "medium", "high", "critical")),
            request.query.get("service") or None,
            request.number("limit", 25, 1, 100),
            request.query.get("cursor") or None,
        )

    def get_incident(self, request: Request) -> inc.IncidentProcessingResult:
        """One incident as a whole."""
        return result(self._incident(request))

    def get_timeline(self, request: Request) -> ev.Timeline:
        """An incident's events after a seq."""
        incident_id = request.parameters["id"]
        after, limit = request.number("after", 0, 0, 999_999_999), request.number("limit", 1000, 1, 1000)
        events = self.intake.timelines.read(incident_id, after, limit)
        if not events:
            self._incident(request)  # a timeline without more events is empty; an incident that is not there is not
        return ev.Timeline(incident_id=incident_id, events=events, last_seq=events[-1].seq if events else after)

    def get_postmortem(self, request: Request) -> Answer:
        """The postmortem, drafted from the timeline as it is now."""
        incident = self._incident(request)
        text = postmortem(incident, self.intake.timelines.read(incident.incident_id))
        if "application/json" in request.headers.get("accept", ""):
            return Answer(200, json.dumps({"incident_id": incident.incident_id, "markdown": text}))
        return Answer(200, text, "text/markdown; charset=utf-8")

    def decide(self, request: Request) -> DecisionAccepted:
        """Approves or rejects the pending action."""
        decision = request.body(Decision)
        return decide(
            request.parameters["id"],
            decision,
            request.person().name,
            self.intake.timelines,
            self.approvals,
            self.intake.workflow,
            self.intake.clock,
        )

    def acknowledge(self, request: Request) -> inc.Acted:
        """Records that a person is on it."""
        body, incident = request.body(inc.Acknowledge), self._incident(request)
        name = request.person().name
        event = self.intake.timelines.append(
            ev.IncidentAcknowledged(
                incident_id=incident.incident_id,
                event_id=f"incident.acknowledged/{name}",
                at=self.intake.clock.now(),
                actor=ev.Actor(kind="person", name=name),
                note=redact(body.note) if body.note else None,
            )
        )
        return inc.Acted(incident_id=incident.incident_id, status=incident.status, seq=event.seq)

    def resolve(self, request: Request) -> inc.Acted:
        """Closes an incident by hand. Not while an action is pending or under way: that has to be decided first."""
        body, incident = request.body(inc.Resolve), self._incident(request)
        action = incident.action
        if incident.is_open and action is not None and action.status in ("pending", "approved", "running", "executed"):
            raise Conflict(f"an action is {action.status}; it has to end before the incident can be closed by hand")
        if incident.status == "resolved":
            raise Conflict("the incident is resolved")
        event = self.intake.timelines.append_in_state(
            ev.IncidentResolved(
                incident_id=incident.incident_id,
                event_id=f"incident.resolved/{incident.seq}",
                at=self.intake.clock.now(),
                actor=ev.Actor(kind="person", name=request.person().name),
                resolution_code=body.resolution_code,
                reason=redact(body.reason),
            ),
            incident.seq,
        )
        return inc.Acted(incident_id=incident.incident_id, status="resolved", seq=event.seq)

    def create_upload(self, request: Request) -> Upload:
        """Offers a place for a large bundle or an attachment."""
        return offer(request.body(NewUpload), self.intake.uploads, self.intake.clock)

    def receive_signal(self, request: Request) -> inc.SignalAccepted:
        """Takes an alarm from a sender that knows the secret."""
        source = request.parameters["source"]
        given = request.headers.get("x-webhook-secret", "")
        if not hmac.compare_digest(given.encode(), self.secrets.webhook_secret().encode()):
            raise Unauthenticated("the X-Webhook-Secret header is missing or wrong")
        if source != "cloudwatch":
            if source in _SOURCES:
                raise NotAvailable(f"signals from {source} are not read by this version yet")
            raise InvalidRequest("unknown source", [FieldError(field="source", reason=f"one of {', '.join(_SOURCES)}")])
        incident_id = open_by_signal(_alarm(request.json()), self.intake)
        return inc.SignalAccepted(incident_ids=[incident_id] if incident_id else [])

    def get_memory(self, request: Request) -> MemoryPage:
        """What was learned, and how often it helped."""
        limit = request.number("limit", 25, 1, 100)
        found, cursor = self.lessons.newest(limit, request.query.get("cursor") or None)
        used = []
        for lesson in found:
            citing = self.lessons.cited_by(lesson.incident_id, _CITING_COUNTED)
            shown = citing[:_CITING_SHOWN]
            used.append(LessonInUse(lesson=lesson, helped=len(citing), helped_incidents=shown))
        return MemoryPage(lessons=used, next_cursor=cursor)

    def get_service_metrics(self, request: Request) -> list[AWSServiceMetrics]:
        """How each AI service was used, and how it does."""
        time_range = request.choice("time_range", TIME_RANGES) or TIME_RANGES[0]
        return standing(time_range, self.configured, self.books, self.intake.clock.now())

    def health(self, request: Request) -> Liveness:
        """Says that the API answers."""
        return Liveness(
            status="ok",
            environment=self.settings.environment,
            version=self.settings.version,
            checked_at=self.intake.clock.now(),
        )

    def create_session(self, request: Request) -> inc.Session:
        """Gives out a one-time ticket for the WebSocket."""
        caller, ticket = request.person(), self.intake.clock.nonce()
        expires_at = self.intake.clock.now() + timedelta(seconds=TICKET_S)
        self.tickets.issue(ticket, caller.name, caller.role, expires_at)
        return inc.Session(ticket=ticket, expires_at=expires_at, websocket_url=self.settings.websocket_url)

    def reset(self, request: Request) -> inc.ResetDone:
        """Removes everything stored."""
        if self.settings.environment == "prod":
            raise Forbidden("a production environment is never reset")
        self.store.empty()
        return inc.ResetDone()

    def openapi(self, request: Request) -> Answer:
        """The API's own description."""
        return Answer(200, json.dumps(openapi(self.settings.version)))

    def _incident(self, request: Request) -> Incident:
        return self.intake.timelines.incident(request.parameters["id"])


def _alarm(given: Any) -> inc.Signal:
    """A CloudWatch alarm, bare or in the envelope SNS sends over HTTPS. Raises InvalidRequest."""
    if not isinstance(given, dict):
        raise InvalidRequest("not a CloudWatch alarm notification", [FieldError(field="body", reason="not an object")])
    message: Any = given
    if isinstance(given.get("Message"), str):
        try:
            message = json.loads(given["Message"])
        except ValueError as error:
            raise InvalidRequest("not a CloudWatch alarm", [FieldError(field="Message", reason="not JSON")]) from error
        if not isinstance(message, dict):
            raise InvalidRequest("not a CloudWatch alarm", [FieldError(field="Message", reason="not an object")])
    own_id = given.get("MessageId")
    derived = f"{message.get('AlarmArn') or message.get('AlarmName')}@{message.get('StateChangeTime')}"
    return from_cloudwatch(message, own_id if isinstance(own_id, str) and own_id else derived)
