"""What a guardrail's assessments mean: blocks, masks, and what is priced."""

from typing import Any

import pytest

from commander.aws.ai.converse import Guardrail
from commander.aws.ai.guardrail import BedrockGuard
from commander.aws.ai.usage import usage_with
from commander.contract.problems import MalformedAnswer
from commander.contract.services import Intervention, PolicyKind
from commander.ports.services import Checked
from tests.aws.ai.answering import Answering, answer

UNITS = {
    "topicPolicyUnits": 1,
    "contentPolicyUnits": 2,
    "wordPolicyUnits": 0,
    "sensitiveInformationPolicyUnits": 3,
    "sensitiveInformationPolicyFreeUnits": 4,
    "contextualGroundingPolicyUnits": 0,
}
TOPIC = {"topicPolicy": {"topics": [{"name": "Credentials", "type": "DENY", "action": "BLOCKED"}]}}
ATTACK = {"contentPolicy": {"filters": [{"type": "PROMPT_ATTACK", "action": "BLOCKED"}]}}
GROUNDING = {"contextualGroundingPolicy": {"filters": [{"type": "GROUNDING", "action": "BLOCKED"}]}}
PII = "sensitiveInformationPolicy"


def _intervened(assessment: dict[str, Any], *outputs: str) -> dict[str, Any]:
    return {
        "usage": UNITS,
        "action": "GUARDRAIL_INTERVENED",
        "outputs": [{"text": text} for text in outputs],
        "assessments": [assessment],
    }


def _check(server: Answering, document: dict[str, Any], grounding: str | None = None) -> Checked:
    server.will(answer(document))
    return BedrockGuard(Guardrail("gr1", "4"), server.url).check("Call Ann.", "OUTPUT", grounding, 5).value


def _email(action: str) -> dict[str, Any]:
    return {PII: {"piiEntities": [{"match": "ann@example.com", "type": "EMAIL", "action": action}], "regexes": []}}


def test_a_text_nobody_objects_to_comes_back_as_it_was(server: Answering) -> None:
    checked = _check(server, {"usage": UNITS, "action": "NONE", "outputs": [], "assessments": []})
    assert checked == Checked("Call Ann.")


def test_masking_alone_is_no_block_and_the_masked_text_is_the_one_to_use(server: Answering) -> None:
    checked = _check(server, _intervened(_email("ANONYMIZED"), "Call {NAME}."))
    assert checked == Checked("Call {NAME}.", (Intervention(kind="pii", name="EMAIL", blocks=False),))
    assert not checked.blocked


def test_the_unmasked_text_is_never_used_where_the_masked_one_is_missing(server: Answering) -> None:
    with pytest.raises(MalformedAnswer, match="masked text") as caught:
        _check(server, _intervened(_email("ANONYMIZED")))
    usage = usage_with(caught.value)
    assert usage is not None
    assert usage.units["guardrail_sensitive"] == 3


@pytest.mark.parametrize(
    ("assessment", "kind", "name"),
    [
        (TOPIC, "topic", "Credentials"),
        (ATTACK, "prompt_attack", "PROMPT_ATTACK"),
        ({"contentPolicy": {"filters": [{"type": "HATE", "action": "BLOCKED"}]}}, "content", "HATE"),
        ({"wordPolicy": {"customWords": [{"match": "hush", "action": "BLOCKED"}]}}, "word", "custom word"),
        ({"wordPolicy": {"managedWordLists": [{"type": "PROFANITY", "action": "BLOCKED"}]}}, "word", "PROFANITY"),
        (_email("BLOCKED"), "pii", "EMAIL"),
        ({PII: {"regexes": [{"name": "ticket", "match": "T-1", "action": "BLOCKED"}]}}, "regex", "ticket"),
        (GROUNDING, "grounding", "GROUNDING"),
    ],
)
def test_each_policy_can_block_under_its_own_name(
    assessment: dict[str, Any], kind: PolicyKind, name: str, server: Answering
) -> None:
    checked = _check(server, _intervened(assessment, "Blocked."))
    assert checked.interventions == (Intervention(kind=kind, name=name, blocks=True),)
    assert checked.blocked


def test_what_a_policy_only_noticed_is_no_intervention(server: Answering) -> None:
    topics = [{"name": "Noticed", "action": "NONE"}, {"name": "Denied", "action": "BLOCKED"}]
    checked = _check(server, _intervened({"topicPolicy": {"topics": topics}}, "Blocked."))
    assert [one.name for one in checked.interventions] == ["Denied"]


def test_an_intervention_by_a_policy_nobody_here_knows_blocks(server: Answering) -> None:
    assert _check(server, _intervened({"newPolicy": {}}, "Blocked.")).blocked


def test_what_matched_goes_no_further(server: Answering) -> None:
    assert "ann@example.com" not in repr(_check(server, _intervened(_email("BLOCKED"), "Blocked.")))


def test_an_output_is_checked_against_what_it_has_to_rest_on(server: Answering) -> None:
    _check(server, {"usage": UNITS, "action": "NONE", "outputs": [], "assessments": []}, "Ann is on call.")
    (asked,) = server.asked
    assert asked.path == "/guardrail/gr1/version/4/apply"
    assert asked.document() == {
        "source": "OUTPUT",
        "content": [
            {"text": {"text": "Ann is on call.", "qualifiers": ["grounding_source"]}},
            {"text": {"text": "Call Ann.", "qualifiers": ["guard_content"]}},
        ],
    }


def test_what_was_priced_is_counted_by_the_catalogues_names(server: Answering) -> None:
    server.will(answer({"usage": UNITS, "action": "NONE", "outputs": [], "assessments": []}))
    usage = BedrockGuard(Guardrail("gr1", "4"), server.url).check("x", "INPUT", None, 5).usage
    assert usage.units == {
        "guardrail_topic": 1,
        "guardrail_content": 2,
        "guardrail_sensitive": 3,
        "guardrail_regex": 4,
    }
