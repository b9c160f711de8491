"""Every AI service in every case: it answers, is throttled, does not answer in time, answers what cannot be read, is
not configured. Each is one incident, by real adapters against the stand-ins.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from commander.aws.ai import attempts
from commander.aws.ai.agentcore_memory import AgentCoreMemory
from commander.aws.ai.comprehend import ComprehendLanguage
from commander.aws.ai.converse import BedrockModels, Guardrail
from commander.aws.ai.guardrail import BedrockGuard
from commander.aws.ai.knowledge_base import BedrockKnowledge
from commander.aws.ai.q_business import QBusiness
from commander.aws.ai.textract import TextractReader
from commander.contract import events as ev
from commander.contract.actions import Decision
from commander.contract.catalogue import Catalogue, Route, catalogue
from commander.contract.problems import CommanderError
from commander.contract.services import NOVA, SERVICES, Degradation, Purpose, ServiceCall, ServiceKey, Substitute
from commander.domain.frames import SUBSTITUTES, frame_of
from commander.domain.incident import Incident, result
from commander.domain.redaction import redact
from commander.ports.services import ClosedIncident
from commander.runtime.approval import ask, decide
from commander.runtime.closing import close
from commander.runtime.intake import open_by_hand
from commander.runtime.remediation import carry_out
from commander.runtime.services.calling import Calling
from commander.runtime.services.consultations import Adapters, OwnMeans, ServiceConsultations
from local.ai import textract
from local.ai.faults import Setting
from local.ai.server import Standin, serve
from scripts.transparency.keeping import KeptMetering
from tests.agents.running import up_to
from tests.aws.ai.answering import Answer, answering
from tests.local.ai.drawing import page, saved
from tests.making import START, World, bad_release
from tests.runtime.services.test_calling import HandTimer
from tests.runtime.test_uploads import attached, request

CASES = {"throttled": "throttle", "timed_out": "timeout", "malformed": "malformed", "not_configured": None}
BRIEF_S = 0.3
"""So long a service is waited for that does not answer."""

Taken = tuple[Purpose, Substitute, Degradation | None]
TAKES_OVER: dict[ServiceKey, set[Taken]] = {
    "bedrock_claude": {("reason", "evidence_engine", None)},
    "q_business": {("similar_incidents", "knowledge_base", None)},
    "nova_micro": {("classify", "nova_lite", "increased_latency")},
    "nova_lite": {("draft", "bedrock_claude", "increased_cost")},
    "nova_pro": {("narrate", "bedrock_claude", "increased_cost")},
    "bedrock_agents": {
        ("lessons", "incident_history", "no_persistent_memory"),
        ("remember", "incident_history", "no_persistent_memory"),
    },
    "guardrails": {("check_plan", "person_decides", "human_intervention_required")},
    "knowledge_base": {("passages", "lexical_retrieval", None), ("ingest", "lexical_retrieval", None)},
    "comprehend": {("redact", "local_patterns", None), ("tone", "held_for_review", None)},
    "textract": {("read_attachment", "listed_unread", None)},
}
BY_PEOPLE = {"held_for_review", "person_decides"}


class Kept:
    """The knowledge base's documents."""

    def keep(self, document: ClosedIncident) -> None:
        """Nothing is asked of it but that it takes them."""


def _unmetered(call: ServiceCall, problem: CommanderError) -> None:
    raise AssertionError(f"{call.call_id} was not metered: {problem}")


def offered(brief: ServiceKey | None) -> Catalogue:
    """The catalogue, with the forecast's words written by Nova Pro, so that each model has a task."""
    given = catalogue()
    limits = given.limits
    if brief is not None:
        limits = limits.model_copy(update={"call_timeout_s": {**limits.call_timeout_s, brief: BRIEF_S}})
    routing = {**given.routing, "narrate": [Route(up_to=100, model="nova_pro")]}
    return given.model_copy(update={"routing": routing, "limits": limits})


@dataclass
class Investigated:
    """One incident that has ended, and what its services were asked over the wire."""

    incident: Incident
    events: list[ev.TimelineEvent]
    metered: list[ServiceCall]
    requests: Counter[str]

    def calls(self, service: ServiceKey) -> list[ServiceCall]:
        return [call for call in self.metered if call.service == service]

    def all(self, kind: type[Any]) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]


@pytest.fixture(scope="module")
def screenshot() -> Iterator[str]:
    """An S3 that has the attachment, whatever object is asked for."""
    picture = saved([page(["connection pool exhausted"])], "PNG")
    with answering() as s3:
        s3.will(Answer(200, picture, {"content-type": "image/png"}))
        yield s3.url


@pytest.fixture
def standin(screenshot: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Standin]:
    for name, value in (("ACCESS_KEY_ID", "x"), ("SECRET_ACCESS_KEY", "y"), ("DEFAULT_REGION", "us-east-1")):
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv(textract.S3_ENDPOINT, screenshot)
    attempts.forget()
    server = serve(0)
    yield server
    server.close()
    attempts.forget()


def _counting(standin: Standin, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How many requests reach each service over the wire."""
    requests: Counter[str] = Counter()
    next_failure = standin.faults.next_failure

    def counted(service: str) -> Setting | None:
        requests[service] += 1
        return next_failure(service)

    monkeypatch.setattr(standin.faults, "next_failure", counted)
    return requests


def _adapters(url: str, memory: str, missing: ServiceKey | None) -> Adapters:
    every = Adapters(
        models=BedrockModels(Guardrail("gr1234567890", "1"), url),
        guard=BedrockGuard(Guardrail("gr1234567890", "1"), url),
        language=ComprehendLanguage("en", url),
        reader=TextractReader(url),
        knowledge=BedrockKnowledge("STANDIN001", "STANDIN001", url),
        similar=QBusiness("0" * 36, None, url),
        memory=AgentCoreMemory(memory, endpoint_url=url),
        documents=Kept(),
    )
    without: dict[ServiceKey, dict[str, None]] = {
        "bedrock_claude": {"models": None},
        **{nova: {"models": None} for nova in NOVA},
        "q_business": {"similar": None},
        "bedrock_agents": {"memory": None},
        "guardrails": {"guard": None},
        "knowledge_base": {"knowledge": None},
        "comprehend": {"language": None},
        "textract": {"reader": None},
    }
    return replace(every, **without[missing]) if missing else every


def _investigate(
    standin: Standin, monkeypatch: pytest.MonkeyPatch, failing: ServiceKey | None = None, case: str | None = None
) -> Investigated:
    """An incident with an attachment and a plan, from its opening to what it teaches."""
    missing = failing if case == "not_configured" else None
    mode = CASES[case] if case else None
    if failing and mode:
        standin.faults.put(failing, Setting(mode, milliseconds=60_000 if mode == "timeout" else 0))
    requests, metering, timer = _counting(standin, monkeypatch), KeptMetering(), HandTimer()
    given = offered(failing if mode == "timeout" else None)
    own = OwnMeans(lambda query, most: [], lambda query, most: [], redact)
    services = ServiceConsultations(
        given,
        Calling(given, metering, timer, _unmetered, "local stand-in"),
        timer,
        _adapters(standin.url, f"failing-{id(requests) % 10**10:010d}", missing),
        own,
    )
    world = World()
    monkeypatch.setattr(world, "services", services)
    incident_id = open_by_hand(
        request(evidence=bad_release(), attachments=[attached(world, "shot.png")]), "ann", None, world.intake
    )
    up_to("resolution", incident_id, world)
    _fix(incident_id, world)
    close(incident_id, world.ports)
    return Investigated(
        world.timelines.incident(incident_id), world.timelines.read(incident_id), metering.calls, requests
    )


def _fix(incident_id: str, world: World) -> None:
    """A person approves the plan, it is carried out, and it helps: only then is there a lesson to be remembered."""
    ask(incident_id, "token", "test", 900, world.timelines, world.approvals, world.workflow, world.clock)
    action = world.timelines.incident(incident_id).action
    assert action is not None
    decision = Decision(action_id=action.action_id, plan_hash=action.plan_hash, decision="approve")
    decide(incident_id, decision, "ann", world.timelines, world.approvals, world.workflow, world.clock)
    moments = [START + timedelta(minutes=place) for place in range(1, 4)]
    world.telemetry.signal = [(at, 0.0) for at in moments]
    world.telemetry.traffic = [(at, 240.0) for at in moments]
    for step in ("prepare", "execute", "verify"):
        carry_out(step, incident_id, action.action_id, "test", world.ports)


def _assert_told_metered_and_paid(done: Investigated) -> None:
    """What holds in each case: people were told, each request has one record, each record is in the timeline, and what
    it cost is what the price file says."""
    assert done.incident.status == "resolved", done.incident.ended_because
    assert done.incident.agents["communication"].status == "complete"
    assert {event.audience for event in done.all(ev.UpdateSent)} == {"responders", "executives", "customers"}
    assert Counter(call.service for call in done.metered) == done.requests
    in_timeline = {event.call.call_id: event.call for event in done.all(ev.ServiceCalled)}
    assert in_timeline == {call.call_id: call for call in done.metered}
    assert all(Decimal(str(call.cost_usd)) == _priced(call) for call in done.metered)
    whole = sum((_priced(call) for call in done.metered), Decimal(0))
    shown = result(done.incident)
    assert Decimal(str(shown.total_aws_cost)) == whole
    assert sum(Decimal(str(row.total_cost_usd)) for row in shown.aws_services_metrics) == whole


def _priced(call: ServiceCall) -> Decimal:
    """A call by the price file, reckoned here once more. The stand-ins have no prompt cache, and no prompt is above a
    model's price step."""
    prices = catalogue()
    cost = sum(
        (
            Decimal(count) * Decimal(str(prices.unit_prices[unit].usd)) / prices.unit_prices[unit].per
            for unit, count in call.units.items()
        ),
        Decimal(0),
    )
    if call.model is not None:
        price = prices.models[call.model].price
        cost += Decimal(call.input_tokens) * Decimal(str(price.input)) / 1_000_000
        cost += Decimal(call.output_tokens) * Decimal(str(price.output)) / 1_000_000
    return cost.quantize(Decimal("0.000000001"))


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_that_answers_is_metered_and_nobody_takes_over(
    service: ServiceKey, standin: Standin, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = _investigate(standin, monkeypatch)
    _assert_told_metered_and_paid(done)
    assert {call.outcome for call in done.metered} == {"succeeded"}
    assert done.calls(service)
    assert done.all(ev.ServiceFellBack) == []
    used = {one for event in done.all(ev.AgentCompleted) for one in event.update.aws_services_used}
    assert service in used


@pytest.mark.parametrize("case", ["throttled", "timed_out", "malformed"])
@pytest.mark.parametrize("service", SERVICES)
def test_what_takes_over_from_a_service_that_fails_is_named_and_the_incident_is_told(
    service: ServiceKey, case: str, standin: Standin, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = _investigate(standin, monkeypatch, service, case)
    _assert_told_metered_and_paid(done)
    calls = done.calls(service)
    assert {call.outcome for call in calls} == {case}
    if case != "malformed":
        assert all(call.cost_usd == 0 for call in calls), "nobody bills what was not answered"
        assert len(calls) <= catalogue().limits.circuit_failures
    most = 1 if case == "malformed" else catalogue().limits.attempts
    assert max(call.attempt for call in calls) == most
    fell_back = [event for event in done.all(ev.ServiceFellBack) if event.fallback.service == service]
    named = {(one.fallback.purpose, one.fallback.substitute, one.fallback.degraded) for one in fell_back}
    assert named >= TAKES_OVER[service]
    assert {one.fallback.reason for one in fell_back} <= {case, "circuit_open"}
    for event in fell_back:
        frame = frame_of(event, "f1")
        assert frame.type == "agent_error"
        assert SUBSTITUTES[event.fallback.substitute] in frame.payload.message
        by_people = event.fallback.substitute in BY_PEOPLE
        assert frame.payload.recovery_action == ("manual_intervention" if by_people else "fallback_service")


@pytest.mark.parametrize("service", SERVICES)
def test_what_takes_over_from_a_service_that_is_not_configured_is_named_and_the_incident_is_told(
    service: ServiceKey, standin: Standin, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = _investigate(standin, monkeypatch, service, "not_configured")
    _assert_told_metered_and_paid(done)
    assert done.calls(service) == []
    assert done.requests[service] == 0
    without = [event for event in done.all(ev.AgentReasoned) if service in event.data and event.step == "services"]
    assert without
    assert {event.data[service] for event in without} == {"not_configured"}
    said = " ".join(event.statement for event in without)
    # What an incident taught is handed on after its agents have said what they did without.
    expected = {by for purpose, by, _ in TAKES_OVER[service] if purpose not in ("remember", "ingest", "tone")}
    assert all(SUBSTITUTES[by] in said for by in expected)
