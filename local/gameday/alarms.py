"""The service's alarms: what its owners would have in place. They only ever change state by datapoints."""

from local.clients import client
from local.gameday.victim import NAMESPACE, Victim

PERIOD_SECONDS = 10
FAILURES = 5
"""So many refused checkouts within one period are worth waking somebody for."""


def watch_failures(victim: Victim, topic_arn: str) -> str:
    """Checkouts that were refused."""
    name, text = f"{victim.name}-failures", "Checkouts are being refused"
    return _put(victim, name, text, "CheckoutFailures", FAILURES, topic_arn)


def watch_traffic(victim: Victim, topic_arn: str, requests: float) -> str:
    """That many checkouts within one period: once a sign of trouble, long since an ordinary day."""
    name, text = f"{victim.name}-traffic", "Unusually many checkouts"
    return _put(victim, name, text, "CheckoutRequests", requests, topic_arn)


def remove_alarms(victim: Victim) -> None:
    """Take them down."""
    names = [f"{victim.name}-failures", f"{victim.name}-traffic"]
    client("cloudwatch", victim.endpoint_url).delete_alarms(AlarmNames=names)


def state(endpoint_url: str, name: str) -> str:
    """The alarm's state."""
    found = client("cloudwatch", endpoint_url).describe_alarms(AlarmNames=[name])["MetricAlarms"]
    return str(found[0]["StateValue"]) if found else "absent"


def _put(victim: Victim, name: str, description: str, metric: str, threshold: float, topic_arn: str) -> str:
    client("cloudwatch", victim.endpoint_url).put_metric_alarm(
        AlarmName=name,
        AlarmDescription=description,
        Namespace=NAMESPACE,
        MetricName=metric,
        Dimensions=[{"Name": "FunctionName", "Value": victim.name}],
        Statistic="Sum",
        Period=PERIOD_SECONDS,
        EvaluationPeriods=1,
        Threshold=threshold,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        TreatMissingData="notBreaching",
        AlarmActions=[topic_arn],
    )
    return name
