"""Writes the healthy everyday of an application into a recording; a case then bends it."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from .recording import Recording, Shape, flat


@dataclass(frozen=True)
class Workload:
    """One deployable of an application, as it is on a normal day."""

    name: str
    image: str
    port: int | None
    replicas: int = 2
    cpu: str = "250m"
    memory_mb: int = 512
    rps: float = 0.0
    p95_ms: float = 40.0
    calls: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    chatter: tuple[str, ...] = ()
    probe: str = "/healthz"
    kind: str = "deployment"


@dataclass(frozen=True)
class App:
    """An application: its namespace, its workloads, the nodes it runs on."""

    namespace: str
    registry: str
    nodes: tuple[str, ...]
    workloads: tuple[Workload, ...]
    container_runtime: str = "containerd://1.7.22"
    subnet: str = "10.42"

    def workload(self, name: str) -> Workload:
        """A workload by name; StopIteration when there is none."""
        return next(one for one in self.workloads if one.name == name)


SERIES = ("request_rate", "error_rate", "latency_p95", "cpu_usage", "memory_usage")
Bend = Mapping[tuple[str, str], Shape]


def populate(
    rec: Recording,
    app: App,
    *,
    collector: Collection[str] = ("pod", "deployment", "service", "node"),
    series: Collection[str] = SERIES,
    bend: Bend | None = None,
    silent: Collection[str] = (),
    ends: Mapping[str, float] | None = None,
    hush: Mapping[str, float] | None = None,
    baseline: bool = False,
    chatter: int = 5,
    edges: bool = True,
    old_events: bool = True,
) -> None:
    """Write the application down as healthy.

    `bend` maps (workload, series) to a factor over time; `silent` names workloads that log nothing, `ends` those
    whose series end at a minute, `hush` those that log nothing after a minute.
    """
    for work in app.workloads:
        rec.pods[work.name] = _pod_names(rec, work)
    for work in app.workloads:
        _states(rec, app, work, collector)
        if series:
            _series(rec, work, series, bend or {}, baseline, (ends or {}).get(work.name))
        if edges:
            for target in work.calls:
                rec.edge(place(work), target)
        if work.name not in silent and work.chatter and chatter:
            places = [f"pod/{pod}" for pod in rec.pods[work.name]]
            last = (hush or {}).get(work.name, rec.after)
            rec.burst(places, work.chatter, -rec.before, last, chatter, "INFO")
    if "node" in collector:
        for node in app.nodes:
            _node(rec, app, node)
    if old_events:
        _old_events(rec, app)


def place(work: Workload) -> str:
    """The entity a workload is measured and called as: its service, or itself when it has none."""
    return f"service/{work.name}" if work.port else f"{work.kind}/{work.name}"


def entities(rec: Recording, workload: str) -> list[str]:
    """The pods of a workload as entities."""
    return [f"pod/{pod}" for pod in rec.pods[workload]]


def _pod_names(rec: Recording, work: Workload) -> list[str]:
    if work.kind == "statefulset":
        return [f"{work.name}-{index}" for index in range(work.replicas)]
    replica_set = f"{work.name}-{letters(rec, 9)}"
    return [f"{replica_set}-{letters(rec, 5)}" for _ in range(work.replicas)]


def letters(rec: Recording, count: int) -> str:
    """Letters as Kubernetes puts them at the end of generated names."""
    return "".join(rec.rng.choice("bcdfghjklmnpqrstvwxz2456789") for _ in range(count))


def container_of(app: App, work: Workload) -> dict[str, Any]:
    """A container as kubectl describe shows it, ready and running."""
    target = f"tcp-socket :{work.port}" if work.kind == "statefulset" else f"http-get http://:{work.port}{work.probe}"
    probe = f"{target} delay=20s timeout=2s period=10s #success=1 #failure=3"
    found: dict[str, Any] = {
        "name": work.name,
        "image": f"{app.registry}/{work.image}",
        "env": dict(work.env),
        "requests": {"cpu": work.cpu, "memory": f"{work.memory_mb // 2}Mi"},
        "limits": {"memory": f"{work.memory_mb}Mi"},
        "ready": True,
        "restart_count": 0,
        "state": {"state": "running"},
    }
    if work.port:
        found |= {"ports": f"{work.port}/TCP", "readiness": probe}
    return found


def _states(rec: Recording, app: App, work: Workload, collector: Collection[str]) -> None:
    labels = {"app.kubernetes.io/name": work.name, "app.kubernetes.io/part-of": app.namespace}
    selector = {"app.kubernetes.io/name": work.name}
    addresses: list[str] = []
    for index, pod in enumerate(rec.pods[work.name]):
        address = f"{app.subnet}.{rec.rng.randint(0, 7)}.{rec.rng.randint(4, 250)}"
        addresses.append(address)
        if "pod" not in collector:
            continue
        old = rec.rng.random() < 0.12
        container = container_of(app, work)
        container["state"] = {"state": "running", "started_at": rec.at(-rec.rng.randint(2000, 30000))}
        if old:
            container["restart_count"] = 1
        rec.state(
            f"pod/{pod}",
            "pod",
            namespace=app.namespace,
            phase="Running",
            ready="1/1",
            restarts=f"1 ({rec.rng.randint(3, 21)}d ago)" if old else 0,
            node=app.nodes[(index + len(work.name)) % len(app.nodes)],
            ip=address,
            owner=f"StatefulSet/{work.name}" if work.kind == "statefulset" else f"ReplicaSet/{pod.rsplit('-', 1)[0]}",
            labels=labels,
            conditions={"Ready": "True", "ContainersReady": "True", "PodScheduled": "True"},
            containers=[container],
        )
    if "deployment" in collector:
        if work.kind == "statefulset":
            count = f"{work.replicas}/{work.replicas}"
            rec.state(f"statefulset/{work.name}", "statefulset", namespace=app.namespace, ready=count, age="212d")
        else:
            rec.state(
                f"deployment/{work.name}",
                "deployment",
                namespace=app.namespace,
                desired=work.replicas,
                ready=work.replicas,
                updated=work.replicas,
                available=work.replicas,
                unavailable=0,
                selector=selector,
                conditions={
                    "Available": {"status": "True", "reason": "MinimumReplicasAvailable"},
                    "Progressing": {"status": "True", "reason": "NewReplicaSetAvailable"},
                },
            )
    if "service" in collector and work.port:
        rec.state(
            f"service/{work.name}",
            "service",
            namespace=app.namespace,
            type="ClusterIP",
            selector=selector,
            cluster_ip=f"172.20.{rec.rng.randint(1, 240)}.{rec.rng.randint(2, 250)}",
            port=f"{work.name}  {work.port}/TCP" if work.kind == "statefulset" else "http  80/TCP",
            target_port=f"{work.port}/TCP",
            endpoints=",".join(f"{address}:{work.port}" for address in addresses),
        )
    if "manifest" in collector:
        _manifests(rec, app, work, selector, labels)


def _manifests(rec: Recording, app: App, work: Workload, selector: dict[str, str], labels: dict[str, str]) -> None:
    container: dict[str, Any] = {
        "name": work.name,
        "image": f"{app.registry}/{work.image}",
        "env": [{"name": key, "value": value} for key, value in work.env.items()],
        "resources": {
            "requests": {"cpu": work.cpu, "memory": f"{work.memory_mb // 2}Mi"},
            "limits": {"memory": f"{work.memory_mb}Mi"},
        },
    }
    if work.port:
        container["ports"] = [{"name": "http", "containerPort": work.port, "protocol": "TCP"}]
        web = {"httpGet": {"path": work.probe, "port": work.port}, "periodSeconds": 10}
        container["readinessProbe"] = {"tcpSocket": {"port": work.port}} if work.kind == "statefulset" else web
    kind = "StatefulSet" if work.kind == "statefulset" else "Deployment"
    spec = {
        "replicas": work.replicas,
        "selector": {"matchLabels": selector},
        "template": {"metadata": {"labels": labels}, "spec": {"containers": [container]}},
    }
    rec.state(f"{work.kind}/{work.name}", "manifest", kind=kind, spec=spec)
    if work.port:
        front = work.port if work.kind == "statefulset" else 80
        ports = [{"name": "main", "port": front, "targetPort": work.port, "protocol": "TCP"}]
        rec.state(f"service/{work.name}", "manifest", kind="Service", spec={"selector": selector, "ports": ports})


def _series(
    rec: Recording, work: Workload, names: Collection[str], bend: Bend, baseline: bool, until: float | None
) -> None:
    cores = float(work.cpu.removesuffix("m")) / 1000 * 0.55
    normal = {
        "request_rate": (work.rps, "req/s", 0.07),
        "error_rate": (0.0022, None, 0.5),
        "latency_p95": (work.p95_ms / 1000, "seconds", 0.11),
        "cpu_usage": (cores, "cores", 0.12),
        "memory_usage": (work.memory_mb * 0.58 * 1048576, "bytes", 0.012),
    }
    phase = rec.rng.uniform(0, 6.28)
    for name in names:
        if name not in normal or (not work.rps and name not in ("cpu_usage", "memory_usage")):
            continue
        base, unit, sigma = normal[name]
        factor = bend.get((work.name, name), flat())
        tide = 0.08 if name in ("request_rate", "cpu_usage") else 0.0

        def shape(m: float, base: float = base, factor: Shape = factor, tide: float = tide) -> float:
            return base * factor(m) * (1 + tide * math.sin(phase + m / 230))

        def width(m: float, sigma: float = sigma, factor: Shape = factor) -> float:
            # a ratio of many failures is steadier than one of a few
            return min(sigma, 0.09) if factor(m) > 8 else sigma

        rec.series(
            place(work),
            name,
            shape,
            unit=unit,
            sigma=width,
            until=until,
            baseline=baseline,
            ceiling=1.0 if name == "error_rate" else 1e18,
        )


def _node(rec: Recording, app: App, node: str) -> None:
    rec.state(
        f"node/{node}",
        "node",
        roles="<none>",
        labels={"kubernetes.io/arch": "amd64", "node.kubernetes.io/instance-type": "m6i.xlarge"},
        taints=[],
        unschedulable=False,
        conditions={
            "Ready": {"status": "True", "reason": "KubeletReady"},
            "MemoryPressure": "False",
            "DiskPressure": "False",
            "PIDPressure": "False",
        },
        capacity={"cpu": "4", "memory": "16Gi", "pods": "58"},
        allocatable={"cpu": "3920m", "memory": "14980Mi", "pods": "58"},
        allocated={
            "cpu": {"requests": f"{rec.rng.randint(38, 71)}%", "limits": "0%"},
            "memory": {"requests": f"{rec.rng.randint(35, 68)}%", "limits": f"{rec.rng.randint(70, 120)}%"},
        },
        container_runtime=app.container_runtime,
    )


def _old_events(rec: Recording, app: App) -> None:
    """Warnings any cluster has lying about: single probe misses, a slow pull, an autoscaler without a metric."""
    works = [work for work in app.workloads if work.port and work.kind == "deployment"]
    rng = rec.rng
    for choice in rng.sample(range(6), 3):
        work = rng.choice(works)
        pod = f"pod/{rng.choice(rec.pods[work.name])}"
        ago = -float(rng.randint(25, 300))
        if choice == 0:
            url = f"http://{app.subnet}.{rng.randint(0, 7)}.{rng.randint(4, 250)}:{work.port}{work.probe}"
            message = f'Readiness probe failed: Get "{url}": context deadline exceeded (Client.Timeout exceeded)'
            rec.event(pod, "Unhealthy", message, ago, first=-2400, count=rng.randint(1, 4))
        elif choice == 1:
            message = f'Container image "{app.registry}/{work.image}" already present on machine'
            rec.event(pod, "Pulled", message, ago, "normal")
        elif choice == 2:
            node = f"node/{rng.choice(app.nodes)}"
            rec.event(
                node, "NodeHasSufficientMemory", "Node status is now: NodeHasSufficientMemory", ago - 4000, "normal"
            )
        elif choice == 3:
            message = "failed to get cpu utilization: did not receive metrics for targeted pods (pods might be unready)"
            source = "horizontal-pod-autoscaler"
            rec.event(f"deployment/{work.name}", "FailedGetResourceMetric", message, ago - 900, count=2, source=source)
        elif choice == 4:
            message = "Nameserver limits were exceeded, some nameservers have been omitted"
            rec.event(pod, "DNSConfigForming", message, ago, first=-8000, count=rng.randint(90, 700))
        else:
            message = (
                f"Error updating Endpoint Slices for Service {app.namespace}/{work.name}: skipping Pod: node not found"
            )
            source = "endpoint-slice-controller"
            rec.event(f"service/{work.name}", "FailedToUpdateEndpointSlices", message, ago - 600, source=source)
