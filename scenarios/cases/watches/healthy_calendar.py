"""Pages by the calendar, by a twin and by one user: nothing here is ill."""

from scenarios.cases.watches.building import Case, Watch, ramp, wave
from scenarios.cases.watches.companies import bramble, farrow, nordlys, sable
from scenarios.cases.watches.parts import alb, function


def clocks_back() -> Case:
    """The clocks went back: the hourly feed is compared with the same hour UTC of last week and seems an hour late."""
    w = Watch(
        "wa-sable-1025",
        "2026-10-25T05:40:00+00:00",
        "Anomaly: bids volume 24 % below same hour last week (EU)",
        source="datadog",
        service="bid-enricher",
        resource="kafka/bids",
        started=-35,
        region="eu-west-1",
        span=240,
        period=300,
    )
    morning = lambda m: 9000 + 19000 / (1 + pow(2.718, -(m + 5) / 55))  # noqa: E731
    sable(w, lambda m: morning(m) + 7100)
    w.metric(
        "kafka/bids",
        "Prometheus:messages_in_per_sec:eu",
        morning,
        noise=0.04,
        stat=None,
        usual=lambda m: morning(m + 60),
    )
    w.metric("service/bid-enricher", "Prometheus:consumer_lag", 2100, noise=0.3, stat=None, usual=2200)
    w.metric("kafka/bids", "Prometheus:messages_in_per_sec:us", 7100, noise=0.04, stat=None, usual=7050)
    w.metric("service/bid-enricher", "Prometheus:bid_http_success_ratio", 0.9991, noise=0.0002, stat=None)
    w.log(
        -280,
        "batch/hourly-export",
        "info",
        "Europe/Berlin 02:00 occurs twice today; run 2 skipped (idempotent key 2026-10-25T02)",
    )
    w.log(-100, "batch/hourly-export", "warn", "cron: 25 local hours today, schedule is in Europe/Berlin")
    w.chatter("batch/hourly-export", [("info", "exported hour=#N rows=#N000"), ("info", "upload ok part=#X")], 6)
    w.alert(
        -35,
        "bids volume anomaly (week over week)",
        "kafka/bids",
        "alarm",
        reason="-24 %; algorithm agile, seasonality weekly, timezone UTC",
    )
    w.alert(-35, "bids volume anomaly (us)", "kafka/bids", "ok")
    w.alert(-9000, "exchange handshake errors", "service/bid-enricher", "ok")
    return w.healthy(None, herring=("traffic.drop", "kafka/bids"), near="traffic.drop dependency.third_party_outage")


def doubled_page() -> Case:
    """The second Alertmanager lost its gossip and pages again what was fixed and resolved this afternoon."""
    w = Watch(
        "wa-nordlys-1107",
        "2026-11-07T18:20:00Z",
        "[FIRING:1] SeatsReplicaLag (seats-ro) [re-sent by alertmanager-1]",
        source="prometheus",
        service="seats",
        resource="rds/seats-ro",
        severity="high",
        started=-152,
        region="eu-north-1",
        span=180,
        period=60,
        labels={"replica": "alertmanager-1", "fingerprint": "7c1d2b5e90af"},
    )
    nordlys(w)
    w.metric("rds/seats-ro", "AWS/RDS:ReplicaLag", lambda m: 96 if -158 < m < -140 else 0.6, noise=0.25, unit="Seconds")
    w.metric("rds/seats-ro", "AWS/RDS:CPUUtilization", 24, unit="Percent")
    alb(w, "tickets", wave(2900, 300), 0.18, 0.4, 41)
    w.log(
        -3,
        "service/alertmanager",
        "warn",
        'component=cluster msg="failed to join cluster" err="1 error occurred: Failed to resolve alertmanager-0.alertmanager: no such host"',
        4,
    )
    w.log(
        -2,
        "service/alertmanager",
        "info",
        'alertmanager-1 component=dispatcher msg="notification log empty after restart, sending group" fingerprint=7c1d2b5e90af',
    )
    w.event(-4, "kubernetes", "pod/alertmanager-1", "Started", "Started container alertmanager", source="kubelet")
    w.alert(
        -152,
        "SeatsReplicaLag",
        "rds/seats-ro",
        "ok",
        metric="ReplicaLag",
        threshold=30,
        reason="firing 15:48-16:01, resolved; incident 8812 closed: bulk price update finished",
    )
    w.change(
        -161, "data", "user/ekstrom", "psql: UPDATE seat_price (2.1 M rows), done 16:00", "rds/seats", ticket="TIX-771"
    )
    return w.healthy(None, herring=("db.replication_lag", "rds/seats-ro"), near="db.replication_lag")


def hotel_network() -> Case:
    """One user's ticket: "the app never loads". His hotel's network answers for the bank; nobody else is touched."""
    w = Watch(
        "wa-farrow-1114",
        "2026-11-14T21:05:00Z",
        "VIP ticket #48210: app shows 'connection not private' and won't load since 20:30",
        source="manual",
        service="app",
        resource="apigateway/app-v2",
        severity="high",
        description="Customer tried three times on hotel wifi. Works when he turns wifi off, he says. Please check urgently.",
        started=-35,
        region="eu-central-1",
        span=120,
    )
    farrow(w)
    w.metric("apigateway/app-v2", "AWS/ApiGateway:Count", wave(3400, 260), count=True, unit="Count", usual=3400)
    w.metric("apigateway/app-v2", "AWS/ApiGateway:5XXError", 0.5, count=True, unit="Count", usual=0.5)
    w.metric("apigateway/app-v2", "AWS/ApiGateway:4XXError", 61, count=True, unit="Count", usual=60)
    w.metric("apigateway/app-v2", "AWS/ApiGateway:Latency", 141, stat="p95", unit="Milliseconds", usual=139)
    w.log(
        -31,
        "rum/mobile",
        "warn",
        "user=48210 net=wifi tls pin mismatch host=api.farrow.example presented issuer='CN=GuestGate Captive Portal' ip=10.12.0.1",
        3,
    )
    w.log(-12, "rum/mobile", "info", "user=48210 net=cellular session restored, accounts loaded in 804 ms")
    w.state(
        "check/api-from-7-regions",
        "connectivity_check",
        port=443,
        ok=True,
        detail="certificate valid until 2027-03-02, 7 of 7 ok",
        probes=[{"from": "eu-central-1", "ok": True}, {"from": "eu-south-1", "ok": True}],
    )
    w.alert(-12000, "rum-tls-errors", "rum/mobile", "ok", reason="3 of 41 900 sessions in 1 h")
    return w.healthy(
        None,
        herring=("app.certificate_expired", "apigateway/app-v2"),
        near="app.certificate_expired network.partition dns.record_wrong",
    )


def boxing_day() -> Case:
    """The day after Christmas: few commute, the heating rules rest; last year's holiday looked the same."""
    w = Watch(
        "wa-bramble-1226",
        "2026-12-26T08:30:00Z",
        "rule-evaluations 57 % below weekly forecast",
        service="rules",
        resource="lambda/rule-engine",
        started=-40,
        severity="high",
        span=180,
        period=300,
    )
    bramble(w)
    w.metric(
        "lambda/rule-engine",
        "AWS/Lambda:Invocations",
        ramp(2100, 3900, -180),
        count=True,
        unit="Count",
        usual=ramp(2050, 3720, -180),
        days=365,
    )
    w.metric("lambda/rule-engine", "AWS/Lambda:Errors", 0.4, count=True, unit="Count", usual=0.5, days=365)
    w.metric("lambda/rule-engine", "AWS/Lambda:Duration", 61, stat="p95", unit="Milliseconds", usual=60, days=365)
    w.metric("iot/device-gateway", "fleet:connected_devices", 481200, noise=0.001, stat="Maximum")
    w.metric("iot/device-gateway", "fleet:presence_change_events", 700, count=True, usual=690, days=365)
    function(w, "telemetry-writer", 2140, 320, 0.3, runtime="python3.12")
    w.chatter(
        "lambda/rule-engine",
        [("info", "rule leave-home not triggered home=#X"), ("info", "holiday schedule active home=#X")],
        10,
    )
    w.alert(
        -40,
        "rule-evaluations-forecast",
        "lambda/rule-engine",
        "alarm",
        reason="outside ANOMALY_DETECTION_BAND (trained on 14 days, no holidays)",
    )
    w.alert(-40, "devices-connected", "iot/device-gateway", "ok", reason="99.6 % of fleet")
    w.event(
        -2100, "iot", "iot/device-gateway", "JobCompleted", "firmware 4.1.7 rollout paused for the holidays", "info"
    )
    return w.healthy(None, herring=("traffic.drop", "lambda/rule-engine"), near="traffic.drop")


CASES = (
    clocks_back,
    doubled_page,
    hotel_network,
    boxing_day,
)
