"""How an incident ends, and who is told."""

import pytest

from commander.contract import events as ev
from commander.contract.incidents import IncidentPage
from commander.domain.chain import first_break
from commander.runtime.closing import close
from commander.runtime.intake import open_by_signal
from commander.runtime.sweep import close_unfinished, record_failed_phase, sweep
from tests.making import World, alarm
from tests.runtime.conftest import diagnosed


def test_a_healthy_incident_is_resolved_and_the_skipped_agents_say_why(world: World) -> None:
    incident_id = diagnosed(world, "healthy")
    close(incident_id, world.ports)
    incident = world.timelines.incident(incident_id)
    assert (incident.status, incident.resolution_code) == ("resolved", "no_fault")
    for agent in ("prediction", "resolution"):
        update = incident.agents[agent]
        assert (update.status, update.reasoning, update.confidence) == ("idle", "skipped: nothing is wrong", 0.9)
    assert incident.actions == ()


def test_an_inconclusive_incident_is_escalated(world: World) -> None:
    incident_id = diagnosed(world, "inconclusive")
    close(incident_id, world.ports)
    assert world.timelines.incident(incident_id).status == "escalated"


def test_three_audiences_are_told_once_and_the_customers_nothing_of_the_inside(world: World) -> None:
    incident_id = diagnosed(world)
    close(incident_id, world.ports)
    close(incident_id, world.ports)
    assert [audience for audience, _, _ in world.notifier.sent] == ["responders", "executives", "customers"]
    to_customers = world.notifier.sent[2][2]
    assert "shop" not in to_customers
    assert "lambda" not in to_customers


def test_a_channel_that_fails_is_recorded_and_the_incident_still_ends(world: World) -> None:
    incident_id = diagnosed(world, "healthy")
    world.notifier.broken = True
    close(incident_id, world.ports)
    sent = [event for event in world.timelines.read(incident_id) if isinstance(event, ev.UpdateSent)]
    assert {event.outcome for event in sent} == {"not_sent"}
    assert world.timelines.incident(incident_id).status == "resolved"


def test_a_failed_phase_still_ends_with_people_being_told(world: World) -> None:
    incident_id = str(open_by_signal(alarm(), world.intake))
    record_failed_phase(incident_id, "detection", "TimeoutError: CloudWatch did not answer", world.ports)
    close(incident_id, world.ports)
    incident = world.timelines.incident(incident_id)
    assert incident.status == "failed"
    assert "CloudWatch did not answer" in str(incident.ended_because)
    assert len(world.notifier.sent) == 3
    assert first_break(world.timelines.read(incident_id)) is None


def test_a_missed_forecast_does_not_make_the_incident_fail(world: World) -> None:
    incident_id = diagnosed(world, "healthy")
    record_failed_phase(incident_id, "prediction", "no answer", world.ports)
    close(incident_id, world.ports)
    assert world.timelines.incident(incident_id).status == "resolved"


def test_the_postmortem_says_what_the_timeline_says_and_escapes_it(world: World) -> None:
    incident_id = diagnosed(world)
    close(incident_id, world.ports)
    incident = world.timelines.incident(incident_id)
    assert incident.communication is not None
    text = incident.communication.postmortem
    assert "deployment.bad_release" in text
    assert "Nothing was changed." in text
    assert "<script>" not in text


def test_an_incident_that_nobody_ended_is_ended_and_told(world: World) -> None:
    incident_id = diagnosed(world)
    close_unfinished(incident_id, "communication failed: no answer", world.ports)
    close_unfinished(incident_id, "again", world.ports)
    assert world.timelines.incident(incident_id).status == "failed"
    assert len(world.notifier.sent) == 1


@pytest.mark.parametrize(("how", "status"), [("FAILED", "failed"), ("TIMED_OUT", "failed"), (None, "processing")])
def test_the_sweep_closes_what_ended_without_an_ending(world: World, how: str | None, status: str) -> None:
    incident_id = diagnosed(world)
    world.workflow.how = how
    world.clock.wait(600)
    sweep(world.timelines, world.workflow, world.ports)
    assert world.timelines.incident(incident_id).status == status


def test_the_sweep_leaves_alone_what_moved_a_moment_ago(world: World) -> None:
    incident_id = diagnosed(world)
    world.workflow.how = "FAILED"
    assert sweep(world.timelines, world.workflow, world.ports) == 0
    assert world.timelines.incident(incident_id).status == "processing"
    assert isinstance(world.timelines.page("processing", None, None, 1, None), IncidentPage)
