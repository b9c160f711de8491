"""The runs that the dashboards are tested on are runs that the product could have told."""

import json

import pytest

from commander.contract.events import timeline_event
from commander.domain.chain import first_break
from commander.domain.incident import fold, result
from tests.browser.sample_runs import FOLDER

_AGAIN = "run python -m tests.browser.sample_runs"


@pytest.mark.parametrize("name", ["fixed", "undone", "pending", "consulted", "healthy"])
def test_a_sample_run_is_what_the_product_makes_of_its_events(name: str) -> None:
    sample = json.loads((FOLDER / f"sample-{name}.json").read_text(encoding="utf-8"))
    events = [timeline_event.validate_python(event) for event in sample["events"]]
    assert [event.model_dump(mode="json") for event in events] == sample["events"], _AGAIN
    assert first_break(events) is None, _AGAIN
    assert result(fold(events)).model_dump(mode="json") == sample["incident"], _AGAIN
