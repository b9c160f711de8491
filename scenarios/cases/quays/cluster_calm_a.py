"""Pages from clusters where nothing is wrong now, part 1 of 4."""

from __future__ import annotations

from .bundle import Case, Pair
from .surroundings import surround_cluster


def misrouted_heartbeat() -> Pair:
    c = Case(
        582,
        "2026-01-07T21:00:00",
        14,
        "Watchdog firing",
        "prometheus",
        None,
        "none",
        description="This is an alert meant to ensure that the entire alerting pipeline is functional. It is always firing.",
    )
    c.metric("service/alertmanager", "alertmanager_notifications_failed_rate", 0, unit="1/s")
    c.metric("service/prometheus", "prometheus_target_scrape_pool_targets", 412, whole=True, noise=0.002, sway=0)
    c.metric("service/warehouse-api", "error_rate", 0.0011, unit="ratio", noise=0.3)
    c.metric("service/warehouse-api", "latency_p95", 0.21, unit="s", noise=0.1)
    c.log(
        -30,
        "service/alertmanager",
        "warn",
        'component=dispatcher msg="Notify attempt failed, will retry later" attempts=1 receiver=slack-infra err="429 Too Many Requests"',
        3,
    )
    c.log(
        -29,
        "service/alertmanager",
        "info",
        'component=dispatcher msg="Notify success" attempts=2 receiver=slack-infra',
        3,
    )
    c.log(
        -10,
        "service/warehouse-api",
        "error",
        "org.hibernate.StaleObjectStateException: Row was updated by another transaction (optimistic lock, retried)",
        8,
    )
    c.log(8, "service/prometheus", "warn", 'msg="Error on ingesting out-of-order samples" num_dropped=12', 5)
    c.change(
        -6,
        "config",
        "argocd sync",
        "service/alertmanager",
        "argocd",
        diff="receivers: default route null -> pager-primary",
        pr="obs#318",
    )
    c.change(
        -44,
        "deployment",
        "argocd sync",
        "deployment/warehouse-api",
        "argocd",
        image=["warehouse-api:90", "warehouse-api:91"],
    )
    c.alert(-1, "KubeCPUOvercommit", None, "alarm", "Cluster has overcommitted CPU requests (since March)")
    c.state(
        "deployment/warehouse-api",
        "deployment",
        namespace="wms",
        desired=4,
        ready=4,
        updated=4,
        available=4,
        unavailable=0,
    )
    c.edges("service/prometheus calls service/alertmanager", "service/warehouse-api calls service/stock")
    surround_cluster(c, "wms", "stock", "picking")
    return c.healthy(cause="healthy.expected_signal", near=["deployment.bad_release"])


def node_pool_upgrade() -> Pair:
    c = Case(
        119,
        "2026-02-18T04:22:00",
        50,
        "KubeNodeUnschedulable / pods restarting on wh-cluster",
        "prometheus",
        "node/ip-10-31-2-14",
        "warning",
        lead=60,
    )
    old, new = "node/ip-10-31-2-14", "node/ip-10-31-2-201"
    c.metric("service/routing", "error_rate", 0.0014, unit="ratio", noise=0.3, step=2)
    c.metric("service/routing", "latency_p95", {-60: 0.18, -1: 0.24, 5: 0.18}, unit="s", step=2)
    c.metric(
        "deployment/routing",
        "kube_deployment_status_replicas_available",
        {-60: 5, -1: 4, 3: 5},
        noise=0,
        sway=0,
        step=2,
    )
    c.metric("service/dispatch", "error_rate", 0.002, unit="ratio", noise=0.3, step=2)
    c.state(
        "deployment/routing", "deployment", namespace="wh", desired=5, ready=5, updated=5, available=5, unavailable=0
    )
    c.state(
        new,
        "node",
        unschedulable=False,
        conditions={"Ready": "True", "DiskPressure": "False", "MemoryPressure": "False"},
        labels={"eks.amazonaws.com/nodegroup": "general", "version": "v1.31.4"},
    )
    c.event(-2, old, "NodeNotSchedulable", "Node ip-10-31-2-14 status is now: NodeNotSchedulable", source="kubelet")
    c.event(-1.6, "pod/routing-5c8d-7hfbn", "Killing", "Stopping container routing", source="kubelet")
    c.event(
        -0.5,
        "pod/routing-5c8d-qq2vd",
        "Unhealthy",
        'Readiness probe failed: Get "http://10.31.7.4:8080/ready": dial tcp 10.31.7.4:8080: connect: connection refused',
        "warning",
        count=3,
        source="kubelet",
    )
    c.event(0.4, "pod/routing-5c8d-qq2vd", "Started", "Started container routing", source="kubelet")
    c.event(
        11, old, "RemovingNode", "Node ip-10-31-2-14 event: Removing Node from Controller", source="node-controller"
    )
    c.event(
        3,
        "pod/dispatch-0",
        "FailedAttachVolume",
        'Multi-Attach error for volume "pvc-7a12" Volume is already exclusively attached to one node and can\'t be attached to another',
        "warning",
        count=2,
        source="attachdetach-controller",
    )
    c.event(
        4.2,
        "pod/dispatch-0",
        "SuccessfulAttachVolume",
        'AttachVolume.Attach succeeded for volume "pvc-7a12"',
        source="attachdetach-controller",
    )
    c.state(
        "pod/dispatch-0",
        "pod",
        namespace="wh",
        phase="Running",
        status="Running",
        ready="1/1",
        restarts=0,
        node="ip-10-31-2-201",
    )
    c.log(-1, "service/routing", "info", "received SIGTERM, draining 41 in-flight requests", 1)
    c.change(
        -12,
        "infrastructure",
        "eks:UpdateNodegroupVersion",
        "nodegroup/general",
        "role/terraform",
        version=["1.30", "1.31"],
        ticket="PLAT-880 node upgrade, announced window 04:00-06:00Z",
    )
    c.alert(12, "KubeNodeUnschedulable", old, "ok", "node removed")
    c.edges(
        f"pod/routing-5c8d-qq2vd runs_on {new}",
        f"pod/dispatch-0 runs_on {new}",
        "deployment/routing owns pod/routing-5c8d-qq2vd",
        "service/routing calls service/dispatch",
    )
    surround_cluster(c, "wh", "scan-api", "slotting")
    return c.healthy(
        near=["k8s.scheduling.node_cordoned", "compute.instance_lost", "k8s.volume.mount_timeout"],
        herring=("k8s.scheduling.node_cordoned", old),
    )


def second_try_job() -> Pair:
    c = Case(
        827,
        "2026-03-03T01:31:00",
        40,
        "KubeJobFailed: settlement-export",
        "prometheus",
        "job/settlement-export-29547450",
        "warning",
        lead=45,
    )
    job = "job/settlement-export-29547450"
    c.state(
        job,
        "job",
        namespace="fin",
        pods="0 active (0 ready) / 1 succeeded / 1 failed",
        backoff_limit=3,
        conditions={"Complete": {"status": "True"}},
        completion_time=c.time(9),
    )
    c.state(
        "pod/settlement-export-29547450-5vkxr",
        "pod",
        namespace="fin",
        phase="Failed",
        status="Error",
        ready="0/1",
        restarts=0,
        owner="Job/settlement-export-29547450",
        containers=[{"name": "export", "state": {"state": "terminated", "reason": "Error", "exit_code": 1}}],
    )
    c.state(
        "pod/settlement-export-29547450-t8nq6",
        "pod",
        namespace="fin",
        phase="Succeeded",
        status="Completed",
        ready="0/1",
        restarts=0,
        owner="Job/settlement-export-29547450",
        containers=[{"name": "export", "state": {"state": "terminated", "reason": "Completed", "exit_code": 0}}],
    )
    c.event(-1, job, "SuccessfulCreate", "Created pod: settlement-export-29547450-5vkxr", source="job-controller")
    c.event(1.3, job, "SuccessfulCreate", "Created pod: settlement-export-29547450-t8nq6", source="job-controller")
    c.event(9, job, "Completed", "Job completed", source="job-controller")
    c.event(
        9.1,
        "cronjob/settlement-export",
        "SawCompletedJob",
        "Saw completed job: settlement-export-29547450, condition: Complete",
        source="cronjob-controller",
    )
    c.log(
        0.2,
        "pod/settlement-export-29547450-5vkxr",
        "error",
        "paramiko.ssh_exception.SSHException: Error reading SSH protocol banner (sftp.clearing.example:22)",
        1,
    )
    c.log(
        8.8,
        "pod/settlement-export-29547450-t8nq6",
        "info",
        "uploaded settlement-20260302.csv.gz rows=188204 sha256 ok",
        1,
    )
    c.log(20, "service/fin-api", "warn", "slow query 812ms SELECT ... FROM statements", 5)
    c.metric("service/fin-api", "error_rate", 0.0018, unit="ratio", noise=0.3)
    c.change(
        -200, "deployment", "helm upgrade", "cronjob/settlement-export", "ci/fin", image=["export:12", "export:13"]
    )
    c.alert(10, "KubeJobFailed", job, "ok", "resolved 01:41Z")
    c.alert(
        -15000, "KubeJobNotCompleted", "job/db-anonymise-manual", "alarm", "left by a developer in namespace sandbox"
    )
    c.edges(
        f"cronjob/settlement-export owns {job}",
        f"{job} owns pod/settlement-export-29547450-t8nq6",
        "cronjob/settlement-export calls external/sftp.clearing.example",
    )
    surround_cluster(c, "fin", "fin-api", "statements")
    return c.healthy(
        near=["dependency.third_party_outage", "deployment.bad_release"],
        herring=("dependency.third_party_outage", "external/sftp.clearing.example"),
    )
