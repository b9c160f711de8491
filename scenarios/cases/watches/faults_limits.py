"""Quiet faults at a ceiling or of a key: replicas, a token, a rotated secret, reserved concurrency."""

from scenarios.cases.watches.building import Case, Watch, ramp, step
from scenarios.cases.watches.companies import farrow, halden, sable
from scenarios.cases.watches.parts import deployment, function, host, service


def licences_at_ceiling() -> Case:
    """The autoscaler did as designed up to its ceiling and would go on: one player start of fifty waits too long."""
    w = Watch(
        "wa-osprey-0530",
        "2026-05-30T20:12:00Z",
        "HPA drm-license: ScalingActive, 8 rescales in 1 h",
        source="prometheus",
        service="drm-license",
        resource="deployment/drm-license",
        started=-28,
        span=90,
        period=60,
        description="KubeHpaRescalesHigh (info). Final day of the cup.",
    )
    w.edges("calls", "service/edge-envoy > service/manifest", "service/manifest > service/drm-license")
    service(w, "manifest", ramp(210, 395, -80, -20), ramp(34, 81, -30), ramp(0.0006, 0.018, -30), 2.7, 510)
    service(w, "session", ramp(320, 590, -80, -20), 26, 0.0004, 3.9, 700)
    place = "service/drm-license"
    w.metric(place, "Prometheus:request_rate", ramp(60, 131, -80, -15), noise=0.04, stat=None, unit="req/s")
    w.metric(
        place,
        "Prometheus:latency_p95",
        lambda m: 62 if m < -32 else 62 + 13 * (m + 32),
        noise=0.07,
        stat=None,
        unit="ms",
    )
    w.metric(
        "deployment/drm-license",
        "ContainerInsights:pod_cpu_utilization_over_pod_limit",
        lambda m: 61 if m < -34 else min(97, 61 + 2.2 * (m + 34)),
        noise=0.02,
        unit="Percent",
    )
    w.metric(
        "deployment/drm-license",
        "Prometheus:kube_hpa_status_current_replicas",
        lambda m: min(10, 4 + max(0, (m + 80) // 8)),
        noise=0,
        stat=None,
    )
    deployment(w, "drm-license", "play", 10, "osprey/drm-license:2.1.7")
    w.state(
        "deployment/drm-license",
        "hpa",
        min_replicas=4,
        max_replicas=10,
        current_replicas=10,
        desired_replicas=10,
        target_cpu_percent=60,
        current_cpu_percent=96,
        conditions={
            "AbleToScale": "True",
            "ScalingActive": "True",
            "ScalingLimited": {
                "status": "True",
                "reason": "TooManyReplicas",
                "message": "the desired replica count is more than the maximum replica count",
            },
        },
    )
    w.event(
        -32,
        "kubernetes",
        "deployment/drm-license",
        "SuccessfulRescale",
        "New size: 10; reason: cpu resource utilization (percentage of request) above target",
        count=1,
        source="horizontal-pod-autoscaler",
    )
    w.log(-9, "service/manifest", "error", "license pre-fetch: upstream request timeout (504) cluster=drm-license", 611)
    w.chatter(
        "service/session",
        [("info", "session #X started device=phone"), ("warn", "heartbeat late by #N ms session=#X")],
        8,
    )
    w.alert(-28, "KubeHpaRescalesHigh", "deployment/drm-license", "warning", count=8)
    w.alert(-3, "PlaybackStartFailures", "service/edge-envoy", "ok", reason="0.92 % of starts, limit 1 %")
    w.state(
        "node/ip-10-70-4-12",
        "node",
        conditions={"Ready": "True"},
        allocatable={"cpu": "31580m"},
        allocated={"cpu": {"requests": "12100m"}},
    )
    return w.fault(
        "compute.autoscaling_at_max",
        "deployment/drm-license",
        ("compute.cpu_saturation", "deployment/drm-license"),
        ("compute.cpu_saturation", "service/drm-license"),
        ("traffic.surge", "deployment/drm-license"),
        ("traffic.surge", "service/drm-license"),
        ("compute.autoscaling_at_max", "service/drm-license"),
        near="healthy.expected_signal",
    )


def exchange_token() -> Case:
    """One of six partner imports is retried, and retried; its refresh token ran out. The other five succeed on retry as ever."""
    w = Watch(
        "wa-sable-0617",
        "2026-06-17T09:10:00Z",
        "hourly-import: task retried (3)",
        resource="batch/hourly-import",
        service="imports",
        started=-66,
        region="us-east-1",
        span=240,
        period=300,
    )
    sable(w)
    w.metric(
        "batch/hourly-import",
        "Imports:TasksSucceeded",
        step(6, 5, -130),
        noise=0,
        stat="Sum",
        unit="Count",
        period=3600,
    )
    w.metric("batch/hourly-import", "Imports:Retries", step(1, 4, -130), count=True, unit="Count", period=3600)
    w.metric(
        "batch/hourly-import", "Imports:RowsImported", step(2.41e6, 2.2e6, -130), noise=0.03, stat="Sum", period=3600
    )
    for start in (-128, -68, -8):
        for attempt in (1, 2, 3):
            w.log(
                start + attempt,
                "batch/hourly-import",
                "error",
                f'task=import_larkspur attempt={attempt}/3 POST https://auth.larkspur-ads.example/oauth/token -> 400 {{"error":"invalid_grant","error_description":"refresh token expired"}}',
            )
        w.log(start + 2, "batch/hourly-import", "warn", "task=import_mallow attempt=1/3 ReadTimeout(30s), retrying")
        w.log(
            start + 3,
            "batch/hourly-import",
            "info",
            "task=import_mallow attempt=2/3 ok rows=4" + str(w.random.randint(10000, 99999)),
        )
        w.log(
            start + 4,
            "batch/hourly-import",
            "info",
            "dag hourly_import finished: 5 success, 1 upstream_failed (import_larkspur), trigger_rule=all_done",
        )
    w.event(-64, "airflow", "batch/hourly-import", "DagRunSucceeded", "hourly_import 08:00 marked success", "info")
    w.state(
        "batch/hourly-import",
        "partner_connection",
        partner="larkspur",
        auth="oauth2",
        refresh_token_issued="2025-12-19T07:00:00Z",
        refresh_token_lifetime_days=180,
        last_success="2026-06-17T06:04:00Z",
    )
    w.alert(-66, "hourly-import retries", "batch/hourly-import", "warning", threshold=3, count=2)
    w.change(-900, "deployment", "role/data-ci", "airflow: dag bundle 311", "batch/daily-rollup")
    return w.fault(
        "access.credentials_expired",
        "batch/hourly-import",
        near="healthy.recovered dependency.third_party_outage dependency.errors",
    )


def label_key() -> Case:
    """The carrier's key was rotated yesterday night; one of two application hosts was not restarted and prints no labels."""
    w = Watch(
        "wa-halden-0629",
        "2026-06-29T07:30:00+00:00",
        "labels: client errors 2.9 % of requests",
        source="prometheus",
        service="labels",
        resource="host/hal-lb-01",
        started=-50,
        region=None,
        span=180,
        period=300,
    )
    halden(w)
    host(w, "hal-lb-01", 12, 38, 41)
    host(w, "hal-db-01", 27, 83, 66, "/var/lib/mysql", 2.2)
    w.metric("host/hal-lb-01", "nginx:requests_per_second", ramp(22, 61, -180), stat=None)
    w.metric(
        "host/hal-lb-01", "nginx:status_4xx_ratio", lambda m: 0.029, noise=0.12, stat=None, unit="ratio", usual=0.004
    )
    w.metric("host/hal-app-03", "app:labels_printed_per_min", ramp(20, 52, -180), noise=0.1, stat=None)
    w.metric("host/hal-app-04", "app:labels_printed_per_min", 0, noise=0, stat=None, usual=ramp(20, 51, -180))
    w.log(
        -40,
        "host/hal-app-04",
        "error",
        'c.h.labels.CarrierClient - POST https://api.brisk-parcel.example/v2/labels 401 {"code":"key_revoked","key_id":"bp_live_..7Q"}',
        3120,
    )
    w.log(
        -35,
        "host/hal-app-03",
        "info",
        "c.h.labels.CarrierClient - POST https://api.brisk-parcel.example/v2/labels 201 key_id=bp_live_..9D",
        4006,
    )
    w.log(-38, "host/hal-lb-01", "info", '10.8.4.0/24 "GET /favicon.ico" 404', 212)
    w.state(
        "host/hal-app-03",
        "systemd_unit",
        unit="labels.service",
        active="active (running)",
        since="2026-06-28T22:04:10Z",
    )
    w.state(
        "host/hal-app-04",
        "systemd_unit",
        unit="labels.service",
        active="active (running)",
        since="2026-05-30T05:06:41Z",
    )
    w.change(
        -570,
        "access",
        "user/vault-rotate",
        "vault kv put carriers/brisk-parcel",
        "host/hal-app-03",
        key_id=["bp_live_..7Q", "bp_live_..9D"],
        note="old key revoked at 04:00 UTC; restart labels.service on hal-app-03, hal-app-04",
    )
    w.change(-566, "other", "user/j.whitlock", "systemctl restart labels.service", "host/hal-app-03")
    w.alert(-50, "labels 4xx ratio", "host/hal-lb-01", "warning", threshold=0.025, reason="0.029")
    return w.fault(
        "access.secret_rotation",
        "host/hal-app-04",
        ("access.credentials_expired", "host/hal-app-04"),
        herring=("dependency.third_party_outage", "host/hal-lb-01"),
        near="healthy.threshold_noise dependency.third_party_outage traffic.abuse",
    )


def statement_mailer() -> Case:
    """Async events wait and are retried; a few are dropped. Someone set the reserved concurrency to five. Logs are not readable."""
    w = Watch(
        "wa-farrow-0708",
        "2026-07-08T10:44:00Z",
        "statement-mailer: AsyncEventAge p90 4 min",
        resource="lambda/statement-mailer",
        service="statements",
        started=-30,
        severity="info",
        region="eu-central-1",
        span=120,
    )
    farrow(w)
    function(
        w,
        "statement-mailer",
        step(205, 148, -71),
        2450,
        0.3,
        step(0, 88, -71),
        reserved=5,
        memory=768,
        runtime="java21",
    )
    place = "lambda/statement-mailer"
    w.metric(
        place,
        "AWS/Lambda:ConcurrentExecutions",
        lambda m: 7 + 1.5 * (int(m) % 3) if m < -71 else 5,
        noise=0,
        stat="Maximum",
        unit="Count",
    )
    w.metric(place, "AWS/Lambda:AsyncEventAge", step(90, 241000, -71), noise=0.25, stat="p90", unit="Milliseconds")
    w.metric(place, "AWS/Lambda:AsyncEventsDropped", lambda m: 0 if m < -20 else 6, count=True, unit="Count")
    w.metric(place, "AWS/Lambda:AsyncEventsReceived", 206, count=True, unit="Count")
    w.change(-72, "scaling", "user/finops-bot", "lambda:PutFunctionConcurrency", place, reserved_concurrency=[50, 5])
    w.change(-240, "deployment", "role/app-ci", "lambda:UpdateFunctionCode", "lambda/push-register", version=88)
    w.gap("logs", "AccessDeniedException on log group /aws/lambda/statement-mailer", place, "logs:FilterLogEvents")
    w.alert(-30, "statement-mailer-event-age", place, "alarm", metric="AsyncEventAge", threshold=120000)
    w.alert(-4000, "statement-mailer-errors", place, "ok")
    return w.fault(
        "lambda.throttled",
        place,
        ("deployment.scaling_change", place),
        poor=True,
        near="healthy.recovered traffic.surge",
    )


CASES = (
    licences_at_ceiling,
    exchange_token,
    label_key,
    statement_mailer,
)
