"""Pages on AWS where nothing is wrong now, part 3 of 3."""

from __future__ import annotations

from .bundle import Case, Pair
from .surroundings import surround_aws


def export_backlog() -> Pair:
    c = Case(
        577,
        "2026-08-03T04:10:00",
        55,
        "stock-events oldest message",
        "cloudwatch",
        "sqs/stock-events",
        "warning",
        region="us-east-2",
        lead=90,
    )
    q, svc = "sqs/stock-events", "ecs-service/stock-consumer"
    c.metric(
        q,
        "ApproximateNumberOfMessagesVisible",
        {-90: 20, -14: 200, -8: 88000, 12: 61000, 42: 30, 55: 25},
        ramp=True,
        whole=True,
        noise=0.04,
    )
    c.metric(
        q,
        "ApproximateAgeOfOldestMessage",
        {-90: 2, -14: 4, 0: 820, 10: 1290, 38: 700, 43: 3, 55: 3},
        unit="Seconds",
        stat="Maximum",
        ramp=True,
        noise=0.04,
    )
    c.metric(q, "NumberOfMessagesSent", {-90: 600, -14: 14700, -8: 610}, stat="Sum", whole=True, noise=0.05)
    c.metric(q, "NumberOfMessagesDeleted", {-90: 600, -13: 2600, 42: 610}, stat="Sum", whole=True, noise=0.05)
    c.metric(svc, "CPUUtilization", {-90: 18, -13: 88, 42: 19}, noise=0.04, cap=100)
    c.metric("sqs/stock-events-dlq", "ApproximateNumberOfMessagesVisible", 3, whole=True, noise=0, sway=0)
    c.state(
        q,
        "sqs_queue",
        visible=24,
        in_flight=8,
        delayed=0,
        oldest_age_s=3,
        redrive={"dlq": "sqs/stock-events-dlq", "max_receives": 5},
    )
    c.state(
        svc,
        "ecs_service",
        desired=3,
        running=3,
        pending=0,
        events=["(service stock-consumer) has reached a steady state."],
    )
    c.log(
        -14,
        "ecs-service/catalog-export",
        "info",
        "monthly full export: publishing 88214 sku snapshots to stock-events",
        1,
    )
    c.log(-7.8, "ecs-service/catalog-export", "info", "monthly full export done", 1)
    c.log(10, svc, "info", "processed 1000 events, lag decreasing", 61)
    c.log(14, svc, "warn", "org.springframework.dao.DuplicateKeyException: event already applied, skipping", 240)
    c.log(-50, svc, "warn", "org.springframework.dao.DuplicateKeyException: event already applied, skipping", 19)
    c.change(
        -600,
        "deployment",
        "ecs:UpdateService",
        svc,
        "role/ci-publisher",
        task_definition=["stock-consumer:33", "stock-consumer:34"],
    )
    c.alert(
        43,
        "stock-events oldest message",
        q,
        "ok",
        "Age 824 > 800 at 04:10Z, OK 04:53Z. Same on 2026-07-03 and 2026-06-03",
        metric="ApproximateAgeOfOldestMessage",
        threshold=800,
    )
    c.alert(-20000, "stock-events-dlq not empty", "sqs/stock-events-dlq", "alarm", "3 > 0 since May, STOCK-118")
    c.edges(f"ecs-service/catalog-export writes {q}", f"{q} calls {svc}", f"{svc} writes rds/stock-db")
    surround_aws(c, "rds/stock-db", "ecs-service/catalog-export")
    return c.healthy(
        near=["dependency.queue_backlog", "compute.cpu_saturation", "sqs.poison_message"],
        herring=("dependency.queue_backlog", q),
    )


def hand_set_alarm() -> Pair:
    c = Case(
        846,
        "2026-09-15T13:02:00",
        12,
        "tugs-api 5XX rate critical",
        "cloudwatch",
        "apigateway/tugs-api",
        region="eu-west-1",
        zone=1,
    )
    api = "apigateway/tugs-api"
    c.metric(api, "5XXError", 0.6, stat="Sum", whole=True, noise=0.7, baseline=True)
    c.metric(api, "4XXError", 18, stat="Sum", whole=True, noise=0.25)
    c.metric(api, "Count", 980, stat="Sum", whole=True, baseline=True)
    c.metric(api, "Latency", 141, unit="Milliseconds", stat="p95", baseline=True)
    c.metric("lambda/tugs-api", "Errors", 0.3, stat="Sum", whole=True, noise=0.8)
    c.metric("lambda/tugs-api", "Duration", 66)
    c.metric("dynamodb/tug-jobs", "ThrottledRequests", 0, stat="Sum", whole=True)
    c.state(
        api, "api_stage", stage="prod", throttle={"rate_limit": 500, "burst_limit": 1000}, integration="lambda/tugs-api"
    )
    c.log(-20, "lambda/tugs-api", "error", "KeyError: 'bollard_pull' (job draft without tug type) -> 400", 14)
    c.log(5, "lambda/tugs-api", "error", "KeyError: 'bollard_pull' (job draft without tug type) -> 400", 11)
    c.log(3, "lambda/tugs-api", "info", "job accepted", 3010)
    c.change(
        0,
        "other",
        "cloudwatch:SetAlarmState",
        api,
        "user/oncall-brit",
        alarm="tugs-api 5XX rate critical",
        state_value="ALARM",
        state_reason="testing the new pager route, please ignore",
    )
    c.change(-18, "config", "sns:Subscribe", "sns/oncall-pager", "user/oncall-brit", protocol="https")
    c.change(
        -70, "deployment", "lambda:UpdateFunctionCode", "lambda/tugs-api", "role/ci-publisher", version=["19", "20"]
    )
    c.alert(
        1,
        "tugs-api 5XX rate critical",
        api,
        "ok",
        "13:02Z set to ALARM by hand: testing the new pager route, please ignore. 13:03Z OK: 0 datapoints > 25",
        metric="5XXError",
        threshold=25,
    )
    c.alert(
        -9000, "tug-jobs-consumed-capacity-80", "dynamodb/tug-jobs", "alarm", "open for months, table is on demand now"
    )
    c.edges(f"{api} calls lambda/tugs-api", "lambda/tugs-api writes dynamodb/tug-jobs")
    surround_aws(c, "dynamodb/tug-jobs", "ecs-service/tug-planner")
    return c.healthy(
        cause="healthy.expected_signal",
        near=["deployment.bad_release"],
        herring=("deployment.bad_release", "lambda/tugs-api"),
    )


def sleepy_percentile() -> Pair:
    c = Case(
        403,
        "2026-10-19T02:51:00",
        29,
        "harbour-docs p99 latency",
        "cloudwatch",
        "alb/harbour-docs",
        "warning",
        region="eu-west-1",
        lead=90,
    )
    c.metric(
        "alb/harbour-docs",
        "TargetResponseTime",
        {-90: 0.21, -47: 9.4, -46: 0.2, 0: 11.8, 1: 0.22},
        stat="p99",
        noise=0.12,
    )
    c.metric("alb/harbour-docs", "TargetResponseTime", 0.14, stat="p50", noise=0.1)
    c.metric("alb/harbour-docs", "RequestCount", 5, stat="Sum", whole=True, noise=0.4)
    c.metric("alb/harbour-docs", "HTTPCode_Target_5XX_Count", 0, stat="Sum", whole=True)
    c.metric("ecs-service/harbour-docs", "CPUUtilization", 7, noise=0.2)
    c.metric("rds/docs-db", "DBLoad", 0.2, noise=0.3)
    c.metric("rds/docs-db", "ReadLatency", 0.0011, unit="Seconds")
    c.metric("rds/docs-db", "CPUUtilization", 9, noise=0.12)
    c.log(0.1, "ecs-service/harbour-docs", "info", "GET /exports/year-2025.zip 200 412188301 bytes 11793 ms", 1)
    c.log(-47, "ecs-service/harbour-docs", "info", "GET /exports/year-2024.zip 200 301772190 bytes 9402 ms", 1)
    c.log(8, "ecs-service/harbour-docs", "info", "GET /docs/tariff 200 9120 bytes 133 ms", 31)
    c.log(-12, "ecs-service/harbour-docs", "warn", "django.request: Not Found: /.env", 6)
    c.log(
        14,
        "ecs-service/harbour-docs",
        "warn",
        "django.security.DisallowedHost: Invalid HTTP_HOST header: '10.4.1.9'",
        9,
    )
    c.state(
        "ecs-service/harbour-docs",
        "ecs_service",
        desired=2,
        running=2,
        pending=0,
        events=["(service harbour-docs) has reached a steady state."],
    )
    c.change(-130, "config", "rds:ModifyDBInstance", "rds/docs-db", "role/terraform", backup_window="03:00-03:30")
    c.change(
        -380,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/harbour-docs",
        "role/ci-publisher",
        task_definition=["harbour-docs:5", "harbour-docs:6"],
    )
    c.alert(
        1,
        "harbour-docs p99 latency",
        "alb/harbour-docs",
        "ok",
        "[11.8] > 5.0 for 1 datapoint; OK 02:52Z",
        metric="TargetResponseTime",
        threshold=5,
    )
    c.edges("alb/harbour-docs calls ecs-service/harbour-docs", "ecs-service/harbour-docs reads rds/docs-db")
    surround_aws(c, "lambda/doc-index", "ecs-service/harbour-chat")
    return c.healthy(near=["db.expensive_query", "code.slow_path"])


def silent_agent() -> Pair:
    c = Case(
        655,
        "2026-11-24T17:20:00",
        28,
        "No data: lockgate heartbeat",
        "datadog",
        "ecs-service/lockgate",
        "high",
        "lockgate",
        region="us-east-1",
    )
    svc = "ecs-service/lockgate"
    c.metric(svc, "lockgate.heartbeat", 1, ns="Datadog", stat="Sum", noise=0, sway=0, drop=(-9, 4))
    c.metric(svc, "trace.http.request.hits", 2210, ns="Datadog", stat="Sum", whole=True, drop=(-9, 4))
    c.metric("alb/lockgate", "RequestCount", 2230, stat="Sum", whole=True, noise=0.04)
    c.metric("alb/lockgate", "HTTPCode_Target_5XX_Count", 0.5, stat="Sum", whole=True, noise=0.7)
    c.metric("alb/lockgate", "TargetResponseTime", 0.07, stat="p95")
    c.metric(svc, "CPUUtilization", 38, noise=0.08)
    c.metric("target-group/lockgate", "HealthyHostCount", 4, stat="Minimum", noise=0, sway=0)
    c.state(svc, "ecs_service", desired=4, running=4, pending=0, task_definition="lockgate:40")
    c.state(
        "ecs-service/datadog-agent",
        "ecs_service",
        desired=5,
        running=5,
        pending=0,
        task_definition="datadog-agent:28",
        scheduling="DAEMON",
        events=["(service datadog-agent) has reached a steady state."],
    )
    c.log(
        -8,
        svc,
        "warn",
        "failed to send, dropping 32 traces to intake at http://localhost:8126/v0.5/traces: connection refused",
        410,
    )
    c.log(4.5, "ecs-service/datadog-agent", "info", "Datadog Agent 7.60.1 started, forwarder healthy", 5)
    c.log(-12, svc, "info", "lock cycle complete gate=3", 120)
    c.log(2, svc, "info", "lock cycle complete gate=1", 118)
    c.log(-2, svc, "info", "lock cycle complete gate=2", 121)
    c.log(-15, svc, "warn", "modbus read timeout plc=7 attempt=1 (ok on 2)", 22)
    c.event(
        -10,
        "ecs-service/datadog-agent",
        "SERVICE_DEPLOYMENT_IN_PROGRESS",
        "(service datadog-agent) has stopped 5 running tasks",
        "info",
        "ecs",
    )
    c.event(
        5,
        "ecs-service/datadog-agent",
        "SERVICE_STEADY_STATE",
        "(service datadog-agent) has reached a steady state.",
        "info",
        "ecs",
    )
    c.change(
        -10,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/datadog-agent",
        "role/observability",
        task_definition=["datadog-agent:27", "datadog-agent:28"],
    )
    c.alert(6, "No data: lockgate heartbeat", svc, "ok", "No data for 8m at 17:20, data again 17:25")
    c.edges(
        "alb/lockgate calls target-group/lockgate",
        f"target-group/lockgate runs_on {svc}",
        f"{svc} calls ecs-service/datadog-agent",
    )
    surround_aws(c, "sqs/lock-events", "ecs-service/lock-display")
    return c.healthy(near=["dependency.unreachable", "traffic.drop"], herring=("dependency.unreachable", svc))
