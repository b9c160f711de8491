"""Faults of ECS services and what stands around them: releases, roles, memory, capacity, health checks, caches."""

from .bystanders import bystanders
from .curves import burst, flat, line, saw, sparse, steady, step
from .estate import (
    backup,
    balancer,
    database,
    deploy,
    ecs_state,
    insights,
    rds_state,
    steady_service,
    target_group,
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
        line([(0, 42), (36, 43), (54, 97), (75, 99)], 0.02),
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
    w = Ward("wd-label-renderer", 115, "2026-03-18T06:00", 240, "us-west-2", period=300)
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


def scans_pending() -> Case:
    """No container instance has room for the evening's tasks; Container Insights is off and the group unreadable."""
    w = Ward("wd-xray-reports", 116, "2026-09-09T16:20", 70, "eu-west-1", stamp="+1")
    w.cluster = "imaging"
    w.page("xray-jobs oldest message > 20 min", 48, "sqs/xray-jobs", severity="high", service="radiology")
    w.alarm("xray-jobs-age", "sqs/xray-jobs", "alarm", 48, "ApproximateAgeOfOldestMessage", 1200)
    w.series(
        "ApproximateAgeOfOldestMessage",
        "sqs/xray-jobs",
        line([(0, 14), (27, 20), (70, 2600)], 0.03),
        stat="Maximum",
        unit="Seconds",
        digits=0,
    )
    w.series("NumberOfMessagesSent", "sqs/xray-jobs", line([(0, 40), (20, 44), (30, 96), (70, 101)], 0.1))
    w.series("NumberOfMessagesDeleted", "sqs/xray-jobs", line([(0, 40), (22, 43), (30, 47), (70, 45)], 0.1))
    database(
        w, "radiology-db", 58, 60, load=2.8, only=("CPUUtilization", "DatabaseConnections", "DBLoad", "WriteLatency")
    )
    w.log("ecs-service/xray-worker", 50, "info", "report rendered study=77120 in 24.9s", 610, "/ecs/xray-worker")
    w.log(
        "ecs-service/xray-worker",
        44,
        "warning",
        "DicomWarning: invalid value for VR UI: '1.2.840.'",
        208,
        "/ecs/xray-worker",
    )
    w.event(
        "ecs-service/xray-worker",
        69,
        "SERVICE_TASK_PLACEMENT_FAILURE",
        "(service xray-worker) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance 7c2b0f) has insufficient memory available. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.",
        kind="ecs",
        type="error",
        count=26,
        first=24,
    )
    w.event("rds/radiology-db", 18, "configuration change", "Updated to use DBParameterGroup radiology-pg15")
    w.change(
        "rds/radiology-db",
        17,
        "config",
        "rds:ModifyDBInstance",
        "user/dba-noor",
        db_parameter_group_name=["default.postgres15", "radiology-pg15"],
        apply_immediately=True,
    )
    w.change(
        "ecs-service/xray-worker",
        22.4,
        "scaling",
        "application-autoscaling:ScaleOut",
        "service/application-autoscaling",
        desired_count=[8, 18],
        reason="alarm xray-backlog-per-task",
    )
    w.edge("ecs-service/xray-worker", "sqs/xray-jobs", "reads")
    w.edge("ecs-service/xray-worker", "rds/radiology-db", "writes")
    ecs_state(
        w,
        "xray-worker",
        18,
        33,
        running=8,
        pending=0,
        events=[
            "(service xray-worker) was unable to place a task because no container instance met all of its requirements."
        ],
    )
    rds_state(w, "radiology-db", "db.m6g.large")
    w.gap("metrics", "Container Insights disabled for cluster imaging", "ecs-service/xray-worker")
    w.gap("state", "AccessDenied: autoscaling:DescribeAutoScalingGroups", None, "autoscaling:DescribeAutoScalingGroups")
    w.cluster = "prod"
    bystanders(w, 2, 2)
    return w.fault(
        "ecs.capacity_unavailable",
        "ecs-service/xray-worker",
        herring=("deployment.feature_flag", "rds/radiology-db"),
        near=["dependency.queue_backlog", "traffic.surge"],
        poor=True,
    )


def permits_503() -> Case:
    """The target group checks a path that the service has never had."""
    w = Ward("wd-permits-503", 117, "2026-10-05T09:00", 45, "us-east-2")
    w.page(
        "permits.example.gov failing",
        27,
        "alb/permits",
        "Uptime check: 503 Service Temporarily Unavailable from 5 of 6 regions",
        source="synthetic-monitor",
        service="permits",
    )
    w.alarm("uptime permits", "alb/permits", "alarm", 27, count=11)
    w.alarm("permits-unhealthy-hosts", "target-group/permits-tg", "alarm", 26, "UnHealthyHostCount", 1)
    balancer(w, "permits", 900, step(0.2, 0.21, 20), 0.1, burst(0, 240, 26, spread=0.4))
    w.series(
        "HealthyHostCount",
        "target-group/permits-tg",
        lambda minute, rng: 4.0 if minute < 25 else float(rng.choice((0, 0, 1))),
        space="AWS/ApplicationELB",
        stat="Minimum",
    )
    w.series(
        "UnHealthyHostCount",
        "target-group/permits-tg",
        lambda minute, rng: 0.0 if minute < 25 else float(rng.choice((3, 3, 4))),
        space="AWS/ApplicationELB",
        stat="Maximum",
    )
    database(w, "permits-db", step(30, 13, 26), 66, only=("CPUUtilization", "DatabaseConnections", "DBLoad"))
    tasks(w, "permits-web", step(37, 16, 26), 44, line([(0, 4), (26.9, 4), (27, 3), (45, 3)], 0.0))
    w.log(
        "ecs-service/permits-web",
        24.4,
        "warning",
        "GET /status/ready 404 1ms ua=ELB-HealthChecker/2.0",
        520,
        "/ecs/permits-web",
    )
    w.log(
        "ecs-service/permits-web", 18, "info", "GET /healthz 200 1ms ua=ELB-HealthChecker/2.0", 280, "/ecs/permits-web"
    )
    w.log("ecs-service/permits-web", 34, "info", "GET /permits/new 200 88ms", 460, "/ecs/permits-web")
    w.log(
        "ecs-service/permits-web",
        15,
        "error",
        "PDF::Reader::MalformedPDFError: xref table not found (attachment 118)",
        3,
        "/ecs/permits-web",
    )
    w.event(
        "ecs-service/permits-web",
        44,
        "SERVICE_TASK_UNHEALTHY",
        "(service permits-web) (port 3000) is unhealthy in (target-group permits-tg) due to (reason Health checks failed with these codes: [404]).",
        kind="ecs",
        type="error",
        count=19,
        first=26,
    )
    backup(w, "permits-db", 3)
    w.change(
        "target-group/permits-tg",
        23.8,
        "config",
        "elasticloadbalancing:ModifyTargetGroup",
        "role/terraform",
        health_check_path=["/healthz", "/status/ready"],
        module="alb-standard v3",
    )
    deploy(w, "permits-web", 11, 140, image="permits-web:v212")
    steady_service(w, "permits-web", 16)
    w.edges("alb/permits", "target-group/permits-tg", "ecs-service/permits-web", "rds/permits-db")
    target_group(
        w,
        "permits-tg",
        0,
        3,
        health_check={"path": "/status/ready", "port": "traffic-port", "matcher": "200"},
        reasons=["Target.ResponseCodeMismatch: Health checks failed with these codes: [404]"],
    )
    ecs_state(w, "permits-web", 4, 140, running=3, pending=1)
    bystanders(w, 3, 2)
    return w.fault(
        "lb.health_check_wrong",
        "target-group/permits-tg",
        also=[("lb.health_check_wrong", "alb/permits"), ("lb.health_check_wrong", "ecs-service/permits-web")],
        herring=("deployment.bad_release", "ecs-service/permits-web"),
        near=["lb.no_healthy_targets"],
    )


def offers_db_load() -> Case:
    """The cache evicts nearly everything after it was made smaller; the database carries the reads."""
    w = Ward("wd-offers-db-cpu", 118, "2026-11-17T15:00", 90, "eu-west-2", stamp="ms")
    w.page(
        "offers-db-cpu-high",
        58,
        "rds/offers-db",
        "Threshold Crossed: 5 datapoints [91.2, 92.4, 90.8, 93.0, 91.7] were greater than the threshold (85.0).",
        service="offers",
    )
    w.alarm("offers-db-cpu-high", "rds/offers-db", "alarm", 58, "CPUUtilization", 85)
    w.alarm("offers-api-p95", "alb/offers-api", "alarm", 61, "TargetResponseTime", 0.8)
    balancer(w, "offers-api", 6100, line([(0, 0.11), (46, 0.12), (60, 0.94), (90, 1.12)], 0.08), 0.4)
    database(
        w,
        "offers-db",
        line([(0, 34), (44, 35), (56, 92), (90, 93)], 0.02),
        line([(0, 210), (44, 212), (60, 331), (90, 340)], 0.02),
        reads=line([(0, 500), (44, 510), (56, 4100), (90, 4300)], 0.06),
        load=line([(0, 2.3), (44, 2.4), (56, 11.4), (90, 12.1)], 0.06),
    )
    w.series("CacheHits", "elasticache/offers-cache", step(171000, 52000, 44, 10, 0.03))
    w.series("CacheMisses", "elasticache/offers-cache", step(8100, 127000, 44, 10, 0.03))
    w.series("Evictions", "elasticache/offers-cache", step(0.4, 88000, 44, 8, 0.1))
    w.series(
        "DatabaseMemoryUsagePercentage",
        "elasticache/offers-cache",
        step(61, 99.7, 42.5, 3, 0.002),
        unit="Percent",
        digits=2,
    )
    w.series("Evictions", "elasticache/session-cache", sparse(0.2))
    tasks(w, "offers-api", 48, 50, flat(12))
    w.log("ecs-service/offers-api", 60, "warning", "cache miss ratio 0.71 (1m)", 44, "/ecs/offers-api")
    w.log(
        "ecs-service/offers-api",
        63,
        "warning",
        "slow repository call OfferRepository.findActiveByStore took 1108 ms",
        2910,
        "/ecs/offers-api",
    )
    w.log(
        "ecs-service/coupon-batch",
        40,
        "info",
        "coupon batch 2026-11-17 finished, 18_220 issued",
        1,
        "/ecs/coupon-batch",
    )
    w.event(
        "elasticache/offers-cache",
        42.1,
        "replication group",
        "Modification to node type completed for replication group offers-cache: cache.r6g.xlarge -> cache.t4g.medium",
        kind="elasticache",
    )
    w.change(
        "elasticache/offers-cache",
        36.4,
        "infrastructure",
        "elasticache:ModifyReplicationGroup",
        "user/finops",
        cache_node_type=["cache.r6g.xlarge", "cache.t4g.medium"],
    )
    deploy(w, "offers-api", 31, 19, image="offers-api:3.77.0")
    steady_service(w, "offers-api", 36)
    w.edges("alb/offers-api", "ecs-service/offers-api", "rds/offers-db")
    w.edge("ecs-service/offers-api", "elasticache/offers-cache", "reads")
    rds_state(w, "offers-db", "db.r6g.xlarge")
    w.state(
        "elasticache/offers-cache",
        "elasticache_replication_group",
        status="available",
        node_type="cache.t4g.medium",
        engine="redis 7.1",
        maxmemory_policy="allkeys-lru",
    )
    insights(
        w,
        "offers-db",
        [
            ("SELECT * FROM offer WHERE store_id = ? AND active", 6.4, 1990.0, "CPU:CPU"),
            ("SELECT * FROM price WHERE offer_id IN (?)", 3.1, 1840.0, "CPU:CPU"),
            ("SELECT * FROM store WHERE id = ?", 1.3, 1210.0, "IO:DataFileRead"),
        ],
        56,
    )
    ecs_state(w, "offers-api", 12, 19)
    bystanders(w, 1, 0)
    return w.fault(
        "dependency.cache_failure",
        "elasticache/offers-cache",
        also=[
            ("compute.memory_saturation", "elasticache/offers-cache"),
            ("deployment.scaling_change", "elasticache/offers-cache"),
        ],
        herring=("db.expensive_query", "rds/offers-db"),
        near=["compute.cpu_saturation"],
    )


CASES = (seats_errors, visas_start, labels_restarts, scans_pending, permits_503, offers_db_load)
