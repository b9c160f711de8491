"""How sources spell one and the same measurement: names, namespaces, units; as a level, a sum or a counter."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from scenarios.simulator.graph import Node
from scenarios.simulator.running import Record

Mode = Literal["level", "sum", "counter"]
Read = Callable[[Record, Node], list[float]]


@dataclass(frozen=True)
class Spelling:
    """One series of a component as a source gives it.

    `measures` says what it is about: latency, rate, errors, cpu, memory, network, resent, disk, workers, restarts.
    """

    measures: str
    name: str
    read: Read
    unit: str | None = None
    statistic: str | None = "Average"
    namespace: str | None = None
    mode: Mode = "level"
    share: bool = False
    """Whether it is a share of a limit."""


@dataclass(frozen=True)
class Dialect:
    """One source: its spellings for services and for stores, and the kinds it names things by."""

    name: str
    source: str
    service_kind: str
    database_kind: str
    cache_kind: str
    label: str
    services: tuple[Spelling, ...]
    stores: tuple[Spelling, ...]

    def entity(self, node: Node) -> str:
        """The component as kind/name."""
        kinds = {"database": self.database_kind, "cache": self.cache_kind}
        return f"{kinds.get(node.part, self.service_kind)}/{node.name}"

    def spellings(self, node: Node) -> tuple[Spelling, ...]:
        """What it has of this component."""
        return self.stores if node.part in ("database", "cache") else self.services


def _of(field: str, factor: float = 1.0) -> Read:
    return lambda record, _: [value * factor for value in getattr(record, field)]


def _quantile(mean: float, tail: float, factor: float = 1.0) -> Read:
    """The mean times something and a part of what the slowest requests wait besides, from ms."""
    return lambda record, _: [
        (usual * mean + slow * tail) * factor for usual, slow in zip(record.mean, record.tail, strict=True)
    ]


def _pool(record: Record, node: Node) -> list[float]:
    return [float(node.pool)] * len(record.rate)


def _failures(record: Record, _: Node) -> list[float]:
    return [rate * failed for rate, failed in zip(record.rate, record.failed, strict=True)]


def _successes(factor: float) -> Read:
    return lambda record, _: [(1 - failed) * factor for failed in record.failed]


def _unused(record: Record, node: Node) -> list[float]:
    return [max(0.0, node.memory_limit - memory) for memory in record.memory]


_P50, _P90, _P95, _P99 = (0.85, 0.0), (1.5, 0.1), (1.9, 0.4), (2.8, 0.9)
_MS, _S = 1.0, 0.001


def _plain(name: str, factor: float, unit: str | None, namespace: str | None, share: bool) -> Dialect:
    cpu = (
        Spelling("cpu", "cpu_utilization", _of("cpu", 100.0), "Percent", None, namespace, share=True)
        if share
        else Spelling("cpu", "cpu_usage", _of("cores"), None, None, namespace)
    )
    memory = (
        Spelling("memory", "memory_utilization", _of("memory_share", 100.0), "Percent", None, namespace, share=True)
        if share
        else Spelling("memory", "memory_usage", _of("memory"), "Bytes", None, namespace)
    )
    common = (
        cpu,
        memory,
        Spelling("latency", "latency_p50", _quantile(*_P50, factor), unit, None, namespace),
        Spelling("latency", "latency_p90", _quantile(*_P90, factor), unit, None, namespace),
        Spelling("latency", "latency_p99", _quantile(*_P99, factor), unit, None, namespace),
        Spelling("rate", "request_rate", _of("rate"), None, None, namespace),
        Spelling("errors", "success_rate", _successes(1.0), None, None, namespace, share=True)
        if share
        else Spelling("errors", "error_rate", _of("failed"), None, None, namespace, share=True),
        Spelling("network", "network_receive_packets", _of("received"), None, None, namespace),
        Spelling("network", "network_transmit_packets", _of("sent"), None, None, namespace),
        Spelling("resent", "tcp_retransmits", _of("resent"), None, None, namespace),
        Spelling("disk", "disk_io", _of("disk"), None, None, namespace),
        Spelling("workers", "threads_busy", _of("busy"), None, None, namespace),
        Spelling("workers", "threads_max", _pool, None, None, namespace),
        Spelling("queue", "thread_pool_queue_length", _of("queue"), None, None, namespace),
    )
    return Dialect(name, "prometheus", "service", "service", "service", "service", common, common)


_CADVISOR = (
    Spelling("cpu", "container_cpu_usage_seconds_total", _of("cores"), "Seconds", "Sum", "Prometheus", "counter"),
    Spelling(
        "cpu", "container_cpu_cfs_throttled_seconds_total", _of("throttled"), "Seconds", "Sum", "Prometheus", "counter"
    ),
    Spelling("memory", "container_memory_working_set_bytes", _of("memory"), "Bytes", None, "Prometheus"),
    Spelling(
        "network", "container_network_receive_packets_total", _of("received"), None, "Sum", "Prometheus", "counter"
    ),
    Spelling("network", "container_network_transmit_packets_total", _of("sent"), None, "Sum", "Prometheus", "counter"),
    Spelling("disk", "container_fs_writes_bytes_total", _of("disk"), "Bytes", "Sum", "Prometheus", "counter"),
    Spelling("resent", "node_netstat_Tcp_RetransSegs", _of("resent"), None, "Sum", "Prometheus", "counter"),
)
_PROMETHEUS_SERVICES = (
    *_CADVISOR,
    Spelling(
        "latency", "http_server_request_duration_seconds_p50", _quantile(*_P50, _S), "Seconds", "p50", "Prometheus"
    ),
    Spelling(
        "latency", "http_server_request_duration_seconds_p99", _quantile(*_P99, _S), "Seconds", "p99", "Prometheus"
    ),
    Spelling("rate", "http_server_requests_per_second", _of("rate"), None, None, "Prometheus"),
    Spelling("errors", "http_server_requests_errors_total", _failures, None, "Sum", "Prometheus", "counter"),
    Spelling("workers", "tomcat_threads_busy_threads", _of("busy"), None, None, "Prometheus"),
    Spelling("workers", "tomcat_threads_config_max_threads", _pool, None, None, "Prometheus"),
    Spelling("queue", "executor_queued_tasks", _of("queue"), None, None, "Prometheus"),
    Spelling("restarts", "kube_pod_container_status_restarts_total", _of("restarts"), None, None, "Prometheus"),
)
_PROMETHEUS_STORES = (
    *_CADVISOR,
    Spelling(
        "latency", "db_client_operation_duration_seconds_p95", _quantile(*_P95, _S), "Seconds", "p95", "Prometheus"
    ),
    Spelling("rate", "db_queries_per_second", _of("rate"), None, None, "Prometheus"),
    Spelling("errors", "db_client_operation_errors_per_second", _failures, None, None, "Prometheus"),
)
_ECS, _ELB, _INSIGHTS, _RDS = "AWS/ECS", "AWS/ApplicationELB", "ECS/ContainerInsights", "AWS/RDS"
_CLOUDWATCH_SERVICES = (
    Spelling("cpu", "CPUUtilization", _of("cpu", 100.0), "Percent", "Average", _ECS, share=True),
    Spelling("memory", "MemoryUtilization", _of("memory_share", 100.0), "Percent", "Average", _ECS, share=True),
    Spelling("latency", "TargetResponseTime", _quantile(*_P50, _S), "Seconds", "Average", _ELB),
    Spelling("latency", "TargetResponseTime", _quantile(*_P95, _S), "Seconds", "p95", _ELB),
    Spelling("rate", "RequestCount", _of("rate"), "Count", "Sum", _ELB, "sum"),
    Spelling("errors", "HTTPCode_Target_5XX_Count", _failures, "Count", "Sum", _ELB, "sum"),
    Spelling("network", "NetworkRxBytes", _of("received", 700.0), "Bytes/Second", "Average", _INSIGHTS),
    Spelling("network", "NetworkTxBytes", _of("sent", 700.0), "Bytes/Second", "Average", _INSIGHTS),
    Spelling("disk", "StorageWriteBytes", _of("disk"), "Bytes/Second", "Average", _INSIGHTS),
    Spelling("resent", "tcp_retransmitted_segments", _of("resent"), "Count", "Sum", "CWAgent", "sum"),
    Spelling("workers", "ThreadsBusy", _of("busy"), "Count", "Maximum", "App"),
    Spelling("workers", "ThreadsMax", _pool, "Count", "Maximum", "App"),
    Spelling("queue", "RequestQueueLength", _of("queue"), "Count", "Maximum", "App"),
)
_CLOUDWATCH_STORES = (
    Spelling("cpu", "CPUUtilization", _of("cpu", 100.0), "Percent", "Average", _RDS, share=True),
    Spelling("memory", "FreeableMemory", _unused, "Bytes", "Average", _RDS),
    Spelling("latency", "ReadLatency", _quantile(0.6, 0.0, _S), "Seconds", "Average", _RDS),
    Spelling("rate", "Queries", _of("rate"), "Count/Second", "Average", _RDS),
    Spelling("disk", "WriteThroughput", _of("disk"), "Bytes/Second", "Average", _RDS),
    Spelling("disk", "DiskQueueDepth", _of("disk_share", 12.0), "Count", "Average", _RDS),
    Spelling("workers", "DatabaseConnections", _of("busy"), "Count", "Average", _RDS),
    Spelling("network", "NetworkReceiveThroughput", _of("received", 700.0), "Bytes/Second", "Average", _RDS),
    Spelling("resent", "os.network.tcp.retransmits", _of("resent"), "Count", "Average", "RDSOSMetrics"),
)
_DATADOG = (
    Spelling("cpu", "kubernetes.cpu.usage.total", _of("cores", 1e9), "nanocore", "avg", None),
    Spelling("memory", "kubernetes.memory.usage", _of("memory"), "byte", "avg", None),
    Spelling("latency", "trace.http.request.duration.by.service.50p", _quantile(*_P50, _S), "second", "avg", None),
    Spelling("latency", "trace.http.request.duration.by.service.95p", _quantile(*_P95, _S), "second", "avg", None),
    Spelling("rate", "trace.http.request.hits", _of("rate"), "hit", "sum", None, "sum"),
    Spelling("errors", "trace.http.request.errors", _failures, "error", "sum", None, "sum"),
    Spelling("network", "system.net.packets_in.count", _of("received"), "packet", "avg", None),
    Spelling("network", "system.net.packets_out.count", _of("sent"), "packet", "avg", None),
    Spelling("resent", "system.net.tcp.retrans_segs", _of("resent"), "segment", "avg", None),
    Spelling("disk", "system.io.wkb_s", _of("disk", 1 / 1024), "kibibyte", "avg", None),
    Spelling("workers", "app.threads.busy", _of("busy"), "thread", "avg", None),
    Spelling("workers", "app.threads.max", _pool, "thread", "avg", None),
    Spelling("queue", "app.threads.queue_size", _of("queue"), None, "avg", None),
    Spelling("restarts", "kubernetes.containers.restarts", _of("restarts"), None, "max", None),
)
_OTEL = (
    Spelling("cpu", "process.cpu.utilization", _of("cpu"), "1", None, None, share=True),
    Spelling("memory", "process.memory.usage", _of("memory"), "By", None, None),
    Spelling("latency", "http.server.request.duration.p50", _quantile(*_P50, _S), "s", "p50", None),
    Spelling("latency", "http.server.request.duration.p95", _quantile(*_P95, _S), "s", "p95", None),
    Spelling("rate", "http.server.requests", _of("rate"), "{request}/s", None, None),
    Spelling("errors", "http.server.errors", _failures, "{error}/s", None, None),
    Spelling("network", "system.network.packets", _of("sent"), "{packet}/s", None, None),
    Spelling("resent", "system.network.tcp.retransmissions", _of("resent"), "{segment}/s", None, None),
    Spelling("disk", "system.disk.io", _of("disk"), "By/s", None, None),
    Spelling("workers", "thread_pool.active", _of("busy"), "{thread}", None, None),
    Spelling("workers", "thread_pool.size.max", _pool, "{thread}", None, None),
    Spelling("queue", "thread_pool.queue.size", _of("queue"), "{task}", None, None),
)

DIALECTS = (
    _plain("plain", _S, None, None, share=False),
    _plain("plain-ms", _MS, "Milliseconds", "Prometheus", share=True),
    Dialect(
        "prometheus",
        "prometheus",
        "service",
        "statefulset",
        "statefulset",
        "app",
        _PROMETHEUS_SERVICES,
        _PROMETHEUS_STORES,
    ),
    Dialect(
        "cloudwatch",
        "cloudwatch",
        "ecs-service",
        "rds",
        "elasticache",
        "ServiceName",
        _CLOUDWATCH_SERVICES,
        _CLOUDWATCH_STORES,
    ),
    Dialect("datadog", "datadog", "deployment", "statefulset", "statefulset", "kube_deployment", _DATADOG, _DATADOG),
    Dialect("otel", "manual", "service", "service", "service", "service.name", _OTEL, _OTEL),
)
PLAIN_FIRST = (0, 0, 0, 1, 1, 2, 2, 3, 4, 5)
"""How often each is drawn: plain service metrics are met most."""
