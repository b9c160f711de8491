"""Records of the AI services' calls are counted once, and their sums agree with them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from commander.aws.metering import DynamoMetering
from commander.contract.services import ServiceCall
from commander.domain.circuit import Circuit
from commander.domain.usage import spent
from commander.ports.metering import Spent
from tests.making import START

DAY = START.date()


def call(number: int = 1, **changes: Any) -> ServiceCall:
    known = {
        "call_id": f"c{number}",
        "service": "nova_lite",
        "operation": "Converse",
        "purpose": "summarise",
        "agent": "diagnosis",
        "incident_id": "inc-1",
        "at": START + timedelta(seconds=number),
        "latency_ms": 120.0,
        "outcome": "succeeded",
        "provenance": "local stand-in",
        "attempt": 1,
        "cost_usd": 0.000012345,
    }
    return ServiceCall.model_validate(known | changes)


@pytest.fixture
def metering(table: str) -> DynamoMetering:
    return DynamoMetering(table)


def test_nothing_was_spent_before_the_first_call(metering: DynamoMetering) -> None:
    found = metering.spent("inc-1", DAY)
    assert found == Spent(Decimal(0), Decimal(0))
    assert metering.calls(DAY) == []


def test_the_sums_are_those_of_the_records_to_the_billionth_of_a_dollar(metering: DynamoMetering) -> None:
    calls = [call(1), call(2, cost_usd=0.25), call(3, incident_id="inc-2"), call(4, incident_id=None)]
    for one in calls:
        metering.record(one)
    assert metering.calls(DAY) == calls
    assert metering.spent("inc-1", DAY).incident == spent(calls[:2]) == Decimal("0.250012345")
    assert metering.spent(None, DAY).day == spent(calls)


def test_the_smallest_costs_add_up(metering: DynamoMetering) -> None:
    for number in range(1, 4):
        metering.record(call(number, cost_usd=0.000000002))
    assert metering.spent("inc-1", DAY) == Spent(Decimal("0.000000006"), Decimal("0.000000006"))


def test_a_record_that_is_written_twice_is_counted_once(metering: DynamoMetering) -> None:
    for _ in range(3):
        metering.record(call())
    assert metering.spent("inc-1", DAY).incident == spent([call()])
    assert len(metering.calls(DAY)) == 1


def test_another_day_begins_with_nothing_spent(metering: DynamoMetering) -> None:
    metering.record(call())
    assert metering.spent("inc-1", DAY + timedelta(days=1)).day == 0


def test_many_writers_at_once_lose_nothing(metering: DynamoMetering) -> None:
    calls = [call(number) for number in range(1, 21)]
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(metering.record, calls))
    assert metering.spent("inc-1", DAY).incident == spent(calls)
    assert metering.calls(DAY) == calls


def test_a_circuit_is_closed_until_one_is_kept_and_then_that_one_for_everybody(
    metering: DynamoMetering, table: str
) -> None:
    assert metering.circuit("guardrails") == Circuit()
    opened = Circuit(failures=5, since=1772539200.25, open_until=1772539230.25)
    metering.keep("guardrails", opened)
    assert DynamoMetering(table).circuit("guardrails") == opened
    assert metering.circuit("comprehend") == Circuit()
