"""What the product finds by itself where no service answers: passages by their words, lessons from its own store.

Bounded: the newest 200 lessons and the newest 100 incidents each of those that were resolved and those that were
escalated, three Queries, read at most once a minute and kept for the life of the process. Nothing here raises: a store
that cannot be read leaves what was read before, or the runbooks alone, and a line in the log.
"""

import threading
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Generic, TypeVar

from commander.contract.incidents import IncidentSummary
from commander.contract.memory import LearnedLesson
from commander.contract.problems import CommanderError
from commander.domain.redaction import redact
from commander.domain.retrieval import Ranking, sections
from commander.ports import IncidentList, Lessons
from commander.ports.services import Lesson, Passage
from commander.runtime.logging import logger
from commander.runtime.services.consultations import OwnMeans

_LESSONS = 200
_ROWS = 100
_OLDEST_S = 60.0
"""What was read longer ago is read again: what closed in the meantime is to be found too."""

Value = TypeVar("Value")


def own_means(
    runbooks: Mapping[str, str], lessons: Lessons, incidents: IncidentList, seconds: Callable[[], float]
) -> OwnMeans:
    """`runbooks` are the bundled pages by their names, `seconds` a clock that only goes forward."""

    @cache
    def bundled() -> tuple[list[Passage], Ranking]:
        return _indexed(_runbook_passages(runbooks))

    learned = _Kept(lambda: lessons.newest(_LESSONS, None)[0], "lessons", seconds)
    resolved = _Kept(lambda: incidents.page("resolved", None, None, _ROWS, None).incidents, "resolved", seconds)
    escalated = _Kept(lambda: incidents.page("escalated", None, None, _ROWS, None).incidents, "escalated", seconds)

    def passages(query: str, most: int) -> list[Passage]:
        told = {one.incident_id: one for one in learned.value()}
        rows = [*resolved.value(), *escalated.value()]
        closed, ranking = _indexed([_incident_passage(row, told.get(row.incident_id)) for row in rows])
        pages, page_ranking = bundled()
        # The two are ranked apart: a word that is rare among three runbooks is not so among two hundred incidents.
        found = [*_best(pages, page_ranking, query, most), *_best(closed, ranking, query, most)]
        return sorted(found, key=lambda one: -one.score)[:most]

    def history(query: str, most: int) -> list[Lesson]:
        newest_first = learned.value()
        ranking = Ranking([_searched(one) for one in newest_first])
        return [_lesson(newest_first[place], score) for place, score in ranking.best(query, most)]

    return OwnMeans(passages=passages, history=history, redact=redact)


def own_lesson(lessons: Lessons) -> Callable[[str], Lesson | None]:
    """What our own store says that an incident taught, to hold a memory's words against.

    None where it says nothing or cannot be read: what cannot be checked is not believed.
    """

    def lesson_of(incident_id: str) -> Lesson | None:
        try:
            found = lessons.of(incident_id)
        except (CommanderError, ValueError) as error:
            logger.warning("own incidents not read", what="lesson", detail=str(error)[:300])
            return None
        return _lesson(found, 0.0) if found else None

    return lesson_of


class _Kept(Generic[Value]):
    """A list that is read again when it is too old; the one before stays where that fails."""

    def __init__(self, read: Callable[[], list[Value]], what: str, seconds: Callable[[], float]) -> None:
        self._read, self._what, self._seconds = read, what, seconds
        self._lock = threading.Lock()
        self._found: list[Value] = []
        self._at: float | None = None

    def value(self) -> list[Value]:
        """The list as it was at most a minute ago, or as it was when it could last be read. One reads, others wait."""
        with self._lock:
            now = self._seconds()
            if self._at is None or now - self._at >= _OLDEST_S:
                self._at = now
                try:
                    self._found = self._read()
                except (CommanderError, ValueError) as error:
                    logger.warning("own incidents not read", what=self._what, detail=str(error)[:300])
            return self._found


def _runbook_passages(runbooks: Mapping[str, str]) -> Iterable[Passage]:
    for name, markdown in sorted(runbooks.items()):
        for section in sections(markdown):
            yield Passage(" / ".join(section.headings) or name, section.text, f"runbooks/{name}", 0.0)


def _incident_passage(row: IncidentSummary, lesson: LearnedLesson | None) -> Passage:
    ended = f"{row.status} ({row.resolution_code})" if row.resolution_code else row.status
    about = f"{row.type}, severity {row.severity}, on {', '.join(row.affected_services) or 'no named service'}"
    text = f"{redact(row.title)}. {redact(about)}. Verdict {row.verdict or 'none'}; {ended}."
    if lesson is not None:
        text += f" {lesson.text}" + (f" Entity: {lesson.entity}." if lesson.entity else "")
    return Passage(f"Incident {row.incident_id}", text, f"incident:{row.incident_id}", 0.0, (row.incident_id,))


def _indexed(passages: Iterable[Passage]) -> tuple[list[Passage], Ranking]:
    listed = list(passages)
    return listed, Ranking([f"{one.title} {one.text}" for one in listed])


def _best(passages: list[Passage], ranking: Ranking, query: str, most: int) -> Iterable[Passage]:
    for place, score in ranking.best(query, most):
        one = passages[place]
        yield Passage(one.title, one.text, one.source, score, one.incident_ids)


def _searched(lesson: LearnedLesson) -> str:
    return " ".join([lesson.text, lesson.entity or "", lesson.runbook or "", *lesson.found_by])


def _lesson(lesson: LearnedLesson, score: float) -> Lesson:
    return Lesson(lesson.incident_id, lesson.text, lesson.cause, lesson.entity, score)
