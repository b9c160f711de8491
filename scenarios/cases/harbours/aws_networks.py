"""Faults between load balancers, tasks and databases on AWS."""

from __future__ import annotations

from .record import Bundle, Expected, Record, fault, step
from .scenery import alb, aws_life, chatter


def berth_invoices() -> tuple[Bundle, Expected]:
    """A security group lost the rule that let the tasks in to the database."""
    record = Record("hb-810", "2026-09-17T08:00", 60, lost=0.04)
    record.page(
        "invoice-api 5xx ratio burn",
        "cloudwatch",
        "alb/invoice-api",
        37,
        service="invoices",
        region="eu-west-1",
        severity="critical",
    )
    db, api = "rds/invoice-db", "ecs-service/invoice-api"
    alb(
        record,
        "invoice-api",
        1500,
        [(0, 1), (33, 1), (36, 900), (60, 1440)],
        [(0, 0.12), (33, 0.12), (35, 10), (60, 10)],
    )
    record.metric(db, "DatabaseConnections", [(0, 55), (33, 55), (40, 21), (50, 2), (60, 1)], noise=0.02)
    record.metric(db, "CPUUtilization", [(0, 27), (33, 27), (45, 4), (60, 3)])
    record.metric(db, "FreeStorageSpace", 2.1e11, noise=0.001)
    record.metric(api, "CPUUtilization", step(38, 35, 12))
    record.log(35, api, "dial tcp 10.9.40.21:5432: connect: connection timed out", "error", 4410, "/ecs/invoice-api")
    record.log(
        36,
        api,
        'level=error msg="acquire conn" err="failed to connect to `host=invoice-db.c1x.eu-west-1.rds.amazonaws.com user=invoice`: dial error (timeout: context deadline exceeded)"',
        "error",
        3800,
    )
    record.log(55, db, "LOG:  checkpoint complete: wrote 212 buffers (0.1%)", "info", 6, "postgresql.log")
    chatter(record, api, "go", 4)
    record.change(
        32.7,
        "access",
        "ec2:RevokeSecurityGroupIngress",
        "security-group/sg-0invoicedb",
        "user/netops-pal",
        group="invoice-db-sg",
        permission="tcp/5432 from sg-0invoiceapi (invoice-api tasks)",
        reason="stale rule clean-up",
    )
    record.change(
        18,
        "deployment",
        "ecs:UpdateService",
        api,
        "role/invoice-ci",
        task_definition=["invoice-api:304", "invoice-api:305"],
    )
    record.event(
        4,
        "rds",
        db,
        "maintenance",
        "The CA certificate rds-ca-2019 of this instance was replaced by rds-ca-rsa2048-g1 (no restart)",
    )
    record.edges(f"alb/invoice-api > {api}", f"{api} writes {db}", f"{db} depends_on security-group/sg-0invoicedb")
    record.state(
        db,
        "rds_instance",
        engine="postgres",
        status="available",
        instance_class="db.m6g.large",
        vpc_security_groups=["sg-0invoicedb"],
    )
    record.state(
        "security-group/sg-0invoicedb",
        "security_group",
        ingress=[{"protocol": "tcp", "port": 5432, "from": "sg-0bastion"}],
        attached_to=["invoice-db"],
    )
    record.state(
        api,
        "ecs_service",
        desired=6,
        running=6,
        pending=0,
        security_groups=["sg-0invoiceapi"],
        task_definition="invoice-api:305",
    )
    aws_life(record)
    return fault(
        record,
        "network.policy_blocked",
        db,
        ("network.policy_blocked", api),
        ("network.policy_blocked", "security-group/sg-0invoicedb"),
        herring=("deployment.bad_release", api),
        near=["db.unreachable", "app.certificate_expired"],
    )


def pilot_dispatch() -> tuple[Bundle, Expected]:
    """The target group asks a path the service never had; good tasks are killed in turn."""
    record = Record("hb-588", "2026-11-04T13:30", 50)
    record.page(
        "pilot-dispatch HTTPCode_ELB_5XX_Count",
        "cloudwatch",
        "alb/pilot-dispatch",
        29,
        service="pilot-dispatch",
        region="eu-west-1",
        severity="critical",
    )
    svc, group = "ecs-service/pilot-dispatch", "target-group/pilot-dispatch"
    record.metric("alb/pilot-dispatch", "RequestCount", 2200)
    record.metric("alb/pilot-dispatch", "HTTPCode_ELB_5XX_Count", [(0, 0), (26, 0), (28, 1400), (50, 1900)])
    record.metric("alb/pilot-dispatch", "HTTPCode_Target_5XX_Count", 1)
    record.metric(
        group, "HealthyHostCount", [(0, 4), (25, 4), (27, 0), (34, 1), (36, 0), (50, 0)], noise=0, stat="Minimum"
    )
    record.metric(group, "UnHealthyHostCount", [(0, 0), (25, 0), (27, 4), (50, 4)], noise=0.05)
    record.metric(svc, "CPUUtilization", [(0, 33), (26, 34), (30, 60), (50, 57)])
    record.metric(svc, "MemoryUtilization", 51, noise=0.02)
    record.log(
        33, svc, '"GET /healthz HTTP/1.1" 404 19 "-" "ELB-HealthChecker/2.0"', "info", 410, "/ecs/pilot-dispatch"
    )
    record.log(
        12, svc, '"GET /internal/health HTTP/1.1" 200 2 "-" "ELB-HealthChecker/2.0"', "info", 400, "/ecs/pilot-dispatch"
    )
    record.log(40, svc, "listening on 0.0.0.0:8080 in 3.1s, database ok, broker ok", "info", 9)
    chatter(record, svc, "go", 4)
    for minute in (28, 35, 43):
        record.event(
            minute,
            "ecs",
            svc,
            "ELB_HEALTH_CHECKS_FAILED",
            "(service pilot-dispatch) (task 2f81) failed ELB health checks in (target-group pilot-dispatch): Health checks failed with these codes: [404]",
            "warning",
            4,
        )
    record.event(44, "ecs", svc, "TASKS_STARTED", "(service pilot-dispatch) has started 4 tasks", count=3)
    record.change(
        24.5,
        "config",
        "elasticloadbalancing:ModifyTargetGroup",
        group,
        "role/terraform",
        health_check_path=["/internal/health", "/healthz"],
        matcher="200",
    )
    record.change(
        -20,
        "deployment",
        "ecs:UpdateService",
        svc,
        "role/pilots-ci",
        task_definition=["pilot-dispatch:90", "pilot-dispatch:91"],
    )
    record.edges(f"alb/pilot-dispatch > {group}", f"{group} > {svc}")
    record.state(
        group,
        "target_group",
        healthy=0,
        unhealthy=4,
        reasons=["Target.ResponseCodeMismatch"],
        health_check={"path": "/healthz", "matcher": "200", "interval_s": 10},
    )
    record.state(svc, "ecs_service", desired=4, running=4, pending=0, task_definition="pilot-dispatch:91")
    aws_life(record)
    return fault(
        record,
        "lb.health_check_wrong",
        group,
        ("lb.health_check_wrong", svc),
        ("lb.health_check_wrong", "alb/pilot-dispatch"),
        herring=("deployment.bad_release", svc),
        near=["lb.no_healthy_targets"],
    )
