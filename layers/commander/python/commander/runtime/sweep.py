"""Sweeps up after failures: a phase that could not finish, a workflow that ended without ending its incident."""

from datetime import timedelta

from commander.contract import events as ev
from commander.contract.problems import CommanderError, Missing
from commander.contract.values import AgentName
from commander.domain.lessons import ANSWERS
from commander.domain.lifecycle import Ending
from commander.ports import IncidentList, Ports, Workflow
from commander.runtime.closing import end
from commander.runtime.learning import learn
from commander.runtime.logging import logger

_SYSTEM = ev.Actor(kind="system", name="incident-commander")
_QUIET = timedelta(minutes=5)
"""An incident that moved more recently is not looked at."""
_PAGE = 100
_LATE = timedelta(hours=1)
"""How long after an ending it is looked whether it was learned from. Whoever closed it does so at once, or died."""


def record_failed_phase(incident_id: str, agent: AgentName, error: str, ports: Ports) -> None:
    """The agent gave up after all retries. What comes next works without it, or a person is told."""
    essential = agent in ("detection", "diagnosis", "resolution")
    ports.timelines.append(
        ev.AgentFailed(
            incident_id=incident_id,
            event_id=f"agent.failed/{agent}",
            at=ports.clock.now(),
            actor=_SYSTEM,
            agent=agent,
            error=error,
            recovery_action="manual_intervention" if essential else "fallback_to_backup_agent",
        )
    )
    logger.error("agent failed", incident_id=incident_id, agent=agent, error=error)


def record_failed_action(incident_id: str, error: str, ports: Ports) -> None:
    """The remediation workflow itself broke. What it left is told; nothing is guessed."""
    action = ports.timelines.incident(incident_id).action
    if action is None or action.status in ("verified", "undone", "failed"):
        return
    ports.timelines.append(
        ev.ActionFailed(
            incident_id=incident_id,
            event_id=f"action.failed/{action.action_id}",
            at=ports.clock.now(),
            actor=_SYSTEM,
            action_id=action.action_id,
            reason=f"the remediation workflow broke while the action was {action.status}: {error}",
        )
    )


def close_unfinished(incident_id: str, reason: str, ports: Ports) -> None:
    """Ends an incident that the workflow could not end, and tells the responders."""
    if not ports.timelines.incident(incident_id).is_open:
        return
    end(incident_id, Ending("failed", reason), ports)
    try:
        ports.notifier.send(
            "responders",
            "[failed] An incident needs a person",
            f"The system could not finish its work on {incident_id}: {reason}. A person has to take over.",
            incident_id,
        )
    except CommanderError as error:
        logger.error("responders not told", incident_id=incident_id, detail=error.detail)


def sweep(incidents: IncidentList, workflow: Workflow, ports: Ports) -> int:
    """Closes every open incident whose workflow has ended without it. Returns how many."""
    closed, cursor = 0, None
    while True:
        page = incidents.page("processing", None, None, _PAGE, cursor)
        for row in page.incidents:
            if ports.clock.now() - row.updated_at < _QUIET:
                continue
            try:
                how = workflow.ended(row.incident_id)
            except Missing:
                workflow.start(row.incident_id)  # it was opened, and whoever opened it died before starting the work
                continue
            if how is not None:
                close_unfinished(row.incident_id, f"the workflow ended as {how} without closing the incident", ports)
                closed += 1
        cursor = page.next_cursor
        if cursor is None:
            return closed


def learn_late(incidents: IncidentList, ports: Ports) -> int:
    """Learns from incidents that a person closed afterwards, or whose closing died half-way. Returns how many.

    Looks at the newest resolved and the newest escalated incidents, one page of each, as far as they moved within the
    last hour.
    """
    learned = 0
    for status in ("resolved", "escalated"):
        for row in incidents.page(status, None, None, _PAGE, None).incidents:
            quiet = ports.clock.now() - row.updated_at
            if row.verdict in ANSWERS and _QUIET <= quiet < _LATE:
                learned += learn(row.incident_id, ports)
    return learned
