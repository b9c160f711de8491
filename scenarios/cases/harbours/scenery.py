"""Normal life beside an incident: chatty logs, old alarms, unrelated changes, platform housekeeping."""

from __future__ import annotations

from typing import Any

from .record import Record

CHATTER: dict[str, list[tuple[str, str]]] = {
    "java": [
        ("info", "[GC pause (G1 Evacuation Pause) (young) 412M->188M(1024M) 21.4ms]"),
        ("warn", "o.s.b.a.health: Health check took 231 ms, slower than 200 ms"),
        ("warn", "c.z.h.p.HikariPool: HikariPool-1 - Thread starvation or clock leap detected (housekeeper delta=46s211ms)"),
        ("info", "o.a.k.c.c.i.ConsumerCoordinator: [Consumer groupId=audit] Successfully joined group with generation 118"),
        ("error", "o.h.e.j.s.SqlExceptionHelper: ERROR: duplicate key value violates unique constraint \"uq_idempotency\" (ignored, replay)"),
        ("info", "i.o.e.OtlpGrpcSpanExporter: exported 512 spans in 18 ms"),
    ],
    "go": [
        ("info", "level=info msg=\"request completed\" status=200 dur=14.2ms"),
        ("warn", "level=warn msg=\"retrying request\" attempt=1 err=\"EOF\" recovered=true"),
        ("error", "http: TLS handshake error from 10.0.4.17:52210: EOF"),
        ("warn", "level=warn msg=\"otel exporter: traces export: context deadline exceeded\" dropped=64"),
        ("info", "level=info msg=\"config unchanged, skipping reload\""),
    ],
    "python": [
        ("info", "Task app.tasks.sync_contacts[1f0c] succeeded in 1.82s: None"),
        ("warning", "urllib3.connectionpool: Connection pool is full, discarding connection: s3.amazonaws.com. Connection pool size: 10"),
        ("warning", "DeprecationWarning: datetime.datetime.utcnow() is deprecated"),
        ("error", "sentry_sdk.errors: Internal error in sentry_sdk: queue full, event dropped"),
        ("info", "gunicorn.error: Autorestarting worker after current request (max_requests=2000)"),
    ],
    "node": [
        ("info", "{\"level\":30,\"msg\":\"request completed\",\"res\":{\"statusCode\":200},\"responseTime\":41}"),
        ("warn", "(node:1) MaxListenersExceededWarning: Possible EventEmitter memory leak detected. 11 error listeners added"),
        ("error", "{\"level\":50,\"msg\":\"aborted\",\"err\":{\"code\":\"ECONNRESET\"},\"note\":\"client closed request\"}"),
        ("warn", "{\"level\":40,\"msg\":\"feature catalogue stale by 12s, using cached copy\"}"),
    ],
    "rails": [
        ("info", "Completed 200 OK in 88ms (Views: 41.0ms | ActiveRecord: 22.3ms | Allocations: 31277)"),
        ("warn", "DEPRECATION WARNING: `secrets` is deprecated in favour of `credentials`"),
        ("error", "ActionController::RoutingError (No route matches [GET] \"/wp-login.php\")"),
        ("warn", "Sidekiq: job MailDigest retried (1 of 25): Net::ReadTimeout"),
    ],
    "dotnet": [
        ("info", "Microsoft.AspNetCore.Hosting.Diagnostics[2] Request finished HTTP/1.1 GET /api/v2/items - 200 - application/json 34.1ms"),
        ("warn", "Microsoft.EntityFrameworkCore.Query[20504] Compiling a query which loads related collections for more than one collection navigation"),
        ("error", "Polly: OnRetry 1/3 after TaskCanceledException, outcome success on attempt 2"),
    ],
}  # fmt: skip

OLD_ALARMS = [
    ("legacy-bastion-StatusCheckFailed", "ec2/legacy-bastion", "alarm", "decommissioned host, alarm in state ALARM since 41 days"),
    ("billing-forecast-over-budget", "account/billing", "alarm", "forecast 104% of monthly budget"),
    ("ssl-labs-grade-below-a-plus", "external/ssl-labs", "warning", "grade A, wanted A+"),
    ("trusted-advisor-unused-eips", "account/trusted-advisor", "warning", "3 unassociated Elastic IPs"),
    ("logs-ingestion-cost-anomaly", "account/logs", "warning", "ingestion 12% above the forecast, third week running"),
]  # fmt: skip

ELSEWHERE = [
    ("deployment", "ecs:UpdateService", "ecs-service/docs-site", {"task_definition": ["docs-site:88", "docs-site:89"]}),
    ("config", "ssm:PutParameter", "ssm/newsletter-banner", {"name": "/newsletter/banner", "version": 31}),
    ("infrastructure", "s3:PutBucketLifecycleConfiguration", "s3/raw-exports", {"rule": "expire-90d"}),
    ("access", "iam:CreateAccessKey", "user/ci-docs", {"reason": "quarterly rotation"}),
    ("deployment", "lambda:UpdateFunctionCode", "lambda/thumbnail-cleaner", {"version": 19}),
    ("other", "ec2:CreateSnapshot", "volume/vol-0c41b7", {"policy": "dlm-daily"}),
]
CLUSTER_ELSEWHERE = [
    ("deployment", "argocd sync", "deployment/docs-portal", {"revision": "c0ffee1", "images": ["docs-portal:2.14.1"]}),
    ("config", "kubectl apply", "configmap/grafana-dashboards", {"keys": ["nightly.json"]}),
    ("scaling", "HorizontalPodAutoscaler", "deployment/image-resizer", {"replicas": [3, 4]}),
    ("deployment", "helm upgrade", "deployment/kube-state-metrics", {"chart": ["5.16.0", "5.16.4"]}),
    ("flag", "flag update", "flag/new-footer", {"rollout_percent": [5, 10]}),
]
HOUSEKEEPING = [
    ("Unhealthy", "Readiness probe failed: Get \"http://10.42.3.19:9102/ready\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)", "warning", "pod/otel-agent-7xk2p"),
    ("BackOff", "Back-off restarting failed container thumbnailer in pod nightly-thumbs-29114-zz4q", "warning", "pod/nightly-thumbs-29114-zz4q"),
    ("SuccessfulRescale", "New size: 4; reason: cpu resource utilization (percentage of request) above target", "normal", "deployment/image-resizer"),
    ("Pulled", "Container image \"registry.k8s.io/pause:3.9\" already present on machine", "normal", "pod/otel-agent-7xk2p"),
    ("SawCompletedJob", "Saw completed job: sitemap-29114, status: Complete", "normal", "cronjob/sitemap"),
    ("FailedGetResourceMetric", "failed to get cpu utilization: did not receive metrics for targeted pods (pods might be unready)", "warning", "deployment/docs-portal"),
]  # fmt: skip


def chatter(record: Record, entity: str, language: str, lines: int = 3) -> None:
    """Everyday lines of a runtime, the scary ones among them, all through the recording."""
    pool = CHATTER[language]
    for level, message in record.random.sample(pool, min(lines, len(pool))):
        minute = record.random.uniform(0, record.length * 0.95)
        record.log(minute, entity, message, level, record.random.randint(1, 30))


def aws_life(record: Record, alarms: int = 1, changes: int = 2) -> None:
    """Alarms that have been red for weeks and changes to other things in the same account."""
    for name, entity, state, reason in record.random.sample(OLD_ALARMS, alarms):
        record.alert(-record.random.uniform(4000, 60000), name, entity, state, reason=reason)
    for kind, action, entity, details in record.random.sample(ELSEWHERE, changes):
        minute = record.random.uniform(-90, record.length * 0.9)
        record.change(
            minute, kind, action, entity, record.random.choice(["role/ci", "user/maren", "role/platform"]), **details
        )


def cluster_life(record: Record, events: int = 2, changes: int = 1) -> None:
    """A cluster's usual warnings, and rollouts of other teams."""
    for reason, message, type_, entity in record.random.sample(HOUSEKEEPING, events):
        minute = record.random.uniform(-30, record.length * 0.9)
        record.event(minute, "kubernetes", entity, reason, message, type_, record.random.randint(1, 14))
    for kind, action, entity, details in record.random.sample(CLUSTER_ELSEWHERE, changes):
        record.change(record.random.uniform(-60, record.length * 0.8), kind, action, entity, "argocd", **details)


def pod(record: Record, name: str, owner: str, node: str, namespace: str = "default", **more: Any) -> None:
    """A pod's snapshot; running and ready unless `more` says otherwise."""
    attributes: dict[str, Any] = {
        "namespace": namespace, "phase": "Running", "status": "Running", "ready": "1/1", "restarts": 0, "node": node,
        "owner": owner if "/" in owner else f"ReplicaSet/{owner}", "conditions": {"Ready": "True"},
    }  # fmt: skip
    record.state(f"pod/{name}", "pod", **(attributes | more))


def container(name: str, image: str, **more: Any) -> dict[str, Any]:
    """A container's part of a pod snapshot, running unless told otherwise."""
    return {"name": name, "image": image, "ready": True, "restart_count": 0, "state": {"state": "running"}} | more


def deployment(
    record: Record, name: str, desired: int, ready: int | None = None, namespace: str = "default", **more: Any
) -> None:
    """A deployment's snapshot."""
    up = desired if ready is None else ready
    available = {
        "status": "True" if up else "False",
        "reason": "MinimumReplicasAvailable" if up else "MinimumReplicasUnavailable",
    }
    attributes: dict[str, Any] = {
        "namespace": namespace, "desired": desired, "ready": up, "updated": desired, "available": up,
        "unavailable": desired - up, "conditions": {"Available": available},
    }  # fmt: skip
    record.state(f"deployment/{name}", "deployment", **(attributes | more))


def node(record: Record, name: str, **more: Any) -> None:
    """A node's snapshot; ready unless told otherwise."""
    conditions = {"Ready": "True", "MemoryPressure": "False", "DiskPressure": "False", "PIDPressure": "False"}
    attributes: dict[str, Any] = {"roles": "worker", "unschedulable": False, "taints": [], "conditions": conditions}
    record.state(f"node/{name}", "node", **(attributes | more))


def alb(record: Record, name: str, requests: float, errors: Any, seconds: Any, period: float | None = None) -> None:
    """The three series anybody looks at first on a load balancer."""
    record.metric(f"alb/{name}", "RequestCount", requests, period=period)
    record.metric(f"alb/{name}", "HTTPCode_Target_5XX_Count", errors, period=period)
    record.metric(f"alb/{name}", "TargetResponseTime", seconds, period=period, stat="p95", noise=0.1)
