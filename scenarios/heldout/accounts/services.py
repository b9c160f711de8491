"""Faults outside the database: Lambda, DynamoDB, Kinesis, EKS, certificates, third parties, flags, zones."""

from __future__ import annotations

from .build import Answer, Case


def reserved_concurrency() -> Answer:
    c = Case(
        "img-queue-age",
        "2026-03-19T16:45:00",
        "sqs img-jobs ApproximateAgeOfOldestMessage",
        "sqs/img-jobs",
        span=120,
        since=-33,
    )
    c.alert(
        -33,
        "sqs img-jobs ApproximateAgeOfOldestMessage",
        "sqs/img-jobs",
        metric="ApproximateAgeOfOldestMessage",
        threshold=300,
        comparison="GreaterThanThreshold",
    )
    c.alert(
        -45,
        "media-db DatabaseConnections",
        "rds/media-db",
        metric="DatabaseConnections",
        threshold=80,
        reason="84 > 80 for 1 datapoint",
    )
    c.series("sqs/img-jobs", "ApproximateAgeOfOldestMessage", 4, 2250, -39, ramp=39, noise=0.03)
    c.series("sqs/img-jobs", "ApproximateNumberOfMessagesVisible", 12, 21000, -39, ramp=39, noise=0.03)
    c.series("sqs/img-jobs", "NumberOfMessagesSent", 900, noise=0.08)
    c.series("lambda/img-resize", "ConcurrentExecutions", 31, 10, -40, noise=0.05, top=40, stat="Maximum")
    c.series("lambda/img-resize", "Throttles", 0, 210, -40, noise=0.2)
    c.series("lambda/img-resize", "Duration", 2050, noise=0.06)
    c.series("lambda/img-resize", "Errors", 0, odd=0.05)
    c.series("rds/media-db", "DatabaseConnections", 78, noise=0.05)
    c.quiet("lambda/img-tag", 0.4)
    c.chatter("lambda/img-resize", "lambda", 4)
    c.chatter("lambda/img-tag", "lambda", 3)
    c.change(
        -41,
        "config",
        "lambda:PutFunctionConcurrency",
        "lambda/img-resize",
        "user/finops-bot",
        reserved_concurrent_executions=[60, 10],
    )
    c.change(-47, "deployment", "lambda:PublishVersion", "lambda/img-tag", "role/cd-media", version=19)
    c.edges(
        ("sqs/img-jobs", "calls", "lambda/img-resize"),
        ("lambda/img-resize", "writes", "rds/media-db"),
        ("lambda/img-tag", "reads", "rds/media-db"),
    )
    c.state(
        "lambda/img-resize",
        "lambda_function",
        runtime="nodejs20.x",
        memory_mb=1024,
        timeout_s=30,
        reserved_concurrency=10,
        last_update_status="Successful",
    )
    c.state(
        "sqs/img-jobs",
        "sqs_queue",
        visible=20800,
        in_flight=10,
        delayed=0,
        oldest_age_s=2244,
        redrive={"dlq": "img-jobs-dlq", "max_receives": 5},
    )
    return c.fault(
        "deployment.scaling_change",
        "lambda/img-resize",
        ("lambda.throttled", "lambda/img-resize"),
        herring=("db.connections_exhausted", "rds/media-db"),
        near=["dependency.queue_backlog", "traffic.surge"],
    )


def one_hot_key() -> Answer:
    c = Case(
        "loyalty-monitor-88213",
        "2026-01-16T18:32:00",
        "monitor 88213 triggered",
        "apigateway/loyalty",
        span=60,
        since=-17,
        source="datadog",
        severity="unknown",
        region="us-west-2",
    )
    c.alert(-17, "monitor 88213", "apigateway/loyalty")
    c.series("apigateway/loyalty", "5XXError", 1, 240, -19, noise=0.25)
    c.series("apigateway/loyalty", "Count", 7400, 7900, -20, noise=0.05)
    c.series("lambda/loyalty-earn", "Duration", 48, 610, -19, noise=0.15, stat="p95")
    c.series("lambda/loyalty-earn", "Errors", 0, 238, -19, noise=0.25)
    c.series("dynamodb/loyalty-points", "WriteThrottleEvents", 0, 2100, -19, noise=0.15)
    c.series("dynamodb/loyalty-points", "ConsumedWriteCapacityUnits", 2900, 3300, -19, noise=0.06)
    c.series("dynamodb/loyalty-points", "ProvisionedWriteCapacityUnits", 12000, noise=0)
    c.quiet("dynamodb/loyalty-catalog")
    c.quiet("lambda/loyalty-read")
    c.log(
        -18,
        "lambda/loyalty-earn",
        "error",
        "[ERROR] ProvisionedThroughputExceededException: An error occurred when calling the UpdateItem operation (reached max retries: 3): key=MERCHANT#00419",
        3904,
    )
    c.log(
        -12,
        "dynamodb/loyalty-points",
        "info",
        "contributor insights MostThrottledKeys: MERCHANT#00419 98.7%, MERCHANT#01182 0.4%; MostAccessedKeys: MERCHANT#00419 61.0%",
    )
    c.chatter("lambda/loyalty-earn", "lambda", 3)
    c.chatter("lambda/loyalty-read", "lambda", 3)
    c.change(-4225, "deployment", "lambda:UpdateAlias", "lambda/loyalty-read", "role/cd", version=["141", "142"])
    c.edges(
        ("apigateway/loyalty", "calls", "lambda/loyalty-earn"),
        ("apigateway/loyalty", "calls", "lambda/loyalty-read"),
        ("lambda/loyalty-earn", "writes", "dynamodb/loyalty-points"),
        ("lambda/loyalty-read", "reads", "dynamodb/loyalty-catalog"),
    )
    c.state(
        "dynamodb/loyalty-points",
        "dynamodb_table",
        billing_mode="PROVISIONED",
        read_capacity=4000,
        write_capacity=12000,
        auto_scaling=True,
        status="ACTIVE",
    )
    return c.fault("dynamodb.hot_partition", "dynamodb/loyalty-points", near=["dynamodb.throttled", "traffic.surge"])


def stream_behind() -> Answer:
    c = Case(
        "fleet-dashboard-stale",
        "2026-05-27T12:10:00",
        "fleet map data older than 10 minutes",
        "ecs-service/fleet-map",
        span=180,
        since=-44,
        source="synthetic-monitor",
        severity="warning",
        text="age of newest position 614 s",
    )
    c.alert(-44, "fleet map freshness", "ecs-service/fleet-map", count=31, reason="newest position older than 600 s")
    c.series(
        "kinesis/positions", "GetRecords.IteratorAgeMilliseconds", 900, 3.1e6, -55, ramp=55, noise=0.02, stat="Maximum"
    )
    c.series("kinesis/positions", "IncomingRecords", 61000, 64000, -90, noise=0.05)
    c.series("kinesis/positions", "WriteProvisionedThroughputExceeded", 0, odd=0.02)
    c.series("lambda/position-writer", "IteratorAge", 900, 3.1e6, -55, ramp=55, noise=0.02, stat="Maximum")
    c.series("lambda/position-writer", "Duration", 380, noise=0.06)
    c.series("lambda/position-writer", "Invocations", 610, 122, -56, noise=0.06)
    c.series("lambda/position-writer", "Errors", 0, odd=0.04)
    c.quiet("dynamodb/positions")
    c.quiet("ecs-service/fleet-map")
    c.chatter("lambda/position-writer", "lambda", 4)
    c.chatter("ecs-service/fleet-map", "node", 4)
    c.change(
        -57,
        "config",
        "lambda:UpdateEventSourceMapping",
        "lambda/position-writer",
        "role/terraform",
        parallelization_factor=[5, 1],
        batch_size=[100, 100],
    )
    c.edges(
        ("kinesis/positions", "calls", "lambda/position-writer"),
        ("lambda/position-writer", "writes", "dynamodb/positions"),
        ("ecs-service/fleet-map", "reads", "dynamodb/positions"),
    )
    c.state(
        "lambda/position-writer",
        "lambda_function",
        runtime="java21",
        memory_mb=1024,
        timeout_s=60,
        event_source={"stream": "positions", "parallelization_factor": 1, "shards": 4},
    )
    return c.fault(
        "kinesis.iterator_lag",
        "kinesis/positions",
        ("kinesis.iterator_lag", "lambda/position-writer"),
        ("deployment.scaling_change", "lambda/position-writer"),
    )


def container_memory() -> Answer:
    c = Case(
        "eks-invoice-502",
        "2026-02-24T08:50:00",
        "NginxIngress5xxRatio",
        "deployment/invoice-render",
        span=15,
        step=10,
        source="prometheus",
        since=-6,
        severity="critical",
        labels={"namespace": "billing"},
    )
    c.alert(
        -6,
        "NginxIngress5xxRatio",
        "deployment/invoice-render",
        query='sum(rate(nginx_ingress_controller_requests{status=~"5.."}[2m])) > 0.05',
    )
    c.alert(-20160, "NodeMemoryHigh", "node/ip-10-3-7-91", reason="node memory above 80% (known: JVM batch node)")
    for pod, age in (("invoice-render-7c9f6b8d5-hq2xk", -2.1), ("invoice-render-7c9f6b8d5-v8lwn", -1.2)):
        c.series(
            f"pod/{pod}", "memory_usage", 4.1e8, 5.36e8, -7.5, ramp=5, noise=0.01, top=536870912, ns="ContainerInsights"
        )
        c.event(
            age,
            "kubernetes",
            f"pod/{pod}",
            "BackOff",
            f"Back-off restarting failed container render in pod {pod}_billing",
            "warning",
            9,
        )
        c.state(
            f"pod/{pod}",
            "pod",
            namespace="billing",
            phase="Running",
            status="CrashLoopBackOff",
            ready="0/1",
            restarts="5 (70s ago)",
            node="ip-10-3-7-14",
            owner="ReplicaSet/invoice-render-7c9f6b8d5",
            containers=[
                {
                    "name": "render",
                    "image": "acme/invoice-render:3.4.0",
                    "requests": {"cpu": "250m", "memory": "384Mi"},
                    "limits": {"memory": "512Mi"},
                    "restart_count": 5,
                    "state": {"state": "waiting", "reason": "CrashLoopBackOff"},
                    "last_state": {"state": "terminated", "reason": "OOMKilled", "exit_code": 137},
                }
            ],
        )
    c.series("node/ip-10-3-7-91", "memory_utilization", 86, noise=0.01, ns="ContainerInsights", unit="Percent")
    c.series("node/ip-10-3-7-14", "memory_utilization", 52, noise=0.01, ns="ContainerInsights", unit="Percent")
    c.series("deployment/invoice-render", "error_rate", 0.002, 0.31, -6.5, ramp=1, noise=0.2, ns="Prometheus")
    c.quiet("deployment/invoice-api")
    c.log(
        -4,
        "deployment/ingress-nginx-controller",
        "error",
        'connect() failed (111: Connection refused) while connecting to upstream, upstream: "http://10.3.9.60:8080/render"',
        611,
    )
    c.chatter("deployment/invoice-render", "node", 3)
    c.chatter("deployment/invoice-api", "go", 3)
    c.event(
        -9,
        "kubernetes",
        "node/ip-10-3-7-91",
        "NodeHasSufficientMemory",
        "Node ip-10-3-7-91 status is now: NodeHasSufficientMemory",
        "normal",
    )
    c.state(
        "deployment/invoice-render",
        "deployment",
        namespace="billing",
        desired=2,
        ready=0,
        updated=2,
        available=0,
        age="41d",
    )
    c.state(
        "node/ip-10-3-7-91",
        "node",
        conditions={"Ready": "True", "MemoryPressure": "False"},
        allocatable={"memory": "15Gi"},
    )
    c.edges(
        ("deployment/ingress-nginx-controller", "calls", "deployment/invoice-render"),
        ("deployment/invoice-api", "calls", "deployment/invoice-render"),
        ("pod/invoice-render-7c9f6b8d5-hq2xk", "runs_on", "node/ip-10-3-7-14"),
    )
    return c.fault(
        "k8s.container.oom_killed",
        "deployment/invoice-render",
        herring=("node.memory_pressure", "node/ip-10-3-7-91"),
        near=["compute.memory_leak"],
    )


def irsa_trust() -> Answer:
    c = Case(
        "docstore-upload-errors",
        "2026-04-21T10:02:00",
        "Upload success rate dropped",
        "service/docstore",
        span=60,
        since=-14,
        source="datadog",
        zone_h=2,
        service="docstore",
    )
    c.alert(-14, "Upload success rate dropped", "service/docstore", reason="avg(last_10m) 0.22 < 0.95")
    c.series("service/docstore", "success_rate", 0.997, 0.22, -18, ramp=4, noise=0.01, top=1, ns="Prometheus")
    c.series("service/docstore", "request_rate", 36, noise=0.1, ns="Prometheus")
    c.quiet("deployment/docstore")
    c.quiet("deployment/docscan")
    c.log(
        -18,
        "deployment/docstore",
        "error",
        "operation error S3: PutObject, get identity: failed to refresh cached credentials, operation error STS: AssumeRoleWithWebIdentity, https response error StatusCode: 403, AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity",
        1508,
    )
    c.log(-40, "deployment/docscan", "warn", "clamd: signature database is older than 7 days", 12)
    c.chatter("deployment/docstore", "go", 4)
    c.chatter("deployment/docscan", "python", 3)
    c.change(
        -21,
        "access",
        "iam:UpdateAssumeRolePolicy",
        "iam-role/eks-docstore",
        "role/terraform-iam",
        condition_sub=["system:serviceaccount:docs:docstore", "system:serviceaccount:documents:docstore"],
    )
    c.change(-27, "deployment", "argocd:Sync", "deployment/docscan", "argocd", revision="b41e77c")
    c.event(
        -26,
        "kubernetes",
        "deployment/docscan",
        "ScalingReplicaSet",
        "Scaled up replica set docscan-5fd8 to 1",
        "normal",
    )
    c.edges(
        ("service/docstore", "owns", "deployment/docstore"),
        ("deployment/docstore", "writes", "s3/docs-archive"),
        ("deployment/docstore", "calls", "deployment/docscan"),
        ("deployment/docstore", "depends_on", "iam-role/eks-docstore"),
    )
    c.state(
        "deployment/docstore", "deployment", namespace="docs", desired=3, ready=3, updated=3, available=3, age="210d"
    )
    return c.fault(
        "access.permission_denied",
        "deployment/docstore",
        ("access.permission_denied", "iam-role/eks-docstore"),
        ("access.permission_denied", "service/docstore"),
        herring=("deployment.bad_release", "deployment/docscan"),
        near=["access.credentials_expired"],
    )


def tainted_pool() -> Answer:
    c = Case(
        "eks-search-indexer-lag",
        "2026-06-02T07:30:00",
        "KubeDeploymentReplicasMismatch",
        "deployment/search-indexer",
        span=30,
        since=-15,
        source="prometheus",
        severity="warning",
        region=None,
    )
    c.alert(-15, "KubeDeploymentReplicasMismatch", "deployment/search-indexer")
    c.alert(-15, "Watchdog", None, reason="always firing")
    taints = ["dedicated=search-v2:NoSchedule"]
    for i, tag in enumerate(("4mzkd", "9xw2t", "pl7rq")):
        c.state(
            f"pod/search-indexer-6b8c7d-{tag}",
            "pod",
            namespace="search",
            phase="Pending",
            status="Pending",
            ready="0/1",
            restarts=0,
            owner="ReplicaSet/search-indexer-6b8c7d",
            node_selector={"pool": "search"},
            tolerations=["dedicated=search:NoSchedule"],
            conditions={"PodScheduled": {"status": "False", "reason": "Unschedulable"}},
        )
        c.event(
            -14 + i,
            "kubernetes",
            f"pod/search-indexer-6b8c7d-{tag}",
            "FailedScheduling",
            "0/7 nodes are available: 3 node(s) had untolerated taint {dedicated: search-v2}, 4 node(s) didn't match Pod's node affinity/selector. preemption: 0/7 nodes are available: 7 Preemption is not helpful for scheduling.",
            "warning",
            12,
        )
        c.state(
            f"node/ip-10-8-2-{40 + i}",
            "node",
            labels={"pool": "search", "eks.amazonaws.com/nodegroup": "search-202606"},
            taints=taints,
            unschedulable=False,
            conditions={"Ready": "True"},
            allocatable={"cpu": "7910m", "memory": "29Gi", "pods": "58"},
        )
    c.state(
        "node/ip-10-8-1-11",
        "node",
        labels={"pool": "general"},
        taints=[],
        unschedulable=False,
        conditions={"Ready": "True"},
        allocated={"cpu": {"requests": "91%"}},
    )
    c.state(
        "deployment/search-indexer",
        "deployment",
        namespace="search",
        desired=3,
        ready=0,
        updated=3,
        available=0,
        conditions={
            "Available": {
                "status": "False",
                "reason": "MinimumReplicasUnavailable",
                "message": "Deployment does not have minimum availability.",
            }
        },
    )
    c.state("deployment/search-query", "deployment", namespace="search", desired=4, ready=4, updated=4, available=4)
    c.event(
        -22,
        "kubernetes",
        "node/ip-10-8-2-17",
        "RemovingNode",
        "Node ip-10-8-2-17 event: Removing Node ip-10-8-2-17 from Controller",
        "normal",
    )
    c.event(
        -24,
        "kubernetes",
        "pod/search-query-77f-aa12",
        "Unhealthy",
        "Readiness probe failed: HTTP probe failed with statuscode: 503",
        "warning",
        2,
    )
    c.change(
        -26,
        "infrastructure",
        "eks:CreateNodegroup",
        "nodegroup/search-202606",
        "role/platform",
        taints=taints,
        release="1.31.4-20260526",
    )
    c.chatter("deployment/search-query", "jvm", 4)
    c.quiet("deployment/search-query", 3)
    return c.fault(
        "k8s.scheduling.taint_not_tolerated",
        "deployment/search-indexer",
        near=["k8s.scheduling.node_selector_mismatch", "k8s.scheduling.insufficient_cpu"],
    )


def partner_certificate() -> Answer:
    c = Case(
        "canary-b2b-inbound",
        "2026-03-01T00:21:00",
        "b2b-inbound heartbeat failing",
        "canary/b2b-inbound",
        span=90,
        step=300,
        since=-20,
        source="synthetic-monitor",
        severity="high",
        text="Failed 4 of 4",
    )
    c.alert(-20, "b2b-inbound heartbeat", "canary/b2b-inbound", count=4, reason="Failed 4 of 4")
    c.alert(-24, "b2b-gateway deployment finished", "ecs-service/b2b-gateway", "ok")
    c.series("canary/b2b-inbound", "Failed", 0, 1, -21, noise=0)
    c.series("alb/b2b", "RequestCount", 820, 9, -21, noise=0.15)
    c.series("alb/b2b", "ClientTLSNegotiationErrorCount", 2, 790, -21, noise=0.12, stat="Sum")
    c.series("alb/b2b", "HTTPCode_Target_5XX_Count", 0, odd=0.1)
    c.series("alb/b2b", "HealthyHostCount", 3, noise=0)
    c.quiet("ecs-service/b2b-gateway")
    c.log(
        -20,
        "canary/b2b-inbound",
        "error",
        "Error: certificate has expired: notAfter=Mar  1 00:00:00 2026 GMT, subject=CN=b2b.harborline.example (CERT_HAS_EXPIRED)",
        4,
    )
    c.chatter("ecs-service/b2b-gateway", "dotnet", 4)
    c.change(
        -30,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/b2b-gateway",
        "role/cd",
        task_definition=["b2b-gateway:201", "b2b-gateway:202"],
    )
    c.event(
        -24,
        "ecs",
        "ecs-service/b2b-gateway",
        "SERVICE_STEADY_STATE",
        "(service b2b-gateway) has reached a steady state.",
    )
    c.event(
        -64800,
        "acm",
        "certificate/b2b-harborline",
        "ACM Certificate Approaching Expiration",
        "Imported certificate b2b.harborline.example expires in 45 days",
        "warning",
    )
    c.edges(
        ("canary/b2b-inbound", "calls", "alb/b2b"),
        ("alb/b2b", "calls", "ecs-service/b2b-gateway"),
        ("alb/b2b", "depends_on", "certificate/b2b-harborline"),
    )
    return c.fault(
        "app.certificate_expired",
        "alb/b2b",
        ("app.certificate_expired", "certificate/b2b-harborline"),
        ("app.certificate_expired", "ecs-service/b2b-gateway"),
        herring=("deployment.bad_release", "ecs-service/b2b-gateway"),
        near=["traffic.drop"],
    )


def address_provider() -> Answer:
    c = Case(
        "signup-funnel-drop",
        "2026-05-14T17:16:00",
        "signup conversions anomaly",
        "lambda/signup",
        span=120,
        since=-29,
        source="datadog",
        severity="info",
        region="eu-central-1",
    )
    c.alert(
        -29,
        "signup conversions anomaly",
        "lambda/signup",
        "warning",
        reason="anomalies(sum:signup.completed) below band",
    )
    c.alert(
        -31,
        "identity-db ReadLatency",
        "rds/identity-db",
        "alarm",
        metric="ReadLatency",
        threshold=0.002,
        reason="0.0021 > 0.002",
    )
    c.series("lambda/signup", "Duration", 410, 10100, -37, noise=0.04, stat="p90")
    c.series("lambda/signup", "Errors", 0, 61, -37, noise=0.2, odd=0.04)
    c.series("lambda/signup", "Invocations", 130, 160, -37, noise=0.1)
    c.series("rds/identity-db", "ReadLatency", 0.0018, noise=0.12)
    c.quiet("rds/identity-db", 0.6)
    c.quiet("lambda/login")
    c.log(
        -36,
        "lambda/signup",
        "error",
        'AddressLookupError: POST https://api.addressgrid.example/v3/validate -> 503 Service Unavailable (x-request-id ag-77121) body={"error":"upstream capacity"}',
        1540,
    )
    c.log(
        -30,
        "lambda/signup",
        "error",
        "requests.exceptions.ReadTimeout: HTTPSConnectionPool(host='api.addressgrid.example', port=443): Read timed out. (read timeout=10)",
        820,
    )
    c.log(
        -21,
        "lambda/status-poller",
        "warning",
        "statuspage addressgrid: investigating - Elevated error rates on Validation API (EU)",
    )
    c.chatter("lambda/signup", "lambda", 3)
    c.chatter("lambda/login", "lambda", 3)
    c.change(-50, "deployment", "lambda:UpdateFunctionCode", "lambda/login", "role/cd-id")
    c.edges(
        ("lambda/signup", "calls", "external/addressgrid"),
        ("lambda/signup", "writes", "rds/identity-db"),
        ("lambda/login", "reads", "rds/identity-db"),
    )
    c.state(
        "rds/identity-db",
        "rds_instance",
        engine="aurora-postgresql",
        instance_class="db.serverless",
        engine_version="16.4",
    )
    c.insights(
        "rds/identity-db",
        -40,
        [("SELECT * FROM accounts WHERE email_hash = $1", 0.4, 88.0, {"CPU": 0.3})],
        {"CPU": 0.6, "IO:DataFileRead": 0.2},
    )
    return c.fault(
        "dependency.third_party_outage",
        "external/addressgrid",
        ("dependency.errors", "external/addressgrid"),
        ("dependency.third_party_outage", "lambda/signup"),
        herring=("storage.io_saturation", "rds/identity-db"),
    )


def ranking_flag() -> Answer:
    c = Case(
        "feed-p99-page",
        "2026-06-20T20:07:00",
        "feed-api p99 > 2s",
        "alb/feed",
        span=100,
        since=-13,
        severity="critical",
    )
    c.alert(-13, "feed-api p99 > 2s", "alb/feed", metric="TargetResponseTime", threshold=2)
    c.series("alb/feed", "TargetResponseTime", 0.6, 4.4, -18, ramp=2, noise=0.12, stat="p99")
    c.series("alb/feed", "RequestCount", 15200, noise=0.05)
    c.series("alb/feed", "HTTPCode_Target_5XX_Count", 3, 510, -17, noise=0.2)
    c.series("ecs-service/feed-api", "CPUUtilization", 41, 97, -18, ramp=2, noise=0.04, top=100)
    c.series("ecs-service/feed-api", "RunningTaskCount", 12, noise=0, ns="ECS/ContainerInsights", stat="Average")
    c.quiet("ecs-service/feed-media")
    c.quiet("dynamodb/feed-items")
    c.log(
        -18,
        "ecs-service/feed-api",
        "info",
        "appconfig: configuration feed-ranker version 42 applied: ranker.mode=full_graph (was two_hop)",
        12,
    )
    c.log(
        -15, "ecs-service/feed-api", "warn", "ranker full_graph scored 41820 candidates in 3911 ms, budget 150 ms", 9020
    )
    c.log(-60, "ecs-service/feed-api", "info", "ranker two_hop scored 310 candidates in 44 ms", 40000)
    c.chatter("ecs-service/feed-api", "jvm", 4)
    c.chatter("ecs-service/feed-media", "go", 3)
    c.change(
        -19,
        "flag",
        "appconfig:StartDeployment",
        "ecs-service/feed-api",
        "user/ranking-pm",
        application="feed",
        profile="feed-ranker",
        version=[41, 42],
    )
    c.change(
        -140,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/feed-api",
        "role/cd",
        task_definition=["feed-api:77", "feed-api:78"],
    )
    c.change(
        -22,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/feed-media",
        "role/cd",
        task_definition=["feed-media:12", "feed-media:13"],
    )
    c.edges(
        ("alb/feed", "calls", "ecs-service/feed-api"),
        ("ecs-service/feed-api", "reads", "dynamodb/feed-items"),
        ("ecs-service/feed-api", "calls", "ecs-service/feed-media"),
    )
    c.state(
        "ecs-service/feed-api",
        "ecs_service",
        desired=12,
        running=12,
        pending=0,
        task_definition="feed-api:78",
        deployments=[{"status": "PRIMARY", "desired": 12, "running": 12, "rollout_state": "COMPLETED"}],
    )
    return c.fault(
        "deployment.feature_flag",
        "ecs-service/feed-api",
        herring=("deployment.bad_release", "ecs-service/feed-media"),
        near=["compute.cpu_saturation", "code.slow_path"],
    )


def zone_in_trouble() -> Answer:
    c = Case(
        "ticketing-multi-alarm",
        "2026-02-11T15:40:00",
        "3 alarms in ticketing within 5 minutes",
        "alb/ticketing",
        span=60,
        since=-12,
        severity="critical",
        region="us-east-1",
        source="cloudwatch",
    )
    c.alert(-12, "ticketing-elb-5xx", "alb/ticketing", metric="HTTPCode_ELB_5XX_Count", threshold=20)
    c.alert(-10, "ticketing-unhealthy-hosts", "alb/ticketing", metric="UnHealthyHostCount", threshold=0)
    c.alert(
        -9,
        "ticketing-cache replica link",
        "elasticache/ticketing",
        reason="ReplicationLag no data for use1-az4 replica",
    )
    for az, bad in (("us-east-1a", False), ("us-east-1b", False), ("us-east-1c", True)):
        c.series("alb/ticketing", "UnHealthyHostCount", 0, 4 if bad else None, -14, noise=0, stat="Maximum")
        c.parts["metrics"][-1]["dimensions"]["AvailabilityZone"] = az
        c.series("alb/ticketing", "HTTPCode_ELB_5XX_Count", 0, 180 if bad else None, -15, noise=0.2, odd=0.03)
        c.parts["metrics"][-1]["dimensions"]["AvailabilityZone"] = az
    c.quiet("alb/ticketing", 3)
    c.quiet("ecs-service/ticketing-web")
    c.quiet("rds/ticketing-pg")
    c.log(
        -13,
        "ecs-service/ticketing-web",
        "error",
        "java.net.NoRouteToHostException: No route to host (Host unreachable) task_az=us-east-1c",
        3312,
    )
    c.log(-12, "ecs-service/ticketing-batch", "error", "connect ETIMEDOUT 172.31.48.20:6379 task_az=us-east-1c", 401)
    c.log(-12, "ecs-service/ticketing-web", "info", "order placed ok task_az=us-east-1a", 5100)
    c.chatter("ecs-service/ticketing-web", "jvm", 3)
    c.event(
        -6,
        "health",
        "az/us-east-1c",
        "AWS_EC2_OPERATIONAL_ISSUE",
        "We are investigating increased packet loss and instance connectivity issues in a single Availability Zone (use1-az4) in the US-EAST-1 Region.",
        "warning",
    )
    c.event(
        -11,
        "ecs",
        "ecs-service/ticketing-web",
        "TARGET_UNHEALTHY",
        "(service ticketing-web) (port 8080) is unhealthy in (target-group ticketing) due to (reason Request timed out). 4 tasks, all in us-east-1c",
        "warning",
        4,
    )
    c.change(
        -20,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/ticketing-web",
        "role/cd",
        task_definition=["ticketing-web:330", "ticketing-web:331"],
    )
    c.state(
        "alb/ticketing",
        "target_group",
        healthy=8,
        unhealthy=4,
        reasons={"Target.Timeout": 4},
        unhealthy_zones=["us-east-1c"],
    )
    c.state(
        "rds/ticketing-pg",
        "rds_instance",
        engine="postgres",
        instance_class="db.r6g.large",
        multi_az=True,
        availability_zone="us-east-1a",
    )
    c.edges(
        ("alb/ticketing", "calls", "ecs-service/ticketing-web"),
        ("ecs-service/ticketing-web", "writes", "rds/ticketing-pg"),
        ("ecs-service/ticketing-batch", "reads", "elasticache/ticketing"),
        ("ecs-service/ticketing-web", "runs_on", "az/us-east-1c"),
    )
    return c.fault(
        "aws.az_impaired",
        "az/us-east-1c",
        ("aws.az_impaired", "alb/ticketing"),
        ("aws.az_impaired", "ecs-service/ticketing-web"),
        herring=("deployment.bad_release", "ecs-service/ticketing-web"),
        near=["network.partition", "aws.regional_event"],
    )


CASES = (
    reserved_concurrency,
    one_hot_key,
    stream_behind,
    container_memory,
    irsa_trust,
    tainted_pool,
    partner_certificate,
    address_provider,
    ranking_flag,
    zone_in_trouble,
)
