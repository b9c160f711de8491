"""Where a signal is heading, which capacity runs out, and what waiting costs."""

from collections.abc import Sequence
from typing import Any

import pytest

from commander.contract.evidence import Bundle
from commander.evidence import moments
from commander.evidence.engine import forecast

START = 1_780_000_000.0


def series(name: str, values: Sequence[float], entity: str = "service/cart", **more: Any) -> dict[str, Any]:
    points = [[moments.iso(START + 60 * place), value] for place, value in enumerate(values)]
    return {"name": name, "entity": entity, "period_s": 60, "points": points, **more}


def bundle(*metrics: dict[str, Any], **more: Any) -> Bundle:
    document = {
        "schema": "evidence-bundle/1",
        "case_id": "ahead",
        "incident": {"title": "x", "severity": "high", "source": "prometheus", "resource": "service/cart"},
        **{section: [] for section in ("alerts", "logs", "events", "changes", "topology", "state")},
        "metrics": [{"id": f"m{place}", **one} for place, one in enumerate(metrics)],
        **more,
    }
    return Bundle.model_validate(document)


def told(*metrics: dict[str, Any], **more: Any) -> dict[str, Any]:
    found = forecast(bundle(*metrics, **more))
    assert found is not None
    return found


WOBBLE = [0.0, 0.4, -0.3, 0.2, -0.5]


def test_free_storage_that_shrinks_is_forecast_to_nothing() -> None:
    free = [1000 - 10 * place + 5 * WOBBLE[place % 5] for place in range(60)]
    found = told(series("FreeStorageSpace", free, "rds/db"), incident_of("rds/db"))
    assert found["threshold"] == 0
    assert found["seconds_to_breach"] == pytest.approx(41 * 60, rel=0.1)
    assert found["breach_earliest"] <= found["breach_at"] <= found["breach_latest"]


def incident_of(resource: str) -> dict[str, Any]:
    """A series that says nothing, so that the bundle has an incident elsewhere too."""
    return series("whatever", [1.0] * 10, resource)


def test_the_capacity_that_runs_out_first_is_told() -> None:
    slow = [0.5 + 0.001 * place + 0.001 * WOBBLE[place % 5] for place in range(60)]
    fast = [0.5 + 0.006 * place + 0.001 * WOBBLE[place % 5] for place in range(60)]
    found = told(series("memory_utilization", slow), series("disk_utilization", fast))
    assert found["metric"] == "disk_utilization"


def test_connections_are_forecast_to_the_limit_that_state_tells() -> None:
    used = [100 + 4 * place + 3 * WOBBLE[place % 5] for place in range(40)]
    state = [
        {
            "id": "s1",
            "entity": "rds/db",
            "kind": "rds_instance",
            "attributes": {"parameters": {"max_connections": 400}},
        }
    ]
    found = told(series("DatabaseConnections", used, "rds/db"), state=state)
    assert found["threshold"] == 400
    assert found["source_ref"] == ["m0", "s1"]


def test_a_sawtooth_heads_nowhere() -> None:
    used = [0.4 + 0.02 * (place % 15) for place in range(90)]
    assert forecast(bundle(series("memory_utilization", used))) is None


def test_failures_cost_requests_a_minute() -> None:
    errors = [0.0] * 40 + [30.0, 31.0, 29.0, 30.0] * 4
    found = told(series("Errors", errors, statistic="Sum", unit="Count"))
    assert found["cost_of_waiting"]["per_minute"] == pytest.approx(30, rel=0.05)
    assert found["cost_of_waiting"]["unit"] == "failed requests"
    assert found["cost_of_waiting"]["source_ref"] == ["m0"]


def test_a_share_of_failures_costs_that_share_of_demand() -> None:
    failing = [0.0] * 40 + [0.2, 0.21, 0.19] * 5
    found = told(series("error_rate", failing), series("request_rate", [10.0, 10.2, 9.9] * 18))
    assert found["cost_of_waiting"]["per_minute"] == pytest.approx(0.2 * 600, rel=0.1)
    assert found["cost_of_waiting"]["source_ref"] == ["m0", "m1"]


def test_a_share_of_an_unknown_demand_costs_nobody_knows_what() -> None:
    failing = [0.0] * 40 + [0.2, 0.21, 0.19] * 5
    alerts = [
        {
            "id": "a1",
            "name": "x",
            "state": "alarm",
            "metric": "error_rate",
            "entity": "service/cart",
            "threshold": 0.05,
            "comparison": ">",
        }
    ]
    assert told(series("error_rate", failing), alerts=alerts)["cost_of_waiting"] is None


def test_nothing_wrong_costs_nothing() -> None:
    assert forecast(bundle(series("Errors", [0.0] * 60, statistic="Sum"), series("request_rate", [10.0] * 60))) is None
