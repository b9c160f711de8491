"""Cases whose evidence is thin: three an engineer could still name, three nobody could."""

from .build import Case, Result
from .kube import node, workload
from .ordinary import chatter, daemon_noise
from .shapes import ramp, step


def closed_namespace() -> Result:
    """A new network policy shuts out the caller's namespace, whose label is missing; metrics and changes are unread."""
    c = Case("dispatch-check-61", 51, "2026-03-11T14:25", 60, 30, zone="+01:00")
    nodes = [node(c, f"ip-10-34-{a}-27.eu-west-1.compute.internal") for a in (7, 15)]
    c.incident("Check 61 failed", "service/dispatch-api", "synthetic-monitor", severity="high", start=6)
    c.alert(6, "Check 61", "service/dispatch-api", "alarm", count=5, reason="HTTP 503")
    c.alert(-400, "dispatch-api memory", "deployment/dispatch-api", "ok")
    workload(c, "dispatch-api", "dispatch", nodes, 2, restarts=[0, 1])
    workload(c, "routing", "geo", nodes, 2, age_min=22000)
    workload(c, "geo-tiles", "geo", nodes, 1)
    c.state("namespace/dispatch", "namespace", labels={"kubernetes.io/metadata.name": "dispatch", "team": "fleet"})
    c.state(
        "networkpolicy/geo-baseline",
        "networkpolicy",
        namespace="geo",
        created_at=c.at(-0.6),
        spec="podSelector: {}; policyTypes: [Ingress]; ingress: from namespaceSelector matchLabels access-geo=true",
    )
    c.state(
        "service/routing",
        "connectivity_check",
        port=80,
        ok=False,
        detail="connect timed out",
        probes=[{"from": "pod in dispatch", "ok": False}, {"from": "pod in geo", "ok": True}],
    )
    c.log(
        2,
        "service/dispatch-api",
        "error",
        "requests.exceptions.ConnectTimeout: HTTPConnectionPool(host='routing.geo.svc.cluster.local', port=80): Max retries exceeded (connect timeout=3)",
        380,
    )
    c.log(-20, "service/dispatch-api", "info", "route computed stops=9 in 210ms", 700)
    chatter(c, "service/dispatch-api", "python", 4)
    daemon_noise(c, nodes[0])
    c.edges("calls", ("service/dispatch-api", "service/routing"))
    c.gap("metrics", "datadog agent of cluster fleet-prod sends nothing since 13:50")
    c.gap("logs", "no log index for namespace geo", "service/routing")
    c.gap("changes", "audit log not enabled")
    also = (("network.policy_blocked", "service/routing"), ("network.policy_blocked", "service/dispatch-api"))
    return c.done(
        "network.policy_blocked",
        "networkpolicy/geo-baseline",
        also=also,
        near=("dependency.unreachable", "dns.resolution_failure"),
        poor=True,
    )


def reclaimed_host() -> Result:
    """The only license server was a Spot instance, and AWS took it back; its own metrics are not there."""
    c = Case("license-seats-gone", 52, "2026-05-15T08:07", 80, 15, region="us-west-2")
    box, asg = "ec2/i-0f21d77ab0c3", "asg/license-server"
    c.incident("cad-portal 502 > 5", "alb/cad-portal", "cloudwatch", severity="critical", start=3)
    c.alert(3, "cad-portal 502 > 5", "alb/cad-portal", metric="HTTPCode_Target_5XX_Count", threshold=5)
    c.alert(5, "license-server-cpu", box, "insufficient_data", metric="CPUUtilization", threshold=90)
    c.metric("HTTPCode_Target_5XX_Count", "alb/cad-portal", step(0.4, 66, 0), hole=(-4, 4))
    c.metric("RequestCount", "alb/cad-portal", 420, hole=(-4, 4))
    c.metric("CPUUtilization", "ec2/i-0a9912fe0001", 31, namespace="AWS/EC2")
    c.event(
        -2.1,
        box,
        "EC2 Spot Instance Interruption Warning",
        '{"instance-id":"i-0f21d77ab0c3","instance-action":"terminate"}',
        "warning",
        "eventbridge",
    )
    c.event(
        0.1,
        box,
        "EC2 Instance State-change Notification",
        '{"instance-id":"i-0f21d77ab0c3","state":"terminated"}',
        "info",
        "eventbridge",
    )
    c.event(
        1,
        asg,
        "Launch",
        "Launching a new EC2 instance: i-0b771a2200d4. Status: Pending:Wait (lifecycle hook install-licenses)",
        "info",
        "autoscaling",
    )
    c.event(
        -70,
        "ec2/i-0a9912fe0001",
        "EC2 Instance Rebalance Recommendation",
        '{"instance-id":"i-0a9912fe0001"}',
        "info",
        "eventbridge",
    )
    c.log(
        1,
        "ecs-service/cad-portal",
        "error",
        "FlexClient: cannot connect to license server 10.70.3.12:27000 (errno 113 No route to host)",
        121,
    )
    c.log(-30, "ecs-service/cad-portal", "warning", "license checkout slow 912ms", 3)
    chatter(c, "ecs-service/cad-portal", "dotnet", 4)
    c.edges("calls", ("alb/cad-portal", "ecs-service/cad-portal"), ("ecs-service/cad-portal", box))
    c.edges("owns", (asg, box))
    c.state(
        asg, "asg", desired=1, min=1, max=1, in_service=0, instances_distribution={"on_demand_base": 0, "spot": 100}
    )
    c.gap("metrics", "no datapoints in the window", box)
    c.gap("changes", "timed out after 5 s")
    also = (("compute.instance_lost", asg),)
    return c.done(
        "compute.instance_lost", box, also=also, near=("dependency.unreachable", "network.partition"), poor=True
    )


def short_of_room() -> Result:
    """An import is killed at 512 of 512 MB while loading a whole file; metrics and configuration are unread."""
    c = Case("import-job-fails", 53, "2026-06-30T09:15", 40, 45, region="eu-central-1")
    fn = "lambda/catalog-import"
    c.incident(
        "import not done",
        None,
        "manual",
        severity="unknown",
        start=None,
        text="The supplier import has not finished today, please check.",
    )
    c.alert(-9000, "catalog-import-duration", fn, "insufficient_data")
    for m, req in ((2, "a4f0"), (5, "a4f0"), (13, "a4f0"), (31, "c17b")):
        c.log(
            m,
            fn,
            "error",
            f"RequestId: {req}-9d21 Error: Runtime exited with error: signal: killed Runtime.ExitError",
            1,
            "/aws/lambda/catalog-import",
        )
        c.log(
            m + 0.01,
            fn,
            "info",
            f"REPORT RequestId: {req}-9d21 Duration: {c.rng.uniform(9000, 14000):.2f} ms Billed Duration: 14000 ms Memory Size: 512 MB Max Memory Used: 512 MB",
            1,
            "/aws/lambda/catalog-import",
        )
        c.log(m - 0.15, fn, "info", "loading supplier file brandt_full.xml into DOM", 1, "/aws/lambda/catalog-import")
    c.log(
        -24,
        fn,
        "info",
        "REPORT RequestId: 88ac-0001 Duration: 4102.11 ms Billed Duration: 4103 ms Memory Size: 512 MB Max Memory Used: 291 MB",
        1,
    )
    c.log(-12, "lambda/catalog-notify", "warning", "SES: sending rate close to account limit (11/14 per second)", 2)
    c.edges("calls", ("stepfunctions/catalog-nightly", fn), ("stepfunctions/catalog-nightly", "lambda/catalog-notify"))
    c.event(
        33,
        "stepfunctions/catalog-nightly",
        "ExecutionFailed",
        "States.TaskFailed in state ImportSupplier",
        "error",
        "states",
    )
    c.gap("metrics", "AccessDenied", permission="cloudwatch:GetMetricData")
    c.gap("state", "AccessDenied", fn, "lambda:GetFunctionConfiguration")
    c.gap("changes", "AccessDenied", permission="cloudtrail:LookupEvents")
    return c.done(
        "lambda.out_of_memory",
        fn,
        also=(("data.skew", fn), ("compute.memory_saturation", fn)),
        near=("lambda.timeout", "data.corrupt_input"),
        poor=True,
    )


def unread_queue() -> Result:
    """A queue is hardly read any more, and nothing of its consumer could be read: the cause cannot be told."""
    c = Case("label-age-high", 54, "2026-02-20T13:02", 55, 24)
    queue = "sqs/label-jobs"
    c.incident("Alarm: q-7", queue, "cloudwatch", severity="high", start=8)
    c.alert(8, "q-7", queue, metric="ApproximateAgeOfOldestMessage", threshold=400)
    c.alert(-50, "label-printer-5xx", "ecs-service/label-gateway", "ok")
    c.series(
        queue,
        ApproximateAgeOfOldestMessage=ramp(6, 1440, 0, 24),
        ApproximateNumberOfMessagesVisible=ramp(4, 5000, 0, 24),
        NumberOfMessagesSent=210,
    )
    c.metric("NumberOfMessagesDeleted", queue, step(210, 3, 0))
    c.series("ecs-service/label-gateway", CPUUtilization=22, RunningTaskCount=3)
    chatter(c, "ecs-service/label-gateway", "dotnet", 5)
    c.change(
        -190,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/label-gateway",
        task_definition=["label-gateway:18", "label-gateway:19"],
    )
    c.edges("writes", ("ecs-service/label-gateway", queue))
    c.edges("reads", ("ecs-service/label-maker", queue))
    c.gap("logs", "AccessDenied", "ecs-service/label-maker", "logs:FilterLogEvents")
    c.gap("metrics", "no datapoints in the window (Container Insights off, other account)", "ecs-service/label-maker")
    c.gap("state", "AccessDenied", "ecs-service/label-maker", "ecs:DescribeServices")
    c.gap("changes", "AccessDenied", "ecs-service/label-maker", "cloudtrail:LookupEvents")
    return c.done(
        None,
        None,
        "blind",
        poor=True,
        near=("dependency.queue_backlog", "sqs.poison_message", "deployment.scaling_change"),
    )


def unseen_depths() -> Result:
    """Pages are slow by five seconds, and of the three services behind them nothing could be read."""
    c = Case("portal-slow-pages", 55, "2026-04-02T10:10", 45, 20, region="us-east-2")
    nodes = [node(c, f"ip-10-66-{a}-4.us-east-2.compute.internal") for a in (1, 2)]
    c.incident("[Triggered] portal", "service/portal-bff", "datadog", severity="P2", start=5, text="")
    c.alert(
        5,
        "[Triggered] portal",
        "service/portal-bff",
        "alarm",
        query="p95:trace.express.request{service:portal-bff} > 3",
    )
    workload(c, "portal-bff", "portal", nodes, 3)
    c.metric("latency_p95", "service/portal-bff", step(0.4, 5.1, 0), hole=(-12, 3))
    c.metric("request_rate", "service/portal-bff", 71, hole=(-12, 3))
    c.metric("cpu_utilization", "service/portal-bff", 34, hole=(-12, 3))
    c.log(6, "service/portal-bff", "warning", "GET /home 200 5031ms", 911)
    c.log(-20, "service/portal-bff", "info", "GET /home 200 388ms", 2210)
    chatter(c, "service/portal-bff", "node", 5)
    for name in ("accounts", "documents", "messages"):
        c.edges("calls", ("service/portal-bff", f"service/{name}"))
        c.gap("state", "pods is forbidden: cannot list resource in the namespace core", f"service/{name}", "pods/list")
        c.gap("logs", "index core-* not shared with this role", f"service/{name}")
        c.gap("metrics", "no datapoints in the window", f"service/{name}")
    c.gap("changes", "deployment tracker timed out")
    c.gap("events", "forbidden", permission="events/list")
    return c.done(None, None, "blind", poor=True, near=("dependency.slow", "code.slow_path", "network.latency"))


def opaque_gateway() -> Result:
    """The gateway answers 5xx, and metrics, logs and state of both functions behind it are closed to the reader."""
    c = Case("claims-gw-5xx", 56, "2026-05-29T16:44", 60, 14, region="ap-southeast-2")
    gw = "apigateway/claims"
    c.incident("claims 5xx", gw, "cloudwatch", severity="critical", start=2)
    c.alert(2, "claims 5xx", gw, metric="5XXError", threshold=20)
    c.alert(-2880, "claims latency", gw, "ok", metric="Latency", threshold=3000)
    c.metric("5XXError", gw, step(0.3, 130, 0))
    c.series(gw, Count=690, Latency=step(210, 240, 0))
    c.metric("4XXError", gw, 12)
    c.change(-210, "config", "wafv2:UpdateIPSet", "waf/claims-blocklist", actor="role/soc-bot", added=3)
    c.edges("calls", (gw, "lambda/claims-intake"), (gw, "lambda/claims-status"))
    c.state(
        gw,
        "api_stage",
        stage="prod",
        throttle={"rateLimit": 2000},
        integration="lambda proxy",
        access_logs=None,
        execution_logs="OFF",
    )
    for name in ("claims-intake", "claims-status"):
        c.gap("metrics", "AccessDenied", f"lambda/{name}", "cloudwatch:GetMetricData")
        c.gap("logs", "log group encrypted with a key this role may not use", f"lambda/{name}", "kms:Decrypt")
        c.gap("state", "AccessDenied", f"lambda/{name}", "lambda:GetFunction")
    c.gap("changes", "only events of account 2201 visible; the functions live in 2207")
    return c.done(
        None,
        None,
        "blind",
        poor=True,
        near=("deployment.bad_release", "lambda.throttled", "code.unhandled_error", "access.kms_key_unavailable"),
    )
