"""Faults at API Gateway, load balancers, ECS services, zones and security groups."""

from .build import Case, Result
from .ordinary import chatter, function
from .shapes import ramp, spikes, step


def small_bucket() -> Result:
    """The stage's rate limit went from 500 to 50 by Terraform: 429s at the gateway, and the function has room."""
    c = Case("partner-api-rejects", 21, "2026-03-31T10:02", 60, 25, region="us-west-2")
    gw, fn = "apigateway/partner-v2", "lambda/stock-lookup"
    c.incident("partner-v2: availability SLO fast burn", gw, "datadog", "partner-v2", "critical", start=5)
    c.alert(5, "partner-v2: availability SLO fast burn", gw, query="sum(bad)/sum(total)")
    c.alert(
        -58000,
        "stock-lookup-throttles",
        fn,
        "alarm",
        metric="Throttles",
        threshold=0,
        reason="1 datapoint [1.0] greater than the threshold (0.0)",
    )
    c.metric("Count", gw, 9100)
    c.metric("4XXError", gw, step(62, 6240, 0))
    c.metric("5XXError", gw, 1.1)
    c.metric("Latency", gw, step(92, 31, 0))
    c.series(
        fn,
        Invocations=step(8700, 2900, 0),
        Errors=0.4,
        Duration=66,
        Throttles=spikes(0, 2, (-22, 9)),
        ConcurrentExecutions=step(12, 5, 0),
    )
    function(c, "partner-authorizer", 1900, 14, Invocations=step(1900, 640, 0))
    c.series("dynamodb/stock", ConsumedReadCapacityUnits=step(31000, 10400, 0), ReadThrottleEvents=0.0)
    c.log(
        2,
        gw,
        "warning",
        '{"requestId":"a1","ip":"203.0.113.40","status":"429","error":"Too Many Requests","resourcePath":"/stock/{sku}"}',
        6180,
        "partner-v2-access",
    )
    c.log(
        4, gw, "warning", '{"status":"403","error":"Forbidden","resourcePath":"/stock/{sku}"}', 61, "partner-v2-access"
    )
    c.log(
        -30,
        gw,
        "warning",
        '{"status":"403","error":"Forbidden","resourcePath":"/stock/{sku}"}',
        58,
        "partner-v2-access",
    )
    c.log(
        -7,
        "lambda/partner-authorizer",
        "error",
        "JWTExpired: token expired at 2026-03-31T09:54:58Z (client acme-test)",
        40,
    )
    chatter(c, fn, "go", 6)
    c.change(
        -3.2,
        "config",
        "apigateway:UpdateStage",
        gw,
        actor="role/terraform-apply",
        throttle={"rateLimit": [500, 50], "burstLimit": [1000, 100]},
        stage="prod",
    )
    c.change(-44, "deployment", "lambda:UpdateFunctionCode", "lambda/partner-authorizer", version=9)
    c.edges("calls", (gw, fn), (gw, "lambda/partner-authorizer"))
    c.edges("reads", (fn, "dynamodb/stock"))
    c.state(
        gw, "api_stage", stage="prod", throttle={"rateLimit": 50, "burstLimit": 100}, integration="lambda:stock-lookup"
    )
    c.state(
        fn,
        "lambda_function",
        runtime="provided.al2023",
        memory_mb=256,
        timeout_s=5,
        alias_live="30",
        reserved_concurrency=200,
    )
    also = (("deployment.scaling_change", gw), ("app.config.value_invalid", gw))
    return c.done(
        "gateway.rate_limited",
        gw,
        also=also,
        herring=("lambda.throttled", fn),
        near=("traffic.drop", "traffic.abuse", "access.credentials_expired"),
    )


def recycled_tasks() -> Result:
    """The health check's path was changed to one that answers 404; the tasks serve requests well and are replaced."""
    c = Case("catalog-503-77", 22, "2026-01-15T20:14", 55, 28)
    svc, tg, alb = "ecs-service/catalog-web", "target-group/catalog-web", "alb/shop-edge"
    c.incident("shop-edge-503", alb, "cloudwatch", "shop", "critical", start=4)
    c.alert(4, "shop-edge-503", alb, metric="HTTPCode_ELB_5XX_Count", threshold=40)
    c.alert(2, "catalog-web-running-low", svc, metric="RunningTaskCount", threshold=4, comparison="LessThanThreshold")
    c.alert(-5000, "basket-web-cpu", "ecs-service/basket-web", "ok", metric="CPUUtilization", threshold=80)
    c.metric("HTTPCode_ELB_5XX_Count", alb, ramp(0, 520, 1, 12))
    c.metric("HTTPCode_Target_5XX_Count", alb, 1.2)
    c.metric("RequestCount", alb, 3900)
    c.metric("TargetResponseTime", alb, 0.12)
    c.series(tg, HealthyHostCount=ramp(6, 0, 0.5, 2), UnHealthyHostCount=step(0, 5, 1))
    c.series(
        svc,
        CPUUtilization=step(34, 22, 3),
        MemoryUtilization=52,
        RunningTaskCount=lambda m: 6 if m < 2 else 2 + (round(m) % 4),
    )
    c.series("ecs-service/basket-web", CPUUtilization=41, MemoryUtilization=58, RunningTaskCount=4)
    c.series("target-group/basket-web", HealthyHostCount=4, UnHealthyHostCount=0)
    for m, code in ((-20, "200"), (-6, "200")):
        c.log(
            m,
            svc,
            "info",
            f'10.2.{7 - int(m) % 3}.18 - "GET /status HTTP/1.1" {code} 2 "-" "ELB-HealthChecker/2.0"',
            360,
            "/ecs/catalog-web",
        )
    c.log(
        3,
        svc,
        "info",
        '10.2.7.18 - "GET /healthz/ready HTTP/1.1" 404 19 "-" "ELB-HealthChecker/2.0"',
        412,
        "/ecs/catalog-web",
    )
    c.log(5, svc, "info", '10.2.9.40 - "GET /c/shoes?page=2 HTTP/1.1" 200 44120 "-" "Mozilla/5.0"', 2900)
    c.log(6, svc, "info", "SIGTERM received, draining 3 connections", 14)
    chatter(c, "ecs-service/basket-web", "nginx", 5)
    c.event(-30, svc, "SERVICE_STEADY_STATE", "(service catalog-web) has reached a steady state.", "info", "ecs")
    for m, task in ((1.8, "9ac1"), (4.1, "77e0"), (7.5, "b3d2"), (14, "e51f")):
        c.event(
            m,
            svc,
            "SERVICE_TASK_UNHEALTHY",
            f"(service catalog-web) (port 8080) is unhealthy in (target-group catalog-web) due to (reason Health checks failed with these codes: [404]), (task {task})",
            "warning",
            "ecs",
        )
    c.change(-34, "deployment", "ecs:UpdateService", svc, task_definition=["catalog-web:402", "catalog-web:403"])
    c.change(
        -1.1,
        "config",
        "elasticloadbalancing:ModifyTargetGroup",
        tg,
        actor="role/terraform-apply",
        health_check_path=["/status", "/healthz/ready"],
    )
    c.edges(
        "calls",
        (alb, tg),
        (tg, svc),
        (alb, "target-group/basket-web"),
        ("target-group/basket-web", "ecs-service/basket-web"),
    )
    c.state(
        tg,
        "target_group",
        healthy=0,
        unhealthy=4,
        reasons=["Target.ResponseCodeMismatch"],
        health_check={"path": "/healthz/ready", "port": "traffic-port", "matcher": "200", "interval_s": 10},
    )
    c.state("target-group/basket-web", "target_group", healthy=4, unhealthy=0, reasons=[])
    c.state(
        svc,
        "ecs_service",
        desired=6,
        running=3,
        pending=3,
        task_definition="catalog-web:403",
        deployments=[{"status": "PRIMARY", "rollout_state": "COMPLETED", "desired": 6, "running": 3}],
    )
    also = (("lb.health_check_wrong", svc), ("lb.health_check_wrong", alb))
    return c.done(
        "lb.health_check_wrong",
        tg,
        also=also,
        herring=("deployment.bad_release", svc),
        near=("lb.no_healthy_targets", "ecs.task_start_failure"),
    )


def half_a_fleet() -> Result:
    """New tasks cannot start for a key missing in a secret; the old half of the fleet runs hot alone."""
    c = Case("crm-latency-30", 23, "2026-05-20T09:30", 70, 34, region="eu-central-1", zone="+02:00")
    svc, alb = "ecs-service/crm-api", "alb/crm"
    c.incident("crm p95 > 1.5s", alb, "prometheus", "crm", "warning", start=11, text="HighLatency")
    c.alert(11, "crm p95 > 1.5s", alb, metric="TargetResponseTime", threshold=1.5)
    c.alert(12, "crm-api-cpu-high", svc, metric="CPUUtilization", threshold=85)
    c.alert(-9000, "crm-db-free-storage", "rds/crm-db", "ok", metric="FreeStorageSpace", threshold=2e10)
    c.series(alb, TargetResponseTime=ramp(0.21, 2.1, 2, 14), RequestCount=2750)
    c.metric("HTTPCode_Target_5XX_Count", alb, ramp(0.5, 14, 5, 20))
    c.series(svc, CPUUtilization=ramp(47, 96, 1, 8), MemoryUtilization=55, RunningTaskCount=step(6, 3, 1))
    c.series("ecs-service/crm-jobs", CPUUtilization=62, MemoryUtilization=70, RunningTaskCount=2)
    c.series("rds/crm-db", CPUUtilization=36, DatabaseConnections=step(118, 66, 2), ReadLatency=0.0011)
    for m in (1.4, 4.8, 9.2, 15.5):
        c.event(
            m,
            svc,
            "TaskStopped",
            "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): retrieved secret from Secrets Manager did not contain json key smtp_password",
            "error",
            "ecs",
        )
    c.event(
        17,
        svc,
        "SERVICE_DEPLOYMENT_FAILED",
        "(service crm-api) (deployment ecs-svc/40117) deployment failed: tasks failed to start.",
        "error",
        "ecs",
    )
    c.event(-200, "rds/crm-db", "backup", "Finished DB instance backup", "info", "rds")
    c.event(0.8, svc, "SERVICE_TASKS_STOPPED", "(service crm-api) has stopped 3 running tasks", "info", "ecs")
    c.log(12, svc, "warning", "puma: request queue time 1388ms", 620, "/ecs/crm-api")
    c.log(
        -22,
        "ecs-service/crm-jobs",
        "error",
        "Net::OpenTimeout: execution expired (smtp.mailspool.example:587), job retried in 25s",
        3,
    )
    c.log(
        18,
        "ecs-service/crm-jobs",
        "error",
        "Net::OpenTimeout: execution expired (smtp.mailspool.example:587), job retried in 31s",
        4,
    )
    chatter(c, svc, "rails", 7)
    c.change(
        0,
        "deployment",
        "ecs:UpdateService",
        svc,
        task_definition=["crm-api:91", "crm-api:92"],
        minimum_healthy_percent=50,
    )
    c.change(
        -2,
        "config",
        "ecs:RegisterTaskDefinition",
        svc,
        family="crm-api",
        secrets_added=["SMTP_PASSWORD -> crm/mail:smtp_password"],
    )
    c.edges("calls", (alb, svc))
    c.edges("reads", (svc, "rds/crm-db"), ("ecs-service/crm-jobs", "rds/crm-db"))
    c.state(
        svc,
        "ecs_service",
        desired=6,
        running=3,
        pending=0,
        task_definition="crm-api:92",
        deployments=[
            {
                "status": "PRIMARY",
                "task_definition": "crm-api:92",
                "desired": 6,
                "running": 0,
                "rollout_state": "FAILED",
                "rollout_reason": "ECS deployment circuit breaker: tasks failed to start.",
            },
            {
                "status": "ACTIVE",
                "task_definition": "crm-api:91",
                "desired": 3,
                "running": 3,
                "rollout_state": "COMPLETED",
            },
        ],
    )
    c.state(
        "secretsmanager/crm/mail", "secret", keys=["host", "user", "smtp_pass"], last_changed="2025-10-01T08:00:00Z"
    )
    c.state(
        "rds/crm-db",
        "rds_instance",
        engine="postgres",
        engine_version="15.7",
        instance_class="db.m6g.xlarge",
        parameters={"max_connections": 800},
    )
    also = tuple(
        (code, svc)
        for code in (
            "deployment.bad_release",
            "k8s.config.secret_missing",
            "app.config.env_missing",
            "app.config.value_invalid",
        )
    )
    return c.done(
        "ecs.task_start_failure",
        svc,
        also=also,
        herring=("compute.cpu_saturation", svc),
        near=("deployment.rollout_stuck", "traffic.surge"),
    )


def one_zone() -> Result:
    """Only the balancer's zone us-east-1c fails, with its NAT, volume and replica; Health says so later."""
    c = Case("booking-errors-12", 24, "2026-02-03T04:37", 65, 22, region="us-east-1")
    svc, alb, zone = "ecs-service/booking", "alb/booking", "az/us-east-1c"
    c.incident("CRITICAL composite-12", alb, "cloudwatch", "booking", "critical", start=3, text="ALARM(a) OR ALARM(b)")
    c.alert(3, "composite-12", alb, "alarm")
    c.alert(4, "booking-db-replica-lag", "rds/booking-db-ro", "alarm", metric="ReplicaLag", threshold=30)
    c.alert(-300, "inventory-p95", "ecs-service/inventory", "ok")
    for az, bad in (("us-east-1a", 0.4), ("us-east-1b", 0.4), ("us-east-1c", 430.0)):
        c.metric("HTTPCode_Target_5XX_Count", alb, step(0.4, bad, 0), AvailabilityZone=az)
        c.metric("UnHealthyHostCount", "target-group/booking", step(0, 3 if bad > 1 else 0, 1), AvailabilityZone=az)
        c.metric("TargetResponseTime", alb, step(0.14, 4.8 if bad > 1 else 0.15, 0), AvailabilityZone=az)
    c.metric("RequestCount", alb, 5100)
    c.metric("ErrorPortAllocation", "nat/nat-0c44 (us-east-1c)", 0.0, namespace="AWS/NATGateway")
    c.metric("PacketsDropCount", "nat/nat-0c44 (us-east-1c)", step(1, 8200, 0), namespace="AWS/NATGateway")
    c.metric("PacketsDropCount", "nat/nat-0a18 (us-east-1a)", 1.1, namespace="AWS/NATGateway")
    c.metric("VolumeQueueLength", "ebs/vol-0c9 (us-east-1c)", step(0.3, 31, 0), noise="gauge", namespace="AWS/EBS")
    c.metric("ReplicaLag", "rds/booking-db-ro", ramp(0.02, 900, 0.5, 20), noise="latency", stat="Maximum")
    c.series("rds/booking-db", CPUUtilization=38, DatabaseConnections=210)
    c.series(svc, CPUUtilization=43, MemoryUtilization=57, RunningTaskCount=9)
    c.series("ecs-service/inventory", CPUUtilization=29, RunningTaskCount=6)
    c.log(
        2,
        svc,
        "error",
        "task=0c7 az=us-east-1c redis.exceptions.TimeoutError: Timeout reading from socket",
        980,
        "/ecs/booking",
    )
    c.log(2.2, svc, "error", "task=0c9 az=us-east-1c psycopg.OperationalError: connection timeout expired", 611)
    c.log(6, "ecs-service/inventory", "error", "az=us-east-1c dial tcp 10.4.3.77:6379: i/o timeout", 240)
    c.log(7, svc, "info", "task=0a1 az=us-east-1a booked ref=QX81 in 121ms", 1500)
    c.log(8, svc, "info", "task=0b4 az=us-east-1b booked ref=QX9A in 119ms", 1488)
    chatter(c, svc, "python", 6)
    c.event(
        14,
        zone,
        "AWS_EC2_OPERATIONAL_ISSUE",
        "We are investigating increased packet loss and elevated EBS latencies for instances in a single Availability Zone (use1-az6) in the US-EAST-1 Region.",
        "warning",
        "health",
    )
    c.event(-26, svc, "SERVICE_STEADY_STATE", "(service booking) has reached a steady state.", "info", "ecs")
    c.change(-31, "deployment", "ecs:UpdateService", svc, task_definition=["booking:610", "booking:611"])
    c.edges("calls", (alb, svc), (svc, "ecs-service/inventory"))
    c.edges("reads", (svc, "rds/booking-db"), (svc, "rds/booking-db-ro"))
    c.edges(
        "runs_on", ("rds/booking-db-ro", zone), ("ebs/vol-0c9 (us-east-1c)", zone), ("nat/nat-0c44 (us-east-1c)", zone)
    )
    c.state(zone, "availability_zone", zone_id="use1-az6", state="available")
    c.state(
        svc,
        "ecs_service",
        desired=9,
        running=9,
        pending=0,
        task_definition="booking:611",
        deployments=[{"status": "PRIMARY", "rollout_state": "COMPLETED"}],
    )
    c.state("target-group/booking", "target_group", healthy=6, unhealthy=3, reasons=["Target.Timeout"])
    return c.done(
        "aws.az_impaired",
        zone,
        herring=("deployment.bad_release", svc),
        near=("network.packet_loss", "aws.regional_event", "db.replication_lag"),
    )


def drying_pool() -> Result:
    """A security group rule was revoked: open connections live on and no new one comes, so the pool dries up."""
    c = Case("orders-api-timeouts", 25, "2026-06-24T14:09", 45, 40, zone="-05:00", region="us-west-2")
    svc, group, db = "ecs-service/orders-api", "security-group/sg-0b61df (orders-db)", "rds/orders-db"
    c.incident("orders-api error rate is above 5%", svc, "datadog", "orders-api", start=7, monitor="2201")
    c.alert(7, "orders-api error rate is above 5%", svc, query="trace.servlet.request.errors / hits > 0.05")
    c.alert(-20, "orders-db-events", db, "ok", reason="maintenance window notice")
    c.metric("error_rate", svc, ramp(0.002, 0.97, 2, 33), namespace="datadog")
    c.metric("request_rate", svc, 88, namespace="datadog")
    c.metric("latency_p95", svc, ramp(0.18, 30, 2, 20), namespace="datadog", cap=30)
    c.series(db, CPUUtilization=ramp(31, 6, 3, 33), DatabaseConnections=ramp(120, 20, 2, 33), ReadLatency=0.0008)
    c.metric("DatabaseConnections", "rds/billing-db", 61)
    c.series(svc, CPUUtilization=ramp(40, 15, 3, 30), MemoryUtilization=61, RunningTaskCount=6)
    c.series("ecs-service/billing-api", CPUUtilization=28, RunningTaskCount=3)
    c.log(
        6,
        svc,
        "error",
        "java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed out after 30001ms (total=3, active=3, idle=0, waiting=41)",
        1900,
        "/ecs/orders-api",
    )
    c.log(
        6.4,
        svc,
        "error",
        "Caused by: org.postgresql.util.PSQLException: The connection attempt failed. Caused by: java.net.SocketTimeoutException: Connect timed out",
        1888,
    )
    c.log(
        -30,
        svc,
        "warning",
        "HikariPool-1 - Retrograde clock change detected (housekeeper delta=29s400ms), soft-evicting connections from pool.",
        1,
    )
    c.log(10, db, "info", "LOG:  checkpoint complete: wrote 211 buffers (0.0%)", 8, "postgresql.log")
    c.log(15, "ecs-service/orders-report", "info", "report query ok rows=1204 in 310ms", 30)
    chatter(c, "ecs-service/billing-api", "jvm", 6)
    c.change(
        1.2,
        "infrastructure",
        "ec2:RevokeSecurityGroupIngress",
        group,
        actor="user/nadia",
        protocol="tcp",
        port=5432,
        source="sg-04aa17 (orders-api)",
    )
    c.change(
        -19,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/billing-api",
        task_definition=["billing-api:55", "billing-api:56"],
    )
    c.edges("writes", (svc, db), ("ecs-service/billing-api", "rds/billing-db"))
    c.edges("reads", ("ecs-service/orders-report", db))
    c.edges("depends_on", (db, group))
    c.state(
        group,
        "security_group",
        ingress=[{"port": 5432, "source": "sg-0f77c2 (orders-report)"}, {"port": 5432, "source": "10.9.0.0/24"}],
    )
    c.state(
        db,
        "rds_instance",
        engine="postgres",
        engine_version="16.3",
        status="available",
        instance_class="db.m6g.2xlarge",
        parameters={"max_connections": 1700},
    )
    c.state(
        svc,
        "ecs_service",
        desired=6,
        running=6,
        pending=0,
        deployments=[{"status": "PRIMARY", "rollout_state": "COMPLETED"}],
    )
    also = (("network.policy_blocked", db), ("network.policy_blocked", svc))
    return c.done(
        "network.policy_blocked",
        group,
        also=also,
        herring=("db.connections_exhausted", db),
        near=("db.unreachable", "compute.thread_pool_exhausted"),
    )
