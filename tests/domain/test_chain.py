"""The audit chain and its canonical JSON."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commander.contract import events as ev
from commander.domain.canonical import canonical, sha256_of
from commander.domain.chain import first_break
from tests.making import START, MemoryTimelines, opened


def _timeline() -> list[ev.TimelineEvent]:
    timelines = MemoryTimelines()
    actor = ev.Actor(kind="person", name="zoë")
    timelines.append(opened(actor=actor, title="naïve \u2028 title"))
    for agent in ("detection", "diagnosis"):
        timelines.append(
            ev.AgentStarted(incident_id="inc-1", event_id=f"agent.started/{agent}", at=START, actor=actor, agent=agent)
        )
    return timelines.read("inc-1")


def test_an_untouched_timeline_has_no_break() -> None:
    assert first_break(_timeline()) is None


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_changed_event_is_found(place: int) -> None:
    events = _timeline()
    events[place] = events[place].model_copy(update={"actor": ev.Actor(kind="person", name="mallory")})
    assert first_break(events) == f"event {place + 1} was changed after it was written"


def test_a_removed_event_is_found() -> None:
    events = _timeline()
    assert first_break([events[0], events[2]]) == "event 2 is missing, found 3"


def test_an_event_rewritten_with_its_hash_breaks_the_one_after_it() -> None:
    events = _timeline()
    from commander.domain.chain import seal

    events[1] = seal(events[1].model_copy(update={"actor": ev.Actor(kind="person", name="mallory")}), 2, events[0].hash)
    assert first_break(events) == "event 3 does not follow the event before it"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"),
        (-0.0, "0"),
        (1e21, "1e+21"),
        (1e-7, "1e-7"),
        (0.00001, "0.00001"),
        (1.25e-6, "0.00000125"),
        (123456789012345680000.0, "123456789012345683968"),
        ({"b": 1, "a": [True, None, "é\u20ac"]}, '{"a":[true,null,"é\u20ac"],"b":1}'),
        ({"\U0001f600": 1, "\ufb33": 2}, '{"\U0001f600":1,"\ufb33":2}'),
    ],
)
def test_canonical_json_is_the_one_of_rfc_8785(value: object, text: str) -> None:
    assert canonical(value) == text


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, b"x"])
def test_what_json_cannot_say_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"JSON"):
        canonical(value)


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.booleans() | st.none()))
def test_the_order_of_keys_does_not_change_the_hash(value: dict[str, object]) -> None:
    assert sha256_of(value) == sha256_of(dict(reversed(list(value.items()))))
