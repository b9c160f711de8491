"""Words in the evidence that give orders to whoever reads them: told to people, and treated as the data they are."""

from collections.abc import Iterable
from itertools import groupby

from commander.agents.agent import Suspected
from commander.contract.evidence import Bundle, EvidenceItem
from commander.contract.findings import AttachedLine
from commander.domain.injection import channels, scan

_REFS = 10
"""So many of the items that hold it are named; a flood of them is one attempt."""


def in_bundle(bundle: Bundle) -> list[Suspected]:
    """What the texts of a bundle are suspected of, channel by channel."""
    found: list[Suspected] = []
    for channel, told in groupby(channels(bundle), key=lambda one: one[0]):
        found += _in_channel(channel, ((ref, text) for _, ref, text in told))
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


def _in_channel(channel: str, texts: Iterable[tuple[str, str]]) -> list[Suspected]:
    return [
        Suspected("prompt_injection", channel, suspicion.technique, suspicion.statement, refs[:_REFS])
        for refs, suspicion in scan(texts)
    ]
