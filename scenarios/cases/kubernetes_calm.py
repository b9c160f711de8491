"""Clusters without series, or with few, in which nothing is wrong now although something was loud."""

from scenarios.cases.building import Case, Item, Scenario
from scenarios.cases.building_kubernetes import Cluster, condition, healthy, levels, probe
from scenarios.cases.building_kubernetes_systems import BANK, CLINIC, ENERGY, FLEET, MEDIA, PARCELS, TICKETS, System


class Reading(Cluster):
    """A cluster as its API shows it; only what a case says itself is measured."""

    def _symptom(self, case_id: str, title: str, resource: str | None, source: str, minutes: float) -> None:
        """Nothing is added."""

    def serve(self, system: System, first: float, last: float, *apps: str) -> None:
        """The usual lines of applications from one minute to another."""
        for app in apps:
            for place, pod in enumerate(self.pods(app)):
                for step in range(int((last - first) / 3)):
                    text = system[app].lines[(step + place) % len(system[app].lines)]
                    self.log(pod, first + 3 * step + place, text.format(n=100 + self.random.randint(1, 899)))


def job(c: Cluster, name: str, minute: float, *, failed: bool = False, of: str | None = None) -> Item:
    """A Job of a CronJob that ended."""
    ended = "Failed" if failed else "Complete"
    return c.add(
        f"job/{name}",
        "job",
        namespace=c.namespace,
        owner=f"CronJob/{of}" if of else None,
        pods=f"0 Active (0 Ready) / {0 if failed else 1} Succeeded / {3 if failed else 0} Failed",
        started_at=c.at(minute - 4),
        completed_at=None if failed else c.at(minute),
        backoff_limit=2,
        conditions={ended: condition("True", "BackoffLimitExceeded" if failed else "CompletionsReached")},
    )


def one_of_five_locations() -> Scenario:
    """A synthetic check timed out from one location for two minutes; all five have passed for a quarter of an hour."""
    c = Reading("parcels", "2026-02-03T09:20:00", 4101)
    c.system(PARCELS, chatter=4)
    c.all_nodes()
    c.serve(PARCELS, 1, 18, "portal", "intake", "tracking")
    c.alert(
        "service/portal",
        3,
        "portal: page from five locations",
        state="ok",
        reason="5 of 5 locations passing since 09:23 (Sao Paulo timed out twice)",
    )
    c.alert(
        "service/portal",
        2.5,
        "portal: track a parcel",
        state="ok",
        count=0,
        reason="200 in 412 ms, last run 30 s ago",
    )
    return c.bundle(
        "calm-one-of-five-locations",
        "portal: page from five locations",
        "service/portal",
        source="synthetic-monitor",
        severity="warning",
    ), healthy(
        "healthy.recovered",
        "service/portal",
        "network.latency",
        "dns.resolution_failure",
        "dependency.slow",
        also=["healthy.threshold_noise"],
    )


def node_taken_out_by_the_autoscaler() -> Scenario:
    """The autoscaler emptied a node half an hour ago; its pods moved and everything has been ready since."""
    c = Reading("tickets", "2026-02-18T21:10:00", 4102, nodes=("tk-1", "tk-2"))
    c.system(TICKETS, chatter=5)
    c.all_nodes()
    for pod in (c.pods("seating")[0], c.pods("orders")[1], c.pods("price-rules")[0]):
        c.attrs(pod)["started_at"] = c.at(-26)
        c.container(pod)["state"] = {"state": "running", "started_at": c.at(-25.8)}
        c.began(pod, -26)
        c.event(pod, -25.7, "Unhealthy", "Readiness probe failed: connect: connection refused", count=2)
    c.event(
        "node/tk-3",
        -27,
        "ScaleDown",
        "marked the node as toBeDeleted/unschedulable",
        level="normal",
        source="cluster-autoscaler",
    )
    c.event(
        "pod/seating-7d9f6c5b44-old22",
        -27,
        "ScaleDown",
        "deleting pod for node scale down",
        level="normal",
        source="cluster-autoscaler",
    )
    c.event("pod/seating-7d9f6c5b44-old22", -26.9, "Killing", "Stopping container seating", level="normal")
    c.event(
        "node/tk-3", -22, "RemovingNode", "Removing Node tk-3 from Controller", level="normal", source="node-controller"
    )
    c.serve(TICKETS, -20, 6, "seating", "orders", "box-office")
    c.alert(None, -24, "KubePodNotReady", state="ok", reason="resolved after 3 minutes")
    return c.bundle(
        "calm-node-scaled-down", "KubePodNotReady", "namespace/tickets", minutes=8, severity="warning"
    ), healthy(
        "healthy.recovered",
        "namespace/tickets",
        "compute.instance_lost",
        "k8s.workload.evicted",
        "node.not_ready",
        "k8s.probe.readiness_wrong_port",
        also=["healthy.threshold_noise", "healthy.expected_signal"],
    )


def page_of_an_exercise() -> Scenario:
    """Somebody tests the on-call rotation; in the cluster are only the remains of other days."""
    c = Reading("core-bank", "2026-03-04T13:00:00", 4103)
    c.system(BANK, chatter=8)
    pod = c.pods("accounts")[2]
    c.crashing(pod, 1, 137, "OOMKilled", last=-60 * 52, lived=700, now="Running")
    c.event("service/accounts", -50, "FailedToUpdateEndpoint", "Operation cannot be fulfilled: object was modified")
    c.serve(BANK, 0, 10, "accounts", "limits")
    c.alert(
        "service/accounts",
        0,
        "accounts: ledger unavailable (TEST)",
        reason="Quarterly paging test of the ledger rotation, please acknowledge. This is only a test.",
    )
    return c.bundle(
        "calm-page-of-an-exercise", "accounts: ledger unavailable (TEST)", "service/accounts", severity="critical"
    ), healthy(
        "healthy.expected_signal",
        "service/accounts",
        "db.unreachable",
        "k8s.container.oom_killed",
        "dependency.unreachable",
    )


def job_that_failed_two_nights_ago() -> Scenario:
    """A nightly Job failed once, its remains raise the alarm daily, and both nights since went well."""
    c = Reading("clinic", "2026-03-11T06:00:00", 4104, objects=False)
    c.system(CLINIC, chatter=6)
    c.all_nodes()
    c.add("cronjob/letters-archive", "cronjob", namespace="clinic", schedule="0 2 * * *", suspend=False, active=0)
    job(c, "letters-archive-29551320", -52 * 60, failed=True, of="letters-archive")
    job(c, "letters-archive-29552760", -28 * 60, of="letters-archive")
    job(c, "letters-archive-29554200", -4 * 60, of="letters-archive")
    c.event(
        "job/letters-archive-29551320",
        -52 * 60,
        "BackoffLimitExceeded",
        "Job has reached the specified backoff limit",
        source="job-controller",
    )
    for name, minute in (("29552760", -28 * 60), ("29554200", -4 * 60)):
        c.event(
            f"job/letters-archive-{name}",
            minute,
            "Completed",
            "Job completed",
            level="normal",
            source="job-controller",
        )
    c.serve(CLINIC, 0, 12, "letters", "appointments")
    c.alert("job/letters-archive-29551320", -51 * 60, "KubeJobFailed", reason="job did not complete in time")
    return c.bundle(
        "calm-job-of-two-nights-ago", "KubeJobFailed", "job/letters-archive-29551320", severity="warning", minutes=15
    ), healthy(
        "healthy.recovered",
        "job/letters-archive-29551320",
        "code.unhandled_error",
        "storage.full",
        "k8s.container.command_invalid",
        also=["healthy.threshold_noise"],
    )


def evening_peak_at_the_most_replicas() -> Scenario:
    """The autoscaler stands at its maximum as on every evening; demand is that of other days and nobody waits."""
    c = Reading("media", "2026-04-02T20:00:00", 4105)
    c.system(MEDIA, chatter=6)
    c.add(
        "hpa/web-player",
        "hpa",
        namespace="media",
        min=2,
        max=3,
        current=3,
        desired=3,
        target="cpu 70%",
        current_metrics="cpu 61%",
        conditions={"ScalingLimited": condition("True", "TooManyReplicas", "the desired count is at its maximum")},
    )
    usual = levels(11, (310, 20), (520, 20))
    c.metric("service/web-player", "request_rate", usual, unit="Count/Second")
    c.metrics[-1]["baseline"] = {
        "points": [[c.at(-24 * 60 - 20 + place), value] for place, value in enumerate(levels(12, (315, 20), (515, 20)))]
    }
    c.metric("service/web-player", "latency_p95", levels(13, (0.14, 40)), unit="Seconds")
    c.metric("service/web-player", "error_rate", levels(14, (0.02, 40)), unit="Percent")
    c.alert("hpa/web-player", 5, "KubeHpaMaxedOut", reason="web-player has been running at max replicas for 15 minutes")
    return c.bundle(
        "calm-evening-at-the-maximum", "KubeHpaMaxedOut", "service/web-player", minutes=20, severity="warning"
    ), healthy(
        "healthy.threshold_noise",
        "service/web-player",
        "compute.autoscaling_at_max",
        "traffic.surge",
        "compute.cpu_saturation",
        also=["healthy.expected_signal"],
    )


def word_in_a_harmless_line() -> Scenario:
    """A log alarm looks for "error" and "failed"; the nightly import says that there were none."""
    c = Reading("core-bank", "2026-04-14T03:30:00", 4106)
    c.system(BANK, chatter=6)
    pods = c.pods("statements")
    for place, pod in enumerate(pods):
        c.lines(pod, range(-18, 12, 4), "INFO import.batch done rows=4{n} errors=0 failed=0 rejected=0")
        c.log(pod, 1 + place, "INFO import.summary 182 files imported, 0 errors, 0 failed, error budget left 99.2%")
    c.serve(BANK, -6, 12, "accounts", "mobile-bff")
    c.alert(
        "service/statements",
        1,
        "statements: log keyword error|failed > 5 in 10 min",
        reason="matched lines: INFO import.batch done errors=0 failed=0",
    )
    return c.bundle(
        "calm-word-in-a-harmless-line",
        "statements: log keyword error|failed > 5 in 10 min",
        "service/statements",
        source="datadog",
        minutes=12,
        severity="warning",
    ), healthy(
        "healthy.threshold_noise",
        "service/statements",
        "code.unhandled_error",
        "data.corrupt_input",
        "dependency.errors",
        also=["healthy.expected_signal"],
    )


def target_that_was_removed() -> Scenario:
    """A service was retired this morning as planned; its scrape target is still in the monitor's list."""
    c = Reading("fleet", "2026-04-27T10:00:00", 4107, nodes=("fl-a", "fl-b", "fl-c"))
    c.system(FLEET, chatter=6)
    c.all_nodes()
    c.change(
        "deployment/routes-v1",
        -90,
        "deployment",
        "kubectl delete deployment,service routes-v1",
        "user/platform",
        ticket="CHG-4471 retire routes-v1",
    )
    c.event(
        "deployment/routes-v1",
        -90,
        "ScalingReplicaSet",
        "Scaled down replica set routes-v1-5c7d to 0",
        level="normal",
        source="deployment-controller",
    )
    c.serve(FLEET, 0, 15, "dispatch-api", "vehicles", "geozones")
    c.alert("deployment/routes-v1", -80, "TargetDown", reason="100% of the routes-v1 targets in fleet are down")
    return c.bundle("calm-target-that-was-removed", "TargetDown", "deployment/routes-v1", severity="warning"), healthy(
        "healthy.threshold_noise",
        "deployment/routes-v1",
        "dependency.unreachable",
        "k8s.workload.zero_replicas",
        "k8s.service.selector_mismatch",
        also=["healthy.expected_signal", "healthy.recovered"],
    )


def restarts_of_a_rolling_upgrade() -> Scenario:
    """Three hours ago the nodes' kernels were replaced one by one; counters of restarts still show it."""
    c = Reading("energy", "2026-05-06T08:00:00", 4108, objects=False, nodes=("en-1", "en-2", "en-3"))
    c.system(ENERGY, chatter=6)
    c.all_nodes()
    for app in ("readings-api", "readings-db", "meter-bus", "tariffs"):
        for pod in c.pods(app):
            c.attrs(pod)["restarts"] = "1 (3h4m ago)"
            c.container(pod)["restart_count"] = 1
            c.container(pod)["last_state"] = {
                "state": "terminated",
                "reason": "Unknown",
                "exit_code": 255,
                "finished_at": c.at(-184),
            }
    for place, name in enumerate(("en-1", "en-2", "en-3")):
        c.event(
            f"node/{name}",
            -190 + 6 * place,
            "Rebooted",
            f"Node {name} has been rebooted, boot id: 8f0e{place}",
        )
        c.event(f"node/{name}", -187 + 6 * place, "NodeReady", f"Node {name} status is now: NodeReady", level="normal")
    c.change("node/en-1", -195, "infrastructure", "kured reboot window", "bot/kured", nodes=["en-1", "en-2", "en-3"])
    c.serve(ENERGY, 0, 12, "readings-api", "tariffs", "consumer-portal")
    c.alert(
        "namespace/energy",
        0,
        "increase(restarts[6h]) > 5",
        threshold=5,
        comparison="GreaterThanThreshold",
        metric="kube_pod_container_status_restarts_total",
    )
    return c.bundle(
        "calm-restarts-of-an-upgrade", "increase(restarts[6h]) > 5", "namespace/energy", severity="warning"
    ), healthy(
        "healthy.recovered",
        "namespace/energy",
        "node.not_ready",
        "compute.instance_lost",
        "code.unhandled_error",
        "k8s.container.oom_killed",
        also=["healthy.threshold_noise"],
    )


def rollout_that_is_done() -> Scenario:
    """A rollout ended twelve minutes ago; its new pods were not ready for half a minute each, as always."""
    c = Reading("tickets", "2026-05-19T15:00:00", 4109)
    c.system(TICKETS, chatter=5)
    c.attrs("deployment/orders")["conditions"] = {
        "Progressing": condition("True", "NewReplicaSetAvailable", 'ReplicaSet "orders-6b9d" has progressed.')
    }
    for place, pod in enumerate(c.pods("orders")):
        c.container(pod)["image"] = "registry.halden.example/tickets/orders:v612"
        c.attrs(pod)["started_at"] = c.at(0.5 + place)
        c.began(pod, 0.5 + place)
        c.event(
            pod,
            1 + place,
            "Unhealthy",
            'Readiness probe failed: Get "http://10.46.3.9:8080/healthz": dial tcp 10.46.3.9:8080: connect: '
            "connection refused",
            count=4,
            first=0.7 + place,
        )
        c.lines(pod, range(3 + place, 15, 3), "INFO  [nio-exec-{n}] c.h.web.RequestLog : POST /v1/orders 201 44ms")
    for place in range(2):
        c.event(
            "deployment/orders",
            0.4 + place,
            "ScalingReplicaSet",
            f"Scaled up replica set orders-6b9d to {place + 1}",
            level="normal",
            source="deployment-controller",
        )
    c.change(
        "deployment/orders",
        0,
        "deployment",
        "kubectl set image",
        "ci/tickets",
        image=["orders:v611", "orders:v612"],
    )
    c.alert(
        "deployment/orders",
        4,
        "KubeDeploymentReplicasMismatch",
        state="ok",
        reason="resolved: orders 2 of 2 available",
    )
    return c.bundle(
        "calm-rollout-that-is-done", "KubeDeploymentReplicasMismatch", "deployment/orders", minutes=15, severity="info"
    ), healthy(
        "healthy.recovered",
        "deployment/orders",
        "deployment.bad_release",
        "deployment.rollout_stuck",
        "k8s.probe.readiness_wrong_port",
        also=["healthy.threshold_noise", "healthy.expected_signal"],
    )


def warnings_of_a_newborn_autoscaler() -> Scenario:
    """An autoscaler could not read metrics of pods that had just started; it has scaled by them ever since."""
    c = Reading("parcels", "2026-06-10T12:00:00", 4110)
    c.system(PARCELS, chatter=6)
    for message, count in (
        ("failed to get cpu utilization: did not receive metrics for targeted pods (pods might be unready)", 14),
        ("invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value", 14),
    ):
        c.event(
            "hpa/routing",
            -44,
            "FailedGetResourceMetric" if count and "invalid" not in message else "FailedComputeMetricsReplicas",
            message,
            source="horizontal-pod-autoscaler",
            count=count,
            first=-49,
        )
    c.event(
        "hpa/routing",
        -20,
        "SuccessfulRescale",
        "New size: 2; reason: cpu resource utilization (percentage of request) below target",
        level="normal",
        source="horizontal-pod-autoscaler",
    )
    c.add(
        "hpa/routing",
        "hpa",
        namespace="parcels",
        min=2,
        max=8,
        current=2,
        desired=2,
        conditions={
            "AbleToScale": condition("True", "ReadyForNewScale"),
            "ScalingActive": condition("True", "ValidMetricFound"),
        },
    )
    c.serve(PARCELS, 0, 15, "routing", "intake")
    c.alert(None, -40, "warning events in parcels > 20 per hour", reason="28 events of reason FailedGetResourceMetric")
    return c.bundle(
        "calm-newborn-autoscaler", "warning events in parcels > 20 per hour", "deployment/routing", severity="warning"
    ), healthy(
        "healthy.recovered",
        "deployment/routing",
        "compute.autoscaling_at_max",
        "control_plane.api_unavailable",
        "compute.cpu_saturation",
        also=["healthy.threshold_noise"],
    )


def probe_missed_twice() -> Scenario:
    """A readiness probe timed out twice during a collection of garbage; no pod left the Service and nobody noticed."""
    c = Reading("clinic", "2026-06-24T14:00:00", 4111)
    c.system(CLINIC, chatter=6)
    c.each("patients", readiness=probe(8090, "/health", timeout=1, failure=3))
    pod = c.pods("patients")[0]
    c.event(
        pod,
        1,
        "Unhealthy",
        'Readiness probe failed: Get "http://10.44.2.8:8090/health": context deadline exceeded '
        "(Client.Timeout exceeded while awaiting headers)",
        count=2,
        first=0.8,
    )
    c.log(pod, 0.9, "warn: gc[0] Gen2 collection paused 1182 ms")
    c.serve(CLINIC, 2, 26, "patients", "appointments")
    c.metric("service/patients", "error_rate", levels(21, (0.04, 44)), unit="Percent")
    return c.bundle(
        "calm-probe-missed-twice",
        "Unhealthy events of patients",
        "deployment/patients",
        minutes=26,
        source="kubernetes",
        severity="info",
    ), healthy(
        "healthy.recovered",
        "deployment/patients",
        "k8s.probe.readiness_endpoint_failing",
        "k8s.probe.liveness_too_aggressive",
        "compute.memory_saturation",
        "network.latency",
        also=["healthy.threshold_noise"],
    )


def load_test_that_ended() -> Scenario:
    """The performance team sent five times the usual load for ten minutes as announced; all was answered."""
    c = Reading("tickets", "2026-07-08T16:00:00", 4112)
    c.system(TICKETS, chatter=5)
    c.change("service/box-office", -1, "other", "k6 load test 'spring sale' started", "user/perf", planned=True)
    c.change("service/box-office", 10, "other", "k6 load test 'spring sale' finished", "user/perf", planned=True)
    c.metric("service/box-office", "request_rate", levels(31, (90, 20), (450, 10), (91, 14)), unit="Count/Second")
    c.metric("service/box-office", "error_rate", levels(32, (0.03, 44)), unit="Percent")
    c.metric("service/box-office", "latency_p95", levels(33, (0.11, 20), (0.17, 10), (0.11, 14)), unit="Seconds")
    c.serve(TICKETS, 0, 22, "box-office", "seating")
    c.alert(
        "service/box-office",
        3,
        "box-office requests above 300/s",
        state="ok",
        metric="request_rate",
        threshold=300,
        comparison="GreaterThanThreshold",
    )
    return c.bundle(
        "calm-load-test-that-ended",
        "box-office requests above 300/s",
        "service/box-office",
        minutes=24,
        severity="warning",
    ), healthy(
        "healthy.recovered",
        "service/box-office",
        "traffic.surge",
        "traffic.abuse",
        "compute.cpu_saturation",
        also=["healthy.expected_signal", "healthy.threshold_noise"],
    )


def volume_at_its_retention() -> Scenario:
    """A database's volume is kept around four fifths by retention, and was so all week; the line is drawn there."""
    c = Reading("energy", "2026-07-21T05:00:00", 4113)
    c.system(ENERGY, chatter=6)
    c.add(
        "pvc/data-readings-db-0",
        "pvc",
        namespace="energy",
        status="Bound",
        volume="pvc-11f0",
        capacity="500Gi",
        access_modes="RWO",
        storage_class="gp3",
        used_by="readings-db-0",
    )
    values = [round(78.2 + 0.45 * (place % 8) + 0.05 * (place % 3), 2) for place in range(84)]
    c.metric(
        "pvc/data-readings-db-0", "kubelet_volume_used_percent", values, first=-165 * 60, period=7200, unit="Percent"
    )
    c.log("pod/readings-db-0", -20, "LOG:  retention job: dropped 12 chunks older than 90 days")
    c.lines("pod/readings-db-0", (-10, -5, 1, 6), "LOG:  checkpoint complete: wrote {n} buffers (2.1%)")
    c.serve(ENERGY, 0, 15, "readings-api", "tariffs")
    c.alert(
        "pvc/data-readings-db-0",
        0,
        "KubePersistentVolumeFillingUp",
        metric="kubelet_volume_used_percent",
        threshold=80,
        comparison="GreaterThanThreshold",
    )
    return c.bundle(
        "calm-volume-at-its-retention",
        "KubePersistentVolumeFillingUp",
        "pvc/data-readings-db-0",
        severity="warning",
    ), healthy("healthy.threshold_noise", "pvc/data-readings-db-0", "storage.full", "storage.io_saturation")


CASES: tuple[Case, ...] = (
    one_of_five_locations,
    node_taken_out_by_the_autoscaler,
    page_of_an_exercise,
    job_that_failed_two_nights_ago,
    evening_peak_at_the_most_replicas,
    word_in_a_harmless_line,
    target_that_was_removed,
    restarts_of_a_rolling_upgrade,
    rollout_that_is_done,
    warnings_of_a_newborn_autoscaler,
    probe_missed_twice,
    load_test_that_ended,
    volume_at_its_retention,
)
