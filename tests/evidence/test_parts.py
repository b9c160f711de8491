"""The parts of the engine by themselves: levels, patterns, releases, trends, roles."""

import random
from collections.abc import Sequence
from typing import Any

import pytest

from commander.contract.evidence import Bundle, Change, Log, Metric
from commander.evidence import moments, series
from commander.evidence.behaviour import Behaviour, Course, behaviour
from commander.evidence.changepoints import segments
from commander.evidence.engine import blast_radius, forecast
from commander.evidence.logs import patterns
from commander.evidence.releases import releases
from commander.evidence.roles import Role, role_of


def clock(seconds: int) -> str:
    return f"2026-01-01T{10 + seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}Z"


def metric(values: Sequence[float], name: str = "Errors", **more: Any) -> Metric:
    points = [[clock(10 * place), value] for place, value in enumerate(values)]
    return Metric.model_validate({"id": "m1", "name": name, "period_s": 10, "points": points, **more})


def course(values: Sequence[float], name: str = "Errors", **more: Any) -> Behaviour:
    return behaviour(series.read(metric(values, name, **more), None))


def steady_noise(level: float, count: int, seed: int) -> list[float]:
    chance = random.Random(seed)
    return [chance.gauss(level, 0.1 * level) for _ in range(count)]


def test_zeros_that_become_failures_are_a_change_at_the_first_failure() -> None:
    one = course([0] * 6 + [5, 6])
    assert (one.course, one.before, one.after, one.onset_index) == (Course.CHANGED, 0, 5.5, 6)
    assert one.bad


def test_a_ramp_is_one_change_that_began_where_it_left_its_level() -> None:
    one = course([4.0] * 24 + [60.0 * step for step in range(1, 16)], "ApproximateAgeOfOldestMessage")
    assert one.bad
    assert one.before == 4
    assert one.onset_index in (24, 25)


def test_a_fault_that_came_and_went_is_over() -> None:
    one = course([0] * 20 + [7, 11, 12, 11, 12] + [0] * 20)
    assert one.course is Course.CAME_BACK
    assert (one.onset_index, one.points_changed, one.bad) == (20, 5, False)


def test_a_new_small_fault_after_an_old_large_one_is_seen() -> None:
    one = course([0] * 20 + [13, 26, 26, 26] + [0] * 10 + [4, 2])
    assert one.bad
    assert (one.before, one.onset_index) == (0, 34)


def test_a_fault_that_is_half_over_is_not_over() -> None:
    one = course([0] * 20 + [300, 310, 305, 308, 302, 304] + [150, 148, 152, 149, 151, 150])
    assert one.bad
    assert (one.before, one.onset_index) == (0, 20)


def test_the_newest_point_alone_is_a_fresh_change() -> None:
    one = course([0] * 8 + [8])
    assert one.fresh
    assert one.bad


def test_one_outlier_in_the_middle_is_an_excursion_and_no_change() -> None:
    one = course([*steady_noise(80, 15, 1), 200.0, *steady_noise(80, 15, 2)], "Duration")
    assert one.course is Course.STEADY
    assert one.excursions == (15,)


@pytest.mark.parametrize("seed", range(20))
def test_noise_has_one_level(seed: int) -> None:
    assert segments(steady_noise(100, 60, seed), counts=False) == [(0, 60)]


@pytest.mark.parametrize("values", [[], [3.0], [3.0, 3.0], [0.0] * 500])
def test_few_or_constant_points_have_no_change(values: list[float]) -> None:
    assert len(segments(values, counts=True)) <= 1


def test_what_the_same_hour_of_another_day_shows_too_is_no_change() -> None:
    values = [10.0] * 20 + [50.0] * 20
    usual = {"points": [[clock(10 * place), 50.0 + place % 3] for place in range(30)]}
    assert course(values, "Latency").bad
    assert not course(values, "Latency", baseline=usual).bad


def test_a_sum_of_an_unfinished_period_is_no_drop() -> None:
    now = moments.parse(clock(45))
    item = metric([40, 40, 40, 40, 3], "Invocations", statistic="Sum")
    assert series.read(item, now).values == [40, 40, 40, 40]


def test_points_in_any_order_are_one_series() -> None:
    item = metric([1, 2, 3, 4])
    backwards = item.model_copy(update={"points": item.points[::-1]})
    assert series.read(backwards, None).values == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("name", "namespace", "role"),
    [
        ("Errors", "AWS/Lambda", Role.FAILURES),
        ("HTTPCode_Target_5XX_Count", None, Role.FAILURES),
        ("5XXError", "AWS/ApiGateway", Role.FAILURES),
        ("CheckoutFailures", "Shop", Role.FAILURES),
        ("error_rate", None, Role.FAILURES),
        ("4XXError", "AWS/ApiGateway", Role.OTHER),
        ("SuccessfulRequestLatency", None, Role.LATENCY),
        ("TargetResponseTime", None, Role.LATENCY),
        ("latency_p99", None, Role.LATENCY),
        ("success_rate", None, Role.SUCCESS),
        ("Throttles", None, Role.THROTTLES),
        ("ThrottledRequests", None, Role.THROTTLES),
        ("Invocations", None, Role.DEMAND),
        ("Count", "AWS/ApiGateway", Role.DEMAND),
        ("Count", "Other", Role.OTHER),
        ("request_rate", None, Role.DEMAND),
        ("ApproximateAgeOfOldestMessage", None, Role.BACKLOG),
        ("FreeStorageSpace", None, Role.HEADROOM),
        ("DatabaseConnections", None, Role.CONNECTIONS),
        ("cpu_utilization", None, Role.CPU),
        ("", None, Role.OTHER),
    ],
)
def test_a_series_is_known_by_its_name_in_any_spelling(name: str, namespace: str | None, role: Role) -> None:
    assert role_of(name, namespace) is role


def log(message: str, **more: Any) -> Log:
    return Log.model_validate({"id": "l1", "entity": "lambda/a", "message": message, **more})


def test_lines_that_differ_in_numbers_and_ids_are_one_pattern() -> None:
    found = patterns([log(f"[ERROR] order order-{n:06d} failed: KeyError: 'x'") for n in range(5)])
    assert [(one.text, one.count, one.error) for one in found] == [("KeyError: 'x'", 5, True)]


def test_a_stack_trace_split_into_lines_counts_once() -> None:
    lines = ["[ERROR] KeyError: 'x'", "Traceback (most recent call last):", '  File "a.py", line 1', "    return a[b]"]
    assert [one.count for one in patterns([log(line) for line in lines])] == [1]


@pytest.mark.parametrize(
    "message",
    [
        "INFO done, errors=0",
        "no error found",
        "0 Errors",
        '{"level": "INFO", "message": "an Error: was handled"}',
        "REPORT RequestId: x Duration: 3 ms ERROR",
        "error budget: 99.9",
    ],
)
def test_a_line_that_reports_no_error_is_none(message: str) -> None:
    assert not any(one.error for one in patterns([log(message)]))


@pytest.mark.parametrize(
    ("message", "cause"),
    [
        ("2026-01-01T10:00:03Z 1b4e Task timed out after 3.00 seconds", "lambda.timeout"),
        ("[ERROR] OperationalError: FATAL: sorry, too many clients already", "db.connections_exhausted"),
        ("[ERROR] gaierror: [Errno -2] Name or service not known", "dns.resolution_failure"),
        ("ERROR ConnectionRefusedError: [Errno 111] Connection refused", "dependency.unreachable"),
        (
            "ERROR ClientError: (AccessDeniedException) not authorized to perform s3:GetObject",
            "access.permission_denied",
        ),
        ("ERROR requests.exceptions.ReadTimeout: Read timed out. (read timeout=2)", "dependency.slow"),
    ],
)
def test_an_error_text_names_its_mechanism(message: str, cause: str) -> None:
    (found,) = patterns([log(message)])
    assert found.signature is not None
    assert found.signature.cause == cause


def test_the_version_is_that_of_the_stream_or_of_the_request() -> None:
    request = "1b4e28ba-2fa1-11d2-883f-0016d3cca427"
    by_request = [log(f"START RequestId: {request} Version: 7"), log(f"[ERROR] {request} KeyError: 'x'")]
    by_stream = [log("[ERROR] KeyError: 'x'", source="/aws/lambda/a 2026/01/01/[7]0f")]
    assert patterns(by_request)[0].versions == patterns(by_stream)[0].versions == {"7"}


def test_a_dotted_version_is_read_whole() -> None:
    assert patterns([log("KeyError: 'x' version=4.12.0", level="error")])[0].versions == {"4.12.0"}
    assert patterns([log("KeyError: 'x' version=4", level="error")])[0].versions == {"4"}


def change(seconds: int, action: str, **more: Any) -> Change:
    return Change.model_validate(
        {"id": f"c{seconds}", "t": clock(seconds), "kind": "deployment", "action": action, "entity": "lambda/a", **more}
    )


def test_the_calls_of_one_deployment_are_one_release() -> None:
    (found,) = releases(
        [
            change(12, "UpdateAlias", details={"alias": "live", "version": "2"}),
            change(10, "UpdateFunctionCode", details={"version": "$LATEST"}),
            change(11, "PublishVersion", details={"version": 2, "previous_version": "1"}),
        ]
    )
    assert (found.version, found.previous, found.alias, found.exposes) == ("2", "1", "live", True)
    assert len(found.ids) == 3


def test_another_version_is_another_release_even_within_one_second() -> None:
    found = releases(
        [
            change(5, "PublishVersion", details={"version": "1"}),
            change(6, "PublishVersion", details={"version": "2"}),
            change(6, "UpdateFunctionCode").model_copy(update={"id": "c7"}),
        ]
    )
    assert [one.version for one in found] == ["1", "2"]
    assert found[1].ids == ("c7", "c6")


def bundle(values: Sequence[float], threshold: float, **more: Any) -> Bundle:
    return Bundle.model_validate(
        {
            "schema": "evidence-bundle/1",
            "case_id": "trend",
            "alerts": [
                {
                    "id": "a1",
                    "name": "full",
                    "state": "ok",
                    "metric": "DiskUsed",
                    "threshold": threshold,
                    "comparison": "GreaterThanThreshold",
                },
            ],
            "incident": {"title": "full", "severity": "low", "source": "cloudwatch", "resource": "rds/db"},
            "metrics": [
                {
                    "id": "m1",
                    "name": "DiskUsed",
                    "entity": "rds/db",
                    "period_s": 60,
                    "unit": "Percent",
                    "points": [[clock(60 * place), value] for place, value in enumerate(values)],
                }
            ],
            "logs": [],
            "events": [],
            "changes": [],
            "topology": [],
            "state": [],
            **more,
        }
    )


def test_a_steady_rise_is_forecast_to_its_threshold() -> None:
    told = forecast(bundle([50 + 0.5 * place + place % 3 * 0.1 for place in range(40)], 90))
    assert told is not None
    assert told["no_trend"] is False
    assert told["breach_earliest"] <= told["breach_at"] <= (told["breach_latest"] or "9")
    assert told["breach_at"].startswith("2026-01-01T11:")
    assert told["slope_per_minute"] == pytest.approx(0.5, rel=0.05)


def test_noise_has_no_trend() -> None:
    told = forecast(bundle(steady_noise(50, 40, 3), 90))
    assert told is not None
    assert told["no_trend"] is True
    assert "breach_at" not in told


def test_a_breached_threshold_is_said_so_rather_than_forecast() -> None:
    told = forecast(bundle([50.0] * 20 + [95.0] * 10, 90))
    assert told is not None
    assert told["breached_since"] == clock(1200)


def test_without_the_series_there_is_no_forecast() -> None:
    assert forecast(bundle([], 90)) is None


def test_what_needs_the_thing_at_fault_is_reached_with_its_distance() -> None:
    edges = [
        {"id": "t1", "from": "lambda/a", "to": "rds/db", "kind": "reads"},
        {"id": "t2", "from": "apigateway/g", "to": "lambda/a", "kind": "calls"},
        {"id": "t3", "from": "rds/db", "to": "kms/k", "kind": "depends_on"},
    ]
    reached = blast_radius(bundle([50.0] * 9, 90, topology=edges))
    assert [one["entity"] for one in reached] == ["rds/db", "lambda/a", "apigateway/g"]
    assert [one["distance"] for one in reached] == [0, 1, 2]
    assert reached[1]["impact"] == "reachable"
