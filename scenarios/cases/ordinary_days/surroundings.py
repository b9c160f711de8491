"""The ordinary life beside an incident: chatty logs, old alarms, other teams' releases, workloads that are simply fine."""

from __future__ import annotations

from typing import Any

from .bundle import Bundle

JVM = (
    ("info", "o.a.c.c.C.[.[.[/] : Completed request in {ms} ms status=200"),
    ("debug", "HikariPool-1 - Pool stats (total=20, active=3, idle=17, waiting=0)"),
    ("warn", "o.h.e.j.s.SqlExceptionHelper : retrying after optimistic lock, attempt 1 of 3 succeeded on retry"),
    ("info", "GC(4{n}) Pause Young (Normal) (G1 Evacuation Pause) 412M->188M(1024M) {ms}.114ms"),
)
PYTHON = (
    ("info", '10.12.4.19 - - "GET /v2/items?page={n} HTTP/1.1" 200 {n}'),
    ("info", "Task app.tasks.sync[{id}] succeeded in 0.{n}s: None"),
    (
        "warning",
        "urllib3.connectionpool: Retrying (Retry(total=2)) after connection broken by 'RemoteDisconnected'; next attempt ok",
    ),
    ("warning", "DeprecationWarning: datetime.utcnow() is deprecated, file handlers/base.py line {n}"),
)
GO = (
    ("info", 'msg="request done" status=200 dur={ms}ms trace={id}'),
    ("info", 'msg="cache refreshed" keys={n} dur={ms}ms'),
    ("warn", 'msg="context canceled by client" path=/v1/search dur={ms}ms'),
)
NODE = (
    ("info", '{{"level":30,"req":"{id}","status":200,"ms":{ms}}}'),
    ("warn", '{{"level":40,"msg":"slow client, response buffered","ms":{ms}}}'),
    ("info", '{{"level":30,"msg":"flags polled","changed":0}}'),
)

NODES = ("ip-10-40-1-17", "ip-10-40-2-88", "ip-10-40-3-140")
OTHERS = (
    "mailer",
    "thumbnailer",
    "legal-archive",
    "wiki-export",
    "promo-banner",
    "audit-shipper",
    "geo-tiles",
    "loyalty-sync",
)


def other_release(b: Bundle, t: float, style: str = "ecs") -> None:
    """A release of something that does not touch the incident."""
    name = b.rng.choice(OTHERS)
    actions = {
        "ecs": "ecs:UpdateService",
        "k8s": "argocd:Sync",
        "vm": "ansible:deploy",
        "lambda": "lambda:UpdateFunctionCode",
    }
    kinds = {"ecs": "ecs-service", "k8s": "deployment", "vm": "service", "lambda": "lambda"}
    number = b.rng.randrange(40, 900)
    b.change(
        t, "deployment", actions[style], f"{kinds[style]}/{name}", actor="ci-runner", revision=[number, number + 1]
    )


def red_for_weeks(b: Bundle, weeks: int = 5) -> None:
    """Another team's alarm nobody has looked at for weeks."""
    name = b.rng.choice(("legacy-ftp-disk", "bi-extract-stale", "old-intranet-latency", "staging-cert-days-left"))
    b.alarm(
        name,
        f"service/{name.rsplit('-', 1)[0]}",
        "alarm",
        -weeks * 10080 + 317,
        reason=f"in ALARM since week of {b.at(-weeks * 10080)[:10]}; owner team-backoffice, acknowledged",
    )


def pod(
    b: Bundle, name: str, namespace: str, owner: str, node: str, *, age_d: float = 9, restarts: Any = 0, **more: Any
) -> None:
    """A pod that runs and is ready unless told otherwise."""
    attributes: dict[str, Any] = {
        "namespace": namespace,
        "phase": "Running",
        "status": "Running",
        "ready": "1/1",
        "restarts": restarts,
        "node": node,
        "owner": owner,
        "started_at": b.at(-age_d * 1440),
        "conditions": {"Ready": "True", "ContainersReady": "True", "PodScheduled": "True"},
    }
    attributes.update(more)
    b.state(f"pod/{name}", "pod", **attributes)


def pods(
    b: Bundle, app: str, namespace: str, n: int, nodes: tuple[str, ...], *, age_d: float = 9, restarts: Any = 0
) -> None:
    """n ready pods of one deployment, and the deployment itself."""
    replica_set = f"{app}-{b.rng.getrandbits(36):09x}"
    for k in range(n):
        suffix = "".join(b.rng.choice("bcdfghjklmnpqrstvwxz2456789") for _ in range(5))
        pod(
            b,
            f"{replica_set}-{suffix}",
            namespace,
            f"ReplicaSet/{replica_set}",
            nodes[k % len(nodes)],
            age_d=age_d,
            restarts=restarts if k == 0 else 0,
        )
        b.edges((f"deployment/{app}", "owns", f"pod/{replica_set}-{suffix}"))
    deployment(b, app, namespace, n)


def deployment(b: Bundle, app: str, namespace: str, n: int, ready: int | None = None) -> None:
    up = n if ready is None else ready
    b.state(
        f"deployment/{app}",
        "deployment",
        namespace=namespace,
        desired=n,
        ready=up,
        updated=n,
        available=up,
        unavailable=n - up,
        conditions={
            "Available": {"status": "True", "reason": "MinimumReplicasAvailable"},
            "Progressing": {"status": "True", "reason": "NewReplicaSetAvailable"},
        },
    )


def node(b: Bundle, name: str, cpu: str = "3920m", **more: Any) -> None:
    attributes: dict[str, Any] = {
        "roles": "<none>",
        "unschedulable": False,
        "taints": [],
        "capacity": {"cpu": "4", "memory": "15896Mi", "pods": "58"},
        "allocatable": {"cpu": cpu, "memory": "14871Mi", "pods": "58"},
        "conditions": {
            "Ready": {"status": "True", "reason": "KubeletReady"},
            "MemoryPressure": "False",
            "DiskPressure": "False",
            "PIDPressure": "False",
        },
    }
    attributes.update(more)
    b.state(f"node/{name}", "node", **attributes)


def service(b: Bundle, name: str, namespace: str, endpoints: str, port: int = 8080, **selector: str) -> None:
    b.state(
        f"service/{name}",
        "service",
        namespace=namespace,
        type="ClusterIP",
        selector=selector or {"app": name},
        port="http  80/TCP",
        target_port=f"{port}/TCP",
        endpoints=endpoints,
    )


def neighbour_crash(b: Bundle, node_name: str) -> None:
    """Somebody else's broken pod in a namespace of their own; nothing here calls it."""
    tail = "".join(b.rng.choice("bcdfghjklmnpqrstvwxz2456789") for _ in range(5))
    name = f"jupyter-sandbox-7d9c6b8f5-{tail}"
    pod(
        b,
        name,
        "data-science",
        "ReplicaSet/jupyter-sandbox-7d9c6b8f5",
        node_name,
        age_d=16,
        restarts="412 (4m ago)",
        status="CrashLoopBackOff",
        ready="0/1",
        conditions={"Ready": {"status": "False", "reason": "ContainersNotReady"}},
    )
    b.event(
        -2.5,
        "kubernetes",
        f"pod/{name}",
        "warning",
        "BackOff",
        f"Back-off restarting failed container notebook in pod {name}_data-science",
        4821,
        "kubelet",
        -16 * 1440,
    )
    b.alarm(
        "KubePodCrashLooping",
        f"pod/{name}",
        "alarm",
        -15.9 * 1440,
        reason="namespace=data-science team=ds-lab; silenced until end of month",
    )


def ecs(b: Bundle, name: str, desired: int, *, age: float = -4000, **more: Any) -> None:
    revision = b.rng.randrange(60, 400)
    attributes: dict[str, Any] = {
        "desired": desired,
        "running": desired,
        "pending": 0,
        "task_definition": f"{name}:{revision}",
        "deployments": [
            {
                "status": "PRIMARY",
                "task_definition": f"{name}:{revision}",
                "desired": desired,
                "running": desired,
                "rollout_state": "COMPLETED",
            }
        ],
        "events": [f"(service {name}) has reached a steady state."],
    }
    attributes.update(more)
    b.state(f"ecs-service/{name}", "ecs_service", **attributes)
    b.event(
        age,
        "ecs",
        f"ecs-service/{name}",
        "info",
        "SERVICE_STEADY_STATE",
        f"(service {name}) has reached a steady state.",
    )
