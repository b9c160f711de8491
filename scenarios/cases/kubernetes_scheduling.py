"""Pods that no node takes."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_kubernetes import Cluster, fault, scenario
from scenarios.cases.building_kubernetes_systems import (
    BANK,
    CLINIC,
    ENERGY,
    FLEET,
    MEDIA,
    PARCELS,
    TICKETS,
    Part,
    System,
)

PREEMPTION = " preemption: 0/{n} nodes are available: {n} Preemption is not helpful for scheduling."


def _pending(
    c: Cluster,
    system: System,
    app: str,
    text: str,
    *,
    preemption: bool = True,
    events: bool = True,
    caller: str | None = None,
) -> list[str]:
    """An application whose one workload cannot be placed, with what the scheduler says."""
    c.system(system, chatter=2)
    c.all_nodes()
    whole = text + (PREEMPTION.replace("{n}", str(len(c.nodes))) if preemption else "")
    pods = c.pods(app)
    for place, pod in enumerate(pods):
        c.pending(pod, whole if c.objects else None, age=0.1 * place)
        if events:
            c.event(pod, 0.2 + place / 9, "FailedScheduling", whole, source="default-scheduler")
            c.event(pod, 15 + place / 9, "FailedScheduling", whole, source="default-scheduler", count=4, first=0.2)
    if caller:
        c.lines(
            f"service/{caller}",
            (1, 3, 4, 8, 11, 14),
            f"ERROR upstream request {{n}} to {app} failed: connect: connection refused",
            "error",
        )
    return pods


def _cordoned(case_id: str) -> Scenario:
    c = Cluster("media", "2026-03-29T03:20:00", 201)
    _pending(c, MEDIA, "ads", "0/3 nodes are available: 3 node(s) were unschedulable.", caller="web-player")
    for name in c.nodes:
        c.attrs(f"node/{name}").update(unschedulable=True, taints=["node.kubernetes.io/unschedulable:NoSchedule"])
        c.event(
            f"node/{name}", -12, "NodeNotSchedulable", f"Node {name} status is now: NodeNotSchedulable", level="normal"
        )
        c.change(f"node/{name}", -12, "infrastructure", "kubectl cordon", "user/r.silva")
    c.change("deployment/ads", -0.2, "deployment", "kubectl rollout restart", "ci/ads", revision="161")
    return c.bundle(case_id, "ad fill rate below 40%", "service/web-player", source="datadog"), fault(
        "k8s.scheduling.node_cordoned",
        "deployment/ads",
        "k8s.scheduling.taint_not_tolerated",
        "node.not_ready",
        "deployment.bad_release",
        "dependency.unreachable",
    )


def _cordoned_by_state(case_id: str) -> Scenario:
    c = Cluster("clinic", "2026-05-03T10:00:00", 202, objects=False, edges=False, nodes=("worker-a", "worker-b"))
    _pending(c, CLINIC, "letters", "", events=False)
    for name in c.nodes:
        c.attrs(f"node/{name}")["unschedulable"] = True
    c.node("control-1", roles="control-plane", taints=["node-role.kubernetes.io/control-plane:NoSchedule"])
    c.lines(
        "service/reminders", (2, 6, 10, 14), "Errno::ECONNREFUSED: Failed to open TCP connection to letters:80", "error"
    )
    return c.bundle(
        case_id, "Check 'send test letter' failing", "service/reminders", source="synthetic-monitor"
    ), fault(
        "k8s.scheduling.node_cordoned",
        "deployment/letters",
        "k8s.scheduling.insufficient_cpu",
        "control_plane.scheduler_down",
        "k8s.scheduling.taint_not_tolerated",
    )


def _affinity(case_id: str) -> Scenario:
    c = Cluster("energy", "2026-02-14T12:30:00", 203)
    pods = _pending(
        c, ENERGY, "forecast", "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector."
    )
    c.add(
        "deployment/forecast",
        "manifest",
        kind="Deployment",
        spec={
            "template": {
                "spec": {
                    "affinity": {
                        "nodeAffinity": {
                            "requiredDuringSchedulingIgnoredDuringExecution": {
                                "nodeSelectorTerms": [
                                    {
                                        "matchExpressions": [
                                            {
                                                "key": "topology.kubernetes.io/zone",
                                                "operator": "In",
                                                "values": ["eu-west-1d"],
                                            }
                                        ]
                                    }
                                ]
                            }
                        }
                    },
                    "containers": [{"name": "forecast", "image": "forecast:20260217"}],
                }
            }
        },
    )
    for place, name in enumerate(c.nodes):
        c.attrs(f"node/{name}")["labels"]["topology.kubernetes.io/zone"] = f"eu-west-1{'abc'[place]}"
    c.change("deployment/forecast", -0.1, "config", "helm upgrade", "ci/forecast", chart="forecast-1.9.0")
    c.alert(pods[0], 15, "KubePodNotReady", reason=f"Pod {pods[0][4:]} has been in a non-ready state for 15 minutes.")
    return c.bundle(case_id, "KubePodNotReady", pods[0]), fault(
        "k8s.scheduling.node_affinity_mismatch",
        "deployment/forecast",
        "k8s.scheduling.node_selector_mismatch",
        "aws.az_impaired",
    )


def _selector(case_id: str) -> Scenario:
    c = Cluster("parcels", "2026-06-02T19:00:00", 204)
    pods = _pending(
        c,
        PARCELS,
        "labels",
        "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector.",
        caller="intake",
    )
    for pod in pods:
        c.attrs(pod)["node_selector"] = {"disktype": "nvme"}
    for name in c.nodes:
        c.attrs(f"node/{name}")["labels"]["disktype"] = "ssd"
    return c.bundle(case_id, "intake 5xx ratio above 2%", "service/portal"), fault(
        "k8s.scheduling.node_selector_mismatch",
        "deployment/labels",
        "k8s.scheduling.node_affinity_mismatch",
        "k8s.scheduling.anti_affinity_conflict",
        "dependency.unreachable",
    )


def _selector_by_state(case_id: str) -> Scenario:
    c = Cluster("fleet", "2026-06-08T05:00:00", 205, objects=False, timed=False)
    pods = _pending(c, FLEET, "geozones", "", events=False)
    for pod in pods:
        c.attrs(pod).update(
            node_selector={"pool": "batch-arm"},
            tolerations=["node.kubernetes.io/not-ready:NoExecute op=Exists for 300s"],
        )
    for place, name in enumerate(c.nodes):
        c.attrs(f"node/{name}")["labels"] |= {"pool": "general" if place else "batch"}
    c.lines(
        "service/dispatch-api",
        range(6),
        "httpx.ConnectError: [Errno 111] Connection refused (GET http://geozones/zones)",
        "error",
    )
    return c.bundle(case_id, "dispatch: jobs without zone", "service/dispatch-web", source="manual"), fault(
        "k8s.scheduling.node_selector_mismatch",
        "deployment/geozones",
        "k8s.scheduling.node_affinity_mismatch",
        "control_plane.scheduler_down",
        "k8s.scheduling.node_cordoned",
    )


def _anti_affinity(case_id: str) -> Scenario:
    c = Cluster("core-bank", "2026-08-20T01:05:00", 206)
    c.system(BANK, chatter=2)
    c.all_nodes()
    c.attrs("deployment/accounts").update(desired=4)
    extra = c.attrs(c.pods("accounts")[0])["owner"].partition("/")[2] + "-t7vqx"
    c.pod(
        extra,
        {"app": "accounts"},
        f"{c.registry}/core-bank/accounts:7.9.3",
        BANK["accounts"],
        3,
        {},
        c.attrs(c.pods("accounts")[0])["owner"],
    )
    text = (
        "0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules. preemption: 0/3 nodes are available: "
        "3 No preemption victims found for incoming pod."
    )
    c.pending(f"pod/{extra}", text, age=0)
    c.event(f"pod/{extra}", 0.1, "FailedScheduling", text, source="default-scheduler", count=5)
    c.event(
        "deployment/accounts",
        0,
        "ScalingReplicaSet",
        "Scaled up replica set accounts to 4 from 3",
        level="normal",
        source="deployment-controller",
    )
    c.change("deployment/accounts", -0.1, "scaling", "kubectl scale", "user/m.ferreira", replicas=[3, 4])
    return c.bundle(case_id, "KubeDeploymentReplicasMismatch", "deployment/accounts", severity="warning"), fault(
        "k8s.scheduling.anti_affinity_conflict",
        "deployment/accounts",
        "k8s.scheduling.insufficient_cpu",
        "k8s.scheduling.node_affinity_mismatch",
        "deployment.rollout_stuck",
        "k8s.scheduling.too_many_pods",
    )


def _spread(case_id: str) -> Scenario:
    c = Cluster("tickets", "2026-09-02T15:40:00", 207, slim=True)
    _pending(
        c,
        TICKETS,
        "price-rules",
        "0/3 nodes are available: 1 node(s) were unschedulable, 2 node(s) didn't "
        "match pod topology spread constraints.",
        caller="box-office",
    )
    c.attrs(f"node/{c.nodes[2]}").update(unschedulable=True)
    c.add(
        "deployment/price-rules",
        "manifest",
        kind="Deployment",
        spec={
            "template": {
                "spec": {
                    "topologySpreadConstraints": [
                        {"maxSkew": 1, "topologyKey": "rack", "whenUnsatisfiable": "DoNotSchedule"}
                    ]
                }
            }
        },
    )
    return c.bundle(case_id, "box-office: prices missing", "service/box-office", source="datadog"), fault(
        "k8s.scheduling.anti_affinity_conflict",
        "deployment/price-rules",
        "k8s.scheduling.node_cordoned",
        "k8s.scheduling.node_selector_mismatch",
    )


def _taint(case_id: str) -> Scenario:
    c = Cluster("media", "2026-04-11T23:00:00", 208)
    _pending(
        c,
        MEDIA,
        "playlists",
        "0/3 nodes are available: 3 node(s) had untolerated taint {workload: transcode}.",
        caller="web-player",
    )
    for name in c.nodes:
        c.attrs(f"node/{name}")["taints"] = ["workload=transcode:NoSchedule"]
    c.change(
        "nodegroup/general", -25, "infrastructure", "terraform apply", "ci/infra", taints=["", "workload=transcode"]
    )
    c.change(
        "deployment/playlists",
        -0.3,
        "deployment",
        "kubectl set image",
        "ci/playlists",
        image=["playlists:87", "playlists:88"],
    )
    return c.bundle(case_id, "playlists availability SLO burn 14x", "service/web-player", severity="critical"), fault(
        "k8s.scheduling.taint_not_tolerated",
        "deployment/playlists",
        "k8s.scheduling.node_cordoned",
        "k8s.scheduling.node_selector_mismatch",
        "deployment.bad_release",
        herring={"cause": "deployment.bad_release", "entity": "deployment/playlists"},
    )


def _taint_by_state(case_id: str) -> Scenario:
    c = Cluster("clinic", "2026-04-30T06:50:00", 209, objects=False, nodes=("pool-1-a", "pool-1-b", "pool-1-c"))
    pods = _pending(c, CLINIC, "reminders", "", events=False)
    for name in c.nodes:
        c.attrs(f"node/{name}")["taints"] = ["dedicated=reporting:NoSchedule"]
    c.attrs(pods[0])["tolerations"] = [
        "node.kubernetes.io/not-ready:NoExecute op=Exists for 300s",
        "node.kubernetes.io/unreachable:NoExecute op=Exists for 300s",
    ]
    c.lines(
        "service/appointments",
        (2, 5, 9, 15),
        "fail: Clinic.Reminders[0] System.Net.Http.HttpRequestException: Connection refused (reminders:3000)",
        "error",
    )
    return c.bundle(case_id, "reminders not sent for 10 minutes", "service/appointments"), fault(
        "k8s.scheduling.taint_not_tolerated",
        "deployment/reminders",
        "control_plane.scheduler_down",
        "k8s.scheduling.insufficient_memory",
    )


def _cpu(case_id: str) -> Scenario:
    c = Cluster("parcels", "2026-11-20T17:30:00", 210)
    pods = _pending(c, PARCELS, "routing", "0/3 nodes are available: 3 Insufficient cpu.", caller="intake")
    c.each("routing", requests={"cpu": "2", "memory": "512Mi"})
    for name in c.nodes:
        c.attrs(f"node/{name}")["allocated"] = {
            "cpu": {"requests": "3650m (93%)", "limits": "7 (178%)"},
            "memory": {"requests": "6Gi (41%)", "limits": "9Gi (61%)"},
        }
    c.event(
        pods[0],
        1,
        "NotTriggerScaleUp",
        "pod didn't trigger scale-up: 1 max node group size reached",
        level="normal",
        source="cluster-autoscaler",
        count=30,
    )
    c.change("deployment/routing", -0.2, "config", "kubectl apply", "user/k.lind", cpu_request=["250m", "2"])
    return c.bundle(case_id, "no route for parcel", "service/portal", source="datadog"), fault(
        "k8s.scheduling.insufficient_cpu",
        "deployment/routing",
        "k8s.quota.cpu_exceeded",
        "compute.cpu_saturation",
        "k8s.scheduling.insufficient_memory",
    )


def _memory(case_id: str) -> Scenario:
    c = Cluster("energy", "2026-07-07T07:07:00", 211, objects=False)
    pods = _pending(
        c,
        ENERGY,
        "tariffs",
        "0/3 nodes are available: 1 Insufficient cpu, 3 Insufficient memory.",
        caller="consumer-portal",
    )
    for pod in pods:
        c.container(pod).update(requests={"cpu": "200m", "memory": "24Gi"}, limits={"memory": "24Gi"})
    return c.bundle(
        case_id, "consumer-portal synthetic: bill page", "service/consumer-portal", source="synthetic-monitor"
    ), fault(
        "k8s.scheduling.insufficient_memory",
        "deployment/tariffs",
        "k8s.scheduling.insufficient_cpu",
        "k8s.quota.memory_exceeded",
        "node.memory_pressure",
        "k8s.container.oom_killed",
    )


def _memory_by_state(case_id: str) -> Scenario:
    c = Cluster("core-bank", "2026-07-16T13:13:00", 212, objects=False, timed=False)
    _pending(c, BANK, "limits", "", events=False, caller="accounts")
    c.each("limits", requests={"cpu": "200m", "memory": "20Gi"}, limits={"memory": "20Gi"})
    return c.bundle(case_id, "accounts: limit check fails", "service/mobile-bff", source="manual"), fault(
        "k8s.scheduling.insufficient_memory",
        "deployment/limits",
        "control_plane.scheduler_down",
        "k8s.scheduling.insufficient_cpu",
    )


def _gpu(case_id: str) -> Scenario:
    c = Cluster("media", "2026-10-24T09:00:00", 213)
    part = Part(8600, 8600, "upscaler:12", replicas=1)
    pods = _pending(
        c, {**MEDIA, "upscaler": part}, "upscaler", "0/3 nodes are available: 3 Insufficient nvidia.com/gpu."
    )
    c.each(
        "upscaler", limits={"nvidia.com/gpu": "1", "memory": "8Gi"}, requests={"nvidia.com/gpu": "1", "memory": "8Gi"}
    )
    c.event(
        pods[0],
        3,
        "NotTriggerScaleUp",
        "pod didn't trigger scale-up: 2 Insufficient nvidia.com/gpu",
        level="normal",
        source="cluster-autoscaler",
        count=21,
    )
    return c.bundle(case_id, "upscale queue grows", "service/upscaler", severity="warning"), fault(
        "k8s.scheduling.insufficient_gpu",
        "deployment/upscaler",
        "k8s.scheduling.insufficient_memory",
        "k8s.scheduling.node_selector_mismatch",
    )


def _too_many(case_id: str) -> Scenario:
    c = Cluster("fleet", "2026-01-12T08:08:00", 214, nodes=("ip-10-9-1-20", "ip-10-9-2-31"))
    _pending(c, FLEET, "alerts", "0/2 nodes are available: 2 Too many pods.")
    for name in c.nodes:
        c.attrs(f"node/{name}").update(
            capacity={"cpu": "2", "memory": "7820Mi", "pods": "29"},
            allocatable={"cpu": "1930m", "memory": "7080Mi", "pods": "29"},
            pods_running=29,
        )
    c.alert("deployment/alerts", 12, "driver alerts delivered = 0", count=12)
    return c.bundle(case_id, "driver alerts delivered = 0", "service/alerts", source="cloudwatch"), fault(
        "k8s.scheduling.too_many_pods",
        "deployment/alerts",
        "k8s.quota.pods_exceeded",
        "k8s.scheduling.insufficient_cpu",
        "k8s.scheduling.insufficient_gpu",
        also=[("k8s.scheduling.too_many_pods", "service/alerts")],
    )


CASES: tuple[Case, ...] = (
    scenario("kube-ads-pods-wait", "Every node is cordoned for an upgrade when a restart is made.", _cordoned),
    scenario(
        "kube-letters-wait-for-a-node", "Both workers are unschedulable; only their state says so.", _cordoned_by_state
    ),
    scenario("kube-forecast-wants-a-zone", "A chart asks for a zone in which the cluster has no node.", _affinity),
    scenario("kube-labels-want-nvme", "The pods select a label value no node carries.", _selector),
    scenario(
        "kube-geozones-moved-to-a-pool",
        "The pods select a pool that is spelled otherwise; state only, no times.",
        _selector_by_state,
    ),
    scenario(
        "kube-fourth-accounts-pod", "One pod a node by anti-affinity, three nodes, four pods wanted.", _anti_affinity
    ),
    scenario(
        "kube-price-rules-spread",
        "A spread rule over a label the nodes do not have; one node is cordoned too.",
        _spread,
    ),
    scenario(
        "kube-playlists-after-infra-change",
        "The general pool was tainted; a harmless release brings it to light.",
        _taint,
    ),
    scenario(
        "kube-reminders-without-a-place",
        "All nodes carry a taint the pod does not tolerate; state only.",
        _taint_by_state,
    ),
    scenario("kube-routing-asks-for-two-cores", "The CPU request was raised beyond what is free on any node.", _cpu),
    scenario(
        "kube-tariffs-asks-for-too-much", "More memory is requested than a node has; CPU is only short on one.", _memory
    ),
    scenario(
        "kube-limits-of-a-mainframe",
        "A request larger than any node, seen by comparing objects only.",
        _memory_by_state,
    ),
    scenario("kube-upscaler-without-gpu", "No node offers accelerators.", _gpu),
    scenario("kube-small-nodes-full-of-pods", "Both nodes run as many pods as their addresses allow.", _too_many),
)
