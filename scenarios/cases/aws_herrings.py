"""Databases where something loud is beside the point: the quiet cause explains more, often under a bare title."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_aws import Scene, bump, edges, fault, path, ramp, step


def replica_lag_beside_a_busy_processor() -> Scenario:
    """Writes overrun a PostgreSQL replica. Its CPU spikes for some minutes, later, by a health dashboard."""
    s, db, copy = Scene("2026-10-02T12:00:00", seed=751), "rds/tally-pg", "rds/tally-pg-replica"
    return fault(
        s.bundle(
            "aws-lag-beside-cpu",
            "database alarm",
            copy,
            started=20,
            severity="critical",
            alerts=[
                s.alarm(copy, 20, "database alarm", state="alarm"),
                s.alarm(copy, 29, "tally-pg-replica-cpu", "CPUUtilization", 80),
            ],
            metrics=[
                *s.rds(
                    copy,
                    ReplicaLag=path((15, 0.4), (None, 20, 910)),
                    CPUUtilization=bump(27, 4, 22, 88),
                    ReadIOPS=bump(27, 4, 300, 900),
                    WriteIOPS=step(15, 180, 3000),
                    WriteThroughput=step(15, 3e6, 1.05e8),
                    WriteLatency=step(15, 0.0014, 0.003),
                    DiskQueueDepth=step(15, 0.4, 5),
                    DBLoad=bump(27, 4, 1.0, 4.1),
                    skip=[
                        "SwapUsage",
                        "MaximumUsedTransactionIDs",
                        "DBLoadCPU",
                        "DBLoadNonCPU",
                        "NetworkTransmitThroughput",
                    ],
                ),
                *s.rds(
                    db,
                    WriteIOPS=step(15, 410, 9100),
                    WriteThroughput=step(15, 7e6, 2.6e8),
                    CPUUtilization=step(15, 31, 57),
                    TransactionLogsDiskUsage=ramp(15, 1.9e9, 2.3e10),
                    OldestReplicationSlotLag=ramp(15, 2e7, 1.9e10),
                    DBLoad=step(15, 2.0, 6.4),
                    skip=[
                        "SwapUsage",
                        "MaximumUsedTransactionIDs",
                        "DBLoadCPU",
                        "DBLoadNonCPU",
                        "NetworkTransmitThroughput",
                        "ReadThroughput",
                        "ReadLatency",
                        "FreeableMemory",
                        "DatabaseConnections",
                    ],
                ),
            ],
            state=[
                s.instance(
                    copy, "postgres", "15.8", "db.m6g.large", replica_of="tally-pg", storage_type="gp3", iops=12000
                ),
                s.instance(db, "postgres", "15.8", "db.m6g.2xlarge", storage_type="gp3", iops=12000),
                s.insights(
                    db,
                    [
                        (
                            "INSERT INTO tally_events SELECT * FROM staging_events WHERE batch = $1",
                            3.4,
                            0.4,
                            {"IO:WALWrite": 1.6, "LWLock:WALWrite": 0.9, "IO:DataFileExtend": 0.6, "CPU": 0.3},
                        ),
                        ("UPDATE tallies SET n = n + $1 WHERE id = $2", 2.1, 1800, {"IO:XactSync": 1.2, "CPU": 0.9}),
                    ],
                    first=20,
                ),
            ],
            topology=edges((db, "replicates_to", copy)),
        ),
        "db.replication_lag",
        copy,
        herring=("compute.cpu_saturation", copy),
        near=["compute.cpu_saturation", "storage.io_saturation", "db.expensive_query"],
    )


def growth_beside_a_burning_processor() -> Scenario:
    """Storage has run out of room by plain growth. A known heavy report keeps the processor high, as every day."""
    s, db = Scene("2026-11-10T07:00:00", seed=752, count=48, period=900), "rds/records-pg"
    busy = path((12, 34), (16, 87), (None, 36))
    return fault(
        s.bundle(
            "aws-growth-beside-cpu",
            "database alarm",
            db,
            started=None,
            severity="critical",
            alerts=[s.alarm(db, 690, "database alarm")],
            metrics=s.rds(
                db,
                FreeStorageSpace=ramp(4, 3.1e10, 9e8),
                CPUUtilization=busy,
                DBLoadCPU=path((12, 1.3), (16, 3.4), (None, 1.4)),
                DBLoad=path((12, 2.0), (16, 4.1), (None, 2.1)),
                WriteThroughput=path((4, 6e6), (None, 9e6)),
                baselines={"CPUUtilization": busy, "FreeStorageSpace": ramp(4, 6.0e10, 3.2e10)},
                skip=["SwapUsage", "NetworkReceiveThroughput", "DBLoadNonCPU"],
            ),
            events=[
                s.db_event(
                    db,
                    560,
                    (
                        "The free storage capacity for DB Instance: records-pg is low at 5% of the provisioned "
                        "storage [Provisioned Storage: 200 GB, Free Storage: 9.80 GB]. You may want to "
                        "increase the provisioned storage to address this issue."
                    ),
                    "low storage",
                    type="warning",
                ),
                s.db_event(
                    db,
                    688,
                    (
                        "The free storage capacity for DB Instance: records-pg is low at 1% of the provisioned "
                        "storage [Provisioned Storage: 200 GB, Free Storage: 1.60 GB]. You may want to "
                        "increase the provisioned storage to address this issue."
                    ),
                    "low storage",
                    type="warning",
                ),
                s.db_event("rds/records-dev", 680, "Multi-AZ instance failover completed", "failover"),
            ],
            state=[
                s.instance(db, "postgres", "14.13", "db.m5.xlarge", allocated_storage_gb=200, storage_type="gp3"),
                s.insights(
                    db,
                    [
                        (
                            "SELECT region, count(*) FROM records GROUP BY region",
                            1.6,
                            0.1,
                            {"CPU": 1.4, "IO:DataFileRead": 0.2},
                        ),
                        ("INSERT INTO records VALUES ($1, $2, $3, $4)", 0.7, 210, {"IO:WALWrite": 0.4, "CPU": 0.3}),
                    ],
                    first=500,
                ),
            ],
        ),
        "storage.full",
        db,
        herring=("db.expensive_query", db),
        near=["db.expensive_query", "compute.cpu_saturation", "db.failover"],
    )


def all_slots_idle_under_a_bare_title() -> Scenario:
    """Connections stand exactly at the limit and most sleep; the processor is idle. A backup ran just before."""
    s, db = Scene("2026-09-18T03:30:00", seed=753), "rds/queue-admin-pg"
    return fault(
        s.bundle(
            "aws-all-slots-idle",
            "Alert",
            db,
            started=None,
            alerts=[s.alarm(db, 30, "Alert")],
            metrics=s.rds(
                db,
                scale=0.5,
                DatabaseConnections=path((6, 31), (24, 33, 87), (None, 87)),
                FreeableMemory=path((6, 1.1e9), (24, 1.1e9, 6.4e8), (None, 6.4e8)),
                CPUUtilization=9,
                DBLoad=0.4,
                DBLoadCPU=0.3,
                DBLoadNonCPU=0.1,
                ReadIOPS=bump(4, 8, 60, 700),
                ReadLatency=bump(4, 8, 0.001, 0.004),
                NetworkTransmitThroughput=path((30, 9e5), (None, 4e5)),
            ),
            logs=[
                s.log(db, 30.2, "FATAL:  sorry, too many clients already", count=711, source="postgresql.log"),
                s.log(
                    db,
                    12,
                    "LOG:  could not receive data from client: Connection reset by peer",
                    count=2,
                    source="postgresql.log",
                ),
            ],
            events=[
                s.db_event(db, 4.1, "Backing up DB instance", "backup"),
                s.db_event(db, 12.0, "Finished DB Instance backup", "backup"),
            ],
            state=[
                s.instance(db, "postgres", "13.16", "db.t3.micro", parameters={"max_connections": 87}),
                s.insights(
                    db,
                    [
                        ("SELECT 1", 0.1, 8, {"CPU": 0.1}),
                        ("SELECT * FROM queues WHERE owner = $1", 0.2, 11, {"CPU": 0.2}),
                    ],
                    first=20,
                    waits={"Client:ClientRead": 0.1},
                ),
            ],
        ),
        "db.connections_exhausted",
        db,
        herring=("db.maintenance_io_storm", db),
        near=["db.maintenance_io_storm", "compute.memory_saturation"],
    )


def throughput_of_a_small_instance_spent() -> Scenario:
    """The instance's own disk bandwidth balance is spent, not the volume's: all statements wait alike."""
    s, db, near = (
        Scene("2026-11-16T09:00:00", seed=754, count=44, period=300),
        "rds/lab-results-pg",
        "rds/lab-archive-pg",
    )
    return fault(
        s.bundle(
            "aws-instance-disk-credits",
            "lab-results-pg DBLoadNonCPU",
            db,
            started=160,
            alerts=[
                s.alarm(db, 160, "lab-results-pg DBLoadNonCPU", "DBLoadNonCPU", 4),
                s.alarm(near, 150, "lab-archive-pg CPU", "CPUUtilization", 90),
            ],
            metrics=[
                *s.rds(
                    db,
                    EBSIOBalance=path((6, 99), (22, 96, 2), (None, 0)),
                    EBSByteBalance=path((6, 99), (22, 98, 60), (None, 57)),
                    ReadIOPS=path((6, 1100), (22, 3300), (None, 2000)),
                    WriteIOPS=path((6, 300), (22, 420), (None, 400)),
                    ReadLatency=path((28, 0.0012), (None, 0.017)),
                    WriteLatency=path((28, 0.0016), (None, 0.016)),
                    DiskQueueDepth=path((28, 3), (None, 39)),
                    DBLoad=path((28, 2.4), (None, 11)),
                    DBLoadNonCPU=path((28, 1.3), (None, 10)),
                    DBLoadCPU=path((28, 1.1), (None, 0.9)),
                    CPUUtilization=path((28, 36), (None, 27)),
                    skip=["SwapUsage", "NetworkReceiveThroughput", "NetworkTransmitThroughput"],
                ),
                s.series(near, "CPUUtilization", step(29, 20, 97)),
            ],
            events=[
                s.db_event(near, 148, "Applying offline patches to DB instance", "maintenance"),
                s.db_event(db, -500, "Finished DB Instance backup", "backup"),
            ],
            logs=s.lines("ecs-service/lab-portal", 0, 220, 15, ["result {n} fetched"]),
            topology=edges(("ecs-service/lab-portal", "reads", db), ("job/lab-archive", "writes", near)),
            state=[
                s.instance(
                    db, "postgres", "16.3", "db.m6g.large", storage_type="gp3", iops=12000, allocated_storage_gb=1000
                ),
                s.insights(
                    db,
                    [
                        ("SELECT * FROM results WHERE patient_id = $1", 3.3, 210, {"IO:DataFileRead": 3.1, "CPU": 0.2}),
                        (
                            "SELECT * FROM samples WHERE lab_id = $1 AND day = $2",
                            2.9,
                            160,
                            {"IO:DataFileRead": 2.7, "CPU": 0.2},
                        ),
                        ("SELECT * FROM reports WHERE result_id = $1", 2.5, 190, {"IO:DataFileRead": 2.4, "CPU": 0.1}),
                        (
                            "INSERT INTO results VALUES ($1, $2, $3)",
                            1.8,
                            60,
                            {"IO:WALWrite": 1.3, "IO:DataFileRead": 0.5},
                        ),
                    ],
                    first=170,
                ),
            ],
        ),
        "storage.io_saturation",
        db,
        herring=("compute.cpu_saturation", near),
        near=["db.expensive_query", "db.maintenance_io_storm", "compute.cpu_throttled"],
    )


def processor_spike_follows_the_locks() -> Scenario:
    """Sessions wait on tuple locks of one row; six minutes later retries heat the processor and take over the alarm."""
    s, db, api, other = (
        Scene("2026-11-19T13:00:00", seed=755, region="eu-west-3"),
        "rds/raffle-aurora-1",
        "deployment/raffle-api",
        "deployment/raffle-admin",
    )
    return fault(
        s.bundle(
            "aws-cpu-after-locks",
            "raffle-aurora-1: CPUUtilization > 75",
            db,
            started=25,
            alerts=[s.alarm(db, 25, "raffle-aurora-1: CPUUtilization > 75", "CPUUtilization", 75)],
            metrics=[
                *s.rds(
                    db,
                    "aurora-postgresql",
                    CPUUtilization=path((21, 24), (None, 82)),
                    DBLoad=path((15, 1.9), (None, 22, 64)),
                    DBLoadCPU=path((21, 1.2), (None, 3.2)),
                    DBLoadNonCPU=path((15, 0.7), (None, 21, 60)),
                    Deadlocks=path((15, 0), (None, 0.6)),
                    DatabaseConnections=path((15, 70), (None, 84, 190)),
                    CommitLatency=path((15, 3.4), (None, 4.0)),
                    skip=["SwapUsage", "FreeLocalStorage", "MaximumUsedTransactionIDs", "ReadThroughput"],
                ),
                s.series(api, "request_rate", path((21, 41), (None, 96)), namespace="ContainerInsights"),
                s.series(
                    api, "latency_p95", path((15, 0.1), (None, 8.1)), namespace="ContainerInsights", unit="Seconds"
                ),
            ],
            logs=[
                *s.lines(
                    api,
                    15.4,
                    40,
                    1.3,
                    [
                        (
                            'time="2026-11-19" level=error msg="draw failed" error="pq: could not obtain lock '
                            'on row in relation \\"raffles\\""'
                        ),
                        'time="2026-11-19" level=error msg="draw failed" error="pq: deadlock detected"',
                        'time="2026-11-19" level=warning msg="retrying draw" attempt=3',
                    ],
                ),
                s.log(other, 20.4, "npm WARN deprecated request@2.88.2", count=11),
            ],
            events=[
                s.event(
                    other,
                    20,
                    "ScalingReplicaSet",
                    "Scaled up replica set raffle-admin-58c7 to 2",
                    kind="kubernetes",
                    type="normal",
                ),
                s.event(
                    "pod/raffle-admin-58c7-kq2vd",
                    20.2,
                    "Pulled",
                    'Successfully pulled image "raffle-admin:3.9" in 2.1s',
                    kind="kubernetes",
                    type="normal",
                ),
            ],
            changes=[
                s.change(
                    other, 19.8, "deployment", "kubectl apply", "argocd", image=["raffle-admin:3.8", "raffle-admin:3.9"]
                )
            ],
            topology=edges((api, "writes", db), (other, "reads", db)),
            state=[
                s.instance(db, "aurora-postgresql", "15.6", "db.r6g.large", parameters={"max_connections": 1600}),
                s.insights(
                    db,
                    [
                        (
                            "SELECT * FROM raffles WHERE id = $1 FOR UPDATE",
                            31,
                            60,
                            {"Lock:tuple": 24.6, "Lock:transactionid": 6.1, "CPU": 0.3},
                        ),
                        (
                            "UPDATE raffles SET tickets_left = tickets_left - $1 WHERE id = $2",
                            20,
                            24,
                            {"Lock:transactionid": 19.4, "CPU": 0.6},
                        ),
                        ("SELECT * FROM participants WHERE raffle_id = $1", 2.2, 340, {"CPU": 2.2}),
                    ],
                    first=22,
                ),
            ],
        ),
        "db.lock_contention",
        db,
        herring=("compute.cpu_saturation", db),
        near=["compute.cpu_saturation", "traffic.surge", "deployment.bad_release", "db.expensive_query"],
    )


def service_account_without_its_role() -> Scenario:
    """An EKS service account lost the annotation of its role: calls of DynamoDB are denied; the table is blameless."""
    s, dep, tb = (
        Scene("2026-10-06T15:00:00", seed=756, region="ap-northeast-1"),
        "deployment/stock-feed",
        "dynamodb/stock-levels",
    )
    return fault(
        s.bundle(
            "aws-role-annotation-gone",
            "stock-feed-5xx-ratio",
            dep,
            started=20,
            source="prometheus",
            alerts=[
                s.alarm(dep, 20, "HighErrorRatio", reason="stock-feed 5xx ratio 0.98"),
                s.alarm(tb, 8, "stock-levels consumed capacity", "ConsumedReadCapacityUnits", 20000, state="ok"),
            ],
            metrics=[
                s.series(dep, "error_rate", step(18, 0.001, 0.98), namespace="Prometheus"),
                s.series(dep, "request_rate", 54, namespace="Prometheus"),
                *s.metrics(tb, ConsumedReadCapacityUnits=step(18, 8100, 40), ThrottledRequests=0, SystemErrors=0),
                s.series(
                    "deployment/stock-admin",
                    "cpu_utilization",
                    step(20, 20, 95),
                    namespace="ContainerInsights",
                    unit="Percent",
                ),
            ],
            logs=[
                *s.lines(
                    dep,
                    18.2,
                    40,
                    1.5,
                    [
                        (
                            "com.amazonaws.services.dynamodbv2.model.AmazonDynamoDBException: User: "
                            "arn:aws:sts::418273650913:assumed-role/eks-node-group/i-0d1 is not authorized to "
                            "perform: dynamodb:Query on resource: "
                            "arn:aws:dynamodb:ap-northeast-1:418273650913:table/stock-levels because no "
                            "identity-based policy allows the dynamodb:Query action (Service: "
                            "AmazonDynamoDBv2; Status Code: 400; Error Code: AccessDeniedException)"
                        )
                    ],
                ),
                *s.lines(dep, 0, 17, 3, ["INFO query sku={n} items=12"]),
            ],
            events=[
                s.event(
                    dep,
                    17.6,
                    "ScalingReplicaSet",
                    "Scaled up replica set stock-feed-7c9f to 3",
                    kind="kubernetes",
                    type="normal",
                ),
                s.event(
                    "pod/stock-feed-7c9f-ab1cd",
                    17.8,
                    "Started",
                    "Started container app",
                    kind="kubernetes",
                    type="normal",
                ),
            ],
            changes=[
                s.change(
                    "serviceaccount/stock-feed",
                    17.0,
                    "access",
                    "helm upgrade",
                    "argocd",
                    removed_annotations=["eks.amazonaws.com/role-arn"],
                ),
                s.change(dep, 17.5, "deployment", "kubectl rollout restart", "argocd"),
            ],
            topology=edges((dep, "reads", tb), (dep, "depends_on", "serviceaccount/stock-feed")),
            state=[
                s.state(tb, "dynamodb_table", billing_mode="PAY_PER_REQUEST", status="ACTIVE"),
                s.state(dep, "deployment", namespace="stock", desired=3, ready=3, available=3, updated=3),
            ],
        ),
        "access.permission_denied",
        dep,
        also=[("access.permission_denied", "serviceaccount/stock-feed")],
        herring=("compute.cpu_saturation", "deployment/stock-admin"),
        near=["dynamodb.throttled", "deployment.bad_release", "traffic.drop", "k8s.serviceaccount.missing"],
    )


def two_statements_and_an_old_vacuum() -> Scenario:
    """A vacuum has run for hours without harm; a sort that spills to disk began when the alarm did."""
    s, db = Scene("2026-09-04T10:00:00", seed=757), "rds/ratings-pg"
    return fault(
        s.bundle(
            "aws-old-vacuum-beside",
            "Incident",
            db,
            started=17,
            source="datadog",
            alerts=[s.alarm(db, 17, "Incident")],
            metrics=s.rds(
                db,
                CPUUtilization=step(15, 26, 71),
                DBLoad=step(15, 2.6, 9.2),
                DBLoadCPU=step(15, 1.3, 5.2),
                DBLoadNonCPU=step(15, 1.3, 4.0),
                WriteIOPS=step(15, 210, 1300),
                WriteThroughput=step(15, 3e6, 6.8e7),
                ReadIOPS=480,
                MaximumUsedTransactionIDs=[(None, 1.9e8, 1.9001e8)],
                DatabaseConnections=step(15, 77, 91),
                FreeStorageSpace=path((15, 2.12e11), (None, 2.02e11)),
            ),
            logs=[
                s.log(
                    db,
                    16.5,
                    'LOG:  temporary file: path "base/pgsql_tmp/pgsql_tmp8811.4", size 1073741824',
                    count=140,
                    source="postgresql.log",
                ),
                s.log(
                    db,
                    2,
                    (
                        'LOG:  automatic vacuum of table "ratings.public.votes": index scans: 0 (still running '
                        "since 06:11)"
                    ),
                    count=1,
                    source="postgresql.log",
                ),
                s.log(
                    db,
                    33,
                    "LOG:  checkpoint complete: wrote 8120 buffers (1.6%); 0 WAL file(s) added, 0 removed, 4 recycled",
                    count=1,
                ),
            ],
            events=[s.db_event(db, -230, "Finished DB Instance backup", "backup")],
            changes=[
                s.change(
                    "rds-parameter-group/ratings-pg14",
                    15.9,
                    "config",
                    "ModifyDBParameterGroup",
                    "user/dba",
                    parameters=[{"name": "log_temp_files", "value": "1024", "apply_method": "immediate"}],
                )
            ],
            state=[
                s.instance(
                    db, "postgres", "14.12", "db.m6g.xlarge", parameters={"work_mem": 4096, "max_connections": 1600}
                ),
                s.insights(
                    db,
                    [
                        (
                            (
                                "SELECT item, percentile_cont(0.5) WITHIN GROUP (ORDER BY stars) FROM votes "
                                "GROUP BY item ORDER BY 2"
                            ),
                            7.0,
                            0.3,
                            {"CPU": 3.9, "IO:BufFileWrite": 1.9, "IO:BufFileRead": 1.2},
                        ),
                        ("autovacuum: VACUUM public.votes", 0.6, 0, {"Timeout:VacuumDelay": 0.5, "CPU": 0.1}),
                        ("INSERT INTO votes VALUES ($1, $2, $3)", 0.8, 140, {"CPU": 0.5, "IO:WALWrite": 0.3}),
                    ],
                    first=18,
                    users={"stats_dashboard": 7.0, "votes": 0.8, "rdsadmin": 0.6},
                ),
            ],
        ),
        "db.expensive_query",
        db,
        herring=("db.maintenance_io_storm", db),
        near=["db.maintenance_io_storm", "db.transaction_id_wraparound", "deployment.scaling_change"],
    )


CASES: tuple[Case, ...] = (
    replica_lag_beside_a_busy_processor,
    growth_beside_a_burning_processor,
    all_slots_idle_under_a_bare_title,
    throughput_of_a_small_instance_spent,
    processor_spike_follows_the_locks,
    service_account_without_its_role,
    two_statements_and_an_old_vacuum,
)
