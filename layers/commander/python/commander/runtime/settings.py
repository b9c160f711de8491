"""The environment of a function, named once: handlers read it with `from_env`, stacks write it with `to_env`."""

import os
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

_PREFIX = "COMMANDER_"


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
    provenance: str = "aws"

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Reads `COMMANDER_*`. Raises pydantic.ValidationError where a variable is missing or of the wrong type."""
        given = os.environ if environ is None else environ
        return cls.model_validate(
            {name: given[_PREFIX + name.upper()] for name in cls.model_fields if _PREFIX + name.upper() in given}
        )

    def to_env(self, *names: str) -> dict[str, str]:
        """The variables that a function needs: `environment`, `version`, `provenance` and the named ones."""
        wanted = ("environment", "version", "provenance", *names)
        return {_PREFIX + name.upper(): str(getattr(self, name)) for name in wanted}
