"""The one place where botocore's errors become ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, ReadTimeoutError

from commander.contract.problems import CommanderError, Missing, ServiceDenied, ServiceThrottled, ServiceUnavailable

_DENIED = {
    "AccessDenied",
    "AccessDeniedException",
    "AuthFailure",
    "AuthorizationError",
    "AuthorizationErrorException",
    "Forbidden",
    "ForbiddenException",
    "NotAuthorized",
    "NotAuthorizedException",
    "UnauthorizedException",
    "UnauthorizedOperation",
}
_THROTTLED = {
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "ThrottledException",
    "TooManyRequests",
    "LimitExceededException",
    "SlowDown",
}
_MISSING = {
    "AWS.SimpleQueueService.NonExistentQueue",
    "ClusterNotFoundException",
    "DBClusterNotFoundFault",
    "DBInstanceNotFound",
    "DBInstanceNotFoundFault",
    "LoadBalancerNotFound",
    "QueueDoesNotExist",
    "ServiceNotFoundException",
    "TargetGroupNotFound",
    "ResourceNotFoundException",
    "ResourceNotFound",
    "NoSuchKey",
    "404",
    "NotFoundException",
    "TaskTimedOut",
    "TaskDoesNotExist",
    "InvalidToken",
    "ExecutionDoesNotExist",
}


def error_code(error: ClientError) -> str:
    """The service's own error code."""
    return str(error.response.get("Error", {}).get("Code", ""))


def translate(error: ClientError, permission: str) -> CommanderError:
    """What a service's refusal means to us. `permission` is the IAM action of the call."""
    code = error_code(error)
    message = str(error.response.get("Error", {}).get("Message", "")) or code
    if code in _DENIED:
        return ServiceDenied(f"{permission} was refused: {message}", permission)
    if code in _THROTTLED:
        return ServiceThrottled(f"{permission} was throttled: {message}")
    if code in _MISSING:
        return Missing(f"{permission}: {message}")
    return ServiceUnavailable(f"{permission} failed with {code}: {message}")


@contextmanager
def calling(permission: str) -> Iterator[None]:
    """Runs AWS calls so that only our own errors come out. Conditional-write failures pass through unchanged."""
    try:
        yield
    except ClientError as error:
        if error_code(error) in ("ConditionalCheckFailedException", "TransactionCanceledException"):
            raise
        raise translate(error, permission) from error
    except (ConnectTimeoutError, ReadTimeoutError) as error:
        raise ServiceUnavailable(f"{permission} timed out: {error}") from error
    except BotoCoreError as error:
        raise ServiceUnavailable(f"{permission} could not be called: {error}") from error


def lost_condition(error: ClientError) -> bool:
    """Whether a conditional write, or one inside a transaction, failed on its condition."""
    if error_code(error) == "ConditionalCheckFailedException":
        return True
    reasons: Any = error.response.get("CancellationReasons", [])
    return any(reason.get("Code") == "ConditionalCheckFailed" for reason in reasons)


def contended(error: ClientError) -> bool:
    """Whether a transaction was cancelled because another one was writing the same item."""
    reasons: Any = error.response.get("CancellationReasons", [])
    return any(reason.get("Code") == "TransactionConflict" for reason in reasons)
