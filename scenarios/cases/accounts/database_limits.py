"""Databases at a limit of connections, disk, burst or CPU credits, and one that failed over."""

from __future__ import annotations

from .build import Answer, Case


def catalog_connections() -> Answer:
    """A price sync scaled from 4 to 26 tasks holds idle pools until MySQL is full; the shop's release only suffered."""
    c = Case(
        "acct-4471-composite",
        "2026-02-17T10:52:00",
        "[P2] tier-1 composite monitor 4471",
        "alb/storefront",
        span=120,
        since=-19,
        source="datadog",
        service="storefront",
        text="composite: (a || b) && !c",
    )
    c.alert(-19, "[P2] tier-1 composite monitor 4471", "alb/storefront", reason="a: avg(last_5m) 5xx > 2%")
    c.alert(
        -31000, "redis-sessions evictions", "elasticache/sessions", reason="evictions > 0 (muted until end of quarter)"
    )
    c.alert(-600, "catalog-mysql CPU", "rds/catalog-mysql", "ok", metric="CPUUtilization", threshold=85)
    c.series("alb/storefront", "HTTPCode_Target_5XX_Count", 1, 340, -22, noise=0.25)
    c.series("alb/storefront", "RequestCount", 5100, noise=0.05)
    c.series("rds/catalog-mysql", "DatabaseConnections", 212, 1000, -58, ramp=34, noise=0.015, top=1000, stat="Maximum")
    c.series("rds/catalog-mysql", "CPUUtilization", 31, 37, -55, noise=0.1)
    c.series("rds/catalog-mysql", "FreeableMemory", 9.1e9, 6.6e9, -58, ramp=34, noise=0.004)
    c.series("rds/catalog-mysql", "DBLoad", 2.2, 2.7, -50, noise=0.12)
    c.series(
        "ecs-service/price-sync",
        "RunningTaskCount",
        4,
        26,
        -57,
        ramp=6,
        noise=0,
        ns="ECS/ContainerInsights",
        stat="Average",
    )
    for quiet in ("ecs-service/storefront", "ecs-service/price-sync", "rds/orders-mysql"):
        c.quiet(quiet)
    c.log(
        -21,
        "ecs-service/storefront",
        "error",
        'java.sql.SQLNonTransientConnectionException: Data source rejected establishment of connection,  message from server: "Too many connections"',
        6120,
    )
    c.log(-24, "rds/catalog-mysql", "warning", "[Warning] [MY-010055] Too many connections", 7304, "mysql-error.log")
    c.log(
        -56, "ecs-service/price-sync", "info", "HikariPool-1 - Pool stats (total=36, active=2, idle=34, waiting=0)", 212
    )
    c.chatter("ecs-service/storefront", "jvm", 4)
    c.chatter("rds/catalog-mysql", "mysql", 2, "mysql-error.log")
    c.change(
        -33,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/storefront",
        "role/ci-web",
        task_definition=["storefront:310", "storefront:311"],
        commit="copy: spring banner",
    )
    c.change(-59, "scaling", "ecs:UpdateService", "ecs-service/price-sync", "user/m.okafor", desired_count=[4, 26])
    c.event(
        -29, "ecs", "ecs-service/storefront", "SERVICE_STEADY_STATE", "(service storefront) has reached a steady state."
    )
    c.event(-55, "ecs", "ecs-service/price-sync", "TASKS_STARTED", "(service price-sync) has started 22 tasks.")
    c.edges(
        ("alb/storefront", "calls", "ecs-service/storefront"),
        ("ecs-service/storefront", "reads", "rds/catalog-mysql"),
        ("ecs-service/price-sync", "writes", "rds/catalog-mysql"),
        ("ecs-service/storefront", "writes", "rds/orders-mysql"),
    )
    c.state(
        "rds/catalog-mysql",
        "rds_instance",
        engine="mysql",
        engine_version="8.0.39",
        instance_class="db.r6g.large",
        multi_az=True,
        parameters={"max_connections": 1000},
    )
    c.insights(
        "rds/catalog-mysql",
        -60,
        [("SELECT `id` , `price_cents` FROM `offers` WHERE `sku` = ?", 0.8, 311.0, {"CPU": 0.7})],
        {"CPU": 1.4, "io/table/sql/handler": 0.6, "wait/io/socket/sql/client_connection": 0.3},
        {"storefront": 1.6, "price_sync": 0.6},
    )
    return c.fault(
        "db.connections_exhausted",
        "rds/catalog-mysql",
        ("deployment.scaling_change", "ecs-service/price-sync"),
        herring=("deployment.bad_release", "ecs-service/storefront"),
    )


def slot_fills_disk() -> Answer:
    """A stopped DMS task leaves its slot behind; WAL fills the disk within a day and PostgreSQL panics for space."""
    c = Case(
        "svc-141-availability",
        "2026-05-19T03:33:00",
        "svc-141 availability < 99%",
        "ecs-service/permits-api",
        span=1440,
        step=300,
        since=-16,
        severity="critical",
        source="datadog",
    )
    c.alert(-16, "svc-141 availability < 99%", "ecs-service/permits-api")
    c.alert(-52000, "permits-etl task CPU high", "ecs-service/permits-etl", metric="CPUUtilization", threshold=70)
    c.series("rds/permits-pg", "FreeStorageSpace", 3.1e11, 1.5e7, -1320, ramp=1302, noise=0.0004, stat="Minimum")
    c.series("rds/permits-pg", "OldestReplicationSlotLag", 2e8, 3.0e11, -1320, ramp=1302, noise=0.003, unit="Bytes")
    c.series("rds/permits-pg", "DatabaseConnections", 64, 3, -17, noise=0.05)
    c.series("rds/permits-pg", "WriteIOPS", 700, 0.3, -17, noise=0.1)
    c.series("rds/permits-pg", "CPUUtilization", 21, 4, -17, noise=0.12)
    c.series("ecs-service/permits-etl", "CPUUtilization", 93, noise=0.03, top=100)
    c.series("ecs-service/permits-api", "CPUUtilization", 30, 8, -16, wave=0.2)
    c.log(
        -17,
        "rds/permits-pg",
        "panic",
        'PANIC:  could not write to file "pg_wal/xlogtemp.488": No space left on device',
        3,
        "postgresql.log",
    )
    c.log(-15, "ecs-service/permits-api", "error", "pq: the database system is in recovery mode", 412)
    c.log(-9, "ecs-service/permits-api", "error", "dial tcp 10.20.4.9:5432: connect: connection refused", 2650)
    c.chatter("ecs-service/permits-api", "go", 4)
    c.chatter("ecs-service/permits-etl", "python", 3)
    c.chatter("rds/permits-pg", "pg", 3, "postgresql.log")
    c.event(
        -17,
        "rds",
        "rds/permits-pg",
        "RDS-EVENT-0007",
        "The allocated storage for the DB instance has been exhausted. Allocate additional storage to resolve this issue.",
        "error",
    )
    c.event(-700, "rds", "rds/permits-pg", "RDS-EVENT-0002", "Finished DB Instance backup")
    c.event(
        -130,
        "ecs",
        "ecs-service/permits-api",
        "DEPLOYMENT_COMPLETED",
        "(deployment ecs-svc/77120) deployment completed.",
    )
    c.change(
        -133,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/permits-api",
        "role/deployer",
        task_definition=["permits-api:54", "permits-api:55"],
    )
    c.change(
        -1324,
        "infrastructure",
        "dms:StopReplicationTask",
        "dms/permits-to-lake",
        "user/data-eng",
        reason="lake migration",
    )
    c.edges(
        ("ecs-service/permits-api", "writes", "rds/permits-pg"),
        ("ecs-service/permits-etl", "reads", "rds/permits-pg"),
        ("dms/permits-to-lake", "reads", "rds/permits-pg"),
    )
    c.state(
        "rds/permits-pg",
        "rds_instance",
        engine="postgres",
        engine_version="14.12",
        instance_class="db.m5.large",
        allocated_storage_gb=400,
        status="storage-full",
        max_allocated_storage_gb=None,
    )
    return c.fault(
        "storage.full",
        "rds/permits-pg",
        herring=("deployment.bad_release", "ecs-service/permits-api"),
        near=["db.unreachable", "db.failover"],
    )


def gp2_burst() -> Answer:
    """The burst balance of a small gp2 volume runs out and IOPS fall to the baseline; every statement waits on IO."""
    c = Case(
        "grading-alb-latency",
        "2026-06-11T19:25:00",
        "alb/grading TargetResponseTime anomaly",
        "alb/grading",
        span=360,
        step=300,
        since=-35,
        region="eu-north-1",
        text="TargetResponseTime outside the band for 3 datapoints",
    )
    c.alert(-35, "alb/grading TargetResponseTime anomaly", "alb/grading", metric="TargetResponseTime")
    c.series("alb/grading", "TargetResponseTime", 0.21, 2.7, -45, ramp=10, noise=0.15)
    c.series("alb/grading", "RequestCount", 9900, 11500, -200, ramp=100, noise=0.05)
    c.series("rds/grading-db", "BurstBalance", 98, 0.2, -360, ramp=314, noise=0.005, top=100)
    c.series("rds/grading-db", "ReadIOPS", 520, 264, -46, noise=0.03)
    c.series("rds/grading-db", "WriteIOPS", 61, 34, -46, noise=0.06)
    c.series("rds/grading-db", "ReadLatency", 0.0012, 0.089, -46, ramp=6, noise=0.12)
    c.series("rds/grading-db", "DiskQueueDepth", 0.4, 27, -46, ramp=6, noise=0.12)
    c.series("rds/grading-db", "CPUUtilization", 26, 18, -46, noise=0.1)
    c.series("rds/grading-db", "DBLoad", 2.0, 24, -46, ramp=6, noise=0.1)
    c.quiet("ecs-service/grading")
    c.quiet("lambda/badge-render", 0.2)
    c.log(
        -30,
        "ecs-service/grading",
        "error",
        "ActiveRecord::QueryCanceled: PG::QueryCanceled: ERROR:  canceling statement due to statement timeout",
        188,
    )
    c.chatter("ecs-service/grading", "rails", 4)
    c.chatter("rds/grading-db", "pg", 4)
    c.change(
        -4000, "infrastructure", "rds:ModifyDBInstance", "rds/grading-db", "role/terraform", backup_window="01:00-01:30"
    )
    c.edges(
        ("alb/grading", "calls", "ecs-service/grading"),
        ("ecs-service/grading", "writes", "rds/grading-db"),
        ("ecs-service/grading", "calls", "lambda/badge-render"),
    )
    c.state(
        "rds/grading-db",
        "rds_instance",
        engine="postgres",
        engine_version="16.2",
        instance_class="db.m6g.xlarge",
        allocated_storage_gb=100,
        storage_type="gp2",
        iops_baseline=300,
    )
    c.insights(
        "rds/grading-db",
        -45,
        [
            ("SELECT * FROM submissions WHERE course_id = $1 AND term = $2", 7.1, 61.0, {"IO:DataFileRead": 6.9}),
            ("SELECT * FROM rubric_scores WHERE submission_id IN (?)", 6.3, 88.0, {"IO:DataFileRead": 6.1}),
            (
                "UPDATE submissions SET score = $1 WHERE id = $2",
                5.8,
                25.0,
                {"IO:WALWrite": 3.0, "IO:DataFileRead": 2.4},
            ),
        ],
        {"IO:DataFileRead": 17.4, "IO:WALWrite": 3.9, "CPU": 0.8},
    )
    return c.fault("storage.io_saturation", "rds/grading-db", near=["db.expensive_query"])


def burstable_credits() -> Answer:
    """A db.t2 spent its CPU credits over the day: CPU is held at its baseline while the load of the database grows."""
    c = Case(
        "kiosk-api-slo-fast-burn",
        "2026-02-03T13:05:00",
        "KioskApiErrorBudgetBurn",
        "ecs-service/kiosk-api",
        span=720,
        step=300,
        since=-50,
        source="prometheus",
        severity="warning",
        zone_h=2,
    )
    c.alert(-50, "KioskApiErrorBudgetBurn", "ecs-service/kiosk-api", query="slo:burnrate:1h > 14.4")
    c.series(
        "ecs-service/kiosk-api", "latency_p99", 310, 4800, -65, ramp=15, noise=0.2, ns="Prometheus", unit="Milliseconds"
    )
    c.series("ecs-service/kiosk-api", "request_rate", 44, noise=0.06, ns="Prometheus")
    c.series("rds/kiosk-db", "CPUCreditBalance", 320, 0, -720, ramp=655, noise=0.01, top=576)
    c.series("rds/kiosk-db", "CPUUtilization", 44, 20.1, -65, noise=0.02)
    c.series("rds/kiosk-db", "DBLoad", 1.1, 13, -65, ramp=12, noise=0.12)
    c.series("rds/kiosk-db", "DatabaseConnections", 48, 90, -65, ramp=20, noise=0.03)
    c.series("rds/kiosk-db", "ReadIOPS", 60, noise=0.15)
    c.quiet("ecs-service/kiosk-api")
    c.chatter("ecs-service/kiosk-api", "node", 4)
    c.log(-44, "ecs-service/kiosk-api", "error", "SequelizeConnectionAcquireTimeoutError: Operation timeout", 77)
    c.event(-600, "rds", "rds/kiosk-db", "RDS-EVENT-0001", "Backing up DB instance")
    c.change(-1300, "config", "ssm:PutParameter", "ssm/kiosk/feature-copy", "user/content")
    c.edges(("ecs-service/kiosk-api", "writes", "rds/kiosk-db"))
    c.state(
        "rds/kiosk-db",
        "rds_instance",
        engine="mysql",
        engine_version="8.0.35",
        instance_class="db.t2.medium",
        allocated_storage_gb=50,
        multi_az=False,
    )
    c.insights(
        "rds/kiosk-db",
        -60,
        [
            ("SELECT * FROM `menu_items` WHERE `site_id` = ?", 4.2, 33.0, {"CPU": 4.2}),
            ("SELECT * FROM `sites` WHERE `id` = ?", 3.9, 41.0, {"CPU": 3.9}),
            ("INSERT INTO `taps` VALUES (...)", 2.2, 18.0, {"CPU": 2.1}),
        ],
        {"CPU": 11.9, "wait/io/table/sql/handler": 0.4},
    )
    return c.fault("compute.cpu_throttled", "rds/kiosk-db", near=["db.expensive_query", "compute.cpu_saturation"])


def multi_az_failover() -> Answer:
    """A Multi-AZ MySQL fails over and the calls break meanwhile; the events of RDS say so to the minute."""
    c = Case(
        "dispatch-5xx-burst",
        "2026-03-30T06:11:30",
        "dispatch-api-target-5xx",
        "alb/dispatch",
        span=20,
        step=10,
        since=-2,
        severity="critical",
        region="ap-southeast-2",
    )
    c.alert(
        -2,
        "dispatch-api-target-5xx",
        "alb/dispatch",
        metric="HTTPCode_Target_5XX_Count",
        threshold=25,
        comparison="GreaterThanThreshold",
    )
    c.series("alb/dispatch", "HTTPCode_Target_5XX_Count", 0, 61, -3, noise=0.3, odd=0.03)
    c.series("alb/dispatch", "RequestCount", 410, noise=0.1)
    c.series("rds/dispatch-mysql", "DatabaseConnections", 171, 4, -3, noise=0.03)
    c.series("rds/dispatch-mysql", "CPUUtilization", 35, 9, -3, noise=0.12)
    c.quiet("ecs-service/dispatch-api")
    c.quiet("ecs-service/dispatch-maps")
    c.log(
        -2.8,
        "ecs-service/dispatch-api",
        "error",
        "com.mysql.cj.jdbc.exceptions.CommunicationsException: Communications link failure. The last packet successfully received from the server was 12 milliseconds ago.",
        2207,
    )
    c.log(
        -1.4,
        "ecs-service/dispatch-api",
        "error",
        "HikariPool-1 - Connection is not available, request timed out after 30000ms (total=0, active=0, idle=0, waiting=118)",
        640,
    )
    c.chatter("ecs-service/dispatch-api", "jvm", 3)
    c.chatter("ecs-service/dispatch-maps", "node", 3)
    c.event(-3.1, "rds", "rds/dispatch-mysql", "RDS-EVENT-0013", "Multi-AZ instance failover started.", "warning")
    c.event(-1.9, "rds", "rds/dispatch-mysql", "RDS-EVENT-0004", "DB instance shutdown")
    c.event(-0.8, "rds", "rds/dispatch-mysql", "RDS-EVENT-0006", "DB instance restarted")
    c.event(-200, "rds", "rds/dispatch-mysql", "RDS-EVENT-0002", "Finished DB Instance backup")
    c.edges(
        ("alb/dispatch", "calls", "ecs-service/dispatch-api"),
        ("ecs-service/dispatch-api", "writes", "rds/dispatch-mysql"),
        ("ecs-service/dispatch-api", "calls", "ecs-service/dispatch-maps"),
    )
    c.state(
        "rds/dispatch-mysql",
        "rds_instance",
        engine="mysql",
        engine_version="8.0.40",
        instance_class="db.m6g.large",
        multi_az=True,
        status="available",
    )
    return c.fault("db.failover", "rds/dispatch-mysql", near=["db.unreachable", "network.partition"])


CASES = (catalog_connections, slot_fills_disk, gp2_burst, burstable_credits, multi_az_failover)
