"""Faults of Aurora clusters, their replicas and who writes to them."""

from __future__ import annotations

from .neighbours import surround
from .recording import Case, Recording


def parcel_schema_change() -> Case:
    r = Recording("st-parcel-label-timeouts", 4224, "2026-10-06T11:00:00", 50, form="ms")
    api, db, job = "deployment/label-api", "rds/parcel-aurora-w", "job/label-api-migrate-20261006"
    r.incident(
        "label-api: deadline exceeded",
        "deployment/label-api",
        21,
        source="prometheus",
        severity="critical",
        service="labels",
        text='grpc_server_handled_total{grpc_code="DeadlineExceeded"} rate above 5/s',
    )
    r.watch(api, pod_cpu_utilization=[(0, 35), (19, 35), (21, 11)])
    r.metric(
        "deployment/label-api", "error_rate", [(0, 0.2), (19, 0.2), (21, 61), (50, 66)], unit="Count/Second", noise=0.1
    )
    r.watch(
        db,
        CPUUtilization=[(0, 30), (19, 31), (22, 9)],
        DBLoad=[(0, 2.0), (19, 2.1), (22, 188), (50, 240)],
        DatabaseConnections=[(0, 180), (19, 184), (24, 520), (50, 590)],
        WriteIOPS=[(0, 330), (19, 320), (21, 20)],
    )
    r.watch("rds/parcel-aurora-r1", only=("CPUUtilization", "DatabaseConnections", "ReadLatency"))
    surround(r, "parcel", "sessions", "webhooks")
    r.event(4, "rds/parcel-aurora-r1", "RDS-EVENT-0006", "DB instance restarted", tone="info")
    r.event(6, "rds/parcel-aurora-r1", "RDS-EVENT-0088", "DB instance started")
    r.change(
        2,
        "config",
        "rds:RebootDBInstance",
        "rds/parcel-aurora-r1",
        "user/db-ops",
        reason="apply innodb_print_all_deadlocks",
    )
    r.change(18.5, "deployment", "kubectl:CreateJob", job, "argocd/parcel", hook="PreSync", image="label-api:6.12.0")
    r.event(
        18.8, job, "SuccessfulCreate", "Created pod: label-api-migrate-20261006-x7k2p", kind="kubernetes", tone="normal"
    )
    r.log(
        19,
        job,
        "info",
        "-- change_column(:labels, :carrier_ref, :string, {:limit=>64})\n   ALTER TABLE `labels` MODIFY `carrier_ref` varchar(64) CHARACTER SET utf8mb4, ALGORITHM=COPY",
        source="migrate",
    )
    r.log(
        21,
        api,
        "error",
        "ActiveRecord::LockWaitTimeout: Mysql2::Error::TimeoutError: Lock wait timeout exceeded; try restarting transaction: INSERT INTO `labels`",
        count=3301,
    )
    r.log(
        22,
        api,
        "error",
        "GRPC::DeadlineExceeded: 4:Deadline Exceeded. debug_error_string:{UNKNOWN:Deadline Exceeded}",
        count=4810,
    )
    r.log(
        8,
        api,
        "warn",
        "Mysql2::Error::ConnectionError: Lost connection to server at 'reading initial communication packet' host=parcel-aurora-ro",
        count=21,
    )
    r.edges(
        (api, "writes", db),
        (api, "reads", "rds/parcel-aurora-r1"),
        (db, "replicates_to", "rds/parcel-aurora-r1"),
        (job, "writes", db),
    )
    r.state(job, "job", pods="1 Active (30m) / 0 Succeeded / 0 Failed", backoff_limit=0)
    r.state(
        db,
        "performance_insights",
        start_time=r.at(22),
        end_time=r.at(49),
        top_wait_events=[
            {"name": "synch/mutex/sql/MDL_map::mutex", "type": "Other", "db_load_avg": 1.1},
            {"name": "wait/lock/metadata/sql/mdl", "type": "Lock", "db_load_avg": 201.0},
        ],
        top_sql=[
            {"statement": "INSERT INTO `labels` ( ... ) VALUES ( ... )", "db_load_avg": 180.2, "calls_per_sec": 3.6},
            {
                "statement": "ALTER TABLE `labels` MODIFY `carrier_ref` varchar(?)",
                "db_load_avg": 1.0,
                "calls_per_sec": 0.0,
            },
        ],
    )
    return r.fault(
        ("deployment.schema_migration", db),
        ("db.failover", "rds/parcel-aurora-r1"),
        ("deployment.schema_migration", job),
        ("deployment.schema_migration", api),
        ("db.lock_contention", db),
        near=["db.failover", "db.connections_exhausted"],
    )


def wishlist_capacity_cut() -> Case:
    r = Recording("st-wishlist-evening-slow", 4216, "2026-11-03T16:30:00", 150, step=300, baseline=True, form="+1")
    api, db = "ecs-service/wishlist-api", "rds/wishlist-serverless-1"
    r.incident(
        "wishlist latency",
        "alb/wishlist",
        95,
        text="TargetResponseTime p95 > 1.2 for 3 datapoints within 15 minutes",
        service="wishlist",
        region="eu-central-1",
    )
    r.watch(
        "alb/wishlist",
        RequestCount=[(0, 4100), (80, 6600), (150, 7400)],
        TargetResponseTime=[(0, 0.19), (75, 0.26), (90, 2.8), (150, 4.4)],
        base={"RequestCount": [(0, 4000), (80, 6500), (150, 7300)], "TargetResponseTime": [(0, 0.19), (150, 0.22)]},
    )
    r.watch(api, CpuUtilized=[(0, 31), (150, 44)])
    r.watch(
        db,
        CPUUtilization=[(0, 58), (70, 80), (84, 99), (150, 99.6)],
        DBLoad=[(0, 2.4), (72, 4.1), (90, 19), (150, 31)],
        DatabaseConnections=[(0, 160), (80, 180), (100, 260)],
        base={"CPUUtilization": [(0, 34), (150, 41)], "DBLoad": [(0, 2.3), (150, 4.4)]},
    )
    r.metric(
        db,
        "ServerlessDatabaseCapacity",
        [(0, 6.2), (70, 7.9), (76, 8), (150, 8)],
        unit="None",
        noise=0.004,
        namespace="AWS/RDS",
        base=[(0, 6.4), (80, 13), (150, 15.5)],
    )
    r.metric(
        db,
        "ACUUtilization",
        [(0, 77), (70, 98), (76, 100), (150, 100)],
        unit="Percent",
        noise=0.004,
        namespace="AWS/RDS",
        base=[(0, 20), (80, 41), (150, 48)],
    )
    surround(r, "wishlist", "mailer", "tags", "search")
    r.change(
        -310,
        "scaling",
        "rds:ModifyDBCluster",
        db,
        "role/finops-rightsizer",
        serverless_v2_scaling={"max_capacity": [32, 8], "min_capacity": [2, 1]},
        ticket="FIN-882 off-peak saving",
    )
    r.change(
        69,
        "deployment",
        "ecs:UpdateService",
        api,
        "role/wishlist-ci",
        task_definition=["wishlist-api:72", "wishlist-api:73"],
        commit="share sheet: copy change",
    )
    r.log(
        95,
        db,
        "info",
        "LOG:  duration: 3110.402 ms  execute a12: SELECT i.* FROM wish_items i WHERE i.list_id = $1 ORDER BY i.rank",
        count=3210,
        source="postgresql.log",
    )
    r.log(
        97,
        api,
        "warn",
        "asyncpg.exceptions.QueryCanceledError: canceling statement due to statement timeout",
        count=119,
    )
    r.edges(("alb/wishlist", "calls", api), (api, "reads", db))
    r.state(
        db,
        "rds_instance",
        engine="aurora-postgresql",
        engine_version="16.4",
        instance_class="db.serverless",
        db_cluster="wishlist-serverless",
        serverless_v2_scaling={"min_capacity": 1, "max_capacity": 8},
    )
    r.state(
        db,
        "performance_insights",
        start_time=r.at(90),
        end_time=r.at(148),
        top_sql=[
            {
                "statement": "SELECT i.* FROM wish_items i WHERE i.list_id = $1 ORDER BY i.rank",
                "db_load_avg": 11.2,
                "calls_per_sec": 92.0,
            },
            {"statement": "SELECT l.* FROM lists l WHERE l.owner_id = $1", "db_load_avg": 7.9, "calls_per_sec": 101.0},
            {"statement": "UPDATE lists SET seen_at = now() WHERE id = $1", "db_load_avg": 5.0, "calls_per_sec": 66.0},
        ],
        top_wait_events=[{"name": "CPU", "type": "CPU", "db_load_avg": 23.5}],
    )
    return r.fault(
        ("deployment.scaling_change", db),
        ("deployment.bad_release", api),
        ("compute.autoscaling_at_max", db),
        ("compute.cpu_saturation", db),
        near=["deployment.bad_release", "db.expensive_query", "traffic.surge"],
    )


def bookings_old_region() -> Case:
    r = Recording("st-roster-save-fails", 4220, "2026-04-19T04:00:00", 70)
    api, job, new, old = (
        "ecs-service/roster-api",
        "ecs-service/roster-sync",
        "rds/roster-global-euw1-1",
        "rds/roster-global-euc1-1",
    )
    r.incident(
        "roster-sync error ratio",
        job,
        31,
        source="newrelic",
        severity="CRITICAL",
        service="roster",
        text="Error percentage > 10% for at least 5 minutes on 'roster-sync'",
    )
    r.watch(api)
    r.watch(job, RunningTaskCount=[(0, 4)])
    r.metric(
        job,
        "error_rate",
        [(0, 0.001), (26, 0.001), (28, 0.97), (70, 0.98)],
        unit="None",
        noise=0.006,
        namespace="NewRelic",
    )
    r.watch(new, WriteIOPS=[(0, 12), (25, 12), (27, 210)])
    r.watch(old, WriteIOPS=[(0, 240), (25, 240), (27, 11)])
    r.metric(
        old,
        "AuroraGlobalDBReplicationLag",
        [(0, 210), (24, 240), (26, 2900), (31, 190), (70, 160)],
        unit="Milliseconds",
        noise=0.2,
        namespace="AWS/RDS",
    )
    surround(r, "roster", "webhooks", "archive")
    r.change(
        24,
        "infrastructure",
        "rds:SwitchoverGlobalCluster",
        "rds-cluster/roster-global",
        "user/m.okafor",
        target="roster-global-euw1",
        change="CHG-2210 quarterly region rotation",
    )
    r.event(
        24.2, old, "RDS-EVENT-0181", "Global switchover to DB cluster roster-global-euw1 in Region eu-west-1 started."
    )
    r.event(
        26.3, new, "RDS-EVENT-0185", "Global switchover to DB cluster roster-global-euw1 in Region eu-west-1 finished."
    )
    r.change(
        20,
        "config",
        "ssm:PutParameter",
        api,
        "user/m.okafor",
        parameter="/roster/api/DB_WRITER",
        value=[
            "roster-global-euc1.cluster-x1.eu-central-1.rds.amazonaws.com",
            "roster-global.global-x1.global.rds.amazonaws.com",
        ],
    )
    r.log(
        28,
        job,
        "error",
        "psycopg2.errors.ReadOnlySqlTransaction: cannot execute INSERT in a read-only transaction",
        count=5110,
    )
    r.log(
        29,
        job,
        "info",
        "using writer endpoint roster-global-euc1.cluster-x1.eu-central-1.rds.amazonaws.com:5432",
        count=4,
    )
    r.log(30, api, "info", "using writer endpoint roster-global.global-x1.global.rds.amazonaws.com:5432", count=8)
    r.log(33, api, "info", "PUT /rosters/4410 200 38ms", count=2104)
    r.log(
        25.5, api, "error", "psycopg2.OperationalError: terminating connection due to administrator command", count=64
    )
    r.edges((api, "writes", new), (job, "writes", old), (new, "replicates_to", old))
    r.state(
        new,
        "rds_instance",
        engine="aurora-postgresql",
        engine_version="15.6",
        region="eu-west-1",
        db_cluster="roster-global-euw1",
        role="writer",
    )
    r.state(
        old,
        "rds_instance",
        engine="aurora-postgresql",
        engine_version="15.6",
        region="eu-central-1",
        db_cluster="roster-global-euc1",
        role="reader",
    )
    return r.fault(
        ("app.config.dependency_address_wrong", job),
        ("db.replication_lag", old),
        ("db.read_only", old),
        ("db.read_only", job),
        near=["db.failover", "db.replication_lag"],
    )


def orders_reader_behind() -> Case:
    r = Recording("st-orders-vanishing", 4209, "2026-09-15T09:00:00", 100)
    api, writer, reader = "ecs-service/orders-api", "rds/orders-mysql", "rds/orders-mysql-replica-1"
    r.incident(
        "Customers see 'order not found' right after paying",
        "service/orders",
        40,
        source="manual",
        severity="high",
        service="orders",
        text="CS has 60 contacts since 09:45. Order shows up some minutes later.",
    )
    r.watch(api)
    r.metric(
        "service/orders", "http_404_rate", [(0, 0.4), (35, 0.4), (50, 9.5), (100, 12)], unit="Count/Second", noise=0.2
    )
    r.watch(
        writer,
        WriteIOPS=[(0, 420), (30, 430), (33, 1650), (100, 1600)],
        CPUUtilization=[(0, 34), (30, 35), (34, 52), (100, 51)],
    )
    r.watch(
        reader,
        CPUUtilization=[(0, 31), (31, 31), (36, 49), (100, 48)],
        WriteIOPS=[(0, 410), (31, 410), (35, 1320), (100, 1290)],
    )
    r.metric(reader, "ReplicaLag", [(0, 0.3), (32, 0.5), (100, 1480)], unit="Seconds", noise=0.05, namespace="AWS/RDS")
    r.watch("elasticache/orders-cache")
    surround(r, "orders", "archive", "mailer", "thumbnails")
    r.change(
        22,
        "deployment",
        "ecs:UpdateService",
        api,
        "role/orders-ci",
        task_definition=["orders-api:990", "orders-api:991"],
        commit="cache: raise order TTL 30s -> 60s",
    )
    r.change(
        30.5,
        "data",
        "ecs:RunTask",
        "ecs-task/gdpr-anonymise-backfill",
        "user/a.lind",
        command="anonymise --years 2017-2021 --batch 50000",
    )
    r.event(27, api, "SERVICE_DEPLOYMENT_COMPLETED", "ECS deployment ecs-svc/88120 completed.", kind="ecs")
    r.log(
        36,
        "ecs-task/gdpr-anonymise-backfill",
        "info",
        "updated rows=50000 elapsed=21.4s total=650000 of 41200000",
        source="/ecs/gdpr-anonymise",
    )
    r.log(
        95,
        "ecs-task/gdpr-anonymise-backfill",
        "info",
        "updated rows=50000 elapsed=22.0s total=9050000 of 41200000",
        source="/ecs/gdpr-anonymise",
    )
    r.log(52, api, "warn", "OrderNotFound id=ord_7Q1K replica=orders-mysql-replica-1 age_of_order_s=4", count=2210)
    r.log(53, api, "info", "cache miss order ord_7Q1K, falling through to read pool", count=6200)
    r.log(
        60,
        reader,
        "info",
        "[Note] [MY-010914] Aborted connection 88121 to db: 'orders' user: 'orders_ro' (Got timeout reading communication packets)",
        count=14,
        source="error",
    )
    r.edges(
        ("service/orders", "runs_on", api),
        (api, "writes", writer),
        (api, "reads", reader),
        (writer, "replicates_to", reader),
        (api, "reads", "elasticache/orders-cache"),
        ("ecs-task/gdpr-anonymise-backfill", "writes", writer),
    )
    r.state(
        reader,
        "rds_instance",
        engine="mysql",
        engine_version="8.0.37",
        instance_class="db.r5.large",
        read_replica_source="orders-mysql",
        replica_parallel_workers=0,
    )
    r.state(
        writer, "rds_instance", engine="mysql", engine_version="8.0.37", instance_class="db.r5.2xlarge", multi_az=True
    )
    return r.fault(
        ("db.replication_lag", reader),
        ("deployment.bad_release", api),
        near=["deployment.bad_release", "dependency.cache_failure"],
    )
