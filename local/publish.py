"""What `make deploy` does after the stacks: the dashboards go to their bucket, and the API is seen to answer."""

import time
import urllib.request
from collections.abc import Mapping
from typing import Any

import boto3

from local.failures import LaunchFailure
from local.install import dashboards_output
from local.progress import Progress
from local.site import upload_site

ANSWERS_SECONDS = 60.0
Outputs = Mapping[str, Mapping[str, str]]


def publish(environment: str, outputs: Outputs, progress: Progress, session: Any = None) -> None:
    """Uploads the built dashboards with the addresses of what was deployed, and waits for GET /health.

    `session` is a boto3 session of the account; by default the one that the CDK deployed with.
    """
    account: Any = session or boto3.session.Session(region_name=_region(environment, outputs))
    with progress.step("Uploading the dashboards") as step:
        bucket = _output(outputs, environment, "Dashboards", "SiteBucket")
        uploaded = upload_site(account.client("s3"), bucket, dashboards_output(), configuration(environment, outputs))
        step.note = f"{uploaded} files"
    with progress.step("Invalidating what CloudFront keeps"):
        account.client("cloudfront").create_invalidation(
            DistributionId=_output(outputs, environment, "Dashboards", "DistributionId"),
            InvalidationBatch={"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": str(time.time_ns())},
        )
    with progress.step("Waiting for GET /health"):
        _wait_for(_output(outputs, environment, "Api", "RestUrl").rstrip("/") + "/health")
    progress.say(f"Deployed: {_output(outputs, environment, 'Dashboards', 'DashboardsUrl')}/ops/")


def configuration(environment: str, outputs: Outputs) -> dict[str, str]:
    """`config.json`: what the dashboards need to find the application they belong to."""
    region = _region(environment, outputs)
    found = {
        "rest_url": _output(outputs, environment, "Api", "RestUrl").rstrip("/"),
        "websocket_url": _output(outputs, environment, "Live", "WebSocketUrl"),
        "region": region,
        "user_pool_id": _output(outputs, environment, "Security", "UserPoolId"),
        "user_pool_client_id": _output(outputs, environment, "Security", "UserPoolClientId"),
        "cognito_url": f"https://cognito-idp.{region}.amazonaws.com",
        "environment": environment,
        "provenance": "aws",
    }
    hosted = outputs.get(f"IncidentCommander-{environment}-Security", {}).get("HostedSignInUrl")
    return found | ({"hosted_ui": hosted} if hosted else {})


def _region(environment: str, outputs: Outputs) -> str:
    return _output(outputs, environment, "Workflow", "IncidentWorkflowArn").split(":")[3]


def _output(outputs: Outputs, environment: str, stack: str, name: str) -> str:
    full = f"IncidentCommander-{environment}-{stack}"
    try:
        return outputs[full][name]
    except KeyError:
        raise LaunchFailure(
            f"stack {full} has no output {name}", "Deploy all stacks of the environment: make deploy ENV=…"
        ) from None


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + ANSWERS_SECONDS
    problem = ""
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=10):
                return
        except OSError as error:
            problem = str(error)
        time.sleep(1.0)
    raise LaunchFailure(f"GET {url} does not answer: {problem}", "Look at the api function's log group in CloudWatch.")
