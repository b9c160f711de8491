"""The dashboards' delivery, and who may sign in."""

import json
import re
from typing import Any

import pytest

from tests.stacks.synthesis import Templates

pytestmark = [pytest.mark.synth, pytest.mark.xdist_group("stacks")]


def _text(value: Any) -> str:
    """A joined value as text, references as their names."""
    if isinstance(value, str):
        return value
    ((kind, inside),) = value.items()
    if kind == "Fn::Join":
        return str(inside[0]).join(_text(part) for part in inside[1])
    return f"<{json.dumps(inside)}>".replace(" ", "")


def _connect_sources(templates: Templates) -> dict[str, list[str]]:
    """What pages under each path may connect to."""
    policies = {
        found.logical_id: found.properties["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
        for found in templates.of("AWS::CloudFront::ResponseHeadersPolicy")
    }
    (distribution,) = templates.of("AWS::CloudFront::Distribution")
    configuration = distribution.properties["DistributionConfig"]
    behaviors = {"*": configuration["DefaultCacheBehavior"]}
    behaviors |= {behavior["PathPattern"]: behavior for behavior in configuration["CacheBehaviors"]}
    found = {}
    for path, behavior in behaviors.items():
        headers = policies[behavior["ResponseHeadersPolicyId"]["Ref"]]
        policy = _text(headers["ContentSecurityPolicy"]["ContentSecurityPolicy"])
        directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
        assert directives["default-src"] == "'none'"
        assert directives["script-src"] == "'self'"
        assert directives["frame-ancestors"] == "'none'"
        assert directives["require-trusted-types-for"] == "'script'"
        assert headers["StrictTransportSecurity"]["AccessControlMaxAgeSec"] >= 31536000
        assert headers["ContentTypeOptions"]["Override"] is True
        assert headers["ReferrerPolicy"]["ReferrerPolicy"] == "no-referrer"
        found[path] = directives["connect-src"].split()
    return found


def test_the_walk_through_may_connect_to_nothing_and_the_explanations_to_their_own_files(every: Templates) -> None:
    sources = _connect_sources(every)
    assert sources["/demo*"] == ["'none'"]
    assert sources["/transparency*"] == ["'self'"]
    assert sources["*"] == ["'none'"]


def test_operations_may_connect_to_exactly_the_hosts_of_this_environment(dev: Templates) -> None:
    sources = _connect_sources(dev)["/ops*"]
    assert len(sources) == 5
    assert sources[0] == "'self'"
    assert [source.split("://")[0] for source in sources[1:]] == ["https", "wss", "https", "https"]
    assert not [source for source in sources if "*" in source]
    assert all("execute-api" in source for source in sources[1:3])
    assert all("cognito" in source for source in sources[3:])


def test_locally_operations_connect_to_the_local_cloud_once_each(local: Templates) -> None:
    assert _connect_sources(local)["/ops*"] == ["'self'", "http://localhost:4566", "ws://localhost:4566"]


def test_the_bucket_is_read_by_this_distribution_only(every: Templates) -> None:
    (bucket,) = [found for found in every.of("AWS::S3::Bucket") if found.logical_id.startswith("Site")]
    (policy,) = [
        found for found in every.of("AWS::S3::BucketPolicy") if found.properties["Bucket"] == {"Ref": bucket.logical_id}
    ]
    allowed = [one for one in policy.properties["PolicyDocument"]["Statement"] if one["Effect"] == "Allow"]
    assert [one["Principal"] for one in allowed] == [{"Service": "cloudfront.amazonaws.com"}]
    assert [one["Action"] for one in allowed] == ["s3:GetObject"]
    assert "AWS:SourceArn" in json.dumps(allowed[0]["Condition"])


def test_plain_http_is_redirected_on_aws(dev: Templates) -> None:
    (distribution,) = dev.of("AWS::CloudFront::Distribution")
    configuration = distribution.properties["DistributionConfig"]
    for behavior in (configuration["DefaultCacheBehavior"], *configuration["CacheBehaviors"]):
        assert behavior["ViewerProtocolPolicy"] == "redirect-to-https"


def test_what_is_not_there_is_a_404_whatever_s3_calls_it(every: Templates) -> None:
    (distribution,) = every.of("AWS::CloudFront::Distribution")
    answers = distribution.properties["DistributionConfig"]["CustomErrorResponses"]
    assert {(answer["ErrorCode"], answer["ResponseCode"]) for answer in answers} == {(403, 404), (404, 404)}


def test_a_path_without_a_file_name_is_its_dashboards_page(every: Templates) -> None:
    (function,) = every.of("AWS::CloudFront::Function")
    code = function.properties["FunctionCode"]
    assert function.properties["FunctionConfig"]["Runtime"] == "cloudfront-js-2.0"
    assert "'/index.html'" in code


def test_there_is_a_group_for_every_role_and_the_highest_comes_first(every: Templates) -> None:
    groups = {
        found.properties["GroupName"]: found.properties["Precedence"]
        for found in every.of("AWS::Cognito::UserPoolGroup")
    }
    assert sorted(groups, key=lambda name: groups[name]) == ["admin", "responder", "viewer"]


def test_nobody_signs_up_by_themselves_and_passwords_are_long(every: Templates) -> None:
    (users,) = every.of("AWS::Cognito::UserPool")
    assert users.properties["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is True
    assert users.properties["Policies"]["PasswordPolicy"]["MinimumLength"] >= 14


def test_a_second_factor_is_required_in_prod(prod: Templates, dev: Templates) -> None:
    assert prod.of("AWS::Cognito::UserPool")[0].properties["MfaConfiguration"] == "ON"
    assert dev.of("AWS::Cognito::UserPool")[0].properties["MfaConfiguration"] == "OPTIONAL"


def test_the_dashboards_sign_in_by_code_without_a_secret(every: Templates) -> None:
    (client,) = every.of("AWS::Cognito::UserPoolClient")
    assert client.properties["GenerateSecret"] is False
    assert client.properties["AllowedOAuthFlows"] == ["code"]
    assert re.search(r"/ops/$", _text(client.properties["CallbackURLs"][0]))
    flows = set(client.properties["ExplicitAuthFlows"])
    assert "ALLOW_USER_SRP_AUTH" in flows
    assert ("ALLOW_USER_PASSWORD_AUTH" in flows) is every.environment.password_sign_in


def test_the_webhook_secret_is_made_here_and_encrypted_with_our_key(every: Templates) -> None:
    (secret,) = every.of("AWS::SecretsManager::Secret")
    assert secret.properties["GenerateSecretString"]["PasswordLength"] >= 32
    assert secret.properties["KmsKeyId"]
    assert "SecretString" not in secret.properties
