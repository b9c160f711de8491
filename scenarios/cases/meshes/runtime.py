"""Faults of running code: releases, flags, leaks, limits and a slow network."""

from __future__ import annotations

from scenarios.cases.meshes.everyday import everyday
from scenarios.cases.meshes.fleet import Fleet
from scenarios.cases.meshes.scene import Case, Scene
from scenarios.cases.meshes.shapes import level, saw, times
from scenarios.cases.meshes.systems import CLINIC, HALL, LENDING, LESSONS, TICKETS, eks, numbered


def saturday_sale() -> Case:
    s = Scene("me-saturday-sale", 301, "2026-04-11T10:34:00Z", before=60, after=20)
    shapes = {
        "pricing.error_rate": level(0.23, 0, noise=0.12),
        "basket.error_rate": level(0.21, 0, noise=0.12),
        "storefront.error_rate": level(0.048, 0),
        "search.cpu_usage": times(1.4, -60),
        "pricing.latency_p95": times(0.9, 0),
    }
    f = Fleet(s, TICKETS, "tickets", eks(40, "us-east-1", 6), mesh="istio", shapes=shapes, baseline=True)
    f.remove(f.pods["pricing"][0])
    canary = f.add_pod("pricing", started=-0.7, hash="5f7cc96b8d", image="registry.internal/tickets/pricing:9.3.0-rc2")
    f.attributes[canary]["labels"]["version"] = "canary"
    f.rolled("storefront", -11)
    everyday(f, 21)
    s.incident("storefront error budget burn", "service/storefront", "high", at=4, region="us-east-1")
    s.alert("basket 5xx", "service/basket", at=3, metric="error_rate", threshold=0.02, comparison=">")
    s.change(
        -11,
        "deployment",
        "ci-storefront",
        "rollout",
        "deployment/storefront",
        image=["storefront:117", "storefront:118"],
        result="complete",
    )
    s.change(
        -0.8,
        "deployment",
        "flagger",
        "promote canary weight 25",
        "deployment/pricing",
        image=["pricing:9.2.0", "pricing:9.3.0-rc2"],
        weight=25,
    )
    s.event(
        -0.7, "canary/pricing", "Synced", "Starting canary analysis for pricing.tickets", "normal", source="flagger"
    )
    s.event(
        3.3,
        "canary/pricing",
        "Synced",
        "Halt pricing.tickets advancement success rate 76.90% < 99%",
        source="flagger",
        count=3,
    )
    for minute in (0.2, 7, 16):
        s.log(
            minute,
            canary,
            "ERROR",
            "io.ktor.server.Application - 500 Internal Server Error: POST /v1/price java.lang.NullPointerException: Parameter specified as non-null is null: method com.acme.pricing.FeeTable.lookup, parameter venueClass",
            930,
        )
    s.log(6, f.pods["pricing"][0], "INFO", "reload of price book finished in 388 ms")
    s.log(4, f.pods["basket"][1], "error", 'level=error msg="price failed" status=500 upstream=pricing', 1830)
    s.log(5, f.pods["storefront"][2], "error", "Error: basket responded 502 at /basket/add", 1610)
    f.settle()
    return s.fault(
        "deployment.bad_release",
        "deployment/pricing",
        (
            ("deployment.bad_release", "canary/pricing"),
            ("deployment.bad_release", "service/pricing"),
            ("code.unhandled_error", "deployment/pricing"),
        ),
        ("deployment.bad_release", "deployment/storefront"),
    )


def homework_club() -> Case:
    s = Scene("me-homework-club", 302, "2026-10-20T14:07:00Z", before=90, after=30, hours=2)
    shapes = {
        "courses.latency_p95": times(9, 0, over=3),
        "courses.cpu_usage": times(1.5, 0, over=3),
        "campus-web.latency_p95": times(4.6, 0, over=3),
        "campus-web.error_rate": level(0.03, 3),
        "transcoder.cpu_usage": times(1.2, -90),
    }
    f = Fleet(s, LESSONS, "campus", numbered("k3s-", 3), shapes=shapes)
    f.rolled("campus-web", -14)
    everyday(f, 22)
    s.incident("campus-web Apdex below 0.7", "service/campus-web", "warning", "datadog", at=5)
    s.change(
        -14,
        "deployment",
        "ci-campus",
        "helm upgrade",
        "deployment/campus-web",
        image=["campus-web:r4409", "campus-web:r4410"],
        note="copy changes, footer",
        result="deployed",
    )
    s.change(
        -0.3,
        "flag",
        "l.okafor",
        "unleash: enable",
        "service/courses",
        flag="progress_ring_v2",
        rollout="100%",
        environment="production",
    )
    s.series("DBLoad", "rds/campus-pg", 1.1, times(6, 0, over=3), space="AWS/RDS", stat="Average")
    s.series(
        "CPUUtilization",
        "rds/campus-pg",
        24,
        times(2.6, 0, over=3),
        space="AWS/RDS",
        stat="Average",
        unit="Percent",
        cap=100,
    )
    s.series("DatabaseConnections", "rds/campus-pg", 74, times(1.25, 0), space="AWS/RDS", stat="Average")
    for pod in f.pods["courses"]:
        s.log(
            s.rng.uniform(-60, -5),
            pod,
            "INFO",
            "method=GET path=/courses/88 status=200 duration=118.2 view=31.0 db=22.9 queries=14",
        )
        s.log(
            s.rng.uniform(1, 20),
            pod,
            "INFO",
            "method=GET path=/courses/88 status=200 duration=1612.4 view=1490.3 db=1204.8 queries=617 flags=progress_ring_v2",
            140,
        )
        s.log(
            s.rng.uniform(1, 20),
            pod,
            "WARN",
            "Bullet: USE eager loading detected Enrollment => [:lesson_progresses] app/components/progress_ring_component.rb:19",
            310,
        )
    s.log(6, f.pods["campus-web"][0], "ERROR", "Net::ReadTimeout with #<TCPSocket:(closed)> courses /courses/88", 66)
    f.settle()
    also = (("deployment.feature_flag", "deployment/courses"), ("code.slow_path", "service/courses"))
    return s.fault(
        "deployment.feature_flag",
        "service/courses",
        also,
        ("deployment.bad_release", "deployment/campus-web"),
        near=("db.expensive_query",),
    )


def long_afternoon() -> Case:
    s = Scene("me-long-afternoon", 303, "2026-03-11T13:00:00Z", before=300, after=60, step=300)
    shapes = {"documents.memory_usage": saw(0.7e9, 3.5e9, 118, 92), "patients.memory_usage": times(1.02)}
    f = Fleet(s, CLINIC, "clinic", eks(23, "ca-central-1", 4), metrics=("memory_usage",), shapes=shapes)
    everyday(f, 23, 5, logs=False, events=False, changes=False)
    s.incident("KubePodRestartingOften", "deployment/documents", "warning", at=30)
    s.series("error_rate", "service/portal", 0.002, None, noise=0.5, unit="ratio")
    for n, pod in enumerate(f.pods["documents"]):
        f.restarted(pod, 61 + n, "34m", 26, "OOMKilled", 137)
        f.attributes[pod]["containers"][0]["limits"] = {"memory": "1740Mi"}
    s.gap("logs", "AccessDenied", None, "logs:StartQuery")
    s.gap("events", "timed out after 5 s")
    s.gap("changes", "not configured")
    f.settle()
    return s.fault(
        "code.memory_leak",
        "deployment/documents",
        (("compute.memory_leak", "deployment/documents"), ("k8s.container.oom_killed", "deployment/documents")),
        poor=True,
    )


def scoring_noon() -> Case:
    s = Scene("me-scoring-noon", 304, "2026-06-03T11:58:00Z", before=35, after=20, step=60)
    shapes = {"auth.cpu_throttled_time": level(41, 0, noise=0.06), "auth.cpu_usage": level(0.6, 0, noise=0.006)}
    f = Fleet(
        s,
        LENDING,
        "lending",
        numbered("node", 5),
        metrics=("cpu_usage", "cpu_throttled_time"),
        depth="pods",
        shapes=shapes,
    )
    everyday(f, 24, 4, events=False, changes=False, logs=False)
    s.incident("login p99 SLO", "service/gateway", "high", at=4)
    s.series("latency_p99", "service/gateway", 310, level(2900, 0, noise=0.2), unit="ms")
    for pod in f.pods["auth"]:
        f.attributes[pod]["containers"][0].update(
            limits={"cpu": "200m", "memory": "256Mi"}, requests={"cpu": "100m", "memory": "128Mi"}
        )
    s.gap("logs", "loki: context deadline exceeded")
    s.gap("changes", "not configured")
    s.gap("metrics", "request_rate: no datapoints in the window", "service/auth")
    f.settle()
    return s.fault(
        "compute.cpu_throttled",
        "deployment/auth",
        (("compute.cpu_saturation", "deployment/auth"),),
        poor=True,
        near=("traffic.surge",),
    )


def friendly_match() -> Case:
    s = Scene("me-friendly-match", 308, "2026-09-02T18:30:20Z", before=6, after=5, step=5, metrics=None)
    added = {
        "ratings.latency_p50": level(312, 0, noise=0.03),
        "ratings.latency_p95": level(331, 0, noise=0.05),
        "matcher.latency_p50": level(356, 0, noise=0.05),
        "matcher.latency_p95": level(434, 0, noise=0.08),
        "rooms.latency_p95": level(421, 0, noise=0.12),
        "rooms.latency_p50": times(1.5, 0),
        "lobby.latency_p95": times(3.1, 0),
        "ratings.network_receive_packets": times(0.86, 0),
        "ratings.network_transmit_packets": times(0.86, 0),
    }
    f = Fleet(
        s,
        HALL,
        "hall",
        metrics=(
            "request_rate",
            "latency_p50",
            "latency_p95",
            "error_rate",
            "cpu_usage",
            "network_receive_packets",
            "network_transmit_packets",
        ),
        depth="none",
        shapes=added,
    )
    everyday(f, 28, 3, changes=False)
    s.drop("alerts")
    s.forget("logs", "service/ratings")
    s.incident("matchmaking slow", "service/lobby", "high", "synthetic-monitor", at=None)
    s.log(
        0.6,
        "service/matcher",
        "INFO",
        "slow call GET http://ratings:8080/v1/elo total=0.627 dns=0.000 connect=0.304 ttfb=0.319 status=200",
        1801,
    )
    s.log(
        3.1,
        "service/matcher",
        "INFO",
        "slow call GET http://ratings:8080/v1/elo total=0.614 dns=0.000 connect=0.303 ttfb=0.309 status=200",
        2250,
    )
    s.gap("logs", "agent not installed", "service/ratings")
    s.gap("state", "not configured")
    s.gap("changes", "not configured")
    return s.fault("network.latency", "service/ratings", (), poor=True, near=("code.slow_path", "dependency.slow"))


WRITTEN = (friendly_match, long_afternoon, homework_club, scoring_noon, saturday_sale)
