"""Every payload fits into every channel, arrives there whole, and leaves a bundle that the product accepts."""

import copy
import json
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from commander.contract.evidence import Bundle
from tests.security.payloads import PAYLOADS
from tests.security.payloads.revealing import revealed
from tests.security.planting import CHANNELS, LINE_ENDS, OTHER_CHANNELS, Document

SCHEMA = json.loads((resources.files("commander.contract") / "schema" / "bundle.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").glob("*/bundle.json"))
EMPTY: Document = {
    "schema": "evidence-bundle/1",
    "case_id": "nothing-known",
    "incident": {"title": "Something is wrong", "severity": "unknown", "source": "manual"},
    **{section: [] for section in ("alerts", "metrics", "logs", "events", "changes", "topology", "state")},
}


def read(path: Path) -> Document:
    """The start of a scenario's bundle: what is planted does not depend on the rest of it."""
    bundle: Document = json.loads(path.read_text("utf-8"))
    for section in (section for section in bundle.values() if isinstance(section, list)):
        del section[2:]
    for metric in bundle["metrics"]:
        metric["points"] = metric["points"][:2]
        metric.pop("baseline", None)
    return bundle


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def ids(bundle: Document) -> list[str]:
    return [item["id"] for items in bundle.values() if isinstance(items, list) for item in items]


every_channel = pytest.mark.parametrize("channel", CHANNELS)


@every_channel
@pytest.mark.parametrize("bundle", [EMPTY, read(SCENARIOS[0])], ids=["empty", SCENARIOS[0].parent.name])
def test_every_payload_stays_valid_and_arrives_whole(channel: str, bundle: Document) -> None:
    before = copy.deepcopy(bundle)
    known = set(strings(bundle))
    for payload in PAYLOADS:
        planted = CHANNELS[channel](bundle, payload)
        errors = [error.message for error in VALIDATOR.iter_errors(planted)]
        assert not errors, (payload.name, errors)
        new = [text.translate(LINE_ENDS) for text in strings(planted) if text not in known]
        assert all(any(line.translate(LINE_ENDS) in text for text in new) for line in payload.lines), payload.name
        assert len(set(ids(planted))) == len(ids(planted))
    assert bundle == before


@every_channel
@pytest.mark.parametrize("path", SCENARIOS, ids=[path.parent.name for path in SCENARIOS])
def test_every_scenario_can_be_planted_in(channel: str, path: Path) -> None:
    payload = next(payload for payload in PAYLOADS if payload.technique == "split_lines")
    Bundle.model_validate_json(json.dumps(CHANNELS[channel](read(path), payload)))


def test_the_lines_of_a_split_payload_follow_each_other_in_the_log() -> None:
    payload = next(payload for payload in PAYLOADS if len(payload.lines) > 3)
    planted = CHANNELS["log"](read(SCENARIOS[0]), payload)
    lines = planted["logs"][-len(payload.lines) :]
    assert [line["message"] for line in lines] == list(payload.lines)
    assert [line["t"] for line in lines] == sorted({line["t"] for line in lines})


@pytest.mark.parametrize("channel", OTHER_CHANNELS)
def test_other_channels_carry_the_marker(channel: str) -> None:
    for payload in PAYLOADS:
        value = OTHER_CHANNELS[channel](payload)
        text = "\n".join(line.text for line in value) if isinstance(value, list) else getattr(value, "text", value)
        assert payload.marker in revealed(str(text)), payload.name
