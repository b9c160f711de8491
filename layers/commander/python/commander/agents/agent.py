"""The shape that the five agents share."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, Protocol, TypeVar

from commander.contract.findings import Finding
from commander.contract.readings import Refusal
from commander.contract.values import AgentName
from commander.domain.incident import Incident
from commander.ports import Ports
from commander.ports.consultation import Consultation

Gathered = TypeVar("Gathered")


class Tell(Protocol):
    """Says an intermediate step aloud while the agent works: it becomes a timeline event at once."""

    def __call__(self, step: str, statement: str, data: dict[str, Any] | None = None) -> None:
        """`step` names the step once per agent; `statement` is a sentence; `data` is small."""


@dataclass(frozen=True)
class Step:
    """An intermediate step of the reasoning, worth showing on its own."""

    step: str
    statement: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Suspected:
    """Something that tried to make the system do what its operators did not ask for. See `events.SecurityDetected`."""

    kind: Literal["prompt_injection", "refused_claim", "secret_withheld"]
    channel: str
    technique: str
    statement: str
    refs: list[str] = field(default_factory=list)


def suspicious(refusals: Iterable[Refusal]) -> list[Suspected]:
    """What a model said and code did not use, as far as it was more than careless."""
    return [Suspected("refused_claim", "model_answer", one.what, one.reason) for one in refusals if one.suspicious]


@dataclass(frozen=True)
class Conclusion:
    """What an agent concluded: its finding, and how it says so. `confidence` is a probability."""

    finding: Finding
    reasoning: str
    confidence: float
    evidence: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    suspected: list[Suspected] = field(default_factory=list)


@dataclass(frozen=True)
class Agent(Generic[Gathered]):
    """An agent is a value: it gathers through ports and the AI services, and concludes without them."""

    name: AgentName
    gather: Callable[[Incident, Ports, Consultation, Tell], Gathered]
    conclude: Callable[[Incident, Gathered], Conclusion]
