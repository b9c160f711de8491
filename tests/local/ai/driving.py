"""boto3 clients of a stand-in."""

from typing import Any

import boto3
from botocore.config import Config


def client(service: str, endpoint: str) -> Any:
    """One attempt, nothing checked before it is sent: what is refused, the stand-in refused."""
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name="eu-west-1",
        aws_access_key_id="stand-in",
        aws_secret_access_key="stand-in",
        config=Config(retries={"total_max_attempts": 1}, parameter_validation=False, proxies={}),
    )


def label(answer: Any) -> str:
    """What the answer's header says of its origin."""
    return str(answer["ResponseMetadata"]["HTTPHeaders"].get("x-stand-in"))
