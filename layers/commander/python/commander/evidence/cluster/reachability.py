"""Checks of whether a port answers, as collectors make them: from where, and what came back."""

import re
from dataclasses import dataclass
from typing import Any

from commander.contract.evidence import State
from commander.evidence.case import Case
from commander.evidence.cluster.services import name_of
from commander.evidence.cluster.values import first, mapping, objects, text, truth, whole

_KINDS = ("connectivity_check", "connectivity_probe", "network_check")
_REFUSED = re.compile(r"refused|reset|rst\b|closed port", re.IGNORECASE)
_TIMED_OUT = re.compile(r"time[d -]?\s?out|timeout|deadline|no answer|no response|dropped|filtered|unreachable", re.I)


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """One check of a thing's port. `probes`: who asked and whether it got through; empty where only `ok` is told."""

    item: State
    entity: str
    port: int | None
    ok: bool | None
    detail: str
    probes: tuple[tuple[str, bool], ...]

    @property
    def fails(self) -> bool:
        """Whether anyone who asked did not get through."""
        return self.ok is False or any(not ok for _, ok in self.probes)

    @property
    def works(self) -> bool:
        """Whether everyone who asked got through."""
        return not self.fails and (self.ok is True or bool(self.probes))

    @property
    def refused(self) -> bool:
        """Whether the connection was refused, so that packets arrive and nobody listens."""
        return _REFUSED.search(self.detail) is not None

    @property
    def timed_out(self) -> bool:
        """Whether nothing came back, so that packets get lost on the way."""
        return _TIMED_OUT.search(self.detail) is not None


def checks(case: Case) -> tuple[Check, ...]:
    """All connectivity checks, by thing; use with `case.reading`."""
    return tuple(_check(item) for item in case.items(*_KINDS))


def checks_of(case: Case, entity: str) -> list[Check]:
    """The checks of a thing's workload."""
    kin = case.kin(entity)
    return [one for one in case.reading(checks) if case.kin(one.entity) == kin]


def _by_name(case: Case) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for entity in sorted(case.entities):
        found.setdefault(name_of(entity), []).append(entity)
    return found


def origin_of(case: Case, said: str) -> str:
    """The thing a probe came from, in the bundle's spelling where one has that name, else as it is said."""
    if said in case.entities:
        return said
    named = case.reading(_by_name).get(name_of(said), [])
    nodes = [entity for entity in named if entity.startswith("node/")]
    return (nodes or named or [said])[0]


def _check(item: State) -> Check:
    raw = item.attributes
    probes = []
    listed: Any = raw.get("probes")
    for one in objects(listed) if isinstance(listed, list) else []:
        who, ok = (
            text(first(one, "from", "source", "node", "pod")),
            _ok(first(one, "ok", "success", "result", "status")),
        )
        if who is not None and ok is not None:
            probes.append((who, ok))
    for who, ok in mapping(listed).items() if isinstance(listed, dict) else ():
        if (passed := _ok(ok)) is not None:
            probes.append((who, passed))
    details = [text(first(raw, "detail", "details", "error", "message")) or ""]
    details += [text(first(one, "detail", "error", "message")) or "" for one in objects(listed)]
    return Check(
        item,
        item.entity,
        whole(raw.get("port")),
        _ok(first(raw, "ok", "success", "result")),
        " ".join(" ".join(part for part in details if part).split())[:300],
        tuple(sorted(probes)),
    )


def _ok(value: Any) -> bool | None:
    if isinstance(value, str) and value.strip().lower() in ("ok", "success", "passed", "open", "reachable"):
        return True
    if isinstance(value, str) and value.strip().lower() in (
        "fail",
        "failed",
        "failure",
        "refused",
        "timeout",
        "closed",
    ):
        return False
    return truth(value)
