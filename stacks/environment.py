"""One environment's entry in cdk.json: everything in which dev, staging, prod and local differ."""

import json
from typing import Any, Literal

from constructs import Node
from pydantic import BaseModel, ConfigDict

from commander.contract.services import Provenance, ServiceKey

StackName = Literal["Data", "Ai", "Workflow", "Live", "Dashboards", "Security", "Api", "Observability"]

DEFAULTS = "defaults"
"""The entry that every environment starts from."""


class Addresses(BaseModel):
    """Where a deployment's endpoints are found, as templates that the stacks fill in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rest: str
    websocket: str
    site: str
    identity: tuple[str, ...]


class Environment(BaseModel):
    """What cdk.json says about one environment. docs/operations/deploy.md explains each field."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    account: str | None = None
    region: str | None = None
    removal: Literal["destroy", "retain"]
    deletion_protection: bool
    log_retention_days: int
    evidence_retention_days: int
    cdk_nag: bool
    observability: bool
    dependencies_layer: bool
    tracing: bool
    web_firewall: bool
    api_account_role: bool
    hosted_sign_in: bool
    password_sign_in: bool
    mfa: Literal["optional", "required"]
    threat_protection: bool
    system_reset: bool
    site_https_only: bool
    price_class: Literal["PRICE_CLASS_100", "PRICE_CLASS_200", "PRICE_CLASS_ALL"]
    throttle_rate: int
    throttle_burst: int
    approval_timeout_s: int
    verification_wait_s: int
    verification_window_s: int
    provenance: Provenance
    alarm_email: str | None = None
    monthly_budget_usd: int
    port: int
    addresses: Addresses
    switched_off: tuple[ServiceKey, ...]
    model_ids: dict[str, str]
    vector_store: Literal["s3_vectors"]
    guardrail_id: str = ""
    guardrail_version: str = ""
    knowledge_base_id: str = ""
    data_source_id: str = ""
    knowledge_bucket: str = ""
    memory_id: str = ""
    classic_agent_id: str = ""
    classic_agent_alias_id: str = ""
    q_business_application_id: str = ""
    day_budget_usd: float | None = None

    @property
    def prefix(self) -> str:
        """What the names of this environment's resources start with."""
        return f"incident-commander-{self.name}"

    def stack(self, name: StackName) -> str:
        """A stack's full name."""
        return f"IncidentCommander-{self.name}-{name}"


def environment_named(name: str, entries: dict[str, Any], overrides: dict[str, Any] | None = None) -> Environment:
    """The environment's entry over the defaults, and the overrides over both.

    Raises ValueError where there is no such entry, and pydantic.ValidationError where a field is unknown or wrong.
    """
    known = sorted(set(entries) - {DEFAULTS})
    if name not in known:
        raise ValueError(f"no environment {name!r} in cdk.json; there are {', '.join(known)}")
    return Environment.model_validate({"name": name, **entries[DEFAULTS], **entries[name], **(overrides or {})})


def chosen_environment(node: Node) -> Environment:
    """The environment that `-c env=` names. `-c field=value` overrides a field, for example `-c port=4600`."""
    entries = node.get_context("environments")
    given = {field: node.try_get_context(field) for field in Environment.model_fields}
    overrides = {field: _parsed(value) for field, value in given.items() if value is not None and field != "name"}
    return environment_named(node.try_get_context("env"), entries, overrides)


def _parsed(value: Any) -> Any:
    """The command line hands everything over as text: lists and objects come as JSON."""
    return json.loads(value) if isinstance(value, str) and value[:1] in ("[", "{") else value
