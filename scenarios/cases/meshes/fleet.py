"""A running system drawn into a scene: workloads, pods, services, nodes, their metrics and their calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scenarios.cases.meshes.scene import Scene
from scenarios.cases.meshes.shapes import Shape

SIDECARS = {
    "istio": ("istio-proxy", "docker.io/istio/proxyv2:1.22.3"),
    "linkerd": ("linkerd-proxy", "cr.l5d.io/linkerd/proxy:stable-2.14.10"),
}
SERVICE_METRICS = ("request_rate", "latency_p95", "error_rate", "cpu_usage", "memory_usage")


@dataclass(frozen=True)
class App:
    """One workload: requests per second, p95 in ms, cores and MiB it normally uses."""

    name: str
    runtime: str
    rps: float
    p95: float
    cpu: float
    mem: int
    replicas: int = 3
    port: int = 8080
    tag: str = "1.0.0"
    calls: tuple[str, ...] = ()
    stateful: bool = False


class Fleet:
    """Draws `apps` into `scene`. `depth` says how much state was collected: pods, workloads or none."""

    def __init__(
        self, scene: Scene, apps: tuple[App, ...], ns: str, nodes: tuple[str, ...] = (), *, mesh: str | None = None,
        registry: str = "registry.internal", depth: str = "pods", metrics: tuple[str, ...] = SERVICE_METRICS,
        shapes: Mapping[str, Shape] | None = None, ms: bool = True, baseline: bool = False, calls: bool = True,
    ) -> None:  # fmt: skip
        self.scene, self.apps, self.ns, self.nodes, self.mesh, self.registry = scene, apps, ns, nodes, mesh, registry
        self.names = {app.name: app for app in apps}
        self.pods: dict[str, list[str]] = {app.name: [] for app in apps}
        self.attributes: dict[str, dict[str, Any]] = {}
        self.hashes = {app.name: f"{scene.rng.getrandbits(36):09x}"[:9] for app in apps}
        self.depth = depth
        self.casual: list[dict[str, Any]] = []
        self._metrics(metrics, shapes or {}, ms, baseline, depth != "none" and scene.rng.random() < 0.5)
        if depth != "none":
            self._state()
        if calls:
            self._calls()

    def owner(self, name: str) -> str:
        return f"{'statefulset' if self.names[name].stateful else 'deployment'}/{name}"

    def _metrics(
        self, metrics: tuple[str, ...], shapes: Mapping[str, Shape], ms: bool, baseline: bool, owners: bool
    ) -> None:
        unit = 1 if ms else 1000
        for app in self.apps:
            normal = {
                "request_rate": (app.rps, 0.07, "req/s", 0.12), "latency_p50": (app.p95 * 0.4 / unit, 0.06, "ms" if ms else "s", 0.03),
                "latency_p95": (app.p95 / unit, 0.11, "ms" if ms else "s", 0.04), "latency_p99": (app.p95 * 2.1 / unit, 0.2, "ms" if ms else "s", 0.04),
                "error_rate": (0.0011, 0.5, "ratio", 0.0), "success_rate": (0.9988, 0.0005, "ratio", 0.0),
                "cpu_usage": (app.cpu, 0.09, "cores", 0.1), "memory_usage": (app.mem * 1048576.0 * app.replicas, 0.012, "bytes", 0.0),
                "tcp_retransmits": (app.rps * 0.004 + 0.2, 0.4, "1/s", 0.0), "network_receive_packets": (app.rps * 9.0 + 20, 0.08, "1/s", 0.12),
                "network_transmit_packets": (app.rps * 8.0 + 20, 0.08, "1/s", 0.12), "cpu_throttled_time": (0.004, 0.6, "s", 0.0),
            }  # fmt: skip
            for metric in metrics:
                if app.rps == 0 and metric.split("_")[0] in {"request", "latency", "error", "success"}:
                    continue
                value, noise, label, swing = normal[metric]
                cap = 1.0 if label == "ratio" else None
                shape = shapes.get(f"{app.name}.{metric}")
                used = metric.split("_")[0] in {"cpu", "memory"}
                place = self.owner(app.name) if owners and used else f"service/{app.name}"
                self.scene.series(
                    metric, place, value, shape, noise=noise, unit=label, swing=swing, cap=cap, baseline=baseline
                )

    def _state(self) -> None:
        scene, rng = self.scene, self.scene.rng
        for app in self.apps:
            owner = self.owner(app.name)
            image = f"{self.registry}/{self.ns}/{app.name}:{app.tag}"
            kind = owner.split("/")[0]
            self.attributes[owner] = scene.state(
                owner, kind, namespace=self.ns, desired=app.replicas, ready=app.replicas, age=f"{rng.randint(40, 400)}d",
                selector={"app": app.name}, containers=[{"name": app.name, "image": image}],
            )  # fmt: skip
            started = -rng.uniform(300, 40000)
            for index in range(app.replicas):
                self.add_pod(app.name, started=started + rng.uniform(0, 8), image=image, index=index)
            self.attributes[f"service/{app.name}"] = scene.state(
                f"service/{app.name}", "service", namespace=self.ns, type="ClusterIP", selector={"app": app.name},
                cluster_ip=f"172.20.{rng.randint(1, 250)}.{rng.randint(2, 250)}", port=f"http  {80 if app.port >= 8000 else app.port}/TCP",
                target_port=f"{app.port}/TCP", endpoints="",
            )  # fmt: skip
        for node in self.nodes:
            fine = {"Ready": "True", "MemoryPressure": "False", "DiskPressure": "False", "PIDPressure": "False"}
            used = rng.randint(48, 88)
            allocated = {
                "cpu": {"requests": f"{used * 40}m ({used}%)"},
                "memory": {"requests": f"{used * 140}Mi ({used - 4}%)"},
            }
            self.attributes[f"node/{node}"] = scene.state(
                f"node/{node}", "node", roles="worker", labels={"kubernetes.io/os": "linux"}, taints=[], unschedulable=False,
                conditions=fine, capacity={"cpu": "4", "memory": "15Gi", "pods": "58"}, allocated=allocated,
            )  # fmt: skip

    def add_pod(
        self, name: str, *, started: float, image: str | None = None, index: int = 0, hash: str | None = None
    ) -> str:
        """Another replica, running and ready; a new `hash` makes it one of another revision."""
        app, rng = self.names[name], self.scene.rng
        revision = hash or self.hashes[name]
        pod = (
            f"{name}-{index}"
            if app.stateful
            else f"{name}-{revision}-{''.join(rng.choices('bcdfghjklmnpqrstvwxz2456789', k=5))}"
        )
        state = {"state": "running", "started_at": self.scene.at(started, False)}
        image = image or f"{self.registry}/{self.ns}/{name}:{app.tag}"
        limits = {
            "cpu": f"{max(250, int(app.cpu / app.replicas * 2500) // 50 * 50)}m",
            "memory": f"{max(128, app.mem * 2 // 64 * 64)}Mi",
        }
        containers: list[dict[str, Any]] = [
            {
                "name": name,
                "image": image,
                "ports": [f"{app.port}/TCP"],
                "ready": True,
                "restart_count": 0,
                "state": state,
                "limits": limits,
            }
        ]
        if self.mesh in SIDECARS:
            side, side_image = SIDECARS[self.mesh or ""]
            containers.append(
                {"name": side, "image": side_image, "ready": True, "restart_count": 0, "state": dict(state)}
            )
        total = len(containers)
        node = self.nodes[rng.randrange(len(self.nodes))] if self.nodes else None
        attributes = {
            "namespace": self.ns, "phase": "Running", "status": "Running", "ready": f"{total}/{total}", "restarts": 0, "node": node,
            "ip": f"10.{rng.randint(1, 60)}.{rng.randint(1, 250)}.{rng.randint(2, 250)}", "started_at": state["started_at"],
            "owner": f"StatefulSet/{name}" if app.stateful else f"ReplicaSet/{name}-{revision}", "labels": {"app": name},
            "conditions": {"Ready": "True"}, "containers": containers,
        }  # fmt: skip
        if self.depth == "pods":
            attributes = self.scene.state(f"pod/{pod}", "pod", **attributes)
        self.attributes[f"pod/{pod}"] = attributes
        self.pods[name].append(f"pod/{pod}")
        return f"pod/{pod}"

    def restarted(
        self, pod: str, count: int, ago: str, minute: float, reason: str = "Error", exit_code: int = 1
    ) -> None:
        """A pod that runs now and was restarted some time ago."""
        attributes = self.attributes[pod]
        attributes["restarts"] = f"{count} ({ago} ago)"
        last = {
            "state": "terminated",
            "reason": reason,
            "exit_code": exit_code,
            "finished_at": self.scene.at(minute, False),
        }
        attributes["containers"][0].update(restart_count=count, last_state=last)
        attributes["containers"][0]["state"]["started_at"] = self.scene.at(minute + 0.2, False)

    def rolled(self, name: str, minute: float) -> None:
        """All pods of a workload were replaced by a rollout that ended soon after `minute`."""
        for number, pod in enumerate(self.pods[name]):
            started = self.scene.at(minute + 0.3 + 0.6 * number, False)
            self.attributes[pod]["started_at"] = started
            for container in self.attributes[pod]["containers"]:
                container["state"]["started_at"] = started

    def broken(
        self, pod: str, status: str, message: str = "", *, phase: str = "Running", restarts: int = 0, **last: Any
    ) -> None:
        """A pod that is not ready; `last` describes the last termination of its container."""
        attributes = self.attributes[pod]
        total = len(attributes["containers"])
        attributes.update(
            phase=phase, status=status, ready=f"{total - 1}/{total}", restarts=restarts, conditions={"Ready": "False"}
        )
        container = attributes["containers"][0]
        container.update(ready=False, restart_count=restarts)
        if status == "Running":
            return
        container["state"] = {"state": "waiting", "reason": status, "message": message}
        if last:
            container["last_state"] = {"state": "terminated", **last}

    def pending(self, pod: str, message: str) -> None:
        """A pod the scheduler found no place for."""
        reason = {"status": "False", "reason": "Unschedulable", "message": message}
        attributes = self.attributes[pod]
        attributes.update(
            phase="Pending",
            status="Pending",
            ready=f"0/{len(attributes['containers'])}",
            conditions={"PodScheduled": reason},
        )
        for key in ("node", "ip", "started_at"):
            attributes.pop(key, None)
        for container in attributes["containers"]:
            container.pop("state", None)
            container["ready"] = False

    def empty(self, node: str, *refuges: str) -> None:
        """No pod runs on `node` any more: what was there runs on the refuges."""
        for attributes in self.attributes.values():
            if attributes.get("node") == node:
                attributes["node"] = refuges[self.scene.rng.randrange(len(refuges))]

    def remove(self, pod: str) -> None:
        """A pod that no longer exists."""
        self.scene.forget("state", pod)
        self.attributes.pop(pod)
        for pods in self.pods.values():
            if pod in pods:
                pods.remove(pod)

    def settle(self) -> None:
        """Writes ready counts and endpoints as they follow from the pods; call after the last change to a pod."""
        self._hush()
        for attributes in self.attributes.values():
            if attributes.get("phase") == "Failed":
                for container in attributes["containers"]:
                    container["ready"] = False
                    container["state"] = {"state": "terminated", "reason": "ContainerStatusUnknown", "exit_code": 137}
        if self.depth == "pods":
            self._age()
        for app in self.apps:
            owner = self.attributes.get(self.owner(app.name))
            if owner is None:
                continue
            up = [self.attributes[pod] for pod in self.pods[app.name] if self._up(pod)]
            desired = owner["desired"]
            owner.update(ready=f"{len(up)}/{desired}" if app.stateful else len(up))
            if not app.stateful:
                enough = len(up) >= desired * 0.75
                available = {
                    "status": "True" if enough else "False",
                    "reason": "MinimumReplicasAvailable" if enough else "MinimumReplicasUnavailable",
                }
                owner.update(available=len(up), unavailable=max(0, desired - len(up)))
                owner.setdefault("conditions", {}).setdefault("Available", available)
            service = self.attributes[f"service/{app.name}"]
            if not service["endpoints"]:
                service["endpoints"] = ",".join(f"{pod['ip']}:{app.port}" for pod in up) or "<none>"

    def _age(self) -> None:
        """Old restarts of pods that are fine, and what scheduled jobs left behind."""
        scene, rng = self.scene, self.scene.rng
        calm: list[tuple[str, float]] = []
        for pod in (pod for pods in self.pods.values() for pod in pods if self._up(pod)):
            attributes = self.attributes[pod]
            age = (scene.onset - datetime.fromisoformat(attributes["started_at"])).total_seconds() / 60
            if age > 1500 and not attributes["restarts"] and "last_state" not in attributes["containers"][0]:
                calm.append((pod, age))
        for pod, age in rng.sample(calm, min(len(calm), rng.randint(1, 5))):
            before = rng.uniform(0.2, 0.95) * age
            ago = f"{before / 1440:.0f}d" if before > 2880 else f"{before / 60:.0f}h"
            reason, code = rng.choice(
                (("Error", 1), ("Error", 143), ("OOMKilled", 137), ("Completed", 0), ("Error", 255), ("Unknown", 255))
            )
            self.restarted(pod, rng.choice((1, 1, 1, 2, 3, 6)), ago, -before, reason, code)
        for _ in range(rng.randint(0, 3)):
            name = rng.choice(self.apps).name
            number = rng.randint(29400000, 29499999)
            failed = rng.random() < 0.3
            ended = {"state": "terminated", "reason": "Error" if failed else "Completed", "exit_code": int(failed)}
            container = {
                "name": "job",
                "image": f"{self.registry}/{self.ns}/{name}-jobs:{rng.randint(10, 99)}",
                "ready": False,
                "restart_count": 0,
                "state": ended,
            }
            scene.state(
                f"pod/{name}-nightly-{number}-{''.join(rng.choices('bcdfghjklmnpqrstvwxz', k=5))}", "pod", namespace=self.ns,
                phase="Failed" if failed else "Succeeded", status=ended["reason"], ready="0/1", restarts=0, owner=f"Job/{name}-nightly-{number}",
                started_at=scene.at(-rng.uniform(400, 3000), False), containers=[container],
            )  # fmt: skip

    def _hush(self) -> None:
        """Takes back everyday lines of pods that did not run at that moment."""
        for entry in self.casual:
            attributes = self.attributes.get(entry["entity"]) if entry["entity"].startswith("pod/") else None
            if attributes is None:
                continue
            waiting = attributes["containers"][0].get("state", {}).get("state") != "running"
            early = datetime.fromisoformat(entry["t"]) < datetime.fromisoformat(
                attributes.get("started_at", entry["t"])
            )
            if waiting or early or attributes["phase"] == "Failed":
                for section in ("logs", "events"):
                    self.scene.sections[section][:] = [
                        kept for kept in self.scene.sections[section] if kept is not entry
                    ]

    def _up(self, pod: str) -> bool:
        attributes = self.attributes[pod]
        ready, total = attributes["ready"].split("/")
        return bool(ready == total and attributes["phase"] == "Running")

    def _calls(self) -> None:
        for app in self.apps:
            for target in app.calls:
                self.scene.edge(f"service/{app.name}", target if "/" in target else f"service/{target}")
            if self.depth == "pods" and self.scene.rng.random() < 0.5:
                self.scene.edge(self.owner(app.name), f"service/{app.name}", "owns")
