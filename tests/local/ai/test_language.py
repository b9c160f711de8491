"""What the stand-in of Comprehend finds, where, and what it refuses."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.ai import comprehend
from tests.local.ai.driving import client, label
from tests.local.ai.serving import served


@pytest.fixture(scope="module")
def language() -> Iterator[Any]:
    with served() as endpoint:
        yield client("comprehend", endpoint)


def findings(language: Any, text: str, code: str = "en") -> list[tuple[str, str]]:
    answer = language.detect_pii_entities(Text=text, LanguageCode=code)
    return [(found["Type"], text[found["BeginOffset"] : found["EndOffset"]]) for found in answer["Entities"]]


def test_which_kinds_there_are_is_told_without_where(language: Any) -> None:
    def kinds(text: str) -> list[str]:
        answer = language.contains_pii_entities(Text=text, LanguageCode="en")
        return [label["Name"] for label in answer["Labels"]]

    assert kinds("ann@mail.example.com and bob@mail.example.com, key AKIAIOSFODNN7EXAMPLE") == [
        "AWS_ACCESS_KEY",
        "EMAIL",
    ]
    assert kinds("nothing to see") == []
    with pytest.raises(ClientError, match="UnsupportedLanguage"):
        language.contains_pii_entities(Text="nichts", LanguageCode="de")


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("write to ann.lee+ops@mail.example.com, please", "EMAIL", "ann.lee+ops@mail.example.com"),
        ("call +44 20 7946 0958 now", "PHONE", "+44 20 7946 0958"),
        ("call (415) 555-2671 now", "PHONE", "(415) 555-2671"),
        ("card 4111 1111 1111 1111 declined", "CREDIT_DEBIT_NUMBER", "4111 1111 1111 1111"),
        ("card=5555555555554444;", "CREDIT_DEBIT_NUMBER", "5555555555554444"),
        ("from 10.24.0.17.", "IP_ADDRESS", "10.24.0.17"),
        ("from 2001:db8::8a2e:370:7334 refused", "IP_ADDRESS", "2001:db8::8a2e:370:7334"),
        ("key AKIAIOSFODNN7EXAMPLE leaked", "AWS_ACCESS_KEY", "AKIAIOSFODNN7EXAMPLE"),
        (
            "secret=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "AWS_SECRET_KEY",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        ),
        ("see (https://shop.example/reset?mail=a@b.example).", "URL", "https://shop.example/reset?mail=a@b.example"),
        ("ssn 219-09-9999", "SSN", "219-09-9999"),
        ('{"name": "Ann Müller"}', "NAME", "Ann Müller"),
        ("user Ann Lee cannot pay", "NAME", "Ann Lee"),
    ],
)
def test_personal_data_is_found_where_it_stands(language: Any, text: str, kind: str, value: str) -> None:
    assert findings(language, text) == [(kind, value)]


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-29T01:24:47.123Z request 1732843487 took 1732843487123 ms",
        "card 4111 1111 1111 1112 fails its check",
        "commit da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "User Pool Client changed; function name: checkout",
        "version 300.1.2.3 of std::vector at 12:34:56",
        "account 123456789012 in eu-west-1",
    ],
)
def test_identifiers_times_and_digests_of_logs_are_no_personal_data(language: Any, text: str) -> None:
    assert findings(language, text) == []


def test_offsets_count_characters_also_behind_emoji(language: Any) -> None:
    text = "🔥🔥 ñandú 👩‍👩‍👧 ann@shop.example and 10.0.0.1"
    assert findings(language, text) == [("EMAIL", "ann@shop.example"), ("IP_ADDRESS", "10.0.0.1")]


def test_spanish_text_has_spanish_phone_numbers(language: Any) -> None:
    assert findings(language, "llame al 912 34 56 78 hoy", "es") == [("PHONE", "912 34 56 78")]


def test_findings_do_not_overlap_and_come_in_order(language: Any) -> None:
    answer = language.detect_pii_entities(
        Text="10.0.0.1 a@b.example https://x.example/10.0.0.2 a@b.example", LanguageCode="en"
    )
    spans = [(found["BeginOffset"], found["EndOffset"]) for found in answer["Entities"]]
    assert spans == sorted(spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@pytest.mark.parametrize(
    ("operation", "limit"),
    [("detect_pii_entities", comprehend.PII_LIMIT), ("detect_sentiment", comprehend.SENTIMENT_LIMIT)],
)
def test_the_limit_is_in_bytes_not_in_characters(language: Any, operation: str, limit: int) -> None:
    ask = getattr(language, operation)
    ask(Text="é" * (limit // 2), LanguageCode="en")
    with pytest.raises(language.exceptions.TextSizeLimitExceededException) as refusal:
        ask(Text="é" * (limit // 2) + "a", LanguageCode="en")
    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert label(refusal.value.response) == "local stand-in"


def test_personal_data_is_not_found_in_languages_the_service_lacks(language: Any) -> None:
    with pytest.raises(language.exceptions.UnsupportedLanguageException):
        language.detect_pii_entities(Text="bonjour", LanguageCode="fr")


@pytest.mark.parametrize("operation", ["detect_pii_entities", "detect_sentiment"])
@pytest.mark.parametrize(("text", "code"), [("", "en"), ("text", "klingon")])
def test_no_text_and_no_language_are_refused(language: Any, operation: str, text: str, code: str) -> None:
    with pytest.raises(language.exceptions.InvalidRequestException):
        getattr(language, operation)(Text=text, LanguageCode=code)


@pytest.mark.parametrize(
    ("text", "sentiment"),
    [
        ("Checkout works again. Thank you for your great patience!", "POSITIVE"),
        ("You idiots broke everything, this is a terrible disaster!", "NEGATIVE"),
        ("The alias points at version 7.", "NEUTRAL"),
        ("I love this wonderful, brilliant team! I hate this horrible, awful, terrible outage!", "MIXED"),
        ("🚒 版本", "NEUTRAL"),
        (" ", "NEUTRAL"),
    ],
)
def test_sentiment_tells_praise_from_complaint(language: Any, text: str, sentiment: str) -> None:
    answer = language.detect_sentiment(Text=text, LanguageCode="en")
    assert answer["Sentiment"] == sentiment
    assert set(answer["SentimentScore"]) == {"Positive", "Negative", "Neutral", "Mixed"}
    assert sum(answer["SentimentScore"].values()) == pytest.approx(1.0)


def test_sentiment_of_a_language_without_lexicon_is_refused_not_called_neutral(language: Any) -> None:
    with pytest.raises(ClientError, match="English"):
        language.detect_sentiment(Text="Todo es horrible", LanguageCode="es")


def test_an_answer_is_labelled_as_of_a_stand_in(language: Any) -> None:
    answer = language.detect_pii_entities(Text="a@b.example", LanguageCode="en")
    assert label(answer) == "local stand-in"
    assert answer["ResponseMetadata"]["RequestId"].startswith("stand-in-")
    assert answer["ResponseMetadata"]["HTTPHeaders"]["content-type"] == comprehend.CONTENT_TYPE
