"""AWS resources that are fine although an alarm fired."""

from .build import Case, Result
from .ordinary import chatter, function
from .shapes import ramp, saw, spikes, step


def touchy_webhook() -> Result:
    """An alarm on two errors flaps at the usual rate of badly signed calls; a week ago it was the same."""
    c = Case("webhook-errors-3", 61, "2026-03-05T15:00", 180, 20, step=300)
    fn = "lambda/billing-webhook"
    c.incident("lambda-errors", fn, "cloudwatch", severity="warning", start=0, text="Errors > 2 for 1 datapoint")
    c.alert(
        6,
        "lambda-errors",
        fn,
        "ok",
        metric="Errors",
        threshold=2,
        reason="ALARM 15:00Z, OK 15:06Z; 31 transitions in 7 days",
    )
    c.alert(-900, "billing-webhook-throttles", fn, "ok", metric="Throttles", threshold=0)
    rate = 1120
    c.metric("Invocations", fn, rate, base=rate)
    c.metric("Errors", fn, 1.6, base=1.7)
    c.metric("Duration", fn, 210, base=214)
    c.metric("Throttles", fn, 0.0)
    c.metric("ConcurrentExecutions", fn, 5, base=5)
    function(c, "billing-receipt", 380, 150)
    c.series("dynamodb/invoices", ConsumedWriteCapacityUnits=2400, WriteThrottleEvents=0.0)
    for m in (-170, -122, -61, -44, -3, 9):
        c.log(
            m,
            fn,
            "error",
            "[ERROR] SignatureVerificationError: No signatures found matching the expected signature for payload (source 198.51.100.23)",
            c.rng.randint(1, 3),
            "/aws/lambda/billing-webhook",
        )
    chatter(c, fn, "python", 7)
    c.change(-1500, "deployment", "lambda:UpdateFunctionCode", fn, version=44)
    c.change(-28, "config", "lambda:TagResource", "lambda/billing-receipt", tags={"cost": "B12"})
    c.edges("writes", (fn, "dynamodb/invoices"))
    c.edges("calls", (fn, "lambda/billing-receipt"))
    c.state(
        fn,
        "lambda_function",
        runtime="python3.12",
        memory_mb=256,
        timeout_s=10,
        alias_live="44",
        last_update_status="Successful",
    )
    return c.done(None, None, "healthy", near=("code.unhandled_error", "data.corrupt_input", "deployment.bad_release"))


def nightly_export() -> Result:
    """The nightly export fills its queue and drains it within the hour, as a week ago."""
    c = Case("export-depth-0105", 62, "2026-01-20T01:00", 120, 58, step=120, region="us-east-1")
    queue, fn = "sqs/export-rows", "lambda/export-writer"
    c.incident("ALARM queue depth", queue, "cloudwatch", severity="high", start=5)
    c.alert(49, "queue depth", queue, "ok", metric="ApproximateNumberOfMessagesVisible", threshold=10000)
    c.alert(-30, "export-writer-errors", fn, "ok", metric="Errors", threshold=5)

    def depth(m: float) -> float:
        return 0 if m < 0 else ramp(0, 41000, 0, 8)(m) if m < 8 else ramp(41000, 300, 8, 54)(m)

    c.metric("ApproximateNumberOfMessagesVisible", queue, depth, base=depth)
    c.metric(
        "ApproximateAgeOfOldestMessage",
        queue,
        lambda m: 2 if m < 0 else ramp(2, 980, 0, 40)(m) if m < 44 else ramp(980, 12, 44, 54)(m),
        base=lambda m: 2 if m < 0 else ramp(2, 960, 0, 40)(m) if m < 44 else ramp(960, 12, 44, 54)(m),
    )
    c.metric("NumberOfMessagesSent", queue, step(6, 10300, 0, 8), base=step(6, 10200, 0, 8))
    c.metric("NumberOfMessagesDeleted", queue, step(6, 1780, 0, 54), base=step(6, 1760, 0, 54))
    function(c, "export-writer", 1, 1800, Invocations=step(1, 180, 0, 54), ConcurrentExecutions=step(1, 10, 0, 54))
    c.series("rds/warehouse", CPUUtilization=step(18, 62, 0, 9), DatabaseConnections=31)
    c.log(0.1, "lambda/export-kickoff", "info", "nightly export started by schedule cron(0 1 * * ? *), rows=82011", 1)
    c.log(20, fn, "warning", "retrying PutObject after SlowDown (attempt 1)", 11)
    c.log(52, fn, "info", "partition 40/40 flushed", 1)
    chatter(c, fn, "node", 5)
    c.event(-260, "rds/warehouse", "backup", "Finished DB instance backup", "info", "rds")
    c.edges("writes", ("lambda/export-kickoff", queue))
    c.edges("reads", (fn, queue), ("lambda/export-kickoff", "rds/warehouse"))
    c.state(
        queue,
        "sqs_queue",
        visible=112,
        in_flight=40,
        delayed=0,
        oldest_age_s=9,
        redrive={"dlq": "export-rows-dlq", "max_receives": 5},
    )
    c.state("sqs/export-rows-dlq", "sqs_queue", visible=0, in_flight=0)
    return c.done(None, None, "healthy", near=("dependency.queue_backlog", "traffic.surge"))


def one_slow_minute() -> Result:
    """One minute of cold fragments after noon, recovered by itself; all targets are healthy and errors are back."""
    c = Case("news-p99-blip", 63, "2026-06-10T12:00", 75, 40, zone="ms", region="eu-west-1")
    alb, svc = "alb/news", "ecs-service/news-web"
    c.incident("news: p99 latency", alb, "datadog", severity="warning", start=1, monitor="501")
    c.alert(
        4,
        "news: p99 latency",
        alb,
        "ok",
        query="p99:aws.applicationelb.target_response_time{news} > 2",
        reason="recovered after 3 min",
    )
    c.alert(
        -26000, "news-web 4xx", alb, "alarm", metric="HTTPCode_Target_4XX_Count", threshold=50, reason="crawler 404s"
    )
    c.metric("TargetResponseTime", alb, spikes(0.62, 2.9, (0,)), stat="p99")
    c.metric("TargetResponseTime", alb, spikes(0.11, 0.16, (0,)), stat="p50")
    c.metric("RequestCount", alb, 8700)
    c.metric("HTTPCode_Target_5XX_Count", alb, spikes(0.8, 7, (0,)))
    c.metric("HTTPCode_Target_4XX_Count", alb, 160)
    c.series("target-group/news", HealthyHostCount=8, UnHealthyHostCount=spikes(0, 1, (1,)))
    c.series(svc, CPUUtilization=44, MemoryUtilization=63, RunningTaskCount=8)
    c.series("rds/news-db", CPUUtilization=31, DatabaseConnections=96, ReadLatency=0.001)
    c.log(
        0.2,
        svc,
        "error",
        "upstream prematurely closed connection while reading response header from upstream",
        6,
        "/ecs/news-web",
    )
    c.log(0.3, svc, "warning", "slow render /live/ticker 2881ms (cold fragment cache)", 40)
    c.log(20, svc, "info", "render /live/ticker 102ms", 800)
    chatter(c, svc, "nginx", 8)
    c.change(-51, "deployment", "ecs:UpdateService", svc, task_definition=["news-web:77", "news-web:78"])
    c.event(-44, svc, "SERVICE_STEADY_STATE", "(service news-web) has reached a steady state.", "info", "ecs")
    c.edges("calls", (alb, svc))
    c.edges("reads", (svc, "rds/news-db"))
    c.state("target-group/news", "target_group", healthy=8, unhealthy=0, reasons=[])
    c.state(
        svc,
        "ecs_service",
        desired=8,
        running=8,
        pending=0,
        deployments=[{"status": "PRIMARY", "rollout_state": "COMPLETED"}],
    )
    return c.done(
        None, None, "healthy", near=("deployment.bad_release", "lb.no_healthy_targets", "dependency.cache_failure")
    )


def rolled_tasks() -> Result:
    """A rolling deployment went one task below its count for three minutes; it completed and no request failed."""
    c = Case("quota-svc-tasks", 64, "2026-04-14T09:30", 60, 35, zone="+02:00", region="eu-central-1")
    svc = "ecs-service/quota-svc"
    c.incident("RunningTaskCount < 4", svc, "cloudwatch", severity="critical", start=1)
    c.alert(
        8, "RunningTaskCount < 4", svc, "ok", metric="RunningTaskCount", threshold=4, comparison="LessThanThreshold"
    )
    c.alert(-20, "quota-svc-5xx", "alb/quota", "ok", metric="HTTPCode_Target_5XX_Count", threshold=10)
    c.series(
        svc,
        CPUUtilization=33,
        MemoryUtilization=49,
        RunningTaskCount=lambda m: 3 if 0 <= m < 3 else (5 if 3 <= m < 6 else 4),
    )
    c.metric("RequestCount", "alb/quota", 1450)
    c.metric("HTTPCode_Target_5XX_Count", "alb/quota", 0.2)
    c.metric("TargetResponseTime", "alb/quota", 0.061)
    c.series("target-group/quota", HealthyHostCount=lambda m: 3 if 0 <= m < 4 else 4, UnHealthyHostCount=0)
    c.event(
        0.2,
        svc,
        "SERVICE_TASKS_STOPPED",
        "(service quota-svc) has stopped 1 running tasks: (task 81fa). Scaling activity initiated by (deployment ecs-svc/7711)",
        "info",
        "ecs",
    )
    c.event(
        0.9,
        svc,
        "TARGET_DEREGISTERED",
        "(service quota-svc) deregistered 1 targets in (target-group quota)",
        "info",
        "ecs",
    )
    c.event(
        6,
        svc,
        "SERVICE_DEPLOYMENT_COMPLETED",
        "(service quota-svc) (deployment ecs-svc/7711) deployment completed.",
        "info",
        "ecs",
    )
    c.event(6.4, svc, "SERVICE_STEADY_STATE", "(service quota-svc) has reached a steady state.", "info", "ecs")
    c.log(0.3, svc, "warning", "SIGTERM received; Essential container in task exited (143)", 4, "/ecs/quota-svc")
    c.log(2, svc, "error", 'level=error msg="context canceled" caller=stream.go:88', 3)
    c.log(11, svc, "info", 'level=info msg="quota granted" tenant=41 n=1', 900)
    chatter(c, svc, "go", 7)
    c.change(
        -0.5,
        "deployment",
        "ecs:UpdateService",
        svc,
        task_definition=["quota-svc:208", "quota-svc:209"],
        minimum_healthy_percent=75,
    )
    c.edges("calls", ("alb/quota", svc))
    c.state(
        svc,
        "ecs_service",
        desired=4,
        running=4,
        pending=0,
        task_definition="quota-svc:209",
        deployments=[
            {
                "status": "PRIMARY",
                "task_definition": "quota-svc:209",
                "desired": 4,
                "running": 4,
                "rollout_state": "COMPLETED",
            }
        ],
    )
    c.state("target-group/quota", "target_group", healthy=4, unhealthy=0, reasons=[])
    return c.done(
        None, None, "healthy", near=("deployment.bad_release", "ecs.task_start_failure", "compute.instance_lost")
    )


def usual_throttles() -> Result:
    """A handful of throttles every hour, retried on the first attempt, as ever; the alarm line is zero."""
    c = Case("ddb-throttle-any", 65, "2026-02-06T19:10", 300, 30, step=300, region="us-west-2")
    table, fn = "dynamodb/device-state", "lambda/device-sync"
    c.incident("P3 | d-442", table, "cloudwatch", severity="high", start=0)
    c.alert(
        0,
        "P3 | d-442",
        table,
        "alarm",
        metric="ThrottledRequests",
        threshold=0,
        comparison="GreaterThanThreshold",
        reason="Threshold Crossed: 1 datapoint [4.0] was greater than the threshold (0.0)",
    )
    c.alert(-5, "device-sync-errors", fn, "ok", metric="Errors", threshold=3)
    sent = saw(0, 6, 60, 20)
    c.metric("ThrottledRequests", table, sent, base=sent)
    c.metric(
        "ConsumedWriteCapacityUnits", table, saw(61000, 74000, 60, 20), noise="gauge", base=saw(60000, 73500, 60, 20)
    )
    c.metric("ConsumedReadCapacityUnits", table, 120000, base=119000)
    c.metric("SuccessfulRequestLatency", table, 4.4, base=4.5)
    function(c, "device-sync", 8800, 61, errors=0.1)
    c.series("sqs/device-dlq", ApproximateNumberOfMessagesVisible=0)
    c.log(
        -118,
        fn,
        "warning",
        "ThrottlingException on device-state, attempt 1 of 8, backing off 31ms",
        4,
        "/aws/lambda/device-sync",
    )
    c.log(-58, fn, "warning", "ThrottlingException on device-state, attempt 1 of 8, backing off 44ms", 5)
    c.log(2, fn, "warning", "ThrottlingException on device-state, attempt 1 of 8, backing off 29ms", 4)
    c.log(3, fn, "info", "synced shard=9 devices=4410 failed=0", 1)
    chatter(c, fn, "go", 6)
    c.edges("writes", (fn, table), (fn, "sqs/device-dlq"))
    c.change(-95, "other", "dynamodb:CreateBackup", table, actor="role/backup")
    c.state(table, "dynamodb_table", billing_mode="PAY_PER_REQUEST", status="ACTIVE")
    c.state("sqs/device-dlq", "sqs_queue", visible=0, in_flight=0)
    return c.done(None, None, "healthy", near=("dynamodb.throttled", "dynamodb.hot_partition"))


def paging_drill() -> Result:
    """The alarm was set by hand for a paging drill; the metric never crossed its line."""
    c = Case("accounts-api-page", 66, "2026-03-27T10:30", 50, 15, region="ap-southeast-2")
    gw = "apigateway/accounts"
    c.incident("accounts-5xx-critical", gw, "cloudwatch", "accounts", "critical", start=0, text="5XXError > 50")
    c.alert(
        3,
        "accounts-5xx-critical",
        gw,
        "ok",
        metric="5XXError",
        threshold=50,
        reason="quarterly paging drill, state set by hand at 10:30Z; evaluated back to OK 10:33Z",
    )
    c.alert(-700, "accounts-latency", gw, "ok", metric="Latency", threshold=1500)
    c.metric("5XXError", gw, 0.7)
    c.metric("4XXError", gw, 66)
    c.series(gw, Count=5200, Latency=133)
    function(c, "accounts-read", 4100, 62)
    function(c, "accounts-write", 600, 140, errors=0.2)
    c.series("rds/accounts", CPUUtilization=44, DatabaseConnections=150, ReadLatency=0.0011)
    c.log(
        4,
        "lambda/accounts-write",
        "error",
        "ConditionalCheckFailed: version mismatch for account 7712, client asked to retry",
        3,
    )
    c.log(
        -33,
        "lambda/accounts-write",
        "error",
        "ConditionalCheckFailed: version mismatch for account 1209, client asked to retry",
        4,
    )
    chatter(c, "lambda/accounts-read", "jvm", 7)
    c.change(
        0,
        "other",
        "cloudwatch:SetAlarmState",
        "alarm/accounts-5xx-critical",
        actor="user/oncall-lead",
        state_value="ALARM",
        state_reason="quarterly paging drill",
    )
    c.change(-42, "deployment", "lambda:UpdateAlias", "lambda/accounts-read", version=["70", "71"])
    c.edges("calls", (gw, "lambda/accounts-read"), (gw, "lambda/accounts-write"))
    c.edges("reads", ("lambda/accounts-read", "rds/accounts"))
    c.state(
        "lambda/accounts-read",
        "lambda_function",
        runtime="java21",
        memory_mb=1024,
        timeout_s=20,
        alias_live="71",
        last_update_status="Successful",
    )
    return c.done(None, None, "healthy", near=("deployment.bad_release",))
