"""Faults of workloads, nodes and probes in Kubernetes."""

from __future__ import annotations

from .record import Bundle, Expected, Record, fault, step
from .scenery import chatter, cluster_life, container, deployment, node, pod


def route_planner() -> tuple[Bundle, Expected]:
    """The planner's container is killed at its memory limit when the winter chart set is loaded."""
    record = Record("hb-115", "2026-01-12T06:00", 75)
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
    record = Record("hb-116", "2026-02-25T20:00", 80, zone=1)
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


def harbour_pass() -> tuple[Bundle, Expected]:
    """A Service was edited and now sends to a port nobody listens on."""
    record = Record("hb-117", "2026-03-30T11:45", 45)
    record.page(
        "Blackbox: https://pass.harbour.example/api/permits probe_success == 0",
        "synthetic-monitor",
        "external/pass-probe",
        24,
        severity="critical",
        service="harbour-pass",
    )
    record.metric("service/pass-gateway", "error_rate", [(0, 0.3), (20, 0.3), (22, 61), (45, 62)], noise=0.06)
    record.metric("service/pass-gateway", "request_rate", 88)
    record.metric("deployment/permits", "request_rate", step(53, 21, 0))
    record.metric("deployment/permits", "cpu_usage", step(0.8, 21, 0.04))
    record.metric("deployment/permits", "memory_usage", 6.9e8, noise=0.01)
    record.metric("deployment/badges", "request_rate", 30)
    record.log(
        23,
        "service/pass-gateway",
        'connect() failed (111: Connection refused) while connecting to upstream, upstream: "http://172.20.14.8:80/api/permits"',
        "error",
        3120,
        "ingress-nginx",
    )
    record.log(30, "deployment/permits", "Tomcat started on port 8080 (http) with context path '/'", "info", 1)
    chatter(record, "deployment/permits", "java", 4)
    chatter(record, "deployment/badges", "java", 2)
    record.state(
        "service/permits",
        "service",
        namespace="pass",
        type="ClusterIP",
        selector={"app": "permits"},
        cluster_ip="172.20.14.8",
        port="http  80/TCP",
        target_port="8000/TCP",
        endpoints="10.44.1.5:8000,10.44.2.9:8000",
    )
    record.state(
        "service/badges",
        "service",
        namespace="pass",
        type="ClusterIP",
        selector={"app": "badges"},
        cluster_ip="172.20.14.31",
        port="http  80/TCP",
        target_port="8080/TCP",
        endpoints="10.44.1.7:8080",
    )
    for name, ip in (("fd2sl", "10.44.1.5"), ("w8nrq", "10.44.2.9")):
        pod(
            record,
            f"permits-5b9c7-{name}",
            "permits-5b9c7",
            "worker-3",
            "pass",
            ip=ip,
            labels={"app": "permits"},
            containers=[
                container(
                    "permits",
                    "permits:2.31.0",
                    ports=["8080/TCP"],
                    readiness="http-get http://:8080/actuator/health/readiness delay=10s period=5s",
                )
            ],
        )
    deployment(record, "permits", 2, 2, "pass")
    record.change(
        20.3,
        "config",
        "kubectl apply",
        "service/permits",
        "user/tove",
        ports=[{"port": 80, "targetPort": ["8080", "8000"]}],
    )
    record.change(8, "deployment", "argocd sync", "deployment/badges", "argocd", images=["badges:1.18.0"])
    record.edges(
        "external/pass-probe > service/pass-gateway",
        "service/pass-gateway > service/permits",
        "service/pass-gateway > service/badges",
        "service/permits owns deployment/permits",
        "service/badges owns deployment/badges",
    )
    cluster_life(record)
    return fault(
        record,
        "k8s.service.port_mismatch",
        "service/permits",
        herring=("deployment.bad_release", "deployment/badges"),
        near=["dependency.unreachable"],
    )


def stock_lookup() -> tuple[Bundle, Expected]:
    """A setting was renamed with a typing error in the host."""
    record = Record("hb-118", "2026-04-08T09:00", 60)
    record.page(
        "chandlery-shop 5xx > 3 %", "datadog", "service/chandlery-shop", 33, severity="high", service="chandlery-shop"
    )
    record.metric("service/chandlery-shop", "error_rate", [(0, 0.4), (29, 0.4), (32, 14), (60, 15)], noise=0.12)
    record.metric("service/chandlery-shop", "latency_p95", 0.31, noise=0.1)
    record.metric("service/basket", "error_rate", [(0, 0.1), (29, 0.1), (32, 48), (60, 50)], noise=0.08)
    record.metric("service/stock", "request_rate", [(0, 44), (29, 44), (32, 11), (60, 10)])
    record.metric("service/stock", "error_rate", 0.05, noise=0.3)
    record.metric("node/gke-pool-4", "cpu_utilization", 91, noise=0.03)
    record.log(
        31,
        "deployment/basket",
        '{"level":50,"msg":"reserve failed","err":{"code":"ENOTFOUND","syscall":"getaddrinfo","hostname":"stokc.chandlery.svc.cluster.local"}}',
        "error",
        4480,
    )
    record.log(
        30.6,
        "deployment/basket",
        '{"level":30,"msg":"boot","STOCK_URL":"http://stokc.chandlery.svc.cluster.local:8080","NODE_ENV":"production"}',
        "info",
        3,
    )
    record.log(
        40,
        "deployment/coredns",
        '[INFO] 10.12.4.9:48211 - 51 "A IN stokc.chandlery.svc.cluster.local. udp 57 false 512" NXDOMAIN qr,aa,rd 150 0.0001s',
        "info",
        9100,
    )
    record.log(
        15,
        "deployment/coredns",
        "[ERROR] plugin/errors: 2 telemetry.vendor.example. A: read udp 10.12.0.3:53->169.254.169.254:53: i/o timeout",
        "error",
        12,
    )
    chatter(record, "deployment/basket", "node", 4)
    record.state(
        "configmap/basket-env",
        "configmap",
        namespace="chandlery",
        data={"STOCK_URL": "http://stokc.chandlery.svc.cluster.local:8080", "LOG_LEVEL": "info"},
    )
    record.state(
        "service/stock",
        "service",
        namespace="chandlery",
        selector={"app": "stock"},
        port="http  8080/TCP",
        target_port="8080/TCP",
        endpoints="10.12.4.20:8080,10.12.7.3:8080",
    )
    deployment(record, "basket", 3, 3, "chandlery")
    deployment(record, "stock", 2, 2, "chandlery")
    deployment(record, "coredns", 2, 2, "kube-system")
    record.change(
        29.5,
        "config",
        "kubectl apply + rollout restart",
        "configmap/basket-env",
        "user/erik",
        keys=["STOCK_URL"],
        pull_request="settings: in-cluster names instead of the load balancer",
    )
    record.change(17, "deployment", "argocd sync", "deployment/stock", "argocd", images=["stock:0.44.2"])
    record.alert(-30000, "gke-pool-4 CPU > 90", "node/gke-pool-4", reason="batch node, always busy")
    record.edges(
        "service/chandlery-shop > service/basket",
        "service/basket > service/stock",
        "service/basket owns deployment/basket",
        "service/stock owns deployment/stock",
        "deployment/basket depends_on configmap/basket-env",
    )
    cluster_life(record)
    return fault(
        record,
        "app.config.dependency_address_wrong",
        "deployment/basket",
        ("dns.resolution_failure", "deployment/basket"),
        ("app.config.dependency_address_wrong", "configmap/basket-env"),
        ("app.config.value_invalid", "deployment/basket"),
        herring=("deployment.bad_release", "deployment/stock"),
        near=["compute.cpu_saturation"],
    )


def radar_fusion() -> tuple[Bundle, Expected]:
    """Core dumps fill a node's disk; the kubelet evicts what runs there."""
    record = Record("hb-119", "2026-05-05T22:00", 120)
    record.page(
        "radar-fusion lag > 20 s",
        "prometheus",
        "service/radar-fusion",
        83,
        severity="critical",
        service="radar-fusion",
        cluster="vts",
    )
    record.metric(
        "node/vts-w5",
        "node_filesystem_avail_percent",
        [(0, 31), (30, 29), (76, 8), (120, 6)],
        noise=0.01,
        unit="Percent",
    )
    record.metric("node/vts-w4", "node_filesystem_avail_percent", 44, noise=0.01, unit="Percent")
    record.metric(
        "service/radar-fusion", "fusion_lag_seconds", [(0, 1.2), (79, 1.3), (95, 34), (120, 51)], unit="Seconds"
    )
    record.metric("node/vts-w5", "memory_utilization", 62, noise=0.02)
    record.metric("node/vts-w4", "memory_utilization", 71, noise=0.02)
    for minute, name in ((78, "radar-fusion-0"), (79, "radar-fusion-1"), (84, "chart-tiles-8d5-qq9lw")):
        record.event(
            minute,
            "kubernetes",
            f"pod/{name}",
            "Evicted",
            "The node was low on resource: ephemeral-storage. Threshold quantity: 10737418240, available: 8412Mi.",
            "warning",
            1,
            None,
            "kubelet",
        )
    record.event(
        77,
        "kubernetes",
        "node/vts-w5",
        "NodeHasDiskPressure",
        "Node vts-w5 status is now: NodeHasDiskPressure",
        "normal",
    )
    record.event(
        81,
        "kubernetes",
        "node/vts-w5",
        "FreeDiskSpaceFailed",
        "Failed to garbage collect required amount of images. Attempted to free 6442450944 bytes, but only found 0 bytes eligible to free.",
        "warning",
        8,
    )
    record.event(
        110,
        "kubernetes",
        "pod/radar-fusion-0",
        "FailedScheduling",
        "0/3 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }, 2 node(s) didn't match Pod's node affinity/selector.",
        "warning",
        14,
        79,
    )
    node(
        record,
        "vts-w5",
        labels={"radar-nic": "true"},
        taints=["node.kubernetes.io/disk-pressure:NoSchedule"],
        conditions={
            "Ready": "True",
            "DiskPressure": {
                "status": "True",
                "reason": "KubeletHasDiskPressure",
                "message": "kubelet has disk pressure",
            },
            "MemoryPressure": "False",
        },
    )
    node(record, "vts-w4")
    pod(
        record,
        "radar-fusion-0",
        "StatefulSet/radar-fusion",
        "",
        "vts",
        phase="Pending",
        status="Pending",
        ready="0/1",
        node_selector={"radar-nic": "true"},
        conditions={"Ready": "False"},
    )
    record.state("statefulset/radar-fusion", "statefulset", namespace="vts", ready="0/2", age="211d")
    record.state(
        "node/vts-w5",
        "systemd_unit",
        unit="systemd-coredump",
        active="active",
        log_tail=[
            "Process 81422 (ais-decoder) of user 1000 dumped core.",
            "Process 81977 (ais-decoder) of user 1000 dumped core.",
            "/var/lib/systemd/coredump: 171G",
        ],
    )
    record.change(58, "deployment", "helm upgrade", "statefulset/radar-fusion", "role/vts-ci", chart=["1.9.0", "1.9.1"])
    record.log(90, "service/vts-console", "no fused tracks since 12 s, showing raw AIS", "warning", 300)
    chatter(record, "service/vts-console", "dotnet", 3)
    record.edges(
        "service/vts-console > service/radar-fusion",
        "service/radar-fusion owns statefulset/radar-fusion",
        "pod/radar-fusion-0 runs_on node/vts-w5",
        "pod/radar-fusion-1 runs_on node/vts-w5",
    )
    cluster_life(record)
    return fault(
        record,
        "node.disk_pressure",
        "node/vts-w5",
        ("k8s.workload.evicted", "statefulset/radar-fusion"),
        ("storage.full", "node/vts-w5"),
        herring=("deployment.bad_release", "statefulset/radar-fusion"),
        near=["k8s.scheduling.taint_not_tolerated"],
    )


def quay_cranes() -> tuple[Bundle, Expected]:
    """The namespace's CPU quota stops the autoscaler before the morning peak."""
    record = Record("hb-122", "2026-08-31T05:30", 150, zone=2)
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
        herring=("traffic.surge", "service/crane-planner"),
        near=["compute.cpu_saturation", "compute.autoscaling_at_max"],
    )


def pilot_ladder() -> tuple[Bundle, Expected]:
    """A slow start is cut short by the liveness probe; the application's own log is lost with each container."""
    record = Record("hb-123", "2026-09-09T12:00", 50)
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
        47.9, f"pod/{full}", "o.s.b.StartupInfoLogger: Starting BoardingApplication v4.0.2 using Java 21.0.4", "info", 1
    )
    record.log(
        48,
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
    record.gap("logs", "previous container logs not retained (log shipper down on ops-2)", f"pod/{full}")
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
