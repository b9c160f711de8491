"""What happens in a consultation stands in the timeline, once."""

from typing import get_args

import pytest

from commander.contract import events as ev
from commander.contract.services import FellBack, Intervention, SkipReason
from commander.domain.frames import SUBSTITUTES
from commander.ports.services import Checked
from commander.runtime.notes import TimelineNotes
from tests.making import World, model_call, opened


@pytest.fixture
def world() -> World:
    world = World()
    world.timelines.append(opened("inc-1"))
    return world


@pytest.fixture
def notes(world: World) -> TimelineNotes:
    return TimelineNotes("inc-1", "diagnosis", world.clock, world.timelines)


def _fell_back(reason: str, service: str = "nova_lite") -> FellBack:
    return FellBack.model_validate(
        {"service": service, "purpose": "narrate", "reason": reason, "substitute": "bedrock_claude"}
    )


def _told(world: World) -> list[str]:
    return [event.type for event in world.timelines.read("inc-1", after=1)]


def test_every_attempt_is_an_event_of_its_own(world: World, notes: TimelineNotes) -> None:
    for call_id in ("c-1", "c-2", "c-1"):
        notes.called(model_call(call_id))
    calls = [event.call.call_id for event in world.timelines.read("inc-1") if isinstance(event, ev.ServiceCalled)]
    assert calls == ["c-1", "c-2"]
    assert [call.call_id for call in world.timelines.incident("inc-1").calls] == ["c-1", "c-2"]


def test_the_same_thing_taken_over_again_after_a_retry_is_told_once(world: World, notes: TimelineNotes) -> None:
    notes.fell_back(_fell_back("throttled"))
    again = TimelineNotes("inc-1", "diagnosis", world.clock, world.timelines)
    again.fell_back(_fell_back("throttled"))
    again.fell_back(_fell_back("timed_out"))
    assert _told(world) == ["service.fell_back", "service.fell_back"]


@pytest.mark.parametrize("reason", get_args(SkipReason))
def test_only_a_service_that_the_environment_does_without_waits_for_the_end(
    world: World, notes: TimelineNotes, reason: str
) -> None:
    notes.fell_back(_fell_back(reason))
    absent = reason in {"not_configured", "switched_off"}
    assert _told(world) == ([] if absent else ["service.fell_back"])


def test_what_an_environment_does_without_is_told_in_one_sentence(world: World, notes: TimelineNotes) -> None:
    for reason, service in (
        ("switched_off", "textract"),
        ("not_configured", "nova_lite"),
        ("not_configured", "nova_lite"),
    ):
        notes.fell_back(_fell_back(reason, service))
    notes.close()
    (told,) = world.timelines.read("inc-1", after=1)
    assert isinstance(told, ev.AgentReasoned)
    takes_over = SUBSTITUTES[_fell_back("not_configured").substitute]
    assert told.statement == (
        f"worked without Nova Lite (not configured: {takes_over}), Textract (switched off: {takes_over})"
    )
    assert told.data == {"nova_lite": "not_configured", "textract": "switched_off"}


def test_nothing_is_told_where_nothing_was_done_without(world: World, notes: TimelineNotes) -> None:
    notes.close()
    assert _told(world) == []


@pytest.mark.parametrize("blocks", [True, False])
def test_an_intervention_says_whether_it_blocked(world: World, notes: TimelineNotes, blocks: bool) -> None:
    objection = Intervention(kind="prompt_attack", name="PROMPT_ATTACK", blocks=blocks)
    notes.intervened("check_plan", Checked("text", (objection,)))
    (told,) = world.timelines.read("inc-1", after=1)
    assert isinstance(told, ev.GuardrailIntervened)
    assert told.blocked is blocks
    assert told.interventions == [objection]
