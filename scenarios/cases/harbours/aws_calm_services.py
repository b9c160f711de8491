"""Pages about functions, services and routes on AWS with nothing wrong behind them."""

from __future__ import annotations

from .record import Bundle, Expected, Record, bump, well
from .scenery import alb, aws_life, chatter


def single_error() -> tuple[Bundle, Expected]:
    """One bad request among forty thousand meets a threshold of one."""
    record = Record("hb-692", "2026-07-02T10:00", 60)
    record.page(
        "quote-fn Errors >= 1",
        "cloudwatch",
        "lambda/quote-fn",
        33,
        severity="high",
        service="quotes",
        region="eu-west-1",
    )
    fn = "lambda/quote-fn"
    record.metric(fn, "Invocations", 690)
    record.metric(fn, "Errors", bump(0, 33, 33.4, 1), noise=0)
    record.metric(fn, "Duration", 74, stat="p95")
    record.metric(fn, "Throttles", 0)
    record.metric("apigateway/quotes", "Count", 690)
    record.metric("apigateway/quotes", "5XXError", bump(0, 33, 33.4, 1), noise=0)
    record.metric("dynamodb/quote-rules", "SuccessfulRequestLatency", 3.9)
    record.alert(
        34,
        "quote-fn Errors >= 1",
        fn,
        "ok",
        metric="Errors",
        threshold=1,
        comparison="GreaterThanOrEqualToThreshold",
        reason="ALARM 10:33Z, OK 10:34Z; 6 times in the last 14 days",
    )
    record.log(
        33,
        fn,
        "[ERROR] ValueError: could not convert string to float: '12,5O' Traceback (most recent call last): File \"/var/task/quote.py\", line 41, in parse_draught",
        "error",
        1,
    )
    record.log(
        40,
        fn,
        "REPORT RequestId: 81d2 Duration: 61.20 ms Billed Duration: 62 ms Memory Size: 256 MB Max Memory Used: 101 MB",
        "info",
        39800,
    )
    record.log(12, fn, "INIT_START Runtime Version: python:3.12.v38", "info", 14)
    chatter(record, fn, "python", 4)
    record.change(21, "deployment", "lambda:PublishVersion", fn, "role/quotes-ci", version=140, previous_version=139)
    record.edges(f"apigateway/quotes > {fn}", f"{fn} reads dynamodb/quote-rules")
    record.state(
        fn,
        "lambda_function",
        runtime="python3.12",
        memory_mb=256,
        timeout_s=10,
        alias_live="140",
        last_update_status="Successful",
    )
    aws_life(record)
    return well(
        record, "healthy.threshold_noise", herring=("deployment.bad_release", fn), near=["code.unhandled_error"]
    )


def game_day() -> tuple[Bundle, Expected]:
    """Somebody set the alarm's state by hand to try the paging path."""
    record = Record("hb-627", "2026-08-06T13:00", 40)
    record.page(
        "harbour-portal-availability",
        "cloudwatch",
        "alb/harbour-portal",
        25,
        severity="critical",
        service="harbour-portal",
        region="eu-west-1",
    )
    alb(record, "harbour-portal", 5100, 3, 0.22)
    record.metric("ecs-service/harbour-portal", "CPUUtilization", 47)
    record.metric("ecs-service/harbour-portal", "MemoryUtilization", 66, noise=0.02)
    record.metric("rds/portal-db", "CPUUtilization", 36)
    record.metric("rds/portal-db", "DatabaseConnections", 120, noise=0.02)
    record.alert(
        26,
        "harbour-portal-availability",
        "alb/harbour-portal",
        "ok",
        metric="HTTPCode_Target_5XX_Count",
        threshold=50,
        reason="StateReason at 13:25Z: 'paging path test, please acknowledge'; next evaluation returned to OK",
    )
    record.change(
        24.9,
        "other",
        "cloudwatch:SetAlarmState",
        "alarm/harbour-portal-availability",
        "user/oncall-lead",
        state_value="ALARM",
        state_reason="paging path test, please acknowledge",
    )
    record.change(
        16,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/harbour-portal",
        "role/portal-ci",
        task_definition=["harbour-portal:600", "harbour-portal:601"],
    )
    record.event(
        20,
        "ecs",
        "ecs-service/harbour-portal",
        "SERVICE_STEADY_STATE",
        "(service harbour-portal) has reached a steady state.",
    )
    record.log(
        30,
        "ecs-service/harbour-portal",
        "ActionView::Template::Error (undefined method `name' for nil:NilClass) rendered fallback",
        "error",
        4,
    )
    chatter(record, "ecs-service/harbour-portal", "rails", 4)
    record.edges("alb/harbour-portal > ecs-service/harbour-portal", "ecs-service/harbour-portal writes rds/portal-db")
    record.state(
        "ecs-service/harbour-portal",
        "ecs_service",
        desired=6,
        running=6,
        pending=0,
        deployments=[{"status": "PRIMARY", "rollout_state": "COMPLETED"}],
    )
    aws_life(record)
    return well(record, "healthy.expected_signal", herring=("deployment.bad_release", "ecs-service/harbour-portal"))


def announced_scan() -> tuple[Bundle, Expected]:
    """The announced penetration test is what the 4xx alarm saw; it is over."""
    record = Record("hb-609", "2026-02-10T09:45", 80)
    record.page(
        "public-api 4XXError > 500",
        "cloudwatch",
        "apigateway/public-api",
        22,
        severity="high",
        service="public-api",
        region="eu-north-1",
    )
    api, fn = "apigateway/public-api", "lambda/public-read"
    record.metric(api, "Count", bump(2600, 20, 58, 5900))
    record.metric(api, "4XXError", bump(60, 20, 58, 3300))
    record.metric(api, "5XXError", 1)
    record.metric(api, "Latency", 81, stat="p95")
    record.metric(fn, "Errors", 1)
    record.metric(fn, "ConcurrentExecutions", 19)
    record.metric(fn, "Duration", 60, stat="p95")
    record.alert(63, "public-api 4XXError > 500", api, "ok", metric="4XXError", threshold=500)
    record.alert(24, "waf-public SQLi matches", "waf/public", "ok", reason="ALARM 10:09Z to 10:44Z")
    record.log(
        30,
        "waf/public",
        "BLOCK rule=AWS-AWSManagedRulesSQLiRuleSet client=192.0.2.150 uri=/v1/ships?id=1%27%20OR%201=1--",
        "warn",
        88200,
    )
    record.log(33, api, 'client=192.0.2.150 status=403 path=/v1/../../etc/passwd ua="Nikto/2.5"', "info", 31000)
    record.log(57, api, "client=192.0.2.150 status=401 path=/v1/admin", "info", 2900)
    chatter(record, fn, "node", 4)
    record.change(
        -30,
        "other",
        "change ticket opened",
        "ticket/CHG-6020",
        "security",
        title="Penetration test public-api, source 192.0.2.150, 10:00-11:00 UTC, supplier Fjordsec",
    )
    record.change(5, "deployment", "lambda:PublishVersion", fn, "role/public-ci", version=210)
    record.edges(f"{api} > {fn}", f"{fn} reads dynamodb/ships", f"waf/public > {api}")
    aws_life(record)
    return well(record, herring=("traffic.abuse", api), near=["traffic.abuse"])


def spot_reclaim() -> tuple[Bundle, Expected]:
    """Two spot tasks were taken back and replaced within minutes."""
    record = Record("hb-116", "2026-05-27T15:00", 60)
    record.page(
        "tide-render RunningTaskCount < 10",
        "cloudwatch",
        "ecs-service/tide-render",
        27,
        severity="high",
        service="tide-render",
        region="us-east-2",
    )
    svc = "ecs-service/tide-render"
    record.metric(
        svc,
        "RunningTaskCount",
        [(0, 10), (24, 10), (25, 8), (29, 8), (30, 9), (32, 10), (60, 10)],
        noise=0,
        space="ECS/ContainerInsights",
        stat="Average",
    )
    record.metric(svc, "CPUUtilization", [(0, 55), (24, 55), (25, 67), (30, 66), (33, 55), (60, 55)], noise=0.04)
    record.metric("sqs/render-jobs", "ApproximateAgeOfOldestMessage", [(0, 8), (24, 8), (28, 26), (34, 8), (60, 8)])
    record.metric(
        "sqs/render-jobs",
        "ApproximateNumberOfMessagesVisible",
        [(0, 30), (24, 30), (28, 88), (34, 31), (60, 30)],
        stat="Maximum",
    )
    record.metric("sqs/render-jobs", "NumberOfMessagesSent", 240)
    record.event(
        24,
        "ecs",
        svc,
        "SERVICE_TASK_INTERRUPTED",
        "(service tide-render) 2 tasks stopped: Your Spot Task was interrupted.",
        "warning",
        2,
    )
    record.event(
        26,
        "ecs",
        svc,
        "SERVICE_TASK_PLACEMENT_FAILURE",
        "(service tide-render) was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone.",
        "warning",
        1,
    )
    record.event(
        30, "ecs", svc, "TASKS_STARTED", "(service tide-render) has started 2 tasks: (task 91ab) (task 44c0).", count=1
    )
    record.event(33, "ecs", svc, "SERVICE_STEADY_STATE", "(service tide-render) has reached a steady state.")
    record.alert(
        33,
        "tide-render RunningTaskCount < 10",
        svc,
        "ok",
        metric="RunningTaskCount",
        threshold=10,
        comparison="LessThanThreshold",
    )
    record.log(24, svc, "received SIGTERM, returning job 8812 to queue", "warn", 2)
    record.log(45, svc, "render worker: ENOMEM hint ignored, using tiled mode", "error", 7)
    chatter(record, svc, "python", 4)
    record.change(
        12,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/tide-api",
        "role/tides-ci",
        task_definition=["tide-api:18", "tide-api:19"],
    )
    record.edges(f"{svc} reads sqs/render-jobs", "ecs-service/tide-api writes sqs/render-jobs")
    record.state(svc, "ecs_service", desired=10, running=10, pending=0, capacity_provider="FARGATE_SPOT")
    aws_life(record)
    return well(record, herring=("ecs.capacity_unavailable", svc), near=["compute.instance_lost"])


def quiet_night() -> tuple[Bundle, Expected]:
    """At nine requests a minute one slow export is the whole 99th percentile."""
    record = Record("hb-630", "2026-12-27T01:00", 120)
    record.page(
        "[Flapping] export-api p99 > 1.5 s",
        "datadog",
        "alb/export-api",
        77,
        severity="warning",
        service="export-api",
        region="eu-west-1",
    )
    spikes = [
        (0, 0.3),
        *(point for m in (31, 77, 108) for point in ((m - 0.02, 0.3), (m, 2.6), (m + 0.5, 2.6), (m + 0.52, 0.3))),
        (120, 0.3),
    ]
    record.metric(
        "alb/export-api",
        "TargetResponseTime",
        spikes,
        stat="p99",
        noise=0.15,
        usual=[(0, 0.3), (49.9, 0.3), (50, 2.4), (50.6, 2.4), (50.7, 0.3), (120, 0.3)],
    )
    record.metric("alb/export-api", "TargetResponseTime", 0.09, stat="p50")
    record.metric("alb/export-api", "RequestCount", 9, usual=9)
    record.metric("alb/export-api", "HTTPCode_Target_5XX_Count", 0)
    record.metric("ecs-service/export-api", "CPUUtilization", 5)
    record.metric("rds/export-db", "CPUUtilization", bump(7, 60, 70, 61))
    record.metric("rds/export-db", "ReadLatency", 0.0009)
    record.alert(
        109,
        "[Flapping] export-api p99 > 1.5 s",
        "alb/export-api",
        "ok",
        reason="alert/recover 3 times tonight, 19 times this week, nights only",
        count=3,
    )
    record.event(60, "rds", "rds/export-db", "backup", "Backing up DB instance")
    record.event(69, "rds", "rds/export-db", "backup", "Finished DB instance backup")
    for minute in (31, 77, 108):
        record.log(minute, "ecs-service/export-api", "GET /exports/annual.xlsx 200 2611ms rows=184000", "info", 1)
    chatter(record, "ecs-service/export-api", "dotnet", 3)
    record.change(
        -300,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/export-api",
        "role/exports-ci",
        task_definition=["export-api:5", "export-api:6"],
    )
    record.edges("alb/export-api > ecs-service/export-api", "ecs-service/export-api reads rds/export-db")
    record.state("ecs-service/export-api", "ecs_service", desired=2, running=2, pending=0)
    aws_life(record)
    return well(
        record, "healthy.threshold_noise", herring=("db.maintenance_io_storm", "rds/export-db"), near=["code.slow_path"]
    )
