"""Whether the numbers, moments and quotations of a sentence follow from the items it cites."""

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from scripts.scorecard.following import ISO, means, moments, parsed, stages, strings

Item = Mapping[str, Any]

_QUOTED = re.compile(r'"([^"]*)"|“([^”]*)”')
_FORECAST = re.compile(r"\bat (?:this|the present|that) (?:pace|rate)\b.*", re.IGNORECASE)
"""What is said of the future is an estimate, and not looked up in what was seen."""
_CLOCK = re.compile(r"(?<!\d)(\d\d):(\d\d)(?::(\d\d))?Z?(?![\d:])")
_NUMBER = re.compile(r"(?<![\w.])-?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?(?![\d.]*\d)", re.IGNORECASE)
_TOLERANCE = 0.006
"""Relative: a number may be rounded to three digits."""


def unfounded(statement: str, cited: Sequence[Item]) -> list[str]:
    """The parts of a statement that do not follow from what it cites; empty when all do."""
    text = json.dumps([{**item, "points": [], "baseline": {}} for item in cited], ensure_ascii=False, default=str)
    plain = _flat(" ".join(strings(cited)))
    wrong = [quote for quote in _quotes(statement) if not _said(quote, plain)]
    rest = _FORECAST.sub(" ", _QUOTED.sub(" ", statement))
    seen = moments(cited)
    wrong += [found.group() for found in ISO.finditer(rest) if not _known_moment(found.group(), seen, text)]
    rest = ISO.sub(" ", rest)
    clocks = {f"{moment:%H:%M:%S}" for moment in seen} | {f"{moment:%H:%M}" for moment in seen}
    wrong += [found.group() for found in _CLOCK.finditer(rest) if not _known_clock(found.group(), clocks, text)]
    rest = _CLOCK.sub(" ", rest)
    rest = _without_names(rest, plain)
    open_ones = _numbers(rest)
    told = {found.group()[:8] for found in _CLOCK.finditer(statement)}
    for scales, candidates in chain(stages(cited, seen, text), [((1.0,), means(cited, told))]):
        if not open_ones:
            break
        ordered = sorted(set(candidates))
        open_ones = [one for one in open_ones if not _follows(one, ordered, scales)]
    return wrong + open_ones


def _quotes(statement: str) -> Iterator[str]:
    for found in _QUOTED.finditer(statement):
        quote = (found.group(1) or found.group(2) or "").rstrip("…").removesuffix("...").strip()
        if quote:
            yield quote


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().lower()


def _said(quote: str, plain: str) -> bool:
    """Whether a quotation is in what is cited: as it stands, masked, or as fields of it joined by a colon."""
    return (
        _flat(quote) in plain
        or _masked(quote, plain)
        or all(_flat(part) in plain for part in quote.split(": ") if part.strip())
    )


def _masked(quote: str, plain: str) -> bool:
    """Whether the quotation is a pattern whose fixed parts, between what was masked, occur in this order."""
    parts = [_flat(part) for part in re.split(r"<[^<>]*>|\*|…|\{\w*\}|#", quote)]
    place = 0
    for part in parts:
        found = plain.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return len(parts) > 1


def _without_names(text: str, plain: str) -> str:
    """Without the words that hold digits and stand in what is cited just so: names, versions, quantities."""
    words = text.split()
    return " ".join(word for word in words if not (any(map(str.isdigit, word)) and _stands(word, plain)))


def _stands(word: str, plain: str) -> bool:
    bare = word.strip(".,;:()'\"%").lower()
    return re.search(rf"(?<![\w.]){re.escape(bare)}(?!\w|\.\d)", plain) is not None


def _numbers(text: str) -> list[str]:
    return [found.group().rstrip(",") for found in _NUMBER.finditer(text)]


def _known_moment(text: str, seen: Sequence[datetime], cited: str) -> bool:
    return text in cited or parsed(text) in seen


def _known_clock(text: str, clocks: set[str], cited: str) -> bool:
    bare = text.rstrip("Z")
    return bare in clocks or bare in cited


def _follows(number: str, ordered: Sequence[float], scales: Sequence[float]) -> bool:
    value = abs(float(number.replace(",", "")))
    decimals = len(number.partition(".")[2].partition("e")[0])
    rounding = 0.51 * 10**-decimals if decimals or value >= 10 else 0.0
    for scale in scales:
        slack = max(rounding if scale == 1.0 else min(rounding, 0.03 * value), _TOLERANCE * value)
        low, high = (value - slack) * scale, (value + slack) * scale
        if _within(ordered, low, high) or _within(ordered, -high, -low):
            return True
    return False


def _within(ordered: Sequence[float], low: float, high: float) -> bool:
    return bisect_left(ordered, low) < bisect_right(ordered, high)
