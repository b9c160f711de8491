"""Healthy request paths on AWS over which somebody was alarmed."""

from __future__ import annotations

from . import surroundings as life
from .bundle import Bundle, Case, expect


def partner_bad_requests() -> Case:
    """A partner's new client sends postal codes that are refused with 400; everyone else is served as before."""
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
    """Autoscaling takes tasks away in the evening as traffic falls; the alarm counts tasks, the requests are well."""
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


def canary_once() -> Case:
    """One canary run timed out before reaching the API and the next eleven passed; the release was of a side part."""
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


CASES = (
    partner_bad_requests,
    evening_scale_in,
    canary_once,
)
