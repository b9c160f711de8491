"""The course of a run: the steps of the state machine, taken in one process."""

from datetime import timedelta
from typing import Any, Protocol

from commander.agents.agent import Agent
from commander.agents.detection import detection
from commander.agents.diagnosis import diagnosis
from commander.agents.prediction import prediction
from commander.agents.resolution import resolution
from commander.contract.problems import CommanderError
from commander.ports import Approvals, Clock, Ports
from commander.runtime.approval import ask, expire
from commander.runtime.closing import close
from commander.runtime.runner import Outcome, run
from commander.runtime.sweep import record_failed_phase
from scripts.transparency.outside import NobodyWaits

ENVIRONMENT = "recording"
APPROVAL_S = 3
"""So long a plan waits. Who approves has until two seconds before, as in an account."""


class Waiting(Clock, Protocol):
    """A clock that can be waited for."""

    def wait(self, seconds: float) -> None:
        """Waits."""


def take(incident_id: str, ports: Ports, approvals: Approvals, clock: Waiting) -> None:
    """From detection to the end of the incident. A phase that cannot finish is recorded as the state machine does."""
    if (now := _phase(detection, incident_id, ports)) is not None:
        now = _phase(diagnosis, incident_id, ports)
    if now is not None and now["open"] and now["verdict"] != "healthy":
        _phase(prediction, incident_id, ports)
        if now["verdict"] != "inconclusive":
            planned = _phase(resolution, incident_id, ports)
            if planned is not None and planned["plan"] and planned["open"]:
                _nobody_decides(incident_id, ports, approvals, clock)
    close(incident_id, ports)


def _phase(agent: Agent[Any], incident_id: str, ports: Ports) -> Outcome | None:
    """What to decide by after an agent's work; None where it could not finish."""
    try:
        return run(agent, incident_id, ports)
    except (CommanderError, ValueError) as error:
        record_failed_phase(incident_id, agent.name, f"{type(error).__name__}: {error}"[:500], ports)
        return None


def _nobody_decides(incident_id: str, ports: Ports, approvals: Approvals, clock: Waiting) -> None:
    """The plan is put before people, and its time passes."""
    token = clock.nonce()
    ask(incident_id, token, ENVIRONMENT, APPROVAL_S, ports.timelines, approvals, NobodyWaits(), clock)
    action = ports.timelines.incident(incident_id).action
    until = action.expires_at if action is not None else clock.now()
    while (left := until - clock.now()) > timedelta(0):
        clock.wait(left.total_seconds())
    expire(incident_id, ports.timelines, clock)
