"""Traffic that does not arrive: Services, policies, partitions."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_kubernetes import Cluster, fault, herring, levels, probe, scenario
from scenarios.cases.building_kubernetes_systems import BANK, ENERGY, FLEET, MEDIA, PARCELS, TICKETS, Part


def _selector_state(case_id: str) -> Scenario:
    c = Cluster("tickets", "2026-01-16T08:00:00", 601, objects=False, timed=False, edges=False)
    c.system(TICKETS)
    c.attrs("service/price-rules")["selector"] = {"app": "pricerules"}
    c.alert(None, 0, "Check: buy a ticket", count=17, reason="HTTP 500, expected 200")
    return c.bundle(case_id, "Check: buy a ticket", "service/box-office", source="synthetic-monitor"), fault(
        "k8s.service.selector_mismatch",
        "service/price-rules",
        "k8s.service.port_mismatch",
        "k8s.workload.zero_replicas",
        "app.config.dependency_address_wrong",
        "gateway.route_wrong",
    )


def _selector_version(case_id: str) -> Scenario:
    c = Cluster("energy", "2026-02-06T17:20:00", 602)
    c.system(ENERGY, chatter=4)
    c.attrs("service/tariffs")["selector"] = {"app": "tariffs", "release": "green"}
    c.change("service/tariffs", -0.2, "config", "kubectl patch", "user/e.wolf", selector={"release": ["blue", "green"]})
    c.change(
        "deployment/readings-api",
        -9,
        "deployment",
        "kubectl set image",
        "ci/readings",
        image=["readings-api:20260227", "readings-api:20260228"],
    )
    for pod in c.pods("tariffs"):
        c.attrs(pod)["labels"]["release"] = "blue"
    c.lines(
        "service/consumer-portal",
        range(0, 17, 2),
        "FetchError: request to http://tariffs:8080/t/{n} failed, reason: connect ECONNREFUSED 172.20.41.7:8080",
        "error",
    )
    c.metric("service/consumer-portal", "error_rate", levels(2, (0.2, 20), (38, 17)), unit="Percent")
    return c.bundle(
        case_id, "consumer-portal error rate > 10%", "service/consumer-portal", source="datadog", severity="critical"
    ), fault(
        "k8s.service.selector_mismatch",
        "service/tariffs",
        "dependency.unreachable",
        "deployment.bad_release",
        "k8s.service.port_mismatch",
        "network.policy_blocked",
        herring=herring("deployment.bad_release", "deployment/readings-api"),
    )


def _port_state(case_id: str) -> Scenario:
    c = Cluster("core-bank", "2026-02-27T14:00:00", 603, objects=False, timed=False)
    c.system(BANK)
    c.attrs("service/limits")["target_port"] = "8181/TCP"
    return c.bundle(case_id, "transfers fail for all users", "service/mobile-bff", source="manual"), fault(
        "k8s.service.port_mismatch",
        "service/limits",
        "k8s.service.selector_mismatch",
        "app.config.dependency_address_wrong",
        "k8s.service.protocol_mismatch",
        "app.config.value_invalid",
    )


def _port_logs(case_id: str) -> Scenario:
    c = Cluster("media", "2026-03-15T20:50:00", 604)
    c.system(MEDIA, chatter=3)
    service = c.attrs("service/playlists")
    service["target_port"] = "8080/TCP"
    c.change("service/playlists", -0.3, "config", "helm upgrade", "ci/playlists", target_port=[8000, 8080])
    c.each("playlists", readiness=None)
    for pod in c.pods("playlists"):
        c.log(pod, -1800, "INFO:     Uvicorn running on http://0.0.0.0:8000 (Press CTRL+C to quit)")
    c.lines(
        "service/web-player",
        range(0, 17, 1),
        "[error] connect() failed (111: Connection refused) while connecting to upstream, "
        f'upstream: "http://{service["cluster_ip"]}:80/mine/{{n}}"',
        "error",
    )
    return c.bundle(case_id, "web-player 502", "service/web-player", source="cloudwatch", severity="critical"), fault(
        "k8s.service.port_mismatch",
        "service/playlists",
        "dependency.unreachable",
        "k8s.probe.readiness_wrong_port",
        "k8s.service.selector_mismatch",
        "k8s.container.port_conflict",
    )


def _named_port(case_id: str) -> Scenario:
    c = Cluster("fleet", "2026-03-27T06:25:00", 605, objects=False)
    c.system(FLEET)
    c.attrs("service/vehicles").update(target_port="http-api/TCP", endpoints="<none>")
    c.each("vehicles", ports=["http:9100/TCP"])
    c.lines(
        "service/dispatch-api",
        range(0, 17, 3),
        "httpx.ConnectError: [Errno 111] Connection refused http://vehicles:9100/v/{n}",
        "error",
    )
    return c.bundle(case_id, "positions missing in dispatch", "service/dispatch-web"), fault(
        "k8s.service.port_mismatch",
        "service/vehicles",
        "k8s.service.selector_mismatch",
        "k8s.probe.readiness_endpoint_failing",
        "db.port_wrong",
    )


def _protocol(case_id: str) -> Scenario:
    c = Cluster("energy", "2026-04-14T09:35:00", 606)
    c.system(ENERGY, chatter=2)
    part = Part(5683, 5683, "coap-gateway:3.3", name="coap", path="tcp")
    pods = c.app("coap-gateway", part)
    for pod in pods:
        c.container(pod).update(ports=["5683/UDP"], readiness=probe("exec [/bin/coap-ping]"))
        c.log(pod, -900, '{"level":"info","msg":"coap server listening","net":"udp","addr":":5683"}')
    c.attrs("service/coap-gateway").update(port="coap  5683/TCP", target_port="5683/TCP")
    c.change("service/coap-gateway", -0.4, "config", "kubectl apply", "ci/edge", commit="0d11f")
    c.metric("service/coap-gateway", "request_rate", levels(2, (220, 20), (0, 17)), unit="Count/Second")
    c.lines(
        "service/meter-ingest",
        (2, 6, 10, 14),
        '{"level":"warn","msg":"no frames from coap bridge","quiet_s":{n}}',
        "warn",
    )
    return c.bundle(case_id, "meters of type C: no readings", "service/meter-ingest"), fault(
        "k8s.service.protocol_mismatch",
        "service/coap-gateway",
        "k8s.service.port_mismatch",
        "traffic.drop",
        "network.policy_blocked",
    )


def _protocol_state(case_id: str) -> Scenario:
    c = Cluster("parcels", "2026-04-26T19:45:00", 607, objects=False, timed=False, edges=False)
    c.system(PARCELS)
    c.attrs("service/tracking-cache").update(port="redis  6379/UDP", target_port="6379/UDP")
    c.alert(None, 0, "Check: track a parcel", count=6, reason="timeout after 10 s")
    return c.bundle(
        case_id, "Check: track a parcel", "service/portal", source="synthetic-monitor", severity="warning"
    ), fault(
        "k8s.service.protocol_mismatch",
        "service/tracking-cache",
        "k8s.service.port_mismatch",
        "k8s.service.selector_mismatch",
        "dependency.cache_failure",
        "k8s.probe.readiness_wrong_protocol",
        "k8s.probe.liveness_wrong_protocol",
    )


def _policy(case_id: str) -> Scenario:
    c = Cluster("core-bank", "2026-05-15T11:11:00", 608)
    c.system(BANK, chatter=4)
    c.add(
        "networkpolicy/ledger-db-ingress",
        "networkpolicy",
        namespace="core-bank",
        spec="PodSelector: app=ledger-db\nAllowing "
        "ingress traffic:\n  To Port: 5432/TCP\n  From:\n    PodSelector: app=statements\nNot affecting egress "
        "traffic\n"
        "Policy Types: Ingress",
    )
    c.change(
        "networkpolicy/ledger-db-ingress", -0.5, "access", "kubectl apply", "user/netsec", commit="lock down databases"
    )
    c.lines(
        "service/accounts",
        range(1, 17, 1),
        "ERROR HikariPool-1 - Connection is not available, request timed out after 30000ms. "
        "Caused by: java.net.SocketTimeoutException: Connect timed out (ledger-db:5432)",
        "error",
    )
    c.lines(
        "service/statements", (2, 7, 12), "2026-05-15 INFO worker.loop rendered statement {n} from ledger-db", "info"
    )
    c.metric("service/accounts", "latency_p95", levels(2, (0.09, 20), (30, 17)), unit="Seconds")
    return c.bundle(case_id, "accounts p95 > 5s", "service/mobile-bff", severity="critical"), fault(
        "network.policy_blocked",
        "networkpolicy/ledger-db-ingress",
        "db.unreachable",
        "db.connections_exhausted",
        "network.partition",
        "dependency.unreachable",
        also=[("network.policy_blocked", "service/ledger-db"), ("network.policy_blocked", "statefulset/ledger-db")],
        herring=herring("db.unreachable", "service/ledger-db"),
    )


def _policy_egress(case_id: str) -> Scenario:
    c = Cluster("tickets", "2026-06-24T22:22:00", 609, objects=False, timed=False)
    c.system(TICKETS)
    c.add(
        "networkpolicy/default-deny",
        "networkpolicy",
        namespace="tickets",
        spec="PodSelector: app=holds\nAllowing ingress traffic: "
        "<any>\nAllowing egress traffic:\n  To Port: 53/UDP\n  To: <any>\nPolicy Types: Ingress, Egress",
    )
    for _ in range(4):
        c.log(
            "service/holds",
            0,
            '{"level":"error","msg":"redis","err":"dial tcp 172.20.30.4:6379: i/o timeout"}',
            "error",
        )
    c.log(
        "service/seating",
        0,
        '{"level":"error","msg":"holds call","err":"context deadline exceeded"}',
        "error",
        count=88,
    )
    return c.bundle(case_id, "seats cannot be held", "service/box-office", source="manual"), fault(
        "network.policy_blocked",
        "networkpolicy/default-deny",
        "network.partition",
        "dependency.unreachable",
        "dependency.cache_failure",
        also=[("network.policy_blocked", "service/holds"), ("network.policy_blocked", "deployment/holds")],
    )


def _partition(case_id: str) -> Scenario:
    c = Cluster("media", "2026-07-11T02:02:00", 610)
    c.system(MEDIA, chatter=3)
    c.all_nodes()
    lost = c.nodes[2]
    for place, name in enumerate(c.nodes):
        c.add(
            f"node/{name}",
            "connectivity_check",
            port=10250,
            ok=name != lost,
            detail="tcp connect between node addresses",
            probes=[{"from": other, "ok": lost not in (name, other)} for other in c.nodes if other != name],
        )
        c.event(f"node/{name}", -400 - place, "Starting", "Starting kube-proxy.", level="normal", source="kube-proxy")
    for app in ("web-player", "playlists"):
        for pod in c.pods(app):
            if c.attrs(pod)["node"] == lost:
                c.lines(
                    pod,
                    range(1, 17, 2),
                    "[error] upstream timed out (110: Connection timed out) while connecting to upstream 10.44.7.{n}",
                    "error",
                )
            else:
                c.lines(
                    pod,
                    range(2, 17, 4),
                    f"[error] upstream timed out (110: Connection timed out), peer on {lost}, try {{n}}",
                    "error",
                )
    c.change(
        "securitygroup/sg-0aa1-nodes",
        -1,
        "infrastructure",
        "RevokeSecurityGroupIngress",
        "role/terraform",
        rule="self tcp/udp all",
    )
    return c.bundle(
        case_id, "web-player: a third of requests time out", "service/web-player", severity="critical"
    ), fault(
        "network.partition",
        f"node/{lost}",
        "node.not_ready",
        "node.packet_loss",
        "node.kube_proxy_down",
        "dns.resolution_failure",
        also=[
            ("network.policy_blocked", "securitygroup/sg-0aa1-nodes"),
            ("network.policy_blocked", f"node/{lost}"),
            ("network.partition", "securitygroup/sg-0aa1-nodes"),
        ],
    )


CASES: tuple[Case, ...] = (
    scenario(
        "kube-one-service-of-many",
        "One Service's selector has lost a hyphen; everything runs, no events.",
        _selector_state,
    ),
    scenario("kube-green-that-is-blue", "A selector was switched to a colour that does not run.", _selector_version),
    scenario("kube-limits-port-by-state", "A target port that no container has; state only.", _port_state),
    scenario("kube-playlists-after-chart", "A chart changed the target port; the callers are refused.", _port_logs),
    scenario("kube-vehicles-port-by-name", "The Service names a port the pods call otherwise.", _named_port),
    scenario("kube-meters-of-type-c", "A UDP server behind a Service for TCP.", _protocol),
    scenario("kube-cache-over-udp", "A cache's Service is declared for UDP; state only.", _protocol_state),
    scenario("kube-databases-locked-down", "A new policy lets in one caller and forgets the other.", _policy),
    scenario("kube-holds-may-only-ask-names", "An egress policy leaves nothing but name lookups.", _policy_egress),
    scenario(
        "kube-a-node-on-its-own",
        "The nodes' own rule was revoked: one node reaches no other, yet all are Ready.",
        _partition,
    ),
)
