"""What a series measures, told from its name, namespace and dimensions in whatever spelling the source uses."""

import re
from collections.abc import Callable, Mapping
from enum import Enum
from functools import lru_cache


class Role(Enum):
    """What a series measures. The value is the direction that is bad: 1 up, -1 down, 0 neither by itself."""

    FAILURES = ("failures", 1)
    THROTTLES = ("throttles", 1)
    LATENCY = ("latency", 1)
    ROUND_TRIP = ("round trip", 1)
    BACKLOG = ("backlog", 1)
    STALENESS = ("staleness", 1)
    SUCCESS = ("success", -1)
    HEADROOM = ("headroom", -1)
    CPU_THROTTLING = ("cpu throttling", 1)
    PACKET_LOSS = ("packet loss", 1)
    CPU = ("cpu", 0)
    MEMORY = ("memory", 0)
    DISK = ("disk", 0)
    DISK_IO = ("disk io", 0)
    NETWORK = ("network", 0)
    THREADS = ("threads", 0)
    GARBAGE = ("garbage collection", 0)
    CONNECTIONS = ("connections", 0)
    CONCURRENCY = ("concurrency", 0)
    INSTANCES = ("instances", 0)
    DEMAND = ("demand", 0)
    LIMIT = ("limit", 0)
    OTHER = ("other", 0)

    @property
    def bad_direction(self) -> int:
        """1 where more is worse, -1 where less is worse, 0 where neither can be said."""
        return self.value[1]


SYMPTOMS = frozenset({Role.FAILURES, Role.THROTTLES, Role.LATENCY, Role.BACKLOG, Role.STALENESS, Role.SUCCESS})
"""Roles whose series, when they turn bad, are a fault and not only pressure."""
FLOWS = frozenset(
    {
        Role.FAILURES,
        Role.THROTTLES,
        Role.CPU_THROTTLING,
        Role.PACKET_LOSS,
        Role.CPU,
        Role.DISK_IO,
        Role.NETWORK,
        Role.GARBAGE,
        Role.DEMAND,
    }
)
"""Roles that are amounts per time: a series of them that only ever grows is a counter."""

_Tokens = frozenset[str]
_Rule = Callable[[_Tokens], bool]
_TOKEN = re.compile(r"\d[xX]{2}|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def _words(text: str) -> _Tokens:
    return frozenset(text.split())


def _any(words: str) -> _Rule:
    wanted = _words(words)
    return lambda tokens: not wanted.isdisjoint(tokens)


def _all(words: str) -> _Rule:
    wanted = _words(words)
    return lambda tokens: wanted <= tokens


def _both(some: str, others: str, without: str = "") -> _Rule:
    """One of some words with one of others, and none of a third kind."""
    one, other, none = _words(some), _words(others), _words(without)
    return lambda tokens: (
        not one.isdisjoint(tokens) and not other.isdisjoint(tokens) and (not none or none.isdisjoint(tokens))
    )


_THROTTLE = "throttle throttles throttled throttling"
_FAILED = (
    "error errors errs fail fails failed failure failures fault faults exception exceptions 5xx rejected rejections "
    "redelivered redeliveries requeued requeues nacked "
    "dropped timeouts timeout crash crashes unhealthy aborted aborts restarts exceeded refused panics oom"
)
_LATENT = "latency latencies duration elapsed ttfb"
_STORE = "disk storage filesystem volume fs blkio ebs block device"
_MEMORY = "memory mem heap jvm rss"
_SHARED = "usage used utilization utilisation util over pct percent ratio saturation"
_NET = "network net packets packet rx tx nic interface eth bandwidth datagrams"
_INPUT = (
    "io iops read reads write writes writing written reading throughput ops await iowait rate time busy weighted queue"
)

_RULES: tuple[tuple[Role, _Rule], ...] = (
    (Role.OTHER, _any("bucket")),
    (Role.OTHER, _both("log logs", "matching match pattern keyword ingested bytes lines line entries", "slow")),
    (Role.FAILURES, _all("un healthy")),
    (Role.CPU_THROTTLING, _both("cpu cfs", _THROTTLE)),
    (Role.THROTTLES, _any(f"{_THROTTLE} ratelimited")),
    (Role.THROTTLES, _both("rate", "limited")),
    (Role.THROTTLES, _both("ratelimit ratelimiter limiter", "rejected denied exceeded blocked dropped over")),
    (Role.GARBAGE, _any("gc garbage")),
    (Role.PACKET_LOSS, _any("retransmits retransmit retrans retransmissions retransmission retransmitted")),
    (
        Role.PACKET_LOSS,
        _both(f"{_NET} tcp udp", "error errors errs drop drops dropped loss lost discarded discards"),
    ),
    (Role.PACKET_LOSS, _both("ping icmp", "loss lost")),
    (Role.OTHER, _both("memory mem page", "failures faults pgfault pgmajfault cache cached buffers mapped")),
    (Role.DISK_IO, _both(_STORE, "time busy iowait weighted", "response")),
    (Role.DISK_IO, _all("disk queue")),
    (Role.DEMAND, _both(_LATENT, "count", f"{_FAILED} connection")),
    (Role.OTHER, _both(_LATENT, "sum total", "avg average mean")),
    (Role.ROUND_TRIP, _any("rtt srtt roundtrip")),
    (Role.ROUND_TRIP, _all("round trip")),
    (Role.LATENCY, _any(_LATENT)),
    (Role.LATENCY, _all("response time")),
    (Role.LATENCY, _both("request requests", "seconds milliseconds ms millis time", "count total sum rate per")),
    (Role.FAILURES, _all("in retry")),
    (Role.FAILURES, _any(_FAILED)),
    (Role.SUCCESS, _any("success successes successful availability apdex")),
    (Role.SUCCESS, _all("healthy host")),
    (Role.BACKLOG, _any("backlog lag iterator")),
    (Role.BACKLOG, _all("age oldest")),
    (Role.BACKLOG, _all("messages visible")),
    (Role.BACKLOG, _both("queue", "depth length size pending")),
    (
        Role.BACKLOG,
        _both("consumer stream subscription topic queue broker", "pending outstanding undelivered unprocessed"),
    ),
    (Role.BACKLOG, _both("messages message msgs", "outstanding undelivered unprocessed")),
    (Role.STALENESS, _any("staleness freshness")),
    (Role.STALENESS, _both("age", "data record records event events snapshot watermark index feed", "max")),
    (
        Role.BACKLOG,
        _both("messages message jobs tasks", "ready unacked unacknowledged pending waiting enqueued queued"),
    ),
    (Role.HEADROOM, _any("free freeable headroom remaining")),
    (Role.HEADROOM, _both(f"{_MEMORY} {_STORE}", "available avail", "pct percent")),
    (Role.HEADROOM, _both("credit credits burst", "balance")),
    (
        Role.LIMIT,
        _both("limit limits quota allocatable capacity", f"cpu {_MEMORY} fds descriptors files threads", _SHARED),
    ),
    (Role.LIMIT, _both("max maximum limit limits", "connections", _SHARED)),
    (
        Role.LIMIT,
        _both(
            "max maximum limit",
            "thread threads worker workers pool fds",
            f"{_SHARED} busy active current open queue",
        ),
    ),
    (Role.LIMIT, _both("worker workers thread threads", "size", "queue active busy current stack heap live")),
    (Role.CONNECTIONS, _any("connections sessions")),
    (Role.CONNECTIONS, _all("threads connected")),
    (Role.THREADS, _any("threads thread fds sockets socket sockstat goroutines goroutine descriptors descriptor")),
    (Role.THREADS, _both("open file tcp", "files handles fd alloc inuse wait")),
    (Role.THREADS, _both("worker workers pool", "busy active")),
    (Role.CONCURRENCY, _any("concurrent concurrency inflight")),
    (Role.CONCURRENCY, _all("in flight")),
    (Role.CONCURRENCY, _both("active outstanding", "request requests rq calls rpcs streams", "time total")),
    (
        Role.INSTANCES,
        _both(
            "replicas pods tasks task instances",
            "ready available running healthy alive live inservice",
            "cpu memory desired pending",
        ),
    ),
    (Role.INSTANCES, _all("in service instances")),
    (Role.OTHER, _both("cpu", "periods request requests shares steal idle", "usage utilization percent")),
    (Role.DISK_IO, _any("iops iowait diskio")),
    (Role.CPU, _any("cpu")),
    (Role.NETWORK, _any(_NET)),
    (Role.NETWORK, _both("bytes byte", "received receive sent send transmitted transmit in out", _STORE)),
    (Role.DISK_IO, _both(_STORE, _INPUT)),
    (Role.DISK_IO, _both("read reads write writes io", "bytes throughput ops latency")),
    (Role.MEMORY, _any(_MEMORY)),
    (Role.DISK, _any(_STORE)),
    (
        Role.DEMAND,
        _any(
            "invocations request requests sent received rps qps rpm tps throughput traffic calls consumed hits queries "
            "transactions handled"
        ),
    ),
)
"""First match wins: SuccessfulRequestLatency is latency, not demand."""


@lru_cache(maxsize=4096)
def tokens_of(name: str) -> frozenset[str]:
    """The words of a series' name in lower case: HTTPCode_Target_5XX_Count is http, code, target, 5xx, count."""
    return frozenset(token.lower() for token in _TOKEN.findall(name))


@lru_cache(maxsize=4096)
def role_of(name: str, namespace: str | None) -> Role:
    """The role of a series by its name. API Gateway calls its requests just Count."""
    tokens = tokens_of(name)
    if tokens in ({"load"}, {"workload"}):
        return Role.DEMAND
    if tokens == {"count"} and namespace == "AWS/ApiGateway":
        return Role.DEMAND
    if "4xx" in tokens:  # a client's own mistakes are no fault of the service by themselves
        return Role.OTHER
    role = next((role for role, matches in _RULES if matches(tokens)), Role.OTHER)
    return _of_status(next(iter(tokens & _STATUSES))) if role is Role.DEMAND and tokens & _STATUSES else role


def role_within(name: str, namespace: str | None, dimensions: Mapping[str, str] | None) -> Role:
    """As `role_of`; a count of requests of one response class is one of failures, or of its clients' mistakes."""
    role = role_of(name, namespace)
    if role is not Role.DEMAND or not dimensions:
        return role
    for key, value in dimensions.items():
        if key.lower() in _STATUS_KEYS and len(value) == 3 and value[:1] in "45":
            return _of_status(value)
    return role


def _of_status(status: str) -> Role:
    return Role.FAILURES if status[:1] == "5" else Role.OTHER


_STATUSES = frozenset({*(str(status) for status in (*range(400, 432), 451, 499, *range(500, 512)))})
"""A number within a metric's name that is an HTTP status: http_requests_404, responses.503."""


_STATUS_KEYS = frozenset(
    {"code", "status", "status_code", "response_code", "http_status", "http_status_code", "http_response_status_code"}
)
