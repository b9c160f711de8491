"""Addresses that workloads are told to use: hosts and ports in their environment, arguments and commands.

A mention is what a setting says; the directory tells which Service of the bundle it leads to, if any.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from commander.contract.evidence import State
from commander.evidence.case import Case
from commander.evidence.cluster.containers import Container
from commander.evidence.cluster.pods import pods
from commander.evidence.cluster.services import name_of
from commander.evidence.cluster.workloads import workloads

_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?)*\.?"
_URL = re.compile(r"\b([a-zA-Z][a-zA-Z0-9+.-]*)://([^\s/?#\"'<>\\;]+)")
_PAIR = re.compile(rf"^(?P<host>{_HOST}):(?P<port>\d{{2,5}})(?:/[^\s:]*)?$")
_BARE = re.compile(rf"^{_HOST}$")
_TCP = re.compile(rf"@?\btcp\((?P<host>{_HOST})(?::(?P<port>\d{{1,5}}))?\)")
_DSN = re.compile(rf"(?:^|[\s;])(?:host|server|data source|addr)\s*=\s*(?:tcp:)?(?P<host>{_HOST})(?:,(?P<port>\d{{2,5}}))?", re.I)
_DSN_PORT = re.compile(r"(?:^|[\s;])port\s*=\s*(\d{2,5})\b", re.IGNORECASE)
_NC = re.compile(rf"\bnc\s+(?:-\w+\s+(?:\d+\s+)?)*(?P<host>{_HOST})\s+(?P<port>\d{{2,5}})\b")
_FLAG = re.compile(r"^--?(?P<key>[A-Za-z][\w.-]*)(?:[=\s]+(?P<value>\S.*))?$", re.DOTALL)
_EXPANDED = re.compile(r"\$\((\w+)\)")
_IP = re.compile(r"^\d{1,3}(?:\.\d{1,3}){3}$")
_HOST_KEYS = frozenset(
    "host hosts hostname addr addrs address addresses server servers endpoint endpoints broker brokers upstream "
    "target service svc node nodes url uri dsn".split()
)
"""A key that ends in one of these holds a host even where the value is a bare name."""
_PORT_KEYS = frozenset({"port", "ports"})
_SELF = frozenset(
    "listen listener listeners bind binding advertise advertised self own image tag version namespace pod noproxy "
    "proxy cors origin origins issuer audience allowed domain name user username password zone region".split()
)
"""A key with one of these words says something about the workload itself, or is no address at all."""
_OWN_KEYS = frozenset(
    "host hostname addr address port server_addr server_address server_host server_port http_host http_addr http_port "
    "grpc_addr grpc_host grpc_port metrics_addr metrics_port app_host app_port listen_addr".split()
)
_DEFAULT_PORTS = {
    "http": 80,
    "ws": 80,
    "https": 443,
    "wss": 443,
    "postgres": 5432,
    "postgresql": 5432,
    "mysql": 3306,
    "mariadb": 3306,
    "redis": 6379,
    "mongodb": 27017,
    "amqp": 5672,
    "sqlserver": 1433,
}
_LONGEST, _MOST = 4000, 400
WILDCARDS = frozenset({"0.0.0.0", "::", "*", "[::]"})  # noqa: S104 -- read, never bound


@dataclass(frozen=True, slots=True)
class Address:
    """A host and a port in a text. `implied`: the port is only the usual one of the scheme."""

    host: str
    port: int | None
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A setting of a workload that names an address. `items` say so, the workload's own first."""

    carrier: str
    namespace: str | None
    container: str
    key: str
    host: str
    port: int | None
    implied: bool
    port_key: str | None
    items: tuple[State, ...]

    @property
    def spelled(self) -> str:
        """The address as a person writes it."""
        return self.host if self.port is None or self.implied else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Setting:
    """A container's environment and arguments with the workload that carries them."""

    carrier: str
    namespace: str | None
    container: Container
    item: State


def settings(case: Case) -> tuple[Setting, ...]:
    """Every container that is told, with its carrier, workloads before their pods; use with `case.reading`."""
    found = []
    for workload in case.reading(workloads):
        carrier = case.reading(_carriers).get(workload.entity, workload.entity)
        for container in workload.containers:
            found.append(Setting(carrier, workload.namespace, container, workload.item))
    for pod in case.reading(pods):
        if not pod.deleting:
            for container in pod.containers:
                found.append(Setting(pod.workload, pod.namespace, container, pod.item))
    return tuple(found)


def mentions(case: Case) -> tuple[Mention, ...]:
    """Every address in the settings of workloads, each once per workload and key; use with `case.reading`."""
    items: dict[tuple[str, str | None, str, str, int | None, bool, str | None], tuple[str, list[State]]] = {}
    for one in case.reading(settings):
        for key, address, port_key in _of_container(one.container):
            place = (one.carrier, one.namespace, key, address.host, address.port, address.implied, port_key)
            said = items.setdefault(place, (one.container.name, []))[1]
            if one.item not in said:
                said.append(one.item)
    return tuple(
        Mention(carrier, namespace, container, key, host, port, implied, port_key, tuple(said[:3]))
        for (carrier, namespace, key, host, port, implied, port_key), (container, said) in items.items()
    )


def words_of(key: str) -> tuple[str, ...]:
    """The words of a setting's name in lower case: CART_SERVICE_ADDR, cartServiceAddr and --cart-service-addr alike."""
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", key[:200])
    return tuple(part for part in re.split(r"[^A-Za-z0-9]+", spaced.lower()) if part)


def addresses_in(value: str) -> list[Address]:
    """The addresses in a text that are written as such: URLs, host:port, connection strings."""
    said = value.strip()[:_LONGEST]
    if "{{" in said or "<set to" in said:
        return []
    found = [address for scheme, netloc in _URL.findall(said) for address in _of_netloc(scheme, netloc)]
    if not found:
        parts = [part.strip() for part in said.split(",")]
        pairs = [pair for part in parts if (pair := _PAIR.match(part)) is not None]
        if pairs and len(pairs) == len(parts):
            found = [_address(pair["host"], pair["port"]) for pair in pairs]
    for pattern in (_TCP, _DSN, _NC):
        for one in pattern.finditer(said) if not found else ():
            port = one["port"]
            if port is None and pattern is _DSN and (told := _DSN_PORT.search(said)) is not None:
                port = told[1]
            found.append(_address(one["host"], port))
    return [one for one in found if _is_host(one.host)][:_MOST]


def _is_host(host: str) -> bool:
    """Whether a text can be a host: a name with a letter, or a numeric address; 12:30 holds none."""
    return is_ip(host) or re.search("[a-z]", host) is not None


def is_ip(host: str) -> bool:
    """Whether a host is a numeric address."""
    return _IP.match(host) is not None


def is_local(host: str) -> bool:
    """Whether a host is the writer itself."""
    return host in ("localhost", "::1") or (is_ip(host) and host.startswith("127."))


def _carriers(case: Case) -> dict[str, str]:
    """Replica sets by the deployment that owns them: it carries their settings."""
    known = {one.entity for one in case.reading(workloads) if one.kind != "replicaset"}
    found = {}
    for one in case.reading(workloads):
        if one.kind == "replicaset":
            above = [entity for entity in case.family(one.entity) if entity in known]
            found[one.entity] = above[0] if above else one.entity
    return found


def _of_container(container: Container) -> Iterator[tuple[str, Address, str | None]]:
    env = {key: _expanded(value, container.env) for key, value in container.env.items()}
    ports = {words[:-1]: key for key in sorted(env) if (words := words_of(key)) and words[-1] in _PORT_KEYS}
    used = set()
    for key in sorted(env):
        words = words_of(key)
        if not _may_name(key, words):
            continue
        for address in _in_setting(words, env[key]):
            port_key = None
            if address.port is None or address.implied:
                port_key = ports.get(words[:-1])
                told = env[port_key].strip() if port_key is not None else ""
                if told.isdigit() and 0 < int(told) < 65536:
                    address = Address(address.host, int(told))
                    used.add(port_key)
                else:
                    port_key = None
            yield key, address, port_key
    for place in (container.command, container.args):
        yield from _in_arguments(place)


def _may_name(key: str, words: tuple[str, ...]) -> bool:
    if not words or _SELF.intersection(words) or "_".join(words) in _OWN_KEYS or words[0] == "kubernetes":
        return False
    return words[-1] not in _PORT_KEYS


def _in_setting(words: tuple[str, ...], value: str) -> list[Address]:
    found = addresses_in(value)
    said = value.strip()
    if not found and words[-1] in _HOST_KEYS and _BARE.match(said) and not said.isdigit():
        found = [_address(said, None)]
    return [one for one in found if one.host not in WILDCARDS]


def _in_arguments(parts: tuple[str, ...]) -> Iterator[tuple[str, Address, str | None]]:
    for place, part in enumerate(parts[:_MOST]):
        flag = _FLAG.match(part.strip()) if len(part) < _LONGEST else None
        if flag is not None:
            words = words_of(flag["key"])
            value = flag["value"]
            if value is None and place + 1 < len(parts) and not parts[place + 1].startswith("-"):
                value = parts[place + 1]
            if value is not None and _may_name(flag["key"], words):
                for address in _in_setting(words, value):
                    yield f"--{flag['key']}", address, None
            continue
        for address in addresses_in(part):
            if address.host not in WILDCARDS:
                yield "the command", address, None


def _expanded(value: str, env: Mapping[str, str]) -> str:
    """A value with $(OTHER) replaced, as the kubelet does."""
    return _EXPANDED.sub(lambda found: env.get(found[1], found[0]), value) if "$(" in value else value


def _of_netloc(scheme: str, netloc: str) -> Iterator[Address]:
    for part in netloc.rpartition("@")[2].split(","):
        host, colon, port = part.partition(":")
        if not _BARE.match(host) or (colon and not port.isdigit()):
            continue
        if colon:
            yield _address(host, port)
        else:
            usual = _DEFAULT_PORTS.get(scheme.lower().split("+")[0])
            yield Address(_plain(host), usual, implied=usual is not None)


def _address(host: str, port: str | None) -> Address:
    number = int(port) if port is not None and port.isdigit() else None
    return Address(_plain(host), number if number is not None and 0 < number < 65536 else None)


def _plain(host: str) -> str:
    return host.lower().rstrip(".")


def short_name(carrier: str) -> str:
    """The name of the workload that carries a setting."""
    return name_of(carrier)
