"""Services, routes and certificates."""

from .scene import Case, Scene, box

NODES = ("kn-01", "kn-02", "kn-03", "kn-04")


def fares() -> Case:
    """The Service sends to a port the container does not open."""
    s = Scene(
        "estate-fare-quoter",
        "Envoy: UF responses above 5% at edge-mesh",
        "2026-04-02T15:25:00",
        17,
        seed=31,
        severity="high",
        zone=2,
    )
    s.incident |= {"service": "trip-composer", "resource": "service/trip-composer"}
    comp = s.workload("trip-composer", "rail", NODES[:2], port=8000)
    s.workload("seat-maps", "rail", NODES[2:], port=8000, restarts=3)
    ends = []
    for node, ip in zip(NODES[1:3], ("10.42.1.88", "10.42.5.12"), strict=True):
        one = box(
            "quoter",
            "registry.rail.lan/fare-quoter:7.2.0",
            ports=["3000/TCP"],
            readiness="exec [/bin/quoter-ready]",
            env={"LISTEN": "0.0.0.0:3000"},
        )
        pod = s.pod(
            f"fare-quoter-{s.suffix('fare-quoter')}",
            "rail",
            [one],
            node,
            ip=ip,
            labels={"app": "fare-quoter"},
            started_at=s.at(-8400),
        )
        s.edge("deployment/fare-quoter", pod, "owns")
        ends.append(f"{ip}:8000")
        s.log(-40, pod, '{"level":30,"msg":"Fastify listening","addr":"http://0.0.0.0:3000"}', "info")
        s.log(11, pod, '{"level":30,"msg":"tariff table refreshed","rows":88120}', "info")
        s.series(pod, "request_rate", 61, 0, spread=0.1)
        s.series(pod, "cpu_usage", 0.22, 0.02)
    s.state(
        "service/fare-quoter",
        "service",
        namespace="rail",
        selector={"app": "fare-quoter"},
        port="http  80/TCP",
        target_port="8000/TCP",
        endpoints=",".join(ends),
        type="ClusterIP",
        cluster_ip="10.108.20.4",
    )
    s.edge("service/trip-composer", "service/fare-quoter")
    s.edge("service/trip-composer", "service/seat-maps")
    s.edge("service/fare-quoter", "deployment/fare-quoter", "depends_on")
    s.change(
        -1,
        "config",
        "kustomize apply base/services (12 objects)",
        "service/fare-quoter",
        "platform-bot",
        summary="standardise service port names",
    )
    s.change(-14, "deployment", "rollout seat-maps 4.0.7", "deployment/seat-maps", "rail-ci")
    for t in (0.4, 1.9, 4.2, 8.8, 13.0):
        s.log(
            t,
            comp[0],
            f'[{s.at(t)}] "POST /quote HTTP/1.1" 503 UF upstream_reset_before_response_started{{remote_connection_failure,'
            'delayed_connect_error:_Connection_refused} - "-" 412 152 2 - "outbound|80||fare-quoter.rail.svc.cluster.local"',
            "warning",
        )
    s.chat(comp[0], "envoy", 12)
    s.chat("service/seat-maps", "elixir", 8)
    s.event(
        -13,
        "pod/seat-maps-new",
        "Unhealthy",
        "Readiness probe failed: dial tcp 10.42.9.1:8000: connect: connection refused",
        "warning",
        count=2,
    )
    s.series("service/trip-composer", "success_rate", 0.998, 0.62, spread=0.02, cap=1.0, step=30)
    s.series("service/seat-maps", "latency_p95", 0.2, spread=0.15)
    return s.case_of(
        "fault",
        "k8s.service.port_mismatch",
        "service/fare-quoter",
        near=(
            "k8s.service.selector_mismatch",
            "network.policy_blocked",
            "dependency.unreachable",
            "app.config.dependency_address_wrong",
            "k8s.probe.readiness_wrong_port",
        ),
        herring=("deployment.bad_release", "deployment/seat-maps"),
    )


def roster() -> Case:
    """A relabelled deployment leaves its Service without pods."""
    s = Scene(
        "estate-berth-roster",
        "Traefik 503 ratio, entrypoint websecure",
        "2026-05-06T07:00:00",
        22,
        seed=32,
        source="datadog",
    )
    s.incident |= {"service": "crew-app", "resource": "service/crew-app"}
    s.workload("crew-app", "ferries", NODES[:2])
    s.workload("fuel-log", "ferries", NODES[2:3], restarts=9)
    labels = {"app.kubernetes.io/name": "berth-roster", "app.kubernetes.io/part-of": "ferries"}
    for node in NODES[1:4]:
        one = box(
            "roster", "registry.ferry.lan/berth-roster:5.5.1", ports=["8180/TCP"], readiness="http-get http://:8180/up"
        )
        pod = s.pod(
            f"berth-roster-{s.suffix('berth-roster')}", "ferries", [one], node, labels=labels, started_at=s.at(-0.4)
        )
        s.edge("deployment/berth-roster", pod, "owns")
        s.event(-0.4, pod, "Started", "Started container roster", source="kubelet")
        s.log(
            0.1,
            pod,
            "I, [2026-05-06T07:00:06 #1] INFO -- : Puma starting in cluster mode... Listening on http://0.0.0.0:8180",
            "INFO",
        )
    s.state(
        "deployment/berth-roster",
        "deployment",
        namespace="ferries",
        selector=labels,
        replicas="3 desired | 3 updated | 3 total | 3 available | 0 unavailable",
        age="24m",
    )
    s.state(
        "service/berth-roster",
        "service",
        namespace="ferries",
        selector={"app": "berth-roster"},
        port="web  80/TCP",
        target_port="8180/TCP",
        endpoints="<none>",
    )
    s.edge("service/crew-app", "service/berth-roster")
    s.edge("service/berth-roster", "deployment/berth-roster", "depends_on")
    s.change(
        -1,
        "deployment",
        "recreate deployment with recommended labels (same image 5.5.1)",
        "deployment/berth-roster",
        "jonas",
    )
    s.change(-50, "deployment", "rollout crew-app 88", "deployment/crew-app", "ci")
    s.repeat(
        [0.2, 0.9, 3.0, 7.7, 16.1],
        "service/traefik",
        [
            '{"level":"error","msg":"Skipping service: no endpoints found","namespace":"ferries","serviceName":"berth-roster","servicePort":"80","time":"{stamp}"}'
        ],
        "error",
    )
    s.log(
        6,
        "service/crew-app",
        "berth roster fetch failed: 503 Service Unavailable (no available server)",
        "error",
        count=389,
    )
    s.chat("service/traefik", "traefik", 14)
    s.chat("service/fuel-log", "rails", 6)
    s.event(
        5,
        "pod/fuel-log-0",
        "BackOff",
        "Back-off restarting failed container migrate-once",
        "warning",
        count=1900,
        first=-9000,
    )
    s.alert(
        "[P2] traefik.service.5xx ratio",
        t=3,
        entity="service/traefik",
        metric="error_rate",
        threshold=0.05,
        reason="0.19 > 0.05",
    )
    s.series("service/traefik", "error_rate", 0.003, 0.19, spread=0.15, step=60)
    s.series("service/traefik", "request_rate", 240, 300, shape="ramp", at=-50, spread=0.05)
    s.series("deployment/berth-roster", "request_rate", 46, 0, spread=0.1, at=-0.5)
    return s.case_of(
        "fault",
        "k8s.service.selector_mismatch",
        "service/berth-roster",
        near=(
            "k8s.service.port_mismatch",
            "k8s.workload.zero_replicas",
            "deployment.bad_release",
            "k8s.probe.readiness_endpoint_failing",
            "lb.no_healthy_targets",
        ),
    )


def parcels() -> Case:
    """A server certificate on plain machines ran out; its users say so."""
    s = Scene(
        "estate-parcel-labels",
        "HTTP probe: label printing, warehouse 4",
        "2026-03-14T00:00:00",
        47,
        seed=33,
        source="zabbix",
        severity="High",
        since=-30,
    )
    s.incident |= {"service": "pick-desk", "resource": "service/pick-desk"}
    for host in ("wh4-app1", "wh4-app2"):
        s.state(f"host/{host}", "systemd_unit", unit="pick-desk.service", active="active (running)", since=s.at(-22000))
        s.edge("service/pick-desk", f"host/{host}", "runs_on")
        s.chat(f"host/{host}", "journald", 6)
        s.series(f"host/{host}", "cpu_utilization", 31, spread=0.2, unit="Percent")
    s.state(
        "host/wh4-label1",
        "systemd_unit",
        unit="labeld.service",
        active="active (running)",
        since=s.at(-143000),
        log_tail=["Mar 13 22:10:51 wh4-label1 labeld[902]: listener tls :8631 ready, cn=labels.wh4.lan"],
    )
    s.state(
        "service/labeld",
        "connectivity_check",
        port=8631,
        ok=False,
        detail="tcp open 1 ms; verify error: certificate has expired (notAfter=Mar 14 00:00:00 2026 GMT, CN=labels.wh4.lan, issuer=Depot Issuing CA 2)",
        probes=[{"from": "host/wh4-app1", "ok": False}, {"from": "host/wh4-app2", "ok": False}],
    )
    s.edge("service/pick-desk", "service/labeld")
    s.edge("service/labeld", "host/wh4-label1", "runs_on")
    s.edge("service/pick-desk", "service/stock-pg", "reads")
    for t in (0.3, 2.5, 9.1, 20.4, 41.0):
        host = s.rng.choice(("wh4-app1", "wh4-app2"))
        s.log(
            t,
            f"host/{host}",
            f"{s.moment(t):%b %d %H:%M:%S} {host} pick-desk[3311]: ERROR print failed: "
            "javax.net.ssl.SSLHandshakeException: PKIX path validation failed: java.security.cert.CertPathValidatorException: "
            "validity check failed (labels.wh4.lan:8631)",
            "err",
        )
        s.log(
            t + 0.01,
            "host/wh4-label1",
            f"{s.moment(t):%b %d %H:%M:%S} wh4-label1 labeld[902]: tls: client alert: certificate_unknown(46) peer=10.9.4.1{s.rng.randint(1, 2)}",
            "warning",
        )
    s.log(
        -20,
        "host/wh4-label1",
        'Mar 13 23:40:02 wh4-label1 certmonger[411]: Certificate in file "/etc/labeld/tls.pem" will not be valid after 20260314000000.',
        "notice",
    )
    s.log(
        -3,
        "host/wh4-app1",
        "Mar 13 23:57:10 wh4-app1 sshd[7710]: Failed password for invalid user admin from 10.9.0.77 port 51022 ssh2",
        "info",
        count=12,
    )
    s.change(-130, "access", "rotate database password stock_ro", "service/stock-pg", "vault-agent")
    s.change(-75, "deployment", "pick-desk 2.9.4 -> 2.9.5", "service/pick-desk", "ansible")
    s.alert("Zabbix: wh4-app1 /var less than 20% free", "warning", -60000, entity="host/wh4-app1")
    s.series("service/pick-desk", "labels_printed_per_minute", 33, 0, spread=0.25)
    s.series("service/pick-desk", "error_rate", 0.004, 0.41, spread=0.1)
    return s.case_of(
        "fault",
        "app.certificate_expired",
        "service/labeld",
        also=(("app.certificate_expired", "host/wh4-label1"), ("app.certificate_expired", "service/pick-desk")),
        near=(
            "access.credentials_expired",
            "access.secret_rotation",
            "dependency.unreachable",
            "deployment.bad_release",
        ),
        herring=("access.secret_rotation", "service/stock-pg"),
    )


CASES = (fares, roster, parcels)
