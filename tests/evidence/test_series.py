"""Time series read from a bundle: roles in all spellings, counters, gaps, order, noise, trends."""

import math
import random
from datetime import datetime
from typing import Any

import pytest

from commander.contract.evidence import Metric
from commander.evidence import moments, series
from commander.evidence.rates import is_share, per_minute, share
from commander.evidence.roles import Role, role_of, role_within
from commander.evidence.series import median, noise
from commander.evidence.trends import growth, theil_sen


def clock(seconds: float) -> str:
    return moments.iso(1_780_000_000 + seconds)


def metric(values: list[float], name: str, period: float = 60, **more: Any) -> Metric:
    points = [[clock(place * period), value] for place, value in enumerate(values)]
    return Metric.model_validate({"id": "m1", "name": name, "period_s": period, "points": points, **more})


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("container_cpu_usage_seconds_total", Role.CPU),
        ("container_cpu_cfs_throttled_seconds_total", Role.CPU_THROTTLING),
        ("cpu_throttled_time", Role.CPU_THROTTLING),
        ("container_memory_working_set_bytes", Role.MEMORY),
        ("pod_memory_utilization_over_pod_limit", Role.MEMORY),
        ("container_spec_memory_limit_bytes", Role.LIMIT),
        ("node_memory_MemAvailable_bytes", Role.HEADROOM),
        ("container_fs_writes_bytes_total", Role.DISK_IO),
        ("system.disk.io", Role.DISK_IO),
        ("node_disk_io_time_seconds_total", Role.DISK_IO),
        ("ReadIOPS", Role.DISK_IO),
        ("disk_used_percent", Role.DISK),
        ("network_receive_packets", Role.NETWORK),
        ("kubernetes.network.rx_bytes", Role.NETWORK),
        ("tcp_retransmits", Role.PACKET_LOSS),
        ("node_netstat_Tcp_RetransSegs", Role.PACKET_LOSS),
        ("container_network_receive_packets_dropped_total", Role.PACKET_LOSS),
        ("istio_request_duration_milliseconds_p99", Role.LATENCY),
        ("http_server_requests_seconds_count", Role.DEMAND),
        ("http_server_requests_seconds_bucket", Role.OTHER),
        ("istio_requests_total", Role.DEMAND),
        ("trace.http.request.errors", Role.FAILURES),
        ("http.server.request.duration.p50", Role.LATENCY),
        ("UnHealthyHostCount", Role.FAILURES),
        ("jvm_gc_pause_seconds_sum", Role.GARBAGE),
        ("process_open_fds", Role.THREADS),
        ("process.thread.count", Role.THREADS),
        ("container_sockets", Role.THREADS),
        ("CPUCreditBalance", Role.HEADROOM),
        ("DatabaseConnections", Role.CONNECTIONS),
        ("container_memory_cache", Role.OTHER),
    ],
)
def test_names_of_all_vendors_are_understood(name: str, role: Role) -> None:
    assert role_of(name, None) is role


def test_requests_of_a_response_class_are_failures_or_the_clients_mistakes() -> None:
    assert role_within("http_requests_total", None, {"code": "503"}) is Role.FAILURES
    assert role_within("http_requests_total", None, {"status": "404"}) is Role.OTHER
    assert role_within("http_requests_total", None, {"path": "/500"}) is Role.DEMAND


def test_a_counter_becomes_a_rate_and_a_reset_is_no_drop() -> None:
    values = [100.0 + 30.0 * place for place in range(20)] + [30.0 * place for place in range(1, 20)]
    one = series.read(metric(values, "http_requests_total", 30), None)
    assert one.counter
    assert {round(value, 6) for value in one.values} == {1.0}


def test_memory_that_only_grows_is_no_counter() -> None:
    one = series.read(metric([1000.0 + 7 * place for place in range(60)], "memory_usage_total"), None)
    assert not one.counter


def test_a_rate_named_total_stays_what_it_is() -> None:
    chance = random.Random(1)
    values = [chance.gauss(50, 5) for _ in range(60)]
    assert series.read(metric(values, "istio_requests_total"), None).values == values


def test_points_without_a_valid_time_and_gaps_are_left_out() -> None:
    item = metric([1.0, 2.0, 3.0], "latency_p99").model_dump(by_alias=True)
    item["points"].insert(1, ["2026-02-31T10:00:00Z", 99.0])
    item["points"].append([clock(3600), 4.0])
    one = series.read(Metric.model_validate(item), None)
    assert one.values == [1.0, 2.0, 3.0, 4.0]
    assert one.period == 60


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-12T14:02:58Z",
        "2026-05-12T14:02:58.250Z",
        "2026-05-12T16:02:58+02:00",
        "2026-02-31T10:00:00Z",
        "2026-05-12T14:02:60Z",
        "2026-05-12T14:02:5xZ",
    ],
)
def test_moments_are_read_as_the_standard_library_reads_them(text: str) -> None:

    try:
        expected: float | None = datetime.fromisoformat(text).timestamp()
    except ValueError:
        expected = None
    assert moments.parse(text) == expected


@pytest.mark.parametrize("seed", range(20))
def test_the_fast_noise_is_the_median_absolute_deviation(seed: int) -> None:
    chance = random.Random(seed)
    values = [chance.choice([chance.gauss(5, 2), float(chance.randint(0, 9))]) for _ in range(33 + 2 * seed)]
    level = median(values)
    assert noise(values, counts=False) == pytest.approx(1.4826 * median([abs(value - level) for value in values]))


def test_huge_values_do_not_overflow() -> None:
    one = series.read(metric([1e308, -1e308, 1e308] * 30, "latency_p99"), None)
    assert math.isfinite(median(one.values))


def test_a_wandering_series_has_no_trend_more_often_than_not() -> None:
    trending = 0
    for seed in range(40):
        chance, value, values = random.Random(seed), 0.0, []
        for _ in range(60):
            value = 0.8 * value + chance.gauss(0, 1)
            values.append(50 + value)
        told = theil_sen([60.0 * place for place in range(60)], values)
        assert told is not None
        trending += not told[1] <= 0 <= told[2]
    assert trending <= 10


def test_growth_tells_a_leak_from_a_sawtooth() -> None:
    assert growth([100.0 + place for place in range(96)]) == 1.0
    assert abs(growth([100.0 + place % 16 for place in range(96)])) < 0.5


@pytest.mark.parametrize(
    ("name", "unit", "statistic", "values", "expected"),
    [
        ("Errors", "Count", "Sum", [4.0, 6.0], 5.0),
        ("error_rate", None, None, [0.02, 0.05], None),
        ("error_rate", None, None, [2.0, 5.5], 300.0),
        ("http_errors", "Count/Second", "Average", [2.0, 5.5], 300.0),
        ("ErrorPercent", "Percent", None, [2.0, 5.0], None),
    ],
)
def test_events_a_minute(
    name: str, unit: str | None, statistic: str | None, values: list[float], expected: float | None
) -> None:
    one = series.read(metric(values, name, unit=unit, statistic=statistic), None)
    assert per_minute(one, 5.0) == expected


def test_shares_in_percent_and_as_ratio() -> None:
    percent = series.read(metric([20.0, 95.0], "memory_utilization"), None)
    ratio = series.read(metric([0.2, 0.95], "memory_utilization"), None)
    amount = series.read(metric([200.0, 950.0], "MemoryUtilized"), None)
    assert (share(percent, 95.0), share(ratio, 0.95)) == (0.95, 0.95)
    assert not is_share(amount)
