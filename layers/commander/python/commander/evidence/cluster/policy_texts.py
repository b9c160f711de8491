"""The spec of a network policy as text: YAML, JSON, or a summary of it on one line."""

import re

from commander.evidence.cluster.policy_rules import EGRESS, INGRESS, Peer, Rule

_PART = re.compile(r"[\"']?\b(podSelector|policyTypes|ingress|egress)\b[\"']?\s{0,4}:", re.IGNORECASE)
_PEER = re.compile(r"[\"']?\b(podSelector|namespaceSelector|ipBlock)\b[\"']?", re.IGNORECASE)
_PAIR = re.compile(r"(?<![\w./-])([A-Za-z0-9][\w./-]{0,250})[\"']?\s{0,3}[=:]\s{0,3}[\"']?([A-Za-z0-9][\w.-]{0,62})")
_PORT = re.compile(r"\bport[\"']?\s{0,3}[=:]\s{0,3}[\"']?(\d{1,5}|[a-z][\w-]{0,14})", re.IGNORECASE)
_CIDR = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}/\d{1,2}|[0-9a-f:]{2,39}::?/\d{1,3}", re.IGNORECASE)
_KEYS = frozenset(
    {"matchlabels", "from", "to", "ports", "port", "protocol", "cidr", "except", "endport", "operator", "key"}
)
_EXPRESSIONS = re.compile(r"matchExpressions|\boperator\b|\b(?:NotIn|Exists|DoesNotExist)\b", re.IGNORECASE)
_ANYBODY = re.compile(r"^\W*\{\s*\}\W*$")


def spec_in(said: str) -> tuple[dict[str, str], bool, dict[str, tuple[Rule, ...]]] | None:
    """The pods a policy isolates, whether that is vague, and its rules; None where the text holds no such spec.

    Where peers stand in one rule cannot be told from text, so each is taken to be let in by itself: more is let through
    than the policy may mean, and nothing is called shut that is open.
    """
    parts: dict[str, str] = {}
    chosen: str | None = None
    open_at = 0
    for found in _PART.finditer(said[:20000]):
        key = found[1].lower()
        if key == "podselector" and (chosen is not None or open_at):
            continue  # a peer's
        if chosen is not None:
            parts[chosen] = parts.get(chosen, "") + said[open_at : found.start()]
        chosen, open_at = key, found.end()
    if chosen is None or "podselector" not in {*parts, chosen}:
        return None
    parts[chosen] = parts.get(chosen, "") + said[open_at:20000]
    types = {one for one in (INGRESS, EGRESS) if one in parts.get("policytypes", "").lower()}
    types = types or ({INGRESS, EGRESS} if EGRESS in parts else {INGRESS})
    own = parts["podselector"]
    rules = {one: _rules_in(parts.get(one, "")) for one in sorted(types)}
    return _pairs(own), _EXPRESSIONS.search(own) is not None, rules


def _rules_in(said: str) -> tuple[Rule, ...]:
    places = list(_PEER.finditer(said))
    ports = tuple(int(one) if one.isdigit() else one for one in _PORT.findall(said))
    if not places:
        everybody = _ANYBODY.match(said) is not None or bool(ports)
        return (Rule((), ports),) if everybody else ()
    peers = []
    for place, found in enumerate(places):
        end = places[place + 1].start() if place + 1 < len(places) else len(said)
        body = re.split(r"\bports\b", said[found.end() : end], maxsplit=1)[0]
        vague = _EXPRESSIONS.search(body) is not None
        kind = found[1].lower()
        if kind == "ipblock":
            peers.append(Peer(None, None, tuple(_CIDR.findall(body)), vague or "except" in body.lower()))
        elif kind == "podselector":
            peers.append(Peer(_pairs(body), None, (), vague))
        else:
            peers.append(Peer(None, _pairs(body), (), vague))
    return (Rule(tuple(peers), ports),)


def _pairs(said: str) -> dict[str, str]:
    """The labels in a selector's text."""
    return {key: value for key, value in _PAIR.findall(said) if key.lower() not in _KEYS}
