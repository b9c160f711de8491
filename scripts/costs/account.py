"""An emulated account for one incident: the product's tables, buckets and topic, and the function that it is about."""

import io
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import boto3
from moto import mock_aws

from commander.aws import clients

INCIDENTS, CONNECTIONS, METRICS = "incidents", "connections", "metrics"
EVIDENCE, KNOWLEDGE = "evidence", "knowledge"
_REGION = "us-east-1"
_VERSIONS = 7
"""The function's newest version in the bundles, which its alias points at."""
_TRUST = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
_VARIABLES = {"AWS_ACCESS_KEY_ID": "emulated", "AWS_SECRET_ACCESS_KEY": "emulated", "AWS_DEFAULT_REGION": _REGION}


@dataclass(frozen=True)
class Account:
    """What of the account has to be named."""

    topic_arn: str
    role_arn: str
    workflow_arn: str


@contextmanager
def account(function: str) -> Iterator[Account]:
    """The account, with a function of several versions and its log group in it; gone at the end."""
    with _signed(), mock_aws():
        clients.forget()
        try:
            yield _made(function)
        finally:
            clients.forget()


def _made(function: str) -> Account:
    for name in (INCIDENTS, CONNECTIONS, METRICS):
        boto3.client("dynamodb").create_table(
            TableName=name,
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            AttributeDefinitions=[{"AttributeName": one, "AttributeType": "S"} for one in ("pk", "sk")],
            BillingMode="PAY_PER_REQUEST",
        )
    for name in (EVIDENCE, KNOWLEDGE):
        boto3.client("s3").create_bucket(Bucket=name)
    role = boto3.client("iam").create_role(
        RoleName="everything", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [_TRUST]})
    )["Role"]["Arn"]
    _make_function(function, role)
    topic = boto3.client("sns").create_topic(Name="updates")["TopicArn"]
    machine = boto3.client("stepfunctions").create_state_machine(
        name="incident-response",
        roleArn=role,
        definition=json.dumps({"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}),
    )["stateMachineArn"]
    return Account(topic, role, machine)


def _make_function(name: str, role: str) -> None:
    functions = boto3.client("lambda")
    functions.create_function(
        FunctionName=name, Runtime="python3.13", Role=role, Handler="handler.handler", Code={"ZipFile": _code(0)}
    )
    for number in range(_VERSIONS):
        functions.update_function_code(FunctionName=name, ZipFile=_code(number))
        functions.publish_version(FunctionName=name)
    functions.create_alias(FunctionName=name, Name="live", FunctionVersion=str(_VERSIONS))
    boto3.client("logs").create_log_group(logGroupName=f"/aws/lambda/{name}")


def _code(number: int) -> bytes:
    """A function's code. No two numbers have the same: what has not changed is not published anew."""
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("handler.py", f"def handler(event, context): return {number}")
    return code.getvalue()


@contextmanager
def _signed() -> Iterator[None]:
    """No real credentials, profile or endpoint are seen meanwhile."""
    before = {name: value for name, value in os.environ.items() if name.startswith("AWS_")}
    for name in before:
        del os.environ[name]
    os.environ.update(_VARIABLES)
    try:
        yield
    finally:
        for name in _VARIABLES:
            os.environ.pop(name, None)
        os.environ.update(before)
