"""boto3 clients, made once per process. Endpoints and credentials come from boto3's own environment."""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config

_CONFIG = Config(
    connect_timeout=3,
    read_timeout=20,
    retries={"mode": "standard", "total_max_attempts": 4},
    max_pool_connections=32,
)


@cache
def client(service: str) -> Any:
    """The client for a service, named as boto3 names it."""
    make: Any = boto3.client  # where boto3's stubs are installed, their overloads want a literal service name
    return make(service, config=_CONFIG)
