"""Faults around ECS services: capacity, health checks, a cache."""

from .bystanders import bystanders
from .curves import burst, capped, flat, line, sparse, step
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
        capped(step(61, 99.7, 42.5, 3, 0.002), 100),
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


CASES = (scans_pending, permits_503, offers_db_load)
