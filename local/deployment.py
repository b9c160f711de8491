"""The real `cdk bootstrap` and `cdk deploy`, pointed at the local cloud."""

import json
import re
import shutil
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from local.cdk import cdk_executable
from local.cloud.process import ACCOUNT, REGION, Cloud
from local.commands import run_logged
from local.failures import LaunchFailure
from local.progress import Progress

ENVIRONMENT = "local"
STACKS = f"IncidentCommander-{ENVIRONMENT}-"
RESOURCE_LINE = re.compile(rf"{STACKS}(\w+) \| +(\d+)/(\d+) ")
QUIET = ("--no-color", "--no-notices", "--no-version-reporting")
# Stacks that do not depend on each other deploy at the same time.
CONCURRENCY = "4"


@dataclass(frozen=True)
class Deployed:
    """The outputs of the deployed stacks."""

    outputs: Mapping[str, Mapping[str, str]]

    def output(self, stack: str, name: str) -> str:
        """One output, by the stack's short name."""
        try:
            return self.outputs[STACKS + stack][name]
        except KeyError:
            raise LaunchFailure(
                f"stack {STACKS}{stack} has no output {name}", "Declare it with CfnOutput in that stack under stacks/."
            ) from None


@dataclass(frozen=True)
class Workspace:
    """Where one deployment keeps its assembly, outputs and logs."""

    folder: Path

    @property
    def assembly(self) -> Path:
        """The synthesised application."""
        return self.folder / "cdk.out"

    @property
    def outputs(self) -> Path:
        """What the stacks said when they were done."""
        return self.folder / "outputs.json"


def deploy(cloud: Cloud, workspace: Workspace, progress: Progress, context: Mapping[str, str]) -> Deployed:
    """Bootstrap the cloud and synthesise the application side by side, then deploy every stack.

    `context` overrides fields of the environment's entry in cdk.json, as `-c field=value` does.
    """
    workspace.folder.mkdir(parents=True, exist_ok=True)
    # The CDK adds to an assembly and never takes away.
    shutil.rmtree(workspace.assembly, ignore_errors=True)
    with ThreadPoolExecutor(1) as beside:
        bootstrap = beside.submit(_bootstrap, cloud, workspace, progress)
        _synthesise(cloud, workspace, progress, {"port": str(cloud.port), **context})
        bootstrap.result()
    with progress.step("Deploying the stacks (cdk deploy)") as step:
        finished: dict[str, tuple[int, int]] = {}

        def detail(line: str) -> str | None:
            found = RESOURCE_LINE.search(line)
            if found is None:
                return None
            finished[found[1]] = (int(found[2]), int(found[3]))
            done, total = (sum(counts) for counts in zip(*finished.values(), strict=True))
            return f"{done} of {total} resources, now {found[1]}"

        run_logged(
            [
                *_cdk("deploy"),
                "--all",
                *("--app", str(workspace.assembly)),
                *("--require-approval", "never"),
                *("--concurrency", CONCURRENCY),
                *("--progress", "events"),
                *("--outputs-file", str(workspace.outputs)),
            ],
            workspace.folder / "deploy.log",
            step,
            "cdk deploy did not finish",
            "The log names the stack and resource; `make synth ENV=local` checks the templates alone.",
            environment=cloud.client_environment(),
            detail=detail,
        )
        step.note = f"{sum(total for _, total in finished.values())} resources in {len(finished)} stacks"
    return Deployed(json.loads(workspace.outputs.read_text(encoding="utf-8")))


def _bootstrap(cloud: Cloud, workspace: Workspace, progress: Progress) -> None:
    with progress.step("Bootstrapping the account (cdk bootstrap)") as step:
        run_logged(
            # Run beside the application's own configuration, which bootstrap would otherwise synthesise once more.
            [*_cdk("bootstrap"), f"aws://{ACCOUNT}/{REGION}"],
            workspace.folder / "bootstrap.log",
            step,
            "cdk bootstrap did not finish",
            "See the log; the local cloud's own log is beside it.",
            folder=workspace.folder,
            environment=cloud.client_environment(),
            detail=lambda line: None,
        )


def _synthesise(cloud: Cloud, workspace: Workspace, progress: Progress, context: Mapping[str, str]) -> None:
    with progress.step("Synthesising the application (cdk synth)") as step:
        run_logged(
            [
                *_cdk("synth"),
                "--quiet",
                *("--app", f"{sys.executable} app.py"),
                *("--context", f"env={ENVIRONMENT}"),
                *(part for name, value in context.items() for part in ("--context", f"{name}={value}")),
                *("--output", str(workspace.assembly)),
            ],
            workspace.folder / "synth.log",
            step,
            "the application did not synthesise",
            "The traceback or the cdk-nag finding above says where; fix it under stacks/ or app.py.",
            environment=cloud.client_environment(),
            detail=lambda line: None,
        )


def _cdk(command: str) -> list[str]:
    return [cdk_executable(), command, *QUIET]
