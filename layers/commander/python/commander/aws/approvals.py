"""Task tokens of workflows that wait for a person, beside the incident they belong to."""

from datetime import datetime

from commander.aws.table import Table
from commander.contract.values import iso


class DynamoApprovals:
    """`ports.Approvals`."""

    def __init__(self, table: str) -> None:
        self._table = Table(table)

    def hold(self, incident_id: str, action_id: str, token: str, expires_at: datetime) -> None:
        """See ports.Approvals."""
        attributes = {"token": {"S": token}, "until": {"S": iso(expires_at)}}
        self._table.put(f"INC#{incident_id}", f"APPROVAL#{action_id}", attributes)

    def take(self, incident_id: str, action_id: str) -> str | None:
        """See ports.Approvals."""
        held = self._table.get(f"INC#{incident_id}", f"APPROVAL#{action_id}")
        return str(held["token"]["S"]) if held else None
