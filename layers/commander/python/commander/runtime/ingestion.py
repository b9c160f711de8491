"""Fills the knowledge base with the runbooks of a deployment: CloudFormation asks for it as for a resource.

CloudFormation waits until it is answered at the URL that it gives, for an hour if nobody does. So every outcome is
answered, failures with their reason.
"""

import json
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from commander.contract.problems import ServiceDenied, ServiceRejected, ServiceUnavailable
from commander.ports.services import Knowledge
from commander.runtime.logging import logger

_FOLDER = "runbooks/"
_CALL_TIMEOUT_S = 10.0
_WAIT_S = 10.0
_TRIES = 6
"""An ingestion that is still under way refuses the next one; a minute later it is done with so few documents."""
_ANSWER_TIMEOUT_S = 20.0
_LONGEST_REASON = 1000


class Documents(Protocol):
    """The documents that the knowledge base reads."""

    def put(self, key: str, text: str) -> None:
        """Writes a document."""

    def keys(self, prefix: str) -> list[str]:
        """The keys that begin so."""

    def remove(self, key: str) -> None:
        """Removes a document."""


@dataclass(frozen=True)
class Library:
    """A knowledge base and its documents."""

    documents: Documents
    knowledge: Knowledge
    runbooks: Mapping[str, str]
    """Markdown by the file's name."""
    wait: Callable[[float], None]


def filling_task(library: Callable[[], Library]) -> Callable[[dict[str, Any], Any], str]:
    """Fills on CloudFormation's Create and Update, and on a call by hand; a Delete leaves the documents alone."""

    def handler(event: dict[str, Any], context: Any) -> str:
        try:
            job = "" if event.get("RequestType") == "Delete" else fill(library())
        except Exception as error:  # whatever it was, CloudFormation has to hear of it
            logger.error("knowledge base not filled", exc_info=error)
            if "ResponseURL" not in event:
                raise
            answer(event, "FAILED", f"{type(error).__name__}: {error}")
            return ""
        if "ResponseURL" in event:
            answer(event, "SUCCESS", f"ingestion job {job}" if job else "nothing to do")
        return job

    return handler


def fill(library: Library) -> str:
    """Makes the bucket's runbooks those of this deployment and starts the ingestion; returns the job's id."""
    pages = {_FOLDER + name: markdown for name, markdown in library.runbooks.items()}
    for key, text in sorted(pages.items()):
        library.documents.put(key, text)
    for key in set(library.documents.keys(_FOLDER)) - set(pages):
        library.documents.remove(key)
    job = _started(library)
    logger.info("knowledge base filled", documents=len(pages), job=job)
    return job


def _started(library: Library) -> str:
    for _ in range(_TRIES - 1):
        try:
            return library.knowledge.ingest(_CALL_TIMEOUT_S).value
        except (ServiceDenied, ServiceRejected):
            raise  # it will not be allowed later either
        except ServiceUnavailable as error:
            logger.info("ingestion not started yet", detail=error.detail)
            library.wait(_WAIT_S)
    return library.knowledge.ingest(_CALL_TIMEOUT_S).value


def answer(event: Mapping[str, Any], status: str, reason: str) -> None:
    """Tells CloudFormation. The physical id stays the same, so that an update replaces nothing."""
    document = {
        "Status": status,
        "Reason": reason[:_LONGEST_REASON],
        "PhysicalResourceId": event.get("PhysicalResourceId", "runbooks"),
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
    }
    # The URL is signed without a content type; any that is sent would be refused.
    request = urllib.request.Request(
        event["ResponseURL"], json.dumps(document).encode(), {"Content-Type": ""}, method="PUT"
    )
    with urllib.request.urlopen(request, timeout=_ANSWER_TIMEOUT_S):
        logger.info("answered", status=status)
