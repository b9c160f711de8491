"""Credentials, networks, ports and keys."""

from __future__ import annotations

from .builder import Bundle, Case, Expected
from .parts import ambience, chatter, database, front, my_noise, pg_noise, service
from .shapes import joined, line, step


def partner_login() -> tuple[Bundle, Expected]:
    """Someone set a new master password; the service still has the old one."""
    c = Case("db-partner-0419", 402, "2026-04-19T17:36", 70, 12, clock="ms")
    c.titled(
        "[P1] check 0419 DOWN", "alb/partner-portal", None, "critical", "synthetic-monitor", "partner-portal", begun=2
    )
    db, api = "rds/partner-pg", "ecs-service/partner-portal"
    front(c, "alb/partner-portal", 520, step(0.22, 0.05, 0, 1), step(0.2, 470, 0.3, 4))
    database(
        c,
        db,
        "postgres 15.7",
        "m6g.large",
        DatabaseConnections=line(64, -7, 0.5, floor=3),
        CPUUtilization=step(22, 4, 1, 6),
        attributes={"master_username": "partner"},
    )
    service(c, api, 4)
    c.change(
        -0.8,
        db,
        "access",
        "rds:ModifyDBInstance",
        "user/s.abebe",
        master_user_password="HIDDEN_DUE_TO_SECURITY_REASONS",
        apply_immediately=True,
    )
    c.event(0, db, "configuration change", "The master user password has been reset")
    c.log(
        1,
        api,
        "error",
        'Npgsql.PostgresException (0x80004005): 28P01: password authentication failed for user "partner"',
        2012,
    )
    c.pg(
        1,
        db,
        "partner@partner",
        'FATAL:  password authentication failed for user "partner"\nDETAIL:  Connection matched file "/rdsdbdata/config/pg_hba.conf" line 13: "host all all all md5"',
        2190,
    )
    c.pg(
        -22,
        db,
        "monitoring@postgres",
        'FATAL:  no pg_hba.conf entry for host "10.44.2.9", user "monitoring", database "postgres", no encryption',
        22,
    )
    chatter(c, api, "dotnet", 7, until=0)
    pg_noise(c, db, "partner@partner")
    c.edges(f"alb/partner-portal calls {api}", f"{api} writes {db}")
    ambience(c, "rds/vendor-pg", "ecs-service/vendor-import")
    return c.fault(
        "db.credentials_invalid",
        db,
        ("db.credentials_invalid", api),
        ("access.credentials_expired", api),
        ("access.credentials_expired", db),
    )


def quotes_pool() -> tuple[Bundle, Expected]:
    """Secrets Manager rotated; tasks keep the old password and lose their pools as connections age out."""
    c = Case("db-quotes-pool", 403, "2026-06-05T04:00", 60, 42)
    c.titled(
        "quotes HikariPool pending > 20",
        "ecs-service/quotes-api",
        "max(last_5m):max:hikaricp.connections.pending{service:quotes} > 20",
        "high",
        "datadog",
        "quotes",
        begun=19,
    )
    db, api, secret = "rds/quotes-mysql", "ecs-service/quotes-api", "secret/prod/quotes/db"
    front(c, "alb/quotes", 980, step(0.13, 28, 16, 12), step(0.2, 130, 18, 12))
    database(
        c,
        db,
        "mysql 8.0.36",
        "m6g.large",
        DatabaseConnections=joined((4, step(122, 122)), (99, line(122, -4.2, 4, floor=18))),
        CPUUtilization=line(30, -0.7, 6, floor=7),
        attributes={"parameters": {"max_connections": 640}},
    )
    service(c, api, 6)
    c.metric(api, "hikaricp.connections.pending", line(0, 5, 15, top=140), noise=0.1)
    c.change(
        0,
        secret,
        "access",
        "secretsmanager:RotateSecret",
        "secretsmanager.amazonaws.com",
        rotation="scheduled",
        strategy="single user",
    )
    c.event(
        1,
        secret,
        "RotationSucceeded",
        "Rotation of prod/quotes/db succeeded; password set on quotes-mysql, AWSCURRENT moved to version 4be1",
        kind="secretsmanager",
    )
    c.log(
        14,
        api,
        "error",
        "HikariPool-1 - Connection is not available, request timed out after 30000ms (total=3, active=3, idle=0, waiting=88)",
        1640,
    )
    c.log(
        11,
        api,
        "error",
        "HikariPool-1 - Exception during pool initialization. java.sql.SQLException: Access denied for user 'quotes'@'{ip}' (using password: YES)",
        322,
    )
    c.log(
        12,
        db,
        "warning",
        "[Note] [MY-010926] [Server] Access denied for user 'quotes'@'{ip}' (using password: YES)",
        2114,
        "error/mysql-error-running.log",
    )
    c.state(
        api,
        "task_definition_secrets",
        secrets=[{"name": "DB_PASSWORD", "value_from": "prod/quotes/db:password::"}],
        injected="at task start",
        oldest_task_started_at=c.t(-9000),
    )
    c.change(
        -33,
        "ecs-service/quotes-pdf",
        "deployment",
        "ecs:UpdateService",
        "role/quotes-ci",
        task_definition=["quotes-pdf:8", "quotes-pdf:9"],
    )
    chatter(c, api, "spring", 7)
    my_noise(c, db)
    c.edges(f"alb/quotes calls {api}", f"{api} writes {db}", f"{api} depends_on {secret}")
    ambience(c, "ecs-service/quotes-pdf", "rds/policy-pg")
    return c.fault("access.secret_rotation", api, ("access.secret_rotation", secret), ("access.secret_rotation", db), ("db.credentials_invalid", api), ("db.credentials_invalid", db),
                   ("access.credentials_expired", api), herring=("db.connections_exhausted", db))  # fmt: skip


def clinic_sg() -> tuple[Bundle, Expected]:
    """The database's security group lost its ingress rule shortly after a finished failover."""
    c = Case("db-clinic-77120", 404, "2026-02-26T21:14", 80, 15, clock="1")
    c.titled("77120", "ecs-service/clinic-api", None, "critical", "datadog", None, begun=3)
    db, api, group = "rds/clinic-pg", "ecs-service/clinic-api", "security-group/sg-09a7e2b1"
    front(c, "alb/clinic", 640, step(0.2, 10.1, 0, 2), step(0.2, 320, 1, 2))
    database(
        c,
        db,
        "postgres 16.3",
        "m6g.large",
        DatabaseConnections=line(76, -26, 0.5, floor=0),
        CPUUtilization=step(24, 3, 0, 3),
        WriteIOPS=step(250, 5, 0, 2),
        attributes={"vpc_security_groups": ["sg-09a7e2b1"], "endpoint_port": 5432},
    )
    service(c, api, 5)
    c.change(
        -0.5,
        group,
        "access",
        "ec2:RevokeSecurityGroupIngress",
        "role/terraform",
        rules=[{"protocol": "tcp", "from_port": 5432, "to_port": 5432, "source": "sg-0aa1c7 (clinic-api)"}],
    )
    c.event(-52, db, "failover", "Multi-AZ instance failover started.")
    c.event(-51, db, "failover", "Multi-AZ instance failover completed")
    c.log(-51, api, "warning", "pq: terminating connection due to administrator command", 31)
    c.log(2, api, "error", "dial tcp 10.31.7.22:5432: i/o timeout", 1210)
    c.log(
        3,
        api,
        "error",
        'level=error msg="readiness" err="failed to connect to `host=clinic-pg.c1.eu-central-1.rds.amazonaws.com user=clinic database=clinic`: dial error (timeout: context deadline exceeded)"',
        90,
    )
    chatter(c, api, "go", 6, until=0)
    pg_noise(c, db, "clinic@clinic", 5)
    c.state(
        group,
        "security_group",
        group_name="clinic-db",
        ingress=[
            {
                "protocol": "tcp",
                "from_port": 5432,
                "to_port": 5432,
                "source": "10.9.4.0/24",
                "description": "dba bastion",
            }
        ],
    )
    c.edges(f"alb/clinic calls {api}", f"{api} writes {db}", f"{db} depends_on {group}")
    ambience(c, "ecs-service/clinic-fax", "rds/labs-pg")
    return c.fault(
        "network.policy_blocked",
        group,
        ("network.policy_blocked", db),
        ("network.policy_blocked", api),
        herring=("db.failover", db),
        near=("db.unreachable",),
    )


def reviews_port() -> tuple[Bundle, Expected]:
    """A new task definition names port 3307."""
    c = Case("db-reviews-alert", 405, "2026-05-12T12:40", 45, 11)
    c.titled("ALARM", "ecs-service/reviews-api", "1 monitor in alarm", "high", service="reviews", begun=4)
    db, api = "rds/reviews-mysql", "ecs-service/reviews-api"
    front(c, "alb/reviews", 1100, step(0.1, 0.03, 1, 2), step(0.2, 690, 1, 3))
    database(
        c,
        db,
        "mysql 8.0.36",
        "m6g.large",
        DatabaseConnections=line(58, -11, 1, floor=2),
        CPUUtilization=step(26, 5, 1, 4),
        attributes={"endpoint": {"address": "reviews-mysql.c2.eu-west-1.rds.amazonaws.com", "port": 3306}},
    )
    service(c, api, 4, definition=52)
    c.change(
        -1.5,
        api,
        "deployment",
        "ecs:UpdateService",
        "role/reviews-ci",
        task_definition=["reviews-api:51", "reviews-api:52"],
        environment={"DB_PORT": ["3306", "3307"], "LOG_LEVEL": ["debug", "info"]},
        image="unchanged",
    )
    c.log(
        1,
        api,
        "error",
        "SequelizeConnectionRefusedError: connect ECONNREFUSED 10.31.9.14:3307 at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1555:16)",
        4010,
    )
    c.log(1.5, api, "info", "boot reviews-api rev=52 db=reviews-mysql.c2.eu-west-1.rds.amazonaws.com:3307 pool=10", 4)
    c.event(2, api, "SERVICE_STEADY_STATE", "(service reviews-api) has reached a steady state.", "normal")
    c.event(-190, db, "availability", "DB instance restarted")
    chatter(c, api, "node", 5, until=0)
    my_noise(c, db)
    c.edges(f"alb/reviews calls {api}", f"{api} writes {db}")
    ambience(c, "ecs-service/reviews-spam", "rds/ratings-pg")
    return c.fault(
        "db.port_wrong",
        api,
        ("app.config.dependency_address_wrong", api),
        ("deployment.bad_release", api),
        ("app.config.value_invalid", api),
        near=("db.unreachable",),
    )


def vault_key() -> tuple[Bundle, Expected]:
    """The key of an encrypted instance was disabled: only an event and the callers are left."""
    c = Case("db-vault-docs", 408, "2026-04-08T08:20", 30, 22)
    c.titled("Monitor triggered", "ecs-service/vault-docs", None, "critical", "datadog", "vault-docs", begun=4)
    db, api = "rds/vault-pg", "ecs-service/vault-docs"
    c.metric(api, "CPUUtilization", step(31, 5, 0, 3), ClusterName="main")
    c.log(
        1,
        api,
        "error",
        "org.postgresql.util.PSQLException: The connection attempt failed. Caused by: java.net.SocketTimeoutException: Connect timed out (vault-pg.c3.eu-west-1.rds.amazonaws.com:5432)",
        905,
    )
    c.log(
        0,
        api,
        "error",
        "org.postgresql.util.PSQLException: FATAL: terminating connection due to administrator command",
        40,
    )
    c.event(
        -0.3,
        db,
        "failure",
        "Amazon RDS can't access the KMS encryption key for database instance vault-pg. This is likely due to the key being disabled or because Amazon RDS can't access it. If this continues the DB instance will be placed into an inaccessible state.",
        "error",
    )
    c.state(
        db,
        "rds_instance",
        engine="postgres",
        engine_version="15.7",
        status="inaccessible-encryption-credentials-recoverable",
        storage_encrypted=True,
        kms_key_id="key/4c1d-vault",
    )
    c.event(-600, db, "backup", "Finished DB Instance backup")
    chatter(c, api, "spring", 4, until=0)
    c.edges(f"{api} writes {db}", f"{db} depends_on kms/4c1d-vault")
    c.gap("metrics", "no datapoints in the window", db)
    c.gap("changes", "AccessDenied", None, "cloudtrail:LookupEvents")
    c.gap("state", "AccessDenied", "kms/4c1d-vault", "kms:DescribeKey")
    return c.fault(
        "access.kms_key_unavailable",
        db,
        ("access.kms_key_unavailable", "kms/4c1d-vault"),
        near=("db.unreachable", "network.policy_blocked"),
        poor=True,
    )


CASES = (
    partner_login,
    quotes_pool,
    clinic_sg,
    reviews_port,
    vault_key,
)
