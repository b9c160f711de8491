"""What a run keeps while it lasts: timeline, evidence, approvals, metering records; by the real stores' rules."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from commander.contract import events as ev
from commander.contract.problems import LostRace, NotFound
from commander.contract.services import ServiceCall, ServiceKey
from commander.domain.chain import GENESIS, seal
from commander.domain.circuit import Circuit
from commander.domain.incident import Incident, fold
from commander.domain.usage import spent
from commander.ports.metering import Spent


@dataclass
class KeptTimelines:
    """`ports.Timelines` of one process. `seen` hears of every event that is appended."""

    seen: Callable[[ev.TimelineEvent], None] = lambda event: None
    _events: dict[str, list[ev.TimelineEvent]] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def append(self, event: ev.Envelope) -> ev.TimelineEvent:
        """See ports.Timelines."""
        with self._lock:
            timeline = self._events.get(event.incident_id, [])
            known = next((one for one in timeline if one.event_id == event.event_id), None)
            if known is not None:
                return known
            if not timeline and not isinstance(event, ev.IncidentOpened):
                raise NotFound(f"no incident {event.incident_id}")
            sealed = seal(event, len(timeline) + 1, timeline[-1].hash if timeline else GENESIS)
            stored = ev.timeline_event.validate_json(sealed.model_dump_json())
            self._events[event.incident_id] = [*timeline, stored]
        self.seen(stored)
        return stored

    def append_in_state(self, event: ev.Envelope, seq: int) -> ev.TimelineEvent:
        """See ports.Timelines."""
        with self._lock:
            if len(self._events.get(event.incident_id, [])) != seq:
                raise LostRace(f"{event.incident_id} has moved on from event {seq}")
            return self.append(event)

    def read(self, incident_id: str, after: int = 0, limit: int | None = None) -> list[ev.TimelineEvent]:
        """See ports.Timelines."""
        with self._lock:
            return self._events.get(incident_id, [])[after:][:limit]

    def incident(self, incident_id: str) -> Incident:
        """See ports.Timelines."""
        events = self.read(incident_id)
        if not events:
            raise NotFound(f"no incident {incident_id}")
        return fold(events)


@dataclass
class KeptEvidence:
    """`ports.Evidence`."""

    documents: dict[str, bytes] = field(default_factory=dict)

    def put(self, incident_id: str, name: str, document: bytes) -> str:
        """See ports.Evidence."""
        reference = f"evidence/{incident_id}/{name}.json"
        self.documents[reference] = document
        return reference

    def get(self, reference: str) -> bytes:
        """See ports.Evidence."""
        if reference not in self.documents:
            raise NotFound(reference)
        return self.documents[reference]


@dataclass
class KeptApprovals:
    """`ports.Approvals`."""

    tokens: dict[tuple[str, str], str] = field(default_factory=dict)

    def hold(self, incident_id: str, action_id: str, token: str, expires_at: datetime) -> None:
        """See ports.Approvals."""
        self.tokens[incident_id, action_id] = token

    def take(self, incident_id: str, action_id: str) -> str | None:
        """See ports.Approvals."""
        return self.tokens.get((incident_id, action_id))


@dataclass
class KeptMetering:
    """`ports.metering.Metering`: budgets and circuits hold in a recording as they do in an account."""

    _calls: dict[str, ServiceCall] = field(default_factory=dict)
    _circuits: dict[ServiceKey, Circuit] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def calls(self) -> list[ServiceCall]:
        """All records."""
        with self._lock:
            return list(self._calls.values())

    def record(self, call: ServiceCall) -> None:
        """See ports.metering.Metering."""
        with self._lock:
            self._calls[call.call_id] = call

    def spent(self, incident_id: str | None, day: date) -> Spent:
        """See ports.metering.Metering."""
        with self._lock:
            calls = list(self._calls.values())
        own = Decimal(0) if incident_id is None else spent(one for one in calls if one.incident_id == incident_id)
        return Spent(incident=own, day=spent(one for one in calls if one.at.date() == day))

    def circuit(self, service: ServiceKey) -> Circuit:
        """See ports.metering.Metering."""
        with self._lock:
            return self._circuits.get(service, Circuit())

    def keep(self, service: ServiceKey, circuit: Circuit) -> None:
        """See ports.metering.Metering."""
        with self._lock:
            self._circuits[service] = circuit
