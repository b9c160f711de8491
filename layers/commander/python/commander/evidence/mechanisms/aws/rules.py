"""Whether a changed rule of the network can be what a line complains of: the phase of the call and the port tell.

A packet that a rule drops never opens a connection. Who waits for the answer to a statement, for a lock or for a
connection of its own pool has been let through; and a rule about one port does nothing to calls on another.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from commander.evidence.case import Case
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.aws.databases import databases
from commander.evidence.mechanisms.aws.platform_events import wording
from commander.evidence.mechanisms.aws.values import first_number, mapping, objects
from commander.evidence.releases import Release

_LET_THROUGH = (
    r"\bread(?:ing)?\b.{0,20}tim(?:e|ed).?out|time.?out.{0,12}\breading\b|"
    r"(?:reading|read) from (?:the )?(?:stream|socket)|"
    r"\b(?:statement|query|lock(?: wait)?|command|execution|transaction)[ -]tim(?:e|ed).?out|"
    r"waiting for (?:a |an |the )?(?:idle |free |open |available |database )*(?:connection|lock|object)\b|"
    r"acquir\w+ .{0,24}connection|from (?:the )?(?:connection )?pool\b|\bborrow|idle.in.transaction"
)
_PORTS = (
    ("postgres", 5432),
    ("mysql", 3306),
    ("mariadb", 3306),
    ("sqlserver", 1433),
    ("oracle", 1521),
    ("docdb", 27017),
    ("redis", 6379),
    ("valkey", 6379),
)
_NAMED = r"[\w\]]:(\d{2,5})\b(?![.:]\d)"
_LOW = ("from_port", "fromPort", "FromPort", "port", "Port", "dest_port")
_HIGH = ("to_port", "toPort", "ToPort", "port", "Port", "dest_port")
_RULES = ("rules", "ipPermissions", "IpPermissions", "ip_permissions", "items", "requestParameters")
_DEEPEST = 3


def may_block(case: Case, release: Release, pattern: Pattern) -> bool:
    """Whether the rules that were changed can be what such lines are about."""
    if wording(_LET_THROUGH).search(pattern.text):
        return False
    ranges = [one for change in case.bundle.changes if change.id in release.ids for one in _ranges(change.details)]
    ports = set(_ports(case, pattern)) if ranges else set()
    return not ports or any(low <= port <= high for port in ports for low, high in ranges)


def _ranges(details: Any, depth: int = 0) -> Iterator[tuple[int, int]]:
    """The ports that rules are about, from the lowest to the highest; nothing where a rule is about all."""
    rule: Mapping[str, Any] = mapping(details)
    low, high = first_number(rule, *_LOW), first_number(rule, *_HIGH)
    if low is not None and high is not None and 0 < low <= high:
        yield int(low), int(high)
    if depth < _DEEPEST:
        for key in _RULES:
            inner = rule.get(key)
            for one in objects(inner) if isinstance(inner, list) else [inner]:
                yield from _ranges(one, depth + 1)


def _ports(case: Case, pattern: Pattern) -> Iterator[int]:
    """The port that a line names; else the usual ones of the databases that its writer needs."""
    named = [int(found) for found in wording(_NAMED).findall(pattern.text)]
    yield from named
    if named:
        return
    everything = databases(case)
    for entity in case.topology.needs(pattern.entity or ""):
        known = everything.get(entity)
        engine = known.engine if known is not None else ""
        yield from (port for name, port in _PORTS if name in engine)
