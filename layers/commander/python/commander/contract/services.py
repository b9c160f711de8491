"""The AI services: what they are called, and the record of each call that was made to one of them."""

from typing import Literal, get_args

from pydantic import Field

from commander.contract.values import AgentName, Instant, Shape

ServiceKey = Literal[
    "bedrock_claude",
    "q_business",
    "nova_micro",
    "nova_lite",
    "nova_pro",
    "bedrock_agents",
    "guardrails",
    "knowledge_base",
    "comprehend",
    "textract",
]
"""The eight services by their keys; Nova's three models are kept apart because each falls back to another."""

SERVICES: tuple[ServiceKey, ...] = get_args(ServiceKey)
NOVA: tuple[ServiceKey, ...] = ("nova_micro", "nova_lite", "nova_pro")

SERVICE_NAMES: dict[ServiceKey, str] = {
    "bedrock_claude": "Claude",
    "q_business": "Q Business",
    "nova_micro": "Nova Micro",
    "nova_lite": "Nova Lite",
    "nova_pro": "Nova Pro",
    "bedrock_agents": "Agent memory",
    "guardrails": "Guardrails",
    "knowledge_base": "Knowledge base",
    "comprehend": "Comprehend",
    "textract": "Textract",
}
"""The services as people call them."""

Provenance = Literal["aws", "local stand-in"]
"""Who answered. Told by the answer itself: a stand-in says that it is one."""

CallOutcome = Literal[
    "succeeded", "throttled", "timed_out", "unavailable", "denied", "missing", "rejected", "malformed"
]
"""How one attempt ended. `rejected`: the service did not accept the request; `malformed`: its answer is unusable."""

SkipReason = Literal["not_configured", "switched_off", "circuit_open", "budget_spent", "out_of_time"]
"""Why a service was not called at all."""

Configuration = Literal["configured", "switched_off", "not_configured"]
"""What an environment decided about a service."""

Health = Literal["healthy", "degraded", "unavailable", "switched_off", "not_configured", "unknown"]
"""How a service does. `unavailable`: its circuit is open, it is not called; `unknown`: it was not called of late."""

Substitute = Literal[
    "bedrock_claude",
    "knowledge_base",
    "nova_lite",
    "evidence_engine",
    "incident_history",
    "lexical_retrieval",
    "local_patterns",
    "held_for_review",
    "person_decides",
    "listed_unread",
    "manual_processing",
]
"""What takes over: another service, a part of the product, or a person."""

Degradation = Literal[
    "increased_latency",
    "increased_cost",
    "no_historical_context",
    "no_persistent_memory",
    "human_intervention_required",
]

Purpose = Literal[
    "classify",
    "summarise",
    "narrate",
    "reason",
    "repair",
    "draft",
    "similar_incidents",
    "passages",
    "lessons",
    "remember",
    "ingest",
    "check_input",
    "check_output",
    "check_plan",
    "redact",
    "tone",
    "read_attachment",
]
"""What a call was for."""


class ServiceCall(Shape):
    """One attempt at one call: the metering record. Every attempt has one, whatever came of it."""

    call_id: str
    service: ServiceKey
    operation: str = Field(description="the API operation, such as Converse")
    purpose: Purpose
    agent: AgentName | None
    incident_id: str | None
    at: Instant
    latency_ms: float = Field(ge=0)
    outcome: CallOutcome
    provenance: Provenance
    attempt: int = Field(ge=1, description="1 for the first try")
    model: str | None = Field(default=None, description="the model's name in the catalogue")
    model_id: str | None = Field(default=None, description="what was called: a model id or inference profile")
    request_id: str | None = None
    input_tokens: int = Field(default=0, ge=0)
    output_tokens: int = Field(default=0, ge=0)
    units: dict[str, int] = Field(default={}, description="what else is priced, by the catalogue's unit names")
    cost_usd: float = Field(default=0.0, ge=0)
    detail: str | None = None


class FellBack(Shape):
    """A service could not do what it was asked for, and something else took over."""

    service: ServiceKey
    purpose: Purpose
    reason: CallOutcome | SkipReason
    substitute: Substitute
    degraded: Degradation | None = None
    detail: str | None = None


PolicyKind = Literal["prompt_attack", "topic", "content", "word", "pii", "regex", "grounding"]


class Intervention(Shape):
    """One thing a guardrail objected to: which policy, its own name for it, and whether it blocks or only masks."""

    kind: PolicyKind
    name: str
    blocks: bool
