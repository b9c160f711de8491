"""The errors this product tells its callers about, and the RFC 9457 document they become.

Every class carries its stable `code` and HTTP `status`; nothing else decides what a caller sees.
"""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class FieldError(BaseModel):
    """One thing wrong with one field of a request."""

    model_config = ConfigDict(extra="forbid")

    field: str
    reason: str


class Problem(BaseModel):
    """An RFC 9457 problem document. `code` is stable and meant for programs; `detail` is for people."""

    model_config = ConfigDict(extra="forbid")

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    instance: str | None = None
    errors: list[FieldError] = []


class CommanderError(Exception):
    """Something went wrong that a caller can be told about."""

    code: ClassVar[str] = "internal_error"
    status: ClassVar[int] = 500
    title: ClassVar[str] = "Internal error"

    def __init__(self, detail: str, errors: list[FieldError] | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = errors or []

    def problem(self, instance: str | None = None) -> Problem:
        """The document sent to the caller."""
        return Problem(
            type=f"urn:incident-commander:problem:{self.code}",
            title=self.title,
            status=self.status,
            code=self.code,
            detail=self.detail,
            instance=instance,
            errors=self.errors,
        )


class InvalidRequest(CommanderError):
    """The request's body, query or header is not what the contract says."""

    code, status, title = "invalid_request", 422, "The request is not valid"


class UnknownUpload(InvalidRequest):
    """No upload has this id: it never had, nothing was uploaded yet, it was used, or it has been forgotten."""

    code, title = "unknown_upload", "There is no such upload"


class UnsuitableUpload(InvalidRequest):
    """What was uploaded is not what the request needs."""

    code, title = "unsuitable_upload", "The upload is not what this request needs"


class MalformedJson(CommanderError):
    """The request's body is not JSON."""

    code, status, title = "malformed_json", 400, "The body is not JSON"


class Unauthenticated(CommanderError):
    """Nobody is signed in, or the ticket or secret is not valid."""

    code, status, title = "unauthenticated", 401, "Sign in first"


class Forbidden(CommanderError):
    """The caller is known but lacks the role."""

    code, status, title = "forbidden", 403, "Your role does not allow this"


class NotFound(CommanderError):
    """No such thing, or nothing the caller may see."""

    code, status, title = "not_found", 404, "Not found"


class Conflict(CommanderError):
    """The thing is not in the state that the request needs."""

    code, status, title = "conflict", 409, "The current state does not allow this"


class IdempotencyMismatch(Conflict):
    """An Idempotency-Key was used again with another body."""

    code, title = "idempotency_key_reused", "The Idempotency-Key belongs to another request"


class AlreadyDecided(Conflict):
    """The action was approved, rejected or expired before this decision arrived."""

    code, title = "already_decided", "The action has been decided"


class PlanChanged(Conflict):
    """The decision names another plan than the one that is pending."""

    code, title = "plan_changed", "The plan is not the one you saw"


class ApprovalExpired(Conflict):
    """The time to decide has passed."""

    code, title = "approval_expired", "The approval has expired"


class PayloadTooLarge(CommanderError):
    """The body is larger than the API takes."""

    code, status, title = "payload_too_large", 413, "The body is too large"


class UnsupportedMediaType(CommanderError):
    """The body is not sent as JSON."""

    code, status, title = "unsupported_media_type", 415, "Send application/json"


class NotAvailable(CommanderError):
    """A documented call that this deployment does not serve yet."""

    code, status, title = "not_implemented", 501, "This call is not available yet"


class ServiceUnavailable(CommanderError):
    """A service this call needs did not answer; the same call may work later."""

    code, status, title = "service_unavailable", 503, "A service we need did not answer"


class ServiceDenied(ServiceUnavailable):
    """A service refused us: `permission` is the IAM action that would help."""

    code, title = "service_denied", "A service we need refused us"

    def __init__(self, detail: str, permission: str | None = None) -> None:
        super().__init__(detail)
        self.permission = permission


class ServiceThrottled(ServiceUnavailable):
    """A service asked us to slow down."""

    code, status, title = "service_throttled", 503, "A service we need is throttling us"


class ServiceTimedOut(ServiceUnavailable):
    """A service did not answer in time."""

    code, title = "service_timed_out", "A service we need did not answer in time"


class ServiceRejected(ServiceUnavailable):
    """A service did not accept our request: the same one will be refused again."""

    code, title = "service_rejected", "A service we need did not accept our request"


class MalformedAnswer(ServiceUnavailable):
    """A service answered something that cannot be used."""

    code, title = "malformed_answer", "A service we need answered something unusable"


class Missing(CommanderError):
    """What was looked up in a service is not there."""

    code, status, title = "missing", 404, "Not found in the service"


class LostRace(CommanderError):
    """Somebody else wrote first; read again and decide again."""

    code, status, title = "lost_race", 409, "Somebody else was first"
