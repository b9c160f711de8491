"""Clusters in which nothing is wrong now, and near misses in which too little is known to say so."""

import pytest

from commander.contract.evidence import Verdict
from tests.evidence.cluster_incidents import Cluster, clock, container, explain

POD = "cart-5d8f7c6b9-q4x7z"


def shop(title: str = "KubePodNotReady in shop", resource: str | None = "deployment/cart") -> Cluster:
    """A shop that is well; the alarm is about what its state can tell."""
    cluster = Cluster(resource).neighbours().deployment("cart").pod(POD, started_at=clock(-900))
    cluster.document["incident"]["title"] = title
    return cluster


def is_healthy(cluster: Cluster) -> bool:
    verdict: Verdict = cluster.verdict()
    return verdict.verdict == "healthy"


@pytest.mark.parametrize("resource", ["deployment/cart", "service/cart", f"pod/{POD}", "namespace/shop", None])
def test_everything_is_complete_and_ready(resource: str | None) -> None:
    cluster = shop(resource=resource)
    assert is_healthy(cluster), explain(cluster)


def test_deployments_alone_are_witnesses() -> None:
    cluster = Cluster("deployment/cart").deployment("cart", 2, 2).deployment("front").deployment("stock")
    cluster.document["incident"]["title"] = "replicas of cart unavailable for a while"
    cluster.add("alerts", "a", {"name": "CartReplicas", "state": "ok", "entity": "deployment/cart"})
    assert is_healthy(cluster), explain(cluster)


def test_warnings_during_the_start_are_over() -> None:
    cluster = shop("Unhealthy events of cart").pod(f"{POD[:-1]}k", started_at=clock(70))
    cluster.event(
        f"pod/{POD[:-1]}k", "Unhealthy", "Readiness probe failed: dial tcp 10.1.0.9:8080: connection refused", minute=71
    )
    assert is_healthy(cluster), explain(cluster)


def test_restarts_of_the_night_are_over() -> None:
    last = {"state": "terminated", "reason": "OOMKilled", "exit_code": 137, "finished_at": clock(-600)}
    cluster = Cluster("deployment/cart").neighbours().deployment("cart")
    cluster.pod(POD, container(restart_count=4, last_state=last), restarts=4)
    cluster.document["incident"]["title"] = "PodRestartsHigh"
    assert is_healthy(cluster), explain(cluster)


def test_completed_pods_of_jobs_are_well() -> None:
    cluster = shop("pods not ready in shop", "namespace/shop")
    cluster.pod(
        "nightly-295110-x2k4q", phase="Succeeded", status="Completed", ready="0/1", conditions={}, owner="Job/nightly"
    )
    assert is_healthy(cluster), explain(cluster)


def test_a_node_that_was_taken_out_on_purpose() -> None:
    cluster = shop("KubeNodeUnschedulable", "node/worker-2")
    cluster.state("node", "node/worker-1", conditions={"Ready": "True"}, unschedulable=False)
    cluster.state("node", "node/worker-2", conditions={"Ready": "True"}, unschedulable=True)
    cluster.change("node/worker-2", "infrastructure", "kubectl drain", 40)
    assert is_healthy(cluster), explain(cluster)


@pytest.mark.parametrize(
    "title", ["cart p99 latency above 2 s", "checkout error rate above 5 %", "checkout check fails", "cart timeouts"]
)
def test_state_says_nothing_about_a_slow_or_failing_service(title: str) -> None:
    cluster = shop(title)
    assert not is_healthy(cluster), explain(cluster)


def test_what_could_not_be_looked_at_is_not_fine() -> None:
    cluster = shop().add("gaps", "g", {"section": "state", "reason": "pods is forbidden"})
    assert not is_healthy(cluster), explain(cluster)


def test_a_thing_that_is_not_in_view_is_not_fine() -> None:
    cluster = shop(resource="deployment/orders")
    assert not is_healthy(cluster), explain(cluster)


def test_a_pod_of_a_neighbour_that_is_not_ready() -> None:
    cluster = shop().broken("mail-6b5c9d8f74-k9w2z")
    assert not is_healthy(cluster), explain(cluster)


def test_a_restart_just_now_is_not_over() -> None:
    last = {"state": "terminated", "reason": "Error", "exit_code": 1, "finished_at": clock(85)}
    cluster = shop("PodRestartsHigh").pod(f"{POD[:-1]}k", container(restart_count=5, last_state=last), restarts=5)
    assert not is_healthy(cluster), explain(cluster)


def test_a_warning_that_goes_on_is_not_over() -> None:
    cluster = shop("Unhealthy events of cart")
    cluster.event(
        f"pod/{POD}", "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503", minute=88
    )
    assert not is_healthy(cluster), explain(cluster)


def test_a_service_without_anything_behind_it() -> None:
    cluster = shop()
    cluster.state("service", "service/mail", namespace="shop", selector={"app": "mail"}, endpoints="<none>")
    assert not is_healthy(cluster), explain(cluster)


def test_new_errors_in_logs() -> None:
    cluster = shop().log("pod/front-7c9d8f6b54-x2k4q", "ERROR cannot charge: card service said no", minute=86)
    assert not is_healthy(cluster), explain(cluster)


def test_a_cluster_without_pods_or_workloads() -> None:
    cluster = Cluster("deployment/cart").state("node", "node/worker-1", conditions={"Ready": "True"})
    cluster.document["incident"]["title"] = "KubePodNotReady"
    assert not is_healthy(cluster), explain(cluster)
