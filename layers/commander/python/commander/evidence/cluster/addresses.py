"""Addresses within texts: URLs, host:port, connection strings, and the commands that probe them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?)*\.?"
_URL = re.compile(r"\b([a-zA-Z][a-zA-Z0-9+.-]{0,40})://([^\s/?#\"'<>\\;]+)")
_PAIR = re.compile(rf"^(?P<host>{_HOST}):(?P<port>\d{{2,5}})(?:/[^\s:]*)?$")
_BARE = re.compile(rf"^{_HOST}$")
_TCP = re.compile(rf"@?\btcp\((?P<host>{_HOST})(?::(?P<port>\d{{1,5}}))?\)")
_DSN = re.compile(
    rf"(?:^|[\s;])(?:host|server|data source|addr)\s*=\s*(?:tcp:)?(?P<host>{_HOST})(?:,(?P<port>\d{{2,5}}))?", re.I
)
_DSN_PORT = re.compile(r"(?:^|[\s;])port\s*=\s*(\d{2,5})\b", re.IGNORECASE)
_NC = re.compile(rf"\bnc\s+(?:-\w+\s+(?:\d+\s+)?)*(?P<host>{_HOST})\s+(?P<port>\d{{2,5}})\b")
_IP = re.compile(r"^\d{1,3}(?:\.\d{1,3}){3}$")
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


@dataclass(frozen=True, slots=True)
class Address:
    """A host and a port in a text. `implied`: the port is only the usual one of the scheme."""

    host: str
    port: int | None
    implied: bool = False


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


def bare(said: str) -> Address | None:
    """The address that a text is which is nothing but a host's name."""
    return Address(_plain(said), None) if _BARE.match(said) and _is_host(said.lower()) else None


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
