"""Faults of quotas, scheduling, admission, permissions and scaling."""

from __future__ import annotations

from scenarios.cases.meshes.everyday import everyday
from scenarios.cases.meshes.fleet import Fleet
from scenarios.cases.meshes.scene import Case, Scene
from scenarios.cases.meshes.shapes import level, times
from scenarios.cases.meshes.systems import LENDING, METERS, PARCELS, TICKETS, eks, numbered


def night_rollup() -> Case:
    s = Scene("me-night-rollup", 203, "2026-02-27T01:15:00Z", before=40, after=50, step=120)
    f = Fleet(
        s,
        METERS,
        "meters",
        numbered("w", 5),
        metrics=("cpu_usage", "memory_usage"),
        shapes={
            "queue.memory_usage": times(1.7, 5, over=40),
            "rollup.cpu_usage": times(0.34, 0),
            "rollup.memory_usage": times(0.34, 0),
        },
    )
    for pod in f.pods["rollup"][1:]:
        f.remove(pod)
    everyday(f, 13, 5, changes=False, events=False)
    s.incident(
        "Rollup freshness > 30 min",
        "service/dash",
        "warning",
        "manual",
        "hourly tiles are late; noticed by operations",
        at=None,
    )
    f.attributes["deployment/rollup"]["conditions"] = {
        "Available": {"status": "False", "reason": "MinimumReplicasUnavailable"},
        "ReplicaFailure": {"status": "True", "reason": "FailedCreate", "message": 'pods "rollup-7c9d8f5b6c-4kq2z" is forbidden: exceeded quota: meters-team, requested: requests.memory=3Gi, used: requests.memory=22Gi, limited: requests.memory=24Gi'},
    }  # fmt: skip
    s.state("namespace/meters", "namespace", status="Active", labels={"team": "meters"})
    s.state(
        "resourcequota/meters-team",
        "resourcequota",
        namespace="meters",
        resources={
            "requests.memory": {"used": "22Gi", "hard": "24Gi"},
            "requests.cpu": {"used": "13", "hard": "24"},
            "pods": {"used": "27", "hard": "60"},
        },
    )
    s.log(20, f.pods["rollup"][0], "WARN", "c.m.rollup.Worker - lag on hourly partition 7 is 22 min")
    s.gap("events", "forbidden: events is forbidden for user readonly in namespace meters")
    s.gap("changes", "not configured")
    s.gap("logs", "timed out after 10 s", "statefulset/queue")
    f.settle()
    also = (
        ("k8s.quota.memory_exceeded", "deployment/rollup"),
        ("k8s.quota.memory_exceeded", "resourcequota/meters-team"),
    )
    return s.fault(
        "k8s.quota.memory_exceeded",
        "namespace/meters",
        also,
        poor=True,
        near=("dependency.queue_backlog", "k8s.scheduling.insufficient_memory"),
    )


def new_scoring_pool() -> Case:
    s = Scene("me-new-scoring-pool", 204, "2026-03-24T11:02:00Z", before=30, after=14)
    f = Fleet(s, LENDING, "lending", eks(52, "eu-central-1", 4), metrics=())
    pods = list(f.pods["scoring"])
    everyday(f, 14, 5)
    s.drop("metrics", "changes")
    s.incident("Decision engine timeouts", "service/loans", "high", "datadog", at=1)
    message = "0/4 nodes are available: 2 node(s) had untolerated taint {workload: inference}, 2 node(s) didn't match Pod's node affinity/selector. preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling."
    for node in f.nodes[:2]:
        f.attributes[f"node/{node}"].update(
            taints=["workload=inference:NoSchedule"], labels={"kubernetes.io/os": "linux", "pool": "ml"}
        )
    for node in f.nodes[2:]:
        f.attributes[f"node/{node}"]["labels"]["pool"] = "general"
    for pod in pods:
        f.pending(pod, message)
        f.attributes[pod].update(
            node_selector={"pool": "ml"}, tolerations=["node.kubernetes.io/not-ready:NoExecute op=Exists for 300s"]
        )
        s.event(12, pod, "FailedScheduling", message, count=4, first=-0.5, source="default-scheduler")
    for node in f.nodes[:2]:
        f.empty(node, *f.nodes[2:])
    s.log(
        0.3,
        f.pods["loans"][0],
        "ERROR",
        "i.k.client - Connect timeout has expired [url=http://scoring/score, connect_timeout=2000 ms]",
        133,
    )
    s.gap("metrics", "AccessDenied", None, "cloudwatch:GetMetricData")
    s.gap("changes", "AccessDenied", None, "cloudtrail:LookupEvents")
    f.settle()
    return s.fault(
        "k8s.scheduling.taint_not_tolerated",
        "deployment/scoring",
        (),
        poor=True,
        near=("k8s.scheduling.node_selector_mismatch", "k8s.scheduling.node_affinity_mismatch"),
    )


def label_printer() -> Case:
    s = Scene("me-label-printer", 205, "2026-07-09T12:48:00Z", before=30, after=30, hours=-4)
    f = Fleet(
        s,
        PARCELS,
        "parcels",
        numbered("ocp-compute-", 4),
        metrics=(),
        depth="workloads",
        registry="image-registry.openshift-image-registry.svc:5000",
    )
    everyday(f, 15, 6, changes=False, events=False)
    s.incident("Partner file drop: no manifests since 12:48", "service/labels", "high", "manual", at=None)
    for minute, count in ((0.2, 12), (9, 61), (24, 96)):
        s.log(
            minute,
            "deployment/labels",
            "ERROR",
            'kubernetes.client.exceptions.ApiException: (403) Reason: Forbidden HTTP response body: {"kind":"Status","status":"Failure","message":"jobs.batch is forbidden: User \\"system:serviceaccount:parcels:labels\\" cannot create resource \\"jobs\\" in API group \\"batch\\" in the namespace \\"parcels\\"","reason":"Forbidden","code":403}',
            count,
        )
    s.log(-12, "deployment/labels", "INFO", "created job manifest-dhl-88120 in 41 ms")
    s.log(2, "deployment/labels", "WARNING", "manifest queue length 44, oldest 2 min")
    s.log(26, "deployment/labels", "WARNING", "manifest queue length 1190, oldest 26 min")
    s.gap("metrics", "no datapoints in the window")
    s.gap("events", "timed out after 10 s")
    s.gap("state", "rolebindings.rbac.authorization.k8s.io is forbidden")
    f.settle()
    also = (
        ("access.permission_denied", "deployment/labels"),
        ("k8s.rbac.forbidden", "serviceaccount/labels"),
        ("k8s.rbac.forbidden", "namespace/parcels"),
    )
    return s.fault("k8s.rbac.forbidden", "deployment/labels", also, poor=True, near=("dependency.queue_backlog",))


def spare_capacity() -> Case:
    s = Scene("me-spare-capacity", 206, "2026-11-04T18:26:00Z", before=60, after=25)
    shapes = {
        "basket.error_rate": level(0.34, 0),
        "basket.latency_p95": times(14, 0),
        "storefront.error_rate": level(0.07, 0),
        "basket.cpu_usage": times(0.6, 0),
        "basket.memory_usage": times(0.34, 0),
    }
    f = Fleet(s, TICKETS, "tickets", eks(19, "eu-west-1", 6), mesh="istio", shapes=shapes)
    gone = f.pods["basket"][1:] + f.pods["seatmap"][2:]
    for pod in gone:
        f.remove(pod)
    everyday(f, 16)
    s.incident("Checkout funnel: basket adds failing", "service/storefront", at=3, region="eu-west-1")
    node = f.nodes[4]
    s.event(
        -2.4,
        f"node/{node}",
        "SpotInterruption",
        f"Spot Interruption event received. Instance {node} will be interrupted",
        source="aws-node-termination-handler",
    )
    s.event(
        -0.4,
        f"node/{node}",
        "RemovingNode",
        f"Node {node} event: Removing Node from Controller",
        "normal",
        source="node-controller",
    )
    s.forget("state", f"node/{node}")
    f.empty(node, *f.nodes[:4])
    text = 'Internal error occurred: failed calling webhook "validate.image-policy.acme.io": failed to call webhook: Post "https://image-policy.security.svc:443/validate?timeout=10s": context deadline exceeded'
    for app in ("basket", "seatmap"):
        s.event(
            23,
            f"deployment/{app}",
            "FailedCreate",
            f"Error creating: {text}",
            count=17,
            first=-1.9,
            source="replicaset-controller",
        )
        f.attributes[f"deployment/{app}"]["conditions"] = {
            "ReplicaFailure": {"status": "True", "reason": "FailedCreate", "message": text},
            "Available": {"status": "False" if app == "basket" else "True", "reason": "MinimumReplicasUnavailable"},
        }
    s.state(
        "validatingwebhookconfiguration/image-policy",
        "manifest",
        kind="ValidatingWebhookConfiguration",
        webhooks=[
            {
                "name": "validate.image-policy.acme.io",
                "failurePolicy": "Fail",
                "timeoutSeconds": 10,
                "clientConfig": {"service": {"name": "image-policy", "namespace": "security", "port": 443}},
            }
        ],
    )
    s.state("deployment/image-policy", "deployment", namespace="security", desired=1, ready=1, available=1, age="91d")
    s.log(
        4,
        "deployment/image-policy",
        "error",
        'level=error msg="fetch signature" err="Get https://rekor.acme-internal.io/api/v1/log: net/http: request canceled (Client.Timeout exceeded while awaiting headers)"',
        52,
    )
    s.log(3, f.pods["storefront"][0], "error", "basket: upstream request timeout (504) rid=41ab", 820)
    s.log(5, f.pods["basket"][0], "warn", 'level=warn msg="queue full, shedding" inflight=512', 4021)
    f.settle()
    also = tuple(
        (code, place)
        for code in ("k8s.admission.webhook_denied",)
        for place in (
            "deployment/image-policy",
            "validatingwebhookconfiguration/image-policy",
            "deployment/seatmap",
            "service/basket",
            "namespace/tickets",
        )
    )
    return s.fault(
        "k8s.admission.webhook_denied",
        "deployment/basket",
        also,
        ("compute.instance_lost", f"node/{node}"),
        near=("deployment.rollout_stuck",),
    )


def evening_doors() -> Case:
    s = Scene("me-evening-doors", 207, "2026-09-18T16:55:00Z", before=170, after=30, step=60)
    shapes = {
        "pricing.cpu_usage": level(2.0, 0, noise=0.01),
        "pricing.latency_p95": times(17, 0, over=6),
        "pricing.error_rate": level(0.11, 4),
        "basket.latency_p95": times(19, 1, over=6),
        "basket.error_rate": level(0.09, 4),
        "storefront.latency_p95": times(4.1, 1, over=6),
        "pricing.memory_usage": times(0.34, 0),
    }
    f = Fleet(s, TICKETS, "tickets", numbered("gke-tix-n2-", 6), shapes=shapes)
    f.attributes["deployment/pricing"]["desired"] = 2
    f.remove(f.pods["pricing"][2])
    everyday(f, 17)
    s.incident("storefront p95 > 700 ms", "service/storefront", "high", at=5, region="europe-west1")
    s.series(
        "desired_replicas",
        "horizontalpodautoscaler/pricing",
        7,
        level(2, -0.5, noise=0),
        noise=0,
        whole=True,
        unit="count",
    )
    s.series("cpu_utilization", "horizontalpodautoscaler/pricing", 57, level(198, 0, noise=0.02), unit="percent")
    s.change(
        -1,
        "scaling",
        "cost-review",
        "merge 'right-size autoscalers' (gitops)",
        "horizontalpodautoscaler/pricing",
        max_replicas=[12, 2],
        min_replicas=[3, 1],
    )
    s.change(
        -1,
        "scaling",
        "cost-review",
        "merge 'right-size autoscalers' (gitops)",
        "horizontalpodautoscaler/promo",
        max_replicas=[8, 4],
    )
    s.event(
        -0.6,
        "horizontalpodautoscaler/pricing",
        "SuccessfulRescale",
        "New size: 2; reason: Current number of replicas above Spec.MaxReplicas",
        "normal",
        source="horizontal-pod-autoscaler",
    )
    s.state(
        "horizontalpodautoscaler/pricing",
        "horizontalpodautoscaler",
        namespace="tickets",
        min_replicas=1,
        max_replicas=2,
        current_replicas=2,
        desired_replicas=2,
        conditions={
            "ScalingLimited": {
                "status": "True",
                "reason": "TooManyReplicas",
                "message": "the desired replica count is more than the maximum replica count",
            }
        },
    )
    s.log(6, f.pods["basket"][0], "warn", 'level=warn msg="pricing slow" took=2.1s sku=88-AX', 390)
    f.settle()
    also = (
        ("deployment.scaling_change", "horizontalpodautoscaler/pricing"),
        ("compute.autoscaling_at_max", "deployment/pricing"),
        ("compute.autoscaling_at_max", "horizontalpodautoscaler/pricing"),
    )
    return s.fault(
        "deployment.scaling_change", "deployment/pricing", also, near=("traffic.surge", "compute.cpu_saturation")
    )


WRITTEN = (evening_doors, label_printer, new_scoring_pool, night_rollup, spare_capacity)
