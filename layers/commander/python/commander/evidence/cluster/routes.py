"""Routes of gateways: which path or host is sent to which Service and port, from ingresses, meshes and proxies."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from commander.contract.evidence import State
from commander.evidence.case import Case
from commander.evidence.cluster.services import namespace_of
from commander.evidence.cluster.values import first, mapping, text, whole

_KINDS = (
    "ingress",
    "ingresses",
    "virtualservice",
    "virtual_service",
    "httproute",
    "http_route",
    "grpcroute",
    "ingressroute",
    "gateway",
    "route",
    "routes",
)
_MANIFESTS = frozenset(
    {"ingress", "virtualservice", "httproute", "grpcroute", "tcproute", "ingressroute", "route", "mapping"}
)
_DESCRIBED = re.compile(
    r"^[ \t]{0,40}(?P<first>\S{1,300})?[ \t]{1,40}(?P<path>/\S{0,500})?[ \t]{0,40}(?P<service>[a-z0-9][a-z0-9-]{0,62}):"
    r"(?P<port>\d{1,5}|[a-z][\w-]{0,62})[ \t]{0,40}\((?P<told>[^\n]*)\)",
    re.MULTILINE,
)
"""A line of a described ingress: the path, the backend, and in brackets its endpoints or what is wrong with them."""
_NGINX = re.compile(
    r"location\s+(?:[=~^*]+\s+)?(?P<path>\S+)\s*\{[^}]*?proxy_pass\s+https?://(?P<host>[\w.-]+)(?::(?P<port>\d{2,5}))?",
    re.DOTALL,
)
_UPSTREAM = re.compile(r"upstream\s+([\w.-]+)\s*\{([^}]*)\}")
_SERVER = re.compile(r"server\s+([A-Za-z][\w.-]*)(?::(\d{2,5}))?")
_DEEPEST = 12
_MOST = 500


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """One way from a gateway to a Service; `note` is what the source says is wrong with it."""

    item: State
    path: str | None
    service: str
    namespace: str | None
    port: int | str | None
    subset: str | None = None
    note: str = ""


def routes(case: Case) -> tuple[Route, ...]:
    """All routes, by thing; use with `case.reading`."""
    found: list[Route] = []
    for item in case.items(*_KINDS):
        found.extend(_of_item(item, item.attributes))
    for item in case.items("manifest"):
        if (text(item.attributes.get("kind")) or "").lower() in _MANIFESTS:
            found.extend(_of_item(item, item.attributes.get("spec")))
    for item in (*case.items("configmap"), *case.items("manifest")):
        for value in mapping(item.attributes.get("data")).values():
            if isinstance(value, str) and "proxy_pass" in value:
                found.extend(_of_proxy(item, value[:50000]))
    once = {(one.item.id, one.path, one.service, one.namespace, one.port, one.subset): one for one in found[:_MOST]}
    return tuple(once.values())


def _of_proxy(item: State, said: str) -> Iterator[Route]:
    """The routes of a proxy's configuration, through the groups of servers that it defines."""
    groups = {name: _SERVER.findall(body) for name, body in _UPSTREAM.findall(said)}
    for one in _NGINX.finditer(said):
        for host, port in groups.get(one["host"], [(one["host"], one["port"])]):
            name, _, rest = host.partition(".")
            if not name.isdigit():
                namespace = rest.partition(".")[0] or namespace_of(item)
                yield Route(item, one["path"], name, namespace, int(port) if port else 80)


def _of_item(item: State, body: Any) -> Iterator[Route]:
    namespace = namespace_of(item)
    for said in _texts(body):
        for one in _DESCRIBED.finditer(said[:20000]):
            path = one["path"] or (one["first"] if (one["first"] or "").startswith("/") else None)
            port = whole(one["port"])
            note = one["told"].strip() if "error" in one["told"].lower() else ""
            yield Route(item, path, one["service"], namespace, port if port is not None else one["port"], None, note)
    yield from _walk(item, body, namespace, None, 0)


def _texts(body: Any) -> Iterator[str]:
    if isinstance(body, str):
        yield body
    elif isinstance(body, dict):
        yield from (
            one for key, one in body.items() if isinstance(one, str) and key in ("rules", "routes", "spec", "text")
        )


def _walk(item: State, value: Any, namespace: str | None, path: str | None, depth: int) -> Iterator[Route]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            yield from _walk(item, one, namespace, path, depth + 1)
        return
    if not isinstance(value, dict):
        return
    raw = mapping(value)
    path = _path(raw) or path
    for key in ("backend", "service", "destination", "default_backend", "defaultBackend", "target", "to"):
        made = _target(item, raw.get(key), raw, namespace, path) if key in raw else None
        if made is not None:
            yield made
            return
    if "serviceName" in raw or (depth and "name" in raw and "port" in raw):
        made = _target(item, raw, raw, namespace, path)
        if made is not None:
            yield made
            return
    for key in sorted(raw):
        if key not in ("labels", "annotations", "metadata", "selector", "tls", "status", "servers"):
            yield from _walk(item, raw[key], namespace, path, depth + 1)


def _target(item: State, told: Any, around: dict[str, Any], namespace: str | None, path: str | None) -> Route | None:
    if isinstance(told, str):
        host, _, port = told.strip().partition(":")
        number: Any = port or first(around, "port", "service_port", "servicePort")
        return _route(item, host, number, namespace, path, None)
    raw = mapping(told)
    inner = raw.get("service")
    if isinstance(inner, dict | str) and inner:
        return _target(item, inner, raw, namespace, path)
    name = text(first(raw, "name", "serviceName", "service_name", "host"))
    return _route(
        item, name, first(raw, "port", "servicePort", "service_port"), namespace, path, text(raw.get("subset"))
    )


def _route(
    item: State, host: str | None, port: Any, namespace: str | None, path: str | None, subset: str | None
) -> Route | None:
    if host is None or not re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", host):
        return None
    if isinstance(port, dict):
        port = first(mapping(port), "number", "name")
    parts = host.split(".")
    if len(parts) > 2 and parts[2] != "svc":
        return None  # a host elsewhere
    number = whole(port)
    return Route(
        item,
        path,
        parts[0],
        parts[1] if len(parts) > 1 else namespace,
        number if number is not None else text(port),
        subset,
    )


def _path(raw: dict[str, Any]) -> str | None:
    """The path that a rule is about, in any of the forms that rules have."""
    plain = first(raw, "path", "prefix", "uri")
    if isinstance(plain, str):
        return plain if plain.startswith("/") else None
    if isinstance(plain, dict):
        told = text(first(mapping(plain), "value", "prefix", "exact", "regex"))
        return told if told is not None and told.startswith("/") else None
    for key in ("match", "matches"):
        listed = raw.get(key)
        if isinstance(listed, str):
            found = re.search(r"Path(?:Prefix)?\([`\"'](/[^`\"']*)", listed)
            return found[1] if found is not None else None
        for one in listed if isinstance(listed, list) else ():
            inner = _path(mapping(one)) if isinstance(one, dict) else None
            if inner is not None:
                return inner
    return None
