"""A bundle with what a further look found."""

from typing import Any

from commander.domain.extending import extended


def _log(item_id: str, message: str) -> dict[str, Any]:
    return {"id": item_id, "t": "2026-03-04T10:00:00Z", "entity": "lambda/shop", "message": message}


def _series(item_id: str, points: int) -> dict[str, Any]:
    moments = [[f"2026-03-04T10:{minute:02}:00Z", 1.0] for minute in range(points)]
    return {"id": item_id, "entity": "lambda/shop", "name": "Errors", "points": moments}


def test_new_items_get_ids_that_nothing_else_has() -> None:
    bundle = {"logs": [_log("l1", "one"), _log("l7", "two")], "events": [{"id": "l9", "reason": "x"}]}
    whole, added = extended(bundle, {"logs": [_log("l1", "three"), _log("l2", "four")]})
    assert added == 2
    assert [item["id"] for item in whole["logs"]] == ["l1", "l7", "l10", "l11"]


def test_what_was_known_is_not_found_again() -> None:
    whole, added = extended({"logs": [_log("l1", "one")]}, {"logs": [_log("l5", "one")]})
    assert added == 0
    assert whole["logs"] == [_log("l1", "one")]


def test_a_longer_series_takes_the_place_of_the_shorter_one() -> None:
    whole, added = extended({"metrics": [_series("m1", 3)]}, {"metrics": [_series("m9", 5)]})
    assert added == 1
    assert whole["metrics"] == [_series("m1", 5)]
    assert extended({"metrics": [_series("m1", 5)]}, {"metrics": [_series("m9", 3)]})[1] == 0


def test_gaps_are_told_and_do_not_count_as_found() -> None:
    gap = {"id": "g1", "section": "logs", "reason": "denied"}
    whole, added = extended({"logs": []}, {"gaps": [gap]})
    assert added == 0
    assert whole["gaps"] == [gap]
    assert whole["logs"] == []


def test_the_given_bundle_is_left_as_it_was() -> None:
    bundle = {"logs": [_log("l1", "one")]}
    extended(bundle, {"logs": [_log("l1", "two")]})
    assert bundle == {"logs": [_log("l1", "one")]}
