"""Who may testify to what: text that anybody can cause to be logged decides nothing."""

import json
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

import pytest

from commander.contract.evidence import Bundle, Verdict
from commander.evidence import moments
from commander.evidence.engine import investigate
from commander.evidence.testimony.bundles import in_own_words
from commander.evidence.wordings import WORDINGS
from scenarios.cases import CASES
from tests.evidence.planting import PAYLOADS, WAYS, Document, events, lines

MINUTES = 14
POD = "pod/cart-6d5f7c9b4-x2k8q"


def series(place: int, name: str, values: list[float], entity: str = "service/cart") -> Document:
    points = [[f"2026-11-02T{9 + at // 60:02}:{at % 60:02}:00Z", value] for at, value in enumerate(values, 60 - 46)]
    return {"id": f"m{place}", "name": name, "entity": entity, "namespace": "Prometheus", "points": points}


def document(**sections: Any) -> Document:
    empty: Document = {name: [] for name in ("alerts", "metrics", "logs", "events", "changes", "topology", "state")}
    incident = {
        "title": "cart looks odd",
        "severity": "high",
        "source": "prometheus",
        "resource": "service/cart",
        "started_at": "2026-11-02T10:03:00Z",
        "collected_at": "2026-11-02T10:06:00Z",
    }
    return {"schema": "evidence-bundle/1", "case_id": "hostile-text", "incident": incident, **empty, **sections}


def plain_lines() -> list[Document]:
    return [
        {"id": f"l{place}", "t": f"2026-11-02T09:{20 + place}:00Z", "entity": "service/cart", "message": "cart saved"}
        for place in range(39)
    ]


def blind() -> Document:
    alert = {"id": "a1", "name": "CartOdd", "state": "alarm", "entity": "service/cart", "t": "2026-11-02T10:04:00Z"}
    return document(
        alerts=[alert],
        logs=plain_lines(),
        topology=[{"id": "t1", "from": "service/cart", "to": "database/orders", "kind": "calls"}],
    )


def blind_pod() -> Document:
    found = blind()
    found["incident"]["resource"] = POD
    found["alerts"][0]["entity"] = POD
    for line in found["logs"]:
        line["entity"] = POD
    found["topology"] = []
    return found


def fine() -> Document:
    steady = [0.12 + 0.01 * (place % 3) for place in range(52)]
    return {
        **blind(),
        "metrics": [
            series(1, "latency_p99", steady),
            series(2, "error_rate", [0.0] * 52),
            series(3, "request_rate", [80.0 + place % 4 for place in range(52)]),
        ],
    }


def fine_cluster() -> Document:
    container = {"name": "cart", "image": "cart:1", "ready": True, "restart_count": 0, "state": {"state": "running"}}
    found = fine()
    found["state"] = [
        {
            "id": "s1",
            "entity": "deployment/cart",
            "kind": "deployment",
            "attributes": {"namespace": "shop", "desired": 1, "ready": 1, "available": 1, "updated": 1},
        },
        {
            "id": "s2",
            "entity": POD,
            "kind": "pod",
            "attributes": {
                "namespace": "shop",
                "phase": "Running",
                "ready": "1/1",
                "restarts": 0,
                "node": "n1",
                "owner": "ReplicaSet/cart-6d5f7c9b4",
                "containers": [container],
            },
        },
    ]
    return found


SYSTEMS = {"blind": blind, "blind pod": blind_pod, "fine": fine, "fine cluster": fine_cluster}


def verdict_on(found: Document) -> Verdict:
    return investigate(Bundle.model_validate(found))


def assert_nothing_is_asserted(found: Document, said: str = "") -> None:
    """Bundles that read alike are judged once: most of what is planted is left out when a line is read."""
    verdict = judged(in_own_words(Bundle.model_validate(found)).model_dump_json(by_alias=True, exclude_none=True))
    assert verdict[0] in ("inconclusive", "healthy"), (said, *verdict)


@lru_cache(maxsize=4096)
def judged(text: str) -> tuple[str, str | None, float]:
    verdict = investigate(Bundle.model_validate_json(text))
    first = verdict.hypotheses[0].cause if verdict.hypotheses else None
    return verdict.verdict, first, verdict.confidence or 0.0


def writer(system: str) -> str:
    return POD if system == "blind pod" else "service/cart"


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("way", WAYS)
def test_planted_words_assert_nothing(way: str, system: str) -> None:
    for said in PAYLOADS:
        found = SYSTEMS[system]()
        found["logs"] += lines(way, said, writer(system))
        assert_nothing_is_asserted(found, said)


@pytest.mark.parametrize("system", SYSTEMS)
def test_events_of_an_application_are_no_platform_events(system: str) -> None:
    for said in PAYLOADS:
        found = SYSTEMS[system]()
        found["events"] += events(said, writer(system))
        assert_nothing_is_asserted(found, said)


def forged(said: str, entity: str) -> list[Document]:
    """Lines that are as if the writer itself reported what somebody else has thought out."""
    return [{**line, "level": "error", "message": said} for line in lines("quoted note", said, entity)]


@pytest.mark.parametrize("system", ["fine", "fine cluster"])
@pytest.mark.parametrize("said", PAYLOADS)
def test_even_a_writers_own_error_asserts_nothing_where_all_works(said: str, system: str) -> None:
    found = SYSTEMS[system]()
    found["logs"] += forged(said, writer(system))
    assert_nothing_is_asserted(found, said)


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("said", PAYLOADS)
def test_a_whole_line_that_is_forged_asserts_nothing_alone(said: str, system: str) -> None:
    found = SYSTEMS[system]()
    found["logs"] += forged(said, writer(system))
    assert verdict_on(found).verdict in ("inconclusive", "healthy")


DENIED = "org.postgresql.util.PSQLException: FATAL: password authentication failed for user app"


def another_writer(found: Document) -> None:
    found["topology"].append({"id": "t9", "from": "service/shop", "to": "service/cart", "kind": "calls"})
    line = {"entity": "service/shop", "level": "error", "message": "POST http://cart:8080/add answered 500"}
    found["logs"] += [{**line, "id": f"w{place}", "t": f"2026-11-02T10:03:{place + 10}Z"} for place in range(40)]


def failing_series(found: Document) -> None:
    found["metrics"] = [series(1, "error_rate", [0.001] * 46 + [0.6] * 6)]


def alarm_on_failures(found: Document) -> None:
    found["alerts"][0]["name"] = "cart: logins fail"


@pytest.mark.parametrize("witness", [another_writer, failing_series, alarm_on_failures])
def test_a_report_stands_where_something_else_shows_the_trouble(witness: Callable[[Document], None]) -> None:
    found = blind()
    found["logs"] += forged(DENIED, "service/cart")
    assert verdict_on(found).verdict == "inconclusive"
    witness(found)
    verdict = verdict_on(found)
    assert verdict.root_cause is not None
    assert verdict.root_cause.cause == "db.credentials_invalid"


def test_the_reason_of_an_alarm_is_no_witness() -> None:
    found = blind()
    found["logs"] += forged(DENIED, "service/cart")
    found["alerts"][0]["reason"] = f"error: {DENIED}; everything is down"
    assert verdict_on(found).verdict == "inconclusive"


OF_CLIENTS = (
    "rejected request from 203.0.113.9: invalid api key",
    "rejecting a call of partner-7: api key has been revoked",
    "SMTP AUTH from 203.0.113.9: 535 5.7.8 authentication failed",
    "signature check failed for upload from 203.0.113.9: SignatureDoesNotMatch",
    "refresh token of user 12 expired",
    "cannot accept order: subscription of tenant 9 has expired",
    "trial expired for tenant 12",
    "license key of customer 4411 has expired",
    "User session has expired, redirecting to login",
    "org.springframework.security.authentication.BadCredentialsException: Bad credentials",
    "mutual TLS: client certificate of 203.0.113.9 has expired",
    "SSL verify error: (10:certificate has expired) while reading client request headers, client: 203.0.113.9",
)


@pytest.mark.parametrize("said", OF_CLIENTS)
def test_what_a_client_presented_is_no_credential_of_the_writers(said: str) -> None:
    found = blind()
    failing_series(found)
    found["logs"] += forged(said, "service/cart")
    assert verdict_on(found).verdict == "inconclusive"


@pytest.mark.parametrize(
    "said",
    [
        "charge failed for customer 4411: Invalid API Key provided",
        "carrier refused the request: invalid api key",
        "POST https://tax.example/v1 for user 12: 401 Client Error: Unauthorized",
    ],
)
def test_what_fails_for_a_client_may_fail_by_the_writers_own_credential(said: str) -> None:
    found = blind()
    failing_series(found)
    found["logs"] += forged(said, "service/cart")
    verdict = verdict_on(found)
    assert verdict.root_cause is not None
    assert verdict.root_cause.cause == "access.credentials_expired"


@pytest.mark.parametrize("system", SYSTEMS)
def test_no_wording_that_is_known_asserts_anything_alone(system: str) -> None:
    for _, _, phrases in WORDINGS:
        for phrase in phrases:
            found = SYSTEMS[system]()
            found["logs"] += forged(phrase.replace(" … ", " it "), writer(system))
            assert_nothing_is_asserted(found, phrase)


APPLICATIONS = ("ecs-service/", "service/", "pod/", "lambda/")
CONFIRMED = (
    "bad-release",
    "aws-password-by-hand",
    "aws-index-build-noon",
    "kube-tariffs-unready",
    "kube-seating-with-a-sidecar",
    "kube-drain-shows-a-missing-key",
    "svc-front-page-after-eight",
    "svc-ticker-restarts",
)


@cache
def confirmed(name: str) -> str:
    found = next(written for case in CASES if (written := case()[0])["case_id"] == name)
    return json.dumps(found)


@pytest.mark.parametrize("name", CONFIRMED)
@pytest.mark.parametrize("way", WAYS)
def test_planted_words_change_no_confirmed_cause(way: str, name: str) -> None:
    before = verdict_on(json.loads(confirmed(name)))
    assert before.verdict == "confirmed"
    assert before.root_cause is not None
    for said in PAYLOADS[:: len(PAYLOADS) // 3]:
        found = json.loads(confirmed(name))
        writers = {line.get("entity", "") for line in found["logs"]}
        place = min((one for one in writers if one.startswith(APPLICATIONS)), default=before.root_cause.entity)
        now = moments.parse_maybe(found["incident"]["collected_at"]) or 0.0
        for at, line in enumerate(lines(way, said, place)):
            found["logs"].append({**line, "t": moments.iso(now - 15 * at)})
        after = verdict_on(found).root_cause
        assert after is None or (after.cause, after.entity) == (before.root_cause.cause, before.root_cause.entity), said


def test_there_are_enough_of_them() -> None:
    assert len(set(PAYLOADS)) >= 60
    assert len(WAYS) >= 8
