"""One case: the bundle read once, with everything in it brought into a form that mechanisms can reason about."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from commander.contract.evidence import Alert, Bundle, EvidenceKind, PlatformEvent, Section, State
from commander.evidence import alarms, moments, sentences
from commander.evidence.attempts import superseded
from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.facts import Fact, Ledger
from commander.evidence.kinship import Kinship
from commander.evidence.logs import Pattern
from commander.evidence.moments import spell
from commander.evidence.releases import Release
from commander.evidence.roles import SYMPTOMS, Role
from commander.evidence.topology import Topology

_Reading = TypeVar("_Reading")
_UNRELATED = -1
_MENDED = ("deployment", "statefulset", "daemonset", "rollout", "service")
_PARTS = frozenset({"pod", "container", "replicaset", "endpoints"})
_OVER_S, _LONG_OVER_S, _BEFORE_S = 1800.0, 3600.0, 600.0
"""What ended half an hour ago and ten minutes before the trouble is over; where no onset is known, an hour ago."""
_ALWAYS_ON_S = 7 * 86400.0
"""An alarm that has been on for a week tells nothing of when anything began."""
_EARLY_LINES_S = 5.0
"""A line may be written a little before the period in which a metric shows what it reports."""
_MANY_LINES = 5
_REPEATED, _UNLIKE = 3, 4.0
"""Errors had not begun while their writer logged other things for four of their usual distances."""
_LEAD_S = 300.0
"""So long before the symptom a cause may have begun to complain."""
_STOPPED_S, _SILENCES = 180.0, 5.0
"""An error has stopped when its writer logged other things for three minutes and for five of its usual silences."""
DECIDING: tuple[Section, ...] = ("metrics", "logs", "changes")
"""Without anything in one of these sections hardly anything can be decided, which is a fact by itself."""


@dataclass(frozen=True, slots=True)
class Onset:
    """When the trouble began: at some moment in [start, end]. `refs` are the items that say so."""

    start: float
    end: float
    refs: tuple[str, ...]
    observed: bool


@dataclass(eq=False)
class Case:
    """Everything that is known, ready to be reasoned about. All lists are in an order that ids and positions do not
    influence, so that the same items in another order give the same conclusion. `logged` holds the moments of the first
    and last line of each thing; `superseded` the pods of a job that failed before another did its work."""

    bundle: Bundle
    now: float | None
    alert: Alert | None
    watch: alarms.Watch | None
    own: Behaviour | None
    behaviours: list[Behaviour]
    patterns: list[Pattern]
    releases: list[Release]
    topology: Topology
    logged: dict[str | None, tuple[float, float]]
    entities: frozenset[str]
    kinship: Kinship
    ledger: Ledger = field(default_factory=Ledger)

    def __post_init__(self) -> None:
        self._readings: dict[Callable[[Case], Any], Any] = {}
        self._events = sorted(self.bundle.events, key=_place_of_event)
        self._events_of: dict[str | None, list[tuple[int, PlatformEvent]]] = {}
        self._events_for: dict[str, list[tuple[int, PlatformEvent]]] = {}
        for pair in enumerate(self._events):
            self._events_of.setdefault(self._group(pair[1].entity), []).append(pair)
            self._events_for.setdefault(pair[1].reason, []).append(pair)
        self._states: dict[str, list[State]] = {}
        self._states_of: dict[str, dict[str, list[State]]] = {}
        for item in sorted(self.bundle.state, key=lambda item: (item.entity, item.kind, item.id)):
            self._states.setdefault(item.kind, []).append(item)
            self._states_of.setdefault(item.entity, {}).setdefault(item.kind, []).append(item)
        self.superseded = superseded(self.bundle.state)
        self.patterns = [replace(one, ended=True) if one.entity in self.superseded else one for one in self.patterns]
        self._items_of: dict[str, list[State]] = {}
        for item in self.bundle.state:
            self._items_of.setdefault(self.kin(item.entity), []).append(item)
        self._releases: dict[str, list[Release]] = {}
        for release in self.releases:
            self._releases.setdefault(self.kin(release.entity), []).append(release)
        self._gaps: dict[tuple[str, str | None], list[int]] = {}
        for place, gap in enumerate(self.bundle.gaps or []):
            self._gaps.setdefault((gap.section, gap.entity), []).append(place)
        self._new: dict[Pattern, bool | None] = {}
        self._taken: dict[tuple[str | None, str], _Turns] = {}
        self._troubled: dict[tuple[str | None, tuple[Role, ...]], list[Behaviour]] = {}
        self.resource = self._resource()
        self.onset = self._onset()
        if self.onset is not None and self.onset.observed:
            begin = self.onset.start - _EARLY_LINES_S
            self.patterns = [part for one in self.patterns for part in (one.episodes(begin) if one.error else [one])]
        self._by_entity: dict[str | None, list[Behaviour]] = {}
        for one in self.behaviours:
            self._by_entity.setdefault(self._group(one.series.entity), []).append(one)
        self._errors: dict[str | None, list[Pattern]] = {}
        for pattern in self.patterns:
            if pattern.error and not pattern.ended:
                self._errors.setdefault(self._group(pattern.entity), []).append(pattern)
        self._logged: dict[str | None, tuple[float, float]] = {}
        for entity, (first, last) in self.logged.items():
            group = self._group(entity)
            known = self._logged.get(group, (first, last))
            self._logged[group] = (min(first, known[0]), max(last, known[1]))

    def _resource(self) -> str | None:
        incident = self.bundle.incident
        named = incident.resource or (self.alert.entity if self.alert else None)
        if named is None and self.own is not None:
            named = self.own.series.entity
        service = " ".join((incident.service or "").split())
        if named is None and service:
            matching = sorted(entity for entity in self.entities if sentences.short(entity) == service)
            named = matching[0] if matching else f"service/{service}"
        return named

    def _onset(self) -> Onset | None:
        own = self.own
        if own is not None and self.is_troubled(own):
            return _onset_of(own)
        troubled = [one for one in self.behaviours if one.series.role in SYMPTOMS and one.bad and one.onset is not None]
        near = [one for one in troubled if self.distance(one.series.entity) not in (_UNRELATED, None)] or troubled
        if near:
            return _onset_of(min(near, key=lambda one: (one.onset or 0.0, one.series.name, one.series.id)))
        if self.watch is not None and own is not None and self.watch.crossings and not self.watch.always:
            start = own.series.times[self.watch.crossings[-1]]
            return Onset(start, start + own.series.period, (own.series.id,), True)
        told = moments.parse_maybe(self.bundle.incident.started_at)
        if told is None and self.alert is not None:
            told = moments.parse_maybe(self.alert.t)
            if told is not None and self.now is not None and told < self.now - _ALWAYS_ON_S:
                return None
        # An alarm tells the end of what it waited for, not its beginning.
        return None if told is None else Onset(told - 300.0, told, (self.alert.id,) if self.alert else (), False)

    # --- who is who -------------------------------------------------------------------------------------------------

    def distance(self, entity: str | None) -> int | None:
        """How far the thing is from the symptom along what the symptom needs: 0 itself, None where nothing is known
        about connections, -1 where connections are known and there is none."""
        if entity is None or self.resource is None:
            return None
        if self.kin(entity) == self.kin(self.resource) or sentences.short(entity) == sentences.short(self.resource):
            return 0
        if not self.topology.known or self.reading(_symptom_is_elsewhere):
            return None
        needed = self.topology.needed_from(self.resource)
        return needed.get(entity, _UNRELATED)

    def concerns(self, entity: str | None) -> bool:
        """Whether the thing is the symptom's, or the symptom needs it, as far as is known."""
        return self.distance(entity) != _UNRELATED

    def share_need(self, entity: str) -> bool:
        """Whether the thing and the symptom's place need something in common, where one can starve the other, or what
        the symptom's place reads is filled from the thing."""
        if self.resource is None:
            return False
        needed = self.topology.needed_by_edges(self.resource)
        return entity in self.topology.fed_by(self.resource) or not self.topology.needed_by_edges(
            entity
        ).keys().isdisjoint(needed)

    def kin(self, entity: str) -> str:
        """The thing that stands for a workload: the same for its deployment, its pods and its Service."""
        return self.kinship.of(entity)

    def _group(self, entity: str | None) -> str | None:
        return None if entity is None else self.kin(entity)

    def workload(self, entity: str) -> str:
        """The part of a thing's workload that a person would mend: what controls the pods, else what fronts them."""
        if entity.partition("/")[0] not in _PARTS:
            return entity
        return self.reading(_mended).get(self.kin(entity), entity)

    def family(self, entity: str) -> tuple[str, ...]:
        """All parts of the thing's workload that occur in the bundle."""
        return self.kinship.family(entity)

    def reading(self, build: "Callable[[Case], _Reading]") -> _Reading:
        """What `build` makes of this case, made once: mechanisms share what they read."""
        if build not in self._readings:
            self._readings[build] = build(self)
        found: _Reading = self._readings[build]
        return found

    def events(self, entity: str | None = None, *reasons: str) -> list[PlatformEvent]:
        """Platform events in order of time, old ones included: about a thing's workload, and of some reasons."""
        if entity is not None:
            own = self._events_of.get(self.kin(entity), [])
            return [event for _, event in own if not reasons or event.reason in reasons]
        if not reasons:
            return list(self._events)
        found = [pair for reason in dict.fromkeys(reasons) for pair in self._events_for.get(reason, ())]
        return [event for _, event in sorted(found, key=lambda pair: pair[0])]

    def releases_of(self, entity: str) -> list[Release]:
        """The releases of a thing's workload, in order of time."""
        return list(self._releases.get(self.kin(entity), ()))

    def is_over(self, moment: float | None) -> bool:
        """Whether what was last seen at a moment had ended well before the trouble; False where times do not tell."""
        if moment is None or self.now is None:
            return False
        if self.onset is None:
            return moment < self.now - _LONG_OVER_S
        return moment < min(self.now - _OVER_S, self.onset.start - _BEFORE_S)

    def items(self, *kinds: str) -> list[State]:
        """The state items of some kinds, by thing."""
        return [item for kind in kinds for item in self._states.get(kind, [])]

    def of(self, entity: str | None, *roles: Role) -> list[Behaviour]:
        """The series of a thing's workload with one of the roles."""
        return [one for one in self._by_entity.get(self._group(entity), []) if one.series.role in roles]

    def of_any(self, entity: str | None) -> list[Behaviour]:
        """Every series of a thing's workload."""
        return self._by_entity.get(self._group(entity), [])

    def of_role(self, *roles: Role) -> list[Behaviour]:
        """The series of everything with one of the roles."""
        by_role = self.reading(_by_role)
        if len(roles) == 1:
            return list(by_role.get(roles[0], ()))
        return [one for one in self.behaviours if one.series.role in roles]

    def troubled(self, entity: str | None, *roles: Role) -> list[Behaviour]:
        """Those series of a thing's workload that are worse now than before, the surest first."""
        asked = (self._group(entity), roles)
        if asked not in self._troubled:
            self._troubled[asked] = self._worse(entity, *roles)
        return list(self._troubled[asked])

    def _worse(self, entity: str | None, *roles: Role) -> list[Behaviour]:
        found = [one for one in self.of(entity, *(roles or SYMPTOMS)) if one.bad]
        own = self.own
        if (
            own is not None
            and self._group(own.series.entity) == self._group(entity)
            and not roles
            and self.is_troubled(own)
            and own not in found
        ):
            found.append(own)
        return sorted(
            found,
            key=lambda one: (
                one is not own,
                one.slight,
                one.series.role is Role.LATENCY,
                one.fresh,
                one.series.name,
                one.series.id,
            ),
        )

    def is_troubled(self, one: Behaviour) -> bool:
        """Whether a series is worse now than before, in its alarm's terms where it has one."""
        return one.bad or (one is self.own and _own_changed(one, self.watch))

    def errors(self, entity: str | None) -> list[Pattern]:
        """The error patterns in the logs of a thing's workload that belong to the present."""
        return self._errors.get(self._group(entity), [])

    def had_before(self, pattern: Pattern) -> bool:
        """Whether the same was written in an earlier episode."""
        return (pattern.entity, pattern.text) in self.reading(_ended)

    def is_new(self, pattern: Pattern) -> bool | None:
        """Whether a pattern began, or became three times as frequent, with the trouble; None: cannot be told."""
        if pattern not in self._new:
            self._new[pattern] = self._begins(pattern)
        return self._new[pattern]

    def _begins(self, pattern: Pattern) -> bool | None:
        onset, first, last = self.onset, pattern.first, pattern.last
        if pattern.ended:
            return False
        if onset is None or first is None or last is None:
            return None
        begin = onset.start - max(30.0, onset.end - onset.start) if onset.observed else onset.start
        if first >= begin or self._precedes(pattern, first, begin):
            return True
        quiet = begin - min(first, self._logged.get(self._group(pattern.entity), (first, first))[0])
        loud = max(last, onset.end) - begin
        before, after = pattern.total(end=begin), pattern.total(start=begin)
        if pattern.grouped:  # how long an item stands for is not told: like is compared with like
            quiet, loud = float(pattern.items(end=begin)), float(pattern.items(start=begin))
        if after >= _MANY_LINES and quiet > 0 and loud > 0 and after / loud >= 3 * before / quiet:
            return True
        # Where only an alert tells the time, the trouble may have begun some while before anybody was told.
        late = not onset.observed and (first >= begin - _OVER_S or self._began_in_view(pattern, first, begin))
        return None if late else False

    def _began_in_view(self, pattern: Pattern, first: float, begin: float) -> bool:
        """Whether errors that go on began while their writer's lines were collected: who only counts them after the
        third, or once an hour, is told long after the first."""
        moments = pattern.moments
        if len(moments) < _REPEATED:
            return False
        usual = (moments[-1] - moments[0]) / (len(moments) - 1)
        quiet = first - self._logged.get(self._group(pattern.entity), (first, first))[0]
        return quiet >= max(_OVER_S, _UNLIKE * usual) and moments[-1] >= begin - 2 * usual

    def _precedes(self, pattern: Pattern, first: float, begin: float) -> bool:
        """Whether errors of something else began a little before the symptom: a cause comes before its effect."""
        if first < begin - _LEAD_S or self._group(pattern.entity) == self._group(self.resource):
            return False
        logged = self._logged.get(self._group(pattern.entity), (first, first))
        return logged[0] < first - _LEAD_S / 5

    def is_active(self, pattern: Pattern) -> bool:
        """Whether such lines were written until just before the evidence was collected, as far as times tell."""
        if self.now is None or pattern.last is None:
            return True
        period = self.own.series.period if self.own is not None else 0.0
        return pattern.last >= self.now - max(60.0, 3 * period)

    def stopped(self, pattern: Pattern) -> Fact | None:
        """That an error is no longer written although its writer goes on logging; None where that cannot be said."""
        logged = self._logged.get(self._group(pattern.entity))
        if logged is None or pattern.last is None or pattern.first is None or self.is_active(pattern):
            return None
        # Pods of one workload take turns: what one of them stopped writing another may go on writing.
        same = self._turns_of(pattern)
        last, usual = same.last, same.usual
        if same.lasting or logged[1] - last < max(_STOPPED_S, _SILENCES * usual):
            return None
        writer = self.workload(pattern.entity) if same.several and pattern.entity is not None else pattern.entity
        later = f"No such error is among the log lines of {sentences.short(writer)} after {spell(last)}."
        return self.ledger.state("absence", writer, later, ("section:logs",))

    def _turns_of(self, pattern: Pattern) -> "_Turns":
        """What the errors of the pattern's workload that look like it have in common with it."""
        asked = (self._group(pattern.entity), pattern.shape)
        alike = self.reading(_alike).get(asked, [])
        if not pattern.error or pattern.ended:
            return self._turns([pattern, *alike])
        if asked not in self._taken:
            self._taken[asked] = self._turns(alike)
        return self._taken[asked]

    def _turns(self, same: list[Pattern]) -> "_Turns":
        written = sorted({moment for one in same for moment in one.moments})
        return _Turns(
            any(self.is_active(one) or one.open_ended for one in same),
            written[-1],
            (written[-1] - written[0]) / max(1, len(written) - 1),
            len({one.entity for one in same}) > 1,
        )

    def logged_of(self, entity: str | None) -> tuple[float, float] | None:
        """The moments of the first and the last log line of a thing's workload."""
        return self._logged.get(self._group(entity))

    def looked_at(self, entity: str) -> bool:
        """Whether anything of a thing's own was collected: series, lines, state or platform events."""
        return (
            bool(self.of_any(entity))
            or self._group(entity) in self._logged
            or self.kin(entity) in self._events_of
            or any(one in self._states_of for one in self.family(entity))
        )

    def looked_before(self, entity: str | None) -> bool:
        """Whether log lines of a time before the trouble were collected, so that silence then means something."""
        logged = self._logged.get(self._group(entity))
        return self.onset is not None and logged is not None and logged[0] < self.onset.start

    def looked_lately(self, entity: str | None) -> bool:
        """Whether log lines of the time of the trouble, or of just now, were collected."""
        logged, onset = self._logged.get(self._group(entity)), self.onset
        began = None if onset is None else onset.start if onset.observed else onset.end
        known = [moment for moment in (self.now, began) if moment is not None]
        period = self.own.series.period if self.own is not None else 0.0
        return logged is not None and (not known or logged[1] >= min(known) - max(60.0, 3 * period))

    def states(self, entity: str, kind: str) -> list[State]:
        """The state items of one kind about a thing."""
        return list(self._states_of.get(entity, {}).get(kind, ()))

    def items_of(self, entity: str) -> list[State]:
        """All state items about a thing's workload, as the bundle orders them."""
        return list(self._items_of.get(self.kin(entity), ()))

    def could_not_look(self, section: str, entity: str | None = None) -> list[Fact]:
        """The gaps in a section that concern a thing, as facts."""
        if entity is None:
            known = [place for (where, _), places in self._gaps.items() if where == section for place in places]
        else:
            known = [*self._gaps.get((section, None), ()), *self._gaps.get((section, entity), ())]
        return [self.fact_of_gap(place) for place in sorted(known)]

    # --- facts ------------------------------------------------------------------------------------------------------

    def fact(self, one: Behaviour) -> Fact:
        """What a series did, as a fact."""
        return self.ledger.state(
            "metric",
            one.series.entity,
            sentences.of_behaviour(one),
            (one.series.id,),
            start=one.onset,
            end=one.returned,
            value=one.after,
        )

    def fact_of_pattern(self, pattern: Pattern) -> Fact:
        """What was logged, as a fact."""
        return self.ledger.state(
            "log",
            pattern.entity,
            sentences.of_pattern(pattern),
            pattern.cited,
            start=pattern.first,
            end=pattern.last,
            value=pattern.count,
            free=not pattern.formal,
        )

    def fact_of_event(self, event: PlatformEvent) -> Fact:
        """What the platform reported, in its own words, as a fact."""
        last, first = moments.parse_maybe(event.t), moments.parse_maybe(event.first_t)
        return self.ledger.state(
            "event", event.entity, sentences.of_event(event), (event.id,), start=first or last, end=last
        )

    def fact_of_state(self, item: State, statement: str, *more: State) -> Fact:
        """What state says by itself, or together with more items, as a fact about the first one's thing."""
        refs = dict.fromkeys((item.id, *(other.id for other in more)))
        return self.ledger.state("state", item.entity, statement, tuple(refs), start=moments.parse_maybe(item.t))

    def fact_of_release(self, release: Release) -> Fact:
        """What was changed, as a fact."""
        return self.ledger.state(
            "change", release.entity, sentences.of_release(release), release.ids, start=release.start, end=release.end
        )

    def fact_of_watch(self, watch: alarms.Watch) -> Fact:
        """How the alarm's series stood to its threshold, as a fact about the series."""
        refs = (watch.series.id, *((watch.alert.id,) if watch.alert else ()))
        return self.ledger.state("metric", watch.series.entity, sentences.of_watch(watch), refs, value=watch.threshold)

    def fact_of_alert(self, alert: Alert) -> Fact:
        """The state of an alarm, as a fact."""
        return self.ledger.state(
            "alert",
            alert.entity,
            f"Alarm {alert.name} is in state {alert.state}.",
            (alert.id,),
            start=moments.parse_maybe(alert.t),
        )

    def fact_of_gap(self, place: int) -> Fact:
        """What could not be looked at, as a fact."""
        gap = (self.bundle.gaps or [])[place]
        about = f" of {sentences.short(gap.entity)}" if gap.entity else ""
        grant = f" ({gap.permission} is missing)" if gap.permission else ""
        why = f"{gap.reason.strip().rstrip('.') or 'no reason given'}{grant}"
        statement = f"{gap.section.capitalize()}{about} could not be looked at: {why}."
        return self.ledger.state("gap", gap.entity, statement, (gap.id,))

    def absence(self, entity: str | None, statement: str, *sections: str) -> Fact:
        """That something was looked for and not found, as a fact about the sections looked through."""
        return self.ledger.state("absence", entity, statement, tuple(f"section:{section}" for section in sections))

    def nothing_in(self, section: Section) -> Fact:
        """That a section of the bundle is empty."""
        return self.absence(self.resource, f"No {section} were collected.", section)

    def stated(self, kind: EvidenceKind, entity: str | None, statement: str, refs: Iterable[str]) -> Fact:
        """A fact that joins several items."""
        return self.ledger.state(kind, entity, statement, tuple(dict.fromkeys(refs)))


def _symptom_is_elsewhere(case: Case) -> bool:
    """Whether nothing at all was collected of the incident's place, not even an edge: its needs are then not known."""
    resource = case.resource
    if resource is None or case.topology.holds(resource):
        return False
    kin = case.kin(resource)
    of_it = (
        *(one.series.entity for one in case.behaviours),
        *(one.entity for one in case.patterns),
        *(one.entity for one in case.bundle.events),
        *(one.entity for one in case.bundle.state),
    )
    return not any(entity is not None and case.kin(entity) == kin for entity in of_it)


def _place_of_event(event: PlatformEvent) -> tuple[float, str, str, str, str]:
    moment = moments.parse_maybe(event.t) or moments.parse_maybe(event.first_t)
    return (moment or 0.0, event.entity or "", event.reason, event.message, event.id)


def _by_role(case: Case) -> dict[Role, list[Behaviour]]:
    found: dict[Role, list[Behaviour]] = {}
    for one in case.behaviours:
        found.setdefault(one.series.role, []).append(one)
    return found


def _mended(case: Case) -> dict[str, str]:
    """Of each workload the part that a person would mend, where it has one."""
    found: dict[str, str] = {}
    for kind in _MENDED:
        for entity in sorted(entity for entity in case.entities if entity.partition("/")[0] == kind):
            found.setdefault(case.kin(entity), entity)
    return found


@dataclass(frozen=True, slots=True)
class _Turns:
    """Errors of one workload that look alike: whether one of them goes on, the last moment and the usual distance of
    their lines, and whether several things write them."""

    lasting: bool
    last: float
    usual: float
    several: bool


def _alike(case: Case) -> dict[tuple[str | None, str], list[Pattern]]:
    """The present errors of each workload by what their lines have in common."""
    found: dict[tuple[str | None, str], list[Pattern]] = {}
    for one in case.patterns:
        if one.error and not one.ended:
            group = case.kin(one.entity) if one.entity is not None else None
            found.setdefault((group, one.shape), []).append(one)
    return found


def _ended(case: Case) -> set[tuple[str | None, str]]:
    return {(one.entity, one.text) for one in case.patterns if one.ended}


def _own_changed(own: Behaviour, watch: alarms.Watch | None) -> bool:
    return own.course is Course.CHANGED and watch is not None and own.direction == watch.bad_direction


def _onset_of(one: Behaviour) -> Onset:
    start = one.series.times[0] if one.onset is None else one.onset
    return Onset(start, start + one.series.period, (one.series.id,), one.onset is not None)
