"""Pages for nothing: what the alarm was told to do, not what it watches, is odd."""

from scenarios.cases.watches.building import Case, Watch, wave
from scenarios.cases.watches.companies import lumenbank, penrose, quillfish
from scenarios.cases.watches.parts import alb, ecs, function, host, rds


def file_intake_missing_data() -> Case:
    """No files come on Sundays, so there is no datapoint, and the alarm treats that as breaching."""
    w = Watch(
        "wa-lumenbank-0308",
        "2026-03-08T09:02:00Z",
        "ALARM: intake-files-processed-low",
        service="intake",
        resource="host/lb-batch-1",
        severity="critical",
        started=-2,
        description="FilesProcessed < 1 for 2 datapoints; TreatMissingData: breaching",
        region="eu-west-2",
        span=360,
        period=300,
    )
    lumenbank(w)
    rds(w, "core-ledger", 14, 61, 910)
    host(w, "lb-batch-1", 3, 44, 63)
    w.metric("host/lb-batch-1", "Intake:FilesProcessed", 6, count=True, hole=(-361, 1))
    w.metric("host/lb-batch-1", "Intake:WatcherHeartbeat", 5, noise=0, stat="Sum")
    w.state(
        "host/lb-batch-1",
        "systemd_unit",
        unit="IntakeWatcher",
        active="active (running)",
        since="2026-02-19T02:11:40Z",
        log_tail=[
            "[INF] Intake.Watcher: inbox empty, 0 files",
            "[INF] Intake.Watcher: calendar=GB business_day=false (Sunday), next window Mon 06:00",
        ],
    )
    w.chatter(
        "host/lb-batch-1",
        [("info", "Intake.Watcher: inbox empty, 0 files"), ("info", "Intake.Watcher: calendar=GB business_day=false")],
        12,
    )
    w.alert(
        -2,
        "intake-files-processed-low",
        "host/lb-batch-1",
        "alarm",
        metric="FilesProcessed",
        threshold=1,
        reason="no datapoints were received for 2 periods and 2 missing datapoints were treated as [Breaching]",
        count=1,
    )
    w.alert(-2000, "intake-backlog", "host/lb-batch-1", "ok", reason="0 files waiting")
    w.change(
        -1050,
        "config",
        "user/k.osei",
        "cloudwatch:PutMetricAlarm",
        "host/lb-batch-1",
        treat_missing_data=["notBreaching", "breaching"],
    )
    return w.healthy(None, near="traffic.drop dependency.unreachable")


def old_dead_letter() -> Case:
    """Somebody set the alarm's limit to zero; the one message it finds has lain there for nine days."""
    w = Watch(
        "wa-penrose-0316",
        "2026-03-16T13:30:00Z",
        "ALARM: settlement-dlq-depth",
        service="settler",
        resource="sqs/settlement-dlq",
        severity="high",
        started=-11,
        region="eu-central-1",
        span=90,
    )
    penrose(w)
    w.metric(
        "sqs/settlement-dlq", "AWS/SQS:ApproximateNumberOfMessagesVisible", 1, noise=0, stat="Maximum", unit="Count"
    )
    w.metric("sqs/settlement-dlq", "AWS/SQS:NumberOfMessagesSent", 0, noise=0, stat="Sum", unit="Count")
    w.metric(
        "sqs/settlement-dlq",
        "AWS/SQS:ApproximateAgeOfOldestMessage",
        lambda m: 801000 + 60 * m,
        noise=0,
        stat="Maximum",
        unit="Seconds",
    )
    w.state("sqs/settlement-dlq", "sqs_queue", visible=1, in_flight=0, delayed=0, oldest_age_s=801000)
    alb(w, "pay-api", 910, 0.14, 0.3, 21)
    ecs(w, "pay-api", 41, 55, 6, 748)
    w.change(
        -12,
        "config",
        "user/r.lindqvist",
        "cloudwatch:PutMetricAlarm",
        "sqs/settlement-dlq",
        alarm="settlement-dlq-depth",
        threshold=[5, 0],
    )
    w.alert(
        -11,
        "settlement-dlq-depth",
        "sqs/settlement-dlq",
        "alarm",
        metric="ApproximateNumberOfMessagesVisible",
        threshold=0,
        comparison="GreaterThanThreshold",
        reason="Threshold Crossed: 1 datapoint [1.0] was greater than the threshold (0.0)",
    )
    w.chatter(
        "ecs-service/settler",
        [("info", "settled batch=#X txns=#N"), ("info", "message deleted id=#X receive_count=1")],
        10,
    )
    w.log(
        -41,
        "ecs-service/settler",
        "warn",
        "acquirer file retry 1/5: 421 Service not available, closing control connection",
    )
    w.log(-40, "ecs-service/settler", "info", "acquirer file uploaded on attempt 2")
    return w.healthy(
        "healthy.threshold_noise", herring=("sqs.poison_message", "sqs/settlement"), near="sqs.poison_message"
    )


def dead_mans_switch() -> Case:
    """The watchdog that always fires was routed to the pager by a new receiver."""
    w = Watch(
        "wa-quillfish-0324",
        "2026-03-24T15:12:00Z",
        "[FIRING:1] Watchdog (none monitoring/k8s)",
        source="prometheus",
        severity="none",
        resource="service/alertmanager",
        description="This is an alert meant to ensure that the entire alerting pipeline is functional. It is always firing.",
        started=-61000,
        span=60,
        region="us-west-2",
        labels={"alertname": "Watchdog", "receiver": "pagerduty-game"},
    )
    quillfish(w)
    function(w, "inventory", 1210, 44, 0.5, memory=256)
    w.alert(-61000, "Watchdog", "service/alertmanager", "alarm", query="vector(1)")
    w.change(
        -16,
        "config",
        "user/t.brandt",
        "alertmanager: default route changed",
        "service/alertmanager",
        receiver=["null", "pagerduty-game"],
    )
    w.chatter(
        "lambda/inventory", [("warn", "conditional check failed item=#X, client retries"), ("info", "grant item=#X")], 7
    )
    return w.healthy("healthy.expected_signal")


def tracking_certificate() -> Case:
    """The certificate has sixty-three days left; that is when the monitor first warns."""
    w = Watch(
        "wa-halden-0401",
        "2026-04-01T06:00:00Z",
        "SSLCertExpiringSoon tracking.halden.example",
        source="prometheus",
        service="tracking",
        resource="host/hal-lb-01",
        started=0,
        region=None,
        span=360,
        period=300,
    )
    w.metric(
        "host/hal-lb-01", "blackbox:probe_ssl_earliest_cert_expiry_days", lambda m: 63 - m / 1440, noise=0, stat=None
    )
    w.metric("host/hal-lb-01", "blackbox:probe_success", 1, noise=0, stat=None)
    w.metric("host/hal-lb-01", "nginx:requests_per_second", wave(58, 9), noise=0.06, stat=None)
    w.alert(
        0,
        "SSLCertExpiringSoon",
        "host/hal-lb-01",
        "warning",
        metric="probe_ssl_earliest_cert_expiry_days",
        threshold=63,
        reason="notAfter=Jun  3 06:00:00 2026 GMT; certbot renews 30 days before",
    )
    w.state(
        "host/hal-lb-01",
        "systemd_unit",
        unit="certbot.timer",
        active="active (waiting)",
        log_tail=["certbot: Cert not yet due for renewal"],
    )
    w.log(
        -190,
        "host/hal-lb-01",
        "error",
        "SSL_do_handshake() failed (SSL: error:0A000102:SSL routines::unsupported protocol) while SSL handshaking, client: 203.0.113.77",
        3,
    )
    return w.healthy(None, herring=("app.certificate_expired", "host/hal-lb-01"), near="app.certificate_expired")


CASES = (
    file_intake_missing_data,
    old_dead_letter,
    dead_mans_switch,
    tracking_certificate,
)
