"""What may happen to an incident next, and how it ends."""

from dataclasses import dataclass
from typing import Literal

from commander.contract.values import AgentName, ResolutionCode
from commander.domain.incident import Incident

ESSENTIAL: tuple[AgentName, ...] = ("detection", "diagnosis", "resolution")
"""Without one of these the system has not done its job; the others can be missed."""

_CODE_OF_HEALTHY: dict[str, ResolutionCode] = {"healthy.recovered": "self_recovered"}


@dataclass(frozen=True)
class Ending:
    """How an incident ends, and why, in a sentence for people."""

    status: Literal["resolved", "escalated", "failed"]
    reason: str
    resolution_code: ResolutionCode | None = None


def ending(incident: Incident) -> Ending:
    """How the incident ends as things stand when everything that makes sense has been tried."""
    missed = [agent for agent in ESSENTIAL if agent in incident.failures]
    if missed and not (incident.action and incident.action.status == "verified"):
        return Ending("failed", f"{missed[0]} could not finish: {incident.failures[missed[0]]}")
    if incident.diagnosis is None:
        return _without_diagnosis(incident)
    verdict = incident.diagnosis.verdict
    if verdict.verdict == "healthy":
        return Ending("resolved", verdict.summary or "nothing is wrong", _healthy_code(incident))
    if verdict.verdict == "inconclusive":
        return Ending("escalated", "the evidence does not decide: a person has to look")
    return _after_action(incident)


def _without_diagnosis(incident: Incident) -> Ending:
    if incident.detection is not None and incident.detection.anything_wrong is False:
        return Ending("resolved", incident.detection.statement, "no_fault")
    return Ending("failed", "the investigation ended without a diagnosis")


def _healthy_code(incident: Incident) -> ResolutionCode:
    verdict = incident.diagnosis.verdict if incident.diagnosis else None
    first = verdict.hypotheses[0].cause if verdict and verdict.hypotheses else ""
    return _CODE_OF_HEALTHY.get(first, "no_fault")


def _after_action(incident: Incident) -> Ending:
    action = incident.action
    if action is None:
        why = incident.resolution.statement if incident.resolution else "no plan was made"
        return Ending("escalated", f"no safe action: {why}")
    match action.status:
        case "verified":
            said = action.verification.statement if action.verification else ""
            return Ending("resolved", f"{action.plan.title}: {said}", "fixed")
        case "rejected":
            return Ending("escalated", f"{action.decided_by} rejected the plan: {action.reason or 'no reason given'}")
        case "expired":
            return Ending("escalated", "nobody decided on the plan in time")
        case "undone":
            state = "the earlier state is back" if action.undo_verified else "the earlier state could NOT be restored"
            return Ending("escalated", f"{action.plan.title} did not help; {state}")
        case "failed":
            return Ending("escalated", f"{action.plan.title} was not carried out: {action.reason}")
        case _:
            return Ending("failed", f"the action was left {action.status}")


def skip_reason(incident: Incident, agent: AgentName) -> str:
    """Why an agent had nothing to do, for its `skipped` update."""
    if not incident.is_open:
        return f"the incident was closed: {incident.ended_because}"
    failed = [name for name in ESSENTIAL if name in incident.failures]
    if failed:
        return f"{failed[0]} could not finish"
    if incident.detection is not None and incident.detection.anything_wrong is False:
        return "nothing is wrong"
    if incident.diagnosis is not None and incident.diagnosis.verdict.verdict == "healthy":
        return "nothing is wrong"
    if incident.diagnosis is not None and incident.diagnosis.verdict.verdict == "inconclusive":
        return "the evidence does not decide, so there is nothing to act on"
    return "the workflow did not reach it"
