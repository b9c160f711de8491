"""Healthy clusters seen without any metric series, over which somebody was alarmed."""

from __future__ import annotations

from . import surroundings as life
from .bundle import Bundle, Case, expect
from .surroundings import NODES


def node_group_upgrade() -> Case:
    """A node group was upgraded: its old nodes went NotReady and left, the pods moved, all is ready now."""
    b = Bundle(
        "od-eks-nodes-131",
        "2026-02-26T13:05:00",
        title="KubeNodeNotReady / KubeDeploymentReplicasMismatch",
        source="prometheus",
        resource="deployment/booking-api",
        severity="critical",
        service="booking-api",
        started=-88,
        labels={"cluster": "eks-prod-1"},
    )
    b.alarm("KubeDeploymentReplicasMismatch", "deployment/booking-api", "ok", -70, reason="resolved")
    b.alarm("KubeNodeNotReady", "node/ip-10-40-1-201", "ok", -74, reason="resolved: series gone")
    b.change(
        -95,
        "infrastructure",
        "eks:UpdateNodegroupVersion",
        "node/ip-10-40-1-17",
        actor="role/platform-ci",
        nodegroup="general",
        version=["1.30", "1.31"],
    )
    for t, old in ((-90, "ip-10-40-1-201"), (-83, "ip-10-40-2-9"), (-78, "ip-10-40-3-61")):
        b.event(
            t,
            "kubernetes",
            f"node/{old}",
            "normal",
            "NodeNotSchedulable",
            f"Node {old} status is now: NodeNotSchedulable",
            source="kubelet",
        )
        b.event(
            t + 3,
            "kubernetes",
            f"node/{old}",
            "normal",
            "NodeNotReady",
            f"Node {old} status is now: NodeNotReady",
            source="node-controller",
        )
        b.event(
            t + 4,
            "kubernetes",
            f"node/{old}",
            "normal",
            "RemovingNode",
            f"Node {old} event: Removing Node {old} from Controller",
            source="node-controller",
        )
    b.event(
        -82,
        "kubernetes",
        "deployment/booking-api",
        "warning",
        "FailedScheduling",
        "0/5 nodes are available: 2 node(s) were unschedulable, 3 Insufficient cpu. preemption: 0/5 nodes are available",
        3,
        "default-scheduler",
        -84,
    )
    b.event(
        -80.5,
        "kubernetes",
        "deployment/booking-api",
        "normal",
        "Scheduled",
        f"Successfully assigned booking/booking-api-6c77 to {NODES[1]}",
        source="default-scheduler",
    )
    b.event(
        -80,
        "kubernetes",
        "deployment/booking-api",
        "warning",
        "Unhealthy",
        'Readiness probe failed: Get "http://10.40.2.77:8080/ready": dial tcp 10.40.2.77:8080: connect: connection refused',
        2,
        "kubelet",
        -80.4,
    )
    b.event(
        -73, "eks", "node/ip-10-40-1-17", "normal", "UpdateSuccessful", "Nodegroup general update to 1.31 Successful"
    )
    for name in NODES:
        life.node(b, name, kubelet_version="v1.31.2-eks-7f9249a")
    life.pods(b, "booking-api", "booking", 4, NODES, age_d=0.055)
    life.pods(b, "booking-worker", "booking", 2, NODES, age_d=0.06)
    life.service(b, "booking-api", "booking", "10.40.1.31:8080,10.40.2.77:8080,10.40.3.9:8080,10.40.1.44:8080")
    b.chatter("deployment/booking-api", life.GO, 16, -60)
    life.neighbour_crash(b, NODES[2])
    b.edges(("service/booking-api", "calls", "deployment/booking-api"))
    return b.done(), expect(
        "healthy",
        near=["node.not_ready", "k8s.scheduling.insufficient_cpu", "k8s.scheduling.node_cordoned"],
        herring=("node.not_ready", "node/ip-10-40-1-201"),
    )


def watchdog() -> Case:
    """The alert that always fires, to show that alerting works; the throttling notice of a log shipper is old."""
    b = Bundle(
        "od-cluster-wd-9",
        "2026-01-12T07:00:00",
        title="Watchdog",
        source="prometheus",
        resource=None,
        severity="none",
        started=-44000,
        labels={"alertname": "Watchdog", "prometheus": "monitoring/k8s"},
        description="This is an alert meant to ensure that the entire alerting pipeline is functional. This alert is always firing.",
    )
    b.alarm("Watchdog", None, "alarm", -44000, query="vector(1)")
    b.alarm("InfoInhibitor", None, "alarm", -600)
    b.alarm(
        "CPUThrottlingHigh",
        "pod/fluent-bit-4kzq9",
        "alarm",
        -9000,
        reason="26% throttling of CPU in namespace logging; severity info",
    )
    for name in NODES:
        life.node(b, name)
    life.pods(b, "catalog", "shop", 3, NODES, age_d=21, restarts="1 (12d ago)")
    life.pods(b, "search", "shop", 2, NODES, age_d=4)
    life.pod(b, "fluent-bit-4kzq9", "logging", "DaemonSet/fluent-bit", NODES[0], restarts="2 (30d ago)", age_d=60)
    b.event(
        -41,
        "kubernetes",
        "deployment/catalog",
        "warning",
        "Unhealthy",
        "Readiness probe failed: HTTP probe failed with statuscode: 503",
        1,
        "kubelet",
    )
    b.event(
        -8,
        "kubernetes",
        "node/ip-10-40-2-88",
        "normal",
        "Pulled",
        'Container image "registry.k8s.io/pause:3.10" already present on machine',
        14,
    )
    b.log(
        -33,
        "pod/fluent-bit-4kzq9",
        "warn",
        "[engine] failed to flush chunk '1-1768.flb', retry in 9 seconds: task_id=4; [engine] flush chunk succeeded at retry 1",
        8,
    )
    b.chatter("deployment/catalog", life.JVM, 14, -60)
    life.neighbour_crash(b, NODES[1])
    return b.done(), expect(
        "healthy",
        "healthy.expected_signal",
        near=["compute.cpu_throttled"],
        herring=("compute.cpu_throttled", "pod/fluent-bit-4kzq9"),
    )


def cronjob_later_ok() -> Case:
    """One hourly import failed in the supplier's maintenance; the later runs passed and took in the missed file."""
    b = Bundle(
        "od-price-import-job",
        "2026-03-03T06:30:00",
        title="KubeJobFailed: price-import-29540160",
        source="prometheus",
        resource="job/price-import-29540160",
        severity="warning",
        service="price-import",
        started=-255,
        description="Job pricing/price-import-29540160 failed to complete. Removing failed job after investigation should clear this alert.",
    )
    b.alarm(
        "KubeJobFailed",
        "job/price-import-29540160",
        "alarm",
        -255,
        reason="kube_job_failed{job_name=price-import-29540160} > 0",
    )
    b.event(
        -270,
        "kubernetes",
        "job/price-import-29540160",
        "normal",
        "SuccessfulCreate",
        "Created pod: price-import-29540160-x7q2b",
        source="job-controller",
    )
    b.event(
        -262,
        "kubernetes",
        "job/price-import-29540160",
        "warning",
        "BackoffLimitExceeded",
        "Job has reached the specified backoff limit",
        source="job-controller",
    )
    for t, n in ((-210, 29540220), (-150, 29540280), (-90, 29540340), (-30, 29540400)):
        b.event(
            t,
            "kubernetes",
            f"job/price-import-{n}",
            "normal",
            "SuccessfulCreate",
            f"Created pod: price-import-{n}-{b.rng.getrandbits(20):05x}",
            source="job-controller",
        )
        b.event(
            t + 6,
            "kubernetes",
            f"job/price-import-{n}",
            "normal",
            "Completed",
            "Job completed",
            source="job-controller",
        )
    b.log(
        -266,
        "job/price-import-29540160",
        "error",
        "ftplib.error_temp: 421 Service closing control connection (sftp gateway of supplier Vandermeer, maintenance 02:00-02:30)",
        2,
    )
    b.log(-204, "job/price-import-29540220", "info", "imported 48,212 prices including 1 backlog file from 02:00", 1)
    b.log(-24.5, "job/price-import-29540400", "info", "imported 47,990 prices, 0 rejected, lag 0 files", 1)
    b.log(-25, "job/price-import-29540400", "warning", "supplier Kempf sent 12 rows without EAN, skipped (known)", 12)
    b.state("job/price-import-29540160", "job", pods="0 Active / 0 Succeeded / 3 Failed", backoff_limit=2)
    b.state("job/price-import-29540400", "job", pods="0 Active / 1 Succeeded / 0 Failed", backoff_limit=2)
    b.state(
        "cronjob/price-import",
        "cronjob",
        namespace="pricing",
        schedule="0 * * * *",
        suspend=False,
        last_schedule=b.at(-30),
        last_successful=b.at(-24),
    )
    life.pods(b, "pricing-api", "pricing", 3, NODES, age_d=12)
    b.chatter("deployment/pricing-api", life.PYTHON, 12, -100)
    life.other_release(b, -280, "k8s")
    b.edges(
        ("cronjob/price-import", "owns", "job/price-import-29540160"),
        ("cronjob/price-import", "owns", "job/price-import-29540400"),
    )
    return b.done(), expect(
        "healthy",
        near=["dependency.third_party_outage", "dependency.errors"],
        herring=("dependency.third_party_outage", "job/price-import-29540160"),
    )


def old_eviction() -> Case:
    """The remains of a pod evicted over a day ago still stand as Failed; its workload has all its replicas."""
    b = Bundle(
        "od-profile-evict-2",
        "2026-05-19T15:44:00",
        title="Pods in phase Failed: namespace accounts",
        source="datadog",
        resource="namespace/accounts",
        severity="high",
        zone_h=2,
        millis=True,
        description="[kubernetes] 1 pod in Failed phase for more than 24h in kube_namespace:accounts",
        started=None,
    )
    b.alarm(
        "[kubernetes] Failed pods",
        "namespace/accounts",
        "alarm",
        -1500,
        reason="pod_name:profile-5b9c4d-w2ktr status Failed",
        count=9,
    )
    b.alarm(
        "[kubernetes] Disk pressure",
        "node/ip-10-40-1-17",
        "ok",
        -13300,
        reason="recovered after image garbage collection",
    )
    for name in NODES:
        life.node(b, name)
    life.pods(b, "profile", "accounts", 3, NODES, age_d=9.2)
    life.pod(
        b,
        "profile-5b9c4d-w2ktr",
        "accounts",
        "ReplicaSet/profile-5b9c4d",
        NODES[0],
        age_d=31,
        phase="Failed",
        status="Evicted",
        ready="0/1",
        reason="Evicted",
        message="The node was low on resource: ephemeral-storage. Threshold quantity: 2146223340, available: 1803132Ki.",
        conditions={
            "Ready": {"status": "False", "reason": "PodFailed"},
            "DisruptionTarget": {"status": "True", "reason": "TerminationByKubelet"},
        },
    )
    b.edges(
        ("deployment/profile", "owns", "pod/profile-5b9c4d-w2ktr"), ("service/profile", "calls", "deployment/profile")
    )
    life.pods(b, "consent", "accounts", 2, NODES, age_d=40, restarts="3 (17d ago)")
    life.service(b, "profile", "accounts", "10.40.1.90:8080,10.40.2.14:8080,10.40.3.55:8080")
    b.event(
        -22,
        "kubernetes",
        "node/ip-10-40-3-140",
        "normal",
        "FreeDiskSpace",
        "attempting to free 0 bytes; image garbage collection not needed",
        source="kubelet",
    )
    b.log(-47, "deployment/profile", "error", "AvatarTooLargeError: 413 user upload 14.2 MB rejected", 5)
    b.chatter("deployment/profile", life.NODE, 18, -90)
    life.other_release(b, -39, "k8s")
    return b.done(), expect(
        "healthy",
        near=["k8s.workload.evicted", "node.disk_pressure"],
        herring=("k8s.workload.evicted", "deployment/profile"),
    )


def rollout_finished() -> Case:
    """A slow boot fails its startup probe a few times while rolling out; the rollout is done and all pods are ready."""
    b = Bundle(
        "od-tickets-rollout-k",
        "2026-06-11T09:52:00",
        title="tickets-web: readiness failures",
        source="kubernetes",
        resource="deployment/tickets-web",
        severity="warning",
        started=-31,
        service="tickets-web",
    )
    b.alarm("warning events > 10 in 10m", "deployment/tickets-web", "ok", -18, count=14)
    b.change(
        -33,
        "deployment",
        "argocd:Sync",
        "deployment/tickets-web",
        actor="argocd-application-controller",
        image=["tickets-web:4.18.2", "tickets-web:4.19.0"],
    )
    for t in (-31.5, -29.4, -27.2):
        b.event(
            t,
            "kubernetes",
            "deployment/tickets-web",
            "warning",
            "Unhealthy",
            'Startup probe failed: Get "http://10.40.2.61:3000/healthz": dial tcp 10.40.2.61:3000: connect: connection refused',
            4,
            "kubelet",
            t - 0.5,
        )
        b.event(
            t + 1,
            "kubernetes",
            "deployment/tickets-web",
            "normal",
            "ScalingReplicaSet",
            "Scaled down replica set tickets-web-79c8d from 3 to 2",
            source="deployment-controller",
        )
    b.event(
        -28.5,
        "kubernetes",
        "deployment/tickets-web",
        "warning",
        "FailedPreStopHook",
        "PreStopHook failed: sleep: invalid time interval '5s'",
        3,
        "kubelet",
    )
    b.event(-26, "kubernetes", "deployment/tickets-web", "normal", "Killing", "Stopping container web", 3, "kubelet")
    life.pods(b, "tickets-web", "support", 3, NODES, age_d=0.02)
    life.pods(b, "tickets-jobs", "support", 1, NODES, age_d=33, restarts="5 (6d ago)")
    life.service(b, "tickets-web", "support", "10.40.2.61:3000,10.40.1.13:3000,10.40.3.28:3000", 3000)
    b.log(-31, "deployment/tickets-web", "info", "=> Booting Puma; Rails 7.1.3 application starting in production", 3)
    b.log(-29.9, "deployment/tickets-web", "info", "* Listening on http://0.0.0.0:3000 (boot took 38.2 s)", 3)
    b.log(-24, "deployment/tickets-web", "warn", "DEPRECATION WARNING: Rails.application.secrets is deprecated", 3)
    b.log(-13, "deployment/tickets-web", "info", "Completed 200 OK in 48ms (Views: 21.0ms | ActiveRecord: 9.9ms)", 1902)
    b.log(-2, "deployment/tickets-web", "info", "Completed 200 OK in 44ms (Views: 20.1ms | ActiveRecord: 8.4ms)", 611)
    b.log(
        -9,
        "deployment/tickets-web",
        "error",
        "ActionController::InvalidAuthenticityToken (Can't verify CSRF token authenticity.) -> 422",
        4,
    )
    life.neighbour_crash(b, NODES[0])
    b.edges(("service/tickets-web", "calls", "deployment/tickets-web"))
    return b.done(), expect(
        "healthy",
        near=["deployment.bad_release", "k8s.probe.readiness_endpoint_failing", "deployment.rollout_stuck"],
        herring=("deployment.bad_release", "deployment/tickets-web"),
    )


CASES = (
    node_group_upgrade,
    watchdog,
    cronjob_later_ok,
    old_eviction,
    rollout_finished,
)
