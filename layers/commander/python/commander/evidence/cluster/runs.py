"""Whether scheduled work that failed has been done well since: a later run of the same schedule."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from commander.contract.evidence import State
from commander.evidence import moments
from commander.evidence.attempts import is_done
from commander.evidence.case import Case
from commander.evidence.cluster.pods import conditions
from commander.evidence.cluster.values import first, text, whole
from commander.evidence.facts import Fact
from commander.evidence.moments import spell
from commander.evidence.sentences import short

_RUN = re.compile(r"^(?P<schedule>.+?)-(?P<number>\d{5,12})$")
_COUNTED = re.compile(r"(?<!\d)(\d++)\s*+(?:\([^)]{0,200}\)\s*+)?(?:/\s*+)?(active|succeeded|failed)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """One run of scheduled work. `number` orders the runs of a schedule; `ended` is when it was done, where told.
    `went_well`: None while it is under way, or where nothing tells."""

    item: State
    schedule: str
    number: int
    ended: float | None
    went_well: bool | None


def runs(case: Case) -> tuple[Run, ...]:
    """All runs of scheduled jobs that state tells of, in their order. Use as `case.reading(runs)`."""
    found = [run for item in case.items("job") for run in _run(case, item)]
    return tuple(sorted(found, key=lambda one: (one.schedule, one.number, one.item.id)))


def unfinished(case: Case) -> list[Run]:
    """The newest run of each schedule where it did not go well."""
    newest = {run.schedule: run for run in case.reading(runs) if run.went_well is not None}
    return [run for run in newest.values() if run.went_well is False and _run_again(case, run.item.entity) is None]


def done_since(case: Case, entity: str) -> Fact | None:
    """That every later run of a failed one's schedule went well, where there was one and the newest did."""
    known = case.reading(runs)
    mine = next((run for run in known if run.item.entity == entity), None)
    if mine is None:
        return None
    later = [run for run in known if run.schedule == mine.schedule and run.number > mine.number]
    told = [run for run in later if run.went_well is not None]
    if not told or not told[-1].went_well:
        return None
    newest = told[-1]
    when = f" at {spell(newest.ended)}" if newest.ended is not None else ""
    statement = f"A later run of {short(entity)}'s schedule, {short(newest.item.entity)}, completed{when}."
    reports = [one.id for one in case.events(newest.item.entity, "Completed") if one.entity == newest.item.entity]
    return case.stated("state", newest.item.entity, statement, (newest.item.id, *reports[-1:]))


def is_redone(case: Case, entity: str | None) -> bool:
    """Whether a thing is a failed run, or by its name a pod of one, after which another of its schedule went well."""
    name = short(entity or "")
    mine = [run for run in case.reading(runs) if run.went_well is False and _belongs(name, short(run.item.entity))]
    return bool(mine) and all(done_since(case, run.item.entity) is not None for run in mine)


def _belongs(name: str, run: str) -> bool:
    return name == run or (name.startswith(f"{run}-") and "-" not in name[len(run) + 1 :])


def done_by_another(case: Case, entity: str) -> Fact | None:
    """That a job did its work by another attempt after one of its pods failed, or was run again by hand."""
    done = [item for item in case.items("job") if item.entity == entity and is_done(item.attributes)]
    if done:
        return case.fact_of_state(done[0], f"{short(entity)} completed: it did its work.")
    again = _run_again(case, entity)
    return None if again is None else case.fact_of_state(again, f"{short(entity)} was done by {short(again.entity)}.")


def _run_again(case: Case, entity: str) -> State | None:
    """A job named after a failed one that did its work: interest-29611230-retry."""
    for item in case.items("job"):
        raw = item.attributes
        counted = {word.lower(): int(count) for count, word in _COUNTED.findall(text(first(raw, "pods")) or "")}
        succeeded = whole(raw.get("succeeded")) or counted.get("succeeded", 0)
        if item.entity.startswith(f"{entity}-") and (is_done(raw) or succeeded):
            return item
    return None


def _run(case: Case, item: State) -> Iterator[Run]:
    named = _RUN.match(short(item.entity))
    if named is None:
        return
    raw = item.attributes
    told = conditions(raw.get("conditions"))
    counted = {word.lower(): int(count) for count, word in _COUNTED.findall(text(first(raw, "pods")) or "")}
    succeeded = whole(raw.get("succeeded")) or counted.get("succeeded", 0)
    failed = whole(raw.get("failed")) or counted.get("failed", 0)
    completed = "Complete" in told and told["Complete"].status == "True"
    gave_up = "Failed" in told and told["Failed"].status == "True"
    active = (whole(raw.get("active")) or counted.get("active", 0)) > 0
    went_well = (
        True if completed or (succeeded and not active) else False if gave_up or (failed and not active) else None
    )
    ended = first(raw, "completed_at", "completion_time", "completionTime")
    moment = moments.parse_maybe(ended) if isinstance(ended, str) else None
    if moment is None:
        done = [moments.parse_maybe(event.t) for event in case.events(item.entity, "Completed")]
        moment = max((one for one in done if one is not None), default=None)
    yield Run(item, named["schedule"], int(named["number"]), moment, went_well)
