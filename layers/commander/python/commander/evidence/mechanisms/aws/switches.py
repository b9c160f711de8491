"""A flag or parameter that was switched, as the lines and the demand of what uses it tell."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.logs import moment_of
from commander.evidence.mechanisms.aws.capacity import items_of
from commander.evidence.mechanisms.aws.levels import fact_of, quiet
from commander.evidence.releases import Release
from commander.evidence.roles import Role

_EARLY_S = 60.0
_LONGEST = 2000
_COMPOUND = re.compile(r"(?<![A-Za-z0-9])(?:[A-Za-z][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)+|[a-z]+(?:[A-Z][a-z0-9]+)+)")
_PART = re.compile(r"[A-Z]?[a-z]+\d*|[A-Z]+(?![a-z])\d*|\d+")
_LEAST_WORD, _MOST_WORD = 4, 60
_COMMON_WORDS = frozenset(
    {"true", "false", "none", "null", "enabled", "disabled", "default", "prod", "production", "error", "info", "debug"}
)
"""What occurs in any line."""
_NAME = re.compile(r"^[A-Za-z]\w*+(?:[./:-]\w++)++$|^[A-Za-z][^\W_]*_\w+$|^[a-z]+(?:[A-Z][a-z]+){2,}$")
"""A name of several parts: checkout.new_tax, enable-fast-path, newPricingPage."""


def weigh_use(case: Case, release: Release, place: str, argument: Argument) -> None:
    """What was switched shows in the lines of what uses it from then on, and nobody asks more of it than before."""
    words = {word for change in items_of(case, release) for word in _switched(change.details)}
    names = [name for action in release.actions for name in _names(action, case.family(place))]
    for pattern in case.patterns:
        if pattern.entity is None or case.kin(pattern.entity) != case.kin(place) or not (words or names):
            continue
        named = [line for line in pattern.lines if _mentions(line.message, words, names)]
        if (
            named
            and case.looked_before(pattern.entity)
            and all((moment := moment_of(line)) is not None and moment >= release.start - _EARLY_S for line in named)
        ):
            argument.back(case.fact_of_pattern(pattern), 1.5)
            argument.direct = True
            break
    asked = [one for one in case.of(place, Role.DEMAND) if one.series.values]
    for one in [one for one in asked if quiet(one)][:1]:
        argument.back(fact_of(case, one), 0.7)


def _names(action: str, family: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The parts of each compound name in what was done: risk-rules-v4, useNewRouter, checkout.fast_path."""
    own = {entity.rpartition("/")[2].lower() for entity in family}
    for found in _COMPOUND.findall(action[:_LONGEST]):
        parts = tuple(part.lower() for part in _PART.findall(found))
        if len(parts) > 1 and found.lower() not in own:
            yield parts


def _mentions(message: str, words: set[str], names: list[tuple[str, ...]]) -> bool:
    """Whether a line holds a word, or two parts of a name one after the other, however they are joined."""
    lowered = message.lower()
    if any(word in lowered for word in words):
        return True
    said = f" {' '.join(_PART.findall(message[:_LONGEST])).lower()} " if names else ""
    return any(f" {one} {other} " in said for parts in names for one, other in pairwise(parts))


def _switched(value: Any) -> Iterator[str]:
    """The names and new values in the details of a change that are long enough to be found in a text."""
    if isinstance(value, str) and _LEAST_WORD <= len(value.strip()) <= _MOST_WORD:
        if value.strip().lower() not in _COMMON_WORDS:
            yield value.strip().lower()
    elif isinstance(value, dict):
        # A flag is known by its name, which is not one plain word.
        yield from (key.lower() for key, now in value.items() if _NAME.search(key) and not isinstance(now, dict | str))
        for key in ("to", "after", "new") if any(word in value for word in ("to", "after", "new")) else sorted(value):
            yield from _switched(value.get(key))
    elif isinstance(value, list) and len(value) == 2:
        yield from _switched(value[1])
