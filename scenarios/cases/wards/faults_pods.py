"""Faults of EKS workloads: a memory limit, a network policy."""

from .bystanders import cluster_bystanders
from .cluster import node, notice, pod, service, workload
from .curves import burst, steady, step
from .estate import balancer, database
from .ward import Case, Ward


def thumbnails_oom() -> Case:
    """A tidied-up values file halved a memory limit; the container is killed under normal work."""
    w = Ward("wd-gallery-errors", 120, "2026-05-13T11:00", 60, "eu-west-1", stamp="offset")
    w.page(
        "gallery-web: elevated 502s",
        41,
        "alb/gallery-web",
        "502 ratio 6.1% (15m)",
        source="datadog",
        severity="high",
        service="gallery",
    )
    w.alarm("gallery-web 502 ratio", "alb/gallery-web", "alarm", 41)
    w.alarm("gallery-db-connections", "rds/gallery-db", "ok", -9000, "DatabaseConnections", 400)
    balancer(w, "gallery-web", 1900, 0.27, burst(0.2, 115, 33, spread=0.35))
    database(w, "gallery-db", 36, 84, only=("CPUUtilization", "DatabaseConnections", "DBLoad"))
    w.series(
        "memory_usage",
        "deployment/thumbnailer",
        lambda minute, rng: (
            (611e6 if minute < 33 else 250e6 + 260e6 * ((minute * 1.9) % 5) / 5) * rng.lognormvariate(0, 0.03)
        ),
        space="Prometheus",
        unit="Bytes",
    )
    w.series("memory_usage", "deployment/gallery-web", steady(388e6, 0.02), space="Prometheus", unit="Bytes")
    w.series("cpu_usage", "deployment/face-indexer", steady(3.7, 0.04), space="Prometheus", unit="Cores")
    w.series("request_rate", "service/thumbnailer", steady(58, 0.07), space="Prometheus", unit="Count/Second")
    w.log(
        "deployment/gallery-web",
        36,
        "error",
        "Faraday::ConnectionFailed: end of file reached (http://thumbnailer.media.svc:8080/resize)",
        1420,
        "gallery-web",
    )
    w.log("deployment/thumbnailer", 37, "info", "vips: cache max 256MB, concurrency 4; ready", 66, "thumbnailer")
    w.log("deployment/face-indexer", 25, "warning", "CUDA not available, falling back to CPU", 3, "face-indexer")
    notice(
        w,
        "pod/thumbnailer-6fb7d-2nqxc",
        59,
        "BackOff",
        "Back-off restarting failed container thumbnailer in pod thumbnailer-6fb7d-2nqxc_media",
        "kubelet",
        88,
        first=34,
    )
    notice(
        w,
        "pod/face-indexer-7c4-mm0tz",
        22,
        "Unhealthy",
        "Readiness probe failed: HTTP probe failed with statuscode: 503",
        "kubelet",
        2,
    )
    w.change(
        "deployment/thumbnailer",
        32,
        "config",
        "helm upgrade",
        "svc/flux",
        chart="thumbnailer-2.4.1",
        image="thumbnailer:9.1 (unchanged)",
        limits_memory=["1Gi", "512Mi"],
    )
    w.change(
        "deployment/face-indexer",
        20,
        "deployment",
        "helm upgrade",
        "svc/flux",
        image=["face-indexer:31", "face-indexer:32"],
    )
    w.edges("alb/gallery-web", "deployment/gallery-web", "service/thumbnailer", "deployment/thumbnailer")
    w.edges("deployment/gallery-web", "rds/gallery-db")
    killed = {
        "image": "thumbnailer:9.1",
        "requests": {"cpu": "500m", "memory": "384Mi"},
        "limits": {"memory": "512Mi"},
        "last_state": {"state": "terminated", "reason": "OOMKilled", "exit_code": 137, "finished_at": w.at(57.5)},
    }
    workload(w, "thumbnailer", "media", 3, 1, image="thumbnailer:9.1")
    pod(
        w,
        "thumbnailer-6fb7d-2nqxc",
        "thumbnailer",
        "media",
        "ip-10-7-1-8",
        ready=False,
        restarts="8 (2m ago)",
        started=32.3,
        container={
            **killed,
            "state": {
                "state": "waiting",
                "reason": "CrashLoopBackOff",
                "message": "back-off 2m40s restarting failed container",
            },
        },
    )
    pod(
        w,
        "thumbnailer-6fb7d-8wz5r",
        "thumbnailer",
        "media",
        "ip-10-7-2-31",
        restarts="7 (1m ago)",
        started=32.4,
        container={**killed, "state": {"state": "running", "started_at": w.at(59)}},
    )
    pod(w, "gallery-web-5d77-xk2ab", "gallery-web", "media", "ip-10-7-2-31", restarts="3 (21d ago)")
    pod(w, "face-indexer-7c4-mm0tz", "face-indexer", "media", "ip-10-7-1-8", started=20.3)
    node(w, "ip-10-7-1-8")
    node(w, "ip-10-7-2-31", used=("3605m (91%)", "9012Mi (60%)"))
    cluster_bystanders(w, 3)
    return w.fault(
        "k8s.container.oom_killed",
        "deployment/thumbnailer",
        also=[
            ("compute.memory_saturation", "deployment/thumbnailer"),
            ("deployment.scaling_change", "deployment/thumbnailer"),
            ("app.config.value_invalid", "deployment/thumbnailer"),
            ("deployment.bad_release", "deployment/thumbnailer"),
        ],
        herring=("deployment.bad_release", "deployment/face-indexer"),
    )


def vets_timeouts() -> Case:
    """A default-deny policy in the API's namespace: only the callers' logs and the change are in view."""
    w = Ward("wd-vets-timeouts", 122, "2026-07-21T13:10", 50, "eu-north-1", stamp="+2")
    w.page(
        "vets-web synthetic: search owner",
        29,
        "service/vets-web",
        source="synthetic-monitor",
        severity="high",
        service="vets",
    )
    w.alarm("vets-web search owner", "service/vets-web", "alarm", 29, count=4, reason="504 from ingress")
    w.series("error_rate", "service/vets-web", step(0.004, 0.37, 24, 1, 0.08), space="Prometheus", unit="None")
    w.series("latency_p95", "service/vets-web", step(0.4, 10.1, 24, 1, 0.03), space="Prometheus", unit="Seconds")
    w.log(
        "deployment/vets-web",
        25,
        "error",
        'org.springframework.web.client.ResourceAccessException: I/O error on GET request for "http://owners-api.records.svc.cluster.local/owners": Connect timed out',
        930,
        "vets-web",
    )
    w.log(
        "deployment/vets-reminders",
        26,
        "error",
        "requests.exceptions.ConnectTimeout: HTTPConnectionPool(host='owners-api.records.svc.cluster.local', port=80): Max retries exceeded (Caused by ConnectTimeoutError(..., 'Connection to owners-api.records.svc.cluster.local timed out. (connect timeout=5)'))",
        61,
        "vets-reminders",
    )
    w.log("deployment/vets-web", 30, "info", "GET /visits/today 200 61 ms", 420, "vets-web")
    w.log(
        "deployment/vets-web",
        6,
        "warning",
        "Hibernate: HHH000104: firstResult/maxResults specified with collection fetch; applying in memory",
        88,
        "vets-web",
    )
    w.change(
        "networkpolicy/default-deny-ingress",
        23.5,
        "config",
        "kubectl apply",
        "user/platform-sec",
        namespace="records",
        spec="podSelector: {} policyTypes: [Ingress] ingress: [{from: [{podSelector: {}}]}]",
    )
    w.change(
        "deployment/vets-web",
        14,
        "deployment",
        "helm upgrade",
        "svc/gitlab-ci",
        image=["vets-web:1.66", "vets-web:1.67"],
    )
    w.edge("service/vets-web", "deployment/vets-web", "owns")
    w.edges("deployment/vets-web", "service/owners-api", "deployment/owners-api", "rds/records-db")
    w.edge("deployment/vets-reminders", "service/owners-api")
    w.state(
        "networkpolicy/default-deny-ingress",
        "networkpolicy",
        namespace="records",
        spec="PodSelector: <none> (Allowing the specific traffic to all pods in this namespace) Allowing ingress traffic: To Port: <any> From: PodSelector: <none> (same namespace) Policy Types: Ingress",
    )
    workload(w, "vets-web", "vets", 3)
    workload(w, "owners-api", "records", 2)
    service(w, "owners-api", "records", "10.8.3.19:8080,10.8.4.77:8080")
    w.gap("metrics", "scrape target owners-api down since 13:34 (context deadline exceeded)", "service/owners-api")
    w.gap(
        "logs", 'forbidden: cannot get resource "pods/log" in namespace "records"', "deployment/owners-api", "pods/log"
    )
    cluster_bystanders(w, 2)
    return w.fault(
        "network.policy_blocked",
        "networkpolicy/default-deny-ingress",
        also=[
            ("network.policy_blocked", "service/owners-api"),
            ("network.policy_blocked", "deployment/owners-api"),
            ("network.policy_blocked", "deployment/vets-web"),
        ],
        herring=("deployment.bad_release", "deployment/vets-web"),
        poor=True,
    )


CASES = (thumbnails_oom, vets_timeouts)
