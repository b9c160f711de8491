"""Textract: the text of documents, one page at once or several by a job. Objects are read from the local cloud's S3.

The S3 is the one that AWS_ENDPOINT_URL_S3 (or `python -m local.ai --s3`) names, opened with the local cloud's own root
key: without one no object is read, and never one of AWS. Textract reads with its caller's rights; this stand-in cannot.
"""

import base64
import binascii
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from local.ai import ocr
from local.ai.wire import Answer, Fault, Handler, Request, answered

CONTENT_TYPE = "application/x-amz-json-1.1"
S3_ENDPOINT = "AWS_ENDPOINT_URL_S3"
AT_ONCE_LIMIT = 10 * 1024 * 1024
JOB_LIMIT = 500 * 1024 * 1024
PAGE_LIMIT = 50
"""A job of AWS reads 3,000 pages; a laptop would be at that for hours."""
PART = 1_000
"""So many blocks at most are in one answer."""
_KEPT_JOBS = 100
_MODEL = "stand-in: RapidOCR"
_UNSUPPORTED = "Request has unsupported document format"
_NO_OBJECT = "Unable to get object metadata from S3. Check object key, region and/or access permissions."


@dataclass
class Job:
    """A document that is being read, or was: `blocks` once it is done, `message` where it could not be."""

    asked: str
    status: str = "IN_PROGRESS"
    pages: int = 0
    blocks: list[dict[str, Any]] = field(default_factory=list)
    message: str | None = None


_jobs: dict[str, Job] = {}
_tokens: dict[str, str] = {}
_lock = threading.Lock()


def detect_document_text(request: Request) -> Answer:
    """The text of a document of one page."""
    given = request.document().get("Document")
    if not isinstance(given, dict) or ("Bytes" in given) == ("S3Object" in given):
        raise _invalid()
    document = _bytes(given["Bytes"]) if "Bytes" in given else _object(given["S3Object"], AT_ONCE_LIMIT)
    if len(document) > AT_ONCE_LIMIT:
        raise _too_large(AT_ONCE_LIMIT)
    try:
        if ocr.kind_of(document) is None or ocr.count_pages(document) != 1:
            raise Fault(400, "UnsupportedDocumentException", _UNSUPPORTED)
        lines = ocr.read_page(document, 0)
    except ocr.Unreadable as error:
        raise Fault(400, "BadDocumentException", f"Request has bad document: {error}") from error
    return _answered(
        {"DocumentMetadata": {"Pages": 1}, "Blocks": _blocks(lines, 1), "DetectDocumentTextModelVersion": _MODEL}
    )


def start_document_text_detection(request: Request) -> Answer:
    """Begins a job. The same token with the same document is the same job."""
    asked = request.document()
    location = asked.get("DocumentLocation")
    if not isinstance(location, dict) or not isinstance(location.get("S3Object"), dict):
        raise _invalid()
    token, named = asked.get("ClientRequestToken"), repr(sorted(location["S3Object"].items()))
    with _lock:
        known = _tokens.get(token) if isinstance(token, str) else None
        if known is not None and known in _jobs:
            if _jobs[known].asked != named:
                reason = "A ClientRequestToken was used again for another document."
                raise Fault(400, "IdempotentParameterMismatchException", reason)
            return _answered({"JobId": known})
    document = _object(location["S3Object"], JOB_LIMIT)
    if ocr.kind_of(document) is None:
        raise Fault(400, "UnsupportedDocumentException", _UNSUPPORTED)
    job_id, job = uuid4().hex, Job(named)
    with _lock:
        _jobs[job_id] = job
        if isinstance(token, str):
            _tokens[token] = job_id
        for old in list(_jobs)[:-_KEPT_JOBS]:
            del _jobs[old]
    threading.Thread(target=_work, args=(job, document), name=f"textract-{job_id}", daemon=True).start()
    return _answered({"JobId": job_id})


def get_document_text_detection(request: Request) -> Answer:
    """How a job stands, and once it is done a part of what it read."""
    asked = request.document()
    with _lock:
        job = _jobs.get(str(asked.get("JobId")))
    if job is None:
        raise Fault(400, "InvalidJobIdException", "Request has invalid Job Id")
    told: dict[str, Any] = {"JobStatus": job.status, "DetectDocumentTextModelVersion": _MODEL}
    if job.status == "IN_PROGRESS":
        return _answered(told)
    if job.status == "FAILED":
        return _answered(told | {"StatusMessage": job.message})
    most = asked.get("MaxResults", PART)
    if not isinstance(most, int) or isinstance(most, bool) or most < 1:
        raise _invalid()
    start = _place(asked.get("NextToken"), len(job.blocks))
    end = start + min(most, PART)
    told |= {"DocumentMetadata": {"Pages": job.pages}, "Blocks": job.blocks[start:end]}
    if end < len(job.blocks):
        told["NextToken"] = f"blocks-{end}"
    return _answered(told)


def _work(job: Job, document: bytes) -> None:
    try:
        pages = ocr.count_pages(document)
        if pages > PAGE_LIMIT:
            raise ocr.Unreadable(f"Stand-in: {pages} pages, and at most {PAGE_LIMIT} are read")
        blocks: list[dict[str, Any]] = []
        for page in range(pages):
            blocks += _blocks(ocr.read_page(document, page), page + 1)
    except Exception as error:  # noqa: BLE001 - whatever breaks, somebody waits for word of this job
        job.message, job.status = str(error) or type(error).__name__, "FAILED"
        return
    job.pages, job.blocks, job.status = pages, blocks, "SUCCEEDED"


def _place(token: object, blocks: int) -> int:
    if token is None:
        return 0
    word, _, number = str(token).partition("-")
    if word != "blocks" or not number.isdecimal() or not 0 < int(number) < blocks:
        raise _invalid()
    return int(number)


def _bytes(given: object) -> bytes:
    try:
        document = base64.b64decode(str(given), validate=True)
    except (binascii.Error, ValueError):
        raise Fault(400, "SerializationException", "Bytes are no base64.") from None
    if not document:
        raise _invalid()
    return document


def _object(given: object, limit: int) -> bytes:
    """The bytes of an object of the local cloud."""
    if not isinstance(given, Mapping) or not given.get("Bucket") or not given.get("Name"):
        raise _invalid()
    endpoint = os.environ.get(S3_ENDPOINT)
    if not endpoint:
        raise Fault(400, "InvalidS3ObjectException", f"Stand-in: no S3 to read from; {S3_ENDPOINT} names none.")
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError

    version = {"VersionId": str(given["Version"])} if given.get("Version") else {}
    make: Any = boto3.client  # where boto3's stubs are installed, their overloads want a literal service name
    try:
        with _making:
            s3 = make(
                "s3",
                endpoint_url=endpoint,
                region_name="us-east-1",
                aws_access_key_id="test",
                aws_secret_access_key="test",
                config=Config(connect_timeout=3, read_timeout=20, retries={"total_max_attempts": 2}, proxies={}),
            )
        found = s3.get_object(Bucket=str(given["Bucket"]), Key=str(given["Name"]), **version)
        if found["ContentLength"] > limit:
            raise _too_large(limit)
        document: bytes = found["Body"].read()
    except (BotoCoreError, ClientError) as error:
        raise Fault(400, "InvalidS3ObjectException", _NO_OBJECT) from error
    if not document:
        raise Fault(400, "UnsupportedDocumentException", _UNSUPPORTED)
    return document


_making = threading.Lock()
"""boto3's default session is not made for being asked for clients by several threads at once."""


def _blocks(lines: list[ocr.Line], page: int) -> list[dict[str, Any]]:
    """A PAGE, its LINEs and their WORDs. Words share their line's box by the number of their characters."""
    corners = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
    written: list[dict[str, Any]] = []
    for line in lines:
        words = [_word(line, word, page) for word in _words(line.text)]
        written += [_block("LINE", line.corners, page, words) | _said(line.text, line.confidence), *words]
    return [_block("PAGE", corners, page, [one for one in written if one["BlockType"] == "LINE"]), *written]


def _words(text: str) -> list[tuple[int, str]]:
    """Each word with where it begins."""
    found, begin = [], 0
    for word in text.split():
        begin = text.index(word, begin)
        found.append((begin, word))
        begin += len(word)
    return found


def _word(line: ocr.Line, placed: tuple[int, str], page: int) -> dict[str, Any]:
    begin, word = placed
    first, last = begin / len(line.text), (begin + len(word)) / len(line.text)
    top_left, top_right, bottom_right, bottom_left = line.corners

    def between(start: tuple[float, float], end: tuple[float, float], share: float) -> tuple[float, float]:
        return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share

    corners = (
        between(top_left, top_right, first),
        between(top_left, top_right, last),
        between(bottom_left, bottom_right, last),
        between(bottom_left, bottom_right, first),
    )
    return _block("WORD", corners, page, []) | _said(word, line.confidence) | {"TextType": "PRINTED"}


def _said(text: str, confidence: float) -> dict[str, Any]:
    return {"Text": text, "Confidence": round(confidence * 100, 4)}


def _block(
    kind: str, corners: tuple[tuple[float, float], ...], page: int, children: list[dict[str, Any]]
) -> dict[str, Any]:
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    right, bottom = max(x for x, _ in corners), max(y for _, y in corners)
    block: dict[str, Any] = {
        "BlockType": kind,
        "Id": str(uuid4()),
        "Page": page,
        "Geometry": {
            "BoundingBox": {"Left": left, "Top": top, "Width": right - left, "Height": bottom - top},
            "Polygon": [{"X": x, "Y": y} for x, y in corners],
        },
    }
    if children:
        block["Relationships"] = [{"Type": "CHILD", "Ids": [child["Id"] for child in children]}]
    return block


def _answered(document: Mapping[str, Any]) -> Answer:
    return answered(document, content_type=CONTENT_TYPE)


def _invalid() -> Fault:
    return Fault(400, "InvalidParameterException", "Request has invalid parameters")


def _too_large(limit: int) -> Fault:
    return Fault(400, "DocumentTooLargeException", f"The document has more than {limit} bytes.")


TARGETS: dict[str, Handler] = {
    "Textract.DetectDocumentText": detect_document_text,
    "Textract.StartDocumentTextDetection": start_document_text_detection,
    "Textract.GetDocumentTextDetection": get_document_text_detection,
}
"""What answers which `x-amz-target`."""
