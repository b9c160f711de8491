"""The deployed application and the people who use it."""

import io
from collections.abc import Iterator

import pytest

from local.application import Application
from local.endpoints import Endpoints
from local.failures import LaunchFailure
from local.gameday.play import find_play, perform, set_stage
from local.gameday.victim import Victim
from local.progress import Progress
from tests.e2e.driving import Json, Person


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
