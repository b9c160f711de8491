"""Finding the deployed application, its users and its site."""

import json
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from local import site, users
from local.application import local_api_url, site_configuration
from local.cloud.process import Cloud, free_port
from local.deployment import Deployed
from local.endpoints import Endpoints, SignIn
from local.failures import LaunchFailure

USER = SignIn(username="someone@example.com", password="secret")
ENDPOINTS = Endpoints(
    rest_url="http://localhost:4566/_aws/execute-api/a1/v1",
    websocket_url="ws://localhost:4566/_aws/execute-api/b2/live",
    dashboards_url="http://d3.cloudfront.localhost:4566",
    region="us-east-1",
    endpoint_url="http://localhost:4566",
    users={"viewer": USER, "responder": USER, "admin": USER},
    user_pool_id="us-east-1_pool",
    user_pool_client_id="client",
    signals_topic_arn="arn:aws:sns:us-east-1:000000000000:signals",
    workflow_arn="arn:aws:states:us-east-1:000000000000:stateMachine:incident",
)


@pytest.mark.parametrize(
    ("scheme", "url", "found"),
    [
        (
            "http",
            "https://ab12.execute-api.us-east-1.amazonaws.com/v1/",
            "http://localhost:4600/_aws/execute-api/ab12/v1",
        ),
        ("ws", "wss://cd34.execute-api.us-east-1.amazonaws.com/live", "ws://localhost:4600/_aws/execute-api/cd34/live"),
        ("http", "http://localhost:4600/_aws/execute-api/ab12/v1", "http://localhost:4600/_aws/execute-api/ab12/v1"),
    ],
)
def test_an_api_is_addressed_on_this_cloud_whatever_host_the_stack_names(scheme: str, url: str, found: str) -> None:
    cloud = Cloud(mock.Mock(), 4600, Path(), Path(), None)
    assert local_api_url(scheme, url, cloud) == found


def test_a_missing_output_names_the_stack_that_should_declare_it() -> None:
    deployed = Deployed({"IncidentCommander-local-Api": {"RestUrl": "here"}})
    assert deployed.output("Api", "RestUrl") == "here"
    with pytest.raises(LaunchFailure, match="IncidentCommander-local-Live has no output WebSocketUrl"):
        deployed.output("Live", "WebSocketUrl")


def test_endpoints_are_read_as_written_and_only_their_owner_may_read_them(tmp_path: Path) -> None:
    path = tmp_path / ".local" / "endpoints.json"
    ENDPOINTS.write(path)
    assert Endpoints.read(path) == ENDPOINTS
    assert path.stat().st_mode & 0o077 == 0
    assert set(json.loads(path.read_text())) >= {"rest_url", "websocket_url", "dashboards_url", "users"}


def test_without_a_running_application_it_says_how_to_start_one(tmp_path: Path) -> None:
    with pytest.raises(LaunchFailure, match="not running here") as caught:
        Endpoints.read(tmp_path / "endpoints.json")
    assert "make run" in caught.value.remedy


def test_endpoints_that_a_killed_run_left_behind_are_told_from_a_running_application() -> None:
    left = ENDPOINTS.model_copy(update={"rest_url": f"http://localhost:{free_port()}/v1"})
    with pytest.raises(LaunchFailure, match="does not answer") as caught:
        left.require_answer()
    assert "make run" in caught.value.remedy


def test_the_dashboards_are_told_where_the_application_is_and_what_it_is() -> None:
    configuration = site_configuration(ENDPOINTS)
    assert configuration["rest_url"] == ENDPOINTS.rest_url
    assert configuration["provenance"] == "local stand-in"
    assert "password" not in json.dumps(configuration)


def test_passwords_differ_and_have_one_of_each_kind() -> None:
    made = {users._password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        assert len(password) == users.PASSWORD_LENGTH
        assert all(set(password) & set(kind) for kind in users.KINDS)


def test_the_site_is_replaced_with_its_types_and_stale_files_are_removed(tmp_path: Path) -> None:
    built = tmp_path / "dist"
    (built / "assets").mkdir(parents=True)
    (built / "ops").mkdir()
    (built / "assets/main-4f2a.js").write_text("1")
    (built / "ops/index.html").write_text("<!doctype html>")
    s3 = mock.Mock()
    s3.get_paginator.return_value.paginate.return_value = [
        {"Contents": [{"Key": "old.js"}, {"Key": "config.json"}, {"Key": "ops/index.html"}]}
    ]
    assert site.upload_site(s3, "bucket", built, {"rest_url": "here"}) == 3
    put: dict[str, Any] = {call.kwargs["Key"]: call.kwargs for call in s3.put_object.call_args_list}
    assert put["ops/index.html"]["ContentType"] == "text/html"
    assert put["ops/index.html"]["CacheControl"] == "no-cache"
    assert "immutable" in put["assets/main-4f2a.js"]["CacheControl"]
    assert json.loads(put["config.json"]["Body"]) == {"rest_url": "here"}
    s3.delete_object.assert_called_once_with(Bucket="bucket", Key="old.js")
