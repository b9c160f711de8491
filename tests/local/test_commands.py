"""Running other programs."""

import io
import sys
from pathlib import Path

import pytest

from local.commands import run_logged
from local.failures import LaunchFailure
from local.progress import Progress


def test_output_goes_to_the_log_and_its_last_line_is_the_detail(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with Progress(io.StringIO()).step("Counting") as step:
        run_logged([sys.executable, "-c", "print('one'); print('two'); print()"], log, step, "what", "remedy")
    assert log.read_text() == "one\ntwo\n\n"
    assert step.detail == "two"


def test_a_program_that_fails_is_a_failure_with_its_log(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with pytest.raises(LaunchFailure) as caught, Progress(io.StringIO()).step("Failing") as step:
        run_logged([sys.executable, "-c", "import sys; sys.exit('no luck')"], log, step, "it failed", "try again")
    assert caught.value.lines()[0] == "What failed: it failed"
    assert "  | no luck" in caught.value.lines()


def test_a_program_sees_no_input_that_it_could_wait_for(tmp_path: Path) -> None:
    with pytest.raises(LaunchFailure), Progress(io.StringIO()).step("Reading") as step:
        run_logged([sys.executable, "-c", "input()"], tmp_path / "log", step, "no input", "")
    assert "EOFError" in (tmp_path / "log").read_text()
