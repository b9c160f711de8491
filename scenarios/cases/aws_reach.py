"""Databases that cannot be reached or entered: passwords, ports, networks, stopped instances."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_aws import Scene, edges, fault, path, step


def password_changed_by_hand() -> Scenario:
    """Somebody reset the application user's password in the console; only one of two services knows the new one."""
    s, db, api, job = (
        Scene("2026-10-20T13:10:00", seed=401),
        "rds/helpdesk-pg",
        "ecs-service/helpdesk-web",
        "ecs-service/helpdesk-mail",
    )
    return fault(
        s.bundle(
            "aws-password-by-hand",
            "helpdesk-web 5xx",
            "alb/helpdesk",
            started=18,
            alerts=[s.alarm("alb/helpdesk", 18, "helpdesk-web 5xx", "HTTPCode_Target_5XX_Count", 10)],
            metrics=[
                *s.alb("alb/helpdesk", requests=310, failed=step(16, 0, 288), seconds=step(16, 0.2, 0.05)),
                *s.rds(
                    db,
                    DatabaseConnections=step(16, 66, 19),
                    CPUUtilization=step(16, 21, 9),
                    DBLoad=step(16, 1.1, 0.3),
                    NetworkTransmitThroughput=step(16, 4.2e6, 4e5),
                    skip=["SwapUsage", "DBLoadCPU", "DBLoadNonCPU", "ReadThroughput", "MaximumUsedTransactionIDs"],
                ),
            ],
            logs=[
                *s.lines(
                    api,
                    16.3,
                    40,
                    1.5,
                    [
                        (
                            "[error] PDOException: SQLSTATE[08006] [7] connection to server at "
                            '"helpdesk-pg.c1.eu-west-1.rds.amazonaws.com" (10.1.7.4), port 5432 failed: FATAL: '
                            ' password authentication failed for user "helpdesk_app"'
                        )
                    ],
                ),
                s.log(
                    db,
                    17,
                    'FATAL:  password authentication failed for user "helpdesk_app"',
                    count=611,
                    source="postgresql.log",
                ),
                s.log(
                    db,
                    17,
                    'DETAIL:  Connection matched file "/rdsdbdata/config/pg_hba.conf" line 13: "host all all all md5"',
                    count=611,
                    source="postgresql.log",
                ),
                *s.lines(job, 0, 40, 5, ["mail {n} threaded into ticket"]),
            ],
            changes=[
                s.change(db, 15.7, "access", "ALTER ROLE helpdesk_app PASSWORD", "user/r.berger"),
                s.change(job, 15.9, "config", "ecs:UpdateService", "user/r.berger", secret="helpdesk-mail-db"),
                s.change(
                    "alb/helpdesk",
                    8,
                    "config",
                    "ModifyListener",
                    "role/terraform",
                    ssl_policy=["ELBSecurityPolicy-2016-08", "ELBSecurityPolicy-TLS13-1-2-2021-06"],
                ),
            ],
            topology=edges(("alb/helpdesk", "calls", api), (api, "writes", db), (job, "writes", db)),
            state=[
                s.instance(db, "postgres", "14.12", "db.t4g.large", parameters={"max_connections": 800}),
                s.ecs_state(api, 3, 3, "helpdesk-web:12"),
            ],
        ),
        "db.credentials_invalid",
        api,
        also=[("db.credentials_invalid", db)],
        near=["access.secret_rotation", "db.unreachable", "access.permission_denied", "traffic.drop"],
    )


def rotation_did_not_reach_everyone() -> Scenario:
    """Secrets Manager rotated the password; the service read it at start only and still offers the old one."""
    s, db, api, secret = (
        Scene("2026-11-14T00:40:00", seed=402, region="eu-central-1"),
        "rds/pricing-mysql",
        "ecs-service/tariff-engine",
        "secret/prod/tariff/mysql",
    )
    return fault(
        s.bundle(
            "aws-rotated-at-night",
            "tariff-engine: error rate above 20 percent",
            api,
            started=24,
            source="datadog",
            severity="critical",
            alerts=[
                s.alarm(api, 24, "tariff-engine: error rate above 20 percent", "errors.rate", 0.2),
                s.alarm(db, 25, "pricing-mysql AbortedClients", "AbortedClients", 10),
            ],
            metrics=[
                s.series(api, "errors.rate", path((22, 0.001), (None, 0.2, 0.96)), namespace="Datadog"),
                *s.tasks(api, "pricing", cpu=step(22, 24, 11)),
                *s.rds(
                    db,
                    "mysql",
                    DatabaseConnections=path((21, 58), (None, 40, 2)),
                    CPUUtilization=step(22, 22, 8),
                    DBLoad=step(22, 1.0, 0.2),
                    skip=["SwapUsage", "ReadThroughput", "DBLoadCPU"],
                ),
            ],
            logs=[
                *s.lines(
                    api,
                    21.5,
                    40,
                    1.2,
                    ["java.sql.SQLException: Access denied for user 'tariff'@'10.4.2.77' (using password: YES)"],
                ),
                *s.lines(api, 0, 21, 4, ["quote {n} computed"]),
                s.log(
                    db,
                    22,
                    "[Note] [MY-010926] [Server] Access denied for user 'tariff'@'10.4.2.77' (using password: YES)",
                    count=1400,
                ),
            ],
            changes=[
                s.change(
                    secret,
                    20.6,
                    "access",
                    "RotationSucceeded",
                    "secretsmanager.amazonaws.com",
                    version_stage="AWSCURRENT",
                ),
                s.change(
                    "ecs-service/tariff-admin",
                    17,
                    "deployment",
                    "ecs:UpdateService",
                    "role/ci",
                    task_definition=["tariff-admin:4", "tariff-admin:5"],
                ),
            ],
            events=[
                s.event(
                    secret,
                    20.7,
                    "RotationSucceeded",
                    "Secrets Manager completed rotation of prod/tariff/mysql by lambda rotation-mysql-single-user",
                    kind="secretsmanager",
                ),
                s.db_event(db, -70, "Finished DB Instance backup", "backup"),
            ],
            topology=edges((api, "reads", db), (api, "depends_on", secret)),
            state=[
                s.instance(db, "mysql", "8.0.36", "db.m6g.large"),
                s.ecs_state(api, 6, 6, "tariff-engine:51"),
                s.state(secret, "secret", rotation_enabled=True, last_rotated=s.at(20.6), rotation_days=30),
            ],
        ),
        "access.secret_rotation",
        api,
        also=[("access.secret_rotation", secret), ("db.credentials_invalid", api)],
        herring=("deployment.bad_release", "ecs-service/tariff-admin"),
        near=["access.credentials_expired", "deployment.bad_release", "db.connections_exhausted"],
    )


def port_of_another_engine() -> Scenario:
    """A copied task definition carries MySQL's port for a PostgreSQL database; nothing listens there."""
    s, db, api, other = (
        Scene("2026-10-12T08:00:00", seed=403),
        "rds/permits-pg",
        "ecs-service/permits-export",
        "ecs-service/permits-web",
    )
    return fault(
        s.bundle(
            "aws-port-copied",
            "permits-export has no running healthy task",
            api,
            started=17,
            source="prometheus",
            alerts=[s.alarm(api, 17, "EcsServiceNotStable", reason="permits-export running 0 desired 2 for 5m")],
            metrics=[
                *s.rds(db, skip=["SwapUsage", "ReadThroughput", "WriteThroughput"], DatabaseConnections=41),
                *s.tasks(other, "permits"),
                *s.tasks(api, "permits", running=path((13, 2), (None, 0)), cpu=path((13, 14), (None, 3))),
            ],
            logs=[
                *s.lines(
                    api,
                    14,
                    40,
                    2,
                    [
                        (
                            "[ERROR] could not connect to server: Connection timed out. Is the server running "
                            'on host "permits-pg.internal" (10.6.3.9) and accepting TCP/IP connections on port '
                            "3306?"
                        ),
                        "exiting: database not available",
                    ],
                ),
                *s.lines(other, 0, 40, 5, ["rendered permit {n}"]),
                s.log(
                    api, 13.6, "permits-export 2.0.1 starting, db=permits-pg.internal:3306/permits", "INFO", count=14
                ),
                s.log(api, -300, "permits-export 2.0.0 starting, db=permits-pg.internal:5432/permits", "INFO", count=2),
            ],
            events=[
                s.event(
                    api,
                    15,
                    "TaskStopped",
                    "(service permits-export) (task 81c2) stopped: Essential container in task exited",
                    type="warning",
                    count=11,
                ),
                s.event(
                    api,
                    16,
                    "ServiceStart",
                    "(service permits-export) has started 2 tasks: (task 22ad) (task 9b01).",
                    count=6,
                ),
            ],
            changes=[
                s.change(
                    api,
                    12.8,
                    "deployment",
                    "ecs:RegisterTaskDefinition",
                    "role/permits-ci",
                    task_definition="permits-export:8",
                    environment={"DB_PORT": ["5432", "3306"], "APP_VERSION": ["2.0.0", "2.0.1"]},
                )
            ],
            topology=edges((api, "reads", db), (other, "reads", db)),
            state=[
                s.instance(
                    db,
                    "postgres",
                    "15.4",
                    "db.m5.large",
                    endpoint="permits-pg.c2.eu-west-1.rds.amazonaws.com",
                    port=5432,
                    parameters={"max_connections": 830},
                ),
                s.ecs_state(
                    api,
                    2,
                    0,
                    "permits-export:8",
                    pending=1,
                    environment={"DB_HOST": "permits-pg.internal", "DB_PORT": "3306"},
                    deployments=[
                        {
                            "status": "PRIMARY",
                            "task_definition": "permits-export:8",
                            "desired": 2,
                            "running": 0,
                            "rollout_state": "IN_PROGRESS",
                        }
                    ],
                    events=["(service permits-export) has started 2 tasks: (task 22ad) (task 9b01)."],
                ),
            ],
        ),
        "db.port_wrong",
        api,
        also=[("app.config.dependency_address_wrong", api)],
        near=["db.unreachable", "network.policy_blocked", "ecs.task_start_failure", "db.failover"],
    )


def stopped_to_save_money() -> Scenario:
    """A cost-saving schedule stopped the production instance with the test ones: connections end, metrics cease."""
    s, db, api = Scene("2026-11-07T19:40:00", seed=404), "rds/parking-prod", "lambda/parking-ticket"
    gone = range(22, 40)
    return fault(
        s.bundle(
            "aws-stopped-by-schedule",
            "parking-ticket-errors",
            api,
            started=23,
            alerts=[
                s.alarm(api, 23, "parking-ticket-errors", "Errors", 5),
                s.alarm(db, 30, "parking-prod connections", "DatabaseConnections", 1, state="insufficient_data"),
            ],
            metrics=[
                *s.rds(
                    db, drop=gone, DatabaseConnections=path((20, 33), (None, 0)), skip=["SwapUsage", "ReadThroughput"]
                ),
                *s.function(api, calls=240, errors=step(21, 0, 238), ms=step(21, 45, 10003)),
            ],
            logs=[
                *s.lines(
                    api,
                    21.3,
                    40,
                    1.5,
                    [
                        (
                            "[ERROR] OperationalError: could not translate host name "
                            '"parking-prod.cx2.eu-west-1.rds.amazonaws.com" to address: Name or service not '
                            "known"
                        ),
                        (
                            "[ERROR] OperationalError: connection to server at "
                            '"parking-prod.cx2.eu-west-1.rds.amazonaws.com" (10.5.0.9), port 5432 failed: '
                            "Connection refused"
                        ),
                    ],
                ),
                *s.lines(api, 0, 20, 4, ["ticket {n} issued"]),
            ],
            events=[
                s.db_event(db, 20.1, "DB instance shutdown", "availability"),
                s.db_event(db, 21.6, "DB instance stopped", "notification"),
                s.db_event("rds/parking-test", 21.9, "DB instance stopped", "notification"),
            ],
            changes=[
                s.change(db, 20.0, "infrastructure", "StopDBInstance", "role/instance-scheduler"),
                s.change("rds/parking-test", 20.0, "infrastructure", "StopDBInstance", "role/instance-scheduler"),
                s.change(api, 18, "deployment", "UpdateFunctionCode", "role/parking-ci"),
                s.change(
                    api, 18.1, "deployment", "PublishVersion", "role/parking-ci", version="33", previous_version="32"
                ),
            ],
            topology=edges((api, "writes", db)),
            state=[s.instance(db, "postgres", "15.6", "db.t4g.medium", status="stopped")],
        ),
        "db.unreachable",
        db,
        herring=("deployment.bad_release", api),
        near=["db.port_wrong", "db.failover", "dns.resolution_failure", "deployment.bad_release", "lambda.timeout"],
    )


def rule_of_the_security_group_gone() -> Scenario:
    """A security group's inbound rule is gone: old connections live on, new ones time out; the database is idle."""
    s, db, api, sg = (
        Scene("2026-09-08T14:45:00", seed=405, region="eu-south-1"),
        "rds/tenant-aurora-1",
        "ecs-service/tenant-api",
        "security-group/sg-0d1f7a22",
    )
    return fault(
        s.bundle(
            "aws-inbound-rule-revoked",
            "tenant-api: db connect timeouts",
            api,
            started=21,
            source="datadog",
            alerts=[s.alarm(api, 21, "tenant-api: db connect timeouts", "db.connect.errors", 5)],
            metrics=[
                *s.rds(
                    db,
                    "aurora-postgresql",
                    DatabaseConnections=path((17, 88), (None, 84, 11)),
                    CPUUtilization=path((17, 26), (None, 24, 8)),
                    skip=["SwapUsage", "FreeLocalStorage", "ReadThroughput", "WriteThroughput", "DBLoadCPU"],
                ),
                s.series(api, "db.connect.errors", path((17, 0), (None, 4, 55)), namespace="Datadog"),
            ],
            logs=[
                *s.lines(
                    api,
                    18,
                    40,
                    1.6,
                    [
                        "dial tcp 10.12.8.30:5432: i/o timeout",
                        "dial tcp 10.12.8.30:5432: connect: connection timed out",
                    ],
                ),
                *s.lines(api, 0, 17, 4, ["tenant {n} resolved in 3ms"]),
            ],
            changes=[
                s.change(
                    sg,
                    17.0,
                    "infrastructure",
                    "RevokeSecurityGroupIngress",
                    "role/terraform-network",
                    rule={"protocol": "tcp", "from_port": 5432, "to_port": 5432, "source": "sg-0aa9 (tenant-api)"},
                ),
                s.change(db, -1500, "config", "ModifyDBCluster", "user/dba", backup_retention=[7, 14]),
            ],
            topology=edges((api, "reads", db), (db, "depends_on", sg)),
            state=[
                s.instance(
                    db, "aurora-postgresql", "15.5", "db.r6g.large", vpc_security_groups=["sg-0d1f7a22"], port=5432
                ),
                s.state(sg, "security_group", inbound=[], attached_to=["tenant-aurora-1"]),
            ],
        ),
        "network.policy_blocked",
        sg,
        also=[("network.policy_blocked", db), ("network.policy_blocked", api), ("db.unreachable", db)],
        near=["db.port_wrong", "db.failover", "db.credentials_invalid"],
    )


CASES: tuple[Case, ...] = (
    password_changed_by_hand,
    rotation_did_not_reach_everyone,
    port_of_another_engine,
    stopped_to_save_money,
    rule_of_the_security_group_gone,
)
