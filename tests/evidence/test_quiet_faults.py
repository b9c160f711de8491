"""Faults that few requests show: a part of the work fails, and the lines, the twin that works or the place tell why."""

import pytest

from commander.evidence.signatures import signature_of
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
from tests.evidence.test_told_by_structure import WAVE, lines, series


def a_few_fail(service: str, share: float = 0.03) -> Cluster:
    """A service of which a few requests in a hundred fail since an hour into it."""
    cluster = Cluster(service).change("service/boards", "config", "update dashboard", -4000)
    series(cluster, service, "error_rate", 0.001, share)
    series(cluster, service, "request_rate", 80, 80)
    return cluster


# --- whoever is called does not take the credentials ------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        'POST https://api.courier.example/v2/labels 401 {"code":"key_revoked"}',
        "SmsClient: API key disabled (401)",
        "HttpRequestException: Response status code does not indicate success: 401 (Unauthorized).",
        "Faraday::UnauthorizedError: the server responded with status 401 for POST https://api.courier.example/v2",
        "AxiosError: Request failed with status code 401",
        "requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: https://api.courier.example/v2",
        "rpc error: code = Unauthenticated desc = token is not known",
        "An error occurred (InvalidAccessKeyId) when calling the PutObject operation: The key does not exist",
        "smtplib.SMTPAuthenticationError: (535, b'5.7.8 Username and Password not accepted')",
        "graph call failed: invalid_client: AADSTS7000215: Invalid client secret provided",
        "com.routing.LicenseException: License expired on 2026-04-01; routing disabled",
        "KRB_AP_ERR_SKEW: Clock skew too great",
    ],
)
def test_credentials_that_are_not_taken_are_told_in_every_clients_words(said: str) -> None:
    cluster = a_few_fail("service/shipping")
    lines(cluster, "service/shipping", f"ERROR {said}")
    assert_cause(cluster, "access.credentials_expired", "service/shipping")


@pytest.mark.parametrize(
    "said",
    [
        '10.0.0.9 - - "GET https://shop.example/account HTTP/1.1" 401 812 "-" "Mozilla/5.0"',
        "GET https://api.courier.example/v2/labels/401 took 12 ms",
        "WARN login of customer 4401: wrong password",
    ],
)
def test_a_client_that_is_refused_or_a_number_is_no_expired_key(said: str) -> None:
    assert signature_of(said) is None


def test_refused_customers_all_along_are_nothing_new() -> None:
    cluster = Cluster("service/shipping").change("service/boards", "config", "update dashboard", -4000)
    series(cluster, "service/shipping", "error_rate", 0.001, 0.001)
    lines(cluster, "service/shipping", "WARN session of customer 77: token expired", start=0)
    assert conclusion(cluster)[0] in ("healthy", "inconclusive"), explain(cluster)


# --- certificates -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "POST https://bank.partner.example/v2/payouts: remote error: tls: expired certificate",
        "javax.net.ssl.SSLHandshakeException: Received fatal alert: certificate_expired",
        "SSL_do_handshake() failed (SSL: error:0A000415:SSL routines::sslv3 alert certificate expired)",
    ],
)
def test_an_alert_of_the_other_side_is_about_the_writers_own_certificate(said: str) -> None:
    cluster = a_few_fail("service/payouts").edge("service/payouts", "service/ledger")
    cluster.edge("service/payouts", "service/limits")
    lines(cluster, "service/payouts", f"ERROR {said}")
    assert_cause(cluster, "app.certificate_expired", "service/payouts")


def test_whoever_is_turned_away_in_front_does_not_reach_what_stands_behind() -> None:
    cluster = Cluster("service/hooks").edge("host/edge-1", "service/hooks")
    series(cluster, "service/hooks", "request_rate", 70, 2)
    series(cluster, "host/edge-1", "ssl_handshake_failures", 0, 60)
    lines(cluster, "host/edge-1", "hooks/1: SSL handshake failure (SSL routines::sslv3 alert certificate expired)")
    assert_cause(cluster, "app.certificate_expired", "host/edge-1")


# --- a database's words in a client's mouth ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "store"),
    [
        ('ERROR: could not extend file "base/1/88310": No space left on device', "service/pg-ledger"),
        ("SQLSTATE[53100]: Disk full: 7 ERROR: could not extend relation", "service/postgres-ledger"),
        ("OperationalError: 1114 (HY000): The table 'entries' is full", "service/ledger-mysql"),
        ("ORA-01653: unable to extend table LEDGER.ENTRIES by 1024 in tablespace USERS", "service/oracle"),
        ("The transaction log for database 'ledger' is full due to 'LOG_BACKUP'", "service/mssql"),
    ],
)
def test_a_full_disk_that_a_database_speaks_of_is_the_databases(said: str, store: str) -> None:
    cluster = a_few_fail("service/ledger-api", 0.3)
    cluster.edge("service/ledger-api", store).edge("service/ledger-api", "service/kafka-events")
    lines(cluster, "service/ledger-api", f"ERROR o.h.engine.jdbc.spi.SqlExceptionHelper - {said}")
    assert_cause(cluster, "storage.full", store)


def test_a_full_disk_of_the_writer_is_its_own() -> None:
    cluster = a_few_fail("service/ledger-api", 0.3).edge("service/ledger-api", "service/pg-ledger")
    lines(cluster, "service/ledger-api", "ERROR open /var/spool/ledger/a1: no space left on device")
    assert_cause(cluster, "storage.full", "service/ledger-api")


# --- messages that fail again and again -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "RecordDeserializationException: Error deserializing key/value for partition orders-7 at offset 881232",
        "Import: row 311: System.FormatException: The input string '12,4O' was not in a correct format.",
        "Reader: System.Text.DecoderFallbackException: Unable to translate bytes [E4] at index 31",
        "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xe4 in position 31: invalid continuation byte",
        "json: cannot unmarshal string into Go struct field Quote.price of type float64",
        "lxml.etree.XMLSyntaxError: Document is not well-formed, line 88",
    ],
)
def test_input_that_cannot_be_read_is_told_in_every_runtimes_words(said: str) -> None:
    cluster = a_few_fail("service/intake")
    lines(cluster, "service/intake", f"ERROR {said}")
    assert_cause(cluster, "data.corrupt_input", "service/intake")


def test_a_poison_message_lies_in_no_database() -> None:
    cluster = a_few_fail("service/worker").edge("service/worker", "rds/books")
    lines(cluster, "service/worker", "ERROR message 5f1d requeued, x-delivery-count=41: KeyError: 'currency'")
    assert_not(cluster, "db.unreachable")
    assert conclusion(cluster)[2] == "service/worker", explain(cluster)


# --- somebody else's service ------------------------------------------------------------------------------------------


def test_a_provider_that_answers_some_calls_with_errors_explains_them() -> None:
    cluster = a_few_fail("service/quotes")
    lines(cluster, "service/quotes", "WARN GET https://rates.vendor.example/v3/eur -> 503 after 2 attempts")
    assert_cause(cluster, "dependency.third_party_outage", "external/rates.vendor.example")


# --- one pod of the new version among old ones ------------------------------------------------------------------------


def canary(owner: str) -> Cluster:
    """Two pods of a version and one of the next, named with letters and digits of any kind."""
    cluster = a_few_fail("service/tariff", 0.2).deployment("tariff", 3, 3)
    for name, image, minute in (("ea11c9efa-aa1ee", "8.1", -900), ("ea11c9efa-ee1aa", "8.1", -900), (owner, "8.2", 58)):
        cluster.pod(
            f"tariff-{name}",
            container("tariff", image=f"registry.example.io/shop/tariff:{image}"),
            namespace=NAMESPACE,
            owner=f"ReplicaSet/tariff-{name.rpartition('-')[0]}",
            started_at=clock(minute),
        )
        lines(cluster, f"pod/tariff-{name}", "INFO tariffs loaded again", start=5, every=6)
    cluster.change("deployment/tariff", "deployment", "promote weight 20", 58, version="tariff:8.2")
    return cluster.edge("deployment/tariff", "service/tariff", "owns")


def test_what_only_the_new_versions_pod_writes_is_its_releases() -> None:
    cluster = canary("3ab01acee-1e1aa")
    lines(cluster, "pod/tariff-3ab01acee-1e1aa", "ERROR NullPointerException: parameter zone is null")
    assert_cause(cluster, "deployment.bad_release", "deployment/tariff")


def test_what_the_old_pods_write_too_is_not_the_releases() -> None:
    cluster = canary("3ab01acee-1e1aa")
    for name in ("3ab01acee-1e1aa", "ea11c9efa-aa1ee", "ea11c9efa-ee1aa"):
        lines(cluster, f"pod/tariff-{name}", "ERROR NullPointerException: parameter zone is null")
    verdict, cause, _ = conclusion(cluster)
    assert (verdict, cause) != ("confirmed", "deployment.bad_release"), explain(cluster)
    assert cluster.document["incident"]["collected_at"] == clock(NOW)


# --- limits reached under usual growth --------------------------------------------------------------------------------


def at_its_most(now: int, instances: int = 6) -> Cluster:
    """A search that has grown with its callers, as its autoscaler tells."""
    cluster = Cluster("deployment/search").edge("service/front", "service/search")
    cluster.change("service/boards", "config", "update dashboard", -4000)
    cluster.edge("deployment/search", "service/search", "owns").deployment("search", instances, instances)
    for service, before, after in (("front", 300, 480), ("search", 90, 144)):
        series(cluster, f"service/{service}", "request_rate", before, after, at=50)
        series(cluster, f"service/{service}", "cpu_usage", 2.4, 2.4)
    series(cluster, "service/search", "latency_p95", 60, 420 if now > 100 else 60)
    cluster.add("alerts", "a", {"t": clock(62), "name": "rescales", "entity": "deployment/search", "state": "warning"})
    return cluster.state(
        "hpa",
        "deployment/search",
        min_replicas=2,
        max_replicas=6,
        current_replicas=instances,
        target_cpu_percent=65,
        current_cpu_percent=now,
    )


def test_the_thing_at_its_limit_is_named_and_not_the_front_that_passes_demand_on() -> None:
    assert_cause(at_its_most(118), "compute.autoscaling_at_max", "deployment/search")


def test_an_autoscaler_with_room_is_at_no_limit() -> None:
    assert_not(at_its_most(66, 4), "compute.autoscaling_at_max")


def filling(last: float, sawtooth: bool = False) -> Cluster:
    """A host whose disk fills up by a point every ten minutes, and an alarm about it."""
    cluster = Cluster("host/files-1", 600).change("service/boards", "config", "update dashboard", -4000)
    levels = [84 + (last - 84) * (step % 20 if sawtooth else step) / (20 if sawtooth else 72) for step in range(73)]
    points = [[clock(NOW - 720 + 10 * step), round(level, 3)] for step, level in enumerate(levels)]
    cluster.add(
        "metrics",
        "m",
        {"name": "disk_used_percent", "entity": "host/files-1", "unit": "percent", "period_s": 600, "points": points},
    )
    cluster.document["incident"]["started_at"] = clock(NOW - 30)
    return cluster.add(
        "alerts",
        "a",
        {
            "t": clock(NOW - 30),
            "name": "disk files-1",
            "entity": "host/files-1",
            "state": "warning",
            "metric": "disk_used_percent",
            "threshold": 89.8,
            "comparison": ">",
        },
    )


def test_a_disk_that_fills_up_steadily_is_about_to_be_full() -> None:
    assert_cause(filling(90.2), "storage.full", "host/files-1")


def test_a_disk_that_is_emptied_again_and_again_is_not() -> None:
    assert_not(filling(90.2, sawtooth=True), "storage.full")


# --- a process that its host reports as failed ------------------------------------------------------------------------


def failed_unit(since: float) -> Cluster:
    """One of three hosts behind a proxy with a unit that failed at a minute."""
    cluster = Cluster("host/proxy-1").change("service/boards", "config", "update dashboard", -4000)
    for number in (1, 2, 3):
        cluster.edge("host/proxy-1", f"host/app-{number}")
    cluster.add("alerts", "a", {"t": clock(62), "name": "server down", "entity": "host/proxy-1", "state": "warning"})
    series(cluster, "host/proxy-1", "status_5xx_ratio", 0.001, 0.02 if since > 0 else 0.001)
    return cluster.state(
        "systemd_unit", "host/app-2", unit="app.service", active="failed", result="core-dump", since=clock(since)
    )


def test_a_unit_that_failed_with_the_trouble_is_its_cause() -> None:
    assert_cause(failed_unit(59), "code.unhandled_error", "host/app-2")


def test_a_unit_that_failed_weeks_ago_is_missed_by_nobody() -> None:
    assert conclusion(failed_unit(-30000))[1] is None, explain(failed_unit(-30000))


# --- when it began, and what was changed just before ------------------------------------------------------------------


def behind_a_proxy() -> Cluster:
    """One of three hosts fails a few requests, which only the proxy counts. Just before, the ordinary failures happened
    to be at their highest."""
    cluster = Cluster("host/proxy-1").change("service/boards", "config", "update dashboard", -4000)
    for number in (1, 2, 3):
        cluster.edge("host/proxy-1", f"host/app-{number}")
    series(cluster, "host/proxy-1", "status_5xx_ratio", 0.001, 0.05)
    for number in (1, 2, 3):
        series(cluster, f"host/app-{number}", "cpu_utilization", 30, 30, unit="percent")
    points = cluster.document["metrics"][0]["points"]
    for place in range(55):
        points[place][1] = 0.001 * (1 + 20 * WAVE[place % len(WAVE)])
    for place, value in zip(range(55, 60), (0.0012, 0.0014, 0.0013, 0.0015, 0.0014), strict=True):
        points[place][1] = value
    return cluster


def test_the_highest_ordinary_points_are_not_part_of_the_rise_after_them() -> None:
    cluster = behind_a_proxy().change("host/app-2", "deployment", "deploy", 59, version=["5.1.0", "5.2.0"])
    lines(cluster, "host/app-2", "INFO cart warmed", start=5, every=6)
    lines(cluster, "host/app-2", "ERROR NullReferenceException: Object reference not set to an instance of an object")
    assert_cause(cluster, "deployment.bad_release", "host/app-2")


def test_a_setting_that_was_changed_where_the_new_errors_are_written() -> None:
    cluster = behind_a_proxy().change("host/app-2", "config", "template app.yaml", 59, upload_limit=["20m", "2m"])
    lines(cluster, "host/app-2", "ERROR client intended to send too large body: 4194304 bytes")
    assert_cause(cluster, "app.config.value_invalid", "host/app-2")


def test_a_setting_that_was_changed_where_nothing_fails() -> None:
    cluster = behind_a_proxy().change("host/app-3", "config", "template app.yaml", 59, upload_limit=["20m", "2m"])
    lines(cluster, "host/app-2", "ERROR NullReferenceException: Object reference not set to an instance of an object")
    assert_cause(cluster, "code.unhandled_error", "host/app-2")


def test_answers_that_are_late_for_want_of_a_provider_are_no_slow_network() -> None:
    cluster = a_few_fail("service/checks").edge("service/shop", "service/checks")
    series(cluster, "service/checks", "latency_p95", 27, 860)
    series(cluster, "service/checks", "cpu_usage", 1.2, 1.2)
    for name, before in (("latency_p95", 80), ("error_rate", 0.001), ("cpu_usage", 2)):
        series(cluster, "service/shop", name, before, before)
    lines(cluster, "service/checks", "ReadTimeout: HTTPSConnectionPool(host='kyc.vendor.example', port=443): timed out")
    assert_cause(cluster, "dependency.third_party_outage", "external/kyc.vendor.example")


# --- told long after the first ---------------------------------------------------------------------------------


def counted_late(first: int, every: int) -> Cluster:
    """An import that is done again and again, and an alarm that counts its attempts."""
    cluster = Cluster("host/batch-1", 80).change("service/boards", "config", "update dashboard", -4000)
    cluster.add("alerts", "a", {"t": clock(80), "name": "retries", "entity": "host/batch-1", "state": "warning"})
    lines(cluster, "host/batch-1", "INFO import of another file ok", start=-200, every=9)
    said = "ERROR Import: System.FormatException: The input string '12,4O' was not in a correct format."
    lines(cluster, "host/batch-1", said, start=first, every=every)
    return cluster


def test_attempts_that_are_told_after_the_third_began_with_the_first() -> None:
    assert_cause(counted_late(20, 16), "data.corrupt_input", "host/batch-1")


def test_errors_that_were_there_all_along_did_not_begin_with_the_alarm() -> None:
    assert_not(counted_late(-190, 16), "data.corrupt_input")
