"""Quiet faults on one path: one identity, one node, one shard, one ceiling, one token. The page looks like noise."""

from scenarios.cases.watches.building import Case, Watch, step
from scenarios.cases.watches.companies import bramble, penrose, tarnwell
from scenarios.cases.watches.parts import alb, deployment, ecs, function, service


def night_refunds() -> Case:
    """Few requests at night, so a ratio jumps; but every refund fails since the task role lost its right to the key."""
    w = Watch(
        "wa-penrose-0419",
        "2026-04-19T02:20:00Z",
        "pay-api 5xx ratio 11.8% (threshold 5%)",
        source="datadog",
        service="pay-api",
        resource="alb/pay-api",
        started=-41,
        region="eu-central-1",
        span=240,
        period=300,
    )
    penrose(w)
    alb(w, "pay-api", 84, 0.13, step(0.05, 9.4, -96), 3)
    ecs(w, "pay-api", 8, 52, 6, 757)
    w.edges("depends_on", "ecs-service/pay-api > role/pay-api-task")
    w.metric("ecs-service/pay-api", "datadog:requests:POST /v1/charges:2xx", 71, count=True, unit="Count")
    w.metric(
        "ecs-service/pay-api", "datadog:requests:POST /v1/refunds:2xx", step(9.5, 0, -96), count=True, unit="Count"
    )
    w.metric(
        "ecs-service/pay-api", "datadog:requests:POST /v1/refunds:5xx", step(0.03, 9.4, -96), count=True, unit="Count"
    )
    w.log(
        -40,
        "ecs-service/pay-api",
        "error",
        "POST /v1/refunds 500 AccessDeniedException: User: arn:aws:sts::210987654321:assumed-role/pay-api-task/5f0e is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-central-1:210987654321:key/refund-pan because no identity-based policy allows the kms:Decrypt action",
        178,
    )
    w.chatter(
        "ecs-service/pay-api",
        [
            ("info", "method=POST path=/v1/charges status=201 duration_ms=#N"),
            ("warn", "402 card_declined merchant=m_#N"),
        ],
        10,
    )
    w.gap("changes", "trail of the identity account is not shared", "role/pay-api-task", "cloudtrail:LookupEvents")
    w.change(
        -310,
        "deployment",
        "role/pay-ci",
        "ecs:UpdateService",
        "ecs-service/risk-score",
        task_definition=["risk-score:211", "risk-score:212"],
    )
    w.alert(
        -41,
        "pay-api 5xx ratio",
        "alb/pay-api",
        "alarm",
        threshold=5,
        count=7,
        reason="11.8 % over the last hour; night volume 17/min",
    )
    w.alert(-41, "pay-api 5xx count > 100 / 5m", "alb/pay-api", "ok")
    return w.fault(
        "access.permission_denied",
        "ecs-service/pay-api",
        ("access.permission_denied", "role/pay-api-task"),
        ("access.kms_key_unavailable", "ecs-service/pay-api"),
        ("access.kms_key_unavailable", "role/pay-api-task"),
        poor=True,
        near="healthy.threshold_noise",
    )


def lossy_node() -> Case:
    """One of nine nodes loses six packets of a hundred; whatever happens to run there is a little slow and times out at times."""
    w = Watch(
        "wa-tarnwell-0430",
        "2026-04-30T17:10:00Z",
        "Checkout probe flapping (2 of 30 failed)",
        source="synthetic-monitor",
        service="storefront",
        resource="service/storefront",
        started=-31,
        span=100,
        period=60,
    )
    tarnwell(w)
    service(w, "storefront", 142, step(176, 231, -44), step(0.0007, 0.011, -44), 3.2, 900)
    deployment(w, "storefront", "shop", 6, "registry.tarnwell.example/storefront:8.3.0")
    for name in ("ip-10-20-1-14", "ip-10-20-2-77", "ip-10-20-3-31"):
        bad = name.endswith("77")
        w.metric(
            f"node/{name}", "node:tcp_retransmits", step(4, 380, -44) if bad else 4, noise=0.25, stat=None, unit="1/s"
        )
        w.metric(
            f"node/{name}",
            "node:network_receive_packets",
            step(21000, 18600, -44) if bad else 20500,
            noise=0.05,
            stat=None,
        )
        w.metric(f"node/{name}", "node:cpu_utilization", 48, stat=None, unit="percent")
        w.metric(
            f"node/{name}",
            "node:network_receive_drop_percent",
            step(0.01, 6.1, -44) if bad else 0.01,
            noise=0.2,
            stat=None,
            unit="percent",
        )
        w.state(
            f"node/{name}",
            "node",
            conditions={
                "Ready": "True",
                "MemoryPressure": "False",
                "DiskPressure": "False",
                "NetworkUnavailable": "False",
            },
            capacity={"cpu": "8", "memory": "32Gi"},
        )
    placed = {
        "storefront-84f6d-c2v8n": "ip-10-20-2-77",
        "storefront-84f6d-q7rpd": "ip-10-20-1-14",
        "basket-6c9d7f5b8-hx2lq": "ip-10-20-2-77",
        "storefront-84f6d-m4m2s": "ip-10-20-3-31",
    }
    for pod, node in placed.items():
        ill = node.endswith("77")
        shape = step(38, 47, -44) if pod.startswith("basket") else step(171, 640 if ill else 187, -44)
        w.edges("runs_on", f"pod/{pod} > node/{node}")
        w.metric(f"pod/{pod}", "Prometheus:latency_p95", shape, stat=None, unit="ms")
        w.state(f"pod/{pod}", "pod", namespace="shop", phase="Running", ready="1/1", restarts=0, node=node)
    w.log(
        -30,
        "pod/storefront-84f6d-c2v8n",
        "error",
        'Get "http://basket.shop.svc:8080/v1/basket": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
        97,
    )
    w.log(
        -30,
        "pod/basket-6c9d7f5b8-hx2lq",
        "error",
        "write tcp 10.20.2.140:8080->10.20.3.17:40112: write: connection reset by peer",
        33,
    )
    w.event(
        -28,
        "kubernetes",
        "pod/basket-6c9d7f5b8-hx2lq",
        "Unhealthy",
        'Readiness probe failed: Get "http://10.20.2.140:8080/ready": context deadline exceeded',
        "warning",
        4,
        first=-42,
    )
    w.alert(
        -31,
        "checkout probe",
        "service/storefront",
        "warning",
        count=8,
        reason="failed from 4 of 4 locations at different times",
    )
    w.change(
        -75, "deployment", "argocd", "sync", "deployment/storefront", image=["storefront:8.2.9", "storefront:8.3.0"]
    )
    return w.fault(
        "node.packet_loss",
        "node/ip-10-20-2-77",
        ("network.packet_loss", "node/ip-10-20-2-77"),
        herring=("deployment.bad_release", "deployment/storefront"),
        near="healthy.threshold_noise deployment.bad_release node.network_latency",
    )


def one_shard_behind() -> Case:
    """Eleven of twelve shards are read at once; the one that carries the biggest landlord falls behind by the hour."""
    w = Watch(
        "wa-bramble-0511",
        "2026-05-11T18:00:00+02:00",
        "telemetry-writer IteratorAge max above 10 min",
        resource="lambda/telemetry-writer",
        service="telemetry",
        started=-168,
        span=300,
        period=300,
        zone=2,
    )
    bramble(w, step(2.02e6, 2.107e6, -210))
    function(w, "telemetry-writer", 10100, 340, 0.4, runtime="python3.12")
    w.metric(
        "lambda/telemetry-writer",
        "AWS/Lambda:IteratorAge",
        lambda m: 700 if m < -205 else 700 + (m + 205) * 17000,
        noise=0.03,
        stat="Maximum",
        unit="Milliseconds",
    )
    w.metric(
        "lambda/telemetry-writer", "AWS/Lambda:IteratorAge", lambda m: 640, noise=0.2, stat="p50", unit="Milliseconds"
    )
    for shard, rate in (
        ("000000000003", 167400),
        ("000000000007", step(171000, 255000, -210)),
        ("000000000009", 169800),
    ):
        w.metric(
            "kinesis/telemetry",
            "AWS/Kinesis:IncomingRecords",
            rate,
            noise=0.015,
            stat="Sum",
            unit="Count",
            ShardId=f"shardId-{shard}",
        )
        age = (lambda m: 700 if m < -205 else 700 + (m + 205) * 17000) if shard.endswith("07") else 640
        w.metric(
            "kinesis/telemetry",
            "AWS/Kinesis:IteratorAgeMilliseconds",
            age,
            noise=0.05,
            stat="Maximum",
            unit="Milliseconds",
            ShardId=f"shardId-{shard}",
        )
    w.state(
        "kinesis/telemetry",
        "kinesis_stream",
        mode="PROVISIONED",
        shards=12,
        retention_hours=24,
        partition_key="site_id",
    )
    w.state(
        "lambda/telemetry-writer",
        "event_source_mapping",
        stream="telemetry",
        batch_size=200,
        parallelization_factor=1,
        state="Enabled",
        last_processing_result="OK",
    )
    w.log(
        -130,
        "lambda/telemetry-writer",
        "info",
        "shard=shardId-000000000007 batch=200 site_id=haverline-estates 148 of 200 behind=1290s",
    )
    w.log(
        -10,
        "lambda/telemetry-writer",
        "info",
        "shard=shardId-000000000007 batch=200 site_id=haverline-estates 151 of 200 behind=3320s",
    )
    w.chatter(
        "lambda/telemetry-writer",
        [("info", "shard=shardId-000000000003 batch=200 behind=0s"), ("warn", "clock skew device=th-#X dropped=1")],
        10,
    )
    w.alert(
        -168,
        "telemetry-iterator-age",
        "lambda/telemetry-writer",
        "alarm",
        metric="IteratorAge",
        threshold=600000,
        reason="maximum over shards",
    )
    w.alert(-3000, "telemetry-writer-errors", "lambda/telemetry-writer", "ok")
    w.change(
        -214,
        "config",
        "user/onboarding",
        "fleet: reporting interval",
        "iot/device-gateway",
        site="haverline-estates",
        interval_s=[60, 20],
    )
    return w.fault(
        "kinesis.iterator_lag",
        "kinesis/telemetry",
        ("kinesis.iterator_lag", "lambda/telemetry-writer"),
        ("data.skew", "kinesis/telemetry"),
        ("data.skew", "lambda/telemetry-writer"),
        near="healthy.recovered healthy.threshold_noise dependency.queue_backlog",
    )


CASES = (
    night_refunds,
    lossy_node,
    one_shard_behind,
)
