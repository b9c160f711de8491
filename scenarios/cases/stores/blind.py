"""Something is wrong and the evidence does not tell what."""

from __future__ import annotations

from .neighbours import surround
from .recording import Case, Recording


def donations_denied() -> Case:
    r = Recording("st-donations-5xx", 4701, "2026-12-24T17:00:00", 50)
    api, db, cache = "ecs-service/donate-api", "rds/donate-mysql", "elasticache/donate-sessions"
    r.incident("donate 5xx", "alb/donate", 29, text="HTTPCode_Target_5XX_Count > 30 for 3 datapoints", service="donate")
    r.watch(
        "alb/donate",
        HTTPCode_Target_5XX_Count=[(0, 1), (25, 1), (28, 118), (50, 125)],
        TargetResponseTime=[(0, 0.3), (25, 0.3), (28, 1.2)],
    )
    r.watch(api)
    surround(r, "donate", "mailer", "tags")
    r.change(
        -300,
        "deployment",
        "ecs:UpdateService",
        api,
        "role/donate-ci",
        task_definition=["donate-api:14", "donate-api:15"],
    )
    r.edges(
        ("alb/donate", "calls", api),
        (api, "writes", db),
        (api, "reads", cache),
        (api, "calls", "external/card-gateway"),
    )
    for entity, what in ((db, "AWS/RDS"), (cache, "AWS/ElastiCache")):
        r.gap("metrics", f"AccessDenied: cloudwatch:GetMetricData for {what}", entity, "cloudwatch:GetMetricData")
    r.gap("logs", "AccessDeniedException: logs:FilterLogEvents on /ecs/donate-api", api, "logs:FilterLogEvents")
    r.gap("events", "rds:DescribeEvents denied", db, "rds:DescribeEvents")
    return r.without_fault(
        "blind",
        herring=("deployment.bad_release", api),
        near=["deployment.bad_release", "dependency.third_party_outage"],
    )


def library_latency_only() -> Case:
    r = Recording("st-library-search-slow", 4702, "2026-10-01T13:00:00", 90, form="+2")
    r.incident(
        "library search p95 over 2 s",
        "service/library-search",
        52,
        source="prometheus",
        severity="warning",
        service="library",
    )
    r.metric(
        "service/library-search",
        "latency_p95",
        [(0, 0.44), (48, 0.46), (55, 3.1), (90, 3.3)],
        unit="Seconds",
        noise=0.14,
    )
    r.metric("service/library-search", "request_rate", [(0, 18), (90, 18)], unit="Count/Second", noise=0.09)
    r.alert("library-os-jvm", "opensearch/library", "alarm", -26_000, "JVMMemoryPressure", 75)
    r.edges(
        ("service/library-search", "reads", "opensearch/library"),
        ("service/library-search", "reads", "rds/library-pg"),
        ("service/library-search", "reads", "elasticache/library"),
    )
    r.gap("metrics", "timed out after 20 s: AWS/ES, AWS/RDS, AWS/ElastiCache")
    r.gap("logs", "no log group is configured for library-search")
    return r.without_fault(
        "blind",
        herring=("compute.memory_saturation", "opensearch/library"),
        near=["compute.memory_saturation", "db.expensive_query"],
    )


def parking_two_changes() -> Case:
    r = Recording("st-parking-session-errors", 4703, "2026-04-08T06:00:00", 80)
    api, db = "deployment/parking-sessions", "rds/parking-mariadb"
    r.incident(
        "parking session start error rate",
        api,
        60,
        source="datadog",
        severity="high",
        service="parking",
        text="error rate above 8% (last 10 min)",
    )
    r.metric(api, "error_rate", [(0, 0.2), (44, 0.2), (60, 13), (80, 13.5)], unit="Percent", noise=0.12, gap=(35, 59))
    r.watch(api, gap=(35, 59))
    r.watch(db, gap=(33, 66), skip=("DBLoad",))
    surround(r, "parking", "mailer", "archive")
    r.change(
        45,
        "deployment",
        "argocd:Sync",
        api,
        "argocd/parking",
        image=["parking-sessions:3.40.0", "parking-sessions:3.41.0"],
    )
    r.change(
        45.4,
        "config",
        "rds:ModifyDBParameterGroup",
        db,
        "user/db-ops",
        parameters={"optimizer_search_depth": ["62", "0"], "innodb_lock_wait_timeout": ["50", "5"]},
    )
    r.log(62, api, "error", "failed to start session: internal error", count=3120)
    r.log(70, api, "info", "session started zone=4410 ms=112", count=20_900)
    r.edges((api, "writes", db))
    r.gap("logs", "log retention: only 2 % of error lines are sampled, stack traces are dropped", api)
    r.gap("metrics", "Kinesis metric stream was paused 06:33-07:05")
    return r.without_fault(
        "blind",
        herring=("deployment.bad_release", api),
        near=["deployment.bad_release", "deployment.feature_flag", "db.lock_contention"],
    )


def scores_cache_timeouts() -> Case:
    r = Recording("st-scores-board-timeouts", 4704, "2026-09-19T19:00:00", 40, form="ms")
    api, cache = "ecs-service/scores-api", "elasticache/scores-redis"
    r.incident(
        "scores: live board shows stale points",
        "service/scores",
        18,
        source="synthetic-monitor",
        severity="high",
        service="scores",
    )
    r.watch(api, until=12)
    surround(r, "scores", "webhooks", "thumbnails")
    r.log(
        17,
        api,
        "error",
        "StackExchange.Redis.RedisTimeoutException: Timeout performing GET (5000ms), next: GET board:live, inst: 0, qu: 41, qs: 212, aw: False, bw: SpinningDown, in: 0, serverEndpoint: scores-redis:6379, mc: 1/1/0, mgr: 10 of 10 available, IOCP: (Busy=0,Free=1000), WORKER: (Busy=4,Free=32763)",
        count=402,
    )
    r.change(
        -60, "deployment", "ecs:UpdateService", api, "role/scores-ci", task_definition=["scores-api:7", "scores-api:8"]
    )
    r.edges(("service/scores", "runs_on", api), (api, "reads", cache))
    r.gap("metrics", "AccessDenied: AWS/ElastiCache", cache, "cloudwatch:GetMetricData")
    r.gap("events", "elasticache:DescribeEvents denied", cache, "elasticache:DescribeEvents")
    r.gap("metrics", "ECS/ContainerInsights disabled at 19:12 by account policy", api)
    return r.without_fault(
        "blind",
        herring=("deployment.bad_release", api),
        near=["dependency.slow", "dependency.cache_failure", "network.latency", "compute.thread_pool_exhausted"],
    )
