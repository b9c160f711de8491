"""One service at fault, told from the series of many; and none at fault, told from the same."""

import math
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commander.contract.evidence import Bundle, Verdict
from commander.evidence.engine import investigate
from tests.evidence.service_panels import application, ramp, step

SLOWER = {("s0", "latency_p50"): step(1.6), ("s0", "latency_p99"): step(1.6)}


def first(bundle: Bundle) -> tuple[str, str, str]:
    verdict = investigate(bundle)
    assert verdict.hypotheses
    return verdict.verdict, verdict.hypotheses[0].cause, verdict.hypotheses[0].entity


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("faults", "cause"),
    [
        ({("s3", "cpu_usage"): step(6), ("s3", "latency_p50"): step(3)}, "compute.cpu_saturation"),
        ({("s3", "memory_usage"): step(1.8), ("s3", "cpu_usage"): step(1.5)}, "compute.memory_saturation"),
        ({("s3", "memory_usage"): ramp(2.2)}, "compute.memory_leak"),
        (
            {("s3", "disk_io"): step(20), ("s3", "cpu_usage"): step(1.3), ("s3", "latency_p50"): step(1.5)},
            "storage.io_saturation",
        ),
        ({("s3", "latency_p50"): step(9), ("s3", "latency_p99"): step(4)}, "network.latency"),
    ],
)
def test_the_service_whose_own_series_moved_is_named(
    faults: dict[tuple[str, str], object], cause: str, seed: int
) -> None:
    verdict, found, entity = first(application({**SLOWER, **faults}, seed=seed))  # type: ignore[dict-item]
    assert (found, entity) == (cause, "service/s3")
    assert verdict in ("confirmed", "likely")


def test_failing_requests_alone_are_an_error_of_the_service() -> None:
    bundle = application(errors={"s2": 30.0, "s0": 8.0})
    assert first(bundle)[1:] == ("code.unhandled_error", "service/s2")


def test_the_deepest_slow_service_is_the_origin_where_calls_are_known() -> None:
    faults = {(f"s{place}", name): step(4) for place in (0, 1, 2) for name in ("latency_p50", "latency_p99")}
    edges = [("s0", "s1"), ("s1", "s2"), ("s2", "s3"), ("s0", "s4")]
    assert first(application(faults, edges=edges))[2] == "service/s2"


def test_cpu_that_follows_demand_everywhere_is_no_fault() -> None:
    verdict, cause, _ = first(application(demand=lambda at: 1 + 0.9 * max(0.0, (at - 50) / 34)))
    assert cause != "compute.cpu_saturation"
    assert verdict != "confirmed"


def test_lost_packets_are_told_from_their_own_series() -> None:
    names = {"disk_io": "tcp_retransmits"}
    faults = {("s4", "disk_io"): step(30), ("s4", "latency_p99"): step(8), **SLOWER}
    assert first(application(faults, names=names))[1:] == ("network.packet_loss", "service/s4")


def test_sockets_that_only_wait_for_slow_answers_are_an_effect() -> None:
    names = {"disk_io": "open_sockets"}
    waits = {("s1", "disk_io"): step(3), ("s1", "latency_p50"): step(3.2), ("s1", "latency_p99"): step(3.2)}
    assert first(application({**waits, ("s3", "cpu_usage"): step(8)}, names=names))[1:] == (
        "compute.cpu_saturation",
        "service/s3",
    )


def test_a_job_that_runs_now_and_then_is_no_fault() -> None:
    bundle = application().model_dump(by_alias=True, mode="json")
    cpu = next(one for one in bundle["metrics"] if one["name"] == "cpu_usage")
    for at in (*range(4, 8), *range(24, 28), *range(44, 48), *range(64, 68), *range(80, 84)):
        cpu["points"][at][1] *= 5
    assert investigate(Bundle.model_validate(bundle)).verdict == "healthy"


@pytest.mark.parametrize("period", [1, 15, 300])
@pytest.mark.parametrize("services", [3, 6, 40])
def test_normal_operation_is_healthy(services: int, period: int) -> None:
    verdicts = [
        investigate(
            application(
                services=services,
                period=period,
                seed=seed,
                demand=lambda at, seed=seed: 1 + 0.2 * math.sin(at / 9 + seed),  # type: ignore[misc]
            )
        )
        for seed in range(4)
    ]
    assert [one.root_cause for one in verdicts] == [None] * 4
    assert sum(one.verdict == "healthy" for one in verdicts) >= 3
    assert {one.hypotheses[0].cause for one in verdicts if one.verdict == "healthy"} <= {
        "healthy.threshold_noise",
        "healthy.recovered",
    }


def test_health_is_said_of_what_the_alert_is_about() -> None:
    alert = {"id": "a1", "name": "checkout is slow", "state": "alarm", "entity": "service/s2"}
    verdict = investigate(application(alerts=[alert]))
    assert (verdict.verdict, verdict.hypotheses[0].entity) == ("healthy", "service/s2")


def test_next_to_nothing_is_not_healthy() -> None:
    assert investigate(application(services=1, before=3, after=2)).verdict == "inconclusive"


def test_series_that_end_long_before_now_do_not_show_health() -> None:
    stale = application().model_dump(by_alias=True, mode="json")
    stale["incident"]["collected_at"] = "2026-06-03T10:00:00Z"
    whole = investigate(application())
    assert (investigate(Bundle.model_validate(stale)).confidence or 0) < (whole.confidence or 0)


def test_rivals_come_with_what_contradicts_them() -> None:
    faults = {**SLOWER, ("s3", "cpu_usage"): step(6), ("s3", "latency_p50"): step(3)}
    verdict = investigate(application(faults))
    rivals = verdict.hypotheses[1:]
    assert rivals
    assert all(one.contradicting or one.missing for one in rivals)


def conclusion(verdict: Verdict) -> tuple[object, ...]:
    cause = verdict.root_cause
    return verdict.verdict, cause and (cause.cause, cause.entity), verdict.confidence


@pytest.mark.parametrize("seed", range(3))
def test_neither_order_nor_names_change_the_conclusion(seed: int) -> None:
    faults = {**SLOWER, ("s3", "disk_io"): step(12), ("s3", "latency_p50"): step(2)}
    document = application(faults, seed=seed).model_dump(by_alias=True, mode="json")
    told = conclusion(investigate(Bundle.model_validate(document)))
    random.Random(seed).shuffle(document["metrics"])
    assert conclusion(investigate(Bundle.model_validate(document))) == told
    for one in document["metrics"]:
        one["entity"] = one["entity"].replace("/s", "/zz")
    renamed = conclusion(investigate(Bundle.model_validate(document)))
    assert (renamed[0], renamed[2]) == (told[0], told[2])


numbers = st.one_of(
    st.integers(-3, 50), st.floats(allow_nan=False, allow_infinity=False), st.sampled_from([1e308, -1e308, 5e-324, 0])
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["cpu_usage", "memory_utilization", "latency_p50", "latency_p99", "error_rate", "tcp_retransmits"]
            ),
            st.sampled_from(["service/a", "service/b", "pod/c-0"]),
            st.lists(numbers, max_size=40),
            st.lists(numbers, max_size=12),
        ),
        max_size=10,
    )
)
def test_any_numbers_get_a_verdict_whose_citations_resolve(
    series: list[tuple[str, str, list[float], list[float]]],
) -> None:
    metrics = [
        {
            "id": f"m{place}",
            "name": name,
            "entity": entity,
            "points": [[f"2026-01-01T10:{at:02d}:00Z", value] for at, value in enumerate(values)],
            "baseline": {"points": [[f"2025-12-31T10:{at:02d}:00Z", value] for at, value in enumerate(usual)]},
        }
        for place, (name, entity, values, usual) in enumerate(series)
    ]
    bundle = application(services=0, metrics=metrics)
    verdict = investigate(bundle)
    known = {one.id for one in bundle.metrics}
    for item in verdict.evidence:
        assert all(ref in known or ref.startswith("section:") for ref in item.source_ref)
