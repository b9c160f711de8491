"""WebSocket connections and their subscriptions, `CONN#<id>` and `SUBSCRIBER`/<id> in the connections table."""

import time
from dataclasses import dataclass

from commander.aws.table import Item, Table
from commander.contract.values import ROLES, Role

_KEPT_S = 3 * 3600
"""API Gateway ends a connection after two hours."""
_AFTER = {"#after": "after"}


@dataclass(frozen=True)
class Subscriber:
    """A connection that gets frames. `after` is the feed number up to which it has everything; None while it joins."""

    connection_id: str
    incident_id: str | None
    after: int | None


class DynamoConnections:
    """Who is connected, and who gets which frames."""

    def __init__(self, table: str) -> None:
        self._table = Table(table)

    def open(self, connection_id: str, user: str, role: Role) -> None:
        """Remembers a connection and who it is."""
        attributes = {"user": {"S": user}, "role": {"S": role}, "expires_at": _expiry()}
        self._table.put(f"CONN#{connection_id}", "CONN", attributes)

    def who(self, connection_id: str) -> tuple[str, Role] | None:
        """User and role of a connection, or None where it is not known."""
        item = self._table.get(f"CONN#{connection_id}", "CONN")
        if item is None:
            return None
        return str(item["user"]["S"]), next(role for role in ROLES if role == item["role"]["S"])

    def close(self, connection_id: str) -> None:
        """Forgets a connection; forgetting it again does nothing."""
        self._table.delete(f"CONN#{connection_id}", "CONN")
        self._table.delete("SUBSCRIBER", connection_id)

    def join(self, connection_id: str, incident_id: str | None) -> None:
        """Makes the connection a subscriber that is still joining: it gets nothing until `go_live`."""
        self._table.put("SUBSCRIBER", connection_id, {"incident_id": {"S": incident_id or ""}, "expires_at": _expiry()})

    def go_live(self, connection_id: str, after: int) -> int | None:
        """Ends joining: everything up to `after` was sent. None on success; else the number up to which a posting
        pass went by in the meantime, which has to be sent first."""
        condition = "attribute_exists(pk) AND (attribute_not_exists(owed) OR owed <= :after)"
        values = {":after": {"N": str(after)}}
        live = self._table.update_if("SUBSCRIBER", connection_id, "SET #after = :after", condition, _AFTER, values)
        return None if live is not None else self._number(connection_id, "owed")

    def owe(self, connection_id: str, number: int) -> int | None:
        """Notes on a joining subscriber that a pass up to `number` went by without it. Where it went live in the
        meantime nothing is noted and its `after` is returned: the pass has to serve it after all."""
        condition = "attribute_exists(pk) AND attribute_not_exists(#after)"
        values = {":number": {"N": str(number)}}
        noted = self._table.update_if("SUBSCRIBER", connection_id, "SET owed = :number", condition, _AFTER, values)
        return None if noted is not None else self._number(connection_id, "after")

    def subscribers(self) -> list[Subscriber]:
        """Everybody who gets frames, the joining ones included."""
        return [
            Subscriber(
                connection_id=str(item["sk"]["S"]),
                incident_id=str(item["incident_id"]["S"]) or None,
                after=int(item["after"]["N"]) if "after" in item else None,
            )
            for item in self._table.query("SUBSCRIBER")
        ]

    def _number(self, connection_id: str, name: str) -> int | None:
        item = self._table.get("SUBSCRIBER", connection_id)
        return int(item[name]["N"]) if item and name in item else None


def _expiry() -> Item:
    return {"N": str(int(time.time()) + _KEPT_S)}
