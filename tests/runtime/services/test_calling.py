"""One way for every call: tried again in time, left alone when it keeps failing, within a budget, metered."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from commander.contract.catalogue import catalogue
from commander.contract.problems import (
    CommanderError,
    MalformedAnswer,
    Missing,
    ServiceDenied,
    ServiceRejected,
    ServiceThrottled,
    ServiceTimedOut,
    ServiceUnavailable,
)
from commander.contract.services import ServiceCall, ServiceKey
from commander.domain.circuit import Circuit
from commander.domain.costs import cost_of_tokens
from commander.ports.metering import Spent
from commander.ports.services import Reply, Usage
from commander.runtime.services.calling import Caller, Calling, Failed, Request, Skipped

CATALOGUE = catalogue()
LIMITS = CATALOGUE.limits
NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


@dataclass
class HandTimer:
    """Time that passes only where somebody waits or works; the longest wait that jitter allows."""

    passed: float = 0.0
    waits: list[float] = field(default_factory=list)
    luck: float = 1.0

    def seconds(self) -> float:
        return self.passed

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.passed)

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.passed += seconds

    def chance(self) -> float:
        return self.luck


@dataclass
class Books:
    """Metering in memory; `broken` makes it unreachable."""

    calls: list[ServiceCall] = field(default_factory=list)
    circuits: dict[str, Circuit] = field(default_factory=dict)
    day_before: Decimal = Decimal(0)
    broken: bool = False

    def record(self, call: ServiceCall) -> None:
        self._reach()
        self.calls.append(call)

    def spent(self, incident_id: str | None, day: date) -> Spent:
        self._reach()
        total = sum((Decimal(str(call.cost_usd)) for call in self.calls), Decimal(0))
        return Spent(total, self.day_before + total)

    def circuit(self, service: ServiceKey) -> Circuit:
        self._reach()
        return self.circuits.get(service, Circuit())

    def keep(self, service: ServiceKey, circuit: Circuit) -> None:
        self.circuits[service] = circuit

    def _reach(self) -> None:
        if self.broken:
            raise ServiceUnavailable("the table does not answer")


class Service:
    """A service that does what it is told to, one thing after another, each taking a second."""

    def __init__(self, timer: HandTimer, *answers: Reply[str] | CommanderError) -> None:
        self.timer, self.answers, self.timeouts = timer, list(answers), list[float]()

    def __call__(self, timeout_s: float) -> Reply[str]:
        self.timeouts.append(timeout_s)
        self.timer.passed += 1
        answer = self.answers.pop(0)
        if isinstance(answer, CommanderError):
            raise answer
        return answer


def reply(text: str = "well", **used: Any) -> Reply[str]:
    return Reply(text, Usage(**{"provenance": "local stand-in", "request_id": "stand-in-1"} | used))


@dataclass
class Desk:
    """Everything a call takes."""

    timer: HandTimer = field(default_factory=HandTimer)
    books: Books = field(default_factory=Books)
    told: list[ServiceCall] = field(default_factory=list)
    lost: list[ServiceCall] = field(default_factory=list)

    def call(
        self, *answers: Reply[str] | CommanderError, deadline: float = 45, model: str | None = "nova_micro"
    ) -> str:
        self.service = Service(self.timer, *answers)
        calling = Calling(CATALOGUE, self.books, self.timer, lambda call, _: self.lost.append(call), "local stand-in")
        request = Request[str]("nova_micro", "Converse", "classify", self.service, model)
        return calling.call(request, Caller("detection", "inc-1", "low", deadline), self.told.append)


def test_an_answer_is_handed_on_and_metered_with_what_it_cost() -> None:
    desk = Desk()
    assert desk.call(reply("fine", input_tokens=1000, output_tokens=200)) == "fine"
    (record,) = desk.books.calls
    assert desk.told == [record]
    assert (record.outcome, record.attempt, record.provenance) == ("succeeded", 1, "local stand-in")
    assert (record.model, record.model_id) == ("nova_micro", CATALOGUE.models["nova_micro"].model_id)
    assert Decimal(str(record.cost_usd)) == cost_of_tokens(CATALOGUE.models["nova_micro"], 1000, 200)
    assert record.latency_ms == 1000.0


def test_units_are_priced_beside_tokens() -> None:
    desk = Desk()
    desk.call(reply(units={"comprehend_unit": 300}), model=None)
    assert desk.books.calls[0].cost_usd == 0.03


@pytest.mark.parametrize("problem", [ServiceThrottled, ServiceTimedOut, ServiceUnavailable])
def test_what_may_pass_is_tried_again_and_each_attempt_is_metered(problem: Callable[[str], CommanderError]) -> None:
    desk = Desk()
    assert desk.call(problem("not now"), problem("not now"), reply()) == "well"
    assert [(call.attempt, call.outcome == "succeeded") for call in desk.books.calls] == [
        (1, False),
        (2, False),
        (3, True),
    ]
    assert len({call.call_id for call in desk.books.calls}) == 3
    assert desk.timer.waits == [LIMITS.first_wait_s, 2 * LIMITS.first_wait_s]


@pytest.mark.parametrize(
    ("problem", "outcome"),
    [
        (ServiceDenied("no"), "denied"),
        (ServiceRejected("no"), "rejected"),
        (MalformedAnswer("no"), "malformed"),
        (Missing("no"), "missing"),
    ],
)
def test_what_will_fail_again_is_not_tried_again(problem: CommanderError, outcome: str) -> None:
    desk = Desk()
    with pytest.raises(Failed) as failed:
        desk.call(problem)
    assert failed.value.outcome == outcome
    assert [call.outcome for call in desk.told] == [outcome]
    assert desk.books.circuits == {}


def test_the_tries_are_limited_and_the_last_failure_is_told() -> None:
    desk = Desk()
    with pytest.raises(Failed, match="try 3") as failed:
        desk.call(*(ServiceThrottled(f"try {number}") for number in range(1, LIMITS.attempts + 1)))
    assert failed.value.outcome == "throttled"
    assert len(desk.told) == LIMITS.attempts


def test_what_a_malformed_answer_used_is_paid_for() -> None:
    desk = Desk()
    problem = MalformedAnswer("no tool")
    problem.usage = Usage("local stand-in", "stand-in-7", input_tokens=10_000)  # type: ignore[attr-defined]
    with pytest.raises(Failed):
        desk.call(problem)
    assert desk.told[0].request_id == "stand-in-7"
    assert desk.told[0].cost_usd > 0


def test_an_attempt_that_nobody_answered_is_booked_to_whom_it_was_sent() -> None:
    desk = Desk()
    with pytest.raises(Failed):
        desk.call(ServiceDenied("no"))
    assert desk.told[0].provenance == "local stand-in"
    assert desk.told[0].request_id is None


def test_nothing_is_called_when_the_time_of_the_phase_is_used_up() -> None:
    desk = Desk()
    with pytest.raises(Skipped) as skipped:
        desk.call(reply(), deadline=LIMITS.reserve_s)
    assert skipped.value.reason == "out_of_time"
    assert desk.told == []


def test_a_call_gets_no_more_time_than_is_left() -> None:
    desk = Desk()
    desk.call(reply(), deadline=LIMITS.reserve_s + 3)
    assert desk.service.timeouts == [3]
    desk.call(reply(), deadline=1000)
    assert desk.service.timeouts == [LIMITS.call_timeout_s["nova_micro"]]


def test_nobody_waits_for_another_try_beyond_the_deadline() -> None:
    desk = Desk()
    with pytest.raises(Failed):
        desk.call(ServiceThrottled("not now"), reply(), deadline=LIMITS.reserve_s + 1.1)
    assert desk.timer.waits == []


def test_a_service_that_keeps_failing_is_left_alone_and_tried_again_later() -> None:
    desk = Desk()
    for _ in range(2):
        with pytest.raises((Failed, Skipped)):
            desk.call(*(ServiceUnavailable("down") for _ in range(LIMITS.attempts)), deadline=1000)
    made = len(desk.told)
    with pytest.raises(Skipped) as skipped:
        desk.call(reply(), deadline=1000)
    assert (skipped.value.reason, len(desk.told)) == ("circuit_open", made)
    desk.timer.passed += LIMITS.circuit_open_s
    assert desk.call(reply(), deadline=1000) == "well"
    assert desk.books.circuits["nova_micro"] == Circuit()


def test_an_incident_that_spent_its_budget_calls_nothing_more() -> None:
    desk = Desk()
    desk.call(reply(input_tokens=2_000_000))
    with pytest.raises(Skipped, match="incident") as skipped:
        desk.call(reply())
    assert skipped.value.reason == "budget_spent"


def test_the_days_budget_holds_for_all_incidents_together() -> None:
    desk = Desk(books=Books(day_before=Decimal(str(LIMITS.day_budget_usd))))
    with pytest.raises(Skipped, match="day") as skipped:
        desk.call(reply())
    assert skipped.value.reason == "budget_spent"


def test_books_that_cannot_be_reached_take_no_answer_away_and_the_record_is_told_of() -> None:
    desk = Desk(books=Books(broken=True))
    assert desk.call(reply()) == "well"
    assert [call.outcome for call in desk.lost] == ["succeeded"]
    assert desk.told == desk.lost
