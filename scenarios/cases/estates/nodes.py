"""Admission and hosts: webhooks, slow networks, stopped agents."""

from .scene import Case, Scene, box

NODES = ("ip-10-3-7-21", "ip-10-3-9-140", "ip-10-3-22-8", "ip-10-3-25-63", "ip-10-3-31-90")
READY = {"Ready": "True", "MemoryPressure": "False", "DiskPressure": "False", "PIDPressure": "False"}


def sidecars() -> Case:
    """An admission webhook that does not answer keeps replacements from being made."""
    s = Scene("estate-lantern", "Lantern API brownout", "2026-10-12T13:00:00", 26, seed=24, source="prometheus", zone=1)
    s.incident |= {"service": "lantern-api", "resource": "service/lantern-api"}
    pods = s.workload("lantern-api", "lantern", NODES[:2], port=8081)
    s.workload("lantern-feeds", "lantern", NODES[2:4], restarts=7)
    err = (
        'Error creating: Internal error occurred: failed calling webhook "inject.lumenmesh.io": failed to call webhook: Post '
        '"https://lumenmesh-injector.lumenmesh.svc:443/inject?timeout=10s": context deadline exceeded'
    )
    s.event(
        25.5,
        "replicaset/lantern-api-77c9d8",
        "FailedCreate",
        err,
        "warning",
        count=17,
        first=0.6,
        source="replicaset-controller",
    )
    s.event(
        22.0,
        "replicaset/lantern-feeds-6b4f55",
        "FailedCreate",
        err,
        "warning",
        count=6,
        first=10,
        source="replicaset-controller",
    )
    s.state(
        "deployment/lantern-api",
        "deployment",
        namespace="lantern",
        desired=6,
        ready=2,
        available=2,
        conditions={"ReplicaFailure": {"status": "True", "reason": "FailedCreate", "message": err}},
    )
    s.state(
        "mutatingwebhookconfiguration/lumenmesh-injector",
        "manifest",
        kind="MutatingWebhookConfiguration",
        spec={"webhooks": [{"name": "inject.lumenmesh.io", "failurePolicy": "Fail", "timeoutSeconds": 10}]},
    )
    s.state(
        "namespace/lantern",
        "manifest",
        kind="Namespace",
        spec={"labels": {"pod-security.kubernetes.io/warn": "restricted", "lumenmesh.io/inject": "enabled"}},
    )
    one = box(
        "injector", "ghcr.io/lumenmesh/injector:1.9.3", restart_count=0, limits={"cpu": "100m", "memory": "128Mi"}
    )
    s.edge("deployment/lumenmesh-injector", "pod/lumenmesh-injector-5d7f-q8x2c", "owns")
    s.edge("service/lumenmesh-injector", "deployment/lumenmesh-injector", "depends_on")
    s.edge("mutatingwebhookconfiguration/lumenmesh-injector", "service/lumenmesh-injector", "depends_on")
    s.pod("lumenmesh-injector-5d7f-q8x2c", "lumenmesh", [one], NODES[4])
    s.event(24, "pod/lantern-batch-7k2", "Created", "Created container batch", count=1)
    s.log(
        8,
        "pod/lumenmesh-injector-5d7f-q8x2c",
        'time="2026-10-12T12:08:11Z" level=warning msg="admission review took 14.8s" uid=b1c2',
        "warning",
        count=23,
    )
    s.log(
        12,
        "deployment/lantern-api",
        'Warning: would violate PodSecurity "restricted:latest": seccompProfile (pod or container '
        '"api" must set securityContext.seccompProfile.type)',
        "warning",
        count=4,
    )
    for t, victim in ((-0.8, "x"), (-0.5, "y")):
        s.event(t, f"pod/lantern-api-77c9d8-{victim}", "Killing", "Stopping container api (node drain)")
    s.change(
        -1,
        "infrastructure",
        "kubectl drain ip-10-3-40-77 --ignore-daemonsets",
        "node/ip-10-3-40-77",
        "sre-oncall",
        note="kernel patch, wave 2",
    )
    s.event(
        24, "node/ip-10-3-40-77", "NodeNotSchedulable", "Node ip-10-3-40-77 status is now: NodeNotSchedulable", first=-1
    )
    s.chat(pods[0], "envoy", 12)
    s.chat("service/lantern-feeds", "json", 8)
    s.log(
        5,
        pods[1],
        '[2026-10-12T12:05:02Z] "POST /glow HTTP/2" 503 UO upstream_reset_before_response_started{overflow} - 81 0',
        "warning",
        count=910,
    )
    s.series("service/lantern-api", "success_rate", 0.999, 0.71, spread=0.02, cap=1.0)
    for p in pods:
        s.series(p, "cpu_utilization", 41, 97, unit="Percent", spread=0.03, cap=100)
    s.series("service/lantern-api", "request_rate", 1900, spread=0.05)
    return s.case_of(
        "fault",
        "k8s.admission.webhook_denied",
        "deployment/lantern-api",
        also=(
            ("k8s.admission.webhook_denied", "service/lumenmesh-injector"),
            ("k8s.admission.webhook_denied", "deployment/lumenmesh-injector"),
            ("k8s.admission.webhook_denied", "pod/lumenmesh-injector-5d7f-q8x2c"),
            ("k8s.admission.webhook_denied", "mutatingwebhookconfiguration/lumenmesh-injector"),
        ),
        near=("k8s.admission.pod_security", "compute.cpu_saturation", "k8s.scheduling.node_cordoned", "traffic.surge"),
        herring=("k8s.admission.pod_security", "deployment/lantern-api"),
    )


def slowhost() -> Case:
    """One node's network answers late but loses nothing."""
    s = Scene(
        "estate-vineyard",
        "Cellar API latency SLO: fast burn",
        "2026-03-25T10:30:00",
        18,
        seed=25,
        since=-40,
        millis=True,
    )
    s.incident |= {"service": "cellar-api", "resource": "service/cellar-api"}
    api = s.workload("cellar-api", "vine", (NODES[0], NODES[1]), port=8080)
    vats = s.workload("vat-readings", "vine", (NODES[2], NODES[3]), port=8090, restarts=1)
    labels = s.workload("label-render", "vine", (NODES[2], NODES[1]), port=8100)
    s.edge("service/cellar-api", "service/vat-readings")
    s.edge("service/cellar-api", "service/label-render")
    bad = NODES[2]
    for n in NODES[:4]:
        s.state(f"node/{n}", "node", conditions=READY, unschedulable=False, taints=[])
        slow = n == bad
        s.series(f"node/{n}", "probe_rtt_p50_ms", 0.6, 214 if slow else None, spread=0.12, unit="ms", step=20)
        s.series(f"node/{n}", "cpu_utilization", 0.83 if n == NODES[3] else 0.35, spread=0.06, cap=1.0)
        s.series(f"node/{n}", "tcp_retransmits", 1.4, spread=0.5, step=30)
    s.state(
        f"node/{bad}",
        "connectivity_check",
        port=10250,
        ok=True,
        detail="200 probes: 0 lost, rtt avg 216 ms (others 0.6 ms)",
        probes=[{"from": f"node/{n}", "ok": True} for n in (NODES[0], NODES[1], NODES[3])],
    )
    for p, hit in ((vats[0], True), (vats[1], False), (labels[0], True), (labels[1], False), (api[0], False)):
        s.series(p, "latency_p50", 0.018, 0.45 if hit else None, spread=0.1, unit="seconds", step=20)
        s.series(p, "cpu_usage", 0.3, spread=0.1)
    s.series("service/cellar-api", "latency_p95", 0.16, 1.35, spread=0.1, unit="seconds", step=20, baseline=True)
    s.series("service/cellar-api", "error_rate", 0.001, 0.006, spread=0.4, step=20)
    s.change(-12, "deployment", "rollout label-render 3.1.0 -> 3.1.1", "deployment/label-render", "ci")
    s.event(-11, "deployment/label-render", "ScalingReplicaSet", "Scaled down replica set label-render-6c to 0 from 1")
    s.log(
        3,
        api[0],
        '[2026-03-25T10:33:10Z] "GET /cellar/42 HTTP/1.1" 200 - via_upstream - "-" 0 811 1290 1288 upstream=vat-readings',
        "info",
        count=740,
    )
    s.log(5, api[1], "WARN upstream request slow: label-render 883ms (budget 300ms)", "warn", count=211)
    s.chat(api[0], "envoy", 12)
    s.chat(vats[0], "logfmt", 8)
    s.chat(f"node/{bad}", "journald", 5)
    return s.case_of(
        "fault",
        "node.network_latency",
        f"node/{bad}",
        also=(("network.latency", f"node/{bad}"),),
        near=("node.packet_loss", "dependency.slow", "deployment.bad_release", "code.slow_path"),
        herring=("deployment.bad_release", "deployment/label-render"),
    )


def quiet() -> Case:
    """A kubelet stopped by an upgrade; the runtime and the host go on."""
    s = Scene(
        "estate-foundry-floor",
        "Zabbix: Nodes without heartbeat > 0 (foundry-k8s)",
        "2026-12-01T02:12:00",
        44,
        seed=26,
        source="zabbix",
        severity="Disaster",
        zone=1,
    )
    s.incident |= {"service": "mold-queue", "resource": "service/mold-queue"}
    bad = "foundry-w03"
    s.workload("mold-queue", "foundry", ("foundry-w01", "foundry-w02"), port=5673)
    s.pod(
        f"mold-queue-{s.suffix('mold-queue')}",
        "foundry",
        [box("mold-queue", "harbor.corp.lan/foundry/mold-queue:7", ready=False)],
        bad,
        status="Terminating",
        deletion_timestamp=s.at(6),
    )
    s.workload("ladle-temps", "foundry", ("foundry-w02",), port=8086, restarts=12)
    unknown = {"status": "Unknown", "reason": "NodeStatusUnknown", "message": "Kubelet stopped posting node status."}
    s.state(
        f"node/{bad}",
        "node",
        conditions={"Ready": unknown, "MemoryPressure": unknown, "DiskPressure": unknown},
        taints=["node.kubernetes.io/unreachable:NoExecute", "node.kubernetes.io/unreachable:NoSchedule"],
    )
    for n in ("foundry-w01", "foundry-w02"):
        s.state(f"node/{n}", "node", conditions=READY, taints=[])
    s.state(
        f"node/{bad}",
        "systemd_unit",
        unit="kubelet.service",
        active="inactive (dead)",
        since=s.at(0),
        log_tail=[
            "Dec 01 02:11:58 foundry-w03 systemd[1]: Stopping kubelet.service - kubelet: The Kubernetes Node Agent...",
            "Dec 01 02:12:00 foundry-w03 systemd[1]: kubelet.service: Deactivated successfully.",
            "Dec 01 02:12:00 foundry-w03 systemd[1]: Stopped kubelet.service - kubelet: The Kubernetes Node Agent.",
        ],
    )
    s.state(
        f"node/{bad}",
        "systemd_unit",
        unit="containerd.service",
        active="active (running)",
        since=s.at(-81000),
        log_tail=['Dec 01 02:50:12 foundry-w03 containerd[880]: level=info msg="StopPodSandbox returns successfully"'],
    )
    s.state(f"node/{bad}", "connectivity_check", port=22, ok=True, detail="ssh banner in 11 ms")
    s.state(f"node/{bad}", "connectivity_check", port=10250, ok=False, detail="connection refused")
    s.event(
        0.7,
        f"node/{bad}",
        "NodeNotReady",
        f"Node {bad} status is now: NodeNotReady",
        "warning",
        source="node-controller",
    )
    s.event(
        6,
        f"pod/mold-queue-{bad}",
        "TaintManagerEviction",
        "Marking for deletion Pod foundry/mold-queue",
        source="taint-eviction-controller",
    )
    s.event(-30, "pod/ladle-temps-0", "BackOff", "Back-off restarting failed container", "warning", count=41)
    s.log(
        -0.1, f"node/{bad}", "Dec 01 02:11:56 foundry-w03 dpkg[40122]: status unpacked kubelet:amd64 1.31.9-1.1", "info"
    )
    s.log(
        0.1,
        f"node/{bad}",
        "Dec 01 02:12:03 foundry-w03 unattended-upgrade[40102]: Log ended: 2026-12-01 02:12:03",
        "info",
    )
    s.log(
        0.0,
        f"node/{bad}",
        "Dec 01 02:12:00 foundry-w03 systemd[1]: Stopped kubelet.service - kubelet: The Kubernetes Node Agent.",
        "info",
    )
    s.chat(f"node/{bad}", "journald", 8)
    s.chat("node/foundry-w01", "journald", 6)
    s.chat("service/mold-queue", "log4j", 8)
    s.alert("Zabbix: {foundry-k8s:nodes.stale.last()}>0", t=2, entity=f"node/{bad}", reason="PROBLEM, duration 42m")
    s.alert("Zabbix: ladle-temps restart count", t=-30000, entity="service/ladle-temps", reason="PROBLEM, duration 20d")
    s.series("service/mold-queue", "request_rate", 22, 12, spread=0.2, at=6)
    s.series(f"node/{bad}", "network_receive_packets", 5100, 4400, spread=0.1)
    return s.case_of(
        "fault",
        "node.kubelet_down",
        f"node/{bad}",
        near=(
            "node.not_ready",
            "node.container_runtime_down",
            "node.packet_loss",
            "compute.instance_lost",
            "network.partition",
        ),
    )


CASES = (sidecars, slowhost, quiet)
