"""Which function asks which AI service for what, and the grants that this takes.

The local cloud does not know the AI services, so that nothing local can show a missing grant by a refusal; a test
compares the calls that were metered with this table instead.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import aws_cdk as cdk

from commander.contract.catalogue import Model
from stacks.function import ProductFunction

_REDACT = ("ContainsPiiEntities", "DetectPiiEntities")
OPERATIONS: dict[str, tuple[str, ...]] = {
    "detection": (*_REDACT, "Converse", "DetectDocumentText"),
    "diagnosis": (*_REDACT, "Converse", "Retrieve", "ChatSync", "RetrieveMemoryRecords"),
    "prediction": (*_REDACT, "Converse"),
    "resolution": (*_REDACT, "Retrieve", "ChatSync", "ApplyGuardrail"),
    "communication": (
        *_REDACT,
        "Converse",
        "DetectSentiment",
        "BatchCreateMemoryRecords",
        "StartIngestionJob",
    ),
    "sweeper": (*_REDACT, "BatchCreateMemoryRecords", "StartIngestionJob"),
}
"""By function: the operations, as metering records name them. Whatever leaves for a model or a search is redacted."""

_PROFILE = re.compile(r"(global|us|eu|au|jp|apac)\.(.+)")
_REGIONS = {"us": "us-*", "eu": "eu-*", "au": "ap-southeast-*", "jp": "ap-northeast-*", "apac": "ap-*"}
"""Where the inference profile of a geography may send a request."""
_CLASSIC = {"RetrieveMemoryRecords": "GetAgentMemory", "BatchCreateMemoryRecords": "InvokeAgent"}
"""What stands in for an operation of AgentCore Memory where a Classic agent remembers."""
_WITHOUT_RESOURCE = {
    "ContainsPiiEntities": "comprehend:ContainsPiiEntities",
    "DetectPiiEntities": "comprehend:DetectPiiEntities",
    "DetectSentiment": "comprehend:DetectSentiment",
    "DetectDocumentText": "textract:DetectDocumentText",
}


@dataclass(frozen=True)
class Reachable:
    """The AI services of an environment; what is empty is not there. Ids may be ARNs."""

    models: Sequence[Model] = ()
    guardrail: str = ""
    knowledge_base: str = ""
    memory: str = ""
    agent_alias: str = ""
    q_business: str = ""
    comprehend: bool = False
    textract: bool = False


def let_consult(function: ProductFunction, name: str, reachable: Reachable) -> None:
    """Grants a function what its operations take, on the resources of this environment and no others."""
    operations = OPERATIONS[name]
    stack = cdk.Stack.of(function)
    if "Converse" in operations:
        _ask_models(function, reachable.models)
    if reachable.guardrail and ({"Converse", "ApplyGuardrail"} & set(operations)):
        arn = _arn(stack, "bedrock", "guardrail", reachable.guardrail)
        function.allow("PassesTheGuardrail", ["bedrock:ApplyGuardrail"], [arn])
    if reachable.knowledge_base:
        asked = [f"bedrock:{one}" for one in ("Retrieve", "StartIngestionJob") if one in operations]
        _allow(function, "AsksTheKnowledgeBase", asked, stack, "bedrock", "knowledge-base", reachable.knowledge_base)
    remembering = [one for one in ("RetrieveMemoryRecords", "BatchCreateMemoryRecords") if one in operations]
    if reachable.agent_alias:
        asked = [f"bedrock:{_CLASSIC[one]}" for one in remembering]
        _allow(function, "AsksTheClassicAgent", asked, stack, "bedrock", "agent-alias", reachable.agent_alias)
    elif reachable.memory:
        asked = [f"bedrock-agentcore:{one}" for one in remembering]
        _allow(function, "Remembers", asked, stack, "bedrock-agentcore", "memory", reachable.memory)
    if reachable.q_business and "ChatSync" in operations:
        arn = _arn(stack, "qbusiness", "application", reachable.q_business)
        function.allow("AsksQBusiness", ["qbusiness:ChatSync"], [arn])
    there = {"comprehend": reachable.comprehend, "textract": reachable.textract}
    reading = [
        action
        for operation, action in _WITHOUT_RESOURCE.items()
        if operation in operations and there[action.partition(":")[0]]
    ]
    if reading:
        function.allow("ReadsTexts", reading, ["*"])
        function.accept("Comprehend's and Textract's actions have no resource", "IAM5[Resource::*]")


def _ask_models(function: ProductFunction, models: Sequence[Model]) -> None:
    """Models by their own ARNs; a profile's models only through the profile, in the Regions it may send to."""
    stack = cdk.Stack.of(function)
    direct: list[str] = []
    profiles: list[str] = []
    behind: list[str] = []
    for model_id in sorted({model.model_id for model in models}):
        found = _PROFILE.fullmatch(model_id)
        if found is None:
            direct.append(_model_arn(stack.partition, stack.region, model_id))
            continue
        profiles.append(_arn(stack, "bedrock", "inference-profile", model_id))
        regions = (stack.region, "") if found[1] == "global" else (_REGIONS[found[1]],)
        behind += [_model_arn(stack.partition, region, found[2]) for region in regions]
    if direct or profiles:
        function.allow("AsksModels", ["bedrock:InvokeModel"], [*direct, *profiles])
    if profiles:
        function.allow(
            "AsksModelsThroughProfiles",
            ["bedrock:InvokeModel"],
            behind,
            {"StringEquals": {"bedrock:InferenceProfileArn": profiles}},
        )
    for arn in behind:
        if "*" in arn:
            shown = arn.replace(stack.partition, "<AWS::Partition>")
            function.accept("A profile sends to any Region of its geography", f"IAM5[Resource::{shown}]")


def _model_arn(partition: str, region: str, model_id: str) -> str:
    return f"arn:{partition}:bedrock:{region}::foundation-model/{model_id}"


def _allow(
    function: ProductFunction, sid: str, actions: list[str], stack: cdk.Stack, service: str, kind: str, name: str
) -> None:
    if actions:
        function.allow(sid, actions, [_arn(stack, service, kind, name)])


def _arn(stack: cdk.Stack, service: str, kind: str, name: str) -> str:
    """The ARN of one of this account's resources, by its id or by the ARN itself."""
    if name.startswith("arn:"):
        return name
    return stack.format_arn(service=service, resource=kind, resource_name=name)
