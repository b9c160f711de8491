"""The WebSocket API's routes and stage."""

import json

from aws_cdk import Stack
from aws_cdk import aws_apigatewayv2 as apigatewayv2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from stacks.acknowledged import acknowledge
from stacks.environment import Environment
from stacks.function import ProductFunction, log_group
from stacks.gateway import STAGE, account_log_role, invocation_uri

_LOGGED = ("requestId", "connectionId", "eventType", "routeKey", "status", "requestTime", "integrationErrorMessage")
"""Never the query: it carries the ticket."""


class SocketRoutes(Construct):
    """Three routes to one function; a connection is let in by its ticket."""

    def __init__(
        self,
        scope: Construct,
        api: apigatewayv2.CfnApi,
        *,
        environment: Environment,
        key: kms.IKey,
        authorizer: ProductFunction,
        socket: ProductFunction,
    ) -> None:
        super().__init__(scope, "Socket")
        self._routes(api.ref, authorizer, socket)
        self._stage(api.ref, environment, key)

    def _routes(self, api: str, authorizer: ProductFunction, socket: ProductFunction) -> None:
        ticket = apigatewayv2.CfnAuthorizer(
            self,
            "TicketAuthorizer",
            api_id=api,
            name="ticket",
            authorizer_type="REQUEST",
            identity_source=["route.request.querystring.ticket"],
            authorizer_uri=invocation_uri(authorizer),
        )
        integration = apigatewayv2.CfnIntegration(
            self,
            "Integration",
            api_id=api,
            integration_type="AWS_PROXY",
            integration_uri=invocation_uri(socket),
        )
        for key in ("$connect", "$disconnect", "$default"):
            asked = key == "$connect"
            route = apigatewayv2.CfnRoute(
                self,
                f"{key.removeprefix('$').capitalize()}Route",
                api_id=api,
                route_key=key,
                target=f"integrations/{integration.ref}",
                authorization_type="CUSTOM" if asked else "NONE",
                authorizer_id=ticket.ref if asked else None,
            )
            if not asked:
                acknowledge(route, "WebSocket APIs authorise on $connect; nothing else can carry a ticket", "APIG4")
        for construct_id, function, path in (
            ("LetsTheApiAuthorise", authorizer, f"authorizers/{ticket.ref}"),
            ("LetsTheApiCall", socket, "*"),
        ):
            lambda_.CfnPermission(
                self,
                construct_id,
                action="lambda:InvokeFunction",
                function_name=function.function.function_name,
                principal="apigateway.amazonaws.com",
                source_arn=Stack.of(self).format_arn(service="execute-api", resource=api, resource_name=path),
            )

    def _stage(self, api: str, environment: Environment, key: kms.IKey) -> None:
        logs = log_group(self, "AccessLogs", f"/aws/apigateway/{environment.prefix}-live", environment, key)
        stage = apigatewayv2.CfnStage(
            self,
            "Stage",
            api_id=api,
            stage_name=STAGE,
            auto_deploy=True,
            default_route_settings=apigatewayv2.CfnStage.RouteSettingsProperty(
                detailed_metrics_enabled=True,
                throttling_rate_limit=environment.throttle_rate,
                throttling_burst_limit=environment.throttle_burst,
            ),
            access_log_settings=apigatewayv2.CfnStage.AccessLogSettingsProperty(
                destination_arn=logs.log_group_arn,
                format=json.dumps({name: f"$context.{name}" for name in _LOGGED}),
            ),
        )
        if environment.api_account_role:
            stage.node.add_dependency(account_log_role(self))
