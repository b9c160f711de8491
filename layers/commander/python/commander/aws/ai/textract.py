"""DocumentReader by Textract: one page at once, several pages by a job that is asked for until it is done.

Both read the object from S3 with the caller's own rights.
"""

import hashlib
from typing import Any

from commander.aws.ai.attempts import attempt, client, headers_of, reading
from commander.aws.ai.usage import usage_of, with_usage
from commander.contract.problems import MalformedAnswer, ServiceRejected
from commander.ports.services import ReadLine, ReadPart, Reply

_AT_ONCE = "textract:DetectDocumentText"
_START = "textract:StartDocumentTextDetection"
_ASK = "textract:GetDocumentTextDetection"
_PAGE_UNIT = "textract_text_page"


class TextractReader:
    """DocumentReader for PNG, JPEG, TIFF and PDF, up to 10 MB."""

    def __init__(self, endpoint_url: str | None = None) -> None:
        self._endpoint_url = endpoint_url

    def read(self, reference: str, timeout_s: float) -> Reply[list[ReadLine]]:
        """The lines of the document at `reference`, s3://bucket/key. Raises ServiceRejected for anything else, and for
        documents of several pages."""
        document = {"S3Object": _place(reference, _AT_ONCE)}
        with attempt(_AT_ONCE):
            answer = client("textract", timeout_s, self._endpoint_url).detect_document_text(Document=document)
        usage = usage_of(headers_of(answer), _pages(answer))
        with reading(_AT_ONCE, usage):
            return Reply(_lines(answer["Blocks"]), usage)

    def start(self, reference: str, timeout_s: float) -> Reply[str]:
        """Starts the job. Its token follows from the reference, so that a repeated start is no second job."""
        location = {"S3Object": _place(reference, _START)}
        token = hashlib.sha256(reference.encode()).hexdigest()
        with attempt(_START):
            answer = client("textract", timeout_s, self._endpoint_url).start_document_text_detection(
                DocumentLocation=location, ClientRequestToken=token
            )
        usage = usage_of(headers_of(answer))
        with reading(_START, usage):
            return Reply(str(answer["JobId"]), usage)

    def part(self, job_id: str, following: str | None, timeout_s: float) -> Reply[ReadPart]:
        """A part of a finished job's text. The pages are priced with the first part."""
        arguments = {"JobId": job_id} | ({"NextToken": following} if following else {})
        with attempt(_ASK):
            answer = client("textract", timeout_s, self._endpoint_url).get_document_text_detection(**arguments)
        status = answer.get("JobStatus")
        done = status in ("SUCCEEDED", "PARTIAL_SUCCESS")
        usage = usage_of(headers_of(answer), _pages(answer) if done and following is None else None)
        with reading(_ASK, usage):
            if status == "IN_PROGRESS":
                return Reply(ReadPart([], done=False), usage)
            if status == "FAILED":
                reason = answer.get("StatusMessage") or "no reason given"
                raise with_usage(ServiceRejected(f"{_ASK}: the document could not be read: {reason}"), usage)
            if not done:
                raise MalformedAnswer(f"{_ASK}: the job's status is {status!r}")
            unread = {int(page) for warning in answer.get("Warnings", []) for page in warning.get("Pages", [])}
            part = ReadPart(_lines(answer["Blocks"]), True, answer.get("NextToken"), tuple(sorted(unread)))
            return Reply(part, usage)


def _pages(answer: dict[str, Any]) -> dict[str, int] | None:
    pages = answer.get("DocumentMetadata", {}).get("Pages")
    return {_PAGE_UNIT: pages} if isinstance(pages, int) else None


def _place(reference: str, permission: str) -> dict[str, str]:
    bucket, _, key = reference.removeprefix("s3://").partition("/")
    if not reference.startswith("s3://") or not bucket or not key:
        raise ServiceRejected(f"{permission} reads objects of S3 only")
    return {"Bucket": bucket, "Name": key}


def _lines(blocks: list[dict[str, Any]]) -> list[ReadLine]:
    lines: list[ReadLine] = []
    counted: dict[int, int] = {}
    for block in blocks:
        if block["BlockType"] != "LINE":
            continue
        page = int(block.get("Page", 1))  # left out where a document has one page
        counted[page] = counted.get(page, 0) + 1
        confidence = min(1.0, max(0.0, float(block["Confidence"]) / 100))
        lines.append(ReadLine(page, counted[page], str(block["Text"]), confidence))
    return lines
