"""Reads a bundle into a case: the only place that goes through all of its sections."""

import re
from typing import Any, TypeVar

from commander.contract.evidence import Bundle, Log, PlatformEvent
from commander.evidence import alarms, logs, moments, releases, series
from commander.evidence.behaviour import behaviour
from commander.evidence.case import DECIDING, Case
from commander.evidence.kinship import Kinship
from commander.evidence.members import memberships
from commander.evidence.topology import Topology

_Told = TypeVar("_Told", Log, PlatformEvent)
_HEAD, _TAIL = 6000, 4000
"""So many characters of a message are read: what it reports stands first, an exception's own cause last."""
_BLANK_LENGTH = 65
_BLANK = " " * _BLANK_LENGTH
_BLANKS = re.compile(r"[ \t]{65,}")


def read(bundle: Bundle) -> Case:
    """Reads a bundle into a case and records what every item says as a fact."""
    # The many patterns of testimony take long to compile: they are loaded with the first case, not with the engine.
    from commander.evidence.testimony.bundles import in_own_words

    bundle = in_own_words(bounded(bundle))
    now = _now(bundle)
    every = [series.read(metric, now) for metric in bundle.metrics]
    every.sort(key=lambda one: (one.entity or "", one.namespace or "", one.name, one.statistic or "", one.id))
    alert = alarms.own_alert(bundle)
    watch = alarms.watch(bundle, alert, every)
    behaviours = [
        behaviour(one, watch.bad_direction if watch is not None and one is watch.series else None) for one in every
    ]
    own = next((one for one in behaviours if watch is not None and one.series is watch.series), None)
    written: dict[str | None, list[float]] = {}
    for line in bundle.logs:
        if (moment := moments.parse_maybe(line.t)) is not None:
            written.setdefault(line.entity, []).append(moment)
    entities = _entities(bundle)
    kinship = Kinship(entities, bundle.topology, bundle.state)
    case = Case(
        bundle,
        now,
        alert,
        watch,
        own,
        behaviours,
        logs.patterns(bundle.logs),
        releases.releases(bundle.changes),
        Topology(bundle.topology, kinship, bundle.state, memberships(entities, bundle.state)),
        {entity: (min(seen), max(seen)) for entity, seen in written.items()},
        entities,
        kinship,
    )
    _record(case)
    return case


def bounded(bundle: Bundle) -> Bundle:
    """The same bundle; where a text is of a size that nobody wrote to be read, with its middle left out."""
    logs_read, events_read = _readable(bundle.logs), _readable(bundle.events)
    state_read = bundle.state
    if any(_holds_unwieldy(item.attributes) for item in bundle.state):
        state_read = [item.model_copy(update={"attributes": _bounded(item.attributes)}) for item in bundle.state]
    if logs_read is bundle.logs and events_read is bundle.events and state_read is bundle.state:
        return bundle
    return bundle.model_copy(update={"logs": logs_read, "events": events_read, "state": state_read})


def _holds_unwieldy(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) > _BLANK_LENGTH and _unwieldy(value)
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(map(_holds_unwieldy, parts))


def _bounded(value: Any) -> Any:
    if isinstance(value, str):
        return _shortened(value) if _unwieldy(value) else value
    if isinstance(value, dict):
        return {key: _bounded(part) for key, part in value.items()}
    return [_bounded(part) for part in value] if isinstance(value, list) else value


def _readable(items: list[_Told]) -> list[_Told]:
    if not any(_unwieldy(item.message) for item in items):
        return items
    return [
        item.model_copy(update={"message": _shortened(item.message)}) if _unwieldy(item.message) else item
        for item in items
    ]


def _unwieldy(text: str) -> bool:
    return len(text) > _HEAD + _TAIL or _BLANK in text or "\t" * _BLANK_LENGTH in text


def _shortened(text: str) -> str:
    if len(text) > _HEAD + _TAIL:
        text = f"{text[:_HEAD]}\n{text[-_TAIL:]}"
    return _BLANKS.sub(" ", text)


def _record(case: Case) -> None:
    for one in case.behaviours:
        case.fact(one)
    if case.watch is not None and case.watch.threshold is not None:
        case.fact_of_watch(case.watch)
    for section in DECIDING:
        if not getattr(case.bundle, section):
            case.nothing_in(section)
    for pattern in case.patterns:
        if pattern.error:
            case.fact_of_pattern(pattern)
    for release in case.releases:
        case.fact_of_release(release)
    for alert in sorted(case.bundle.alerts, key=lambda alert: (alert.name, alert.entity or "", alert.id)):
        case.fact_of_alert(alert)
    gaps = case.bundle.gaps or []
    for place in sorted(range(len(gaps)), key=lambda at: (gaps[at].section, gaps[at].entity or "", gaps[at].id)):
        case.fact_of_gap(place)


def _entities(bundle: Bundle) -> frozenset[str]:
    named = [item.entity for section in (bundle.metrics, bundle.logs, bundle.alerts, bundle.events) for item in section]
    named += [item.entity for item in bundle.state] + [item.entity for item in bundle.changes]
    named += [end for edge in bundle.topology for end in (edge.from_, edge.to)] + [bundle.incident.resource]
    return frozenset(entity for entity in named if entity is not None)


def _now(bundle: Bundle) -> float | None:
    """When the evidence was collected: as told, else the newest moment in it."""
    told = moments.parse_maybe(bundle.incident.collected_at)
    if told is not None:
        return told
    seen = [moments.parse(metric.points[-1][0]) for metric in bundle.metrics if metric.points]
    seen += [moments.parse_maybe(item.t) for section in (bundle.logs, bundle.alerts, bundle.events) for item in section]
    return max((moment for moment in seen if moment is not None), default=None)
