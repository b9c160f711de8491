"""Load of a database that comes from elsewhere: visitors, an emptied cache, a flag."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_aws import Scene, edges, fault, path, step


def surge_seen_at_the_database() -> Scenario:
    """A television spot sends five times the visitors. The alarm is on the database, which only does as asked."""
    s, db, lb, web = (
        Scene("2026-11-15T19:02:00", seed=108),
        "rds/recipes-aurora-1",
        "alb/recipes-web",
        "ecs-service/recipes-web",
    )
    return fault(
        s.bundle(
            "aws-tv-spot",
            "recipes-aurora-1: DBLoad above vCPU",
            db,
            started=17,
            alerts=[
                s.alarm(db, 17, "recipes-aurora-1: DBLoad above vCPU", "DBLoad", 4),
                s.alarm(lb, 18, "recipes-web latency", "TargetResponseTime", 1),
            ],
            metrics=[
                *s.rds(
                    db,
                    "aurora-mysql",
                    CPUUtilization=path((14, 19), (3, 30, 81), (None, 86)),
                    DatabaseConnections=path((14, 88), (4, 110, 390), (None, 402)),
                    Queries=path((14, 2100), (3, 3300, 9700), (None, 10400)),
                    DBLoad=path((14, 1.1), (3, 2, 6.2), (None, 6.9)),
                    DBLoadCPU=path((14, 0.9), (3, 1.6, 5.2), (None, 5.8)),
                    DBLoadNonCPU=path((14, 0.2), (None, 1.1)),
                    NetworkTransmitThroughput=path((14, 4.2e6), (None, 2.1e7)),
                    NetworkReceiveThroughput=path((14, 1.1e6), (None, 5.6e6)),
                ),
                *s.alb(
                    lb,
                    requests=path((14, 2900), (3, 6000, 14200), (None, 15100)),
                    seconds=path((14, 0.09), (None, 1.6)),
                    failed=path((16, 1), (None, 44)),
                    rejected=path((14, 22), (None, 118)),
                ),
                *s.tasks(web, "recipes", cpu=path((14, 26), (None, 91)), running=path((22, 4), (4, 6), (None, 8))),
            ],
            logs=[
                *s.lines(web, 0, 14, 3, ["[info] GET /r/{n} 200 61ms"]),
                *s.lines(
                    web,
                    15,
                    40,
                    2,
                    [
                        "[info] GET /r/{n} 200 1488ms ref=tv-landing",
                        "[warn] GET /r/{n} 503 upstream queue full ref=tv-landing",
                    ],
                ),
            ],
            events=[
                s.event(
                    "asg/recipes-web",
                    22,
                    "ScalingActivity",
                    "Successfully set desired count to 6. Change successfully fulfilled by ecs.",
                    kind="autoscaling",
                )
            ],
            changes=[
                s.change(
                    web,
                    -310,
                    "deployment",
                    "ecs:UpdateService",
                    "role/web-ci",
                    task_definition=["recipes-web:61", "recipes-web:62"],
                )
            ],
            topology=edges((lb, "calls", web), (web, "reads", db)),
            state=[
                s.instance(
                    db,
                    "aurora-mysql",
                    "8.0.mysql_aurora.3.07.1",
                    "db.r6g.xlarge",
                    db_cluster="recipes-aurora",
                    parameters={"max_connections": 2000},
                ),
                s.insights(
                    db,
                    [
                        (
                            "SELECT * FROM `recipes` WHERE `slug` = ?",
                            2.4,
                            3900,
                            {"CPU": 2.3, "wait/io/table/sql/handler": 0.1},
                        ),
                        (
                            "SELECT * FROM `ingredients` WHERE `recipe_id` = ?",
                            1.9,
                            3880,
                            {"CPU": 1.8, "wait/io/table/sql/handler": 0.1},
                        ),
                        (
                            "SELECT AVG(`stars`) FROM `ratings` WHERE `recipe_id` = ?",
                            1.5,
                            1950,
                            {"CPU": 1.3, "wait/io/table/sql/handler": 0.2},
                        ),
                    ],
                    first=18,
                ),
            ],
        ),
        "traffic.surge",
        lb,
        near=["db.expensive_query", "compute.cpu_saturation", "db.connections_exhausted"],
    )


def cache_lost_in_front() -> Scenario:
    """The cache node was replaced and is empty; the database, where the alarm is, answers in its stead."""
    s, db, api, cache = (
        Scene("2026-10-29T15:05:00", seed=109),
        "rds/profile-pg",
        "ecs-service/profile-api",
        "elasticache/profile-cache-001",
    )
    return fault(
        s.bundle(
            "aws-cache-emptied",
            "profile-pg CPU > 85%",
            db,
            started=20,
            alerts=[s.alarm(db, 20, "profile-pg CPU > 85%", "CPUUtilization", 85)],
            metrics=[
                *s.rds(
                    db,
                    CPUUtilization=step(17, 18, 91),
                    ReadIOPS=step(17, 260, 1480),
                    ReadThroughput=step(17, 7e6, 4.9e7),
                    DBLoad=step(17, 1.2, 12.2),
                    DBLoadCPU=step(17, 0.8, 8.9),
                    DBLoadNonCPU=step(17, 0.4, 3.3),
                    DatabaseConnections=path((17, 64), (None, 71, 152)),
                    NetworkTransmitThroughput=step(17, 3.9e6, 2.4e7),
                ),
                *s.metrics(
                    cache,
                    CacheHits=path((16, 61000), (None, 2100, 7800)),
                    CacheMisses=path((16, 1900), (None, 58800, 53000)),
                    CurrItems=path((16, 812000), (None, 9000, 71000)),
                    Evictions=0,
                    EngineCPUUtilization=step(16, 17, 12),
                    CurrConnections=path((15, 96), (2, 4), (None, 97)),
                ),
                s.series(api, "RequestCount", 15600, namespace="AWS/ApplicationELB"),
                *s.tasks(api, "identity", cpu=step(17, 38, 52)),
            ],
            logs=[
                s.log(
                    api,
                    15.6,
                    (
                        "redis.exceptions.ConnectionError: Error 111 connecting to "
                        "profile-cache.x1.euw1.cache.amazonaws.com:6379. Connection refused."
                    ),
                    "ERROR",
                    count=212,
                ),
                *s.lines(api, 17, 40, 3, ['{"lvl":"info","msg":"profile loaded","source":"db","ms":310,"id":{n}}']),
                *s.lines(api, 0, 15, 3, ['{"lvl":"info","msg":"profile loaded","source":"cache","ms":4,"id":{n}}']),
                s.log(
                    "ecs-service/avatar-resizer",
                    18.8,
                    "ERROR sharp: Input buffer contains unsupported image format",
                    count=1640,
                ),
                s.log(
                    "ecs-service/avatar-resizer",
                    2,
                    "ERROR sharp: Input buffer contains unsupported image format",
                    count=1588,
                ),
            ],
            events=[
                s.event(
                    cache,
                    15.4,
                    "ElastiCache:CacheNodeReplaceStarted",
                    "Cache node 0001 replacement started: recovering from a node failure",
                    kind="elasticache",
                    type="warning",
                ),
                s.event(
                    cache,
                    16.2,
                    "ElastiCache:CacheNodeReplaceComplete",
                    "Finished recovery for cache nodes 0001",
                    kind="elasticache",
                ),
            ],
            changes=[
                s.change(
                    api,
                    9.5,
                    "deployment",
                    "ecs:UpdateService",
                    "role/identity-ci",
                    task_definition=["profile-api:140", "profile-api:141"],
                )
            ],
            topology=edges((api, "reads", cache), (api, "reads", db)),
            state=[
                s.instance(db, "postgres", "16.3", "db.m7g.large", multi_az=True, parameters={"max_connections": 900}),
                s.insights(
                    db,
                    [
                        ("SELECT * FROM profiles WHERE user_id = $1", 10.4, 980, {"CPU": 7.9, "IO:DataFileRead": 2.5}),
                        ("SELECT * FROM consents WHERE user_id = $1", 1.3, 240, {"CPU": 0.9, "IO:DataFileRead": 0.4}),
                    ],
                    first=20,
                    users={"profile_api": 12.0},
                ),
                s.state(
                    cache,
                    "elasticache_node",
                    engine="redis",
                    num_replicas=0,
                    status="available",
                    automatic_failover="disabled",
                ),
            ],
        ),
        "dependency.cache_failure",
        cache,
        herring=("db.expensive_query", db),
        near=["db.expensive_query", "deployment.bad_release", "traffic.surge", "code.unhandled_error"],
    )


def flag_multiplies_the_statements() -> Scenario:
    """A flag turned on for everybody makes the page ask for each item by itself; nothing was deployed."""
    s, db, web, flag = (
        Scene("2026-11-12T16:20:00", seed=110, region="eu-north-1"),
        "rds/basket-pg",
        "ecs-service/basket-web",
        "appconfig/basket-flags",
    )
    return fault(
        s.bundle(
            "aws-flag-to-everybody",
            "basket-web: TargetResponseTime p90 high",
            "alb/basket",
            started=19,
            alerts=[s.alarm("alb/basket", 19, "basket-web: TargetResponseTime p90 high", "TargetResponseTime", 0.7)],
            metrics=[
                *s.alb("alb/basket", seconds=step(15, 0.14, 1.6), requests=2050, failed=step(15, 0, 6)),
                *s.tasks(web, "shop", cpu=step(15, 33, 64)),
                *s.rds(
                    db,
                    CPUUtilization=step(15, 21, 68),
                    DBLoad=step(15, 1.6, 7.8),
                    DBLoadCPU=step(15, 1.1, 6.6),
                    DBLoadNonCPU=step(15, 0.5, 1.2),
                    NetworkReceiveThroughput=step(15, 1.1e6, 1.4e7),
                    NetworkTransmitThroughput=step(15, 4.2e6, 2.3e7),
                    DatabaseConnections=step(15, 71, 108),
                    skip=["SwapUsage", "FreeStorageSpace"],
                ),
            ],
            logs=[
                *s.lines(web, 0, 15, 3, ["basket rendered id={n} statements=6 ms=88 flags=[]"]),
                *s.lines(web, 15.5, 40, 2, ["basket rendered id={n} statements=143 ms=1377 flags=[personal-bundles]"]),
                s.log(web, 21, 'level=warning msg="deprecated option sameSite=legacy"', count=3000),
                s.log(web, 3, 'level=warning msg="deprecated option sameSite=legacy"', count=2990),
            ],
            events=[
                s.event(
                    flag,
                    15,
                    "AppConfigDeploymentCompleted",
                    "Deployment 47 of configuration profile basket-flags to environment prod completed (100%)",
                    kind="appconfig",
                )
            ],
            changes=[
                s.change(
                    flag,
                    14.8,
                    "flag",
                    "appconfig:StartDeployment",
                    "user/j.lindqvist",
                    flag="personal-bundles",
                    enabled=[False, True],
                    percentage=[0, 100],
                ),
                s.change(
                    "ecs-service/invoice-render",
                    13.2,
                    "deployment",
                    "ecs:UpdateService",
                    "role/finance-ci",
                    task_definition=["invoice-render:9", "invoice-render:10"],
                ),
                s.change(
                    web,
                    -1720,
                    "deployment",
                    "ecs:UpdateService",
                    "role/shop-ci",
                    task_definition=["basket-web:77", "basket-web:78"],
                ),
            ],
            topology=edges(("alb/basket", "calls", web), (web, "reads", db), (web, "reads", flag)),
            state=[
                s.instance(db, "postgres", "15.8", "db.m6g.large", parameters={"max_connections": 820}),
                s.insights(
                    db,
                    [
                        (
                            "SELECT * FROM bundle_offers WHERE product_id = $1 AND user_id = $2",
                            5.9,
                            4410,
                            {"CPU": 5.2, "IO:DataFileRead": 0.7},
                        ),
                        ("SELECT * FROM baskets WHERE id = $1", 0.8, 330, {"CPU": 0.7, "IO:DataFileRead": 0.1}),
                        ("SELECT * FROM products WHERE id = ANY($1)", 0.6, 330, {"CPU": 0.6}),
                    ],
                    first=20,
                ),
                s.ecs_state(web, 4, 4, "basket-web:78"),
            ],
        ),
        "deployment.feature_flag",
        web,
        also=[("deployment.feature_flag", flag)],
        herring=("deployment.bad_release", "ecs-service/invoice-render"),
        near=["db.expensive_query", "deployment.bad_release", "traffic.surge"],
    )


CASES: tuple[Case, ...] = (
    surge_seen_at_the_database,
    cache_lost_in_front,
    flag_multiplies_the_statements,
)
