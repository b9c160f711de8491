"""Nothing is wrong now: alarms of relational databases."""

from __future__ import annotations

from .neighbours import surround
from .recording import Case, Recording

GB = 1e9


def tariff_nightly_load() -> Case:
    r = Recording("st-tariff-cpu-night", 4501, "2026-03-18T00:30:00", 120, step=60)
    job, api, db = "ecs-service/tariff-etl", "ecs-service/tariff-api", "rds/tariff-pg"
    r.incident(
        "tariff-pg-cpu-high", db, 94, text="CPUUtilization > 60 for 3 datapoints within 3 minutes", service="tariff"
    )
    nightly = [(0, 22.0), (89, 23.0), (92, 71.0), (120, 73.0)]
    r.watch(
        db,
        CPUUtilization=nightly,
        ReadIOPS=[(0, 400), (89, 400), (92, 2900)],
        DBLoad=[(0, 1.2), (89, 1.2), (92, 2.7)],
        base={
            "CPUUtilization": nightly,
            "ReadIOPS": [(0, 380), (89, 390), (92, 3010)],
            "DBLoad": [(0, 1.2), (89, 1.2), (92, 2.6)],
        },
    )
    r.watch(api)
    r.metric(api, "latency_p95", [(0, 0.12), (120, 0.12)], unit="Seconds", noise=0.09, base=[(0, 0.12)])
    r.metric(api, "error_rate", [(0, 0.05)], unit="Percent", noise=0.4, base=[(0, 0.05)])
    surround(r, "tariff", "mailer", "webhooks", "tags")
    r.change(
        70,
        "config",
        "cloudwatch:PutMetricAlarm",
        "alarm/tariff-pg-cpu-high",
        "role/terraform-observability",
        threshold=[90, 60],
    )
    r.change(
        -200,
        "deployment",
        "ecs:UpdateService",
        api,
        "role/tariff-ci",
        task_definition=["tariff-api:12", "tariff-api:13"],
    )
    r.log(90, job, "info", "nightly tariff merge started, zones=4410")
    r.log(118, job, "info", "merged zones=2600/4410 eta=22m (yesterday 51m total)", count=26)
    r.log(95, db, "info", 'LOG:  temporary file: path "base/pgsql_tmp/pgsql_tmp2210.4", size 241172480', count=36)
    r.log(
        97,
        db,
        "info",
        "LOG:  duration: 41022.331 ms  statement: MERGE INTO tariff_zone t USING staging s ON t.id = s.id",
        count=11,
    )
    r.edges((api, "reads", db), (job, "writes", db))
    r.state(
        db,
        "rds_instance",
        engine="postgres",
        engine_version="16.4",
        instance_class="db.m6g.large",
        multi_az=True,
        status="available",
    )
    return r.without_fault(
        "healthy", herring=("db.expensive_query", db), near=["db.expensive_query", "compute.cpu_saturation"]
    )


def tills_import_credits() -> Case:
    r = Recording("st-tills-credit-balance", 4509, "2026-02-11T04:00:00", 240, step=300)
    app, db = "ecs-service/tills-admin", "rds/tills-mysql"
    r.incident(
        "tills-mysql CPUCreditBalance < 100",
        db,
        95,
        severity="warning",
        service="tills",
        text="CPUCreditBalance < 100 for 1 datapoint within 5 minutes",
    )
    r.watch(
        db,
        CPUUtilization=[(0, 11), (40, 11), (45, 78), (115, 80), (122, 11), (240, 10)],
        DBLoad=[(0, 0.4), (40, 0.4), (45, 2.1), (115, 2.2), (122, 0.4)],
        ReadLatency=[(0, 0.0011), (240, 0.0011)],
        WriteIOPS=[(0, 120), (40, 120), (46, 1100), (115, 1100), (122, 118)],
    )
    r.metric(
        db,
        "CPUCreditBalance",
        [(0, 158), (45, 160), (116, 73), (240, 96)],
        unit="Credits",
        noise=0.004,
        namespace="AWS/RDS",
    )
    r.metric(db, "CPUSurplusCreditBalance", [(0, 0)], unit="Credits", noise=0, namespace="AWS/RDS")
    r.watch(app)
    r.metric(
        app, "latency_p95", [(0, 0.22), (45, 0.24), (115, 0.26), (125, 0.21), (240, 0.22)], unit="Seconds", noise=0.1
    )
    surround(r, "tills", "thumbnails", "archive")
    r.change(
        39, "data", "rds:StartDBInstanceImport", db, "user/stocktake", source="s3://tills-stocktake/2026-q1.csv.gz"
    )
    r.log(
        44,
        "ecs-task/stocktake-load",
        "info",
        "LOAD DATA LOCAL INFILE '/data/2026-q1.csv' rows so far=1000000",
        source="/ecs/stocktake",
    )
    r.log(
        117,
        "ecs-task/stocktake-load",
        "info",
        "load finished rows=18210044 elapsed=4380s exit=0",
        source="/ecs/stocktake",
    )
    r.log(
        80,
        db,
        "warning",
        "[Warning] [MY-011953] [InnoDB] Page cleaner took 4410ms to flush 2000 pages",
        count=9,
        source="error",
    )
    r.edges((app, "reads", db), ("ecs-task/stocktake-load", "writes", db))
    r.state(
        db,
        "rds_instance",
        engine="mysql",
        engine_version="8.0.40",
        instance_class="db.t3.medium",
        burst_mode="unlimited",
        status="available",
    )
    return r.without_fault(
        "healthy", herring=("compute.cpu_throttled", db), near=["compute.cpu_throttled", "compute.cpu_saturation"]
    )


def policies_storage_grew() -> Case:
    r = Recording("st-policies-free-space", 4511, "2026-04-01T10:00:00", 150, step=300)
    api, db = "deployment/policy-api", "rds/policies-mssql"
    r.incident(
        "policies-mssql low storage",
        db,
        65,
        severity="critical",
        source="datadog",
        service="policies",
        text="aws.rds.free_storage_space < 20 GB. Monitor renotifies every 60 min until acknowledged.",
    )
    r.watch(
        db,
        FreeStorageSpace=[(0, 20.6 * GB), (62, 19.8 * GB), (90, 19.4 * GB), (93, 69.4 * GB), (150, 68.6 * GB)],
        WriteLatency=[(0, 0.0021), (150, 0.0021)],
    )
    r.watch(api)
    r.watch("alb/policies")
    surround(r, "policies", "search", "tags", "archive")
    r.event(
        70, db, "RDS-EVENT-0224", "Storage size is nearing the autoscaling threshold; autoscaling to 550 GiB requested"
    )
    r.event(71, db, "RDS-EVENT-0217", "Applying autoscaling-initiated modification to allocated storage.")
    r.event(93, db, "RDS-EVENT-0218", "Finished applying autoscaling-initiated modification to allocated storage.")
    r.event(94, db, "storage-optimization", "DB instance status changed to storage-optimization", tone="info")
    r.event(
        -150,
        db,
        "RDS-EVENT-0089",
        "The free storage capacity for DB instance is low at 7% of the provisioned storage",
        tone="warning",
    )
    r.log(
        100,
        db,
        "info",
        "Autogrow of file 'policies_log' in database 'policies' took 2210 milliseconds.",
        source="error",
        count=3,
    )
    r.log(60, api, "warn", "Polly retry 1 of 3 after SqlException -2 (Timeout expired)", count=5)
    r.log(140, api, "info", "HTTP GET /policies/88120 responded 200 in 41.2 ms", count=4600)
    r.change(
        -2000,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/policies-docs",
        "role/policies-ci",
        version=["1.9", "1.10"],
    )
    r.edges(("alb/policies", "calls", api), (api, "writes", db))
    r.state(
        db,
        "rds_instance",
        engine="sqlserver-ee",
        engine_version="15.00.4395.2",
        instance_class="db.r5.xlarge",
        allocated_storage_gb=550,
        max_allocated_storage_gb=2000,
        status="storage-optimization",
    )
    return r.without_fault("healthy", herring=("storage.full", db), near=["storage.full"])


def exam_scale_out() -> Case:
    r = Recording("st-exam-connections-anomaly", 4512, "2026-01-26T07:00:00", 110, form="+1", baseline=True)
    api, db = "ecs-service/exam-api", "rds/exam-aurora-1"
    r.incident(
        "exam-aurora DatabaseConnections anomaly",
        db,
        48,
        severity="medium",
        text="DatabaseConnections outside ANOMALY_DETECTION_BAND(m1, 2) for 3 datapoints",
        service="exam",
        region="eu-central-1",
    )
    r.watch("alb/exam", RequestCount=[(0, 3100), (50, 5900), (110, 8800)], HealthyHostCount=[(0, 6), (40, 6), (46, 14)])
    r.watch(api, RunningTaskCount=[(0, 6), (40, 6), (45, 14)], CpuUtilized=[(0, 33), (110, 41)])
    r.watch(
        db,
        DatabaseConnections=[(0, 240), (40, 242), (47, 560), (110, 566)],
        CPUUtilization=[(0, 19), (110, 36)],
        DBLoad=[(0, 1.1), (110, 2.2)],
    )
    surround(r, "exam", "mailer", "webhooks", "search")
    r.change(
        39,
        "scaling",
        "application-autoscaling:PutScheduledAction",
        api,
        "user/k.brandt",
        desired_count=[6, 14],
        note="winter finals 26-30 Jan",
    )
    r.change(
        21, "deployment", "ecs:UpdateService", api, "role/exam-ci", task_definition=["exam-api:505", "exam-api:506"]
    )
    r.event(30, api, "SERVICE_DEPLOYMENT_COMPLETED", "ECS deployment ecs-svc/30117 completed.", kind="ecs")
    r.event(45, api, "SERVICE_STEADY_STATE", "(service exam-api) has reached a steady state.", kind="ecs")
    r.log(44, api, "info", "pool opened size=40 (new task)", count=8)
    r.log(80, api, "warn", "upload larger than 10MB rejected with 413", count=31)
    r.log(
        100,
        db,
        "error",
        "ERROR:  deadlock detected; DETAIL: Process 2210 waits for ShareLock on transaction 910022; blocked by process 2214.",
        count=1,
        source="postgresql.log",
    )
    r.edges(("alb/exam", "calls", api), (api, "writes", db))
    r.state(
        db,
        "rds_instance",
        engine="aurora-postgresql",
        engine_version="16.3",
        instance_class="db.r7g.2xlarge",
        parameters={"max_connections": 3400},
    )
    return r.without_fault(
        "healthy",
        herring=("db.connections_exhausted", db),
        near=["db.connections_exhausted", "traffic.surge", "deployment.bad_release"],
    )
