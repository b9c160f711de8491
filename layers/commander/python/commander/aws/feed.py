"""The feed: one sequence of everything that happened to all incidents, which is what a cursor counts.

It is numbered without gaps by the transaction that adds to it. Keys in the connections table: `FEED`/`TIP` (last number
given), `FEED`/`DRAIN` (last number posted, and who is posting), `FEED#<page>`/<number>, `FED#<incident>` (last seq of
the incident that is in the feed).
"""

import time
from dataclasses import dataclass

from commander.aws.table import Item, Table, key
from commander.contract.problems import LostRace

PAGE = 500
"""How many numbers of the feed share a partition."""
KEPT_S = 24 * 3600
"""How long a client may be away and still resume."""
MAX_ADVANCE = 90
"""Events that one transaction adds: 100 items at most, two of them the counters."""


@dataclass(frozen=True)
class Entry:
    """One number of the feed: which event it is."""

    number: int
    incident_id: str
    seq: int


class DynamoFeed:
    """The feed, and the right to post it."""

    def __init__(self, table: str) -> None:
        self._table = Table(table)

    def fed(self, incident_id: str) -> int:
        """The last seq of the incident that is in the feed; 0 where none is."""
        return self._number(f"FED#{incident_id}", "FED", "seq")

    def tip(self) -> int:
        """The last number given."""
        return self._number("FEED", "TIP", "number")

    def posted(self) -> int:
        """The last number that was posted."""
        return self._number("FEED", "DRAIN", "posted")

    def advance(self, incident_id: str, fed: int, count: int) -> None:
        """Adds events `fed` + 1 to `fed` + `count` of an incident to the feed, all or none. Raises LostRace."""
        tip = self.tip()
        until = {"N": str(int(time.time()) + KEPT_S)}
        rows = [
            self._table.any(
                f"FEED#{(tip + step) // PAGE}",
                _number_key(tip + step),
                {"incident_id": {"S": incident_id}, "seq": {"N": str(fed + step)}, "expires_at": until},
            )
            for step in range(1, count + 1)
        ]
        counters = [
            self._count("FEED", "TIP", "number", tip, tip + count),
            self._count(f"FED#{incident_id}", "FED", "seq", fed, fed + count),
        ]
        self._table.write_together([*counters, *rows])

    def entries(self, after: int, up_to: int) -> list[Entry]:
        """The feed's numbers in (after, up_to], in order. Those older than what is kept are missing."""
        return [
            Entry(int(item["sk"]["S"]), str(item["incident_id"]["S"]), int(item["seq"]["N"]))
            for page in range((after + 1) // PAGE, up_to // PAGE + 1)
            for item in self._table.query(f"FEED#{page}", _number_key(after + 1), _number_key(up_to))
        ]

    def lease(self, owner: str, seconds: float) -> int | None:
        """Takes the right to post for a while and returns the last number posted; None while somebody else has it."""
        now = time.time()
        taken = self._table.update_if(
            "FEED",
            "DRAIN",
            "SET #owner = :owner, #until = :until",
            "attribute_not_exists(#until) OR #until < :now OR #owner = :owner",
            {"#owner": "owner", "#until": "until"},
            {":owner": {"S": owner}, ":until": {"N": str(now + seconds)}, ":now": {"N": str(now)}},
        )
        if taken is None:
            return None
        return int(taken["posted"]["N"]) if "posted" in taken else 0

    def mark_posted(self, owner: str, number: int) -> None:
        """Says how far the owner of the lease has posted. Raises LostRace where the lease was lost."""
        self._as_owner(owner, "SET posted = :posted", {":posted": {"N": str(number)}}, {})

    def release(self, owner: str) -> None:
        """Gives the right to post back. Raises LostRace where it was lost."""
        self._as_owner(owner, "REMOVE #until", {}, {"#until": "until"})

    def _as_owner(self, owner: str, update: str, values: Item, names: dict[str, str]) -> None:
        done = self._table.update_if(
            "FEED",
            "DRAIN",
            update,
            "#owner = :owner",
            {"#owner": "owner", **names},
            {":owner": {"S": owner}, **values},
        )
        if done is None:
            raise LostRace("somebody else posts now")

    def _count(self, pk: str, sk: str, name: str, before: int, after: int) -> Item:
        """The change that moves a counter on, if it is where it was."""
        condition = "#count = :before" if before else "attribute_not_exists(pk) OR #count = :before"
        return {
            "Update": {
                "TableName": self._table.name,
                "Key": key(pk, sk),
                "UpdateExpression": "SET #count = :after",
                "ConditionExpression": condition,
                "ExpressionAttributeNames": {"#count": name},
                "ExpressionAttributeValues": {":before": {"N": str(before)}, ":after": {"N": str(after)}},
            }
        }

    def _number(self, pk: str, sk: str, name: str) -> int:
        item = self._table.get(pk, sk)
        return int(item[name]["N"]) if item and name in item else 0


def _number_key(number: int) -> str:
    return f"{number:012d}"
