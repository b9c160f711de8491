"""Deciding and acting on the deployed application: nothing without a live approval, nothing twice."""

import pytest

from local.clients import client
from local.endpoints import Endpoints
from local.gameday.victim import ALIAS, FUNCTION, Victim
from tests.e2e.bundles import bad_release_of
from tests.e2e.driving import Json, Person, assert_sound, of_type, watching

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("driving")]


@pytest.fixture
def released(victim: Victim) -> tuple[str, str]:
    """The version that the alias points at, and the one before it."""
    before = victim.live_version()
    return victim.release_discounts(), before


def _open(responder: Person, released: tuple[str, str]) -> Json:
    """A proposed action to go back to the version before."""
    incident_id = responder.open(evidence=bad_release_of(FUNCTION, ALIAS, *released))
    return responder.pending_action(incident_id)


def _calls(app: Endpoints, name: str) -> int:
    found = client("cloudtrail", app.endpoint_url).lookup_events(
        LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": name}]
    )
    return len(found["Events"])


def test_a_rejected_plan_is_not_carried_out(
    app: Endpoints, responder: Person, victim: Victim, released: tuple[str, str]
) -> None:
    proposed = _open(responder, released)
    before = _calls(app, "UpdateAlias")
    assert responder.decide(proposed, "reject", reason="not on a Friday").status_code == 200
    incident = responder.wait_for_end(proposed["incident_id"])
    assert (incident["status"], incident["actions"][0]["status"]) == ("escalated", "rejected")
    assert "not on a Friday" in incident["ended_because"]
    assert (victim.live_version(), _calls(app, "UpdateAlias")) == (released[0], before)
    assert_sound(responder.timeline(proposed["incident_id"]))


def test_a_plan_that_nobody_decides_on_expires(responder: Person, victim: Victim, released: tuple[str, str]) -> None:
    proposed = _open(responder, released)
    incident = responder.wait_for_end(proposed["incident_id"])
    assert (incident["status"], incident["actions"][0]["status"]) == ("escalated", "expired")
    late = responder.decide(proposed, "approve")
    assert (late.status_code, late.json()["code"]) == (409, "approval_expired")
    assert victim.live_version() == released[0]


def test_only_the_plan_that_was_seen_can_be_approved_and_only_once(
    app: Endpoints, responder: Person, victim: Victim, released: tuple[str, str]
) -> None:
    proposed = _open(responder, released)
    viewer = Person(app, "viewer")
    assert viewer.decide(proposed, "approve").status_code == 403
    assert Person(app, None).decide(proposed, "approve").status_code == 401
    forged = responder.decide(proposed, "approve", plan_hash="0" * 64)
    assert (forged.status_code, forged.json()["code"]) == (409, "plan_changed")
    unknown = responder.decide(proposed, "approve", action_id="act-unknown")
    assert unknown.status_code == 404
    assert responder.decide(proposed, "reject").status_code == 200
    again = Person(app, "admin").decide(proposed, "approve")
    assert (again.status_code, again.json()["code"]) == (409, "already_decided")
    responder.wait_for_end(proposed["incident_id"])
    assert victim.live_version() == released[0]


def test_silence_after_the_action_is_no_recovery_and_the_state_before_is_restored(
    responder: Person, victim: Victim, released: tuple[str, str]
) -> None:
    """Nobody calls the service here: no errors are seen afterwards, and no demand either."""
    proposed = _open(responder, released)
    assert responder.decide(proposed, "approve").status_code == 200
    incident = responder.wait_for_end(proposed["incident_id"])
    action = incident["actions"][0]
    assert (incident["status"], action["status"], action["undo_verified"]) == ("escalated", "undone", True)
    assert action["verification"]["recovered"] is False
    assert victim.live_version() == released[0]
    events = responder.timeline(proposed["incident_id"])
    executed = of_type(events, "action.executed")[0]["calls"][0]
    assert (executed["call"]["operation"], executed["call"]["parameters"]["FunctionVersion"]) == (
        "update_alias",
        released[1],
    )
    assert executed["request_id"]
    assert_sound(events)


def test_a_state_that_changed_after_the_approval_is_left_alone(
    responder: Person, victim: Victim, released: tuple[str, str]
) -> None:
    proposed = _open(responder, released)
    newer = victim.release_discounts()
    assert responder.decide(proposed, "approve").status_code == 200
    incident = responder.wait_for_end(proposed["incident_id"])
    assert (incident["status"], incident["actions"][0]["status"]) == ("escalated", "failed")
    assert "no longer holds" in incident["actions"][0]["reason"]
    assert victim.live_version() == newer


def test_a_pending_action_reaches_everybody_and_so_does_the_decision(
    app: Endpoints, responder: Person, victim: Victim, released: tuple[str, str]
) -> None:
    with watching(Person(app, "viewer")) as viewer:
        proposed = _open(responder, released)
        mine = proposed["incident_id"]
        pending = viewer.until(lambda frame: frame["type"] == "action_pending" and frame["incident_id"] == mine)
        assert pending["payload"]["plan_hash"] == proposed["plan_hash"]
        responder.decide(proposed, "reject")
        decided = viewer.until(
            lambda frame: (
                (frame["payload"].get("event") or {}).get("type") == "action.rejected" and frame["incident_id"] == mine
            )
        )
        assert decided["payload"]["event"]["actor"]["name"] == app.users["responder"].username
    responder.wait_for_end(proposed["incident_id"])
