"""AWS incidents with the deciding evidence missing: denied calls, no datapoints, only a title."""

from scenarios.cases.building import Case, Item, Scenario
from scenarios.cases.building_aws import Scene, blind, edges, path, step


def gap(section: str, reason: str, entity: str | None = None, permission: str | None = None) -> Item:
    """What could not be looked at."""
    item: Item = {"section": section, "reason": reason}
    if entity:
        item["entity"] = entity
    if permission:
        item["permission"] = permission
    return item


def load_without_a_view_of_it() -> Scenario:
    """The database's load is up and nobody may look inside: no Performance Insights, no logs, no changes."""
    s, db = Scene("2026-11-18T13:00:00", seed=951), "rds/grants-pg"
    return blind(
        s.bundle(
            "aws-load-unseen",
            "grants-pg DBLoad > vCPU",
            db,
            started=22,
            alerts=[s.alarm(db, 22, "grants-pg DBLoad > vCPU", "DBLoad", 4)],
            metrics=[
                s.series(db, "DBLoad", step(18, 1.6, 9.8)),
                s.series(db, "DatabaseConnections", path((18, 60), (None, 66, 112))),
                s.series(db, "FreeStorageSpace", 8.1e10),
            ],
            gaps=[
                gap("state", "AccessDenied", db, "pi:GetResourceMetrics"),
                gap("logs", "AccessDenied", db, "rds:DownloadDBLogFilePortion"),
                gap("changes", "AccessDenied", db, "cloudtrail:LookupEvents"),
                gap("metrics", "CPUUtilization, ReadIOPS, WriteIOPS: no datapoints in the window", db),
            ],
        ),
        missing=["pi:GetResourceMetrics"],
        near=["db.expensive_query", "db.lock_contention", "db.connections_exhausted"],
    )


def nothing_but_a_title() -> Scenario:
    """A page with three words on it."""
    s = Scene("2026-10-10T01:00:00", seed=952)
    return blind(
        s.bundle(
            "aws-three-words",
            "RDS looks bad",
            None,
            started=None,
            source="manual",
            severity="unknown",
            gaps=[
                gap("metrics", "no resource is named in the incident"),
                gap("logs", "no resource is named in the incident"),
            ],
        ),
        near=["db.unreachable", "db.failover"],
    )


def errors_of_a_function_without_words() -> Scenario:
    """A function fails on a third of its calls; its log group cannot be read, and no change or limit explains it."""
    s, fn = Scene("2026-11-02T15:00:00", seed=953), "lambda/claim-score"
    return blind(
        s.bundle(
            "aws-errors-without-words",
            "claim-score-errors",
            fn,
            started=19,
            alerts=[s.alarm(fn, 19, "claim-score-errors", "Errors", 10)],
            metrics=s.function(fn, calls=310, errors=step(17, 0, 104), ms=180, longest=900, concurrent=3),
            topology=edges(
                (fn, "reads", "rds/claims-db"),
                (fn, "calls", "external/score.example"),
                (fn, "reads", "s3/score-models"),
            ),
            state=[
                s.state(
                    fn,
                    "lambda_function",
                    runtime="python3.12",
                    memory_mb=1024,
                    timeout_s=30,
                    alias_live="5",
                    versions=["4", "5"],
                    last_modified="2026-10-02T08:00:00Z",
                )
            ],
            gaps=[
                gap("logs", "AccessDenied", fn, "logs:FilterLogEvents"),
                gap("changes", "AccessDenied", fn, "cloudtrail:LookupEvents"),
                gap("metrics", "no datapoints in the window", "rds/claims-db"),
            ],
        ),
        missing=["logs:FilterLogEvents"],
        near=["lambda.out_of_memory", "code.unhandled_error", "access.permission_denied", "deployment.bad_release"],
    )


def tempting_release_without_a_link() -> Scenario:
    """The balancer's 5xx rose; a release of some other team is near in time, and nothing of the service can be seen."""
    s, lb, svc, other = (
        Scene("2026-10-29T09:00:00", seed=954, region="eu-central-1"),
        "alb/quotes",
        "ecs-service/quotes-api",
        "ecs-service/quotes-pdf",
    )
    return blind(
        s.bundle(
            "aws-release-without-a-link",
            "quotes 5xx",
            lb,
            started=20,
            alerts=[s.alarm(lb, 20, "quotes 5xx", "HTTPCode_Target_5XX_Count", 20)],
            metrics=s.alb(lb, requests=1300, failed=step(18, 0, 330), seconds=step(18, 0.12, 0.19)),
            changes=[
                s.change(
                    other,
                    16.5,
                    "deployment",
                    "ecs:UpdateService",
                    "role/ci",
                    task_definition=["quotes-pdf:7", "quotes-pdf:8"],
                )
            ],
            topology=edges(
                (lb, "calls", svc),
                (svc, "reads", "rds/quotes-db"),
                (svc, "calls", "external/rates.example"),
                ("sqs/quotes-pdf", "calls", other),
            ),
            gaps=[
                gap("logs", "log group /ecs/quotes-api does not exist", svc),
                gap("state", "AccessDenied", svc, "ecs:DescribeServices"),
                gap("metrics", "no datapoints in the window", "rds/quotes-db"),
                gap("events", "AccessDenied", "rds/quotes-db", "rds:DescribeEvents"),
            ],
        ),
        missing=["quotes-api"],
        near=["deployment.bad_release", "dependency.errors", "db.unreachable"],
        herring=("deployment.bad_release", other),
    )


def reader_of_a_queue_out_of_view() -> Scenario:
    """Nobody takes from the queue any more; its reader and the replica it needs are in an account out of view."""
    s, copy = Scene("2026-09-23T04:00:00", seed=955), "rds/shared-orders-ro"
    return blind(
        s.bundle(
            "aws-consumer-not-in-view",
            "sqs-age-orders-export",
            "sqs/orders-export",
            started=25,
            alerts=[
                s.alarm("sqs/orders-export", 25, "sqs-age-orders-export", "ApproximateAgeOfOldestMessage", 600),
                s.alarm(copy, 25, "shared-orders-ro lag", "ReplicaLag", 60, state="insufficient_data"),
            ],
            metrics=s.queue(
                "sqs/orders-export",
                visible=path((16, 5), (None, 30, 5100)),
                age=path((16, 3), (None, 60, 1440)),
                sent=210,
                received=path((16, 210), (None, 0)),
                deleted=path((16, 210), (None, 0)),
                in_flight=path((16, 2), (None, 0)),
            ),
            topology=edges(
                ("service/partner-export", "reads", "sqs/orders-export"), ("service/partner-export", "reads", copy)
            ),
            state=[
                s.state(
                    "sqs/orders-export",
                    "sqs_queue",
                    visible=5100,
                    in_flight=0,
                    delayed=0,
                    oldest_age_s=1440,
                    redrive={"dlq": "orders-export-dlq", "max_receives": 5},
                )
            ],
            gaps=[
                gap(
                    "metrics",
                    "cross-account observability is not configured for account 2210",
                    "service/partner-export",
                ),
                gap("logs", "cross-account observability is not configured for account 2210", "service/partner-export"),
                gap("metrics", "no datapoints in the window", copy),
            ],
        ),
        missing=["partner-export"],
        near=["sqs.poison_message", "dependency.queue_backlog", "db.replication_lag", "traffic.surge"],
    )


def alarm_without_datapoints() -> Scenario:
    """The alarm fired on missing data; every metric of the instance is empty and its state is denied."""
    s, db = Scene("2026-10-03T19:00:00", seed=956, region="me-central-1"), "rds/fleet-telemetry"
    return blind(
        s.bundle(
            "aws-missing-data",
            "fleet-telemetry CPUUtilization",
            db,
            started=10,
            alerts=[
                s.alarm(
                    db,
                    10,
                    "fleet-telemetry CPUUtilization",
                    "CPUUtilization",
                    90,
                    reason=(
                        "Threshold Crossed: no datapoints were received for 5 periods and 5 missing datapoints "
                        "were treated as [Breaching]."
                    ),
                )
            ],
            logs=s.lines("ecs-service/fleet-web", 2, 30, 7, ["GET /map 200 90ms id={n}"]),
            topology=edges(("ecs-service/fleet-batch", "writes", db)),
            gaps=[
                gap("metrics", "no datapoints in the window", db),
                gap("state", "AccessDenied", db, "rds:DescribeDBInstances"),
                gap("events", "AccessDenied", db, "rds:DescribeEvents"),
                gap("logs", "timed out after 10 s", "ecs-service/fleet-batch"),
            ],
        ),
        missing=["rds:DescribeDBInstances"],
        near=["db.unreachable", "compute.cpu_saturation", "db.failover"],
    )


def two_causes_of_one_latency() -> Scenario:
    """Latency doubled with read latency of the volume and with traffic at once; nothing tells which came first."""
    s, lb, db = Scene("2026-11-06T10:00:00", seed=957, count=12, period=300), "alb/forms", "rds/forms-db"
    return blind(
        s.bundle(
            "aws-coarse-and-few",
            "forms slow",
            lb,
            started=40,
            source="datadog",
            severity="warning",
            alerts=[s.alarm(lb, 40, "forms slow", "TargetResponseTime", 0.5)],
            metrics=[
                s.series(lb, "TargetResponseTime", step(7, 0.3, 0.71)),
                s.series(lb, "RequestCount", step(7, 3000, 3900)),
                s.series(db, "ReadLatency", step(7, 0.001, 0.0021)),
                s.series(db, "DBLoad", step(7, 1.1, 1.9)),
            ],
            changes=[
                s.change(
                    "ecs-service/forms-api",
                    31,
                    "deployment",
                    "ecs:UpdateService",
                    "role/ci",
                    task_definition=["forms-api:5", "forms-api:6"],
                )
            ],
            topology=edges((lb, "calls", "ecs-service/forms-api"), ("ecs-service/forms-api", "reads", db)),
            gaps=[
                gap("logs", "AccessDenied", "ecs-service/forms-api", "logs:StartQuery"),
                gap("state", "Performance Insights is not enabled", db),
                gap("metrics", "Container Insights is not enabled", "ecs-service/forms-api"),
            ],
        ),
        missing=["logs:StartQuery"],
        near=["deployment.bad_release", "traffic.surge", "storage.io_saturation", "db.expensive_query"],
    )


def only_the_balancer_gave_up() -> Scenario:
    """The balancer answers 502; whether targets crash, hang or are not there cannot be read."""
    s, lb = Scene("2026-10-24T06:00:00", seed=958), "alb/assistant"
    return blind(
        s.bundle(
            "aws-balancer-gave-up",
            "assistant.example HTTP 502",
            lb,
            started=15,
            source="synthetic-monitor",
            alerts=[s.alarm(lb, 15, "assistant front page", count=3, reason="HTTP 502 Bad Gateway")],
            metrics=[s.series(lb, "RequestCount", 410), s.series(lb, "HTTPCode_ELB_5XX_Count", step(14, 0, 207))],
            gaps=[
                gap("metrics", "HealthyHostCount, TargetResponseTime: throttled", lb, "cloudwatch:GetMetricData"),
                gap("state", "AccessDenied", lb, "elasticloadbalancing:DescribeTargetHealth"),
                gap("logs", "access logs are not enabled", lb),
                gap("changes", "timed out after 5 s", lb),
            ],
        ),
        missing=["elasticloadbalancing:DescribeTargetHealth"],
        near=["lb.no_healthy_targets", "lb.health_check_wrong", "ecs.task_start_failure", "aws.az_impaired"],
    )


def writes_refused_for_one_of_many_reasons() -> Scenario:
    """Writes fail with a text that was masked; read-only mode, a full volume and a lost right would all look so."""
    s, db, api = Scene("2026-11-13T22:00:00", seed=959), "rds/guestbook-mysql", "ecs-service/guestbook"
    return blind(
        s.bundle(
            "aws-masked-message",
            "guestbook: write failures",
            api,
            started=18,
            source="datadog",
            alerts=[s.alarm(api, 18, "guestbook: write failures", "writes.failed", 5)],
            metrics=[
                s.series(api, "writes.failed", step(16, 0, 22), namespace="Guestbook", statistic="Sum"),
                s.series(db, "WriteIOPS", step(16, 60, 14)),
                s.series(db, "CPUUtilization", 14),
            ],
            logs=s.lines(api, 16.3, 40, 2, ["ERROR insert failed: <redacted> (id={n})"]),
            topology=edges((api, "writes", db)),
            gaps=[
                gap("state", "AccessDenied", db, "rds:DescribeDBInstances"),
                gap("events", "AccessDenied", db, "rds:DescribeEvents"),
                gap("metrics", "FreeStorageSpace: no datapoints in the window", db),
                gap("changes", "AccessDenied", db, "cloudtrail:LookupEvents"),
            ],
        ),
        missing=["rds:DescribeDBInstances"],
        near=["db.read_only", "storage.full", "access.permission_denied", "db.failover"],
    )


CASES: tuple[Case, ...] = (
    load_without_a_view_of_it,
    nothing_but_a_title,
    errors_of_a_function_without_words,
    tempting_release_without_a_link,
    reader_of_a_queue_out_of_view,
    alarm_without_datapoints,
    two_causes_of_one_latency,
    only_the_balancer_gave_up,
    writes_refused_for_one_of_many_reasons,
)
