"""Cases that nothing in view decides."""

from __future__ import annotations

from .bundle import Case, Pair
from .surroundings import surround_aws, surround_cluster


def pier_payouts() -> Pair:
    c = Case(
        508,
        "2026-03-29T11:17:00",
        20,
        "payout-requests age above 10 min",
        "cloudwatch",
        "sqs/payout-requests",
        "high",
        region="eu-west-1",
    )
    q = "sqs/payout-requests"
    c.metric(
        q,
        "ApproximateAgeOfOldestMessage",
        {-60: 3, -10: 12, 20: 1810},
        unit="Seconds",
        stat="Maximum",
        ramp=True,
        noise=0.03,
    )
    c.metric(q, "NumberOfMessagesSent", 88, stat="Sum", whole=True)
    c.metric(q, "ApproximateNumberOfMessagesVisible", {-60: 4, -10: 6, 20: 2640}, ramp=True, whole=True)
    c.state(q, "sqs_queue", visible=2631, in_flight=0, delayed=0, oldest_age_s=1815)
    c.log(-25, "ecs-service/payout-api", "info", "payout requested", 810)
    c.log(5, "ecs-service/payout-api", "info", "payout requested", 830)
    c.change(-80, "config", "iam:UpdateRoleDescription", "role/payout-worker", "role/terraform")
    c.change(
        -200,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/payout-api",
        "role/ci-publisher",
        task_definition=["payout-api:4", "payout-api:5"],
    )
    c.alert(
        0,
        "payout-requests age above 10 min",
        q,
        reason="age 612 > 600",
        metric="ApproximateAgeOfOldestMessage",
        threshold=600,
    )
    c.edges(f"ecs-service/payout-api writes {q}", f"{q} calls ecs-service/payout-worker")
    c.gap("logs", "AccessDenied: logs:StartQuery on /ecs/payout-worker", "ecs-service/payout-worker", "logs:StartQuery")
    c.gap("state", "AccessDenied: ecs:DescribeServices", "ecs-service/payout-worker", "ecs:DescribeServices")
    c.gap("metrics", "payout-worker runs in another account; no cross-account sharing", "ecs-service/payout-worker")
    c.gap("changes", "no trail for account payments-core")
    surround_aws(c, "ecs-service/payout-api", chatter=2)
    return c.blind(near=["dependency.queue_backlog"])


def mooring_portal() -> Pair:
    c = Case(
        223,
        "2026-12-04T19:36:00",
        15,
        "mooring-portal 5xx",
        "cloudwatch",
        "alb/mooring",
        region="eu-central-1",
        start_known=False,
    )
    c.metric("alb/mooring", "HTTPCode_Target_5XX_Count", {-60: 1, -4: 74}, stat="Sum", whole=True, noise=0.25)
    c.metric("alb/mooring", "RequestCount", 1510, stat="Sum", whole=True)
    c.metric("alb/mooring", "TargetResponseTime", 0.16, stat="p95")
    c.metric("rds/mooring-db", "CPUUtilization", 31)
    c.metric("rds/mooring-db", "DatabaseConnections", 52, whole=True, noise=0.05)
    c.state(
        "ecs-service/mooring-portal",
        "ecs_service",
        desired=3,
        running=3,
        pending=0,
        task_definition="mooring-portal:77",
    )
    c.log(-30, "ecs-service/mooring-admin", "warn", "cache stampede guard engaged", 3)
    c.alert(
        -1,
        "mooring-portal 5xx",
        "alb/mooring",
        reason="HTTPCode_Target_5XX_Count [71, 78, 70] > 25",
        metric="HTTPCode_Target_5XX_Count",
        threshold=25,
    )
    c.edges(
        "alb/mooring calls ecs-service/mooring-portal",
        "ecs-service/mooring-portal reads rds/mooring-db",
        "ecs-service/mooring-portal calls external/id.portpass.example",
        "ecs-service/mooring-portal reads elasticache/mooring",
    )
    c.gap(
        "logs",
        "AccessDenied: logs:FilterLogEvents on /ecs/mooring-portal",
        "ecs-service/mooring-portal",
        "logs:FilterLogEvents",
    )
    c.gap("metrics", "no datapoints: elasticache/mooring", "elasticache/mooring")
    c.gap("changes", "AccessDenied: cloudtrail:LookupEvents", permission="cloudtrail:LookupEvents")
    surround_aws(c, "lambda/mooring-sync", "ecs-service/mooring-admin", chatter=2)
    c.bundle["changes"] = []
    return c.blind(near=["deployment.bad_release", "dependency.errors"])


def outside_view() -> Pair:
    c = Case(
        337,
        "2026-09-29T05:12:00",
        9,
        "Synthetic: login journey fails",
        "synthetic-monitor",
        "service/identity",
        lead=20,
    )
    c.metric("service/identity", "probe_success", {-20: 1, -2: 0}, noise=0, sway=0, dims={"location": "oslo"})
    c.metric("service/identity", "probe_success", {-20: 1, -2: 0}, noise=0, sway=0, dims={"location": "madrid"})
    c.alert(
        0,
        "Synthetic: login journey fails",
        "service/identity",
        reason="step 2 (POST /login): timeout after 30 s",
        count=8,
    )
    c.alert(-20000, "etcd backup older than 26h", "service/etcd-backup", "warning", "bucket renamed, see PLAT-41")
    c.change(-35, "deployment", "argocd sync", "deployment/identity", "argocd", image=["identity:204", "identity:205"])
    c.change(
        -18, "config", "terraform apply", "networkpolicy/identity-egress", "user/net-ravi", note="add monitoring range"
    )
    c.edges(
        "service/identity calls service/user-store",
        "service/identity reads service/redis-sessions",
        "service/identity calls external/sms.example",
    )
    c.gap("logs", "loki: 502 from gateway")
    c.gap("metrics", "prometheus in cluster id-prod: connection timed out")
    c.gap("state", "kube API: credentials of collector expired", permission="list pods")
    c.gap("events", "kube API: credentials of collector expired")
    return c.blind(near=["deployment.bad_release", "network.policy_blocked", "dependency.slow"])


def lost_telemetry() -> Pair:
    c = Case(
        792,
        "2026-12-11T16:58:00",
        18,
        "Feed latency p95",
        "datadog",
        "service/feed-web",
        "high",
        lead=60,
        start_known=False,
    )
    c.metric("service/feed-web", "latency_p95", {-60: 310, -7: 1900}, unit="ms", noise=0.12)
    c.metric("service/feed-web", "request_rate", 640, unit="1/s", noise=0.05)
    c.metric("service/feed-web", "cpu_utilization", {-60: 44, -7: 36}, unit="percent", noise=0.06)
    for name in ("ranker", "graph", "media-index"):
        c.metric(f"service/{name}", "latency_p95", 90, unit="ms", end=-22, noise=0.15)
        c.metric(f"service/{name}", "cpu_utilization", 51, unit="percent", end=-22, noise=0.1)
    c.state(
        "deployment/feed-web",
        "deployment",
        namespace="feed",
        desired=10,
        ready=10,
        updated=10,
        available=10,
        unavailable=0,
    )
    c.log(
        -6,
        "service/feed-web",
        "warn",
        "request deadline budget exceeded, total 1.8 s (upstream breakdown unavailable: tracing disabled)",
        4100,
    )
    c.change(-28, "deployment", "argocd sync", "deployment/ranker", "argocd", image=["ranker:91", "ranker:92"])
    c.change(-24, "config", "argocd sync", "deployment/graph", "argocd", diff="pool size 40 -> 30")
    c.change(
        -26, "deployment", "argocd sync", "deployment/media-index", "argocd", image=["media-index:7", "media-index:8"]
    )
    c.alert(-3, "Feed latency p95", "service/feed-web", reason="1.9 s > 1 s")
    c.edges(
        "service/feed-web calls service/ranker",
        "service/feed-web calls service/graph",
        "service/feed-web calls service/media-index",
    )
    c.gap("metrics", "no datapoints since 16:36Z for ranker, graph, media-index (agent on node pool b not reporting)")
    c.gap("logs", "log pipeline of node pool b not reporting since 16:36Z")
    c.gap("state", "timed out: pods of ranker, graph, media-index")
    surround_cluster(c, "feed", "stories", chatter=2)
    return c.blind(near=["deployment.bad_release", "dependency.slow", "db.connections_exhausted"])
