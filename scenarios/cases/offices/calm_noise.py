"""Healthy: pages raised by thresholds, thin traffic, odd monitors and misread numbers."""

from __future__ import annotations

from scenarios.cases.offices.cluster import Cluster
from scenarios.cases.offices.recording import Case, peaks, saw, slope


def museum_audio() -> Case:
    c = Cluster("of-museum-audio", 401, "2026-03-17T13:05:00", 120)
    c.incident("p95 latency of audio-guide above 450 ms", "datadog", "warning", "audio-guide", "service/audio-guide", -17,
               "max(last_1m):p95:trace.http.request{service:audio-guide} > 0.45", monitor="3319")  # fmt: skip
    c.nodes("mus-a", "mus-b", "mus-c")
    guide = c.workload("audio-guide", "museum", "go", 3, "2.8.8", calls=("media-index",))
    index = c.workload("media-index", "museum", "jvm", 2, "6.6.1")
    c.workload("shop-front", "museum", "node", 2, "41", 3000, restarts=3)
    c.signals(guide, slope(64, 69, 120), peaks(0.33, (-17, 1, 0.53)), 0.0011, 0.7, 2.9e8, base=True)
    c.signals(index, 70, 0.05, 0.0004, 0.9, 1.3e9, base=True)
    c.alert(
        -16,
        "audio-guide p95",
        "service/audio-guide",
        "ok",
        threshold=0.45,
        comparison=">",
        reason="recovered after 1 minute",
    )
    c.log(-17, f"pod/{index.pods[0]}", "info", "[GC pause (G1 Evacuation Pause) (young) 0.088 secs]", 41)
    c.ordinary()
    return c.healthy("dependency.slow", "code.slow_path")


def customs_batch() -> Case:
    c = Cluster("of-customs-batch", 402, "2026-08-05T03:44:00", 180, 120)
    c.incident("CPUUsageHigh", "prometheus", "warning", "tariff-classifier", "deployment/tariff-classifier", -120,
               "cpu above 60% of request for 15m", namespace="customs", team="data")  # fmt: skip
    c.nodes("bn-1", "bn-2", "bn-3", cpu="16", memory="64Gi", used=50)
    w = c.workload("tariff-classifier", "customs", "python", 4, "3.2", 8000, cpu="2", memory="4Gi")
    api = c.workload("declarations", "customs", "dotnet", 2, "7.9.2", calls=("tariff-classifier",))
    c.metric("cpu_utilization", w.entity, 70, 0.05, "Percent", base=70)
    c.signals(w, 18, 0.42, 0.0005, 5.6, 1.1e10, base=True)
    c.signals(api, 20, 0.55, 0.0012, 0.4, base=True)
    c.metric("classified_documents", w.entity, 1090, 0.06, "Count/Minute", base=1080)
    c.metric("queue_depth", w.entity, 40, 0.35, "Count", whole=True, base=42)
    c.alert(-120, "CPUUsageHigh", w.entity, "alarm", threshold=60, comparison=">", reason="69.4% > 60%", count=31)
    c.alert(-1440 * 3, "DeclarationsLatency", "service/declarations", "ok")
    c.change(-1440 * 2, "config", "user/new-sre", "apply", "prometheusrule/cpu-usage-high", threshold=[85, 60])
    c.ordinary()
    return c.healthy("compute.cpu_saturation", "compute.autoscaling_at_max")


def radio_player() -> Case:
    c = Cluster("of-radio-player", 403, "2026-12-14T20:10:00", 90)
    c.incident("KubeHpaMaxedOut", "prometheus", "warning", "player-api", "horizontalpodautoscaler/player-api", -60,
               "HPA radio/player-api has been running at max replicas for longer than 15 minutes", namespace="radio")  # fmt: skip
    c.nodes("rd-1", "rd-2", "rd-3")
    w = c.workload("player-api", "radio", "go", 3, "5.0.4")
    c.workload("schedule", "radio", "ruby", 2, "r18", 3000)
    c.state("horizontalpodautoscaler/player-api", "manifest", kind="HorizontalPodAutoscaler", namespace="radio", spec={
        "minReplicas": 3, "maxReplicas": 3, "metrics": [{"resource": {"name": "cpu", "target": {"averageUtilization": 70}}}]},
        status={"currentReplicas": 3, "desiredReplicas": 3, "currentCPUUtilizationPercentage": 22})  # fmt: skip
    c.signals(w, slope(140, 128, 90), 0.019, 0.0003, 0.33, 1.9e8, base=True)
    c.signals(c.workloads[1], 21, 0.16, 0.001, 0.3)
    c.change(-79, "config", "ci/argo-cd", "Sync", "horizontalpodautoscaler/player-api", spec={"minReplicas": [2, 3], "maxReplicas": [6, 3]},
             message="fixed size during the quiet season")  # fmt: skip
    c.log(-30, f"pod/{w.pods[1]}", "warning", 'level=warn msg="client went away" err="write: broken pipe"', 118)
    c.ordinary()
    return c.healthy("compute.autoscaling_at_max", "traffic.surge")


def theatre_quota() -> Case:
    c = Cluster("of-theatre-quota", 404, "2026-04-28T11:15:00", 60)
    c.incident("KubeQuotaAlmostFull", "prometheus", "info", None, "namespace/theatre", -2880,
               "Namespace theatre is using 90% of its requests.memory quota", namespace="theatre")  # fmt: skip
    c.nodes("th-1", "th-2")
    box = c.workload("box-office", "theatre", "jvm", 3, "10.1", memory="2Gi")
    prog = c.workload("programme", "theatre", "node", 2, "7", 3000)
    c.state("namespace/theatre", "namespace", status="Active", labels={"team": "stage-it"})
    c.state("resourcequota/theatre-mem", "resourcequota", namespace="theatre", resources={
        "requests.memory": {"used": "7360Mi", "hard": "8Gi"}, "pods": {"used": "6", "hard": "30"}})  # fmt: skip
    c.metric(
        "kube_resourcequota_used_ratio", "namespace/theatre", 0.898, 0, "Ratio", base=0.898, resource="requests.memory"
    )
    c.signals(box, 13, 0.21, 0.0008, 0.9, 4.2e9)
    c.signals(prog, 30, 0.07, 0.001, 0.2)
    c.event(-1440 * 21, "replicaset/box-office-6d5fd8", "FailedCreate", 'Error creating: pods "box-office-6d5fd8-" is forbidden: exceeded '
            "quota: theatre-mem, requested: requests.memory=2Gi, used: requests.memory=7Gi, limited: requests.memory=8Gi",
            source="replicaset-controller", count=3)  # fmt: skip
    c.ordinary()
    return c.healthy("k8s.quota.memory_exceeded")


def night_bakery() -> Case:
    c = Cluster("of-night-bakery", 405, "2026-06-07T02:52:00", 120)
    c.incident("Error rate of dough-orders above 10%", "datadog", "high", "dough-orders", "service/dough-orders", -14,
               "sum:errors / sum:hits > 0.1 (last 5m)", env="prod")  # fmt: skip
    c.nodes("bk-01", "bk-02")
    w = c.workload("dough-orders", "bakery", "ruby", 2, "r61", 3000, calls=("recipes",))
    r = c.workload("recipes", "bakery", "go", 2, "1.2.0")
    c.metric("request_count", w.service, 7, 0.3, "Count", "Sum", period=300, whole=True)
    c.metric("error_count", w.service, peaks(0, (-15, 5, 1)), 0, "Count", "Sum", period=300, whole=True)
    c.metric("error_rate", w.service, peaks(0, (-15, 5, 0.143)), 0, "Ratio", period=300)
    c.signals(w, None, 0.18, None, 0.04, 3.0e8)
    c.signals(r, 0.03, 0.02, 0.0, 0.02)
    c.log(
        -13.5,
        f"pod/{w.pods[0]}",
        "error",
        "ActiveRecord::RecordNotFound (Couldn't find Customer with 'id'=0) -> 500",
        1,
    )
    c.log(-9, f"pod/{w.pods[1]}", "info", "Completed 201 Created in 61ms", 5)
    c.log(-2, f"pod/{w.pods[0]}", "info", "Completed 201 Created in 58ms", 8)
    c.alert(
        -9,
        "Error rate of dough-orders",
        w.service,
        "ok",
        threshold=0.1,
        comparison=">",
        reason="0 of 8 requests failed",
    )
    c.ordinary()
    return c.healthy("code.unhandled_error", "deployment.bad_release")


def survey_disk() -> Case:
    c = Cluster("of-survey-disk", 406, "2026-09-21T16:33:00", 240, 120)
    c.incident("KubePersistentVolumeFillingUp", "prometheus", "warning", "metrics-store", "pvc/metrics-store-0", -52,
               "Based on recent sampling, the volume is expected to fill up within four days", namespace="observe")  # fmt: skip
    c.nodes("ob-1", "ob-2", "ob-3", memory="32Gi")
    w = c.workload("metrics-store", "observe", "store", 1, "2.53", 9090, "statefulset", memory="12Gi")
    c.workload("grafana", "observe", "go", 1, "11.2", 3000, calls=("metrics-store",))
    c.state("pvc/metrics-store-0", "pvc", namespace="observe", status="Bound", capacity="300Gi", access_modes=["RWO"], storage_class="pd-ssd",
            used_by="metrics-store-0", used="129Gi", available="166Gi")  # fmt: skip
    size = 3.2e11
    c.metric("kubelet_volume_stats_available_bytes", "pvc/metrics-store-0", lambda m: 1.79e11 - 1.9e10 * (((m + 172) % 120) / 120), 0.001,
             "Bytes", base=1.7e11)  # fmt: skip
    c.metric("kubelet_volume_stats_capacity_bytes", "pvc/metrics-store-0", size, 0, "Bytes")
    c.metric("kubelet_volume_stats_inodes_free", "pvc/metrics-store-0", 1.96e7, 0, "Count")
    c.signals(w, 210, 0.09, 0.0002, 1.8, saw(6.4e9, 8.8e9, 120))
    c.log(
        -52,
        f"pod/{w.pods[0]}",
        "info",
        'level=info component=tsdb msg="write block" mint=1726902000000 maxt=1726909200000 duration=21.8s',
        1,
    )
    c.log(-51, f"pod/{w.pods[0]}", "info", 'level=info component=tsdb msg="Deleting obsolete block" block=01J8ABQ0', 3)
    c.log(
        -50,
        f"pod/{w.pods[0]}",
        "info",
        'level=info component=tsdb msg="WAL checkpoint complete" first=8812 last=8840',
        1,
    )
    c.alert(
        -31, "KubePersistentVolumeFillingUp", "pvc/metrics-store-0", "ok", reason="prediction positive again", count=4
    )
    c.ordinary()
    return c.healthy("storage.full")


def gym_no_data() -> Case:
    c = Cluster("of-gym-no-data", 407, "2026-02-03T09:26:00", 60)
    c.incident("[No data] gym-booking request count", "datadog", "high", "gym-booking", "service/gym-booking", -24,
               "no data for 10 minutes", env="prod", monitor="551002")  # fmt: skip
    c.nodes("gy-1", "gy-2")
    w = c.workload("gym-booking", "gym", "node", 2, "3.3", 3000, calls=("member-db",))
    c.workload("datadog-agent", "datadog", "store", 2, "7.57.2", 8126, age_days=0)
    db = c.workload("member-db", "gym", "store", 1, "16.1", 5432, "statefulset")
    c.rolled(c.workloads[1], -37)
    c.metric("request_rate", w.service, slope(19, 22, 60), 0.1, "Count/Second", missing=(-36, -17))
    c.metric("latency_p95", w.service, 0.14, 0.12, "Seconds", "p95", missing=(-36, -17))
    c.metric("error_rate", w.service, 0.0011, 0.3, "Ratio", missing=(-36, -17))
    c.metric("RequestCount", "alb/gym", slope(1180, 1300, 60), 0.06, "Count", "Sum", "AWS/ApplicationELB", whole=True)
    c.metric("HTTPCode_Target_5XX_Count", "alb/gym", 1, 0.5, "Count", "Sum", "AWS/ApplicationELB", whole=True)
    c.edge("alb/gym", w.service)
    c.signals(db, None, None, None, 0.3, 1.4e9)
    c.change(-38, "deployment", "ci/helmfile", "helm upgrade", "deployment/datadog-agent", chart=["3.69.0", "3.74.1"])
    c.log(-36, f"pod/{c.workloads[1].pods[0]}", "error", "CORE | ERROR | (pkg/trace/api) Could not start receiver: listen tcp :8126: bind: "
          "address already in use; retrying", 4)  # fmt: skip
    c.log(-17, f"pod/{c.workloads[1].pods[0]}", "info", "TRACE | INFO | Listening for traces at http://0.0.0.0:8126", 2)
    c.log(
        -25,
        f"pod/{w.pods[0]}",
        "warning",
        '{"level":40,"msg":"dd-trace: failed to send traces","err":"ECONNREFUSED 10.4.0.1:8126"}',
        640,
    )
    c.log(-25, f"pod/{w.pods[1]}", "info", '{"level":30,"msg":"request completed","res":{"statusCode":201}}', 3020)
    c.alert(-15, "[No data] gym-booking request count", w.service, "ok", reason="data received again")
    c.ordinary()
    return c.healthy("traffic.drop", "dependency.unreachable", "compute.instance_lost")


def cert_wardrobe() -> Case:
    c = Cluster("of-cert-wardrobe", 408, "2026-05-06T08:08:00", 90)
    c.incident("Certificate of shop.wardrobe.example expires in 21 days", "prometheus", "warning", "wardrobe-ingress", "service/wardrobe-ingress",
               -1440, "probe_ssl_earliest_cert_expiry - time() < 86400 * 30", namespace="edge")  # fmt: skip
    c.nodes("wd-1", "wd-2", "wd-3")
    ing = c.workload("wardrobe-ingress", "edge", "nginx", 2, "1.10.1", 443, calls=("wardrobe-web",))
    web = c.workload("wardrobe-web", "shop", "ruby", 3, "r1001", 3000)
    c.workload("cert-manager", "cert-manager", "go", 1, "v1.15.1", 9402)
    c.state("secret/wardrobe-tls", "certificate", namespace="edge", dns_names=["shop.wardrobe.example"], not_before="2026-02-26T06:00:00Z",
            not_after="2026-05-27T06:00:00Z", renewal_time="2026-05-12T06:00:00Z", issuer="letsencrypt-prod", ready="True", managed_by=
            "cert-manager", message="Certificate is up to date and has not expired")  # fmt: skip
    c.signals(ing, slope(48, 61, 90), 0.22, 0.0009, 0.3)
    c.signals(web, slope(47, 60, 90), 0.2, 0.0009, 1.9)
    c.log(-60, "pod/" + c.workloads[2].pods[0], "info", 'I0506 07:08:11 controller.go:162] "certificate does not need renewal" '
          'certificate="edge/wardrobe-tls" renewal_time="2026-05-12T06:00:00Z"', 6)  # fmt: skip
    c.log(-44, f"pod/{ing.pods[0]}", "error", "SSL_do_handshake() failed (SSL: error:0A00006C:SSL routines::bad key share) while SSL "
          "handshaking, client: 185.220.1.9", 17)  # fmt: skip
    c.ordinary()
    return c.healthy("app.certificate_expired")


def vet_heap() -> Case:
    c = Cluster("of-vet-heap", 409, "2026-07-23T14:49:00", 360, 300)
    c.incident("ContainerMemoryHigh", "prometheus", "warning", "vet-records", "deployment/vet-records", -200,
               "working set above 85% of limit for 30m", namespace="vet")  # fmt: skip
    c.nodes("vt-1", "vt-2", memory="32Gi")
    w = c.workload(
        "vet-records", "vet", "jvm", 2, "14.0.0", memory="4Gi", age_days=33, env={"JAVA_TOOL_OPTIONS": "-Xms2g -Xmx2g"}
    )
    c.workload("vet-calendar", "vet", "python", 2, "9.9", 8000, calls=("vet-records",), restarts=1)
    c.metric("container_memory_working_set_bytes", w.entity, 3.72e9, 0.01, "Bytes", base=3.71e9)
    c.metric("container_memory_rss", w.entity, 2.61e9, 0.004, "Bytes", base=2.6e9)
    c.metric("container_memory_cache", w.entity, 1.2e9, 0.03, "Bytes", base=1.19e9)
    c.metric("jvm_memory_used_bytes", w.entity, saw(6.1e8, 1.42e9, 35), 0.01, "Bytes", area="heap")
    c.metric("container_oom_events_total", w.entity, 0, 0, "Count", "Sum")
    c.signals(w, 27, 0.13, 0.0006, 0.8)
    c.log(
        -90,
        f"pod/{w.pods[0]}",
        "info",
        "[gc] GC(4412) Pause Young (Normal) (G1 Evacuation Pause) 1391M->642M(2048M) 18.220ms",
        11,
    )
    c.ordinary()
    return c.healthy("compute.memory_leak", "code.memory_leak", "k8s.container.oom_killed", "compute.memory_saturation")


def sports_hall() -> Case:
    c = Cluster("of-sports-hall", 410, "2026-10-12T18:22:00", 45)
    c.incident("Website is down!!", "manual", "high", "hall-web", "service/hall-web", -20, "A customer wrote that the hall booking page does "
               "not open on his phone since 18:00. Nobody else has complained.", ticket="SUP-3020")  # fmt: skip
    c.nodes("sh-1", "sh-2")
    web = c.workload("hall-web", "halls", "node", 2, "6.2.1", 3000, calls=("slots",))
    slots = c.workload("slots", "halls", "go", 2, "0.9.0")
    c.signals(web, slope(12, 17, 45), 0.27, 0.0014, 0.3, 2.1e8, base=True)
    c.signals(slots, slope(15, 21, 45), 0.03, 0.0003, 0.2, base=True)
    c.metric("probe_success", web.service, 1, 0, None, location="5 locations")
    c.alert(
        -1440 * 2,
        "hall-web uptime",
        web.service,
        "ok",
        reason="100% from Frankfurt, Paris, London, Warsaw, Madrid over the last 2 days",
    )
    c.log(-11, f"pod/{web.pods[0]}", "info", '{"level":30,"msg":"request completed","url":"/book","res":{"statusCode":200},"responseTime":88}',
          2210)  # fmt: skip
    c.ordinary()
    return c.healthy("dns.resolution_failure", "lb.no_healthy_targets")


CASES = (
    museum_audio,
    customs_batch,
    radio_player,
    theatre_quota,
    night_bakery,
    survey_disk,
    gym_no_data,
    cert_wardrobe,
    vet_heap,
    sports_hall,
)
