"""An incident under way, in memory, whose evidence is a bad release."""

import pytest

from commander.runtime.intake import open_by_signal
from tests.making import World, alarm, bad_release


@pytest.fixture
def world() -> World:
    world = World()
    world.telemetry.bundle = bad_release()
    return world


@pytest.fixture
def incident_id(world: World) -> str:
    opened = open_by_signal(alarm(), world.intake)
    assert opened is not None
    return opened
