"""One node is cut off from the others although it is ready: no check to it or from it gets through, all others do.

Predicts: in a matrix of checks between nodes all that fail have this node at one end. Contradicted by: checks between
other nodes failing too, or some of its own getting through. A node that is not ready may be down instead.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.hosts import words_in
from commander.evidence.cluster.reachability import Check, checks, origin_of
from commander.evidence.mechanisms.cluster.complaints import CONNECTING, fact_of_check, mentions_host
from commander.evidence.mechanisms.cluster.hosts import Host, hosts, relate
from commander.evidence.mechanisms.proximity import proximity
from commander.evidence.sentences import short

CAUSE = "network.partition"
_EFFECTS = (("dependency.unreachable", 3.5), ("node.kube_proxy_down", 2.5))
"""What the same checks and lines seem to say by themselves."""
_NETWORK = words_in(
    """
    securitygroup security_group sg networkacl network_acl nacl acl firewall route routetable route_table vpc subnet
    network networkpolicy cni transitgateway
    """
)
_LEAST = 2


def argue(case: Case) -> Iterator[Argument]:
    """At most one argument: the node that all failing checks have in common."""
    links = [
        (check, origin_of(case, who), ok)
        for check in case.reading(checks)
        if check.entity.startswith("node/")
        for who, ok in check.probes
    ]
    links = [link for link in links if link[1].startswith("node/") and link[1] != link[0].entity]
    failing = [(check, origin) for check, origin, ok in links if not ok]
    ends = sorted({end for check, origin in failing for end in (check.entity, origin)})
    alone = [node for node in ends if all(node in (check.entity, origin) for check, origin in failing)]
    for node in alone:
        own = [link for link in links if node in (link[0].entity, link[1])]
        peers = {check.entity if origin == node else origin for check, origin, _ in own}
        others_work = any(ok for check, origin, ok in links if node not in (check.entity, origin))
        if len(peers) < _LEAST or not others_work or any(ok for _, _, ok in own):
            continue
        yield from _argue(case, node, [check for check, _, _ in own])
        return


def _argue(case: Case, node: str, own: list[Check]) -> Iterator[Argument]:
    host = next((one for one in case.reading(hosts) if one.entity == node), None)
    argument = Argument(CAUSE, node, f"Node {short(node)} is cut off: no other node reaches it, and it reaches none.")
    up = host is None or host.ready is not False
    told = sorted({check.item.id: check for check in own}.values(), key=lambda one: (one.entity != node, one.entity))
    for place, check in enumerate(told[:3]):
        argument.back(fact_of_check(case, check), (4.0 if up else 2.0) if place == 0 else 0.8)
    both = any(check.entity == node for check in own) and any(check.entity != node for check in own)
    argument.direct = up and both
    if not up:
        argument.lack(f"whether node {short(node)} still runs", 0.7)
    _weigh_lines(case, node, host, argument)
    near = [proximity(case, one) for one in case.releases if one.entity.partition("/")[0].lower() in _NETWORK]
    best = max(near, key=lambda one: (one.weight, one.fact.statement), default=None)
    if best is not None and best.weight > 0:
        argument.back(best.fact, min(1.5, best.weight))
    if host is not None:
        relate(case, host, argument)
    yield argument
    if argument.direct:
        for cause, weight in _EFFECTS:
            effect = Argument(cause, node, f"Node {short(node)} does not answer.")
            effect.oppose(fact_of_check(case, told[0]), weight)
            yield effect


def _weigh_lines(case: Case, node: str, host: Host | None, argument: Argument) -> None:
    """What pods elsewhere say of the node, and those on it of what they call."""
    here = {pod.entity for pod in host.pods} if host is not None else set()
    lines = [one for one in case.patterns if one.error and not one.ended and case.is_new(one) is not False]
    naming = [one for one in lines if one.entity not in here and mentions_host(one.text, short(node))]
    within = [
        one for one in lines if one.entity in here and one.signature is not None and one.signature.cause in CONNECTING
    ]
    for pattern in naming[:2]:
        argument.back(case.fact_of_pattern(pattern), 1.2)
    for pattern in within[:1]:
        argument.back(case.fact_of_pattern(pattern), 0.7)
