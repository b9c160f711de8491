"""A Lambda function as it is now, what it reads from, and what its version history says was changed."""

from datetime import datetime
from typing import Any

from commander.aws.collecting.asking import Ask
from commander.aws.collecting.findings import Findings, Window
from commander.aws.collecting.things import Thing, of_arn, of_settings
from commander.contract.values import iso

_VERSIONS_KEPT = 20
_MOST_PAGES = 10


def describe(thing: Thing, ask: Ask, found: Findings, window: Window) -> None:
    """State, edges and releases of a function. Raises Missing where there is none of that name."""
    function = ask("lambda", "get_function_configuration", FunctionName=thing.name)
    found.groups.append((function.get("LoggingConfig") or {}).get("LogGroup") or f"/aws/lambda/{thing.name}")
    found.traced.append((function.get("TracingConfig") or {}).get("Mode") == "Active")
    settings = (function.get("Environment") or {}).get("Variables") or {}
    role = of_arn(function.get("Role") or "")
    attributes: dict[str, Any] = {
        "runtime": function.get("Runtime"),
        "memory_mb": function.get("MemorySize"),
        "timeout_s": function.get("Timeout"),
        "last_modified": function.get("LastModified"),
        "last_update_status": function.get("LastUpdateStatus"),
        "last_update_reason": function.get("LastUpdateStatusReason"),
        "state": function.get("State"),
        "state_reason": function.get("StateReason"),
        "vpc": (function.get("VpcConfig") or {}).get("VpcId"),
        "dead_letter": (function.get("DeadLetterConfig") or {}).get("TargetArn"),
        "settings": sorted(settings),
    }
    try:
        with found.trying("state", thing.entity):
            versions = _versions(thing.name, ask)
            attributes["versions"] = [version["Version"] for version in versions][-_VERSIONS_KEPT:]
            aliases = _aliases(thing.name, ask)
            attributes |= {"aliases": aliases, **{f"alias_{alias}": version for alias, version in aliases.items()}}
            _published(thing, versions, aliases, found)
        with found.trying("state", thing.entity):
            reserved = ask("lambda", "get_function_concurrency", FunctionName=thing.name)
            attributes["reserved_concurrency"] = reserved.get("ReservedConcurrentExecutions")
    finally:  # what is known when the time is up counts
        found.state(thing, "lambda_function", attributes, window.end)
    if role is not None:
        found.neighbours.append(role)
    dead_letters = of_arn(attributes["dead_letter"] or "")
    if dead_letters is not None:
        found.edge(thing, dead_letters, "writes")
    for needed in of_settings(settings):
        found.edge(thing, needed, "depends_on")
    with found.trying("topology", thing.entity):
        sources(ask, found, consumer=thing)


def sources(ask: Ask, found: Findings, consumer: Thing | None = None, source_arn: str | None = None) -> None:
    """The queues, streams and tables that functions are invoked from: those of one function, or of one source."""
    chosen = {"FunctionName": consumer.name} if consumer else {"EventSourceArn": source_arn}
    for mapping in ask.items("lambda", "list_event_source_mappings", "EventSourceMappings", 2, **chosen):
        function, source = of_arn(mapping.get("FunctionArn") or ""), of_arn(mapping.get("EventSourceArn") or "")
        if function is None or source is None:
            continue
        found.link(function, source, "reads")
        found.neighbours.append(source if consumer else function)
        found.state(
            function,
            "event_source_mapping",
            {
                "source": source.entity,
                "state": mapping.get("State"),
                "reason": mapping.get("StateTransitionReason"),
                "last_result": mapping.get("LastProcessingResult"),
                "batch_size": mapping.get("BatchSize"),
                "max_concurrency": (mapping.get("ScalingConfig") or {}).get("MaximumConcurrency"),
                "on_failure": ((mapping.get("DestinationConfig") or {}).get("OnFailure") or {}).get("Destination"),
            },
        )


def _published(thing: Thing, versions: list[dict[str, Any]], aliases: dict[str, str], found: Findings) -> None:
    """One deployment per version that an alias points at, made when the version was published.

    `previous_version` is the next lower version that still exists: where an alias came from is recorded nowhere.
    """
    numbers = [version["Version"] for version in versions]
    for alias, current in aliases.items():
        if current not in numbers:
            continue
        place = numbers.index(current)
        details = {"alias": alias, "version": current}
        if place > 0:
            details["previous_version"] = numbers[place - 1]
        found.add(
            "changes",
            # Lambda writes times as 2026-01-31T10:00:00.000+0000, which is ISO 8601 in its basic form.
            t=iso(datetime.fromisoformat(versions[place]["LastModified"])),
            kind="deployment",
            action="PublishVersion",
            entity=thing.entity,
            details=details,
        )


def _versions(name: str, ask: Ask) -> list[dict[str, Any]]:
    """The published versions, lowest first."""
    found = ask.items("lambda", "list_versions_by_function", "Versions", _MOST_PAGES, FunctionName=name)
    return sorted((one for one in found if one["Version"].isdigit()), key=lambda version: int(version["Version"]))


def _aliases(name: str, ask: Ask) -> dict[str, str]:
    found = ask.items("lambda", "list_aliases", "Aliases", 2, FunctionName=name)
    return {alias["Name"]: alias["FunctionVersion"] for alias in found}
