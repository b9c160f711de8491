"""What is used up is an effect wherever something that uses it up can be seen: in many products and spellings."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from commander.contract.evidence import Bundle, Verdict
from commander.evidence.engine import investigate
from tests.evidence.test_scenarios import assert_citations_resolve

ONSET = datetime(2026, 4, 7, 9, 30, tzinfo=UTC)
Document = dict[str, Any]
Shape = Callable[[float], float]


def at(minute: float) -> str:
    return (ONSET + timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%M:%SZ")


def step(before: float, after: float) -> Shape:
    return lambda minute: before if minute < 0 else after


def ramp(before: float, after: float, start: float = -180.0, end: float = 25.0) -> Shape:
    return lambda minute: before + (after - before) * min(1.0, max(0.0, (minute - start) / (end - start)))


class Told:
    """A small bundle about one symptom; minutes count from its onset, and it is collected 25 minutes after that."""

    def __init__(self, resource: str, seed: int = 3) -> None:
        self.rng = random.Random(seed)
        self.resource = resource
        self.parts: dict[str, list[Document]] = {
            name: [] for name in ("alerts", "metrics", "logs", "events", "changes", "topology", "state", "gaps")
        }
        self.put("alerts", t=at(3), name="symptom", entity=resource, state="alarm")

    def put(self, section: str, **item: Any) -> "Told":
        self.parts[section].append({"id": f"{section[0]}{len(self.parts[section]) + 1}", **item})
        return self

    def metric(self, entity: str, name: str, shape: Shape | float, since: int = -60, **more: Any) -> "Told":
        value = shape if callable(shape) else (lambda minute: shape)
        points = [[at(minute), round(value(minute) * (1 + self.rng.gauss(0, 0.02)), 4)] for minute in range(since, 25)]
        return self.put("metrics", name=name, entity=entity, period_s=60, statistic="Average", points=points, **more)

    def log(self, minute: float, entity: str, message: str, level: str = "error", count: int = 1) -> "Told":
        return self.put("logs", t=at(minute), entity=entity, message=message, level=level, count=count)

    def needs(self, *pairs: tuple[str, str, str]) -> "Told":
        for one, kind, other in pairs:
            self.put("topology", **{"from": one, "to": other, "kind": kind})
        return self

    def verdict(self) -> Verdict:
        head = {"title": "symptom", "severity": "high", "source": "prometheus", "resource": self.resource}
        document: dict[str, Any] = {
            "schema": "evidence-bundle/1",
            "case_id": "pressure",
            "incident": {**head, "started_at": at(3), "collected_at": at(25)},
            **self.parts,
        }
        bundle = Bundle.model_validate(document)
        verdict = investigate(bundle)
        assert_citations_resolve(bundle, verdict)
        return verdict


def cause_of(verdict: Verdict) -> tuple[str, str] | None:
    return None if verdict.root_cause is None else (verdict.root_cause.cause, verdict.root_cause.entity)


def busy(told: Told, entity: str, name: str = "cpu_utilization", before: float = 0.35, after: float = 0.97) -> Told:
    return told.metric(entity, name, step(before, after))


def slow(told: Told, entity: str) -> Told:
    return told.metric(entity, "latency_p95", step(0.2, 2.9), unit="Seconds")


# --- caches ---------------------------------------------------------------------------------------------------------


def behind_a_cache(cache: str) -> Told:
    told = slow(Told("service/storefront"), "service/storefront").metric("service/storefront", "request_rate", 800)
    return busy(told, "statefulset/orders-postgres").needs(
        ("service/storefront", "reads", cache), ("service/storefront", "reads", "statefulset/orders-postgres")
    )


def test_a_cache_that_lost_what_it_held_and_not_the_database_behind_it() -> None:
    told = behind_a_cache("statefulset/session-memcached")
    told.metric("statefulset/session-memcached", "memcached_get_hits_ratio", step(0.95, 0.08))
    told.metric("statefulset/session-memcached", "memcached_items_current", step(2e5, 1.2e4))
    assert cause_of(told.verdict()) == ("dependency.cache_failure", "statefulset/session-memcached")


def test_a_cache_that_began_anew_by_its_own_account() -> None:
    told = behind_a_cache("service/quote-redis")
    told.metric("service/quote-redis", "redis_keyspace_hits_rate", step(900, 60))
    told.metric("service/quote-redis", "redis_keyspace_misses_rate", step(20, 860))
    told.put("state", t=at(25), entity="service/quote-redis", kind="redis_info", attributes={"uptime_in_seconds": 1560})
    verdict = told.verdict()
    assert cause_of(verdict) == ("dependency.cache_failure", "service/quote-redis")
    assert any("has run for 26 min" in one.statement for one in verdict.evidence)


def test_a_cache_that_answers_as_ever_leaves_the_database_at_fault() -> None:
    told = behind_a_cache("service/quote-redis").metric("service/quote-redis", "cache_hit_ratio", 0.95)
    assert cause_of(told.verdict()) == ("compute.cpu_saturation", "statefulset/orders-postgres")


# --- clients --------------------------------------------------------------------------------------------------------


def asked_through_a_gateway(label: str, client: str, others: Shape | float) -> Told:
    told = slow(Told("service/catalog"), "service/catalog").needs(
        ("service/edge", "calls", "service/catalog"), ("service/catalog", "depends_on", "deployment/catalog")
    )
    for pod in ("pod/catalog-7d9c5b6f4-aaaaa", "pod/catalog-7d9c5b6f4-bbbbb"):
        busy(told, pod).needs(("deployment/catalog", "owns", pod))
    told.metric("service/edge", "http_requests_rate", step(5, 3000), dimensions={label: client})
    for other in ("web", "mobile"):
        told.metric("service/edge", "http_requests_rate", others, dimensions={label: other})
    return told


@pytest.mark.parametrize("label", ["client_id", "api_key", "tenant", "x-consumer-name", "user_agent"])
def test_one_client_that_asks_for_more_while_the_others_ask_as_ever(label: str) -> None:
    told = asked_through_a_gateway(label, "acme-sync", 200)
    assert cause_of(told.verdict()) == ("traffic.abuse", "service/edge")


def test_more_from_every_client_is_a_surge() -> None:
    told = asked_through_a_gateway("client_id", "acme-sync", step(200, 600))
    assert cause_of(told.verdict()) == ("traffic.surge", "service/edge")


def test_a_caller_that_is_a_part_of_the_system_is_no_stranger() -> None:
    told = asked_through_a_gateway("client_id", "acme-sync", 200).needs(("service/acme-sync", "calls", "service/edge"))
    found = cause_of(told.verdict())
    assert found is None or found[0] != "traffic.abuse"


@pytest.mark.parametrize(
    "summary",
    [
        {"top_user_agents": [{"user_agent": "scrapy/2", "count": 91000}, {"user_agent": "Mozilla", "count": 8000}]},
        {"top_consumers": {"acme": 0.91, "web": 0.05}},
        {"requests_by_api_key": {"k-771": 81000, "k-12": 900}},
    ],
)
def test_a_summary_in_which_one_client_has_most_of_the_requests(summary: Document) -> None:
    told = busy(slow(Told("service/catalog"), "service/catalog"), "service/catalog")
    told.metric("service/catalog", "requests_per_second", step(300, 2600))
    told.put("state", t=at(25), entity="service/catalog", kind="access_log_summary", attributes=summary)
    assert cause_of(told.verdict()) == ("traffic.abuse", "service/catalog")


# --- memory ---------------------------------------------------------------------------------------------------------


def leaking(line: str) -> Told:
    told = Told("service/render").needs(("service/render", "depends_on", "deployment/render"))
    told.metric("service/render", "latency_p99", ramp(0.5, 4.5, 0), since=-240, unit="Seconds")
    told.metric("service/render", "request_rate", 50, since=-240)
    for pod in ("pod/render-7d9c5b6f4-aaaaa", "pod/render-7d9c5b6f4-bbbbb"):
        told.metric(pod, "container_memory_working_set_bytes", ramp(5e8, 2e9, -240), since=-240, unit="Bytes")
        told.metric(pod, "container_cpu_usage_seconds_rate", ramp(0.4, 1.3, 0), since=-240)
        told.needs(("deployment/render", "owns", pod)).log(5, pod, line, "info", count=20)
    return told


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ("Mark-sweep (reduce) 2040.1 (2090.3) -> 2038.7 (2091.3) MB, 1530.2 / 0.0 ms last resort GC", "code"),
        ("7203.311: [Full GC (Allocation Failure)  1998M->1990M(2048M), 3.2101 secs]", "code"),
        ("[gc] GC(881) Pause Full (G1 Compaction Pause) 1998M->1990M(2048M) 3210.1ms", "code"),
        ("[gc] GC(881) Pause Full (System.gc()) 1998M->390M(2048M) 210.1ms", "compute"),
        ("[gc] GC(881) Pause Young (Normal) (G1 Evacuation Pause) 1998M->1990M(2048M) 3.1ms", "compute"),
    ],
)
def test_memory_that_climbs_and_not_the_processors_that_collect_it(line: str, cause: str) -> None:
    assert cause_of(leaking(line).verdict()) == (f"{cause}.memory_leak", "deployment/render")


# --- releases -------------------------------------------------------------------------------------------------------


def pressed_workload(asked: Shape | float) -> Told:
    told = slow(Told("service/pricing"), "service/pricing").metric("service/pricing", "request_rate", asked)
    for pod in ("pod/pricing-7d9c5b6f4-aaaaa", "pod/pricing-7d9c5b6f4-bbbbb"):
        busy(told, pod).needs(("deployment/pricing", "owns", pod))
    return told.needs(("service/pricing", "depends_on", "deployment/pricing"))


def released(told: Told, minute: float) -> Told:
    image = {"image": "pricing:4.2"}
    return told.put(
        "changes", t=at(minute), kind="deployment", action="upgrade", entity="deployment/pricing", details=image
    )


def test_a_release_with_which_processors_became_busy_comes_before_their_being_busy() -> None:
    verdict = released(pressed_workload(300), -2).verdict()
    assert verdict.hypotheses[0].cause == "deployment.bad_release"
    assert cause_of(verdict) in (None, ("deployment.bad_release", "deployment/pricing"))


@pytest.mark.parametrize("told", [pressed_workload(300), released(pressed_workload(300), -400)])
def test_processors_that_nothing_visible_keeps_busy_are_what_is_named(told: Told) -> None:
    found = cause_of(told.verdict())
    assert found is not None
    assert found[0] == "compute.cpu_saturation"


# --- queues ---------------------------------------------------------------------------------------------------------


def queue_of(lines: list[str], queue: str = "queue/invoices", consumer: str = "service/invoicer") -> Told:
    told = Told(queue).needs((consumer, "reads", queue)).metric(queue, "messages_ready", ramp(3, 500, 0))
    told.metric(queue, "publish_rate", 20).metric(queue, "ack_rate", step(20, 0))
    for place, line in enumerate(lines):
        told.log(1 + 6 * place, consumer, line)
    return told


@pytest.mark.parametrize(
    ("queue", "line"),
    [
        ("queue/invoices", "failed to handle invoice INV-20931, basic.nack requeue (delivery {})"),
        ("kafka/orders", "Error processing record orders-3@88123, seeking back to offset; attempt {}"),
        ("mq/invoices", "Rolling back: delivery of ID:mq1-4411-77 failed, redelivery {} of message: unknown currency"),
        ("queue/jobs", '{{"@l": "Error", "@m": "Job pay-77120 failed, will be requeued, retry {}"}}'),
    ],
)
def test_one_message_again_and_again_whatever_it_is_called(queue: str, line: str) -> None:
    told = queue_of([line.format(count) for count in (7, 40, 131, 288)], queue)
    assert cause_of(told.verdict()) == ("sqs.poison_message", queue)


@pytest.mark.parametrize(
    "line",
    [
        "failed to handle invoice INV-2093{}, basic.nack requeue (delivery {})",
        "cannot process message: connect to db-main-1:5432 refused, attempt {1}",
    ],
)
def test_errors_about_ever_other_messages_are_no_poison_and_no_mere_backlog(line: str) -> None:
    told = queue_of([line.format(place, count) for place, count in enumerate((7, 40, 131, 288))])
    found = cause_of(told.verdict())
    assert found is None or found[0] not in ("sqs.poison_message", "dependency.queue_backlog")


def test_the_brokers_own_account_of_a_message_that_comes_back() -> None:
    told = queue_of(["handler failed: ValueError: unknown currency"] * 3)
    told.metric("queue/invoices", "messages_redelivered_rate", step(0.01, 2))
    account = {"redelivery_count": 418, "dead_letter_policy": None}
    told.put("state", t=at(25), entity="queue/invoices", kind="pulsar_subscription", attributes=account)
    assert cause_of(told.verdict()) == ("sqs.poison_message", "queue/invoices")


def test_a_backlog_is_not_asserted_where_what_its_consumer_needs_is_used_up() -> None:
    told = queue_of([]).metric("service/invoicer", "latency_p95", step(0.1, 4), unit="Seconds")
    told.metric("rds/inv", "CPUUtilization", step(20, 98), unit="Percent")
    found = cause_of(told.needs(("service/invoicer", "writes", "rds/inv")).verdict())
    assert found is None or found[0] != "dependency.queue_backlog"


def test_a_backlog_with_a_consumer_that_shows_nothing_is_named() -> None:
    told = queue_of([]).metric("service/invoicer", "latency_p95", 0.1, unit="Seconds")
    told.metric("service/invoicer", "error_rate", 0.001).metric("service/invoicer", "cpu_utilization", 0.2)
    assert cause_of(told.verdict()) == ("dependency.queue_backlog", "queue/invoices")
