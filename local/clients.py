"""boto3 clients of the local cloud, with its root credentials, for setting things up and for the load on the victim."""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config

from local.cloud.process import CREDENTIALS, REGION


@cache
def client(service: str, endpoint_url: str) -> Any:
    """A client of one service of the cloud at `endpoint_url`; clients are thread-safe and costly to make, so kept."""
    make: Any = boto3.client  # where boto3's stubs are installed, their overloads want a literal service name
    return make(
        service,
        endpoint_url=endpoint_url,
        region_name=REGION,
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
        config=Config(connect_timeout=5, read_timeout=30, retries={"total_max_attempts": 3, "mode": "standard"}),
    )
