"""Faults of a parcel carrier's system (Java, Go, Node) on EKS; collected by Prometheus and kubectl describe."""

from __future__ import annotations

from .apps_trade import PARCELS
from .recording import Case, Recording, climb, fault, flat, pulse, step, wrong
from .world import entities, populate


def depot_page_check() -> Case:
    """A targetPort that no container listens on."""
    rec = Recording("cl-depot-page-check", 4101, "2026-03-11T09:12:00", before=35, after=14)
    rec.incident(
        "Synthetic: parcel lookup page returns 502",
        "critical",
        "synthetic-monitor",
        service="portal-web",
        resource="service/portal-web",
        started=2.5,
    )
    populate(
        rec,
        PARCELS,
        hush={"tracking-api": -0.5},
        bend={
            ("portal-web", "error_rate"): step(1, 190),
            ("portal-web", "latency_p95"): step(1, 0.7),
            ("tracking-api", "request_rate"): step(1, 0.004),
            ("tracking-api", "cpu_usage"): step(1, 0.12),
        },
    )
    service = rec.attributes("service/tracking-api", "service")
    service["target_port"] = "8081/TCP"
    service["endpoints"] = service["endpoints"].replace(":8080", ":8081")
    rec.burst(
        entities(rec, "portal-web"),
        '{"level":50,"time":"<ts>","reqId":"<hex>","err":{"type":"Error","code":"ECONNREFUSED","syscall":"connect",'
        f'"address":"{service["cluster_ip"]}","port":80}},'
        '"msg":"GET http://tracking-api/v2/shipments/<id> failed"}',
        0.2,
        14,
        14,
    )
    rec.change(
        -0.6,
        "config",
        "kubectl apply service tracking-api",
        "service/tracking-api",
        "n.okafor",
        ticket="PLAT-881",
        note="management port split, first step",
    )
    rec.change(-22, "deployment", "helm upgrade pricing 3.9.3 -> 3.9.4", "deployment/pricing")
    rec.alert("TargetDown", "alarm", "deployment/depot-sync", -5100, reason="job=depot-sync has no scrape port")
    rec.alert("PortalErrorBudgetBurn", "alarm", "service/portal-web", 3, threshold=14.4)
    return rec.bundle(), fault(
        "k8s.service.port_mismatch",
        "service/tracking-api",
        herring=wrong("deployment.bad_release", "deployment/pricing"),
        near=["dependency.unreachable"],
    )


def route_quote_slow() -> Case:
    """A network policy that forgets one caller."""
    rec = Recording("cl-route-quote-slow", 4102, "2026-02-03T14:40:00", before=50, after=22, millis=True)
    rec.incident(
        "RoutePlannerLatencyP95High",
        "high",
        "prometheus",
        service="route-planner",
        resource="service/route-planner",
        labels={"team": "routing", "cluster": "prod-eu"},
        started=4,
    )
    populate(
        rec,
        PARCELS,
        hush={"geocoder": -0.6},
        bend={
            ("route-planner", "latency_p95"): step(1, 29, over=2),
            ("route-planner", "error_rate"): step(1, 240),
            ("route-planner", "cpu_usage"): step(1, 0.3),
            ("geocoder", "request_rate"): step(1, 0.18),
            ("portal-web", "error_rate"): step(1, 22),
        },
    )
    rec.burst(
        entities(rec, "route-planner"),
        (
            "<ts> ERROR 1 --- [nio-8080-exec-<n>] c.p.route.GeocodeClient : I/O error on GET request for "
            '"http://geocoder.parcels.svc.cluster.local/v1/lookup": Connect timed out',
            "<ts>  WARN 1 --- [nio-8080-exec-<n>] c.p.route.PlanController : falling back to depot centroid, geocoder timeout",
        ),
        0.5,
        22,
        16,
    )
    rec.state(
        "networkpolicy/geocoder-ingress",
        "networkpolicy",
        namespace="parcels",
        spec="PodSelector: app.kubernetes.io/name=geocoder\nAllowing ingress traffic:\n  To Port: 9100/TCP\n  From:\n"
        "    PodSelector: app.kubernetes.io/name=address-book\n  From:\n    NamespaceSelector: name=monitoring\n"
        "Not affecting egress traffic\nPolicy Types: Ingress",
    )
    rec.state(
        "networkpolicy/default-allow-dns",
        "networkpolicy",
        namespace="parcels",
        spec="PodSelector: <none>\nAllowing egress traffic:\n  To Port: 53/UDP\n  To: NamespaceSelector: name=kube-system\n"
        "Allowing egress traffic:\n  To Port: <any>\n  To: <any>\nPolicy Types: Egress",
    )
    rec.state(
        "service/geocoder",
        "connectivity_check",
        port=9100,
        ok=False,
        detail="SYN sent, no answer",
        probes=[
            {"from": f"pod/{rec.pods['route-planner'][0]}", "ok": False},
            {"from": "namespace/monitoring", "ok": True},
        ],
    )
    rec.change(
        -0.8, "config", "argocd sync netpol-baseline", "networkpolicy/geocoder-ingress", "argocd", revision="9f31c0a"
    )
    rec.change(-31, "scaling", "HPA scaled portal-web 2 -> 3", "deployment/portal-web", "hpa-controller")
    rec.alert("HikariPoolPending", "ok", "service/tracking-api", -900)
    return rec.bundle(), fault(
        "network.policy_blocked",
        "networkpolicy/geocoder-ingress",
        ("network.policy_blocked", "service/geocoder"),
        ("network.policy_blocked", "deployment/geocoder"),
        near=["dependency.slow", "network.packet_loss"],
    )


def shipment_writes() -> Case:
    """A job's open transaction holds row locks."""
    rec = Recording("cl-shipment-writes", 4103, "2026-04-22T05:31:00", before=60, after=18, offset_h=2)
    rec.incident(
        "SLO burn: shipment status updates",
        "critical",
        "prometheus",
        service="tracking-api",
        resource="service/tracking-api",
        started=6,
    )
    populate(
        rec,
        PARCELS,
        bend={
            ("tracking-api", "latency_p95"): step(1, 110, over=3),
            ("tracking-api", "error_rate"): step(1, 130, at=1),
            ("tracking-api", "cpu_usage"): step(1, 0.55),
            ("portal-web", "latency_p95"): step(1, 9, over=3),
            ("portal-web", "error_rate"): step(1, 50, at=1),
        },
    )
    rec.series("rds/parcel-db", "pg_locks_waiting", step(0.4, 44, over=5), sigma=0.2, whole=True)
    rec.series(
        "rds/parcel-db", "CPUUtilization", step(31, 17), namespace="AWS/RDS", unit="Percent", statistic="Average"
    )
    rec.series(
        "rds/parcel-db", "DatabaseConnections", step(61, 97, over=6), namespace="AWS/RDS", unit="Count", whole=True
    )
    rec.series(
        "rds/parcel-db",
        "pg_stat_activity_max_tx_duration_seconds",
        lambda m: 3 if m < 0 else 3 + 60 * m,
        unit="seconds",
        sigma=0.02,
    )
    rec.burst(
        entities(rec, "tracking-api"),
        (
            "<ts> ERROR 1 --- [nio-8080-exec-<n>] o.h.engine.jdbc.spi.SqlExceptionHelper : ERROR: canceling statement due to lock "
            'timeout\n  Where: while updating tuple (<n>,4) in relation "shipments"',
            "<ts>  WARN 1 --- [nio-8080-exec-<n>] c.p.t.StatusWriter : PessimisticLockingFailureException, retry 2 of 3",
        ),
        1,
        18,
        15,
    )
    rec.log(
        "rds/parcel-db",
        "2026-04-22 05:34:10 UTC:10.31.9.140(51220):parcels@parcels:[8123]:LOG:  process 8123 still waiting "
        "for ShareLock on transaction 88120417 after 1000.118 ms\nDETAIL:  Process holding the lock: 7990. Wait queue: "
        "8123, 8131, 8140.\nSTATEMENT:  UPDATE shipments SET status=$1 WHERE id=$2",
        3.2,
        "LOG",
        "postgresql.log",
        412,
    )
    rec.state(
        "rds/parcel-db",
        "performance_insights",
        top_sql=[
            {
                "statement": "UPDATE shipments SET status=$1 WHERE id=$2",
                "db_load_avg": 31.7,
                "calls_per_sec": 1.9,
                "wait_events": [{"name": "transactionid", "type": "Lock", "db_load_avg": 29.9}],
            },
            {
                "statement": "SELECT * FROM depots WHERE region=$1",
                "db_load_avg": 0.2,
                "calls_per_sec": 41,
                "wait_events": [],
            },
        ],
        top_wait_events=[{"name": "transactionid", "type": "Lock", "db_load_avg": 29.9}],
    )
    rec.state(
        "rds/parcel-db",
        "rds_instance",
        engine="postgres",
        engine_version="15.7",
        instance_class="db.r6g.xlarge",
        parameters={"max_connections": 900},
    )
    rec.log(
        f"pod/{rec.pods['depot-sync'][0]}",
        'level=info ts=<ts> msg="reconcile begin, single transaction" table=shipments rows=1840221 pid=7990',
        -0.2,
        "INFO",
    )
    rec.change(-9, "deployment", "rollout tracking-api 7.42.0 -> 7.42.1 (log wording)", "deployment/tracking-api")
    return rec.bundle(), fault(
        "db.lock_contention",
        "rds/parcel-db",
        ("db.lock_contention", "deployment/depot-sync"),
        herring=wrong("deployment.bad_release", "deployment/tracking-api"),
        near=["db.connections_exhausted", "db.expensive_query"],
    )


def checkout_price_errors() -> Case:
    """A release whose new pods throw; the old ones still serve."""
    rec = Recording("cl-price-quotes", 4104, "2026-01-19T11:05:00", before=45, after=12)
    rec.incident(
        "portal-web 5xx ratio above 5%",
        "high",
        "prometheus",
        service="portal-web",
        resource="service/portal-web",
        started=3,
    )
    populate(
        rec,
        PARCELS,
        bend={
            ("pricing", "error_rate"): step(1, 160, at=0.5, over=3),
            ("portal-web", "error_rate"): step(1, 44, at=0.5, over=3),
            ("pricing", "latency_p95"): step(1, 0.8),
        },
        baseline=True,
    )
    _, new = entities(rec, "pricing")
    rec.container(
        new, image="registry.parcelwing.example/pricing:3.10.0", state={"state": "running", "started_at": rec.at(-0.7)}
    )
    rec.amend(new, "pod", owner="ReplicaSet/pricing-7c9d5b6f4c")
    rec.amend(
        "deployment/pricing",
        "deployment",
        updated=1,
        replicas="2 desired | 1 updated | 2 total | 2 available | 0 unavailable",
        conditions={
            "Available": {"status": "True", "reason": "MinimumReplicasAvailable"},
            "Progressing": {"status": "True", "reason": "DeploymentPaused", "message": "canary step 1"},
        },
    )
    rec.burst(
        new,
        (
            "<ts> ERROR 1 --- [nio-8080-exec-<n>] o.a.c.c.C.[.[.[/].[dispatcherServlet] : Servlet.service() threw exception\n"
            'java.lang.NullPointerException: Cannot invoke "java.math.BigDecimal.multiply(java.math.BigDecimal)" because '
            '"surcharge" is null\n\tat com.parcelwing.pricing.FuelSurcharge.apply(FuelSurcharge.java:58)\n'
            "\tat com.parcelwing.pricing.QuoteService.quote(QuoteService.java:121)",
        ),
        0.4,
        12,
        17,
    )
    rec.burst(
        entities(rec, "portal-web"),
        '{"level":50,"time":"<ts>","reqId":"<hex>","msg":"pricing answered 500 for quote"}',
        0.5,
        12,
        8,
    )
    rec.change(
        -0.9,
        "deployment",
        "argo rollout pricing 3.9.4 -> 3.10.0 canary weight 50",
        "deployment/pricing",
        "argo-rollouts",
        image="pricing:3.10.0",
        commit="b1c77e2",
    )
    rec.change(
        -14, "config", "kubectl edit hpa portal-web (maxReplicas 6 -> 8)", "deployment/portal-web", "s.lindqvist"
    )
    rec.event(new, "Started", "Started container pricing", -0.7, "normal")
    rec.event(
        entities(rec, "label-renderer")[0],
        "Unhealthy",
        "Liveness probe failed: HTTP probe failed with statuscode: 503",
        -1500,
        count=2,
    )
    return rec.bundle(), fault(
        "deployment.bad_release",
        "deployment/pricing",
        ("code.unhandled_error", "deployment/pricing"),
        near=["dependency.errors"],
    )


def push_delay() -> Case:
    """File handles used up by sockets nobody closes."""
    rec = Recording("cl-push-delay", 4105, "2026-05-07T17:20:00", before=120, after=20, period_s=120)
    rec.incident(
        "[Monitor] push delivery success below 97%",
        "warning",
        "datadog",
        service="notify-gateway",
        resource="service/notify-gateway",
        started=5,
    )
    populate(
        rec,
        PARCELS,
        collector=("pod", "deployment", "service"),
        bend={
            ("notify-gateway", "error_rate"): step(1, 210, over=6),
            ("notify-gateway", "latency_p95"): step(1, 40, over=6),
            ("notify-gateway", "request_rate"): step(1, 0.6, over=6),
            ("notify-gateway", "cpu_usage"): step(1, 1.3),
        },
    )
    for pod in entities(rec, "notify-gateway"):
        rec.series(pod, "process_open_fds", climb(205, 6.85, at=-119, top=1024), sigma=0.004, whole=True, ceiling=1024)
        rec.container(pod, state={"state": "running", "started_at": rec.at(-151)})
        rec.series(pod, "process_max_fds", flat(1024), sigma=0, whole=True)
    rec.burst(
        entities(rec, "notify-gateway"),
        (
            'level=error ts=<ts> caller=server.go:311 msg="http: Accept error: accept tcp [::]:9300: accept4: too many open files; '
            'retrying in 1s"',
            'level=error ts=<ts> caller=hub.go:97 msg="push failed" err="dial tcp 203.0.113.40:443: socket: too many open files"',
        ),
        0.3,
        20,
        20,
    )
    rec.burst(
        entities(rec, "notify-gateway"),
        'level=warn ts=<ts> caller=hub.go:140 msg="slow ack from push-hub" dur=1.<n>s',
        -115,
        18,
        6,
        "WARN",
    )
    rec.state("external/push-hub", "log_summary", total=6120, errors=3)
    rec.change(-152, "deployment", "rollout notify-gateway 0.88.1 -> 0.88.2", "deployment/notify-gateway")
    rec.change(-12, "deployment", "rollout label-renderer 2.6.2 -> 2.6.3", "deployment/label-renderer")
    rec.alert("push-hub status", "ok", "external/push-hub", 4, reason="All systems operational")
    return rec.bundle(), fault(
        "compute.thread_pool_exhausted",
        "deployment/notify-gateway",
        ("compute.thread_pool_exhausted", "service/notify-gateway"),
        ("deployment.bad_release", "deployment/notify-gateway"),
        herring=wrong("dependency.third_party_outage", "external/push-hub"),
        near=["compute.memory_leak"],
    )


def label_backlog() -> Case:
    """A memory limit set too low for big labels."""
    rec = Recording("cl-label-prints", 4106, "2026-03-28T06:02:00", before=30, after=25, period_s=30)
    rec.incident(
        "Depot LEJ2: label print wait > 60s",
        "high",
        "manual",
        service=None,
        resource="service/label-renderer",
        started=7,
        description="Shift lead reports printers idle, happens since the morning wave.",
    )
    populate(
        rec,
        PARCELS,
        bend={
            ("label-renderer", "error_rate"): pulse(1, 130, 1, 99),
            ("label-renderer", "latency_p95"): step(1, 4, at=1),
            ("label-renderer", "memory_usage"): flat(0.84),
        },
    )
    for n, pod in enumerate(entities(rec, "label-renderer")):
        rec.container(
            pod,
            limits={"memory": "448Mi"},
            requests={"cpu": "500m", "memory": "448Mi"},
            restart_count=5 + n,
            ready=n == 0,
            state={"state": "running", "started_at": rec.at(21 + n)}
            if n == 0
            else {
                "state": "waiting",
                "reason": "CrashLoopBackOff",
                "message": "back-off 2m40s restarting failed container=label-renderer",
            },
            last_state={
                "state": "terminated",
                "reason": "OOMKilled",
                "exit_code": 137,
                "started_at": rec.at(15),
                "finished_at": rec.at(20 + n),
            },
        )
        rec.amend(pod, "pod", restarts=f"{5 + n} ({4 - n}m ago)", ready="1/1" if n == 0 else "0/1")
        rec.event(pod, "BackOff", "Back-off restarting failed container label-renderer", 23, first=3, count=31)
    rec.amend("deployment/label-renderer", "deployment", ready=1, available=1, unavailable=1)
    rec.event(
        "node/ip-10-31-9-140",
        "OOMKilling",
        "Memory cgroup out of memory: Killed process 88231 (java) total-vm:3912004kB, "
        "anon-rss:452120kB, file-rss:0kB, UID:1001 pgtables:1412kB oom_score_adj:872",
        19,
        first=1.4,
        count=9,
        source="kernel-monitor",
    )
    rec.burst(
        entities(rec, "label-renderer"),
        "<ts>  INFO 1 --- [main] c.p.label.LabelApplication : Started LabelApplication in "
        "11.<n> seconds (process running for 12.8)",
        2,
        24,
        6,
        "INFO",
    )
    rec.change(
        -640,
        "config",
        "vpa-recommender applied: label-renderer limits.memory 768Mi -> 448Mi",
        "deployment/label-renderer",
        "vpa-updater",
        before="768Mi",
        after="448Mi",
    )
    rec.change(-18, "deployment", "rollout geocoder 1.31.6 -> 1.31.7", "deployment/geocoder")
    return rec.bundle(), fault(
        "k8s.container.oom_killed",
        "deployment/label-renderer",
        ("deployment.scaling_change", "deployment/label-renderer"),
        herring=wrong("deployment.bad_release", "deployment/geocoder"),
        near=["code.memory_leak", "traffic.surge"],
    )


CASES = (depot_page_check, route_quote_slow, shipment_writes, checkout_price_errors, push_delay, label_backlog)
