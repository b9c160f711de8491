"""The right answer of a recording and what else an expert would accept from the same evidence."""

from __future__ import annotations

from typing import Any

from .recording import Recording

CAUSES = {
    "cpu": "compute.cpu_saturation",
    "memory": "compute.memory_saturation",
    "leak": "compute.memory_leak",
    "disk": "storage.io_saturation",
    "delay": "network.latency",
    "loss": "network.packet_loss",
    "pool": "compute.thread_pool_exhausted",
    "slow": "code.slow_path",
    "errors": "code.unhandled_error",
    "lost": "compute.instance_lost",
    "surge": "traffic.surge",
}
ALSO = {
    "cpu": ["compute.cpu_throttled"],
    "memory": ["compute.memory_leak"],
    "leak": ["compute.memory_saturation", "code.memory_leak"],
    "disk": [],
    "delay": ["code.slow_path"],
    "loss": ["network.latency"],
    "pool": [],
    "slow": ["network.latency"],
    "errors": [],
    "lost": [],
    "surge": ["traffic.abuse"],
}
NEAR = {
    "cpu": ["code.slow_path", "traffic.surge"],
    "memory": ["code.memory_leak"],
    "leak": ["compute.memory_saturation"],
    "disk": ["code.slow_path"],
    "delay": ["network.packet_loss"],
    "loss": ["network.latency"],
    "pool": ["code.slow_path", "network.latency"],
    "slow": ["compute.thread_pool_exhausted"],
    "errors": ["dependency.errors"],
    "lost": ["compute.cpu_saturation"],
    "surge": ["compute.cpu_saturation"],
}


def expect(recording: Recording, metrics: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The expected fields for `recording`; `metrics` by entity and name."""
    spec = recording.spec
    herring = _herring(recording)
    if spec.healthy:
        return {
            "verdict": ["healthy"],
            "cause": None,
            "entity": None,
            "also": [],
            "kind": "healthy",
            "herring": herring,
            "near": ["healthy.threshold_noise"],
            "written": "before",
        }
    service = recording.system.services[recording.target]
    entity = f"{recording.scraper.style.kind}/{service.name}"
    cause, also = CAUSES[spec.kind], list(ALSO[spec.kind])
    restarted = recording.trace.services[recording.target].restarts[-1] > 0
    if spec.kind in ("memory", "leak") and restarted:
        also.append("k8s.container.oom_killed")
    if spec.kind == "disk" and service.role == "db":
        also.append("db.maintenance_io_storm")
    if spec.kind == "pool" and service.role == "db":
        cause, also = "db.connections_exhausted", ["compute.thread_pool_exhausted"]
    if spec.kind == "slow" and service.role == "db":
        also += ["db.lock_contention", "db.expensive_query"]
    if spec.kind == "delay" and service.role == "db" and not any(_of(metrics, entity, "rtt")):
        also += ["db.lock_contention", "db.expensive_query"]
    if spec.kind in ("slow", "delay", "loss") and _pool_full(recording):
        also.append("compute.thread_pool_exhausted")
    if spec.kind == "cpu" and any(_of(metrics, entity, "throttl")) and not _throttled(recording):
        also.remove("compute.cpu_throttled")
    if spec.kind in ("slow", "delay") and any(_of(metrics, entity, "rtt")):
        # a measured round trip tells a slow network from slow code
        also = [c for c in also if c not in ("code.slow_path", "network.latency")]
    if spec.kind == "loss":
        # measured retransmissions tell loss from delay
        also = (
            [c for c in also if c != "network.latency"]
            if any(_of(metrics, entity, "retrans"))
            else [*also, "code.slow_path"]
        )
    if spec.kind == "lost" and spec.level == "total":
        also += ["dependency.unreachable", "k8s.workload.zero_replicas"] + (
            ["db.unreachable"] if service.role == "db" else []
        )
    return {
        "verdict": ["confirmed", "likely"],
        "cause": cause,
        "entity": entity,
        "also": [{"cause": c, "entity": entity} for c in also],
        "kind": "fault",
        "herring": herring,
        "near": [c for c in NEAR[spec.kind] if c not in also],
        "written": "before",
    }


def _of(metrics: dict[str, dict[str, Any]], entity: str, word: str) -> list[str]:
    return [k for k in metrics if k.startswith(entity + " ") and word in k]


def _pool_full(recording: Recording) -> bool:
    """The pool stands at its size, measured or not, late in the fault."""
    service, trace = recording.system.services[recording.target], recording.trace.services[recording.target]
    late = trace.pool_busy[-max(3, len(trace.pool_busy) // 4) :]
    return sum(late) / len(late) > 0.9 * service.workers * service.replicas


def _throttled(recording: Recording) -> bool:
    """The faulty service lost a visible share of its time to its CPU limit."""
    late = recording.trace.services[recording.target].throttled
    late = late[-max(3, len(late) // 4) :]
    return sum(late) / len(late) > 0.01


def _herring(recording: Recording) -> dict[str, str] | None:
    """The loudest background job away from the fault."""
    services = recording.system.services
    loud = [
        j
        for j in recording.jobs
        if j.service != recording.target and j.cores > 0.2 * services[j.service].cores * services[j.service].replicas
    ]
    if not loud:
        return None
    job = max(loud, key=lambda j: j.cores)
    return {
        "cause": "compute.cpu_saturation",
        "entity": f"{recording.scraper.style.kind}/{recording.system.services[job.service].name}",
    }
