"""Figures are counted as they say, and a loss is found."""

from dataclasses import replace

from scripts.scorecard.__main__ import main
from scripts.scorecard.coverage import table
from scripts.scorecard.expectations import Answer
from scripts.scorecard.figures import calibration, of_population, wilson, worse
from scripts.scorecard.judging import Judgement
from scripts.scorecard.running import GENERATED, Wanted, outcomes

RIGHT = Judgement(
    case_id="a",
    population="written after",
    kind="fault",
    expected=(Answer("code.slow_path", "service/a"),),
    near=(),
    got=("likely", "code.slow_path", "service/a"),
    confidence=0.9,
    right=True,
    allowed=True,
    first=True,
    among_three=True,
    entity_first=True,
    asserted=True,
    near_asserted=False,
    herring_taken=None,
    herring_argued=None,
    rivals=2,
    rivals_argued=2,
    wanting=(),
)
WRONG = replace(RIGHT, case_id="b", right=False, first=False, entity_first=False, confidence=0.7)
CALM = replace(RIGHT, case_id="c", kind="healthy", expected=(), got=("healthy", None, None), asserted=False)


def test_shares_are_of_the_cases_they_are_about() -> None:
    own = of_population([RIGHT, WRONG, CALM])
    assert own["accuracy at 1"] == 0.5
    assert own["accuracy at 3"] == 1.0
    assert own["right when it asserts"] == 0.5
    assert own["healthy called healthy"] == 1.0
    assert own["false alarms"] == 0.0
    assert own["blind left open"] is None


def test_a_constant_confidence_is_seen() -> None:
    assert calibration([RIGHT, replace(WRONG, confidence=0.9)])["confidences differ"] == 0.0
    measured = calibration([RIGHT, WRONG])
    assert measured["confidences differ"] == 1.0
    assert measured["expected calibration error"] == 0.4
    assert [count for _, _, count, *_ in measured["bins"]] == [1, 1]


def test_the_interval_of_few_is_wide() -> None:
    low, high = wilson(1, 1)
    assert low < 0.25
    assert high == 1.0
    assert wilson(90, 100)[0] > 0.8


def test_a_loss_is_found_and_a_gain_is_none() -> None:
    kept = {"written after": {"cases": 4, "accuracy at 1": 0.9, "false alarms": 0.1, "blind left open": None}}
    better = {"written after": {"cases": 2, "accuracy at 1": 0.95, "false alarms": 0.0, "blind left open": 0.2}}
    assert worse(better, kept) == []
    assert worse({"written after": {"accuracy at 1": 0.899, "false alarms": 0.1}}, kept) == [
        "written after, accuracy at 1: 0.9 was kept, now 0.899"
    ]
    assert len(worse({"written after": {"accuracy at 1": 0.9, "false alarms": 0.2}}, kept)) == 1


def test_generated_cases_may_move_a_little() -> None:
    kept = {GENERATED: {"accuracy at 1": 0.8}}
    assert worse({GENERATED: {"accuracy at 1": 0.79}}, kept) == []
    assert worse({GENERATED: {"accuracy at 1": 0.7}}, kept)


def test_coverage_counts_cases_near_misses_and_what_was_said() -> None:
    rows = table([RIGHT, replace(CALM, near=("code.slow_path",))])
    assert rows["code.slow_path"] == {"cases": 1, "also": 0, "near misses": 1, "asserted": 1, "wrongly": 0}


def test_a_run_is_the_same_each_time_and_finds_what_was_asked_for() -> None:
    wanted = Wanted(seeds=3, pattern="*-release*")
    first, second = outcomes(wanted, workers=1), outcomes(wanted, workers=1)
    assert [one.judgement for one in first] == [one.judgement for one in second]
    assert [one.told for one in first] == [one.told for one in second]
    assert first
    assert all("-release" in one.judgement.case_id for one in first)


def test_a_part_of_the_cases_is_never_written_down() -> None:
    assert main(["--cases", "noisy-alarm", "--only", "written after", "--workers", "1", "--verbose"]) == 0
