"""Clusters in which nothing is wrong now, whatever an alarm says."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_kubernetes import Cluster, condition, healthy, levels, probe
from scenarios.cases.building_kubernetes_systems import BANK, CLINIC, ENERGY, FLEET, MEDIA, PARCELS, TICKETS


def restarted_nine_hours_ago() -> Scenario:
    """A pod ran out of memory in the night and has been stable for nine hours; a restart counter still raises "
    "an alarm."""
    c = Cluster("energy", "2026-01-05T11:00:00", 901)
    c.system(ENERGY, chatter=6)
    pod = c.pods("tariffs")[0]
    c.crashing(pod, 2, 137, "OOMKilled", last=-540, lived=3000, now="Running")
    c.container(pod)["state"] = {"state": "running", "started_at": c.at(-539)}
    c.metric("service/tariffs", "error_rate", levels(1, (0.05, 38)), unit="Percent")
    c.metric(pod, "memory_usage", levels(2, (301e6, 38), digits=0), unit="Bytes")
    c.metric("service/tariffs", "latency_p95", levels(3, (0.12, 38)), unit="Seconds")
    c.alert(
        pod,
        0,
        "PodRestartsHigh",
        threshold=1,
        comparison="GreaterThanThreshold",
        metric="kube_pod_container_status_restarts_total",
    )
    return c.bundle("kube-counter-of-the-night", "PodRestartsHigh", pod, severity="warning"), healthy(
        "healthy.recovered",
        pod,
        "k8s.container.oom_killed",
        "compute.memory_leak",
        "code.memory_leak",
        also=["healthy.threshold_noise"],
    )


def rollout_that_proceeds() -> Scenario:
    """A rollout is half-way: new pods become ready one after another, and callers notice nothing."""
    c = Cluster("tickets", "2026-01-14T10:00:00", 902)
    c.system(TICKETS, chatter=6)
    deployment = c.attrs("deployment/box-office")
    deployment.update(updated=2)
    deployment["conditions"] = {
        "Progressing": condition("True", "ReplicaSetUpdated", 'ReplicaSet "box-office-6f4d" is progressing.')
    }
    pods = c.pods("box-office")
    for place, pod in enumerate(pods[:2]):
        c.container(pod)["image"] = "registry.halden.example/tickets/box-office:v803"
        c.attrs(pod)["started_at"] = c.at(-1 + place * 1.5)
        c.began(pod, -1 + place * 1.5)
        c.event(
            pod,
            -0.7 + place * 1.5,
            "Unhealthy",
            'Readiness probe failed: Get "http://10.42.3.7:3000/healthz": dial tcp 10.42.3.7:3000: connect: '
            "connection refused",
            count=1,
        )
    c.event(
        "deployment/box-office",
        -1,
        "ScalingReplicaSet",
        "Scaled up replica set box-office-6f4d to 1",
        level="normal",
        source="deployment-controller",
    )
    c.event(
        "deployment/box-office",
        0.4,
        "ScalingReplicaSet",
        "Scaled up replica set box-office-6f4d to 2 from 1",
        level="normal",
        source="deployment-controller",
    )
    c.change(
        "deployment/box-office",
        -1.1,
        "deployment",
        "kubectl set image",
        "ci/tickets",
        image=["box-office:v802", "box-office:v803"],
    )
    c.metric("ingress/shop", "error_rate", levels(1, (0.08, 23)), unit="Percent")
    c.metric("ingress/shop", "latency_p95", levels(2, (0.21, 23)), unit="Seconds")
    return c.bundle(
        "kube-half-a-rollout",
        "Deployment box-office: pods not ready",
        "deployment/box-office",
        minutes=3,
        severity="info",
        source="kubernetes",
    ), healthy(
        "healthy.threshold_noise",
        "deployment/box-office",
        "deployment.bad_release",
        "deployment.rollout_stuck",
        "k8s.probe.readiness_wrong_port",
        also=["healthy.recovered", "healthy.expected_signal"],
    )


def nightly_jobs_that_are_done() -> Scenario:
    """Pods of a CronJob are Completed and not ready, as they are every night."""
    c = Cluster("core-bank", "2026-02-12T04:00:00", 903, objects=False)
    c.system(BANK, chatter=6)
    for place in range(3):
        name = f"eod-balances-2951{place}40"
        pod = f"pod/{name}-{c.letters(5)}"
        c.add(
            f"job/{name}",
            "job",
            namespace="core-bank",
            pods="0 Active (0 Ready) / 1 Succeeded / 0 Failed",
            backoff_limit=3,
        )
        c.add(
            pod,
            "pod",
            namespace="core-bank",
            phase="Succeeded",
            status="Completed",
            ready="0/1",
            restarts="0",
            owner=f"Job/{name}",
            labels={"job-name": name},
            node=c.nodes[place],
            conditions={"Ready": "False", "PodScheduled": "True"},
            containers=[
                {
                    "name": "eod",
                    "ready": False,
                    "restart_count": 0,
                    "state": {"state": "terminated", "reason": "Completed", "exit_code": 0},
                }
            ],
        )
        c.event(
            f"job/{name}", -2880 + 1440 * place, "Completed", "Job completed", level="normal", source="job-controller"
        )
        c.log(pod, -2879 + 1440 * place, "INFO eod: 812345 accounts balanced, exit 0")
    c.metric("service/accounts", "error_rate", levels(1, (0.03, 38)), unit="Percent")
    c.alert(None, 0, "pods not ready in core-bank", threshold=2, metric="kube_pod_status_ready")
    return c.bundle(
        "kube-pods-that-are-completed",
        "pods not ready in core-bank",
        "namespace/core-bank",
        source="datadog",
        severity="warning",
    ), healthy(
        "healthy.threshold_noise",
        "namespace/core-bank",
        "k8s.container.command_invalid",
        "k8s.workload.evicted",
        also=["healthy.expected_signal"],
    )


def warnings_that_ended() -> Scenario:
    """Two hours ago a node was replaced: mounts and probes warned for a minute. Everything has been ready since."""
    c = Cluster("parcels", "2026-02-25T13:30:00", 904)
    c.system(PARCELS, chatter=6)
    c.all_nodes()
    for pod in c.pods("intake") + c.pods("labels"):
        c.attrs(pod)["started_at"] = c.at(-125)
        c.event(
            pod, -125, "FailedScheduling", "0/2 nodes are available: 2 Insufficient memory.", source="default-scheduler"
        )
        c.event(
            pod,
            -124,
            "FailedMount",
            'MountVolume.SetUp failed for volume "kube-api-access-x8k2p" : failed to sync configmap cache: timed out '
            "waiting for the condition",
        )
        c.event(pod, -123, "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503", count=3)
        c.began(pod, -123.5)
    c.event(f"node/{c.nodes[2]}", -126, "NodeReady", f"Node {c.nodes[2]} status is now: NodeReady", level="normal")
    c.metric("service/portal", "error_rate", levels(1, (0.1, 38)), unit="Percent")
    c.metric("service/portal", "latency_p95", levels(2, (0.31, 38)), unit="Seconds")
    c.alert(
        "service/portal",
        0,
        "portal-p95",
        state="ok",
        metric="latency_p95",
        threshold=0.5,
        comparison="GreaterThanThreshold",
    )
    return c.bundle(
        "kube-warnings-of-two-hours-ago", "warning events in namespace parcels > 10", "service/portal", severity="info"
    ), healthy(
        "healthy.recovered",
        "service/portal",
        "k8s.scheduling.insufficient_memory",
        "k8s.volume.mount_timeout",
        "k8s.config.configmap_missing",
        "k8s.probe.readiness_endpoint_failing",
        also=["healthy.threshold_noise"],
    )


def node_in_maintenance() -> Scenario:
    """One node is cordoned and drained for an upgrade; its pods run elsewhere, all are ready."""
    c = Cluster("fleet", "2026-03-08T09:00:00", 905, nodes=("fl-a", "fl-b"))
    c.system(FLEET, chatter=6)
    c.all_nodes()
    c.node("fl-c", unschedulable=True, taints=["node.kubernetes.io/unschedulable:NoSchedule"])
    c.event("node/fl-c", -30, "NodeNotSchedulable", "Node fl-c status is now: NodeNotSchedulable", level="normal")
    c.change("node/fl-c", -30, "infrastructure", "kubectl drain", "user/platform", ticket="CHG-2231")
    for pod in c.pods("geozones"):
        c.attrs(pod)["started_at"] = c.at(-28)
        c.began(pod, -28)
    c.metric("service/dispatch-web", "error_rate", levels(1, (0.06, 38)), unit="Percent")
    c.metric("service/dispatch-web", "request_rate", levels(2, (42, 38)), unit="Count/Second")
    c.alert("node/fl-c", 0, "KubeNodeUnschedulable", reason="node fl-c is cordoned for 30 minutes")
    return c.bundle("kube-one-node-in-maintenance", "KubeNodeUnschedulable", "node/fl-c", severity="warning"), healthy(
        "healthy.expected_signal",
        "node/fl-c",
        "k8s.scheduling.node_cordoned",
        "node.not_ready",
        "k8s.workload.evicted",
        "compute.instance_lost",
        also=["healthy.threshold_noise"],
    )


def probes_that_fail_only_during_the_start() -> Scenario:
    """A slow Java service was restarted; its probe failed until it was up, fourteen minutes ago."""
    c = Cluster("clinic", "2026-03-22T07:15:00", 906, objects=False)
    c.system(CLINIC, chatter=6)
    c.each("patients", readiness=probe(8090, "/health", delay=5), liveness=probe(8090, "/health", delay=120))
    for pod in c.pods("patients"):
        c.attrs(pod)["started_at"] = c.at(0)
        c.began(pod, 0)
        c.event(
            pod,
            1,
            "Unhealthy",
            f'Readiness probe failed: Get "http://{c.attrs(pod)["ip"]}:8090/health": dial tcp: connect: '
            f"connection refused",
            count=6,
            first=0.1,
        )
        c.log(pod, 1.2, "info: Microsoft.Hosting.Lifetime[0] Application started. Press Ctrl+C to shut down.")
        c.lines(pod, (4, 9, 14), "info: Request finished HTTP/1.1 GET /patients/{n} - 200 11ms")
    c.change("deployment/patients", -0.2, "deployment", "kubectl rollout restart", "user/night-ops")
    c.metric("service/booking-ui", "success_rate", levels(3, (99.9, 38), spread=0.0002), unit="Percent")
    return c.bundle(
        "kube-slow-start-of-patients",
        "Unhealthy events of patients",
        "deployment/patients",
        severity="info",
        source="kubernetes",
    ), healthy(
        "healthy.recovered",
        "deployment/patients",
        "k8s.probe.readiness_wrong_port",
        "k8s.probe.liveness_too_aggressive",
        "deployment.bad_release",
        also=["healthy.threshold_noise", "healthy.expected_signal"],
    )


def quota_full_and_nobody_minds() -> Scenario:
    """Every quota of the namespace is used up to the last unit, nothing wants more, and a latency alarm flickers."""
    c = Cluster("media", "2026-05-02T16:00:00", 907)
    c.system(MEDIA, chatter=6)
    c.add("namespace/media", "namespace", phase="Active")
    c.add(
        "resourcequota/media",
        "resourcequota",
        namespace="media",
        resources={
            one: {"used": value, "hard": value}
            for one, value in (
                ("requests.cpu", "8"),
                ("requests.memory", "16Gi"),
                ("pods", "15"),
                ("services", "8"),
                ("requests.storage", "500Gi"),
                ("count/configmaps", "12"),
            )
        },
    )
    values = levels(4, (0.2, 38), spread=0.12)
    values[20] = 0.41
    c.metric("service/web-player", "latency_p95", values, unit="Seconds")
    c.metric("service/web-player", "error_rate", levels(5, (0.05, 38)), unit="Percent")
    c.alert(
        "service/web-player",
        0,
        "web-player-p95",
        state="ok",
        metric="latency_p95",
        threshold=0.4,
        comparison="GreaterThanThreshold",
        reason="one datapoint above 0.4",
    )
    return c.bundle(
        "kube-quota-used-to-the-last", "web-player-p95", "service/web-player", source="cloudwatch", severity="warning"
    ), healthy(
        "healthy.threshold_noise",
        "service/web-player",
        "k8s.quota.cpu_exceeded",
        "k8s.quota.memory_exceeded",
        "k8s.quota.pods_exceeded",
        "k8s.quota.services_exceeded",
        "k8s.quota.storage_exceeded",
        "k8s.quota.objects_exceeded",
        also=["healthy.recovered"],
    )


def switched_off_on_purpose() -> Scenario:
    """An old worker has had zero replicas for a year, and Secrets of removed versions are gone; the alarm is a "
    "heartbeat."""
    c = Cluster("core-bank", "2026-06-01T06:00:00", 908, objects=False)
    c.system(BANK, chatter=8)
    c.add(
        "deployment/statements-legacy",
        "deployment",
        namespace="core-bank",
        desired=0,
        ready="0/0",
        selector={"app": "statements-legacy"},
        age="402d",
        replicas="0 desired | 0 updated | 0 total | 0 available | 0 unavailable",
    )
    c.add(
        "service/statements-legacy",
        "service",
        namespace="core-bank",
        type="ClusterIP",
        selector={"app": "statements-legacy"},
        cluster_ip="172.20.1.9",
        port="http  80/TCP",
        target_port="8000/TCP",
        endpoints="<none>",
    )
    c.metric("service/mobile-bff", "error_rate", levels(1, (0.04, 38)), unit="Percent")
    c.metric("service/statements", "latency_p95", levels(2, (0.6, 38)), unit="Seconds")
    c.alert(
        None, 0, "Watchdog", reason="This is an alert meant to ensure that the entire alerting pipeline is functional."
    )
    return c.bundle("kube-heartbeat-and-an-old-worker", "Watchdog", "service/mobile-bff", severity="none"), healthy(
        "healthy.expected_signal",
        "service/mobile-bff",
        "k8s.workload.zero_replicas",
        "k8s.service.selector_mismatch",
        also=["healthy.threshold_noise"],
    )


CASES: tuple[Case, ...] = (
    restarted_nine_hours_ago,
    rollout_that_proceeds,
    nightly_jobs_that_are_done,
    warnings_that_ended,
    node_in_maintenance,
    probes_that_fail_only_during_the_start,
    quota_full_and_nobody_minds,
    switched_off_on_purpose,
)
