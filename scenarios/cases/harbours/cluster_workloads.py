"""Faults of workloads in Kubernetes: memory, images, quotas and probes."""

from __future__ import annotations

from .record import Bundle, Expected, Record, fault
from .scenery import chatter, cluster_life, container, deployment, node, pod


def route_planner() -> tuple[Bundle, Expected]:
    """The planner's container is killed at its memory limit when the winter chart set is loaded."""
    record = Record("hb-819", "2026-01-12T06:00", 75)
    record.page(
        "SLO burn: ferry-web availability 14.4x",
        "prometheus",
        "service/ferry-web",
        44,
        severity="critical",
        service="ferry-web",
        cluster="prod-1",
    )
    record.metric("service/ferry-web", "request_rate", 210)
    record.metric("service/ferry-web", "error_rate", [(0, 0.2), (40, 0.2), (44, 9), (75, 11)], noise=0.2)
    record.metric("deployment/route-planner", "request_rate", [(0, 61), (40, 61), (45, 40), (75, 38)], noise=0.15)
    sawtooth = [
        (0, 6.1e8),
        (39, 6.2e8),
        (42, 1.07e9),
        (43, 3e8),
        (48, 1.07e9),
        (49, 3e8),
        (55, 1.07e9),
        (56, 3e8),
        (64, 1.07e9),
        (65, 3e8),
        (75, 1.0e9),
    ]
    record.metric("pod/route-planner-7c9d5b-2kqzt", "memory_usage", sawtooth, noise=0.01)
    record.metric(
        "pod/route-planner-7c9d5b-9xw4m",
        "memory_usage",
        [(minute + 2 if minute > 39 else minute, size) for minute, size in sawtooth[:-1]],
        noise=0.01,
    )
    record.metric("deployment/route-planner", "cpu_usage", 1.1)
    record.metric("deployment/tariff-svc", "latency_p95", 0.09)
    record.log(
        43,
        "service/ferry-web",
        "upstream connect error or disconnect/reset before headers. reset reason: connection termination cluster=route-planner",
        "error",
        2100,
    )
    record.log(
        41, "deployment/route-planner", 'level=info msg="loading chart set" set=winter-2026 size_mb=812', "info", 7
    )
    chatter(record, "service/ferry-web", "node", 3)
    chatter(record, "deployment/route-planner", "go", 3)
    record.event(
        74,
        "kubernetes",
        "pod/route-planner-7c9d5b-2kqzt",
        "BackOff",
        "Back-off restarting failed container planner in pod route-planner-7c9d5b-2kqzt_ferries",
        "warning",
        19,
        45,
        "kubelet",
    )
    record.event(
        25,
        "kubernetes",
        "node/ip-10-3-1-44",
        "NodeNotReady",
        "Node ip-10-3-1-44 status is now: NodeNotReady",
        "normal",
        1,
    )
    record.event(
        26, "kubernetes", "node/ip-10-3-1-44", "NodeReady", "Node ip-10-3-1-44 status is now: NodeReady", "normal", 1
    )
    for name, restarts in (("2kqzt", 5), ("9xw4m", 4)):
        pod(record, f"route-planner-7c9d5b-{name}", "route-planner-7c9d5b", "ip-10-3-1-71", "ferries", restarts=restarts, ready="0/1" if name == "2kqzt" else "1/1", status="CrashLoopBackOff" if name == "2kqzt" else "Running",
            containers=[container("planner", "reg.harbour.example/route-planner:3.8.1", limits={"cpu": "2", "memory": "1Gi"}, requests={"cpu": "1", "memory": "768Mi"}, restart_count=restarts, last_state={"state": "terminated", "reason": "OOMKilled", "exit_code": 137})])  # fmt: skip
    node(record, "ip-10-3-1-44")
    node(record, "ip-10-3-1-71", allocated={"memory": {"requests": "61%", "limits": "88%"}})
    record.change(38.5, "data", "chart set published", "s3/chart-sets", "cartography", set="winter-2026")
    record.edges(
        "service/ferry-web > service/route-planner",
        "service/route-planner owns deployment/route-planner",
        "service/ferry-web > deployment/tariff-svc",
    )
    cluster_life(record)
    return fault(
        record,
        "k8s.container.oom_killed",
        "deployment/route-planner",
        ("compute.memory_saturation", "deployment/route-planner"),
        herring=("node.not_ready", "node/ip-10-3-1-44"),
        near=["code.memory_leak"],
    )


def lock_gates() -> tuple[Bundle, Expected]:
    """New nodes have to pull the image and the pull secret's token is no longer accepted."""
    record = Record("hb-387", "2026-02-25T20:00", 80, zone=1)
    record.page(
        "lockgate-ctl: available replicas below 2",
        "datadog",
        "deployment/lockgate-ctl",
        51,
        severity="high",
        service="lockgate",
        cluster="edge-nl",
    )
    record.metric(
        "deployment/lockgate-ctl",
        "kube_deployment_status_replicas_available",
        [(0, 3), (45, 3), (46, 2), (52, 1), (60, 0), (80, 0)],
        noise=0,
    )
    record.metric("deployment/lockgate-ui", "error_rate", [(0, 0.1), (46, 0.1), (62, 34), (80, 37)], noise=0.1)
    record.metric("deployment/lockgate-ui", "request_rate", 14)
    record.metric("node/pool-b-1", "cpu_utilization", 31)
    record.metric("node/pool-b-2", "cpu_utilization", 22)
    image = "registry.sluis.example/lockgate-ctl:5.2.0"
    for name, host in (("4fqbv", "pool-b-1"), ("8hhl2", "pool-b-2"), ("zk7c9", "pool-b-2")):
        full = f"lockgate-ctl-66d7f-{name}"
        pod(record, full, "lockgate-ctl-66d7f", host, "locks", phase="Pending", status="ImagePullBackOff", ready="0/1", conditions={"Ready": "False"},
            containers=[container("ctl", image, ready=False, state={"state": "waiting", "reason": "ImagePullBackOff", "message": f"Back-off pulling image \"{image}\""})])  # fmt: skip
        record.event(
            60,
            "kubernetes",
            f"pod/{full}",
            "Failed",
            f'Failed to pull image "{image}": failed to pull and unpack image: failed to resolve reference: pull access denied, repository does not exist or may require authorization: authorization failed: 401 Unauthorized',
            "warning",
            9,
            47,
            "kubelet",
        )
    pod(
        record,
        "lockgate-ui-5d4-tt2mn",
        "lockgate-ui-5d4",
        "pool-b-1",
        "locks",
        containers=[container("ui", "docker.io/library/nginx:1.27")],
    )
    deployment(record, "lockgate-ctl", 3, 0, "locks")
    node(record, "pool-b-1", labels={"pool": "b"})
    node(record, "pool-b-2", labels={"pool": "b"})
    record.event(
        44,
        "kubernetes",
        "node/pool-a-1",
        "NodeNotSchedulable",
        "Node pool-a-1 status is now: NodeNotSchedulable",
        "normal",
    )
    record.event(46, "kubernetes", "pod/lockgate-ctl-66d7f-pp2xk", "Killing", "Stopping container ctl", "normal")
    record.change(
        40,
        "infrastructure",
        "node pool rotation a -> b",
        "nodepool/pool-b",
        "role/platform",
        kubernetes=["1.29.4", "1.30.2"],
    )
    record.change(
        -9000,
        "access",
        "robot account expiry set",
        "registry/sluis",
        "user/registry-admin",
        robot="robot$locks-pull",
        expires="2026-02-24",
    )
    record.log(
        63,
        "deployment/lockgate-ui",
        '2026/02/25 22:03:11 [error] 29#29: *9921 no live upstreams while connecting to upstream, upstream: "http://lockgate-ctl/api/state"',
        "error",
        288,
    )
    record.edges("deployment/lockgate-ui > deployment/lockgate-ctl")
    cluster_life(record)
    return fault(
        record,
        "k8s.image.pull_unauthorized",
        "deployment/lockgate-ctl",
        ("access.credentials_expired", "deployment/lockgate-ctl"),
        ("access.credentials_expired", "registry/sluis"),
        herring=("k8s.scheduling.node_cordoned", "node/pool-a-1"),
        near=["k8s.image.reference_invalid"],
    )


def quay_cranes() -> tuple[Bundle, Expected]:
    """The namespace's CPU quota stops the autoscaler before the morning peak."""
    record = Record("hb-305", "2026-08-31T05:30", 150, zone=2)
    record.page(
        "crane-planner p99 > 3 s", "datadog", "service/crane-planner", 96, severity="high", service="crane-planner"
    )
    daily = [(0, 60), (60, 140), (100, 260), (150, 280)]
    record.metric("service/crane-planner", "request_rate", daily, period=2, usual=daily)
    record.metric(
        "service/crane-planner",
        "latency_p99",
        [(0, 0.5), (85, 0.6), (110, 4.1), (150, 4.9)],
        period=2,
        usual=[(0, 0.5), (150, 0.62)],
    )
    record.metric(
        "deployment/crane-planner",
        "cpu_utilization",
        [(0, 38), (60, 61), (100, 97), (150, 99)],
        period=2,
        noise=0.03,
        usual=[(0, 38), (60, 60), (150, 63)],
    )
    record.metric(
        "deployment/crane-planner",
        "kube_deployment_status_replicas_available",
        [(0, 4), (50, 4), (52, 6), (150, 6)],
        period=2,
        noise=0,
        usual=[(0, 4), (50, 4), (60, 7), (90, 12), (150, 13)],
    )
    record.metric(
        "deployment/yard-sim", "cpu_usage", [(0, 2.0), (31, 2.0), (36, 15.7), (150, 15.8)], period=2, noise=0.02
    )
    record.event(
        148,
        "kubernetes",
        "deployment/crane-planner",
        "FailedCreate",
        'Error creating: pods "crane-planner-6f7b4c-" is forbidden: exceeded quota: terminal-quota, requested: requests.cpu=1, used: requests.cpu=32, limited: requests.cpu=32',
        "warning",
        41,
        58,
        "replicaset-controller",
    )
    record.event(
        140,
        "kubernetes",
        "deployment/crane-planner",
        "SuccessfulRescale",
        "New size: 13; reason: cpu resource utilization (percentage of request) above target",
        "normal",
        1,
        None,
        "horizontal-pod-autoscaler",
    )
    record.state(
        "resourcequota/terminal-quota",
        "resourcequota",
        namespace="terminal",
        resources={
            "requests.cpu": {"used": "32", "hard": "32"},
            "requests.memory": {"used": "71Gi", "hard": "128Gi"},
            "pods": {"used": "31", "hard": "120"},
        },
    )
    deployment(
        record,
        "crane-planner",
        13,
        6,
        "terminal",
        conditions={
            "Available": {"status": "False", "reason": "MinimumReplicasUnavailable"},
            "ReplicaFailure": {"status": "True", "reason": "FailedCreate", "message": "exceeded quota: terminal-quota"},
        },
    )
    deployment(record, "yard-sim", 16, 16, "terminal")
    node(record, "cp-w1", allocated={"cpu": {"requests": "44%"}})
    node(record, "cp-w2", allocated={"cpu": {"requests": "39%"}})
    record.change(30, "scaling", "kubectl scale", "deployment/yard-sim", "user/simon", replicas=[2, 16])
    record.change(80, "deployment", "argocd sync", "deployment/berth-feed", "argocd", images=["berth-feed:9.1.0"])
    chatter(record, "deployment/crane-planner", "java", 4)
    record.log(
        120,
        "service/crane-planner",
        "Connection is not available, request timed out after 3000ms (http-nio-8080 queue=200)",
        "warn",
        71,
    )
    record.edges(
        "service/crane-planner owns deployment/crane-planner",
        "service/terminal-ui > service/crane-planner",
        "namespace/terminal owns deployment/yard-sim",
        "namespace/terminal owns deployment/crane-planner",
    )
    cluster_life(record)
    return fault(
        record,
        "k8s.quota.cpu_exceeded",
        "namespace/terminal",
        ("k8s.quota.cpu_exceeded", "resourcequota/terminal-quota"),
        ("k8s.quota.cpu_exceeded", "deployment/crane-planner"),
        ("deployment.scaling_change", "deployment/yard-sim"),
        herring=("traffic.surge", "service/crane-planner"),
        near=["compute.cpu_saturation", "compute.autoscaling_at_max"],
    )


def pilot_ladder() -> tuple[Bundle, Expected]:
    """A slow start is cut short by the liveness probe; the application's own log is lost with each container."""
    record = Record("hb-614", "2026-09-09T12:00", 50)
    record.page(
        "KubePodCrashLooping boarding-svc",
        "prometheus",
        "deployment/boarding-svc",
        27,
        severity="warning",
        service="boarding",
    )
    full = "boarding-svc-58dbd-n4x7h"
    record.event(
        48,
        "kubernetes",
        f"pod/{full}",
        "Unhealthy",
        'Liveness probe failed: Get "http://10.61.2.14:8080/livez": dial tcp 10.61.2.14:8080: connect: connection refused',
        "warning",
        27,
        12,
        "kubelet",
    )
    record.event(
        48,
        "kubernetes",
        f"pod/{full}",
        "Killing",
        "Container boarding failed liveness probe, will be restarted",
        "normal",
        9,
        12,
        "kubelet",
    )
    record.event(
        49,
        "kubernetes",
        f"pod/{full}",
        "BackOff",
        "Back-off restarting failed container boarding in pod boarding-svc-58dbd-n4x7h_ops",
        "warning",
        22,
        17,
        "kubelet",
    )
    record.event(
        6, "kubernetes", "node/ops-2", "Rebooted", "Node ops-2 has been rebooted, boot id: 9a17-0c", "warning", 1
    )
    pod(record, full, "boarding-svc-58dbd", "ops-2", "ops", ready="0/1", restarts="9 (58s ago)", status="CrashLoopBackOff", conditions={"Ready": "False"},
        containers=[container("boarding", "boarding-svc:4.0.2", ports=["8080/TCP"], ready=False, restart_count=9, limits={"cpu": "300m", "memory": "1Gi"}, liveness="http-get http://:8080/livez delay=5s timeout=1s period=5s #success=1 #failure=3", readiness="http-get http://:8080/readyz delay=5s timeout=1s period=5s #success=1 #failure=3", state={"state": "waiting", "reason": "CrashLoopBackOff"}, last_state={"state": "terminated", "reason": "Error", "exit_code": 143, "started_at": "2026-09-09T12:47:40Z", "finished_at": "2026-09-09T12:48:01Z"})])  # fmt: skip
    record.log(
        47.7, f"pod/{full}", "o.s.b.StartupInfoLogger: Starting BoardingApplication v4.0.2 using Java 21.0.4", "info", 1
    )
    record.log(
        47.98,
        f"pod/{full}",
        "c.z.h.HikariDataSource: HikariPool-1 - Start completed. Root WebApplicationContext: initialization completed in 17209 ms",
        "info",
        1,
    )
    record.log(
        -900,
        f"pod/{full}",
        "o.s.b.StartupInfoLogger: Started BoardingApplication in 34.822 seconds (process running for 36.1)",
        "info",
        1,
    )
    deployment(record, "boarding-svc", 1, 0, "ops")
    record.change(-5, "infrastructure", "kernel patch and reboot", "node/ops-2", "kured", kernel=["6.1.90", "6.1.102"])
    record.change(
        10.5,
        "config",
        "helm upgrade",
        "deployment/boarding-svc",
        "role/ops-ci",
        chart=["2.6.1", "3.0.0"],
        liveness_initial_delay_s=[60, 5],
    )
    record.gap("logs", "only part of the log was shipped (log shipper restarting on ops-2)", f"pod/{full}")
    record.gap("metrics", "no datapoints in the window", "deployment/boarding-svc")
    record.edges("service/boarding owns deployment/boarding-svc", f"pod/{full} runs_on node/ops-2")
    cluster_life(record)
    return fault(
        record,
        "k8s.probe.liveness_too_aggressive",
        "deployment/boarding-svc",
        herring=("node.not_ready", "node/ops-2"),
        near=["code.unhandled_error", "k8s.probe.liveness_wrong_port"],
        poor=True,
    )
