"""Attempts of a job that failed before another one did the work."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from commander.contract.evidence import State

_DONE = frozenset({"succeeded", "completed", "complete"})
_SUCCEEDED = re.compile(r"(\d{1,6}) Succeeded", re.IGNORECASE)
_FAILED = frozenset({"failed", "error", "evicted", "oomkilled", "deadlineexceeded"})


def superseded(states: Sequence[State]) -> frozenset[str]:
    """The pods that failed and whose job is done nevertheless, by a later pod, and jobs that were run again: what they
    tell is over."""
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
    again = frozenset(pod for name, pods in failed.items() if name in done for pod in pods)
    return again | frozenset(_done_again(states))


def _done_again(states: Iterable[State]) -> Iterator[str]:
    """The jobs that failed and were run again under a name made from theirs: interest-29611230-retry."""
    jobs = {item.entity: item.attributes for item in states if item.kind == "job"}
    well = [entity for entity, attributes in jobs.items() if _went_well(attributes)]
    for entity, attributes in jobs.items():
        if not _went_well(attributes) and any(other.startswith(f"{entity}-") for other in well):
            yield entity


def _went_well(attributes: Mapping[str, Any]) -> bool:
    counted = _SUCCEEDED.search(str(attributes.get("pods") or ""))
    succeeded = attributes.get("succeeded") or (int(counted.group(1)) if counted else 0)
    return is_done(attributes) or bool(succeeded)


def is_done(attributes: Mapping[str, Any]) -> bool:
    """Whether a job's own state says that it did its work."""
    conditions = attributes.get("conditions")
    told = conditions.get("Complete") if isinstance(conditions, dict) else None
    status = told.get("status") if isinstance(told, dict) else told
    return str(status).lower() == "true" or str(attributes.get("status") or "").lower() in _DONE
