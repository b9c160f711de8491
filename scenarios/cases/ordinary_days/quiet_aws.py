"""Faults on AWS that look almost as calm as an ordinary day."""

from __future__ import annotations

from . import surroundings as life
from .bundle import Bundle, Case, expect


def storage_runs_out() -> Case:
    """The noisy nightly alarm is the usual backup, but free storage falls towards nothing and RDS warns of 1%."""
    b = Bundle(
        "od-archive-pg-0409",
        "2026-04-09T04:05:00",
        title="archive-pg WriteLatency high",
        source="cloudwatch",
        resource="rds/archive-pg",
        region="eu-central-1",
        started=-48,
        description="WriteLatency > 0.02 for 3 datapoints within 3 minutes",
        service="archive",
    )
    b.alarm(
        "archive-pg-write-latency",
        "rds/archive-pg",
        "ok",
        -33,
        metric="WriteLatency",
        threshold=0.02,
        reason="ALARM 03:17Z, OK 03:32Z; most nights",
        count=7,
    )
    life.red_for_weeks(b)
    night = [(-50, -34, 6)]
    b.series(
        "rds/archive-pg",
        "WriteLatency",
        0.0044,
        noise=0.2,
        start=-360,
        step=2,
        bumps=night,
        stat="Average",
        unit="Seconds",
        baseline=1,
        baseline_bumps=night,
    )
    b.series(
        "rds/archive-pg",
        "CPUUtilization",
        21,
        noise=0.1,
        start=-360,
        step=2,
        stat="Average",
        unit="Percent",
        baseline=1,
    )
    b.series(
        "rds/archive-pg",
        "FreeStorageSpace",
        3.36e10,
        noise=0.004,
        start=-360,
        step=2,
        slope=-8.8e7,
        stat="Minimum",
        unit="Bytes",
    )
    b.series("rds/archive-pg", "DatabaseConnections", 61, noise=0.03, start=-360, step=2, whole=True, stat="Maximum")
    b.series("service/archive-api", "error_rate", 0.0009, noise=0.6, start=-360, step=2)
    b.series("service/archive-api", "latency_p95", 0.33, noise=0.1, start=-360, step=2, unit="Seconds")
    b.event(-51, "rds", "rds/archive-pg", "info", "backup", "Backing up DB instance")
    b.event(-34, "rds", "rds/archive-pg", "info", "backup", "Finished DB Instance backup")
    b.event(
        -11,
        "rds",
        "rds/archive-pg",
        "info",
        "low storage",
        "The free storage capacity for DB Instance: archive-pg is low at 1% of the provisioned storage [Provisioned Storage: 195.80 GB, Free Storage: 2.61 GB]. You may want to increase the provisioned storage to address this issue.",
    )
    b.log(
        -310,
        "rds/archive-pg",
        "log",
        "LOG:  checkpoint complete: wrote 9921 buffers (3.0%); WAL file(s) 0 added, 0 removed, 33 recycled",
        12,
        "postgresql.log",
    )
    b.log(-29, "rds/archive-pg", "error", "ERROR:  canceling statement due to user request", 2, "postgresql.log")
    b.chatter("service/archive-api", life.JVM, 26, -340)
    b.state(
        "rds/archive-pg",
        "rds_instance",
        engine="postgres",
        engine_version="14.11",
        instance_class="db.m6g.large",
        allocated_storage_gb=210,
        max_allocated_storage_gb=None,
        status="available",
    )
    life.other_release(b, -200)
    b.edges(("service/archive-api", "writes", "rds/archive-pg"))
    return b.done(), expect(
        "fault",
        "storage.full",
        "rds/archive-pg",
        near=["healthy.threshold_noise", "db.maintenance_io_storm"],
        herring=("db.maintenance_io_storm", "rds/archive-pg"),
    )


def one_message_again() -> Case:
    """A flapping alarm of one error hides one message of a FIFO queue, retried for ever with no dead letter queue."""
    b = Bundle(
        "od-refund-queue-age",
        "2026-02-20T11:30:00",
        title="refund-writer Errors > 0",
        source="cloudwatch",
        resource="lambda/refund-writer",
        region="us-east-2",
        started=-150,
        severity="warning",
        description="Errors >= 1 for 1 datapoint within 5 minutes",
    )
    b.alarm(
        "refund-writer-errors",
        "lambda/refund-writer",
        "alarm",
        -4,
        metric="Errors",
        threshold=1,
        comparison="GreaterThanOrEqualToThreshold",
        reason="flaps OK/ALARM",
        count=26,
    )
    b.series("lambda/refund-writer", "Invocations", 820, noise=0.07, start=-240, step=5, whole=True, stat="Sum")
    b.series(
        "lambda/refund-writer",
        "Errors",
        0.01,
        noise=0.1,
        start=-240,
        step=5,
        sets=[(-155, 0, 1)],
        whole=True,
        stat="Sum",
    )
    b.series("lambda/refund-writer", "Duration", 210, noise=0.1, start=-240, step=5, stat="p95", unit="Milliseconds")
    b.series(
        "sqs/refund-queue.fifo", "NumberOfMessagesSent", 820, noise=0.07, start=-240, step=5, whole=True, stat="Sum"
    )
    b.series(
        "sqs/refund-queue.fifo",
        "ApproximateNumberOfMessagesVisible",
        2,
        noise=0.5,
        start=-240,
        step=5,
        whole=True,
        stat="Maximum",
    )
    b.series(
        "sqs/refund-queue.fifo",
        "ApproximateAgeOfOldestMessage",
        3,
        noise=0.02,
        start=-240,
        step=5,
        sets=[(-155 + 5 * k, -150 + 5 * k, 300 * k + 60) for k in range(31)],
        whole=True,
        stat="Maximum",
        unit="Seconds",
    )
    for t, n in ((-152, 1), (-112, 9), (-67, 18), (-12, 29)):
        b.log(
            t,
            "lambda/refund-writer",
            "error",
            f"[ERROR] decimal.InvalidOperation: [<class 'decimal.ConversionSyntax'>] messageId=c1f0a7de-52 messageGroupId=cust-7731 ApproximateReceiveCount={n} amount='12,50 EUR'",
            source="/aws/lambda/refund-writer",
        )
    b.log(
        -140,
        "lambda/refund-writer",
        "warning",
        "gateway 429, backing off 2 s, retry ok",
        17,
        "/aws/lambda/refund-writer",
    )
    b.log(-33, "lambda/refund-writer", "info", "refund booked batch=10 ok=10", 4900, "/aws/lambda/refund-writer")
    b.state(
        "sqs/refund-queue.fifo",
        "sqs_queue",
        visible=1,
        in_flight=1,
        delayed=0,
        oldest_age_s=9080,
        fifo=True,
        redrive=None,
        retention_days=14,
    )
    b.state(
        "lambda/refund-writer",
        "lambda_function",
        runtime="python3.12",
        memory_mb=512,
        timeout_s=60,
        last_update_status="Successful",
    )
    life.other_release(b, -170, "lambda")
    b.edges(("lambda/refund-writer", "reads", "sqs/refund-queue.fifo"))
    return b.done(), expect(
        "fault",
        "sqs.poison_message",
        "sqs/refund-queue.fifo",
        also=[
            ("data.corrupt_input", "lambda/refund-writer"),
            ("data.corrupt_input", "sqs/refund-queue.fifo"),
            ("sqs.poison_message", "lambda/refund-writer"),
            ("code.unhandled_error", "lambda/refund-writer"),
        ],
        near=["healthy.threshold_noise"],
    )


def one_key() -> Case:
    """Throttles flap around the alarm line: half the writes go to one key, far below the capacity of the table."""
    b = Bundle(
        "od-counters-ddb-flap",
        "2026-04-28T18:15:00",
        title="counters WriteThrottleEvents",
        source="cloudwatch",
        resource="dynamodb/counters",
        region="us-east-1",
        started=-7,
        description="WriteThrottleEvents > 50 for 1 datapoint within 1 minute",
    )
    b.alarm(
        "counters-write-throttles",
        "dynamodb/counters",
        "alarm",
        -7,
        metric="WriteThrottleEvents",
        threshold=50,
        reason="9 transitions in 2 hours",
        count=9,
    )
    b.series(
        "dynamodb/counters",
        "WriteThrottleEvents",
        0,
        noise=0.3,
        start=-240,
        sets=[(-118, 0, 46)],
        whole=True,
        stat="Sum",
    )
    b.series(
        "dynamodb/counters",
        "ConsumedWriteCapacityUnits",
        98000,
        noise=0.05,
        start=-240,
        sets=[(-118, 0, 121000)],
        whole=True,
        stat="Sum",
    )
    b.series(
        "dynamodb/counters", "ProvisionedWriteCapacityUnits", 6000, noise=0, start=-240, whole=True, stat="Average"
    )
    b.series(
        "dynamodb/counters", "SuccessfulRequestLatency", 4.1, noise=0.1, start=-240, stat="Average", unit="Milliseconds"
    )
    b.series("lambda/count-views", "Errors", 0.4, noise=0.8, start=-240, whole=True, stat="Sum")
    b.series(
        "lambda/count-views",
        "Duration",
        61,
        noise=0.12,
        start=-240,
        bumps=[(-118, 0, 1.5)],
        stat="p95",
        unit="Milliseconds",
    )
    b.log(
        -116,
        "lambda/count-views",
        "warning",
        "ThrottlingException: Throughput exceeds the current capacity of one or more partitions; table=counters pk=PAGE#live-final, retry 2 ok",
        2210,
        "/aws/lambda/count-views",
    )
    b.log(
        -9,
        "lambda/count-views",
        "warning",
        "ThrottlingException: Throughput exceeds the current capacity of one or more partitions; table=counters pk=PAGE#live-final, retry 3 ok",
        310,
        "/aws/lambda/count-views",
    )
    b.log(
        -80,
        "lambda/count-views",
        "info",
        "flush pages=412 top=PAGE#live-final share=0.49",
        120,
        "/aws/lambda/count-views",
    )
    b.log(-190, "lambda/count-views", "warning", "bot traffic ignored ua=crawler", 900, "/aws/lambda/count-views")
    b.state(
        "dynamodb/counters",
        "dynamodb_table",
        billing_mode="PROVISIONED",
        read_capacity=2000,
        write_capacity=6000,
        auto_scaling=False,
        status="ACTIVE",
        key_schema={"pk": "HASH"},
    )
    life.other_release(b, -125, "lambda")
    b.edges(("lambda/count-views", "writes", "dynamodb/counters"))
    return b.done(), expect(
        "fault",
        "dynamodb.hot_partition",
        "dynamodb/counters",
        also=[("dynamodb.throttled", "dynamodb/counters"), ("data.skew", "dynamodb/counters")],
        near=["healthy.threshold_noise"],
    )


def stale_reader() -> Case:
    """The CPU alarm is noise; since a bulk re-score the replica's lag only grows, and users miss what they saved."""
    b = Bundle(
        "od-crm-reader-cpu",
        "2026-03-31T09:10:00",
        title="crm-reader-1 CPU above 60%",
        source="cloudwatch",
        resource="rds/crm-reader-1",
        region="eu-west-1",
        started=-24,
        description="CPUUtilization > 60 for 1 datapoint within 5 minutes",
    )
    b.alarm(
        "crm-reader-1-cpu",
        "rds/crm-reader-1",
        "ok",
        -19,
        metric="CPUUtilization",
        threshold=60,
        reason="1 datapoint 61.7, back to OK",
    )
    b.series(
        "rds/crm-reader-1",
        "CPUUtilization",
        47,
        noise=0.07,
        start=-240,
        step=2,
        bumps=[(-25, -23, 1.25)],
        stat="Average",
        unit="Percent",
        baseline=1,
    )
    b.series(
        "rds/crm-reader-1",
        "ReplicaLag",
        0.4,
        noise=0.03,
        start=-240,
        step=2,
        sets=[(-150 + 2 * k, -148 + 2 * k, 1 + 96 * k) for k in range(75)],
        stat="Maximum",
        unit="Seconds",
        baseline=1,
    )
    b.series("rds/crm-reader-1", "ReadLatency", 0.0012, noise=0.15, start=-240, step=2, stat="Average", unit="Seconds")
    b.series(
        "rds/crm-main", "CPUUtilization", 33, noise=0.08, start=-240, step=2, stat="Average", unit="Percent", baseline=1
    )
    b.series(
        "rds/crm-main",
        "WriteIOPS",
        420,
        noise=0.1,
        start=-240,
        step=2,
        bumps=[(-152, 0, 2.2)],
        stat="Average",
        baseline=1,
    )
    b.series("service/crm-web", "error_rate", 0.001, noise=0.5, start=-240, step=2)
    b.series("service/crm-web", "latency_p95", 0.36, noise=0.1, start=-240, step=2, unit="Seconds")
    b.log(-151, "service/crm-jobs", "info", "contact re-score started: segments=all, single transaction per segment")
    b.log(-45, "service/crm-web", "info", "ticket form submitted: 'I saved my note and it is gone after reload'", 3)
    b.log(-12, "service/crm-web", "warn", "read-your-writes miss contact=*** version 81 expected 83", 140)
    b.log(
        -90,
        "rds/crm-reader-1",
        "note",
        "[Warning] [MY-010057] [Server] IP address '10.7.4.2' could not be resolved: Name or service not known",
        9,
        "mysql-error.log",
    )
    b.chatter("service/crm-web", life.NODE, 22, -230)
    b.state(
        "rds/crm-reader-1",
        "rds_instance",
        engine="mysql",
        engine_version="8.0.36",
        instance_class="db.t4g.large",
        replica_of="crm-main",
        status="available",
        parameters={"replica_parallel_workers": 1},
    )
    b.state(
        "rds/crm-main",
        "rds_instance",
        engine="mysql",
        engine_version="8.0.36",
        instance_class="db.m6g.2xlarge",
        status="available",
    )
    life.red_for_weeks(b)
    b.edges(
        ("rds/crm-main", "replicates_to", "rds/crm-reader-1"),
        ("service/crm-web", "reads", "rds/crm-reader-1"),
        ("service/crm-web", "writes", "rds/crm-main"),
        ("service/crm-jobs", "writes", "rds/crm-main"),
    )
    return b.done(), expect(
        "fault",
        "db.replication_lag",
        "rds/crm-reader-1",
        near=["healthy.threshold_noise", "compute.cpu_saturation"],
        herring=("compute.cpu_saturation", "rds/crm-reader-1"),
    )


CASES = (
    storage_runs_out,
    one_message_again,
    one_key,
    stale_reader,
)
