"""Poor evidence: sections gone or refused; three can still be named, two cannot."""

from __future__ import annotations

from .build import Answer, Case


def wraparound_from_logs() -> Answer:
    """PostgreSQL takes no writes, to avoid wraparound; only the client's log says it, the database is unread."""
    c = Case(
        "meterdata-writes-failing",
        "2026-02-26T23:12:00",
        "ingest-meter: job failures",
        "ecs-service/ingest-meter",
        source="datadog",
        severity="high",
        span=60,
        since=-22,
    )
    c.alert(-22, "ingest-meter: job failures", "ecs-service/ingest-meter")
    c.log(
        -25,
        "ecs-service/ingest-meter",
        "error",
        'psycopg2.errors.ProgramLimitExceeded: database is not accepting commands to avoid wraparound data loss in database "meter" HINT: Stop the postmaster and vacuum that database in single-user mode.',
        8804,
    )
    c.log(-12, "ecs-service/meter-portal", "info", "GET /usage 200 61 ms", 3300)
    c.chatter("ecs-service/ingest-meter", "python", 5)
    c.chatter("ecs-service/meter-portal", "rails", 4)
    c.change(
        -40,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/meter-portal",
        "role/cd",
        task_definition=["meter-portal:8", "meter-portal:9"],
    )
    c.edges(
        ("ecs-service/ingest-meter", "writes", "rds/meter-pg"), ("ecs-service/meter-portal", "reads", "rds/meter-pg")
    )
    c.gap(
        "metrics",
        "AccessDenied: not authorized to perform cloudwatch:GetMetricData on account 4411",
        "rds/meter-pg",
        "cloudwatch:GetMetricData",
    )
    c.gap("state", "Performance Insights is not enabled for this instance", "rds/meter-pg")
    c.gap("logs", "log export postgresql not configured", "rds/meter-pg")
    return c.fault("db.transaction_id_wraparound", "rds/meter-pg", near=["db.read_only"], poor=True)


def rule_revoked() -> Answer:
    c = Case(
        "hrportal-login-canary",
        "2026-04-07T09:27:00",
        "hr-portal login canary",
        "canary/hr-login",
        source="synthetic-monitor",
        severity="unknown",
        span=45,
        since=-13,
        region="eu-central-1",
    )
    c.alert(-13, "hr-portal login canary", "canary/hr-login", count=5)
    c.series("canary/hr-login", "Failed", 0, 1, -14, noise=0, step=300)
    c.quiet("ecs-service/hr-portal")
    c.log(
        -14,
        "ecs-service/hr-portal",
        "error",
        "Microsoft.Data.SqlClient.SqlException (0x80131904): Connection Timeout Expired. The timeout period elapsed while attempting to consume the pre-login handshake acknowledgement. server=hr-db.cx1.eu-central-1.rds.amazonaws.com,1433",
        418,
    )
    c.chatter("ecs-service/hr-portal", "dotnet", 4)
    c.change(
        -16,
        "infrastructure",
        "ec2:RevokeSecurityGroupIngress",
        "security-group/sg-hr-db",
        "role/sec-cleanup",
        protocol="tcp",
        from_port=1433,
        to_port=1433,
        source_group="sg-hr-portal",
        attached_to="hr-db",
    )
    c.change(
        -80,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/hr-portal",
        "role/cd",
        task_definition=["hr-portal:70", "hr-portal:71"],
    )
    c.edges(
        ("canary/hr-login", "calls", "ecs-service/hr-portal"),
        ("ecs-service/hr-portal", "reads", "rds/hr-db"),
        ("rds/hr-db", "depends_on", "security-group/sg-hr-db"),
    )
    c.gap("metrics", "no datapoints between 09:00 and 09:27", "rds/hr-db")
    c.gap("events", "AccessDenied rds:DescribeEvents", "rds/hr-db", "rds:DescribeEvents")
    return c.fault(
        "network.policy_blocked",
        "rds/hr-db",
        ("network.policy_blocked", "security-group/sg-hr-db"),
        ("network.policy_blocked", "ecs-service/hr-portal"),
        near=["db.unreachable"],
        poor=True,
    )


def one_message_again() -> Answer:
    c = Case(
        "settle-fifo-alarm",
        "2026-06-16T06:55:00",
        "settlement-oldest-message",
        "sqs/settlement.fifo",
        span=120,
        since=-50,
        severity="high",
    )
    c.alert(
        -50, "settlement-oldest-message", "sqs/settlement.fifo", metric="ApproximateAgeOfOldestMessage", threshold=600
    )
    message = "settlement failed messageId=2f0c9a71-88e1 group=acq-07 ApproximateReceiveCount={} java.lang.ArithmeticException: Rounding necessary at BigDecimal.setScale (amount=1.0000000001)"
    for k, m in enumerate((-58, -46, -34, -22, -10)):
        c.log(m, "ecs-service/settler", "error", message.format(k * 6 + 1), 6)
    c.log(-31, "ecs-service/settler", "info", "settled group=acq-03 batch=188 ok", 2210)
    c.chatter("ecs-service/settler", "jvm", 4)
    c.state("sqs/settlement.fifo", "sqs_queue", visible=341, in_flight=1, delayed=0, oldest_age_s=3540, redrive=None)
    c.edges(("sqs/settlement.fifo", "calls", "ecs-service/settler"))
    c.gap("metrics", "throttled: ThrottlingException from GetMetricData", "sqs/settlement.fifo")
    c.gap("changes", "CloudTrail lookup not permitted", None, "cloudtrail:LookupEvents")
    return c.fault(
        "sqs.poison_message",
        "sqs/settlement.fifo",
        ("data.corrupt_input", "sqs/settlement.fifo"),
        ("sqs.poison_message", "ecs-service/settler"),
        ("data.corrupt_input", "ecs-service/settler"),
        near=["dependency.queue_backlog", "code.unhandled_error"],
        poor=True,
    )


def errors_and_nothing_else() -> Answer:
    c = Case(
        "bookings-elb-5xx",
        "2026-03-17T20:15:00",
        "bookings-elb-5xx",
        "alb/bookings",
        span=30,
        since=-8,
        severity="critical",
    )
    c.alert(-8, "bookings-elb-5xx", "alb/bookings", metric="HTTPCode_Target_5XX_Count", threshold=50)
    c.series("alb/bookings", "HTTPCode_Target_5XX_Count", 2, 330, -10, noise=0.2)
    c.series("alb/bookings", "RequestCount", 4000, noise=0.05)
    c.edges(
        ("alb/bookings", "calls", "ecs-service/bookings"),
        ("ecs-service/bookings", "writes", "rds/bookings-pg"),
        ("ecs-service/bookings", "calls", "lambda/seatmap"),
    )
    c.change(
        -1300,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/bookings",
        "role/cd",
        task_definition=["bookings:15", "bookings:16"],
    )
    c.gap("logs", "AccessDenied on /ecs/bookings", "ecs-service/bookings", "logs:FilterLogEvents")
    c.gap("state", "AccessDenied", "rds/bookings-pg", "rds:DescribeDBInstances")
    c.gap("metrics", "no datapoints", "rds/bookings-pg")
    c.gap("metrics", "no datapoints", "ecs-service/bookings")
    return c.blind(near=["deployment.bad_release", "dependency.errors"])


def caller_times_out() -> Answer:
    c = Case(
        "nightwatch-probe-31",
        "2026-05-30T03:48:00",
        "probe 31 red",
        "canary/probe-31",
        span=60,
        since=-18,
        source="synthetic-monitor",
        severity="unknown",
        region=None,
    )
    c.alert(-18, "probe 31 red", "canary/probe-31", count=7, reason="timeout")
    c.alert(-30000, "stock-pg storage below 30%", "rds/stock-pg", metric="FreeStorageSpace", threshold=6e10)
    c.log(-18, "ecs-service/stock-web", "error", "GET /stock/item: context deadline exceeded (30s)", 290)
    c.log(-17, "ecs-service/stock-web", "warn", "request budget exhausted, serving stale page", 41)
    c.chatter("ecs-service/stock-web", "go", 4)
    c.edges(
        ("canary/probe-31", "calls", "ecs-service/stock-web"),
        ("ecs-service/stock-web", "calls", "ecs-service/stock-core"),
        ("ecs-service/stock-core", "writes", "rds/stock-pg"),
        ("ecs-service/stock-core", "reads", "kinesis/stock-moves"),
    )
    c.gap("logs", "log group /ecs/stock-core belongs to account 9920, not linked", "ecs-service/stock-core")
    c.gap("metrics", "cross-account observability not configured", "ecs-service/stock-core")
    c.gap("metrics", "cross-account observability not configured", "rds/stock-pg")
    c.gap("changes", "no trail in account 9920", "ecs-service/stock-core")
    return c.blind(herring=("storage.full", "rds/stock-pg"), near=["dependency.slow", "db.lock_contention"])


CASES = (wraparound_from_logs, rule_revoked, one_message_again, errors_and_nothing_else, caller_times_out)
