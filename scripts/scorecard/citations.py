"""Whether what a verdict cites exists, is about the thing named, and says what the sentence says."""

from collections.abc import Iterator, Mapping
from typing import Any

from scripts.scorecard.numbers import unfounded

SECTIONS = ("alerts", "metrics", "logs", "events", "changes", "topology", "state", "gaps")
_OF_THINGS = ("metric", "log", "event", "change", "state", "alert")
_OUTSIDE = ("memory", "document")
"""Kinds of evidence that come from elsewhere than the bundle."""
_MOST_QUOTED = 400
"""A section cited as a whole is not searched for numbers further than this."""

Document = Mapping[str, Any]


def problems(bundle: Document, verdict: Document) -> list[str]:
    """Everything that is wrong with the citations of a verdict, one line each."""
    items = {item["id"]: item for section in SECTIONS for item in bundle.get(section) or []}
    places = {f"section:{section}" for section in SECTIONS}
    return [*_unresolved(verdict, items.keys() | places), *_misplaced(verdict, items), *_unsaid(bundle, verdict, items)]


def _unresolved(verdict: Document, known: set[str]) -> Iterator[str]:
    ids = [item["id"] for item in verdict["evidence"]]
    if len(set(ids)) < len(ids):
        yield "evidence ids are not unique"
    for one in verdict["hypotheses"]:
        for reference in {*one["supporting"], *one["contradicting"]} - set(ids):
            yield f"{one['cause']} cites {reference}, which is not in the evidence"
    for item in verdict["evidence"]:
        if not item["source_ref"]:
            yield f"{item['id']} cites nothing"
        if item["kind"] not in _OUTSIDE:
            yield from (
                f"{item['id']} cites {ref}, which does not exist" for ref in item["source_ref"] if ref not in known
            )
    for part in [*(verdict.get("timeline") or []), *(verdict.get("blast_radius") or []), verdict.get("forecast") or {}]:
        for reference in part.get("source_ref") or []:
            if reference not in known:
                yield f"{reference} does not exist"


def _misplaced(verdict: Document, items: Mapping[str, Document]) -> Iterator[str]:
    """A fact is about a thing that one of the items it cites is about."""
    for evidence in verdict["evidence"]:
        entity = evidence.get("entity")
        cited = [items[ref] for ref in evidence["source_ref"] if ref in items]
        if entity is None or not cited or evidence["kind"] not in _OF_THINGS:
            continue
        named = {item.get(end) for item in cited for end in ("entity", "from", "to")} - {None}
        if named and entity not in named:
            yield f"{evidence['id']} is about {entity}, what it cites is about {', '.join(sorted(map(str, named)))}"


def _unsaid(bundle: Document, verdict: Document, items: Mapping[str, Document]) -> Iterator[str]:
    entities = {item.get(end) for item in items.values() for end in ("entity", "from", "to")} - {None}
    known: list[Document] = [{"incident": bundle["incident"], "names": sorted(map(str, entities))}]
    for evidence in verdict["evidence"]:
        if evidence["kind"] in _OUTSIDE:
            continue
        cited: list[Document] = []
        for reference in evidence["source_ref"]:
            if reference in items:
                cited.append(items[reference])
            elif reference.startswith("section:"):
                cited += (bundle.get(reference.partition(":")[2]) or [])[:_MOST_QUOTED]
        for part in unfounded(evidence["statement"], [*cited, *known]):
            cites = ", ".join(evidence["source_ref"][:5])
            yield f"{evidence['id']}: {part!r} does not follow from {cites}: {evidence['statement']}"
