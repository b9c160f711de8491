"""What the stand-in of a guardrail looks for in a text, and the assessment that it makes of it.

Patterns, not understanding: prompt attacks and denied topics by phrases, personal data by form, grounding by the share
of words that the sources have too. Every guardrail id has the same policies, since a stand-in sees no configuration.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from math import ceil
from typing import Any

BLOCKED_INPUT = "Stand-in: the guardrail blocked this input."
BLOCKED_OUTPUT = "Stand-in: the guardrail blocked this answer."

# The thresholds of the contextual grounding filters.
GROUNDING_THRESHOLD = 0.5
RELEVANCE_THRESHOLD = 0.1

_ATTACKS = re.compile(
    r"(?:ignore|disregard|forget|override|bypass)\s+(?:\w+\s+){0,4}(?:instructions?|rules|prompts?|guardrails?|polic(?:y|ies)|safety)"
    r"|(?:reveal|print|show|repeat|output|leak)\s+(?:\w+\s+){0,3}(?:system|hidden|secret|initial)\s+(?:prompt|instructions?)"
    r"|you\s+are\s+now\s+(?:an?|in)\s+\w+|\bact\s+as\s+(?:an?\s+)?(?:\w+\s+)?(?:admin\w*|root|developer|dan)\b"
    r"|developer\s+mode|jailbreak|do\s+anything\s+now|new\s+(?:system\s+)?instructions?\s*:"
    r"|<\|?(?:im_start|system)\|?>|\[/?INST\]|pretend\s+(?:that\s+)?you\s+(?:are|have)"
    r"|ignoriere\s+(?:\w+\s+){0,3}anweisungen|ignorez?\s+(?:\w+\s+){0,3}instructions"
    r"|ignora\s+(?:\w+\s+){0,3}instrucciones|忽略.{0,12}(?:指令|指示)|игнорируй.{0,24}инструкции",
    re.IGNORECASE,
)
_TOPICS = {
    "destructive_operations": re.compile(
        r"\b(?:delete|drop|destroy|terminate|wipe|purge|truncate|erase)\s+(?:\w+\s+){0,3}"
        r"(?:tables?|databases?|buckets?|instances?|clusters?|backups?|snapshots?|volumes?|stacks?|accounts?|production|everything)\b"
        r"|\brm\s+-rf\b|\bdrop\s+table\b|\bdisable\s+(?:\w+\s+){0,3}(?:logging|cloudtrail|monitoring|alarms?|encryption)\b",
        re.IGNORECASE,
    ),
    "credentials": re.compile(
        r"\b(?:give|send|show|print|reveal|share|post|export|dump|read|get|list|upload|output)\s+(?:\w+\s+){0,5}"
        r"(?:credentials?|passwords?|secrets?|access\s+keys?|api\s+keys?|tokens?|private\s+keys?)\b",
        re.IGNORECASE,
    ),
}
# (type, what happens, pattern). IP addresses stay: an incident is told by them.
_PERSONAL: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("AWS_ACCESS_KEY", "BLOCKED", re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b")),
    (
        "AWS_SECRET_KEY",
        "BLOCKED",
        re.compile(r"(?i:secret[_ ]?(?:access[_ ]?)?key)[\"']?\s*[:=]\s*[\"']?([A-Za-z0-9/+=]{40})(?![A-Za-z0-9/+=])"),
    ),
    ("EMAIL", "ANONYMIZED", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}\b")),
    ("CREDIT_DEBIT_CARD_NUMBER", "ANONYMIZED", re.compile(r"(?<![\d.-])\d(?:[ -]?\d){12,18}(?![\d.-]*\d)")),
    (
        "PHONE",
        "ANONYMIZED",
        re.compile(
            r"(?<![\w.+-])(?:\+\d{1,3}[ -]?(?:\(\d{1,4}\)[ -]?|\d{1,4}[ -])\d{2,4}(?:[ -]\d{2,4}){1,3}|\+\d{9,14}"
            r"|\(\d{3}\)\s?\d{3}-\d{4}|\d{3}-\d{3}-\d{4})(?![\w-]|\.\d)"
        ),
    ),
)


@dataclass(slots=True)
class Found:
    """What one text showed: the masked text, the assessment's parts, and whether anything blocks."""

    text: str
    characters: int
    filters: list[dict[str, Any]] = field(default_factory=list)
    topics: list[dict[str, Any]] = field(default_factory=list)
    personal: list[dict[str, Any]] = field(default_factory=list)

    @property
    def blocked(self) -> bool:
        """Whether anything in the text must not pass. Masking alone blocks nothing."""
        return any(entry["action"] == "BLOCKED" for entry in (*self.filters, *self.topics, *self.personal))

    @property
    def intervened(self) -> bool:
        """Whether the guardrail changed or blocked the text."""
        return bool(self.filters or self.topics or self.personal)


def examine(text: str, source: str) -> Found:
    """Looks through one text. `source` is INPUT or OUTPUT: a model's own words are no attack on a prompt."""
    found = Found(text, len(text))
    plain = "".join(one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) != "Cf")
    if source == "INPUT" and _ATTACKS.search(plain):
        found.filters.append(
            {
                "type": "PROMPT_ATTACK",
                "confidence": "HIGH",
                "filterStrength": "HIGH",
                "action": "BLOCKED",
                "detected": True,
            }
        )
    for name, pattern in _TOPICS.items():
        if pattern.search(plain):
            found.topics.append({"name": name, "type": "DENY", "action": "BLOCKED", "detected": True})
    for kind, action, pattern in _PERSONAL:
        found.text = pattern.sub(partial(_masked, kind=kind, action=action, found=found), found.text)
    return found


def grounding(text: str, sources: Sequence[str], queries: Sequence[str]) -> list[dict[str, Any]]:
    """The contextual grounding filters: the share of an answer's words that the sources, and the query, have."""
    words = _words(text)
    known = set().union(*(_words(source) for source in sources))
    asked = set().union(*(_words(query) for query in queries))
    filters = [_scored("GROUNDING", GROUNDING_THRESHOLD, len(words & known) / len(words) if words else 1.0)]
    if queries:
        score = len(words & asked) / len(asked) if asked else 1.0
        filters.append(_scored("RELEVANCE", RELEVANCE_THRESHOLD, score))
    return filters


def assessment(found: Sequence[Found], grounded: Sequence[dict[str, Any]], total: int) -> dict[str, Any]:
    """One assessment of all texts that were guarded; a policy that found nothing is left out, as by AWS."""
    filters = [entry for one in found for entry in one.filters]
    topics = [entry for one in found for entry in one.topics]
    personal = [entry for one in found for entry in one.personal]
    guarded = sum(one.characters for one in found)
    document: dict[str, Any] = {
        "invocationMetrics": {
            "usage": usage(guarded, with_grounding=bool(grounded)),
            "guardrailCoverage": {"textCharacters": {"guarded": guarded, "total": max(total, guarded)}},
        }
    }
    if filters:
        document["contentPolicy"] = {"filters": _once(filters)}
    if topics:
        document["topicPolicy"] = {"topics": _once(topics)}
    if personal:
        document["sensitiveInformationPolicy"] = {"piiEntities": _once(personal), "regexes": []}
    if grounded:
        document["contextualGroundingPolicy"] = {"filters": list(grounded)}
    return document


def usage(characters: int, *, with_grounding: bool) -> dict[str, int]:
    """Text units of a thousand characters, by policy; nothing guarded costs nothing."""
    units = ceil(characters / 1000)
    return {
        "topicPolicyUnits": units,
        "contentPolicyUnits": units,
        "wordPolicyUnits": 0,
        "sensitiveInformationPolicyUnits": units,
        "sensitiveInformationPolicyFreeUnits": 0,
        "contextualGroundingPolicyUnits": units if with_grounding else 0,
    }


def _masked(match: re.Match[str], kind: str, action: str, found: Found) -> str:
    if kind == "CREDIT_DEBIT_CARD_NUMBER" and not _luhn(match[0]):
        return match[0]
    secret = match[match.lastindex or 0]
    found.personal.append({"match": secret, "type": kind, "action": action, "detected": True})
    return match[0].replace(secret, f"{{{kind}}}")


def _luhn(number: str) -> bool:
    """The check digit of card numbers (ISO/IEC 7812-1, annex B)."""
    digits = [int(one) for one in reversed(number) if one.isdigit()]
    total = sum(digits[::2]) + sum(sum(divmod(2 * one, 10)) for one in digits[1::2])
    return total % 10 == 0 and any(digits)


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.lower()) if len(word) > 2 or word.isdigit()}


def _scored(kind: str, threshold: float, score: float) -> dict[str, Any]:
    low = score < threshold
    return {
        "type": kind,
        "threshold": threshold,
        "score": round(score, 4),
        "action": "BLOCKED" if low else "NONE",
        "detected": low,
    }


def _once(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [entry for at, entry in enumerate(entries) if entry not in entries[:at]]
