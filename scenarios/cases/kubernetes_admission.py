"""Pods refused by admission rules, missing service accounts, and forbidden calls of the API."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_kubernetes import Cluster, condition, fault, levels
from scenarios.cases.building_kubernetes_systems import BANK, CLINIC, ENERGY, FLEET, TICKETS, Part


def webhook_denies_the_image() -> Scenario:
    """A policy forbids the image's tag; the old pods were removed first because the strategy is Recreate."""
    c = Cluster("fleet", "2026-07-14T11:20:00", 107, objects=False)
    c.system(FLEET, chatter=2)
    c.drop("pod/geozones")
    c.event(
        "deployment/geozones",
        -0.2,
        "ScalingReplicaSet",
        "Scaled down replica set geozones-84d6c8b5f to 0 from 2",
        level="normal",
        source="deployment-controller",
    )
    c.event(
        "deployment/geozones",
        0,
        "ScalingReplicaSet",
        "Scaled up replica set geozones-5fc7bb9d7c to 2",
        level="normal",
        source="deployment-controller",
    )
    c.event(
        "replicaset/geozones-5fc7bb9d7c",
        0.1,
        "FailedCreate",
        'Error creating: admission webhook "validate.kyverno.svc-fail" denied the request: resource '
        "Pod/fleet/geozones-5fc7bb9d7c-2pl7x was blocked due to the following policies: disallow-latest-tag: "
        "require-image-tag: 'validation error: an image tag is required and must not be latest'",
        source="replicaset-controller",
        count=15,
    )
    c.change(
        "deployment/geozones",
        -0.3,
        "deployment",
        "helm upgrade",
        "ci/fleet",
        image=["geozones:2.9.0", "geozones:latest"],
    )
    c.lines(
        "service/dispatch-api",
        (1, 2, 4, 7, 9, 13),
        "httpx.ConnectError: [Errno 111] Connection refused url=http://geozones/zone/{n}",
        "error",
    )
    c.metric("service/dispatch-web", "error_rate", levels(3, (0.2, 20), (31, 16)), unit="Percent")
    return c.bundle(
        "kube-zones-gone-after-upgrade",
        "dispatch-web 5xx > 5%",
        "service/dispatch-web",
        source="cloudwatch",
        severity="critical",
    ), fault(
        "k8s.admission.webhook_denied",
        "deployment/geozones",
        "k8s.workload.zero_replicas",
        "k8s.image.reference_invalid",
        "deployment.bad_release",
        "k8s.admission.pod_security",
    )


def webhook_does_not_answer() -> Scenario:
    """The sidecar injector has no endpoints, so that no pod of the namespace can be made again after a node drain."""
    c = Cluster("tickets", "2026-08-03T04:45:00", 108)
    c.system(TICKETS, only=("box-office", "orders", "tickets-db", "receipts"), chatter=2)
    c.drop("pod/receipts")
    c.add(
        "service/vault-agent-injector",
        "service",
        namespace="vault",
        type="ClusterIP",
        selector={"app": "injector"},
        port="https  443/TCP",
        target_port="8080/TCP",
        endpoints="<none>",
    )
    text = (
        'Internal error occurred: failed calling webhook "vault.hashicorp.com": failed to call webhook: Post '
        '"https://vault-agent-injector.vault.svc:443/mutate?timeout=30s": no endpoints available for service '
        '"vault-agent-injector"'
    )
    c.event(
        "replicaset/receipts-59d4f7c66b",
        0.5,
        "FailedCreate",
        f"Error creating: {text}",
        source="replicaset-controller",
        count=17,
        first=-0.2,
    )
    c.attrs("deployment/receipts")["conditions"] = {"ReplicaFailure": condition("True", "FailedCreate", text)}
    c.lines(
        "service/orders",
        range(1, 15, 2),
        "ERROR [nio-exec-{n}] c.h.orders.ReceiptClient : I/O error on POST request for "
        '"http://receipts/render": Connection refused',
        "error",
    )
    return c.bundle(
        "kube-receipts-do-not-come-back", "orders error log rate", "service/orders", source="datadog"
    ), fault(
        "k8s.admission.webhook_denied",
        "deployment/receipts",
        "dependency.unreachable",
        "k8s.workload.zero_replicas",
        also=[
            ("k8s.admission.webhook_denied", "service/vault-agent-injector"),
            ("k8s.service.selector_mismatch", "service/vault-agent-injector"),
        ],
    )


def pod_security_rejects_a_root_container() -> Scenario:
    """The namespace was moved to the restricted level; a restart leaves a workload without pods."""
    c = Cluster("energy", "2026-09-17T15:05:00", 109, objects=False)
    c.system(ENERGY, chatter=2)
    c.drop("pod/meter-ingest")
    c.add("namespace/energy", "namespace", labels={"pod-security.kubernetes.io/enforce": "restricted"})
    c.event(
        "replicaset/meter-ingest-6db9cc4d8",
        0,
        "FailedCreate",
        'Error creating: pods "meter-ingest-6db9cc4d8-h7w2k" is forbidden: violates PodSecurity "restricted:latest": '
        'allowPrivilegeEscalation != false (container "meter-ingest" must set '
        'securityContext.allowPrivilegeEscalation=false), runAsNonRoot != true (pod or container "meter-ingest" '
        "must set "
        "securityContext.runAsNonRoot=true)",
        source="replicaset-controller",
        count=12,
    )
    c.change(
        "namespace/energy",
        -180,
        "access",
        "kubectl label namespace",
        "user/platform-sec",
        enforce=["baseline", "restricted"],
    )
    c.change("deployment/meter-ingest", -0.5, "deployment", "kubectl rollout restart", "user/n.brandt")
    c.metric("service/meter-ingest", "request_rate", levels(5, (340, 20), (0, 16)), unit="Count/Second")
    return c.bundle(
        "kube-no-readings-after-restart", "meter readings per minute = 0", "service/meter-ingest", severity="critical"
    ), fault(
        "k8s.admission.pod_security",
        "deployment/meter-ingest",
        "k8s.rbac.forbidden",
        "k8s.admission.webhook_denied",
        "traffic.drop",
        also=[("k8s.admission.pod_security", "service/meter-ingest")],
    )


def service_account_forgotten() -> Scenario:
    """A new worker's manifest names a service account nobody made."""
    c = Cluster("core-bank", "2026-10-05T08:25:00", 110)
    c.system(BANK, only=("mobile-bff", "accounts", "statements", "ledger-db"), chatter=2)
    c.add(
        "deployment/statement-archiver",
        "deployment",
        namespace="core-bank",
        desired=1,
        ready=0,
        available=0,
        unavailable=1,
        selector={"app": "statement-archiver"},
        age="18m",
        conditions={
            "Available": condition(
                "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability."
            )
        },
    )
    c.event(
        "replicaset/statement-archiver-7f8c6bd6f4",
        0,
        "FailedCreate",
        'Error creating: pods "statement-archiver-7f8c6bd6f4-" is forbidden: error looking up service account '
        'core-bank/archiver: serviceaccount "archiver" not found',
        source="replicaset-controller",
        count=13,
    )
    c.event(
        "deployment/statement-archiver",
        0,
        "ScalingReplicaSet",
        "Scaled up replica set statement-archiver-7f8c6bd6f4 to 1",
        level="normal",
        source="deployment-controller",
    )
    c.add("namespace/core-bank", "serviceaccounts", names=["default", "accounts", "statements", "ci-deployer"])
    c.change("deployment/statement-archiver", -0.1, "deployment", "argocd sync", "argocd/core-bank", revision="8c1d2fa")
    c.drop("")
    return c.bundle(
        "kube-archiver-has-no-pods",
        "Deployment statement-archiver: 0 of 1 available",
        "deployment/statement-archiver",
        source="kubernetes",
        severity="warning",
    ), fault(
        "k8s.serviceaccount.missing",
        "deployment/statement-archiver",
        "k8s.rbac.forbidden",
        "k8s.config.secret_missing",
        "k8s.admission.pod_security",
    )


def service_account_missing_by_state() -> Scenario:
    """No events: the deployment's object names an account that is not in the list of the namespace."""
    c = Cluster("clinic", "2026-10-19T07:00:00", 111)
    c.system(CLINIC)
    c.drop("pod/patients")
    c.add(
        "deployment/patients",
        "manifest",
        kind="Deployment",
        spec={
            "replicas": 2,
            "selector": {"matchLabels": {"app": "patients"}},
            "template": {
                "metadata": {"labels": {"app": "patients"}},
                "spec": {
                    "serviceAccountName": "patients-reader",
                    "containers": [{"name": "patients", "image": "patients:1.41", "ports": [{"containerPort": 8090}]}],
                },
            },
        },
    )
    c.add("namespace/clinic", "serviceaccounts", names=["appointments", "booking", "default", "patients"])
    c.add("namespace/clinic", "secrets", names=["records-db", "smtp"])
    c.attrs("deployment/patients", "deployment")["conditions"] = {
        "ReplicaFailure": condition("True", "FailedCreate", "")
    }
    c.lines(
        "service/booking-ui",
        (1, 4, 7, 10),
        "connect() failed (111: Connection refused) while connecting to upstream, "
        'request: "GET /api/patients/{n} HTTP/1.1", upstream: "http://172.20.14.6:8090/"',
        "error",
    )
    return c.bundle(
        "kube-patient-search-down",
        "Check 'patient search' failed from 3 of 3 locations",
        "service/booking-ui",
        source="synthetic-monitor",
        severity="critical",
    ), fault(
        "k8s.serviceaccount.missing",
        "deployment/patients",
        "k8s.workload.zero_replicas",
        "dependency.unreachable",
        "k8s.service.selector_mismatch",
        also=[("k8s.serviceaccount.missing", "service/patients")],
    )


def operator_may_no_longer_list() -> Scenario:
    """A cluster role was tightened; a controller fails at every turn, and what it should publish goes stale."""
    c = Cluster("fleet", "2026-11-02T16:10:00", 112, objects=False)
    c.system(FLEET, only=("dispatch-web", "dispatch-api", "vehicles", "geozones", "fleet-db"), chatter=3)
    part = Part(0, 0, "zone-sync:0.4.2", replicas=1)
    pod = c.app("zone-sync", part, service=False)[0]
    c.attrs(pod)["service_account"] = "zone-sync"
    for minute in range(0, 17, 2):
        c.log(
            pod,
            minute,
            f"E1102 16:1{minute % 10}:07.113492 1 reflector.go:147] failed to list *v1.ConfigMap: configmaps is "
            f"forbidden: "
            'User "system:serviceaccount:fleet:zone-sync" cannot list resource "configmaps" in API group "" in the '
            'namespace "fleet"',
            "error",
        )
    c.log(pod, -4, "I1102 16:06:11.002818 1 sync.go:88] published 214 zones")
    c.log(pod, -2, "I1102 16:08:11.004377 1 sync.go:88] published 214 zones")
    c.change("clusterrole/zone-sync", -0.4, "access", "kubectl apply", "user/platform-sec", verbs=["get"])
    c.lines("service/geozones", (3, 6, 9, 12, 15), '{"level":"warn","msg":"zone table is stale","age_s":{n}}', "warn")
    c.drop("")
    return c.bundle("kube-zone-table-goes-stale", "geozones: zone table older than 5m", "service/geozones"), fault(
        "k8s.rbac.forbidden",
        "pod/" + pod.partition("/")[2],
        "access.permission_denied",
        "k8s.serviceaccount.missing",
        "control_plane.api_unavailable",
    )


CASES: tuple[Case, ...] = (
    webhook_denies_the_image,
    webhook_does_not_answer,
    pod_security_rejects_a_root_container,
    service_account_forgotten,
    service_account_missing_by_state,
    operator_may_no_longer_list,
)
