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
from commander.contract.problems import CommanderError
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
    ClosedIncident,
    DocumentReader,
    Documents,
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
from commander.runtime.services.calling import Caller, Calling, Failed, Request, Skipped, Timer, outcome_of
from commander.runtime.services.documents import read_document
from commander.runtime.services.pieces import pieces, without

Adapter = TypeVar("Adapter")
Value = TypeVar("Value")
Answer = TypeVar("Answer")

_LANGUAGE_BYTES = 5_000
"""Comprehend takes 100 KB of a text at once. In small pieces fewer characters have to be looked through for where."""
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
    documents: Documents | None = None


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


class _Consultation:
    """One agent's consultation on one incident."""

    def __init__(self, services: ServiceConsultations, caller: Caller, log: ConsultationLog) -> None:
        self._services, self._caller, self._log = services, caller, log
        self._lock = threading.Lock()
        self._calls: list[ServiceCall] = []
        self._fell_back: list[FellBack] = []
        self._looked_through: dict[str, list[Span] | None] = {}
        self._looking: dict[str, threading.Lock] = {}

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
                return self._read(self._ready(models, model.service), name, task, prompt, request)
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
        return self.passages(query) if found is None else self._others(found)

    def passages(self, query: str) -> list[Passage]:
        """See ports.consultation.Consultation."""
        query = self.redact(query)
        what = _What("knowledge_base", "Retrieve", "passages", "lexical_retrieval")
        adapter = self._services.adapters.knowledge
        found = self._try(adapter, what, lambda one, timeout_s: one.retrieve(query, _MOST, timeout_s))
        found = self._services.own.passages(query, _MOST + 1) if found is None else found
        return self._others(found)[:_MOST]

    def _others(self, found: list[Passage]) -> list[Passage]:
        """Those that are not about this very incident: it is no witness for itself."""
        return [one for one in found if set(one.incident_ids) != {self._caller.incident_id}]

    def lessons(self, query: str) -> list[Lesson]:
        """See ports.consultation.Consultation."""
        query = self.redact(query)
        adapter = self._services.adapters.memory
        operation = adapter.recalls_by if adapter else ""
        what = _What("bedrock_agents", operation, "lessons", "incident_history", "no_persistent_memory")
        found = self._try(adapter, what, lambda one, timeout_s: one.recall(query, _MOST + 1, timeout_s))
        found = self._services.own.history(query, _MOST + 1) if found is None else found
        by_incident: dict[str, Lesson] = {}
        for one in found:
            by_incident.setdefault(one.incident_id, one)  # the best of what a memory has of one incident
        by_incident.pop(self._caller.incident_id or "", None)
        return list(by_incident.values())[:_MOST]

    def remember(self, lesson: Lesson) -> bool:
        """See ports.consultation.Consultation. Where it cannot be kept, the incident's own timeline still has it."""
        adapter = self._services.adapters.memory
        operation = adapter.remembers_by if adapter else ""
        what = _What("bedrock_agents", operation, "remember", "incident_history", "no_persistent_memory")
        kept = replace(lesson, text=self.redact(lesson.text)) if self._wanted(what, adapter) else lesson
        done = self._try(
            adapter, what, lambda one, timeout_s: Reply(value=True, usage=one.remember(kept, timeout_s).usage)
        )
        return done is not None

    def ingest(self, document: ClosedIncident) -> str | None:
        """See ports.consultation.Consultation. Where it is not taken in, the words of stored incidents are searched."""
        knowledge, documents = self._services.adapters.knowledge, self._services.adapters.documents
        what = _What("knowledge_base", "StartIngestionJob", "ingest", "lexical_retrieval")
        if documents is not None and self._wanted(what, knowledge):
            try:
                documents.keep(replace(document, markdown=self.redact(document.markdown)))
            except CommanderError as error:
                self._fall_back(what.service, what.purpose, Failed(outcome_of(error), error.detail), what.substitute)
                return None
        return self._try(None if documents is None else knowledge, what, lambda one, timeout_s: one.ingest(timeout_s))

    def _wanted(self, what: _What, adapter: object | None) -> bool:
        return adapter is not None and what.service not in self._services.switched_off

    def check_plan(self, text: str) -> Checked | None:
        """See ports.consultation.Consultation."""
        what = _What("guardrails", "ApplyGuardrail", "check_plan", "person_decides", "human_intervention_required")
        adapter = self._services.adapters.guard
        checked = self._try(adapter, what, lambda one, timeout_s: one.check(text, "OUTPUT", None, timeout_s))
        if checked is not None and checked.interventions:
            self._log.intervened("check_plan", checked)
        return checked

    def redact(self, text: str) -> str:
        """See ports.consultation.Consultation. Our own patterns always, and what Comprehend finds besides.

        It is asked whether there is any in each piece before it is asked where: most pieces hold none.
        """
        text = self._services.own.redact(text)
        if not text.strip():
            return text
        found: list[Span] = []
        for start, piece in pieces(text, _LANGUAGE_BYTES):
            spans = self._personal_data(piece)
            if spans is None:
                break
            found += [Span(start + one.start, start + one.end, one.kind, one.score) for one in spans]
        return without(text, found)

    def _personal_data(self, piece: str) -> list[Span] | None:
        """Where a piece holds personal data, looked through once in a consultation; None where nobody could tell.

        Questions that are asked at the same time are mostly about the same text: who comes second waits for the first.
        """
        with self._lock:
            looking = self._looking.setdefault(piece, threading.Lock())
        with looking:
            if piece not in self._looked_through:
                self._looked_through[piece] = self._look_through(piece)
            return self._looked_through[piece]

    def _look_through(self, piece: str) -> list[Span] | None:
        language = self._services.adapters.language
        whether = _What("comprehend", "ContainsPiiEntities", "redact", "local_patterns")
        where = _What("comprehend", "DetectPiiEntities", "redact", "local_patterns")
        holds = self._try(language, whether, lambda one, timeout_s: one.holds_personal_data(piece, timeout_s))
        if not holds:
            return None if holds is None else []
        return self._try(language, where, lambda one, timeout_s: one.personal_data(piece, timeout_s))

    def tone(self, text: str) -> Tone | None:
        """See ports.consultation.Consultation."""
        what = _What("comprehend", "DetectSentiment", "tone", "held_for_review")
        return self._try(self._services.adapters.language, what, lambda one, timeout_s: one.tone(text, timeout_s))

    def read(self, attachment: Attachment) -> list[ReadLine] | None:
        """See ports.consultation.Consultation. What was read of a document stays where the rest of it could not be."""
        try:
            reader = self._ready(self._services.adapters.reader, "textract")
            found = read_document(reader, attachment, self._call, self._services.timer.wait)
        except (Skipped, Failed) as gone:
            self._fall_back("textract", "read_attachment", gone, "listed_unread")
            return None
        if found.unread is not None:
            self._fall_back("textract", "read_attachment", found.unread, "listed_unread")
        return found.lines

    def _try(self, adapter: Adapter | None, what: _What, ask: Callable[[Adapter, float], Reply[Value]]) -> Value | None:
        """The service's answer; None where it could not be had, which is said."""
        try:
            ready = self._ready(adapter, what.service)
            return self._call(Request(what.service, what.operation, what.purpose, partial(ask, ready)))
        except (Skipped, Failed) as gone:
            self._fall_back(what.service, what.purpose, gone, what.substitute, what.degraded)
            return None

    def _ready(self, adapter: Adapter | None, service: ServiceKey) -> Adapter:
        """The adapter. Raises Skipped where the service is switched off, which says more than not being configured."""
        if service in self._services.switched_off:
            raise Skipped("switched_off", f"{service} is switched off here")
        if adapter is None:
            raise Skipped("not_configured", f"{service} is not configured")
        return adapter

    def _call(self, request: Request[Value]) -> Value:
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
