"""Language by Comprehend: personal data and sentiment. Offsets are in characters, limits in bytes of UTF-8."""

import math
from typing import Any

from commander.aws.ai.attempts import attempt, client, headers_of, reading
from commander.aws.ai.usage import usage_of
from commander.contract.problems import MalformedAnswer, ServiceRejected
from commander.ports.services import Reply, Span, Tone

_PII_BYTES = 100 * 1024
_TONE_BYTES = 5 * 1024
_CONTAINS = "comprehend:ContainsPiiEntities"
_PII = "comprehend:DetectPiiEntities"
_TONE = "comprehend:DetectSentiment"
_UNIT_CHARACTERS = 100
_FEWEST_UNITS = 3


class ComprehendLanguage:
    """Language. All texts are taken to be in `language_code`; personal data are found in English and Spanish."""

    def __init__(self, language_code: str = "en", endpoint_url: str | None = None) -> None:
        self._language_code = language_code
        self._endpoint_url = endpoint_url

    def holds_personal_data(self, text: str, timeout_s: float) -> Reply[bool]:
        """Whether the text holds personal data. Raises ServiceRejected, uncalled, for an empty text or over 100 KB."""
        _fits(text, _PII_BYTES, _CONTAINS)
        with attempt(_CONTAINS):
            answer = self._client(timeout_s).contains_pii_entities(Text=text, LanguageCode=self._language_code)
        usage = usage_of(headers_of(answer), {"comprehend_contains_unit": _units(text)["comprehend_unit"]})
        with reading(_CONTAINS, usage):
            return Reply(any(str(label["Name"]) for label in answer["Labels"]), usage)

    def personal_data(self, text: str, timeout_s: float) -> Reply[list[Span]]:
        """Where the text holds personal data. Raises ServiceRejected, uncalled, for an empty text or over 100 KB."""
        _fits(text, _PII_BYTES, _PII)
        with attempt(_PII):
            answer = self._client(timeout_s).detect_pii_entities(Text=text, LanguageCode=self._language_code)
        usage = usage_of(headers_of(answer), _units(text))
        with reading(_PII, usage):
            return Reply([_span(entity, len(text)) for entity in answer["Entities"]], usage)

    def tone(self, text: str, timeout_s: float) -> Reply[Tone]:
        """The sentiment of the text. Raises ServiceRejected, uncalled, for an empty text or one over 5 KB."""
        _fits(text, _TONE_BYTES, _TONE)
        with attempt(_TONE):
            answer = self._client(timeout_s).detect_sentiment(Text=text, LanguageCode=self._language_code)
        usage = usage_of(headers_of(answer), _units(text))
        with reading(_TONE, usage):
            sentiment = answer["Sentiment"]
            if sentiment not in ("POSITIVE", "NEGATIVE", "NEUTRAL", "MIXED"):
                raise MalformedAnswer(f"{_TONE}: no such sentiment: {sentiment!s:.64}")
            return Reply(Tone(sentiment, float(answer["SentimentScore"][sentiment.capitalize()])), usage)

    def _client(self, timeout_s: float) -> Any:
        return client("comprehend", timeout_s, self._endpoint_url)


def _fits(text: str, most_bytes: int, permission: str) -> None:
    size = len(text.encode("utf-8", "surrogatepass"))
    if not 0 < size <= most_bytes:
        raise ServiceRejected(f"{permission} takes 1 to {most_bytes} bytes of text, not {size}")


def _units(text: str) -> dict[str, int]:
    """As Comprehend prices a text: by the 100 characters, at least 300."""
    return {"comprehend_unit": max(_FEWEST_UNITS, math.ceil(len(text) / _UNIT_CHARACTERS))}


def _span(entity: dict[str, Any], length: int) -> Span:
    start, end = int(entity["BeginOffset"]), int(entity["EndOffset"])
    if not 0 <= start < end <= length:
        raise MalformedAnswer(f"{_PII}: {start} to {end} is no stretch of a text of {length} characters")
    return Span(start, end, str(entity["Type"]), float(entity["Score"]))
