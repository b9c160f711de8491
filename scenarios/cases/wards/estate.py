"""Healthy AWS things with their usual metrics, states and chatter; a case overrides what differs."""

from typing import Any

from .curves import Curve, sparse, steady
from .ward import Ward, hash_of

GB = 1e9


_USUAL = (
    ("cpu", "CPUUtilization", 28, 0.08),
    ("connections", "DatabaseConnections", 110, 0.03),
    ("memory", "FreeableMemory", 2.3 * GB, 0.01),
    ("storage", "FreeStorageSpace", 190 * GB, 0.0005),
    ("read", "ReadLatency", 0.0012, 0.12),
    ("write", "WriteLatency", 0.0021, 0.12),
    ("reads", "ReadIOPS", 340, 0.1),
    ("writes", "WriteIOPS", 190, 0.1),
    ("load", "DBLoad", 1.2, 0.12),
)


def database(
    w: Ward,
    name: str,
    cpu: Curve | float | None = None,
    connections: Curve | float | None = None,
    only: tuple[str, ...] | None = None,
    as_usual: bool = False,
    days_ago: int = 7,
    until: float | None = None,
    hole: tuple[float, float] | None = None,
    **given: Curve | float,
) -> None:
    """CloudWatch's usual RDS series. `given` sets memory and storage (bytes free), read and write (seconds), reads and
    writes (a second) and load; the rest lies where it would for a database of this name. `only` keeps the named
    metrics, `as_usual` gives each its own shape as baseline; nothing is measured after `until` and within `hole`."""
    levels: dict[str, Curve | float | None] = {**given, "cpu": cpu, "connections": connections}
    for key, metric, usual, spread in _USUAL:
        if only and metric not in only:
            continue
        value = levels.get(key)
        if value is None:
            value = usual * (0.6 + 0.8 * (hash_of(name + metric) % 1000) / 1000)
        curve = value if callable(value) else steady(value, spread)
        digits = 5 if metric.endswith("Latency") else (0 if metric == "DatabaseConnections" else 2)
        w.series(
            metric,
            f"rds/{name}",
            curve,
            digits=digits,
            usual=curve if as_usual else None,
            days_ago=days_ago,
            until=until,
            hole=hole,
        )


def balancer(
    w: Ward,
    name: str,
    rate: Curve | float = 2400,
    slow: Curve | float = 0.18,
    errors: Curve | float = 0.15,
    refused: Curve | None = None,
    as_usual: bool = False,
) -> None:
    """An ALB's requests, p95 of the targets' answers in seconds, 5xx of targets and, if given, of the ALB itself."""
    rows: list[tuple[str, Curve, str | None]] = [
        ("RequestCount", rate if callable(rate) else steady(rate, 0.05), None),
        ("TargetResponseTime", slow if callable(slow) else steady(slow, 0.09), "p95"),
        ("HTTPCode_Target_5XX_Count", errors if callable(errors) else sparse(errors), None),
    ]
    if refused is not None:
        rows.append(("HTTPCode_ELB_5XX_Count", refused, None))
    for metric, curve, statistic in rows:
        w.series(metric, f"alb/{name}", curve, stat=statistic, usual=curve if as_usual else None)


def tasks(
    w: Ward,
    name: str,
    cpu: Curve | float = 38,
    memory: Curve | float = 55,
    running: Curve | None = None,
    **options: Any,
) -> None:
    service = f"ecs-service/{name}"
    w.series("CPUUtilization", service, cpu if callable(cpu) else steady(cpu, 0.1), digits=2, **options)
    w.series("MemoryUtilization", service, memory if callable(memory) else steady(memory, 0.015), digits=2, **options)
    if running is not None:
        w.series("RunningTaskCount", service, running, space="ECS/ContainerInsights", digits=0, **options)


def ecs_state(
    w: Ward,
    name: str,
    count: int,
    revision: int,
    running: int | None = None,
    pending: int = 0,
    events: list[str] | None = None,
    deployments: list[dict[str, Any]] | None = None,
) -> None:
    now = count if running is None else running
    usual = [
        {
            "status": "PRIMARY",
            "task_definition": f"{name}:{revision}",
            "desired": count,
            "running": now,
            "rollout_state": "COMPLETED",
        }
    ]
    w.state(
        f"ecs-service/{name}",
        "ecs_service",
        desired=count,
        running=now,
        pending=pending,
        task_definition=f"{name}:{revision}",
        deployments=deployments or usual,
        events=events or [f"(service {name}) has reached a steady state."],
    )


def rds_state(
    w: Ward,
    name: str,
    size: str = "db.r6g.large",
    engine: str = "postgres",
    version: str = "15.7",
    storage: int = 400,
    status: str = "available",
    connections: int = 1600,
    **more: Any,
) -> None:
    attributes: dict[str, Any] = {
        "engine": engine,
        "engine_version": version,
        "instance_class": size,
        "status": status,
        "multi_az": True,
        "allocated_storage_gb": storage,
        "parameters": {"max_connections": connections},
    }
    w.state(f"rds/{name}", "rds_instance", **{**attributes, **more})


def insights(
    w: Ward,
    name: str,
    sql: list[tuple[str, float, float, str]],
    since: float,
    waits: list[tuple[str, float]] | None = None,
    hosts: list[tuple[str, float]] | None = None,
    users: list[tuple[str, float]] | None = None,
) -> None:
    """Performance Insights: statements as (text, load, calls a second, main wait as Type:Event)."""

    def wait(full: str, load: float) -> dict[str, Any]:
        return {"name": full, "type": full.split(":")[0], "db_load_avg": load}

    attributes: dict[str, Any] = {
        "start_time": w.at(since),
        "end_time": w.at(w.minutes),
        "top_sql": [
            {
                "statement": text,
                "db_load_avg": load,
                "calls_per_sec": calls,
                "wait_events": [wait(event, round(load * 0.84, 2))],
            }
            for text, load, calls, event in sql
        ],
    }
    totals: dict[str, float] = {}
    for _, load, _, event in sql:
        totals[event] = round(totals.get(event, 0) + load, 2)
    attributes["top_wait_events"] = [
        wait(event, load) for event, load in waits or sorted(totals.items(), key=lambda row: -row[1])
    ]
    if hosts:
        attributes["top_hosts"] = [{"id": host, "db_load_avg": load} for host, load in hosts]
    if users:
        attributes["top_users"] = [{"name": user, "db_load_avg": load} for user, load in users]
    w.state(f"rds/{name}", "performance_insights", **attributes)


def steady_service(w: Ward, name: str, at: float, minutes_ago: float = 0) -> None:
    w.event(
        f"ecs-service/{name}",
        at - minutes_ago,
        "SERVICE_STEADY_STATE",
        f"(service {name}) has reached a steady state.",
        kind="ecs",
    )


def backup(w: Ward, name: str, at: float, length: float = 9) -> None:
    w.event(f"rds/{name}", at, "backup", "Backing up DB instance")
    w.event(f"rds/{name}", at + length, "backup", "Finished DB Instance backup")


def deploy(w: Ward, name: str, at: float, revision: int, actor: str = "role/ci-deployer", **details: Any) -> None:
    w.change(
        f"ecs-service/{name}",
        at,
        "deployment",
        "ecs:UpdateService",
        actor,
        task_definition=[f"{name}:{revision - 1}", f"{name}:{revision}"],
        **details,
    )


def target_group(w: Ward, name: str, healthy: int, unhealthy: int = 0, **more: Any) -> None:
    w.state(f"target-group/{name}", "target_group", healthy=healthy, unhealthy=unhealthy, **more)
