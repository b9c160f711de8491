"""How a piece of work ended after all: a run, a job or an execution that is done, after what went wrong in it.

Told by its own state, by the alarm's words, or by the newest line of its logs that says how it ended. Free lines weigh
less than state: they are the work's own words.
"""

import re
from collections.abc import Iterator

from commander.contract.evidence import State
from commander.evidence import moments
from commander.evidence.case import Case
from commander.evidence.cluster.over import SUCCESS
from commander.evidence.cluster.values import first, text
from commander.evidence.facts import Fact
from commander.evidence.sentences import short

_DONE = frozenset({"success", "succeeded", "successful", "complete", "completed", "done", "finished", "passed"})
_FAILED = re.compile(
    r"\bfail(?:ed|ure|ing)?\b|\berror(?:ed)?\b|\babort(?:ed)?\b|\btimed[ _-]?out\b|\bup_for_retry\b|\bgave up\b|"
    r"\bcancel?led\b|\bstopped\b|\bexception\b",
    re.IGNORECASE,
)
_ENDS_WELL = re.compile(
    r"\b(?:state|status|result|outcome|conclusion|exit ?code|rc)\b[\"' ]{0,2}(?:=|:|->| is )[\"' ]{0,2}"
    r"(?:success(?:ful)?|succeeded|completed?|done|passed|0)\b|"
    r"\b(?:run|job|task|build|pipeline|execution|backup|export|import|sync|batch|workflow|dag ?run|load|"
    r"report|step|query)s?\b[^.;]{0,60}?\b(?:succeeded|completed|finished|published|done|as success)\b|"
    r"\bsuccessfully (?:completed|finished|published|loaded|exported|imported|processed|synced|backed up)\b|"
    r"\b(?:completed|finished) (?:successfully|with (?:0|no) errors?)\b|\bmarking (?:task|run|job)s? as success\b",
    re.IGNORECASE,
)
_FROM_STATE, _FROM_LINES = 2.5, 1.5
_RUNS = re.compile(
    r"run|job|execution|task|build|pipeline|backup|export|import|sync|batch|workflow|step|query|dag|schedule|check"
)


def ended_well(case: Case) -> Iterator[tuple[Fact, float]]:
    """That the incident's own piece of work was done in the end, with what each telling is worth; the surest first."""
    place = case.resource
    if place is None:
        return
    for item in case.bundle.state:
        if item.entity == place and _is_work(item) and _is_done(item) and not _fails_after(case, item):
            yield case.fact_of_state(item, f"{short(place)} is {_status(item)}: it did its work."), _FROM_STATE
            break
    for event in reversed(case.events(place)):
        said = f"{event.reason} {event.message}"
        if event.type in ("warning", "error") and _FAILED.search(said):
            break
        if event.type not in ("warning", "error") and SUCCESS.search(said):
            if _fails_since(case, place, event.t):
                break
            yield case.fact_of_event(event), _FROM_STATE
            break
    line = _newest_outcome(case, place)
    if line is not None:
        yield line, _FROM_LINES


def _is_work(item: State) -> bool:
    """Whether it is something that is done once and then over."""
    return _RUNS.search(item.kind.lower()) is not None or _RUNS.fullmatch(item.entity.partition("/")[0]) is not None


def _status(item: State) -> str:
    return (
        text(first(item.attributes, "state", "status", "last_status", "last_run_state", "conclusion")) or ""
    ).lower()


def _is_done(item: State) -> bool:
    return _status(item) in _DONE


def _fails_after(case: Case, item: State) -> bool:
    """Whether an error of it is newer than the moment at which its state was taken."""
    return _fails_since(case, item.entity, item.t)


def _fails_since(case: Case, entity: str, told: str | None) -> bool:
    """Whether an error of a thing is newer than the moment at which it was told to be well."""
    moment = moments.parse_maybe(told)
    return moment is not None and any((one.last or 0.0) > moment for one in case.errors(entity))


def _newest_outcome(case: Case, place: str) -> Fact | None:
    """The newest line of the work itself that tells an outcome, where that is a good one and no error follows it."""
    told = [one for one in case.patterns if case.distance(one.entity) == 0 and one.last is not None]
    good = [one for one in told if not one.error and _ENDS_WELL.search(one.text) and not _FAILED.search(one.text)]
    bad = [one for one in told if one.error or _FAILED.search(one.text)]
    if not good or not any(one.error for one in bad):
        return None
    newest = max(good, key=lambda one: (one.last or 0.0, one.text))
    if any((one.last or 0.0) >= (newest.last or 0.0) for one in bad):
        return None
    statement = f'After its errors the logs of {short(place)} tell how it ended: "{newest.text[:160]}".'
    return case.stated("log", place, statement, newest.cited)
