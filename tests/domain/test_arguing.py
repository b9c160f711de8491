"""Models argue, facts decide."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commander.contract.readings import DiagnosisReading
from commander.contract.verdict import Verdict
from commander.domain.arguing import argue

ENTITIES = frozenset({"service/cart", "service/pay", "rds/orders"})


def hypothesis(
    rank: int, score: float, supporting: list[str], contradicting: list[str] | None = None
) -> dict[str, Any]:
    return {
        "rank": rank,
        "category": "deployment",
        "entity": ("service/cart", "service/pay", "rds/orders")[rank - 1],
        "cause": CODES[rank - 1],
        "score": score,
        "supporting": supporting,
        "contradicting": contradicting or [],
        "missing": [],
    }


def _codes() -> tuple[str, str, str]:
    from commander.contract.causes import causes

    known = [code for code, cause in causes().items() if cause.category != "healthy"]
    return known[0], known[1], known[2]


CODES = _codes()


def verdict(kind: str = "likely", scores: tuple[float, ...] = (0.5, 0.48), **changes: Any) -> Verdict:
    """A verdict with level hypotheses: h1 rests on e1, h2 on e2, h3 on e3."""
    hypotheses = [hypothesis(place + 1, score, [f"e{place + 1}"]) for place, score in enumerate(scores)]
    first = hypotheses[0]
    concludes = kind in ("confirmed", "likely")
    given = {
        "schema": "verdict/1",
        "case_id": "case-1",
        "verdict": kind,
        "root_cause": {key: first[key] for key in ("category", "entity", "cause")} | {"summary": "s"}
        if concludes
        else None,
        "hypotheses": hypotheses,
        "evidence": [
            {"id": f"e{place}", "kind": "metric", "entity": entity, "statement": "it rose", "source_ref": ["m1"]}
            for place, entity in ((1, "service/cart"), (2, "service/pay"), (3, "rds/orders"))
        ],
        "confidence": 0.6,
    }
    return Verdict.model_validate(given | changes)


def claim(handle: str, confidence: float, ids: list[str]) -> dict[str, Any]:
    return {"hypothesis": handle, "confidence": confidence, "evidence_ids": ids, "statement": "because"}


def reading(*claims: dict[str, Any], added: dict[str, Any] | None = None) -> DiagnosisReading:
    return DiagnosisReading.model_validate({"claims": list(claims), "summary": "s", "added": added})


def proposal(**changes: Any) -> dict[str, Any]:
    given = {
        "cause": CODES[2],
        "entity": "rds/orders",
        "confidence": 0.9,
        "evidence_ids": ["e3"],
        "statement": "the database",
    }
    return given | changes


def test_of_two_hypotheses_that_the_facts_leave_level_a_model_may_prefer_the_second() -> None:
    before = verdict()
    outcome = argue(before, reading(claim("h2", 0.4, ["e2"])), ENTITIES)
    assert outcome.reordered
    assert [one.entity for one in outcome.verdict.hypotheses] == ["service/pay", "service/cart"]
    assert [one.rank for one in outcome.verdict.hypotheses] == [1, 2]
    assert outcome.verdict.root_cause is not None
    assert outcome.verdict.root_cause.entity == "service/pay"
    assert (outcome.verdict.confidence or 0) < (before.confidence or 0)


@pytest.mark.parametrize(
    ("why", "before"),
    [
        ("the first is well ahead", verdict(scores=(0.7, 0.4))),
        ("the verdict is confirmed", verdict("confirmed")),
        ("the verdict is healthy", verdict("healthy")),
        (
            "the first has more for it",
            verdict(hypotheses=[hypothesis(1, 0.5, ["e1", "e3"]), hypothesis(2, 0.48, ["e2"])]),
        ),
        (
            "something speaks against the second",
            verdict(hypotheses=[hypothesis(1, 0.5, ["e1"]), hypothesis(2, 0.48, ["e2"], ["e3"])]),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_nothing_is_reordered_where_the_facts_decide(why: str, before: Verdict) -> None:
    outcome = argue(before, reading(claim("h2", 0.4, ["e2"])), ENTITIES)
    assert not outcome.reordered, why
    assert outcome.verdict == before


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (claim("h9", 0.4, ["e2"]), "no hypothesis h9"),
        (claim("h2", 0.4, ["e99"]), "cites e99, which does not exist"),
        (claim("h2", 0.4, ["e1"]), "cites nothing that speaks for or against it"),
        (claim("h2", 0.4, []), "cites nothing that speaks for or against it"),
    ],
)
def test_a_claim_that_rests_on_nothing_is_refused(wrong: dict[str, Any], said: str) -> None:
    before = verdict()
    outcome = argue(before, reading(wrong), ENTITIES)
    assert outcome.verdict == before
    assert not outcome.arguments
    assert [one.what for one in outcome.refusals] == ["claim"]
    assert said in outcome.refusals[0].reason


def test_a_confidence_above_what_the_evidence_supports_is_cut_and_moves_nothing() -> None:
    before = verdict()
    outcome = argue(before, reading(claim("h2", 0.99, ["e2"])), ENTITIES)
    assert outcome.verdict == before
    assert [one.confidence for one in outcome.arguments] == [0.48]
    assert [one.what for one in outcome.refusals] == ["confidence"]


def test_an_inconclusive_verdict_stays_so_whatever_is_claimed() -> None:
    outcome = argue(verdict("inconclusive"), reading(claim("h2", 0.48, ["e2"])), ENTITIES)
    assert outcome.verdict.verdict == "inconclusive"
    assert outcome.verdict.root_cause is None
    assert outcome.reordered


def test_what_a_model_adds_comes_last_and_stays_below_what_mechanisms_argue_for() -> None:
    outcome = argue(verdict(), reading(added=proposal()), ENTITIES)
    added = outcome.verdict.hypotheses[-1]
    assert outcome.proposed
    assert (added.rank, added.entity, added.proposed_by, added.supporting) == (3, "rds/orders", "model", ["e3"])
    assert added.score <= 0.2
    assert added.missing


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"cause": "made.up"}, "there is no cause made.up"),
        ({"cause": "healthy.no_fault"}, "there is no cause"),
        ({"entity": "service/ghost"}, "names no service/ghost"),
        ({"cause": CODES[0], "entity": "service/cart", "evidence_ids": ["e1"]}, "among the hypotheses already"),
        ({"evidence_ids": []}, "cites nothing"),
        ({"evidence_ids": ["e9"]}, "cites e9"),
        ({"evidence_ids": ["e1"]}, "nothing that is cited"),
    ],
)
def test_a_proposal_without_ground_is_refused(changes: dict[str, Any], said: str) -> None:
    before = verdict()
    outcome = argue(before, reading(added=proposal(**changes)), ENTITIES)
    assert outcome.verdict == before
    assert [one.what for one in outcome.refusals] == ["proposal"]
    assert said in outcome.refusals[0].reason


@pytest.mark.parametrize("kind", ["confirmed", "healthy"])
def test_nothing_is_added_to_a_settled_verdict(kind: str) -> None:
    before = verdict(kind)
    assert argue(before, reading(added=proposal()), ENTITIES).verdict == before


_handles = st.sampled_from(["h1", "h2", "h3", "h4", ""])
_ids = st.lists(st.sampled_from(["e1", "e2", "e3", "e9"]), max_size=4)
_claims = st.builds(claim, _handles, st.floats(0, 1), _ids)
_proposals = st.none() | st.builds(
    lambda cause, entity, ids: proposal(cause=cause, entity=entity, evidence_ids=ids),
    st.sampled_from([*CODES, "made.up"]),
    st.sampled_from([*sorted(ENTITIES), "service/ghost"]),
    _ids,
)


@given(
    st.sampled_from(["confirmed", "healthy", "likely", "inconclusive"]),
    st.tuples(st.floats(0, 1), st.floats(0, 1)).map(lambda pair: tuple(sorted(pair, reverse=True))),
    st.lists(_claims, max_size=4),
    _proposals,
)
def test_no_reading_makes_a_verdict_stronger_or_cites_what_is_not_there(
    kind: str, scores: tuple[float, ...], claims: list[dict[str, Any]], added: dict[str, Any] | None
) -> None:
    before = verdict(kind, scores)
    outcome = argue(before, reading(*claims, added=added), ENTITIES)
    after = outcome.verdict
    assert after.verdict == before.verdict
    assert (after.confidence or 0) <= (before.confidence or 0)
    assert Verdict.model_validate(after.model_dump(mode="json")) == after
    assert {one for h in after.hypotheses for one in h.supporting} <= {item.id for item in after.evidence}
    scored = {(h.cause, h.entity): h.score for h in before.hypotheses}
    assert all(h.score <= scored.get((h.cause, h.entity), 0.2) for h in after.hypotheses)
    if kind in ("confirmed", "healthy"):
        assert after == before
