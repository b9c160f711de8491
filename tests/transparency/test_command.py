"""The command: what it makes, what it leaves alone, what it refuses."""

import io
import json
import os
from pathlib import Path

import pytest

from commander.contract.transparency import SCENARIO_IDS
from local.progress import Progress
from scripts.transparency import command
from scripts.transparency.command import DONE, INTERRUPTED, REFUSED, main
from scripts.transparency.consulting import Asked, Ids, NoCredentials
from scripts.transparency.files import path_of, read
from tests.transparency.making import ONE, Faked, by_aws, fields


def call(folder: Path, run: Faked, *arguments: str) -> tuple[int, str]:
    """The exit code, and what was said."""
    said = io.StringIO()
    return main(["--out", str(folder), *arguments], run, Progress(said)), said.getvalue()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.exists() else {}


def put_aws(folder: Path) -> Path:
    path = path_of(folder, ONE)
    path.write_text(json.dumps(by_aws(fields())))
    return path


def test_all_seven_are_made_and_then_left_alone(tmp_path: Path) -> None:
    first, second = Faked(), Faked()
    code, said = call(tmp_path, first, "--local")
    assert code == DONE
    assert first.asked == list(SCENARIO_IDS)
    assert sorted(contents(tmp_path)) == sorted(f"{one}.json" for one in SCENARIO_IDS)
    assert "3/7" in said
    assert "7/7" in said
    before = contents(tmp_path)
    code, said = call(tmp_path, second, "--local")
    assert (code, second.asked) == (DONE, [])
    assert said.count("is current") == 7
    assert contents(tmp_path) == before


def test_again_makes_what_is_current_anew(tmp_path: Path) -> None:
    call(tmp_path, Faked(), "--local", "--only", ONE)
    again = Faked()
    assert call(tmp_path, again, "--local", "--only", ONE, "--again")[0] == DONE
    assert again.asked == [ONE]


def test_an_interruption_keeps_what_was_finished_and_leaves_no_half_file(tmp_path: Path) -> None:
    code, said = call(tmp_path, Faked(fails_at="memory_leak"), "--local")
    assert code == INTERRUPTED
    assert "goes on from here" in said
    assert sorted(contents(tmp_path)) == ["api_overload.json", "database_cascade.json"]
    rest = Faked()
    assert call(tmp_path, rest, "--local")[0] == DONE
    assert rest.asked == list(SCENARIO_IDS[2:])


def test_an_interruption_while_a_file_is_written_leaves_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call(tmp_path, Faked(), "--local", "--only", ONE)
    before = contents(tmp_path)

    def interrupted(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    code, _ = call(tmp_path, Faked(), "--local", "--only", ONE, "--again")
    assert code == INTERRUPTED
    assert contents(tmp_path) == before


def test_a_file_that_is_not_whole_is_made_anew(tmp_path: Path) -> None:
    call(tmp_path, Faked(), "--local", "--only", ONE)
    path = path_of(tmp_path, ONE)
    path.write_bytes(path.read_bytes()[:5000])
    run = Faked()
    assert call(tmp_path, run, "--local", "--only", ONE)[0] == DONE
    assert run.asked == [ONE]
    assert read(path) is not None


def test_a_file_whose_chain_is_broken_is_made_anew(tmp_path: Path) -> None:
    call(tmp_path, Faked(), "--local", "--only", ONE)
    path = path_of(tmp_path, ONE)
    document = json.loads(path.read_text())
    document["timeline"][0]["title"] = "another"
    path.write_text(json.dumps(document))
    run = Faked()
    call(tmp_path, run, "--local", "--only", ONE)
    assert run.asked == [ONE]


@pytest.mark.parametrize(
    ("field", "value"),
    [("bundle_sha256", "0" * 64), ("prompts", {"diagnosis": "0"}), ("product_version", "0.0.1")],
)
def test_a_file_made_from_something_else_is_made_anew(tmp_path: Path, field: str, value: object) -> None:
    call(tmp_path, Faked(), "--local", "--only", ONE)
    path = path_of(tmp_path, ONE)
    document = json.loads(path.read_text())
    document["made_from"][field] = value
    path.write_text(json.dumps(document))
    run = Faked()
    call(tmp_path, run, "--local", "--only", ONE)
    assert run.asked == [ONE]


@pytest.mark.parametrize("options", [[], ["--again"], ["--only", ONE]])
def test_stand_ins_do_not_take_the_place_of_aws(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    put_aws(tmp_path)
    before, run = contents(tmp_path), Faked()
    assert call(tmp_path, run, "--local", *options)[0] == REFUSED
    assert "came from AWS" in capsys.readouterr().err
    assert (run.asked, contents(tmp_path)) == ([], before)
    assert call(tmp_path / "elsewhere", run, "--local", *options)[0] == DONE


def test_even_a_damaged_file_of_aws_is_not_overwritten(tmp_path: Path) -> None:
    path = put_aws(tmp_path)
    path.write_bytes(path.read_bytes()[:-40])
    before = contents(tmp_path)
    assert call(tmp_path, Faked(), "--local", "--only", ONE)[0] == REFUSED
    assert contents(tmp_path) == before


def test_other_scenarios_than_those_of_aws_can_be_made(tmp_path: Path) -> None:
    put_aws(tmp_path)
    run = Faked()
    assert call(tmp_path, run, "--local", "--only", "memory_leak")[0] == DONE
    assert run.asked == ["memory_leak"]


def test_without_credentials_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(ids: Ids) -> Asked:
        raise NoCredentials("Unable to locate credentials")

    monkeypatch.setattr(command, "aws", nobody)
    run = Faked()
    assert call(tmp_path / "new", run)[0] == REFUSED
    assert "Unable to locate credentials" in capsys.readouterr().err
    assert run.asked == []
    assert not (tmp_path / "new").exists()


def test_aws_is_asked_by_the_ids_given_and_takes_the_place_of_stand_ins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call(tmp_path, Faked(), "--local", "--only", ONE)
    asked: list[Ids] = []

    def signed_in(ids: Ids) -> Asked:
        asked.append(ids)
        return Asked("aws", ids)

    monkeypatch.setattr(command, "aws", signed_in)
    run = Faked()
    options = (
        "--only",
        ONE,
        "--guardrail",
        "gr-1:7",
        "--memory",
        "m-1",
        "--knowledge-base",
        "KB1",
        "--q-business",
        "q1",
    )
    assert call(tmp_path, run, *options)[0] == DONE
    assert run.asked == [ONE]
    (ids,) = asked
    assert ids.guardrail is not None
    assert (ids.guardrail.identifier, ids.guardrail.version) == ("gr-1", "7")
    assert (ids.knowledge_base, ids.memory, ids.q_business) == ("KB1", "m-1", "q1")


@pytest.mark.parametrize("options", [["--only", "no_such"], ["--guardrail", "gr-1"], ["--guardrail", "gr-1:DRAFT"]])
def test_a_wrong_option_is_refused(tmp_path: Path, options: list[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        call(tmp_path, Faked(), "--local", *options)
    assert refused.value.code == REFUSED
    assert contents(tmp_path) == {}


def test_an_error_of_a_run_is_not_hidden(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        call(tmp_path, Faked(fails_at="api_overload", error=RuntimeError), "--local")
    assert contents(tmp_path) == {}
