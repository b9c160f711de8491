"""One-time WebSocket tickets in the connections table, `TICKET#<sha256>`: only a ticket's hash is stored."""

import hashlib
from datetime import datetime

from commander.aws.table import Table
from commander.contract.values import ROLES, Role

_KEPT_S = 60
"""So long an expired ticket stays until the table removes it."""


class DynamoTickets:
    """`ports.Tickets`."""

    def __init__(self, table: str) -> None:
        self._table = Table(table)

    def issue(self, ticket: str, user: str, role: Role, expires_at: datetime) -> None:
        """See ports.Tickets."""
        until = int(expires_at.timestamp())
        attributes = {
            "user": {"S": user},
            "role": {"S": role},
            "until": {"N": str(until)},
            "expires_at": {"N": str(until + _KEPT_S)},
        }
        self._table.put(_ticket_key(ticket), "TICKET", attributes)

    def redeem(self, ticket: str, now: datetime) -> tuple[str, Role] | None:
        """See ports.Tickets."""
        item = self._table.take(_ticket_key(ticket), "TICKET", "attribute_exists(pk)", {})
        if item is None or int(item["until"]["N"]) <= now.timestamp():
            return None
        return str(item["user"]["S"]), next(role for role in ROLES if role == item["role"]["S"])


def _ticket_key(ticket: str) -> str:
    return "TICKET#" + hashlib.sha256(ticket.encode()).hexdigest()
