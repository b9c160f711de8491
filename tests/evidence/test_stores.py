"""Faults of managed stores as clients, the platform and their own counts tell them, and what is mistaken for them."""

from typing import Any

import pytest

from tests.evidence.cluster_incidents import NOW, Cluster, assert_cause, assert_not, clock, conclusion, explain

WAVE = (0.0, 0.03, -0.02, 0.04, -0.035, 0.015, -0.03, 0.025, -0.01, 0.02, -0.04)
APP, FRONT, DATABASE = "ecs-service/booking-api", "alb/public", "rds/booking-db"
BREAKS = 60
NAMESPACES = {
    "rds": "AWS/RDS",
    "dynamodb": "AWS/DynamoDB",
    "elasticache": "AWS/ElastiCache",
    "memorydb": "AWS/MemoryDB",
    "opensearch": "AWS/ES",
    "docdb": "AWS/DocDB",
    "neptune": "AWS/Neptune",
    "keyspaces": "AWS/Cassandra",
    "msk": "AWS/Kafka",
    "alb": "AWS/ApplicationELB",
    "ecs-service": "AWS/ECS",
}


class Shop(Cluster):
    """A service behind a load balancer that needs one store; it gets slow, or fails, in a minute of its own."""

    def __init__(self, store: str = DATABASE, slow: float = 0.0, failing: float = 0.0, asked: float = 6000) -> None:
        super().__init__(resource=FRONT, started=BREAKS + 4)
        self.store = store
        self.document["incident"]["title"] = "bookings answer late" if slow else "bookings fail"
        self.edge(FRONT, APP).edge(APP, store, "reads")
        self.series(FRONT, "TargetResponseTime", 0.21, 0.21 + slow, statistic="p95", unit="Seconds")
        self.series(FRONT, "HTTPCode_Target_5XX_Count", 1, 1 + failing, statistic="Sum", unit="Count")
        self.series(FRONT, "RequestCount", 6000, asked, statistic="Sum", unit="Count")
        self.series(APP, "CPUUtilization", 34, 34, unit="Percent")
        for minute in range(2, BREAKS - 2, 6):
            self.log(APP, "booking stored id=81 took=41ms", minute, level="info", count=300)

    def series(self, entity: str, name: str, before: float, after: float, steady: bool = False, **more: Any) -> "Shop":
        """A series that changes its level with the trouble, or `steady` on its way from one to the other."""
        way = [before + (after - before) * minute / (NOW - 1) for minute in range(NOW)]
        levels = way if steady else [before if minute < BREAKS else after for minute in range(NOW)]
        points = [
            [clock(at), round(level * (1 + (0 if steady else WAVE[(at * 7 + len(name)) % len(WAVE)])), 4)]
            for at, level in enumerate(levels)
        ]
        known = {"name": name, "entity": entity, "statistic": "Average", "period_s": 60, "points": points}
        self.add("metrics", "m", known | {"namespace": NAMESPACES.get(entity.partition("/")[0], "Own")} | more)
        return self

    def database(self, cpu: float = 36, load: float = 2.5, **state: Any) -> "Shop":
        """The usual series of a database, of which CPU and load may change."""
        self.series(self.store, "CPUUtilization", 36, cpu, unit="Percent").series(self.store, "DBLoad", 2.5, load)
        for name, level, unit in (
            ("DatabaseConnections", 160, "Count"),
            ("ReadLatency", 0.0009, "Seconds"),
            ("ReadIOPS", 600, "Count/Second"),
            ("FreeableMemory", 9e9, "Bytes"),
        ):
            self.series(self.store, name, level, level, unit=unit)
        known = {"engine": "postgres", "instance_class": "db.r6g.xlarge", "status": "available"}
        self.state("rds_instance", self.store, **(known | state))
        return self

    def insights(self, *statements: tuple[str, float, float], wait: str = "CPU") -> "Shop":
        """What the load consists of, by statement with its sessions and its calls a second."""
        top = [{"statement": text, "db_load_avg": load, "calls_per_sec": calls} for text, load, calls in statements]
        waits = [{"name": wait, "db_load_avg": sum(load for _, load, _ in statements)}]
        self.state("performance_insights", self.store, start_time=clock(61), top_sql=top, top_wait_events=waits)
        return self

    def says(self, message: str, entity: str = APP, level: str = "error", start: int = BREAKS + 1) -> "Shop":
        """A line every four minutes."""
        for minute in range(start, NOW - 1, 4):
            self.log(entity, message, minute, level=level, count=40)
        return self

    def released(self, minute: int = 55) -> "Shop":
        """A release of the caller just before, which has nothing to do with it."""
        self.change(
            APP, "deployment", "ecs:UpdateService", minute, task_definition=["booking-api:72", "booking-api:73"]
        )
        return self


# --- full stores ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("store", "said"),
    [
        (DATABASE, "MySQLdb.OperationalError: (1114, \"The table 'seats' is full\")"),
        (DATABASE, 'ERROR: could not extend file "base/16402/24741.3": No space left on device'),
        (DATABASE, "Could not allocate space for object 'dbo.Seats' because the 'PRIMARY' filegroup is full."),
        (
            DATABASE,
            "java.sql.SQLException: ORA-01653: unable to extend table BOOKING.SEATS by 1024",
        ),
        ("opensearch/venues", "index [venues] blocked by: [FORBIDDEN/12/index read-only / allow delete (api)];"),
        ("docdb/booking", "pymongo.errors.OperationFailure: OutOfDiskSpace, full error: {'code': 14031}"),
        (
            "msk/events",
            "org.apache.kafka.common.errors.KafkaStorageException: Disk error",
        ),
    ],
)
def test_a_client_that_finds_its_store_full(store: str, said: str) -> None:
    assert_cause(Shop(store, failing=300).says(said).released(), "storage.full", store)


def test_a_full_host_of_the_writer_is_no_full_store() -> None:
    shop = Shop(failing=300).database().says("OSError: [Errno 28] No space left on device: '/tmp/upload-1'")
    assert conclusion(shop)[2] != DATABASE, explain(shop)


def test_a_full_database_that_refuses_writes_is_full() -> None:
    shop = Shop(failing=300).says("ERROR 1290 (HY000): The server is running with the --read-only option")
    shop.event(DATABASE, "RDS-EVENT-0007", "Allocated storage has been exhausted: storage-full", 61, kind="rds")
    assert_cause(shop.says("(1114, \"The table 'seats' is full\")").released(), "storage.full", DATABASE)


def search(free: float, blocked: float) -> Shop:
    shop = Shop("opensearch/venues", failing=300)
    shop.series(shop.store, "FreeStorageSpace", 60000, free, steady=True, statistic="Minimum", unit="Megabytes")
    shop.series(shop.store, "ClusterIndexWritesBlocked", 0, blocked, statistic="Maximum", unit="Count")
    return shop.series(shop.store, "CPUUtilization", 45, 45, unit="Percent").released()


def test_a_search_engine_blocks_writes_before_its_disks_are_full() -> None:
    assert_cause(search(15000, 1).says("bulk failed: status=403"), "storage.full", "opensearch/venues")


def test_a_search_engine_with_room_is_not_full() -> None:
    assert_not(search(52000, 0).says("bulk failed: status=400"), "storage.full")


# --- whom a store's words mean ----------------------------------------------------------------------------------------


def test_a_database_called_as_the_caller_of_its_client_is_meant_itself() -> None:
    shop = Shop(failing=300).edge("alb/seats", APP)
    said = 'ERROR: database is not accepting commands to avoid wraparound data loss in database "seats"'
    assert_cause(shop.says(said), "db.transaction_id_wraparound", DATABASE)


def test_of_two_databases_the_one_where_something_changed_is_meant() -> None:
    shop = Shop("rds/zones-db", failing=300).edge(APP, "rds/accounts-db", "reads")
    shop.series("rds/accounts-db", "DatabaseConnections", 90, 90)
    shop.series("rds/zones-db", "DatabaseConnections", 160, 990)
    assert_cause(shop.says("FATAL: sorry, too many clients already"), "db.connections_exhausted", "rds/zones-db")


@pytest.mark.parametrize(
    ("store", "said", "cause"),
    [
        ("elasticache/sessions", "ERR max number of clients reached", "db.connections_exhausted"),
        ("opensearch/venues", "es_rejected_execution_exception: rejected execution", "compute.thread_pool_exhausted"),
        ("opensearch/venues", "circuit_breaking_exception: [parent] Data too large", "compute.memory_saturation"),
        ("neptune/routes", "GremlinServerError: 500: ReadOnlyViolationException", "db.read_only"),
    ],
)
def test_stores_of_their_own_language_are_meant_by_it(store: str, said: str, cause: str) -> None:
    shop = Shop(store, failing=300).edge(APP, DATABASE, "reads").says(said)
    assert_cause(shop, cause, store)


def test_a_time_limit_is_no_quota() -> None:
    shop = Shop("neptune/routes", slow=3).says("GremlinServerError: 500: TimeLimitExceededException")
    assert_not(shop, "aws.service_quota_exceeded")


# --- limits that were lowered -----------------------------------------------------------------------------------------


def serverless(changed: bool, top: float = 100) -> Shop:
    shop = Shop(slow=2).database(cpu=96, load=20, instance_class="db.serverless", db_cluster="booking")
    shop.series(DATABASE, "ServerlessDatabaseCapacity", 4.8, 0.08 * top, steady=True)
    shop.series(DATABASE, "ACUUtilization", 60, top, steady=True, unit="Percent")
    if changed:
        details = {"serverlessV2ScalingConfiguration": {"MaxCapacity": {"from": 64, "to": 8}}}
        shop.change("rds-cluster/booking", "scaling", "rds:ModifyDBCluster", -200, **details)
    texts = ("SELECT * FROM seats WHERE hall=$1", "SELECT * FROM halls WHERE id=$1", "UPDATE seats SET taken=true")
    return shop.insights(*zip(texts, (8, 7, 4), (500, 400, 300), strict=True)).released()


def test_a_lower_maximum_that_is_reached_slows_every_statement_down() -> None:
    shop = serverless(True)
    assert_cause(shop, "deployment.scaling_change", DATABASE)
    rivals = {one.cause: one for one in shop.verdict().hypotheses}
    assert rivals["db.expensive_query"].contradicting, explain(shop)


def test_a_lower_maximum_with_room_below_it_changes_nothing() -> None:
    assert_not(serverless(True, top=64), "deployment.scaling_change")


def test_a_maximum_that_nobody_lowered_is_reached_by_itself() -> None:
    shop = serverless(False)
    assert "compute.autoscaling_at_max" in {one.cause for one in shop.verdict().hypotheses[:2]}, explain(shop)
    assert_not(shop, "deployment.scaling_change")


def test_fewer_operations_than_are_asked_for() -> None:
    shop = Shop(slow=2).database(load=15).series(DATABASE, "TotalIOPS", 5600, 3000)
    shop.series(DATABASE, "DiskQueueDepth", 1, 50).series(DATABASE, "WriteLatency", 0.002, 0.12, unit="Seconds")
    shop.change(DATABASE, "scaling", "rds:ModifyDBInstance", 50, iops=[12000, 3000])
    assert_cause(shop, "deployment.scaling_change", DATABASE)


# --- what a version does ----------------------------------------------------------------------------------------------


def sure(shop: Shop) -> float:
    return shop.verdict().confidence or 0.0


def two_versions(before: int, after: int) -> Shop:
    shop = Shop(slow=2).database(cpu=90, load=9).series(DATABASE, "Queries", 1600, 9800).released(57)
    for minute in range(10, NOW, 6):
        version, calls = ("72", before) if minute < 57 else ("73", after)
        shop.log(APP, f'{{"msg":"done","revision":"{version}","sql_calls":{calls}}}', minute, level="info")
    return shop.insights(("SELECT * FROM lines WHERE booking=$1", 7, 8000), ("SELECT count(*) FROM seats", 1, 0.02))


def test_a_version_that_asks_more_for_each_request() -> None:
    assert_cause(two_versions(4, 97), "deployment.bad_release", APP, "confirmed")


def test_a_version_that_asks_as_much_as_before_is_not_seen_at_work() -> None:
    assert sure(two_versions(4, 4)) < sure(two_versions(4, 97))


def test_two_changes_at_once_and_no_logs_leave_it_open() -> None:
    shop = Shop(failing=300).database().says("could not store the booking: internal error").released(46)
    shop.change(DATABASE, "config", "rds:ModifyDBParameterGroup", 46.4, parameters={"work_mem": ["64", "4"]})
    shop.add("gaps", "g", {"section": "logs", "entity": APP, "reason": "one line in fifty is kept"})
    assert conclusion(shop)[0] == "inconclusive", explain(shop)


# --- what stores count of themselves ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("store", "name", "before", "after", "cause"),
    [
        ("opensearch/venues", "KMSKeyInaccessible", 0, 1, "access.kms_key_unavailable"),
        ("opensearch/venues", "Nodes", 6, 5, "compute.instance_lost"),
        ("msk/events", "OfflinePartitionsCount", 0, 12, "compute.instance_lost"),
        ("keyspaces/booking", "WriteThrottleEvents", 0, 700, "dynamodb.throttled"),
        ("elasticache/sessions", "CurrConnections", 900, 64900, "db.connections_exhausted"),
    ],
)
def test_a_count_that_left_what_it_always_was(store: str, name: str, before: float, after: float, cause: str) -> None:
    shop = Shop(store, failing=300).series(store, name, before, after)
    assert_cause(shop.says("could not reach the store: timed out"), cause, store)


def test_nodes_that_somebody_took_away_are_not_lost() -> None:
    shop = Shop("opensearch/venues", slow=2).series("opensearch/venues", "Nodes", 6, 3)
    shop.series("opensearch/venues", "CPUUtilization", 45, 98, unit="Percent")
    shop.change("opensearch/venues", "scaling", "es:UpdateDomainConfig", 40, instance_count=[6, 3])
    assert_not(shop, "compute.instance_lost")


def test_a_server_of_one_thread_is_busy_while_its_host_is_not() -> None:
    shop = Shop("elasticache/sessions", slow=1.5).series("elasticache/sessions", "EngineCPUUtilization", 40, 100)
    shop.series("elasticache/sessions", "CPUUtilization", 22, 52, unit="Percent")
    assert_cause(shop.says("redis.TimeoutError: read timed out"), "compute.cpu_saturation", "elasticache/sessions")


def test_a_cache_that_failed_over() -> None:
    shop = Shop("memorydb/sessions", failing=200).series("memorydb/sessions", "CurrConnections", 80, 10)
    shop.event("memorydb/sessions", "failover", "Failover for shard 0001 completed", 61, kind="memorydb")
    assert_cause(shop.says("Error 111 connecting: Connection refused."), "db.failover", "memorydb/sessions")


# --- red herrings -----------------------------------------------------------------------------------------------------


def test_the_biggest_statement_of_a_small_part_of_the_load_is_not_it() -> None:
    shop = Shop(slow=2).database(cpu=20, load=11, instance_class="db.t3.medium")
    shop.series(DATABASE, "CPUCreditBalance", 90, 0, steady=True, unit="Count")
    assert_cause(shop.insights(("SELECT report FROM halls", 1.6, 0.02)), "compute.cpu_throttled", DATABASE)


def test_statements_that_all_wait_for_locks_are_not_costly() -> None:
    shop = Shop(slow=3, failing=60).database(load=60).says("canceling statement due to lock timeout")
    shop.change(DATABASE, "data", "flyway:migrate", 59, version="V42")
    shop.insights(
        ("SELECT * FROM seats WHERE id=$1", 50, 30),
        ("ALTER TABLE seats ADD COLUMN x int", 1, 0.001),
        wait="Lock:relation",
    )
    assert_cause(shop, "deployment.schema_migration", DATABASE)


def slow_log(start: int) -> Shop:
    shop = Shop("docdb/booking", slow=3).series("docdb/booking", "CPUUtilization", 30, 98, unit="Percent")
    shop.series("docdb/booking", "ReadIOPS", 200, 3000).series("docdb/booking", "DatabaseConnections", 160, 160)
    return shop.says("Slow query planSummary: COLLSCAN docsExamined:4100233", "docdb/booking", "info", start)


def test_a_scan_that_began_with_the_trouble() -> None:
    assert_cause(slow_log(BREAKS + 1), "db.expensive_query", "docdb/booking", "confirmed", "likely")


def test_a_scan_that_was_always_logged_is_not_seen_at_work() -> None:
    assert sure(slow_log(2)) < sure(slow_log(BREAKS + 1))


def test_connections_that_run_out_after_a_restart_and_stay_so_are_no_failover() -> None:
    shop = Shop(failing=300).database(max_connections=100).says("FATAL: sorry, too many clients already")
    shop.event(DATABASE, "RDS-EVENT-0004", "DB instance shutdown", 58, kind="rds")
    shop.event(DATABASE, "RDS-EVENT-0006", "DB instance restarted", 59, kind="rds")
    assert_cause(shop, "db.connections_exhausted", DATABASE)


def test_a_zone_is_connected_with_what_stands_in_it() -> None:
    shop = Shop(failing=200).database(availability_zone="euw1-az2")
    said = "We are investigating increased error rates in a single Availability Zone (euw1-az2)"
    shop.event("az/euw1-az2", "AWS_RDS_OPERATIONAL_ISSUE", said, 62, kind="health")
    assert_cause(shop, "aws.az_impaired", "az/euw1-az2")


BIGGEST, SMALL = (
    "SELECT * FROM seats JOIN halls ON hall = halls.id WHERE town = $1",
    "SELECT * FROM halls WHERE id = $1",
)


def always_the_biggest(before: float, share: float, **state: Any) -> Shop:
    """A reading of a normal time in which the biggest statement had a share of the load, and one of now."""
    shop = Shop(slow=2).database(load=15, **state).released()
    shop.insights((BIGGEST, 15 * share, 82), (SMALL, 15 * (1 - share), 900), wait="IO:DataFileRead")
    then = [{"statement": BIGGEST, "db_load_avg": before, "calls_per_sec": 80}]
    then.append({"statement": SMALL, "db_load_avg": 2 - before, "calls_per_sec": 880})
    shop.state("performance_insights_reference", DATABASE, start_time=clock(-1440), top_sql=then)
    return shop.series(DATABASE, "DiskQueueDepth", 1, 45)


def test_the_statement_that_was_always_the_biggest_got_slow_with_all_others() -> None:
    shop = always_the_biggest(1.5, 0.7)
    assert_not(shop, "db.expensive_query")
    rivals = {one.cause: one for one in shop.verdict().hypotheses}
    assert rivals["db.expensive_query"].contradicting, explain(shop)


def test_a_statement_that_became_the_biggest_is_costly() -> None:
    assert_cause(always_the_biggest(0.5, 0.9), "db.expensive_query", DATABASE)


@pytest.mark.parametrize(
    ("series", "state", "cause"),
    [
        ((("BurstBalance", 70, 0),), {}, "storage.io_saturation"),
        ((("CPUCreditBalance", 80, 0),), {"instance_class": "db.t3.medium"}, "compute.cpu_throttled"),
        ((("FreeableMemory", 5e9, 9e7), ("SwapUsage", 2e7, 3e9)), {}, "compute.memory_saturation"),
    ],
)
def test_what_is_taken_from_a_database_slows_its_biggest_statement_down(
    series: tuple[tuple[str, float, float], ...], state: dict[str, Any], cause: str
) -> None:
    shop = Shop(slow=2)
    shop.series(DATABASE, "CPUUtilization", 62, 20, unit="Percent").series(DATABASE, "DBLoad", 2.5, 13)
    shop.series(DATABASE, "ReadIOPS", 2200, 900).series(DATABASE, "ReadLatency", 0.001, 0.06, unit="Seconds")
    shop.series(DATABASE, "DiskQueueDepth", 1, 45)
    for name, before, after in series:
        balance = name.endswith("Balance")
        shop.series(DATABASE, name, before, after, steady=balance, unit="Percent" if name == "BurstBalance" else None)
    shop.state("rds_instance", DATABASE, **({"engine": "postgres", "instance_class": "db.r6g.large"} | state))
    assert_cause(shop.insights((BIGGEST, 9, 90), (SMALL, 3, 900)).released(), cause, DATABASE)


def test_a_flag_that_was_switched_after_a_release_asks_more() -> None:
    shop = Shop(slow=2).database(cpu=92, load=11).series(DATABASE, "Queries", 1500, 9000).released(30)
    shop.change("appconfig/prices", "flag", "appconfig:StartDeployment", 57, flag="new_prices", value=["off", "on"])
    shop.edge(APP, "appconfig/prices", "reads").insights((BIGGEST, 8, 4000), (SMALL, 0.4, 900))
    assert_cause(shop, "deployment.feature_flag", "appconfig/prices")


def test_a_database_without_room_for_temporary_files_is_full() -> None:
    shop = Shop(failing=90).database().series(DATABASE, "FreeStorageSpace", 3e11, 3e11, unit="Bytes").released()
    shop.series(DATABASE, "FreeLocalStorage", 4e10, 5e7, steady=True, unit="Bytes")
    said = "ERROR: could not write block 88120 of temporary file: No space left on device"
    assert_cause(shop.says(said), "storage.full", DATABASE)
