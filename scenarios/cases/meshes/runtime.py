"""Faults of running code: releases, flags, leaks, limits, pools, input and caches."""

from __future__ import annotations

from scenarios.cases.meshes.everyday import everyday
from scenarios.cases.meshes.fleet import Fleet
from scenarios.cases.meshes.scene import Case, Scene
from scenarios.cases.meshes.shapes import level, saw, times
from scenarios.cases.meshes.systems import CLINIC, HALL, LENDING, LESSONS, METERS, TICKETS, eks, numbered


def saturday_sale() -> Case:
    s = Scene("me-saturday-sale", 301, "2026-04-11T10:34:00Z", before=60, after=20)
    shapes = {"pricing.error_rate": level(0.23, 0, noise=0.12), "basket.error_rate": level(0.21, 0, noise=0.12), "storefront.error_rate": level(0.048, 0), "search.cpu_usage": times(1.4, -60), "pricing.latency_p95": times(0.9, 0)}
    f = Fleet(s, TICKETS, "tickets", eks(40, "us-east-1", 6), mesh="istio", shapes=shapes, baseline=True)
    f.remove(f.pods["pricing"][0])
    canary = f.add_pod("pricing", started=-0.7, hash="5f7cc96b8d", image="registry.internal/tickets/pricing:9.3.0-rc2")
    f.attributes[canary]["labels"]["version"] = "canary"
    everyday(f, 21)
    s.incident("storefront error budget burn", "service/storefront", "high", at=4, region="us-east-1")
    s.alert("basket 5xx", "service/basket", at=3, metric="error_rate", threshold=0.02, comparison=">")
    s.change(-11, "deployment", "ci-storefront", "rollout", "deployment/storefront", image=["storefront:117", "storefront:118"], result="complete")
    s.change(-0.8, "deployment", "flagger", "promote canary weight 25", "deployment/pricing", image=["pricing:9.2.0", "pricing:9.3.0-rc2"], weight=25)
    s.event(-0.7, "canary/pricing", "Synced", "Starting canary analysis for pricing.tickets", "normal", source="flagger")
    s.event(3.3, "canary/pricing", "Synced", "Halt pricing.tickets advancement success rate 76.90% < 99%", source="flagger", count=3)
    for minute in (0.2, 7, 16):
        s.log(minute, canary, "ERROR", "io.ktor.server.Application - 500 Internal Server Error: POST /v1/price java.lang.NullPointerException: Parameter specified as non-null is null: method com.acme.pricing.FeeTable.lookup, parameter venueClass", 930)
    s.log(6, f.pods["pricing"][0], "INFO", "reload of price book finished in 388 ms")
    s.log(4, f.pods["basket"][1], "error", 'level=error msg="price failed" status=500 upstream=pricing', 1830)
    s.log(5, f.pods["storefront"][2], "error", "Error: basket responded 502 at /basket/add", 1610)
    f.settle()
    return s.fault("deployment.bad_release", "deployment/pricing", (("deployment.bad_release", "canary/pricing"), ("deployment.bad_release", "service/pricing"), ("code.unhandled_error", "deployment/pricing")), ("deployment.bad_release", "deployment/storefront"))


def homework_club() -> Case:
    s = Scene("me-homework-club", 302, "2026-10-20T14:07:00Z", before=90, after=30, hours=2)
    shapes = {"courses.latency_p95": times(9, 0, over=3), "courses.cpu_usage": times(1.5, 0, over=3), "campus-web.latency_p95": times(4.6, 0, over=3), "campus-web.error_rate": level(0.03, 3), "transcoder.cpu_usage": times(1.2, -90)}
    f = Fleet(s, LESSONS, "campus", numbered("k3s-", 3), shapes=shapes)
    everyday(f, 22)
    s.incident("campus-web Apdex below 0.7", "service/campus-web", "warning", "datadog", at=5)
    s.change(-14, "deployment", "ci-campus", "helm upgrade", "deployment/campus-web", image=["campus-web:r4409", "campus-web:r4410"], note="copy changes, footer", result="deployed")
    s.change(-0.3, "flag", "l.okafor", "unleash: enable", "service/courses", flag="progress_ring_v2", rollout="100%", environment="production")
    s.series("DBLoad", "rds/campus-pg", 1.1, times(6, 0, over=3), space="AWS/RDS", stat="Average")
    s.series("CPUUtilization", "rds/campus-pg", 24, times(2.6, 0, over=3), space="AWS/RDS", stat="Average", unit="Percent", cap=100)
    s.series("DatabaseConnections", "rds/campus-pg", 74, times(1.25, 0), space="AWS/RDS", stat="Average")
    for pod in f.pods["courses"]:
        s.log(s.rng.uniform(-60, -5), pod, "INFO", "method=GET path=/courses/88 status=200 duration=118.2 view=31.0 db=22.9 queries=14")
        s.log(s.rng.uniform(1, 20), pod, "INFO", "method=GET path=/courses/88 status=200 duration=1612.4 view=1490.3 db=1204.8 queries=617 flags=progress_ring_v2", 140)
        s.log(s.rng.uniform(1, 20), pod, "WARN", "Bullet: USE eager loading detected Enrollment => [:lesson_progresses] app/components/progress_ring_component.rb:19", 310)
    s.log(6, f.pods["campus-web"][0], "ERROR", "Net::ReadTimeout with #<TCPSocket:(closed)> courses /courses/88", 66)
    f.settle()
    also = (("deployment.feature_flag", "deployment/courses"), ("code.slow_path", "service/courses"))
    return s.fault("deployment.feature_flag", "service/courses", also, ("deployment.bad_release", "deployment/campus-web"), near=("db.expensive_query",))


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
    return s.fault("code.memory_leak", "deployment/documents", (("compute.memory_leak", "deployment/documents"), ("k8s.container.oom_killed", "deployment/documents")), poor=True)


def scoring_noon() -> Case:
    s = Scene("me-scoring-noon", 304, "2026-06-03T11:58:00Z", before=35, after=20, step=60)
    shapes = {"auth.cpu_throttled_time": level(41, 0, noise=0.06), "auth.cpu_usage": level(0.6, 0, noise=0.006)}
    f = Fleet(s, LENDING, "lending", numbered("node", 5), metrics=("cpu_usage", "cpu_throttled_time"), depth="pods", shapes=shapes)
    everyday(f, 24, 4, events=False, changes=False, logs=False)
    s.incident("login p99 SLO", "service/gateway", "high", at=4)
    s.series("latency_p99", "service/gateway", 310, level(2900, 0, noise=0.2), unit="ms")
    for pod in f.pods["auth"]:
        f.attributes[pod]["containers"][0].update(limits={"cpu": "200m", "memory": "256Mi"}, requests={"cpu": "100m", "memory": "128Mi"})
    s.gap("logs", "loki: context deadline exceeded")
    s.gap("changes", "not configured")
    s.gap("metrics", "request_rate: no datapoints in the window", "service/auth")
    f.settle()
    return s.fault("compute.cpu_throttled", "deployment/auth", (("compute.cpu_saturation", "deployment/auth"),), poor=True, near=("traffic.surge",))


def statement_run() -> Case:
    s = Scene("me-statement-run", 305, "2026-01-31T09:17:00Z", before=60, after=22)
    shapes = {"loans.error_rate": level(0.41, 2), "loans.latency_p95": level(5030, 1, over=3, noise=0.05), "gateway.error_rate": level(0.16, 2), "gateway.latency_p95": times(8, 1, over=4), "pg-loans.latency_p95": times(1.3, 0), "scoring.cpu_usage": times(1.25, -60), "pg-loans.memory_usage": times(1.5, 0, over=4)}
    f = Fleet(s, LENDING, "lending", numbered("dc1-kube-", 6), shapes=shapes)
    extra = [f.add_pod("loans", started=-2.5 - n * 0.1) for n in range(4)]
    f.attributes["deployment/loans"]["desired"] = 7
    everyday(f, 25)
    s.incident("gateway 5xx", "service/gateway", at=4)
    s.event(-2.6, "horizontalpodautoscaler/loans", "SuccessfulRescale", "New size: 7; reason: cpu resource utilization (percentage of request) above target", "normal", source="horizontal-pod-autoscaler")
    s.change(-20, "deployment", "ci-scoring", "rollout", "deployment/scoring", image=["scoring:2026.1.3", "scoring:2026.1.4"], result="complete")
    s.series("pg_stat_activity_count", "statefulset/pg-loans", 71, level(99.6, -1, over=2, noise=0.003), noise=0.04, cap=100, whole=True, dims={"datname": "loans"})
    s.series("pg_settings_max_connections", "statefulset/pg-loans", 100, noise=0, whole=True)
    s.log(1.1, "pod/pg-loans-0", "FATAL", "FATAL:  sorry, too many clients already", 4103)
    s.log(8.1, "pod/pg-loans-0", "FATAL", "FATAL:  remaining connection slots are reserved for non-replication superuser connections", 2210)
    for pod in extra[:2] + f.pods["loans"][:2]:
        s.log(s.rng.uniform(1, 20), pod, "ERROR", "c.z.h.p.HikariPool - HikariPool-1 - Exception during pool initialization. org.postgresql.util.PSQLException: FATAL: sorry, too many clients already", s.rng.randint(100, 600))
    s.log(3, f.pods["scoring"][0], "WARNING", "model cache miss, loading 2026.1.4 from disk", 3)
    f.settle()
    also = (("db.connections_exhausted", "pod/pg-loans-0"), ("db.connections_exhausted", "service/pg-loans"), ("db.connections_exhausted", "deployment/loans"))
    return s.fault("db.connections_exhausted", "statefulset/pg-loans", also, ("deployment.bad_release", "deployment/scoring"), near=("deployment.scaling_change",))


def firmware_day() -> Case:
    s = Scene("me-firmware-day", 306, "2026-05-14T20:21:00Z", before=100, after=45, fraction=True)
    f = Fleet(s, METERS, "meters", eks(3, "ap-southeast-2", 5), shapes={"rollup.cpu_usage": times(0.4, 0), "queue.memory_usage": times(1.4, 0, over=45)})
    for n, pod in enumerate(f.pods["rollup"]):
        f.broken(pod, "CrashLoopBackOff", "back-off 5m0s restarting failed container=rollup", restarts=11 - n, reason="Error", exit_code=1, finished_at=s.at(43 - n, False))
        s.event(44 - n, pod, "BackOff", "Back-off restarting failed container rollup in pod", count=190 - 7 * n, first=1 + n)
        s.log(-30 + n, pod, "INFO", f"rebalance complete, assigned readings-{n} (offset 88391110)")
        for minute in (0.1, 18, 41):
            s.log(minute + 0.7 * n, pod, "ERROR", 'Exception in thread "stream-1" org.apache.kafka.common.errors.SerializationException: Error deserializing key/value for partition readings-1 at offset 88410217. Caused by: com.fasterxml.jackson.core.JsonParseException: Illegal unquoted character ((CTRL-CHAR, code 0)): meter=AQ-7731 fw=9.0.1-beta', 4)
    everyday(f, 26)
    s.incident("Consumer lag readings > 50k", "service/queue", "warning", at=7, region="ap-southeast-2")
    for part in range(3):
        shape = level(160000, 0, over=45, noise=0.01) if part == 1 else times(9, 0, over=20)
        s.series("consumer_lag", "service/queue", 400, shape, noise=0.5, whole=True, dims={"partition": str(part), "group": "rollup", "topic": "readings"})
    s.series("messages_in", "service/queue", 1180, noise=0.06, unit="1/s")
    s.change(-1500, "deployment", "argocd", "sync", "deployment/rollup", image=["rollup:2.2.4", "rollup:2.2.5"], result="Succeeded")
    f.settle()
    also = (("code.unhandled_error", "deployment/rollup"), ("sqs.poison_message", "deployment/rollup"), ("data.corrupt_input", "service/queue"))
    return s.fault("data.corrupt_input", "deployment/rollup", also, near=("dependency.queue_backlog",))


def popular_tour() -> Case:
    s = Scene("me-popular-tour", 307, "2026-02-18T19:44:00Z", before=75, after=24)
    shapes = {"mysql-events.cpu_usage": level(3.8, 0, over=2, noise=0.03), "mysql-events.request_rate": times(5.2, 0), "mysql-events.latency_p95": times(21, 0, over=2), "catalog.latency_p95": times(13, 0, over=2), "catalog.error_rate": level(0.06, 1), "storefront.latency_p95": times(5.5, 0, over=2), "storefront.error_rate": level(0.028, 1), "pricing.latency_p95": times(4, 0, over=2), "orders.latency_p95": times(2.4, 0), "redis-catalog.memory_usage": level(1.34e8, 0, noise=0.004), "redis-catalog.cpu_usage": times(0.6, 0)}
    f = Fleet(s, TICKETS, "tickets", numbered("gke-tix-e2-", 6), mesh="linkerd", shapes=shapes)
    everyday(f, 27)
    s.incident("storefront p95 latency", "service/storefront", "high", at=4, region="europe-west1")
    s.alert("MySQLHighCPU", "statefulset/mysql-events", at=2, metric="cpu_usage", threshold=3.5, comparison=">")
    s.series("redis_keyspace_hit_ratio", "statefulset/redis-catalog", 0.962, level(0.11, 0, noise=0.1), noise=0.006, cap=1)
    s.series("redis_evicted_keys", "statefulset/redis-catalog", 2, level(4100, 0, noise=0.15), noise=0.5, unit="1/s")
    s.series("redis_db_keys", "statefulset/redis-catalog", 2.1e6, level(31000, 0, noise=0.08), noise=0.01, whole=True)
    s.log(-0.4, "pod/redis-catalog-0", "warning", "1:M # WARNING: 134217728 bytes maxmemory limit set but current usage is 3290441216. Evicting keys.")
    s.log(1.5, f.pods["catalog"][0], "WARN", "c.a.catalog.cache.EventCache - cache miss rate 0.89 over last 60s (was 0.04)", 12)
    s.log(3, f.pods["catalog"][2], "WARN", "HikariPool-1 - Thread starvation or pool wait 2810 ms (active=40, idle=0, waiting=77)", 90)
    s.log(4, "pod/mysql-events-0", "Note", "# Query_time: 1.8 Lock_time: 0.0 Rows_examined: 1204 SELECT * FROM event WHERE id IN (?, ?, ?)", 5100)
    s.log(9, f.pods["storefront"][1], "error", "Error: timeout of 3000ms exceeded GET http://catalog/v3/events", 712)
    f.settle()
    also = (("dependency.cache_failure", "pod/redis-catalog-0"), ("dependency.cache_failure", "service/redis-catalog"), ("app.config.value_invalid", "statefulset/redis-catalog"), ("compute.memory_saturation", "statefulset/redis-catalog"))
    return s.fault("dependency.cache_failure", "statefulset/redis-catalog", also, ("db.expensive_query", "statefulset/mysql-events"), near=("compute.cpu_saturation", "dependency.slow"))


def friendly_match() -> Case:
    s = Scene("me-friendly-match", 308, "2026-09-02T18:30:20Z", before=6, after=5, step=5, metrics=None)
    added = {"ratings.latency_p50": level(312, 0, noise=0.03), "ratings.latency_p95": level(331, 0, noise=0.05), "matcher.latency_p50": level(356, 0, noise=0.05), "matcher.latency_p95": level(434, 0, noise=0.08), "rooms.latency_p95": level(421, 0, noise=0.12), "rooms.latency_p50": times(1.5, 0), "lobby.latency_p95": times(3.1, 0), "ratings.network_receive_packets": times(0.86, 0), "ratings.network_transmit_packets": times(0.86, 0)}
    f = Fleet(s, HALL, "hall", metrics=("request_rate", "latency_p50", "latency_p95", "error_rate", "cpu_usage", "network_receive_packets", "network_transmit_packets"), depth="none", shapes=added)
    everyday(f, 28, 3, changes=False)
    s.drop("alerts")
    s.forget("logs", "service/ratings")
    s.incident("matchmaking slow", "service/lobby", "high", "synthetic-monitor", at=None)
    s.log(0.6, "service/matcher", "INFO", "slow call GET http://ratings:8080/v1/elo total=0.627 dns=0.000 connect=0.304 ttfb=0.319 status=200", 1801)
    s.log(3.1, "service/matcher", "INFO", "slow call GET http://ratings:8080/v1/elo total=0.614 dns=0.000 connect=0.303 ttfb=0.309 status=200", 2250)
    s.gap("logs", "agent not installed", "service/ratings")
    s.gap("state", "not configured")
    s.gap("changes", "not configured")
    return s.fault("network.latency", "service/ratings", (), poor=True, near=("code.slow_path", "dependency.slow"))


__all__ = ["firmware_day", "friendly_match", "homework_club", "long_afternoon", "popular_tour", "saturday_sale", "scoring_noon", "statement_run"]
