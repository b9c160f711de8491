"""Services of hosts as systemd tells them."""

from collections.abc import Mapping
from dataclasses import dataclass

from commander.contract.evidence import State
from commander.evidence.case import Case
from commander.evidence.cluster.values import first, mapping, text, texts

_STOPPED = ("inactive", "failed", "dead", "deactivating", "stopped", "activating", "exited", "not running", "down")
_RUNS = ("active", "running", "up")


@dataclass(frozen=True, slots=True)
class Unit:
    """A service of a host. `up` is None where its state cannot be read."""

    item: State
    entity: str
    name: str
    active: str
    up: bool | None
    since: str | None
    tail: tuple[str, ...]


def units(case: Case) -> Mapping[str, tuple[Unit, ...]]:
    """The services of every host that were looked at, by host."""
    found: dict[str, list[Unit]] = {}
    for item in case.items("systemd_unit", "systemd", "service_unit"):
        unit = _unit(item)
        if unit is not None:
            found.setdefault(item.entity, []).append(unit)
    return {entity: tuple(many) for entity, many in found.items()}


def _unit(item: State) -> Unit | None:
    attributes = mapping(item.attributes)
    name = text(first(attributes, "unit", "name", "service"))
    if name is None:
        return None
    active = text(first(attributes, "active", "active_state", "state", "status")) or ""
    if isinstance(attributes.get("active"), bool):
        active = "active" if attributes["active"] else "inactive"
    detail = text(first(attributes, "sub_state", "sub"))
    said = f"{active} ({detail})" if detail and detail not in active else active
    lower = said.lower()
    up: bool | None = None
    if any(lower.startswith(word) or f"({word}" in lower for word in _STOPPED) and "active (exited" not in lower:
        up = False
    elif lower.startswith(_RUNS):
        up = True
    tail = texts(first(attributes, "log_tail", "log", "logs", "journal"))
    lines = tuple(line.strip() for said in tail for line in said.splitlines() if line.strip())
    since = text(first(attributes, "since", "inactive_since"))
    return Unit(item, item.entity, name.removesuffix(".service").lower(), said, up, since, lines[-40:])
