"""What agents get of the AI services, and who takes over where one of them cannot answer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from commander.contract.catalogue import Model
from commander.contract.problems import CommanderError, ServiceDenied, ServiceUnavailable
from commander.contract.services import FellBack, Intervention, Purpose, ServiceCall
from commander.domain.incident import fold
from commander.domain.routing import Task
from commander.ports.consultation import Attachment, Consultation, Prompt
from commander.ports.services import (
    Checked,
    ClosedIncident,
    Lesson,
    ModelAnswer,
    ModelRequest,
    Passage,
    ReadLine,
    Reply,
    Span,
    Tone,
    Usage,
)
from commander.runtime.services.calling import Calling
from commander.runtime.services.consultations import Adapters, OwnMeans, ServiceConsultations
from tests.making import opened
from tests.runtime.services.test_calling import CATALOGUE, Books, HandTimer

USED = Usage("local stand-in", "stand-in-1")
TASK = Task("classify", facts=1, characters=10, hypotheses=1, severity="low")
HARD = Task("reason", facts=90, characters=30_000, hypotheses=6, severity="critical")


@dataclass
class Notes:
    """`ports.consultation.ConsultationLog` that keeps what it is told."""

    calls: list[ServiceCall] = field(default_factory=list)
    fallbacks: list[FellBack] = field(default_factory=list)
    objections: list[tuple[Purpose, Checked]] = field(default_factory=list)

    def called(self, call: ServiceCall) -> None:
        self.calls.append(call)

    def fell_back(self, fallback: FellBack) -> None:
        self.fallbacks.append(fallback)

    def intervened(self, purpose: Purpose, checked: Checked) -> None:
        self.objections.append((purpose, checked))

    @property
    def told(self) -> list[tuple[str, str, str]]:
        return [(one.service, one.reason, one.substitute) for one in self.fallbacks]


@dataclass
class GivenModels:
    """Models that answer what they are given, one answer a call; a problem is raised."""

    answers: list[dict[str, Any] | CommanderError | ModelAnswer]
    asked: list[tuple[str, ModelRequest]] = field(default_factory=list)

    def converse(self, model: Model, request: ModelRequest, timeout_s: float) -> Reply[ModelAnswer]:
        self.asked.append((model.model_id, request))
        answer = self.answers.pop(0)
        if isinstance(answer, CommanderError):
            raise answer
        return Reply(answer if isinstance(answer, ModelAnswer) else ModelAnswer(answer, "tool_use"), USED)


class Down:
    """Every service at once, none of which lets us in."""

    recalls_by = "RetrieveMemoryRecords"
    remembers_by = "BatchCreateMemoryRecords"

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def refuse(*_: Any, **__: Any) -> Any:
            raise ServiceDenied(f"{name} is not allowed")

        return refuse


def prompt(data: str = "facts") -> Prompt[str]:
    def read(document: dict[str, Any]) -> str:
        if "kind" not in document:
            raise ValueError("kind is missing")
        return str(document["kind"])

    return Prompt("classify", "1", "Say which kind it is.", data, {"type": "object"}, 200, read)


def consulting(notes: Notes, off: frozenset[Any] = frozenset(), **adapters: Any) -> Consultation:
    timer = HandTimer()
    calling = Calling(CATALOGUE, Books(), timer, lambda call, problem: None, "local stand-in")
    own = OwnMeans(
        passages=lambda query, most: [Passage("Roll back", "text", "runbooks/rollback.md", 0.4)],
        history=lambda query, most: [Lesson("inc-0", "it was the release", None, None)],
        redact=lambda text: text.replace("hunter2", "[SECRET]"),
    )
    services = ServiceConsultations(CATALOGUE, calling, timer, Adapters(**adapters), own, off)
    return services.consult(fold([opened()]), "diagnosis", notes)


def model_id(name: str) -> str:
    return CATALOGUE.models[name].model_id


def test_the_cheapest_model_that_can_answers() -> None:
    notes, models = Notes(), GivenModels([{"kind": "latency"}])
    assert consulting(notes, models=models).ask(TASK, prompt()) == "latency"
    assert [asked for asked, _ in models.asked] == [model_id("nova_micro")]
    assert "nova_micro" not in {one.service for one in notes.fallbacks}


def test_a_model_that_cannot_answer_gives_way_to_the_next_of_its_chain() -> None:
    notes = Notes()
    models = GivenModels([ServiceDenied("no"), ServiceDenied("no"), {"kind": "latency"}])
    assert consulting(notes, models=models).ask(TASK, prompt()) == "latency"
    assert [asked for asked, _ in models.asked] == [
        model_id("nova_micro"),
        model_id("nova_lite"),
        model_id("claude_haiku"),
    ]
    gone = [one for one in notes.fallbacks if one.service.startswith("nova")]
    assert [(one.substitute, one.degraded) for one in gone] == [
        ("nova_lite", "increased_latency"),
        ("bedrock_claude", "increased_cost"),
    ]
    assert [call.outcome for call in notes.calls] == ["denied", "denied", "succeeded"]


def test_without_any_model_the_engine_is_left_and_it_is_said() -> None:
    notes = Notes()
    assert consulting(notes).ask(HARD, prompt()) is None
    assert ("bedrock_claude", "not_configured", "evidence_engine") in notes.told
    assert notes.calls == []


def test_an_answer_that_cannot_be_read_is_repaired_once() -> None:
    notes, models = Notes(), GivenModels([{"sort": "?"}, {"kind": "latency"}])
    assert consulting(notes, models=models).ask(TASK, prompt()) == "latency"
    assert models.asked[1][1].earlier == ({"sort": "?"}, "kind is missing")
    assert [call.purpose for call in notes.calls] == ["classify", "repair"]


def test_an_answer_that_stays_unreadable_is_refused() -> None:
    notes, models = Notes(), GivenModels([{"sort": "?"}, {"sort": "?"}])
    assert consulting(notes, models=models).ask(HARD, prompt()) is None
    assert ("bedrock_claude", "malformed", "evidence_engine") in notes.told


def test_an_answer_that_the_guardrail_stopped_is_not_used() -> None:
    notes, models = Notes(), GivenModels([ModelAnswer({"kind": "leak"}, "guardrail_intervened", intervened=True)])
    assert consulting(notes, models=models).ask(HARD, prompt()) is None
    assert [purpose for purpose, _ in notes.objections] == ["reason"]


def test_no_secret_reaches_a_model() -> None:
    models = GivenModels([{"kind": "latency"}])
    consulting(Notes(), models=models).ask(TASK, prompt("password hunter2"))
    assert models.asked[0][1].data == "password [SECRET]"


def test_a_service_that_is_switched_off_is_not_called() -> None:
    notes, models = Notes(), GivenModels([{"kind": "latency"}])
    off = frozenset({"nova_micro"})
    assert consulting(notes, off, models=models).ask(TASK, prompt()) == "latency"
    assert ("nova_micro", "switched_off", "nova_lite") in notes.told
    assert [asked for asked, _ in models.asked] == [model_id("nova_lite")]


def test_a_service_that_is_switched_off_and_not_even_configured_is_told_as_switched_off() -> None:
    notes = Notes()
    asked = consulting(notes, frozenset({"nova_micro", "guardrails"}))
    asked.ask(TASK, prompt())
    asked.check_plan("restart shop")
    reasons = {one.service: one.reason for one in notes.fallbacks}
    assert (reasons["nova_micro"], reasons["nova_lite"]) == ("switched_off", "not_configured")
    assert reasons["guardrails"] == "switched_off"


@pytest.mark.parametrize(("configured", "reason"), [(False, "not_configured"), (True, "denied")])
def test_every_service_has_somebody_who_takes_over(configured: bool, reason: str) -> None:
    notes, down = Notes(), Down()
    names = ("guard", "language", "reader", "knowledge", "similar", "memory", "documents")
    given: dict[str, Any] = {name: down for name in names if configured}
    asked = consulting(notes, **given)
    assert [one.source for one in asked.similar_incidents("slow")] == ["runbooks/rollback.md"]
    assert [one.incident_id for one in asked.lessons("slow")] == ["inc-0"]
    assert asked.check_plan("restart shop") is None
    assert asked.redact("hunter2 is slow") == "[SECRET] is slow"
    assert asked.tone("we are on it") is None
    assert asked.read(Attachment("screen.png", "s3://b/k", "image/png")) is None
    assert asked.remember(Lesson("inc-1", "hunter2", None, None)) is False
    assert asked.ingest(ClosedIncident("inc-1", "hunter2")) is None
    assert set(notes.told) == {
        ("q_business", reason, "knowledge_base"),
        ("knowledge_base", reason, "lexical_retrieval"),
        ("bedrock_agents", reason, "incident_history"),
        ("guardrails", reason, "person_decides"),
        ("comprehend", reason, "local_patterns"),
        ("comprehend", reason, "held_for_review"),
        ("textract", reason, "listed_unread"),
    }


def test_what_took_over_is_said_once_for_each_purpose() -> None:
    notes = Notes()
    asked = consulting(notes)
    for _ in range(3):
        asked.tone("we are on it")
    assert notes.told == [("comprehend", "not_configured", "held_for_review")]
    assert list(asked.fell_back) == notes.fallbacks


class Everything:
    """Every service, answering."""

    def check(self, text: str, source: str, grounding: str | None, timeout_s: float) -> Reply[Checked]:
        return Reply(Checked(text, (Intervention(kind="topic", name="credentials", blocks=True),)), USED)

    def holds_personal_data(self, text: str, timeout_s: float) -> Reply[bool]:
        return Reply("Anna" in text, USED)

    def personal_data(self, text: str, timeout_s: float) -> Reply[list[Span]]:
        place = text.find("Anna")
        return Reply([Span(place, place + 4, "NAME", 0.9)] if place >= 0 else [], USED)

    def tone(self, text: str, timeout_s: float) -> Reply[Tone]:
        return Reply(Tone("NEUTRAL", 0.9), USED)

    def read(self, reference: str, timeout_s: float) -> Reply[list[ReadLine]]:
        return Reply([ReadLine(1, 1, "504 Gateway Time-out", 0.98)], USED)


def test_what_services_answer_is_handed_on_and_every_call_is_told() -> None:
    notes, all_of_them = Notes(), Everything()
    asked = consulting(notes, guard=all_of_them, language=all_of_them, reader=all_of_them)
    checked = asked.check_plan("print the credentials")
    assert checked is not None
    assert checked.blocked
    assert notes.objections == [("check_plan", checked)]
    assert asked.redact("Anna saw it with hunter2") == "[NAME] saw it with [SECRET]"
    assert asked.tone("we are on it") == Tone("NEUTRAL", 0.9)
    read = asked.read(Attachment("screen.png", "s3://b/k", "image/png"))
    assert read is not None
    assert read[0].text == "504 Gateway Time-out"
    assert [call.purpose for call in asked.calls] == ["check_plan", "redact", "redact", "tone", "read_attachment"]
    assert notes.fallbacks == []


def test_personal_data_is_found_beyond_what_a_service_takes_at_once() -> None:
    asked = consulting(Notes(), language=Everything())
    text = "🦀 " * 40_000 + "Anna called"
    assert asked.redact(text) == "🦀 " * 40_000 + "[NAME] called"
    assert len(asked.calls) > 1


def test_where_personal_data_stands_is_asked_only_where_there_is_any_and_only_once() -> None:
    asked = consulting(Notes(), language=Everything())
    for _ in range(2):
        assert asked.redact("nobody saw it") == "nobody saw it"
    assert [call.operation for call in asked.calls] == ["ContainsPiiEntities"]
    for _ in range(2):
        assert asked.redact("Anna saw it") == "[NAME] saw it"
    assert [call.operation for call in asked.calls[1:]] == ["ContainsPiiEntities", "DetectPiiEntities"]


def test_a_service_that_comes_back_within_the_phase_is_used() -> None:
    notes = Notes()
    models = GivenModels([ServiceUnavailable("not now"), {"kind": "latency"}])
    assert consulting(notes, models=models).ask(TASK, prompt()) == "latency"
    assert [call.outcome for call in notes.calls] == ["unavailable", "succeeded"]


@dataclass
class Recalling:
    """A memory and a knowledge base with a bucket, that keep what they are handed."""

    lessons: list[Lesson] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    kept: list[Lesson | ClosedIncident] = field(default_factory=list)
    jobs: int = 0
    recalls_by = "GetAgentMemory"
    remembers_by = "InvokeAgent"

    def recall(self, query: str, most: int, timeout_s: float) -> Reply[list[Lesson]]:
        return Reply(self.lessons[:most], USED)

    def remember(self, lesson: Lesson, timeout_s: float) -> Reply[None]:
        self.kept.append(lesson)
        return Reply(None, USED)

    def retrieve(self, query: str, most: int, timeout_s: float) -> Reply[list[Passage]]:
        return Reply(self.passages[:most], USED)

    def ask(self, question: str, timeout_s: float) -> Reply[list[Passage]]:
        return Reply(self.passages, USED)

    def keep(self, document: ClosedIncident) -> None:
        self.kept.append(document)

    def ingest(self, timeout_s: float) -> Reply[str]:
        self.jobs += 1
        return Reply("JOB0000001", USED)


def about(*incident_ids: str) -> Passage:
    return Passage("t", "text", "s3://kb/x.md", 0.5, incident_ids)


def test_an_incident_is_no_witness_for_itself() -> None:
    """`inc-1` is the one that is worked on."""
    outside = Recalling(
        lessons=[Lesson("inc-1", "mine", None, None), Lesson("inc-2", "other", None, None)],
        passages=[about("inc-1"), about(), about("inc-2"), about("inc-1", "inc-2")],
    )
    asked = consulting(Notes(), memory=outside, knowledge=outside, similar=outside)
    assert [one.incident_id for one in asked.lessons("slow")] == ["inc-2"]
    others = [(), ("inc-2",), ("inc-1", "inc-2")]
    assert [one.incident_ids for one in asked.passages("slow")] == others
    assert [one.incident_ids for one in asked.similar_incidents("slow")] == others


def test_own_history_and_passages_leave_the_incident_out_too() -> None:
    timer, notes = HandTimer(), Notes()
    calling = Calling(CATALOGUE, Books(), timer, lambda call, problem: None, "local stand-in")
    everything = [f"inc-{number}" for number in range(1, 9)]
    own = OwnMeans(
        passages=lambda query, most: [about(one) for one in everything][:most],
        history=lambda query, most: [Lesson(one, "t", None, None) for one in everything][:most],
        redact=lambda text: text,
    )
    asked = ServiceConsultations(CATALOGUE, calling, timer, Adapters(), own).consult(
        fold([opened()]), "diagnosis", notes
    )
    assert [one.incident_id for one in asked.lessons("slow")] == everything[1:6]
    assert [one.incident_ids[0] for one in asked.passages("slow")] == everything[1:6]


def test_of_several_memories_of_one_incident_the_best_counts() -> None:
    told = [Lesson("inc-2", "best", None, None), Lesson("inc-3", "t", None, None), Lesson("inc-2", "old", None, None)]
    asked = consulting(Notes(), memory=Recalling(lessons=told))
    assert [(one.incident_id, one.text) for one in asked.lessons("slow")] == [("inc-2", "best"), ("inc-3", "t")]


def test_what_is_kept_is_redacted_and_metered_by_the_operations_own_name() -> None:
    notes, outside = Notes(), Recalling()
    asked = consulting(notes, memory=outside, knowledge=outside, documents=outside)
    assert asked.remember(Lesson("inc-1", "hunter2 was it", None, None)) is True
    assert asked.ingest(ClosedIncident("inc-1", "# hunter2")) == "JOB0000001"
    asked.lessons("slow")
    assert outside.kept == [Lesson("inc-1", "[SECRET] was it", None, None), ClosedIncident("inc-1", "# [SECRET]")]
    assert [(one.service, one.operation, one.purpose) for one in notes.calls] == [
        ("bedrock_agents", "InvokeAgent", "remember"),
        ("knowledge_base", "StartIngestionJob", "ingest"),
        ("bedrock_agents", "GetAgentMemory", "lessons"),
    ]


def test_a_knowledge_base_without_a_bucket_or_switched_off_is_handed_nothing() -> None:
    notes, outside = Notes(), Recalling()
    assert consulting(notes, knowledge=outside).ingest(ClosedIncident("inc-1", "#")) is None
    off = frozenset({"knowledge_base", "bedrock_agents"})
    given = consulting(notes, off, knowledge=outside, documents=outside, memory=outside)
    assert given.ingest(ClosedIncident("inc-1", "#")) is None
    assert given.remember(Lesson("inc-1", "t", None, None)) is False
    assert (outside.kept, outside.jobs, notes.calls) == ([], 0, [])
    assert [(one.service, one.reason) for one in notes.fallbacks if one.service != "comprehend"] == [
        ("knowledge_base", "not_configured"),
        ("knowledge_base", "switched_off"),
        ("bedrock_agents", "switched_off"),
    ]
