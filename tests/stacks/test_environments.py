"""cdk.json: what the environments have in common and where they differ."""

from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_s3 as s3
from pydantic import ValidationError

from stacks.application import build
from stacks.environment import Environment, environment_named
from tests.stacks.synthesis import CONTEXT, ENVIRONMENTS, Templates, synthesise

pytestmark = [pytest.mark.synth, pytest.mark.xdist_group("stacks")]

ENTRIES = CONTEXT["environments"]
EVERYWHERE = {"Data", "Ai", "Workflow", "Live", "Dashboards", "Security", "Api"}
ONLY_ON_AWS = (
    "AWS::WAFv2::WebACLAssociation",
    "AWS::Budgets::Budget",
    "AWS::CloudWatch::CompositeAlarm",
    "AWS::ApiGatewayV2::RouteResponse",
    "AWS::CloudTrail::Trail",
    "AWS::Bedrock::",
    "AWS::BedrockAgentCore::",
    "AWS::S3Vectors::",
    "Custom::",
    "AWS::XRay::Group",
)


def test_there_are_four_environments() -> None:
    assert ENVIRONMENTS == ["dev", "local", "prod", "staging"]


def test_every_environment_synthesises_under_its_own_names(every: Templates) -> None:
    expected = EVERYWHERE | ({"Observability"} if every.environment.observability else set())
    assert set(every.stacks) == expected
    assert every.environment.prefix == f"incident-commander-{every.environment.name}"


def test_the_outputs_that_tools_read_are_there(every: Templates) -> None:
    wanted = {
        "Api": {"RestUrl"},
        "Live": {"WebSocketUrl"},
        "Dashboards": {"DashboardsUrl", "SiteBucket", "DistributionId"},
        "Security": {"UserPoolId", "UserPoolClientId"},
        "Workflow": {"IncidentWorkflowArn", "SignalsTopicArn"},
    }
    for stack, outputs in wanted.items():
        assert outputs <= set(every.stacks[stack]["Outputs"])


def test_the_local_cloud_gets_no_type_that_it_rejects(local: Templates) -> None:
    assert not [found for found in local.all() if found.kind.startswith(ONLY_ON_AWS)]


def test_every_resource_that_takes_tags_says_which_environment_it_belongs_to(dev: Templates) -> None:
    for kind in ("AWS::Lambda::Function", "AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::IAM::Role"):
        for found in dev.of(kind):
            tags = {tag["Key"]: tag["Value"] for tag in found.properties["Tags"]}
            assert tags["application"] == "incident-commander"
            assert tags["environment"] == "dev"


def test_an_override_replaces_one_field() -> None:
    environment = environment_named("local", ENTRIES, {"port": "4600"})
    assert environment.port == 4600
    assert environment.approval_timeout_s == ENTRIES["local"]["approval_timeout_s"]


def test_an_unknown_environment_is_refused_by_name() -> None:
    with pytest.raises(
        ValueError, match=r"no environment 'production' in cdk.json; there are dev, local, prod, staging"
    ):
        environment_named("production", ENTRIES)


def test_a_misspelt_field_is_refused() -> None:
    with pytest.raises(ValidationError, match="log_retention"):
        environment_named("dev", ENTRIES, {"log_retention": 3})


def test_nobody_can_reset_prod_or_sign_in_with_a_password_over_the_api_there() -> None:
    prod = environment_named("prod", ENTRIES)
    assert not prod.system_reset
    assert not prod.password_sign_in
    assert prod.mfa == "required"
    assert prod.deletion_protection


def test_cdk_nag_stops_the_synthesis_of_what_nobody_accepted(tmp_path: Path) -> None:
    environment: Environment = environment_named("dev", ENTRIES)
    app = cdk.App(outdir=str(tmp_path), context=CONTEXT)
    build(app, environment)
    s3.Bucket(cdk.Stack(app, "Careless"), "Open")
    with pytest.raises(RuntimeError):
        app.synth()


@pytest.mark.parametrize("name", ["staging", "prod", "dev"])
def test_cdk_nag_looks_at_every_environment_on_aws(name: str) -> None:
    assert environment_named(name, ENTRIES).cdk_nag


def test_templates_do_not_depend_on_when_or_where_they_are_made(local: Templates, tmp_path: Path) -> None:
    assert synthesise("local", tmp_path).stacks == local.stacks
