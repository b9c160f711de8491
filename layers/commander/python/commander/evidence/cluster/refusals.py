"""Why the scheduler placed no pod, read from its own words, old and new."""

import re
from dataclasses import dataclass
from functools import lru_cache

CORDON, NOT_READY, PRESSURE, TAINT = "cordon", "not_ready", "pressure", "taint"
SELECTOR, AFFINITY, SELECTOR_OR_AFFINITY = "selector", "affinity", "selector_or_affinity"
CPU, MEMORY, DEVICE, PODS = "cpu", "memory", "device", "pods"
ANTI_AFFINITY, VOLUME_PLACE, VOLUME_COUNT, PORTS = "anti_affinity", "volume_place", "volume_count", "ports"
UNBOUND, CLAIM_MISSING, NO_VOLUME = "unbound", "claim_missing", "no_volume"
ROOM = (CPU, MEMORY, DEVICE, PODS)
"""What nodes can run out of."""
_AVAILABLE = re.compile(
    r"(?<!\d)(?P<none>\d++)/(?P<all>\d++) nodes? (?:are|is) available:?(?P<why>.*)", re.DOTALL | re.IGNORECASE
)
_COUNTED = re.compile(r"^(?P<count>\d+)\s+(?P<why>.+)$", re.DOTALL)
_TAINT = re.compile(r"\{\s*+(?P<key>[^\s:{}=]++)\s*+(?:[:=](?P<value>[^{}]*+))?\}")
_CLAIM = re.compile(r"persistentvolumeclaims?\s+[\"'\\]*(?P<name>[a-z0-9][\w./-]*?)[\"'\\]*\s+(?:was\s+)?not found")
_DEVICE = re.compile(r"insufficient\s+(?P<name>[\w.-]+/[\w.-]+)", re.IGNORECASE)
_BUILT_IN = "node.kubernetes.io/"
_PRESSURES = ("disk-pressure", "memory-pressure", "pid-pressure")
_NOT_READY = ("not-ready", "unreachable", "network-unavailable", "out-of-service", "uninitialized")


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, for how many nodes (None: for the pod as a whole), with the taint's key, the claim or the device."""

    kind: str
    count: int | None
    text: str
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the scheduler said about one pod; `nodes` is how many nodes there are."""

    nodes: int | None
    reasons: tuple[Reason, ...]

    def of(self, *kinds: str) -> list[Reason]:
        """The reasons of some kinds."""
        return [reason for reason in self.reasons if reason.kind in kinds]


@lru_cache(maxsize=1024)
def refusal(message: str) -> Refusal | None:
    """The reasons in a message; None where it is not about placing a pod."""
    said = " ".join(message.split())
    found = _AVAILABLE.search(said)
    if found is None:
        reasons = _of_scale_up(said) or _of_whole(said)
        return Refusal(None, reasons) if reasons else None
    why = re.split(r"\bpreemption:|\bPreemption is not helpful|\bNo preemption victims", found["why"])[0]
    why = why.strip(" .,")
    reasons = _of_parts(why)
    return Refusal(int(found["all"]) if len(found["all"]) < 7 else None, reasons)


def _of_parts(why: str) -> tuple[Reason, ...]:
    found = []
    for part in re.split(r",\s*(?=\d+\s)|;\s*", why):
        counted = _COUNTED.match(part.strip())
        text = (counted["why"] if counted is not None else part).strip(" .")
        if text:
            count = int(counted["count"]) if counted is not None and len(counted["count"]) < 7 else None
            found.append(_reason(text, count))
    return tuple(found)


def _of_scale_up(said: str) -> tuple[Reason, ...]:
    """The cluster autoscaler's words: "pod didn't trigger scale-up: 1 Insufficient cpu"."""
    _, found, tail = said.partition("trigger scale-up")
    if not found:
        return ()
    return tuple(one for one in _of_parts(tail.split(":", 1)[-1].strip()) if one.kind != "other")


def _of_whole(said: str) -> tuple[Reason, ...]:
    reason = _reason(said, None)
    return (reason,) if reason.kind in (UNBOUND, CLAIM_MISSING, NO_VOLUME) else ()


def _reason(text: str, count: int | None) -> Reason:
    lower = text.lower()
    claim = _CLAIM.search(lower)
    if claim is not None:
        return Reason(CLAIM_MISSING, count, text, claim["name"].rpartition("/")[2])
    if "taint" in lower:
        return _tainted(text, count)
    device = _DEVICE.search(text)
    if device is not None and "ephemeral" not in lower and not device["name"].startswith("hugepages"):
        return Reason(DEVICE, count, text, device["name"])
    for kind, *phrases in _WORDS:
        if any(phrase in lower for phrase in phrases):
            return Reason(kind, count, text)
    return Reason("other", count, text)


def _tainted(text: str, count: int | None) -> Reason:
    found = _TAINT.search(text)
    if found is None:
        return Reason(TAINT, count, text)
    key, value = found["key"], (found["value"] or "").strip()
    name = key.removeprefix(_BUILT_IN)
    if key != name and name == "unschedulable":
        return Reason(CORDON, count, text, key)
    if name in _PRESSURES:
        return Reason(PRESSURE, count, text, key)
    if (name in _NOT_READY and key != name) or key.endswith("cloudprovider.kubernetes.io/uninitialized"):
        return Reason(NOT_READY, count, text, key)
    return Reason(TAINT, count, text, f"{key}={value}" if value else key)


_WORDS: tuple[tuple[str, ...], ...] = (
    (UNBOUND, "unbound immediate persistentvolumeclaim", "has unbound persistentvolumeclaim", "unbound pvc"),
    (NO_VOLUME, "didn't find available persistent volumes", "did not find available persistent volumes"),
    (NO_VOLUME, "bound to non-existent pv", "not enough free storage", "didn't match persistentvolume claim"),
    (
        VOLUME_PLACE,
        "volume node affinity conflict",
        "no available volume zone",
        "didn't match persistentvolume's node affinity",
    ),
    (VOLUME_COUNT, "exceed max volume count"),
    (CORDON, "were unschedulable", "was unschedulable", "node is unschedulable", "are unschedulable"),
    (NOT_READY, "were not ready", "was not ready", "network unavailable", "were unreachable", "were out of disk"),
    (PRESSURE, "disk pressure", "memory pressure", "pid pressure"),
    (PODS, "too many pods"),
    (CPU, "insufficient cpu"),
    (MEMORY, "insufficient memory"),
    (SELECTOR_OR_AFFINITY, "node affinity/selector", "node selector/affinity"),
    (SELECTOR, "match node selector", "match pod's node selector", "nodeselector"),
    (AFFINITY, "node affinity", "nodeaffinity"),
    (ANTI_AFFINITY, "anti-affinity", "antiaffinity", "topology spread", "pod affinity", "podaffinity"),
    (PORTS, "free ports"),
)
