"""Limits, offsets and prices of Comprehend; pages and lines of Textract."""

import re
from typing import Any

import pytest

from commander.aws.ai.comprehend import ComprehendLanguage
from commander.aws.ai.textract import TextractReader
from commander.aws.ai.usage import usage_with
from commander.contract.problems import MalformedAnswer, Missing, ServiceRejected
from commander.ports.services import ReadLine, ReadPart, Span, Tone
from tests.aws.ai.answering import Answering, answer, refusal

WELL = {"Sentiment": "NEUTRAL", "SentimentScore": {"Positive": 0.1, "Negative": 0.1, "Neutral": 0.7, "Mixed": 0.1}}


def _entity(start: int, end: int) -> dict[str, Any]:
    return {"Type": "EMAIL", "Score": 0.75, "BeginOffset": start, "EndOffset": end}


def test_offsets_are_characters_whatever_their_bytes(server: Answering) -> None:
    text = "Grüße 🙂 an ann@example.com"
    start = text.index("ann@")
    server.will(answer({"Entities": [_entity(start, len(text))]}))
    (span,) = ComprehendLanguage("en", server.url).personal_data(text, 5).value
    assert span == Span(start, len(text), "EMAIL", 0.75)
    assert text[span.start : span.end] == "ann@example.com"
    assert server.asked[0].document() == {"Text": text, "LanguageCode": "en"}


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (0, 4)])
def test_a_stretch_outside_the_text_is_malformed_but_priced(start: int, end: int, server: Answering) -> None:
    server.will(answer({"Entities": [_entity(start, end)]}))
    with pytest.raises(MalformedAnswer) as caught:
        ComprehendLanguage("en", server.url).personal_data("abc", 5)
    usage = usage_with(caught.value)
    assert usage is not None
    assert usage.units == {"comprehend_unit": 3}


def test_whether_there_is_any_costs_a_fiftieth_of_where(server: Answering) -> None:
    server.will(answer({"Labels": [{"Name": "NAME", "Score": 0.9}]}), answer({"Labels": []}))
    language = ComprehendLanguage("en", server.url)
    there = language.holds_personal_data("Ann called.", 5)
    assert there.value is True
    assert there.usage.units == {"comprehend_contains_unit": 3}
    assert language.holds_personal_data("It works.", 5).value is False


def test_texts_over_the_limit_in_bytes_are_refused_before_calling(server: Answering) -> None:
    language = ComprehendLanguage("en", server.url)
    with pytest.raises(ServiceRejected, match="102400 bytes"):
        language.personal_data("ü" * 51_201, 5)
    with pytest.raises(ServiceRejected, match="5120 bytes"):
        language.tone("ü" * 2_561, 5)
    with pytest.raises(ServiceRejected):
        language.tone("", 5)
    assert server.asked == []


def test_texts_at_the_limit_are_sent(server: Answering) -> None:
    server.will(answer({"Entities": []}), answer(WELL))
    language = ComprehendLanguage("en", server.url)
    assert language.personal_data("ü" * 51_200, 5).value == []
    assert language.tone("ü" * 2_560, 5).value == Tone("NEUTRAL", 0.7)


@pytest.mark.parametrize(("length", "units"), [(1, 3), (300, 3), (301, 4), (1000, 10)])
def test_units_are_hundreds_of_characters_and_at_least_three(length: int, units: int, server: Answering) -> None:
    server.will(answer(WELL))
    usage = ComprehendLanguage("en", server.url).tone("a" * length, 5).usage
    assert usage.units == {"comprehend_unit": units}


def test_lines_are_numbered_within_their_page(server: Answering) -> None:
    blocks = [
        {"BlockType": "PAGE", "Page": 1},
        {"BlockType": "LINE", "Text": "first", "Confidence": 98.0, "Page": 1},
        {"BlockType": "WORD", "Text": "first", "Confidence": 98.0, "Page": 1},
        {"BlockType": "LINE", "Text": "second", "Confidence": 50.0, "Page": 1},
        {"BlockType": "LINE", "Text": "third", "Confidence": 100.0, "Page": 2},
    ]
    server.will(answer({"DocumentMetadata": {"Pages": 2}, "Blocks": blocks}))
    reply = TextractReader(server.url).read("s3://uploads/inc/plan a.png", 5)
    assert reply.value == [ReadLine(1, 1, "first", 0.98), ReadLine(1, 2, "second", 0.5), ReadLine(2, 1, "third", 1.0)]
    assert reply.usage.units == {"textract_text_page": 2}
    document = server.asked[0].document()
    assert document == {"Document": {"S3Object": {"Bucket": "uploads", "Name": "inc/plan a.png"}}}


@pytest.mark.parametrize(
    "reference", ["https://example.com/a.png", "s3://uploads", "s3://uploads/", "s3:///a", "a.png"]
)
def test_what_is_no_object_of_s3_is_not_read(reference: str, server: Answering) -> None:
    with pytest.raises(ServiceRejected):
        TextractReader(server.url).read(reference, 5)
    assert server.asked == []


@pytest.mark.parametrize(
    "code",
    ["UnsupportedDocumentException", "BadDocumentException", "DocumentTooLargeException", "InvalidS3ObjectException"],
)
def test_a_document_that_textract_cannot_read_is_rejected(code: str, server: Answering) -> None:
    server.will(refusal(code))
    with pytest.raises(ServiceRejected):
        TextractReader(server.url).read("s3://uploads/a.exe", 5)


def test_a_job_is_started_by_a_token_that_the_same_document_gives_again(server: Answering) -> None:
    server.will(answer({"JobId": "job-1"}))
    reader = TextractReader(server.url)
    assert [reader.start("s3://uploads/a.pdf", 5).value for _ in range(2)] == ["job-1", "job-1"]
    reader.start("s3://uploads/b.pdf", 5)
    first, again, other = (asked.document() for asked in server.asked)
    assert first["DocumentLocation"] == {"S3Object": {"Bucket": "uploads", "Name": "a.pdf"}}
    assert first == again
    assert re.fullmatch(r"[a-zA-Z0-9-_]{1,64}", first["ClientRequestToken"])
    assert first["ClientRequestToken"] != other["ClientRequestToken"]


def _line(text: str, page: int) -> dict[str, Any]:
    return {"BlockType": "LINE", "Text": text, "Confidence": 90.0, "Page": page}


def test_the_parts_of_a_job_are_asked_for_one_by_one_and_its_pages_are_paid_once(server: Answering) -> None:
    pages = {"DocumentMetadata": {"Pages": 3}, "JobStatus": "SUCCEEDED"}
    server.will(
        answer({"JobStatus": "IN_PROGRESS"}),
        answer({**pages, "Blocks": [_line("one", 1)], "NextToken": "more"}),
        answer({**pages, "Blocks": [_line("two", 2)]}),
    )
    reader = TextractReader(server.url)
    waiting, first, last = (reader.part("job-1", following, 5) for following in (None, None, "more"))
    assert waiting.value == ReadPart([], done=False)
    assert first.value == ReadPart([ReadLine(1, 1, "one", 0.9)], True, "more")
    assert last.value == ReadPart([ReadLine(2, 1, "two", 0.9)], True)
    assert [one.usage.units for one in (waiting, first, last)] == [{}, {"textract_text_page": 3}, {}]
    assert [asked.document().get("NextToken") for asked in server.asked] == [None, None, "more"]


def test_pages_that_a_job_could_not_read_are_told(server: Answering) -> None:
    warnings = [{"ErrorCode": "INVALID_PAGE", "Pages": [4, 2]}, {"ErrorCode": "OTHER", "Pages": [2]}]
    server.will(answer({"JobStatus": "PARTIAL_SUCCESS", "Blocks": [_line("one", 1)], "Warnings": warnings}))
    assert TextractReader(server.url).part("job-1", None, 5).value.unread_pages == (2, 4)


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ({"JobStatus": "FAILED", "StatusMessage": "UNSUPPORTED_DOCUMENT"}, ServiceRejected),
        ({"JobStatus": "LOST"}, MalformedAnswer),
        ({}, MalformedAnswer),
        ({"JobStatus": "SUCCEEDED"}, MalformedAnswer),
    ],
)
def test_a_job_that_failed_or_cannot_be_understood_is_a_problem_with_its_usage(
    document: dict[str, Any], problem: type[Exception], server: Answering
) -> None:
    server.will(answer(document, x_amzn_requestid="r-1"))
    with pytest.raises(problem) as caught:
        TextractReader(server.url).part("job-1", None, 5)
    usage = usage_with(caught.value)  # type: ignore[arg-type]
    assert usage is not None
    assert usage.request_id == "r-1"


def test_a_job_that_nobody_knows_any_more_is_missing(server: Answering) -> None:
    server.will(refusal("InvalidJobIdException"))
    with pytest.raises(Missing):
        TextractReader(server.url).part("job-1", None, 5)
