"""Cluster cases with poor evidence, healthy ones, and ones with nothing to go on."""

import random

from scenarios.heldout.apps import clinic, fernweh, harvest, inc, kasse, lumen, parcelo, prom, synth
from scenarios.heldout.cluster_a import bundle
from scenarios.heldout.kit import ar, expect, pack, series, shape


# ---- poor evidence
def list_crash():
    """Only a pod list and a check: a pod crashes, nobody knows why."""
    a = harvest()
    a["devices"].update(st="crash", restarts="23 (4m2s ago)", reason="Error", exit_code=1)
    return pack(
        "ho-harvest-list-crash",
        inc(a, "device list page", "synthetic-monitor", started=None),
        alerts=[synth(a, "device list page", 31, "HTTP 503", None)],
        state=a.state(),
    ), expect("blind", "i", missing=["log"])


def list_pending():
    """Only a pod list: the registry database is Pending, its client crashes as an effect."""
    a = harvest(seed=101, date="2026-11-16T01:00:00+00:00")
    a["registry-db"].update(st="pending", restarts=0, age="41m")
    a["devices"].update(st="crash", restarts="9 (70s ago)", reason="Error", exit_code=1)
    return pack(
        "ho-harvest-list-pending",
        inc(a, "KubePodNotReady", started=100),
        alerts=[
            prom(a, "KubePodNotReady", a.pod("registry-db"), 100),
            prom(a, "KubePodCrashLooping", a.pod("devices"), 90),
        ],
        state=a.state(no_ns=True),
        gaps=[{"section": "events", "reason": "not collected"}],
    ), expect("blind", "i", missing=["event"])


def list_pull():
    """Only a pod list: an image cannot be pulled; whether the name or the credentials are wrong is not said."""
    a = harvest(seed=102, date="2026-11-16T21:00:00+00:00")
    a["alerter"].update(st="pull", reason="ImagePullBackOff", age="22m")
    e = f"pod/{a.names['alerter'][0]}"
    return pack(
        "ho-harvest-list-pull",
        inc(a, "alert webhook canary", "synthetic-monitor", "warning"),
        alerts=[synth(a, "alert webhook canary", 4, "no callback received in 60 s")],
        state=a.state(),
    ), expect(
        "blind",
        "il",
        "k8s.image.reference_invalid",
        e,
        also=[
            {"cause": c, "entity": e}
            for c in ("k8s.image.pull_unauthorized", "k8s.image.rate_limited", "k8s.image.registry_dns_failure")
        ],
        missing=["event"],
    )


def list_config():
    """Only a pod list: the container's configuration cannot be built."""
    a = harvest(seed=103, date="2026-11-18T12:00:00+00:00")
    a["rules"].update(st="config", age="3h")
    e = f"pod/{a.names['rules'][0]}"
    return pack(
        "ho-harvest-list-config",
        inc(a, "rules-eval-lag", sev="high"),
        alerts=[prom(a, "RulesEvalLag", "service/rules", 400, "consumer lag 81233")],
        state=a.state(),
    ), expect(
        "blind",
        "il",
        "k8s.config.secret_missing",
        e,
        also=[{"cause": "k8s.config.configmap_missing", "entity": e}],
        missing=["event"],
    )


def list_init():
    """Only a pod list: two pods hang in their init container."""
    a = harvest(seed=104, date="2026-11-13T04:30:00+00:00")
    a["rules"].update(st="init", age="18m")
    return pack(
        "ho-harvest-list-init",
        inc(a, "KubePodNotReady", started=200),
        alerts=[prom(a, "KubePodNotReady", a.pod("rules"), 200)],
        state=a.state(no_ns=True),
        topology=a.topology(),
    ), expect("blind", "i")


def events_only():
    """Only events without times: the fraud service asks for memory no node has."""
    a = kasse(date="2026-09-11T15:00:00+00:00", seed=33)
    a.pending(
        "fraud",
        "0/3 nodes are available: 3 Insufficient memory. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
    )
    for n in ("cards", "notifier"):
        a.started(n)
    a.ev(
        "deployment/fraud",
        "ScalingReplicaSet",
        f"Scaled up replica set fraud-{a['fraud']['rs']} to 1",
        typ="normal",
        source="deployment-controller",
        kind="Deployment",
    )
    a.times_off()
    return pack(
        "ho-kasse-events-only",
        inc(a, "fraud pods not ready", "manual", "high", None, 0) | {"collected_at": None},
        events=a.events,
    ), expect(
        "fault",
        "s",
        "k8s.scheduling.insufficient_memory",
        a.pod("fraud"),
        also=[{"cause": "k8s.scheduling.insufficient_memory", "entity": "deployment/fraud"}],
        near=["k8s.container.oom_killed"],
    )


def state_only():
    """Only services and pods, no events, logs or edges: a selector that matches nothing."""
    a = fernweh(date="2026-10-23T09:00:00+00:00", seed=18)
    a["ledger"]["selector"] = {"app.kubernetes.io/name": "ledger-api"}
    return pack(
        "ho-fernweh-state-only",
        inc(a, "Payment canary", "synthetic-monitor", started=None),
        alerts=[synth(a, "Payment canary", 2, "status code was 500", None)],
        state=a.state(show=("pod", "service")),
    ), expect("fault", "s", "k8s.service.selector_mismatch", "service/ledger")


def logs_only():
    """Only a handful of grouped log lines: the database refuses a password."""
    a = parcelo(date="2026-11-14T07:50:00+00:00", seed=62)
    a.log(
        "pg-main",
        'FATAL:  password authentication failed for user "tracking"',
        10,
        "FATAL",
        641,
        entity="statefulset/pg-main",
    )
    a.log(
        "pg-main",
        'DETAIL:  Connection matched file "/var/lib/postgresql/data/pg_hba.conf" line 128: "host all all all scram-sha-256"',
        10,
        "DETAIL",
        641,
        entity="statefulset/pg-main",
    )
    a.log(
        "tracking",
        'org.postgresql.util.PSQLException: FATAL: password authentication failed for user "tracking"',
        11,
        "ERROR",
        640,
        entity="deployment/tracking",
    )
    a.log(
        "portal",
        "Server error: GET http://tracking/v1 resulted in a 500 Internal Server Error response",
        14,
        "ERROR",
        2207,
        entity="deployment/portal",
    )
    a.log("pg-main", "LOG:  checkpoint complete: wrote 801 buffers (4.9%)", 300, "LOG", 3, entity="statefulset/pg-main")
    a.log(
        "rates",
        'INFO:     10.244.1.9:51110 - "GET /rates/DE HTTP/1.1" 200 OK',
        320,
        "INFO",
        905,
        entity="deployment/rates",
    )
    return pack("ho-parcelo-logs-only", inc(a, "portal 5xx", "datadog", "high", None), logs=a.logs), expect(
        "fault",
        "s",
        "db.credentials_invalid",
        "deployment/tracking",
        also=[{"cause": "db.credentials_invalid", "entity": "statefulset/pg-main"}],
    )


def node_events():
    """Only events and alerts: a node went away, with pods of several services."""
    a = lumen(date="2026-08-05T02:00:00+00:00", seed=45)
    bad = "gke-pool-1-f07e"
    a.ev(
        f"node/{bad}",
        "NodeNotReady",
        f"Node {bad} status is now: NodeNotReady",
        40,
        typ="normal",
        source="node-controller",
        kind="Node",
    )
    for s in a.svc.values():
        for i, where in enumerate(s["on"]):
            if where == bad:
                a.ev(a.pod(s["name"], i), "NodeNotReady", "Node is not ready", 41, source="node-controller")
                a.ev(
                    a.pod(s["name"], i),
                    "TaintManagerEviction",
                    f"Marking for deletion Pod lumen-prod/{a.names[s['name']][i]}",
                    341,
                    typ="normal",
                    source="taint-eviction-controller",
                )
    return pack(
        "ho-lumen-node-events",
        inc(a, "KubeNodeUnreachable", started=100),
        alerts=[
            prom(
                a,
                "KubeNodeUnreachable",
                f"node/{bad}",
                100,
                f"{bad} is unreachable and some workloads may be rescheduled.",
            ),
            prom(a, "PlaybackLatency", "service/playback", 130),
        ],
        events=a.events,
    ), expect(
        "fault", "s", "node.not_ready", f"node/{bad}", also=[{"cause": "node.kubelet_down", "entity": f"node/{bad}"}]
    )


def deployments_only():
    """Only a list of deployments without namespaces: one wants none."""
    a = parcelo(date="2026-11-05T22:10:00+00:00", seed=63, dialect="describe")
    a.zero("scans")
    return pack(
        "ho-parcelo-deployments-only",
        inc(a, "track-a-parcel", "synthetic-monitor", started=None),
        alerts=[synth(a, "track-a-parcel", 18, "body did not contain 'Delivered'", None)],
        state=a.state(show=("workload",), no_ns=True),
        topology=a.topology(),
    ), expect("fault", "s", "k8s.workload.zero_replicas", "deployment/scans")


def throttled():
    """Only metrics: a service sits at its CPU limit and is throttled after a load rise elsewhere stayed flat."""
    a = clinic(date="2026-07-19T13:00:00+00:00", seed=78)
    rng = random.Random(21)
    n, mets = 64, []
    for s in a.svc.values():
        x = s["name"] == "patients"
        up = s["name"] in ("frontdesk", "documents", "patients")
        lat = [
            v * (1 + b)
            for v, b in zip(ar(rng.uniform(15, 60), n, rng, 0.08), shape(n, 32, to=6 if x else 3 if up else 0))
        ]
        cpu = [
            min(0.5, v) if not x or i < 32 else 0.5 * (1 - abs(rng.gauss(0, 0.01)))
            for i, v in enumerate(ar(0.12 if not x else 0.2, n, rng, 0.1))
        ]
        thr = [0.42 + rng.gauss(0, 0.03) if x and i >= 32 else abs(rng.gauss(0, 0.002)) for i in range(n)]
        e = f"service/{s['name']}"
        mets += [
            series(a.at, e, "latency_p95", lat, 60, -32 * 60, unit="ms"),
            series(a.at, e, "cpu_usage", cpu, 60, -32 * 60, unit="cores"),
            series(a.at, e, "cpu_throttled_time", thr, 60, -32 * 60, unit="s/s"),
            series(a.at, e, "request_rate", ar(rng.uniform(3, 20), n, rng, 0.1), 60, -32 * 60),
        ]
    return pack(
        "ho-clinic-metrics-only", inc(a, "frontdesk slow", "manual", "high", None, 32 * 60), metrics=mets
    ), expect(
        "fault",
        "s",
        "compute.cpu_throttled",
        "service/patients",
        also=[{"cause": "compute.cpu_saturation", "entity": "service/patients"}],
    )


# ---- healthy
def watchdog():
    """The alert that always fires, on a cluster in good health with the usual harmless warnings."""
    a = fernweh(date="2026-10-30T00:00:00+00:00", seed=19)
    a["mailer"].update(
        restarts=1,
        last_state={
            "state": "terminated",
            "reason": "Completed",
            "exit_code": 0,
            "started_at": a.at(-900000),
            "finished_at": a.at(-700000),
        },
    )
    a.ev(
        a.pod("web"),
        "Unhealthy",
        'Readiness probe failed: Get "http://10.244.2.13:3000/ready": dial tcp 10.244.2.13:3000: connect: connection refused',
        -2700,
        count=2,
    )
    for i in (0, 1):
        a.started("web", i, -2705)
    a.log("geo-cache", "1:M # WARNING Memory overcommit must be enabled!", -80000, "warning")
    a.chatter(4)
    return bundle(
        a,
        "ho-fernweh-watchdog",
        inc(a, "Watchdog", sev="none", started=-800000),
        [
            prom(
                a,
                "Watchdog",
                None,
                -800000,
                "This is an alert meant to ensure that the entire alerting pipeline is functional.",
                query="vector(1)",
            )
        ],
    ), expect("healthy", "h")


def check_over():
    """A synthetic check failed twice and passes again; nothing else moved."""
    a = lumen(date="2026-08-23T06:00:00+00:00", seed=46)
    rng = random.Random(31)
    mets = [
        series(
            a.at, f"service/{s['name']}", "latency_p99", ar(rng.uniform(30, 200), 60, rng, 0.1), 60, -2700, unit="ms"
        )
        for s in a.svc.values()
    ]
    mets += [
        series(
            a.at,
            f"service/{s['name']}",
            "success_rate",
            [min(1, 1 - abs(rng.gauss(0, 0.001))) for _ in range(60)],
            60,
            -2700,
        )
        for s in a.svc.values()
    ]
    a.chatter(3)
    return bundle(
        a,
        "ho-lumen-check-over",
        inc(a, "watch-first-title recovered", "synthetic-monitor", "info", 0),
        [
            synth(
                a,
                "watch-first-title",
                2,
                "2 failures at 06:00 from fra-1 (DNS timeout at the probe), passing since 06:02",
                120,
                "ok",
            )
        ],
        metrics=mets,
    ), expect("healthy", "h")


def rollout_done():
    """A rollout that went well: probe warnings while starting, replicas back to what is wanted."""
    a = parcelo(date="2026-11-03T10:30:00+00:00", seed=64)
    a["portal"].update(image="registry.example.net/apps/portal:3.0.0", since=40)
    for i in (0, 1):
        a.started("portal", i, 38 + 20 * i)
    a.ev(
        "deployment/portal",
        "ScalingReplicaSet",
        f"Scaled up replica set portal-{a['portal']['rs']} to 2 from 1",
        58,
        typ="normal",
        source="deployment-controller",
        kind="Deployment",
    )
    a.ev("pod/portal-5bb6c4d9f8-q2w7x", "Killing", "Stopping container portal", 75, typ="normal")
    a.ev(
        a.pod("portal"),
        "Unhealthy",
        "Startup probe failed: dial tcp 10.244.1.10:8080: connect: connection refused",
        44,
        count=1,
    )
    a.chatter(4)
    a.log("portal", "NOTICE: fpm is running, pid 1", 41, "info")
    return bundle(
        a,
        "ho-parcelo-rollout-done",
        inc(a, "KubeDeploymentReplicasMismatch", sev="warning", started=45),
        [prom(a, "KubeDeploymentReplicasMismatch", "deployment/portal", 160, "resolved", "ok")],
        changes=[
            {
                "t": a.at(36),
                "kind": "deployment",
                "actor": "ci-bot",
                "action": "helm upgrade",
                "entity": "deployment/portal",
                "details": {"image": ["2.9.9", "3.0.0"]},
            }
        ],
    ), expect("healthy", "h")


def list_fine():
    """A pod list with nothing wrong, finished jobs included."""
    a = clinic(date="2026-07-27T05:00:00+00:00", seed=79, dialect="podlist")
    a["documents"]["restarts"] = "1 (40d ago)"
    state = a.state()
    for i in (1, 2, 3):
        state.append(
            {
                "entity": f"pod/nightly-export-2969{i}00-x{i}kqd",
                "kind": "pod",
                "t": a.at(900),
                "attributes": {"status": "Completed", "ready": "0/1", "restarts": 0, "age": f"{i}d"},
            }
        )
    return pack(
        "ho-clinic-list-fine",
        inc(a, "morning check", "manual", "info", None),
        alerts=[synth(a, "book-an-appointment", 0, "passing", 800, "ok"), synth(a, "login", 0, "passing", 800, "ok")],
        state=state,
        logs=[
            {
                "t": a.at(-300),
                "entity": "deployment/frontdesk",
                "level": "info",
                "message": "GET /api/day/2026-07-27 200 11.2 ms - 2211",
                "count": 214,
            }
        ],
    ), expect("healthy", "h")


# ---- nothing to go on
def empty():
    """An incident and refusals."""
    a = kasse(date="2026-09-30T02:00:00+00:00")
    return pack(
        "ho-kasse-empty",
        inc(a, "[FIRING:1] HttpErrorsHigh core-bank", started=0),
        gaps=[
            {
                "section": s,
                "reason": 'Forbidden: User "system:serviceaccount:obs:collector" cannot list resource in namespace core-bank',
            }
            for s in ("state", "events", "logs")
        ]
        + [{"section": "metrics", "reason": "prometheus query timed out after 10 s"}],
    ), expect("blind", "i")


def all_running():
    """A check fails, all pods are Running, no logs."""
    a = clinic(date="2026-07-28T08:00:00+00:00", seed=80, dialect="podlist")
    return pack(
        "ho-clinic-all-running",
        inc(a, "book-an-appointment", "synthetic-monitor", "critical", None),
        alerts=[synth(a, "book-an-appointment", 12, "step 3 'confirm' failed: element not found", None)],
        state=a.state(),
    ), expect("blind", "i")


def changes_only():
    """A latency alert, edges, and changes of long before."""
    a = parcelo(date="2026-11-07T03:03:00+00:00", seed=65)
    ch = [
        {
            "t": a.at(-86400 * 2),
            "kind": "deployment",
            "actor": "ci-bot",
            "action": "helm upgrade",
            "entity": "deployment/geo",
            "details": {"image": ["1.1.0", "1.1.1"]},
        },
        {
            "t": a.at(-86400 * 4),
            "kind": "config",
            "actor": "mira",
            "action": "edit",
            "entity": "configmap/portal-theme",
            "details": {},
        },
    ]
    return pack(
        "ho-parcelo-changes-only",
        inc(a, "LatencySLO", started=0),
        alerts=[prom(a, "LatencySLO", "service/portal", 0, "p95 over objective")],
        topology=a.topology(),
        changes=ch,
        gaps=[
            {"section": "metrics", "reason": "no datapoints in the window"},
            {"section": "logs", "reason": "not configured"},
        ],
    ), expect("blind", "i")


def info_logs():
    """An error-rate alert and only INFO lines."""
    a = fernweh(date="2026-10-09T20:20:00+00:00", seed=20)
    a.chatter(3, grouped=True)
    return pack(
        "ho-fernweh-info-logs",
        inc(a, "HighErrorRate", started=0),
        alerts=[prom(a, "HighErrorRate", "service/edge", 0, "5xx ratio 7%")],
        logs=a.logs,
        gaps=[{"section": "metrics", "reason": "timed out"}, {"section": "state", "reason": "Unauthorized"}],
    ), expect("blind", "i")


CASES = (
    list_crash,
    list_pending,
    list_pull,
    list_config,
    list_init,
    events_only,
    state_only,
    logs_only,
    node_events,
    deployments_only,
    throttled,
    watchdog,
    check_over,
    rollout_done,
    list_fine,
    empty,
    all_running,
    changes_only,
    info_logs,
)
