"""What an environment's templates say: how much memory functions have, and what is paid for while nothing happens."""

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from scripts.costs.folder import ROOT
from stacks.environment import Environment, environment_named

_PAID: dict[str, str] = {
    "AWS::KMS::Key": "key_month",
    "AWS::SecretsManager::Secret": "secret_month",
    "AWS::CloudWatch::Dashboard": "dashboard_month",
    "AWS::WAFv2::WebACL": "web_acl_month",
}
_MINUTES = re.compile(r"rate\((\d+) minutes?\)")


@dataclass(frozen=True)
class Standing:
    """Memory in GB by function; resources that cost something by the month, by their prices; and how many minutes lie
    between two runs of the sweeper."""

    memory_gb: dict[str, str]
    monthly: Counter[str]
    sweep_minutes: int


def context() -> dict[str, Any]:
    """The context in cdk.json."""
    found: dict[str, Any] = json.loads((ROOT / "cdk.json").read_text("utf-8"))["context"]
    return found


def environment(name: str) -> Environment:
    """An environment as it would be deployed, as far as costs go: what only takes time to build is left out."""
    left_out = {"cdk_nag": False, "dependencies_layer": False}
    return environment_named(name, context()["environments"], left_out)


def standing(chosen: Environment) -> Standing:
    """Synthesises the environment and looks."""
    memory, monthly, minutes = dict[str, str](), Counter[str](), list[int]()
    for kind, properties in _resources(chosen):
        if kind == "AWS::Lambda::Function" and str(properties.get("FunctionName", "")).startswith(chosen.prefix):
            memory[properties["FunctionName"].removeprefix(f"{chosen.prefix}-")] = str(properties["MemorySize"] / 1024)
        elif kind == "AWS::CloudWatch::Alarm":
            monthly["alarm_month"] += _metrics_of(properties)
        elif kind == "AWS::Events::Rule":
            minutes += [int(found[1]) for found in [_MINUTES.fullmatch(properties["ScheduleExpression"])] if found]
        elif kind in _PAID:
            monthly[_PAID[kind]] += 1
        if kind == "AWS::WAFv2::WebACL":
            monthly["web_rule_month"] += len(properties["Rules"])
    (sweep_minutes,) = minutes
    return Standing(memory, monthly, sweep_minutes)


def _metrics_of(alarm: dict[str, Any]) -> int:
    """How many metrics an alarm looks at: it is paid for each."""
    return max(1, sum("MetricStat" in one for one in alarm.get("Metrics", [])))


def _resources(chosen: Environment) -> Iterator[tuple[str, dict[str, Any]]]:
    os.environ.setdefault("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "1")
    import aws_cdk as cdk  # starts a Node process

    from stacks.application import build

    with TemporaryDirectory() as folder:
        app = cdk.App(outdir=folder, context=context(), analytics_reporting=False)
        build(app, chosen)
        for artifact in app.synth().stacks:
            template = json.loads(Path(artifact.template_full_path).read_text("utf-8"))
            for resource in template["Resources"].values():
                yield resource["Type"], resource.get("Properties", {})
