"""Clusters with attributes of any type anywhere, in any order, under other names: no exception, the same conclusion."""

import json
import random
from typing import Any

import pytest

from commander.contract.evidence import Bundle
from commander.evidence.engine import investigate
from tests.evidence import test_kubernetes_calm as calm
from tests.evidence import test_kubernetes_entangled as entangled
from tests.evidence import test_kubernetes_events as events
from tests.evidence import test_kubernetes_mixed as mixed
from tests.evidence import test_kubernetes_platform as platform
from tests.evidence import test_kubernetes_spellings as spellings
from tests.evidence import test_kubernetes_state as state
from tests.evidence.kubernetes_bundles import Document, concluded

DOCUMENTS: list[tuple[str, Document]] = [
    *[
        (one.name, one.document)
        for module in (state, platform, events, spellings, entangled, mixed)
        for one in module.CASES
    ],
    *calm.CALM,
]
JUNK: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 1e300, "", " ", "<none>", "x", "=", ":", "/", "1/0", "80/", "{", "[", "\u0000"),
    *("99999999999999999999", '{"a":1}', "[1,2]", "é" * 300, [], {}, [None], [[]], [{}], {"": None}, {"a": {"b": []}}),
    *(["a=b", 3, None], {"containers": "x"}, {"status": 3}, [{"name": 5, "port": "x"}], {"state": []}),
)
MESSAGES = ("", "0/0 nodes are available: ", "{", "x" * 400, 'secret "" not found', "exceeded quota: , requested: =")
KINDS = ("manifest", "pod", "service", "node", "pvc", "networkpolicy", "secrets", "connectivity_check", "systemd_unit")
ROUNDS, TURNS = 20, 20
OTHER_NAMES = {"cart": "zorp", "checkout": "mmio", "catalog": "qed", "brook": "delta", "worker": "box"}


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_attributes_of_any_type_raise_nothing(seed: int) -> None:
    for turn in range(TURNS):
        chance = random.Random(TURNS * seed + turn)
        _, document = chance.choice(DOCUMENTS)
        investigate(Bundle.model_validate(_mutated(document, chance)))


def test_order_and_ids_do_not_change_the_conclusion() -> None:
    for name, document in DOCUMENTS:
        other = json.loads(json.dumps(document))
        for section in ("state", "events", "logs", "topology"):
            random.Random(5).shuffle(other[section])
            for place, row in enumerate(other[section]):
                row["id"] = f"{section[0]}{1000 - place}"
        assert concluded(other) == concluded(document), name


@pytest.mark.parametrize("old", sorted(OTHER_NAMES))
def test_other_names_do_not_change_the_conclusion(old: str) -> None:
    for name, document in DOCUMENTS:
        renamed = json.dumps(document).replace(old, OTHER_NAMES[old])
        before = concluded(document)
        expected = None if before is None else (before[0], before[1].replace(old, OTHER_NAMES[old]))
        assert concluded(json.loads(renamed)) == expected, name


def _mutated(document: Document, chance: random.Random) -> Document:
    other: Document = json.loads(json.dumps(document))
    for item in other["state"]:
        attributes = _spoiled(item["attributes"], chance, 0)
        item["attributes"] = attributes if isinstance(attributes, dict) else {}
        if chance.random() < 0.03:
            item["kind"] = chance.choice(KINDS)
        if chance.random() < 0.03:
            item["entity"] = chance.choice(["pod/x", "node/a/b/c", "service/ ", "namespace/brook"])
    for row in other["events"]:
        if chance.random() < 0.1:
            row["message"] = chance.choice(MESSAGES)
        for key in ("t", "entity"):
            if chance.random() < 0.1:
                row.pop(key, None)
    return other


def _spoiled(value: Any, chance: random.Random, depth: int) -> Any:
    if depth and chance.random() < 0.06:
        return chance.choice(JUNK)
    if isinstance(value, dict):
        return {key: _spoiled(said, chance, depth + 1) for key, said in value.items() if chance.random() > 0.03}
    return [_spoiled(said, chance, depth + 1) for said in value] if isinstance(value, list) else value
