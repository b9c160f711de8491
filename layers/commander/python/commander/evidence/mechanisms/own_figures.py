"""What each version of a workload logs of its own work: a new one that does more for the same request.

Services write what a request took: `db_queries=238`, `"sql_calls": 12`, `rows=4000`. Predicts: such a figure is several
times as large in the lines of the newly released version as in those of the one before it. Contradicted by: the same
figure in both. Times say less than counts: whatever a version waits for makes them long.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from commander.contract.evidence import Log
from commander.evidence import moments
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.releases import Release
from commander.evidence.sentences import number, short
from commander.evidence.series import median

_FIGURE = re.compile(r"[\"']?\b([A-Za-z][\w.]{1,40})[\"']?\s?[=:]\s?(\d{1,12}(?:\.\d{1,6})?)\b(?!\.\d)(ms|us|s)?")
_WORK = re.compile(
    r"quer(?:y|ies)|sql|select|statement|stmt|calls?\b|requests?\b|reqs?\b|fetch|rows?\b|scan|round_?trips?|rpcs?\b|"
    r"lookups?|reads?\b|gets?\b|hits?\b|miss(?:es)?\b|commands?\b|items?_(?:read|loaded|fetched)|alloc|subrequests?",
    re.IGNORECASE,
)
_TIME = re.compile(r"(?:ms|_s|secs?|seconds|duration|latency|time|took|elapsed|micros|nanos)$", re.IGNORECASE)
_IDENTITY = re.compile(
    r"(?:^|_)(?:id|no|port|pid|code|status|size|page|limit|offset|version|rev|build)$", re.IGNORECASE
)
_TAG = re.compile(r"[\w.+-]+$")
_STREAM = re.compile(r"\[(\d+)\]")
_MORE, _LEAST = 3.0, 4.0
"""A version that does so many times as much, and so much more, works in another way."""
_MOST_LINES = 400


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a version's own lines against that of the version before, and the sentence about both."""

    key: str
    before: float
    after: float
    fact: Fact

    @property
    def more(self) -> bool:
        """Whether the new version does much more for each of its requests."""
        return self.after >= _MORE * self.before and self.after - self.before >= _LEAST


def figures(case: Case, release: Release) -> list[Figure]:
    """What both versions of a release logged of their own work, the largest difference first."""
    new, old = _tag(release.version), _tag(release.previous)
    if new is None or old is None or new == old:
        return []
    after, before = _logged(case, release.entity, new), _logged(case, release.entity, old)
    found = [_figure(case, release, key, before[key], after[key]) for key in sorted(after.keys() & before.keys())]
    return sorted(found, key=lambda one: (-one.after / max(1.0, one.before), one.key))


def _figure(
    case: Case, release: Release, key: str, before: list[tuple[str, float]], after: list[tuple[str, float]]
) -> Figure:
    low, high = median([value for _, value in before]), median([value for _, value in after])
    said = (
        f"{key} in the lines of {short(release.entity)} is {number(high)} with version {release.version} "
        f"and {number(low)} with {release.previous}."
    )
    refs = (before[0][0], after[0][0])
    return Figure(key, low, high, case.stated("log", release.entity, said, refs))


def _tag(version: str | None) -> str | None:
    """The part of a version that lines repeat: what follows the name of an image or a task definition."""
    found = _TAG.search(version) if version else None
    return found.group(0) if found is not None else None


def _logged(case: Case, entity: str, tag: str) -> dict[str, list[tuple[str, float]]]:
    """The figures of the work in the lines of one version, with the lines' ids."""
    found: dict[str, list[tuple[str, float]]] = {}
    for line in case.reading(_lines).get(case.kin(entity), [])[:_MOST_LINES]:
        if _written_by(line, tag):
            for key, value in _of(line.message):
                found.setdefault(key, []).append((line.id, value))
    return found


def _lines(case: Case) -> dict[str, list[Log]]:
    """The lines with figures by workload, in order of time."""
    released = {case.kin(one.entity) for one in case.releases if one.kind == "deployment" and one.previous}
    found: dict[str, list[Log]] = {}
    for line in sorted(case.bundle.logs, key=lambda one: (moments.parse_maybe(one.t) or 0.0, one.id)):
        if (
            line.entity is not None
            and (kin := case.kin(line.entity)) in released
            and _FIGURE.search(line.message[:500])
        ):
            found.setdefault(kin, []).append(line)
    return found


def _written_by(line: Log, tag: str) -> bool:
    stream = _STREAM.search(line.source or "")
    if stream is not None:
        return stream.group(1) == tag
    named = re.search(
        rf"(?:\b(?:version|ver|release|build|rev(?:ision)?|tag|image)[\"']?\s?[=:]\s?[\"']?(?:[\w./-]*:)?v?|\bv)"
        rf"{re.escape(tag)}(?![\w.]*\w)",
        line.message[:500],
        re.IGNORECASE,
    )
    return named is not None


def _of(message: str) -> Iterator[tuple[str, float]]:
    for key, value, unit in _FIGURE.findall(message[:500]):
        if _WORK.search(key) and not unit and not _TIME.search(key) and not _IDENTITY.search(key):
            yield key, float(value)
