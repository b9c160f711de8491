"""Healthy clusters with metric series, over which somebody was alarmed."""

from __future__ import annotations

from . import surroundings as life
from .bundle import Bundle, Case, expect
from .surroundings import NODES


def hpa_breathing() -> Case:
    """Throttling just over its line, as a week ago, with flat latency; the autoscaler went up one pod and came back."""
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
    """A certificate renewed and loaded a day ago; the warning is from a weekly scan that has not run again."""
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
    """A full collection slowed the checkout for four minutes and is over; the Kafka on fire belongs to another team."""
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
    """Karpenter removed an idle node and its pods moved; the alarm comes from a static list of scrape targets."""
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
    """A made-up alert to check the new rota; all that it says is down is well."""
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
    hpa_breathing,
    renewed_certificate,
    someone_elses_fire,
    consolidated_node,
    test_page,
)
