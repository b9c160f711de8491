"""A state machine from `statemachines/`, with its role, its log group and its substitutions checked."""

import re
from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from stacks.acknowledged import acknowledge
from stacks.environment import Environment
from stacks.function import ProductFunction, log_group
from stacks.layers import ROOT

DEFINITIONS = ROOT / "statemachines"
_SUBSTITUTION = re.compile(r"\$\{(\w+)\}")


def state_machine_arn(stack: cdk.Stack, environment: Environment, name: str) -> str:
    """The ARN of a state machine by its name, for those that it refers to itself."""
    return stack.format_arn(
        service="states",
        resource="stateMachine",
        resource_name=_physical_name(environment, name),
        arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME,
    )


def executions_arn(stack: cdk.Stack, environment: Environment, name: str) -> str:
    """The ARNs of all executions of a state machine."""
    return stack.format_arn(
        service="states",
        resource="execution",
        resource_name=f"{_physical_name(environment, name)}:*",
        arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME,
    )


class ProductStateMachine(Construct):
    """`statemachines/<name>.asl.json`, deployed."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        environment: Environment,
        key: kms.IKey,
        values: Mapping[str, str],
        invokes: Mapping[str, ProductFunction],
    ) -> None:
        super().__init__(scope, "".join(word.capitalize() for word in name.split("_")) + "Workflow")
        definition = (DEFINITIONS / f"{name}.asl.json").read_text(encoding="utf-8")
        known = {**values, **{f"{placeholder}FunctionArn": one.arn for placeholder, one in invokes.items()}}
        wanted = set(_SUBSTITUTION.findall(definition))
        if missing := wanted - known.keys():
            raise ValueError(f"{name}.asl.json wants {', '.join(sorted(missing))}, which nobody gives")
        self.role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("states.amazonaws.com"),
            description=f"Rights of the state machine {name}",
        )
        self.role.add_to_policy(
            iam.PolicyStatement(
                sid="RunsItsTasks",
                actions=["lambda:InvokeFunction"],
                resources=[
                    one.arn for placeholder, one in sorted(invokes.items()) if f"{placeholder}FunctionArn" in wanted
                ],
            )
        )
        self.machine = sfn.StateMachine(
            self,
            "StateMachine",
            state_machine_name=_physical_name(environment, name),
            role=self.role,
            definition_body=sfn.DefinitionBody.from_string(definition),
            definition_substitutions={placeholder: known[placeholder] for placeholder in sorted(wanted)},
            tracing_enabled=environment.tracing,
            logs=sfn.LogOptions(
                level=sfn.LogLevel.ALL,
                include_execution_data=True,
                destination=log_group(
                    self, "Logs", f"/aws/vendedlogs/states/{_physical_name(environment, name)}", environment, key
                ),
            ),
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        acknowledge(self.role, "Log deliveries and X-Ray's writing actions have no resource", "IAM5[Resource::*]")


def _physical_name(environment: Environment, name: str) -> str:
    return f"{environment.prefix}-{name.replace('_', '-')}"
