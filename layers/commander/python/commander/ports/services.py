"""The AI services, one port each.

Each method makes one attempt at one call and returns what came of it with its usage. It raises problems of the
contract: ServiceThrottled, ServiceTimedOut, ServiceUnavailable, ServiceDenied, ServiceRejected, MalformedAnswer,
Missing; each with the `usage` that the attempt had all the same. Retrying, falling back and metering are not theirs.
"""

from dataclasses import dataclass, field
from typing import Any, Generic, Literal, Protocol, TypeVar

from commander.contract.catalogue import Model
from commander.contract.services import Intervention, Provenance

Value = TypeVar("Value")


@dataclass(frozen=True)
class Usage:
    """What one attempt used: who answered, under which request id, and what is priced."""

    provenance: Provenance
    request_id: str | None = None
    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0
    units: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply(Generic[Value]):
    """A service's answer and what it used."""

    value: Value
    usage: Usage


@dataclass(frozen=True)
class ModelRequest:
    """What is asked of a model: our instructions, and the data, which is never to be obeyed.

    `schema` is the JSON Schema of the answer, which comes as the input of a tool named `answer`. `earlier` holds an
    answer that could not be used and the reason why, for the one repair turn.
    """

    system: str
    data: str
    schema: dict[str, Any]
    max_tokens: int
    earlier: tuple[dict[str, Any], str] | None = None


@dataclass(frozen=True)
class ModelAnswer:
    """The tool input that a model answered with, not yet checked against the schema; `stopped` is the service's reason.

    `intervened`: the guardrail that the call went through stepped in.
    """

    document: dict[str, Any]
    stopped: str
    intervened: bool = False


class Models(Protocol):
    """Claude and Nova."""

    def converse(self, model: Model, request: ModelRequest, timeout_s: float) -> Reply[ModelAnswer]:
        """One turn. Raises MalformedAnswer where the model did not answer by the tool."""


@dataclass(frozen=True)
class Checked:
    """What a guardrail said: the text as it may be used, and what it objected to."""

    text: str
    interventions: tuple[Intervention, ...] = ()

    @property
    def blocked(self) -> bool:
        """Whether the text may not be used at all. Masking alone is no block."""
        return any(one.blocks for one in self.interventions)


class Guard(Protocol):
    """The guardrail."""

    def check(
        self, text: str, source: Literal["INPUT", "OUTPUT"], grounding: str | None, timeout_s: float
    ) -> Reply[Checked]:
        """Checks a text. `grounding` is what an output has to rest on."""


@dataclass(frozen=True)
class Span:
    """A stretch of personal data, in characters: `kind` as Comprehend names it."""

    start: int
    end: int
    kind: str
    score: float


@dataclass(frozen=True)
class Tone:
    """The sentiment of a text with its score, 0 to 1."""

    sentiment: Literal["POSITIVE", "NEGATIVE", "NEUTRAL", "MIXED"]
    score: float


class Language(Protocol):
    """Comprehend."""

    def holds_personal_data(self, text: str, timeout_s: float) -> Reply[bool]:
        """Whether a text of at most 100 KB holds any: a fiftieth of the price of asking where."""

    def personal_data(self, text: str, timeout_s: float) -> Reply[list[Span]]:
        """Where a text of at most 100 KB holds personal data."""

    def tone(self, text: str, timeout_s: float) -> Reply[Tone]:
        """The sentiment of a text of at most 5 KB."""


@dataclass(frozen=True)
class ReadLine:
    """One line of an attached document: page from 1, line from 1 within the page, confidence 0 to 1."""

    page: int
    line: int
    text: str
    confidence: float


class DocumentReader(Protocol):
    """Textract."""

    def read(self, reference: str, timeout_s: float) -> Reply[list[ReadLine]]:
        """The text of a stored PNG, JPEG, TIFF or PDF. Raises ServiceRejected for anything else."""


@dataclass(frozen=True)
class Passage:
    """A piece of a runbook or of a closed incident. `source` names it, `incident_ids` the incidents it is about."""

    title: str
    text: str
    source: str
    score: float
    incident_ids: tuple[str, ...] = ()


class Knowledge(Protocol):
    """The knowledge base, or what stands in its place."""

    def retrieve(self, query: str, most: int, timeout_s: float) -> Reply[list[Passage]]:
        """The passages that fit best."""

    def ingest(self, timeout_s: float) -> Reply[str]:
        """Starts taking in what was stored since the last time, and returns the job's id."""


@dataclass(frozen=True)
class ClosedIncident:
    """A closed incident as a document of the knowledge base."""

    incident_id: str
    markdown: str


class Documents(Protocol):
    """Where the knowledge base's ingestion reads. Raises problems of the contract, as everything that stores does."""

    def keep(self, document: ClosedIncident) -> None:
        """Stores the document under its incident's name; the same again changes nothing."""


class SimilarIncidents(Protocol):
    """Q Business."""

    def ask(self, question: str, timeout_s: float) -> Reply[list[Passage]]:
        """What the organisation's own documents say, with their sources."""


@dataclass(frozen=True)
class Lesson:
    """What one incident taught."""

    incident_id: str
    text: str
    cause: str | None
    entity: str | None
    score: float = 0.0


class Memory(Protocol):
    """The agents' memory across incidents. `recalls_by` and `remembers_by` name the operations for the metering."""

    recalls_by: str
    remembers_by: str

    def recall(self, query: str, most: int, timeout_s: float) -> Reply[list[Lesson]]:
        """The lessons that fit best."""

    def remember(self, lesson: Lesson, timeout_s: float) -> Reply[None]:
        """Writes a lesson; the same one again changes nothing."""
