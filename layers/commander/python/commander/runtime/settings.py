"""The environment of a function, named once: handlers read it with `from_env`, stacks write it with `to_env`."""

import json
import os
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, field_validator

from commander.contract.services import Provenance, ServiceKey

_PREFIX = "COMMANDER_"
AI_SETTINGS = (
    "metrics_table",
    "models",
    "model_ids",
    "comprehend",
    "textract",
    "guardrail_id",
    "guardrail_version",
    "knowledge_base_id",
    "data_source_id",
    "knowledge_bucket",
    "memory_id",
    "memory_namespace",
    "classic_agent_id",
    "classic_agent_alias_id",
    "q_business_application_id",
    "switched_off",
    "day_budget_usd",
)
"""What a function that consults the AI services has to know."""


class Settings(BaseModel):
    """What a deployment decides. A field that a function has no use for may stay empty."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    environment: str
    version: str = "0.1.0"
    incidents_table: str = ""
    connections_table: str = ""
    metrics_table: str = ""
    evidence_bucket: str = ""
    workflow_arn: str = ""
    updates_topic_arn: str = ""
    websocket_url: str = ""
    websocket_api_id: str = ""
    websocket_stage: str = ""
    remediation_role_arn: str = ""
    webhook_secret_arn: str = ""
    allowed_origin: str = ""
    approval_timeout_s: int = 900
    verification_window_s: int = 300
    provenance: Provenance = "aws"
    """Who is called: an attempt that nobody answered cannot tell it itself."""

    # The AI services. What is empty or false is not configured, and the product does without.
    models: bool = False
    model_ids: dict[str, str] = {}
    """Other model ids than the catalogue's, by its names."""
    comprehend: bool = False
    textract: bool = False
    guardrail_id: str = ""
    guardrail_version: str = ""
    knowledge_base_id: str = ""
    data_source_id: str = ""
    knowledge_bucket: str = ""
    """Where the knowledge base's documents lie."""
    memory_id: str = ""
    memory_namespace: str = "/lessons"
    classic_agent_id: str = ""
    """An agent of the older kind, whose memory takes the place of `memory_id`."""
    classic_agent_alias_id: str = ""
    q_business_application_id: str = ""
    switched_off: tuple[ServiceKey, ...] = ()
    """What this environment does not want, configured or not."""
    day_budget_usd: float | None = None
    """In place of the catalogue's."""

    @field_validator("model_ids", "switched_off", mode="before")
    @classmethod
    def _from_json(cls, given: Any) -> Any:
        """Environment variables hold text only."""
        return json.loads(given) if isinstance(given, str) else given

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Reads `COMMANDER_*`. Raises pydantic.ValidationError where a variable is missing or of the wrong type."""
        given = os.environ if environ is None else environ
        return cls.model_validate(
            {name: given[_PREFIX + name.upper()] for name in cls.model_fields if _PREFIX + name.upper() in given}
        )

    def to_env(self, *names: str) -> dict[str, str]:
        """The variables that a function needs: `environment`, `version`, `provenance` and the named ones.

        What is None is left out; lists, mappings and truth values are written as JSON.
        """
        wanted = ("environment", "version", "provenance", *names)
        given = {name: getattr(self, name) for name in wanted}
        return {
            _PREFIX + name.upper(): value if isinstance(value, str) else json.dumps(value)
            for name, value in given.items()
            if value is not None
        }
