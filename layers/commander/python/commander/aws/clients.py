"""boto3 clients, made once per process. Endpoints and credentials come from boto3's own environment."""

import threading
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
_IMPATIENT = Config(
    connect_timeout=2,
    read_timeout=5,
    retries={"mode": "standard", "total_max_attempts": 2},
    max_pool_connections=32,
)
_SIGNING = Config(signature_version="s3v4", request_checksum_calculation="when_required")
"""A signed URL is used by somebody who adds no checksum of botocore's; objects under a KMS key need version 4."""
_making = threading.RLock()
"""boto3's default session is not made for being asked for clients by several threads at once."""


@cache
def _made(service: str, config: Config) -> Any:
    make: Any = boto3.client  # where boto3's stubs are installed, their overloads want a literal service name
    return make(service, config=config)


def client(service: str) -> Any:
    """The client for a service, named as boto3 names it."""
    with _making:
        return _made(service, _CONFIG)


def impatient(service: str) -> Any:
    """A client for looking around, which gives up early: evidence that comes too late helps nobody."""
    with _making:
        return _made(service, _IMPATIENT)


def signing() -> Any:
    """The client that signs URLs of S3; it makes no calls itself."""
    with _making:
        return _made("s3", _SIGNING)


def forget() -> None:
    """Makes every client anew when it is next asked for: they keep the endpoint and credentials they began with."""
    with _making:
        _made.cache_clear()
