"""The one place where botocore's errors become ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    ParamValidationError,
    ReadTimeoutError,
)

from commander.contract.problems import (
    CommanderError,
    Missing,
    ServiceDenied,
    ServiceRejected,
    ServiceThrottled,
    ServiceTimedOut,
    ServiceUnavailable,
)

_DENIED = {
    "AccessDenied",
    "AccessDeniedException",
    "AuthFailure",
    "AuthorizationError",
    "AuthorizationErrorException",
    "ExpiredTokenException",
    "Forbidden",
    "ForbiddenException",
    "LicenseNotFoundException",
    "NotAuthorized",
    "NotAuthorizedException",
    "UnauthorizedException",
    "UnauthorizedOperation",
    "UnrecognizedClientException",
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
    "ModelNotReadyException",
    "SlowDown",
}
_REJECTED = {
    "BadDocumentException",
    "DocumentTooLargeException",
    "InvalidParameterException",
    "InvalidRequestException",
    "InvalidS3ObjectException",
    "SerializationException",
    "TextSizeLimitExceededException",
    "UnsupportedDocumentException",
    "UnsupportedLanguageException",
    "ValidationException",
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
    """The service's own error code. In event streams it begins with a small letter, everywhere else with a capital."""
    code = str(error.response.get("Error", {}).get("Code", ""))
    return code[:1].upper() + code[1:]


def translate(error: ClientError, permission: str) -> CommanderError:
    """What a service's refusal means to us. `permission` is the IAM action of the call.

    A code that nobody here knows is read by its HTTP status, where that says something: 403 or 429.
    """
    code = error_code(error)
    message = str(error.response.get("Error", {}).get("Message", "")) or code
    metadata: Any = error.response.get("ResponseMetadata", {})
    status = metadata.get("HTTPStatusCode")
    if code in _DENIED or status == 403:
        return ServiceDenied(f"{permission} was refused: {message}", permission)
    if code in _THROTTLED or status == 429:
        return ServiceThrottled(f"{permission} was throttled: {message}")
    if code in _REJECTED:
        return ServiceRejected(f"{permission} was not accepted: {message}")
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
    except BotoCoreError as error:
        raise without_answer(error, permission) from error


def without_answer(error: BotoCoreError, permission: str) -> CommanderError:
    """What it means to us that a call was never sent or never answered."""
    if isinstance(error, ConnectTimeoutError | ReadTimeoutError):
        return ServiceTimedOut(f"{permission} timed out: {error}")
    if isinstance(error, ParamValidationError):
        return ServiceRejected(f"{permission} would not be accepted: {error}")
    return ServiceUnavailable(f"{permission} could not be called: {error}")


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
