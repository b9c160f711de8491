"""Faults of nodes and disks."""

from __future__ import annotations

from scenarios.cases.meshes.everyday import everyday
from scenarios.cases.meshes.fleet import Fleet
from scenarios.cases.meshes.scene import Case, Scene
from scenarios.cases.meshes.shapes import level, times
from scenarios.cases.meshes.systems import LENDING, PARCELS, numbered


def ledger_sunday() -> Case:
    s = Scene("me-ledger-sunday", 401, "2026-03-15T04:36:00Z", before=40, after=30)
    f = Fleet(
        s,
        LENDING,
        "lending",
        numbered("rke2-w", 4),
        metrics=("request_rate", "error_rate"),
        depth="workloads",
        shapes={
            "accounts.error_rate": level(0.33, 0),
            "gateway.error_rate": level(0.11, 0),
            "pg-accounts.error_rate": level(0.4, 0),
        },
    )
    everyday(f, 31, 5, events=False, changes=False)
    s.forget("metrics", "service/pg-accounts", "service/kafka-ledger")
    s.incident("Transfers failing (call centre)", "service/gateway", "high", "manual", at=None)
    for minute, count in ((0.2, 31), (6, 240), (21, 512)):
        s.log(
            minute,
            "service/accounts",
            "ERROR",
            'o.h.e.jdbc.spi.SqlExceptionHelper - ERROR: could not extend file "base/16402/88310": No space left on device  Hint: Check free disk space.',
            count,
        )
    s.log(
        8,
        "service/ledger-writer",
        "ERROR",
        'org.postgresql.util.PSQLException: ERROR: could not extend file "base/16402/88121.4": No space left on device',
        77,
    )
    s.log(9, "service/gateway", "WARN", "accounts answered 500 for POST /transfers", 410)
    s.state(
        "pvc/data-pg-accounts-0",
        "pvc",
        namespace="lending",
        status="Bound",
        volume="pvc-88a1",
        capacity="80Gi",
        access_modes=["ReadWriteOnce"],
        storage_class="longhorn",
        used_by="pg-accounts-0",
    )
    s.gap("metrics", "kubelet_volume_stats: no datapoints in the window", "pvc/data-pg-accounts-0")
    s.gap("logs", "timed out after 10 s", "statefulset/pg-accounts")
    s.gap("events", "events older than 1 h expired")
    f.settle()
    also = (("storage.full", "pvc/data-pg-accounts-0"), ("storage.full", "service/pg-accounts"))
    return s.fault("storage.full", "statefulset/pg-accounts", also, poor=True)


def dock_door_six() -> Case:
    s = Scene("me-dock-door-six", 405, "2026-08-19T07:25:00Z", before=60, after=30)
    shapes = {
        f"{name}.latency_p99": times(k, 0)
        for name, k in (("track-web", 4.5), ("track-api", 6), ("routes", 5), ("geo", 9), ("depots", 7))
    }
    shapes |= {
        "track-web.error_rate": level(0.021, 0, noise=0.3),
        "track-api.error_rate": level(0.028, 0, noise=0.3),
        "routes.error_rate": level(0.024, 0, noise=0.3),
    }
    f = Fleet(
        s,
        PARCELS,
        "parcels",
        numbered("metal-", 5),
        shapes=shapes,
        metrics=("request_rate", "latency_p50", "latency_p99", "error_rate", "cpu_usage"),
    )
    bad = [f.pods["geo"][0], f.pods["depots"][1], f.pods["routes"][2], f.pods["track-api"][1], f.pods["labels"][0]]
    for app in f.apps:
        for n, pod in enumerate(f.pods[app.name]):
            f.attributes[pod]["node"] = "metal-3" if pod in bad else ("metal-1", "metal-2", "metal-4", "metal-5")[n % 4]
    f.rolled("geo", -22)
    everyday(f, 35)
    s.incident("track-web p99 > 600 ms", "service/track-web", "high", at=5)
    s.change(
        -22, "deployment", "ci-geo", "rollout", "deployment/geo", image=["geo:0.9.11", "geo:0.9.12"], result="complete"
    )
    fine = [f.pods["geo"][1], f.pods["geo"][2], f.pods["depots"][0], f.pods["routes"][0], f.pods["track-api"][0]]
    for pod in [*bad[:4], *fine]:
        hurt = pod in bad
        s.series("tcp_retransmits", pod, 0.4, times(70, 0) if hurt else times(1.5, 0), noise=0.4, unit="1/s")
    for n in range(1, 6):
        s.series(
            "network_receive_errors",
            f"node/metal-{n}",
            0.05,
            level(212, 0, noise=0.2) if n == 3 else None,
            noise=0.9,
            unit="1/s",
            dims={"device": "bond0"},
        )
        s.series("cpu_utilization", f"node/metal-{n}", (34, 41, 38, 81, 29)[n - 1], noise=0.05, unit="percent")
    s.log(
        1,
        "node/metal-3",
        "warning",
        "kernel: mlx5_core 0000:3b:00.0 eno1np0: Port module event: Cable error, Bus stuck; bond0: link status flapping",
        9,
        source="journal",
    )
    s.log(5, bad[2], "ERROR", "c.p.routes.GeoClient - java.net.SocketTimeoutException: Read timed out", 212)
    s.log(
        7,
        f.pods["track-api"][0],
        "error",
        'level=error msg="depots" err="read tcp 10.3.1.9:50110->10.8.4.2:8080: read: connection timed out"',
        118,
    )
    f.settle()
    also = (("network.packet_loss", "node/metal-3"),)
    return s.fault(
        "node.packet_loss",
        "node/metal-3",
        also,
        ("deployment.bad_release", "deployment/geo"),
        near=("network.latency", "node.network_latency"),
    )


def log_flood() -> Case:
    s = Scene("me-log-flood", 406, "2026-10-11T23:40:00Z", before=60, after=30)
    shapes = {
        "accounts.error_rate": level(0.27, 0),
        "gateway.error_rate": level(0.14, 0),
        "loans.error_rate": level(0.13, 0),
        "accounts.cpu_usage": times(0.7, 0),
        "accounts.latency_p95": times(4, 0),
        "accounts.memory_usage": times(0.67, 0),
        "ledger-writer.memory_usage": times(0.67, 0),
    }
    f = Fleet(s, LENDING, "lending", numbered("dc1-kube-", 5), shapes=shapes)
    f.rolled("accounts", -27)
    gone = {app: f.pods[app][0] for app in ("accounts", "ledger-writer", "auth")}
    f.empty("dc1-kube-2", "dc1-kube-4", "dc1-kube-5")
    everyday(f, 36)
    s.incident("gateway availability", "service/gateway", at=3)
    s.change(
        -27,
        "deployment",
        "ci-accounts",
        "rollout",
        "deployment/accounts",
        image=["accounts:18.7.2", "accounts:18.7.3"],
        result="complete",
    )
    for app, pod in gone.items():
        f.attributes[pod].update(
            phase="Failed", status="Evicted", ready="0/1", node="dc1-kube-2", conditions={"Ready": "False"}
        )
        s.event(
            -0.5,
            pod,
            "Evicted",
            "The node was low on resource: ephemeral-storage. Threshold quantity: 10% of imagefs, available: 3%.",
        )
        fresh = f.add_pod(app, started=0.2)
        if app == "auth":
            f.attributes[fresh]["node"] = "dc1-kube-5"
        else:
            f.pending(
                fresh,
                "0/5 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }, 4 Insufficient memory.",
            )
            s.event(
                27,
                fresh,
                "FailedScheduling",
                "0/5 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }, 4 Insufficient memory.",
                count=6,
                first=0.3,
                source="default-scheduler",
            )
    node = f.attributes["node/dc1-kube-2"]
    node["conditions"]["DiskPressure"] = {
        "status": "True",
        "reason": "KubeletHasDiskPressure",
        "message": "kubelet has disk pressure",
    }
    node["taints"] = ["node.kubernetes.io/disk-pressure:NoSchedule"]
    s.event(
        -0.7, "node/dc1-kube-2", "NodeHasDiskPressure", "Node dc1-kube-2 status is now: NodeHasDiskPressure", "normal"
    )
    s.event(
        24, "node/dc1-kube-2", "EvictionThresholdMet", "Attempting to reclaim ephemeral-storage", count=140, first=-0.7
    )
    s.series(
        "disk_utilization",
        "node/dc1-kube-2",
        62,
        level(97.2, -30, over=30, noise=0.003),
        noise=0.003,
        unit="percent",
        dims={"device": "/var/lib"},
    )
    s.series("disk_utilization", "node/dc1-kube-3", 51, noise=0.003, unit="percent", dims={"device": "/var/lib"})
    s.log(
        2,
        f.pods["loans"][0],
        "ERROR",
        "i.k.client - Connect timeout has expired [url=http://accounts/v2, connect_timeout=1000 ms]",
        310,
    )
    s.log(6, f.pods["accounts"][1], "WARN", "o.a.t.u.threads.ThreadPoolExecutor - queue 400 of 400", 88)
    f.settle()
    also = (
        ("k8s.workload.evicted", "deployment/accounts"),
        ("k8s.workload.evicted", "deployment/ledger-writer"),
        ("storage.full", "node/dc1-kube-2"),
        ("k8s.workload.evicted", "node/dc1-kube-2"),
    )
    return s.fault(
        "node.disk_pressure",
        "node/dc1-kube-2",
        also,
        ("deployment.bad_release", "deployment/accounts"),
        near=("k8s.scheduling.insufficient_memory", "k8s.scheduling.taint_not_tolerated"),
    )


WRITTEN = (dock_door_six, ledger_sunday, log_flood)
