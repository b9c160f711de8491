"""The AI services as the agents see them: with fallbacks, within a budget, every attempt metered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from commander.contract.services import FellBack, Purpose, ServiceCall
from commander.contract.values import AgentName
from commander.domain.incident import Incident
from commander.domain.routing import Task
from commander.ports.services import Checked, ClosedIncident, Lesson, Passage, ReadLine, Tone

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Prompt(Generic[Answer]):
    """A question to a model. `read` makes the answer of its document and raises ValueError, saying what is wrong with
    it, where it is not what was asked for."""

    name: str
    version: str
    system: str
    data: str
    schema: dict[str, Any]
    max_tokens: int
    read: Callable[[dict[str, Any]], Answer]


@dataclass(frozen=True)
class Attachment:
    """A file that came with the incident."""

    name: str
    reference: str
    media_type: str


class Consultation(Protocol):
    """The AI services during one agent's work on one incident. Nothing here raises because a service failed: what
    could not be had is empty or None, and `fell_back` says why. All methods may be called from several threads."""

    def ask(self, task: Task, prompt: Prompt[Answer]) -> Answer | None:
        """The routed model's answer, or its substitutes'; None where the product has to do without."""

    def similar_incidents(self, query: str) -> list[Passage]:
        """Earlier incidents like this one; never this one."""

    def passages(self, query: str) -> list[Passage]:
        """Passages of runbooks and of earlier incidents that fit; never of this one."""

    def lessons(self, query: str) -> list[Lesson]:
        """What earlier incidents taught; never what this one did."""

    def remember(self, lesson: Lesson) -> bool:
        """Keeps what this incident taught, and says whether the memory service has it."""

    def ingest(self, document: ClosedIncident) -> str | None:
        """Has the knowledge base take in this incident, and says by which job; None: it will not be found there."""

    def check_plan(self, text: str) -> Checked | None:
        """Whether the guardrail has anything against an action plan; None: nobody checked it, a person has to."""

    def redact(self, text: str) -> str:
        """The text without personal data."""

    def tone(self, text: str) -> Tone | None:
        """How a message sounds; None: nobody can tell, it is held for review."""

    def read(self, attachment: Attachment) -> list[ReadLine] | None:
        """An attachment's text; None: it stays unread."""

    @property
    def calls(self) -> Sequence[ServiceCall]:
        """Every attempt so far."""

    @property
    def fell_back(self) -> Sequence[FellBack]:
        """Everything that something else took over so far."""


class ConsultationLog(Protocol):
    """Where a consultation says what happens in it. May be called from several threads."""

    def called(self, call: ServiceCall) -> None:
        """One attempt was made."""

    def fell_back(self, fallback: FellBack) -> None:
        """Something took over."""

    def intervened(self, purpose: Purpose, checked: Checked) -> None:
        """The guardrail objected."""


class Services(Protocol):
    """The AI services."""

    def consult(
        self,
        incident: Incident,
        agent: AgentName,
        log: ConsultationLog,
    ) -> Consultation:
        """Begins a consultation; each attempt, fallback and intervention is logged as it happens."""
