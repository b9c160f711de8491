"""Kubernetes objects as a collector lists them: nodes, workloads, their pods and services."""

from typing import Any

from .build import Case

ALPHA = "bcdfghjklmnpqrstvwxz2456789"
Sick = dict[str, Any]

SIZES = {"m6i.xlarge": (4, 16), "m6i.4xlarge": (16, 64), "c6i.4xlarge": (16, 32)}


def suffix(case: Case, length: int) -> str:
    """A generated name's tail."""
    return "".join(case.rng.choice(ALPHA) for _ in range(length))


def node(
    case: Case,
    name: str,
    age_min: float = 30000,
    zone: str = "a",
    instance: str = "m6i.xlarge",
    ready: Any = None,
    **more: Any,
) -> str:
    """A worker node, ready unless told otherwise; extra attributes override."""
    fine = {"status": "False", "reason": "KubeletHasSufficientMemory"}
    cores, gib = SIZES[instance]
    attributes: dict[str, Any] = {
        "roles": "<none>",
        "labels": {
            "topology.kubernetes.io/zone": case.region + zone,
            "node.kubernetes.io/instance-type": instance,
            "eks.amazonaws.com/capacityType": "ON_DEMAND",
        },
        "taints": [],
        "unschedulable": False,
        "conditions": {
            "Ready": ready
            or {"status": "True", "reason": "KubeletReady", "message": "kubelet is posting ready status"},
            "MemoryPressure": fine,
            "DiskPressure": {"status": "False", "reason": "KubeletHasNoDiskPressure"},
            "PIDPressure": {"status": "False", "reason": "KubeletHasSufficientPID"},
        },
        "capacity": {"cpu": str(cores), "memory": f"{gib * 1004613}Ki", "pods": "58"},
        "allocatable": {"cpu": f"{cores * 1000 - 90}m", "memory": f"{gib * 1004613 - 1016832}Ki", "pods": "58"},
        "kubelet_version": "v1.31.4-eks-aeac579",
        "created_at": case.at(case.after - age_min),
    }
    for key, value in more.items():
        if key in attributes and isinstance(value, dict) and isinstance(attributes[key], dict):
            attributes[key] = {**attributes[key], **value}
        else:
            attributes[key] = value
    entity = f"node/{name}"
    case.state(entity, "node", **attributes)
    return entity


def workload(
    case: Case,
    name: str,
    ns: str,
    nodes: list[str],
    n: int = 2,
    image: str = "",
    port: int = 8080,
    mem: str = "512Mi",
    cpu: str = "500m",
    age_min: float = 4000,
    env: dict[str, str] | None = None,
    sick: list[Sick | None] | None = None,
    restarts: list[int] | None = None,
    service: bool = True,
    conditions: dict[str, Any] | None = None,
    probe: str = "/healthz",
    desired: int | None = None,
) -> list[str]:
    """A deployment with pods and service; `sick[i]` overrides what pod i looks like; `desired` differs from
    the number of pods when finished ones are still listed. Returns the pods."""
    hash_ = suffix(case, 9)
    image = (
        image
        or f"418820771930.dkr.ecr.{case.region}.amazonaws.com/{name}:1.{case.rng.randint(2, 40)}.{case.rng.randint(0, 9)}"
    )
    ailing = (sick or []) + [None] * n
    pods, addresses, ready_count = [], [], 0
    spec: dict[str, Any] = {
        "name": name,
        "image": image,
        "ports": f"{port}/TCP",
        "requests": {"cpu": cpu, "memory": mem},
        "limits": {"cpu": cpu, "memory": mem},
        "readiness": f"http-get http://:{port}{probe} delay=5s timeout=2s period=10s #success=1 #failure=3",
    }
    if env:
        spec["env"] = env
    for i in range(n):
        ill = dict(ailing[i] or {})
        pod = f"pod/{name}-{ill.pop('hash', hash_)}-{suffix(case, 5)}"
        ready = ill.pop("is_ready", ailing[i] is None)
        started = case.at(case.after - ill.pop("age_min", age_min + case.rng.randint(0, 40)))
        count = ill.pop("restart_count", (restarts or [0] * n)[i])
        ip = f"10.{case.rng.randint(20, 60)}.{case.rng.randint(0, 250)}.{case.rng.randint(4, 250)}"
        container = {
            **spec,
            "ready": ready,
            "restart_count": count,
            "state": ill.pop("state", {"state": "running", "started_at": started}),
        }
        for key in ("last_state", "image", "env"):
            if key in ill:
                container[key] = ill.pop(key)
        where = ill.pop("node", nodes[i % len(nodes)].split("/", 1)[1] if nodes else None)
        attributes: dict[str, Any] = {
            "namespace": ns,
            "phase": "Running",
            "status": "Running",
            "ready": "1/1" if ready else "0/1",
            "restarts": count,
            "node": where,
            "ip": ip if where else None,
            "owner": f"ReplicaSet/{name}-{hash_}",
            "service_account": name,
            "started_at": started,
            "labels": {"app.kubernetes.io/name": name},
            "conditions": {"Ready": "True" if ready else "False"},
            "containers": [container],
            **ill,
        }
        case.state(pod, "pod", **attributes)
        case.edges("owns", (f"deployment/{name}", pod))
        if where:
            case.edges("runs_on", (pod, f"node/{where}"))
        pods.append(pod)
        if ready:
            ready_count += 1
            addresses.append(f"{ip}:{port}")
    want = n if desired is None else desired
    available = {"status": "True", "reason": "MinimumReplicasAvailable"}
    if ready_count < want:
        available = {"status": "False", "reason": "MinimumReplicasUnavailable"}
    case.state(
        f"deployment/{name}",
        "deployment",
        namespace=ns,
        desired=want,
        ready=ready_count,
        updated=want,
        available=ready_count,
        unavailable=want - ready_count,
        selector={"app.kubernetes.io/name": name},
        conditions=conditions
        or {"Available": available, "Progressing": {"status": "True", "reason": "NewReplicaSetAvailable"}},
        replicas=f"{want} desired | {want} updated | {want} total | {ready_count} available | {want - ready_count} unavailable",
    )
    if service:
        case.state(
            f"service/{name}",
            "service",
            namespace=ns,
            type="ClusterIP",
            selector={"app.kubernetes.io/name": name},
            cluster_ip=f"172.20.{case.rng.randint(0, 250)}.{case.rng.randint(4, 250)}",
            port="http  80/TCP",
            target_port=f"{port}/TCP",
            endpoints=",".join(addresses) or "<none>",
        )
        case.edges("owns", (f"service/{name}", f"deployment/{name}"))
    return pods


def crashloop(restart_count: int, exit_code: int, reason: str, started: str, finished: str, **more: Any) -> Sick:
    """A pod in CrashLoopBackOff."""
    return {
        "status": "CrashLoopBackOff",
        "restart_count": restart_count,
        "state": {
            "state": "waiting",
            "reason": "CrashLoopBackOff",
            "message": "back-off 2m40s restarting failed container",
        },
        "last_state": {
            "state": "terminated",
            "reason": reason,
            "exit_code": exit_code,
            "started_at": started,
            "finished_at": finished,
        },
        "conditions": {"Ready": {"status": "False", "reason": "ContainersNotReady"}},
        **more,
    }
