"""The agents on evidence: each concludes from what it is given, and the runner writes it down once."""

import json
from typing import Any

import pytest

from commander.agents.agent import Agent
from commander.agents.detection import detection
from commander.agents.diagnosis import diagnosis
from commander.agents.prediction import prediction
from commander.agents.resolution import resolution
from commander.contract.incidents import NewIncident
from commander.contract.problems import ServiceUnavailable
from commander.domain.chain import first_break
from commander.domain.incident import Incident
from commander.runtime.closing import close
from commander.runtime.intake import open_by_hand, open_by_signal
from commander.runtime.runner import run
from tests.making import World, alarm, bad_release, nothing_known

_BEFORE_ACTION: tuple[Agent[Any], ...] = (detection, diagnosis, prediction, resolution)


def _investigate(world: World, bundle: dict[str, Any]) -> Incident:
    world.telemetry.bundle = bundle
    incident_id = str(open_by_signal(alarm(), world.intake))
    for agent in _BEFORE_ACTION:
        run(agent, incident_id, world.ports)
    return world.timelines.incident(incident_id)


def test_a_bad_release_ends_in_a_plan_with_exact_arguments(world: World) -> None:
    incident = _investigate(world, bad_release())
    assert incident.diagnosis is not None
    assert incident.diagnosis.verdict.root_cause is not None
    assert incident.diagnosis.verdict.root_cause.cause == "deployment.bad_release"
    assert incident.resolution is not None
    plan = incident.resolution.plan
    assert plan is not None
    assert plan.arguments == {"function": "shop", "alias": "live", "from_version": "2", "to_version": "1"}
    assert [(call.service, call.operation) for call in plan.calls] == [("lambda", "update_alias")]
    assert [check.holds for check in plan.checks] == [True, True]
    assert plan.expectation is not None
    assert (plan.expectation.metric, plan.expectation.traffic_before) == ("ShopFailures", 40)


def test_every_evidence_id_that_a_plan_rests_on_is_in_the_verdict(world: World) -> None:
    incident = _investigate(world, bad_release())
    assert incident.diagnosis is not None
    assert incident.resolution is not None
    assert incident.resolution.plan is not None
    known = {item.id for item in incident.diagnosis.verdict.evidence}
    assert set(incident.resolution.plan.evidence_ids) <= known


def test_nothing_to_go_on_is_inconclusive_and_gets_no_plan(world: World) -> None:
    incident = _investigate(world, nothing_known())
    assert incident.diagnosis is not None
    assert incident.diagnosis.verdict.verdict == "inconclusive"
    assert incident.detection is not None
    assert incident.detection.anything_wrong is None
    assert incident.resolution is not None
    assert incident.resolution.plan is None


def test_a_state_that_has_changed_since_gets_no_plan(world: World) -> None:
    world.actuator.alias = "3"
    incident = _investigate(world, bad_release())
    assert incident.resolution is not None
    assert incident.resolution.plan is None
    assert "alias live still points at version 2" in incident.resolution.statement


def test_a_precondition_that_cannot_be_looked_at_gets_no_plan(world: World) -> None:
    world.actuator.broken = True
    incident = _investigate(world, bad_release())
    assert incident.resolution is not None
    assert incident.resolution.plan is None
    assert "could not look" in incident.resolution.statement


def test_without_an_earlier_version_there_is_no_plan(world: World) -> None:
    bundle = bad_release()
    del bundle["changes"][0]["details"]["previous_version"]
    bundle["state"][0]["attributes"]["versions"] = ["2"]
    incident = _investigate(world, bundle)
    assert incident.resolution is not None
    assert incident.resolution.plan is None


def test_evidence_that_came_with_the_incident_is_used_and_nothing_is_collected(world: World) -> None:
    world.telemetry.bundle = nothing_known()
    request = NewIncident(type="errors", severity="high", description="d", evidence=bad_release())
    incident_id = open_by_hand(request, "ann", None, world.intake)
    for agent in _BEFORE_ACTION:
        run(agent, incident_id, world.ports)
    incident = world.timelines.incident(incident_id)
    assert incident.diagnosis is not None
    assert incident.diagnosis.verdict.verdict in ("confirmed", "likely")
    assert len(world.evidence.documents) == 1


def test_a_task_delivered_twice_writes_nothing_twice(world: World) -> None:
    incident = _investigate(world, bad_release())
    before = world.timelines.read(incident.incident_id)
    for agent in _BEFORE_ACTION:
        run(agent, incident.incident_id, world.ports)
    assert world.timelines.read(incident.incident_id) == before


@pytest.mark.parametrize("agent", _BEFORE_ACTION, ids=lambda agent: agent.name)
def test_a_task_killed_before_it_concluded_is_finished_by_the_next_delivery(
    world: World, agent: Agent[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    world.telemetry.bundle = bad_release()
    incident_id = str(open_by_signal(alarm(), world.intake))
    for earlier in _BEFORE_ACTION[: _BEFORE_ACTION.index(agent)]:
        run(earlier, incident_id, world.ports)
    append = world.timelines.append

    def die_before_completing(event: Any) -> Any:
        if event.type == "agent.completed":
            raise ServiceUnavailable("killed")
        return append(event)

    with monkeypatch.context() as dying:
        dying.setattr(world.timelines, "append", die_before_completing)
        with pytest.raises(ServiceUnavailable):
            run(agent, incident_id, world.ports)
    run(agent, incident_id, world.ports)
    events = world.timelines.read(incident_id)
    types = [event.type for event in events if getattr(event, "agent", None) == agent.name]
    assert (types.count("agent.started"), types.count("agent.completed")) == (1, 1)
    assert len({event.event_id for event in events}) == len(events)
    assert first_break(events) is None


def test_processing_is_told_before_the_work_and_before_completion(world: World) -> None:
    incident = _investigate(world, bad_release())
    types = [
        (event.type, event.agent) for event in world.timelines.read(incident.incident_id) if hasattr(event, "agent")
    ]
    for agent in ("detection", "diagnosis", "prediction", "resolution"):
        mine = [kind for kind, name in types if name == agent]
        assert mine[0] == "agent.started"
        assert mine[-1] == "agent.completed"


def test_an_agent_leaves_a_closed_incident_alone(world: World) -> None:
    world.telemetry.bundle = nothing_known()
    incident_id = str(open_by_signal(alarm(), world.intake))
    run(detection, incident_id, world.ports)
    close(incident_id, world.ports)
    before = len(world.timelines.read(incident_id))
    assert run(diagnosis, incident_id, world.ports)["open"] is False
    assert len(world.timelines.read(incident_id)) == before


def test_what_crosses_the_state_machine_is_small(world: World) -> None:
    world.telemetry.bundle = bad_release()
    incident_id = str(open_by_signal(alarm(), world.intake))
    for agent in _BEFORE_ACTION:
        assert len(json.dumps(run(agent, incident_id, world.ports))) < 200


def test_the_chart_shows_the_incidents_own_signal_with_its_threshold_and_the_change(world: World) -> None:
    incident = _investigate(world, bad_release())
    assert incident.detection is not None
    chart = incident.detection.chart
    assert chart is not None
    assert (chart.threshold, len(chart.points), chart.markers[0].label) == (3, 60, "PublishVersion 2")
