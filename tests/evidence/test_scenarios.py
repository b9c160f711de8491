"""Every scenario gets the verdict that a careful engineer gives it, and its evidence can be checked."""

import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from commander.contract.evidence import Bundle, Verdict
from commander.evidence.engine import facts, investigate
from scenarios.generate import written

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FOLDERS = sorted(path.parent for path in SCENARIOS.glob("*/expected.json"))
SCHEMAS = resources.files("commander.contract") / "schema"
VERDICT_SCHEMA = Draft202012Validator(json.loads((SCHEMAS / "verdict.schema.json").read_text("utf-8")))


def read(folder: Path) -> tuple[Bundle, Verdict, dict[str, Any]]:
    bundle = Bundle.model_validate_json((folder / "bundle.json").read_bytes())
    return bundle, investigate(bundle), json.loads((folder / "expected.json").read_text("utf-8"))


every_scenario = pytest.mark.parametrize("folder", FOLDERS, ids=[folder.name for folder in FOLDERS])


@every_scenario
def test_the_verdict_is_the_expected_one(folder: Path) -> None:
    _, verdict, expected = read(folder)
    first = verdict.hypotheses[0] if verdict.hypotheses else None
    assert verdict.verdict in expected["verdict"], verdict.summary
    if "cause" in expected:
        assert first is not None
        assert (first.cause, first.entity) == (expected["cause"], expected["entity"])
    if "mentions" in expected:
        assert expected["mentions"] in (verdict.summary or "")
    for wanted in expected.get("missing", []):
        assert wanted in (verdict.summary or "")


@every_scenario
def test_a_refuted_rival_is_shown_with_what_speaks_against_it(folder: Path) -> None:
    _, verdict, expected = read(folder)
    rivals = [one for one in verdict.hypotheses[1:] if one.cause == expected.get("not")]
    assert ("not" not in expected) or rivals
    assert all(one.contradicting for one in rivals)


@every_scenario
def test_what_a_verdict_cites_exists_and_is_about_the_thing_named(folder: Path) -> None:
    bundle, verdict, _ = read(folder)
    assert_citations_resolve(bundle, verdict)
    items = {item.id: item for section in ("metrics", "logs", "changes", "state") for item in getattr(bundle, section)}
    for evidence in verdict.evidence:
        if evidence.kind in ("metric", "log", "change", "state"):
            assert items[evidence.source_ref[0]].entity == evidence.entity


@every_scenario
def test_rivals_carry_contradicting_or_missing_evidence(folder: Path) -> None:
    _, verdict, _ = read(folder)
    assert all(one.contradicting or one.missing for one in verdict.hypotheses[1:])


@every_scenario
def test_an_asserted_cause_rests_on_evidence(folder: Path) -> None:
    _, verdict, _ = read(folder)
    if verdict.verdict in ("confirmed", "likely"):
        cited = {
            ref for one in verdict.evidence if one.id in verdict.hypotheses[0].supporting for ref in one.source_ref
        }
        assert len(verdict.hypotheses[0].supporting) >= (2 if verdict.verdict == "confirmed" else 1)
        assert len(cited) >= (2 if verdict.verdict == "confirmed" else 1)
    assert sum(one.score for one in verdict.hypotheses) <= 1.001


@every_scenario
def test_facts_keep_their_ids_in_the_verdict(folder: Path) -> None:
    bundle, verdict, _ = read(folder)
    known = {fact.id: fact.statement for fact in facts(bundle)}
    assert known
    assert all(known.get(item.id, item.statement) == item.statement for item in verdict.evidence)


@every_scenario
def test_every_gap_is_shown(folder: Path) -> None:
    bundle, verdict, _ = read(folder)
    shown = {ref for item in verdict.evidence if item.kind == "gap" for ref in item.source_ref}
    assert {gap.id for gap in bundle.gaps or []} == shown


def test_the_files_are_what_the_generator_writes() -> None:
    files = written()
    assert files
    for name, text in files.items():
        assert (SCENARIOS / name).read_text("utf-8") == text, f"{name}: run python -m scenarios.generate"


def assert_citations_resolve(bundle: Bundle, verdict: Verdict) -> None:
    """Evidence ids resolve in the verdict, source_refs in the bundle, and the document keeps to its schema."""
    document = json.loads(verdict.model_dump_json())
    VERDICT_SCHEMA.validate(document)
    sections = ("alerts", "metrics", "logs", "events", "changes", "topology", "state", "gaps")
    ids = {item.id for section in sections for item in getattr(bundle, section) or []}
    ids |= {f"section:{section}" for section in sections}
    evidence = {item.id for item in verdict.evidence}
    assert len(evidence) == len(verdict.evidence)
    cited = {ref for one in verdict.hypotheses for ref in (*one.supporting, *one.contradicting)}
    assert cited <= evidence
    refs = [ref for item in verdict.evidence for ref in item.source_ref]
    refs += [ref for moment in verdict.timeline or [] for ref in moment.source_ref or []]
    refs += [ref for one in verdict.blast_radius or [] for ref in one["source_ref"]]
    refs += verdict.forecast["source_ref"] if verdict.forecast else []
    assert set(refs) <= ids
    assert all(item.source_ref for item in verdict.evidence)
