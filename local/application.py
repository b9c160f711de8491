"""The application on a local cloud: deployed, filled with users and dashboards, and seen to answer."""

import re
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from local.clients import client
from local.cloud.process import REGION, Cloud
from local.deployment import Deployed, Workspace, deploy
from local.endpoints import Endpoints
from local.failures import LaunchFailure
from local.install import dashboards_output
from local.progress import Progress
from local.site import upload_site
from local.stand_ins import tell_bucket
from local.users import create_users

PROVENANCE = "local stand-in"
HEALTHY_SECONDS = 30.0
API_HOST = re.compile(r"^(?:https?|wss?)://(?P<api>[a-z0-9]+)\.execute-api\.[^/]+/(?P<stage>[^/]+)")


@dataclass(frozen=True)
class Application:
    """A deployed application."""

    cloud: Cloud
    endpoints: Endpoints
    deployed: Deployed


def launch(cloud: Cloud, folder: Path, progress: Progress, context: Mapping[str, str] | None = None) -> Application:
    """Deploy onto the cloud and furnish what was deployed; `context` overrides fields of the environment's entry."""
    return furnish(cloud, deploy(cloud, Workspace(folder), progress, context or {}), progress)


def furnish(cloud: Cloud, deployed: Deployed, progress: Progress) -> Application:
    """Create the users, upload the dashboards where they are built, and wait until the application answers."""
    with progress.step("Creating one user per role"):
        endpoints = _endpoints(cloud, deployed)
    if dashboards_output().exists():
        with progress.step("Uploading the dashboards") as step:
            uploaded = upload_site(
                client("s3", cloud.endpoint),
                deployed.output("Dashboards", "SiteBucket"),
                dashboards_output(),
                site_configuration(endpoints),
            )
            step.note = f"{uploaded} files"
    if endpoints.ai_url:
        tell_bucket(endpoints.ai_url, deployed.output("Ai", "KnowledgeBucket"))
    with progress.step("Waiting for GET /health"):
        _wait_until_healthy(endpoints)
    return Application(cloud, endpoints, deployed)


def site_configuration(endpoints: Endpoints) -> dict[str, str]:
    """`config.json`: what the dashboards need to find the application they belong to."""
    return {
        "rest_url": endpoints.rest_url,
        "websocket_url": endpoints.websocket_url,
        "region": endpoints.region,
        "user_pool_id": endpoints.user_pool_id,
        "user_pool_client_id": endpoints.user_pool_client_id,
        "cognito_url": endpoints.endpoint_url,
        "environment": "local",
        "provenance": PROVENANCE,
    }


def local_api_url(scheme: str, url: str, cloud: Cloud) -> str:
    """An API's address on this cloud: AWS's host names lead nowhere here, the API's id and stage do."""
    found = API_HOST.match(url)
    if found is None:
        return url.rstrip("/")
    return f"{scheme}://localhost:{cloud.port}/_aws/execute-api/{found['api']}/{found['stage']}"


def _endpoints(cloud: Cloud, deployed: Deployed) -> Endpoints:
    user_pool_id = deployed.output("Security", "UserPoolId")
    return Endpoints(
        rest_url=local_api_url("http", deployed.output("Api", "RestUrl"), cloud),
        websocket_url=local_api_url("ws", deployed.output("Live", "WebSocketUrl"), cloud),
        dashboards_url=_dashboards_url(cloud, deployed.output("Dashboards", "DistributionId")),
        region=REGION,
        endpoint_url=cloud.endpoint,
        users=create_users(cloud.endpoint, user_pool_id),
        user_pool_id=user_pool_id,
        user_pool_client_id=deployed.output("Security", "UserPoolClientId"),
        signals_topic_arn=deployed.output("Workflow", "SignalsTopicArn"),
        workflow_arn=deployed.output("Workflow", "IncidentWorkflowArn"),
        ai_url=cloud.services_elsewhere.get("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", ""),
    )


def _dashboards_url(cloud: Cloud, distribution_id: str) -> str:
    distribution = client("cloudfront", cloud.endpoint).get_distribution(Id=distribution_id)["Distribution"]
    label = distribution["DomainName"].partition(".")[0]
    return f"http://{label}.cloudfront.localhost:{cloud.port}"


def _wait_until_healthy(endpoints: Endpoints) -> None:
    deadline = time.monotonic() + HEALTHY_SECONDS
    problem = ""
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{endpoints.rest_url}/health", timeout=10):
                return
        except urllib.error.HTTPError as error:
            problem = f"{error.code} {error.read()[:300]!r}"
        except OSError as error:
            problem = str(error)
        time.sleep(0.2)
    raise LaunchFailure(
        f"GET {endpoints.rest_url}/health did not become healthy: {problem}",
        "The api function's log says why: CloudWatch Logs group /aws/lambda/incident-commander-local-api.",
    )
