"""Changes by people and pipelines, with the calls that make one release taken together."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from commander.contract.evidence import Change
from commander.evidence import moments

_SAME_RELEASE_S = 900.0
_BEGINS = "UpdateFunctionCode"
"""The call with which a release of a function begins: its version number follows later."""
_STEPS = (_BEGINS, "PublishVersion", "CreateAlias", "UpdateAlias", "CreateDeployment")
_NAMED = re.compile(r"(?:^|[:/@])v?(\d+(?:\.\d+){0,3})$")
_EXPOSES = ("UpdateAlias", "CreateDeployment", "UpdateService", "TrafficShift")
"""Calls that put a version in front of traffic; the others only prepare it."""
_VERSION_KEYS = ("version", "function_version", "functionVersion", "task_definition", "image", "revision")
_PREVIOUS_KEYS = ("previous_version", "from_version", "previous")


@dataclass(frozen=True, slots=True, eq=False)
class Release:
    """One change, or the calls of one deployment taken together. `start` and `end` are the first and last call."""

    entity: str
    kind: str
    actions: tuple[str, ...]
    ids: tuple[str, ...]
    start: float
    end: float
    version: str | None
    previous: str | None
    alias: str | None
    actor: str | None
    names: frozenset[str] = frozenset()
    """Every version that its details tell, without what it is the version of: 206 and 4.12.0."""

    @property
    def exposes(self) -> bool:
        """Whether it is known when the version was put in front of traffic, and not only that it was made."""
        return any(action.endswith(_EXPOSES) for action in self.actions)


_ALARMS = re.compile(
    r"(?:Put|Delete|Disable|Enable)(?:Metric|Composite)?Alarms?|AlarmActions|PutMetricFilter|PutSubscriptionFilter|"
    r"(?:^|[^a-z])(?:alarms?|monitors?|alert(?:s|ing)?"
    r"(?: ?rules?)?|slos?|silences?|thresholds?|prometheusrules?|notification polic(?:y|ies))(?:[^a-z]|$)",
    re.IGNORECASE,
)


def is_of_alarms(release: Release) -> bool:
    """Whether what was changed is how things are watched, and not the things."""
    return _ALARMS.search(f"{' '.join(release.actions)} {release.entity.partition('/')[0]}") is not None


def releases(changes: Iterable[Change]) -> list[Release]:
    """Every change in order of time, deployments of one thing within a quarter of an hour joined into one.

    Another version begins another release, and so does an upload of code after a version was made.
    """
    timed = [(moment, change) for change in changes if (moment := moments.parse(change.t)) is not None]
    timed.sort(key=lambda pair: (pair[1].entity, pair[1].kind, int(pair[0]), _step(pair[1]), pair[0], pair[1].id))
    found: list[list[tuple[float, Change]]] = []
    known, made = None, False  # the version of the release at hand, and whether one was made
    for moment, change in timed:
        if not found or not _continues(found[-1][-1], known, made, moment, change):
            found.append([])
            known, made = None, False
        found[-1].append((moment, change))
        known, made = known or _version(change), made or change.action.endswith(_STEPS[1:])
    return sorted((_release(group) for group in found), key=lambda release: (release.start, release.entity))


def _step(change: Change) -> int:
    """The place of a call within a release: CloudTrail's times are whole seconds, in which all of it may happen."""
    return next((place for place, call in enumerate(_STEPS) if change.action.endswith(call)), len(_STEPS))


def _continues(newest: tuple[float, Change], known: str | None, made: bool, moment: float, change: Change) -> bool:
    last_moment, last = newest
    if change.kind != "deployment" or last.kind != "deployment" or change.entity != last.entity:
        return False
    if moment - last_moment > _SAME_RELEASE_S:
        return False
    own = _version(change)
    if known and own:
        return known == own
    return not (change.action.endswith(_BEGINS) and (known or made))


def _release(group: list[tuple[float, Change]]) -> Release:
    changes = [change for _, change in group]
    return Release(
        entity=changes[0].entity,
        kind=changes[0].kind,
        actions=tuple(dict.fromkeys(change.action for change in changes)),
        ids=tuple(change.id for change in changes),
        start=min(moment for moment, _ in group),
        end=max(moment for moment, _ in group),
        version=next((version for change in changes if (version := _version(change))), None),
        previous=next((version for change in changes if (version := _previous(change))), None),
        alias=next((text for change in changes if (text := _text((change.details or {}).get("alias")))), None),
        actor=next((change.actor for change in changes if change.actor), None),
        names=frozenset(name for change in changes for name in _names(change)),
    )


def _names(change: Change) -> Iterator[str]:
    for key, value in (change.details or {}).items():
        if key in _PREVIOUS_KEYS:
            continue
        told = _text(value[-1] if isinstance(value, list) and value else value)
        found = _NAMED.search(told) if told else None
        if found is not None:
            yield found.group(1)


def _version(change: Change) -> str | None:
    for key in _VERSION_KEYS:
        value = (change.details or {}).get(key)
        text = _text(value[-1] if isinstance(value, list) and value else value)
        if text and text != "$LATEST":
            return text
    return None


def _previous(change: Change) -> str | None:
    details = change.details or {}
    pairs = [value[0] for key in _VERSION_KEYS if isinstance(value := details.get(key), list) and len(value) == 2]
    named = [details.get(key) for key in _PREVIOUS_KEYS]
    return next((text for value in (*named, *pairs) if (text := _text(value))), None)


def _text(value: Any) -> str | None:
    if isinstance(value, str) and value.strip():
        return value.strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None
