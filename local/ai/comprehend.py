"""Comprehend: personal data by patterns and check digits, sentiment by the lexicon of vaderSentiment.

Offsets count characters, limits count bytes, as the service does. A pattern finds what has a form; names have none, so
they are found only where the text announces one.
"""

import ipaddress
import re
from collections.abc import Callable, Iterator

import phonenumbers
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from local.ai.wire import Answer, Fault, Handler, Request, answered

CONTENT_TYPE = "application/x-amz-json-1.1"
PII_LIMIT = 100_000
SENTIMENT_LIMIT = 5_000
LANGUAGES = frozenset({"en", "es", "fr", "de", "it", "pt", "ar", "hi", "ja", "ko", "zh", "zh-TW"})
PII_LANGUAGES = frozenset({"en", "es"})
REGIONS = {"en": "US", "es": "ES"}
"""Whose national way of writing phone numbers is read, by language; numbers with a country code are read anyway."""
SCORE = 0.99
"""A pattern matches or it does not: its findings carry one score."""

Span = tuple[int, int]

_ANALYZER = SentimentIntensityAnalyzer()
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_URL = re.compile(r"\b(?:https?|ftp|wss?|s3)://[^\s<>\"'`]+", re.IGNORECASE)
_EMAIL = re.compile(r"(?<![\w.%+-])[\w.%+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}")
_ACCESS_KEY = re.compile(r"(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])")
_SECRET_KEY = re.compile(r"(?<![A-Za-z0-9/+])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])")
_CARD = re.compile(r"(?<![\d.-])[2-6](?:[ -]?\d){12,18}(?!\d)")
_SSN = re.compile(r"(?<![\d-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])")
_IPV4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\w)")
_IPV6 = re.compile(r"(?<![\w:.])[0-9A-Fa-f:]{3,39}(?![\w:])")
_NAME = re.compile(
    r"(?:\b(?i:name|nombre)\"?\s*[:=]\s*\"?|\b(?i:user|usuario|customer|cliente)\"?\s*[:=]?\s*\"?)"
    r"((?:[^\W\d_a-zß-ÿ][\w'’-]+)(?:[ ][^\W\d_a-zß-ÿ][\w'’-]+){1,2})"
)
_NO_NAMES = frozenset(
    {"Agent", "Client", "Function", "Group", "Id", "Interface", "Manager", "Pool", "Queue", "Service", "Table"}
)


def detect_pii_entities(request: Request) -> Answer:
    """Where personal data stands in the text; the answer never repeats the text."""
    text, language = _question(request, PII_LIMIT)
    if language not in PII_LANGUAGES:
        raise Fault(
            400, "UnsupportedLanguageException", f"Personal data is found in {', '.join(sorted(PII_LANGUAGES))}."
        )
    found = [
        {"Score": SCORE, "Type": kind, "BeginOffset": begin, "EndOffset": end}
        for begin, end, kind in sorted(personal_data(text, language))
    ]
    return answered({"Entities": found}, content_type=CONTENT_TYPE)


def contains_pii_entities(request: Request) -> Answer:
    """Which kinds of personal data the text holds, without where."""
    text, language = _question(request, PII_LIMIT)
    if language not in PII_LANGUAGES:
        raise Fault(
            400, "UnsupportedLanguageException", f"Personal data is found in {', '.join(sorted(PII_LANGUAGES))}."
        )
    kinds = sorted({kind for _, _, kind in personal_data(text, language)})
    return answered({"Labels": [{"Name": kind, "Score": SCORE} for kind in kinds]}, content_type=CONTENT_TYPE)


def detect_sentiment(request: Request) -> Answer:
    """How far the sentences that praise do so, and those that complain; mixed is what both have in common.

    Sentences without a mood do not dilute it: one hostile sentence in a long message is found.
    The lexicon is English: another language is refused instead of called neutral.
    """
    text, language = _question(request, SENTIMENT_LIMIT)
    if language != "en":
        raise Fault(400, "UnsupportedLanguageException", "Stand-in: the sentiment of English text only.")
    moods = [float(_ANALYZER.polarity_scores(part)["compound"]) for part in _SENTENCE.split(text) if part.strip()]
    praise = _mean([mood for mood in moods if mood > 0.0])
    complaint = _mean([-mood for mood in moods if mood < 0.0])
    mixed = min(praise, complaint)
    scores = {
        "Positive": praise - mixed,
        "Negative": complaint - mixed,
        "Neutral": 1.0 - max(praise, complaint),
        "Mixed": mixed,
    }
    mood = max(scores, key=lambda name: scores[name])
    return answered({"Sentiment": mood.upper(), "SentimentScore": scores}, content_type=CONTENT_TYPE)


def personal_data(text: str, language: str = "en") -> Iterator[tuple[int, int, str]]:
    """Begin, end and type of each finding; where two overlap, the one of the earlier and stricter pattern stays."""
    taken = bytearray(len(text))
    for kind, finder in _FINDERS:
        for begin, end in finder(text, language):
            if not any(taken[begin:end]):
                taken[begin:end] = b"\x01" * (end - begin)
                yield begin, end, kind


def _question(request: Request, limit: int) -> tuple[str, str]:
    document = request.document()
    text, language = document.get("Text"), document.get("LanguageCode")
    if not isinstance(text, str) or not text:
        raise Fault(400, "InvalidRequestException", "Text is needed, of at least one character.")
    if not isinstance(language, str) or language not in LANGUAGES:
        raise Fault(400, "InvalidRequestException", f"LanguageCode is one of {', '.join(sorted(LANGUAGES))}.")
    # A lone surrogate is valid JSON but no UTF-8; its replacement has as many bytes.
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > limit:
        raise Fault(
            400,
            "TextSizeLimitExceededException",
            f"Input text size exceeds limit. Max length of request text allowed is {limit} bytes "
            f"while in this request the text size is {size} bytes",
        )
    return text, language


def _by(pattern: re.Pattern[str], holds: Callable[[str], bool] = lambda _: True, group: int = 0) -> "Finder":
    def finder(text: str, _: str) -> Iterator[Span]:
        return (match.span(group) for match in pattern.finditer(text) if holds(match.group(group)))

    return finder


def _urls(text: str, _: str) -> Iterator[Span]:
    for match in _URL.finditer(text):
        # The stop that ends a sentence or a bracket around the address is no part of it.
        yield match.start(), match.start() + len(match.group().rstrip(".,;:!?)]}"))


def _phones(text: str, language: str) -> Iterator[Span]:
    for match in phonenumbers.PhoneNumberMatcher(text, REGIONS[language]):
        # Logs are full of bare digits that could be dialled: only a number written as one counts.
        if match.raw_string.startswith("+") or not match.raw_string.isdigit():
            yield match.start, match.end


def _mean(moods: list[float]) -> float:
    return sum(moods) / len(moods) if moods else 0.0


def _checked(number: str) -> bool:
    """Luhn's check of a card number."""
    digits = [int(digit) for digit in reversed(number) if digit.isdecimal()]
    return len(set(digits)) > 1 and sum(digits[::2] + [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]) % 10 == 0


def _secret(key: str) -> bool:
    """Forty characters of one case are a digest, not a key."""
    return all(any(test(sign) for sign in key) for test in (str.isupper, str.islower, str.isdigit))


def _address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return any(sign != ":" for sign in text)


def _named(name: str) -> bool:
    return _NO_NAMES.isdisjoint(name.split())


Finder = Callable[[str, str], Iterator[Span]]

_FINDERS: tuple[tuple[str, Finder], ...] = (
    ("AWS_ACCESS_KEY", _by(_ACCESS_KEY)),
    ("AWS_SECRET_KEY", _by(_SECRET_KEY, _secret)),
    ("URL", _urls),
    ("EMAIL", _by(_EMAIL)),
    ("CREDIT_DEBIT_NUMBER", _by(_CARD, _checked)),
    ("SSN", _by(_SSN)),
    ("IP_ADDRESS", _by(_IPV4, _address)),
    ("IP_ADDRESS", _by(_IPV6, _address)),
    ("PHONE", _phones),
    ("NAME", _by(_NAME, _named, 1)),
)

TARGETS: dict[str, Handler] = {
    "Comprehend_20171127.ContainsPiiEntities": contains_pii_entities,
    "Comprehend_20171127.DetectPiiEntities": detect_pii_entities,
    "Comprehend_20171127.DetectSentiment": detect_sentiment,
}
"""What answers which `x-amz-target`."""
