"""One pattern for many words that tries no letter twice: a tree of their beginnings."""

import re
from collections.abc import Iterable
from typing import Any


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern of the longest of the words that stands at a place."""
    tree: dict[str, Any] = {}
    for word in words:
        branch = tree
        for letter in word:
            branch = branch.setdefault(letter, {})
        branch[""] = {}
    return re.compile(_written(tree))


def _written(tree: dict[str, Any]) -> str:
    branches = [re.escape(letter) + _written(rest) for letter, rest in sorted(tree.items()) if letter]
    if not branches:
        return ""
    whole = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{whole})?" if "" in tree else whole
