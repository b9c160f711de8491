"""Ordinary parts of a system: databases, load balancers, services with their usual metrics, and the usual noise around them."""

from __future__ import annotations

from typing import Any

from .builder import GIB, MIB, Case
from .shapes import Shape

Curve = Shape | float
# class: (vCPU, memory GiB)
SIZES = {"t3.medium": (2, 4), "t4g.medium": (2, 4), "t3.large": (2, 8), "m6g.large": (2, 8), "m6g.xlarge": (4, 16), "r6g.large": (2, 16), "r6g.xlarge": (4, 32),
         "r6g.2xlarge": (8, 64), "r6i.4xlarge": (16, 128), "m5.2xlarge": (8, 32), "r5.xlarge": (4, 32), "m5.large": (2, 8), "r7g.2xlarge": (8, 64)}  # fmt: skip


def database(c: Case, entity: str, engine: str, size: str, storage_gb: int | None = 200, drop: tuple[str, ...] = (), normal: dict[str, Curve] | None = None,
             attributes: dict[str, Any] | None = None, miss: tuple[float, float] | None = None, **curves: Curve) -> None:  # fmt: skip
    """An RDS or Aurora instance: its CloudWatch series (curves override the quiet ones) and its description."""
    vcpu, memory = SIZES[size]
    quiet: dict[str, Curve] = {
        "CPUUtilization": c.rng.uniform(18, 36), "DatabaseConnections": c.rng.randint(60, 140), "FreeableMemory": memory * GIB * c.rng.uniform(0.28, 0.42),
        "ReadIOPS": c.rng.uniform(120, 420), "WriteIOPS": c.rng.uniform(180, 500), "ReadLatency": 0.0009, "WriteLatency": 0.0016, "DBLoad": vcpu * c.rng.uniform(0.15, 0.3),
    }  # fmt: skip
    if storage_gb:
        quiet |= {
            "FreeStorageSpace": storage_gb * GIB * c.rng.uniform(0.4, 0.6),
            "DiskQueueDepth": 0.6,
            "SwapUsage": 40 * MIB,
        }
    for name, curve in (quiet | curves).items():
        if name not in drop:
            limit = (
                (attributes or {}).get("parameters", {}).get("max_connections")
                if name == "DatabaseConnections"
                else None
            )
            c.metric(entity, name, curve, normal=(normal or {}).get(name), miss=miss, cap=limit)
    described: dict[str, Any] = {
        "engine": engine.split(" ")[0],
        "engine_version": engine.split(" ")[1],
        "instance_class": f"db.{size}",
        "status": "available",
        "multi_az": True,
    }
    if storage_gb:
        described |= {"allocated_storage_gb": storage_gb}
    c.state(entity, "rds_instance", **(described | (attributes or {})))


def front(
    c: Case,
    entity: str,
    rate: Curve,
    p95: Curve,
    errors: Curve = 0.4,
    normal: tuple[Curve, Curve] | None = None,
    hosts: int = 0,
) -> None:
    """A load balancer (p95 in seconds) or an API (p95 in milliseconds); rate and errors a minute."""
    api = entity.startswith("apigateway/")
    past = normal or (None, None)
    c.metric(entity, "Count" if api else "RequestCount", rate, normal=past[0])
    c.metric(entity, "Latency" if api else "TargetResponseTime", p95, normal=past[1])
    c.metric(entity, "5XXError" if api else "HTTPCode_Target_5XX_Count", errors, noise=-1.0)
    if hosts:
        c.metric(entity, "HealthyHostCount", float(hosts))


def service(
    c: Case, entity: str, tasks: int, cpu: Curve = 34.0, memory: Curve = 52.0, definition: int | None = None
) -> None:
    """An ECS service with its tasks running."""
    c.metric(entity, "CPUUtilization", cpu, ClusterName="main")
    c.metric(entity, "MemoryUtilization", memory, ClusterName="main")
    name = entity.split("/")[1]
    revision = definition or c.rng.randint(31, 240)
    c.state(entity, "ecs_service", desired=tasks, running=tasks, pending=0, task_definition=f"{name}:{revision}",
            deployments=[{"status": "PRIMARY", "task_definition": f"{name}:{revision}", "desired": tasks, "running": tasks, "rollout_state": "COMPLETED"}],
            events=[f"(service {name}) has reached a steady state."])  # fmt: skip


def function(
    c: Case,
    entity: str,
    calls: Curve,
    p95: Curve,
    errors: Curve = 0.1,
    together: Curve = 12.0,
    timeout: int = 30,
    **attributes: Any,
) -> None:
    """A Lambda function."""
    for name, curve, noise in (
        ("Invocations", calls, None),
        ("Duration", p95, None),
        ("Errors", errors, -1.0),
        ("Throttles", 0.0, -1.0),
        ("ConcurrentExecutions", together, None),
    ):
        c.metric(entity, name, curve, noise=noise)
    c.state(
        entity,
        "lambda_function",
        **(
            {"runtime": "python3.12", "memory_mb": 512, "timeout_s": timeout, "last_update_status": "Successful"}
            | attributes
        ),
    )


TALK = {
    "spring": [("info", "[nio-8080-exec-{pid}] c.a.web.RequestLog : GET /v2/items/{n} 200 {ms} ms"), ("warn", "o.h.engine.jdbc.spi.SqlExceptionHelper : SQL Warning Code: 0, SQLState: 00000"),
               ("info", "c.a.jobs.Janitor : removed 14 expired sessions"), ("warn", "o.s.w.s.PageNotFound : No mapping for GET /wp-login.php")],
    "django": [("info", '"GET /api/v1/carts/{n} HTTP/1.1" 200 {ms}'), ("warning", "Not Found: /favicon.ico"), ("warning", "Forbidden (CSRF token missing.): /api/v1/session"),
               ("info", "celery.worker.strategy Task tasks.sync[{id}] received")],
    "go": [("info", "level=info msg=handled method=GET path=/v1/quotes/{n} status=200 dur={ms}ms"), ("warning", 'level=warn msg="client closed request" err="context canceled" trace={id}'),
           ("info", "level=info msg=gc pause=1.2ms heap=88MB")],
    "node": [("info", '{"level":30,"req":"{id}","path":"/api/search","status":200,"ms":{ms}}'), ("warning", "(node:1) DeprecationWarning: Buffer() is deprecated due to security and usability issues"),
             ("warning", "MaxListenersExceededWarning: Possible EventEmitter memory leak detected. 11 close listeners added")],
    "rails": [("info", "Completed 200 OK in {ms}ms (Views: 3.1ms | ActiveRecord: 8.4ms | Allocations: {n})"), ("warn", "Rack::Timeout is disabled in this environment"),
              ("error", "ActionController::RoutingError (No route matches [GET] \"/.env\")")],
    "dotnet": [("info", "Microsoft.AspNetCore.Hosting.Diagnostics[2] Request finished HTTP/1.1 GET /orders/{n} - 200 {ms}ms"),
               ("warning", "Microsoft.EntityFrameworkCore.Query[10103] The query uses 'First' without 'OrderBy'"), ("info", "HealthChecks: npgsql Healthy {ms}ms")],
    "lambda": [("info", "REPORT RequestId: {id}-1f Duration: {ms} ms Billed Duration: 250 ms Memory Size: 512 MB Max Memory Used: 143 MB"),
               ("warning", "[WARNING] urllib3 Retrying (Retry(total=2)) after connection broken by 'RemoteDisconnected'")],
}  # fmt: skip


def chatter(c: Case, entity: str, style: str, lines: int = 6, until: float | None = None) -> None:
    """The lines a service writes on any day, with its usual warnings."""
    last = c.after if until is None else until
    for _ in range(lines):
        level, text = c.rng.choice(TALK[style])
        c.log(
            c.rng.uniform(-c.before * 0.8, last - 0.5),
            entity,
            level,
            text,
            c.rng.choice([None, 1, 3, 12, 41]),
            f"/{entity}",
        )


def pg_noise(c: Case, entity: str, who: str, lines: int = 5) -> None:
    """PostgreSQL's log on any day."""
    texts = [
        "LOG:  checkpoint complete: wrote {pid} buffers (1.4%); 0 WAL file(s) added, 0 removed, 5 recycled; write=269.8 s, sync=0.011 s, total=269.9 s",
        'LOG:  automatic analyze of table "public.sessions" system usage: CPU: user: 0.31 s, system: 0.02 s, elapsed: 2.11 s',
        'ERROR:  duplicate key value violates unique constraint "idempotency_keys_pkey"', "LOG:  could not receive data from client: Connection reset by peer",
        "ERROR:  canceling statement due to user request", "LOG:  checkpoint starting: time",
    ]  # fmt: skip
    for _ in range(lines):
        text = c.rng.choice(texts)
        c.pg(
            c.rng.uniform(-c.before * 0.9, c.after - 0.5),
            entity,
            "" if text.startswith("LOG:  ch") or "automatic" in text else who,
            text,
        )


def my_noise(c: Case, entity: str, lines: int = 4) -> None:
    """MySQL's error log on any day."""
    for _ in range(lines):
        text = c.rng.choice([
            "[Note] [MY-010914] [Server] Aborted connection {n} to db: 'app' user: 'svc' host: '{ip}' (Got an error reading communication packets).",
            "[Warning] [MY-013360] [Server] Plugin mysql_native_password reported: ''mysql_native_password' is deprecated and will be removed in a future release.'",
            "[Note] [MY-012457] [InnoDB] page_cleaner: 1000ms intended loop took 1180ms.",
        ])  # fmt: skip
        c.log(
            c.rng.uniform(-c.before * 0.9, c.after - 0.5),
            entity,
            "warning" if "Warning" in text else "info",
            text,
            None,
            "error/mysql-error-running.log",
        )


def ambience(c: Case, *others: str, alerts: int = 2, changes: int = 2) -> None:
    """Bystanders named by the case: old alarms, unrelated changes, events of the night."""
    rng = c.rng
    for other in rng.sample(others, min(alerts, len(others))):
        name = other.split("/")[1]
        c.alert(*rng.choice([
            (f"{name}-cpu-p99", other, "ok", -rng.uniform(200, 4000)), (f"{name}-legacy-disk", other, "insufficient_data", -rng.uniform(20000, 60000)),
            (f"{name}-error-logs", other, "ok", -rng.uniform(100, 2000)), (f"{name}-memory-anomaly", other, "alarm", -rng.uniform(15000, 40000)),
        ]))  # fmt: skip
    for _ in range(changes):
        other = rng.choice(others)
        kind, action, details = rng.choice([
            ("config", "application-autoscaling:PutScalingPolicy", {"target": 60}), ("other", "tag:TagResources", {"key": "owner"}), ("config", "logs:PutRetentionPolicy", {"days": [30, 14]}),
            ("other", "ec2:CreateTags", {"tags": "cost-centre"}), ("config", "cloudwatch:PutMetricAlarm", {"threshold": [80, 85]}),
        ])  # fmt: skip
        c.change(
            -rng.uniform(c.before * 0.3, c.before * 4),
            other,
            kind,
            action,
            rng.choice(["role/platform-ci", "user/m.okafor", "role/terraform"]),
            **details,
        )
    other = others[0]
    if other.startswith("rds/"):
        c.event(-c.before - rng.uniform(60, 500), other, "backup", "Backing up DB instance")
        c.event(-c.before - rng.uniform(20, 55), other, "backup", "Finished DB Instance backup")
        c.metric(other, "CPUUtilization", rng.uniform(55, 88))
    elif other.startswith("ecs-service/"):
        c.event(
            -rng.uniform(30, c.before * 3),
            other,
            "SERVICE_STEADY_STATE",
            f"(service {other.split('/')[1]}) has stopped 1 running tasks: (task {rng.getrandbits(48):012x}).",
            "normal",
        )
        c.metric(other, "CPUUtilization", rng.uniform(40, 92), ClusterName="main")
