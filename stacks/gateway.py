"""What both APIs share: their stage, how they name a function they call, and the right to write logs."""

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_iam as iam
from constructs import Construct

from stacks.acknowledged import acknowledge
from stacks.environment import Environment
from stacks.function import ProductFunction

STAGE = "live"


def invocation_uri(function: ProductFunction) -> str:
    """How API Gateway names a function it calls."""
    return Stack.of(function).format_arn(
        service="apigateway",
        account="lambda",
        resource="path",
        resource_name=f"2015-03-31/functions/{function.arn}/invocations",
    )


def address(template: str, api_id: str, environment: Environment, stack: Stack) -> str:
    """Where an API is found."""
    return template.format(api=api_id, stage=STAGE, region=stack.region, suffix=stack.url_suffix, port=environment.port)


def account_log_role(scope: Construct) -> apigateway.CfnAccount:
    """API Gateway writes logs under one role for the whole account and Region. It stays when the stack goes, because
    other APIs of the account may rely on it by then."""
    role = iam.Role(
        scope,
        "ApiGatewayLogs",
        assumed_by=iam.ServicePrincipal("apigateway.amazonaws.com"),
        managed_policies=[
            iam.ManagedPolicy.from_aws_managed_policy_name("service-role/AmazonAPIGatewayPushToCloudWatchLogs")
        ],
    )
    acknowledge(
        role,
        "API Gateway accepts an account role only with the rights of this managed policy",
        "IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]",
    )
    account = apigateway.CfnAccount(scope, "ApiGatewayAccount", cloud_watch_role_arn=role.role_arn)
    for kept in (account, role):
        kept.apply_removal_policy(RemovalPolicy.RETAIN)
    return account
