"""Addresses that workloads are told to use: hosts and ports in their environment, arguments and commands.

A mention is what a setting says; the directory tells which Service of the bundle it leads to, if any.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from commander.contract.evidence import State
from commander.evidence.case import Case
from commander.evidence.cluster.addresses import Address, addresses_in, bare
from commander.evidence.cluster.containers import Container
from commander.evidence.cluster.pods import pods
from commander.evidence.cluster.services import name_of, namespace_of
from commander.evidence.cluster.values import mapping
from commander.evidence.cluster.workloads import workloads


def words_in(text: str) -> frozenset[str]:
    """The words of a text: how tables of words are written."""
    return frozenset(text.split())


_FLAG = re.compile(r"^--?(?P<key>[A-Za-z][\w.-]*)(?:[=\s]+(?P<value>\S.*))?$", re.DOTALL)
_ENTRY = re.compile(r"^\s*(?:-\s+)?['\"]?(?P<key>[A-Za-z][\w.-]*)['\"]?\s*[:=]\s*(?P<value>\S.*)$")
_EXPANDED = re.compile(r"\$\((\w+)\)")
_HOST_KEYS = words_in(
    """
    host hosts hostname addr addrs address addresses server servers endpoint endpoints broker brokers upstream
    target service svc node nodes url uri dsn
    """
)
"""A key that ends in one of these holds a host even where the value is a bare name."""
_PORT_KEYS = frozenset({"port", "ports"})
_SELF = words_in("listen listener listeners bind binding advertise advertised self noproxy cors origin origins allowed")
"""A key with one of these words says something about the workload itself, or is no address at all."""
_NO_HOSTS = words_in(
    "name user username password domain zone region image tag version namespace issuer audience proxy pod own"
)
"""Nor is one that ends in one of these: USER_SERVICE_URL is an address, DB_USER is none."""
_OWN_KEYS = words_in(
    """
    host hostname addr address port server_addr server_address server_host server_port http_host http_addr
    http_port grpc_addr grpc_host grpc_port metrics_addr metrics_port app_host app_port listen_addr
    """
)
_LONGEST, _MOST = 4000, 400
WILDCARDS = frozenset({"0.0.0.0", "::", "*", "[::]"})


@dataclass(frozen=True, slots=True, eq=False)
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


@dataclass(frozen=True, slots=True, eq=False)
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
            if all(one.item is not other for other in said):
                said.append(one.item)
    for carrier, namespace, key, address, item in _of_config_maps(case):
        place = (carrier, namespace, key, address.host, address.port, address.implied, None)
        said = items.setdefault(place, (name_of(item.entity), []))[1]
        if all(item is not other for other in said):
            said.append(item)
    return tuple(
        Mention(carrier, namespace, container, key, host, port, implied, port_key, tuple(said[:3]))
        for (carrier, namespace, key, host, port, implied, port_key), (container, said) in items.items()
    )


def words_of(key: str) -> tuple[str, ...]:
    """The words of a setting's name in lower case: CART_SERVICE_ADDR, cartServiceAddr and --cart-service-addr alike."""
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", key[:200])
    return tuple(part for part in re.split(r"[^A-Za-z0-9]+", spaced.lower()) if part)


def _carriers(case: Case) -> dict[str, str]:
    """Replica sets by the deployment that owns them: it carries their settings."""
    known = {one.entity for one in case.reading(workloads) if one.kind != "replicaset"}
    found = {}
    for one in case.reading(workloads):
        if one.kind == "replicaset":
            above = [entity for entity in case.family(one.entity) if entity in known]
            found[one.entity] = above[0] if above else one.entity
    return found


def _of_config_maps(case: Case) -> Iterator[tuple[str, str | None, str, Address, State]]:
    """The addresses in ConfigMaps, carried by the one workload that uses each."""
    carriers: dict[str, set[str]] = {}
    for workload in case.reading(workloads):
        for one in workload.references:
            if one.kind == "configmap":
                entity = case.reading(_carriers).get(workload.entity, workload.entity)
                carriers.setdefault(one.name, set()).add(entity)
    for pod in case.reading(pods):
        for one in pod.references:
            if one.kind == "configmap":
                carriers.setdefault(one.name, set()).add(pod.workload)
    manifests = [one for one in case.items("manifest") if str(one.attributes.get("kind")).lower() == "configmap"]
    for item in (*case.items("configmap"), *manifests):
        users = sorted(carriers.get(name_of(item.entity), ()))
        body = mapping(item.attributes.get("data")) or mapping(mapping(item.attributes.get("spec")).get("data"))
        for carrier in users[:1]:
            for key, value in sorted(body.items()):
                for name, address in _of_data(key, value):
                    yield carrier, namespace_of(item), name, address, item


def _of_data(key: str, value: object) -> Iterator[tuple[str, Address]]:
    """The addresses in one entry: a plain value, or a file of lines such as `host: orders-db`."""
    if not isinstance(value, str):
        return
    lines = value.splitlines()
    if len(lines) < 2:
        if _may_name(key, words_of(key)):
            yield from ((key, address) for address in _in_setting(words_of(key), value))
        return
    for line in lines[:_MOST]:
        found = _ENTRY.match(line[:_LONGEST])
        if found is not None and _may_name(found["key"], words_of(found["key"])):
            said = found["value"].strip().strip("'\"")
            yield from ((found["key"], address) for address in _in_setting(words_of(found["key"]), said))


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
    return words[-1] not in _PORT_KEYS and words[-1] not in _NO_HOSTS


def _in_setting(words: tuple[str, ...], value: str) -> list[Address]:
    found = addresses_in(value)
    said = value.strip()
    if not found and words[-1] in _HOST_KEYS and (plainly := bare(said)) is not None:
        found = [plainly]
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
