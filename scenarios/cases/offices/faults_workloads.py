"""Faults of workloads, their settings and the network between them."""

from __future__ import annotations

from scenarios.cases.offices.cluster import Cluster
from scenarios.cases.offices.recording import Case, ramp, saw, slope, step


def ferry_quotes() -> Case:
    c = Cluster("of-ferry-quotes", 101, "2026-03-04T10:42:00", 75)
    c.incident("[Synthetics] Book a crossing / step 3 fails", "synthetic-monitor", "critical", "booking", "service/booking-web",
               -16, "assertion failed: #price is not empty", journey="book-crossing", env="prod")  # fmt: skip
    c.nodes("gke-ferry-pool-1-a8d1", "gke-ferry-pool-1-c03f", "gke-ferry-pool-1-77kq")
    web = c.workload("booking-web", "ferry", "node", 3, "2026.9.1", 3000, calls=("booking-api",))
    api = c.workload("booking-api", "ferry", "go", 3, "4.8.0", calls=("timetable", "tariff"))
    table = c.workload("timetable", "ferry", "jvm", 2, "2.2.7")
    tariff = c.workload("tariff", "ferry", "jvm", 0, "3.1.0", age_days=41)
    tariff.own_state["conditions"]["Available"] = {"status": "True", "reason": "MinimumReplicasAvailable"}
    c.signals(web, slope(31, 34, 75), 0.31, step(0.002, -18, 0.19), 0.4)
    c.signals(api, slope(88, 94, 75), step(0.07, -18, 0.05), step(0.001, -18, 0.27), 0.6, 310e6)
    c.signals(table, 52, 0.034, 0.0004, 0.5, 690e6)
    c.signals(tariff, step(36, -18.5, 0.0), None, None, step(0.45, -18.5, 0.0))
    c.metric(
        "kube_deployment_status_replicas_available", "deployment/tariff", step(2, -18.5, 0), 0, None, None, whole=True
    )
    c.log(-17.5, f"pod/{api.pods[1]}", "error", 'level=error msg="quote failed" err="Post \\"http://tariff:8080/v1/quote\\": '
          'dial tcp 172.20.41.9:8080: connect: connection refused" route=/quote', 2211, "booking-api")  # fmt: skip
    c.log(
        -9, f"pod/{web.pods[0]}", "error", '{"level":50,"msg":"upstream 502","path":"/api/quote"}', 1940, "booking-web"
    )
    c.event(-18.6, "deployment/tariff", "ScalingReplicaSet", f"Scaled down replica set tariff-{tariff.revision} to 0 from 2", "normal",
            1, "deployment-controller")  # fmt: skip
    c.event(-18.5, f"pod/tariff-{tariff.revision}-m2xq8", "Killing", "Stopping container tariff", "normal")
    c.change(-18.7, "scaling", "user/l.brandt", "kubectl scale", "deployment/tariff", replicas=[2, 0])
    c.alert(-16, "synthetics-book-crossing", "service/booking-web", "alarm", count=4, reason="step 3: empty price")
    c.ordinary()
    return c.fault("k8s.workload.zero_replicas", "deployment/tariff", ("deployment.scaling_change", "deployment/tariff"),
                   near=("dependency.unreachable", "deployment.bad_release", "k8s.service.selector_mismatch"))  # fmt: skip


def album_uploads() -> Case:
    c = Cluster("of-album-uploads", 102, "2026-05-19T18:06:00", 120, style="millis")
    c.incident("Error rate on album-gateway POST /uploads above 5%", "datadog", "high", "album-gateway",
               "service/album-gateway", -31, "avg(last_10m) > 0.05", monitor="4410937", team="media")  # fmt: skip
    c.nodes("ip-10-31-4-18", "ip-10-31-5-201", "ip-10-31-6-77")
    gate = c.workload("album-gateway", "media", "go", 3, "v88", calls=("thumbnailer", "album-store"))
    thumb = c.workload("thumbnailer", "media", "python", 3, "v31", 8000, memory="768Mi", restarts=5)
    store = c.workload("album-store", "media", "jvm", 2, "v120")
    c.signals(gate, slope(58, 71, 120), ramp(0.6, -40, 1.9, -30), ramp(0.004, -38, 0.13, -30), 0.9, 260e6)
    c.signals(thumb, slope(44, 55, 120), 1.1, ramp(0.003, -38, 0.16, -30), 1.3)
    c.signals(store, 90, 0.041, 0.0006, 0.8, 1.2e9)
    c.rolled(thumb, -41)
    for pod in thumb.pods:
        c.metric("memory_usage", f"pod/{pod}", lambda m: saw(5.1e8, 6.9e8, 13)(m) if m < -38 else saw(2.2e8, 8.05e8, 6)(m),
                 0.02, "Bytes", "Maximum")  # fmt: skip
    c.metric("kube_pod_container_status_restarts_total", "deployment/thumbnailer", lambda m: max(0, int((m + 41) / 2.7)), 0,
             "Count", "Sum", whole=True)  # fmt: skip
    c.set_pod(thumb, 1, "CrashLoopBackOff", "CrashLoopBackOff", "back-off 1m20s restarting failed container=thumbnailer",
              6, 137, "OOMKilled", 3.1)  # fmt: skip
    for number in (0, 2):
        thumb.pod_state[number]["containers"][0]["last_state"] = {
            "state": "terminated", "reason": "OOMKilled", "exit_code": 137, "finished_at": c.t(-4 - number)}  # fmt: skip
    thumb.own_state["containers"][0]["limits"]["memory"] = "768Mi"
    c.short(thumb, 2)
    c.log(-28, f"pod/{gate.pods[0]}", "error", 'level=error msg="thumbnail" err="read tcp 10.4.3.8:51220->172.20.9.4:8000: '
          'read: connection reset by peer"', 806, "album-gateway")  # fmt: skip
    c.log(-12, f"pod/{thumb.pods[0]}", "info", "[2026-05-19 17:54:02 +0000] [1] [INFO] Starting gunicorn 22.0.0", 14)
    c.event(
        -3, f"pod/{thumb.pods[1]}", "BackOff", "Back-off restarting failed container thumbnailer", count=41, first=-36
    )
    c.event(-22, "node/ip-10-31-5-201", "OOMKilling", "Memory cgroup out of memory: Killed process 30112 (gunicorn) "
            "total-vm:1902332kB, anon-rss:780044kB", source="kernel-monitor", count=6)  # fmt: skip
    c.change(-41, "config", "ci/argo-cd", "Sync", "deployment/thumbnailer", **{
        "spec.template.spec.containers[0].resources.limits.memory": ["1536Mi", "768Mi"], "message": "rightsizing batch 3"})  # fmt: skip
    c.released(store, -42, "ci/argo-cd", "Sync", "v119", "v120")
    c.ordinary("thumbnailer")
    return c.fault("k8s.container.oom_killed", "deployment/thumbnailer", ("compute.memory_saturation", "deployment/thumbnailer"),
                   herring=("deployment.bad_release", "deployment/album-store"),
                   near=("code.memory_leak", "dependency.errors"))  # fmt: skip


def clinic_sessions() -> Case:
    c = Cluster("of-clinic-sessions", 103, "2026-02-11T07:55:00", 60, style="+01:00")
    c.incident("SLOErrorBudgetBurn", "prometheus", "critical", "portal", "service/portal", -22,
               "portal availability burns 14x over 1h", slo="portal-availability", namespace="clinic")  # fmt: skip
    c.nodes("worker-01", "worker-02", "worker-03", "worker-04")
    portal = c.workload("portal", "clinic", "dotnet", 4, "5.40.1", calls=("session-service", "appointments"))
    ses = c.workload("session-service", "clinic", "dotnet", 3, "2.7.0", env={
        "Redis__Endpoint": "redis-sessions.clinic-stage.svc:6379", "Redis__ConnectTimeout": "5000"}, age_days=0)  # fmt: skip
    app = c.workload("appointments", "clinic", "jvm", 3, "9.3.3")
    red = c.workload("redis-sessions", "clinic", "store", 1, "7.2", 6379, "statefulset")
    c.edge("service/session-service", "service/redis-sessions")
    c.state(
        "networkpolicy/stage-ingress",
        "networkpolicy",
        namespace="clinic-stage",
        spec="podSelector: <none> (all pods) Allowing ingress from: namespaceSelector name=clinic-stage; Policy Types: Ingress",
    )
    c.signals(portal, slope(61, 96, 60), step(0.22, -25, 5.4), step(0.001, -25, 0.41), 1.4)
    c.signals(ses, step(120, -25, 70), step(0.012, -25, 5.1), step(0.0003, -25, 0.66), 0.7, 420e6)
    c.signals(app, slope(35, 52, 60), 0.11, 0.0007, 1.1)
    c.signals(red, None, None, None, 0.08, 210e6)
    c.metric("redis_connected_clients", red.entity, step(64, -25, 19), 0.03, "Count", whole=True)
    c.log(-24, f"pod/{ses.pods[0]}", "error", "fail: StackExchange.Redis.RedisConnectionException: It was not possible to connect "
          "to the redis server(s). UnableToConnect on redis-sessions.clinic-stage.svc:6379/Interactive, Initializing/"
          "NotStarted, last: NONE, origin: BeginConnectAsync, timeout 5000ms", 3177, "session-service")  # fmt: skip
    c.log(-20, f"pod/{portal.pods[2]}", "error", "fail: System.Net.Http.HttpRequestException: Response status code does not indicate "
          "success: 503 (Service Unavailable). session-service", 5402)  # fmt: skip
    c.log(
        -40, f"pod/{red.pods[0]}", "info", "1:M 11 Feb 2026 07:14:58.112 * Background saving terminated with success", 6
    )
    c.change(-26, "config", "ci/flux", "helm upgrade", "deployment/session-service", chart="session-service-2.7.0",
             values={"redis.endpoint": ["redis-sessions.clinic.svc:6379", "redis-sessions.clinic-stage.svc:6379"]})  # fmt: skip
    c.rolled(ses, -26)
    c.released(app, -29, "ci/flux", "helm upgrade", "9.3.2", "9.3.3")
    c.event(-28, f"pod/{app.pods[0]}", "Unhealthy", "Readiness probe failed: Get \"http://10.4.3.9:8080/healthz\": dial tcp "
            "10.4.3.9:8080: connect: connection refused", count=3)  # fmt: skip
    c.alert(-20, "PortalHighLatency", "service/portal", "alarm", reason="p95 5.3s > 1s")
    c.ordinary("session-service")
    return c.fault("app.config.dependency_address_wrong", "deployment/session-service",
                   herring=("deployment.bad_release", "deployment/appointments"),
                   near=("dependency.unreachable", "network.policy_blocked", "dependency.cache_failure"))  # fmt: skip


def parcel_labels() -> Case:
    c = Cluster("of-parcel-labels", 104, "2026-06-24T13:20:00", 45)
    c.incident("KubeDeploymentRolloutStuck", "prometheus", "warning", "label-printer", "deployment/label-printer", -14,
               "Rollout of deployment parcel/label-printer is not progressing for longer than 10 minutes", namespace="parcel")  # fmt: skip
    c.nodes("aks-user-19283-vmss000", "aks-user-19283-vmss001", "aks-user-19283-vmss004")
    lab = c.workload("label-printer", "parcel", "node", 4, "7.0.0", 3000, age_days=0, env={
        "NODE_ENV": "production", "PRINT_QUEUE": "labels", "LOG_LEVEL": "info"})  # fmt: skip
    desk = c.workload("dispatch-desk", "parcel", "ruby", 2, "r231", 3000, calls=("label-printer",))
    c.workload("weigh-bridge", "parcel", "go", 2, "0.19.4", restarts=3)
    c.signals(desk, 17, 0.29, 0.0012, 0.5)
    c.signals(lab, 12, 0.18, 0.0008, 0.3, 150e6)
    c.rolled(lab, -24)
    for number in (2, 3):
        c.set_pod(lab, number, "CrashLoopBackOff", "CrashLoopBackOff", "back-off 5m0s restarting failed container=label-printer",
                  7, 1, "Error", 0.03)  # fmt: skip
    for number in (0, 1):
        c.older(lab, number, "6.9.4", -1440 * 6, "66c8f9dd4b")
    lab.own_state.update(updated=2)
    c.short(lab, 2, "ProgressDeadlineExceeded")
    c.metric(
        "kube_deployment_status_replicas_unavailable",
        "deployment/label-printer",
        step(0, -24, 2),
        0,
        None,
        None,
        whole=True,
    )
    c.log(-2, f"pod/{lab.pods[2]}", "error", "/app/dist/config.js:41\n    throw new Error(`Missing required environment variable: "
          "CARRIER_ACCOUNT_ID`);\n    ^\n\nError: Missing required environment variable: CARRIER_ACCOUNT_ID\n    at "
          "requireEnv (/app/dist/config.js:41:11)\n    at Object.<anonymous> (/app/dist/config.js:58:24)", 7)  # fmt: skip
    c.log(-2, f"pod/{lab.pods[3]}", "error", "Error: Missing required environment variable: CARRIER_ACCOUNT_ID", 7)
    for number in (2, 3):
        c.event(-1, f"pod/{lab.pods[number]}", "BackOff", "Back-off restarting failed container label-printer in pod", count=88,
                first=-23)  # fmt: skip
    c.change(
        -24,
        "deployment",
        "ci/github-actions",
        "kubectl set image",
        "deployment/label-printer",
        image=["6.9.4", "7.0.0"],
    )
    c.alert(-11, "KubePodCrashLooping", f"pod/{lab.pods[2]}", "alarm")
    for at in (-36, -6):
        c.log(at, f"pod/{lab.pods[0]}", "info", '{"level":30,"msg":"label printed","carrier":"north","ms":141}', 1900)
    c.ordinary("label-printer")
    return c.fault("app.config.env_missing", "deployment/label-printer", ("deployment.bad_release", "deployment/label-printer"),
                   near=("code.unhandled_error", "deployment.rollout_stuck", "k8s.config.secret_missing"))  # fmt: skip


def harbour_berths() -> Case:
    c = Cluster("of-harbour-berths", 105, "2026-04-14T05:38:00", 50)
    c.incident("BerthPlannerDown: probe_success == 0", "prometheus", "critical", "berth-planner", "service/berth-planner", -19,
               "blackbox /plan returned 504", namespace="harbour", probe="http_2xx")  # fmt: skip
    c.nodes("srv-k8s-n1", "srv-k8s-n2", "srv-k8s-n3")
    plan = c.workload("berth-planner", "harbour", "python", 2, "1.61", 8000, calls=("tide-data", "vessel-registry"))
    c.workload("vessel-registry", "harbour", "jvm", 2, "5.5.0")
    tide = c.workload("tide-data", "hydro", "go", 2, "0.7.3", 9000)
    c.state("networkpolicy/default-deny", "networkpolicy", namespace="hydro", age="22m", spec="PodSelector: <none> (Allowing the "
            "specific traffic to all pods in this namespace) Allowing ingress traffic: To Port: <any> From: NamespaceSelector: "
            "kubernetes.io/metadata.name=hydro; Not affecting egress traffic; Policy Types: Ingress")  # fmt: skip
    c.signals(plan, 4.2, None, step(0.001, -22, 0.97))
    c.log(-21, f"pod/{plan.pods[0]}", "error", "requests.exceptions.ConnectTimeout: HTTPConnectionPool(host='tide-data.hydro', "
          "port=9000): Max retries exceeded with url: /v1/tides (Caused by ConnectTimeoutError(<urllib3.connection."
          "HTTPConnection object at 0x7f21>, 'Connection to tide-data.hydro timed out. (connect timeout=3)'))", 412)  # fmt: skip
    c.log(-5, f"pod/{plan.pods[1]}", "error", "requests.exceptions.ConnectTimeout: ... Connection to tide-data.hydro timed out. "
          "(connect timeout=3)", 190)  # fmt: skip
    c.state("service/tide-data", "connectivity_check", port=9000, ok=False, detail="from pod harbour/netshoot: timed out; from pod "
            "hydro/netshoot: open", probes=[{"from": "harbour", "ok": False}, {"from": "hydro", "ok": True}])  # fmt: skip
    c.event(-1440, f"pod/{tide.pods[0]}", "Pulled", "Container image already present on machine", "normal")
    c.gap("metrics", "no Prometheus scrape configured for namespace hydro", "deployment/tide-data")
    c.gap("logs", "pods/log is forbidden in namespace hydro", "deployment/tide-data")
    c.gap("changes", "audit log not collected")
    c.ordinary("tide-data", changes=False)
    return c.fault("network.policy_blocked", "networkpolicy/default-deny", ("network.policy_blocked", "service/tide-data"),
                   ("network.policy_blocked", "deployment/tide-data"), poor=True,
                   near=("dependency.unreachable", "network.partition", "dns.resolution_failure"))  # fmt: skip


def payroll_exports() -> Case:
    c = Cluster("of-payroll-exports", 106, "2026-01-27T15:12:00", 90)
    c.incident("HTTP 5xx ratio high on several services", "prometheus", "critical", None, "namespace/payroll", -13,
               "3 services above 10% 5xx", cluster="office-eu", namespace="payroll")  # fmt: skip
    nodes = c.nodes("np-general-4kd2p", "np-general-9zt6x", "np-general-b7m5v")
    nodes[1]["allocated"]["cpu"]["limits"] = "231%"
    exp = c.workload("export-api", "payroll", "python", 3, "3.9.0", 8000, calls=("ledger-sync", "tax-tables"))
    led = c.workload("ledger-sync", "payroll", "jvm", 2, "2.0.18")
    tax = c.workload("tax-tables", "payroll", "ruby", 2, "r77", 3000)
    dns = c.workload("coredns", "kube-system", "go", 2, "v1.11.1", 53)
    for w, bad in ((exp, 0.32), (led, 0.21), (tax, 0.14)):
        c.signals(w, 24, step(0.12, -15, 5.2), step(0.001, -15, bad), 0.5)
    c.metric(
        "coredns_dns_responses_total:rate", dns.entity, step(0.4, -15, 390), 0.15, "Count/Second", rcode="SERVFAIL"
    )
    c.metric("coredns_dns_responses_total:rate", dns.entity, step(820, -15, 260), 0.1, "Count/Second", rcode="NOERROR")
    c.signals(dns, None, None, None, 0.2, 41e6)
    c.metric("cpu_utilization", "node/np-general-9zt6x", 88, 0.04, "Percent", base=87)
    c.log(-14, f"pod/{dns.pods[0]}", "error", "[ERROR] plugin/errors: 2 ledger-sync.payroll.svc.cluster.local. A: read udp "
          "10.4.1.44:51302->10.0.0.53:53: i/o timeout", 9120, "coredns")  # fmt: skip
    c.log(
        -16,
        f"pod/{dns.pods[0]}",
        "info",
        "[INFO] Reloading complete; [INFO] plugin/reload: Running configuration SHA512 = 9f0c4e",
    )
    c.log(
        -13,
        f"pod/{exp.pods[0]}",
        "error",
        "socket.gaierror: [Errno -3] Temporary failure in name resolution (ledger-sync)",
        733,
    )
    c.log(
        -12,
        f"pod/{led.pods[1]}",
        "error",
        "java.net.UnknownHostException: tax-tables: Temporary failure in name resolution",
        305,
    )
    c.log(
        -11,
        f"pod/{tax.pods[0]}",
        "error",
        "Socket::ResolutionError: getaddrinfo: Temporary failure in name resolution",
        144,
    )
    c.state("configmap/coredns", "manifest", kind="ConfigMap", namespace="kube-system", data={
        "Corefile": ".:53 {\n errors\n health\n ready\n forward . 10.0.0.53 {\n  max_concurrent 1000\n }\n cache 30\n reload\n}"})  # fmt: skip
    c.change(-17, "config", "user/d.okafor", "apply", "configmap/coredns", data={"Corefile": [
        "... kubernetes cluster.local in-addr.arpa { pods insecure } forward . /etc/resolv.conf ...", "... forward . 10.0.0.53 ..."]})  # fmt: skip
    c.alert(
        -1440 * 8,
        "NodeHighCPU",
        "node/np-general-9zt6x",
        "alarm",
        reason="87% since 8 days, reporting batch lives there",
    )
    c.released(exp, -52, "ci/tekton", "apply", "3.8.5", "3.9.0")
    c.ordinary("coredns")
    return c.fault("dns.resolution_failure", "deployment/coredns", ("dns.resolution_failure", "configmap/coredns"),
                   ("app.config.value_invalid", "deployment/coredns"), ("app.config.value_invalid", "configmap/coredns"),
                   herring=("compute.cpu_saturation", "node/np-general-9zt6x"),
                   near=("network.partition", "deployment.bad_release", "dependency.unreachable"))  # fmt: skip


def tenant_badges() -> Case:
    c = Cluster("of-tenant-badges", 107, "2026-07-02T00:21:00", 60)
    c.incident("Doors at Nord tower do not accept new badges", "manual", "high", "badge-sync", None, None,
               "Facilities called: badges issued after midnight are refused, older ones open.", ticket="FAC-20881")  # fmt: skip
    c.nodes("k3s-edge-1", "k3s-edge-2", cpu="8", memory="32Gi", used=44)
    sync = c.workload("badge-sync", "access", "go", 2, "1.3.9", calls=("door-controller",))
    door = c.workload("door-controller", "access", "go", 2, "1.8.0", 8443)
    c.workload("visitor-kiosk", "access", "node", 2, "44", 3000, calls=("badge-sync",))
    c.signals(sync, 2.1, 0.05, step(0.0, -21, 1.0), 0.1)
    c.signals(door, step(2.0, -21, 0.1), 0.02, 0.0, 0.1, 88e6)
    c.log(-20, f"pod/{sync.pods[0]}", "error", 'level=error msg="push failed" err="Post \\"https://door-controller:8443/v2/badges\\": '
          'tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time '
          '2026-07-02T00:01:12Z is after 2026-07-02T00:00:00Z"', 1322, "badge-sync")  # fmt: skip
    c.log(
        -18,
        f"pod/{door.pods[0]}",
        "warning",
        "http: TLS handshake error from 10.4.2.19:40112: remote error: tls: bad certificate",
        1318,
    )
    c.state("secret/door-controller-tls", "certificate", namespace="access", dns_names=["door-controller"],
            not_after="2026-07-02T00:00:00Z", issuer="office-internal-ca", managed_by="manual")  # fmt: skip
    c.event(-700, f"pod/{door.pods[1]}", "Killing", "Stopping container door-controller", "normal")
    c.change(-2000, "deployment", "ci/drone", "apply", "deployment/badge-sync", image=["1.3.8", "1.3.9"])
    c.ordinary(changes=False)
    return c.fault("app.certificate_expired", "deployment/door-controller", ("app.certificate_expired", "secret/door-controller-tls"),
                   ("app.certificate_expired", "service/door-controller"),
                   near=("access.credentials_expired", "dependency.unreachable"))  # fmt: skip


CASES = (ferry_quotes, album_uploads, clinic_sessions, parcel_labels, harbour_berths, payroll_exports, tenant_badges)
