"""EKS faults in images, settings and memory limits."""

from .build import Case, Result
from .kube import crashloop, node, workload
from .ordinary import api, chatter, daemon_noise
from .shapes import ramp, saw, step


def cleaned_registry() -> Result:
    """A lifecycle rule expired the tag in use; it shows when a node upgrade makes pods pull it again."""
    c = Case("geo-capacity-31", 42, "2026-02-09T06:55", 90, 30)
    nodes = [
        node(c, "ip-10-33-2-9.eu-west-1.compute.internal"),
        node(c, "ip-10-33-18-41.eu-west-1.compute.internal", age_min=38),
    ]
    image = "418820771930.dkr.ecr.eu-west-1.amazonaws.com/geo-api:2025.11.3"
    pull = {
        "phase": "Pending",
        "status": "ImagePullBackOff",
        "age_min": 29,
        "node": "ip-10-33-18-41.eu-west-1.compute.internal",
        "state": {"state": "waiting", "reason": "ImagePullBackOff", "message": f'Back-off pulling image "{image}"'},
    }
    c.incident("Triggered: geo", "service/geo-api", "datadog", severity="high", start=4, text="@slack-geo please look")
    c.alert(
        4,
        "Triggered: geo",
        "service/geo-api",
        "alarm",
        query="avg(last_5m):kubernetes_state.deployment.replicas_unavailable > 0",
    )
    c.alert(-2000, "geo-tiles disk", "deployment/geo-tiles", "ok")
    pods = workload(c, "geo-api", "geo", nodes[:1], 3, image=image, sick=[pull, pull], age_min=90000)
    workload(c, "geo-tiles", "geo", nodes, 2, age_min=60)
    workload(c, "geo-admin", "geo", nodes, 1, restarts=[1])
    api(
        c,
        "service/geo-api",
        70,
        0.05,
        latency_p95=ramp(0.05, 0.8, 0, 6),
        cpu_utilization=ramp(33, 97, 0, 5),
        error_rate=ramp(0.001, 0.06, 2, 8),
    )
    api(c, "service/geo-tiles", 210, 0.02)
    c.metric("kubernetes_state.deployment.replicas_available", "deployment/geo-api", step(3, 1, 0), namespace="datadog")
    c.event(1, pods[0], "Pulling", f'Pulling image "{image}"', source="kubelet", count=4)
    c.event(
        1.2,
        pods[0],
        "Failed",
        f'Failed to pull image "{image}": rpc error: code = NotFound desc = failed to pull and unpack image "{image}": failed to resolve reference "{image}": {image}: not found',
        "warning",
        source="kubelet",
        count=4,
    )
    c.event(6, pods[1], "BackOff", f'Back-off pulling image "{image}"', "warning", source="kubelet", count=61)
    c.event(
        0.6,
        pods[0],
        "Scheduled",
        f"Successfully assigned geo/{pods[0][4:]} to ip-10-33-18-41.eu-west-1.compute.internal",
        source="default-scheduler",
    )
    c.event(
        -8,
        nodes[1],
        "RegisteredNode",
        "Node ip-10-33-18-41.eu-west-1.compute.internal event: Registered Node in Controller",
        source="node-controller",
    )
    c.event(
        -5,
        pods[2],
        "Unhealthy",
        "Readiness probe failed: HTTP probe failed with statuscode: 503",
        "warning",
        source="kubelet",
        count=1,
    )
    c.log(12, "service/geo-api", "warning", "request queue 48 deep, shedding", 90)
    chatter(c, "service/geo-tiles", "go", 5)
    daemon_noise(c, nodes[1])
    c.change(
        -310,
        "other",
        "ecr:PutLifecyclePolicy",
        "ecr/geo-api",
        actor="role/terraform-ecr",
        rule="expire tagged images older than 60 days",
    )
    c.change(
        -10,
        "infrastructure",
        "eks:UpdateNodegroupVersion",
        "nodegroup/geo",
        actor="role/platform-weekly",
        ami=["1.31.4-20260109", "1.31.4-20260202"],
    )
    c.edges("calls", ("service/geo-admin", "service/geo-api"))
    c.state("ecr/geo-api", "ecr_repository", tags=["2026.01.1", "2026.02.0-rc1"], last_expired=c.at(-205))
    also = (("k8s.image.reference_invalid", "ecr/geo-api"),)
    return c.done(
        "k8s.image.reference_invalid",
        "deployment/geo-api",
        also=also,
        near=("k8s.image.pull_unauthorized", "compute.cpu_saturation", "deployment.rollout_stuck"),
    )


def typed_letter() -> Result:
    """A config map says 8o where a number belongs: the mailer panics on parsing it, and its queue grows."""
    c = Case("mail-delay-synthetic", 43, "2026-06-18T11:20", 35, 24, zone="+01:00")
    nodes = [node(c, f"ip-10-28-{a}-16.eu-west-1.compute.internal") for a in (6, 24)]
    c.incident("signup mail arrives within 2 min", "service/signup", "synthetic-monitor", severity="high", start=9)
    c.alert(
        9,
        "signup mail arrives within 2 min",
        "service/signup",
        "alarm",
        count=2,
        reason="no mail in mailbox after 120 s",
    )
    c.alert(-7000, "signup pod restarts", "deployment/signup", "ok")
    ill = crashloop(9, 2, "Error", c.at(20.1), c.at(20.2), hash="84c6db7f9", age_min=24)
    pods = workload(
        c,
        "mailer",
        "growth",
        nodes,
        2,
        sick=[ill, {**ill, "restart_count": 8}],
        env={"WORKER_CONCURRENCY": "<set to the key 'concurrency' of config map 'mailer'>"},
        service=False,
    )
    workload(c, "signup", "growth", nodes, 2, restarts=[1, 0])
    workload(c, "avatar", "growth", nodes, 1, age_min=28)
    api(c, "service/signup", 6, 0.2)
    api(c, "service/avatar", 14, 0.09)
    c.metric(
        "rabbitmq_queue_messages_ready",
        "statefulset/rabbitmq",
        ramp(2, 590, 0, 24),
        noise="int",
        namespace="Prometheus",
    )
    c.metric("rabbitmq_queue_consumers", "statefulset/rabbitmq", step(16, 0, 0), noise="exact", namespace="Prometheus")
    c.metric("pod_number_of_container_restarts", "deployment/mailer", ramp(0, 9, 0, 22), noise="int")
    c.log(
        0.4,
        pods[0],
        "fatal",
        'panic: config: WORKER_CONCURRENCY: strconv.Atoi: parsing "8o": invalid syntax',
        9,
        "mailer",
    )
    c.log(
        0.6,
        pods[1],
        "fatal",
        'panic: config: WORKER_CONCURRENCY: strconv.Atoi: parsing "8o": invalid syntax',
        8,
        "mailer",
    )
    c.log(-14, "deployment/mailer", "info", "worker pool started concurrency=4", 2)
    c.log(5, "service/signup", "info", "enqueued welcome mail user=u_8812", 120)
    c.log(
        -22,
        "statefulset/rabbitmq",
        "warning",
        "closing AMQP connection <0.812.0> (client unexpectedly closed TCP connection)",
        4,
    )
    chatter(c, "service/avatar", "python", 5)
    c.event(
        2,
        pods[0],
        "BackOff",
        "Back-off restarting failed container mailer in pod",
        "warning",
        source="kubelet",
        count=88,
    )
    c.event(
        -0.1,
        "deployment/mailer",
        "ScalingReplicaSet",
        "Scaled up replica set mailer-84c6db7f9 to 2",
        source="deployment-controller",
    )
    c.event(
        -0.3,
        "deployment/mailer",
        "ScalingReplicaSet",
        "Scaled down replica set mailer-6b9d44c8c to 0 from 2",
        source="deployment-controller",
    )
    c.change(
        -0.9,
        "config",
        "helm:upgrade",
        "configmap/mailer",
        actor="user/tove",
        diff={"concurrency": ["4", "8o"]},
        revision=31,
    )
    c.change(-4, "deployment", "helm:upgrade", "deployment/avatar", image=["avatar:1.9", "avatar:1.10"])
    c.edges("writes", ("service/signup", "statefulset/rabbitmq"))
    c.edges("reads", ("deployment/mailer", "statefulset/rabbitmq"))
    also = (("app.config.value_invalid", "configmap/mailer"),)
    return c.done(
        "app.config.value_invalid",
        "deployment/mailer",
        also=also,
        near=("deployment.bad_release", "dependency.queue_backlog", "app.config.env_missing"),
    )


def heavy_feed() -> Result:
    """One partner's full export is built in memory and the pods are OOM-killed; the database's CPU alarm is nightly."""
    c = Case("partner-feed-502", 44, "2026-05-11T05:40", 140, 50, step=120, region="ap-southeast-2")
    nodes = [node(c, f"ip-10-55-{a}-70.ap-southeast-2.compute.internal") for a in (3, 19)]
    c.incident("ELB 5xx anomaly: partner edge", "alb/partner-edge", "cloudwatch", severity="warning", start=6)
    c.alert(6, "ELB 5xx anomaly: partner edge", "alb/partner-edge", "alarm", metric="HTTPCode_ELB_5XX_Count")
    c.alert(
        -800,
        "feed-db CPU > 85",
        "rds/feed-db",
        "alarm",
        metric="CPUUtilization",
        threshold=85,
        reason="nightly stats, acknowledged",
    )
    ill = crashloop(11, 137, "OOMKilled", c.at(42), c.at(43.4), age_min=2900)
    again = {
        "is_ready": True,
        "restart_count": 9,
        "age_min": 2900,
        "last_state": {
            "state": "terminated",
            "reason": "OOMKilled",
            "exit_code": 137,
            "started_at": c.at(30),
            "finished_at": c.at(37),
        },
    }
    pods = workload(c, "feed-api", "partner", nodes, 3, mem="768Mi", sick=[ill, again, {**again, "restart_count": 10}])
    workload(c, "feed-auth", "partner", nodes, 2, age_min=70)
    workload(c, "feed-ui", "partner", nodes, 1)
    api(
        c,
        "service/feed-api",
        18,
        0.4,
        memory_utilization=lambda m: 51 if m < 0 else saw(55, 99, 14)(m),
        error_rate=step(0.002, 0.28, 2),
        latency_p95=step(0.4, 2.2, 0),
    )
    api(c, "service/feed-auth", 20, 0.02)
    c.metric("pod_number_of_container_restarts", "deployment/feed-api", ramp(0, 30, 0, 44), noise="int")
    c.metric("HTTPCode_ELB_5XX_Count", "alb/partner-edge", step(1, 240, 2))
    c.series("rds/feed-db", CPUUtilization=88, DatabaseConnections=52, ReadLatency=0.003)
    for n in nodes:
        c.metric("node_memory_utilization", n, 61)
    c.log(1, pods[0], "info", "GET /export/full?partner=umbra rows=1904112 building response in memory", 5)
    c.log(3.4, pods[1], "info", "GET /export/full?partner=umbra rows=1904112 building response in memory", 7)
    c.log(-90, pods[1], "info", "GET /export/full?partner=kite rows=11820 took=1.2s", 12)
    c.log(
        8,
        nodes[0],
        "warning",
        "kernel: Memory cgroup out of memory: Killed process 21877 (dotnet) total-vm:3911204kB, anon-rss:771004kB",
        12,
    )
    c.log(
        10,
        "rds/feed-db",
        "warning",
        "duration: 2911.4 ms  statement: REFRESH MATERIALIZED VIEW CONCURRENTLY daily_stats",
        2,
        "postgresql.log",
    )
    chatter(c, "service/feed-auth", "dotnet", 5)
    c.event(
        5, pods[0], "BackOff", "Back-off restarting failed container feed-api", "warning", source="kubelet", count=41
    )
    c.event(
        3,
        pods[2],
        "Killing",
        "Container feed-api failed liveness probe, will be restarted",
        "warning",
        source="kubelet",
        count=1,
    )
    c.change(-19, "deployment", "flux:Reconcile", "deployment/feed-auth", image=["feed-auth:4.0.1", "feed-auth:4.0.2"])
    c.edges("calls", ("alb/partner-edge", "service/feed-api"), ("service/feed-api", "service/feed-auth"))
    c.edges("reads", ("service/feed-api", "rds/feed-db"))
    also = (("data.skew", "deployment/feed-api"), ("compute.memory_saturation", "deployment/feed-api"))
    return c.done(
        "k8s.container.oom_killed",
        "deployment/feed-api",
        also=also,
        herring=("compute.cpu_saturation", "rds/feed-db"),
        near=("compute.memory_leak", "k8s.probe.liveness_endpoint_failing"),
    )
