"""Faults with little evidence that can still be named: sections dropped, or only the callers' view."""

from __future__ import annotations

from .apps_public import METERING
from .apps_trade import ARENA
from .recording import Case, Recording, fault, flat, step, wrong
from .world import entities, populate


def season_table() -> Case:
    """Only manifests: the Service selects a label the template no longer carries."""
    rec = Recording("cl-season-table", 4601, "2026-05-30T10:00:00", before=10, after=18)
    rec.incident(
        "GET /season/table - 503 from 4 of 4 locations",
        "critical",
        "synthetic-monitor",
        service="leaderboard",
        resource="service/leaderboard",
        started=1,
    )
    populate(rec, ARENA, collector=("manifest",), series=(), chatter=0, old_events=False)
    template = rec.attributes("deployment/leaderboard", "manifest")["spec"]
    template["template"]["metadata"]["labels"] = {
        "app.kubernetes.io/name": "standings",
        "app.kubernetes.io/part-of": "arena",
    }
    template["selector"] = {"matchLabels": {"app.kubernetes.io/name": "standings"}}
    template["template"]["spec"]["containers"][0]["env"] = [{"name": "SEASON", "value": "2026-2"}]
    rec.alert("GET /lobby - ok", "ok", "service/lobby-api", 17)
    rec.alert("GET /profile/me - ok", "ok", "service/profile", 17)
    rec.gap("metrics", "no datapoints: Prometheus behind a private endpoint")
    rec.gap("logs", "access denied", permission="logs:FilterLogEvents")
    rec.gap("events", "events older than the API server keeps")
    rec.drop("topology")
    return rec.bundle(), fault(
        "k8s.service.selector_mismatch",
        "service/leaderboard",
        ("k8s.service.selector_mismatch", "deployment/leaderboard"),
        poor=True,
        near=["lb.no_healthy_targets"],
    )


def bill_run() -> Case:
    """Only events: a ConfigMap that a volume wants is not there."""
    rec = Recording("cl-bill-run", 4602, "2026-07-01T04:00:00", before=20, after=50)
    rec.incident(
        "Monthly bill files missing in bucket", "high", "manual", service="bill-export", resource=None, started=None
    )
    populate(rec, METERING, collector=(), series=(), chatter=0)
    pod = entities(rec, "bill-export")[0]
    rec.event(
        pod,
        "FailedMount",
        'MountVolume.SetUp failed for volume "rounding" : configmap "rounding-rules-2026h2" not found',
        49,
        first=0.4,
        count=31,
    )
    rec.event(
        pod,
        "FailedMount",
        "Unable to attach or mount volumes: unmounted volumes=[rounding], unattached volumes=[rounding "
        "kube-api-access-8lq2d]: timed out waiting for the condition",
        46,
        first=2.4,
        count=20,
    )
    rec.event(
        pod,
        "Scheduled",
        f"Successfully assigned metering/{pod[4:]} to worker-a2",
        0.3,
        "normal",
        source="default-scheduler",
    )
    rec.event(
        "deployment/bill-export",
        "ScalingReplicaSet",
        "Scaled up replica set bill-export-6b8c9d77f5 to 1",
        0.2,
        "normal",
        source="deployment-controller",
    )
    rec.event("pod/nats-1", "Unhealthy", "Readiness probe failed: dial tcp 10.60.2.9:4222: i/o timeout", -900, count=1)
    rec.event("node/worker-c1", "Rebooted", "Node worker-c1 has been rebooted, boot id: 7f1c", -11, "warning")
    rec.event("node/worker-c1", "NodeReady", "Node worker-c1 status is now: NodeReady", -9, "normal")
    rec.gap("state", "timed out after 30 s listing pods")
    rec.gap("metrics", "not configured")
    rec.drop("topology")
    return rec.bundle(), fault(
        "k8s.config.configmap_missing",
        "deployment/bill-export",
        ("k8s.config.configmap_missing", pod),
        poor=True,
        herring=wrong("node.not_ready", "node/worker-c1"),
        near=["k8s.volume.mount_timeout"],
    )


def progress_bars() -> Case:
    """Only a caller's log and the database's own description: the port differs."""
    rec = Recording("cl-progress-bars", 4603, "2026-03-31T19:26:00", before=12, after=20, millis=True)
    rec.incident(
        "Sentry: OperationalError in progress-api (1.2k events)",
        "high",
        "manual",
        service="progress-api",
        resource="service/progress-api",
        started=2,
    )
    rec.pods["progress-api"] = ["progress-api-6f7d9b5c8-k2xvm", "progress-api-6f7d9b5c8-wz9qp"]
    rec.burst(
        entities(rec, "progress-api"),
        (
            "ERROR <ts> django.request Internal Server Error: /api/progress/<id>\ndjango.db.utils.OperationalError: connection to server at "
            '"learn-pg.internal" (10.92.40.11), port 5433 failed: Connection refused\n\tIs the server running on that host and accepting '
            "TCP/IP connections?",
        ),
        0.2,
        20,
        14,
    )
    rec.burst(
        entities(rec, "progress-api"),
        "WARNING <ts> django.request log 241 Not Found: /apple-touch-icon.png",
        -12,
        20,
        4,
        "WARNING",
    )
    rec.state(
        "rds/learn-pg",
        "rds_instance",
        engine="postgres",
        engine_version="15.6",
        status="available",
        port=5432,
        instance_class="db.m6g.large",
        endpoint="learn-pg.internal:5432",
        multi_az=True,
    )
    rec.state(
        "rds/learn-pg",
        "connectivity_check",
        port=5432,
        ok=True,
        probes=[{"from": "pod/course-api-7d5c8f9b44-q2lzt", "ok": True}],
    )
    rec.edge("service/progress-api", "rds/learn-pg")
    rec.edge("service/course-api", "rds/learn-pg")
    rec.gap("metrics", "access denied", permission="cloudwatch:GetMetricData")
    rec.gap("changes", "not configured")
    return rec.bundle(), fault(
        "db.port_wrong",
        "service/progress-api",
        ("db.port_wrong", "rds/learn-pg"),
        ("app.config.dependency_address_wrong", "service/progress-api"),
        poor=True,
        herring=wrong("db.unreachable", "rds/learn-pg"),
        near=["db.unreachable"],
    )


def launch_evening() -> Case:
    """Only the ingress is seen: many more players than ever."""
    rec = Recording("cl-launch-evening", 4604, "2026-08-21T18:00:00", before=120, after=45)
    rec.incident(
        "arena-public 5xx ratio", "critical", "prometheus", service="arena", resource="ingress/arena-public", started=16
    )
    rise = step(1, 7.2, over=18)
    for place, rate in (("lobby-api", 310), ("profile", 260), ("landing", 20), ("chat-relay", 190)):
        rec.series(
            "ingress/arena-public",
            "requests_by_backend",
            lambda m, rate=rate: rate * rise(m),
            unit="req/s",
            dimensions={"backend": place},
        )
        rec.edge("ingress/arena-public", f"service/{place}")
    rec.series("ingress/arena-public", "request_rate", lambda m: 780 * rise(m), unit="req/s", sigma=0.03, baseline=True)
    rec.series(
        "ingress/arena-public",
        "unique_client_ips_1m",
        lambda m: 9100 * step(1, 6.9, over=18)(m),
        whole=True,
        sigma=0.03,
    )
    rec.series("ingress/arena-public", "error_rate", step(0.002, 0.31, at=12, over=10), sigma=0.1)
    rec.series("ingress/arena-public", "latency_p95", step(0.07, 2.4, at=9, over=12), unit="seconds", sigma=0.12)
    rec.burst(
        "ingress/arena-public",
        (
            '[error] 31#31: *<id> no live upstreams while connecting to upstream, client: <ip>, server: play.loft.example, request: "GET '
            '/rooms HTTP/2.0"',
            "[warn] 31#31: *<id> upstream server temporarily disabled while connecting to upstream, client: <ip>",
        ),
        14,
        45,
        9,
        "error",
    )
    rec.alert("CDN: requests from 61 countries, +590% w/w", "warning", "ingress/arena-public", 10)
    rec.gap("state", 'access denied: cannot list resource "pods" in namespace "arena"')
    rec.gap("metrics", "access denied: only the ingress job is federated")
    return rec.bundle(), fault(
        "traffic.surge",
        "ingress/arena-public",
        ("traffic.surge", "service/lobby-api"),
        ("traffic.surge", "service/landing"),
        poor=True,
        near=["traffic.abuse", "lb.no_healthy_targets"],
    )


def decoder_evictions() -> Case:
    """Only events: one worker's disk is full and pods are thrown off it."""
    rec = Recording("cl-decoder-evictions", 4605, "2026-04-27T22:40:00", before=30, after=28, offset_h=2)
    rec.incident(
        "KubePodNotReady metering/decoder",
        "warning",
        "prometheus",
        service="decoder",
        resource="service/decoder",
        started=15,
    )
    populate(rec, METERING, collector=(), series=(), chatter=0)
    node = "node/worker-a2"
    rec.event(
        node,
        "FreeDiskSpaceFailed",
        "Failed to garbage collect required amount of images. Attempted to free 21474836480 bytes, but "
        "only found 1203437568 bytes eligible to free.",
        22,
        first=-4,
        count=6,
    )
    rec.event(node, "EvictionThresholdMet", "Attempting to reclaim ephemeral-storage", 25, first=0.2, count=40)
    rec.event(
        node, "NodeHasDiskPressure", "Node worker-a2 status is now: NodeHasDiskPressure", 0.3, "normal", first=0.3
    )
    for work in ("decoder", "ingest-gw", "usage-ui"):
        rec.event(
            entities(rec, work)[0],
            "Evicted",
            "The node was low on resource: ephemeral-storage. Threshold quantity: 10Gi, available: 9811Mi. ",
            0.9,
            first=0.6,
            count=1,
        )
    rec.event(
        entities(rec, "decoder")[1],
        "FailedScheduling",
        "0/6 nodes are available: 1 node(s) had untolerated taint "
        "{node-role.kubernetes.io/control-plane: }, 1 node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }, 4 "
        "Insufficient cpu.",
        27,
        first=1.1,
        count=14,
        source="default-scheduler",
    )
    rec.gap("metrics", "no datapoints")
    rec.gap("logs", "timed out")
    rec.drop("topology")
    return rec.bundle(), fault(
        "node.disk_pressure",
        node,
        ("storage.full", node),
        poor=True,
        herring=wrong("k8s.scheduling.insufficient_cpu", "service/decoder"),
        near=["k8s.workload.evicted", "k8s.scheduling.insufficient_cpu"],
    )


def depot_totals() -> Case:
    """Only one log group: a service account may no longer do what its program does."""
    rec = Recording("cl-depot-totals", 4606, "2026-02-26T06:10:00", before=60, after=40)
    rec.incident(
        "Depot totals not updated since 06:10",
        "warning",
        "manual",
        service="depot-sync",
        resource="deployment/depot-sync",
        started=None,
    )
    rec.burst(
        "deployment/depot-sync",
        (
            "E0226 <hms>.120 1 leaderelection.go:332] error retrieving resource lock parcels/depot-sync: leases.coordination.k8s.io "
            '"depot-sync" is forbidden: User "system:serviceaccount:parcels:depot-sync" cannot get resource "leases" in API group '
            '"coordination.k8s.io" in the namespace "parcels"',
        ),
        0.2,
        40,
        12,
    )
    rec.burst("deployment/depot-sync", 'level=info ts=<ts> msg="not leader, standing by"', 0.5, 40, 8, "INFO")
    rec.burst(
        "deployment/depot-sync", 'level=info ts=<ts> msg="reconcile done" rows=<id> dur=<ms>ms', -60, -1, 6, "INFO"
    )
    rec.burst(
        "deployment/depot-sync",
        'level=warn ts=<ts> msg="retrying after transient error" attempt=1 err="EOF"',
        -60,
        40,
        4,
        "WARN",
    )
    rec.gap("state", "not configured")
    rec.gap("events", "not configured")
    rec.gap("changes", "access denied", permission="cloudtrail:LookupEvents")
    return rec.bundle(), fault(
        "k8s.rbac.forbidden", "deployment/depot-sync", ("access.permission_denied", "deployment/depot-sync"), poor=True
    )


def receipts_mail() -> Case:
    """Only the caller's log: its client secret ran out."""
    rec = Recording("cl-receipts-mail", 4607, "2026-06-30T22:00:00", before=30, after=75, period_s=120)
    rec.incident(
        "[Payments] receipts_sent.count below 5 (no data or low)",
        "high",
        "datadog",
        service="receipts",
        resource="service/receipts",
        started=12,
    )
    rec.pods["receipts"] = ["receipts-58b7c9d6f4-2lkvp", "receipts-58b7c9d6f4-t8xwn"]
    rec.burst(
        entities(rec, "receipts"),
        (
            "fail: Mint.Receipts.MailClient[0] Azure.Identity.AuthenticationFailedException: ClientSecretCredential authentication failed: "
            "A configuration issue is preventing authentication - AADSTS7000222: The provided client secret keys for app "
            "'5d0e77a1-77c0' are expired. Visit the Azure portal to create new keys for your app.",
            "warn: Mint.Receipts.Outbox[0] message <id> kept for retry, attempt <n>",
        ),
        0.6,
        75,
        16,
    )
    rec.burst(
        entities(rec, "receipts"), "info: Mint.Receipts.Outbox[0] rendered receipt <id> in <ms>ms", -30, 75, 7, "INFO"
    )
    rec.series("service/receipts", "request_rate", flat(25), unit="req/s")
    rec.edge("service/receipts", "external/mail-api")
    rec.edge("service/receipts", "service/ledger")
    rec.gap("state", "access denied", permission="eks:DescribeCluster")
    rec.gap("changes", "not configured")
    return rec.bundle(), fault(
        "access.credentials_expired",
        "service/receipts",
        poor=True,
        near=["dependency.third_party_outage", "access.permission_denied"],
    )


def party_invites() -> Case:
    """Only metrics: one service's packets get lost; those who wait for it are slow."""
    rec = Recording("cl-party-invites", 4608, "2026-09-05T20:10:00", before=30, after=20, period_s=10)
    rec.incident(
        "matchmaker p95 above 250ms",
        "warning",
        "prometheus",
        service="matchmaker",
        resource="service/matchmaker",
        started=2,
    )
    populate(
        rec,
        ARENA,
        collector=(),
        chatter=0,
        old_events=False,
        bend={
            ("profile", "latency_p95"): step(1, 29),
            ("matchmaker", "latency_p95"): step(1, 11),
            ("lobby-api", "latency_p95"): step(1, 16),
            ("profile", "request_rate"): step(1, 0.72),
            ("profile", "cpu_usage"): step(1, 0.76),
        },
    )
    for work, normal in (
        ("lobby-api", 1.1),
        ("matchmaker", 0.8),
        ("profile", 0.9),
        ("chat-relay", 1.6),
        ("session-store", 0.5),
        ("profile-db", 0.7),
    ):
        grown = {"profile": 74.0, "lobby-api": 1.6, "matchmaker": 1.4}.get(work, 1.0)
        rec.series(
            f"service/{work}",
            "tcp_retransmits",
            lambda m, normal=normal, grown=grown: normal * step(1, grown)(m),
            sigma=0.35,
        )
        fallen = 0.69 if work == "profile" else 1.0
        rec.series(
            f"service/{work}", "network_receive_packets", lambda m, fallen=fallen: 4100 * step(1, fallen)(m), sigma=0.05
        )
    rec.gap("state", "not configured")
    rec.gap("logs", "not configured")
    return rec.bundle(), fault(
        "network.packet_loss",
        "service/profile",
        poor=True,
        herring=wrong("dependency.slow", "service/matchmaker"),
        near=["network.latency", "dependency.slow", "node.packet_loss"],
    )


CASES = (
    season_table,
    bill_run,
    progress_bars,
    launch_evening,
    decoder_evictions,
    depot_totals,
    receipts_mail,
    party_invites,
)
