"""The engine on the command line."""

import json
from pathlib import Path

import pytest

from commander.investigate import main
from tests.evidence.test_scenarios import FOLDERS, SCENARIOS

ONE = SCENARIOS / "noisy-alarm" / "bundle.json"


def test_one_bundle_gives_one_verdict_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(ONE)]) == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "healthy"


def test_a_folder_gives_a_verdict_for_every_bundle_below_it(tmp_path: Path) -> None:
    assert main([str(SCENARIOS), "--out", str(tmp_path / "verdicts")]) == 0
    names = {path.name for path in (tmp_path / "verdicts").iterdir()}
    assert {f"{folder.name}.verdict.json" for folder in FOLDERS} <= names


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "Invalid JSON"),
        ("[]", "object"),
        ('{"schema": "evidence-bundle/2"}', "schema"),
        ('{"schema": "evidence-bundle/1", "case_id": "abc"}', "incident"),
    ],
)
def test_what_is_no_bundle_is_named_with_the_reason(
    text: str, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.json"
    file.write_text(text)
    assert main([str(file), str(ONE)]) == 2
    told = capsys.readouterr()
    assert str(file) in told.err
    assert reason in told.err
    assert "healthy" in told.out, "the bundles that are valid are investigated all the same"


def test_the_place_of_what_is_wrong_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(ONE.read_text())
    document["metrics"][1]["points"][3][1] = "many"
    file = tmp_path / "wrong.json"
    file.write_text(json.dumps(document))
    assert main([str(file)]) == 2
    assert "metrics[1].points[3][1]" in capsys.readouterr().err


@pytest.mark.parametrize("path", ["nowhere.json", "."])
def test_a_path_without_a_bundle_is_an_error(path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err
