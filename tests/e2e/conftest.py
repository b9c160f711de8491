"""The deployed application and the people who use it."""

import gzip
import io
from collections.abc import Iterator

import pytest

from commander.contract.evidence import Bundle
from local.application import Application
from local.clients import client
from local.endpoints import Endpoints
from local.failures import LaunchFailure
from local.gameday.play import find_play, perform, set_stage
from local.gameday.victim import Victim
from local.progress import Progress
from tests.e2e.driving import Json, Person, of_type
from tests.e2e.things import BARE, SUBJECTS, make_things


@pytest.fixture(scope="session")
def app(application: Application) -> Endpoints:
    """Where the deployed application is."""
    return application.endpoints


@pytest.fixture(scope="session")
def responder(app: Endpoints) -> Person:
    """A signed-in responder."""
    return Person(app, "responder")


@pytest.fixture
def victim(app: Endpoints) -> Iterator[Victim]:
    """The game days' service, in its healthy state before and after."""
    service = Victim(app.endpoint_url)
    service.set_up()
    yield service
    service.set_up()


def play(app: Endpoints, name: str) -> Json:
    """The incident of a game day, played to its end and checked by the game day itself; its story when it fails."""
    told = io.StringIO()
    try:
        return perform(find_play(name), set_stage(app.endpoint_url), app, Progress(told))
    except LaunchFailure as failure:
        raise AssertionError("\n".join([told.getvalue(), *failure.lines()])) from failure


@pytest.fixture(scope="session")
def bad_deploy(app: Endpoints) -> Json:
    """The incident of the game day bad-deploy."""
    return play(app, "bad-deploy")


@pytest.fixture(scope="session")
def collected(application: Application, responder: Person) -> Bundle:
    """The bundle that the deployed application collected about things of many kinds."""
    make_things(application.endpoints.endpoint_url)
    incident_id = responder.open(affected_services=[*SUBJECTS, BARE])
    responder.wait_for_end(incident_id)
    concluded = of_type(responder.timeline(incident_id), "agent.completed")
    finding = next(event["finding"] for event in concluded if event["agent"] == "detection")
    s3 = client("s3", application.endpoints.endpoint_url)
    bucket = next(one["Name"] for one in s3.list_buckets()["Buckets"] if "-data-evidence" in one["Name"])
    stored = s3.get_object(Bucket=bucket, Key=finding["evidence_ref"])
    return Bundle.model_validate_json(gzip.decompress(stored["Body"].read()))
