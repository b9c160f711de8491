"""Runs other programs: output into a log, its last line as the detail of the step under way. Standard library only."""

import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from local import paths
from local.failures import LaunchFailure
from local.progress import Step

DETAIL_WIDTH = 60


def log_file(name: str) -> Path:
    """The log of that name, in a folder that exists."""
    paths.LOGS.mkdir(parents=True, exist_ok=True)
    return paths.LOGS / f"{name}.log"


def run_logged(
    command: list[str],
    log: Path,
    step: Step,
    what: str,
    remedy: str,
    folder: Path = paths.ROOT,
    environment: Mapping[str, str] | None = None,
    detail: Callable[[str], str | None] = lambda line: line.strip()[:DETAIL_WIDTH] or None,
) -> None:
    """Run a command to its end, or raise what failed and the remedy, pointing at the log.

    `environment` replaces the caller's when given; `detail` turns a line of output into the step's detail, or None.
    """
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(os.environ if environment is None else environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        if process.stdout is None:
            raise RuntimeError("the pipe asked for was not opened")
        for line in process.stdout:
            out.write(line)
            out.flush()
            step.detail = detail(line) or step.detail
    if process.wait() != 0:
        raise LaunchFailure(what, remedy, log)
