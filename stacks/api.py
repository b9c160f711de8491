"""Api: what is called, by people over REST and by alarms through the signals topic."""

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct

from commander.runtime.settings import AI_SETTINGS, Settings
from stacks.access import EMPTY, END, use_evidence, use_table
from stacks.ai import AiStack
from stacks.dashboards import DashboardsStack
from stacks.data import DataStack
from stacks.environment import Environment
from stacks.function import ProductFunction, dead_letters
from stacks.gateway import STAGE
from stacks.layers import Layers
from stacks.live import LiveStack
from stacks.rest import RestMethods
from stacks.security import SecurityStack
from stacks.workflow import WorkflowStack


class ApiStack(cdk.Stack):
    """What is called: by people and their tools over REST, by alarms through the signals topic."""

    def __init__(
        self,
        scope: Construct,
        environment: Environment,
        data: DataStack,
        ai: AiStack,
        workflow: WorkflowStack,
        live: LiveStack,
        dashboards: DashboardsStack,
        security: SecurityStack,
    ) -> None:
        super().__init__(scope, environment.stack("Api"), description="Incident Commander: REST and signals")
        self._environment, self._data, self._workflow, self._live = environment, data, workflow, live
        self._security = security
        self._layers = Layers(self, environment)
        self._settings = Settings(
            environment=environment.name,
            provenance=environment.provenance,
            incidents_table=data.incidents.table_name,
            connections_table=data.connections.table_name,
            metrics_table=data.metrics.table_name,
            evidence_bucket=data.evidence.bucket_name,
            workflow_arn=workflow.workflow_arn,
            websocket_url=live.websocket_url,
            webhook_secret_arn=security.webhook_secret_arn,
            allowed_origin=dashboards.url,
            approval_timeout_s=environment.approval_timeout_s,
            **ai.settings,
        )
        api = self._api_function()
        self.functions = [api, self._signals_function()]
        rest = RestMethods(
            self,
            live.rest_api,
            environment=environment,
            key=data.key,
            function=api,
            user_pool_arn=security.users.user_pool_arn,
            origin=dashboards.url,
        )
        if security.web_acl is not None:
            self._put_behind(security.web_acl, rest.stage)
        cdk.CfnOutput(self, "RestUrl", value=live.rest_url)

    def _api_function(self) -> ProductFunction:
        function = ProductFunction(
            self,
            "api",
            environment=self._environment,
            layers=self._layers,
            key=self._data.key,
            description="Answers the REST API",
            timeout_s=29,
            memory_mb=1024,
            settings=self._settings.to_env(
                "incidents_table",
                "connections_table",
                *AI_SETTINGS,
                "evidence_bucket",
                "workflow_arn",
                "websocket_url",
                "webhook_secret_arn",
                "allowed_origin",
                "approval_timeout_s",
            ),
        )
        reset = EMPTY if self._environment.system_reset else ()
        use_table(function, "Incidents", self._data.incidents, (*END, *reset))
        use_table(function, "Tickets", self._data.connections, ("dynamodb:PutItem", *reset))
        use_table(function, "Metrics", self._data.metrics, ("dynamodb:Query", *reset))
        use_evidence(function, self._data, "s3:PutObject")
        function.allow("StartsTheWorkflow", ["states:StartExecution"], [self._workflow.workflow_arn])
        function.allow("AnswersWaitingTasks", ["states:SendTaskSuccess"], ["*"])
        function.accept("Task tokens are not resources", "IAM5[Resource::*]")
        function.allow("KnowsTheWebhookSecret", ["secretsmanager:GetSecretValue"], [self._security.webhook_secret_arn])
        function.use_key("dynamodb", "s3", "secretsmanager")
        return function

    def _signals_function(self) -> ProductFunction:
        function = ProductFunction(
            self,
            "signals",
            environment=self._environment,
            layers=self._layers,
            key=self._data.key,
            description="Turns alarms into incidents",
            timeout_s=60,
            memory_mb=512,
            settings=self._settings.to_env("incidents_table", "evidence_bucket", "workflow_arn"),
        )
        use_table(function, "Incidents", self._data.incidents, END)
        function.allow("StartsTheWorkflow", ["states:StartExecution"], [self._workflow.workflow_arn])
        lost = dead_letters(self, "signals-dead-letters", self._environment, self._data.key)
        function.allow("KeepsWhatFailed", ["sqs:SendMessage"], [lost.queue_arn])
        function.use_key("dynamodb", "sqs")
        failures = lambda_.CfnEventInvokeConfig(
            self,
            "SignalRetries",
            function_name=function.function.function_name,
            qualifier="$LATEST",
            maximum_retry_attempts=2,
            maximum_event_age_in_seconds=3600,
            destination_config={"onFailure": {"destination": lost.queue_arn}},
        )
        failures.node.add_dependency(function.role)
        lambda_.CfnPermission(
            self,
            "LetsTheTopicCall",
            action="lambda:InvokeFunction",
            principal="sns.amazonaws.com",
            function_name=function.function.function_name,
            source_arn=self._workflow.signals.topic_arn,
        )
        sns.Subscription(
            self,
            "SignalsSubscription",
            topic=self._workflow.signals,
            protocol=sns.SubscriptionProtocol.LAMBDA,
            endpoint=function.arn,
            dead_letter_queue=lost,
        )
        return function

    def _put_behind(self, firewall: wafv2.CfnWebACL, stage: apigateway.CfnStage) -> None:
        stage_arn = self.format_arn(
            service="apigateway",
            account="",
            resource=f"/restapis/{self._live.rest_api.ref}",
            resource_name=f"stages/{STAGE}",
        )
        association = wafv2.CfnWebACLAssociation(
            self, "Firewall", web_acl_arn=firewall.attr_arn, resource_arn=stage_arn
        )
        association.node.add_dependency(stage)
