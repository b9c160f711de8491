"""A decision is taken once, by a person, on exactly the plan they saw."""

from typing import Literal

import pytest

from commander.agents.resolution import resolution
from commander.contract.actions import Action, Decision, DecisionAccepted
from commander.contract.problems import AlreadyDecided, ApprovalExpired, NotFound, PlanChanged
from commander.domain.lifecycle import Ending
from commander.runtime.approval import ask, decide, expire
from commander.runtime.closing import end
from commander.runtime.runner import run
from tests.making import World
from tests.runtime.conftest import diagnosed, pending


def _action(world: World, incident_id: str) -> Action:
    action = world.timelines.incident(incident_id).action
    assert action is not None
    return action


def _decide(
    world: World, incident_id: str, answer: Literal["approve", "reject"] = "approve", user: str = "ann", **changes: str
) -> DecisionAccepted:
    action = _action(world, incident_id)
    given = {"action_id": action.action_id, "plan_hash": action.plan_hash, "decision": answer}
    return decide(
        incident_id, Decision.model_validate(given | changes), user, world.timelines, world.approvals, world.workflow,
        world.clock,
    )  # fmt: skip


def test_an_approval_lets_the_workflow_go_on(world: World) -> None:
    incident_id = pending(world)
    assert _decide(world, incident_id).status == "approved"
    action = _action(world, incident_id)
    assert (action.status, action.decided_by) == ("approved", "ann")
    assert world.workflow.answers == [("token-1", {"decision": "approved", "action_id": action.action_id})]


def test_a_rejection_lets_the_workflow_end(world: World) -> None:
    incident_id = pending(world)
    _decide(world, incident_id, "reject", reason="not now")
    assert world.workflow.answers[0][1]["decision"] == "rejected"
    assert _action(world, incident_id).reason == "not now"


def test_the_second_person_to_decide_is_told_who_was_first(world: World) -> None:
    incident_id = pending(world)
    _decide(world, incident_id, "approve", "ann")
    with pytest.raises(AlreadyDecided):
        _decide(world, incident_id, "reject", "bob")
    assert _action(world, incident_id).status == "approved"
    assert len(world.workflow.answers) == 1


def test_two_decisions_that_race_are_one(world: World) -> None:
    """Both read a pending action; the timeline takes the first."""
    incident_id = pending(world)
    stale = world.timelines.incident(incident_id)
    _decide(world, incident_id, "reject", "ann")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world.timelines, "incident", lambda _: stale)
        with pytest.raises(AlreadyDecided, match="ann"):
            _decide(world, incident_id, "approve", "bob")


def test_the_same_decision_again_is_accepted_and_repeated_to_the_workflow(world: World) -> None:
    """The first answer may have died between the timeline and the workflow."""
    incident_id = pending(world)
    _decide(world, incident_id)
    _decide(world, incident_id)
    assert [event.type for event in world.timelines.read(incident_id)].count("action.approved") == 1
    assert len(world.workflow.answers) == 2


def test_a_decision_on_another_plan_is_refused(world: World) -> None:
    incident_id = pending(world)
    with pytest.raises(PlanChanged):
        _decide(world, incident_id, plan_hash="0" * 64)
    assert _action(world, incident_id).status == "pending"


def test_a_decision_on_an_unknown_action_is_refused(world: World) -> None:
    with pytest.raises(NotFound):
        _decide(world, pending(world), action_id="act-other")


def test_a_decision_after_the_deadline_is_refused(world: World) -> None:
    incident_id = pending(world)
    world.clock.wait(120)
    with pytest.raises(ApprovalExpired):
        _decide(world, incident_id)


def test_nobody_deciding_is_recorded(world: World) -> None:
    incident_id = pending(world)
    world.clock.wait(121)
    assert expire(incident_id, world.timelines, world.clock)["decision"] == "expired"
    assert _action(world, incident_id).status == "expired"


def test_a_decision_that_never_reached_the_workflow_still_counts_at_the_deadline(world: World) -> None:
    incident_id = pending(world)
    world.workflow.gone = True
    _decide(world, incident_id)
    assert expire(incident_id, world.timelines, world.clock)["decision"] == "approved"


def test_a_plan_for_an_incident_that_was_closed_by_hand_is_not_put_before_anybody(world: World) -> None:
    incident_id = diagnosed(world)
    run(resolution, incident_id, world.ports)
    end(incident_id, Ending("resolved", "done by hand", "fixed"), world.ports)
    ask(incident_id, "token-1", "test", 120, world.timelines, world.approvals, world.workflow, world.clock)
    assert world.timelines.incident(incident_id).actions == ()
    assert world.workflow.answers == [("token-1", {"decision": "closed", "action_id": ""})]


def test_asking_again_keeps_the_plan_and_its_deadline(world: World) -> None:
    incident_id = pending(world)
    before = _action(world, incident_id)
    world.clock.wait(5)
    ask(incident_id, "token-2", "test", 120, world.timelines, world.approvals, world.workflow, world.clock)
    assert _action(world, incident_id) == before
    _decide(world, incident_id)
    assert world.workflow.answers[0][0] == "token-2"


def test_asking_again_after_the_decision_answers_at_once(world: World) -> None:
    incident_id = pending(world)
    _decide(world, incident_id)
    ask(incident_id, "token-2", "test", 120, world.timelines, world.approvals, world.workflow, world.clock)
    assert world.workflow.answers[-1][0] == "token-2"
    assert world.workflow.answers[-1][1]["decision"] == "approved"
