"""Waiting for a person: the plan is shown, the decision is taken once, the workflow goes on."""

from datetime import timedelta
from typing import Any

from commander.contract import events as ev
from commander.contract.actions import Decision, DecisionAccepted
from commander.contract.problems import AlreadyDecided, ApprovalExpired, Missing
from commander.contract.values import iso
from commander.domain.actions import decidable, plan_hash
from commander.domain.redaction import redact
from commander.ports import Approvals, Clock, Timelines, Workflow
from commander.runtime.logging import logger

_MARGIN = timedelta(seconds=2)
"""The decision ends this much before the workflow's own timeout, so that no decision arrives to find nobody waiting."""


def ask(
    incident_id: str,
    token: str,
    environment: str,
    timeout_s: int,
    timelines: Timelines,
    approvals: Approvals,
    workflow: Workflow,
    clock: Clock,
) -> None:
    """Holds the task token and puts the plan before people. Asked again, it only replaces the token."""
    incident = timelines.incident(incident_id)
    if not incident.is_open:
        workflow.answer(token, {"decision": "closed", "action_id": ""})  # a person ended it a moment ago
        return
    plan = incident.resolution.plan if incident.resolution else None
    if plan is None:
        raise ValueError(f"{incident_id} has no plan to ask about")
    action_id = f"act-{plan.nonce[:12]}"
    now = clock.now()
    known = next((action for action in incident.actions if action.action_id == action_id), None)
    expires_at = known.expires_at if known else now + timedelta(seconds=timeout_s) - _MARGIN
    approvals.hold(incident_id, action_id, token, expires_at)
    timelines.append(
        ev.ActionProposed(
            incident_id=incident_id,
            event_id=f"action.proposed/{action_id}",
            at=now,
            actor=ev.Actor(kind="agent", name="resolution"),
            action_id=action_id,
            plan=plan,
            plan_hash=plan_hash(plan, environment, incident_id, iso(expires_at)),
            expires_at=expires_at,
        )
    )
    logger.info("approval asked", action_id=action_id)
    if known is not None and known.status in ("approved", "rejected"):
        # A delivery before this one asked, a person answered, and the answer went to a token nobody waits on any more.
        workflow.answer(token, {"decision": known.status, "action_id": action_id})


def expire(incident_id: str, timelines: Timelines, clock: Clock) -> dict[str, Any]:
    """Nobody answered in time. A decision that was recorded but never reached the workflow still counts."""
    incident = timelines.incident(incident_id)
    action = incident.action
    if action is None:
        return {"decision": "expired", "action_id": ""}
    stored = timelines.append(
        ev.ActionExpired(
            incident_id=incident_id,
            event_id=f"action.decided/{action.action_id}",
            at=clock.now(),
            actor=ev.Actor(kind="system", name="incident-commander"),
            action_id=action.action_id,
        )
    )
    return {"decision": stored.type.partition(".")[2], "action_id": action.action_id}


def decide(
    incident_id: str,
    decision: Decision,
    user: str,
    timelines: Timelines,
    approvals: Approvals,
    workflow: Workflow,
    clock: Clock,
) -> DecisionAccepted:
    """Takes a person's decision once. The same person saying the same again changes nothing and is told so.

    Raises NotFound, AlreadyDecided, ApprovalExpired or PlanChanged.
    """
    incident = timelines.incident(incident_id)
    now = clock.now()
    answer = {"approve": "approved", "reject": "rejected"}[decision.decision]
    known = next((one for one in incident.actions if one.action_id == decision.action_id), None)
    if (
        known is not None
        and known.status == answer
        and known.decided_by == user
        and known.plan_hash == decision.plan_hash
    ):
        return _go_on(incident_id, decision.action_id, answer, approvals, workflow)
    action = decidable(incident, decision, now)
    kind = ev.ActionApproved if answer == "approved" else ev.ActionRejected
    event = kind(
        incident_id=incident_id,
        event_id=f"action.decided/{action.action_id}",
        at=now,
        actor=ev.Actor(kind="person", name=user),
        action_id=action.action_id,
        plan_hash=action.plan_hash,
        reason=redact(decision.reason) if decision.reason else None,
    )
    stored = timelines.append(event)
    if isinstance(stored, ev.ActionExpired):
        raise ApprovalExpired("the time to decide has passed")
    if stored.type != event.type or stored.actor.name != user:
        raise AlreadyDecided(f"{stored.actor.name} has {stored.type.partition('.')[2]} it")
    return _go_on(incident_id, action.action_id, answer, approvals, workflow)


def _go_on(incident_id: str, action_id: str, answer: str, approvals: Approvals, workflow: Workflow) -> DecisionAccepted:
    token = approvals.take(incident_id, action_id)
    if token is not None:
        try:
            workflow.answer(token, {"decision": answer, "action_id": action_id})
        except Missing:
            logger.info("the workflow no longer waits", incident_id=incident_id, action_id=action_id)
    return DecisionAccepted.model_validate({"incident_id": incident_id, "action_id": action_id, "status": answer})
