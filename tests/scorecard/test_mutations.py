"""A case told otherwise is still a valid case, and says the same."""

import copy
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from commander.contract.schemas import json_schemas
from scenarios.cases import functions
from scenarios.cases.building import Scenario
from scenarios.mutations import MUTATIONS, SECTIONS, Mutation, mutated
from scenarios.respelling import respelled
from scenarios.simulator import simulated

BUNDLES = Draft202012Validator(json_schemas()["bundle.schema.json"])
SCENARIOS: list[Scenario] = [case() for case in functions.CASES] + [simulated(seed) for seed in range(4)]
BY_NAME = {mutation.name: mutation for mutation in MUTATIONS}


def told(name: str, scenario: Scenario) -> Scenario:
    result = mutated(BY_NAME[name], scenario)
    assert result is not None
    return result


def release() -> Scenario:
    return functions.bad_release_seen_in_traces()


@pytest.mark.parametrize("mutation", MUTATIONS, ids=[mutation.name for mutation in MUTATIONS])
def test_every_mutation_gives_valid_bundles_and_leaves_the_case_alone(mutation: Mutation) -> None:
    applied = 0
    for scenario in SCENARIOS:
        before = copy.deepcopy(scenario)
        result = mutated(mutation, scenario)
        assert scenario == before
        if result is None:
            continue
        applied += 1
        document, expected = result
        assert not list(BUNDLES.iter_errors(document))
        ids = [item["id"] for section in SECTIONS for item in document[section]]
        assert len(set(ids)) == len(ids)
        assert document != before[0]
        assert mutated(mutation, scenario) == result
        assert ("inconclusive" in expected["verdict"]) or not mutation.reduces
    assert applied or mutation.name.startswith("without events")


def test_new_names_are_everywhere_the_old_ones_were() -> None:
    document, expected = told("renamed", release())
    assert "pricing" not in json.dumps({**document, "case_id": "", "metrics": []}).replace("priced", "")
    assert expected["entity"] != "lambda/pricing"
    assert any(item["entity"] == expected["entity"] for item in document["state"])
    assert expected["cause"] == "deployment.bad_release"


def test_words_that_mean_something_are_not_renamed() -> None:
    scenario: Scenario = (
        {**release()[0], "topology": [{"id": "t1", "from": "service/redis", "to": "pod/worker-0", "kind": "calls"}]},
        {"verdict": ["healthy"]},
    )
    document, _ = told("renamed", scenario)
    assert document["topology"][0]["from"] == "service/redis"
    assert document["topology"][0]["to"] == "pod/worker-0"


def test_weeks_later_moves_every_day_by_the_same() -> None:
    document, _ = told("weeks later", release())
    text = json.dumps(document)
    assert "2026-11-02" not in text
    assert "2026/11/02" not in text
    assert document["metrics"][0]["points"][0][0].startswith("2026-12-07T10:00:00")
    assert "2026/12/07/[7]" in text


def test_taking_a_section_away_allows_not_knowing_and_forbids_nothing_else() -> None:
    document, expected = told("without logs", release())
    assert document["logs"] == []
    assert expected["kind"] == "reduced"
    assert expected["cause"] == "deployment.bad_release"
    assert set(expected["verdict"]) == {"confirmed", "inconclusive"}


def test_series_get_the_names_other_sources_give_them() -> None:
    document = release()[0]
    datadog: dict[str, Any] = respelled(document, "datadog") or {}
    prometheus: dict[str, Any] = respelled(document, "prometheus") or {}
    assert "aws.lambda.errors" in {item["name"] for item in datadog["metrics"]}
    assert "aws_lambda_duration_average" in {item["name"] for item in prometheus["metrics"]}
    assert [item["points"] for item in datadog["metrics"]] == [item["points"] for item in document["metrics"]]


def test_an_alert_follows_its_series() -> None:
    document, _ = functions.release_after_the_onset()
    other = respelled(document, "datadog") or {}
    assert other["alerts"][0]["metric"] == "aws.lambda.errors"


def test_of_the_thing_at_fault_alone_evidence_is_taken_away() -> None:
    document, expected = told("without metrics of the thing", release())
    assert expected["entity"] == "lambda/pricing"
    assert "lambda/pricing" not in {item.get("entity") for item in document["metrics"]}
    assert document["logs"] == release()[0]["logs"]


def test_series_that_end_early_hold_nothing_of_the_trouble() -> None:
    late: Scenario = (
        {
            **release()[0],
            "alerts": [{"id": "a1", "name": "x", "state": "alarm", "t": "2026-11-02T10:30:00.000Z"}],
            "incident": {"title": "x", "severity": "high", "source": "cloudwatch"},
            "metrics": [
                {
                    "id": "m1",
                    "name": "Errors",
                    "period_s": 60,
                    "points": [[f"2026-11-02T10:{minute:02}:00.000Z", 1.0] for minute in range(40)],
                }
            ],
        },
        {"verdict": ["likely"], "cause": "deployment.bad_release", "entity": "lambda/pricing"},
    )
    document, _ = told("metrics end early", late)
    assert document["metrics"][0]["points"][-1][0] == "2026-11-02T10:19:00.000Z"


def test_what_was_denied_is_a_gap_that_names_the_permission() -> None:
    document, _ = told("a section denied", release())
    gap = document["gaps"][-1]
    assert document[gap["section"]] == []
    assert gap["permission"]
