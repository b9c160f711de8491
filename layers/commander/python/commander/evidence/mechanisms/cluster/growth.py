"""Room for pods that was ordered and is not delivered: the account's quota refuses the nodes.

That no node has room is then what follows. Predicts: the group of nodes, its autoscaler or the provider reports that a
quota refused an instance, lately; pods wait for room. Not told from a lack of the provider's own capacity by anything
else than these words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from commander.contract.evidence import State
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.cluster.unplaced import Unplaced
from commander.evidence.moments import parse_maybe
from commander.evidence.sentences import short

_GROUPS = frozenset(
    {
        "account",
        "asg",
        "auto_scaling_group",
        "autoscaling_group",
        "cluster",
        "eks",
        "eks_cluster",
        "instance-group",
        "instance_group",
        "instancegroup",
        "machine",
        "machinedeployment",
        "machinepool",
        "machineset",
        "mig",
        "node-group",
        "node-pool",
        "node_group",
        "node_pool",
        "nodeclaim",
        "nodegroup",
        "nodepool",
        "project",
        "provisioner",
        "subscription",
        "vmss",
    }
)
"""Kinds of things that make nodes, or in whose name they are made."""
_MAKERS = re.compile(
    r"autoscaler|karpenter|machine-?api|cluster-?api|provisioner|node-?pool|node-?group", re.IGNORECASE
)
_REPORTS = ("health_issues", "issues", "status_reason", "state_reason", "status_message", "message", "conditions")

_LONGEST = 160


@dataclass(frozen=True, slots=True, eq=False)
class Refused:
    """Nodes that a quota refused to a group: who asked for them, and the fact that says so."""

    entity: str
    fact: Fact


def refused_growth(case: Case, waiting: Unplaced) -> list[Refused]:
    """What refused nodes to pods that wait, the group that is known to serve the workload first."""
    found = [*_of_events(case), *_of_state(case), *_of_lines(case)]
    if not found:
        return []
    needed = case.topology.needed_from(waiting.workload)
    ordered = " ".join(event.message for event in case.events(waiting.workload, "TriggeredScaleUp"))

    def serves(one: Refused) -> bool:
        return one.entity in needed or short(one.entity) in ordered

    known = [one for one in found if serves(one)]
    return known or found


def _of_events(case: Case) -> Iterator[Refused]:
    for event in case.events():
        kind = (event.entity or "").partition("/")[0]
        makes = kind in _GROUPS or _MAKERS.search(f"{event.source or ''} {event.entity or ''}")
        if event.entity is None or not makes or case.is_over(parse_maybe(event.t)):
            continue
        if _quota().search(f"{event.reason} {event.message}"):
            yield Refused(event.entity, case.fact_of_event(event))


def _of_state(case: Case) -> Iterator[Refused]:
    for item in sorted(case.bundle.state, key=lambda item: (item.entity, item.id)):
        if item.entity.partition("/")[0] in _GROUPS and (said := _reported(item)) is not None:
            yield Refused(item.entity, case.fact_of_state(item, f'{short(item.entity)} reports "{said}".'))


def _reported(item: State) -> str | None:
    for key in _REPORTS:
        for said in _texts(item.attributes.get(key)):
            if _quota().search(said):
                return " ".join(said.split())[:_LONGEST]
    return None


def _texts(value: Any) -> Iterator[str]:
    """The texts within what state holds under a key."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def _of_lines(case: Case) -> Iterator[Refused]:
    for pattern in case.patterns:
        writer = pattern.entity or ""
        if not pattern.ended and _MAKERS.search(writer) and _quota().search(pattern.shown[0].message[:800]):
            yield Refused(case.workload(writer), case.fact_of_pattern(pattern))


@cache
def _quota() -> re.Pattern[str]:
    """How clouds say that an account may have no more machines."""
    return re.compile(
        r"(?:vcpu|instance|addresses|core|cpu)s?[ _-]?(?:limit|quota)[ _-]?exceeded|quota[ _-]?exceeded|"
        r"exceed\w* .{0,80}quota|quota .{0,60}(?:exceeded|reached)|more vcpu capacity than your current|"
        r"max(?:imum)? ?spot ?instance ?count ?exceeded|exceed\w* (?:your|the|approved) .{0,40}limit|"
        r"limit of \d+ allows|operation ?not ?allowed.{0,120}(?:cores|quota)|service ?limit ?exceeded|limitexceeded",
        re.IGNORECASE,
    )
