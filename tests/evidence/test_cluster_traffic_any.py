"""Whatever the attributes of a cluster's objects hold: a valid verdict, in any order of the items."""

import copy
import random
from typing import Any

import pytest

from commander.contract.evidence import Bundle
from commander.evidence.engine import investigate
from tests.evidence.test_cluster_reaching import NAMESPACE, Cluster
from tests.evidence.test_cluster_traffic import DESCRIBED, ingress, proxy, resolver
from tests.evidence.test_scenarios import assert_citations_resolve

JUNK: list[Any] = [
    None,
    True,
    -1,
    0,
    10**30,
    1e308,
    "",
    "<none>",
    "x" * 5000,
    "a:b:c",
    "://",
    "http://",
    "http://[::1]:99999/",
    "80/TCP,443/UDP",
    "10.1.2.3:70000",
    "postgres://u:p@h:5432,h2/x",
    [],
    [None, 1, "x", [], {}],
    {},
    {"": {"": ""}},
    {"name": 1, "port": "x", "ip": [], "app": None},
    [{"ip": "1.2.3.4", "ports": [{"port": []}]}, {"addresses": 5}],
    [[[[[["deep"]]]]]],
]
"""Values of wrong types, wrong sizes and wrong shapes for any attribute."""


def everything() -> Cluster:
    """A cluster with one of each kind of thing that is read, and lines about them."""
    cluster = resolver(proxy(Cluster("service/frontend"), "worker-1", "failed"), ready=False, endpoints="<none>")
    cluster.env("frontend", CART_ADDR="cartt:7070", ORDERS_DB_URL="postgres://orders:s3cret@orders-db:5433/orders")
    cluster.service("cart", selector={"app": "nobody"}, endpoints="<none>").service("store", target_port="x/UDP")
    cluster.state("networkpolicy/store", "networkpolicy", {"namespace": NAMESPACE, "spec": DESCRIBED})
    isolated = {"podSelector": {"matchLabels": {"app": "offers"}}, "ingress": [{"from": [{"podSelector": {}}]}]}
    cluster.state("networkpolicy/offers", "manifest", {"kind": "NetworkPolicy", "spec": isolated})
    cluster.state("ingress/shop", "ingress", {"namespace": NAMESPACE, "rules": ingress("carts", 7070)})
    route = {"http": [{"route": [{"destination": {"host": "cart", "subset": "v2", "port": {"number": 1}}}]}]}
    cluster.state("virtualservice/cart", "manifest", {"kind": "VirtualService", "spec": route})
    rule = {"host": "cart", "subsets": [{"name": "v2", "labels": {"version": "v2"}}]}
    cluster.state("destinationrule/cart", "manifest", {"kind": "DestinationRule", "spec": rule})
    corefile = "hosts {\n 10.0.0.9 cart.shop.svc.cluster.local\n}\ntemplate ANY ANY { rcode NXDOMAIN }"
    cluster.state("configmap/coredns", "configmap", {"data": {"Corefile": corefile, "a": "proxy_pass http://x:1;"}})
    probes = [{"from": "worker-0", "ok": True}, {"from": "worker-1", "ok": False}]
    cluster.state("service/cart", "connectivity_check", {"port": 7070, "ok": False, "probes": probes})
    cluster.state("endpoints/cart", "endpoints", {"subsets": [{"addresses": [{"ip": "10.1.0.3"}]}]})
    spec = {"template": {"spec": {"dnsPolicy": "Default", "hostAliases": [{"ip": "1.2.3.4", "hostnames": ["cart"]}]}}}
    cluster.state("deployment/frontend", "manifest", {"kind": "Deployment", "spec": spec})
    for message in (
        "dial tcp: lookup cartt on 10.96.0.10:53: no such host",
        "dial tcp 10.96.0.3:7070: connect: connection refused",
        'FATAL: password authentication failed for user "orders"',
        "GET /cart 503",
    ):
        cluster.log("pod/frontend-6d5f7c9b4-x2k81", message)
    return cluster


def spoiled(document: dict[str, Any], chance: random.Random, pieces: int) -> dict[str, Any]:
    """The document with some attributes, at any depth, replaced by junk."""
    document = copy.deepcopy(document)
    for _ in range(pieces):
        holder: Any = chance.choice(document["state"])["attributes"]
        while True:
            keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
            if not keys:
                break
            key = chance.choice(keys)
            if isinstance(holder[key], dict | list) and holder[key] and chance.random() < 0.7:
                holder = holder[key]
                continue
            holder[key] = copy.deepcopy(chance.choice(JUNK))
            break
    return document


@pytest.mark.parametrize("seed", range(60))
def test_attributes_of_any_shape_give_a_verdict_that_the_order_does_not_change(seed: int) -> None:
    chance = random.Random(seed)
    document = spoiled(everything().document, chance, pieces=1 + seed % 25)
    bundle = Bundle.model_validate(document)
    verdict = investigate(bundle)
    assert_citations_resolve(bundle, verdict)
    chance.shuffle(document["state"])
    chance.shuffle(document["logs"])
    again = investigate(Bundle.model_validate(document))
    assert (again.verdict, again.root_cause, again.confidence) == (
        verdict.verdict,
        verdict.root_cause,
        verdict.confidence,
    )
