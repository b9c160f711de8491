"""What tells a cause by its place rather than by one product's words: told in other products, with near misses."""

import pytest

from commander.evidence.roles import Role, role_of
from commander.evidence.signatures import exception_of, signature_of
from tests.evidence.cluster_incidents import (
    NAMESPACE,
    NOW,
    Cluster,
    assert_cause,
    assert_not,
    clock,
    conclusion,
    container,
    explain,
)

WAVE = (0.0, 0.01, -0.01, 0.02, -0.015, 0.005, -0.02)


def series(cluster: Cluster, entity: str, name: str, before: float, after: float, at: int = 60, **more: object) -> None:
    """A series of a point a minute that changes its level in one of them."""
    levels = [before if minute < at else after for minute in range(NOW)]
    points = [[clock(minute), level * (1 + WAVE[minute % len(WAVE)])] for minute, level in enumerate(levels)]
    cluster.add("metrics", "m", {"name": name, "entity": entity, "period_s": 60, "points": points, **more})


def lines(cluster: Cluster, entity: str, message: str, start: int = 60, end: int = NOW, every: int = 3) -> None:
    """A line every few minutes."""
    for minute in range(start, end, every):
        cluster.log(entity, message, minute, count=1)


# --- whose host a proxy names -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "[error] 9#9: *41 upstream timed out (110: Connection timed out) while reading response header from upstream, "
        'client: 10.0.0.9, server: www.tailor.example, request: "GET /fit HTTP/1.1", host: "www.tailor.example"',
        "[error] 9#9: *7 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.9, "
        'server: shop.tailor.example, request: "POST / HTTP/2.0", referrer: "https://www.tailor.example/cart"',
    ],
)
def test_a_proxys_own_name_is_no_outside_provider(said: str) -> None:
    cluster = Cluster("service/fitting").edge("ingress/public", "service/fitting")
    lines(cluster, "ingress/public", said)
    assert_not(cluster, "dependency.third_party_outage", "dependency.slow", "dependency.unreachable")


def test_an_upstream_of_somebody_else_is_an_outside_provider() -> None:
    cluster = Cluster("service/front").edge("service/front", "external/api.sizes.example")
    said = "upstream: timed out reading https://api.sizes.example/v2/sizes after 10000 ms"
    lines(cluster, "pod/front-7c9d8f6b54-x2k4q", f"ERROR {said}")
    series(cluster, "service/front", "error_rate", 0.002, 0.3)
    assert_cause(cluster, "dependency.third_party_outage", "external/api.sizes.example")


# --- exceptions and settings in several languages ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "app.rb:3:in `call': undefined method `x' for nil (NoMethodError)",
            "NoMethodError: undefined method `x' for nil",
        ),
        ("E, ERROR -- : Redis::TimeoutError (Connection timed out)", "Redis::TimeoutError: Connection timed out"),
        ("GET /a PaymentError while calling billing", "PaymentError: while calling billing"),
        ("** (DBConnection.ConnectionError) tcp recv: closed", "DBConnection.ConnectionError: tcp recv: closed"),
        ("java.io.IOException: closed", "java.io.IOException: closed"),
        ('{"error":"TimeoutError","at":1}', "TimeoutError"),
    ],
)
def test_an_exception_keeps_its_message(said: str, told: str) -> None:
    assert exception_of(said) == told


@pytest.mark.parametrize(
    "said",
    [
        'config.rb:7:in `fetch\': key not found: "BILLING_TOKEN" (KeyError)',
        'PHP Warning: Undefined array key "BILLING_TOKEN" in /srv/boot.php on line 3',
        '** (System.EnvError) could not fetch environment variable "BILLING_TOKEN" because it is not set',
        "/entrypoint.sh: line 4: BILLING_TOKEN: unbound variable",
        "sh: 1: BILLING_TOKEN: parameter not set",
        "error: Environment variable not found: BILLING_TOKEN.",
        'ValidationError: "BILLING_TOKEN" is required',
    ],
)
def test_a_setting_that_is_not_there_is_told_in_any_language(said: str) -> None:
    found = signature_of(said)
    assert found is not None
    assert found.cause == "app.config.env_missing"


@pytest.mark.parametrize(
    "said",
    ["key not found: 9912", "invalid value for environment variable CART_POOL: expected integer", "KeyError: 'sku'"],
)
def test_a_key_of_data_or_a_bad_value_is_no_missing_setting(said: str) -> None:
    found = signature_of(said)
    assert found is None or found.cause != "app.config.env_missing"


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        (
            "AuthenticationFailedException: AADSTS7000222: The provided client secret keys are expired",
            "access.credentials_expired",
        ),
        ("MongoServerError: Authentication failed. codeName: 'AuthenticationFailed'", "db.credentials_invalid"),
    ],
)
def test_who_refuses_is_told_by_more_than_the_word_authentication(said: str, cause: str) -> None:
    found = signature_of(said)
    assert found is not None
    assert found.cause == cause


@pytest.mark.parametrize(
    "said", ["WARN PageNotFound: No mapping for GET /a", "ERROR TokenFileReader failed", "OpenFile returned"]
)
def test_a_code_within_another_word_is_no_error_code(said: str) -> None:
    assert signature_of(said) is None


# --- certificates -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "last"),
    [("x509_cert_not_after", 0.0), ("ssl_certificate_expiry_days", -0.02), ("tls_cert_remaining_seconds", -1700.0)],
)
def test_a_certificate_that_was_measured_to_end_is_the_cause(name: str, last: float) -> None:
    cluster = Cluster("service/front").edge("service/front", "service/vault").edge("service/front", "service/stock")
    ended = 1775113200.0 if name.startswith("x509") else last
    points = [[clock(minute), ended] for minute in range(NOW)]
    cluster.add("metrics", "m", {"name": name, "entity": "service/vault", "period_s": 60, "points": points})
    series(cluster, "service/vault", "request_rate", 40, 0.4)
    series(cluster, "service/front", "error_rate", 0.002, 0.4)
    lines(cluster, "pod/front-7c9d8f6b54-x2k4q", "ERROR tls: failed to verify certificate: certificate has expired")
    assert_cause(cluster, "app.certificate_expired", "service/vault")


def test_a_certificate_that_holds_for_weeks_says_nothing() -> None:
    cluster = Cluster("service/front").edge("service/front", "service/vault")
    series(cluster, "service/vault", "ssl_certificate_expiry_days", 30, 30)
    series(cluster, "service/front", "error_rate", 0.002, 0.4)
    assert_not(cluster, "app.certificate_expired")


# --- ports ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "database"),
    [
        ("SQLSTATE[HY000] [2002] Can't connect to MySQL server on 'orders-db.eu.example:3307' (111)", {"port": 3306}),
        ('ERROR: connection to server at "orders-db" (10.0.0.4), port 6432 failed: Connection refused', {"port": 5432}),
        (
            "dial tcp: connect orders-db:5433: connection refused (postgres)",
            {"endpoint": {"address": "x", "port": 5432}},
        ),
    ],
)
def test_a_port_that_the_database_does_not_listen_on_is_the_clients_fault(
    said: str, database: dict[str, object]
) -> None:
    cluster = Cluster("service/front").edge("service/front", "rds/orders-db")
    cluster.state("rds_instance", "rds/orders-db", engine="x", status="available", **database)
    lines(cluster, "pod/front-7c9d8f6b54-x2k4q", said)
    assert_cause(cluster, "db.port_wrong", "service/front")


@pytest.mark.parametrize(("told", "right"), [({"port": 6379}, False), ({"endpoint": "basket-cache:6380"}, True)])
def test_a_cache_is_called_by_the_port_of_its_state(told: dict[str, object], right: bool) -> None:
    cluster = Cluster("service/front").edge("service/front", "elasticache/basket-cache")
    cluster.state("elasticache", "elasticache/basket-cache", engine="redis", status="available", **told)
    lines(cluster, "pod/front-7c9d8f6b54-x2k4q", "ERROR Error connecting to Redis: dial tcp basket-cache:6380: refused")
    if right:
        assert_not(cluster, "app.config.dependency_address_wrong")
    else:
        assert_cause(cluster, "app.config.dependency_address_wrong", "service/front")


def test_the_right_port_that_refuses_is_no_wrong_port() -> None:
    cluster = Cluster("service/front").edge("service/front", "rds/orders-db")
    cluster.state("rds_instance", "rds/orders-db", engine="mysql", status="available", port=3306)
    lines(cluster, "pod/front-7c9d8f6b54-x2k4q", "Can't connect to MySQL server on 'orders-db:3306' (111)")
    assert_not(cluster, "db.port_wrong")


# --- versions side by side --------------------------------------------------------------------------------------------


def _two_versions(old_fails: bool) -> Cluster:
    cluster = Cluster("service/front", started=62).edge("service/front", "service/rates")
    for name, tag, began in (("rates-5f6c7d9b84-x2k4q", "8.0", -900), ("rates-9d8c6b5f74-m5n7w", "8.1", 58)):
        image = container(
            "rates", image=f"reg.example/rates:{tag}", state={"state": "running", "started_at": clock(began)}
        )
        cluster.pod(name, image, owner=f"ReplicaSet/{name[:16]}", labels={"app": "rates"})
        lines(cluster, f"pod/{name}", "INFO priced a basket", 0)
    cluster.deployment("rates", 2, 2, selector={"app": "rates"})
    cluster.change("deployment/rates", "deployment", "flagger canary rates 8.0 -> 8.1 weight 30", 58, image="rates:8.1")
    series(cluster, "service/rates", "error_rate", 0.002, 0.3)
    series(cluster, "service/rates", "request_rate", 90, 90)
    for name in ("rates-9d8c6b5f74-m5n7w", *(("rates-5f6c7d9b84-x2k4q",) if old_fails else ())):
        lines(cluster, f"pod/{name}", "TypeError: Cannot read properties of undefined (reading 'tax')")
    return cluster


def test_an_error_of_the_new_pods_alone_is_a_bad_release() -> None:
    cluster = _two_versions(old_fails=False)
    assert_cause(cluster, "deployment.bad_release", "deployment/rates")
    assert "alone write it" in explain(cluster)


def test_an_error_of_old_and_new_pods_is_not_told_of_the_new_ones_alone() -> None:
    assert "alone write it" not in explain(_two_versions(old_fails=True))


# --- flags, names, queues, limits -------------------------------------------------------------------------------------


@pytest.mark.parametrize("flag", ["use-fast-totals", "cart.fastTotals", "fast_totals_v2"])
def test_errors_that_name_the_flag_are_those_of_the_flag(flag: str) -> None:
    cluster = Cluster("service/cart", started=62)
    lines(cluster, "pod/cart-7c9d8f6b54-x2k4q", "INFO totals computed", 0, 60)
    lines(cluster, "pod/cart-7c9d8f6b54-x2k4q", "ERROR fastTotals: RangeError: Invalid array length")
    cluster.change("service/cart", "flag", f"{flag}: off -> on for 50%", 59)
    series(cluster, "service/cart", "error_rate", 0.002, 0.3)
    series(cluster, "service/cart", "latency_p95", 0.05, 0.16, unit="seconds")
    series(cluster, "service/cart", "request_rate", 90, 90)
    assert_cause(cluster, "deployment.feature_flag", "service/cart")


def test_a_broken_resolver_explains_those_who_ask_it() -> None:
    cluster = Cluster("service/front", started=62)
    for name in ("front", "stock"):
        cluster.deployment(name)
        said = "UnknownHostException: warehouse.prod.svc.cluster.local"
        lines(cluster, f"pod/{name}-7c9d8f6b54-x2k4q", f"ERROR {said}")
        series(cluster, f"service/{name}", "error_rate", 0.002, 0.5)
    last = {"state": "terminated", "reason": "Error", "exit_code": 1, "finished_at": clock(NOW - 2)}
    looping = container(
        "coredns", ready=False, restart_count=9, state={"state": "waiting", "reason": "CrashLoopBackOff"}
    )
    cluster.broken(
        "coredns-66bff467f8-t9z4k",
        looping | {"last_state": last},
        namespace="kube-system",
        labels={"k8s-app": "kube-dns"},
    )
    cluster.deployment("coredns", 1, 0, namespace="kube-system")
    lines(
        cluster,
        "pod/coredns-66bff467f8-t9z4k",
        "/etc/coredns/Corefile:4 - Error during parsing: Unknown directive 'cach'",
    )
    _, _, place = conclusion(cluster)
    assert place == "deployment/coredns", explain(cluster)


def test_a_service_of_another_namespace_than_its_pods_is_not_the_one_that_is_asked() -> None:
    cluster = Cluster("service/front", started=62)
    cluster.state(
        "manifest", "service/ledger", kind="Service", spec={"selector": {"app": "ledger"}, "ports": [{"port": 80}]}
    )
    cluster.pod("ledger-7c9d8f6b54-x2k4q", container("ledger"), labels={"app": "ledger"})
    env = {"LEDGER_URL": "http://ledger.shop-old.svc:80"}
    cluster.deployment("front")
    cluster.pod("front-7c9d8f6b54-x2k4q", container("front", env=env), labels={"app": "front"}, namespace=NAMESPACE)
    lines(cluster, "pod/front-7c9d8f6b54-x2k4q", "ERROR getaddrinfo ENOTFOUND ledger.shop-old.svc")
    assert_cause(cluster, "app.config.dependency_address_wrong", "deployment/front")


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("jetstream_consumer_num_pending", Role.BACKLOG),
        ("pubsub_subscription_num_undelivered_messages", Role.BACKLOG),
        ("catalog_data_freshness_seconds", Role.STALENESS),
        ("search_index_age_seconds", Role.STALENESS),
        ("http_requests_rate_limited_total", Role.THROTTLES),
        ("container_age_seconds", Role.OTHER),
        ("rate_limit_remaining", Role.HEADROOM),
    ],
)
def test_the_names_of_brokers_and_limiters_are_read(name: str, role: Role) -> None:
    assert role_of(name, None) is role


@pytest.mark.parametrize(
    ("incoming", "outgoing"),
    [
        ("pubsub_published_messages", "pubsub_acked_messages"),
        ("rabbitmq_messages_published", "rabbitmq_messages_delivered"),
    ],
)
def test_more_comes_into_a_queue_than_is_worked_off(incoming: str, outgoing: str) -> None:
    cluster = Cluster("service/reports", started=70)
    cluster.edge("service/reports", "rds/facts").edge("service/loader", "rds/facts")
    cluster.edge("service/loader", "queue/facts-in", "reads").edge("job/backfill", "queue/facts-in", "writes")
    series(cluster, "queue/facts-in", incoming, 100, 320)
    series(cluster, "queue/facts-in", outgoing, 100, 150)
    series(cluster, "queue/facts-in", "undelivered_messages", 50, 90000)
    series(cluster, "service/reports", "facts_data_age_seconds", 30, 1400)
    series(cluster, "service/loader", "cpu_utilization", 0.4, 0.4)
    series(cluster, "job/backfill", "cpu_utilization", 0.3, 0.3)
    cluster.change("job/backfill", "data", "start backfill of last quarter", 59)
    kind, cause, place = conclusion(cluster)
    assert (kind, place) == ("likely", "queue/facts-in"), explain(cluster)
    assert cause in ("traffic.surge", "dependency.queue_backlog"), explain(cluster)


def test_requests_that_the_proxy_refuses_are_read_from_its_plain_access_log() -> None:
    cluster = Cluster("service/edge", started=62)
    said = '"GET /basket HTTP/1.1" 429 RL - "-" 0 18 0 - "10.0.0.5" "curl/8"'
    lines(cluster, "pod/edge-7c9d8f6b54-x2k4q", said, every=1)
    for item in cluster.document["logs"]:
        item["level"] = "INFO"
    series(cluster, "service/edge", "proxy_requests_ratelimited", 0.01, 70)
    series(cluster, "service/edge", "error_rate", 0.002, 0.4)
    assert_cause(cluster, "gateway.rate_limited", "service/edge")


# --- what is over -----------------------------------------------------------------------------------------------------


def _runs(*succeeded: bool) -> Cluster:
    cluster = Cluster("job/invoices-29001200", started=5)
    for place, well in enumerate(succeeded):
        name = f"job/invoices-{29001200 + 60 * place}"
        counts = {"succeeded": 1} if well else {"failed": 3}
        condition = {"Complete" if well else "Failed": {"status": "True"}}
        cluster.state("job", name, namespace=NAMESPACE, conditions=condition, **counts)
    cluster.log("job/invoices-29001200", "ERROR RuntimeError: ledger closed the connection", 3)
    return cluster


def test_a_failed_run_is_over_once_later_runs_went_well() -> None:
    assert conclusion(_runs(False, True, True))[0] == "healthy"


@pytest.mark.parametrize("succeeded", [(False,), (False, True, False)])
def test_a_failed_run_is_not_over_where_the_newest_failed(succeeded: tuple[bool, ...]) -> None:
    assert conclusion(_runs(*succeeded))[0] != "healthy"


def _restarted(calm: bool) -> Cluster:
    cluster = Cluster("service/front", started=31)
    cluster.edge("service/front", "rds/orders-db")
    for service in ("front", "cart", "stock", "rates"):
        for name, level, bad in (("error_rate", 0.002, 0.5), ("latency_p95", 0.1, 0.1), ("request_rate", 90.0, 90.0)):
            fails = service == "front" and name == "error_rate"
            levels = [
                bad if fails and (30 <= minute < 32 or (not calm and minute >= 80)) else level for minute in range(NOW)
            ]
            points = [[clock(minute), one * (1 + WAVE[minute % 7])] for minute, one in enumerate(levels)]
            item = {"name": name, "entity": f"service/{service}", "period_s": 60, "points": points}
            cluster.add("metrics", "m", item)
    said = "The database failed over."
    cluster.event(
        "rds/orders-db", "failover", f"Multi-AZ instance failover completed. {said}", 30, kind="rds", type="info"
    )
    lines(cluster, "pod/front-7c9d8f6b54-x2k4q", "ERROR terminating connection due to administrator command", 30, 32, 1)
    lines(cluster, "pod/front-7c9d8f6b54-x2k4q", "INFO served a basket", 33)
    return cluster


def test_a_failover_whose_effects_came_back_is_over() -> None:
    cluster = _restarted(calm=True)
    assert conclusion(cluster)[0] == "healthy", explain(cluster)


def test_a_failover_after_which_calls_fail_again_is_not_over() -> None:
    assert conclusion(_restarted(calm=False))[0] != "healthy"
