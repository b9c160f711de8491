"""Claims, quotas and scheduling."""

from .scene import Case, Scene, box

NODES = ("ip-10-3-7-21", "ip-10-3-9-140", "ip-10-3-22-8", "ip-10-3-25-63", "ip-10-3-31-90")
READY = {"Ready": "True", "MemoryPressure": "False", "DiskPressure": "False", "PIDPressure": "False"}


def plate() -> Case:
    """A claim for many writers meets volumes for one."""
    s = Scene("estate-plate-store", "Photo ingest: no plates archived for 20 min", "2026-02-11T03:20:00", 38, seed=21)
    s.incident |= {"service": "plate-ingest", "resource": "service/plate-ingest"}
    s.workload("plate-ingest", "sky-survey", NODES[:2], restarts=1)
    s.state(
        "pvc/plate-archive",
        "pvc",
        namespace="sky-survey",
        status="Pending",
        volume="",
        capacity="180Gi",
        access_modes=["ReadWriteMany"],
        storage_class="local-raid",
        used_by="plate-archiver-0, plate-archiver-1",
    )
    for n, (size, claim, status) in enumerate(
        (("200Gi", "", "Available"), ("250Gi", "", "Available"), ("500Gi", "sky-survey/catalog-pg-0", "Bound"))
    ):
        s.state(
            f"pv/raid-shelf-{n}",
            "pv",
            status=status,
            claim=claim,
            capacity=size,
            access_modes=["ReadWriteOnce"],
            storage_class="local-raid",
            source={"Type": "LocalVolume", "Path": f"/srv/shelf{n}"},
        )
    s.state(
        "pvc/catalog-pg-0",
        "pvc",
        namespace="sky-survey",
        status="Bound",
        volume="raid-shelf-2",
        capacity="500Gi",
        access_modes=["ReadWriteOnce"],
        storage_class="local-raid",
    )
    s.state(
        "storageclass/local-raid", "storageclass", provisioner="kubernetes.io/no-provisioner", binding_mode="Immediate"
    )
    for n in (0, 1):
        wait = box(
            "archiver",
            "registry.sky.lan/archiver:4.4",
            ready=False,
            state={"state": "waiting", "reason": ""},
            mounts=["/plates from archive (rw)"],
        )
        pod = s.pod(
            f"plate-archiver-{n}",
            "sky-survey",
            [wait],
            None,
            phase="Pending",
            volumes={"archive": {"Type": "PersistentVolumeClaim", "ClaimName": "plate-archive"}},
        )
        s.event(
            37,
            pod,
            "FailedScheduling",
            "0/5 nodes are available: pod has unbound immediate PersistentVolumeClaims. "
            "preemption: 0/5 nodes are available: 5 Preemption is not helpful for scheduling.",
            "warning",
            count=9,
            first=0.1,
        )
        s.edge("statefulset/plate-archiver", pod, "owns")
    s.event(
        37.4,
        "pvc/plate-archive",
        "FailedBinding",
        "no persistent volumes available for this claim and no storage class is set with dynamic provisioning",
        "warning",
        count=151,
        first=0.0,
        source="persistentvolume-controller",
    )
    s.state("statefulset/plate-archiver", "statefulset", namespace="sky-survey", ready="0/2", age="38m")
    s.change(
        -0.5,
        "deployment",
        "helm install plate-archiver 1.0.0 (replaces cron archiver)",
        "statefulset/plate-archiver",
        "obs-ci",
    )
    s.edge("service/plate-ingest", "statefulset/plate-archiver")
    s.log(
        9,
        "service/plate-ingest",
        'WARN spool grows, archiver endpoint missing: http: no such host "plate-archiver-0.plate-archiver"',
        "WARN",
        count=340,
    )
    s.chat("service/plate-ingest", "log4j", 10)
    for host in NODES[:4]:
        s.state(
            f"node/{host}",
            "node",
            conditions=READY,
            allocated={"cpu": {"requests": "61%"}, "memory": {"requests": "70%"}},
        )
    s.event(
        -12,
        f"node/{NODES[3]}",
        "FreeDiskSpaceFailed",
        "Failed to garbage collect required amount of images",
        "warning",
        count=3,
    )
    s.series("service/plate-ingest", "plates_archived_per_minute", 14, 0, spread=0.2)
    s.series("service/plate-ingest", "spool_depth", 20, 600, shape="ramp", spread=0.05)
    return s.case_of(
        "fault",
        "k8s.volume.access_mode_mismatch",
        "statefulset/plate-archiver",
        also=(("k8s.volume.access_mode_mismatch", "pvc/plate-archive"),),
        near=(
            "k8s.volume.capacity_mismatch",
            "k8s.volume.storage_class_mismatch",
            "k8s.volume.already_bound",
            "k8s.volume.pvc_selector_mismatch",
        ),
    )


def dispatch() -> Case:
    """CPU quota used up while memory is merely near."""
    s = Scene(
        "estate-night-dispatch",
        "p95 dispatch latency above 2s",
        "2026-09-30T18:05:00",
        31,
        seed=22,
        source="datadog",
        severity="high",
        zone=2,
    )
    s.incident |= {"service": "route-solver", "resource": "service/route-solver"}
    pods = s.workload("route-solver", "dispatch-eu", NODES[:3], port=8088)
    s.workload("van-tracker", "dispatch-eu", NODES[2:4], restarts=2)
    s.state(
        "resourcequota/tenant-cap",
        "resourcequota",
        namespace="dispatch-eu",
        resources={
            "limits.cpu": {"used": "38500m", "hard": "40"},
            "limits.memory": {"used": "113Gi", "hard": "128Gi"},
            "requests.cpu": {"used": "17", "hard": "32"},
            "pods": {"used": "41", "hard": "60"},
        },
    )
    err = (
        'Error creating: pods "route-solver-58bd7f9c6d-{0}" is forbidden: exceeded quota: tenant-cap, requested: '
        "limits.cpu=2, used: limits.cpu=38500m, limited: limits.cpu=40"
    )
    for n, t in enumerate((1.2, 3.4, 9.0, 21.3)):
        s.event(
            t,
            "replicaset/route-solver-58bd7f9c6d",
            "FailedCreate",
            err.format(f"x{n}k2p"),
            "warning",
            count=n * 4 + 1,
            source="replicaset-controller",
        )
    s.state("replicaset/route-solver-58bd7f9c6d", "replicaset", namespace="dispatch-eu", desired=7, current=3, ready=3)
    s.event(
        0.9,
        "hpa/route-solver",
        "SuccessfulRescale",
        "New size: 7; reason: cpu resource utilization above target",
        source="horizontal-pod-autoscaler",
    )
    s.edge("deployment/route-solver", "replicaset/route-solver-58bd7f9c6d", "owns")
    s.state(
        "deployment/route-solver",
        "deployment",
        namespace="dispatch-eu",
        t=30,
        desired=7,
        ready=3,
        available=3,
        conditions={"ReplicaFailure": {"status": "True", "reason": "FailedCreate", "message": err.format("x3k2p")}},
    )
    s.change(
        -48,
        "scaling",
        "scale nightly-replay 2 -> 9",
        "deployment/nightly-replay",
        "batch-team",
        limits_cpu="1500m each",
    )
    s.change(-400, "config", "raise memory limit 2Gi -> 3Gi", "deployment/van-tracker", "fleet-ci")
    s.event(
        -47, "deployment/nightly-replay", "ScalingReplicaSet", "Scaled up replica set nightly-replay-5c4 to 9 from 2"
    )
    s.event(
        -4,
        "pod/van-tracker-canary",
        "Unhealthy",
        "Readiness probe failed: HTTP probe failed with statuscode: 503",
        "warning",
        count=2,
    )
    s.chat(pods[0], "json", 10)
    s.chat("service/van-tracker", "celery", 8)
    s.alert(
        "[DD 5512] p95:dispatch.solve > 2s",
        t=4,
        entity="service/route-solver",
        threshold=2.0,
        metric="latency_p95",
        reason="3.7 over last 5m",
    )
    s.alert(
        "tenant-cap memory above 85%",
        "warning",
        -2000,
        entity="namespace/dispatch-eu",
        reason="limits.memory 113Gi of 128Gi",
    )
    s.series("service/route-solver", "request_rate", 40, 72, shape="ramp", at=-6, end=6, spread=0.07)
    s.series("service/route-solver", "latency_p95", 0.7, 3.6, spread=0.14, unit="seconds")
    for p in pods:
        s.series(p, "cpu_utilization", 0.58, 0.98, spread=0.03, cap=1.0)
    return s.case_of(
        "fault",
        "k8s.quota.cpu_exceeded",
        "namespace/dispatch-eu",
        also=(("deployment.scaling_change", "deployment/nightly-replay"),),
        near=(
            "k8s.quota.memory_exceeded",
            "k8s.quota.pods_exceeded",
            "compute.cpu_saturation",
            "traffic.surge",
            "compute.autoscaling_at_max",
        ),
        herring=("compute.cpu_saturation", "deployment/route-solver"),
    )


def kiln() -> Case:
    """Required node affinity names a zone the cluster left."""
    s = Scene(
        "estate-kiln-schedule", "KubePodNotReady: firing-curve", "2026-07-03T07:45:00", 29, seed=23, severity="warning"
    )
    s.incident |= {"resource": "deployment/firing-curve"}
    s.workload("glaze-stock", "kiln", NODES[1:3], restarts=1)
    terms = [
        {"matchExpressions": [{"key": "topology.kubernetes.io/zone", "operator": "In", "values": ["eu-north-1d"]}]}
    ]
    spec = {
        "replicas": 2,
        "template": {
            "spec": {
                "affinity": {
                    "nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": terms}}
                },
                "tolerations": [{"key": "kiln.lan/batch", "operator": "Exists"}],
                "nodeSelector": {"kubernetes.io/os": "linux"},
                "containers": [
                    {
                        "name": "curve",
                        "image": "ghcr.io/kiln/firing-curve:9",
                        "resources": {"requests": {"cpu": "300m", "memory": "700Mi"}},
                    }
                ],
            }
        },
    }
    s.state("deployment/firing-curve", "manifest", kind="Deployment", spec=spec)
    for n, node in enumerate(NODES):
        labels = {"topology.kubernetes.io/zone": f"eu-north-1{'abcab'[n]}", "kubernetes.io/os": "linux"}
        taints = (
            ["node-role.kubernetes.io/control-plane:NoSchedule"]
            if n == 0
            else (["kiln.lan/batch=yes:NoSchedule"] if n == 4 else [])
        )
        s.state(
            f"node/{node}",
            "node",
            labels=labels,
            taints=taints,
            unschedulable=False,
            conditions=READY,
            allocated={"cpu": {"requests": f"{40 + 9 * n}%"}, "memory": {"requests": f"{52 + 6 * n}%"}},
        )
    msg = (
        "0/5 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 4 node(s) "
        "didn't match Pod's node affinity/selector. preemption: 0/5 nodes are available: 5 Preemption is not helpful for scheduling."
    )
    for _ in range(2):
        wait = box("curve", "ghcr.io/kiln/firing-curve:9", ready=False, state={"state": "waiting"})
        pod = s.pod(
            f"firing-curve-{s.suffix('firing-curve')}",
            "kiln",
            [wait],
            None,
            phase="Pending",
            node_selector={"kubernetes.io/os": "linux"},
            conditions={"PodScheduled": {"status": "False", "reason": "Unschedulable", "message": msg}},
        )
        s.event(28, pod, "FailedScheduling", msg, "warning", count=6, first=0.2, source="default-scheduler")
        s.edge("deployment/firing-curve", pod, "owns")
    s.event(-3, "node/ip-10-3-40-4", "RemovingNode", "Node ip-10-3-40-4 event: Removing Node from Controller", count=1)
    s.change(
        -5,
        "infrastructure",
        "delete node group kiln-1d (consolidation to 3 zones)",
        "node/ip-10-3-40-4",
        "infra-pipeline",
    )
    s.event(-2.8, "pod/firing-curve-old", "TaintManagerEviction", "Marking for deletion Pod kiln/firing-curve-old")
    s.chat("service/glaze-stock", "rails", 9)
    s.log(
        11,
        "service/glaze-stock",
        "W, [#1] WARN -- : firing curve unavailable, keeping last plan (Errno::ECONNREFUSED)",
        "WARN",
        count=52,
    )
    s.edge("service/glaze-stock", "deployment/firing-curve")
    s.series("service/glaze-stock", "latency_p95", 120, 180, unit="ms")
    s.series("deployment/firing-curve", "replicas_available", 2, 0, spread=0, at=-2)
    return s.case_of(
        "fault",
        "k8s.scheduling.node_affinity_mismatch",
        "deployment/firing-curve",
        near=(
            "k8s.scheduling.node_selector_mismatch",
            "k8s.scheduling.taint_not_tolerated",
            "k8s.scheduling.insufficient_cpu",
            "k8s.volume.pvc_selector_mismatch",
        ),
    )


CASES = (plate, dispatch, kiln)
