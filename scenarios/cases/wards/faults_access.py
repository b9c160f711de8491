"""Faults of reaching a database: secrets, security groups, keys."""

from .bystanders import bystanders, cluster_bystanders
from .curves import burst, flat, line, steady, step
from .estate import backup, balancer, database, deploy, ecs_state, rds_state, steady_service, tasks
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


CASES = (loyalty_login, freight_timeouts, archive_unreadable)
