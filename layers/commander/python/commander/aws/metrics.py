"""CloudWatch metrics: asking for several series at once, and what to watch after an action."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from commander.aws.clients import client
from commander.aws.errors import calling
from commander.contract.actions import Expectation
from commander.contract.incidents import MetricRef

Series = list[tuple[datetime, float]]
_MOST_PAGES = 20


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
    found = query(_ask, list(queries.values()), first, end)
    return {
        name: [(at, value) for at, value in points if first <= at < end]
        for name, points in zip(queries, found, strict=True)
    }


def query(ask: Callable[..., dict[str, Any]], refs: list[MetricRef], start: datetime, end: datetime) -> list[Series]:
    """GetMetricData for several series at once, oldest datapoint first. `ask` makes the call."""
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
    found: dict[str, Series] = {one["Id"]: [] for one in queries}
    arguments: dict[str, Any] = {
        "MetricDataQueries": queries,
        "StartTime": start,
        "EndTime": end,
        "ScanBy": "TimestampAscending",
    }
    for _ in range(_MOST_PAGES):
        answer = ask("cloudwatch", "get_metric_data", **arguments)
        for one in answer["MetricDataResults"]:
            found[one["Id"]] += list(zip(one["Timestamps"], one["Values"], strict=True))
        if not answer.get("NextToken"):
            break
        arguments["NextToken"] = answer["NextToken"]
    return [sorted(found[one["Id"]]) for one in queries]


def _ask(service: str, operation: str, **arguments: Any) -> dict[str, Any]:
    with calling("cloudwatch:GetMetricData"):
        answer: dict[str, Any] = getattr(client(service), operation)(**arguments)
    return answer


def _period_start(moment: datetime, period_s: int) -> datetime:
    """The start of the period a moment lies in: CloudWatch's periods begin at multiples of their length."""
    return datetime.fromtimestamp(moment.timestamp() // period_s * period_s, UTC)
