"""Two halves of a system that each are well and do not reach one another."""

from scenarios.cases.building import Scenario
from scenarios.cases.building_aws import Scene, edges, step
from scenarios.transparency.expecting import fault


def network_partition() -> Scenario:
    """A network ACL loses the entry that lets answers back in. On each side everything works; nothing of one side
    reaches the other. A database near the alarm was patched the night before, a service was released minutes before."""
    s = Scene("2026-11-15T06:00:00", count=60, seed=2107, region="eu-central-1")
    acl, link, depot, stock, routes, db_a, db_b, lb, beside = (
        "network-acl/acl-07f2-south-private",
        "transit-gateway-attachment/tgw-attach-south",
        "ecs-service/depot-planner",
        "ecs-service/stock-south",
        "ecs-service/route-north",
        "rds/depot-north-pg",
        "rds/stock-south-pg",
        "alb/depot",
        "ecs-service/driver-app",
    )
    return fault(
        s.bundle(
            "network-partition",
            "depot: 5xx of the targets",
            lb,
            started=32,
            severity="critical",
            service="depot",
            description="HTTPCode_Target_5XX_Count > 30 for 2 datapoints within 2 minutes",
            alerts=[
                s.alarm(lb, 32, "depot: 5xx of the targets", "HTTPCode_Target_5XX_Count", 30),
                s.alarm(stock, 33, "stock-south: errors of calls to the north", "error_rate", 0.2),
            ],
            metrics=[
                *s.alb(lb, requests=1900, failed=step(29, 1, 940), seconds=step(29, 0.16, 10.1)),
                *s.tasks(depot, "north", cpu=step(29, 37, 12), running=6),
                *s.tasks(stock, "south", cpu=step(29, 33, 11), running=6),
                *s.tasks(routes, "north", cpu=28, running=4),
                *s.tasks(beside, "north", cpu=30, running=4),
                s.series(
                    link,
                    "BytesIn",
                    step(29, 4.4e7, 9.1e5),
                    namespace="AWS/TransitGateway",
                    statistic="Sum",
                    unit="Bytes",
                ),
                s.series(
                    link,
                    "BytesOut",
                    step(29, 3.9e7, 8.7e5),
                    namespace="AWS/TransitGateway",
                    statistic="Sum",
                    unit="Bytes",
                ),
                s.series(link, "PacketsIn", step(29, 41000, 1900), namespace="AWS/TransitGateway", statistic="Sum"),
                s.series(depot, "error_rate", step(29, 0.001, 0.96), spread=0.01, namespace="ContainerInsights"),
                s.series(stock, "error_rate", step(29, 0.001, 0.94), spread=0.01, namespace="ContainerInsights"),
                s.series(routes, "error_rate", 0.001, namespace="ContainerInsights"),
                s.series(beside, "error_rate", 0.002, namespace="ContainerInsights"),
                *s.rds(
                    db_a,
                    CPUUtilization=step(29, 31, 17),
                    skip=[
                        "SwapUsage",
                        "MaximumUsedTransactionIDs",
                        "ReadThroughput",
                        "WriteThroughput",
                        "DiskQueueDepth",
                    ],
                ),
                *s.rds(
                    db_b,
                    CPUUtilization=step(29, 27, 15),
                    skip=[
                        "SwapUsage",
                        "MaximumUsedTransactionIDs",
                        "ReadThroughput",
                        "WriteThroughput",
                        "DiskQueueDepth",
                    ],
                ),
            ],
            logs=[
                *s.lines(depot, 0, 29, 2, ["INFO plan {n} written, stock asked in 41 ms"]),
                *s.lines(
                    depot,
                    29.3,
                    60,
                    1,
                    ["ERROR java.net.SocketTimeoutException: connect timed out 10.40.4.18:8080 (stock-south) plan={n}"],
                ),
                *s.lines(stock, 0, 29, 3, ["INFO stock of {n} answered in 12 ms"]),
                *s.lines(
                    stock,
                    29.5,
                    60,
                    1.5,
                    ["ERROR dial tcp 10.20.7.3:8080: i/o timeout (depot-planner) sku={n}"],
                ),
                *s.lines(routes, 0, 60, 4, ["INFO route {n} planned in 88 ms"]),
                s.log(
                    acl,
                    29.2,
                    "2 418275940491 eni-0b81 10.20.7.3 10.40.4.18 8080 51012 6 3 180 REJECT OK",
                    count=5120,
                    source="vpc-flow-logs",
                ),
                s.log(beside, 10, "WARN push token expired", "WARN", count=92),
                s.log(beside, 48, "WARN push token expired", "WARN", count=97),
            ],
            events=[
                s.db_event(db_a, -290, "Finished applying offline patches to DB instance", "maintenance"),
            ],
            changes=[
                s.change(
                    acl,
                    28.6,
                    "config",
                    "ec2:DeleteNetworkAclEntry",
                    "user/n.brandt",
                    rule_number=120,
                    egress=False,
                    removed="allow tcp 1024-65535 from 10.20.0.0/16",
                ),
                s.change(
                    beside,
                    24.5,
                    "deployment",
                    "ecs:UpdateService",
                    "role/driver-ci",
                    task_definition=["driver-app:91", "driver-app:92"],
                ),
            ],
            topology=edges(
                (lb, "calls", depot),
                (depot, "calls", stock),
                (stock, "calls", depot),
                (depot, "depends_on", acl),
                (stock, "depends_on", acl),
                (depot, "reads", db_a),
                (stock, "reads", db_b),
                (beside, "calls", routes),
                (routes, "reads", db_a),
            ),
            state=[
                s.instance(db_a, "postgres", "16.3", "db.m6g.large"),
                s.instance(db_b, "postgres", "16.3", "db.m6g.large"),
                s.state(link, "transit_gateway_attachment", state="available", resource_type="vpc"),
                s.ecs_state(depot, 6, 6, "depot-planner:230"),
                s.ecs_state(stock, 6, 6, "stock-south:118"),
                s.ecs_state(beside, 4, 4, "driver-app:92"),
            ],
            gaps=[
                {
                    "section": "state",
                    "entity": acl,
                    "reason": "AccessDenied",
                    "permission": "ec2:DescribeNetworkAcls",
                }
            ],
        ),
        "network.policy_blocked",
        acl,
        also=[("network.partition", acl)],
        herring=("deployment.bad_release", beside),
        near=["db.failover", "traffic.surge"],
    )
