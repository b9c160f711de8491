"""Node, volume and control-plane faults below the energy-metering system; kubectl, systemd, Prometheus."""

from __future__ import annotations

from .apps_public import METERING
from .recording import Case, Recording, fault, flat, step, wrong
from .world import entities, populate


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
        ip=None,
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
            'level=error ts=<ts> caller=db.go:71 err="dial tcp 10.60.4.18:5432: connect: no route to host" target=tsdb-0 role=primary',
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
        'E0210 <hms>.204 1 run.go:72] "command failed" err="unable to load configuration: strict '
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


CASES = (
    partial_ingest,
    history_queries,
    scale_out_idle,
)
