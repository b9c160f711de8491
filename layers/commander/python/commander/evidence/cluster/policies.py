"""Network policies: which pods they isolate, and whom they let through, from manifests or from described text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from commander.contract.evidence import State
from commander.evidence.case import Case
from commander.evidence.cluster.policy_rules import EGRESS, INGRESS, Peer, Rule
from commander.evidence.cluster.policy_texts import spec_in
from commander.evidence.cluster.services import name_of, namespace_of
from commander.evidence.cluster.values import first, labels, mapping, text, texts, whole


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """A policy. `pods`: the labels of the pods it isolates, empty for all of its namespace. `rules` by direction, for
    the directions in which it isolates; an empty tuple lets nobody through. `namespaces`: labels of those in view."""

    item: State
    entity: str
    name: str
    namespace: str | None
    pods: Mapping[str, str]
    vague: bool
    rules: Mapping[str, tuple[Rule, ...]]
    namespaces: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def isolates(self, carried: Mapping[str, str], namespace: str | None, direction: str) -> bool:
        """Whether it isolates a pod with these labels in a direction."""
        if direction not in self.rules or self.vague:
            return False
        if self.namespace is not None and namespace is not None and self.namespace != namespace:
            return False
        return all(carried.get(key) == value for key, value in self.pods.items())


def policies(case: Case) -> tuple[Policy, ...]:
    """All network policies that can be read, by thing; use with `case.reading`."""
    found = []
    labelled = {
        one.entity.partition("/")[2]: labels(one.attributes["labels"])
        for one in case.items("namespace")
        if "labels" in one.attributes
    }
    for item in (*case.items("networkpolicy", "network_policy"), *case.items("manifest")):
        if item.kind == "manifest" and (text(item.attributes.get("kind")) or "").lower() != "networkpolicy":
            continue
        policy = _policy(item)
        if policy is not None:
            found.append(replace(policy, namespaces=labelled))
    return tuple(found)


def lets_through(
    policy: Policy,
    direction: str,
    carried: Mapping[str, str],
    namespace: str | None,
    ports: frozenset[int | str],
) -> bool | None:
    """Whether a policy's rules let a peer with these labels through to one of these ports; None: cannot be told."""
    unsure = False
    for rule in policy.rules.get(direction, ()):
        if rule.ports and ports and not ports.intersection(rule.ports):
            continue
        if not rule.peers:
            return True
        for peer in rule.peers:
            fits = _fits(policy, peer, carried, namespace)
            if fits:
                return True
            unsure = unsure or fits is None
    return None if unsure else False


def _fits(policy: Policy, peer: Peer, carried: Mapping[str, str], namespace: str | None) -> bool | None:
    if peer.vague:
        return None
    if peer.blocks and peer.pods is None and peer.namespaces is None:
        return any(block.endswith("/0") for block in peer.blocks) or None
    if peer.pods is not None and any(carried.get(key) != value for key, value in peer.pods.items()):
        return False
    if peer.namespaces is None:
        return policy.namespace is None or namespace is None or namespace == policy.namespace
    if not peer.namespaces:
        return True
    carried_by = policy.namespaces.get(namespace or "")
    if carried_by is not None:
        known = {"kubernetes.io/metadata.name": namespace, **carried_by}
        return all(known.get(key) == value for key, value in peer.namespaces.items())
    named = peer.namespaces.get("kubernetes.io/metadata.name", peer.namespaces.get("name"))
    return None if named is None or namespace is None else named == namespace


def _policy(item: State) -> Policy | None:
    raw = item.attributes
    spec = raw.get("spec")
    if isinstance(spec, str):
        return _of_text(item, spec)
    body = mapping(spec) or mapping(raw)
    selector = first(body, "podSelector", "pod_selector")
    if selector is None:
        return None
    types = {one.lower() for one in texts(first(body, "policyTypes", "policy_types"))}
    types = types or ({INGRESS, EGRESS} if first(body, "egress") is not None else {INGRESS})
    rules = {
        direction: tuple(_rule(one, key) for one in _listed(body.get(direction)))
        for direction, key in ((INGRESS, "from"), (EGRESS, "to"))
        if direction in types
    }
    chosen, vague = _selector(selector)
    return Policy(item, item.entity, name_of(item.entity), namespace_of(item), chosen, vague, rules)


def _listed(value: Any) -> list[dict[str, Any]]:
    return [mapping(one) for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _rule(one: Mapping[str, Any], key: str) -> Rule:
    ports: list[int | str] = []
    for port in _listed(one.get("ports")):
        number, name = whole(port.get("port")), text(port.get("port"))
        last = whole(first(port, "endPort", "end_port"))
        if number is not None and last is not None:
            ports.extend(range(number, min(last, number + 5000) + 1))
        elif number is not None or name is not None:
            ports.append(number if number is not None else str(name))
    return Rule(tuple(_peer(peer) for peer in _listed(one.get(key))), tuple(ports))


def _peer(one: Mapping[str, Any]) -> Peer:
    pods, namespaces = first(one, "podSelector", "pod_selector"), first(one, "namespaceSelector", "namespace_selector")
    block = mapping(first(one, "ipBlock", "ip_block"))
    chosen, vague = _selector(pods) if pods is not None else (None, False)
    around, also = _selector(namespaces) if namespaces is not None else (None, False)
    return Peer(chosen, around, texts(block.get("cidr")), vague or also)


def _selector(value: Any) -> tuple[dict[str, str], bool]:
    raw = mapping(value)
    if "matchLabels" in raw or "matchExpressions" in raw or "match_labels" in raw:
        return labels(first(raw, "matchLabels", "match_labels")), bool(raw.get("matchExpressions"))
    return labels(value), False


# --- the text of `kubectl describe` ---------------------------------------------------------------------------------

_LINE = re.compile(
    r"^\s*(?:(?P<key>PodSelector|NamespaceSelector|IPBlock|To Ports?|CIDR|Policy Types)\s*:\s*(?P<value>.*)"
    r"|(?P<section>Allowing|Not affecting) (?P<direction>ingress|egress) traffic\s*:?.*"
    r"|(?P<either>From|To)\s*:\s*(?P<whom>.*)|(?P<end>-{3,})\s*|(?P<isolated><none>.*))$",
    re.IGNORECASE,
)


def _of_text(item: State, said: str) -> Policy | None:
    """A described policy. Each rule lists ports first, then `From:` or `To:` with its peers, and ends at dashes."""
    pods: dict[str, str] | None = None
    vague = False
    rules: dict[str, list[tuple[list[Peer], list[int | str]]]] = {}
    direction: str | None = None
    for line in said[:20000].splitlines():
        found = _LINE.match(line)
        if found is None:
            continue
        key, value = (found["key"] or "").lower(), (found["value"] or "").strip()
        if found["section"] is not None:
            direction = found["direction"].lower() if found["section"].lower() == "allowing" else None
            if direction is not None:
                rules[direction] = []
        elif key == "podselector" and pods is None:
            pods, vague = _described(value)
        elif direction is None or key == "policy types":
            continue
        elif found["isolated"] is not None:
            rules[direction] = [] if "isolated" in line.lower() else rules[direction]
        elif found["end"] is not None:
            rules[direction].append(([], []))
        else:
            _add_to_rule(rules[direction], key, value, found["whom"])
    if not rules and (made_of := spec_in(said)) is not None:
        pods, vague, plain = made_of
        return Policy(item, item.entity, name_of(item.entity), namespace_of(item), pods, vague, plain)
    if pods is None:
        return None
    made = {
        way: tuple(Rule(tuple(peers), tuple(ports)) for peers, ports in parts if peers or ports or len(parts) == 1)
        for way, parts in rules.items()
    }
    return Policy(item, item.entity, name_of(item.entity), namespace_of(item), pods, vague, made)


def _add_to_rule(parts: list[tuple[list[Peer], list[int | str]]], key: str, value: str, whom: str | None) -> None:
    if not parts:
        parts.append(([], []))
    peers, ports = parts[-1]
    if key.startswith("to port"):
        told = re.match(r"(\d{1,5}|[a-z][\w-]*)", value)
        if told is not None and not value.startswith("<any>"):
            ports.append(int(told[1]) if told[1].isdigit() else told[1])
    elif key == "podselector":
        chosen, vague = _described(value)
        if peers and peers[-1].namespaces is not None and peers[-1].pods is None:
            peers[-1] = Peer(chosen, peers[-1].namespaces, (), vague or peers[-1].vague)
        else:
            peers.append(Peer(chosen, None, (), vague))
    elif key == "namespaceselector":
        around, vague = _described(value)
        peers.append(Peer(None, around, (), vague))
    elif key == "cidr":
        peers.append(Peer(None, None, (value,)))
    elif whom is not None and whom.strip() and not whom.strip().startswith("<any>"):
        peers.append(Peer(None, None, (), vague=True))


def _described(value: str) -> tuple[dict[str, str], bool]:
    if value.startswith("<none>") or not value:
        return {}, False
    return labels(value), re.search(r"\b(?:in|notin|exists)\b|!", value) is not None
