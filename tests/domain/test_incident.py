"""The fold: an incident is what its events say, whatever they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commander.contract import events as ev
from commander.contract.messages import frame
from commander.domain.frames import MAX_FRAME_BYTES, frame_of, statement
from commander.domain.incident import apply, fold, result, summary
from tests.making import START, World
from tests.runtime.conftest import pending


def _pending() -> list[ev.TimelineEvent]:
    world = World()
    return world.timelines.read(pending(world))


def test_a_timeline_that_does_not_begin_with_its_opening_is_refused() -> None:
    with pytest.raises(ValueError, match=r"begins with incident\.opened"):
        fold(_pending()[1:])
    with pytest.raises(ValueError, match="empty"):
        fold([])


def test_folding_step_by_step_is_folding_at_once() -> None:
    events = _pending()
    stepwise = fold(events[:1])
    for event in events[1:]:
        stepwise = apply(stepwise, event)
    assert stepwise == fold(events)


def test_a_pending_action_asks_for_a_person() -> None:
    incident = fold(_pending())
    assert summary(incident).action_pending
    assert result(incident).human_intervention_required


def test_a_late_event_of_an_unknown_action_changes_no_action() -> None:
    incident = fold(_pending())
    actor = ev.Actor(kind="system", name="s")
    late = ev.ActionExpired(incident_id="i", event_id="x", at=START, actor=actor, action_id="act-other", seq=99)
    assert apply(incident, late).actions == incident.actions


def test_every_event_has_a_sentence_and_a_frame_that_fits() -> None:
    for event in _pending():
        assert statement(event)
        made = frame_of(event, "f1")
        text = made.model_dump_json()
        assert len(text.encode()) <= MAX_FRAME_BYTES
        assert frame.validate_json(text) == made


@given(st.text(max_size=40_000))
def test_no_text_makes_a_frame_too_large(text: str) -> None:
    actor = ev.Actor(kind="agent", name="detection")
    event = ev.AgentReasoned(
        incident_id="i", event_id="e", at=START, actor=actor, agent="detection", step="s", statement="s",
        data={"text": text}, seq=1,
    )  # fmt: skip
    assert len(frame_of(event, "f1").model_dump_json().encode()) <= MAX_FRAME_BYTES
