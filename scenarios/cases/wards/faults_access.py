"""Faults of reaching a database: secrets, security groups, keys; and limits of its hardware and its transaction ids."""

from .bystanders import bystanders, cluster_bystanders
from .curves import burst, flat, line, steady, step
from .estate import GB, backup, balancer, database, deploy, ecs_state, insights, rds_state, steady_service, tasks
from .ward import Case, Ward


def loyalty_login() -> Case:
    """Secrets Manager rotated the password; the tasks still use the old one."""
    w = Ward("wd-loyalty-5xx", 107, "2026-07-02T10:00", 60, "eu-west-2")
    w.page(
        "loyalty-api: 5xx above 5% (anomaly)",
        38,
        "alb/loyalty-api",
        "Anomaly band breached: 5xx ratio 0.31",
        source="datadog",
        severity="high",
        service="loyalty",
    )
    w.alarm("loyalty-api 5xx ratio", "alb/loyalty-api", "alarm", 38, reason="0.31 outside anomaly band")
    w.alarm("loyalty-db-cpu", "rds/loyalty-db", "ok", -600, "CPUUtilization", 85)
    balancer(w, "loyalty-api", 1700, 0.14, line([(0, 0.2), (34, 0.3), (36, 190), (60, 1300)], 0.1))
    database(w, "loyalty-db", 52, line([(0, 96), (34, 95), (60, 21)], 0.03), load=step(2.4, 1.3, 40, 10))
    tasks(w, "loyalty-api", 34, 47, flat(6))
    tasks(w, "loyalty-mailer", 22, 40)
    w.log(
        "ecs-service/loyalty-api",
        35.2,
        "error",
        "java.sql.SQLException: Access denied for user 'loyalty_app'@'10.4.21.90' (using password: YES)",
        2270,
        "/ecs/loyalty-api",
    )
    w.log(
        "ecs-service/loyalty-api",
        35.3,
        "error",
        "HikariPool-1 - Pool stats (total=3, active=3, idle=0, waiting=42)",
        88,
        "/ecs/loyalty-api",
    )
    w.log(
        "ecs-service/loyalty-api",
        -9200,
        "info",
        "loaded datasource credentials from env DB_PASSWORD (secret prod/loyalty/db injected at task start)",
        6,
        "/ecs/loyalty-api",
    )
    w.log(
        "ecs-service/loyalty-mailer",
        41,
        "info",
        "secrets: cached value for prod/loyalty/db expired, fetched AWSCURRENT; reconnected",
        2,
        "/ecs/loyalty-mailer",
    )
    w.log(
        "rds/loyalty-db",
        22,
        "note",
        "Aborted connection 88123 to db: 'loyalty' user: 'loyalty_app' host: '10.4.22.14' (Got timeout reading communication packets)",
        9,
        "mysql-error.log",
    )
    w.change(
        "secret/prod/loyalty/db",
        33.5,
        "access",
        "secretsmanager:RotateSecret",
        "service/secretsmanager",
        rotation="RotationSucceeded",
        lambda_arn="SecretsManagerRDSMySQLRotationSingleUser",
    )
    deploy(w, "loyalty-mailer", 29, 77)
    w.event(
        "rds/loyalty-db", 12, "performance insights", "Finished applying modification to Performance Insights retention"
    )
    steady_service(w, "loyalty-mailer", 31)
    w.edges("alb/loyalty-api", "ecs-service/loyalty-api", "rds/loyalty-db")
    w.edges("ecs-service/loyalty-mailer", "rds/loyalty-db")
    rds_state(w, "loyalty-db", engine="mysql", version="8.0.35")
    ecs_state(w, "loyalty-api", 6, 130)
    ecs_state(w, "loyalty-mailer", 2, 77)
    bystanders(w, 2, 0)
    return w.fault(
        "access.secret_rotation",
        "ecs-service/loyalty-api",
        also=[
            ("db.credentials_invalid", "ecs-service/loyalty-api"),
            ("access.secret_rotation", "secret/prod/loyalty/db"),
            ("db.credentials_invalid", "rds/loyalty-db"),
            ("access.secret_rotation", "rds/loyalty-db"),
            ("access.credentials_expired", "ecs-service/loyalty-api"),
        ],
        herring=("deployment.bad_release", "ecs-service/loyalty-mailer"),
    )


def freight_timeouts() -> Case:
    """A clean-up of security group rules cut the quoting service off its database."""
    w = Ward("wd-freight-quotes", 108, "2026-03-30T14:00", 70, "us-east-2", stamp="+2")
    w.page(
        "freight-quotes canary failing",
        47,
        "service/freight-quotes",
        "CloudWatch Synthetics canary freight-quotes: 6 of 6 runs failed",
        source="synthetic-monitor",
        severity="critical",
        service="freight",
    )
    w.alarm("canary-freight-quotes", "service/freight-quotes", "alarm", 47, "SuccessPercent", 90, below=True)
    w.alarm("freight-db-cpu", "rds/freight-db", "ok", -10000, "CPUUtilization", 85)
    balancer(w, "freight-quotes", 840, step(0.31, 30, 41, 5), burst(0.1, 590, 44, spread=0.15))
    database(
        w,
        "freight-db",
        step(36, 21, 41),
        line([(0, 104), (41, 104), (53, 38), (70, 37)], 0.03),
        load=step(1.9, 0.9, 41),
    )
    tasks(w, "freight-quotes", step(28, 6, 41), 49, flat(4))
    w.series(
        "SuccessPercent",
        "service/freight-quotes",
        lambda minute, rng: 100.0 if minute < 44 else 0.0,
        space="CloudWatchSynthetics",
        unit="Percent",
    )
    tasks(w, "freight-billing", 25, 51)
    w.log(
        "ecs-service/freight-quotes",
        44.4,
        "error",
        "SequelizeConnectionAcquireTimeoutError [ConnectionAcquireTimeoutError]: Operation timeout",
        1440,
        "/ecs/freight-quotes",
    )
    w.log(
        "ecs-service/freight-quotes",
        44.1,
        "error",
        "Error: connect ETIMEDOUT 10.60.9.15:5432\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1555:16)",
        390,
        "/ecs/freight-quotes",
    )
    w.log("ecs-service/freight-billing", 50, "info", "invoice run: 212 invoices written", 5, "/ecs/freight-billing")
    w.log(
        "rds/freight-db",
        45,
        "log",
        "checkpoint complete: wrote 2113 buffers (0.4%); 0 WAL file(s) added, 0 removed, 3 recycled",
        5,
        "postgresql.log",
    )
    w.change(
        "security-group/sg-0be1-freight-db",
        40.6,
        "access",
        "ec2:RevokeSecurityGroupIngress",
        "user/secops-ivo",
        protocol="tcp",
        port=5432,
        source_group="sg-07aa-freight-quotes",
        ticket="SEC-2291 remove unused rules",
    )
    w.event("rds/freight-db", -620, "maintenance", "DB engine version upgrade started.")
    w.event("rds/freight-db", -606, "maintenance", "Finished applying DB engine version upgrade 15.5 to 15.6")
    backup(w, "freight-db", -400)
    w.edges("alb/freight-quotes", "ecs-service/freight-quotes", "rds/freight-db")
    w.edges("ecs-service/freight-billing", "rds/freight-db")
    rds_state(w, "freight-db", version="15.6", vpc_security_groups=["sg-0be1-freight-db"])
    w.state(
        "security-group/sg-0be1-freight-db",
        "security_group",
        attached_to=["rds/freight-db"],
        ingress=[
            {"protocol": "tcp", "port": 5432, "source": "sg-04cd-freight-billing"},
            {"protocol": "tcp", "port": 5432, "source": "sg-01bb-bastion"},
        ],
    )
    ecs_state(w, "freight-quotes", 4, 29)
    bystanders(w, 3, 1)
    return w.fault(
        "network.policy_blocked",
        "security-group/sg-0be1-freight-db",
        also=[
            ("network.policy_blocked", "rds/freight-db"),
            ("network.policy_blocked", "ecs-service/freight-quotes"),
            ("network.policy_blocked", "service/freight-quotes"),
        ],
        herring=("db.failover", "rds/freight-db"),
        near=["db.unreachable"],
    )


def meter_latency() -> Case:
    """gp2 burst credits are spent and the volume sits at its base IOPS."""
    w = Ward("wd-meter-readings", 109, "2026-02-03T16:00", 180, "eu-central-1", period=300)
    w.page(
        "meter-ingest oldest message age > 900s",
        142,
        "sqs/meter-readings",
        "ApproximateAgeOfOldestMessage = 1310",
        severity="high",
        service="metering",
    )
    w.alarm("meter-readings-age", "sqs/meter-readings", "alarm", 142, "ApproximateAgeOfOldestMessage", 900)
    w.alarm("meter-db-cpu", "rds/meter-db", "ok", -6000, "CPUUtilization", 80)
    w.series(
        "ApproximateAgeOfOldestMessage",
        "sqs/meter-readings",
        line([(0, 4), (112, 6), (180, 2900)], 0.05),
        stat="Maximum",
        unit="Seconds",
        digits=0,
    )
    w.series("NumberOfMessagesSent", "sqs/meter-readings", steady(24100, 0.03))
    w.series("NumberOfMessagesDeleted", "sqs/meter-readings", step(24080, 9200, 110, 8, 0.04))
    w.series("BurstBalance", "rds/meter-db", line([(0, 71), (108, 0.4), (180, 0)], 0.005), digits=2)
    database(
        w,
        "meter-db",
        step(34, 19, 110),
        78,
        write=step(0.0031, 0.094, 109, 6),
        read=step(0.0022, 0.061, 109, 6),
        reads=step(310, 112, 109, 5, 0.04),
        writes=step(560, 188, 109, 5, 0.03),
        load=step(2.2, 19.0, 109, 6),
        storage=41 * GB,
    )
    w.series("DiskQueueDepth", "rds/meter-db", step(1.3, 41, 109, 6, 0.15), digits=2)
    tasks(w, "meter-ingest", step(44, 18, 110), 43, flat(6))
    w.log(
        "ecs-service/meter-ingest",
        118,
        "warning",
        "batch insert 500 rows took 18.4s (budget 5s)",
        1290,
        "/ecs/meter-ingest",
    )
    w.log(
        "ecs-service/meter-ingest", 95, "warning", "tariff code 'T9X' unknown, using default", 402, "/ecs/meter-ingest"
    )
    w.log(
        "rds/meter-db",
        131,
        "log",
        "checkpoint complete: wrote 28170 buffers (21.5%); write=269.8 s, sync=88.112 s, total=361.204 s",
        11,
        "postgresql.log",
    )
    deploy(w, "meter-ingest", 92, 63, image="meter-ingest:3.3.0")
    steady_service(w, "meter-ingest", 97)
    w.edge("ecs-service/meter-ingest", "sqs/meter-readings", "reads")
    w.edge("ecs-service/meter-ingest", "rds/meter-db", "writes")
    rds_state(w, "meter-db", "db.m5.large", storage=100, storage_type="gp2", baseline_iops=300)
    insights(
        w,
        "meter-db",
        [
            ("INSERT INTO reading (...) VALUES (...)", 12.9, 6.1, "IO:DataFileExtend"),
            ("COMMIT", 3.8, 6.0, "IO:WALSync"),
            ("SELECT ... FROM meter WHERE serial = ?", 1.6, 190.0, "IO:DataFileRead"),
        ],
        110,
    )
    ecs_state(w, "meter-ingest", 6, 63)
    bystanders(w, 1, 1)
    return w.fault(
        "storage.io_saturation",
        "rds/meter-db",
        herring=("deployment.bad_release", "ecs-service/meter-ingest"),
        near=["dependency.queue_backlog", "db.maintenance_io_storm"],
    )


def grants_writes() -> Case:
    """PostgreSQL refuses commands to avoid wraparound; metrics of the day are missing."""
    w = Ward("wd-grants-portal", 110, "2026-06-25T07:00", 60, "ca-central-1")
    w.page(
        "grants-portal HTTP errors", 36, "alb/grants-portal", source="datadog", severity="critical", service="grants"
    )
    w.alarm("grants-portal 5xx", "alb/grants-portal", "alarm", 36, "HTTPCode_Target_5XX_Count", 25)
    balancer(w, "grants-portal", 640, 0.2, burst(0.1, 130, 33))
    database(w, "grants-db", 24, 71, only=("CPUUtilization", "DatabaseConnections"), until=12)
    w.log(
        "ecs-service/grants-portal",
        33.3,
        "error",
        'django.db.utils.OperationalError: database is not accepting commands to avoid wraparound data loss in database "grants"',
        1180,
        "/ecs/grants-portal",
    )
    w.log(
        "ecs-service/grants-portal",
        33.3,
        "error",
        "HINT:  Stop the postmaster and vacuum that database in single-user mode. You might also need to commit or roll back old prepared transactions, or drop stale replication slots.",
        1180,
        "/ecs/grants-portal",
    )
    w.log("ecs-service/grants-portal", 40, "info", '"GET /calls/open HTTP/1.1" 200 18231', 310, "/ecs/grants-portal")
    w.log(
        "ecs-service/grants-export",
        20,
        "error",
        "botocore.exceptions.ClientError: An error occurred (SlowDown) when calling the PutObject operation (reached max retries: 4)",
        6,
        "/ecs/grants-export",
    )
    deploy(w, "grants-portal", 21, 18, image="grants-portal:26.6.2")
    steady_service(w, "grants-portal", 26)
    w.edges("alb/grants-portal", "ecs-service/grants-portal", "rds/grants-db")
    rds_state(w, "grants-db", "db.m5.large", version="13.14")
    ecs_state(w, "grants-portal", 3, 18)
    w.gap("metrics", "no datapoints after 07:12Z, request timed out", "rds/grants-db")
    w.gap("logs", "log export to CloudWatch is not configured for this DB instance", "rds/grants-db")
    bystanders(w, 2, 2)
    return w.fault(
        "db.transaction_id_wraparound",
        "rds/grants-db",
        also=[("db.read_only", "rds/grants-db")],
        herring=("deployment.bad_release", "ecs-service/grants-portal"),
        poor=True,
    )


def recipes_slow() -> Case:
    """A burstable instance without credits is held at its base speed."""
    w = Ward("wd-recipes-slow", 111, "2026-05-06T17:00", 240, "eu-west-3", period=300, stamp="offset")
    w.page(
        "recipes-web Apdex < 0.7",
        168,
        "alb/recipes-web",
        "Apdex 0.52 over 15 min",
        source="newrelic",
        severity="warning",
        service="recipes",
    )
    w.alarm("recipes-web apdex", "alb/recipes-web", "alarm", 168, reason="0.52 < 0.7")
    w.alarm("recipes-db-cpu", "rds/recipes-db", "ok", -3000, "CPUUtilization", 80)
    balancer(
        w,
        "recipes-web",
        line([(0, 5200), (120, 6900), (240, 7300)], 0.04),
        step(0.26, 2.7, 150, 10),
        step(0.4, 9, 156, 10, 0.4),
    )
    database(
        w,
        "recipes-db",
        line([(0, 44), (148, 56), (152, 20.1), (240, 20.0)], 0.006),
        step(52, 96, 152, 10, 0.03),
        read=0.0014,
        write=0.0023,
        load=step(1.3, 9.8, 151, 8),
        storage=31 * GB,
        memory=0.62 * GB,
    )
    w.series("CPUCreditBalance", "rds/recipes-db", line([(0, 46), (150, 0.2), (240, 0)], 0.004), digits=2)
    w.series("CPUCreditUsage", "rds/recipes-db", line([(0, 2.2), (148, 2.8), (152, 1.0), (240, 1.0)], 0.01), digits=2)
    tasks(w, "recipes-web", step(41, 26, 153), 57, flat(4))
    w.log(
        "ecs-service/recipes-web",
        170,
        "warning",
        '[django.db] slow: 2.118s SELECT "recipe".* FROM "recipe" WHERE slug = \'pasta-al-forno\'',
        840,
        "/ecs/recipes-web",
    )
    w.log(
        "ecs-service/recipes-web",
        60,
        "warning",
        "UserWarning: Pillow image 4210x3090 downscaled",
        77,
        "/ecs/recipes-web",
    )
    w.log("ecs-service/newsletter", 155, "info", "campaign 881 sent 120 of 9000", 1, "/ecs/newsletter")
    deploy(w, "recipes-web", 139, 52, image="recipes-web:20260506.3")
    steady_service(w, "recipes-web", 144)
    w.edges("alb/recipes-web", "ecs-service/recipes-web", "rds/recipes-db")
    rds_state(w, "recipes-db", "db.t2.small", version="11.22", storage=60, multi_az=False, connections=180)
    w.gap("state", "Performance Insights is not supported for db.t2.small", "rds/recipes-db")
    ecs_state(w, "recipes-web", 4, 52)
    bystanders(w, 3, 2)
    return w.fault(
        "compute.cpu_throttled",
        "rds/recipes-db",
        herring=("deployment.bad_release", "ecs-service/recipes-web"),
        near=["db.expensive_query", "compute.cpu_saturation"],
    )


def archive_unreadable() -> Case:
    """The KMS key of the volume was scheduled for deletion; RDS closed the instance. CloudWatch Logs could not be read."""
    w = Ward("wd-dossier-api", 112, "2026-01-14T11:00", 50, "eu-west-1", stamp="ms")
    w.page(
        "dossier-api: no successful requests for 10 min",
        33,
        "service/dossier-api",
        source="prometheus",
        severity="critical",
        service="dossier",
    )
    w.alarm("DossierApiNoSuccess", "service/dossier-api", "alarm", 33)
    w.series("success_rate", "service/dossier-api", step(0.998, 0.04, 22, 1, 0.001), space="Prometheus", unit="None")
    w.series("request_rate", "service/dossier-api", steady(11, 0.1), space="Prometheus", unit="Count/Second")
    w.series("success_rate", "service/dossier-search", steady(0.997, 0.001), space="Prometheus", unit="None")
    database(w, "dossier-db", 17, 33, only=("CPUUtilization", "DatabaseConnections"), until=22)
    w.event(
        "rds/dossier-db",
        21.6,
        "failure",
        "The DB instance is in a state that can't be started: inaccessible-encryption-credentials-recoverable. RDS can no longer access the KMS key used to encrypt the DB instance.",
        type="error",
    )
    backup(w, "dossier-db", -420)
    w.event("rds/dossier-db", -2950, "maintenance", "Certificate rotation to rds-ca-rsa2048-g1 completed")
    w.change(
        "kms-key/5d1e-dossier", 20.9, "access", "kms:DisableKey", "user/cost-cleanup", note="unused keys, quarterly"
    )
    w.change(
        "deployment/dossier-api",
        8,
        "deployment",
        "helm upgrade",
        "svc/flux",
        chart="dossier-api-0.41.2",
        image=["dossier-api:7.1", "dossier-api:7.2"],
    )
    w.change(
        "kms-key/9a02-thumbs", 20.8, "access", "kms:DisableKey", "user/cost-cleanup", note="unused keys, quarterly"
    )
    w.edges("service/dossier-api", "deployment/dossier-api", "rds/dossier-db")
    w.edge("rds/dossier-db", "kms-key/5d1e-dossier", "depends_on")
    rds_state(
        w,
        "dossier-db",
        status="inaccessible-encryption-credentials-recoverable",
        storage_encrypted=True,
        kms_key_id="5d1e-dossier",
    )
    w.gap(
        "logs",
        "AccessDeniedException: logs:FilterLogEvents on /aws/eks/prod/dossier",
        "deployment/dossier-api",
        "logs:FilterLogEvents",
    )
    cluster_bystanders(w, 1)
    return w.fault(
        "access.kms_key_unavailable",
        "kms-key/5d1e-dossier",
        also=[("access.kms_key_unavailable", "rds/dossier-db")],
        herring=("deployment.bad_release", "deployment/dossier-api"),
        poor=True,
    )


CASES = (loyalty_login, freight_timeouts, meter_latency, grants_writes, recipes_slow, archive_unreadable)
