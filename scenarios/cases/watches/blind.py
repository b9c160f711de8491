"""Something is wrong, and what could be collected does not say what."""

from scenarios.cases.watches.building import Case, Watch, ramp, step, wave
from scenarios.cases.watches.parts import alb, host


def checkout_from_outside() -> Case:
    """Three percent of answers are 5xx; only the balancer can be seen."""
    w = Watch(
        "wa-penrose-0803",
        "2026-08-03T16:40:00Z",
        "pay-api 5xx ratio 3.4% (threshold 2%)",
        source="datadog",
        service="pay-api",
        resource="alb/pay-api",
        severity="high",
        started=-19,
        region="eu-central-1",
        span=60,
    )
    alb(w, "pay-api", wave(930, 40), 0.15, step(0.5, 31, -22), 22)
    w.edges("calls", "alb/pay-api > ecs-service/pay-api", "ecs-service/pay-api > ecs-service/risk-score")
    w.edges("writes", "ecs-service/pay-api > rds/payments")
    w.alert(-19, "pay-api 5xx ratio", "alb/pay-api", "alarm", threshold=2, reason="3.4 %")
    w.alert(-44000, "payments-snapshot-age", "rds/payments", "alarm", reason="cross-account copy, accepted until Q3")
    w.gap("logs", "AccessDeniedException: not authorized on /ecs/pay-api", "ecs-service/pay-api", "logs:StartQuery")
    w.gap("changes", "cloudtrail:LookupEvents timed out after 20 s")
    w.gap("metrics", "no permission in the data account", "rds/payments", "cloudwatch:GetMetricData")
    w.gap("state", "ecs:DescribeServices throttled (Rate exceeded)", "ecs-service/pay-api", "ecs:DescribeServices")
    return w.blind(near="deployment.bad_release dependency.errors code.unhandled_error")


def silent_depot() -> Case:
    """All four machines of a depot are silent: power, line, tunnel or collector, nobody can tell from here."""
    w = Watch(
        "wa-halden-0817",
        "2026-08-17T03:33:00Z",
        "PROBLEM - 4 hosts UNKNOWN at depot Rindal",
        source="manual",
        severity="critical",
        resource="host/rin-scan-01",
        started=-16,
        region=None,
        span=120,
        period=60,
    )
    for name, cpu in (("rin-scan-01", 14), ("rin-scan-02", 13), ("rin-print-01", 6), ("rin-cam-01", 41)):
        w.metric(f"host/{name}", "node:cpu_utilization", cpu, stat=None, unit="percent", hole=(-17, 1))
        w.metric(f"host/{name}", "node:memory_utilization", 55, noise=0.01, stat=None, unit="percent", hole=(-17, 1))
        w.gap("metrics", "no datapoints since 03:16", f"host/{name}")
        w.alert(
            -16,
            f"{name} check_mk agent",
            f"host/{name}",
            "insufficient_data",
            reason="UNKNOWN - no result from satellite sat-rindal",
        )
    host(w, "hal-app-03", 9, 70, 52)
    w.log(-61, "host/rin-print-01", "warn", "cupsd[611]: Printer zebra-3 stopped: media out")
    w.log(-22, "host/rin-scan-02", "info", "scanner bridge: 0 parcels in queue, night mode")
    w.gap("state", "satellite sat-rindal not reachable from the core; it also holds the site's router and UPS checks")
    w.gap("events", "no facility feed configured for Rindal")
    return w.blind(near="network.partition compute.instance_lost")


def late_rollup() -> Case:
    """The nightly roll-up should have ended at 04:20 and still runs; nothing inside it can be seen."""
    w = Watch(
        "wa-sable-0909",
        "2026-09-09T06:45:00Z",
        "daily-rollup has not finished (SLA 06:00)",
        resource="batch/daily-rollup",
        service="reporting",
        severity="high",
        started=-45,
        region="us-east-1",
        span=360,
        period=300,
    )
    w.edges("reads", "batch/daily-rollup > rds/reporting", "batch/daily-rollup > kafka/bids-enriched")
    w.edges("writes", "batch/daily-rollup > s3/rollups")
    w.metric(
        "batch/daily-rollup",
        "Airflow:task_running",
        step(0, 1, -284),
        noise=0,
        stat="Maximum",
        usual=lambda m: 1 if -284 <= m < -143 else 0,
    )
    w.metric("kafka/bids", "Prometheus:messages_in_per_sec", wave(17900, 900), noise=0.04, stat=None)
    w.event(-284, "airflow", "batch/daily-rollup", "TaskRunning", "daily_rollup.aggregate attempt 1 running", "info")
    w.alert(-45, "daily-rollup SLA", "batch/daily-rollup", "alarm", reason="SLA miss 06:00")
    w.alert(
        -9100, "s3-rollups-lifecycle", "s3/rollups", "warning", reason="incomplete multipart uploads older than 7 days"
    )
    w.gap("logs", "remote task log not uploaded before the task ends", "batch/daily-rollup")
    w.gap("metrics", "AccessDenied for the reporting account", "rds/reporting", "cloudwatch:GetMetricData")
    w.gap("state", "Performance Insights not enabled", "rds/reporting")
    w.gap("changes", "not configured for account reporting")
    return w.blind(near="db.expensive_query db.lock_contention dependency.slow")


def players_report_lag() -> Case:
    """Clients measure slower match starts; three things were changed within minutes, and no server series came back."""
    w = Watch(
        "wa-quillfish-0920",
        "2026-09-20T20:15:00Z",
        "Client telemetry: match_start_ms p95 up 80 %",
        source="datadog",
        service="match-start",
        resource="apigateway/game",
        started=-24,
        region="us-west-2",
        span=90,
        period=15,
    )
    w.edges("calls", "cloudfront/game-edge > apigateway/game", "apigateway/game > lambda/match-start")
    w.edges("reads", "lambda/match-start > dynamodb/matches")
    w.metric(
        "client/ios", "datadog:match_start_ms", ramp(410, 735, -36, -24), noise=0.08, stat="p95", unit="Milliseconds"
    )
    w.metric(
        "client/android",
        "datadog:match_start_ms",
        ramp(455, 820, -36, -24),
        noise=0.08,
        stat="p95",
        unit="Milliseconds",
    )
    w.metric("client/ios", "datadog:sessions", wave(18200, 900), noise=0.02, stat=None)
    w.log(-15, "client/android", "warn", "match_start slow 912 ms (dns 4, tls 31, wait 861) build=8.12.0", 2200)
    w.log(-14, "client/ios", "warn", "match_start slow 804 ms (dns 3, tls 28, wait 760) build=8.11.3", 1871)
    w.change(
        -41,
        "config",
        "terraform",
        "cloudfront:UpdateDistribution",
        "cloudfront/game-edge",
        origin_shield=["off", "us-west-2"],
    )
    w.change(-38, "deployment", "role/game-ci", "lambda:UpdateAlias", "lambda/match-start", version=[118, 119])
    w.change(-36, "infrastructure", "terraform", "dynamodb:UpdateTable", "dynamodb/matches", gsi_added="by-region")
    w.gap(
        "metrics",
        "ThrottlingException: Rate exceeded (GetMetricData), 3 attempts",
        "lambda/match-start",
        "cloudwatch:GetMetricData",
    )
    w.gap(
        "metrics",
        "ThrottlingException: Rate exceeded (GetMetricData), 3 attempts",
        "dynamodb/matches",
        "cloudwatch:GetMetricData",
    )
    w.gap("logs", "query cancelled after 30 s", "lambda/match-start")
    w.gap("logs", "standard logging not enabled", "cloudfront/game-edge")
    return w.blind(near="deployment.bad_release dependency.slow")


CASES = (checkout_from_outside, silent_depot, late_rollup, players_report_lag)
