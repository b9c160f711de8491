"""A service that keeps what it should let go."""

from scenarios.cases.building import Scenario
from scenarios.cases.building_aws import Scene, edges, path
from scenarios.transparency.expecting import fault


def memory_leak() -> Scenario:
    """Tasks grow for hours until they are killed for their memory, start small and grow again. A neighbour was
    released between two of the kills."""
    s = Scene("2026-11-17T04:00:00", count=96, period=300, seed=2103, region="eu-west-3")
    svc, front, lb, worker, db = (
        "ecs-service/document-render",
        "ecs-service/portal-web",
        "alb/portal",
        "ecs-service/document-index",
        "rds/portal-pg",
    )
    saw = path((30, 41, 97), (32, 40, 98), (None, 41, 98))
    kill = (
        "(service document-render) (task {task}) stopped: OutOfMemoryError: Container killed due to memory usage; "
        "exit code 137"
    )
    return fault(
        s.bundle(
            "memory-leak",
            "portal: 5xx of the targets",
            lb,
            started=462,
            severity="high",
            service="portal",
            description="HTTPCode_Target_5XX_Count > 25 for 1 datapoint within 5 minutes",
            alerts=[
                s.alarm(lb, 462, "portal: 5xx of the targets", "HTTPCode_Target_5XX_Count", 25),
                s.alarm(svc, 440, "document-render memory", "MemoryUtilization", 90),
            ],
            metrics=[
                s.series(
                    svc, "MemoryUtilization", saw, spread=0.006, ClusterName="portal", ServiceName="document-render"
                ),
                s.series(svc, "CPUUtilization", 33, ClusterName="portal", ServiceName="document-render"),
                s.series(
                    svc,
                    "RunningTaskCount",
                    path((30, 4), (1, 2), (31, 4), (1, 2), (29, 4), (None, 2)),
                    namespace="ECS/ContainerInsights",
                    ClusterName="portal",
                    ServiceName="document-render",
                ),
                *s.tasks(front, "portal", cpu=26, memory=48, running=4),
                *s.tasks(worker, "portal", cpu=19, memory=39, running=2),
                *s.alb(
                    lb,
                    requests=5200,
                    failed=path((30, 1), (1, 44), (31, 1), (1, 47), (29, 1), (None, 52)),
                    seconds=path((30, 0.2), (1, 0.9), (31, 0.2), (1, 0.9), (29, 0.2), (None, 1.0)),
                ),
                *s.rds(db, skip=["SwapUsage", "MaximumUsedTransactionIDs", "NetworkReceiveThroughput"]),
            ],
            logs=[
                *s.lines(
                    svc,
                    5,
                    470,
                    35,
                    ["INFO rendered doc={n} pages=12 in 340 ms", "INFO rendered doc={n} pages=3 in 97 ms"],
                ),
                s.log(svc, 96, "WARN heap used 1490 MB of 2048 MB after full GC, template cache entries=61200", "WARN"),
                s.log(
                    svc, 260, "WARN heap used 1502 MB of 2048 MB after full GC, template cache entries=62050", "WARN"
                ),
                s.log(
                    svc, 420, "WARN heap used 1711 MB of 2048 MB after full GC, template cache entries=70310", "WARN"
                ),
                s.log(svc, 459, "ERROR java.lang.OutOfMemoryError: Java heap space", "ERROR", count=6),
                s.log(front, 462, "ERROR document-render.local:8080: connection reset by peer", "ERROR", count=318),
                s.log(worker, 60, "WARN skipped empty document", "WARN", count=120),
                s.log(worker, 430, "WARN skipped empty document", "WARN", count=131),
            ],
            events=[
                s.event(svc, 151, "TASK_STOPPED", kill.format(task="a1f0c2"), type="error"),
                s.event(svc, 311, "TASK_STOPPED", kill.format(task="b7702e"), type="error"),
                s.event(svc, 461, "TASK_STOPPED", kill.format(task="c00d91"), type="error"),
                s.event(svc, 463, "ServiceTaskStarted", "(service document-render) has started 2 tasks: (task d1 e2)."),
                s.event(worker, 405, "SERVICE_STEADY_STATE", "(service document-index) has reached a steady state."),
            ],
            changes=[
                s.change(
                    worker,
                    402,
                    "deployment",
                    "ecs:UpdateService",
                    "role/search-ci",
                    task_definition=["document-index:51", "document-index:52"],
                ),
                s.change(
                    svc,
                    -4100,
                    "deployment",
                    "ecs:UpdateService",
                    "role/portal-ci",
                    task_definition=["document-render:118", "document-render:119"],
                ),
            ],
            topology=edges(
                (lb, "calls", front),
                (front, "calls", svc),
                (front, "reads", db),
                (worker, "reads", db),
                (front, "calls", worker),
            ),
            state=[
                s.ecs_state(svc, 4, 2, "document-render:119", memory_mb=3072, events=[kill.format(task="c00d91")]),
                s.ecs_state(front, 4, 4, "portal-web:402"),
                s.ecs_state(worker, 2, 2, "document-index:52"),
                s.instance(db, "postgres", "16.3", "db.m6g.large", parameters={"max_connections": 800}),
            ],
            gaps=[
                {
                    "section": "state",
                    "entity": db,
                    "reason": "Performance Insights is not enabled",
                    "permission": "pi:DescribeDimensionKeys",
                }
            ],
        ),
        "compute.memory_leak",
        svc,
        also=[("code.memory_leak", svc)],
        herring=("deployment.bad_release", worker),
        near=["dependency.unreachable", "traffic.surge"],
    )
