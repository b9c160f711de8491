"""Live: what browsers talk to. The WebSocket API complete, and the REST API's address.

The REST API's methods are in the Api stack. Its address has to exist earlier: the dashboards' Content-Security-Policy
names it, and its methods in turn name the dashboards' address for CORS.
"""

import json

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_apigatewayv2 as apigatewayv2
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from commander.runtime.settings import Settings
from stacks.access import APPEND, END, READ_TIMELINES, use_evidence, use_table
from stacks.acknowledged import acknowledge
from stacks.data import DataStack
from stacks.environment import Environment
from stacks.function import ProductFunction, dead_letters
from stacks.gateway import STAGE, address
from stacks.layers import Layers
from stacks.websocket import SocketRoutes
from stacks.workflow import WorkflowStack

_OLDEST_RECORD = cdk.Duration.hours(1)
"""Older events are not worth pushing: a client that comes back reads the timeline."""


class LiveStack(cdk.Stack):
    """The push, and the door for clients that stay connected."""

    def __init__(self, scope: Construct, environment: Environment, data: DataStack, workflow: WorkflowStack) -> None:
        super().__init__(scope, environment.stack("Live"), description="Incident Commander: the live connection")
        self._environment, self._data, self._workflow = environment, data, workflow
        self._layers = Layers(self, environment)
        self.rest_api = apigateway.CfnRestApi(
            self,
            "RestApi",
            name=environment.prefix,
            description="Incident Commander's REST API",
            endpoint_configuration={"types": ["REGIONAL"]},
            minimum_compression_size=1024,
        )
        acknowledge(self.rest_api, "Its methods and their validator are in the Api stack", "APIG2")
        self.rest_url = address(environment.addresses.rest, self.rest_api.ref, environment, self)
        self.websocket_api = apigatewayv2.CfnApi(
            self,
            "WebSocketApi",
            name=f"{environment.prefix}-live",
            protocol_type="WEBSOCKET",
            route_selection_expression="$request.body.type",
            description="Incident Commander's WebSocket API",
        )
        self.websocket_url = address(environment.addresses.websocket, self.websocket_api.ref, environment, self)
        self._settings = Settings(
            environment=environment.name,
            provenance=environment.provenance,
            incidents_table=data.incidents.table_name,
            connections_table=data.connections.table_name,
            evidence_bucket=data.evidence.bucket_name,
            workflow_arn=workflow.workflow_arn,
            websocket_api_id=self.websocket_api.ref,
            websocket_stage=STAGE,
        )
        authorizer, socket, self.broadcast = self._authorizer(), self._socket(), self._broadcast()
        self.functions = [authorizer, socket, self.broadcast]
        SocketRoutes(
            self, self.websocket_api, environment=environment, key=data.key, authorizer=authorizer, socket=socket
        )
        cdk.CfnOutput(self, "WebSocketUrl", value=self.websocket_url)

    def _function(self, name: str, description: str, *settings: str, timeout_s: int, memory_mb: int) -> ProductFunction:
        return ProductFunction(
            self,
            name,
            environment=self._environment,
            layers=self._layers,
            key=self._data.key,
            description=description,
            settings=self._settings.to_env(*settings),
            timeout_s=timeout_s,
            memory_mb=memory_mb,
        )

    def _authorizer(self) -> ProductFunction:
        function = self._function(
            "ws_authorizer",
            "Lets a connection in on a one-time ticket",
            "connections_table",
            timeout_s=10,
            memory_mb=512,
        )
        use_table(function, "Tickets", self._data.connections, ["dynamodb:DeleteItem"])
        function.use_key("dynamodb")
        return function

    def _socket(self) -> ProductFunction:
        function = self._function(
            "websocket",
            "Serves the WebSocket API's routes",
            "incidents_table",
            "connections_table",
            "evidence_bucket",
            "workflow_arn",
            "websocket_api_id",
            "websocket_stage",
            timeout_s=29,
            memory_mb=512,
        )
        use_table(function, "Incidents", self._data.incidents, APPEND)
        use_table(function, "Connections", self._data.connections, (*END, "dynamodb:UpdateItem"))
        use_evidence(function, self._data, "s3:PutObject")
        function.use_key("dynamodb", "s3")
        function.allow("StartsTheWorkflow", ["states:StartExecution"], [self._workflow.workflow_arn])
        self._post_to_connections(function)
        return function

    def _broadcast(self) -> ProductFunction:
        function = self._function(
            "broadcast",
            "Pushes new events to everybody who is connected",
            "incidents_table",
            "connections_table",
            "websocket_api_id",
            "websocket_stage",
            timeout_s=60,
            memory_mb=1024,
        )
        use_table(function, "Timelines", self._data.incidents, READ_TIMELINES)
        use_table(function, "Connections", self._data.connections, (*END, "dynamodb:UpdateItem"))
        function.use_key("dynamodb", "sqs")
        self._post_to_connections(function)
        self._read_stream(function, dead_letters(self, "broadcast-dead-letters", self._environment, self._data.key))
        return function

    def _post_to_connections(self, function: ProductFunction) -> None:
        connections = self.format_arn(
            service="execute-api", resource=self.websocket_api.ref, resource_name=f"{STAGE}/POST/@connections/*"
        )
        function.allow("PostsToConnections", ["execute-api:ManageConnections"], [connections])
        api = f"<{self.get_logical_id(self.websocket_api)}>"
        function.accept(
            "Connections come and go; their ids are not known beforehand",
            f"IAM5[Resource::arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:{api}/{STAGE}"
            "/POST/@connections/*]",
        )

    def _read_stream(self, function: ProductFunction, failed: sqs.Queue) -> None:
        stream = self._data.incidents.table_stream_arn
        assert stream is not None
        function.allow(
            "ReadsTheStream", ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"], [stream]
        )
        function.allow("ListsStreams", ["dynamodb:ListStreams"], ["*"])
        function.accept("ListStreams has no resource", "IAM5[Resource::*]")
        function.allow("GivesUpOnRecords", ["sqs:SendMessage"], [failed.queue_arn])
        mapping = lambda_.CfnEventSourceMapping(
            self,
            "IncidentEvents",
            event_source_arn=stream,
            function_name=function.function.function_name,
            starting_position="TRIM_HORIZON",
            batch_size=100,
            maximum_batching_window_in_seconds=0,
            parallelization_factor=1,
            bisect_batch_on_function_error=True,
            maximum_retry_attempts=10,
            maximum_record_age_in_seconds=int(_OLDEST_RECORD.to_seconds()),
            function_response_types=["ReportBatchItemFailures"],
            destination_config={"onFailure": {"destination": failed.queue_arn}},
            filter_criteria={
                "filters": [
                    {
                        "pattern": json.dumps(
                            {
                                "eventName": ["INSERT"],
                                "dynamodb": {"Keys": {"sk": {"S": [{"prefix": "EVT#"}]}}},
                            }
                        )
                    }
                ]
            },
        )
        mapping.node.add_dependency(function.role)
