"""Cluster cases with rich evidence: configuration, network, database, workload."""

import random

from scenarios.heldout.apps import clinic, fernweh, harvest, inc, kasse, lumen, parcelo, prom, synth
from scenarios.heldout.kit import ar, expect, pack, series, shape


def bundle(a, case_id, incident, alerts, **more):
    opt = {k: more.pop(k) for k in ("show", "no_ns") if k in more}
    sections = {"alerts": alerts, "logs": a.logs, "events": a.events, "state": a.state(**opt), "topology": a.topology()}
    sections.update(more)
    return pack(case_id, incident, **sections)


def target_port():
    """A Service was rewritten with the port of another service's container."""
    a = fernweh()
    a["fares"]["target_port"] = 9090
    a.chatter(2)
    a.caller_errors("fares", "refused", count=None)
    al = [
        prom(a, "SearchErrorBudgetBurn", "service/search", 90, "burn rate 14.4x over 5m"),
        prom(a, "PodFrequentRestarts", "pod/" + a.names["mailer"][0], -90000, "resolved", "ok"),
    ]
    ch = [
        {
            "t": a.at(-25),
            "kind": "config",
            "actor": "argocd",
            "action": "sync",
            "entity": "service/fares",
            "details": {"revision": "4b7e1d0"},
        },
        {
            "t": a.at(-1400),
            "kind": "deployment",
            "actor": "argocd",
            "action": "sync",
            "entity": "deployment/mailer",
            "details": {"image": ["2.6.2", "2.6.3"]},
        },
    ]
    return bundle(
        a, "ho-fernweh-quotes-down", inc(a, "SearchErrorBudgetBurn", labels={"severity": "page"}), al, changes=ch
    ), expect(
        "fault",
        "s",
        "k8s.service.port_mismatch",
        "service/fares",
        herring={"cause": "deployment.bad_release", "entity": "deployment/mailer"},
    )


def selector():
    """The Service selects a label value with a typing error, so it has no members; all pods run."""
    a = lumen()
    a["entitle"]["selector"] = {"component": "entitlement"}
    a.chatter(2)
    a.caller_errors("entitle", "refused", path="/check")
    al = [
        prom(a, "PlaybackStartFailures", "service/playback", 100, "playback_start_failures_total increase > 5%"),
        synth(a, "watch-first-title", 11, "assertion failed: expected 200, got 502"),
    ]
    return bundle(a, "ho-lumen-play-fails", inc(a, "[FIRING:1] PlaybackStartFailures (lumen-prod)"), al), expect(
        "fault", "s", "k8s.service.selector_mismatch", "service/entitle", near=["k8s.service.port_mismatch"]
    )


def env_missing():
    """A new manifest dropped a setting; the process refuses to start."""
    a = parcelo()
    del a["returns"]["env"]["DATABASE_URL"]
    a.crash("returns", 1, 7)
    for t in (21, 62, 150, 330, 640):
        a.log(
            "returns",
            'Traceback (most recent call last):\n  File "/srv/app/settings.py", line 14, in <module>\n    DATABASE_URL = os.environ["DATABASE_URL"]\n  File "<frozen os>", line 685, in __getitem__\nKeyError: \'DATABASE_URL\'',
            t,
        )
    a.chatter(2, skip=("returns",))
    al = [
        prom(
            a,
            "KubePodCrashLooping",
            a.pod("returns"),
            420,
            "Pod parcelo/returns is in waiting state (reason: CrashLoopBackOff)",
            query='max_over_time(kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}[5m]) >= 1',
        )
    ]
    ch = [
        {
            "t": a.at(5),
            "kind": "deployment",
            "actor": "ci-bot",
            "action": "helm upgrade",
            "entity": "deployment/returns",
            "details": {"chart": "returns-0.9.0"},
        }
    ]
    return bundle(a, "ho-parcelo-returns-loop", inc(a, "KubePodCrashLooping", started=420), al, changes=ch), expect(
        "fault",
        "s",
        "app.config.env_missing",
        "deployment/returns",
        near=["k8s.config.secret_missing", "k8s.container.command_invalid"],
    )


def db_address():
    """The database host of one service names a service that does not exist."""
    a = clinic()
    a["appointments"]["env"]["DB_HOST"] = "clinic-mariadb"
    a.unready("appointments", "HTTP probe failed with statuscode: 503")
    a["appointments"]["restarts"] = 0
    for t in (12, 25, 60, 200, 500):
        a.log(
            "appointments",
            "sqlalchemy.exc.OperationalError: (pymysql.err.OperationalError) (2003, \"Can't connect to MySQL server on 'clinic-mariadb' ([Errno -2] Name or service not known)\")",
            t,
        )
    a.caller_errors("appointments", "refused")
    a.chatter(3, skip=("appointments",))
    al = [synth(a, "book-an-appointment", 5, "step 2 'choose slot' failed: status 502")]
    return bundle(
        a, "ho-clinic-no-slots", inc(a, "book-an-appointment is failing", "synthetic-monitor", "high", 150), al
    ), expect(
        "fault",
        "s",
        "app.config.dependency_address_wrong",
        "deployment/appointments",
        near=["dns.resolution_failure", "db.unreachable", "k8s.probe.readiness_endpoint_failing"],
    )


def db_port():
    """The caller's settings have port 5433; the database listens on 5432."""
    a = fernweh(date="2026-10-19T05:42:00+00:00", seed=12)
    a["ledger"]["env"]["DATABASE_PORT"] = "5433"
    for t in (15, 45, 120, 420):
        a.log(
            "ledger",
            'psycopg.OperationalError: connection failed: connection to server at "10.96.71.14", port 5433 failed: Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?',
            t,
        )
    a["ledger"]["st"] = "crash"
    a.crash("ledger", 1, 6)
    a.caller_errors("ledger", "refused", path="/entries")
    a.chatter(2, skip=("ledger",))
    al = [
        prom(a, "KubePodCrashLooping", a.pod("ledger"), 300),
        prom(a, "PaymentsFailing", "service/payments", 80, "rate(payments_failed_total[2m]) = 6.1"),
    ]
    return bundle(
        a,
        "ho-fernweh-payments-failing",
        inc(a, "PaymentsFailing", started=80),
        al,
        topology=a.topology(("calls", "owns")),
    ), expect(
        "fault",
        "s",
        "db.port_wrong",
        "deployment/ledger",
        also=[{"cause": "app.config.dependency_address_wrong", "entity": "deployment/ledger"}],
        near=["db.unreachable"],
    )


def db_password():
    """The database rejects one service's password; others log in."""
    a = kasse()
    for t in (8, 31, 90, 260, 610):
        for i in (0, 1):
            a.log(
                "accounts",
                "MongoDB.Driver.MongoAuthenticationException: Unable to authenticate using sasl protocol mechanism SCRAM-SHA-256. ---> MongoDB.Driver.MongoCommandException: Command saslStart failed: Authentication failed..",
                t + i,
                i=i,
            )
    for t in (8, 95, 300):
        a.log(
            "accounts-mongo",
            '{"s":"I","c":"ACCESS","id":5286307,"ctx":"conn311","msg":"Failed to authenticate","attr":{"client":"10.244.2.13:55012","mechanism":"SCRAM-SHA-256","user":"accounts_rw","db":"admin","error":"AuthenticationFailed: SCRAM authentication failed, storedKey mismatch","result":18}}',
            t,
            "info",
        )
    a.unready("accounts", "HTTP probe failed with statuscode: 503")
    a.caller_errors("accounts", "timeout", path="/balances")
    a.chatter(2, skip=("accounts",))
    al = [
        prom(a, "HttpErrorsHigh", "service/gateway", 60, "5xx ratio 0.61"),
        prom(a, "HttpErrorsHigh", "service/transfers", 75, "5xx ratio 0.88"),
    ]
    ch = [
        {
            "t": a.at(-3),
            "kind": "config",
            "actor": "vault-operator",
            "action": "update",
            "entity": "secret/accounts-mongo-creds",
            "details": {"keys": ["password"]},
        }
    ]
    return bundle(
        a, "ho-kasse-balances", inc(a, "[FIRING:2] HttpErrorsHigh core-bank", started=60), al, changes=ch
    ), expect(
        "fault",
        "s",
        "db.credentials_invalid",
        "deployment/accounts",
        also=[
            {"cause": "access.secret_rotation", "entity": "deployment/accounts"},
            {"cause": "db.credentials_invalid", "entity": "service/accounts-mongo"},
        ],
        near=["k8s.probe.readiness_endpoint_failing"],
    )


def db_user_revoked():
    """Somebody revoked a user's rights on the database: the log-in works, the queries do not."""
    a = lumen(date="2026-08-31T08:12:00+00:00", seed=38, dialect="describe")
    for t in (4, 21, 70, 240, 555):
        a.log(
            "entitle",
            "java.sql.SQLSyntaxErrorException: SELECT command denied to user 'entitle'@'10.244.3.19' for table 'grants'\n\tat com.mysql.cj.jdbc.exceptions.SQLError.createSQLException(SQLError.java:112)",
            t,
        )
    a.caller_errors("entitle", "503", path="/check")
    a.chatter(2)
    al = [prom(a, "EntitlementChecksFailing", "service/entitle", 70, "error ratio 1.0")]
    ch = [
        {
            "t": a.at(-2),
            "kind": "access",
            "actor": "dba-kim",
            "action": "REVOKE SELECT",
            "entity": "service/titles-db",
            "details": {"user": "entitle", "database": "entitle"},
        },
        {
            "t": a.at(-5400),
            "kind": "deployment",
            "actor": "flux",
            "action": "apply",
            "entity": "deployment/bff",
            "details": {"image": "2.3.7"},
        },
    ]
    return bundle(a, "ho-lumen-entitlement", inc(a, "EntitlementChecksFailing", started=70), al, changes=ch), expect(
        "fault",
        "s",
        "access.permission_denied",
        "service/titles-db",
        also=[
            {"cause": "db.credentials_invalid", "entity": "service/entitle"},
            {"cause": "db.credentials_invalid", "entity": "service/titles-db"},
            {"cause": "access.permission_denied", "entity": "service/entitle"},
        ],
    )


def zero_replicas():
    """The rate service was scaled to nothing."""
    a = parcelo(date="2026-11-10T09:02:00+00:00", seed=54)
    a.zero("rates")
    a.ev(
        "deployment/rates",
        "ScalingReplicaSet",
        f"Scaled down replica set rates-{a['rates']['rs']} to 0 from 1",
        0,
        typ="normal",
        source="deployment-controller",
        kind="Deployment",
    )
    a.caller_errors("rates", "refused", path="/quote", levels=3)
    a.chatter(2)
    al = [synth(a, "price-check", 9, "HTTP 500"), synth(a, "label-print", 4, "HTTP 500", 300)]
    return bundle(a, "ho-parcelo-prices", inc(a, "price-check", "synthetic-monitor", "critical", None), al), expect(
        "fault", "s", "k8s.workload.zero_replicas", "deployment/rates", near=["k8s.service.selector_mismatch"]
    )


def policy():
    """A default-deny policy cut a database off from its callers."""
    a = fernweh(date="2026-10-05T16:00:00+00:00", seed=13)
    a.state_more.append(
        {
            "entity": "networkpolicy/pg-fares-ingress",
            "kind": "networkpolicy",
            "attributes": {
                "namespace": "fernweh",
                "spec": "PodSelector: app.kubernetes.io/name=pg-fares\nAllowing ingress traffic:\n  To Port: 5432/TCP\n  From:\n    PodSelector: app.kubernetes.io/name=backup\nNot affecting egress traffic\nPolicy Types: Ingress",
            },
        }
    )
    for n, m in (
        ("fares", "Error: pool timed out while waiting for an open connection"),
        (
            "ledger",
            'psycopg.OperationalError: connection failed: connection to server at "10.96.71.14", port 5432 failed: Connection timed out',
        ),
        (
            "booking",
            "HikariPool-1 - Connection is not available, request timed out after 30000ms.\norg.postgresql.util.PSQLException: The connection attempt failed. Caused by: java.net.SocketTimeoutException: Connect timed out",
        ),
    ):
        for t in (40, 130, 420):
            a.log(n, m, t)
    a.caller_errors("fares", "503")
    a.chatter(2, skip=("fares", "ledger", "booking"))
    a.state_more.append(
        {
            "entity": "service/pg-fares",
            "kind": "connectivity_check",
            "attributes": {
                "port": 5432,
                "ok": False,
                "detail": "connect timed out after 3s",
                "probes": [{"from": a.pod("booking"), "ok": False}, {"from": a.pod("fares"), "ok": False}],
            },
        }
    )
    al = [prom(a, "EverythingSlow", "service/edge", 90, "p95 > 10 s"), prom(a, "BookingErrors", "service/booking", 75)]
    ch = [
        {
            "t": a.at(-8),
            "kind": "config",
            "actor": "netsec-pipeline",
            "action": "apply",
            "entity": "networkpolicy/pg-fares-ingress",
            "details": {},
        }
    ]
    return bundle(a, "ho-fernweh-all-slow", inc(a, "EverythingSlow", started=90), al, changes=ch), expect(
        "fault",
        "s",
        "network.policy_blocked",
        "service/pg-fares",
        also=[{"cause": "network.policy_blocked", "entity": "networkpolicy/pg-fares-ingress"}],
        herring={"cause": "db.connections_exhausted", "entity": "service/pg-fares"},
        near=["db.connections_exhausted", "db.unreachable"],
    )


def mesh(a, target, kind, size, period=15, before=40, after=40, seed=3):
    """Latency, success and load of all services as a mesh reports them; one is slow or lossy."""
    rng = random.Random(seed)
    depth, front = {target: 0}, [target]
    while front:
        nxt = [s["name"] for s in a.svc.values() for d in s["deps"] if d in front and s["name"] not in depth]
        for n in nxt:
            depth.setdefault(n, 1 + min(depth[d] for d in a.svc[n]["deps"] if d in depth))
        front = nxt
    out, n = [], before + after
    for s in a.svc.values():
        name = s["name"]
        base = rng.uniform(4, 30) if not s["deps"] else rng.uniform(25, 90)
        bump = shape(n, before, to=size * (1 if depth.get(name) == 0 else 0.9) if name in depth else 0)
        tail = 0.02
        lat99 = [v + b * (1 + abs(rng.gauss(0, 0.2))) for v, b in zip(ar(base * 2.7, n, rng, 0.12, tail=tail), bump)]
        lat50 = [v + b * (1 if kind == "delay" else 0.05) for v, b in zip(ar(base, n, rng, 0.05), bump)]
        rate = [v * (1 - (0.3 if b else 0)) for v, b in zip(ar(rng.uniform(20, 160), n, rng, 0.08), bump)]
        cpu = [v * (0.8 if b else 1) for v, b in zip(ar(rng.uniform(0.05, 0.3), n, rng, 0.08), bump)]
        first = -before * period
        e = f"service/{name}"
        out += [
            series(a.at, e, "latency_p50", lat50, period, first, unit="ms"),
            series(a.at, e, "latency_p99", lat99, period, first, unit="ms"),
            series(a.at, e, "request_rate", rate, period, first),
            series(a.at, e, "cpu_usage", cpu, period, first, unit="cores"),
        ]
        if name == target:
            retr = [
                v + (60 * abs(rng.gauss(1, 0.2)) if b and kind == "loss" else 0)
                for v, b in zip(ar(0.6, n, rng, 0.6), bump)
            ]
        else:
            retr = ar(0.6, n, rng, 0.6)
        out.append(series(a.at, e, "tcp_retransmits", retr, period, first, unit="1/s"))
    return out


def delay():
    """The network of one service got slow: every answer of it takes 700 ms more, with no more work."""
    a = kasse(date="2026-09-21T12:00:00+00:00", seed=24)
    a.chatter(2)
    a.log(
        "transfers",
        "WARN 1 --- [nio-8080-exec-4] t.FraudClient : scoring took 741 ms (budget 150 ms), continuing with default score",
        60,
        "warning",
    )
    a.log(
        "transfers",
        "WARN 1 --- [nio-8080-exec-1] t.FraudClient : scoring took 738 ms (budget 150 ms), continuing with default score",
        300,
        "warning",
        i=1,
    )
    al = [
        prom(a, "LatencySLO", "service/gateway", 120, "p99 1.1s > 400ms"),
        prom(a, "LatencySLO", "service/transfers", 120, "p99 0.9s > 400ms"),
    ]
    return bundle(
        a,
        "ho-kasse-transfer-latency",
        inc(a, "[FIRING:2] LatencySLO"),
        al,
        metrics=mesh(a, "fraud", "delay", 700),
        events=[],
    ), expect(
        "fault",
        "s",
        "network.latency",
        "service/fraud",
        also=[
            {"cause": "code.slow_path", "entity": "service/fraud"},
            {"cause": "dependency.slow", "entity": "service/fraud"},
        ],
        near=["compute.cpu_saturation"],
    )


def loss():
    """Packets of the scan service are dropped: tails of seconds, medians nearly as before, many retransmits."""
    a = parcelo(date="2026-11-12T21:30:00+00:00", seed=57, dialect="describe")
    a.chatter(2)
    al = [synth(a, "track-a-parcel", 6, "response time 4.8 s > 3 s")]
    return bundle(
        a,
        "ho-parcelo-tracking-slow",
        inc(a, "track-a-parcel", "synthetic-monitor", "warning", 150),
        al,
        metrics=mesh(a, "scans", "loss", 2400, 5, 60, 60, 5),
        show=("pod", "workload"),
    ), expect(
        "fault",
        "s",
        "network.packet_loss",
        "service/scans",
        also=[{"cause": "network.latency", "entity": "service/scans"}],
    )


def node_loss():
    """A node's network card drops packets: all pods on that node, of different applications, are slow."""
    a = harvest(dialect="describe")
    bad = "farm-k8s-2"
    rng = random.Random(8)
    n = 60
    mets = []
    for node in a.nodes:
        mets.append(
            series(
                a.at,
                f"node/{node}",
                "node_netstat_Tcp_RetransSegs",
                [
                    v + (240 * abs(rng.gauss(1, 0.15)) if node == bad and i >= 30 else 0)
                    for i, v in enumerate(ar(3, n, rng, 0.4))
                ],
                30,
                -900,
                unit="1/s",
            )
        )
        mets.append(
            series(
                a.at,
                f"node/{node}",
                "node_network_receive_drop_total",
                [(90 * abs(rng.gauss(1, 0.2)) if node == bad and i >= 30 else 0.0) for i in range(n)],
                30,
                -900,
                unit="1/s",
            )
        )
        mets.append(series(a.at, f"node/{node}", "cpu_utilization", ar(0.41, n, rng, 0.06), 30, -900))
    for s in a.svc.values():
        hit = bad in s["on"]
        mets.append(
            series(
                a.at,
                f"service/{s['name']}",
                "latency_p99",
                [v * (5.5 if hit and i >= 30 else 1) for i, v in enumerate(ar(rng.uniform(20, 80), n, rng, 0.1))],
                30,
                -900,
                unit="ms",
            )
        )
    a.chatter(2)
    for s in a.svc.values():
        for i, where in enumerate(s["on"]):
            if where == bad and s["lang"] in ("java", "go", "python"):
                a.log(
                    s["name"],
                    {
                        "java": "java.net.SocketTimeoutException: Read timed out",
                        "go": "read tcp 10.244.2.11:41822->10.96.4.3:8086: read: connection timed out",
                        "python": "requests.exceptions.ReadTimeout: HTTPConnectionPool(host='hooks', port=80): Read timed out. (read timeout=5)",
                    }[s["lang"]],
                    90,
                    i=i,
                )
    a.logs.append(
        {
            "t": a.at(4),
            "entity": f"node/{bad}",
            "source": "kernel",
            "level": "warning",
            "message": "ixgbe 0000:3b:00.0 eno1: NIC Link is Up 10 Gbps; rx_crc_errors increasing (18231)",
        }
    )
    al = [
        prom(a, "NodeNetworkReceiveErrs", f"node/{bad}", 300, "receive errors 90/s"),
        prom(a, "HighP99", "service/query", 180),
    ]
    return bundle(
        a,
        "ho-harvest-timeouts",
        inc(a, "HighP99", started=180),
        al,
        metrics=mets,
        topology=a.topology(("calls", "owns", "runs_on")),
    ), expect("fault", "s", "node.packet_loss", f"node/{bad}", near=["network.packet_loss", "node.not_ready"])


def kubelet():
    """Somebody stopped the kubelet on a node."""
    a = clinic(date="2026-07-24T03:30:00+00:00", seed=72, collected=330)
    x = a.nodes["node-02"]
    x.update(
        ready="Unknown",
        reason="NodeStatusUnknown",
        message="Kubelet stopped posting node status.",
        taints=["node.kubernetes.io/unreachable:NoExecute", "node.kubernetes.io/unreachable:NoSchedule"],
        extra={"MemoryPressure": "Unknown", "DiskPressure": "Unknown", "PIDPressure": "Unknown"},
    )
    a.ev(
        "node/node-02",
        "NodeNotReady",
        "Node node-02 status is now: NodeNotReady",
        44,
        typ="normal",
        source="node-controller",
        kind="Node",
    )
    for s in a.svc.values():
        if s["on"][0] == "node-02":
            a.ev(a.pod(s["name"]), "NodeNotReady", "Node is not ready", 44, source="node-controller")
            s["st"] = "unready"
    a.state_more += [
        {
            "entity": "node/node-02",
            "kind": "systemd_unit",
            "attributes": {
                "unit": "kubelet.service",
                "active": "inactive (dead)",
                "since": a.at(-2),
                "log_tail": [
                    "systemd[1]: Stopping kubelet.service - kubelet: The Kubernetes Node Agent...",
                    "systemd[1]: kubelet.service: Deactivated successfully.",
                    "systemd[1]: Stopped kubelet.service - kubelet: The Kubernetes Node Agent.",
                ],
            },
        },
        {
            "entity": "node/node-02",
            "kind": "systemd_unit",
            "attributes": {"unit": "containerd.service", "active": "active (running)", "since": a.at(-910000)},
        },
        {
            "entity": "node/node-01",
            "kind": "systemd_unit",
            "attributes": {"unit": "kubelet.service", "active": "active (running)", "since": a.at(-910000)},
        },
    ]
    a.chatter(2)
    al = [prom(a, "KubeNodeNotReady", "node/node-02", 180, "node-02 has been unready for more than 2 minutes")]
    return bundle(a, "ho-clinic-half-gone", inc(a, "KubeNodeNotReady", started=180), al), expect(
        "fault", "s", "node.kubelet_down", "node/node-02", near=["node.not_ready", "node.container_runtime_down"]
    )


def runtime():
    """The container runtime of a node died; the kubelet says so."""
    a = kasse(date="2026-09-02T22:15:00+00:00", seed=25, dialect="manifest", collected=290)
    bad = "ip-10-3-2-201"
    for s in a.svc.values():
        hit = [i for i, where in enumerate(s["on"]) if where == bad]
        if hit:
            s.update(st="unready", only=hit)
        for i in hit:
            a.ev(a.pod(s["name"], i), "NodeNotReady", "Node is not ready", 32, source="node-controller")
    a.nodes[bad].update(
        ready="False",
        reason="KubeletNotReady",
        message="container runtime is down",
        taints=["node.kubernetes.io/not-ready:NoSchedule"],
    )
    a.ev(
        f"node/{bad}",
        "NodeNotReady",
        f"Node {bad} status is now: NodeNotReady",
        30,
        typ="normal",
        source="kubelet",
        kind="Node",
    )
    a.ev(
        f"node/{bad}",
        "ContainerGCFailed",
        'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: no such file or directory"',
        270,
        25,
        kind="Node",
        count=8,
    )
    a.logs.append(
        {
            "t": a.at(20),
            "entity": f"node/{bad}",
            "source": "kubelet",
            "level": "error",
            "message": 'E0902 22:15:20.11 kubelet.go:2412] "Skipping pod synchronization" err="[container runtime is down, PLEG is not healthy: pleg was last seen active 3m2.1s ago; threshold is 3m0s]"',
            "count": 40,
        }
    )
    a.caller_errors("fraud", "timeout")
    a.chatter(1)
    al = [prom(a, "KubeNodeNotReady", f"node/{bad}", 160)]
    return bundle(
        a,
        "ho-kasse-node-unready",
        inc(a, "[FIRING:1] KubeNodeNotReady", started=160),
        al,
        topology=a.topology(("calls", "runs_on")),
    ), expect("fault", "s", "node.container_runtime_down", f"node/{bad}", near=["node.kubelet_down", "node.not_ready"])


def taint():
    """All nodes got a taint of another team."""
    a = fernweh(date="2026-10-11T10:10:00+00:00", seed=14)
    for x in a.nodes.values():
        x["taints"] = ["dedicated=batch:NoSchedule"]
    a.pending(
        "payments",
        "0/3 nodes are available: 3 node(s) had untolerated taint {dedicated: batch}. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
    )
    a.caller_errors("payments", "refused")
    a.chatter(2)
    al = [prom(a, "KubePodNotReady", a.pod("payments"), 900), synth(a, "Pay with card", 8, "HTTP 502")]
    ch = [
        {
            "t": a.at(-120),
            "kind": "infrastructure",
            "actor": "team-data",
            "action": "taint nodes",
            "entity": "node/worker-a",
            "details": {"taint": "dedicated=batch:NoSchedule"},
        }
    ]
    return bundle(a, "ho-fernweh-card", inc(a, "Pay with card", "synthetic-monitor"), al, changes=ch), expect(
        "fault",
        "s",
        "k8s.scheduling.taint_not_tolerated",
        "deployment/payments",
        near=["k8s.scheduling.insufficient_cpu", "k8s.scheduling.node_cordoned"],
    )


def affinity():
    """The encoder demands a kind of node the cluster does not have."""
    a = lumen(date="2026-08-20T04:00:00+00:00", seed=39)
    a["encoder"]["affinity"] = {
        "nodeAffinity": {
            "requiredDuringSchedulingIgnoredDuringExecution": {
                "nodeSelectorTerms": [
                    {
                        "matchExpressions": [
                            {"key": "cloud.example.com/machine-family", "operator": "In", "values": ["c4d"]}
                        ]
                    }
                ]
            }
        }
    }
    a.pending(
        "encoder",
        "0/4 nodes are available: 4 node(s) didn't match Pod's node affinity/selector. preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling..",
    )
    a.chatter(2)
    al = [
        prom(a, "EncodeBacklog", "deployment/encoder", 700, "encode_jobs_waiting = 212"),
        prom(a, "KubeDeploymentReplicasMismatch", "deployment/encoder", 850),
    ]
    return bundle(a, "ho-lumen-encode-backlog", inc(a, "EncodeBacklog", sev="warning", started=700), al), expect(
        "fault",
        "s",
        "k8s.scheduling.node_affinity_mismatch",
        "deployment/encoder",
        near=["k8s.scheduling.node_selector_mismatch", "k8s.scheduling.insufficient_cpu"],
        also=[{"cause": "k8s.scheduling.node_selector_mismatch", "entity": "deployment/encoder"}],
    )


def cordon():
    """All nodes were cordoned for an upgrade that was never finished."""
    a = clinic(date="2026-07-30T20:00:00+00:00", seed=73)
    for x in a.nodes.values():
        x.update(unschedulable=True, taints=["node.kubernetes.io/unschedulable:NoSchedule"])
    a.pending(
        "reminders",
        "0/2 nodes are available: 2 node(s) were unschedulable. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.",
    )
    for n in a.nodes:
        a.ev(
            f"node/{n}",
            "NodeNotSchedulable",
            f"Node {n} status is now: NodeNotSchedulable",
            -300,
            typ="normal",
            kind="Node",
        )
    a.caller_errors("reminders", "refused", levels=1)
    a.chatter(2)
    return bundle(
        a,
        "ho-clinic-reminders",
        inc(a, "[Triggered] reminders: pods not ready {kube_namespace:clinic-emr}", "datadog", "high", 600),
        [
            {
                "t": a.at(600),
                "name": "reminders: pods not ready",
                "entity": "deployment/reminders",
                "state": "alarm",
                "query": "avg(last_5m):sum:kubernetes_state.deployment.replicas_unavailable{kube_deployment:reminders} > 0",
            }
        ],
    ), expect(
        "fault",
        "s",
        "k8s.scheduling.node_cordoned",
        "deployment/reminders",
        also=[
            {"cause": "k8s.scheduling.node_cordoned", "entity": "node/node-01"},
            {"cause": "k8s.scheduling.node_cordoned", "entity": "node/node-02"},
        ],
        near=["k8s.scheduling.taint_not_tolerated", "node.not_ready"],
    )


def antiaffinity():
    """Three brokers want three hosts, one host is left over for none."""
    a = harvest(date="2026-11-17T13:00:00+00:00", seed=98, dialect="manifest")
    a["rules"]["affinity"] = {
        "podAntiAffinity": {
            "requiredDuringSchedulingIgnoredDuringExecution": [
                {"topologyKey": "kubernetes.io/hostname", "labelSelector": {"matchLabels": {"app": "rules"}}}
            ]
        }
    }
    a["rules"].update(replicas=4, only=[3])
    a.names["rules"] = [a.names["rules"][0][:-5] + x for x in ("h7vq2", "k2mmd", "p9zlc", "wx4bn")]
    a["rules"]["ips"] = ["10.244.1.61", "10.244.2.61", "10.244.3.61", "10.244.3.62"]
    a["rules"]["on"] = ["farm-k8s-1", "farm-k8s-2", "farm-k8s-3", None]
    m = "0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.."
    a["rules"].update(st="pending", message=m)
    a.ev(a.pod("rules", 3), "FailedScheduling", m, 610, 4, source="default-scheduler", count=11)
    a.ev(
        "deployment/rules",
        "ScalingReplicaSet",
        f"Scaled up replica set rules-{a['rules']['rs']} to 4 from 3",
        3,
        typ="normal",
        source="deployment-controller",
        kind="Deployment",
    )
    a.chatter(2)
    return bundle(
        a,
        "ho-harvest-rules-scale",
        inc(a, "KubeDeploymentReplicasMismatch", sev="warning", started=700),
        [prom(a, "KubeDeploymentReplicasMismatch", "deployment/rules", 700)],
        changes=[
            {
                "t": a.at(2),
                "kind": "scaling",
                "actor": "anna",
                "action": "kubectl scale",
                "entity": "deployment/rules",
                "details": {"replicas": [3, 4]},
            }
        ],
    ), expect(
        "fault",
        "s",
        "k8s.scheduling.anti_affinity_conflict",
        "deployment/rules",
        near=["k8s.scheduling.node_affinity_mismatch"],
    )


def claim_missing():
    """The pod's volume claim was never made in this namespace."""
    a = clinic(date="2026-07-08T11:11:00+00:00", seed=74)
    a.pending(
        "documents",
        '0/2 nodes are available: persistentvolumeclaim "documents-docs" not found. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
    )
    a.state_more.append(
        {
            "entity": "pvc/data-clinic-db-0",
            "kind": "pvc",
            "attributes": {
                "namespace": "clinic-emr",
                "status": "Bound",
                "volume": "pvc-18fd",
                "capacity": "20Gi",
                "access_modes": "RWO",
                "storage_class": "longhorn",
                "used_by": "clinic-db-0",
            },
        }
    )
    a.chatter(2)
    return bundle(a, "ho-clinic-documents", inc(a, "documents not available", "manual", "high", None), []), expect(
        "fault", "s", "k8s.volume.claim_missing", "deployment/documents", near=["k8s.volume.storage_class_mismatch"]
    )


def pvc(
    case_id,
    claim,
    pv,
    event,
    cause,
    near,
    sc=None,
    date="2026-09-08T18:25:00+00:00",
    seed=26,
    title="KubePersistentVolumeClaimPending",
):
    a = kasse(date=date, seed=seed)
    a.pending(
        "fraud",
        "0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
    )
    a.ev(
        "pvc/fraud-models",
        *event,
        620,
        1,
        kind="PersistentVolumeClaim",
        source="persistentvolume-controller",
        count=41,
        typ="warning" if event[0] == "ProvisioningFailed" else "normal",
    )
    a.state_more.append(
        {
            "entity": "pvc/fraud-models",
            "kind": "pvc",
            "attributes": {
                "namespace": "core-bank",
                "status": "Pending",
                "volume": "",
                "used_by": a.names["fraud"][0],
                **claim,
            },
        }
    )
    for name, x in pv.items():
        a.state_more.append({"entity": f"pv/{name}", "kind": "pv", "attributes": x})
    for name, x in (sc or {}).items():
        a.state_more.append({"entity": f"storageclass/{name}", "kind": "storageclass", "attributes": x})
    a.caller_errors("fraud", "refused", levels=1)
    a.chatter(1)
    al = [
        prom(a, title, "pvc/fraud-models", 600),
        prom(a, "FraudScoringUnavailable", "service/transfers", 90, "fallback score used for 100% of transfers"),
    ]
    return bundle(a, case_id, inc(a, "FraudScoringUnavailable", started=90), al), expect(
        "fault", "s", cause, "deployment/fraud", also=[{"cause": cause, "entity": "pvc/fraud-models"}], near=near
    )


def pvc_class():
    """The claim names a storage class nobody has."""
    return pvc(
        "ho-kasse-fraud-class",
        {"capacity": "", "access_modes": "RWX", "storage_class": "efs-shared", "requested": "10Gi"},
        {},
        ("ProvisioningFailed", 'storageclass.storage.k8s.io "efs-shared" not found'),
        "k8s.volume.storage_class_mismatch",
        ["k8s.volume.capacity_mismatch"],
        {"gp3": {"provisioner": "ebs.csi.aws.com", "binding_mode": "WaitForFirstConsumer", "default": True}},
    )


def pvc_mode():
    """The claim asks for many readers; the only volume of its class takes one."""
    pv = {
        "models-01": {
            "status": "Available",
            "claim": "",
            "capacity": "20Gi",
            "access_modes": "RWO",
            "storage_class": "manual",
            "labels": {},
            "source": {"Type": "HostPath (bare host directory volume)", "Path": "/srv/models"},
        }
    }
    return pvc(
        "ho-kasse-fraud-mode",
        {"capacity": "", "access_modes": "RWX", "storage_class": "manual", "requested": "10Gi"},
        pv,
        ("FailedBinding", "no persistent volumes available for this claim and no storage class is set"),
        "k8s.volume.access_mode_mismatch",
        ["k8s.volume.capacity_mismatch", "k8s.volume.storage_class_mismatch"],
        seed=27,
    )


def pvc_size():
    """The claim is larger than the volume meant for it."""
    pv = {
        "models-01": {
            "status": "Available",
            "capacity": "8Gi",
            "access_modes": ["ReadOnlyMany", "ReadWriteOnce"],
            "storage_class": "manual",
            "labels": {"use": "models"},
            "source": {"Type": "NFS", "Path": "/export/models"},
        }
    }
    return pvc(
        "ho-kasse-fraud-size",
        {"access_modes": ["ReadOnlyMany"], "storage_class": "manual", "requests": {"storage": "80Gi"}},
        pv,
        ("FailedBinding", "no persistent volumes available for this claim and no storage class is set"),
        "k8s.volume.capacity_mismatch",
        ["k8s.volume.access_mode_mismatch"],
        seed=28,
        date="2026-09-09T07:00:00+02:00",
    )


def pvc_labels():
    """The claim selects labels the volume does not have."""
    pv = {
        "models-01": {
            "status": "Available",
            "capacity": "10Gi",
            "access_modes": "RWX",
            "storage_class": "manual",
            "labels": {"use": "model-store", "tier": "warm"},
        }
    }
    return pvc(
        "ho-kasse-fraud-labels",
        {
            "access_modes": "RWX",
            "storage_class": "manual",
            "requested": "10Gi",
            "selector": {"matchLabels": {"use": "models"}},
        },
        pv,
        ("FailedBinding", "no persistent volumes available for this claim and no storage class is set"),
        "k8s.volume.pvc_selector_mismatch",
        ["k8s.volume.capacity_mismatch", "k8s.volume.access_mode_mismatch"],
        seed=29,
    )


def pvc_taken():
    """The claim wants a volume by name which another claim holds."""
    pv = {
        "models-01": {
            "status": "Bound",
            "claim": "core-bank/fraud-models-old",
            "capacity": "10Gi",
            "access_modes": "RWX",
            "storage_class": "manual",
        }
    }
    return pvc(
        "ho-kasse-fraud-taken",
        {"access_modes": "RWX", "storage_class": "manual", "requested": "10Gi", "volume": "models-01"},
        pv,
        ("FailedBinding", 'volume "models-01" already bound to a different claim.'),
        "k8s.volume.already_bound",
        ["k8s.volume.access_mode_mismatch"],
        seed=30,
    )


CASES = (
    target_port,
    selector,
    env_missing,
    db_address,
    db_port,
    db_password,
    db_user_revoked,
    zero_replicas,
    policy,
    delay,
    loss,
    node_loss,
    kubelet,
    runtime,
    taint,
    affinity,
    cordon,
    antiaffinity,
    claim_missing,
    pvc_class,
    pvc_mode,
    pvc_size,
    pvc_labels,
    pvc_taken,
)
