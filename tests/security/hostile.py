"""A whole run of the agents in memory, before a model that obeys whatever it finds written."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from commander.aws.ai import attempts
from commander.aws.ai.comprehend import ComprehendLanguage
from commander.aws.ai.converse import BedrockModels, Guardrail
from commander.aws.ai.guardrail import BedrockGuard
from commander.contract.catalogue import Model, catalogue
from commander.domain.incident import Incident
from commander.domain.redaction import redact
from commander.ports.services import Lesson, ModelAnswer, ModelRequest, Passage, ReadLine, Reply, Usage
from commander.runtime.closing import close
from commander.runtime.services.calling import Calling
from commander.runtime.services.consultations import Adapters, OwnMeans, ServiceConsultations
from local.ai.faults import EVERY_SERVICE, Setting
from local.ai.server import Standin, serve
from tests.agents.running import up_to
from tests.making import World, opened
from tests.runtime.services.test_calling import Books, HandTimer

SCREEN = {
    "upload_id": "upl-1",
    "name": "screen.png",
    "media_type": "image/png",
    "size_bytes": 7,
    "reference": "s3://b/k",
}
STAND_IN = Usage(provenance="local stand-in")


@dataclass
class Said:
    """What came by other ways than the bundle: an attachment's lines, passages, similar incidents, lessons."""

    lines: list[ReadLine] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    similar: list[Passage] = field(default_factory=list)
    lessons: list[Lesson] = field(default_factory=list)
    recalls_by: str = "RetrieveMemoryRecords"
    remembers_by: str = "BatchCreateMemoryRecords"

    def read(self, reference: str, timeout_s: float) -> Reply[list[ReadLine]]:
        return Reply(self.lines, STAND_IN)

    def retrieve(self, query: str, most: int, timeout_s: float) -> Reply[list[Passage]]:
        return Reply(self.passages, STAND_IN)

    def ask(self, question: str, timeout_s: float) -> Reply[list[Passage]]:
        return Reply(self.similar, STAND_IN)

    def recall(self, query: str, most: int, timeout_s: float) -> Reply[list[Lesson]]:
        return Reply(self.lessons, STAND_IN)

    def remember(self, lesson: Lesson, timeout_s: float) -> Reply[None]:
        return Reply(None, STAND_IN)


class Listening(BedrockModels):
    """Keeps what the models were told."""

    def __init__(self, endpoint_url: str) -> None:
        super().__init__(endpoint_url=endpoint_url)
        self.asked: list[ModelRequest] = []

    def converse(self, model: Model, request: ModelRequest, timeout_s: float) -> Reply[ModelAnswer]:
        self.asked.append(request)
        return super().converse(model, request, timeout_s)


@dataclass
class Ran:
    """What a run leaves."""

    incident: Incident
    world: World
    asked: list[ModelRequest]

    @property
    def messages(self) -> str:
        """Everything that was sent to people."""
        return "\n".join(f"{audience} {subject}\n{text}" for audience, subject, text in self.world.notifier.sent)

    @property
    def written(self) -> str:
        """Everything that a model's words went into."""
        found = self.incident
        parts: list[Any] = [
            found.detection.classified.statement if found.detection and found.detection.classified else None,
            found.diagnosis.argued.model_dump_json() if found.diagnosis and found.diagnosis.argued else None,
            found.prediction.narrative.text if found.prediction and found.prediction.narrative else None,
            found.communication.model_dump_json(exclude={"postmortem"}) if found.communication else None,
        ]
        return "\n".join(str(part) for part in parts if part)

    @property
    def plan(self) -> dict[str, Any] | None:
        """The plan that was proposed, without what differs from run to run."""
        plan = self.incident.resolution.plan if self.incident.resolution else None
        return None if plan is None else plan.model_dump(mode="json", exclude={"nonce", "evidence_ids"})


@contextmanager
def obeying() -> Iterator[Standin]:
    """Stand-ins whose models obey."""
    standin = serve(0)
    standin.faults.put(EVERY_SERVICE, Setting("hostile"))
    attempts.forget()
    try:
        yield standin
    finally:
        standin.close()
        attempts.forget()


def run(standin: Standin, bundle: dict[str, Any], said: Said | None = None) -> Ran:
    """The five agents over a bundle, up to the messages. Nobody approves, so nothing is carried out."""
    said = said or Said()
    world, timer, models = World(), HandTimer(), Listening(standin.url)
    adapters = Adapters(
        models=models,
        guard=BedrockGuard(Guardrail("gr1234567890", "1"), standin.url),
        language=ComprehendLanguage("en", standin.url),
        reader=said,
        knowledge=said,
        similar=said,
        memory=said,
    )
    calling = Calling(catalogue(), Books(), timer, lambda call, error: None, "local stand-in")
    own = OwnMeans(lambda query, most: [], lambda query, most: [], redact)
    world.services = ServiceConsultations(catalogue(), calling, timer, adapters, own)  # type: ignore[assignment]
    reference = world.evidence.put("inc-1", "given", json.dumps(bundle).encode())
    attached = [SCREEN] if said.lines else []
    told = bundle["incident"]
    world.timelines.append(
        opened(
            title=told["title"][:200],
            description=str(told.get("description") or "d"),
            evidence_ref=reference,
            attachments=attached,
        )
    )
    up_to("resolution", "inc-1", world)
    close("inc-1", world.ports)
    return Ran(world.timelines.incident("inc-1"), world, models.asked)
