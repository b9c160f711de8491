"""Containers of pods and pod templates, from what `kubectl describe` tells or from a manifest's own form."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from commander.evidence import moments
from commander.evidence.cluster.probes import Probe, port_of, probe
from commander.evidence.cluster.values import cpu, first, mapping, objects, size, text, texts, truth, whole

_SET_TO = re.compile(
    r"set to the key\s+['\"]?(?P<key>[^'\"\s>]+)['\"]?\s+(?:in|of)\s+(?:the\s+)?(?P<kind>secret|config ?map)\s+"
    r"['\"]?(?P<name>[^'\"\s>]+)",
    re.IGNORECASE,
)
_LONGEST = 1000
"""Where a value comes from is told in fewer characters."""
_OPTIONAL = re.compile(r"optional:?\s*true", re.IGNORECASE)
_FROM_TEXT = re.compile(r"(?P<name>[a-z0-9][\w.-]{0,252})\s*+(?:[:(]\s*+)?(?P<kind>secret|config ?map)", re.IGNORECASE)
_KIND_FIRST = re.compile(
    r"(?P<kind>secret|config ?map)(?:ref|name)?\s*[:/=(]\s*(?P<name>[a-z0-9][\w.-]*)", re.IGNORECASE
)
_PORT_TEXT = re.compile(r"(?:(?P<name>[a-z][\w-]*)[:\s]\s*)?(?P<number>\d{1,5})(?:/(?P<protocol>TCP|UDP|SCTP))?", re.I)
_STATES = ("waiting", "running", "terminated")


@dataclass(frozen=True, slots=True)
class Port:
    """A port that a container declares."""

    number: int
    protocol: str = "TCP"
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A Secret or ConfigMap (`kind`: secret, configmap) that must exist, and the key in it where one is asked for."""

    kind: str
    name: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Resources:
    """Requests or limits: cores, bytes, and everything as the source spells it."""

    cpu: float | None
    memory: float | None
    raw: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Container:
    """One container. Reasons, exit codes and moments (seconds since 1970) are None where they are not told."""

    name: str
    image: str | None
    init: bool
    ports: tuple[Port, ...]
    command: tuple[str, ...]
    args: tuple[str, ...]
    env: Mapping[str, str]
    references: tuple[Reference, ...]
    mounts: tuple[str, ...]
    requests: Resources
    limits: Resources
    liveness: Probe | None
    readiness: Probe | None
    startup: Probe | None
    ready: bool | None
    restart_count: int | None
    state: str | None
    waiting_reason: str | None
    waiting_message: str | None
    terminated_reason: str | None
    terminated_message: str | None
    exit_code: int | None
    started_at: float | None
    last_reason: str | None
    last_message: str | None
    last_exit_code: int | None
    last_started: float | None
    last_finished: float | None

    @property
    def ended_with(self) -> tuple[str | None, int | None]:
        """Reason and exit code of its newest end: the present state's where it is ended, else the one before."""
        if self.exit_code is not None or self.terminated_reason is not None:
            return self.terminated_reason, self.exit_code
        return self.last_reason, self.last_exit_code


def containers(spec: Mapping[str, Any]) -> tuple[Container, ...]:
    """All containers of a pod's attributes or of a pod spec, init containers first."""
    init = [(one, True) for key in ("init_containers", "initContainers") for one in objects(spec.get(key))]
    plain = [(one, truth(one.get("init")) is True) for one in objects(spec.get("containers"))]
    found = [_container(one, first_) for one, first_ in (*init, *plain)]
    return tuple(sorted(found, key=lambda one: not one.init))


def merged(one: Container, other: Container) -> Container:
    """One container told from two sources: what the first does not tell is the second's."""
    empty: tuple[Any, ...] = ((), {}, None, "")
    given = {name: getattr(other, name) for name in Container.__slots__ if getattr(one, name) in empty}
    for name in ("requests", "limits"):
        if not getattr(one, name).raw:
            given[name] = getattr(other, name)
    return replace(one, **given)


def references_of_volumes(volumes: Mapping[str, Any]) -> tuple[Reference, ...]:
    """The Secrets and ConfigMaps that volumes need."""
    found: dict[Reference, None] = {}
    for name in sorted(volumes):
        found.update(dict.fromkeys(_of_volume(volumes[name])))
    return tuple(found)


def volumes_of(value: Any) -> dict[str, Any]:
    """Volumes by name, from an object or from a manifest's list."""
    if isinstance(value, list):
        return {name: one for one in objects(value) if (name := text(one.get("name"))) is not None}
    return mapping(value)


def resources(value: Any) -> Resources:
    """Requests or limits from an object or from a text such as "cpu: 250m, memory: 64Mi"."""
    raw = mapping(value)
    if isinstance(value, str):
        pairs = re.findall(r"(cpu|memory|ephemeral-storage)\s*[:=]\s*([\w.]+)", value)
        raw = dict(pairs)
    return Resources(cpu(raw.get("cpu")), size(raw.get("memory")), raw)


def _container(raw: dict[str, Any], init: bool) -> Container:
    both = mapping(raw.get("resources"))
    state, now = _state(first(raw, "state", "status"))
    _, last = _state(first(raw, "last_state", "lastState"))
    waiting, ended = (now if state == "waiting" else {}), (now if state == "terminated" else {})
    env, references = _environment(raw)
    return Container(
        name=text(raw.get("name")) or "",
        image=text(raw.get("image")),
        init=init,
        ports=_ports(first(raw, "ports", "port", "container_ports")),
        command=texts(raw.get("command")),
        args=texts(raw.get("args")),
        env=env,
        references=references,
        mounts=_mounts(first(raw, "mounts", "volume_mounts", "volumeMounts")),
        requests=resources(first(raw, "requests") or both.get("requests")),
        limits=resources(first(raw, "limits") or both.get("limits")),
        liveness=probe(first(raw, "liveness", "liveness_probe", "livenessProbe")),
        readiness=probe(first(raw, "readiness", "readiness_probe", "readinessProbe")),
        startup=probe(first(raw, "startup", "startup_probe", "startupProbe")),
        ready=truth(raw.get("ready")),
        restart_count=whole(first(raw, "restart_count", "restartCount", "restarts")),
        state=state,
        waiting_reason=text(waiting.get("reason")),
        waiting_message=text(waiting.get("message")),
        terminated_reason=text(ended.get("reason")),
        terminated_message=text(ended.get("message")),
        exit_code=whole(first(ended, "exit_code", "exitCode")),
        started_at=_moment(now, "started_at", "startedAt", "started"),
        last_reason=text(last.get("reason")),
        last_message=text(last.get("message")),
        last_exit_code=whole(first(last, "exit_code", "exitCode")),
        last_started=_moment(last, "started_at", "startedAt", "started"),
        last_finished=_moment({**last, **ended}, "finished_at", "finishedAt", "finished"),
    )


def _state(value: Any) -> tuple[str | None, dict[str, Any]]:
    """Which state a container is in, and its details, from any of the forms that sources use."""
    if isinstance(value, str):
        said = value.strip()
        kind = next((one for one in _STATES if said.lower().startswith(one)), None)
        reason = re.search(r"[Rr]eason[:=]\s*(\w+)", said)
        code = re.search(r"[Ee]xit[ _]?[Cc]ode[:=]\s*(\d+)", said)
        detail: dict[str, Any] = {}
        if reason is not None:
            detail["reason"] = reason[1]
        if code is not None:
            detail["exit_code"] = code[1]
        return kind, detail
    raw = mapping(value)
    for kind in _STATES:
        inner = raw.get(kind, raw.get(kind.capitalize()))
        if isinstance(inner, dict):
            return kind, mapping(inner)
        if truth(inner):
            return kind, raw
    named = (text(raw.get("state")) or text(raw.get("status")) or "").lower()
    if named in _STATES:
        return named, raw
    if first(raw, "exit_code", "exitCode") is not None:
        return "terminated", raw
    return None, raw


def _moment(raw: Mapping[str, Any], *keys: str) -> float | None:
    value = first(raw, *keys)
    return moments.parse_maybe(value) if isinstance(value, str) else None


def _ports(value: Any) -> tuple[Port, ...]:
    parts: list[Any] = value if isinstance(value, list) else [value]
    found: dict[Port, None] = {}
    for part in parts:
        if isinstance(part, dict):
            number = port_of(first(mapping(part), "containerPort", "container_port", "port", "number"))
            if isinstance(number, int):
                protocol = (text(part.get("protocol")) or "TCP").upper()
                found[Port(number, protocol, text(part.get("name")))] = None
        elif isinstance(part, str):
            for one in _PORT_TEXT.finditer(part[:400]):
                if 0 < int(one["number"]) < 65536:
                    found[Port(int(one["number"]), (one["protocol"] or "TCP").upper(), one["name"])] = None
        elif (number := port_of(part)) is not None and isinstance(number, int):
            found[Port(number)] = None
    return tuple(found)


def _mounts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        return texts(value) if not isinstance(value, dict) else tuple(f"{key} from {value[key]}" for key in value)
    found = []
    for one in value:
        if isinstance(one, dict):
            path, name = text(first(mapping(one), "mountPath", "mount_path", "path")), text(one.get("name"))
            if path is not None:
                only = "ro" if truth(first(mapping(one), "readOnly", "read_only")) else "rw"
                found.append(f"{path} from {name or 'a volume'} ({only})")
        else:
            found.extend(texts(one))
    return tuple(found)


def _environment(raw: Mapping[str, Any]) -> tuple[dict[str, str], tuple[Reference, ...]]:
    env: dict[str, str] = {}
    references: dict[Reference, None] = {}
    value = first(raw, "env", "environment")
    if isinstance(value, list):
        for one in value:
            if isinstance(one, dict) and (name := text(one.get("name"))) is not None:
                source = mapping(first(mapping(one), "valueFrom", "value_from"))
                env[name] = text(one.get("value")) or ""
                for reference in _of_source(source):
                    references[reference] = None
                    kind = "config map" if reference.kind == "configmap" else "secret"
                    env[name] = f"<set to the key '{reference.key}' in {kind} '{reference.name}'>"
            elif isinstance(one, str) and "=" in one:
                name, _, given = one.partition("=")
                env[name.strip()] = given.strip()
    else:
        for name, given in mapping(value).items():
            source = mapping(given)
            env[name] = (text(given) or "") if not source else (text(source.get("value")) or "")
            references.update(dict.fromkeys(_of_source(mapping(first(source, "valueFrom", "value_from") or source))))
    for name in sorted(env):
        found = _SET_TO.search(env[name])
        if found is not None and _OPTIONAL.search(env[name]) is None:
            kind = "secret" if found["kind"].lower() == "secret" else "configmap"
            references[Reference(kind, found["name"], found["key"])] = None
    for key in ("env_from", "envFrom", "environment_from", "environment_variables_from"):
        references.update(dict.fromkeys(_of_env_from(raw.get(key))))
    return env, tuple(references)


def _of_source(source: Mapping[str, Any]) -> Iterator[Reference]:
    for kind, keys in (
        ("secret", ("secretKeyRef", "secret_key_ref")),
        ("configmap", ("configMapKeyRef", "config_map_key_ref")),
    ):
        ref = mapping(first(source, *keys))
        name = text(ref.get("name"))
        if name is not None and truth(ref.get("optional")) is not True:
            yield Reference(kind, name, text(ref.get("key")))


def _of_env_from(value: Any) -> Iterator[Reference]:
    if isinstance(value, dict):
        value = [f"{key} {one}" if isinstance(one, str) else {key: one} for key, one in value.items()]
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            raw = mapping(one)
            for kind, keys in (
                ("secret", ("secretRef", "secret_ref", "secret")),
                ("configmap", ("configMapRef", "config_map_ref", "configmap")),
            ):
                ref = first(raw, *keys)
                name = text(mapping(ref).get("name")) if isinstance(ref, dict) else text(ref)
                if name is not None and truth(mapping(ref).get("optional")) is not True:
                    yield Reference(kind, name)
        elif isinstance(one, str) and _OPTIONAL.search(one) is None:
            found = _KIND_FIRST.search(one[:_LONGEST]) or _FROM_TEXT.search(one[:_LONGEST])
            if found is not None:
                yield Reference("secret" if found["kind"].lower() == "secret" else "configmap", found["name"])


def _of_volume(value: Any) -> Iterator[Reference]:
    if isinstance(value, str):
        if _OPTIONAL.search(value) is None and (
            found := _KIND_FIRST.search(value[:_LONGEST]) or _FROM_TEXT.search(value[:_LONGEST])
        ):
            yield Reference("secret" if found["kind"].lower() == "secret" else "configmap", found["name"])
        return
    raw = mapping(value)
    if truth(first(raw, "Optional", "optional")) is True:
        return
    kind = (text(first(raw, "Type", "type")) or "").lower()
    if kind.startswith("secret"):
        name = text(first(raw, "SecretName", "secretName", "secret_name", "Name", "name"))
        if name is not None:
            yield Reference("secret", name)
    elif kind.startswith(("configmap", "config map")):
        name = text(first(raw, "Name", "ConfigMapName", "configMapName", "name"))
        if name is not None:
            yield Reference("configmap", name)
    secret, config = raw.get("secret"), first(raw, "configMap", "config_map")
    for one, keys, sort in (
        (secret, ("secretName", "secret_name", "name"), "secret"),
        (config, ("name",), "configmap"),
    ):
        inner = mapping(one)
        name = text(first(inner, *keys))
        if name is not None and truth(inner.get("optional")) is not True:
            yield Reference(sort, name)
    for source in objects(mapping(raw.get("projected")).get("sources")):
        yield from _of_volume(source)
