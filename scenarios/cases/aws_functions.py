"""Lambda and API Gateway on AWS: limits, timeouts, memory, cold starts, releases, throttled stages."""

from scenarios.cases.building import Case, Item, Scenario
from scenarios.cases.building_aws import Scene, edges, fault, name_of, path, step


def report(
    scene: Scene, entity: str, minute: float, ms: float, memory: int, used: int, init: float | None = None
) -> Item:
    """The REPORT line that the platform writes after an invocation."""
    number = f"{int(minute * 1000):08x}-5c1e-4b8e-9a55-0f2c7d1e88aa"
    tail = f"\tInit Duration: {init:.2f} ms" if init is not None else ""
    return scene.log(
        entity,
        minute,
        f"REPORT RequestId: {number}\tDuration: {ms:.2f} ms\tBilled Duration: {int(ms) + 1} ms\t"
        f"Memory Size: {memory} MB\tMax Memory Used: {used} MB{tail}",
        source=f"/aws/lambda/{name_of(entity)}",
    )


def reserved_concurrency_reached() -> Scenario:
    """An old reservation of forty is reached at the evening peak: the rest is throttled, what runs is fast."""
    s, fn, gw = Scene("2026-10-23T18:20:00", seed=501), "lambda/ride-quote", "apigateway/rider-api"
    return fault(
        s.bundle(
            "aws-reservation-reached",
            "rider-api 5XXError",
            gw,
            started=23,
            alerts=[s.alarm(gw, 23, "rider-api 5XXError", "5XXError", 50)],
            metrics=[
                *s.function(
                    fn,
                    calls=path((10, 7100), (10, 7200, 9300), (None, 9580)),
                    throttles=path((20, 0), (None, 240, 1900)),
                    ms=251,
                    longest=640,
                    concurrent=path((10, 29), (10, 30, 39), (None, 40)),
                ),
                *s.metrics(
                    gw,
                    **{
                        "Count": path((10, 7100), (10, 7200, 9300), (None, 9700, 11500)),
                        "5XXError": path((20, 0), (None, 240, 1900)),
                        "4XXError": 31,
                        "Latency": 290,
                    },
                ),
                *s.metrics("dynamodb/ride-rates", ConsumedReadCapacityUnits=step(20, 9000, 9600), ThrottledRequests=0),
                s.series(fn, "ClaimedAccountConcurrency", path((20, 171), (None, 179)), statistic="Maximum"),
            ],
            logs=[
                *(report(s, fn, 1.5 + 3 * n, 240 + n, 512, 141) for n in range(13)),
                *s.lines(
                    gw,
                    21,
                    40,
                    2,
                    [
                        (
                            '{"requestId":"{n}","status":"500","integrationStatus":"429",'
                            '"integrationErrorMessage":"Rate Exceeded."}'
                        )
                    ],
                ),
            ],
            changes=[
                s.change("lambda/receipt-mailer", 19, "deployment", "UpdateFunctionCode", "role/ci"),
                s.change(
                    fn, -60000, "scaling", "PutFunctionConcurrency", "user/platform", reserved_concurrency=[None, 40]
                ),
            ],
            topology=edges((gw, "calls", fn), (fn, "reads", "dynamodb/ride-rates")),
            state=[
                s.state(
                    fn,
                    "lambda_function",
                    runtime="nodejs22.x",
                    memory_mb=512,
                    timeout_s=6,
                    reserved_concurrency=40,
                    last_update_status="Successful",
                ),
                s.state(gw, "api_stage", throttle={"rate": 10000, "burst": 5000}, integration=fn),
            ],
        ),
        "lambda.throttled",
        fn,
        also=[("traffic.surge", gw)],
        herring=("deployment.bad_release", "lambda/receipt-mailer"),
        near=["gateway.rate_limited", "lambda.cold_start_surge", "dynamodb.throttled", "lambda.timeout"],
    )


def invocations_end_at_the_limit() -> Scenario:
    """The monthly statements have grown until rendering takes longer than the function's thirty seconds."""
    s, fn = Scene("2026-11-01T03:00:00", seed=502, count=40, period=300), "lambda/statement-render"
    return fault(
        s.bundle(
            "aws-ends-at-thirty-seconds",
            "statement-render-errors",
            fn,
            started=95,
            alerts=[
                s.alarm(fn, 95, "statement-render-errors", "Errors", 3),
                s.alarm("sqs/statements-dlq", 130, "statements-dlq not empty", "ApproximateNumberOfMessagesVisible", 0),
            ],
            metrics=[
                *s.function(
                    fn,
                    calls=61,
                    errors=path((17, 0), (None, 18)),
                    ms=path((8, 9100), (9, 9500, 22000), (None, 26500)),
                    longest=path((8, 14000), (9, 15000, 29200), (None, 30000)),
                    concurrent=path((17, 2), (None, 6)),
                ),
                *s.metrics("s3/statements", AllRequests=122, FirstByteLatency=21),
                *s.metrics("dynamodb/accounts", SuccessfulRequestLatency=4.1, ThrottledRequests=0),
            ],
            logs=[
                *s.lines(
                    fn,
                    90,
                    200,
                    7,
                    [
                        "2026-11-01T04:41:07.001Z 4af1 Task timed out after 30.03 seconds",
                        "[INFO] rendering account={n} lines=18211",
                        "[INFO] page 211 of 240 done account={n}",
                    ],
                ),
                *(report(s, fn, 3 + 7 * n, 9000 + 600 * n, 1024, 388) for n in range(10)),
            ],
            topology=edges(
                (fn, "reads", "dynamodb/accounts"),
                (fn, "writes", "s3/statements"),
                (fn, "writes", "sqs/statements-dlq"),
            ),
            state=[
                s.state(
                    fn,
                    "lambda_function",
                    runtime="python3.12",
                    memory_mb=1024,
                    timeout_s=30,
                    last_update_status="Successful",
                    last_modified="2026-08-02T09:00:00Z",
                )
            ],
            changes=[s.change("lambda/statement-mail", 80, "deployment", "UpdateFunctionCode", "role/ci")],
        ),
        "lambda.timeout",
        fn,
        near=["dependency.slow", "lambda.out_of_memory", "deployment.bad_release", "code.slow_path"],
    )


def timeouts_come_from_the_supplier() -> Scenario:
    """A function times out, but only in calls of an outside supplier that has become slow; all else is as ever."""
    s, fn, ext = Scene("2026-10-15T12:00:00", seed=503), "lambda/shipping-rates", "external/api.carrierhub.example"
    return fault(
        s.bundle(
            "aws-timeouts-of-a-supplier",
            "shipping-rates Errors >= 5",
            fn,
            started=20,
            alerts=[s.alarm(fn, 20, "shipping-rates Errors >= 5", "Errors", 5)],
            metrics=[
                *s.function(
                    fn,
                    calls=430,
                    errors=step(18, 0, 271),
                    ms=step(18, 410, 7600),
                    longest=step(18, 1300, 10000),
                    concurrent=path((18, 4), (None, 61)),
                ),
                s.series(ext, "call.duration.p90", step(18, 320, 9600), namespace="Shipping", unit="Milliseconds"),
                s.series("dynamodb/rate-cache", "SuccessfulRequestLatency", 3.8),
            ],
            logs=[
                *s.lines(
                    fn,
                    18.3,
                    40,
                    1.2,
                    [
                        "INFO GET https://api.carrierhub.example/v3/rates attempt 1",
                        "WARN carrierhub answered after 9381 ms",
                        "Task timed out after 10.01 seconds",
                    ],
                ),
                *s.lines(fn, 0, 18, 3, ["INFO carrierhub answered after 311 ms"]),
            ],
            changes=[
                s.change(fn, -2900, "deployment", "PublishVersion", "role/ci", version="14", previous_version="13")
            ],
            topology=edges((fn, "calls", ext), (fn, "reads", "dynamodb/rate-cache")),
            state=[
                s.state(
                    fn,
                    "lambda_function",
                    runtime="nodejs20.x",
                    memory_mb=256,
                    timeout_s=10,
                    alias_live="14",
                    versions=["13", "14"],
                )
            ],
        ),
        "dependency.slow",
        ext,
        also=[("dependency.third_party_outage", ext)],
        herring=("lambda.timeout", fn),
        near=["lambda.timeout", "lambda.throttled", "deployment.bad_release"],
    )


def killed_at_the_memory_limit() -> Scenario:
    """Large uploads kill the function at its memory limit; smaller ones go well."""
    s, fn = Scene("2026-09-24T10:30:00", seed=504, region="us-east-2"), "lambda/scan-to-pdf"
    return fault(
        s.bundle(
            "aws-killed-at-512",
            "scan-to-pdf failures",
            fn,
            started=24,
            alerts=[s.alarm(fn, 24, "scan-to-pdf failures", "Errors", 4)],
            metrics=[
                *s.function(
                    fn, calls=88, errors=step(22, 0, 29), ms=step(22, 2100, 3300), longest=step(22, 4800, 9100)
                ),
                s.series(
                    "s3/scan-inbox",
                    "BytesUploaded",
                    step(21, 1.9e8, 9.8e8),
                    namespace="AWS/S3",
                    statistic="Sum",
                    unit="Bytes",
                ),
            ],
            logs=[
                *(report(s, fn, 1 + 3 * n, 2000 + 31 * n, 512, 301 + 4 * n) for n in range(7)),
                *(report(s, fn, 22.4 + 1.7 * n, 6200 + 31 * n, 512, 512) for n in range(10)),
                *s.lines(
                    fn,
                    22.4,
                    40,
                    1.7,
                    ["RequestId: 8f{n} Error: Runtime exited with error: signal: killed\nRuntime.ExitError"],
                ),
                *s.lines(fn, 0, 40, 4, ["INFO converted scan={n} pages=3"]),
                *s.lines(fn, 22, 38, 4, ["INFO start scan={n} pages=240 bytes=181220331"]),
            ],
            changes=[s.change(fn, 12, "config", "UpdateFunctionConfiguration", "role/ci", description="tags only")],
            topology=edges((fn, "reads", "s3/scan-inbox")),
            state=[
                s.state(
                    fn,
                    "lambda_function",
                    runtime="python3.13",
                    memory_mb=512,
                    timeout_s=60,
                    last_update_status="Successful",
                )
            ],
        ),
        "lambda.out_of_memory",
        fn,
        near=["lambda.timeout", "code.unhandled_error", "deployment.bad_release"],
    )


def a_release_that_imports_nothing() -> Scenario:
    """A new version was built without a library: it dies while importing. Memory was near its limit all along."""
    s, fn, lb = Scene("2026-11-18T09:20:00", seed=505), "lambda/tax-advice", "apigateway/tax-portal"
    return fault(
        s.bundle(
            "aws-library-left-out",
            "tax-portal-5xx",
            lb,
            started=17,
            alerts=[
                s.alarm(lb, 17, "tax-portal-5xx", "5XXError", 5),
                s.alarm(fn, -5000, "tax-advice memory 90%", "memory_utilization", 90),
            ],
            metrics=[
                *s.function(fn, calls=190, errors=step(15, 0, 189), ms=step(15, 140, 3)),
                *s.metrics(lb, **{"Count": 200, "5XXError": step(15, 0, 189), "Latency": step(15, 160, 44)}),
            ],
            logs=[
                *(report(s, fn, 0.5 + 2 * n, 130 + n, 256, 243) for n in range(7)),
                *s.lines(
                    fn,
                    15.2,
                    40,
                    1.4,
                    [
                        (
                            "[ERROR] Runtime.ImportModuleError: Unable to import module 'app': No module named "
                            "'lxml'\nTraceback (most recent call last):"
                        ),
                        (
                            "INIT_REPORT Init Duration: 211.20 ms\tPhase: invoke\tStatus: error\tError Type: "
                            "Runtime.ImportModuleError"
                        ),
                    ],
                ),
            ],
            changes=[
                s.change(fn, 14.7, "deployment", "UpdateFunctionCode", "role/tax-ci"),
                s.change(
                    fn,
                    14.8,
                    "deployment",
                    "PublishVersion",
                    "role/tax-ci",
                    version="88",
                    previous_version="87",
                    alias="live",
                ),
                s.change(
                    "dynamodb/tax-brackets",
                    13.9,
                    "config",
                    "UpdateTable",
                    "user/ops",
                    billing_mode=["PROVISIONED", "PAY_PER_REQUEST"],
                ),
            ],
            topology=edges((lb, "calls", fn), (fn, "reads", "dynamodb/tax-brackets")),
            state=[
                s.state(
                    fn,
                    "lambda_function",
                    runtime="python3.12",
                    memory_mb=256,
                    timeout_s=10,
                    alias_live="88",
                    versions=["87", "88"],
                    last_update_status="Successful",
                )
            ],
        ),
        "deployment.bad_release",
        fn,
        herring=("dynamodb.throttled", "dynamodb/tax-brackets"),
        near=["lambda.out_of_memory", "dynamodb.throttled", "code.unhandled_error"],
    )


def everybody_starts_cold() -> Scenario:
    """At nine sharp a whole company signs in: hundreds of Java instances start at once and each takes six seconds."""
    s, fn, gw = Scene("2026-10-26T08:40:00", seed=506), "lambda/sso-token", "apigateway/sso"
    return fault(
        s.bundle(
            "aws-cold-at-nine",
            "sso p99 latency > 5s",
            gw,
            started=22,
            source="datadog",
            severity="warning",
            alerts=[s.alarm(gw, 22, "sso p99 latency > 5s", "aws.apigateway.latency.p99", 5000)],
            metrics=[
                *s.function(
                    fn,
                    calls=path((20, 410), (None, 1350)),
                    ms=step(20, 71, 640),
                    longest=path((20, 240), (None, 880)),
                    concurrent=path((20, 4), (1, 180), (None, 210, 390)),
                ),
                s.series(fn, "InitDuration", path((20, 5900), (None, 6050)), statistic="p90", unit="Milliseconds"),
                s.series(fn, "ColdStarts", path((20, 0), (None, 190)), namespace="LambdaInsights", statistic="Sum"),
                s.series(gw, "Latency", path((20, 180), (None, 6900)), statistic="p99"),
                s.series(gw, "Latency", path((20, 92), (None, 710)), statistic="p50"),
            ],
            logs=[
                *(report(s, fn, 1 + 4 * n, 60 + n, 1024, 280) for n in range(5)),
                *(report(s, fn, 20.2 + 0.8 * n, 66 + n, 1024, 282, 5810.4 + 17 * n) for n in range(24)),
                *s.lines(
                    fn,
                    20.2,
                    40,
                    2,
                    [
                        (
                            "INIT_START Runtime Version: java:21.v31\tRuntime Version ARN: "
                            "arn:aws:lambda:eu-west-1::runtime:77ab"
                        )
                    ],
                ),
            ],
            changes=[
                s.change(fn, -10100, "deployment", "PublishVersion", "role/ci", version="21", previous_version="20")
            ],
            topology=edges((gw, "calls", fn)),
            state=[
                s.state(
                    fn,
                    "lambda_function",
                    runtime="java21",
                    memory_mb=1024,
                    timeout_s=15,
                    snap_start="None",
                    provisioned_concurrency=None,
                    reserved_concurrency=None,
                    alias_live="21",
                )
            ],
        ),
        "lambda.cold_start_surge",
        fn,
        also=[("traffic.surge", gw)],
        near=["lambda.throttled", "lambda.timeout", "deployment.bad_release", "code.slow_path"],
    )


def stage_turned_down() -> Scenario:
    """The throttle of the stage was turned down; clients get 429 and the functions behind have less to do than ever."""
    s, gw, fn = (
        Scene("2026-11-16T14:00:00", seed=507, region="eu-west-2"),
        "apigateway/partner-api",
        "lambda/partner-orders",
    )
    return fault(
        s.bundle(
            "aws-partner-429",
            "Partner API client errors",
            gw,
            started=18,
            source="synthetic-monitor",
            alerts=[
                s.alarm(gw, 18, "partner-api: order status", count=6, reason="expected 200, got 429"),
                s.alarm(gw, 19, "partner-api-4xx", "4XXError", 100),
            ],
            metrics=[
                *s.metrics(
                    gw, **{"Count": 6100, "4XXError": step(16, 14, 3190), "5XXError": 0, "Latency": step(16, 110, 61)}
                ),
                *s.function(fn, calls=step(16, 6090, 2900), ms=88, concurrent=step(16, 9, 4)),
                s.series(fn, "ProvisionedConcurrencyUtilization", step(16, 0.4, 0.2)),
            ],
            logs=[
                *s.lines(
                    gw,
                    16.2,
                    40,
                    1.4,
                    [
                        (
                            '{"status":"429","errorMessage":"Too Many '
                            'Requests","errorType":"THROTTLED","integrationStatus":"-","ip":"203.0.113.{n}"}'
                        ),
                        '{"status":"200","integrationStatus":"200","latency":"66","ip":"203.0.113.{n}"}',
                    ],
                ),
                *s.lines(
                    gw, 0, 16, 3, ['{"status":"200","integrationStatus":"200","latency":"109","ip":"203.0.113.{n}"}']
                ),
            ],
            changes=[
                s.change(
                    gw,
                    15.7,
                    "config",
                    "UpdateStage",
                    "role/terraform",
                    throttle={"rate": [1000, 50], "burst": [2000, 100]},
                ),
                s.change(fn, 11, "deployment", "PublishVersion", "role/ci", version="9", previous_version="8"),
            ],
            topology=edges((gw, "calls", fn)),
            state=[
                s.state(gw, "api_stage", throttle={"rate": 50, "burst": 100}, integration=fn),
                s.state(
                    fn,
                    "lambda_function",
                    runtime="provided.al2023",
                    reserved_concurrency=None,
                    alias_live="9",
                    versions=["8", "9"],
                ),
            ],
        ),
        "gateway.rate_limited",
        gw,
        herring=("deployment.bad_release", fn),
        near=["lambda.throttled", "traffic.drop", "deployment.bad_release", "access.permission_denied"],
    )


def releases_are_no_limit() -> Scenario:
    """A release counts its own requests wrongly and answers 429 itself, though no limit of the gateway is near."""
    s, gw, svc = Scene("2026-11-20T10:00:00", seed=508), "apigateway/geo-tiles", "ecs-service/tile-server"
    return fault(
        s.bundle(
            "aws-own-429",
            "geo-tiles 4XX",
            gw,
            started=16,
            alerts=[s.alarm(gw, 16, "geo-tiles 4XX", "4XXError", 200)],
            metrics=[
                *s.metrics(gw, **{"Count": 9000, "4XXError": step(14, 21, 5100), "5XXError": 0, "Latency": 35}),
                *s.alb("alb/tiles-internal", requests=9000, rejected=step(14, 20, 5100), seconds=0.02),
                *s.tasks(svc, "geo", running=6),
            ],
            logs=[
                *s.lines(
                    svc,
                    14.3,
                    40,
                    1.5,
                    ['{"level":"warn","v":"5.1.0","msg":"local limiter rejected request","limit":0,"client":"{n}"}'],
                ),
                *s.lines(svc, 0, 14, 3, ['{"level":"info","v":"5.0.4","msg":"tile","ms":11,"client":"{n}"}']),
                *s.lines(gw, 14.3, 40, 4, ['{"status":"429","integrationStatus":"429","latency":"19"}']),
            ],
            changes=[
                s.change(
                    svc,
                    13,
                    "deployment",
                    "ecs:UpdateService",
                    "role/geo-ci",
                    task_definition=["tile-server:54", "tile-server:55"],
                    image=["tile-server:5.0.4", "tile-server:5.1.0"],
                )
            ],
            events=[s.event(svc, 14.1, "SERVICE_DEPLOYMENT_COMPLETED", "ECS deployment ecs-svc/5512 completed.")],
            topology=edges((gw, "calls", "alb/tiles-internal"), ("alb/tiles-internal", "calls", svc)),
            state=[
                s.state(gw, "api_stage", throttle={"rate": 5000, "burst": 10000}, integration="alb/tiles-internal"),
                s.ecs_state(svc, 6, 6, "tile-server:55"),
            ],
        ),
        "deployment.bad_release",
        svc,
        herring=("gateway.rate_limited", gw),
        near=["gateway.rate_limited", "traffic.abuse", "traffic.surge"],
    )


def flag_of_a_function() -> Scenario:
    """A parameter was switched and the function began to ask a slower model; nothing was released in days."""
    s, fn, param = (
        Scene("2026-10-09T16:00:00", seed=509, region="us-west-2"),
        "lambda/reply-suggest",
        "ssm-parameter/reply/model-variant",
    )
    return fault(
        s.bundle(
            "aws-parameter-switched",
            "reply-suggest duration",
            fn,
            started=19,
            alerts=[s.alarm(fn, 19, "reply-suggest duration", "Duration", 2500)],
            metrics=[
                *s.function(
                    fn, calls=320, ms=step(17, 610, 4700), longest=step(17, 1900, 8800), concurrent=step(17, 4, 27)
                )
            ],
            logs=[
                *s.lines(fn, 17.1, 40, 1.5, ["INFO suggestion id={n} variant=large-v2 ms=4711"]),
                *s.lines(fn, 0, 17, 2, ["INFO suggestion id={n} variant=small-v1 ms=598"]),
                s.log("lambda/spam-score", 16, "ERROR model file older than 30 days", count=900),
                s.log("lambda/spam-score", 1, "ERROR model file older than 30 days", count=880),
            ],
            changes=[
                s.change(param, 16.8, "flag", "ssm:PutParameter", "user/experiments", value=["small-v1", "large-v2"]),
                s.change(
                    "lambda/spam-score",
                    15.1,
                    "deployment",
                    "PublishVersion",
                    "role/ci",
                    version="4",
                    previous_version="3",
                ),
            ],
            topology=edges((fn, "reads", param)),
            state=[
                s.state(
                    fn,
                    "lambda_function",
                    runtime="python3.12",
                    memory_mb=1024,
                    timeout_s=29,
                    alias_live="61",
                    versions=["60", "61"],
                    last_modified="2026-09-29T10:00:00Z",
                )
            ],
        ),
        "deployment.feature_flag",
        fn,
        also=[("deployment.feature_flag", param)],
        herring=("deployment.bad_release", "lambda/spam-score"),
        near=["code.slow_path", "lambda.timeout", "dependency.slow"],
    )


CASES: tuple[Case, ...] = (
    reserved_concurrency_reached,
    invocations_end_at_the_limit,
    timeouts_come_from_the_supplier,
    killed_at_the_memory_limit,
    a_release_that_imports_nothing,
    everybody_starts_cold,
    stage_turned_down,
    releases_are_no_limit,
    flag_of_a_function,
)
