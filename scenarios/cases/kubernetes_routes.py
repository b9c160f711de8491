"""Names, routes and balancers that send traffic astray, and hosts outside that refuse it."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_kubernetes import Cluster, fault, herring, levels, scenario
from scenarios.cases.building_kubernetes_systems import CLINIC, ENERGY, FLEET, MEDIA, PARCELS, TICKETS


def _coredns(case_id: str) -> Scenario:
    c = Cluster("clinic", "2026-07-23T12:40:00", 611)
    c.system(CLINIC, chatter=3)
    c.add(
        "deployment/coredns",
        "deployment",
        namespace="kube-system",
        desired=2,
        ready=0,
        available=0,
        unavailable=2,
        selector={"k8s-app": "kube-dns"},
        age="300d",
    )
    c.add(
        "service/kube-dns",
        "service",
        namespace="kube-system",
        type="ClusterIP",
        selector={"k8s-app": "kube-dns"},
        cluster_ip="172.20.0.10",
        port="dns  53/UDP, dns-tcp  53/TCP",
        target_port="53/UDP, 53/TCP",
        endpoints="<none>",
    )
    for place, name in enumerate(("coredns-5d78c9869d-4tbz8", "coredns-5d78c9869d-wq7lk")):
        pod = f"pod/{name}"
        c.add(
            pod,
            "pod",
            namespace="kube-system",
            phase="Running",
            status="CrashLoopBackOff",
            ready="0/1",
            restarts=8,
            labels={"k8s-app": "kube-dns"},
            node=c.nodes[place],
            owner="ReplicaSet/coredns-5d78c9869d",
        )
        c.log(pod, 1 + place, "/etc/coredns/Corefile:9 - Error during parsing: Unknown directive 'forwrad'", "error")
        c.event(
            pod,
            15,
            "BackOff",
            f"Back-off restarting failed container coredns in pod {name}_kube-system(1c0a)",
            count=44,
            first=0.4,
        )
    c.change("configmap/coredns", -1, "config", "kubectl edit", "user/h.ito", key="Corefile")
    c.lines(
        "service/appointments",
        range(1, 17, 2),
        "fail: MySqlConnector: System.Net.Sockets.SocketException (00000001, 11): Resource "
        "temporarily unavailable (records-db:3306)",
        "error",
    )
    c.lines(
        "service/booking-ui",
        range(1, 17, 2),
        "[error] appointments could not be resolved (110: Operation timed out)",
        "error",
    )
    c.lines(
        "service/reminders",
        (2, 7, 13),
        "SocketError: getaddrinfo: Temporary failure in name resolution (letters)",
        "error",
    )
    return c.bundle(case_id, "booking-ui 502", "service/booking-ui", severity="critical"), fault(
        "dns.resolution_failure",
        "deployment/coredns",
        "dependency.unreachable",
        "db.unreachable",
        "network.partition",
        "k8s.image.registry_dns_failure",
        also=[("app.config.value_invalid", "deployment/coredns"), ("dns.resolution_failure", "service/kube-dns")],
    )


def _dns_policy(case_id: str) -> Scenario:
    c = Cluster("fleet", "2026-08-05T04:44:00", 612, objects=False)
    c.system(FLEET, chatter=2)
    for pod in c.pods("dispatch-api"):
        c.attrs(pod).update(dns_policy="Default", host_network=True)
        c.lines(pod, range(1, 17, 3), "socket.gaierror: [Errno -2] Name or service not known: 'vehicles'", "error")
    c.change(
        "deployment/dispatch-api",
        -0.3,
        "config",
        "kubectl patch",
        "user/b.kaya",
        dns_policy=["ClusterFirst", "Default"],
    )
    c.lines(
        "service/dispatch-web",
        range(1, 17, 2),
        '[error] upstream prematurely closed connection, upstream: "http://dispatch-api:8000/b/{n}"',
        "error",
    )
    return c.bundle(case_id, "dispatch board empty", "service/dispatch-web", source="datadog"), fault(
        "dns.resolution_failure",
        "deployment/dispatch-api",
        "app.config.dependency_address_wrong",
        "dns.record_wrong",
        "k8s.service.selector_mismatch",
        also=[("dns.resolution_failure", "service/dispatch-api")],
    )


def _external_name(case_id: str) -> Scenario:
    c = Cluster("energy", "2026-08-27T15:15:00", 613)
    c.system(ENERGY, chatter=3)
    c.add(
        "service/weather-feed",
        "service",
        namespace="energy",
        type="ExternalName",
        external_name="legacy-wx.nordgrid.example",
        selector=None,
        port="<none>",
        endpoints=None,
    )
    c.change(
        "service/weather-feed",
        -0.6,
        "config",
        "kubectl apply",
        "ci/energy",
        external_name=["wx.nordgrid.example", "legacy-wx.nordgrid.example"],
    )
    c.topology.append({"from": "service/weather-proxy", "to": "service/weather-feed", "kind": "calls"})
    c.lines(
        "pod/" + c.pods("weather-proxy")[0][4:],
        range(1, 17, 2),
        '{"level":"error","msg":"feed","err":"tls: failed to verify certificate: '
        'x509: certificate is valid for legacy-wx.nordgrid.example, not weather-feed","id":{n}}',
        "error",
    )
    c.log(
        c.pods("weather-proxy")[0],
        3,
        '{"level":"error","msg":"feed resolved to unexpected host","name":"weather-feed","cname":'
        '"legacy-wx.nordgrid.example","addr":"192.0.2.77"}',
        "error",
    )
    c.lines("service/forecast", (2, 8, 14), "2026-08-27 WARNING forecast without weather, using climatology", "warn")
    return c.bundle(case_id, "forecast error above band", "service/forecast", severity="warning"), fault(
        "dns.record_wrong",
        "service/weather-feed",
        "dns.resolution_failure",
        "app.certificate_expired",
        "dependency.third_party_outage",
        also=[
            ("dns.record_wrong", "service/weather-proxy"),
            ("dns.record_wrong", "deployment/weather-proxy"),
            ("dns.record_wrong", c.pods("weather-proxy")[0]),
            ("app.config.dependency_address_wrong", "service/weather-feed"),
        ],
    )


def _host_alias(case_id: str) -> Scenario:
    c = Cluster("parcels", "2026-09-05T10:30:00", 614, objects=False)
    c.system(PARCELS)
    c.add(
        "deployment/intake",
        "manifest",
        kind="Deployment",
        spec={
            "template": {
                "spec": {
                    "hostAliases": [{"ip": "10.8.0.99", "hostnames": ["parcels-db"]}],
                    "containers": [{"name": "intake", "image": "intake:2.40.1"}],
                }
            }
        },
    )
    c.change("deployment/intake", -0.4, "config", "kubectl patch", "user/c.moreau", host_aliases="parcels-db=10.8.0.99")
    for pod in c.pods("intake"):
        c.lines(
            pod,
            range(1, 16, 3),
            "org.postgresql.util.PSQLException: The connection attempt failed. Caused by: "
            "java.net.NoRouteToHostException: No route to host (parcels-db/10.8.0.99:5432)",
            "error",
        )
    return c.bundle(case_id, "intake 5xx", "service/portal"), fault(
        "dns.record_wrong",
        "deployment/intake",
        "db.unreachable",
        "network.partition",
        "app.config.dependency_address_wrong",
        "dns.resolution_failure",
        also=[("dns.record_wrong", "service/intake")],
    )


def _ingress(case_id: str) -> Scenario:
    c = Cluster("tickets", "2026-10-02T09:00:00", 615)
    c.system(TICKETS, chatter=3)
    c.add(
        "ingress/shop",
        "manifest",
        kind="Ingress",
        spec={
            "rules": [
                {
                    "host": "shop.tickets.example",
                    "http": {
                        "paths": [
                            {
                                "path": "/orders",
                                "pathType": "Prefix",
                                "backend": {"service": {"name": "seating", "port": {"number": 8080}}},
                            },
                            {
                                "path": "/seats",
                                "pathType": "Prefix",
                                "backend": {"service": {"name": "seating", "port": {"number": 8080}}},
                            },
                            {
                                "path": "/",
                                "pathType": "Prefix",
                                "backend": {"service": {"name": "box-office", "port": {"number": 80}}},
                            },
                        ]
                    },
                }
            ]
        },
    )
    c.change("ingress/shop", -0.3, "config", "kubectl apply", "ci/edge", commit="merge path rules")
    c.lines(
        "deployment/ingress-nginx",
        range(1, 17, 1),
        '10.9.1.4 - "POST /orders HTTP/2.0" 404 19 [tickets-seating-8080] 10.42.3.9:8080 0.003 404',
    )
    c.lines(
        "service/seating",
        range(1, 17, 3),
        '{"level":"info","msg":"served","route":"/orders","status":404,"ms":1,"id":"{n}"}',
    )
    c.metric("service/orders", "request_rate", levels(1, (24, 20), (0, 17)), unit="Count/Second")
    c.metric("service/seating", "request_rate", levels(2, (80, 20), (104, 17)), unit="Count/Second")
    c.metric("service/orders", "error_rate", levels(3, (0, 37)), unit="Percent")
    return c.bundle(
        case_id, "orders placed per minute = 0", "ingress/shop", source="datadog", severity="critical"
    ), fault(
        "gateway.route_wrong",
        "service/orders",
        "traffic.drop",
        "k8s.service.selector_mismatch",
        "deployment.bad_release",
        "lb.no_healthy_targets",
        also=[("gateway.route_wrong", "ingress/shop")],
    )


def _ingress_backend(case_id: str) -> Scenario:
    c = Cluster("media", "2026-10-21T17:45:00", 616, objects=False, timed=False, edges=False)
    c.system(MEDIA)
    c.add(
        "ingress/player",
        "manifest",
        kind="Ingress",
        spec={
            "rules": [
                {
                    "host": "play.halden.example",
                    "http": {
                        "paths": [
                            {
                                "path": "/",
                                "pathType": "Prefix",
                                "backend": {"service": {"name": "web-player", "port": {"number": 80}}},
                            },
                            {
                                "path": "/subs",
                                "pathType": "Prefix",
                                "backend": {"service": {"name": "subtitle", "port": {"number": 80}}},
                            },
                        ]
                    },
                }
            ]
        },
    )
    c.log(
        "deployment/ingress-nginx",
        0,
        'W1021 controller.go:1112] Service "media/subtitle" does not have any active Endpoint. '
        'no object matching key "media/subtitle" in local store',
        "warn",
        count=60,
    )
    c.log("deployment/ingress-nginx", 0, '"GET /subs/en/81.vtt HTTP/2.0" 503 190 [media-subtitle-80] -', count=411)
    return c.bundle(case_id, "subtitles missing", "ingress/player", source="manual", severity="warning"), fault(
        "gateway.route_wrong",
        "service/subtitles",
        "k8s.service.selector_mismatch",
        "lb.no_healthy_targets",
        "k8s.workload.zero_replicas",
        "k8s.quota.services_exceeded",
        also=[("gateway.route_wrong", "ingress/player")],
    )


def _targets(case_id: str) -> Scenario:
    c = Cluster("parcels", "2026-11-08T05:50:00", 617)
    c.system(PARCELS, chatter=3)
    c.all_nodes()
    c.add("targetgroup/parcels-portal", "target_group", healthy=0, unhealthy=0, registered=0, reasons=[])
    c.topology.append({"from": "alb/parcels", "to": "targetgroup/parcels-portal", "kind": "calls"})
    c.topology.append({"from": "targetgroup/parcels-portal", "to": "service/portal", "kind": "calls"})
    for name, after in (("HealthyHostCount", 0), ("UnHealthyHostCount", 0)):
        c.metric(
            "alb/parcels",
            name,
            levels(4, (2 if name == "HealthyHostCount" else 0, 20), (after, 17), spread=0),
            namespace="AWS/ApplicationELB",
            unit="Count",
            statistic="Minimum",
        )
    c.metric(
        "alb/parcels",
        "HTTPCode_ELB_503_Count",
        levels(5, (0, 20), (840, 17)),
        namespace="AWS/ApplicationELB",
        unit="Count",
        statistic="Sum",
    )
    c.metric("service/portal", "request_rate", levels(6, (14, 20), (0, 17)), unit="Count/Second")
    c.event(
        "targetgroupbinding/portal",
        0,
        "SuccessfullyReconciled",
        "Successfully reconciled",
        level="normal",
        source="targetGroupBinding",
    )
    c.change(
        "targetgroup/parcels-portal",
        -0.2,
        "infrastructure",
        "elasticloadbalancing:DeregisterTargets",
        "user/g.pires",
        targets=2,
    )
    return c.bundle(case_id, "parcels-alb-503", "alb/parcels", source="cloudwatch", severity="critical"), fault(
        "lb.no_healthy_targets",
        "targetgroup/parcels-portal",
        "lb.health_check_wrong",
        "k8s.service.selector_mismatch",
        "traffic.drop",
        "gateway.route_wrong",
        also=[("lb.no_healthy_targets", "service/portal"), ("lb.no_healthy_targets", "alb/parcels")],
    )


def _outside(case_id: str) -> Scenario:
    c = Cluster("clinic", "2026-11-15T03:15:00", 618)
    c.system(CLINIC, chatter=3)
    c.topology.append({"from": "service/letters", "to": "host/print-01", "kind": "calls"})
    c.env("letters", PRINT_HOST="print-01.clinic.internal", PRINT_PORT="631")
    c.lines(
        c.pods("letters")[0],
        range(1, 17, 1),
        "requests.exceptions.ConnectionError: HTTPConnectionPool(host='print-01.clinic.internal', "
        "port=631): Max retries exceeded ... [Errno 111] Connection refused",
        "error",
    )
    c.lines(c.pods("letters")[0], (-30, -20, -10, -3), "2026 INFO letters printed job={n} host=print-01")
    c.add(
        "host/print-01",
        "connectivity_check",
        port=631,
        ok=False,
        detail="connection refused",
        probes=[{"from": "clinic/letters", "ok": False}, {"from": "clinic/reminders", "ok": False}],
    )
    c.change(
        "deployment/booking-ui",
        -14,
        "deployment",
        "kubectl set image",
        "ci/booking",
        image=["booking-ui:1.43", "booking-ui:1.44"],
    )
    c.lines(
        "service/reminders",
        (3, 9, 15),
        "Faraday::ServerError: the server responded with status 502 for POST http://letters/print",
        "error",
    )
    return c.bundle(case_id, "reminders: letters not sent", "service/reminders", severity="warning"), fault(
        "dependency.unreachable",
        "host/print-01",
        "deployment.bad_release",
        "app.config.dependency_address_wrong",
        "network.policy_blocked",
        "dns.resolution_failure",
        herring=herring("deployment.bad_release", "deployment/booking-ui"),
    )


CASES: tuple[Case, ...] = (
    scenario("kube-nobody-finds-anybody", "The cluster's name service does not start after an edit.", _coredns),
    scenario(
        "kube-dispatch-on-host-network", "A pod was moved to the host's resolver, which knows no Services.", _dns_policy
    ),
    scenario("kube-weather-goes-elsewhere", "An alias Service leads to a retired host.", _external_name),
    scenario("kube-intake-host-alias", "A host alias overrides the database's name.", _host_alias),
    scenario("kube-orders-arrive-at-seating", "A path leads to another service's backend.", _ingress),
    scenario("kube-subtitles-by-a-wrong-name", "A path leads to a Service that does not exist.", _ingress_backend),
    scenario(
        "kube-balancer-without-targets",
        "The targets were taken out of the balancer by hand; the pods are well.",
        _targets,
    ),
    scenario("kube-letters-and-the-print-host", "A host outside the cluster refuses connections.", _outside),
)
