"""Objects refused because a quota of the namespace is used up."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_kubernetes import Cluster, condition, fault, levels
from scenarios.cases.building_kubernetes_systems import BANK, CLINIC, ENERGY, MEDIA, PARCELS, TICKETS


def cpu_quota_stops_a_scale_out() -> Scenario:
    """The autoscaler asks for more pods at the evening peak; the namespace's CPU quota refuses every one of them."""
    c = Cluster("tickets", "2026-03-06T18:02:00", 101)
    c.system(TICKETS, chatter=3)
    seating = c.attrs("deployment/seating")
    seating.update(desired=5, updated=2)
    seating["conditions"] = {
        "ReplicaFailure": condition(
            "True",
            "FailedCreate",
            'pods "seating-7d5c9b6f48-k2j8w" is forbidden: exceeded quota: tickets-compute, requested: '
            "requests.cpu=500m, "
            "used: requests.cpu=7800m, limited: requests.cpu=8",
        )
    }
    for place, one in enumerate(("k2j8w", "q9xv4", "d7rpz")):
        c.event(
            "replicaset/seating-7d5c9b6f48",
            1 + place * 5,
            "FailedCreate",
            f'Error creating: pods "seating-7d5c9b6f48-{one}" is forbidden: exceeded quota: tickets-compute, '
            f"requested: "
            "requests.cpu=500m, used: requests.cpu=7800m, limited: requests.cpu=8",
            source="replicaset-controller",
            count=6 + place,
        )
    c.event(
        "deployment/seating",
        0,
        "ScalingReplicaSet",
        "Scaled up replica set seating-7d5c9b6f48 to 5 from 2",
        level="normal",
        source="deployment-controller",
    )
    c.event(
        "hpa/seating",
        0,
        "SuccessfulRescale",
        "New size: 5; reason: cpu resource utilization (percentage of request) above target",
        level="normal",
        source="horizontal-pod-autoscaler",
    )
    c.add("namespace/tickets", "namespace", phase="Active")
    c.add(
        "resourcequota/tickets-compute",
        "resourcequota",
        namespace="tickets",
        resources={
            "requests.cpu": {"used": "7800m", "hard": "8"},
            "requests.memory": {"used": "9Gi", "hard": "32Gi"},
            "pods": {"used": "17", "hard": "60"},
        },
    )
    c.metric("service/seating", "latency_p95", levels(1, (0.11, 20), (0.62, 16)), unit="Seconds")
    c.metric("service/seating", "request_rate", levels(2, (80, 20), (165, 16)), unit="Count/Second")
    c.lines(
        "service/box-office",
        (3, 6, 9, 12),
        "Error: timeout of 1500ms exceeded GET http://seating:8080/map/{n}",
        "error",
    )
    return c.bundle(
        "kube-scale-out-refused-at-peak", "seating p95 latency above 500ms", "service/box-office", source="datadog"
    ), fault(
        "k8s.quota.cpu_exceeded",
        "namespace/tickets",
        "k8s.scheduling.insufficient_cpu",
        "k8s.quota.pods_exceeded",
        "k8s.quota.memory_exceeded",
    )


def memory_quota_in_the_state_only() -> Scenario:
    """A deployment lacks pods; the events are gone, but its condition and the quota both tell why."""
    c = Cluster("core-bank", "2026-04-21T06:30:00", 102)
    c.system(BANK)
    c.drop("pod/kyc-checks")
    c.attrs("deployment/kyc-checks").update(desired=2, updated=0)
    c.attrs("deployment/kyc-checks")["conditions"] = {
        "Progressing": condition(
            "False", "ProgressDeadlineExceeded", 'ReplicaSet "kyc-checks-5b7f6d9c6" has timed out progressing.'
        ),
        "ReplicaFailure": condition(
            "True",
            "FailedCreate",
            'pods "kyc-checks-5b7f6d9c6-8tzx2" is forbidden: exceeded quota: default-quota, requested: '
            "limits.memory=2Gi, used: limits.memory=15Gi, limited: limits.memory=16Gi",
        ),
    }
    c.add(
        "resourcequota/default-quota",
        "resourcequota",
        namespace="core-bank",
        resources={
            "limits.memory": {"used": "15Gi", "hard": "16Gi"},
            "requests.cpu": {"used": "2100m", "hard": "12"},
            "pods": {"used": "15", "hard": "40"},
        },
    )
    c.add("namespace/core-bank", "namespace", phase="Active", labels={"team": "core"})
    c.alert(
        "deployment/kyc-checks",
        10,
        "KubeDeploymentReplicasMismatch",
        reason="Deployment core-bank/kyc-checks has not matched the expected number of replicas for 15 minutes.",
    )
    return c.bundle(
        "kube-mismatch-of-replicas-at-a-bank", "KubeDeploymentReplicasMismatch", "deployment/kyc-checks", minutes=31
    ), fault(
        "k8s.quota.memory_exceeded",
        "namespace/core-bank",
        "k8s.quota.cpu_exceeded",
        "k8s.scheduling.insufficient_memory",
        "node.memory_pressure",
        "deployment.rollout_stuck",
        also=[("k8s.quota.memory_exceeded", "resourcequota/default-quota")],
    )


def pod_count_quota_seen_in_events_only() -> Scenario:
    """Half a release is running: the surge pods of a rollout cannot be made because no more pods are allowed."""
    c = Cluster("media", "2026-05-12T21:10:00", 103, slim=True, objects=False)
    c.system(MEDIA, chatter=2)
    c.add("namespace/media", "namespace", status="Active")
    c.event(
        "deployment/rights",
        0,
        "ScalingReplicaSet",
        "Scaled up replica set rights-6c8f9d7b5 to 1",
        level="normal",
        source="deployment-controller",
    )
    for place, name in enumerate(("x4rgt", "mm8kd", "w2v9q", "zt6bn")):
        c.event(
            "replicaset/rights-6c8f9d7b5",
            0.2 + place * 4,
            "FailedCreate",
            f'Error creating: pods "rights-6c8f9d7b5-{name}" is forbidden: exceeded quota: media-objects, requested: '
            "pods=1, used: pods=20, limited: pods=20",
            source="replicaset-controller",
            count=4,
        )
    c.change(
        "deployment/rights",
        -0.1,
        "deployment",
        "kubectl set image",
        "ci/media-deploy",
        image=["rights:41", "rights:42"],
    )
    c.alert(
        "service/web-player",
        6,
        "[P2] playback starts failing: entitlement schema v42 expected",
        state="alarm",
        count=44,
    )
    c.lines(
        "service/web-player",
        (2, 5, 8, 11, 14),
        'upstream "rights" answered 406 entitlement schema v41, wanted v42',
        "error",
    )
    c.drop("pod/", "deployment/", "statefulset/", "service/")
    return c.bundle(
        "kube-new-version-never-appears",
        "[P2] playback starts failing",
        "service/web-player",
        source="datadog",
        severity="critical",
    ), fault(
        "k8s.quota.pods_exceeded",
        "namespace/media",
        "deployment.bad_release",
        "deployment.rollout_stuck",
        "k8s.scheduling.too_many_pods",
    )


def service_count_quota_refuses_the_new_service() -> Scenario:
    """A release brings a new Service; the cluster refuses it, so the name its callers use does not exist."""
    c = Cluster("clinic", "2026-01-27T13:40:00", 104, objects=False)
    c.system(CLINIC, chatter=3)
    c.drop("service/letters")
    c.add("namespace/clinic", "namespace", phase="Active")
    c.add(
        "resourcequota/object-counts",
        "resourcequota",
        namespace="clinic",
        resources={
            "services": {"used": "5", "hard": "5"},
            "configmaps": {"used": "9", "hard": "50"},
            "pods": {"used": "9", "hard": "30"},
        },
    )
    c.log("job/release-4471", -0.5, "deployment.apps/letters created")
    c.log(
        "job/release-4471",
        -0.5,
        'Error from server (Forbidden): error when creating "letters/service.yaml": services '
        '"letters" is forbidden: exceeded quota: object-counts, requested: services=1, used: services=5, '
        "limited: services=5",
        "error",
        source="deploy-runner",
    )
    c.log("job/release-4471", -0.4, "configmap/letters-templates created")
    c.change("deployment/letters", -0.5, "deployment", "kubectl apply", "ci/release-4471", image="letters:2.0.1")
    c.lines(
        "pod/" + c.pods("reminders")[0].partition("/")[2],
        (1, 3, 5, 8, 12, 15),
        "SocketError: Failed to open TCP connection to letters:80 (getaddrinfo: Name or service not known)",
        "error",
    )
    return c.bundle("kube-letters-cannot-be-sent", "reminders: job error ratio > 20%", "service/reminders"), fault(
        "k8s.quota.services_exceeded",
        "namespace/clinic",
        "dns.resolution_failure",
        "dns.record_wrong",
        also=[("k8s.quota.services_exceeded", "resourcequota/object-counts")],
        herring={"cause": "dns.resolution_failure", "entity": "service/letters"},
    )


def storage_quota_stops_a_stateful_set() -> Scenario:
    """A store is to grow by one member; its volume claim would exceed the namespace's storage."""
    c = Cluster("energy", "2026-06-30T09:15:00", 105)
    c.system(ENERGY, chatter=2)
    c.attrs("statefulset/readings-db").update(desired=2, ready="1/2")
    c.add("namespace/energy", "namespace", phase="Active")
    c.event(
        "statefulset/readings-db",
        0,
        "FailedCreate",
        "create Claim data-readings-db-1 for Pod readings-db-1 in StatefulSet readings-db failed error: "
        'persistentvolumeclaims "data-readings-db-1" is forbidden: exceeded quota: storage-quota, requested: '
        "requests.storage=200Gi, used: requests.storage=400Gi, limited: requests.storage=500Gi",
        source="statefulset-controller",
        count=14,
    )
    c.event(
        "statefulset/readings-db",
        1,
        "FailedCreate",
        "create Pod readings-db-1 in StatefulSet readings-db failed error: failed to create PVC data-readings-db-1: "
        'persistentvolumeclaims "data-readings-db-1" is forbidden: exceeded quota: storage-quota, requested: '
        "requests.storage=200Gi, used: requests.storage=400Gi, limited: requests.storage=500Gi",
        source="statefulset-controller",
        count=14,
    )
    c.add(
        "pvc/data-readings-db-0",
        "pvc",
        namespace="energy",
        status="Bound",
        volume="pvc-88f1",
        capacity="200Gi",
        access_modes="RWO",
        storage_class="gp3",
        used_by="readings-db-0",
    )
    c.add(
        "pvc/archive",
        "pvc",
        namespace="energy",
        status="Bound",
        volume="pvc-9d02",
        capacity="200Gi",
        access_modes="RWO",
        storage_class="gp3",
        used_by="<none>",
    )
    c.change("statefulset/readings-db", -0.3, "scaling", "kubectl scale", "user/j.okafor", replicas=[1, 2])
    return c.bundle(
        "kube-second-member-missing", "StatefulSet replicas mismatch", "statefulset/readings-db", severity="warning"
    ), fault(
        "k8s.quota.storage_exceeded",
        "namespace/energy",
        "storage.full",
        "k8s.volume.claim_missing",
        "k8s.volume.capacity_mismatch",
    )


def jobs_quota_stops_the_nightly_runs() -> Scenario:
    """Finished jobs were never cleaned up; the count of jobs is at its limit and nothing new is started."""
    c = Cluster("parcels", "2026-02-09T02:00:00", 106, objects=False)
    c.system(PARCELS)
    for place in range(4):
        c.add(
            f"job/manifest-export-2953{place}80",
            "job",
            namespace="parcels",
            pods="0 Active / 1 Succeeded / 0 Failed",
            backoff_limit=2,
        )
    c.event(
        "cronjob/manifest-export",
        0,
        "FailedCreate",
        'Error creating job: jobs.batch "manifest-export-29544320" is forbidden: exceeded quota: parcels-limits, '
        "requested: count/jobs.batch=1, used: count/jobs.batch=40, limited: count/jobs.batch=40",
        source="cronjob-controller",
        count=9,
        first=-0.1,
    )
    c.add("namespace/parcels", "namespace", phase="Active")
    c.add(
        "resourcequota/parcels-limits",
        "resourcequota",
        namespace="parcels",
        resources={
            "count/jobs.batch": {"used": "40", "hard": "40"},
            "pods": {"used": "14", "hard": "80"},
            "requests.cpu": {"used": "3", "hard": "20"},
        },
    )
    c.log(
        "service/carriers",
        40,
        "WARN  [poller-3] c.h.carriers.Manifests : no manifest for 2026-02-09 in bucket, retry in 600 s",
    )
    c.log(
        "service/carriers",
        50,
        "WARN  [poller-3] c.h.carriers.Manifests : no manifest for 2026-02-09 in bucket, retry in 600 s",
    )
    return c.bundle(
        "kube-no-manifest-this-night",
        "manifest for carriers is late",
        "service/carriers",
        minutes=55,
        source="synthetic-monitor",
        severity="warning",
    ), fault("k8s.quota.objects_exceeded", "namespace/parcels", "k8s.quota.pods_exceeded", "dependency.queue_backlog")


CASES: tuple[Case, ...] = (
    cpu_quota_stops_a_scale_out,
    memory_quota_in_the_state_only,
    pod_count_quota_seen_in_events_only,
    service_count_quota_refuses_the_new_service,
    storage_quota_stops_a_stateful_set,
    jobs_quota_stops_the_nightly_runs,
)
