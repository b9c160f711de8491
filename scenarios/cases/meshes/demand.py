"""Faults from demand and from providers."""

from __future__ import annotations

from scenarios.cases.meshes.everyday import everyday
from scenarios.cases.meshes.fleet import Fleet
from scenarios.cases.meshes.scene import Case, Scene
from scenarios.cases.meshes.shapes import level, times
from scenarios.cases.meshes.systems import HALL, METERS, TICKETS, eks, numbered


def encore() -> Case:
    s = Scene("me-encore", 402, "2026-07-03T20:58:00Z", before=90, after=34, hours=2)
    shapes = {
        "payments.error_rate": level(0.46, 0, noise=0.1),
        "payments.latency_p95": level(15010, 0, over=2, noise=0.02),
        "orders.error_rate": level(0.4, 0.5, noise=0.1),
        "orders.latency_p95": level(15200, 0, over=2, noise=0.02),
        "orders.request_rate": times(0.8, 3),
        "payments.cpu_usage": times(0.7, 0),
        "storefront.error_rate": level(0.019, 1),
        "seatmap.cpu_usage": times(1.3, -90),
    }
    f = Fleet(s, TICKETS, "tickets", eks(61, "eu-west-3", 6), mesh="istio", shapes=shapes)
    for n, pod in enumerate(f.pods["payments"]):
        f.attributes[pod]["started_at"] = s.at(-38 + n, False)
    everyday(f, 32)
    s.incident(
        "OrderCompletionRateLow",
        "service/orders",
        text="orders completed / started < 0.75 for 5m",
        at=5,
        region="eu-west-3",
    )
    s.change(
        -39,
        "deployment",
        "ci-payments",
        "rollout",
        "deployment/payments",
        image=["payments:3.9.0", "payments:3.9.1"],
        result="complete",
    )
    for pod in f.pods["payments"]:
        s.log(-25, pod, "INFO", "c.a.pay.PaylaneClient - capture ok ref=pl_77a1 took=390ms")
        s.log(
            s.rng.uniform(0.3, 6),
            pod,
            "ERROR",
            'c.a.pay.PaylaneClient - POST https://api.paylane.example/v3/captures -> 503 {"error":"service_unavailable","message":"We are experiencing degraded performance"} attempt=3',
            214,
        )
        s.log(
            s.rng.uniform(8, 30),
            pod,
            "ERROR",
            "c.a.pay.PaylaneClient - java.net.http.HttpTimeoutException: request timed out after 15000 ms (api.paylane.example)",
            377,
        )
    s.log(10, "service/orders", "WARN", "Order 88-1931 parked: payment outcome unknown", 802)
    s.log(
        4,
        f.pods["payments"][1],
        "info",
        '"POST /v3/captures HTTP/2" 503 - via_upstream - "-" 612 88 15001 15000 outbound|443||api.paylane.example',
        190,
        source="istio-proxy",
    )
    s.alert(
        "Status page: Paylane - Card captures (EU) degraded",
        "external/paylane-api",
        at=21,
        reason="Investigating: elevated error rates on captures in EU",
    )
    f.settle()
    also = (
        ("dependency.third_party_outage", "service/payments"),
        ("dependency.third_party_outage", "deployment/payments"),
    )
    return s.fault(
        "dependency.third_party_outage",
        "external/paylane-api",
        also,
        ("deployment.bad_release", "deployment/payments"),
        near=("dependency.slow", "dependency.errors"),
    )


def streamer_plays() -> Case:
    s = Scene("me-streamer-plays", 403, "2026-11-21T19:16:00Z", before=50, after=20, step=15)
    crowd = {
        "lobby": 3.9,
        "rooms": 4.1,
        "matcher": 3.8,
        "profile": 3.7,
        "ratings": 3.9,
        "wallet": 2.6,
        "fraud": 2.5,
        "chat": 4.4,
        "profile-db": 3.0,
        "wallet-db": 2.4,
    }
    shapes = {f"{name}.request_rate": times(factor, 0, over=4) for name, factor in crowd.items()}
    shapes |= {f"{name}.cpu_usage": times(factor * 0.85, 0, over=4) for name, factor in crowd.items()}
    shapes |= {
        "matcher.cpu_usage": level(4.0, 0, over=4, noise=0.02),
        "matcher.latency_p95": times(16, 2, over=4),
        "rooms.latency_p95": times(9, 2, over=4),
        "lobby.latency_p95": times(8, 2, over=4),
        "lobby.error_rate": level(0.12, 4),
        "rooms.error_rate": level(0.15, 4),
        "matcher.error_rate": level(0.19, 4),
    }
    f = Fleet(
        s,
        HALL,
        "hall",
        numbered("game-", 4),
        shapes=shapes,
        depth="none",
        metrics=("request_rate", "latency_p95", "error_rate", "cpu_usage"),
    )
    everyday(f, 33, events=False)
    s.incident("lobby errors 12%", "service/lobby", "critical", at=6)
    s.series("active_sessions", "service/lobby", 8800, times(4.2, 0, over=5), noise=0.02, whole=True)
    s.series("distinct_client_ips", "service/lobby", 8100, times(4.1, 0, over=5), noise=0.02, whole=True)
    s.log(5, "service/lobby", "warn", "queue position > 2000 shown to players region=eu", 3100)
    s.log(6, "service/matcher", "WARNING", "uvicorn.error worker backlog 512, rejecting with 503", 2410)
    s.log(3, "service/lobby", "info", "top referrer last 5m: twitch.example/fjordplays (71%)", 1)
    also = (
        ("traffic.surge", "service/matcher"),
        ("compute.cpu_saturation", "service/matcher"),
        ("traffic.surge", "service/rooms"),
    )
    return s.fault("traffic.surge", "service/lobby", also, near=("compute.autoscaling_at_max", "traffic.abuse"))


def tile_hunger() -> Case:
    s = Scene("me-tile-hunger", 404, "2026-01-08T02:31:00Z", before=70, after=26)
    shapes = {
        "edge.request_rate": times(2.2, 0, over=1),
        "dash.request_rate": times(21, 0, over=1),
        "query.request_rate": times(15, 0, over=1),
        "query.cpu_usage": level(5.9, 0, over=1, noise=0.02),
        "query.latency_p95": times(18, 0, over=2),
        "query.error_rate": level(0.17, 1),
        "dash.latency_p95": times(12, 0, over=2),
        "dash.error_rate": level(0.15, 1),
        "store.cpu_usage": times(1.7, 0, over=1),
        "store.latency_p95": times(3, 0),
        "alerting.error_rate": level(0.16, 1),
        "edge.error_rate": level(0.08, 1),
        "dash.cpu_usage": times(3, 0),
    }
    f = Fleet(s, METERS, "meters", eks(17, "eu-north-1", 5), shapes=shapes)
    f.rolled("query", -30)
    everyday(f, 34)
    s.incident("alert evaluation delayed", "service/alerting", "high", at=4, region="eu-north-1")
    s.change(
        -30,
        "deployment",
        "ci-query",
        "helm upgrade",
        "deployment/query",
        image=["query:2.8.9", "query:2.9.0"],
        result="deployed",
    )
    for minute in (0.3, 4, 13, 22):
        s.log(
            minute,
            f.pods["edge"][s.rng.randrange(3)],
            "info",
            f'198.51.100.{s.rng.choice((23, 24))} - - "GET /dash/api/tiles?meter={s.rng.randint(100000, 999999)}&from=0&to=now HTTP/1.1" 200 88121 "-" "python-requests/2.31.0"',
            s.rng.randint(18000, 26000),
        )
    s.log(
        8,
        f.pods["edge"][0],
        "info",
        '203.0.113.90 - - "GET /dash/home HTTP/2.0" 200 4410 "-" "Mozilla/5.0 (X11; Linux x86_64)"',
        41,
    )
    s.log(
        9,
        "service/edge",
        "info",
        "report: top clients 5m: 198.51.100.23 44%, 198.51.100.24 41%, next 0.2%; paths /dash/api/tiles 86%",
        1,
    )
    s.log(5, f.pods["query"][0], "warn", 'level=warn msg="query concurrency limit reached" queued=400 limit=64', 2200)
    s.log(7, f.pods["alerting"][0], "ERROR", "rule evaluation failed: 503 from query", 61)
    s.series("distinct_client_ips", "service/edge", 5100, noise=0.03, whole=True)
    f.settle()
    also = (("traffic.abuse", "service/dash"), ("traffic.abuse", "service/query"))
    return s.fault(
        "traffic.abuse", "service/edge", also, ("deployment.bad_release", "deployment/query"), near=("traffic.surge",)
    )


WRITTEN = (encore, streamer_plays, tile_hunger)
