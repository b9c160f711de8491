"""What a service that refuses, throttles, lacks or does not answer becomes; and how an actuator is kept narrow."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ParamValidationError, ReadTimeoutError
from botocore.stub import ANY, Stubber

from commander.aws.actuator import SessionActuator
from commander.aws.clients import client, forget
from commander.aws.errors import calling
from commander.aws.runbooks import PackagedRunbooks
from commander.contract.actions import ApiCall
from commander.contract.problems import (
    Missing,
    ServiceDenied,
    ServiceRejected,
    ServiceThrottled,
    ServiceTimedOut,
    ServiceUnavailable,
)


def _fail(error: Exception) -> None:
    with calling("logs:FilterLogEvents"):
        raise error


def _refusal(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "no"}}, "FilterLogEvents")


@pytest.mark.parametrize(
    ("error", "ours"),
    [
        (_refusal("AccessDeniedException"), ServiceDenied),
        (_refusal("ThrottlingException"), ServiceThrottled),
        (_refusal("ProvisionedThroughputExceededException"), ServiceThrottled),
        (_refusal("ResourceNotFoundException"), Missing),
        (_refusal("SomethingNobodyKnows"), ServiceUnavailable),
        (_refusal("ValidationException"), ServiceRejected),
        (_refusal("TextSizeLimitExceededException"), ServiceRejected),
        (_refusal("ModelNotReadyException"), ServiceThrottled),
        (ParamValidationError(report="no such parameter"), ServiceRejected),
        (ReadTimeoutError(endpoint_url="https://logs"), ServiceTimedOut),
        (EndpointConnectionError(endpoint_url="https://logs"), ServiceUnavailable),
    ],
)
def test_a_foreign_error_becomes_ours_and_names_the_call(error: Exception, ours: type[Exception]) -> None:
    with pytest.raises(ours, match="logs:FilterLogEvents"):
        _fail(error)


def test_a_refusal_carries_the_permission_that_would_help() -> None:
    with pytest.raises(ServiceDenied) as caught:
        _fail(_refusal("AccessDenied"))
    assert caught.value.permission == "logs:FilterLogEvents"


def test_a_lost_condition_is_left_to_who_wrote_it() -> None:
    with pytest.raises(ClientError):
        _fail(_refusal("ConditionalCheckFailedException"))


def test_a_reading_call_can_only_read() -> None:
    runbook = PackagedRunbooks().all()[0]
    call = ApiCall(service="lambda", operation="update_alias", parameters={})
    with pytest.raises(ValueError, match="not a reading call"):
        SessionActuator("arn:aws:iam::111122223333:role/r").read(runbook, call)


def test_an_action_is_taken_under_rights_for_its_runbook_and_target_only() -> None:
    forget()
    runbook = PackagedRunbooks().all()[0]
    asked: dict[str, Any] = {}
    sts = client("sts")
    sts.meta.events.register("before-parameter-build.sts.AssumeRole", lambda params, **_: asked.update(params))
    with Stubber(sts) as stub:
        expected = {"RoleArn": ANY, "RoleSessionName": ANY, "Policy": ANY, "DurationSeconds": 900}
        stub.add_client_error("assume_role", "AccessDenied", "no", expected_params=expected)
        call = ApiCall(service="lambda", operation="update_alias", parameters={"FunctionName": "shop"})
        with pytest.raises(ServiceDenied, match="sts:AssumeRole"):
            SessionActuator("arn:aws:iam::111122223333:role/r").act(runbook, "lambda/shop", call)
    (statement,) = json.loads(asked["Policy"])["Statement"]
    assert statement["Action"] == runbook.actions
    arn = "arn:aws:lambda:eu-west-1:111122223333:function:shop"
    assert statement["Resource"] == [arn, f"{arn}:*"]
    forget()
