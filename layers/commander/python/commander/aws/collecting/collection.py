"""Collects one incident's evidence: looks at what the incident names, walks to what lies next, asks everybody at once.

The walk goes level by level, so that the same account gives the same bundle whatever answers first. All of it ends with
the budget: what has not answered by then is a gap, and never holds up the bundle.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from commander.aws.collecting import alarms, assembling, changes, kinds, logs, series, tracing
from commander.aws.collecting.asking import Ask
from commander.aws.collecting.budget import Budget, Share
from commander.aws.collecting.findings import UNREADABLE, Findings, Window, unreadable
from commander.aws.collecting.things import Thing, distinct, named, of_dimensions
from commander.contract.evidence import Section
from commander.contract.problems import CommanderError, Missing
from commander.contract.readings import Collector
from commander.domain.incident import Incident

SECONDS, CALLS = 25.0, 400
"""What one collection may take: well within the detection function's own time."""
LOOK_BACK = timedelta(hours=3)
"""How much of the past metrics are collected for: enough of a normal time to compare with."""
LOGS_BACK = timedelta(minutes=45)
HOPS = 2
NEIGHBOURS = (12, 8)
"""So many new things are looked at one hop away, and two hops away."""
LOOK_SECONDS, LOOK_CALLS = 10.0, 60
"""What a further look at one thing may take."""
FURTHER_BACK = timedelta(hours=12)
"""How far back a further look goes: the night before is often the normal time that a short collection lacks."""
_SUBJECTS = 20
_WORKERS = 12


@dataclass(frozen=True)
class _Limit:
    """The share of the budget that one collector of a kind gets."""

    seconds: float
    calls: int


_LIMITS = {
    "metrics": _Limit(10, 60),
    "logs": _Limit(12, 60),
    "changes": _Limit(12, 30),
    "state": _Limit(8, 60),
    "topology": _Limit(8, 30),
    "alerts": _Limit(6, 10),
}


@dataclass
class _Job:
    section: Section
    entity: str | None
    future: "Future[None]"
    thing: Thing | None = None
    found: Findings = field(default_factory=Findings)


def collect(incident: Incident, now: datetime, budget: Budget | None = None) -> dict[str, Any]:
    """The evidence bundle (as JSON) about an incident at `now`."""
    collection = _Collection(incident, now, budget or Budget(SECONDS, CALLS))
    try:
        return collection.run()
    finally:
        collection.end()


def look(incident: Incident, collector: Collector, entity: str, now: datetime) -> dict[str, Any]:
    """The sections (as JSON) that one collector fills about one thing, further back than `collect`."""
    collection = _Collection(incident, now, Budget(LOOK_SECONDS, LOOK_CALLS), FURTHER_BACK, FURTHER_BACK)
    try:
        return collection.look(collector, named(entity), entity)
    finally:
        collection.end()


def subjects(incident: Incident) -> tuple[list[Thing], dict[str, str]]:
    """The things to begin with: what the signal is about, then the affected services; and how the incident writes
    those whose entity is written otherwise here.
    """
    signal = incident.opened.signal
    things: list[Thing] = []
    spelling: dict[str, str] = {}
    about = of_dimensions(signal.metric.namespace, signal.metric.dimensions) if signal and signal.metric else None
    if signal is not None and signal.entity:
        thing = named(signal.entity)
        hints = about.hints if about == thing and about is not None else {}
        things.append(thing.with_hints(**hints))
        spelling[thing.entity] = signal.entity
    elif about is not None:
        things.append(about)
    for name in incident.opened.affected_services:
        if "/" in name:
            thing = named(name)
            spelling.setdefault(thing.entity, name)
        elif any(
            one.name == name or name in (one.entity, spelling.get(one.entity, "").partition("/")[2]) for one in things
        ):
            continue  # the signal's own thing, named without its kind
        else:
            thing = Thing(kinds.UNKNOWN, name)
        things.append(thing)
    return distinct(things)[:_SUBJECTS], {known: own for known, own in spelling.items() if known != own}


class _Collection:
    """One collection under way."""

    def __init__(
        self,
        incident: Incident,
        now: datetime,
        budget: Budget,
        back: timedelta = LOOK_BACK,
        logs_back: timedelta = LOGS_BACK,
    ) -> None:
        self._incident, self._now, self._budget = incident, now, budget
        signal = incident.opened.signal
        begun = min(signal.at if signal else now, incident.opened.at)
        self._window = Window(begun - back, now)
        self._logs_window = Window(begun - logs_back, now)
        self._pool = ThreadPoolExecutor(max_workers=_WORKERS, thread_name_prefix="collector")
        self._jobs: list[_Job] = []
        self._groups: dict[Thing, list[str]] = {}
        self._loose = Findings()

    def run(self) -> dict[str, Any]:
        """Looks, walks, waits, and puts together what was found."""
        level, spelling = subjects(self._incident)
        signal = self._incident.opened.signal
        if signal is not None and signal.metric is not None:
            about = level[0].entity if level and level[0].kind != kinds.UNKNOWN else None
            self._start("metrics", about, lambda ask, found: series.own(signal, about, ask, found, self._window))
        begun = [thing.entity for thing in level]
        things: list[Thing] = []
        left_out: list[Thing] = []
        for hop in range(HOPS + 1):
            described = self._describe(level)
            level = [thing for job in described for thing in self._known(job)]
            if hop == 0:
                begun = [thing.entity for thing in level]
                self._look_at_changes(level)
                described += self._trace(level, described)
            things = distinct([*things, *level])
            self._look_at(level, hop)
            if hop == HOPS:
                break
            beside = distinct(thing for job in described for thing in job.found.copy().neighbours)
            beside = [thing for thing in beside if thing not in things]
            level, left_out = beside[: NEIGHBOURS[hop]], [*left_out, *beside[NEIGHBOURS[hop] :]]
            if not level:
                break
        self._look_at_changes([thing for thing in things if thing.entity not in begun])
        self._look_at_alarms(things)
        wait([job.future for job in self._jobs], timeout=self._budget.left)
        return self._assembled(things, begun, spelling, left_out)

    def look(self, collector: Collector, thing: Thing, spelled: str) -> dict[str, Any]:
        """What one collector finds about one thing. It is described first: that is where its log groups are told."""
        described = self._describe([thing])
        known = [one for job in described for one in self._known(job)] or [thing]
        match collector:
            case "logs":
                self._look_at_logs(known, logs.ERRORS_KEPT)
            case "metrics":
                self._look_at_metrics(known)
            case "changes":
                self._look_at_changes(known)
            case "state":
                pass  # describing is all there is
        wait([job.future for job in self._jobs], timeout=self._budget.left)
        spelling = {one.entity: spelled for one in known[:1] if one.entity != spelled}
        whole = self._assembled(known, [spelled], spelling, [])
        wanted = {"state": ("state", "topology", "events")}.get(collector, (collector,))
        return {section: whole[section] for section in (*wanted, "gaps")}

    def end(self) -> None:
        """Lets go of whatever has not answered."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _start(
        self, section: Section, entity: str | None, work: Callable[[Ask, Findings], None], thing: Thing | None = None
    ) -> _Job:
        found = Findings()
        limit = _LIMITS[section]

        def run() -> None:
            try:
                work(Ask(Share(self._budget, limit.seconds, limit.calls)), found)
            except CommanderError as error:
                found.gap(section, entity, error)
            except UNREADABLE as error:
                found.gap(section, entity, unreadable(error))

        job = _Job(section, entity, self._pool.submit(run), thing, found)
        self._jobs.append(job)
        return job

    def _describe(self, level: list[Thing]) -> list[_Job]:
        """Describes the things of a level, and waits for it as long as one may take."""
        jobs = [self._start("state", thing.entity, self._describing(thing), thing) for thing in level]
        wait([job.future for job in jobs], timeout=min(_LIMITS["state"].seconds, self._budget.left))
        return jobs

    def _describing(self, thing: Thing) -> Callable[[Ask, Findings], None]:
        return lambda ask, found: kinds.describe(thing, ask, found, self._window)

    def _known(self, job: _Job) -> list[Thing]:
        """The thing that a job described, as far as it is known by now."""
        found = job.found.copy()
        things = found.better_known or ([job.thing] if job.thing else [])
        for thing in things:
            self._groups[thing] = found.groups or kinds.default_groups(thing)
        return things[:1]

    def _look_at(self, level: list[Thing], hop: int) -> None:
        """Asks for the metrics of a level, and for the logs of what is no more than one hop away."""
        self._look_at_metrics(level)
        if hop <= 1:
            self._look_at_logs(level, logs.ERRORS_KEPT if hop == 0 else logs.NEIGHBOURS_ERRORS_KEPT)

    def _look_at_metrics(self, level: list[Thing]) -> None:
        signal, window = self._incident.opened.signal, self._window
        about = level[0].entity if level else None
        self._start("metrics", about, lambda ask, found: series.standard(level, signal, ask, found, window))

    def _look_at_logs(self, level: list[Thing], most: int) -> None:
        for thing in level:
            if self._groups.get(thing):
                self._start("logs", thing.entity, self._reading(thing, most))

    def _reading(self, thing: Thing, most: int) -> Callable[[Ask, Findings], None]:
        groups = self._groups[thing]
        return lambda ask, found: logs.look(thing, groups, most, ask, found, self._logs_window)

    def _look_at_changes(self, things: list[Thing]) -> None:
        if things:
            self._start("changes", things[0].entity, lambda ask, found: changes.look(things, ask, found, self._window))

    def _look_at_alarms(self, things: list[Thing]) -> None:
        signal = self._incident.opened.signal
        own = signal.name if signal else None
        if things:
            self._start("alerts", None, lambda ask, found: alarms.look(things, own, ask, found))

    def _trace(self, level: list[Thing], described: list[_Job]) -> list[_Job]:
        """Asks who calls whom, unless what is in view says that it is not traced."""
        flags = [flag for job in described for flag in job.found.copy().traced]
        if not level:
            return []
        if flags and not any(flags):
            self._loose.gap("topology", level[0].entity, "tracing is not active: who calls it is not known")
            return []
        window = self._window
        job = self._start("topology", level[0].entity, lambda ask, found: tracing.look(level, ask, found, window))
        wait([job.future], timeout=min(_LIMITS["topology"].seconds, self._budget.left))
        return [job]

    def _assembled(
        self, things: list[Thing], begun: list[str], spelling: dict[str, str], left_out: Iterable[Thing]
    ) -> dict[str, Any]:
        collected = assembling.Collected()
        for job in self._jobs:
            late = not job.future.done()
            found = job.found.copy()
            if late:
                found.gap(job.section, job.entity, f"the collection ran out of its {self._budget.seconds:g} s")
            failed = None if late or job.future.cancelled() else job.future.exception()
            if failed is not None:
                found.gap(job.section, job.entity, f"the collector failed: {type(failed).__name__}")
            collected.take(found.items, published=job.thing is not None)
        loose = self._loose
        if not things:
            loose.gap("metrics", None, Missing("the incident names nothing that can be looked up in this account"))
        names = sorted({thing.entity for thing in left_out} - {thing.entity for thing in things})
        if names:
            shown = ", ".join(names[:5]) + (" and others" if len(names) > 5 else "")
            loose.gap("state", None, f"{len(names)} things that lie next were not looked at: {shown}")
        collected.take(loose.items)
        order = [spelling.get(thing.entity, thing.entity) for thing in things]
        resources = [spelling.get(entity, entity) for entity in begun]
        return assembling.bundle(self._incident, resources, order, spelling, collected, self._window.start, self._now)
