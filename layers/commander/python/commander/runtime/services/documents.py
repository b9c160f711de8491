"""Reading one document: at once where it has one page, else by a job that is asked for until it is done."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol, TypeVar

from commander.contract.services import ServiceKey
from commander.ports.consultation import Attachment
from commander.ports.services import DocumentReader, ReadLine, ReadPart
from commander.runtime.services.calling import Failed, Request, Skipped

Value = TypeVar("Value")

_SERVICE: ServiceKey = "textract"
_OF_PAGES = frozenset({"application/pdf", "image/tiff"})
_WAITS_S = (0.5, 1.0, 1.5, 2.0)
"""Before each further question after a job; the last one again and again."""
_PATIENCE_S = 25.0
"""So long a job is waited for: the phase has other work too, and its end comes before this where less is left of it."""


class Call(Protocol):
    """Makes one call in the one way there is. Raises Skipped and Failed."""

    def __call__(self, request: Request[Value]) -> Value:
        """The service's answer."""


@dataclass(frozen=True)
class Document:
    """The text that was read, and why it is not all of it, if it is not."""

    lines: list[ReadLine]
    unread: Skipped | Failed | None = None


def read_document(
    reader: DocumentReader, attachment: Attachment, call: Call, wait: Callable[[float], None]
) -> Document:
    """Reads the attachment. Raises Skipped or Failed where nothing of it could be read."""
    at_once = partial(reader.read, attachment.reference)
    try:
        return Document(call(_request("DetectDocumentText", at_once)))
    except Failed as refused:
        # Only the service can tell how many pages there are: it refuses a document of several.
        if refused.outcome != "rejected" or attachment.media_type not in _OF_PAGES:
            raise
    job_id = call(_request("StartDocumentTextDetection", partial(reader.start, attachment.reference)))
    parts: list[ReadPart] = []
    try:
        for part in _parts(reader, job_id, call, wait):
            parts.append(part)
    except (Skipped, Failed) as gone:
        if not parts:
            raise
        return Document(_numbered(parts), gone)
    pages = sorted({page for part in parts for page in part.unread_pages})
    lost = Failed("rejected", f"{attachment.name}: pages that could not be read: {_listed(pages)}") if pages else None
    return Document(_numbered(parts), lost)


def _parts(reader: DocumentReader, job_id: str, call: Call, wait: Callable[[float], None]) -> Iterator[ReadPart]:
    asked, waited = 0, 0.0
    following: str | None = None
    while True:
        part: ReadPart = call(_request("GetDocumentTextDetection", partial(reader.part, job_id, following)))
        if part.done:
            yield part
            following = part.following
            if following is None:
                return
        else:
            pause = _WAITS_S[min(asked, len(_WAITS_S) - 1)]
            waited, asked = waited + pause, asked + 1
            if waited > _PATIENCE_S:
                raise Failed("timed_out", f"the document was still being read after {_PATIENCE_S:.0f} s")
            wait(pause)


def _request(operation: str, attempt: Callable[[float], Any]) -> Request[Any]:
    return Request(_SERVICE, operation, "read_attachment", attempt)


def _numbered(parts: list[ReadPart]) -> list[ReadLine]:
    """The lines of all parts. A page may go on in the next part: its lines are counted anew."""
    counted: dict[int, int] = {}
    lines: list[ReadLine] = []
    for part in parts:
        for line in part.lines:
            counted[line.page] = counted.get(line.page, 0) + 1
            lines.append(replace(line, line=counted[line.page]))
    return lines


def _listed(pages: list[int]) -> str:
    return ", ".join(map(str, pages))
