"""What counts as right, and what else is said of a verdict."""

from typing import Any

import pytest

from scripts.scorecard.expectations import Answer, expected_of, right, same_entity
from scripts.scorecard.judging import Judgement, judge

LEAK = "compute.memory_leak"
RELEASE = "deployment.bad_release"


def hypothesis(cause: str, entity: str, **more: Any) -> dict[str, Any]:
    return {"cause": cause, "entity": entity, "supporting": [], "contradicting": [], "missing": [], **more}


def verdict(word: str, *hypotheses: dict[str, Any], **more: Any) -> dict[str, Any]:
    first = hypotheses[0] if hypotheses else None
    asserted = word in ("confirmed", "likely")
    cause = {"cause": first["cause"], "entity": first["entity"]} if first and asserted else None
    return {"verdict": word, "root_cause": cause, "hypotheses": list(hypotheses), "confidence": 0.8, **more}


def judged(document: dict[str, Any], **expected: Any) -> Judgement:
    return judge("case", "written after", document, expected_of(expected))


FAULT = {"verdict": ["confirmed", "likely"], "cause": LEAK, "entity": "deployment/cart"}


@pytest.mark.parametrize(
    ("one", "other", "cause", "same"),
    [
        ("deployment/cart", "deployment/cart", LEAK, True),
        ("deployment/cart", "service/cart", LEAK, True),
        ("deployment/cart", "pod/cart-6d5f7c9b4-x2k8q", LEAK, True),
        ("statefulset/ledger", "pod/ledger-0", LEAK, True),
        ("deployment/cart", "replicaset/cart-6d5f7c9b4", LEAK, True),
        ("deployment/cart", "deployment/cart-worker", LEAK, False),
        ("deployment/cart", "pod/cart-worker-6d5f7c9b4-x2k8q", LEAK, False),
        ("service/cart", "rds/cart", LEAK, False),
        ("service/cart", "deployment/cart", "k8s.service.selector_mismatch", False),
        ("namespace/shop", "service/shop", "k8s.quota.cpu_exceeded", False),
        ("node/a", "service/a", "node.not_ready", False),
    ],
)
def test_entities_of_one_workload_count_the_same(one: str, other: str, cause: str, same: bool) -> None:
    assert same_entity(one, other, cause) is same
    assert same_entity(other, one, cause) is same


def test_another_answer_may_be_equally_right() -> None:
    expected = expected_of({**FAULT, "also": [{"cause": "code.memory_leak", "entity": "deployment/cart"}]})
    assert right(Answer("code.memory_leak", "service/cart"), expected)
    assert not right(Answer("code.memory_leak", "service/basket"), expected)


def test_a_right_cause_asserted_is_right() -> None:
    one = judged(verdict("likely", hypothesis(LEAK, "service/cart")), **FAULT)
    assert one.right
    assert one.allowed
    assert one.first
    assert one.category == "resource_exhaustion"


def test_a_right_cause_that_is_not_asserted_is_no_right_verdict() -> None:
    one = judged(verdict("inconclusive", hypothesis(LEAK, "service/cart")), **FAULT)
    assert one.first
    assert not one.right
    assert not one.asserted


def test_the_right_place_with_a_wrong_cause_counts_for_the_place_alone() -> None:
    other, own = hypothesis("code.slow_path", "service/cart"), hypothesis(LEAK, "service/cart")
    one = judged(verdict("confirmed", other, own), **FAULT)
    assert (one.first, one.among_three, one.entity_first, one.right) == (False, True, True, False)


def test_a_healthy_system_with_a_cause_asserted_is_a_false_alarm() -> None:
    one = judged(verdict("likely", hypothesis(LEAK, "service/cart")), verdict=["healthy"])
    assert one.kind == "healthy"
    assert one.asserted
    assert not one.right
    assert judged(verdict("healthy"), verdict=["healthy"]).right


def test_not_knowing_is_right_where_the_deciding_evidence_is_missing() -> None:
    blind = {"verdict": ["inconclusive"], "missing": ["logs:FilterLogEvents"]}
    told = judged(verdict("inconclusive", summary="Missing: grant logs:FilterLogEvents."), **blind)
    assert told.right
    assert not told.wanting
    assert judged(verdict("inconclusive", summary="No idea."), **blind).wanting
    assert not judged(verdict("likely", hypothesis(LEAK, "service/cart")), **blind).right


def test_a_red_herring_is_taken_when_it_comes_first_and_argued_against_when_it_is_shown_beaten() -> None:
    herring = {"cause": RELEASE, "entity": "service/basket"}
    taken = judged(verdict("inconclusive", hypothesis(RELEASE, "service/basket")), **FAULT, herring=herring)
    assert taken.herring_taken
    assert not taken.herring_argued
    beaten = hypothesis(RELEASE, "service/basket", contradicting=["v3"])
    argued = judged(verdict("likely", hypothesis(LEAK, "service/cart"), beaten), **FAULT, herring=herring)
    assert argued.herring_taken is False
    assert argued.herring_argued
    silent = judged(verdict("likely", hypothesis(LEAK, "service/cart")), **FAULT, herring=herring)
    assert silent.herring_argued is False
    assert judged(verdict("likely", hypothesis(LEAK, "service/cart")), **FAULT).herring_taken is None


def test_a_near_miss_must_not_be_asserted() -> None:
    one = judged(verdict("likely", hypothesis("code.slow_path", "service/cart")), **FAULT, near=["code.slow_path"])
    assert one.near_asserted
    assert one.wanting


def test_an_expected_rival_has_to_be_there_and_contradicted() -> None:
    own = hypothesis(LEAK, "service/cart")
    assert judged(verdict("likely", own), **FAULT, **{"not": RELEASE}).wanting
    rival = hypothesis(RELEASE, "service/cart", contradicting=["v1"])
    assert not judged(verdict("likely", own, rival), **FAULT, **{"not": RELEASE}).wanting


def test_a_case_may_say_that_its_evidence_is_poor() -> None:
    fields = {"verdict": ["likely", "inconclusive"], "cause": "db.lock_contention", "entity": "rds/x"}
    assert expected_of({**fields, "poor": True}).poor
    assert not expected_of(fields).poor
    assert expected_of(fields).fault
    assert not expected_of({"verdict": ["healthy"], "cause": "healthy.recovered", "entity": "rds/x"}).fault
