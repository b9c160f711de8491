"""Bundles with one large value: a long text in a free field, deep or wide attributes, long lists within one thing."""

from collections.abc import Callable, Iterable
from itertools import product
from typing import Any

from benchmarks.shapes.building import Document, bundle, event, line, moment, pod, state

HOSTILE = (
    "a",
    "a-",
    "A_",
    "a.",
    "1",
    "1.",
    "/a",
    " ",
    "\t \n",
    " a",
    "a b ",
    ":",
    "http://a:b",
    "quota: ",
    "must specify for: ",
    "secret ",
    '"',
    "'",
    "a=",
    "a=b,",
    "(",
    "[",
    "{",
    "<a ",
    "x:1 ",
    "-a ",
    "--a=b ",
    "1 insufficient cpu, ",
    'is forbidden "a',
    "Caused by: ",
    "AError: ",
    "a::",
    "a\\",
    "permission denied ",
    "query_time ",
    "duration: ",
    "thread 'a",
    "assertion ",
    "upstream a {",
    "tcp(a",
    "nc -a 1 ",
    "host=a ",
    "rtt = 1/",
    "loss ",
    "reason: exit code: ",
    "aA",
    "/* ",
    "-- a\n",
    "path: /",
    "#",
    "\\",
    "é",
    "port ",
    "[a] ",
    "1m",
    "(1 ago",
)
"""Pieces that, repeated, keep a pattern with overlapping parts busy."""


def repeated(piece: str, length: int) -> str:
    """A text of about so many characters made of one piece."""
    return piece * (length // len(piece))


Field = Callable[[str], Document]


def _container(**more: Any) -> Document:
    return {"name": "app", "image": "shop/app:1", "ready": False, **more}


def _pod(**more: Any) -> Document:
    return bundle(state=[pod("web-6d5f7c9b4-x2k8q", "web", **more)])


def _of_state(entity: str, kind: str, key: str) -> Field:
    return lambda text: bundle(entity, state=[state(entity, kind, namespace="shop", **{key: text})])


def _of_container(key: str) -> Field:
    return lambda text: _pod(containers=[_container(**{key: text})], ready="0/1", phase="Pending")


def _of_event(entity: str, reason: str) -> Field:
    return lambda text: bundle(
        events=[event(entity, reason, text)], state=[pod("web-6d5f7c9b4-x2k8q", "web", ready="0/1")]
    )


def _incident(key: str) -> Field:
    def made(text: str) -> Document:
        document = bundle()
        document["incident"][key] = text
        return document

    return made


_STATE_FIELDS = {
    "service": ("selector", "port", "target_port", "endpoints", "cluster_ip", "type", "node_port"),
    "node": ("taints", "conditions", "labels", "roles", "capacity", "allocatable", "allocated", "unschedulable"),
    "deployment": ("replicas", "conditions", "selector", "containers", "desired", "age", "strategy"),
    "statefulset": ("ready", "age"),
    "job": ("pods", "backoff_limit", "containers"),
    "pvc": ("status", "volume", "capacity", "access_modes", "storage_class", "used_by"),
    "pv": ("status", "claim", "capacity", "access_modes", "storage_class", "labels", "source"),
    "resourcequota": ("resources",),
    "networkpolicy": ("spec",),
    "configmap": ("data", "names"),
    "ingress": ("rules", "spec", "backend"),
    "secret": ("names", "data"),
}
_AWS_FIELDS = {
    "lambda_function": ("runtime", "timeout_s", "vpc", "last_update_status", "versions"),
    "ecs_service": ("events", "deployments", "task_definition"),
    "rds_instance": ("engine", "engine_version", "instance_class", "parameters"),
    "performance_insights": ("top_sql", "top_wait_events"),
    "target_group": ("reasons", "healthy"),
    "sqs_queue": ("redrive", "visible"),
}
_POD_FIELDS = (
    "status",
    "phase",
    "ready",
    "restarts",
    "node",
    "owner",
    "conditions",
    "volumes",
    "tolerations",
    "node_selector",
    "started_at",
    "ip",
    "labels",
    "annotations",
)
_CONTAINER_FIELDS = (
    "image",
    "ports",
    "command",
    "args",
    "env",
    "mounts",
    "requests",
    "limits",
    "liveness",
    "readiness",
    "startup",
    "state",
    "last_state",
    "name",
    "env_from",
)
_EVENTS = {
    "pod/web-6d5f7c9b4-x2k8q": (
        "FailedScheduling",
        "Failed",
        "BackOff",
        "Unhealthy",
        "FailedMount",
        "Evicted",
        "FailedAttachVolume",
        "FailedCreatePodSandBox",
        "InspectFailed",
        "ErrImagePull",
    ),
    "replicaset/web-6d5f7c9b4": ("FailedCreate",),
    "pvc/data": ("ProvisioningFailed", "FailedBinding"),
    "node/worker-1": ("NodeNotReady", "EvictionThresholdMet", "FreeDiskSpaceFailed"),
    "rds/db": ("failover", "maintenance"),
}


def _fields() -> Iterable[tuple[str, Field]]:
    yield from (
        (f"incident {key}", _incident(key)) for key in ("title", "description", "service", "severity", "source")
    )
    yield "alert name", lambda text: bundle(alerts=[{"name": text, "state": "alarm", "entity": "service/web"}])
    yield "alert reason", lambda text: bundle(alerts=[{"name": "a", "state": "alarm", "reason": text, "query": text}])
    yield "line", lambda text: bundle(logs=[line("service/web", text)])
    yield (
        "line of a pod",
        lambda text: bundle(
            logs=[line("pod/web-6d5f7c9b4-x2k8q", text)], state=[pod("web-6d5f7c9b4-x2k8q", "web", ready="0/1")]
        ),
    )
    yield "line without level", lambda text: bundle(logs=[line("service/web", text, level="")])
    yield "line's end", lambda text: bundle(logs=[line("service/web", f"connection refused: {text}")])
    yield "line's level", lambda text: bundle(logs=[line("service/web", "it failed", level=text)])
    yield "line's source", lambda text: bundle(logs=[line("service/web", "it failed") | {"source": text}])
    yield (
        "action",
        lambda text: bundle(
            changes=[
                {"t": moment(49), "kind": "config", "action": text, "entity": "service/web", "details": {"what": text}}
            ]
        ),
    )
    yield (
        "detail",
        lambda text: bundle(
            changes=[
                {
                    "t": moment(49),
                    "kind": "config",
                    "action": "update",
                    "entity": "service/web",
                    "details": {"what": text},
                }
            ]
        ),
    )
    yield "gap", lambda text: bundle(gaps=[{"section": "logs", "reason": text, "permission": text}])
    yield "entity", lambda text: bundle(logs=[line(f"pod/{' '.join(text.split()) or 'x'}", "it failed")])
    yield (
        "metric",
        lambda text: bundle(metrics=[{"name": text, "points": [], "namespace": text, "unit": text, "statistic": text}]),
    )
    for entity, reasons in _EVENTS.items():
        yield from ((f"event {reason}", _of_event(entity, reason)) for reason in reasons)
    yield from ((f"pod {key}", lambda text, key=key: _pod(**{key: text})) for key in _POD_FIELDS)
    yield from ((f"container {key}", _of_container(key)) for key in _CONTAINER_FIELDS)
    yield (
        "container message",
        lambda text: _pod(
            ready="0/1",
            containers=[_container(state={"state": "waiting", "reason": "CrashLoopBackOff", "message": text})],
        ),
    )
    yield (
        "container environment",
        lambda text: _pod(ready="0/1", containers=[_container(env={"DB_URL": text, "PORT": text})]),
    )
    yield (
        "container arguments",
        lambda text: _pod(ready="0/1", containers=[_container(args=[text], command=["sh", "-c", text])]),
    )
    for kind, keys in (_STATE_FIELDS | _AWS_FIELDS).items():
        yield from ((f"{kind} {key}", _of_state(f"{kind.replace('_', '-')}/web", kind, key)) for key in keys)
    yield (
        "manifest",
        lambda text: bundle(state=[state("ingress/web", "manifest", kind="Ingress", spec={"rules": [{"host": text}]})]),
    )
    yield "unit", lambda text: bundle(state=[state("node/a", "systemd_unit", unit=text, active=text, log_tail=[text])])
    yield (
        "check",
        lambda text: bundle(state=[state("service/web", "connectivity_check", port=80, ok=False, detail=text)]),
    )


FIELDS: dict[str, Field] = dict(_fields())


def deep_attributes(n: int) -> Document:
    within: Any = "end"
    for _ in range(min(n, 90)):
        within = {"a": [within]}
    return bundle(state=[state("service/web", "service", spec=within, selector=within)])


def wide_attributes(n: int) -> Document:
    wide = {f"key-{at}": f"value {at}" for at in range(n)}
    return bundle(
        state=[
            state("service/web", "service", namespace="shop", selector=wide),
            pod("web-6d5f7c9b4-x2k8q", "web", labels=wide, volumes=wide, conditions=wide),
            state("node/worker-1", "node", labels=wide, conditions=wide, capacity=wide),
            state("configmap/web", "configmap", data=wide),
            state("resourcequota/web", "resourcequota", resources=wide),
        ]
    )


def containers_of_one_pod(n: int) -> Document:
    many = [
        _container(name=f"c{at}", env={"URL": f"http://app-{at}:80"}, ports=[f"{at % 60000}/TCP"]) for at in range(n)
    ]
    return bundle(state=[pod("web-6d5f7c9b4-x2k8q", "web", ready="0/1", containers=many)])


def settings_of_one_container(n: int) -> Document:
    env = {f"SERVICE_{at}_URL": f"http://app-{at}.shop:80/path" for at in range(n)}
    said = [line("pod/web-6d5f7c9b4-x2k8q", f"KeyError: 'SERVICE_{at}_NAME'") for at in range(min(n, 200))]
    many = [
        _container(
            env=env,
            args=[f"--flag-{at}=value" for at in range(n)],
            mounts=[f"/p{at} from v{at} (rw)" for at in range(n)],
        )
    ]
    return bundle(state=[pod("web-6d5f7c9b4-x2k8q", "web", ready="0/1", containers=many)], logs=said)


def parts_of_one_service(n: int) -> Document:
    ports = [f"p{at} {at % 60000}/TCP" for at in range(n)]
    ends = [f"10.{at // 60000}.{at // 250 % 250}.{at % 250}:8080" for at in range(n)]
    return bundle(
        state=[
            state("service/web", "service", namespace="shop", port=ports, target_port=ports, endpoints=ends),
            pod("web-1", "web"),
        ]
    )


def events_of_one_service(n: int) -> Document:
    told = [f"(service web) was unable to place task {at} because of CPU" for at in range(n)]
    found = [state("ecs/web", "ecs_service", desired=2, running=0, events=told, deployments=[{"status": "ACTIVE"}] * n)]
    return bundle("ecs/web", state=found)


def taints_and_tolerations(n: int) -> Document:
    taints = [f"key-{at}=x:NoSchedule" for at in range(n)]
    host = state("node/worker-1", "node", taints=taints, conditions={"Ready": "True"})
    tolerations = [f"key-{at}=y:NoSchedule" for at in range(n)]
    told = [
        event(
            "pod/web-6d5f7c9b4-x2k8q",
            "FailedScheduling",
            "0/1 nodes are available: 1 node(s) had untolerated taint {key-1: x}.",
        )
    ]
    return bundle(
        state=[host, pod("web-6d5f7c9b4-x2k8q", "web", phase="Pending", tolerations=tolerations)], events=told
    )


SHAPES = (
    deep_attributes,
    wide_attributes,
    containers_of_one_pod,
    settings_of_one_container,
    parts_of_one_service,
    events_of_one_service,
    taints_and_tolerations,
)


def hostile_texts() -> Iterable[tuple[str, str]]:
    """Every field with every piece."""
    return product(FIELDS, HOSTILE)
