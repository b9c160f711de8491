"""The whole way from an agent's question to the wire and back: real adapters and clients, stand-ins that fail on
demand, metering in the table."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.request import Request, urlopen

import pytest

from commander.aws.ai import attempts
from commander.aws.ai.comprehend import ComprehendLanguage
from commander.aws.ai.converse import BedrockModels, Guardrail
from commander.aws.ai.guardrail import BedrockGuard
from commander.aws.metering import DynamoMetering
from commander.contract.catalogue import catalogue
from commander.domain.costs import cost_of_tokens, cost_of_units
from commander.domain.incident import fold
from commander.domain.routing import Task
from commander.domain.usage import spent
from commander.ports.consultation import Consultation, Prompt
from commander.runtime.services.calling import Calling
from commander.runtime.services.consultations import Adapters, OwnMeans, ServiceConsultations
from local.ai.server import Standin, serve
from tests.making import opened
from tests.runtime.services.test_calling import HandTimer
from tests.runtime.services.test_consultations import Notes

CATALOGUE = catalogue()
TASK = Task("summarise", facts=1, characters=10, hypotheses=1, severity="low")
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["summary"],
    "properties": {"summary": {"type": "string", "minLength": 1, "maxLength": 400}},
}


@dataclass
class Laptop:
    """A consultation whose services are the stand-ins, and what became of it."""

    standin: Standin
    metering: DynamoMetering
    notes: Notes
    consultation: Consultation

    def fail(self, service: str, **setting: Any) -> None:
        url = f"{self.standin.url}/_stand-in/faults/{service}"
        with urlopen(Request(url, json.dumps(setting).encode(), method="PUT"), timeout=5) as answer:
            assert answer.status == 200

    def summary(self, data: str = "checkout answers with 500") -> str | None:
        def read(document: dict[str, Any]) -> str:
            if not isinstance(document.get("summary"), str):
                raise ValueError("summary is missing")
            return str(document["summary"])

        body = json.dumps({"facts": [{"id": "f1", "statement": data}]})
        return self.consultation.ask(TASK, Prompt("summary", "1", "Summarise the facts.", body, SCHEMA, 300, read))


@pytest.fixture
def laptop(table: str) -> Iterator[Laptop]:
    standin = serve(0)
    attempts.forget()
    notes, metering, timer = Notes(), DynamoMetering(table), HandTimer()
    guardrail = Guardrail("gr1234567890", "1")
    adapters = Adapters(
        models=BedrockModels(endpoint_url=standin.url),
        guard=BedrockGuard(guardrail, endpoint_url=standin.url),
        language=ComprehendLanguage(endpoint_url=standin.url),
    )
    own = OwnMeans(lambda query, most: [], lambda query, most: [], lambda text: text)
    calling = Calling(CATALOGUE, metering, timer, lambda call, problem: None, "local stand-in")
    services = ServiceConsultations(CATALOGUE, calling, timer, adapters, own)
    yield Laptop(standin, metering, notes, services.consult(fold([opened()]), "diagnosis", notes))
    standin.close()
    attempts.forget()


def day() -> Any:
    return datetime(2026, 3, 3, tzinfo=UTC).date()


def test_an_answer_is_labelled_and_metered_to_the_call_and_the_billionth_of_a_dollar(laptop: Laptop) -> None:
    said = laptop.summary()
    assert said is not None
    assert said.startswith("Stand-in:")
    calls = laptop.notes.calls
    assert {call.call_id: call for call in laptop.metering.calls(day())} == {call.call_id: call for call in calls}
    assert [(call.service, call.outcome) for call in calls] == [("comprehend", "succeeded"), ("nova_lite", "succeeded")]
    assert {call.provenance for call in calls} == {"local stand-in"}
    assert all(call.request_id is not None and call.request_id.startswith("stand-in-") for call in calls)
    language, model = calls
    expected = cost_of_tokens(CATALOGUE.models["nova_lite"], model.input_tokens, model.output_tokens)
    assert Decimal(str(model.cost_usd)) == expected > 0
    assert Decimal(str(language.cost_usd)) == cost_of_units(CATALOGUE, language.units) > 0
    assert laptop.metering.spent(laptop.notes.calls[0].incident_id, day()).incident == spent(calls)


@pytest.mark.parametrize(
    ("mode", "outcome"), [("throttle", "throttled"), ("error", "unavailable"), ("denied", "denied")]
)
def test_a_model_that_fails_gives_way_to_the_next_and_every_attempt_is_metered(
    laptop: Laptop, mode: str, outcome: str
) -> None:
    laptop.fail("nova_lite", mode=mode)
    assert laptop.summary() is not None
    tries = 1 if outcome == "denied" else CATALOGUE.limits.attempts
    models = [call for call in laptop.notes.calls if call.service != "comprehend"]
    assert len(laptop.metering.calls(day())) == len(laptop.notes.calls)
    assert [call.outcome for call in models] == [outcome] * tries + ["succeeded"]
    assert models[-1].model == "claude_haiku"
    assert [(one.service, one.reason, one.substitute) for one in laptop.notes.fallbacks] == [
        ("nova_lite", outcome, "bedrock_claude")
    ]


def test_answers_that_cannot_be_read_are_refused_and_still_paid_for(laptop: Laptop) -> None:
    for service in ("nova_lite", "bedrock_claude"):
        laptop.fail(service, mode="garbage")
    assert laptop.summary() is None
    assert [one.substitute for one in laptop.notes.fallbacks] == ["bedrock_claude", "evidence_engine"]
    models = [call for call in laptop.metering.calls(day()) if call.service != "comprehend"]
    assert len(models) >= 2
    assert all(call.cost_usd > 0 for call in models)


def test_personal_data_leaves_with_no_prompt_whether_or_not_comprehend_answers(laptop: Laptop) -> None:
    said = laptop.summary("anna.berg@example.org cannot check out")
    assert said is not None
    assert "anna.berg" not in said
    laptop.fail("comprehend", mode="denied")
    laptop.summary("bert.holm@example.org cannot check out")
    assert ("comprehend", "denied", "local_patterns") in laptop.notes.told


def test_a_plan_that_the_guardrail_blocks_is_told_of_and_one_that_it_cannot_see_is_a_persons(laptop: Laptop) -> None:
    checked = laptop.consultation.check_plan("Delete the production database of orders and all its backups.")
    assert checked is not None
    assert checked.blocked
    assert [purpose for purpose, _ in laptop.notes.objections] == ["check_plan"]
    laptop.fail("guardrails", mode="malformed")
    assert laptop.consultation.check_plan("Point the alias of checkout at version 6.") is None
    assert laptop.notes.told[-1][2] == "person_decides"
