"""Healthy AWS systems over which somebody was alarmed."""

from __future__ import annotations

from . import surroundings as life
from .bundle import Bundle, Case, expect


def nightly_snapshot() -> Case:
    b = Bundle(
        "od-orders-pg-0312",
        "2026-03-12T03:58:00",
        title="orders-pg WriteLatency high",
        source="cloudwatch",
        resource="rds/orders-pg",
        region="eu-central-1",
        description="WriteLatency > 0.02 for 3 datapoints within 3 minutes",
        service="orders",
        started=-41,
        labels={"env": "prod"},
    )
    b.alarm(
        "orders-pg-write-latency",
        "rds/orders-pg",
        "ok",
        -29,
        metric="WriteLatency",
        threshold=0.02,
        comparison="GreaterThanThreshold",
        reason="ALARM 03:17Z, OK 03:29Z; same on 9 of the last 10 nights",
        count=9,
    )
    life.red_for_weeks(b)
    night = [(-46, -30, 6.5)]
    b.series(
        "rds/orders-pg",
        "WriteLatency",
        0.0041,
        noise=0.2,
        bumps=night,
        stat="Average",
        unit="Seconds",
        baseline=1,
        baseline_bumps=[(-47, -31, 6.2)],
    )
    b.series(
        "rds/orders-pg",
        "WriteIOPS",
        210,
        noise=0.15,
        bumps=[(-46, -30, 1.4)],
        stat="Average",
        baseline=1,
        baseline_bumps=[(-47, -31, 1.5)],
    )
    b.series(
        "rds/orders-pg",
        "CPUUtilization",
        18,
        noise=0.12,
        bumps=[(-46, -30, 1.3)],
        stat="Average",
        unit="Percent",
        baseline=1,
    )
    b.series("rds/orders-pg", "DatabaseConnections", 84, noise=0.02, whole=True, stat="Maximum", baseline=1)
    b.series("rds/orders-pg", "FreeStorageSpace", 2.31e11, noise=0.0004, stat="Minimum", unit="Bytes")
    b.series("alb/orders", "HTTPCode_Target_5XX_Count", 0.4, noise=1, whole=True, stat="Sum")
    b.series("alb/orders", "TargetResponseTime", 0.19, noise=0.12, bumps=[(-46, -30, 1.25)], stat="p95", unit="Seconds")
    b.event(-47, "rds", "rds/orders-pg", "info", "backup", "Backing up DB instance")
    b.event(-30, "rds", "rds/orders-pg", "info", "backup", "Finished DB Instance backup")
    b.log(
        -44,
        "rds/orders-pg",
        "log",
        "LOG:  checkpoint complete: wrote 18211 buffers (7.1%); write=209.812 s, sync=1.204 s, total=211.391 s",
        source="postgresql.log",
    )
    b.log(
        -38,
        "rds/orders-pg",
        "error",
        'ERROR:  duplicate key value violates unique constraint "orders_idempotency_key"',
        3,
        "postgresql.log",
    )
    b.log(
        -12,
        "rds/orders-pg",
        "fatal",
        'FATAL:  no pg_hba.conf entry for host "10.30.7.9", user "scanner", database "postgres", no encryption',
        1,
        "postgresql.log",
    )
    b.chatter("ecs-service/orders-api", life.JVM, 22, -110, source="/ecs/orders-api")
    life.ecs(b, "orders-api", 6)
    b.state(
        "rds/orders-pg",
        "rds_instance",
        engine="postgres",
        engine_version="15.6",
        instance_class="db.r6g.xlarge",
        multi_az=False,
        allocated_storage_gb=400,
        backup_window="03:10-03:40",
        status="available",
    )
    life.other_release(b, -420)
    b.edges(("alb/orders", "calls", "ecs-service/orders-api"), ("ecs-service/orders-api", "writes", "rds/orders-pg"))
    return b.done(), expect(
        "healthy",
        near=["db.maintenance_io_storm", "storage.io_saturation"],
        herring=("db.maintenance_io_storm", "rds/orders-pg"),
    )


def aurora_drill() -> Case:
    b = Bundle(
        "od-ledger-aurora-77",
        "2026-02-18T14:22:30",
        title="[P2] ledger-api error budget burn (5m window)",
        source="datadog",
        resource="service/ledger-api",
        severity="high",
        description="burn rate 18x over 5m",
        service="ledger-api",
        region="us-east-1",
        started=-71,
        zone_h=1,
    )
    b.alarm("ledger-api burn rate", "service/ledger-api", "ok", -62, reason="Recovered: burn rate 0.3x (5m), 2.1x (1h)")
    b.alarm("ledger-aurora failover", "rds/ledger-aurora-1", "ok", -58, reason="RDS-EVENT-0071 matched once")
    b.series("service/ledger-api", "error_rate", 0.0012, noise=0.5, bumps=[(-72, -70, 140)], cap=1, start=-150)
    b.series("service/ledger-api", "request_rate", 312, noise=0.05, start=-150)
    b.series(
        "service/ledger-api",
        "latency_p95",
        0.142,
        noise=0.1,
        bumps=[(-72, -70, 14), (-70, -66, 1.6)],
        start=-150,
        unit="Seconds",
    )
    b.series(
        "rds/ledger-aurora-1",
        "DatabaseConnections",
        118,
        noise=0.03,
        sets=[(-72, 0, 3)],
        whole=True,
        stat="Average",
        start=-150,
    )
    b.series(
        "rds/ledger-aurora-2",
        "DatabaseConnections",
        22,
        noise=0.05,
        sets=[(-71, 0, 121)],
        whole=True,
        stat="Average",
        start=-150,
    )
    b.series(
        "rds/ledger-aurora-2",
        "CPUUtilization",
        14,
        noise=0.1,
        sets=[(-71, 0, 33)],
        stat="Average",
        unit="Percent",
        start=-150,
    )
    b.change(
        -72.2,
        "infrastructure",
        "rds:FailoverDBCluster",
        "rds/ledger-aurora-1",
        actor="role/gameday",
        request={"dBClusterIdentifier": "ledger-aurora"},
        ticket="GD-114 quarterly failover drill",
    )
    life.other_release(b, -190)
    b.event(
        -72,
        "rds",
        "rds/ledger-aurora-1",
        "info",
        "failover",
        "Started cross AZ failover to DB instance: ledger-aurora-2",
    )
    b.event(-71.3, "rds", "rds/ledger-aurora-1", "info", "failover", "DB instance restarted")
    b.event(
        -71.1, "rds", "rds/ledger-aurora-2", "info", "failover", "Completed failover to DB instance: ledger-aurora-2"
    )
    b.log(
        -71.7,
        "service/ledger-api",
        "error",
        "psycopg.OperationalError: consuming input failed: server closed the connection unexpectedly",
        214,
    )
    b.log(
        -71.4,
        "service/ledger-api",
        "error",
        "psycopg.errors.ReadOnlySqlTransaction: cannot execute INSERT in a read-only transaction",
        61,
    )
    b.log(
        -70.4,
        "service/ledger-api",
        "info",
        "pool ledger: 40 connections re-established to ledger-aurora.cluster-c9.us-east-1.rds.amazonaws.com",
    )
    b.chatter("service/ledger-api", life.PYTHON, 30, -60)
    b.state(
        "rds/ledger-aurora-1",
        "rds_instance",
        engine="aurora-postgresql",
        db_cluster="ledger-aurora",
        cluster_role="reader",
        status="available",
    )
    b.state(
        "rds/ledger-aurora-2",
        "rds_instance",
        engine="aurora-postgresql",
        db_cluster="ledger-aurora",
        cluster_role="writer",
        status="available",
    )
    b.edges(
        ("service/ledger-api", "writes", "rds/ledger-aurora-2"),
        ("service/ledger-api", "reads", "rds/ledger-aurora-1"),
        ("rds/ledger-aurora-2", "replicates_to", "rds/ledger-aurora-1"),
    )
    return b.done(), expect(
        "healthy", near=["db.failover", "db.read_only"], herring=("db.failover", "rds/ledger-aurora-1")
    )


def log_filter_words() -> Case:
    b = Bundle(
        "od-invoice-render-5",
        "2026-05-06T10:15:00",
        title="invoice-render-log-errors",
        source="cloudwatch",
        resource="lambda/invoice-render",
        region="eu-west-1",
        description="LogErrorCount >= 20 for 1 datapoint within 5 minutes (metric filter: ?ERROR ?error ?Exception)",
        started=-22,
        severity="high",
        millis=True,
    )
    b.alarm(
        "invoice-render-log-errors",
        "lambda/invoice-render",
        "alarm",
        -22,
        metric="LogErrorCount",
        threshold=20,
        comparison="GreaterThanOrEqualToThreshold",
    )
    b.alarm(
        "invoice-render-errors",
        "lambda/invoice-render",
        "ok",
        -30000,
        metric="Errors",
        threshold=3,
        comparison="GreaterThanThreshold",
    )
    life.red_for_weeks(b, 3)
    b.series(
        "lambda/invoice-render",
        "LogErrorCount",
        4,
        noise=0.4,
        step=5,
        sets=[(-25, 0, 31)],
        whole=True,
        stat="Sum",
        namespace="Custom/Logs",
        start=-180,
    )
    b.series(
        "lambda/invoice-render",
        "Invocations",
        162,
        noise=0.08,
        step=5,
        sets=[(-25, 0, 171)],
        whole=True,
        stat="Sum",
        start=-180,
    )
    b.series("lambda/invoice-render", "Errors", 0.05, noise=1, step=5, whole=True, stat="Sum", start=-180)
    b.series("lambda/invoice-render", "Duration", 840, noise=0.1, step=5, stat="p95", unit="Milliseconds", start=-180)
    b.series("lambda/invoice-render", "Throttles", 0, step=5, whole=True, stat="Sum", start=-180)
    b.series(
        "sqs/invoice-render-in",
        "ApproximateAgeOfOldestMessage",
        2,
        noise=0.5,
        step=5,
        whole=True,
        stat="Maximum",
        unit="Seconds",
        start=-180,
    )
    for t in (-24, -19.5, -11, -6, -1.2):
        b.log(
            t,
            "lambda/invoice-render",
            "info",
            f'{{"level":"INFO","msg":"batch summary","rendered":{b.rng.randrange(6, 19)},"error_count":0,"errors":[]}}',
            6,
            "/aws/lambda/invoice-render",
        )
    b.log(
        -17,
        "lambda/invoice-render",
        "info",
        '{"level":"INFO","msg":"template ErrorCorrectionLevel=M selected for QR"}',
        88,
        "/aws/lambda/invoice-render",
    )
    b.log(
        -14,
        "lambda/invoice-render",
        "warning",
        '{"level":"WARN","msg":"font NotoSansThai missing glyph U+200B, skipped"}',
        12,
        "/aws/lambda/invoice-render",
    )
    for t in (-20, -8):
        b.log(
            t,
            "lambda/invoice-render",
            "info",
            "REPORT RequestId: 4b1e Duration: 611.20 ms Billed Duration: 612 ms Memory Size: 1024 MB Max Memory Used: 402 MB",
            source="/aws/lambda/invoice-render",
        )
    b.change(
        -27,
        "deployment",
        "lambda:UpdateFunctionCode",
        "lambda/invoice-render",
        actor="role/billing-ci",
        version=[58, 59],
        notes="batch summary log line, QR code in footer",
    )
    b.state(
        "lambda/invoice-render",
        "lambda_function",
        runtime="nodejs20.x",
        memory_mb=1024,
        timeout_s=30,
        last_update_status="Successful",
        dead_letter="sqs/invoice-render-dlq",
    )
    b.state("sqs/invoice-render-dlq", "sqs_queue", visible=0, in_flight=0, delayed=0)
    b.edges(
        ("lambda/invoice-render", "reads", "sqs/invoice-render-in"),
    )
    return b.done(), expect(
        "healthy",
        near=["deployment.bad_release", "code.unhandled_error"],
        herring=("deployment.bad_release", "lambda/invoice-render"),
    )


def nightly_fan_out() -> Case:
    b = Bundle(
        "od-statements-queue-q",
        "2026-04-01T02:10:00",
        title="statements-queue age > 600s",
        source="cloudwatch",
        resource="sqs/statements-queue",
        region="eu-west-2",
        severity="high",
        description="ApproximateAgeOfOldestMessage > 600 for 2 datapoints within 10 minutes",
        started=-50,
        service="statements",
    )
    b.alarm(
        "statements-queue-age",
        "sqs/statements-queue",
        "ok",
        -21,
        metric="ApproximateAgeOfOldestMessage",
        threshold=600,
        comparison="GreaterThanThreshold",
        reason="back to OK at 01:49Z",
    )
    b.alarm(
        "statements-dlq-not-empty",
        "sqs/statements-dlq",
        "alarm",
        -51000,
        metric="ApproximateNumberOfMessagesVisible",
        threshold=0,
        comparison="GreaterThanThreshold",
        reason="3 messages since February, STM-882 open",
    )
    age = [(-65, -60, 120), (-60, -55, 420), (-55, -45, 760), (-45, -30, 980), (-30, -25, 700), (-25, -20, 240)]
    b.series(
        "sqs/statements-queue",
        "ApproximateAgeOfOldestMessage",
        3,
        noise=0.15,
        step=5,
        start=-240,
        sets=age,
        whole=True,
        stat="Maximum",
        unit="Seconds",
    )
    b.series(
        "sqs/statements-queue",
        "NumberOfMessagesSent",
        55,
        noise=0.2,
        step=5,
        start=-240,
        sets=[(-70, -60, 41000)],
        whole=True,
        stat="Sum",
    )
    b.series(
        "sqs/statements-queue",
        "NumberOfMessagesDeleted",
        55,
        noise=0.2,
        step=5,
        start=-240,
        sets=[(-70, -20, 8200)],
        whole=True,
        stat="Sum",
    )
    b.series(
        "sqs/statements-dlq",
        "ApproximateNumberOfMessagesVisible",
        3,
        noise=0,
        step=5,
        start=-240,
        whole=True,
        stat="Maximum",
    )
    b.series(
        "lambda/statement-pdf",
        "Errors",
        0.3,
        noise=0.8,
        step=5,
        start=-240,
        sets=[(-70, -20, 5)],
        whole=True,
        stat="Sum",
    )
    b.series(
        "lambda/statement-pdf",
        "ConcurrentExecutions",
        2,
        noise=0.2,
        step=5,
        start=-240,
        sets=[(-70, -20, 60)],
        whole=True,
        cap=60,
        stat="Maximum",
    )
    b.event(
        -70,
        "eventbridge",
        "lambda/statement-fanout",
        "info",
        "ScheduledEvent",
        "rule month-end-statements cron(0 1 1 * ? *) invoked lambda statement-fanout",
    )
    b.log(
        -61,
        "lambda/statement-fanout",
        "info",
        "month-end fan-out finished: 81,604 accounts enqueued",
        source="/aws/lambda/statement-fanout",
    )
    b.log(
        -48,
        "lambda/statement-pdf",
        "error",
        "[ERROR] ConnectTimeoutError fonts-cdn, attempt 1; message returned to queue",
        23,
        "/aws/lambda/statement-pdf",
    )
    b.log(-44, "lambda/statement-pdf", "info", "receiveCount=2 rendered ok", 23, "/aws/lambda/statement-pdf")
    b.log(
        -19,
        "lambda/statement-pdf",
        "info",
        "progress 81,604 of 81,604 statements stored",
        source="/aws/lambda/statement-pdf",
    )
    b.state(
        "sqs/statements-queue",
        "sqs_queue",
        visible=1,
        in_flight=2,
        delayed=0,
        oldest_age_s=2,
        redrive={"dlq": "statements-dlq", "max_receives": 5},
    )
    b.state(
        "lambda/statement-pdf",
        "lambda_function",
        runtime="python3.12",
        memory_mb=2048,
        timeout_s=120,
        reserved_concurrency=60,
        last_update_status="Successful",
    )
    b.edges(
        ("lambda/statement-fanout", "writes", "sqs/statements-queue"),
        ("lambda/statement-pdf", "reads", "sqs/statements-queue"),
    )
    return b.done(), expect(
        "healthy",
        near=["dependency.queue_backlog", "lambda.throttled", "sqs.poison_message"],
        herring=("dependency.queue_backlog", "sqs/statements-queue"),
    )


def partner_bad_requests() -> Case:
    b = Bundle(
        "od-partner-alb-4xx",
        "2026-06-23T11:47:00",
        title="partner-gw 4XX count",
        source="cloudwatch",
        resource="alb/partner-gw",
        region="eu-north-1",
        description="HTTPCode_Target_4XX_Count > 150 for 5 datapoints within 5 minutes",
        started=-34,
        zone_h=2,
    )
    b.alarm(
        "partner-gw-4xx",
        "alb/partner-gw",
        "alarm",
        -34,
        metric="HTTPCode_Target_4XX_Count",
        threshold=150,
        comparison="GreaterThanThreshold",
    )
    b.alarm("partner-gw-5xx", "alb/partner-gw", "ok", -88000, metric="HTTPCode_Target_5XX_Count", threshold=10)
    b.series("alb/partner-gw", "HTTPCode_Target_4XX_Count", 41, noise=0.2, bumps=[(-39, 0, 5)], whole=True, stat="Sum")
    b.series("alb/partner-gw", "HTTPCode_Target_2XX_Count", 5210, noise=0.05, whole=True, stat="Sum", baseline=7)
    b.series("alb/partner-gw", "HTTPCode_Target_5XX_Count", 0.3, noise=1, whole=True, stat="Sum")
    b.series(
        "alb/partner-gw", "RequestCount", 5260, noise=0.05, bumps=[(-39, 0, 1.03)], whole=True, stat="Sum", baseline=7
    )
    b.series("alb/partner-gw", "TargetResponseTime", 0.084, noise=0.12, stat="p95", unit="Seconds", baseline=7)
    b.series("ecs-service/partner-api", "CPUUtilization", 37, noise=0.08, stat="Average", unit="Percent")
    b.log(
        -38,
        "ecs-service/partner-api",
        "warn",
        "400 VALIDATION_FAILED partner=tulpan-freight field=postalCode reason='must match ^[0-9]{3} ?[0-9]{2}$' ua=tulpan-tms/7.0.1",
        6120,
        "/ecs/partner-api",
    )
    b.log(-37, "ecs-service/partner-api", "info", "partner=tulpan-freight client version changed 6.9.4 -> 7.0.1")
    b.log(
        -15,
        "ecs-service/partner-api",
        "warn",
        "401 token expired partner=nordbox, refreshed on retry",
        33,
        "/ecs/partner-api",
    )
    b.log(
        -8,
        "ecs-service/partner-api",
        "warn",
        "409 duplicate shipment reference partner=osterlog (as documented)",
        118,
        "/ecs/partner-api",
    )
    b.chatter("ecs-service/partner-api", life.JVM, 25, -100, source="/ecs/partner-api")
    life.ecs(b, "partner-api", 8)
    b.state("alb/partner-gw", "target_group", healthy=8, unhealthy=0, reasons=[])
    life.other_release(b, -55)
    b.edges(("alb/partner-gw", "calls", "ecs-service/partner-api"))
    return b.done(), expect(
        "healthy",
        near=["traffic.abuse", "data.corrupt_input", "deployment.bad_release"],
        herring=("traffic.abuse", "alb/partner-gw"),
    )


def evening_scale_in() -> Case:
    b = Bundle(
        "od-media-ecs-scale",
        "2026-01-20T22:31:00",
        title="media-api RunningTaskCount below 8",
        source="cloudwatch",
        resource="ecs-service/media-api",
        region="eu-west-1",
        description="RunningTaskCount < 8 for 3 datapoints within 3 minutes",
        started=-26,
        severity="critical",
        service="media",
    )
    b.alarm(
        "media-api-running-low",
        "ecs-service/media-api",
        "alarm",
        -26,
        metric="RunningTaskCount",
        threshold=8,
        comparison="LessThanThreshold",
    )
    b.alarm(
        "TargetTracking-service/web/media-api-AlarmLow-3f1c",
        "ecs-service/media-api",
        "ok",
        -24,
        metric="CPUUtilization",
        threshold=45,
        comparison="LessThanThreshold",
    )
    b.series(
        "ecs-service/media-api",
        "RunningTaskCount",
        12,
        noise=0,
        sets=[(-44, -29, 9), (-29, 0, 6)],
        whole=True,
        stat="Average",
        namespace="ECS/ContainerInsights",
        baseline=1,
        baseline_bumps=[(-46, -27, 0.75), (-27, 0, 0.5)],
    )
    b.series(
        "ecs-service/media-api",
        "CPUUtilization",
        41,
        noise=0.06,
        sets=[(-44, -29, 45), (-29, 0, 51)],
        stat="Average",
        unit="Percent",
    )
    b.series("alb/media", "RequestCount", 9100, noise=0.05, slope=-42, baseline=1, whole=True, stat="Sum")
    b.series("alb/media", "TargetResponseTime", 0.21, noise=0.1, stat="p95", unit="Seconds")
    b.series("alb/media", "HTTPCode_ELB_5XX_Count", 0.2, noise=1, whole=True, stat="Sum")
    b.series(
        "alb/media", "HealthyHostCount", 12, noise=0, sets=[(-44, -29, 9), (-29, 0, 6)], whole=True, stat="Minimum"
    )
    for t, n in ((-44, 9), (-29, 6)):
        b.change(
            t,
            "scaling",
            "application-autoscaling:SetDesiredCapacity",
            "ecs-service/media-api",
            actor="AWSServiceRoleForApplicationAutoScaling_ECSService",
            desired=[n + 3, n],
            cause="monitor alarm AlarmLow-3f1c in state ALARM triggered policy cpu-50",
        )
        b.event(
            t + 0.3,
            "ecs",
            "ecs-service/media-api",
            "info",
            "SERVICE_TASK_STOPPED",
            "(service media-api) has stopped 3 running tasks: scaling activity initiated by deployment ecs-svc/8801.",
            3,
        )
        b.event(
            t + 0.4,
            "ecs",
            "ecs-service/media-api",
            "info",
            "TARGET_DEREGISTERED",
            "(service media-api) has begun draining connections on 3 tasks.",
            3,
        )
    life.ecs(b, "media-api", 6, age=-27)
    b.log(-28.4, "ecs-service/media-api", "warn", "SIGTERM received, draining 14 open requests", 3, "/ecs/media-api")
    b.log(-28.1, "ecs-service/media-api", "info", "drained, exit 0", 3, "/ecs/media-api")
    b.chatter("ecs-service/media-api", life.NODE, 24, -100, source="/ecs/media-api")
    life.red_for_weeks(b, 7)
    b.edges(("alb/media", "calls", "ecs-service/media-api"))
    return b.done(), expect(
        "healthy",
        near=["compute.instance_lost", "deployment.scaling_change", "traffic.drop"],
        herring=("compute.instance_lost", "ecs-service/media-api"),
    )


def retired_table() -> Case:
    b = Bundle(
        "od-session-table-nd",
        "2026-02-05T08:40:00",
        title="sessions-consumed-capacity INSUFFICIENT_DATA",
        source="cloudwatch",
        resource="dynamodb/sessions",
        region="eu-west-1",
        description="ConsumedReadCapacityUnits: missing data treated as breaching",
        started=-48,
        severity="high",
    )
    b.alarm(
        "sessions-consumed-capacity",
        "dynamodb/sessions",
        "insufficient_data",
        -48,
        metric="ConsumedReadCapacityUnits",
        threshold=1,
        comparison="LessThanThreshold",
        reason="Insufficient Data: 5 datapoints were unknown.",
    )
    b.alarm("sessions-v2-throttles", "dynamodb/sessions-v2", "ok", -2880, metric="ThrottledRequests", threshold=1)
    b.series(
        "dynamodb/sessions",
        "ConsumedReadCapacityUnits",
        9,
        noise=0.3,
        start=-240,
        end=-62,
        step=2,
        whole=True,
        stat="Sum",
    )
    b.series(
        "dynamodb/sessions-v2",
        "ConsumedReadCapacityUnits",
        61200,
        noise=0.06,
        start=-240,
        step=2,
        whole=True,
        stat="Sum",
    )
    b.series("dynamodb/sessions-v2", "ThrottledRequests", 0, start=-240, step=2, whole=True, stat="Sum")
    b.series(
        "dynamodb/sessions-v2",
        "SuccessfulRequestLatency",
        3.4,
        noise=0.1,
        start=-240,
        step=2,
        stat="Average",
        unit="Milliseconds",
    )
    b.series("apigateway/login", "5XXError", 0.2, noise=1, start=-240, step=2, whole=True, stat="Sum")
    b.series("apigateway/login", "Count", 4400, noise=0.07, start=-240, step=2, whole=True, stat="Sum", baseline=7)
    b.change(
        -4320,
        "config",
        "lambda:UpdateFunctionConfiguration",
        "lambda/login",
        actor="role/identity-ci",
        environment={"SESSIONS_TABLE": ["sessions", "sessions-v2"]},
    )
    b.change(
        -61,
        "infrastructure",
        "dynamodb:DeleteTable",
        "dynamodb/sessions",
        actor="role/identity-ci",
        pipeline="retire-sessions-v1",
        final_backup="sessions-final-0205",
    )
    b.log(-130, "lambda/login", "info", "session store table=sessions-v2", 1800, "/aws/lambda/login")
    b.log(
        -70,
        "lambda/login",
        "warning",
        "ConditionalCheckFailedException on refresh, re-read and retried ok",
        41,
        "/aws/lambda/login",
    )
    b.log(-9, "lambda/login", "info", "session store table=sessions-v2", 1650, "/aws/lambda/login")
    b.log(-5, "lambda/login", "warning", "InvalidPassword user=***", 212, "/aws/lambda/login")
    b.state("dynamodb/sessions-v2", "dynamodb_table", billing_mode="PAY_PER_REQUEST", status="ACTIVE")
    b.gap(
        "state",
        "dynamodb/sessions",
        "ResourceNotFoundException: Requested resource not found: Table: sessions not found",
    )
    b.edges(("apigateway/login", "calls", "lambda/login"), ("lambda/login", "writes", "dynamodb/sessions-v2"))
    life.other_release(b, -33, "lambda")
    return b.done(), expect(
        "healthy",
        near=["traffic.drop", "app.config.dependency_address_wrong"],
        herring=("traffic.drop", "dynamodb/sessions"),
    )


def holiday_stream() -> Case:
    b = Bundle(
        "od-clickstream-0501",
        "2026-05-01T09:30:00",
        title="Anomaly: clickstream IncomingRecords below band",
        source="cloudwatch",
        resource="kinesis/clickstream",
        region="eu-central-1",
        description="IncomingRecords < ANOMALY_DETECTION_BAND(m1, 2) for 6 datapoints within 30 minutes",
        started=-75,
        labels={"team": "data-platform", "calendar": "DE public holiday"},
    )
    b.alarm(
        "clickstream-anomaly",
        "kinesis/clickstream",
        "alarm",
        -75,
        metric="IncomingRecords",
        reason="Thresholds Crossed: 6 datapoints were less than the lower thresholds",
    )
    b.alarm(
        "clickstream-iterator-age",
        "kinesis/clickstream",
        "ok",
        -90000,
        metric="GetRecords.IteratorAgeMilliseconds",
        threshold=60000,
    )
    ramp = [(-300, -180, 0.4), (-180, -90, 0.7)]
    b.series(
        "kinesis/clickstream",
        "IncomingRecords",
        61000,
        noise=0.07,
        start=-300,
        step=5,
        bumps=ramp,
        whole=True,
        stat="Sum",
        baseline=365,
        baseline_bumps=ramp,
    )
    b.series(
        "kinesis/clickstream",
        "GetRecords.IteratorAgeMilliseconds",
        310,
        noise=0.6,
        start=-300,
        step=5,
        whole=True,
        stat="Maximum",
        unit="Milliseconds",
    )
    b.series("kinesis/clickstream", "PutRecords.FailedRecords", 2, noise=1, start=-300, step=5, whole=True, stat="Sum")
    b.series("lambda/sessionizer", "Errors", 0.2, noise=1, start=-300, step=5, whole=True, stat="Sum")
    b.series(
        "alb/shop",
        "RequestCount",
        30400,
        noise=0.06,
        start=-300,
        step=5,
        bumps=ramp,
        whole=True,
        stat="Sum",
        baseline=365,
        baseline_bumps=ramp,
    )
    b.series("alb/shop", "HTTPCode_Target_5XX_Count", 3, noise=0.6, start=-300, step=5, whole=True, stat="Sum")
    b.log(
        -140,
        "lambda/sessionizer",
        "warning",
        "late event dropped: 26h old, device clock skew",
        61,
        "/aws/lambda/sessionizer",
    )
    b.log(
        -80,
        "lambda/sessionizer",
        "warning",
        "ProvisionedThroughputExceededException on shardId-000000000007, retried ok",
        2,
        "/aws/lambda/sessionizer",
    )
    b.log(
        -20,
        "lambda/sessionizer",
        "info",
        "traffic calendar: 2026-05-01 Tag der Arbeit, forecast factor 0.52, observed 0.50",
    )
    life.other_release(b, -870, "lambda")
    life.red_for_weeks(b)
    b.edges(("alb/shop", "writes", "kinesis/clickstream"), ("lambda/sessionizer", "reads", "kinesis/clickstream"))
    return b.done(), expect(
        "healthy", near=["traffic.drop", "kinesis.iterator_lag"], herring=("traffic.drop", "kinesis/clickstream")
    )


def canary_once() -> Case:
    b = Bundle(
        "od-quote-canary-3",
        "2026-03-27T16:02:00",
        title="Synthetics canary quote-journey FAILED",
        source="synthetic-monitor",
        resource="apigateway/quote",
        region="ap-southeast-2",
        severity="critical",
        description="SuccessPercent < 100 for 1 datapoint",
        started=-57,
    )
    b.alarm(
        "quote-journey-canary",
        "apigateway/quote",
        "ok",
        -52,
        metric="SuccessPercent",
        threshold=100,
        comparison="LessThanThreshold",
        reason="1 of 24 runs failed: Navigation timeout of 30000 ms exceeded (step 2, ap-southeast-2 runner); next 11 runs passed",
        count=1,
    )
    b.series("apigateway/quote", "Latency", 231, noise=0.15, stat="p95", unit="Milliseconds")
    b.series("apigateway/quote", "5XXError", 0.15, noise=1, whole=True, stat="Sum")
    b.series("apigateway/quote", "Count", 1310, noise=0.08, whole=True, stat="Sum")
    b.series("lambda/quote", "Duration", 164, noise=0.14, stat="p95", unit="Milliseconds")
    b.series("lambda/quote", "Errors", 0.1, noise=1, whole=True, stat="Sum")
    b.series(
        "apigateway/quote",
        "SuccessPercent",
        100,
        noise=0,
        step=5,
        sets=[(-60, -55, 0)],
        namespace="CloudWatchSynthetics",
        stat="Average",
    )
    b.log(
        -57,
        "apigateway/quote",
        "error",
        "canary quote-journey run 5e1: TimeoutError: Navigation timeout of 30000 ms exceeded; no request with this run's marker reached the access log",
        source="/aws/lambda/cwsyn-quote-journey",
    )
    for t in (-52, -47, -32, -12, -2):
        b.log(
            t,
            "apigateway/quote",
            "info",
            f"canary quote-journey: passed in {b.rng.randrange(2100, 3900)} ms",
            source="/aws/lambda/cwsyn-quote-journey",
        )
    b.log(-64, "lambda/quote", "warning", "rate table 2026Q1 deprecated, Q2 from 1 April", 77, "/aws/lambda/quote")
    b.log(-31, "lambda/quote", "error", "VehicleNotFound reg=*** -> 404", 19, "/aws/lambda/quote")
    b.change(
        -74, "deployment", "lambda:UpdateFunctionCode", "lambda/quote-pdf", actor="role/insure-ci", version=[12, 13]
    )
    b.state(
        "lambda/quote",
        "lambda_function",
        runtime="java21",
        memory_mb=1769,
        timeout_s=15,
        last_update_status="Successful",
        alias_live="141",
    )
    b.edges(("apigateway/quote", "calls", "lambda/quote"), ("apigateway/quote", "calls", "lambda/quote-pdf"))
    return b.done(), expect(
        "healthy",
        near=["deployment.bad_release", "lambda.timeout", "dependency.slow"],
        herring=("deployment.bad_release", "lambda/quote-pdf"),
    )


def flapping_cache() -> Case:
    b = Bundle(
        "od-basket-redis-flap",
        "2026-04-15T12:20:00",
        title="COMPOSITE basket-degraded",
        source="cloudwatch",
        resource="elasticache/basket-001",
        region="eu-west-3",
        description="ALARM(basket-redis-cpu) OR ALARM(basket-redis-conns-new)",
        started=-6,
        severity="high",
        labels={"tier": "1"},
    )
    b.alarm(
        "basket-degraded", "elasticache/basket-001", "alarm", -6, reason="11 transitions in the last 3 hours", count=11
    )
    b.alarm(
        "basket-redis-cpu",
        "elasticache/basket-001",
        "alarm",
        -6,
        metric="EngineCPUUtilization",
        threshold=40,
        comparison="GreaterThanThreshold",
        reason="1 out of the last 1 datapoints [40.8] was greater than the threshold (40.0)",
        count=11,
    )
    b.alarm("basket-redis-conns-new", "elasticache/basket-001", "ok", -61000, metric="NewConnections", threshold=500)
    b.series(
        "elasticache/basket-001",
        "EngineCPUUtilization",
        37.6,
        noise=0.05,
        start=-180,
        stat="Average",
        unit="Percent",
        baseline=7,
    )
    b.series(
        "elasticache/basket-001", "CacheHitRate", 96.1, noise=0.004, start=-180, cap=100, stat="Average", baseline=7
    )
    b.series("elasticache/basket-001", "Evictions", 0, start=-180, whole=True, stat="Sum")
    b.series("elasticache/basket-001", "CurrConnections", 240, noise=0.02, start=-180, whole=True, stat="Average")
    b.series("elasticache/basket-001", "DatabaseMemoryUsagePercentage", 61, noise=0.006, start=-180, stat="Average")
    b.series("alb/basket", "TargetResponseTime", 0.047, noise=0.12, start=-180, stat="p95", unit="Seconds", baseline=7)
    b.series("alb/basket", "HTTPCode_Target_5XX_Count", 0.4, noise=0.9, start=-180, whole=True, stat="Sum")
    b.log(
        -133,
        "ecs-service/basket",
        "warn",
        "io.lettuce.core.RedisCommandTimeoutException: Command timed out after 250 millisecond(s); retry 1 ok",
        2,
        "/ecs/basket",
    )
    b.log(-21, "ecs-service/basket", "warn", "coupon SPRING10 expired, ignored", 410, "/ecs/basket")
    b.chatter("ecs-service/basket", life.JVM, 20, -170, source="/ecs/basket")
    b.event(
        -9000,
        "elasticache",
        "elasticache/basket-001",
        "info",
        "maintenance",
        "Service update elasticache-2026-03-patch applied to basket-001",
    )
    life.ecs(b, "basket", 10)
    life.other_release(b, -92)
    b.edges(("alb/basket", "calls", "ecs-service/basket"), ("ecs-service/basket", "reads", "elasticache/basket-001"))
    return b.done(), expect("healthy", near=["compute.cpu_saturation", "dependency.cache_failure"])


CASES = (
    nightly_snapshot,
    aurora_drill,
    log_filter_words,
    nightly_fan_out,
    partner_bad_requests,
    evening_scale_in,
    retired_table,
    holiday_stream,
    canary_once,
    flapping_cache,
)
