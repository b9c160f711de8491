"""A line's own words: with what it quotes from others left out.

A log line is the statement of who writes it, but it repeats what others sent: header fields, bodies, search terms,
notes of customers. Whoever can send something can choose these words, so they say nothing about a mechanism. What a
line repeats is told by its structure: quotation marks, named fields, the query of an URL. A quotation stays where it is
a name or an address, or where its field is the writer's own account of an error (`err="…"`, `NewConnectionError('…')`).

Not told apart: words of others that a writer puts into its own sentence without any mark.
"""

import json
import re
from functools import lru_cache
from typing import Any

from commander.evidence.signatures import names_a_mechanism
from commander.evidence.testimony.labels import (
    CONSTRUCTOR,
    ECHOES,
    ENCLOSED,
    FAILING,
    HEARSAY,
    KEY,
    NUMBERED,
    OWN_KEY,
    PLATFORM_REASON,
    RECEIVED,
    REQUEST_LINE,
    STATEMENT,
    STATUS_LINE,
)

LEFT_OUT = "…"
_SUSPECT = re.compile(
    r"""["'`“«?>{\[=/]|:\s|"""
    r"""\b(?:about|said|says?|ask|report|wrote|writes|mention|titled|complain|describe|on (?:how|what))"""
)
"""A line without any of these holds nothing that its structure marks as another's."""
_OPENING = re.compile(r"""(?<![\w\\])(?:["'`]|\\")|“|«""")
_CLOSING = {'"': '"', "'": "'", "`": "`'", "“": "”", "«": "»"}
_NAME = re.compile(r"^\S{0,240}$")
_PAIRS = re.compile(r"^[\w.-]+=\S*(?: [\w.-]+=\S*){0,9}$")
_QUERY = re.compile(r"(?P<path>(?:https?://[^\s?\"'<>]+|(?<=[A-Z] )/[^\s?\"'<>]*|/[\w./%-]+))\?[^\s\"'<>]+")
_PATH = re.compile(r"(?:(?<=[A-Z] )|(?<=://)|(?<=: )(?=/))[^\s\"'<>:]*/[^\s\"'<>:]+")
_FORWARDED = re.compile(r"^>[^\n]*$", re.MULTILINE)
_CLAUSE = re.compile(r"[,;|(\[{\n]|: | - |—")
_HEADER_LENGTH, _LOOK_BACK, _LONGEST_KEY = 120, 80, 200
_JSON_OWN = frozenset(
    {
        "message",
        "msg",
        "log",
        "event",
        "text",
        "@m",
        "@mt",
        "@x",
        "@message",
        "renderedmessage",
        "short_message",
        "textpayload",
    }
)
"""Fields that hold what the writer itself says, as loggers name them."""


def own_words(message: str) -> str:
    """The message without the words of others; the message itself where it repeats none."""
    if _SUSPECT.search(message) is None:
        return message
    return _own_words(message)


@lru_cache(maxsize=1024)
def _own_words(message: str) -> str:
    bare = message.strip()
    if bare.startswith("{") and bare.endswith("}"):
        document = _document(bare)
        if document is not None:
            cleaned = {key: _field(key, value) for key, value in document.items()}
            return message if cleaned == document else json.dumps(cleaned, ensure_ascii=False)
    return _text(message)


def _document(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _field(key: str, value: Any) -> Any:
    """A field of a line that is JSON, at its outermost level or within the account of an error."""
    own = len(key) <= _LONGEST_KEY and OWN_KEY.fullmatch(key) is not None
    if isinstance(value, str):
        return _text(value) if own or key.lower() in _JSON_OWN else _foreign(value)
    if isinstance(value, dict):
        if own:
            return {inner: _field(inner, part) for inner, part in value.items()}
        return {inner: _others(part) for inner, part in value.items()}
    if isinstance(value, list):
        return [_field(key, part) if own else _others(part) for part in value]
    return value


def _others(value: Any) -> Any:
    if isinstance(value, str):
        return _foreign(value)
    if isinstance(value, dict):
        return {key: _others(part) for key, part in value.items()}
    return [_others(part) for part in value] if isinstance(value, list) else value


def _foreign(value: str) -> str:
    """A value that is nobody's statement: a name or an address stays."""
    return _address(value) if _is_name(value) else LEFT_OUT


def _is_name(value: str) -> bool:
    if _NAME.match(value) is None and _PAIRS.match(value) is None:
        return False
    return PLATFORM_REASON.search(value) is None and not names_a_mechanism(_address(value))


def _text(text: str) -> str:
    """A text without what it repeats from others."""
    statement = STATEMENT.search(text)
    if statement is not None:
        text = f"{text[: statement.end()]}{LEFT_OUT}"
    if "\n>" in text:
        text = _FORWARDED.sub(LEFT_OUT, text)
    for enclosed, instead in ENCLOSED:
        text = enclosed.sub(instead, text)
    text = _received(text) or text
    hearsay = HEARSAY.search(text)
    if hearsay is not None:
        text = f"{text[: hearsay.end()]}{LEFT_OUT}"
    return _address(_unquoted(text))


def _received(text: str) -> str | None:
    """The text up to where it begins to repeat what was received; None where it does not."""
    for found in RECEIVED.finditer(text):
        before = text[: found.start()]
        if found["sign"].startswith("=") and text[found.end() : found.end() + 1] in ('"', "'"):
            continue  # a field of its own, which ends where its quotation does
        clauses = _CLAUSE.split(before[-_LOOK_BACK:])
        clause = clauses[-1]
        told = f"{clause}{found['more']}"
        if FAILING.search(told) is not None and ECHOES.search(told) is None:
            continue
        if found["more"] and ECHOES.search(told) is None:
            continue
        rest = text[found.end() :]
        heading = rest[:1] in ("\n", "\r") and (not before or before[-1] == "\n")
        if not rest.strip() or heading:
            continue
        return f"{text[: found.end()]}{LEFT_OUT}"
    return None


def _unquoted(text: str) -> str:
    """A text with those of its quotations left out that are neither names nor the writer's own account."""
    parts: list[str] = []
    place = 0
    while (opened := _OPENING.search(text, place)) is not None:
        mark = opened.group()
        start = opened.end()
        end = _closing(text, start, mark)
        if end < 0:
            parts.append(text[place:start])
            place = start
            continue
        before, inner = text[max(0, opened.start() - _LOOK_BACK) : opened.start()], text[start:end]
        kept = _quotation(before, inner, opened.start())
        if kept is None and KEY.search(before) is None:
            # Whoever is quoted may close the quotation: it goes on to the last mark of the kind in the line.
            line_end = text.find("\n", end)
            last = text.rfind(mark[-1], end, line_end if line_end > 0 else len(text))
            end = max(end, last)
        parts.append(text[place:start] + (LEFT_OUT if kept is None else kept))
        parts.append(text[end : end + len(mark)])
        place = end + len(mark)
    return "".join(parts) + text[place:]


def _closing(text: str, start: int, mark: str) -> int:
    """Where a quotation ends; -1 where it does not."""
    if mark == '\\"':
        return text.find(mark, start)
    place = start
    while True:
        ends = [at for one in _CLOSING[mark] if (at := text.find(one, place)) >= 0]
        if not ends:
            return -1
        end = min(ends)
        escaped = len(text[start:end]) - len(text[start:end].rstrip("\\"))
        following = text[end + 1 : end + 2]
        if escaped % 2 == 0 and (mark != "'" or not (following.isalnum() or following == "_")):
            return end
        place = end + 1


def _quotation(before: str, inner: str, at: int) -> str | None:
    """What stays of a quotation; None: nothing does."""
    request = REQUEST_LINE.match(inner)
    if request is not None:
        return f"{request['method']} {_target(request['target'])}{request['version'] or ''}"
    if _is_name(inner):
        return inner
    key = KEY.search(before)
    if key is not None and OWN_KEY.fullmatch(key["key"]) is not None:
        return _unescaped(inner)
    if key is None and (CONSTRUCTOR.search(before) is not None or NUMBERED.search(before) is not None):
        return _unquoted(inner)
    if STATUS_LINE.match(inner) is not None and before.rstrip().lower().endswith("error"):
        return inner
    if at < _HEADER_LENGTH and before.rstrip().endswith("]") and before.lstrip()[:1] in "IWEF":
        return inner  # klog puts its own message into quotation marks
    return None


def _unescaped(inner: str) -> str:
    """A field that is the writer's account; what it quotes in turn is escaped."""
    told = _received(inner)
    return _unquoted(told if told is not None else inner)


def _target(target: str) -> str:
    path, mark, _ = target.partition("?")
    kept = "/".join(LEFT_OUT if part and names_a_mechanism(part) else part for part in path.split("/"))
    return f"{kept}?{LEFT_OUT}" if mark else kept


def _address(text: str) -> str:
    """A text whose URLs have lost what whoever calls them can choose."""
    if "/" not in text and "?" not in text:
        return text
    text = _QUERY.sub(lambda found: f"{found['path']}?{LEFT_OUT}", text)
    return _PATH.sub(lambda found: _target(found.group()), text)
