"""Timelines in the incidents table.

Keys: `INC#<id>` holds `HEAD` (last seq and hash), `EVT#<seq>` (one event as JSON) and `ID#<event id>` (which seq an
event id got). An append writes them together with the rows of the list that the event changes (see `listing`).
"""

import random
import time

from commander.aws.lessons import lesson_changes
from commander.aws.listing import row_changes
from commander.aws.table import Item, Table
from commander.contract import events as ev
from commander.contract.problems import LostRace, NotFound, ServiceUnavailable
from commander.domain.chain import GENESIS, seal
from commander.domain.incident import Incident, apply, fold

_TRIES = 24
"""How often an append is tried again when others append to the same incident at the same time."""

_CHANGES_SUMMARY = (
    "incident.opened",
    "agent.started",
    "agent.completed",
    "action.proposed",
    "action.approved",
    "action.rejected",
    "action.expired",
    "incident.resolved",
    "incident.escalated",
    "incident.failed",
)


class DynamoTimelines:
    """`ports.Timelines`."""

    def __init__(self, table: str) -> None:
        self._table = Table(table)

    def append(self, event: ev.Envelope) -> ev.TimelineEvent:
        """See ports.Timelines."""
        for attempt in range(_TRIES):
            stored = self._stored(event)
            if stored is not None:
                return stored
            head = self._head(event.incident_id)
            if head is None and not isinstance(event, ev.IncidentOpened):
                raise NotFound(f"no incident {event.incident_id}")
            try:
                return self._write(event, *(head or (0, GENESIS)))
            except LostRace:
                time.sleep(random.uniform(0, min(0.4, 0.01 * 2**attempt)))  # full jitter before reading the head again
        raise ServiceUnavailable(f"{event.incident_id} is being written by too many at once")

    def append_in_state(self, event: ev.Envelope, seq: int) -> ev.TimelineEvent:
        """See ports.Timelines."""
        stored = self._stored(event)
        if stored is not None:
            return stored
        head = self._head(event.incident_id)
        if head is None or head[0] != seq:
            raise LostRace(f"{event.incident_id} is no longer at event {seq}")
        return self._write(event, *head)

    def read(self, incident_id: str, after: int = 0, limit: int | None = None) -> list[ev.TimelineEvent]:
        """See ports.Timelines."""
        items = self._table.query(f"INC#{incident_id}", _event_key(after + 1), "EVT#~", limit)
        return [ev.timeline_event.validate_json(item["event"]["S"]) for item in items]

    def incident(self, incident_id: str) -> Incident:
        """See ports.Timelines."""
        events = self.read(incident_id)
        if not events:
            raise NotFound(f"no incident {incident_id}")
        return fold(events)

    def _stored(self, event: ev.Envelope) -> ev.TimelineEvent | None:
        """The event that already has this event id."""
        marker = self._table.get(f"INC#{event.incident_id}", f"ID#{event.event_id}")
        if marker is None:
            return None
        stored = self._table.get(f"INC#{event.incident_id}", _event_key(int(marker["seq"]["N"])))
        return ev.timeline_event.validate_json(stored["event"]["S"]) if stored else None

    def _head(self, incident_id: str) -> tuple[int, str] | None:
        head = self._table.get(f"INC#{incident_id}", "HEAD")
        return (int(head["seq"]["N"]), head["hash"]["S"]) if head else None

    def _write(self, event: ev.Envelope, seq: int, prev_hash: str) -> ev.TimelineEvent:
        """Writes the event as `seq` + 1 together with everything that follows from it. Raises LostRace."""
        sealed = ev.timeline_event.validate_python(seal(event, seq + 1, prev_hash))
        owner, number = f"INC#{sealed.incident_id}", {"N": str(sealed.seq)}
        attributes: Item = {
            "event": {"S": sealed.model_dump_json()},
            "type": {"S": sealed.type},
            "incident_id": {"S": sealed.incident_id},
            "seq": number,
        }
        self._table.write_together(
            [
                self._new_head(owner, sealed, seq),
                self._table.new(owner, _event_key(sealed.seq), attributes),
                self._table.new(owner, f"ID#{sealed.event_id}", {"seq": number}),
                *self._list_changes(sealed),
                *lesson_changes(self._table, sealed),
            ]
        )
        return sealed

    def _new_head(self, owner: str, sealed: ev.TimelineEvent, seq: int) -> Item:
        attributes = {"seq": {"N": str(sealed.seq)}, "hash": {"S": sealed.hash}}
        if seq == 0:
            return self._table.new(owner, "HEAD", attributes)
        head = self._table.any(owner, "HEAD", attributes)
        condition = {"ConditionExpression": "seq = :seq", "ExpressionAttributeValues": {":seq": {"N": str(seq)}}}
        return {"Put": {**head["Put"], **condition}}

    def _list_changes(self, event: ev.TimelineEvent) -> list[Item]:
        """What the event changes in the rows of the list."""
        if event.type not in _CHANGES_SUMMARY:
            return []
        if isinstance(event, ev.IncidentOpened):
            return row_changes(self._table, None, fold([event]))
        before = fold(self.read(event.incident_id, 0, event.seq - 1))
        return row_changes(self._table, before, apply(before, event))


def _event_key(seq: int) -> str:
    return f"EVT#{seq:09d}"
