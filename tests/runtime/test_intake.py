"""Opening incidents: once, whatever is delivered how often and in which order."""

import pytest

from commander.contract import events as ev
from commander.contract.incidents import NewIncident
from commander.contract.problems import IdempotencyMismatch, InvalidRequest, ServiceUnavailable
from commander.domain.lifecycle import Ending
from commander.runtime.closing import end
from commander.runtime.intake import open_by_hand, open_by_signal
from tests.making import World, alarm, bad_release


def _request(**changes: object) -> NewIncident:
    given = {"type": "errors", "severity": "high", "description": "customers cannot pay", "affected_services": ["shop"]}
    return NewIncident.model_validate(given | changes)


def test_an_alarm_opens_an_incident_and_starts_the_work(world: World) -> None:
    incident_id = open_by_signal(alarm(), world.intake)
    assert incident_id is not None
    assert world.workflow.started == [incident_id]
    assert world.timelines.incident(incident_id).opened.affected_services == ["shop"]


def test_the_same_signal_twice_is_one_incident_and_one_event(world: World) -> None:
    first, again = open_by_signal(alarm(), world.intake), open_by_signal(alarm(), world.intake)
    assert first == again
    assert len(world.timelines.read(str(first))) == 1


def test_another_signal_of_the_same_alarm_joins_the_open_incident(world: World) -> None:
    first, other = open_by_signal(alarm("m-1"), world.intake), open_by_signal(alarm("m-2"), world.intake)
    assert first == other
    assert [event.type for event in world.timelines.read(str(first))] == ["incident.opened", "signal.received"]


def test_after_the_incident_has_ended_the_alarm_opens_a_new_one(world: World) -> None:
    first = str(open_by_signal(alarm("m-1"), world.intake))
    end(first, Ending("escalated", "because"), world.ports)
    assert open_by_signal(alarm("m-2"), world.intake) != first


def test_a_signal_that_comes_again_after_its_incident_has_ended_opens_nothing(world: World) -> None:
    first = str(open_by_signal(alarm("m-1"), world.intake))
    assert open_by_signal(alarm("m-2"), world.intake) == first
    end(first, Ending("escalated", "because"), world.ports)
    before = len(world.timelines.read(first))
    assert open_by_signal(alarm("m-1"), world.intake) == first
    assert open_by_signal(alarm("m-2"), world.intake) == first
    assert len(world.timelines.read(first)) == before


def test_all_is_well_opens_nothing_and_is_noted_on_the_incident_there_is(world: World) -> None:
    assert open_by_signal(alarm("m-0", "ok"), world.intake) is None
    first = open_by_signal(alarm("m-1"), world.intake)
    assert open_by_signal(alarm("m-2", "ok"), world.intake) == first
    assert world.timelines.read(str(first))[-1].type == "signal.received"


def test_a_delivery_that_died_between_claim_and_first_event_is_finished_by_the_next(world: World) -> None:
    from commander.domain.signals import fingerprint

    world.timelines.claim(fingerprint(alarm()), "inc-claimed")
    assert open_by_signal(alarm(), world.intake) == "inc-claimed"
    assert world.workflow.started == ["inc-claimed"]


def test_a_delivery_that_could_not_start_the_work_is_finished_by_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(incident_id: str) -> None:
        raise ServiceUnavailable("states:StartExecution was throttled")

    with monkeypatch.context() as broken:
        broken.setattr(world.workflow, "start", refuse)
        with pytest.raises(ServiceUnavailable):
            open_by_signal(alarm(), world.intake)
    incident_id = open_by_signal(alarm(), world.intake)
    assert world.workflow.started == [incident_id]
    assert len(world.timelines.read(str(incident_id))) == 1


def test_a_repeated_idempotency_key_gives_the_same_incident(world: World) -> None:
    first = open_by_hand(_request(), "ann", "key", world.intake)
    assert open_by_hand(_request(), "ann", "key", world.intake) == first
    assert open_by_hand(_request(), "bob", "key", world.intake) != first
    assert open_by_hand(_request(), "ann", None, world.intake) != first


def test_an_idempotency_key_with_another_body_is_refused(world: World) -> None:
    open_by_hand(_request(), "ann", "key", world.intake)
    with pytest.raises(IdempotencyMismatch):
        open_by_hand(_request(severity="low"), "ann", "key", world.intake)


def test_a_bundle_is_kept_and_its_reference_is_in_the_first_event(world: World) -> None:
    incident_id = open_by_hand(_request(evidence=bad_release()), "ann", None, world.intake)
    opened = world.timelines.incident(incident_id).opened
    assert isinstance(opened, ev.IncidentOpened)
    assert opened.evidence_ref is not None
    assert b"shop-failures" in world.evidence.get(opened.evidence_ref)


def test_evidence_that_is_no_bundle_names_the_path_and_stores_nothing(world: World) -> None:
    broken = bad_release()
    broken["metrics"][1]["points"][3] = ["not a time", 1]
    with pytest.raises(InvalidRequest) as caught:
        open_by_hand(_request(evidence=broken), "ann", "key", world.intake)
    assert caught.value.errors[0].field.startswith("evidence.metrics.1.points.3")
    assert not world.timelines.events
    assert not world.timelines.requests
    assert not world.evidence.documents
