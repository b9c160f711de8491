"""A table of the product's shape in moto's memory."""

import os
import threading
from collections.abc import Iterator
from typing import Any

import boto3
import botocore.client
import pytest
from moto import mock_aws

from commander.aws import clients


@pytest.fixture(autouse=True)
def _no_real_account(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("AWS_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")


@pytest.fixture
def _one_call_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """DynamoDB applies each call as a whole; moto, called from several threads, does not unless it is made to."""
    base: Any = botocore.client.BaseClient
    lock, make_call = threading.RLock(), base._make_api_call

    def locked(self: Any, name: str, arguments: dict[str, object]) -> object:
        with lock:
            return make_call(self, name, arguments)

    monkeypatch.setattr(base, "_make_api_call", locked)


@pytest.fixture
def table(_one_call_at_a_time: None) -> Iterator[str]:
    with mock_aws():
        clients.forget()
        boto3.client("dynamodb").create_table(
            TableName="ic-test",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            AttributeDefinitions=[
                {"AttributeName": "pk", "AttributeType": "S"},
                {"AttributeName": "sk", "AttributeType": "S"},
            ],
            BillingMode="PAY_PER_REQUEST",
        )
        yield "ic-test"
    clients.forget()
