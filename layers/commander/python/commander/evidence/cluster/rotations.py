"""When Secrets were given other contents: by changes, by events about them, and by what they tell of themselves."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from commander.evidence import moments
from commander.evidence.case import Case
from commander.evidence.cluster.services import name_of
from commander.evidence.cluster.values import first, text
from commander.evidence.facts import Fact
from commander.evidence.moments import spell
from commander.evidence.sentences import short

_KINDS = ("secret", "secrets", "externalsecret", "sealedsecret", "secretsmanager", "vault")
_EVENT = re.compile(r"updat|rotat|sync|refresh|renew|patched|changed|modified|reconciled", re.IGNORECASE)
_NOT = re.compile(r"fail|error|could not|unable|denied", re.IGNORECASE)
_TIMES = (
    "updated_at",
    "last_updated",
    "updated",
    "modified_at",
    "last_modified",
    "rotated_at",
    "last_rotated",
    "last_rotated_at",
    "lastRotatedDate",
    "lastChangedDate",
    "last_changed",
    "refreshTime",
    "last_rotation",
)


@dataclass(frozen=True, slots=True, eq=False)
class Rotation:
    """A Secret that was changed at a moment, with what tells so."""

    secret: str
    entity: str
    moment: float
    refs: tuple[str, ...]
    make: Callable[[], Fact] = field(repr=False)

    def fact(self) -> Fact:
        """The change as a fact."""
        return self.make()


def rotations(case: Case) -> tuple[Rotation, ...]:
    """Every known change of a Secret's contents, in order of time. Use as `case.reading(rotations)`."""
    found = sorted((*_of_changes(case), *_of_events(case), *_of_state(case)), key=lambda one: (one.moment, one.entity))
    return tuple(found)


def _is_secret(entity: str | None) -> bool:
    return entity is not None and entity.partition("/")[0].lower() in _KINDS


def _of_changes(case: Case) -> Iterator[Rotation]:
    for release in case.releases:
        if _is_secret(release.entity):
            make = partial(case.fact_of_release, release)
            yield Rotation(name_of(release.entity), release.entity, release.start, release.ids, make)


def _of_events(case: Case) -> Iterator[Rotation]:
    for event in case.events():
        said, moment = f"{event.reason} {event.message}", moments.parse_maybe(event.t)
        if event.entity is None or moment is None or not _is_secret(event.entity):
            continue
        if _EVENT.search(said) and not _NOT.search(said):
            make = partial(case.fact_of_event, event)
            yield Rotation(name_of(event.entity), event.entity, moment, (event.id,), make)


def _of_state(case: Case) -> Iterator[Rotation]:
    for item in case.items(*_KINDS):
        told = text(first(item.attributes, *_TIMES))
        moment = moments.parse_maybe(told) if told is not None else None
        if moment is None or not _is_secret(item.entity):
            continue
        make = partial(case.fact_of_state, item, f"Secret {short(item.entity)} was changed at {spell(moment)}.")
        yield Rotation(name_of(item.entity), item.entity, moment, (item.id,), make)
