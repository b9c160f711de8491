"""Cause told from effect in AWS: who lacks what, what changed hands, and what only suffers."""

from tests.evidence.test_aws_databases import (
    DB,
    LENGTH,
    ONSET,
    Incident,
    assert_cause,
    conclusion,
    explain,
    level,
    ramp,
    step,
)
from tests.evidence.test_aws_services import FN, counts

SERVICE = "ecs-service/checkout"
BALANCER = "alb/shop"
QUEUE = "sqs/mails"


def service(running: int = 4, desired: int = 4, **more: object) -> Incident:
    """A service behind a balancer that is the incident's place."""
    incident = Incident(BALANCER).edge(BALANCER, SERVICE, "calls")
    return incident.state("ecs_service", {"desired": desired, "running": running, **more}, SERVICE)


def queue(incident: Incident, sent: tuple[float, float], deleted: tuple[float, float]) -> Incident:
    """A queue that grows, with what comes in and what is worked off before and after the onset."""
    counts(incident, "NumberOfMessagesSent", *sent, QUEUE, namespace="AWS/SQS")
    counts(incident, "NumberOfMessagesDeleted", *deleted, QUEUE, namespace="AWS/SQS")
    return incident.metric("ApproximateAgeOfOldestMessage", ramp(4, 1500), QUEUE, namespace="AWS/SQS", unit="Seconds")


# --- databases --------------------------------------------------------------------------------------------------------


def test_handler_calls_of_mysql_are_row_locks_where_clients_say_so() -> None:
    incident = Incident().instance(engine="mysql").alarm("DBLoad", 10)
    incident.metric("DBLoad", step(1, 30)).metric("CPUUtilization", level(15)).metric("ReadIOPS", level(200))
    handler = {"wait/io/table/sql/handler": 28.0}
    incident.load(("UPDATE `seats` SET `left` = `left` - ? WHERE `show` = ?", 28.0, 5.0, handler))
    incident.log("(1205, 'Lock wait timeout exceeded; try restarting transaction')", ONSET + 1, SERVICE, count=30)
    incident.edge(SERVICE, DB, "writes")
    assert_cause(incident, "db.lock_contention", DB)


def test_handler_calls_of_mysql_that_read_are_a_statement_without_an_index() -> None:
    incident = Incident().instance(engine="mysql").alarm("DBLoad", 10)
    incident.metric("DBLoad", step(1, 30)).metric("CPUUtilization", step(15, 80)).metric("ReadIOPS", step(200, 3000))
    handler = {"wait/io/table/sql/handler": 28.0}
    incident.load(("SELECT * FROM `seats` WHERE `note` LIKE ?", 28.0, 5.0, handler))
    assert_cause(incident, "db.expensive_query", DB)


def test_an_index_build_makes_the_statements_beside_it_slow() -> None:
    incident = Incident().instance(iops=3000).alarm("ReadLatency", 0.01)
    incident.metric("ReadLatency", step(0.001, 0.02), unit="Seconds").metric("ReadIOPS", step(300, 2600))
    incident.metric("WriteIOPS", step(150, 500)).metric("DiskQueueDepth", step(0.4, 30))
    incident.metric("DBLoad", step(2, 9)).metric("NetworkReceiveThroughput", level(1e6))
    incident.load(
        ("SELECT sum(total) FROM lines WHERE member = $1", 3.2, 60.0, {"IO:DataFileRead": 3.0, "CPU": 0.2}),
        ("CREATE INDEX CONCURRENTLY by_day ON lines (day)", 2.8, 0.0, {"IO:DataFileRead": 2.2, "IO:WALWrite": 0.6}),
        ("SELECT * FROM members WHERE id = $1", 2.0, 300.0, {"IO:DataFileRead": 2.0}),
    )
    assert_cause(incident, "db.maintenance_io_storm", DB)


def test_checkpoints_without_end_explain_a_volume_at_its_limit() -> None:
    incident = Incident().instance(iops=3000, parameter_group="orders-pg").alarm("WriteLatency", 0.02)
    incident.metric("WriteLatency", step(0.002, 0.04), unit="Seconds").metric("WriteIOPS", step(500, 2900))
    incident.metric("DiskQueueDepth", step(0.5, 50)).metric("NetworkReceiveThroughput", level(1e6))
    incident.log("LOG:  checkpoints are occurring too frequently (9 seconds apart)", ONSET + 1, DB, "log", 90)
    assert_cause(incident, "db.maintenance_io_storm", DB)


def test_little_free_storage_that_does_not_fall_is_no_cause() -> None:
    incident = Incident().instance(allocated_storage_gb=1000).alarm("ReadLatency", 0.01)
    incident.metric("FreeStorageSpace", level(5.1e10, spread=0.0005), unit="Bytes")
    incident.metric("ReadLatency", step(0.001, 0.02), unit="Seconds")
    assert conclusion(incident)[1] != "storage.full", explain(incident)


def test_a_class_that_was_reduced() -> None:
    incident = Incident().instance(instance_class="db.m6g.medium").alarm("CPUUtilization", 80)
    incident.metric("CPUUtilization", step(20, 95), unit="Percent").metric("DBLoad", step(1, 9))
    incident.metric("FreeableMemory", step(2.2e10, 3e8), unit="Bytes")
    incident.change("ModifyDBInstance", "scaling", DB, -900, db_instance_class=["db.r6g.xlarge", "db.m6g.medium"])
    incident.event("Applying modification to database instance class", ONSET - 9)
    incident.event("DB instance restarted", ONSET - 4).event(
        "Finished applying modification to DB instance class", ONSET - 3
    )
    incident.load(
        ("SELECT * FROM trips WHERE day = $1", 4.5, 80.0, {"IO:DataFileRead": 4.0}), ("SELECT 1", 4.0, 90.0, {})
    )
    assert_cause(incident, "deployment.scaling_change", DB)


def test_a_class_that_was_raised_is_no_cause() -> None:
    incident = Incident().instance(instance_class="db.r6g.xlarge").alarm("DBLoad", 5).metric("DBLoad", step(1, 12))
    incident.change("ModifyDBInstance", "scaling", DB, ONSET - 30, db_instance_class=["db.m6g.large", "db.r6g.xlarge"])
    incident.event("Finished applying modification to DB instance class", ONSET - 3)
    incident.load(("SELECT * FROM trips WHERE note LIKE $1", 11.0, 2.0, {"CPU": 11.0}))
    assert conclusion(incident)[1] != "deployment.scaling_change", explain(incident)


def test_a_database_that_is_too_small_for_what_is_asked() -> None:
    incident = Incident().instance(vcpus=2).alarm("CPUUtilization", 90)
    incident.metric("CPUUtilization", level(97, spread=0.01), unit="Percent")
    parts = [(f"SELECT * FROM table_{name} WHERE id = $1", 1.4, 150.0, {"CPU": 1.4}) for name in "abcde"]
    assert_cause(incident.load(*parts), "compute.cpu_saturation", DB)


def test_a_cache_that_lost_its_keys_is_asked_no_more() -> None:
    cache = "elasticache/orders-cache"
    incident = Incident().instance().alarm("CPUUtilization", 80).metric("CPUUtilization", step(20, 92), unit="Percent")
    incident.metric("DBLoad", step(1, 9)).edge(SERVICE, DB).edge(SERVICE, cache)
    counts(incident, "CacheHits", 60000, 3000, cache, namespace="AWS/ElastiCache")
    counts(incident, "CacheMisses", 2000, 55000, cache, namespace="AWS/ElastiCache")
    incident.load(("SELECT * FROM carts WHERE id = $1", 8.0, 900.0, {"CPU": 8.0}))
    assert_cause(incident, "dependency.cache_failure", cache)


def test_a_cache_of_others_has_nothing_to_do_with_a_statement() -> None:
    cache = "elasticache/mails-cache"
    incident = Incident().instance().alarm("CPUUtilization", 80).metric("CPUUtilization", step(20, 92), unit="Percent")
    incident.metric("DBLoad", step(1, 9)).edge(SERVICE, DB).edge("ecs-service/mails", cache)
    counts(incident, "CacheHits", 60000, 3000, cache, namespace="AWS/ElastiCache")
    incident.load(("SELECT * FROM carts WHERE note LIKE $1", 8.0, 4.0, {"CPU": 8.0}))
    assert_cause(incident, "db.expensive_query", DB)


def test_a_client_that_uses_the_endpoint_of_the_readers() -> None:
    incident = Incident(SERVICE).edge(SERVICE, DB, "writes")
    counts(incident, "Errors", 0, 80, SERVICE, namespace="App")
    incident.log("ERROR: cannot execute UPDATE in a read-only transaction", ONSET + 1, SERVICE, count=50)
    incident.log("order stored", 5, SERVICE, "info")
    hosts = ["orders.cluster-x1.eu-west-1.rds.amazonaws.com", "orders.cluster-ro-x1.eu-west-1.rds.amazonaws.com"]
    incident.change("UpdateService", "config", SERVICE, ONSET - 1, environment={"DB_HOST": hosts})
    assert_cause(incident, "app.config.dependency_address_wrong", SERVICE)


def test_a_cluster_that_failed_over_below_a_client_of_one_instance() -> None:
    writer, reader = "rds/orders-0", "rds/orders-1"
    incident = Incident(SERVICE).edge(SERVICE, writer, "writes").edge(writer, reader, "replicates_to")
    incident.instance(writer, db_cluster="orders").instance(reader, db_cluster="orders")
    counts(incident, "Errors", 0, 80, SERVICE, namespace="App")
    incident.event("Started cross AZ failover to DB instance: orders-1", ONSET - 0.5, "rds-cluster/orders")
    incident.log("cannot execute INSERT in a read-only transaction", ONSET + 1, SERVICE, count=50)
    assert_cause(incident, "db.failover", writer)


def test_a_password_that_the_client_was_not_told() -> None:
    incident = Incident(SERVICE).edge(SERVICE, DB).instance()
    counts(incident, "Errors", 0, 80, SERVICE, namespace="App")
    refused = 'FATAL:  password authentication failed for user "shop"'
    incident.log(f"could not connect to server: {refused}", ONSET + 1, SERVICE, count=40)
    incident.log(refused, ONSET + 1, DB, "fatal", 400)
    incident.change("ALTER ROLE shop PASSWORD", "access", DB, ONSET - 1)
    assert_cause(incident, "db.credentials_invalid", SERVICE)


# --- queues, streams, tables, functions -------------------------------------------------------------------------------


def test_more_messages_than_can_be_worked_off() -> None:
    incident = queue(Incident(QUEUE), (600, 3000), (600, 640)).edge(SERVICE, QUEUE, "reads")
    incident.metric("CPUUtilization", step(40, 75), SERVICE, namespace="AWS/ECS", unit="Percent")
    assert_cause(incident, "traffic.surge", QUEUE)


def test_a_queue_whose_reader_waits_for_a_lock() -> None:
    incident = queue(Incident(QUEUE), (500, 500), (500, 20)).edge(FN, QUEUE, "reads").edge(FN, DB, "writes")
    incident.instance().metric("DBLoad", step(1, 40)).metric("CPUUtilization", level(12), unit="Percent")
    incident.load(("UPDATE boxes SET full = $1 WHERE id = $2", 39.0, 0.3, {"Lock:transactionid": 39.0}))
    assert_cause(incident, "db.lock_contention", DB)


def test_one_message_received_without_end() -> None:
    incident = queue(Incident(QUEUE), (500, 500), (500, 500)).edge(FN, QUEUE, "reads")
    incident.state("sqs_queue", {"visible": 40, "redrive": None}, QUEUE)
    counts(incident, "Errors", 0, 12, FN)
    for place in range(8):
        text = f"ERROR cannot post message_id=5b1c77aa-90 receive_count={place + 3}: ValueError: unknown currency"
        incident.log(text, ONSET + 2 * place + 1, FN)
    assert_cause(incident, "sqs.poison_message", QUEUE)


def test_many_messages_that_fail_are_no_poison() -> None:
    incident = queue(Incident(QUEUE), (500, 500), (500, 20)).edge(FN, QUEUE, "reads")
    counts(incident, "Errors", 0, 400, FN)
    for place in range(8):
        text = f"ERROR cannot post message_id=5b1c{place}7aa-9{place} receive_count=1: KeyError: 'currency'"
        incident.log(text, ONSET + 2 * place + 1, FN)
    assert conclusion(incident)[1] != "sqs.poison_message", explain(incident)


def test_a_key_that_the_insights_of_a_table_name() -> None:
    table = "dynamodb/carts"
    incident = Incident(table).state("dynamodb_table", {"billing_mode": "PAY_PER_REQUEST"}, table)
    incident.state("contributor_insights", {"most_throttled_keys": [{"key": "shop#1", "share": 0.97}]}, table)
    counts(incident, "ReadThrottleEvents", 0, 900, table, namespace="AWS/DynamoDB")
    assert_cause(incident, "dynamodb.hot_partition", table)


def test_timeouts_in_calls_of_somebody_slow() -> None:
    other = "external/rates.example"
    incident = Incident(FN).edge(FN, other, "calls").state("lambda_function", {"timeout_s": 10}, FN)
    counts(incident, "Errors", 0, 60)
    incident.metric("Duration", step(500, 10000, spread=0), FN, namespace="AWS/Lambda", unit="Milliseconds")
    incident.metric("latency_p95", step(300, 9700), other, namespace="App", unit="Milliseconds")
    incident.log("Task timed out after 10.00 seconds", ONSET + 1, FN, count=50)
    assert_cause(incident, "dependency.slow", other)


def test_many_starts_that_take_seconds_each() -> None:
    incident = Incident(FN).state("lambda_function", {"timeout_s": 20}, FN)
    counts(incident, "Invocations", 300, 1300)
    counts(incident, "ColdStarts", 0, 200)
    incident.metric("InitDuration", level(5200), FN, namespace="AWS/Lambda", unit="Milliseconds")
    incident.metric("Duration", step(60, 700), FN, namespace="AWS/Lambda", unit="Milliseconds")
    incident.metric("ConcurrentExecutions", step(5, 250), FN, namespace="AWS/Lambda", statistic="Maximum")
    assert_cause(incident, "lambda.cold_start_surge", FN)


# --- containers, balancers, settings, rights --------------------------------------------------------------------------


def test_tasks_that_may_not_read_their_secret() -> None:
    incident = service(running=0)
    counts(incident, "HTTPCode_ELB_5XX_Count", 0, 300, BALANCER, namespace="AWS/ApplicationELB")
    text = (
        "(service checkout) (task 1a2b) stopped: ResourceInitializationError: unable to pull secrets or registry auth: "
        "unable to retrieve secret from asm: AccessDeniedException: User: arn:aws:sts::1:assumed-role/run is not "
        "authorized to perform: secretsmanager:GetSecretValue"
    )
    for minute in (ONSET, ONSET + 4, ONSET + 8):
        incident.event(text, minute, SERVICE, kind="ecs", reason="TaskStopped", type="error")
    assert_cause(incident, "access.permission_denied", SERVICE)


def test_an_image_that_is_not_there_leaves_the_work_to_the_few_that_run() -> None:
    incident = service(running=1)
    counts(incident, "HTTPCode_ELB_5XX_Count", 0, 300, BALANCER, namespace="AWS/ApplicationELB")
    incident.metric("CPUUtilization", step(30, 97), SERVICE, namespace="AWS/ECS", unit="Percent")
    text = "(task 9) stopped: CannotPullContainerError: pull image manifest has been retried: shop:9.1 not found"
    for minute in (ONSET - 2, ONSET + 4, ONSET + 8):
        incident.event(text, minute, SERVICE, kind="ecs", reason="TaskStopped", type="error")
    assert_cause(incident, "ecs.task_start_failure", SERVICE)


def test_tasks_that_were_cut_and_those_that_are_left() -> None:
    incident = service(running=3, desired=3)
    incident.metric("TargetResponseTime", step(0.1, 2.0), BALANCER, namespace="AWS/ApplicationELB", unit="Seconds")
    incident.metric("CPUUtilization", step(25, 98), SERVICE, namespace="AWS/ECS", unit="Percent")
    incident.metric("RunningTaskCount", step(12, 3, spread=0), SERVICE, namespace="ECS/ContainerInsights")
    incident.change("UpdateService", "scaling", SERVICE, ONSET - 1, desired_count=[12, 3])
    assert_cause(incident, "deployment.scaling_change", SERVICE)


def test_a_service_that_may_not_grow() -> None:
    incident = service(running=6, desired=6, autoscaling={"min": 2, "max": 6})
    counts(incident, "RequestCount", 4000, 9000, BALANCER, namespace="AWS/ApplicationELB")
    incident.metric("TargetResponseTime", step(0.1, 2.0), BALANCER, namespace="AWS/ApplicationELB", unit="Seconds")
    incident.metric("CPUUtilization", step(60, 98), SERVICE, namespace="AWS/ECS", unit="Percent")
    incident.event("Not scaled: AlreadyAtMaxCapacity", ONSET + 3, SERVICE, kind="autoscaling", type="warning")
    found = conclusion(incident)
    assert found[1] in ("compute.autoscaling_at_max", "traffic.surge"), explain(incident)


def test_targets_that_were_taken_out_of_their_group() -> None:
    group = "target-group/shop-blue"
    incident = service().edge(BALANCER, group, "depends_on")
    counts(incident, "HTTPCode_ELB_5XX_Count", 0, 300, BALANCER, namespace="AWS/ApplicationELB")
    counts(incident, "HealthyHostCount", 4, 0, group, namespace="AWS/ApplicationELB")
    incident.state("target_group", {"healthy": 0, "unhealthy": 0, "reasons": []}, group)
    incident.change("DeregisterTargets", "infrastructure", group, ONSET - 0.5, targets=4)
    assert_cause(incident, "lb.no_healthy_targets", group)


def test_a_parameter_whose_new_value_shows_in_the_lines_of_its_user() -> None:
    parameter = "ssm-parameter/checkout/engine"
    incident = Incident(FN).edge(FN, parameter).state("lambda_function", {"timeout_s": 30}, FN)
    counts(incident, "Invocations", 500, 500)
    incident.metric("Duration", step(300, 4000), FN, namespace="AWS/Lambda", unit="Milliseconds")
    incident.change("ssm:PutParameter", "flag", parameter, ONSET - 0.5, value=["plain", "elaborate"])
    for minute in range(0, LENGTH, 5):
        incident.log(f"INFO priced engine={'plain' if minute < ONSET else 'elaborate'}", minute, FN, "info")
    assert_cause(incident, "deployment.feature_flag", parameter)


def test_refusals_that_a_new_version_itself_answers() -> None:
    api = "apigateway/shop"
    incident = Incident(api).edge(api, BALANCER, "calls").edge(BALANCER, SERVICE, "calls")
    incident.state("api_stage", {"throttle": {"rate": 5000, "burst": 9000}}, api)
    counts(incident, "4XXError", 10, 5000, api, namespace="AWS/ApiGateway")
    counts(incident, "Count", 9000, 9000, api, namespace="AWS/ApiGateway")
    counts(incident, "HTTPCode_Target_4XX_Count", 10, 5000, BALANCER, namespace="AWS/ApplicationELB")
    incident.change("UpdateService", "deployment", SERVICE, ONSET - 1, task_definition=["checkout:7", "checkout:8"])
    assert_cause(incident, "deployment.bad_release", SERVICE)


# --- nothing is wrong -------------------------------------------------------------------------------------------------


def test_demand_that_falls_every_night() -> None:
    nightly = [float(round(value)) for value in ramp(900, 60, at=5)]
    incident = service().alarm("RequestCount", 100, BALANCER, comparison="LessThanThreshold")
    baseline = [value + 3 for value in nightly]
    incident.metric(
        "RequestCount", nightly, BALANCER, namespace="AWS/ApplicationELB", statistic="Sum", baseline=baseline
    )
    counts(incident, "HTTPCode_Target_5XX_Count", 0, 0, BALANCER, namespace="AWS/ApplicationELB")
    assert conclusion(incident)[0] == "healthy", explain(incident)


def test_demand_that_falls_every_night_excuses_no_errors() -> None:
    nightly = [float(round(value)) for value in ramp(900, 60, at=5)]
    incident = service().alarm("RequestCount", 100, BALANCER, comparison="LessThanThreshold")
    incident.metric(
        "RequestCount", nightly, BALANCER, namespace="AWS/ApplicationELB", statistic="Sum", baseline=nightly
    )
    counts(incident, "HTTPCode_Target_5XX_Count", 0, 40, BALANCER, namespace="AWS/ApplicationELB")
    assert conclusion(incident)[0] != "healthy", explain(incident)


def test_the_instance_that_a_service_ran_on_and_whose_place_is_not_filled() -> None:
    host = "ec2/i-0aa17be9912c4d0f1"
    incident = Incident(SERVICE).edge(SERVICE, host, "runs_on")
    kept = "(service checkout) was unable to place a task because no container instance met all of its requirements."
    incident.state("ecs_service", {"desired": 1, "running": 0, "events": [kept]}, SERVICE)
    incident.metric("RunningTaskCount", step(1, 0, spread=0), SERVICE, namespace="ECS/ContainerInsights")
    warned = "EC2 Spot Instance Interruption Warning"
    incident.event("Instance will be interrupted", ONSET - 1, host, kind="ec2", reason=warned, type="warning")
    incident.event(
        f"Terminating EC2 instance: {host[4:]}", ONSET, "asg/workers", reason="EC2 Instance Terminate Successful"
    )
    assert_cause(incident, "compute.instance_lost", host)
