"""What each agent concludes. A finding is stored in the timeline, so nothing in it is larger than an event may be."""

from typing import Any, Literal

from pydantic import Field

from commander.contract.actions import Plan
from commander.contract.evidence import EvidenceItem, Verdict
from commander.contract.readings import Argued, Author, Collector, Refusal, Told
from commander.contract.values import Entity, Severity, Shape


class Gap(Shape):
    """Something that could not be looked at, and the permission that would help."""

    section: str
    entity: str | None
    reason: str
    permission: str | None


class ChartPoint(Shape):
    """One datapoint of the incident's own signal: moment and value."""

    t: str
    v: float


class ChartMarker(Shape):
    """A change to show on the chart."""

    t: str
    label: str


class SignalChart(Shape):
    """The signal that opened the incident, as it was when the evidence was gathered."""

    title: str
    entity: Entity
    unit: str | None
    period_s: float | None
    threshold: float | None
    points: list[ChartPoint]
    source: str
    markers: list[ChartMarker] = []


class Classified(Shape):
    """What a model took the trouble for at first sight. It is shown; nothing is decided by it."""

    category: str
    severity: Severity
    statement: str | None
    author: Author


class DetectionFinding(Shape):
    """Whether anything is wrong, and what was gathered to tell. The bundle itself is at `evidence_ref`."""

    agent: Literal["detection"] = "detection"
    anything_wrong: bool | None = Field(description="None: the evidence does not tell")
    severity: Severity
    statement: str
    evidence_ref: str
    bundle_sha256: str
    collected: dict[str, int]
    gaps: list[Gap]
    chart: SignalChart | None
    facts: list[EvidenceItem]
    classified: Classified | None = None


class Look(Shape):
    """A further look that a model asked for, and what came of it."""

    collector: Collector
    entity: str
    reason: str
    found: int = Field(ge=0, description="items that were not known before")
    outcome: str


class DiagnosisFinding(Shape):
    """The ranked hypotheses and the verdict computed from them.

    `context` is what earlier incidents and runbooks say: it is shown beside the facts and weighs nothing.
    """

    agent: Literal["diagnosis"] = "diagnosis"
    verdict: Verdict
    argued: Argued | None = None
    context: list[EvidenceItem] = []
    looks: list[Look] = []
    evidence_ref: str | None = Field(default=None, description="the bundle with what the looks found, if anything")


class PredictionFinding(Shape):
    """Where the signal is heading, what else it reaches, and what waiting costs."""

    agent: Literal["prediction"] = "prediction"
    forecast: dict[str, Any] | None
    blast_radius: list[dict[str, Any]]
    if_nobody_acts: str
    confidence: float = Field(ge=0, le=1)
    narrative: Told | None = None


class PlanCheck(Shape):
    """What the guardrail said of a plan. `allowed` is None where it could not be asked: a person decides."""

    allowed: bool | None
    statement: str


class ResolutionFinding(Shape):
    """The plan, or why there is none. `guidance` is what runbooks and earlier incidents say of the cause."""

    agent: Literal["resolution"] = "resolution"
    plan: Plan | None
    statement: str
    considered: list[str]
    guardrail: PlanCheck | None = None
    guidance: list[EvidenceItem] = []


class AudienceUpdate(Shape):
    """One message to one audience."""

    audience: Literal["responders", "executives", "customers"]
    subject: str
    text: str
    author: Author | None = Field(default=None, description="None: composed from the timeline, by no model")
    held: str | None = Field(default=None, description="why a person has to look at it before it is sent")


class CommunicationFinding(Shape):
    """What the three audiences are told, and the postmortem drafted from the timeline."""

    agent: Literal["communication"] = "communication"
    updates: list[AudienceUpdate]
    postmortem: str
    refusals: list[Refusal] = []


Finding = DetectionFinding | DiagnosisFinding | PredictionFinding | ResolutionFinding | CommunicationFinding
