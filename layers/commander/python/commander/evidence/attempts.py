"""Attempts of a job that failed before another one did the work."""

from collections.abc import Iterable, Mapping
from typing import Any

from commander.contract.evidence import State

_DONE = frozenset({"succeeded", "completed", "complete"})
_FAILED = frozenset({"failed", "error", "evicted", "oomkilled", "deadlineexceeded"})


def superseded(states: Iterable[State]) -> frozenset[str]:
    """The pods that failed and whose job is done nevertheless, by a later pod: what they tell is over."""
    failed: dict[str, list[str]] = {}
    done: set[str] = set()
    for item in states:
        attributes = item.attributes
        if item.kind == "job" and is_done(attributes):
            done.add(item.entity.partition("/")[2].lower())
        owner = str(attributes.get("owner") or "")
        kind, _, name = owner.partition("/")
        if item.kind != "pod" or kind.lower() != "job":
            continue
        told = {str(attributes.get(key) or "").lower() for key in ("phase", "status")}
        if told & _DONE:
            done.add(name.lower())
        elif told & _FAILED:
            failed.setdefault(name.lower(), []).append(item.entity)
    return frozenset(pod for name, pods in failed.items() if name in done for pod in pods)


def is_done(attributes: Mapping[str, Any]) -> bool:
    """Whether a job's own state says that it did its work."""
    conditions = attributes.get("conditions")
    told = conditions.get("Complete") if isinstance(conditions, dict) else None
    status = told.get("status") if isinstance(told, dict) else told
    return str(status).lower() == "true" or str(attributes.get("status") or "").lower() in _DONE
