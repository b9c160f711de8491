"""Watching an expected signal after an action: complete periods only."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from moto import mock_aws

from commander.aws import clients
from commander.aws.telemetry import AwsTelemetry
from commander.contract.actions import Expectation

_NOON = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(minutes=10)


@pytest.fixture
def account() -> Iterator[None]:
    with mock_aws():
        clients.forget()
        yield
    clients.forget()


def test_only_periods_that_lie_wholly_between_the_moments_are_told(account: None) -> None:
    boto3.client("cloudwatch").put_metric_data(
        Namespace="Store",
        MetricData=[
            {"MetricName": name, "Timestamp": _NOON + timedelta(minutes=minute), "Value": value}
            for minute in range(5)
            for name, value in (("Failures", minute), ("Sales", 10 * minute))
        ],
    )
    expectation = Expectation(
        namespace="Store",
        metric="Failures",
        statistic="Sum",
        period_s=60,
        comparison="LessThanThreshold",
        threshold=3,
        window_s=300,
        traffic_namespace="Store",
        traffic_metric="Sales",
    )
    since, until = _NOON + timedelta(seconds=30), _NOON + timedelta(minutes=3, seconds=30)
    found = AwsTelemetry().watch(expectation, since, until)
    assert [value for _, value in found["signal"]] == [1, 2]
    assert [value for _, value in found["traffic"]] == [10, 20]
    assert AwsTelemetry().watch(expectation, since, since) == {"signal": [], "traffic": []}
