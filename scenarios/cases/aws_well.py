"""Alarms on AWS while nothing is wrong: usual peaks, single datapoints, things that ended or work as meant."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_aws import Scene, bump, edges, healthy, path


def backup_of_every_night() -> Scenario:
    """The nightly backup raises latency for ten minutes as it does every night, and is over."""
    s, db = Scene("2026-11-12T02:05:00", seed=901, count=44), "rds/museum-mysql"
    usual = bump(10, 11, 0.0014, 0.011)
    return healthy(
        s.bundle(
            "aws-nightly-backup",
            "museum-mysql WriteLatency high",
            db,
            started=15,
            severity="warning",
            alerts=[s.alarm(db, 24, "museum-mysql WriteLatency high", "WriteLatency", 0.008, state="ok")],
            metrics=s.rds(
                db,
                "mysql",
                WriteLatency=usual,
                ReadThroughput=bump(10, 11, 9e6, 7.5e7),
                ReadIOPS=bump(10, 11, 320, 1210),
                DiskQueueDepth=bump(10, 11, 0.4, 4.2),
                CPUUtilization=bump(10, 11, 11, 19),
                baselines={"WriteLatency": usual, "ReadIOPS": bump(10, 11, 318, 1190)},
                skip=[
                    "NetworkReceiveThroughput",
                    "NetworkTransmitThroughput",
                    "SwapUsage",
                    "DBLoadNonCPU",
                    "DBLoadCPU",
                    "BinLogDiskUsage",
                ],
            ),
            logs=s.lines("ecs-service/museum-web", 0, 44, 6, ["GET /exhibits/{n} 200 71ms"]),
            events=[
                s.db_event(db, 9.6, "Backing up DB instance", "backup"),
                s.db_event(db, 21.2, "Finished DB Instance backup", "backup"),
                s.db_event(db, -1430.1, "Backing up DB instance", "backup"),
                s.db_event(db, -1418.6, "Finished DB Instance backup", "backup"),
            ],
            topology=edges(("ecs-service/museum-web", "reads", db)),
            state=[s.instance(db, "mysql", "8.0.36", "db.t4g.large", multi_az=False, backup_window="02:10-02:40")],
        ),
        "recovered",
        db,
        also=["threshold_noise", "expected_signal"],
        near=["db.maintenance_io_storm", "storage.io_saturation"],
    )


def one_datapoint_of_the_processor() -> Scenario:
    """One datapoint of CPU crosses the line; before and after all is quiet, and a harmless release is near."""
    s, db, api = Scene("2026-10-28T14:00:00", seed=902), "rds/library-pg", "ecs-service/library-api"
    return healthy(
        s.bundle(
            "aws-one-datapoint",
            "library-pg CPUUtilization > 80",
            db,
            started=31,
            severity="warning",
            alerts=[
                s.alarm(
                    db,
                    31,
                    "library-pg CPUUtilization > 80",
                    "CPUUtilization",
                    80,
                    reason="Threshold Crossed: 1 datapoint [86.1] was greater than the threshold (80.0).",
                )
            ],
            metrics=[
                *s.rds(
                    db,
                    CPUUtilization=path((30, 27), (1, 86), (None, 27)),
                    DBLoad=path((30, 2.1), (1, 3.6), (None, 2.1)),
                    DBLoadCPU=path((30, 1.3), (1, 2.7), (None, 1.3)),
                    skip=["SwapUsage", "NetworkReceiveThroughput", "TransactionLogsDiskUsage"],
                ),
                *s.alb("alb/library", requests=920, seconds=0.1),
            ],
            logs=s.lines(api, 0, 40, 4, ["loan {n} renewed in 30 ms"]),
            changes=[
                s.change(
                    api,
                    27,
                    "deployment",
                    "ecs:UpdateService",
                    "role/ci",
                    task_definition=["library-api:30", "library-api:31"],
                )
            ],
            topology=edges(("alb/library", "calls", api), (api, "reads", db)),
            state=[
                s.instance(db, "postgres", "16.4", "db.m6g.large"),
                s.insights(
                    db,
                    [
                        ("SELECT * FROM loans WHERE member_id = $1", 1.2, 160, {"CPU": 1.0, "IO:DataFileRead": 0.2}),
                        ("SELECT * FROM titles WHERE id = $1", 0.9, 210, {"CPU": 0.8, "IO:DataFileRead": 0.1}),
                    ],
                    first=25,
                ),
            ],
        ),
        "threshold_noise",
        db,
        also=["recovered"],
        near=["compute.cpu_saturation", "db.expensive_query", "deployment.bad_release"],
    )


def threshold_within_the_usual() -> Scenario:
    """The alarm's line lies within what this database does all day."""
    s, db = Scene("2026-11-04T09:00:00", seed=903, count=48, period=300), "rds/weather-pg"
    return healthy(
        s.bundle(
            "aws-line-within-the-usual",
            "Alert: ReadLatency",
            db,
            started=200,
            severity="warning",
            source="datadog",
            alerts=[s.alarm(db, 200, "Alert: ReadLatency", "ReadLatency", 0.0011)],
            metrics=[
                *s.rds(db, skip=["ReadLatency", "SwapUsage"]),
                s.series(db, "ReadLatency", 0.00095, spread=0.14, baseline=0.00096),
                *s.alb("alb/weather", requests=4100),
            ],
            logs=[
                s.log("ecs-service/weather-web", 200, "WARN deprecated query parameter 'units'", count=5120),
                s.log("ecs-service/weather-web", 30, "WARN deprecated query parameter 'units'", count=5060),
            ],
            topology=edges(
                ("alb/weather", "calls", "ecs-service/weather-web"), ("ecs-service/weather-web", "reads", db)
            ),
            state=[s.instance(db, "postgres", "15.7", "db.r6g.large")],
        ),
        "threshold_noise",
        db,
        near=["storage.io_saturation", "dependency.slow"],
    )


def locks_that_are_gone() -> Scenario:
    """For four minutes sessions waited for a lock; it was released and the alarm is back to OK."""
    s, db, api = Scene("2026-10-15T15:00:00", seed=904, count=48), "rds/courier-aurora-1", "ecs-service/courier-api"
    return healthy(
        s.bundle(
            "aws-locks-that-are-gone",
            "courier-api errors",
            api,
            started=18,
            alerts=[
                s.alarm(api, 25, "courier-api errors", "errors", 10, state="ok"),
                s.alarm(db, 24, "courier DBLoad", "DBLoad", 8, state="ok"),
            ],
            metrics=[
                *s.rds(
                    db,
                    "aurora-postgresql",
                    DBLoad=bump(16, 5, 1.8, 28),
                    DBLoadNonCPU=bump(16, 5, 0.6, 27),
                    DatabaseConnections=bump(16, 6, 80, 141),
                    CPUUtilization=bump(16, 5, 24, 14),
                    skip=[
                        "SwapUsage",
                        "FreeLocalStorage",
                        "MaximumUsedTransactionIDs",
                        "ReadThroughput",
                        "WriteThroughput",
                    ],
                ),
                s.series(api, "errors", bump(16, 5, 0, 41), namespace="Courier", statistic="Sum"),
                s.series(api, "requests", 720, namespace="Courier", statistic="Sum"),
            ],
            logs=[
                *s.lines(api, 17, 21, 0.5, ["ERROR: canceling statement due to lock timeout"]),
                *s.lines(api, 22, 48, 3, ["parcel {n} assigned in 28 ms"]),
                *s.lines(api, 0, 16, 4, ["parcel {n} assigned in 27 ms"]),
            ],
            topology=edges((api, "writes", db)),
            state=[
                s.instance(db, "aurora-postgresql", "15.6", "db.r6g.large"),
                s.insights(
                    db,
                    [
                        ("UPDATE parcels SET courier = $1 WHERE id = $2", 0.8, 70, {"CPU": 0.5, "IO:XactSync": 0.3}),
                        ("SELECT * FROM parcels WHERE zone = $1", 0.7, 90, {"CPU": 0.7}),
                    ],
                    first=30,
                ),
            ],
        ),
        "recovered",
        api,
        near=["db.lock_contention", "db.connections_exhausted"],
    )


def scaling_that_worked() -> Scenario:
    """Traffic rose, the service went from four to nine tasks, latency came back; the traffic is still high."""
    s, svc, lb = Scene("2026-11-20T17:30:00", seed=905, count=48), "ecs-service/gift-shop", "alb/gift-shop"
    return healthy(
        s.bundle(
            "aws-scaling-that-worked",
            "TargetTracking-service/retail/gift-shop-AlarmHigh-71ab",
            svc,
            started=19,
            severity="info",
            alerts=[
                s.alarm(
                    svc, 27, "TargetTracking-service/retail/gift-shop-AlarmHigh-71ab", "CPUUtilization", 60, state="ok"
                ),
                s.alarm(lb, -100, "gift-shop p95", "TargetResponseTime", 1, state="ok"),
            ],
            metrics=[
                *s.alb(
                    lb,
                    requests=path((14, 2600), (4, 3000, 5600), (None, 5900)),
                    seconds=path((15, 0.11), (8, 0.29), (None, 0.12)),
                    healthy=path((21, 4), (3, 7), (None, 9)),
                ),
                *s.tasks(
                    svc,
                    "retail",
                    running=path((20, 4), (3, 7), (None, 9)),
                    cpu=path((14, 41), (9, 83), (None, 44)),
                    memory=48,
                ),
            ],
            logs=s.lines(svc, 0, 48, 4, ["checkout {n} ok"]),
            events=[
                s.event(
                    svc,
                    19.5,
                    "ScalingActivity",
                    "Successfully set desired count to 7. Change successfully fulfilled by ecs.",
                    kind="autoscaling",
                ),
                s.event(
                    svc,
                    22,
                    "ScalingActivity",
                    "Successfully set desired count to 9. Change successfully fulfilled by ecs.",
                    kind="autoscaling",
                ),
                s.event(svc, 25, "SERVICE_STEADY_STATE", "(service gift-shop) has reached a steady state."),
            ],
            topology=edges((lb, "calls", svc)),
            state=[s.ecs_state(svc, 9, 9, "gift-shop:12", autoscaling={"min": 4, "max": 20, "target_cpu": 60})],
        ),
        "recovered",
        svc,
        also=["expected_signal"],
        near=["compute.autoscaling_at_max", "compute.cpu_saturation", "traffic.surge", "deployment.scaling_change"],
    )


def failover_of_last_week() -> Scenario:
    """A failover and an emptied cache are in the events, but of last week; today one response was slow."""
    s, db, lb = Scene("2026-11-19T11:00:00", seed=906), "rds/notary-pg", "alb/notary"
    return healthy(
        s.bundle(
            "aws-failover-last-week",
            "notary p99",
            lb,
            started=30,
            severity="warning",
            alerts=[
                s.alarm(
                    lb,
                    30,
                    "notary p99",
                    "TargetResponseTime",
                    1.5,
                    reason="1 datapoint [1.72] was greater than the threshold (1.5)",
                )
            ],
            metrics=[
                *s.rds(db, skip=["SwapUsage", "NetworkReceiveThroughput", "NetworkTransmitThroughput"]),
                *s.alb(lb, requests=410, seconds=0.2, healthy=3),
                s.series(lb, "TargetResponseTime", path((29, 0.8), (1, 1.72), (None, 0.8)), statistic="p99"),
                s.series("elasticache/notary-001", "CacheHits", 2100),
                s.series("elasticache/notary-001", "CacheMisses", 130),
            ],
            logs=s.lines("ecs-service/notary-web", 0, 40, 5, ["deed {n} shown in 120 ms"]),
            events=[
                s.db_event(db, -10090, "Multi-AZ instance failover started.", "failover"),
                s.db_event(db, -10088, "DB instance restarted", "availability"),
                s.db_event(db, -10087, "Multi-AZ instance failover completed", "failover"),
                s.event(
                    "elasticache/notary-001",
                    -10050,
                    "ElastiCache:CacheNodesRebooted",
                    "Rebooted cache nodes 0001",
                    kind="elasticache",
                ),
                s.db_event(db, -490, "Finished DB Instance backup", "backup"),
            ],
            topology=edges(
                (lb, "calls", "ecs-service/notary-web"),
                ("ecs-service/notary-web", "reads", db),
                ("ecs-service/notary-web", "reads", "elasticache/notary-001"),
            ),
            state=[
                s.instance(db, "postgres", "15.6", "db.m6g.large", multi_az=True),
                s.ecs_state("ecs-service/notary-web", 3, 3, "notary-web:20"),
            ],
        ),
        "threshold_noise",
        lb,
        also=["recovered"],
        near=["db.failover", "dependency.cache_failure"],
    )


def batch_at_its_hour() -> Scenario:
    """The month's export runs at its hour with its usual load; the same hour of the day before looked the same."""
    s, db = Scene("2026-11-17T21:50:00", seed=907, count=48), "rds/accounts-mysql"
    cpu, reads, lag = path((10, 21), (None, 88)), path((10, 300), (None, 2400)), path((10, 0), (None, 14))
    return healthy(
        s.bundle(
            "aws-batch-at-its-hour",
            "accounts-mysql: CPU anomaly",
            db,
            started=14,
            severity="warning",
            source="datadog",
            alerts=[s.alarm(db, 14, "accounts-mysql: CPU anomaly", "CPUUtilization", 75)],
            metrics=[
                *s.rds(
                    db,
                    "mysql",
                    CPUUtilization=cpu,
                    ReadIOPS=reads,
                    DBLoad=path((10, 1.5), (None, 3.7)),
                    DBLoadCPU=path((10, 1.0), (None, 3.3)),
                    baselines={
                        "CPUUtilization": cpu,
                        "ReadIOPS": reads,
                        "DBLoad": path((10, 1.5), (None, 3.6)),
                        "DBLoadCPU": path((10, 1.0), (None, 3.2)),
                    },
                    skip=[
                        "NetworkReceiveThroughput",
                        "SwapUsage",
                        "DBLoadNonCPU",
                        "ReadThroughput",
                        "WriteThroughput",
                        "DiskQueueDepth",
                    ],
                ),
                s.series("rds/accounts-mysql-ro", "ReplicaLag", lag, baseline=lag),
                s.series("ecs-service/accounts-api", "latency_p95", 0.13, namespace="Accounts", unit="Seconds"),
                s.series("ecs-service/accounts-api", "errors", 0, namespace="Accounts", statistic="Sum"),
            ],
            logs=[
                s.log("job/ledger-export", 10.1, "scheduled export 2026-11-17 started", "INFO"),
                s.log("job/ledger-export", -1429.9, "scheduled export 2026-11-16 started", "INFO"),
                s.log("job/ledger-export", -1361, "scheduled export 2026-11-16 finished in 68m51s", "INFO"),
                *s.lines("ecs-service/accounts-api", 0, 48, 8, ["GET /accounts/{n} 200 90ms"]),
            ],
            topology=edges(
                ("job/ledger-export", "reads", db),
                ("ecs-service/accounts-api", "reads", db),
                (db, "replicates_to", "rds/accounts-mysql-ro"),
            ),
            state=[
                s.instance(db, "mysql", "8.0.36", "db.m6g.xlarge", parameters={"max_connections": 1300}),
                s.insights(
                    db,
                    [
                        (
                            "SELECT * FROM `entries` WHERE `day` = ? ORDER BY `id`",
                            2.3,
                            0.2,
                            {"CPU": 2.1, "wait/io/table/sql/handler": 0.2},
                        ),
                        ("SELECT * FROM `accounts` WHERE `id` = ?", 1.0, 240, {"CPU": 1.0}),
                    ],
                    first=20,
                ),
            ],
        ),
        "threshold_noise",
        db,
        also=["expected_signal"],
        near=["db.expensive_query", "compute.cpu_saturation", "db.replication_lag", "storage.io_saturation"],
    )


def many_connections_and_room_for_more() -> Scenario:
    """Connections are high and have been for weeks, far from the maximum; the alarm's line is that of a small one."""
    s, db = Scene("2026-10-21T08:00:00", seed=908, count=48, period=300), "rds/hub-pg"
    return healthy(
        s.bundle(
            "aws-many-connections",
            "hub-pg DatabaseConnections",
            db,
            started=100,
            alerts=[
                s.alarm(db, -4000, "hub-pg DatabaseConnections", "DatabaseConnections", 500),
                s.alarm("alb/hub", -9000, "hub 5xx", "HTTPCode_Target_5XX_Count", 10, state="ok"),
            ],
            metrics=[
                *s.rds(db, skip=["DatabaseConnections", "SwapUsage"], FreeableMemory=2.1e10),
                s.series(db, "DatabaseConnections", 910, spread=0.01, baseline=908),
                *s.alb("alb/hub", requests=9100, seconds=0.06, healthy=12),
            ],
            logs=s.lines("ecs-service/hub-api", 0, 240, 30, ["pool stats total=76 idle=61 waiting=0"]),
            changes=[
                s.change(
                    "cloudwatch-alarm/hub-pg",
                    -4010,
                    "config",
                    "PutMetricAlarm",
                    "role/terraform",
                    threshold=[3000, 500],
                )
            ],
            topology=edges(("alb/hub", "calls", "ecs-service/hub-api"), ("ecs-service/hub-api", "reads", db)),
            state=[
                s.instance(db, "postgres", "16.3", "db.r6g.2xlarge", parameters={"max_connections": 5000}),
                s.insights(
                    db,
                    [("SELECT * FROM nodes WHERE id = $1", 1.8, 900, {"CPU": 1.5, "IO:DataFileRead": 0.3})],
                    first=180,
                ),
            ],
        ),
        "threshold_noise",
        db,
        near=["db.connections_exhausted"],
    )


def volume_that_grew_by_itself() -> Scenario:
    """Free storage fell to a tenth in the morning; storage autoscaling added space and there is plenty now."""
    s, db = Scene("2026-09-15T06:00:00", seed=909, count=48, period=900), "rds/imaging-pg"
    return healthy(
        s.bundle(
            "aws-volume-grew",
            "imaging-pg FreeStorageSpace < 12 GB",
            db,
            started=300,
            alerts=[
                s.alarm(
                    db, 372, "imaging-pg FreeStorageSpace < 12 GB", "FreeStorageSpace", 1.2e10, state="ok", below=True
                )
            ],
            metrics=s.rds(
                db,
                FreeStorageSpace=path((24, 1.6e10, 1.02e10), (None, 6.01e10, 5.7e10)),
                skip=["SwapUsage", "NetworkReceiveThroughput"],
            ),
            events=[
                s.db_event(
                    db,
                    310,
                    (
                        "The free storage capacity for DB Instance: imaging-pg is low at 10% of the "
                        "provisioned storage [Provisioned Storage: 100 GB, Free Storage: 10.4 GB]. You may "
                        "want to increase the provisioned storage to address this issue."
                    ),
                    "low storage",
                    type="warning",
                ),
                s.db_event(
                    db, 345, "Applying autoscaling-initiated modification to allocated storage.", "configuration change"
                ),
                s.db_event(
                    db,
                    362,
                    (
                        "Finished applying autoscaling-initiated modification to allocated storage. The "
                        "storage changed from 100 GB to 150 GB."
                    ),
                    "configuration change",
                ),
            ],
            logs=s.lines("ecs-service/imaging-api", 0, 719, 90, ["scan {n} stored"]),
            topology=edges(("ecs-service/imaging-api", "writes", db)),
            state=[
                s.instance(
                    db,
                    "postgres",
                    "15.7",
                    "db.m6g.large",
                    allocated_storage_gb=150,
                    max_allocated_storage_gb=500,
                    status="available",
                )
            ],
        ),
        "recovered",
        db,
        near=["storage.full", "db.read_only"],
    )


def quiet_hours_of_the_night() -> Scenario:
    """Demand falls after midnight as it does each night; a fixed lower line takes it for a loss."""
    s, lb, svc = (
        Scene("2026-11-11T22:00:00", seed=910, count=48, period=300),
        "alb/lunch-orders",
        "ecs-service/lunch-orders",
    )
    usual = path((12, 900, 610), (None, 600, 41))
    return healthy(
        s.bundle(
            "aws-quiet-hours",
            "lunch-orders requests below 100",
            lb,
            started=205,
            alerts=[s.alarm(lb, 205, "lunch-orders requests below 100", "RequestCount", 100, below=True)],
            metrics=[
                s.series(lb, "RequestCount", usual, baseline=path((12, 910, 600), (None, 590, 43))),
                *s.alb(lb, seconds=0.08, healthy=2)[1:],
                *s.tasks(svc, "food", cpu=path((12, 22, 17), (None, 17, 4)), running=2),
            ],
            logs=s.lines(svc, 0, 240, 15, ["order {n} taken"]),
            topology=edges((lb, "calls", svc)),
            state=[s.ecs_state(svc, 2, 2, "lunch-orders:9")],
        ),
        "threshold_noise",
        lb,
        near=["traffic.drop", "lb.no_healthy_targets"],
    )


CASES: tuple[Case, ...] = (
    backup_of_every_night,
    one_datapoint_of_the_processor,
    threshold_within_the_usual,
    locks_that_are_gone,
    scaling_that_worked,
    failover_of_last_week,
    batch_at_its_hour,
    many_connections_and_room_for_more,
    volume_that_grew_by_itself,
    quiet_hours_of_the_night,
)
