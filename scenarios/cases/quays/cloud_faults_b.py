"""Faults on AWS, second part; two with little evidence."""

from __future__ import annotations

from .bundle import Case, Pair
from .surroundings import surround_aws


def customs_worker() -> Pair:
    c = Case(
        379,
        "2026-01-28T06:55:00",
        21,
        "customs-declarations: no running tasks",
        "cloudwatch",
        "ecs-service/customs-declarations",
        service="customs-declarations",
        region="eu-west-1",
    )
    svc = "ecs-service/customs-declarations"
    why = "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/customs-exec/4fa1 is not authorized to perform: secretsmanager:GetSecretValue on resource: customs/edi because no identity-based policy allows the action"
    c.state(
        svc,
        "ecs_service",
        desired=3,
        running=0,
        pending=2,
        task_definition="customs-declarations:44",
        deployments=[
            {
                "status": "PRIMARY",
                "task_definition": "customs-declarations:44",
                "desired": 3,
                "running": 0,
                "rollout_state": "IN_PROGRESS",
            }
        ],
        events=["(service customs-declarations) is unable to consistently start tasks successfully."],
    )
    c.state(
        "ecs-service/customs-archive",
        "ecs_service",
        desired=2,
        running=2,
        pending=0,
        task_definition="customs-archive:12",
    )
    for minute in (-4, 1, 6.5, 13):
        c.event(minute, svc, "TASK_STOPPED", why, "error", "ecs", count=3)
    c.event(
        -31,
        svc,
        "TASK_STOPPED",
        "Task retirement: your task was scheduled for replacement to apply a platform update",
        "warning",
        "ecs",
        count=3,
    )
    c.event(
        -240,
        "ecs-service/customs-archive",
        "SERVICE_STEADY_STATE",
        "(service customs-archive) has reached a steady state.",
        "info",
        "ecs",
    )
    c.alert(
        0,
        "customs-declarations: no running tasks",
        svc,
        reason="RunningTaskCount 0 < 1",
        metric="RunningTaskCount",
        threshold=1,
    )
    c.gap("changes", "AccessDenied: cloudtrail:LookupEvents", permission="cloudtrail:LookupEvents")
    c.gap("logs", "log group /ecs/customs-declarations has no streams since 06:24Z", svc)
    c.gap("metrics", "timed out")
    return c.fault(
        "access.permission_denied",
        svc,
        also=[("ecs.task_start_failure", svc), ("access.permission_denied", "role/customs-exec")],
        near=["compute.instance_lost", "access.secret_rotation"],
        herring=("compute.instance_lost", svc),
        poor=True,
    )


def tide_alerts() -> Pair:
    c = Case(
        720,
        "2026-08-19T15:03:00",
        34,
        "tide-alerts queue age",
        "cloudwatch",
        "sqs/tide-readings.fifo",
        "high",
        region="eu-west-2",
        lead=120,
    )
    q, fn = "sqs/tide-readings.fifo", "lambda/tide-ingest"
    c.metric(
        q,
        "ApproximateAgeOfOldestMessage",
        {-120: 4, -16: 20, 34: 3000},
        unit="Seconds",
        stat="Maximum",
        ramp=True,
        noise=0.02,
    )
    c.metric(q, "ApproximateNumberOfMessagesVisible", {-120: 6, -16: 10, 34: 190}, ramp=True, whole=True, noise=0.06)
    c.metric(q, "NumberOfMessagesSent", 212, stat="Sum", whole=True, baseline=True)
    c.metric(q, "NumberOfMessagesDeleted", {-120: 212, -16: 205}, stat="Sum", whole=True)
    c.metric(fn, "Invocations", {-120: 70, -16: 73}, stat="Sum", whole=True)
    c.metric(fn, "Errors", {-120: 0, -16: 2.1}, stat="Sum", whole=True, noise=0.15)
    c.metric(fn, "Throttles", 0, stat="Sum", whole=True)
    c.state(
        q,
        "sqs_queue",
        visible=191,
        in_flight=1,
        delayed=0,
        oldest_age_s=3010,
        redrive=None,
        visibility_timeout_s=30,
        fifo=True,
    )
    c.state(
        fn,
        "lambda_function",
        runtime="nodejs20.x",
        memory_mb=256,
        timeout_s=10,
        reserved_concurrency=None,
        last_update_status="Successful",
        last_modified="2026-07-30T12:10:00.000+0000",
    )
    c.log(
        -15.8,
        fn,
        "error",
        "TypeError: Cannot read properties of null (reading 'height_mm') messageId=5b0ce1d4-77aa-4f0e messageGroupId=gauge-NL-114 ApproximateReceiveCount=1",
        1,
    )
    c.log(
        6,
        fn,
        "error",
        "TypeError: Cannot read properties of null (reading 'height_mm') messageId=5b0ce1d4-77aa-4f0e messageGroupId=gauge-NL-114 ApproximateReceiveCount=44",
        44,
    )
    c.log(
        33,
        fn,
        "error",
        "TypeError: Cannot read properties of null (reading 'height_mm') messageId=5b0ce1d4-77aa-4f0e messageGroupId=gauge-NL-114 ApproximateReceiveCount=98",
        54,
    )
    c.log(20, fn, "info", "processed batch size=3 group=gauge-UK-031 ms=88", 1180)
    c.log(-80, "lambda/tide-forecast", "error", "Rate Exceeded. 429 TooManyRequestsException (retried, succeeded)", 18)
    c.metric("lambda/tide-forecast", "Throttles", 3, stat="Sum", whole=True, noise=0.6)
    c.change(
        -28, "scaling", "lambda:PutFunctionConcurrency", "lambda/tide-forecast", "user/ops-lena", reserved=[20, 10]
    )
    c.alert(
        0,
        "tide-alerts queue age",
        q,
        reason="ApproximateAgeOfOldestMessage 912 > 900",
        metric="ApproximateAgeOfOldestMessage",
        threshold=900,
    )
    c.alert(
        -3000,
        "tide-forecast-throttles",
        "lambda/tide-forecast",
        reason="Throttles > 0 (known, forecasts are capped on purpose)",
    )
    c.edges(f"{q} calls {fn}", f"{fn} writes dynamodb/tide-levels", "lambda/tide-forecast reads dynamodb/tide-levels")
    surround_aws(c, "dynamodb/tide-levels", "ecs-service/buoy-map")
    return c.fault(
        "sqs.poison_message",
        q,
        also=[("sqs.poison_message", fn), ("data.corrupt_input", fn), ("data.corrupt_input", q)],
        herring=("lambda.throttled", "lambda/tide-forecast"),
        near=["dependency.queue_backlog", "code.unhandled_error"],
    )


def partner_gateway() -> Pair:
    c = Case(
        543,
        "2026-09-02T11:40:00",
        19,
        "Partner checkout success below 90%",
        "datadog",
        "service/partner-checkout",
        region="us-east-1",
        lead=90,
        start_known=False,
    )
    api = "apigateway/partner-v2"
    c.metric(api, "Count", 3010, stat="Sum", whole=True, noise=0.06, baseline=True)
    c.metric(api, "4XXError", {-90: 41, -13: 1240}, stat="Sum", whole=True, noise=0.1)
    c.metric(api, "5XXError", 0.8, stat="Sum", whole=True, noise=0.7)
    c.metric(api, "Latency", {-90: 118, -13: 93}, unit="Milliseconds", stat="p95")
    c.metric("lambda/partner-orders", "Invocations", {-90: 2960, -13: 1780}, stat="Sum", whole=True, noise=0.05)
    c.metric("lambda/partner-orders", "Throttles", 0, stat="Sum", whole=True)
    c.metric("lambda/partner-orders", "Duration", 84)
    c.state(
        api,
        "api_stage",
        stage="prod",
        throttle={"rate_limit": 30, "burst_limit": 60},
        integration="lambda/partner-orders",
        logging="INFO",
    )
    c.log(
        -12,
        "service/partner-checkout",
        "error",
        'order submit failed: 429 {"message":"Too Many Requests"} from partner-v2',
        9120,
    )
    c.log(
        -11,
        api,
        "error",
        "(8f2c) Method completed with status: 429 ; Request denied: stage throttle exceeded rate",
        18800,
        "API-Gateway-Execution-Logs/prod",
    )
    c.log(-50, api, "warn", "(11be) Authorizer: JWT expired, 401", 240, "API-Gateway-Execution-Logs/prod")
    c.change(
        -14,
        "config",
        "apigateway:UpdateStage",
        api,
        "role/terraform",
        patch="/*/*/throttling/rateLimit",
        value=["300", "30"],
        commit="tidy stage defaults",
    )
    c.change(
        -22,
        "deployment",
        "lambda:UpdateFunctionCode",
        "lambda/partner-orders",
        "role/ci-publisher",
        version=["88", "89"],
    )
    c.alert(-8, "Partner checkout success below 90%", "service/partner-checkout", reason="success rate 61.2% over 5m")
    c.alert(-900, "partner-orders-duration-p99", "lambda/partner-orders", "ok")
    c.edges(
        f"service/partner-checkout calls {api}",
        f"{api} calls lambda/partner-orders",
        "lambda/partner-orders writes dynamodb/partner-orders",
    )
    surround_aws(c, "dynamodb/partner-orders", "ecs-service/partner-portal")
    return c.fault(
        "gateway.rate_limited",
        api,
        herring=("deployment.bad_release", "lambda/partner-orders"),
        near=["lambda.throttled", "traffic.surge"],
    )


def yard_console() -> Pair:
    c = Case(
        196,
        "2026-10-07T12:21:00",
        13,
        "yard-console unavailable",
        "synthetic-monitor",
        "service/yard-console",
        region="eu-north-1",
        zone=2,
    )
    tg, svc = "target-group/yard-console-tg", "ecs-service/yard-console"
    c.metric(tg, "HealthyHostCount", {-60: 4, -4: 0}, stat="Minimum", noise=0, sway=0)
    c.metric(tg, "UnHealthyHostCount", {-60: 0, -4: 4}, stat="Maximum", noise=0, sway=0)
    c.metric("alb/yard", "HTTPCode_ELB_5XX_Count", {-60: 0.5, -3: 44}, stat="Sum", whole=True, noise=0.3)
    c.metric("alb/yard", "HTTPCode_Target_5XX_Count", 0.4, stat="Sum", whole=True, noise=0.6)
    c.metric("alb/yard", "TargetResponseTime", 0.09, stat="p95")
    c.metric(svc, "CPUUtilization", 33, noise=0.1, cap=100)
    c.metric(svc, "MemoryUtilization", 78, unit="Percent", noise=0.02)
    c.state(
        tg,
        "target_group",
        healthy=0,
        unhealthy=4,
        reasons=["Target.ResponseCodeMismatch: Health checks failed with these codes: [404]"],
        health_check={"path": "/healthz", "port": "traffic-port", "matcher": "200", "interval_s": 15},
    )
    c.state(
        svc,
        "ecs_service",
        desired=4,
        running=4,
        pending=0,
        task_definition="yard-console:130",
        deployments=[
            {
                "status": "PRIMARY",
                "task_definition": "yard-console:130",
                "desired": 4,
                "running": 4,
                "rollout_state": "COMPLETED",
            }
        ],
    )
    c.log(-4.5, svc, "info", '"GET /healthz HTTP/1.1" 404 9 "-" "ELB-HealthChecker/2.0"', 230)
    c.log(-40, svc, "info", '"GET /health HTTP/1.1" 200 15 "-" "ELB-HealthChecker/2.0" (last seen 12:15:50Z)', 720)
    c.log(-2, svc, "info", '"GET /api/stacks?row=B4 HTTP/1.1" 200 8120 (internal)', 310)
    c.log(-30, svc, "warn", "WebSocket /live closed with code 1006, client will reconnect", 44)
    c.event(
        -3,
        svc,
        "TARGET_UNHEALTHY",
        "(service yard-console) (port 8080) is unhealthy in (target-group yard-console-tg) due to (reason Health checks failed with these codes: [404]).",
        "error",
        "ecs",
        count=8,
    )
    c.change(
        -5.5,
        "config",
        "elasticloadbalancing:ModifyTargetGroup",
        tg,
        "user/platform-sofia",
        health_check_path=["/health", "/healthz"],
    )
    c.change(
        -160,
        "deployment",
        "ecs:UpdateService",
        svc,
        "role/ci-publisher",
        task_definition=["yard-console:129", "yard-console:130"],
    )
    c.alert(
        0, "yard-console unavailable", "service/yard-console", reason="503 from Stockholm, Frankfurt, Dublin", count=3
    )
    c.edges(
        "service/yard-console calls alb/yard", f"alb/yard calls {tg}", f"{tg} runs_on {svc}", f"{svc} reads rds/yard-db"
    )
    surround_aws(c, "rds/yard-db", "ecs-service/stack-planner")
    return c.fault(
        "lb.health_check_wrong",
        tg,
        also=[("lb.health_check_wrong", svc), ("lb.no_healthy_targets", tg)],
        herring=("deployment.bad_release", svc),
        near=["lb.no_healthy_targets"],
    )


def pilot_roster() -> Pair:
    c = Case(
        887,
        "2026-11-11T03:27:00",
        40,
        "pilot-roster write errors",
        "datadog",
        "ecs-service/pilot-roster",
        "high",
        "pilot-roster",
        region="eu-west-1",
        lead=30,
    )
    svc, db = "ecs-service/pilot-roster", "rds/roster-aurora"
    c.log(-24, svc, "info", "roster saved id=20931", 140)
    c.log(
        -2.5, svc, "error", "org.postgresql.util.PSQLException: An I/O error occurred while sending to the backend.", 38
    )
    c.log(
        -1.2,
        svc,
        "error",
        "org.postgresql.util.PSQLException: ERROR: cannot execute INSERT in a read-only transaction",
        1190,
    )
    c.log(
        38,
        svc,
        "error",
        "org.postgresql.util.PSQLException: ERROR: cannot execute UPDATE in a read-only transaction",
        1404,
    )
    c.log(30, svc, "info", "GET /rosters/week 200 in 41 ms", 2210)
    c.log(-11, svc, "warn", "HikariPool-1 - Pool stats (total=20, active=3, idle=17, waiting=0)", 6)
    c.log(
        12,
        "lambda/roster-mailer",
        "error",
        "SES: MessageRejected: Email address is not verified (sandbox recipient)",
        3,
    )
    c.event(-2.8, db, "failover", "Started cross AZ failover to DB instance: roster-aurora-2", "warning", "rds")
    c.event(-2.1, db, "failover", "Completed failover to DB instance: roster-aurora-2", "info", "rds")
    c.event(-1.4, "rds/roster-aurora-1", "availability", "DB instance restarted", "info", "rds")
    c.change(
        -26,
        "deployment",
        "lambda:UpdateFunctionCode",
        "lambda/roster-mailer",
        "role/ci-publisher",
        version=["12", "13"],
    )
    c.alert(
        0,
        "pilot-roster write errors",
        svc,
        reason='logs("service:pilot-roster status:error").rollup("count").last("5m") > 100',
    )
    c.edges(f"{svc} writes {db}", f"{svc} calls lambda/roster-mailer")
    c.gap("metrics", "AccessDenied: cloudwatch:GetMetricData", permission="cloudwatch:GetMetricData")
    c.gap("state", "AccessDenied: rds:DescribeDBClusters", db, "rds:DescribeDBClusters")
    return c.fault(
        "db.failover", db, also=[("db.read_only", db), ("db.read_only", "rds/roster-aurora-1"), ("db.failover", "rds/roster-aurora-1"), ("db.failover", svc), ("db.read_only", svc)],
        herring=("deployment.bad_release", "lambda/roster-mailer"), near=["db.read_only"], poor=True,
    )  # fmt: skip
