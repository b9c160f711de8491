"""Runs the agents one after another, as the workflow does."""

from typing import Any, TypeVar

from commander.agents.communication import communication
from commander.agents.detection import detection
from commander.agents.diagnosis import diagnosis
from commander.agents.prediction import prediction
from commander.agents.resolution import resolution
from commander.contract import events as ev
from commander.contract.values import AGENTS, AgentName
from commander.runtime.runner import run
from tests.making import World

AGENT: dict[AgentName, Any] = {
    "detection": detection,
    "diagnosis": diagnosis,
    "prediction": prediction,
    "resolution": resolution,
    "communication": communication,
}
Kind = TypeVar("Kind", bound=ev.Envelope)


def up_to(name: AgentName, incident_id: str, world: World) -> Any:
    """Runs the agents up to the named one, and returns its finding."""
    for one in AGENTS[: AGENTS.index(name) + 1]:
        run(AGENT[one], incident_id, world.ports)
    return getattr(world.timelines.incident(incident_id), name)


def told(incident_id: str, world: World, kind: type[Kind]) -> list[Kind]:
    """The events of one kind."""
    return [event for event in world.timelines.read(incident_id) if isinstance(event, kind)]
