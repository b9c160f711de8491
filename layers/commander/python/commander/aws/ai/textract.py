"""DocumentReader by Textract's synchronous DetectDocumentText, which reads one page from S3."""

from typing import Any

from commander.aws.ai.attempts import attempt, client, headers_of, reading
from commander.aws.ai.usage import usage_of
from commander.contract.problems import ServiceRejected
from commander.ports.services import ReadLine, Reply

_PERMISSION = "textract:DetectDocumentText"


class TextractReader:
    """DocumentReader for PNG, JPEG, TIFF and PDF of one page, up to 10 MB."""

    def __init__(self, endpoint_url: str | None = None) -> None:
        self._endpoint_url = endpoint_url

    def read(self, reference: str, timeout_s: float) -> Reply[list[ReadLine]]:
        """The lines of the document at `reference`, s3://bucket/key. Raises ServiceRejected for anything else."""
        bucket, key = _place(reference)
        with attempt(_PERMISSION):
            answer = client("textract", timeout_s, self._endpoint_url).detect_document_text(
                Document={"S3Object": {"Bucket": bucket, "Name": key}}
            )
        pages = answer.get("DocumentMetadata", {}).get("Pages")
        usage = usage_of(headers_of(answer), {"textract_text_page": pages} if isinstance(pages, int) else None)
        with reading(_PERMISSION, usage):
            return Reply(_lines(answer["Blocks"]), usage)


def _place(reference: str) -> tuple[str, str]:
    bucket, _, key = reference.removeprefix("s3://").partition("/")
    if not reference.startswith("s3://") or not bucket or not key:
        raise ServiceRejected(f"{_PERMISSION} reads objects of S3 only")
    return bucket, key


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
