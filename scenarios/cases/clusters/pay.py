"""Faults of a payment service (.NET, Envoy, Elixir, PostgreSQL) and of a game platform (Elixir, Rust, Node)."""

from __future__ import annotations

from .apps_trade import ARENA, PAY
from .recording import Case, Recording, climb, fault, flat, step, wrong
from .world import entities, letters, populate


def card_approvals() -> Case:
    """A flag turned on sends all payments through a new rule set."""
    rec = Recording("cl-card-approvals", 4501, "2026-05-05T13:00:00", before=50, after=17, period_s=30)
    rec.incident(
        "[Payments] approval rate anomaly (robust, 3 deviations)",
        "critical",
        "datadog",
        service="checkout",
        resource="service/checkout",
        started=4,
        labels={"monitor_id": "77120"},
    )
    populate(
        rec,
        PAY,
        bend={
            ("risk-engine", "error_rate"): step(1, 175, over=1),
            ("risk-engine", "latency_p95"): step(1, 3.1),
            ("checkout", "error_rate"): step(1, 155, over=1),
            ("edge-gateway", "error_rate"): step(1, 60),
        },
    )
    rec.series("service/checkout", "approval_ratio", step(0.93, 0.59, over=1), sigma=0.01, ceiling=1)
    rec.burst(
        entities(rec, "risk-engine"),
        (
            "fail: Mint.Risk.Scoring.GraphRules[0] System.Collections.Generic.KeyNotFoundException: The given key 'merchant_segment' was "
            "not present in the dictionary.\n   at Mint.Risk.Scoring.GraphRules.Evaluate(Intent i) in /src/GraphRules.cs:line 88",
            "warn: Mint.Risk.Scoring.RuleRouter[0] rules_v4 evaluation failed for intent <id>, returning 500",
        ),
        0.1,
        17,
        18,
    )
    rec.burst(
        entities(rec, "risk-engine"),
        "info: Mint.Risk.Scoring.RuleRouter[0] variant=rules_v3 intent=<id> score=0.<n>",
        -48,
        -1,
        7,
        "INFO",
    )
    rec.change(
        -0.2,
        "flag",
        "risk-rules-v4: rollout 0% -> 40%",
        "deployment/risk-engine",
        "f.adeyemi",
        environment="production",
        before="0",
        after="40",
    )
    rec.change(-4300, "deployment", "rollout risk-engine 2026.5.0 -> 2026.5.1", "deployment/risk-engine")
    rec.change(-6, "deployment", "rollout receipts 3.3.0 -> 3.3.1", "deployment/receipts")
    rec.alert("cardrail synthetic ping", "ok", "external/cardrail", 10)
    return rec.bundle(), fault(
        "deployment.feature_flag",
        "deployment/risk-engine",
        ("deployment.feature_flag", "service/risk-engine"),
        herring=wrong("deployment.bad_release", "deployment/receipts"),
        near=["code.unhandled_error"],
    )


def partner_quota() -> Case:
    """A new global rate limit is far below normal demand."""
    rec = Recording("cl-partner-declines", 4502, "2026-03-24T09:30:00", before=45, after=25, millis=True)
    rec.incident(
        "Synthetic API test POST /v1/intents - 4 of 10 runs failed",
        "critical",
        "synthetic-monitor",
        service="edge-gateway",
        resource="service/edge-gateway",
        started=5,
    )
    populate(
        rec,
        PAY,
        collector=("manifest", "pod"),
        bend={
            ("edge-gateway", "error_rate"): step(1, 205),
            ("edge-gateway", "latency_p95"): step(1, 0.6),
            ("checkout", "request_rate"): step(1, 0.53),
            ("ledger", "request_rate"): step(1, 0.55),
            ("checkout", "cpu_usage"): step(1, 0.6),
            ("risk-engine", "request_rate"): step(1, 0.53),
            ("fx-rates", "request_rate"): step(1, 0.55),
        },
    )
    rec.series(
        "service/edge-gateway", "envoy_http_local_rate_limit_rate_limited", step(0.01, 95), unit="req/s", sigma=0.08
    )
    rec.series("service/edge-gateway", "envoy_http_downstream_rq_5xx", flat(0.3), unit="req/s", sigma=0.5)
    rec.burst(
        entities(rec, "edge-gateway"),
        (
            '[<ts>] "POST /v1/intents HTTP/2" 429 RL local_rate_limited - "-" 412 18 0 - "<ip>" "mint-sdk/6.2"',
            '[<ts>] "GET /v1/rates HTTP/2" 429 RL local_rate_limited - "-" 0 18 0 - "<ip>" "mint-sdk/6.2"',
        ),
        0.1,
        25,
        22,
        "INFO",
    )
    rec.state(
        "envoyfilter/edge-ratelimit",
        "manifest",
        kind="EnvoyFilter",
        spec={
            "configPatches": [
                {
                    "applyTo": "HTTP_FILTER",
                    "patch": {
                        "value": {
                            "name": "envoy.filters.http.local_ratelimit",
                            "token_bucket": {"max_tokens": 60, "tokens_per_fill": 60, "fill_interval": "1s"},
                        }
                    },
                }
            ]
        },
    )
    rec.change(
        -0.4,
        "config",
        "kubectl apply envoyfilter edge-ratelimit (tokens_per_fill 600 -> 60)",
        "envoyfilter/edge-ratelimit",
        "gitops-bot",
        commit="f00c2b9",
    )
    rec.change(-28, "deployment", "rollout checkout 2026.5.2 -> 2026.5.3", "deployment/checkout")
    return rec.bundle(), fault(
        "gateway.rate_limited",
        "service/edge-gateway",
        ("gateway.rate_limited", "envoyfilter/edge-ratelimit"),
        ("gateway.rate_limited", "deployment/edge-gateway"),
        herring=wrong("deployment.bad_release", "deployment/checkout"),
        near=["traffic.drop", "traffic.surge"],
    )


def ledger_posts() -> Case:
    """More replicas, each with its own pool, than the database has slots."""
    rec = Recording("cl-ledger-posts", 4503, "2026-01-08T18:20:00", before=60, after=24)
    rec.incident(
        "checkout latency SLO fast burn",
        "critical",
        "prometheus",
        service="checkout",
        resource="service/checkout",
        started=5,
        region="eu-west-1",
    )
    populate(
        rec,
        PAY,
        bend={
            ("ledger", "error_rate"): step(1, 120, at=0.5, over=4),
            ("ledger", "latency_p95"): step(1, 75, over=4),
            ("checkout", "latency_p95"): step(1, 24, over=4),
            ("checkout", "error_rate"): step(1, 90, over=4),
        },
    )
    rec.series(
        "rds/ledger-pg",
        "DatabaseConnections",
        step(232, 398, at=-4, over=5),
        namespace="AWS/RDS",
        whole=True,
        sigma=0.008,
        ceiling=400,
    )
    rec.series("rds/ledger-pg", "CPUUtilization", step(38, 44, over=6), namespace="AWS/RDS", unit="Percent")
    rec.series("rds/ledger-pg", "ReadLatency", flat(0.0011), namespace="AWS/RDS", unit="Seconds", sigma=0.2)
    rec.state(
        "rds/ledger-pg",
        "rds_instance",
        engine="postgres",
        engine_version="14.12",
        instance_class="db.m6g.large",
        parameters={"max_connections": 400},
    )
    rec.burst(
        entities(rec, "ledger"),
        (
            "fail: Microsoft.EntityFrameworkCore.Database.Connection[20004] Npgsql.PostgresException (0x80004005): 53300: sorry, too many "
            "clients already",
            "fail: Mint.Ledger.Posting[0] Npgsql.NpgsqlException: The connection pool has been exhausted, either raise 'Max Pool Size' "
            "(currently 40) or 'Timeout' (currently 15 seconds)",
        ),
        0.4,
        24,
        18,
    )
    rec.log(
        "rds/ledger-pg",
        "2026-01-08 18:24:51 UTC:10.128.3.71(40122):ledger@ledger:[2210]:FATAL:  remaining connection slots are "
        "reserved for non-replication superuser connections",
        4.86,
        "FATAL",
        "postgresql.log",
        1913,
    )
    replica_set = rec.pods["ledger"][0].rsplit("-", 1)[0]
    for _ in range(9):
        young = dict(
            rec.attributes(entities(rec, "ledger")[0], "pod"), restarts=0, ip=f"10.128.5.{rec.rng.randint(4, 250)}"
        )
        rec.state(f"pod/{replica_set}-{letters(rec, 5)}", "pod", **young)
    rec.amend("deployment/ledger", "deployment", desired=12, ready=12, updated=12, available=12)
    rec.change(
        -4.5,
        "scaling",
        "kubectl scale deployment/ledger --replicas=12 (was 3)",
        "deployment/ledger",
        "r.castillo",
        reason="sale weekend headroom",
    )
    rec.change(-52, "deployment", "rollout fx-rates 1.16.4 -> 1.17.0", "deployment/fx-rates")
    return rec.bundle(), fault(
        "db.connections_exhausted",
        "rds/ledger-pg",
        ("deployment.scaling_change", "deployment/ledger"),
        ("db.connections_exhausted", "deployment/ledger"),
        herring=wrong("deployment.bad_release", "deployment/fx-rates"),
        near=["db.expensive_query", "dependency.slow"],
    )


def payout_file() -> Case:
    """A date nobody thought of; nothing was released for weeks."""
    rec = Recording("cl-payout-file", 4504, "2028-02-29T00:05:00", before=60, after=120, period_s=300)
    rec.incident(
        "[Payments] no settlement file uploaded in the last hour",
        "high",
        "datadog",
        service="settlement",
        resource="service/settlement",
        started=60,
    )
    populate(rec, PAY, bend={("settlement", "error_rate"): step(1, 440), ("settlement", "latency_p95"): step(1, 0.3)})
    for minute in (0.3, 15.3, 30.3, 45.3, 60.3, 75.3, 90.3, 105.3):
        rec.log(
            entities(rec, "settlement")[0],
            "fail: Mint.Settlement.FileBuilder[0] System.ArgumentOutOfRangeException: Year, Month, and "
            "Day parameters describe an un-representable DateTime.\n   at System.DateTime..ctor(Int32 year, Int32 month, Int32 day)\n"
            "   at Mint.Settlement.ValueDate.NextYearAnchor(DateTime d) in /src/ValueDate.cs:line 31\n"
            "   at Mint.Settlement.FileBuilder.Build(Batch b) in /src/FileBuilder.cs:line 140",
            minute,
        )
    rec.burst(
        entities(rec, "settlement"),
        "info: Mint.Settlement.Uploader[0] sftp session acquirer-files ok, 0 files queued",
        1,
        119,
        7,
        "INFO",
    )
    rec.change(-33100, "deployment", "rollout settlement 2028.1.4 -> 2028.1.6", "deployment/settlement")
    rec.change(
        -90,
        "access",
        "rotated ssh host key of acquirer-files, known_hosts updated",
        "sftp/acquirer-files",
        "acquirer-ops",
    )
    rec.alert("sftp acquirer-files reachable", "ok", "sftp/acquirer-files", 118)
    return rec.bundle(), fault(
        "code.unhandled_error",
        "deployment/settlement",
        ("code.unhandled_error", "service/settlement"),
        herring=wrong("access.credentials_expired", "sftp/acquirer-files"),
        near=["data.corrupt_input"],
    )


def replay_queue() -> Case:
    """The GPU nodes got a taint; the encoder does not tolerate it."""
    rec = Recording("cl-replay-queue", 4505, "2026-06-20T20:30:00", before=45, after=50, period_s=60, offset_h=2)
    rec.incident(
        "ReplaysPendingTooLong",
        "warning",
        "prometheus",
        service="replay-encoder",
        resource="service/replay-encoder",
        started=18,
    )
    populate(rec, ARENA, chatter=2, silent=("replay-encoder",), ends={"replay-encoder": -0.2})
    for node in ("bm-fra-03", "bm-fra-04"):
        rec.amend(
            f"node/{node}",
            "node",
            labels={"loft.example/accelerator": "l4", "kubernetes.io/arch": "amd64"},
            taints=["loft.example/dedicated=gpu:NoSchedule"],
            capacity={"cpu": "32", "memory": "128Gi", "nvidia.com/gpu": "1"},
            allocated={"nvidia.com/gpu": {"requests": "0", "limits": "0"}, "cpu": {"requests": "11%"}},
        )
    message = (
        "0/4 nodes are available: 2 Insufficient nvidia.com/gpu, 2 node(s) had untolerated taint {loft.example/dedicated: gpu}. "
        "preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling."
    )
    for pod in entities(rec, "replay-encoder"):
        rec.amend(
            pod,
            "pod",
            phase="Pending",
            ready="0/1",
            node=None,
            ip=None,
            conditions={"PodScheduled": {"status": "False", "reason": "Unschedulable", "message": message}},
            tolerations=["node.kubernetes.io/not-ready:NoExecute op=Exists for 300s"],
        )
        rec.container(pod, ready=False, state={}, limits={"nvidia.com/gpu": "1", "memory": "4096Mi"})
        rec.event(pod, "FailedScheduling", message, 48, first=0.5, count=21, source="default-scheduler")
    rec.amend("deployment/replay-encoder", "deployment", ready=0, available=0, unavailable=2)
    rec.amend("service/replay-encoder", "service", endpoints="<none>")
    rec.series("queue/replays", "pending_jobs", climb(12, 4.1), whole=True)
    rec.edge("service/lobby-api", "queue/replays", "writes")
    rec.edge("service/replay-encoder", "queue/replays", "reads")
    rec.change(
        -7,
        "infrastructure",
        "kubectl taint nodes bm-fra-03 bm-fra-04 loft.example/dedicated=gpu:NoSchedule",
        "node/bm-fra-03",
        "h.lund",
    )
    rec.change(-0.5, "deployment", "rollout replay-encoder 6.0.9 -> 6.1.0", "deployment/replay-encoder", "drone-ci")
    rec.alert("NodeClockSkew", "alarm", "node/bm-fra-02", -9800, reason="bm-fra-02 offset 61ms")
    return rec.bundle(), fault(
        "k8s.scheduling.taint_not_tolerated",
        "deployment/replay-encoder",
        ("k8s.scheduling.taint_not_tolerated", "node/bm-fra-03"),
        herring=wrong("deployment.bad_release", "deployment/replay-encoder"),
        near=["k8s.scheduling.insufficient_gpu", "dependency.queue_backlog"],
    )


CASES = (card_approvals, partner_quota, ledger_posts, payout_file, replay_queue)
