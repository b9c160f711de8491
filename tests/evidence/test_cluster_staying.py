"""Workloads that do not stay: probes, memory, ports, settings, crashes, releases."""

import math
from typing import Any

import pytest

from tests.evidence.cluster_incidents import NOW, Cluster, assert_cause, assert_not, clock, container, explain, looping

POD, CART = "cart-5d8f7c6b9-q4x7z", "deployment/cart"
KILLED = {"state": "terminated", "reason": "Error", "exit_code": 137, "finished_at": clock(NOW - 2)}


def probed(cluster: Cluster, *, liveness: str | None = None, readiness: str | None = None, **more: object) -> Cluster:
    """A cart whose liveness probe restarts it, or whose readiness probe keeps traffic away."""
    probes = {key: text for key, text in (("liveness", liveness), ("readiness", readiness)) if text}
    known: dict[str, Any] = {"ports": ["8080/TCP"], "ready": False} | probes | more
    if liveness:
        known = {"restart_count": 9, "last_state": KILLED} | known
    cluster.deployment("cart", 1, 0)
    restarts = "9 (2m ago)" if liveness else 0
    return cluster.broken(POD, container(**known), restarts=restarts)


HTTP = "http-get http://:{port}{path} delay=10s timeout=1s period=10s #success=1 #failure=3"


def test_a_liveness_probe_at_a_port_nothing_listens_on() -> None:
    state = probed(
        Cluster().neighbours(),
        liveness=HTTP.format(port=8081, path="/healthz"),
        readiness=HTTP.format(port=8080, path="/healthz"),
    )
    assert_cause(state, "k8s.probe.liveness_wrong_port", CART)
    state.event(
        f"pod/{POD}",
        "Unhealthy",
        'Liveness probe failed: Get "http://10.1.0.7:8081/healthz": dial tcp 10.1.0.7:8081: '
        "connect: connection refused",
        count=27,
    )
    state.event(f"pod/{POD}", "Killing", "Container app failed liveness probe, will be restarted", type="normal")
    assert_cause(state, "k8s.probe.liveness_wrong_port", CART, "confirmed")


def test_a_readiness_probe_at_a_port_nothing_listens_on() -> None:
    state = probed(
        Cluster().neighbours(), readiness="tcp-socket :9999 delay=5s timeout=1s period=10s #success=1 #failure=3"
    )
    assert_cause(state, "k8s.probe.readiness_wrong_port", CART)
    state.event(
        f"pod/{POD}",
        "Unhealthy",
        "Readiness probe failed: dial tcp 10.1.0.7:9999: connect: connection refused",
        count=81,
    )
    assert_cause(state, "k8s.probe.readiness_wrong_port", CART, "confirmed")


def test_the_port_that_the_log_names_tells_where_nothing_is_declared() -> None:
    state = probed(Cluster().neighbours(), readiness=HTTP.format(port=8090, path="/ready"), ports=[])
    state.log(f"pod/{POD}", "INFO cart listening on port 8080", level="info")
    state.event(
        f"pod/{POD}",
        "Unhealthy",
        (
            'Readiness probe failed: Get "http://10.1.0.7:8090/ready": dial tcp 10.1.0.7:8090: '
            "connect: connection refused"
        ),
        count=81,
    )
    assert_cause(state, "k8s.probe.readiness_wrong_port", CART)


@pytest.mark.parametrize("kind", ["liveness", "readiness"])
@pytest.mark.parametrize(
    "answer",
    [
        'Get "http://10.1.0.7:8080/": net/http: HTTP/1.x transport connection broken: malformed '
        'HTTP response "\\x00\\x00\\x06"',
        'Get "https://10.1.0.7:8080/": http: server gave HTTP response to HTTPS client',
    ],
)
def test_a_probe_in_the_wrong_protocol(kind: str, answer: str) -> None:
    cluster = probed(Cluster().neighbours(), **{kind: HTTP.format(port=8080, path="/")})
    cluster.event(f"pod/{POD}", "Unhealthy", f"{kind.capitalize()} probe failed: {answer}", count=40)
    assert_cause(cluster, f"k8s.probe.{kind}_wrong_protocol", CART, "confirmed")


def test_an_http_probe_at_the_port_of_a_cache() -> None:
    cluster = probed(
        Cluster().neighbours(), liveness=HTTP.format(port=6379, path="/"), ports=["6379/TCP"], image="redis:7"
    )
    assert_cause(cluster, "k8s.probe.liveness_wrong_protocol", CART)


@pytest.mark.parametrize("kind", ["liveness", "readiness"])
@pytest.mark.parametrize("status", [404, 500, 503])
def test_an_endpoint_that_answers_with_failure(kind: str, status: int) -> None:
    cluster = probed(Cluster().neighbours(), **{kind: HTTP.format(port=8080, path="/health")})
    cluster.event(
        f"pod/{POD}",
        "Unhealthy",
        f"{kind.capitalize()} probe failed: HTTP probe failed with statuscode: {status}",
        count=40,
    )
    assert_cause(cluster, f"k8s.probe.{kind}_endpoint_failing", CART, "confirmed")


def test_a_liveness_probe_that_gives_up_too_fast() -> None:
    quick = "http-get http://:8080/healthz delay=1s timeout=1s period=2s #success=1 #failure=1"
    state = probed(Cluster().neighbours(), liveness=quick, readiness=HTTP.format(port=8080, path="/healthz"))
    assert_cause(state, "k8s.probe.liveness_too_aggressive", CART)
    state.event(
        f"pod/{POD}",
        "Unhealthy",
        'Liveness probe failed: Get "http://10.1.0.7:8080/healthz": dial tcp 10.1.0.7:8080: '
        "connect: connection refused",
        count=27,
    )
    assert_cause(state, "k8s.probe.liveness_too_aggressive", CART)
    slow = probed(
        Cluster().neighbours(),
        liveness="http-get http://:8080/healthz delay=5s timeout=1s period=5s #success=1 #failure=3",
    )
    slow.log(f"pod/{POD}", "Started CartApplication in 48.2 seconds (process running for 49.1)", level="info")
    slow.event(
        f"pod/{POD}",
        "Unhealthy",
        'Liveness probe failed: Get "http://10.1.0.7:8080/healthz": context deadline exceeded '
        "(Client.Timeout exceeded while awaiting headers)",
        count=27,
    )
    assert_cause(slow, "k8s.probe.liveness_too_aggressive", CART, "confirmed")


def test_probes_that_failed_while_pods_started_are_normal() -> None:
    cluster = (
        Cluster()
        .neighbours()
        .deployment("cart")
        .pod(POD, container(ports=["8080/TCP"], readiness=HTTP.format(port=8080, path="/")))
    )
    cluster.event(
        f"pod/{POD}",
        "Unhealthy",
        'Readiness probe failed: Get "http://10.1.0.7:8080/": dial tcp 10.1.0.7:8080: connect: connection refused',
        minute=62,
        count=2,
    )
    assert cluster.verdict().root_cause is None, explain(cluster)


def test_a_container_killed_at_its_memory_limit() -> None:
    cluster = Cluster().neighbours().deployment("cart", 1, 0)
    cluster.broken(POD, looping(137, "OOMKilled", limits={"memory": "128Mi"}, env={"JAVA_OPTS": "-Xmx512m"}))
    assert_cause(cluster, "k8s.container.oom_killed", CART, "confirmed")
    events = Cluster().event(f"pod/{POD}", "OOMKilling", "Memory cgroup out of memory: Killed process 812 (java)")
    assert_cause(events, "k8s.container.oom_killed", f"pod/{POD}")


def test_an_old_end_at_the_memory_limit_is_over() -> None:
    last = {"state": "terminated", "reason": "OOMKilled", "exit_code": 137, "finished_at": clock(-3000)}
    cluster = (
        Cluster()
        .neighbours()
        .deployment("cart")
        .pod(POD, container(restart_count=1, last_state=last), restarts="1 (2d ago)")
    )
    assert_not(cluster, "k8s.container.oom_killed")


def test_memory_that_grows_for_hours_until_the_kill() -> None:
    cluster = Cluster().neighbours().deployment("cart", 1, 0)
    cluster.broken(POD, looping(137, "OOMKilled", limits={"memory": "512Mi"}))
    points = [[clock(place * 5 - 300), 1.4e8 + place * 5.2e6 + 1e6 * math.sin(place)] for place in range(75)]
    cluster.add(
        "metrics", "m", {"name": "memory_usage", "entity": CART, "unit": "Bytes", "points": points, "period_s": 300}
    )
    assert_cause(cluster, "compute.memory_leak", CART)


def test_two_containers_on_one_port() -> None:
    cluster = Cluster().neighbours().deployment("cart", 1, 0)
    pair = (container("app", ports=["8080/TCP"]), looping(1, name="proxy", ports=["8080/TCP"]))
    cluster.broken(POD, *pair, ready="1/2")
    assert_cause(cluster, "k8s.container.port_conflict", CART)
    cluster.log(f"pod/{POD}", "Error: listen tcp :8080: bind: address already in use", level="error", source="proxy")
    assert_cause(cluster, "k8s.container.port_conflict", CART)


@pytest.mark.parametrize(
    ("message", "cause"),
    [
        ("KeyError: 'CART_DB_HOST'", "app.config.env_missing"),
        ("FATAL required environment variable CART_DB_HOST is not set", "app.config.env_missing"),
        ("invalid value for environment variable CART_POOL: expected integer", "app.config.value_invalid"),
        ("PermissionError: [Errno 13] Permission denied: '/var/lib/cart/data.db'", "k8s.volume.permission_denied"),
        ("ValueError: cannot decode cart layout 3", "code.unhandled_error"),
        ("panic: runtime error: index out of range [4] with length 4", "code.unhandled_error"),
    ],
)
def test_the_last_words_tell_why_a_container_ends(message: str, cause: str) -> None:
    cluster = Cluster().neighbours().deployment("cart", 1, 0)
    cluster.broken(POD, looping(1, env={"PORT": "8080"}, mounts=["/var/lib/cart from data (rw)"]))
    cluster.log(CART, message, level="error")
    assert_cause(cluster, cause, CART)


def test_a_new_template_that_crashes_beside_the_old_one() -> None:
    cluster = Cluster().neighbours().deployment("cart", 2, 1, updated=1)
    cluster.pod(
        "cart-7f6b5c4d8-mm2lp", container(image="registry.example.io/shop/cart:1.3"), owner="ReplicaSet/cart-7f6b5c4d8"
    )
    cluster.broken(POD, looping(1, image="registry.example.io/shop/cart:1.4"), owner="ReplicaSet/cart-5d8f7c6b9")
    cluster.log(CART, "ValueError: cannot decode cart layout 3", level="error")
    cluster.change(CART, "deployment", "kubectl set image", 58, version="1.4", previous_version="1.3")
    assert_cause(cluster, "deployment.bad_release", CART)


def test_a_crash_loop_without_last_words_is_open() -> None:
    cluster = Cluster().neighbours().deployment("cart", 1, 0).broken(POD, looping(1))
    assert cluster.verdict().verdict == "inconclusive", explain(cluster)


def test_a_crash_without_logs_does_not_become_a_probe() -> None:
    state = probed(
        Cluster().neighbours(),
        liveness=HTTP.format(port=8080, path="/"),
        last_state={"state": "terminated", "reason": "Error", "exit_code": 1, "finished_at": clock(NOW - 1)},
    )
    assert_not(state, "k8s.probe.liveness_too_aggressive", "k8s.probe.liveness_wrong_port")


def far() -> Cluster:
    """The front fails from minute 60 on; it calls the cart and the stock."""
    cluster = Cluster().neighbours().edge("service/front", "service/cart").edge("service/front", "service/stock")
    points = [[clock(minute), (0.5 if minute < 60 else 22.0) + 0.1 * (minute % 5)] for minute in range(NOW)]
    cluster.add("metrics", "m", {"name": "error_rate", "entity": "service/front", "points": points, "period_s": 60})
    return cluster.log("pod/front-7c9d8f6b54-x2k4q", "dial tcp cart:8080: connection refused", 62, level="error")


def test_a_cause_far_from_its_symptom_is_confirmed() -> None:
    cluster = far().deployment("cart", 1, 0).broken(POD, looping(1))
    cluster.log(
        f"pod/{POD}", "Traceback (most recent call last):\n  File 'app.py'\nKeyError: 'DB_URL'", 62, level="error"
    )
    assert_cause(cluster, "app.config.env_missing", CART, "confirmed")
    assert_cause(far().deployment("cart", 0, 0), "k8s.workload.zero_replicas", CART, "confirmed")


def test_an_agent_that_crashes_for_days_is_not_the_cause() -> None:
    cluster = far().deployment("cart", 0, 0).deployment("agent", 1, 0)
    cluster.broken("agent-5d8f7c6b9-zzzzz", looping(1, name="agent", restarts=900), restarts="900 (2m ago)")
    cluster.log("pod/agent-5d8f7c6b9-zzzzz", "RuntimeError: no license found", level="error")
    assert_cause(cluster, "k8s.workload.zero_replicas", CART)


def test_a_pod_that_was_made_just_now_is_not_ready_yet() -> None:
    cluster = Cluster().neighbours().deployment("cart", 3, 3, updated=2, total=4).pod("cart-7f6b5c4d8-mm2lp")
    new = container(ready=False, ports=["8080/TCP"], readiness=HTTP.format(port=8080, path="/"))
    cluster.broken(POD, new, started_at=clock(NOW - 0.5))
    refused = "Readiness probe failed: dial tcp 10.1.0.7:8080: connect: connection refused"
    cluster.event(f"pod/{POD}", "Unhealthy", refused, minute=NOW - 0.2, count=2)
    assert cluster.verdict().root_cause is None, explain(cluster)


def test_a_run_of_a_job_that_failed_long_ago_is_over() -> None:
    ended = {"state": "terminated", "reason": "Error", "exit_code": 1, "finished_at": clock(-900)}
    cluster = Cluster().neighbours()
    cluster.pod("report-28373-zzx5p", container(ready=False, state=ended), phase="Failed", owner="Job/report-28373")
    cluster.log("pod/report-28373-zzx5p", "ValueError: bad month", minute=-901, level="error")
    assert cluster.verdict().root_cause is None, explain(cluster)


def forbidden(cluster: Cluster) -> Cluster:
    user = 'User "system:serviceaccount:shop:cart" cannot get resource "configmaps" in API group ""'
    said = f'configmaps "x" is forbidden: {user} in the namespace "shop"'
    return cluster.log(f"pod/{POD}", said, level="error", count=40)


def test_a_missing_permission_in_the_cluster() -> None:
    unready = Cluster().neighbours().deployment("cart", 1, 0).broken(POD)
    assert_cause(forbidden(unready), "k8s.rbac.forbidden", CART)
    ending = Cluster().neighbours().deployment("cart", 1, 0).broken(POD, looping(1))
    assert_cause(forbidden(ending), "k8s.rbac.forbidden", CART)


def test_a_missing_permission_that_only_lines_of_a_pod_tell_which_works_is_left_open() -> None:
    cluster = forbidden(Cluster().neighbours().deployment("cart").pod(POD))
    verdict = cluster.verdict()
    assert verdict.verdict == "inconclusive", explain(cluster)
    assert (verdict.hypotheses[0].cause, verdict.hypotheses[0].entity) == ("k8s.rbac.forbidden", CART)
    assert any("anything besides the wording" in what for what in verdict.hypotheses[0].missing)


def test_a_pod_told_in_the_cluster_s_own_form() -> None:
    status = {
        "phase": "Running",
        "conditions": [{"type": "Ready", "status": "False"}],
        "containerStatuses": [
            {
                "name": "app",
                "ready": False,
                "restartCount": 7,
                "state": {"waiting": {"reason": "CrashLoopBackOff"}},
                "lastState": {"terminated": {"reason": "OOMKilled", "exitCode": 137, "finishedAt": clock(NOW - 2)}},
            }
        ],
    }
    spec = {"containers": [{"name": "app", "resources": {"limits": {"memory": "64Mi"}}}]}
    cluster = Cluster()
    attributes = {"kind": "Pod", "metadata": {"namespace": "shop"}, "spec": spec, "status": status}
    cluster.add("state", "s", {"entity": f"pod/{POD}", "kind": "manifest", "attributes": attributes})
    assert_cause(cluster, "k8s.container.oom_killed", f"pod/{POD}")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (
            "http: TLS handshake error from 10.1.0.1:42: tls: first record does not look like a TLS handshake",
            "readiness",
        ),
        (
            "WARN Possible SECURITY ATTACK detected. It looks like somebody is sending POST or Host: commands",
            "readiness",
        ),
    ],
)
def test_the_server_s_own_words_tell_a_foreign_protocol(line: str, kind: str) -> None:
    cluster = probed(Cluster().neighbours(), **{kind: HTTP.format(port=8080, path="/")})
    cluster.log(f"pod/{POD}", line, level="info")
    assert_cause(cluster, f"k8s.probe.{kind}_wrong_protocol", CART)


def test_what_the_kubelet_logs_of_a_probe() -> None:
    cluster = Cluster().neighbours().deployment("cart", 1, 0).broken(POD)
    said = (
        f'"Probe failed" probeType="Readiness" pod="shop/{POD}" containerName="app" output="HTTP '
        'probe failed with statuscode: 500"'
    )
    cluster.log("node/worker-1", said)
    assert_cause(cluster, "k8s.probe.readiness_endpoint_failing", CART)


def test_a_value_that_the_last_words_cannot_read() -> None:
    cluster = Cluster().neighbours().deployment("cart", 1, 0)
    cluster.broken(POD, looping(1, env={"CART_TTL": "ten minutes", "CART_MODE": "full"}))
    cluster.log(f"pod/{POD}", 'panic: time: invalid duration "ten minutes"', level="error")
    assert_cause(cluster, "app.config.value_invalid", CART)


def test_a_process_that_dies_by_itself_fails_its_probe_as_well() -> None:
    refused = "Liveness probe failed: dial tcp 10.1.0.7:8080: connect: connection refused"
    probes: dict[str, Any] = {"ports": ["8080/TCP"], "liveness": HTTP.format(port=8080, path="/")}
    cluster = Cluster().neighbours().deployment("cart", 1, 0).event(f"pod/{POD}", "Unhealthy", refused, count=3)
    cluster.broken(POD, looping(1, **probes))
    cluster.log(f"pod/{POD}", "TypeError: Cannot read properties of undefined (reading 'id')", level="error")
    assert_cause(cluster, "code.unhandled_error", CART)
    killed = Cluster().neighbours().deployment("cart", 1, 0).event(f"pod/{POD}", "Unhealthy", refused, count=3)
    killed.broken(POD, looping(137, "OOMKilled", limits={"memory": "64Mi"}, **probes))
    assert_cause(killed, "k8s.container.oom_killed", CART, "confirmed")


def test_a_segmentation_fault_is_the_code_s() -> None:
    cluster = Cluster().neighbours().deployment("cart", 1, 0).broken(POD, looping(139))
    assert_cause(cluster, "code.unhandled_error", CART)


def test_an_endpoint_that_reports_what_is_below_it() -> None:
    cluster = probed(Cluster().neighbours(), readiness=HTTP.format(port=8080, path="/ready"))
    cluster.event(f"pod/{POD}", "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503", count=50)
    cluster.deployment("cart-db", 0, 0)
    cluster.state("service", "service/cart-db", namespace="shop", selector={"app": "cart-db"}, endpoints="<none>")
    cluster.log(f"pod/{POD}", "ERROR dial tcp cart-db:5432: connect: connection refused", level="error")
    assert_cause(cluster, "k8s.workload.zero_replicas", "deployment/cart-db")
    cluster.edge("service/front", "service/cart").edge("service/cart", "service/cart-db")
    assert_cause(cluster, "k8s.workload.zero_replicas", "deployment/cart-db", "confirmed")
