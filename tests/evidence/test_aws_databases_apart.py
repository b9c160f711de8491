"""What tells one trouble of a database from another that looks like it, in other engines, products and spellings."""

from typing import Any

import pytest

from commander.evidence.mechanisms.aws.statements import Work, work_of
from commander.evidence.mechanisms.aws.waits import Wait, wait_of
from commander.evidence.signatures import signature_of
from commander.evidence.spelling import plain, plain_names
from tests.evidence.test_aws_databases import (
    DB,
    LENGTH,
    ONSET,
    Incident,
    assert_cause,
    calm_database,
    clock,
    conclusion,
    explain,
    level,
    step,
)

FRONT, API, JOB = "alb/shop", "ecs-service/shop-api", "ecs-service/shop-batch"
LOOKUP = "SELECT name, price FROM item WHERE basket_id = @P1"


def shop(resource: str = FRONT, requests: list[float] | None = None, latency: list[float] | None = None) -> Incident:
    """A service behind a load balancer with a database."""
    incident = Incident(resource).edge(FRONT, API, "calls").edge(API, DB, "writes")
    more = {"namespace": "AWS/ApplicationELB"}
    incident.metric("RequestCount", requests or level(2400), FRONT, statistic="Sum", **more)
    incident.metric("TargetResponseTime", latency or level(0.12), FRONT, statistic="p95", unit="Seconds", **more)
    incident.metric("HTTPCode_Target_5XX_Count", level(0), FRONT, statistic="Sum", **more)
    return incident


# --- load that comes every night ------------------------------------------------------------------------------------


def nightly(
    latency: list[float] | None = None, usual: list[float] | None = None, engine: str = "oracle-ee"
) -> Incident:
    incident = shop(DB, latency=latency).instance(engine=engine, instance_class="db.r5.xlarge").edge(JOB, DB, "writes")
    incident.alarm("CPUUtilization", 85, reason="ALARM 03-08 08:41Z, OK 03-08 09:20Z, ALARM 03-07 08:43Z")
    incident.metric("CPUUtilization", step(14, 92), unit="Percent", baseline=usual or step(15, 90, ONSET + 5))
    incident.metric("DBLoad", step(0.4, 5.0)).metric("ReadIOPS", step(140, 2100), unit="Count/Second")
    incident.log("job nightly_rollup started, cron(40 8 * * ? *)", ONSET, JOB, "info")
    incident.load(
        ("INSERT /*+ append */ INTO sales_day SELECT * FROM sale WHERE day = :1", 4.4, 0.01, {"CPU": 4.4}),
        ("SELECT * FROM sale WHERE id = :1", 0.2, 30.0, {"CPU": 0.2}),
    )
    return calm_database(incident)


@pytest.mark.parametrize("engine", ["oracle-ee", "sqlserver-se", "mariadb", "aurora-postgresql"])
def test_a_job_that_a_normal_time_shows_too_is_no_incident(engine: str) -> None:
    incident = nightly(engine=engine)
    assert conclusion(incident)[0] == "healthy", explain(incident)


def test_the_same_job_is_one_when_users_wait() -> None:
    incident = nightly(latency=step(0.12, 2.5))
    assert conclusion(incident)[0] in ("confirmed", "likely"), explain(incident)


def test_the_same_job_is_one_when_no_normal_time_shows_it() -> None:
    incident = nightly(usual=level(15))
    assert conclusion(incident)[0] in ("confirmed", "likely"), explain(incident)


# --- called more often, or costlier -----------------------------------------------------------------------------------


def chatty(calls: float, load: float, requests: list[float] | None = None, release: bool = True) -> Incident:
    incident = shop(requests=requests, latency=step(0.12, 2.4)).instance(
        engine="sqlserver-se", instance_class="db.m5.xlarge"
    )
    incident.metric("CPUUtilization", step(20, 93), unit="Percent").metric("DBLoad", step(0.6, load + 1))
    incident.load((LOOKUP, load, calls, {"CPU": load}), ("SELECT @@VERSION", 0.4, 8.0, {"CPU": 0.4}))
    usual = {"label": "last week", "top_sql": [{"sql": LOOKUP.lower(), "db_load_avg": 0.2, "calls_per_sec": 300.0}]}
    incident.state("query_store", usual)
    if release:
        incident.change("ecs:UpdateService", "deployment", API, ONSET - 4, task_definition=["shop-api:7", "shop-api:8"])
    return calm_database(incident)


def test_a_statement_called_many_times_as_often_by_a_new_version_is_the_versions_doing() -> None:
    assert_cause(chatty(12000.0, 8.0), "deployment.bad_release", API)


def test_it_is_the_callers_code_where_nothing_was_released() -> None:
    assert_cause(chatty(12000.0, 8.0, release=False), "code.slow_path", API)


def test_a_statement_that_became_costly_is_the_cause_itself() -> None:
    assert_cause(chatty(310.0, 8.0, release=False), "db.expensive_query", DB)


def test_more_demand_is_not_the_callers_doing() -> None:
    found = conclusion(chatty(12000.0, 8.0, requests=step(2400, 90000)))
    assert found[1] not in ("deployment.bad_release", "code.slow_path"), found


# --- poolers ----------------------------------------------------------------------------------------------------------


def pooled(used: float, said: str = "query_wait_timeout") -> Incident:
    pooler = "pgbouncer/shop-pool"
    incident = Incident(API).edge(API, pooler, "calls").edge(pooler, DB, "calls").instance()
    more = {"namespace": "Prometheus"}
    incident.metric("Errors", step(0, 60), API, namespace="AWS/ECS", statistic="Sum")
    incident.metric("pgbouncer_pools_server_active_connections", step(9, used), pooler, **more)
    incident.metric("pgbouncer_pools_client_waiting_connections", step(0.2, 0.2 if used < 20 else 45), pooler, **more)
    incident.state("pgbouncer", {"pool_mode": "transaction", "default_pool_size": 40}, pooler)
    incident.log(f"pgx: ERROR: {said} (SQLSTATE 08P01)", ONSET + 1, API, count=300)
    return calm_database(incident)


def test_a_pooler_that_has_lent_all_its_connections() -> None:
    assert_cause(pooled(40.0), "db.connections_exhausted", "pgbouncer/shop-pool")


def test_a_pooler_with_connections_to_spare_is_not_exhausted() -> None:
    found = conclusion(pooled(11.0, "connection reset by peer"))
    assert found[1] != "db.connections_exhausted", found


# --- keys, rules, classes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "entity", "key"),
    [
        ("rds_cluster", "rds-cluster/orders", "status"),
        ("dynamodb_table", "dynamodb/orders", "table_status"),
        ("db_cluster", "docdb/orders", "cluster_status"),
    ],
)
@pytest.mark.parametrize("status", ["inaccessible-encryption-credentials", "INACCESSIBLE_ENCRYPTION_CREDENTIALS"])
def test_a_status_that_names_the_key_is_the_cause(kind: str, entity: str, key: str, status: str) -> None:
    incident = Incident(API).edge(API, entity, "writes").state(kind, {key: status}, entity)
    incident.log("Error: connect ETIMEDOUT 10.0.4.7:5432", ONSET + 1, API, count=200)
    assert_cause(incident, "access.kms_key_unavailable", entity)


def tightened(line: str, **rule: Any) -> Incident:
    incident = shop(API).instance(engine="mysql")
    incident.metric("Errors", step(0, 60), API, namespace="AWS/ECS", statistic="Sum")
    incident.change("ec2:RevokeSecurityGroupIngress", "access", "security-group/sg-1", ONSET - 3, **rule)
    incident.log(line, ONSET + 1, API, count=250)
    return calm_database(incident)


OPENS = "dial tcp 10.0.4.7:3306: i/o timeout"


def test_a_rule_of_that_port_cuts_off_who_opens_connections() -> None:
    rule = {"ipPermissions": {"items": [{"fromPort": 3306, "toPort": 3306}]}}
    assert_cause(tightened(OPENS, **rule), "network.policy_blocked", "security-group/sg-1")


@pytest.mark.parametrize(
    ("line", "port"),
    [
        (OPENS, 22),
        ("java.net.SocketTimeoutException: Read timed out", 3306),
        ("Timeout expired waiting for a free connection from the pool", 3306),
    ],
)
def test_a_rule_does_not_stop_calls_on_other_ports_or_that_were_let_through(line: str, port: int) -> None:
    found = conclusion(tightened(line, port=port))
    assert found[1] != "network.policy_blocked", found


def smaller(since: float) -> Incident:
    """A class reduced hours before the first peak; `since` requests were served in the meantime."""
    requests = level(since, 1, ONSET) + level(9000, 2, LENGTH - ONSET)
    incident = shop(requests=requests, latency=step(0.12, 3.0)).instance(instance_class="db.r6g.large")
    incident.metric("CPUUtilization", step(22, 99), unit="Percent").metric("DBLoad", step(0.6, 9))
    incident.change("rds:ModifyDBInstance", "scaling", DB, -400, dBInstanceClass=["db.r6g.4xlarge", "db.r6g.large"])
    incident.load(("SELECT * FROM item WHERE id = $1", 5.0, 400.0, {"CPU": 5.0}), ("SELECT 1", 3.0, 9.0, {"CPU": 3.0}))
    return calm_database(incident)


def test_a_smaller_class_fails_with_the_first_peak() -> None:
    assert_cause(smaller(2000), "deployment.scaling_change", DB)


def test_a_smaller_class_that_served_as_much_before_is_not_why() -> None:
    found = conclusion(smaller(9000))
    assert found[1] != "deployment.scaling_change", found


# --- locks and lines --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("held", "waited"),
    [
        (
            "LOG:  process 411 still waiting for ShareLock on transaction 99 after 1000.1 ms DETAIL:  Process holding "
            "the lock: 77. Wait queue: 411.",
            "org.postgresql.util.PSQLException: ERROR: canceling statement due to lock timeout",
        ),
        (
            "---TRANSACTION 42, ACTIVE 611 sec 9 lock struct(s), 88123 row lock(s), undo log entries 88000",
            "ERROR 1205 (HY000): Lock wait timeout exceeded; try restarting transaction",
        ),
        (
            "blocked process report: blocking session 61, waiting 40 s",
            "Microsoft.Data.SqlClient.SqlException: Lock request time out period exceeded. Error 1222",
        ),
    ],
)
def test_locks_that_only_logs_tell_of(held: str, waited: str) -> None:
    incident = Incident(API).edge(API, DB, "writes").instance()
    incident.log(held, ONSET + 3, DB, "info").log(waited, ONSET + 1, API, count=400)
    incident.log("GET /ready 200", LENGTH - 1, API, "info").log("GET /ready 200", 2, API, "info")
    assert_cause(incident, "db.lock_contention", DB)


def test_one_moment_for_many_lines_does_not_end_them() -> None:
    incident = Incident(API).edge(API, DB, "writes").instance()
    incident.log("GET /ready 200", 2, API, "info").log("GET /ready 200", LENGTH - 1, API, "info")
    incident.metric("Errors", step(0, 60), API, namespace="AWS/ECS", statistic="Sum")
    incident.log("java.sql.SQLException: ORA-00018: maximum number of sessions exceeded", ONSET, API, count=900)
    unseen = incident.verdict()
    assert unseen.hypotheses[0].cause == "db.connections_exhausted", explain(incident)
    assert "metrics of orders-db" in unseen.hypotheses[0].missing  # what the sessions wait for would show there
    incident.metric("CPUUtilization", level(30), unit="Percent")
    assert_cause(incident, "db.connections_exhausted", DB, "likely", "confirmed")


def test_single_lines_that_are_not_written_any_more_are_over() -> None:
    incident = Incident(API).edge(API, DB, "writes").instance()
    for minute in range(2, LENGTH):
        incident.log("GET /ready 200", minute, API, "info")
    for second in range(6):
        text = "java.sql.SQLException: ORA-00018: maximum number of sessions exceeded"
        incident.log(text, ONSET + second / 10, API)
    assert conclusion(incident)[1] != "db.connections_exhausted", explain(incident)


def test_a_text_that_may_mean_several_unseen_things_names_no_cause() -> None:
    incident = (
        Incident(API).edge(API, DB).edge(API, "elasticache/shop", "reads").edge(API, "ecs-service/prices", "calls")
    )
    incident.metric("Errors", step(0, 60), API, namespace="AWS/ECS", statistic="Sum")
    incident.log("upstream timed out after 3000 ms (store layer)", ONSET + 1, API, count=200)
    assert conclusion(incident)[0] == "inconclusive", explain(incident)


# --- vocabularies -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind", "wait"),
    [
        ("LCK_M_SCH_M", "Lock", Wait.LOCK),
        ("PAGEIOLATCH_EX", "Buffer IO", Wait.WRITE),
        ("SOS_SCHEDULER_YIELD", "CPU", Wait.CPU),
        ("PAGELATCH_UP", "Buffer Latch", Wait.LATCH),
        ("WRITELOG", "Tran Log IO", Wait.COMMIT),
        ("RESOURCE_SEMAPHORE", "Memory", Wait.TEMP),
        ("enq: TX - row lock contention", "Application", Wait.LOCK),
        ("direct path read temp", "User I/O", Wait.TEMP),
        ("direct path read", "User I/O", Wait.READ),
        ("read by other session", "User I/O", Wait.READ),
        ("log file parallel write", "System I/O", Wait.COMMIT),
        ("Lock:transactionid", None, Wait.LOCK),
        ("wait/io/table/sql/handler", None, Wait.READ),
    ],
)
def test_waits_of_other_engines(name: str, kind: str | None, wait: Wait) -> None:
    assert wait_of(name, kind) is wait


@pytest.mark.parametrize(
    ("statement", "work"),
    [
        ("CREATE TABLE mart.day AS (SELECT day, sum(x) FROM sale GROUP BY 1)", Work.WRITE),
        ("SELECT a, b INTO #recent FROM sale WHERE day > @d", Work.WRITE),
        ("CREATE MATERIALIZED VIEW mv AS SELECT 1", Work.WRITE),
        ("BACKUP DATABASE [orders] TO DISK = N'x'", Work.MAINTENANCE),
        ("BEGIN DBMS_STATS.gather_schema_stats('APP'); END;", Work.MAINTENANCE),
        ("CREATE TABLE item (id int primary key)", Work.MIGRATION),
        ("SELECT a FROM sale", Work.READ),
    ],
)
def test_what_kind_of_work_a_statement_is(statement: str, work: Work) -> None:
    assert work_of(statement) is work


def test_a_monitors_query_names_its_metric() -> None:
    names = plain_names("avg(last_5m):avg:aws.rds.read_iops{dbinstanceidentifier:orders} > 700")
    assert plain("ReadIOPS") in names
    assert plain("WriteIOPS") not in names


def test_an_alarm_of_another_thing_days_ago_does_not_date_the_incident() -> None:
    incident = nightly()
    incident.document["alerts"] = [
        {"id": "a1", "name": "old", "entity": "rds/other", "state": "alarm", "t": clock(-9000)}
    ]
    incident.document["incident"]["title"] = "max(last_5m):max:aws.rds.cpuutilization{name:orders-db} > 85"
    assert conclusion(incident)[0] == "healthy", explain(incident)


# --- restarts, pools, demand, refused statements ----------------------------------------------------------------------


def restarted(said: str, minute: float) -> Incident:
    """A restart half an hour into the evidence, and what clients say some minutes after its beginning."""
    incident = Incident(API, started=ONSET + 8).edge(API, DB, "writes").instance(engine="mariadb")
    incident.event("DB instance shutdown", ONSET).event("DB instance restarted", ONSET + 1)
    incident.log("ERROR 2006 (HY000): MySQL server has gone away", ONSET, API, count=60)
    return incident.log(said, ONSET + minute, API, count=400)


def test_what_begins_minutes_after_a_restart_is_not_its_effect() -> None:
    found = conclusion(restarted("ERROR 1040 (HY000): Too many connections", 8))
    assert found[1] != "db.failover", found


def test_what_begins_with_a_restart_is() -> None:
    incident = restarted("ERROR 2006 (HY000): MySQL server has gone away", 0.5)
    incident.document["incident"]["started_at"] = clock(ONSET + 2)
    assert_cause(incident, "db.failover", DB)


def waiting_pool(connections: list[float]) -> Incident:
    incident = Incident(API).edge(API, DB, "writes").instance(parameters={"max_connections": 500})
    incident.metric("hikaricp_connections_pending", step(0, 60), API, namespace="Prometheus", statistic="Maximum")
    return calm_database(incident.metric("DatabaseConnections", connections, unit="Count"))


def test_a_pool_that_waits_while_connections_are_lost_is_not_full() -> None:
    found = conclusion(waiting_pool(step(120, 15)))
    assert found[1] != "db.connections_exhausted", found


def test_a_pool_that_waits_with_all_its_connections_is() -> None:
    found = conclusion(waiting_pool(level(120)))
    assert found[1:] == ("db.connections_exhausted", API), found


def crowded(factor: float) -> Incident:
    """Demand that rises three minutes after the first slow answers, while few calls fail."""
    incident = shop(requests=step(5000, 5000 * factor, ONSET + 3), latency=step(0.15, 4.0)).instance()
    incident.document["metrics"].pop()
    more = {"namespace": "AWS/ApplicationELB", "statistic": "Sum"}
    incident.metric("HTTPCode_Target_5XX_Count", step(0, 300, ONSET + 5), FRONT, **more)
    return incident.metric("CPUUtilization", step(30, 99, ONSET + 2), API, namespace="AWS/ECS", unit="Percent")


def test_five_times_the_calls_are_no_repetitions_of_a_few_that_fail() -> None:
    found = conclusion(crowded(5))
    assert found[1:] == ("traffic.surge", FRONT), found


def test_a_few_more_calls_after_slow_answers_may_be() -> None:
    found = conclusion(crowded(1.6))
    assert found[1] != "traffic.surge", found


@pytest.mark.parametrize(
    "said",
    [
        'ERROR:  duplicate key value violates unique constraint "orders_pkey"',
        "Violation of PRIMARY KEY constraint 'PK_orders'. Cannot insert duplicate key in object 'dbo.orders'.",
        "ORA-00001: unique constraint (APP.ORDERS_PK) violated",
    ],
)
def test_a_statement_that_a_database_refuses_is_not_its_trouble(said: str) -> None:
    incident = calm_database(Incident().instance().metric("ReadLatency", step(0.001, 0.004), unit="Seconds"))
    incident.log(said, ONSET + 2, DB, count=6)
    assert conclusion(incident)[1] != "data.corrupt_input", explain(incident)


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        ("Error: getaddrinfo ENOTFOUND orders-db.internal", "dns.resolution_failure"),
        ("WARN o.s.w.s.PageNotFound : No mapping for GET /wp-login.php", None),
        ("ResourceNotFoundException: Requested resource not found", None),
        ("DBInstanceNotFound: orders-db", None),
    ],
)
def test_a_code_of_the_system_is_a_word_of_its_own(said: str, cause: str | None) -> None:
    found = signature_of(said)
    assert (found.cause if found is not None else None) != "dns.resolution_failure" or cause is not None
    assert cause is None or (found is not None and found.cause == cause)


def test_a_database_writes_of_itself() -> None:
    incident = Incident("alb/orders").edge("alb/orders", API, "calls").edge(API, DB, "writes").instance()
    incident.log("10.3.1.4(4021):orders@orders:[77]:FATAL:  sorry, too many clients already", ONSET, DB, "fatal", 900)
    incident.log("psycopg.OperationalError: FATAL:  sorry, too many clients already", ONSET + 1, API, count=700)
    places = {one.entity for one in incident.verdict().hypotheses if one.cause == "db.connections_exhausted"}
    assert "alb/orders" not in places, explain(incident)
