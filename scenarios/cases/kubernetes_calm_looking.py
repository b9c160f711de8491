"""Clusters that look as calm as healthy ones and are not, or of which what matters could not be seen."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_kubernetes import blind, fault, levels
from scenarios.cases.building_kubernetes_systems import BANK, CLINIC, ENERGY, FLEET, MEDIA, PARCELS, TICKETS
from scenarios.cases.kubernetes_calm import Reading, job


def service_that_selects_nothing() -> Scenario:
    """Every pod passes its probe and every workload is whole; one Service selects a label nobody carries."""
    c = Reading("parcels", "2026-02-05T11:00:00", 4201)
    c.system(PARCELS, chatter=5)
    c.all_nodes()
    c.attrs("service/labels", "service")["selector"] = {"app": "label-printer"}
    c.serve(PARCELS, 0, 15, "portal", "routing")
    c.change("service/labels", -2, "config", "kubectl apply", "ci/parcels", selector=["labels", "label-printer"])
    c.alert("service/intake", 2, "intake: print a label", state="ok", reason="flaky, muted until Monday")
    return c.bundle(
        "calm-looking-selects-nothing",
        "intake: print a label",
        "service/intake",
        source="synthetic-monitor",
        severity="warning",
    ), fault("k8s.service.selector_mismatch", "service/labels", "k8s.workload.zero_replicas")


def slow_says_the_customer() -> Scenario:
    """Customers call the search slow; the cluster is whole, and how long requests take was not to be had."""
    c = Reading("media", "2026-02-20T19:00:00", 4202)
    c.system(MEDIA, chatter=5)
    c.all_nodes()
    c.gap("metrics", "Prometheus did not answer: context deadline exceeded")
    c.gap("logs", "the log store refused the query: too many outstanding requests", entity="service/playlists")
    return c.bundle(
        "calm-looking-slow-says-the-customer",
        "playlists latency_p95 > 2s",
        "service/playlists",
        source="prometheus",
    ), blind("dependency.slow", "db.expensive_query", "compute.cpu_saturation", missing=["metrics"])


def third_time_out_of_memory() -> Scenario:
    """Twice a pod ran out of memory and came back; it is ready at this moment, and its memory climbs again."""
    c = Reading("core-bank", "2026-03-02T10:00:00", 4203)
    c.system(BANK, chatter=5)
    pod = c.pods("limits")[0]
    c.crashing(pod, 5, 137, "OOMKilled", last=-4, lived=31, now="Running")
    climb = [round(160e6 + 11e6 * (place % 32)) for place in range(92)]
    c.metric(pod, "memory_usage", [float(value) for value in climb], first=-68, unit="Bytes")
    for minute in (-68, -36, -4):
        c.event(pod, minute, "BackOff", "Back-off restarting failed container limits in pod")
    c.lines(c.pods("accounts")[0], (-36, -35.9, -4, -3.9), "WARN limits: Connection reset by peer, retrying {n}")
    c.alert(pod, -3, "PodRestarted", state="ok", reason="pod is ready")
    return c.bundle("calm-looking-third-time", "PodRestarted", pod, minutes=24, severity="warning"), fault(
        "k8s.container.oom_killed",
        "deployment/limits",
        also=[("code.memory_leak", "deployment/limits"), ("compute.memory_leak", "deployment/limits")],
    )


def exercise_and_a_crash() -> Scenario:
    """The page says that it is a test. Behind it a worker of the same namespace really crashes since an hour."""
    c = Reading("clinic", "2026-03-17T09:00:00", 4204)
    c.system(CLINIC, chatter=5)
    for pod in c.pods("reminders"):
        c.crashing(pod, 17, 1, last=11)
        c.backing_off(pod, 13, 60)
        c.log(pod, 11, 'reminders/boot.rb:14:in `fetch\': key not found: "LETTERS_TOKEN" (KeyError)', "error")
    c.alert(
        "namespace/clinic",
        0,
        "clinic paging test",
        reason="This is only a test of the weekend rotation.",
    )
    return c.bundle(
        "calm-looking-exercise-and-a-crash", "clinic paging test", "namespace/clinic", minutes=14, severity="warning"
    ), fault(
        "app.config.env_missing",
        "deployment/reminders",
        also=[("k8s.config.secret_missing", "deployment/reminders"), ("code.unhandled_error", "deployment/reminders")],
        verdict=["confirmed", "likely", "inconclusive"],
    )


def series_that_ended_before() -> Scenario:
    """The rate of errors is flat, and ends three quarters of an hour before its alarm; nothing else can be had."""
    c = Reading("energy", "2026-04-01T07:00:00", 4205)
    c.system(ENERGY, only=("tariffs", "readings-db"))
    c.drop("pod/", "deployment/", "statefulset/")
    for one in c.state:
        one["attributes"]["endpoints"] = None
    c.metric("service/tariffs", "error_rate", levels(41, (0.1, 60)), first=-105, unit="Percent")
    c.metric("service/tariffs", "request_rate", levels(42, (31, 60)), first=-105, unit="Count/Second")
    c.alert(
        "service/tariffs",
        0,
        "tariffs errors",
        metric="error_rate",
        threshold=5,
        comparison="GreaterThanThreshold",
    )
    c.gap("state", "pods cannot be listed", permission="list pods")
    return c.bundle("calm-looking-series-ended", "tariffs errors", "service/tariffs"), blind(
        "dependency.errors", "deployment.bad_release", "healthy.threshold_noise"
    )


def all_well_in_the_wrong_place() -> Scenario:
    """One namespace was read and is whole; the incident is about a service of another one."""
    c = Reading("fleet", "2026-04-22T16:00:00", 4206)
    c.system(FLEET, chatter=6)
    c.all_nodes()
    c.serve(FLEET, 0, 15, "dispatch-api", "vehicles")
    c.gap("state", "only namespace fleet was read", entity="service/toll-billing")
    c.alert("service/toll-billing", 0, "toll-billing does not answer", count=6)
    return c.bundle(
        "calm-looking-wrong-place",
        "toll-billing does not answer",
        "service/toll-billing",
        source="synthetic-monitor",
        service="toll-billing",
    ), blind("healthy.recovered", "healthy.threshold_noise", "dependency.unreachable")


def port_nobody_listens_on() -> Scenario:
    """Everything is ready and every Service has endpoints, one of them with a port that the container has not."""
    c = Reading("tickets", "2026-05-12T12:00:00", 4207)
    c.system(TICKETS, chatter=5)
    c.attrs("service/price-rules", "service")["target_port"] = "8188/TCP"
    c.serve(TICKETS, 0, 15, "box-office", "seating")
    c.change("service/price-rules", -3, "config", "kubectl apply", "ci/tickets", target_port=[8088, 8188])
    return c.bundle(
        "calm-looking-wrong-port",
        "box-office shows no prices",
        "service/box-office",
        source="other",
        severity="warning",
    ), fault("k8s.service.port_mismatch", "service/price-rules", verdict=["confirmed", "likely"])


def job_that_fails_every_night_now() -> Scenario:
    """A nightly Job went well for a month and has failed three nights in a row, the last one an hour ago."""
    c = Reading("core-bank", "2026-06-04T03:00:00", 4208)
    c.system(BANK, chatter=5)
    job(c, "interest-29551320", -75 * 60, of="interest")
    for name, minute in (("29552760", -49 * 60), ("29554200", -25 * 60), ("29555640", -60)):
        job(c, f"interest-{name}", minute, failed=True, of="interest")
        c.event(
            f"job/interest-{name}",
            minute,
            "BackoffLimitExceeded",
            "Job has reached the specified backoff limit",
            source="job-controller",
        )
    c.alert("job/interest-29555640", -58, "KubeJobFailed")
    c.gap("logs", "pods of failed jobs are removed with their lines", entity="job/interest-29555640")
    return c.bundle(
        "calm-looking-job-fails-nightly", "KubeJobFailed", "job/interest-29555640", severity="warning"
    ), blind("healthy.recovered", "healthy.threshold_noise", missing=["logs"])


CASES: tuple[Case, ...] = (
    service_that_selects_nothing,
    slow_says_the_customer,
    third_time_out_of_memory,
    exercise_and_a_crash,
    series_that_ended_before,
    all_well_in_the_wrong_place,
    port_nobody_listens_on,
    job_that_fails_every_night_now,
)
