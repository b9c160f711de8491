"""Healthy: planned work, drills, tests and signals meant to fire."""

from __future__ import annotations

from scenarios.cases.offices.cluster import Cluster
from scenarios.cases.offices.recording import Case, peaks, ramp, slope, step


def quiet_watch() -> Case:
    c = Cluster("of-quiet-watch", 502, "2026-01-09T14:14:00", 45)
    c.incident("Watchdog", "prometheus", "none", None, None, -1440 * 40, "This is an alert meant to ensure that the entire alerting pipeline "
               "is functional. This alert is always firing, therefore it should always be firing in Alertmanager.", cluster="dc-2")  # fmt: skip
    c.nodes("dc2-n1", "dc2-n2", "dc2-n3")
    gate = c.workload("permit-portal", "city", "dotnet", 3, "2.2.2", calls=("permits", "geo-lookup"))
    per = c.workload("permits", "city", "jvm", 2, "12.0.7")
    c.workload("geo-lookup", "city", "python", 2, "0.3.1", 8000, restarts=6)
    c.signals(gate, slope(22, 25, 45), 0.26, 0.0016, 0.7)
    c.signals(per, 19, 0.14, 0.0009, 0.9, 1.9e9)
    c.alert(-1440 * 40, "Watchdog", None, "alarm", reason="always firing")
    c.event(
        -210,
        "pod/" + c.workloads[2].pods[1],
        "BackOff",
        "Back-off restarting failed container geo-lookup",
        count=4,
        first=-219,
    )
    c.ordinary()
    return c.healthy()


def orchard_nodes() -> Case:
    c = Cluster("of-orchard-nodes", 503, "2026-11-17T22:35:00", 90)
    c.incident("KubeNodeNotReady", "prometheus", "critical", None, "node/gke-orchard-p1-1k2f", -27, "gke-orchard-p1-1k2f has been unready",
               cluster="orchard-eu")  # fmt: skip
    nodes = c.nodes("gke-orchard-p2-8xw1", "gke-orchard-p2-b7qd", "gke-orchard-p2-z0ls", used=57)
    for row in nodes:
        row["kubelet_version"] = "v1.31.4-gke.1183000"
    web = c.workload("orchard-web", "orchard", "node", 3, "101", 3000, calls=("yields",))
    yld = c.workload("yields", "orchard", "go", 3, "4.0.2")
    for w in (web, yld):
        for number, row in enumerate(w.pod_state):
            row["started_at"] = row["containers"][0]["state"]["started_at"] = c.t((-44, -29, -16)[number])
    c.change(-50, "infrastructure", "user/platform-oncall", "container.nodePools.upgrade", "cluster/orchard-eu", version=["1.30.9", "1.31.4"],
             window="22:00-23:00 surge=1")  # fmt: skip
    for old, at in (("gke-orchard-p1-0d9a", -43.0), ("gke-orchard-p1-1k2f", -28.0), ("gke-orchard-p1-77mm", -15.0)):
        c.event(at, f"node/{old}", "NodeNotSchedulable", f"Node {old} status is now: NodeNotSchedulable", "normal")
        c.event(
            at + 2.5,
            f"node/{old}",
            "NodeNotReady",
            f"Node {old} status is now: NodeNotReady",
            "normal",
            source="node-controller",
        )
        c.event(at + 4, f"node/{old}", "RemovingNode", f"Node {old} event: Removing Node {old} from Controller", "normal",
                source="node-controller")  # fmt: skip
    for number, at in enumerate((-45, -30, -17)):
        name = c.node_names[number]
        c.event(at, f"node/{name}", "NodeReady", f"Node {name} status is now: NodeReady", "normal")
    c.event(-29.5, f"pod/{web.pods[1]}", "FailedScheduling", "0/4 nodes are available: 1 node(s) were unschedulable, 3 Insufficient cpu.",
            source="default-scheduler", count=1)  # fmt: skip
    c.signals(web, slope(20, 17, 90), 0.33, 0.0013, 0.8)
    c.signals(yld, 31, 0.024, 0.0004, 0.5)
    c.metric("kube_node_status_condition_ready", "cluster/orchard-eu", 3, 0, "Count")
    c.alert(-22, "KubeNodeNotReady", "node/gke-orchard-p1-1k2f", "ok", reason="series is gone: node removed")
    for w in (web, yld):
        w.born = -44
    c.ordinary()
    for name, ready in zip(c.node_names, (-45.0, -30.0, -17.0), strict=True):
        for row in c.sections["metrics"]:
            if row["entity"] == f"node/{name}":
                row["points"] = [point for point in row["points"] if point[0] >= c.t(ready)]
    c.sections["events"] = [row for row in c.sections["events"] if row["reason"] != "NodeHasSufficientMemory"]
    return c.healthy("node.not_ready", "node.kubelet_down", "compute.instance_lost")


def vault_backup() -> Case:
    c = Cluster("of-vault-backup", 505, "2026-08-30T02:41:00", 150)
    c.incident(
        "NodeDiskIOSaturation",
        "prometheus",
        "warning",
        None,
        "node/vb-3",
        -24,
        "device sdb: queue size above 10 for 15m",
        cluster="vb",
    )
    c.nodes("vb-1", "vb-2", "vb-3", memory="64Gi")
    db = c.workload("photo-db", "photos", "store", 3, "15.7", 5432, "statefulset", memory="16Gi")
    api = c.workload("photos-api", "photos", "go", 3, "7.7.0", calls=("photo-db",))
    c.state("cronjob/photo-db-basebackup", "cronjob", namespace="photos", schedule="0 2 * * *", suspend=False, last_schedule=c.t(-41),
            last_successful=c.t(-1440 + 21), active=1)  # fmt: skip
    c.state(
        "job/photo-db-basebackup-29613720",
        "job",
        namespace="photos",
        pods="1 Active (1 Ready) / 0 Succeeded / 0 Failed",
        backoff_limit=2,
    )
    c.metric("node_disk_io_queue", "node/vb-3", step(1.1, -40, 14), 0.2, "Count", base=step(1.2, -40, 14), device="sdb")
    c.metric("cpu_utilization", "node/vb-3", step(21, -40, 33), 0.08, "Percent")
    c.signals(db, None, None, None, 0.8, 9.1e9)
    c.metric("pg_stat_replication_lag_seconds", db.entity, 0.2, 0.3, "Seconds")
    c.signals(api, 4, 0.09, 0.0005, 0.1, base=True)
    c.event(-41, "job/photo-db-basebackup-29613720", "SuccessfulCreate", "Created pod: photo-db-basebackup-29613720-qz9", "normal",
            source="job-controller")  # fmt: skip
    c.log(
        -40.5,
        "job/photo-db-basebackup-29613720",
        "info",
        "pg_basebackup: initiating base backup, waiting for checkpoint to complete",
        1,
    )
    c.log(-1, "job/photo-db-basebackup-29613720", "info", "412884/538210 kB (76%), 0/1 tablespace", 1)
    c.alert(
        -24, "NodeDiskIOSaturation", "node/vb-3", "alarm", count=41, reason="fires every night between 02:15 and 03:00"
    )
    c.ordinary()
    return c.healthy("storage.io_saturation", "db.maintenance_io_storm")


def sea_load_test() -> Case:
    c = Cluster("of-sea-load-test", 506, "2026-04-21T15:36:00", 70, style="millis")
    c.incident("Request rate of reservations 6x above last week", "datadog", "high", "reservations", "service/reservations", -29,
               "anomalies(avg:requests, 'agile', 3) >= 1", env="perf", cluster="sea-perf")  # fmt: skip
    c.nodes("perf-1", "perf-2", "perf-3", cpu="16", memory="64Gi")
    w = c.workload("reservations", "perf", "go", 6, "8.0.0-rc2", cpu="2", calls=("cabins",))
    cab = c.workload("cabins", "perf", "jvm", 4, "3.9.9", memory="2Gi")
    c.workload("k6-runner", "perf", "go", 4, "0.53.0", 6565, age_days=0, calls=("reservations",))
    c.rolled(c.workloads[2], -31)
    for row in w.pod_state[3:]:
        row["started_at"] = row["containers"][0]["state"]["started_at"] = c.t(-25.8)
    c.signals(w, ramp(90, -31, 610, -24), ramp(0.05, -31, 0.09, -24), 0.0004, ramp(0.9, -31, 5.2, -24), base=True)
    c.signals(cab, ramp(95, -31, 640, -24), ramp(0.03, -31, 0.05, -24), 0.0003, ramp(0.6, -31, 3.3, -24))
    c.change(
        -32,
        "other",
        "ci/perf-pipeline",
        "k6 run",
        "deployment/k6-runner",
        scenario="soak-2h",
        vus=800,
        planned_end=c.t(88),
    )
    c.event(-26, "horizontalpodautoscaler/reservations", "SuccessfulRescale", "New size: 6; reason: cpu resource utilization above target",
            "normal", 1, "horizontal-pod-autoscaler")  # fmt: skip
    c.log(
        -25,
        f"pod/{c.workloads[2].pods[0]}",
        "info",
        "running (0h06m00s), 200/200 VUs, 41822 complete and 0 interrupted iterations",
        1,
    )
    c.log(
        -1,
        f"pod/{c.workloads[2].pods[0]}",
        "info",
        "running (0h30m00s), 200/200 VUs, 260114 complete and 0 interrupted iterations",
        1,
    )
    c.log(
        -12,
        f"pod/{w.pods[0]}",
        "info",
        'level=info msg="request handled" ua="k6/0.53.0 (https://k6.io/)" status=200',
        88012,
    )
    c.ordinary("reservations")
    return c.healthy("traffic.surge", "traffic.abuse")


def chaos_wednesday() -> Case:
    c = Cluster("of-chaos-wednesday", 508, "2026-06-10T13:28:00", 60)
    c.incident("KubePodNotReady", "prometheus", "warning", "pricing", "deployment/pricing", -17, "pods of pricing in a non-ready state",
               namespace="tours")  # fmt: skip
    c.nodes("to-1", "to-2", "to-3", "to-4")
    web = c.workload("tour-web", "tours", "node", 3, "90", 3000, calls=("pricing",))
    w = c.workload("pricing", "tours", "go", 4, "2.9.9", age_days=12)
    for number, at in ((1, -21.0), (3, -16.0)):
        w.pod_state[number]["started_at"] = w.pod_state[number]["containers"][0]["state"]["started_at"] = c.t(at)
        gone = f"pricing-{w.revision}-{'xq7dk' if number == 1 else 'p4b9z'}"
        c.event(at - 0.2, f"pod/{gone}", "Killing", "Stopping container pricing", "normal")
        c.event(
            at,
            f"pod/{w.pods[number]}",
            "Scheduled",
            f"Successfully assigned tours/{w.pods[number]}",
            "normal",
            source="default-scheduler",
        )
        c.event(at + 0.3, f"pod/{w.pods[number]}", "Unhealthy", "Readiness probe failed: connection refused", count=2)
    c.event(
        -22,
        "podchaos/gameday-pricing",
        "Started",
        "Experiment has started",
        "normal",
        source="chaos-mesh",
        kind="chaos",
    )
    c.event(-12, "podchaos/gameday-pricing", "TimeUp", "Time up according to the duration; all targets recovered", "normal", source="chaos-mesh",
            kind="chaos")  # fmt: skip
    c.change(
        -22,
        "other",
        "user/gameday",
        "kubectl apply",
        "podchaos/gameday-pricing",
        action="pod-kill",
        duration="10m",
        approved="CHG-4402",
    )
    c.metric(
        "kube_deployment_status_replicas_ready",
        w.entity,
        lambda m: 3 if -21 <= m < -20 or -16 <= m < -15 else 4,
        0,
        None,
        None,
        whole=True,
    )
    c.signals(web, 26, 0.3, peaks(0.0012, (-21, 1, 0.006)), 0.7)
    c.signals(w, 49, 0.04, peaks(0.0004, (-21, 1, 0.009)), 0.6)
    c.log(-21, f"pod/{web.pods[1]}", "warning", '{"level":40,"msg":"socket hang up, retrying","peer":"pricing"}', 44)
    c.alert(-11, "KubePodNotReady", w.entity, "ok")
    c.ordinary()
    return c.healthy("compute.instance_lost", "k8s.workload.evicted")


CASES = (quiet_watch, orchard_nodes, vault_backup, sea_load_test, chaos_wednesday)
