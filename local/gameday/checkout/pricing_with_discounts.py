"""What a cart costs, less its discount. This is the release that goes wrong: many carts carry no discount."""

import os
from decimal import Decimal
from typing import Any

import boto3

table = boto3.resource("dynamodb").Table(os.environ["PRICE_TABLE"])


def total(cart: dict[str, Any]) -> Decimal:
    """The sum over the cart's items of quantity times unit price, less the cart's discount."""
    percent = Decimal(cart["discount"]["percent"])
    full = sum((unit_price(item["sku"]) * item["quantity"] for item in cart["items"]), Decimal(0))
    return full * (100 - percent) / 100


def unit_price(sku: str) -> Decimal:
    """The price of one unit of the article."""
    price: Decimal = table.get_item(Key={"sku": sku})["Item"]["price"]
    return price
