"""Guard by Bedrock's ApplyGuardrail. What a policy only masks does not block."""

from collections.abc import Iterator
from typing import Any, Literal

from commander.aws.ai.attempts import attempt, client, headers_of, reading
from commander.aws.ai.converse import Guardrail
from commander.aws.ai.guardrail_units import units_of
from commander.aws.ai.usage import usage_of
from commander.contract.problems import MalformedAnswer
from commander.contract.services import Intervention, PolicyKind
from commander.ports.services import Checked, Reply

_PERMISSION = "bedrock:ApplyGuardrail"
_LISTS: tuple[tuple[str, str, PolicyKind, tuple[str, ...]], ...] = (
    ("topicPolicy", "topics", "topic", ("name",)),
    ("contentPolicy", "filters", "content", ("type",)),
    ("wordPolicy", "customWords", "word", ()),
    ("wordPolicy", "managedWordLists", "word", ("type",)),
    ("sensitiveInformationPolicy", "piiEntities", "pii", ("type",)),
    ("sensitiveInformationPolicy", "regexes", "regex", ("name",)),
    ("contextualGroundingPolicy", "filters", "grounding", ("type",)),
)
"""Policy, list in it, our kind, and the field with its name. What matched is never read: it is what was to be hid."""


class BedrockGuard:
    """Guard: one version of one guardrail."""

    def __init__(self, guardrail: Guardrail, endpoint_url: str | None = None) -> None:
        self._guardrail = guardrail
        self._endpoint_url = endpoint_url

    def check(
        self, text: str, source: Literal["INPUT", "OUTPUT"], grounding: str | None, timeout_s: float
    ) -> Reply[Checked]:
        """Checks a text; an intervention that names no policy we know counts as a block."""
        content: list[dict[str, Any]] = [{"text": {"text": text}}]
        if grounding is not None:
            content = [
                {"text": {"text": grounding, "qualifiers": ["grounding_source"]}},
                {"text": {"text": text, "qualifiers": ["guard_content"]}},
            ]
        with attempt(_PERMISSION):
            answer = client("bedrock-runtime", timeout_s, self._endpoint_url).apply_guardrail(
                guardrailIdentifier=self._guardrail.identifier,
                guardrailVersion=self._guardrail.version,
                source=source,
                content=content,
            )
        usage = usage_of(headers_of(answer), units_of(answer.get("usage")))
        with reading(_PERMISSION, usage):
            return Reply(_read(answer, text), usage)


def _read(answer: dict[str, Any], text: str) -> Checked:
    action = answer["action"]
    if action == "NONE":
        return Checked(text)
    if action != "GUARDRAIL_INTERVENED":
        raise MalformedAnswer(f"{_PERMISSION}: no such action: {action!s:.64}")
    found = tuple(dict.fromkeys(_interventions(answer["assessments"])))
    if not found:
        found = (Intervention(kind="content", name="unnamed", blocks=True),)
    checked = Checked("".join(output["text"] for output in answer["outputs"]), found)
    if not checked.blocked and not checked.text:
        # The masked text is missing, and the text that came in must not be used in its place.
        raise MalformedAnswer(f"{_PERMISSION}: the masked text is missing")
    return checked


def _interventions(assessments: list[dict[str, Any]]) -> Iterator[Intervention]:
    for assessment in assessments:
        for policy, listed, kind, fields in _LISTS:
            for one in assessment.get(policy, {}).get(listed, []):
                if one["action"] == "NONE":
                    continue
                name = next((str(one[field]) for field in fields if one.get(field)), f"custom {kind}")
                attack = name == "PROMPT_ATTACK"
                # Whatever is not known to be mere masking is taken for a block.
                blocks = one["action"] != "ANONYMIZED"
                yield Intervention(kind="prompt_attack" if attack else kind, name=name, blocks=blocks)
