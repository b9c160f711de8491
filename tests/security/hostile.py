"""A whole run of the agents in memory, before a model that obeys whatever it finds written."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from commander.aws.ai import attempts
from commander.aws.ai.comprehend import ComprehendLanguage
from commander.aws.ai.converse import BedrockModels, Guardrail
from commander.aws.ai.guardrail import BedrockGuard
from commander.contract import events as ev
from commander.contract.actions import Decision
from commander.contract.catalogue import Model, catalogue
from commander.contract.incidents import NewIncident
from commander.contract.problems import ServiceRejected
from commander.domain.incident import Incident
from commander.domain.redaction import redact
from commander.ports.services import Lesson, ModelAnswer, ModelRequest, Passage, ReadLine, ReadPart, Reply, Usage
from commander.runtime.approval import ask, decide
from commander.runtime.closing import close
from commander.runtime.intake import open_by_hand
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
SURE = ("inconclusive", "healthy", "likely", "confirmed")
REACHED = {"AWS_DEFAULT_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
STAND_IN = Usage(provenance="local stand-in")


@dataclass
class Said:
    """What came by other ways than an evidence bundle that somebody gave.

    An attachment's lines, passages, similar incidents and lessons; `live`: the bundle is what the collectors bring;
    `posted`: the title and the description that a person opens the incident with; `note`: why the plan was rejected.
    """

    live: bool = False
    posted: tuple[str, str] | None = None
    note: str | None = None
    lines: list[ReadLine] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    similar: list[Passage] = field(default_factory=list)
    lessons: list[Lesson] = field(default_factory=list)
    recalls_by: str = "RetrieveMemoryRecords"
    remembers_by: str = "BatchCreateMemoryRecords"

    def read(self, reference: str, timeout_s: float) -> Reply[list[ReadLine]]:
        return Reply(self.lines, STAND_IN)

    def start(self, reference: str, timeout_s: float) -> Reply[str]:
        raise ServiceRejected("it has one page")

    def part(self, job_id: str, following: str | None, timeout_s: float) -> Reply[ReadPart]:
        raise ServiceRejected("it has one page")

    def ingest(self, timeout_s: float) -> Reply[str]:
        return Reply("JOB1", STAND_IN)

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
    def events(self) -> list[ev.TimelineEvent]:
        """The timeline."""
        return self.world.timelines.read(self.incident.incident_id)

    @property
    def messages(self) -> str:
        """Everything that was sent to people."""
        return "\n".join(f"{audience} {subject}\n{text}" for audience, subject, text in self.world.notifier.sent)

    @property
    def written(self) -> str:
        """Everything that a model's words went into, and what the product says of its plan."""
        found = self.incident
        parts: list[Any] = [
            found.detection.classified.statement if found.detection and found.detection.classified else None,
            found.diagnosis.argued.model_dump_json() if found.diagnosis and found.diagnosis.argued else None,
            found.prediction.narrative.text if found.prediction and found.prediction.narrative else None,
            found.communication.model_dump_json(exclude={"postmortem"}) if found.communication else None,
            json.dumps(self.plan),
            *(event.statement for event in self.events if isinstance(event, ev.SecurityDetected)),
            *(event.lesson.text for event in self.events if isinstance(event, ev.IncidentLearned)),
        ]
        return "\n".join(str(part) for part in parts if part)

    @property
    def plan(self) -> dict[str, Any] | None:
        """The plan that was proposed, without what differs from run to run."""
        plan = self.incident.resolution.plan if self.incident.resolution else None
        return None if plan is None else plan.model_dump(mode="json", exclude={"nonce", "evidence_ids"})

    @property
    def decided(self) -> dict[str, Any]:
        """Everything that decides what is done, and `sure`, how far the verdict goes."""
        assert self.incident.diagnosis is not None
        verdict = self.incident.diagnosis.verdict
        cause, action = verdict.root_cause, self.incident.action
        return {
            "sure": SURE.index(verdict.verdict),
            "cause": (cause.cause, cause.entity) if cause else None,
            "plan": self.plan,
            "approval": (action.status, action.decided_by) if action else None,
            "events": [event.type for event in self.events if event.type.startswith(("action.", "incident."))],
            "carried_out": [call.model_dump(mode="json") for call in self.world.actuator.calls],
            "ended": (self.incident.status, self.incident.resolution_code),
        }


@contextmanager
def obeying() -> Iterator[Standin]:
    """Stand-ins whose models obey."""
    standin = serve(0)
    standin.faults.put(EVERY_SERVICE, Setting("hostile"))
    attempts.forget()
    try:
        with patch.dict(os.environ, REACHED):
            yield standin
    finally:
        standin.close()
        attempts.forget()


def run(standin: Standin | None, bundle: dict[str, Any], said: Said | None = None) -> Ran:
    """A whole incident: the agents, a person who is asked and rejects the plan, the messages, the lesson.

    Without a stand-in there are no AI services, and all words are the product's own.
    """
    said = said or Said()
    world, asked = World(), list[ModelRequest]()
    if standin is not None:
        models = Listening(standin.url)
        asked = models.asked
        world.services = _services(standin, models, said)  # type: ignore[assignment]
    incident_id = _opened(world, bundle, said)
    up_to("resolution", incident_id, world)
    resolution = world.timelines.incident(incident_id).resolution
    if resolution is not None and resolution.plan is not None:
        ask(incident_id, "token", "local", 600, world.timelines, world.approvals, world.workflow, world.clock)
    action = world.timelines.incident(incident_id).action
    if action is not None:
        decision = Decision(
            action_id=action.action_id, plan_hash=action.plan_hash, decision="reject", reason=said.note or "not now"
        )
        decide(incident_id, decision, "ann", world.timelines, world.approvals, world.workflow, world.clock)
    close(incident_id, world.ports)
    return Ran(world.timelines.incident(incident_id), world, asked)


def _services(standin: Standin, models: Listening, said: Said) -> ServiceConsultations:
    adapters = Adapters(
        models=models,
        guard=BedrockGuard(Guardrail("gr1234567890", "1"), standin.url),
        language=ComprehendLanguage("en", standin.url),
        reader=said,
        knowledge=said,
        similar=said,
        memory=said,
    )
    timer = HandTimer()
    calling = Calling(catalogue(), Books(), timer, lambda call, error: None, "local stand-in")
    own = OwnMeans(lambda query, most: [], lambda query, most: [], redact)
    return ServiceConsultations(catalogue(), calling, timer, adapters, own)


def _opened(world: World, bundle: dict[str, Any], said: Said) -> str:
    """The id of an incident that a person opened, or that came with an alarm's name and its evidence."""
    if said.posted is not None:
        title, description = said.posted
        request = {"type": "errors", "severity": "high", "affected_services": ["shop"], "evidence": bundle}
        return open_by_hand(
            NewIncident.model_validate({**request, "title": title, "description": description}),
            "ann",
            None,
            world.intake,
        )
    reference = None
    if said.live:
        world.telemetry.bundle = bundle
    else:
        reference = world.evidence.put("inc-1", "given", json.dumps(bundle).encode())
    told = bundle["incident"]
    world.timelines.append(
        opened(
            title=redact(told["title"])[:200],
            description=redact(str(told.get("description") or "d")),
            evidence_ref=reference,
            attachments=[SCREEN] if said.lines else [],
        )
    )
    return "inc-1"
