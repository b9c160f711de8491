"""Limits, offsets and prices of Comprehend; pages and lines of Textract."""

from typing import Any

import pytest

from commander.aws.ai.comprehend import ComprehendLanguage
from commander.aws.ai.textract import TextractReader
from commander.aws.ai.usage import usage_with
from commander.contract.problems import MalformedAnswer, ServiceRejected
from commander.ports.services import ReadLine, Span, Tone
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
