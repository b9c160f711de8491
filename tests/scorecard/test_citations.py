"""What is wrong with a citation is found, and what follows from the evidence is let pass."""

from typing import Any

import pytest

from scripts.scorecard.citations import problems
from scripts.scorecard.numbers import unfounded

SERIES: dict[str, Any] = {
    "id": "m1",
    "name": "Errors",
    "entity": "lambda/cart",
    "period_s": 60,
    "points": [[f"2026-11-02T10:0{place}:00Z", value] for place, value in enumerate([0, 0, 0, 0, 12.4, 13, 11, 13])],
}
LINES = [
    {"id": "l1", "t": "2026-11-02T10:04:07Z", "entity": "lambda/cart", "message": "KeyError: 'rate'", "count": 40},
    {"id": "l2", "t": "2026-11-02T10:05:00.250Z", "entity": "lambda/cart", "message": "KeyError: 'rate'", "count": 2},
]
JSON_LINE = '{"msg": "list failed", "error": "deadline exceeded"}'
STATE = {
    "id": "s1",
    "entity": "pod/cart-6d5f",
    "kind": "pod",
    "attributes": {"restarts": "7 (3m ago)", "limits": {"memory": "512Mi"}, "containers": [{}, {}]},
}


@pytest.mark.parametrize(
    ("statement", "cited"),
    [
        ("Errors of cart had a median of 0 before 10:04:00Z and of 12.7 from then on, at most 13.", [SERIES]),
        ("Errors had a mean of 12.35 from 10:04:00Z on.", [SERIES]),
        ("Errors was above 10 in 4 of 8 datapoints.", [SERIES]),
        ("42 lines in the logs of cart say \"KeyError: 'rate'\", the first at 10:04:07Z.", LINES),
        ("2 lines in 53 s.", LINES),
        ('A line says "list failed: deadline exceeded".', [{"id": "l3", "message": JSON_LINE}]),
        ("Container 2 of pod cart-6d5f restarted 7 times; its limit is 512Mi.", [STATE]),
        ("At this pace nothing is left in 99.9 h.", [SERIES]),
    ],
)
def test_what_follows_is_let_pass(statement: str, cited: list[dict[str, Any]]) -> None:
    assert unfounded(statement, cited) == []


@pytest.mark.parametrize(
    ("statement", "cited", "part"),
    [
        ("Errors of cart had a median of 27.31 from then on.", [SERIES], "27.31"),
        ("Errors of cart rose at 11:45:00Z.", [SERIES], "11:45:00Z"),
        ("951 lines in the logs of cart.", LINES, "951"),
        ('Lines say "ValueError: negative price".', LINES, "ValueError: negative price"),
        ("The limit of memory is 3771Mi.", [STATE], "3771"),
    ],
)
def test_what_does_not_follow_is_found(statement: str, cited: list[dict[str, Any]], part: str) -> None:
    assert unfounded(statement, cited) == [part]


def verdict(*evidence: dict[str, Any], supporting: tuple[str, ...] = ()) -> dict[str, Any]:
    cited = list(supporting)
    return {"hypotheses": [{"cause": "x", "supporting": cited, "contradicting": []}], "evidence": list(evidence)}


def fact(reference: str, entity: str | None = "lambda/cart", kind: str = "metric") -> dict[str, Any]:
    return {"id": "v1", "kind": kind, "entity": entity, "statement": "Something is so.", "source_ref": [reference]}


BUNDLE = {"incident": {"title": "x"}, "metrics": [SERIES], "logs": LINES, "state": [STATE]}


def test_a_sound_verdict_has_no_problems() -> None:
    assert problems(BUNDLE, verdict(fact("m1"), supporting=("v1",))) == []
    assert problems(BUNDLE, verdict(fact("section:changes", None, "absence"))) == []


@pytest.mark.parametrize(
    "document",
    [
        verdict(fact("m1"), supporting=("v9",)),
        verdict(fact("m7")),
        verdict(fact("m1", "lambda/other")),
        verdict(fact("m1"), fact("m1")),
        verdict({**fact("m1"), "source_ref": []}),
    ],
)
def test_a_flaw_is_found(document: dict[str, Any]) -> None:
    assert len(problems(BUNDLE, document)) == 1
