"""One role a function, and in it what the function's code calls and nothing else."""

from typing import Any

import pytest

from tests.stacks.synthesis import Found, Templates, listed

pytestmark = [pytest.mark.synth, pytest.mark.xdist_group("stacks")]

ALWAYS = {"logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTelemetryRecords", "xray:PutTraceSegments"}
KEY = {
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
}
APPEND = {"dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"}
END = APPEND | {"dynamodb:DeleteItem"}
METER = {"dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"}
AGENT = APPEND | METER | {"comprehend:ContainsPiiEntities", "comprehend:DetectPiiEntities"}
MODEL = {"bedrock:ApplyGuardrail", "bedrock:InvokeModel"}
COLLECT = {
    "apigateway:GET",
    "application-autoscaling:DescribeScalableTargets",
    "application-signals:ListServiceDependencies",
    "application-signals:ListServices",
    "autoscaling:DescribeAutoScalingGroups",
    "autoscaling:DescribeScalingActivities",
    "cloudtrail:LookupEvents",
    "cloudwatch:DescribeAlarms",
    "cloudwatch:GetMetricData",
    "dynamodb:DescribeTable",
    "ecs:DescribeServices",
    "ecs:DescribeTaskDefinition",
    "ecs:DescribeTasks",
    "ecs:ListClusters",
    "ecs:ListServices",
    "ecs:ListTasks",
    "eks:DescribeCluster",
    "eks:DescribeNodegroup",
    "eks:ListNodegroups",
    "elasticloadbalancing:DescribeLoadBalancers",
    "elasticloadbalancing:DescribeTargetGroups",
    "elasticloadbalancing:DescribeTargetHealth",
    "lambda:GetFunctionConcurrency",
    "lambda:GetFunctionConfiguration",
    "lambda:ListAliases",
    "lambda:ListEventSourceMappings",
    "lambda:ListVersionsByFunction",
    "logs:FilterLogEvents",
    "logs:GetQueryResults",
    "logs:StartQuery",
    "logs:StopQuery",
    "pi:DescribeDimensionKeys",
    "pi:GetResourceMetrics",
    "rds:DescribeDBClusters",
    "rds:DescribeDBInstances",
    "rds:DescribeDBParameters",
    "rds:DescribeEvents",
    "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
    "xray:GetServiceGraph",
}
RESET = {"dynamodb:Scan", "dynamodb:BatchWriteItem", "dynamodb:DeleteItem"}
RIGHTS: dict[str, set[str]] = {
    "api": END
    | {
        "s3:PutObject",
        "secretsmanager:GetSecretValue",
        "states:SendTaskSuccess",
        "states:StartExecution",
    },
    "signals": END | {"sqs:SendMessage", "states:StartExecution"},
    "detection": AGENT | MODEL | COLLECT | {"s3:GetObject", "s3:PutObject", "textract:DetectDocumentText"},
    "diagnosis": AGENT
    | MODEL
    | COLLECT
    | {"bedrock-agentcore:RetrieveMemoryRecords", "bedrock:Retrieve", "s3:GetObject", "s3:PutObject"},
    "prediction": AGENT | MODEL | {"s3:GetObject"},
    "resolution": AGENT
    | {
        "bedrock:ApplyGuardrail",
        "bedrock:Retrieve",
        "lambda:GetAlias",
        "lambda:GetFunctionConfiguration",
        "s3:GetObject",
    },
    "communication": AGENT
    | MODEL
    | END
    | {
        "bedrock-agentcore:BatchCreateMemoryRecords",
        "bedrock:StartIngestionJob",
        "comprehend:DetectSentiment",
        "s3:PutObject",
        "sns:Publish",
    },
    "ingestion": {"bedrock:StartIngestionJob", "s3:DeleteObject", "s3:ListBucket", "s3:PutObject"},
    "approvals": APPEND | {"states:SendTaskSuccess"},
    "remediation": APPEND
    | {
        "cloudwatch:GetMetricData",
        "lambda:GetAlias",
        "lambda:GetFunctionConfiguration",
        "sts:AssumeRole",
    },
    "sweeper": AGENT
    | END
    | {
        "bedrock-agentcore:BatchCreateMemoryRecords",
        "bedrock:StartIngestionJob",
        "s3:PutObject",
        "sns:Publish",
        "states:DescribeExecution",
        "states:StartExecution",
    },
    "websocket": END
    | {
        "dynamodb:UpdateItem",
        "execute-api:ManageConnections",
        "s3:PutObject",
        "states:StartExecution",
    },
    "ws_authorizer": {"dynamodb:DeleteItem"},
    "broadcast": END
    | {
        "dynamodb:DescribeStream",
        "dynamodb:GetRecords",
        "dynamodb:GetShardIterator",
        "dynamodb:ListStreams",
        "dynamodb:UpdateItem",
        "execute-api:ManageConnections",
        "sqs:SendMessage",
    },
}
WHOLE_SERVICE = {
    "application-autoscaling:DescribeScalableTargets",
    "application-signals:ListServiceDependencies",
    "application-signals:ListServices",
    "autoscaling:DescribeAutoScalingGroups",
    "autoscaling:DescribeScalingActivities",
    "cloudtrail:LookupEvents",
    "cloudwatch:DescribeAlarms",
    "cloudwatch:GetMetricData",
    "comprehend:ContainsPiiEntities",
    "comprehend:DetectPiiEntities",
    "comprehend:DetectSentiment",
    "dynamodb:ListStreams",
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
    "states:SendTaskSuccess",
    "textract:DetectDocumentText",
    "xray:GetServiceGraph",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
}
"""Actions that have no resource to name. docs/decisions has the list."""


def _role(function: Found) -> str:
    role: str = function.properties["Role"]["Fn::GetAtt"][0]
    return role


def _allowed(templates: Templates, name: str) -> list[dict[str, Any]]:
    function = templates.function(name)
    return templates.statements(_role(function), function.stack)


@pytest.mark.parametrize("name", sorted(RIGHTS))
def test_a_function_may_do_what_its_code_calls_and_nothing_else(prod: Templates, name: str) -> None:
    allowed = {action for statement in _allowed(prod, name) for action in listed(statement["Action"])}
    assert allowed - ALWAYS - KEY == RIGHTS[name]


def test_the_list_above_has_every_function(every: Templates) -> None:
    names = {found.properties["FunctionName"] for found in every.of("AWS::Lambda::Function")}
    absent = set() if every.of("AWS::Bedrock::KnowledgeBase") else {"ingestion"}
    assert names == {f"{every.environment.prefix}-{name}" for name in set(RIGHTS) - absent}


def test_only_an_environment_that_may_be_reset_can_empty_its_tables(dev: Templates, prod: Templates) -> None:
    in_dev = {action for statement in _allowed(dev, "api") for action in listed(statement["Action"])}
    in_prod = {action for statement in _allowed(prod, "api") for action in listed(statement["Action"])}
    assert in_dev - in_prod == RESET - in_prod == {"dynamodb:Scan", "dynamodb:BatchWriteItem"}


@pytest.mark.parametrize("name", ["detection", "diagnosis"])
def test_what_a_collecting_agent_reads_of_the_account_it_only_reads(prod: Templates, name: str) -> None:
    own = AGENT | MODEL | {"s3:PutObject"}
    reading = (
        "Describe",
        "Detect",
        "Filter",
        "Get",
        "GET",
        "List",
        "Lookup",
        "Query",
        "Retrieve",
        "StartQuery",
        "StopQuery",
    )
    actions = {action for statement in _allowed(prod, name) for action in listed(statement["Action"])}
    assert not [action for action in actions - ALWAYS - KEY - own if not action.partition(":")[2].startswith(reading)]


def test_no_two_functions_share_a_role(every: Templates) -> None:
    roles = [(found.stack, _role(found)) for found in every.of("AWS::Lambda::Function")]
    assert len(roles) == len(set(roles))


def test_roles_of_functions_have_no_managed_policy(every: Templates) -> None:
    functions = {(found.stack, _role(found)) for found in every.of("AWS::Lambda::Function")}
    for role in every.of("AWS::IAM::Role"):
        if (role.stack, role.logical_id) in functions:
            assert "ManagedPolicyArns" not in role.properties


def test_no_role_allows_an_action_by_wildcard(every: Templates) -> None:
    for policy in every.of("AWS::IAM::Policy"):
        for statement in policy.properties["PolicyDocument"]["Statement"]:
            if statement["Effect"] == "Allow":
                assert not [action for action in listed(statement["Action"]) if "*" in action]


def test_only_actions_without_a_resource_are_allowed_on_everything(prod: Templates) -> None:
    for name in RIGHTS:
        for statement in _allowed(prod, name):
            if "*" in listed(statement["Resource"]):
                assert set(listed(statement["Action"])) <= WHOLE_SERVICE


def test_the_key_is_used_through_the_services_that_store_and_never_directly(every: Templates) -> None:
    for function in every.of("AWS::Lambda::Function"):
        for statement in every.statements(_role(function), function.stack):
            if set(listed(statement["Action"])) & KEY:
                services = statement["Condition"]["StringEquals"]["kms:ViaService"]
                assert services
                assert "*" not in listed(statement["Resource"])


def test_what_remediation_changes_with_can_only_be_assumed_by_remediation_and_never_touches_the_product(
    every: Templates,
) -> None:
    name = f"{every.environment.prefix}-remediation-actions"
    role = next(found for found in every.of("AWS::IAM::Role") if found.properties.get("RoleName") == name)
    trusted = role.properties["AssumeRolePolicyDocument"]["Statement"]
    remediation = _role(every.function("remediation"))
    assert [one["Principal"] for one in trusted] == [{"AWS": {"Fn::GetAtt": [remediation, "Arn"]}}]
    allow, deny = every.statements(role.logical_id, role.stack)
    assert (allow["Effect"], allow["Action"]) == ("Allow", "lambda:UpdateAlias")
    assert (deny["Effect"], deny["Action"]) == ("Deny", "lambda:*")
    assert str(deny["Resource"]).count("function:incident-commander-*") == 1


def test_remediation_itself_changes_nothing(every: Templates) -> None:
    actions = {action for statement in _allowed(every, "remediation") for action in listed(statement["Action"])}
    assert not [action for action in actions if action.startswith("lambda:") and not action.startswith("lambda:Get")]


def test_a_state_machine_invokes_exactly_the_functions_of_its_own_tasks(every: Templates) -> None:
    counts = {}
    for machine in every.of("AWS::StepFunctions::StateMachine"):
        role = machine.properties["RoleArn"]["Fn::GetAtt"][0]
        invoke = [one for one in every.statements(role, machine.stack) if one["Action"] == "lambda:InvokeFunction"]
        tasks = [
            value
            for name, value in machine.properties["DefinitionSubstitutions"].items()
            if name.endswith("FunctionArn")
        ]
        assert sorted(map(str, listed(invoke[0]["Resource"]))) == sorted(map(str, tasks))
        counts[machine.properties["StateMachineName"].removeprefix(every.environment.prefix)] = len(tasks)
    assert counts == {"-incident-response": 7, "-remediation": 1}
