"""The machine behind a node is gone: reclaimed, terminated, shut down or removed by its provider.

Predicts: the provider's or the node controller's own words, and the node not ready or no longer there. Contradicted by:
the node being ready now.
"""

import re
from collections.abc import Iterator

from commander.contract.evidence import PlatformEvent
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.values import first, text, texts
from commander.evidence.mechanisms.cluster.hosts import Host, hosts, last, of_condition, relate
from commander.evidence.mechanisms.cluster.reports import wording
from commander.evidence.sentences import short

_GONE = (
    r"does not exist in the cloud provider|doesn't exist in the cloud provider|no longer (?:present|exists) in the|"
    r"spot (?:instance )?interrupt|spotinterruption|server\.spotinstance|spot itn|instance[ -]terminat|"
    r"instance .{0,60}(?:was|has been|is being) (?:terminated|stopped|reclaimed|preempted|retired|shut ?down)|"
    r"preemptible .{0,40}preempt|node .{0,80}(?:was|has been) (?:terminated|preempted|reclaimed)|"
    r"scheduled maintenance reboot|"
    r"instance (?:retirement|stop|is impaired)|instancestateterminated|host (?:error|failure|maintenance)|"
    r"(?:system|instance) status check .{0,20}fail|kernel panic|node was shut ?down|machine .{0,40}(?:deleted|failed)|"
    r"node\.cloudprovider\.kubernetes\.io/shutdown"
)
_ON_PURPOSE = r"scale ?down|scaledown|consolidat|underutil|drift|expired|empty node|removed by cluster autoscaler"
_KINDS = frozenset({"node", "instance", "ec2", "host", "vm", "machine", "asg", "nodegroup", "nodeclaim", "cluster"})


def argue(case: Case) -> Iterator[Argument]:
    """One argument for every node whose machine is said to be gone."""
    gone, purpose = wording(_GONE), wording(_ON_PURPOSE)
    found: dict[str, list[PlatformEvent]] = {}
    known = {host.entity: host for host in case.reading(hosts)}
    for event in case.events():
        said = f"{event.reason}: {event.message}"
        if event.entity is None or event.entity.partition("/")[0] not in _KINDS or case.is_over(last(event)):
            continue
        if gone.search(said) and not purpose.search(said):
            found.setdefault(_named(case, event, known), []).append(event)
    for entity in sorted(found):
        host = known.get(entity)
        if host is not None and host.ready is True:
            continue
        argument = _argument(case, entity, host, found[entity])
        yield argument
        if host is not None and host.node is not None:
            effect = Argument("node.not_ready", entity, f"Node {short(entity)} is not ready.")
            effect.oppose(case.fact_of_event(found[entity][-1]), 3.0)
            yield effect


def _argument(case: Case, entity: str, host: Host | None, said: list[PlatformEvent]) -> Argument:
    argument = Argument("compute.instance_lost", entity, f"The machine of node {short(entity)} is gone.", direct=True)
    for place, event in enumerate(reversed(said[-3:])):
        argument.back(case.fact_of_event(event), 4.5 if place == 0 else 1.0)
    if host is not None:
        if host.node is not None and host.node.ready is False:
            argument.back(of_condition(case, host.node, "Ready"), 1.0)
        elif host.node is None and case.items("node"):
            names = ", ".join(short(item.entity) for item in case.items("node")[:6])
            first, *more = case.items("node")
            argument.back(case.fact_of_state(first, f"The nodes that were listed are {names}.", *more[:5]), 0.7)
        for event in host.said("NodeNotReady", "DeletingNode", "RemovingNode")[:2]:
            if event not in said:
                argument.back(case.fact_of_event(event), 1.0)
        relate(case, host, argument)
    return argument


def _named(case: Case, event: PlatformEvent, known: dict[str, Host]) -> str:
    """The node that an event names, where it is about a group of them; else what it is about."""
    if event.entity in known and str(event.entity).startswith("node/"):
        return str(event.entity)
    carried = case.reading(_nodes_of_machines).get(str(event.entity))
    if carried is not None:
        return carried
    by_name = case.reading(_hosts_by_name)
    said = {part[:end] for part in re.findall(r"[\w.-]+", event.message) for end in _ends(part)}
    named = [entity for name in said for entity in by_name.get(name, ()) if entity in known]
    return min(named, default=str(event.entity))


def _ends(word: str) -> list[int]:
    """Where a host's name within a word may end: before a dot, or with the word. No name is longer than 253."""
    return [at for at, letter in enumerate(word[:254]) if letter == "."] + [len(word)]


def _hosts_by_name(case: Case) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for host in case.reading(hosts):
        found.setdefault(short(host.entity), []).append(host.entity)
    return found


def _nodes_of_machines(case: Case) -> dict[str, str]:
    """The nodes by the machines that carry them: a machine tells its host name, or a node its machine."""
    by_name = {host.name: host.entity for host in case.reading(hosts) if host.entity.startswith("node/")}
    found: dict[str, str] = {}
    for item in case.bundle.state:
        if item.entity.partition("/")[0] not in _KINDS or item.entity in by_name.values():
            continue
        told = sorted({by_name[one] for one in texts(list(item.attributes.values())) if one in by_name})
        if len(told) == 1:
            found[item.entity] = told[0]
    for item in case.items("node"):
        machine = text(first(item.attributes, "provider_id", "providerID", "instance_id", "instance"))
        if machine is not None:
            name = machine.rpartition("/")[2]
            found.update({f"{kind}/{name}": item.entity for kind in ("ec2", "instance", "vm", "machine")})
    return found
