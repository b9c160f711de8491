"""Pages from clusters where nothing is wrong now, part 4 of 4."""

from __future__ import annotations

from .bundle import Case, Pair
from .surroundings import surround_cluster


def lingering_burn() -> Pair:
    c = Case(
        153,
        "2026-10-28T18:30:00",
        38,
        "SLO burn: search availability (6h window)",
        "datadog",
        "service/search",
        "high",
        lead=150,
    )
    c.metric("service/search", "error_rate", {-150: 0.0011, -64: 0.38, -59: 0.0012}, unit="ratio", noise=0.2)
    c.metric("service/search", "slo_burn_rate_6h", {-150: 0.4, -59: 6.6, 38: 6.3}, noise=0.01, sway=0)
    c.metric("service/search", "slo_burn_rate_30m", {-150: 0.4, -63: 60, -29: 0.5}, noise=0.05)
    c.metric("service/search", "latency_p95", {-150: 0.2, -64: 1.9, -58: 0.2}, unit="s")
    c.metric("service/search", "request_rate", 260, unit="1/s", noise=0.05)
    c.metric("service/suggest", "error_rate", 0.0013, unit="ratio", noise=0.3)
    c.state(
        "deployment/search", "deployment", namespace="find", desired=5, ready=5, updated=5, available=5, unavailable=0
    )
    c.log(
        -62,
        "service/search",
        "error",
        'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp 10.96.41.7:9200: connect: connection refused"',
        9400,
    )
    c.log(-58.6, "service/index-node", "info", "node joined, cluster health GREEN", 1)
    c.log(15, "service/search", "info", "query ok took_ms=41", 88000)
    c.log(11, "service/search", "warn", 'query parse failed, falling back to simple syntax: "c++ ("', 130)
    c.event(-65, "pod/index-node-0", "Killing", "Stopping container index-node (statefulset rollout)", source="kubelet")
    c.event(-59, "pod/index-node-0", "Started", "Started container index-node", source="kubelet")
    c.state("statefulset/index-node", "statefulset", namespace="find", ready="3/3", age="412d")
    c.change(
        -66,
        "deployment",
        "kubectl rollout restart",
        "statefulset/index-node",
        "user/search-ida",
        note="pick up new JVM flags; finished 17:31",
    )
    c.change(-20, "deployment", "argocd sync", "deployment/suggest", "argocd", image=["suggest:18", "suggest:19"])
    c.alert(0, "SLO burn: search availability (6h window)", "service/search", "alarm", "burn 6.4 > 6 over 6h")
    c.alert(-29, "SLO burn: search availability (30m window)", "service/search", "ok", "recovered 18:01Z")
    c.edges(
        "service/search calls service/index-node",
        "service/suggest calls service/index-node",
        "statefulset/index-node owns pod/index-node-0",
    )
    surround_cluster(c, "find", "suggest", "synonyms")
    return c.healthy(
        cause="healthy.recovered",
        near=["deployment.bad_release", "dependency.unreachable"],
        herring=("deployment.bad_release", "deployment/suggest"),
    )


def hourly_sawtooth() -> Pair:
    c = Case(
        871,
        "2026-11-18T22:04:00",
        36,
        "Kafka lag high: ledger-projector",
        "prometheus",
        "service/ledger-projector",
        "warning",
        lead=185,
    )
    tooth: dict[float, float] = {
        -185: 60,
        -182: 70,
        -181: 41000,
        -164: 90,
        -122: 60,
        -121: 44000,
        -103: 70,
        -62: 75,
        -61: 39000,
        -45: 80,
        -2: 66,
        -1: 43000,
        16: 70,
    }
    c.metric(
        "service/ledger-projector", "kafka_consumergroup_lag", tooth, ramp=True, whole=True, noise=0.05, baseline=True
    )
    c.metric(
        "service/ledger-projector",
        "records_consumed_rate",
        {-185: 310, -181: 2500, -164: 300, -121: 2500, -103: 300, -61: 2500, -45: 300, -1: 2500, 16: 300},
        unit="1/s",
        noise=0.05,
    )
    c.metric(
        "service/ledger-projector",
        "cpu_utilization",
        {-185: 22, -181: 91, -164: 22, -121: 90, -103: 22, -61: 91, -45: 22, -1: 91, 16: 22},
        unit="percent",
        noise=0.04,
        cap=100,
    )
    c.metric("service/ledger-projector", "error_rate", 0.0002, unit="ratio", noise=0.4)
    c.metric("service/balance-api", "latency_p95", 0.07, unit="s", baseline=True)
    c.metric("service/kafka", "kafka_server_underreplicatedpartitions", 0, whole=True)
    c.state(
        "deployment/ledger-projector",
        "deployment",
        namespace="bank",
        desired=3,
        ready=3,
        updated=3,
        available=3,
        unavailable=0,
    )
    c.log(-1, "service/interest-batch", "info", "hourly accrual published 44k postings", 1)
    c.log(-61, "service/interest-batch", "info", "hourly accrual published 44k postings", 1)
    c.log(16, "service/ledger-projector", "info", "caught up, lag 71", 1)
    c.log(
        3,
        "service/ledger-projector",
        "warn",
        "[Consumer clientId=projector-2] Offset commit failed on partition postings-7: The coordinator is loading and hence can't process requests. (retried)",
        4,
    )
    c.log(
        -100,
        "service/kafka",
        "warn",
        "[GroupCoordinator 1] Member projector-0 has left group through explicit LeaveGroup (daily restart)",
        1,
    )
    c.change(
        -140,
        "deployment",
        "argocd sync",
        "deployment/ledger-projector",
        "argocd",
        image=["projector:70", "projector:71"],
    )
    c.alert(
        12,
        "Kafka lag high: ledger-projector",
        "service/ledger-projector",
        "ok",
        "43211 > 42500; most hours stay just under",
        threshold=42500,
    )
    c.edges(
        "service/interest-batch writes service/kafka",
        "service/ledger-projector reads service/kafka",
        "service/balance-api reads service/ledger-projector",
    )
    surround_cluster(c, "bank", "balance-api", "cards")
    return c.healthy(
        near=["dependency.queue_backlog", "compute.cpu_saturation", "deployment.bad_release"],
        herring=("dependency.queue_backlog", "service/ledger-projector"),
    )
