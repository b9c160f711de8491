"""The usual series of usual parts: a load balancer, a database, a service; every level may be a shape of its own."""

from scenarios.cases.watches.building import Shape, Watch, level


def alb(
    w: Watch,
    name: str,
    rate: Shape,
    latency: Shape,
    fives: Shape | None = 0.2,
    fours: Shape | None = None,
    stat: str = "p95",
) -> None:
    """An application load balancer: requests a minute, seconds, errors a minute."""
    place = f"alb/{name}"
    w.metric(place, "AWS/ApplicationELB:RequestCount", rate, count=True, unit="Count")
    w.metric(place, "AWS/ApplicationELB:TargetResponseTime", latency, noise=0.09, stat=stat, unit="Seconds")
    if fives is not None:
        w.metric(place, "AWS/ApplicationELB:HTTPCode_Target_5XX_Count", fives, count=True, unit="Count")
    if fours is not None:
        w.metric(place, "AWS/ApplicationELB:HTTPCode_Target_4XX_Count", fours, count=True, unit="Count")


def rds(
    w: Watch, name: str, cpu: Shape = 31, connections: Shape = 84, free_gb: float = 212, extra: bool = False
) -> None:
    """A database instance in its CloudWatch names."""
    place = f"rds/{name}"
    w.metric(place, "AWS/RDS:CPUUtilization", cpu, unit="Percent")
    w.metric(place, "AWS/RDS:DatabaseConnections", connections, noise=0.03, unit="Count", stat="Maximum")
    w.metric(place, "AWS/RDS:FreeStorageSpace", free_gb * 1e9, noise=0.0002, unit="Bytes", stat="Minimum")
    if extra:
        w.metric(place, "AWS/RDS:ReadLatency", 0.0011, noise=0.14, unit="Seconds")
        w.metric(place, "AWS/RDS:WriteLatency", 0.0024, noise=0.14, unit="Seconds")


def ecs(w: Watch, name: str, cpu: Shape = 38, memory: Shape = 57, running: int = 6, revision: int = 100) -> None:
    """An ECS service at rest with its snapshot."""
    place = f"ecs-service/{name}"
    w.metric(place, "AWS/ECS:CPUUtilization", cpu, unit="Percent")
    w.metric(place, "AWS/ECS:MemoryUtilization", memory, noise=0.01, unit="Percent")
    primary = {"status": "PRIMARY", "desired": running, "running": running, "rollout_state": "COMPLETED"}
    primary["task_definition"] = f"{name}:{revision}"
    w.state(place, "ecs_service", desired=running, running=running, pending=0, deployments=[primary])


def function(
    w: Watch,
    name: str,
    calls: Shape,
    duration: Shape,
    errors: Shape = 0.1,
    throttles: Shape = 0.0,
    memory: int = 512,
    runtime: str = "nodejs20.x",
    reserved: int | None = None,
) -> None:
    """A Lambda function: calls a minute, milliseconds."""
    place = f"lambda/{name}"
    w.metric(place, "AWS/Lambda:Invocations", calls, count=True, unit="Count")
    w.metric(place, "AWS/Lambda:Errors", errors, count=True, unit="Count")
    w.metric(place, "AWS/Lambda:Duration", duration, noise=0.1, stat="p95", unit="Milliseconds")
    w.metric(place, "AWS/Lambda:Throttles", throttles, count=True, unit="Count")
    w.state(
        place,
        "lambda_function",
        runtime=runtime,
        memory_mb=memory,
        timeout_s=15,
        reserved_concurrency=reserved,
        last_update_status="Successful",
    )


def service(
    w: Watch, name: str, rate: Shape, p95_ms: Shape, errors: Shape = 0.0008, cpu: Shape = 0.6, memory_mb: Shape = 410
) -> None:
    """A service in a mesh: requests a second, milliseconds, a ratio of errors, cores, megabytes."""
    place = f"service/{name}"
    w.metric(place, "Prometheus:request_rate", rate, noise=0.05, stat=None, unit="req/s")
    w.metric(place, "Prometheus:latency_p95", p95_ms, noise=0.08, stat=None, unit="ms")
    w.metric(place, "Prometheus:error_rate", errors, noise=0.35, stat=None, unit="ratio")
    w.metric(place, "Prometheus:cpu_usage", cpu, noise=0.08, stat=None, unit="cores")
    w.metric(
        place, "Prometheus:memory_usage", lambda m: level(memory_mb, m) * 1048576, noise=0.01, stat=None, unit="bytes"
    )


def deployment(w: Watch, name: str, namespace: str, replicas: int, image: str, **more: object) -> None:
    """A Kubernetes deployment with all its replicas."""
    w.state(
        f"deployment/{name}",
        "deployment",
        namespace=namespace,
        desired=replicas,
        ready=replicas,
        updated=replicas,
        available=replicas,
        unavailable=0,
        containers=[{"name": name, "image": image}],
        conditions={"Available": {"status": "True", "reason": "MinimumReplicasAvailable"}},
        **more,
    )


def host(
    w: Watch, name: str, cpu: Shape = 22, memory: Shape = 61, disk: Shape = 47, mount: str = "/", load: Shape = 1.4
) -> None:
    """A machine as node_exporter sees it: percents and the load of a minute."""
    place = f"host/{name}"
    w.metric(place, "node:cpu_utilization", cpu, stat=None, unit="percent")
    w.metric(place, "node:memory_utilization", memory, noise=0.01, stat=None, unit="percent")
    w.metric(place, "node:filesystem_used_percent", disk, noise=0.0008, stat=None, unit="percent", mountpoint=mount)
    w.metric(place, "node:load1", load, noise=0.15, stat=None)


def queue(w: Watch, name: str, visible: Shape, oldest_s: Shape, dlq: str | None = None) -> None:
    """An SQS queue: messages waiting, the oldest one's age."""
    place = f"sqs/{name}"
    w.metric(place, "AWS/SQS:ApproximateNumberOfMessagesVisible", visible, count=True, unit="Count", stat="Maximum")
    w.metric(place, "AWS/SQS:ApproximateAgeOfOldestMessage", oldest_s, noise=0.3, unit="Seconds", stat="Maximum")
    w.state(
        place,
        "sqs_queue",
        visible=round(level(visible, 0)),
        in_flight=2,
        delayed=0,
        oldest_age_s=round(level(oldest_s, 0)),
        redrive={"dlq": dlq, "max_receives": 5} if dlq else None,
    )
