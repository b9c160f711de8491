"""Faults around stores, queues and caches."""

from __future__ import annotations

from scenarios.cases.meshes.everyday import everyday
from scenarios.cases.meshes.fleet import Fleet
from scenarios.cases.meshes.scene import Case, Scene
from scenarios.cases.meshes.shapes import level, times
from scenarios.cases.meshes.systems import LENDING, METERS, TICKETS, eks, numbered


def statement_run() -> Case:
    s = Scene("me-statement-run", 305, "2026-01-31T09:17:00Z", before=60, after=22)
    shapes = {
        "loans.error_rate": level(0.41, 2),
        "loans.latency_p95": level(5030, 1, over=3, noise=0.05),
        "gateway.error_rate": level(0.16, 2),
        "gateway.latency_p95": times(8, 1, over=4),
        "pg-loans.latency_p95": times(1.3, 0),
        "scoring.cpu_usage": times(1.25, -60),
        "pg-loans.memory_usage": times(1.5, 0, over=4),
    }
    f = Fleet(s, LENDING, "lending", numbered("dc1-kube-", 6), shapes=shapes)
    extra = [f.add_pod("loans", started=-2.5 - n * 0.1) for n in range(4)]
    f.attributes["deployment/loans"]["desired"] = 7
    f.rolled("scoring", -20)
    everyday(f, 25)
    s.incident("gateway 5xx", "service/gateway", at=4)
    s.event(
        -2.6,
        "horizontalpodautoscaler/loans",
        "SuccessfulRescale",
        "New size: 7; reason: cpu resource utilization (percentage of request) above target",
        "normal",
        source="horizontal-pod-autoscaler",
    )
    s.change(
        -20,
        "deployment",
        "ci-scoring",
        "rollout",
        "deployment/scoring",
        image=["scoring:2026.1.3", "scoring:2026.1.4"],
        result="complete",
    )
    s.series(
        "pg_stat_activity_count",
        "statefulset/pg-loans",
        71,
        level(99.6, -1, over=2, noise=0.003),
        noise=0.04,
        cap=100,
        whole=True,
        dims={"datname": "loans"},
    )
    s.series("pg_settings_max_connections", "statefulset/pg-loans", 100, noise=0, whole=True)
    s.log(1.1, "pod/pg-loans-0", "FATAL", "FATAL:  sorry, too many clients already", 4103)
    s.log(
        8.1,
        "pod/pg-loans-0",
        "FATAL",
        "FATAL:  remaining connection slots are reserved for non-replication superuser connections",
        2210,
    )
    for pod in extra[:2] + f.pods["loans"][:2]:
        s.log(
            s.rng.uniform(1, 20),
            pod,
            "ERROR",
            "c.z.h.p.HikariPool - HikariPool-1 - Exception during pool initialization. org.postgresql.util.PSQLException: FATAL: sorry, too many clients already",
            s.rng.randint(100, 600),
        )
    s.log(3, f.pods["scoring"][0], "WARNING", "model cache miss, loading 2026.1.4 from disk", 3)
    f.settle()
    also = (
        ("db.connections_exhausted", "pod/pg-loans-0"),
        ("db.connections_exhausted", "service/pg-loans"),
        ("db.connections_exhausted", "deployment/loans"),
    )
    return s.fault(
        "db.connections_exhausted",
        "statefulset/pg-loans",
        also,
        ("deployment.bad_release", "deployment/scoring"),
        near=("deployment.scaling_change",),
    )


def firmware_day() -> Case:
    s = Scene("me-firmware-day", 306, "2026-05-14T20:21:00Z", before=100, after=45, fraction=True)
    f = Fleet(
        s,
        METERS,
        "meters",
        eks(3, "ap-southeast-2", 5),
        shapes={"rollup.cpu_usage": times(0.4, 0), "queue.memory_usage": times(1.4, 0, over=45)},
    )
    f.rolled("rollup", -1500)
    for n, pod in enumerate(f.pods["rollup"]):
        f.broken(
            pod,
            "CrashLoopBackOff",
            "back-off 5m0s restarting failed container=rollup",
            restarts=11 - n,
            reason="Error",
            exit_code=1,
            finished_at=s.at(43 - n, False),
        )
        s.event(
            44 - n, pod, "BackOff", "Back-off restarting failed container rollup in pod", count=190 - 7 * n, first=1 + n
        )
        s.log(-30 + n, pod, "INFO", f"rebalance complete, assigned readings-{n} (offset 88391110)")
        for minute in (0.1, 18, 41):
            s.log(
                minute + 0.7 * n,
                pod,
                "ERROR",
                'Exception in thread "stream-1" org.apache.kafka.common.errors.SerializationException: Error deserializing key/value for partition readings-1 at offset 88410217. Caused by: com.fasterxml.jackson.core.JsonParseException: Illegal unquoted character ((CTRL-CHAR, code 0)): meter=AQ-7731 fw=9.0.1-beta',
                4,
            )
    everyday(f, 26)
    s.incident("Consumer lag readings > 50k", "service/queue", "warning", at=7, region="ap-southeast-2")
    for part in range(3):
        shape = level(160000, 0, over=45, noise=0.01) if part == 1 else times(9, 0, over=20)
        s.series(
            "consumer_lag",
            "service/queue",
            400,
            shape,
            noise=0.5,
            whole=True,
            dims={"partition": str(part), "group": "rollup", "topic": "readings"},
        )
    s.series("messages_in", "service/queue", 1180, noise=0.06, unit="1/s")
    s.change(
        -1500,
        "deployment",
        "argocd",
        "sync",
        "deployment/rollup",
        image=["rollup:2.2.4", "rollup:2.2.5"],
        result="Succeeded",
    )
    f.settle()
    also = (
        ("code.unhandled_error", "deployment/rollup"),
        ("sqs.poison_message", "deployment/rollup"),
        ("data.corrupt_input", "service/queue"),
        ("data.corrupt_input", "statefulset/queue"),
    )
    return s.fault("data.corrupt_input", "deployment/rollup", also, near=("dependency.queue_backlog",))


def popular_tour() -> Case:
    s = Scene("me-popular-tour", 307, "2026-02-18T19:44:00Z", before=75, after=24)
    shapes = {
        "mysql-events.cpu_usage": level(3.8, 0, over=2, noise=0.03),
        "mysql-events.request_rate": times(5.2, 0),
        "mysql-events.latency_p95": times(21, 0, over=2),
        "catalog.latency_p95": times(13, 0, over=2),
        "catalog.error_rate": level(0.06, 1),
        "storefront.latency_p95": times(5.5, 0, over=2),
        "storefront.error_rate": level(0.028, 1),
        "pricing.latency_p95": times(4, 0, over=2),
        "orders.latency_p95": times(2.4, 0),
        "redis-catalog.memory_usage": level(1.34e8, 0, noise=0.004),
        "redis-catalog.cpu_usage": times(0.6, 0),
    }
    f = Fleet(s, TICKETS, "tickets", numbered("gke-tix-e2-", 6), mesh="linkerd", shapes=shapes)
    everyday(f, 27)
    s.incident("storefront p95 latency", "service/storefront", "high", at=4, region="europe-west1")
    s.alert("MySQLHighCPU", "statefulset/mysql-events", at=2, metric="cpu_usage", threshold=3.5, comparison=">")
    s.series(
        "redis_keyspace_hit_ratio", "statefulset/redis-catalog", 0.962, level(0.11, 0, noise=0.1), noise=0.006, cap=1
    )
    s.series("redis_evicted_keys", "statefulset/redis-catalog", 2, level(4100, 0, noise=0.15), noise=0.5, unit="1/s")
    s.series("redis_db_keys", "statefulset/redis-catalog", 2.1e6, level(31000, 0, noise=0.08), noise=0.01, whole=True)
    s.log(
        -0.4,
        "pod/redis-catalog-0",
        "warning",
        "1:M # WARNING: 134217728 bytes maxmemory limit set but current usage is 3290441216. Evicting keys.",
    )
    s.log(
        1.5,
        f.pods["catalog"][0],
        "WARN",
        "c.a.catalog.cache.EventCache - cache miss rate 0.89 over last 60s (was 0.04)",
        12,
    )
    s.log(
        3,
        f.pods["catalog"][2],
        "WARN",
        "HikariPool-1 - Thread starvation or pool wait 2810 ms (active=40, idle=0, waiting=77)",
        90,
    )
    s.log(
        4,
        "pod/mysql-events-0",
        "Note",
        "# Query_time: 1.8 Lock_time: 0.0 Rows_examined: 1204 SELECT * FROM event WHERE id IN (?, ?, ?)",
        5100,
    )
    s.log(9, f.pods["storefront"][1], "error", "Error: timeout of 3000ms exceeded GET http://catalog/v3/events", 712)
    f.settle()
    also = (
        ("dependency.cache_failure", "pod/redis-catalog-0"),
        ("dependency.cache_failure", "service/redis-catalog"),
        ("app.config.value_invalid", "statefulset/redis-catalog"),
        ("compute.memory_saturation", "statefulset/redis-catalog"),
    )
    return s.fault(
        "dependency.cache_failure",
        "statefulset/redis-catalog",
        also,
        ("db.expensive_query", "statefulset/mysql-events"),
        near=("compute.cpu_saturation", "dependency.slow"),
    )


WRITTEN = (firmware_day, popular_tour, statement_run)
