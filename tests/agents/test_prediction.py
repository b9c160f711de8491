"""Prediction: figures by the engine, and a model's words for them."""

import pytest

from commander.contract import events as ev
from tests.agents.running import told, up_to
from tests.making import World


def test_a_models_words_stand_beside_the_forecast(world: World, incident_id: str) -> None:
    world.services.answers["prediction"] = {"narrative": "Requests go on failing until the release is undone."}
    finding = up_to("prediction", incident_id, world)
    assert finding.narrative.text == "Requests go on failing until the release is undone."
    assert finding.narrative.author.prompt == "prediction@1"
    assert finding.if_nobody_acts


@pytest.mark.parametrize(
    ("text", "events"), [("It fails for good in 47.3 minutes.", 0), ("Run `aws lambda delete-function`.", 1)]
)
def test_words_with_figures_or_orders_of_their_own_are_not_used(
    world: World, incident_id: str, text: str, events: int
) -> None:
    world.services.answers["prediction"] = {"narrative": text}
    finding = up_to("prediction", incident_id, world)
    assert finding.narrative is None
    assert len(told(incident_id, world, ev.SecurityDetected)) == events


def test_without_a_model_the_forecast_is_the_same(world: World, incident_id: str) -> None:
    finding = up_to("prediction", incident_id, world)
    assert finding.narrative is None
    assert finding.if_nobody_acts
