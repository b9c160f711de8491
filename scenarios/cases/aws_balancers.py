"""Load balancers: no targets, wrong health checks, bad revisions behind them, nobody who asks."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_aws import Scene, edges, fault, path, step


def target_group_emptied() -> Scenario:
    """A clean-up script took the targets out of the group: the tasks run and are idle, the balancer answers 503."""
    s, lb, tg, svc = (
        Scene("2026-09-11T07:30:00", seed=606, region="eu-central-1"),
        "alb/learn-public",
        "target-group/learn-web-blue",
        "ecs-service/learn-web",
    )
    return fault(
        s.bundle(
            "aws-group-without-targets",
            "learn.example: HTTP 503",
            lb,
            started=18,
            source="synthetic-monitor",
            severity="critical",
            alerts=[
                s.alarm(lb, 18, "learn.example front page", count=5, reason="HTTP 503 Service Temporarily Unavailable")
            ],
            metrics=[
                *s.alb(lb, requests=2100, refused=step(17, 0, 2090), seconds=step(17, 0.14, 0)),
                *s.metrics(tg, HealthyHostCount=step(17, 4, 0), UnHealthyHostCount=0, RequestCount=step(17, 2100, 0)),
                *s.tasks(svc, "learn", cpu=step(17, 38, 2), running=4),
            ],
            logs=[*s.lines(svc, 0, 17, 2, ["GET /lessons/{n} 200"]), *s.lines(svc, 17, 40, 6, ["worker idle"])],
            changes=[
                s.change(
                    tg,
                    16.8,
                    "infrastructure",
                    "elasticloadbalancing:DeregisterTargets",
                    "user/cleanup-script",
                    targets=4,
                ),
                s.change(
                    svc,
                    12,
                    "deployment",
                    "ecs:UpdateService",
                    "role/learn-ci",
                    task_definition=["learn-web:63", "learn-web:64"],
                ),
            ],
            topology=edges((lb, "calls", svc), (lb, "depends_on", tg)),
            state=[
                s.state(
                    tg,
                    "target_group",
                    healthy=0,
                    unhealthy=0,
                    reasons=[],
                    health_check={"path": "/healthz", "port": "traffic-port"},
                ),
                s.ecs_state(svc, 4, 4, "learn-web:64"),
            ],
        ),
        "lb.no_healthy_targets",
        tg,
        also=[("lb.no_healthy_targets", lb), ("lb.no_healthy_targets", svc)],
        herring=("deployment.bad_release", svc),
        near=["lb.health_check_wrong", "ecs.task_start_failure", "traffic.drop", "gateway.route_wrong"],
    )


def health_check_asks_the_wrong_path() -> Scenario:
    """The health check's path was changed to one the service never had: good tasks are killed again and again."""
    s, lb, tg, svc = (
        Scene("2026-10-01T12:15:00", seed=607),
        "alb/clinic-api",
        "target-group/clinic-api-8080",
        "ecs-service/clinic-api",
    )
    why = (
        "(service clinic-api) (port 8080) is unhealthy in (target-group clinic-api-8080) due to (reason Health "
        "checks failed with these codes: [404])."
    )
    return fault(
        s.bundle(
            "aws-check-path-404",
            "clinic-api-unhealthy-hosts",
            lb,
            started=19,
            alerts=[s.alarm(lb, 19, "clinic-api-unhealthy-hosts", "UnHealthyHostCount", 0)],
            metrics=[
                *s.alb(
                    lb,
                    requests=1500,
                    refused=step(19, 0, 1130),
                    seconds=0.09,
                    healthy=path((17, 3), (2, 1), (None, 0)),
                    unhealthy=path((17, 0), (2, 2), (None, 3)),
                ),
                *s.tasks(svc, "clinic", running=path((20, 3), (5, 2), (5, 3), (5, 2), (None, 3)), cpu=step(19, 29, 11)),
            ],
            logs=[
                *s.lines(
                    svc, 0, 17, 3, ['10.2.0.14 - "GET /health HTTP/1.1" 200 "ELB-HealthChecker/2.0"', "visit {n} saved"]
                ),
                *s.lines(
                    svc,
                    17.1,
                    40,
                    2,
                    [
                        '10.2.0.14 - "GET /api/healthz HTTP/1.1" 404 "ELB-HealthChecker/2.0"',
                        "Started ClinicApplication in 4.{n} seconds",
                    ],
                ),
            ],
            events=[
                *(s.event(svc, 20 + 5 * n, "ServiceHealth", why, type="warning") for n in range(4)),
                *(
                    s.event(
                        svc,
                        20.5 + 5 * n,
                        "TaskStopped",
                        (
                            "(service clinic-api) (task 61c) stopped: Task failed ELB health checks in "
                            "(target-group clinic-api-8080)"
                        ),
                        type="warning",
                    )
                    for n in range(4)
                ),
            ],
            changes=[
                s.change(
                    tg,
                    16.7,
                    "config",
                    "elasticloadbalancing:ModifyTargetGroup",
                    "role/terraform",
                    health_check_path=["/health", "/api/healthz"],
                ),
                s.change(
                    "rds/clinic-pg",
                    15,
                    "config",
                    "ModifyDBParameterGroup",
                    "user/dba",
                    log_min_duration_statement=[-1, 1000],
                ),
            ],
            topology=edges((lb, "calls", svc), (lb, "depends_on", tg), (svc, "reads", "rds/clinic-pg")),
            state=[
                s.state(
                    tg,
                    "target_group",
                    healthy=0,
                    unhealthy=3,
                    reasons=["Target.ResponseCodeMismatch"],
                    health_check={"path": "/api/healthz", "port": "8080", "matcher": "200"},
                ),
                s.ecs_state(svc, 3, 3, "clinic-api:88", events=[why]),
            ],
        ),
        "lb.health_check_wrong",
        tg,
        also=[("lb.health_check_wrong", svc), ("lb.health_check_wrong", lb)],
        near=["lb.no_healthy_targets", "ecs.task_start_failure", "deployment.bad_release", "compute.instance_lost"],
    )


def unhealthy_because_the_release_is() -> Scenario:
    """The health check is right and its path old: the new revision itself answers 500, and the rollout is halted."""
    s, lb, svc = Scene("2026-10-22T14:00:00", seed=608), "alb/fare", "ecs-service/fare-engine"
    return fault(
        s.bundle(
            "aws-revision-answers-500",
            "fare 5xx",
            lb,
            started=18,
            alerts=[s.alarm(lb, 18, "fare 5xx", "HTTPCode_Target_5XX_Count", 20)],
            metrics=[
                *s.alb(
                    lb,
                    requests=2600,
                    failed=path((15, 1), (None, 860)),
                    seconds=0.09,
                    healthy=path((15, 6), (None, 4)),
                    unhealthy=path((15, 0), (None, 2)),
                ),
                *s.tasks(svc, "travel", running=path((15, 6), (None, 7)), cpu=36),
            ],
            logs=[
                *s.lines(
                    svc,
                    15.2,
                    40,
                    1.4,
                    [
                        (
                            'level=error rev=92 msg="panic serving 10.0.4.2:{n}: runtime error: index out of '
                            'range [3] with length 3"'
                        ),
                        'level=info rev=91 msg="fare computed" ms=21',
                    ],
                ),
                *s.lines(svc, 0, 15, 3, ['level=info rev=91 msg="fare computed" ms=20']),
            ],
            events=[
                s.event(
                    svc,
                    19,
                    "ServiceHealth",
                    (
                        "(service fare-engine) (port 9000) is unhealthy in (target-group fare) due to (reason "
                        "Health checks failed with these codes: [500])."
                    ),
                    type="warning",
                    count=8,
                ),
                s.event(svc, 14, "SERVICE_DEPLOYMENT_IN_PROGRESS", "ECS deployment ecs-svc/3301 in progress."),
            ],
            changes=[
                s.change(
                    svc,
                    13.8,
                    "deployment",
                    "ecs:UpdateService",
                    "role/travel-ci",
                    task_definition=["fare-engine:91", "fare-engine:92"],
                ),
                s.change(
                    "target-group/fare",
                    -44000,
                    "config",
                    "elasticloadbalancing:ModifyTargetGroup",
                    "role/terraform",
                    interval=[30, 15],
                ),
            ],
            topology=edges((lb, "calls", svc)),
            state=[
                s.ecs_state(
                    svc,
                    6,
                    7,
                    "fare-engine:92",
                    deployments=[
                        {
                            "status": "PRIMARY",
                            "task_definition": "fare-engine:92",
                            "desired": 6,
                            "running": 3,
                            "failed_tasks": 9,
                            "rollout_state": "IN_PROGRESS",
                        },
                        {
                            "status": "ACTIVE",
                            "task_definition": "fare-engine:91",
                            "desired": 4,
                            "running": 4,
                            "rollout_state": "COMPLETED",
                        },
                    ],
                ),
                s.state(
                    "target-group/fare",
                    "target_group",
                    healthy=4,
                    unhealthy=2,
                    reasons=["Target.ResponseCodeMismatch"],
                    health_check={"path": "/ping"},
                ),
            ],
        ),
        "deployment.bad_release",
        svc,
        near=["lb.health_check_wrong", "ecs.task_start_failure", "lb.no_healthy_targets"],
    )


def no_visitors_come_through() -> Scenario:
    """A DNS record at the edge was changed: no visitors arrive, every host is healthy and has nothing to do."""
    s, lb, svc = Scene("2026-11-08T18:00:00", seed=610), "alb/tickets-eu", "ecs-service/tickets-web"
    return fault(
        s.bundle(
            "aws-nobody-arrives",
            "Orders per minute dropped",
            lb,
            started=19,
            source="datadog",
            severity="critical",
            alerts=[s.alarm(lb, 19, "Orders per minute dropped", "orders.per_minute", 20, below=True)],
            metrics=[
                *s.alb(lb, requests=path((16, 3300), (3, 900, 90), (None, 22)), seconds=0.08, healthy=4),
                *s.tasks(svc, "tickets", cpu=path((16, 41), (None, 4)), running=4),
                *s.rds(
                    "rds/tickets-pg",
                    CPUUtilization=path((16, 27), (None, 5)),
                    DatabaseConnections=40,
                    ReadIOPS=path((16, 320), (None, 20)),
                    WriteIOPS=path((16, 180), (None, 12)),
                    DBLoad=path((16, 1.8), (None, 0.1)),
                    skip=[
                        "SwapUsage",
                        "DBLoadCPU",
                        "DBLoadNonCPU",
                        "ReadThroughput",
                        "WriteThroughput",
                        "MaximumUsedTransactionIDs",
                    ],
                ),
                s.series(
                    "service/orders", "orders.per_minute", path((16, 71), (None, 0)), namespace="Business", baseline=72
                ),
            ],
            logs=[
                *s.lines(svc, 0, 16, 2, ["GET /event/{n} 200 61ms"]),
                *s.lines(svc, 18, 40, 5, ["GET /healthz 200 1ms"]),
            ],
            changes=[
                s.change(
                    "route53/tickets.example",
                    15.4,
                    "config",
                    "ChangeResourceRecordSets",
                    "user/web-agency",
                    record={"name": "tickets.example", "type": "A", "alias": ["tickets-eu alb", "d2x7.cloudfront.net"]},
                ),
                s.change(
                    svc,
                    11,
                    "deployment",
                    "ecs:UpdateService",
                    "role/ci",
                    task_definition=["tickets-web:10", "tickets-web:11"],
                ),
            ],
            topology=edges(
                (lb, "calls", svc), (svc, "reads", "rds/tickets-pg"), ("route53/tickets.example", "calls", lb)
            ),
            state=[
                s.ecs_state(svc, 4, 4, "tickets-web:11"),
                s.state("target-group/tickets", "target_group", healthy=4, unhealthy=0, reasons=[]),
            ],
        ),
        "traffic.drop",
        lb,
        also=[("dns.record_wrong", "route53/tickets.example"), ("traffic.drop", "route53/tickets.example")],
        herring=("deployment.bad_release", svc),
        near=["lb.no_healthy_targets", "db.unreachable", "deployment.bad_release"],
    )


CASES: tuple[Case, ...] = (
    target_group_emptied,
    health_check_asks_the_wrong_path,
    unhealthy_because_the_release_is,
    no_visitors_come_through,
)
