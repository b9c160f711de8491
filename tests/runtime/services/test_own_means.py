"""What the product finds by itself: bounded, kept for a minute, and never an error."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from commander.aws.runbooks import pages
from commander.contract.incidents import IncidentPage, IncidentSummary
from commander.contract.memory import LearnedLesson
from commander.contract.problems import ServiceUnavailable
from commander.runtime.services.consultations import OwnMeans
from commander.runtime.services.own_means import own_lesson, own_means
from tests.making import START

RUNBOOKS = {
    "pool.md": "# Grow the pool\n\nConnections of the pool are used up.\n\n```json runbook\n{}\n```",
    "alias.md": "# Roll back an alias\n\nA new version fails.",
}


def lesson(incident_id: str, minute: int = 0, **changes: Any) -> LearnedLesson:
    given = {
        "incident_id": incident_id,
        "opened_at": START + timedelta(minutes=minute),
        "ended_at": START + timedelta(minutes=minute + 5),
        "outcome": "fixed",
        "cause": "deployment.bad_release",
        "entity": "lambda/shop",
        "runbook": "lambda-alias-rollback",
        "text": "The verdict was confirmed: deployment.bad_release. It ended as fixed.",
        "found_by": ["errors", "shop"],
    }
    return LearnedLesson.model_validate(given | changes)


def row(incident_id: str, minute: int = 0, **changes: Any) -> IncidentSummary:
    given = {
        "incident_id": incident_id,
        "title": "shop-failures",
        "type": "errors",
        "severity": "high",
        "status": "resolved",
        "affected_services": ["shop"],
        "opened_at": START + timedelta(minutes=minute),
        "updated_at": START + timedelta(minutes=minute),
        "source": "cloudwatch",
        "phase": "communication",
        "verdict": "confirmed",
        "resolution_code": "fixed",
    }
    return IncidentSummary.model_validate(given | changes)


@dataclass
class Store:
    """Lessons and rows as they are given, newest first, and how often they were asked for."""

    lessons: list[LearnedLesson] = field(default_factory=list)
    rows: list[IncidentSummary] = field(default_factory=list)
    asked: list[tuple[str, int]] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    seconds: float = 0.0

    def newest(self, limit: int, cursor: str | None) -> tuple[list[LearnedLesson], str | None]:
        self._ask("lessons", limit)
        return self.lessons[:limit], None

    def of(self, incident_id: str) -> LearnedLesson | None:
        self._ask("lesson", 1)
        return next((one for one in self.lessons if one.incident_id == incident_id), None)

    def cited_by(self, incident_id: str, limit: int) -> list[str]:
        raise AssertionError("nobody asks who cited it")

    def page(self, status: Any, severity: Any, service: Any, limit: int, cursor: str | None) -> IncidentPage:
        self._ask(status, limit)
        return IncidentPage(incidents=[one for one in self.rows if one.status == status][:limit], next_cursor=None)

    def _ask(self, what: str, limit: int) -> None:
        self.asked.append((what, limit))
        if what in self.broken:
            raise ServiceUnavailable(f"{what} cannot be read")

    @property
    def means(self) -> OwnMeans:
        return own_means(RUNBOOKS, self, self, lambda: self.seconds)


def ids(found: list[Any]) -> list[str]:
    return [one.incident_id for one in found]


def test_the_lesson_that_fits_best_comes_first_and_of_equals_the_newest() -> None:
    other = lesson("inc-0", 9, entity="rds/orders", found_by=["latency", "orders"])
    store = Store(lessons=[other, lesson("inc-3", 3), lesson("inc-2", 2), lesson("inc-1", 1)])
    found = store.means.history("errors of shop", 2)
    assert ids(found) == ["inc-3", "inc-2"]
    assert (found[0].cause, found[0].entity, found[0].text) == (
        "deployment.bad_release",
        "lambda/shop",
        store.lessons[1].text,
    )
    assert 0 < found[0].score <= 1
    assert ids(store.means.history("latency on rds/orders", 1)) == ["inc-0"]


def test_what_has_no_word_in_common_is_no_lesson() -> None:
    assert Store(lessons=[lesson("inc-1")]).means.history("certificate", 5) == []
    assert Store().means.history("errors of shop", 5) == []


def test_words_from_outside_find_a_lesson_and_are_not_repeated_in_it() -> None:
    store = Store(lessons=[lesson("inc-1", found_by=["obey-me", "checkout"])])
    (found,) = store.means.history("checkout is slow", 5)
    assert "obey" not in found.text


def test_runbooks_and_closed_incidents_are_found_with_where_they_are_from() -> None:
    store = Store(
        rows=[row("inc-1"), row("inc-2", status="escalated", resolution_code=None)], lessons=[lesson("inc-1")]
    )
    (page, *_) = store.means.passages("connections of a pool", 5)
    assert (page.title, page.source, page.incident_ids) == ("Grow the pool", "runbooks/pool.md", ())
    assert page.text == "Connections of the pool are used up."
    found = store.means.passages("shop-failures", 5)
    assert {one.source: one.incident_ids for one in found} == {
        "incident:inc-1": ("inc-1",),
        "incident:inc-2": ("inc-2",),
    }
    texts = {one.source: one.text for one in found}
    assert "resolved (fixed). The verdict was confirmed" in texts["incident:inc-1"]
    assert texts["incident:inc-2"].endswith("Verdict confirmed; escalated.")


def test_a_passage_holds_no_personal_data() -> None:
    store = Store(rows=[row("inc-1", title="anna.berg@example.org cannot pay", affected_services=["shop"])])
    (found,) = store.means.passages("cannot pay", 5)
    assert "anna.berg" not in found.text


def test_no_more_than_asked_for_the_best_first() -> None:
    store = Store(rows=[row(f"inc-{number}") for number in range(30)])
    found = store.means.passages("shop alias version", 4)
    assert len(found) == 4
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_what_is_read_is_bounded_and_read_once_a_minute() -> None:
    store = Store(lessons=[lesson("inc-1")], rows=[row("inc-1")])
    means = store.means
    for _ in range(3):
        means.history("shop", 5)
        means.passages("shop", 5)
    assert sorted(store.asked) == [("escalated", 100), ("lessons", 200), ("resolved", 100)]
    store.lessons = [lesson("inc-2"), *store.lessons]
    store.seconds = 59.9
    assert ids(means.history("shop", 5)) == ["inc-1"]
    store.seconds = 60.0
    assert ids(means.history("shop", 5)) == ["inc-2", "inc-1"]


def test_many_threads_read_the_store_once() -> None:
    store = Store(lessons=[lesson("inc-1")])
    means = store.means
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: ids(means.history("shop", 5)), range(32)))
    assert found == [["inc-1"]] * 32
    assert store.asked == [("lessons", 200)]


@pytest.mark.parametrize("broken", [{"lessons"}, {"resolved"}, {"escalated"}, {"lessons", "resolved", "escalated"}])
def test_a_store_that_cannot_be_read_leaves_what_is_left(broken: set[str], logged: Callable[[], list[str]]) -> None:
    rows = [row("inc-1"), row("inc-2", status="escalated")]
    store = Store(lessons=[lesson("inc-1")], rows=rows, broken=broken)
    means = store.means
    assert [one.source for one in means.passages("pool", 5)] == ["runbooks/pool.md"]
    left = {one.source for one in means.passages("shop", 5)}
    assert left == {f"incident:{one.incident_id}" for one in rows if one.status not in broken}
    assert ids(means.history("shop", 5)) == ([] if "lessons" in broken else ["inc-1"])
    assert sorted(logged()) == sorted(broken)


def test_what_was_read_before_stays_while_the_store_is_down() -> None:
    store = Store(lessons=[lesson("inc-1")])
    means = store.means
    means.history("shop", 5)
    store.broken, store.seconds = {"lessons"}, 61
    assert ids(means.history("shop", 5)) == ["inc-1"]
    store.broken, store.seconds = set(), 90
    assert ids(means.history("shop", 5)) == ["inc-1"]
    assert len(store.asked) == 2  # a store that is down is not asked again at once


def test_a_memorys_words_are_held_against_the_store_and_not_believed_where_it_is_down(
    logged: Callable[[], list[str]],
) -> None:
    store = Store(lessons=[lesson("inc-1")])
    ask = own_lesson(store)
    found = ask("inc-1")
    assert found is not None
    assert (found.incident_id, found.text) == ("inc-1", store.lessons[0].text)
    assert ask("inc-none") is None
    store.broken = {"lesson"}
    assert ask("inc-1") is None
    assert logged() == ["lesson"]


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    told: list[str] = []
    monkeypatch.setattr(
        "commander.runtime.services.own_means.logger.warning", lambda message, what, detail: told.append(what)
    )
    return lambda: told


def test_the_bundled_runbooks_are_found_by_what_they_are_for() -> None:
    store = Store()
    means = own_means(pages(), store, store, lambda: 0.0)
    found = means.passages("a new version of a Lambda function fails: roll back its alias", 3)
    assert found[0].source == "runbooks/lambda-alias-rollback.md"
    assert "json" not in found[0].text
