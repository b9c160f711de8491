"""What the incident complains of, in its own words: which kind of series, or the state of a cluster, would show it.

A witness counts in proportion to how directly it would show that: calm errors are no answer to a complaint about speed.
"""

import re
from dataclasses import dataclass

from commander.evidence.case import Case
from commander.evidence.roles import Role

_ROLES: tuple[tuple[str, tuple[Role, ...]], ...] = (
    (r"latenc|slow|\bp\d\d\b|response ?time|duration|\bttfb\b", (Role.LATENCY,)),
    (
        r"5 ?xx|\berrors?\b|\bfail|fault|exception|\b50[0-4]\b|availability|unavailable|success rate|burn ?rate|"
        r"unhealthy",
        (Role.FAILURES, Role.SUCCESS),
    ),
    (r"throttl|rejected", (Role.THROTTLES, Role.CPU_THROTTLING)),
    (r"backlog|queue|messages?\b|iterator|\blag\b|\bage\b|\bdlq\b", (Role.BACKLOG,)),
    (r"\bcpu\b|processor|\bdb ?load\b", (Role.CPU,)),
    (r"memory|\boom\b|heap", (Role.MEMORY, Role.HEADROOM)),
    (r"connections?\b|sessions\b", (Role.CONNECTIONS,)),
    (r"disk|storage|\bvolumes? (?:is|full|usage|space|used)|filesystem|free space|filling", (Role.DISK, Role.HEADROOM)),
    (r"iops|\bio\b|throughput", (Role.DISK_IO,)),
    (
        r"\bping\b|packet ?loss|host (?:is )?down|\bdown\b|unreachable|retransmi",
        (Role.PACKET_LOSS, Role.FAILURES, Role.SUCCESS),
    ),
    (r"requests?\b|\bvolume\b|traffic|invocations?|\brps\b|demand|consumed", (Role.DEMAND,)),
)
_PATTERNS = tuple((re.compile(text), roles) for text, roles in _ROLES)
_STATE = re.compile(
    r"\bpods?\b|restart|crash|unhealthy|not ?ready|unready|readiness|liveness|\breplicas?\b|\bdeployments?\b|rollout|"
    r"\bkube|cordon|unschedulable|\bnodes?\b|\bevents?\b|daemonset|statefulset|container|pending|evict|oomkill|\bjobs?\b"
)
_STATE_FOR_SURE = re.compile(
    r"\bevents?\b|\bjobs? (?:failed|failing|did not|not completed?)|restart|not ?ready|\breplicas?\b|"
    r"\bkube (?:pod|job|node|deployment|hpa|daemon|stateful)"
)
_FAILING = re.compile(r"errors?\b|fail")
_NOT_STATE = re.compile(
    r"latenc|slow|\bp9\d\b|5xx|errors? (?:rate|ratio|budget|percent)|timeout|throughput|\brps\b|unreachable|"
    r"unavailable|availability|burn ?rate"
)
_WORD = re.compile(r"[a-z]{2,}")
_SAYING_NOTHING = frozenset(
    [
        "incident",
        "alarm",
        "alert",
        "check",
        "checks",
        "health",
        "healthcheck",
        "status",
        "investigate",
        "investigation",
        "review",
        "overview",
        "routine",
        "daily",
        "morning",
        "weekly",
        "manual",
        "question",
        "please",
        "look",
        "at",
        "is",
        "it",
        "the",
        "of",
        "for",
        "an",
        "on",
        "in",
        "and",
        "all",
        "well",
        "ok",
        "report",
        "triage",
        "unknown",
        "ticket",
        "database",
        "service",
        "function",
        "queue",
        "table",
        "cluster",
        "namespace",
        "instance",
        "resource",
        "what",
        "with",
    ]
)
_PERCENTILE = re.compile(r"\bp(\d\d(?:\.\d+)?)\b")


@dataclass(frozen=True, slots=True)
class Complaint:
    """`roles`: series that would show it. `state`: whether a cluster's own state would. `percentile`: the one asked
    for, such as 99; None where none is named. `unsaid`: whether nothing at all is said of what is wrong."""

    roles: frozenset[Role]
    state: bool
    percentile: str | None
    unsaid: bool

    @property
    def vague(self) -> bool:
        """Whether the words are not known to say what is wrong."""
        return not self.roles and not self.state


def complaint(case: Case) -> Complaint:
    """What the incident complains of. Use as `case.reading(complaint)`."""
    incident, alert = case.bundle.incident, case.alert
    named = [incident.title, alert.name if alert else "", (alert.metric or "") if alert else ""]
    names = {part for entity in case.entities for part in (entity.partition("/")[2],) if len(part) > 3}
    said = _spaced(" ".join(one for one in named if one), names)
    reason = _spaced((alert.reason or "") if alert else "", names)
    roles = frozenset(role for pattern, several in _PATTERNS if pattern.search(said) for role in several)
    sure = _STATE_FOR_SURE.search(said) is not None
    state = _STATE.search(f"{said} {reason}") is not None and _NOT_STATE.search(said) is None
    state = state and (sure or _FAILING.search(f"{said} {reason}") is None)
    asked = _PERCENTILE.search(said) or _PERCENTILE.search((incident.description or "").lower())
    unsaid = (
        not roles
        and not state
        and not set(_WORD.findall(said)) - _SAYING_NOTHING - {part for name in names for part in _WORD.findall(name)}
    )
    return Complaint(roles, state, asked.group(1) if asked else None, unsaid)


def _spaced(text: str, names: set[str]) -> str:
    """A text in lower case with the words in names of alarms apart, and without the names of things."""
    for name in sorted(names, key=lambda one: (-len(one), one)):
        text = text.replace(name, " ")
    apart = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", text)
    return re.sub(r"[_/-]", " ", apart).lower()
