"""Where a host name leads within the cluster, by the rules of its name service, as far as the bundle tells."""

from collections.abc import Iterable
from dataclasses import dataclass

from commander.evidence.case import Case
from commander.evidence.cluster.addresses import is_ip, is_local
from commander.evidence.cluster.hosts import words_in
from commander.evidence.cluster.pods import pods
from commander.evidence.cluster.services import Service, name_of, namespace_of, services
from commander.evidence.cluster.spelling import Names

_GENERIC = words_in(
    """
    host hosts hostname port url uri urls addr address addresses service services svc endpoint endpoints server
    servers grpc http https api base client internal upstream target backend app conn connection string dsn
    """
)
_ENDINGS = ("service", "svc", "server", "srv")
_ENVIRONMENTS = words_in(
    "dev development test testing qa uat int stage staging stg preprod pre prod production prd live demo sandbox"
)
_LISTED = 2
"""From so many Services of a namespace on, a name that is not among them is taken for one that is not there."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a host leads. `kind`: service, nowhere, local, outside or unknown. `near`: a Service that may be meant."""

    kind: str
    service: Service | None = None
    near: Service | None = None
    listed: bool = False


class Directory:
    """The names of a bundle's Services by namespace."""

    def __init__(self, case: Case) -> None:
        self.services = case.reading(services)
        self._by_name: dict[str, list[Service]] = {}
        self._by_plain: dict[str, list[Service]] = {}
        self._by_ip: dict[str, Service] = {}
        self._listed: dict[str | None, bool] = {}
        self._ports: dict[str | None, dict[int | None, Service | None]] = {}
        self._around: dict[str | None, tuple[dict[str, Service], Names]] = {}
        for one in self.services:
            self._by_name.setdefault(one.name.lower(), []).append(one)
            self._by_plain.setdefault(plain(one.name), []).append(one)
            if one.cluster_ip is not None and is_ip(one.cluster_ip):
                self._by_ip[one.cluster_ip] = one
        self.namespaces = {one.namespace for one in self.services if one.namespace}
        self.namespaces |= {
            found for kind in ("pod", "deployment") for item in case.items(kind) if (found := namespace_of(item))
        }
        self._close = Names(self.namespaces)
        self._bare: dict[str, list[str]] = {}
        for namespace in sorted(self.namespaces):
            self._bare.setdefault(_without_environment(namespace), []).append(namespace)
        self._pods = {one.name.rpartition("/")[2].lower() for one in case.reading(pods)}
        known = {item.entity for item in case.bundle.state if item.kind == "service"}
        self._others = {
            name_of(entity).lower()
            for entity in case.entities
            if entity.partition("/")[0] not in ("namespace", "node", "pod", "container") and entity not in known
        }

    def listed(self, namespace: str | None) -> bool:
        """Whether the bundle seems to hold the Services of a namespace."""
        if namespace not in self._listed:
            self._listed[namespace] = sum(one.within(namespace) for one in self.services) >= _LISTED
        return self._listed[namespace]

    def find(self, host: str, namespace: str | None) -> Found:
        """Where a host leads that a workload of a namespace uses."""
        if is_local(host):
            return Found("local")
        if is_ip(host):
            owner = self._by_ip.get(host)
            return Found("service", owner) if owner is not None else Found("outside")
        parts = host.split(".")
        if len(parts) == 1:
            return self._short(host, namespace)
        if parts[0] in self._pods and len(parts) > 1 and parts[1] in self._by_name:
            parts = parts[1:]  # one pod of a set, by the Service that governs it
        if len(parts) == 1:
            return self._short(parts[0], namespace)
        return self._long(parts)

    def meant(self, words: Iterable[str], namespace: str | None) -> Service | None:
        """The one Service that the words of a setting's name speak of."""
        said = "".join(word for word in words if word not in _GENERIC)
        if len(said) < 2:
            return None
        found = [one for one in self._by_plain.get(said, ()) if one.within(namespace)]
        return found[0] if len(found) == 1 else None

    def _short(self, host: str, namespace: str | None) -> Found:
        same = self._by_name.get(host, [])
        here = [one for one in same if one.within(namespace)]
        if here:
            return Found("service", here[0])
        listed = self.listed(namespace)
        if same:
            return Found("nowhere", near=same[0], listed=listed)
        if host in self._others:
            return Found("unknown")
        return Found("nowhere", near=self._near(host, namespace), listed=listed)

    def _long(self, parts: list[str]) -> Found:
        name, namespace, rest = parts[0], parts[1], parts[2:]
        same = self._by_name.get(name, [])
        here = [one for one in same if one.namespace == namespace or (one.namespace is None and rest[:1] == ["svc"])]
        inside = rest[:1] == ["svc"] or rest[-2:] == ["cluster", "local"] or (not rest and namespace in self.namespaces)
        if here:
            if not rest or rest[0] == "svc":
                return Found("service", here[0])
            return Found("nowhere", near=here[0], listed=True)
        if not inside:
            # A name with dots that is none of the cluster's own is a host elsewhere, unless its namespace is misspelt.
            close = same and not rest and self._misspelt(namespace)
            return Found("nowhere", near=same[0]) if close else Found("outside")
        if namespace in self.namespaces:
            near = self._near(name, namespace) or (same[0] if same else None)
            return Found("nowhere", near=near, listed=self.listed(namespace))
        return Found("nowhere", near=same[0]) if same else Found("unknown")

    def _misspelt(self, namespace: str) -> bool:
        """Whether a namespace is nearly one that is there, or that of another environment."""
        bare = _without_environment(namespace)
        if any(one != namespace for one in self._bare.get(bare, ())):
            return True
        return self._close.nearest(namespace) is not None

    def _near(self, host: str, namespace: str | None) -> Service | None:
        if namespace not in self._around:
            services = {one.name.lower(): one for one in self.services if one.within(namespace)}
            self._around[namespace] = services, Names(services)
        around, names = self._around[namespace]
        alike = [one.name.lower() for one in self._by_plain.get(plain(host), ()) if one.within(namespace)]
        close = min(alike, default=None) or names.nearest(host)
        return around[close] if close is not None else None

    def only_at(self, port: int, namespace: str | None) -> Service | None:
        """The one Service of a namespace that offers a port."""
        if namespace not in self._ports:
            offered: dict[int | None, Service | None] = {}
            for one in self.services:
                for number in {told.port for told in one.ports} if one.within(namespace) else ():
                    offered[number] = None if number in offered else one
            self._ports[namespace] = offered
        return self._ports[namespace].get(port)

    def of_plain_name(self, name: str) -> list[Service]:
        """The Services whose names are the same but for separators and the word service."""
        return self._by_plain.get(plain(name), [])


def _without_environment(namespace: str) -> str:
    return "-".join(part for part in namespace.lower().split("-") if part not in _ENVIRONMENTS)


def plain(name: str) -> str:
    """A name without separators and without the word service at its end."""
    said = name.lower().replace("-", "").replace("_", "")
    for ending in _ENDINGS:
        if said.endswith(ending) and len(said) > len(ending) + 1:
            return said[: -len(ending)]
    return said


def directory(case: Case) -> Directory:
    """The case's directory; use with `case.reading`."""
    return Directory(case)
