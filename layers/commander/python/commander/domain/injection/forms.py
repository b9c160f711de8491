"""Finds forms that speak to a model in a folded text: turns of a chat, calls of tools, markup that hides or fetches."""

import re
from dataclasses import dataclass
from functools import cache

from commander.domain.injection.forms_of_chats import CALLS, TURNS
from commander.domain.injection.forms_of_pages import LEAKS, PAGES
from commander.domain.injection.suspicion import Technique

_HELD = (
    r"(?:secret|token|prompt|content|data|summary|key|password|passwd|env|credential|history|context|evidence|report|base64"
    r"|encoded|config|logs|finding|timeline|incident|answer|instruction)"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """A form that a text has; `sign` is what it counts as among the signs."""

    sign: str
    technique: Technique
    says: str


def forms_in(text: str) -> list[Shape]:
    """The forms in a folded text, each once. What a whole page of HTML always has is none."""
    if not _signs().search(text):
        return []
    found: dict[Shape, None] = {}
    page = "<" in text and _whole_page().search(text) is not None
    for needs, shape, form in _known():
        if shape in found or (page and shape.technique == "markup"):
            continue
        if any(need in text for need in needs) and _pattern(form).search(text):
            found[shape] = None
    if "://" in text and _sends(text):
        found[Shape("leak", "exfiltration", "an address with a place for what is to be sent")] = None
    return list(found)


@cache
def _known() -> tuple[tuple[tuple[str, ...], Shape, str], ...]:
    return tuple(
        (tuple(needs.split("|")) if needs != "<|" else (needs,), Shape(sign, technique, says), form)
        for needs, sign, technique, says, form in (*TURNS, *CALLS, *PAGES, *LEAKS)
    )


@cache
def _pattern(form: str) -> re.Pattern[str]:
    return re.compile(form)


@cache
def _address() -> re.Pattern[str]:
    return re.compile(r"(?:https?|hxxps?|ftp|wss?)://[^\s\"'`]{1,400}(?:[ \w.,-]{1,80}[}>\])]{1,2})?")


@cache
def _place_for() -> re.Pattern[str]:
    return re.compile(rf"(?:[?&/=.]|//)(?:\{{\{{?|\$\{{?\(?|<|\[|%7b|%24){{1,2}}[\w .-]{{0,40}}{_HELD}")


def _sends(text: str) -> bool:
    """Whether an address has a place for what is to be sent, `https://…?d={secrets}`."""
    return any(_place_for().search(found[0]) for found in _address().finditer(text))


@cache
def _signs() -> re.Pattern[str]:
    """Every form has one of these signs."""
    return re.compile(r"[<{(#`?&]|: |:\n|:$|\[[/i]|\]\(|\]:|\\?\" ?:|://|/[aer]|[|]| -|data:|script|drop |=")


@cache
def _whole_page() -> re.Pattern[str]:
    return re.compile(r"<!doctype html|<html[\s>]|<body[\s>]|<head>")


def comments_in(text: str) -> str:
    """What a text says where nobody sees it: within comments of HTML and style sheets."""
    told = []
    for opening, closing in (("<!--", "-->"), ("/*", "*/")):
        at = text.find(opening)
        while at >= 0:
            end = text.find(closing, at)
            told.append(text[at + len(opening) : end if end > 0 else len(text)])
            at = text.find(opening, end) if end > 0 else -1
    return " .\n".join(told)
