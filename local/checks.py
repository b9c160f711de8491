"""`make test`: everything CI runs. All checks run whatever the ones before them say; pytest comes last and streams."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from local import paths
from local.cdk import QUIET_JSII
from local.commands import log_file, run_logged
from local.failures import LaunchFailure
from local.install import build_dashboards, install_node
from local.progress import Progress

BIN = Path(sys.executable).parent
TYPED = (
    "app.py",
    "stacks",
    "functions",
    "layers/commander/python/commander",
    "local",
    "scripts",
    "benchmarks",
    "tests",
)
# The end-to-end tests mostly wait. Tests that share one deployed application name the same group and stay together.
IN_PARALLEL = ("-n", "2", "--dist", "loadgroup")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CONTRACT = paths.ROOT / "scripts" / "generate_contract.py"
COSTS = paths.ROOT / "docs" / "costs.md"
SCORECARD = paths.ROOT / "scripts" / "scorecard"


@dataclass(frozen=True)
class Check:
    """One thing that must hold; `remedy` is what to do when it does not."""

    name: str
    command: Sequence[str]
    remedy: str
    folder: Path = paths.ROOT


def run_checks(pytest_arguments: Sequence[str], progress: Progress) -> int:
    """Run them all and return the exit code: pytest's, or 1 when only another check failed."""
    prepare(progress)
    failed = [check.name for check in [*lint_checks(), *other_checks()] if not _holds(check, progress)]
    progress.say()
    command = [str(BIN / "pytest"), *IN_PARALLEL, *pytest_arguments]
    code = subprocess.run(command, cwd=paths.ROOT, env={**os.environ, **QUIET_JSII}, check=False).returncode
    if failed:
        progress.say(f"Failed before pytest: {', '.join(failed)} (see above)")
    return code or int(bool(failed))


def run_lint(progress: Progress) -> int:
    """The static checks alone."""
    failed = [check for check in lint_checks() if not _holds(check, progress)]
    return int(bool(failed))


def prepare(progress: Progress) -> None:
    """What the tests need: the CDK command line, the built dashboards, a browser."""
    install_node(progress)
    build_dashboards(progress)
    find_browser(progress)


def find_browser(progress: Progress) -> str:
    """The Chromium for the browser tests; Debian's is installed where there is none and we may."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found:
        return found
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        raise LaunchFailure(
            "no Chromium was found for the browser tests",
            "Install Chromium or Chrome (Debian: sudo apt-get install chromium), or name one: CHROMIUM=/path make test",
        )
    with progress.step("Installing Chromium for the browser tests") as step:
        log = log_file("install-chromium")
        remedy = "Install Chromium by hand and run again."
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]):
            run_logged(command, log, step, "apt-get could not install Chromium", remedy, environment=environment)
    return "chromium"


def lint_checks() -> Iterator[Check]:
    """Style, types, and who may import whom."""
    yield Check("ruff check", [_bin("ruff"), "check", "."], "make format, then fix what is left.")
    yield Check("ruff format", [_bin("ruff"), "format", "--check", "."], "make format")
    typed = [name for name in TYPED if (paths.ROOT / name).exists()]
    yield Check("mypy", [_bin("mypy"), *typed], "Fix the types.")
    yield Check("import-linter", [_bin("lint-imports")], "docs/architecture.md says who may import whom.")
    if CONTRACT.exists():
        remedy = "python scripts/generate_contract.py, and commit what changed."
        yield Check("generated contract", [sys.executable, str(CONTRACT), "--check"], remedy)
    if COSTS.exists():
        remedy = "python -m scripts.costs --write, and commit what changed: an incident costs something else now."
        yield Check("costs", [sys.executable, "-m", "scripts.costs", "--check"], remedy)


def other_checks() -> Iterator[Check]:
    """That the evidence engine got no worse, and the dashboards' own checks."""
    if SCORECARD.exists():
        remedy = (
            "Repair what the engine gets wrong now (python -m scripts.scorecard --verbose lists the cases); "
            "if the loss is meant, say so in the commit and keep the new figures: make scorecard."
        )
        yield Check("scorecard", [sys.executable, "-m", "scripts.scorecard", "--check"], remedy)
    if not (paths.DASHBOARDS / "package.json").exists():
        return
    yield Check("dashboards types", ["npm", "run", "typecheck"], "Fix the types.", paths.DASHBOARDS)
    yield Check("dashboards tests", ["npm", "test"], "Fix what the failing test names.", paths.DASHBOARDS)


def _holds(check: Check, progress: Progress) -> bool:
    log = log_file("check-" + check.name.replace(" ", "-"))
    environment = {**os.environ, "PYTHONPATH": str(paths.ROOT / "layers/commander/python"), "CI": "1"}
    try:
        with progress.step(check.name) as step:
            run_logged(
                list(check.command),
                log,
                step,
                f"{check.name} failed",
                check.remedy,
                folder=check.folder,
                environment=environment,
            )
    except LaunchFailure as failure:
        progress.say("\n".join(failure.lines(tail=40)))
        return False
    return True


def _bin(name: str) -> str:
    return str(BIN / name)
