"""The verdict: what the engine concludes from one bundle, and the evidence it rests on."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints, model_validator
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from commander.contract.json_types import Attributes, BundleEntity, Maybe, Number, Rank, Text

VerdictKind = Literal["confirmed", "likely", "inconclusive", "healthy"]
EvidenceKind = Literal[
    "metric", "log", "event", "change", "topology", "state", "alert", "absence", "gap", "memory", "document"
]
Category = Literal[
    "deployment",
    "code",
    "configuration",
    "resource_exhaustion",
    "dependency",
    "network",
    "infrastructure",
    "access",
    "data",
    "traffic",
    "healthy",
]


class VerdictShape(BaseModel):
    """What the parts of a verdict share: frozen, and open to fields of later versions."""

    model_config = ConfigDict(
        extra="allow", frozen=True, serialize_by_alias=True, validate_by_name=False, defer_build=True
    )


class RootCause(VerdictShape):
    """What is wrong and where: the thing to be fixed."""

    category: Category
    entity: BundleEntity
    cause: Text = Field(description="a code of causes.json")
    summary: Text


class Hypothesis(VerdictShape):
    """One explanation, with the evidence for and against it and what would decide it."""

    rank: Rank
    category: Category
    entity: BundleEntity
    cause: Text = Field(description="a code of causes.json")
    score: Annotated[Number, Field(ge=0, le=1)]
    summary: Maybe[Text] = None
    supporting: list[Text] = Field(description="ids in evidence")
    contradicting: list[Text] = Field(description="ids in evidence")
    missing: list[Text] = Field(description="what would decide it, in words")
    proposed_by: Maybe[Literal["model"]] = Field(
        default=None, description="who added it where no mechanism of the engine argues for it"
    )


class EvidenceItem(VerdictShape):
    """One checkable sentence and the items it rests on."""

    id: Text
    kind: EvidenceKind
    entity: BundleEntity | None
    statement: Annotated[str, Strict(), StringConstraints(min_length=1)] = Field(
        description="one checkable sentence; numbers in it must follow from what is cited"
    )
    source_ref: list[Text] = Field(
        description="ids of items in the bundle; for absence, the section names looked through, as section:logs"
    )


class Moment(VerdictShape):
    """One line of the verdict's timeline."""

    t: Maybe[Text] = None
    statement: Maybe[Text] = None
    source_ref: Maybe[list[Text]] = None


_CONCLUDES: JsonDict = {"properties": {"verdict": {"enum": ["confirmed", "likely"]}}}
_ABSTAINS: JsonDict = {"properties": {"verdict": {"enum": ["healthy", "inconclusive"]}}}


class Verdict(VerdictShape):
    """What the engine concludes from one bundle.

    confirmed: the mechanism is directly evidenced and rivals are contradicted. likely: best explanation, not proven.
    inconclusive: evidence does not decide; hypotheses may still be ranked. healthy: no active fault at collected_at.
    """

    model_config = ConfigDict(
        title="Verdict",
        json_schema_extra={
            "$id": "verdict/1",
            "allOf": [
                {
                    "if": _CONCLUDES,
                    "then": {
                        "properties": {
                            "root_cause": {"type": "object"},
                            "hypotheses": {"minItems": 1},
                            "evidence": {"minItems": 1},
                        }
                    },
                },
                {"if": _ABSTAINS, "then": {"properties": {"root_cause": {"type": "null"}}}},
            ],
        },
    )

    schema_: Literal["verdict/1"] = Field(alias="schema")
    case_id: Text
    verdict: VerdictKind
    summary: Maybe[Text] = None
    root_cause: RootCause | None
    hypotheses: list[Hypothesis]
    evidence: list[EvidenceItem]
    timeline: Maybe[list[Moment]] = None
    confidence: Maybe[Annotated[Number, Field(ge=0, le=1)]] = Field(
        default=None, description="calibrated probability that the verdict is right"
    )
    forecast: Attributes | None = Field(
        default=None, description="trend of the incident's own metric: method, breach_at with interval, or no_trend"
    )
    blast_radius: Maybe[list[Attributes]] = Field(
        default=None, description="entities affected or reachable, with distance and impact"
    )

    @model_validator(mode="after")
    def _conclusion_matches(self) -> Self:
        named = {"verdict": self.verdict}
        if self.verdict in ("healthy", "inconclusive"):
            if self.root_cause is not None:
                raise PydanticCustomError("root_cause", "a {verdict} verdict has no root cause", named)
        elif self.root_cause is None or not self.hypotheses or not self.evidence:
            raise PydanticCustomError(
                "root_cause", "a {verdict} verdict needs a root cause, a hypothesis and evidence", named
            )
        return self
