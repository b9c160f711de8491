"""What detection may read of the account to collect evidence. docs/decisions/0006 says why each is as wide as it is."""

import aws_cdk as cdk

from stacks.access import look_at_functions, look_at_metrics
from stacks.function import ProductFunction

LOG_GROUPS = (
    "/aws/lambda/*",
    "/ecs/*",
    "/aws/ecs/*",
    "/aws/rds/*",
    "/aws/eks/*",
    "/aws/containerinsights/*",
    "/aws/apigateway/*",
    "API-Gateway-Execution-Logs_*",
)
"""Where services write by default. A group elsewhere is a gap, naming logs:FilterLogEvents, until it is added here."""

_ANYTHING: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "LooksAtLogs": (
        ("logs:FilterLogEvents", "logs:StartQuery"),
        tuple(f"logs:{{region}}:{{account}}:log-group:{group}" for group in LOG_GROUPS),
    ),
    "LooksAtContainers": (
        ("ecs:DescribeServices", "ecs:DescribeTasks"),
        ("ecs:{region}:{account}:cluster/*", "ecs:{region}:{account}:service/*", "ecs:{region}:{account}:task/*"),
    ),
    "LooksAtDatabases": (
        ("rds:DescribeDBClusters", "rds:DescribeDBInstances"),
        ("rds:{region}:{account}:cluster:*", "rds:{region}:{account}:db:*"),
    ),
    "LooksAtDatabaseLoad": (
        ("pi:DescribeDimensionKeys", "pi:GetResourceMetrics"),
        ("pi:{region}:{account}:metrics/rds/*",),
    ),
    "LooksAtTables": (("dynamodb:DescribeTable",), ("dynamodb:{region}:{account}:table/*",)),
    "LooksAtQueues": (("sqs:GetQueueAttributes", "sqs:GetQueueUrl"), ("sqs:{region}:{account}:*",)),
    "LooksAtApis": (
        ("apigateway:GET",),
        (
            "apigateway:{region}::/apis",
            "apigateway:{region}::/apis/*",
            "apigateway:{region}::/restapis",
            "apigateway:{region}::/restapis/*",
        ),
    ),
    "LooksAtClusters": (
        ("eks:DescribeCluster", "eks:DescribeNodegroup", "eks:ListNodegroups"),
        ("eks:{region}:{account}:cluster/*", "eks:{region}:{account}:nodegroup/*"),
    ),
}
"""By statement: reading actions, and the kinds of things they read, as ARNs without their beginning."""

_WITHOUT_RESOURCE = (
    "application-autoscaling:DescribeScalableTargets",
    "application-signals:ListServiceDependencies",
    "application-signals:ListServices",
    "autoscaling:DescribeAutoScalingGroups",
    "autoscaling:DescribeScalingActivities",
    "cloudtrail:LookupEvents",
    "cloudwatch:DescribeAlarms",
    "ecs:DescribeTaskDefinition",
    "ecs:ListClusters",
    "ecs:ListServices",
    "ecs:ListTasks",
    "elasticloadbalancing:DescribeLoadBalancers",
    "elasticloadbalancing:DescribeTargetGroups",
    "elasticloadbalancing:DescribeTargetHealth",
    "lambda:ListEventSourceMappings",
    "logs:GetQueryResults",
    "logs:StopQuery",
    "rds:DescribeDBParameters",
    "rds:DescribeEvents",
    "xray:GetServiceGraph",
)
"""Reading actions for which the services offer no resource to name, or none narrower than all there are."""


def collect_evidence(function: ProductFunction) -> None:
    """Grants what the collectors read, by the service that is asked."""
    look_at_metrics(function)
    look_at_functions(
        function,
        "lambda:GetFunctionConcurrency",
        "lambda:GetFunctionConfiguration",
        "lambda:ListAliases",
        "lambda:ListVersionsByFunction",
    )
    stack = cdk.Stack.of(function)
    for sid, (actions, resources) in _ANYTHING.items():
        arns = [_arn(one, stack.partition, stack.region, stack.account) for one in resources]
        function.allow(sid, actions, arns)
        for one in resources:
            if "*" in one:
                shown = _arn(one, "<AWS::Partition>", "<AWS::Region>", "<AWS::AccountId>")
                function.accept(
                    "Anything of the account can be what an incident is about; these actions only read",
                    f"IAM5[Resource::{shown}]",
                )
    function.allow("LooksWhereNothingCanBeNamed", _WITHOUT_RESOURCE, ["*"])
    function.accept("These actions have no resource to name", "IAM5[Resource::*]")


def _arn(resource: str, partition: str, region: str, account: str) -> str:
    return f"arn:{partition}:" + resource.format(region=region, account=account)
