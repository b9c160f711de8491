"""The models that the stand-in answers to, and what each refuses: a wrong request fails here as it would there."""

import re
from dataclasses import dataclass
from typing import Any

from local.ai.wire import Fault


@dataclass(frozen=True, slots=True)
class Model:
    """One model: whose key its calls go by, and which requests it takes."""

    service: str
    longest_output: int
    temperature: bool = True
    forced_tool: bool = True
    # Thinking is on, and a tool can be forced only where the request switches it off.
    thinks: bool = False
    # Only an inference profile's id is taken, never the bare one.
    profile_only: bool = False


# By the id without the prefix of an inference profile.
MODELS = {
    "amazon.nova-micro-v1:0": Model("nova_micro", 10_000),
    "amazon.nova-lite-v1:0": Model("nova_lite", 10_000),
    "amazon.nova-pro-v1:0": Model("nova_pro", 10_000),
    "amazon.nova-2-lite-v1:0": Model("nova_lite", 64_000),
    "anthropic.claude-haiku-5-5": Model("bedrock_claude", 128_000, temperature=False, thinks=True, profile_only=True),
    "anthropic.claude-sonnet-5-5": Model(
        "bedrock_claude", 128_000, temperature=False, forced_tool=False, profile_only=True
    ),
    "anthropic.claude-sonnet-4-6": Model("bedrock_claude", 64_000, profile_only=True),
    "anthropic.claude-haiku-4-5-20251001-v1:0": Model("bedrock_claude", 64_000, profile_only=True),
}

_PROFILE = re.compile(r"^(?:global|us|eu|au|jp)\.")
_ARN = re.compile(r"arn:aws[\w-]*:bedrock:[^:]*:\d*:(?:inference-profile|foundation-model)/(.+)")


def service_of(model_id: str) -> str:
    """The key under which a model's faults are kept; an unknown model has Claude's, and is refused later."""
    model = MODELS.get(_bare(model_id))
    return model.service if model else "bedrock_claude"


def model_of(model_id: str) -> Model:
    """The model of an id, of a profile's id or of the ARN of either. Raises Fault 400 for others."""
    bare = _bare(model_id)
    model = MODELS.get(bare)
    if model is None:
        raise Fault(400, "ValidationException", "The provided model identifier is invalid.")
    if model.profile_only and _named(model_id) == bare:
        raise Fault(
            400,
            "ValidationException",
            f"Invocation of model ID {bare} with on-demand throughput isn't supported. Retry your request with the ID"
            " or ARN of an inference profile that contains this model.",
        )
    return model


def check_capabilities(model: Model, document: dict[str, Any]) -> None:
    """Raises Fault 400 where a model refuses what a request asks of it."""
    inference = document.get("inferenceConfig") or {}
    if not model.temperature and {"temperature", "topP"} & set(inference):
        raise Fault(400, "ValidationException", "This model does not support temperature or top_p.")
    asked = inference.get("maxTokens")
    if asked is not None and (not isinstance(asked, int) or not 1 <= asked <= model.longest_output):
        raise Fault(400, "ValidationException", f"maxTokens must be between 1 and {model.longest_output}.")
    choice = (document.get("toolConfig") or {}).get("toolChoice") or {}
    thinking = ((document.get("additionalModelRequestFields") or {}).get("thinking") or {}).get("type")
    forced = bool({"tool", "any"} & set(choice))
    if forced and not model.forced_tool:
        raise Fault(400, "ValidationException", "This model does not support tool_choice of type any or tool.")
    if forced and model.thinks and thinking != "disabled":
        raise Fault(400, "ValidationException", "Thinking may not be enabled when tool_choice forces tool use.")
    if thinking == "disabled" and not model.forced_tool:
        raise Fault(400, "ValidationException", "Thinking cannot be disabled for this model.")


def _named(model_id: str) -> str:
    found = _ARN.fullmatch(model_id)
    return found[1] if found else model_id


def _bare(model_id: str) -> str:
    return _PROFILE.sub("", _named(model_id), count=1)
