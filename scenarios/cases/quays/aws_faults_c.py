"""Faults on AWS, part 3 of 4."""

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
