"""Pages about jobs and rollouts in Kubernetes with nothing wrong behind them."""

from __future__ import annotations

from .record import Bundle, Expected, Record, bump, well
from .scenery import chatter, cluster_life, container, deployment, node, pod


def retried_job() -> tuple[Bundle, Expected]:
    """The nightly export failed twice on a busy partner and went through on the third pod."""
    record = Record("hb-150", "2026-02-14T03:00", 60)
    record.page(
        "KubeJobFailed nightly-export",
        "prometheus",
        "job/nightly-export-29110",
        24,
        severity="warning",
        service="exports",
        cluster="prod-1",
    )
    record.metric("service/exports-api", "request_rate", 7)
    record.metric("service/exports-api", "error_rate", 0.1, noise=0.3)
    record.metric("service/exports-api", "latency_p95", 0.2)
    for minute, name in ((12, "x8k2p"), (21, "m4t9d")):
        record.event(
            minute,
            "kubernetes",
            f"pod/nightly-export-29110-{name}",
            "Failed",
            "Error: container export terminated with exit code 1",
            "warning",
            1,
            None,
            "kubelet",
        )
        record.log(
            minute - 0.2,
            f"pod/nightly-export-29110-{name}",
            "paramiko.ssh_exception.SSHException: Error reading SSH protocol banner (partner sftp busy)",
            "error",
            1,
        )
    record.event(
        23,
        "kubernetes",
        "job/nightly-export-29110",
        "SuccessfulCreate",
        "Created pod: nightly-export-29110-r7c5w",
        "normal",
        1,
        None,
        "job-controller",
    )
    record.event(
        41, "kubernetes", "job/nightly-export-29110", "Completed", "Job completed", "normal", 1, None, "job-controller"
    )
    record.log(40.8, "pod/nightly-export-29110-r7c5w", "uploaded 14 files, 412 MiB, exit 0", "info", 1)
    record.state(
        "job/nightly-export-29110",
        "job",
        namespace="exports",
        pods="0 Active (0 Ready) / 1 Succeeded / 2 Failed",
        backoff_limit=4,
        conditions={"Complete": {"status": "True"}},
    )
    record.state(
        "cronjob/nightly-export",
        "cronjob",
        namespace="exports",
        schedule="0 3 * * *",
        last_successful_time="2026-02-14T03:41:00Z",
        suspend=False,
    )
    deployment(record, "exports-api", 2, 2, "exports")
    record.alert(44, "KubeJobFailed nightly-export", "job/nightly-export-29110", "ok")
    chatter(record, "deployment/exports-api", "python", 4)
    record.edges(
        "cronjob/nightly-export owns job/nightly-export-29110", "service/exports-api owns deployment/exports-api"
    )
    cluster_life(record, 3, 2)
    return well(record, herring=("dependency.unreachable", "job/nightly-export-29110"), near=["code.unhandled_error"])


def growing_pool() -> tuple[Bundle, Expected]:
    """Pods waited six minutes for the node autoscaler and then started."""
    record = Record("hb-363", "2026-03-24T06:40", 55, zone=1, period=0.5, lost=0.03)
    record.page(
        "KubeDeploymentReplicasMismatch gate-cam",
        "prometheus",
        "deployment/gate-cam",
        20,
        severity="warning",
        service="gate-cam",
    )
    record.metric(
        "deployment/gate-cam",
        "kube_deployment_status_replicas_available",
        [(0, 6), (18, 6), (19, 10), (27, 10), (28, 14), (55, 14)],
        noise=0,
    )
    record.metric(
        "deployment/gate-cam", "cpu_utilization", [(0, 44), (10, 70), (17, 88), (30, 58), (55, 55)], noise=0.04
    )
    record.metric("service/gate-cam", "latency_p95", [(0, 0.3), (17, 0.44), (30, 0.31), (55, 0.3)])
    record.metric("service/gate-cam", "error_rate", 0.1, noise=0.3)
    record.metric("service/gate-cam", "request_rate", [(0, 60), (10, 110), (55, 150)])
    record.event(
        26,
        "kubernetes",
        "pod/gate-cam-7d8-w2xkp",
        "FailedScheduling",
        "0/6 nodes are available: 6 Insufficient cpu. preemption: 0/6 nodes are available: 6 No preemption victims found for incoming pod.",
        "warning",
        7,
        19,
        "default-scheduler",
    )
    record.event(
        20,
        "kubernetes",
        "pod/gate-cam-7d8-w2xkp",
        "TriggeredScaleUp",
        "pod triggered scale-up: [{eks-gates-ng 6->8 (max: 12)}]",
        "normal",
        1,
        None,
        "cluster-autoscaler",
    )
    record.event(
        26.5,
        "kubernetes",
        "pod/gate-cam-7d8-w2xkp",
        "Scheduled",
        "Successfully assigned gates/gate-cam-7d8-w2xkp to ip-10-5-2-90",
        "normal",
    )
    record.event(
        25,
        "kubernetes",
        "node/ip-10-5-2-90",
        "NodeNotReady",
        "Node ip-10-5-2-90 status is now: NodeNotReady (container runtime network not ready: cni plugin not initialized)",
        "warning",
    )
    record.event(
        25.6, "kubernetes", "node/ip-10-5-2-90", "NodeReady", "Node ip-10-5-2-90 status is now: NodeReady", "normal"
    )
    deployment(
        record,
        "gate-cam",
        14,
        14,
        "gates",
        conditions={
            "Available": {"status": "True", "reason": "MinimumReplicasAvailable"},
            "Progressing": {"status": "True", "reason": "NewReplicaSetAvailable"},
        },
    )
    pod(
        record,
        "gate-cam-7d8-w2xkp",
        "gate-cam-7d8",
        "ip-10-5-2-90",
        "gates",
        containers=[container("cam", "gate-cam:1.22.0", requests={"cpu": "1500m"})],
    )
    node(record, "ip-10-5-2-90")
    record.alert(33, "KubeDeploymentReplicasMismatch gate-cam", "deployment/gate-cam", "ok")
    chatter(record, "deployment/gate-cam", "go", 4)
    record.edges("service/gate-cam owns deployment/gate-cam", "pod/gate-cam-7d8-w2xkp runs_on node/ip-10-5-2-90")
    cluster_life(record)
    return well(record, herring=("k8s.scheduling.insufficient_cpu", "deployment/gate-cam"), near=["traffic.surge"])


def hasty_rollout() -> tuple[Bundle, Expected]:
    """A rollout cut some connections for a minute; the new version serves as the old one did."""
    record = Record("hb-928", "2026-11-10T13:20", 50, period=0.25)
    record.page(
        "dock-api 5xx ratio > 2 % (2m)",
        "prometheus",
        "service/dock-api",
        23,
        severity="high",
        service="dock-api",
        cluster="prod-1",
    )
    record.metric("service/dock-api", "error_rate", bump(0.2, 22, 24, 6.1), noise=0.12)
    record.metric("service/dock-api", "latency_p95", bump(0.21, 22, 24, 0.8))
    record.metric("service/dock-api", "request_rate", 95)
    record.metric(
        "deployment/dock-api", "cpu_utilization", [(0, 41), (22, 41), (24, 60), (28, 41), (50, 41)], noise=0.04
    )
    record.metric("statefulset/dock-db", "cpu_utilization", 38)
    record.log(
        23,
        "service/edge",
        'upstream prematurely closed connection while reading response header from upstream, upstream: "http://10.2.7.41:8080/docks"',
        "error",
        344,
        "ingress-nginx",
    )
    record.log(23.5, "deployment/dock-api", "Error: server closed, pending=3 (SIGTERM)", "error", 8)
    record.log(
        45,
        "deployment/dock-api",
        '{"level":30,"msg":"request completed","version":"3.15.0","res":{"statusCode":200},"responseTime":38}',
        "info",
        61000,
    )
    chatter(record, "deployment/dock-api", "node", 4)
    record.event(
        22,
        "kubernetes",
        "deployment/dock-api",
        "ScalingReplicaSet",
        "Scaled up replica set dock-api-9c4 to 4",
        "normal",
    )
    record.event(
        22.5,
        "kubernetes",
        "pod/dock-api-9c4-hh8sd",
        "Unhealthy",
        'Readiness probe failed: Get "http://10.2.7.60:8080/ready": dial tcp 10.2.7.60:8080: connect: connection refused',
        "warning",
        2,
        22,
        "kubelet",
    )
    record.event(
        25,
        "kubernetes",
        "deployment/dock-api",
        "ScalingReplicaSet",
        "Scaled down replica set dock-api-5f1 to 0 from 1",
        "normal",
    )
    deployment(
        record,
        "dock-api",
        4,
        4,
        "docks",
        conditions={
            "Available": {"status": "True", "reason": "MinimumReplicasAvailable"},
            "Progressing": {
                "status": "True",
                "reason": "NewReplicaSetAvailable",
                "message": 'ReplicaSet "dock-api-9c4" has successfully progressed.',
            },
        },
    )
    pod(record, "dock-api-9c4-hh8sd", "dock-api-9c4", "w-2", "docks", containers=[container("api", "dock-api:3.15.0")])
    record.change(
        21.8,
        "deployment",
        "argocd sync",
        "deployment/dock-api",
        "argocd",
        images=["dock-api:3.14.2", "dock-api:3.15.0"],
    )
    record.alert(28, "dock-api 5xx ratio > 2 % (2m)", "service/dock-api", "ok")
    record.edges(
        "service/edge > service/dock-api",
        "service/dock-api owns deployment/dock-api",
        "deployment/dock-api reads statefulset/dock-db",
    )
    cluster_life(record)
    return well(
        record,
        "healthy.recovered",
        herring=("deployment.bad_release", "deployment/dock-api"),
        near=["deployment.bad_release"],
    )
