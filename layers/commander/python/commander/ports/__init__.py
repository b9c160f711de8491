"""What the inside needs from the outside, and the one value that carries it all.

A port's implementation raises `commander.contract.problems` errors only. "Nothing there" is a result; "could not look"
is an error.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from commander.contract.actions import ApiCall, Expectation, MadeCall
from commander.contract.events import Envelope, TimelineEvent
from commander.contract.incidents import IncidentPage
from commander.contract.memory import LearnedLesson
from commander.contract.readings import Collector
from commander.contract.values import IncidentStatus, Role, Severity
from commander.domain.incident import Incident
from commander.domain.runbooks import Runbook
from commander.ports.consultation import Services


class Clock(Protocol):
    """The time, and names nobody used before."""

    def now(self) -> datetime:
        """The present moment, in UTC."""

    def nonce(self) -> str:
        """A fresh unguessable token of 32 hex digits."""


class Timelines(Protocol):
    """The append-only log of every incident."""

    def append(self, event: Envelope) -> TimelineEvent:
        """Appends once: an event whose `event_id` is there already is returned as it was stored.

        Raises NotFound where the incident has no timeline and the event does not open one.
        """

    def append_in_state(self, event: Envelope, seq: int) -> TimelineEvent:
        """Appends only as the direct successor of event `seq`. Raises LostRace otherwise."""

    def read(self, incident_id: str, after: int = 0, limit: int | None = None) -> list[TimelineEvent]:
        """Events with a greater seq, in order."""

    def incident(self, incident_id: str) -> Incident:
        """The fold of the whole timeline. Raises NotFound."""


class IncidentList(Protocol):
    """Incidents as rows."""

    def page(
        self,
        status: IncidentStatus | None,
        severity: Severity | None,
        service: str | None,
        limit: int,
        cursor: str | None,
    ) -> IncidentPage:
        """Newest first. Raises InvalidRequest for a cursor it did not give out."""


class Lessons(Protocol):
    """What closed incidents taught. An incident has one lesson: what it taught when it last ended."""

    def newest(self, limit: int, cursor: str | None) -> tuple[list[LearnedLesson], str | None]:
        """Those of the newest incidents first, and where to go on (None at the end).

        Raises InvalidRequest for a cursor it did not give out.
        """

    def of(self, incident_id: str) -> LearnedLesson | None:
        """What this incident taught; None where it taught nothing or is not known."""

    def cited_by(self, incident_id: str, limit: int) -> list[str]:
        """The later incidents whose diagnosis cited its lesson, each once, at most so many."""


class Claims(Protocol):
    """Who came first."""

    def claim(self, fingerprint: str, incident_id: str) -> str:
        """The incident that owns the fingerprint: the given one if nobody held it or its holder has ended."""

    def holder(self, fingerprint: str) -> str | None:
        """The incident that holds the fingerprint, open or ended; None where none does."""

    def recall(self, key: str) -> str | None:
        """The incident that a key was remembered for; None where it was not, or has been forgotten."""

    def remember(self, key: str, request_hash: str, incident_id: str) -> str:
        """The incident that an idempotency key stands for: the given one the first time.

        Raises IdempotencyMismatch where the key was used with another request.
        """


class Evidence(Protocol):
    """Evidence bundles, which are too large for a timeline."""

    def put(self, incident_id: str, name: str, document: bytes) -> str:
        """Stores a bundle and returns its reference."""

    def get(self, reference: str) -> bytes:
        """A stored bundle. Raises NotFound."""


class Telemetry(Protocol):
    """What the account's own services say about an incident."""

    def collect(self, incident: Incident, now: datetime) -> dict[str, Any]:
        """An evidence bundle (as JSON) about the incident, without personal data and within a limited time.

        Raises nothing for what could not be looked at: that is in the bundle's `gaps`.
        """

    def look(self, incident: Incident, collector: Collector, entity: str, now: datetime) -> dict[str, Any]:
        """What one collector finds about one thing, longer back and in more detail than `collect`: the sections of a
        bundle (as JSON), without personal data and within a limited time. What could not be looked at is in `gaps`.
        """

    def watch(
        self, expectation: Expectation, since: datetime, until: datetime
    ) -> dict[str, list[tuple[datetime, float]]]:
        """The `signal` and `traffic` series of an expectation between two moments, complete periods only."""


class Actuator(Protocol):
    """Makes the calls of a runbook, and no others."""

    def read(self, runbook: Runbook, call: ApiCall) -> dict[str, Any]:
        """Makes a reading call. Raises Missing where the thing is not there."""

    def act(self, runbook: Runbook, target: str, call: ApiCall) -> MadeCall:
        """Makes a changing call under rights narrowed to this runbook and target. A refusal is an outcome, no error."""


class Workflow(Protocol):
    """The state machine that works on an incident."""

    def start(self, incident_id: str) -> None:
        """Starts it once: starting it again for the same incident does nothing."""

    def ended(self, incident_id: str) -> str | None:
        """How the execution ended (SUCCEEDED, FAILED, TIMED_OUT, ABORTED), or None while it runs."""

    def answer(self, token: str, output: dict[str, Any]) -> None:
        """Lets an execution that waits on the token go on. Raises Missing where nobody waits any more."""


class Approvals(Protocol):
    """Task tokens of workflows that wait for a person."""

    def hold(self, incident_id: str, action_id: str, token: str, expires_at: datetime) -> None:
        """Keeps the token under the action; the same action again replaces the token."""

    def take(self, incident_id: str, action_id: str) -> str | None:
        """The token, or None where none is held."""


class Notifier(Protocol):
    """The way out to people."""

    def send(self, audience: str, subject: str, text: str, incident_id: str) -> str | None:
        """Hands a message to the channel and returns the channel's message id."""


class Runbooks(Protocol):
    """What may be done at all."""

    def all(self) -> Sequence[Runbook]:
        """Every runbook, in a stable order."""


class Tickets(Protocol):
    """One-time tickets for the WebSocket."""

    def issue(self, ticket: str, user: str, role: Role, expires_at: datetime) -> None:
        """Remembers a ticket."""

    def redeem(self, ticket: str, now: datetime) -> tuple[str, Role] | None:
        """User and role of a ticket that was issued, not used and not expired; it is used up by this."""


@dataclass(frozen=True)
class Ports:
    """Everything an agent may reach."""

    clock: Clock
    timelines: Timelines
    evidence: Evidence
    telemetry: Telemetry
    actuator: Actuator
    notifier: Notifier
    runbooks: Runbooks
    services: Services
    verification_window_s: int


@dataclass(frozen=True)
class Intake:
    """Everything that opening an incident takes."""

    clock: Clock
    timelines: Timelines
    claims: Claims
    incidents: IncidentList
    evidence: Evidence
    workflow: Workflow
