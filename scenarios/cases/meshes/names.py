"""Faults of names and certificates between services."""

from __future__ import annotations

from scenarios.cases.meshes.everyday import everyday
from scenarios.cases.meshes.fleet import Fleet
from scenarios.cases.meshes.scene import Case, Scene
from scenarios.cases.meshes.shapes import level, times
from scenarios.cases.meshes.systems import CLINIC, LENDING, METERS, eks, numbered


def quiet_meters() -> Case:
    s = Scene("me-quiet-meters", 104, "2026-03-03T22:10:00Z", before=120, after=18)
    hurt = {
        f"{app}.error_rate": level(rate, 0, noise=0.15)
        for app, rate in (
            ("edge", 0.22),
            ("ingest", 0.19),
            ("dash", 0.4),
            ("alerting", 0.55),
            ("query", 0.28),
            ("registry", 0.2),
        )
    }
    hurt |= {
        f"{app}.latency_p95": level(ms, 0, noise=0.1)
        for app, ms in (("ingest", 5040), ("dash", 10090), ("query", 5200), ("alerting", 10020), ("registry", 5010))
    }
    f = Fleet(s, METERS, "meters", eks(31, "eu-north-1"), shapes=hurt)
    f.rolled("ingest", -25)
    everyday(f, 4)
    s.incident(
        "meter-ingest 5xx",
        "service/edge",
        "high",
        "datadog",
        "avg(last_5m):sum:nginx.5xx / sum:nginx.requests > 0.05",
        at=3,
        region="eu-north-1",
    )
    s.change(
        -25,
        "deployment",
        "ci-ingest",
        "helm upgrade",
        "deployment/ingest",
        image=["ingest:3.0.11", "ingest:3.0.12"],
        result="deployed",
    )
    s.change(
        -2,
        "config",
        "netops",
        "kubectl edit",
        "configmap/coredns",
        namespace="kube-system",
        diff="- forward . /etc/resolv.conf\n+ forward . 10.31.0.22 10.31.0.23",
    )
    dns = [
        s.state(
            f"pod/coredns-5d78c9869d-{tail}",
            "pod",
            namespace="kube-system",
            phase="Running",
            status="Running",
            ready="1/1",
            restarts=0,
            owner="ReplicaSet/coredns-5d78c9869d",
            labels={"k8s-app": "kube-dns"},
            node=f.nodes[n],
        )
        for n, tail in enumerate(("7xk2p", "qh9vd"))
    ]
    s.state("deployment/coredns", "deployment", namespace="kube-system", desired=len(dns), ready=2, available=2)
    s.series("dns_responses_servfail", "deployment/coredns", 0.4, level(96, 0, noise=0.1), noise=0.4, unit="1/s")
    s.series("latency_p95", "deployment/coredns", 2.1, level(4800, 0, noise=0.05), unit="ms")
    s.series("cpu_usage", "deployment/coredns", 0.11, times(1.6, 0), unit="cores")
    for n, minute in enumerate((0.2, 5, 11)):
        s.log(
            minute,
            f"pod/coredns-5d78c9869d-{('7xk2p', 'qh9vd')[n % 2]}",
            "ERROR",
            "[ERROR] plugin/errors: 2 sms-gate.example.net. A: read udp 10.31.40.7:48121->10.31.0.22:53: i/o timeout",
            3100,
        )
    s.log(
        3,
        "pod/coredns-5d78c9869d-qh9vd",
        "INFO",
        "[INFO] Reloading complete; plugin/reload: Running configuration SHA512 = 91bb0a",
        1,
    )
    s.log(
        1,
        f.pods["ingest"][0],
        "error",
        'level=error msg="publish failed" err="dial tcp: lookup queue.eu-north-1.mq.example.net on 172.20.0.10:53: server misbehaving"',
        2210,
    )
    s.log(
        4,
        f.pods["alerting"][0],
        "ERROR",
        "requests.exceptions.ConnectionError: NameResolutionError: Failed to resolve 'sms-gate.example.net' ([Errno -3] Temporary failure in name resolution)",
        90,
    )
    s.log(
        5,
        f.pods["query"][1],
        "error",
        'level=error err="dial tcp: lookup store-replica.db.example.net on 172.20.0.10:53: server misbehaving"',
        770,
    )
    s.log(6, f.pods["dash"][0], "error", "Error: getaddrinfo EAI_AGAIN cdn-assets.example.net", 118)
    f.settle()
    also = (
        ("dns.resolution_failure", "service/kube-dns"),
        ("app.config.value_invalid", "deployment/coredns"),
        ("dns.resolution_failure", "configmap/coredns"),
        ("app.config.dependency_address_wrong", "deployment/coredns"),
        ("app.config.dependency_address_wrong", "configmap/coredns"),
    )
    return s.fault(
        "dns.resolution_failure",
        "deployment/coredns",
        also,
        ("deployment.bad_release", "deployment/ingest"),
        near=("dependency.third_party_outage",),
    )


def consent_form() -> Case:
    s = Scene("me-consent-form", 105, "2026-05-06T06:58:00Z", before=45, after=25, step=60, metrics=None)
    shapes = {
        "calendar.error_rate": level(0.35, 0),
        "appointments.error_rate": level(0.12, 0.5),
        "bff.error_rate": level(0.06, 1),
        "redis-calendar.request_rate": times(0.5, 0, over=3),
        "calendar.latency_p95": times(2.3, 0),
        "appointments.latency_p95": times(1.7, 0),
    }
    f = Fleet(s, CLINIC, "clinic", numbered("gke-clinic-pool-1-8fa2-"), shapes=shapes, ms=False)
    s.incident("portal: booking step error budget", "service/bff", "warning", at=6, team="patient-flow")
    s.change(
        -2, "config", "renovate-merge", "helm upgrade", "deployment/calendar", values="values-prod.yaml", revision=61
    )
    fresh = [f.add_pod("calendar", started=-1.5 - n, hash="66f5bcd9d4") for n in range(2)]
    old = f.pods["calendar"][:2]
    for pod in old:
        f.remove(pod)
    everyday(f, 5)
    for pod in fresh:
        f.attributes[pod]["containers"][0]["env"] = {
            "REDIS_PRIMARY": "redis-calendar:6379",
            "REDIS_LOCKS": "redis-calender:6379",
            "LOG_LEVEL": "info",
        }
        s.log(
            s.rng.uniform(0, 6),
            pod,
            "ERROR",
            "redis.exceptions.ConnectionError: Error -2 connecting to redis-calender:6379. Name or service not known.",
            s.rng.randint(90, 300),
        )
    s.log(
        4,
        f.pods["appointments"][2],
        "Error",
        "System.Net.Http.HttpRequestException: Response status code does not indicate success: 500 (POST /slots/hold)",
        201,
    )
    s.event(
        -2,
        "deployment/calendar",
        "ScalingReplicaSet",
        "Scaled up replica set calendar-66f5bcd9d4 to 2",
        "normal",
        source="deployment-controller",
    )
    f.settle()
    also = (
        ("dns.resolution_failure", "deployment/calendar"),
        ("deployment.bad_release", "deployment/calendar"),
        ("app.config.value_invalid", "deployment/calendar"),
    )
    return s.fault(
        "app.config.dependency_address_wrong", "deployment/calendar", also, near=("dependency.cache_failure",)
    )


def bureau_hours() -> Case:
    s = Scene("me-bureau-hours", 107, "2026-08-01T00:00:00Z", before=20, after=40, step=300)
    f = Fleet(
        s,
        LENDING,
        "lending",
        eks(77, "eu-central-1", 4),
        metrics=("request_rate", "error_rate"),
        depth="workloads",
        shapes={
            "gateway.error_rate": level(0.12, 0),
            "loans.error_rate": level(0.38, 0),
            "scoring.request_rate": level(0, 0),
        },
    )
    everyday(f, 7, 6, changes=False, events=False)
    s.incident("loan decisions per 10 min < 40", "service/loans", "critical", "datadog", at=10)
    for minute, count in ((0.1, 40), (5, 512), (22, 590)):
        s.log(
            minute,
            "service/loans",
            "ERROR",
            "i.k.c.engine - POST https://scoring.lending.svc/score failed: javax.net.ssl.SSLHandshakeException: PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed",
            count,
        )
    s.log(
        12,
        "service/loans",
        "ERROR",
        "Caused by: java.security.cert.CertificateExpiredException: NotAfter: Sat Aug 01 00:00:00 UTC 2026",
        36,
    )
    s.log(15, "service/gateway", "WARN", "loans answered 503 code=DECISION_UNAVAILABLE", 220)
    s.forget("metrics", "service/pg-loans", "service/auth", "service/kafka-ledger")
    s.gap("logs", "AccessDenied", "deployment/scoring", "logs:FilterLogEvents")
    s.gap("events", "events older than 1 h expired")
    s.gap("state", "secrets is forbidden: cannot list resource in namespace lending")
    f.settle()
    also = (("app.certificate_expired", "service/scoring"), ("app.certificate_expired", "service/loans"))
    return s.fault("app.certificate_expired", "deployment/scoring", also, poor=True, near=("dependency.unreachable",))


WRITTEN = (consent_form, bureau_hours, quiet_meters)
