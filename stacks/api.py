"""Api: the REST API's methods, made from the contract's table, and the function that takes alarms."""

import hashlib
import json

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct

from commander.contract.routes import ROUTES, Route
from commander.runtime.settings import Settings
from stacks.access import APPEND, EMPTY, use_evidence, use_table
from stacks.acknowledged import acknowledge
from stacks.dashboards import DashboardsStack
from stacks.data import DataStack
from stacks.environment import Environment
from stacks.function import ProductFunction, dead_letters, log_group
from stacks.layers import Layers
from stacks.live import STAGE, LiveStack, invocation_uri
from stacks.rest_problems import ANSWERS
from stacks.security import SecurityStack
from stacks.workflow import WorkflowStack

WITHOUT_SIGN_IN = ("open", "webhook")
_ALLOWED_HEADERS = "Authorization,Content-Type,Idempotency-Key"
_EXPOSED_HEADERS = "Retry-After,Location"
_PREFLIGHT_KEPT_S = 600


class ApiStack(cdk.Stack):
    """What is called: by people and their tools over REST, by alarms through the signals topic."""

    def __init__(
        self,
        scope: Construct,
        environment: Environment,
        data: DataStack,
        workflow: WorkflowStack,
        live: LiveStack,
        dashboards: DashboardsStack,
        security: SecurityStack,
    ) -> None:
        super().__init__(scope, environment.stack("Api"), description="Incident Commander: REST and signals")
        self._environment, self._data, self._workflow, self._live = environment, data, workflow, live
        self._security = security
        self._origin = dashboards.url
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
            allowed_origin=self._origin,
            approval_timeout_s=environment.approval_timeout_s,
        )
        api = self._api_function()
        self.functions = [api, self._signals_function()]
        self._rest(api)
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
                "metrics_table",
                "evidence_bucket",
                "workflow_arn",
                "websocket_url",
                "webhook_secret_arn",
                "allowed_origin",
                "approval_timeout_s",
            ),
        )
        reset = EMPTY if self._environment.system_reset else ()
        use_table(function, "Incidents", self._data.incidents, (*APPEND, *reset))
        use_table(function, "Tickets", self._data.connections, ("dynamodb:PutItem", *reset))
        if self._environment.system_reset:
            use_table(function, "Metrics", self._data.metrics, EMPTY)
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
        use_table(function, "Incidents", self._data.incidents, APPEND)
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

    # --- REST --------------------------------------------------------------------------------------------------------

    def _rest(self, function: ProductFunction) -> None:
        api = self._live.rest_api
        validator = apigateway.CfnRequestValidator(
            self,
            "Validator",
            rest_api_id=api.ref,
            name="parameters-and-body",
            validate_request_body=True,
            validate_request_parameters=True,
        )
        authorizer = apigateway.CfnAuthorizer(
            self,
            "People",
            rest_api_id=api.ref,
            name="people",
            type="COGNITO_USER_POOLS",
            identity_source="method.request.header.Authorization",
            provider_arns=[self._security.users.user_pool_arn],
        )
        resources = self._resources()
        methods: list[cdk.CfnResource] = [
            self._method(route, resources[route.path], function, authorizer, validator) for route in ROUTES
        ]
        methods += [self._preflight(path, resources[path]) for path in sorted({route.path for route in ROUTES})]
        lambda_.CfnPermission(
            self,
            "LetsTheApiCall",
            action="lambda:InvokeFunction",
            principal="apigateway.amazonaws.com",
            function_name=function.function.function_name,
            source_arn=self.format_arn(service="execute-api", resource=api.ref, resource_name=f"{STAGE}/*/*"),
        )
        self._stage([authorizer, *methods, *self._gateway_answers()])

    def _resources(self) -> dict[str, str]:
        """The resource id of every path in the table, and of those in between."""
        found = {"": self._live.rest_api.attr_root_resource_id}
        for path in sorted({route.path for route in ROUTES}):
            parts = path.strip("/").split("/")
            for depth in range(1, len(parts) + 1):
                here = "/" + "/".join(parts[:depth])
                if here in found:
                    continue
                resource = apigateway.CfnResource(
                    self,
                    f"Path{_name(here)}",
                    rest_api_id=self._live.rest_api.ref,
                    path_part=parts[depth - 1],
                    parent_id=found["" if depth == 1 else "/" + "/".join(parts[: depth - 1])],
                )
                found[here] = resource.ref
        return found

    def _method(
        self,
        route: Route,
        resource_id: str,
        function: ProductFunction,
        authorizer: apigateway.CfnAuthorizer,
        validator: apigateway.CfnRequestValidator,
    ) -> apigateway.CfnMethod:
        signed_in = route.access not in WITHOUT_SIGN_IN
        method = apigateway.CfnMethod(
            self,
            f"{route.method.capitalize()}{_name(route.path)}",
            rest_api_id=self._live.rest_api.ref,
            resource_id=resource_id,
            http_method=route.method,
            operation_name=route.name,
            authorization_type="COGNITO_USER_POOLS" if signed_in else "NONE",
            authorizer_id=authorizer.ref if signed_in else None,
            request_validator_id=validator.ref,
            request_parameters={
                f"method.request.path.{part[1:-1]}": True for part in route.path.split("/") if part.startswith("{")
            },
            integration=apigateway.CfnMethod.IntegrationProperty(
                type="AWS_PROXY",
                integration_http_method="POST",
                uri=invocation_uri(self, function),
            ),
        )
        if not signed_in:
            acknowledge(method, f"{route.access}: {_WHY_NO_SIGN_IN[route.access]}", "APIG4", "COG4")
        return method

    def _preflight(self, path: str, resource_id: str) -> apigateway.CfnMethod:
        """Answers the browser's question whether the dashboards may call this path."""
        verbs = ",".join(sorted({route.method for route in ROUTES if route.path == path} | {"OPTIONS"}))
        headers = {
            "Access-Control-Allow-Origin": f"'{self._origin}'",
            "Access-Control-Allow-Methods": f"'{verbs}'",
            "Access-Control-Allow-Headers": f"'{_ALLOWED_HEADERS}'",
            "Access-Control-Max-Age": f"'{_PREFLIGHT_KEPT_S}'",
            "Vary": "'Origin'",
        }
        method = apigateway.CfnMethod(
            self,
            f"Options{_name(path)}",
            rest_api_id=self._live.rest_api.ref,
            resource_id=resource_id,
            http_method="OPTIONS",
            authorization_type="NONE",
            integration=apigateway.CfnMethod.IntegrationProperty(
                type="MOCK",
                request_templates={"application/json": '{"statusCode": 204}'},
                integration_responses=[
                    apigateway.CfnMethod.IntegrationResponseProperty(
                        status_code="204",
                        response_templates={"application/json": ""},
                        response_parameters={
                            f"method.response.header.{name}": value for name, value in headers.items()
                        },
                    )
                ],
            ),
            method_responses=[
                apigateway.CfnMethod.MethodResponseProperty(
                    status_code="204", response_parameters={f"method.response.header.{name}": True for name in headers}
                )
            ],
        )
        acknowledge(method, "Browsers send preflight requests without credentials", "APIG4", "COG4")
        return method

    def _gateway_answers(self) -> list[cdk.CfnResource]:
        headers = {
            "gatewayresponse.header.Access-Control-Allow-Origin": f"'{self._origin}'",
            "gatewayresponse.header.Access-Control-Expose-Headers": f"'{_EXPOSED_HEADERS}'",
            "gatewayresponse.header.Content-Type": "'application/problem+json'",
            "gatewayresponse.header.Vary": "'Origin'",
        }
        return [
            apigateway.CfnGatewayResponse(
                self,
                f"Answer{answer.kind.title().replace('_', '')}",
                rest_api_id=self._live.rest_api.ref,
                response_type=answer.kind,
                status_code=answer.status_code(),
                response_parameters=headers,
                response_templates={"application/json": answer.body()},
            )
            for answer in ANSWERS
        ]

    def _stage(self, deployed: list[cdk.CfnResource]) -> None:
        # A deployment is a snapshot: its name has to change with what it is a snapshot of.
        snapshot = json.dumps([self.resolve(part._cfn_properties) for part in deployed], sort_keys=True)
        deployment = apigateway.CfnDeployment(
            self, f"Deployment{hashlib.sha256(snapshot.encode()).hexdigest()[:12]}", rest_api_id=self._live.rest_api.ref
        )
        for part in deployed:
            deployment.node.add_dependency(part)
        logs = log_group(
            self, "AccessLogs", f"/aws/apigateway/{self._environment.prefix}-rest", self._environment, self._data.key
        )
        stage = apigateway.CfnStage(
            self,
            "Stage",
            rest_api_id=self._live.rest_api.ref,
            stage_name=STAGE,
            deployment_id=deployment.ref,
            tracing_enabled=self._environment.tracing,
            access_log_setting=apigateway.CfnStage.AccessLogSettingProperty(
                destination_arn=logs.log_group_arn, format=json.dumps(_ACCESS_LOG)
            ),
            method_settings=[
                apigateway.CfnStage.MethodSettingProperty(
                    resource_path="/*",
                    http_method="*",
                    metrics_enabled=True,
                    logging_level="ERROR",
                    data_trace_enabled=False,
                    throttling_rate_limit=self._environment.throttle_rate,
                    throttling_burst_limit=self._environment.throttle_burst,
                )
            ],
        )
        acl = self._security.web_acl
        if acl is None:
            return
        association = wafv2.CfnWebACLAssociation(
            self,
            "Firewall",
            web_acl_arn=acl.attr_arn,
            resource_arn=f"arn:{self.partition}:apigateway:{self.region}::/restapis/{self._live.rest_api.ref}/stages/{STAGE}",
        )
        association.node.add_dependency(stage)


_WHY_NO_SIGN_IN = {
    "open": "it tells nothing that an outsider may not know",
    "webhook": "monitors cannot sign in; the function checks the shared secret",
}

_ACCESS_LOG = {
    name: f"$context.{name}"
    for name in (
        "requestId",
        "extendedRequestId",
        "identity.sourceIp",
        "identity.userAgent",
        "requestTime",
        "httpMethod",
        "resourcePath",
        "status",
        "responseLatency",
        "responseLength",
        "authorizer.claims.sub",
        "error.responseType",
        "waf.status",
    )
}


def _name(path: str) -> str:
    """A path as a word: /incidents/{id}/merge becomes IncidentsIdMerge."""
    words = "".join(char if char.isalnum() else " " for char in path).split()
    return "".join(word.capitalize() for word in words)
