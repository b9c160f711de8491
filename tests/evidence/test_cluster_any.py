"""Whatever attributes hold, cluster objects are read without failing; order does not change the conclusion."""

import copy
import random
from typing import Any

import pytest

from commander.contract.evidence import Bundle, Verdict
from commander.evidence.engine import investigate
from tests.evidence.cluster_incidents import Cluster, container, looping, waiting

JUNK: tuple[Any, ...] = (
    None,
    True,
    -1,
    10**400,
    1e308,
    "",
    "<none>",
    "x" * 50,
    "0/0",
    "80/TCP",
    [],
    [None],
    [{}],
    [[1]],
    ["a", 3],
    {},
    {"name": 3},
    {"a": {"b": []}},
    {"reason": ["x"], "message": {"y": 1}},
)
POD = "cart-5d8f7c6b9-q4x7z"
HTTP = "http-get http://:{port}/healthz delay=1s timeout=1s period=2s #success=1 #failure=1"


def rich() -> dict[str, Any]:
    """One of everything that the readers understand."""
    cluster = Cluster().neighbours().deployment("cart", 2, 0, replicas="2 desired | 1 updated | 2 total")
    probes: dict[str, Any] = {
        "liveness": HTTP.format(port=8081),
        "readiness": HTTP.format(port="web"),
        "startup": "tcp-socket :1",
    }
    env = {"A": "<set to the key 'k' in secret 's'>", "PORT": "x", "JAVA_OPTS": "-Xmx9g"}
    parts = [
        waiting("CreateContainerConfigError", 'secret "s" not found', env=env, env_from=["c ConfigMap"]),
        looping(137, "OOMKilled", name="b", ports=["8080/TCP"], limits={"memory": "64Mi"}, **probes),
        container("c", init=True, ports=[{"containerPort": 8080, "name": "web"}], mounts=["/data from d (rw)"]),
    ]
    cluster.broken(POD, *parts, owner="ReplicaSet/cart-5d8f7c6b9", volumes={"d": {"Type": "Secret", "SecretName": "q"}})
    spec = {
        "replicas": 2,
        "selector": {"matchLabels": {"app": "cart"}},
        "template": {
            "metadata": {"labels": {"app": "cart"}},
            "spec": {
                "serviceAccountName": "cart",
                "containers": [
                    {
                        "name": "app",
                        "image": "Cart:1",
                        "ports": [{"containerPort": 80, "protocol": "UDP"}],
                        "env": [{"name": "B", "valueFrom": {"configMapKeyRef": {"name": "c", "key": "k"}}}],
                        "envFrom": [{"secretRef": {"name": "t"}}],
                        "livenessProbe": {"httpGet": {"path": "/", "port": 80, "scheme": "HTTPS"}, "periodSeconds": 1},
                        "readinessProbe": {"exec": {"command": ["cat", "/ok"]}},
                        "volumeMounts": [{"mountPath": "/data", "name": "d", "readOnly": True}],
                        "resources": {"limits": {"cpu": "1", "memory": "64Mi"}},
                    }
                ],
                "volumes": [{"name": "d", "configMap": {"name": "c"}}, {"name": "p", "projected": {"sources": [{}]}}],
            },
        },
    }
    cluster.add(
        "state",
        "s",
        {"entity": "deployment/cart", "kind": "manifest", "attributes": {"kind": "Deployment", "spec": spec}},
    )
    cluster.state("service", "service/cart", namespace="shop", endpoints="<none>", target_port="8080/TCP")
    cluster.state("secrets", "namespace/shop", names=["a"])
    cluster.state(
        "resourcequota", "resourcequota/team", namespace="shop", resources={"pods": {"used": "3", "hard": "3"}}
    )
    cluster.state("deployment", "deployment/off", namespace="shop", desired=0)
    cluster.event(f"pod/{POD}", "Unhealthy", "Liveness probe failed: dial tcp 10.0.0.1:8081: connection refused")
    cluster.event(None, "FailedCreate", 'pods "cart-5d8f7c6b9-" is forbidden: exceeded quota: team, requested: pods=1')
    cluster.event("node/n1", "OOMKilling", f"Memory cgroup out of memory in pod shop/{POD}")
    cluster.log(f"pod/{POD}", "KeyError: 'CART_DB_HOST'", level="error")
    cluster.log("node/n1", f'Failed to pull image: not found pod="shop/{POD}"', level="error")
    return cluster.document


def damaged(value: Any, chance: random.Random, rate: float) -> Any:
    """The value with parts of it replaced by what nobody expects there."""
    if chance.random() < rate:
        return copy.deepcopy(chance.choice(JUNK))
    if isinstance(value, dict):
        return {key: damaged(one, chance, rate) for key, one in value.items()}
    return [damaged(one, chance, rate) for one in value] if isinstance(value, list) else value


def conclude(document: dict[str, Any]) -> Verdict:
    verdict = investigate(Bundle.model_validate(document))
    sections = ("alerts", "metrics", "logs", "events", "changes", "topology", "state", "gaps")
    known = {item["id"] for section in sections for item in document[section]}
    for one in verdict.evidence:
        assert all(ref in known or ref.startswith("section:") for ref in one.source_ref), one
    return verdict


@pytest.mark.parametrize("seed", range(60))
def test_attributes_of_any_type_are_read_without_failing(seed: int) -> None:
    chance, document = random.Random(seed), rich()
    for item in document["state"]:
        item["attributes"] = {key: damaged(one, chance, 0.12) for key, one in item["attributes"].items()}
    conclude(document)


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_the_items_does_not_matter(seed: int) -> None:
    document = rich()
    usual = conclude(document)
    for section in ("state", "events", "logs"):
        random.Random(seed).shuffle(document[section])
    other = conclude(document)
    assert [(one.cause, one.entity, one.score) for one in other.hypotheses] == [
        (one.cause, one.entity, one.score) for one in usual.hypotheses
    ]
