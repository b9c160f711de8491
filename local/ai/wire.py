"""Requests and answers as bytes with headers, and the errors in the shapes that AWS clients understand."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

PROVENANCE = "local stand-in"


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request; header names are in lower case, `path` is as sent, without the query."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    def document(self) -> dict[str, Any]:
        """The body as a JSON object. Raises Fault 400 where it is none."""
        try:
            found = json.loads(self.body or b"{}")
        except ValueError:
            raise Fault(400, "SerializationException", "The body is no JSON.") from None
        if not isinstance(found, dict):
            raise Fault(400, "SerializationException", "The body is no JSON object.")
        return found


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class Fault(Exception):
    """An error in the shape of AWS: an HTTP status, the exception's name and a message."""

    def __init__(self, status: int, name: str, message: str) -> None:
        super().__init__(message)
        self.status, self.name, self.message = status, name, message


Handler = Callable[[Request], Answer]


def answered(document: Mapping[str, Any], status: int = 200, content_type: str = "application/json") -> Answer:
    """A JSON answer with the label of a stand-in."""
    return Answer(status, json.dumps(document).encode(), labels() | {"content-type": content_type})


def refused(fault: Fault) -> Answer:
    """An error for a client of the REST-JSON or the JSON protocol: both read the name from header or body."""
    document = {"__type": fault.name, "message": fault.message}
    return Answer(
        fault.status,
        json.dumps(document).encode(),
        labels() | {"content-type": "application/json", "x-amzn-errortype": fault.name},
    )


def labels() -> dict[str, str]:
    """The headers by which an answer can be told from one of AWS."""
    return {"x-stand-in": PROVENANCE, "x-amzn-requestid": f"stand-in-{uuid4()}"}
