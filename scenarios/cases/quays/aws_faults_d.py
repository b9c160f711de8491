"""Faults on AWS, part 4 of 4."""

from __future__ import annotations

from .bundle import Case, Pair
from .surroundings import surround_aws


def yard_console() -> Pair:
    c = Case(
        196,
        "2026-10-07T12:21:00",
        13,
        "yard-console unavailable",
        "synthetic-monitor",
        "service/yard-console",
        region="eu-north-1",
        zone=2,
    )
    tg, svc = "target-group/yard-console-tg", "ecs-service/yard-console"
    c.metric(tg, "HealthyHostCount", {-60: 4, -4: 0}, stat="Minimum", noise=0, sway=0)
    c.metric(tg, "UnHealthyHostCount", {-60: 0, -4: 4}, stat="Maximum", noise=0, sway=0)
    c.metric("alb/yard", "HTTPCode_ELB_5XX_Count", {-60: 0.5, -3: 44}, stat="Sum", whole=True, noise=0.3)
    c.metric("alb/yard", "HTTPCode_Target_5XX_Count", 0.4, stat="Sum", whole=True, noise=0.6)
    c.metric("alb/yard", "TargetResponseTime", 0.09, stat="p95")
    c.metric(svc, "CPUUtilization", 33, noise=0.1, cap=100)
    c.metric(svc, "MemoryUtilization", 78, unit="Percent", noise=0.02)
    c.state(
        tg,
        "target_group",
        healthy=0,
        unhealthy=4,
        reasons=["Target.ResponseCodeMismatch: Health checks failed with these codes: [404]"],
        health_check={"path": "/healthz", "port": "traffic-port", "matcher": "200", "interval_s": 15},
    )
    c.state(
        svc,
        "ecs_service",
        desired=4,
        running=4,
        pending=0,
        task_definition="yard-console:130",
        deployments=[
            {
                "status": "PRIMARY",
                "task_definition": "yard-console:130",
                "desired": 4,
                "running": 4,
                "rollout_state": "COMPLETED",
            }
        ],
    )
    c.log(-4.5, svc, "info", '"GET /healthz HTTP/1.1" 404 9 "-" "ELB-HealthChecker/2.0"', 230)
    c.log(-40, svc, "info", '"GET /health HTTP/1.1" 200 15 "-" "ELB-HealthChecker/2.0" (last seen 12:15:50Z)', 720)
    c.log(-2, svc, "info", '"GET /api/stacks?row=B4 HTTP/1.1" 200 8120 (internal)', 310)
    c.log(-30, svc, "warn", "WebSocket /live closed with code 1006, client will reconnect", 44)
    c.event(
        -3,
        svc,
        "TARGET_UNHEALTHY",
        "(service yard-console) (port 8080) is unhealthy in (target-group yard-console-tg) due to (reason Health checks failed with these codes: [404]).",
        "error",
        "ecs",
        count=8,
    )
    c.change(
        -5.5,
        "config",
        "elasticloadbalancing:ModifyTargetGroup",
        tg,
        "user/platform-sofia",
        health_check_path=["/health", "/healthz"],
    )
    c.change(
        -160,
        "deployment",
        "ecs:UpdateService",
        svc,
        "role/ci-publisher",
        task_definition=["yard-console:129", "yard-console:130"],
    )
    c.alert(
        0, "yard-console unavailable", "service/yard-console", reason="503 from Stockholm, Frankfurt, Dublin", count=3
    )
    c.edges(
        "service/yard-console calls alb/yard", f"alb/yard calls {tg}", f"{tg} runs_on {svc}", f"{svc} reads rds/yard-db"
    )
    surround_aws(c, "rds/yard-db", "ecs-service/stack-planner")
    return c.fault(
        "lb.health_check_wrong",
        tg,
        also=[("lb.health_check_wrong", svc), ("lb.no_healthy_targets", tg)],
        herring=("deployment.bad_release", svc),
        near=["lb.no_healthy_targets"],
    )


def pilot_roster() -> Pair:
    c = Case(
        887,
        "2026-11-11T03:27:00",
        40,
        "pilot-roster write errors",
        "datadog",
        "ecs-service/pilot-roster",
        "high",
        "pilot-roster",
        region="eu-west-1",
        lead=30,
    )
    svc, db = "ecs-service/pilot-roster", "rds/roster-aurora"
    c.log(-24, svc, "info", "roster saved id=20931", 140)
    c.log(
        -2.5, svc, "error", "org.postgresql.util.PSQLException: An I/O error occurred while sending to the backend.", 38
    )
    c.log(
        -1.2,
        svc,
        "error",
        "org.postgresql.util.PSQLException: ERROR: cannot execute INSERT in a read-only transaction",
        1190,
    )
    c.log(
        38,
        svc,
        "error",
        "org.postgresql.util.PSQLException: ERROR: cannot execute UPDATE in a read-only transaction",
        1404,
    )
    c.log(30, svc, "info", "GET /rosters/week 200 in 41 ms", 2210)
    c.log(-11, svc, "warn", "HikariPool-1 - Pool stats (total=20, active=3, idle=17, waiting=0)", 6)
    c.log(
        12,
        "lambda/roster-mailer",
        "error",
        "SES: MessageRejected: Email address is not verified (sandbox recipient)",
        3,
    )
    c.event(-2.8, db, "failover", "Started cross AZ failover to DB instance: roster-aurora-2", "warning", "rds")
    c.event(-2.1, db, "failover", "Completed failover to DB instance: roster-aurora-2", "info", "rds")
    c.event(-1.4, "rds/roster-aurora-1", "availability", "DB instance restarted", "info", "rds")
    c.change(
        -26,
        "deployment",
        "lambda:UpdateFunctionCode",
        "lambda/roster-mailer",
        "role/ci-publisher",
        version=["12", "13"],
    )
    c.alert(
        0,
        "pilot-roster write errors",
        svc,
        reason='logs("service:pilot-roster status:error").rollup("count").last("5m") > 100',
    )
    c.edges(f"{svc} writes {db}", f"{svc} calls lambda/roster-mailer")
    surround_aws(c, "lambda/tide-lookup", "ecs-service/pilot-weather", metrics=False)
    c.gap("metrics", "AccessDenied: cloudwatch:GetMetricData", permission="cloudwatch:GetMetricData")
    c.gap("state", "AccessDenied: rds:DescribeDBClusters", db, "rds:DescribeDBClusters")
    return c.fault(
        "db.failover", db, also=[("db.read_only", db), ("db.read_only", "rds/roster-aurora-1"), ("db.failover", "rds/roster-aurora-1"), ("db.failover", svc), ("db.read_only", svc)],
        herring=("deployment.bad_release", "lambda/roster-mailer"), near=["db.read_only"], poor=True,
    )  # fmt: skip
