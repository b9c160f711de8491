"""Documents for tests: committed files, changed where a test needs them to be."""

import json
from typing import Any

from commander.contract.transparency import MadeFrom, ScenarioId, TransparencyScenario
from scripts.transparency.consulting import Asked
from scripts.transparency.document import made_from
from scripts.transparency.files import FOLDER, path_of
from scripts.transparency.running import Busy

ONE: ScenarioId = "api_slowdown"


def fields(scenario: ScenarioId = ONE) -> dict[str, Any]:
    """A committed file as JSON, to be changed."""
    found: dict[str, Any] = json.loads(path_of(FOLDER, scenario).read_text("utf-8"))
    return found


def by_aws(document: dict[str, Any]) -> dict[str, Any]:
    """The same as if AWS had answered every call."""
    for call in (*document["service_calls"], *(one["call"] for one in document["timeline"] if "call" in one)):
        call["provenance"] = "aws"
    document["generated_with_real_aws"] = True
    document["made_from"]["provenance"] = "aws"
    return document


class Faked:
    """A run that takes no time: it hands out a committed document, as if it had just been made."""

    def __init__(self, fails_at: ScenarioId | None = None, error: type[BaseException] = KeyboardInterrupt) -> None:
        self.asked: list[ScenarioId] = []
        self.fails_at, self.error = fails_at, error

    def __call__(self, scenario: ScenarioId, asked: Asked, busy: Busy) -> TransparencyScenario:
        self.asked.append(scenario)
        busy("detection")
        if scenario == self.fails_at:
            raise self.error
        document = TransparencyScenario.model_validate(fields(scenario))
        now: MadeFrom = made_from(scenario, asked.provenance)
        return document.model_copy(update={"made_from": now})
