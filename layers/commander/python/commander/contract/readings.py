"""What a model may answer, one shape for each prompt. An answer is an argument: code decides what becomes of it."""

from typing import Literal

from pydantic import Field

from commander.contract.services import Provenance
from commander.contract.values import Severity, Shape
from commander.contract.verdict import Category

Collector = Literal["logs", "metrics", "changes", "state"]
"""What a further look may be asked for: nothing else can be looked at on a model's word."""
TITLE, SENTENCE, PARAGRAPH = 120, 400, 900
"""How long a subject line, a statement and a message may be, in characters."""


class Classification(Shape):
    """The fast pass: what kind of trouble it looks like, and how bad."""

    category: Category
    severity: Severity
    statement: str = Field(max_length=SENTENCE, description="one sentence: what in the data says so")


class Claim(Shape):
    """How one of the given hypotheses looks to the model, and which facts say so."""

    hypothesis: str = Field(description="the id of a given hypothesis")
    confidence: float = Field(ge=0, le=1)
    evidence_ids: list[str] = Field(max_length=12, description="ids of given evidence")
    statement: str = Field(max_length=SENTENCE)


class Proposal(Shape):
    """A hypothesis that is not among the given ones."""

    cause: str = Field(description="one of the given cause codes")
    entity: str = Field(description="one of the given entities")
    confidence: float = Field(ge=0, le=1)
    evidence_ids: list[str] = Field(max_length=12, description="ids of given evidence")
    statement: str = Field(max_length=SENTENCE)


class LookRequest(Shape):
    """A further look that would help to decide."""

    collector: Collector
    entity: str = Field(description="one of the given entities")
    reason: str = Field(max_length=SENTENCE)


class DiagnosisReading(Shape):
    """A reading of the facts: claims on the given hypotheses, the most probable first."""

    claims: list[Claim] = Field(max_length=8)
    added: Proposal | None = None
    look: LookRequest | None = None
    summary: str = Field(max_length=PARAGRAPH, description="what is wrong and why, for an engineer on call")


class Narrative(Shape):
    """A forecast in words."""

    narrative: str = Field(max_length=PARAGRAPH, description="what happens next if nobody acts, for an engineer")


class Draft(Shape):
    """A message to one audience."""

    subject: str = Field(max_length=TITLE)
    text: str = Field(max_length=PARAGRAPH)


class Drafts(Shape):
    """Messages to the three audiences."""

    responders: Draft
    executives: Draft
    customers: Draft


class Author(Shape):
    """Which model wrote a text or made an argument, to which prompt, and who answered for it."""

    model: str
    provenance: Provenance
    prompt: str = Field(description="name and version of the prompt, such as diagnosis@1")


class Told(Shape):
    """A text that a model wrote and code let through."""

    text: str
    author: Author


class Argument(Shape):
    """What a model said of a hypothesis. `confidence` is what the evidence supports of what was claimed."""

    cause: str
    entity: str
    statement: str
    evidence_ids: list[str]
    confidence: float = Field(ge=0, le=1)


RefusedPart = Literal["classification", "claim", "confidence", "proposal", "look", "text"]


class Refusal(Shape):
    """Something a model said that was not used, and why."""

    what: RefusedPart
    reason: str
    suspicious: bool = Field(default=False, description="not carelessness, but what an attacker would want said")


class Argued(Shape):
    """What became of a model's reading of the facts."""

    author: Author
    summary: str | None = Field(description="None: what was written could not be used")
    arguments: list[Argument]
    refusals: list[Refusal]
    reordered: bool = Field(description="whether hypotheses that the facts leave level changed places")
    proposed: bool = Field(description="whether a hypothesis was added")
