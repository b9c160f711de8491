"""Look-alikes: faults that look almost as calm, and cases where what would tell is missing."""

from __future__ import annotations

from . import surroundings as life
from .bundle import Bundle, Case, expect
from .kubernetes import NODES


def storage_runs_out() -> Case:
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


def no_endpoints() -> Case:
    b = Bundle(
        "od-stock-hints-roll",
        "2026-03-10T10:42:00",
        title="stock-hints rollout warnings",
        source="kubernetes",
        resource="deployment/stock-hints",
        severity="warning",
        started=-52,
        service="stock-hints",
    )
    b.alarm("warning events > 10 in 10m", "deployment/stock-hints", "ok", -40, count=12)
    b.change(
        -54,
        "deployment",
        "helm:upgrade",
        "deployment/stock-hints",
        actor="ci-runner",
        chart=["stock-hints-1.8.4", "stock-hints-2.0.0"],
    )
    b.event(
        -51,
        "kubernetes",
        "deployment/stock-hints",
        "warning",
        "Unhealthy",
        "Readiness probe failed: HTTP probe failed with statuscode: 503",
        6,
        "kubelet",
        -52,
    )
    b.event(
        -49,
        "kubernetes",
        "deployment/stock-hints",
        "normal",
        "ScalingReplicaSet",
        "Scaled down replica set stock-hints-5d4f7 from 1 to 0",
        source="deployment-controller",
    )
    life.pods(b, "stock-hints", "store", 3, NODES, age_d=0.036)
    for row in b.parts["state"]:
        if row["kind"] == "pod":
            row["attributes"]["labels"] = {
                "app.kubernetes.io/name": "stock-hints",
                "app.kubernetes.io/instance": "prod",
                "helm.sh/chart": "stock-hints-2.0.0",
            }
    life.pods(b, "product-page", "store", 4, NODES, age_d=8, restarts="1 (5d ago)")
    life.service(b, "stock-hints", "store", "<none>", app="stock-hints")
    life.service(b, "product-page", "store", "10.40.1.5:8080,10.40.2.5:8080,10.40.3.5:8080,10.40.1.6:8080")
    b.log(-50, "deployment/stock-hints", "info", 'msg="listening" addr=:8080 version=2.0.0', 3)
    b.log(-20, "deployment/stock-hints", "info", 'msg="probe" path=/ready status=200', 540)
    b.log(
        -47,
        "deployment/product-page",
        "warn",
        'msg="hint omitted" err="dial tcp 172.20.71.9:80: connect: connection refused" fallback=none',
        902,
    )
    b.log(
        -3,
        "deployment/product-page",
        "warn",
        'msg="hint omitted" err="dial tcp 172.20.71.9:80: connect: connection refused" fallback=none',
        877,
    )
    b.log(-90, "deployment/product-page", "warn", 'msg="image variant missing" size=2x', 300)
    b.chatter("deployment/product-page", life.GO, 18, -90)
    life.neighbour_crash(b, NODES[2])
    b.edges(
        ("deployment/product-page", "calls", "service/stock-hints"),
        ("service/product-page", "calls", "deployment/product-page"),
    )
    return b.done(), expect(
        "fault",
        "k8s.service.selector_mismatch",
        "service/stock-hints",
        also=[("k8s.service.selector_mismatch", "deployment/stock-hints")],
        near=["healthy.recovered"],
    )


def slow_leak() -> Case:
    b = Bundle(
        "od-thumb-restarts",
        "2026-05-20T12:00:00",
        title="Pod restarted: image-proxy",
        source="prometheus",
        resource="deployment/image-proxy",
        severity="info",
        started=-150,
        service="image-proxy",
    )
    b.alarm("KubePodRestarted", "deployment/image-proxy", "ok", -135, reason="1 restart in 1h, resolved")
    saw = [
        (begin + 10 * k, begin + 10 * k + 10, 3.1e8 + 1.42e7 * k)
        for begin in (-1710, -1190, -670, -150)
        for k in range(52)
    ]
    b.series(
        "deployment/image-proxy",
        "memory_usage",
        3.1e8,
        noise=0.01,
        start=-1440,
        step=5,
        sets=saw,
        cap=1.07e9,
        unit="Bytes",
    )
    b.series("deployment/image-proxy", "cpu_usage", 0.6, noise=0.1, start=-1440, step=5)
    b.series("service/image-proxy", "request_rate", 74, noise=0.12, start=-1440, step=5)
    b.series("service/image-proxy", "error_rate", 0.0011, noise=0.5, start=-1440, step=5)
    b.series("service/image-proxy", "latency_p95", 0.12, noise=0.1, start=-1440, step=5, unit="Seconds")
    life.deployment(b, "image-proxy", "media", 1)
    life.pod(
        b,
        "image-proxy-68f9b-q7tzn",
        "media",
        "ReplicaSet/image-proxy-68f9b",
        NODES[0],
        age_d=6.1,
        restarts="17 (2h30m ago)",
        containers=[
            {
                "name": "proxy",
                "image": "image-proxy:3.4.1",
                "ready": True,
                "restart_count": 17,
                "requests": {"cpu": "500m", "memory": "512Mi"},
                "limits": {"memory": "1Gi"},
                "state": {"state": "running", "started_at": b.at(-150)},
                "last_state": {
                    "state": "terminated",
                    "reason": "OOMKilled",
                    "exit_code": 137,
                    "started_at": b.at(-669.8),
                    "finished_at": b.at(-150.2),
                },
            }
        ],
    )
    b.edges(
        ("deployment/image-proxy", "owns", "pod/image-proxy-68f9b-q7tzn"),
        ("service/image-proxy", "calls", "deployment/image-proxy"),
    )
    b.log(-149, "deployment/image-proxy", "info", "imgproxy listening :8080 workers=8")
    b.log(-60, "deployment/image-proxy", "warn", "source image 404, placeholder served", 71)
    b.chatter("deployment/image-proxy", life.GO, 20, -1400)
    life.node(b, NODES[0])
    life.other_release(b, -170, "k8s")
    also = [
        (code, place)
        for code in ("compute.memory_leak", "k8s.container.oom_killed", "code.memory_leak")
        for place in ("deployment/image-proxy", "service/image-proxy", "pod/image-proxy-68f9b-q7tzn")
    ]
    return b.done(), expect(
        "fault", "code.memory_leak", "deployment/image-proxy", also=also, near=["healthy.recovered"]
    )


def expired_quietly() -> Case:
    b = Bundle(
        "od-supplier-feed-canary",
        "2026-06-01T07:25:00",
        title="supplier-feed canary failed once",
        source="synthetic-monitor",
        resource="service/supplier-feed",
        severity="warning",
        started=-84,
        zone_h=2,
    )
    b.alarm(
        "supplier-feed canary",
        "service/supplier-feed",
        "ok",
        -79,
        reason="1 of 36 runs failed (timeout), later runs passed; GET /status",
    )
    b.series("service/supplier-feed", "request_rate", 17, noise=0.12, start=-540, step=5)
    b.series("service/supplier-feed", "error_rate", 0.002, noise=0.5, start=-540, step=5)
    b.series("service/supplier-feed", "latency_p95", 0.29, noise=0.12, start=-540, step=5, unit="Seconds")
    b.series(
        "service/supplier-feed", "feeds_pushed", 6, noise=0.15, start=-540, step=5, sets=[(-445, 0, 0)], whole=True
    )
    b.series("service/edi-hub", "cpu_utilization", 0.22, noise=0.1, start=-540, step=5)
    for t in (-443, -300, -150, -14):
        b.log(
            t,
            "service/supplier-feed",
            "warn",
            'push deferred partner=all via=edi-hub: Post "https://edi-hub.int:8443/in": tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time is after 2026-06-01T00:00:00Z',
            24,
        )
    b.log(-84, "service/supplier-feed", "warn", "GET /status took 10.1 s (stop-the-world compaction of local store)", 1)
    b.log(-200, "service/supplier-feed", "error", "partner 118 catalogue has duplicate SKU 88-10, kept first", 12)
    b.log(
        -14,
        "service/edi-hub",
        "info",
        "http: TLS handshake error from 10.8.0.31:50112: remote error: tls: bad certificate",
        24,
    )
    b.chatter("service/supplier-feed", life.GO, 26, -520)
    b.chatter("service/edi-hub", life.JVM, 12, -520)
    life.other_release(b, -130, "vm")
    life.red_for_weeks(b)
    b.edges(("service/supplier-feed", "calls", "service/edi-hub"))
    return b.done(), expect(
        "fault",
        "app.certificate_expired",
        "service/edi-hub",
        also=[("app.certificate_expired", "service/supplier-feed")],
        near=["healthy.recovered", "healthy.threshold_noise"],
    )


def one_key() -> Case:
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


def wallet_hidden() -> Case:
    b = Bundle(
        "od-orders-saturday",
        "2026-05-16T15:20:00",
        title="Anomaly: orders.paid lower than usual",
        source="datadog",
        resource="service/checkout-web",
        severity="high",
        started=-170,
        service="checkout-web",
        description="anomalies(sum:orders.paid{*}.as_count(), 'basic', 2)",
    )
    b.alarm(
        "orders.paid anomaly (basic)",
        "service/checkout-web",
        "alarm",
        -170,
        reason="value 118/5m below band 150..240; algorithm basic has no seasonality",
    )
    b.series("service/checkout-web", "orders_paid_card", 116, noise=0.08, start=-300, step=5, whole=True, baseline=7)
    b.series(
        "service/checkout-web",
        "orders_paid_wallet",
        34,
        noise=0.15,
        start=-300,
        step=5,
        sets=[(-185, 0, 0)],
        whole=True,
        baseline=7,
    )
    b.series("service/checkout-web", "request_rate", 92, noise=0.06, start=-300, step=5, baseline=7)
    b.series("service/checkout-web", "error_rate", 0.0013, noise=0.5, start=-300, step=5)
    b.series("service/checkout-web", "latency_p95", 0.27, noise=0.1, start=-300, step=5, unit="Seconds", baseline=7)
    b.series("service/payments", "error_rate", 0.0021, noise=0.5, start=-300, step=5)
    b.change(
        -187,
        "flag",
        "launchdarkly:updateFeatureFlag",
        "service/checkout-web",
        actor="m.ferreira",
        flag="wallet-buttons-v3",
        environment="production",
        fallthrough=["on", "off"],
        comment="clean-up of finished experiments",
    )
    life.other_release(b, -200, "vm")
    b.log(-186, "service/checkout-web", "info", '{"level":30,"msg":"flags updated","changed":["wallet-buttons-v3"]}', 6)
    b.log(
        -100,
        "service/checkout-web",
        "info",
        '{"level":30,"msg":"payment methods offered","methods":["card","invoice"]}',
        31000,
    )
    b.log(
        -250,
        "service/checkout-web",
        "info",
        '{"level":30,"msg":"payment methods offered","methods":["card","invoice","applepay","gpay"]}',
        12800,
    )
    b.log(-60, "service/payments", "warn", "issuer declined code=51", 420)
    b.chatter("service/checkout-web", life.NODE, 20, -290)
    b.edges(("service/checkout-web", "calls", "service/payments"))
    return b.done(), expect(
        "fault",
        "deployment.feature_flag",
        "service/checkout-web",
        near=["healthy.threshold_noise", "traffic.drop"],
        herring=("traffic.drop", "service/checkout-web"),
    )


def no_metrics_since() -> Case:
    b = Bundle(
        "od-payout-queue-age",
        "2026-04-30T01:55:00",
        title="payout-queue age > 900s",
        source="cloudwatch",
        resource="sqs/payout-queue",
        region="eu-west-1",
        severity="high",
        started=-18,
        description="ApproximateAgeOfOldestMessage > 900 for 2 datapoints within 10 minutes",
    )
    b.alarm(
        "payout-queue-age",
        "sqs/payout-queue",
        "alarm",
        -18,
        metric="ApproximateAgeOfOldestMessage",
        threshold=900,
        comparison="GreaterThanThreshold",
    )
    b.series(
        "sqs/payout-queue",
        "ApproximateAgeOfOldestMessage",
        4,
        noise=0.2,
        start=-200,
        end=-36,
        step=5,
        whole=True,
        stat="Maximum",
        unit="Seconds",
    )
    b.series(
        "sqs/payout-queue", "NumberOfMessagesSent", 120, noise=0.15, start=-200, end=-36, step=5, whole=True, stat="Sum"
    )
    b.series("alb/payout", "HTTPCode_Target_5XX_Count", 0.3, noise=1, start=-200, step=5, whole=True, stat="Sum")
    b.gap(
        "metrics",
        "sqs/payout-queue",
        "no datapoints after 01:20Z: GetMetricData throttled (Rate exceeded), given up after 3 tries",
    )
    b.gap("metrics", "lambda/payout-writer", "GetMetricData throttled (Rate exceeded)")
    b.gap("logs", "lambda/payout-writer", "AccessDeniedException", "logs:FilterLogEvents")
    b.gap("state", "sqs/payout-queue", "AccessDenied", "sqs:GetQueueAttributes")
    b.gap("changes", None, "LookupEvents timed out after 5 s", None)
    b.chatter("ecs-service/payout-api", life.JVM, 16, -180, source="/ecs/payout-api")
    life.ecs(b, "payout-api", 4)
    life.red_for_weeks(b)
    b.edges(
        ("alb/payout", "calls", "ecs-service/payout-api"),
        ("ecs-service/payout-api", "writes", "sqs/payout-queue"),
        ("lambda/payout-writer", "reads", "sqs/payout-queue"),
    )
    return b.done(), expect("blind", poor=True, near=["dependency.queue_backlog", "healthy.threshold_noise"])


def api_not_reached() -> Case:
    b = Bundle(
        "od-ingest-target-down",
        "2026-02-09T19:12:00",
        title="TargetDown: telemetry-ingest 100%",
        source="prometheus",
        resource="service/telemetry-ingest",
        severity="critical",
        started=-17,
        labels={"cluster": "eks-edge-3"},
    )
    b.alarm(
        "TargetDown",
        "service/telemetry-ingest",
        "alarm",
        -17,
        query="100 * count by(job)(up == 0) / count by(job)(up) > 10",
    )
    b.alarm("KubePodNotReady", "deployment/telemetry-ingest", "insufficient_data", -16)
    life.pods(b, "telemetry-ingest", "edge", 3, NODES, age_d=11, restarts="2 (8d ago)")
    life.pods(b, "rule-eval", "edge", 2, NODES, age_d=30)
    for row in b.parts["state"]:
        row["t"] = b.at(-66)
    b.event(
        -95,
        "kubernetes",
        "deployment/telemetry-ingest",
        "normal",
        "SuccessfulRescale",
        "New size: 3; reason: All metrics below target",
        source="horizontal-pod-autoscaler",
    )
    b.chatter("deployment/telemetry-ingest", life.GO, 18, -150, -66)
    b.gap(
        "state",
        None,
        'Get "https://10.100.0.1:443/api/v1/namespaces/edge/pods": dial tcp 10.100.0.1:443: i/o timeout from the collector (reader runs outside the cluster; last good read 18:06Z)',
    )
    b.gap("events", None, "not read: collector has no path to the cluster since 18:08Z")
    b.gap(
        "logs",
        "deployment/telemetry-ingest",
        "log shipper of cluster eks-edge-3 not reachable from collector since 18:06Z",
    )
    b.gap(
        "metrics",
        "service/telemetry-ingest",
        "no datapoints in the window (remote write of eks-edge-3 goes through the same link)",
    )
    b.change(
        -300,
        "deployment",
        "argocd:Sync",
        "deployment/rule-eval",
        actor="argocd-application-controller",
        image=["rule-eval:88", "rule-eval:89"],
    )
    b.edges(("service/telemetry-ingest", "calls", "deployment/telemetry-ingest"))
    return b.done(), expect(
        "blind", poor=True, near=["network.partition", "control_plane.api_unavailable", "healthy.threshold_noise"]
    )


def check_still_red() -> Case:
    b = Bundle(
        "od-visa-check-fails",
        "2026-05-08T10:18:00",
        title="HTTP check visa-booking failed",
        source="synthetic-monitor",
        resource="service/visa-booking",
        severity="high",
        started=-14,
    )
    b.alarm(
        "HTTP check visa-booking /book",
        "service/visa-booking",
        "alarm",
        -14,
        count=3,
        reason="3 of the last 3 runs failed: assertion body contains 'Choose a date' not met; status 200",
    )
    b.alarm("HTTP check visa-booking /health", "service/visa-booking", "ok", -40000)
    b.series("service/visa-booking", "check_duration_seconds", 0.61, noise=0.12, start=-180, step=5, unit="Seconds")
    b.event(
        -1440,
        "synthetics",
        "service/visa-booking",
        "info",
        "CheckEdited",
        "schedule of check /book changed from 10m to 5m",
    )
    b.gap("logs", "service/visa-booking", "log source not configured for this account")
    b.gap("metrics", "service/visa-booking", "AccessDenied", "cloudwatch:GetMetricData")
    b.gap("changes", "service/visa-booking", "AccessDenied", "cloudtrail:LookupEvents")
    b.gap("state", "service/visa-booking", "AccessDenied", "ecs:DescribeServices")
    life.red_for_weeks(b)
    b.edges(("service/visa-booking", "calls", "service/slot-calendar"))
    return b.done(), expect(
        "blind", poor=True, near=["healthy.threshold_noise", "deployment.bad_release", "data.corrupt_input"]
    )


def host_silent() -> Case:
    b = Bundle(
        "od-scada-gw-silent",
        "2026-01-25T05:06:00",
        title="No data from scada-gw-04",
        source="datadog",
        resource="host/scada-gw-04",
        severity="critical",
        started=-58,
        description="host scada-gw-04 stopped reporting for 5m",
    )
    b.alarm("Host not reporting", "host/scada-gw-04", "alarm", -58)
    for n in (2, 3):
        b.series(f"host/scada-gw-0{n}", "system.cpu.user", 13, noise=0.2, start=-180)
    b.series("host/scada-gw-04", "system.cpu.user", 12, noise=0.2, start=-180, end=-64)
    b.series("host/scada-gw-04", "system.mem.used_pct", 51, noise=0.01, start=-180, end=-64)
    b.log(-66, "host/scada-gw-04", "warning", "datadog-agent: Could not flush payload, retry queue 2; sent on retry", 1)
    b.log(-92, "host/scada-gw-04", "info", "modbus poller: 212 of 212 registers read in 640 ms", 30)
    b.log(-30, "host/scada-gw-02", "warning", "modbus slave 17 slow answer 812 ms", 9)
    b.log(-12, "host/scada-gw-03", "info", "modbus poller: 180 of 180 registers read in 590 ms", 60)
    b.gap("changes", "host/scada-gw-04", "change calendar (ServiceNow) not connected")
    b.gap("state", "host/scada-gw-04", "vCenter inventory: login failed, read-only account locked")
    b.gap("logs", "host/scada-gw-04", "no log lines after 04:00Z; they are shipped by the same agent")
    life.red_for_weeks(b, 8)
    return b.done(), expect("blind", poor=True, near=["compute.instance_lost", "healthy.expected_signal"])


FAULTS = (
    storage_runs_out,
    one_message_again,
    no_endpoints,
    slow_leak,
    expired_quietly,
    one_key,
    stale_reader,
    wallet_hidden,
)
BLIND = (no_metrics_since, api_not_reached, check_still_red, host_silent)
CASES = FAULTS + BLIND
