"""Leaks, databases seen from their clients, caches, brokers and demand."""

from .scene import Case, Scene, box

NODES = ("kn-01", "kn-02", "kn-03", "kn-04")


def choir() -> Case:
    """Memory of one service climbs for hours while its load stays."""
    s = Scene(
        "estate-choir-scores",
        "Frontend p99 above 4s (score viewer)",
        "2026-11-05T12:00:00",
        190,
        seed=34,
        started=150,
        since=-110,
        severity="high",
    )
    s.incident |= {"service": "score-viewer", "resource": "service/score-viewer"}
    s.workload("score-viewer", "choir", NODES[:2])
    eng = s.workload("engraver", "choir", NODES[1:4], port=8200)
    s.workload("midi-cache", "choir", NODES[3:], port=6379, restarts=1)
    s.edge("service/score-viewer", "service/engraver")
    s.edge("service/engraver", "service/midi-cache", "reads")
    for n, p in enumerate(eng):
        s.series(
            p,
            "memory_usage",
            7.1e8,
            3.02e9 - n * 9e7,
            shape="ramp",
            at=-100 + 4 * n,
            spread=0.012,
            step=120,
            digits=0,
            unit="Bytes",
        )
        s.series(p, "cpu_usage", 0.5, 1.4, shape="ramp", at=110, spread=0.1, step=120)
        s.state(p, "log_summary", total=8100 + n * 37, errors=14)
        s.log(
            120 + n,
            p,
            "[gc][warn] GC(4112) Pause Full (G1 Compaction Pause) 3040M->2991M(3072M) 2811.402ms",
            "warning",
            count=31 + n,
        )
        s.log(-90, p, "[gc] GC(12) Pause Young (Normal) (G1 Evacuation Pause) 702M->391M(3072M) 9.120ms", "info")
        s.log(20, p, "[gc] GC(902) Pause Young (Mixed) 2011M->1874M(3072M) 31.870ms", "info")
        s.log(171, p, "WARN c.choir.GlyphCache - entries=9120331 evictions=0 maxEntries=unbounded", "WARN")
    s.series("service/engraver", "request_rate", 31, spread=0.09, step=120, slope=0.08)
    s.series(
        "service/score-viewer", "latency_p99", 0.8, 6.1, shape="ramp", at=100, spread=0.15, step=120, unit="seconds"
    )
    s.series("service/midi-cache", "memory_usage", 4.1e9, spread=0.004, step=120, digits=0, unit="Bytes")
    s.change(-108, "deployment", "rolling restart engraver (weekly)", "deployment/engraver", "cron", image="unchanged")
    s.change(80, "deployment", "score-viewer 20.1 -> 20.2", "deployment/score-viewer", "ci")
    s.alert(
        "midi-cache memory above 95%",
        "warning",
        -90000,
        entity="service/midi-cache",
        reason="maxmemory by design, allkeys-lru",
    )
    s.chat("service/score-viewer", "nginx", 12)
    s.chat(eng[1], "log4j", 8)
    return s.case_of(
        "fault",
        "code.memory_leak",
        "deployment/engraver",
        also=(("compute.memory_leak", "deployment/engraver"), ("compute.memory_saturation", "deployment/engraver")),
        near=(
            "deployment.bad_release",
            "k8s.container.oom_killed",
            "compute.cpu_saturation",
        ),
        herring=("deployment.bad_release", "deployment/score-viewer"),
    )


def loyalty() -> Case:
    """MySQL turns its clients away: one batch host holds nearly every connection."""
    s = Scene(
        "estate-stamp-cards",
        "Checkout kiosk: stamp card step failing",
        "2026-06-19T16:40:00",
        24,
        seed=35,
        source="datadog",
        since=-45,
    )
    s.incident |= {"service": "kiosk-bff", "resource": "service/kiosk-bff"}
    s.edge("service/kiosk-bff", "service/stamp-api")
    for client in ("stamp-api", "promo-api"):
        s.edge(f"service/{client}", "service/kontor-mysql", "writes")
        s.log(
            2,
            f"service/{client}",
            "E, [#1] ERROR -- : ActiveRecord::ConnectionNotEstablished (Mysql2::Error::ConnectionError: Too many connections)",
            "ERROR",
            count=311,
        )
        s.chat(f"service/{client}", "rails", 9)
        s.series(f"service/{client}", "error_rate", 0.002, 0.57, spread=0.15, cap=1.0)
        s.series(f"service/{client}", "request_rate", 58, spread=0.1)
    s.edge("service/report-batch", "service/kontor-mysql", "reads")
    s.state(
        "service/kontor-mysql",
        "mysql_status",
        max_connections=400,
        threads_connected=400,
        threads_running=6,
        max_used_connections=401,
        connection_errors_max_connections=18220,
        processlist_by_host={"report-batch-7": 331, "stamp-api-1": 26, "stamp-api-2": 24, "promo-api-1": 19},
    )
    s.state("host/kdb-1", "systemd_unit", unit="mysqld.service", active="active (running)", since=s.at(-70000))
    s.edge("service/kontor-mysql", "host/kdb-1", "runs_on")
    s.log(
        3,
        "service/kontor-mysql",
        "2026-06-19T16:43:07.118201Z 0 [Warning] [MY-010055] [Server] IP address '10.20.3.7' could not be resolved",
        "Warning",
        count=6,
    )
    s.log(
        4,
        "service/kontor-mysql",
        "2026-06-19T16:44:02.401110Z 0 [Note] [MY-013932] Too many connections (401); rejected from 10.20.3.41",
        "Note",
        count=180,
    )
    s.log(1, "service/report-batch", "INFO  [main] r.b.Fanout - opening one connection a shop, shops=331", "INFO")
    s.series(
        "service/kontor-mysql",
        "DatabaseConnections",
        118,
        400,
        shape="ramp",
        at=-3,
        end=1,
        spread=0.01,
        cap=400,
        digits=0,
    )
    s.series("host/kdb-1", "cpu_utilization", 24, spread=0.15, unit="Percent")
    s.series("service/kontor-mysql", "latency_p95", 6.2, spread=0.2, unit="ms")
    s.series("service/kiosk-bff", "success_rate", 0.997, 0.55, spread=0.04, cap=1.0)
    s.change(-3, "other", "start job report-batch (quarter close)", "service/report-batch", "scheduler")
    s.change(-26, "deployment", "kiosk-bff 3.40", "service/kiosk-bff", "ci")
    s.alert("[DD] kiosk stamp step 5xx", t=2, entity="service/kiosk-bff", metric="error_rate", reason="41% > 5%")
    s.alert("kdb-1 swap used", "warning", -20000, entity="host/kdb-1", reason="2% > 1%")
    return s.case_of(
        "fault",
        "db.connections_exhausted",
        "service/kontor-mysql",
        also=(("db.connections_exhausted", "host/kdb-1"), ("db.connections_exhausted", "service/report-batch")),
        near=(
            "db.unreachable",
            "dependency.slow",
            "compute.thread_pool_exhausted",
            "db.credentials_invalid",
            "deployment.bad_release",
        ),
        herring=("deployment.bad_release", "service/kiosk-bff"),
    )


def menus() -> Case:
    """An emptied cache sends every read to the database."""
    s = Scene(
        "estate-canteen-menus",
        "Canteen app slow for all sites",
        "2026-09-07T11:25:00",
        21,
        seed=36,
        severity="high",
        zone=2,
        since=-50,
    )
    s.incident |= {"service": "menu-web", "resource": "service/menu-web"}
    s.workload("menu-web", "canteen", NODES[:3], restarts=1)
    one = box(
        "valkey",
        "docker.io/valkey/valkey:8.0",
        restart_count=1,
        limits={"memory": "3Gi"},
        last_state={"state": "terminated", "reason": "Completed", "exit_code": 0, "finished_at": s.at(-0.3)},
    )
    s.pod("plate-valkey-0", "canteen", [one], NODES[3])
    s.log(
        -0.4, "pod/plate-valkey-0", "1:signal-handler (1788773076) Received SIGTERM scheduling shutdown...", "warning"
    )
    s.log(
        0.0,
        "pod/plate-valkey-0",
        "1:M 07 Sep 2026 09:25:00.004 * Ready to accept connections tcp (0 keys loaded)",
        "notice",
    )
    s.log(
        1,
        "pod/plate-valkey-0",
        "1:M 07 Sep 2026 09:26:00.010 - 61202 keys evicted in 60 s, used_memory 64.0M/64.0M",
        "notice",
    )
    s.state(
        "service/plate-valkey",
        "redis_info",
        maxmemory="64mb",
        maxmemory_policy="allkeys-lru",
        used_memory="64.0mb",
        evicted_keys=2204110,
        keyspace_hits=90121,
        keyspace_misses=801220,
        uptime_in_seconds=1260,
    )
    s.edge("service/menu-web", "service/plate-valkey", "reads")
    s.edge("service/menu-web", "rds/canteen-pg", "reads")
    s.edge("service/plate-valkey", "pod/plate-valkey-0", "depends_on")
    s.state(
        "rds/canteen-pg",
        "performance_insights",
        top_sql=[
            {
                "statement": "SELECT * FROM dishes WHERE site_id = $1 AND day = $2",
                "db_load_avg": 6.8,
                "calls_per_sec": 2210,
            },
            {
                "statement": "SELECT allergens FROM dish_allergens WHERE dish_id = ANY($1)",
                "db_load_avg": 3.1,
                "calls_per_sec": 1104,
            },
        ],
        top_wait_events=[{"name": "CPU", "type": "CPU", "db_load_avg": 8.9}],
    )
    s.series("service/plate-valkey", "cache_hit_ratio", 0.971, 0.11, spread=0.01, cap=1.0)
    s.series("service/plate-valkey", "evicted_keys_per_second", 0.01, 1740, spread=0.2)
    s.series("rds/canteen-pg", "CPUUtilization", 22, 96, spread=0.03, cap=100, namespace="AWS/RDS", unit="Percent")
    s.series("rds/canteen-pg", "DBLoad", 0.9, 10.4, spread=0.1, namespace="AWS/RDS")
    s.series("rds/canteen-pg", "ReadIOPS", 140, 310, spread=0.2, namespace="AWS/RDS")
    s.series("service/menu-web", "latency_p95", 0.14, 2.7, spread=0.12, unit="seconds", baseline=True)
    s.series("service/menu-web", "request_rate", 880, 930, spread=0.06, slope=0.1)
    s.log(5, "service/menu-web", "warn: query took 1840ms (dishes by site)", "warn", count=5120)
    s.chat("service/menu-web", "json", 12)
    s.change(-180, "deployment", "menu-web 61 -> 62", "deployment/menu-web", "ci", summary="copy edits")
    s.event(-0.3, "pod/plate-valkey-0", "Started", "Started container valkey", count=2)
    s.alert(
        "RDS canteen-pg CPU > 80%", t=2, entity="rds/canteen-pg", metric="CPUUtilization", threshold=80.0, reason="95.8"
    )
    return s.case_of(
        "fault",
        "dependency.cache_failure",
        "service/plate-valkey",
        also=(("dependency.cache_failure", "pod/plate-valkey-0"), ("app.config.value_invalid", "service/plate-valkey")),
        near=("db.expensive_query", "traffic.surge", "compute.cpu_saturation", "dependency.slow"),
        herring=("db.expensive_query", "rds/canteen-pg"),
    )


def auctions() -> Case:
    """One consumer key scrapes the catalogue."""
    s = Scene(
        "estate-gavel-feed",
        "Grafana: lot search saturation",
        "2026-02-23T20:10:00",
        36,
        seed=37,
        source="prometheus",
        severity="high",
    )
    s.incident |= {"service": "lot-search", "resource": "service/lot-search"}
    pods = s.workload("lot-search", "gavel", NODES[:3])
    s.workload("bid-engine", "gavel", NODES[2:], restarts=2)
    s.edge("service/kong", "service/lot-search")
    s.edge("service/kong", "service/bid-engine")
    for consumer, usual, then in (
        ("web", 210, None),
        ("ios", 95, None),
        ("partner-ostsee", 4, 3900),
        ("partner-lumen", 7, None),
    ):
        s.series(
            "service/kong",
            "request_rate",
            usual,
            then,
            spread=0.09,
            dimensions={"consumer": consumer, "route": "lot-search"},
        )
    s.series("service/lot-search", "latency_p95", 0.21, 3.3, spread=0.12, unit="seconds")
    s.series("service/lot-search", "error_rate", 0.002, 0.12, spread=0.3)
    for p in pods:
        s.series(p, "cpu_utilization", 0.36, 0.97, spread=0.03, cap=1.0)
    s.series("service/bid-engine", "request_rate", 130, spread=0.08)
    for n, t in enumerate((1.1, 4.8, 9.9, 17.2, 30.0)):
        s.log(
            t,
            "service/kong",
            '{"client_ip":"185.220.7.9","consumer":{"username":"partner-ostsee"},"request":{"uri":"/lots?page=@PAGE&size=500",'
            '"headers":{"user-agent":"python-requests/2.31.0"}},"response":{"status":200},"latencies":{"proxy":2904}}'.replace(
                "@PAGE", str(8120 + n * 4000)
            ),
            "info",
            count=26000,
        )
    s.state(
        "service/kong",
        "log_summary",
        total=301220,
        errors=9011,
        top_consumers={"partner-ostsee": 0.926, "web": 0.048, "ios": 0.022},
        top_ips={"185.220.7.9": 0.925},
        retries_seen=212,
    )
    s.chat("service/kong", "kong", 14)
    s.chat(pods[0], "log4j", 8)
    s.change(
        -33, "deployment", "lot-search 12.3 -> 12.4", "deployment/lot-search", "ci", canary="passed, 100% since -29m"
    )
    s.event(2, "hpa/lot-search", "SuccessfulRescale", "New size: 3; reason: cpu above target (maxReplicas 3)")
    s.alert("lot-search p95", t=3, entity="service/lot-search", metric="latency_p95", threshold=1.0, reason="3.1")
    s.alert("bid-engine canary skew", "warning", -5000, entity="service/bid-engine", reason="muted")
    return s.case_of(
        "fault",
        "traffic.abuse",
        "service/lot-search",
        also=(("traffic.abuse", "service/kong"),),
        near=("traffic.surge", "compute.cpu_saturation", "deployment.bad_release", "compute.autoscaling_at_max"),
        herring=("deployment.bad_release", "deployment/lot-search"),
    )


def manifests() -> Case:
    """One customs declaration is redelivered for ever and holds up its queue."""
    s = Scene(
        "estate-customs-declare",
        "RabbitMQ queue depth customs.declare > 500",
        "2026-08-11T04:45:00",
        58,
        seed=38,
        source="zabbix",
        severity="Average",
        zone=2,
    )
    s.incident |= {"resource": "service/customs-broker", "service": "customs-declare"}
    for host in ("cus-app1", "cus-mq1"):
        s.chat(f"host/{host}", "journald", 6)
    s.edge("service/customs-declare", "service/customs-broker", "reads")
    s.edge("service/customs-declare", "service/tax-tables")
    s.edge("service/customs-declare", "host/cus-app1", "runs_on")
    s.edge("service/customs-broker", "host/cus-mq1", "runs_on")
    s.state(
        "host/cus-app1", "systemd_unit", unit="customs-declare.service", active="active (running)", since=s.at(-40320)
    )
    s.state(
        "service/customs-broker",
        "rabbitmq_queue",
        queue="customs.declare",
        consumers=1,
        prefetch=1,
        messages_ready=911,
        messages_unacked=1,
        single_active_consumer=True,
        head_message_redelivered=True,
        dead_letter_exchange=None,
    )
    for t in (0.2, 0.4, 6.0, 19.1, 40.5, 57.2):
        at = f"{s.moment(t):%Y-%m-%dT%H:%M:%S}.4410000+02:00"
        s.log(
            t,
            "service/customs-declare",
            '{"@t":"@WHEN","@l":"Error","@m":"Declaration DE-77120-C failed, nack requeue=true (delivery @NTH)",'
            '"@x":"System.FormatException: HS code \'\\u0000\\u0000 8471\' is not numeric at Customs.Parse.HsCode"}'.replace(
                "@WHEN", at
            ).replace("@NTH", str(1 + int(t * 60))),
            "Error",
        )
    s.log(
        30,
        "service/customs-declare",
        '{"@l":"Error","@m":"Declaration DE-77120-C failed, nack requeue=true"}',
        "Error",
        count=3402,
    )
    s.log(
        -4,
        "service/customs-declare",
        '{"@l":"Information","@m":"Declaration DE-77119-A accepted in 214 ms"}',
        "Information",
        count=330,
    )
    s.log(-9, "service/tax-tables", '{"@l":"Warning","@m":"cache refresh slow, 4.1 s"}', "Warning")
    s.chat("service/customs-declare", "serilog", 7)
    s.series("service/customs-broker", "messages_ready", 3, 911, shape="ramp", spread=0.04, digits=0)
    s.series("service/customs-broker", "publish_rate", 0.27, spread=0.3)
    s.series("service/customs-broker", "ack_rate", 0.27, 0, spread=0.3)
    s.series("service/customs-broker", "redeliver_rate", 0.001, 1.02, spread=0.1)
    s.series("service/tax-tables", "latency_p95", 0.2, spread=0.3)
    s.series("host/cus-app1", "cpu_utilization", 8, 11, unit="Percent", spread=0.2)
    s.alert("Zabbix: cus-mq1 memory watermark 38%", "ok", -300, entity="host/cus-mq1")
    s.change(-700, "config", "apt upgrade erlang-base", "host/cus-mq1", "ansible")
    return s.case_of(
        "fault",
        "sqs.poison_message",
        "service/customs-declare",
        also=(
            ("sqs.poison_message", "service/customs-broker"),
            ("data.corrupt_input", "service/customs-declare"),
            ("data.corrupt_input", "service/customs-broker"),
        ),
        near=("dependency.queue_backlog", "code.unhandled_error", "code.deadlock", "traffic.surge"),
    )


CASES = (choir, loyalty, menus, auctions, manifests)
