"""Rules about actions: what a plan's hash covers, and whether a decision may be taken."""

from datetime import datetime

from commander.contract.actions import Action, Decision, Plan
from commander.contract.problems import AlreadyDecided, ApprovalExpired, NotFound, PlanChanged
from commander.domain.canonical import sha256_of
from commander.domain.incident import Incident


def plan_hash(plan: Plan, environment: str, incident_id: str, expires_at: str) -> str:
    """Hex SHA-256 that binds an approval to exactly this plan, environment, incident and expiry.

    The plan carries its runbook's version, target, arguments, calls, evidence ids and a nonce.
    """
    return sha256_of(
        {
            "environment": environment,
            "incident_id": incident_id,
            "expires_at": expires_at,
            "plan": plan.model_dump(mode="json"),
        }
    )


def decidable(incident: Incident, decision: Decision, now: datetime) -> Action:
    """The pending action that the decision is about.

    Raises NotFound, AlreadyDecided, ApprovalExpired or PlanChanged.
    """
    action = next((one for one in incident.actions if one.action_id == decision.action_id), None)
    if action is None:
        raise NotFound(f"the incident has no action {decision.action_id}")
    if action.status == "expired" or (action.status == "pending" and now >= action.expires_at):
        raise ApprovalExpired("the time to decide has passed")
    if action.status != "pending" or not incident.is_open:
        raise AlreadyDecided(f"the action is {action.status}")
    if action.plan_hash != decision.plan_hash:
        raise PlanChanged("the decision names another plan than the one that is pending; look at it again")
    return action
