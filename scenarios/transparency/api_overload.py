"""The shop's front door is asked for more than it was built for."""

from scenarios.cases.building import Scenario
from scenarios.cases.building_aws import Scene, edges, path
from scenarios.transparency.expecting import fault


def api_overload() -> Scenario:
    """A push message goes out to every customer at once. Requests rise sixfold, tasks run hot, and a service beside
    the way was released two minutes earlier."""
    s = Scene("2026-11-20T17:00:00", count=60, seed=2101, region="eu-west-1")
    lb, web, search, cache, table, beside = (
        "alb/storefront",
        "ecs-service/storefront-web",
        "ecs-service/product-search",
        "elasticache/storefront-cache-001",
        "dynamodb/catalogue",
        "ecs-service/recommendations",
    )
    crowd = path((34, 4100), (4, 7000, 24500), (None, 25800))
    return fault(
        s.bundle(
            "api-overload",
            "storefront: TargetResponseTime p95 above 1.5 s",
            lb,
            started=39,
            severity="critical",
            service="storefront",
            description="TargetResponseTime p95 > 1.5 for 3 datapoints within 3 minutes",
            alerts=[
                s.alarm(lb, 39, "storefront: TargetResponseTime p95 above 1.5 s", "TargetResponseTime", 1.5),
                s.alarm(lb, 40, "storefront: 5xx of the load balancer", "HTTPCode_ELB_5XX_Count", 50),
                s.alarm(web, 41, "storefront-web CPU", "CPUUtilization", 85),
            ],
            metrics=[
                *s.alb(
                    lb,
                    requests=crowd,
                    failed=path((37, 2), (None, 240)),
                    refused=path((37, 0), (None, 910)),
                    rejected=path((34, 60), (None, 380)),
                    seconds=path((35, 0.12), (4, 0.4, 2.4), (None, 2.7)),
                    healthy=6,
                ),
                s.series(lb, "NewConnectionCount", path((34, 1300), (4, 2300, 8200), (None, 8600)), statistic="Sum"),
                *s.tasks(
                    web,
                    "storefront",
                    cpu=path((34, 29), (4, 45, 93), (None, 96)),
                    memory=52,
                    running=path((44, 6), (None, 10)),
                ),
                *s.tasks(search, "storefront", cpu=path((34, 24), (4, 35, 71), (None, 74)), running=4),
                *s.tasks(beside, "storefront", cpu=27, memory=41, running=3),
                *s.metrics(
                    cache,
                    CacheHits=path((34, 52000), (4, 90000, 310000), (None, 322000)),
                    CacheMisses=path((34, 2600), (4, 4300, 15100), (None, 15900)),
                    EngineCPUUtilization=path((34, 14), (4, 20, 47), (None, 49)),
                    Evictions=0,
                    CurrConnections=path((34, 110), (None, 190)),
                ),
                *s.metrics(
                    table,
                    ConsumedReadCapacityUnits=path((34, 2500), (4, 4100, 14700), (None, 15400)),
                    ReadThrottleEvents=0,
                    SuccessfulRequestLatency=3.1,
                ),
            ],
            logs=[
                *s.lines(
                    web,
                    0,
                    34,
                    2,
                    ["INFO GET /p/{n} 200 84ms src=organic", "INFO GET /search?q={n} 200 131ms src=organic"],
                ),
                *s.lines(
                    web,
                    36,
                    60,
                    1,
                    [
                        "INFO GET /landing/winter-{n} 200 2210ms src=push",
                        "WARN accept queue full, 503 sent path=/landing/winter-{n} src=push",
                        "INFO GET /p/{n} 200 1920ms src=push",
                    ],
                ),
                *s.lines(search, 0, 60, 5, ["INFO query id={n} hits=48 took=22ms"]),
                s.log(beside, 33.4, "INFO started recommendations 4.18.0 in 6.1 s", "INFO"),
                s.log(beside, 12, "WARN model file is 9 days old", "WARN", count=410),
                s.log(beside, 44, "WARN model file is 9 days old", "WARN", count=420),
            ],
            events=[
                s.event(
                    web,
                    43.5,
                    "ScalingActivity",
                    "Successfully set desired count to 10. Change successfully fulfilled by ecs.",
                    kind="autoscaling",
                ),
                s.event(beside, 34, "SERVICE_STEADY_STATE", "(service recommendations) has reached a steady state."),
            ],
            changes=[
                s.change(
                    beside,
                    32.6,
                    "deployment",
                    "ecs:UpdateService",
                    "role/personalisation-ci",
                    task_definition=["recommendations:212", "recommendations:213"],
                ),
                s.change(
                    web,
                    -2870,
                    "deployment",
                    "ecs:UpdateService",
                    "role/storefront-ci",
                    task_definition=["storefront-web:640", "storefront-web:641"],
                ),
            ],
            topology=edges(
                (lb, "calls", web),
                (web, "calls", search),
                (web, "reads", cache),
                (web, "reads", table),
                (search, "reads", table),
            ),
            state=[
                s.ecs_state(web, 10, 10, "storefront-web:641"),
                s.ecs_state(search, 4, 4, "product-search:88"),
                s.ecs_state(beside, 3, 3, "recommendations:213"),
                s.state(table, "dynamodb_table", billing_mode="PAY_PER_REQUEST", status="ACTIVE"),
            ],
            gaps=[
                {
                    "section": "logs",
                    "entity": lb,
                    "reason": "access logs are not enabled",
                    "permission": "s3:GetObject",
                },
                {
                    "section": "events",
                    "entity": "account/health",
                    "reason": "AccessDenied",
                    "permission": "health:DescribeEvents",
                },
            ],
        ),
        "traffic.surge",
        lb,
        herring=("deployment.bad_release", beside),
        near=["traffic.abuse", "compute.cpu_saturation", "db.expensive_query"],
    )
