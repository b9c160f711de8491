"""A Lambda function of the product: its log group, its own role with nothing in it that was not asked for, its code."""

from collections.abc import Mapping, Sequence
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from stacks.acknowledged import acknowledge
from stacks.environment import Environment
from stacks.layers import ARCHITECTURE, ROOT, RUNTIME, Layers

FUNCTIONS = ROOT / "functions"

_RETENTIONS = {
    1: logs.RetentionDays.ONE_DAY,
    7: logs.RetentionDays.ONE_WEEK,
    14: logs.RetentionDays.TWO_WEEKS,
    30: logs.RetentionDays.ONE_MONTH,
    90: logs.RetentionDays.THREE_MONTHS,
    365: logs.RetentionDays.ONE_YEAR,
    731: logs.RetentionDays.TWO_YEARS,
}
"""CloudWatch Logs keeps lines for certain numbers of days only."""

_KEY_ACTIONS = (
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
)


def removal_policy(environment: Environment) -> cdk.RemovalPolicy:
    """What happens to stored data when a stack goes. What a failed first deployment made has nothing in it yet and
    goes in any case: with its fixed name it would be in the way of the next attempt."""
    if environment.removal == "destroy":
        return cdk.RemovalPolicy.DESTROY
    return cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE


def log_group(scope: Construct, construct_id: str, name: str, environment: Environment, key: kms.IKey) -> logs.LogGroup:
    """An encrypted log group with the environment's retention."""
    return logs.LogGroup(
        scope,
        construct_id,
        log_group_name=name,
        encryption_key=key,
        removal_policy=removal_policy(environment),
        retention=_RETENTIONS[environment.log_retention_days],
    )


class ProductFunction(Construct):
    """`functions/<name>/handler.py`, deployed."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        environment: Environment,
        layers: Layers,
        key: kms.IKey,
        settings: Mapping[str, str],
        timeout_s: int,
        memory_mb: int,
        description: str,
    ) -> None:
        super().__init__(scope, "".join(word.capitalize() for word in name.split("_")))
        self._key = key
        self.name = f"{environment.prefix}-{name}"
        self.role = iam.Role(
            self, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"), description=f"Rights of {self.name}"
        )
        group = log_group(self, "Logs", f"/aws/lambda/{self.name}", environment, key)
        self.allow("WritesItsLogs", ["logs:CreateLogStream", "logs:PutLogEvents"], [group.log_group_arn])
        self.function = lambda_.Function(
            self,
            "Function",
            function_name=self.name,
            description=description,
            runtime=RUNTIME,
            architecture=ARCHITECTURE,
            code=lambda_.Code.from_asset(str(FUNCTIONS / name), exclude=["**/__pycache__"]),
            handler="handler.handler",
            role=self.role,
            layers=list(layers.versions),
            environment=dict(settings),
            timeout=cdk.Duration.seconds(timeout_s),
            memory_size=memory_mb,
            log_group=group,
            tracing=lambda_.Tracing.ACTIVE if environment.tracing else lambda_.Tracing.DISABLED,
        )
        self.arn = self.function.function_arn
        if environment.tracing:
            self.accept("X-Ray's writing actions have no resource", "IAM5[Resource::*]")

    def allow(
        self,
        sid: str,
        actions: Sequence[str],
        resources: Sequence[str],
        conditions: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        """Adds one statement to the role."""
        self.role.add_to_policy(
            iam.PolicyStatement(sid=sid, actions=list(actions), resources=list(resources), conditions=conditions)
        )

    def use_key(self, *services: str) -> None:
        """Lets the services use the product's key on the function's behalf, and nobody else."""
        stack = cdk.Stack.of(self)
        via = [f"{service}.{stack.region}.{stack.url_suffix}" for service in sorted(services)]
        self.allow("UsesTheKey", _KEY_ACTIONS, [self._key.key_arn], {"StringEquals": {"kms:ViaService": via}})

    def accept(self, reason: str, *findings: str) -> None:
        """Accepts cdk-nag findings about the role, with the reason."""
        acknowledge(self.role, reason, *findings)


def dead_letters(scope: Construct, name: str, environment: Environment, key: kms.IKey) -> sqs.Queue:
    """A queue for what a function could not take, kept for two weeks."""
    queue = sqs.Queue(
        scope,
        "".join(word.capitalize() for word in name.split("-")),
        queue_name=f"{environment.prefix}-{name}",
        encryption=sqs.QueueEncryption.KMS,
        encryption_master_key=key,
        enforce_ssl=True,
        retention_period=cdk.Duration.days(14),
        removal_policy=removal_policy(environment),
    )
    acknowledge(queue, "This is the dead-letter queue itself", "SQS3")
    return queue
