"""Faults between services: flags, clients, deadlines and credentials."""

from __future__ import annotations

from .record import Bundle, Expected, Record, fault
from .scenery import chatter, cluster_life, container, deployment, pod


def slot_search() -> tuple[Bundle, Expected]:
    """A flag turned on for everybody makes the search score every slot."""
    record = Record("hb-293", "2026-07-21T14:00", 60, zone=-4, lost=0.05)
    record.page(
        "RUM: slot search LCP p75 > 4 s", "datadog", "service/slot-web", 36, severity="high", service="slot-web"
    )
    record.metric("service/slot-search", "latency_p95", [(0, 0.28), (30, 0.28), (33, 2.7), (60, 2.9)], noise=0.08)
    record.metric("service/slot-search", "request_rate", 72)
    record.metric("service/slot-search", "error_rate", [(0, 0.1), (31, 0.1), (36, 2.8), (60, 3.1)], noise=0.2)
    record.metric("deployment/slot-search", "cpu_utilization", [(0, 36), (30, 36), (33, 92), (60, 95)], noise=0.03)
    record.metric("service/slot-web", "latency_p95", [(0, 0.5), (30, 0.5), (33, 3.0), (60, 3.2)])
    record.metric("statefulset/elastic-slots", "latency_p95", 0.04)
    record.metric("service/slot-store", "latency_p95", 0.012)
    record.log(
        32,
        "deployment/slot-search",
        'level=info msg="ranked" ranker=v2-pairwise candidates=1840 took=2417ms flag=slot-ranker-v2',
        "info",
        19040,
    )
    record.log(
        12, "deployment/slot-search", 'level=info msg="ranked" ranker=v1 candidates=1795 took=61ms', "info", 40120
    )
    record.log(
        25,
        "statefulset/elastic-slots",
        "[WARN ][o.e.m.j.JvmGcMonitorService] [gc][young][88121] overhead, spent [412ms] collecting in the last [1s]",
        "warn",
        9,
    )
    chatter(record, "deployment/slot-search", "go", 3)
    chatter(record, "deployment/slot-web", "node", 3)
    record.change(30.2, "flag", "flag update", "flag/slot-ranker-v2", "user/pm-anja", rollout_percent=[5, 100])
    record.change(
        21, "deployment", "argocd sync", "deployment/slot-web", "argocd", images=["slot-web:31.0.4", "slot-web:31.0.5"]
    )
    record.change(-1500, "deployment", "argocd sync", "deployment/slot-search", "argocd", images=["slot-search:12.2.0"])
    deployment(record, "slot-search", 6, 6, "slots")
    record.edges(
        "service/slot-web > service/slot-search",
        "service/slot-search > statefulset/elastic-slots",
        "service/slot-search > service/slot-store",
        "service/slot-search owns deployment/slot-search",
        "service/slot-web owns deployment/slot-web",
        "deployment/slot-search depends_on flag/slot-ranker-v2",
    )
    cluster_life(record)
    return fault(
        record,
        "deployment.feature_flag",
        "flag/slot-ranker-v2",
        ("deployment.feature_flag", "deployment/slot-search"),
        ("deployment.feature_flag", "service/slot-search"),
        herring=("deployment.bad_release", "deployment/slot-web"),
        near=["compute.cpu_saturation", "code.slow_path"],
    )


def berth_scraper() -> tuple[Bundle, Expected]:
    """One client walks through every berth and date at a hundred times the usual pace."""
    record = Record("hb-713", "2026-12-02T01:00", 90, period=2, lost=0.06)
    record.page(
        "berth-search CPU > 90 % for 10 min",
        "prometheus",
        "deployment/berth-search",
        48,
        severity="warning",
        service="berth-search",
    )
    record.metric("service/edge-gateway", "request_rate", [(0, 95), (35, 92), (38, 1460), (90, 1510)], usual=94)
    record.metric("service/edge-gateway", "error_rate", [(0, 0.3), (38, 0.3), (44, 6), (90, 7)], noise=0.2)
    record.metric("deployment/berth-search", "cpu_utilization", [(0, 22), (35, 22), (38, 96), (90, 98)], noise=0.02)
    record.metric("service/berth-search", "latency_p95", [(0, 0.2), (36, 0.2), (40, 2.2), (90, 2.6)])
    record.metric("service/ticketing", "request_rate", 8)
    record.metric("service/ticketing", "latency_p95", 0.11)
    record.log(
        60,
        "service/edge-gateway",
        'top clients 5m: 203.0.113.77 ua="python-requests/2.31" 412880 req (94.1%) path=/v1/berths?harbour=*&date=* ; 198.51.100.4 ua="HarbourApp/8" 310 req ; 192.0.2.61 ua="Mozilla/5.0" 288 req',
        "warn",
        10,
        "access-summary",
    )
    record.log(
        20,
        "service/edge-gateway",
        'top clients 5m: 198.51.100.4 ua="HarbourApp/8" 420 req (1.5%) ; 192.0.2.18 ua="Mozilla/5.0" 233 req',
        "info",
        7,
        "access-summary",
    )
    record.log(50, "deployment/berth-search", 'level=warn msg="worker queue full, shedding" status=503', "warn", 9100)
    chatter(record, "deployment/berth-search", "go", 4)
    record.change(
        31,
        "deployment",
        "argocd sync",
        "deployment/berth-search",
        "argocd",
        images=["berth-search:3.3.1", "berth-search:3.3.2"],
    )
    deployment(record, "berth-search", 4, 4, "public")
    pod(
        record,
        "berth-search-84f-v5qk2",
        "berth-search-84f",
        "pub-2",
        "public",
        containers=[container("search", "berth-search:3.3.2", limits={"cpu": "1"})],
    )
    record.edges(
        "service/edge-gateway > service/berth-search",
        "service/edge-gateway > service/ticketing",
        "service/berth-search owns deployment/berth-search",
    )
    cluster_life(record)
    return fault(
        record,
        "traffic.abuse",
        "service/edge-gateway",
        ("traffic.abuse", "service/berth-search"),
        ("traffic.abuse", "deployment/berth-search"),
        herring=("deployment.bad_release", "deployment/berth-search"),
        near=["traffic.surge", "compute.cpu_saturation"],
    )


def customs_check() -> tuple[Bundle, Expected]:
    """The client's new deadline is shorter than the answer has always taken."""
    record = Record("hb-897", "2026-03-05T10:30", 50, period=0.5)
    record.page(
        "declaration-api 504 ratio",
        "prometheus",
        "service/declaration-api",
        25,
        severity="critical",
        service="declaration-api",
        cluster="prod-2",
    )
    record.metric("service/declaration-api", "error_rate", [(0, 0.2), (20, 0.2), (23, 37), (50, 38)], noise=0.06)
    record.metric("service/declaration-api", "latency_p95", [(0, 0.92), (20, 0.92), (22, 0.56), (50, 0.55)], noise=0.04)
    record.metric("service/tariff-classifier", "latency_p50", 0.43, noise=0.04, usual=0.43)
    record.metric("service/tariff-classifier", "latency_p95", 0.81, noise=0.05, usual=0.82)
    record.metric("service/tariff-classifier", "error_rate", 0.1, noise=0.3)
    record.metric("service/tariff-classifier", "request_rate", 33, usual=33)
    record.metric("deployment/tariff-classifier", "cpu_utilization", 74, noise=0.03, usual=74)
    record.log(
        22,
        "deployment/declaration-api",
        "System.Threading.Tasks.TaskCanceledException: The request was canceled due to the configured HttpClient.Timeout of 0.5 seconds elapsing. GET http://tariff-classifier/classify",
        "error",
        14980,
    )
    record.log(
        23,
        "deployment/tariff-classifier",
        "client closed connection before response was written (took 611 ms)",
        "warning",
        14720,
    )
    record.log(9, "deployment/tariff-classifier", "classified in 0.78s model=hs-2026a", "info", 8200)
    chatter(record, "deployment/declaration-api", "dotnet", 3)
    chatter(record, "deployment/tariff-classifier", "python", 3)
    record.change(
        20.4,
        "config",
        "kubectl apply",
        "deployment/declaration-api",
        "user/johan",
        env={"Classifier__TimeoutSeconds": ["5", "0.5"]},
        pull_request="fail faster on slow classifier",
    )
    record.change(
        6,
        "deployment",
        "argocd sync",
        "deployment/tariff-classifier",
        "argocd",
        images=["tariff-classifier:2026.3.1", "tariff-classifier:2026.3.2"],
    )
    deployment(record, "declaration-api", 4, 4, "customs")
    deployment(record, "tariff-classifier", 5, 5, "customs")
    record.edges(
        "service/declaration-api > service/tariff-classifier",
        "service/declaration-api owns deployment/declaration-api",
        "service/tariff-classifier owns deployment/tariff-classifier",
    )
    cluster_life(record)
    return fault(
        record,
        "code.timeout_too_short",
        "deployment/declaration-api",
        ("app.config.value_invalid", "deployment/declaration-api"),
        herring=("dependency.slow", "service/tariff-classifier"),
        near=["dependency.slow"],
    )


def ais_partner() -> tuple[Bundle, Expected]:
    """The client secret at the partner ran out; only the caller's log is left."""
    record = Record("hb-375", "2026-04-30T23:30", 75, millis=True)
    record.page(
        "ais-enricher: enriched ratio below 80 %",
        "datadog",
        "service/ais-enricher",
        48,
        severity="high",
        service="ais-enricher",
    )
    record.metric(
        "service/ais-enricher",
        "enriched_ratio_percent",
        [(0, 98), (38, 98), (50, 12), (75, 4)],
        unit="Percent",
        noise=0.01,
    )
    record.metric("service/ais-enricher", "request_rate", 51)
    record.metric("deployment/ais-enricher", "cpu_usage", 0.6)
    record.log(
        39,
        "deployment/ais-enricher",
        "oauthlib.oauth2.rfc6749.errors.InvalidClientError: (invalid_client) AADSTS7000222: The provided client secret keys for app 'ais-enricher-prod' are expired.",
        "error",
        288,
    )
    record.log(
        41,
        "deployment/ais-enricher",
        "401 Unauthorized from https://vessel-registry.example/v2/ships: token missing",
        "error",
        7010,
    )
    record.log(30, "deployment/ais-enricher", "access token refreshed, expires_in=3599", "info", 1)
    record.log(
        18,
        "deployment/ais-enricher",
        "429 Too Many Requests from https://vessel-registry.example/v2/ships, retry after 1s succeeded",
        "warning",
        21,
    )
    chatter(record, "deployment/ais-enricher", "python", 4)
    record.change(
        33,
        "deployment",
        "argocd sync",
        "deployment/ais-enricher",
        "argocd",
        images=["ais-enricher:0.91", "ais-enricher:0.92"],
        title="log format",
    )
    record.edges(
        "service/ais-enricher owns deployment/ais-enricher", "deployment/ais-enricher > external/vessel-registry"
    )
    record.gap("state", "forbidden: secrets is forbidden", "deployment/ais-enricher", "get secrets")
    record.gap("metrics", "no outbound metrics", "external/vessel-registry")
    cluster_life(record, 1, 0)
    return fault(
        record,
        "access.credentials_expired",
        "deployment/ais-enricher",
        ("access.credentials_expired", "external/vessel-registry"),
        herring=("deployment.bad_release", "deployment/ais-enricher"),
        near=["gateway.rate_limited", "dependency.third_party_outage"],
        poor=True,
    )
