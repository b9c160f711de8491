"""The same mechanisms of databases in other words, with less evidence, and beside what only looks like a cause."""

import math
from collections.abc import Callable

import pytest

from tests.evidence.test_aws_databases import (
    DB,
    ONSET,
    REPORT,
    Incident,
    assert_cause,
    calm_database,
    clock,
    conclusion,
    explain,
    level,
    ramp,
    slow_report,
    step,
)

REPLICA = "rds/orders-replica"
PING = ("SELECT 1", 0.3, 90.0, {"CPU": 0.3})


def bulk_insert() -> Incident:
    incident = Incident().instance().metric("WriteIOPS", step(90, 2600)).metric("DBLoad", step(0.3, 25))
    waits = {"Lock:extend": 14.0, "LWLock:WALWrite": 4.0, "IO:DataFileExtend": 3.0, "CPU": 3.0}
    return incident.load(("INSERT INTO facts SELECT generate_series($1, $2), $3", 24.0, 8.0, waits), PING)


def large_results() -> Incident:
    incident = Incident().instance().metric("CPUUtilization", step(10, 55), unit="Percent")
    incident.metric("NetworkTransmitThroughput", step(1e6, 9e7)).metric("DBLoad", step(0.3, 9))
    waits = {"Client:ClientWrite": 5.5, "IO:DataFileRead": 2.0, "CPU": 1.0}
    return incident.load(("SELECT * FROM events", 8.5, 2.0, waits), PING)


def missing_index_in_mysql() -> Incident:
    incident = Incident().instance(engine="mysql", instance_class="db.r5.xlarge")
    incident.metric("CPUUtilization", step(20, 99), unit="Percent").metric("DBLoad", step(0.5, 16))
    waits = {"wait/io/table/sql/handler": 5.0, "CPU": 9.0}
    return incident.load(("SELECT * FROM `orders` WHERE `email` = ?", 14.0, 60.0, waits), PING)


def sort_on_disk() -> Incident:
    incident = Incident().instance().metric("WriteIOPS", step(90, 2000)).metric("DBLoad", step(0.3, 3))
    waits = {"IO:BufFileWrite": 1.5, "IO:BufFileRead": 0.6, "CPU": 0.4}
    return incident.load(("SELECT * FROM events ORDER BY payload", 2.5, 0.05, waits), PING)


def all_in_trouble_against_a_normal_time() -> Incident:
    incident = Incident().instance().metric("CPUUtilization", level(96), unit="Percent", baseline=level(25))
    incident.metric("DBLoad", level(7), baseline=level(0.5))
    return incident.load((REPORT, 5.6, 0.9, {"CPU": 5.6}), PING)


def load_alone() -> Incident:
    return Incident(None, started=None).instance().load((REPORT, 5.6, 0.9, {"CPU": 5.6}), PING)


def beside_a_backup_that_is_over() -> Incident:
    return slow_report().event("Backing up DB instance", ONSET - 8).event("Finished DB instance backup", ONSET - 4)


def beside_a_failover_of_another() -> Incident:
    incident = slow_report().instance("rds/other")
    return incident.event("Multi-AZ instance failover started", ONSET, "rds/other")


def beside_a_release_of_another_service() -> Incident:
    incident = slow_report().edge("service/shop", DB)
    return incident.change(
        "ecs:UpdateService", "deployment", "service/other", ONSET - 3, task_definition=["o:1", "o:2"]
    )


@pytest.mark.parametrize(
    "build",
    [
        bulk_insert,
        large_results,
        missing_index_in_mysql,
        sort_on_disk,
        all_in_trouble_against_a_normal_time,
        beside_a_backup_that_is_over,
        beside_a_failover_of_another,
        beside_a_release_of_another_service,
    ],
)
def test_one_statement_is_the_cause(build: Callable[[], Incident]) -> None:
    incident = build()
    assert_cause(calm_database(incident), "db.expensive_query")


def test_load_without_any_series_does_not_tell_whether_it_is_more_than_ever() -> None:
    incident = load_alone()
    first = incident.verdict().hypotheses[0]
    assert (first.cause, first.entity) == ("db.expensive_query", DB)
    assert conclusion(incident)[0] == "inconclusive", explain(incident)
    assert "metrics of orders-db" in first.missing
    incident.metric("DBLoad", step(0.5, 5.9))
    assert_cause(incident, "db.expensive_query")


@pytest.mark.parametrize(
    "statement",
    [
        "VACUUM (FREEZE, VERBOSE) orders",
        "autovacuum: ANALYZE public.orders",
        "CREATE INDEX CONCURRENTLY idx ON orders (customer_id)",
        "COPY public.orders (id, total) TO stdout;",
        "REINDEX TABLE orders",
    ],
)
def test_maintenance_by_any_statement(statement: str) -> None:
    incident = Incident().instance().metric("ReadIOPS", step(90, 2600)).metric("DBLoad", step(0.3, 3))
    own = (statement, 2.2, None, {"IO:DataFileRead": 1.7, "CPU": 0.5})
    incident.load(own, ("SELECT * FROM orders WHERE id = $1", 0.6, 90.0, {"IO:DataFileRead": 0.6}))
    assert_cause(calm_database(incident), "db.maintenance_io_storm")


@pytest.mark.parametrize("names", [{"Lock:transactionid": 8.0}, {"wait/lock/table/sql/handler": 8.0}, {"enq: TX": 8.0}])
def test_locks_by_any_name(names: dict[str, float]) -> None:
    incident = Incident().instance().metric("DBLoad", step(0.4, 9.0))
    incident.load(("UPDATE stock SET left = 1 WHERE sku = 2", 8.0, 1.0, names), PING)
    assert_cause(calm_database(incident), "db.lock_contention")


def test_locks_before_connections() -> None:
    incident = Incident().instance(parameters={"max_connections": "100"}).alarm("DatabaseConnections", 90)
    incident.metric("DatabaseConnections", step(20, 99, spread=0.003), unit="Count").metric("DBLoad", step(0.3, 85))
    waits = {"Lock:transactionid": 60.0, "Lock:tuple": 24.0}
    incident.load(("UPDATE accounts SET balance = $1 WHERE id = 1", 84.0, 0.9, waits))
    incident.log("FATAL: sorry, too many clients already", ONSET + 5, DB, "fatal", 50)
    assert_cause(calm_database(incident), "db.lock_contention")


def test_connections_that_leak_one_by_one_beside_an_earlier_peak_of_cpu() -> None:
    incident = Incident().instance(parameters={"max_connections": 500}).alarm("DatabaseConnections", 450)
    incident.metric("DatabaseConnections", ramp(120, 497, 10), unit="Count").load(PING)
    incident.metric("CPUUtilization", [*level(20, 1, 15), *level(75, 2, 6), *level(22, 3, 39)], unit="Percent")
    assert_cause(calm_database(incident), "db.connections_exhausted", DB, "confirmed")


def test_connections_that_rise_far_from_their_limit_exhaust_nothing() -> None:
    incident = Incident().instance(parameters={"max_connections": 500}).alarm("DatabaseConnections", 80)
    incident.metric("DatabaseConnections", step(40, 120), unit="Count")
    assert conclusion(calm_database(incident))[1] is None, explain(incident)


def test_a_bulk_write_that_a_replica_cannot_follow() -> None:
    incident = Incident(REPLICA).instance().instance(REPLICA).edge(DB, REPLICA, "replicates_to")
    incident.metric("ReplicaLag", ramp(1, 1500), REPLICA, unit="Seconds").metric("WriteIOPS", step(90, 3000))
    incident.metric("DBLoad", step(0.3, 4)).alarm("ReplicaLag", 300, REPLICA)
    incident.load(("INSERT INTO facts SELECT * FROM staging", 3.1, 0.02, {"IO:WALWrite": 2.1, "CPU": 1.0}))
    calm_database(incident)
    assert_cause(calm_database(incident, REPLICA), "db.replication_lag", REPLICA)


def test_cpu_that_rises_after_a_release_broke_the_client() -> None:
    client = "lambda/checkout"
    incident = Incident(client).edge(client, DB).instance().metric("CPUUtilization", step(20, 92, 50), unit="Percent")
    errors = [float(round(value)) for value in step(0, 60, 30)]
    incident.metric("Errors", errors, client, namespace="AWS/Lambda", statistic="Sum")
    incident.log("[ERROR] KeyError: 'tax'", 30, client, count=900)
    incident.change("lambda:UpdateFunctionCode", "deployment", client, 29, version=[4, 5])
    incident.metric("DBLoad", step(0.3, 4, 50)).load((REPORT, 3.6, 0.9, {"CPU": 3.6}), PING)
    assert_cause(calm_database(incident), "deployment.bad_release", client)


def test_operations_at_what_is_provisioned() -> None:
    incident = Incident().instance(storage_type="gp3", allocated_storage_gb=100, iops=3000)
    incident.metric("ReadIOPS", step(300, 2500)).metric("WriteIOPS", step(100, 480))
    incident.metric("DiskQueueDepth", step(0.4, 40)).metric("ReadLatency", step(0.001, 0.03), unit="Seconds")
    assert_cause(calm_database(incident), "storage.io_saturation", DB, "confirmed")


def test_a_cluster_that_failed_over() -> None:
    cluster = "rds-cluster/shop"
    incident = Incident(cluster).instance("rds/shop-1", engine="aurora-postgresql", db_cluster="shop")
    incident.event("Started cross AZ failover to DB instance: shop-2", ONSET, cluster)
    incident.event("Completed failover to DB instance: shop-2", ONSET + 1, cluster)
    first = incident.verdict().hypotheses[0]
    assert (first.cause, first.entity) == ("db.failover", cluster)
    assert conclusion(incident)[0] == "inconclusive", explain(incident)  # it harmed nobody, as far as was looked
    incident.edge("service/shop", cluster)
    incident.log(
        "psycopg2.OperationalError: server closed the connection unexpectedly", ONSET, "service/shop", count=80
    )
    assert_cause(incident, "db.failover", cluster)


def test_a_rule_that_was_withdrawn_cuts_the_database_off() -> None:
    client = "lambda/checkout"
    incident = Incident(client).edge(client, DB).instance()
    incident.change("ec2:RevokeSecurityGroupIngress", "access", "sg/sg-1", ONSET - 0.5)
    errors = [float(round(value)) for value in step(0, 40)]
    incident.metric("Errors", errors, client, namespace="AWS/Lambda", statistic="Sum")
    incident.metric("DatabaseConnections", [*level(30, 1, ONSET), *[0.0] * 20])
    incident.log(
        "OperationalError: could not connect to server: Connection timed out, port 5432", ONSET, client, count=80
    )
    assert_cause(calm_database(incident), "network.policy_blocked", "sg/sg-1")


def grown_storage() -> Incident:
    values = [*ramp(4e10, 1.9e10, 10)[:50], *level(6e10, 1, 10, 0.001)]
    incident = Incident().instance(allocated_storage_gb=200).metric("FreeStorageSpace", values, unit="Bytes")
    incident.event("Finished applying autoscaling-initiated modification to allocated storage", 50)
    return incident.alarm("FreeStorageSpace", 2e10, state="ok", comparison="LessThanThreshold")


def slowly_filling_storage() -> Incident:
    values = [8e10 - 1e6 * minute for minute in range(60)]
    return Incident().instance(allocated_storage_gb=200).metric("FreeStorageSpace", values, unit="Bytes")


def at_rest_with_a_hidden_alarm() -> Incident:
    return Incident(None, started=None).instance().load((REPORT, 0.2, 0.2, {"CPU": 0.2}))


def peak_that_recurs_with_a_hidden_alarm() -> Incident:
    incident = Incident(title="database alert").instance()
    incident.metric("CPUUtilization", step(30, 82), unit="Percent", baseline=step(31, 84))
    return incident.metric("DBLoad", step(0.5, 1.9), baseline=step(0.5, 2.0))


def peak_of_every_day() -> Incident:
    """Three days of quarters of an hour; the alarm is on the third day's peak."""
    usual = [25 + 55 * math.exp(-(((place % 96 - 48) / 6) ** 2)) for place in range(243)]
    incident = Incident().instance().alarm("CPUUtilization", 75).load((REPORT, 0.9, 0.4, {"CPU": 0.9}))
    incident.metric("CPUUtilization", [], unit="Percent")
    last = len(usual) - 1
    values = [value * (1 + 0.02 * ((place * 7919) % 13 - 6) / 6) for place, value in enumerate(usual)]
    points = [[clock(60 - 15 * (last - place)), value] for place, value in enumerate(values)]
    incident.document["metrics"][0] |= {"period_s": 900, "points": points}
    return incident


def one_outlier() -> Incident:
    values = level(30)
    values[45] = 86.0
    return Incident().instance().alarm("CPUUtilization", 80).metric("CPUUtilization", values, unit="Percent")


def over_again() -> Incident:
    values = [*level(30, 1, 40), *level(95, 2, 8), *level(31, 3, 12)]
    return (
        Incident().instance().alarm("CPUUtilization", 80, state="ok").metric("CPUUtilization", values, unit="Percent")
    )


@pytest.mark.parametrize(
    "build",
    [
        grown_storage,
        slowly_filling_storage,
        at_rest_with_a_hidden_alarm,
        peak_that_recurs_with_a_hidden_alarm,
        peak_of_every_day,
        one_outlier,
        over_again,
    ],
)
def test_nothing_is_wrong(build: Callable[[], Incident]) -> None:
    incident = calm_database(build())
    assert conclusion(incident)[0] == "healthy", explain(incident)


@pytest.mark.parametrize("dropped", [("metrics",), ("metrics", "state"), ("metrics", "state", "events", "logs")])
def test_with_nothing_to_go_on_nothing_is_said(dropped: tuple[str, ...]) -> None:
    incident = calm_database(Incident().instance())
    for section in dropped:
        incident.document[section] = []
    assert conclusion(incident)[0] == "inconclusive", explain(incident)
