"""Healthy pages about databases: what went wrong is over or was meant."""

from .bystanders import bystanders
from .curves import bump, burst, flat, line
from .estate import backup, balancer, database, deploy, ecs_state, rds_state, tasks
from .ward import Case, Ward


def coupons_blip() -> Case:
    """Two minutes of refused connections during a host's network blip, over by itself."""
    w = Ward("wd-coupon-api", 201, "2026-03-04T11:00", 70, "eu-west-1")
    w.page(
        "coupon-api-5xx",
        31,
        "alb/coupon-api",
        "Threshold Crossed: 2 datapoints [310.0, 288.0] were greater than the threshold (50.0).",
        service="coupon",
        severity="high",
    )
    w.alarm(
        "coupon-api-5xx", "alb/coupon-api", "ok", 36, "HTTPCode_Target_5XX_Count", 50, reason="ALARM 11:31Z, OK 11:36Z"
    )
    w.alarm("coupon-db-cpu", "rds/coupon-db", "ok", -700, "CPUUtilization", 85)
    balancer(w, "coupon-api", 1600, bump(0.15, 1.9, 29, 31, 0.5), burst(0.2, 300, 29, 31))
    database(w, "coupon-db", 33, bump(102, 74, 29, 31, 0.5, 0.02), load=1.8)
    tasks(w, "coupon-api", 35, 49, flat(5))
    w.log(
        "ecs-service/coupon-api",
        29.3,
        "error",
        "pq: could not connect to server: Connection timed out (10.2.8.11:5432)",
        402,
        "/ecs/coupon-api",
    )
    w.log(
        "ecs-service/coupon-api", 31.1, "info", "db pool: reconnected, 12/12 connections healthy", 5, "/ecs/coupon-api"
    )
    w.log("ecs-service/coupon-api", 60, "info", "POST /coupons/redeem 200 31ms", 640, "/ecs/coupon-api")
    backup(w, "coupon-db", -300)
    deploy(w, "coupon-api", -190, 66)
    w.edges("alb/coupon-api", "ecs-service/coupon-api", "rds/coupon-db")
    rds_state(w, "coupon-db")
    ecs_state(w, "coupon-api", 5, 66)
    bystanders(w, 2, 0)
    return w.healthy("healthy.recovered", near=["db.unreachable"])


def pension_exercise() -> Case:
    """A failover exercise, announced and finished."""
    w = Ward("wd-pension-db-conns", 202, "2026-09-23T08:30", 75, "eu-central-1", stamp="+2")
    w.page(
        "pension-db: DatabaseConnections < 10",
        26,
        "rds/pension-db",
        source="datadog",
        severity="critical",
        service="pension",
    )
    w.alarm("pension-db connections low", "rds/pension-db", "ok", 31, "DatabaseConnections", 10, below=True)
    w.alarm("pension-web 5xx", "alb/pension-web", "ok", 32, "HTTPCode_Target_5XX_Count", 30)
    balancer(w, "pension-web", 700, bump(0.22, 8, 25, 27, 0.5), burst(0.1, 160, 25, 28))
    database(w, "pension-db", bump(27, 6, 25, 27, 0.5), bump(88, 0.3, 25, 27, 0.5, 0.03), load=1.3)
    w.log(
        "ecs-service/pension-web",
        25.3,
        "error",
        "org.postgresql.util.PSQLException: FATAL: terminating connection due to administrator command",
        88,
        "/ecs/pension-web",
    )
    w.log(
        "ecs-service/pension-web",
        27.4,
        "info",
        "HikariPool-1 - Added connection org.postgresql.jdbc.PgConnection@4e1f",
        90,
        "/ecs/pension-web",
    )
    w.event("rds/pension-db", 25.0, "failover", "Multi-AZ instance failover started.", type="warning")
    w.event("rds/pension-db", 25.6, "availability", "DB instance restarted")
    w.event("rds/pension-db", 26.4, "failover", "Multi-AZ instance failover completed")
    w.change(
        "rds/pension-db",
        24.6,
        "infrastructure",
        "rds:RebootDBInstance",
        "user/dba-rolf",
        force_failover=True,
        change_ticket="CHG-4471 failover exercise 10:45-11:15 CEST",
    )
    w.edges("alb/pension-web", "ecs-service/pension-web", "rds/pension-db")
    rds_state(w, "pension-db", availability_zone="eu-central-1b", secondary_availability_zone="eu-central-1a")
    ecs_state(w, "pension-web", 4, 91)
    bystanders(w, 3, 1)
    return w.healthy(herring=("db.failover", "rds/pension-db"), near=["db.failover"])


def museum_upgrade() -> Case:
    """A minor version upgrade in the maintenance window took the site down for six minutes; it is over."""
    w = Ward("wd-museum-site", 203, "2026-05-10T01:30", 110, "eu-south-1")
    w.page(
        "museum-shop uptime check failed",
        37,
        "alb/museum-shop",
        "HTTP 500 from Milan, Frankfurt",
        source="synthetic-monitor",
        severity="high",
        service="museum",
    )
    w.alarm("uptime museum-shop", "alb/museum-shop", "ok", 44, count=3, reason="recovered after 6m")
    w.alarm("museum-db-read-latency", "rds/museum-db", "ok", 52, "ReadLatency", 0.02)
    balancer(w, "museum-shop", 120, 0.24, burst(0.05, 45, 35, 41))
    database(
        w,
        "museum-db",
        bump(14, 41, 41, 47),
        bump(31, 0, 35, 41, 0.5, 0.02),
        read=bump(0.0011, 0.034, 41, 48),
        load=0.6,
        hole=(35, 41),
    )
    w.log(
        "ecs-service/museum-shop",
        35.4,
        "error",
        "PDOException: SQLSTATE[HY000] [2002] Connection refused",
        211,
        "/ecs/museum-shop",
    )
    w.log("ecs-service/museum-shop", 90, "info", "GET /tickets 200", 77, "/ecs/museum-shop")
    w.event("rds/museum-db", 34.8, "maintenance", "DB engine version upgrade started.")
    w.event("rds/museum-db", 35, "availability", "DB instance shutdown")
    w.event("rds/museum-db", 40.6, "availability", "DB instance restarted")
    w.event("rds/museum-db", 42, "maintenance", "Finished applying DB engine version upgrade 8.0.39 to 8.0.40")
    w.edges("alb/museum-shop", "ecs-service/museum-shop", "rds/museum-db")
    rds_state(
        w,
        "museum-db",
        "db.t4g.medium",
        "mysql",
        "8.0.40",
        multi_az=False,
        preferred_maintenance_window="sun:02:00-sun:03:00",
        auto_minor_version_upgrade=True,
    )
    ecs_state(w, "museum-shop", 2, 40)
    bystanders(w, 1, 1)
    return w.healthy(near=["db.failover", "db.unreachable"])


def forum_lag() -> Case:
    """Replica lag of a bulk delete, gone before anyone looked."""
    w = Ward("wd-forum-replica", 206, "2026-06-03T03:00", 120, "us-west-2", stamp="offset")
    w.page(
        "forum-replica ReplicaLag > 60s",
        41,
        "rds/forum-replica",
        "avg(last_5m):avg:aws.rds.replica_lag{dbinstanceidentifier:forum-replica} > 60",
        source="datadog",
        severity="high",
        service="forum",
    )
    w.alarm("forum-replica lag", "rds/forum-replica", "ok", 72, "ReplicaLag", 60, reason="Recovered: 4.1")
    w.series(
        "ReplicaLag",
        "rds/forum-replica",
        line([(0, 0.3), (32, 0.4), (52, 214), (70, 1.2), (75, 0.4), (120, 0.4)], 0.05),
        digits=1,
    )
    database(w, "forum-db", bump(24, 47, 32, 54), 92, writes=bump(180, 2900, 32, 54), load=bump(1.2, 2.4, 32, 54))
    database(
        w, "forum-replica", bump(31, 46, 32, 70), 140, only=("CPUUtilization", "DatabaseConnections", "ReadLatency")
    )
    balancer(w, "forum", 1400, 0.21)
    w.log(
        "ecs-service/forum-janitor",
        31.8,
        "info",
        "purge: deleting notifications older than 180d",
        1,
        "/ecs/forum-janitor",
    )
    w.log("ecs-service/forum-janitor", 54, "info", "purge: done, 6144200 rows in 22m", 1, "/ecs/forum-janitor")
    w.log(
        "rds/forum-db",
        55,
        "log",
        'automatic vacuum of table "forum.public.notification": index scans: 1',
        1,
        "postgresql.log",
    )
    w.edges("alb/forum", "ecs-service/forum", "rds/forum-replica")
    w.edge("rds/forum-db", "rds/forum-replica", "replicates_to")
    w.edge("ecs-service/forum-janitor", "rds/forum-db", "writes")
    rds_state(w, "forum-db")
    rds_state(w, "forum-replica", source="forum-db", multi_az=False)
    bystanders(w, 1, 0)
    return w.healthy("healthy.recovered", herring=("db.replication_lag", "rds/forum-replica"))


def wallet_connections() -> Case:
    """A rolling deployment doubled the pools for seven minutes."""
    w = Ward("wd-wallet-conns", 207, "2026-08-19T13:00", 70, "eu-west-2")
    w.page(
        "wallet-db-connections",
        31,
        "rds/wallet-db",
        "Threshold Crossed: 3 datapoints [402.0, 411.0, 408.0] were greater than the threshold (350.0).",
        service="wallet",
        severity="high",
    )
    w.alarm("wallet-db-connections", "rds/wallet-db", "ok", 38, "DatabaseConnections", 350)
    balancer(w, "wallet-api", 2700, 0.13, 0.2)
    database(w, "wallet-db", 41, bump(212, 414, 27, 35, 2, 0.02), load=2.1)
    tasks(w, "wallet-api", bump(44, 31, 27, 35), 55, bump(10, 20, 27, 34, 1, 0))
    w.log("ecs-service/wallet-api", 28, "info", "HikariPool-1 - Start completed.", 10, "/ecs/wallet-api")
    w.log("ecs-service/wallet-api", 34.5, "info", "HikariPool-1 - Shutdown completed.", 10, "/ecs/wallet-api")
    w.log(
        "ecs-service/wallet-api",
        34.4,
        "warning",
        "Graceful shutdown: 2 requests still active, waiting",
        3,
        "/ecs/wallet-api",
    )
    deploy(w, "wallet-api", 25.5, 404, image="wallet-api:11.0.3")
    w.event(
        "ecs-service/wallet-api",
        36,
        "SERVICE_DEPLOYMENT_COMPLETED",
        "(service wallet-api) (deployment ecs-svc/331) deployment completed.",
        kind="ecs",
    )
    w.edges("alb/wallet-api", "ecs-service/wallet-api", "rds/wallet-db")
    rds_state(w, "wallet-db", connections=1700)
    ecs_state(w, "wallet-api", 10, 404)
    bystanders(w, 2, 0)
    return w.healthy(herring=("db.connections_exhausted", "rds/wallet-db"), near=["deployment.bad_release"])


CASES = (coupons_blip, pension_exercise, museum_upgrade, forum_lag, wallet_connections)
