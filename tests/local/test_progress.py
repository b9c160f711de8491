"""What a person sees while things are done."""

import io
import time

import pytest

from local.progress import FRAME_SECONDS, Progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_without_a_terminal_a_step_is_two_plain_lines_with_its_duration() -> None:
    out = io.StringIO()
    with Progress(out).step("Building") as step:
        step.detail = "never shown"
        step.note = "3 files"
    began, ended = out.getvalue().splitlines()
    assert began == "… Building"
    assert ended.startswith("✓ Building  0.0 s")
    assert ended.endswith("3 files")


def test_on_a_terminal_one_line_is_repainted_and_erased_before_anything_else_is_printed() -> None:
    out = Terminal()
    progress = Progress(out)
    with progress.step("Building") as step:
        step.detail = "half of it"
        time.sleep(3 * FRAME_SECONDS)
        progress.say("a line of its own")
    painted = out.getvalue()
    assert "Building 0 s (half of it)" in painted
    assert "\r\x1b[2Ka line of its own\n" in painted
    assert painted.endswith(" s\n")


def test_a_step_that_raises_is_marked_and_the_exception_passes() -> None:
    out = io.StringIO()
    with pytest.raises(ValueError, match="no"), Progress(out).step("Building"):
        raise ValueError("no")
    assert out.getvalue().splitlines()[-1].startswith("✗ Building")


def test_steps_may_overlap() -> None:
    out = Terminal()
    progress = Progress(out)
    with progress.step("One"), progress.step("Two"):
        time.sleep(3 * FRAME_SECONDS)
    assert "One 0 s · Two 0 s" in out.getvalue()
