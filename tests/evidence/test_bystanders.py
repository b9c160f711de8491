"""What else is loud beside the fault, or where there is none: shown, with what speaks against it."""

from collections.abc import Callable
from typing import Any

import pytest

from commander.contract.evidence import Bundle, Hypothesis, Verdict
from commander.evidence.engine import investigate
from tests.evidence.service_panels import application, step

FAULT = {("s3", "latency_p50"): step(9), ("s3", "latency_p99"): step(4)}


def busy(bundle: Bundle, entity: str, name: str, at: Callable[[int], bool], factor: float) -> Bundle:
    """The bundle with a series that is `factor` times as high in some of its periods."""
    document: dict[str, Any] = bundle.model_dump(mode="json", by_alias=True, exclude_none=True)
    for metric in document["metrics"]:
        if metric["entity"] == entity and metric["name"] == name:
            for place, point in enumerate(metric["points"]):
                point[1] = point[1] * factor if at(place) else point[1]
    return Bundle.model_validate(document)


def every_twenty(place: int) -> bool:
    return place % 20 >= 15


def rival(verdict: Verdict, cause: str, entity: str) -> Hypothesis | None:
    return next((one for one in verdict.hypotheses[1:] if (one.cause, one.entity) == (cause, entity)), None)


def against(verdict: Verdict, one: Hypothesis) -> str:
    said = {item.id: item.statement for item in verdict.evidence}
    return " ".join(said[reference] for reference in one.contradicting)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("names", [{}, {"cpu_usage": "container_cpu_usage_seconds", "disk_io": "disk.write.bytes"}])
@pytest.mark.parametrize(
    ("series", "cause"), [("cpu_usage", "compute.cpu_saturation"), ("disk_io", "storage.io_saturation")]
)
def test_a_job_that_ran_before_the_trouble_as_well_is_a_rival_that_is_refuted(
    series: str, cause: str, names: dict[str, str], seed: int
) -> None:
    bundle = application(FAULT, seed=seed, names=names)
    plain = investigate(bundle)
    verdict = investigate(busy(bundle, "service/s4", names.get(series, series), every_twenty, 25))
    assert (verdict.verdict, verdict.root_cause and verdict.root_cause.entity) == (plain.verdict, "service/s3")
    found = rival(verdict, cause, "service/s4")
    assert found is not None
    assert "before the trouble" in against(verdict, found)


def test_on_a_calm_day_a_job_is_a_rival_of_the_all_clear() -> None:
    verdict = investigate(busy(application(), "service/s2", "cpu_usage", every_twenty, 25))
    assert verdict.verdict == "healthy"
    found = rival(verdict, "compute.cpu_saturation", "service/s2")
    assert found is not None
    assert found.contradicting


def test_who_waits_most_because_of_what_it_calls_is_a_rival_that_is_refuted() -> None:
    slow = {(f"s{place}", name): step(4) for place in (0, 1, 2) for name in ("latency_p50", "latency_p99")}
    edges = [("s0", "s1"), ("s1", "s2"), ("s2", "s3"), ("s0", "s4")]
    verdict = investigate(application(slow, edges=edges))
    others = [one for one in verdict.hypotheses if one.entity in ("service/s0", "service/s1")]
    assert others
    assert all(one.contradicting or one.missing for one in others)


def test_the_thing_at_fault_is_no_bystander_of_itself() -> None:
    faults = {("s3", "cpu_usage"): step(6), ("s3", "latency_p50"): step(3)}
    verdict = investigate(application(faults))
    assert verdict.root_cause is not None
    assert verdict.root_cause.entity == "service/s3"
    assert "before the trouble" not in " ".join(item.statement for item in verdict.evidence)


def test_however_many_are_loud_only_a_few_are_named() -> None:
    bundle = application(FAULT, services=12)
    for place in range(5, 12):
        bundle = busy(bundle, f"service/s{place}", "cpu_usage", every_twenty, 25)
    verdict = investigate(bundle)
    assert verdict.root_cause is not None
    assert verdict.root_cause.entity == "service/s3"
    busy_ones = {f"service/s{place}" for place in range(5, 12)}
    loud = [one for one in verdict.hypotheses if one.entity in busy_ones and one.category != "healthy"]
    assert 1 <= len(loud) <= 3
    assert len(verdict.hypotheses) <= 8


def test_a_single_wild_point_is_not_loud() -> None:
    bundle = busy(application(FAULT), "service/s4", "cpu_usage", lambda place: place == 30, 200)
    assert rival(investigate(bundle), "compute.cpu_saturation", "service/s4") is None
