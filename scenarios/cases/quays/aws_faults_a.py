"""Faults on AWS, part 1 of 4."""

from __future__ import annotations

from .bundle import Case, Pair
from .surroundings import surround_aws


def crane_bookings() -> Pair:
    c = Case(
        417,
        "2026-02-17T09:34:00",
        22,
        "crane-bookings p95 above 1.5 s",
        "datadog",
        "alb/crane-edge",
        "high",
        "crane-bookings",
        region="eu-west-1",
        lead=90,
    )
    db = "rds/bookings-aurora-1"
    c.metric("alb/crane-edge", "TargetResponseTime", {-90: 0.28, -11: 0.9, -4: 2.4}, stat="p95", noise=0.14)
    c.metric("alb/crane-edge", "RequestCount", 2140, stat="Sum", whole=True, baseline=True)
    c.metric("alb/crane-edge", "HTTPCode_Target_5XX_Count", {-90: 1.2, -2: 37}, stat="Sum", whole=True, noise=0.5)
    c.metric(db, "CPUUtilization", {-90: 31, -12: 74, -6: 96}, noise=0.03, cap=99.7)
    c.metric(db, "DBLoad", {-90: 1.6, -12: 9, -6: 21}, noise=0.12)
    c.metric(db, "DatabaseConnections", {-90: 84, -5: 131}, noise=0.04, whole=True)
    c.metric(db, "ReadIOPS", {-90: 310, -12: 5900}, noise=0.15)
    c.metric("rds/bookings-aurora-2", "CPUUtilization", 22, noise=0.1)
    c.state(
        db,
        "rds_instance",
        engine="aurora-postgresql",
        engine_version="15.6",
        instance_class="db.r6g.xlarge",
        db_cluster="bookings-aurora",
        parameters={"max_connections": 1700},
    )
    sql = "SELECT s.* FROM slots s WHERE s.terminal_id = $1 AND lower(s.vessel_imo) = $2 AND s.starts_at > now() ORDER BY s.starts_at LIMIT 20"
    c.state(
        db, "performance_insights", start_time=c.time(-12), end_time=c.time(22),
        top_sql=[
            {"statement": sql, "db_load_avg": 18.4, "calls_per_sec": 41.0, "wait_events": [{"name": "CPU", "type": "CPU", "db_load_avg": 11.6}, {"name": "IO:DataFileRead", "type": "IO", "db_load_avg": 6.8}]},
            {"statement": "INSERT INTO slot_audit (slot_id, actor, at) VALUES ($1, $2, now())", "db_load_avg": 0.5, "calls_per_sec": 118.0},
            {"statement": "SELECT 1", "db_load_avg": 0.02, "calls_per_sec": 210.0},
        ],
        top_users=[{"name": "bookings_app", "db_load_avg": 19.7}],
    )  # fmt: skip
    c.log(
        -6,
        db,
        "info",
        "LOG: duration: 3418.221 ms  execute <unnamed>: SELECT s.* FROM slots s WHERE s.terminal_id = $1 AND lower(s.vessel_imo) = $2",
        2911,
        "postgresql.log",
    )
    c.log(
        -5.5,
        db,
        "info",
        "LOG: auto_explain plan: Seq Scan on slots s (cost=0.00..418220.10 rows=9 width=311) Filter: lower(vessel_imo) = $2; Rows Removed by Filter: 7204418",
        64,
        "postgresql.log",
    )
    c.log(
        -3,
        "ecs-service/crane-bookings",
        "error",
        "ActiveRecord::StatementTimeout: PG::QueryCanceled: ERROR: canceling statement due to statement timeout",
        402,
    )
    c.change(
        -12.5,
        "data",
        "psql: DROP INDEX CONCURRENTLY idx_slots_terminal_imo",
        "rds/bookings-aurora-1",
        "user/dba-jonas",
        ticket="DBA-771 remove duplicate indexes",
    )
    c.change(
        -19,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/quay-portal",
        "role/ci-publisher",
        task_definition=["quay-portal:211", "quay-portal:212"],
    )
    c.alert(0, "crane-bookings p95 above 1.5 s", "alb/crane-edge", reason="p95:trace.rack.request over last_5m > 1.5")
    c.alert(
        -2,
        "bookings-aurora-1-cpu",
        db,
        reason="CPUUtilization 95.8 > 90 for 3 datapoints",
        metric="CPUUtilization",
        threshold=90,
    )
    c.edges(
        "alb/crane-edge calls ecs-service/crane-bookings",
        "ecs-service/crane-bookings reads rds/bookings-aurora-1",
        "ecs-service/quay-portal calls ecs-service/crane-bookings",
        "rds/bookings-aurora-1 replicates_to rds/bookings-aurora-2",
    )
    surround_aws(c, "rds/tariffs-db", "ecs-service/quay-portal")
    return c.fault(
        "db.expensive_query",
        db,
        also=[("deployment.schema_migration", db)],
        herring=("deployment.bad_release", "ecs-service/quay-portal"),
        near=["compute.cpu_saturation", "db.connections_exhausted"],
    )


def gate_passes() -> Pair:
    c = Case(
        832,
        "2026-03-05T13:12:00",
        16,
        "gate-pass-api 5xx",
        "cloudwatch",
        "alb/gate-pass",
        service="gate-pass-api",
        region="eu-central-1",
        zone=1,
    )
    db = "rds/gatepass-mysql"
    c.metric("alb/gate-pass", "HTTPCode_Target_5XX_Count", {-60: 0.8, -3: 61}, stat="Sum", whole=True, noise=0.3)
    c.metric("alb/gate-pass", "TargetResponseTime", {-60: 0.11, -4: 50.3}, stat="p90", noise=0.05)
    c.metric(db, "CPUUtilization", {-60: 34, -4: 17}, noise=0.07)
    c.metric(db, "DatabaseConnections", {-60: 48, -3: 122}, whole=True, noise=0.04)
    c.metric(db, "DBLoad", {-60: 0.9, -4: 44}, noise=0.12)
    c.metric(db, "WriteIOPS", {-60: 420, -4: 33}, noise=0.2)
    c.state(
        db,
        "rds_instance",
        engine="mysql",
        engine_version="8.0.39",
        instance_class="db.m6i.large",
        multi_az=True,
        parameters={"max_connections": 640, "innodb_lock_wait_timeout": 50},
    )
    c.state(
        db, "performance_insights", start_time=c.time(-6), end_time=c.time(16),
        top_wait_events=[{"name": "synch/cond/innodb/row_lock_wait_cond", "type": "Lock", "db_load_avg": 41.2}, {"name": "CPU", "type": "CPU", "db_load_avg": 0.6}],
        top_sql=[{"statement": "UPDATE passes SET state = ?, scanned_at = ? WHERE gate_id = ? AND pass_no = ?", "db_load_avg": 40.9, "calls_per_sec": 3.1}],
    )  # fmt: skip
    c.log(
        -3.2,
        "ecs-service/gate-pass-api",
        "error",
        "(pymysql.err.OperationalError) (1205, 'Lock wait timeout exceeded; try restarting transaction') [SQL: UPDATE passes SET state = %s ...]",
        731,
    )
    c.log(
        1,
        db,
        "warn",
        "TRANSACTION 88120457, ACTIVE 372 sec, 214077 row lock(s), undo log entries 0; MySQL thread id 90433 10.20.8.14 analyst  SELECT ... FROM passes FOR UPDATE (Command: Sleep)",
        1,
        "innodb-status",
    )
    c.log(
        4,
        db,
        "warn",
        "15 longest blockers: blocking_pid=90433 user=analyst host=bastion waiting=58",
        6,
        "sys.innodb_lock_waits",
    )
    c.log(
        -40,
        db,
        "warn",
        "[Warning] [MY-013360] Plugin mysql_native_password reported: deprecated",
        310,
        "error/mysql-error.log",
    )
    c.change(
        -24,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/gate-pass-api",
        "role/ci-publisher",
        task_definition=["gate-pass-api:58", "gate-pass-api:59"],
        note="css and translations",
    )
    c.change(
        -7,
        "access",
        "ssm:StartSession",
        "ec2/i-0ba5710n1",
        "user/analyst-petra",
        document="AWS-StartPortForwardingSessionToRemoteHost",
    )
    c.alert(
        0,
        "gate-pass-api 5xx",
        "alb/gate-pass",
        reason="Threshold Crossed: 3 datapoints [58, 66, 61] > 20",
        metric="HTTPCode_Target_5XX_Count",
        threshold=20,
    )
    c.edges("alb/gate-pass calls ecs-service/gate-pass-api", "ecs-service/gate-pass-api writes rds/gatepass-mysql")
    surround_aws(c, "lambda/plate-reader", "ecs-service/visitor-desk")
    return c.fault(
        "db.lock_contention",
        db,
        herring=("deployment.bad_release", "ecs-service/gate-pass-api"),
        near=["db.connections_exhausted"],
    )


def container_tracking() -> Pair:
    c = Case(
        265,
        "2026-04-22T18:05:00",
        25,
        "tracking-writer errors",
        "cloudwatch",
        "lambda/tracking-writer",
        "high",
        region="us-east-1",
        lead=120,
    )
    table = "dynamodb/container-positions"
    c.metric("lambda/tracking-writer", "Invocations", 1850, stat="Sum", whole=True, noise=0.06)
    c.metric("lambda/tracking-writer", "Errors", {-120: 0.5, -2: 148}, stat="Sum", whole=True, noise=0.25)
    c.metric("lambda/tracking-writer", "Duration", {-120: 46, -3: 690}, noise=0.2)
    c.metric(table, "ConsumedWriteCapacityUnits", {-120: 91000, -4: 118000}, stat="Sum", noise=0.05)
    c.metric(table, "ProvisionedWriteCapacityUnits", 6000, noise=0, sway=0)
    c.metric(table, "WriteThrottleEvents", {-120: 0, -4: 5400}, stat="Sum", whole=True, noise=0.2)
    c.metric(table, "SystemErrors", 0, stat="Sum", whole=True)
    c.state(
        table,
        "dynamodb_table",
        billing_mode="PROVISIONED",
        write_capacity=6000,
        read_capacity=3000,
        auto_scaling={"min": 3000, "max": 12000, "target": 70},
        status="ACTIVE",
        key_schema="device_id HASH, ts RANGE",
    )
    c.state(
        table, "contributor_insights", rule="DynamoDBContributorInsights-PKT-container-positions", start_time=c.time(-5), end_time=c.time(20),
        most_throttled_keys=[{"key": "device_id=00000000", "throttled_share": 0.984}, {"key": "device_id=MSKU884120", "throttled_share": 0.002}],
        most_accessed_keys=[{"key": "device_id=00000000", "share": 0.47}, {"key": "device_id=TGHU220918", "share": 0.0009}],
    )  # fmt: skip
    c.log(
        -2.3,
        "lambda/tracking-writer",
        "error",
        "ProvisionedThroughputExceededException: The level of configured provisioned throughput for the table was exceeded. key={device_id: 00000000}",
        3618,
    )
    c.log(
        -3.5,
        "lambda/tracking-writer",
        "info",
        "accepted batch gateway=buoy-17 fw=4.0.2 device_id=00000000 positions=25",
        5120,
    )
    c.log(-50, "lambda/tracking-writer", "warn", "clock skew 41s in device TGHU220918, using server time", 77)
    c.change(-170, "config", "dynamodb:UpdateTimeToLive", table, "role/terraform", attribute="expires_at")
    c.change(
        -31,
        "deployment",
        "lambda:UpdateFunctionCode",
        "lambda/eta-predictor",
        "role/ci-publisher",
        version=["30", "31"],
    )
    c.alert(
        0, "tracking-writer errors", "lambda/tracking-writer", reason="Errors 151 > 25", metric="Errors", threshold=25
    )
    c.alert(
        -4000,
        "eta-predictor-duration",
        "lambda/eta-predictor",
        "alarm",
        "Duration p99 > 3000 since last week, see PRED-19",
    )
    c.edges(
        "lambda/tracking-writer writes dynamodb/container-positions",
        "lambda/eta-predictor reads dynamodb/container-positions",
        "apigateway/device-ingest calls lambda/tracking-writer",
    )
    surround_aws(c, "lambda/eta-predictor", "sqs/eta-updates", "ecs-service/map-tiles")
    return c.fault(
        "dynamodb.hot_partition",
        table,
        also=[("data.skew", table), ("dynamodb.hot_partition", "lambda/tracking-writer")],
        herring=("deployment.bad_release", "lambda/eta-predictor"),
        near=["dynamodb.throttled", "traffic.surge"],
    )
