"""Faults of services and workloads that look almost as calm as an ordinary day."""

from __future__ import annotations

from . import surroundings as life
from .bundle import Bundle, Case, expect
from .surroundings import NODES


def no_endpoints() -> Case:
    """The rollout finished, but the new chart's labels do not match the Service: no endpoints, callers go without."""
    b = Bundle(
        "od-stock-hints-roll",
        "2026-03-10T10:42:00",
        title="stock-hints rollout warnings",
        source="kubernetes",
        resource="deployment/stock-hints",
        severity="warning",
        started=-52,
        service="stock-hints",
    )
    b.alarm("warning events > 10 in 10m", "deployment/stock-hints", "ok", -40, count=12)
    b.change(
        -54,
        "deployment",
        "helm:upgrade",
        "deployment/stock-hints",
        actor="ci-runner",
        chart=["stock-hints-1.8.4", "stock-hints-2.0.0"],
    )
    b.event(
        -51,
        "kubernetes",
        "deployment/stock-hints",
        "warning",
        "Unhealthy",
        "Readiness probe failed: HTTP probe failed with statuscode: 503",
        6,
        "kubelet",
        -52,
    )
    b.event(
        -49,
        "kubernetes",
        "deployment/stock-hints",
        "normal",
        "ScalingReplicaSet",
        "Scaled down replica set stock-hints-5d4f7 from 1 to 0",
        source="deployment-controller",
    )
    life.pods(b, "stock-hints", "store", 3, NODES, age_d=0.036)
    for row in b.parts["state"]:
        if row["kind"] == "pod":
            row["attributes"]["labels"] = {
                "app.kubernetes.io/name": "stock-hints",
                "app.kubernetes.io/instance": "prod",
                "helm.sh/chart": "stock-hints-2.0.0",
            }
    life.pods(b, "product-page", "store", 4, NODES, age_d=8, restarts="1 (5d ago)")
    life.service(b, "stock-hints", "store", "<none>", app="stock-hints")
    life.service(b, "product-page", "store", "10.40.1.5:8080,10.40.2.5:8080,10.40.3.5:8080,10.40.1.6:8080")
    b.log(-50, "deployment/stock-hints", "info", 'msg="listening" addr=:8080 version=2.0.0', 3)
    b.log(-20, "deployment/stock-hints", "info", 'msg="probe" path=/ready status=200', 540)
    b.log(
        -47,
        "deployment/product-page",
        "warn",
        'msg="hint omitted" err="dial tcp 172.20.71.9:80: connect: connection refused" fallback=none',
        902,
    )
    b.log(
        -3,
        "deployment/product-page",
        "warn",
        'msg="hint omitted" err="dial tcp 172.20.71.9:80: connect: connection refused" fallback=none',
        877,
    )
    b.log(-90, "deployment/product-page", "warn", 'msg="image variant missing" size=2x', 300)
    b.chatter("deployment/product-page", life.GO, 18, -90)
    life.neighbour_crash(b, NODES[2])
    b.edges(
        ("deployment/product-page", "calls", "service/stock-hints"),
        ("service/product-page", "calls", "deployment/product-page"),
    )
    return b.done(), expect(
        "fault",
        "k8s.service.selector_mismatch",
        "service/stock-hints",
        also=[("k8s.service.selector_mismatch", "deployment/stock-hints")],
        near=["healthy.recovered"],
    )


def slow_leak() -> Case:
    """A resolved restart is one of seventeen: memory climbs to the limit and the pod is OOM-killed, again and again."""
    b = Bundle(
        "od-thumb-restarts",
        "2026-05-20T12:00:00",
        title="Pod restarted: image-proxy",
        source="prometheus",
        resource="deployment/image-proxy",
        severity="info",
        started=-150,
        service="image-proxy",
    )
    b.alarm("KubePodRestarted", "deployment/image-proxy", "ok", -135, reason="1 restart in 1h, resolved")
    saw = [
        (begin + 10 * k, begin + 10 * k + 10, 3.1e8 + 1.42e7 * k)
        for begin in (-1710, -1190, -670, -150)
        for k in range(52)
    ]
    b.series(
        "deployment/image-proxy",
        "memory_usage",
        3.1e8,
        noise=0.01,
        start=-1440,
        step=5,
        sets=saw,
        cap=1.07e9,
        unit="Bytes",
    )
    b.series("deployment/image-proxy", "cpu_usage", 0.6, noise=0.1, start=-1440, step=5)
    b.series("service/image-proxy", "request_rate", 74, noise=0.12, start=-1440, step=5)
    b.series("service/image-proxy", "error_rate", 0.0011, noise=0.5, start=-1440, step=5)
    b.series("service/image-proxy", "latency_p95", 0.12, noise=0.1, start=-1440, step=5, unit="Seconds")
    life.deployment(b, "image-proxy", "media", 1)
    life.pod(
        b,
        "image-proxy-68f9b-q7tzn",
        "media",
        "ReplicaSet/image-proxy-68f9b",
        NODES[0],
        age_d=6.1,
        restarts="17 (2h30m ago)",
        containers=[
            {
                "name": "proxy",
                "image": "image-proxy:3.4.1",
                "ready": True,
                "restart_count": 17,
                "requests": {"cpu": "500m", "memory": "512Mi"},
                "limits": {"memory": "1Gi"},
                "state": {"state": "running", "started_at": b.at(-150)},
                "last_state": {
                    "state": "terminated",
                    "reason": "OOMKilled",
                    "exit_code": 137,
                    "started_at": b.at(-669.8),
                    "finished_at": b.at(-150.2),
                },
            }
        ],
    )
    b.edges(
        ("deployment/image-proxy", "owns", "pod/image-proxy-68f9b-q7tzn"),
        ("service/image-proxy", "calls", "deployment/image-proxy"),
    )
    b.log(-149, "deployment/image-proxy", "info", "imgproxy listening :8080 workers=8")
    b.log(-60, "deployment/image-proxy", "warn", "source image 404, placeholder served", 71)
    b.chatter("deployment/image-proxy", life.GO, 20, -1400)
    life.node(b, NODES[0])
    life.other_release(b, -170, "k8s")
    also = [
        (code, place)
        for code in ("compute.memory_leak", "k8s.container.oom_killed", "code.memory_leak")
        for place in ("deployment/image-proxy", "service/image-proxy", "pod/image-proxy-68f9b-q7tzn")
    ]
    return b.done(), expect(
        "fault", "code.memory_leak", "deployment/image-proxy", also=also, near=["healthy.recovered"]
    )


def expired_quietly() -> Case:
    """A canary failed once and passed; but no feed is pushed since midnight, as the hub's certificate ran out."""
    b = Bundle(
        "od-supplier-feed-canary",
        "2026-06-01T07:25:00",
        title="supplier-feed canary failed once",
        source="synthetic-monitor",
        resource="service/supplier-feed",
        severity="warning",
        started=-84,
        zone_h=2,
    )
    b.alarm(
        "supplier-feed canary",
        "service/supplier-feed",
        "ok",
        -79,
        reason="1 of 36 runs failed (timeout), later runs passed; GET /status",
    )
    b.series("service/supplier-feed", "request_rate", 17, noise=0.12, start=-540, step=5)
    b.series("service/supplier-feed", "error_rate", 0.002, noise=0.5, start=-540, step=5)
    b.series("service/supplier-feed", "latency_p95", 0.29, noise=0.12, start=-540, step=5, unit="Seconds")
    b.series(
        "service/supplier-feed", "feeds_pushed", 6, noise=0.15, start=-540, step=5, sets=[(-445, 0, 0)], whole=True
    )
    b.series("service/edi-hub", "cpu_utilization", 0.22, noise=0.1, start=-540, step=5)
    for t in (-443, -300, -150, -14):
        b.log(
            t,
            "service/supplier-feed",
            "warn",
            'push deferred partner=all via=edi-hub: Post "https://edi-hub.int:8443/in": tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time is after 2026-06-01T00:00:00Z',
            24,
        )
    b.log(-84, "service/supplier-feed", "warn", "GET /status took 10.1 s (stop-the-world compaction of local store)", 1)
    b.log(-200, "service/supplier-feed", "error", "partner 118 catalogue has duplicate SKU 88-10, kept first", 12)
    b.log(
        -14,
        "service/edi-hub",
        "info",
        "http: TLS handshake error from 10.8.0.31:50112: remote error: tls: bad certificate",
        24,
    )
    b.chatter("service/supplier-feed", life.GO, 26, -520)
    b.chatter("service/edi-hub", life.JVM, 12, -520)
    life.other_release(b, -130, "vm")
    life.red_for_weeks(b)
    b.edges(("service/supplier-feed", "calls", "service/edi-hub"))
    return b.done(), expect(
        "fault",
        "app.certificate_expired",
        "service/edi-hub",
        also=[("app.certificate_expired", "service/supplier-feed")],
        near=["healthy.recovered", "healthy.threshold_noise"],
    )


def wallet_hidden() -> Case:
    """A low Saturday hides a fault: wallet payments went to zero when a flag was cleaned up, cards are as ever."""
    b = Bundle(
        "od-orders-saturday",
        "2026-05-16T15:20:00",
        title="Anomaly: orders.paid lower than usual",
        source="datadog",
        resource="service/checkout-web",
        severity="high",
        started=-170,
        service="checkout-web",
        description="anomalies(sum:orders.paid{*}.as_count(), 'basic', 2)",
    )
    b.alarm(
        "orders.paid anomaly (basic)",
        "service/checkout-web",
        "alarm",
        -170,
        reason="value 118/5m below band 150..240; algorithm basic has no seasonality",
    )
    b.series("service/checkout-web", "orders_paid_card", 116, noise=0.08, start=-300, step=5, whole=True, baseline=7)
    b.series(
        "service/checkout-web",
        "orders_paid_wallet",
        34,
        noise=0.15,
        start=-300,
        step=5,
        sets=[(-185, 0, 0)],
        whole=True,
        baseline=7,
    )
    b.series("service/checkout-web", "request_rate", 92, noise=0.06, start=-300, step=5, baseline=7)
    b.series("service/checkout-web", "error_rate", 0.0013, noise=0.5, start=-300, step=5)
    b.series("service/checkout-web", "latency_p95", 0.27, noise=0.1, start=-300, step=5, unit="Seconds", baseline=7)
    b.series("service/payments", "error_rate", 0.0021, noise=0.5, start=-300, step=5)
    b.change(
        -187,
        "flag",
        "launchdarkly:updateFeatureFlag",
        "service/checkout-web",
        actor="m.ferreira",
        flag="wallet-buttons-v3",
        environment="production",
        fallthrough=["on", "off"],
        comment="clean-up of finished experiments",
    )
    life.other_release(b, -200, "vm")
    b.log(-186, "service/checkout-web", "info", '{"level":30,"msg":"flags updated","changed":["wallet-buttons-v3"]}', 6)
    b.log(
        -100,
        "service/checkout-web",
        "info",
        '{"level":30,"msg":"payment methods offered","methods":["card","invoice"]}',
        31000,
    )
    b.log(
        -250,
        "service/checkout-web",
        "info",
        '{"level":30,"msg":"payment methods offered","methods":["card","invoice","applepay","gpay"]}',
        12800,
    )
    b.log(-60, "service/payments", "warn", "issuer declined code=51", 420)
    b.chatter("service/checkout-web", life.NODE, 20, -290)
    b.edges(("service/checkout-web", "calls", "service/payments"))
    return b.done(), expect(
        "fault",
        "deployment.feature_flag",
        "service/checkout-web",
        near=["healthy.threshold_noise", "traffic.drop"],
        herring=("traffic.drop", "service/checkout-web"),
    )


CASES = (
    no_endpoints,
    slow_leak,
    expired_quietly,
    wallet_hidden,
)
