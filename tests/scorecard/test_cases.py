"""Written cases are well formed: valid bundles, known codes, and nothing expected that is not in the evidence."""

import json
import re

import pytest

from commander.contract.causes import causes
from commander.contract.evidence import Bundle
from scenarios.cases import CASES
from scenarios.cases.building import Case
from scripts.scorecard.expectations import expected_of, right

FIELDS = {
    "verdict",
    "cause",
    "entity",
    "also",
    "kind",
    "herring",
    "near",
    "not",
    "missing",
    "mentions",
    "written",
    "poor",
}
WORDS = {"confirmed", "likely", "inconclusive", "healthy"}


def _belongs_to_a_set(case: Case) -> bool:
    """Whether it stands in a folder of its own: what such cases are is told by their modules and titles alone."""
    return case.__module__.count(".") > 2


@pytest.mark.parametrize("case", CASES, ids=[f"{case.__module__.rpartition('.')[2]}-{case.__name__}" for case in CASES])
def test_a_case_is_well_formed(case: Case) -> None:
    document, given = case()
    fields = {name: value for name, value in given.items() if value is not None}
    Bundle.model_validate(document)
    assert set(fields) <= FIELDS
    assert case.__doc__ or _belongs_to_a_set(case)
    expected = expected_of(fields)
    assert expected.verdicts
    assert expected.verdicts <= WORDS
    assert "cause" in fields or "entity" not in fields
    text = json.dumps(document)
    for answer in (*expected.answers, *([expected.herring] if expected.herring else [])):
        assert answer.cause in causes()
        assert answer.entity in text or answer.entity.partition("/")[2] in text
    assert expected.near <= set(causes())
    assert expected.near.isdisjoint(answer.cause for answer in expected.answers)
    assert expected.herring is None or not right(expected.herring, expected)
    if expected.kind == "fault":
        assert expected.answers
    assert expected.rival is None or expected.rival in causes()


def test_case_ids_are_unique_and_end_in_no_number_of_a_seed() -> None:
    ids = [case()[0]["case_id"] for case in CASES]
    assert len(set(ids)) == len(ids)
    assert not [one for one in ids if re.fullmatch(r"simulated-\d+", one)]
