"""Faults of storage, quota, nodes and scaling."""

from __future__ import annotations

from scenarios.cases.offices.cluster import Cluster
from scenarios.cases.offices.recording import Case, ramp, slope, step


def survey_answers() -> Case:
    c = Cluster("of-survey-answers", 201, "2026-08-18T21:47:00", 40)
    c.incident("Answers are saved with an error banner", "manual", "high", "survey-intake", "service/survey-intake", None,
               "support sees 'could not store your answer' in about every request since the evening", ticket="SUP-7719")  # fmt: skip
    c.nodes("ip-10-8-1-40", "ip-10-8-2-91", "ip-10-8-3-15")
    intake = c.workload("survey-intake", "forms", "jvm", 3, "6.0.2", calls=("answers-kafka",))
    kafka = c.workload("answers-kafka", "forms", "store", 3, "3.7.0", 9092, "statefulset")
    c.workload("survey-render", "forms", "node", 2, "19.4", 3000, restarts=2)
    for number in range(3):
        c.state(f"pvc/data-answers-kafka-{number}", "pvc", namespace="forms", status="Bound", volume=f"pvc-0c{number}e71", capacity="200Gi",
                access_modes=["RWO"], storage_class="gp3", used_by=f"answers-kafka-{number}")  # fmt: skip
    c.set_pod(kafka, 1, "CrashLoopBackOff", "CrashLoopBackOff", "back-off 5m0s restarting failed container=answers-kafka", 9, 1,
              "Error", 0.2)  # fmt: skip
    c.set_pod(kafka, 2, "CrashLoopBackOff", "CrashLoopBackOff", "back-off 5m0s restarting failed container=answers-kafka", 6, 1,
              "Error", 0.2)  # fmt: skip
    c.short(kafka, 1)
    c.log(-33, f"pod/{kafka.pods[1]}", "error", "[2026-08-18 21:14:09,551] ERROR Error while appending records to answers-7 in dir "
          "/var/lib/kafka/data (org.apache.kafka.storage.internals.log.LogDirFailureChannel) java.io.IOException: No space "
          "left on device", 38)  # fmt: skip
    c.log(
        -32,
        f"pod/{kafka.pods[1]}",
        "error",
        "ERROR Shutdown broker because all log dirs in /var/lib/kafka/data have failed",
        9,
    )
    c.log(
        -20,
        f"pod/{kafka.pods[2]}",
        "error",
        "java.io.IOException: No space left on device at sun.nio.ch.FileDispatcherImpl.write0",
        21,
    )
    c.log(-15, f"pod/{intake.pods[0]}", "error", "org.apache.kafka.common.errors.NotEnoughReplicasException: Messages are rejected "
          "since there are fewer in-sync replicas than required.", 4406)  # fmt: skip
    c.event(
        -1, f"pod/{kafka.pods[1]}", "BackOff", "Back-off restarting failed container answers-kafka", count=61, first=-31
    )
    c.gap("metrics", "query timed out after 30 s")
    c.gap("changes", "not configured")
    c.ordinary("answers-kafka", changes=False)
    return c.fault("storage.full", "statefulset/answers-kafka", ("storage.full", "pvc/data-answers-kafka-1"),
                   ("storage.full", "service/answers-kafka"), ("storage.full", "pod/answers-kafka-1"), poor=True,
                   near=("dependency.unreachable", "storage.io_saturation", "k8s.container.oom_killed"))  # fmt: skip


def archive_search() -> Case:
    c = Cluster("of-archive-search", 202, "2026-03-23T09:33:00", 60, style="millis")
    c.incident("KubeStatefulSetReplicasMismatch", "prometheus", "warning", "archive-index", "statefulset/archive-index", -20,
               "archive/archive-index has not matched the expected number of replicas for 15 minutes", namespace="archive")  # fmt: skip
    nodes = c.nodes("ip-10-60-11-4", "ip-10-60-12-88", "ip-10-60-13-120")
    nodes[0].update(unschedulable=True, taints=["node.kubernetes.io/unschedulable:NoSchedule"])
    idx = c.workload("archive-index", "archive", "store", 3, "8.15.1", 9200, "statefulset", memory="6Gi")
    srch = c.workload("archive-search", "archive", "ruby", 3, "r502", 3000, calls=("archive-index",))
    idx.pod_state[0].update(node="ip-10-60-12-88")
    c.set_pod(idx, 0, "ContainerCreating", "ContainerCreating", phase="Pending")
    c.short(idx, 2)
    pv = "pvc-91b2f6a0-44ce"
    c.state("pvc/data-archive-index-0", "pvc", namespace="archive", status="Bound", volume=pv, capacity="500Gi", access_modes=["RWO"],
            storage_class="gp3", used_by="archive-index-0")  # fmt: skip
    c.state(f"pv/{pv}", "pv", status="Bound", claim="archive/data-archive-index-0", capacity="500Gi", access_modes=["RWO"],
            storage_class="gp3", source={"Type": "CSI", "VolumeHandle": "vol-0ac41f"})  # fmt: skip
    c.state("volumeattachment/csi-5d0f11", "manifest", kind="VolumeAttachment", spec={
        "attacher": "ebs.csi.aws.com", "nodeName": "ip-10-60-11-4", "source": {"persistentVolumeName": pv}}, status={
        "attached": True, "detachError": {"message": "rpc error: code = DeadlineExceeded desc = context deadline exceeded"}})  # fmt: skip
    c.event(-2, "pod/archive-index-0", "FailedAttachVolume", f'Multi-Attach error for volume "{pv}" Volume is already exclusively '
            "attached to one node and can't be attached to another", source="attachdetach-controller", count=3, first=-34)  # fmt: skip
    c.event(-3, "pod/archive-index-0", "FailedMount", "Unable to attach or mount volumes: unmounted volumes=[data], unattached "
            "volumes=[data kube-api-access-x7xkq]: timed out waiting for the condition", count=14, first=-32)  # fmt: skip
    c.event(-34.2, "pod/archive-index-0", "Scheduled", "Successfully assigned archive/archive-index-0 to ip-10-60-12-88", "normal",
            source="default-scheduler")  # fmt: skip
    c.change(
        -36,
        "infrastructure",
        "user/platform-oncall",
        "kubectl drain",
        "node/ip-10-60-11-4",
        reason="kernel patch window",
    )
    c.signals(idx, 210, ramp(0.04, -33, 0.16, -28), 0.002, 4.1, 1.5e10)
    c.signals(srch, slope(25, 41, 60), ramp(0.24, -33, 0.71, -28), step(0.002, -34, 0.017), 0.9)
    c.log(-30, "pod/archive-index-1", "warning", '{"type":"server","level":"WARN","component":"o.e.c.r.a.AllocationService","message":'
          '"[archive-2025][4] marking unavailable shards as stale"}', 9)  # fmt: skip
    c.log(-12, "pod/archive-index-2", "info", '{"level":"INFO","message":"Cluster health status changed from [GREEN] to [YELLOW] '
          '(reason: [{archive-index-0} left])"}', 1)  # fmt: skip
    c.ordinary("archive-index")
    return c.fault("k8s.volume.mount_timeout", "statefulset/archive-index", ("k8s.volume.mount_timeout", "node/ip-10-60-11-4"),
                   ("k8s.volume.mount_timeout", "pvc/data-archive-index-0"), ("k8s.volume.mount_timeout", f"pv/{pv}"),
                   near=("k8s.scheduling.node_cordoned", "node.not_ready", "k8s.volume.already_bound"))  # fmt: skip


def lunch_orders() -> Case:
    c = Cluster("of-lunch-orders", 203, "2026-09-10T11:52:00", 120)
    c.incident("p95 of lunch-api over 2 s", "datadog", "high", "lunch-api", "service/lunch-api", -17, "p95:trace.rack.request{service:"
               "lunch-api} > 2", monitor="881220", env="prod")  # fmt: skip
    c.nodes("pool-b-7f1", "pool-b-9ac", "pool-b-c20", "pool-b-d57", cpu="8", used=48)
    api = c.workload("lunch-api", "canteen", "ruby", 4, "r310", 3000, cpu="1", calls=("menu", "wallet"))
    menu = c.workload("menu", "canteen", "go", 2, "1.9.1")
    wal = c.workload("wallet", "canteen", "jvm", 2, "4.4.0")
    c.state("resourcequota/canteen-compute", "resourcequota", namespace="canteen", resources={
        "requests.cpu": {"used": "8", "hard": "8"}, "requests.memory": {"used": "9Gi", "hard": "24Gi"},
        "pods": {"used": "11", "hard": "60"}})  # fmt: skip
    c.state("horizontalpodautoscaler/lunch-api", "manifest", kind="HorizontalPodAutoscaler", namespace="canteen", spec={
        "minReplicas": 2, "maxReplicas": 12}, status={"currentReplicas": 4, "desiredReplicas": 9})  # fmt: skip
    c.state("namespace/canteen", "namespace", namespace="canteen", labels={"team": "workplace"}, status="Active")
    api.own_state.update(desired=9, unavailable=5)
    api.own_state["conditions"]["ReplicaFailure"] = {"status": "True", "reason": "FailedCreate", "message": f'pods "lunch-api-{api.revision}-" is '
        "forbidden: exceeded quota: canteen-compute, requested: requests.cpu=1, used: requests.cpu=8, limited: requests.cpu=8"}  # fmt: skip
    c.signals(
        api,
        ramp(42, -70, 148, -10),
        ramp(0.21, -30, 3.4, -12),
        ramp(0.001, -25, 0.03, -8),
        ramp(1.1, -70, 3.97, -22),
        base=True,
    )
    c.signals(menu, ramp(60, -70, 160, -10), 0.03, 0.0003, 0.5)
    c.signals(wal, ramp(11, -70, 33, -10), 0.08, 0.0006, 0.4)
    c.metric(
        "kube_deployment_spec_replicas",
        "deployment/lunch-api",
        lambda m: 4 if m < -29 else (6 if m < -20 else 9),
        0,
        whole=True,
    )
    c.metric("kube_deployment_status_replicas_ready", "deployment/lunch-api", 4, 0, whole=True)
    c.event(-1, f"replicaset/lunch-api-{api.revision}", "FailedCreate", f'Error creating: pods "lunch-api-{api.revision}-" is forbidden: exceeded '
            "quota: canteen-compute, requested: requests.cpu=1, used: requests.cpu=8, limited: requests.cpu=8",
            source="replicaset-controller", count=44, first=-29)  # fmt: skip
    c.event(-20, "horizontalpodautoscaler/lunch-api", "SuccessfulRescale", "New size: 9; reason: cpu resource utilization (percentage "
            "of request) above target", "normal", 1, "horizontal-pod-autoscaler")  # fmt: skip
    c.log(-9, f"pod/{api.pods[2]}", "warning", "Rack::Timeout: Request ran for longer than 15000ms", 412)
    c.released(menu, -33, "ci/buildkite", "kubectl apply", "1.9.0", "1.9.1")
    c.ordinary()
    return c.fault("k8s.quota.cpu_exceeded", "namespace/canteen", ("k8s.quota.cpu_exceeded", "resourcequota/canteen-compute"),
                   ("k8s.quota.cpu_exceeded", "deployment/lunch-api"), herring=("deployment.bad_release", "deployment/menu"),
                   near=("traffic.surge", "compute.cpu_saturation", "compute.autoscaling_at_max"))  # fmt: skip


def ward_messages() -> Case:
    c = Cluster("of-ward-messages", 204, "2026-10-05T04:26:00", 90)
    c.incident("ReadyPodsRatioLow", "prometheus", "critical", "messenger", "deployment/messenger", -25,
               "messenger: ready / desired < 0.7", cluster="hospital-2", namespace="ward")  # fmt: skip
    nodes = c.nodes("hx-w1", "hx-w2", "hx-w3", "hx-w4", used=82)
    bad = nodes[2]
    bad["taints"] = ["node.kubernetes.io/disk-pressure:NoSchedule"]
    bad["conditions"]["DiskPressure"] = {
        "status": "True",
        "reason": "KubeletHasDiskPressure",
        "message": "kubelet has disk pressure",
    }
    mess = c.workload("messenger", "ward", "jvm", 4, "12.2", calls=("roster",))
    c.workload("roster", "ward", "dotnet", 2, "3.3.0")
    pager = c.workload("pager-bridge", "ward", "go", 3, "0.4.4")
    evicted = {
        "phase": "Failed",
        "status": "Evicted",
        "ready": "0/1",
        "reason": "Evicted",
        "message": "The node was low on resource: ephemeral-storage. Threshold quantity: 10%, available: 4%.",
    }
    for w, number in ((mess, 2), (pager, 2)):
        w.pod_state[number].update(evicted)
        w.pod_state[number]["containers"][0].update(
            ready=False, state={"state": "terminated", "reason": "Error", "exit_code": 137}
        )
        c.event(-29, f"pod/{w.pods[number]}", "Evicted", "The node was low on resource: ephemeral-storage. Threshold quantity: "
                "10%, available: 4%.")  # fmt: skip
        c.short(w, 2)
    c.unschedulable(mess, 3, "0/4 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }, "
                    "3 Insufficient memory.", -28, 9)  # fmt: skip
    mess.own_state.update(desired=3, unavailable=1)
    pager.own_state.update(desired=2, unavailable=0)
    pager.own_state["conditions"]["Available"] = {"status": "True", "reason": "MinimumReplicasAvailable"}
    c.event(-31, "node/hx-w3", "NodeHasDiskPressure", "Node hx-w3 status is now: NodeHasDiskPressure", "normal")
    c.event(-4, "node/hx-w3", "FreeDiskSpaceFailed", "Failed to garbage collect required amount of images. Attempted to free "
            "9663676416 bytes, but only found 0 bytes eligible to free.", count=6, first=-30)  # fmt: skip
    for name, level in (("hx-w1", 0.44), ("hx-w2", 0.51), ("hx-w3", ramp(0.71, -80, 0.965, -31)), ("hx-w4", 0.47)):
        c.metric("node_filesystem_used_ratio", f"node/{name}", level, 0.004, "Ratio", mountpoint="/var/lib/containerd")
    c.signals(mess, 33, step(0.14, -28, 0.38), step(0.001, -29, 0.011), 1.9)
    c.signals(pager, 8, 0.04, 0.0005, 0.2)
    c.log(-30, "node/hx-w3", "warning", "eviction_manager.go:366] \"Eviction manager: attempting to reclaim\" resourceName="
          "\"ephemeral-storage\"", 17, "kubelet")  # fmt: skip
    c.change(
        -400,
        "config",
        "user/platform-oncall",
        "apply",
        "configmap/fluent-bit",
        data=["storage.total_limit_size removed"],
    )
    c.ordinary("messenger", "pager-bridge")
    return c.fault("node.disk_pressure", "node/hx-w3", ("storage.full", "node/hx-w3"), ("k8s.workload.evicted", "deployment/messenger"),
                   near=("k8s.scheduling.insufficient_memory", "node.not_ready", "k8s.scheduling.taint_not_tolerated"))  # fmt: skip


def auction_bids() -> Case:
    c = Cluster("of-auction-bids", 205, "2026-11-06T19:09:00", 35, 30)
    c.incident(
        "Bids: one in four requests is slow",
        "datadog",
        "high",
        "bids",
        "service/bids",
        -18,
        "p95 above 900 ms",
        env="prod",
    )
    c.nodes("gke-bid-a-01", "gke-bid-a-02", "gke-bid-a-03", "gke-bid-a-04", used=55)
    bids = c.workload("bids", "auction", "go", 4, "3.3.3", calls=("lots",))
    lots = c.workload("lots", "auction", "go", 4, "2.0.0")
    feed = c.workload("feed", "auction", "node", 4, "118", 3000)
    c.metric("latency_p95", bids.service, step(0.06, -19, 1.3), 0.15, "Seconds", "p95")
    c.metric("error_rate", bids.service, step(0.0006, -19, 0.021), 0.3, "Ratio")
    for w, base in ((bids, 0.06), (lots, 0.02), (feed, 0.09)):
        for number, pod in enumerate(w.pods):
            slow = number == 2
            c.metric("latency_p95", f"pod/{pod}", step(base, -19, base + 1.2) if slow else base, 0.14, "Seconds", "p95",
                     missing=(-19, -11) if slow else None)  # fmt: skip
    for name in ("gke-bid-a-01", "gke-bid-a-02", "gke-bid-a-03", "gke-bid-a-04"):
        c.metric(
            "tcp_retransmits", f"node/{name}", step(0.7, -19, 214) if name.endswith("03") else 0.7, 0.4, "Count/Second"
        )
        c.metric("node_network_receive_drop", f"node/{name}", step(0.02, -19, 96) if name.endswith("03") else 0.02, 0.4, "Count/Second",
                 device="eth0")  # fmt: skip
    c.metric("cpu_utilization", "node/gke-bid-a-01", 91, 0.03, "Percent", base=90)
    c.metric("cpu_utilization", "node/gke-bid-a-03", 52, 0.05, "Percent", base=53)
    c.log(-10, f"pod/{bids.pods[0]}", "warning", 'level=warn msg="slow call" peer=lots dur=1.31s', 380, "bids")
    c.log(-6, f"pod/{bids.pods[1]}", "error", 'level=error err="rpc error: code = Unavailable desc = error reading from server: read tcp: '
          'connection timed out"', 77)  # fmt: skip
    c.alert(
        -1440 * 12, "NodeCPUHigh", "node/gke-bid-a-01", "alarm", reason="91% > 85% since 12 days (spot ranking job)"
    )
    c.gap("state", "node problem detector not installed")
    c.gap("changes", "access denied", permission="container.operations.list")
    c.gap("events", "events older than 5 minutes are not kept")
    c.ordinary("bids", changes=False)
    c.drop("events")
    return c.fault("node.packet_loss", "node/gke-bid-a-03", ("network.packet_loss", "node/gke-bid-a-03"),
                   ("node.network_latency", "node/gke-bid-a-03"), herring=("compute.cpu_saturation", "node/gke-bid-a-01"), poor=True,
                   near=("dependency.slow", "network.latency"))  # fmt: skip


def ticket_rush() -> Case:
    c = Cluster("of-ticket-rush", 206, "2026-05-29T10:24:00", 80)
    c.incident("KubeHpaMaxedOut", "prometheus", "warning", "seat-map", "horizontalpodautoscaler/seat-map", -8,
               "HPA stage/seat-map has been running at max replicas for longer than 15 minutes", namespace="stage")  # fmt: skip
    c.nodes("n-1", "n-2", "n-3", "n-4", "n-5", cpu="16", memory="64Gi", used=38)
    seat = c.workload("seat-map", "stage", "jvm", 6, "20.1.0", cpu="1", memory="2Gi", calls=("inventory",))
    inv = c.workload("inventory", "stage", "go", 3, "8.2.2")
    c.workload("artist-pages", "stage", "ruby", 2, "r90", 3000, restarts=1)
    c.state("horizontalpodautoscaler/seat-map", "manifest", kind="HorizontalPodAutoscaler", namespace="stage", spec={
        "minReplicas": 2, "maxReplicas": 6, "metrics": [{"resource": {"name": "cpu", "target": {"averageUtilization": 60}}}]},
        status={"currentReplicas": 6, "desiredReplicas": 6, "currentCPUUtilizationPercentage": 98, "conditions": [
            {"type": "ScalingLimited", "status": "True", "reason": "TooManyReplicas",
             "message": "the desired replica count is more than the maximum replica count"}]})  # fmt: skip
    c.signals(seat, ramp(120, -45, 560, -28), ramp(0.11, -34, 2.7, -22), ramp(0.0005, -30, 0.06, -20), ramp(1.2, -45, 5.93, -27),
              7.2e9, base=True)  # fmt: skip
    c.signals(inv, ramp(130, -45, 540, -28), 0.014, 0.0002, ramp(0.3, -45, 1.1, -28))
    c.metric("kube_horizontalpodautoscaler_status_current_replicas", "deployment/seat-map",
             lambda m: 2 if m < -40 else (4 if m < -34 else 6), 0, whole=True)  # fmt: skip
    c.event(-34, "horizontalpodautoscaler/seat-map", "SuccessfulRescale", "New size: 6; reason: cpu resource utilization "
            "(percentage of request) above target", "normal", 1, "horizontal-pod-autoscaler")  # fmt: skip
    c.log(
        -14,
        f"pod/{seat.pods[3]}",
        "warning",
        "WARN  o.a.c.c.C.[.[.[/] - Request timed out after 5000 ms (async), 503 returned",
        912,
    )
    c.alert(-19, "SeatMapLatencyHigh", "service/seat-map", "alarm", reason="p95 2.6 s")
    c.ordinary()
    return c.fault("compute.autoscaling_at_max", "deployment/seat-map", ("compute.autoscaling_at_max", "horizontalpodautoscaler/seat-map"),
                   ("traffic.surge", "deployment/seat-map"), ("traffic.surge", "service/seat-map"),
                   ("compute.cpu_saturation", "deployment/seat-map"), near=("compute.cpu_throttled", "code.slow_path"))  # fmt: skip


def grain_forecasts() -> Case:
    c = Cluster("of-grain-forecasts", 207, "2026-02-26T06:58:00", 60, style="+02:00")
    c.incident("Morning forecasts missing in the trader's view", "manual", "medium", "forecast-view", "service/forecast-view", None,
               "Since the 06:15 UTC run only yesterday's curves are shown", ticket="AGRI-339")  # fmt: skip
    c.nodes("vm-k8s-a", "vm-k8s-b", "vm-k8s-c", memory="32Gi", used=71)
    c.workload("forecast-view", "grain", "node", 2, "5.1", 3000, calls=("forecast-worker",))
    c.workload("price-feed", "grain", "go", 2, "2.2.9", restarts=4)
    run = c.workload("forecast-worker", "grain", "python", 2, "0.88", 8000, memory="24Gi", age_days=0)
    message = (
        "0/3 nodes are available: 3 Insufficient memory. preemption: 0/3 nodes are available: 3 No preemption victims found "
        "for incoming pod."
    )
    for number in (0, 1):
        c.unschedulable(run, number, message, -44, 12)
    c.short(run, 0)
    c.event(-43, f"pod/{run.pods[0]}", "NotTriggerScaleUp", "pod didn't trigger scale-up: 1 max node group size reached", "normal",
            source="cluster-autoscaler", count=20)  # fmt: skip
    c.event(-800, "deployment/price-feed", "ScalingReplicaSet", "Scaled up replica set price-feed-66d to 2", "normal")
    c.gap("metrics", "HTTP 401 from the metrics endpoint")
    c.gap("changes", "no access to the deployment pipeline")
    c.ordinary("forecast-worker", changes=False)
    return c.fault("k8s.scheduling.insufficient_memory", "deployment/forecast-worker", poor=True,
                   near=("k8s.workload.zero_replicas", "node.memory_pressure", "k8s.quota.memory_exceeded"))  # fmt: skip


CASES = (survey_answers, archive_search, lunch_orders, ward_messages, auction_bids, ticket_rush, grain_forecasts)
