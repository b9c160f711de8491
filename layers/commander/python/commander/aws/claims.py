"""Who came first: `CLAIM#<fingerprint>` and `REQUEST#<key>` say which incident an alarm or a request stands for."""

import time

from commander.aws.table import Item, Table
from commander.contract.problems import IdempotencyMismatch, NotFound, ServiceUnavailable
from commander.ports import Timelines

_REQUEST_MEMORY_S = 24 * 3600
_SORT_KEY = "CLAIM"


class DynamoClaims:
    """`ports.Claims`."""

    def __init__(self, table: str, timelines: Timelines) -> None:
        self._table = Table(table)
        self._timelines = timelines

    def claim(self, fingerprint: str, incident_id: str) -> str:
        """See ports.Claims."""
        pk = f"CLAIM#{fingerprint}"
        while True:
            holder = self._put_first(pk, {"incident_id": {"S": incident_id}})
            if holder is None:
                return incident_id
            owner = str(holder["incident_id"]["S"])
            if owner == incident_id or not self._has_ended(owner):
                return owner
            self._table.take(pk, _SORT_KEY, "incident_id = :owner", {":owner": {"S": owner}})

    def holder(self, fingerprint: str) -> str | None:
        """See ports.Claims."""
        return self._incident_of(f"CLAIM#{fingerprint}")

    def recall(self, key: str) -> str | None:
        """See ports.Claims."""
        return self._incident_of(f"REQUEST#{key}")

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

    def _incident_of(self, pk: str) -> str | None:
        known = self._table.get(pk, _SORT_KEY)
        return str(known["incident_id"]["S"]) if known else None

    def _put_first(self, pk: str, attributes: Item) -> Item | None:
        """Writes the item unless it is there; returns the one that is there."""
        for _ in range(3):
            if self._table.put_new(pk, _SORT_KEY, attributes):
                return None
            known = self._table.get(pk, _SORT_KEY)
            if known is not None:
                return known
        raise ServiceUnavailable(f"{pk} keeps coming and going")

    def _has_ended(self, incident_id: str) -> bool:
        try:
            return not self._timelines.incident(incident_id).is_open
        except NotFound:
            return False  # claimed a moment ago by somebody who has yet to write its first event
