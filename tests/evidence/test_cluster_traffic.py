"""Names, policies, proxies, routes and sign-ins of a cluster."""

from typing import Any

import pytest

from tests.evidence.test_cluster_reaching import NAMESPACE, Cluster, assert_cause, assert_nothing, conclusion, explain

FRONT = "pod/frontend-6d5f7c9b4-x2k81"
OFFERS = "pod/offers-6d5f7c9b4-x2k84"

# --- the service proxy ----------------------------------------------------------------------------------------------


def proxy(cluster: Cluster, node: str, active: str) -> Cluster:
    return cluster.state(f"node/{node}", "systemd_unit", {"unit": "kube-proxy.service", "active": active})


def test_a_proxy_that_is_stopped_on_one_node() -> None:
    cluster = proxy(proxy(Cluster(), "worker-0", "active (running)"), "worker-1", "inactive (dead)")
    probes = [{"from": "worker-0", "ok": True}, {"from": "worker-1", "ok": False}]
    cluster.state("service/cart", "connectivity_check", {"port": 7070, "ok": False, "probes": probes})
    assert_cause(cluster, "node.kube_proxy_down", "node/worker-1", verdicts=("confirmed",))


def test_proxies_that_run_are_fine() -> None:
    assert_nothing(proxy(proxy(Cluster(), "worker-0", "active (running)"), "worker-1", "active (running)"))


def test_checks_fail_from_one_node_only() -> None:
    cluster = Cluster()
    probes = [{"from": "node/worker-0", "ok": True}, {"from": "node/worker-1", "ok": False}]
    for name in ("cart", "offers"):
        cluster.state(f"service/{name}", "connectivity_check", {"port": 7070, "ok": False, "probes": probes})
    cluster.state("node/worker-0", "node", {"conditions": {"Ready": "True"}})
    cluster.state("node/worker-1", "node", {"conditions": {"Ready": "True"}})
    assert_cause(cluster, "node.kube_proxy_down", "node/worker-1", verdicts=("likely",))


def test_a_node_without_the_proxy_pod_that_the_others_have() -> None:
    cluster = Cluster()
    for node in ("worker-0", "worker-1", "worker-2"):
        cluster.state(f"node/{node}", "node", {"conditions": {"Ready": "True"}})
        if node != "worker-1":
            attributes = {"namespace": "kube-system", "node": node, "phase": "Running", "ready": "1/1"}
            cluster.state(f"pod/kube-proxy-{node}", "pod", attributes)
    probes = [{"from": "worker-0", "ok": True}, {"from": "worker-1", "ok": False}]
    cluster.state("service/cart", "connectivity_check", {"port": 7070, "ok": False, "probes": probes})
    assert_cause(cluster, "node.kube_proxy_down", "node/worker-1")


# --- names ----------------------------------------------------------------------------------------------------------


def assert_left_open(cluster: Cluster, cause: str) -> None:
    """The cause comes first, and is not asserted for want of anything besides lines of one application."""
    verdict = cluster.verdict()
    assert verdict.verdict == "inconclusive", explain(cluster)
    assert verdict.hypotheses[0].cause == cause, explain(cluster)
    assert any("anything besides the wording" in what for what in verdict.hypotheses[0].missing)


def test_a_name_that_does_not_resolve_where_no_setting_is_told() -> None:
    cluster = Cluster("service/frontend").without("deployment", "pod")
    cluster.log("service/frontend", "getaddrinfo ENOTFOUND bargains.shop.svc.cluster.local")
    assert_left_open(cluster, "dns.resolution_failure")
    cluster.log("service/checkout", "getaddrinfo ENOTFOUND bargains.shop.svc.cluster.local")
    assert_cause(cluster, "dns.resolution_failure", "service/frontend", "deployment/frontend")


def test_a_name_that_does_not_resolve_keeps_a_pod_from_being_ready() -> None:
    cluster = Cluster("service/frontend")
    cluster.log("service/frontend", "getaddrinfo ENOTFOUND bargains.shop.svc.cluster.local")
    assert_left_open(cluster, "dns.resolution_failure")
    cluster.pod("frontend").update(ready="0/1", conditions={"Ready": "False"})
    cluster.attributes("deployment/frontend").update(ready=0, available=0)
    assert_cause(cluster, "dns.resolution_failure", "service/frontend", "deployment/frontend")


def resolver(cluster: Cluster, ready: bool, endpoints: str) -> Cluster:
    labels = {"k8s-app": "kube-dns"}
    cluster.state(
        "service/kube-dns",
        "service",
        {"namespace": "kube-system", "selector": labels, "cluster_ip": "10.96.0.10", "endpoints": endpoints},
    )
    cluster.state("deployment/coredns", "deployment", {"namespace": "kube-system", "desired": 2, "selector": labels})
    for place in ("abcde", "fghij"):
        cluster.state(
            f"pod/coredns-76f75df574-{place.replace('a', 'x').replace('e', 'z').replace('i', 'v')}",
            "pod",
            {
                "namespace": "kube-system",
                "phase": "Running",
                "ready": "1/1" if ready else "0/1",
                "labels": labels,
                "owner": "ReplicaSet/coredns-76f75df574",
                "containers": [{"name": "coredns", "ports": ["53/UDP", "53/TCP"]}],
            },
        )
    return cluster


def test_the_resolver_is_down_and_everybody_complains() -> None:
    cluster = resolver(Cluster(), ready=False, endpoints="<none>")
    cluster.log(FRONT, "dial tcp: lookup cart on 10.96.0.10:53: i/o timeout")
    cluster.log(OFFERS, 'could not translate host name "orders-db" to address: Temporary failure in name resolution')
    assert_cause(cluster, "dns.resolution_failure", "deployment/coredns")


def test_a_resolver_that_works_is_fine() -> None:
    assert_nothing(resolver(Cluster(), ready=True, endpoints="10.1.0.9:53"))


def test_a_workload_that_asks_another_resolver() -> None:
    cluster = resolver(Cluster("service/frontend"), ready=True, endpoints="10.1.0.9:53")
    spec = {"template": {"spec": {"dnsPolicy": "Default", "containers": [{"name": "frontend"}]}}}
    cluster.state("deployment/frontend", "manifest", {"kind": "Deployment", "namespace": NAMESPACE, "spec": spec})
    cluster.log(FRONT, "dial tcp: lookup cart on 169.254.169.253:53: no such host")
    assert_cause(cluster, "dns.resolution_failure", "deployment/frontend")


def test_an_alias_that_stands_for_nothing() -> None:
    cluster = Cluster()
    alias = {"namespace": NAMESPACE, "type": "ExternalName", "external_name": "stoer.shop.svc.cluster.local"}
    cluster.state("service/sessions", "service", alias)
    assert_cause(cluster, "dns.record_wrong", "service/sessions")


def test_a_host_alias_with_a_stale_address() -> None:
    cluster = Cluster()
    aliases = [{"ip": "10.96.0.77", "hostnames": ["cart"]}]
    spec = {"template": {"spec": {"hostAliases": aliases, "containers": [{"name": "frontend"}]}}}
    cluster.state("deployment/frontend", "manifest", {"kind": "Deployment", "namespace": NAMESPACE, "spec": spec})
    assert_cause(cluster, "dns.record_wrong", "deployment/frontend")


# --- policies -------------------------------------------------------------------------------------------------------

DESCRIBED = """PodSelector:     app=store
Allowing ingress traffic:
  To Port: 6379/TCP
  From:
    PodSelector: app=session-cache
Not affecting egress traffic
Policy Types: Ingress"""


@pytest.mark.parametrize(
    "spec",
    [
        DESCRIBED,
        {"podSelector": {"matchLabels": {"app": "store"}}, "policyTypes": ["Ingress"]},
        {
            "podSelector": {"matchLabels": {"app": "store"}},
            "ingress": [{"from": [{"podSelector": {"matchLabels": {"app": "offers"}}}], "ports": [{"port": 6379}]}],
        },
        {"podSelector": {"matchLabels": {"app": "store"}}, "ingress": [{"from": [], "ports": [{"port": 6380}]}]},
    ],
)
def test_a_policy_that_keeps_a_caller_out(spec: Any) -> None:
    cluster = Cluster("service/cart").state(
        "networkpolicy/store", "networkpolicy", {"namespace": NAMESPACE, "spec": spec}
    )
    cluster.log("pod/cart-6d5f7c9b4-x2k83", "redis: dial tcp 10.96.0.5:6379: i/o timeout")
    assert_cause(cluster, "network.policy_blocked", "service/store", verdicts=("confirmed", "likely"))


@pytest.mark.parametrize(
    "spec",
    [
        DESCRIBED.replace("app=session-cache", "app=cart"),
        {"podSelector": {"matchLabels": {"app": "store"}}, "ingress": [{"from": [{"podSelector": {}}]}]},
        {"podSelector": {"matchLabels": {"app": "store"}}, "ingress": [{}]},
        {"podSelector": {"matchLabels": {"app": "other"}}, "policyTypes": ["Ingress"]},
        {"podSelector": {"matchLabels": {"app": "store"}}, "egress": [], "policyTypes": ["Egress"]},
    ],
)
def test_a_policy_that_lets_callers_through(spec: Any) -> None:
    cluster = Cluster().state("networkpolicy/store", "networkpolicy", {"namespace": NAMESPACE, "spec": spec})
    assert_nothing(cluster)


def test_a_default_denial_with_what_is_allowed_beside_it_is_normal() -> None:
    cluster = Cluster()
    cluster.state("networkpolicy/deny", "networkpolicy", {"namespace": NAMESPACE, "spec": {"podSelector": {}}})
    allowed: dict[str, Any] = {"podSelector": {}, "ingress": [{"from": [{"podSelector": {}}]}]}
    cluster.state("networkpolicy/inside", "networkpolicy", {"namespace": NAMESPACE, "spec": allowed})
    assert_nothing(cluster)


def test_a_policy_that_isolates_a_whole_namespace_is_told_where_the_symptom_is() -> None:
    cluster = Cluster("service/cart")
    cluster.state("networkpolicy/deny", "networkpolicy", {"namespace": NAMESPACE, "spec": {"podSelector": {}}})
    cluster.log(FRONT, "dial tcp 10.96.0.3:7070: i/o timeout")
    assert_cause(cluster, "network.policy_blocked", "service/cart")


def test_a_policy_that_keeps_a_caller_in() -> None:
    spec = {
        "podSelector": {"matchLabels": {"app": "cart"}},
        "egress": [{"ports": [{"port": 53}]}],
        "policyTypes": ["Egress"],
    }
    cluster = Cluster().state("networkpolicy/cart", "networkpolicy", {"namespace": NAMESPACE, "spec": spec})
    cluster.log("pod/cart-6d5f7c9b4-x2k83", "dial tcp 10.96.0.5:6379: i/o timeout")
    assert_cause(cluster, "network.policy_blocked", "deployment/cart")


# --- routes ---------------------------------------------------------------------------------------------------------


def ingress(backend: str, port: int, path: str = "/cart") -> list[dict[str, Any]]:
    def one(path: str, name: str, number: int) -> dict[str, Any]:
        return {"path": path, "pathType": "Prefix", "backend": {"service": {"name": name, "port": {"number": number}}}}

    return [{"host": "shop.example.com", "http": {"paths": [one("/offers", "offers", 3550), one(path, backend, port)]}}]


@pytest.mark.parametrize(("backend", "port"), [("carts", 7070), ("cart", 8080), ("checkout", 5050)])
def test_an_ingress_that_sends_a_path_astray(backend: str, port: int) -> None:
    cluster = Cluster()
    spec = {"rules": ingress(backend, port)}
    cluster.state("ingress/shop", "manifest", {"kind": "Ingress", "namespace": NAMESPACE, "spec": spec})
    cluster.log("pod/ingress-nginx-controller-0", '"GET /cart HTTP/1.1" 503 190', level="warning")
    assert_cause(cluster, "gateway.route_wrong", "service/cart")


def test_an_ingress_that_is_right() -> None:
    cluster = Cluster()
    cluster.state("ingress/shop", "ingress", {"namespace": NAMESPACE, "rules": ingress("cart", 7070)})
    cluster.state("ingress/api", "ingress", {"namespace": NAMESPACE, "rules": ingress("frontend", 8080, "/api/v1")})
    assert_nothing(cluster)


def test_a_proxy_s_configuration_that_names_a_service_that_is_not_there() -> None:
    text = """upstream carts_up { server kart:7070; }
    location /cart { proxy_pass http://carts_up; }
    location /offers { proxy_pass http://offers:3550; }"""
    cluster = Cluster().state("configmap/edge", "configmap", {"namespace": NAMESPACE, "data": {"nginx.conf": text}})
    assert_cause(cluster, "gateway.route_wrong", "service/cart")


def test_a_proxy_s_configuration_that_is_right() -> None:
    text = """upstream carts_up { server cart:7070; }
    location /cart { proxy_pass http://carts_up; }
    location /web { proxy_pass http://127.0.0.1:3000; }"""
    assert_nothing(
        Cluster().state("configmap/edge", "configmap", {"namespace": NAMESPACE, "data": {"nginx.conf": text}})
    )


def test_a_described_ingress_names_what_is_missing() -> None:
    rules = """  Host              Path  Backends
  ----              ----  --------
  shop.example.com
                    /offers   offers:3550 (10.1.0.4:3550)
                    /cart     carts:7070 (<error: services "carts" not found>)"""
    cluster = Cluster().state("ingress/shop", "ingress", {"namespace": NAMESPACE, "rules": rules})
    assert_cause(cluster, "gateway.route_wrong", "service/cart")


def test_a_mesh_route_to_a_subset_that_no_pod_belongs_to() -> None:
    route = {"http": [{"route": [{"destination": {"host": "cart", "subset": "v2"}}]}], "hosts": ["cart"]}
    rule = {"host": "cart", "subsets": [{"name": "v2", "labels": {"version": "v2"}}]}
    cluster = Cluster()
    cluster.state("virtualservice/cart", "manifest", {"kind": "VirtualService", "namespace": NAMESPACE, "spec": route})
    cluster.state("destinationrule/cart", "manifest", {"kind": "DestinationRule", "namespace": NAMESPACE, "spec": rule})
    assert_cause(cluster, "gateway.route_wrong", "service/cart")


# --- sign-ins -------------------------------------------------------------------------------------------------------


def test_a_password_that_the_database_refuses() -> None:
    cluster = Cluster("service/offers")
    cluster.log(OFFERS, 'FATAL: password authentication failed for user "offers"')
    assert_left_open(cluster, "db.credentials_invalid")
    cluster.pod("offers").update(ready="0/1", conditions={"Ready": "False"})
    cluster.attributes("deployment/offers").update(ready=0, available=0)
    assert_cause(cluster, "db.credentials_invalid", "deployment/offers")


def test_a_user_that_differs_from_the_database_s_own() -> None:
    cluster = Cluster().env("offers", ORDERS_DB_USER="order", ORDERS_DB_PASSWORD="k7-Wind-mill")
    cluster.env("orders-db", POSTGRES_PASSWORD="k7-Wind-mill")
    cluster.log("pod/orders-db-6d5f7c9b4-x2k86", 'FATAL:  password authentication failed for user "order"')
    assert_cause(cluster, "db.credentials_invalid", "deployment/offers")
    assert "Wind" not in cluster.verdict().model_dump_json()


def test_a_password_that_differs_from_the_database_s_own() -> None:
    cluster = Cluster().env("offers", ORDERS_DB_USER="orders", ORDERS_DB_PASSWORD="k7-Wind-mil")
    cluster.env("checkout", ORDERS_DB_USER="orders", ORDERS_DB_PASSWORD="k7-Wind-mill")
    cluster.env("orders-db", POSTGRES_PASSWORD="k7-Wind-mill")
    assert_cause(cluster, "db.credentials_invalid", "deployment/offers")
    assert "Wind" not in cluster.verdict().model_dump_json()


def test_sign_ins_that_fit_or_are_hidden_are_normal() -> None:
    cluster = Cluster().env("offers", ORDERS_DB_USER="orders", ORDERS_DB_PASSWORD="***")
    cluster.env("checkout", ORDERS_DB_USER="orders", ORDERS_DB_PASSWORD="<set to the key 'p' in secret 'orders-db'>")
    cluster.env("orders-db", POSTGRES_PASSWORD="k7-Wind-mill")
    assert_nothing(cluster)


def test_a_secret_that_was_changed_after_its_users_started() -> None:
    cluster = Cluster("service/offers")
    cluster.env("offers", ORDERS_DB_PASSWORD="<set to the key 'password' in secret 'orders-db'>")
    cluster.pod("offers")["started_at"] = "2026-04-01T08:00:00Z"
    cluster.document["incident"].update(started_at="2026-04-01T12:05:00Z", collected_at="2026-04-01T12:20:00Z")
    change = {"t": "2026-04-01T12:01:00Z", "kind": "access", "action": "update", "entity": "secret/orders-db"}
    cluster.document["changes"].append({"id": "c1", "actor": "rotator", **change})
    cluster.log(OFFERS, 'FATAL: password authentication failed for user "orders"')
    cluster.document["logs"][0]["t"] = "2026-04-01T12:02:00Z"
    assert_cause(cluster, "access.secret_rotation", "deployment/offers")


def test_everything_at_once_in_any_order_gives_one_conclusion() -> None:
    cluster = Cluster().service("cart", selector={"app": "cartt"}, endpoints="<none>")
    cluster.state("ingress/shop", "ingress", {"namespace": NAMESPACE, "rules": ingress("cart", 7070)})
    first = conclusion(cluster)
    cluster.document["state"].reverse()
    assert conclusion(cluster) == first, explain(cluster)
