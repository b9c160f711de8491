"""Nodes: stopped components, pressure, slow or lossy links."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_kubernetes import Cluster, condition, fault, herring, levels, scenario
from scenarios.cases.building_kubernetes_systems import BANK, CLINIC, ENERGY, FLEET, MEDIA, PARCELS, TICKETS, System

UNITS = ("kubelet.service", "containerd.service", "kube-proxy.service")


def _on(c: Cluster, node: str) -> list[str]:
    """The pods of a node."""
    return [one["entity"] for one in c.state if one["kind"] == "pod" and one["attributes"].get("node") == node]


def _units(c: Cluster, stopped: dict[str, tuple[str, list[str]]], since: str) -> None:
    """The system's units of every node; `stopped` are those of the first node that do not run."""
    for place, name in enumerate(c.nodes):
        for unit in UNITS:
            active, tail = "active (running)", [f"{unit[:-8]}: sync ok"]
            if place == 0 and unit in stopped:
                active, tail = stopped[unit]
            c.add(
                f"node/{name}",
                "systemd_unit",
                unit=unit,
                active=active,
                since=since if not active.startswith("active ") else "2026-01-02 04:11:09 UTC",
                log_tail=tail,
            )


def gone_quiet(c: Cluster, node: str, *, message: str = "Kubelet stopped posting node status.") -> None:
    """A node whose kubelet says nothing more, and what the controllers make of it."""
    unknown = condition("Unknown", "NodeStatusUnknown", message)
    c.attrs(f"node/{node}", "node")["conditions"] = dict.fromkeys(
        ("Ready", "MemoryPressure", "DiskPressure", "PIDPressure"), unknown if c.objects else "Unknown"
    )
    c.attrs(f"node/{node}", "node")["taints"] = [
        "node.kubernetes.io/unreachable:NoSchedule",
        "node.kubernetes.io/unreachable:NoExecute",
    ]
    c.event(
        f"node/{node}",
        0.7,
        "NodeNotReady",
        f"Node {node} status is now: NodeNotReady",
        level="normal",
        source="node-controller",
    )
    for pod in _on(c, node):
        c.unready(pod)
        c.attrs(pod)["deletion_timestamp"] = c.at(6)
        c.attrs(pod)["status"] = "Terminating"
        c.event(pod, 0.8, "NodeNotReady", "Node is not ready", source="node-controller")
        c.event(
            pod,
            6,
            "TaintManagerEviction",
            f"Marking for deletion Pod {c.namespace}/{pod[4:]}",
            level="normal",
            source="taint-eviction-controller",
        )


def cluster_of(system: System, namespace: str, onset: str, seed: int, **how: object) -> Cluster:
    """An application and its nodes, all healthy."""
    c = Cluster(namespace, onset, seed, **how)  # type: ignore[arg-type]
    c.system(system, chatter=2)
    c.all_nodes()
    return c


def _kubelet(case_id: str) -> Scenario:
    c = cluster_of(TICKETS, "tickets", "2026-01-21T13:00:00", 701)
    node = c.nodes[0]
    gone_quiet(c, node)
    _units(
        c,
        {
            "kubelet.service": (
                "inactive (dead)",
                [
                    "Stopping kubelet: The Kubernetes Node Agent...",
                    "kubelet.service: Deactivated successfully.",
                    "Stopped kubelet: The Kubernetes Node Agent.",
                ],
            )
        },
        "2026-01-21 13:00:02 UTC",
    )
    c.lines(
        "service/box-office",
        range(1, 17, 2),
        "Error: timeout of 1500ms exceeded GET http://seating:8080/map/{n}",
        "error",
    )
    return c.bundle(case_id, "box-office error ratio", "service/box-office", severity="critical"), fault(
        "node.kubelet_down",
        f"node/{node}",
        "node.not_ready",
        "node.container_runtime_down",
        "compute.instance_lost",
        "network.partition",
        "dependency.unreachable",
    )


def _kubelet_config(case_id: str) -> Scenario:
    c = cluster_of(
        CLINIC, "clinic", "2026-01-31T05:00:00", 702, objects=False, nodes=("worker-1", "worker-2", "worker-3")
    )
    node = c.nodes[0]
    gone_quiet(c, node)
    _units(
        c,
        {
            "kubelet.service": (
                "activating (auto-restart) (Result: exit-code)",
                [
                    'E0131 05:00:11.120 run.go:74] "command failed" err="failed to load kubelet config file, '
                    "path: /var/lib/kubelet/config.yaml, error: "
                    'open /var/lib/kubelet/config.yaml: no such file or directory"',
                    "kubelet.service: Main process exited, code=exited, status=1/FAILURE",
                    "kubelet.service: Scheduled restart job, restart counter is at 212.",
                ],
            )
        },
        "2026-01-31 05:00:01 UTC",
    )
    return c.bundle(case_id, "KubeNodeNotReady", f"node/{node}"), fault(
        "node.kubelet_down", f"node/{node}", "node.not_ready", "node.container_runtime_down", "compute.instance_lost"
    )


def _runtime(case_id: str) -> Scenario:
    c = cluster_of(ENERGY, "energy", "2026-02-11T16:00:00", 703)
    node = c.nodes[0]
    text = (
        "[container runtime is down, PLEG is not healthy: pleg was last seen active 4m12s ago; threshold is "
        "3m0s, rpc error: code = "
        'Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix '
        "/run/containerd/containerd.sock: "
        'connect: connection refused"]'
    )
    c.attrs(f"node/{node}")["conditions"]["Ready"] = condition("False", "KubeletNotReady", text)
    c.attrs(f"node/{node}")["taints"] = ["node.kubernetes.io/not-ready:NoExecute"]
    c.event(f"node/{node}", 4, "NodeNotReady", f"Node {node} status is now: NodeNotReady", level="normal")
    _units(
        c,
        {
            "containerd.service": (
                "failed (Result: signal)",
                [
                    "containerd.service: Main process exited, code=killed, status=9/KILL",
                    "containerd.service: Failed with result 'signal'.",
                ],
            )
        },
        "2026-02-11 16:00:00 UTC",
    )
    for pod in _on(c, node):
        c.unready(pod)
        c.event(pod, 4.2, "NodeNotReady", "Node is not ready", source="node-controller")
    return c.bundle(case_id, "KubeNodeNotReady", f"node/{node}"), fault(
        "node.container_runtime_down", f"node/{node}", "node.kubelet_down", "node.not_ready", "node.disk_pressure"
    )


def _runtime_events(case_id: str) -> Scenario:
    c = cluster_of(FLEET, "fleet", "2026-02-22T02:20:00", 704, objects=False, slim=True)
    node = c.nodes[1]
    c.attrs(f"node/{node}")["conditions"]["Ready"] = condition("False", "KubeletNotReady", "container runtime is down")
    for pod in _on(c, node):
        c.event(
            pod,
            12,
            "FailedCreatePodSandBox",
            "Failed to create pod sandbox: rpc error: code = Unavailable desc = connection error: desc = "
            '"transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: no such file '
            'or directory"',
            count=20,
        )
        c.attrs(pod).update(status="ContainerCreating", phase="Pending", ready="0/1")
    c.event(
        f"node/{node}",
        0.4,
        "ContainerGCFailed",
        'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while '
        'dialing: dial unix /run/containerd/containerd.sock: connect: no such file or directory"',
        count=14,
    )
    c.drop("")
    return c.bundle(case_id, "dispatch-api availability", "service/dispatch-web"), fault(
        "node.container_runtime_down",
        f"node/{node}",
        "node.kubelet_down",
        "k8s.volume.mount_timeout",
        "node.kube_proxy_down",
    )


def _proxy(case_id: str) -> Scenario:
    c = cluster_of(BANK, "core-bank", "2026-03-16T08:16:00", 705)
    node = c.nodes[0]
    _units(
        c,
        {
            "kube-proxy.service": (
                "inactive (dead)",
                ["I0316 08:15:59 Shutting down", "Stopped Kubernetes Kube-Proxy Server."],
            )
        },
        "2026-03-16 08:15:59 UTC",
    )
    mine = _on(c, node)
    for pod in mine[:3]:
        c.lines(
            pod, range(1, 17, 2), "Connect timed out: service address 172.20.{n}, direct pod address answers", "error"
        )
    c.change(
        "deployment/limits",
        -3,
        "deployment",
        "kubectl set image",
        "ci/limits",
        image=["limits:1.18.5", "limits:1.18.6"],
    )
    c.lines(
        "service/mobile-bff", range(1, 17, 2), "Error: connect ETIMEDOUT 172.20.33.4:80 (one of three pods)", "error"
    )
    return c.bundle(case_id, "a third of logins fail", "service/mobile-bff", severity="critical"), fault(
        "node.kube_proxy_down",
        f"node/{node}",
        "network.policy_blocked",
        "network.partition",
        "node.not_ready",
        "k8s.service.selector_mismatch",
        "deployment.bad_release",
        herring=herring("deployment.bad_release", "deployment/limits"),
    )


def _proxy_pod(case_id: str) -> Scenario:
    c = cluster_of(PARCELS, "parcels", "2026-03-31T21:45:00", 706, objects=False)
    node = c.nodes[2]
    for place, name in enumerate(c.nodes):
        bad = name == node
        pod = f"pod/kube-proxy-{'abc'[place]}8xkt"
        c.add(
            pod,
            "pod",
            namespace="kube-system",
            phase="Running",
            status="CrashLoopBackOff" if bad else "Running",
            ready="0/1" if bad else "1/1",
            restarts="14 (1m ago)" if bad else "0",
            node=name,
            owner="DaemonSet/kube-proxy",
            labels={"k8s-app": "kube-proxy"},
        )
        if bad:
            c.log(
                pod,
                14,
                'E0331 server.go:556] "Error running ProxyServer" err="unable to create proxier: failed to '
                "initialize iptables: "
                'open /proc/sys/net/ipv4/conf/all/route_localnet: permission denied"',
                "error",
                count=14,
            )
    for pod in _on(c, node)[:3]:
        if "kube-proxy" not in pod:
            c.lines(pod, (2, 6, 11, 15), "dial tcp 172.20.17.{n}:8080: i/o timeout", "error")
    return c.bundle(case_id, "portal: slow and failing for some", "service/portal", source="datadog"), fault(
        "node.kube_proxy_down",
        f"node/{node}",
        "network.partition",
        "node.packet_loss",
        "node.network_latency",
        "dns.resolution_failure",
    )


def _not_ready(case_id: str) -> Scenario:
    c = cluster_of(MEDIA, "media", "2026-04-19T00:50:00", 707)
    node = c.nodes[1]
    c.attrs(f"node/{node}")["conditions"]["Ready"] = condition(
        "False",
        "KubeletNotReady",
        "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network "
        "plugin returns error: cni plugin not initialized",
    )
    c.attrs(f"node/{node}")["taints"] = ["node.kubernetes.io/not-ready:NoSchedule"]
    c.event(
        f"node/{node}",
        0.2,
        "NodeNotReady",
        f"Node {node} status is now: NodeNotReady",
        level="normal",
        source="node-controller",
    )
    for pod in _on(c, node):
        c.unready(pod)
        c.event(
            pod,
            8,
            "NetworkNotReady",
            "network is not ready: container runtime network not ready: NetworkReady=false "
            "reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized",
            count=96,
        )
    return c.bundle(case_id, "KubeNodeNotReady", f"node/{node}"), fault(
        "node.not_ready",
        f"node/{node}",
        "node.kubelet_down",
        "node.container_runtime_down",
        "network.partition",
        "k8s.workload.evicted",
    )


def _not_ready_state(case_id: str) -> Scenario:
    c = cluster_of(
        CLINIC,
        "clinic",
        "2026-04-25T14:30:00",
        708,
        objects=False,
        timed=False,
        nodes=("n1.rz.example", "n2.rz.example"),
    )
    node = c.nodes[0]
    c.attrs(f"node/{node}")["conditions"]["Ready"] = "False"
    for pod in _on(c, node):
        c.unready(pod)
    return c.bundle(case_id, "half of the pages fail", "service/booking-ui", source="manual"), fault(
        "node.not_ready",
        f"node/{node}",
        "k8s.scheduling.node_cordoned",
        "node.disk_pressure",
        "node.memory_pressure",
        "k8s.probe.readiness_endpoint_failing",
    )


def _latency(case_id: str) -> Scenario:
    c = cluster_of(TICKETS, "tickets", "2026-05-31T18:45:00", 709)
    node = c.nodes[0]
    for name in c.nodes:
        here = name == node
        c.metric(
            f"node/{name}",
            "ping_rtt_p50",
            levels(1, (0.6, 20), (212 if here else 0.7, 17)),
            unit="Milliseconds",
            namespace="NodeExporter",
        )
        c.metric(f"node/{name}", "cpu_utilization", levels(2, (38, 37)), unit="Percent", namespace="NodeExporter")
        c.metric(
            f"node/{name}",
            "network_receive_packets",
            levels(3, (21000, 20), (9000 if here else 21000, 17), digits=0),
            namespace="NodeExporter",
        )
    for pod in _on(c, node):
        c.metric(pod, "latency_p95", levels(len(pod), (0.05, 20), (0.5, 17)), unit="Seconds")
    for pod in _on(c, c.nodes[1])[:3]:
        c.metric(pod, "latency_p95", levels(len(pod), (0.05, 37)), unit="Seconds")
    return c.bundle(case_id, "p95 above 400ms on many endpoints", "service/box-office", source="datadog"), fault(
        "node.network_latency",
        f"node/{node}",
        "node.packet_loss",
        "network.latency",
        "compute.cpu_saturation",
        "dependency.slow",
        "traffic.surge",
    )


def _loss(case_id: str) -> Scenario:
    c = cluster_of(BANK, "core-bank", "2026-06-13T04:30:00", 710, objects=False)
    node = c.nodes[1]
    for name in c.nodes:
        here = name == node
        c.metric(
            f"node/{name}",
            "network_receive_errors",
            levels(1, (0, 20), (640 if here else 0, 17), digits=0),
            namespace="NodeExporter",
        )
        c.metric(
            f"node/{name}",
            "tcp_retransmits",
            levels(2, (3, 20), (410 if here else 14, 17), digits=0),
            namespace="NodeExporter",
        )
        c.metric(
            f"node/{name}",
            "ping_loss",
            levels(3, (0, 20), (11 if here else 0, 17)),
            unit="Percent",
            namespace="NodeExporter",
        )
    c.log(
        f"node/{node}",
        0.1,
        "kernel: ena 0000:00:05.0 eth0: TX hasn't completed, qid 2. 5 tasks blocked",
        "warn",
        count=37,
    )
    c.lines(
        "service/accounts",
        (2, 6, 10, 14),
        "WARN  HikariPool-1 - Failed to validate connection (This connection has been closed.)",
        "warn",
    )
    c.metric("service/mobile-bff", "latency_p99", levels(4, (0.3, 20), (3.8, 17), spread=0.3), unit="Seconds")
    return c.bundle(case_id, "mobile-bff p99 > 2s", "service/mobile-bff"), fault(
        "node.packet_loss",
        f"node/{node}",
        "node.network_latency",
        "network.packet_loss",
        "network.policy_blocked",
        "db.unreachable",
    )


def _disk(case_id: str) -> Scenario:
    c = cluster_of(MEDIA, "media", "2026-06-22T10:00:00", 711)
    node = c.nodes[2]
    c.attrs(f"node/{node}")["conditions"]["DiskPressure"] = condition(
        "True", "KubeletHasDiskPressure", "kubelet has disk pressure"
    )
    c.attrs(f"node/{node}")["taints"] = ["node.kubernetes.io/disk-pressure:NoSchedule"]
    c.event(f"node/{node}", 0, "NodeHasDiskPressure", f"Node {node} status is now: NodeHasDiskPressure", level="normal")
    c.event(
        f"node/{node}",
        -2,
        "FreeDiskSpaceFailed",
        "Failed to garbage collect required amount of images. Attempted to free 14920180121 "
        "bytes, but only found 0 bytes eligible to free.",
        count=4,
    )
    c.event(f"node/{node}", 0.3, "EvictionThresholdMet", "Attempting to reclaim ephemeral-storage", count=11)
    for pod in _on(c, node):
        message = (
            "The node was low on resource: ephemeral-storage. Threshold quantity: 8589934592, available: 3118044Ki. "
        )
        c.unready(pod).update(phase="Failed", status="Evicted", message=message)
        c.event(pod, 1, "Evicted", message)
    c.metric(
        f"node/{node}",
        "disk_used",
        [round(70 + step * 0.68, 1) for step in range(37)],
        unit="Percent",
        namespace="NodeExporter",
    )
    return c.bundle(case_id, "web-player pods missing", "deployment/web-player"), fault(
        "node.disk_pressure",
        f"node/{node}",
        "k8s.workload.evicted",
        "node.memory_pressure",
        "node.not_ready",
        "storage.full",
    )


def _inodes(case_id: str) -> Scenario:
    c = cluster_of(PARCELS, "parcels", "2026-07-27T09:12:00", 712, objects=False, timed=False)
    node = c.nodes[1]
    c.attrs(f"node/{node}")["conditions"]["DiskPressure"] = "True"
    for pod in _on(c, node)[:3]:
        c.unready(pod).update(
            phase="Failed",
            status="Evicted",
            message="The node was low on resource: inodes. Threshold quantity: 98000, available: 61203.",
        )
    return c.bundle(case_id, "parcels: fewer pods than wanted", "service/portal", source="manual"), fault(
        "node.disk_pressure",
        f"node/{node}",
        "k8s.workload.evicted",
        "node.memory_pressure",
        "k8s.scheduling.too_many_pods",
        "k8s.quota.objects_exceeded",
    )


def _memory(case_id: str) -> Scenario:
    c = cluster_of(ENERGY, "energy", "2026-08-30T03:00:00", 713)
    node = c.nodes[0]
    c.attrs(f"node/{node}")["conditions"]["MemoryPressure"] = condition(
        "True", "KubeletHasInsufficientMemory", "kubelet has insufficient memory available"
    )
    c.event(
        f"node/{node}",
        0,
        "NodeHasInsufficientMemory",
        f"Node {node} status is now: NodeHasInsufficientMemory",
        level="normal",
    )
    c.event(f"node/{node}", 0.1, "EvictionThresholdMet", "Attempting to reclaim memory", count=9)
    c.event(
        f"node/{node}", -0.5, "SystemOOM", "System OOM encountered, victim process: node-backup, pid: 30112", count=2
    )
    for pod in _on(c, node)[:4]:
        message = "The node was low on resource: memory. Threshold quantity: 100Mi, available: 61284Ki. "
        c.unready(pod).update(phase="Failed", status="Evicted", message=message)
        c.event(pod, 0.6, "Evicted", message)
    c.log(
        f"node/{node}",
        -0.6,
        "kernel: Out of memory: Killed process 30112 (node-backup) total-vm:13812204kB, anon-rss:11022140kB",
        "error",
    )
    c.metric(
        f"node/{node}",
        "memory_utilization",
        levels(1, (55, 16), (97, 21), spread=0.01),
        unit="Percent",
        namespace="NodeExporter",
    )
    return c.bundle(case_id, "readings-api pods missing", "service/consumer-portal"), fault(
        "node.memory_pressure",
        f"node/{node}",
        "k8s.workload.evicted",
        "k8s.container.oom_killed",
        "node.disk_pressure",
        "compute.memory_leak",
    )


CASES: tuple[Case, ...] = (
    scenario(
        "kube-node-agent-stopped", "The kubelet of one node was stopped; its pods are marked for deletion.", _kubelet
    ),
    scenario("kube-node-agent-config", "The kubelet does not find its configuration any more.", _kubelet_config),
    scenario("kube-runtime-killed", "The container runtime of a node died, the kubelet lives.", _runtime),
    scenario(
        "kube-sandbox-not-made",
        "A node makes no sandboxes: the runtime's socket is gone; events only.",
        _runtime_events,
    ),
    scenario("kube-logins-fail-on-one-node", "Service addresses do not work on one node, pod addresses do.", _proxy),
    scenario("kube-proxy-restarts-on-one-node", "One pod of the proxy's daemon set does not stay.", _proxy_pod),
    scenario("kube-node-without-network-plugin", "A node's network plugin is not initialised.", _not_ready),
    scenario("kube-node-unready-by-state", "One of two nodes is not ready, and nothing says why.", _not_ready_state),
    scenario("kube-everything-slow-on-one-node", "All pods of one node are slow by the same round trip.", _latency),
    scenario("kube-retransmits-on-one-node", "A network card of one node loses packets.", _loss),
    scenario("kube-node-disk-filling", "Images and scratch data fill a node's disk.", _disk),
    scenario("kube-node-out-of-inodes", "A node has no inodes left; state only, no times.", _inodes),
    scenario("kube-node-backup-ate-memory", "A backup process on a node leaves the pods no memory.", _memory),
)
