"""Handlers of the state machines' tasks. Each is made once per process from what bootstrap gives it."""

from collections.abc import Callable
from typing import Any, TypeVar

from commander.agents.agent import Agent
from commander.contract.values import AGENTS
from commander.ports import Approvals, Intake, Ports
from commander.runtime.approval import ask, expire
from commander.runtime.closing import close
from commander.runtime.logging import logger
from commander.runtime.remediation import carry_out
from commander.runtime.runner import run
from commander.runtime.settings import Settings
from commander.runtime.sweep import close_unfinished, learn_late, record_failed_action, record_failed_phase, sweep

Handler = Callable[[dict[str, Any], Any], Any]
Gathered = TypeVar("Gathered")

_ERROR_LENGTH = 500


def agent_task(agent: Agent[Gathered], ports: Callable[[], Ports]) -> Handler:
    """Runs an agent on `incident_id`."""

    def handler(event: dict[str, Any], context: Any) -> Any:
        with _about(event, agent.name):
            return run(agent, event["incident_id"], ports())

    return handler


def closing_task(ports: Callable[[], Ports]) -> Handler:
    """Runs communication on `incident_id` and ends the incident."""

    def handler(event: dict[str, Any], context: Any) -> Any:
        with _about(event, "communication"):
            return close(event["incident_id"], ports())

    return handler


def remediation_task(ports: Callable[[], Ports], settings: Callable[[], Settings]) -> Handler:
    """Does `step` of `action_id` of `incident_id`."""

    def handler(event: dict[str, Any], context: Any) -> Any:
        with _about(event, f"remediation {event['step']}"):
            environment = settings().environment
            return carry_out(event["step"], event["incident_id"], event["action_id"], environment, ports())

    return handler


def approval_task(
    intake: Callable[[], Intake], approvals: Callable[[], Approvals], settings: Callable[[], Settings]
) -> Handler:
    """Holds `token` for the plan of `incident_id`, or, without one, notes that nobody decided."""

    def handler(event: dict[str, Any], context: Any) -> Any:
        with _about(event, "approvals"):
            outside, given = intake(), settings()
            if "token" not in event:
                return expire(event["incident_id"], outside.timelines, outside.clock)
            ask(
                event["incident_id"],
                event["token"],
                given.environment,
                given.approval_timeout_s,
                outside.timelines,
                approvals(),
                outside.workflow,
                outside.clock,
            )
            return None

    return handler


def sweeping_task(intake: Callable[[], Intake], ports: Callable[[], Ports]) -> Handler:
    """Records what failed in the workflow of `incident_id`; without one, sweeps all open incidents."""

    def handler(event: dict[str, Any], context: Any) -> Any:
        with _about(event, "sweeper"):
            incident_id = event.get("incident_id")
            if incident_id is None:
                outside = intake()
                closed = sweep(outside.incidents, outside.workflow, ports())
                return {"closed": closed, "learned": learn_late(outside.incidents, ports())}
            failed, error = event["failed"], _said(event.get("failure") or {})
            if failed == "remediation":
                record_failed_action(incident_id, error, ports())
            else:
                record_failed_phase(incident_id, failed, error, ports())
            if failed == AGENTS[-1]:  # nothing comes after communication that could end the incident
                close_unfinished(incident_id, f"{failed} failed: {error}", ports())
            return {"incident_id": incident_id}

    return handler


class _about:
    """Puts the incident and the task on every log line in between, and says when the task began."""

    def __init__(self, event: dict[str, Any], task: str) -> None:
        self._keys = {"incident_id": event.get("incident_id"), "task": task}

    def __enter__(self) -> None:
        logger.append_keys(**self._keys)
        logger.info("task")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: Any) -> None:
        if error is not None:
            logger.error("task failed", exc_info=error)
        logger.remove_keys(list(self._keys))


def _said(failure: dict[str, Any]) -> str:
    """Step Functions' Error and Cause in one short line."""
    return f"{failure.get('Error', 'unknown error')}: {failure.get('Cause', '')}"[:_ERROR_LENGTH].rstrip(": ")
