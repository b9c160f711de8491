"""One simulated case a seed: what was collected, and what a careful engineer concludes from it."""

import random
from dataclasses import replace
from statistics import median
from typing import Any

from scenarios.cases.building import Item, Scenario, bundle
from scenarios.simulator import telemetry, words
from scenarios.simulator.dialects import DIALECTS, PLAIN_FIRST, Dialect
from scenarios.simulator.faults import CALM, CAUSES, FAULTS, Fault, random_fault
from scenarios.simulator.graph import Graph, random_graph
from scenarios.simulator.running import Record, run

_MOST_STEPS = 1200
"""Steps times components of one case."""

_NEEDED = {
    "memory_leak": {"memory"},
    "memory_saturation": {"memory"},
    "disk_hog": {"disk"},
    "network_latency": {"network"},
    "packet_loss": {"network", "resent"},
    "workers_used_up": {"workers", "queue"},
    "sockets_used_up": {"workers", "queue"},
    "code_error": {"errors"},
    "bad_release": {"errors"},
    "traffic_surge": {"rate"},
    "database_slow": {"disk"},
    "dependency_down": {"errors", "rate"},
    "recovered": {"errors"},
}
"""What a collector must have for the mechanism to be seen at all."""
_TOLD_BY_LOGS = frozenset({"sockets_used_up"})
"""Faults that numbers alone do not tell from others."""


def simulated(seed: int) -> Scenario:
    """The case of a seed. About one in four has nothing wrong."""
    chance = random.Random(seed)
    graph = random_graph(chance)
    steps = min(chance.choice([40, 60, 60, 90, 120, 180]), max(40, _MOST_STEPS // len(graph.nodes)))
    name = chance.choice(CALM) if chance.random() < 0.25 else FAULTS[seed % len(FAULTS)]
    clock = telemetry.random_clock(chance)
    fault, records = _happening(chance, graph, name, steps, clock.period)
    usual = run(graph, None, steps, clock.period, random.Random(seed + 1)) if chance.random() < 0.35 else None
    dialect = DIALECTS[chance.choice(PLAIN_FIRST)]
    measures = telemetry.chosen(chance, dialect, _NEEDED.get(name, set()), chance.choice([0.4, 0.7, 1.0]))
    has_logs = chance.random() < 0.4 or name in _TOLD_BY_LOGS
    metrics = []
    for place, node in enumerate(graph.nodes):
        before = usual[place] if usual else None
        items = telemetry.series_of(dialect, node, records[place], before, clock, measures, chance)
        if name == "dependency_down" and place == fault.place:
            items = [_ended(item, fault.onset) for item in items]
        metrics += items
    chance.shuffle(metrics)
    changes = chance.random() < 0.5 or name in ("bad_release", "slow_release", "harmless_release")
    sections: dict[str, list[Item]] = {
        "metrics": metrics,
        "logs": words.lines(chance, graph, fault, dialect, clock, steps) if has_logs else [],
        "changes": words.releases(chance, graph, fault, dialect, clock, steps) if changes else [],
        "topology": telemetry.edges(chance, graph, dialect) if chance.random() < 0.45 else [],
    }
    alerts, incident = _alarm(chance, graph, fault, dialect, clock, steps, metrics)
    document = bundle(f"simulated-{seed}", incident=incident, alerts=alerts, **sections)
    return document, _expected(graph, fault, dialect, records, has_logs)


def _happening(chance: random.Random, graph: Graph, name: str, steps: int, period: float) -> tuple[Fault, list[Record]]:
    """A fault and a run with it; the fault grows until its own effect can be seen."""
    fault = random_fault(chance, graph, name, steps)
    state = chance.getstate()
    for _ in range(6):
        chance.setstate(state)
        records = run(graph, fault, steps, period, chance)
        if name in CALM or _visible(fault, records[fault.place]):
            break
        fault = replace(fault, strength=fault.strength * 1.5)
    return fault, records


def _visible(fault: Fault, record: Record) -> bool:
    """Whether the fault's own effect at its own place is beyond doubt."""
    late = fault.onset + max(3, (fault.end - fault.onset) // 2)

    def before(field: str) -> float:
        return float(median(getattr(record, field)[: fault.onset]))

    def after(field: str) -> float:
        return float(median(getattr(record, field)[late:]))

    match fault.name:
        case "cpu_hog":
            return after("cpu") > 0.85
        case "memory_leak":
            return max(record.memory[late:]) > 1.3 * before("memory")
        case "memory_saturation":
            return after("memory_share") > 0.82
        case "disk_hog":
            return after("disk_share") > 0.85
        case "packet_loss":
            return after("resent") > 20 * before("resent")
        case "code_error" | "bad_release":
            return after("failed") > 0.1
        case "traffic_surge":
            return after("rate") > 2 * before("rate")
        case "dependency_down":
            return True
        case "workers_used_up" | "sockets_used_up":
            return after("failed") > 0.1 or after("mean") > 3 * before("mean")
    return after("mean") > 2 * before("mean")


def _ended(item: Item, onset: int) -> Item:
    """A series that its component gave itself ends with the component; what callers measure goes on."""
    told_by_callers = ("latency", "duration", "request", "error", "success", "Latency", "Request", "5XX", "queries")
    if any(word in item["name"] for word in told_by_callers):
        return item
    return {**item, "points": item["points"][:onset]}


def _alarm(
    chance: random.Random,
    graph: Graph,
    fault: Fault,
    dialect: Dialect,
    clock: telemetry.Clock,
    steps: int,
    metrics: list[Item],
) -> tuple[list[Item], Item]:
    """The alarm that was raised, if one was, and the incident's own words."""
    calm = fault.name in CALM
    entry = chance.choice(sorted(graph.demand))
    upstream = graph.upstream(fault.place) | {fault.place}
    entry = next((place for place in sorted(graph.demand) if place in upstream), entry)
    entity, name = dialect.entity(graph.nodes[entry]), graph.nodes[entry].name
    onset = steps // 2 if calm else fault.onset
    incident: Item = {
        "title": chance.choice([f"{name} is slow", f"{name}: service level at risk", f"Please look at {name}"]),
        "severity": chance.choice(["critical", "high", "warning", "unknown"]),
        "source": dialect.source,
        "collected_at": clock.step(steps),
    }
    if chance.random() < 0.6:
        incident |= {"resource": entity, "service": name}
    if chance.random() < (0.3 if calm else 0.5):
        incident["started_at"] = clock.step(onset + 1)
    own = [item for item in metrics if item["entity"] == entity and _alarming(item["name"])]
    crossing = [found for item in own if (found := _crossing(item, onset, calm)) is not None]
    if not crossing or chance.random() < 0.5:
        return [], incident
    item, threshold, at = chance.choice(crossing)
    alert = {
        "t": at,
        "name": f"{name} {item['name']} above {threshold:g}",
        "entity": entity,
        "state": "alarm",
        "metric": item["name"],
        "threshold": threshold,
        "comparison": "GreaterThanThreshold",
    }
    return [alert], {**incident, "title": alert["name"], "resource": entity}


def _alarming(name: str) -> bool:
    return any(word in name.lower() for word in ("latency", "duration", "responsetime", "error_rate", "5xx"))


def _crossing(item: Item, onset: int, calm: bool) -> tuple[Item, float, str] | None:
    """A threshold that the series crosses, and when: by a fault for good, by chance once."""
    points: list[Any] = item["points"]
    values = [value for _, value in points]
    if calm:
        highest = max(range(len(values)), key=values.__getitem__)
        second = sorted(values)[-2]
        if values[highest] <= 1.02 * second:
            return None
        return item, telemetry.short((values[highest] + second) / 2, 3), points[highest][0]
    before, after = max(values[:onset]), median(values[onset + 3 :])
    if after < 1.4 * before or after == 0:
        return None
    return item, telemetry.short((before + after) / 2, 3), points[min(len(points) - 1, onset + 3)][0]


def _expected(graph: Graph, fault: Fault, dialect: Dialect, records: list[Record], has_logs: bool) -> Item:
    if fault.name in CALM:
        return {"verdict": ["healthy"], "kind": "healthy", "simulated": fault.name, "written": "generated"}
    entity = dialect.entity(graph.nodes[fault.place])
    also = _equally_right(graph, fault, dialect, records[fault.place], has_logs)
    return {
        "verdict": ["confirmed", "likely"],
        "kind": "fault",
        "cause": CAUSES[fault.name],
        "entity": entity,
        "also": [{"cause": cause, "entity": entity} for cause in also],
        "simulated": fault.name,
        "written": "generated",
    }


def _equally_right(graph: Graph, fault: Fault, dialect: Dialect, record: Record, has_logs: bool) -> list[str]:
    """Codes that say the same of what was collected.

    Code that takes more CPU per request and something else that takes CPU look alike where no limit is known.
    """
    limited = any(one.measures == "cpu" and one.share for one in dialect.spellings(graph.nodes[fault.place]))
    database = graph.nodes[fault.place].part == "database"
    newest = slice(-max(3, (fault.end - fault.onset) // 3), None)
    match fault.name:
        case "cpu_hog":
            return ["compute.cpu_throttled"]
        case "memory_leak":
            full = max(record.memory_share[newest]) > 0.85
            return ["code.memory_leak", *(["compute.memory_saturation"] if full else [])]
        case "disk_hog" if database:
            return ["db.maintenance_io_storm"]
        case "code_error" if not has_logs:
            return ["dependency.errors"]
        case "slow_code":
            busy = median(record.cpu[newest]) > (0.8 if limited else 1.6 * median(record.cpu[: fault.onset]))
            slow = [] if has_logs else ["dependency.slow"]
            return [*slow, *(["compute.cpu_saturation"] if busy else [])]
        case "database_slow":
            cpu = ["compute.cpu_saturation"] if median(record.cpu[newest]) > 0.85 else []
            disk = ["storage.io_saturation"] if median(record.disk_share[newest]) > 0.85 else []
            return ["dependency.slow", "code.slow_path", *cpu, *disk]
        case "dependency_down":
            return ["dependency.errors", "compute.instance_lost", *(["db.unreachable"] if database else [])]
    return []
