"""Faults of workload specs, images and credentials."""

from __future__ import annotations

from scenarios.cases.meshes.everyday import everyday
from scenarios.cases.meshes.fleet import Fleet
from scenarios.cases.meshes.scene import Case, Scene
from scenarios.cases.meshes.shapes import level, silent, times
from scenarios.cases.meshes.systems import CLINIC, LESSONS, PARCELS, eks, numbered


def grading_week() -> Case:
    s = Scene("me-grading-week", 201, "2026-06-15T08:03:00Z", before=60, after=16, hours=1)
    shapes = {
        "grades.error_rate": level(1.0, 0, noise=0.0),
        "grades.request_rate": times(0.5, 0),
        "grades.cpu_usage": silent(0),
        "grades.memory_usage": silent(0),
        "grades.latency_p95": silent(0),
        "campus-web.error_rate": level(0.19, 0),
    }
    f = Fleet(s, LESSONS, "campus", numbered("aks-user-3311-vmss00000", 4), shapes=shapes)
    for pod in list(f.pods["grades"]):
        f.remove(pod)
    everyday(f, 11)
    s.incident("Uptime: /grades returns 503", "service/campus-web", "high", "synthetic-monitor", at=1)
    s.alert("KubeDeploymentReplicasMismatch", "deployment/grades", at=15, reason="0 of 2 available for 15m")
    s.change(
        -1,
        "infrastructure",
        "platform-oncall",
        "kubectl drain",
        "node/aks-user-3311-vmss000002",
        reason="kernel CVE reboot, announced",
    )
    f.empty("aks-user-3311-vmss000002", *f.nodes[2:])
    for n in range(2):
        pod = f.add_pod("grades", started=-0.8, hash="7b5d9f6c44")
        f.broken(
            pod,
            "CreateContainerConfigError",
            "couldn't find key SECRET_KEY_BASE in Secret campus/grades-runtime",
            phase="Pending",
        )
        f.attributes[pod]["containers"][0]["env"] = {
            "SECRET_KEY_BASE": "<set to the key 'SECRET_KEY_BASE' in secret 'grades-runtime'>",
            "PORT": "4000",
        }
        f.attributes[pod]["node"] = f.nodes[n + 2]
        s.event(
            15 - n,
            pod,
            "Failed",
            "Error: couldn't find key SECRET_KEY_BASE in Secret campus/grades-runtime",
            count=71,
            first=-0.4,
        )
        s.event(
            -0.6,
            pod,
            "Pulled",
            'Container image "registry.internal/campus/grades:0.18.3" already present on machine',
            "normal",
            count=72,
        )
        s.event(
            -0.8,
            pod,
            "Scheduled",
            f"Successfully assigned {pod[4:]} to aks-user-3311-vmss00000{n + 3}",
            "normal",
            source="default-scheduler",
        )
    s.event(
        -1,
        "node/aks-user-3311-vmss000002",
        "NodeNotSchedulable",
        "Node aks-user-3311-vmss000002 status is now: NodeNotSchedulable",
        "normal",
    )
    f.attributes["node/aks-user-3311-vmss000002"].update(
        unschedulable=True, taints=["node.kubernetes.io/unschedulable:NoSchedule"]
    )
    s.change(
        -4310,
        "config",
        "vault-sync",
        "update",
        "secret/grades-runtime",
        keys=["DATABASE_URL", "SIGNING_SALT", "SECRET_KEY_BASE_NEXT"],
    )
    s.log(0.6, f.pods["identity"][0], "WARN", "token exchange for client grades: no request for 5 m")
    s.log(1.2, "service/campus-web", "ERROR", "Grades::Client::Unavailable (503 Service Temporarily Unavailable)", 640)
    f.settle()
    return s.fault(
        "k8s.config.secret_missing",
        "deployment/grades",
        (("k8s.config.secret_missing", "secret/grades-runtime"),),
        near=("k8s.scheduling.node_cordoned",),
    )


def slow_patient() -> Case:
    s = Scene("me-slow-patient", 202, "2026-10-07T05:40:00Z", before=80, after=35)
    shapes = {
        "patients.error_rate": level(0.86, 0, noise=0.1),
        "patients.request_rate": times(0.8, 0),
        "bff.error_rate": level(0.29, 0),
        "portal.error_rate": level(0.2, 0),
        "patients.cpu_usage": level(1.96, 0, noise=0.03),
        "patients.memory_usage": times(0.55, 0),
        "bff.latency_p95": times(1.5, 0),
    }
    f = Fleet(s, CLINIC, "clinic", numbered("gke-clinic-pool-2-91ab-"), mesh="istio", shapes=shapes)
    for pod in list(f.pods["patients"]):
        f.remove(pod)
    everyday(f, 12)
    s.incident("bff 5xx", "service/bff", at=4, region="europe-west4")
    s.change(
        -3,
        "infrastructure",
        "gke-autoupgrade",
        "UpgradeNodePool",
        "node/gke-clinic-pool-2-91ab-2",
        to="1.30.5-gke.1014001",
    )
    s.alert(
        "documents OOMKilled",
        "deployment/documents",
        "warning",
        at=-700,
        reason="container documents was OOMKilled (limit 1800Mi)",
    )
    f.restarted(f.pods["documents"][0], 2, "12h", -700, "OOMKilled", 137)
    for n in range(2):
        pod = f.add_pod("patients", started=-2)
        f.broken(
            pod,
            "Running" if n else "CrashLoopBackOff",
            "back-off 1m20s restarting failed container=patients",
            restarts=9 + n,
            reason="Error",
            exit_code=143,
            started_at=s.at(31, False),
            finished_at=s.at(32, False),
        )
        f.attributes[pod]["containers"][0].update(
            liveness="http-get http://:8080/actuator/health/liveness delay=20s timeout=1s period=5s #success=1 #failure=3",
            readiness="http-get http://:8080/actuator/health/readiness delay=5s timeout=2s period=5s #success=1 #failure=3",
            startup=None,
            requests={"cpu": "300m", "memory": "900Mi"},
            limits={"cpu": "1", "memory": "1640Mi"},
        )
        s.event(
            33,
            pod,
            "Unhealthy",
            'Liveness probe failed: Get "http://10.60.2.9:8080/actuator/health/liveness": dial tcp 10.60.2.9:8080: connect: connection refused',
            count=29,
            first=-1.6,
        )
        s.event(
            32.2,
            pod,
            "Killing",
            "Container patients failed liveness probe, will be restarted",
            "normal",
            count=9,
            first=-1.3,
        )
        s.event(34, pod, "BackOff", "Back-off restarting failed container patients in pod", count=41, first=3)
        for k in (2, 14, 31):
            s.log(
                k,
                pod,
                "INFO",
                "o.h.e.t.j.p.i.JtaPlatformInitiator - HHH000490: Using JtaPlatform implementation: NoJtaPlatform (boot 31.4 s)",
            )
        s.log(
            32,
            pod,
            "INFO",
            "o.s.b.w.e.tomcat.GracefulShutdown - Commencing graceful shutdown. Waiting for active requests to complete",
            9,
        )
    s.log(
        -4000,
        "deployment/patients",
        "INFO",
        "c.c.patients.Application - Started Application in 19.2 seconds (process running for 20.1)",
    )
    s.log(
        1,
        f.pods["bff"][1],
        "Error",
        "upstream patients: 503 upstream connect error or disconnect/reset before headers. reset reason: connection failure",
        1840,
    )
    f.settle()
    return s.fault(
        "k8s.probe.liveness_too_aggressive",
        "deployment/patients",
        (),
        ("k8s.container.oom_killed", "deployment/documents"),
        near=("code.unhandled_error", "compute.cpu_throttled"),
    )


def reclaimed_hour() -> Case:
    s = Scene("me-reclaimed-hour", 208, "2026-12-02T14:12:00Z", before=50, after=28, fraction=True)
    shapes = {
        "geo.error_rate": level(0.99, 0, noise=0),
        "geo.cpu_usage": silent(0),
        "geo.memory_usage": silent(0),
        "geo.latency_p95": silent(0),
        "routes.error_rate": level(0.5, 0),
        "track-api.error_rate": level(0.22, 0),
        "track-web.error_rate": level(0.12, 0),
    }
    f = Fleet(s, PARCELS, "parcels", eks(90, "us-west-2", 5), shapes=shapes, registry="ghcr.io/acme-logistics")
    everyday(f, 18)
    node = f.nodes[2]
    s.incident("track-api 5xx > 5%", "service/track-api", at=3, region="us-west-2")
    s.event(
        -1.8,
        f"node/{node}",
        "SpotInterruption",
        "Spot Interruption event received. Instance i-0b41c9aa will be interrupted at 2026-12-02T14:12:10Z",
        source="aws-node-termination-handler",
    )
    s.event(
        -1.7,
        f"node/{node}",
        "CordonAndDrain",
        "Cordon and drain executed",
        "normal",
        source="aws-node-termination-handler",
    )
    s.event(0.9, f"node/{f.nodes[4]}", "NodeReady", f"Node {f.nodes[4]} status is now: NodeReady", "normal")
    for pod in f.pods["geo"]:
        f.broken(
            pod,
            "ImagePullBackOff",
            'Back-off pulling image "ghcr.io/acme-logistics/parcels/geo:0.9.12"',
            phase="Pending",
        )
        f.attributes[pod].update(node=f.nodes[4], started_at=s.at(0.2, False))
        f.attributes[pod]["containers"][0]["image"] = "ghcr.io/acme-logistics/parcels/geo:0.9.12"
        s.event(
            25,
            pod,
            "Failed",
            'Failed to pull image "ghcr.io/acme-logistics/parcels/geo:0.9.12": failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://ghcr.io/token?scope=repository%3Aacme-logistics%2Fparcels%2Fgeo%3Apull: 403 Forbidden',
            count=9,
            first=1,
        )
        s.event(
            27,
            pod,
            "BackOff",
            'Back-off pulling image "ghcr.io/acme-logistics/parcels/geo:0.9.12"',
            count=88,
            first=1.4,
        )
    f.empty(node, *f.nodes[:2])
    s.forget("state", f"node/{node}")
    s.log(1, f.pods["routes"][0], "ERROR", "c.p.routes.GeoClient - Connection refused: geo/172.20.8.14:80", 2190)
    f.settle()
    return s.fault(
        "k8s.image.pull_unauthorized",
        "deployment/geo",
        (("access.credentials_expired", "deployment/geo"),),
        ("compute.instance_lost", f"node/{node}"),
        near=("k8s.image.reference_invalid",),
    )


def audit_trail() -> Case:
    s = Scene("me-audit-trail", 209, "2026-05-30T03:00:00Z", before=25, after=18, step=60)
    f = Fleet(
        s,
        CLINIC,
        "clinic",
        eks(65, "eu-west-2", 3),
        metrics=("error_rate",),
        depth="pods",
        shapes={"appointments.error_rate": level(0.9, 3, noise=0.05), "bff.error_rate": level(0.25, 4)},
    )
    everyday(f, 19, 4, events=False, changes=False)
    s.incident("Booking API errors", "service/bff", "high", "datadog", at=5, region="eu-west-2")
    s.forget("metrics", "service/portal", "service/patients", "service/consent")
    for pod in f.pods["appointments"]:
        f.attributes[pod]["containers"][0]["env"] = {
            "ConnectionStrings__Clinic": "<set to the key 'dsn' in secret 'clinic-pg-app'>"
        }
        s.log(
            s.rng.uniform(3, 17),
            pod,
            "Error",
            'Npgsql.PostgresException (0x80004005): 28P01: password authentication failed for user "appointments_app"',
            s.rng.randint(60, 300),
        )
    s.change(
        0,
        "access",
        "secretsmanager.amazonaws.com",
        "secretsmanager:RotateSecret",
        "secret/clinic-pg-app",
        rotation="AlternatingUsers: off",
        version_stage="AWSCURRENT",
    )
    s.state(
        "secret/clinic-pg-app",
        "externalsecret",
        namespace="clinic",
        refresh_interval="24h",
        last_sync=s.at(-840, False),
        status="SecretSynced",
    )
    s.gap("metrics", "no datapoints in the window", "rds/clinic-pg")
    s.gap("logs", "AccessDenied", "rds/clinic-pg", "rds:DownloadDBLogFilePortion")
    s.gap("events", "not configured")
    f.settle()
    also = (
        ("db.credentials_invalid", "deployment/appointments"),
        ("access.credentials_expired", "deployment/appointments"),
        ("access.secret_rotation", "secret/clinic-pg-app"),
        ("access.secret_rotation", "rds/clinic-pg"),
        ("db.credentials_invalid", "rds/clinic-pg"),
    )
    return s.fault("access.secret_rotation", "deployment/appointments", also, poor=True)


WRITTEN = (audit_trail, grading_week, reclaimed_hour, slow_patient)
