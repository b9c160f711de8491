"""A running stand-in, a real client of it, and the words to set its faults."""

import json
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config

from local.ai.server import Standin, serve

Control = Callable[..., Any]


@pytest.fixture
def standin() -> Iterator[Standin]:
    server = serve(0, body_limit=200_000)
    yield server
    server.close()


@pytest.fixture
def bedrock(standin: Standin) -> Iterator[Any]:
    client = boto3.client(
        "bedrock-runtime",
        endpoint_url=standin.url,
        region_name="us-east-1",
        aws_access_key_id="x",
        aws_secret_access_key="y",
        config=Config(retries={"max_attempts": 0}, read_timeout=2),
    )
    yield client
    client.close()


@pytest.fixture
def control(standin: Standin) -> Control:
    """Calls the control path: control("PUT", "guardrails", mode="throttle")."""

    def call(method: str, service: str, **setting: Any) -> Any:
        request = urllib.request.Request(
            f"{standin.url}/_stand-in/faults/{service}",
            method=method,
            data=json.dumps(setting).encode() if setting else None,
        )
        with urllib.request.urlopen(request, timeout=2) as answer:
            return json.load(answer)

    return call
