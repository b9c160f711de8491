"""Faults that show at a database and lie with a cache, a limit or a provider."""

from __future__ import annotations

from .neighbours import surround
from .recording import Case, Recording


def menu_cold_cache() -> Case:
    r = Recording("st-menu-db-load", 4306, "2026-06-09T16:40:00", 60, form="+2")
    api, db, cache = "ecs-service/menu-api", "rds/menu-pg", "elasticache/menu-cache-001"
    r.incident("menu-pg CPUUtilization", db, 30, text="CPUUtilization > 90 for 5 datapoints", service="menu")
    r.watch(
        db,
        CPUUtilization=[(0, 28), (21, 29), (25, 95), (60, 97)],
        DBLoad=[(0, 1.6), (21, 1.7), (25, 14), (60, 16.2)],
        DatabaseConnections=[(0, 120), (22, 122), (27, 300)],
    )
    r.watch(api, RunningTaskCount=[(0, 10)])
    r.metric("service/menu", "request_rate", [(0, 610), (60, 640)], unit="Count/Second", noise=0.05)
    r.metric("service/menu", "latency_p99", [(0, 0.16), (21, 0.17), (26, 3.9), (60, 4.4)], unit="Seconds", noise=0.12)
    surround(r, "menu", "mailer", "search")
    r.change(
        13,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/menu-admin",
        "role/menu-ci",
        task_definition=["menu-admin:70", "menu-admin:71"],
    )
    r.log(
        22,
        api,
        "warn",
        "redis: connection pool: failed to dial after 5 attempts: dial tcp 10.3.9.40:6379: connect: connection refused, bypassing cache",
        count=31_200,
    )
    r.log(
        24,
        api,
        "warn",
        "cache GET menu:store:4410 err=dial tcp 10.3.9.40:6379: connect: connection refused; loading from postgres",
        count=29_880,
    )
    r.log(
        55,
        api,
        "warn",
        "cache GET menu:store:2100 err=dial tcp 10.3.9.40:6379: connect: connection refused; loading from postgres",
        count=30_410,
    )
    r.log(
        26,
        db,
        "info",
        "LOG:  duration: 604.112 ms  execute stmt3: SELECT m.* FROM menus m JOIN sections s ON s.menu_id = m.id WHERE m.store_id = $1",
        count=8800,
        source="postgresql.log",
    )
    r.log(
        10,
        db,
        "info",
        'LOG:  automatic vacuum of table "menu.public.sections": index scans: 1, pages: 0 removed, 4410 remain',
        count=2,
    )
    r.edges(("service/menu", "runs_on", api), (api, "reads", cache), (api, "reads", db))
    r.state(
        db,
        "performance_insights",
        start_time=r.at(26),
        end_time=r.at(58),
        top_sql=[
            {
                "statement": "SELECT m.* FROM menus m JOIN sections s ON s.menu_id = m.id WHERE m.store_id = $1",
                "db_load_avg": 12.9,
                "calls_per_sec": 590.0,
                "calls_per_sec_previous_hour": 21.0,
                "avg_latency_ms_previous_hour": 3.9,
            }
        ],
        top_wait_events=[{"name": "CPU", "type": "CPU", "db_load_avg": 13.8}],
    )
    r.state(db, "rds_instance", engine="postgres", engine_version="16.3", instance_class="db.m6g.large", multi_az=True)
    r.gap("metrics", "AccessDenied: cloudwatch:GetMetricData AWS/ElastiCache", cache, "cloudwatch:GetMetricData")
    r.gap("events", "elasticache:DescribeEvents denied", cache, "elasticache:DescribeEvents")
    return r.fault(
        ("dependency.cache_failure", cache),
        ("db.expensive_query", db),
        ("dependency.unreachable", cache),
        near=["db.expensive_query", "compute.cpu_saturation", "traffic.surge"],
        poor=True,
    )


def geo_memory_limit() -> Case:
    r = Recording("st-geo-lookup-resets", 4314, "2026-07-21T12:00:00", 70)
    api, db, cache = "deployment/geo-lookup", "rds/geo-postgis", "elasticache/geo-tiles"
    r.incident(
        "ingress: upstream resets for /geo",
        "service/geo-lookup",
        30,
        source="prometheus",
        severity="warning",
        service="geo",
        text='increase(nginx_ingress_controller_requests{status="502",path="/geo"}[5m]) > 50',
    )
    r.watch(
        api,
        pod_memory_utilization=[(0, 52), (21, 53), (22, 91), (70, 93)],
        pod_number_of_container_restarts=[(0, 0), (24, 0), (27, 2.2), (70, 2.6)],
    )
    r.watch(db, CPUUtilization=[(0, 83), (70, 85)])
    r.watch(cache)
    surround(r, "geo", "archive", "thumbnails")
    r.alert("geo-postgis-cpu", db, "alarm", -20_600, "CPUUtilization", 80)
    r.change(
        21,
        "config",
        "kubectl:Patch",
        api,
        "user/platform-rightsizing-bot",
        containers={"geo-lookup": {"limits.memory": ["2Gi", "768Mi"], "requests.memory": ["1536Mi", "768Mi"]}},
    )
    r.event(
        21.5, api, "ScalingReplicaSet", "Scaled up replica set geo-lookup-6c9b8 to 2", kind="kubernetes", tone="normal"
    )
    r.event(
        34,
        "pod/geo-lookup-6c9b8-4kqtz",
        "BackOff",
        "Back-off restarting failed container geo-lookup in pod geo-lookup-6c9b8-4kqtz_geo(1b7c)",
        kind="kubernetes",
        tone="warning",
        count=31,
    )
    r.log(
        32,
        "deployment/ingress-nginx-controller",
        "error",
        'recv() failed (104: Connection reset by peer) while reading response header from upstream, upstream: "http://10.44.3.18:8080/geo/reverse"',
        count=812,
    )
    r.log(
        40,
        "deployment/ingress-nginx-controller",
        "error",
        'connect() failed (111: Connection refused) while connecting to upstream, upstream: "http://10.44.3.18:8080/geo/reverse"',
        count=604,
    )
    r.log(44, api, "warn", "slow query 1.9s: SELECT ST_Contains(geom, ST_Point($1,$2)) FROM admin_areas", count=55)
    r.log(33, api, "info", "loaded polygon index: 1.1 GiB heap target, 412k shapes", count=64)
    r.edges(("service/geo-lookup", "runs_on", api), (api, "reads", db), (api, "reads", cache))
    r.state(
        "pod/geo-lookup-6c9b8-4kqtz",
        "pod",
        namespace="geo",
        phase="Running",
        status="CrashLoopBackOff",
        ready="0/1",
        restarts="9 (2m ago)",
        node="ip-10-44-3-7",
        owner="ReplicaSet/geo-lookup-6c9b8",
        containers=[
            {
                "name": "geo-lookup",
                "image": "geo-lookup:4.4.1",
                "requests": {"cpu": "500m", "memory": "768Mi"},
                "limits": {"memory": "768Mi"},
                "ready": False,
                "restart_count": 9,
                "state": {"state": "waiting", "reason": "CrashLoopBackOff"},
                "last_state": {"state": "terminated", "reason": "OOMKilled", "exit_code": 137},
            }
        ],
    )
    r.state(api, "deployment", namespace="geo", desired=6, ready=2, updated=6, available=2, unavailable=4)
    return r.fault(
        ("k8s.container.oom_killed", api),
        ("compute.cpu_saturation", db),
        ("deployment.scaling_change", api),
        near=["compute.cpu_saturation", "db.expensive_query", "code.memory_leak", "compute.memory_leak"],
    )


def checkout_provider_held() -> Case:
    r = Recording("st-checkout-pool-waits", 4323, "2026-10-20T18:00:00", 58, baseline=True)
    api, db, bank = "ecs-service/checkout-core", "rds/checkout-pg", "external/payfold-acquirer"
    r.incident(
        "checkout-core: connection pool timeouts",
        api,
        29,
        source="newrelic",
        severity="CRITICAL",
        service="checkout",
        text="SELECT count(*) FROM Log WHERE message LIKE '%Connection is not available%' above 20",
    )
    r.watch(
        "alb/checkout",
        HTTPCode_Target_5XX_Count=[(0, 1), (25, 2), (30, 310), (58, 360)],
        TargetResponseTime=[(0, 0.6), (24, 0.62), (29, 24), (58, 28)],
    )
    r.watch(api, CpuUtilized=[(0, 39), (25, 39), (31, 11)])
    r.watch(
        db,
        CPUUtilization=[(0, 33), (25, 33), (31, 8)],
        DatabaseConnections=[(0, 200), (25, 204), (29, 320), (58, 320)],
        DBLoad=[(0, 1.9), (25, 1.8), (31, 0.3)],
        WriteIOPS=[(0, 300), (25, 300), (31, 60)],
    )
    r.metric(
        api,
        "external_call_p95{host=api.payfold.example}",
        [(0, 0.41), (23, 0.43), (26, 28.9), (58, 29.7)],
        unit="Seconds",
        noise=0.06,
        namespace="NewRelic",
    )
    r.metric(
        api,
        "external_call_p95{host=risk.internal}",
        [(0, 0.05), (58, 0.05)],
        unit="Seconds",
        noise=0.1,
        namespace="NewRelic",
    )
    surround(r, "checkout", "mailer", "archive", "tags")
    r.change(
        16,
        "config",
        "rds:ModifyDBParameterGroup",
        db,
        "user/db-ops",
        parameters={"log_min_duration_statement": ["1000", "500"]},
    )
    r.log(
        29,
        api,
        "error",
        "HikariPool-1 - Connection is not available, request timed out after 30001ms (total=40, active=40, idle=0, waiting=183)",
        count=5210,
    )
    r.log(
        27,
        api,
        "error",
        "feign.RetryableException: Read timed out executing POST https://api.payfold.example/v3/authorise",
        count=1911,
    )
    r.log(
        31,
        api,
        "error",
        'feign.FeignException$ServiceUnavailable: [503 Service Unavailable] during [POST] to [https://api.payfold.example/v3/authorise]: {"code":"issuer_gateway_degraded"}',
        count=404,
    )
    r.log(
        34,
        db,
        "info",
        "LOG:  duration: 611.220 ms  statement: SELECT * FROM carts WHERE updated_at < now() - interval '30 days' LIMIT 5000",
        count=3,
        source="postgresql.log",
    )
    r.edges(("alb/checkout", "calls", api), (api, "writes", db), (api, "calls", bank), (api, "calls", "service/risk"))
    r.state(
        db,
        "rds_instance",
        engine="postgres",
        engine_version="16.3",
        instance_class="db.r6g.xlarge",
        parameters={"max_connections": 1500},
    )
    r.state(
        db,
        "performance_insights",
        start_time=r.at(30),
        end_time=r.at(57),
        top_wait_events=[{"name": "CPU", "type": "CPU", "db_load_avg": 0.2}],
        sessions={"idle in transaction": 312, "active": 1, "idle": 7},
    )
    return r.fault(
        ("dependency.third_party_outage", bank),
        ("db.connections_exhausted", db),
        ("dependency.slow", bank),
        ("dependency.errors", bank),
        ("dependency.third_party_outage", api),
        near=["db.connections_exhausted", "compute.thread_pool_exhausted", "deployment.feature_flag"],
    )
