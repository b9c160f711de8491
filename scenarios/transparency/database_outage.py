"""A database stops because it has no room left to write."""

from scenarios.cases.building import Scenario
from scenarios.cases.building_aws import Scene, edges, path, ramp
from scenarios.transparency.expecting import fault


def database_outage() -> Scenario:
    """A replication slot that nobody reads keeps the write-ahead log; the volume fills over a day, the database stops.
    The application that fails was released an hour before."""
    s = Scene("2026-11-09T22:00:00", count=72, period=900, seed=2104, region="us-east-1")
    db, api, lb, feed, other = (
        "rds/bookings-pg",
        "ecs-service/bookings-api",
        "alb/bookings",
        "ecs-service/bookings-feed",
        "rds/reports-pg",
    )
    low = (
        "The free storage capacity for DB Instance: bookings-pg is low at {share}% of the provisioned storage "
        "[Provisioned Storage: 200 GB, Free Storage: {free} GB]. You may want to increase the provisioned storage to "
        "address this issue."
    )
    return fault(
        s.bundle(
            "database-outage",
            "bookings: 5xx of the targets",
            lb,
            started=1021,
            severity="critical",
            service="bookings",
            description="HTTPCode_Target_5XX_Count > 50 for 1 datapoint within 15 minutes",
            alerts=[
                s.alarm(lb, 1021, "bookings: 5xx of the targets", "HTTPCode_Target_5XX_Count", 50),
                s.alarm(db, 975, "bookings-pg: free storage", "FreeStorageSpace", 1e10, below=True),
            ],
            metrics=[
                *s.rds(
                    db,
                    FreeStorageSpace=path((6, 1.19e11), (60, 1.19e11, 1.1e9), (None, 2e7)),
                    TransactionLogsDiskUsage=path((6, 2.1e9), (60, 2.1e9, 1.18e11), (None, 1.19e11)),
                    OldestReplicationSlotLag=path((6, 2e7), (60, 2e7, 1.16e11), (None, 1.17e11)),
                    DatabaseConnections=path((68, 96), (None, 0)),
                    CPUUtilization=path((68, 29), (None, 3)),
                    DBLoad=path((68, 2.2), (None, 0)),
                    DBLoadCPU=path((68, 1.4), (None, 0)),
                    DBLoadNonCPU=path((68, 0.8), (None, 0)),
                    ReadIOPS=path((68, 340), (None, 0)),
                    WriteIOPS=path((68, 240), (None, 0)),
                    WriteThroughput=path((68, 3.1e6), (None, 0)),
                    ReadThroughput=path((68, 9.2e6), (None, 0)),
                    NetworkTransmitThroughput=path((68, 4.2e6), (None, 1.2e4)),
                    NetworkReceiveThroughput=path((68, 1.1e6), (None, 1.1e4)),
                ),
                *s.alb(lb, requests=22000, failed=path((68, 4), (None, 19800)), seconds=path((68, 0.11), (None, 5.0))),
                *s.tasks(api, "bookings", cpu=path((68, 34), (None, 8)), running=6),
                *s.tasks(feed, "bookings", cpu=path((6, 22), (None, 1)), running=1),
                s.series(other, "FreeStorageSpace", ramp(10, 9.1e10, 8.7e10)),
                s.series(other, "CPUUtilization", path((64, 22), (3, 91), (None, 24))),
            ],
            logs=[
                *s.lines(api, 0, 1010, 60, ["INFO booking {n} confirmed in 74 ms"]),
                *s.lines(
                    api,
                    1022,
                    1080,
                    3,
                    [
                        "ERROR org.postgresql.util.PSQLException: FATAL: the database system is in recovery mode",
                        "ERROR could not connect to bookings-pg: Connection refused (port 5432)",
                    ],
                ),
                s.log(
                    db,
                    1019.5,
                    'PANIC:  could not write to file "pg_wal/xlogtemp.6641": No space left on device',
                    source="postgresql.log",
                    count=4,
                ),
                s.log(
                    feed,
                    92,
                    "ERROR task stopped: producer send callback: TopicAuthorizationException",
                    "ERROR",
                    count=1,
                ),
            ],
            events=[
                s.db_event(db, 905, low.format(share=9, free="18.1"), "low storage", type="warning"),
                s.db_event(db, 990, low.format(share=2, free="4.0"), "low storage", type="warning"),
                s.db_event(
                    db,
                    1020,
                    "DB instance is in storage-full state. The allocated storage has been exhausted.",
                    "low storage",
                    type="error",
                ),
                s.db_event(db, 210, "Finished DB Instance backup", "backup"),
                s.db_event(other, 960, "Multi-AZ instance failover completed", "failover"),
            ],
            changes=[
                s.change(
                    api,
                    958,
                    "deployment",
                    "ecs:UpdateService",
                    "role/bookings-ci",
                    task_definition=["bookings-api:77", "bookings-api:78"],
                ),
                s.change(feed, 88, "config", "ecs:UpdateService", "user/d.okafor", topic=["bookings", "bookings.v2"]),
            ],
            topology=edges((lb, "calls", api), (api, "writes", db), (api, "reads", db), (feed, "reads", db)),
            state=[
                s.instance(
                    db,
                    "postgres",
                    "15.7",
                    "db.m6g.xlarge",
                    status="storage-full",
                    allocated_storage_gb=200,
                    max_allocated_storage_gb=None,
                ),
                s.state(
                    db,
                    "replication_slots",
                    slots=[
                        {
                            "slot_name": "bookings_feed",
                            "plugin": "pgoutput",
                            "active": False,
                            "wal_status": "extended",
                            "retained_gb": 108.9,
                        }
                    ],
                ),
                s.ecs_state(api, 6, 6, "bookings-api:78"),
            ],
            gaps=[
                {
                    "section": "state",
                    "entity": "ecs-service/bookings-feed",
                    "reason": "ThrottlingException",
                    "permission": "ecs:DescribeServices",
                }
            ],
        ),
        "storage.full",
        db,
        herring=("deployment.bad_release", api),
        near=["db.unreachable", "db.failover", "db.read_only"],
    )
