"""Nothing is wrong now: rollouts, drains, reclaims and peaks that are over."""

from __future__ import annotations

from scenarios.cases.meshes.everyday import everyday
from scenarios.cases.meshes.fleet import Fleet
from scenarios.cases.meshes.scene import Case, Scene
from scenarios.cases.meshes.shapes import level, saw, times
from scenarios.cases.meshes.systems import CLINIC, HALL, LESSONS, PARCELS, TICKETS, eks, numbered


def grades_release() -> Case:
    s = Scene("me-grades-release", 502, "2026-09-09T09:30:00Z", before=60, after=40, hours=2)
    shapes = {
        "grades.error_rate": level(0.14, 0, 3, noise=0.2),
        "campus-web.error_rate": level(0.035, 0, 3, noise=0.2),
        "grades.latency_p95": times(3, 0, 4),
        "grades.cpu_usage": times(1.8, 0, 5),
    }
    f = Fleet(s, LESSONS, "campus", numbered("k3s-agent-", 4), mesh="linkerd", shapes=shapes)
    for pod in list(f.pods["grades"]):
        f.remove(pod)
    for n in range(2):
        pod = f.add_pod("grades", started=0.3 + n, hash="6d94f7c8b5", image="registry.internal/campus/grades:0.18.4")
        s.event(
            0.9 + n,
            pod,
            "Unhealthy",
            "Readiness probe failed: HTTP probe failed with statuscode: 503",
            count=3,
            first=0.5 + n,
        )
        s.event(0.4 + n, pod, "Started", "Started container grades", "normal")
    f.attributes["deployment/grades"].update(
        updated=2,
        containers=[{"name": "grades", "image": "registry.internal/campus/grades:0.18.4"}],
        conditions={
            "Progressing": {
                "status": "True",
                "reason": "NewReplicaSetAvailable",
                "message": 'ReplicaSet "grades-6d94f7c8b5" has successfully progressed.',
            }
        },
    )
    everyday(f, 42)
    s.incident("5xx on /grades", "service/campus-web", "high", "datadog", "more than 3% in 2 minutes", at=1)
    s.alert("5xx on /grades", "service/campus-web", "ok", at=5, reason="recovered: 0.1%")
    s.change(
        0,
        "deployment",
        "ci-campus",
        "helm upgrade",
        "deployment/grades",
        image=["grades:0.18.3", "grades:0.18.4"],
        result="deployed",
    )
    s.log(1, "service/campus-web", "ERROR", "Grades::Client::Unavailable (503 Service Unavailable)", 190)
    s.log(
        2.8,
        f.pods["grades"][0],
        "warning",
        "[warning] Postgrex.Protocol (#PID<0.2211.0>) disconnected: ** (DBConnection.ConnectionError) owner exited",
        8,
    )
    s.log(20, f.pods["grades"][1], "info", "[info] GET /grades/881 Sent 200 in 31ms", 88)
    f.settle()
    return s.healthy("healthy.recovered", near=("deployment.bad_release",))


def clinic_patching() -> Case:
    s = Scene("me-clinic-patching", 503, "2026-02-24T21:10:00Z", before=90, after=50, step=60)
    f = Fleet(
        s,
        CLINIC,
        "clinic",
        numbered("aks-sys-11-vmss00000", 5),
        shapes={"appointments.latency_p95": times(1.6, 2, 9), "patients.request_rate": times(0.97, 0, 10)},
    )
    for app in ("bff", "appointments", "patients", "documents"):
        pod = f.pods[app][0]
        f.attributes[pod]["started_at"] = s.at(2.5, False)
        f.attributes[pod]["containers"][0]["state"]["started_at"] = s.at(2.6, False)
        f.attributes[pod]["node"] = "aks-sys-11-vmss000004"
        s.event(
            2.2,
            pod,
            "Scheduled",
            f"Successfully assigned {pod[4:]} to aks-sys-11-vmss000004",
            "normal",
            source="default-scheduler",
        )
        s.event(
            1.2,
            pod,
            "FailedScheduling",
            "0/5 nodes are available: 1 node(s) were unschedulable, 4 Insufficient cpu. preemption: 0/5 nodes are available.",
            first=0.4,
            count=2,
            source="default-scheduler",
        )
    everyday(f, 43, 9)
    s.event(
        2.1,
        "pod/overprovisioning-6f4b7d9c5-tt8kq",
        "Preempted",
        "Preempted by a pod on node aks-sys-11-vmss000004",
        "normal",
        count=4,
        source="default-scheduler",
    )
    s.incident("KubePodNotReady: 4 pods", "deployment/patients", "warning", "kubernetes", at=6)
    s.alert("KubePodNotReady", "deployment/patients", "ok", at=9, reason="resolved")
    s.change(
        -0.5,
        "infrastructure",
        "aks-node-image-upgrade",
        "drain",
        "node/aks-sys-11-vmss000002",
        window="Tuesday 21:00-23:00",
    )
    s.change(
        6,
        "infrastructure",
        "aks-node-image-upgrade",
        "uncordon",
        "node/aks-sys-11-vmss000002",
        window="Tuesday 21:00-23:00",
    )
    s.event(
        -0.4,
        "node/aks-sys-11-vmss000002",
        "NodeNotSchedulable",
        "Node aks-sys-11-vmss000002 status is now: NodeNotSchedulable",
        "normal",
    )
    s.event(
        3,
        "node/aks-sys-11-vmss000002",
        "NodeNotReady",
        "Node aks-sys-11-vmss000002 status is now: NodeNotReady",
        "normal",
        source="node-controller",
    )
    s.event(
        5.6, "node/aks-sys-11-vmss000002", "NodeReady", "Node aks-sys-11-vmss000002 status is now: NodeReady", "normal"
    )
    s.event(
        5.5, "node/aks-sys-11-vmss000002", "Rebooted", "Node aks-sys-11-vmss000002 has been rebooted, boot id: 81bb-2f"
    )
    f.settle()
    return s.healthy(
        "healthy.recovered", near=("node.not_ready", "k8s.scheduling.node_cordoned", "k8s.scheduling.insufficient_cpu")
    )


def box_office_peak() -> Case:
    s = Scene("me-box-office-peak", 504, "2026-05-08T10:00:00Z", before=120, after=30, step=60)
    shapes = (
        {f"{a}.request_rate": times(1.7, 0, 7) for a in ("storefront", "catalog", "basket", "pricing")}
        | {f"{a}.cpu_usage": times(1.6, 0, 7) for a in ("storefront", "catalog", "pricing")}
        | {"catalog.latency_p95": times(1.25, 0, 5)}
    )
    f = Fleet(s, TICKETS, "tickets", eks(28, "eu-central-1", 7), mesh="istio", shapes=shapes, baseline=True)
    everyday(f, 44, 9)
    s.incident(
        "KubeHpaMaxedOut",
        "horizontalpodautoscaler/catalog",
        "warning",
        text="HPA tickets/catalog has been running at max replicas",
        at=2,
        region="eu-central-1",
    )
    s.alert("KubeHpaMaxedOut", "horizontalpodautoscaler/catalog", at=2, reason="current == max for 1m")
    s.series(
        "desired_replicas",
        "horizontalpodautoscaler/catalog",
        4,
        level(8, 0.8, 9, noise=0),
        noise=0,
        whole=True,
        unit="count",
    )
    s.state(
        "horizontalpodautoscaler/catalog",
        "horizontalpodautoscaler",
        namespace="tickets",
        min_replicas=4,
        max_replicas=8,
        current_replicas=4,
        desired_replicas=4,
        conditions={
            "ScalingLimited": {"status": "False", "reason": "DesiredWithinRange"},
            "AbleToScale": {"status": "True", "reason": "ReadyForNewScale"},
        },
    )
    s.event(
        0.9,
        "horizontalpodautoscaler/catalog",
        "SuccessfulRescale",
        "New size: 8; reason: cpu resource utilization (percentage of request) above target",
        "normal",
        source="horizontal-pod-autoscaler",
    )
    s.event(
        14,
        "horizontalpodautoscaler/catalog",
        "SuccessfulRescale",
        "New size: 4; reason: All metrics below target",
        "normal",
        source="horizontal-pod-autoscaler",
    )
    s.log(
        1.5,
        f.pods["catalog"][0],
        "WARN",
        "HikariPool-1 - Thread starvation or clock leap detected (housekeeper delta=46s201ms).",
        1,
    )
    s.log(2, f.pods["storefront"][0], "info", "on-sale window opened: event 7712", 1)
    f.settle()
    return s.healthy(None, near=("compute.autoscaling_at_max", "traffic.surge"))


def cheap_nodes() -> Case:
    s = Scene("me-cheap-nodes", 505, "2026-07-16T03:22:00Z", before=70, after=38, fraction=True)
    shapes = {
        "geo.error_rate": level(0.03, 0, 2),
        "routes.error_rate": level(0.012, 0, 2),
        "geo.latency_p95": times(1.8, 0, 5),
    }
    f = Fleet(s, PARCELS, "parcels", eks(71, "us-west-2", 5), mesh="istio", shapes=shapes)
    for app in ("geo", "notify"):
        f.remove(f.pods[app][0])
        pod = f.add_pod(app, started=1.4)
        s.event(
            1.1,
            pod,
            "Scheduled",
            f"Successfully assigned {pod[4:]} to {f.nodes[3]}",
            "normal",
            source="default-scheduler",
        )
        s.event(2.2, pod, "Unhealthy", "Startup probe failed: connection refused", count=4, first=1.6)
    everyday(f, 45, 9)
    s.incident(
        "EC2 Spot Instance Interruption Warning", f"node/{f.nodes[3]}", "high", "cloudwatch", at=-2, region="us-west-2"
    )
    lost = "ip-10-71-199-8.us-west-2.compute.internal"
    s.event(
        -2,
        f"node/{lost}",
        "SpotInterruption",
        "Spot Interruption event received. Instance i-01f77c will be interrupted",
        source="aws-node-termination-handler",
    )
    s.event(0.1, f"node/{lost}", "NodeNotReady", f"Node {lost} status is now: NodeNotReady", source="node-controller")
    s.event(
        1.0,
        f"node/{lost}",
        "RemovingNode",
        f"Node {lost} event: Removing Node from Controller",
        "normal",
        source="node-controller",
    )
    s.event(0.9, f"node/{f.nodes[3]}", "NodeReady", f"Node {f.nodes[3]} status is now: NodeReady", "normal")
    s.alert("TargetTrackingASG capacity", "asg/parcels-spot", "ok", at=3)
    s.head["resource"] = f"node/{lost}"
    s.log(
        0.5,
        f.pods["routes"][1],
        "ERROR",
        "c.p.routes.GeoClient - upstream connect error or disconnect/reset before headers",
        37,
    )
    f.settle()
    return s.healthy("healthy.recovered", near=("compute.instance_lost", "node.not_ready"))


def cold_jvm() -> Case:
    s = Scene("me-cold-jvm", 511, "2026-11-12T07:45:00Z", before=50, after=30, hours=-5)
    shapes = {"patients.cpu_usage": times(2.4, 0, 4), "patients.latency_p95": times(1.9, 2, 5)}
    f = Fleet(s, CLINIC, "clinic", eks(34, "us-east-2", 4), mesh="istio", shapes=shapes)
    for pod in list(f.pods["patients"]):
        f.remove(pod)
    for n in range(2):
        began = 0.2 + 2 * n
        pod = f.add_pod("patients", started=began, hash="74bb9d8c6f")
        f.restarted(pod, 1, f"{28 - 2 * n}m", began + 1.6, "Error", 143)
        probe = 'Liveness probe failed: Get "http://10.34.2.7:8080/actuator/health/liveness": context deadline exceeded'
        s.event(began + 1.5, pod, "Unhealthy", probe, count=3, first=began + 1.1)
        s.event(began + 1.6, pod, "Killing", "Container patients failed liveness probe, will be restarted", "normal")
        started = (
            f"c.c.patients.Application - Started Application in {41.7 - 3 * n:.1f} seconds (process running for 43.0)"
        )
        s.log(began + 2.5, pod, "INFO", started)
    everyday(f, 51, 9)
    s.incident(
        "Container restarts in clinic",
        "deployment/patients",
        "warning",
        "datadog",
        "change(sum(last_5m)):kubernetes.containers.restarts > 1",
        at=3,
        region="us-east-2",
    )
    s.alert("Container restarts in clinic", "deployment/patients", "ok", at=9, reason="recovered")
    s.change(
        0,
        "deployment",
        "argocd",
        "sync",
        "deployment/patients",
        image=["patients:7.2.9", "patients:7.3.0"],
        result="Healthy",
    )
    f.attributes["deployment/patients"]["conditions"] = {
        "Progressing": {
            "status": "True",
            "reason": "NewReplicaSetAvailable",
            "message": 'ReplicaSet "patients-74bb9d8c6f" has successfully progressed.',
        }
    }
    f.settle()
    return s.healthy("healthy.recovered", near=("k8s.probe.liveness_too_aggressive", "deployment.bad_release"))


def far_probe() -> Case:
    s = Scene("me-far-probe", 514, "2026-03-29T11:11:00Z", before=40, after=25, step=30, metrics=None)
    f = Fleet(
        s,
        HALL,
        "hall",
        numbered("game-", 4),
        metrics=("request_rate", "latency_p95", "error_rate", "cpu_usage", "memory_usage", "tcp_retransmits"),
        depth="none",
        shapes={"chat.memory_usage": saw(3.1e8, 6.2e8, 19, 3)},
        ms=False,
    )
    everyday(f, 54, 8)
    s.incident(
        "Synthetic: lobby login",
        "service/lobby",
        "high",
        "synthetic-monitor",
        "1 of 6 locations failed: Sao Paulo",
        at=0,
    )
    s.alert(
        "Synthetic: lobby login",
        "service/lobby",
        at=0,
        count=2,
        reason="Sao Paulo: net::ERR_CONNECTION_TIMED_OUT; Frankfurt, London, Ohio, Tokyo, Sydney ok",
    )
    s.alert("Synthetic: lobby login", "service/lobby", "ok", at=4, reason="6 of 6 locations ok")
    s.alert("chat memory sawtooth", "service/chat", "warning", at=-40000, reason="above 600 MB")
    s.log(2, "service/lobby", "info", '"POST /login HTTP/1.1" 200 0.084', 930)
    s.log(0.5, "service/fraud", "WARNING", "score timeout, defaulting to allow", 2)
    s.change(-55, "deployment", "deploy-bot", "release", "service/lobby", build=["b309", "b311"], result="ok")
    return s.healthy(None, near=("network.latency", "deployment.bad_release"))


def ticket_wobble() -> Case:
    s = Scene("me-ticket-wobble", 501, "2026-03-05T12:00:00Z", before=90, after=25)
    f = Fleet(
        s,
        TICKETS,
        "tickets",
        eks(12, "eu-west-1", 6),
        mesh="linkerd",
        shapes={"seatmap.latency_p95": level(58, 0, 1, noise=0.01)},
    )
    f.restarted(f.pods["search"][1], 4, "19d", -27000, "OOMKilled", 137)
    f.rolled("promo", -48)
    everyday(f, 41, 10)
    s.incident(
        "seatmap p95 above 55 ms",
        "service/seatmap",
        "warning",
        text="latency_p95 > 55 for 1 datapoint",
        at=0,
        region="eu-west-1",
    )
    s.alert(
        "seatmap p95 above 55 ms",
        "service/seatmap",
        at=0,
        metric="latency_p95",
        threshold=55,
        comparison=">",
        count=6,
        reason="fired 6 times in the last 7 days, cleared within 2 m each time",
    )
    s.change(
        -48,
        "deployment",
        "ci-promo",
        "rollout",
        "deployment/promo",
        image=["promo:0.77.0", "promo:0.77.1"],
        result="complete",
    )
    s.log(0.4, f.pods["seatmap"][0], "WARN", "slow render hall-1 took=71ms seats=18400", 2)
    s.log(12, f.pods["storefront"][1], "error", "Error: aborted at connResetException (node:internal/errors:720:14)", 3)
    f.settle()
    return s.healthy("healthy.threshold_noise", near=("code.slow_path", "deployment.bad_release"))


WRITTEN = (box_office_peak, cheap_nodes, clinic_patching, cold_jvm, far_probe, grades_release, ticket_wobble)
