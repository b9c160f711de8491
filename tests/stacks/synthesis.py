"""An environment's templates, as CloudFormation will read them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aws_cdk as cdk

from stacks.application import build
from stacks.environment import Environment, environment_named

ROOT = Path(__file__).parents[2]
CONTEXT: dict[str, Any] = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))["context"]
ENVIRONMENTS = sorted(set(CONTEXT["environments"]) - {"defaults"})


@dataclass(frozen=True)
class Found:
    """One resource of a template."""

    stack: str
    logical_id: str
    kind: str
    resource: dict[str, Any]

    @property
    def properties(self) -> dict[str, Any]:
        """Its properties."""
        properties: dict[str, Any] = self.resource.get("Properties", {})
        return properties


@dataclass(frozen=True)
class Templates:
    """All stacks of one environment, by short name."""

    environment: Environment
    stacks: dict[str, dict[str, Any]]

    def all(self) -> Iterator[Found]:
        """Every resource."""
        for stack, template in self.stacks.items():
            for logical_id, resource in template["Resources"].items():
                yield Found(stack, logical_id, resource["Type"], resource)

    def of(self, kind: str) -> list[Found]:
        """The resources of a type."""
        return [found for found in self.all() if found.kind == kind]

    def function(self, name: str) -> Found:
        """The Lambda function of a name without the environment."""
        full = f"{self.environment.prefix}-{name}"
        return next(one for one in self.of("AWS::Lambda::Function") if one.properties["FunctionName"] == full)

    def statements(self, role: str, stack: str) -> list[dict[str, Any]]:
        """What a role may do: the statements of all policies attached to it."""
        return [
            statement
            for policy in self.of("AWS::IAM::Policy")
            if policy.stack == stack and {"Ref": role} in policy.properties["Roles"]
            for statement in policy.properties["PolicyDocument"]["Statement"]
        ]


def listed(value: Any) -> list[Any]:
    """CloudFormation writes a list of one without its brackets."""
    return value if isinstance(value, list) else [value]


def synthesise(name: str, folder: Path, **overrides: Any) -> Templates:
    """The templates of an environment. Raises RuntimeError where cdk-nag finds something that nobody accepted."""
    environment = environment_named(name, CONTEXT["environments"], overrides)
    app = cdk.App(outdir=str(folder), context=CONTEXT, analytics_reporting=False)
    build(app, environment)
    assembly = app.synth()
    return Templates(
        environment,
        {
            artifact.stack_name.rpartition("-")[2]: json.loads(Path(artifact.template_full_path).read_text("utf-8"))
            for artifact in assembly.stacks
        },
    )
