"""Faults of clusters that two explanations compete for, where the state beside the words decides."""

import pytest

from tests.evidence.cluster_incidents import Cluster, assert_cause, assert_not, clock, container, looping, waiting

POD = "cart-5d8f7c6b9-q4x7z"
CART = "deployment/cart"


def checked(lost: str, *, ready: bool = True, spared: bool = False) -> Cluster:
    """A matrix of checks between nodes, in which one neither reaches others nor is reached."""
    cluster = Cluster("service/front").neighbours()
    names = ("worker-1", "worker-2", "worker-3")
    for name in names:
        status = "True" if ready or name != lost else "Unknown"
        cluster.state("node", f"node/{name}", conditions={"Ready": status})
        probes = [{"from": one, "ok": lost not in (one, name) or spared} for one in names if one != name]
        cluster.state("connectivity_check", f"node/{name}", port=10250, probes=probes)
    return cluster


def test_one_node_is_cut_off() -> None:
    assert_cause(checked("worker-3"), "network.partition", "node/worker-3")


def test_no_node_is_cut_off_where_checks_get_through() -> None:
    assert_not(checked("worker-3", spared=True), "network.partition")


def test_a_node_that_is_down_is_not_merely_cut_off() -> None:
    verdict = checked("worker-3", ready=False).verdict()
    assert verdict.root_cause is None or verdict.root_cause.cause != "network.partition" or verdict.verdict == "likely"


DENIED = (
    'Failed to pull image "docker.io/acme/cart:2": failed to resolve reference "docker.io/acme/cart:2": pull access '
    "denied, repository does not exist or may require authorization: server message: insufficient_scope"
)


def unpulled() -> Cluster:
    cluster = Cluster().neighbours().deployment("cart", 1, 0)
    cluster.broken(
        POD, waiting("ErrImagePull", DENIED, image="docker.io/acme/cart:2"), phase="Pending", status="ErrImagePull"
    )
    return cluster


def test_a_denied_pull_with_a_pull_secret_that_is_not_there() -> None:
    cluster = unpulled().state("secrets", "namespace/shop", names=["cart-db"])
    spec = {"template": {"spec": {"imagePullSecrets": [{"name": "hub"}], "containers": [{"name": "app"}]}}}
    cluster.state("manifest", CART, kind="Deployment", spec=spec)
    assert_cause(cluster, "k8s.image.pull_unauthorized", CART)


def test_a_denied_pull_of_a_repository_that_others_run() -> None:
    cluster = unpulled().pod("canary-5d8f7c6b9-aaaaa", container("canary", image="docker.io/acme/cart:1"))
    assert_cause(cluster, "k8s.image.pull_unauthorized", CART)


@pytest.mark.parametrize("how", ["event", "state", "change"])
def test_a_secret_was_changed_under_running_pods(how: str) -> None:
    env = {"CACHE_PASSWORD": "<set to the key 'auth' in secret 'cache-auth'>"}
    cluster = Cluster(CART, started=60).neighbours().deployment("cart")
    cluster.pod(POD, container(env=env), started_at=clock(-4000))
    cluster.log(f"pod/{POD}", "ERROR redis: WRONGPASS invalid username-password pair or user is disabled.", minute=61)
    cluster.log(f"pod/{POD}", "ERROR redis: WRONGPASS invalid username-password pair or user is disabled.", minute=86)
    if how == "event":
        cluster.event("secret/cache-auth", "Updated", "Updated Secret", minute=59, type="normal")
    elif how == "state":
        cluster.state("secret", "secret/cache-auth", updated_at=clock(59))
    else:
        cluster.change("secret/cache-auth", "access", "RotateSecret", 59)
    assert_cause(cluster, "access.secret_rotation", CART)


def test_a_secret_that_was_changed_before_the_pods_started_is_no_rotation() -> None:
    env = {"CACHE_PASSWORD": "<set to the key 'auth' in secret 'cache-auth'>"}
    cluster = (
        Cluster(CART, started=60).neighbours().deployment("cart").pod(POD, container(env=env), started_at=clock(58))
    )
    cluster.log(f"pod/{POD}", "ERROR redis: WRONGPASS invalid username-password pair or user is disabled.", minute=61)
    cluster.event("secret/cache-auth", "Updated", "Updated Secret", minute=50, type="normal")
    assert_not(cluster, "access.secret_rotation")


def test_a_denied_path_below_a_mount_is_the_volume() -> None:
    cluster = Cluster(CART).neighbours().deployment("cart", 1, 0)
    cluster.broken(POD, looping(1, mounts=["/var/lib/data from data (rw)"]))
    cluster.log(f"pod/{POD}", "ERROR mkdir: cannot create directory '/var/lib/data/wal': Permission denied")
    assert_cause(cluster, "k8s.volume.permission_denied", CART)


def test_pods_that_were_preempted_wait_for_the_room_that_was_taken() -> None:
    cluster = Cluster(CART).neighbours().deployment("cart", 1, 0)
    said = "0/3 nodes are available: 3 Insufficient cpu."
    cluster.broken(POD, phase="Pending", status="Pending", conditions={})
    cluster.event(f"pod/{POD}", "Preempted", "Preempted by pod 8f41c0de on node worker-1", minute=61)
    cluster.event(f"pod/{POD}", "FailedScheduling", said, minute=80)
    assert_cause(cluster, "k8s.workload.evicted", CART)


def test_a_paused_rollout() -> None:
    cluster = Cluster(CART).neighbours().deployment("cart", 2, 2, updated=1, paused=True).pod(POD)
    assert_cause(cluster, "deployment.rollout_stuck", CART)


def test_a_paused_rollout_that_is_complete_is_none() -> None:
    cluster = Cluster(CART).neighbours().deployment("cart", 2, 2, updated=2, paused=True).pod(POD)
    assert_not(cluster, "deployment.rollout_stuck")


def test_a_service_that_a_quota_kept_from_being_made() -> None:
    cluster = Cluster("service/front").neighbours().deployment("mail").edge("service/front", "service/mail")
    for name in ("front", "stock"):
        cluster.state("service", f"service/{name}", namespace="shop", selector={"app": name}, port="http 80/TCP")
    said = 'services "mail" is forbidden: exceeded quota: counts, requested: services=1, used: services=5, limited: '
    cluster.state("resourcequota", "resourcequota/counts", namespace="shop", resources={"services": "5/5"})
    cluster.log("job/release-12", f"ERROR Error from server (Forbidden): {said}services=5", minute=59)
    cluster.log("pod/front-7c9d8f6b54-x2k4q", "ERROR getaddrinfo ENOTFOUND mail", minute=62)
    assert_cause(cluster, "k8s.quota.services_exceeded", "namespace/shop")


def test_an_alias_was_given_another_host() -> None:
    cluster = Cluster("service/front").neighbours().edge("service/front", "service/feed")
    cluster.state("service", "service/feed", namespace="shop", type="ExternalName", external_name="old.acme.example")
    cluster.change(
        "service/feed", "config", "kubectl apply", 59, external_name=["new.acme.example", "old.acme.example"]
    )
    said = "ERROR tls: failed to verify certificate: x509: certificate is valid for old.acme.example, not feed"
    cluster.log("pod/front-7c9d8f6b54-x2k4q", said, minute=61)
    assert_cause(cluster, "dns.record_wrong", "service/feed")


def test_a_database_without_ready_pods_is_missed() -> None:
    cluster = Cluster("service/front").neighbours().state("statefulset", "statefulset/orders-db", ready="0/1")
    cluster.state(
        "service",
        "service/orders-db",
        namespace="shop",
        selector={"app": "orders-db"},
        port="pg 5432/TCP",
        endpoints="<none>",
    )
    cluster.state("service", "service/front", namespace="shop", selector={"app": "front"}, port="http 80/TCP")
    cluster.broken("orders-db-0", owner="StatefulSet/orders-db", labels={"app": "orders-db"})
    said = "ERROR Npgsql.NpgsqlException (0x80004005): Failed to connect to orders-db:5432: connection refused"
    cluster.log("pod/front-7c9d8f6b54-x2k4q", said, minute=61)
    cluster.log("pod/front-7c9d8f6b54-x2k4q", said, minute=80)
    assert_cause(cluster, "db.unreachable", "statefulset/orders-db")
