"""What a cart costs: the unit prices come from the price table."""

import os
from decimal import Decimal
from typing import Any

import boto3

table = boto3.resource("dynamodb").Table(os.environ["PRICE_TABLE"])


def total(cart: dict[str, Any]) -> Decimal:
    """The sum over the cart's items of quantity times unit price."""
    return sum((unit_price(item["sku"]) * item["quantity"] for item in cart["items"]), Decimal(0))


def unit_price(sku: str) -> Decimal:
    """The price of one unit of the article."""
    price: Decimal = table.get_item(Key={"sku": sku})["Item"]["price"]
    return price
