"""Healthy pages about ECS: replays, a load test, a reclaimed task."""

from .bystanders import bystanders
from .curves import bump, burst, flat, line
from .estate import balancer, database, ecs_state, rds_state, steady_service, tasks
from .ward import Case, Ward


def orders_retry() -> Case:
    """A partner resent a batch of webhooks after its own outage; duplicates were recognised."""
    w = Ward("wd-webhook-volume", 218, "2026-09-01T16:00", 80, "eu-west-1")
    w.page(
        "partner-hooks request volume +300%",
        33,
        "alb/partner-hooks",
        "Anomaly on RequestCount",
        source="datadog",
        severity="warning",
        service="partner-hooks",
    )
    w.alarm("partner-hooks volume anomaly", "alb/partner-hooks", "ok", 58)
    balancer(w, "partner-hooks", bump(420, 1690, 30, 52, 1), bump(0.08, 0.1, 30, 52), 0.1)
    w.series("HTTPCode_Target_4XX_Count", "alb/partner-hooks", bump(3, 640, 30, 52, 1))
    database(w, "hooks-db", bump(18, 33, 30, 52), 52, load=bump(0.6, 1.1, 30, 52))
    tasks(w, "partner-hooks", bump(20, 47, 30, 52), 41, flat(4))
    w.log(
        "ecs-service/partner-hooks",
        34,
        "warning",
        "409 duplicate delivery idempotency_key=evt_81f07c partner=shipfast, already processed",
        13900,
        "/ecs/partner-hooks",
    )
    w.log(
        "ecs-service/partner-hooks",
        51,
        "info",
        "partner=shipfast header x-replay-batch=2026-09-01-1 complete",
        1,
        "/ecs/partner-hooks",
    )
    w.log("ecs-service/partner-hooks", 70, "info", "POST /hooks/shipfast 202 11ms", 390, "/ecs/partner-hooks")
    steady_service(w, "partner-hooks", -60)
    w.edges("alb/partner-hooks", "ecs-service/partner-hooks", "rds/hooks-db")
    rds_state(w, "hooks-db")
    ecs_state(w, "partner-hooks", 4, 15)
    bystanders(w, 2, 0)
    return w.healthy(herring=("traffic.abuse", "alb/partner-hooks"), near=["traffic.surge"])


def comics_spot() -> Case:
    """A Fargate Spot task was reclaimed and replaced within two minutes."""
    w = Ward("wd-comics-tasks", 220, "2026-08-02T15:00", 60, "us-east-1")
    w.page(
        "comics-reader RunningTaskCount < 6",
        31,
        "ecs-service/comics-reader",
        source="cloudwatch",
        severity="high",
        service="comics",
    )
    w.alarm("comics-reader-tasks", "ecs-service/comics-reader", "ok", 34, "RunningTaskCount", 6, below=True)
    balancer(w, "comics-reader", 2200, 0.17)
    tasks(
        w, "comics-reader", bump(47, 56, 30, 32), 52, line([(0, 6), (29.9, 6), (30, 5), (31.9, 5), (32, 6), (60, 6)], 0)
    )
    database(w, "comics-db", 23, 71, only=("CPUUtilization", "DatabaseConnections", "DBLoad"))
    w.event(
        "ecs-service/comics-reader",
        29.6,
        "TASK_STOPPED",
        "(service comics-reader) (task 6d20) stopped: Your Spot Task was interrupted.",
        kind="ecs",
        type="warning",
    )
    w.event(
        "ecs-service/comics-reader",
        30.4,
        "TASK_STARTED",
        "(service comics-reader) has started 1 tasks: (task 71ce).",
        kind="ecs",
    )
    w.event(
        "ecs-service/comics-reader",
        33,
        "SERVICE_STEADY_STATE",
        "(service comics-reader) has reached a steady state.",
        kind="ecs",
    )
    w.log(
        "ecs-service/comics-reader",
        29.5,
        "info",
        "SIGTERM received, closing listener, waiting for 3 requests",
        1,
        "/ecs/comics-reader",
    )
    w.log("ecs-service/comics-reader", 45, "info", "GET /issue/3321/page/4 200", 2050, "/ecs/comics-reader")
    w.edges("alb/comics-reader", "ecs-service/comics-reader", "rds/comics-db")
    ecs_state(w, "comics-reader", 6, 19)
    bystanders(w, 1, 1)
    return w.healthy("healthy.recovered", herring=("compute.instance_lost", "ecs-service/comics-reader"))


def quotes_load_test() -> Case:
    """A load test against production, announced, stopped an hour ago."""
    w = Ward("wd-quotes-throughput", 221, "2026-05-19T20:00", 150, "eu-west-2", period=300)
    w.page(
        "quotes-db DBLoad > vCPU count",
        41,
        "rds/quotes-db",
        "DBLoad 5.1 > 4",
        source="cloudwatch",
        severity="high",
        service="quotes",
    )
    w.alarm("quotes-db-dbload", "rds/quotes-db", "ok", 90, "DBLoad", 4)
    balancer(w, "quotes", bump(5200, 24100, 30, 82, 6), bump(0.14, 0.41, 30, 82, 6), burst(0.3, 4, 34, 82))
    database(
        w, "quotes-db", bump(31, 84, 30, 82, 6, 0.03), bump(140, 260, 30, 82, 6, 0.02), load=bump(1.5, 5.2, 30, 82, 6)
    )
    tasks(w, "quotes", bump(38, 79, 30, 82, 6), 55, flat(10))
    w.log("ecs-service/quotes", 50, "info", "POST /quote 200 ua=k6/0.51.0 (https://k6.io/)", 291000, "/ecs/quotes")
    w.log("ecs-service/quotes", 61, "warning", "connection pool wait 120ms", 301, "/ecs/quotes")
    w.log("ecs-service/quotes", 140, "info", "POST /quote 200 ua=quotes-web/4", 21100, "/ecs/quotes")
    w.change(
        "ecs-service/k6-runner",
        29,
        "other",
        "ecs:RunTask",
        "user/perf-lin",
        scenario="summer-peak-x4",
        duration="50m",
        ticket="PERF-311",
    )
    w.event(
        "ecs-service/k6-runner",
        82,
        "TASK_STOPPED",
        "(task 118f) stopped: Essential container in task exited; exit code 0",
        kind="ecs",
    )
    w.edges("alb/quotes", "ecs-service/quotes", "rds/quotes-db")
    w.edge("ecs-service/k6-runner", "alb/quotes")
    rds_state(w, "quotes-db", "db.r6g.xlarge")
    ecs_state(w, "quotes", 10, 77)
    bystanders(w, 2, 2)
    return w.healthy(herring=("traffic.abuse", "alb/quotes"), near=["traffic.surge", "db.expensive_query"])


CASES = (orders_retry, comics_spot, quotes_load_test)
