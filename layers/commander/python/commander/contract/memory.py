"""What closed incidents taught."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from commander.contract.values import Instant, Shape

LessonOutcome = Literal["fixed", "self_recovered", "no_fault", "did_not_help"]
"""How the incident ended; `did_not_help`: an action was tried and the incident went on."""


class LearnedLesson(Shape):
    """What one closed incident taught. `text` is made of typed fields only: no word of it came in with telemetry."""

    incident_id: str
    opened_at: Instant
    ended_at: Instant
    outcome: LessonOutcome
    cause: str | None = Field(description="a code of causes.json")
    entity: str | None = Field(description="kind/name; null where the name is not one that may be repeated")
    runbook: str | None = Field(description="what was tried, if anything was")
    text: str
    found_by: list[Annotated[str, StringConstraints(max_length=128)]] = Field(
        description="what else the lesson is found by; words from outside, which are compared and never repeated"
    )


class LessonInUse(Shape):
    """A lesson, and the later incidents whose diagnosis cited it as evidence of kind memory."""

    lesson: LearnedLesson
    helped: int = Field(ge=0, description="how many incidents cited it; each counts once")
    helped_incidents: list[str] = Field(description="which, at most 20 of them")


class MemoryPage(Shape):
    """A page of lessons, those of the newest incidents first. `next_cursor` is null on the last page."""

    lessons: list[LessonInUse]
    next_cursor: str | None
