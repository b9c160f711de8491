"""A bundle's distinct lines are looked through once, and changed wherever they stand."""

from typing import Any

from commander.domain.personal import redacted_by


def _bundle(*messages: str) -> dict[str, Any]:
    return {
        "schema": "evidence-bundle/1",
        "incident": {"title": "Ada Lovelace cannot pay", "severity": "high"},
        "logs": [{"id": f"l{place}", "message": message} for place, message in enumerate(messages)],
    }


def _without_ada(text: str) -> str:
    return text.replace("Ada Lovelace", "[NAME]")


def test_a_name_is_taken_out_of_every_text_that_holds_it() -> None:
    clean = redacted_by(_bundle("Ada Lovelace\nfailed", "fine", "Ada Lovelace"), _without_ada)
    assert clean["incident"] == {"title": "[NAME] cannot pay", "severity": "high"}
    assert [one["message"] for one in clean["logs"]] == ["[NAME]\nfailed", "fine", "[NAME]"]


def test_each_line_is_given_away_once() -> None:
    asked: list[str] = []

    def redact(text: str) -> str:
        asked.append(text)
        return text

    redacted_by(_bundle(*["the same line"] * 1000, "another"), redact)
    assert asked == ["Ada Lovelace cannot pay\nthe same line\nanother"]


def test_no_more_is_given_away_than_a_limit() -> None:
    asked: list[str] = []

    def redact(text: str) -> str:
        asked.append(text)
        return text

    redacted_by(_bundle(*(f"line {number} " + "x" * 200 for number in range(1000))), redact)
    assert 30_000 < len(asked[0]) <= 40_000


def test_an_answer_that_lost_lines_changes_nothing() -> None:
    bundle = _bundle("Ada Lovelace", "fine")
    assert redacted_by(bundle, lambda text: text.replace("\n", " ")) == bundle


def test_an_empty_bundle_stays_as_it_is() -> None:
    assert redacted_by({"incident": None, "logs": None}, str.upper) == {"incident": None, "logs": None}
