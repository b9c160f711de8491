"""What a call costs, from the catalogue's prices. Decimal throughout, so that sums are right to the cent."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from commander.contract.catalogue import Catalogue, Model

_MILLION = Decimal(1_000_000)
_SMALLEST = Decimal("0.000000001")
"""Costs are kept to a billionth of a dollar: a tenth of what a single token of the cheapest model costs."""


def cost_of_tokens(
    model: Model, input_tokens: int, output_tokens: int, cache_read: int = 0, cache_write: int = 0
) -> Decimal:
    """US dollars of one call. `input_tokens` does not count what was read from or written to the prompt cache.

    Tokens that a cache-less price does not know cost what input costs.
    """
    price = model.price
    prompt = input_tokens + cache_read + cache_write
    high = price.above_input_tokens is not None and prompt > price.above_input_tokens
    read = price.input if price.input_above is None or not high else price.input_above
    written = price.output if price.output_above is None or not high else price.output_above
    cached = price.cache_read if price.cache_read is not None and not high else read
    caching = price.cache_write if price.cache_write is not None and not high else read
    total = sum(
        (
            Decimal(count) * Decimal(str(rate))
            for count, rate in (
                (input_tokens, read),
                (output_tokens, written),
                (cache_read, cached),
                (cache_write, caching),
            )
        ),
        Decimal(0),
    )
    return rounded(total / _MILLION)


def cost_of_units(catalogue: Catalogue, units: Mapping[str, int]) -> Decimal:
    """US dollars of priced units. Raises KeyError for a unit that the catalogue has no price for."""
    total = Decimal(0)
    for name, count in units.items():
        price = catalogue.unit_prices[name]
        total += Decimal(count) * Decimal(str(price.usd)) / Decimal(price.per)
    return rounded(total)


def rounded(amount: Decimal) -> Decimal:
    """An amount to a billionth of a dollar."""
    return amount.quantize(_SMALLEST, rounding=ROUND_HALF_UP)
