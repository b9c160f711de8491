"""Lambda, SQS, ECS and EKS with nothing wrong now."""

from __future__ import annotations

from .build import Answer, Case


def one_lambda_error() -> Answer:
    c = Case(
        "mailer-errors-gt-0",
        "2026-03-05T09:40:00",
        "mailer Errors > 0",
        "lambda/mailer",
        span=360,
        step=60,
        since=-6,
        severity="high",
    )
    c.alert(
        -6,
        "mailer Errors > 0",
        "lambda/mailer",
        metric="Errors",
        threshold=0,
        comparison="GreaterThanThreshold",
        reason="1 datapoint [1.0] was greater than the threshold (0.0)",
        count=14,
    )
    c.series("lambda/mailer", "Errors", 0, odd=0.07, spot=(-7, 1))
    c.series("lambda/mailer", "Invocations", 640, noise=0.1, wave=0.1)
    c.series("lambda/mailer", "Duration", 212, noise=0.12, odd=0.02)
    c.series("lambda/mailer", "Throttles", 0)
    c.series("sqs/mailer-dlq", "ApproximateNumberOfMessagesVisible", 0)
    c.quiet("sqs/mailer")
    c.quiet("dynamodb/mail-templates", 0.2)
    c.log(
        -7,
        "lambda/mailer",
        "error",
        '[ERROR] EndpointConnectionError: Could not connect to the endpoint URL: "https://email.eu-west-1.amazonaws.com/" (message returned to queue)',
        1,
    )
    c.log(-6.4, "lambda/mailer", "info", "message 81fd sent on receive 2", 1)
    c.chatter("lambda/mailer", "lambda", 4)
    c.change(-95, "deployment", "lambda:UpdateFunctionCode", "lambda/mailer", "role/cd", version=[30, 31])
    c.edges(("sqs/mailer", "calls", "lambda/mailer"), ("lambda/mailer", "reads", "dynamodb/mail-templates"))
    c.state(
        "sqs/mailer",
        "sqs_queue",
        visible=7,
        in_flight=5,
        delayed=0,
        oldest_age_s=2,
        redrive={"dlq": "mailer-dlq", "max_receives": 5},
    )
    return c.healthy(herring=("deployment.bad_release", "lambda/mailer"))


def paging_test() -> Answer:
    """A monthly test of the paging route, sent from the monitor editor; the function behind it is well."""
    c = Case(
        "pager-route-check",
        "2026-06-01T08:00:30",
        "[TEST] Lambda checkout-quote timeouts - sev1",
        "lambda/checkout-quote",
        span=20,
        step=10,
        since=-1,
        severity="critical",
        source="datadog",
        text="This is a test notification sent from the monitor editor. Monthly paging route check.",
    )
    c.alert(
        -1,
        "[TEST] Lambda checkout-quote timeouts - sev1",
        "lambda/checkout-quote",
        reason="Test notification, simulated value 100.0 > 5.0",
    )
    c.quiet("lambda/checkout-quote", 2)
    c.series("lambda/checkout-quote", "Throttles", 0)
    c.quiet("dynamodb/quotes")
    c.series("apigateway/checkout", "5XXError", 1, noise=0.5)
    c.series("apigateway/checkout", "Latency", 190, noise=0.1)
    c.chatter("lambda/checkout-quote", "lambda", 4)
    c.log(-44, "lambda/checkout-quote", "error", "2026-06-01T07:16Z 77c1 Task timed out after 10.01 seconds", 1)
    c.change(-30, "deployment", "lambda:PublishVersion", "lambda/checkout-quote", "role/cd", version=212)
    c.edges(
        ("apigateway/checkout", "calls", "lambda/checkout-quote"), ("lambda/checkout-quote", "reads", "dynamodb/quotes")
    )
    c.state(
        "lambda/checkout-quote",
        "lambda_function",
        runtime="python3.12",
        memory_mb=512,
        timeout_s=10,
        last_update_status="Successful",
    )
    return c.healthy("healthy.expected_signal", herring=("lambda.timeout", "lambda/checkout-quote"))


def statement_batch_queue() -> Answer:
    c = Case(
        "stmt-queue-depth",
        "2026-05-01T01:50:00",
        "statements queue depth > 5000",
        "sqs/statements",
        span=360,
        step=300,
        since=-105,
        source="prometheus",
        severity="warning",
    )
    c.alert(
        -28,
        "StatementsQueueDeep",
        "sqs/statements",
        "ok",
        query="aws_sqs_approximate_number_of_messages_visible_average > 5000",
        reason="resolved",
    )
    c.series("sqs/statements", "ApproximateNumberOfMessagesVisible", 3, 11800, -110, end=-70, ramp=12, noise=0.05)
    rows = c.parts["metrics"][-1]["points"]
    for k, row in enumerate(r for r in rows if c.at(-70) <= r[0] < c.at(-30)):
        row[1] = max(4, 10400 - 1350 * k)
    c.series("sqs/statements", "NumberOfMessagesSent", 14, 6100, -110, end=-98, noise=0.1)
    c.series("sqs/statements", "NumberOfMessagesDeleted", 14, 1240, -110, end=-30, noise=0.1)
    c.series("lambda/statement-pdf", "Duration", 2300, noise=0.08)
    c.series("lambda/statement-pdf", "Errors", 0, odd=0.05)
    c.series("sqs/statements-dlq", "ApproximateNumberOfMessagesVisible", 3, noise=0)
    c.log(-110, "lambda/month-end", "info", "month-end run 2026-04: enqueued 18242 statements")
    c.log(-30, "lambda/month-end", "info", "month-end run 2026-04: 18242/18242 rendered")
    c.chatter("lambda/statement-pdf", "lambda", 4)
    c.change(
        -110, "other", "scheduler:RunSchedule", "lambda/month-end", "scheduler.amazonaws.com", cron="cron(0 0 1 * ? *)"
    )
    c.edges(("lambda/month-end", "writes", "sqs/statements"), ("sqs/statements", "calls", "lambda/statement-pdf"))
    c.state(
        "sqs/statements",
        "sqs_queue",
        visible=2,
        in_flight=0,
        delayed=0,
        oldest_age_s=1,
        redrive={"dlq": "statements-dlq", "max_receives": 4},
    )
    return c.healthy(herring=("dependency.queue_backlog", "sqs/statements"))


def rolling_deploy_blip() -> Answer:
    c = Case("wishlist-502", "2026-03-26T13:33:00", "alb/wishlist 5xx", "alb/wishlist", span=90, step=30, since=-24)
    c.alert(
        -19,
        "alb/wishlist 5xx",
        "alb/wishlist",
        "ok",
        metric="HTTPCode_ELB_5XX_Count",
        threshold=10,
        comparison="GreaterThanThreshold",
    )
    c.series("alb/wishlist", "HTTPCode_ELB_5XX_Count", 0, 31, -25, end=-22, noise=0.3, odd=0.04)
    c.series("alb/wishlist", "RequestCount", 2600, noise=0.06)
    c.series("alb/wishlist", "TargetResponseTime", 0.09, noise=0.1)
    c.series("alb/wishlist", "UnHealthyHostCount", 0, 1, -26, end=-22, noise=0, stat="Maximum")
    c.quiet("ecs-service/wishlist")
    c.quiet("dynamodb/wishlist")
    c.chatter("ecs-service/wishlist", "node", 4)
    c.event(-27, "ecs", "ecs-service/wishlist", "TASKS_STARTED", "(service wishlist) has started 3 tasks: (task 81c0).")
    c.event(
        -25,
        "ecs",
        "ecs-service/wishlist",
        "TARGETS_DRAINING",
        "(service wishlist) has begun draining connections on 3 tasks.",
    )
    c.event(
        -21,
        "ecs",
        "ecs-service/wishlist",
        "DEPLOYMENT_COMPLETED",
        "(service wishlist) (deployment ecs-svc/4410) deployment completed.",
    )
    c.change(
        -28,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/wishlist",
        "role/cd",
        task_definition=["wishlist:60", "wishlist:61"],
    )
    c.edges(("alb/wishlist", "calls", "ecs-service/wishlist"), ("ecs-service/wishlist", "reads", "dynamodb/wishlist"))
    c.state(
        "ecs-service/wishlist",
        "ecs_service",
        desired=3,
        running=3,
        pending=0,
        task_definition="wishlist:61",
        deployments=[{"status": "PRIMARY", "desired": 3, "running": 3, "rollout_state": "COMPLETED"}],
    )
    c.state("alb/wishlist", "target_group", healthy=3, unhealthy=0, reasons={})
    return c.healthy("healthy.recovered", herring=("deployment.bad_release", "ecs-service/wishlist"))


def batch_node_cpu() -> Answer:
    """A throttling alarm that has been red for days while latency, errors and replicas are as always."""
    c = Case(
        "eks-cpu-overcommit",
        "2026-04-28T05:15:00",
        "CPUThrottlingHigh",
        "deployment/thumbs",
        span=60,
        step=60,
        source="prometheus",
        severity="info",
        labels={"alertname": "CPUThrottlingHigh", "namespace": "media"},
    )
    c.alert(
        -12000,
        "CPUThrottlingHigh",
        "deployment/thumbs",
        reason="27% throttling of CPU in namespace media for container thumbs",
        query="increase(container_cpu_cfs_throttled_periods_total[5m]) / increase(container_cpu_cfs_periods_total[5m]) > 0.25",
    )
    c.alert(-50000, "KubeCPUOvercommit", None, "alarm", reason="Cluster has overcommitted CPU resource requests")
    c.series("deployment/thumbs", "cpu_usage", 0.44, noise=0.1, ns="Prometheus", before=True)
    c.series("deployment/thumbs", "latency_p95", 0.31, noise=0.1, ns="Prometheus", unit="Seconds")
    c.series("deployment/thumbs", "error_rate", 0.001, noise=0.4, ns="Prometheus")
    c.series("node/ip-10-6-1-30", "cpu_utilization", 71, noise=0.05, ns="ContainerInsights", unit="Percent")
    c.quiet("deployment/uploads")
    c.chatter("deployment/thumbs", "python", 4)
    c.chatter("deployment/uploads", "go", 4)
    c.event(
        -40,
        "kubernetes",
        "deployment/uploads",
        "ScalingReplicaSet",
        "Scaled up replica set uploads-6c4 to 4 from 3",
        "normal",
    )
    c.event(
        -31,
        "kubernetes",
        "pod/uploads-6c4-x7lqp",
        "Unhealthy",
        'Readiness probe failed: Get "http://10.6.4.2:8080/ready": dial tcp 10.6.4.2:8080: connect: connection refused',
        "warning",
        2,
    )
    c.state("deployment/thumbs", "deployment", namespace="media", desired=4, ready=4, updated=4, available=4, age="92d")
    c.state("deployment/uploads", "deployment", namespace="media", desired=4, ready=4, updated=4, available=4)
    c.state(
        "node/ip-10-6-1-30", "node", conditions={"Ready": "True", "MemoryPressure": "False", "DiskPressure": "False"}
    )
    return c.healthy("healthy.threshold_noise", herring=("compute.cpu_throttled", "deployment/thumbs"))


def watchdog_only() -> Answer:
    c = Case(
        "am-null-receiver-page",
        "2026-01-08T22:05:00",
        "Watchdog",
        None,
        source="prometheus",
        severity="none",
        span=1440,
        region=None,
        text="This is an alert meant to ensure that the entire alerting pipeline is functional.",
    )
    c.alert(-40000, "Watchdog", None, query="vector(1)")
    c.alert(-200, "KubeJobFailed", "job/geo-refresh-29461200", "ok")
    for name, restarts in (("geo-api-5c7d9-2kq8v", 0), ("geo-api-5c7d9-hh2zs", 3), ("geo-tiles-0", "11 (19d ago)")):
        c.state(
            f"pod/{name}",
            "pod",
            namespace="geo",
            phase="Running",
            status="Running",
            ready="1/1",
            restarts=restarts,
            node="ip-10-5-0-19",
            conditions={"Ready": "True"},
        )
    c.state("deployment/geo-api", "deployment", namespace="geo", desired=2, ready=2, updated=2, available=2, age="300d")
    c.state("statefulset/geo-tiles", "statefulset", namespace="geo", ready="1/1", age="300d")
    c.state(
        "node/ip-10-5-0-19",
        "node",
        conditions={"Ready": "True", "MemoryPressure": "False", "DiskPressure": "False", "PIDPressure": "False"},
    )
    c.event(
        -1100,
        "kubernetes",
        "pod/geo-refresh-29461200-4tq7s",
        "BackOff",
        "Back-off restarting failed container refresh in pod geo-refresh-29461200-4tq7s_geo",
        "warning",
        3,
    )
    c.event(-1080, "kubernetes", "job/geo-refresh-29461200", "Completed", "Job completed", "normal")
    c.chatter("deployment/geo-api", "go", 4)
    c.chatter("statefulset/geo-tiles", "jvm", 4)
    return c.healthy("healthy.expected_signal")


def spot_node_replaced() -> Answer:
    c = Case(
        "karpenter-node-gone",
        "2026-05-22T18:26:00",
        "KubeNodeUnreachable ip-10-7-3-88",
        "node/ip-10-7-3-88",
        source="kubernetes",
        severity="warning",
        span=60,
        since=-27,
    )
    c.alert(-22, "KubeNodeUnreachable", "node/ip-10-7-3-88", "ok", reason="resolved")
    c.event(
        -30, "kubernetes", "node/ip-10-7-3-88", "SpotInterrupted", "Spot interruption warning was triggered", "warning"
    )
    c.event(-29, "kubernetes", "pod/basket-7d8-qq9s1", "Evicted", "Evicted pod", "normal")
    c.event(
        -27,
        "kubernetes",
        "node/ip-10-7-3-88",
        "NodeNotReady",
        "Node ip-10-7-3-88 status is now: NodeNotReady",
        "warning",
    )
    c.event(
        -26,
        "kubernetes",
        "pod/basket-7d8-mm2rt",
        "FailedScheduling",
        "0/5 nodes are available: 1 node(s) had untolerated taint {karpenter.sh/disrupted}, 4 Insufficient cpu.",
        "warning",
        2,
    )
    c.event(
        -24, "kubernetes", "node/ip-10-7-3-140", "NodeReady", "Node ip-10-7-3-140 status is now: NodeReady", "normal"
    )
    c.event(
        -23,
        "kubernetes",
        "pod/basket-7d8-mm2rt",
        "Scheduled",
        "Successfully assigned shop/basket-7d8-mm2rt to ip-10-7-3-140",
        "normal",
    )
    c.event(
        -23,
        "kubernetes",
        "node/ip-10-7-3-88",
        "RemovingNode",
        "Node ip-10-7-3-88 event: Removing Node ip-10-7-3-88 from Controller",
        "normal",
    )
    for name, node in (("basket-7d8-mm2rt", "ip-10-7-3-140"), ("basket-7d8-l0xcz", "ip-10-7-3-12")):
        c.state(
            f"pod/{name}",
            "pod",
            namespace="shop",
            phase="Running",
            status="Running",
            ready="1/1",
            restarts=0,
            node=node,
            owner="ReplicaSet/basket-7d8",
            conditions={"Ready": "True"},
        )
    c.state("deployment/basket", "deployment", namespace="shop", desired=2, ready=2, updated=2, available=2, age="77d")
    for node in ("ip-10-7-3-140", "ip-10-7-3-12"):
        c.state(
            f"node/{node}",
            "node",
            conditions={"Ready": "True", "MemoryPressure": "False", "DiskPressure": "False"},
            labels={"karpenter.sh/capacity-type": "spot"},
        )
    c.chatter("deployment/basket", "node", 4)
    c.log(
        -27.5,
        "deployment/storefront",
        "warn",
        "upstream basket: connect ECONNREFUSED 10.7.3.201:3000, retried on other endpoint",
        19,
    )
    c.log(-3, "deployment/storefront", "info", "GET /basket 200 31 ms", 880)
    return c.healthy("healthy.recovered", herring=("node.not_ready", "node/ip-10-7-3-88"))


CASES = (
    one_lambda_error,
    paging_test,
    statement_batch_queue,
    rolling_deploy_blip,
    batch_node_cpu,
    watchdog_only,
    spot_node_replaced,
)
