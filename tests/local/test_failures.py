"""A failing step says what failed and what to do."""

from pathlib import Path

from local.failures import LaunchFailure


def test_the_remedy_comes_last_after_the_end_of_the_log(tmp_path: Path) -> None:
    log = tmp_path / "deploy.log"
    log.write_text("\n".join(f"line {number}" for number in range(100)))
    lines = LaunchFailure("cdk deploy did not finish", "Fix it.", log).lines(tail=2)
    assert lines == [
        "What failed: cdk deploy did not finish",
        f"The end of {log}:",
        "  | line 98",
        "  | line 99",
        "What to do:  Fix it.",
    ]


def test_without_a_log_it_is_two_lines() -> None:
    assert LaunchFailure("this", "that").lines() == ["What failed: this", "What to do:  that"]
