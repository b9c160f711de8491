"""The price file of everything that is no AI service. Money is exact."""

import json
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

FILE = Path(__file__).with_name("prices.json")


class Price(BaseModel):
    """US dollars for so many of something, and where the price is from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: str
    per: int = Field(ge=1)
    usd: Decimal = Field(ge=0)
    source: Literal["read", "remembered"]


class Estimate(BaseModel):
    """A number that nobody counted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: str
    value: Decimal = Field(ge=0)


class PriceFile(BaseModel):
    """The whole file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    comment: str = Field(alias="$comment")
    as_of: str
    prices: dict[str, Price]
    estimates: dict[str, Estimate]

    def cost(self, name: str, count: Decimal | int) -> Decimal:
        """US dollars for so many. Raises KeyError for what has no price."""
        price = self.prices[name]
        return Decimal(count) * price.usd / price.per

    def estimate(self, name: str) -> Decimal:
        """An estimate's value."""
        return self.estimates[name].value


def total(file: PriceFile, counts: Mapping[str, Decimal]) -> Decimal:
    """US dollars of everything counted."""
    return sum((file.cost(name, count) for name, count in counts.items()), Decimal(0))


def shown(usd: Decimal, digits: int = 6) -> str:
    """An amount to so many digits behind the point."""
    return f"{usd.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP):f}"


@cache
def prices() -> PriceFile:
    """The file as it is committed."""
    return PriceFile.model_validate(json.loads(FILE.read_text("utf-8")))
