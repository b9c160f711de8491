"""Least privilege, seen from outside: which grants the functions made use of, and that none was missing.

Compares what the deployed policies grant with what a whole game day asked for, by the local cloud's own record.
"""

import json
from collections import defaultdict

import pytest

from commander.contract.evidence import Bundle
from local import paths
from local.application import Application
from local.clients import client
from local.cloud.decisions import Call, read
from tests.e2e.bundles import empty
from tests.e2e.driving import Json, Person

REPORT = paths.STATE / "reports" / "grants.txt"
"""Which grants each function did not make use of, for people."""

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("gamedays")]

_UNSEEN = {
    # Only a fault, a reset or a schedule calls these, or the local cloud does not check them.
    "dynamodb:ConditionCheckItem": "a transaction with a bare check: none is needed in a run without faults",
    "dynamodb:BatchWriteItem": "POST /system/reset",
    "dynamodb:Scan": "POST /system/reset",
    "kms": "the local cloud encrypts without asking for the caller's rights",
    "xray": "tracing is not there locally",
    "sqs": "dead letters: only after repeated failure",
    "states:DescribeExecution": "the sweeper's schedule",
    "secretsmanager:GetSecretValue": "POST /signals/{source}",
    "dynamodb:DescribeStream": "event source mappings read streams inside the local cloud",
    "dynamodb:GetRecords": "event source mappings read streams inside the local cloud",
    "dynamodb:GetShardIterator": "event source mappings read streams inside the local cloud",
    "dynamodb:ListStreams": "event source mappings read streams inside the local cloud",
    "application-autoscaling": "the local cloud does not have the service",
    "application-signals": "the local cloud does not have the service",
    "pi": "the local cloud does not have the service",
    "bedrock": "a stand-in answers, which asks for nobody's rights; test_ai_services compares calls with grants",
    "bedrock-agentcore": "the same",
    "comprehend": "the same",
    "qbusiness": "the same",
    "textract": "the same",
    "logs:FilterLogEvents": "asked where Logs Insights cannot be used",
    "logs:StopQuery": "a Logs Insights query that takes too long",
    "logs:CreateLogStream": "the local cloud writes a function's log itself",
    "logs:PutLogEvents": "the local cloud writes a function's log itself",
}
_RARELY = {
    "DetectionRole": ("ecs:DescribeTasks",),  # tasks that stopped within the hour
    "SignalsRole": ("dynamodb:DeleteItem", "dynamodb:Query"),  # an alarm that comes again after its incident has ended
    "ApprovalsRole": ("states:SendTaskSuccess",),  # a plan that is asked about again after it was decided on
    "BroadcastRole": ("dynamodb:DeleteItem",),  # a connection that went without saying so
    "WebsocketRole": ("s3:PutObject", "states:StartExecution"),  # trigger_incident
    "SweeperRole": (  # nothing was left unfinished
        "dynamodb:DeleteItem",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
        "dynamodb:UpdateItem",
        "s3:PutObject",
        "sns:Publish",
        "states:StartExecution",
    ),
}
"""By a part of the role's name: what a function needs only in cases that a game day does not have."""


def _granted(application: Application) -> dict[str, set[str]]:
    """The actions that each function's role is granted, by role name, read from the deployed policies."""
    iam = client("iam", application.endpoints.endpoint_url)
    lambda_ = client("lambda", application.endpoints.endpoint_url)
    granted: dict[str, set[str]] = {}
    for function in lambda_.list_functions()["Functions"]:
        if not function["FunctionName"].startswith("incident-commander-"):
            continue
        role = function["Role"].rpartition("/")[2]
        actions: set[str] = set()
        for name in iam.list_role_policies(RoleName=role)["PolicyNames"]:
            document = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
            document = json.loads(document) if isinstance(document, str) else document
            for statement in document["Statement"]:
                if statement["Effect"] == "Allow":
                    given = statement["Action"]
                    actions |= {given} if isinstance(given, str) else set(given)
        assert not iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"], f"{role} has managed policies"
        granted[role] = actions
    return granted


def _explained(role: str, action: str, granted: dict[str, set[str]]) -> bool:
    if "DiagnosisRole" in role and any("DetectionRole" in one and action in granted[one] for one in granted):
        return True  # a further look at what detection looked at, which a model asks for where the verdict is open
    if action in _UNSEEN or action.partition(":")[0] in _UNSEEN:
        return True
    return any(name in role and action in actions for name, actions in _RARELY.items())


def test_no_function_lacked_a_grant_and_every_unused_grant_has_a_reason(
    application: Application, responder: Person, bad_deploy: Json, collected: Bundle
) -> None:
    by_hand = responder.open(evidence=empty())
    responder.wait_for_end(by_hand)
    closing = {"resolution_code": "no_fault", "reason": "seen"}
    assert responder.call("POST", f"/incidents/{by_hand}/resolve", closing).status_code == 202
    granted = _granted(application)
    used: dict[str, set[str]] = defaultdict(set)
    refused: list[Call] = []
    for call in read(application.cloud.folder):
        if call.role not in granted:
            continue  # the game days' own service
        used[call.role].add(call.action)
        if not call.allowed:
            refused.append(call)
    assert refused == []
    unexplained: dict[str, list[str]] = {}
    lines: list[str] = []
    for role, actions in sorted(granted.items()):
        assert not [action for action in actions if "*" in action], f"{role} is granted a wildcard"
        unused = sorted(actions - used[role])
        lines.append(f"{role}: {len(actions)} granted, unused here: {', '.join(unused) or 'none'}")
        unexplained[role] = [action for action in unused if not _explained(role, action, granted)]
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert {role: actions for role, actions in unexplained.items() if actions} == {}
