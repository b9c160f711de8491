"""One attempt at one call: a client that waits no longer than the call may take and never retries; errors made ours."""

import math
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from commander.aws.ai.usage import usage_of, with_usage
from commander.aws.errors import error_code, translate, without_answer
from commander.contract.problems import MalformedAnswer, ServiceRejected
from commander.ports.services import Usage

_LONGEST_CONNECT_S = 3.0
_SHORTEST_S = 0.1
_making = threading.RLock()
"""boto3's default session is not made for being asked for clients by several threads at once."""
_heard = threading.local()
"""The headers of the answer to this thread's present call. They are known before botocore reads the body."""


def client(service: str, timeout_s: float, endpoint_url: str | None = None) -> Any:
    """A client that gives up after `timeout_s`, rounded down to whole seconds or, below one, to tenths.

    Rounding bounds the number of clients; they are kept for the life of the process. Without an endpoint,
    boto3's own environment says where the service is.
    """
    with _making:
        return _made(service, _rounded(timeout_s), endpoint_url)


def forget() -> None:
    """Makes every client anew when it is next asked for: they keep the credentials they began with."""
    with _making:
        _made.cache_clear()


@contextmanager
def attempt(permission: str, rejections: Collection[str] = ()) -> Iterator[None]:
    """Runs one call, so that only the contract's problems come out, with their usage where the service answered.

    `permission` is the IAM action of the call, `rejections` are error codes by which this operation says no to what was
    asked. An answer that botocore cannot read is a MalformedAnswer.
    """
    _heard.headers = None
    try:
        yield
    except ClientError as error:
        ours = translate(error, permission)
        if error_code(error) in rejections:
            ours = ServiceRejected(f"{permission} was not accepted: {error}")
        raise with_usage(ours, _usage_heard()) from error
    except BotoCoreError as error:
        raise with_usage(without_answer(error, permission), _usage_heard()) from error
    except (ResponseParserError, AttributeError, TypeError, ValueError) as error:
        # botocore's parsers stumble with these over a body that is JSON of another shape than the service's.
        if _heard.headers is None:
            raise
        raise with_usage(MalformedAnswer(f"{permission}: the answer cannot be read"), _usage_heard()) from error
    finally:
        _heard.headers = None


@contextmanager
def reading(permission: str, usage: Usage) -> Iterator[None]:
    """Takes an answer apart: what is not as the service's model says raises MalformedAnswer with the usage."""
    try:
        yield
    except MalformedAnswer as error:
        raise with_usage(error, usage) from error.__cause__
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        unlike = f"{permission}: the answer is not of the service's shape ({type(error).__name__}: {error})"
        raise with_usage(MalformedAnswer(unlike), usage) from error


def headers_of(answer: Mapping[str, Any]) -> Mapping[str, str]:
    """The HTTP headers of an answer that botocore has read."""
    headers: Mapping[str, str] = answer["ResponseMetadata"]["HTTPHeaders"]
    return headers


def _rounded(timeout_s: float) -> float:
    whole = math.floor(timeout_s)
    return float(whole) if whole >= 1 else max(_SHORTEST_S, math.floor(timeout_s * 10) / 10)


@cache
def _made(service: str, timeout_s: float, endpoint_url: str | None) -> Any:
    config = Config(
        connect_timeout=min(timeout_s, _LONGEST_CONNECT_S),
        read_timeout=timeout_s,
        retries={"mode": "standard", "total_max_attempts": 1},
        max_pool_connections=16,
    )
    make: Any = boto3.client  # where boto3's stubs are installed, their overloads want a literal service name
    made = make(service, config=config, endpoint_url=endpoint_url)
    made.meta.events.register("before-parse", _hear)
    return made


def _hear(response_dict: Mapping[str, Any], **_: object) -> None:
    _heard.headers = dict(response_dict.get("headers") or {})


def _usage_heard() -> Usage | None:
    headers = _heard.headers
    return None if headers is None else usage_of(headers)
