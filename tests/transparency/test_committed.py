"""The committed files are true: whole, of the bundles that are there now, and with the verdict of the engine of now."""

import pytest

from commander.contract.evidence import Bundle
from commander.contract.transparency import SCENARIO_IDS, ScenarioId, TransparencyScenario
from commander.contract.values import AGENTS
from commander.domain.canonical import sha256_of
from commander.domain.chain import first_break
from commander.domain.incident import fold
from commander.domain.redaction import redact_bundle
from commander.evidence.engine import investigate
from scenarios.transparency import SCENARIOS
from scripts.scorecard.expectations import expected_of
from scripts.scorecard.judging import judge
from scripts.transparency.files import FOLDER, path_of
from scripts.transparency.tree import decision_tree
from scripts.transparency.weighing import weighed

LARGEST = 400_000
AGAIN = "make scenarios ARGS='--local --again', unless the file was made with AWS"

each = pytest.mark.parametrize("scenario", SCENARIO_IDS)


def committed(scenario: ScenarioId) -> TransparencyScenario:
    return TransparencyScenario.model_validate_json(path_of(FOLDER, scenario).read_bytes())


def test_there_are_seven_and_nothing_else() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(f"{one}.json" for one in SCENARIO_IDS)
    assert set(SCENARIOS) == set(SCENARIO_IDS)


@each
def test_the_file_is_whole_and_small(scenario: ScenarioId) -> None:
    document = committed(scenario)
    assert document.id == scenario
    assert first_break(document.timeline) is None
    assert path_of(FOLDER, scenario).stat().st_size < LARGEST
    assert {update.agent_type for update in document.agents} == set(AGENTS)


@each
def test_what_it_says_follows_from_its_timeline(scenario: ScenarioId) -> None:
    document = committed(scenario)
    incident = fold(document.timeline)
    assert incident.diagnosis is not None
    verdict = incident.diagnosis.verdict
    assert (document.status, document.ending) == (incident.status, incident.ended_because)
    assert (document.verdict, document.confidence) == (verdict.verdict, verdict.confidence)
    assert document.hypotheses == weighed(verdict)
    assert document.decision_tree == decision_tree(incident, weighed(verdict))
    assert document.calibration is not None
    assert document.calibration.low <= (document.confidence or 0) <= document.calibration.high


@each
def test_it_is_of_the_bundle_and_the_engine_of_now(scenario: ScenarioId) -> None:
    document, (bundle, _) = committed(scenario), SCENARIOS[scenario]()
    assert document.made_from.bundle_sha256 == sha256_of(bundle), AGAIN
    verdict = investigate(Bundle.model_validate(redact_bundle(bundle)))
    ranked = [(one.hypothesis.cause, one.hypothesis.entity) for one in document.hypotheses]
    assert document.verdict == verdict.verdict, AGAIN
    assert ranked[:3] == [(one.cause, one.entity) for one in verdict.hypotheses][:3], AGAIN


@each
def test_every_citation_leads_to_an_item_that_is_shown(scenario: ScenarioId) -> None:
    document = committed(scenario)
    shown = {one.id for one in document.observed}
    cited = {ref for item in document.evidence for ref in item.source_ref if not ref.startswith("section:")}
    taken = {item for turning in document.what_would_change_it.turnings for item in turning.items}
    assert cited <= shown
    assert taken <= shown


@each
def test_the_engine_comes_to_what_a_careful_engineer_says(scenario: ScenarioId) -> None:
    bundle, fields = SCENARIOS[scenario]()
    verdict = investigate(Bundle.model_validate(bundle))
    found = judge(scenario, "written after", verdict.model_dump(mode="json"), expected_of(fields))
    assert found.right
    assert found.herring_taken is False
    assert bundle["gaps"]
    assert all(bundle[section] for section in ("alerts", "metrics", "logs", "changes", "topology", "state"))


def test_the_labels_say_what_was_asked() -> None:
    for scenario in SCENARIO_IDS:
        document = committed(scenario)
        told = {call.provenance for call in document.service_calls}
        assert told == {document.made_from.provenance}
        assert document.generated_with_real_aws == (document.made_from.provenance == "aws")
