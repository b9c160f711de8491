"""The connections table: WebSocket tickets, connections and their subscriptions, and the feed they all read.

The feed is one sequence of everything that happened to all incidents, numbered without gaps by the transaction that
adds to it. It is what a cursor counts. Keys: `TICKET#<sha256>`; `CONN#<id>`; `SUBSCRIBER`/<id>; `FEED`/`TIP` (last
number given), `FEED`/`DRAIN` (last number posted, and who is posting); `FEED#<page>`/<number>; `FED#<incident>` (last
seq of the incident that is in the feed).
"""

import hashlib
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from commander.aws.clients import client
from commander.aws.errors import calling, contended, lost_condition
from commander.contract.problems import LostRace, ServiceUnavailable
from commander.contract.values import ROLES, Role

PAGE = 500
"""How many numbers of the feed share a partition."""
FEED_KEPT_S = 24 * 3600
"""How long a client may be away and still resume."""
CONNECTION_KEPT_S = 3 * 3600
"""API Gateway ends a connection after two hours."""
MAX_ADVANCE = 90
"""Events that one transaction adds: 100 items at most, two of them the counters."""


@dataclass(frozen=True)
class Subscriber:
    """A connection that gets frames. `after` is the feed number up to which it has everything; None while it joins."""

    connection_id: str
    incident_id: str | None
    after: int | None


@dataclass(frozen=True)
class Entry:
    """One number of the feed: which event it is."""

    number: int
    incident_id: str
    seq: int


class DynamoConnections:
    """Tickets, connections and the feed."""

    def __init__(self, table: str) -> None:
        self._table = table

    # --- tickets -----------------------------------------------------------------------------------------------------

    def issue(self, ticket: str, user: str, role: Role, expires_at: datetime) -> None:
        """See ports.Tickets. Only the ticket's hash is stored."""
        until = int(expires_at.timestamp())
        self._put(
            _ticket_key(ticket),
            "TICKET",
            {
                "user": {"S": user},
                "role": {"S": role},
                "until": {"N": str(until)},
                "expires_at": {"N": str(until + 60)},
            },
        )

    def redeem(self, ticket: str, now: datetime) -> tuple[str, Role] | None:
        """See ports.Tickets."""
        try:
            with calling("dynamodb:DeleteItem"):
                answer = client("dynamodb").delete_item(
                    TableName=self._table,
                    Key=_key(_ticket_key(ticket), "TICKET"),
                    ConditionExpression="attribute_exists(pk)",
                    ReturnValues="ALL_OLD",
                )
        except ClientError as error:
            if lost_condition(error):
                return None
            raise ServiceUnavailable(f"dynamodb:DeleteItem failed: {error}") from error
        item = answer["Attributes"]
        if int(item["until"]["N"]) <= now.timestamp():
            return None
        role = next(role for role in ROLES if role == item["role"]["S"])
        return str(item["user"]["S"]), role

    # --- connections -------------------------------------------------------------------------------------------------

    def open(self, connection_id: str, user: str, role: Role) -> None:
        """Remembers a connection and who it is."""
        self._put(
            f"CONN#{connection_id}",
            "CONN",
            {
                "user": {"S": user},
                "role": {"S": role},
                "expires_at": {"N": _from_now(CONNECTION_KEPT_S)},
            },
        )

    def who(self, connection_id: str) -> tuple[str, Role] | None:
        """User and role of a connection, or None where it is not known."""
        item = self._get(f"CONN#{connection_id}", "CONN")
        if item is None:
            return None
        return str(item["user"]["S"]), next(role for role in ROLES if role == item["role"]["S"])

    def close(self, connection_id: str) -> None:
        """Forgets a connection; forgetting it again does nothing."""
        for pk, sk in ((f"CONN#{connection_id}", "CONN"), ("SUBSCRIBER", connection_id)):
            with calling("dynamodb:DeleteItem"):
                client("dynamodb").delete_item(TableName=self._table, Key=_key(pk, sk))

    # --- subscriptions -----------------------------------------------------------------------------------------------

    def join(self, connection_id: str, incident_id: str | None) -> None:
        """Makes the connection a subscriber that is still joining: it gets nothing until `go_live`."""
        self._put(
            "SUBSCRIBER",
            connection_id,
            {
                "incident_id": {"S": incident_id or ""},
                "expires_at": {"N": _from_now(CONNECTION_KEPT_S)},
            },
        )

    def go_live(self, connection_id: str, after: int) -> int | None:
        """Ends joining: everything up to `after` was sent. None on success; else the number up to which a posting
        pass went by in the meantime, which has to be sent first."""
        try:
            with calling("dynamodb:UpdateItem"):
                client("dynamodb").update_item(
                    TableName=self._table,
                    Key=_key("SUBSCRIBER", connection_id),
                    UpdateExpression="SET #after = :after",
                    ConditionExpression="attribute_exists(pk) AND (attribute_not_exists(owed) OR owed <= :after)",
                    ExpressionAttributeNames={"#after": "after"},
                    ExpressionAttributeValues={":after": {"N": str(after)}},
                )
            return None
        except ClientError as error:
            if not lost_condition(error):
                raise ServiceUnavailable(f"dynamodb:UpdateItem failed: {error}") from error
        item = self._get("SUBSCRIBER", connection_id)
        return int(item["owed"]["N"]) if item and "owed" in item else None

    def owe(self, connection_id: str, number: int) -> int | None:
        """Notes on a joining subscriber that a pass up to `number` went by without it. Where it went live in the
        meantime nothing is noted and its `after` is returned: the pass has to serve it after all."""
        try:
            with calling("dynamodb:UpdateItem"):
                client("dynamodb").update_item(
                    TableName=self._table,
                    Key=_key("SUBSCRIBER", connection_id),
                    UpdateExpression="SET owed = :number",
                    ConditionExpression="attribute_exists(pk) AND attribute_not_exists(#after)",
                    ExpressionAttributeNames={"#after": "after"},
                    ExpressionAttributeValues={":number": {"N": str(number)}},
                )
            return None
        except ClientError as error:
            if not lost_condition(error):
                raise ServiceUnavailable(f"dynamodb:UpdateItem failed: {error}") from error
        item = self._get("SUBSCRIBER", connection_id)
        return int(item["after"]["N"]) if item and "after" in item else None

    def subscribers(self) -> list[Subscriber]:
        """Everybody who gets frames, the joining ones included."""
        found = self._query("SUBSCRIBER", None, None)
        return [
            Subscriber(
                connection_id=str(item["sk"]["S"]),
                incident_id=str(item["incident_id"]["S"]) or None,
                after=int(item["after"]["N"]) if "after" in item else None,
            )
            for item in found
        ]

    # --- the feed ----------------------------------------------------------------------------------------------------

    def fed(self, incident_id: str) -> int:
        """The last seq of the incident that is in the feed; 0 where none is."""
        item = self._get(f"FED#{incident_id}", "FED")
        return int(item["seq"]["N"]) if item else 0

    def tip(self) -> int:
        """The last number given."""
        item = self._get("FEED", "TIP")
        return int(item["number"]["N"]) if item else 0

    def advance(self, incident_id: str, fed: int, count: int) -> None:
        """Adds events `fed` + 1 to `fed` + `count` of an incident to the feed, all or none. Raises LostRace."""
        tip = self.tip()
        until = {"N": _from_now(FEED_KEPT_S)}
        rows = [
            {
                "Put": {
                    "TableName": self._table,
                    "Item": {
                        **_key(f"FEED#{(tip + step) // PAGE}", _number_key(tip + step)),
                        "incident_id": {"S": incident_id},
                        "seq": {"N": str(fed + step)},
                        "expires_at": until,
                    },
                }
            }
            for step in range(1, count + 1)
        ]
        try:
            with calling("dynamodb:TransactWriteItems"):
                client("dynamodb").transact_write_items(
                    TransactItems=[
                        self._count("FEED", "TIP", "number", tip, tip + count),
                        self._count(f"FED#{incident_id}", "FED", "seq", fed, fed + count),
                        *rows,
                    ]
                )
        except ClientError as error:
            if lost_condition(error) or contended(error):
                raise LostRace("the feed moved on") from error
            raise ServiceUnavailable(f"dynamodb:TransactWriteItems failed: {error}") from error

    def entries(self, after: int, up_to: int) -> list[Entry]:
        """The feed's numbers in (after, up_to], in order. Those older than what is kept are missing."""
        entries: list[Entry] = []
        for page in range((after + 1) // PAGE, up_to // PAGE + 1):
            for item in self._query(f"FEED#{page}", _number_key(after + 1), _number_key(up_to)):
                entries.append(Entry(int(item["sk"]["S"]), str(item["incident_id"]["S"]), int(item["seq"]["N"])))
        return entries

    def _count(self, pk: str, sk: str, name: str, before: int, after: int) -> dict[str, Any]:
        condition = "#count = :before" if before else "attribute_not_exists(pk) OR #count = :before"
        return {
            "Update": {
                "TableName": self._table,
                "Key": _key(pk, sk),
                "UpdateExpression": "SET #count = :after",
                "ConditionExpression": condition,
                "ExpressionAttributeNames": {"#count": name},
                "ExpressionAttributeValues": {":before": {"N": str(before)}, ":after": {"N": str(after)}},
            }
        }

    # --- who posts ---------------------------------------------------------------------------------------------------

    def posted(self) -> int:
        """The last number that was posted."""
        item = self._get("FEED", "DRAIN")
        return int(item["posted"]["N"]) if item and "posted" in item else 0

    def lease(self, owner: str, seconds: float) -> int | None:
        """Takes the right to post for a while and returns the last number posted; None while somebody else has it."""
        now = time.time()
        try:
            with calling("dynamodb:UpdateItem"):
                answer = client("dynamodb").update_item(
                    TableName=self._table,
                    Key=_key("FEED", "DRAIN"),
                    UpdateExpression="SET #owner = :owner, #until = :until",
                    ConditionExpression="attribute_not_exists(#until) OR #until < :now OR #owner = :owner",
                    ExpressionAttributeNames={"#owner": "owner", "#until": "until"},
                    ExpressionAttributeValues={
                        ":owner": {"S": owner},
                        ":until": {"N": str(now + seconds)},
                        ":now": {"N": str(now)},
                    },
                    ReturnValues="ALL_NEW",
                )
        except ClientError as error:
            if lost_condition(error) or contended(error):
                return None
            raise ServiceUnavailable(f"dynamodb:UpdateItem failed: {error}") from error
        attributes = answer["Attributes"]
        return int(attributes["posted"]["N"]) if "posted" in attributes else 0

    def mark_posted(self, owner: str, number: int) -> None:
        """Says how far the owner of the lease has posted. Raises LostRace where the lease was lost."""
        self._update_lease(owner, "SET posted = :posted", {":posted": {"N": str(number)}}, {})

    def release(self, owner: str) -> None:
        """Gives the right to post back. Raises LostRace where it was lost."""
        self._update_lease(owner, "REMOVE #until", {}, {"#until": "until"})

    def _update_lease(self, owner: str, update: str, values: dict[str, Any], names: dict[str, str]) -> None:
        try:
            with calling("dynamodb:UpdateItem"):
                client("dynamodb").update_item(
                    TableName=self._table,
                    Key=_key("FEED", "DRAIN"),
                    UpdateExpression=update,
                    ConditionExpression="#owner = :owner",
                    ExpressionAttributeNames={"#owner": "owner", **names},
                    ExpressionAttributeValues={":owner": {"S": owner}, **values},
                )
        except ClientError as error:
            if lost_condition(error):
                raise LostRace("somebody else posts now") from error
            raise ServiceUnavailable(f"dynamodb:UpdateItem failed: {error}") from error

    # --- the table ---------------------------------------------------------------------------------------------------

    def _put(self, pk: str, sk: str, attributes: dict[str, Any]) -> None:
        with calling("dynamodb:PutItem"):
            client("dynamodb").put_item(TableName=self._table, Item={**_key(pk, sk), **attributes})

    def _get(self, pk: str, sk: str) -> dict[str, Any] | None:
        with calling("dynamodb:GetItem"):
            answer = client("dynamodb").get_item(TableName=self._table, Key=_key(pk, sk), ConsistentRead=True)
        item: dict[str, Any] | None = answer.get("Item")
        return item

    def _query(self, pk: str, low: str | None, high: str | None) -> list[dict[str, Any]]:
        arguments: dict[str, Any] = {
            "TableName": self._table,
            "KeyConditionExpression": "pk = :pk",
            "ExpressionAttributeValues": {":pk": {"S": pk}},
            "ConsistentRead": True,
        }
        if low is not None and high is not None:
            arguments["KeyConditionExpression"] += " AND sk BETWEEN :low AND :high"
            arguments["ExpressionAttributeValues"] |= {":low": {"S": low}, ":high": {"S": high}}
        items: list[dict[str, Any]] = []
        while True:
            with calling("dynamodb:Query"):
                page = client("dynamodb").query(**arguments)
            items += page["Items"]
            if "LastEvaluatedKey" not in page:
                return items
            arguments["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def _key(pk: str, sk: str) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def _ticket_key(ticket: str) -> str:
    return "TICKET#" + hashlib.sha256(ticket.encode()).hexdigest()


def _number_key(number: int) -> str:
    return f"{number:012d}"


def _from_now(seconds: int) -> str:
    return str(int(time.time()) + seconds)
