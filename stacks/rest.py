"""The REST API's methods, made from the contract's table."""

import hashlib
import json

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from commander.contract.routes import ROUTES, Route
from stacks.acknowledged import acknowledge
from stacks.environment import Environment
from stacks.function import ProductFunction, log_group
from stacks.gateway import STAGE, invocation_uri
from stacks.rest_problems import ANSWERS

WITHOUT_SIGN_IN = {
    "open": "it tells nothing that an outsider may not know",
    "webhook": "monitors cannot sign in; the function checks the shared secret",
}
_ALLOWED_HEADERS = "Authorization,Content-Type,Idempotency-Key"
_EXPOSED_HEADERS = "Retry-After,Location"
_PREFLIGHT_KEPT_S = 600
_LOGGED = (
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


class RestMethods(Construct):
    """Every call of the contract, served by one function, and the stage that serves them."""

    def __init__(
        self,
        scope: Construct,
        api: apigateway.CfnRestApi,
        *,
        environment: Environment,
        key: kms.IKey,
        function: ProductFunction,
        user_pool_arn: str,
        origin: str,
    ) -> None:
        super().__init__(scope, "Rest")
        self._api, self._origin = api, origin
        validator = apigateway.CfnRequestValidator(
            self,
            "Validator",
            rest_api_id=self._api.ref,
            name="parameters-and-body",
            validate_request_body=True,
            validate_request_parameters=True,
        )
        authorizer = apigateway.CfnAuthorizer(
            self,
            "People",
            rest_api_id=self._api.ref,
            name="people",
            type="COGNITO_USER_POOLS",
            identity_source="method.request.header.Authorization",
            provider_arns=[user_pool_arn],
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
            source_arn=cdk.Stack.of(self).format_arn(
                service="execute-api", resource=self._api.ref, resource_name=f"{STAGE}/*/*"
            ),
        )
        self.stage = self._stage([authorizer, *methods, *self._gateway_answers()], environment, key)

    def _resources(self) -> dict[str, str]:
        """The resource id of every path in the table, and of those in between."""
        found = {"": self._api.attr_root_resource_id}
        for path in sorted({route.path for route in ROUTES}):
            parts = path.strip("/").split("/")
            for depth in range(1, len(parts) + 1):
                here = "/" + "/".join(parts[:depth])
                if here in found:
                    continue
                resource = apigateway.CfnResource(
                    self,
                    f"Path{_name(here)}",
                    rest_api_id=self._api.ref,
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
            rest_api_id=self._api.ref,
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
                uri=invocation_uri(function),
            ),
        )
        if not signed_in:
            acknowledge(method, f"{route.access}: {WITHOUT_SIGN_IN[route.access]}", "APIG4", "COG4")
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
        return apigateway.CfnMethod(
            self,
            f"Options{_name(path)}",
            rest_api_id=self._api.ref,
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
                rest_api_id=self._api.ref,
                response_type=answer.kind,
                status_code=str(answer.status),
                response_parameters=headers,
                response_templates={"application/json": answer.body()},
            )
            for answer in ANSWERS
        ]

    def _stage(self, deployed: list[cdk.CfnResource], environment: Environment, key: kms.IKey) -> apigateway.CfnStage:
        # A deployment is a snapshot: its name has to change with what it is a snapshot of.
        snapshot = json.dumps([cdk.Stack.of(self).resolve(part._cfn_properties) for part in deployed], sort_keys=True)
        deployment = apigateway.CfnDeployment(
            self, f"Deployment{hashlib.sha256(snapshot.encode()).hexdigest()[:12]}", rest_api_id=self._api.ref
        )
        for part in deployed:
            deployment.node.add_dependency(part)
        logs = log_group(self, "AccessLogs", f"/aws/apigateway/{environment.prefix}-rest", environment, key)
        return apigateway.CfnStage(
            self,
            "Stage",
            rest_api_id=self._api.ref,
            stage_name=STAGE,
            deployment_id=deployment.ref,
            tracing_enabled=environment.tracing,
            access_log_setting=apigateway.CfnStage.AccessLogSettingProperty(
                destination_arn=logs.log_group_arn, format=json.dumps({name: f"$context.{name}" for name in _LOGGED})
            ),
            method_settings=[
                apigateway.CfnStage.MethodSettingProperty(
                    resource_path="/*",
                    http_method="*",
                    metrics_enabled=True,
                    logging_level="ERROR",
                    data_trace_enabled=False,
                    throttling_rate_limit=environment.throttle_rate,
                    throttling_burst_limit=environment.throttle_burst,
                )
            ],
        )


def _name(path: str) -> str:
    """A path as a word: /incidents/{id}/merge becomes IncidentsIdMerge."""
    words = "".join(char if char.isalnum() else " " for char in path).split()
    return "".join(word.capitalize() for word in words)
