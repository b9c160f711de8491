"""Which kinds of evidence of each thing were collected: what was not looked at cannot speak, and is no silence."""

from dataclasses import dataclass, field
from typing import Literal

from commander.evidence import moments
from commander.evidence.case import Case
from commander.evidence.roles import tokens_of
from commander.evidence.series import Series

Part = Literal["metrics", "logs", "events", "changes", "state", "insights", "scaling", "activities"]
"""A section of the bundle, or a part of one that only some things have: in state what a database's sessions do and how
far something may scale, among the events what became of its attempts to."""
_LATE_PERIODS, _LATE_S = 5.0, 150.0
"""A series that ends so long before anybody was told is of another time."""
_SILENT: dict[Part, float] = {"logs": 0.8, "events": 0.4, "changes": 0.15}
"""How open a part is for a thing where it was collected and holds nothing of it. Changes and platform events are
collected for an account or a namespace, so nothing among them says something; series and state for each thing."""
_ABSENT: dict[Part, float] = {"logs": 0.1}
"""How open a part is where it was collected of nothing at all: often the source has no logs."""
_OF_CLUSTERS = frozenset({"pod", "deployment", "statefulset", "daemonset", "replicaset", "node", "namespace"})
_BALANCERS = ("alb/", "elb/", "load-balancer/", "loadbalancer/", "target-group/", "targetgroup/")
_GROUPS = ("target-group/", "targetgroup/")
SCALING = frozenset({"ecs-service", "asg", "deployment"})
_CERTAINLY = frozenset({"pod", "node", "namespace"})
"""Things that say by themselves that there is a cluster to look at."""
_IN_CLUSTERS = _OF_CLUSTERS | {"service", "job", "cronjob", "workload", "container", "ingress", "endpoints"}


@dataclass(frozen=True, slots=True)
class Looked:
    """What was collected of each workload, by the thing that stands for it. `there`: parts that hold anything at all.

    `series_only`: nothing but series and alarms was collected, so that a cause is what series can tell of it.
    """

    there: frozenset[Part]
    of: dict[str, set[Part]] = field(default_factory=dict)
    cluster: bool = False
    """Whether there is a cluster whose state and events can be looked at."""

    stale: bool = False
    """Whether series were collected and none of them reaches the time at which somebody was told of trouble."""

    @property
    def series_only(self) -> bool:
        """Whether the source has nothing but series."""
        return self.there <= {"metrics"}

    def in_cluster(self, entity: str) -> bool:
        """Whether a thing is one of a cluster that was looked at."""
        return self.cluster and entity.partition("/")[0] in _IN_CLUSTERS

    def at(self, kin: str) -> set[Part]:
        """The parts that hold something of a workload."""
        return self.of.get(kin, set())

    def share(self, part: Part, kin: str) -> float:
        """How open a part is for a workload: 0 where it was looked at, 1 where nobody looked."""
        if part in self.at(kin):
            return 0.0
        if part in ("scaling", "activities") and self.there.isdisjoint({"state", "events"}):
            return 0.0  # a source that has neither does not tell how things scale
        return (_SILENT if part in self.there else _ABSENT).get(part, 1.0)


def looked(case: Case) -> Looked:
    """What was collected of each thing in a case."""
    bundle = case.bundle
    of: dict[str, set[Part]] = {}

    def note(part: Part, entity: str | None) -> None:
        if entity is not None:
            of.setdefault(case.kin(entity), set()).add(part)

    for one in case.behaviours:
        if one.series.values and is_current(case, one.series.times[-1], one.series.period):
            note("metrics", one.series.entity)
            note("metrics", _answering(case, one.series))
    for entity in dict.fromkeys(line.entity for line in bundle.logs):
        note("logs", entity)
    for event in bundle.events:
        note("events", event.entity)
        if event.entity is not None and event.entity.partition("/")[0] in SCALING:
            note("activities", event.entity)
    for change in bundle.changes:
        note("changes", change.entity)
    for item in bundle.state:
        note("state", item.entity)
        if "performance_insights" in item.kind or "performance_insights" in item.attributes:
            note("insights", item.entity)
        if item.entity.partition("/")[0] in SCALING:
            note("scaling", item.entity)
    there = frozenset(part for parts in of.values() for part in parts)
    kinds = {entity.partition("/")[0] for entity in case.entities}
    cluster = not kinds.isdisjoint(_OF_CLUSTERS if there & {"state", "events"} else _CERTAINLY)
    stale = "metrics" not in there and any(one.series.values for one in case.behaviours)
    return Looked(there, of, cluster, stale)


def _answering(case: Case, series: Series) -> str | None:
    """The one thing that a balancer leads to, where the series counts or times what its targets answer."""
    if "target" not in tokens_of(series.name) or not (series.entity or "").startswith(_BALANCERS):
        return None
    led = case.topology.needed_by_edges(series.entity or "")
    targets = [other for other, far in led.items() if far == 1 and not other.startswith(_GROUPS)]
    return targets[0] if len(targets) == 1 else None


def is_current(case: Case, last: float, period: float) -> bool:
    """Whether a series that ends at a moment reaches the time at which somebody was told of trouble."""
    told = moments.parse_maybe(case.bundle.incident.started_at)
    if case.alert is not None:
        told = moments.parse_maybe(case.alert.t) or told
    return told is None or last + max(_LATE_S, _LATE_PERIODS * period) >= told
