"""What each agent concludes. A finding is stored in the timeline, so nothing in it is larger than an event may be."""

from typing import Annotated, Any, Literal

from pydantic import Field

from commander.contract.actions import Plan
from commander.contract.evidence import EvidenceItem, Verdict
from commander.contract.values import Entity, Severity, Shape, is_empty


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


class AttachedLine(Shape):
    """A line of text that was read from an attachment, redacted. It is data for people and models to read and no
    testimony: the engine never sees it. `source_ref` is `<name>#page=<page>&line=<line>`, both counted from 1;
    `confidence` is the reader's."""

    id: str
    kind: Literal["attachment"] = "attachment"
    statement: str
    source_ref: list[str]
    confidence: float = Field(ge=0, le=1)


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
    attachments: Annotated[list[AttachedLine], Field(exclude_if=is_empty)] = []


class DiagnosisFinding(Shape):
    """The ranked hypotheses and the verdict computed from them."""

    agent: Literal["diagnosis"] = "diagnosis"
    verdict: Verdict


class PredictionFinding(Shape):
    """Where the signal is heading, what else it reaches, and what waiting costs."""

    agent: Literal["prediction"] = "prediction"
    forecast: dict[str, Any] | None
    blast_radius: list[dict[str, Any]]
    if_nobody_acts: str
    confidence: float = Field(ge=0, le=1)


class ResolutionFinding(Shape):
    """The plan, or why there is none."""

    agent: Literal["resolution"] = "resolution"
    plan: Plan | None
    statement: str
    considered: list[str]


class AudienceUpdate(Shape):
    """One message to one audience."""

    audience: Literal["responders", "executives", "customers"]
    subject: str
    text: str


class CommunicationFinding(Shape):
    """What the three audiences are told, and the postmortem drafted from the timeline."""

    agent: Literal["communication"] = "communication"
    updates: list[AudienceUpdate]
    postmortem: str


Finding = DetectionFinding | DiagnosisFinding | PredictionFinding | ResolutionFinding | CommunicationFinding
