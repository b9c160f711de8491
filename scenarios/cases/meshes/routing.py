"""Faults on the way between services: selectors, ports, policies and routes."""

from __future__ import annotations

from scenarios.cases.meshes.everyday import everyday
from scenarios.cases.meshes.fleet import Fleet
from scenarios.cases.meshes.scene import Case, Scene
from scenarios.cases.meshes.shapes import level, times
from scenarios.cases.meshes.systems import LENDING, LESSONS, PARCELS, TICKETS, eks, numbered


def parcels_tuesday() -> Case:
    s = Scene("me-parcels-tuesday", 101, "2026-02-10T09:42:00Z", before=75, after=24)
    shapes = {
        "depots.request_rate": level(0.0, 0), "depots.cpu_usage": times(0.2, 0, over=2), "routes.error_rate": level(0.31, 0),
        "track-api.error_rate": level(0.17, 0), "track-web.error_rate": level(0.085, 0), "routes.latency_p95": times(0.7, 0),
        "depots.network_receive_packets": times(0.1, 0),
    }  # fmt: skip
    f = Fleet(s, PARCELS, "parcels", eks(14), mesh="istio", shapes=shapes)
    everyday(f, 1)
    s.incident(
        "SLO burn rate 14x: track-web availability",
        "service/track-web",
        at=4,
        region="eu-west-1",
        slo="availability-99.9",
    )
    s.alert(
        "track-web availability burn",
        "service/track-web",
        at=4,
        metric="error_rate",
        reason="1h and 5m windows above 14.4",
    )
    s.alert("depots p95", "service/depots", "insufficient_data", at=6, reason="no traffic in window")
    s.change(
        -16,
        "deployment",
        "ci-routes",
        "kubectl rollout",
        "deployment/routes",
        image=["routes:5.4.0", "routes:5.4.1"],
        result="complete",
    )
    s.change(
        -1.2,
        "config",
        "argocd",
        "sync",
        "application/parcels-depots",
        revision="b81e0c2",
        message="chart 0.12 -> 0.13 (standard labels)",
        result="Synced",
    )
    for pod in f.pods["routes"]:
        attributes = f.attributes[pod]
        attributes["started_at"] = s.at(-15, False)
        s.log(
            s.rng.uniform(0.2, 3),
            pod,
            "error",
            "ERROR c.p.routes.DepotClient - GET http://depots/v2/nearest 503 Service Unavailable: no healthy upstream",
            s.rng.randint(300, 900),
        )
        s.log(
            s.rng.uniform(4, 23),
            pod,
            "info",
            '[2026-02-10T09:51:12.410Z] "GET /v2/nearest HTTP/1.1" 503 UH no_healthy_upstream - "-" 0 19 0 - "-" "okhttp/4.12.0" outbound|80||depots.parcels.svc.cluster.local',
            812,
            source="istio-proxy",
        )
    s.log(
        7, "service/track-api", "warn", 'level=warn msg="route lookup failed" err="upstream 503" fallback=false', 1420
    )
    s.log(9, f.pods["depots"][0], "info", 'level=info msg="readyz ok" pool=idle', 40)
    f.attributes["service/depots"].update(selector={"app.kubernetes.io/name": "depots"}, endpoints="<none>")
    f.settle()
    herring = ("deployment.bad_release", "deployment/routes")
    return s.fault("k8s.service.selector_mismatch", "service/depots", herring=herring, near=("lb.no_healthy_targets",))


def reading_room() -> Case:
    s = Scene("me-reading-room", 102, "2026-04-22T13:05:00Z", before=30, after=12, hours=2)
    f = Fleet(s, LESSONS, "campus", numbered("k3s-agent-", 3), metrics=())
    everyday(f, 2, 6)
    s.incident(
        "Synthetic: course video page",
        "service/campus-web",
        "high",
        "synthetic-monitor",
        "step 3 'player ready' failed from 4 of 4 places",
        at=1,
    )
    s.alert(
        "Synthetic: course video page",
        "service/campus-web",
        at=1,
        count=9,
        reason="expected 200, got 502 at /media/manifest",
    )
    web = f.pods["courses"][1]
    s.log(
        0.4,
        web,
        "ERROR",
        "Faraday::ConnectionFailed: Failed to open TCP connection to media.campus.svc.cluster.local:80 (Connection refused - connect(2) for 172.20.61.14:80)",
        214,
    )
    s.log(
        6.1,
        f.pods["courses"][0],
        "ERROR",
        "Faraday::ConnectionFailed: Failed to open TCP connection to media.campus.svc.cluster.local:80 (Connection refused - connect(2) for 172.20.61.14:80)",
        388,
    )
    s.log(2.2, "service/campus-web", "ERROR", "courses answered 502 for /media/manifest (request_id=0f2c)", 305)
    s.forget("logs", *f.pods["media"])
    f.attributes["service/media"].update(cluster_ip="172.20.61.14", target_port="8088/TCP")
    ips = [f.attributes[pod]["ip"] for pod in f.pods["media"]]
    f.attributes["service/media"]["endpoints"] = ",".join(f"{ip}:8088" for ip in ips)
    for section in ("metrics", "changes"):
        s.drop(section)
    s.gap("metrics", "prometheus: dial tcp 10.43.7.9:9090: i/o timeout")
    s.gap("changes", "not configured")
    s.gap("logs", "stream not shipped", "deployment/media")
    f.settle()
    return s.fault("k8s.service.port_mismatch", "service/media", poor=True, near=("dependency.unreachable",))


def loan_desk() -> Case:
    s = Scene("me-loan-desk", 103, "2026-01-19T15:31:00Z", before=90, after=30, step=30, fraction=True)
    shapes = {
        "accounts.error_rate": level(0.93, 0, noise=0.03), "accounts.latency_p95": level(5010, 0, noise=0.01), "accounts.cpu_usage": times(0.4, 1, over=3),
        "gateway.error_rate": level(0.44, 0), "gateway.latency_p95": level(5100, 0, noise=0.02), "loans.error_rate": level(0.57, 0),
        "loans.latency_p95": level(5060, 0, noise=0.02), "statements.error_rate": level(0.9, 0), "pg-accounts.request_rate": times(0.04, 0),
        "pg-accounts.cpu_usage": times(0.1, 0, over=2), "kafka-ledger.cpu_usage": times(2.1, -90),
    }  # fmt: skip
    f = Fleet(s, LENDING, "lending", numbered("worker-", 6), shapes=shapes)
    everyday(f, 3)
    s.incident(
        "LendingGatewayErrorRatioHigh", "service/gateway", text="5xx ratio 0.44 over 5m", at=3, cluster="kubeadm-dc2"
    )
    s.alert(
        "LendingGatewayErrorRatioHigh", "service/gateway", at=3, metric="error_rate", threshold=0.05, comparison=">"
    )
    s.alert(
        "KafkaBrokerCPUHigh",
        "statefulset/kafka-ledger",
        at=-2600,
        reason="cpu > 70% of limit for 2h",
        metric="cpu_usage",
    )
    s.change(
        -0.6,
        "config",
        "sec-baseline-bot",
        "kubectl apply",
        "networkpolicy/data-tier",
        namespace="lending",
        commit="7c1aa09 restrict data tier (phase 2)",
    )
    spec = "podSelector: tier in (postgres-accounts) policyTypes: Ingress; ingress from podSelector app=ledger-writer port 5432/TCP"
    s.state("networkpolicy/data-tier", "networkpolicy", namespace="lending", spec=spec, age="31m")
    s.state(
        "networkpolicy/allow-metrics",
        "networkpolicy",
        namespace="lending",
        spec="podSelector: all; ingress from namespaceSelector name=monitoring",
        age="212d",
    )
    for pod in f.pods["pg-accounts"]:
        f.attributes[pod]["labels"]["tier"] = "postgres-accounts"
    for pod in f.pods["accounts"]:
        s.log(
            s.rng.uniform(0.5, 4),
            pod,
            "WARN",
            "HikariPool-1 - Connection is not available, request timed out after 5000ms (total=10, active=10, idle=0, waiting=38)",
            s.rng.randint(100, 400),
        )
        s.log(
            s.rng.uniform(1, 25),
            pod,
            "ERROR",
            "org.postgresql.util.PSQLException: The connection attempt failed. Caused by: java.net.SocketTimeoutException: Connect timed out (pg-accounts:5432)",
            s.rng.randint(60, 200),
        )
    s.log(8, f.pods["pg-accounts"][0], "LOG", "checkpoint complete: wrote 12 buffers (0.1%)")
    s.log(9, f.pods["ledger-writer"][0], "INFO", "batch 88121 flushed to pg-accounts rows=500 ms=41", 60)
    s.state(
        "service/pg-accounts",
        "connectivity_check",
        port=5432,
        ok=False,
        probes=[
            {"from": "pod/" + f.pods["accounts"][0][4:], "ok": False},
            {"from": "pod/" + f.pods["ledger-writer"][0][4:], "ok": True},
        ],
        detail="timeout after 3 s",
    )
    f.settle()
    also = (
        ("network.policy_blocked", "service/pg-accounts"),
        ("network.policy_blocked", "statefulset/pg-accounts"),
        ("network.policy_blocked", "deployment/accounts"),
        ("network.policy_blocked", "namespace/lending"),
    )
    return s.fault(
        "network.policy_blocked",
        "networkpolicy/data-tier",
        also,
        ("compute.cpu_saturation", "statefulset/kafka-ledger"),
        near=("db.connections_exhausted", "db.unreachable"),
    )


def seat_plan() -> Case:
    s = Scene("me-seat-plan", 106, "2026-06-12T17:20:00Z", before=60, after=22)
    shapes = {
        "seatmap.request_rate": level(0.3, 0, noise=0.4),
        "seatmap.cpu_usage": times(0.15, 0, over=2),
        "promo.request_rate": times(2.4, 0),
        "promo.error_rate": level(0.61, 0, noise=0.04),
        "storefront.error_rate": level(0.14, 0),
        "promo.cpu_usage": times(1.5, 0),
        "search.cpu_usage": times(1.55, -60),
    }
    f = Fleet(s, TICKETS, "tickets", eks(8, "us-east-1", 7), mesh="linkerd", shapes=shapes)
    f.rolled("promo", -18)
    everyday(f, 6)
    s.incident(
        "Conversion: seat selection below forecast", "service/storefront", "high", "datadog", at=8, region="us-east-1"
    )
    s.alert("promo 4xx ratio", "service/promo", at=3, metric="error_rate", threshold=0.1, comparison=">")
    s.change(
        -18,
        "deployment",
        "ci-promo",
        "rollout",
        "deployment/promo",
        image=["promo:0.77.0", "promo:0.77.1"],
        result="complete",
    )
    s.change(
        -0.4,
        "config",
        "h.adeyemi",
        "kubectl apply",
        "ingress/tickets-api",
        namespace="tickets",
        commit="merge api ingress files",
    )
    rules = [
        {
            "path": "/api/catalog",
            "pathType": "Prefix",
            "backend": {"service": {"name": "catalog", "port": {"number": 80}}},
        },
        {"path": "/api/seats", "pathType": "Prefix", "backend": {"service": {"name": "promo", "port": {"number": 80}}}},
        {"path": "/api/promo", "pathType": "Prefix", "backend": {"service": {"name": "promo", "port": {"number": 80}}}},
        {
            "path": "/api/basket",
            "pathType": "Prefix",
            "backend": {"service": {"name": "basket", "port": {"number": 80}}},
        },
    ]
    s.state(
        "ingress/tickets-api",
        "manifest",
        kind="Ingress",
        spec={"ingressClassName": "nginx", "rules": [{"host": "api.tickets.example", "http": {"paths": rules}}]},
    )
    for pod in f.pods["promo"]:
        s.log(
            s.rng.uniform(0.2, 8),
            pod,
            "INFO",
            '"GET /api/seats/hall-4/plan?ev=88213 HTTP/1.1" 404 Not Found',
            s.rng.randint(900, 3000),
        )
    s.log(
        5,
        "ingress/tickets-api",
        "info",
        '10.8.3.9 - - "GET /api/seats/hall-2/plan HTTP/2.0" 404 22 "-" "TicketsApp/7.1" [tickets-promo-80] 10.8.71.4:8000 22 0.004 404',
        4110,
        source="ingress-nginx-controller",
    )
    s.log(6, f.pods["storefront"][0], "error", "SeatPlanError: unexpected 404 from /api/seats/hall-4/plan", 1900)
    s.event(
        -0.3, "ingress/tickets-api", "Sync", "Scheduled for sync", "normal", source="nginx-ingress-controller", count=2
    )
    for app in ("storefront", "seatmap", "promo", "catalog"):
        s.edge("ingress/tickets-api", f"service/{app}")
    f.settle()
    return s.fault(
        "gateway.route_wrong",
        "ingress/tickets-api",
        (("gateway.route_wrong", "service/seatmap"), ("gateway.route_wrong", "deployment/seatmap")),
        ("deployment.bad_release", "deployment/promo"),
        near=("traffic.drop",),
    )


WRITTEN = (loan_desk, parcels_tuesday, reading_room, seat_plan)
