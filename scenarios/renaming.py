"""Gives every component of a bundle another name, wherever the old one is written."""

import random
import re
from collections.abc import Callable
from typing import Any

from scenarios.cases.building import Item, Scenario

NEW = re.findall(
    r"\w+",
    """
    amber birch cobalt dune ember fjord garnet hazel indigo jasper kestrel larch maple nectar opal pebble quartz
    raven sable thistle umber violet willow xenon yarrow zinnia acorn bramble cedar drift elder fern grove heron
    iris juniper knoll lichen moss nettle orchid poplar reed sage tansy vetch wren aster bracken clover
    """,
)

_MEANINGFUL = frozenset(
    re.findall(
        r"\w+",
        """
    access account active admin admission agent alert alias alpha annotation api app application apply apps archive
    argo args attach aurora auth backend backup balancer base batch beta bind bound broker bucket bus cache calico
    canary cassandra cert certificate chain check cilium claim class client cluster code command commit config
    configmap connection connector console consumer container containerd control controller core coredns count cpu
    cron data database default delete demo deny deploy deployment dev device digest disk django dns docker domain
    driver dynamodb east edge elastic elasticsearch endpoint entry env envoy error etcd event events exec exporter
    fail failed fargate feature feed file filter flag flannel flow free frontend full function gateway golang
    grafana group grpc gunicorn handler haproxy head health healthy helm host http https image images index info
    ingest ingress init instance internal istio java job jobs json kafka kernel key kinesis kube kubelet kubernetes
    label labels lambda latency limit link linux list load loader local lock log logging logs main manager manifest
    master memcached memory mesh message messages meta metric metrics migration mode mongo mongodb monitor mount
    mysql name namespace network nginx node nodejs north null object offset online open opensearch operator owner
    package page parser password path permission platform plugin pod policy pool port postgres postgresql primary
    probe process processor prod production prometheus proxy public pull push python query queue quota rabbitmq
    rails rate read reader ready redis redshift registry release remote render replica repository request reserve
    resource rest revision role root route router rule runner runtime scheduler schema script secret secrets
    selector server service session set shard sidecar signing site sort source south space spring sql stack stage
    staging start state stats status storage store stream subnet sync system systemd table tag target task tasks
    team temp template test thread time timer token tomcat topic trace traefik traffic transaction type unit update
    uploader upstream user users value version view volume warm web webhook west worker workers write writer zone
    zookeeper
        """,
    )
)
"""Words that mean something to platforms, runtimes or readers: a name made of them is not a mere name."""

_KEPT = frozenset({"schema", "case_id", "unit", "statistic", "type", "section", "permission", "severity"})
"""Fields whose words belong to the source, not to the user."""
_OF_NAMES = frozenset({"volumes", "resources", "env", "dimensions"})
"""Fields that hold an object whose keys are names."""

Change = Callable[[str], str]


def renamed(document: Item, expected: Item, chance: random.Random) -> Scenario | None:
    """The case with other names; None where no name can be changed without changing what a text means."""
    words = sorted(_own_words(document))
    fresh = [word for word in NEW if word not in str(document)]
    if not words or len(words) > len(fresh):
        return None
    pairs = dict(zip(words, chance.sample(fresh, len(words)), strict=True))
    pairs |= {spell(old): spell(new) for old, new in list(pairs.items()) for spell in (str.capitalize, str.upper)}
    either = "|".join(words)
    forms = (rf"(?<![a-z0-9])(?:{either})(?![a-z0-9])", rf"(?<![A-Z0-9])(?:{either.upper()})(?![A-Z0-9])")
    within = rf"(?<![A-Z])(?:{'|'.join(map(str.capitalize, words))})(?![a-z])"
    pattern = re.compile("|".join((*forms, within)))

    def change(text: str) -> str:
        return pattern.sub(lambda found: pairs[found.group()], text)

    return _changed(document, change), _changed(expected, change, kept=frozenset({"verdict", "cause", "kind", "near"}))


def _own_words(document: Item) -> set[str]:
    """The words of the components' names that only the user gave them."""
    words: set[str] = set()
    for section in ("metrics", "logs", "events", "changes", "topology", "state", "alerts"):
        for item in document.get(section) or []:
            for field in ("entity", "from", "to"):
                kind, _, name = str(item.get(field) or "").partition("/")
                if kind != "node":
                    words.update(re.findall(r"(?<![a-z0-9])[a-z]{4,}(?![a-z0-9])", name))
    return words - _MEANINGFUL


def _changed(value: Any, change: Change, kept: frozenset[str] = _KEPT, named: bool = False) -> Any:
    """The value with every text changed; keys only where they are names themselves (`named`)."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {
            change(key) if named else key: inner
            if key in kept and isinstance(inner, str | list)
            else _changed(inner, change, kept, key in _OF_NAMES)
            for key, inner in value.items()
        }
    return [_changed(inner, change, kept) for inner in value] if isinstance(value, list) else value
