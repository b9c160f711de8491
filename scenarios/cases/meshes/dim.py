"""Something is wrong and what was collected does not say what."""

from __future__ import annotations

from scenarios.cases.meshes.everyday import everyday
from scenarios.cases.meshes.fleet import Fleet
from scenarios.cases.meshes.scene import Case, Scene
from scenarios.cases.meshes.shapes import Shape, both, level, silent, times
from scenarios.cases.meshes.systems import HALL, LENDING, PARCELS, TICKETS, eks, numbered


def front_only() -> Case:
    s = Scene("me-front-only", 601, "2026-05-19T18:20:00Z", before=40, after=15)
    f = Fleet(
        s,
        TICKETS,
        "tickets",
        eks(5, "eu-west-1", 5),
        depth="workloads",
        metrics=("request_rate", "latency_p95", "error_rate"),
        shapes={
            "storefront.latency_p95": times(4.3, 0),
            "storefront.error_rate": level(0.06, 0),
            "orders.request_rate": times(0.9, 0),
        },
    )
    everyday(f, 61, 6, events=False, changes=False)
    keep = {"service/storefront", "service/orders"}
    s.forget("metrics", *[f"service/{app.name}" for app in f.apps if f"service/{app.name}" not in keep])
    s.incident("storefront p95 > 800 ms", "service/storefront", "high", at=3, region="eu-west-1")
    s.log(2, "service/storefront", "warn", "slow request GET /event/88 took 2140 ms", 190)
    for section in ("events", "changes"):
        s.gap(section, "AccessDenied", permission="eks:DescribeCluster")
    s.gap("metrics", "no datapoints in the window", "service/catalog")
    s.gap("metrics", "no datapoints in the window", "service/basket")
    s.gap("logs", "timed out after 10 s", "service/catalog")
    f.settle()
    return s.blind(near=("dependency.slow", "code.slow_path"))


def exit_one() -> Case:
    s = Scene("me-exit-one", 602, "2026-08-25T15:00:00Z", before=30, after=20)
    f = Fleet(
        s,
        PARCELS,
        "parcels",
        numbered("ocp-w", 4),
        metrics=("request_rate", "error_rate"),
        shapes={
            "track-api.error_rate": level(0.04, 0),
            "labels.error_rate": silent(0),
            "labels.request_rate": silent(0),
        },
    )
    everyday(f, 62, 7, logs=False, changes=False)
    s.incident("KubePodCrashLooping", "deployment/labels", "warning", at=12)
    for n, pod in enumerate(f.pods["labels"]):
        f.broken(
            pod,
            "CrashLoopBackOff",
            "back-off 5m0s restarting failed container=labels",
            restarts=8 + n,
            reason="Error",
            exit_code=1,
            finished_at=s.at(18, False),
        )
        s.event(19, pod, "BackOff", "Back-off restarting failed container labels in pod", count=77, first=0.6)
    s.gap("logs", 'pods is forbidden: cannot get resource "pods/log"')
    s.gap("changes", "not configured")
    f.settle()
    return s.blind(near=("code.unhandled_error", "deployment.bad_release", "app.config.env_missing"))


def other_side() -> Case:
    s = Scene("me-other-side", 603, "2026-02-06T09:50:00Z", before=60, after=25, hours=1)
    f = Fleet(
        s,
        LENDING,
        "lending",
        numbered("kube-", 4),
        mesh="istio",
        depth="workloads",
        metrics=("request_rate", "error_rate"),
        shapes={"gateway.error_rate": level(0.2, 0), "loans.error_rate": level(0.22, 0)},
    )
    f.rolled("auth", -31)
    everyday(f, 63, 6, changes=False)
    s.forget(
        "metrics",
        "service/scoring",
        "service/accounts",
        "service/documents-store",
        "service/auth",
        "service/pg-loans",
        "service/pg-accounts",
    )
    s.incident("gateway 5xx", "service/gateway", "critical", at=3)
    s.log(
        2,
        "service/gateway",
        "info",
        '"GET /v1/summary HTTP/2" 503 - via_upstream - "-" 0 41 12 11',
        810,
        source="istio-proxy",
    )
    s.log(
        4,
        "service/loans",
        "ERROR",
        "i.k.s.engine - 500 Internal Server Error: GET /v1/summary (details suppressed)",
        300,
    )
    s.change(
        -31,
        "deployment",
        "ci-auth",
        "rollout",
        "deployment/auth",
        image=["auth:4.3.9", "auth:4.4.0"],
        result="complete",
    )
    s.gap("metrics", "no datapoints in the window", "service/accounts")
    s.gap("logs", "AccessDenied", "service/accounts", "logs:FilterLogEvents")
    s.gap("logs", "AccessDenied", "service/scoring", "logs:FilterLogEvents")
    s.gap("state", "timed out after 10 s", "service/pg-accounts")
    f.settle()
    return s.blind(near=("dependency.errors",), herring=("deployment.bad_release", "deployment/auth"))


def lights_out() -> Case:
    s = Scene("me-lights-out", 604, "2026-07-22T21:36:00Z", before=50, after=30, metrics=None)
    shapes = {
        f"{app}.{metric}": silent(-6, 21)
        for app in (
            "lobby",
            "rooms",
            "wallet",
            "profile",
            "matcher",
            "chat",
            "fraud",
            "ratings",
            "profile-db",
            "wallet-db",
        )
        for metric in ("request_rate", "error_rate", "latency_p95")
    }
    for app, rate in (("lobby", 0.24), ("rooms", 0.19), ("wallet", 0.22)):
        shapes[f"{app}.error_rate"] = _gap_then(rate)
    f = Fleet(s, HALL, "hall", depth="none", metrics=("request_rate", "latency_p95", "error_rate"), shapes=shapes)
    everyday(f, 64, 5, logs=False, events=False)
    s.incident(
        "Players report errors", "service/lobby", "high", "manual", "support macro used 212 times since 21:40", at=None
    )
    s.gap("metrics", "remote write backlog 21:30-21:57, samples dropped")
    s.gap("logs", "opensearch: index read-only, ingestion paused")
    s.gap("events", "not configured")
    s.gap("state", "not configured")
    return s.blind(near=("dependency.errors", "network.partition"))


def _gap_then(rate: float) -> Shape:
    return both(silent(-6, 21), level(rate, 21))


WRITTEN = (exit_one, front_only, lights_out, other_side)
