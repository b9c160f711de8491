"""A database that its callers cannot get into."""

from __future__ import annotations

from .neighbours import surround
from .recording import Case, Recording


def loyalty_rotated_secret() -> Case:
    r = Recording("st-loyalty-points-500", 4111, "2026-05-05T02:10:00", 62, form="ms")
    api, worker, db = "ecs-service/loyalty-api", "ecs-service/loyalty-accrual", "rds/loyalty-mariadb"
    r.incident(
        "Loyalty points not shown in app",
        "service/loyalty",
        33,
        source="manual",
        severity="high",
        text="Store hotline: points balance shows an error since about 02:45. Some customers are fine.",
        service="loyalty",
    )
    r.watch(api)
    r.watch(worker, RunningTaskCount=[(0, 3)])
    r.watch(db, until=28, DatabaseConnections=[(0, 96), (62, 96)])
    surround(r, "loyalty", "mailer", "thumbnails")
    r.event(-84, db, "RDS-EVENT-0006", "DB instance restarted")
    r.event(-92, db, "RDS-EVENT-0047", "Pending OS patch was applied during the maintenance window", tone="info")
    r.change(
        -22,
        "deployment",
        "ecs:UpdateService",
        worker,
        "role/loyalty-ci",
        task_definition=["loyalty-accrual:51", "loyalty-accrual:52"],
    )
    r.change(
        30.1,
        "access",
        "secretsmanager:RotateSecret",
        "secret/loyalty/db-app",
        "secretsmanager.amazonaws.com",
        rotation_lambda="rotate-mysql-single-user",
        version_stage="AWSCURRENT",
    )
    r.log(
        30.4,
        "lambda/rotate-mysql-single-user",
        "info",
        "[INFO] finishSecret: Successfully set AWSCURRENT stage to version 8e0c for secret loyalty/db-app.",
    )
    r.log(
        32,
        api,
        "error",
        "java.sql.SQLInvalidAuthorizationSpecException: (conn=88134) Access denied for user 'loyalty_app'@'10.20.4.18' (using password: YES)",
        count=4410,
    )
    r.log(
        33,
        api,
        "warn",
        "HikariPool-1 - Failed to validate connection org.mariadb.jdbc.Connection@41b (Connection is closed). Possibly consider using a shorter maxLifetime value.",
        count=35,
    )
    r.log(40, worker, "info", "accrued batch=1000 ms=412", count=39)
    r.log(
        35,
        worker,
        "warn",
        "com.zaxxer.hikari.pool.HikariPool - Thread starvation or clock leap detected (housekeeper delta=49s)",
        count=1,
    )
    r.edges(("service/loyalty", "runs_on", api), (api, "reads", db), (worker, "writes", db))
    r.state(
        api,
        "ecs_service",
        desired=8,
        running=8,
        pending=0,
        task_definition="loyalty-api:140",
        deployments=[
            {
                "status": "PRIMARY",
                "task_definition": "loyalty-api:140",
                "desired": 8,
                "running": 8,
                "rollout_state": "COMPLETED",
            }
        ],
        events=["(service loyalty-api) has reached a steady state."],
        started_at="2026-04-21T09:14:00Z",
        secrets=["DB_PASSWORD from loyalty/db-app, read at container start"],
    )
    r.state(worker, "ecs_service", desired=3, running=3, task_definition="loyalty-accrual:52", database_auth="iam")
    r.gap("metrics", "CloudWatch GetMetricData timed out for AWS/RDS after 02:38", db)
    return r.fault(
        ("access.secret_rotation", api),
        ("deployment.bad_release", worker),
        ("db.credentials_invalid", api),
        ("db.credentials_invalid", db),
        ("access.secret_rotation", "secret/loyalty/db-app"),
        ("access.credentials_expired", api),
        near=["db.failover", "deployment.bad_release"],
        poor=True,
    )


def claims_key_disabled() -> Case:
    r = Recording("st-claims-intake-down", 4112, "2026-02-03T10:00:00", 70)
    api, db, key = "deployment/claims-intake", "rds/claims-pg", "kms/claims-data-2021"
    r.incident(
        "Claims intake: health check failing",
        "alb/claims",
        41,
        source="synthetic-monitor",
        severity="critical",
        service="claims",
        region="eu-central-1",
    )
    r.watch(
        "alb/claims",
        HTTPCode_Target_5XX_Count=[(0, 1), (38, 1), (40, 260), (70, 255)],
        HealthyHostCount=[(0, 6), (40, 6), (42, 0)],
    )
    r.watch(api, pod_cpu_utilization=[(0, 29), (39, 29), (41, 7)])
    r.watch(db, until=39)
    r.watch("rds/claims-reporting", only=("CPUUtilization", "DatabaseConnections", "ReadLatency"))
    surround(r, "claims", "webhooks", "search", "tags")
    r.event(-1400, db, "RDS-EVENT-0155", "The DB instance has a DB engine minor version upgrade available.")
    r.event(-48, db, "RDS-EVENT-0026", "Applying off-line patches to DB instance")
    r.event(-41, db, "RDS-EVENT-0027", "Finished applying off-line patches to DB instance")
    r.event(
        39,
        db,
        "RDS-EVENT-0221",
        "The DB instance can't access its KMS encryption key and is in the inaccessible-encryption-credentials-recoverable state.",
        tone="error",
    )
    r.change(12, "access", "kms:DisableKey", key, "user/sec-cleanup-h.oduya", reason="unused key report 2026-01")
    r.change(
        12.2,
        "access",
        "kms:DisableKey",
        "kms/legacy-exports",
        "user/sec-cleanup-h.oduya",
        reason="unused key report 2026-01",
    )
    r.log(
        40,
        api,
        "error",
        "pgx: failed to connect to `host=claims-pg.c1x9.eu-central-1.rds.amazonaws.com user=claims`: dial error (dial tcp 10.60.12.9:5432: connect: connection refused)",
        count=3301,
    )
    r.log(41, api, "warning", "readiness: db ping failed", count=180)
    r.log(5, api, "info", "migration check: schema is up to date (v231)")
    r.edges(("alb/claims", "calls", api), (api, "writes", db), (db, "depends_on", key))
    r.state(
        db,
        "rds_instance",
        engine="postgres",
        engine_version="15.10",
        instance_class="db.r6i.large",
        multi_az=True,
        status="inaccessible-encryption-credentials-recoverable",
        kms_key="claims-data-2021",
    )
    r.state(key, "kms_key", key_state="Disabled", description="claims storage")
    r.alert(
        "claims-alb-no-healthy-hosts", "alb/claims", "alarm", 43, "HealthyHostCount", 1, comparison="LessThanThreshold"
    )
    return r.fault(
        ("access.kms_key_unavailable", key),
        ("db.failover", db),
        ("access.kms_key_unavailable", db),
        near=["db.failover", "db.unreachable", "lb.no_healthy_targets"],
    )


def tickets_group_revoked() -> Case:
    r = Recording("st-tickets-desk-504", 4113, "2026-06-16T19:00:00", 80, form="+2")
    api, db, group = "deployment/desk-api", "rds/desk-mysql", "security-group/sg-0b71e2-desk-db"
    r.incident(
        "desk-api: 504 rate",
        "service/desk",
        46,
        source="prometheus",
        severity="page",
        text='sum(rate(nginx_ingress_controller_requests{status="504"}[5m])) > 1',
        service="desk",
    )
    r.watch(api, only=("pod_cpu_utilization",), pod_cpu_utilization=[(0, 34), (40, 34), (46, 9)])
    r.watch("rds/desk-search-pg", only=("CPUUtilization", "DatabaseConnections"))
    surround(r, "desk", "mailer", "archive")
    r.change(
        38.6,
        "infrastructure",
        "ec2:RevokeSecurityGroupIngress",
        group,
        "role/terraform-network",
        ip_permissions=["tcp 3306 from sg-0c2 (eks-nodes-desk)"],
        request="run-7FQ2 cleanup unused rules",
    )
    r.change(
        21, "config", "rds:ModifyDBInstance", db, "user/db-ops", backup_retention_period=[7, 14], apply_immediately=True
    )
    r.event(22, db, "RDS-EVENT-0018", "Modification of DB instance desk-mysql finished: backup retention updated.")
    r.event(-600, db, "RDS-EVENT-0056", "The number of databases in the instance exceeds the best practice")
    r.log(
        41,
        api,
        "error",
        "sqlalchemy.exc.OperationalError: (pymysql.err.OperationalError) (2003, \"Can't connect to MySQL server on 'desk-mysql.internal' (timed out)\")",
        count=902,
    )
    r.log(
        30,
        api,
        "warning",
        "QueuePool limit of size 10 overflow 5 reached, connection timed out, timeout 30.00",
        count=3,
    )
    r.log(
        52,
        "deployment/ingress-nginx-controller",
        "error",
        'upstream timed out (110: Operation timed out) while reading response header from upstream, upstream: "http://10.9.4.61:8000/desk/inbox"',
        count=1490,
    )
    r.edges(
        ("service/desk", "runs_on", api),
        (api, "writes", db),
        (api, "reads", "rds/desk-search-pg"),
        (db, "depends_on", group),
    )
    r.state(
        db,
        "rds_instance",
        engine="mysql",
        engine_version="8.0.40",
        instance_class="db.r6g.large",
        multi_az=False,
        status="available",
        security_groups=["sg-0b71e2-desk-db"],
    )
    r.gap(
        "metrics", "AccessDenied: cloudwatch:GetMetricData on AWS/RDS in account 3310", db, "cloudwatch:GetMetricData"
    )
    r.gap("logs", "log group /aws/rds/instance/desk-mysql/error not found", db)
    return r.fault(
        ("network.policy_blocked", group),
        ("db.connections_exhausted", db),
        ("network.policy_blocked", db),
        ("network.policy_blocked", api),
        ("db.unreachable", db),
        near=["db.connections_exhausted", "db.failover"],
        poor=True,
    )


def payroll_sqlserver_failover() -> Case:
    r = Recording("st-payroll-login-failures", 4110, "2026-04-28T13:30:00", 34, step=60)
    api, db = "ecs-service/payroll-api", "rds/payroll-mssql"
    r.incident(
        "payroll-api 5xx > 25",
        "alb/payroll-int",
        22,
        text="HTTPCode_Target_5XX_Count > 25 for 2 datapoints",
        service="payroll",
        region="us-west-2",
    )
    r.watch(
        "alb/payroll-int",
        HTTPCode_Target_5XX_Count=[(0, 1), (19, 1), (21, 410), (34, 388)],
        RequestCount=[(0, 1100), (34, 1150)],
    )
    r.watch(api, CpuUtilized=[(0, 28), (19, 28), (22, 12)])
    r.watch(db, until=20, CPUUtilization=[(0, 46), (19, 55)], DBLoad=[(0, 3.1), (19, 3.6)])
    surround(r, "payroll", "archive", "webhooks")
    r.log(
        9,
        db,
        "info",
        "SQL Server has encountered 3 occurrence(s) of I/O requests taking longer than 15 seconds to complete on file [D:\\rdsdbdata\\DATA\\payroll_log.ldf]",
        source="error",
    )
    r.log(
        21,
        api,
        "error",
        "Microsoft.Data.SqlClient.SqlException (0x80131904): A network-related or instance-specific error occurred while establishing a connection to SQL Server. (provider: TCP Provider, error: 40 - Could not open a connection to SQL Server)",
        count=2411,
    )
    r.log(
        24,
        api,
        "error",
        "Microsoft.Data.SqlClient.SqlException (0x80131904): Cannot open database \"payroll\" requested by the login. The login failed. Login failed for user 'svc_payroll'. Error Number:4060",
        count=1604,
    )
    r.log(
        26,
        db,
        "info",
        "Recovery of database 'payroll' (6) is 11% complete (approximately 1411 seconds remain). Phase 2 of 3. This is an informational message only.",
        source="error",
        count=9,
    )
    r.log(
        4,
        api,
        "warn",
        "Executed DbCommand (4,112ms) SELECT SUM([n].[Net]) FROM [PayslipLines] AS [n] WHERE [n].[PeriodId] = @p0",
        count=7,
    )
    r.event(
        19.4,
        db,
        "RDS-EVENT-0169",
        "Multi-AZ instance failover started: the primary host is unresponsive",
        tone="warning",
    )
    r.event(22.9, db, "RDS-EVENT-0049", "Multi-AZ instance failover completed.")
    r.event(23.4, db, "RDS-EVENT-0004", "DB instance restarted")
    r.change(11, "access", "secretsmanager:PutSecretValue", "secret/payroll/sftp-bank", "role/treasury-ci")
    r.edges(("alb/payroll-int", "calls", api), (api, "reads", db))
    r.state(
        db,
        "rds_instance",
        engine="sqlserver-se",
        engine_version="15.00.4385.2",
        instance_class="db.m5.2xlarge",
        multi_az=True,
        status="available",
    )
    r.gap("metrics", "no datapoints for AWS/RDS DBInstanceIdentifier=payroll-mssql after the host was replaced", db)
    return r.fault(
        ("db.failover", db),
        ("access.secret_rotation", api),
        ("db.unreachable", db),
        near=["db.credentials_invalid", "access.secret_rotation", "db.expensive_query"],
    )
