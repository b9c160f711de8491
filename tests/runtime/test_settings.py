"""Settings as they travel through a function's environment, and the AI services that are built from them."""

from typing import Any

import boto3
import pytest
from pydantic import ValidationError

from commander.contract.catalogue import catalogue
from commander.runtime import bootstrap
from commander.runtime.settings import AI_SETTINGS, Settings

CONFIGURED = Settings(
    environment="test",
    metrics_table="metrics",
    provenance="local stand-in",
    models=True,
    model_ids={"nova_lite": "us.amazon.nova-2-lite-v1:0"},
    comprehend=True,
    textract=True,
    guardrail_id="abc",
    guardrail_version="3",
    knowledge_base_id="KB00000001",
    data_source_id="DS00000001",
    knowledge_bucket="documents",
    memory_id="memory-0000000000",
    q_business_application_id="1b2c3d4e-0000-0000-0000-000000000000",
    switched_off=("nova_micro", "textract"),
    day_budget_usd=2.5,
)


@pytest.fixture(autouse=True)
def _made_anew() -> Any:
    for made in (bootstrap.settings, bootstrap.services):
        made.cache_clear()
    yield
    for made in (bootstrap.settings, bootstrap.services):
        made.cache_clear()


def _deploy(monkeypatch: pytest.MonkeyPatch, given: Settings) -> None:
    for name, value in given.to_env(*AI_SETTINGS).items():
        monkeypatch.setenv(name, value)


def test_what_is_written_is_what_is_read() -> None:
    environment = CONFIGURED.to_env(*AI_SETTINGS)
    assert all(isinstance(value, str) for value in environment.values())
    assert Settings.from_env(environment) == CONFIGURED


def test_what_nobody_sets_is_not_configured() -> None:
    empty = Settings(environment="test")
    assert Settings.from_env(empty.to_env(*AI_SETTINGS)) == empty
    assert "COMMANDER_DAY_BUDGET_USD" not in empty.to_env(*AI_SETTINGS)
    adapters = bootstrap.adapters(empty)
    assert set(vars(adapters).values()) == {None}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("switched_off", '["nova_mega"]'),
        ("switched_off", "textract"),
        ("model_ids", "[]"),
        ("provenance", "heaven"),
        ("models", "perhaps"),
        ("day_budget_usd", "much"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValidationError):
        Settings.from_env({"COMMANDER_ENVIRONMENT": "test", f"COMMANDER_{name.upper()}": value})


def test_services_are_built_from_the_settings_without_making_a_client(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise AssertionError("a client was made before anybody called")

    monkeypatch.setattr(boto3, "client", refuse)
    _deploy(monkeypatch, CONFIGURED)
    services = bootstrap.services()
    assert None not in vars(services.adapters).values()
    assert services.switched_off == {"nova_micro", "textract"}
    assert services.catalogue.models["nova_lite"].model_id == "us.amazon.nova-2-lite-v1:0"
    assert services.catalogue.limits.day_budget_usd == 2.5
    assert catalogue().limits.day_budget_usd != 2.5


def test_a_model_that_is_not_in_the_catalogue_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _deploy(monkeypatch, Settings(environment="test", model_ids={"nova_mega": "x"}))
    with pytest.raises(ValueError, match="nova_mega"):
        bootstrap.services()


def test_a_classic_agent_takes_the_place_of_the_memory() -> None:
    classic = CONFIGURED.model_copy(update={"classic_agent_id": "AGENT00001", "classic_agent_alias_id": "ALIAS00001"})
    assert type(bootstrap.adapters(CONFIGURED).memory).__name__ == "AgentCoreMemory"
    assert type(bootstrap.adapters(classic).memory).__name__ == "ClassicAgentMemory"


def test_models_do_not_go_through_a_guardrail_that_is_switched_off() -> None:
    on, off = bootstrap.adapters(CONFIGURED), CONFIGURED.model_copy(update={"switched_off": ("guardrails",)})
    assert vars(on.models)["_guardrail"].version == "3"
    assert vars(bootstrap.adapters(off).models)["_guardrail"] is None
