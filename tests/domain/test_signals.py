"""Alarms in CloudWatch's own words."""

from typing import Any

import pytest

from commander.contract.problems import InvalidRequest
from commander.domain.signals import fingerprint, from_cloudwatch


def _message(**changes: Any) -> dict[str, Any]:
    message = {
        "AlarmName": "shop-failures",
        "AlarmDescription": "customers cannot pay",
        "AWSAccountId": "111122223333",
        "AlarmArn": "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:shop-failures",
        "NewStateValue": "ALARM",
        "NewStateReason": "Threshold Crossed",
        "StateChangeTime": "2026-03-04T10:00:00.123+0000",
        "Region": "EU (Ireland)",
        "Trigger": {
            "MetricName": "ShopFailures",
            "Namespace": "Store",
            "Statistic": "SUM",
            "Period": 10,
            "Threshold": 3.0,
            "ComparisonOperator": "GreaterThanOrEqualToThreshold",
            "Dimensions": [{"name": "FunctionName", "value": "shop"}],
        },
    }
    return {**message, **changes}


def test_an_alarm_names_its_metric_entity_service_and_region() -> None:
    signal = from_cloudwatch(_message(), "m-1")
    assert (signal.entity, signal.service, signal.region) == ("lambda/shop", "shop", "eu-west-1")
    assert signal.metric is not None
    assert (signal.metric.statistic, signal.metric.period_s, signal.threshold) == ("Sum", 10, 3.0)
    assert signal.at.isoformat() == "2026-03-04T10:00:00.123000+00:00"


def test_capitalised_dimension_keys_are_read_too() -> None:
    trigger = {**_message()["Trigger"], "Dimensions": [{"Name": "FunctionName", "Value": "shop"}]}
    assert from_cloudwatch(_message(Trigger=trigger), "m").entity == "lambda/shop"


def test_a_metric_math_alarm_has_no_single_metric() -> None:
    signal = from_cloudwatch(_message(Trigger={"Metrics": [{"Id": "e1"}]}), "m")
    assert signal.metric is None
    assert signal.entity is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"AlarmName": None}, "AlarmName"),
        ({"NewStateValue": 3}, "NewStateValue"),
        ({"NewStateValue": "BROKEN"}, "NewStateValue"),
        ({"StateChangeTime": "yesterday"}, "StateChangeTime"),
    ],
)
def test_what_is_no_alarm_is_refused_naming_the_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        from_cloudwatch(_message(**changes), "m")
    assert [one.field for one in caught.value.errors] == [field]


def test_odd_shapes_inside_a_trigger_lose_nothing_else() -> None:
    signal = from_cloudwatch(
        _message(Trigger={"Namespace": "N", "MetricName": "M", "Dimensions": "x", "Period": "y"}), "m"
    )
    assert signal.metric is not None
    assert (signal.metric.dimensions, signal.metric.period_s) == ({}, 60)


def test_the_same_alarm_has_the_same_fingerprint_whatever_it_says_this_time() -> None:
    again = from_cloudwatch(_message(NewStateReason="other", StateChangeTime="2026-03-04T11:00:00Z"), "m-2")
    assert fingerprint(from_cloudwatch(_message(), "m-1")) == fingerprint(again)


def test_the_same_name_in_another_region_is_another_alarm() -> None:
    other = _message(AlarmArn="arn:aws:cloudwatch:us-east-1:111122223333:alarm:shop-failures")
    assert fingerprint(from_cloudwatch(_message(), "m")) != fingerprint(from_cloudwatch(other, "m"))


@pytest.mark.parametrize(("name", "severity"), [("critical: pay", "critical"), ("x", "high"), ("LOW disk", "low")])
def test_an_alarm_is_as_severe_as_its_name_says(name: str, severity: str) -> None:
    assert from_cloudwatch(_message(AlarmName=name), "m").severity == severity
