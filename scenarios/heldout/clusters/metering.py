"""Faults of an energy-metering system (Go, Rust, NATS, TimescaleDB) on bare-metal Kubernetes; Prometheus, kubectl, systemd."""

from __future__ import annotations

from .apps import METERING
from .recording import Case, Recording, climb, fault, flat, saw, step, wrong
from .world import entities, populate


def _cluster_dns(rec: Recording, *, broken: bool = False) -> None:
    for suffix in ("5dd5756b68-7xq2k", "5dd5756b68-pl9vz"):
        waiting = {
            "state": "waiting",
            "reason": "CrashLoopBackOff",
            "message": "back-off 2m40s restarting failed container=coredns",
        }
        rec.state(
            f"pod/coredns-{suffix}",
            "pod",
            namespace="kube-system",
            phase="Running",
            ready="0/1" if broken else "1/1",
            restarts="7 (1m ago)" if broken else 0,
            node="worker-b1",
            owner="ReplicaSet/coredns-5dd5756b68",
            containers=[
                {
                    "name": "coredns",
                    "image": "registry.k8s.io/coredns/coredns:v1.11.3",
                    "state": waiting if broken else {"state": "running"},
                    "ready": not broken,
                }
            ],
        )
    rec.state(
        "service/kube-dns",
        "service",
        namespace="kube-system",
        type="ClusterIP",
        selector={"k8s-app": "kube-dns"},
        cluster_ip="10.96.0.10",
        port="dns  53/UDP",
        target_port="53/UDP",
        endpoints="<none>" if broken else "10.60.1.4:53,10.60.4.2:53",
    )


def readings_gap() -> Case:
    """A broken Corefile takes the cluster's names away."""
    rec = Recording("cl-readings-gap", 4301, "2026-03-19T08:15:00", before=30, after=16)
    rec.incident(
        "MeterReadingsIngestDrop",
        "critical",
        "prometheus",
        service="aggregator",
        resource="deployment/aggregator",
        started=3,
        labels={"cluster": "edge-de1"},
    )
    populate(
        rec,
        METERING,
        hush={"aggregator": 0},
        bend={
            ("tariff-api", "error_rate"): step(1, 300, over=3),
            ("usage-ui", "error_rate"): step(1, 330, over=3),
            ("usage-ui", "latency_p95"): step(1, 26, over=3),
            ("ingest-gw", "error_rate"): step(1, 120, over=3),
            ("aggregator", "cpu_usage"): step(1, 0.4),
        },
    )
    _cluster_dns(rec, broken=True)
    rec.burst(
        entities(rec, "tariff-api") + entities(rec, "ingest-gw"),
        (
            'level=error ts=<ts> caller=db.go:60 err="dial tcp: lookup tsdb.metering.svc on 10.96.0.10:53: read udp <ip>:<port>->'
            '10.96.0.10:53: read: connection refused"',
            'level=error ts=<ts> caller=nats.go:33 err="dial tcp: lookup nats.metering.svc on 10.96.0.10:53: no such host"',
        ),
        0.5,
        16,
        16,
    )
    rec.burst(
        entities(rec, "usage-ui"),
        '{"level":50,"time":"<ts>","err":{"code":"EAI_AGAIN","hostname":"tariff-api.metering.svc"},'
        '"msg":"getaddrinfo EAI_AGAIN tariff-api.metering.svc"}',
        0.5,
        16,
        9,
    )
    rec.burst(
        ["pod/coredns-5dd5756b68-7xq2k", "pod/coredns-5dd5756b68-pl9vz"],
        "/etc/coredns/Corefile:11 - Error during parsing: Unknown directive 'forwad'",
        0.4,
        15,
        6,
    )
    rec.event(
        "pod/coredns-5dd5756b68-7xq2k",
        "BackOff",
        "Back-off restarting failed container coredns",
        15,
        first=0.6,
        count=41,
    )
    rec.change(
        -0.5,
        "config",
        "kubectl edit configmap coredns; rollout restart",
        "deployment/coredns",
        "m.ferrari",
        note="forward corp zone to new resolvers",
    )
    rec.change(-12, "deployment", "rollout usage-ui v0.77.0 -> v0.77.1", "deployment/usage-ui")
    return rec.bundle(), fault(
        "dns.resolution_failure",
        "deployment/coredns",
        ("dns.resolution_failure", "service/kube-dns"),
        ("dns.resolution_failure", "pod/coredns-5dd5756b68-7xq2k"),
        ("app.config.value_invalid", "deployment/coredns"),
        ("app.config.value_invalid", "service/kube-dns"),
        herring=wrong("deployment.bad_release", "deployment/usage-ui"),
        near=["dependency.unreachable"],
    )


def stale_dashboards() -> Case:
    """A replay of old readings fills the stream in front of the aggregators."""
    rec = Recording("cl-stale-dashboards", 4302, "2026-04-14T06:20:00", before=90, after=75, period_s=120)
    rec.incident(
        "UsageFreshness > 10m", "high", "prometheus", service="usage-ui", resource="service/usage-ui", started=21
    )
    populate(
        rec,
        METERING,
        collector=("pod", "deployment", "node"),
        bend={
            ("aggregator", "cpu_usage"): step(1, 1.55),
            ("decoder", "cpu_usage"): step(1, 1.5),
            ("bill-export", "latency_p95"): step(1, 1.2),
        },
    )
    rec.series("queue/readings-raw", "jetstream_consumer_num_pending", climb(800, 21000), sigma=0.04, whole=True)
    rec.series("queue/readings-raw", "jetstream_stream_messages_in_rate", step(820, 1740, over=2), unit="msg/s")
    rec.series("queue/readings-raw", "jetstream_consumer_ack_rate", step(820, 1390, over=2), unit="msg/s", sigma=0.03)
    rec.series(
        "service/usage-ui", "usage_data_age_seconds", lambda m: 40 if m < 0 else 40 + 42 * m, unit="seconds", sigma=0.05
    )
    rec.series("service/tsdb", "disk_io", step(0.31, 0.38), unit="ratio")
    rec.edge("service/ingest-gw", "queue/readings-raw", "writes")
    rec.edge("deployment/replayer", "queue/readings-raw", "writes")
    rec.edge("service/aggregator", "queue/readings-raw", "reads")
    rec.burst(
        entities(rec, "aggregator"),
        "<ts>  WARN agg::lag: consumer behind pending=<id> oldest=<n>m, processing at full batch",
        6,
        75,
        12,
        "WARN",
    )
    rec.log(
        "job/replayer-0414",
        "replayer: publishing 6.1M readings from s3://gridlumen-archive/2026-03 subject=READINGS.raw rate=unlimited",
        0.2,
        "INFO",
    )
    rec.state(
        "job/replayer-0414",
        "job",
        namespace="metering",
        pods="1 Active (0 Ready) / 0 Succeeded / 0 Failed",
        backoff_limit=2,
    )
    rec.change(
        -0.4,
        "data",
        "kubectl create job replayer-0414 --from=cronjob/replayer",
        "deployment/replayer",
        "l.novak",
        reason="re-rate March for tariff correction",
    )
    rec.change(-40, "deployment", "rollout tariff-api v1.40.2 -> v1.40.3", "deployment/tariff-api")
    return rec.bundle(), fault(
        "dependency.queue_backlog",
        "queue/readings-raw",
        ("dependency.queue_backlog", "deployment/aggregator"),
        ("traffic.surge", "queue/readings-raw"),
        ("traffic.surge", "deployment/replayer"),
        ("traffic.surge", "deployment/aggregator"),
        ("traffic.surge", "job/replayer-0414"),
        ("dependency.queue_backlog", "job/replayer-0414"),
        near=["compute.cpu_saturation", "dependency.slow"],
    )


def partial_ingest() -> Case:
    """The kubelet of one worker is stopped."""
    rec = Recording("cl-partial-ingest", 4303, "2026-01-30T21:44:00", before=25, after=19, period_s=30)
    rec.incident(
        "KubeDeploymentReplicasMismatch",
        "warning",
        "prometheus",
        service="ingest-gw",
        resource="deployment/ingest-gw",
        started=9,
    )
    populate(rec, METERING, bend={("ingest-gw", "latency_p95"): step(1, 1.5), ("ingest-gw", "error_rate"): step(1, 6)})
    down = {"status": "Unknown", "reason": "NodeStatusUnknown", "message": "Kubelet stopped posting node status."}
    rec.amend(
        "node/worker-b2",
        "node",
        conditions=dict.fromkeys(("Ready", "MemoryPressure", "DiskPressure", "PIDPressure"), down),
        taints=["node.kubernetes.io/unreachable:NoExecute", "node.kubernetes.io/unreachable:NoSchedule"],
    )
    rec.state(
        "node/worker-b2",
        "systemd_unit",
        unit="kubelet.service",
        active="inactive (dead)",
        since=rec.at(-0.1),
        log_tail=[
            "systemd[1]: Stopping kubelet: The Kubernetes Node Agent...",
            "systemd[1]: kubelet.service: Deactivated successfully.",
            "systemd[1]: Stopped kubelet: The Kubernetes Node Agent.",
        ],
    )
    rec.state(
        "node/worker-b2", "systemd_unit", unit="containerd.service", active="active (running)", since=rec.at(-61000)
    )
    rec.state(
        "node/worker-b2",
        "connectivity_check",
        port=10250,
        ok=False,
        detail="connection refused",
        probes=[{"from": "node/worker-a1", "ok": False}],
    )
    rec.state("node/worker-b2", "connectivity_check", port=22, ok=True)
    for item in rec.sections["state"]:
        if item["kind"] == "pod" and item["attributes"].get("node") == "worker-b2":
            item["attributes"] |= {
                "deletion_timestamp": rec.at(6.2),
                "status": "Terminating",
                "conditions": {"Ready": "False", "DisruptionTarget": "True"},
            }
    rec.event(
        "node/worker-b2",
        "NodeNotReady",
        "Node worker-b2 status is now: NodeNotReady",
        0.8,
        "normal",
        source="node-controller",
    )
    rec.event(
        entities(rec, "ingest-gw")[0],
        "TaintManagerEviction",
        "Marking for deletion Pod metering/ingest-gw",
        6.2,
        "normal",
        source="taint-eviction-controller",
    )
    rec.series("node/worker-b2", "node_load5", flat(1.4), sigma=0.2)
    rec.series("node/worker-a2", "node_load5", flat(3.6), sigma=0.15)
    rec.change(-35, "infrastructure", "ansible: apt upgrade openssl on worker-a1", "node/worker-a1", "ansible")
    return rec.bundle(), fault(
        "node.kubelet_down", "node/worker-b2", near=["node.not_ready", "node.container_runtime_down"]
    )


def history_queries() -> Case:
    """A volume still attached to the node its pod left."""
    rec = Recording("cl-history-queries", 4304, "2026-05-12T11:52:00", before=40, after=24)
    rec.incident(
        "TariffApiErrorRatio", "critical", "prometheus", service="tariff-api", resource="service/tariff-api", started=3
    )
    populate(
        rec,
        METERING,
        silent=("tsdb",),
        bend={
            ("tariff-api", "error_rate"): step(1, 270),
            ("usage-ui", "error_rate"): step(1, 200),
            ("bill-export", "error_rate"): step(1, 300),
            ("tsdb", "cpu_usage"): step(1, 0.5),
        },
    )
    rec.amend("statefulset/tsdb", "statefulset", ready="1/2")
    rec.amend(
        "pod/tsdb-0",
        "pod",
        phase="Pending",
        ready="0/1",
        status="ContainerCreating",
        node="worker-c1",
        conditions={"Ready": "False", "PodScheduled": "True", "ContainersReady": "False"},
    )
    rec.container("pod/tsdb-0", ready=False, state={"state": "waiting", "reason": "ContainerCreating"})
    rec.event(
        "pod/tsdb-0",
        "FailedAttachVolume",
        'Multi-Attach error for volume "pvc-31c2ae0f-66a1" Volume is already exclusively '
        "attached to one node and can't be attached to another",
        1,
        first=0.6,
        source="attachdetach-controller",
    )
    rec.event(
        "pod/tsdb-0",
        "FailedMount",
        "Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[], "
        "failed to process volumes=[]: timed out waiting for the condition",
        23,
        first=2.7,
        count=10,
    )
    rec.event(
        "pod/tsdb-0",
        "Scheduled",
        "Successfully assigned metering/tsdb-0 to worker-c1",
        0.4,
        "normal",
        source="default-scheduler",
    )
    rec.state(
        "volumeattachment/csi-9a01c7",
        "volumeattachment",
        attacher="rbd.csi.ceph.com",
        node="worker-b1",
        attached=True,
        volume="pvc-31c2ae0f-66a1",
        detach_error="rpc error: code = Internal desc = rbd: map is still in use",
    )
    rec.state(
        "pvc/data-tsdb-0",
        "pvc",
        namespace="metering",
        status="Bound",
        volume="pvc-31c2ae0f-66a1",
        capacity="400Gi",
        access_modes="RWO",
        storage_class="ceph-rbd",
        used_by="tsdb-0",
    )
    rec.amend("node/worker-b1", "node", unschedulable=True, taints=["node.kubernetes.io/unschedulable:NoSchedule"])
    rec.burst(
        entities(rec, "tariff-api"),
        (
            'level=error ts=<ts> caller=db.go:60 err="pq: cannot execute INSERT in a read-only transaction" target=tsdb-1',
            'level=error ts=<ts> caller=db.go:71 err="dial tcp <ip>:5432: connect: no route to host" target=tsdb-0 role=primary',
        ),
        0.4,
        24,
        16,
    )
    rec.change(
        -0.9, "infrastructure", "kubectl drain worker-b1 --ignore-daemonsets (kernel patch)", "node/worker-b1", "p.ruiz"
    )
    rec.change(-33, "deployment", "rollout decoder v2.0.8 -> v2.0.9", "deployment/decoder")
    return rec.bundle(), fault(
        "k8s.volume.mount_timeout",
        "statefulset/tsdb",
        ("k8s.volume.mount_timeout", "pvc/data-tsdb-0"),
        ("k8s.volume.mount_timeout", "pod/tsdb-0"),
        ("k8s.volume.mount_timeout", "service/tsdb"),
        herring=wrong("db.read_only", "service/tsdb"),
        near=["k8s.scheduling.node_cordoned"],
    )


def scale_out_idle() -> Case:
    """Nobody schedules pods any more."""
    rec = Recording("cl-scale-out-idle", 4305, "2026-02-10T17:00:00", before=40, after=30)
    rec.incident(
        "IngestLatencyP99 page", "high", "prometheus", service="ingest-gw", resource="service/ingest-gw", started=12
    )
    populate(
        rec,
        METERING,
        bend={
            ("ingest-gw", "request_rate"): step(1, 1.5, at=4, over=10),
            ("ingest-gw", "latency_p95"): step(1, 9, at=6, over=10),
            ("ingest-gw", "cpu_usage"): step(1, 1.75, at=4, over=10),
        },
    )
    for suffix in ("q8wzt", "m2ccx", "7hvtr"):
        owner = rec.pods["ingest-gw"][0].rsplit("-", 1)[0]
        rec.state(
            f"pod/{owner}-{suffix}",
            "pod",
            namespace="metering",
            phase="Pending",
            ready="0/1",
            restarts=0,
            node=None,
            owner=f"ReplicaSet/{owner}",
            conditions={},
            labels={"app.kubernetes.io/name": "ingest-gw"},
            containers=[
                {
                    "name": "ingest-gw",
                    "image": "ghcr.io/gridlumen/ingest-gw:v3.14.0",
                    "requests": {"cpu": "700m", "memory": "256Mi"},
                    "state": {},
                }
            ],
        )
    rec.amend("deployment/ingest-gw", "deployment", desired=6, ready=3, updated=6, available=3, unavailable=3)
    rec.event(
        "deployment/ingest-gw",
        "ScalingReplicaSet",
        "Scaled up replica set ingest-gw to 6 from 3",
        7,
        "normal",
        source="deployment-controller",
    )
    rec.state(
        "node/cp-1",
        "node",
        roles="control-plane",
        unschedulable=False,
        conditions={"Ready": "True"},
        taints=["node-role.kubernetes.io/control-plane:NoSchedule"],
    )
    for name, waiting in (
        ("kube-apiserver-cp-1", False),
        ("etcd-cp-1", False),
        ("kube-controller-manager-cp-1", False),
        ("kube-scheduler-cp-1", True),
    ):
        state = {"state": "waiting", "reason": "CrashLoopBackOff"} if waiting else {"state": "running"}
        rec.state(
            f"pod/{name}",
            "pod",
            namespace="kube-system",
            phase="Running",
            ready="0/1" if waiting else "1/1",
            node="cp-1",
            restarts="9 (3m ago)" if waiting else "2 (40d ago)",
            owner="Node/cp-1",
            containers=[{"name": name.removesuffix("-cp-1"), "image": "registry.k8s.io/kube:v1.31.4", "state": state}],
        )
    rec.burst(
        "pod/kube-scheduler-cp-1",
        'E0210 17:<n>:11.204 1 run.go:72] "command failed" err="unable to load configuration: strict '
        'decoding error: unknown field \\"profiles[0].plugin\\""',
        0.2,
        28,
        5,
    )
    rec.change(-0.6, "config", "edited /etc/kubernetes/scheduler-config.yaml", "node/cp-1", "d.keller", via="ssh")
    rec.change(
        -3, "scaling", "hpa ingest-gw maxReplicas 4 -> 8 ahead of evening peak", "deployment/ingest-gw", "d.keller"
    )
    rec.alert(
        "KubeCPUOvercommit", "alarm", "node/worker-a1", -44000, reason="cluster tolerates loss of less than one node"
    )
    return rec.bundle(), fault(
        "control_plane.scheduler_down",
        "node/cp-1",
        ("control_plane.scheduler_down", "pod/kube-scheduler-cp-1"),
        ("app.config.value_invalid", "node/cp-1"),
        ("app.config.value_invalid", "pod/kube-scheduler-cp-1"),
        herring=wrong("traffic.surge", "service/ingest-gw"),
        near=["k8s.scheduling.insufficient_cpu"],
    )


def tariff_restarts() -> Case:
    """Memory of one service grows for hours, is killed, grows again."""
    rec = Recording("cl-tariff-restarts", 4306, "2026-06-02T03:30:00", before=240, after=60, period_s=300)
    rec.incident(
        "TariffApi availability 99.2% over 6h",
        "warning",
        "prometheus",
        service="tariff-api",
        resource="service/tariff-api",
        started=None,
    )
    populate(
        rec,
        METERING,
        bend={
            ("tariff-api", "memory_usage"): saw(0.55, 1.72, 96, offset=-40),
            ("tariff-api", "latency_p95"): saw(0.9, 2.6, 96, offset=-40),
        },
    )
    for n, pod in enumerate(entities(rec, "tariff-api")):
        rec.container(
            pod,
            restart_count=14 + n,
            last_state={
                "state": "terminated",
                "reason": "OOMKilled",
                "exit_code": 137,
                "started_at": rec.at(-40),
                "finished_at": rec.at(56 - n),
            },
            state={"state": "running", "started_at": rec.at(56)},
        )
        rec.amend(pod, "pod", restarts=f"{14 + n} ({4 + n}m ago)")
        rec.series(pod, "go_memstats_heap_inuse_bytes", saw(9e7, 3.6e8, 96, offset=-40), unit="bytes", sigma=0.015)
        rec.series(pod, "go_goroutines", saw(180, 21400, 96, offset=-40), whole=True, sigma=0.01)
        rec.event(pod, "Started", "Started container tariff-api", 56, "normal", first=-1400, count=15 + n)
    rec.burst(
        entities(rec, "tariff-api"),
        'level=warn ts=<ts> caller=watch.go:203 msg="tariff watcher added" watchers=<id>',
        -238,
        58,
        14,
        "WARN",
    )
    rec.change(-1410, "deployment", "rollout tariff-api v1.40.2 -> v1.40.3", "deployment/tariff-api")
    rec.change(-20, "config", "node-exporter scrape interval 15s -> 30s", "node/worker-a1", "ops")
    return rec.bundle(), fault(
        "code.memory_leak",
        "deployment/tariff-api",
        ("compute.memory_leak", "deployment/tariff-api"),
        ("k8s.container.oom_killed", "deployment/tariff-api"),
        ("deployment.bad_release", "deployment/tariff-api"),
        ("code.memory_leak", "service/tariff-api"),
        ("compute.memory_leak", "service/tariff-api"),
        near=["traffic.surge"],
    )


CASES = (readings_gap, stale_dashboards, partial_ingest, history_queries, scale_out_idle, tariff_restarts)
