"""API Gateway's REST events in, answers out: who calls, what they may, and problem documents for everything else."""

import base64
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from commander.contract.problems import (
    CommanderError,
    FieldError,
    Forbidden,
    InvalidRequest,
    MalformedJson,
    NotAvailable,
    NotFound,
    PayloadTooLarge,
    Unauthenticated,
    UnsupportedMediaType,
)
from commander.contract.routes import MAX_BODY_BYTES, Route, route
from commander.contract.values import ROLES, Role
from commander.runtime.intake import field_errors
from commander.runtime.logging import logger

Body = TypeVar("Body", bound=BaseModel)


@dataclass(frozen=True)
class Caller:
    """A signed-in person: their sign-in name and their highest role."""

    name: str
    role: Role

    def may(self, role: Role) -> bool:
        """Whether this caller's role includes another."""
        return ROLES.index(self.role) >= ROLES.index(role)


@dataclass(frozen=True)
class Request:
    """One call. `headers` have lower-case names; `raw` is the body as it came."""

    route: Route
    path: str
    parameters: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    raw: bytes
    caller: Caller | None

    def json(self) -> Any:
        """The body as JSON. Raises PayloadTooLarge, UnsupportedMediaType or MalformedJson."""
        if len(self.raw) > MAX_BODY_BYTES:
            raise PayloadTooLarge(f"{len(self.raw)} bytes; at most {MAX_BODY_BYTES} are taken")
        media_type = self.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
        if media_type != "application/json" and not media_type.endswith("+json"):
            raise UnsupportedMediaType(f"{media_type or 'nothing'} was sent")
        if not self.raw.strip():
            raise MalformedJson("the body is empty")
        try:
            return json.loads(self.raw)
        except (ValueError, RecursionError) as error:
            raise MalformedJson(f"the body cannot be read as JSON: {error}") from error

    def body(self, shape: type[Body]) -> Body:
        """The body as a shape of the contract. Raises what `json` raises, and InvalidRequest."""
        given = self.json()
        try:
            return shape.model_validate(given)
        except ValidationError as error:
            raise InvalidRequest("the body is not what this call takes", field_errors(error)) from error

    def number(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number from the query. Raises InvalidRequest."""
        given = self.query.get(name)
        if given is None:
            return default
        if not re.fullmatch(r"\d{1,9}", given, re.ASCII) or not low <= int(given) <= high:
            reason = f"a whole number from {low} to {high}"
            raise InvalidRequest(f"{name} is not valid", [FieldError(field=name, reason=reason)])
        return int(given)

    def choice(self, name: str, allowed: tuple[str, ...]) -> Any:
        """One of several words from the query, or None. Raises InvalidRequest."""
        given = self.query.get(name)
        if given is not None and given not in allowed:
            reason = f"one of {', '.join(allowed)}"
            raise InvalidRequest(f"{name} is not valid", [FieldError(field=name, reason=reason)])
        return given

    def person(self) -> Caller:
        """Who calls. Raises Unauthenticated."""
        if self.caller is None:
            raise Unauthenticated("this call needs a signed-in person")
        return self.caller


@dataclass(frozen=True)
class Answer:
    """What is sent back."""

    status: int
    body: str
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


Handler = Callable[[Request], BaseModel | Sequence[BaseModel] | Answer]


def serve(event: dict[str, Any], handlers: Mapping[str, Handler], allowed_origin: str) -> dict[str, Any]:
    """Answers one API Gateway REST event. Every error becomes a problem document; none gets out."""
    try:
        answer = _answer(event, handlers)
    except CommanderError as error:
        logger.info("refused", code=error.code, detail=error.detail)
        answer = _problem(error, event)
    except Exception as error:  # noqa: BLE001 - the caller gets a problem document whatever broke; the log has the rest
        logger.exception("unexpected error")
        answer = _problem(CommanderError(f"something broke on our side ({type(error).__name__})"), event)
    return {
        "statusCode": answer.status,
        "headers": {
            "content-type": answer.media_type,
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
            "access-control-allow-origin": allowed_origin or "*",
            "access-control-expose-headers": "location, retry-after",
            "vary": "origin",
            **answer.headers,
        },
        "body": answer.body,
    }


def _answer(event: dict[str, Any], handlers: Mapping[str, Handler]) -> Answer:
    found = route(event["httpMethod"], event["resource"])
    if found is None:
        raise NotFound(f"there is no {event['httpMethod']} {event['path']}")
    request = Request(
        route=found,
        path=event["path"],
        parameters=event.get("pathParameters") or {},
        query=event.get("queryStringParameters") or {},
        headers={name.lower(): value for name, value in (event.get("headers") or {}).items()},
        raw=_raw(event),
        caller=_caller(event),
    )
    _allow(found, request.caller)
    handler = handlers.get(found.name)
    if not found.available or handler is None:
        raise NotAvailable(f"{found.key} is documented, and not served by this version yet")
    given = handler(request)
    if isinstance(given, Answer):
        return given
    if isinstance(given, BaseModel):
        return Answer(found.status, given.model_dump_json())
    return Answer(found.status, f"[{','.join(one.model_dump_json() for one in given)}]")


def _raw(event: dict[str, Any]) -> bytes:
    body = event.get("body") or ""
    return base64.b64decode(body) if event.get("isBase64Encoded") else body.encode()


def _allow(found: Route, caller: Caller | None) -> None:
    """Raises Unauthenticated or Forbidden. Calls open to webhooks check their own secret."""
    if found.access in ("open", "webhook"):
        return
    if caller is None:
        raise Unauthenticated("sign in and send the token as Authorization: Bearer")
    role = next(role for role in ROLES if role == found.access)
    if not caller.may(role):
        raise Forbidden(f"{found.key} needs the role {role}; you have {caller.role}")


def _caller(event: dict[str, Any]) -> Caller | None:
    claims = ((event.get("requestContext") or {}).get("authorizer") or {}).get("claims") or {}
    role = highest_role(claims.get("cognito:groups"))
    name = claims.get("cognito:username") or claims.get("username") or claims.get("sub")
    return Caller(str(name), role) if role and name else None


def highest_role(groups: Any) -> Role | None:
    """The most allowed role among Cognito groups, which API Gateway hands over as text: `a,b` or `[a b]`."""
    words = set(re.split(r"[\s,\[\]]+", groups)) if isinstance(groups, str) else set(groups or [])
    return next((role for role in reversed(ROLES) if role in words), None)


def _problem(error: CommanderError, event: dict[str, Any]) -> Answer:
    problem = error.problem(event.get("path"))
    headers = {"retry-after": "2"} if error.status == 503 else {}
    return Answer(error.status, problem.model_dump_json(), "application/problem+json", headers)
