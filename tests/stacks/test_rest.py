"""The REST API: what the contract's table says is what API Gateway serves."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

import stacks.rest
from commander.contract.routes import ROUTES
from stacks.rest_problems import ANSWERS
from tests.stacks.synthesis import Found, Templates, synthesise

pytestmark = [pytest.mark.synth, pytest.mark.xdist_group("stacks")]

ORIGIN = "Access-Control-Allow-Origin"


def _paths(templates: Templates) -> dict[str, str]:
    """Path by logical id of its resource."""
    resources = {found.logical_id: found.properties for found in templates.of("AWS::ApiGateway::Resource")}

    def path(logical_id: str) -> str:
        parent = resources[logical_id]["ParentId"]
        above = path(parent["Ref"]) if "Ref" in parent else ""
        return f"{above}/{resources[logical_id]['PathPart']}"

    return {logical_id: path(logical_id) for logical_id in resources}


def _methods(templates: Templates) -> dict[str, Found]:
    paths = _paths(templates)
    return {
        f"{found.properties['HttpMethod']} {paths[found.properties['ResourceId']['Ref']]}": found
        for found in templates.of("AWS::ApiGateway::Method")
    }


def test_every_call_of_the_contract_has_a_method_of_its_own_and_there_are_no_others(every: Templates) -> None:
    calls = {key for key in _methods(every) if not key.startswith("OPTIONS ")}
    assert calls == {route.key for route in ROUTES}


def test_only_open_calls_and_webhooks_are_served_without_signing_in(every: Templates) -> None:
    methods = _methods(every)
    (authorizer,) = every.of("AWS::ApiGateway::Authorizer")
    assert authorizer.properties["Type"] == "COGNITO_USER_POOLS"
    for route in ROUTES:
        properties = methods[route.key].properties
        if route.access in ("open", "webhook"):
            assert properties["AuthorizationType"] == "NONE"
        else:
            assert properties["AuthorizationType"] == "COGNITO_USER_POOLS"
            assert properties["AuthorizerId"] == {"Ref": authorizer.logical_id}


def test_every_call_reaches_the_one_function_with_the_whole_request(dev: Templates) -> None:
    for route in ROUTES:
        integration = _methods(dev)[route.key].properties["Integration"]
        assert integration["Type"] == "AWS_PROXY"
        assert integration["IntegrationHttpMethod"] == "POST"
        assert dev.function("api").logical_id in json.dumps(integration["Uri"])


def test_the_api_may_call_its_function_by_one_permission(every: Templates) -> None:
    permissions = [
        found
        for found in every.of("AWS::Lambda::Permission")
        if found.stack == "Api" and found.properties["Principal"] == "apigateway.amazonaws.com"
    ]
    assert len(permissions) == 1
    assert "/live/*/*" in json.dumps(permissions[0].properties["SourceArn"])


def test_a_preflight_request_is_answered_for_the_dashboards_and_nobody_else(every: Templates) -> None:
    methods = _methods(every)
    for path in {route.path for route in ROUTES}:
        properties = methods[f"OPTIONS {path}"].properties
        (answer,) = properties["Integration"]["IntegrationResponses"]
        headers = answer["ResponseParameters"]
        assert properties["AuthorizationType"] == "NONE"
        assert "*" not in json.dumps(headers[f"method.response.header.{ORIGIN}"])
        verbs = {route.method for route in ROUTES if route.path == path}
        assert set(re.findall(r"\w+", headers["method.response.header.Access-Control-Allow-Methods"])) == {
            *verbs,
            "OPTIONS",
        }


def test_what_the_gateway_itself_refuses_is_a_problem_document_that_the_dashboards_may_read(every: Templates) -> None:
    answers = {
        found.properties["ResponseType"]: found.properties for found in every.of("AWS::ApiGateway::GatewayResponse")
    }
    assert {"DEFAULT_4XX", "DEFAULT_5XX", "UNAUTHORIZED", "MISSING_AUTHENTICATION_TOKEN", "THROTTLED"} <= set(answers)
    for kind, answer in answers.items():
        parameters = answer["ResponseParameters"]
        assert parameters["gatewayresponse.header.Content-Type"] == "'application/problem+json'"
        assert f"gatewayresponse.header.{ORIGIN}" in parameters
        document = json.loads(answer["ResponseTemplates"]["application/json"])
        assert {"type", "title", "status", "code", "detail"} <= set(document)
        assert answer["StatusCode"] == str(document["status"]), kind


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("UNAUTHORIZED", "401", "unauthenticated"),
        ("MISSING_AUTHENTICATION_TOKEN", "404", "not_found"),
        ("REQUEST_TOO_LARGE", "413", "payload_too_large"),
        ("THROTTLED", "429", "service_throttled"),
    ],
)
def test_a_refusal_has_the_status_and_code_that_the_functions_use(
    dev: Templates, kind: str, status: str, code: str
) -> None:
    answer: dict[str, Any] = next(
        found.properties
        for found in dev.of("AWS::ApiGateway::GatewayResponse")
        if found.properties["ResponseType"] == kind
    )
    assert answer["StatusCode"] == status
    assert json.loads(answer["ResponseTemplates"]["application/json"])["code"] == code


def test_the_stage_is_throttled_and_leaves_an_access_log(every: Templates) -> None:
    (stage,) = every.of("AWS::ApiGateway::Stage")
    (settings,) = stage.properties["MethodSettings"]
    assert (settings["ResourcePath"], settings["HttpMethod"]) == ("/*", "*")
    assert settings["ThrottlingRateLimit"] == every.environment.throttle_rate
    assert settings["ThrottlingBurstLimit"] == every.environment.throttle_burst
    assert not settings["DataTraceEnabled"], "bodies do not belong in logs"
    assert "$context.status" in stage.properties["AccessLogSetting"]["Format"]


def test_the_stage_serves_a_deployment_made_after_all_methods(every: Templates) -> None:
    (deployment,) = every.of("AWS::ApiGateway::Deployment")
    (stage,) = every.of("AWS::ApiGateway::Stage")
    assert stage.properties["DeploymentId"] == {"Ref": deployment.logical_id}
    assert {found.logical_id for found in every.of("AWS::ApiGateway::Method")} <= set(deployment.resource["DependsOn"])


def test_what_is_served_differently_is_deployed_anew(
    local: Templates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A deployment is a snapshot: under the same name, CloudFormation would keep serving the old one.
    monkeypatch.setattr(stacks.rest, "ANSWERS", ANSWERS[:-1])
    changed = synthesise("local", tmp_path)
    names = {templates.of("AWS::ApiGateway::Deployment")[0].logical_id for templates in (local, changed)}
    assert len(names) == 2


def test_the_web_firewall_is_in_front_of_the_api_and_the_sign_in_on_aws(prod: Templates) -> None:
    assert {found.stack for found in prod.of("AWS::WAFv2::WebACLAssociation")} == {"Api", "Security"}


def test_the_firewall_does_not_refuse_evidence_for_its_size_or_what_it_quotes(prod: Templates) -> None:
    (firewall,) = prod.of("AWS::WAFv2::WebACL")
    counted = {
        override["Name"]
        for rule in firewall.properties["Rules"]
        for override in rule["Statement"].get("ManagedRuleGroupStatement", {}).get("RuleActionOverrides", [])
        if "Count" in override["ActionToUse"]
    }
    assert {"SizeRestrictions_BODY", "GenericLFI_BODY", "Log4JRCE_BODY"} <= counted
