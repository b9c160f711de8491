"""Pages for nothing: the alarm, its metric or its arithmetic is what is odd."""

from scenarios.cases.watches.building import Case, Watch, bump, wave
from scenarios.cases.watches.companies import calyx, osprey, penrose, tarnwell, vireo
from scenarios.cases.watches.parts import alb, deployment, ecs, service


def storefront_p99() -> Case:
    """The limit lies inside the everyday spread: it fires and clears dozens of times a day."""
    w = Watch(
        "wa-tarnwell-0109",
        "2026-01-09T18:22:00Z",
        "[FIRING:1] StorefrontLatencyP99High (shop prod)",
        source="prometheus",
        service="storefront",
        resource="service/storefront",
        started=-4,
        description="histogram_quantile(0.99, ...) > 0.45 for 1m. Current value: 0.4571",
        span=120,
    )
    tarnwell(w)
    service(w, "storefront", wave(140, 12), 188, 0.0007, 3.3, 900)
    place = "service/storefront"
    w.metric(
        place,
        "Prometheus:latency_p99",
        bump(0.41, 0.482, -4.5, -3.5),
        noise=0.075,
        stat=None,
        unit="seconds",
        usual=0.412,
    )
    w.alert(
        -4,
        "StorefrontLatencyP99High",
        place,
        "alarm",
        metric="latency_p99",
        threshold=0.45,
        count=96,
        reason="fired 96 times in 24 h, each for under 3 min",
    )
    w.alert(-1900, "StorefrontErrorBudgetBurn", place, "ok", reason="burn 0.3x over 1h, 0.2x over 6h")
    w.chatter(place, [("info", "GET /api/home 200 #Nms"), ("warn", "recommendations skipped: deadline 120ms")], 9)
    w.change(-1180, "deployment", "argocd", "sync", "deployment/basket", image=["basket:2.43.9", "basket:2.44.0"])
    w.event(
        -70,
        "kubernetes",
        "pod/storefront-84f6d-zr5xn",
        "Unhealthy",
        "Readiness probe failed: context deadline exceeded",
        "warning",
    )
    return w.healthy("healthy.threshold_noise", near="code.slow_path dependency.slow")


def pay_average() -> Case:
    """One report export of 27 s among few requests lifted the mean of one minute."""
    w = Watch(
        "wa-penrose-0118",
        "2026-01-18T04:41:00Z",
        "ALARM: pay-api-latency-avg",
        service="pay-api",
        resource="alb/pay-api",
        severity="high",
        started=-13,
        description="TargetResponseTime Average > 1.0 for 1 datapoint",
        region="eu-central-1",
    )
    penrose(w)
    alb(w, "pay-api", 24, bump(0.12, 1.31, -13, -12), 0.02, 1, stat="Average")
    w.metric("alb/pay-api", "AWS/ApplicationELB:TargetResponseTime", 0.094, noise=0.1, stat="p90", unit="Seconds")
    ecs(w, "pay-api", 9, 48, 6, 731)
    w.log(
        -12.6,
        "ecs-service/pay-api",
        "info",
        "method=GET path=/v1/merchants/m_4410/export.csv status=200 duration_ms=27418 bytes=48112030 rows=391204",
    )
    w.chatter(
        "ecs-service/pay-api",
        [("info", "method=POST path=/v1/charges status=201 duration_ms=#N"), ("warn", "idempotency key reused #X")],
        9,
    )
    w.alert(
        -12,
        "pay-api-latency-avg",
        "alb/pay-api",
        "ok",
        metric="TargetResponseTime",
        threshold=1.0,
        reason="back to OK at the next datapoint (0.114)",
    )
    w.change(
        -840,
        "deployment",
        "role/pay-ci",
        "ecs:UpdateService",
        "ecs-service/pay-api",
        task_definition=["pay-api:730", "pay-api:731"],
    )
    return w.healthy(None, near="db.expensive_query dependency.slow code.slow_path")


def manifest_absent() -> Case:
    """The new Envoy exporter names its counter otherwise; the service it counted is as busy as ever."""
    w = Watch(
        "wa-osprey-0203",
        "2026-02-03T10:37:00+00:00",
        "ManifestNoTraffic",
        source="prometheus",
        severity="critical",
        service="manifest",
        resource="service/manifest",
        started=-21,
        description='absent(envoy_cluster_upstream_rq_total{cluster="manifest"}) == 1 for 5m',
        span=90,
        zone=1,
    )
    osprey(w)
    service(w, "manifest", 205, 33, 0.0006, 1.6, 500)
    place = "service/manifest"
    w.metric(place, "Prometheus:envoy_cluster_upstream_rq_total:rate1m", 204, noise=0.04, stat=None, hole=(-27, 1))
    w.metric(
        place, "Prometheus:envoy_cluster_upstream_rq_count_total:rate1m", 206, noise=0.04, stat=None, hole=(-91, -26)
    )
    w.metric("service/edge-envoy", "Prometheus:downstream_rq_2xx_per_sec", 640, noise=0.03, stat=None)
    w.change(
        -27,
        "config",
        "argocd",
        "sync",
        "deployment/edge-stats-exporter",
        chart=["envoy-stats-0.8.4", "envoy-stats-1.0.0"],
        note="BREAKING: *_rq_total renamed to *_rq_count_total",
    )
    w.log(
        -26.6,
        "deployment/edge-stats-exporter",
        "warn",
        "metric family envoy_cluster_upstream_rq_total is no longer exported, use envoy_cluster_upstream_rq_count_total",
    )
    w.event(
        -27,
        "kubernetes",
        "pod/edge-stats-exporter-5f8c-9n2vd",
        "Started",
        "Started container exporter",
        source="kubelet",
    )
    w.alert(
        -21, "ManifestNoTraffic", place, "alarm", query='absent(envoy_cluster_upstream_rq_total{cluster="manifest"})'
    )
    w.alert(-40, "PlaybackStartFailures", "service/edge-envoy", "ok", reason="0.21 % of starts, limit 1 %")
    w.chatter(place, [("info", "GET /m/#X.m3u8 200 3#Nus"), ("warn", "variant ladder truncated asset=#X")], 8)
    return w.healthy(None, herring=("traffic.drop", place), near="traffic.drop lb.no_healthy_targets")


def state_metrics_restart() -> Case:
    """kube-state-metrics moved to another node; for two scrapes nothing had any replicas."""
    w = Watch(
        "wa-calyx-0211",
        "2026-02-11T07:15:00Z",
        "KubeDeploymentReplicasMismatch x 11 (maps)",
        source="prometheus",
        service="maps-gateway",
        resource="deployment/tiles",
        started=-9,
        region="us-east-2",
        span=45,
        period=30,
    )
    calyx(w)
    service(w, "maps-gateway", 600, 26, 0.0005, 2.0, 450)
    w.metric(
        "deployment/tiles",
        "Prometheus:kube_deployment_status_replicas_available",
        8,
        noise=0,
        stat=None,
        hole=(-10, -7.4),
    )
    w.metric(
        "deployment/router",
        "Prometheus:kube_deployment_status_replicas_available",
        5,
        noise=0,
        stat=None,
        hole=(-10, -7.4),
    )
    deployment(w, "router", "maps", 5, "calyx/router:7.2.4")
    deployment(
        w, "kube-state-metrics", "monitoring", 1, "registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.12.0"
    )
    w.event(
        -10.4,
        "kubernetes",
        "pod/kube-state-metrics-66f4-p9ldq",
        "Killing",
        "Stopping container kube-state-metrics",
        source="kubelet",
    )
    w.event(
        -10.5,
        "kubernetes",
        "node/ip-10-40-3-18",
        "DisruptionInitiated",
        "Underutilized: consolidating node via replace",
        source="karpenter",
    )
    w.event(
        -8,
        "kubernetes",
        "pod/kube-state-metrics-66f4-7xkc2",
        "Started",
        "Started container kube-state-metrics",
        source="kubelet",
    )
    w.log(
        -8,
        "deployment/kube-state-metrics",
        "warn",
        "W0211 07:07:01.884120       1 reflector.go:547] failed to list *v1.Pod: context canceled",
    )
    w.log(
        -7.6,
        "deployment/kube-state-metrics",
        "info",
        "I0211 07:07:24.120338       1 server.go:73] levelinfo msgListening onaddress[::]:8080",
    )
    w.alert(-9, "KubeDeploymentReplicasMismatch", "deployment/tiles", "ok", count=11, reason="resolved 07:08:30")
    w.alert(-9, "TargetDown", "deployment/kube-state-metrics", "ok", reason="up == 0 for 2m; resolved")
    w.state(
        "node/ip-10-40-5-77", "node", conditions={"Ready": "True", "MemoryPressure": "False", "DiskPressure": "False"}
    )
    return w.healthy(
        None, herring=("compute.instance_lost", "deployment/tiles"), near="compute.instance_lost node.not_ready"
    )


def clinic_night_ratio() -> Case:
    """At three in the morning one failed request of nine is eleven percent."""
    w = Watch(
        "wa-vireo-0222",
        "2026-02-22T03:08:00+01:00",
        "clinic-web 5xx ratio 11.1% (threshold 5%)",
        source="datadog",
        severity="high",
        service="clinic-web",
        resource="alb/clinic",
        started=-6,
        span=180,
        period=300,
        zone=1,
        labels={"monitor": "sum:aws.applicationelb.httpcode_target_5xx{...}/sum:aws.applicationelb.request_count{...}"},
    )
    vireo(w)
    alb(w, "clinic", 8, 0.19, None, 0.4)
    fives = bump(0, 1, -10, -5)
    w.metric("alb/clinic", "AWS/ApplicationELB:HTTPCode_Target_5XX_Count", fives, noise=0, stat="Sum", unit="Count")
    w.metric("alb/clinic", "datadog:5xx_ratio_percent", bump(0.0, 11.1, -10, -5), noise=0, stat=None, unit="percent")
    ecs(w, "clinic-web", 4, 61, 4, 902)
    w.log(
        -7.2,
        "ecs-service/clinic-web",
        "error",
        "ActionController::BadRequest (Invalid query parameters: invalid %-encoding (%E0%A4%A)) path=/robots GET 500 in 4ms",
        1,
    )
    w.chatter(
        "ecs-service/clinic-web",
        [("info", 'Completed 200 OK in #Nms path="/up"'), ("info", "Completed 302 Found in 12ms")],
        8,
    )
    w.alert(
        -6,
        "clinic-web 5xx ratio",
        "alb/clinic",
        "ok",
        metric="5xx_ratio_percent",
        threshold=5,
        reason="11.1 (1 of 9 requests); recovered after 5 min",
        count=1,
    )
    w.alert(-8900, "clinic-web 5xx count > 20 / 5m", "alb/clinic", "ok")
    w.change(
        -3400,
        "deployment",
        "role/clinic-ci",
        "ecs:UpdateService",
        "ecs-service/clinic-web",
        task_definition=["clinic-web:901", "clinic-web:902"],
    )
    return w.healthy("healthy.threshold_noise", near="deployment.bad_release code.unhandled_error")


CASES = (
    storefront_p99,
    pay_average,
    manifest_absent,
    state_metrics_restart,
    clinic_night_ratio,
)
