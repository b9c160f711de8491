"""Ordinary life around an incident: neighbours, their chatter, old alarms and unrelated work, all of it harmless."""

from __future__ import annotations

from typing import Any

from .bundle import Case

CHATTER = (
    ("warn", "HikariPool-1 - Thread starvation or clock leap detected (housekeeper delta=48s312ms)."),
    ("warn", "DeprecationWarning: datetime.datetime.utcnow() is deprecated and scheduled for removal"),
    (
        "error",
        "Failed to export spans. Server responded with UNAVAILABLE: io exception (otel-collector:4317), will retry",
    ),
    ("warn", 'retrying request attempt=1/3 err="read: connection reset by peer" outcome=ok'),
    ("error", "java.io.IOException: Broken pipe (client closed the connection before the response was written)"),
    ("warn", "Slow GC: G1 Young Generation pause 214ms"),
    ("warn", "[Rack::Timeout] source=rack-timeout id=4ee1 timeout=30000ms state=active service=18230ms"),
    ("error", "Sentry is attempting to send 2 pending events"),
    (
        "warn",
        "Microsoft.AspNetCore.DataProtection: No XML encryptor configured. Key may be persisted in unencrypted form.",
    ),
    ("warn", "JWT validation failed: token expired 14s ago (sub=anonymous) -> 401"),
    ("warn", "feature flag client: stream closed by server, reconnecting in 1s"),
    ("info", "celery@worker-3 ready. missed heartbeat from celery@worker-1, recovered"),
)
CLOUD_WORK = (
    ("access", "iam:CreateAccessKey", "role/ci-publisher", "user/platform-admin"),
    ("config", "logs:PutRetentionPolicy", "loggroup/audit-trail", "role/terraform"),
    ("infrastructure", "ec2:CreateTags", "ec2/i-0b77c1d92e", "role/cost-tagger"),
    ("config", "s3:PutLifecycleConfiguration", "s3/reports-archive", "role/terraform"),
    ("deployment", "lambda:UpdateFunctionCode", "lambda/slack-digest", "role/ci-publisher"),
    ("config", "wafv2:UpdateIPSet", "waf/office-allowlist", "user/secops"),
)
CLUSTER_WORK = (
    ("deployment", "helm upgrade", "deployment/docs-site", "ci/docs"),
    ("config", "kubectl apply", "configmap/grafana-dashboards", "argocd"),
    ("scaling", "kubectl scale", "deployment/sandbox-runner", "user/mira"),
    ("config", "kubectl annotate", "namespace/research", "user/olek"),
    ("deployment", "argocd sync", "deployment/status-badge", "argocd"),
)
STALE_ALARMS = (
    ("legacy-batch-host-disk", "ec2/i-0b77c1d92e", "insufficient_data", "Unchecked: Initial alarm creation"),
    ("audit-trail-ingestion-cost", "loggroup/audit-trail", "alarm", "IncomingBytes above budget since last quarter"),
    (
        "reports-archive-replication-pending",
        "s3/reports-archive",
        "alarm",
        "OperationsPendingReplication > 0, rule was retired",
    ),
    ("vpn-tunnel-2-down", "vpn/office-backup", "alarm", "TunnelState 0: spare tunnel, off on purpose"),
)
HARMLESS_WARNINGS = (
    (
        "FailedToUpdateEndpointSlices",
        "Error updating Endpoint Slices: the object has been modified; please apply your changes to the latest version",
        "endpoint-slice-controller",
    ),
    ("DNSConfigForming", "Nameserver limits were exceeded, some nameservers have been omitted", "kubelet"),
    (
        "UnusedAnnotation",
        "annotation kubernetes.io/ingress.class is deprecated, please use spec.ingressClassName",
        "ingress-controller",
    ),
)


def _chatter(case: Case, places: list[str], amount: int) -> None:
    for level, message in case.rng.sample(CHATTER, amount):
        minute = case.rng.uniform(-case.lead, case.now)
        case.log(minute, case.rng.choice(places), level, message, case.rng.randint(1, 9))


def _watch(case: Case, entity: str, name: str, level: float, **style: Any) -> None:
    if not case.holds("metrics", entity, name):  # the case's own story comes first
        case.metric(entity, name, level, **style)


def _describe(case: Case, entity: str, kind: str, **attributes: Any) -> None:
    if not case.holds("state", entity, kind):
        case.state(entity, kind, **attributes)


def surround_aws(case: Case, *neighbours: str, chatter: int = 4, metrics: bool = True) -> None:
    """Add healthy AWS neighbours (entities given), a scaling alarm that is low by design, backups and unrelated calls."""
    rng = case.rng
    for place in neighbours:
        kind = place.split("/")[0]
        if not metrics:
            continue
        if kind == "ecs-service":
            _watch(case, place, "CPUUtilization", rng.uniform(18, 46), noise=0.12, cap=100, step=5)
            _watch(case, place, "MemoryUtilization", rng.uniform(38, 82), unit="Percent", noise=0.02, step=5)
            _describe(
                case, place, "ecs_service", desired=4, running=4, pending=0, events=["has reached a steady state."]
            )
        elif kind == "lambda":
            _watch(case, place, "Invocations", rng.uniform(60, 900), stat="Sum", whole=True, step=5)
            _watch(case, place, "Errors", 0.6, stat="Sum", whole=True, noise=0.7, step=5)
        elif kind in ("rds", "aurora"):
            _watch(case, place, "CPUUtilization", rng.uniform(18, 66), noise=0.1, cap=100, step=5)
            _watch(case, place, "DatabaseConnections", rng.uniform(20, 90), noise=0.05, whole=True, step=5)
        elif kind == "sqs":
            _watch(case, place, "ApproximateAgeOfOldestMessage", 3, unit="Seconds", stat="Maximum", noise=0.5, step=5)
        elif kind == "dynamodb":
            _watch(case, place, "ConsumedReadCapacityUnits", rng.uniform(100, 900), stat="Sum", step=5)
    _chatter(case, [place for place in neighbours if place.startswith(("ecs-service/", "lambda/"))], chatter)
    quiet = neighbours[-1]
    case.alert(
        -rng.uniform(900, 9000), f"TargetTracking-service/{quiet.split('/')[1]}-AlarmLow-{rng.randrange(16**8):08x}", quiet,
        "alarm", "Threshold Crossed: 15 datapoints were less than the threshold (scale-in already at minimum)",
    )  # fmt: skip
    name, entity, state, reason = rng.choice(STALE_ALARMS)
    case.alert(-rng.uniform(20000, 60000), name, entity, state, reason)
    for kind, action, entity, actor in rng.sample(CLOUD_WORK, 2):
        case.change(-rng.uniform(5, case.lead + 200), kind, action, entity, actor)
    for place in neighbours:
        if place.split("/")[0] in ("rds", "aurora"):
            minute = -rng.uniform(200, 500)
            case.event(minute, place, "backup", "Finished DB Instance backup", "info", "rds")


def surround_cluster(
    case: Case, namespace: str, *workloads: str, nodes: int = 2, chatter: int = 4, metrics: bool = True
) -> None:
    """Add healthy workloads (names) with old restarts, ready nodes, an always-firing watchdog and unrelated work."""
    rng = case.rng
    names = [f"node/ip-10-{case.number % 200}-{index * 7 + 3}-{rng.randrange(9, 240)}" for index in range(nodes)]
    for node in names:
        _describe(case,
            node, "node", roles="<none>", unschedulable=False,
            conditions={"Ready": "True", "MemoryPressure": "False", "DiskPressure": "False", "PIDPressure": "False"},
            capacity={"cpu": "8", "memory": "32Gi", "pods": "58"},
        )  # fmt: skip
    for name in workloads:
        _describe(case,
            f"deployment/{name}", "deployment", namespace=namespace, desired=2, ready=2, updated=2, available=2,
            conditions={"Available": {"status": "True", "reason": "MinimumReplicasAvailable"}},
        )  # fmt: skip
        tag = f"{rng.randrange(16**8):08x}-{rng.choice(['x7kq2', 'b9tzn', 'h4lmw', 'vv2cd'])}"
        _describe(case,
            f"pod/{name}-{tag}", "pod", namespace=namespace, phase="Running", status="Running", ready="1/1",
            restarts=f"{rng.randint(1, 6)} ({rng.randint(3, 40)}d ago)", node=names[0].split("/")[1], owner=f"ReplicaSet/{name}-{tag[:8]}",
        )  # fmt: skip
        if metrics:
            service = f"service/{name}"
            _watch(case, service, "cpu_usage", rng.uniform(0.1, 1.6), unit="cores", noise=0.15, step=2)
            _watch(case, service, "request_rate", rng.uniform(8, 240), unit="1/s", noise=0.1, step=2)
            _watch(case, service, "latency_p95", rng.uniform(0.04, 0.3), unit="s", noise=0.12, step=2)
    _chatter(case, [f"service/{name}" for name in workloads], chatter)
    case.alert(
        -rng.uniform(30000, 90000),
        "Watchdog",
        None,
        "alarm",
        "An alert that should always be firing to certify the pipeline.",
    )
    case.event(
        -rng.uniform(60, 300),
        f"deployment/{workloads[0]}",
        "ScalingReplicaSet",
        f"Scaled up replica set {workloads[0]}-{rng.randrange(16**8):08x} to 2 from 1",
        source="deployment-controller",
    )
    reason, message, source = rng.choice(HARMLESS_WARNINGS)
    case.event(-rng.uniform(20, 90), f"service/{workloads[-1]}", reason, message, "warning", count=1, source=source)
    for kind, action, entity, actor in rng.sample(CLUSTER_WORK, 2):
        case.change(-rng.uniform(10, case.lead + 120), kind, action, entity, actor)
