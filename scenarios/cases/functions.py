"""Functions and what they need: releases, limits, refused calls, alarms on nothing."""

from scenarios.cases.building import (
    Case,
    Scenario,
    alarm,
    at,
    bundle,
    calls,
    function,
    incident,
    line,
    noisy,
    published,
    series,
    uploaded,
    whole,
)


def bad_release_seen_in_traces() -> Scenario:
    """A new version raises; stack traces arrive line by line; only the version history tells of the release."""
    entity, good, bad = "lambda/pricing", 12, 4
    zeros = [0.0] * good
    return bundle(
        "bad-release",
        incident=incident(entity, 148, 163),
        alerts=[alarm(entity, "PricingFailures", 3, 148, name="bad-release")],
        metrics=[
            series(entity, "PricingFailures", [*zeros, 6, 9, 8, 9], namespace="Shop"),
            series(entity, "Invocations", whole(10, good + bad, 1)),
            series(entity, "Errors", [*zeros, 6, 9, 8, 9]),
            series(entity, "Throttles", [0.0] * (good + bad)),
            series(entity, "Duration", noisy(21, good + bad, 2), statistic="Average", unit="Milliseconds"),
        ],
        logs=[
            *calls(entity, 0, 120, "6"),
            *(
                line(entity, 122 + 4 * place + part / 100, text, "7")
                for place in range(9)
                for part, text in enumerate(
                    (
                        "[ERROR] ZeroDivisionError: division by zero",
                        "Traceback (most recent call last):",
                        '  File "/var/task/handler.py", line 31, in handler',
                        "    share = total / rates[region]",
                    )
                )
            ),
        ],
        changes=[uploaded(entity, 117), published(entity, 118, "7", "6")],
        state=[function(entity, "7", ["6", "7"])],
    ), {"verdict": ["confirmed"], "cause": "deployment.bad_release", "entity": entity}


def bad_release_hardly_any_data() -> Scenario:
    """Six quiet points, two bad ones, and lines that do not say which version wrote them."""
    entity = "lambda/quote"
    return bundle(
        "bad-release-few-points",
        incident=incident(entity, 75, 79, severity="critical"),
        alerts=[alarm(entity, "QuoteFailures", 3, 75, name="bad-release-few-points")],
        metrics=[
            series(entity, "QuoteFailures", [0, 0, 0, 0, 0, 0, 5, 6], namespace="Shop"),
            series(entity, "Invocations", [5, 6, 5, 5, 6, 5, 6, 6]),
            series(entity, "Errors", [0, 0, 0, 0, 0, 0, 5, 6]),
        ],
        logs=[
            *calls(entity, 0, 60),
            *(
                line(
                    entity, 62 + 2 * place, "[ERROR] KeyError: 'currency'\nTraceback (most recent call last):\n  File a"
                )
                for place in range(6)
            ),
        ],
        changes=[published(entity, 58, "2", "1")],
        state=[function(entity, "2", ["1", "2"])],
    ), {"verdict": ["confirmed", "likely"], "cause": "deployment.bad_release", "entity": entity}


def bad_release_after_an_earlier_one() -> Scenario:
    """The same service was broken and repaired twenty minutes before: the newest release counts, not the first."""
    entity, ok = "lambda/pricing", [0.0] * 40
    failures = [*ok, 7, 9, 8, 9, 9, *ok, *ok, 8, 9, 8]
    total = len(failures)
    return bundle(
        "bad-release-again",
        incident=incident(entity, 1262, 1278),
        alerts=[alarm(entity, "PricingFailures", 3, 1262, name="bad-release-again")],
        metrics=[
            series(entity, "PricingFailures", failures, namespace="Shop"),
            series(entity, "Invocations", whole(10, total, 3)),
            series(entity, "Errors", failures),
        ],
        logs=[
            *calls(entity, 300, 400, "1"),
            *(line(entity, 402 + 5 * place, "ERROR TypeError: bad operand", "2") for place in range(9)),
            *calls(entity, 460, 1250, "1"),
            *(line(entity, 1251 + 2 * place, "ERROR ValueError: negative price", "3") for place in range(12)),
        ],
        changes=[
            uploaded(entity, 397),
            published(entity, 398, "2", "1"),
            uploaded(entity, 1246),
            published(entity, 1247, "3", "2"),
        ],
        state=[function(entity, "3", ["1", "2", "3"])],
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "deployment.bad_release",
        "entity": entity,
        "mentions": "version 3",
    }


def dependency_breaks_both_versions() -> Scenario:
    """A release is close in time, but the version before it reports the same refused connection."""
    entity, zeros = "lambda/pricing", [0.0] * 18
    refused = "[ERROR] ConnectionRefusedError: [Errno 111] Connection refused: rates.internal:8443"
    return bundle(
        "dependency-down-both-versions",
        incident=incident(entity, 205, 241),
        alerts=[alarm(entity, "Errors", 3, 205, name="dependency-down-both-versions")],
        metrics=[
            series(entity, "Errors", [*zeros, 4, 10, 10, 9, 10, 10]),
            series(entity, "Invocations", whole(10, 24, 4)),
            series(entity, "Throttles", [0.0] * 24),
        ],
        logs=[
            *calls(entity, 0, 180, "6"),
            *(line(entity, 186 + 3 * place, refused, "6" if place % 2 else "7") for place in range(18)),
        ],
        changes=[published(entity, 171, "7", "6")],
        topology=[{"from": entity, "to": "service/rates", "kind": "calls"}],
        state=[function(entity, "7", ["6", "7"])],
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "dependency.unreachable",
        "entity": "service/rates",
        "not": "deployment.bad_release",
    }


def release_after_the_onset() -> Scenario:
    """A version went out while the failures were already there: it is not their cause."""
    entity, zeros = "lambda/pricing", [0.0] * 12
    return bundle(
        "release-after-onset",
        incident=incident(entity, 140, 240),
        alerts=[alarm(entity, "Errors", 3, 140, name="release-after-onset")],
        metrics=[
            series(entity, "Errors", [*zeros, 8, 9, 9, 8, 9, 8, 9, 9, 9, 8, 9, 9]),
            series(entity, "Invocations", whole(10, 24, 5)),
        ],
        logs=[
            *calls(entity, 0, 120, "6"),
            *(
                line(
                    entity,
                    121 + 4 * place,
                    "[ERROR] AccessDeniedException: User is not authorized to perform "
                    "dynamodb:GetItem on resource: table/rates",
                    "6",
                )
                for place in range(28)
            ),
        ],
        changes=[published(entity, 200, "7", "6")],
        state=[function(entity, "6", ["6", "7"])],
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "access.permission_denied",
        "entity": entity,
        "not": "deployment.bad_release",
    }


def alarm_on_one_datapoint() -> Scenario:
    """A one-datapoint alarm on a slow call now and then."""
    entity = "lambda/search"
    durations = noisy(80, 30, 6, 0.1)
    durations[14], durations[22] = 171.0, 188.0
    return bundle(
        "noisy-alarm",
        incident=incident(entity, 232, 301, severity="warning"),
        alerts=[alarm(entity, "SearchMillis", 160, 232, name="noisy-alarm")],
        metrics=[
            series(entity, "SearchMillis", durations, namespace="Shop", statistic="Maximum", unit="Milliseconds"),
            series(entity, "Invocations", whole(12, 30, 7)),
            series(entity, "Errors", [0.0] * 30),
            series(entity, "Throttles", [0.0] * 30),
        ],
        logs=list(calls(entity, 0, 300, "4")),
        changes=[published(entity, -7 * 3600, "4", "3")],
        state=[function(entity, "4", ["3", "4"])],
    ), {"verdict": ["healthy"], "cause": "healthy.threshold_noise", "entity": entity}


def alarm_on_the_newest_datapoint() -> Scenario:
    """As above, seen at the very moment: nothing else says that anything is wrong."""
    entity = "lambda/search"
    durations = [*noisy(80, 29, 8, 0.1), 171.0]
    return bundle(
        "noisy-alarm-newest-point",
        incident=incident(entity, 300, 302, severity="warning"),
        alerts=[alarm(entity, "SearchMillis", 160, 300, name="noisy-alarm-newest-point")],
        metrics=[
            series(entity, "SearchMillis", durations, namespace="Shop", statistic="Maximum", unit="Milliseconds"),
            series(entity, "Invocations", whole(12, 30, 9)),
            series(entity, "Errors", [0.0] * 30),
            series(entity, "Throttles", [0.0] * 30),
        ],
        logs=list(calls(entity, 0, 300, "4")),
        state=[function(entity, "4", ["3", "4"])],
    ), {"verdict": ["healthy"], "cause": "healthy.threshold_noise", "entity": entity}


def over_before_anybody_looked() -> Scenario:
    """A real fault of a minute and a half that ended by itself five minutes ago."""
    entity = "lambda/search"
    errors = [*[0.0] * 20, 7, 11, 12, 11, 12, 10, 11, 12, 9, *[0.0] * 31]
    return bundle(
        "recovered",
        incident=incident(entity, 215, 601),
        alerts=[alarm(entity, "Errors", 5, 295, name="recovered", state="ok")],
        metrics=[
            series(entity, "Errors", errors),
            series(entity, "Invocations", whole(12, 60, 10)),
            series(entity, "Throttles", [0.0] * 60),
        ],
        logs=list(calls(entity, 300, 600, "4")),
    ), {"verdict": ["healthy"], "cause": "healthy.recovered", "entity": entity}


def only_a_description() -> Scenario:
    """Somebody says that something is slow, and nothing could be collected."""
    return bundle(
        "description-only",
        incident={
            "description": "customers say the shop is slow since the last deployment",
            "source": "manual",
            "service": "shop",
            "collected_at": at(0),
        },
    ), {"verdict": ["inconclusive"]}


def failing_and_blind() -> Scenario:
    """Failures are plain to see; why cannot be looked at."""
    entity, zeros = "lambda/pricing", [0.0] * 12
    return bundle(
        "blind",
        incident=incident(entity, 140, 180),
        alerts=[alarm(entity, "Errors", 3, 140, name="blind")],
        metrics=[
            series(entity, "Errors", [*zeros, 8, 9, 9, 8, 9, 8]),
            series(entity, "Invocations", whole(10, 18, 11)),
        ],
        gaps=[
            {"section": "logs", "entity": entity, "reason": "AccessDenied", "permission": "logs:FilterLogEvents"},
            {"section": "changes", "entity": entity, "reason": "AccessDenied", "permission": "cloudtrail:LookupEvents"},
        ],
    ), {"verdict": ["inconclusive"], "missing": ["logs:FilterLogEvents", "cloudtrail:LookupEvents"]}


def somebody_elses_release() -> Scenario:
    """Another function was released at the very moment; this one lost a permission and says so."""
    entity, other, zeros = "lambda/pricing", "lambda/newsletter", [0.0] * 12
    denied = (
        "botocore.exceptions.ClientError: An error occurred (AccessDeniedException): not authorized to perform "
        "s3:GetObject"
    )
    return bundle(
        "red-herring-release",
        incident=incident(entity, 140, 190),
        alerts=[alarm(entity, "Errors", 3, 140, name="red-herring-release")],
        metrics=[
            series(entity, "Errors", [*zeros, 8, 9, 9, 8, 9, 8, 9]),
            series(entity, "Invocations", whole(10, 19, 12)),
            series(other, "Errors", [0.0] * 19),
            series(other, "Invocations", whole(30, 19, 13)),
        ],
        logs=[
            *calls(entity, 0, 120),
            *(line(entity, 122 + 2 * place, f"[ERROR] {denied}") for place in range(30)),
            *(line(other, 2 * place, "[WARN] template cache miss, reloading") for place in range(90)),
            *(line(other, place, "ERROR RetryableError: mailbox busy, will retry") for place in range(0, 190, 3)),
        ],
        changes=[
            published(other, 118, "9", "8"),
            {"t": at(114), "kind": "access", "actor": "user/platform", "action": "DetachRolePolicy", "entity": entity},
        ],
        topology=[
            {"from": entity, "to": "s3/rates", "kind": "reads"},
            {"from": other, "to": "s3/templates", "kind": "reads"},
        ],
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "access.permission_denied",
        "entity": entity,
        "not": "deployment.bad_release",
    }


def four_times_the_traffic() -> Scenario:
    """Demand quadruples; calls get slow and some fail. Nothing was changed."""
    entity, gateway = "lambda/pricing", "apigateway/shop"
    return bundle(
        "traffic-surge",
        incident=incident(gateway, 1260, 1500),
        alerts=[alarm(gateway, "Latency", 400, 1260, name="traffic-surge")],
        metrics=[
            series(gateway, "Count", [*whole(600, 20, 14), *whole(2500, 5, 15)], namespace="AWS/ApiGateway", period=60),
            series(
                gateway,
                "Latency",
                [*noisy(90, 20, 16), *noisy(620, 5, 17)],
                namespace="AWS/ApiGateway",
                statistic="p95",
                unit="Milliseconds",
                period=60,
            ),
            series(entity, "Invocations", [*whole(590, 20, 18), *whole(2450, 5, 19)], period=60),
            series(entity, "Errors", [0.0] * 25, period=60),
        ],
        logs=list(calls(entity, 0, 1500)),
        changes=[published(entity, -9 * 3600, "4", "3")],
        topology=[{"from": gateway, "to": entity, "kind": "calls"}],
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "traffic.surge",
        "entity": gateway,
        "not": "deployment.bad_release",
    }


def concurrency_taken_away() -> Scenario:
    """The reserved concurrency was lowered; calls are throttled although demand is as ever."""
    entity = "lambda/pricing"
    return bundle(
        "throttled",
        incident=incident(entity, 1260, 1500),
        alerts=[alarm(entity, "Throttles", 5, 1260, name="throttled")],
        metrics=[
            series(entity, "Throttles", [*[0.0] * 20, 210, 233, 228, 240, 219], period=60),
            series(entity, "Invocations", [*whole(600, 20, 20), 395, 371, 377, 366, 380], period=60),
            series(entity, "Errors", [0.0] * 25, period=60),
        ],
        logs=list(calls(entity, 0, 1500)),
        changes=[
            {
                "t": at(1190),
                "kind": "scaling",
                "actor": "user/cost-cutter",
                "action": "PutFunctionConcurrency",
                "entity": entity,
                "details": {"reserved_concurrency": [100, 5]},
            }
        ],
        state=[function(entity, "4", ["3", "4"], reserved_concurrency=5)],
    ), {"verdict": ["confirmed", "likely"], "cause": "lambda.throttled", "entity": entity}


def loud_old_errors() -> Scenario:
    """A component complains all day long; the new version of another fails quietly."""
    entity, loud, zeros = "lambda/pricing", "lambda/thumbnails", [0.0] * 30
    return bundle(
        "loud-noise",
        incident=incident("apigateway/shop", 330, 400),
        alerts=[alarm("apigateway/shop", "5XXError", 5, 330, name="loud-noise")],
        metrics=[
            series("apigateway/shop", "5XXError", [*zeros, 7, 8, 7, 9, 8, 8, 9, 8, 8], namespace="AWS/ApiGateway"),
            series(entity, "Errors", [*zeros, 7, 8, 7, 9, 8, 8, 9, 8, 8]),
            series(entity, "Invocations", whole(15, 39, 21)),
            series(loud, "Errors", whole(40, 39, 22)),
            series(loud, "Invocations", whole(60, 39, 23)),
        ],
        logs=[
            *calls(entity, 0, 300, "11"),
            *(
                line(entity, 301 + 9 * place, "[ERROR] AttributeError: 'NoneType' object has no attribute 'rate'", "12")
                for place in range(10)
            ),
            *(
                line(loud, place, "ERROR ImageError: cannot identify image file", count=40)
                for place in range(0, 390, 10)
            ),
        ],
        changes=[uploaded(entity, 288), published(entity, 290, "12", "11")],
        topology=[
            {"from": "apigateway/shop", "to": entity, "kind": "calls"},
            {"from": "apigateway/shop", "to": loud, "kind": "calls"},
        ],
        state=[function(entity, "12", ["11", "12"])],
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "deployment.bad_release",
        "entity": entity,
        "not": "code.unhandled_error",
    }


def bad_release_that_answers_500() -> Scenario:
    """The function catches its exceptions: only the service's own metric fails, and it has one bad point so far."""
    entity = "lambda/cart"
    trace = 'Traceback (most recent call last):\n  File "/var/task/handler.py", line 35, in handler\n    total()\n'
    return bundle(
        "bad-release-handled",
        incident=incident(entity, 84, 86),
        alerts=[alarm(entity, "CartFailures", 5, 84, name="bad-release-handled")],
        metrics=[
            series(entity, "CartFailures", [0, 0, 0, 0, 0, 0, 0, 0, 8], namespace="Shop"),
            series(entity, "Invocations", [12, 40, 40, 40, 39, 40, 40, 40, 15]),
            series(entity, "Errors", [0.0] * 9),
            series(entity, "Throttles", [0.0] * 9),
            series(entity, "Duration", noisy(14, 9, 24), statistic="Average", unit="Milliseconds"),
        ],
        logs=[
            *(
                line(
                    entity, place, f'{{"level": "INFO", "message": "order accepted", "order_id": "order-{place:06d}"}}'
                )
                for place in range(80)
            ),
            *(
                line(
                    entity,
                    80.5 + 0.4 * place,
                    f"[ERROR] order order-{place:06d} failed: KeyError: 'loyalty'\n{trace}KeyError: 'loyalty'",
                )
                for place in range(9)
            ),
        ],
        changes=[
            published(entity, -20, "1", "0"),
            {
                "t": at(78),
                "kind": "config",
                "actor": "user/deployer",
                "action": "UpdateFunctionConfiguration",
                "entity": entity,
            },
            {**published(entity, 79, "2", "1"), "actor": "user/deployer"},
            uploaded(entity, 79),
        ],
        state=[function(entity, "2", ["1", "2"])],
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "deployment.bad_release",
        "entity": entity,
        "mentions": "version 2",
    }


def the_same_bad_release_again() -> Scenario:
    """The same defect was released and repaired two minutes ago, and comes again on a host that is busy by now."""
    entity = "lambda/cart"
    failures = [0.0] * 20 + [13.0, 26.0, 26.0, 24.0] + [0.0] * 12 + [4.0, 2.0]
    total = len(failures)
    error = "[ERROR] order failed: KeyError: 'loyalty'"
    return bundle(
        "bad-release-same-again",
        incident=incident(entity, 371, 374),
        alerts=[alarm(entity, "CartFailures", 5, 371, name="bad-release-same-again")],
        metrics=[
            series(entity, "CartFailures", failures, namespace="Shop"),
            series(entity, "Invocations", [*whole(40, total - 1, 26), 8]),
            series(entity, "Errors", [0.0] * total),
            series(
                entity,
                "Duration",
                [*noisy(15, total - 5, 27), *noisy(38, 5, 28)],
                statistic="Average",
                unit="Milliseconds",
            ),
        ],
        logs=[
            *calls(entity, 0, 200, "1"),
            *(line(entity, 202 + 0.5 * place, error, "2") for place in range(78)),
            *calls(entity, 241, 360, "3"),
            *(line(entity, 366.5 + place, error, "4") for place in range(6)),
        ],
        changes=[
            uploaded(entity, 200),
            published(entity, 201, "2", "1"),
            uploaded(entity, 238),
            published(entity, 239, "3", "2"),
            uploaded(entity, 364),
            published(entity, 365, "4", "3"),
        ],
        state=[function(entity, "4", ["1", "2", "3", "4"])],
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "deployment.bad_release",
        "entity": entity,
        "mentions": "version 4",
    }


def threshold_below_the_usual() -> Scenario:
    """The alarm is set at half of what is usual: every datapoint crosses it. An earlier fault is long repaired."""
    entity = "lambda/cart"
    return bundle(
        "noisy-alarm-low-threshold",
        incident=incident(entity, 501, 504, severity="warning"),
        alerts=[alarm(entity, "CartRequests", 20, 501, name="noisy-alarm-low-threshold")],
        metrics=[
            series(entity, "CartRequests", [12, *whole(40, 49, 25)], namespace="Shop"),
            series(entity, "Invocations", [12, *whole(40, 49, 25)]),
            series(entity, "Errors", [0.0] * 50),
            series(entity, "Throttles", [0.0] * 50),
        ],
        logs=[
            *calls(entity, 0, 200, "1"),
            *(line(entity, 202 + place, "[ERROR] order failed: KeyError: 'loyalty'", "2") for place in range(60)),
            *calls(entity, 280, 500, "3"),
        ],
        changes=[published(entity, 200, "2", "1"), uploaded(entity, 400), published(entity, 401, "3", "2")],
        state=[function(entity, "3", ["1", "2", "3"])],
    ), {"verdict": ["healthy"], "cause": "healthy.threshold_noise", "entity": entity}


def a_busy_host_just_after_the_first_release() -> Scenario:
    """Nothing fails; the host is busy, so that the newest datapoint is slow, and the function is a minute old."""
    entity = "lambda/cart"
    return bundle(
        "noisy-alarm-busy-host",
        incident=incident(entity, 85, 88, severity="warning"),
        alerts=[alarm(entity, "CartRequests", 20, 85, name="noisy-alarm-busy-host")],
        metrics=[
            series(entity, "CartRequests", [12, *whole(40, 6, 31), 3], namespace="Shop"),
            series(entity, "Invocations", [12, *whole(40, 6, 31), 3]),
            series(entity, "Errors", [0.0] * 8),
            series(entity, "Throttles", [0.0] * 8),
            series(entity, "Duration", [*noisy(14, 7, 32), 43.0], statistic="Average", unit="Milliseconds"),
        ],
        logs=calls(entity, 2, 20, "1"),
        changes=[published(entity, 1, "1")],
        state=[function(entity, "1", ["1"])],
    ), {"verdict": ["healthy"], "cause": "healthy.threshold_noise", "entity": entity}


CASES: tuple[Case, ...] = (
    bad_release_seen_in_traces,
    bad_release_hardly_any_data,
    bad_release_after_an_earlier_one,
    bad_release_that_answers_500,
    the_same_bad_release_again,
    dependency_breaks_both_versions,
    release_after_the_onset,
    alarm_on_one_datapoint,
    alarm_on_the_newest_datapoint,
    threshold_below_the_usual,
    a_busy_host_just_after_the_first_release,
    over_before_anybody_looked,
    only_a_description,
    failing_and_blind,
    somebody_elses_release,
    four_times_the_traffic,
    concurrency_taken_away,
    loud_old_errors,
)
