"""The catalogue of AI services (`ai_services.json`): models, what they can do and cost, and the limits of their use.

Everything about a model that is not logic stands here, so that a new model or price is a change of one file.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Literal, Self

from pydantic import Field, model_validator

from commander.contract.services import Degradation, ServiceKey, Substitute
from commander.contract.values import Severity, Shape

TaskKind = Literal["classify", "summarise", "narrate", "draft", "reason"]


class TokenPrice(Shape):
    """US dollars per million tokens. Above `above_input_tokens` of prompt the whole call costs the higher prices."""

    input: float = Field(ge=0)
    output: float = Field(ge=0)
    cache_read: float | None = None
    cache_write: float | None = None
    above_input_tokens: int | None = None
    input_above: float | None = None
    output_above: float | None = None


class Model(Shape):
    """One model: how it is called, what its requests may hold, what it costs.

    `forced_tool`: accepts a tool choice that forces the answer into a schema; `temperature`: accepts a custom one;
    `disable_thinking`: thinks by default, and has to be told not to before a tool may be forced.
    """

    service: ServiceKey
    model_id: str
    context_tokens: int
    max_output_tokens: int
    temperature: bool
    forced_tool: bool
    disable_thinking: bool
    prompt_cache: bool
    price: TokenPrice


class UnitPrice(Shape):
    """US dollars for so many units."""

    per: int = Field(ge=1)
    usd: float = Field(ge=0)


class Route(Shape):
    """The model for tasks of a complexity up to and including `up_to` (0 to 100)."""

    up_to: int = Field(ge=0, le=100)
    model: str


class ModelFallback(Shape):
    """What takes over where a model cannot answer."""

    substitute: Substitute
    model: str
    degraded: Degradation


class Limits(Shape):
    """How much may be spent, how long may be waited, and when a service is left alone for a while."""

    incident_budget_usd: dict[Severity, float]
    day_budget_usd: float
    attempts: int = Field(ge=1)
    first_wait_s: float
    longest_wait_s: float
    phase_s: float
    reserve_s: float
    call_timeout_s: dict[str, float]
    circuit_failures: int = Field(ge=1)
    circuit_window_s: int
    circuit_open_s: int


class Catalogue(Shape):
    """The whole file."""

    comment: str = Field(alias="$comment", default="")
    prices_as_of: str
    models: dict[str, Model]
    unit_prices: dict[str, UnitPrice]
    routing: dict[TaskKind, list[Route]]
    fallbacks: dict[ServiceKey, ModelFallback]
    limits: Limits

    @model_validator(mode="after")
    def _names_resolve(self) -> Self:
        named = [route.model for routes in self.routing.values() for route in routes]
        named += [fallback.model for fallback in self.fallbacks.values()]
        unknown = sorted(set(named) - set(self.models))
        if unknown:
            raise ValueError(f"routing or fallbacks name models that are not in the catalogue: {', '.join(unknown)}")
        for kind, routes in self.routing.items():
            bounds = [route.up_to for route in routes]
            if bounds != sorted(set(bounds)) or bounds[-1:] != [100]:
                raise ValueError(f"the routes of {kind} must rise and end at 100")
        return self

    def with_model_ids(self, model_ids: dict[str, str]) -> "Catalogue":
        """The same with other model ids, as an environment names them. Raises ValueError for a model not in it."""
        unknown = sorted(set(model_ids) - set(self.models))
        if unknown:
            raise ValueError(f"no such model in the catalogue: {', '.join(unknown)}")
        models = {
            name: model.model_copy(update={"model_id": model_ids.get(name, model.model_id)})
            for name, model in self.models.items()
        }
        return self.model_copy(update={"models": models})

    def with_day_budget(self, usd: float) -> "Catalogue":
        """The same with another budget for all incidents of a day, in US dollars."""
        return self.model_copy(update={"limits": self.limits.model_copy(update={"day_budget_usd": usd})})


@cache
def catalogue() -> Catalogue:
    """The catalogue as it is packaged."""
    text = (files("commander.contract") / "ai_services.json").read_text("utf-8")
    return Catalogue.model_validate(json.loads(text))
