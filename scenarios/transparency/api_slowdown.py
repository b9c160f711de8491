"""A function whose new version takes much longer for the same work."""

from scenarios.cases.building import Scenario
from scenarios.cases.building_aws import Scene, edges, step
from scenarios.transparency.expecting import fault


def api_slowdown() -> Scenario:
    """The new version of the quote function asks the tariff table once for every line of a quote. Answers are right and
    late, some too late. A setting of another function was changed in the same minute."""
    s = Scene("2026-11-24T13:00:00", count=60, seed=2106, region="eu-west-1")
    fn, api, table, other, lookup = (
        "lambda/quote",
        "apigateway/quotes-api",
        "dynamodb/tariffs",
        "lambda/quote-pdf",
        "lambda/address-lookup",
    )
    return fault(
        s.bundle(
            "api-slowdown",
            "quotes-api: latency above 2 s",
            api,
            started=31,
            severity="high",
            service="quotes",
            description="Latency p95 > 2000 for 3 datapoints within 3 minutes",
            alerts=[
                s.alarm(api, 31, "quotes-api: latency above 2 s", "Latency", 2000),
                s.alarm(fn, 33, "quote: Errors above 10", "Errors", 10),
            ],
            metrics=[
                *s.function(
                    fn,
                    calls=620,
                    errors=step(27, 0, 74),
                    ms=step(27, 180, 3650),
                    concurrent=step(27, 4, 41),
                ),
                s.series(fn, "Duration", step(27, 510, 5560), statistic="Maximum", spread=0.004),
                *s.function(other, calls=90, ms=410),
                *s.function(lookup, calls=300, ms=35),
                s.series(api, "Count", 710),
                s.series(api, "Latency", step(27, 214, 3790)),
                s.series(api, "5XXError", step(27, 0, 73)),
                s.series(api, "4XXError", 9),
                *s.metrics(
                    table,
                    ConsumedReadCapacityUnits=step(27, 900, 29400),
                    ReadThrottleEvents=0,
                    SuccessfulRequestLatency=3.4,
                ),
            ],
            logs=[
                *s.lines(
                    fn,
                    0,
                    27,
                    1,
                    ["INFO quote {n} priced lines=36 tariff_reads=1 ms=171"],
                    source="/aws/lambda/quote 2026/11/24/[31]a90c",
                ),
                *s.lines(
                    fn,
                    27.4,
                    60,
                    0.8,
                    [
                        "INFO quote {n} priced lines=36 tariff_reads=37 ms=3588",
                        "INFO quote {n} priced lines=36 tariff_reads=37 ms=3702",
                        "ERROR QuoteBudgetExceeded: quote {n} took longer than 5500 ms, given up after line 31",
                    ],
                    source="/aws/lambda/quote 2026/11/24/[32]77d1",
                ),
                *s.lines(lookup, 0, 60, 6, ["INFO address {n} found in 21 ms"]),
                s.log(other, 14, "WARN font Lato not embedded", "WARN", count=33),
                s.log(other, 49, "WARN font Lato not embedded", "WARN", count=35),
            ],
            events=[],
            changes=[
                s.change(
                    fn,
                    26.7,
                    "deployment",
                    "PublishVersion",
                    "role/quotes-ci",
                    alias="live",
                    version="32",
                    previous_version="31",
                ),
                s.change(
                    other,
                    26.9,
                    "config",
                    "lambda:UpdateFunctionConfiguration",
                    "user/m.haas",
                    memory_mb=[512, 1024],
                ),
                s.change(
                    lookup,
                    -1500,
                    "deployment",
                    "PublishVersion",
                    "role/geo-ci",
                    alias="live",
                    version="9",
                    previous_version="8",
                ),
            ],
            topology=edges((api, "calls", fn), (fn, "reads", table), (fn, "calls", lookup), (api, "calls", other)),
            state=[
                s.state(
                    fn,
                    "lambda_function",
                    runtime="python3.13",
                    memory_mb=512,
                    timeout_s=6,
                    alias_live="32",
                    versions=["30", "31", "32"],
                    last_update_status="Successful",
                ),
                s.state(other, "lambda_function", runtime="nodejs22.x", memory_mb=1024, timeout_s=30, alias_live="17"),
                s.state(table, "dynamodb_table", billing_mode="PAY_PER_REQUEST", status="ACTIVE"),
                s.state(api, "api_stage", throttle={"rate": 5000, "burst": 2000}, integration="lambda/quote"),
            ],
            gaps=[
                {
                    "section": "metrics",
                    "entity": fn,
                    "reason": "tracing is not enabled on the function",
                    "permission": "xray:BatchGetTraces",
                }
            ],
        ),
        "deployment.bad_release",
        fn,
        also=[("code.slow_path", fn)],
        herring=("deployment.bad_release", other),
        near=["traffic.surge", "lambda.throttled", "dynamodb.throttled"],
    )
