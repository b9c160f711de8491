"""The AI services of an environment: what is created, what is taken as it is, and who may ask it."""

import json
from pathlib import Path
from typing import Any

import pytest

from commander.contract.catalogue import catalogue
from stacks.consulting import OPERATIONS
from tests.stacks.synthesis import Templates, listed, synthesise

pytestmark = [pytest.mark.synth, pytest.mark.xdist_group("stacks")]

CREATED = {
    "AWS::Bedrock::Guardrail",
    "AWS::Bedrock::GuardrailVersion",
    "AWS::Bedrock::KnowledgeBase",
    "AWS::Bedrock::DataSource",
    "AWS::S3Vectors::VectorBucket",
    "AWS::S3Vectors::Index",
    "AWS::BedrockAgentCore::Memory",
    "Custom::Runbooks",
}


def only(templates: Templates, kind: str) -> dict[str, Any]:
    """The properties of the one resource of a type."""
    (found,) = templates.of(kind)
    return found.properties


def kinds(templates: Templates) -> set[str]:
    """The types that are there of those that an environment without any ids creates."""
    return {found.kind for found in templates.all()} & CREATED


def settings(templates: Templates, name: str) -> dict[str, Any]:
    """The environment variables of a function, by their settings' names."""
    given = templates.function(name).properties["Environment"]["Variables"]
    return {variable.removeprefix("COMMANDER_").lower(): value for variable, value in given.items()}


def granted(templates: Templates, name: str) -> dict[str, list[str]]:
    """The resources that a function may use, as text, by action."""
    function = templates.function(name)
    found: dict[str, list[str]] = {}
    for statement in templates.statements(function.properties["Role"]["Fn::GetAtt"][0], function.stack):
        for action in listed(statement["Action"]):
            found.setdefault(action, []).extend(_plain(one) for one in listed(statement["Resource"]))
    return found


def _plain(value: Any) -> str:
    """A resource with its intrinsics in angle brackets."""
    if isinstance(value, str):
        return value
    if "Fn::Join" in value:
        return "".join(_plain(one) for one in value["Fn::Join"][1])
    if "Fn::GetStackOutput" in value:
        return f"<{value['Fn::GetStackOutput']['OutputName']}>"
    return f"<{next(iter(value.values()))}>"


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """Everything named by its id, and models by profiles of a geography."""
    return synthesise(
        "dev",
        tmp_path_factory.mktemp("given"),
        guardrail_id="abc123",
        guardrail_version="7",
        knowledge_base_id="KB00000001",
        data_source_id="DS00000001",
        knowledge_bucket="our-documents",
        classic_agent_id="AGENT00001",
        classic_agent_alias_id="ALIAS00001",
        q_business_application_id="1b2c3d4e-0000-0000-0000-000000000000",
        model_ids={"claude_haiku": "us.anthropic.claude-haiku-4-5-20251001-v1:0"},
        day_budget_usd=5.5,
    )


@pytest.fixture(scope="module")
def off(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """Nothing of it wanted."""
    keys = (
        "bedrock_claude,q_business,nova_micro,nova_lite,nova_pro,bedrock_agents,guardrails,knowledge_base,comprehend,"
        "textract"
    )
    return synthesise("dev", tmp_path_factory.mktemp("off"), switched_off=keys.split(","), guardrail_id="abc123")


def test_what_is_not_named_is_created_but_not_locally(dev: Templates, prod: Templates, local: Templates) -> None:
    assert kinds(dev) == kinds(prod) == CREATED
    assert kinds(local) == set()
    assert settings(local, "diagnosis")["provenance"] == "local stand-in"


def test_what_is_named_is_taken_as_it_is(given: Templates) -> None:
    assert kinds(given) == set()
    told = settings(given, "diagnosis")
    assert (told["guardrail_id"], told["guardrail_version"]) == ("abc123", "7")
    assert (told["knowledge_base_id"], told["data_source_id"]) == ("KB00000001", "DS00000001")
    assert (told["knowledge_bucket"], told["memory_id"]) == ("our-documents", "")
    assert (told["classic_agent_id"], told["classic_agent_alias_id"]) == ("AGENT00001", "ALIAS00001")
    assert json.loads(told["model_ids"]) == {"claude_haiku": "us.anthropic.claude-haiku-4-5-20251001-v1:0"}
    assert told["day_budget_usd"] == "5.5"
    can = granted(given, "diagnosis")
    account = "arn:<AWS::Partition>:bedrock:<AWS::Region>:<AWS::AccountId>"
    assert can["bedrock:ApplyGuardrail"] == [f"{account}:guardrail/abc123"]
    assert can["bedrock:Retrieve"] == [f"{account}:knowledge-base/KB00000001"]
    assert can["bedrock:GetAgentMemory"] == [f"{account}:agent-alias/AGENT00001/ALIAS00001"]
    assert "bedrock:InvokeAgent" in granted(given, "communication")
    assert can["qbusiness:ChatSync"][0].endswith(":application/1b2c3d4e-0000-0000-0000-000000000000")
    assert not [action for action in can if action.startswith("bedrock-agentcore:")]


def test_what_is_switched_off_is_neither_created_nor_granted_and_is_told_as_off(off: Templates) -> None:
    assert kinds(off) == set()
    for name in OPERATIONS:
        services = {action.partition(":")[0] for action in granted(off, name)}
        assert not services & {"bedrock", "bedrock-agentcore", "comprehend", "textract", "qbusiness"}
        told = settings(off, name)
        assert len(json.loads(told["switched_off"])) == 10
        assert (told["models"], told["comprehend"], told["textract"]) == ("false", "false", "false")
        assert (told["guardrail_id"], told["knowledge_base_id"], told["memory_id"]) == ("", "", "")


def test_one_model_can_be_switched_off_alone(tmp_path: Path) -> None:
    templates = synthesise("dev", tmp_path, cdk_nag=False, switched_off=["bedrock_claude"])
    asked = granted(templates, "diagnosis")["bedrock:InvokeModel"]
    assert len(asked) == 3
    assert all("amazon.nova" in one for one in asked)


def test_an_unknown_service_or_model_is_refused_at_synthesis(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nova_mega"):
        synthesise("dev", tmp_path / "a", cdk_nag=False, switched_off=["nova_mega"])
    with pytest.raises(ValueError, match="no such model in the catalogue: claude_opus"):
        synthesise("dev", tmp_path / "b", cdk_nag=False, model_ids={"claude_opus": "x"})
    with pytest.raises(ValueError, match="name knowledge_base_id too"):
        synthesise("dev", tmp_path / "c", cdk_nag=False, knowledge_bucket="ours")


def test_the_guardrail_stops_attacks_denied_topics_and_secrets_and_masks_what_identifies_people(dev: Templates) -> None:
    guardrail = only(dev, "AWS::Bedrock::Guardrail")
    filters = {one["Type"]: one for one in guardrail["ContentPolicyConfig"]["FiltersConfig"]}
    assert (filters["PROMPT_ATTACK"]["InputStrength"], filters["PROMPT_ATTACK"]["OutputStrength"]) == ("HIGH", "NONE")
    topics = {one["Name"]: one for one in guardrail["TopicPolicyConfig"]["TopicsConfig"]}
    assert set(topics) == {"destructive_operations", "credentials"}
    for topic in topics.values():
        assert topic["Type"] == "DENY"
        assert len(topic["Definition"]) <= 200
        assert len(topic["Examples"]) <= 5
        assert max(map(len, topic["Examples"])) <= 100
    entities = {
        one["Type"]: one["Action"] for one in guardrail["SensitiveInformationPolicyConfig"]["PiiEntitiesConfig"]
    }
    assert entities["AWS_SECRET_KEY"] == "BLOCK"
    assert entities["EMAIL"] == "ANONYMIZE"
    assert "IP_ADDRESS" not in entities
    grounding = {one["Type"] for one in guardrail["ContextualGroundingPolicyConfig"]["FiltersConfig"]}
    assert grounding == {"GROUNDING", "RELEVANCE"}


def test_a_pinned_version_is_called_and_an_older_one_stays_until_nobody_calls_it(dev: Templates) -> None:
    (version,) = dev.of("AWS::Bedrock::GuardrailVersion")
    called = settings(dev, "resolution")["guardrail_version"]["Fn::GetStackOutput"]["OutputName"]
    published = dev.stacks["Ai"]["Outputs"][called]["Value"]
    assert published == {"Fn::GetAtt": [version.logical_id, "Version"]}
    assert version.resource["DeletionPolicy"] == "Retain"


def test_other_policies_make_another_version(dev: Templates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stacks.guardrail._MASKED_DATA", ("EMAIL",))
    other = synthesise("dev", tmp_path, cdk_nag=False)
    (before,), (after,) = dev.of("AWS::Bedrock::GuardrailVersion"), other.of("AWS::Bedrock::GuardrailVersion")
    assert before.logical_id != after.logical_id
    assert settings(dev, "resolution")["guardrail_version"] != settings(other, "resolution")["guardrail_version"]


def test_nothing_that_a_redeployment_may_replace_is_an_export_in_use(dev: Templates) -> None:
    exported = [one["Value"] for one in dev.stacks["Ai"]["Outputs"].values() if "Export" in one]
    named = {_plain(one).strip("<>").partition("'")[2] or _plain(one) for one in exported}
    assert exported
    assert all("Knowledge" in one and "KnowledgeBase" not in one for one in named)


def test_vectors_keep_text_and_metadata_out_of_what_can_be_filtered(dev: Templates) -> None:
    index = only(dev, "AWS::S3Vectors::Index")
    assert (index["DataType"], index["Dimension"], index["DistanceMetric"]) == ("float32", 1024, "cosine")
    assert set(index["MetadataConfiguration"]["NonFilterableMetadataKeys"]) == {
        "AMAZON_BEDROCK_TEXT",
        "AMAZON_BEDROCK_METADATA",
    }
    storage = only(dev, "AWS::Bedrock::KnowledgeBase")["StorageConfiguration"]
    assert storage["Type"] == "S3_VECTORS"
    vectors = only(dev, "AWS::Bedrock::KnowledgeBase")["KnowledgeBaseConfiguration"]["VectorKnowledgeBaseConfiguration"]
    assert vectors["EmbeddingModelConfiguration"]["BedrockEmbeddingModelConfiguration"]["Dimensions"] == 1024


def test_only_bedrock_for_this_account_takes_the_knowledge_bases_role(dev: Templates) -> None:
    role_id = only(dev, "AWS::Bedrock::KnowledgeBase")["RoleArn"]["Fn::GetAtt"][0]
    role = next(found for found in dev.of("AWS::IAM::Role") if found.logical_id == role_id)
    (trust,) = role.properties["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "bedrock.amazonaws.com"}
    assert trust["Condition"]["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
    actions = {action for one in dev.statements(role_id, "Ai") for action in listed(one["Action"])}
    assert {one for one in actions if one.startswith("s3:")} == {"s3:GetObject", "s3:ListBucket"}


def test_the_deployment_fills_the_knowledge_base_whenever_a_runbook_changes(
    dev: Templates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (filled,) = dev.of("Custom::Runbooks")
    function = dev.function("ingestion")
    assert filled.properties["ServiceToken"] == {"Fn::GetAtt": [function.logical_id, "Arn"]}
    role = function.properties["Role"]["Fn::GetAtt"][0]
    policies = {one.logical_id for one in dev.of("AWS::IAM::Policy") if {"Ref": role} in one.properties["Roles"]}
    assert policies & set(filled.resource["DependsOn"])
    (tmp_path / "knowledge" / "runbooks").mkdir(parents=True)
    (tmp_path / "knowledge" / "runbooks" / "new.md").write_text("# Another")
    monkeypatch.setattr("stacks.knowledge_base.ROOT", tmp_path)
    (again,) = synthesise("dev", tmp_path / "out", cdk_nag=False).of("Custom::Runbooks")
    assert again.properties["digest"] != filled.properties["digest"]


def test_a_profiles_models_are_asked_through_the_profile_only(dev: Templates, given: Templates) -> None:
    behind = "arn:<AWS::Partition>:bedrock"
    asked = granted(dev, "diagnosis")["bedrock:InvokeModel"]
    sonnet = catalogue().models["claude_sonnet"].model_id
    assert f"{behind}:<AWS::Region>:<AWS::AccountId>:inference-profile/{sonnet}" in asked
    assert f"{behind}:::foundation-model/{sonnet.partition('.')[2]}" in asked
    assert f"{behind}:<AWS::Region>::foundation-model/{sonnet.partition('.')[2]}" in asked
    assert (
        f"{behind}:us-*::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0"
        in (granted(given, "diagnosis")["bedrock:InvokeModel"])
    )
    for templates in (dev, given):
        function = templates.function("diagnosis")
        for one in templates.statements(function.properties["Role"]["Fn::GetAtt"][0], function.stack):
            if "bedrock:InvokeModel" in listed(one["Action"]):
                claude = [name for name in map(_plain, listed(one["Resource"])) if "foundation-model/anthropic" in name]
                assert not claude or "bedrock:InferenceProfileArn" in one["Condition"]["StringEquals"]


def test_every_function_that_consults_can_meter_and_nobody_else_writes_there(every: Templates) -> None:
    for found in every.of("AWS::Lambda::Function"):
        name = found.properties["FunctionName"].removeprefix(f"{every.environment.prefix}-")
        tables = str(granted(every, name).get("dynamodb:UpdateItem", []))
        assert ("MetricsTable" in tables) == (name in OPERATIONS)
        assert ("metrics_table" in settings(every, name)) == (name in OPERATIONS or name == "api")


def test_the_api_is_told_which_services_there_are_and_may_call_none(given: Templates) -> None:
    told = settings(given, "api")
    assert told["guardrail_id"] == "abc123"
    assert not {one.partition(":")[0] for one in granted(given, "api")} & {"bedrock", "comprehend", "textract"}


def test_what_a_function_has_to_know_fits_into_its_environment(given: Templates) -> None:
    for name in OPERATIONS:
        size = sum(len(key) + len(json.dumps(value)) for key, value in settings(given, name).items())
        assert size < 4096 / 2
