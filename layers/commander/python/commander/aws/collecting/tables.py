"""A DynamoDB table as it is now: its capacity, whether that scales, who reads its stream."""

from typing import Any

from commander.aws.collecting.asking import Ask
from commander.aws.collecting.findings import Findings, Window
from commander.aws.collecting.functions import sources
from commander.aws.collecting.scaling import targets
from commander.aws.collecting.things import Thing


def describe(thing: Thing, ask: Ask, found: Findings, window: Window) -> None:
    """State and edges of a table. Raises Missing where there is none of that name."""
    table = ask("dynamodb", "describe_table", TableName=thing.name)["Table"]
    mode = (table.get("BillingModeSummary") or {}).get("BillingMode") or "PROVISIONED"
    throughput = table.get("ProvisionedThroughput") or {}
    provisioned = mode == "PROVISIONED"
    attributes: dict[str, Any] = {
        "billing_mode": mode,
        "read_capacity": throughput.get("ReadCapacityUnits") if provisioned else None,
        "write_capacity": throughput.get("WriteCapacityUnits") if provisioned else None,
        "status": table.get("TableStatus"),
        "items": table.get("ItemCount"),
        "indexes": [_index(index, provisioned) for index in table.get("GlobalSecondaryIndexes") or []],
    }
    if provisioned:
        with found.trying("state", thing.entity):
            scaled = targets(ask, "dynamodb", f"table/{thing.name}")
            attributes["auto_scaling"] = bool(scaled)
            attributes["scaling_limits"] = scaled
    found.state(thing, "dynamodb_table", attributes, window.end)
    stream = table.get("LatestStreamArn")
    if stream:
        with found.trying("topology", thing.entity):
            sources(ask, found, source_arn=stream)


def _index(index: dict[str, Any], provisioned: bool) -> dict[str, Any]:
    throughput = index.get("ProvisionedThroughput") or {}
    told = {"name": index.get("IndexName"), "status": index.get("IndexStatus")}
    if provisioned:
        told |= {
            "read_capacity": throughput.get("ReadCapacityUnits"),
            "write_capacity": throughput.get("WriteCapacityUnits"),
        }
    return told
