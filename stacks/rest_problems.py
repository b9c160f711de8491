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
    own_status: int | None = None

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.own_status or self.problem.status

    def body(self) -> str:
        """The problem document."""
        document = self.problem(self.detail).problem().model_dump(exclude={"instance"})
        return json.dumps({**document, "status": self.status})


# Every kind that API Gateway knows is listed, so that no answer takes a status from DEFAULT that it does not have.
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
    GatewayAnswer("BAD_REQUEST_PARAMETERS", InvalidRequest, "a parameter is missing or wrong", own_status=400),
    GatewayAnswer("BAD_REQUEST_BODY", InvalidRequest, "the body is not what this call takes", own_status=400),
    GatewayAnswer("REQUEST_TOO_LARGE", PayloadTooLarge, "the request is larger than the gateway takes"),
    GatewayAnswer("UNSUPPORTED_MEDIA_TYPE", UnsupportedMediaType, "the media type is not taken"),
    GatewayAnswer("THROTTLED", ServiceThrottled, "too many requests, try again shortly", own_status=429),
    GatewayAnswer("QUOTA_EXCEEDED", ServiceThrottled, "too many requests, try again later", own_status=429),
    GatewayAnswer("INTEGRATION_TIMEOUT", ServiceUnavailable, "the call took too long", own_status=504),
    GatewayAnswer("INTEGRATION_FAILURE", ServiceUnavailable, "the call could not be served", own_status=502),
    GatewayAnswer("INVALID_SIGNATURE", Forbidden, "the signature is not valid"),
    GatewayAnswer("API_CONFIGURATION_ERROR", ServiceUnavailable, "the call could not be served", own_status=500),
    GatewayAnswer("DEFAULT_4XX", InvalidRequest, "the gateway refused the request", own_status=400),
    GatewayAnswer("DEFAULT_5XX", ServiceUnavailable, "the gateway could not serve the request", own_status=500),
)
