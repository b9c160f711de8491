"""EKS faults in quotas, nodes and capacity."""

from .build import Case, Result
from .kube import node, workload
from .ordinary import api, chatter, cluster_events, daemon_noise
from .shapes import capped, ramp, step, wave


def no_more_cores() -> Result:
    """The node group cannot grow: EC2 refuses to launch over the account's vCPU limit; the pods wait for CPU."""
    c = Case("render-queue-slo", 41, "2026-03-25T16:12", 100, 36, region="us-east-1")
    nodes = [node(c, f"ip-10-61-{a}-{b}.ec2.internal", instance="c6i.4xlarge") for a, b in ((1, 20), (14, 8), (29, 77))]
    group = "nodegroup/render-c6i"
    pending = {
        "phase": "Pending",
        "status": "Pending",
        "node": None,
        "age_min": 31,
        "state": {"state": "waiting", "reason": "Pending"},
        "conditions": {
            "PodScheduled": {
                "status": "False",
                "reason": "Unschedulable",
                "message": "0/31 nodes are available: 31 Insufficient cpu.",
            }
        },
    }
    c.incident("render queue wait > 10 min", "service/render-front", "datadog", "render", "high", start=14)
    c.alert(
        14, "render queue wait > 10 min", "service/render-front", "alarm", metric="render.queue.wait_s", threshold=600
    )
    c.alert(-1, "KubePodNotReady", "deployment/render-worker", "alarm")
    pods = workload(
        c,
        "render-worker",
        "render",
        nodes,
        7,
        cpu="7",
        mem="12Gi",
        sick=[pending, pending, pending, pending],
        service=False,
    )
    workload(c, "render-front", "render", nodes, 2, age_min=46)
    workload(c, "cluster-autoscaler", "kube-system", nodes, 1, age_min=40000, service=False)
    c.metric("render.queue.wait_s", "service/render-front", ramp(40, 1500, 0, 36), noise="gauge", namespace="datadog")
    api(c, "service/render-front", wave(21, 4, 600, 100), 0.12)
    c.metric("GroupDesiredCapacity", "asg/eks-render-c6i-9c", step(31, 35, -2), noise="exact", stat="Maximum")
    c.metric("GroupInServiceInstances", "asg/eks-render-c6i-9c", 31, noise="exact", stat="Minimum")
    c.metric(
        "ResourceCount",
        "account/730118822604",
        step(496, 504, -55),
        noise="exact",
        stat="Maximum",
        namespace="AWS/Usage",
        Resource="vCPU",
        Class="Standard/OnDemand",
    )
    c.metric("node_cpu_utilization", nodes[0], 84)
    c.event(
        0.5,
        pods[0],
        "FailedScheduling",
        "0/31 nodes are available: 31 Insufficient cpu. preemption: 0/31 nodes are available: 31 No preemption victims found for incoming pod.",
        "warning",
        source="default-scheduler",
        count=22,
    )
    c.event(
        0.9,
        pods[0],
        "TriggeredScaleUp",
        "pod triggered scale-up: [{eks-render-c6i-9c 31->35 (max: 60)}]",
        source="cluster-autoscaler",
    )
    c.event(
        2.2,
        "asg/eks-render-c6i-9c",
        "FailedLaunch",
        "Launching a new EC2 instance. Status Reason: You have requested more vCPU capacity than your current vCPU limit of 512 allows for the instance bucket that the specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit. Launching EC2 instance failed. (VcpuLimitExceeded)",
        "error",
        "autoscaling",
        count=9,
    )
    c.log(
        5,
        "deployment/cluster-autoscaler",
        "warning",
        "clusterstate.go:280] Scale-up timed out for node group eks-render-c6i-9c after 15m3s",
        2,
    )
    c.log(3, "service/render-front", "info", "enqueued scene=8812 depth=41", 610)
    chatter(c, "service/render-front", "python", 6)
    daemon_noise(c, nodes[1])
    c.change(
        -18, "deployment", "argocd:Sync", "deployment/render-front", image=["render-front:3.4.0", "render-front:3.4.1"]
    )
    c.change(
        -55,
        "infrastructure",
        "ec2:RunInstances",
        "account/730118822604",
        actor="role/ml-notebooks",
        count=1,
        instance_type="m6i.2xlarge",
    )
    c.edges("calls", ("service/render-front", "deployment/render-worker"))
    c.edges("runs_on", ("deployment/render-worker", group))
    c.edges("owns", (group, "asg/eks-render-c6i-9c"))
    c.state("asg/eks-render-c6i-9c", "asg", desired=35, min=6, max=60, in_service=31)
    c.state(
        group,
        "nodegroup",
        status="DEGRADED",
        health_issues=[{"code": "AsgInstanceLaunchFailures", "message": "VcpuLimitExceeded"}],
    )
    also = tuple(
        ("aws.service_quota_exceeded", e)
        for e in ("asg/eks-render-c6i-9c", "account/730118822604", "deployment/render-worker")
    )
    return c.done(
        "aws.service_quota_exceeded",
        group,
        also=also,
        herring=("deployment.bad_release", "deployment/render-front"),
        near=("k8s.scheduling.insufficient_cpu", "compute.autoscaling_at_max"),
    )


def filled_node() -> Result:
    """A node's disk filled: kubelet evicts and taints, and the evicted pods find no room on the other two."""
    c = Case("api-flaps-220", 45, "2026-01-30T22:15", 200, 25, step=300, zone="ms", region="us-west-2")
    bad = node(
        c,
        "ip-10-48-7-131.us-west-2.compute.internal",
        taints=["node.kubernetes.io/disk-pressure:NoSchedule"],
        conditions={
            "DiskPressure": {
                "status": "True",
                "reason": "KubeletHasDiskPressure",
                "message": "kubelet has disk pressure",
            }
        },
    )
    good = [node(c, f"ip-10-48-{a}-{b}.us-west-2.compute.internal") for a, b in ((20, 11), (36, 5))]
    gone = {
        "phase": "Failed",
        "status": "Evicted",
        "ready": "0/1",
        "age_min": 600,
        "node": bad[5:],
        "state": {"state": "terminated", "reason": "Evicted", "exit_code": 137},
        "message": "The node was low on resource: ephemeral-storage. Threshold quantity: 4293487589, available: 3811Mi.",
    }
    c.incident(
        "Pods not ready",
        None,
        "datadog",
        severity="warning",
        start=5,
        text="something is wrong in prod-west",
        cluster="prod-west",
    )
    c.alert(5, "Pods not ready", "namespace/prod", "alarm", query="sum:kubernetes_state.pod.ready{condition:false} > 3")
    c.alert(-4000, "KubeletTooManyPods", good[0], "ok")
    taint = "0/3 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }, 2 Insufficient cpu."
    waits = {
        "phase": "Pending",
        "status": "Pending",
        "node": None,
        "age_min": 24,
        "state": {"state": "waiting", "reason": "Pending"},
        "conditions": {"PodScheduled": {"status": "False", "reason": "Unschedulable", "message": taint}},
    }
    quote = workload(c, "quote", "prod", good, 6, sick=[gone, gone, waits, waits], desired=4)
    track = workload(c, "track", "prod", good, 4, sick=[gone], desired=3)
    c.event(2, quote[2], "FailedScheduling", taint, "warning", source="default-scheduler", count=14)
    workload(c, "audit-shipper", "prod", [bad, *good], 3, restarts=[0, 0, 2], service=False)
    api(c, "service/quote", 55, 0.1, error_rate=ramp(0.002, 0.02, 0, 6))
    api(c, "service/track", 80, 0.07)
    c.metric("node_filesystem_utilization", bad, ramp(61, 91, -190, 0), cap=96)
    for n in good:
        c.metric("node_filesystem_utilization", n, 48)
    c.metric("node_memory_utilization", bad, 57)
    c.metric("node_cpu_utilization", bad, 39)
    c.event(
        -0.3,
        bad,
        "NodeHasDiskPressure",
        f"Node {bad[5:]} status is now: NodeHasDiskPressure",
        "normal",
        source="kubelet",
    )
    c.event(
        -1,
        bad,
        "FreeDiskSpaceFailed",
        "Failed to garbage collect required amount of images. Attempted to free 6442450944 bytes, but only found 0 bytes eligible to free.",
        "warning",
        source="kubelet",
        count=5,
    )
    for pod in (quote[0], quote[1], track[0]):
        c.event(
            1,
            pod,
            "Evicted",
            "The node was low on resource: ephemeral-storage. Threshold quantity: 4293487589, available: 3811Mi.",
            "warning",
            source="kubelet",
        )
    c.event(
        -60,
        "pod/track-probe",
        "Unhealthy",
        "Readiness probe failed: HTTP probe failed with statuscode: 503",
        "warning",
        source="kubelet",
        count=2,
    )
    c.log(
        2,
        bad,
        "error",
        'kubelet: eviction_manager.go:614] "Eviction manager: must evict pod(s) to reclaim" resourceName="ephemeral-storage"',
        6,
    )
    c.log(
        4,
        good[0],
        "warning",
        'kubelet: "Failed to get system container stats" containerName="/system.slice/kubelet.service"',
        60,
    )
    c.log(-100, bad, "info", 'containerd: ImageCreate event name:"sha256:77ad"', 14)
    chatter(c, "service/quote", "jvm", 6)
    c.change(
        -9260, "deployment", "argocd:Sync", "deployment/audit-shipper", image=["audit-shipper:0.8", "audit-shipper:0.9"]
    )
    c.edges("calls", ("service/quote", "service/track"))
    also = (("storage.full", bad), ("k8s.workload.evicted", bad))
    return c.done(
        "node.disk_pressure",
        bad,
        also=also,
        near=("node.memory_pressure", "node.not_ready", "k8s.scheduling.insufficient_cpu"),
    )


def sold_out() -> Result:
    """Demand tripled when sales opened; the autoscaler stands at its 12 and CPU is used up, with nodes to spare."""
    c = Case("seatmap-p99-8", 46, "2026-06-05T09:58", 60, 26, zone="+02:00")
    nodes = [node(c, f"ip-10-41-{a}-99.eu-west-1.compute.internal", instance="m6i.4xlarge") for a in (2, 13, 30)]
    c.incident("seat-map p99", "ingress/tickets", "prometheus", severity="critical", start=4, text="firing")
    c.alert(4, "seat-map p99", "ingress/tickets", "alarm", metric="latency_p99", threshold=2)
    c.alert(3, "KubeHpaMaxedOut", "deployment/seat-map", "warning")
    c.alert(-5000, "redis-evictions", "statefulset/redis", "ok")
    workload(c, "seat-map", "tickets", nodes, 12, cpu="1", age_min=30)
    workload(c, "checkout", "tickets", nodes, 3)
    rise = ramp(210, 620, -6, 8)
    api(
        c,
        "service/seat-map",
        0,
        0,
        request_rate=capped(rise, 540),
        latency_p95=ramp(0.2, 4.1, 0, 9),
        error_rate=ramp(0.001, 0.11, 4, 14),
        cpu_utilization=capped(ramp(52, 99, -6, 4), 98),
        memory_utilization=44,
    )
    api(c, "service/checkout", ramp(12, 17, -6, 8), 0.31)
    c.metric("latency_p99", "ingress/tickets", ramp(0.4, 6.5, 0, 9))
    c.metric("request_rate", "ingress/tickets", rise)
    c.metric(
        "kube_horizontalpodautoscaler_status_current_replicas",
        "deployment/seat-map",
        lambda m: 5 if m < -5 else (8 if m < -2 else 12),
        noise="exact",
        namespace="Prometheus",
    )
    c.metric("cpu_utilization", "statefulset/redis", 21)
    for n in nodes:
        c.metric("node_cpu_utilization", n, ramp(31, 54, -6, 4))
    c.event(
        -2,
        "deployment/seat-map",
        "SuccessfulRescale",
        "New size: 12; reason: cpu resource utilization (percentage of request) above target",
        source="horizontal-pod-autoscaler",
    )
    c.event(
        -5,
        "deployment/seat-map",
        "SuccessfulRescale",
        "New size: 8; reason: cpu resource utilization (percentage of request) above target",
        source="horizontal-pod-autoscaler",
    )
    c.event(
        -1.7,
        "pod/seat-map-new",
        "Unhealthy",
        "Startup probe failed: connect: connection refused",
        "warning",
        source="kubelet",
        count=2,
    )
    c.log(8, "service/seat-map", "warning", "event loop lag 1840ms", 400)
    c.log(9, "service/checkout", "warning", "seat-map answered in 4.2s, hold extended", 60)
    chatter(c, "service/checkout", "node", 5)
    c.edges(
        "calls",
        ("ingress/tickets", "service/seat-map"),
        ("ingress/tickets", "service/checkout"),
        ("service/checkout", "service/seat-map"),
    )
    c.edges("reads", ("service/seat-map", "statefulset/redis"))
    c.state(
        "hpa/seat-map",
        "horizontalpodautoscaler",
        namespace="tickets",
        min=4,
        max=12,
        current=12,
        desired=12,
        target="cpu 65%",
        current_utilization="98%",
        conditions={
            "ScalingLimited": {
                "status": "True",
                "reason": "TooManyReplicas",
                "message": "the desired replica count is more than the maximum replica count",
            }
        },
    )
    also = (
        ("compute.autoscaling_at_max", "hpa/seat-map"),
        ("traffic.surge", "ingress/tickets"),
        ("traffic.surge", "deployment/seat-map"),
        ("compute.cpu_saturation", "deployment/seat-map"),
    )
    return c.done(
        "compute.autoscaling_at_max",
        "deployment/seat-map",
        also=also,
        near=("compute.cpu_throttled", "deployment.bad_release"),
    )


def greedy_backfill() -> Result:
    """A batch pod with no limits takes 13 cores of one node; only the bidder beside it got slow."""
    c = Case("bids-tail-latency", 47, "2026-04-15T23:04", 120, 40, step=120, region="eu-north-1")
    busy = node(
        c,
        "ip-10-57-12-80.eu-north-1.compute.internal",
        instance="c6i.4xlarge",
        allocated={"cpu": {"requests": "6100m (38%)", "limits": "9 (56%)"}},
    )
    calm = [
        node(c, f"ip-10-57-{a}-{b}.eu-north-1.compute.internal", instance="c6i.4xlarge") for a, b in ((29, 3), (44, 18))
    ]
    c.incident("bidder tail latency", "service/bidder", "datadog", "bidder", "high", start=8)
    c.alert(8, "bidder tail latency", "service/bidder", "alarm", query="p99:trace.grpc.server{service:bidder} > 0.12")
    c.alert(-20000, "audience-sync restarts", "deployment/audience-sync", "alarm", reason="8 restarts in 30 days")
    bids = workload(c, "bidder", "ads", [busy, *calm], 3, cpu="4")
    workload(c, "audience-sync", "ads", calm, 1, restarts=[8], service=False)
    workload(c, "budgeter", "ads", calm, 2)
    hog = "pod/feature-backfill-28911840-k8zvp"
    c.state(
        hog,
        "pod",
        namespace="ml",
        phase="Running",
        status="Running",
        ready="1/1",
        restarts=0,
        node=busy[5:],
        owner="Job/feature-backfill-28911840",
        qos_class="BestEffort",
        started_at=c.at(-1),
        containers=[
            {
                "name": "backfill",
                "image": "418820771930.dkr.ecr.eu-north-1.amazonaws.com/feature-backfill:88",
                "args": ["--workers=32"],
                "requests": {},
                "limits": {},
                "ready": True,
                "restart_count": 0,
                "state": {"state": "running", "started_at": c.at(-1)},
            }
        ],
    )
    c.edges("runs_on", (hog, busy))
    c.metric("request_rate", "service/bidder", 900)
    c.metric("latency_p99", "service/bidder", step(0.04, 0.31, 0))
    for i, pod in enumerate(bids):
        c.metric("latency_p95", pod, step(0.022, 0.28 if i == 0 else 0.023, 0))
        c.metric("cpu_usage", pod, step(1.9, 1.7 if i == 0 else 1.92, 0))
    c.metric("cpu_usage", hog, step(0, 13.4, -1), drop=0.02)
    c.metric("node_cpu_utilization", busy, step(37, 99.1, -1), cap=100)
    for n in calm:
        c.metric("node_cpu_utilization", n, 36)
    api(c, "service/budgeter", 60, 0.03)
    c.log(5, bids[0], "warning", "bid deadline exceeded elapsed=141ms exchange=nx2", 4100)
    c.log(6, bids[1], "warning", "bid deadline exceeded elapsed=122ms exchange=nx2", 31)
    c.log(-60, bids[1], "warning", "bid deadline exceeded elapsed=126ms exchange=nx2", 29)
    c.log(1, hog, "info", "backfill partition=2025-12 workers=32", 1)
    chatter(c, "service/budgeter", "go", 5)
    c.event(
        -1.2,
        hog,
        "Scheduled",
        f"Successfully assigned ml/feature-backfill-28911840-k8zvp to {busy[5:]}",
        source="default-scheduler",
    )
    cluster_events(c, "pod/budgeter-warm", calm[0])
    c.edges("calls", ("service/bidder", "service/budgeter"))
    also = (
        ("compute.cpu_saturation", hog),
        ("compute.cpu_saturation", "service/bidder"),
        ("compute.cpu_saturation", bids[0]),
    )
    return c.done(
        "compute.cpu_saturation", busy, also=also, near=("compute.cpu_throttled", "network.latency", "traffic.surge")
    )
