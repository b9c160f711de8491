"""Containers that start and do not stay: commands, memory, ports, probes."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_kubernetes import Cluster, fault, herring, levels, probe, scenario
from scenarios.cases.building_kubernetes_systems import BANK, CLINIC, ENERGY, FLEET, MEDIA, PARCELS, TICKETS


def _unhealthy(c: Cluster, pod: str, which: str, text: str, count: int = 18) -> None:
    """What the kubelet says of a failing probe."""
    c.event(pod, 16.5, "Unhealthy", f"{which} probe failed: {text}", count=count, first=0.6)
    if which == "Liveness":
        name = c.container(pod)["name"]
        c.event(
            pod,
            16.5,
            "Killing",
            f"Container {name} failed liveness probe, will be restarted",
            level="normal",
            count=max(1, count // 3),
            first=1.2,
        )


def _command(case_id: str) -> Scenario:
    c = Cluster("energy", "2026-02-03T11:00:00", 501)
    c.system(ENERGY, chatter=2)
    text = (
        "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create "
        "failed: unable to "
        'start container process: exec: "gunicron": executable file not found in $PATH: unknown'
    )
    for pod in c.pods("readings-api"):
        c.container(pod).update(command=["gunicron"], args=["-b", "0.0.0.0:8000", "readings.wsgi"])
        c.crashing(pod, 6, 128, "StartError")
        c.container(pod)["last_state"]["message"] = text
        c.event(pod, 15, "Failed", f"Error: {text}", count=7, first=0.2)
        c.backing_off(pod, 16, 33)
    c.change("deployment/readings-api", -0.2, "deployment", "kubectl apply", "ci/readings", commit="71be00d")
    c.lines(
        "service/consumer-portal", range(1, 17, 2), "FetchError: connect ECONNREFUSED readings-api:80 /day/{n}", "error"
    )
    return c.bundle(case_id, "consumption chart unavailable", "service/consumer-portal"), fault(
        "k8s.container.command_invalid",
        "deployment/readings-api",
        "k8s.container.oom_killed",
        "deployment.bad_release",
        "code.unhandled_error",
        "k8s.image.reference_invalid",
    )


def _script(case_id: str) -> Scenario:
    c = Cluster("fleet", "2026-02-16T22:22:00", 502, timed=False, slim=True, edges=False)
    c.system(FLEET, only=("dispatch-web", "dispatch-api", "geozones", "fleet-db"))
    c.drop("deployment/", "service/fleet-db")
    for pod in c.pods("geozones"):
        c.attrs(pod).update(status="CrashLoopBackOff", restarts=11, ready="0/1")
        for _ in range(5):
            c.log(pod, 0, "/bin/sh: 1: /opt/geozones/run.sh: not found", "error")
    c.log(
        "service/dispatch-api",
        0,
        "httpx.ConnectError: [Errno 111] Connection refused http://geozones/zones",
        "error",
        count=311,
    )
    return c.bundle(case_id, "map shows no zones", "service/dispatch-web", source="manual"), fault(
        "k8s.container.command_invalid",
        c.pods("geozones")[0],
        "dependency.unreachable",
        "k8s.config.configmap_missing",
        "k8s.volume.permission_denied",
        also=[
            ("k8s.container.command_invalid", "service/geozones"),
            ("k8s.container.command_invalid", c.pods("geozones")[1]),
        ],
    )


def _architecture(case_id: str) -> Scenario:
    c = Cluster("parcels", "2026-08-24T08:40:00", 503, objects=False)
    c.system(PARCELS, chatter=2)
    for pod in c.pods("tracking"):
        c.crashing(pod, 9, 1)
        for minute in (1, 4, 10):
            c.log(pod, minute, "exec /usr/local/bin/tracking: exec format error", "error")
        c.backing_off(pod, 15, 40)
    c.change(
        "deployment/tracking",
        -0.4,
        "deployment",
        "kubectl set image",
        "ci/tracking",
        image=["tracking:3.7.8", "tracking:3.7.9"],
    )
    c.lines("service/portal", range(1, 17, 2), "connect ECONNREFUSED tracking:80 /p/{n}", "error")
    c.drop("")
    return c.bundle(case_id, "tracking page 502", "service/portal", source="datadog"), fault(
        "k8s.container.command_invalid",
        "deployment/tracking",
        "k8s.container.oom_killed",
        "dependency.unreachable",
        also=[("deployment.bad_release", "deployment/tracking")],
    )


def _oom(case_id: str) -> Scenario:
    c = Cluster("core-bank", "2026-04-01T09:00:00", 504)
    c.system(BANK, chatter=3)
    for place, pod in enumerate(c.pods("accounts")):
        c.crashing(
            pod, 5 + place, 137, "OOMKilled", last=14 + place, lived=2.5, now="CrashLoopBackOff" if place else "Running"
        )
        c.container(pod)["limits"] = {"memory": "256Mi"}
        c.backing_off(pod, 15, 14)
        c.metric(
            pod,
            "memory_usage",
            [*levels(place, (228e6, 20), digits=0), *([250e6, 267e6, 60e6, 240e6] * 4)],
            unit="Bytes",
        )
    c.change("deployment/accounts", -1, "config", "kubectl apply", "ci/accounts", memory_limit=["1Gi", "256Mi"])
    c.lines("service/mobile-bff", range(1, 17, 2), "Error: socket hang up (accounts:80 /me/{n})", "error")
    return c.bundle(case_id, "mobile-bff 5xx ratio", "service/mobile-bff", severity="critical"), fault(
        "k8s.container.oom_killed",
        "deployment/accounts",
        "compute.memory_leak",
        "k8s.workload.evicted",
        "node.memory_pressure",
        "code.unhandled_error",
    )


def _oom_by_state(case_id: str) -> Scenario:
    c = Cluster("media", "2026-04-17T06:45:00", 505, objects=False, timed=False)
    c.system(MEDIA)
    for pod in c.pods("thumbnailer"):
        c.crashing(pod, 23, 137, "OOMKilled")
    return c.bundle(case_id, "thumbnail backlog", "deployment/thumbnailer", source="manual", severity="warning"), fault(
        "k8s.container.oom_killed",
        "deployment/thumbnailer",
        "k8s.probe.liveness_endpoint_failing",
        "k8s.container.command_invalid",
        "node.memory_pressure",
    )


def _port_conflict(case_id: str) -> Scenario:
    c = Cluster("tickets", "2026-05-08T07:30:00", 506)
    c.system(TICKETS, chatter=2)
    for pod in c.pods("seating"):
        c.crashing(pod, 7, 1)
        side = {
            "name": "metrics-proxy",
            "image": "halden/metrics-proxy:2.3",
            "ports": ["8080/TCP"],
            "ready": True,
            "restart_count": 0,
            "state": {"state": "running"},
        }
        c.attrs(pod)["containers"].append(side)
        c.attrs(pod)["ready"] = "1/2"
        for minute in (0.6, 3, 9, 15):
            c.log(pod, minute, "fatal: listen tcp :8080: bind: address already in use", "fatal", source="seating")
        c.log(pod, 0.4, "metrics-proxy listening on :8080, scraping 127.0.0.1:8080", "info", source="metrics-proxy")
        c.backing_off(pod, 16, 30)
    c.change("deployment/seating", -0.3, "config", "kubectl patch", "user/platform-obs", sidecar="metrics-proxy:2.3")
    c.lines("service/box-office", range(1, 17, 2), "Error: connect ECONNREFUSED seating:8080 /map/{n}", "error")
    return c.bundle(case_id, "seat map unavailable", "service/box-office", severity="critical"), fault(
        "k8s.container.port_conflict",
        "deployment/seating",
        "deployment.bad_release",
        "k8s.service.port_mismatch",
        "code.unhandled_error",
        "k8s.probe.readiness_wrong_port",
    )


def _port_conflict_in_logs(case_id: str) -> Scenario:
    c = Cluster("clinic", "2026-05-14T16:20:00", 507, objects=False)
    c.system(CLINIC, chatter=2)
    pod = c.pods("reminders")[0]
    c.crashing(pod, 10, 1)
    c.container(pod)["env"]["METRICS_PORT"] = "3000"
    c.attrs(pod)["containers"].append(
        {"name": "scheduler", "image": "reminders:0.9.8", "ports": ["3000/TCP"], "ready": True, "restart_count": 0}
    )
    c.attrs(pod)["ready"] = "1/2"
    for minute in (1, 5, 13):
        c.log(
            pod,
            minute,
            "/usr/local/bundle/gems/puma-6.4.2/lib/puma/binder.rb:337:in `initialize': Address already in use - "
            'bind(2) for "0.0.0.0" port 3000 (Errno::EADDRINUSE)',
            "error",
        )
    return c.bundle(case_id, "reminders restarts", "deployment/reminders", severity="warning"), fault(
        "k8s.container.port_conflict",
        "deployment/reminders",
        "code.unhandled_error",
        "app.config.value_invalid",
        "k8s.probe.liveness_wrong_port",
    )


def _liveness_port(case_id: str) -> Scenario:
    c = Cluster("parcels", "2026-06-05T12:00:00", 508)
    c.system(PARCELS, chatter=3)
    for pod in c.pods("routing"):
        c.each("routing", liveness=probe(9099, "/livez"))
        c.crashing(pod, 6, 2, lived=0.8)
        ip = c.attrs(pod)["ip"]
        _unhealthy(c, pod, "Liveness", f'Get "http://{ip}:9099/livez": dial tcp {ip}:9099: connect: connection refused')
        c.backing_off(pod, 16, 12)
        c.lines(pod, (1, 4, 8, 13), '{"level":"info","msg":"listening","addr":":9090"}', "info")
        c.lines(
            pod,
            (1.8, 4.8, 8.8, 13.8),
            '{"level":"info","msg":"signal received, shutting down","signal":"terminated"}',
            "info",
        )
    c.change("deployment/routing", -0.4, "config", "helm upgrade", "ci/routing", chart="routing-1.13")
    c.lines(
        "service/intake",
        range(1, 17, 2),
        "ERROR c.h.intake.Router : Connection refused: routing/172.20.7.7:9090",
        "error",
    )
    return c.bundle(case_id, "intake: parcels without route", "service/portal"), fault(
        "k8s.probe.liveness_wrong_port",
        "deployment/routing",
        "k8s.probe.liveness_too_aggressive",
        "k8s.probe.liveness_endpoint_failing",
        "k8s.service.port_mismatch",
        "code.unhandled_error",
        "k8s.container.oom_killed",
    )


def _liveness_port_by_state(case_id: str) -> Scenario:
    c = Cluster("energy", "2026-06-15T00:40:00", 509, objects=False, timed=False, edges=False)
    c.system(ENERGY)
    c.each("weather-proxy", liveness=probe(8889, "tcp"), readiness=probe(8888, "/healthz"))
    c.crashing(c.pods("weather-proxy")[0], 44, 137, "Error", lived=0.6)
    return c.bundle(
        case_id, "forecast: weather data stale", "service/forecast", source="datadog", severity="warning"
    ), fault(
        "k8s.probe.liveness_wrong_port",
        "deployment/weather-proxy",
        "k8s.container.oom_killed",
        "k8s.probe.readiness_wrong_port",
        "k8s.container.command_invalid",
    )


def _liveness_protocol(case_id: str) -> Scenario:
    c = Cluster("media", "2026-07-03T18:18:00", 510)
    c.system(MEDIA, chatter=2)
    c.each("ads", liveness=probe(9000, "/healthz", scheme="https"))
    for pod in c.pods("ads"):
        c.crashing(pod, 8, 2, lived=0.7)
        ip = c.attrs(pod)["ip"]
        _unhealthy(
            c, pod, "Liveness", f'Get "https://{ip}:9000/healthz": http: server gave HTTP response to HTTPS client'
        )
        c.backing_off(pod, 16, 22)
    c.lines(
        "service/web-player",
        range(1, 17, 2),
        'connect() failed (111: Connection refused) upstream: "http://ads:9000/{n}"',
        "error",
    )
    return c.bundle(case_id, "ad breaks empty", "service/web-player", source="datadog"), fault(
        "k8s.probe.liveness_wrong_protocol",
        "deployment/ads",
        "k8s.probe.liveness_wrong_port",
        "k8s.probe.readiness_wrong_protocol",
        "app.certificate_expired",
        "k8s.service.protocol_mismatch",
    )


def _liveness_protocol_grpc(case_id: str) -> Scenario:
    c = Cluster("fleet", "2026-07-18T03:03:00", 511, objects=False)
    c.system(FLEET, chatter=2)
    c.each("telemetry", liveness=probe(4317, "/health"))
    for pod in c.pods("telemetry"):
        c.crashing(pod, 12, 0, "Completed", lived=0.6)
        ip = c.attrs(pod)["ip"]
        _unhealthy(
            c,
            pod,
            "Liveness",
            f'Get "http://{ip}:4317/health": net/http: HTTP/1.x transport connection broken: malformed '
            'HTTP response "\\x00\\x00\\x06\\x04\\x00\\x00\\x00\\x00\\x00\\x00\\x05\\x00\\x00@\\x00"',
            30,
        )
    c.metric("service/telemetry", "request_rate", levels(1, (900, 20), (140, 16), spread=0.2), unit="Count/Second")
    return c.bundle(case_id, "vehicle positions per second low", "service/telemetry"), fault(
        "k8s.probe.liveness_wrong_protocol",
        "deployment/telemetry",
        "traffic.drop",
        "k8s.probe.liveness_endpoint_failing",
        "k8s.probe.liveness_too_aggressive",
        also=[("k8s.probe.liveness_wrong_protocol", "service/telemetry")],
    )


def _aggressive(case_id: str) -> Scenario:
    c = Cluster("core-bank", "2026-08-11T08:30:00", 512)
    c.system(BANK, chatter=2)
    c.each("limits", liveness=probe(8081, "/actuator/health/liveness", delay=5, timeout=1, period=5, failure=2))
    for pod in c.pods("limits"):
        c.crashing(pod, 9, 143, lived=0.3)
        ip = c.attrs(pod)["ip"]
        _unhealthy(
            c,
            pod,
            "Liveness",
            f'Get "http://{ip}:8081/actuator/health/liveness": dial tcp {ip}:8081: connect: connection refused',
            20,
        )
        c.lines(
            pod,
            (1, 5, 11),
            "INFO  [main] c.h.limits.LimitsApplication : Starting LimitsApplication v1.18.6 using Java 21",
            "info",
        )
        c.lines(
            pod,
            (1.2, 5.2, 11.2),
            "INFO  [main] o.s.d.r.c.RepositoryConfigurationDelegate : Bootstrapping Spring Data JPA",
            "info",
        )
        c.backing_off(pod, 16, 20)
    c.log(
        c.pods("limits")[0],
        -2800,
        "INFO  [main] c.h.limits.LimitsApplication : Started LimitsApplication in 38.914 seconds",
        "info",
    )
    c.change(
        "deployment/limits", -0.4, "config", "kubectl apply", "ci/limits", liveness="delay 60s -> 5s, failure 6 -> 2"
    )
    c.lines(
        "service/accounts", range(1, 17, 2), "ERROR c.h.accounts.LimitClient : Connection refused limits:80", "error"
    )
    return c.bundle(case_id, "transfer failures", "service/mobile-bff", severity="critical"), fault(
        "k8s.probe.liveness_too_aggressive",
        "deployment/limits",
        "k8s.probe.liveness_wrong_port",
        "k8s.probe.liveness_endpoint_failing",
        "deployment.bad_release",
        "k8s.container.oom_killed",
    )


def _aggressive_timeout(case_id: str) -> Scenario:
    c = Cluster("clinic", "2026-08-19T10:45:00", 513, objects=False)
    c.system(CLINIC, chatter=2)
    c.each("patients", liveness=probe(8090, "/health", delay=0, timeout=1, period=1, failure=1))
    for pod in c.pods("patients"):
        c.crashing(pod, 14, 137, "Error", now="Running", lived=1)
        ip = c.attrs(pod)["ip"]
        _unhealthy(
            c,
            pod,
            "Liveness",
            f'Get "http://{ip}:8090/health": context deadline exceeded (Client.Timeout exceeded while '
            "awaiting headers)",
            15,
        )
        c.lines(pod, range(1, 16, 3), "info: Microsoft.Hosting.Lifetime[14] Now listening on: http://[::]:8090", "info")
    c.metric("service/patients", "latency_p95", levels(3, (0.7, 36), spread=0.1), unit="Seconds")
    return c.bundle(case_id, "patients restarts > 5 in 15m", "deployment/patients", severity="warning"), fault(
        "k8s.probe.liveness_too_aggressive",
        "deployment/patients",
        "k8s.container.oom_killed",
        "k8s.probe.liveness_endpoint_failing",
        "compute.cpu_saturation",
    )


def _liveness_endpoint(case_id: str) -> Scenario:
    c = Cluster("tickets", "2026-09-11T19:30:00", 514)
    c.system(TICKETS, chatter=2)
    c.each("orders", liveness=probe(8080, "/internal/alive", delay=30))
    for pod in c.pods("orders"):
        c.crashing(pod, 5, 143, lived=1.5, now="Running")
        _unhealthy(c, pod, "Liveness", "HTTP probe failed with statuscode: 404", 15)
        c.lines(
            pod,
            range(1, 16, 2),
            "WARN  [nio-exec-{n}] o.s.web.servlet.PageNotFound : No mapping for GET /internal/alive",
            "warn",
        )
    c.change(
        "deployment/orders", -0.5, "config", "helm upgrade", "ci/orders", liveness_path=["/healthz", "/internal/alive"]
    )
    c.metric("service/orders", "error_rate", levels(6, (0.1, 20), (9, 16), spread=0.3), unit="Percent")
    return c.bundle(case_id, "orders: intermittent 502", "service/box-office", source="datadog"), fault(
        "k8s.probe.liveness_endpoint_failing",
        "deployment/orders",
        "k8s.probe.liveness_wrong_port",
        "k8s.probe.liveness_too_aggressive",
        "deployment.bad_release",
        "k8s.probe.readiness_endpoint_failing",
    )


def _readiness_port(case_id: str) -> Scenario:
    c = Cluster("media", "2026-09-21T21:21:00", 515)
    c.system(MEDIA, chatter=3)
    c.each("playlists", readiness=probe(8080, "/ready"))
    for pod in c.pods("playlists"):
        c.unready(pod)
        ip = c.attrs(pod)["ip"]
        _unhealthy(
            c, pod, "Readiness", f'Get "http://{ip}:8080/ready": dial tcp {ip}:8080: connect: connection refused', 100
        )
        c.log(pod, 0.5, "INFO:     Uvicorn running on http://0.0.0.0:8000 (Press CTRL+C to quit)")
    c.change("deployment/playlists", -0.4, "config", "kubectl apply", "ci/playlists", commit="a910c")
    c.lines(
        "service/web-player",
        range(1, 17, 2),
        'connect() failed (111: Connection refused) upstream: "http://playlists:80/{n}"',
        "error",
    )
    return c.bundle(case_id, "playlists do not load", "service/web-player", severity="critical"), fault(
        "k8s.probe.readiness_wrong_port",
        "deployment/playlists",
        "k8s.probe.readiness_endpoint_failing",
        "k8s.service.port_mismatch",
        "k8s.service.selector_mismatch",
        "dependency.unreachable",
        "k8s.probe.liveness_wrong_port",
    )


def _readiness_port_by_state(case_id: str) -> Scenario:
    c = Cluster("core-bank", "2026-09-30T02:10:00", 516, objects=False, timed=False, edges=False)
    c.system(BANK)
    c.each("fx-rates", readiness=probe(7071, "tcp"))
    for pod in c.pods("fx-rates"):
        c.unready(pod)
    return c.bundle(case_id, "Check: currency page", "service/mobile-bff", source="synthetic-monitor"), fault(
        "k8s.probe.readiness_wrong_port",
        "deployment/fx-rates",
        "k8s.service.port_mismatch",
        "k8s.probe.readiness_endpoint_failing",
        "deployment.rollout_stuck",
    )


def _readiness_protocol(case_id: str) -> Scenario:
    c = Cluster("media", "2026-10-07T13:37:00", 517, objects=False)
    c.system(MEDIA, chatter=2)
    c.each("rights", readiness=probe(8443, "/healthz"))
    for pod in c.pods("rights"):
        c.unready(pod)
        _unhealthy(c, pod, "Readiness", "HTTP probe failed with statuscode: 400", 96)
        c.lines(
            pod,
            range(1, 16, 3),
            "INFO  [nio-8443-exec-{n}] o.a.coyote.http11.Http11Processor : Bad Request: This combination of host "
            "and port requires TLS.",
            "info",
        )
    c.lines(
        "service/web-player",
        range(1, 17, 2),
        'no live upstreams while connecting to upstream "https://rights/e/{n}"',
        "error",
    )
    return c.bundle(case_id, "entitlement check fails", "service/web-player"), fault(
        "k8s.probe.readiness_wrong_protocol",
        "deployment/rights",
        "k8s.probe.readiness_endpoint_failing",
        "k8s.probe.liveness_wrong_protocol",
        "k8s.service.protocol_mismatch",
    )


def _readiness_endpoint(case_id: str) -> Scenario:
    c = Cluster("energy", "2026-10-13T09:40:00", 518)
    c.system(ENERGY, chatter=2)
    c.each("tariffs", readiness=probe(8080, "/actuator/health/readiness"))
    for pod in c.pods("tariffs"):
        c.unready(pod)
        _unhealthy(c, pod, "Readiness", "HTTP probe failed with statuscode: 503", 101)
        c.lines(
            pod,
            range(1, 16, 3),
            "WARN  [nio-exec-{n}] o.s.b.a.health : Readiness DOWN: component priceTable status OUT_OF_SERVICE",
            "warn",
        )
    c.lines("service/consumer-portal", range(1, 17, 2), "FetchError: connect ECONNREFUSED tariffs:8080 /t/{n}", "error")
    return c.bundle(case_id, "bill preview fails", "service/consumer-portal", source="datadog"), fault(
        "k8s.probe.readiness_endpoint_failing",
        "deployment/tariffs",
        "k8s.probe.readiness_wrong_port",
        "k8s.probe.readiness_wrong_protocol",
        "k8s.service.selector_mismatch",
        "db.unreachable",
    )


def leak_over_many_hours() -> Scenario:
    """Memory climbs for hours in one workload, is cut by the limit, and climbs again; nothing was released for "
    "weeks."""
    c = Cluster("parcels", "2026-03-09T06:00:00", 519, edges=False)
    c.system(PARCELS)
    pods = c.pods("tracking")
    for place, pod in enumerate(pods):
        saw = [round(110e6 + (step + place * 4) % 15 * 28e6) for step in range(45)]
        c.metric(pod, "memory_usage", saw, first=-720, period=960, unit="Bytes")
        c.crashing(pod, 3, 137, "OOMKilled", last=-20 - 60 * place, lived=240, now="Running")
        c.metric(pod, "cpu_usage", levels(place, (0.2, 45)), first=-720, period=960, unit="Cores")
    c.metric("service/tracking", "request_rate", levels(9, (55, 45)), first=-720, period=960, unit="Count/Second")
    c.log(pods[0], -21, '{"level":"warn","msg":"gc pressure","heap_mb":488,"goroutines":18311}', "warn")
    c.log(pods[0], -130, '{"level":"info","msg":"heap","heap_mb":301,"goroutines":10977}', "info")
    c.log(pods[0], -230, '{"level":"info","msg":"heap","heap_mb":122,"goroutines":1204}', "info")
    c.change(
        "deployment/tracking",
        -60 * 24 * 19,
        "deployment",
        "kubectl set image",
        "ci/tracking",
        image=["tracking:3.7.8", "tracking:3.7.9"],
    )
    return c.bundle(
        "kube-tracking-restarts-every-four-hours", "tracking restarts", "deployment/tracking", severity="warning"
    ), fault(
        "compute.memory_leak",
        "deployment/tracking",
        "traffic.surge",
        "deployment.bad_release",
        "node.memory_pressure",
        also=[
            ("code.memory_leak", "deployment/tracking"),
            ("compute.memory_leak", pods[0]),
            ("code.memory_leak", pods[0]),
        ],
    )


def exit_137_that_is_no_memory() -> Scenario:
    """Containers are killed with 137, memory is flat: a liveness endpoint hangs on a lock in the application."""
    c = Cluster("fleet", "2026-11-12T14:14:00", 520, objects=False)
    c.system(FLEET, chatter=2)
    c.each("vehicles", liveness=probe(9100, "/livez", timeout=5, period=10, failure=3))
    for place, pod in enumerate(c.pods("vehicles")):
        c.crashing(pod, 5, 137, "Error", now="Running", lived=2.4)
        _unhealthy(c, pod, "Liveness", "HTTP probe failed with statuscode: 500", 15)
        c.metric(pod, "memory_usage", levels(place, (141e6, 36), digits=0), unit="Bytes")
        c.lines(pod, range(1, 16, 3), '{"level":"error","msg":"livez: position writer not running"}', "error")
    c.lines("service/dispatch-api", range(2, 17, 3), "httpx.ReadTimeout http://vehicles:9100/v/{n}", "error")
    return c.bundle("kube-vehicles-killed-again", "vehicles restarts > 4", "service/dispatch-api"), fault(
        "k8s.probe.liveness_endpoint_failing",
        "deployment/vehicles",
        "k8s.container.oom_killed",
        "compute.memory_leak",
        "k8s.probe.liveness_too_aggressive",
        herring=herring("k8s.container.oom_killed", "deployment/vehicles"),
    )


CASES: tuple[Case, ...] = (
    scenario("kube-readings-start-error", "The start command is misspelled.", _command),
    scenario("kube-zones-start-script", "A start script is not in the image; only lines and pod status.", _script),
    scenario("kube-tracking-built-elsewhere", "An image built for another processor.", _architecture),
    scenario("kube-accounts-with-less-memory", "A limit far below what the service always used.", _oom),
    scenario("kube-thumbnailer-again", "Only the last state of the containers tells why they restart.", _oom_by_state),
    scenario("kube-seating-with-a-sidecar", "A new sidecar takes the application's port.", _port_conflict),
    scenario(
        "kube-reminders-second-process",
        "Two containers of a pod want one port; one line tells it.",
        _port_conflict_in_logs,
    ),
    scenario("kube-routing-restarts", "The liveness probe asks a port on which nothing listens.", _liveness_port),
    scenario(
        "kube-weather-restarts",
        "The same, to be seen by comparing probe and ports; state only.",
        _liveness_port_by_state,
    ),
    scenario("kube-ads-restarts", "A liveness probe speaks TLS to a plain server.", _liveness_protocol),
    scenario("kube-telemetry-restarts", "A liveness probe speaks HTTP/1.1 to a gRPC server.", _liveness_protocol_grpc),
    scenario("kube-limits-never-up", "The liveness probe gives up long before the start is over.", _aggressive),
    scenario("kube-patients-restarts", "One slow answer is enough for a restart.", _aggressive_timeout),
    scenario("kube-orders-restarts", "The liveness path does not exist in the application.", _liveness_endpoint),
    scenario("kube-playlists-unready", "The readiness probe asks the wrong port.", _readiness_port),
    scenario("kube-currency-unready", "The same for a TCP probe; state only, no times.", _readiness_port_by_state),
    scenario("kube-rights-unready", "A readiness probe speaks plain HTTP to a TLS port.", _readiness_protocol),
    scenario("kube-tariffs-unready", "The application says itself that it is not ready.", _readiness_endpoint),
    leak_over_many_hours,
    exit_137_that_is_no_memory,
)
