"""The bill of a whole incident: retries, failures, repair turns and cached tokens, against the price file itself."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from commander.contract.catalogue import Model
from commander.contract.problems import (
    CommanderError,
    MalformedAnswer,
    ServiceDenied,
    ServiceThrottled,
    ServiceTimedOut,
)
from commander.domain.incident import result
from commander.domain.routing import Task
from commander.ports.services import Checked, ModelAnswer, ModelRequest, Reply, Span, Tone, Usage
from commander.runtime.notes import TimelineNotes
from commander.runtime.services.calling import Calling
from commander.runtime.services.consultations import Adapters, OwnMeans, ServiceConsultations
from tests.domain.test_services import call
from tests.making import World, opened
from tests.runtime.services.test_calling import CATALOGUE, Books, HandTimer
from tests.runtime.services.test_consultations import prompt

SIMPLE = Task("classify", facts=1, characters=1, hypotheses=0, severity="low")
HARD = Task("reason", facts=99, characters=90_000, hypotheses=9, severity="critical")
GOOD, BAD = {"kind": "latency"}, {"sort": "?"}


def usage(**used: Any) -> Usage:
    return Usage("local stand-in", "stand-in-1", **used)


def refused(used: Usage) -> MalformedAnswer:
    problem = MalformedAnswer("no tool")
    problem.usage = used  # type: ignore[attr-defined]
    return problem


class Script:
    """Answers in turn, and keeps what each model's turn used."""

    def __init__(self, *turns: tuple[Usage | None, dict[str, Any] | CommanderError]) -> None:
        self._turns: Iterator[tuple[Usage | None, dict[str, Any] | CommanderError]] = iter(turns)
        self.used: list[tuple[Model, Usage]] = []

    def converse(self, model: Model, request: ModelRequest, timeout_s: float) -> Reply[ModelAnswer]:
        used, answer = next(self._turns)
        if used is not None:
            self.used.append((model, used))
        if isinstance(answer, CommanderError):
            raise answer
        assert used is not None
        return Reply(ModelAnswer(answer, "tool_use"), used)


class Units:
    """Services that are priced by units."""

    def check(self, text: str, source: str, grounding: str | None, timeout_s: float) -> Reply[Checked]:
        return Reply(Checked(text), usage(units={"guardrail_content": 2, "guardrail_sensitive": 2}))

    def holds_personal_data(self, text: str, timeout_s: float) -> Reply[bool]:
        return Reply(True, self.personal_data(text, timeout_s).usage)

    def personal_data(self, text: str, timeout_s: float) -> Reply[list[Span]]:
        return Reply([], usage(units={"comprehend_unit": 3}))

    def tone(self, text: str, timeout_s: float) -> Reply[Tone]:
        raise ServiceDenied("not allowed")


def priced(model: Model, used: Usage) -> Decimal:
    """A turn by the price file, reckoned here once more. No turn of this test is above a model's price step."""
    price = model.price
    rates = (
        (used.input_tokens, price.input),
        (used.output_tokens, price.output),
        (used.cache_read_tokens, price.input if price.cache_read is None else price.cache_read),
        (used.cache_write_tokens, price.input if price.cache_write is None else price.cache_write),
    )
    return sum((Decimal(tokens) * Decimal(str(rate)) for tokens, rate in rates), Decimal(0)) / 1_000_000


def test_an_incidents_bill_is_right_to_the_billionth_of_a_dollar() -> None:
    world, timer, books = World(), HandTimer(), Books()
    world.timelines.append(opened(severity="critical"))
    models = Script(
        (None, ServiceThrottled("not now")),
        (usage(input_tokens=812, output_tokens=40), BAD),
        (usage(input_tokens=901, output_tokens=55), GOOD),
        (None, ServiceTimedOut("late")),
        (usage(input_tokens=90, output_tokens=300, cache_write_tokens=40_001), BAD),
        (usage(input_tokens=412, output_tokens=299, cache_read_tokens=40_001), GOOD),
        (usage(input_tokens=333, output_tokens=7), refused(usage(input_tokens=333, output_tokens=7))),
        (None, ServiceDenied("not allowed")),
        (usage(input_tokens=777, output_tokens=0, cache_read_tokens=5), refused(usage(input_tokens=777))),
    )
    calling = Calling(CATALOGUE, books, timer, lambda lost, problem: None, "local stand-in")
    units = Units()
    adapters = Adapters(models=models, guard=units, language=units)
    own = OwnMeans(lambda query, most: [], lambda query, most: [], lambda text: text)
    services = ServiceConsultations(CATALOGUE, calling, timer, adapters, own)
    incident = world.timelines.incident("inc-1")
    notes = TimelineNotes("inc-1", "diagnosis", world.clock, world.timelines)
    consultation = services.consult(incident, "diagnosis", notes)
    assert consultation.ask(SIMPLE, prompt()) == "latency"
    assert consultation.ask(HARD, prompt()) == "latency"
    assert consultation.ask(SIMPLE, prompt()) is None
    assert consultation.check_plan("roll back") is not None
    assert consultation.tone("we are on it") is None

    turns = [*models.used[:-1], (models.used[-1][0], usage(input_tokens=777))]
    redactions, checks = 2, 1  # whether, and where: the text is the same each time
    unit = {name: Decimal(str(one.usd)) / one.per for name, one in CATALOGUE.unit_prices.items()}
    expected = sum((priced(model, used) for model, used in turns), Decimal(0))
    expected += redactions * 3 * unit["comprehend_unit"]
    expected += checks * 2 * (unit["guardrail_content"] + unit["guardrail_sensitive"])

    told = result(world.timelines.incident("inc-1"))
    assert Decimal(str(told.total_aws_cost)) == expected
    rows = {row.service_name: row for row in told.aws_services_metrics}
    assert sum((Decimal(str(row.total_cost_usd)) for row in rows.values()), Decimal(0)) == expected
    assert sum((Decimal(str(one.cost_usd)) for one in books.calls), Decimal(0)) == expected
    assert {name: (row.requests_count, row.success_rate) for name, row in rows.items()} == {
        "bedrock_claude": (4, 0.5),
        "nova_micro": (4, 0.5),
        "nova_lite": (1, 0.0),
        "guardrails": (1, 1.0),
        "comprehend": (3, 0.6667),
    }
    assert rows["bedrock_claude"].input_tokens == 90 + 40_001 + 412 + 40_001 + 777
    assert [one.purpose for one in books.calls if one.purpose == "repair"] == ["repair", "repair"]


def test_a_call_that_is_told_twice_is_on_the_bill_once() -> None:
    world, calls = World(), [call(call_id=f"c{number}", cost_usd=0.25) for number in range(3)]
    world.timelines.append(opened())
    notes = TimelineNotes("inc-1", "diagnosis", world.clock, world.timelines)
    for one in [*calls, *calls]:
        notes.called(one)
    told = result(world.timelines.incident("inc-1"))
    assert told.aws_services_metrics[0].requests_count == 3
    assert told.total_aws_cost == 0.75
