"""Stopped parts of the control plane, and machines that are lost."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_kubernetes import Cluster, fault, levels, scenario
from scenarios.cases.building_kubernetes_systems import BANK, CLINIC, ENERGY, FLEET, PARCELS
from scenarios.cases.kubernetes_nodes import cluster_of, gone_quiet


def _scheduler(case_id: str) -> Scenario:
    c = Cluster("clinic", "2026-09-14T11:30:00", 714, nodes=("worker-1", "worker-2"))
    c.system(CLINIC, chatter=2)
    c.all_nodes()
    c.node("control-1", roles="control-plane", taints=["node-role.kubernetes.io/control-plane:NoSchedule"])
    for pod in c.pods("letters") + c.pods("reminders"):
        c.pending(pod, None, age=-0.5)
        c.attrs(pod)["conditions"] = {}
    c.add(
        "pod/kube-scheduler-control-1",
        "pod",
        namespace="kube-system",
        phase="Running",
        status="CrashLoopBackOff",
        ready="0/1",
        restarts=13,
        node="control-1",
        labels={"component": "kube-scheduler"},
        owner="Node/control-1",
    )
    c.log(
        "pod/kube-scheduler-control-1",
        14,
        'E0914 11:44:01.551 run.go:74] "command failed" err="failed to get config: stat '
        '/etc/kubernetes/scheduler.conf: no such file or directory"',
        "error",
        count=13,
    )
    c.event(
        "deployment/letters",
        -0.6,
        "ScalingReplicaSet",
        "Scaled up replica set letters-84b6 to 1",
        level="normal",
        source="deployment-controller",
    )
    return c.bundle(case_id, "letters: pods pending for 15 minutes", "deployment/letters"), fault(
        "control_plane.scheduler_down",
        "node/control-1",
        "k8s.scheduling.insufficient_cpu",
        "control_plane.api_unavailable",
        "k8s.scheduling.node_cordoned",
        "k8s.container.command_invalid",
        also=[("control_plane.scheduler_down", "pod/kube-scheduler-control-1")],
    )


def _scheduler_unit(case_id: str) -> Scenario:
    c = Cluster("fleet", "2026-09-26T20:20:00", 715, objects=False, timed=False, nodes=("w-1", "w-2"))
    c.system(FLEET)
    c.all_nodes()
    c.node("cp-1", roles="control-plane")
    for pod in c.pods("geozones"):
        c.pending(pod, None)
        c.attrs(pod)["conditions"] = {}
    for unit, active, tail in (
        ("kube-scheduler", "inactive (dead)", ["Stopped Kubernetes Scheduler."]),
        ("kube-controller-manager", "active (running)", ["Started"]),
        ("kube-apiserver", "active (running)", ["Started"]),
        ("etcd", "active (running)", ["Started"]),
    ):
        c.add(
            "node/cp-1",
            "systemd_unit",
            unit=f"{unit}.service",
            active=active,
            since="2026-09-26 20:11:40 UTC",
            log_tail=tail,
        )
    return c.bundle(case_id, "zones missing on the map", "service/dispatch-web", source="manual"), fault(
        "control_plane.scheduler_down",
        "node/cp-1",
        "k8s.scheduling.insufficient_memory",
        "k8s.scheduling.taint_not_tolerated",
        "node.kubelet_down",
    )


def _api(case_id: str) -> Scenario:
    c = Cluster("core-bank", "2026-10-08T06:06:00", 716, nodes=("wk-1", "wk-2", "wk-3"))
    c.system(BANK, only=("mobile-bff", "accounts", "limits", "ledger-db"), chatter=2)
    c.all_nodes()
    c.node("master-0", roles="control-plane,master")
    c.add(
        "node/master-0",
        "connectivity_check",
        port=6443,
        ok=False,
        detail="connect: connection refused",
        probes=[{"from": "wk-1", "ok": False}, {"from": "wk-2", "ok": False}],
    )
    c.add(
        "node/master-0",
        "systemd_unit",
        unit="kube-apiserver.service",
        active="failed (Result: exit-code)",
        since="2026-10-08 06:05:52 UTC",
        log_tail=[
            'E1008 06:05:50 run.go:74] "command failed" err="open /etc/kubernetes/pki/apiserver.crt: no such '
            'file or directory"'
        ],
    )
    for place, name in enumerate(("wk-1", "wk-2", "wk-3")):
        c.log(
            f"node/{name}",
            1 + place,
            'E1008 kubelet_node_status.go:540] "Error updating node status, will retry" err="error getting node '
            f'\\"{name}\\": Get \\"https://10.0.0.10:6443/api/v1/nodes/{name}\\": dial tcp 10.0.0.10:6443: '
            f'connect: connection refused"',
            "error",
            count=50,
        )
    c.log(
        "job/deploy-accounts",
        5,
        "The connection to the server 10.0.0.10:6443 was refused - did you specify the right host or port?",
        "error",
    )
    c.alert("node/master-0", 2, "KubeAPIDown", reason="KubeAPI has disappeared from Prometheus target discovery.")
    return c.bundle(case_id, "KubeAPIDown", "node/master-0", severity="critical"), fault(
        "control_plane.api_unavailable",
        "node/master-0",
        "control_plane.scheduler_down",
        "node.kubelet_down",
        "node.not_ready",
        "dependency.unreachable",
    )


def _api_slow(case_id: str) -> Scenario:
    c = Cluster("energy", "2026-10-26T01:30:00", 717)
    c.system(ENERGY, only=("consumer-portal", "readings-api", "tariffs", "readings-db"), chatter=2)
    entity = "controlplane/energy-prod"
    c.metric(entity, "apiserver_request_duration_p99", levels(1, (0.4, 20), (27, 17)), unit="Seconds")
    c.metric(entity, "etcd_disk_wal_fsync_p99", levels(2, (0.006, 20), (1.9, 17)), unit="Seconds")
    c.log(
        entity,
        4,
        '{"level":"warn","msg":"apply request took too long","took":"4.1s","expected-duration":"100ms"}',
        "warn",
        count=900,
    )
    c.log(
        entity,
        5,
        'E1026 timeout.go:142] post-timeout activity - time-elapsed: 3.2s, GET "/api/v1/pods" result: <nil>',
        "error",
        count=210,
    )
    c.event(
        "lease/cluster-autoscaler",
        6,
        "LeaderElection",
        "cluster-autoscaler stopped leading",
        level="normal",
        source="cluster-autoscaler",
    )
    c.log(
        "pod/cluster-autoscaler-6b8",
        6,
        'error retrieving resource lock kube-system/cluster-autoscaler: Get "https://172.20.0.1:443": net/http: '
        "request canceled (Client.Timeout exceeded while awaiting headers)",
        "error",
        count=12,
    )
    return c.bundle(case_id, "KubeAPILatencyHigh", entity, source="cloudwatch"), fault(
        "control_plane.api_unavailable",
        entity,
        "control_plane.scheduler_down",
        "storage.io_saturation",
        "node.network_latency",
        "k8s.rbac.forbidden",
    )


def _lost(case_id: str) -> Scenario:
    c = cluster_of(PARCELS, "parcels", "2026-11-18T15:55:00", 718)
    node = c.nodes[1]
    gone_quiet(c, node)
    c.add(
        "ec2/i-0d41f7a2c9",
        "ec2_instance",
        state="terminated",
        private_dns=node,
        lifecycle="spot",
        state_reason="Server.SpotInstanceTermination: Instance terminated due to a Spot interruption",
    )
    c.event(
        "ec2/i-0d41f7a2c9",
        -2,
        "SpotInterruption",
        "EC2 Spot Instance Interruption Warning: instance i-0d41f7a2c9, action terminate",
        kind="ec2",
        source="aws.ec2",
    )
    c.event(
        "ec2/i-0d41f7a2c9",
        0,
        "InstanceStateChange",
        "instance i-0d41f7a2c9 is now terminated",
        kind="ec2",
        level="info",
        source="aws.ec2",
    )
    c.event(
        f"node/{node}",
        5,
        "DeletingNode",
        f"Deleting node {node} because it does not exist in the cloud provider",
        level="normal",
        source="cloud-node-lifecycle-controller",
    )
    c.topology.append({"from": f"node/{node}", "to": "ec2/i-0d41f7a2c9", "kind": "runs_on"})
    return c.bundle(case_id, "parcels: pods not ready", "service/portal"), fault(
        "compute.instance_lost",
        f"node/{node}",
        "node.kubelet_down",
        "node.not_ready",
        "network.partition",
        "k8s.workload.evicted",
        also=[("compute.instance_lost", "ec2/i-0d41f7a2c9")],
    )


CASES: tuple[Case, ...] = (
    scenario(
        "kube-letters-wait-without-a-word", "Pending without any scheduler's word: it does not start.", _scheduler
    ),
    scenario("kube-zones-wait-without-a-word", "The same by the control plane's units only.", _scheduler_unit),
    scenario("kube-api-refused", "The control plane's API does not start: its certificate's file is gone.", _api),
    scenario(
        "kube-api-slow", "The control plane's store writes slowly; every request to the API times out.", _api_slow
    ),
    scenario("kube-spot-node-taken", "A spot machine was reclaimed.", _lost),
)
