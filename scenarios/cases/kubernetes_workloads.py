"""Pods that were put out, workloads scaled to nothing, rollouts that do not end."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_kubernetes import Cluster, condition, fault, levels
from scenarios.cases.building_kubernetes_systems import (
    BANK,
    ENERGY,
    FLEET,
    MEDIA,
    PARCELS,
    TICKETS,
    Part,
)


def preempted_by_a_batch_run() -> Scenario:
    """A high-priority batch job pushes the pods of a service out again and again."""
    c = Cluster("energy", "2026-03-01T00:10:00", 220)
    c.system(ENERGY, chatter=4)
    c.all_nodes()
    pods = c.pods("readings-api")
    for place, pod in enumerate(pods[:2]):
        c.event(
            pod,
            0.2 + place,
            "Preempted",
            f"Preempted by pod 8f41c0de-4c1b-4b4e-bbb2-1f0f3a4d1c9b on node {c.attrs(pod)['node']}",
            source="default-scheduler",
        )
        c.event(pod, 0.3 + place, "Killing", "Stopping container readings-api", level="normal")
        c.pending(
            pod,
            "0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption "
            "victims found for incoming pod.",
            age=1 + place,
        )
    batch = c.app(
        "month-end-settlement", Part(0, 0, "settlement:9", replicas=6), service=False, priority_class="batch-urgent"
    )
    for pod in batch:
        c.attrs(pod).update(owner="Job/month-end-settlement", started_at=c.at(0.1))
        c.began(pod, 0.4)
    c.drop("deployment/month-end-settlement")
    c.lines(
        "service/consumer-portal",
        range(2, 17, 2),
        "FetchError: network timeout at: http://readings-api:80/day/{n}",
        "error",
    )
    c.metric("service/readings-api", "latency_p99", levels(8, (0.3, 20), (4.1, 16)), unit="Seconds")
    return c.bundle("kube-month-end-night", "readings-api p99 > 2s", "service/consumer-portal"), fault(
        "k8s.workload.evicted",
        "deployment/readings-api",
        "k8s.scheduling.insufficient_cpu",
        "traffic.surge",
        "compute.instance_lost",
    )


def evicted_for_its_own_scratch_space() -> Scenario:
    """A worker writes more temporary data than its own limit allows; the node itself has plenty of room."""
    c = Cluster("media", "2026-08-08T12:00:00", 221, objects=False)
    c.system(MEDIA, chatter=2)
    c.all_nodes()
    for place, pod in enumerate(c.pods("thumbnailer")):
        message = "Pod ephemeral local storage usage exceeds the total limit of containers 2Gi. "
        c.unready(pod).update(phase="Failed", status="Evicted", reason="Evicted", message=message)
        c.event(pod, 1 + place * 4, "Evicted", message)
        c.event(pod, 1.1 + place * 4, "Killing", "Stopping container thumbnailer", level="normal")
        c.log(pod, 0.8 + place * 4, "2026-08-08 12:00:48 INFO render tmp=/tmp/frames files=18210")
    c.alert("deployment/thumbnailer", 6, "thumbnails missing", reason="no new thumbnail for 5 minutes")
    return c.bundle("kube-thumbnails-stop", "thumbnails missing", "service/asset-store"), fault(
        "k8s.workload.evicted",
        "deployment/thumbnailer",
        "node.disk_pressure",
        "storage.full",
        "k8s.container.oom_killed",
        "node.memory_pressure",
    )


def scaled_to_nothing_by_a_person() -> Scenario:
    """Somebody scaled a small service down to zero during a test; its caller is what alarms."""
    c = Cluster("tickets", "2026-05-28T09:31:00", 222)
    c.system(TICKETS, chatter=3)
    c.drop("pod/receipts")
    c.attrs("deployment/receipts").update(desired=0)
    c.event(
        "deployment/receipts",
        -0.1,
        "ScalingReplicaSet",
        "Scaled down replica set receipts-6f7d9c5b4 to 0 from 1",
        level="normal",
        source="deployment-controller",
    )
    c.change("deployment/receipts", -0.1, "scaling", "kubectl scale --replicas=0", "user/t.nowak", replicas=[1, 0])
    c.change(
        "deployment/orders", -38, "deployment", "kubectl set image", "ci/orders", image=["orders:v610", "orders:v611"]
    )
    c.lines(
        "service/orders",
        range(0, 17, 2),
        "ERROR [nio-exec-{n}] c.h.orders.ReceiptClient : Connect to receipts:80 failed: Connection refused",
        "error",
    )
    return c.bundle("kube-orders-without-receipt", "orders 5xx rate", "service/orders", source="datadog"), fault(
        "k8s.workload.zero_replicas",
        "deployment/receipts",
        "deployment.bad_release",
        "k8s.service.selector_mismatch",
        "lb.no_healthy_targets",
        herring={"cause": "deployment.bad_release", "entity": "deployment/orders"},
    )


def zero_by_state_only() -> Scenario:
    """One of many workloads has zero replicas wanted; nothing else says so."""
    c = Cluster("core-bank", "2026-06-11T05:55:00", 223, objects=False, timed=False, edges=False)
    c.system(BANK)
    c.drop("pod/fx-rates")
    c.attrs("deployment/fx-rates")["desired"] = 0
    c.alert(None, 0, "Check: currency page", state="alarm", count=9, reason="HTTP 502")
    return c.bundle(
        "kube-currency-page-502", "Check: currency page", "service/mobile-bff", source="synthetic-monitor"
    ), fault(
        "k8s.workload.zero_replicas",
        "deployment/fx-rates",
        "k8s.service.selector_mismatch",
        "k8s.service.port_mismatch",
        "gateway.route_wrong",
        also=[("k8s.workload.zero_replicas", "service/fx-rates")],
    )


def rollout_waits_on_nothing_visible() -> Scenario:
    """A paused rollout: half the pods are old, none is broken, and the controller says that it is paused."""
    c = Cluster("parcels", "2026-10-10T10:10:00", 224)
    c.system(PARCELS, chatter=3)
    deployment = c.attrs("deployment/carriers")
    deployment.update(updated=1, paused=True)
    c.container(c.pods("carriers")[0])["image"] = f"{c.registry}/parcels/carriers:1.0.28"
    deployment["conditions"] = {"Progressing": condition("Unknown", "DeploymentPaused", "Deployment is paused")}
    c.add(
        "deployment/carriers",
        "manifest",
        kind="Deployment",
        spec={
            "replicas": 2,
            "paused": True,
            "template": {"spec": {"containers": [{"name": "carriers", "image": "carriers:1.0.28"}]}},
        },
    )
    c.change(
        "deployment/carriers",
        -45,
        "deployment",
        "kubectl set image",
        "ci/carriers",
        image=["carriers:1.0.27", "carriers:1.0.28"],
    )
    c.change("deployment/carriers", -44.6, "deployment", "kubectl rollout pause", "user/a.meyer")
    c.event(
        "deployment/carriers",
        -45,
        "ScalingReplicaSet",
        "Scaled up replica set carriers-77c9f to 1",
        level="normal",
        source="deployment-controller",
    )
    c.alert(
        "deployment/carriers",
        0,
        "KubeDeploymentRolloutStuck",
        reason="Rollout of deployment parcels/carriers is not progressing for longer than 15 minutes.",
    )
    return c.bundle(
        "kube-rollout-hangs-half-way", "KubeDeploymentRolloutStuck", "deployment/carriers", severity="warning"
    ), fault(
        "deployment.rollout_stuck",
        "deployment/carriers",
        "deployment.bad_release",
        "k8s.image.reference_invalid",
        "k8s.quota.pods_exceeded",
    )


def rollout_deadline_exceeded() -> Scenario:
    """The new ReplicaSet's pods run and stay unready without a word; only the deadline is reported."""
    c = Cluster("fleet", "2026-10-15T14:00:00", 225)
    c.system(FLEET, chatter=2)
    new = "vehicles-59c7b8d6f4-8w2jk"
    c.pod(
        new,
        {"app": "vehicles"},
        f"{c.registry}/fleet/vehicles:3.2.0",
        FLEET["vehicles"],
        2,
        {},
        "ReplicaSet/vehicles-59c7b8d6f4",
    )
    pods = [f"pod/{new}"]
    c.attrs("deployment/vehicles").update(desired=2, updated=1)
    c.attrs("deployment/vehicles")["conditions"] = {
        "Progressing": condition(
            "False", "ProgressDeadlineExceeded", 'ReplicaSet "vehicles-59c7b8d6f4" has timed out progressing.'
        )
    }
    c.unready(pods[0]).update(started_at=c.at(-15), status="Running")
    c.change(
        "deployment/vehicles",
        -15,
        "deployment",
        "argocd sync",
        "argocd/fleet",
        image=["vehicles:3.1.7", "vehicles:3.2.0"],
    )
    c.event(
        "deployment/vehicles",
        -15,
        "ScalingReplicaSet",
        "Scaled up replica set vehicles-59c7b8d6f4 to 1",
        level="normal",
        source="deployment-controller",
    )
    c.gap("logs", "container logs not collected for this namespace")
    return c.bundle(
        "kube-new-vehicles-pod-stays-unready", "ArgoCD app fleet: Degraded", "deployment/vehicles", source="kubernetes"
    ), fault(
        "deployment.rollout_stuck",
        "deployment/vehicles",
        "k8s.probe.readiness_wrong_port",
        "k8s.container.command_invalid",
        also=[("deployment.bad_release", "deployment/vehicles")],
        verdict=["likely", "inconclusive", "confirmed"],
    )


CASES: tuple[Case, ...] = (
    preempted_by_a_batch_run,
    evicted_for_its_own_scratch_space,
    scaled_to_nothing_by_a_person,
    zero_by_state_only,
    rollout_waits_on_nothing_visible,
    rollout_deadline_exceeded,
)
