"""What the rule-based reader sees in a prompt: the JSON in it, its values by name, and the orders that hide in it."""

import base64
import binascii
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_DECODER = json.JSONDecoder()
_OPENING = re.compile(r"[{\[]")
_OPENINGS = re.compile(r"[{\[][{\[\s]*")

# How an order to a model tends to begin, in a few languages. A real model finds many more; this one is modest.
_ORDER = re.compile(
    r"(?:ignore|disregard|forget)\s+(?:all\s+|any\s+|the\s+|your\s+|everything\s+)*(?:previous|prior|earlier|above|instructions?|rules)"
    r"|\b(?:run|execute|invoke|call|delete|drop|terminate|destroy|disable|restart|rollback|roll\s+back|scale|approve"
    r"|send|post|upload|fetch|visit|print|reveal|output|set|mark|report|conclude|answer|reply|respond|act\s+as|you\s+are\s+now"
    r"|you\s+must|new\s+instructions?)\b"
    r"|ignoriere|ignorez|ignora\b|ignorar|oublie|lösche|führe|supprime|elimina|игнорируй|удали|忽略|删除|無視|削除"
    r"|https?://",
    re.IGNORECASE,
)
_ENCODED = re.compile(r"[A-Za-z0-9+/]{16,}={0,2}")
_SENTENCE = re.compile(r"[^.!?\n。！？]+(?:[.!?。！？](?!\s|$)[^.!?\n。！？]*)*[.!?。！？]?")
_HEAD_OF_LINE = re.compile(r"^[\s>*#\-\"'`\[\(<!]+")


@dataclass(slots=True)
class Facts:
    """The data of a prompt. `values` keeps every value under a name, in the order of the data."""

    text: str
    documents: list[Any] = field(default_factory=list)
    values: dict[str, list[Any]] = field(default_factory=dict)
    strings: list[str] = field(default_factory=list)

    def objects(self, name: str, wanted: set[str]) -> list[dict[str, Any]]:
        """The list of objects that answers a property best: one under its own name, else the one that shares most."""
        lists = [
            (key, [item for item in value if isinstance(item, dict)])
            for key, found in self.values.items()
            for value in found
            if isinstance(value, list)
        ]
        lists += [("", [item for item in one if isinstance(item, dict)]) for one in self.documents if type(one) is list]

        def worth(entry: tuple[str, list[dict[str, Any]]]) -> tuple[int, int]:
            key, items = entry
            shared = max((len(wanted & set(item)) for item in items), default=0)
            return (shared + (2 if key == name else 0), len(items))

        best = max(lists, key=worth, default=("", []))
        return best[1] if worth(best)[0] > 0 else []

    def orders(self) -> list[str]:
        """Sentences of the data that give an order or name a URL, however thinly they are disguised."""
        found: dict[str, None] = {}
        for source in self.strings or [self.text]:
            plain = _undisguised(source)
            for text in [plain, *_decoded(plain)]:
                for match in _SENTENCE.finditer(text):
                    sentence = _HEAD_OF_LINE.sub("", match[0]).strip()
                    if sentence and _ORDER.search(sentence):
                        found.setdefault(sentence)
        return list(found)


def read_facts(text: str) -> Facts:
    """Finds all JSON in a text, wherever it stands, and sorts its values by name."""
    facts = Facts(text, list(_documents(text)))
    for document in facts.documents:
        _sort(document, facts)
    return facts


def _documents(text: str) -> Iterator[Any]:
    at = failures = wasted = 0
    # Text that opens brackets and never closes them would be read again from each; it is given up in time.
    while failures < 5000 and wasted <= 20 * len(text) and (match := _OPENING.search(text, at)) is not None:
        try:
            document, at = _DECODER.raw_decode(text, match.start())
        except json.JSONDecodeError as error:
            failures, wasted, at = failures + 1, wasted + error.pos - match.start(), match.start() + 1
            continue
        except RecursionError:
            failures, at = failures + 1, _OPENINGS.match(text, match.start()).end()  # type: ignore[union-attr]
            continue
        if document:
            yield document


def _sort(value: Any, facts: Facts) -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            facts.values.setdefault(name, []).append(inner)
            _sort(inner, facts)
    elif isinstance(value, list):
        for inner in value:
            _sort(inner, facts)
    elif isinstance(value, str):
        facts.strings.append(value)


def _undisguised(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    return "".join(character for character in plain if unicodedata.category(character) != "Cf")


def _decoded(text: str) -> Iterator[str]:
    for match in _ENCODED.finditer(text):
        try:
            decoded = base64.b64decode(match[0], validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
        if decoded.isprintable():
            yield decoded
