"""Observability: alarms on what operators must know, one dashboard, the budget, and the topic that tells people.

Everything here is named, not imported: alarms must never keep another stack from changing.
"""

from collections.abc import Mapping, Sequence

import aws_cdk as cdk
from aws_cdk import aws_budgets as budgets
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from constructs import Construct

from stacks.data import DataStack
from stacks.environment import Environment
from stacks.function import ProductFunction
from stacks.gateway import STAGE
from stacks.live import LiveStack
from stacks.state_machine import state_machine_arn

_MINUTES = cdk.Duration.minutes(5)
_QUEUES = ("signals-dead-letters", "broadcast-dead-letters", "sweeper-dead-letters")
_SLOW_MS = 3000
_STALE_PUSH_MS = 60_000


class ObservabilityStack(cdk.Stack):
    """What watches the product itself."""

    def __init__(
        self,
        scope: Construct,
        environment: Environment,
        data: DataStack,
        live: LiveStack,
        functions: Sequence[ProductFunction],
    ) -> None:
        super().__init__(
            scope, environment.stack("Observability"), description="Incident Commander: alarms, dashboard, budget"
        )
        self._environment = environment
        self._names = [function.name for function in functions]
        self._topic = self._alarm_topic(data)
        self._alarms = [
            *self._function_alarms(),
            *self._queue_alarms(),
            *self._workflow_alarms(),
            *self._rest_alarms(),
            *self._live_alarms(live),
        ]
        self._dashboard()
        self._budget()
        cdk.CfnOutput(self, "AlarmsTopicArn", value=self._topic.topic_arn)

    def _alarm_topic(self, data: DataStack) -> sns.Topic:
        topic = sns.Topic(
            self,
            "AlarmsTopic",
            topic_name=f"{self._environment.prefix}-alarms",
            master_key=data.key,
            enforce_ssl=True,
            signature_version="2",
        )
        for service in ("cloudwatch", "budgets"):
            topic.add_to_resource_policy(
                iam.PolicyStatement(
                    sid=f"{service.capitalize()}OfThisAccountPublishes",
                    actions=["sns:Publish"],
                    principals=[iam.ServicePrincipal(f"{service}.amazonaws.com")],
                    resources=[topic.topic_arn],
                    conditions={"StringEquals": {"aws:SourceAccount": self.account}},
                )
            )
        if self._environment.alarm_email:
            sns.Subscription(
                self,
                "AlarmsEmail",
                topic=topic,
                protocol=sns.SubscriptionProtocol.EMAIL,
                endpoint=self._environment.alarm_email,
            )
        return topic

    def _function_alarms(self) -> list[cloudwatch.Alarm]:
        found = []
        for name in self._names:
            dimensions = {"FunctionName": name}
            found.append(
                self._alarm(
                    f"{name}-errors", "The function raised an error", _metric("AWS/Lambda", "Errors", dimensions)
                )
            )
            found.append(
                self._alarm(
                    f"{name}-throttles",
                    "The function was throttled: look at the account's concurrency",
                    _metric("AWS/Lambda", "Throttles", dimensions),
                )
            )
        return found

    def _queue_alarms(self) -> list[cloudwatch.Alarm]:
        return [
            self._alarm(
                f"{self._environment.prefix}-{queue}",
                "Something was not delivered: read the message, then redrive",
                _metric(
                    "AWS/SQS",
                    "ApproximateNumberOfMessagesVisible",
                    {"QueueName": f"{self._environment.prefix}-{queue}"},
                    "Maximum",
                ),
            )
            for queue in _QUEUES
        ]

    def _workflow_alarms(self) -> list[cloudwatch.Alarm]:
        return [
            self._alarm(
                f"{self._environment.prefix}-{name.replace('_', '-')}-{word}",
                f"An execution of {name} {said}",
                _metric("AWS/States", metric, {"StateMachineArn": state_machine_arn(self, self._environment, name)}),
            )
            for name in ("incident_response", "remediation")
            for word, metric, said in (
                ("failures", "ExecutionsFailed", "failed"),
                ("timeouts", "ExecutionsTimedOut", "took too long"),
                ("aborts", "ExecutionsAborted", "was stopped"),
            )
        ]

    def _rest_alarms(self) -> list[cloudwatch.Alarm]:
        dimensions = {"ApiName": self._environment.prefix, "Stage": STAGE}
        return [
            self._alarm(
                f"{self._environment.prefix}-rest-5xx",
                "The REST API answered with server errors",
                _metric("AWS/ApiGateway", "5XXError", dimensions),
            ),
            self._alarm(
                f"{self._environment.prefix}-rest-latency",
                "The slowest hundredth of REST calls takes seconds",
                _metric("AWS/ApiGateway", "Latency", dimensions, "p99"),
                threshold=_SLOW_MS,
                periods=3,
            ),
        ]

    def _live_alarms(self, live: LiveStack) -> list[cloudwatch.Alarm]:
        return [
            self._alarm(
                f"{self._environment.prefix}-live-errors",
                "The WebSocket API could not reach its function",
                _metric("AWS/ApiGateway", "IntegrationError", {"ApiId": live.websocket_api.ref, "Stage": STAGE}),
            ),
            self._alarm(
                f"{self._environment.prefix}-push-age",
                "The push is behind the timelines",
                _metric("AWS/Lambda", "IteratorAge", {"FunctionName": live.broadcast.name}, "Maximum"),
                threshold=_STALE_PUSH_MS,
                periods=2,
            ),
        ]

    def _alarm(
        self, name: str, description: str, metric: cloudwatch.Metric, *, threshold: float = 1, periods: int = 1
    ) -> cloudwatch.Alarm:
        alarm = cloudwatch.Alarm(
            self,
            "".join(word.capitalize() for word in name.split("-")),
            alarm_name=name,
            alarm_description=description,
            metric=metric,
            threshold=threshold,
            evaluation_periods=periods,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
        alarm.add_alarm_action(actions.SnsAction(self._topic))
        alarm.add_ok_action(actions.SnsAction(self._topic))
        return alarm

    def _dashboard(self) -> None:
        def per_function(title: str, metric: str, statistic: str = "Sum") -> cloudwatch.GraphWidget:
            return cloudwatch.GraphWidget(
                title=title,
                width=12,
                left=[_metric("AWS/Lambda", metric, {"FunctionName": name}, statistic) for name in self._names],
            )

        rest = {"ApiName": self._environment.prefix, "Stage": STAGE}
        workflow = {"StateMachineArn": state_machine_arn(self, self._environment, "incident_response")}
        cloudwatch.Dashboard(
            self,
            "Dashboard",
            dashboard_name=self._environment.prefix,
            widgets=[
                [cloudwatch.AlarmStatusWidget(title="Alarms", width=24, height=6, alarms=self._alarms)],
                [
                    cloudwatch.GraphWidget(
                        title="Incidents worked on",
                        width=12,
                        left=[
                            _metric("AWS/States", metric, workflow)
                            for metric in ("ExecutionsStarted", "ExecutionsSucceeded", "ExecutionsFailed")
                        ],
                    ),
                    cloudwatch.GraphWidget(
                        title="Time from start to end, p50 and p95",
                        width=12,
                        left=[
                            _metric("AWS/States", "ExecutionTime", workflow, statistic) for statistic in ("p50", "p95")
                        ],
                    ),
                ],
                [per_function("Function errors", "Errors"), per_function("Function duration, p95", "Duration", "p95")],
                [
                    cloudwatch.GraphWidget(
                        title="REST calls",
                        width=12,
                        left=[_metric("AWS/ApiGateway", metric, rest) for metric in ("Count", "4XXError", "5XXError")],
                    ),
                    cloudwatch.GraphWidget(
                        title="REST latency, p50, p95 and p99",
                        width=12,
                        left=[
                            _metric("AWS/ApiGateway", "Latency", rest, statistic) for statistic in ("p50", "p95", "p99")
                        ],
                    ),
                ],
            ],
        )

    def _budget(self) -> None:
        budgets.CfnBudget(
            self,
            "Budget",
            budget={
                "budgetName": self._environment.prefix,
                "budgetType": "COST",
                "timeUnit": "MONTHLY",
                "budgetLimit": {"amount": self._environment.monthly_budget_usd, "unit": "USD"},
                "costFilters": {"TagKeyValue": [f"user:environment${self._environment.name}"]},
            },
            notifications_with_subscribers=[
                {
                    "notification": {
                        "notificationType": kind,
                        "comparisonOperator": "GREATER_THAN",
                        "threshold": percent,
                        "thresholdType": "PERCENTAGE",
                    },
                    "subscribers": [{"subscriptionType": "SNS", "address": self._topic.topic_arn}],
                }
                for kind, percent in (("ACTUAL", 80), ("FORECASTED", 100))
            ],
        )


def _metric(namespace: str, name: str, dimensions: Mapping[str, str], statistic: str = "Sum") -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace=namespace, metric_name=name, dimensions_map=dict(dimensions), statistic=statistic, period=_MINUTES
    )
