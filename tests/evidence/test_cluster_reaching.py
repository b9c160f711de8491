"""Workloads of a cluster that do not reach one another: Services, ports, addresses, names, policies, routes."""

import copy
from typing import Any

import pytest

from commander.contract.evidence import Bundle, Verdict
from commander.evidence.engine import investigate

Item = dict[str, Any]
NAMESPACE = "shop"
APPS: dict[str, tuple[int, str, dict[str, str]]] = {
    "frontend": (8080, "registry.local/frontend:1", {"CART_ADDR": "cart:7070", "OFFERS_ADDR": "offers:3550"}),
    "checkout": (5050, "registry.local/checkout:1", {"CART_ADDR": "cart:7070", "ORDERS_DB_HOST": "orders-db"}),
    "cart": (7070, "registry.local/cart:1", {"STORE_ADDR": "store:6379", "PORT": "7070"}),
    "offers": (3550, "registry.local/offers:1", {"ORDERS_DB_HOST": "orders-db", "ORDERS_DB_PORT": "5432"}),
    "store": (6379, "redis:7", {}),
    "orders-db": (5432, "postgres:16", {"POSTGRES_USER": "orders", "POSTGRES_DB": "orders"}),
}


class Cluster:
    """A small shop in a cluster, all well; tests break one thing of it."""

    def __init__(self, resource: str | None = None, title: str = "shop is failing") -> None:
        self.document: Item = {
            "schema": "evidence-bundle/1",
            "case_id": "made-up",
            "incident": {"title": title, "severity": "high", "source": "kubernetes", "resource": resource},
        }
        self.document |= {
            name: [] for name in ("alerts", "metrics", "logs", "events", "changes", "topology", "state", "gaps")
        }
        for place, (name, (port, image, env)) in enumerate(APPS.items(), start=1):
            self.app(name, port, image, env, place)

    def app(self, name: str, port: int, image: str, env: dict[str, str], place: int) -> None:
        container = {"name": name, "image": image, "ports": [f"{port}/TCP"], "env": dict(env)}
        labels = {"app": name}
        self.state(
            f"service/{name}",
            "service",
            {
                "namespace": NAMESPACE,
                "type": "ClusterIP",
                "selector": dict(labels),
                "cluster_ip": f"10.96.0.{place}",
                "port": f"tcp  {port}/TCP",
                "target_port": f"{port}/TCP",
                "endpoints": f"10.1.0.{place}:{port}",
            },
        )
        self.state(
            f"deployment/{name}",
            "deployment",
            {
                "namespace": NAMESPACE,
                "selector": dict(labels),
                "desired": 1,
                "ready": 1,
                "available": 1,
                "updated": 1,
                "containers": [copy.deepcopy(container)],
            },
        )
        self.state(
            f"pod/{name}-6d5f7c9b4-x2k8{place}",
            "pod",
            {
                "namespace": NAMESPACE,
                "phase": "Running",
                "status": "Running",
                "ready": "1/1",
                "restarts": 0,
                "node": f"worker-{place % 2}",
                "ip": f"10.1.0.{place}",
                "labels": {**labels, "pod-template-hash": "6d5f7c9b4"},
                "containers": [{**copy.deepcopy(container), "ready": True}],
            },
        )

    def state(self, entity: str, kind: str, attributes: Item) -> "Cluster":
        items = self.document["state"]
        items.append({"id": f"s{len(items) + 1}", "entity": entity, "kind": kind, "attributes": attributes})
        return self

    def log(self, entity: str, message: str, level: str = "error", count: int = 20) -> "Cluster":
        items = self.document["logs"]
        item = {"id": f"l{len(items) + 1}", "entity": entity, "level": level, "message": message, "count": count}
        items.append(item)
        return self

    def service(self, name: str, **attributes: Any) -> "Cluster":
        self.attributes(f"service/{name}").update(attributes)
        return self

    def attributes(self, entity: str) -> Item:
        found: Item = next(item["attributes"] for item in self.document["state"] if item["entity"] == entity)
        return found

    def pod(self, name: str) -> Item:
        found: Item = next(
            item["attributes"] for item in self.document["state"] if item["entity"].startswith(f"pod/{name}-")
        )
        return found

    def env(self, name: str, **env: str | None) -> "Cluster":
        for attributes in (self.attributes(f"deployment/{name}"), self.pod(name)):
            told = attributes["containers"][0]["env"]
            for key, value in env.items():
                if value is None:
                    told.pop(key, None)
                else:
                    told[key] = value
        return self

    def without(self, *kinds: str) -> "Cluster":
        self.document["state"] = [item for item in self.document["state"] if item["kind"] not in kinds]
        return self

    def verdict(self) -> Verdict:
        return investigate(Bundle.model_validate(self.document))


def conclusion(cluster: Cluster) -> tuple[str, str | None, str | None]:
    verdict = cluster.verdict()
    cause = verdict.root_cause
    return verdict.verdict, cause.cause if cause else None, cause.entity if cause else None


def explain(cluster: Cluster) -> str:
    """The hypotheses in one text, for the message of a failing test."""
    verdict = cluster.verdict()
    facts = {one.id: one.statement for one in verdict.evidence}
    lines = [f"{verdict.verdict} {verdict.confidence} {verdict.summary}"]
    for one in verdict.hypotheses:
        lines.append(f"{one.score} {one.cause} {one.entity}")
        lines += [f"    + {facts[ref]}" for ref in one.supporting]
        lines += [f"    - {facts[ref]}" for ref in one.contradicting]
        lines += [f"    ? {what}" for what in one.missing]
    return "\n".join(lines)


def assert_cause(
    cluster: Cluster, cause: str, *names: str, verdicts: tuple[str, ...] = ("confirmed", "likely")
) -> None:
    found = conclusion(cluster)
    assert found[1] == cause, explain(cluster)
    assert found[2] in names, explain(cluster)
    assert found[0] in verdicts, explain(cluster)


def assert_nothing(cluster: Cluster) -> None:
    assert conclusion(cluster)[0] in ("inconclusive", "healthy"), explain(cluster)


def test_a_cluster_that_is_well_accuses_nobody() -> None:
    assert_nothing(Cluster())


# --- selectors ------------------------------------------------------------------------------------------------------


def test_a_selector_that_fits_no_pod() -> None:
    cluster = Cluster().service("cart", selector={"app": "cart-v2"}, endpoints="<none>")
    assert_cause(cluster, "k8s.service.selector_mismatch", "service/cart", verdicts=("confirmed",))


def test_a_selector_that_fits_no_pod_where_endpoints_are_not_told() -> None:
    cluster = Cluster().service("cart", selector={"app": "cart", "tier": "web"}, endpoints=None)
    assert_cause(cluster, "k8s.service.selector_mismatch", "service/cart")


def test_a_selector_is_compared_with_templates_where_pods_are_not_collected() -> None:
    cluster = Cluster("service/frontend").service("cart", selector={"name": "cart"}, endpoints="<none>").without("pod")
    assert_cause(cluster, "k8s.service.selector_mismatch", "service/cart")


def test_a_workload_without_pods_is_no_selector_mismatch() -> None:
    cluster = Cluster().service("cart", endpoints="<none>")
    cluster.attributes("deployment/cart").update(desired=0, ready=0, available=0, updated=0)
    cluster.document["state"] = [one for one in cluster.document["state"] if not one["entity"].startswith("pod/cart")]
    assert conclusion(cluster)[1] != "k8s.service.selector_mismatch", explain(cluster)


def test_pods_that_are_not_ready_are_no_selector_mismatch() -> None:
    cluster = Cluster().service("cart", endpoints="<none>")
    cluster.pod("cart").update(ready="0/1", conditions={"Ready": "False"})
    assert conclusion(cluster)[1] != "k8s.service.selector_mismatch", explain(cluster)


def test_services_without_a_selector_or_with_a_canary_of_nobody_are_normal() -> None:
    cluster = Cluster()
    common = {"namespace": NAMESPACE, "type": "ClusterIP", "port": "tcp  80/TCP", "target_port": "80/TCP"}
    cluster.state("service/legacy", "service", {**common, "selector": {}, "endpoints": "10.9.9.9:80"})
    cluster.state("service/mail", "service", {"type": "ExternalName", "external_name": "mail.example.com"})
    canary = {**common, "selector": {"app": "cart", "track": "canary"}}
    cluster.state("service/cart-canary", "service", canary)
    assert_nothing(cluster)


def test_the_selector_of_a_manifest_counts_too() -> None:
    cluster = Cluster()
    cluster.document["state"] = [one for one in cluster.document["state"] if one["entity"] != "service/cart"]
    spec = {"selector": {"app": "carts"}, "ports": [{"port": 7070, "targetPort": 7070, "protocol": "TCP"}]}
    cluster.state("service/cart", "manifest", {"kind": "Service", "namespace": NAMESPACE, "spec": spec})
    assert_cause(cluster, "k8s.service.selector_mismatch", "service/cart")


# --- ports ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("resource", [None, "service/frontend", "service/cart"])
def test_a_target_port_that_no_container_declares(resource: str | None) -> None:
    cluster = Cluster(resource).service("cart", target_port="7071/TCP", endpoints="10.1.0.3:7071")
    assert_cause(cluster, "k8s.service.port_mismatch", "service/cart", verdicts=("confirmed",))


def test_a_target_port_name_that_no_container_has() -> None:
    cluster = Cluster().service("cart", target_port="web/TCP", endpoints="<none>")
    cluster.pod("cart")["containers"][0]["ports"] = [{"containerPort": 7070, "name": "grpc", "protocol": "TCP"}]
    assert_cause(cluster, "k8s.service.port_mismatch", "service/cart")


def test_named_and_undeclared_ports_are_normal() -> None:
    cluster = Cluster().service("cart", target_port="grpc/TCP")
    cluster.pod("cart")["containers"][0]["ports"] = [{"containerPort": 7070, "name": "grpc"}]
    cluster.service("store", target_port="6379/TCP")
    cluster.pod("store")["containers"][0].pop("ports")
    cluster.attributes("deployment/store")["containers"][0].pop("ports")
    assert_nothing(cluster)


def test_a_further_port_that_is_not_declared_is_normal() -> None:
    cluster = Cluster().service(
        "cart", port=["grpc  7070/TCP", "metrics  9090/TCP"], target_port=["7070/TCP", "9090/TCP"]
    )
    assert_nothing(cluster)


def test_the_log_says_which_port_is_listened_on() -> None:
    cluster = Cluster().service("cart", target_port="8080/TCP", endpoints="10.1.0.3:8080")
    for attributes in (cluster.pod("cart"), cluster.attributes("deployment/cart")):
        attributes["containers"][0].pop("ports")
        attributes["containers"][0]["env"].pop("PORT")
    cluster.log("deployment/cart", "server listening on port 7070", level="info", count=1)
    cluster.log("deployment/frontend", "dial tcp 10.96.0.3:7070: connect: connection refused")
    assert_cause(cluster, "k8s.service.port_mismatch", "service/cart")


def test_a_service_that_speaks_udp_to_a_tcp_container() -> None:
    cluster = Cluster().service("cart", port="tcp  7070/UDP", target_port="7070/UDP")
    assert_cause(cluster, "k8s.service.protocol_mismatch", "service/cart", verdicts=("confirmed",))


def test_dns_on_both_protocols_is_normal() -> None:
    cluster = Cluster()
    ports = [{"name": "dns", "port": 53, "protocol": "UDP"}, {"name": "dns-tcp", "port": 53, "protocol": "TCP"}]
    cluster.app("names", 53, "coredns:1.11", {}, 9)
    cluster.service("names", ports=ports, port=None, target_port=None)
    cluster.pod("names")["containers"][0]["ports"] = ["53/UDP", "53/TCP"]
    assert_nothing(cluster)


# --- addresses ------------------------------------------------------------------------------------------------------


def test_a_setting_with_a_misspelt_host() -> None:
    cluster = Cluster("service/frontend").env("frontend", CART_ADDR="cartt:7070")
    assert_cause(cluster, "app.config.dependency_address_wrong", "deployment/frontend", verdicts=("confirmed",))


def test_a_setting_with_the_wrong_namespace() -> None:
    cluster = Cluster().env("frontend", CART_ADDR="cart.shopping.svc.cluster.local:7070")
    assert_cause(cluster, "app.config.dependency_address_wrong", "deployment/frontend")


def test_a_setting_with_a_host_that_the_log_says_is_not_there() -> None:
    cluster = Cluster("service/frontend").env("frontend", OFFERS_ADDR="bargains:3550")
    cluster.log("pod/frontend-6d5f7c9b4-x2k81", "dial tcp: lookup bargains on 10.96.0.10:53: no such host")
    assert_cause(cluster, "app.config.dependency_address_wrong", "deployment/frontend")


def test_a_setting_with_a_wrong_port() -> None:
    cluster = Cluster("service/frontend").env("frontend", CART_ADDR="cart:7071")
    cluster.log("pod/frontend-6d5f7c9b4-x2k81", "dial tcp 10.96.0.3:7071: connect: connection refused")
    assert_cause(cluster, "app.config.dependency_address_wrong", "deployment/frontend", verdicts=("confirmed",))


def test_a_wrong_port_of_a_database() -> None:
    cluster = Cluster().env("offers", ORDERS_DB_PORT="5433")
    assert_cause(cluster, "db.port_wrong", "deployment/offers", verdicts=("confirmed",))


def test_a_wrong_port_in_a_url_of_a_database() -> None:
    cluster = Cluster().env("offers", DATABASE_URL="postgresql://orders:s3cret@orders-db.shop.svc:5423/orders")
    assert_cause(cluster, "db.port_wrong", "deployment/offers")
    assert "s3cret" not in cluster.verdict().model_dump_json()


def test_a_port_on_which_all_callers_agree_is_a_fault_of_the_service() -> None:
    cluster = Cluster().service("cart", port="tcp  7071/TCP")
    assert_cause(cluster, "k8s.service.port_mismatch", "service/cart")


def test_a_setting_that_names_its_own_pod() -> None:
    cluster = Cluster().env("cart", STORE_ADDR="localhost:6379")
    cluster.log("pod/cart-6d5f7c9b4-x2k83", "Error connecting to localhost:6379. Connection refused.")
    assert_cause(cluster, "app.config.dependency_address_wrong", "deployment/cart")


def test_addresses_that_are_normal() -> None:
    cluster = Cluster().env(
        "frontend",
        LISTEN_ADDR="0.0.0.0:8080",
        HOST="localhost",
        PAYMENTS_URL="https://api.payments.example.com/v1",
        QUEUE_URL="https://sqs.eu-west-1.amazonaws.com/1/orders",
        CART_URL="http://cart.shop.svc.cluster.local:7070/api",
        OTEL_EXPORTER_OTLP_ENDPOINT="http://localhost:4317",
        ORDERS_DB_HOST="<set to the key 'host' in secret 'orders-db'>",
        NO_PROXY="10.0.0.0/8,.svc,localhost",
        SERVICE_NAME="frontend",
        CURRENCY="EUR",
        START="12:30",
        POD_IP="10.1.0.1",
        REDIS_IP="10.96.0.5",
    )
    cluster.env("offers", JAVA_OPTS="-Xmx256m -Dfile.encoding=UTF-8", ORDERS_DB_HOST="orders-db-0.orders-db")
    assert_nothing(cluster)


def test_a_host_in_the_arguments() -> None:
    cluster = Cluster()
    for attributes in (cluster.pod("cart"), cluster.attributes("deployment/cart")):
        attributes["containers"][0]["args"] = ["--store-addr=stroe:6379", "--port=7070"]
        attributes["containers"][0]["env"].pop("STORE_ADDR")
    assert_cause(cluster, "app.config.dependency_address_wrong", "deployment/cart")


def test_the_same_wrong_address_in_several_workloads_is_one_fault() -> None:
    cluster = Cluster("service/checkout")
    cluster.env("frontend", CART_ADDR="kart:7070").env("checkout", CART_ADDR="kart:7070")
    assert_cause(cluster, "app.config.dependency_address_wrong", "deployment/checkout")


def test_a_wrong_address_in_a_config_map() -> None:
    cluster = Cluster().env("cart", STORE_ADDR=None)
    for attributes in (cluster.pod("cart"), cluster.attributes("deployment/cart")):
        attributes["containers"][0]["env_from"] = [{"configMapRef": {"name": "cart-settings"}}]
    cluster.state(
        "configmap/cart-settings", "configmap", {"namespace": NAMESPACE, "data": {"STORE_ADDR": "stoer:6379"}}
    )
    assert_cause(cluster, "app.config.dependency_address_wrong", "deployment/cart")


def test_a_host_that_is_not_collected_accuses_nobody() -> None:
    assert_nothing(Cluster().env("frontend", RATES_HOST="rates-v2", JAEGER_AGENT_HOST="jaeger"))


def test_services_of_the_same_name_in_two_namespaces_are_two() -> None:
    cluster = Cluster()
    other = {"namespace": "staging", "selector": {"app": "cart"}, "port": "tcp  9999/TCP", "target_port": "9999/TCP"}
    cluster.state("service/cart", "service", other)
    assert_nothing(cluster)


@pytest.mark.parametrize(
    ("message", "cause"),
    [
        ("dial tcp 10.96.0.3:7071: connect: connection refused", "app.config.dependency_address_wrong"),
        ("Error: connect ECONNREFUSED cart:7071", "app.config.dependency_address_wrong"),
        (
            'connection to server at "orders-db" (10.96.0.6), port 5433 failed: Connection refused',
            "db.port_wrong",
        ),
    ],
)
def test_a_line_names_a_port_that_the_service_does_not_offer(message: str, cause: str) -> None:
    cluster = Cluster("service/frontend").without("deployment", "pod")
    cluster.log("service/frontend", message)
    assert_cause(cluster, cause, "service/frontend")


def test_a_line_about_a_port_that_is_offered_accuses_no_setting() -> None:
    cluster = Cluster("service/frontend").without("deployment", "pod")
    cluster.log("service/frontend", "dial tcp 10.96.0.3:7070: connect: connection refused")
    assert conclusion(cluster)[1] != "app.config.dependency_address_wrong", explain(cluster)


def test_a_setting_of_a_user_service_is_an_address_too() -> None:
    cluster = Cluster("service/frontend").env("frontend", USER_SERVICE_URL="http://offerz:3550")
    assert_cause(cluster, "app.config.dependency_address_wrong", "deployment/frontend")
