"""Judges one verdict against what was expected of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from commander.contract.causes import category_of
from scripts.scorecard.expectations import Answer, Expected, is_herring, right, right_entity

ASSERTING = ("confirmed", "likely")
Document = Mapping[str, Any]


@dataclass(frozen=True)
class Judgement:
    """What is to be said of one verdict.

    `right` is whether the verdict as a whole is right: the right cause asserted, a healthy system called healthy, or
    not knowing where not knowing is right. `first`, `among_three` and `entity_first` are about the ranking alone and
    mean nothing where no cause is expected. What is about a red herring is None where there is none.
    """

    case_id: str
    population: str
    kind: str
    expected: tuple[Answer, ...]
    near: tuple[str, ...]
    got: tuple[str, str | None, str | None]
    """The verdict, and the cause and entity ranked first."""
    confidence: float
    right: bool
    allowed: bool
    first: bool
    among_three: bool
    entity_first: bool
    asserted: bool
    near_asserted: bool
    herring_taken: bool | None
    herring_argued: bool | None
    rivals: int
    rivals_argued: int
    wanting: tuple[str, ...]
    """What else was expected of it and is not there."""
    fault: bool = False
    """Whether something is at fault, be it that not knowing is right as well."""
    poor: bool = False
    """Whether its evidence is known to be poor."""
    statements: int = 0
    citations: tuple[str, ...] = ()
    """What is wrong with its citations."""
    invalid: tuple[str, ...] = ()
    """How it breaks its schema."""
    cost: float = field(default=0.0, compare=False)
    """CPU time as a multiple of that of json.loads on the same bundle."""

    @property
    def category(self) -> str:
        """The category of causes it belongs to by its expectation; `blind` and `healthy` are their own."""
        if self.kind in ("blind", "healthy") or not self.expected:
            return self.kind
        return category_of(self.expected[0].cause)


def judge(case_id: str, population: str, document: Document, expected: Expected) -> Judgement:
    """The judgement on a verdict, given as its JSON document."""
    hypotheses = document["hypotheses"]
    ranked = [Answer(one["cause"], one["entity"]) for one in hypotheses]
    verdict = document["verdict"]
    cause = document["root_cause"]
    asserted = verdict in ASSERTING
    claimed = Answer(cause["cause"], cause["entity"]) if asserted and cause else None
    first = bool(ranked) and right(ranked[0], expected)
    claimed_right = claimed is not None and right(claimed, expected)
    healthy = expected.kind == "healthy"
    return Judgement(
        case_id=case_id,
        population=population,
        kind=expected.kind,
        expected=expected.answers,
        near=tuple(sorted(expected.near)),
        got=(verdict, ranked[0].cause if ranked else None, ranked[0].entity if ranked else None),
        confidence=float(document.get("confidence") or 0.0),
        right=claimed_right if asserted else verdict in expected.verdicts,
        allowed=verdict in expected.verdicts,
        first=verdict == "healthy" if healthy else first,
        among_three=verdict == "healthy" if healthy else any(right(one, expected) for one in ranked[:3]),
        entity_first=bool(ranked) and right_entity(ranked[0], expected),
        asserted=asserted,
        near_asserted=claimed is not None and claimed.cause in expected.near,
        herring_taken=_taken(ranked, claimed, expected),
        herring_argued=_argued(hypotheses, ranked, expected),
        rivals=len(hypotheses[1:]),
        rivals_argued=sum(bool(one["contradicting"] or one["missing"]) for one in hypotheses[1:]),
        wanting=tuple(_wanting(document, expected, claimed, first)),
        fault=expected.fault,
        poor=expected.poor,
    )


def _taken(ranked: list[Answer], claimed: Answer | None, expected: Expected) -> bool | None:
    if expected.herring is None:
        return None
    return any(one is not None and is_herring(one, expected) for one in (claimed, *ranked[:1]))


def _argued(hypotheses: list[Document], ranked: list[Answer], expected: Expected) -> bool | None:
    """Whether the herring's cause or place is among the explanations, with what speaks against it or is missing."""
    herring = expected.herring
    if herring is None:
        return None
    for place, (one, answer) in enumerate(zip(hypotheses, ranked, strict=True)):
        related = herring.cause == answer.cause or herring.entity == answer.entity
        if related and not right(answer, expected) and (one["contradicting"] or (place > 0 and one["missing"])):
            return True
    return False


def _wanting(document: Document, expected: Expected, claimed: Answer | None, first: bool) -> list[str]:
    """What the case asks for besides the verdict's word."""
    found = []
    hypotheses = document["hypotheses"]
    summary = document.get("summary") or ""
    told = " ".join([summary, *(what for one in hypotheses for what in one["missing"])]).lower()
    found += [f"does not say that {what} is missing" for what in expected.missing if what.lower() not in told]
    if expected.mentions and expected.mentions not in summary:
        found.append(f"does not mention {expected.mentions}")
    if expected.rival and not any(one["cause"] == expected.rival and one["contradicting"] for one in hypotheses[1:]):
        found.append(f"does not argue against {expected.rival}")
    if expected.kind == "healthy" and expected.answers and document["verdict"] == "healthy" and not first:
        found.append(f"healthy, yet not called {expected.answers[0].cause}")
    if claimed is not None and claimed.cause in expected.near:
        found.append(f"asserts {claimed.cause}, which it only looks like")
    return found
