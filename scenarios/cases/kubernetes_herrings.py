"""Causes that are quieter than what is beside them: crashes elsewhere, releases just before, loud callers."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_kubernetes import Cluster, fault, herring, levels
from scenarios.cases.building_kubernetes_systems import BANK, CLINIC, ENERGY, MEDIA, PARCELS, TICKETS, Part


def crashing_job_beside_a_wrong_port() -> Scenario:
    """A report job in another namespace fails every minute with a long trace; the fault is a target port."""
    c = Cluster("core-bank", "2026-10-28T09:00:00", 921)
    c.system(BANK, chatter=3)
    for place in range(4):
        pod = f"pod/usage-report-2960{place}-{c.letters(5)}"
        c.add(
            pod,
            "pod",
            namespace="reporting",
            phase="Failed",
            status="Error",
            ready="0/1",
            restarts=0,
            labels={"job": "usage-report"},
            node=c.nodes[0],
            owner=f"Job/usage-report-2960{place}",
        )
        c.log(
            pod,
            place * 4,
            "Traceback (most recent call last):\n  File \"report.py\", line 31, in <module>\nKeyError: 'tenant'",
            "error",
            count=60,
        )
        c.event(
            f"job/usage-report-2960{place}",
            place * 4 + 1,
            "BackoffLimitExceeded",
            "Job has reached the specified backoff limit",
            source="job-controller",
            count=1,
        )
    c.log(
        "pod/usage-report-29590-old",
        -3000,
        "Traceback (most recent call last):\nKeyError: 'tenant'",
        "error",
        count=4000,
    )
    c.attrs("service/fx-rates")["target_port"] = "7700/TCP"
    c.change("service/fx-rates", -0.2, "config", "kubectl apply", "ci/fx", target_port=[7070, 7700])
    c.lines("service/mobile-bff", (1, 5, 9, 13), "Error: connect ECONNREFUSED fx-rates:7070", "error")
    return c.bundle("kube-reports-crash-beside", "currency page error ratio", "service/mobile-bff"), fault(
        "k8s.service.port_mismatch",
        "service/fx-rates",
        "code.unhandled_error",
        herring=herring("code.unhandled_error", "pod/usage-report-29590-old"),
    )


def loud_callers_quiet_cause() -> Scenario:
    """Three callers log thousands of errors; the one in the middle says nothing and is killed for its memory."""
    c = Cluster("tickets", "2026-11-01T18:30:00", 922, objects=False)
    c.system(TICKETS, chatter=3)
    for pod in c.pods("holds"):
        c.crashing(pod, 6, 137, "OOMKilled", lived=1.4, now="Running")
        c.container(pod)["limits"] = {"memory": "64Mi"}
    for minute in range(0, 17, 2):
        c.log(
            "service/box-office",
            minute,
            "UnhandledPromiseRejectionWarning: Error: 500 from seating",
            "error",
            count=2400,
        )
        c.log("service/seating", minute, '{"level":"error","msg":"holds call","err":"EOF"}', "error", count=900)
        c.log("ingress/shop", minute, '"POST /seats HTTP/2.0" 502 157', "error", count=1900)
    c.metric("service/box-office", "error_rate", levels(1, (0.2, 20), (41, 17)), unit="Percent")
    c.metric("service/holds", "request_rate", levels(2, (44, 37)), unit="Count/Second")
    c.change(
        "deployment/box-office",
        -6,
        "deployment",
        "kubectl set image",
        "ci/tickets",
        image=["box-office:v801", "box-office:v802"],
    )
    return c.bundle(
        "kube-loud-callers-of-holds", "shop error budget", "service/box-office", severity="critical"
    ), fault(
        "k8s.container.oom_killed",
        "deployment/holds",
        "code.unhandled_error",
        "deployment.bad_release",
        also=[("k8s.container.oom_killed", "service/holds")],
        herring=herring("deployment.bad_release", "deployment/box-office"),
    )


def release_of_the_page_before_a_missing_claim() -> Scenario:
    """The page was released minutes before; a service behind it waits for a volume claim that was removed."""
    c = Cluster("clinic", "2026-11-04T08:00:00", 923)
    c.system(CLINIC, chatter=3)
    c.change(
        "deployment/booking-ui",
        -3,
        "deployment",
        "kubectl set image",
        "ci/clinic",
        image=["booking-ui:1.43", "booking-ui:1.44"],
    )
    for pod in c.pods("booking-ui"):
        c.attrs(pod)["started_at"] = c.at(-3)
        c.began(pod, -3)
    pod = c.pods("letters")[0]
    c.attrs(pod)["volumes"] = {"out": {"Type": "PersistentVolumeClaim", "ClaimName": "letters-out"}}
    c.pending(pod, '0/3 nodes are available: persistentvolumeclaim "letters-out" not found.')
    c.event(
        pod,
        0.2,
        "FailedScheduling",
        '0/3 nodes are available: persistentvolumeclaim "letters-out" not found.',
        source="default-scheduler",
        count=5,
    )
    c.lines("service/reminders", (1, 4, 8, 12), "Faraday::ConnectionFailed (Connection refused - letters:80)", "error")
    c.lines("service/booking-ui", (1, 6, 12), '"POST /api/confirm HTTP/1.1" 502 letters pending', "error")
    return c.bundle(
        "kube-page-released-claim-gone", "confirmations fail", "service/booking-ui", source="datadog"
    ), fault(
        "k8s.volume.claim_missing",
        "deployment/letters",
        "deployment.bad_release",
        herring=herring("deployment.bad_release", "deployment/booking-ui"),
    )


def node_in_maintenance_beside_a_missing_key() -> Scenario:
    """A node is cordoned in the same minutes; the pods were placed well, and wait for a key of a Secret."""
    c = Cluster("energy", "2026-11-07T22:00:00", 924)
    c.system(ENERGY, chatter=3)
    c.all_nodes()
    c.attrs(f"node/{c.nodes[2]}").update(unschedulable=True)
    c.event(
        f"node/{c.nodes[2]}",
        -2,
        "NodeNotSchedulable",
        f"Node {c.nodes[2]} status is now: NodeNotSchedulable",
        level="normal",
    )
    c.change(f"node/{c.nodes[2]}", -2, "infrastructure", "kubectl drain", "user/platform", ticket="CHG-88")
    for pod in c.pods("tariffs"):
        c.waiting(pod, "CreateContainerConfigError", "couldn't find key dsn in Secret energy/tariffs")
        c.attrs(pod)["node"] = c.nodes[0]
        c.began(pod, -1)
        c.event(pod, 16, "Failed", "Error: couldn't find key dsn in Secret energy/tariffs", count=80, first=-0.9)
    c.lines("service/consumer-portal", range(0, 17, 2), "FetchError: connect ECONNREFUSED tariffs:8080 /t/{n}", "error")
    return c.bundle("kube-drain-shows-a-missing-key", "bill preview fails", "service/consumer-portal"), fault(
        "k8s.config.secret_missing",
        "deployment/tariffs",
        "k8s.scheduling.node_cordoned",
        "node.not_ready",
        herring=herring("k8s.scheduling.node_cordoned", f"node/{c.nodes[2]}"),
    )


def unused_claim_beside_a_wrong_selector() -> Scenario:
    """A claim nobody uses has been pending for months and warns each quarter of a minute; the fault is a selector."""
    c = Cluster("media", "2026-11-13T17:00:00", 925)
    c.system(MEDIA, chatter=3)
    c.add(
        "pvc/experiments",
        "pvc",
        namespace="media",
        status="Pending",
        storage_class="ultra",
        used_by="<none>",
        age="131d",
    )
    c.event(
        "pvc/experiments",
        17,
        "ProvisioningFailed",
        'storageclass.storage.k8s.io "ultra" not found',
        source="persistentvolume-controller",
        count=51002,
        first=-188000,
    )
    c.attrs("service/rights")["selector"] = {"app": "rights", "tier": "edge"}
    c.lines(
        "service/web-player",
        range(0, 17, 2),
        "[error] connect() failed (111: Connection refused) rights:443 /e/{n}",
        "error",
    )
    return c.bundle(
        "kube-old-claim-beside", "entitlement check fails", "service/web-player", severity="critical"
    ), fault(
        "k8s.service.selector_mismatch",
        "service/rights",
        "k8s.volume.storage_class_mismatch",
        "storage.full",
        herring=herring("k8s.volume.storage_class_mismatch", "pvc/experiments"),
    )


def batch_flood_beside_a_wrong_setting() -> Scenario:
    """A batch client calls ten times as often as usual and is answered well; what fails is a caller with a "
    "wrong host."""
    c = Cluster("parcels", "2026-11-17T06:00:00", 926, objects=False)
    c.system(PARCELS, chatter=3)
    part = Part(0, 0, "returns-batch:7", replicas=1)
    c.app("returns-batch", part, service=False)
    c.metric("service/tracking", "request_rate", levels(1, (50, 18), (520, 19)), unit="Count/Second")
    c.metric("service/tracking", "error_rate", levels(2, (0.02, 37)), unit="Percent")
    c.metric("service/tracking", "latency_p95", levels(3, (0.05, 37)), unit="Seconds")
    c.env("intake", LABELS_URL="http://label-api:80")
    c.change(
        "configmap/intake",
        -0.5,
        "config",
        "kubectl apply",
        "ci/intake",
        LABELS_URL=["http://labels:80", "http://label-api:80"],
    )
    for pod in c.pods("intake"):
        c.lines(pod, (1, 5, 10, 15), "ERROR c.h.intake.LabelClient : java.net.UnknownHostException: label-api", "error")
    c.lines(
        "pod/" + c.pods("returns-batch")[0][4:],
        range(0, 17, 1),
        "INFO returns-batch asked tracking for parcel {n}",
        "info",
    )
    return c.bundle("kube-returns-flood-beside", "portal: parcel cannot be created", "service/portal"), fault(
        "app.config.dependency_address_wrong",
        "deployment/intake",
        "traffic.surge",
        "dns.resolution_failure",
        also=[("app.config.dependency_address_wrong", "service/intake")],
        herring=herring("traffic.surge", "service/tracking"),
    )


CASES: tuple[Case, ...] = (
    crashing_job_beside_a_wrong_port,
    loud_callers_quiet_cause,
    release_of_the_page_before_a_missing_claim,
    node_in_maintenance_beside_a_missing_key,
    unused_claim_beside_a_wrong_selector,
    batch_flood_beside_a_wrong_setting,
)
