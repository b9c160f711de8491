"""A Lambda function as it is now: its aliases and versions, and what its version history says was changed."""

from datetime import datetime
from typing import Any

from commander.aws.clients import client
from commander.aws.errors import calling
from commander.contract.values import iso

_VERSIONS_KEPT = 20


def describe(entity: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """State items and deployment changes of the thing; nothing for a kind that is not a function.

    Raises Missing where there is no such function.
    """
    kind, _, name = entity.partition("/")
    if kind != "lambda":
        return [], []
    with calling("lambda:GetFunctionConfiguration"):
        function = client("lambda").get_function_configuration(FunctionName=name)
    versions = _versions(name)
    aliases = _aliases(name)
    attributes: dict[str, Any] = {
        "runtime": function.get("Runtime"),
        "memory_mb": function.get("MemorySize"),
        "timeout_s": function.get("Timeout"),
        "last_modified": function.get("LastModified"),
        "last_update_status": function.get("LastUpdateStatus"),
        "versions": [version["Version"] for version in versions][-_VERSIONS_KEPT:],
        "aliases": aliases,
        **{f"alias_{alias}": version for alias, version in aliases.items()},
    }
    return [{"entity": entity, "kind": "lambda_function", "attributes": attributes}], _published(
        entity, versions, aliases
    )


def _published(entity: str, versions: list[dict[str, Any]], aliases: dict[str, str]) -> list[dict[str, Any]]:
    """One deployment per version that an alias points at, made when the version was published.

    `previous_version` is the next lower version that still exists: where an alias came from is recorded nowhere.
    """
    changes = []
    for alias, current in aliases.items():
        numbers = [version["Version"] for version in versions]
        if current not in numbers:
            continue
        place = numbers.index(current)
        details = {"alias": alias, "version": current}
        if place > 0:
            details["previous_version"] = numbers[place - 1]
        changes.append(
            {
                "t": iso(_moment(versions[place]["LastModified"])),
                "kind": "deployment",
                "actor": None,
                "action": "PublishVersion",
                "entity": entity,
                "details": details,
            }
        )
    return changes


def _versions(name: str) -> list[dict[str, Any]]:
    """The published versions, lowest first."""
    found: list[dict[str, Any]] = []
    arguments: dict[str, Any] = {"FunctionName": name}
    while True:
        with calling("lambda:ListVersionsByFunction"):
            page = client("lambda").list_versions_by_function(**arguments)
        found += [version for version in page["Versions"] if version["Version"].isdigit()]
        if not page.get("NextMarker"):
            return sorted(found, key=lambda version: int(version["Version"]))
        arguments["Marker"] = page["NextMarker"]


def _aliases(name: str) -> dict[str, str]:
    with calling("lambda:ListAliases"):
        page = client("lambda").list_aliases(FunctionName=name)
    return {alias["Name"]: alias["FunctionVersion"] for alias in page["Aliases"]}


def _moment(text: str) -> datetime:
    """Lambda writes times as 2026-01-31T10:00:00.000+0000, which is ISO 8601 in its basic form."""
    return datetime.fromisoformat(text)
