"""Documents of several pages: asked for as one, then by a job, within a patience of its own; nothing read is lost."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from commander.contract.problems import CommanderError, Missing, ServiceRejected, ServiceThrottled
from commander.ports.consultation import Attachment
from commander.ports.services import ReadLine, ReadPart, Reply
from tests.runtime.services.test_calling import LIMITS
from tests.runtime.services.test_consultations import USED, Notes, consulting

SEVERAL = ServiceRejected("several pages")
BUSY = ReadPart([], done=False)


def part(page: int, *lines: str, **more: Any) -> ReadPart:
    return ReadPart([ReadLine(page, number, line, 0.9) for number, line in enumerate(lines, 1)], True, **more)


@dataclass
class Reader:
    """A DocumentReader that gives the parts it was given, one a question; problems are raised."""

    parts: list[ReadPart | CommanderError]
    at_once: list[ReadLine] | CommanderError = field(default_factory=lambda: SEVERAL)
    job: str | CommanderError = "job-1"
    asked: list[str | None] = field(default_factory=list)

    def read(self, reference: str, timeout_s: float) -> Reply[list[ReadLine]]:
        return Reply(_or_raise(self.at_once), USED)

    def start(self, reference: str, timeout_s: float) -> Reply[str]:
        return Reply(_or_raise(self.job), USED)

    def part(self, job_id: str, following: str | None, timeout_s: float) -> Reply[ReadPart]:
        self.asked.append(following)
        return Reply(_or_raise(self.parts.pop(0) if len(self.parts) > 1 else self.parts[0]), USED)


def _or_raise(given: Any) -> Any:
    if isinstance(given, CommanderError):
        raise given
    return given


def read(reader: Reader, notes: Notes, media_type: str = "application/pdf") -> list[tuple[int, int, str]] | None:
    lines = consulting(notes, reader=reader).read(Attachment("plan.pdf", "s3://b/k", media_type))
    return None if lines is None else [(line.page, line.line, line.text) for line in lines]


def operations(notes: Notes) -> list[tuple[str, str]]:
    return [
        (call.operation.removesuffix("DocumentText").removesuffix("DocumentTextDetection"), call.outcome)
        for call in notes.calls
    ]


def test_a_document_of_one_page_needs_no_job() -> None:
    notes = Notes()
    assert read(Reader([], at_once=[ReadLine(1, 1, "one", 1.0)]), notes) == [(1, 1, "one")]
    assert operations(notes) == [("Detect", "succeeded")]


def test_several_pages_are_read_by_a_job_and_lines_are_counted_through_its_parts() -> None:
    notes = Notes()
    reader = Reader([BUSY, BUSY, part(1, "a", "b", following="2"), part(1, "c", following="3"), part(2, "d")])
    assert read(reader, notes) == [(1, 1, "a"), (1, 2, "b"), (1, 3, "c"), (2, 1, "d")]
    assert reader.asked == [None, None, None, "2", "3"]
    assert operations(notes) == [("Detect", "rejected"), ("Start", "succeeded"), *[("Get", "succeeded")] * 5]
    assert {call.purpose for call in notes.calls} == {"read_attachment"}
    assert notes.fallbacks == []


@pytest.mark.parametrize("media_type", ["image/png", "image/jpeg"])
def test_a_picture_that_is_refused_has_no_pages_to_ask_for(media_type: str) -> None:
    notes = Notes()
    assert read(Reader([part(1, "a")]), notes, media_type) is None
    assert operations(notes) == [("Detect", "rejected")]
    assert notes.told == [("textract", "rejected", "listed_unread")]


def test_a_document_that_is_not_there_is_not_asked_for_again() -> None:
    notes = Notes()
    assert read(Reader([part(1, "a")], at_once=Missing("gone")), notes) is None
    assert operations(notes) == [("Detect", "missing")]


@pytest.mark.parametrize(
    ("reader", "reason"),
    [
        (Reader([ServiceRejected("UNSUPPORTED_DOCUMENT")]), "rejected"),
        (Reader([part(1, "a")], job=ServiceRejected("bad")), "rejected"),
        (Reader([ServiceThrottled("slow down")]), "throttled"),
    ],
)
def test_a_job_that_gives_nothing_leaves_the_attachment_unread(reader: Reader, reason: str) -> None:
    notes = Notes()
    assert read(reader, notes) is None
    assert notes.told == [("textract", reason, "listed_unread")]


def test_a_job_that_never_ends_is_left_in_time_for_the_rest_of_the_phase() -> None:
    notes = Notes()
    assert read(Reader([BUSY]), notes) is None
    assert notes.told == [("textract", "timed_out", "listed_unread")]
    took = (notes.calls[-1].at - notes.calls[0].at).total_seconds()
    assert 20 < took < LIMITS.phase_s - LIMITS.reserve_s


def test_what_was_read_stays_when_the_rest_cannot_be() -> None:
    notes = Notes()
    assert read(Reader([part(1, "a", following="2"), Missing("the job is gone")]), notes) == [(1, 1, "a")]
    assert notes.told == [("textract", "missing", "listed_unread")]


def test_pages_that_could_not_be_read_are_named() -> None:
    notes = Notes()
    reader = Reader([part(1, "a", following="2", unread_pages=(3,)), part(2, "b", unread_pages=(3, 4))])
    assert read(reader, notes) == [(1, 1, "a"), (2, 1, "b")]
    (told,) = notes.fallbacks
    assert told.detail == "plan.pdf: pages that could not be read: 3, 4"
