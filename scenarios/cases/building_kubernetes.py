"""Builders for clusters: an application of several services as a reading of the cluster would show it.

A `Cluster` starts healthy; a case then changes what is wrong and leaves the rest alone. What follows from the pods
(ready counts, endpoints) is worked out when the bundle is made. Minutes count from the onset. Nothing of the engine is
imported.
"""

import random
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from scenarios.cases.building import Item, Scenario, bundle, noisy
from scenarios.cases.building_kubernetes_systems import Part, System

LETTERS = "bcdfghjklmnpqrstvwxz2456789"
NODES = (
    "ip-10-0-12-41.eu-west-1.compute.internal",
    "ip-10-0-31-7.eu-west-1.compute.internal",
    "ip-10-0-47-190.eu-west-1.compute.internal",
)
WAITING = {
    "CrashLoopBackOff": "back-off 2m40s restarting failed container={container} pod={pod}_{namespace}({uid})",
    "ImagePullBackOff": 'Back-off pulling image "{image}"',
}


def fault(cause: str, entity: str, *near: str, also: Sequence[tuple[str, str]] = (), **more: Any) -> Item:
    """What is expected of a case whose mechanism is evidenced; `near` are causes it only looks like."""
    expected: Item = {"verdict": ["confirmed", "likely"], "cause": cause, "entity": entity, "kind": "fault"}
    if also:
        expected["also"] = [{"cause": one, "entity": where} for one, where in also]
    if near:
        expected["near"] = list(near)
    return {**expected, "written": "before", **more}


def herring(cause: str, entity: str) -> Item:
    """What a loud red herring suggests."""
    return {"cause": cause, "entity": entity}


def healthy(cause: str, entity: str, *near: str, also: Sequence[str] = ()) -> Item:
    """What is expected where nothing is wrong now."""
    expected: Item = {"verdict": ["healthy"], "cause": cause, "entity": entity, "kind": "healthy"}
    if also:
        expected["also"] = [{"cause": one, "entity": entity} for one in also]
    return {**expected, "near": list(near), "written": "before"}


def blind(*near: str, missing: Sequence[str] = (), verdict: Sequence[str] = ("inconclusive",)) -> Item:
    """What is expected where the deciding evidence is missing."""
    expected: Item = {"verdict": list(verdict), "kind": "blind", "near": list(near)}
    if missing:
        expected["missing"] = list(missing)
    return {**expected, "written": "before"}


def condition(status: str, reason: str = "", message: str = "") -> Item:
    """A condition as an object."""
    return {"status": status, "reason": reason, "message": message}


def probe(
    target: int | str,
    path: str = "/healthz",
    *,
    scheme: str = "http",
    delay: int = 10,
    timeout: int = 1,
    period: int = 10,
    failure: int = 3,
) -> str:
    """A probe as `kubectl describe` words it; seconds."""
    action = f"tcp-socket :{target}" if path == "tcp" else f"{scheme}-get {scheme}://:{target}{path}"
    if isinstance(target, str) and not target.isdigit():
        action = target
    return f"{action} delay={delay}s timeout={timeout}s period={period}s #success=1 #failure={failure}"


def levels(seed: int, *parts: tuple[float, int], spread: float = 0.06, digits: int = 3) -> list[float]:
    """Values around one level after another: (level, so many points)."""
    generator = random.Random(seed)
    return [
        round(max(0.0, generator.gauss(level, spread * level)), digits) for level, count in parts for _ in range(count)
    ]


class Cluster:
    """One namespace and its nodes, read at one moment."""

    def __init__(
        self,
        namespace: str,
        onset: str,
        seed: int,
        *,
        nodes: Sequence[str] = NODES,
        objects: bool = True,
        slim: bool = False,
        timed: bool = True,
        edges: bool = True,
        registry: str = "registry.halden.example",
    ) -> None:
        """`objects`: conditions in their long form; `slim`: pods without container detail; `timed`: with times."""
        self.namespace, self.onset, self.random = namespace, datetime.fromisoformat(onset), random.Random(seed)
        self.nodes, self.objects, self.slim, self.timed, self.edges = list(nodes), objects, slim, timed, edges
        self.registry = registry
        self.alerts: list[Item] = []
        self.metrics: list[Item] = []
        self.logs: list[Item] = []
        self.events: list[Item] = []
        self.changes: list[Item] = []
        self.topology: list[Item] = []
        self.state: list[Item] = []
        self.gaps: list[Item] = []

    # -- moments and names

    def at(self, minute: float) -> str:
        """The moment so many minutes from the onset."""
        return (self.onset + timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def when(self, minute: float) -> str | None:
        """The moment, or nothing where this source gives no times."""
        return self.at(minute) if self.timed else None

    def letters(self, count: int) -> str:
        """Letters as the cluster invents them."""
        return "".join(self.random.choice(LETTERS) for _ in range(count))

    # -- state

    def add(self, entity: str, kind: str, /, **attributes: Any) -> Item:
        """One state item; its attributes, to be changed further."""
        item: Item = {"entity": entity, "kind": kind, "attributes": attributes}
        if self.timed:
            item["t"] = None
        self.state.append(item)
        return attributes

    def attrs(self, entity: str, kind: str | None = None) -> Item:
        """The attributes of a state item by its entity."""
        found: Item = next(
            one["attributes"] for one in self.state if one["entity"] == entity and kind in (None, one["kind"])
        )
        return found

    def drop(self, *prefixes: str) -> None:
        """Take out the state items whose entity begins so."""
        self.state = [one for one in self.state if not one["entity"].startswith(prefixes)]

    def pods(self, app: str) -> list[str]:
        """The pods of an application, as entities."""
        return [
            one["entity"]
            for one in self.state
            if one["kind"] == "pod" and one["attributes"]["labels"].get("app") == app
        ]

    def container(self, pod: str, place: int = 0) -> Item:
        """A container of a pod, to be changed."""
        found: Item = self.attrs(pod)["containers"][place]
        return found

    def each(self, app: str, **changes: Any) -> None:
        """Change the first container of every pod of an application."""
        for pod in self.pods(app):
            self.container(pod).update(changes)

    def env(self, app: str, **values: str | None) -> None:
        """Set variables of every pod of an application; None takes one away."""
        for pod in self.pods(app):
            env = self.container(pod)["env"]
            env.update(values)
            for name in [name for name, value in env.items() if value is None]:
                del env[name]

    def conditions(self, **statuses: str) -> Item:
        """Conditions in this source's form."""
        return {name: condition(status) if self.objects else status for name, status in statuses.items()}

    def node(self, name: str, **more: Any) -> Item:
        """A healthy node."""
        return self.add(
            f"node/{name}",
            "node",
            roles=more.pop("roles", "<none>"),
            labels={"kubernetes.io/arch": "amd64", "kubernetes.io/hostname": name, **more.pop("labels", {})},
            taints=more.pop("taints", []),
            unschedulable=more.pop("unschedulable", False),
            conditions=self.conditions(Ready="True", MemoryPressure="False", DiskPressure="False", PIDPressure="False")
            | more.pop("conditions", {}),
            capacity={"cpu": "4", "memory": "15896Mi", "pods": "58", **more.pop("capacity", {})},
            allocatable={"cpu": "3920m", "memory": "14906Mi", "pods": "58", **more.pop("allocatable", {})},
            allocated=more.pop(
                "allocated",
                {
                    "cpu": {"requests": "1850m (47%)", "limits": "3 (76%)"},
                    "memory": {"requests": "5120Mi (34%)", "limits": "9Gi (61%)"},
                },
            ),
            **more,
        )

    def all_nodes(self) -> None:
        """Every node, healthy."""
        for name in self.nodes:
            self.node(name)

    def app(
        self,
        name: str,
        part: Part,
        *,
        replicas: int | None = None,
        env: dict[str, str] | None = None,
        service: bool = True,
        **pod: Any,
    ) -> list[str]:
        """A workload with its pods and its Service, all healthy."""
        labels = {"app": name}
        more = {"app.kubernetes.io/part-of": self.namespace}
        count = part.replicas if replicas is None else replicas
        digest = self.letters(9)
        stateful = part.kind == "statefulset"
        names = [f"{name}-{place}" if stateful else f"{name}-{digest}-{self.letters(5)}" for place in range(count)]
        image = part.image if "/" in part.image or stateful else f"{self.registry}/{self.namespace}/{part.image}"
        if stateful:
            self.add(
                f"statefulset/{name}",
                "statefulset",
                namespace=self.namespace,
                ready=None,
                age="94d",
                selector=labels,
                desired=count,
            )
        else:
            self.add(
                f"deployment/{name}", "deployment", namespace=self.namespace, desired=count, selector=labels, age="94d"
            )
        for place, one in enumerate(names):
            self.pod(
                one,
                labels | more | ({} if stateful else {"pod-template-hash": digest}),
                image,
                part,
                place,
                env or {},
                f"StatefulSet/{name}" if stateful else f"ReplicaSet/{name}-{digest}",
                **pod,
            )
        if service and part.port:
            self.service(name, labels, part)
        return [f"pod/{one}" for one in names]

    def pod(
        self,
        name: str,
        labels: dict[str, str],
        image: str,
        part: Part,
        place: int,
        env: dict[str, str],
        owner: str,
        **more: Any,
    ) -> Item:
        """One running pod."""
        app = labels.get("app", name)
        node = self.nodes[(place + len(app)) % len(self.nodes)]
        scheme = "https" if part.name == "https" else "http"
        container: Item = {
            "name": app,
            "image": image,
            "ports": [f"{part.port}/TCP"] if part.port else [],
            "env": dict(env),
            "requests": {"cpu": "100m", "memory": "256Mi"},
            "limits": {"memory": part.memory},
            "readiness": probe(part.port, part.path, scheme=scheme, delay=5) if part.port else None,
            "ready": True,
            "restart_count": 0,
            "state": {"state": "running", "started_at": self.at(-60 * 31)} if self.objects else {"state": "running"},
        }
        container = {key: value for key, value in container.items() if value is not None}
        attributes: Item = {
            "namespace": self.namespace,
            "phase": "Running",
            "status": "Running",
            "ready": "1/1",
            "restarts": 0 if self.objects else "0",
            "node": node,
            "ip": f"10.{40 + len(app) % 9}.{self.random.randint(0, 31)}.{self.random.randint(4, 250)}",
            "owner": owner,
            "labels": dict(labels),
            "started_at": self.at(-60 * 31),
            "conditions": self.conditions(
                PodScheduled="True", Initialized="True", ContainersReady="True", Ready="True"
            ),
            "containers": [container],
            **more,
        }
        return self.add(f"pod/{name}", "pod", **attributes)

    def service(self, name: str, selector: dict[str, str], part: Part, **more: Any) -> Item:
        """A Service; its endpoints are worked out in the end."""
        return self.add(
            f"service/{name}",
            "service",
            **{
                "namespace": self.namespace,
                "type": "ClusterIP",
                "selector": dict(selector),
                "cluster_ip": f"172.20.{self.random.randint(1, 240)}.{self.random.randint(2, 250)}",
                "port": f"{part.name}  {part.served}/TCP",
                "target_port": f"{part.port}/TCP",
                **more,
            },
        )

    def system(self, system: System, *, only: Sequence[str] = (), chatter: float = 0.0) -> None:
        """All parts of an application, with who calls whom; `chatter` minutes of their usual lines."""
        for name, part in system.items():
            if only and name not in only:
                continue
            env = dict(part.env)
            for called in part.calls:
                if only and called not in only:
                    continue  # a namespace is listed wholly: who is not in it is not called either
                other = system[called]
                key = called.upper().replace("-", "_")
                env[f"{key}_{'HOST' if other.scheme != 'http' else 'URL'}"] = (
                    called
                    if other.scheme != "http"
                    else f"{'https' if other.name == 'https' else 'http'}://{called}:{other.served}"
                )
                if other.scheme != "http":
                    env[f"{key}_PORT"] = str(other.served)
                if self.edges:
                    kind = "calls" if other.scheme == "http" else "reads"
                    self.topology.append(
                        {
                            "from": f"{'service' if part.port else 'deployment'}/{name}",
                            "to": f"service/{called}",
                            "kind": kind,
                        }
                    )
            pods = self.app(name, part, env=env)
            for place in range(int(chatter) if part.lines else 0):
                text = part.lines[place % len(part.lines)]
                minute = -chatter + place + self.random.random()
                self.log(pods[place % len(pods)], minute, text.format(n=100 + self.random.randint(1, 899)))

        if chatter and self.timed:
            self._usual_events(pods[0])

    def _usual_events(self, pod: str) -> None:
        """What every cluster reports all day long, one harmless warning among it."""
        job = f"cronjob/{self.namespace}-housekeeping"
        self.event(
            job,
            -13,
            "SuccessfulCreate",
            "Created job housekeeping-29550715",
            level="normal",
            source="cronjob-controller",
        )
        self.event(
            job,
            -12.5,
            "SawCompletedJob",
            "Saw completed job: housekeeping-29550715, condition: Complete",
            level="normal",
            source="cronjob-controller",
        )
        if self.random.random() < 0.5:
            text = (
                "Search Line limits were exceeded, some search paths have been omitted, the applied search line is: "
                f"{self.namespace}.svc.cluster.local svc.cluster.local cluster.local"
            )
            self.event(pod, -2, "DNSConfigForming", text, count=340, first=-1700)

    # -- what can be wrong with a pod

    def unready(self, pod: str, message: str | None = None) -> Item:
        """Running, and not ready."""
        attributes = self.attrs(pod)
        attributes["ready"] = f"0/{len(attributes['containers'])}"
        name = attributes["containers"][0]["name"]
        text = message or f"containers with unready status: [{name}]"
        for one in ("Ready", "ContainersReady"):
            attributes["conditions"][one] = condition("False", "ContainersNotReady", text) if self.objects else "False"
        attributes["containers"][0]["ready"] = False
        return attributes

    def waiting(
        self, pod: str, reason: str, message: str | None = None, *, phase: str = "Pending", age: float = 0
    ) -> Item:
        """A container that waits for something; age is the minute the pod was made."""
        attributes = self.unready(pod)
        container = attributes["containers"][0]
        text = message or WAITING.get(reason, "").format(
            container=container["name"],
            pod=pod.partition("/")[2],
            namespace=self.namespace,
            image=container["image"],
            uid=f"{self.random.getrandbits(32):08x}-77b1-4c0e-9d5a-{self.random.getrandbits(48):012x}",
        )
        container["state"] = (
            {"state": "waiting", "reason": reason, "message": text}
            if self.objects
            else {"waiting": True, "reason": reason, "message": text}
        )
        attributes.update(phase=phase, status=reason, started_at=self.at(age))
        return attributes

    def crashing(
        self,
        pod: str,
        restarts: int,
        exit_code: int,
        reason: str = "Error",
        *,
        last: float = 16,
        lived: float = 0.2,
        now: str = "CrashLoopBackOff",
    ) -> Item:
        """Restarted again and again; the last end at minute `last`, after `lived` minutes."""
        attributes = self.waiting(pod, now, phase="Running", age=-60 * 31) if now != "Running" else self.attrs(pod)
        container = attributes["containers"][0]
        ended: Item = {"state": "terminated", "reason": reason, "exit_code": exit_code}
        if self.timed:
            ended |= {"started_at": self.at(last - lived), "finished_at": self.at(last)}
        container.update(restart_count=restarts, last_state=ended)
        attributes["restarts"] = restarts if self.objects else f"{restarts} (2m{restarts % 60}s ago)"
        return attributes

    def pending(self, pod: str, message: str | None, *, age: float = 0, reason: str = "Unschedulable") -> Item:
        """Not placed on any node."""
        attributes = self.attrs(pod)
        attributes.update(
            phase="Pending",
            status="Pending",
            ready=f"0/{len(attributes['containers'])}",
            node=None,
            ip=None,
            started_at=self.at(age),
        )
        scheduled = (
            condition("False", reason, message)
            if message
            else ("False" if not self.objects else condition("False", reason))
        )
        attributes["conditions"] = {"PodScheduled": scheduled}
        for container in attributes["containers"]:
            for key in ("ready", "restart_count", "state"):
                container.pop(key, None)
        return attributes

    # -- events, lines, series, changes

    def event(
        self,
        entity: str,
        minute: float,
        reason: str,
        message: str,
        *,
        kind: str = "kubernetes",
        level: str = "warning",
        source: str = "kubelet",
        count: int = 1,
        first: float | None = None,
    ) -> None:
        """One event in the platform's own words."""
        item: Item = {
            "t": self.when(minute),
            "kind": kind,
            "source": source,
            "entity": entity,
            "type": level,
            "reason": reason,
            "message": message,
            "count": count,
        }
        if first is not None and self.timed:
            item["first_t"] = self.at(first)
        self.events.append(item)

    def began(self, pod: str, minute: float) -> None:
        """The usual events of a pod that starts."""
        attributes = self.attrs(pod)
        container, short = attributes["containers"][0], pod.partition("/")[2]
        node = attributes["node"] or self.nodes[0]
        self.event(
            pod,
            minute,
            "Scheduled",
            f"Successfully assigned {self.namespace}/{short} to {node}",
            level="normal",
            source="default-scheduler",
        )
        self.event(
            pod,
            minute + 0.05,
            "Pulled",
            f'Container image "{container["image"]}" already present on machine',
            level="normal",
        )
        self.event(pod, minute + 0.06, "Created", f"Created container {container['name']}", level="normal")
        self.event(pod, minute + 0.07, "Started", f"Started container {container['name']}", level="normal")

    def backing_off(self, pod: str, minute: float, count: int) -> None:
        """The kubelet waits before it starts a container again."""
        container = self.container(pod)["name"]
        short = pod.partition("/")[2]
        uid = f"{self.random.getrandbits(32):08x}-1f0d-4b7a-8a52-{self.random.getrandbits(48):012x}"
        self.event(
            pod,
            minute,
            "BackOff",
            f"Back-off restarting failed container {container} in pod {short}_{self.namespace}({uid})",
            count=count,
            first=minute - count * 0.4,
        )

    def log(
        self,
        entity: str,
        minute: float,
        message: str,
        level: str | None = None,
        count: int | None = None,
        source: str | None = None,
    ) -> None:
        """One line, or one pattern with a count."""
        item: Item = {"t": self.when(minute), "entity": entity, "message": message}
        item |= {
            key: value for key, value in (("level", level), ("count", count), ("source", source)) if value is not None
        }
        self.logs.append(item)

    def lines(self, entity: str, minutes: Iterable[float], message: str, level: str | None = None) -> None:
        """The same line at several minutes, {n} a number that differs."""
        for minute in minutes:
            self.log(entity, minute, message.replace("{n}", str(100 + self.random.randint(1, 899))), level)

    def metric(
        self,
        entity: str,
        name: str,
        values: Sequence[float],
        *,
        first: float = -20,
        period: int = 60,
        unit: str | None = None,
        namespace: str | None = "Prometheus",
        statistic: str | None = None,
    ) -> None:
        """One series; `first` is its first minute, the period in seconds."""
        item: Item = {
            "name": name,
            "entity": entity,
            "period_s": period,
            "points": [[self.at(first + place * period / 60), value] for place, value in enumerate(values)],
        }
        item |= {
            key: value for key, value in (("unit", unit), ("namespace", namespace), ("statistic", statistic)) if value
        }
        self.metrics.append(item)

    def change(
        self, entity: str, minute: float, kind: str, action: str, actor: str | None = None, **details: Any
    ) -> None:
        """Something a person or pipeline did."""
        self.changes.append(
            {"t": self.at(minute), "kind": kind, "actor": actor, "action": action, "entity": entity, "details": details}
        )

    def alert(self, entity: str | None, minute: float, name: str, *, state: str = "alarm", **more: Any) -> None:
        """An alarm or check."""
        item: Item = {"t": self.when(minute), "name": name, "state": state, **more}
        self.alerts.append(item | ({"entity": entity} if entity else {}))

    def gap(self, section: str, reason: str, entity: str | None = None, permission: str | None = None) -> None:
        """What could not be looked at."""
        item: Item = {"section": section, "reason": reason}
        self.gaps.append(
            item | {key: value for key, value in (("entity", entity), ("permission", permission)) if value}
        )

    # -- the bundle

    def bundle(
        self,
        case_id: str,
        title: str,
        resource: str | None,
        *,
        minutes: float = 18,
        source: str = "prometheus",
        severity: str = "high",
        **more: Any,
    ) -> Item:
        """The bundle read so many minutes after the onset."""
        self._work_out()
        self._symptom(case_id, title, resource, source, minutes)
        for item in self.state:
            if "t" in item:
                item["t"] = self.at(minutes)
        incident: Item = {
            "title": title,
            "severity": severity,
            "source": source,
            "service": more.pop("service", self.namespace),
            "resource": resource,
            "collected_at": self.at(minutes),
            "started_at": self.when(0),
            **more,
        }
        kept: Item = {
            key: sorted(items, key=lambda item: item["t"] or "") if key in ("logs", "events") else items
            for key, items in vars(self).items()
            if key in ("alerts", "metrics", "logs", "events", "changes", "topology", "state", "gaps")
        }
        return bundle(case_id, incident=incident, **kept)

    def _symptom(self, case_id: str, title: str, resource: str | None, source: str, minutes: float) -> None:
        """The alarm's own item and its series, which some sources hand over and others do not."""
        alarming = source in ("prometheus", "datadog", "cloudwatch", "synthetic-monitor")
        if alarming and not self.alerts and len(case_id) % 2:
            self.alert(resource, 2, title)
        failing = any(word in title.lower() for word in ("error", "5xx", "502", "fail", "unavailable", "availability"))
        if (
            resource
            and resource.startswith("service/")
            and failing
            and self.timed
            and not self.metrics
            and len(case_id) % 3
        ):
            seed, after = len(case_id), int(minutes) - 1
            level = 4 + len(case_id) % 40
            self.metric(resource, "error_rate", levels(seed, (0.2, 21), (level, after), spread=0.15), unit="Percent")
            self.metric(resource, "request_rate", levels(seed + 1, (20 + level, 21 + after)), unit="Count/Second")

    def _work_out(self) -> None:
        """Ready counts and endpoints follow from the pods."""
        running = [
            one["attributes"]
            for one in self.state
            if one["kind"] == "pod" and one["attributes"].get("phase") != "Succeeded"
        ]
        for item in self.state:
            attributes = item["attributes"]
            selector = attributes.get("selector")
            if item["kind"] not in ("service", "deployment", "statefulset") or selector is None:
                continue
            mine = [
                one
                for one in running
                if one["namespace"] == attributes["namespace"] and selector.items() <= one["labels"].items()
            ]
            ready = [one for one in mine if one["ready"].split("/")[0] == one["ready"].split("/")[1]]
            if item["kind"] == "service" and "endpoints" not in attributes:
                port = str(attributes["target_port"]).partition("/")[0]
                attributes["endpoints"] = ",".join(f"{one['ip']}:{port}" for one in ready) or "<none>"
            elif item["kind"] == "statefulset" and attributes.get("ready") is None:
                attributes["ready"] = f"{len(ready)}/{attributes.pop('desired', len(mine))}"
            elif item["kind"] == "deployment" and "ready" not in attributes:
                self._count(attributes, len(mine), len(ready))
        if self.slim:
            for item in self.state:
                if item["kind"] == "pod":
                    for key in ("containers", "conditions", "ip", "owner", "started_at"):
                        item["attributes"].pop(key, None)

    def _count(self, attributes: Item, total: int, ready: int) -> None:
        """The counts of a deployment, as numbers or as one text."""
        desired = attributes["desired"]
        missing = max(0, desired - ready)
        if self.objects:
            attributes.update(
                ready=ready, updated=attributes.get("updated", total), available=ready, unavailable=missing
            )
            state = condition("True", "MinimumReplicasAvailable", "Deployment has minimum availability.")
            if ready < desired - desired // 4:  # a quarter may be missing, as is usual
                state = condition(
                    "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability."
                )
            attributes["conditions"] = {"Available": state, **attributes.get("conditions", {})}
        else:
            attributes["ready"] = f"{ready}/{desired}"
            attributes["replicas"] = (
                f"{desired} desired | {total} updated | {total} total | {ready} available | {missing} unavailable"
            )


def scenario(case_id: str, story: str, build: Any) -> Any:
    """A case of a family: `build` is called with the case id and gives bundle and expectation."""

    def made() -> Scenario:
        return build(case_id)

    made.__doc__, made.__name__ = story, case_id.replace("-", "_")
    return made


__all__ = [
    "NODES",
    "Cluster",
    "blind",
    "condition",
    "fault",
    "healthy",
    "herring",
    "levels",
    "noisy",
    "probe",
    "scenario",
]
