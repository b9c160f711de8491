"""What calls add up to, how percentiles are told from counts, how a service does, and what was spent on what."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commander.contract.services import ServiceCall
from commander.domain.circuit import Circuit
from commander.domain.health import Tried, health, lately, slot_of
from commander.domain.latency import ERROR, bucket, latency_of, percentile_of
from commander.domain.spending import spending, total
from commander.domain.usage import Use, figures, percentile, spent, use_of, used
from tests.domain.test_services import call
from tests.making import START


@given(st.floats(0.1, 600_000))
def test_the_latency_told_for_a_bucket_is_within_the_stated_error(latency_ms: float) -> None:
    told = latency_of(bucket(latency_ms))
    assert abs(told - latency_ms) <= max(1.0 if latency_ms <= 1 else 0, latency_ms * (ERROR + 1e-9))


def test_a_minute_is_in_a_small_bucket() -> None:
    assert bucket(60_000) == 110


@given(st.lists(st.floats(1.1, 1e6), min_size=1, max_size=80), st.floats(0.01, 1.0))
def test_a_percentile_told_from_counts_is_within_the_error_of_the_exact_one(values: list[float], share: float) -> None:
    counts: dict[int, int] = {}
    for value in values:
        counts[bucket(value)] = counts.get(bucket(value), 0) + 1
    exact = percentile(values, share)
    assert abs(percentile_of(counts, share) - exact) <= exact * (ERROR + 1e-9)


def test_no_counts_have_no_percentile() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile_of({}, 0.95)


calls = st.lists(
    st.builds(
        lambda number, service, outcome, latency, tokens, nanos, provenance, second: call(
            call_id=f"c{number}",
            service=service,
            outcome=outcome,
            latency_ms=latency / 10,
            input_tokens=tokens,
            output_tokens=tokens // 7,
            cost_usd=nanos / 10**9,
            provenance=provenance,
            at=START + timedelta(seconds=second),
        ),
        st.integers(0, 10**6),
        st.sampled_from(["nova_micro", "bedrock_claude", "guardrails"]),
        st.sampled_from(["succeeded", "throttled", "malformed"]),
        st.integers(0, 300_000),
        st.integers(0, 50_000),
        st.integers(0, 10**9),
        st.sampled_from(["aws", "local stand-in"]),
        st.integers(0, 86_400),
    ),
    max_size=25,
    unique_by=lambda one: one.call_id,
)


@given(calls, st.integers(0, 25))
def test_parts_add_up_to_the_whole_however_it_is_cut(made: list[ServiceCall], cut: int) -> None:
    def added(some: list[ServiceCall]) -> Use:
        return sum((use_of(one) for one in some), Use())

    assert added(made[:cut]) + added(made[cut:]) == added(made) == added(made[::-1])


@given(calls)
def test_the_services_costs_add_up_to_the_total_without_a_rest(made: list[ServiceCall]) -> None:
    by_service = sum((Decimal(str(row.total_cost_usd)) for row in used(made)), Decimal(0))
    assert by_service == spent(made) == total(spending(made))
    assert sum(row.requests_count for row in used(made)) == len(made)


def test_a_service_without_calls_has_nothing_to_average_and_cost_nothing() -> None:
    row = figures("textract", Use(), "not_configured")
    assert (row.requests_count, row.total_cost_usd, row.provenance) == (0, 0.0, [])
    assert (row.avg_latency_ms, row.p95_latency_ms, row.success_rate, row.last_request) == (None,) * 4


NOW = START + timedelta(hours=2, minutes=3)


def at(minutes_before: int) -> datetime:
    return slot_of(NOW - timedelta(minutes=minutes_before))


@pytest.mark.parametrize(
    ("slots", "found"),
    [
        ({}, None),
        ({at(0): Tried(3, 1), at(5): Tried(2, 0), at(10): Tried(4, 2)}, Tried(9, 3)),
        ({at(0): Tried(3, 0), at(15): Tried(9, 9)}, Tried(3, 0)),
        ({at(90): Tried(2, 1), at(120): Tried(5, 5)}, Tried(2, 1)),
        ({slot_of(NOW + timedelta(minutes=5)): Tried(1, 1)}, Tried(1, 1)),
    ],
    ids=["none", "all within the window", "one before the window", "the latest that has any", "a clock ahead"],
)
def test_health_is_told_by_the_latest_calls(slots: dict[datetime, Tried], found: Tried | None) -> None:
    assert lately(slots, NOW) == found


@pytest.mark.parametrize(
    ("configuration", "circuit", "latest", "expected"),
    [
        ("not_configured", Circuit(open_until=NOW.timestamp() + 9), Tried(1, 1), "not_configured"),
        ("switched_off", Circuit(), Tried(1, 0), "switched_off"),
        ("configured", Circuit(open_until=NOW.timestamp() + 9), Tried(5, 0), "unavailable"),
        ("configured", Circuit(open_until=NOW.timestamp()), Tried(5, 5), "degraded"),
        ("configured", Circuit(), Tried(5, 1), "degraded"),
        ("configured", Circuit(), Tried(5, 0), "healthy"),
        ("configured", Circuit(), None, "unknown"),
    ],
)
def test_a_service_is_as_its_configuration_its_circuit_and_its_calls_say(
    configuration: Any, circuit: Circuit, latest: Tried | None, expected: str
) -> None:
    assert health(configuration, circuit, latest, NOW) == expected


def test_what_was_spent_is_told_by_task_and_model() -> None:
    made = [
        call(call_id="c1", purpose="classify", model="nova_micro", input_tokens=100, cost_usd=0.0000035),
        call(call_id="c2", purpose="reason", service="bedrock_claude", model="claude_haiku", cost_usd=0.01),
        call(call_id="c3", purpose="reason", service="bedrock_claude", model="claude_sonnet", cost_usd=0.2),
        call(call_id="c4", purpose="classify", model="nova_micro", outcome="throttled", latency_ms=7.0),
        call(call_id="c5", purpose="redact", service="comprehend", cost_usd=0.0003),
    ]
    rows = spending(made)
    assert [(row.purpose, row.model or row.service, row.use.calls) for row in rows] == [
        ("classify", "nova_micro", 2),
        ("reason", "claude_haiku", 1),
        ("reason", "claude_sonnet", 1),
        ("redact", "comprehend", 1),
    ]
    assert (rows[0].use.succeeded, rows[0].use.input_tokens, rows[0].use.usd) == (1, 100, Decimal("0.0000035"))
    assert total(rows) == spent(made)
    assert spending([]) == []
