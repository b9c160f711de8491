"""The models of bundle and verdict and their JSON Schemas accept and refuse the same documents."""

import copy
import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ValidationError

from commander.contract.causes import category_of, causes
from commander.contract.evidence import Bundle, Verdict
from commander.contract.schemas import json_schemas

STORED = resources.files("commander.contract") / "schema"
SCENARIO = Path(__file__).parents[2] / "scenarios" / "red-herring-release" / "bundle.json"
VALIDATORS = {name: Draft202012Validator(schema) for name, schema in json_schemas().items()}

BUNDLE: dict[str, Any] = {
    "schema": "evidence-bundle/1",
    "case_id": "one-of-each",
    "incident": {
        "title": "t",
        "description": None,
        "severity": "high",
        "source": "manual",
        "service": "s",
        "resource": "lambda/a",
        "region": None,
        "started_at": "2026-01-01T10:00:00Z",
        "collected_at": "2026-01-01T10:00:00.25+02:00",
        "labels": {"a": "b"},
    },
    "alerts": [
        {
            "id": "a1",
            "t": None,
            "name": "n",
            "entity": "lambda/a",
            "state": "ok",
            "metric": "m",
            "threshold": 1,
            "comparison": ">",
            "query": "q",
            "reason": "r",
            "count": 2,
        }
    ],
    "metrics": [
        {
            "id": "m1",
            "name": "n",
            "namespace": "x",
            "entity": "lambda/a",
            "dimensions": {"k": "v"},
            "statistic": None,
            "unit": "Count",
            "period_s": 60,
            "points": [["2026-01-01T10:00:00Z", 1.5]],
            "baseline": {"points": [["2026-01-01T09:00:00Z", 1]]},
        }
    ],
    "logs": [
        {
            "id": "l1",
            "t": "2026-01-01T10:00:00Z",
            "entity": "lambda/a",
            "source": "s",
            "level": "info",
            "message": "m",
            "count": None,
        }
    ],
    "events": [
        {
            "id": "e1",
            "t": None,
            "first_t": None,
            "kind": "k",
            "source": "s",
            "entity": "lambda/a",
            "type": "normal",
            "reason": "r",
            "message": "m",
            "count": 1,
        }
    ],
    "changes": [
        {
            "id": "c1",
            "t": "2026-01-01T10:00:00Z",
            "kind": "flag",
            "actor": None,
            "action": "a",
            "entity": "lambda/a",
            "details": {"x": [1]},
        }
    ],
    "topology": [{"id": "t1", "from": "lambda/a", "to": "rds/b", "kind": "reads"}],
    "state": [{"id": "s1", "t": None, "entity": "lambda/a", "kind": "k", "attributes": {"y": None}}],
    "gaps": [{"id": "g1", "section": "logs", "entity": "lambda/a", "reason": "r", "permission": "p"}],
}
VERDICT: dict[str, Any] = {
    "schema": "verdict/1",
    "case_id": "one",
    "verdict": "likely",
    "summary": "s",
    "root_cause": {"category": "code", "entity": "lambda/a", "cause": "code.deadlock", "summary": "s"},
    "hypotheses": [
        {
            "rank": 1,
            "category": "code",
            "entity": "lambda/a",
            "cause": "code.deadlock",
            "score": 0.7,
            "summary": "s",
            "supporting": ["v1"],
            "contradicting": [],
            "missing": ["m"],
        }
    ],
    "evidence": [{"id": "v1", "kind": "gap", "entity": None, "statement": "s", "source_ref": ["g1"]}],
    "timeline": [{"t": "x", "statement": "s", "source_ref": ["g1"]}],
    "confidence": 0.7,
    "forecast": {"method": "theil-sen"},
    "blast_radius": [{"entity": "lambda/a"}],
}
MODELS: dict[str, tuple[type[BaseModel], dict[str, Any]]] = {
    "bundle.schema.json": (Bundle, BUNDLE),
    "verdict.schema.json": (Verdict, VERDICT),
}
REPLACEMENTS: list[Any] = [
    None,
    True,
    0,
    1,
    -1,
    1.0,
    2.5,
    10**30,
    "",
    "x",
    "lambda/a",
    "m1",
    "2026-01-01T10:00:00Z",
    "２026-01-01T10:00:00Z",
    [],
    {},
    ["x"],
    [["2026-01-01T10:00:00Z", 1]],
    [["2026-01-01T10:00:00Z"]],
    [["2026-01-01T10:00:00Z", 1, 2]],
    [["2026-01-01T10:00:00Z", True]],
    [["2026-01-01T10:00:00Z", "1"]],
    "alarm",
    "healthy",
    "inconclusive",
    "confirmed",
    "deployment",
    {"points": None},
    {"a": 1},
    {"a": "b"},
]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value within a document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, one in inner for found in places(one, (*path, key)))]


def edited(document: dict[str, Any], path: tuple[Any, ...], edit: str, value: Any) -> Any:
    if not path:
        return value
    copied = copy.deepcopy(document)
    target: Any = copied
    for key in path[:-1]:
        target = target[key]
    if edit == "replace":
        target[path[-1]] = value
    elif edit == "remove":
        del target[path[-1]]
    elif isinstance(target, dict):
        target["extra"] = value
    return copied


def assert_agreement(name: str, document: Any) -> None:
    refused_by_schema = [error.message for error in VALIDATORS[name].iter_errors(document)][:1]
    refused_by_model = refusal(MODELS[name][0], document)
    assert bool(refused_by_schema) == bool(refused_by_model), (refused_by_schema, refused_by_model)


def refusal(model: type[BaseModel], document: Any) -> list[str]:
    try:
        model.model_validate(document)
    except ValidationError as error:
        return [str(error)]
    return []


@pytest.mark.parametrize("name", MODELS)
def test_the_stored_schemas_are_those_of_the_models(name: str) -> None:
    assert json.loads((STORED / name).read_text("utf-8")) == json_schemas()[name]


@pytest.mark.parametrize("name", MODELS)
def test_a_document_with_every_field_is_accepted_and_survives_the_way_there_and_back(name: str) -> None:
    model, document = MODELS[name]
    assert_agreement(name, document)
    parsed = model.model_validate(document)
    assert parsed.model_dump(mode="json", exclude_unset=True) == document
    again = model.model_validate_json(parsed.model_dump_json())
    assert again == parsed
    VALIDATORS[name].validate(json.loads(parsed.model_dump_json()))


@pytest.mark.parametrize("name", MODELS)
def test_every_single_edit_is_judged_alike(name: str) -> None:
    _, document = MODELS[name]
    for path in places(document):
        for value in REPLACEMENTS:
            assert_agreement(name, edited(document, path, "replace", value))
        if path:
            assert_agreement(name, edited(document, path, "remove", None))
            assert_agreement(name, edited(document, path, "add", "x"))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_several_edits_are_judged_alike(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(MODELS)))
    document: Any = MODELS[name][1]
    for _ in range(data.draw(st.integers(2, 4))):
        if not isinstance(document, dict) or not document:
            break
        path = data.draw(st.sampled_from(places(document)[1:]))
        edit = data.draw(st.sampled_from(["replace", "remove", "add"]))
        document = edited(document, path, edit, data.draw(st.sampled_from(REPLACEMENTS)))
    assert_agreement(name, document)


def test_absent_fields_stay_absent_and_given_nulls_stay_null() -> None:
    parsed = Bundle.model_validate({**BUNDLE, "logs": [{"id": "l1", "message": "m", "t": None}]})
    told = json.loads(parsed.model_dump_json())["logs"][0]
    assert told["t"] is None
    assert "entity" not in told


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_a_number_that_json_cannot_say_is_refused(number: str) -> None:
    text = json.dumps(BUNDLE).replace("1.5", number)
    with pytest.raises(ValidationError):
        Bundle.model_validate_json(text)


def test_points_are_plain_tuples() -> None:
    bundle = Bundle.model_validate_json(SCENARIO.read_bytes())
    assert {type(point) for point in bundle.metrics[0].points} == {tuple}


def test_every_cause_has_a_category_of_the_verdicts() -> None:
    assert causes()["deployment.bad_release"].category == "deployment"
    for code, cause in causes().items():
        assert cause.meaning
        Verdict.model_validate(
            {
                **VERDICT,
                "root_cause": {"category": cause.category, "entity": "lambda/a", "cause": code, "summary": "s"},
            }
        )
    with pytest.raises(KeyError):
        category_of("no.such_cause")
