"""Whether signs together tell of an order to whoever analyses a text, and what to say of it."""

from collections.abc import Iterator
from functools import cache

from commander.domain.injection.signs.weights import ALONE, ENOUGH, TOGETHER
from commander.domain.injection.suspicion import Technique

Signs = frozenset[str]

_SAYS = {
    "reader": "an assistant named",
    "agent": "a reader named",
    "addressed": "words addressed to somebody who reads",
    "reading": "what holds when it is read",
    "you": "the reader spoken to",
    "self": "the reader's own work or rules",
    "authority": "an authority claimed",
    "role": "a part to play",
    "outcome": "what an analysis is to come to",
    "confidence": "how sure to be",
    "certain": "a fixed confidence",
    "approval": "an approval",
    "plan": "the pending action",
    "instructions": "instructions or rules",
    "evidence": "the evidence",
    "calm": "a claim that nothing is wrong",
    "close": "an alarm or incident to be closed",
    "blame": "who is to blame",
    "customers": "what customers are told",
    "secret": "secrets",
    "confess": "the reader's instructions",
    "dest": "an address",
    "disregard": "something to be set aside",
    "bypass": "an approval left out",
    "secrecy": "what is not to be told",
    "wording": "a wording given",
    "say": "something to be said",
    "send": "something to be sent",
    "act": "something to be done",
    "norm": "what is said to be right",
    "persist": "a rule for later",
    "reference": "what looks like knowledge",
    "decode": "something to be decoded",
    "exam": "marks for an answer",
    "foreign": "another language",
}
_TECHNIQUES: dict[Technique, Signs] = {
    "exfiltration": frozenset({"secret", "send", "dest", "confess", "order_send"}),
    "poisoned_reference": frozenset({"reference", "persist"}),
    "role_play": frozenset({"role"}),
    "authority_claim": frozenset({"authority"}),
    "encoding": frozenset({"decode"}),
    "direct_order": frozenset({"order_act", "order_say", "order_close", "order_disregard", "disregard", "bypass"}),
    "indirect_instruction": frozenset({"norm", "exam", "outcome", "addressed", "reading", "agent", "wording"}),
}
_KINDS: dict[str, Signs] = {
    "who": frozenset(["reader", "agent", "addressed", "self", "reading", "role", "authority"]),
    "force": frozenset(
        ["order_act", "order_say", "order_send", "order_close", "order_disregard", "norm", "persist", "please"]
    ),
    "goal": frozenset(
        [
            "outcome",
            "confidence",
            "certain",
            "calm",
            "close",
            "blame",
            "customers",
            "secret",
            "confess",
            "approval",
            "plan",
            "evidence",
            "instructions",
            "call",
        ]
    ),
    "harm": frozenset(
        ["disregard", "bypass", "secrecy", "certain", "wording", "confess", "secret", "send", "leak", "close", "exam"]
    ),
}
"""What an order needs: somebody who reads, force, something it is about, and harm. Each is a sign of its own."""
_NAMED = 4
_NOTICED = 3
"""A sign of less weight is not worth telling."""


def weight_of(signs: Signs) -> int:
    """What the signs weigh together, in tenths."""
    return sum(weight for _, weight in _weights_in(signs))


def telling(signs: Signs) -> bool:
    """Whether the signs are enough for a suspicion."""
    return weight_of(signs) >= ENOUGH


def explained(signs: Signs) -> tuple[Technique, str]:
    """The technique that weighs most, and the signs that do, heaviest first."""
    shares: dict[str, float] = dict.fromkeys(sorted(signs), 0.0)
    for names, weight in _weights_in(signs):
        for name in names:
            shares[name] = shares.get(name, 0.0) + weight / len(names)
    technique = max(_TECHNIQUES, key=lambda one: sum(shares.get(sign, 0.0) for sign in _TECHNIQUES[one]))
    told: dict[str, float] = {}
    for name, share in shares.items():
        says = _SAYS.get(name.removeprefix("order_"))
        if says:
            told[says] = told.get(says, 0.0) + share
    heaviest = sorted((says for says, share in told.items() if share >= _NOTICED), key=lambda says: -told[says])
    return technique, f"signs of an order to its reader: {', '.join(heaviest[:_NAMED])}"


def _weights_in(signs: Signs) -> Iterator[tuple[tuple[str, ...], int]]:
    signs |= {kind for kind, members in _KINDS.items() if signs & members}
    for names, weight in _weights():
        if signs.issuperset(names):
            yield names, weight


@cache
def _weights() -> tuple[tuple[tuple[str, ...], int], ...]:
    found = []
    for line in f"{ALONE}{TOGETHER}".split("\n"):
        weight, _, names = line.partition(":")
        found += [(tuple(name.split("+")), int(weight)) for name in names.split()]
    return tuple(found)
