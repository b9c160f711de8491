"""Where the root of a cause would show: the parts of the evidence that tell a symptom or a pressure from what is
below it.

A number is the odds that something else, which only this part of the evidence would show, is the cause: 1.0 means as
likely as not. They are counted on cases told with less evidence, roughly, and kept few and round.
"""

from dataclasses import dataclass

from commander.evidence.looked import Part

Odds = dict[Part, float]


@dataclass(frozen=True, slots=True)
class Roots:
    """`own`: by part, at the thing itself; `cluster`: in its place in clusters. `needed`: of each thing that it needs
    and of which no series is in view; `callers`: of each that needs it. `indirect`: only where the mechanism itself
    was not seen at work.
    """

    own: Odds
    cluster: Odds | None = None
    needed: float = 0.0
    callers: float = 0.0
    indirect: bool = False


_BLAMED = Roots({"logs": 0.3, "changes": 0.2}, {"state": 1.0, "events": 0.3}, needed=0.8)
"""What its callers blame: in a cluster its state tells why nobody answers."""

ROOTS: dict[str, Roots] = {
    "code.slow_path": Roots({"changes": 0.2}, needed=0.9),
    "code.unhandled_error": Roots({"changes": 1.0, "logs": 0.3}, {"changes": 0.2, "logs": 0.3}, needed=0.9),
    "compute.cpu_saturation": Roots({"changes": 0.2, "scaling": 0.4, "activities": 0.3, "insights": 0.8}, needed=0.2),
    "compute.thread_pool_exhausted": Roots({"logs": 0.6}, needed=0.9),
    "db.unreachable": _BLAMED,
    "dependency.errors": Roots({"logs": 0.4}, {"state": 0.8, "logs": 0.4}, needed=0.8),
    "dependency.queue_backlog": Roots({}, callers=1.2),
    "dependency.slow": Roots({"metrics": 0.7, "logs": 0.3, "insights": 0.8}, needed=0.8),
    "dependency.unreachable": _BLAMED,
    "dns.resolution_failure": Roots({}, {"state": 1.0, "events": 0.2}),
    "dynamodb.throttled": Roots({"metrics": 0.5}),
    "ecs.capacity_unavailable": Roots({"events": 0.5}),
    "k8s.image.reference_invalid": Roots({"events": 0.6}, indirect=True),
    "lambda.timeout": Roots({}, needed=0.6),
    "network.latency": Roots({}, needed=1.0),
    "network.packet_loss": Roots({}, needed=0.6),
    "node.not_ready": Roots({"state": 0.9, "events": 0.2}),
    "traffic.surge": Roots({}, callers=0.25),
}
