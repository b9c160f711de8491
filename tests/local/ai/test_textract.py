"""What the stand-in of Textract reads, and what it refuses, driven by boto3 and reading from the local cloud's S3."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

import local.ai
from local.ai import textract
from local.clients import client as cloud_client
from local.cloud.process import free_port, start_cloud
from tests.local.ai.drawing import LOG, page, saved
from tests.local.ai.driving import client, label
from tests.local.ai.serving import served

BUCKET = "attached"
SECOND = ("restarted checkout-7f9c", "all probes pass")


@pytest.fixture(scope="module")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """S3 of a local cloud, with a bucket."""
    folder = tmp_path_factory.mktemp("cloud")
    cloud = start_cloud(free_port(), folder / "cloud", folder / "log")
    try:
        s3 = cloud_client("s3", cloud.endpoint)
        s3.create_bucket(Bucket=BUCKET)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(textract.S3_ENDPOINT, cloud.endpoint)
            yield s3
    finally:
        cloud.stop()


@pytest.fixture(scope="module")
def reader() -> Iterator[Any]:
    with served() as endpoint:
        yield client("textract", endpoint)


def stored(s3: Any, document: bytes, name: str) -> dict[str, Any]:
    s3.put_object(Bucket=BUCKET, Key=name, Body=document)
    return {"S3Object": {"Bucket": BUCKET, "Name": name}}


def lines(blocks: list[dict[str, Any]]) -> list[tuple[int, str]]:
    return [(block["Page"], block["Text"]) for block in blocks if block["BlockType"] == "LINE"]


def squeezed(found: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Without spaces: how wide a gap is a space is a reader's guess."""
    return [(number, re.sub(r"\s", "", text)) for number, text in found]


def as_drawn(number: int, text: tuple[str, ...]) -> list[tuple[int, str]]:
    return squeezed([(number, line) for line in text])


def refusal(call: Any, **given: Any) -> str:
    with pytest.raises(ClientError) as caught:
        call(**given)
    assert caught.value.response["ResponseMetadata"]["HTTPHeaders"]["x-stand-in"] == "local stand-in"
    return str(caught.value.response["Error"]["Code"])


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "PDF"])
def test_a_page_is_read_line_by_line(reader: Any, bucket: Any, kind: str) -> None:
    document = stored(bucket, saved([page()], kind), f"log.{kind}")
    answer = reader.detect_document_text(Document=document)
    assert squeezed(lines(answer["Blocks"])) == as_drawn(1, LOG)
    assert answer["DocumentMetadata"]["Pages"] == 1
    assert label(answer) == "local stand-in"


def test_a_dark_screenshot_sent_as_bytes_is_read_and_every_word_is_in_its_line(reader: Any) -> None:
    document = saved([page(paper="#101418", ink="#7ee787")], "PNG")
    blocks = reader.detect_document_text(Document={"Bytes": document})["Blocks"]
    assert squeezed(lines(blocks)) == as_drawn(1, LOG)
    by_id = {block["Id"]: block for block in blocks}
    (whole,) = [block for block in blocks if block["BlockType"] == "PAGE"]
    assert len(whole["Relationships"][0]["Ids"]) == len(LOG)
    for name in whole["Relationships"][0]["Ids"]:
        line = by_id[name]
        words = [by_id[child] for child in line["Relationships"][0]["Ids"]]
        assert [word["Text"] for word in words] == line["Text"].split()
        assert 50 < line["Confidence"] <= 100
        box = line["Geometry"]["BoundingBox"]
        for word in words:
            inner = word["Geometry"]["BoundingBox"]
            assert box["Left"] - 1e-6 <= inner["Left"] <= inner["Left"] + inner["Width"]
            assert inner["Left"] + inner["Width"] <= box["Left"] + box["Width"] + 1e-6


@pytest.mark.parametrize("size", [(1, 1), (3_000, 8), (20, 3_000), (640, 480)])
def test_a_blank_page_of_any_shape_has_no_lines(reader: Any, size: tuple[int, int]) -> None:
    document = saved([page(()).resize(size)], "PNG")
    blocks = reader.detect_document_text(Document={"Bytes": document})["Blocks"]
    assert [block["BlockType"] for block in blocks] == ["PAGE"]


@pytest.mark.parametrize("kind", ["PDF", "TIFF"])
def test_several_pages_are_refused_at_once_and_read_by_a_job_in_parts(reader: Any, bucket: Any, kind: str) -> None:
    document = stored(bucket, saved([page(), page(SECOND), page(())], kind), f"report.{kind}")
    assert refusal(reader.detect_document_text, Document=document) == "UnsupportedDocumentException"
    job = reader.start_document_text_detection(DocumentLocation=document, ClientRequestToken=f"token-{kind}")["JobId"]
    again = reader.start_document_text_detection(DocumentLocation=document, ClientRequestToken=f"token-{kind}")
    assert again["JobId"] == job
    answer = finished(reader, job)
    found, parts = lines(answer["Blocks"]), 1
    while "NextToken" in answer:
        answer = reader.get_document_text_detection(JobId=job, MaxResults=7, NextToken=answer["NextToken"])
        found, parts = found + lines(answer["Blocks"]), parts + 1
    assert squeezed(found) == as_drawn(1, LOG) + as_drawn(2, SECOND)
    assert parts > 1
    assert answer["DocumentMetadata"]["Pages"] == 3


def finished(reader: Any, job: str) -> Any:
    deadline = time.monotonic() + 90
    while True:
        answer = reader.get_document_text_detection(JobId=job, MaxResults=7)
        if answer["JobStatus"] != "IN_PROGRESS":
            return answer
        assert "Blocks" not in answer
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_token_for_another_document_is_refused(reader: Any, bucket: Any) -> None:
    one, other = (stored(bucket, saved([page()], "PDF"), f"{name}.pdf") for name in ("one", "other"))
    reader.start_document_text_detection(DocumentLocation=one, ClientRequestToken="once")
    refused = refusal(reader.start_document_text_detection, DocumentLocation=other, ClientRequestToken="once")
    assert refused == "IdempotentParameterMismatchException"


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (b"MZ\x90\x00 this program cannot be run in DOS mode", "UnsupportedDocumentException"),
        (b"", "UnsupportedDocumentException"),
        (b"%PDF-1.7 and nothing else", "BadDocumentException"),
        (saved([page()], "PNG")[:200], "BadDocumentException"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * (10 * 1024 * 1024), "DocumentTooLargeException"),
    ],
)
def test_what_cannot_be_read_is_refused_as_the_service_does(
    reader: Any, bucket: Any, document: bytes, code: str
) -> None:
    assert refusal(reader.detect_document_text, Document=stored(bucket, document, "odd")) == code


def test_a_job_on_a_broken_document_fails_and_says_why(reader: Any, bucket: Any) -> None:
    document = stored(bucket, b"%PDF-1.7 and nothing else", "broken.pdf")
    job = reader.start_document_text_detection(DocumentLocation=document)["JobId"]
    answer = finished(reader, job)
    assert answer["JobStatus"] == "FAILED"
    assert answer["StatusMessage"]
    assert "Blocks" not in answer


def test_a_job_on_more_pages_than_a_laptop_reads_fails_and_says_so(reader: Any, bucket: Any) -> None:
    document = stored(bucket, saved([page(())] * (textract.PAGE_LIMIT + 1), "TIFF"), "long.tiff")
    job = reader.start_document_text_detection(DocumentLocation=document)["JobId"]
    assert "at most" in finished(reader, job)["StatusMessage"]


@pytest.mark.parametrize("where", [{"Bucket": BUCKET, "Name": "nobody"}, {"Bucket": "no-such-bucket", "Name": "a"}])
def test_an_object_that_is_not_there_is_no_document(reader: Any, bucket: Any, where: dict[str, str]) -> None:
    assert refusal(reader.detect_document_text, Document={"S3Object": where}) == "InvalidS3ObjectException"
    refused = refusal(reader.start_document_text_detection, DocumentLocation={"S3Object": where})
    assert refused == "InvalidS3ObjectException"


def test_without_a_local_s3_no_object_is_read(reader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(textract.S3_ENDPOINT, raising=False)
    document = {"S3Object": {"Bucket": BUCKET, "Name": "log.PNG"}}
    assert refusal(reader.detect_document_text, Document=document) == "InvalidS3ObjectException"


@pytest.mark.parametrize("document", [{}, {"S3Object": {"Bucket": BUCKET}}, {"Bytes": b""}])
def test_a_request_without_a_document_is_refused(reader: Any, document: dict[str, Any]) -> None:
    assert refusal(reader.detect_document_text, Document=document) == "InvalidParameterException"


def test_a_job_or_a_part_that_nobody_was_told_of_is_refused(reader: Any, bucket: Any) -> None:
    assert refusal(reader.get_document_text_detection, JobId="0" * 32) == "InvalidJobIdException"
    job = reader.start_document_text_detection(DocumentLocation=stored(bucket, saved([page()], "PDF"), "x.pdf"))
    finished(reader, job["JobId"])
    refused = refusal(reader.get_document_text_detection, JobId=job["JobId"], NextToken="blocks-9999")
    assert refused == "InvalidParameterException"


def test_the_reader_is_imported_with_the_first_document_and_not_before() -> None:
    said = "import sys, local.ai.server; print([m for m in ('rapidocr','pypdfium2','PIL','boto3') if m in sys.modules])"
    root = Path(local.ai.__file__).parents[2]
    found = subprocess.run([sys.executable, "-c", said], cwd=root, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
