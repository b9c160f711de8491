"""Probes that end or hide healthy processes."""

from .scene import Case, Scene, box

NODES = ("wk-a07", "wk-b11", "wk-c02", "wk-c05")


def stitcher() -> Case:
    """A slow JVM start cut short by a liveness probe after its startup probe went."""
    s = Scene(
        "estate-ledger-close", "SLO burn: month-end ledger export availability", "2026-03-02T06:10:00", 34, seed=11
    )
    s.incident |= {"service": "export-portal", "resource": "service/export-portal"}
    s.workload("export-portal", "books", NODES[:2], port=3000)
    s.workload("tariff-desk", "books", NODES[1:3], restarts=4)
    image = "harbor.corp.lan/books/ledger-stitcher:11.4.2"
    name, old = f"ledger-stitcher-{s.suffix('new')}", f"ledger-stitcher-{s.suffix('old')}"
    probe = "http-get http://:8443/internal/alive delay=20s timeout=1s period=5s #success=1 #failure=3"
    ready = "http-get http://:8443/internal/ready delay=0s timeout=2s period=10s #success=1 #failure=12"
    bad = box("stitcher", image, ports=["8443/TCP"], liveness=probe, readiness=ready, ready=False, restart_count=11)
    bad |= {
        "requests": {"cpu": "500m", "memory": "1536Mi"},
        "limits": {"cpu": "1", "memory": "2Gi"},
        "state": {"state": "running", "started_at": s.at(33.4)},
        "last_state": {"state": "terminated", "reason": "Error", "exit_code": 143, "finished_at": s.at(28.2)},
    }
    s.pod(name, "books", [bad], NODES[2], labels={"app": "ledger-stitcher", "chart": "stitcher-5.0.0"})
    good = box("stitcher", image, ports=["8443/TCP"], liveness=probe, readiness=ready)
    good |= {"startup": "http-get http://:8443/internal/alive period=5s #failure=60", "restart_count": 0}
    s.pod(old, "books", [good], NODES[3], labels={"app": "ledger-stitcher", "chart": "stitcher-4.9.1"})
    s.state(
        "deployment/ledger-stitcher",
        "deployment",
        namespace="books",
        replicas="2 desired | 1 updated | 2 total | 1 available | 1 unavailable",
    )
    s.edge("service/export-portal", "deployment/ledger-stitcher")
    s.edge("deployment/ledger-stitcher", f"pod/{name}", "owns")
    s.edge("deployment/ledger-stitcher", f"pod/{old}", "owns")
    s.change(
        -2,
        "deployment",
        "helm upgrade stitcher 4.9.1 -> 5.0.0",
        "deployment/ledger-stitcher",
        "ci-books",
        values_diff="- startupProbe: {periodSeconds: 5, failureThreshold: 60}",
        image="unchanged",
    )
    s.change(-6, "deployment", "helm upgrade tariff-desk", "deployment/tariff-desk", "ci-books")
    pod = f"pod/{name}"
    refused = 'Liveness probe failed: Get "http://10.44.3.9:8443/internal/alive": dial tcp 10.44.3.9:8443: connect: connection refused'
    s.event(33.0, pod, "Unhealthy", refused, "warning", count=34, first=-0.9, source="kubelet")
    s.event(33.1, pod, "Killing", "Container stitcher failed liveness probe, will be restarted", count=11, first=-0.6)
    s.event(31.5, pod, "BackOff", "Back-off restarting failed container stitcher", "warning", count=60, first=4)
    s.event(33.4, pod, "Pulled", f'Container image "{image}" already present on machine', count=12, first=-1.4)
    s.event(-5.0, "deployment/tariff-desk", "ScalingReplicaSet", "Scaled up replica set tariff-desk-6f8 to 2")
    for t in (-1.3, 5.1, 12.4, 27.6):
        stamp = s.moment(t).strftime("%Y-%m-%d %H:%M:%S,412")
        s.log(t, pod, f"{stamp} INFO  [main] c.k.stitch.Main - Starting on JDK 21.0.4, profile prod", "INFO")
        s.log(
            t + 0.35, pod, f"{stamp} INFO  [main] c.k.stitch.Index - warming chart of accounts, 31% of 418220", "INFO"
        )
        s.log(
            t + 0.58,
            pod,
            f"{stamp} INFO  [SIGTERM handler] c.k.stitch.Main - shutdown requested before start completed",
            "INFO",
        )
    s.log(
        -58, f"pod/{old}", "INFO  [main] c.k.stitch.Main - Started in 93.7 seconds (process running for 95.2)", "INFO"
    )
    s.chat(f"pod/{old}", "log4j", 10)
    s.chat("service/export-portal", "json", 10)
    s.series("service/export-portal", "success_rate", 0.999, 0.83, spread=0.01, cap=1.0)
    s.series("service/export-portal", "latency_p95", 0.42, 1.9, unit="seconds")
    s.series("service/tariff-desk", "cpu_utilization", 0.91, spread=0.03, cap=1.0)
    s.series(f"pod/{old}", "cpu_usage", 0.34, 0.66)
    return s.case_of(
        "fault",
        "k8s.probe.liveness_too_aggressive",
        "deployment/ledger-stitcher",
        near=("deployment.bad_release", "k8s.probe.liveness_wrong_port", "code.unhandled_error"),
        herring=("compute.cpu_saturation", "service/tariff-desk"),
    )


def tides() -> Case:
    """The readiness probe asks a port nobody opened."""
    s = Scene(
        "estate-tide-tables",
        "[Synthetics] Harbour planner - step 3 'load tides' failed",
        "2026-05-19T11:02:00",
        19,
        seed=12,
        source="synthetic-monitor",
        severity="high",
        zone=2,
    )
    s.incident |= {"service": "planner-web", "resource": "service/planner-web"}
    s.workload("planner-web", "port-ops", NODES[:2], port=8080, restarts=1)
    spec = {
        "replicas": 3,
        "strategy": {"type": "Recreate"},
        "template": {
            "spec": {
                "containers": [
                    {
                        "name": "tides",
                        "image": "ghcr.io/portops/tide-tables:2.18.0",
                        "args": ["--listen=:8089", "--admin=off"],
                        "ports": [{"name": "api", "containerPort": 8089}],
                        "livenessProbe": {"httpGet": {"path": "/livez", "port": 8089}, "periodSeconds": 10},
                        "readinessProbe": {"httpGet": {"path": "/readyz", "port": 9089}, "periodSeconds": 10},
                    }
                ]
            }
        },
    }
    s.state("deployment/tide-tables", "manifest", kind="Deployment", spec=spec)
    for node, ip in zip(NODES[1:], ("10.41.9.18", "10.41.12.4", "10.41.7.77"), strict=True):
        one = box(
            "tides",
            "ghcr.io/portops/tide-tables:2.18.0",
            ready=False,
            ports=["8089/TCP"],
            liveness="http-get http://:8089/livez delay=0s timeout=1s period=10s #success=1 #failure=3",
            readiness="http-get http://:9089/readyz delay=0s timeout=1s period=10s #success=1 #failure=3",
        )
        pod = s.pod(f"tide-tables-7d9c66b5f4-{s.suffix('tide-tables')[-5:]}", "port-ops", [one], node, ip=ip)
        s.edge("deployment/tide-tables", pod, "owns")
        s.event(
            18.6,
            pod,
            "Unhealthy",
            f'Readiness probe failed: Get "http://{ip}:9089/readyz": dial tcp {ip}:9089: connect: connection refused',
            "warning",
            count=113,
            first=0.2,
            source="kubelet",
        )
        s.event(0.1, pod, "Started", "Started container tides")
        s.log(0.15, pod, 'ts=2026-05-19T09:02:09Z level=info msg="api listening" addr=[::]:8089 tls=false', "info")
        s.log(0.3, pod, 'level=info msg="loaded harmonic constituents" stations=412 took=6.1s', "info")
    s.state(
        "service/tide-tables",
        "service",
        namespace="port-ops",
        selector={"app": "tide-tables"},
        port="api  80/TCP",
        target_port="8089/TCP",
        endpoints="<none>",
    )
    s.edge("service/planner-web", "service/tide-tables")
    s.edge("service/tide-tables", "deployment/tide-tables", "depends_on")
    s.change(
        -0.5,
        "deployment",
        "kubectl apply (gitops sync 8be1f02)",
        "deployment/tide-tables",
        "argocd",
        summary="chore: unify probe ports; image unchanged 2.18.0",
    )
    s.change(-25, "config", "kubectl apply", "service/planner-web", "argocd", summary="add annotation owner=port-ops")
    s.repeat(
        [0.9, 3.2, 5.5, 9.0, 14.8],
        "service/planner-web",
        [
            '{stamp} [error] 31#31: *88110 no live upstreams while connecting to upstream, request: "GET /tides/NLRTM"',
            "{stamp} tides: upstream returned 503 (attempt 2/3)",
        ],
        "error",
    )
    s.chat("service/planner-web", "nginx", 14)
    s.alert("Harbour planner / step 3", reason="HTTP 503 on GET /tides/NLRTM from 5/5 locations", count=9)
    s.alert("wk-b11 disk forecast < 14 days", "warning", -9000, entity="node/wk-b11", reason="flagged for 6 days")
    s.series("service/planner-web", "error_rate", 0.002, 0.31, spread=0.2, step=30)
    s.series("service/planner-web", "request_rate", 84, spread=0.1, step=30, slope=0.1)
    return s.case_of(
        "fault",
        "k8s.probe.readiness_wrong_port",
        "deployment/tide-tables",
        near=(
            "k8s.service.selector_mismatch",
            "k8s.probe.readiness_endpoint_failing",
            "k8s.service.port_mismatch",
            "deployment.bad_release",
        ),
    )


def notary() -> Case:
    """The liveness probe speaks plain HTTP to a server that has turned to TLS."""
    s = Scene(
        "estate-seal-press",
        "KubePodCrashLooping seal-press (namespace notary)",
        "2026-01-27T14:30:00",
        41,
        seed=13,
        source="kubernetes",
        severity="warning",
        millis=True,
    )
    s.incident |= {"resource": "namespace/notary"}
    s.workload("deed-index", "notary", NODES[:3], restarts=2)
    image = "registry.corp.lan/notary/seal-press:0.61.0"
    for node, ip, seen in ((NODES[0], "10.46.2.20", 13), (NODES[2], "10.46.8.31", 12)):
        one = box(
            "press",
            image,
            ports=["9443/TCP"],
            restart_count=seen,
            ready=False,
            liveness="http-get http://:9443/health delay=15s timeout=2s period=10s #success=1 #failure=3",
            readiness="http-get https://:9443/health delay=5s timeout=2s period=10s #success=1 #failure=3",
            state={
                "state": "waiting",
                "reason": "CrashLoopBackOff",
                "message": "back-off 5m0s restarting failed container=press",
            },
            last_state={"state": "terminated", "reason": "Completed", "exit_code": 0},
        )
        pod = s.pod(f"seal-press-{s.suffix('seal-press')}", "notary", [one], node, ip=ip)
        s.edge("deployment/seal-press", pod, "owns")
        s.event(
            40.1,
            pod,
            "Unhealthy",
            "Liveness probe failed: HTTP probe failed with statuscode: 400",
            "warning",
            count=seen * 3,
            first=0.8,
        )
        s.event(40.2, pod, "Killing", "Container press failed liveness probe, will be restarted", count=seen, first=1.2)
        s.event(40.9, pod, "BackOff", "Back-off restarting failed container press in pod", "warning", count=88, first=9)
        for t in (0.6, 1.0, 8.2, 19.4, 33.9):
            s.log(
                t,
                pod,
                f"{s.moment(t):%Y/%m/%d %H:%M:%S} http: TLS handshake error from 10.46.0.1:{s.rng.randint(31000, 60999)}: "
                "client sent an HTTP request to an HTTPS server",
                "error",
            )
        s.log(0.3, pod, '{"level":"info","msg":"serving","addr":":9443","tls":true,"minVersion":"1.3"}', "info")
        s.log(1.2, pod, '{"level":"info","msg":"signal received, draining","signal":"terminated","inflight":2}', "info")
        s.log(0.9, pod, '{"level":"info","msg":"sealed","deed":"NL-55-20118","took":"212ms"}', "info")
    s.state(
        "deployment/seal-press",
        "deployment",
        namespace="notary",
        desired=2,
        ready=0,
        updated=2,
        available=0,
        conditions={"Available": {"status": "False", "reason": "MinimumReplicasUnavailable"}},
    )
    s.change(
        -1.0,
        "config",
        "set listener.tls.enabled=true, readinessProbe.scheme=HTTPS",
        "deployment/seal-press",
        "m.okafor",
        ticket="SEC-4410 TLS everywhere",
    )
    s.change(-31, "deployment", "rollout deed-index 5.2.1", "deployment/deed-index", "ci")
    s.edge("service/deed-index", "deployment/seal-press")
    s.chat("service/deed-index", "serilog", 12)
    s.log(
        6,
        "service/deed-index",
        '{"@l":"Error","@m":"Seal request failed","@x":"System.Net.Http.HttpRequestException: '
        'Connection refused (seal-press.notary:443)"}',
        "Error",
        count=203,
    )
    s.series("service/deed-index", "error_rate", 0.001, 0.22, spread=0.3, step=60, at=1)
    s.series("deployment/seal-press", "cpu_usage", 0.21, 0.06, step=60)
    return s.case_of(
        "fault",
        "k8s.probe.liveness_wrong_protocol",
        "deployment/seal-press",
        near=(
            "k8s.probe.liveness_endpoint_failing",
            "app.certificate_expired",
            "code.unhandled_error",
            "k8s.probe.liveness_too_aggressive",
        ),
    )


CASES = (stitcher, tides, notary)
