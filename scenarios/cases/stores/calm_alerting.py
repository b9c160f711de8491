"""Nothing is wrong now: the alerting itself is what is odd."""

from __future__ import annotations

from .neighbours import surround
from .recording import Case, Recording


def ballot_no_data() -> Case:
    r = Recording("st-ballot-no-data", 4606, "2026-11-09T13:00:00", 70)
    api, db = "ecs-service/ballot-api", "rds/ballot-pg"
    r.incident(
        "[No data] ballot-api request throughput",
        api,
        38,
        source="datadog",
        severity="critical",
        service="ballot",
        text="No data received for trace.http.request.hits for the last 10 minutes, notify_no_data is on",
    )
    r.watch("alb/ballot")
    r.watch(api)
    r.watch(db)
    r.metric(
        api, "trace.http.request.hits", [(0, 88)], unit="Count/Second", noise=0.06, namespace="Datadog", gap=(27, 55)
    )
    surround(r, "ballot", "mailer", "sessions", "archive")
    r.change(
        26,
        "config",
        "ecs:UpdateService",
        "ecs-service/datadog-agent",
        "role/observability-ci",
        task_definition=["datadog-agent:7.58", "datadog-agent:7.60"],
    )
    r.change(
        53,
        "config",
        "ecs:UpdateService",
        "ecs-service/datadog-agent",
        "role/observability-ci",
        task_definition=["datadog-agent:7.60", "datadog-agent:7.60.1"],
    )
    r.change(
        -90,
        "deployment",
        "ecs:UpdateService",
        api,
        "role/ballot-ci",
        task_definition=["ballot-api:33", "ballot-api:34"],
    )
    r.log(
        29,
        "ecs-service/datadog-agent",
        "error",
        "TRACE | ERROR | receiver: cannot listen on unix socket /var/run/datadog/apm.socket: permission denied, only TCP 8127 is served",
        count=4,
    )
    r.log(
        30,
        api,
        "warning",
        "failed to send, dropping 112 traces to intake at http://localhost:8126/v0.5/traces: [Errno 111] Connection refused",
        count=410,
    )
    r.log(
        54.6,
        "ecs-service/datadog-agent",
        "info",
        "TRACE | INFO | Listening for traces at http://0.0.0.0:8126 (rolled forward to 7.60.1)",
        count=4,
    )
    r.log(60, api, "info", '"POST /v1/ballots HTTP/1.1" 201 -', count=5210)
    r.edges(("alb/ballot", "calls", api), (api, "writes", db))
    r.state(
        api,
        "ecs_service",
        desired=8,
        running=8,
        pending=0,
        task_definition="ballot-api:34",
        events=["(service ballot-api) has reached a steady state."],
    )
    return r.without_fault("healthy", herring=("traffic.drop", api), near=["traffic.drop", "dependency.unreachable"])


def gameday_test_page() -> Case:
    r = Recording("st-lending-route-test", 4607, "2026-05-21T12:30:00", 40, form="+2")
    api, db = "deployment/lending-api", "docdb/lending-docs-1"
    r.incident(
        "[TEST] end-to-end page route check: lending docdb down",
        db,
        20,
        source="prometheus",
        severity="page",
        service="lending",
        text="Synthetic alert of the monthly route check, sent by alert-route-tester; fires until 15:00",
        labels={"alertname": "RouteCheck", "synthetic": "true"},
    )
    r.watch(api)
    r.watch(db)
    r.watch("alb/lending")
    surround(r, "lending", "search", "webhooks", "thumbnails")
    r.event(-2100, db, "maintenance", "Database cluster maintenance completed.", kind="docdb")
    r.log(
        12,
        api,
        "warn",
        "MongoServerSelectionError: Server selection timed out after 30000 ms (host=lending-docs-legacy, feature dual-read disabled, ignored)",
        count=12,
    )
    r.log(35, api, "info", "loan quote ok ms=88", count=2600)
    r.log(20, "ecs-service/alert-route-tester", "info", "posted RouteCheck to alertmanager, expecting page within 60s")
    r.edges(("alb/lending", "calls", api), (api, "reads", db))
    r.alert("RouteCheck", db, "alarm", 20, query="vector(1)", reason="synthetic")
    r.alert("lending-docs-cpu", db, "ok", -7000, "CPUUtilization", 85)
    return r.without_fault("healthy", herring=("db.unreachable", db), near=["db.unreachable"])


def rides_node_upgrade() -> Case:
    r = Recording("st-rides-restart-count", 4615, "2026-03-05T10:00:00", 45)
    api, stateful = "deployment/rides-api", "statefulset/rides-redis"
    r.incident(
        "KubePodNotReady rides",
        "namespace/rides",
        12,
        source="prometheus",
        severity="warning",
        service="rides",
        text="pod was not ready in the last 15 minutes",
    )
    r.event(
        6,
        "node/ip-10-31-4-11",
        "NodeNotSchedulable",
        "Node ip-10-31-4-11 status is now: NodeNotSchedulable",
        kind="kubernetes",
        tone="normal",
    )
    r.event(8, "pod/rides-redis-1", "Killing", "Stopping container redis", kind="kubernetes", tone="normal")
    r.event(
        9,
        "pod/rides-redis-1",
        "FailedAttachVolume",
        'Multi-Attach error for volume "pvc-21ce" Volume is already exclusively attached to one node and can\'t be attached to another',
        kind="kubernetes",
        tone="warning",
        count=3,
    )
    r.event(
        11,
        "pod/rides-redis-1",
        "SuccessfulAttachVolume",
        'AttachVolume.Attach succeeded for volume "pvc-21ce"',
        kind="kubernetes",
        tone="normal",
    )
    r.event(12, "pod/rides-redis-1", "Started", "Started container redis", kind="kubernetes", tone="normal")
    r.event(
        12.4,
        "pod/rides-redis-1",
        "Unhealthy",
        "Readiness probe failed: LOADING Redis is loading the dataset in memory",
        kind="kubernetes",
        tone="warning",
        count=4,
    )
    r.change(
        5,
        "infrastructure",
        "eks:UpdateNodegroupVersion",
        "nodegroup/rides-general",
        "role/platform-ci",
        release_version=["1.31.4-20260201", "1.31.5-20260228"],
    )
    for ordinal, age in ((0, "26m"), (1, "33m"), (2, "18m")):
        r.state(
            f"pod/rides-redis-{ordinal}",
            "pod",
            namespace="rides",
            phase="Running",
            status="Running",
            ready="1/1",
            restarts=0,
            age=age,
            owner="StatefulSet/rides-redis",
            conditions={"Ready": "True"},
        )
    r.state(stateful, "statefulset", namespace="rides", ready="3/3", age="411d")
    r.state(api, "deployment", namespace="rides", desired=5, ready=5, updated=5, available=5, unavailable=0)
    r.state(
        "node/ip-10-31-4-29",
        "node",
        conditions={"Ready": "True", "MemoryPressure": "False", "DiskPressure": "False"},
        kubelet_version="v1.31.5-eks-5d632ec",
    )
    r.log(40, api, "info", "ride matched in 212ms", count=1440)
    r.log(9, api, "warn", "redis sentinel: master rides-redis-0 unchanged, replica rides-redis-1 sdown", count=2)
    r.edges((api, "reads", stateful))
    r.gap("metrics", "no Prometheus endpoint configured")
    return r.without_fault(
        "healthy",
        herring=("k8s.volume.mount_timeout", stateful),
        near=["k8s.volume.mount_timeout", "node.not_ready"],
        poor=True,
    )


def rebate_hourly_function() -> Case:
    r = Recording("st-rebate-missing-data", 4616, "2026-08-03T06:00:00", 185, step=300)
    fn, db, table = "lambda/rebate-hourly", "rds/rebate-aurora-1", "dynamodb/rebate-runs"
    r.incident(
        "rebate-hourly Invocations < 1",
        fn,
        30,
        severity="high",
        service="rebate",
        text="Invocations < 1 for 3 datapoints within 15 minutes, missing data is treated as breaching",
    )
    for name, value in (("Invocations", 1), ("Errors", 0), ("Duration", 48_000)):
        r.metric(
            fn,
            name,
            [(0, value)],
            unit="Milliseconds" if name == "Duration" else "Count",
            stat="Average" if name == "Duration" else "Sum",
            noise=0.05,
            still=name != "Duration",
            namespace="AWS/Lambda",
            step=3600,
        )
    r.watch(db)
    r.watch(table)
    surround(r, "rebate", "mailer", "search", "webhooks")
    r.change(
        -55,
        "config",
        "cloudwatch:PutMetricAlarm",
        "alarm/rebate-hourly-invocations",
        "user/n.ilves",
        treat_missing_data=["notBreaching", "breaching"],
        period=[3600, 300],
    )
    for hour in range(4):
        r.log(
            hour * 60 + 0.9,
            fn,
            "info",
            f"REPORT RequestId: 9c{hour}1 Duration: 4{hour}210.40 ms Billed Duration: 4{hour}211 ms Memory Size: 1024 MB Max Memory Used: 402 MB",
        )
        r.log(hour * 60 + 0.8, fn, "info", f"rebates posted run={hour + 6:02d} contracts=3120 failures=0")
    r.log(
        61,
        fn,
        "warning",
        "psycopg2.errors.SerializationFailure: could not serialize access due to concurrent update, retry 1",
        count=2,
    )
    r.log(60.1, db, "info", "LOG:  connection received: host=10.7.2.1 port=41022", count=9)
    r.edges((fn, "writes", db), (fn, "writes", table), ("rule/rebate-hourly-cron", "calls", fn))
    r.state("rule/rebate-hourly-cron", "eventbridge_rule", schedule="cron(0 * * * ? *)", state="ENABLED")
    r.state(fn, "lambda_function", runtime="python3.13", memory_mb=1024, timeout_s=300, last_update_status="Successful")
    return r.without_fault("healthy", herring=("traffic.drop", fn), near=["traffic.drop", "lambda.throttled"])
