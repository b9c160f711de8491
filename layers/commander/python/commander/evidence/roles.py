"""What a series measures, told from its name and unit in whatever spelling the source uses."""

import re
from collections.abc import Callable
from enum import Enum
from functools import lru_cache


class Role(Enum):
    """What a series measures. The value is the direction that is bad: 1 up, -1 down, 0 neither by itself."""

    FAILURES = ("failures", 1)
    THROTTLES = ("throttles", 1)
    LATENCY = ("latency", 1)
    BACKLOG = ("backlog", 1)
    SUCCESS = ("success", -1)
    HEADROOM = ("headroom", -1)
    CPU = ("cpu", 0)
    MEMORY = ("memory", 0)
    DISK = ("disk", 0)
    CONNECTIONS = ("connections", 0)
    CONCURRENCY = ("concurrency", 0)
    DEMAND = ("demand", 0)
    OTHER = ("other", 0)

    @property
    def bad_direction(self) -> int:
        """1 where more is worse, -1 where less is worse, 0 where neither can be said."""
        return self.value[1]


SYMPTOMS = frozenset({Role.FAILURES, Role.THROTTLES, Role.LATENCY, Role.BACKLOG, Role.SUCCESS})
"""Roles whose series, when they turn bad, are a fault and not only pressure."""

_TOKEN = re.compile(r"\d[xX]{2}|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def _any(*words: str) -> Callable[[frozenset[str]], bool]:
    wanted = frozenset(words)
    return lambda tokens: not wanted.isdisjoint(tokens)


def _all(*words: str) -> Callable[[frozenset[str]], bool]:
    wanted = frozenset(words)
    return lambda tokens: wanted <= tokens


_RULES: tuple[tuple[Role, Callable[[frozenset[str]], bool]], ...] = (
    (Role.THROTTLES, _any("throttle", "throttles", "throttled", "throttling")),
    (Role.LATENCY, _any("latency", "latencies", "duration", "elapsed", "ttfb")),
    (Role.LATENCY, _all("response", "time")),
    (
        Role.FAILURES,
        _any(
            "error",
            "errors",
            "fail",
            "fails",
            "failed",
            "failure",
            "failures",
            "fault",
            "faults",
            "exception",
            "exceptions",
            "5xx",
            "rejected",
            "rejections",
            "dropped",
            "timeouts",
            "crash",
            "crashes",
            "unhealthy",
            "aborted",
            "restarts",
            "retransmits",
        ),
    ),
    (Role.SUCCESS, _any("success", "successes", "availability")),
    (Role.SUCCESS, _all("healthy", "host")),
    (Role.BACKLOG, _any("backlog", "lag", "iterator")),
    (Role.BACKLOG, _all("age", "oldest")),
    (Role.BACKLOG, _all("messages", "visible")),
    (Role.BACKLOG, _all("queue", "depth")),
    (Role.BACKLOG, _all("queue", "length")),
    (Role.HEADROOM, _any("free", "freeable", "headroom", "remaining")),
    (Role.CONNECTIONS, _any("connections", "sessions")),
    (Role.CONCURRENCY, _any("concurrent", "concurrency")),
    (Role.CPU, _any("cpu")),
    (Role.MEMORY, _any("memory", "mem", "heap", "jvm")),
    (Role.DISK, _any("disk", "storage", "filesystem", "volume")),
    (
        Role.DEMAND,
        _any(
            "invocations",
            "request",
            "requests",
            "sent",
            "received",
            "rps",
            "qps",
            "throughput",
            "traffic",
            "calls",
            "consumed",
            "hits",
            "load",
        ),
    ),
)
"""First match wins: SuccessfulRequestLatency is latency, not demand."""


@lru_cache(maxsize=4096)
def role_of(name: str, namespace: str | None) -> Role:
    """The role of a series by its name. API Gateway calls its requests just Count."""
    tokens = frozenset(token.lower() for token in _TOKEN.findall(name))
    if tokens == {"count"} and namespace == "AWS/ApiGateway":
        return Role.DEMAND
    if "4xx" in tokens:  # a client's own mistakes are no fault of the service by themselves
        return Role.OTHER
    return next((role for role, matches in _RULES if matches(tokens)), Role.OTHER)
