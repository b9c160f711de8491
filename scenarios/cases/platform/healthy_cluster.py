"""EKS clusters that are fine although a monitor fired."""

from .build import Case, Result
from .kube import node, workload
from .ordinary import api, chatter, cluster_events, daemon_noise
from .shapes import ramp, spikes, wave


def old_restart() -> Result:
    """One restart by a liveness probe five hours ago, and steady work since; the monitor looks back a day."""
    c = Case("ledger-restarts-2", 71, "2026-05-04T04:12", 30, 325)
    nodes = [node(c, f"ip-10-38-{a}-66.eu-west-1.compute.internal") for a in (4, 12, 25)]
    done = {
        "is_ready": True,
        "age_min": 9800,
        "restart_count": 1,
        "last_state": {
            "state": "terminated",
            "reason": "Error",
            "exit_code": 137,
            "started_at": c.at(-9000),
            "finished_at": c.at(0),
        },
        "state": {"state": "running", "started_at": c.at(0.2)},
    }
    c.incident(
        "[Triggered] restarts",
        "deployment/ledger-sync",
        "datadog",
        severity="P3",
        start=1,
        text="change(sum(last_1d)) kubernetes.containers.restarts > 0",
    )
    c.alert(
        1,
        "[Triggered] restarts",
        "deployment/ledger-sync",
        "alarm",
        query="change(sum(last_1d),last_1d):kubernetes.containers.restarts > 0",
    )
    c.alert(-60, "ledger-sync lag", "deployment/ledger-sync", "ok")
    pods = workload(c, "ledger-sync", "fin", nodes, 3, sick=[done], age_min=9800)
    workload(c, "fin-gateway", "fin", nodes, 2, restarts=[2, 0], age_min=15000)
    workload(c, "statement-ui", "fin", nodes, 2, age_min=380)
    c.event(
        0,
        pods[0],
        "Killing",
        "Container ledger-sync failed liveness probe, will be restarted",
        "normal",
        source="kubelet",
        count=1,
    )
    c.event(
        -0.5,
        pods[0],
        "Unhealthy",
        'Liveness probe failed: Get "http://10.38.4.91:8080/healthz": context deadline exceeded',
        "warning",
        source="kubelet",
        count=3,
    )
    c.event(0.2, pods[0], "Started", "Started container ledger-sync", source="kubelet", count=1)
    c.log(0.4, pods[0], "info", "Started LedgerSyncApplication in 6.2 seconds", 1)
    c.log(320, pods[0], "info", "sync cycle done entries=4410 lag=0s", 61)
    c.log(300, pods[1], "info", "sync cycle done entries=4391 lag=0s", 60)
    c.log(-0.2, pods[0], "warning", "Thread starvation or clock leap detected (housekeeper delta=41s)", 1)
    chatter(c, "deployment/fin-gateway", "jvm", 6)
    daemon_noise(c, nodes[0])
    c.change(-33, "deployment", "argocd:Sync", "deployment/statement-ui", image=["statement-ui:88", "statement-ui:89"])
    c.edges("calls", ("service/fin-gateway", "service/ledger-sync"))
    c.gap("metrics", "no datapoints in the window")
    return c.done(
        None, None, "healthy", near=("k8s.probe.liveness_too_aggressive", "k8s.container.oom_killed", "code.deadlock")
    )


def job_second_try() -> Result:
    """A job's first pod failed on a serialization conflict and its second completed; the job is done."""
    c = Case("rollup-job-alert", 72, "2026-02-24T02:00", 20, 96, region="us-east-2")
    nodes = [node(c, f"ip-10-59-{a}-3.us-east-2.compute.internal") for a in (8, 31)]
    c.incident(
        "KubeJobFailed",
        "job/usage-rollup-29061720",
        "prometheus",
        severity="warning",
        start=9,
        text="Job failed to complete. Removing failed job after investigation should clear this alert.",
    )
    c.alert(9, "KubeJobFailed", "job/usage-rollup-29061720", "alarm")
    c.alert(-900, "PrometheusTargetMissing", "service/pushgateway", "alarm", reason="old target, being removed")
    workload(c, "usage-api", "metering", nodes, 2)
    workload(c, "usage-ingest", "metering", nodes, 3, restarts=[0, 1, 0])
    first, second = "pod/usage-rollup-29061720-9kz4t", "pod/usage-rollup-29061720-m2vxd"
    box = {"name": "rollup", "image": "418820771930.dkr.ecr.us-east-2.amazonaws.com/usage-rollup:12"}
    c.state(
        first,
        "pod",
        namespace="metering",
        phase="Failed",
        status="Error",
        ready="0/1",
        restarts=0,
        node=nodes[0][5:],
        owner="Job/usage-rollup-29061720",
        containers=[
            {
                **box,
                "ready": False,
                "restart_count": 0,
                "state": {
                    "state": "terminated",
                    "reason": "Error",
                    "exit_code": 1,
                    "started_at": c.at(0),
                    "finished_at": c.at(6),
                },
            }
        ],
    )
    c.state(
        second,
        "pod",
        namespace="metering",
        phase="Succeeded",
        status="Completed",
        ready="0/1",
        restarts=0,
        node=nodes[1][5:],
        owner="Job/usage-rollup-29061720",
        containers=[
            {
                **box,
                "ready": False,
                "restart_count": 0,
                "state": {
                    "state": "terminated",
                    "reason": "Completed",
                    "exit_code": 0,
                    "started_at": c.at(6.3),
                    "finished_at": c.at(31),
                },
            }
        ],
    )
    c.state(
        "job/usage-rollup-29061720",
        "job",
        namespace="metering",
        pods="0 Active / 1 Succeeded / 1 Failed",
        backoff_limit=4,
        completions="1/1",
        conditions={"Complete": {"status": "True", "last_transition": c.at(31)}},
        containers=[box],
    )
    c.state(
        "cronjob/usage-rollup",
        "cronjob",
        namespace="metering",
        schedule="0 2 * * *",
        last_schedule=c.at(0),
        last_successful=c.at(31),
        suspend=False,
    )
    c.log(
        5.9,
        first,
        "error",
        "psycopg.errors.SerializationFailure: could not serialize access due to concurrent update",
        1,
    )
    c.log(31, second, "info", "rollup finished tenants=2210 rows=991203", 1)
    chatter(c, "deployment/usage-ingest", "go", 6)
    c.event(0, "job/usage-rollup-29061720", "SuccessfulCreate", f"Created pod: {first[4:]}", source="job-controller")
    c.event(6.3, "job/usage-rollup-29061720", "SuccessfulCreate", f"Created pod: {second[4:]}", source="job-controller")
    c.event(31, "job/usage-rollup-29061720", "Completed", "Job completed", source="job-controller")
    c.edges(
        "owns",
        ("job/usage-rollup-29061720", first),
        ("job/usage-rollup-29061720", second),
        ("cronjob/usage-rollup", "job/usage-rollup-29061720"),
    )
    return c.done(None, None, "healthy", near=("code.unhandled_error", "db.lock_contention"))


def planned_drain() -> Result:
    """A node is unschedulable because a planned upgrade drains it; the workloads run on the new nodes."""
    c = Case("node-unsched-114", 73, "2026-06-16T08:00", 60, 46, zone="+02:00", region="eu-central-1")
    old = node(
        c,
        "ip-10-42-6-114.eu-central-1.compute.internal",
        unschedulable=True,
        taints=["node.kubernetes.io/unschedulable:NoSchedule"],
        kubelet_version="v1.31.4-eks-aeac579",
    )
    new = [
        node(c, f"ip-10-42-{a}-{b}.eu-central-1.compute.internal", age_min=d, kubelet_version="v1.32.1-eks-5d632ec")
        for a, b, d in ((9, 20, 55), (22, 8, 31), (40, 77, 18))
    ]
    c.incident("Warning: eks-prod-2", old, "datadog", severity="warning", start=12, text="node status", monitor="90114")
    c.alert(12, "Node unschedulable for > 10 min", old, "alarm")
    c.alert(-200, "Deployment replicas mismatch", "deployment/tracker", "ok")
    moved = workload(c, "tracker", "logi", new, 3, age_min=25)
    workload(c, "label-api", "logi", new, 2, age_min=26)
    workload(c, "fleet-map", "logi", new, 4, age_min=22, restarts=[0, 0, 1, 0])
    c.event(1, old, "NodeNotSchedulable", f"Node {old[5:]} status is now: NodeNotSchedulable", source="kubelet")
    c.event(3, "pod/tracker-7bd9-old11", "Evicted", "Evicted pod for node drain", source="eks-nodegroup-updater")
    c.event(3.4, "pod/fleet-map-66c-old2", "Killing", "Stopping container fleet-map", source="kubelet")
    c.event(5, "pod/label-api-58f-old9", "FailedPreStopHook", "PreStopHook failed", "warning", source="kubelet")
    c.event(20, moved[0], "Started", "Started container tracker", source="kubelet")
    c.event(-14, new[0], "NodeReady", f"Node {new[0][5:]} status is now: NodeReady", source="kubelet")
    c.event(
        4,
        moved[1],
        "FailedScheduling",
        "0/4 nodes are available: 1 node(s) were unschedulable, 3 Insufficient cpu. preemption: not eligible",
        "warning",
        source="default-scheduler",
        count=1,
    )
    c.log(40, "deployment/tracker", "info", "position batch saved n=120", 300)
    c.log(5, "deployment/label-api", "warning", "shutdown: 2 requests still open after 25s, closing", 1)
    chatter(c, "deployment/fleet-map", "node", 5)
    daemon_noise(c, new[1])
    c.change(
        -10,
        "infrastructure",
        "eks:UpdateNodegroupVersion",
        "nodegroup/logi",
        actor="user/platform-oncall",
        version=["1.31", "1.32"],
        update_id="b71e",
        ticket="CHG-5120 planned upgrade 08:00-10:00Z",
    )
    c.state(
        "nodegroup/logi",
        "nodegroup",
        status="UPDATING",
        desired=3,
        health_issues=[],
        update={"id": "b71e", "status": "InProgress", "type": "VersionUpdate"},
    )
    c.edges("owns", ("nodegroup/logi", old), ("nodegroup/logi", new[0]))
    c.edges("calls", ("service/fleet-map", "service/tracker"))
    return c.done(
        None,
        None,
        "healthy",
        near=("k8s.scheduling.node_cordoned", "node.not_ready", "k8s.scheduling.insufficient_cpu"),
    )


def ghost_monitor() -> Result:
    """A monitor still watches a deployment that was removed on purpose when its campaign ended."""
    c = Case("promo-avail-0", 74, "2026-04-20T07:00", 30, 60)
    nodes = [node(c, f"ip-10-30-{a}-19.eu-west-1.compute.internal") for a in (11, 23)]
    c.incident(
        "promo-banner: no available replicas",
        "deployment/promo-banner",
        "datadog",
        severity="critical",
        start=5,
        text="min(last_5m):default_zero(avg:kubernetes_state.deployment.replicas_available{deployment:promo-banner}) < 1",
    )
    c.alert(5, "promo-banner: no available replicas", "deployment/promo-banner", "alarm")
    c.alert(-8000, "home p95", "service/home", "ok")
    workload(c, "home", "web", nodes, 3)
    workload(c, "header", "web", nodes, 2, restarts=[0, 1])
    workload(c, "search-ui", "web", nodes, 2)
    c.state("namespace/web", "deployments", names=["header", "home", "search-ui"])
    c.change(
        -1.5,
        "deployment",
        "argocd:Prune",
        "deployment/promo-banner",
        actor="user/felix",
        commit="remove promo-banner, spring campaign ended (WEB-912)",
        pruned=["Deployment/promo-banner", "Service/promo-banner", "Ingress/promo-banner"],
    )
    c.event(
        -1.4,
        "deployment/promo-banner",
        "ScalingReplicaSet",
        "Scaled down replica set promo-banner-7fd to 0",
        source="deployment-controller",
    )
    c.event(-1.3, "pod/promo-banner-7fd-q8w2z", "Killing", "Stopping container promo-banner", source="kubelet")
    c.log(-1.2, "pod/promo-banner-7fd-q8w2z", "info", "signal 15 received, exiting gracefully", 1)
    c.log(22, "deployment/home", "info", "GET / 200 41ms", 3100)
    c.log(23, "deployment/home", "warning", "image proxy: origin answered 404 for /img/promo-2024.png", 12)
    c.log(-20, "deployment/home", "warning", "image proxy: origin answered 404 for /img/promo-2024.png", 11)
    chatter(c, "deployment/header", "nginx", 6)
    daemon_noise(c, nodes[0])
    c.edges("calls", ("service/home", "service/header"), ("service/home", "service/search-ui"))
    return c.done(None, None, "healthy", near=("k8s.workload.zero_replicas", "traffic.drop", "lb.no_healthy_targets"))


def busy_lunch() -> Result:
    """The autoscaler follows the lunch rush, as a week ago; it is well below its maximum and latency is flat."""
    c = Case("menu-hpa-scaleup", 75, "2026-05-12T11:30", 90, 40, region="eu-north-1")
    nodes = [node(c, f"ip-10-63-{a}-2.eu-north-1.compute.internal") for a in (1, 14, 27)]
    c.incident("HPA event", "deployment/menu-api", "datadog", severity="info", start=3, text="replicas changed by > 2")
    c.alert(
        3,
        "HPA event",
        "deployment/menu-api",
        "alarm",
        query="change(max:kubernetes_state.hpa.current_replicas{hpa:menu-api}) > 2",
    )
    c.alert(-10000, "menu-api p95", "service/menu-api", "ok", metric="latency_p95", threshold=0.6)
    workload(c, "menu-api", "food", nodes, 7, age_min=60)
    workload(c, "courier", "food", nodes, 3)
    rise = ramp(120, 260, -30, 20)
    c.metric("request_rate", "service/menu-api", rise, base=rise)
    c.metric("latency_p95", "service/menu-api", 0.14, base=0.14)
    c.metric("error_rate", "service/menu-api", 0.001, base=0.001)
    c.metric("cpu_utilization", "service/menu-api", wave(61, 5, 30), base=wave(60, 5, 30))
    c.metric(
        "kube_horizontalpodautoscaler_status_current_replicas",
        "deployment/menu-api",
        lambda m: 4 if m < -2 else 7,
        noise="exact",
        namespace="Prometheus",
        base=lambda m: 4 if m < 3 else 7,
    )
    api(c, "service/courier", 30, 0.09)
    c.event(
        -2,
        "deployment/menu-api",
        "SuccessfulRescale",
        "New size: 7; reason: cpu resource utilization (percentage of request) above target",
        source="horizontal-pod-autoscaler",
    )
    c.event(
        -60,
        "hpa/menu-api",
        "FailedGetResourceMetric",
        "failed to get cpu utilization: did not receive metrics for targeted pods (pods might be unready)",
        "warning",
        source="horizontal-pod-autoscaler",
        count=2,
    )
    cluster_events(c, "pod/menu-api-warm", nodes[2])
    c.log(6, "service/menu-api", "info", "menu served restaurant=811 items=44", 2200)
    chatter(c, "service/courier", "go", 6)
    c.edges("calls", ("service/courier", "service/menu-api"))
    c.state(
        "hpa/menu-api",
        "horizontalpodautoscaler",
        namespace="food",
        min=3,
        max=20,
        current=7,
        desired=7,
        target="cpu 65%",
        current_utilization="62%",
        conditions={"ScalingLimited": {"status": "False", "reason": "DesiredWithinRange"}},
    )
    return c.done(None, None, "healthy", near=("traffic.surge", "compute.autoscaling_at_max"))


def word_in_a_line() -> Result:
    """A log monitor matches words in the name of a rule in an INFO line; its threshold had been lowered just before."""
    c = Case("log-monitor-fatal", 76, "2026-03-02T13:13", 60, 22, zone="ms", region="us-west-2")
    nodes = [node(c, f"ip-10-46-{a}-55.us-west-2.compute.internal") for a in (5, 17)]
    c.incident(
        "Log alert: FATAL|Exception|OutOfMemory",
        "service/rules-engine",
        "datadog",
        severity="high",
        start=0,
        text='logs("FATAL OR Exception OR OutOfMemory").last("5m") > 10',
    )
    c.alert(0, "Log alert: FATAL|Exception|OutOfMemory", "service/rules-engine", "alarm", count=38)
    c.alert(-500, "rules-engine error rate", "service/rules-engine", "ok", metric="error_rate", threshold=0.02)
    workload(c, "rules-engine", "risk", nodes, 3, mem="2Gi")
    workload(c, "score-api", "risk", nodes, 2)
    api(c, "service/rules-engine", 64, 0.11)
    api(c, "service/score-api", 51, 0.17)
    c.metric("memory_usage", "deployment/rules-engine", 1.1e9)
    for m, n in ((-50, 31), (-30, 30), (-10, 33), (1, 38), (12, 32)):
        c.log(
            m,
            "service/rules-engine",
            "info",
            "INFO  c.r.catalog.RuleLoader - loaded rule 'ExceptionHandlingPolicy' (onOutOfMemory=NOTIFY, fatalLevel=FATAL), 0 errors",
            n,
        )
    c.log(3, "service/rules-engine", "info", "INFO  c.r.Evaluator - evaluated 41 rules, matched 2, 18ms", 3300)
    chatter(c, "service/rules-engine", "jvm", 6)
    chatter(c, "service/score-api", "python", 4)
    daemon_noise(c, nodes[1])
    c.change(-36, "config", "datadog:UpdateMonitor", "monitor/7741", actor="user/sam", threshold=[50, 10])
    c.edges("calls", ("service/score-api", "service/rules-engine"))
    return c.done(
        None, None, "healthy", near=("compute.memory_saturation", "k8s.container.oom_killed", "code.unhandled_error")
    )


def silent_metric() -> Result:
    """A counter only sent when a refund is declined has no data; refunds are settled all the while."""
    c = Case("nodata-refunds", 77, "2026-06-27T02:20", 180, 60, step=300)
    nodes = [node(c, f"ip-10-29-{a}-31.eu-west-1.compute.internal") for a in (2, 20)]
    c.incident(
        "[No data] Monitor 66310",
        "service/refunds",
        "datadog",
        severity="unknown",
        start=20,
        text="The monitor was missing data for 30 minutes.",
    )
    c.alert(
        20,
        "[No data] Monitor 66310",
        "service/refunds",
        "insufficient_data",
        metric="refunds.gateway.declines",
        query="sum(last_30m):sum:refunds.gateway.declines{env:prod}.as_count() > 25",
        reason="no data; sparse counter, emitted only when a refund is declined",
    )
    c.alert(-60, "refunds p95", "service/refunds", "ok", metric="latency_p95", threshold=1.5)
    c.alert(-60, "refunds error rate", "service/refunds", "ok", metric="error_rate", threshold=0.03)
    workload(c, "refunds", "pay", nodes, 2, age_min=20000)
    workload(c, "datadog-agent", "monitoring", nodes, 2, port=8126, restarts=[1, 1], age_min=60000, service=False)
    api(c, "service/refunds", wave(1.4, 0.8, 1440, 500), 0.3)
    c.metric("cpu_utilization", "deployment/datadog-agent", 12)
    c.metric(
        "refunds.gateway.declines",
        "service/refunds",
        spikes(1, 2, (-120,)),
        noise="exact",
        namespace="datadog",
        hole=(-10, 60),
        drop=0.7,
    )
    c.log(31, "service/refunds", "info", "refund settled id=rf_8812 amount=19.90", 7)
    c.log(44, "service/refunds", "info", "refund settled id=rf_8820 amount=7.00", 5)
    c.log(-130, "service/refunds", "warning", "refund declined by gateway id=rf_8790 code=expired_card", 1)
    c.log(
        15,
        "deployment/datadog-agent",
        "warning",
        "CORE | WARN | (pkg/collector/corechecks/containers) Skipping container without status",
        9,
    )
    chatter(c, "service/refunds", "rails", 6)
    daemon_noise(c, nodes[0])
    c.edges("calls", ("ingress/pay", "service/refunds"))
    return c.done(None, None, "healthy", near=("traffic.drop",))


def hot_by_design() -> Result:
    """A node kept for batch work runs at 80% by design; the jobs finish at their usual pace."""
    c = Case("batch-node-cpu-80", 78, "2026-01-29T14:00", 120, 30, region="us-east-1")
    hot = node(
        c,
        "ip-10-68-3-240.ec2.internal",
        instance="c6i.4xlarge",
        labels={"pool": "batch"},
        taints=["pool=batch:NoSchedule"],
    )
    cool = [node(c, f"ip-10-68-{a}-12.ec2.internal") for a in (19, 35)]
    c.incident("P2: node", hot, "cloudwatch", severity="high", start=0, text="node_cpu_utilization > 80")
    c.alert(
        2,
        "P2: node",
        hot,
        "alarm",
        metric="node_cpu_utilization",
        threshold=80,
        reason="flapping: 44 transitions in 24 h",
    )
    c.alert(-60, "batch deadline missed", "deployment/sim-runner", "ok")
    workload(c, "sim-runner", "batch", [hot], 2, cpu="7", service=False)
    workload(c, "sim-api", "web", cool, 2)
    workload(c, "sim-ui", "web", cool, 2, restarts=[0, 2])
    usual = wave(80, 4, 37)
    c.metric("node_cpu_utilization", hot, usual, base=wave(80, 4, 37, 9))
    c.metric("node_memory_utilization", hot, 44, base=45)
    for n in cool:
        c.metric("node_cpu_utilization", n, 31)
    c.metric("sim.jobs_completed", "deployment/sim-runner", 92, namespace="custom", base=91)
    c.metric("sim.job_duration_s", "deployment/sim-runner", 71, noise="latency", namespace="custom", base=70)
    api(c, "service/sim-api", 41, 0.08)
    c.log(5, "deployment/sim-runner", "info", "job 4412 done in 69.8s", 184)
    c.log(9, "deployment/sim-runner", "warning", "numba: compilation cache miss, falling back to object mode", 2)
    chatter(c, "service/sim-api", "python", 6)
    daemon_noise(c, hot)
    cluster_events(c, "pod/sim-ui-prev", cool[1])
    c.change(-47, "deployment", "argocd:Sync", "deployment/sim-ui", image=["sim-ui:5", "sim-ui:6"])
    c.edges("writes", ("service/sim-api", "deployment/sim-runner"))
    return c.done(None, None, "healthy", near=("compute.cpu_saturation", "deployment.bad_release"))
