"""Cluster cases: images, quotas, probes, start-up, control plane, releases."""

import random

from scenarios.heldout.apps import clinic, fernweh, harvest, inc, kasse, lumen, parcelo, prom, synth
from scenarios.heldout.cluster_a import bundle
from scenarios.heldout.kit import ar, expect, probe, series, shape


def image_tag():
    """A tag that was never pushed."""
    a = fernweh(date="2026-10-21T13:37:00+00:00", seed=15)
    img = "registry.example.net/apps/profile:2.8.O"
    a.pulling(
        "profile",
        f'Failed to pull image "{img}": rpc error: code = NotFound desc = failed to pull and unpack image "{img}": failed to resolve reference "{img}": {img}: not found',
        image=img,
    )
    a.caller_errors("profile", "refused", levels=1)
    a.chatter(2)
    return bundle(
        a,
        "ho-fernweh-profile-pull",
        inc(a, "KubePodNotReady", sev="warning", started=900),
        [
            prom(
                a,
                "KubePodNotReady",
                a.pod("profile"),
                900,
                "Pod fernweh/profile has been in a non-ready state for longer than 15 minutes.",
            )
        ],
    ), expect(
        "fault",
        "s",
        "k8s.image.reference_invalid",
        "deployment/profile",
        near=["k8s.image.pull_unauthorized", "k8s.image.registry_dns_failure"],
    )


def image_auth():
    """The pull secret is gone, the registry wants credentials."""
    a = lumen(date="2026-08-03T15:15:00+00:00", seed=40)
    img = "ghcr.io/lumen-tv/thumbs:4.1.0"
    a.pulling(
        "thumbs",
        f'Failed to pull image "{img}": failed to pull and unpack image "{img}": failed to resolve reference "{img}": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token?scope=repository%3Alumen-tv%2Fthumbs%3Apull&service=ghcr.io: 401 Unauthorized',
        image=img,
    )
    a.ev(
        a.pod("thumbs"),
        "FailedToRetrieveImagePullSecret",
        "Unable to retrieve some image pull secrets (ghcr-lumen); attempting to pull the image may not succeed.",
        800,
        12,
        count=70,
    )
    a.caller_errors("thumbs", "refused", levels=1)
    a.chatter(1)
    return bundle(
        a, "ho-lumen-thumbs", inc(a, "ThumbnailErrors", started=200), [prom(a, "ThumbnailErrors", "service/bff", 200)]
    ), expect(
        "fault",
        "s",
        "k8s.image.pull_unauthorized",
        "deployment/thumbs",
        near=["k8s.image.reference_invalid"],
        also=[{"cause": "k8s.config.secret_missing", "entity": "deployment/thumbs"}],
    )


def image_dns():
    """The registry's name does not resolve on the nodes."""
    a = parcelo(date="2026-11-02T02:22:00+00:00", seed=58)
    img = "harbor.parcelo.internal/logi/labels:5.0.1"
    a.pulling(
        "labels",
        f'Failed to pull image "{img}": rpc error: code = Unknown desc = failed to pull and unpack image "{img}": failed to resolve reference "{img}": failed to do request: Head "https://harbor.parcelo.internal/v2/logi/labels/manifests/5.0.1": dial tcp: lookup harbor.parcelo.internal on 10.0.0.2:53: no such host',
        image=img,
    )
    a.caller_errors("labels", "refused", levels=2)
    a.chatter(1)
    return bundle(
        a,
        "ho-parcelo-labels-pull",
        inc(a, "label-print", "synthetic-monitor", started=None),
        [synth(a, "label-print", 22, "HTTP 500", None)],
    ), expect(
        "fault",
        "s",
        "k8s.image.registry_dns_failure",
        "deployment/labels",
        near=["k8s.image.reference_invalid", "dns.resolution_failure"],
    )


def quota_memory():
    """The namespace's memory quota is used up; the new pods are refused."""
    a = kasse(date="2026-09-25T08:45:00+00:00", seed=31)
    s = a["statements"]
    s["no_pods"] = True
    m = f'pods "statements-{s["rs"]}-kq8wd" is forbidden: exceeded quota: core-bank-compute, requested: requests.memory=512Mi, used: requests.memory=7936Mi, limited: requests.memory=8Gi'
    s["extra_conditions"] = {"ReplicaFailure": {"status": "True", "reason": "FailedCreate", "message": m}}
    a.ev(
        f"replicaset/statements-{s['rs']}",
        "FailedCreate",
        f"Error creating: {m}",
        640,
        2,
        source="replicaset-controller",
        kind="ReplicaSet",
        count=17,
    )
    a.state_more.append(
        {
            "entity": "resourcequota/core-bank-compute",
            "kind": "resourcequota",
            "attributes": {
                "namespace": "core-bank",
                "resources": {
                    "requests.cpu": {"used": "3150m", "hard": "12"},
                    "requests.memory": {"used": "7936Mi", "hard": "8Gi"},
                    "pods": {"used": "14", "hard": "60"},
                },
            },
        }
    )
    a.state_more.append(
        {"entity": "namespace/core-bank", "kind": "serviceaccounts", "attributes": {"names": ["default"]}}
    )
    a.chatter(2, skip=("statements",))
    return bundle(
        a,
        "ho-kasse-statements",
        inc(a, "[FIRING:1] KubeDeploymentReplicasMismatch", sev="warning", started=900),
        [
            prom(a, "KubeDeploymentReplicasMismatch", "deployment/statements", 900),
            prom(
                a, "KubeQuotaAlmostFull", "resourcequota/core-bank-compute", -86000, "97% of requests.memory", "warning"
            ),
        ],
    ), expect(
        "fault",
        "s",
        "k8s.quota.memory_exceeded",
        "namespace/core-bank",
        also=[
            {"cause": "k8s.quota.memory_exceeded", "entity": "resourcequota/core-bank-compute"},
            {"cause": "k8s.quota.memory_exceeded", "entity": "deployment/statements"},
        ],
        near=["k8s.quota.pods_exceeded", "k8s.scheduling.insufficient_memory"],
    )


def quota_pods():
    """The pod count quota is reached."""
    a = lumen(date="2026-08-11T17:00:00+00:00", seed=41)
    s = a["drm"]
    s["no_pods"] = True
    m = f'pods "drm-{s["rs"]}-7f2zn" is forbidden: exceeded quota: pod-cap, requested: pods=1, used: pods=15, limited: pods=15'
    s["extra_conditions"] = {"ReplicaFailure": {"status": "True", "reason": "FailedCreate", "message": m}}
    a.ev(
        f"replicaset/drm-{s['rs']}",
        "FailedCreate",
        f"Error creating: {m}",
        700,
        3,
        source="replicaset-controller",
        kind="ReplicaSet",
        count=18,
    )
    a.state_more.append(
        {
            "entity": "resourcequota/pod-cap",
            "kind": "resourcequota",
            "attributes": {"namespace": "lumen-prod", "resources": {"pods": {"used": "15", "hard": "15"}}},
        }
    )
    a.state_more.append(
        {"entity": "namespace/lumen-prod", "kind": "secrets", "attributes": {"names": ["drm-keys", "titles-db"]}}
    )
    a.caller_errors("drm", "refused")
    a.chatter(1, skip=("drm",))
    return bundle(
        a,
        "ho-lumen-drm",
        inc(a, "PlaybackStartFailures", started=60),
        [prom(a, "PlaybackStartFailures", "service/playback", 60)],
    ), expect(
        "fault",
        "s",
        "k8s.quota.pods_exceeded",
        "namespace/lumen-prod",
        also=[
            {"cause": "k8s.quota.pods_exceeded", "entity": "resourcequota/pod-cap"},
            {"cause": "k8s.quota.pods_exceeded", "entity": "deployment/drm"},
        ],
        near=["k8s.workload.zero_replicas", "k8s.scheduling.too_many_pods"],
    )


def liveness_port():
    """The liveness probe looks at 9090, the process listens on 8080: it is killed again and again."""
    a = fernweh(date="2026-10-28T18:00:00+00:00", seed=16)
    a["search"]["liveness"] = probe("/livez", 9090)
    a.crash("search", 2, 9, "Error")
    a["search"]["ran"] = 41
    for i in (0, 1):
        a.ev(
            a.pod("search", i),
            "Unhealthy",
            f'Liveness probe failed: Get "http://{a["search"]["ips"][i]}:9090/livez": dial tcp {a["search"]["ips"][i]}:9090: connect: connection refused',
            850,
            40,
            count=27,
        )
        a.ev(
            a.pod("search", i),
            "Killing",
            "Container search failed liveness probe, will be restarted",
            850,
            60,
            typ="normal",
            count=9,
        )
        a.log("search", 'level=info caller=main.go:51 msg="http listening" addr=:8080', 25 + i, "info", i=i)
        a.log("search", 'level=info caller=main.go:88 msg="received SIGTERM, draining"', 60 + i, "info", i=i)
    a.caller_errors("search", "refused")
    a.chatter(2, skip=("search",))
    return bundle(
        a,
        "ho-fernweh-search-restarts",
        inc(a, "KubePodCrashLooping", started=300),
        [prom(a, "KubePodCrashLooping", a.pod("search"), 300), synth(a, "Find a flight", 6, "HTTP 502")],
    ), expect(
        "fault",
        "s",
        "k8s.probe.liveness_wrong_port",
        "deployment/search",
        near=["k8s.probe.liveness_endpoint_failing", "code.unhandled_error", "k8s.probe.liveness_too_aggressive"],
    )


def liveness_early():
    """A JVM needs 70 s to start, the probe gives it 15."""
    a = kasse(date="2026-09-28T04:10:00+00:00", seed=32)
    a["transfers"]["liveness"] = probe("/actuator/health/liveness", 8080, 5, 1, 5, 2)
    a.crash("transfers", 143, 12, "Error")
    a["transfers"]["ran"] = 14
    for i in (0, 1):
        a.ev(
            a.pod("transfers", i),
            "Unhealthy",
            f'Liveness probe failed: Get "http://{a["transfers"]["ips"][i]}:8080/actuator/health/liveness": dial tcp {a["transfers"]["ips"][i]}:8080: connect: connection refused',
            860,
            30,
            count=24,
        )
        a.ev(
            a.pod("transfers", i),
            "Killing",
            "Container transfers failed liveness probe, will be restarted",
            860,
            35,
            typ="normal",
            count=12,
        )
        for t in (24, 160, 420, 800):
            a.log(
                "transfers",
                "INFO 1 --- [main] c.e.transfers.TransfersApplication : Starting TransfersApplication v4.12.0 using Java 21.0.4",
                t,
                "info",
                i=i,
            )
            a.log(
                "transfers",
                "INFO 1 --- [main] o.s.b.w.embedded.tomcat.TomcatWebServer : Tomcat initialized with port 8080 (http)",
                t + 9,
                "info",
                i=i,
            )
    a.log(
        "transfers",
        "INFO 1 --- [main] c.e.transfers.TransfersApplication : Started TransfersApplication in 68.417 seconds (process running for 70.2)",
        -3000,
        "info",
    )
    a.caller_errors("transfers", "refused", levels=1)
    a.chatter(1)
    ch = [
        {
            "t": a.at(-6),
            "kind": "config",
            "actor": "argocd",
            "action": "sync",
            "entity": "deployment/transfers",
            "details": {"livenessProbe.initialDelaySeconds": [120, 5], "livenessProbe.failureThreshold": [6, 2]},
        }
    ]
    return bundle(
        a,
        "ho-kasse-transfers-loop",
        inc(a, "[FIRING:2] KubePodCrashLooping", started=300),
        [prom(a, "KubePodCrashLooping", a.pod("transfers", i), 300 + i) for i in (0, 1)],
        changes=ch,
    ), expect(
        "fault",
        "s",
        "k8s.probe.liveness_too_aggressive",
        "deployment/transfers",
        near=["k8s.probe.liveness_wrong_port", "code.unhandled_error"],
    )


def readiness_port():
    """The readiness probe asks a port nothing listens on; the pods never get traffic."""
    a = lumen(date="2026-08-15T12:12:00+00:00", seed=42)
    a["catalog"]["readiness"] = probe("/-/ready", 8001, 5)
    a["catalog"]["liveness"] = None
    a.unready(
        "catalog",
        f'Get "http://{a["catalog"]["ips"][0]}:8001/-/ready": dial tcp {a["catalog"]["ips"][0]}:8001: connect: connection refused',
    )
    a.log("catalog", 'level=info caller=http.go:30 msg="serving" addr=0.0.0.0:8000', 8, "info")
    a.caller_errors("catalog", "refused")
    a.chatter(2, skip=("catalog",))
    return bundle(
        a,
        "ho-lumen-catalog-dark",
        inc(a, "browse-home", "synthetic-monitor"),
        [synth(a, "browse-home", 13, "timeout waiting for selector .rail")],
    ), expect(
        "fault",
        "s",
        "k8s.probe.readiness_wrong_port",
        "deployment/catalog",
        near=["k8s.probe.readiness_endpoint_failing", "k8s.service.port_mismatch"],
    )


def readiness_tls():
    """The readiness probe speaks HTTPS to a plain port."""
    a = clinic(date="2026-07-02T09:30:00+00:00", seed=75)
    a["appointments"]["readiness"] = probe("/ping", 8000, 5, type="https")
    a.unready(
        "appointments",
        f'Get "https://{a["appointments"]["ips"][0]}:8000/ping": http: server gave HTTP response to HTTPS client',
    )
    a.log("appointments", "WARNING:  Invalid HTTP request received.", 40, "warning", count=88)
    a.caller_errors("appointments", "refused")
    a.chatter(2)
    return bundle(
        a,
        "ho-clinic-booking-gone",
        inc(a, "book-an-appointment", "synthetic-monitor", started=None),
        [synth(a, "book-an-appointment", 3, "502", None)],
    ), expect(
        "fault",
        "s",
        "k8s.probe.readiness_wrong_protocol",
        "deployment/appointments",
        near=["k8s.probe.readiness_wrong_port", "k8s.probe.readiness_endpoint_failing"],
    )


def configmap():
    """The ConfigMap a pod mounts was deleted."""
    a = parcelo(date="2026-11-04T06:06:00+00:00", seed=59, dialect="describe")
    a.creating("carriers", 'MountVolume.SetUp failed for volume "conf" : configmap "carriers-conf" not found')
    a.state_more.append(
        {
            "entity": "namespace/parcelo",
            "kind": "configmaps",
            "attributes": {"names": ["kube-root-ca.crt", "portal-theme", "pricing-rules"]},
        }
    )
    a.caller_errors("carriers", "refused")
    a.chatter(2)
    return bundle(
        a,
        "ho-parcelo-carriers",
        inc(a, "label-print", "synthetic-monitor"),
        [synth(a, "label-print", 7)],
        changes=[
            {
                "t": a.at(-40),
                "kind": "config",
                "actor": "j.ott",
                "action": "delete",
                "entity": "configmap/carriers-conf",
                "details": {},
            }
        ],
    ), expect(
        "fault",
        "s",
        "k8s.config.configmap_missing",
        "deployment/carriers",
        near=["k8s.config.secret_missing", "k8s.volume.mount_timeout"],
    )


def secret_key():
    """A key of a Secret was renamed."""
    a = clinic(date="2026-07-12T21:00:00+00:00", seed=76)
    a.config_error("patients", "couldn't find key patients in Secret clinic-emr/clinic-db-auth")
    a.caller_errors("patients", "refused")
    a.chatter(2)
    a.state_more.append(
        {
            "entity": "namespace/clinic-emr",
            "kind": "secrets",
            "attributes": {"names": ["clinic-db-auth", "tls-frontdesk"]},
        }
    )
    return bundle(
        a,
        "ho-clinic-patients",
        inc(a, "[Triggered] patients container waiting", "datadog", "high"),
        [
            {
                "t": a.at(200),
                "name": "patients container waiting",
                "entity": a.pod("patients"),
                "state": "alarm",
                "query": "max(last_5m):kubernetes_state.container.status_report.count.waiting{reason:createcontainerconfigerror} > 0",
            }
        ],
    ), expect(
        "fault",
        "s",
        "k8s.config.secret_missing",
        "deployment/patients",
        near=["app.config.env_missing", "db.credentials_invalid"],
    )


def oom():
    """The query service grows past its limit and is killed; the node has plenty."""
    a = harvest(date="2026-11-19T05:00:00+00:00", seed=99, dialect="describe")
    rng = random.Random(4)
    a["query"].update(limits={"cpu": "1", "memory": "256Mi"})
    a.crash("query", 137, 5, "OOMKilled")
    mem = []
    for i in (0, 1):
        v = []
        for j in range(50):
            v.append(90e6 * (1 + rng.gauss(0, 0.02)) if j < 25 else 95e6 + ((j - 25 + 3 * i) % 6) * 30e6)
        mem.append(series(a.at, a.pod("query", i), "container_memory_working_set_bytes", v, 30, -750))
    a.logs.append(
        {
            "t": a.at(70),
            "entity": "node/" + a["query"]["on"][0],
            "source": "kernel",
            "level": "error",
            "message": "Memory cgroup out of memory: Killed process 41822 (query) total-vm:1284520kB, anon-rss:258112kB, file-rss:22016kB, shmem-rss:0kB, UID:65532 pgtables:780kB oom_score_adj:984",
        }
    )
    a.caller_errors("query", "refused")
    a.chatter(2, skip=("query",))
    return bundle(
        a,
        "ho-harvest-charts",
        inc(a, "console: charts empty", "manual", "high", None),
        [prom(a, "KubePodCrashLooping", a.pod("query"), 300)],
        metrics=mem,
    ), expect(
        "fault",
        "s",
        "k8s.container.oom_killed",
        "deployment/query",
        near=["node.memory_pressure", "compute.memory_leak"],
    )


def command():
    """A start command with a path that is not in the image."""
    a = parcelo(date="2026-11-06T19:19:00+00:00", seed=60)
    a["geo"]["command"] = ["/app/bin/geo-server"]
    m = 'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "/app/bin/geo-server": stat /app/bin/geo-server: no such file or directory: unknown'
    a.crash("geo", 128, 8, "StartError", message=m)
    a.ev(a.pod("geo"), "Failed", f"Error: {m}", 840, 18, count=9)
    a.caller_errors("geo", "refused")
    a.chatter(1)
    return bundle(
        a,
        "ho-parcelo-geo",
        inc(a, "KubePodCrashLooping", started=330),
        [prom(a, "KubePodCrashLooping", a.pod("geo"), 330)],
    ), expect(
        "fault",
        "s",
        "k8s.container.command_invalid",
        "deployment/geo",
        near=["code.unhandled_error", "k8s.image.reference_invalid"],
    )


def scheduler():
    """The scheduler is stopped: pods stay Pending without a word why."""
    a = clinic(date="2026-07-16T16:40:00+00:00", seed=77, nodes=("cp-1", "node-01", "node-02"))
    a["reminders"].update(st="pending", message=None)
    a["documents"].update(st="pending", message=None)
    for n in ("reminders", "documents"):
        a.ev(
            f"replicaset/{n}-{a[n]['rs']}",
            "SuccessfulCreate",
            f"Created pod: {a.names[n][0]}",
            20,
            typ="normal",
            source="replicaset-controller",
            kind="ReplicaSet",
        )
    a.state_more.append(
        {
            "entity": "node/cp-1",
            "kind": "systemd_unit",
            "attributes": {"unit": "kubelet.service", "active": "active (running)", "since": a.at(-3e6)},
        }
    )
    a.state_more.append(
        {
            "entity": "pod/kube-scheduler-cp-1",
            "kind": "pod",
            "attributes": {
                "namespace": "kube-system",
                "phase": "Failed",
                "status": "CrashLoopBackOff",
                "ready": "0/1",
                "restarts": "6 (44s ago)",
                "node": "cp-1",
                "containers": [
                    {
                        "name": "kube-scheduler",
                        "image": "registry.k8s.io/kube-scheduler:v1.30.4",
                        "command": ["kube-scheduler", "--kubeconfig=/etc/kubernetes/schedular.conf"],
                        "ready": False,
                        "state": {"state": "waiting", "reason": "CrashLoopBackOff"},
                        "last_state": {"state": "terminated", "reason": "Error", "exit_code": 1},
                    }
                ],
            },
        }
    )
    for c in ("kube-apiserver", "kube-controller-manager", "etcd"):
        a.state_more.append(
            {
                "entity": f"pod/{c}-cp-1",
                "kind": "pod",
                "attributes": {
                    "namespace": "kube-system",
                    "phase": "Running",
                    "status": "Running",
                    "ready": "1/1",
                    "restarts": "0",
                    "node": "cp-1",
                },
            }
        )
    a.logs.append(
        {
            "t": a.at(300),
            "entity": "pod/kube-scheduler-cp-1",
            "level": "error",
            "message": 'E0716 16:45:00.1 1 run.go:74] "command failed" err="stat /etc/kubernetes/schedular.conf: no such file or directory"',
        }
    )
    a.caller_errors("reminders", "refused", levels=1)
    a.chatter(2)
    return bundle(
        a,
        "ho-clinic-stuck-pods",
        inc(a, "pods pending > 10 min", "datadog", "high", 620),
        [
            {"t": a.at(620), "name": "pods pending > 10 min", "state": "alarm", "count": 2},
            prom(
                a,
                "KubeSchedulerDown",
                "node/cp-1",
                320,
                "KubeScheduler has disappeared from Prometheus target discovery.",
            ),
        ],
    ), expect(
        "fault",
        "s",
        "control_plane.scheduler_down",
        "node/cp-1",
        also=[{"cause": "control_plane.scheduler_down", "entity": "pod/kube-scheduler-cp-1"}],
        near=["k8s.scheduling.insufficient_cpu", "deployment.rollout_stuck"],
    )


def service_account():
    """The deployment names a service account that does not exist."""
    a = fernweh(date="2026-10-14T14:41:00+00:00", seed=17)
    s = a["mailer"]
    s.update(no_pods=True, sa="mailer-runtime")
    m = f'pods "mailer-{s["rs"]}-" is forbidden: error looking up service account fernweh/mailer-runtime: serviceaccount "mailer-runtime" not found'
    s["extra_conditions"] = {"ReplicaFailure": {"status": "True", "reason": "FailedCreate", "message": m}}
    a.ev(
        f"replicaset/mailer-{s['rs']}",
        "FailedCreate",
        f"Error creating: {m}",
        630,
        2,
        source="replicaset-controller",
        kind="ReplicaSet",
        count=16,
    )
    a.state_more.append(
        {"entity": "namespace/fernweh", "kind": "serviceaccounts", "attributes": {"names": ["default", "deployer"]}}
    )
    a.caller_errors("mailer", "refused", levels=1)
    a.chatter(2, skip=("mailer",))
    return bundle(
        a,
        "ho-fernweh-mails",
        inc(a, "KubeDeploymentReplicasMismatch", sev="warning", started=900),
        [prom(a, "KubeDeploymentReplicasMismatch", "deployment/mailer", 900)],
    ), expect(
        "fault",
        "s",
        "k8s.serviceaccount.missing",
        "deployment/mailer",
        near=["k8s.rbac.forbidden", "k8s.quota.pods_exceeded"],
    )


def bad_image():
    """A new version of the tracking service throws on most requests; pods are up and ready."""
    a = parcelo(date="2026-11-20T10:00:00+00:00", seed=61)
    rng = random.Random(11)
    a["tracking"].update(image="registry.example.net/apps/tracking:7.4.0", since=11)
    a.ev(
        "deployment/tracking",
        "ScalingReplicaSet",
        f"Scaled up replica set tracking-{a['tracking']['rs']} to 2 from 1",
        8,
        typ="normal",
        source="deployment-controller",
        kind="Deployment",
    )
    a.ev(
        "deployment/tracking",
        "ScalingReplicaSet",
        "Scaled down replica set tracking-6d9c7b5f44 to 0 from 1",
        24,
        typ="normal",
        source="deployment-controller",
        kind="Deployment",
    )
    for i in (0, 1):
        a.started("tracking", i, 9)
        a.log(
            "tracking",
            'java.lang.NullPointerException: Cannot invoke "com.example.tracking.Eta.window()" because "eta" is null\n\tat com.example.tracking.TimelineMapper.map(TimelineMapper.java:71)',
            30 + i,
            count=1210 + i * 77,
            i=i,
        )
    n = 60
    err = [min(1, max(0, v)) for v in [b + x for b, x in zip(ar(0.003, n, rng, 0.4), shape(n, 30, to=0.64))]]
    mets = [
        series(a.at, "service/tracking", "error_rate", err, 30, -900),
        series(a.at, "service/tracking", "request_rate", ar(75, n, rng, 0.06), 30, -900),
        series(a.at, "service/portal", "error_rate", [e * 0.5 for e in err], 30, -900),
        series(a.at, "service/scans", "error_rate", ar(0.002, n, rng, 0.5), 30, -900),
    ]
    a.caller_errors("tracking", "503", levels=1)
    a.chatter(2, skip=("tracking",))
    ch = [
        {
            "t": a.at(6),
            "kind": "deployment",
            "actor": "ci-bot",
            "action": "helm upgrade",
            "entity": "deployment/tracking",
            "details": {
                "image": ["registry.example.net/apps/tracking:7.3.2", "registry.example.net/apps/tracking:7.4.0"]
            },
        },
        {
            "t": a.at(-300),
            "kind": "scaling",
            "actor": "keda",
            "action": "scale",
            "entity": "deployment/labels",
            "details": {"replicas": [1, 2]},
        },
    ]
    return bundle(
        a,
        "ho-parcelo-tracking-errors",
        inc(a, "HighErrorRate", started=90),
        [prom(a, "HighErrorRate", "service/portal", 90, "5xx ratio 32%")],
        metrics=mets,
        changes=ch,
    ), expect(
        "fault",
        "s",
        "deployment.bad_release",
        "deployment/tracking",
        herring={"cause": "deployment.scaling_change", "entity": "deployment/labels"},
        near=["code.unhandled_error", "dependency.errors"],
    )


def pod_security():
    """Pod security admission refuses a privileged pod."""
    a = harvest(date="2026-11-11T11:11:00+00:00", seed=100, dialect="manifest")
    s = a["ingest"]
    s["no_pods"] = True
    m = f'pods "ingest-{s["rs"]}-4zlqn" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "ingest" must set securityContext.allowPrivilegeEscalation=false), runAsNonRoot != true (pod or container "ingest" must set securityContext.runAsNonRoot=true)'
    s["extra_conditions"] = {"ReplicaFailure": {"status": "True", "reason": "FailedCreate", "message": m}}
    a.ev(
        f"replicaset/ingest-{s['rs']}",
        "FailedCreate",
        f"Error creating: {m}",
        640,
        2,
        source="replicaset-controller",
        kind="ReplicaSet",
        count=18,
    )
    a.chatter(1, skip=("ingest",))
    return bundle(
        a,
        "ho-harvest-ingest-none",
        inc(a, "NoDeviceMessages", started=120),
        [prom(a, "NoDeviceMessages", "service/ingest", 120, "rate(messages_total[5m]) == 0")],
        changes=[
            {
                "t": a.at(-30),
                "kind": "access",
                "actor": "platform",
                "action": "label namespace",
                "entity": "namespace/harvest",
                "details": {"pod-security.kubernetes.io/enforce": "restricted"},
            }
        ],
    ), expect(
        "fault",
        "s",
        "k8s.admission.pod_security",
        "deployment/ingest",
        also=[{"cause": "k8s.admission.pod_security", "entity": "namespace/harvest"}],
        near=["k8s.admission.webhook_denied", "k8s.rbac.forbidden"],
    )


def udp_service():
    """A Service was declared UDP for a TCP store."""
    a = lumen(date="2026-08-26T23:23:00+00:00", seed=43, dialect="describe")
    a["hot-cache"]["protocol"] = "UDP"
    for i in (0, 1):
        a.log(
            "catalog",
            'level=error caller=cache.go:61 msg="memcache get" err="dial tcp 10.96.40.7:11211: connect: connection refused"',
            20 + i,
            i=i,
            count=412,
        )
        a.log(
            "catalog",
            'level=error caller=http.go:112 msg="request failed" path=/v1/rails status=500',
            21 + i,
            i=i,
            count=180,
        )
    a.log("bff", "Error: catalog responded with 500", 30, count=350)
    a.chatter(2)
    return bundle(
        a, "ho-lumen-rails", inc(a, "BrowseErrors", started=70), [prom(a, "BrowseErrors", "service/bff", 70)]
    ), expect(
        "fault",
        "s",
        "k8s.service.protocol_mismatch",
        "service/hot-cache",
        near=["k8s.service.port_mismatch", "k8s.service.selector_mismatch"],
    )


def cpu_requests():
    """The encoder asks for more CPU than any node has left."""
    a = lumen(date="2026-08-18T18:18:00+00:00", seed=44)
    a["encoder"].update(requests={"cpu": "3500m", "memory": "2Gi"}, limits={"cpu": "4", "memory": "4Gi"})
    a.pending(
        "encoder",
        "0/4 nodes are available: 4 Insufficient cpu. preemption: 0/4 nodes are available: 4 No preemption victims found for incoming pod.",
    )
    a.chatter(1)
    return bundle(
        a,
        "ho-lumen-encoder-waits",
        inc(a, "KubePodNotReady", sev="warning", started=900),
        [prom(a, "KubePodNotReady", a.pod("encoder"), 900)],
        events=a.events,
    ), expect(
        "fault",
        "s",
        "k8s.scheduling.insufficient_cpu",
        "deployment/encoder",
        near=["k8s.scheduling.insufficient_memory", "k8s.scheduling.taint_not_tolerated", "k8s.quota.cpu_exceeded"],
    )


CASES = (
    image_tag,
    image_auth,
    image_dns,
    quota_memory,
    quota_pods,
    liveness_port,
    liveness_early,
    readiness_port,
    readiness_tls,
    configmap,
    secret_key,
    oom,
    command,
    scheduler,
    service_account,
    bad_image,
    pod_security,
    udp_service,
    cpu_requests,
)
