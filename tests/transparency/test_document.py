"""A file that says of itself what does not follow from what it holds is refused."""

from typing import Any

import pytest
from pydantic import ValidationError

from commander.contract.transparency import TransparencyScenario
from tests.transparency.making import by_aws, fields


def read(document: dict[str, Any]) -> TransparencyScenario:
    return TransparencyScenario.model_validate(document)


def calls_of(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Every call, where it is listed and where it is in the timeline."""
    return [*document["service_calls"], *(one["call"] for one in document["timeline"] if "call" in one)]


def test_only_aws_all_along_is_real_aws() -> None:
    assert read(fields()).generated_with_real_aws is False
    assert read(by_aws(fields())).generated_with_real_aws is True


def test_one_call_that_a_stand_in_answered_makes_it_not_real() -> None:
    document = by_aws(fields())
    call_id = document["service_calls"][-1]["call_id"]
    for call in calls_of(document):
        if call["call_id"] == call_id:
            call["provenance"] = "local stand-in"
    with pytest.raises(ValidationError, match="generated_with_real_aws does not follow"):
        read(document)
    document["generated_with_real_aws"] = False
    assert read(document).generated_with_real_aws is False


def test_a_run_without_a_call_is_not_real() -> None:
    document = by_aws(fields())
    document["timeline"] = [one for one in document["timeline"] if "call" not in one]
    document |= {"service_calls": [], "aws_services_used": [], "total_cost_usd": 0.0}
    with pytest.raises(ValidationError, match="generated_with_real_aws does not follow"):
        read(document)


def test_a_run_in_which_aws_refused_every_call_is_not_real() -> None:
    document = by_aws(fields())
    for call in calls_of(document):
        call["outcome"] = "denied"
    document["aws_services_used"] = []
    with pytest.raises(ValidationError, match="generated_with_real_aws does not follow"):
        read(document)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("generated_with_real_aws", True, "generated_with_real_aws does not follow"),
        ("total_cost_usd", 0.5, "total_cost_usd is not the sum"),
        ("aws_services_used", ["textract"], "aws_services_used does not follow"),
        ("service_calls", [], "service_calls are not the calls of the timeline"),
    ],
)
def test_what_does_not_follow_from_the_calls_is_refused(field: str, value: object, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        read({**fields(), field: value})


def test_a_citation_that_leads_nowhere_is_refused() -> None:
    document = fields()
    document["decision_tree"]["branches"][0]["evidence_ids"] = ["v999"]
    with pytest.raises(ValidationError, match=r"evidence that is not in the file: v999"):
        read(document)


def test_a_scenario_that_is_none_of_the_seven_is_refused() -> None:
    with pytest.raises(ValidationError):
        read({**fields(), "id": "something_else"})
