"""Pages from clusters where nothing is wrong now, part 2 of 4."""

from __future__ import annotations

from .bundle import Case, Pair
from .surroundings import surround_cluster


def spot_reclaim() -> Pair:
    c = Case(
        364,
        "2026-04-29T12:09:00",
        33,
        "recs-worker: ready pods below desired",
        "datadog",
        "deployment/recs-worker",
        "high",
        lead=60,
    )
    c.metric(
        "deployment/recs-worker",
        "kubernetes_state.deployment.replicas_ready",
        {-60: 8, -2: 5, 3: 8},
        ns="Datadog",
        noise=0,
        sway=0,
    )
    c.metric("service/recs-worker", "queue_lag_seconds", {-60: 2, -1: 31, 6: 2}, unit="s", noise=0.15)
    c.metric("service/recs-api", "latency_p95", 0.17, unit="s", baseline=True)
    c.metric("service/recs-api", "error_rate", 0.0009, unit="ratio", noise=0.3)
    c.state(
        "deployment/recs-worker",
        "deployment",
        namespace="recs",
        desired=8,
        ready=8,
        updated=8,
        available=8,
        unavailable=0,
        conditions={"Available": {"status": "True", "reason": "MinimumReplicasAvailable"}},
    )
    c.event(
        -4,
        "node/ip-10-64-8-12",
        "SpotInterrupted",
        "SpotInterruption: a spot interruption warning was triggered for the node",
        "warning",
        source="karpenter",
    )
    c.event(
        -3.5, "node/ip-10-64-8-12", "DisruptionTerminating", "Disrupting Node: Interruption/Spot", source="karpenter"
    )
    c.event(
        -1.2,
        "nodeclaim/spot-x9k2m",
        "Launched",
        "Status condition transitioned, Type: Launched, Status: Unknown -> True",
        source="karpenter",
    )
    c.event(
        -1,
        "pod/recs-worker-7bd5-lm22f",
        "FailedScheduling",
        "0/6 nodes are available: 6 Insufficient memory.",
        "warning",
        count=3,
        source="default-scheduler",
    )
    c.event(
        0.9,
        "pod/recs-worker-7bd5-lm22f",
        "Scheduled",
        "Successfully assigned recs/recs-worker-7bd5-lm22f to ip-10-64-8-77",
        source="default-scheduler",
    )
    c.state(
        "node/ip-10-64-8-77",
        "node",
        unschedulable=False,
        conditions={"Ready": "True", "MemoryPressure": "False"},
        labels={"karpenter.sh/capacity-type": "spot"},
    )
    c.state(
        "pod/recs-worker-7bd5-lm22f",
        "pod",
        namespace="recs",
        phase="Running",
        status="Running",
        ready="1/1",
        restarts=0,
        node="ip-10-64-8-77",
        owner="ReplicaSet/recs-worker-7bd5",
    )
    c.log(-3, "service/recs-worker", "warn", "SIGTERM received, nacking 18 unacked messages", 3)
    c.log(12, "service/recs-worker", "info", "batch done n=500 lag=1.8s", 240)
    c.log(-22, "service/recs-worker", "warn", "torch: UserWarning: The given NumPy array is not writable", 90)
    c.change(-52, "deployment", "argocd sync", "deployment/recs-api", "argocd", image=["recs-api:31", "recs-api:32"])
    c.alert(
        4, "recs-worker: ready pods below desired", "deployment/recs-worker", "ok", "Triggered 12:09, recovered 12:13"
    )
    c.edges(
        "deployment/recs-worker owns pod/recs-worker-7bd5-lm22f",
        "pod/recs-worker-7bd5-lm22f runs_on node/ip-10-64-8-77",
        "service/recs-worker writes service/recs-api",
    )
    surround_cluster(c, "recs", "recs-api", "features")
    return c.healthy(
        cause="healthy.recovered",
        near=["compute.instance_lost", "k8s.scheduling.insufficient_memory"],
        herring=("k8s.scheduling.insufficient_memory", "deployment/recs-worker"),
    )


def lonely_probe() -> Pair:
    c = Case(
        703,
        "2026-05-28T15:46:00",
        22,
        "Synthetic: booking page down (Singapore)",
        "synthetic-monitor",
        "service/booking-page",
        "critical",
        lead=60,
    )
    c.metric(
        "service/booking-page", "probe_success", {-60: 1, -1: 0, 5: 1}, noise=0, sway=0, dims={"location": "singapore"}
    )
    c.metric("service/booking-page", "probe_success", 1, noise=0, sway=0, dims={"location": "frankfurt"})
    c.metric("service/booking-page", "probe_success", 1, noise=0, sway=0, dims={"location": "virginia"})
    c.metric("service/booking-page", "request_rate", 520, unit="1/s", noise=0.05, baseline=True)
    c.metric("service/booking-page", "error_rate", 0.0012, unit="ratio", noise=0.3)
    c.metric("service/booking-page", "latency_p95", 0.33, unit="s", noise=0.08)
    c.metric("service/ingress-nginx-controller", "request_rate", 1480, unit="1/s", noise=0.04)
    c.state(
        "deployment/booking-page",
        "deployment",
        namespace="web",
        desired=6,
        ready=6,
        updated=6,
        available=6,
        unavailable=0,
    )
    c.log(
        -0.5, "service/booking-page", "warn", "Next.js: image optimizer cache miss, upstream 404 for /hero-old.webp", 61
    )
    c.log(
        3,
        "service/ingress-nginx-controller",
        "error",
        "SSL_do_handshake() failed (SSL: error:0A00006C:SSL routines::bad key share) while SSL handshaking, client: 198.51.100.9",
        12,
    )
    c.log(
        -44,
        "service/ingress-nginx-controller",
        "error",
        "SSL_do_handshake() failed (SSL: error:0A00006C:SSL routines::bad key share) while SSL handshaking, client: 198.51.100.31",
        14,
    )
    c.log(
        10,
        "service/probe-runner",
        "warn",
        "location singapore: worker restarted after DNS client error EAI_AGAIN for 9 of 9 checks of all customers",
        1,
    )
    c.log(14, "service/probe-runner", "info", "location singapore: all checks passing", 1)
    c.event(
        -2200,
        "pod/booking-page-6dc-zw2xk",
        "Unhealthy",
        "Liveness probe failed: context deadline exceeded",
        "warning",
        count=1,
        source="kubelet",
    )
    c.change(
        -13,
        "deployment",
        "argocd sync",
        "deployment/booking-page",
        "argocd",
        image=["booking-page:801", "booking-page:802"],
    )
    c.alert(
        5,
        "Synthetic: booking page down (Singapore)",
        "service/booking-page",
        "ok",
        "getaddrinfo EAI_AGAIN; 1 of 3 locations; passing again since 15:51Z",
        count=6,
    )
    c.edges("service/ingress-nginx-controller calls service/booking-page", "service/booking-page calls service/rates")
    surround_cluster(c, "web", "rates", "cms")
    return c.healthy(
        near=["dns.resolution_failure", "deployment.bad_release"],
        herring=("deployment.bad_release", "deployment/booking-page"),
    )


def rehearsal_at_max() -> Pair:
    c = Case(
        946,
        "2026-06-24T08:40:00",
        45,
        "KubeHpaMaxedOut: tickets-api",
        "prometheus",
        "hpa/tickets-api",
        "warning",
        lead=60,
    )
    c.metric("service/tickets-api", "request_rate", {-60: 210, -20: 1980, 12: 215}, unit="1/s", noise=0.05)
    c.metric("service/tickets-api", "latency_p95", {-60: 0.14, -20: 0.22, 12: 0.14}, unit="s", noise=0.08)
    c.metric("service/tickets-api", "error_rate", 0.0013, unit="ratio", noise=0.3)
    c.metric(
        "hpa/tickets-api",
        "kube_horizontalpodautoscaler_status_current_replicas",
        {-60: 4, -18: 12, -15: 20, 17: 14, 25: 7, 32: 4},
        noise=0,
        sway=0,
        whole=True,
    )
    c.metric("service/tickets-api", "cpu_utilization", {-60: 41, -20: 72, 12: 28, 32: 41}, unit="percent", noise=0.05)
    c.metric("service/payments-stub", "request_rate", {-60: 0, -20: 300, 12: 0}, unit="1/s")
    c.state(
        "hpa/tickets-api",
        "horizontalpodautoscaler",
        namespace="events",
        min=4,
        max=20,
        current=4,
        desired=4,
        target_cpu=65,
    )
    c.state(
        "deployment/tickets-api",
        "deployment",
        namespace="events",
        desired=4,
        ready=4,
        updated=4,
        available=4,
        unavailable=0,
    )
    c.event(
        -15,
        "hpa/tickets-api",
        "SuccessfulRescale",
        "New size: 20; reason: cpu resource utilization (percentage of request) above target",
        source="horizontal-pod-autoscaler",
    )
    c.event(
        32,
        "hpa/tickets-api",
        "SuccessfulRescale",
        "New size: 4; reason: All metrics below target",
        source="horizontal-pod-autoscaler",
    )
    c.event(
        -14,
        "pod/tickets-api-5f4-8jw6n",
        "FailedScheduling",
        "0/7 nodes are available: 7 Insufficient cpu.",
        "warning",
        count=2,
        source="default-scheduler",
    )
    c.event(
        -12.5,
        "pod/tickets-api-5f4-8jw6n",
        "Scheduled",
        "Successfully assigned events/tickets-api-5f4-8jw6n",
        source="default-scheduler",
    )
    c.log(
        -20,
        "service/k6-runner",
        "info",
        "k6: running onsale-rehearsal.js, ramping to 2000 rps, planned 30 min (EVT-412)",
        1,
    )
    c.log(12, "service/k6-runner", "info", "k6: checks 99.91% passed, thresholds ok, test finished", 1)
    c.log(-10, "service/tickets-api", "warn", "go-redis: connection pool timeout (retried)", 17)
    c.change(-21, "other", "k6 run", "service/k6-runner", "user/perf-ana", ticket="EVT-412")
    c.change(
        -180,
        "deployment",
        "argocd sync",
        "deployment/tickets-api",
        "argocd",
        image=["tickets-api:58", "tickets-api:59"],
    )
    c.alert(18, "KubeHpaMaxedOut", "hpa/tickets-api", "ok", "at max 20 for 15m, resolved 08:58Z")
    c.edges(
        "service/k6-runner calls service/tickets-api",
        "service/tickets-api calls service/payments-stub",
        "hpa/tickets-api depends_on deployment/tickets-api",
    )
    surround_cluster(c, "events", "seating", "venues")
    return c.healthy(
        near=["compute.autoscaling_at_max", "traffic.surge", "k8s.scheduling.insufficient_cpu"],
        herring=("compute.autoscaling_at_max", "deployment/tickets-api"),
    )
