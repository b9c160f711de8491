"""The local cloud as a child process: started, found again when it was abandoned, stopped."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import ClientError

from local import paths
from local.clients import client
from local.cloud.process import Cloud, free_port, start_cloud, stop_abandoned_cloud
from local.cloud.record import CloudRecord, Process
from local.failures import LaunchFailure
from local.gameday.victim import _policy, _zip


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """A running cloud."""
    folder = tmp_path_factory.mktemp("cloud")
    running = start_cloud(free_port(), folder / "run", folder / "cloud.log")
    yield running
    running.stop()
    assert not (folder / "run").exists()


def test_a_busy_port_is_named_with_another_to_try(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(LaunchFailure, match=f"port {port} is in use") as caught:
            start_cloud(port, tmp_path / "run", tmp_path / "log")
    assert f"make run PORT={port + 10}" in caught.value.remedy


def test_plain_http_counts_as_tls_and_iam_is_enforced(cloud: Cloud) -> None:
    bucket = client("s3", cloud.endpoint)
    bucket.create_bucket(Bucket="guarded")
    deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}
    deny["Condition"] = {"Bool": {"aws:SecureTransport": "false"}}  # type: ignore[assignment]
    bucket.put_bucket_policy(Bucket="guarded", Policy=_policy(deny))
    bucket.put_object(Bucket="guarded", Key="key", Body=b"seen as TLS")
    with pytest.raises(ClientError, match=r"InvalidAccessKeyId|AccessDenied|InvalidClientTokenId"):
        boto3.client(
            "s3",
            endpoint_url=cloud.endpoint,
            region_name="us-east-1",
            aws_access_key_id="nobody",
            aws_secret_access_key="nothing",
        ).list_objects_v2(Bucket="guarded")


def test_alias_calls_are_authorised_and_recorded_by_their_own_names(cloud: Cloud) -> None:
    iam, lambda_ = client("iam", cloud.endpoint), client("lambda", cloud.endpoint)
    role = iam.create_role(RoleName="any", AssumeRolePolicyDocument=_policy())["Role"]["Arn"]
    source = paths.ROOT / "local/gameday/checkout/handler.py"
    lambda_.create_function(
        FunctionName="any", Runtime="python3.13", Role=role, Handler="m.f", Code={"ZipFile": _zip({"m.py": source})}
    )
    version = lambda_.publish_version(FunctionName="any")["Version"]
    lambda_.create_alias(FunctionName="any", Name="live", FunctionVersion=version)
    iam.create_user(UserName="reader")
    iam.put_user_policy(
        UserName="reader",
        PolicyName="p",
        PolicyDocument=_policy({"Effect": "Allow", "Action": "lambda:GetAlias", "Resource": "*"}),
    )
    key = iam.create_access_key(UserName="reader")["AccessKey"]
    reader = boto3.client(
        "lambda",
        endpoint_url=cloud.endpoint,
        region_name="us-east-1",
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
    )
    assert reader.get_alias(FunctionName="any", Name="live")["FunctionVersion"] == version
    with pytest.raises(ClientError, match="lambda:UpdateAlias"):
        reader.update_alias(FunctionName="any", Name="live", FunctionVersion="$LATEST")
    lambda_.update_alias(FunctionName="any", Name="live", FunctionVersion=version)
    attribute = {"AttributeKey": "EventName", "AttributeValue": "UpdateAlias"}
    events = client("cloudtrail", cloud.endpoint).lookup_events(LookupAttributes=[attribute])["Events"]
    assert [event["Resources"][0]["ResourceName"] for event in events] == ["any"]


def test_a_grant_may_be_narrowed_to_a_metric_namespace(cloud: Cloud) -> None:
    iam = client("iam", cloud.endpoint)
    iam.create_user(UserName="publisher")
    allow = {"Effect": "Allow", "Action": "cloudwatch:PutMetricData", "Resource": "*"}
    allow["Condition"] = {"StringEquals": {"cloudwatch:namespace": "Mine"}}  # type: ignore[assignment]
    iam.put_user_policy(UserName="publisher", PolicyName="p", PolicyDocument=_policy(allow))
    key = iam.create_access_key(UserName="publisher")["AccessKey"]
    publisher = boto3.client(
        "cloudwatch",
        endpoint_url=cloud.endpoint,
        region_name="us-east-1",
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
    )
    publisher.put_metric_data(Namespace="Mine", MetricData=[{"MetricName": "m", "Value": 1}])
    with pytest.raises(ClientError, match="PutMetricData"):
        publisher.put_metric_data(Namespace="Theirs", MetricData=[{"MetricName": "m", "Value": 1}])


def test_a_log_filter_of_optional_terms_finds_lines_with_any_of_them(cloud: Cloud) -> None:
    logs = client("logs", cloud.endpoint)
    logs.create_log_group(logGroupName="group")
    logs.create_log_stream(logGroupName="group", logStreamName="stream")
    lines = ["all is well", "[ERROR] one", "KeyError: two", "Task timed out after 3 s", "an error, but lower case"]
    now = int(time.time() * 1000)
    logs.put_log_events(
        logGroupName="group",
        logStreamName="stream",
        logEvents=[{"timestamp": now + place, "message": line} for place, line in enumerate(lines)],
    )
    found = logs.filter_log_events(logGroupName="group", filterPattern='?ERROR ?Error ?"Task timed out"')["events"]
    assert [event["message"] for event in found] == lines[1:4]
    assert len({event["eventId"] for event in found}) == 3
    assert len(logs.filter_log_events(logGroupName="group", filterPattern='"all is well"')["events"]) == 1


def test_a_cloud_whose_launcher_was_killed_is_found_and_stopped(tmp_path: Path) -> None:
    port, record = free_port(), tmp_path / "cloud.json"
    launcher = subprocess.Popen(
        [sys.executable, "-c", LAUNCHER, str(port), str(tmp_path), str(record)], cwd=paths.ROOT, stdout=subprocess.PIPE
    )
    assert launcher.stdout is not None
    assert launcher.stdout.readline() == b"up\n"
    with pytest.raises(LaunchFailure, match="already running here"):
        stop_abandoned_cloud(record)
    found = CloudRecord.read(record)
    assert found is not None
    launcher.kill()
    launcher.wait()
    said = stop_abandoned_cloud(record)
    assert said is not None
    assert said.startswith("an earlier run was killed")
    deadline = time.monotonic() + 10
    while found.cloud.alive() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not found.cloud.alive()
    assert not record.exists()
    assert stop_abandoned_cloud(record) is None
    start_cloud(port, tmp_path / "next", tmp_path / "next.log").stop()


def test_a_process_is_not_taken_for_a_later_one_of_the_same_id() -> None:
    assert Process.of(os.getpid()).alive()
    assert not Process(os.getpid(), "long ago").alive()
    ended = subprocess.Popen([sys.executable, "-c", ""])
    process = Process.of(ended.pid)
    ended.send_signal(signal.SIGKILL)
    ended.wait()
    assert not process.alive()


LAUNCHER = """
import sys, time
from pathlib import Path
from local.cloud.process import start_cloud
port, folder, record = sys.argv[1:]
start_cloud(int(port), Path(folder) / "run", Path(folder) / "cloud.log", Path(record))
print("up", flush=True)
time.sleep(60)
"""
