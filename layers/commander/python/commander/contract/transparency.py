"""What /transparency reads: one real run of the five agents over one bundle, with everything that led to its end.

Who answered for the AI services is never said by hand: the document is refused where what it says of itself does not
follow from the calls that it lists.
"""

from decimal import Decimal
from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from commander.contract.events import ServiceCalled, TimelineEvent
from commander.contract.findings import Classified
from commander.contract.incidents import AgentUpdate
from commander.contract.services import SERVICES, FellBack, Provenance, ServiceCall, ServiceKey
from commander.contract.values import AgentName, IncidentStatus, Instant, Severity, Shape
from commander.contract.verdict import EvidenceItem, Hypothesis, VerdictKind

ScenarioId = Literal[
    "api_overload",
    "database_cascade",
    "memory_leak",
    "security_breach",
    "database_outage",
    "api_slowdown",
    "network_partition",
]

SCENARIO_IDS: tuple[ScenarioId, ...] = get_args(ScenarioId)


class MadeFrom(Shape):
    """What the file was made from: where any of it differs, the file is out of date."""

    bundle_sha256: str = Field(description="of the scenario's bundle, as canonical JSON")
    prompts: dict[str, str] = Field(description="versions by the prompts' names")
    product_version: str
    provenance: Provenance = Field(description="whom the run was told to ask")


class TakenOver(Shape):
    """Something took over from an AI service, during an agent's work."""

    agent: AgentName
    fallback: FellBack


class Weighed(Shape):
    """A hypothesis, and whether it stands: what decided it is cited by ids of evidence."""

    hypothesis: Hypothesis
    kept: bool
    because: str
    evidence_ids: list[str]


class DecisionNode(Shape):
    """A question that the run answered, how, and by which evidence; what came of it follows below."""

    question: str
    answer: str
    by: Literal[
        "evidence engine", "model under rules", "runbook catalogue", "guardrail", "person", "clock", "lifecycle"
    ]
    reasons: list[str] = []
    evidence_ids: list[str] = []
    branches: list["DecisionNode"] = []


class Observed(Shape):
    """One item of the evidence in a line. It is data: whatever it says, nothing was done because it said so."""

    id: str
    section: str
    entity: str | None
    t: str | None
    text: str


class Calibration(Shape):
    """How often first hypotheses of such a confidence were right, counted on the scorecard's cases."""

    confidence: float = Field(ge=0, le=1)
    low: float
    high: float
    cases: int = Field(ge=0)
    right: float | None = Field(ge=0, le=1, description="share; None where there was no such case")
    interval: tuple[float, float] | None = Field(description="95 % (Wilson); None where there was no such case")
    source: str


class Turning(Shape):
    """A smallest removal of evidence that changes the conclusion, and what it would be without that evidence."""

    without: Literal["evidence", "section", "entity", "item"]
    name: str = Field(description="the statement, the section, the thing, or the id of the item")
    items: list[str] = Field(min_length=1, description="ids of what was taken away")
    changes: Literal["cause", "verdict"] = Field(description="`cause`: another is named; `verdict`: only the word")
    verdict: VerdictKind
    cause: str | None
    entity: str | None
    confidence: float | None = Field(ge=0, le=1)


class WhatWouldChangeIt(Shape):
    """What the conclusion hangs on: the evidence engine asked again without a part of the evidence, each part alone."""

    tried: int = Field(ge=0)
    not_tried: int = Field(ge=0, description="removals that were left out, to bound the work")
    changed: int = Field(ge=0, description="removals that changed the conclusion; of these the smallest are shown")
    turnings: list[Turning]


class TransparencyScenario(Shape):
    """One file of /transparency."""

    format: Literal["transparency-scenario/1"] = "transparency-scenario/1"
    id: ScenarioId
    title: str
    story: str = Field(description="what a careful engineer would say had happened; no part of the evidence")
    generation_timestamp: Instant
    generated_with_real_aws: bool = Field(
        description="whether calls succeeded, and all of them were made to AWS itself"
    )
    made_from: MadeFrom
    conditions: list[str] = Field(description="in what the run differs from one in an account")
    severity: Severity
    status: IncidentStatus
    ending: str
    verdict: VerdictKind | None
    confidence: float | None = Field(ge=0, le=1)
    summary: str
    aws_services_used: list[ServiceKey] = Field(description="those that answered, in the services' own order")
    service_calls: list[ServiceCall] = Field(description="every attempt, in the order of the timeline")
    fallbacks: list[TakenOver]
    total_cost_usd: float = Field(ge=0)
    agents: list[AgentUpdate]
    detection_reasoning: str
    diagnosis_reasoning: str
    historical_context: list[EvidenceItem]
    quick_classification: Classified | None
    decision_tree: DecisionNode
    hypotheses: list[Weighed]
    evidence: list[EvidenceItem]
    observed: list[Observed]
    calibration: Calibration | None
    what_would_change_it: WhatWouldChangeIt
    timeline: list[TimelineEvent]

    @model_validator(mode="after")
    def _follows_from_the_calls(self) -> Self:
        told = [event.call for event in self.timeline if isinstance(event, ServiceCalled)]
        if told != self.service_calls:
            raise ValueError("service_calls are not the calls of the timeline")
        if self.generated_with_real_aws != answered_by_aws(self.service_calls):
            raise ValueError("generated_with_real_aws does not follow from the calls")
        if self.aws_services_used != services_used(self.service_calls):
            raise ValueError("aws_services_used does not follow from the calls")
        if self.total_cost_usd != cost_of(self.service_calls):
            raise ValueError("total_cost_usd is not the sum of the calls")
        return self

    @model_validator(mode="after")
    def _evidence_resolves(self) -> Self:
        known = {item.id for item in self.evidence}
        cited = {one for weighed in self.hypotheses for one in weighed.evidence_ids} | _cited(self.decision_tree)
        if not cited <= known:
            raise ValueError(f"evidence that is not in the file: {', '.join(sorted(cited - known))}")
        return self


def answered_by_aws(calls: list[ServiceCall]) -> bool:
    """Whether a call succeeded and all were made to AWS itself: where it refuses every one, it answered nothing."""
    return any(call.outcome == "succeeded" for call in calls) and all(call.provenance == "aws" for call in calls)


def services_used(calls: list[ServiceCall]) -> list[ServiceKey]:
    """The services that answered, in their own order."""
    answered = {call.service for call in calls if call.outcome == "succeeded"}
    return [service for service in SERVICES if service in answered]


def cost_of(calls: list[ServiceCall]) -> float:
    """US dollars of all calls together."""
    return float(sum((Decimal(str(call.cost_usd)) for call in calls), Decimal(0)))


def _cited(node: DecisionNode) -> set[str]:
    return set(node.evidence_ids).union(*(_cited(branch) for branch in node.branches))
