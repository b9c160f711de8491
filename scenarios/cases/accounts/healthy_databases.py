"""RDS and Aurora with nothing wrong now: noise, a recovered dip, a silly threshold, a drill."""

from __future__ import annotations

from .build import Answer, Case


def cpu_above_line() -> Answer:
    c = Case(
        "ledgerpg-cpu-0205",
        "2026-04-09T02:05:00",
        "ledger-pg CPUUtilization >= 60 for 1 datapoint",
        "rds/ledger-pg",
        span=1440,
        step=300,
        since=-15,
    )
    c.alert(
        -15,
        "ledger-pg CPUUtilization",
        "rds/ledger-pg",
        metric="CPUUtilization",
        threshold=60,
        comparison="GreaterThanOrEqualToThreshold",
        reason="1 datapoint [61.4] was greater than or equal to the threshold (60.0)",
    )
    c.alert(
        -1455,
        "ledger-pg CPUUtilization",
        "rds/ledger-pg",
        "ok",
        metric="CPUUtilization",
        threshold=60,
        reason="fired and cleared at the same hour yesterday",
    )
    c.series("rds/ledger-pg", "CPUUtilization", 51, noise=0.09, top=64, spot=(-15, 61.4))
    c.series("rds/ledger-pg", "DatabaseConnections", 140, noise=0.03)
    c.series("rds/ledger-pg", "DBLoad", 1.9, noise=0.1)
    c.series("rds/ledger-pg", "ReadLatency", 0.0009, noise=0.1)
    c.series("rds/ledger-pg", "FreeStorageSpace", 5.5e11, noise=0.0002)
    c.series("alb/ledger", "TargetResponseTime", 0.11, noise=0.1)
    c.series("alb/ledger", "HTTPCode_Target_5XX_Count", 0, odd=0.08)
    c.chatter("rds/ledger-pg", "pg", 5)
    c.chatter("ecs-service/ledger", "jvm", 5)
    c.event(-120, "rds", "rds/ledger-pg", "RDS-EVENT-0002", "Finished DB Instance backup")
    c.change(-310, "deployment", "ecs:UpdateService", "ecs-service/ledger", "role/cd")
    c.edges(("alb/ledger", "calls", "ecs-service/ledger"), ("ecs-service/ledger", "writes", "rds/ledger-pg"))
    c.state(
        "rds/ledger-pg",
        "rds_instance",
        engine="postgres",
        engine_version="16.3",
        instance_class="db.m6g.2xlarge",
        multi_az=True,
        status="available",
    )
    c.insights(
        "rds/ledger-pg",
        -30,
        [
            ("SELECT sum(amount) FROM postings WHERE booked_on = $1 GROUP BY account", 0.7, 0.4, {"CPU": 0.6}),
            ("INSERT INTO postings VALUES ($1, $2, $3)", 0.5, 210.0, {"IO:WALSync": 0.2, "CPU": 0.3}),
        ],
        {"CPU": 1.5, "IO:WALSync": 0.3},
    )
    return c.healthy("healthy.threshold_noise", herring=("db.expensive_query", "rds/ledger-pg"))


def lag_came_and_went() -> Answer:
    """A bulk import held an Aurora replica back for five minutes; the lag is long gone and requests never noticed."""
    c = Case(
        "aurora-lag-blip",
        "2026-03-12T14:00:00",
        "AuroraReplicaLagMaximum > 1000 ms",
        "rds/shop-aurora-2",
        span=180,
        since=-38,
        source="datadog",
        severity="warning",
    )
    c.alert(
        -33,
        "AuroraReplicaLagMaximum > 1000 ms",
        "rds/shop-aurora-2",
        "ok",
        metric="AuroraReplicaLag",
        threshold=1000,
        reason="Recovered: avg(last_5m) 24.1",
    )
    c.series("rds/shop-aurora-2", "AuroraReplicaLag", 21, 1850, -41, end=-36, noise=0.15)
    c.series("rds/shop-aurora-2", "CPUUtilization", 31, 47, -41, end=-36, noise=0.1)
    c.quiet("rds/shop-aurora-0", 1.4)
    c.series("rds/shop-aurora-0", "DBLoad", 2.2, 3.1, -42, end=-36, noise=0.1)
    c.quiet("ecs-service/shop")
    c.series("alb/shop", "HTTPCode_Target_5XX_Count", 1, noise=0.4)
    c.series("alb/shop", "TargetResponseTime", 0.14, noise=0.1)
    c.log(-41, "ecs-service/price-import", "info", "import finished: 412000 rows upserted in 301 s")
    c.log(-39, "ecs-service/shop", "warn", "stale read on replica, retried on writer", 14)
    c.chatter("ecs-service/shop", "jvm", 4)
    c.chatter("rds/shop-aurora-0", "pg", 4)
    c.edges(
        ("alb/shop", "calls", "ecs-service/shop"),
        ("ecs-service/shop", "reads", "rds/shop-aurora-2"),
        ("rds/shop-aurora-0", "replicates_to", "rds/shop-aurora-2"),
        ("ecs-service/price-import", "writes", "rds/shop-aurora-0"),
    )
    c.state(
        "rds/shop-aurora-2",
        "rds_instance",
        engine="aurora-postgresql",
        engine_version="15.6",
        instance_class="db.r6g.large",
        db_cluster="shop",
        status="available",
    )
    c.insights(
        "rds/shop-aurora-0",
        -30,
        [("UPDATE carts SET touched_at = $1 WHERE id = $2", 0.8, 190.0, {"CPU": 0.5, "IO:XactSync": 0.3})],
        {"CPU": 1.5, "IO:XactSync": 0.6},
    )
    return c.healthy("healthy.recovered", herring=("db.replication_lag", "rds/shop-aurora-2"))


def memory_always_low() -> Answer:
    c = Case(
        "cms-mysql-mem",
        "2026-05-05T16:20:00",
        "URGENT cms-mysql FreeableMemory < 1 GiB",
        "rds/cms-mysql",
        span=1440,
        step=300,
        since=-10,
        severity="critical",
    )
    c.alert(
        -10,
        "cms-mysql FreeableMemory",
        "rds/cms-mysql",
        metric="FreeableMemory",
        threshold=1073741824,
        comparison="LessThanThreshold",
        reason="alarm created 10 minutes ago by terraform",
    )
    c.series("rds/cms-mysql", "FreeableMemory", 8.6e8, noise=0.015, before=True)
    c.series("rds/cms-mysql", "SwapUsage", 2.1e7, noise=0.002, unit="Bytes")
    c.series("rds/cms-mysql", "CPUUtilization", 17, noise=0.12, wave=0.2)
    c.series("rds/cms-mysql", "DatabaseConnections", 58, noise=0.04, wave=0.1)
    c.series("rds/cms-mysql", "ReadLatency", 0.0007, noise=0.1)
    c.quiet("ecs-service/cms")
    c.series("alb/cms", "TargetResponseTime", 0.18, noise=0.1)
    c.series("alb/cms", "HTTPCode_Target_5XX_Count", 0, odd=0.05)
    c.chatter("rds/cms-mysql", "mysql", 3)
    c.chatter("ecs-service/cms", "node", 4)
    c.change(
        -11,
        "infrastructure",
        "cloudwatch:PutMetricAlarm",
        "alarm/cms-mysql-freeable",
        "role/terraform",
        threshold=1073741824,
    )
    c.edges(("alb/cms", "calls", "ecs-service/cms"), ("ecs-service/cms", "writes", "rds/cms-mysql"))
    c.state(
        "rds/cms-mysql",
        "rds_instance",
        engine="mysql",
        engine_version="8.0.37",
        instance_class="db.t4g.medium",
        status="available",
        parameters={"innodb_buffer_pool_size": "{DBInstanceClassMemory*3/4}"},
    )
    return c.healthy("healthy.threshold_noise", herring=("compute.memory_saturation", "rds/cms-mysql"))


def drill_is_over() -> Answer:
    c = Case(
        "gamma-pg-connections",
        "2026-02-19T11:10:00",
        "gamma-pg: DatabaseConnections dropped to 0",
        "rds/gamma-pg",
        span=120,
        since=-49,
        severity="critical",
        zone_h=1,
    )
    c.alert(
        -44,
        "gamma-pg: DatabaseConnections dropped to 0",
        "rds/gamma-pg",
        "ok",
        metric="DatabaseConnections",
        threshold=5,
        comparison="LessThanThreshold",
        reason="Threshold Crossed: 3 out of 3 datapoints [122, 119, 121] were not less than the threshold",
    )
    c.series("rds/gamma-pg", "DatabaseConnections", 121, 0, -51, end=-48, noise=0.03)
    c.series("rds/gamma-pg", "CPUUtilization", 26, 6, -51, end=-48, noise=0.1)
    c.series("rds/gamma-pg", "DBLoad", 1.4, 0.1, -51, end=-48, noise=0.1)
    c.series("alb/gamma", "HTTPCode_Target_5XX_Count", 1, 410, -51, end=-48, noise=0.3)
    c.series("alb/gamma", "RequestCount", 3300, noise=0.06)
    c.quiet("ecs-service/gamma")
    c.log(
        -50.5,
        "ecs-service/gamma",
        "error",
        "org.postgresql.util.PSQLException: FATAL: terminating connection due to administrator command",
        121,
    )
    c.log(
        -47.6, "ecs-service/gamma", "info", "HikariPool-1 - Added connection org.postgresql.jdbc.PgConnection@5e1f", 120
    )
    c.chatter("ecs-service/gamma", "jvm", 4)
    c.chatter("rds/gamma-pg", "pg", 3)
    c.event(-51, "rds", "rds/gamma-pg", "RDS-EVENT-0013", "Multi-AZ instance failover started.", "warning")
    c.event(-49, "rds", "rds/gamma-pg", "RDS-EVENT-0049", "Multi-AZ instance failover completed")
    c.change(
        -51.5,
        "infrastructure",
        "rds:RebootDBInstance",
        "rds/gamma-pg",
        "user/dr-drill",
        force_failover=True,
        ticket="CHG-2201 quarterly drill",
    )
    c.edges(("alb/gamma", "calls", "ecs-service/gamma"), ("ecs-service/gamma", "writes", "rds/gamma-pg"))
    c.state(
        "rds/gamma-pg",
        "rds_instance",
        engine="postgres",
        engine_version="15.8",
        instance_class="db.m6g.large",
        multi_az=True,
        status="available",
    )
    c.insights(
        "rds/gamma-pg",
        -30,
        [("SELECT * FROM plans WHERE tenant = $1", 0.6, 77.0, {"CPU": 0.5})],
        {"CPU": 1.1, "Client:ClientRead": 0.1},
    )
    return c.healthy(herring=("db.failover", "rds/gamma-pg"))


CASES = (cpu_above_line, lag_came_and_went, memory_always_low, drill_is_over)
