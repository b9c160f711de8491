"""What is expected of a verdict on a case, and when two answers count as the same."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["fault", "healthy", "blind", "reduced"]
"""`blind`: what decides is missing. `reduced`: some evidence was taken away, so that not knowing is right too."""

WORKLOADS = frozenset(
    {"pod", "deployment", "statefulset", "daemonset", "replicaset", "job", "cronjob", "service", "container", "rollout"}
)
"""Kinds of which one of the same name is as good as another, where a workload is at fault."""

_EXACT = re.compile(
    r"k8s\.(quota|service|volume\.already_bound)|node\.|control_plane\.|db\.(?!credentials|port)|dns\.record|gateway\."
)
"""Causes that are not about a workload: quotas, nodes, services that send traffic astray, the database itself."""

_POD_HASH = re.compile(r"-(?:[a-f0-9]{6,10}|(?=[a-z]*\d)[b-df-hj-np-tv-xz2-9]{6,10})-[a-z0-9]{5}$")
_SET_HASH = re.compile(r"-(?:(?=[a-f0-9]*\d)[a-f0-9]{8,10}|(?=[a-z]*\d)[b-df-hj-np-tv-xz2-9]{8,10})$")
_JOB_HASH = re.compile(r"-[a-z0-9]{5}$")
_ORDINAL = re.compile(r"-\d+$")


@dataclass(frozen=True)
class Answer:
    """A root cause: the code and the thing to be fixed."""

    cause: str
    entity: str


@dataclass(frozen=True)
class Expected:
    """What is expected of one verdict. `answers` are equally right; `near` holds codes that must not be asserted;
    `poor`: the evidence was collected badly, and the answer is what it would be if it had not been."""

    verdicts: frozenset[str]
    kind: Kind
    answers: tuple[Answer, ...]
    herring: Answer | None
    near: frozenset[str]
    missing: tuple[str, ...]
    rival: str | None
    mentions: str | None
    written: str
    poor: bool = False

    @property
    def fault(self) -> bool:
        """Whether something is at fault, be it that not knowing is right as well."""
        return bool(self.answers) and not self.answers[0].cause.startswith("healthy.")

    @property
    def cause(self) -> str | None:
        """The code of the first answer."""
        return self.answers[0].cause if self.answers else None


def expected_of(fields: Mapping[str, Any]) -> Expected:
    """The expectation that a case's `expected` fields state."""
    verdicts = frozenset(fields["verdict"])
    named = fields.get("cause") is not None and fields.get("entity") is not None
    answers = [Answer(fields["cause"], fields["entity"])] if named else []
    answers += [Answer(one["cause"], one["entity"]) for one in fields.get("also", ())]
    herring = fields.get("herring")
    return Expected(
        verdicts=verdicts,
        kind=fields.get("kind") or _kind(verdicts),
        answers=tuple(answers),
        herring=Answer(herring["cause"], herring["entity"]) if herring else None,
        near=frozenset(fields.get("near", ())),
        missing=tuple(fields.get("missing", ())),
        rival=fields.get("not"),
        mentions=fields.get("mentions"),
        written=fields.get("written", "after"),
        poor=bool(fields.get("poor", False)),
    )


def _kind(verdicts: Iterable[str]) -> Kind:
    allowed = set(verdicts)
    if allowed & {"confirmed", "likely"}:
        return "fault"
    return "healthy" if "healthy" in allowed else "blind"


def same_entity(one: str, other: str, cause: str) -> bool:
    """Whether both name the same thing to fix: of a workload, its pod, deployment or service counts the same."""
    if one == other:
        return True
    first, second = one.partition("/"), other.partition("/")
    if _EXACT.match(cause) or first[0] not in WORKLOADS or second[0] not in WORKLOADS:
        return False
    return not _names(*first[::2]).isdisjoint(_names(*second[::2]))


def _names(kind: str, name: str) -> set[str]:
    """The names of the workload that a thing of this kind and name may belong to."""
    names = {name}
    if kind == "pod":
        names |= {pattern.sub("", name) for pattern in (_POD_HASH, _JOB_HASH, _ORDINAL)}
        names |= {_SET_HASH.sub("", other) for other in tuple(names)}
    elif kind == "replicaset":
        names.add(_SET_HASH.sub("", name))
    return names


def right(answer: Answer, expected: Expected) -> bool:
    """Whether it is one of the answers that are right."""
    return any(
        one.cause == answer.cause and same_entity(one.entity, answer.entity, one.cause) for one in expected.answers
    )


def right_entity(answer: Answer, expected: Expected) -> bool:
    """Whether it names the right thing, whatever it says of it."""
    return any(same_entity(one.entity, answer.entity, one.cause) for one in expected.answers)


def is_herring(answer: Answer, expected: Expected) -> bool:
    """Whether it is what the red herring suggests."""
    herring = expected.herring
    return (
        herring is not None
        and herring.cause == answer.cause
        and same_entity(herring.entity, answer.entity, herring.cause)
    )
