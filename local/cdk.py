"""`make synth` and `make deploy`: the pinned CDK command line with this repository's application."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Literal

from local import paths
from local.install import build_dashboards, install_node
from local.progress import Progress
from local.publish import publish

Command = Literal["synth", "deploy"]
# Node 20 is supported here; jsii's banner about its end of life says nothing about the templates.
QUIET_JSII = {"JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "20"}
ENVIRONMENTS = ("dev", "staging", "prod", "local")


def run_cdk(command: Command, environment: str, arguments: Sequence[str], progress: Progress) -> int:
    """Synthesise (into cdk.out/<environment>) or deploy every stack of one environment; returns the CDK's exit code.

    A deployment ends with the dashboards uploaded and the API seen to answer.
    """
    install_node(progress)
    line = [
        cdk_executable(),
        command,
        *("--app", f"{sys.executable} app.py"),
        *("--context", f"env={environment}"),
        *("--output", str(paths.ROOT / "cdk.out" / environment)),
        *("--no-notices", "--no-version-reporting"),
    ]
    # Synthesis prints nothing but findings: eight templates on a screen help nobody.
    line += ["--quiet"] if command == "synth" else ["--all"]
    outputs = paths.STATE / f"outputs-{environment}.json"
    if command == "deploy":
        build_dashboards(progress)
        outputs.parent.mkdir(exist_ok=True)
        line += ["--outputs-file", str(outputs)]
    with progress.step(f"cdk {command} of {environment}") as step:
        code = subprocess.run(
            [*line, *arguments], cwd=paths.ROOT, env={**os.environ, **QUIET_JSII}, check=False
        ).returncode
        step.note = "" if code == 0 else f"exit code {code}"
    if command == "deploy" and code == 0:
        publish(environment, json.loads(outputs.read_text(encoding="utf-8")), progress)
    return code


def cdk_executable() -> str:
    """The command line that package.json pins."""
    return str(paths.NODE_MODULES / ".bin" / "cdk")
