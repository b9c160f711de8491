"""A Kubernetes cluster in a recording: nodes, workloads with pods and services, their signals, and ordinary noise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scenarios.cases.offices.recording import Level, Recording

CHATTER: dict[str, tuple[tuple[str, ...], tuple[tuple[str, str], ...]]] = {
    "go": (
        ('level=info caller=server.go:118 msg="request handled" method=GET status=200 dur=11.8ms',
         '{"severity":"INFO","msg":"served","path":"/v1/list","code":200,"took_ms":9}',
         "I0412 08:14:22.118203       1 handler.go:91] POST /rpc/Get 200 6.2ms"),
        (("warning", 'level=warn caller=client.go:77 msg="retrying" attempt=1 err="context canceled"'),
         ("error", 'http: superfluous response.WriteHeader call from main.(*statusWriter).WriteHeader (status.go:31)'),
         ("warning", 'level=warn msg="grpc: addrConn.createTransport failed, reconnecting" reason="closing transport: idle timeout"')),
    ),
    "jvm": (
        ("INFO  [http-nio-8080-exec-4] c.a.web.AccessLog - GET /internal/v2/items 200 17ms",
         "INFO  1 --- [nio-8080-exec-9] o.s.w.s.m.RequestLog : 200 GET /api/list 23 ms",
         '{"@timestamp":"-","level":"INFO","logger_name":"access","message":"GET /q 200 12ms"}'),
        (("warning", "WARN  HikariPool-1 - Failed to validate connection org.postgresql.jdbc.PgConnection@5d1f (This connection has "
          "been closed.). Possibly consider using a shorter maxLifetime value."),
         ("warning", "WARN  o.s.w.s.m.s.DefaultHandlerExceptionResolver - Resolved [org.springframework.web."
          "HttpRequestMethodNotSupportedException: Request method 'HEAD' is not supported]"),
         ("error", "ERROR i.o.exporter.otlp.HttpExporter - Failed to export spans. The request could not be executed. timeout")),
    ),
    "python": (
        ('10.4.1.1 - - "GET /healthz HTTP/1.1" 200 2 "-" "kube-probe/1.29"', 'INFO:     10.4.2.9:41822 - "GET /v1/items HTTP/1.1" 200 OK',
         "INFO app.views handled in 0.021s status=200"),
        (("warning", "RemovedInDjango50Warning: The USE_L10N setting is deprecated."),
         ("warning", "urllib3.connectionpool: Connection pool is full, discarding connection: telemetry.local. Connection pool size: 10"),
         ("error", "Sentry responded with an error: 429 (rate limited), event dropped")),
    ),
    "node": (
        ('{"level":30,"msg":"request completed","res":{"statusCode":200},"responseTime":23}', "GET /api/state 200 14.201 ms - 2210",
         '{"level":"info","message":"GET /page 200","durationMs":31}'),
        (("warning", "(node:1) [DEP0040] DeprecationWarning: The `punycode` module is deprecated."),
         ("error", "Error: request aborted at IncomingMessage.onAborted (/app/node_modules/raw-body/index.js:245:10)"),
         ("warning", "(node:1) MaxListenersExceededWarning: Possible EventEmitter memory leak detected. 11 error listeners added")),
    ),
    "ruby": (
        ("Completed 200 OK in 48ms (Views: 0.4ms | ActiveRecord: 12.1ms | Allocations: 9123)",
         "method=GET path=/list format=json status=200 duration=39.10 view=0.22 db=8.40"),
        (("error", 'ActionController::RoutingError (No route matches [GET] "/wp-login.php")'),
         ("warning", "DEPRECATION WARNING: Rails.application.secrets is deprecated in favor of Rails.application.credentials")),
    ),
    "dotnet": (
        ("info: Microsoft.AspNetCore.Hosting.Diagnostics[2] Request finished HTTP/1.1 GET - 200 31.2ms",
         "[INF] HTTP GET /api/list responded 200 in 22.4110 ms"),
        (("warning", "warn: Microsoft.AspNetCore.DataProtection[60] Storing keys in a directory that may not be kept"),
         ("error", "fail: Microsoft.AspNetCore.Antiforgery[7] An exception was thrown while deserializing the token.")),
    ),
    "nginx": (
        ('"GET / HTTP/2.0" 200 1523 "-" "Mozilla/5.0" 412 0.021 [web-80] 10.4.2.17:8080 200',),
        (("warning", "[warn] a client request body is buffered to a temporary file /tmp/client-body/0000004112"),
         ("error", '[error] open() "/usr/share/nginx/html/favicon.ico" failed (2: No such file or directory)')),
    ),
}  # fmt: skip

ROUTINE: tuple[tuple[str, str, str, str, dict[str, Any]], ...] = (
    ("config", "user/platform-oncall", "apply", "configmap/grafana-dashboards", {"fields": ["data.capacity.json"]}),
    ("access", "bot/token-rotator", "rotate", "serviceaccount/grafana-reader", {"next": "30d"}),
    ("config", "ci/argo-cd", "Sync", "configmap/alertmanager-main", {"receivers": ["+team-lisbon-chat"]}),
    ("scaling", "user/h.lindqvist", "kubectl scale", "deployment/sandbox-notebooks", {"replicas": [1, 2]}),
    ("deployment", "ci/renovate", "merge", "deployment/docs-site", {"image": ["1.0.331", "1.0.332"]}),
)


@dataclass
class Workload:
    """One workload of the cluster; the attribute dicts are those in the bundle."""

    name: str
    namespace: str
    runtime: str
    kind: str
    revision: str
    pods: list[str]
    pod_state: list[dict[str, Any]]
    own_state: dict[str, Any]
    service_state: dict[str, Any]
    born: float

    @property
    def entity(self) -> str:
        return f"{self.kind}/{self.name}"

    @property
    def service(self) -> str:
        return f"service/{self.name}"


class Cluster(Recording):
    """A recording whose systems run on Kubernetes."""

    workloads: list[Workload]
    node_names: list[str]

    def nodes(self, *names: str, cpu: str = "4", memory: str = "16Gi", used: int = 61) -> list[dict[str, Any]]:
        """Ready nodes of one size; `used` is their requested share in percent."""
        self.node_names = list(names)
        self.workloads = []
        rows = []
        for name in names:
            share = used + self.rng.randint(-6, 6)
            rows.append(self.state(
                f"node/{name}", "node", roles="worker", labels={"topology.kubernetes.io/zone": self.rng.choice("abc")},
                taints=[], unschedulable=False,
                conditions={
                    "Ready": {"status": "True", "reason": "KubeletReady", "message": "kubelet is posting ready status"},
                    "MemoryPressure": "False", "DiskPressure": "False", "PIDPressure": "False",
                },
                capacity={"cpu": cpu, "memory": memory, "pods": "110"},
                allocated={"cpu": {"requests": f"{share}%", "limits": f"{share + 70}%"},
                           "memory": {"requests": f"{share + 3}%", "limits": f"{share + 28}%"}},
            ))  # fmt: skip
        return rows

    def workload(
        self, name: str, namespace: str, runtime: str = "go", replicas: int = 2, tag: str = "1.14.2", port: int = 8080,
        kind: str = "deployment", calls: tuple[str, ...] = (), cpu: str = "500m", memory: str = "512Mi",
        env: dict[str, str] | None = None, age_days: int = 9, restarts: int = 0,
    ) -> Workload:  # fmt: skip
        """A running workload with its pods, its service and what it calls."""
        letters = "bcdfghjklmnpqrstvwxz2456789"
        rs = "".join(self.rng.choices(letters, k=9))
        container = {
            "name": name, "image": f"registry.internal/{namespace}/{name}:{tag}", "ports": [f"{port}/TCP"],
            "env": env or {}, "requests": {"cpu": cpu, "memory": memory}, "limits": {"cpu": cpu, "memory": memory},
            "readiness": (f"tcp-socket :{port} delay=5s timeout=1s period=10s #success=1 #failure=3" if runtime == "store" else
                          f"http-get http://:{port}/healthz delay=5s timeout=2s period=10s #success=1 #failure=3"),
        }  # fmt: skip
        own = self.state(
            f"{kind}/{name}", kind, namespace=namespace, desired=replicas, ready=replicas, updated=replicas,
            available=replicas, unavailable=0, age=f"{age_days * 7}d", selector={"app": name},
            conditions={"Available": {"status": "True", "reason": "MinimumReplicasAvailable"},
                        "Progressing": {"status": "True", "reason": "NewReplicaSetAvailable"}},
            containers=[dict(container)],
        )  # fmt: skip
        if kind == "statefulset":
            for key in ("updated", "available", "unavailable", "conditions"):
                own.pop(key)
            own["ready"] = f"{replicas}/{replicas}"
        pods, rows, ips = [], [], []
        for number in range(replicas):
            pod = (
                f"{name}-{number}"
                if kind == "statefulset"
                else f"{name}-{rs}-{''.join(self.rng.choices(letters, k=5))}"
            )
            ip = f"10.4.{self.rng.randint(0, 7)}.{self.rng.randint(4, 250)}"
            node = self.node_names[number % len(self.node_names)]
            pods.append(pod)
            ips.append(f"{ip}:{port}")
            row = self.state(
                f"pod/{pod}", "pod", namespace=namespace, phase="Running", status="Running", ready="1/1",
                restarts=restarts, node=node, ip=ip, owner=f"{'StatefulSet' if kind == 'statefulset' else 'ReplicaSet'}"
                f"/{name if kind == 'statefulset' else name + '-' + rs}", started_at=self.t(-1440 * age_days - number),
                labels={"app": name}, conditions={"Ready": "True"},
                containers=[{**container, "ready": True, "restart_count": restarts,
                             "state": {"state": "running", "started_at": self.t(-1440 * age_days - number)}}],
            )  # fmt: skip
            self.edge(f"{kind}/{name}", f"pod/{pod}", "owns")
            self.edge(f"pod/{pod}", f"node/{node}", "runs_on")
            rows.append(row)
        service = self.state(
            f"service/{name}", "service", namespace=namespace, type="ClusterIP", selector={"app": name},
            cluster_ip=f"172.20.{self.rng.randint(0, 255)}.{self.rng.randint(2, 250)}", port=f"http  {port}/TCP",
            target_port=f"{port}/TCP", endpoints=",".join(ips) or "<none>",
        )  # fmt: skip
        self.edge(f"service/{name}", f"{kind}/{name}", "owns")
        for target in calls:
            self.edge(f"service/{name}", target if "/" in target else f"service/{target}")
        made = Workload(name, namespace, runtime, kind, rs, pods, rows, own, service, -1440.0 * age_days)
        self.workloads.append(made)
        return made

    def signals(
        self, w: Workload, rate: Level | None = None, p95: Level | None = None, errors: Level | None = None,
        cpu: Level | None = None, memory: Level | None = None, base: bool = False, percent: bool = False,
    ) -> None:  # fmt: skip
        """The golden signals of a workload: req/s, seconds, error ratio (or percent), cores, bytes."""

        def at_rest(level: Level) -> float | None:
            return (level(-float(self.minutes)) if callable(level) else level) if base else None

        if rate is not None:
            self.metric("request_rate", w.service, rate, 0.07, "Count/Second", base=at_rest(rate))
        if p95 is not None:
            self.metric("latency_p95", w.service, p95, 0.12, "Seconds", "p95", base=at_rest(p95))
        if errors is not None:
            self.metric("error_rate", w.service, errors, 0.3, "Percent" if percent else "Ratio", base=at_rest(errors))
        if cpu is not None:
            self.metric("cpu_usage", w.entity, cpu, 0.1, "Cores", base=at_rest(cpu))
        if memory is not None:
            self.metric("memory_usage", w.entity, memory, 0.015, "Bytes", base=at_rest(memory))

    def set_pod(
        self, w: Workload, number: int, status: str, reason: str, message: str = "", restarts: int = 0,
        exit_code: int | None = None, last: str = "Error", ran: float = 0.5, phase: str = "Running",
    ) -> None:  # fmt: skip
        """Make one pod wait for `reason`; with an exit code it has run and died before."""
        row = w.pod_state[number]
        box = row["containers"][0]
        row.update(phase=phase, status=status, ready="0/1", restarts=f"{restarts} (2m ago)" if restarts else 0)
        row["conditions"] = {"Ready": {"status": "False", "reason": "ContainersNotReady"}}
        box.update(
            ready=False, restart_count=restarts, state={"state": "waiting", "reason": reason, "message": message}
        )
        if exit_code is not None:
            box["last_state"] = {"state": "terminated", "reason": last, "exit_code": exit_code,
                                 "started_at": self.t(-2 - ran), "finished_at": self.t(-2)}  # fmt: skip

    def rolled(self, w: Workload, minute: float) -> None:
        """The workload's present pods were started by a rollout at `minute`."""
        name = f"{w.name}-{w.revision}" if w.kind == "deployment" else w.name
        self.event(minute + 0.1, w.entity, "ScalingReplicaSet" if w.kind == "deployment" else "SuccessfulCreate",
                   f"Scaled up replica set {name} to {len(w.pods)} from {max(0, len(w.pods) - 1)}" if w.kind == "deployment" else
                   f"create Pod {name}-0 in StatefulSet {name} successful", "normal", 1, f"{w.kind}-controller")  # fmt: skip
        w.born = minute
        for number, row in enumerate(w.pod_state):
            row["started_at"] = row["containers"][0]["state"]["started_at"] = self.t(minute + 0.3 + 0.6 * number)

    def released(self, w: Workload, minute: float, actor: str, action: str, old: str, new: str) -> None:
        """A finished release of the workload: the change, its event and the pods' age."""
        self.change(minute, "deployment", actor, action, w.entity, image=[old, new])
        self.rolled(w, minute)

    def older(self, w: Workload, number: int, tag: str, minute: float, revision: str) -> None:
        """One pod still runs the release before, from another replica set."""
        row, pod = w.pod_state[number], w.pods[number]
        row["containers"][0]["image"] = row["containers"][0]["image"].rsplit(":", 1)[0] + f":{tag}"
        row["started_at"] = row["containers"][0]["state"]["started_at"] = self.t(minute - number)
        row["owner"] = f"ReplicaSet/{w.name}-{revision}"
        self.renamed[pod] = pod.replace(w.revision, revision)

    def unschedulable(self, w: Workload, number: int, message: str, since: float, count: int) -> None:
        """Make one pod wait for a node, with the scheduler's own message."""
        row = w.pod_state[number]
        row.update(phase="Pending", status="Pending", ready="0/1", restarts=0, node=None, ip=None, started_at=None)
        row["conditions"] = {"PodScheduled": {"status": "False", "reason": "Unschedulable", "message": message}}
        for key in ("ready", "restart_count", "state"):
            row["containers"][0].pop(key, None)
        pod = f"pod/{w.pods[number]}"
        edges = self.sections["topology"]
        edges[:] = [edge for edge in edges if edge["from"] != pod or edge["kind"] != "runs_on"]
        self.event(-1.5, pod, "FailedScheduling", message, source="default-scheduler", count=count, first=since)

    def short(self, w: Workload, ready: int, rollout: str | None = None) -> None:
        """The workload has only `ready` ready pods."""
        if w.kind == "statefulset":
            w.own_state["ready"] = f"{ready}/{w.own_state['desired']}"
        else:
            w.own_state.update(ready=ready, available=ready, unavailable=w.own_state["desired"] - ready)
            if ready < w.own_state["desired"]:
                w.own_state["conditions"]["Available"] = {"status": "False", "reason": "MinimumReplicasUnavailable"}
            if rollout:
                w.own_state["conditions"]["Progressing"] = {"status": "False", "reason": rollout}
        addresses = w.service_state["endpoints"].split(",")
        w.service_state["endpoints"] = ",".join(addresses[:ready]) or "<none>"

    def ordinary(self, *quiet: str, changes: bool = True) -> None:
        """Normal life of every workload not named in `quiet`: chatter, old events, old alerts, routine changes."""
        span = self.minutes
        for w in self.workloads:
            if w.name in quiet or not w.pods or w.runtime not in CHATTER:
                continue
            usual, scary = CHATTER[w.runtime]
            text = self.rng.choice(usual)
            for share in (0.8, 0.15):
                self.log(-span * share, f"pod/{w.pods[0]}", "info", text, self.rng.randint(400, 9000), w.name)
            if self.rng.random() < 0.7:
                level, text = self.rng.choice(scary)
                for share in (0.9, 0.45, 0.05):
                    self.log(-span * share, f"pod/{w.pods[-1]}", level, text, self.rng.randint(2, 9), w.name)
        w = self.workloads[-1]
        for ago in (1440.0, 60.0 + self.rng.randint(1, 50)):
            job = f"housekeeping-{29_000_000 + self.rng.randint(0, 99_999)}"
            self.event(-ago, f"job/{job}", "Completed", "Job completed", "normal", 1, "job-controller")
        if self.rng.random() < 0.6:
            self.event(-2 * span - 300, f"{w.kind}/{w.name}", "ScalingReplicaSet" if w.kind == "deployment" else
                       "SuccessfulCreate", f"Scaled up replica set {w.name} to {len(w.pods)}" if w.kind == "deployment"
                       else f"create Pod {w.name}-0 in StatefulSet {w.name} successful", "normal", 1,
                       f"{w.kind}-controller")  # fmt: skip
        if self.rng.random() < 0.6 and w.pods:
            self.event(max(-1440.0 * 2, w.born + 0.4), f"pod/{w.pods[0]}", "Unhealthy", "Readiness probe failed: HTTP probe failed with "
                       "statuscode: 503", "warning", 2)  # fmt: skip
        self._ordinary_nodes()
        self._ordinary_alerts()
        calm = [one for one in self.workloads if one.name not in quiet and one.pods and one.runtime in CHATTER]
        self._ordinary_events(calm[0] if calm else None)
        if changes:
            self.change(-span * 3.1 - 200, "deployment", "ci/argo-cd", "Sync", w.entity, revision="7be21d0")
            for share, row in zip((1.4, 0.6), self.rng.sample(ROUTINE, 2), strict=True):
                kind, actor, action, entity, details = row
                self.change(-span * share - 9, kind, actor, action, entity, **details)

    def _ordinary_nodes(self) -> None:
        """Unremarkable node signals, unless the case has its own or could read no metrics."""
        own = {(row["name"], row["entity"]) for row in self.sections["metrics"]}
        if not own:
            return
        for name in self.node_names:
            for metric, level in (
                ("cpu_utilization", self.rng.uniform(28, 58)),
                ("memory_utilization", self.rng.uniform(46, 71)),
            ):
                if (metric, f"node/{name}") not in own:
                    self.metric(metric, f"node/{name}", level, 0.05, "Percent", period=max(self.period, 120))

    def _ordinary_alerts(self) -> None:
        """Monitors that are fine, and one or two that nobody has mended for weeks."""
        for name in self.rng.sample(("KubeClientCertificateExpiration", "PrometheusRuleFailures", "KubeAPIErrorBudgetBurn",
                                     "NodeClockNotSynchronising", "etcdHighCommitDurations"), 2):  # fmt: skip
            self.alert(-1440.0 * self.rng.randint(2, 30), name, None, "ok")
        stale = (
            ("CPUThrottlingHigh", "daemonset/node-log-shipper", "31% throttling of CPU in namespace logging for container fluent-bit"),
            ("KubeMemoryOvercommit", None, "Cluster has overcommitted memory resource requests for pods"),
            ("TargetDown", "job/kube-proxy-metrics", "100% of the kube-proxy/kube-proxy targets are down (not exposed on this platform)"),
        )  # fmt: skip
        for name, entity, reason in self.rng.sample(stale, self.rng.randint(0, 2)):
            days = self.rng.randint(9, 70)
            self.alert(-1440.0 * days, name, entity, "alarm", reason=f"{reason}, since {days} days")

    def _ordinary_events(self, w: Workload | None) -> None:
        """Events every cluster is full of."""
        if w is None:
            return
        pod, days = f"pod/{w.pods[0]}", self.rng.randint(3, 8)
        pool: list[tuple[float, str, str, str, str, int, str, float | None]] = [
            (-1440.0 * days, f"horizontalpodautoscaler/{w.name}", "FailedGetResourceMetric", "failed to get cpu utilization: did not "
             "receive metrics for targeted pods (pods might be unready)", "warning", 3, "horizontal-pod-autoscaler", None),
            (-4.0, pod, "PolicyViolation", "policy require-ro-rootfs/validate-readOnlyRootFilesystem fail: validation error (audit)",
             "warning", 212, "kyverno-scan", w.born),
            (-11.0, f"ingress/{w.name}", "Sync", "Scheduled for sync", "normal", 9, "nginx-ingress-controller", -1440.0 * days),
            (w.born + 0.1, pod, "Pulled", f'Successfully pulled image "registry.internal/{w.namespace}/{w.name}" in 2.114s', "normal",
             1, "kubelet", None),
            (-37.0, f"{w.kind}/{w.name}", "ReconciliationSucceeded", "Reconciliation finished in 812ms, next run in 10m0s", "normal", 144,
             "kustomize-controller", -1440.0 * 2),
            (-1440.0 * days, f"node/{self.node_names[0]}", "NodeHasSufficientMemory", "Node status is now: NodeHasSufficientMemory",
             "normal", 1, "kubelet", None),
        ]  # fmt: skip
        for at, entity, reason, message, type_, count, source, first in self.rng.sample(pool, 4):
            self.event(at, entity, reason, message, type_, count, source, first)
