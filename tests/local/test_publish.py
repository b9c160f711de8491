"""What a deployment to AWS does after the stacks, against moto."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from local import publish
from local.failures import LaunchFailure
from local.progress import Progress

_OUTPUTS = {
    "IncidentCommander-dev-Dashboards": {
        "SiteBucket": "site",
        "DistributionId": "D1",
        "DashboardsUrl": "https://ops.example.test",
    },
    "IncidentCommander-dev-Api": {"RestUrl": "https://api.example.test/live/"},
    "IncidentCommander-dev-Live": {"WebSocketUrl": "wss://ws.example.test/live"},
    "IncidentCommander-dev-Security": {"UserPoolId": "eu-west-1_p", "UserPoolClientId": "c"},
    "IncidentCommander-dev-Workflow": {"IncidentWorkflowArn": "arn:aws:states:eu-west-1:1:stateMachine:x"},
}


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name, value in (("AWS_ACCESS_KEY_ID", "testing"), ("AWS_SECRET_ACCESS_KEY", "testing")):
        monkeypatch.setenv(name, value)
    with mock_aws():
        yield boto3.session.Session(region_name="us-east-1")


def test_the_site_is_uploaded_with_the_addresses_of_what_was_deployed(
    session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ops").mkdir()
    (tmp_path / "ops" / "index.html").write_text("<title>ops</title>", encoding="utf-8")
    asked: list[str] = []
    monkeypatch.setattr(publish, "dashboards_output", lambda: tmp_path)
    monkeypatch.setattr(publish, "_wait_for", asked.append)
    s3, cloudfront = session.client("s3"), session.client("cloudfront")
    s3.create_bucket(Bucket="site")
    origin = {"Id": "o", "DomainName": "site.s3.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""}}
    made = cloudfront.create_distribution(
        DistributionConfig={
            "CallerReference": "1",
            "Comment": "",
            "Enabled": True,
            "Origins": {"Quantity": 1, "Items": [origin]},
            "DefaultCacheBehavior": {"TargetOriginId": "o", "ViewerProtocolPolicy": "https-only"},
        }
    )["Distribution"]["Id"]
    outputs = {**_OUTPUTS, "IncidentCommander-dev-Dashboards": {**_OUTPUTS["IncidentCommander-dev-Dashboards"]}}
    outputs["IncidentCommander-dev-Dashboards"]["DistributionId"] = made
    publish.publish("dev", outputs, Progress(io.StringIO()), session)
    config = json.loads(s3.get_object(Bucket="site", Key="config.json")["Body"].read())
    assert (config["rest_url"], config["provenance"]) == ("https://api.example.test/live", "aws")
    assert config["cognito_url"] == "https://cognito-idp.eu-west-1.amazonaws.com"
    assert s3.get_object(Bucket="site", Key="ops/index.html")["CacheControl"] == "no-cache"
    assert cloudfront.list_invalidations(DistributionId=made)["InvalidationList"]["Quantity"] == 1
    assert asked == ["https://api.example.test/live/health"]


def test_a_hosted_sign_in_is_named_where_there_is_one() -> None:
    assert "hosted_ui" not in publish.configuration("dev", _OUTPUTS)
    security = {**_OUTPUTS["IncidentCommander-dev-Security"], "HostedSignInUrl": "https://login.example.test"}
    found = publish.configuration("dev", {**_OUTPUTS, "IncidentCommander-dev-Security": security})
    assert found["hosted_ui"] == "https://login.example.test"


def test_a_missing_output_is_named() -> None:
    with pytest.raises(LaunchFailure, match="IncidentCommander-dev-Api has no output RestUrl"):
        publish.configuration("dev", {**_OUTPUTS, "IncidentCommander-dev-Api": {}})
