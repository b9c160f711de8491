"""Faults of workload specs, quotas, scheduling, admission, images and credentials."""

from __future__ import annotations

from scenarios.cases.meshes.everyday import everyday
from scenarios.cases.meshes.fleet import Fleet
from scenarios.cases.meshes.scene import Case, Scene
from scenarios.cases.meshes.shapes import level, silent, times
from scenarios.cases.meshes.systems import CLINIC, LENDING, LESSONS, METERS, PARCELS, TICKETS, eks, numbered


def grading_week() -> Case:
    s = Scene("me-grading-week", 201, "2026-06-15T08:03:00Z", before=60, after=16, hours=1)
    shapes = {"grades.error_rate": level(1.0, 0, noise=0.0), "grades.request_rate": times(0.5, 0), "grades.cpu_usage": silent(0), "grades.memory_usage": silent(0), "grades.latency_p95": silent(0), "campus-web.error_rate": level(0.19, 0)}
    f = Fleet(s, LESSONS, "campus", numbered("aks-user-3311-vmss00000", 4), shapes=shapes)
    for pod in list(f.pods["grades"]):
        f.remove(pod)
    everyday(f, 11)
    s.incident("Uptime: /grades returns 503", "service/campus-web", "high", "synthetic-monitor", at=1)
    s.alert("KubeDeploymentReplicasMismatch", "deployment/grades", at=15, reason="0 of 2 available for 15m")
    s.change(-1, "infrastructure", "platform-oncall", "kubectl drain", "node/aks-user-3311-vmss000002", reason="kernel CVE reboot, announced")
    f.empty("aks-user-3311-vmss000002", *f.nodes[2:])
    for n in range(2):
        pod = f.add_pod("grades", started=-0.8, hash="7b5d9f6c44")
        f.broken(pod, "CreateContainerConfigError", 'couldn\'t find key SECRET_KEY_BASE in Secret campus/grades-runtime', phase="Pending")
        f.attributes[pod]["containers"][0]["env"] = {"SECRET_KEY_BASE": "<set to the key 'SECRET_KEY_BASE' in secret 'grades-runtime'>", "PORT": "4000"}
        f.attributes[pod]["node"] = f.nodes[n + 2]
        s.event(15 - n, pod, "Failed", "Error: couldn't find key SECRET_KEY_BASE in Secret campus/grades-runtime", count=71, first=-0.4)
        s.event(-0.6, pod, "Pulled", 'Container image "registry.internal/campus/grades:0.18.3" already present on machine', "normal", count=72)
        s.event(-0.8, pod, "Scheduled", f"Successfully assigned {pod[4:]} to aks-user-3311-vmss00000{n + 3}", "normal", source="default-scheduler")
    s.event(-1, "node/aks-user-3311-vmss000002", "NodeNotSchedulable", "Node aks-user-3311-vmss000002 status is now: NodeNotSchedulable", "normal")
    f.attributes["node/aks-user-3311-vmss000002"].update(unschedulable=True, taints=["node.kubernetes.io/unschedulable:NoSchedule"])
    s.change(-4310, "config", "vault-sync", "update", "secret/grades-runtime", keys=["DATABASE_URL", "SIGNING_SALT", "SECRET_KEY_BASE_NEXT"])
    s.log(0.6, f.pods["identity"][0], "WARN", "token exchange for client grades: no request for 5 m")
    s.log(1.2, "service/campus-web", "ERROR", "Grades::Client::Unavailable (503 Service Temporarily Unavailable)", 640)
    f.settle()
    return s.fault("k8s.config.secret_missing", "deployment/grades", (("k8s.config.secret_missing", "secret/grades-runtime"),), near=("k8s.scheduling.node_cordoned",))


def slow_patient() -> Case:
    s = Scene("me-slow-patient", 202, "2026-10-07T05:40:00Z", before=80, after=35)
    shapes = {"patients.error_rate": level(0.86, 0, noise=0.1), "patients.request_rate": times(0.8, 0), "bff.error_rate": level(0.29, 0), "portal.error_rate": level(0.2, 0), "patients.cpu_usage": level(1.96, 0, noise=0.03), "patients.memory_usage": times(0.55, 0), "bff.latency_p95": times(1.5, 0)}
    f = Fleet(s, CLINIC, "clinic", numbered("gke-clinic-pool-2-91ab-"), mesh="istio", shapes=shapes)
    for pod in list(f.pods["patients"]):
        f.remove(pod)
    everyday(f, 12)
    s.incident("bff 5xx", "service/bff", at=4, region="europe-west4")
    s.change(-3, "infrastructure", "gke-autoupgrade", "UpgradeNodePool", "node/gke-clinic-pool-2-91ab-2", to="1.30.5-gke.1014001")
    s.alert("documents OOMKilled", "deployment/documents", "warning", at=-700, reason="container documents was OOMKilled (limit 1800Mi)")
    f.restarted(f.pods["documents"][0], 2, "12h", -700, "OOMKilled", 137)
    for n in range(2):
        pod = f.add_pod("patients", started=-2)
        f.broken(pod, "Running" if n else "CrashLoopBackOff", "back-off 1m20s restarting failed container=patients", restarts=9 + n, reason="Error", exit_code=143, started_at=s.at(31, False), finished_at=s.at(32, False))
        f.attributes[pod]["containers"][0].update(liveness="http-get http://:8080/actuator/health/liveness delay=20s timeout=1s period=5s #success=1 #failure=3", readiness="http-get http://:8080/actuator/health/readiness delay=5s timeout=2s period=5s #success=1 #failure=3", startup=None, requests={"cpu": "300m", "memory": "900Mi"}, limits={"cpu": "1", "memory": "1640Mi"})
        s.event(33, pod, "Unhealthy", 'Liveness probe failed: Get "http://10.60.2.9:8080/actuator/health/liveness": dial tcp 10.60.2.9:8080: connect: connection refused', count=29, first=-1.6)
        s.event(32.2, pod, "Killing", "Container patients failed liveness probe, will be restarted", "normal", count=9, first=-1.3)
        s.event(34, pod, "BackOff", "Back-off restarting failed container patients in pod", count=41, first=3)
        for k in (2, 14, 31):
            s.log(k, pod, "INFO", "o.h.e.t.j.p.i.JtaPlatformInitiator - HHH000490: Using JtaPlatform implementation: NoJtaPlatform (boot 31.4 s)")
        s.log(32, pod, "INFO", "o.s.b.w.e.tomcat.GracefulShutdown - Commencing graceful shutdown. Waiting for active requests to complete", 9)
    s.log(-4000, "deployment/patients", "INFO", "c.c.patients.Application - Started Application in 19.2 seconds (process running for 20.1)")
    s.log(1, f.pods["bff"][1], "Error", "upstream patients: 503 upstream connect error or disconnect/reset before headers. reset reason: connection failure", 1840)
    f.settle()
    return s.fault("k8s.probe.liveness_too_aggressive", "deployment/patients", (), ("k8s.container.oom_killed", "deployment/documents"), near=("code.unhandled_error", "compute.cpu_throttled"))


def night_rollup() -> Case:
    s = Scene("me-night-rollup", 203, "2026-02-27T01:15:00Z", before=40, after=50, step=120)
    f = Fleet(s, METERS, "meters", numbered("w", 5), metrics=("cpu_usage", "memory_usage"), shapes={"queue.memory_usage": times(1.7, 5, over=40), "rollup.cpu_usage": times(0.34, 0), "rollup.memory_usage": times(0.34, 0)})
    for pod in f.pods["rollup"][1:]:
        f.remove(pod)
    everyday(f, 13, 5, changes=False, events=False)
    s.incident("Rollup freshness > 30 min", "service/dash", "warning", "manual", "hourly tiles are late; noticed by operations", at=None)
    f.attributes["deployment/rollup"]["conditions"] = {
        "Available": {"status": "False", "reason": "MinimumReplicasUnavailable"},
        "ReplicaFailure": {"status": "True", "reason": "FailedCreate", "message": 'pods "rollup-7c9d8f5b6c-4kq2z" is forbidden: exceeded quota: meters-team, requested: requests.memory=3Gi, used: requests.memory=22Gi, limited: requests.memory=24Gi'},
    }  # fmt: skip
    s.state("namespace/meters", "namespace", status="Active", labels={"team": "meters"})
    s.state("resourcequota/meters-team", "resourcequota", namespace="meters", resources={"requests.memory": {"used": "22Gi", "hard": "24Gi"}, "requests.cpu": {"used": "13", "hard": "24"}, "pods": {"used": "27", "hard": "60"}})
    s.log(20, f.pods["rollup"][0], "WARN", "c.m.rollup.Worker - lag on hourly partition 7 is 22 min")
    s.gap("events", "forbidden: events is forbidden for user readonly in namespace meters")
    s.gap("changes", "not configured")
    s.gap("logs", "timed out after 10 s", "statefulset/queue")
    f.settle()
    also = (("k8s.quota.memory_exceeded", "deployment/rollup"), ("k8s.quota.memory_exceeded", "resourcequota/meters-team"))
    return s.fault("k8s.quota.memory_exceeded", "namespace/meters", also, poor=True, near=("dependency.queue_backlog", "k8s.scheduling.insufficient_memory"))


def new_scoring_pool() -> Case:
    s = Scene("me-new-scoring-pool", 204, "2026-03-24T11:02:00Z", before=30, after=14)
    f = Fleet(s, LENDING, "lending", eks(52, "eu-central-1", 4), metrics=())
    pods = list(f.pods["scoring"])
    everyday(f, 14, 5)
    s.drop("metrics", "changes")
    s.incident("Decision engine timeouts", "service/loans", "high", "datadog", at=1)
    message = "0/4 nodes are available: 2 node(s) had untolerated taint {workload: inference}, 2 node(s) didn't match Pod's node affinity/selector. preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling."
    for node in f.nodes[:2]:
        f.attributes[f"node/{node}"].update(taints=["workload=inference:NoSchedule"], labels={"kubernetes.io/os": "linux", "pool": "ml"})
    for node in f.nodes[2:]:
        f.attributes[f"node/{node}"]["labels"]["pool"] = "general"
    for pod in pods:
        f.pending(pod, message)
        f.attributes[pod].update(node_selector={"pool": "ml"}, tolerations=["node.kubernetes.io/not-ready:NoExecute op=Exists for 300s"])
        s.event(12, pod, "FailedScheduling", message, count=4, first=-0.5, source="default-scheduler")
    for node in f.nodes[:2]:
        f.empty(node, *f.nodes[2:])
    s.log(0.3, f.pods["loans"][0], "ERROR", "i.k.client - Connect timeout has expired [url=http://scoring/score, connect_timeout=2000 ms]", 133)
    s.gap("metrics", "AccessDenied", None, "cloudwatch:GetMetricData")
    s.gap("changes", "AccessDenied", None, "cloudtrail:LookupEvents")
    f.settle()
    return s.fault("k8s.scheduling.taint_not_tolerated", "deployment/scoring", (), poor=True, near=("k8s.scheduling.node_selector_mismatch", "k8s.scheduling.node_affinity_mismatch"))


def label_printer() -> Case:
    s = Scene("me-label-printer", 205, "2026-07-09T12:48:00Z", before=30, after=30, hours=-4)
    f = Fleet(s, PARCELS, "parcels", numbered("ocp-compute-", 4), metrics=(), depth="workloads", registry="image-registry.openshift-image-registry.svc:5000")
    everyday(f, 15, 6, changes=False, events=False)
    s.incident("Partner file drop: no manifests since 12:48", "service/labels", "high", "manual", at=None)
    for minute, count in ((0.2, 12), (9, 61), (24, 96)):
        s.log(minute, "deployment/labels", "ERROR", 'kubernetes.client.exceptions.ApiException: (403) Reason: Forbidden HTTP response body: {"kind":"Status","status":"Failure","message":"jobs.batch is forbidden: User \\"system:serviceaccount:parcels:labels\\" cannot create resource \\"jobs\\" in API group \\"batch\\" in the namespace \\"parcels\\"","reason":"Forbidden","code":403}', count)
    s.log(-12, "deployment/labels", "INFO", "created job manifest-dhl-88120 in 41 ms")
    s.log(2, "deployment/labels", "WARNING", "manifest queue length 44, oldest 2 min")
    s.log(26, "deployment/labels", "WARNING", "manifest queue length 1190, oldest 26 min")
    s.gap("metrics", "no datapoints in the window")
    s.gap("events", "timed out after 10 s")
    s.gap("state", "rolebindings.rbac.authorization.k8s.io is forbidden")
    f.settle()
    also = (("access.permission_denied", "deployment/labels"), ("k8s.rbac.forbidden", "serviceaccount/labels"), ("k8s.rbac.forbidden", "namespace/parcels"))
    return s.fault("k8s.rbac.forbidden", "deployment/labels", also, poor=True, near=("dependency.queue_backlog",))


def spare_capacity() -> Case:
    s = Scene("me-spare-capacity", 206, "2026-11-04T18:26:00Z", before=60, after=25)
    shapes = {"basket.error_rate": level(0.34, 0), "basket.latency_p95": times(14, 0), "storefront.error_rate": level(0.07, 0), "basket.cpu_usage": times(0.6, 0), "basket.memory_usage": times(0.34, 0)}
    f = Fleet(s, TICKETS, "tickets", eks(19, "eu-west-1", 6), mesh="istio", shapes=shapes)
    gone = f.pods["basket"][1:] + f.pods["seatmap"][2:]
    for pod in gone:
        f.remove(pod)
    everyday(f, 16)
    s.incident("Checkout funnel: basket adds failing", "service/storefront", at=3, region="eu-west-1")
    node = f.nodes[4]
    s.event(-2.4, f"node/{node}", "SpotInterruption", f"Spot Interruption event received. Instance {node} will be interrupted", source="aws-node-termination-handler")
    s.event(-0.4, f"node/{node}", "RemovingNode", f"Node {node} event: Removing Node from Controller", "normal", source="node-controller")
    s.forget("state", f"node/{node}")
    f.empty(node, *f.nodes[:4])
    text = 'Internal error occurred: failed calling webhook "validate.image-policy.acme.io": failed to call webhook: Post "https://image-policy.security.svc:443/validate?timeout=10s": context deadline exceeded'
    for app in ("basket", "seatmap"):
        s.event(23, f"deployment/{app}", "FailedCreate", f"Error creating: {text}", count=17, first=-1.9, source="replicaset-controller")
        f.attributes[f"deployment/{app}"]["conditions"] = {"ReplicaFailure": {"status": "True", "reason": "FailedCreate", "message": text}, "Available": {"status": "False" if app == "basket" else "True", "reason": "MinimumReplicasUnavailable"}}
    s.state("validatingwebhookconfiguration/image-policy", "manifest", kind="ValidatingWebhookConfiguration", webhooks=[{"name": "validate.image-policy.acme.io", "failurePolicy": "Fail", "timeoutSeconds": 10, "clientConfig": {"service": {"name": "image-policy", "namespace": "security", "port": 443}}}])
    s.state("deployment/image-policy", "deployment", namespace="security", desired=1, ready=1, available=1, age="91d")
    s.log(4, "deployment/image-policy", "error", 'level=error msg="fetch signature" err="Get https://rekor.acme-internal.io/api/v1/log: net/http: request canceled (Client.Timeout exceeded while awaiting headers)"', 52)
    s.log(3, f.pods["storefront"][0], "error", "basket: upstream request timeout (504) rid=41ab", 820)
    s.log(5, f.pods["basket"][0], "warn", 'level=warn msg="queue full, shedding" inflight=512', 4021)
    f.settle()
    also = tuple((code, place) for code in ("k8s.admission.webhook_denied",) for place in ("deployment/image-policy", "validatingwebhookconfiguration/image-policy", "service/basket", "namespace/tickets"))
    return s.fault("k8s.admission.webhook_denied", "deployment/basket", also, ("compute.instance_lost", f"node/{node}"), near=("deployment.rollout_stuck",))


def evening_doors() -> Case:
    s = Scene("me-evening-doors", 207, "2026-09-18T16:55:00Z", before=170, after=30, step=60)
    shapes = {"pricing.cpu_usage": level(2.0, 0, noise=0.01), "pricing.latency_p95": times(17, 0, over=6), "pricing.error_rate": level(0.11, 4), "basket.latency_p95": times(19, 1, over=6), "basket.error_rate": level(0.09, 4), "storefront.latency_p95": times(4.1, 1, over=6), "pricing.memory_usage": times(0.34, 0)}
    f = Fleet(s, TICKETS, "tickets", numbered("gke-tix-n2-", 6), shapes=shapes)
    f.attributes["deployment/pricing"]["desired"] = 2
    f.remove(f.pods["pricing"][2])
    everyday(f, 17)
    s.incident("storefront p95 > 700 ms", "service/storefront", "high", at=5, region="europe-west1")
    s.series("desired_replicas", "horizontalpodautoscaler/pricing", 7, level(2, -0.5, noise=0), noise=0, whole=True, unit="count")
    s.series("cpu_utilization", "horizontalpodautoscaler/pricing", 57, level(198, 0, noise=0.02), unit="percent")
    s.change(-1, "scaling", "cost-review", "merge 'right-size autoscalers' (gitops)", "horizontalpodautoscaler/pricing", max_replicas=[12, 2], min_replicas=[3, 1])
    s.change(-1, "scaling", "cost-review", "merge 'right-size autoscalers' (gitops)", "horizontalpodautoscaler/promo", max_replicas=[8, 4])
    s.event(-0.6, "horizontalpodautoscaler/pricing", "SuccessfulRescale", "New size: 2; reason: Current number of replicas above Spec.MaxReplicas", "normal", source="horizontal-pod-autoscaler")
    s.state("horizontalpodautoscaler/pricing", "horizontalpodautoscaler", namespace="tickets", min_replicas=1, max_replicas=2, current_replicas=2, desired_replicas=2, conditions={"ScalingLimited": {"status": "True", "reason": "TooManyReplicas", "message": "the desired replica count is more than the maximum replica count"}})
    s.log(6, f.pods["basket"][0], "warn", 'level=warn msg="pricing slow" took=2.1s sku=88-AX', 390)
    f.settle()
    also = (("deployment.scaling_change", "horizontalpodautoscaler/pricing"), ("compute.autoscaling_at_max", "deployment/pricing"), ("compute.autoscaling_at_max", "horizontalpodautoscaler/pricing"))
    return s.fault("deployment.scaling_change", "deployment/pricing", also, near=("traffic.surge", "compute.cpu_saturation"))


def reclaimed_hour() -> Case:
    s = Scene("me-reclaimed-hour", 208, "2026-12-02T14:12:00Z", before=50, after=28, fraction=True)
    shapes = {"geo.error_rate": level(0.99, 0, noise=0), "geo.cpu_usage": silent(0), "geo.memory_usage": silent(0), "geo.latency_p95": silent(0), "routes.error_rate": level(0.5, 0), "track-api.error_rate": level(0.22, 0), "track-web.error_rate": level(0.12, 0)}
    f = Fleet(s, PARCELS, "parcels", eks(90, "us-west-2", 5), shapes=shapes, registry="ghcr.io/acme-logistics")
    everyday(f, 18)
    node = f.nodes[2]
    s.incident("track-api 5xx > 5%", "service/track-api", at=3, region="us-west-2")
    s.event(-1.8, f"node/{node}", "SpotInterruption", "Spot Interruption event received. Instance i-0b41c9aa will be interrupted at 2026-12-02T14:12:10Z", source="aws-node-termination-handler")
    s.event(-1.7, f"node/{node}", "CordonAndDrain", "Cordon and drain executed", "normal", source="aws-node-termination-handler")
    s.event(0.9, f"node/{f.nodes[4]}", "NodeReady", f"Node {f.nodes[4]} status is now: NodeReady", "normal")
    for pod in f.pods["geo"]:
        f.broken(pod, "ImagePullBackOff", 'Back-off pulling image "ghcr.io/acme-logistics/parcels/geo:0.9.12"', phase="Pending")
        f.attributes[pod].update(node=f.nodes[4], started_at=s.at(0.2, False))
        f.attributes[pod]["containers"][0]["image"] = "ghcr.io/acme-logistics/parcels/geo:0.9.12"
        s.event(25, pod, "Failed", 'Failed to pull image "ghcr.io/acme-logistics/parcels/geo:0.9.12": failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://ghcr.io/token?scope=repository%3Aacme-logistics%2Fparcels%2Fgeo%3Apull: 403 Forbidden', count=9, first=1)
        s.event(27, pod, "BackOff", 'Back-off pulling image "ghcr.io/acme-logistics/parcels/geo:0.9.12"', count=88, first=1.4)
    f.empty(node, *f.nodes[:2])
    s.forget("state", f"node/{node}")
    s.log(1, f.pods["routes"][0], "ERROR", "c.p.routes.GeoClient - Connection refused: geo/172.20.8.14:80", 2190)
    f.settle()
    return s.fault("k8s.image.pull_unauthorized", "deployment/geo", (("access.credentials_expired", "deployment/geo"),), ("compute.instance_lost", f"node/{node}"), near=("k8s.image.reference_invalid",))


def audit_trail() -> Case:
    s = Scene("me-audit-trail", 209, "2026-05-30T03:00:00Z", before=25, after=18, step=60)
    f = Fleet(s, CLINIC, "clinic", eks(65, "eu-west-2", 3), metrics=("error_rate",), depth="pods", shapes={"appointments.error_rate": level(0.9, 3, noise=0.05), "bff.error_rate": level(0.25, 4)})
    everyday(f, 19, 4, events=False, changes=False)
    s.incident("Booking API errors", "service/bff", "high", "datadog", at=5, region="eu-west-2")
    s.forget("metrics", "service/portal", "service/patients", "service/consent")
    for pod in f.pods["appointments"]:
        f.attributes[pod]["containers"][0]["env"] = {"ConnectionStrings__Clinic": "<set to the key 'dsn' in secret 'clinic-pg-app'>"}
        s.log(s.rng.uniform(3, 17), pod, "Error", 'Npgsql.PostgresException (0x80004005): 28P01: password authentication failed for user "appointments_app"', s.rng.randint(60, 300))
    s.change(0, "access", "secretsmanager.amazonaws.com", "secretsmanager:RotateSecret", "secret/clinic-pg-app", rotation="AlternatingUsers: off", version_stage="AWSCURRENT")
    s.state("secret/clinic-pg-app", "externalsecret", namespace="clinic", refresh_interval="24h", last_sync=s.at(-840, False), status="SecretSynced")
    s.gap("metrics", "no datapoints in the window", "rds/clinic-pg")
    s.gap("logs", "AccessDenied", "rds/clinic-pg", "rds:DownloadDBLogFilePortion")
    s.gap("events", "not configured")
    f.settle()
    also = (("db.credentials_invalid", "deployment/appointments"), ("access.secret_rotation", "secret/clinic-pg-app"), ("access.secret_rotation", "rds/clinic-pg"), ("db.credentials_invalid", "rds/clinic-pg"))
    return s.fault("access.secret_rotation", "deployment/appointments", also, poor=True)


__all__ = ["audit_trail", "evening_doors", "grading_week", "label_printer", "new_scoring_pool", "night_rollup", "reclaimed_hour", "slow_patient", "spare_capacity"]
