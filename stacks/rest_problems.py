"""What API Gateway answers before any function is asked, as the same problem documents that the functions answer."""

import json
from dataclasses import dataclass

from commander.contract.problems import (
    CommanderError,
    Forbidden,
    InvalidRequest,
    NotFound,
    PayloadTooLarge,
    ServiceThrottled,
    ServiceUnavailable,
    Unauthenticated,
    UnsupportedMediaType,
)


@dataclass(frozen=True)
class GatewayAnswer:
    """One kind of gateway response: its problem, what it says, and its status where that is not the problem's own."""

    kind: str
    problem: type[CommanderError]
    detail: str
    status: int | None = None

    def status_code(self) -> str | None:
        """The status to set; None leaves API Gateway's own, which a DEFAULT response needs."""
        if self.kind.startswith("DEFAULT_"):
            return None
        return str(self.status or self.problem.status)

    def body(self) -> str:
        """The document. `$context.status` is filled in by API Gateway."""
        problem = self.problem(self.detail).problem().model_dump(exclude={"instance"})
        text = json.dumps({**problem, "status": "$context.status"})
        return text.replace('"$context.status"', self.status_code() or "$context.status")


ANSWERS = (
    GatewayAnswer("UNAUTHORIZED", Unauthenticated, "this call needs a signed-in person"),
    GatewayAnswer("EXPIRED_TOKEN", Unauthenticated, "the token has expired"),
    GatewayAnswer("INVALID_API_KEY", Forbidden, "the key is not known"),
    GatewayAnswer("ACCESS_DENIED", Forbidden, "the call is not allowed"),
    GatewayAnswer("AUTHORIZER_CONFIGURATION_ERROR", ServiceUnavailable, "the token could not be checked"),
    GatewayAnswer("AUTHORIZER_FAILURE", ServiceUnavailable, "the token could not be checked"),
    GatewayAnswer("WAF_FILTERED", Forbidden, "the web firewall refused the request"),
    GatewayAnswer("MISSING_AUTHENTICATION_TOKEN", NotFound, "there is no such call"),
    GatewayAnswer("RESOURCE_NOT_FOUND", NotFound, "there is no such call"),
    GatewayAnswer("BAD_REQUEST_PARAMETERS", InvalidRequest, "a parameter is missing or wrong", status=400),
    GatewayAnswer("BAD_REQUEST_BODY", InvalidRequest, "the body is not what this call takes", status=400),
    GatewayAnswer("REQUEST_TOO_LARGE", PayloadTooLarge, "the request is larger than the gateway takes"),
    GatewayAnswer("UNSUPPORTED_MEDIA_TYPE", UnsupportedMediaType, "the media type is not taken"),
    GatewayAnswer("THROTTLED", ServiceThrottled, "too many requests, try again shortly", status=429),
    GatewayAnswer("QUOTA_EXCEEDED", ServiceThrottled, "too many requests, try again later", status=429),
    GatewayAnswer("INTEGRATION_TIMEOUT", ServiceUnavailable, "the call took too long", status=504),
    GatewayAnswer("INTEGRATION_FAILURE", ServiceUnavailable, "the call could not be served", status=502),
    GatewayAnswer("DEFAULT_4XX", InvalidRequest, "the gateway refused the request"),
    GatewayAnswer("DEFAULT_5XX", ServiceUnavailable, "the gateway could not serve the request"),
)
