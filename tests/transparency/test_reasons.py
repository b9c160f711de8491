"""What is computed from a run's evidence: what stands, the tree, the calibration, what would change it."""

import json
from pathlib import Path
from typing import Any

import pytest

from commander.contract import events as ev
from commander.contract.evidence import Bundle, Hypothesis, Verdict
from commander.contract.transparency import DecisionNode
from commander.domain.chain import GENESIS, seal
from commander.domain.incident import fold
from commander.evidence.engine import investigate
from scripts.transparency import removals
from scripts.transparency.calibration import calibration
from scripts.transparency.removals import what_would_change_it, without
from scripts.transparency.tree import decision_tree
from scripts.transparency.weighing import weighed
from tests.making import START, bad_release, nothing_known, opened


def bundle(document: dict[str, Any]) -> Bundle:
    return Bundle.model_validate(document)


def questions(node: DecisionNode) -> list[str]:
    """Along the last branches: one question after another."""
    return [node.question, *(questions(node.branches[-1]) if node.branches else [])]


def test_a_turning_is_what_the_engine_says_without_its_items() -> None:
    given = bundle(bad_release())
    found = what_would_change_it(given)
    assert investigate(given).root_cause is not None
    assert found.turnings
    for turning in found.turnings:
        after = investigate(without(given.model_dump(mode="json"), frozenset(turning.items)))
        assert (after.verdict, after.confidence) == (turning.verdict, turning.confidence)
        named = (after.root_cause.cause, after.root_cause.entity) if after.root_cause else (None, None)
        assert named == (turning.cause, turning.entity)
        assert (after.verdict, named) != ("confirmed", ("deployment.bad_release", "lambda/shop"))


def test_of_turnings_only_the_smallest_are_told() -> None:
    turnings = what_would_change_it(bundle(bad_release())).turnings
    sets = [set(one.items) for one in turnings]
    assert not any(one < other for one in sets for other in sets)
    assert [len(one) for one in sets] == sorted(len(one) for one in sets)


def test_no_evidence_no_turning() -> None:
    found = what_would_change_it(bundle(nothing_known()))
    assert (found.changed, found.turnings) == (0, [])


def test_the_work_is_bounded_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    given = bundle(bad_release())
    whole = what_would_change_it(given)
    monkeypatch.setattr(removals, "MOST", 4)
    bounded = what_would_change_it(given)
    assert bounded.tried == 4
    assert bounded.not_tried == whole.tried + whole.not_tried - 4


def hypothesis(rank: int, score: float, against: list[str]) -> Hypothesis:
    return Hypothesis(
        rank=rank,
        category="code",
        entity=f"lambda/f{rank}",
        cause="code.slow_path",
        score=score,
        supporting=["v1"],
        contradicting=against,
        missing=[],
    )


def test_what_is_nearly_as_likely_stands_too() -> None:
    verdict = Verdict.model_validate(
        {
            "schema": "verdict/1",
            "case_id": "abc",
            "verdict": "inconclusive",
            "root_cause": None,
            "hypotheses": [],
            "evidence": [],
        }
    ).model_copy(
        update={"hypotheses": [hypothesis(1, 0.4, []), hypothesis(2, 0.2, ["v2"]), hypothesis(3, 0.1, ["v2"])]}
    )
    found = weighed(verdict)
    assert [one.kept for one in found] == [True, True, False]
    assert found[2].evidence_ids == ["v2"]
    assert found[2].because == "1 statement speaks against it"


def test_a_tree_of_an_incident_that_only_opened_says_that_nothing_was_reached() -> None:
    first = ev.timeline_event.validate_python(seal(opened(at=START), 1, GENESIS))
    tree = decision_tree(fold([first]), [])
    assert questions(tree) == [
        "What did detection find?",
        "What did diagnosis find?",
        "What did resolution find?",
        "How did it end?",
    ]


def scorecard(folder: Path, bins: list[list[float]]) -> Path:
    path = folder / "scorecard.json"
    path.write_text(json.dumps({"calibration": {"bins": bins}}))
    return path


def test_a_confidence_falls_into_its_bin(tmp_path: Path) -> None:
    path = scorecard(tmp_path, [[0.6, 0.7, 50, 0.66, 0.92, 0.81, 0.97], [0.7, 1.0, 0, 0.0, 0.0, 0.0, 1.0]])
    found = calibration(0.6, path)
    assert found is not None
    assert (found.cases, found.right, found.interval) == (50, 0.92, (0.81, 0.97))
    empty = calibration(0.8, path)
    assert empty is not None
    assert (empty.cases, empty.right, empty.interval) == (0, None, None)


def test_below_the_lowest_bin_nothing_was_counted(tmp_path: Path) -> None:
    found = calibration(0.3, scorecard(tmp_path, [[0.6, 0.7, 50, 0.66, 0.92, 0.81, 0.97]]))
    assert found is not None
    assert (found.low, found.high, found.cases, found.right) == (0.0, 0.6, 0, None)
    assert calibration(None) is None
