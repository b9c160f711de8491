"""Healthy things beside an incident, with the chatter, old alarms and unrelated changes of an ordinary account."""

from .cluster import notice, pod, workload
from .curves import Curve, flat, steady, wave
from .estate import backup, database, deploy, ecs_state, rds_state, steady_service, tasks
from .ward import Ward

_SERVICES = (
    "address-lookup",
    "feature-toggles",
    "pdf-maker",
    "audit-trail",
    "geo-resolve",
    "sms-relay",
    "rate-cards",
    "img-proxy",
    "user-prefs",
    "export-jobs",
    "search-suggest",
    "tax-rules",
)
_STORES = ("audit-db", "prefs-db", "reporting-db", "toggles-db", "rates-db", "archive-db")
_LINES = (
    ("info", "GET /healthz 200 {n}ms", 240),
    ("info", "request completed status=200 duration_ms={n}", 3180),
    ("info", "flushed {n}2 spans to otel-collector:4317", 61),
    ("warning", "retrying (1/3) after java.net.SocketTimeoutException: Read timed out; succeeded", 3),
    ("warning", "(node:1) [DEP0040] DeprecationWarning: The `punycode` module is deprecated.", 8),
    ("warning", "slow request path=/export took {n}00ms", 4),
    ("error", "Invalid JWT: token expired {n}s ago (client sent 401)", 12),
    ("warning", "redis: connection pool: failed to dial after 5 attempts; using local cache for 2s", 1),
    ("error", "sentry_sdk.errors: Unexpected status code 413 (event too large), dropped", 2),
    ("info", "consumed batch size={n} lag=0", 410),
    ("warning", "Content-Type missing, assuming application/json", 77),
    ("info", "GC pause (G1 Evacuation Pause) (young) {n}.2ms", 130),
)


def bystanders(w: Ward, services: int = 2, stores: int = 1) -> None:
    """ECS services and databases of other teams in the same account."""
    rng = w.rng
    for name in rng.sample(_SERVICES, services):
        entity, count, revision = f"ecs-service/{name}", rng.randint(2, 6), rng.randint(7, 240)
        tasks(w, name, _shape(w, rng.uniform(9, 58)), rng.uniform(30, 81), flat(count) if rng.random() < 0.4 else None)
        for level, text, mean in rng.sample(_LINES, rng.randint(1, 3)):
            w.log(
                entity,
                rng.uniform(1, w.minutes - 1),
                level,
                text.format(n=rng.randint(3, 61)),
                max(1, int(mean * rng.lognormvariate(0, 0.4))),
                f"/ecs/{name}",
            )
        if rng.random() < 0.5:
            steady_service(w, name, rng.uniform(-300, w.minutes - 2))
        if rng.random() < 0.35:
            deploy(w, name, -rng.uniform(90, 3000), revision, actor="role/ci-" + name)
        if rng.random() < 0.4:
            w.alarm(f"{name}-cpu", entity, "ok", -rng.uniform(600, 40000), "CPUUtilization", 90)
        if rng.random() < 0.6:
            ecs_state(w, name, count, revision)
    for name in rng.sample(_STORES, stores):
        database(
            w,
            name,
            _shape(w, rng.uniform(6, 58)),
            rng.randint(14, 160),
            load=rng.uniform(0.3, 2.4),
            storage=rng.uniform(40, 360) * 1e9,
            only=("CPUUtilization", "DatabaseConnections", "FreeStorageSpace", "ReadLatency", "DBLoad")[
                : rng.randint(2, 5)
            ],
        )
        if rng.random() < 0.5:
            backup(w, name, -rng.uniform(60, 900), rng.uniform(4, 20))
        if rng.random() < 0.6:
            w.log(
                f"rds/{name}",
                rng.uniform(0, w.minutes - 1),
                "log",
                f"checkpoint complete: wrote {rng.randint(200, 9000)} buffers ({rng.uniform(0.1, 4):.1f}%)",
                rng.randint(3, 18),
                "postgresql.log",
            )
        if rng.random() < 0.6:
            rds_state(w, name, rng.choice(("db.t4g.medium", "db.m6g.large", "db.r6g.large")))


def cluster_bystanders(w: Ward, count: int = 2) -> None:
    """Workloads of other namespaces and the cluster's own parts."""
    rng = w.rng
    for name in rng.sample(_SERVICES, count):
        replicas = rng.randint(1, 4)
        w.series("cpu_usage", f"deployment/{name}", _shape(w, rng.uniform(0.05, 1.6)), space="Prometheus", unit="Cores")
        w.series(
            "memory_usage",
            f"deployment/{name}",
            steady(rng.uniform(9e7, 1.1e9), 0.02),
            space="Prometheus",
            unit="Bytes",
        )
        for level, text, mean in rng.sample(_LINES, 2):
            w.log(
                f"deployment/{name}",
                rng.uniform(1, w.minutes - 1),
                level,
                text.format(n=rng.randint(3, 61)),
                max(1, int(mean * rng.lognormvariate(0, 0.4))),
                name,
            )
        workload(w, name, name, replicas)
        suffix = "".join(rng.choice("bcdfghjklmnpqrstvwxz2456789") for _ in range(5))
        member = f"{name}-{rng.randrange(16**8):08x}-{suffix}"
        pod(
            w,
            member,
            name,
            name,
            f"ip-10-{rng.randint(0, 9)}-{rng.randint(0, 9)}-{rng.randint(2, 250)}",
            restarts=rng.choice((0, 0, "1 (12d ago)", "4 (33d ago)")),
            started=-rng.uniform(2000, 60000),
        )
        if rng.random() < 0.5:
            notice(
                w,
                f"pod/{member}",
                rng.uniform(-50, w.minutes - 3),
                "Unhealthy",
                'Readiness probe failed: Get "http://:8080/ready": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
                "kubelet",
                1,
            )
    w.log(
        "deployment/coredns",
        rng.uniform(0, w.minutes - 1),
        "info",
        "[INFO] plugin/reload: Running configuration SHA512 = 9c1f",
        1,
        "kube-system",
    )
    if rng.random() < 0.6:
        w.log(
            "deployment/aws-load-balancer-controller",
            rng.uniform(0, w.minutes - 1),
            "info",
            "successfully deployed model",
            rng.randint(1, 6),
            "kube-system",
        )
    workload(w, "coredns", "kube-system", 2)


def _shape(w: Ward, level: float) -> Curve:
    return (
        wave(level, level * 0.12, w.minutes * w.rng.uniform(0.4, 2.5))
        if w.rng.random() < 0.4
        else steady(level, w.rng.uniform(0.03, 0.1))
    )
