"""Healthy functions, queues and streams on AWS over which somebody was alarmed."""

from __future__ import annotations

from . import surroundings as life
from .bundle import Bundle, Case, expect


def log_filter_words() -> Case:
    """A metric filter counts the word error in a new summary line that says error_count 0; nothing failed."""
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
    """The month-end fan-out queued 81,604 statements and all were stored; the dead letters are of February."""
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


def holiday_stream() -> Case:
    """Half the traffic on a public holiday, at the shop and the stream alike and as a year ago; nothing is lost."""
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


CASES = (
    log_filter_words,
    nightly_fan_out,
    holiday_stream,
)
