"""Services of a cluster: what they select, which ports they offer, where these lead, and who answers.

Read from `service` items (the words of `kubectl describe`), from manifests of kind Service, and from endpoint objects.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from commander.contract.evidence import State
from commander.evidence.case import Case
from commander.evidence.cluster.pods import pods
from commander.evidence.cluster.values import first, labels, mapping, text, texts, whole

_PROTOCOLS = ("TCP", "UDP", "SCTP")
_PORT = re.compile(
    r"^(?:(?P<name><unset>|[a-zA-Z][\w.-]*)(?:\s++(?::\s*+)?|:\s*+))?(?P<port>\d{1,5})(?::(?P<second>\d{1,5}))?(?:/(?P<protocol>[A-Za-z]+))?"
    r"(?:\s*(?:->|→|=>|to)\s*(?P<target>[\w-]+)(?:/(?P<inner>[A-Za-z]+))?)?$"
)
"""A port as tools print it: `http  80/TCP`, `80:30080/TCP`, `grpc: 50051/TCP -> 8080`."""
_TARGET = re.compile(r"^(?:<unset>\s+)?(?P<target>[A-Za-z0-9][\w-]*)(?:/(?P<protocol>[A-Za-z]+))?$")
_ADDRESS = re.compile(r"\[?[0-9a-fA-F:.]{2,45}\]?:\d{1,5}|\d{1,3}(?:\.\d{1,3}){3}")
_NONE = frozenset({"<none>", "none", "[]", "<no endpoints>", "no endpoints", "0"})
_MOST = 64
_ENDPOINT_KINDS = ("endpoints", "endpointslice", "endpoint_slice")


@dataclass(frozen=True, slots=True)
class ServicePort:
    """One port of a Service; `target` is a container port's number or name, None where it is not told."""

    name: str | None
    port: int | None
    protocol: str | None
    target: int | str | None


@dataclass(frozen=True, slots=True, eq=False)
class Service:
    """A Service. `endpoints`: the addresses that answer, empty where there are none, None where it is not told."""

    item: State
    entity: str
    name: str
    namespace: str | None
    type: str | None
    selector: Mapping[str, str]
    cluster_ip: str | None
    external_name: str | None
    ports: tuple[ServicePort, ...]
    endpoints: tuple[str, ...] | None

    @property
    def headless(self) -> bool:
        """Whether its name leads to the pods themselves."""
        return (self.cluster_ip or "").lower() == "none"

    @property
    def external(self) -> bool:
        """Whether it is only another name for a host elsewhere."""
        return (self.type or "").lower() == "externalname"

    @property
    def endpoint_ports(self) -> frozenset[int]:
        """The ports of the addresses that answer, as far as they are told."""
        found = (one.rpartition(":")[2] for one in self.endpoints or () if ":" in one)
        return frozenset(int(part) for part in found if part.isdigit())

    def selects(self, carried: Mapping[str, str]) -> bool:
        """Whether it selects a pod with these labels; a Service without a selector selects none."""
        return bool(self.selector) and all(carried.get(key) == value for key, value in self.selector.items())

    def within(self, namespace: str | None) -> bool:
        """Whether it may be in a namespace, as far as both are told."""
        return namespace is None or self.namespace is None or namespace == self.namespace


def services(case: Case) -> tuple[Service, ...]:
    """Every Service of the bundle, by name of the thing; use with `case.reading`."""
    told: dict[tuple[str, str], list[State]] = {}
    manifests = [one for one in case.items("manifest") if (text(one.attributes.get("kind")) or "").lower() == "service"]
    for item in (*case.items("service"), *manifests):
        namespace = namespace_of(item) or next((where for entity, where in told if entity == item.entity), "")
        told.setdefault((item.entity, namespace), []).append(item)
    answering = _endpoints_of_objects(case)
    found = []
    for place in sorted(told):
        parts = [_service(item, answering) for item in told[place]]
        found.append(parts[0] if len(parts) == 1 else _joined(parts))
    return tuple(_placed(case, one) for one in found)


def _placed(case: Case, service: Service) -> Service:
    """A Service selects pods of its own namespace only: where none is told, theirs is its own."""
    if service.namespace is not None or not service.selector:
        return service
    found = {one.namespace for one in case.reading(pods) if one.namespace and service.selects(one.labels)}
    return replace(service, namespace=found.pop()) if len(found) == 1 else service


def name_of(entity: str) -> str:
    """The plain name of a cluster object: service/shop/cart and service/cart are cart."""
    return entity.rpartition("/")[2]


def namespace_of(item: State) -> str | None:
    """The namespace of an object, from its attributes or metadata, or from its entity kind/namespace/name."""
    known = text(item.attributes.get("namespace")) or text(mapping(item.attributes.get("metadata")).get("namespace"))
    if known is not None:
        return known
    parts = item.entity.split("/")
    return parts[1] if len(parts) == 3 else None


def spec_of(item: State) -> dict[str, Any]:
    """The attributes of an object: its own spec where it is a manifest."""
    spec = mapping(item.attributes.get("spec"))
    return spec or mapping(item.attributes)


def _service(item: State, answering: Mapping[tuple[str | None, str], tuple[str, ...]]) -> Service:
    spec = spec_of(item)
    name, namespace = name_of(item.entity), namespace_of(item)
    endpoints = _endpoints(first(item.attributes, "endpoints", "endpoint", "addresses"))
    if endpoints is None:
        endpoints = answering.get((namespace, name), answering.get((None, name)))
    cluster_ip = text(first(spec, "cluster_ip", "clusterIP", "cluster_IP", "ip"))
    return Service(
        item,
        item.entity,
        name,
        namespace,
        text(first(spec, "type", "service_type")),
        _selector(spec.get("selector")),
        cluster_ip if cluster_ip is not None and cluster_ip.lower() != "<none>" else None,
        text(first(spec, "external_name", "externalName")),
        _ports(spec, told_in_full=item.kind == "manifest"),
        endpoints,
    )


def _joined(parts: list[Service]) -> Service:
    """The same Service told by several items: each says what the others leave out."""
    best = parts[0]
    return Service(
        best.item,
        best.entity,
        best.name,
        next((one.namespace for one in parts if one.namespace), None),
        next((one.type for one in parts if one.type), None),
        next((one.selector for one in parts if one.selector), {}),
        next((one.cluster_ip for one in parts if one.cluster_ip), None),
        next((one.external_name for one in parts if one.external_name), None),
        max((one.ports for one in parts), key=lambda ports: sum(port.target is not None for port in ports)),
        next((one.endpoints for one in parts if one.endpoints is not None), None),
    )


def _selector(value: Any) -> dict[str, str]:
    inner = mapping(value).get("matchLabels")
    return labels(inner if isinstance(inner, dict) else value)


def _ports(spec: Mapping[str, Any], told_in_full: bool) -> tuple[ServicePort, ...]:
    listed = spec.get("ports")
    if isinstance(listed, list) and any(isinstance(one, dict) for one in listed):
        found = [_of_object(mapping(one), told_in_full) for one in listed[:_MOST] if isinstance(one, dict)]
        return tuple(found)
    if isinstance(listed, dict) and listed:
        if "port" in listed:
            return (_of_object(mapping(listed), told_in_full),)
        return tuple(
            _of_object({"name": key, **mapping(one)}, told_in_full)
            if isinstance(one, dict)
            else _of_text(text(one) or "", str(key))
            for key, one in list(listed.items())[:_MOST]
        )
    ports = [_of_text(part, None) for part in _split(first(spec, "port", "ports"))]
    ports = [one for one in ports if one.port is not None]
    targets = [_target(part) for part in _split(first(spec, "target_port", "targetPort", "target_ports"))]
    if len(targets) == len(ports):
        ports = [
            ServicePort(port.name, port.port, port.protocol or protocol, target if port.target is None else port.target)
            for port, (target, protocol) in zip(ports, targets, strict=True)
        ]
    protocol = text(spec.get("protocol"))
    if protocol is not None and protocol.upper() in _PROTOCOLS:
        ports = [ServicePort(one.name, one.port, one.protocol or protocol.upper(), one.target) for one in ports]
    return tuple(ports)


def _split(value: Any) -> list[str]:
    return [part.strip() for one in texts(value) for part in re.split(r"[,;\n]", one) if part.strip()][:_MOST]


def _of_object(one: Mapping[str, Any], told_in_full: bool) -> ServicePort:
    said = text(one.get("port"))
    plain = _of_text(said, None) if said is not None else ServicePort(None, None, None, None)
    target, inner = _target(text(first(one, "target_port", "targetPort", "target", "container_port", "containerPort")))
    protocol = (text(one.get("protocol")) or plain.protocol or inner or "").upper()
    if target is None and told_in_full:
        target = plain.port  # a manifest that leaves it out means the same number
    return ServicePort(
        text(one.get("name")) or plain.name,
        plain.port,
        protocol if protocol in _PROTOCOLS else ("TCP" if told_in_full else None),
        target if target is not None else plain.target,
    )


def _of_text(said: str, name: str | None) -> ServicePort:
    found = _PORT.match(" ".join(said.split()))
    if found is None or not 0 < int(found["port"]) < 65536:
        return ServicePort(name, None, None, None)
    named = found["name"] if found["name"] not in (None, "<unset>") else None
    protocol = (found["protocol"] or found["inner"] or "").upper()
    target = _target(found["target"])[0] if found["target"] else None
    return ServicePort(name or named, int(found["port"]), protocol if protocol in _PROTOCOLS else None, target)


def _target(said: str | None) -> tuple[int | str | None, str | None]:
    found = _TARGET.match(said.strip()) if said else None
    if found is None or found["target"].lower() in ("none", "unset"):
        return None, None
    number = whole(found["target"])
    target = number if found["target"].isdigit() else found["target"]
    if isinstance(target, int) and not 0 < target < 65536:
        return None, None  # 0 is how tools print a port that was not given
    protocol = (found["protocol"] or "").upper()
    return target, protocol if protocol in _PROTOCOLS else None


def _endpoints(value: Any) -> tuple[str, ...] | None:
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return () if value == 0 else ("",) * int(min(max(value, 1), _MOST))
    if isinstance(value, str):
        if value.strip().lower() in _NONE:
            return ()
        return tuple(sorted(set(_ADDRESS.findall(value[:4000])))) or None
    if isinstance(value, list):
        if not value:
            return ()
        parts = [_endpoints(_address(one) if isinstance(one, dict) else one) for one in value[:_MOST]]
        known = [part for part in parts if part is not None]
        return tuple(sorted({one for part in known for one in part})) if known else None
    if isinstance(value, dict):
        inner = first(value, "ready", "addresses", "subsets")
        return None if inner is value else _endpoints(inner)
    return None


def _address(one: Mapping[str, Any]) -> Any:
    """An address of an endpoint object: an ip with a port, or a subset of ready addresses with ports."""
    ip, port = text(first(one, "ip", "address")), whole(one.get("port"))
    if ip is not None:
        return f"{ip}:{port}" if port is not None else ip
    addresses = first(one, "addresses", "ready")
    if addresses is None:
        return [] if "notReadyAddresses" in one or "not_ready" in one else None
    ports = one.get("ports")
    numbers = [whole(mapping(port).get("port")) for port in ports] if isinstance(ports, list) else []
    plain = [
        text(first(address, "ip", "address")) if isinstance(address, dict) else text(address)
        for address in (addresses if isinstance(addresses, list) else [addresses])
    ]
    return [
        f"{ip}:{number}" if number is not None else ip for ip in plain if ip is not None for number in numbers or [None]
    ]


def _endpoints_of_objects(case: Case) -> dict[tuple[str | None, str], tuple[str, ...]]:
    """The addresses by namespace and Service, from endpoint objects that the bundle holds beside the Services."""
    found: dict[tuple[str | None, str], tuple[str, ...]] = {}
    for item in case.items(*_ENDPOINT_KINDS):
        value = first(item.attributes, "subsets", "addresses", "endpoints", "ready")
        addresses = _endpoints(value)
        if addresses is None:
            continue
        carried = labels(first(item.attributes, "labels") or mapping(item.attributes.get("metadata")).get("labels"))
        name = carried.get("kubernetes.io/service-name") or name_of(item.entity)
        for key in ((namespace_of(item), name), (None, name)):
            found[key] = tuple(sorted({*found.get(key, ()), *addresses}))
    return found


def spell_selector(selector: Mapping[str, str]) -> str:
    """A selector as people write it: app=cart, tier=web."""
    return ", ".join(f"{key}={value}" for key, value in sorted(selector.items()))
