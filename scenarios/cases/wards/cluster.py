"""EKS objects as a collector lists them."""

from typing import Any

from .ward import Ward


def node(
    w: Ward,
    name: str,
    cpu: str = "4",
    memory: str = "15896Mi",
    used: tuple[str, str] = ("2310m (58%)", "8120Mi (54%)"),
    ready: Any = "True",
    taints: list[str] | None = None,
    **more: Any,
) -> None:
    conditions: dict[str, Any] = {
        "Ready": ready,
        "MemoryPressure": "False",
        "DiskPressure": "False",
        "PIDPressure": "False",
    }
    conditions.update(more.pop("conditions", {}))
    w.state(
        f"node/{name}",
        "node",
        **{
            "labels": {
                "eks.amazonaws.com/nodegroup": "general",
                "topology.kubernetes.io/zone": w.region + "abc"[len(w.bundle["state"]) % 3],
            },
            "taints": taints or [],
            "unschedulable": False,
            "conditions": conditions,
            "capacity": {"cpu": cpu, "memory": memory, "pods": "58"},
            "allocated": {"cpu": {"requests": used[0]}, "memory": {"requests": used[1]}},
            **more,
        },
    )


def workload(
    w: Ward,
    name: str,
    namespace: str,
    desired: int,
    ready: int | None = None,
    image: str | None = None,
    available: Any = None,
    progressing: Any = None,
    **more: Any,
) -> None:
    now = desired if ready is None else ready
    w.state(
        f"deployment/{name}",
        "deployment",
        **{
            "namespace": namespace,
            "desired": desired,
            "ready": now,
            "updated": desired,
            "available": now,
            "unavailable": desired - now,
            "selector": {"app": name},
            "conditions": {
                "Available": available
                or {
                    "status": "True",
                    "reason": "MinimumReplicasAvailable",
                    "message": "Deployment has minimum availability.",
                },
                "Progressing": progressing
                or {
                    "status": "True",
                    "reason": "NewReplicaSetAvailable",
                    "message": f'ReplicaSet "{name}" has successfully progressed.',
                },
            },
            "containers": [
                {"name": name, "image": image or f"412200317745.dkr.ecr.{w.region}.amazonaws.com/{name}:1.18.2"}
            ],
            **more,
        },
    )


def pod(
    w: Ward,
    name: str,
    app: str,
    namespace: str,
    on: str | None,
    ready: bool = True,
    restarts: int | str = 0,
    started: float = -2880,
    container: dict[str, Any] | None = None,
    phase: str = "Running",
    **more: Any,
) -> None:
    """A pod with one container; `container` overrides the container's fields."""
    count = restarts if isinstance(restarts, int) else int(restarts.split()[0])
    inner: dict[str, Any] = {
        "name": app,
        "image": f"412200317745.dkr.ecr.{w.region}.amazonaws.com/{app}:1.18.2",
        "requests": {"cpu": "250m", "memory": "384Mi"},
        "limits": {"memory": "768Mi"},
        "ready": ready,
        "restart_count": count,
        "state": {"state": "running", "started_at": w.at(started)},
    }
    inner.update(container or {})
    attributes: dict[str, Any] = {
        "namespace": namespace,
        "phase": phase,
        "status": phase,
        "ready": "1/1" if ready else "0/1",
        "restarts": restarts,
        "owner": f"ReplicaSet/{name.rsplit('-', 1)[0]}",
        "labels": {"app": app},
        "conditions": {"Ready": "True" if ready else "False"},
        "containers": [inner],
    }
    if on:
        attributes["node"] = on
    w.state(f"pod/{name}", "pod", **{**attributes, **more})


def service(w: Ward, name: str, namespace: str, endpoints: str, port: int = 8080) -> None:
    w.state(
        f"service/{name}",
        "service",
        namespace=namespace,
        type="ClusterIP",
        selector={"app": name},
        port="http  80/TCP",
        target_port=f"{port}/TCP",
        endpoints=endpoints,
    )


def notice(
    w: Ward,
    entity: str,
    at: float,
    reason: str,
    message: str,
    source: str,
    count: int = 1,
    warning: bool = True,
    first: float | None = None,
) -> None:
    w.event(
        entity,
        at,
        reason,
        message,
        kind="kubernetes",
        type="warning" if warning else "normal",
        count=count,
        first=first,
        source=source,
    )
