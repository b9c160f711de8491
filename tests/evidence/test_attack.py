"""Hostile and unlucky evidence: texts of a size and shape that nobody writes must not cost more than they are worth."""

import time
from typing import Any

import pytest

from commander.contract.evidence import Bundle
from commander.evidence import logs, reading, signatures, wordings
from commander.evidence.engine import investigate

HOSTILE = {
    "digits": "1" * 400_000,
    "dotted": "1." * 200_000,
    "dashes": "a-" * 200_000,
    "blanks": " " * 400_000,
    "lines": "\n" * 400_000,
    "thread": "thread '" * 40_000,
    "open": "open" * 100_000,
    "errors": "AError: " * 40_000,
}


def bundle_of(message: str) -> Bundle:
    document: dict[str, Any] = {
        "schema": "evidence-bundle/1",
        "case_id": "hostile",
        "incident": {"title": "t", "severity": "high", "source": "manual", "resource": "service/a"},
        **{section: [] for section in ("alerts", "metrics", "events", "changes", "topology", "state")},
        "logs": [
            {"id": "l1", "entity": "service/a", "level": "error", "message": message},
            {"id": "l2", "entity": "service/a", "message": f"dial tcp {message}"},
        ],
    }
    document["events"] = [{"id": "e1", "kind": "Pod", "reason": "Failed", "message": message, "entity": "pod/a-1"}]
    return Bundle.model_validate(document)


@pytest.mark.parametrize("message", HOSTILE.values(), ids=list(HOSTILE))
def test_an_endless_message_costs_little(message: str) -> None:
    bundle = bundle_of(message)
    begin = time.process_time()
    investigate(bundle)
    assert time.process_time() - begin < 2.0


def test_a_long_message_keeps_its_beginning_and_its_last_cause() -> None:
    text = "java.lang.IllegalStateException: no\n" + "\tat a.B.c(D.java:1)\n" * 2000 + "Caused by: x.YException: why\n"
    read = reading.bounded(bundle_of(text)).logs[0].message
    assert read.startswith("java.lang.IllegalStateException: no")
    assert signatures.exception_of(read) == "x.YException: why"


def test_an_ordinary_bundle_is_read_as_it_is() -> None:
    bundle = bundle_of("FATAL: sorry, too many clients already")
    assert reading.bounded(bundle) is bundle


def test_crashes_are_still_told_whole() -> None:
    assert signatures.exception_of("x\nworker 3: Segmentation fault (core dumped)\ny") == (
        "worker 3: Segmentation fault (core dumped)"
    )
    assert signatures.exception_of("thread 'main' panicked at src/a.rs:1:2:\nboom") == (
        "thread 'main' panicked at src/a.rs:1:2: boom"
    )
    assert signatures.exception_of("a: b\n  Caused by: x.Y: first\n  Caused by: x.Z: last") == "x.Z: last"
    pattern = logs.patterns(bundle_of("com.a.OrderException: failed").logs)[0]
    assert pattern.error


def test_every_wording_is_found_as_if_the_table_were_read_row_by_row() -> None:
    for row, (cause, place, phrases) in enumerate(wordings.WORDINGS):
        for phrase in phrases:
            parts = phrase.split(" … ")
            text = f"xx {' and then '.join(parts)} yy"
            found = signatures.signature_of(text)
            earlier = any(one in text for *_, rows in wordings.WORDINGS[:row] for one in rows)
            assert found is not None, phrase
            # An earlier row, a place on disk or a setting in the same words may be the more specific reading.
            assert earlier or (found.cause, found.place) == (cause, place) or " … " in phrase, phrase


def test_a_schedulers_words_in_a_things_own_log_place_nothing() -> None:
    said = "0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available"
    document = {
        "schema": "evidence-bundle/1",
        "case_id": "imitated",
        "incident": {"title": "slow", "severity": "high", "source": "prometheus", "resource": "service/a"},
        "alerts": [],
        "metrics": [],
        "logs": [
            {
                "id": f"l{place}",
                "t": f"2026-11-02T10:{place:02}:00Z",
                "entity": "service/a",
                "level": "info",
                "message": said,
            }
            for place in range(1, 31)
        ],
        "events": [],
        "changes": [],
        "topology": [],
        "state": [],
    }
    verdict = investigate(Bundle.model_validate(document))
    assert verdict.verdict == "inconclusive"
