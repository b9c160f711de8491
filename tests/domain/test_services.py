"""The rules about AI services that need nobody's answer: routing, costs, circuits, figures of use."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commander.contract import events as ev
from commander.contract.catalogue import Catalogue, TokenPrice, catalogue
from commander.contract.services import FellBack, ServiceCall
from commander.domain.circuit import Circuit, after
from commander.domain.costs import cost_of_tokens, cost_of_units
from commander.domain.frames import frame_of
from commander.domain.incident import fold, result
from commander.domain.routing import Task, complexity, route
from commander.domain.usage import percentile, spent, used
from tests.making import START, MemoryTimelines, opened

CATALOGUE = catalogue()


def task(**changes: Any) -> Task:
    known: dict[str, Any] = {"kind": "narrate", "facts": 0, "characters": 0, "hypotheses": 0, "severity": "low"}
    return Task(**(known | changes))


def call(**changes: Any) -> ServiceCall:
    known = {
        "call_id": "c1",
        "service": "nova_micro",
        "operation": "Converse",
        "purpose": "classify",
        "agent": "detection",
        "incident_id": "inc-1",
        "at": START,
        "latency_ms": 120.0,
        "outcome": "succeeded",
        "provenance": "local stand-in",
        "attempt": 1,
    }
    return ServiceCall.model_validate(known | changes)


def test_the_cheapest_model_gets_the_simple_task_and_a_better_one_the_hard_task() -> None:
    assert route(task(), CATALOGUE) == "nova_micro"
    assert route(task(facts=40, characters=9_000), CATALOGUE) == "nova_lite"
    assert route(task(facts=80, characters=30_000, hypotheses=6, severity="critical"), CATALOGUE) == "nova_pro"
    assert route(task(kind="reason"), CATALOGUE) == "claude_haiku"
    hard = task(kind="reason", facts=80, characters=30_000, hypotheses=6, severity="critical")
    assert route(hard, CATALOGUE) == "claude_sonnet"


@given(
    facts=st.integers(0, 10_000),
    characters=st.integers(0, 10**8),
    hypotheses=st.integers(0, 100),
    severity=st.sampled_from(["low", "medium", "high", "critical"]),
    kind=st.sampled_from(sorted(CATALOGUE.routing)),
)
def test_every_task_has_a_model_and_more_of_anything_is_never_simpler(
    facts: int, characters: int, hypotheses: int, severity: Any, kind: Any
) -> None:
    one = task(kind=kind, facts=facts, characters=characters, hypotheses=hypotheses, severity=severity)
    assert 0 <= complexity(one) <= 100
    assert route(one, CATALOGUE) in CATALOGUE.models
    more = task(kind=kind, facts=facts + 2, characters=characters + 1000, hypotheses=hypotheses + 1, severity=severity)
    assert complexity(more) >= complexity(one)


def test_tokens_cost_what_the_price_file_says() -> None:
    haiku = CATALOGUE.models["claude_haiku"]
    price = haiku.price
    million = cost_of_tokens(haiku, 50_000, 1_000_000)
    assert million == Decimal(str(price.input)) / 20 + Decimal(str(price.output))
    long = cost_of_tokens(haiku, 100_001, 1_000)
    expected = Decimal(100_001) * Decimal(str(price.input_above)) + Decimal(1_000) * Decimal(str(price.output_above))
    assert long == (expected / 1_000_000).quantize(Decimal("1e-9"))


def test_what_was_read_from_the_cache_costs_the_cache_price_and_without_one_that_of_input() -> None:
    sonnet, micro = CATALOGUE.models["claude_sonnet"], CATALOGUE.models["nova_micro"]
    assert cost_of_tokens(sonnet, 0, 0, cache_read=1_000_000) == Decimal(str(sonnet.price.cache_read))
    assert cost_of_tokens(micro, 0, 0, cache_read=1_000_000) == Decimal(str(micro.price.input))


def test_units_cost_what_the_price_file_says_and_an_unpriced_unit_is_an_error() -> None:
    page = CATALOGUE.unit_prices["textract_text_page"]
    assert cost_of_units(CATALOGUE, {"textract_text_page": page.per}) == Decimal(str(page.usd))
    with pytest.raises(KeyError):
        cost_of_units(CATALOGUE, {"moonbeams": 1})


def test_a_catalogue_that_routes_to_an_unknown_model_is_refused() -> None:
    broken = CATALOGUE.model_dump(by_alias=True, mode="json")
    broken["routing"]["classify"] = [{"up_to": 100, "model": "nova_mega"}]
    with pytest.raises(ValueError, match="nova_mega"):
        Catalogue.model_validate(broken)
    broken["routing"]["classify"] = [{"up_to": 90, "model": "nova_micro"}]
    with pytest.raises(ValueError, match="end at 100"):
        Catalogue.model_validate(broken)


def test_an_environment_names_other_model_ids_for_models_that_exist() -> None:
    changed = CATALOGUE.with_model_ids({"claude_haiku": "eu.anthropic.claude-haiku-5-5"})
    assert changed.models["claude_haiku"].model_id == "eu.anthropic.claude-haiku-5-5"
    assert changed.models["claude_sonnet"] == CATALOGUE.models["claude_sonnet"]
    with pytest.raises(ValueError, match="no such model"):
        CATALOGUE.with_model_ids({"gpt": "x"})


def test_a_circuit_opens_after_so_many_failures_and_closes_with_the_first_success() -> None:
    limits, circuit = CATALOGUE.limits, Circuit()
    for second in range(limits.circuit_failures):
        assert circuit.lets_through(1000.0 + second)
        circuit = after(circuit, "throttled", 1000.0 + second, limits)
    opened_at = 1000.0 + limits.circuit_failures - 1
    assert not circuit.lets_through(opened_at + limits.circuit_open_s - 1)
    assert circuit.lets_through(opened_at + limits.circuit_open_s)
    again = after(circuit, "timed_out", opened_at + limits.circuit_open_s, limits)
    assert not again.lets_through(opened_at + limits.circuit_open_s + 1), "one failure on trial opens it at once"
    assert after(again, "succeeded", opened_at + 1000, limits) == Circuit()


def test_failures_far_apart_and_wrong_requests_do_not_open_a_circuit() -> None:
    limits, circuit, now = CATALOGUE.limits, Circuit(), 1000.0
    for _ in range(3 * limits.circuit_failures):
        now += limits.circuit_window_s
        circuit = after(circuit, "unavailable", now, limits)
        circuit = after(circuit, "rejected", now, limits)
    assert circuit.lets_through(now)


def test_use_is_told_by_the_records_alone() -> None:
    calls = [
        call(call_id="c1", outcome="throttled", latency_ms=10.0),
        call(call_id="c2", attempt=2, latency_ms=110.0, input_tokens=900, output_tokens=20, cost_usd=0.0000343),
        call(call_id="c3", service="guardrails", purpose="check_input", latency_ms=50.0, cost_usd=0.00015),
    ]
    micro, guard = used(calls)
    assert (micro.service_name, micro.requests_count, micro.success_rate) == ("nova_micro", 2, 0.5)
    assert (micro.input_tokens, micro.output_tokens, micro.p95_latency_ms) == (900, 20, 110.0)
    assert guard.provenance == ["local stand-in"]
    assert spent(calls) == Decimal("0.0001843")


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=60), st.floats(0.01, 1.0))
def test_a_percentile_is_one_of_the_values_and_not_exceeded_by_its_share(values: list[float], share: float) -> None:
    found = percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values)


def test_an_incident_knows_what_its_calls_cost_and_says_who_took_over() -> None:
    timelines = MemoryTimelines()
    timelines.append(opened())
    actor = ev.Actor(kind="agent", name="detection")
    common = {"incident_id": "inc-1", "at": START + timedelta(seconds=1), "actor": actor, "agent": "detection"}
    timelines.append(ev.ServiceCalled(event_id="service.called/c1", call=call(cost_usd=0.25), **common))
    gone = FellBack(
        service="nova_micro",
        purpose="classify",
        reason="throttled",
        substitute="nova_lite",
        degraded="increased_latency",
    )
    last = timelines.append(ev.ServiceFellBack(event_id="service.fell_back/c1", fallback=gone, **common))
    incident = fold(timelines.read("inc-1"))
    assert result(incident).total_aws_cost == 0.25
    assert [row.service_name for row in result(incident).aws_services_metrics] == ["nova_micro"]
    frame = frame_of(last, "1")
    assert frame.type == "agent_error"
    assert frame.payload.recovery_action == "fallback_service"
    assert "Nova Lite takes over (increased latency)" in frame.payload.message


def test_prices_above_a_prompt_size_need_not_be_there() -> None:
    price = TokenPrice(input=1.0, output=2.0, above_input_tokens=10)
    model = CATALOGUE.models["nova_pro"].model_copy(update={"price": price})
    assert cost_of_tokens(model, 1_000_000, 0) == Decimal(1)
