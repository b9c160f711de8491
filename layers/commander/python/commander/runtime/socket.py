"""The WebSocket calls: connect, subscribe, trigger_incident, ping; every refusal is an `error` frame."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ValidationError

from commander.contract import messages as ms
from commander.contract.problems import CommanderError, Forbidden, InvalidRequest, NotAvailable, NotFound
from commander.contract.values import AGENTS, ROLES, Role
from commander.domain.incident import summary
from commander.ports import Intake
from commander.runtime.intake import field_errors, open_by_hand
from commander.runtime.live import MESSAGE_BYTES, Live, cursor_of, join, number_of
from commander.runtime.logging import logger
from commander.runtime.uploads import names_uploads

_DASHBOARD = "ops"
_SNAPSHOT = 50
MAX_MESSAGE_BYTES = 128 * 1024


@dataclass(frozen=True)
class Socket:
    """What the socket's calls reach."""

    live: Live
    intake: Intake

    def opened(self, connection_id: str, user: str, role: Role) -> None:
        """A connection was let in."""
        self.live.connections.open(connection_id, user, role)

    def closed(self, connection_id: str) -> None:
        """A connection is gone."""
        self.live.connections.close(connection_id)

    def received(self, connection_id: str, text: str) -> None:
        """Serves one frame of a client. Every refusal is told to the client; none gets out."""
        try:
            self._serve(connection_id, text)
        except CommanderError as error:
            logger.info("frame refused", connection_id=connection_id, code=error.code, detail=error.detail)
            reasons = "; ".join(f"{one.field}: {one.reason}" for one in error.errors)
            self._refuse(connection_id, error.code, f"{error.detail} ({reasons})" if reasons else error.detail)
        except Exception as error:  # noqa: BLE001 - the client is told whatever broke; the log has the rest
            logger.exception("unexpected error")
            self._refuse(connection_id, "internal_error", f"something broke on our side ({type(error).__name__})")

    def _refuse(self, connection_id: str, code: str, message: str) -> None:
        failure = ms.Failure(code=code, message=message)
        self._send(connection_id, ms.ErrorFrame(timestamp=self._now(), payload=failure))

    def _serve(self, connection_id: str, text: str) -> None:
        who = self.live.connections.who(connection_id)
        if who is None:
            raise NotFound("this connection is not known; connect again")
        user, role = who
        match _frame(text):
            case ms.Connect() as frame:
                self._connect(connection_id, role, frame)
            case ms.Subscribe(incident_id=incident_id):
                if incident_id is not None:
                    self.intake.timelines.incident(incident_id)
                join(self.live, connection_id, incident_id, None, self._greeting(connection_id, role, incident_id))
            case ms.TriggerIncident(incident_data=request):
                if ROLES.index(role) < ROLES.index("responder"):
                    raise Forbidden(f"trigger_incident needs the role responder; you have {role}")
                if names_uploads(request):
                    raise InvalidRequest("what was uploaded is taken by POST /incidents only")
                incident_id = open_by_hand(request, user, None, self.intake)
                self._send(
                    connection_id,
                    ms.IncidentStatusFrame(
                        timestamp=self._now(),
                        incident_id=incident_id,
                        payload=ms.IncidentStatusPayload(
                            incident_id=incident_id,
                            status="processing",
                            stage="started",
                            message="the incident is open",
                        ),
                    ),
                )
            case ms.Ping():
                self._send(connection_id, ms.Pong(timestamp=self._now()))
            case ms.GetBusinessMetrics() | ms.GetSystemHealth():
                raise NotAvailable("these figures are not served by this version yet")

    def _connect(self, connection_id: str, role: Role, frame: ms.Connect) -> None:
        if frame.dashboard_type != _DASHBOARD:
            raise Forbidden(f"only the {_DASHBOARD} dashboard connects; {frame.dashboard_type!r} may not")
        resume_from = number_of(frame.resume_from) if frame.resume_from else None
        if frame.resume_from and resume_from is None:
            raise InvalidRequest("resume_from is not a cursor of ours")
        if resume_from is not None and not self._can_resume(resume_from):
            resume_from = None
        greet = self._greeting(connection_id, role, None, resumed=resume_from is not None)
        join(self.live, connection_id, None, resume_from, greet)

    def _can_resume(self, number: int) -> bool:
        """Whether everything after the number is still there: it is no later than the tip, and its next one is kept."""
        tip = self.live.feed.tip()
        if number >= tip:
            return number == tip
        following = self.live.feed.entries(number, number + 1)
        return len(following) == 1

    def _greeting(
        self, connection_id: str, role: Role, incident_id: str | None, resumed: bool = False
    ) -> Callable[[int], bytes]:
        def greet(tip: int) -> bytes:
            if incident_id is None:
                rows = self.intake.incidents.page(None, None, None, _SNAPSHOT, None).incidents
            else:
                rows = [summary(self.intake.timelines.incident(incident_id))]
            agents = []
            if rows:
                latest = self.intake.timelines.incident(rows[0].incident_id).agents
                agents = [
                    latest[agent].model_copy(update={"evidence": [], "reasoning": latest[agent].reasoning[:300]})
                    for agent in AGENTS
                    if agent in latest
                ]
            while True:
                frame = ms.ConnectionEstablishedFrame(
                    timestamp=self._now(),
                    cursor=cursor_of(tip),
                    payload=ms.ConnectionEstablished(
                        connection_id=connection_id,
                        role=role,
                        resumed=resumed,
                        snapshot=ms.Snapshot(incidents=rows, agents=agents),
                    ),
                )
                message = frame.model_dump_json().encode()
                if len(message) <= MESSAGE_BYTES or not rows:
                    return message
                rows = rows[: len(rows) // 2]  # the newest; the list call has the rest

        return greet

    def _send(self, connection_id: str, frame: BaseModel) -> None:
        if not self.live.post(connection_id, frame.model_dump_json().encode()):
            self.live.connections.close(connection_id)

    def _now(self) -> datetime:
        return self.intake.clock.now()


def _frame(text: str) -> ms.ClientFrame:
    """A client's frame. Raises InvalidRequest naming what is wrong with it."""
    if len(text.encode()) > MAX_MESSAGE_BYTES:
        raise InvalidRequest("the frame is too large")
    try:
        return ms.client_frame.validate_json(text)
    except ValidationError as error:
        raise InvalidRequest("the frame is not one of ours", field_errors(error)) from error
