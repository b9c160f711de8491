"""The deployed application and the people who use it."""

from collections.abc import Iterator

import pytest

from local.application import Application
from local.endpoints import Endpoints
from local.gameday.victim import Victim
from tests.e2e.driving import Person


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
