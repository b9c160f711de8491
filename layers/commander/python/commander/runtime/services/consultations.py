"""The AI services as the agents see them: who takes over where one cannot answer, and who says so.

The chains are those of the product's table of services. Nothing raises because a service failed: what could not be had
is empty or None, and it is said once per service and reason what took over.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from commander.contract.catalogue import Catalogue
from commander.contract.services import (
    NOVA,
    SERVICES,
    CallOutcome,
    Configuration,
    Degradation,
    FellBack,
    Purpose,
    ServiceCall,
    ServiceKey,
    SkipReason,
    Substitute,
)
from commander.contract.values import AgentName
from commander.domain.incident import Incident
from commander.domain.routing import Task, route
from commander.ports.consultation import Attachment, Consultation, ConsultationLog, Prompt
from commander.ports.services import (
    Checked,
    DocumentReader,
    Guard,
    Knowledge,
    Language,
    Lesson,
    Memory,
    ModelAnswer,
    ModelRequest,
    Models,
    Passage,
    ReadLine,
    Reply,
    SimilarIncidents,
    Span,
    Tone,
)
from commander.runtime.services.calling import Caller, Calling, Failed, Request, Skipped, Timer
from commander.runtime.services.pieces import pieces, without

Adapter = TypeVar("Adapter")
Value = TypeVar("Value")
Answer = TypeVar("Answer")

_LANGUAGE_BYTES = 100_000
"""Comprehend takes 100 KB of a text at once."""
_MOST = 5
"""So many passages or lessons are asked for: more would crowd out the incident's own facts."""


@dataclass(frozen=True)
class Adapters:
    """The services' adapters; None where a service is not configured."""

    models: Models | None = None
    guard: Guard | None = None
    language: Language | None = None
    reader: DocumentReader | None = None
    knowledge: Knowledge | None = None
    similar: SimilarIncidents | None = None
    memory: Memory | None = None


@dataclass(frozen=True)
class OwnMeans:
    """What the product can do itself: search its runbooks and incidents by words, recall its own history, redact."""

    passages: Callable[[str, int], list[Passage]]
    history: Callable[[str, int], list[Lesson]]
    redact: Callable[[str], str]


@dataclass(frozen=True)
class ServiceConsultations:
    """`ports.consultation.Services`. `switched_off`: services that an environment does not want."""

    catalogue: Catalogue
    calling: Calling
    timer: Timer
    adapters: Adapters
    own: OwnMeans
    switched_off: frozenset[ServiceKey] = frozenset()

    def consult(self, incident: Incident, agent: AgentName, log: ConsultationLog) -> Consultation:
        """See ports.consultation.Services. The time of one phase begins now."""
        caller = Caller(
            agent, incident.incident_id, incident.opened.severity, self.timer.seconds() + self.catalogue.limits.phase_s
        )
        return _Consultation(self, caller, log)

    def configured(self) -> dict[ServiceKey, Configuration]:
        """What this environment decided about each service."""
        adapters = self.adapters
        there: dict[ServiceKey, object | None] = {
            "bedrock_claude": adapters.models,
            **dict.fromkeys(NOVA, adapters.models),
            "q_business": adapters.similar,
            "bedrock_agents": adapters.memory,
            "guardrails": adapters.guard,
            "knowledge_base": adapters.knowledge,
            "comprehend": adapters.language,
            "textract": adapters.reader,
        }
        return {
            service: "not_configured"
            if there[service] is None
            else "switched_off"
            if service in self.switched_off
            else "configured"
            for service in SERVICES
        }


@dataclass(frozen=True)
class _What:
    """What is asked of a service that is no model, and who takes over."""

    service: ServiceKey
    operation: str
    purpose: Purpose
    substitute: Substitute
    degraded: Degradation | None = None


def _personal_data(text: str, language: Language, timeout_s: float) -> Reply[list[Span]]:
    return language.personal_data(text, timeout_s)


class _Consultation:
    """One agent's consultation on one incident."""

    def __init__(self, services: ServiceConsultations, caller: Caller, log: ConsultationLog) -> None:
        self._services, self._caller, self._log = services, caller, log
        self._lock = threading.Lock()
        self._calls: list[ServiceCall] = []
        self._fell_back: list[FellBack] = []

    @property
    def calls(self) -> Sequence[ServiceCall]:
        """See ports.consultation.Consultation."""
        with self._lock:
            return tuple(self._calls)

    @property
    def fell_back(self) -> Sequence[FellBack]:
        """See ports.consultation.Consultation."""
        with self._lock:
            return tuple(self._fell_back)

    def ask(self, task: Task, prompt: Prompt[Answer]) -> Answer | None:
        """See ports.consultation.Consultation. The data is redacted before any model sees it."""
        models = self._services.adapters.models
        name: str | None = route(task, self._services.catalogue)
        request = ModelRequest(prompt.system, self.redact(prompt.data), prompt.schema, prompt.max_tokens)
        while name is not None:
            model = self._services.catalogue.models[name]
            after = self._services.catalogue.fallbacks.get(model.service)
            try:
                if models is None:
                    raise Skipped("not_configured", f"{model.service} is not configured")
                return self._read(models, name, task, prompt, request)
            except (Skipped, Failed) as gone:
                if after is None:
                    self._fall_back(model.service, task.kind, gone, "evidence_engine")
                    return None
                self._fall_back(model.service, task.kind, gone, after.substitute, after.degraded)
                name = after.model
        return None

    def _read(self, models: Models, name: str, task: Task, prompt: Prompt[Answer], request: ModelRequest) -> Answer:
        """A model's answer, after one repair turn where the first could not be read. Raises Failed, Skipped."""
        answer = self._converse(models, name, task.kind, request)
        try:
            return prompt.read(answer.document)
        except ValueError as error:
            reason = str(error)[:500]
        again = ModelRequest(
            request.system, request.data, request.schema, request.max_tokens, (answer.document, reason)
        )
        answer = self._converse(models, name, "repair", again)
        try:
            return prompt.read(answer.document)
        except ValueError as error:
            raise Failed("malformed", f"{name} answered twice what cannot be used: {error}"[:300]) from error

    def _converse(self, models: Models, name: str, purpose: Purpose, request: ModelRequest) -> ModelAnswer:
        model = self._services.catalogue.models[name]

        attempt = partial(models.converse, model, request)
        answer = self._call(Request(model.service, "Converse", purpose, attempt, name))
        if answer.intervened:
            self._log.intervened(purpose, Checked("", ()))
            raise Failed("rejected", "the guardrail stepped in")
        return answer

    def similar_incidents(self, query: str) -> list[Passage]:
        """See ports.consultation.Consultation."""
        query = self.redact(query)
        what = _What("q_business", "ChatSync", "similar_incidents", "knowledge_base")
        found = self._try(self._services.adapters.similar, what, lambda one, timeout_s: one.ask(query, timeout_s))
        return self.passages(query) if found is None else found

    def passages(self, query: str) -> list[Passage]:
        """See ports.consultation.Consultation."""
        query = self.redact(query)
        what = _What("knowledge_base", "Retrieve", "passages", "lexical_retrieval")
        adapter = self._services.adapters.knowledge
        found = self._try(adapter, what, lambda one, timeout_s: one.retrieve(query, _MOST, timeout_s))
        return self._services.own.passages(query, _MOST) if found is None else found

    def lessons(self, query: str) -> list[Lesson]:
        """See ports.consultation.Consultation."""
        query = self.redact(query)
        what = _What("bedrock_agents", "RetrieveMemoryRecords", "lessons", "incident_history", "no_persistent_memory")
        adapter = self._services.adapters.memory
        found = self._try(adapter, what, lambda one, timeout_s: one.recall(query, _MOST, timeout_s))
        return self._services.own.history(query, _MOST) if found is None else found

    def remember(self, lesson: Lesson) -> None:
        """See ports.consultation.Consultation. Where it cannot be kept, the incident's own timeline still has it."""
        kept = replace(lesson, text=self.redact(lesson.text))
        what = _What(
            "bedrock_agents", "BatchCreateMemoryRecords", "remember", "incident_history", "no_persistent_memory"
        )
        self._try(self._services.adapters.memory, what, lambda one, timeout_s: one.remember(kept, timeout_s))

    def check_plan(self, text: str) -> Checked | None:
        """See ports.consultation.Consultation."""
        what = _What("guardrails", "ApplyGuardrail", "check_plan", "person_decides", "human_intervention_required")
        adapter = self._services.adapters.guard
        checked = self._try(adapter, what, lambda one, timeout_s: one.check(text, "OUTPUT", None, timeout_s))
        if checked is not None and checked.interventions:
            self._log.intervened("check_plan", checked)
        return checked

    def redact(self, text: str) -> str:
        """See ports.consultation.Consultation. Our own patterns always, and what Comprehend finds besides."""
        text = self._services.own.redact(text)
        if not text.strip():
            return text
        what = _What("comprehend", "DetectPiiEntities", "redact", "local_patterns")
        found: list[Span] = []
        for start, piece in pieces(text, _LANGUAGE_BYTES):
            spans = self._try(self._services.adapters.language, what, partial(_personal_data, piece))
            if spans is None:
                break
            found += [Span(start + one.start, start + one.end, one.kind, one.score) for one in spans]
        return without(text, found)

    def tone(self, text: str) -> Tone | None:
        """See ports.consultation.Consultation."""
        what = _What("comprehend", "DetectSentiment", "tone", "held_for_review")
        return self._try(self._services.adapters.language, what, lambda one, timeout_s: one.tone(text, timeout_s))

    def read(self, attachment: Attachment) -> list[ReadLine] | None:
        """See ports.consultation.Consultation."""
        what = _What("textract", "DetectDocumentText", "read_attachment", "listed_unread")
        adapter = self._services.adapters.reader
        return self._try(adapter, what, lambda one, timeout_s: one.read(attachment.reference, timeout_s))

    def _try(self, adapter: Adapter | None, what: _What, ask: Callable[[Adapter, float], Reply[Value]]) -> Value | None:
        """The service's answer; None where it could not be had, which is said."""
        try:
            if adapter is None:
                raise Skipped("not_configured", f"{what.service} is not configured")
            return self._call(Request(what.service, what.operation, what.purpose, partial(ask, adapter)))
        except (Skipped, Failed) as gone:
            self._fall_back(what.service, what.purpose, gone, what.substitute, what.degraded)
            return None

    def _call(self, request: Request[Value]) -> Value:
        if request.service in self._services.switched_off:
            raise Skipped("switched_off", f"{request.service} is switched off here")
        return self._services.calling.call(request, self._caller, self._told)

    def _told(self, call: ServiceCall) -> None:
        with self._lock:
            self._calls.append(call)
        self._log.called(call)

    def _fall_back(
        self,
        service: ServiceKey,
        purpose: Purpose,
        gone: Skipped | Failed,
        substitute: Substitute,
        degraded: Degradation | None = None,
    ) -> None:
        reason: CallOutcome | SkipReason = gone.reason if isinstance(gone, Skipped) else gone.outcome
        fallback = FellBack(
            service=service,
            purpose=purpose,
            reason=reason,
            substitute=substitute,
            degraded=degraded,
            detail=gone.detail[:300],
        )
        with self._lock:
            known = any((one.service, one.purpose, one.reason) == (service, purpose, reason) for one in self._fell_back)
            if not known:
                self._fell_back.append(fallback)
        if not known:
            self._log.fell_back(fallback)
