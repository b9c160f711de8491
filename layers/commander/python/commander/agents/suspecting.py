"""Words in the evidence that give orders to whoever reads them: told to people, and treated as the data they are."""

from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import groupby
from typing import Any

from commander.agents.agent import Suspected
from commander.contract.events import IncidentOpened
from commander.contract.evidence import Bundle, EvidenceItem
from commander.contract.findings import AttachedLine
from commander.domain.injection import channels, scan

WITHHELD = "(withheld: this text addresses its reader)"
_NAME = 64
_REFS = 10
"""So many of the items that hold it are named; a flood of them is one attempt."""


def outside(bundle: Bundle, opened: IncidentOpened) -> Iterator[tuple[str, str, str]]:
    """Every text that somebody else wrote: channel, ref and text of the incident's own, then of the evidence."""
    told = [opened.title, opened.description, opened.incident_type, *opened.affected_services]
    signal = opened.signal
    told += [text for text in (signal.name, signal.reason, signal.description) if text] if signal else []
    yield from (("incident", "incident", text) for text in told)
    yield from channels(bundle)


def in_bundle(bundle: Bundle, opened: IncidentOpened) -> list[Suspected]:
    """What the texts of a bundle, and of who opened the incident, are suspected of, channel by channel."""
    found: list[Suspected] = []
    for channel, said in groupby(outside(bundle, opened), key=lambda one: one[0]):
        found += _in_channel(channel, ((ref, text) for _, ref, text in said))
    return found


def in_items(items: Iterable[EvidenceItem]) -> list[Suspected]:
    """What passages and lessons are suspected of; the channel is the kind of evidence they come as."""
    found: list[Suspected] = []
    for kind, told in groupby(sorted(items, key=lambda one: one.kind), key=lambda one: one.kind):
        found += _in_channel(kind, ((item.id, item.statement) for item in told))
    return found


def in_lines(lines: Iterable[AttachedLine]) -> list[Suspected]:
    """What the lines of attachments are suspected of."""
    return _in_channel("attachment", ((line.id, line.statement) for line in lines))


def in_note(note: str | None) -> list[Suspected]:
    """What a person's words beside a decision are suspected of: they can be pasted from anywhere."""
    return _in_channel("note", [("note", note)] if note else [])


def withheld(facts: Any) -> Any:
    """Facts as a model gets them: JSON with a mark in the place of every text that gives orders to its reader.

    Texts that only together give an order are withheld together. Names are left as they are.
    """
    texts = [text for text in _texts(facts) if " " in text or len(text) > _NAME]
    ordering = {place for places, _ in scan((str(place), text) for place, text in enumerate(texts)) for place in places}
    gone = {texts[int(place)] for place in ordering}
    return _without(facts, gone) if gone else facts


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def _without(value: Any, gone: Set[str]) -> Any:
    if isinstance(value, str):
        return WITHHELD if value in gone else value
    if isinstance(value, Mapping):
        return {name: _without(one, gone) for name, one in value.items()}
    return [_without(one, gone) for one in value] if isinstance(value, list | tuple) else value


def _in_channel(channel: str, texts: Iterable[tuple[str, str]]) -> list[Suspected]:
    return [
        Suspected("prompt_injection", channel, suspicion.technique, suspicion.statement, refs[:_REFS])
        for refs, suspicion in scan(texts)
    ]
