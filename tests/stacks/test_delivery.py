"""What arrives without anybody waiting for an answer: the stream, the signals, the schedule, the socket."""

import json

import pytest

from tests.stacks.synthesis import Templates

pytestmark = [pytest.mark.synth, pytest.mark.xdist_group("stacks")]


def test_the_stream_gives_up_on_a_bad_batch_by_halves_and_says_so(every: Templates) -> None:
    (mapping,) = every.of("AWS::Lambda::EventSourceMapping")
    properties = mapping.properties
    assert properties["BisectBatchOnFunctionError"] is True
    assert properties["MaximumRetryAttempts"] == 10
    assert properties["MaximumRecordAgeInSeconds"] == 3600
    assert properties["ParallelizationFactor"] == 1
    assert properties["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert properties["DestinationConfig"]["OnFailure"]["Destination"]


def test_only_new_events_of_timelines_wake_the_push(every: Templates) -> None:
    (mapping,) = every.of("AWS::Lambda::EventSourceMapping")
    (rule,) = mapping.properties["FilterCriteria"]["Filters"]
    assert json.loads(rule["Pattern"]) == {
        "eventName": ["INSERT"],
        "dynamodb": {"Keys": {"sk": {"S": [{"prefix": "EVT#"}]}}},
    }


def test_a_mapping_waits_for_the_rights_it_needs(every: Templates) -> None:
    (mapping,) = every.of("AWS::Lambda::EventSourceMapping")
    policies = {found.logical_id for found in every.of("AWS::IAM::Policy") if found.stack == "Live"}
    assert any(name in policies for name in mapping.resource["DependsOn"])


def test_a_signal_that_cannot_be_taken_is_kept(every: Templates) -> None:
    (subscription,) = every.of("AWS::SNS::Subscription")
    assert subscription.properties["Protocol"] == "lambda"
    assert "deadLetterTargetArn" in subscription.properties["RedrivePolicy"]
    (retries,) = every.of("AWS::Lambda::EventInvokeConfig")
    assert retries.properties["DestinationConfig"]["OnFailure"]["Destination"]


def test_the_sweep_comes_every_five_minutes_and_is_not_lost(every: Templates) -> None:
    (rule,) = every.of("AWS::Events::Rule")
    assert rule.properties["ScheduleExpression"] == "rate(5 minutes)"
    (target,) = rule.properties["Targets"]
    assert target["DeadLetterConfig"]["Arn"]


def test_a_connection_is_let_in_by_its_ticket_only(every: Templates) -> None:
    (authorizer,) = every.of("AWS::ApiGatewayV2::Authorizer")
    assert authorizer.properties["AuthorizerType"] == "REQUEST"
    assert authorizer.properties["IdentitySource"] == ["route.request.querystring.ticket"]
    routes = {found.properties["RouteKey"]: found.properties for found in every.of("AWS::ApiGatewayV2::Route")}
    assert set(routes) == {"$connect", "$disconnect", "$default"}
    assert routes["$connect"]["AuthorizationType"] == "CUSTOM"
    assert routes["$connect"]["AuthorizerId"] == {"Ref": authorizer.logical_id}


def test_the_socket_is_throttled_and_its_access_log_has_no_ticket(every: Templates) -> None:
    (stage,) = every.of("AWS::ApiGatewayV2::Stage")
    assert stage.properties["DefaultRouteSettings"]["ThrottlingRateLimit"] == every.environment.throttle_rate
    logged = stage.properties["AccessLogSettings"]["Format"]
    assert "$context.connectionId" in logged
    assert "path" not in logged
    assert "querystring" not in logged


def test_functions_post_to_connections_of_our_own_api_only(every: Templates) -> None:
    (api,) = every.of("AWS::ApiGatewayV2::Api")
    for name in ("websocket", "broadcast"):
        function = every.function(name)
        role = function.properties["Role"]["Fn::GetAtt"][0]
        (statement,) = [
            one for one in every.statements(role, function.stack) if one["Action"] == "execute-api:ManageConnections"
        ]
        resource = json.dumps(statement["Resource"])
        assert json.dumps({"Ref": api.logical_id}) in resource
        assert "/live/POST/@connections/*" in resource
