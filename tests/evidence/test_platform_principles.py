"""Principles that hold whatever the product: who asked for more, where calls went, what a word in a log is worth."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from commander.contract.evidence import Bundle, State, Verdict
from commander.evidence.attempts import superseded
from commander.evidence.behaviour import Course, behaviour
from commander.evidence.cluster.policies import Policy, lets_through, policies
from commander.evidence.cluster.policy_rules import EGRESS, INGRESS
from commander.evidence.engine import investigate
from commander.evidence.reading import read
from commander.evidence.roles import Role, role_of
from commander.evidence.series import read as read_series
from commander.evidence.signatures import signature_of
from tests.evidence.test_scenarios import assert_citations_resolve

ONSET = datetime(2026, 4, 7, 9, 30, tzinfo=UTC)
Document = dict[str, Any]
HEAD = {"title": "symptom", "severity": "high", "source": "prometheus"}


def at(minute: float) -> str:
    return (ONSET + timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Told:
    """A small bundle; minutes count from the onset, and everything is collected 25 minutes after it."""

    def __init__(self, resource: str) -> None:
        self.rng = random.Random(7)
        self.resource = resource
        self.parts: dict[str, list[Document]] = {
            name: [] for name in ("alerts", "metrics", "logs", "events", "changes", "topology", "state", "gaps")
        }
        self._add("alerts", t=at(4), name="symptom", entity=resource, state="alarm")

    def _add(self, section: str, **item: Any) -> None:
        self.parts[section].append({"id": f"{section[0]}{len(self.parts[section]) + 1}", **item})

    def metric(self, entity: str, name: str, before: float, after: float | None = None, **more: Any) -> "Told":
        points = []
        for minute in range(-60, 25):
            value = before if after is None or minute < 0 else after
            points.append([at(minute), round(value * (1 + self.rng.gauss(0, 0.02)), 4)])
        self._add("metrics", name=name, entity=entity, period_s=60, statistic="Average", points=points, **more)
        return self

    def log(self, minute: float, entity: str, message: str, level: str = "error", count: int = 1) -> "Told":
        self._add("logs", t=at(minute), entity=entity, message=message, level=level, count=count)
        return self

    def change(self, minute: float, entity: str, action: str, kind: str, **details: Any) -> "Told":
        self._add("changes", t=at(minute), entity=entity, action=action, kind=kind, actor="ops", details=details)
        return self

    def event(self, minute: float, entity: str, reason: str, message: str, kind: str = "kubernetes") -> "Told":
        self._add("events", t=at(minute), entity=entity, reason=reason, message=message, kind=kind, type="warning")
        return self

    def edge(self, kind: str, start: str, end: str) -> "Told":
        self._add("topology", **{"from": start, "to": end, "kind": kind})
        return self

    def state(self, entity: str, kind: str, **attributes: Any) -> "Told":
        self._add("state", t=at(25), entity=entity, kind=kind, attributes=attributes)
        return self

    def gap(self, section: str, entity: str) -> "Told":
        gap = {"id": f"g{len(self.parts['gaps']) + 1}", "section": section, "entity": entity, "reason": "forbidden"}
        self.parts["gaps"].append(gap)
        return self

    @property
    def bundle(self) -> Bundle:
        incident = {**HEAD, "resource": self.resource, "started_at": at(4), "collected_at": at(25)}
        document = {"schema": "evidence-bundle/1", "case_id": "told", "incident": incident, **self.parts}
        return Bundle.model_validate(document)

    def verdict(self) -> Verdict:
        bundle = self.bundle
        verdict = investigate(bundle)
        assert_citations_resolve(bundle, verdict)
        return verdict

    def said(self) -> tuple[str, str] | None:
        root = self.verdict().root_cause
        return None if root is None else (root.cause, root.entity)


# --- demand ---------------------------------------------------------------------------------------------------------


def caller_and_callee(asked: float) -> Told:
    told = Told("service/bff").edge("calls", "service/bff", "service/prices")
    told.metric("service/bff", "http_requests_per_second", 80, asked)
    told.metric("service/bff", "latency_p95", 0.2, 2.4, unit="Seconds")
    told.metric("service/prices", "http_requests_per_second", 40, 400)
    return told.metric("service/prices", "latency_p95", 0.05, 1.9, unit="Seconds")


def test_calls_that_a_caller_multiplies_are_no_surge_and_speak_for_its_release() -> None:
    told = caller_and_callee(80).change(
        -1, "service/bff", "helm upgrade", "deployment", image=["bff:1.4.0", "bff:1.5.0"]
    )
    assert told.said() == ("deployment.bad_release", "service/bff")


def test_calls_that_rise_at_the_caller_too_are_a_surge_there() -> None:
    assert caller_and_callee(800).said() == ("traffic.surge", "service/bff")


def test_a_flag_is_known_by_its_name_and_by_the_calls_it_makes() -> None:
    told = caller_and_callee(80).edge("depends_on", "service/bff", "flag/bff-flags")
    told.log(-20, "service/bff", "flags loaded", "info").log(1, "service/bff", "enable-live-prices is now on", "info")
    told.change(-0.5, "flag/bff-flags", "update flag", "flag", diff={"enable-live-prices": [False, True]})
    assert told.said() == ("deployment.feature_flag", "flag/bff-flags")


def moved(failing: bool) -> Told:
    told = Told("service/site").edge("calls", "service/site", "dns/api.corp").edge("calls", "service/site", "lb/old")
    told.metric("service/site", "error_rate", 0.002, 0.3 if failing else None)
    told.metric("lb/old", "request_count", 900, 4).metric("lb/new", "request_count", 3, 890)
    told.metric("lb/new", "http_5xx_count", 0, 600 if failing else None)
    return told.change(-1, "dns/api.corp", "az network dns record-set update", "infrastructure", to="lb-new")


def test_calls_that_a_changed_name_leads_elsewhere_are_no_surge() -> None:
    assert moved(failing=True).said() == ("dns.record_wrong", "dns/api.corp")


def test_calls_that_were_moved_and_are_served_accuse_nobody() -> None:
    assert moved(failing=False).said() is None


def diverted(line: str) -> Told:
    told = Told("ingress/shop").edge("calls", "ingress/shop", "service/orders")
    told.edge("calls", "ingress/shop", "service/archive")
    told.metric("service/orders", "request_rate", 50, 0.3).metric("service/archive", "request_rate", 0.6, 51)
    told.metric("service/archive", "error_rate", 0.003, 0.95).metric("ingress/shop", "error_rate", 0.002, 0.5)
    return told.log(-30, "service/archive", "ready", "info").log(2, "service/archive", line, "warning", 700)


@pytest.mark.parametrize(
    "line",
    [
        "No mapping for GET /orders/v3",
        'ActionController::RoutingError (No route matches [GET] "/orders/v3")',
        "Cannot GET /orders/v3",
        'rpc error: code = Unimplemented desc = unknown service orders.v3.Orders"',
        '10.0.0.4 - - "GET /orders/v3 HTTP/1.1" 404 19',
    ],
)
def test_a_service_whose_calls_reach_one_that_does_not_know_them_is_starved_by_a_route(line: str) -> None:
    assert diverted(line).said() == ("gateway.route_wrong", "service/orders")


def test_a_service_that_fails_what_it_gets_in_its_own_code_is_not_reached_by_mistake() -> None:
    found = diverted("java.lang.IllegalStateException: ledger not open").said()
    assert found is None or found[0] != "gateway.route_wrong"


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("http_requests_404", Role.OTHER),
        ("responses.503_requests", Role.FAILURES),
        ("requests_total", Role.DEMAND),
        ("requests_p99_4000", Role.DEMAND),
    ],
)
def test_a_status_within_a_name_tells_failures_from_demand(name: str, role: Role) -> None:
    assert role_of(name, None) is role


# --- when -----------------------------------------------------------------------------------------------------------


def course(*levels: tuple[float, int]) -> Any:
    rng = random.Random(3)
    values = [level * (1 + rng.gauss(0, 0.01)) for level, length in levels for _ in range(length)]
    points = [[at(minute - 60), value] for minute, value in enumerate(values)]
    told = Told("service/a")
    told.parts["metrics"] = [
        {"id": "m1", "name": "error_rate", "entity": "service/a", "period_s": 60, "points": points}
    ]
    return behaviour(read_series(told.bundle.metrics[0], None))


def test_a_series_that_goes_up_and_down_at_its_bad_level_left_the_good_one_at_the_first_jump() -> None:
    one = course((0.01, 60), (0.98, 12), (0.82, 6), (0.97, 12), (0.9, 6))
    assert (one.course, one.onset_index) == (Course.CHANGED, 60)


def test_a_second_and_larger_step_is_the_onset() -> None:
    one = course((0.01, 40), (0.05, 30), (0.9, 26))
    assert one.course is Course.CHANGED
    assert one.after > 0.8


def test_a_series_that_mostly_came_down_again_came_back() -> None:
    assert course((0.01, 50), (0.9, 20), (0.1, 26)).course is Course.CAME_BACK


@pytest.mark.parametrize(("count", "stopped"), [(900, False), (1, True)])
def test_only_single_lines_tell_when_an_error_stopped(count: int, stopped: bool) -> None:
    told = Told("service/api").metric("service/api", "error_rate", 0.01, 0.4)
    for minute in range(-40, 25, 2):
        told.log(minute, "service/api", "served", "info")
    for second in range(1 if count > 1 else 8):
        told.log(1 + second / 10, "service/api", "dial tcp 10.1.1.9:8080: connect: connection refused", count=count)
    case = read(told.bundle)
    pattern = next(one for one in case.patterns if one.error)
    assert (case.stopped(pattern) is not None) is stopped


# --- words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "GET https://maps.acme.example/v1/route => 502 in 20ms",
        "POST https://pay.example/charges: 503",
        "fetch https://rates.example/eur failed with status 500",
        "billing-core replied with HTTP 503",
        "inventory answered 502",
    ],
)
def test_a_call_that_was_answered_with_a_server_error_blames_who_answered(line: str) -> None:
    found = signature_of(line)
    assert found is not None
    assert (found.cause, found.elsewhere) == ("dependency.errors", True)


@pytest.mark.parametrize(
    "line",
    [
        "GET https://maps.acme.example/v1/route -> 200 in 503ms",
        "query returned 5000 rows",
        "processed batch of 500 in 21 s",
        "listening on http://0.0.0.0:5000",
    ],
)
def test_other_numbers_are_no_server_errors(line: str) -> None:
    assert signature_of(line) is None


def certificate(starved: bool) -> Told:
    told = Told("service/front").edge("calls", "service/front", "service/auth")
    told.edge("calls", "service/front", "service/cart")
    told.metric("service/front", "error_rate", 0.002, 0.4).metric("service/front", "request_rate", 90)
    told.metric("service/auth", "request_rate", 40, 0.2 if starved else None)
    told.metric("service/cart", "request_rate", 30)
    line = "javax.net.ssl.SSLHandshakeException: PKIX path validation failed: validity check failed"
    return told.log(-30, "service/front", "ok", "info").log(1, "service/front", line, count=800)


def test_a_caller_that_names_nobody_means_the_one_whose_calls_do_not_arrive() -> None:
    assert certificate(starved=True).said() == ("app.certificate_expired", "service/auth")


def test_without_that_it_is_not_told_whose_certificate_it_is() -> None:
    found = certificate(starved=False).said()
    assert found is None or found[1] != "service/auth"


def test_a_third_party_that_reports_trouble_itself_is_named_as_the_bundle_names_it() -> None:
    told = Told("service/ship").edge("calls", "service/ship", "external/quickpost")
    told.metric("service/ship", "error_rate", 0.002, 0.5)
    told.log(1, "service/ship", "PUT https://api.quickpost.example/labels returned 503", count=400)
    told.event(6, "external/quickpost", "incident", "Identified: partial outage of the label API", "statuspage")
    assert told.said() == ("dependency.third_party_outage", "external/quickpost")


def test_a_third_party_whose_incident_is_resolved_is_not_accused() -> None:
    told = Told("service/ship").edge("calls", "service/ship", "external/quickpost")
    told.metric("service/ship", "error_rate", 0.002, 0.5)
    told.event(-200, "external/quickpost", "incident", "Resolved: partial outage of the label API", "statuspage")
    assert told.said() is None


def killed(used: int) -> Told:
    told = Told("lambda/thumbs").log(-30, "lambda/thumbs", "START", "info")
    for minute in (1, 5, 9):
        told.log(
            minute, "lambda/thumbs", "RequestId: 1f Error: Runtime exited with error: signal: killed Runtime.ExitError"
        )
        report = f"REPORT RequestId: 1f\tDuration: 900.10 ms\tMemory Size: 256 MB\tMax Memory Used: {used} MB\t"
        told.log(minute + 0.1, "lambda/thumbs", report, "info")
    return told


def test_invocations_that_were_killed_with_all_memory_used_ran_out_of_it() -> None:
    assert killed(256).said() == ("lambda.out_of_memory", "lambda/thumbs")


def test_invocations_that_were_killed_with_memory_left_did_not() -> None:
    assert killed(90).said() is None


def test_what_a_service_is_called_says_nothing_of_its_state() -> None:
    told = Told("ecs-service/quota-api").metric("ecs-service/quota-api", "RunningTaskCount", 4, namespace="AWS/ECS")
    told.event(-1, "ecs-service/quota-api", "TARGETS", "(service quota-api) registered 1 targets", "ecs")
    assert "aws.service_quota_exceeded" not in {one.cause for one in told.verdict().hypotheses}


# --- clusters -------------------------------------------------------------------------------------------------------


def unplaced(resource: str, message: str) -> Told:
    told = Told("deployment/trainer").edge("runs_on", "deployment/trainer", "nodepool/gpu-less")
    refused = "0/6 nodes are available: 6 Insufficient memory."
    conditions = {"PodScheduled": {"status": "False", "reason": "Unschedulable", "message": refused}}
    told.state(
        "pod/trainer-7c5d9f8b6-abcde",
        "pod",
        phase="Pending",
        owner="ReplicaSet/trainer-7c5d9f8b6",
        conditions=conditions,
    )
    told.state("deployment/trainer", "deployment", desired=2, ready=1, available=1)
    told.event(1, "pod/trainer-7c5d9f8b6-abcde", "FailedScheduling", refused)
    return told.event(3, resource, "ScaleUpFailed", message, "cluster-autoscaler")


@pytest.mark.parametrize(
    "message",
    [
        "Quota 'CPUS' exceeded. Limit: 72.0 in region europe-west1. (QUOTA_EXCEEDED)",
        "OperationNotAllowed: it results in exceeding approved Total Regional Cores quota.",
        "Launching a new EC2 instance failed: VcpuLimitExceeded",
    ],
)
def test_pods_that_wait_for_nodes_which_a_quota_refuses_lack_the_quota(message: str) -> None:
    assert unplaced("nodepool/gpu-less", message).said() == ("aws.service_quota_exceeded", "nodepool/gpu-less")


def test_pods_that_wait_for_room_lack_room_where_no_quota_is_told() -> None:
    found = unplaced("nodepool/gpu-less", "scale-up timed out").said()
    assert found == ("k8s.scheduling.insufficient_memory", "deployment/trainer")


def test_an_autoscaler_at_its_maximum_names_what_it_scales() -> None:
    told = Told("service/search").metric("service/search", "latency_p95", 0.2, 3.1, unit="Seconds")
    told.metric("service/search", "cpu_utilization", 50, 97, unit="Percent")
    told.state("deployment/search", "deployment", desired=9, ready=9, available=9)
    target = {"kind": "Deployment", "name": "search"}
    spec = {"maxReplicas": 9, "minReplicas": 2, "scaleTargetRef": target}
    told.state(
        "hpa/search-cpu", "horizontalpodautoscaler", spec=spec, status={"currentReplicas": 9, "desiredReplicas": 9}
    )
    assert told.edge("owns", "service/search", "deployment/search").said() == (
        "compute.autoscaling_at_max",
        "deployment/search",
    )


def zonal(*bad: str) -> Told:
    told = Told("lb/web")
    for zone in ("europe-west1-b", "europe-west1-c", "europe-west1-d"):
        worse = zone in bad
        for entity, name, before, after in (
            ("lb/web", "http_5xx_count", 1, 300),
            ("disk/pd", "write_latency", 0.003, 0.4),
        ):
            told.metric(entity, name, before, after if worse else None, dimensions={"zone": zone})
    return told.edge("calls", "lb/web", "disk/pd")


def test_one_zone_that_is_worse_than_the_others_is_ranked() -> None:
    ranked = [(one.cause, one.entity) for one in zonal("europe-west1-c").verdict().hypotheses]
    assert ("aws.az_impaired", "az/europe-west1-c") in ranked[:2]


def test_all_zones_alike_are_no_zone() -> None:
    every = zonal("europe-west1-b", "europe-west1-c", "europe-west1-d").verdict()
    assert "aws.az_impaired" not in {one.cause for one in every.hypotheses}


def test_a_queue_whose_consumer_nobody_could_look_at_is_left_open() -> None:
    told = Told("sqs/mails").edge("reads", "service/mailer", "sqs/mails")
    told.metric("sqs/mails", "ApproximateAgeOfOldestMessage", 5, 900, unit="Seconds", namespace="AWS/SQS")
    told.metric("sqs/mails", "NumberOfMessagesSent", 200, namespace="AWS/SQS")
    told.metric("sqs/mails", "NumberOfMessagesDeleted", 200, 2, namespace="AWS/SQS")
    for section in ("logs", "metrics", "state"):
        told.gap(section, "service/mailer")
    assert told.verdict().verdict == "inconclusive"


def pod(entity: str, owner: str, phase: str) -> State:
    return State.model_validate(
        {"id": "s1", "t": at(0), "entity": entity, "kind": "pod", "attributes": {"owner": owner, "phase": phase}}
    )


def test_a_failed_attempt_of_a_job_is_over_once_another_did_the_work() -> None:
    first, second = pod("pod/a-1", "Job/a", "Failed"), pod("pod/a-2", "Job/a", "Succeeded")
    other = pod("pod/b-1", "Job/b", "Failed")
    assert superseded([first, second, other]) == {"pod/a-1"}


def test_a_failed_pod_of_what_runs_for_ever_is_not_superseded() -> None:
    assert not superseded([pod("pod/a-1", "ReplicaSet/a", "Failed"), pod("pod/a-2", "ReplicaSet/a", "Succeeded")])


def policy(spec: Any, **more: Any) -> Policy:
    told = Told("service/a").state("networkpolicy/core", "networkpolicy", namespace="core", spec=spec, **more)
    told.state("namespace/web", "namespace", labels={"tier": "edge"})
    return policies(read(told.bundle))[0]


YAML = """podSelector:
  matchLabels:
    app: ledger
policyTypes:
- Ingress
ingress:
- from:
  - namespaceSelector:
      matchLabels:
        tier: edge
  ports:
  - protocol: TCP
    port: 8443
"""
LINE = "podSelector: app=ledger; policyTypes: [Ingress]; ingress: from namespaceSelector tier=edge, ports port: 8443"
JSON = (
    '{"podSelector": {"matchLabels": {"app": "ledger"}}, "policyTypes": ["Ingress"], "ingress": [{"from": '
    '[{"namespaceSelector": {"matchLabels": {"tier": "edge"}}}], "ports": [{"port": 8443}]}]}'
)


@pytest.mark.parametrize("spec", [YAML, LINE, JSON])
def test_a_policy_written_as_text_isolates_and_lets_through_as_one_written_as_an_object(spec: str) -> None:
    one = policy(spec)
    assert one.isolates({"app": "ledger"}, "core", INGRESS)
    assert not one.isolates({"app": "ledger"}, "core", EGRESS)
    assert not one.isolates({"app": "other"}, "core", INGRESS)
    assert lets_through(one, INGRESS, {}, "web", frozenset({8443})) is True
    assert lets_through(one, INGRESS, {}, "web", frozenset({9000})) is False


def test_labels_of_a_namespace_decide_whether_a_policy_means_it() -> None:
    one = policy("podSelector: {}; policyTypes: [Ingress]; ingress: from namespaceSelector matchLabels tier=inner")
    assert lets_through(one, INGRESS, {}, "web", frozenset()) is False
    assert lets_through(one, INGRESS, {}, "unseen", frozenset()) is None


def test_a_policy_that_lets_everybody_in_shuts_nobody_out() -> None:
    one = policy("podSelector: {}\npolicyTypes: [Ingress]\ningress: [{}]")
    assert lets_through(one, INGRESS, {}, "web", frozenset({80})) is True
