"""Healthy pages whose alarm is the mistake, or a test, or a user."""

from .bystanders import bystanders
from .curves import flat, steady
from .estate import balancer, database, deploy, ecs_state, rds_state, tasks
from .ward import Case, Ward


def atlas_memory() -> Case:
    """A duplicated monitor with its threshold in the wrong unit."""
    w = Ward("wd-atlas-memory", 215, "2026-06-11T13:00", 60, "eu-central-1", stamp="ms")
    w.page(
        "atlas-db FreeableMemory low (copy)",
        22,
        "rds/atlas-db",
        "FreeableMemory < 8000000000000",
        source="cloudwatch",
        severity="critical",
        service="atlas",
    )
    w.alarm(
        "atlas-db FreeableMemory low (copy)",
        "rds/atlas-db",
        "alarm",
        22,
        "FreeableMemory",
        8e12,
        below=True,
        reason="3 datapoints [5.9E9] were less than the threshold (8.0E12); alarm created 13:19Z",
    )
    w.alarm("atlas-db FreeableMemory low", "rds/atlas-db", "ok", -30000, "FreeableMemory", 8e8, below=True)
    w.alarm("atlas-db SwapUsage", "rds/atlas-db", "ok", -30000, "SwapUsage", 2e8)
    database(w, "atlas-db", 42, 133, memory=5.9e9, load=1.7)
    w.series("SwapUsage", "rds/atlas-db", steady(2.1e6, 0.01), unit="Bytes")
    balancer(w, "atlas", 1250, 0.2)
    tasks(w, "atlas", 40, 56, flat(4))
    w.log("ecs-service/atlas", 30, "info", "GET /regions 200", 990, "/ecs/atlas")
    w.log("rds/atlas-db", 41, "log", "checkpoint starting: time", 12, "postgresql.log")
    w.change(
        "alarm/atlas-db-freeable-memory-copy",
        19,
        "config",
        "cloudwatch:PutMetricAlarm",
        "user/dev-karim",
        threshold=8e12,
        copied_from="atlas-db FreeableMemory low",
    )
    deploy(w, "atlas", -260, 71)
    w.edges("alb/atlas", "ecs-service/atlas", "rds/atlas-db")
    rds_state(w, "atlas-db")
    ecs_state(w, "atlas", 4, 71)
    bystanders(w, 2, 2)
    return w.healthy("healthy.threshold_noise", herring=("compute.memory_saturation", "rds/atlas-db"))


def ferry_test() -> Case:
    """The on-call tool's monthly test page."""
    w = Ward("wd-ferry-page", 216, "2026-04-01T07:00", 45, "eu-north-1")
    w.page(
        "TEST - ferry-booking unavailable - please acknowledge",
        15,
        "service/ferry-booking",
        "Monthly paging drill. No customer impact. Sent by scheduled rule oncall-drill.",
        source="manual",
        severity="critical",
        service="ferry",
        labels={"env": "prod", "drill": "true"},
    )
    w.alarm("oncall-drill", "service/ferry-booking", "alarm", 15, reason="set-alarm-state: monthly drill")
    w.alarm("ferry-booking-5xx", "alb/ferry-booking", "ok", -9000, "HTTPCode_Target_5XX_Count", 30)
    balancer(w, "ferry-booking", 940, 0.25)
    database(w, "ferry-db", 27, 61, load=1.0)
    tasks(w, "ferry-booking", 33, 50, flat(3))
    w.log("ecs-service/ferry-booking", 20, "info", "booking confirmed", 410, "/ecs/ferry-booking")
    w.log("ecs-service/ferry-booking", 12, "warning", "vessel position feed delayed 41s", 5, "/ecs/ferry-booking")
    w.change(
        "alarm/oncall-drill",
        14.9,
        "other",
        "cloudwatch:SetAlarmState",
        "rule/oncall-drill",
        state_value="ALARM",
        state_reason="monthly drill",
    )
    w.edges("alb/ferry-booking", "ecs-service/ferry-booking", "rds/ferry-db")
    rds_state(w, "ferry-db")
    ecs_state(w, "ferry-booking", 3, 18)
    bystanders(w, 3, 2)
    return w.healthy("healthy.expected_signal")


def census_password() -> Case:
    """An analyst mistyped a password a few times; the applications never noticed."""
    w = Ward("wd-census-auth", 217, "2026-02-10T09:30", 60, "us-east-2", stamp="-5")
    w.page(
        "census-db: log pattern 'password authentication failed' >= 5",
        31,
        "rds/census-db",
        source="cloudwatch",
        severity="high",
        service="census",
    )
    w.alarm("census-db-auth-failures", "rds/census-db", "ok", 41, "AuthFailureCount", 5)
    w.series(
        "AuthFailureCount",
        "rds/census-db",
        lambda minute, rng: {28: 9.0}.get(int(minute), 0.0),
        space="Custom",
    )
    database(w, "census-db", 38, 88, load=1.5)
    balancer(w, "census", 1320, 0.22)
    w.log(
        "rds/census-db",
        28,
        "fatal",
        '2026-02-10 09:58:02 UTC:10.90.1.7(61022):j.okafor@census:[9921]:FATAL:  password authentication failed for user "j.okafor"',
        9,
        "postgresql.log",
    )
    w.log(
        "rds/census-db",
        31,
        "log",
        "2026-02-10 10:01:12 UTC:10.90.1.7(61040):j.okafor@census:[9940]:LOG:  connection authorized: user=j.okafor database=census application_name=DBeaver 24.1",
        1,
        "postgresql.log",
    )
    w.log("ecs-service/census", 50, "info", "GET /tables/h12 200 73ms", 1900, "/ecs/census")
    w.change(
        "user/j.okafor",
        -60,
        "access",
        "rds-db:AlterRolePassword",
        "user/dba-sue",
        reason="90 day password change requested by user",
    )
    w.edges("alb/census", "ecs-service/census", "rds/census-db")
    rds_state(w, "census-db")
    ecs_state(w, "census", 4, 23)
    bystanders(w, 1, 0)
    return w.healthy(herring=("db.credentials_invalid", "rds/census-db"), near=["access.secret_rotation"])


def gym_pattern() -> Case:
    """A new log filter alarms on a line that a health check has written for years."""
    w = Ward("wd-gym-db-errors", 222, "2026-12-09T12:00", 90, "us-west-2", stamp="ms")
    w.page(
        "gym-db error lines in postgresql.log",
        48,
        "rds/gym-db",
        "LogErrorLines >= 10 within 5 min",
        source="cloudwatch",
        severity="critical",
        service="gym",
    )
    w.alarm(
        "gym-db-log-errors",
        "rds/gym-db",
        "alarm",
        48,
        "LogErrorLines",
        10,
        reason="metric filter created 12:40Z; in ALARM since its first datapoint",
    )
    w.series(
        "LogErrorLines", "rds/gym-db", lambda minute, rng: 12.0 if minute >= 41 else 0.0, space="Custom", hole=(0, 41)
    )
    database(w, "gym-db", 34, 90, load=1.4)
    balancer(w, "gym-app", 1900, 0.18)
    tasks(w, "gym-app", 36, 48, flat(4))
    w.log(
        "rds/gym-db",
        60,
        "log",
        "could not receive data from client: Connection reset by peer (host=10.77.0.5, nlb health check)",
        240,
        "postgresql.log",
    )
    w.log(
        "rds/gym-db",
        -2880,
        "log",
        "could not receive data from client: Connection reset by peer (host=10.77.0.5, nlb health check)",
        17280,
        "postgresql.log",
    )
    w.log("ecs-service/gym-app", 70, "info", "POST /checkins 201", 1230, "/ecs/gym-app")
    w.change(
        "log-group/gym-db-postgresql",
        40,
        "config",
        "logs:PutMetricFilter",
        "user/sre-ola",
        filter_pattern="?ERROR ?FATAL ?could",
        metric="LogErrorLines",
    )
    w.edges("alb/gym-app", "ecs-service/gym-app", "rds/gym-db")
    rds_state(w, "gym-db")
    ecs_state(w, "gym-app", 4, 210)
    bystanders(w, 3, 2)
    return w.healthy("healthy.threshold_noise", herring=("network.packet_loss", "rds/gym-db"))


CASES = (atlas_memory, ferry_test, census_password, gym_pattern)
