"""Nothing is wrong now: the pages that come from ordinary life in a cluster."""

from __future__ import annotations

from scenarios.cases.meshes.everyday import everyday
from scenarios.cases.meshes.fleet import Fleet
from scenarios.cases.meshes.scene import Case, Scene
from scenarios.cases.meshes.shapes import level, saw, times
from scenarios.cases.meshes.systems import CLINIC, HALL, LENDING, LESSONS, METERS, PARCELS, TICKETS, eks, numbered


def ticket_wobble() -> Case:
    s = Scene("me-ticket-wobble", 501, "2026-03-05T12:00:00Z", before=90, after=25)
    f = Fleet(s, TICKETS, "tickets", eks(12, "eu-west-1", 6), mesh="linkerd", shapes={"seatmap.latency_p95": level(58, 0, 1, noise=0.01)})
    f.restarted(f.pods["search"][1], 4, "19d", -27000, "OOMKilled", 137)
    everyday(f, 41, 10)
    s.incident("seatmap p95 above 55 ms", "service/seatmap", "warning", text="latency_p95 > 55 for 1 datapoint", at=0, region="eu-west-1")
    s.alert("seatmap p95 above 55 ms", "service/seatmap", at=0, metric="latency_p95", threshold=55, comparison=">", count=6, reason="fired 6 times in the last 7 days, cleared within 2 m each time")
    s.change(-48, "deployment", "ci-promo", "rollout", "deployment/promo", image=["promo:0.77.0", "promo:0.77.1"], result="complete")
    s.log(0.4, f.pods["seatmap"][0], "WARN", "slow render hall-1 took=71ms seats=18400", 2)
    s.log(12, f.pods["storefront"][1], "error", "Error: aborted at connResetException (node:internal/errors:720:14)", 3)
    f.settle()
    return s.healthy("healthy.threshold_noise", near=("code.slow_path", "deployment.bad_release"))


def grades_release() -> Case:
    s = Scene("me-grades-release", 502, "2026-09-09T09:30:00Z", before=60, after=40, hours=2)
    shapes = {"grades.error_rate": level(0.14, 0, 3, noise=0.2), "campus-web.error_rate": level(0.035, 0, 3, noise=0.2), "grades.latency_p95": times(3, 0, 4), "grades.cpu_usage": times(1.8, 0, 5)}
    f = Fleet(s, LESSONS, "campus", numbered("k3s-agent-", 4), mesh="linkerd", shapes=shapes)
    for pod in list(f.pods["grades"]):
        f.remove(pod)
    for n in range(2):
        pod = f.add_pod("grades", started=0.3 + n, hash="6d94f7c8b5", image="registry.internal/campus/grades:0.18.4")
        s.event(0.9 + n, pod, "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503", count=3, first=0.5 + n)
        s.event(0.4 + n, pod, "Started", "Started container grades", "normal")
    f.attributes["deployment/grades"].update(updated=2, containers=[{"name": "grades", "image": "registry.internal/campus/grades:0.18.4"}], conditions={"Progressing": {"status": "True", "reason": "NewReplicaSetAvailable", "message": 'ReplicaSet "grades-6d94f7c8b5" has successfully progressed.'}})
    everyday(f, 42)
    s.incident("5xx on /grades", "service/campus-web", "high", "datadog", "more than 3% in 2 minutes", at=1)
    s.alert("5xx on /grades", "service/campus-web", "ok", at=5, reason="recovered: 0.1%")
    s.change(0, "deployment", "ci-campus", "helm upgrade", "deployment/grades", image=["grades:0.18.3", "grades:0.18.4"], result="deployed")
    s.log(1, "service/campus-web", "ERROR", "Grades::Client::Unavailable (503 Service Unavailable)", 190)
    s.log(2.8, f.pods["grades"][0], "warning", "[warning] Postgrex.Protocol (#PID<0.2211.0>) disconnected: ** (DBConnection.ConnectionError) owner exited", 8)
    s.log(20, f.pods["grades"][1], "info", "[info] GET /grades/881 Sent 200 in 31ms", 88)
    f.settle()
    return s.healthy("healthy.recovered", near=("deployment.bad_release",))


def clinic_patching() -> Case:
    s = Scene("me-clinic-patching", 503, "2026-02-24T21:10:00Z", before=90, after=50, step=60)
    f = Fleet(s, CLINIC, "clinic", numbered("aks-sys-11-vmss00000", 5), shapes={"appointments.latency_p95": times(1.6, 2, 9), "patients.request_rate": times(0.97, 0, 10)})
    for app in ("bff", "appointments", "patients", "documents"):
        pod = f.pods[app][0]
        f.attributes[pod]["started_at"] = s.at(2.5, False)
        f.attributes[pod]["node"] = "aks-sys-11-vmss000004"
        s.event(2.2, pod, "Scheduled", f"Successfully assigned {pod[4:]} to aks-sys-11-vmss000004", "normal", source="default-scheduler")
        s.event(1.2, pod, "FailedScheduling", "0/5 nodes are available: 1 node(s) were unschedulable, 4 Insufficient cpu. preemption: 0/5 nodes are available.", first=0.4, count=2, source="default-scheduler")
    everyday(f, 43, 9)
    s.incident("KubePodNotReady: 4 pods", "deployment/patients", "warning", "kubernetes", at=6)
    s.alert("KubePodNotReady", "deployment/patients", "ok", at=9, reason="resolved")
    s.change(-0.5, "infrastructure", "aks-node-image-upgrade", "drain", "node/aks-sys-11-vmss000002", window="Tuesday 21:00-23:00")
    s.change(6, "infrastructure", "aks-node-image-upgrade", "uncordon", "node/aks-sys-11-vmss000002", window="Tuesday 21:00-23:00")
    s.event(-0.4, "node/aks-sys-11-vmss000002", "NodeNotSchedulable", "Node aks-sys-11-vmss000002 status is now: NodeNotSchedulable", "normal")
    s.event(3, "node/aks-sys-11-vmss000002", "NodeNotReady", "Node aks-sys-11-vmss000002 status is now: NodeNotReady", "normal", source="node-controller")
    s.event(5.6, "node/aks-sys-11-vmss000002", "NodeReady", "Node aks-sys-11-vmss000002 status is now: NodeReady", "normal")
    s.event(5.5, "node/aks-sys-11-vmss000002", "Rebooted", "Node aks-sys-11-vmss000002 has been rebooted, boot id: 81bb-2f")
    f.settle()
    return s.healthy("healthy.recovered", near=("node.not_ready", "k8s.scheduling.node_cordoned", "k8s.scheduling.insufficient_cpu"))


def box_office_peak() -> Case:
    s = Scene("me-box-office-peak", 504, "2026-05-08T10:00:00Z", before=120, after=30, step=60)
    shapes = {f"{a}.request_rate": times(1.7, 0, 7) for a in ("storefront", "catalog", "basket", "pricing")} | {f"{a}.cpu_usage": times(1.6, 0, 7) for a in ("storefront", "catalog", "pricing")} | {"catalog.latency_p95": times(1.25, 0, 5)}
    f = Fleet(s, TICKETS, "tickets", eks(28, "eu-central-1", 7), mesh="istio", shapes=shapes, baseline=True)
    everyday(f, 44, 9)
    s.incident("KubeHpaMaxedOut", "horizontalpodautoscaler/catalog", "warning", text="HPA tickets/catalog has been running at max replicas", at=2, region="eu-central-1")
    s.alert("KubeHpaMaxedOut", "horizontalpodautoscaler/catalog", at=2, reason="current == max for 1m")
    s.series("desired_replicas", "horizontalpodautoscaler/catalog", 4, level(8, 0.8, 9, noise=0), noise=0, whole=True, unit="count")
    s.state("horizontalpodautoscaler/catalog", "horizontalpodautoscaler", namespace="tickets", min_replicas=4, max_replicas=8, current_replicas=4, desired_replicas=4, conditions={"ScalingLimited": {"status": "False", "reason": "DesiredWithinRange"}, "AbleToScale": {"status": "True", "reason": "ReadyForNewScale"}})
    s.event(0.9, "horizontalpodautoscaler/catalog", "SuccessfulRescale", "New size: 8; reason: cpu resource utilization (percentage of request) above target", "normal", source="horizontal-pod-autoscaler")
    s.event(14, "horizontalpodautoscaler/catalog", "SuccessfulRescale", "New size: 4; reason: All metrics below target", "normal", source="horizontal-pod-autoscaler")
    s.log(1.5, f.pods["catalog"][0], "WARN", "HikariPool-1 - Thread starvation or clock leap detected (housekeeper delta=46s201ms).", 1)
    s.log(2, f.pods["storefront"][0], "info", "on-sale window opened: event 7712", 1)
    f.settle()
    return s.healthy(None, near=("compute.autoscaling_at_max", "traffic.surge"))


def cheap_nodes() -> Case:
    s = Scene("me-cheap-nodes", 505, "2026-07-16T03:22:00Z", before=70, after=38, fraction=True)
    shapes = {"geo.error_rate": level(0.03, 0, 2), "routes.error_rate": level(0.012, 0, 2), "geo.latency_p95": times(1.8, 0, 5)}
    f = Fleet(s, PARCELS, "parcels", eks(71, "us-west-2", 5), mesh="istio", shapes=shapes)
    for app in ("geo", "notify"):
        f.remove(f.pods[app][0])
        pod = f.add_pod(app, started=1.4)
        s.event(1.1, pod, "Scheduled", f"Successfully assigned {pod[4:]} to {f.nodes[3]}", "normal", source="default-scheduler")
        s.event(2.2, pod, "Unhealthy", "Startup probe failed: connection refused", count=4, first=1.6)
    everyday(f, 45, 9)
    s.incident("EC2 Spot Instance Interruption Warning", f"node/{f.nodes[3]}", "high", "cloudwatch", at=-2, region="us-west-2")
    lost = "ip-10-71-199-8.us-west-2.compute.internal"
    s.event(-2, f"node/{lost}", "SpotInterruption", "Spot Interruption event received. Instance i-01f77c will be interrupted", source="aws-node-termination-handler")
    s.event(0.1, f"node/{lost}", "NodeNotReady", f"Node {lost} status is now: NodeNotReady", source="node-controller")
    s.event(1.0, f"node/{lost}", "RemovingNode", f"Node {lost} event: Removing Node from Controller", "normal", source="node-controller")
    s.event(0.9, f"node/{f.nodes[3]}", "NodeReady", f"Node {f.nodes[3]} status is now: NodeReady", "normal")
    s.alert("TargetTrackingASG capacity", "asg/parcels-spot", "ok", at=3)
    s.head["resource"] = f"node/{lost}"
    s.log(0.5, f.pods["routes"][1], "ERROR", "c.p.routes.GeoClient - upstream connect error or disconnect/reset before headers", 37)
    f.settle()
    return s.healthy("healthy.recovered", near=("compute.instance_lost", "node.not_ready"))


def leftovers() -> Case:
    s = Scene("me-leftovers", 506, "2026-04-02T08:00:00Z", before=60, after=15, step=120)
    f = Fleet(s, METERS, "meters", numbered("ocp-worker-", 4), metrics=("request_rate", "error_rate", "memory_usage", "cpu_usage"))
    for n in range(5):
        app = ("dash", "alerting", "query", "dash", "query")[n]
        pod = f.add_pod(app, started=-4100 - n * 7)
        f.attributes[pod].update(phase="Failed", status="Evicted" if n < 3 else "ContainerStatusUnknown", ready="0/1", conditions={"Ready": "False"}, message="The node was low on resource: memory. Threshold quantity: 100Mi, available: 61Mi. ")
        f.attributes[pod].update(reason="Evicted", started_at=s.at(-4100 - n * 7, False))
    everyday(f, 46, 9)
    s.incident("Pods in Failed phase: 5", "namespace/meters", "warning", "datadog", "sum:kubernetes_state.pod.status_phase{phase:failed} by {namespace} > 4", at=0)
    s.alert("Pods in Failed phase: 5", "namespace/meters", at=0, threshold=4, comparison=">", reason="value 5")
    s.event(-4098, "node/ocp-worker-2", "NodeHasSufficientMemory", "Node ocp-worker-2 status is now: NodeHasSufficientMemory", "normal")
    s.event(-4102, "node/ocp-worker-2", "EvictionThresholdMet", "Attempting to reclaim memory", count=3)
    s.change(-3900, "infrastructure", "platform-team", "add node", "node/ocp-worker-4", reason="memory headroom")
    s.log(5, f.pods["query"][0], "error", 'level=error msg="http: TLS handshake error from 10.4.0.1:40112: EOF"', 12)
    f.settle()
    return s.healthy(None, near=("k8s.workload.evicted", "node.memory_pressure"))


def renewal() -> Case:
    s = Scene("me-renewal", 507, "2026-06-28T06:15:00Z", before=45, after=30)
    f = Fleet(s, LENDING, "lending", numbered("kube-", 5), mesh="istio")
    everyday(f, 47, 8)
    s.incident("TLS certificate expires in less than 20 days", "ingress/lending-public", "high", "prometheus", "probe_ssl_earliest_cert_expiry - time() < 20d", at=-20)
    s.alert("TLS certificate expires in less than 20 days", "ingress/lending-public", "ok", at=7, reason="89.9 days")
    s.series("ssl_cert_not_after_days", "ingress/lending-public", 19.9, level(89.9, 6, noise=0), noise=0.0, unit="days")
    s.event(-18, "certificate/lending-public", "Issuing", "Renewing certificate as renewal was scheduled at 2026-06-28 05:57:00 +0000 UTC", "normal", source="cert-manager-certificates-trigger")
    s.event(-12, "challenge/lending-public-1-2291-88", "PresentError", "Error presenting challenge: Put route53 ChangeResourceRecordSets: Throttling: Rate exceeded", count=3, first=-16, source="cert-manager-challenges")
    s.event(5, "certificate/lending-public", "Issuing", "The certificate has been successfully issued", "normal", source="cert-manager-certificates-issuing")
    s.event(5.2, "ingress/lending-public", "Sync", "Scheduled for sync", "normal", source="nginx-ingress-controller")
    s.state("certificate/lending-public", "manifest", kind="Certificate", status={"conditions": [{"type": "Ready", "status": "True", "reason": "Ready", "message": "Certificate is up to date and has not expired"}], "notAfter": "2026-09-26T05:20:00Z", "renewalTime": "2026-08-27T05:20:00Z"})
    s.log(-16, "deployment/cert-manager", "error", 'E0628 05:59:12.1 controller.go:167] "re-queuing item due to error processing" err="Throttling: Rate exceeded" key="lending/lending-public-1-2291-88"', 3)
    s.log(9, f.pods["gateway"][0], "WARN", "io.netty.handler.ssl.NotSslRecordException: not an SSL/TLS record: 474554202f", 6)
    s.edge("ingress/lending-public", "service/gateway")
    f.settle()
    return s.healthy(None, near=("app.certificate_expired",))


def month_end_job() -> Case:
    s = Scene("me-month-end-job", 508, "2026-04-30T23:30:00Z", before=80, after=70, step=300)
    f = Fleet(s, LENDING, "lending", eks(92, "eu-central-1", 4), shapes={"pg-accounts.cpu_usage": times(1.5, -40, 12), "statements.cpu_usage": times(2.2, -40, 12)})
    everyday(f, 48, 7)
    s.incident("KubeJobFailed", "job/interest-accrual-29611230", "warning", "prometheus", "Job lending/interest-accrual-29611230 failed to complete", at=2)
    s.alert("KubeJobFailed", "job/interest-accrual-29611230", at=2, reason="failed job not removed")
    s.state("job/interest-accrual-29611230", "job", namespace="lending", pods="0 Active / 0 Succeeded / 1 Failed", backoff_limit=0)
    s.state("job/interest-accrual-29611230-retry", "job", namespace="lending", pods="0 Active / 1 Succeeded / 0 Failed", backoff_limit=0)
    s.event(0, "job/interest-accrual-29611230", "BackoffLimitExceeded", "Job has reached the specified backoff limit", source="job-controller")
    s.change(9, "other", "m.castellanos", "kubectl create job --from=cronjob/interest-accrual", "job/interest-accrual-29611230-retry", note="first run hit the reindex lock")
    s.event(31, "job/interest-accrual-29611230-retry", "Completed", "Job completed", "normal", source="job-controller")
    s.log(-1, "job/interest-accrual-29611230", "ERROR", "psycopg.errors.LockNotAvailable: canceling statement due to lock timeout CONTEXT: while locking tuple (881,4) in relation \"accrual_day\"")
    s.log(30, "job/interest-accrual-29611230-retry", "INFO", "accrual done day=2026-04-30 accounts=418822 rejected=0")
    f.settle()
    return s.healthy("healthy.recovered", near=("db.lock_contention", "code.unhandled_error"))


def sunday_drill() -> Case:
    s = Scene("me-sunday-drill", 509, "2026-08-09T10:00:00Z", before=30, after=6)
    f = Fleet(s, HALL, "hall", depth="none", metrics=("request_rate", "latency_p95", "error_rate"))
    everyday(f, 49, 8)
    s.incident("[TEST] Production is down - quarterly paging drill", "service/lobby", "critical", "manual", "This is a drill to verify escalation. Acknowledge within 5 minutes.", at=0, drill="true")
    s.alert("[TEST] Production is down - quarterly paging drill", "service/lobby", at=0, reason="triggered by hand from incident console")
    s.change(-4000, "deployment", "deploy-bot", "release", "service/wallet", build=["b287", "b288"])
    s.log(-20, "service/wallet", "ERROR", "o.a.c.loader.WebappClassLoaderBase The web application appears to have started a thread named [idle-reaper] but has failed to stop it", 2)
    return s.healthy("healthy.expected_signal")


def rehearsal() -> Case:
    s = Scene("me-rehearsal", 510, "2026-10-28T13:00:00Z", before=60, after=35)
    shapes = {f"{a}.request_rate": times(k, 0, over=5) for a, k in (("track-web", 3.0), ("track-api", 2.9), ("routes", 2.8), ("geo", 2.8), ("depots", 2.6), ("parcel-store", 2.4))} | {f"{a}.cpu_usage": times(k, 0, over=5) for a, k in (("track-web", 2.6), ("track-api", 2.5), ("routes", 2.5), ("geo", 2.4), ("parcel-store", 2.0))} | {"track-web.latency_p95": times(1.18, 0, over=5)}
    f = Fleet(s, PARCELS, "parcels-perf", numbered("gke-perf-", 5), mesh="istio", shapes=shapes)
    everyday(f, 50)
    s.incident("Anomalous request rate on track-web", "service/track-web", "warning", "datadog", "avg(last_10m):anomalies(sum:http.requests{service:track-web}, 'agile', 3) >= 1", at=4, env="perf")
    s.change(-1, "other", "perf-guild", "k6 run peak-2026.js --vus 900", "service/track-web", ticket="PEAK-311 rehearsal 13:00-14:00, announced in #ops", target="3x")
    s.log(3, f.pods["track-web"][0], "info", '"GET /t/PX88120031 HTTP/1.1" 200 "k6/0.54.0 (https://k6.io/)" x-load-test=peak-2026', 40210)
    s.log(10, f.pods["routes"][0], "WARN", "o.a.t.u.threads.ThreadPoolExecutor - 171 of 200 busy", 4)
    s.event(6, "horizontalpodautoscaler/geo", "SuccessfulRescale", "New size: 6; reason: cpu resource utilization (percentage of request) above target", "normal", source="horizontal-pod-autoscaler")
    f.settle()
    return s.healthy(None, near=("traffic.surge", "traffic.abuse"))


def cold_jvm() -> Case:
    s = Scene("me-cold-jvm", 511, "2026-11-12T07:45:00Z", before=50, after=30, hours=-5)
    shapes = {"patients.cpu_usage": times(2.4, 0, 4), "patients.latency_p95": times(1.9, 2, 5)}
    f = Fleet(s, CLINIC, "clinic", eks(34, "us-east-2", 4), mesh="istio", shapes=shapes)
    for pod in list(f.pods["patients"]):
        f.remove(pod)
    for n in range(2):
        pod = f.add_pod("patients", started=0.2 + n * 2, hash="74bb9d8c6f")
        f.restarted(pod, 1, "26m", 1.8 + n, "Error", 143)
        s.event(1.7 + n, pod, "Unhealthy", 'Liveness probe failed: Get "http://10.34.2.7:8080/actuator/health/liveness": context deadline exceeded', count=3, first=0.9 + n)
        s.event(1.8 + n, pod, "Killing", "Container patients failed liveness probe, will be restarted", "normal", count=1)
        s.log(3 + n, pod, "INFO", "c.c.patients.Application - Started Application in 41.7 seconds (process running for 43.0)")
    everyday(f, 51, 9)
    s.incident("Container restarts in clinic", "deployment/patients", "warning", "datadog", "change(sum(last_5m)):kubernetes.containers.restarts > 1", at=3, region="us-east-2")
    s.alert("Container restarts in clinic", "deployment/patients", "ok", at=9, reason="recovered")
    s.change(0, "deployment", "argocd", "sync", "deployment/patients", image=["patients:7.2.9", "patients:7.3.0"], result="Healthy")
    f.attributes["deployment/patients"]["conditions"] = {"Progressing": {"status": "True", "reason": "NewReplicaSetAvailable", "message": 'ReplicaSet "patients-74bb9d8c6f" has successfully progressed.'}}
    f.settle()
    return s.healthy("healthy.recovered", near=("k8s.probe.liveness_too_aggressive", "deployment.bad_release"))


def loud_mailer() -> Case:
    s = Scene("me-loud-mailer", 512, "2026-01-27T16:40:00Z", before=180, after=20, step=120)
    f = Fleet(s, LESSONS, "campus", numbered("k3s-", 3))
    everyday(f, 52, 8)
    s.incident("Error log volume: campus > 500 / 15 min", "namespace/campus", "warning", "datadog", 'logs("status:error kube_namespace:campus").rollup("count").last("15m") > 500', at=0)
    s.alert("Error log volume: campus > 500 / 15 min", "namespace/campus", at=0, threshold=500, comparison=">", count=31, reason="value 507; triggered 31 times this month")
    s.series("log_errors", "namespace/campus", 470, noise=0.05, whole=True, unit="count")
    for minute in range(-170, 20, 19):
        s.log(minute + 0.3, f.pods["mailer"][abs(minute) % 2], "ERROR", "Net::SMTPFatalError: 550 5.1.1 <parent@oldschool.example>: Recipient address rejected: User unknown", s.rng.randint(150, 240))
        s.log(minute + 4, f.pods["forum"][0], "error", "JsonWebTokenError: invalid signature (bot user agent)", s.rng.randint(60, 110))
    s.change(-400, "deployment", "ci-campus", "helm upgrade", "deployment/forum", image=["forum:5.9.8", "forum:5.9.9"], result="deployed")
    f.settle()
    return s.healthy("healthy.threshold_noise", near=("code.unhandled_error", "access.credentials_expired"))


def small_hours() -> Case:
    s = Scene("me-small-hours", 513, "2026-12-11T02:00:00Z", before=110, after=45)
    shapes = {"store.cpu_usage": times(1.7, 0), "store.latency_p95": times(1.3, 0)}
    f = Fleet(s, METERS, "meters", numbered("ovh-", 5), shapes=shapes)
    everyday(f, 53, 8)
    s.incident("Volume write IOPS above 80% of limit", "pvc/data-store-0", "high", at=6)
    s.alert("Volume write IOPS above 80% of limit", "pvc/data-store-0", at=6, metric="disk_io", threshold=2400, comparison=">", count=30, reason="fires nightly 02:05-03:00")
    s.series("disk_io", "pvc/data-store-0", 700, level(2580, 1, noise=0.03), noise=0.1, unit="1/s")
    s.sections["metrics"][-1]["baseline"] = {"points": [[s.at(minute - 1440, False), round((700 if minute < 1 else 2570) + s.rng.gauss(0, 60))] for minute in range(-40, 45, 1)]}
    s.event(0, "cronjob/store-backup", "SuccessfulCreate", "Created job store-backup-29680440", "normal", source="cronjob-controller")
    s.state("job/store-backup-29680440", "job", namespace="meters", pods="1 Active / 0 Succeeded / 0 Failed", backoff_limit=2)
    s.state("cronjob/store-backup", "manifest", kind="CronJob", spec={"schedule": "0 2 * * *", "suspend": False, "concurrencyPolicy": "Forbid"}, status={"lastSuccessfulTime": s.at(-1380, False)})
    s.log(1, "job/store-backup-29680440", "INFO", "clickhouse-backup create_remote --tables=readings.* started")
    s.log(39, "job/store-backup-29680440", "INFO", "uploaded 71 of 96 parts, 118 MiB/s")
    s.log(8, "job/store-backup-29680440", "WARN", "retrying part 20261210_4_8_1: RequestTimeout: Your socket connection to the server was not read from or written to", 2)
    f.settle()
    return s.healthy(None, near=("storage.io_saturation", "db.maintenance_io_storm"))


def far_probe() -> Case:
    s = Scene("me-far-probe", 514, "2026-03-29T11:11:00Z", before=40, after=25, step=30, metrics=None)
    f = Fleet(s, HALL, "hall", numbered("game-", 4), metrics=("request_rate", "latency_p95", "error_rate", "cpu_usage", "memory_usage", "tcp_retransmits"), depth="none", shapes={"chat.memory_usage": saw(3.1e8, 6.2e8, 19, 3)}, ms=False)
    everyday(f, 54, 8)
    s.incident("Synthetic: lobby login", "service/lobby", "high", "synthetic-monitor", "1 of 6 locations failed: Sao Paulo", at=0)
    s.alert("Synthetic: lobby login", "service/lobby", at=0, count=2, reason="Sao Paulo: net::ERR_CONNECTION_TIMED_OUT; Frankfurt, London, Ohio, Tokyo, Sydney ok")
    s.alert("Synthetic: lobby login", "service/lobby", "ok", at=4, reason="6 of 6 locations ok")
    s.alert("chat memory sawtooth", "service/chat", "warning", at=-40000, reason="above 600 MB")
    s.log(2, "service/lobby", "info", '"POST /login HTTP/1.1" 200 0.084', 930)
    s.log(0.5, "service/fraud", "WARNING", "score timeout, defaulting to allow", 2)
    s.change(-55, "deployment", "deploy-bot", "release", "service/lobby", build=["b309", "b311"], result="ok")
    return s.healthy(None, near=("network.latency", "deployment.bad_release"))


__all__ = [
    "box_office_peak", "cheap_nodes", "clinic_patching", "cold_jvm", "far_probe", "grades_release", "leftovers",
    "loud_mailer", "month_end_job", "rehearsal", "renewal", "small_hours", "sunday_drill", "ticket_wobble",
]  # fmt: skip
