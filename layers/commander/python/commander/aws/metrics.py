"""CloudWatch metrics: the signal's own series, the standard ones beside it, and what to watch after an action."""

from datetime import UTC, datetime, timedelta
from typing import Any

from commander.aws.clients import client
from commander.aws.errors import calling
from commander.contract.actions import Expectation
from commander.contract.incidents import MetricRef, Signal
from commander.contract.values import iso

_MINUTE = 60
_POINTS = 1440
"""At most so many datapoints a series; the newest are kept."""

_STANDARD: dict[str, tuple[str, str, list[tuple[str, str, str]]]] = {
    "lambda": (
        "AWS/Lambda",
        "FunctionName",
        [
            ("Invocations", "Sum", "Count"),
            ("Errors", "Sum", "Count"),
            ("Throttles", "Sum", "Count"),
            ("Duration", "Average", "Milliseconds"),
        ],
    ),
    "sqs": (
        "AWS/SQS",
        "QueueName",
        [
            ("ApproximateNumberOfMessagesVisible", "Maximum", "Count"),
            ("NumberOfMessagesSent", "Sum", "Count"),
            ("ApproximateAgeOfOldestMessage", "Maximum", "Seconds"),
        ],
    ),
    "dynamodb": (
        "AWS/DynamoDB",
        "TableName",
        [
            ("ThrottledRequests", "Sum", "Count"),
            ("ConsumedReadCapacityUnits", "Sum", "Count"),
            ("ConsumedWriteCapacityUnits", "Sum", "Count"),
        ],
    ),
    "rds": (
        "AWS/RDS",
        "DBInstanceIdentifier",
        [
            ("CPUUtilization", "Average", "Percent"),
            ("DatabaseConnections", "Average", "Count"),
            ("FreeStorageSpace", "Average", "Bytes"),
        ],
    ),
}
"""The series each kind of thing has in its service's own namespace."""


def own_series(metric: MetricRef, entity: str | None, start: datetime, end: datetime) -> list[dict[str, Any]]:
    """The series that the signal is about, in the signal's own statistic and period."""
    return _fetch([(metric, entity)], start, end)


def sibling_series(entity: str, signal: Signal | None, start: datetime, end: datetime) -> list[dict[str, Any]]:
    """The standard series of a thing, in the signal's period so that they can be compared with it."""
    kind, _, name = entity.partition("/")
    if kind not in _STANDARD:
        return []
    namespace, dimension, series = _STANDARD[kind]
    period = signal.metric.period_s if signal and signal.metric else _MINUTE
    wanted = [
        (
            MetricRef(
                namespace=namespace,
                name=metric,
                dimensions={dimension: name},
                statistic=statistic,
                period_s=period,
                unit=unit,
            ),
            entity,
        )
        for metric, statistic, unit in series
    ]
    own = signal.metric if signal else None
    return _fetch([(ref, about) for ref, about in wanted if not (own and _same(own, ref))], start, end)


def watch(expectation: Expectation, since: datetime, until: datetime) -> dict[str, list[tuple[datetime, float]]]:
    """The complete periods of the expected signal and of the traffic that lie wholly within [since, until]."""
    signal = MetricRef(
        namespace=expectation.namespace,
        name=expectation.metric,
        dimensions=expectation.dimensions,
        statistic=expectation.statistic,
        period_s=expectation.period_s,
    )
    queries = {"signal": signal}
    if expectation.traffic_namespace and expectation.traffic_metric:
        queries["traffic"] = MetricRef(
            namespace=expectation.traffic_namespace,
            name=expectation.traffic_metric,
            dimensions=expectation.traffic_dimensions,
            statistic="Sum",
            period_s=expectation.period_s,
        )
    period = timedelta(seconds=expectation.period_s)
    first = _period_start(since, expectation.period_s) + period  # the period of `since` is half before it
    end = _period_start(until, expectation.period_s)
    if first >= end:
        return {name: [] for name in queries}
    found = _query(list(queries.values()), first, end)
    return {
        name: [(at, value) for at, value in points if first <= at < end]
        for name, points in zip(queries, found, strict=True)
    }


def _fetch(wanted: list[tuple[MetricRef, str | None]], start: datetime, end: datetime) -> list[dict[str, Any]]:
    refs = [ref for ref, _ in wanted]
    if not refs:
        return []
    series = []
    for (ref, entity), points in zip(wanted, _query(refs, start, end), strict=True):
        item: dict[str, Any] = {
            "name": ref.name,
            "namespace": ref.namespace,
            "dimensions": ref.dimensions,
            "statistic": ref.statistic,
            "period_s": ref.period_s,
            "points": [[iso(at), value] for at, value in points[-_POINTS:]],
        }
        if ref.unit:
            item["unit"] = ref.unit
        if entity:
            item["entity"] = entity
        series.append(item)
    return series


def _query(refs: list[MetricRef], start: datetime, end: datetime) -> list[list[tuple[datetime, float]]]:
    """GetMetricData for several series at once, oldest datapoint first."""
    queries: list[dict[str, Any]] = [
        {
            "Id": f"q{place}",
            "ReturnData": True,
            "MetricStat": {
                "Metric": {
                    "Namespace": ref.namespace,
                    "MetricName": ref.name,
                    "Dimensions": [{"Name": name, "Value": value} for name, value in sorted(ref.dimensions.items())],
                },
                "Period": ref.period_s,
                "Stat": ref.statistic,
            },
        }
        for place, ref in enumerate(refs)
    ]
    found: dict[str, list[tuple[datetime, float]]] = {query["Id"]: [] for query in queries}
    arguments: dict[str, Any] = {
        "MetricDataQueries": queries,
        "StartTime": start,
        "EndTime": end,
        "ScanBy": "TimestampAscending",
    }
    while True:
        with calling("cloudwatch:GetMetricData"):
            answer = client("cloudwatch").get_metric_data(**arguments)
        for one in answer["MetricDataResults"]:
            found[one["Id"]] += list(zip(one["Timestamps"], one["Values"], strict=True))
        if not answer.get("NextToken"):
            return [sorted(found[query["Id"]]) for query in queries]
        arguments["NextToken"] = answer["NextToken"]


def _same(one: MetricRef, other: MetricRef) -> bool:
    return (one.namespace, one.name, one.dimensions) == (other.namespace, other.name, other.dimensions)


def _period_start(moment: datetime, period_s: int) -> datetime:
    """The start of the period a moment lies in: CloudWatch's periods begin at multiples of their length."""
    return datetime.fromtimestamp(moment.timestamp() // period_s * period_s, UTC)
