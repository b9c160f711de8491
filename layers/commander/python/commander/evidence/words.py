"""Texts by the words in them, so that a name is not searched for in every one of many texts."""

import re
from collections.abc import Iterable
from typing import Generic, TypeVar

_Held = TypeVar("_Held")
_WORD = re.compile(r"[\w-]+")


class Words(Generic[_Held]):
    """What is held by texts, found by a name that stands in them as a word of its own."""

    def __init__(self, texts: Iterable[tuple[str, _Held]]) -> None:
        self._by_word: dict[str, list[_Held]] = {}
        for text, held in texts:
            for word in set(_WORD.findall(text.lower())):
                self._by_word.setdefault(word, []).append(held)

    def holding(self, name: str) -> list[_Held]:
        """What the texts hold that may have the name in them: those with its rarest part."""
        parts = _WORD.findall(name.lower())
        return min((self._by_word.get(part, []) for part in parts), key=len, default=[])


def holds(text: str, name: str, shortest: int = 1) -> bool:
    """Whether a text holds a name as a word of its own, in capitals or not; never one shorter than `shortest`."""
    text, name = text.lower(), name.lower()
    if len(name) < max(1, shortest):
        return False
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if not (at and _joins(text[at - 1])) and not (end < len(text) and _joins(text[end])):
            return True
        at = text.find(name, at + 1)
    return False


def _joins(letter: str) -> bool:
    return letter.isalnum() or letter in "_-"
