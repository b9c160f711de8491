"""Incidents of databases: what dominates the load is the cause, what follows from it is not."""

import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from commander.contract.evidence import SECTIONS, Bundle, Verdict
from commander.evidence.engine import investigate

START = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
ONSET = 40
"""The minute in which the trouble of the invented incidents begins; they last an hour."""
LENGTH = 60
DB = "rds/orders-db"


def clock(minute: float) -> str:
    return (START + timedelta(minutes=minute)).isoformat().replace("+00:00", "Z")


def level(value: float, seed: int = 1, length: int = LENGTH, spread: float = 0.05) -> list[float]:
    """So many values around one level."""
    chance = random.Random(f"{value}-{seed}")
    return [float(f"{chance.gauss(value, spread * value):.6g}") for _ in range(length)]


def step(before: float, after: float, at: int = ONSET, seed: int = 1, spread: float = 0.05) -> list[float]:
    """One level, and another from a minute on."""
    return level(before, seed, at, spread) + level(after, seed + 1, LENGTH - at, spread)


def ramp(before: float, after: float, at: int = ONSET) -> list[float]:
    """One level, and a straight way to another."""
    rest = LENGTH - at
    return level(before, 3, at, 0.002) + [before + (after - before) * (place + 1) / rest for place in range(rest)]


class Incident:
    """A bundle in the making: sections are added piece by piece."""

    def __init__(self, resource: str | None = DB, title: str = "incident", started: float | None = ONSET + 2) -> None:
        self.document: dict[str, Any] = {
            "schema": "evidence-bundle/1",
            "case_id": "made-up",
            "incident": {
                "title": title,
                "severity": "high",
                "source": "cloudwatch",
                "resource": resource,
                "started_at": None if started is None else clock(started),
                "collected_at": clock(LENGTH),
            },
        }
        self.document |= {
            name: [] for name in ("alerts", "metrics", "logs", "events", "changes", "topology", "state", "gaps")
        }

    def _add(self, section: str, prefix: str, item: dict[str, Any]) -> "Incident":
        items = self.document[section]
        items.append({"id": f"{prefix}{len(items) + 1}", **item})
        return self

    def metric(self, name: str, values: list[float], entity: str = DB, **more: Any) -> "Incident":
        baseline = more.pop("baseline", None)
        item = {
            "name": name,
            "entity": entity,
            "namespace": more.pop("namespace", "AWS/RDS"),
            "statistic": more.pop("statistic", "Average"),
            "period_s": 60,
            "points": [[clock(place), value] for place, value in enumerate(values)],
            **more,
        }
        if baseline is not None:
            item["baseline"] = {"points": [[clock(place - 1440), value] for place, value in enumerate(baseline)]}
        return self._add("metrics", "m", item)

    def alarm(self, metric: str, threshold: float, entity: str = DB, state: str = "alarm", **more: Any) -> "Incident":
        comparison = more.pop("comparison", "GreaterThanThreshold")
        item = {"name": f"{metric} alarm", "entity": entity, "state": state, "metric": metric, "threshold": threshold}
        self.document["incident"]["title"] = item["name"]
        return self._add("alerts", "a", item | {"comparison": comparison, "t": clock(ONSET + 2)} | more)

    def instance(self, entity: str = DB, **attributes: Any) -> "Incident":
        known = {"engine": "postgres", "engine_version": "15.4", "instance_class": "db.m6g.large"} | attributes
        return self.state("rds_instance", known, entity)

    def state(self, kind: str, attributes: dict[str, Any], entity: str = DB) -> "Incident":
        return self._add("state", "s", {"t": clock(LENGTH), "entity": entity, "kind": kind, "attributes": attributes})

    def load(self, *statements: tuple[str, float, float | None, dict[str, float]], entity: str = DB) -> "Incident":
        """Performance Insights: statements with load, calls a second and waits."""
        waits: dict[str, float] = {}
        for _, _, _, own in statements:
            for name, share in own.items():
                waits[name] = waits.get(name, 0.0) + share

        def listed(of: dict[str, float]) -> list[dict[str, Any]]:
            return [{"name": name, "type": name.partition(":")[0], "db_load_avg": load} for name, load in of.items()]

        top = [
            {"statement": text, "db_load_avg": load, "calls_per_sec": calls, "wait_events": listed(own)}
            for text, load, calls, own in statements
        ]
        attributes = {"start_time": clock(ONSET), "end_time": clock(LENGTH), "top_sql": top}
        return self.state("performance_insights", attributes | {"top_wait_events": listed(waits)}, entity)

    def event(self, message: str, minute: float, entity: str = DB, **more: Any) -> "Incident":
        item = {"kind": "rds", "entity": entity, "type": "info", "reason": "notification", "message": message}
        return self._add("events", "e", item | {"t": clock(minute)} | more)

    def log(self, message: str, minute: float, entity: str, level: str = "error", count: int = 1) -> "Incident":
        item = {"t": clock(minute), "entity": entity, "level": level, "message": message, "count": count}
        return self._add("logs", "l", item)

    def change(self, action: str, kind: str, entity: str, minute: float, **details: Any) -> "Incident":
        item = {"t": clock(minute), "kind": kind, "actor": "role/ci", "action": action, "entity": entity}
        return self._add("changes", "c", item | {"details": details})

    def edge(self, start: str, end: str, kind: str = "reads") -> "Incident":
        return self._add("topology", "t", {"from": start, "to": end, "kind": kind})

    def verdict(self) -> Verdict:
        return investigate(Bundle.model_validate(self.document))


def conclusion(incident: Incident) -> tuple[str, str | None, str | None]:
    """The verdict with the root cause's code and place."""
    verdict = incident.verdict()
    cause = verdict.root_cause
    return verdict.verdict, cause.cause if cause else None, cause.entity if cause else None


def explain(incident: Incident) -> str:
    """The hypotheses in one text, for the message of a failing test."""
    verdict = incident.verdict()
    facts = {one.id: one.statement for one in verdict.evidence}
    lines = [f"{verdict.verdict} {verdict.confidence} {verdict.summary}"]
    for one in verdict.hypotheses:
        lines.append(f"{one.score} {one.cause} {one.entity}")
        lines += [f"    + {facts[ref]}" for ref in one.supporting]
        lines += [f"    - {facts[ref]}" for ref in one.contradicting]
        lines += [f"    ? {what}" for what in one.missing]
    return "\n".join(lines)


def assert_cause(incident: Incident, cause: str, entity: str = DB, *verdicts: str) -> None:
    """The conclusion is this cause at this place."""
    found = conclusion(incident)
    assert found[1:] == (cause, entity), explain(incident)
    assert found[0] in (verdicts or ("confirmed", "likely")), explain(incident)
    assert_grounded(incident)


def assert_grounded(incident: Incident) -> None:
    """What the verdict cites exists and is about the thing named, and other names make no difference."""
    bundle, verdict = Bundle.model_validate(incident.document), incident.verdict()
    items = {one.id: one for name in SECTIONS for one in getattr(bundle, name)}
    for fact in verdict.evidence:
        refs = [ref for ref in fact.source_ref if not ref.startswith("section:")]
        assert refs or fact.kind == "absence", fact
        assert set(refs) <= items.keys(), fact
        if fact.kind in ("metric", "log", "event", "change", "state"):
            assert getattr(items[refs[0]], "entity", None) == fact.entity, fact
    text = json.dumps(incident.document)
    for name, other in (("orders", "zeta-7"), ("checkout", "a1"), ("mails", "posts")):
        text = text.replace(name, other)
    again = investigate(Bundle.model_validate_json(text))
    assert (again.verdict, again.root_cause and again.root_cause.cause) == (
        verdict.verdict,
        verdict.root_cause and verdict.root_cause.cause,
    )


def calm_database(incident: Incident, entity: str = DB, seed: int = 1) -> Incident:
    """The usual series of a database, all as ever."""
    for name, value, unit in (
        ("CPUUtilization", 22.0, "Percent"),
        ("DatabaseConnections", 48.0, "Count"),
        ("ReadIOPS", 120.0, "Count/Second"),
        ("WriteIOPS", 90.0, "Count/Second"),
        ("ReadLatency", 0.0009, "Seconds"),
        ("WriteLatency", 0.0012, "Seconds"),
        ("FreeableMemory", 3.2e9, "Bytes"),
        ("FreeStorageSpace", 7.0e10, "Bytes"),
        ("DiskQueueDepth", 0.3, "Count"),
        ("DBLoad", 0.4, None),
    ):
        spread = 0.001 if name == "FreeStorageSpace" else 0.05
        if not any(one["name"] == name and one["entity"] == entity for one in incident.document["metrics"]):
            incident.metric(name, level(value, seed, spread=spread), entity, unit=unit)
    return incident


REPORT = "SELECT c.region, sum(o.total) FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.note LIKE ?"


def slow_report(resource: str | None = DB) -> Incident:
    incident = Incident(resource).instance(allocated_storage_gb=200)
    incident.metric("CPUUtilization", step(24, 97), unit="Percent").metric("DBLoad", step(0.5, 7.0))
    incident.metric("ReadIOPS", step(120, 1900), unit="Count/Second")
    incident.load(
        (REPORT, 5.6, 0.9, {"CPU": 3.6, "IO:DataFileRead": 2.0}),
        ("SELECT * FROM carts WHERE id = $1", 0.5, 210.0, {"CPU": 0.5}),
        ("UPDATE carts SET seen = now() WHERE id = $1", 0.3, 55.0, {"IO:XactSync": 0.3}),
    )
    return calm_database(incident)


@pytest.mark.parametrize("resource", [DB, None])
def test_one_statement_that_has_most_of_the_load_is_the_cause(resource: str | None) -> None:
    assert_cause(slow_report(resource), "db.expensive_query", DB, "confirmed")


def test_the_alarm_is_on_the_cpu_and_the_statement_is_the_cause() -> None:
    assert_cause(slow_report().alarm("CPUUtilization", 85), "db.expensive_query", DB, "confirmed")


def test_a_statement_that_dominates_a_database_at_rest_is_nothing() -> None:
    incident = calm_database(Incident().instance()).load((REPORT, 0.3, 0.2, {"CPU": 0.3}))
    assert conclusion(incident)[0] in ("healthy", "inconclusive"), explain(incident)


def test_sessions_that_wait_for_row_locks() -> None:
    incident = Incident().instance().metric("DBLoad", step(0.6, 14)).metric("DatabaseConnections", step(48, 130))
    incident.load(
        ("UPDATE stock SET left = left - $1 WHERE sku = $2", 11.0, 3.0, {"Lock:transactionid": 9.0, "Lock:tuple": 2.0}),
        ("SELECT * FROM stock WHERE sku = $1", 0.6, 90.0, {"CPU": 0.6}),
    )
    assert_cause(calm_database(incident), "db.lock_contention", DB, "confirmed")


def test_a_schema_change_that_everything_waits_behind() -> None:
    incident = Incident().instance().metric("DBLoad", step(0.6, 22)).metric("DatabaseConnections", step(48, 190))
    incident.load(
        ("SELECT * FROM orders WHERE id = $1", 16.0, 1.0, {"Lock:relation": 16.0}),
        ("INSERT INTO orders (id, total) VALUES ($1, $2)", 4.0, 1.0, {"Lock:relation": 4.0}),
        ("ALTER TABLE orders ADD COLUMN channel text NOT NULL DEFAULT 'web'", 1.0, None, {"IO:DataFileRead": 1.0}),
    )
    assert_cause(calm_database(incident), "deployment.schema_migration", DB)


def test_rows_locked_in_mysql() -> None:
    incident = Incident().instance(engine="aurora-mysql").metric("DBLoad", step(0.6, 9))
    lock = "wait/synch/cond/innodb/row_lock_wait_cond"
    incident.load(
        ("UPDATE `seats` SET `taken` = ? WHERE `id` = ?", 7.5, 2.0, {lock: 7.5}),
        ("SELECT * FROM `seats` WHERE `id` = ? FOR UPDATE", 1.0, 1.0, {lock: 0.9, "CPU": 0.1}),
    )
    assert_cause(calm_database(incident), "db.lock_contention", DB, "confirmed")


def test_a_vacuum_that_floods_the_volume() -> None:
    incident = Incident().instance().metric("ReadIOPS", step(120, 2900)).metric("WriteIOPS", step(90, 1500))
    incident.metric("ReadLatency", step(0.0009, 0.02), unit="Seconds").metric("DBLoad", step(0.5, 6))
    incident.load(
        ("autovacuum: VACUUM public.order_events", 3.4, None, {"IO:DataFileRead": 3.0, "Timeout:VacuumDelay": 0.4}),
        ("SELECT * FROM carts WHERE id = $1", 1.4, 200.0, {"IO:DataFileRead": 1.2, "CPU": 0.2}),
    )
    assert_cause(calm_database(incident), "db.maintenance_io_storm", DB, "confirmed")


def test_more_of_everything_is_a_surge() -> None:
    incident = Incident().instance().metric("CPUUtilization", step(30, 93), unit="Percent")
    incident.metric("DatabaseConnections", step(48, 150)).metric("NetworkReceiveThroughput", step(4e5, 1.6e6))
    incident.metric("DBLoad", step(0.6, 4.0)).metric("CommitThroughput", step(80, 330))
    incident.load(
        ("SELECT * FROM carts WHERE id = $1", 1.1, 900.0, {"CPU": 1.1}),
        ("SELECT * FROM prices WHERE sku = $1", 1.0, 800.0, {"CPU": 1.0}),
        ("INSERT INTO views VALUES ($1, $2)", 0.9, 330.0, {"CPU": 0.5, "IO:XactSync": 0.4}),
    )
    assert_cause(calm_database(incident), "traffic.surge")


def test_connections_at_the_configured_maximum() -> None:
    incident = Incident().instance(parameters={"max_connections": 200})
    incident.metric("DatabaseConnections", [*level(60, 1, 40), *[float(60 + 7 * n) for n in range(20)]], unit="Count")
    incident.log("FATAL: sorry, too many clients already", ONSET + 15, "lambda/checkout", count=90)
    assert_cause(calm_database(incident), "db.connections_exhausted", DB, "confirmed")


def test_connections_against_what_the_class_allows() -> None:
    incident = Incident().instance(instance_class="db.t3.micro").metric("DatabaseConnections", step(12, 104))
    incident.load(("SELECT pg_catalog.version()", 0.4, 90.0, {"CPU": 0.4}))
    assert_cause(calm_database(incident), "db.connections_exhausted", DB, "likely")


def test_connections_that_wait_for_locks_are_an_effect() -> None:
    incident = Incident().instance(parameters={"max_connections": 200}).metric("DBLoad", step(0.6, 170))
    incident.metric("DatabaseConnections", step(60, 197, spread=0.003), unit="Count")
    incident.load(
        (
            "UPDATE balances SET amount = amount + $1 WHERE id = $2",
            168.0,
            2.0,
            {"Lock:tuple": 90.0, "Lock:transactionid": 78.0},
        ),
        ("SELECT 1", 1.0, 50.0, {"CPU": 1.0}),
    )
    assert_cause(calm_database(incident), "db.lock_contention")


def test_a_replica_behind_a_writer_that_writes_much() -> None:
    replica = "rds/orders-replica"
    incident = Incident(replica).instance().instance(replica, read_replica_source="orders-db")
    incident.metric("ReplicaLag", ramp(0.5, 900), replica, unit="Seconds")
    incident.metric("WriteIOPS", step(90, 2500)).metric("WriteThroughput", step(9e5, 4e7))
    calm_database(incident)
    assert_cause(calm_database(incident, replica), "db.replication_lag", replica, "confirmed")


def test_an_aurora_replica_with_a_lag_in_milliseconds() -> None:
    incident = (
        Incident().instance(engine="aurora-postgresql").metric("AuroraReplicaLag", step(18, 14000), unit="Milliseconds")
    )
    assert_cause(calm_database(incident), "db.replication_lag")


def test_storage_that_runs_out() -> None:
    incident = Incident().instance(allocated_storage_gb=100)
    incident.metric("FreeStorageSpace", ramp(3.0e10, 2.0e8), unit="Bytes")
    incident.event("The free storage capacity for DB Instance: orders-db is low at 2% of the provisioned storage", 58)
    assert_cause(calm_database(incident), "storage.full", DB, "confirmed")


def test_storage_that_will_run_out_within_hours_because_a_slot_keeps_the_log() -> None:
    incident = (
        Incident().instance(allocated_storage_gb=100).alarm("FreeStorageSpace", 1.5e10, comparison="LessThanThreshold")
    )
    incident.metric("FreeStorageSpace", ramp(2.4e10, 1.2e10, 5), unit="Bytes")
    incident.metric("OldestReplicationSlotLag", ramp(1e8, 1.2e10, 5)).metric(
        "TransactionLogsDiskUsage", ramp(1e9, 1.3e10, 5)
    )
    assert_cause(calm_database(incident), "storage.full")
    assert "replication slot" in (incident.verdict().summary or "")


def test_a_volume_without_credits() -> None:
    incident = Incident().instance(storage_type="gp2", allocated_storage_gb=100)
    incident.metric("BurstBalance", ramp(95, 0.0, 20), unit="Percent").metric("DiskQueueDepth", step(0.4, 38))
    incident.metric("WriteLatency", step(0.001, 0.06), unit="Seconds")
    assert_cause(calm_database(incident), "storage.io_saturation", DB, "confirmed")


def test_an_instance_without_cpu_credits() -> None:
    incident = Incident().instance(instance_class="db.t3.medium")
    incident.metric("CPUCreditBalance", [*ramp(300, 0.0, 25)[5:], *[0.0] * 5]).metric(
        "CPUUtilization", [*level(70, 1, 50), *level(20.1, 1, 10, 0.01)], unit="Percent"
    )
    incident.metric("DBLoad", step(1.1, 6.0, 50))
    assert_cause(calm_database(incident), "compute.cpu_throttled")


def test_a_failover_when_the_trouble_began() -> None:
    incident = Incident("lambda/checkout").edge("lambda/checkout", DB)
    incident.metric("Errors", step(0, 40), "lambda/checkout", namespace="AWS/Lambda", statistic="Sum", unit="Count")
    incident.metric("DatabaseConnections", [*level(48, 1, ONSET), 0.0, 0.0, *level(14, 1, 18)])
    incident.event("Multi-AZ instance failover started.", ONSET).event("DB instance restarted", ONSET + 1)
    incident.event("Multi-AZ instance failover completed", ONSET + 2).instance(multi_az=True)
    assert_cause(calm_database(incident), "db.failover", DB, "confirmed")


def test_a_failover_long_ago_is_no_cause() -> None:
    incident = slow_report()
    incident.event("Multi-AZ instance failover completed", -700)
    assert_cause(incident, "db.expensive_query")


def test_transaction_ids_near_their_end() -> None:
    incident = Incident().instance().metric("MaximumUsedTransactionIDs", level(1.96e9, spread=0.0005))
    incident.log(
        'WARNING:  database "orders" must be vacuumed within 9120011 transactions', ONSET + 1, DB, "warning", 40
    )
    assert_cause(calm_database(incident), "db.transaction_id_wraparound", DB, "confirmed")


def test_memory_that_is_gone() -> None:
    incident = Incident().instance().metric("FreeableMemory", step(2.4e9, 1.1e8), unit="Bytes")
    incident.metric("SwapUsage", step(2e6, 1.9e9), unit="Bytes")
    assert_cause(calm_database(incident), "compute.memory_saturation", DB)


def test_a_port_that_the_database_does_not_listen_on() -> None:
    client = "lambda/checkout"
    incident = Incident(client).edge(client, DB).instance(port=5432)
    incident.state(
        "lambda_function", {"environment": {"DB_HOST": "orders-db.x.rds.amazonaws.com", "DB_PORT": "5433"}}, client
    )
    incident.metric("Errors", step(0, 40), client, namespace="AWS/Lambda", statistic="Sum", unit="Count")
    incident.log("OperationalError: could not connect to server: Connection refused on port 5433", 42, client, count=90)
    assert_cause(calm_database(incident), "db.port_wrong", client)


def test_a_stopped_database() -> None:
    incident = Incident("lambda/checkout").edge("lambda/checkout", DB).instance(status="stopped")
    incident.metric("Errors", step(0, 40), "lambda/checkout", namespace="AWS/Lambda", statistic="Sum", unit="Count")
    incident.log(
        "psycopg2.OperationalError: connection to server at orders-db failed: timeout expired",
        42,
        "lambda/checkout",
        count=70,
    )
    assert_cause(incident, "db.unreachable", DB, "confirmed")


def test_trouble_of_another_database_does_not_explain_this_ones_alarm() -> None:
    other = "rds/billing-db"
    incident = slow_report().instance(other).metric("CPUUtilization", step(20, 99), other, unit="Percent")
    incident.load((REPORT, 9.0, 0.5, {"CPU": 9.0}), entity=other)
    assert_cause(calm_database(incident, other), "db.expensive_query", DB)


def test_a_daily_peak_is_no_incident() -> None:
    peak = step(30, 82)
    incident = Incident().instance().alarm("CPUUtilization", 80)
    incident.metric("CPUUtilization", peak, unit="Percent", baseline=step(31, 84))
    incident.metric("DBLoad", step(0.5, 1.9), baseline=step(0.5, 2.0))
    incident.metric("DatabaseConnections", step(40, 70), baseline=step(41, 72))
    incident.load((REPORT, 1.0, 0.4, {"CPU": 1.0}), ("SELECT 1", 0.4, 40.0, {"CPU": 0.4}))
    assert conclusion(calm_database(incident))[0] in ("healthy", "inconclusive"), explain(incident)


def test_steady_load_far_from_its_limits_is_no_incident() -> None:
    incident = Incident().instance().alarm("CPUUtilization", 60).metric("CPUUtilization", level(64), unit="Percent")
    assert conclusion(calm_database(incident))[0] in ("healthy", "inconclusive"), explain(incident)
