"""Everything stored, to be emptied where an environment may be reset."""

from typing import Any

from commander.aws.clients import client
from commander.aws.errors import calling

_BATCH = 25
"""BatchWriteItem takes so many."""


class Tables:
    """Tables that are emptied together. Connections that are open stay open; everything else goes."""

    def __init__(self, *tables: str) -> None:
        self._tables = [table for table in tables if table]

    def empty(self) -> None:
        """Deletes every item but open connections and the feed's counters, which open connections still count by."""
        for table in self._tables:
            for keys in self._keys(table):
                self._delete(table, keys)

    def _keys(self, table: str) -> list[list[dict[str, Any]]]:
        keys: list[dict[str, Any]] = []
        arguments: dict[str, Any] = {"TableName": table, "ProjectionExpression": "pk, sk"}
        while True:
            with calling("dynamodb:Scan"):
                page = client("dynamodb").scan(**arguments)
            keys += [item for item in page["Items"] if not _stays(item["pk"]["S"])]
            if "LastEvaluatedKey" not in page:
                return [keys[start : start + _BATCH] for start in range(0, len(keys), _BATCH)]
            arguments["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    def _delete(self, table: str, keys: list[dict[str, Any]]) -> None:
        requests = {table: [{"DeleteRequest": {"Key": key}} for key in keys]}
        while requests:
            with calling("dynamodb:BatchWriteItem"):
                requests = client("dynamodb").batch_write_item(RequestItems=requests).get("UnprocessedItems") or {}


def _stays(pk: str) -> bool:
    return pk in ("FEED", "SUBSCRIBER") or pk.startswith("CONN#")
