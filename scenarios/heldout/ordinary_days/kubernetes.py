"""Healthy Kubernetes and EKS workloads over which somebody was alarmed; the first five carry no metric series."""

from __future__ import annotations

from . import surroundings as life
from .bundle import Bundle, Case, expect

NODES = ("ip-10-40-1-17", "ip-10-40-2-88", "ip-10-40-3-140")


def node_group_upgrade() -> Case:
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


def hpa_breathing() -> Case:
    b = Bundle(
        "od-geo-hpa-throttle",
        "2026-04-22T17:25:00",
        title="CPUThrottlingHigh geo-lookup",
        source="prometheus",
        resource="deployment/geo-lookup",
        severity="info",
        started=-64,
        service="geo-lookup",
    )
    b.alarm(
        "CPUThrottlingHigh",
        "deployment/geo-lookup",
        "alarm",
        -64,
        threshold=25,
        reason="27.4% throttling of CPU in container geo-lookup",
    )
    b.alarm("KubeHpaMaxedOut", "deployment/geo-lookup", "ok", -2900)
    b.series("deployment/geo-lookup", "cpu_throttled_ratio", 0.25, noise=0.09, start=-180, baseline=7)
    b.series("deployment/geo-lookup", "cpu_utilization", 0.46, noise=0.08, start=-180, baseline=7)
    b.series("service/geo-lookup", "latency_p99", 0.031, noise=0.13, start=-180, baseline=7, unit="Seconds")
    b.series("service/geo-lookup", "request_rate", 880, noise=0.06, start=-180, baseline=7)
    b.series("service/geo-lookup", "error_rate", 0.0003, noise=0.7, start=-180)
    b.series("deployment/geo-lookup", "replicas", 4, noise=0, sets=[(-110, -40, 5)], whole=True, start=-180)
    b.event(
        -110,
        "kubernetes",
        "deployment/geo-lookup",
        "normal",
        "SuccessfulRescale",
        "New size: 5; reason: cpu resource utilization (percentage of request) above target",
        source="horizontal-pod-autoscaler",
    )
    b.event(
        -40,
        "kubernetes",
        "deployment/geo-lookup",
        "normal",
        "SuccessfulRescale",
        "New size: 4; reason: All metrics below target",
        source="horizontal-pod-autoscaler",
    )
    b.event(
        -111,
        "kubernetes",
        "deployment/geo-lookup",
        "warning",
        "FailedGetResourceMetric",
        "failed to get cpu utilization: did not receive metrics for targeted pods (pods might be unready)",
        2,
        "horizontal-pod-autoscaler",
    )
    life.pods(b, "geo-lookup", "platform", 4, NODES, age_d=6)
    b.chatter("deployment/geo-lookup", life.GO, 22, -120)
    life.other_release(b, -71, "k8s")
    life.red_for_weeks(b, 4)
    b.edges(("service/geo-lookup", "calls", "deployment/geo-lookup"))
    return b.done(), expect(
        "healthy",
        near=["compute.cpu_throttled", "compute.autoscaling_at_max"],
        herring=("compute.cpu_throttled", "deployment/geo-lookup"),
    )


def renewed_certificate() -> Case:
    b = Bundle(
        "od-portal-tls-left",
        "2026-05-28T08:12:00",
        title="Certificate portal.halvorsen.example expires in 6 days",
        source="prometheus",
        resource="service/portal",
        severity="critical",
        started=-2890,
        description="x509_cert_not_after - time() < 7d (textfile of the nightly inventory scan)",
    )
    b.alarm(
        "CertificateExpiringSoon",
        "service/portal",
        "alarm",
        -2890,
        reason="inventory scan of 2026-05-26 22:00Z; next scan weekly",
        query="x509_cert_not_after{src='inventory'} - time() < 7*86400",
    )
    b.alarm("ProbeFailed", "service/portal", "ok", -70000)
    b.series("service/portal", "probe_ssl_earliest_cert_expiry_days", 89.4, noise=0, start=-180, step=5, slope=-0.0007)
    b.series("service/portal", "probe_success", 1, noise=0, start=-180, step=5)
    b.series("service/portal", "latency_p95", 0.22, noise=0.1, start=-180, step=5, unit="Seconds")
    b.series("service/portal", "error_rate", 0.0009, noise=0.6, start=-180, step=5)
    b.event(
        -1500,
        "kubernetes",
        "certificate/portal-tls",
        "normal",
        "Renewing",
        "Renewing certificate as renewal was scheduled at 2026-05-27 07:10:00 +0000 UTC",
        source="cert-manager-certificates-trigger",
    )
    b.event(
        -1498,
        "kubernetes",
        "certificate/portal-tls",
        "normal",
        "Issuing",
        "The certificate has been successfully issued",
        source="cert-manager-certificates-issuing",
    )
    b.state(
        "certificate/portal-tls",
        "certificate",
        namespace="web",
        ready="True",
        not_before=b.at(-1500),
        not_after=b.at(89.4 * 1440),
        renewal_time=b.at(59 * 1440),
        secret="portal-tls",
    )
    b.log(
        -1497,
        "deployment/ingress-nginx-controller",
        "info",
        'Backend successfully reloaded; Updating local copy of SSL certificate "web/portal-tls"',
        2,
    )
    b.log(
        -52,
        "deployment/ingress-nginx-controller",
        "error",
        "2026/05/28 07:20:03 [error] 41#41: *88172 upstream prematurely closed connection while reading response header, client: 10.9.1.4, retried next upstream",
        2,
    )
    b.log(
        -44,
        "deployment/ingress-nginx-controller",
        "warn",
        "SSL_do_handshake() failed (SSL: error:0A00006C:SSL routines::bad key share) while SSL handshaking, client: 185.220.101.4",
        19,
    )
    b.chatter("deployment/portal", life.NODE, 16, -120)
    life.pods(b, "portal", "web", 2, NODES, age_d=14)
    life.deployment(b, "ingress-nginx-controller", "ingress-nginx", 2)
    b.edges(
        ("deployment/ingress-nginx-controller", "calls", "service/portal"),
        ("service/portal", "calls", "deployment/portal"),
    )
    return b.done(), expect(
        "healthy", near=["app.certificate_expired"], herring=("app.certificate_expired", "service/portal")
    )


def someone_elses_fire() -> Case:
    b = Bundle(
        "od-checkout-p99-blip",
        "2026-03-19T20:18:00",
        title="checkout p99 > 800ms",
        source="prometheus",
        resource="service/checkout",
        severity="high",
        started=-38,
        service="checkout",
        zone_h=-5,
    )
    b.alarm(
        "HighLatencyP99",
        "service/checkout",
        "ok",
        -33,
        threshold=0.8,
        metric="latency_p99",
        reason="firing 4m, resolved",
    )
    b.alarm(
        "KafkaUnderReplicatedPartitions",
        "statefulset/bi-kafka",
        "alarm",
        -190,
        reason="namespace=bi; team bi-infra INC-5521 in progress",
    )
    b.series("service/checkout", "latency_p99", 0.34, noise=0.16, start=-90, bumps=[(-39, -35, 2.9)], unit="Seconds")
    b.series("service/checkout", "request_rate", 145, noise=0.07, start=-90)
    b.series("service/checkout", "error_rate", 0.0011, noise=0.6, start=-90)
    b.series("deployment/checkout", "cpu_usage", 1.2, noise=0.09, start=-90)
    b.series("deployment/checkout", "memory_usage", 1.42e9, noise=0.01, start=-90, unit="Bytes")
    b.series("service/payments", "latency_p99", 0.19, noise=0.15, start=-90, unit="Seconds")
    b.log(-37.5, "deployment/checkout", "warn", "[GC] Pause Full (System.gc()) 812M->377M(1024M) 912.411ms", 2)
    b.log(-37, "deployment/checkout", "warn", "request took 1044 ms (gc)", 37)
    b.log(
        -120,
        "statefulset/bi-kafka",
        "error",
        "[ReplicaFetcher replicaId=2, leaderId=1] Error sending fetch request: java.io.IOException: Connection to 1 was disconnected",
        880,
    )
    b.chatter("deployment/checkout", life.JVM, 26, -85)
    for name in NODES:
        life.node(b, name)
    life.pods(b, "checkout", "store", 3, NODES, age_d=3)
    life.pods(b, "payments", "store", 3, NODES, age_d=18)
    b.state("statefulset/bi-kafka", "statefulset", namespace="bi", ready="2/3", age="210d")
    life.neighbour_crash(b, NODES[1])
    life.other_release(b, -58, "k8s")
    b.edges(
        ("service/checkout", "calls", "deployment/checkout"),
        ("deployment/checkout", "calls", "service/payments"),
        ("service/payments", "calls", "deployment/payments"),
    )
    return b.done(), expect(
        "healthy",
        near=["network.latency", "dependency.slow", "compute.memory_saturation"],
        herring=("dependency.unreachable", "statefulset/bi-kafka"),
    )


def consolidated_node() -> Case:
    b = Bundle(
        "od-spot-node-gone",
        "2026-01-30T04:36:00",
        title="NodeDown ip-10-40-5-77",
        source="prometheus",
        resource="node/ip-10-40-5-77",
        severity="critical",
        started=-52,
    )
    b.alarm(
        "NodeExporterDown",
        "node/ip-10-40-5-77",
        "alarm",
        -52,
        query="up{job='node-exporter'} == 0",
        reason="target still in a static scrape list",
    )
    b.alarm("KubePodNotReady", "deployment/recs", "ok", -46)
    b.event(
        -57,
        "kubernetes",
        "node/ip-10-40-5-77",
        "normal",
        "DisruptionTerminating",
        "Disrupting Node: Underutilized/Delete",
        source="karpenter",
    )
    b.event(-56, "kubernetes", "deployment/recs", "normal", "Evicted", "Evicted pod: Underutilized", 2, "karpenter")
    b.event(
        -54,
        "kubernetes",
        "node/ip-10-40-5-77",
        "normal",
        "RemovingNode",
        "Node ip-10-40-5-77 event: Removing Node ip-10-40-5-77 from Controller",
        source="node-controller",
    )
    b.event(
        -55.5,
        "kubernetes",
        "deployment/recs",
        "normal",
        "Scheduled",
        "Successfully assigned recs/recs-77 to ip-10-40-2-88",
        2,
        "default-scheduler",
    )
    b.series("service/recs", "latency_p95", 0.088, noise=0.12, start=-120, bumps=[(-56, -54, 1.5)], unit="Seconds")
    b.series("service/recs", "error_rate", 0.0006, noise=0.8, start=-120)
    b.series("service/recs", "request_rate", 61, noise=0.1, start=-120)
    for name in NODES:
        life.node(b, name)
        b.series(
            f"node/{name}",
            "cpu_utilization",
            0.52,
            noise=0.06,
            start=-120,
            sets=[(-55, 0, 0.6)],
            namespace="Prometheus",
        )
    b.series("node/ip-10-40-5-77", "cpu_utilization", 0.09, noise=0.1, start=-120, end=-54, namespace="Prometheus")
    life.pods(b, "recs", "recs", 4, NODES, age_d=0.04)
    b.log(-54.9, "deployment/recs", "info", "INFO:     Application startup complete.", 2)
    b.log(-56, "deployment/recs", "info", "INFO:     Shutting down; Finished server process [1]", 2)
    b.chatter("deployment/recs", life.PYTHON, 18, -110)
    life.other_release(b, -700, "k8s")
    b.edges(("service/recs", "calls", "deployment/recs"))
    return b.done(), expect(
        "healthy",
        near=["node.not_ready", "compute.instance_lost", "node.kubelet_down"],
        herring=("compute.instance_lost", "node/ip-10-40-5-77"),
    )


def test_page() -> Case:
    b = Bundle(
        "od-rota-page-8",
        "2026-02-02T09:03:00",
        title="TestAlert: everything is down",
        source="manual",
        resource="service/storefront",
        severity="critical",
        started=-3,
        description="amtool alert add TestAlert severity=critical - new rota check, please ack. Sent by L. Brandt",
        labels={"alertname": "TestAlert", "test": "true"},
    )
    b.alarm("TestAlert", "service/storefront", "alarm", -3, reason="generatorURL empty; annotations: rota check")
    b.alarm(
        "KubeMemoryOvercommit", None, "alarm", -50000, reason="cluster memory requests overcommitted; severity warning"
    )
    b.series("service/storefront", "request_rate", 402, noise=0.06, start=-60)
    b.series("service/storefront", "error_rate", 0.0014, noise=0.5, start=-60)
    b.series("service/storefront", "latency_p95", 0.31, noise=0.1, start=-60, unit="Seconds")
    b.series("deployment/storefront", "memory_usage", 2.9e9, noise=0.01, start=-60, unit="Bytes")
    life.pods(b, "storefront", "store", 4, NODES, age_d=5, restarts="2 (3d ago)")
    life.service(b, "storefront", "store", "10.40.1.8:8080,10.40.2.8:8080,10.40.3.8:8080,10.40.1.9:8080")
    b.event(
        -28,
        "kubernetes",
        "deployment/storefront",
        "warning",
        "Unhealthy",
        'Liveness probe failed: Get "http://10.40.1.8:8080/live": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
        1,
        "kubelet",
    )
    b.log(
        -16,
        "deployment/storefront",
        "error",
        'GraphQLError: Variable "$sku" got invalid value null at "sku"; client=ios/5.2',
        13,
    )
    b.chatter("deployment/storefront", life.NODE, 24, -55)
    life.neighbour_crash(b, NODES[0])
    b.edges(("service/storefront", "calls", "deployment/storefront"))
    return b.done(), expect("healthy", "healthy.expected_signal", near=["dependency.unreachable"])


CASES = (
    node_group_upgrade,
    watchdog,
    cronjob_later_ok,
    old_eviction,
    rollout_finished,
    hpa_breathing,
    renewed_certificate,
    someone_elses_fire,
    consolidated_node,
    test_page,
)
