"""Alarms and monitors in their own words, normalised to a `Signal`, and which signals are one incident."""

import re
from datetime import datetime
from typing import Any

from commander.contract.incidents import MetricRef, Signal
from commander.contract.problems import FieldError, InvalidRequest
from commander.domain.canonical import sha256_of

_ENTITY_OF_DIMENSION = {
    "FunctionName": "lambda",
    "DBInstanceIdentifier": "rds",
    "DBClusterIdentifier": "rds-cluster",
    "QueueName": "sqs",
    "TableName": "dynamodb",
    "ApiName": "apigateway",
    "ApiId": "apigateway",
    "ServiceName": "ecs-service",
    "TargetGroup": "target-group",
    "LoadBalancer": "alb",
    "AutoScalingGroupName": "asg",
    "StreamName": "kinesis",
    "CacheClusterId": "elasticache",
    "StateMachineArn": "stepfunctions",
    "InstanceId": "ec2",
}
"""Which CloudWatch dimension names the thing, and what kind of thing it is; the most specific first."""

_SEVERITY_IN_NAME = re.compile(r"\b(critical|high|medium|low)\b", re.IGNORECASE)

_COMPARISONS = {
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanThreshold",
    "LessThanOrEqualToThreshold",
}

_STATISTICS = {
    "AVERAGE": "Average",
    "SUM": "Sum",
    "MINIMUM": "Minimum",
    "MAXIMUM": "Maximum",
    "SAMPLECOUNT": "SampleCount",
}


def fingerprint(signal: Signal) -> str:
    """Signals with the same fingerprint belong to the same open incident: same source, account, region and name."""
    return sha256_of([signal.source, signal.account or "", signal.region or "", signal.arn or signal.name])


def from_cloudwatch(message: dict[str, Any], message_id: str) -> Signal:
    """A CloudWatch alarm's SNS message. Raises InvalidRequest where a needed field is missing or wrong."""
    name, state = message.get("AlarmName"), message.get("NewStateValue")
    errors = [
        FieldError(field=field, reason="missing or not text")
        for field, value in (("AlarmName", name), ("NewStateValue", state))
        if not isinstance(value, str) or not value
    ]
    if errors or not isinstance(name, str) or not isinstance(state, str):
        raise InvalidRequest("not a CloudWatch alarm notification", errors)
    states = {"ALARM": "alarm", "OK": "ok", "INSUFFICIENT_DATA": "insufficient_data"}
    if state not in states:
        raise InvalidRequest(
            "not a CloudWatch alarm notification", [FieldError(field="NewStateValue", reason=f"unknown state {state}")]
        )
    trigger = message.get("Trigger")
    trigger = trigger if isinstance(trigger, dict) else {}
    metric = _metric(trigger)
    arn = _text(message, "AlarmArn")
    return Signal(
        signal_id=message_id,
        source="cloudwatch",
        name=name,
        state=states[state],
        entity=_entity(metric.dimensions) if metric else None,
        service=_service(metric.dimensions) if metric else None,
        metric=metric,
        threshold=_number(trigger.get("Threshold")),
        comparison=_comparison(trigger.get("ComparisonOperator")),
        reason=_text(message, "NewStateReason"),
        severity=_severity(name, _text(message, "AlarmDescription")),
        region=_region(arn, message),
        account=_text(message, "AWSAccountId"),
        arn=arn,
        at=_moment(message.get("StateChangeTime")),
        description=_text(message, "AlarmDescription"),
    )


def _text(message: dict[str, Any], key: str) -> str | None:
    value = message.get(key)
    return value[:4000] if isinstance(value, str) and value else None


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _comparison(value: Any) -> str | None:
    return value if value in _COMPARISONS else None


def _metric(trigger: dict[str, Any]) -> MetricRef | None:
    namespace, name = trigger.get("Namespace"), trigger.get("MetricName")
    if not isinstance(namespace, str) or not isinstance(name, str):
        return None  # metric-math and composite alarms name no single series
    statistic = trigger.get("ExtendedStatistic") or trigger.get("Statistic") or "Average"
    period = trigger.get("Period")
    return MetricRef(
        namespace=namespace,
        name=name,
        dimensions=_dimensions(trigger.get("Dimensions")),
        statistic=_STATISTICS.get(str(statistic).upper(), str(statistic)),
        period_s=period if isinstance(period, int) and period > 0 else 60,
        unit=trigger.get("Unit") if isinstance(trigger.get("Unit"), str) else None,
    )


def _dimensions(given: Any) -> dict[str, str]:
    dimensions: dict[str, str] = {}
    for item in given if isinstance(given, list) else []:
        if isinstance(item, dict):
            name, value = item.get("name", item.get("Name")), item.get("value", item.get("Value"))
            if isinstance(name, str) and isinstance(value, str):
                dimensions[name] = value
    return dimensions


def _entity(dimensions: dict[str, str]) -> str | None:
    for dimension, kind in _ENTITY_OF_DIMENSION.items():
        if dimensions.get(dimension):
            return f"{kind}/{dimensions[dimension]}"
    return None


def _service(dimensions: dict[str, str]) -> str | None:
    entity = _entity(dimensions)
    return entity.partition("/")[2] if entity else None


def _severity(name: str, description: str | None) -> Any:
    """An alarm's severity is what its name or description says, else high."""
    found = _SEVERITY_IN_NAME.search(name) or _SEVERITY_IN_NAME.search(description or "")
    return found.group(1).lower() if found else "high"


def _region(arn: str | None, message: dict[str, Any]) -> str | None:
    # The message's own Region is a display name ("US East (N. Virginia)"); the ARN has the code.
    parts = (arn or "").split(":")
    return parts[3] if len(parts) > 3 and parts[3] else _text(message, "Region")


def _moment(value: Any) -> datetime:
    try:
        return datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError as error:
        raise InvalidRequest(
            "not a CloudWatch alarm notification", [FieldError(field="StateChangeTime", reason="not an ISO 8601 time")]
        ) from error
