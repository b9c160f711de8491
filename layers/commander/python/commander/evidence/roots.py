"""Where the root of a cause would show: the parts of the evidence that tell a symptom or a pressure from what is
below it.

A number is the odds that something else, which only this part of the evidence would show, is the cause: 1.0 means as
likely as not. They are counted on cases told with less evidence, roughly, and kept few and round.
"""

from dataclasses import dataclass, field

from commander.evidence.looked import SCALING, Part

Odds = dict[Part, float]


@dataclass(frozen=True, slots=True)
class Roots:
    """`own`: by part, at the thing itself; `cluster`: in its place in clusters. `needed`: of each thing that it needs
    and of which no series is in view; `callers`: of each that needs it; `beside`: of each cache that those who need it
    need too; `feeding`: of each queue that it works off; `complaining`: by part, at those whose lines blame it.
    `ending`: instead of these parts, where a container of it ends again and again, as its own state shows.
    `seen_by_others`: not where a line or a series of somebody else is among what speaks for it. `indirect`: only where
    the mechanism itself was not seen at work; `kinds`: only of things of these kinds.
    """

    own: Odds
    cluster: Odds | None = None
    needed: float = 0.0
    callers: float = 0.0
    complaining: Odds = field(default_factory=dict)
    beside: float = 0.0
    feeding: float = 0.0
    ending: Odds | None = None
    seen_by_others: bool = False
    indirect: bool = False
    kinds: frozenset[str] | None = None


_BLAMED = Roots(
    {"logs": 0.3, "changes": 0.4, "events": 0.4, "state": 0.3},
    {"state": 1.0, "events": 0.3},
    needed=0.8,
    complaining={"state": 0.5, "changes": 0.3},
)
"""What its callers blame: its state, the platform's word and what was changed tell why nobody answers, and the settings
of who complains whether it was asked in the right place."""
_HAPPENED = Roots({"metrics": 0.8}, seen_by_others=True)
"""What a platform reports that it did: that it harms anybody shows in series, or in what its users write."""
_UNPLACED = Roots({}, {"events": 0.4})
"""Why pods wait: the scheduler's word tells which of several limits it is."""
_PROBED = Roots({}, {"state": 0.6})
"""What a probe met: whether it asks in the right way shows in how it and the container are set up."""

ROOTS: dict[str, Roots] = {
    "code.slow_path": Roots({"changes": 0.2}, needed=0.9),
    "code.unhandled_error": Roots(
        {"changes": 1.0, "logs": 0.3, "metrics": 0.3},
        {"changes": 0.7, "logs": 0.3, "metrics": 0.3},
        needed=0.9,
        ending={"changes": 0.2},  # pods of two templates would show a release; no series tells more than that it ends
    ),
    "compute.cpu_saturation": Roots(
        {"changes": 0.2, "scaling": 0.4, "activities": 0.5, "insights": 0.8}, needed=0.2, beside=0.7, feeding=0.5
    ),
    "compute.instance_lost": Roots({"metrics": 0.4, "changes": 0.4}, callers=0.7, kinds=SCALING),
    "compute.thread_pool_exhausted": Roots({"logs": 0.6}, needed=0.9),
    "db.connections_exhausted": Roots({"metrics": 0.4}, indirect=True),
    "db.expensive_query": Roots({"metrics": 0.7}, beside=0.7),
    "db.failover": _HAPPENED,
    "db.maintenance_io_storm": _HAPPENED,
    "db.unreachable": _BLAMED,
    "dependency.cache_failure": _HAPPENED,
    "dependency.errors": Roots({"logs": 0.4, "events": 0.3}, {"state": 0.8, "logs": 0.4}, needed=0.8),
    "dependency.queue_backlog": Roots({}, callers=1.2),
    "dependency.slow": Roots({"metrics": 0.7, "logs": 0.3, "insights": 0.8}, needed=0.8),
    "dependency.unreachable": _BLAMED,
    "deployment.bad_release": Roots({"metrics": 0.5}, {}, indirect=True),
    "dns.resolution_failure": Roots({}, {"state": 1.0, "events": 0.2}),
    "dynamodb.throttled": Roots({"metrics": 0.5, "state": 0.3}),
    "ecs.capacity_unavailable": Roots({"events": 0.5}),
    "k8s.image.reference_invalid": Roots({"events": 0.6}, indirect=True),
    "k8s.probe.liveness_wrong_port": _PROBED,
    "k8s.probe.readiness_endpoint_failing": _PROBED,
    "k8s.scheduling.insufficient_cpu": _UNPLACED,
    "k8s.scheduling.insufficient_memory": _UNPLACED,
    "k8s.workload.evicted": Roots({}, {"state": 0.4}),
    "lambda.timeout": Roots({"metrics": 0.4}, needed=0.6),
    "lb.no_healthy_targets": Roots({"changes": 0.4, "state": 0.6}),
    "network.latency": Roots({}, needed=1.0),
    "network.packet_loss": Roots({}, needed=0.6),
    "node.not_ready": Roots({"state": 0.9, "events": 0.4}),
    "traffic.drop": Roots({}, callers=0.8),
    "traffic.surge": Roots({}, callers=0.25, beside=0.7),
}
