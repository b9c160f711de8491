"""Values that tests are made of: a clock that is set by hand, ports in memory, events and bundles."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from commander.contract import events as ev
from commander.contract.actions import ApiCall, Expectation, MadeCall
from commander.contract.incidents import IncidentPage, MetricRef, Signal
from commander.contract.memory import LearnedLesson
from commander.contract.problems import IdempotencyMismatch, LostRace, Missing, NotFound, ServiceUnavailable
from commander.contract.readings import Collector
from commander.contract.services import FellBack, ServiceCall
from commander.contract.values import AgentName, iso
from commander.domain import redaction
from commander.domain.chain import GENESIS, seal
from commander.domain.incident import Incident, fold, summary
from commander.domain.lessons import lessons_cited
from commander.domain.routing import Task
from commander.domain.runbooks import Runbook
from commander.ports import Intake, Ports
from commander.ports.consultation import Attachment, Consultation, ConsultationLog, Prompt
from commander.ports.services import Checked, ClosedIncident, Lesson, Passage, ReadLine, Tone

START = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


@dataclass
class HandClock:
    """Moves only when told to."""

    moment: datetime = START
    count: int = 0

    def now(self) -> datetime:
        return self.moment

    def nonce(self) -> str:
        self.count += 1
        return f"{self.count:08x}".ljust(32, "0")

    def wait(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@dataclass
class MemoryTimelines:
    """Timelines, list and claims in dictionaries; the same rules as the real adapter."""

    events: dict[str, list[ev.TimelineEvent]] = field(default_factory=dict)
    claims: dict[str, str] = field(default_factory=dict)
    requests: dict[str, tuple[str, str]] = field(default_factory=dict)

    def append(self, event: ev.Envelope) -> ev.TimelineEvent:
        timeline = self.events.get(event.incident_id, [])
        known = next((one for one in timeline if one.event_id == event.event_id), None)
        if known is not None:
            return known
        if not timeline and not isinstance(event, ev.IncidentOpened):
            raise NotFound(f"no incident {event.incident_id}")
        prev_hash = timeline[-1].hash if timeline else GENESIS
        sealed = ev.timeline_event.validate_python(seal(event, len(timeline) + 1, prev_hash))
        self.events[event.incident_id] = [*timeline, sealed]
        return sealed

    def append_in_state(self, event: ev.Envelope, seq: int) -> ev.TimelineEvent:
        if len(self.events.get(event.incident_id, [])) != seq:
            raise LostRace("moved on")
        return self.append(event)

    def read(self, incident_id: str, after: int = 0, limit: int | None = None) -> list[ev.TimelineEvent]:
        return self.events.get(incident_id, [])[after:][:limit]

    def incident(self, incident_id: str) -> Incident:
        if incident_id not in self.events:
            raise NotFound(f"no incident {incident_id}")
        return fold(self.events[incident_id])

    def page(self, status: Any, severity: Any, service: Any, limit: int, cursor: str | None) -> IncidentPage:
        rows = [summary(fold(timeline)) for timeline in self.events.values()]
        rows = [row for row in rows if status in (None, row.status) and severity in (None, row.severity)]
        return IncidentPage(incidents=sorted(rows, key=lambda row: row.opened_at)[::-1][:limit], next_cursor=None)

    def newest(self, limit: int, cursor: str | None) -> tuple[list[LearnedLesson], str | None]:
        found = [lesson for incident_id in self.events if (lesson := self.of(incident_id)) is not None]
        return sorted(found, key=lambda one: one.opened_at)[::-1][:limit], None

    def of(self, incident_id: str) -> LearnedLesson | None:
        timeline = self.events.get(incident_id, [])
        return next((event.lesson for event in timeline[::-1] if isinstance(event, ev.IncidentLearned)), None)

    def cited_by(self, incident_id: str, limit: int) -> list[str]:
        citing = (
            event.incident_id
            for timeline in self.events.values()
            for event in timeline
            if incident_id in lessons_cited(event)
        )
        return sorted(set(citing))[:limit]

    def claim(self, fingerprint: str, incident_id: str) -> str:
        owner = self.claims.get(fingerprint)
        if owner is None or (owner in self.events and not fold(self.events[owner]).is_open):
            owner = self.claims[fingerprint] = incident_id
        return owner

    def holder(self, fingerprint: str) -> str | None:
        return self.claims.get(fingerprint)

    def recall(self, key: str) -> str | None:
        return self.requests[key][1] if key in self.requests else None

    def remember(self, key: str, request_hash: str, incident_id: str) -> str:
        known = self.requests.setdefault(key, (request_hash, incident_id))
        if known[0] != request_hash:
            raise IdempotencyMismatch("another body")
        return known[1]


@dataclass
class MemoryEvidence:
    documents: dict[str, bytes] = field(default_factory=dict)

    def put(self, incident_id: str, name: str, document: bytes) -> str:
        self.documents[f"{incident_id}/{name}"] = document
        return f"{incident_id}/{name}"

    def get(self, reference: str) -> bytes:
        if reference not in self.documents:
            raise NotFound(reference)
        return self.documents[reference]


@dataclass
class GivenTelemetry:
    """Answers with a bundle and with series that the test sets."""

    bundle: dict[str, Any] = field(default_factory=dict)
    signal: list[tuple[datetime, float]] = field(default_factory=list)
    traffic: list[tuple[datetime, float]] = field(default_factory=list)
    further: dict[str, Any] = field(default_factory=dict)
    looks: list[tuple[str, str]] = field(default_factory=list)

    def collect(self, incident: Incident, now: datetime) -> dict[str, Any]:
        return self.bundle

    def look(self, incident: Incident, collector: Collector, entity: str, now: datetime) -> dict[str, Any]:
        self.looks.append((collector, entity))
        return self.further

    def watch(self, expectation: Expectation, since: datetime, until: datetime) -> dict[str, Any]:
        return {"signal": self.signal, "traffic": self.traffic}


@dataclass
class OneFunction:
    """A Lambda function with an alias: reads and acts on a dictionary, and keeps what was asked of it."""

    alias: str = "2"
    versions: tuple[str, ...] = ("1", "2")
    calls: list[ApiCall] = field(default_factory=list)
    refuse: bool = False
    broken: bool = False

    def read(self, runbook: Runbook, call: ApiCall) -> dict[str, Any]:
        if self.broken:
            raise ServiceUnavailable("lambda does not answer")
        if call.operation == "get_alias":
            return {"FunctionVersion": self.alias, "Name": call.parameters["Name"]}
        if call.parameters["Qualifier"] not in self.versions:
            raise Missing("no such version")
        return {"Version": call.parameters["Qualifier"]}

    def act(self, runbook: Runbook, target: str, call: ApiCall) -> MadeCall:
        self.calls.append(call)
        if self.refuse:
            return MadeCall(call=call, request_id="r", at=START, outcome="refused", detail="AccessDenied")
        self.alias = call.parameters["FunctionVersion"]
        return MadeCall(call=call, request_id=f"req-{len(self.calls)}", at=START, outcome="ok")


@dataclass
class Outbox:
    sent: list[tuple[str, str, str]] = field(default_factory=list)
    broken: bool = False

    def send(self, audience: str, subject: str, text: str, incident_id: str) -> str | None:
        if self.broken:
            raise ServiceUnavailable("sns does not answer")
        self.sent.append((audience, subject, text))
        return f"m{len(self.sent)}"


@dataclass
class StillWorkflow:
    """Remembers what was started and answered."""

    started: list[str] = field(default_factory=list)
    answers: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    how: str | None = None
    gone: bool = False

    def start(self, incident_id: str) -> None:
        if incident_id not in self.started:
            self.started.append(incident_id)

    def ended(self, incident_id: str) -> str | None:
        return self.how

    def answer(self, token: str, output: dict[str, Any]) -> None:
        if self.gone:
            raise Missing("nobody waits")
        self.answers.append((token, output))


@dataclass
class MemoryApprovals:
    tokens: dict[tuple[str, str], str] = field(default_factory=dict)

    def hold(self, incident_id: str, action_id: str, token: str, expires_at: datetime) -> None:
        self.tokens[(incident_id, action_id)] = token

    def take(self, incident_id: str, action_id: str) -> str | None:
        return self.tokens.get((incident_id, action_id))


@dataclass
class GivenRunbooks:
    runbooks: Sequence[Runbook]

    def all(self) -> Sequence[Runbook]:
        return self.runbooks


@dataclass
class GivenServices:
    """AI services that answer what the test sets, and nothing by default; they keep what they were asked.

    `answers` holds the document a model answers a prompt with, by the prompt's name; one that the prompt cannot read
    is treated as the product treats it: as no answer.
    """

    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    similar: list[Passage] = field(default_factory=list)
    found: list[Passage] = field(default_factory=list)
    learned: list[Lesson] = field(default_factory=list)
    plan_check: Checked | None = None
    sounds: Tone | None = None
    pages: dict[str, list[ReadLine]] = field(default_factory=dict)
    asked: list[Prompt[Any]] = field(default_factory=list)
    remembered: list[Lesson] = field(default_factory=list)
    ingested: list[ClosedIncident] = field(default_factory=list)
    calls: list[ServiceCall] = field(default_factory=list)
    fell_back: list[FellBack] = field(default_factory=list)

    def consult(self, incident: Incident, agent: AgentName, log: ConsultationLog) -> Consultation:
        return self

    def ask(self, task: Task, prompt: Prompt[Any]) -> Any:
        self.asked.append(prompt)
        if prompt.name not in self.answers:
            return None
        self.calls.append(model_call(f"call-{len(self.calls) + 1}"))
        try:
            return prompt.read(self.answers[prompt.name])
        except ValueError:
            return None

    def similar_incidents(self, query: str) -> list[Passage]:
        return self.similar

    def passages(self, query: str) -> list[Passage]:
        return self.found

    def lessons(self, query: str) -> list[Lesson]:
        return self.learned

    def remember(self, lesson: Lesson) -> bool:
        self.remembered.append(lesson)
        return True

    def ingest(self, document: ClosedIncident) -> str | None:
        self.ingested.append(document)
        return f"JOB{len(self.ingested)}"

    def check_plan(self, text: str) -> Checked | None:
        return self.plan_check

    def redact(self, text: str) -> str:
        return redaction.redact(text)

    def tone(self, text: str) -> Tone | None:
        return self.sounds

    def read(self, attachment: Attachment) -> list[ReadLine] | None:
        return self.pages.get(attachment.name)


def model_call(call_id: str = "call-1", **changes: Any) -> ServiceCall:
    """A call of a model that a stand-in answered."""
    given = {
        "call_id": call_id,
        "service": "nova_lite",
        "operation": "Converse",
        "purpose": "narrate",
        "agent": "diagnosis",
        "incident_id": "inc-1",
        "at": START,
        "latency_ms": 12.0,
        "outcome": "succeeded",
        "provenance": "local stand-in",
        "attempt": 1,
        "model": "nova_lite",
    }
    return ServiceCall.model_validate(given | changes)


@dataclass
class World:
    """Everything the product reaches, in memory."""

    clock: HandClock = field(default_factory=HandClock)
    timelines: MemoryTimelines = field(default_factory=MemoryTimelines)
    evidence: MemoryEvidence = field(default_factory=MemoryEvidence)
    telemetry: GivenTelemetry = field(default_factory=GivenTelemetry)
    actuator: OneFunction = field(default_factory=OneFunction)
    notifier: Outbox = field(default_factory=Outbox)
    workflow: StillWorkflow = field(default_factory=StillWorkflow)
    approvals: MemoryApprovals = field(default_factory=MemoryApprovals)
    services: GivenServices = field(default_factory=GivenServices)

    @property
    def ports(self) -> Ports:
        from commander.aws.runbooks import PackagedRunbooks

        return Ports(
            clock=self.clock,
            timelines=self.timelines,
            evidence=self.evidence,
            telemetry=self.telemetry,
            actuator=self.actuator,
            notifier=self.notifier,
            runbooks=PackagedRunbooks(),
            services=self.services,
            verification_window_s=60,
        )

    @property
    def intake(self) -> Intake:
        return Intake(self.clock, self.timelines, self.timelines, self.timelines, self.evidence, self.workflow)


def opened(incident_id: str = "inc-1", at: datetime = START, **changes: Any) -> ev.IncidentOpened:
    """The first event of an incident."""
    given = {
        "incident_id": incident_id,
        "event_id": "incident.opened",
        "at": at,
        "actor": ev.Actor(kind="system", name="test"),
        "title": f"title of {incident_id} 💥",
        "incident_type": "errors",
        "severity": "high",
        "description": "d",
        "affected_services": ["shop"],
        "source": "manual",
        "signal": None,
        "evidence_ref": None,
    }
    return ev.IncidentOpened.model_validate(given | changes)


def alarm(signal_id: str = "msg-1", state: str = "alarm", at: datetime = START) -> Signal:
    """An alarm on failures of the function `shop`."""
    return Signal(
        signal_id=signal_id,
        source="cloudwatch",
        name="shop-failures",
        state=state,
        entity="lambda/shop",
        service="shop",
        metric=MetricRef(
            namespace="Store", name="ShopFailures", dimensions={"FunctionName": "shop"}, statistic="Sum", period_s=10
        ),
        threshold=3,
        comparison="GreaterThanOrEqualToThreshold",
        at=at,
    )


def bad_release(now: datetime = START) -> dict[str, Any]:
    """A bundle in which version 2 of the function `shop` fails from its first minute on."""
    onset = now - timedelta(minutes=2)

    def series(name: str, namespace: str, before: float, after: float) -> dict[str, Any]:
        moments = [now - timedelta(seconds=10 * step) for step in range(60, 0, -1)]
        return {
            "name": name,
            "namespace": namespace,
            "entity": "lambda/shop",
            "dimensions": {"FunctionName": "shop"},
            "statistic": "Sum",
            "unit": "Count",
            "period_s": 10,
            "points": [[iso(at), after if at >= onset else before] for at in moments],
        }

    metrics = [
        series("ShopFailures", "Store", 0, 38),
        series("Invocations", "AWS/Lambda", 40, 40),
        series("Errors", "AWS/Lambda", 0, 38),
        series("Throttles", "AWS/Lambda", 0, 0),
    ]
    errors = [
        {
            "t": iso(onset + timedelta(seconds=step)),
            "entity": "lambda/shop",
            "source": f"/aws/lambda/shop 2026/03/04/[2]{step:04x}",
            "message": "[ERROR] KeyError: 'currency'",
        }
        for step in range(40)
    ]
    return {
        "schema": "evidence-bundle/1",
        "case_id": "shop-failures",
        "incident": {
            "title": "shop-failures",
            "severity": "high",
            "source": "cloudwatch",
            "service": "shop",
            "resource": "lambda/shop",
            "started_at": iso(onset + timedelta(seconds=30)),
            "collected_at": iso(now),
        },
        "alerts": [
            {
                "id": "a1",
                "t": iso(onset + timedelta(seconds=30)),
                "name": "shop-failures",
                "entity": "lambda/shop",
                "state": "alarm",
                "metric": "ShopFailures",
                "threshold": 3,
                "comparison": "GreaterThanOrEqualToThreshold",
            }
        ],
        "metrics": [{"id": f"m{place}", **one} for place, one in enumerate(metrics, 1)],
        "logs": [{"id": f"l{place}", **one} for place, one in enumerate(errors, 1)],
        "events": [],
        "changes": [
            {
                "id": "c1",
                "t": iso(onset - timedelta(seconds=5)),
                "kind": "deployment",
                "action": "PublishVersion",
                "entity": "lambda/shop",
                "details": {"alias": "live", "version": "2", "previous_version": "1"},
            }
        ],
        "topology": [],
        "state": [
            {
                "id": "s1",
                "entity": "lambda/shop",
                "kind": "lambda_function",
                "attributes": {"runtime": "python3.13", "alias_live": "2", "versions": ["1", "2"]},
            }
        ],
        "gaps": [],
    }


def nothing_known(now: datetime = START) -> dict[str, Any]:
    """A bundle with nothing in it."""
    empty = bad_release(now)
    return empty | {"alerts": [], "metrics": [], "logs": [], "changes": [], "state": []}


def as_bytes(bundle: dict[str, Any]) -> bytes:
    """A bundle as it is stored."""
    return json.dumps(bundle).encode()
