"""Faults of ECS tasks: a release, a role, memory."""

from .bystanders import bystanders
from .curves import burst, capped, flat, line, saw, steady, step
from .estate import (
    balancer,
    database,
    deploy,
    ecs_state,
    rds_state,
    tasks,
)
from .ward import Case, Ward


def seats_errors() -> Case:
    """A new task definition fails on one kind of request while its database is busy as always."""
    w = Ward("wd-seats-errors", 113, "2026-04-22T12:00", 65, "us-east-1")
    w.page(
        "seatmap: HTTPCode_Target_5XX_Count",
        41,
        "alb/seatmap",
        "Threshold Crossed: 3 out of the last 5 datapoints were greater than the threshold (40.0)",
        service="seatmap",
        severity="high",
    )
    w.alarm("seatmap-5xx", "alb/seatmap", "alarm", 41, "HTTPCode_Target_5XX_Count", 40)
    w.alarm(
        "venue-db-cpu",
        "rds/venue-db",
        "alarm",
        -11520,
        "CPUUtilization",
        70,
        reason="Threshold Crossed: 5 datapoints greater than 70.0, since 14 Apr",
    )
    balancer(w, "seatmap", 3300, 0.16, line([(0, 0), (34, 0), (38, 210), (42, 420), (65, 430)], 0.1))
    w.series("HTTPCode_Target_2XX_Count", "alb/seatmap", step(3280, 2860, 36, 6, 0.05))
    database(w, "venue-db", steady(77, 0.05), 190, load=3.1, as_usual=True)
    tasks(w, "seatmap", 46, 53, flat(9))
    tasks(w, "venue-admin", 19, 38)
    w.log(
        "ecs-service/seatmap",
        36.1,
        "error",
        "TypeError: Cannot read properties of undefined (reading 'rowLabel')\n    at renderSection (/app/dist/section.js:88:31) version=4.12.0",
        7790,
        "/ecs/seatmap",
    )
    w.log(
        "ecs-service/seatmap",
        46,
        "info",
        "GET /venues/811/sections/balcony 500 14ms version=4.12.0",
        4100,
        "/ecs/seatmap",
    )
    w.log(
        "ecs-service/seatmap",
        28,
        "info",
        "GET /venues/702/sections/stalls 200 22ms version=4.11.3",
        9100,
        "/ecs/seatmap",
    )
    w.log(
        "rds/venue-db",
        44,
        "log",
        'automatic analyze of table "venue.public.hold" system usage: CPU: user: 0.21 s, system: 0.02 s, elapsed: 0.40 s',
        6,
        "postgresql.log",
    )
    w.event(
        "ecs-service/seatmap",
        34,
        "SERVICE_DEPLOYMENT_IN_PROGRESS",
        "ECS deployment ecs-svc/8841 in progress.",
        kind="ecs",
    )
    w.event(
        "ecs-service/seatmap", 39, "SERVICE_DEPLOYMENT_COMPLETED", "ECS deployment ecs-svc/8841 completed.", kind="ecs"
    )
    deploy(w, "seatmap", 33.6, 206, image="seatmap:4.12.0")
    w.change(
        "rds/venue-db",
        -90,
        "config",
        "rds:ModifyDBInstance",
        "user/dba-marc",
        preferred_backup_window=["02:00-02:30", "03:00-03:30"],
    )
    w.edges("alb/seatmap", "ecs-service/seatmap", "rds/venue-db")
    w.edges("ecs-service/venue-admin", "rds/venue-db")
    rds_state(w, "venue-db", "db.r6g.xlarge")
    ecs_state(w, "seatmap", 9, 206)
    bystanders(w, 2, 0)
    return w.fault(
        "deployment.bad_release",
        "ecs-service/seatmap",
        also=[("code.unhandled_error", "ecs-service/seatmap")],
        herring=("compute.cpu_saturation", "rds/venue-db"),
    )


def visas_start() -> Case:
    """The execution role may no longer read the secret; replacements of recycled tasks do not start."""
    w = Ward("wd-visa-checks", 114, "2026-08-12T07:30", 75, "eu-central-1", stamp="offset")
    w.page(
        "visa-checks p95 latency > 4s", 55, "alb/visa-checks", source="datadog", severity="high", service="visa-checks"
    )
    w.alarm("visa-checks p95", "alb/visa-checks", "alarm", 55, "TargetResponseTime", 4)
    w.alarm("visa-db-connections", "rds/visa-db", "ok", -7000, "DatabaseConnections", 300)
    balancer(
        w, "visa-checks", 1500, line([(0, 0.3), (38, 0.32), (46, 1.9), (54, 5.2), (75, 6.8)], 0.1), burst(0.2, 44, 56)
    )
    database(w, "visa-db", step(41, 29, 50, 10), line([(0, 118), (36, 118), (60, 44), (75, 42)], 0.03))
    tasks(
        w,
        "visa-checks",
        capped(line([(0, 42), (36, 43), (54, 97), (75, 99)], 0.02), 100),
        58,
        line([(0, 6), (35.9, 6), (36, 5), (43, 5), (43.1, 3), (52, 3), (52.1, 2), (75, 2)], 0),
    )
    w.log(
        "ecs-service/visa-checks",
        57,
        "warning",
        "gunicorn: worker queue depth 214, listen backlog full",
        190,
        "/ecs/visa-checks",
    )
    w.log(
        "ecs-service/visa-checks",
        24,
        "warning",
        "passport OCR confidence 0.61 below 0.7, manual review",
        55,
        "/ecs/visa-checks",
    )
    w.event(
        "ecs-service/visa-checks",
        36.2,
        "TASK_STOPPED",
        "(service visa-checks) (task 2f1c) stopped: Task is being stopped for AWS Fargate platform maintenance (task retirement).",
        kind="ecs",
    )
    w.event(
        "ecs-service/visa-checks",
        43.4,
        "TASK_STOPPED",
        "(service visa-checks) 2 tasks stopped for task retirement.",
        kind="ecs",
    )
    w.event(
        "ecs-service/visa-checks",
        52.1,
        "TASK_STOPPED",
        "(service visa-checks) (task 7b90) stopped: Task is being stopped for AWS Fargate platform maintenance (task retirement).",
        kind="ecs",
    )
    w.event(
        "ecs-service/visa-checks",
        73,
        "TASK_FAILED_TO_START",
        "(task 90be) stopped: ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: AccessDeniedException: User: arn:aws:sts::611:assumed-role/visa-checks-exec is not authorized to perform: secretsmanager:GetSecretValue on resource: prod/visa/db because no identity-based policy allows the action",
        kind="ecs",
        type="error",
        count=31,
        first=37,
    )
    w.change(
        "role/visa-checks-exec",
        -40,
        "access",
        "iam:DetachRolePolicy",
        "user/iam-review",
        policy="visa-read-secrets",
        reason="least privilege review Q3",
    )
    w.change("rds/visa-db", 31, "config", "rds:ModifyDBInstance", "role/terraform", monitoring_interval=[0, 60])
    w.event("rds/visa-db", 33, "configuration change", "Finished applying modification to enhanced monitoring")
    w.edges("alb/visa-checks", "ecs-service/visa-checks", "rds/visa-db")
    w.edge("ecs-service/visa-checks", "role/visa-checks-exec", "depends_on")
    rds_state(w, "visa-db")
    ecs_state(
        w,
        "visa-checks",
        6,
        71,
        running=2,
        pending=1,
        events=[
            "(service visa-checks) is unable to consistently start tasks successfully.",
            "(service visa-checks) has started 1 tasks: (task 90be).",
        ],
    )
    bystanders(w, 3, 1)
    return w.fault(
        "access.permission_denied",
        "role/visa-checks-exec",
        also=[
            ("access.permission_denied", "ecs-service/visa-checks"),
            ("ecs.task_start_failure", "ecs-service/visa-checks"),
        ],
        herring=("deployment.feature_flag", "rds/visa-db"),
        near=["compute.cpu_saturation", "compute.instance_lost"],
    )


def labels_restarts() -> Case:
    """Label renderers grow until they are killed, one of the four every forty minutes."""
    w = Ward("wd-label-print", 115, "2026-03-18T06:00", 240, "us-west-2", period=300)
    w.page(
        "label-print success SLO burning (6h window)",
        180,
        "service/label-print",
        "burn rate 6.3",
        source="prometheus",
        severity="warning",
        service="warehouse",
    )
    w.alarm("LabelPrintSLOBurn", "service/label-print", "alarm", 180)
    w.alarm("warehouse-db-cpu", "rds/warehouse-db", "ok", -900, "CPUUtilization", 85)
    w.series(
        "error_rate",
        "service/label-print",
        lambda minute, rng: (0.12 if minute % 40 < 6 and minute > 35 else 0.004) * rng.lognormvariate(0, 0.1),
        space="Prometheus",
        unit="None",
    )
    tasks(
        w,
        "label-renderer",
        52,
        saw(76, 99, 40, spread=0.008),
        lambda minute, rng: 3.0 if minute % 40 < 5 and minute > 35 else 4.0,
        stat="Maximum",
    )
    tasks(w, "label-queue", 18, 36, flat(2))
    w.series("NumberOfMessagesSent", "sqs/labels", steady(2100, 0.06))
    database(
        w,
        "warehouse-db",
        39,
        92,
        only=("CPUUtilization", "DatabaseConnections", "ReadLatency", "WriteLatency", "DBLoad"),
    )
    w.log(
        "ecs-service/label-renderer",
        238,
        "warning",
        "RSS 3891 MB after 158 min; font cache entries=188120 (no eviction)",
        5,
        "/ecs/label-renderer",
    )
    w.log(
        "ecs-service/label-renderer",
        203,
        "info",
        "renderer started pid=1 heap=auto font cache entries=0",
        1,
        "/ecs/label-renderer",
    )
    w.log(
        "ecs-service/label-print",
        204,
        "error",
        "upstream label-renderer.local:8080: connection reset by peer",
        1340,
        "/ecs/label-print",
    )
    w.log("ecs-service/label-print", 90, "warning", "printer ZT-411 dock 7 offline", 44, "/ecs/label-print")
    for number, minute in enumerate((40, 80, 120, 160, 200)):
        w.event(
            "ecs-service/label-renderer",
            minute,
            "TASK_STOPPED",
            f"(service label-renderer) (task a{number}71f) stopped: OutOfMemoryError: Container killed due to memory usage; exit code 137",
            kind="ecs",
            type="error",
        )
    w.event(
        "ecs-service/label-queue",
        31,
        "SERVICE_STEADY_STATE",
        "(service label-queue) has reached a steady state.",
        kind="ecs",
    )
    deploy(w, "label-queue", 26, 9, image="label-queue:0.9.9")
    deploy(w, "label-renderer", -8800, 55, image="label-renderer:2.0.4")
    w.edges("service/label-print", "ecs-service/label-print", "ecs-service/label-renderer")
    w.edge("ecs-service/label-queue", "sqs/labels", "reads")
    w.edges("ecs-service/label-print", "rds/warehouse-db")
    rds_state(w, "warehouse-db")
    w.state(
        "ecs-service/label-renderer",
        "ecs_service",
        desired=4,
        running=4,
        pending=0,
        task_definition="label-renderer:55",
        memory_mb=4096,
        events=["(service label-renderer) has started 1 tasks: (task b0c4)."],
    )
    bystanders(w, 1, 1)
    return w.fault(
        "compute.memory_leak",
        "ecs-service/label-renderer",
        also=[
            ("code.memory_leak", "ecs-service/label-renderer"),
            ("k8s.container.oom_killed", "ecs-service/label-renderer"),
            ("compute.memory_saturation", "ecs-service/label-renderer"),
        ],
        herring=("deployment.bad_release", "ecs-service/label-queue"),
    )


CASES = (seats_errors, visas_start, labels_restarts)
