"""Which texts of an evidence bundle are looked through for personal data by a service, and the bundle without it.

Our own patterns look at everything. A service that is paid by the character is given each distinct line once, what
people read first, up to a limit.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

_FIELDS = ("title", "description", "message", "reason")
_MOST = 40_000
"""So many characters of distinct lines are looked through: some hundred messages."""


def redacted_by(bundle: Mapping[str, Any], redact: Callable[[str], str]) -> dict[str, Any]:
    """The bundle, as JSON, with `redact` applied to its distinct lines of text.

    A text is changed only where `redact` leaves its lines apart: the same number comes back.
    """
    lines = _lines(bundle)
    clean = redact("\n".join(lines)).split("\n")
    if len(clean) != len(lines):
        return dict(bundle)
    changed = {line: other for line, other in zip(lines, clean, strict=True) if line != other}
    return _replaced(bundle, changed) if changed else dict(bundle)


def _lines(bundle: Mapping[str, Any]) -> list[str]:
    """Distinct lines in the order of incident, alerts, events and logs, until there are enough."""
    found: dict[str, None] = {}
    size = 0
    for text in _texts(bundle):
        for line in text.split("\n"):
            if line.strip() and line not in found:
                size += len(line) + 1
                if size > _MOST:
                    return list(found)
                found[line] = None
    return list(found)


def _texts(bundle: Mapping[str, Any]) -> Iterator[str]:
    for item in (bundle.get("incident") or {}, *(one for name in _SECTIONS for one in bundle.get(name) or [])):
        for name in _FIELDS:
            if isinstance(item.get(name), str):
                yield item[name]


_SECTIONS = ("alerts", "events", "changes", "logs")


def _replaced(value: Any, changed: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return "\n".join(changed.get(line, line) for line in value.split("\n"))
    if isinstance(value, list):
        return [_replaced(one, changed) for one in value]
    if isinstance(value, Mapping):
        return {name: _replaced(one, changed) for name, one in value.items()}
    return value
