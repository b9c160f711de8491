"""What the conclusion hangs on: the evidence engine is asked again without a part of the evidence, each part alone.

A part is what one statement rests on, one section, all items of one thing, or one item that is cited. Of the removals
that change the conclusion only the smallest are told: one that takes away more than another says nothing new.
"""

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from commander.contract.evidence import SECTIONS, Bundle, Verdict
from commander.contract.transparency import Turning, WhatWouldChangeIt
from commander.evidence.engine import investigate

MOST = 150
"""So many times the engine is asked at most."""

Kind = Literal["evidence", "section", "entity", "item"]


class Removal(NamedTuple):
    """A part of the evidence by its items' ids."""

    without: Kind
    name: str
    items: frozenset[str]


def what_would_change_it(bundle: Bundle) -> WhatWouldChangeIt:
    """The smallest removals that change what the engine concludes from the bundle, the fewest items first."""
    verdict = investigate(bundle)
    document = bundle.model_dump(mode="json")
    every = list(removals(document, verdict))
    turned = [found for one in every[:MOST] if (found := _turning(document, one, verdict)) is not None]
    smallest = [
        one for one in turned if not any(set(other.items) < set(one.items) for other in turned if other is not one)
    ]
    return WhatWouldChangeIt(
        tried=min(len(every), MOST),
        not_tried=max(0, len(every) - MOST),
        changed=len(turned),
        turnings=sorted(smallest, key=lambda one: (len(one.items), one.without, one.name)),
    )


def removals(document: dict[str, Any], verdict: Verdict) -> Iterator[Removal]:
    """The parts, each set of items once: statements, sections, things; then items, those of short statements first."""
    known: set[frozenset[str]] = set()
    ids = {item["id"] for section in SECTIONS for item in document[section]}
    for removal in (*_cited(verdict), *_sections(document), *_things(document), *_items(verdict)):
        items = removal.items & ids
        if items and items not in known:
            known.add(items)
            yield removal._replace(items=items)


def without(document: dict[str, Any], items: frozenset[str]) -> Bundle:
    """The bundle without some of its items."""
    left = {section: [one for one in document[section] if one["id"] not in items] for section in SECTIONS}
    return Bundle.model_validate({**document, **left})


def _cited(verdict: Verdict) -> Iterator[Removal]:
    for item in verdict.evidence:
        yield Removal("evidence", item.statement, frozenset(item.source_ref))


def _sections(document: dict[str, Any]) -> Iterator[Removal]:
    for section in SECTIONS:
        yield Removal("section", section, frozenset(item["id"] for item in document[section]))


def _things(document: dict[str, Any]) -> Iterator[Removal]:
    of: dict[str, set[str]] = {}
    for section in SECTIONS:
        for item in document[section]:
            for thing in {item.get("entity"), item.get("from"), item.get("to")} - {None}:
                of.setdefault(thing, set()).add(item["id"])
    for thing in sorted(of):
        yield Removal("entity", thing, frozenset(of[thing]))


def _items(verdict: Verdict) -> Iterator[Removal]:
    """One line of many that say the same seldom decides: such are tried last."""
    for item in sorted(verdict.evidence, key=lambda one: len(one.source_ref)):
        yield from (Removal("item", one, frozenset({one})) for one in item.source_ref)


def _turning(document: dict[str, Any], removal: Removal, before: Verdict) -> Turning | None:
    """What the engine concludes without it; None where that is the same."""
    after = investigate(without(document, removal.items))
    if (_named(after), after.verdict) == (_named(before), before.verdict):
        return None
    cause, entity = _named(after) or (None, None)
    other = _named(after) is not None and _named(after) != _named(before)
    return Turning(
        without=removal.without,
        name=removal.name,
        items=sorted(removal.items, key=lambda one: (one.rstrip("0123456789"), len(one), one)),
        changes="cause" if other else "verdict",
        verdict=after.verdict,
        cause=cause,
        entity=entity,
        confidence=after.confidence,
    )


def _named(verdict: Verdict) -> tuple[str, str] | None:
    root = verdict.root_cause
    return None if root is None else (root.cause, root.entity)
