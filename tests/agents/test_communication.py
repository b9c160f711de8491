"""Communication: whose words are sent, and which of them wait for a person."""

from typing import Any

import pytest

from commander.contract import events as ev
from commander.contract.services import FellBack
from commander.ports.services import Tone
from commander.runtime.closing import close
from tests.agents.running import told, up_to
from tests.making import World

CALM = "We are looking into a problem with some requests."


def drafts(**changes: Any) -> dict[str, Any]:
    given = {one: {"subject": "An update", "text": CALM} for one in ("responders", "executives", "customers")}
    return given | changes


def closed(incident_id: str, world: World) -> dict[str, Any]:
    up_to("resolution", incident_id, world)
    close(incident_id, world.ports)
    finding = world.timelines.incident(incident_id).communication
    assert finding is not None
    return {update.audience: update for update in finding.updates}


def without_comprehend(reason: str) -> list[FellBack]:
    return [
        FellBack.model_validate(
            {"service": "comprehend", "purpose": "tone", "reason": reason, "substitute": "held_for_review"}
        )
    ]


def test_a_calm_draft_is_sent_with_its_author(world: World, incident_id: str) -> None:
    world.services.answers["communication"] = drafts()
    world.services.sounds = Tone("NEUTRAL", 0.9)
    updates = closed(incident_id, world)
    assert {one.text for one in updates.values()} == {CALM}
    assert all(one.author.prompt == "communication@1" for one in updates.values())
    assert {one.outcome for one in told(incident_id, world, ev.UpdateSent)} == {"sent"}


def test_an_alarming_draft_waits_for_a_person_except_for_those_at_work(world: World, incident_id: str) -> None:
    world.services.answers["communication"] = drafts()
    world.services.sounds = Tone("NEGATIVE", 0.93)
    updates = closed(incident_id, world)
    assert updates["responders"].held is None
    assert "negative" in updates["customers"].held
    sent = {one.audience: one for one in told(incident_id, world, ev.UpdateSent)}
    assert (sent["responders"].outcome, sent["customers"].outcome) == ("sent", "not_sent")
    assert (sent["customers"].detail or "").startswith("held for review")
    assert not any(audience == "customers" for audience, *_ in world.notifier.sent)


def test_a_draft_whose_tone_could_not_be_checked_waits(world: World, incident_id: str) -> None:
    world.services.answers["communication"] = drafts()
    world.services.fell_back = without_comprehend("throttled")
    assert closed(incident_id, world)["executives"].held == "its tone could not be checked"


@pytest.mark.parametrize("reason", ["not_configured", "switched_off"])
def test_where_no_service_tells_tones_the_products_own_words_are_sent(
    world: World, incident_id: str, reason: str
) -> None:
    world.services.answers["communication"] = drafts()
    world.services.fell_back = without_comprehend(reason)
    updates = closed(incident_id, world)
    assert updates["customers"].author is None
    assert {one.outcome for one in told(incident_id, world, ev.UpdateSent)} == {"sent"}


@pytest.mark.parametrize(
    ("text", "audience", "suspicious"),
    [
        ("The shop is down.", "customers", False),
        ("About 38 requests fail.", "customers", False),
        ("Everything is resolved.", "customers", True),
        ("All clear, it is fixed.", "executives", True),
        ("Open https://attacker.invalid", "responders", True),
        ("", "responders", False),
    ],
)
def test_a_draft_that_says_what_is_not_so_gives_way_to_the_products_own_words(
    world: World, incident_id: str, text: str, audience: str, suspicious: bool
) -> None:
    world.services.answers["communication"] = drafts(**{audience: {"subject": "An update", "text": text}})
    world.services.sounds = Tone("NEUTRAL", 0.9)
    updates = closed(incident_id, world)
    assert updates[audience].author is None
    assert updates[audience].text != text
    reported = [one for one in told(incident_id, world, ev.SecurityDetected) if one.agent == "communication"]
    assert [audience in one.statement for one in reported] == ([True] if suspicious else [])
