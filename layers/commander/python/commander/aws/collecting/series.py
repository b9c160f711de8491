"""CloudWatch metrics: the signal's own series, and the standard ones of every thing in view."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from commander.aws.collecting.asking import Ask
from commander.aws.collecting.findings import Findings, Window
from commander.aws.collecting.things import Thing
from commander.aws.metrics import query
from commander.contract.incidents import MetricRef, Signal
from commander.contract.values import iso

POINTS = 1440
"""At most so many datapoints a series; the newest are kept."""
SERIES = 250
"""At most so many series; those of the things nearest to the incident are kept."""
FINE_LOOK_BACK = timedelta(minutes=45)
"""How far back series of less than a minute's period go; the others go as far as the collection does."""
_MINUTE = 60
_A_CALL = 100

_Standard = tuple[tuple[str, str, str], ...]
_HTTP: _Standard = (
    ("Count", "Sum", "Count"),
    ("5xx", "Sum", "Count"),
    ("4xx", "Sum", "Count"),
    ("Latency", "p95", "Milliseconds"),
    ("IntegrationLatency", "p95", "Milliseconds"),
)
_STANDARD: dict[tuple[str, str], _Standard] = {
    ("lambda", "AWS/Lambda"): (
        ("Invocations", "Sum", "Count"),
        ("Errors", "Sum", "Count"),
        ("Throttles", "Sum", "Count"),
        ("Duration", "Average", "Milliseconds"),
        ("ConcurrentExecutions", "Maximum", "Count"),
        ("DeadLetterErrors", "Sum", "Count"),
        ("IteratorAge", "Maximum", "Milliseconds"),
    ),
    ("sqs", "AWS/SQS"): (
        ("ApproximateNumberOfMessagesVisible", "Maximum", "Count"),
        ("ApproximateNumberOfMessagesNotVisible", "Maximum", "Count"),
        ("NumberOfMessagesSent", "Sum", "Count"),
        ("NumberOfMessagesReceived", "Sum", "Count"),
        ("NumberOfMessagesDeleted", "Sum", "Count"),
        ("ApproximateAgeOfOldestMessage", "Maximum", "Seconds"),
    ),
    ("dynamodb", "AWS/DynamoDB"): (
        ("ThrottledRequests", "Sum", "Count"),
        ("ReadThrottleEvents", "Sum", "Count"),
        ("WriteThrottleEvents", "Sum", "Count"),
        ("ConsumedReadCapacityUnits", "Sum", "Count"),
        ("ConsumedWriteCapacityUnits", "Sum", "Count"),
        ("ProvisionedReadCapacityUnits", "Maximum", "Count"),
        ("ProvisionedWriteCapacityUnits", "Maximum", "Count"),
        ("SystemErrors", "Sum", "Count"),
    ),
    ("rds", "AWS/RDS"): (
        ("CPUUtilization", "Average", "Percent"),
        ("DatabaseConnections", "Maximum", "Count"),
        ("FreeableMemory", "Average", "Bytes"),
        ("FreeStorageSpace", "Minimum", "Bytes"),
        ("ReadIOPS", "Average", "Count/Second"),
        ("WriteIOPS", "Average", "Count/Second"),
        ("ReadLatency", "Average", "Seconds"),
        ("WriteLatency", "Average", "Seconds"),
        ("DiskQueueDepth", "Average", "Count"),
        ("ReplicaLag", "Maximum", "Seconds"),
        ("AuroraReplicaLag", "Maximum", "Milliseconds"),
        ("SwapUsage", "Average", "Bytes"),
        ("BurstBalance", "Average", "Percent"),
        ("CPUCreditBalance", "Average", "Count"),
        ("MaximumUsedTransactionIDs", "Maximum", "Count"),
        ("Deadlocks", "Average", "Count/Second"),
        ("CommitLatency", "Average", "Milliseconds"),
        ("DBLoad", "Average", "Count"),
        ("DBLoadCPU", "Average", "Count"),
        ("DBLoadNonCPU", "Average", "Count"),
        ("NetworkReceiveThroughput", "Average", "Bytes/Second"),
        ("NetworkTransmitThroughput", "Average", "Bytes/Second"),
    ),
    ("rds-cluster", "AWS/RDS"): (
        ("VolumeBytesUsed", "Maximum", "Bytes"),
        ("ServerlessDatabaseCapacity", "Maximum", "Count"),
        ("ACUUtilization", "Average", "Percent"),
    ),
    ("ecs-service", "AWS/ECS"): (
        ("CPUUtilization", "Average", "Percent"),
        ("MemoryUtilization", "Maximum", "Percent"),
    ),
    ("ecs-service", "ECS/ContainerInsights"): (
        ("RunningTaskCount", "Average", "Count"),
        ("DesiredTaskCount", "Average", "Count"),
        ("PendingTaskCount", "Average", "Count"),
        ("NetworkRxBytes", "Average", "Bytes/Second"),
        ("NetworkTxBytes", "Average", "Bytes/Second"),
    ),
    ("alb", "AWS/ApplicationELB"): (
        ("RequestCount", "Sum", "Count"),
        ("HTTPCode_Target_5XX_Count", "Sum", "Count"),
        ("HTTPCode_ELB_5XX_Count", "Sum", "Count"),
        ("HTTPCode_Target_4XX_Count", "Sum", "Count"),
        ("TargetResponseTime", "p95", "Seconds"),
        ("TargetConnectionErrorCount", "Sum", "Count"),
        ("RejectedConnectionCount", "Sum", "Count"),
        ("ActiveConnectionCount", "Sum", "Count"),
    ),
    ("target-group", "AWS/ApplicationELB"): (
        ("HealthyHostCount", "Minimum", "Count"),
        ("UnHealthyHostCount", "Maximum", "Count"),
        ("RequestCountPerTarget", "Sum", "Count"),
    ),
    ("apigateway", "AWS/ApiGateway"): (
        ("Count", "Sum", "Count"),
        ("5XXError", "Sum", "Count"),
        ("4XXError", "Sum", "Count"),
        ("Latency", "p95", "Milliseconds"),
        ("IntegrationLatency", "p95", "Milliseconds"),
    ),
    ("asg", "AWS/AutoScaling"): (
        ("GroupInServiceInstances", "Average", "Count"),
        ("GroupDesiredCapacity", "Average", "Count"),
    ),
    ("asg", "AWS/EC2"): (
        ("CPUUtilization", "Average", "Percent"),
        ("StatusCheckFailed", "Maximum", "Count"),
        ("NetworkIn", "Average", "Bytes"),
        ("NetworkOut", "Average", "Bytes"),
    ),
    ("ec2", "AWS/EC2"): (
        ("CPUUtilization", "Average", "Percent"),
        ("CPUCreditBalance", "Average", "Count"),
        ("StatusCheckFailed", "Maximum", "Count"),
        ("NetworkIn", "Average", "Bytes"),
        ("NetworkOut", "Average", "Bytes"),
    ),
    ("eks", "ContainerInsights"): (
        ("cluster_failed_node_count", "Maximum", "Count"),
        ("cluster_node_count", "Average", "Count"),
        ("node_cpu_utilization", "Average", "Percent"),
        ("node_memory_utilization", "Average", "Percent"),
        ("node_filesystem_utilization", "Average", "Percent"),
        ("pod_number_of_container_restarts", "Sum", "Count"),
    ),
    ("kinesis", "AWS/Kinesis"): (
        ("IncomingRecords", "Sum", "Count"),
        ("GetRecords.IteratorAgeMilliseconds", "Maximum", "Milliseconds"),
        ("ReadProvisionedThroughputExceeded", "Sum", "Count"),
        ("WriteProvisionedThroughputExceeded", "Sum", "Count"),
    ),
    ("elasticache", "AWS/ElastiCache"): (
        ("EngineCPUUtilization", "Average", "Percent"),
        ("CPUUtilization", "Average", "Percent"),
        ("DatabaseMemoryUsagePercentage", "Average", "Percent"),
        ("CurrConnections", "Average", "Count"),
        ("Evictions", "Sum", "Count"),
        ("CacheHitRate", "Average", "Percent"),
    ),
    ("stepfunctions", "AWS/States"): (
        ("ExecutionsStarted", "Sum", "Count"),
        ("ExecutionsFailed", "Sum", "Count"),
        ("ExecutionsTimedOut", "Sum", "Count"),
        ("ExecutionThrottled", "Sum", "Count"),
    ),
}
"""The series each kind of thing has in its services' own namespaces, with the statistic that shows trouble."""

_DIMENSION = {
    "asg": "AutoScalingGroupName",
    "dynamodb": "TableName",
    "ec2": "InstanceId",
    "eks": "ClusterName",
    "elasticache": "CacheClusterId",
    "kinesis": "StreamName",
    "lambda": "FunctionName",
    "rds": "DBInstanceIdentifier",
    "rds-cluster": "DBClusterIdentifier",
    "sqs": "QueueName",
}


def own(signal: Signal, about: str | None, ask: Ask, found: Findings, window: Window) -> None:
    """The series that the signal is about, in the signal's own statistic and period."""
    if signal.metric is not None:
        _fetch([(signal.metric, about)], ask, found, window, keep_empty=True)


def standard(things: Iterable[Thing], signal: Signal | None, ask: Ask, found: Findings, window: Window) -> None:
    """The standard series of the things, in the signal's period so that they can be compared with it.

    A series without a datapoint is left out, since many of the standard ones exist only once something happens; a
    thing without any is a gap.
    """
    period = signal.metric.period_s if signal and signal.metric else _MINUTE
    known = signal.metric if signal else None
    wanted: list[tuple[MetricRef, str | None]] = [
        (reference, thing.entity)
        for thing in things
        for reference in _references(thing, period)
        if not (known and _same(known, reference))
    ]
    _fetch(wanted[:SERIES], ask, found, window, keep_empty=False)


def _references(thing: Thing, period: int) -> list[MetricRef]:
    dimensions = _dimensions(thing)
    if dimensions is None:
        return []
    http_api = thing.kind == "apigateway" and "ApiId" in dimensions
    return [
        MetricRef(
            namespace=namespace, name=name, dimensions=dict(dimensions), statistic=statistic, period_s=period, unit=unit
        )
        for (kind, namespace), standard_ones in _STANDARD.items()
        if kind == thing.kind
        for name, statistic, unit in (_HTTP if http_api else standard_ones)
    ]


def _dimensions(thing: Thing) -> Mapping[str, str] | None:
    """How CloudWatch names the thing; None where not enough is known of it."""
    hints = thing.hints
    match thing.kind:
        case "ecs-service":
            return {"ClusterName": hints["cluster"], "ServiceName": thing.name} if "cluster" in hints else None
        case "alb":
            return {"LoadBalancer": hints["dimension"]} if "dimension" in hints else None
        case "target-group":
            known = "dimension" in hints and "balancer" in hints
            return {"TargetGroup": hints["dimension"], "LoadBalancer": hints["balancer"]} if known else None
        case "apigateway":
            if "api_id" in hints:
                return {"ApiId": hints["api_id"]}
            name = {"ApiName": hints.get("api_name", thing.name)}
            return {**name, "Stage": hints["stage"]} if "stage" in hints else name
        case "stepfunctions":
            return {"StateMachineArn": hints["arn"]} if "arn" in hints else None
    dimension = _DIMENSION.get(thing.kind)
    return {dimension: thing.name} if dimension else None


def _fetch(
    wanted: list[tuple[MetricRef, str | None]], ask: Ask, found: Findings, window: Window, *, keep_empty: bool
) -> None:
    silent: dict[str, bool] = {}
    for place in range(0, len(wanted), _A_CALL):
        chosen = wanted[place : place + _A_CALL]
        fine = any(reference.period_s < _MINUTE for reference, _ in chosen)
        start = max(window.start, window.end - FINE_LOOK_BACK) if fine else window.start
        answers = query(ask, [reference for reference, _ in chosen], start, window.end)
        for (reference, about), points in zip(chosen, answers, strict=True):
            if about is not None:
                silent[about] = silent.get(about, True) and not points
            if points or keep_empty:
                _add(reference, about, points, found)
    for about, nothing in silent.items():
        if nothing:
            found.gap("metrics", about, "no datapoints of its standard metrics in the window")


def _add(reference: MetricRef, about: str | None, points: list[tuple[datetime, float]], found: Findings) -> None:
    found.add(
        "metrics",
        name=reference.name,
        namespace=reference.namespace,
        entity=about,
        dimensions=reference.dimensions,
        statistic=reference.statistic,
        unit=reference.unit,
        period_s=reference.period_s,
        points=[[iso(at), value] for at, value in points[-POINTS:]],
    )


def _same(one: MetricRef, other: MetricRef) -> bool:
    return (one.namespace, one.name, one.dimensions) == (other.namespace, other.name, other.dimensions)
