"""What of a guardrail's work is priced, by the catalogue's names: of ApplyGuardrail, and of a guardrail in Converse."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

_NAMES = {
    "contentPolicyUnits": "guardrail_content",
    "topicPolicyUnits": "guardrail_topic",
    "wordPolicyUnits": "guardrail_word",
    "sensitiveInformationPolicyUnits": "guardrail_sensitive",
    "sensitiveInformationPolicyFreeUnits": "guardrail_regex",
    "contextualGroundingPolicyUnits": "guardrail_grounding",
}


def units_of(told: object) -> dict[str, int]:
    """The units in a `usage` of the service; none where it is of another shape."""
    if not isinstance(told, Mapping):
        return {}
    counted = {ours: told.get(theirs) for theirs, ours in _NAMES.items()}
    return {name: count for name, count in counted.items() if isinstance(count, int) and not isinstance(count, bool)}


def units_traced(answer: Mapping[str, Any]) -> dict[str, int]:
    """The units of all assessments in the trace of a Converse answer: they are paid for beside the tokens."""
    found: Counter[str] = Counter()
    for assessment in _assessments(answer):
        metrics = assessment.get("invocationMetrics")
        found.update(units_of(metrics.get("usage") if isinstance(metrics, Mapping) else None))
    return dict(found)


def _assessments(answer: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Input is assessed once for each guardrail, output once for each of its parts besides."""
    trace = answer.get("trace")
    guardrail = trace.get("guardrail") if isinstance(trace, Mapping) else None
    for part in ("inputAssessment", "outputAssessments"):
        by_guardrail = guardrail.get(part) if isinstance(guardrail, Mapping) else None
        for one in by_guardrail.values() if isinstance(by_guardrail, Mapping) else ():
            yield from (each for each in (one if isinstance(one, list) else [one]) if isinstance(each, Mapping))
