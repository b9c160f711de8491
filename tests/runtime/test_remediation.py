"""Carrying out an action: only what was approved, recorded before, verified after, undone if it did not help."""

from datetime import timedelta

import pytest

from commander.contract import events as ev
from commander.contract.actions import Action, Decision
from commander.contract.problems import ServiceUnavailable
from commander.domain.chain import first_break
from commander.domain.lifecycle import ending
from commander.runtime.approval import decide
from commander.runtime.remediation import carry_out
from tests.making import START, World
from tests.runtime.conftest import pending


def _action(world: World, incident_id: str) -> Action:
    action = world.timelines.incident(incident_id).action
    assert action is not None
    return action


def _approved(world: World) -> tuple[str, str]:
    incident_id = pending(world)
    action = _action(world, incident_id)
    decision = Decision(action_id=action.action_id, plan_hash=action.plan_hash, decision="approve")
    decide(incident_id, decision, "ann", world.timelines, world.approvals, world.workflow, world.clock)
    return incident_id, action.action_id


def _do(world: World, step: str, which: tuple[str, str], environment: str = "test") -> str:
    return carry_out(step, which[0], which[1], environment, world.ports)["outcome"]  # type: ignore[arg-type]


def _calm(world: World, value: float = 0, demand: float = 40) -> None:
    moments = [START + timedelta(seconds=10 * place) for place in range(1, 4)]
    world.telemetry.signal = [(at, value) for at in moments]
    world.telemetry.traffic = [(at, demand) for at in moments]


def test_a_fix_that_helps_is_executed_once_and_verified(world: World) -> None:
    which = _approved(world)
    assert _do(world, "prepare", which) == "ready"
    assert _action(world, which[0]).pre_state == {
        "FunctionVersion": "2",
        "RoutingConfig": {"AdditionalVersionWeights": {}},
    }
    assert _do(world, "execute", which) == "executed"
    assert world.actuator.alias == "1"
    _calm(world)
    assert _do(world, "verify", which) == "recovered"
    assert ending(world.timelines.incident(which[0])).resolution_code == "fixed"
    assert first_break(world.timelines.read(which[0])) is None


def test_a_fix_that_does_not_help_is_undone_to_the_recorded_state(world: World) -> None:
    which = _approved(world)
    for step in ("prepare", "execute"):
        _do(world, step, which)
    _calm(world, value=38)
    assert _do(world, "verify", which) == "waiting"
    world.clock.wait(60)
    assert _do(world, "verify", which) == "not_recovered"
    assert _do(world, "undo", which) == "restored"
    assert world.actuator.alias == "2"
    assert ending(world.timelines.incident(which[0])).status == "escalated"


def test_silence_is_not_recovery(world: World) -> None:
    which = _approved(world)
    for step in ("prepare", "execute"):
        _do(world, step, which)
    _calm(world, value=0, demand=5)
    world.clock.wait(60)
    assert _do(world, "verify", which) == "not_recovered"


def test_every_step_delivered_twice_acts_once(world: World) -> None:
    which = _approved(world)
    _calm(world)
    for step in ("prepare", "prepare", "execute", "execute", "verify", "verify"):
        _do(world, step, which)
    assert len(world.actuator.calls) == 1
    types: list[str] = [event.type for event in world.timelines.read(which[0])]
    assert [types.count(f"action.{word}") for word in ("started", "executed", "verified")] == [1, 1, 1]


def test_undo_delivered_twice_restores_once(world: World) -> None:
    which = _approved(world)
    for step in ("prepare", "execute", "undo", "undo"):
        _do(world, step, which)
    assert len(world.actuator.calls) == 2
    assert world.actuator.alias == "2"


def test_nothing_is_done_without_an_approval(world: World) -> None:
    incident_id = pending(world)
    action_id = _action(world, incident_id).action_id
    assert _do(world, "prepare", (incident_id, action_id)) == "refused"
    assert _do(world, "execute", (incident_id, action_id)) == "refused"
    assert world.actuator.calls == []


def test_a_state_that_changed_after_the_approval_stops_it(world: World) -> None:
    which = _approved(world)
    world.actuator.alias = "3"
    assert _do(world, "prepare", which) == "refused"
    failed = world.timelines.read(which[0])[-1]
    assert isinstance(failed, ev.ActionFailed)
    assert "no longer holds that alias live still points at version 2" in failed.reason
    assert world.actuator.calls == []


def test_a_version_that_is_gone_stops_it(world: World) -> None:
    which = _approved(world)
    world.actuator.versions = ("2",)
    assert _do(world, "prepare", which) == "refused"


def test_an_approval_for_another_environment_does_not_count(world: World) -> None:
    which = _approved(world)
    assert _do(world, "prepare", which, environment="prod") == "refused"


def test_a_refused_call_changes_nothing_and_is_told(world: World) -> None:
    which = _approved(world)
    _do(world, "prepare", which)
    world.actuator.refuse = True
    assert _do(world, "execute", which) == "refused"
    assert _action(world, which[0]).status == "failed"
    assert "AccessDenied" in ending(world.timelines.incident(which[0])).reason


def test_an_undo_that_is_refused_says_that_the_state_is_not_back(world: World) -> None:
    which = _approved(world)
    for step in ("prepare", "execute"):
        _do(world, step, which)
    world.actuator.refuse = True
    assert _do(world, "undo", which) == "not_restored"
    assert "could NOT be restored" in ending(world.timelines.incident(which[0])).reason


def test_a_service_that_does_not_answer_is_an_error_for_the_workflow_to_retry(world: World) -> None:
    which = _approved(world)
    world.actuator.broken = True
    with pytest.raises(ServiceUnavailable):
        _do(world, "prepare", which)
    assert _action(world, which[0]).status == "approved"
