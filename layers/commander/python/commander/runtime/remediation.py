"""Carries out an approved action: prepare, execute, verify, undo. Every step can be delivered twice."""

from typing import Any, Literal, TypedDict

from commander.contract import events as ev
from commander.contract.actions import Action, Verification
from commander.contract.problems import Missing
from commander.contract.values import iso
from commander.domain.actions import plan_hash
from commander.domain.runbooks import Precondition, Runbook, fill, fill_call, kept, restored
from commander.domain.verification import verify
from commander.ports import Ports
from commander.runtime.logging import logger

_ACTOR = ev.Actor(kind="system", name="remediation")
Step = Literal["prepare", "execute", "verify", "undo"]


class Progress(TypedDict):
    """What the remediation state machine decides by."""

    incident_id: str
    action_id: str
    outcome: Literal[
        "ready", "refused", "executed", "recovered", "waiting", "not_recovered", "restored", "not_restored"
    ]


def carry_out(step: Step, incident_id: str, action_id: str, environment: str, ports: Ports) -> Progress:
    """Does one step of an action. Raises what its ports raise; the state machine retries and then undoes."""
    incident = ports.timelines.incident(incident_id)
    action = next((one for one in incident.actions if one.action_id == action_id), None)
    if action is None:
        raise ValueError(f"{incident_id} has no action {action_id}")
    runbook = next((one for one in ports.runbooks.all() if one.name == action.plan.runbook), None)
    if runbook is None or runbook.version != action.plan.runbook_version:
        return _refuse(incident_id, action_id, f"runbook {action.plan.runbook} is not what it was", ports)
    logger.info("remediation", step=step, action_id=action_id)
    match step:
        case "prepare":
            return _prepare(incident_id, action, runbook, environment, ports)
        case "execute":
            return _execute(incident_id, action, runbook, ports)
        case "verify":
            return _verify(incident_id, action, ports)
        case "undo":
            return _undo(incident_id, action, runbook, ports)


def _prepare(incident_id: str, action: Action, runbook: Runbook, environment: str, ports: Ports) -> Progress:
    """Checks the approval and the preconditions on fresh state, and records what is about to be changed."""
    if action.status == "running":
        return Progress(incident_id=incident_id, action_id=action.action_id, outcome="ready")
    if action.status != "approved":
        return _refuse(incident_id, action.action_id, f"the action is {action.status}, not approved", ports)
    if action.plan_hash != plan_hash(action.plan, environment, incident_id, iso(action.expires_at)):
        return _refuse(incident_id, action.action_id, "the plan is not the one that was approved", ports)
    values: dict[str, Any] = {"arguments": action.plan.arguments}
    checks = []
    for precondition in runbook.preconditions:
        statement = str(fill(precondition.statement, values))
        if not _holds(runbook, precondition, values, ports):
            return _refuse(incident_id, action.action_id, f"it no longer holds that {statement}", ports)
        checks.append(statement)
    pre_state = _state(runbook, values, ports)
    ports.timelines.append(
        ev.ActionStarted(
            incident_id=incident_id,
            event_id=f"action.started/{action.action_id}",
            at=ports.clock.now(),
            actor=_ACTOR,
            action_id=action.action_id,
            pre_state=pre_state,
            checks=checks,
        )
    )
    return Progress(incident_id=incident_id, action_id=action.action_id, outcome="ready")


def _execute(incident_id: str, action: Action, runbook: Runbook, ports: Ports) -> Progress:
    """Makes the plan's calls. A refusal ends the action; what came before it is undone."""
    if action.status != "running":
        outcome: Any = "executed" if action.status in ("executed", "verified") else "refused"
        return Progress(incident_id=incident_id, action_id=action.action_id, outcome=outcome)
    made = []
    for call in action.plan.calls:
        made.append(ports.actuator.act(runbook, action.plan.target, call))
        if made[-1].outcome == "refused":
            break
    if made[-1].outcome == "refused" and len(made) == 1:
        return _refuse(incident_id, action.action_id, f"the call was refused: {made[-1].detail}", ports)
    ports.timelines.append(
        ev.ActionExecuted(
            incident_id=incident_id,
            event_id=f"action.executed/{action.action_id}",
            at=ports.clock.now(),
            actor=_ACTOR,
            action_id=action.action_id,
            calls=made,
        )
    )
    refused = made[-1].outcome == "refused"
    return Progress(
        incident_id=incident_id, action_id=action.action_id, outcome="not_recovered" if refused else "executed"
    )


def _verify(incident_id: str, action: Action, ports: Ports) -> Progress:
    """Looks at the incident's own signal. Says nothing final until it can be told or the window is over."""
    if action.verification is not None and action.verification.recovered is not None:
        return _verified(incident_id, action.action_id, action.verification)
    now = ports.clock.now()
    if not action.calls_made:
        raise ValueError(f"{action.action_id} was not executed")
    executed_at = action.calls_made[-1].at
    expectation = action.plan.expectation
    if expectation is None:
        found = Verification(
            recovered=False,
            statement="nothing can be watched: the incident names no signal",
            datapoints=0,
            checked_at=now,
        )
    else:
        series = ports.telemetry.watch(expectation, executed_at, now)
        found = verify(expectation, series.get("signal", []), series.get("traffic", []), now, executed_at)
    if found.recovered is None:
        ports.timelines.append(
            ev.AgentReasoned(
                incident_id=incident_id,
                event_id=f"agent.reasoned/verification/{action.action_id}/{found.datapoints}",
                at=now,
                actor=_ACTOR,
                agent="resolution",
                step="verification",
                statement=found.statement,
                data={"datapoints": found.datapoints},
            )
        )
        return Progress(incident_id=incident_id, action_id=action.action_id, outcome="waiting")
    ports.timelines.append(
        ev.ActionVerified(
            incident_id=incident_id,
            event_id=f"action.verified/{action.action_id}",
            at=now,
            actor=_ACTOR,
            action_id=action.action_id,
            verification=found,
        )
    )
    return _verified(incident_id, action.action_id, found)


def _undo(incident_id: str, action: Action, runbook: Runbook, ports: Ports) -> Progress:
    """Restores the recorded state and looks at it again. Undone once; a second delivery finds it done."""
    if action.pre_state is None:
        return _refuse(incident_id, action.action_id, "nothing was recorded, so nothing was changed", ports)
    if action.status == "undone":
        return _undone(incident_id, action.action_id, bool(action.undo_verified))
    values: dict[str, Any] = {"arguments": action.plan.arguments, "state": action.pre_state}
    made = [ports.actuator.act(runbook, action.plan.target, fill_call(call, values)) for call in runbook.undo]
    now_state = _state(runbook, values, ports)
    back = restored(runbook, action.pre_state, now_state)
    refused = [call.detail for call in made if call.outcome == "refused"]
    said = ", ".join(f"{name} is {now_state[name]}" for name in runbook.undo_restores)
    statement = f"the earlier state is back: {said}" if back else f"the earlier state is NOT back: {said}"
    if refused:
        statement += f"; refused: {refused[0]}"
    ports.timelines.append(
        ev.ActionUndone(
            incident_id=incident_id,
            event_id=f"action.undone/{action.action_id}",
            at=ports.clock.now(),
            actor=_ACTOR,
            action_id=action.action_id,
            calls=made,
            restored=back,
            statement=statement,
        )
    )
    return _undone(incident_id, action.action_id, back)


def _state(runbook: Runbook, values: dict[str, Any], ports: Ports) -> dict[str, Any]:
    return kept(runbook, ports.actuator.read(runbook, fill_call(runbook.state.call, values)))


def _holds(runbook: Runbook, precondition: Precondition, values: dict[str, Any], ports: Ports) -> bool:
    try:
        answer = ports.actuator.read(runbook, fill_call(precondition.call, values))
    except Missing:
        return False
    return str(answer.get(precondition.field)) == str(fill(precondition.equals, values))


def _refuse(incident_id: str, action_id: str, reason: str, ports: Ports) -> Progress:
    ports.timelines.append(
        ev.ActionFailed(
            incident_id=incident_id,
            event_id=f"action.failed/{action_id}",
            at=ports.clock.now(),
            actor=_ACTOR,
            action_id=action_id,
            reason=reason,
        )
    )
    return Progress(incident_id=incident_id, action_id=action_id, outcome="refused")


def _verified(incident_id: str, action_id: str, found: Verification) -> Progress:
    return Progress(
        incident_id=incident_id, action_id=action_id, outcome="recovered" if found.recovered else "not_recovered"
    )


def _undone(incident_id: str, action_id: str, back: bool) -> Progress:
    return Progress(incident_id=incident_id, action_id=action_id, outcome="restored" if back else "not_restored")
