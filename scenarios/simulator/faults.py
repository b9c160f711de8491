"""What can go wrong at one component, what may look like it although nothing is wrong, and how strongly it acts."""

import random
from dataclasses import dataclass

from scenarios.simulator.graph import Graph


@dataclass(frozen=True)
class Influence:
    """What acts on one component in one step.

    `cores`, `memory` and `disk` are taken by something besides requests (cores, bytes, bytes a second); `delay` in ms
    on everything it sends; `loss` is the share of its packets lost; `workers` the share of its workers that are left;
    `fails` the share of requests its own code fails; `slow`, `cpu` and `io` multiply a request's waiting time, CPU time
    and disk time; `demand` multiplies what clients ask for.
    """

    cores: float = 0.0
    memory: float = 0.0
    disk: float = 0.0
    delay: float = 0.0
    loss: float = 0.0
    workers: float = 1.0
    fails: float = 0.0
    slow: float = 1.0
    cpu: float = 1.0
    io: float = 1.0
    demand: float = 1.0
    down: bool = False
    leaks: bool = False
    """Whether the memory taken grows until the component is killed for it."""


NOTHING = Influence()

FAULTS = (
    "cpu_hog",
    "memory_leak",
    "memory_saturation",
    "disk_hog",
    "network_latency",
    "packet_loss",
    "workers_used_up",
    "sockets_used_up",
    "code_error",
    "slow_code",
    "bad_release",
    "slow_release",
    "traffic_surge",
    "database_slow",
    "dependency_down",
)
CALM = ("quiet", "spike", "batch_job", "ramp", "harmless_release", "recovered")

CAUSES = {
    "cpu_hog": "compute.cpu_saturation",
    "memory_leak": "compute.memory_leak",
    "memory_saturation": "compute.memory_saturation",
    "disk_hog": "storage.io_saturation",
    "network_latency": "network.latency",
    "packet_loss": "network.packet_loss",
    "workers_used_up": "compute.thread_pool_exhausted",
    "sockets_used_up": "compute.thread_pool_exhausted",
    "code_error": "code.unhandled_error",
    "slow_code": "code.slow_path",
    "bad_release": "deployment.bad_release",
    "slow_release": "deployment.bad_release",
    "traffic_surge": "traffic.surge",
    "database_slow": "db.expensive_query",
    "dependency_down": "dependency.unreachable",
}
"""The cause code that a careful engineer gives each of them."""


@dataclass(frozen=True)
class Fault:
    """What happens where, from which step until which; `strength` grows when an effect would be hard to see."""

    name: str
    place: int
    onset: int
    end: int
    strength: float = 1.0

    def at(self, step: int, period: float, graph: Graph) -> Influence:
        """What it does to its component in a step of so many seconds."""
        if not self.onset <= step < self.end:
            return NOTHING
        since, power, node = step - self.onset, self.strength, graph.nodes[self.place]
        grown = min(1.0, (since + 1) / 3)
        length = max(4, self.end - self.onset)
        room = node.memory_limit - node.memory
        match self.name:
            case "cpu_hog":
                return Influence(cores=node.cores * 0.85 * power)
            case "memory_leak":
                return Influence(memory=room * min(1.2, 0.75 * power) * (since + 1) / length, leaks=True)
            case "memory_saturation":
                return Influence(memory=room * min(0.97, 0.85 * power) * grown)
            case "disk_hog":
                return Influence(disk=node.disk_limit * 0.95 * power)
            case "network_latency":
                return Influence(delay=60.0 * power)
            case "packet_loss":
                return Influence(loss=min(0.4, 0.06 * power))
            case "workers_used_up" | "sockets_used_up":
                return Influence(workers=max(0.002, (1 - 0.96 * grown) / power))
            case "code_error" | "bad_release" | "recovered":
                return Influence(fails=min(0.95, 0.3 * power))
            case "slow_code" | "slow_release":
                return Influence(slow=1 + 5 * power, cpu=1 + 0.6 * power)
            case "traffic_surge":
                return Influence(demand=1 + 2 * power * grown)
            case "database_slow":
                return Influence(cpu=1 + 1.5 * power, io=1 + 8 * power, slow=1 + 4 * power)
            case "dependency_down":
                return Influence(down=True)
            case "spike":
                return Influence(cores=node.cores * 0.4, slow=3.0)
            case "batch_job":
                return Influence(cores=node.cores * 0.3, disk=node.disk_limit * 0.3)
            case "ramp":
                return Influence(demand=1 + 0.45 * since / length)
        return NOTHING


def random_fault(chance: random.Random, graph: Graph, name: str, steps: int) -> Fault:
    """A fault of that name at a component that it can hit."""
    rates = graph.rates()
    nodes = range(len(graph.nodes))
    busy = [place for place in nodes if rates[place] >= 2] or list(nodes)
    services = [place for place in busy if graph.nodes[place].part in ("entry", "service")]
    inner = [place for place in services if graph.nodes[place].part == "service"] or services
    databases = [place for place in busy if graph.nodes[place].part == "database"]
    where = {
        "traffic_surge": list(graph.demand),
        "ramp": list(graph.demand),
        "database_slow": databases or [place for place in nodes if graph.nodes[place].part == "database"] or busy,
        "dependency_down": [place for place in busy if graph.callers(place)],
        "disk_hog": databases * 2 + inner,
        "batch_job": inner,
        "recovered": inner,
    }.get(name, inner if name in _IN_CODE else inner * 2 + busy)
    place = chance.choice(where or busy)
    onset = round(steps * chance.uniform(0.4, 0.72))
    end = steps
    if name == "spike":
        onset = round(steps * chance.uniform(0.2, 0.8))
        end = onset + 1
    elif name == "batch_job":
        onset = round(steps * chance.uniform(0.2, 0.5))
        end = onset + max(3, steps // 8)
    elif name == "recovered":
        onset = round(steps * chance.uniform(0.15, 0.35))
        end = onset + max(4, steps // 6)
    elif name == "ramp":
        onset = 0
    return Fault(name, place, onset, end, chance.choice([0.8, 1.0, 1.3, 1.8]))


_IN_CODE = frozenset({"code_error", "slow_code", "bad_release", "slow_release", "workers_used_up", "sockets_used_up"})
