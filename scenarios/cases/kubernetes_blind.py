"""Clusters in which something fails and the deciding evidence cannot be had."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_kubernetes import Cluster, blind, levels
from scenarios.cases.building_kubernetes_systems import BANK, CLINIC, ENERGY, FLEET, MEDIA, PARCELS, TICKETS


def only_a_failing_check() -> Scenario:
    """A check fails; the cluster shows its Services and nothing of what is behind them."""
    c = Cluster("tickets", "2026-07-02T12:00:00", 911)
    c.system(TICKETS)
    c.drop("pod/", "deployment/", "statefulset/")
    for one in c.state:
        one["attributes"]["endpoints"] = None
    c.alert(None, 0, "Check: buy a ticket", count=22, reason="HTTP 500, expected 201")
    c.metric("service/box-office", "error_rate", levels(1, (0.2, 20), (18, 17)), unit="Percent")
    c.gap("state", "only Services were collected")
    c.gap("logs", "no log source configured")
    return c.bundle(
        "kube-check-fails-and-nothing-else", "Check: buy a ticket", "service/box-office", source="synthetic-monitor"
    ), blind("dependency.errors", "deployment.bad_release", "k8s.service.selector_mismatch", missing=["logs"])


def events_gone_before_anybody_looked() -> Scenario:
    """Pods restart with exit code 1; events have expired and the containers' lines were not kept."""
    c = Cluster("parcels", "2026-07-13T22:00:00", 912)
    c.system(PARCELS)
    for pod in c.pods("carriers"):
        c.crashing(pod, 61, 1, last=300)
    c.gap("events", "events are kept for one hour")
    c.gap("logs", "previous container logs are not available", entity="deployment/carriers")
    return c.bundle("kube-carriers-restart-unseen", "carriers restarts", "deployment/carriers", minutes=310), blind(
        "code.unhandled_error",
        "k8s.container.command_invalid",
        "app.config.env_missing",
        "app.config.value_invalid",
        "deployment.bad_release",
        missing=["logs"],
    )


def not_allowed_to_list() -> Scenario:
    """The reader may see neither pods nor events of the namespace; a caller is refused by a service in it."""
    c = Cluster("energy", "2026-08-01T15:00:00", 913)
    c.system(ENERGY, only=("consumer-portal",), chatter=4)
    c.env("consumer-portal", TARIFFS_URL="http://tariffs.pricing:8080")
    c.topology = [{"from": "service/consumer-portal", "to": "service/tariffs", "kind": "calls"}]
    c.lines(
        "service/consumer-portal",
        range(0, 17, 1),
        "FetchError: request to http://tariffs.pricing:8080/t/{n} failed, reason: connect ECONNREFUSED",
        "error",
    )
    c.gap(
        "state",
        'pods is forbidden: User "system:serviceaccount:ops:reader" cannot list resource "pods" in the '
        'namespace "pricing"',
        entity="service/tariffs",
        permission="list pods",
    )
    c.gap(
        "events",
        'events is forbidden: User "system:serviceaccount:ops:reader" cannot list resource "events" in the '
        'namespace "pricing"',
        entity="service/tariffs",
        permission="list events",
    )
    c.gap("logs", "forbidden", entity="service/tariffs", permission="get pods/log")
    return c.bundle(
        "kube-may-not-look-at-tariffs", "bill preview fails", "service/consumer-portal", source="datadog"
    ), blind(
        "k8s.workload.zero_replicas",
        "k8s.rbac.forbidden",
        "k8s.service.port_mismatch",
        missing=["pods"],
        verdict=("inconclusive", "likely"),
    )


def pending_and_no_word_why() -> Scenario:
    """A pod is Pending; conditions, events and nodes could not be read."""
    c = Cluster("clinic", "2026-08-22T05:00:00", 914, slim=True)
    c.system(CLINIC)
    c.attrs(c.pods("reminders")[0]).update(phase="Pending", status="Pending", ready="0/1", node=None)
    c.lines(
        "service/appointments", (2, 6, 11, 15), "fail: Clinic.Reminders[0] Connection refused (reminders:3000)", "error"
    )
    c.gap("events", "timed out", entity="deployment/reminders")
    c.gap("state", "nodes is forbidden", permission="list nodes")
    return c.bundle(
        "kube-reminders-pending-unseen", "reminders not sent", "service/appointments", severity="warning"
    ), blind(
        "k8s.scheduling.insufficient_cpu",
        "k8s.scheduling.node_cordoned",
        "k8s.scheduling.taint_not_tolerated",
        "control_plane.scheduler_down",
        "k8s.volume.claim_missing",
        missing=["nodes"],
    )


def image_not_pulled_and_no_word_why() -> Scenario:
    """The back-off of a pull is all there is: not whether name, network, login or limit is the reason."""
    c = Cluster("media", "2026-09-04T23:00:00", 915, objects=False)
    c.system(MEDIA)
    for pod in c.pods("ads"):
        c.waiting(pod, "ImagePullBackOff")
        c.event(
            pod,
            17,
            "BackOff",
            f'Back-off pulling image "{c.container(pod)["image"]}"',
            level="normal",
            count=300,
            first=-60,
        )
    c.gap("events", "older than one hour are not kept")
    return c.bundle("kube-ads-not-pulled-unseen", "ad breaks empty", "service/web-player", minutes=30), blind(
        "k8s.image.reference_invalid",
        "k8s.image.pull_unauthorized",
        "k8s.image.rate_limited",
        "k8s.image.registry_dns_failure",
        verdict=("inconclusive", "likely"),
    )


def slow_and_nothing_stands_out() -> Scenario:
    """One service is slow; its pods are well, its own numbers are flat, and what it calls outside cannot be seen."""
    c = Cluster("fleet", "2026-09-19T10:00:00", 916)
    c.system(FLEET, only=("dispatch-web", "dispatch-api"), chatter=8)
    c.env("dispatch-api", FLEET_DB_HOST="fleet-db.data.svc.cluster.local", FLEET_DB_PORT="5432")
    c.metric("service/dispatch-api", "latency_p95", levels(1, (0.2, 20), (1.7, 17)), unit="Seconds")
    c.metric("service/dispatch-api", "request_rate", levels(2, (31, 37)), unit="Count/Second")
    for pod in c.pods("dispatch-api"):
        c.metric(pod, "cpu_usage", levels(3, (0.2, 37)), unit="Cores")
        c.metric(pod, "memory_usage", levels(4, (180e6, 37), digits=0), unit="Bytes")
    c.gap("topology", "no traces are collected")
    c.gap("metrics", "no datapoints", entity="service/fleet-db")
    return c.bundle("kube-dispatch-slow-unseen", "dispatch-api p95 > 1s", "service/dispatch-api"), blind(
        "dependency.slow", "compute.cpu_saturation", "network.latency", "code.slow_path", "node.network_latency"
    )


def crash_in_the_dark_after_two_changes() -> Scenario:
    """A release and a settings change came in the same minute; the pods die, and nobody may read what they say."""
    c = Cluster("core-bank", "2026-10-12T13:00:00", 917, objects=False)
    c.system(BANK)
    for pod in c.pods("kyc-checks"):
        c.crashing(pod, 7, 1)
        c.backing_off(pod, 15, 31)
    c.change(
        "deployment/kyc-checks",
        -0.4,
        "deployment",
        "kubectl set image",
        "ci/kyc",
        image=["kyc-checks:0.90.1", "kyc-checks:0.90.2"],
    )
    c.change("configmap/kyc-checks", -0.6, "config", "kubectl apply", "user/r.bauer", keys=3)
    c.gap("logs", "pods/log is forbidden", entity="deployment/kyc-checks", permission="get pods/log")
    return c.bundle("kube-kyc-two-changes-unseen", "kyc-checks: no ready pods", "deployment/kyc-checks"), blind(
        "deployment.bad_release",
        "app.config.value_invalid",
        "app.config.env_missing",
        "code.unhandled_error",
        missing=["log"],
        verdict=("inconclusive", "likely"),
    )


CASES: tuple[Case, ...] = (
    only_a_failing_check,
    events_gone_before_anybody_looked,
    not_allowed_to_list,
    pending_and_no_word_why,
    image_not_pulled_and_no_word_why,
    slow_and_nothing_stands_out,
    crash_in_the_dark_after_two_changes,
)
