"""The incidents table: timelines, the rows of the list, claims and remembered requests.

Keys: `INC#<id>` holds `HEAD` (last seq and hash), `EVT#<seq>` (one event as JSON) and `ID#<event id>` (which seq an
event id got). `LIST#<facet>` holds one row an incident, so that every list the API offers is one Query, newest first.
`CLAIM#<fingerprint>` and `REQUEST#<key>` say which incident a signal or an idempotency key stands for.
"""

import base64
import binascii
import json
import random
import time
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from commander.aws.clients import client
from commander.aws.errors import calling, contended, lost_condition
from commander.contract import events as ev
from commander.contract.incidents import IncidentPage, IncidentSummary
from commander.contract.problems import (
    FieldError,
    IdempotencyMismatch,
    InvalidRequest,
    LostRace,
    NotFound,
    ServiceUnavailable,
)
from commander.contract.values import IncidentStatus, Severity, iso
from commander.domain.chain import GENESIS, seal
from commander.domain.incident import Incident, apply, fold, summary

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
_REQUEST_MEMORY_S = 24 * 3600


class DynamoTimelines:
    """`ports.Timelines`, `ports.IncidentList` and `ports.Claims` on one table."""

    def __init__(self, table: str) -> None:
        self._table = table

    # --- timelines ---------------------------------------------------------------------------------------------------

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
        events: list[ev.TimelineEvent] = []
        start: dict[str, Any] | None = None
        while True:
            arguments: dict[str, Any] = {
                "TableName": self._table,
                "KeyConditionExpression": "pk = :pk AND sk BETWEEN :low AND :high",
                "ExpressionAttributeValues": {
                    ":pk": {"S": f"INC#{incident_id}"},
                    ":low": {"S": _event_key(after + 1)},
                    ":high": {"S": "EVT#~"},
                },
                "ProjectionExpression": "#event",
                "ExpressionAttributeNames": {"#event": "event"},
                "ConsistentRead": True,
            }
            if limit is not None:
                arguments["Limit"] = limit - len(events)
            if start:
                arguments["ExclusiveStartKey"] = start
            with calling("dynamodb:Query"):
                page = client("dynamodb").query(**arguments)
            events += [ev.timeline_event.validate_json(item["event"]["S"]) for item in page["Items"]]
            start = page.get("LastEvaluatedKey")
            if not start or (limit is not None and len(events) >= limit):
                return events

    def incident(self, incident_id: str) -> Incident:
        """See ports.Timelines."""
        events = self.read(incident_id)
        if not events:
            raise NotFound(f"no incident {incident_id}")
        return fold(events)

    def _stored(self, event: ev.Envelope) -> ev.TimelineEvent | None:
        """The event that already has this event id."""
        marker = self._get(f"INC#{event.incident_id}", f"ID#{event.event_id}")
        if marker is None:
            return None
        stored = self._get(f"INC#{event.incident_id}", _event_key(int(marker["seq"]["N"])))
        return ev.timeline_event.validate_json(stored["event"]["S"]) if stored else None

    def _head(self, incident_id: str) -> tuple[int, str] | None:
        head = self._get(f"INC#{incident_id}", "HEAD")
        return (int(head["seq"]["N"]), head["hash"]["S"]) if head else None

    def _write(self, event: ev.Envelope, seq: int, prev_hash: str) -> ev.TimelineEvent:
        """Writes the event as `seq` + 1 together with everything that follows from it. Raises LostRace."""
        sealed = ev.timeline_event.validate_python(seal(event, seq + 1, prev_hash))
        key = f"INC#{sealed.incident_id}"
        head: dict[str, Any] = {
            "TableName": self._table,
            "Item": {
                "pk": {"S": key},
                "sk": {"S": "HEAD"},
                "seq": {"N": str(sealed.seq)},
                "hash": {"S": sealed.hash},
            },
            "ConditionExpression": "attribute_not_exists(pk)",
        }
        if seq:
            head |= {
                "ConditionExpression": "seq = :seq",
                "ExpressionAttributeValues": {":seq": {"N": str(seq)}},
            }
        items = [
            {"Put": head},
            {
                "Put": self._new(
                    key,
                    _event_key(sealed.seq),
                    {
                        "event": {"S": sealed.model_dump_json()},
                        "type": {"S": sealed.type},
                        "incident_id": {"S": sealed.incident_id},
                        "seq": {"N": str(sealed.seq)},
                    },
                )
            },
            {"Put": self._new(key, f"ID#{sealed.event_id}", {"seq": {"N": str(sealed.seq)}})},
            *self._list_changes(sealed),
        ]
        try:
            with calling("dynamodb:TransactWriteItems"):
                client("dynamodb").transact_write_items(TransactItems=items)
        except ClientError as error:
            if lost_condition(error) or contended(error):
                raise LostRace(f"{sealed.incident_id} moved on") from error
            raise ServiceUnavailable(f"dynamodb:TransactWriteItems failed: {error}") from error
        return sealed

    def _new(self, pk: str, sk: str, attributes: dict[str, Any]) -> dict[str, Any]:
        return {
            "TableName": self._table,
            "Item": {"pk": {"S": pk}, "sk": {"S": sk}, **attributes},
            "ConditionExpression": "attribute_not_exists(pk)",
        }

    def _list_changes(self, event: ev.TimelineEvent) -> list[dict[str, Any]]:
        """What the event changes in the rows of the list."""
        if event.type not in _CHANGES_SUMMARY:
            return []
        before = None if isinstance(event, ev.IncidentOpened) else fold(self.read(event.incident_id, 0, event.seq - 1))
        after = fold([event]) if before is None else apply(before, event)
        row = summary(after)
        changes: list[dict[str, Any]] = []
        if before is not None and before.status != after.status:
            gone = {"pk": {"S": f"LIST#status#{before.status}"}, "sk": {"S": _row_key(row)}}
            changes.append({"Delete": {"TableName": self._table, "Key": gone}})
        for facet in _facets(row):
            item = {"pk": {"S": facet}, "sk": {"S": _row_key(row)}, "summary": {"S": row.model_dump_json()}}
            changes.append({"Put": {"TableName": self._table, "Item": item}})
        return changes

    # --- the list ----------------------------------------------------------------------------------------------------

    def page(
        self,
        status: IncidentStatus | None,
        severity: Severity | None,
        service: str | None,
        limit: int,
        cursor: str | None,
    ) -> IncidentPage:
        """See ports.IncidentList. The narrowest facet is queried, the other filters are applied to its rows."""
        facet = _narrowest(status, severity, service)
        start = _decode(cursor, facet)
        rows: list[IncidentSummary] = []
        while len(rows) <= limit:
            arguments: dict[str, Any] = {
                "TableName": self._table,
                "KeyConditionExpression": "pk = :pk" if start is None else "pk = :pk AND sk < :start",
                "ExpressionAttributeValues": {":pk": {"S": facet}},
                "ScanIndexForward": False,
                "Limit": max(limit + 1, 50),
            }
            if start is not None:
                arguments["ExpressionAttributeValues"][":start"] = {"S": start}
            with calling("dynamodb:Query"):
                found = client("dynamodb").query(**arguments)
            for item in found["Items"]:
                row = IncidentSummary.model_validate_json(item["summary"]["S"])
                if _matches(row, status, severity, service):
                    rows.append(row)
            if not found.get("LastEvaluatedKey"):
                break
            start = found["LastEvaluatedKey"]["sk"]["S"]
        more = len(rows) > limit
        shown = rows[:limit]
        return IncidentPage(incidents=shown, next_cursor=_encode(facet, _row_key(shown[-1])) if more else None)

    # --- claims ------------------------------------------------------------------------------------------------------

    def claim(self, fingerprint: str, incident_id: str) -> str:
        """See ports.Claims."""
        key = f"CLAIM#{fingerprint}"
        while True:
            holder = self._put_first(key, {"incident_id": {"S": incident_id}})
            if holder is None:
                return incident_id
            owner = str(holder["incident_id"]["S"])
            if owner == incident_id or not self._has_ended(owner):
                return owner
            self._drop_claim(key, owner)

    def holder(self, fingerprint: str) -> str | None:
        """See ports.Claims."""
        known = self._get(f"CLAIM#{fingerprint}", "CLAIM")
        return str(known["incident_id"]["S"]) if known else None

    def recall(self, key: str) -> str | None:
        """See ports.Claims."""
        known = self._get(f"REQUEST#{key}", "CLAIM")
        return str(known["incident_id"]["S"]) if known else None

    def remember(self, key: str, request_hash: str, incident_id: str) -> str:
        """See ports.Claims."""
        forget_at = str(int(time.time()) + _REQUEST_MEMORY_S)
        attributes = {
            "incident_id": {"S": incident_id},
            "request_hash": {"S": request_hash},
            "expires_at": {"N": forget_at},
        }
        known = self._put_first(f"REQUEST#{key}", attributes)
        if known is None:
            return incident_id
        if known["request_hash"]["S"] != request_hash:
            raise IdempotencyMismatch("this Idempotency-Key was used with another body")
        return str(known["incident_id"]["S"])

    def _put_first(self, key: str, attributes: dict[str, Any]) -> dict[str, Any] | None:
        """Writes the item unless it is there; returns the one that is there."""
        for _ in range(3):
            try:
                with calling("dynamodb:PutItem"):
                    client("dynamodb").put_item(**self._new(key, "CLAIM", attributes))
                return None
            except ClientError as error:
                if not lost_condition(error):
                    raise ServiceUnavailable(f"dynamodb:PutItem failed: {error}") from error
            known = self._get(key, "CLAIM")
            if known is not None:
                return known
        raise ServiceUnavailable(f"{key} keeps coming and going")

    def _has_ended(self, incident_id: str) -> bool:
        try:
            return not self.incident(incident_id).is_open
        except NotFound:
            return False  # claimed a moment ago by somebody who has yet to write its first event

    def _drop_claim(self, key: str, owner: str) -> None:
        try:
            with calling("dynamodb:DeleteItem"):
                client("dynamodb").delete_item(
                    TableName=self._table,
                    Key={"pk": {"S": key}, "sk": {"S": "CLAIM"}},
                    ConditionExpression="incident_id = :owner",
                    ExpressionAttributeValues={":owner": {"S": owner}},
                )
        except ClientError as error:
            if not lost_condition(error):
                raise ServiceUnavailable(f"dynamodb:DeleteItem failed: {error}") from error

    def _get(self, pk: str, sk: str) -> dict[str, Any] | None:
        with calling("dynamodb:GetItem"):
            answer = client("dynamodb").get_item(
                TableName=self._table, Key={"pk": {"S": pk}, "sk": {"S": sk}}, ConsistentRead=True
            )
        item: dict[str, Any] | None = answer.get("Item")
        return item


class DynamoApprovals:
    """`ports.Approvals`: task tokens beside the incident they belong to."""

    def __init__(self, table: str) -> None:
        self._table = table

    def hold(self, incident_id: str, action_id: str, token: str, expires_at: datetime) -> None:
        """See ports.Approvals."""
        with calling("dynamodb:PutItem"):
            client("dynamodb").put_item(
                TableName=self._table,
                Item={
                    "pk": {"S": f"INC#{incident_id}"},
                    "sk": {"S": f"APPROVAL#{action_id}"},
                    "token": {"S": token},
                    "until": {"S": iso(expires_at)},
                },
            )

    def take(self, incident_id: str, action_id: str) -> str | None:
        """See ports.Approvals."""
        with calling("dynamodb:GetItem"):
            answer = client("dynamodb").get_item(
                TableName=self._table,
                Key={"pk": {"S": f"INC#{incident_id}"}, "sk": {"S": f"APPROVAL#{action_id}"}},
                ConsistentRead=True,
            )
        item = answer.get("Item")
        return str(item["token"]["S"]) if item else None


def _event_key(seq: int) -> str:
    return f"EVT#{seq:09d}"


def _row_key(row: IncidentSummary) -> str:
    return f"{iso(row.opened_at)}#{row.incident_id}"


def _facets(row: IncidentSummary) -> list[str]:
    services = dict.fromkeys(row.affected_services)
    return [
        "LIST#all",
        f"LIST#status#{row.status}",
        f"LIST#severity#{row.severity}",
        *(f"LIST#service#{service}" for service in services),
    ]


def _narrowest(status: str | None, severity: str | None, service: str | None) -> str:
    if service is not None:
        return f"LIST#service#{service}"
    if status is not None:
        return f"LIST#status#{status}"
    return f"LIST#severity#{severity}" if severity is not None else "LIST#all"


def _matches(row: IncidentSummary, status: str | None, severity: str | None, service: str | None) -> bool:
    return (
        (status is None or row.status == status)
        and (severity is None or row.severity == severity)
        and (service is None or service in row.affected_services)
    )


def _encode(facet: str, row_key: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([facet, row_key]).encode()).decode()


def _decode(cursor: str | None, facet: str) -> str | None:
    if cursor is None:
        return None
    try:
        given, row_key = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    except (binascii.Error, ValueError, TypeError) as error:
        raise InvalidRequest(
            "the cursor is not one of ours", [FieldError(field="cursor", reason="unreadable")]
        ) from error
    if given != facet or not isinstance(row_key, str):
        raise InvalidRequest(
            "the cursor belongs to another list", [FieldError(field="cursor", reason="made with other filters")]
        )
    return row_key
