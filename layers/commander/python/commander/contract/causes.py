"""The cause codes that a verdict may use (`causes.json`), each with its category and meaning."""

import json
from functools import cache
from importlib.resources import files
from typing import NamedTuple, cast

from commander.contract.verdict import Category


class Cause(NamedTuple):
    """A mechanism: its code, the category it belongs to, and what it means in a few words."""

    code: str
    category: Category
    meaning: str


@cache
def causes() -> dict[str, Cause]:
    """Every known cause by its code."""
    document = json.loads((files("commander.contract") / "causes.json").read_text("utf-8"))
    return {
        code: Cause(code, cast("Category", category), meaning)
        for code, (category, meaning) in document["causes"].items()
    }


def category_of(code: str) -> Category:
    """The category of a cause code. Raises KeyError for a code that does not exist."""
    return causes()[code].category
